//! The result in a sentence, and the key numbers.

use crate::report::words::{count, sentence, thousands};

use super::{Counts, View};

/// A key number.
#[derive(Debug, PartialEq, Eq)]
pub struct Number {
    /// What it counts.
    pub label: &'static str,
    /// The number, as text.
    pub value: String,
    /// More on it; may be empty.
    pub remark: String,
}

/// What came of the run, in a few sentences.
pub(super) fn verdict(view: &View<'_>) -> String {
    let mut said = vec![attempts(view)];
    if let Some(reason) = view.reasons.first() {
        let named = reason.steps.len() as u64 == reason.counts.all();
        let times = match named {
            true => count(reason.counts.all(), "step", "steps"),
            false => count(reason.counts.all(), "attempt", "attempts"),
        };
        said.push(format!(
            "The most frequent reason, in {times}: {} ({})",
            reason.says().trim_end_matches('.'),
            reason.id()
        ));
    }
    let (held, failed) = (view.ledger.expectations.held as u64, view.ledger.expectations.failed as u64);
    match (held, failed) {
        (0, 0) => {}
        (_, 0) => said.push(format!(
            "{} held",
            if held == 1 { "The one expectation".into() } else { format!("All {held} expectations") }
        )),
        _ => said.push(format!("{failed} of {} did not hold", count(held + failed, "expectation", "expectations"))),
    }
    let idle = view.faults.len() - view.bitten();
    if idle > 0 {
        said.push(format!("{} never bit", count(idle as u64, "injected fault", "injected faults")));
    }
    said.iter().map(|part| sentence(part)).collect::<Vec<_>>().join(" ")
}

fn attempts(view: &View<'_>) -> String {
    let Counts { success, refused, failed } = view.attempts;
    let all = view.attempts.all();
    match (success, all) {
        (_, 0) => format!(
            "Nobody tried to reset or change a password or to unlock an account; {} taken",
            if view.steps.len() == 1 { "1 step was".into() } else { format!("{} steps were", view.steps.len()) }
        ),
        (ok, all) if ok == all => {
            format!(
                "{} succeeded",
                if all == 1 { "The one attempt".into() } else { format!("All {} attempts", thousands(all)) }
            )
        }
        _ => {
            let were = if refused == 1 { "was" } else { "were" };
            let (ok, all) = (thousands(success), count(all, "attempt", "attempts"));
            format!("{ok} of {all} succeeded; {} {were} refused and {} failed", thousands(refused), thousands(failed))
        }
    }
}

pub(super) fn numbers(view: &View<'_>) -> Vec<Number> {
    let number = |label, value: String, remark: String| Number { label, value, remark };
    let (named, people) = view.heads();
    let of = |n: usize| thousands(n as u64);
    let able = |abilities: &[crate::ledger::Ability]| {
        format!("{} of {}", abilities.iter().filter(|ability| ability.able).count(), abilities.len())
    };
    let Counts { success, refused, failed } = view.attempts;
    let expectations = &view.ledger.expectations;
    let mut numbers = vec![
        number("People", of(people), format!("{} named, {} generated", of(named), of(people - named))),
        number("Attempts", thousands(view.attempts.all()), "people's own resets, changes and unlocks".into()),
        number("ok", thousands(success), "attempts done".into()),
        number("refused", thousands(refused), "a rule said no".into()),
        number("failed", thousands(failed), "something broke after submit".into()),
    ];
    if named > 0 {
        numbers.push(number("Could reset at the start", able(&view.ledger.abilities.at_start), "named people".into()));
        numbers.push(number("Could reset at the end", able(&view.ledger.abilities.at_end), "named people".into()));
    }
    if expectations.held + expectations.failed > 0 {
        let all = expectations.held + expectations.failed;
        numbers.push(number("Expectations held", format!("{} of {all}", expectations.held), String::new()));
    }
    if !view.faults.is_empty() {
        let value = format!("{} of {}", view.bitten(), view.faults.len());
        numbers.push(number("Faults that bit", value, "blocked at least one decision".into()));
    }
    let changed = view.assumptions.iter().filter(|assumed| assumed.differs()).count();
    numbers.push(number("Assumptions changed", format!("{changed} of {}", view.assumptions.len()), String::new()));
    numbers
}
