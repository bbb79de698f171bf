//! The heat map: attempts by identity type, licence tier and outcome.

use crate::ledger::Population;
use crate::model::ask::Outcome;
use crate::model::identity::Identity;
use crate::model::licence::Tier;
use crate::report::words::percent;

/// Attempts by identity type, licence tier and outcome.
#[derive(Debug, Default)]
pub struct Heat {
    /// Identity types that somebody has: the rows.
    pub identities: Vec<Identity>,
    /// Tiers that somebody holds: the columns.
    pub tiers: Vec<Tier>,
    /// One panel an outcome.
    pub panels: Vec<Panel>,
}

/// The heat map of one outcome.
#[derive(Debug)]
pub struct Panel {
    /// The outcome.
    pub outcome: Outcome,
    /// Row by row.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The row.
    pub identity: Identity,
    /// The column.
    pub tier: Tier,
    /// People of this kind.
    pub people: u64,
    /// Attempts of people of this kind with the panel's outcome.
    pub count: u64,
    /// All their attempts.
    pub attempts: u64,
}

impl Cell {
    /// The part of their attempts with this outcome, in percent.
    #[must_use]
    pub const fn share(&self) -> u64 {
        percent(self.count, self.attempts)
    }
}

impl Heat {
    pub(super) fn new(population: &Population) -> Self {
        let people = population.people.iter().filter(|(_, n)| **n > 0).map(|(key, _)| *key);
        let acting = population.attempts.iter().filter(|(_, n)| **n > 0).map(|((who, tier, _), _)| (*who, *tier));
        let kinds: Vec<(Identity, Tier)> = people.chain(acting).collect();
        let identities: Vec<Identity> =
            Identity::ALL.iter().filter(|one| kinds.iter().any(|kind| kind.0 == **one)).copied().collect();
        let tiers: Vec<Tier> =
            Tier::ALL.iter().filter(|one| kinds.iter().any(|kind| kind.1 == **one)).copied().collect();
        let panel = |outcome: &Outcome| Panel {
            outcome: *outcome,
            cells: identities
                .iter()
                .flat_map(|identity| tiers.iter().map(|tier| cell(population, *identity, *tier, *outcome)))
                .collect(),
        };
        let panels = Outcome::ALL.iter().map(panel).collect();
        Self { identities, tiers, panels }
    }

    /// Whether anybody tried anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.panels.iter().flat_map(|panel| &panel.cells).all(|cell| cell.count == 0)
    }
}

fn cell(population: &Population, identity: Identity, tier: Tier, outcome: Outcome) -> Cell {
    let count = |outcome| population.attempts.get(&(identity, tier, outcome)).copied().unwrap_or(0);
    Cell {
        identity,
        tier,
        people: population.people.get(&(identity, tier)).copied().unwrap_or(0),
        count: count(outcome),
        attempts: Outcome::ALL.iter().map(|outcome| count(*outcome)).sum(),
    }
}
