//! The documented failures: all of them as a list, a table or JSON, one of them as a page.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::model::ask::Action;
use crate::model::fault::{FAULTS, FaultEffect, FaultKind, FaultResult, FaultStep};

use super::words::wrapped;

/// Where a lab injects a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Injected {
    /// The lab.
    pub lab: String,
    /// What it is put on there.
    pub on: String,
    /// How many decisions and passes it stopped, delayed or let go wrong.
    pub bit: u32,
}

/// One line a failure: id, component, then step, result and code of each of its effects.
#[must_use]
pub fn list(kinds: &[&FaultKind]) -> String {
    let mut text = String::new();
    for kind in kinds {
        let does: Vec<String> = effects(kind).map(|(step, result, code)| format!("{step} {result}{code}")).collect();
        let _ = writeln!(text, "{:<42} {:<20} {:<9} {}", kind.id, kind.component, ends(kind), does.join(", "));
    }
    let _ = writeln!(text, "{} failures; inject one with `fault: ID` in a timeline", kinds.len());
    text
}

/// Step, result and code of each effect, the same ones once.
fn effects(kind: &FaultKind) -> impl Iterator<Item = (&'static str, &'static str, String)> {
    let mut seen = Vec::new();
    for effect in &kind.effect {
        let code = effect.code.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
        let one = (effect.step.word(), effect.result.word(), code);
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen.into_iter()
}

/// Whether it ends without anybody's doing, in one word.
fn ends(kind: &FaultKind) -> &'static str {
    if kind.ends_by_itself() { "by-itself" } else { "needs-fix" }
}

/// Every failure as Markdown: the file `docs/failures.md`.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(
        "# Failures\n\nWritten by `tenantlab faults list --format md`; do not edit. `tenantlab faults show ID` tells \
         more of one.\n\nAn operation is `refused` where a rule says no and `failed` where something breaks after the \
         submit. A code in\nbrackets is tied to the failure by no page: it follows from others. A failure that ends \
         by itself lasts 30 minutes\nwhere a scenario does not say; any other lasts until `restore` or until its \
         remedy is done as a step.\n",
    );
    let mut components: Vec<&str> = Vec::new();
    for kind in FAULTS.iter() {
        if !components.contains(&kind.component.as_str()) {
            components.push(&kind.component);
        }
    }
    for component in components {
        let _ = write!(
            text,
            "\n## {component}\n\n| failure | on | step | operations | outcome | code | events | ends | remedy |\n\
             |---|---|---|---|---|---|---|---|---|\n"
        );
        for kind in FAULTS.iter().filter(|kind| kind.component == component) {
            rows(&mut text, kind);
        }
    }
    text
}

fn rows(text: &mut String, kind: &FaultKind) {
    for (i, effect) in kind.effect.iter().enumerate() {
        let first = |value: String| if i == 0 { value } else { String::new() };
        let cells = [
            first(format!("`{}`<br>{}", kind.id, kind.trigger)),
            first(kind.on.word().to_owned()),
            effect.step.word().to_owned(),
            if effect.operations.is_empty() { "none".to_owned() } else { effect.operations.join(", ") },
            effect.result.word().to_owned(),
            code(effect),
            first(events(kind)),
            first(ends(kind).to_owned()),
            first(kind.remedy.clone()),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

fn code(effect: &FaultEffect) -> String {
    match (&effect.code, effect.code_basis.as_deref()) {
        (None, _) => String::new(),
        (Some(code), Some("derived")) => format!("({code})"),
        (Some(code), _) => code.clone(),
    }
}

fn events(kind: &FaultKind) -> String {
    kind.events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// The audit records that an effect leaves: activity, status and status reason, one an operation.
#[must_use]
pub fn audits(effect: &FaultEffect) -> Vec<String> {
    let status = match effect.result {
        FaultResult::Refused | FaultResult::Failed => "Failure",
        FaultResult::Delayed | FaultResult::Accepted | FaultResult::Diverged => "Success",
    };
    let reason = match (effect.step, effect.code.as_deref()) {
        _ if status == "Success" => "",
        (FaultStep::DirectoryPolicy, _) => "OnPremisesPolicyViolation",
        (FaultStep::CloudPolicy, _) => "FuzzyPolicyViolationInvalidPassword",
        (FaultStep::Precheck | FaultStep::LicenceCheck, _) => "",
        (_, Some("SSPR_0030")) => "OnPremisesConnectivityError",
        _ => "OnPremisesAdminActionRequired",
    };
    let early = matches!(effect.step, FaultStep::Precheck | FaultStep::LicenceCheck);
    let said = |action: Action| match (early, action) {
        // Before a new password is submitted only the flow has moved, and a change has none.
        (true, Action::ChangePassword) => None,
        (true, Action::ResetPassword | Action::UnlockAccount) => {
            Some("Self-service password reset flow activity progress")
        }
        _ => Some(action.audit_activity()),
    };
    let activities = effect.operations.iter().filter_map(|word| Action::parse(word)).filter_map(said);
    let mut records: Vec<String> = Vec::new();
    for activity in activities {
        let reason = if reason.is_empty() { String::new() } else { format!(", {reason}") };
        let record = format!("{activity}: {status}{reason}");
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records
}

/// The page of one failure; `labs` says where labs inject it, and is left out where no lab was looked at.
#[must_use]
pub fn page(kind: &FaultKind, labs: Option<&[Injected]>, width: usize) -> String {
    let mut text = format!("{}\n\n", kind.id);
    let mut line = |name: &str, value: &str| {
        if value.is_empty() {
            return;
        }
        for (i, part) in wrapped(value, width.saturating_sub(13).max(30)).iter().enumerate() {
            let _ = writeln!(text, "  {:<10} {part}", if i == 0 { name } else { "" });
        }
    };
    line("happens", &kind.trigger);
    line("component", &kind.component);
    line("put on", kind.on.word());
    for effect in &kind.effect {
        line("at step", &said(effect));
        audits(effect).iter().for_each(|record| line("  audit", record));
    }
    line("person", &kind.user_sees);
    line("found in", &kind.detected_by);
    for event in &kind.events {
        line("event", &format!("{} {}, {}", event.id, event.name, event.source));
    }
    line("ends", &recovery(kind));
    line("remedy", &kind.remedy);
    line("rules", &kind.rules.join(", "));
    line("assumes", kind.assumption.as_deref().unwrap_or_default());
    line("basis", &kind.basis);
    for source in &kind.source {
        let note = if source.note.is_empty() { String::new() } else { format!(" ({})", source.note) };
        line("source", &format!("{}, {}{note}", source.page, source.date));
    }
    match labs {
        None => {}
        Some([]) => line("labs", "none of those looked at injects it"),
        Some(labs) => {
            for lab in labs {
                let times = if lab.bit == 1 { "time" } else { "times" };
                line("lab", &format!("{} on {}, bit {} {times}", lab.lab, lab.on, lab.bit));
            }
        }
    }
    text
}

fn recovery(kind: &FaultKind) -> String {
    let ends = if kind.ends_by_itself() { "by itself" } else { "when it is mended" };
    // The table says `no` and `yes` where it has nothing to add.
    let note = kind.recovery_note.as_str();
    if matches!(note, "" | "no" | "yes") { ends.to_owned() } else { format!("{ends}: {note}") }
}

fn said(effect: &FaultEffect) -> String {
    let whom = if effect.operations.is_empty() { "nothing".to_owned() } else { effect.operations.join(", ") };
    let code = if effect.code.is_some() { format!(" with {}", code(effect)) } else { String::new() };
    let note = effect.note.as_deref().map(|note| format!("; {note}")).unwrap_or_default();
    format!("{}: {whom}: {}{code}{note}", effect.step, effect.result)
}

/// One failure with all its facts.
#[must_use]
pub fn value(kind: &FaultKind, labs: Option<&[Injected]>) -> Value {
    let effect = |effect: &FaultEffect| {
        json!({
            "step": effect.step.word(), "operations": effect.operations, "result": effect.result.word(),
            "code": effect.code, "code_basis": effect.code_basis, "note": effect.note, "audit": audits(effect),
        })
    };
    let events = kind.events.iter().map(|one| json!({"id": one.id, "source": one.source, "name": one.name}));
    let sources = kind.source.iter().map(|one| json!({"page": one.page, "date": one.date, "note": one.note}));
    let labs = labs
        .map(|labs| labs.iter().map(|lab| json!({"lab": lab.lab, "on": lab.on, "bit": lab.bit})).collect::<Vec<_>>());
    json!({
        "id": kind.id, "component": kind.component, "on": kind.on.word(), "trigger": kind.trigger,
        "effect": kind.effect.iter().map(effect).collect::<Vec<_>>(), "user_sees": kind.user_sees,
        "detected_by": kind.detected_by, "events": events.collect::<Vec<_>>(),
        "ends_by_itself": kind.ends_by_itself(), "recovery_note": kind.recovery_note, "remedy": kind.remedy,
        "rules": kind.rules, "assumption": kind.assumption, "basis": kind.basis,
        "sources": sources.collect::<Vec<_>>(), "labs": labs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_its_rows_and_a_page_with_its_remedy() {
        let table = markdown();
        for kind in FAULTS.iter() {
            assert!(table.contains(&format!("| `{}`<br>", kind.id)), "{}", kind.id);
            let page = page(kind, None, 2_000);
            for said in [&kind.remedy, &kind.user_sees, &kind.trigger] {
                assert!(page.contains(said.as_str()), "{}: {said}", kind.id);
            }
            assert!(kind.source.iter().all(|source| page.contains(&source.page)), "{}", kind.id);
        }
        let effects: usize = FAULTS.iter().map(|kind| kind.effect.len()).sum();
        assert_eq!(
            table.lines().filter(|line| line.starts_with("| ")).count(),
            effects + table.matches("\n## ").count()
        );
    }
}
