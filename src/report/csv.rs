//! Tables for a spreadsheet: steps, events, and who could reset.
//!
//! A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets
//! an apostrophe in front.

use crate::ledger::{Ability, StepRecord};

use super::View;

/// One row a step.
#[must_use]
pub fn ledger(view: &View<'_>) -> String {
    let header = [
        "n", "id", "at", "ended", "actor", "action", "outcome", "code", "rule", "message", "notified", "events",
        "audit",
    ];
    table(&header, view.steps.iter().map(|step| step_row(step.record)))
}

fn step_row(step: &StepRecord) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let events: Vec<String> = step.events.iter().map(|event| format!("{} on {}", event.id, event.server)).collect();
    let audit: Vec<String> =
        step.audit.iter().map(|record| format!("{}: {}", record.activity, record.status)).collect();
    vec![
        step.n.to_string(),
        text(step.id.as_deref()),
        step.at.to_string(),
        step.ended.to_string(),
        step.actor.clone(),
        step.action.clone(),
        text(step.outcome.map(|outcome| outcome.word())),
        text(step.code.map(|code| code.word())),
        text(step.rule),
        step.message.clone(),
        step.notified.join("; "),
        events.join("; "),
        audit.join("; "),
    ]
}

/// Who could reset at the start.
#[must_use]
pub fn people(view: &View<'_>) -> String {
    abilities(&view.ledger.abilities.at_start)
}

/// Who could reset at the end.
#[must_use]
pub fn people_at_end(view: &View<'_>) -> String {
    abilities(&view.ledger.abilities.at_end)
}

/// Who could reset, one row a person.
#[must_use]
pub fn abilities(abilities: &[Ability]) -> String {
    let row = |ability: &Ability| {
        vec![
            ability.upn.clone(),
            super::words::yes(ability.able).to_owned(),
            ability.reason.to_owned(),
            ability.code.map(|code| code.word()).unwrap_or_default().to_owned(),
            ability.rule.unwrap_or_default().to_owned(),
        ]
    };
    table(&["upn", "able", "reason", "code", "rule"], abilities.iter().map(row))
}

/// Windows events, one row each, in the order of the steps.
#[must_use]
pub fn events(view: &View<'_>) -> String {
    let rows = view.steps.iter().flat_map(|step| {
        step.record.events.iter().map(|event| {
            let n = step.record.n.to_string();
            vec![
                event.at.to_string(),
                event.server.clone(),
                event.id.to_owned(),
                event.source.clone(),
                event.name.clone(),
                n,
            ]
        })
    });
    table(&["at", "server", "id", "source", "name", "step"], rows)
}

/// The rows under their header.
pub(super) fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: &[String]| writer.write_record(row).expect("writing to memory does not fail");
    write(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    rows.for_each(|row| write(&row.iter().map(|cell| guarded(cell)).collect::<Vec<_>>()));
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts make text")
}

/// The cell with an apostrophe in front where a spreadsheet would take it for a formula.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
