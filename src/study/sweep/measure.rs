//! What a run is measured by: whole numbers and shares that a ledger tells.

use crate::ledger::{Ability, Ledger};
use crate::model::ask::Outcome;
use crate::model::licence::Tier;

/// What the numbers of a measure are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole numbers.
    Count,
    /// Millionths of a whole.
    Share,
}

impl Unit {
    /// What a number of the unit is divided by.
    #[must_use]
    pub const fn scale(self) -> i64 {
        match self {
            Self::Count => 1,
            Self::Share => 1_000_000,
        }
    }
}

/// A measure.
#[derive(Copy, Clone, Debug)]
pub struct Measure {
    /// Its name in tables.
    pub name: &'static str,
    /// What it counts, as the subject of a sentence.
    pub says: &'static str,
    /// What its numbers are.
    pub unit: Unit,
    of: fn(&Ledger) -> Option<u64>,
}

impl Measure {
    /// The number of a run; none where there is nothing to take a share of.
    #[must_use]
    pub fn of(&self, ledger: &Ledger) -> Option<u64> {
        (self.of)(ledger)
    }
}

/// How many measures there are.
pub const MANY: usize = 11;

/// The measures, in the order of the columns of a table.
pub const MEASURES: [Measure; MANY] = [
    count("attempts", "number of attempts to reset, change or unlock", |ledger| attempts(ledger, None)),
    count("succeeded", "number of attempts that succeed", |ledger| attempts(ledger, Some(Outcome::Success))),
    count("refused", "number of attempts that are refused", |ledger| attempts(ledger, Some(Outcome::Refused))),
    count("failed", "number of attempts that fail after the submit", |ledger| attempts(ledger, Some(Outcome::Failed))),
    Measure { name: "success_share", says: "share of attempts that succeed", unit: Unit::Share, of: success_share },
    count("people", "number of people", |ledger| Some(ledger.population.people.values().sum())),
    count("premium_people", "number of people with P1 or P2", premium_people),
    count("able_at_start", "number of named people who can reset at the start", |ledger| {
        able(&ledger.abilities.at_start)
    }),
    count("able_at_end", "number of named people who can reset at the end", |ledger| able(&ledger.abilities.at_end)),
    count("faults_met", "number of decisions and passes that a failure touches", |ledger| {
        Some(ledger.faults.iter().map(|fault| u64::from(fault.bit)).sum())
    }),
    count("expectations_failed", "number of expectations that do not hold", |ledger| {
        Some(ledger.expectations.failed as u64)
    }),
];

/// The measures in the order in which one is chosen to be looked at first.
pub(super) const FIRST: [&str; MANY] = [
    "success_share",
    "able_at_end",
    "able_at_start",
    "premium_people",
    "refused",
    "failed",
    "succeeded",
    "attempts",
    "faults_met",
    "expectations_failed",
    "people",
];

/// The position of a measure among the [`MEASURES`].
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.name == name)
}

const fn count(name: &'static str, says: &'static str, of: fn(&Ledger) -> Option<u64>) -> Measure {
    Measure { name, says, unit: Unit::Count, of }
}

/// Attempts of everybody, named and generated, with this outcome or with any.
fn attempts(ledger: &Ledger, outcome: Option<Outcome>) -> Option<u64> {
    let all = ledger.population.attempts.iter();
    Some(all.filter(|((_, _, one), _)| outcome.is_none_or(|wanted| *one == wanted)).map(|(_, n)| n).sum())
}

fn success_share(ledger: &Ledger) -> Option<u64> {
    let (good, all) = (attempts(ledger, Some(Outcome::Success))?, attempts(ledger, None)?);
    (good * 1_000_000 + all / 2).checked_div(all)
}

fn premium_people(ledger: &Ledger) -> Option<u64> {
    let people = ledger.population.people.iter();
    Some(people.filter(|((_, tier), _)| matches!(tier, Tier::P1 | Tier::P2)).map(|(_, n)| n).sum())
}

fn able(abilities: &[Ability]) -> Option<u64> {
    Some(abilities.iter().filter(|ability| ability.able).count() as u64)
}
