//! The world in the middle of a run, as somebody who stops the clock would see it.

use crate::model::identity::{Identity, UserRisk};
use crate::model::key::{SkuId, UserId};
use crate::model::licence::LicenceError;
use crate::model::method::MethodSet;
use crate::model::time::Instant;
use crate::scenario::Scenario;

use super::{Ability, FaultRecord, Simulate};

/// Stops a run and looks; a replay up to a point is exact, because a run depends on nothing but its scenario.
pub trait Inspect: Simulate {
    /// The world at a point of the run.
    fn inspect(&self, scenario: &Scenario, until: Until) -> Glimpse;
}

/// How far a run is carried out.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until so many steps have been committed: the first ones of [`Ledger::steps`](super::Ledger::steps).
    Steps(usize),
    /// Until everything at or before this moment has happened.
    Moment(Instant),
}

/// What is so at a point of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Glimpse {
    /// Named people who exist, in file order.
    pub people: Vec<PersonState>,
    /// Failures in force, in the order in which they began.
    pub faults: Vec<FaultRecord>,
    /// How many failures have begun so far: the first ones of [`Ledger::faults`](super::Ledger::faults).
    pub begun: usize,
}

/// What is so of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonState {
    /// Who.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// Where the password is kept and checked.
    pub identity: Identity,
    /// Whether a reset would succeed now, and with what.
    pub ability: Ability,
    /// The cloud account.
    pub cloud: AccountState,
    /// The AD account; none for people of the cloud only.
    pub directory: Option<AccountState>,
    /// The user risk.
    pub risk: UserRisk,
    /// Registered methods.
    pub methods: MethodSet,
    /// Products held directly or through groups, in that order.
    pub licences: Vec<SkuId>,
    /// The error that the licences carry.
    pub licence_error: Option<LicenceError>,
}

/// What is so of one of a person's accounts.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// It may be used.
    pub enabled: bool,
    /// It is locked.
    pub locked: bool,
    /// Which password it holds.
    pub password: Held,
    /// When that was set.
    pub set: Instant,
    /// It must be changed at the next sign-in.
    pub must_change: bool,
}

/// Which password a store holds, told by the latest attempt to set one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// None: the cloud keeps no copy.
    None,
    /// The one of the start; nobody has tried to set another.
    First,
    /// The one of the latest attempt.
    New,
    /// The one before the latest attempt.
    Old,
    /// Another one.
    Other,
}

impl Held {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none kept",
            Self::First => "the first one",
            Self::New => "new",
            Self::Old => "old",
            Self::Other => "another one",
        }
    }
}
