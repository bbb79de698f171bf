//! Canonical rows of a ledger and their BLAKE3 digest: what "the same result" means.

use std::fmt::Write as _;

use super::{Digest, Ledger, Population, StepRecord};

/// The digest of a ledger's rows; the field `digest` itself takes no part.
#[must_use]
pub fn digest(ledger: &Ledger) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let mut add = |row: &str| {
        hasher.update(&(row.len() as u64).to_le_bytes());
        hasher.update(row.as_bytes());
    };
    add(&format!("{}|{}|{}|{}", ledger.title, ledger.seed, ledger.start, ledger.end));
    ledger.steps.iter().for_each(|step| add(&step_row(step)));
    for entry in &ledger.entries {
        let verdict = &entry.verdict;
        let rule = verdict.rule_id().unwrap_or("-");
        let code = verdict.code.map_or("-", |code| code.word());
        let moment = entry.case.moment.name();
        add(&format!("{}|{}|{}|{moment}|{}|{rule}|{code}", entry.step, entry.user.0, entry.case.at, verdict.outcome));
        add(&format!("{:?}", verdict.terms));
    }
    for ability in ledger.abilities.at_start.iter().chain(&ledger.abilities.at_end) {
        add(&format!("{}|{}|{}|{:?}", ability.upn, ability.able, ability.reason, ability.methods));
    }
    for fault in &ledger.faults {
        add(&format!("{}|{}|{}|{}|{}", fault.fault.0, fault.name, fault.from, fault.until, fault.bit));
    }
    let Population { people, attempts, generated } = &ledger.population;
    add(&format!("Population {{ people: {people:?}, attempts: {attempts:?} }}"));
    if generated.people > 0 {
        add(&format!("{generated:?}"));
    }
    Digest(*hasher.finalize().as_bytes())
}

fn step_row(step: &StepRecord) -> String {
    let mut row = format!(
        "{}|{}|{}|{}|{}|{}|{:?}|{:?}|{:?}|{}",
        step.n,
        step.repetition,
        step.at,
        step.ended,
        step.actor,
        step.action,
        step.outcome,
        step.code,
        step.rule,
        step.message
    );
    let _ = write!(row, "|{:?}|{:?}|{:?}", step.offered, step.prompted, step.score);
    for text in step.effects.iter().chain(&step.notified) {
        let _ = write!(row, "|{text}");
    }
    for audit in &step.audit {
        let _ = write!(
            row,
            "|{}|{}|{}|{}|{}|{}",
            audit.at, audit.activity, audit.status, audit.reason, audit.target, audit.agent
        );
        for (key, value) in &audit.details {
            let _ = write!(row, "|{key}={value}");
        }
        for change in &audit.changes {
            let _ = write!(row, "|{}:{}>{}", change.name, change.old, change.new);
        }
    }
    for event in &step.events {
        let _ = write!(row, "|{}|{}|{}", event.at, event.server, event.id);
    }
    row
}
