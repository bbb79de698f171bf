//! The funnel: how far attempts came, and what stopped most of those that went no further.

use std::collections::BTreeMap;

use crate::model::ask::Outcome;
use crate::rules::{Moment, Rule, catalogue};

use super::{StepView, is_attempt};

/// How far the attempts of named people came.
#[derive(Debug)]
pub struct Funnel {
    /// Stages, in order; each holds no more attempts than the one before.
    pub stages: Vec<Stage>,
}

/// One stage of the funnel.
#[derive(Debug)]
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// What passing it means.
    pub means: &'static str,
    /// Attempts that passed it.
    pub count: u64,
    /// Attempts that passed the stage before and not this one.
    pub lost: u64,
    /// The rule that stopped most of those, and how many it stopped; none where no rule is named.
    pub cause: Option<(&'static Rule, u64)>,
}

const STAGES: [(&str, &str); 6] = [
    ("Asked", "somebody asked for a reset, a change or an unlock"),
    ("Offered", "the operation was offered to that person"),
    ("Verified", "enough proofs were given in time"),
    ("Accepted by the cloud", "the new password met the cloud's policy"),
    ("Written back", "the directory on-premises took it, or none had to"),
    ("Done", "it took effect"),
];

impl Funnel {
    pub(super) fn new(steps: &[StepView<'_>]) -> Self {
        let mut passed = [0u64; STAGES.len()];
        let mut causes: [BTreeMap<&'static str, u64>; STAGES.len()] = Default::default();
        for step in steps.iter().filter(|step| is_attempt(step.record)) {
            let lost_at = lost_at(step);
            passed.iter_mut().take(lost_at).for_each(|count| *count += 1);
            if let (Some(causes), Some(rule)) = (causes.get_mut(lost_at), step.record.rule) {
                *causes.entry(rule).or_default() += 1;
            }
        }
        let stage = |i: usize| Stage {
            name: STAGES[i].0,
            means: STAGES[i].1,
            count: passed[i],
            lost: if i == 0 { 0 } else { passed[i - 1] - passed[i] },
            cause: top(&causes[i]),
        };
        Self { stages: (0..STAGES.len()).map(stage).collect() }
    }

    /// Attempts that entered the funnel.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.stages[0].count
    }
}

/// The first stage that an attempt did not pass; the number of stages where it passed all.
fn lost_at(step: &StepView<'_>) -> usize {
    if step.record.outcome == Some(Outcome::Success) {
        return STAGES.len();
    }
    match step.stopped_at().map(|entry| &entry.case.moment) {
        Some(Moment::Offer(_)) => 1,
        Some(Moment::Prove(_)) => 2,
        Some(Moment::Choose(_)) => 3,
        Some(Moment::Relay(_) | Moment::Lookup(_) | Moment::Write(_) | Moment::Directory(_)) => 4,
        _ => 5,
    }
}

/// The most frequent cause; the first in the alphabet among equals.
fn top(causes: &BTreeMap<&'static str, u64>) -> Option<(&'static Rule, u64)> {
    let (id, count) = causes.iter().rev().max_by_key(|(_, count)| **count)?;
    catalogue::find(id).map(|rule| (rule, *count))
}
