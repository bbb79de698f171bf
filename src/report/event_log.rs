//! The event log of servers and controllers, as the export of Windows Event Viewer writes it.
//!
//! Source of the shape: the event schema of Windows (`http://schemas.microsoft.com/win/2004/08/events/event`). What has
//! no Windows log of its own (alerts, sign-in logs, jobs of cloud sync) stands in `events.csv` alone.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::ledger::{EventRecord, StepRecord};
use crate::model::event;

use super::View;
use super::words::plain;

/// The namespace of Windows events.
const NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

/// The keyword of classic events, and that of a failed audit.
const CLASSIC: &str = "0x80000000000000";
const AUDIT_FAILURE: &str = "0x8010000000000000";

/// Where Windows keeps the events of a log of the table: channel and provider; none where it is no Windows log.
fn windows(log: &str) -> Option<(&'static str, &'static str)> {
    match log {
        "PasswordResetService" => Some(("Application", "PasswordResetService")),
        "ADSync" => Some(("Application", "ADSync")),
        "Directory Synchronization" => Some(("Application", "Directory Synchronization")),
        "DC Security log" => Some(("Security", "Microsoft-Windows-Security-Auditing")),
        "DC agent Admin log" => {
            Some(("Microsoft-AzureADPasswordProtection-DCAgent/Admin", "Microsoft-AzureADPasswordProtection-DCAgent"))
        }
        "DC agent Operational log" => Some((
            "Microsoft-AzureADPasswordProtection-DCAgent/Operational",
            "Microsoft-AzureADPasswordProtection-DCAgent",
        )),
        _ => None,
    }
}

/// The number that Windows knows an event by.
///
/// A code that came inside the text of another event stands under 6329, the event of the sync engine.
fn number(id: &str) -> &str {
    if id.starts_with("hr-") || id == "8023062C" { "6329" } else { event::number(id) }
}

/// Windows' number for a severity of the table.
fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "2",
        "warning" => "3",
        "audit failure" => "0",
        _ => "4",
    }
}

/// The events of a run in the order of its steps; record numbers count from 1.
#[must_use]
pub fn events_xml(view: &View<'_>) -> String {
    let mut bytes = Vec::new();
    write(&mut Writer::new_with_indent(&mut bytes, b' ', 2), view).expect("writing to memory does not fail");
    let mut text = String::from_utf8(bytes).expect("texts make text");
    text.push('\n');
    text
}

fn write(writer: &mut Writer<&mut Vec<u8>>, view: &View<'_>) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), Some("yes"))))?;
    let events = view.steps.iter().flat_map(|step| step.record.events.iter().map(|event| (step.record, event)));
    writer.create_element("Events").write_inner_content(|writer| {
        let listed = events.filter(|(_, event)| windows(&event.source).is_some());
        for (i, (step, record)) in listed.enumerate() {
            one(writer, i + 1, step, record)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn one(writer: &mut Writer<&mut Vec<u8>>, n: usize, step: &StepRecord, record: &EventRecord) -> std::io::Result<()> {
    let Some((channel, provider)) = windows(&record.source) else { return Ok(()) };
    let kind = event::find(record.id);
    let severity = kind.map_or("info", |kind| kind.severity.as_str());
    let keywords = if severity == "audit failure" { AUDIT_FAILURE } else { CLASSIC };
    let computer = if record.server.is_empty() { "unknown".to_owned() } else { plain(&record.server) };
    let n = n.to_string();
    let fields: [(&str, &str); 8] = [
        ("EventID", number(record.id)),
        ("Version", "0"),
        ("Level", level(severity)),
        ("Task", "0"),
        ("Opcode", "0"),
        ("Keywords", keywords),
        ("EventRecordID", &n),
        ("Channel", channel),
    ];
    writer.create_element("Event").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|writer| {
        writer.create_element("System").write_inner_content(|writer| {
            writer.create_element("Provider").with_attribute(("Name", provider)).write_empty()?;
            for (name, value) in fields {
                if name == "EventRecordID" {
                    let at = format!("{}.0000000Z", record.at.to_string().trim_end_matches('Z'));
                    writer.create_element("TimeCreated").with_attribute(("SystemTime", at.as_str())).write_empty()?;
                }
                text(writer, name, value)?;
            }
            text(writer, "Computer", &computer)?;
            writer.create_element("Security").write_empty().map(drop)
        })?;
        writer.create_element("EventData").write_inner_content(|writer| {
            let said = kind.map(|kind| kind.condition.clone()).unwrap_or_default();
            let data = [
                ("Event", record.id.to_owned()),
                ("Name", record.name.clone()),
                ("Says", said),
                ("Step", step.n.to_string()),
                ("Action", step.action.clone()),
                ("Actor", step.actor.clone()),
            ];
            for (name, value) in data {
                let element = writer.create_element("Data").with_attribute(("Name", name));
                element.write_text_content(BytesText::new(&plain(&value)))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Writer<&mut Vec<u8>>, name: &str, value: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(value)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_the_table_has_a_number_in_windows() {
        let numbers = [
            ("31002", "31002"),
            ("6329-access-denied", "6329"),
            ("6329-0x8023061f", "6329"),
            ("DCAgent-30003", "30003"),
            ("hr-80230402", "6329"),
            ("8023062C", "6329"),
        ];
        for (id, expected) in numbers {
            assert_eq!(number(id), expected, "{id}");
        }
    }
}
