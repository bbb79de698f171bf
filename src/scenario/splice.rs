//! Steps put into the text of a scenario, with everything else as its author wrote it.

use super::text::{Node, NodeKind};
use super::{Edit, Reading, edit};

/// The reading with one more step, written in YAML, at the end of its timeline; its diagnostics say what is wrong with
/// the step.
///
/// # Errors
/// When the text is no YAML at all, or the scenario could not be read.
pub fn with_step(reading: &Reading, step: &str) -> Result<Reading, String> {
    let timeline = reading.tree.as_ref().and_then(|tree| tree.get("timeline"));
    let many = timeline.map_or(0, |list| list.items().len());
    let path = format!("timeline.{many}");
    let add = (path.as_str(), Edit::Set(step.to_owned()));
    match timeline {
        Some(Node { kind: NodeKind::List(_), .. }) => edit(reading, &[add]),
        _ => edit(reading, &[("timeline", Edit::Set("[]".to_owned())), add]),
    }
}

/// The text of a reading's own file with steps, each written in YAML on one line, at the end of its timeline; none
/// where its layout has no room for them or the timeline stands in a file that it extends.
///
/// Callers read the text again and see whether it means what they want.
#[must_use]
pub fn with_steps(reading: &Reading, steps: &[String]) -> Option<String> {
    let tree = reading.tree.as_ref()?;
    let text = reading.sources.text(0);
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines = |indent: &str| {
        let one = |step: &String| format!("{indent}- {step}{end_of_line}");
        steps.iter().map(one).collect::<String>()
    };
    let Some(entry) = tree.entry("timeline") else {
        // A key of its own at the end of the file, which a map in braces has no room for.
        let block = tree.spot.file == 0 && !text.trim_start().starts_with('{');
        let gap = if text.ends_with('\n') { "" } else { end_of_line };
        return block.then(|| format!("{text}{gap}{end_of_line}timeline:{end_of_line}{}", lines("  ")));
    };
    let items = entry.value.items();
    let first = items.first()?.spot;
    let line = text[..first.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line..first.start as usize)?;
    if entry.spot.file != 0 || first.file != 0 || before.trim() != "-" {
        return None;
    }
    let indent = before.split('-').next()?;
    let end = last_byte(text, items.last()?).checked_sub(1)?;
    let (head, rest) = match text.get(end..)?.find('\n') {
        Some(at) => (text.get(..=end + at)?.to_owned(), text.get(end + at + 1..)?),
        None => (format!("{text}{end_of_line}"), ""),
    };
    Some(format!("{head}{}{rest}", lines(indent)))
}

/// The byte after the last one that belongs to a value; a block ends with its last value, before the comments that
/// follow it.
fn last_byte(text: &str, node: &Node) -> usize {
    let braces = text.get(node.spot.start as usize..).is_some_and(|rest| rest.starts_with(['{', '[']));
    let inner = match &node.kind {
        NodeKind::Map(entries) if !braces => entries.last().map(|entry| &entry.value),
        NodeKind::List(items) if !braces => items.last(),
        _ => None,
    };
    inner.map_or(node.spot.end as usize, |inner| last_byte(text, inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, read};

    /// Checks what becomes of a text with `STEP` for a step that is there, and of the same with `NEW` for the one put in.
    fn check(text: &str, expected: Option<&str>) {
        const NEW: &str = r#"{at: "12:00", expect: {compliance: {needed: 0}}}"#;
        let whole = |text: &str| text.replace("STEP", &NEW.replace("12", "10")).replace("NEW", NEW);
        let reading = read("lab.yaml", whole(text).as_bytes(), &mut NoFiles);
        assert!(reading.scenario.is_some(), "{:?}", reading.diagnostics);
        let spliced = with_steps(&reading, &[NEW.to_owned()]);
        assert_eq!(spliced, expected.map(whole));
        let edited = with_step(&reading, NEW).expect("a step").scenario.expect("a sound step");
        assert_eq!(edited.timeline.len(), reading.scenario.map_or(0, |lab| lab.timeline.len()) + 1);
        if let Some(text) = spliced {
            assert_eq!(read("lab.yaml", text.as_bytes(), &mut NoFiles).scenario, Some(edited));
        }
    }

    #[test]
    fn steps_join_the_timeline_where_it_ends_and_nothing_else_moves() {
        check(
            "title: T # kept\ntimeline:\n  # why\n  - STEP # here\nseed: 4\n",
            Some("title: T # kept\ntimeline:\n  # why\n  - STEP # here\n  - NEW\nseed: 4\n"),
        );
        check(
            "title: T\ntimeline:\n- at: \"10:00\"\n  expect:\n    compliance:\n      held: 0\n\n# end\n",
            Some("title: T\ntimeline:\n- at: \"10:00\"\n  expect:\n    compliance:\n      held: 0\n- NEW\n\n# end\n"),
        );
        check("title: T", Some("title: T\n\ntimeline:\n  - NEW\n"));
        check("title: T\r\ntimeline:\r\n  - STEP", Some("title: T\r\ntimeline:\r\n  - STEP\r\n  - NEW\r\n"));
        check("title: T\ntimeline: [STEP]\n", None);
        check("{title: T}\n", None);
    }

    #[test]
    fn a_wrong_step_says_what_is_wrong() {
        let reading = read("lab.yaml", b"title: T\n", &mut NoFiles);
        let wrong = with_step(&reading, "{at: \"10:00\", fault: sync-server-dwon}").expect("YAML");
        assert!(wrong.scenario.is_none());
        let helps = |word: &str| {
            wrong.diagnostics.iter().any(|found| found.help.as_ref().is_some_and(|help| help.contains(word)))
        };
        assert!(helps("sync-server-down"), "{:?}", wrong.diagnostics);
        assert!(with_step(&reading, "{at: ").is_err());
    }
}
