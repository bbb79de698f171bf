//! What single change of a scenario would have led a step elsewhere, found by replaying.

use serde::Serialize;

use crate::ledger::{Simulate, StepRecord};
use crate::scenario::Scenario;
use crate::scenario::edit::candidates;

/// A change of the scenario that leads to another outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// The change, in words.
    pub change: String,
    /// The outcome it leads to.
    pub outcome: String,
    /// The rule that would decide then.
    pub rule: Option<String>,
}

/// Single changes after which the same step comes out otherwise, cheapest first, at most so many; generated people are
/// left out of the replays. `tried` hears of each replay, with how many there are at most.
pub fn flips(
    simulate: &dyn Simulate,
    scenario: &Scenario,
    record: &StepRecord,
    most: usize,
    tried: &mut dyn FnMut(usize),
) -> Vec<Flip> {
    let mut found = Vec::new();
    let Some(at) = record.n.checked_sub(1).filter(|_| record.outcome.is_some()) else { return found };
    let all = candidates(scenario, at);
    for edit in &all {
        if found.len() >= most {
            break;
        }
        tried(all.len());
        let Some(mut changed) = edit.apply(scenario) else { continue };
        changed.population.clear();
        let replay = simulate.run(&changed);
        let same = |other: &&StepRecord| other.n == record.n && other.repetition == record.repetition;
        let Some(other) = replay.steps.iter().find(same).filter(|other| other.outcome != record.outcome) else {
            continue;
        };
        found.push(Flip {
            change: edit.words(),
            outcome: other.outcome.map_or_else(|| "nothing".to_owned(), |outcome| outcome.to_string()),
            rule: other.rule.map(str::to_owned),
        });
    }
    found
}
