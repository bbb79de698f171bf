//! Named people, one row each, and counts of outcomes.

use std::collections::BTreeMap;

use crate::ledger::{Ability, Ledger, StepRecord};
use crate::model::ask::Outcome;
use crate::model::key::UserId;
use crate::model::licence::TABLE;
use crate::rules::{Rule, catalogue};
use crate::scenario::{Person, Scenario};

use super::is_attempt;

/// How often what came about.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// It was done.
    pub success: u64,
    /// A rule said no.
    pub refused: u64,
    /// Something broke.
    pub failed: u64,
}

impl Counts {
    /// All of them.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.success + self.refused + self.failed
    }

    /// Counts these records' outcomes.
    pub fn of<'a>(records: impl Iterator<Item = &'a StepRecord>) -> Self {
        let mut counts = Self::default();
        records.filter_map(|record| record.outcome).for_each(|outcome| counts.add(outcome, 1));
        counts
    }

    /// Attempts of everybody: the population's tallies, or the steps' where there are none.
    pub(super) fn attempts(ledger: &Ledger) -> Self {
        let mut counts = Self::default();
        for ((_, _, outcome), n) in &ledger.population.attempts {
            counts.add(*outcome, *n);
        }
        if counts.all() == 0 { Self::of(ledger.steps.iter().filter(|record| is_attempt(record))) } else { counts }
    }

    /// Adds as often as this came about.
    pub(super) const fn add(&mut self, outcome: Outcome, n: u64) {
        match outcome {
            Outcome::Success => self.success += n,
            Outcome::Refused => self.refused += n,
            Outcome::Failed => self.failed += n,
        }
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            success: self.success + other.success,
            refused: self.refused + other.refused,
            failed: self.failed + other.failed,
        }
    }
}

impl From<[u64; 3]> for Counts {
    /// Counts in the order of [`Outcome::ALL`].
    fn from([success, refused, failed]: [u64; 3]) -> Self {
        Self { success, refused, failed }
    }
}

/// One named person.
#[derive(Debug)]
pub struct PersonRow<'a> {
    /// The person.
    pub person: &'a Person,
    /// Directly assigned products, by string id.
    pub products: Vec<&'static str>,
    /// Whether a reset was possible at the start; none where the person did not exist then.
    pub at_start: Option<&'a Ability>,
    /// Whether a reset was possible at the end.
    pub at_end: Option<&'a Ability>,
    /// The person's attempts.
    pub attempts: Counts,
    /// The position of the last step about the person.
    pub last: Option<usize>,
}

pub(super) fn rows<'a>(scenario: &'a Scenario, ledger: &'a Ledger) -> Vec<PersonRow<'a>> {
    // Everything about everybody is gone through once: an imported tenant has a hundred thousand people.
    let (at_start, at_end) = (by_upn(&ledger.abilities.at_start), by_upn(&ledger.abilities.at_end));
    let mut steps: BTreeMap<UserId, Vec<usize>> = BTreeMap::new();
    for (at, record) in ledger.steps.iter().enumerate() {
        if let Some(user) = record.subject {
            steps.entry(user).or_default().push(at);
        }
    }
    let row = |(i, person): (usize, &'a Person)| {
        let own = steps.get(&UserId(i as u32)).map_or(&[][..], Vec::as_slice);
        let upn = person.upn.to_ascii_lowercase();
        PersonRow {
            person,
            products: person.licences.iter().map(|licence| TABLE.product(licence.sku).part_number).collect(),
            at_start: at_start.get(&upn).copied(),
            at_end: at_end.get(&upn).copied(),
            attempts: Counts::of(own.iter().map(|at| &ledger.steps[*at]).filter(|record| is_attempt(record))),
            last: own.last().copied(),
        }
    };
    scenario.users.iter().enumerate().map(row).collect()
}

/// The first ability under each name, by the name in lower case.
fn by_upn(abilities: &[Ability]) -> BTreeMap<String, &Ability> {
    let mut found = BTreeMap::new();
    for ability in abilities {
        found.entry(ability.upn.to_ascii_lowercase()).or_insert(ability);
    }
    found
}

/// Why somebody could not reset, in words; empty where nothing stood against it.
#[must_use]
pub(in crate::report) fn against(ability: &Ability) -> String {
    if ability.able {
        return String::new();
    }
    let words = ability.rule.and_then(catalogue::find).map_or(ability.reason.into(), Rule::words);
    if words.is_empty() { "not able".to_owned() } else { words.into_owned() }
}
