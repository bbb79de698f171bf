//! What a run leaves behind: every decision of a named person with its case, what each step did, tallies and a digest.
//!
//! In: what the simulator commits, in order. Out: [`Ledger`], which reports and quizzes read. The ledger keeps cases,
//! not traces: as a decision is pure, `trace` decides again and listens. Absent on purpose: any knowledge of how the
//! world is simulated.

pub mod canon;
pub mod coverage;
pub mod inspect;
pub mod standing;
pub mod trace;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::ask::{Action, Code, Outcome, Prompt};
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::Identity;
use crate::model::key::UserId;
use crate::model::licence::Tier;
use crate::model::method::MethodSet;
use crate::model::time::Instant;
use crate::rules::{Case, Verdict};
use crate::scenario::Scenario;
use crate::scenario::timeline::Rights;

/// Runs a scenario; how quizzes and explanations ask for a replay without knowing the simulator.
pub trait Simulate {
    /// The ledger of a run.
    fn run(&self, scenario: &Scenario) -> Ledger;

    /// The part of a run that one question looks at: its steps up to that moment, without the abilities at the end, and
    /// without a digest.
    fn replay(&self, scenario: &Arc<Scenario>, extent: Extent) -> Ledger;

    /// Whether one person could reset the password at a moment, with everything that happened before it.
    fn able(&self, scenario: &Scenario, user: UserId, at: Instant) -> Ability;
}

/// How far a replay goes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Nothing happens; only who could reset at the start is asked.
    Start,
    /// To the end of the step at this position.
    Step(usize),
    /// To the end.
    End,
}

/// Everything a run leaves behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The scenario's title.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Where the clock started.
    pub start: Instant,
    /// Where the clock stopped.
    pub end: Instant,
    /// User principal names, by [`UserId`], of people who took part.
    pub names: BTreeMap<UserId, String>,
    /// Decisions, in the order they were committed.
    pub entries: Vec<Entry>,
    /// Executed steps, in the order they ended; a repeated step has one record a repetition.
    pub steps: Vec<StepRecord>,
    /// What was expected and did not hold.
    pub expectations: Expectations,
    /// Failures that were injected.
    pub faults: Vec<FaultRecord>,
    /// Who could reset, at the start and at the end; named people only.
    pub abilities: Abilities,
    /// Counts over everybody, named and generated.
    pub population: Population,
    /// BLAKE3 over the canonical rows.
    pub digest: Digest,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The position of its step in [`Ledger::steps`].
    pub step: usize,
    /// About whom.
    pub user: UserId,
    /// What could be looked at.
    pub case: Case,
    /// What came of it.
    pub verdict: Verdict,
}

/// One executed step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRecord {
    /// The number of the step in the file, from 1.
    pub n: usize,
    /// The repetition, from 1.
    pub repetition: u32,
    /// The id given in the file.
    pub id: Option<String>,
    /// A remark given in the file.
    pub note: Option<String>,
    /// When it began.
    pub at: Instant,
    /// When it had ended.
    pub ended: Instant,
    /// Who acted: a user principal name, `scenario` for failures and checks, `ad:NAME` for the forest.
    pub actor: String,
    /// Whose password or account it was about.
    pub subject: Option<UserId>,
    /// What was done: `reset-password`, `sign-in`, `fault sync-server-down`, …
    pub action: String,
    /// The operation, where it is one of the four on passwords.
    pub operation: Option<Action>,
    /// What became of it; none for steps that only check or inject.
    pub outcome: Option<Outcome>,
    /// The code shown.
    pub code: Option<Code>,
    /// The rule that decided.
    pub rule: Option<&'static str>,
    /// What a person would read, in our words.
    pub message: String,
    /// What changed in the world, in words.
    pub effects: Vec<String>,
    /// Audit records written.
    pub audit: Vec<AuditRecord>,
    /// Windows events written on sync servers and domain controllers.
    pub events: Vec<EventRecord>,
    /// Messages between the parties, for the swim-lane; empty for steps without a path.
    pub hops: Vec<Hop>,
    /// Methods offered at a reset or unlock.
    pub offered: Option<MethodSet>,
    /// What a sign-in asked for.
    pub prompted: Option<Prompt>,
    /// The banned-password score of the new password.
    pub score: Option<u16>,
    /// User principal names of those who were told.
    pub notified: Vec<String>,
}

impl StepRecord {
    /// The record of a step that has begun and not done anything yet.
    #[must_use]
    pub fn begun(n: usize, at: Instant, actor: &str, action: &str) -> Self {
        Self {
            n,
            repetition: 1,
            id: None,
            note: None,
            at,
            ended: at,
            actor: actor.to_owned(),
            subject: None,
            action: action.to_owned(),
            operation: None,
            outcome: None,
            code: None,
            rule: None,
            message: String::new(),
            effects: Vec::new(),
            audit: Vec::new(),
            events: Vec::new(),
            hops: Vec::new(),
            offered: None,
            prompted: None,
            score: None,
            notified: Vec::new(),
        }
    }
}

/// One audit record.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AuditRecord {
    /// When.
    pub at: Instant,
    /// The activity, as documented.
    pub activity: &'static str,
    /// `Success` or `Failure`.
    pub status: &'static str,
    /// Why, where documented or plain.
    pub reason: String,
    /// Who acted.
    pub initiator: String,
    /// About whom or what.
    pub target: String,
    /// `OnPremisesAgent`: `None`, `Microsoft Entra Connect` or `CloudSync`; empty where it does not apply.
    pub agent: &'static str,
    /// Other details, by their keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<(&'static str, &'static str)>,
    /// Settings with their old and new values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<SettingChange>,
}

/// A setting with its old and new value, as a scenario writes them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SettingChange {
    /// The key below `sspr`: `methods_required`, …
    pub name: &'static str,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
}

/// One Windows event.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct EventRecord {
    /// When.
    pub at: Instant,
    /// The server or controller.
    pub server: String,
    /// The id in the table of events: `31002`, `6329-access-denied`, …
    pub id: &'static str,
    /// The log.
    pub source: String,
    /// The name.
    pub name: String,
}

/// A party of an attempt, in the order of the swim-lane.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    /// The person.
    Person,
    /// The portal or sign-in page.
    Portal,
    /// Entra ID.
    Entra,
    /// The relay (service bus).
    Relay,
    /// The sync server or agent.
    SyncServer,
    /// The domain controller.
    DomainController,
}

/// One message between two parties.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hop {
    /// When.
    pub at: Instant,
    /// From whom.
    pub from: Lane,
    /// To whom.
    pub to: Lane,
    /// What it says.
    pub text: String,
    /// An answer rather than a request.
    pub reply: bool,
    /// The attempt stopped here.
    pub stopped: bool,
}

/// What was expected.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Expectations {
    /// How many compared values held.
    pub held: usize,
    /// How many did not.
    pub failed: usize,
    /// Those that did not.
    pub failures: Vec<ExpectationFailure>,
}

/// An expectation that did not hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExpectationFailure {
    /// The number of the step in the file, from 1.
    pub step: usize,
    /// The id of the step.
    pub id: Option<String>,
    /// The key: `outcome`, `state.password_in.cloud`, …
    pub key: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub actual: String,
}

/// A failure that was injected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRecord {
    /// Which.
    pub fault: FaultId,
    /// On what.
    pub on: FaultTarget,
    /// The name of what it was put on.
    pub name: String,
    /// From when.
    pub from: Instant,
    /// Until when; the end of the run where nothing ended it.
    pub until: Instant,
    /// How many decisions and passes it stopped, delayed or let go wrong.
    pub bit: u32,
}

/// Whether somebody could reset the own password.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Ability {
    /// User principal name.
    pub upn: String,
    /// Whether a reset would succeed with enough proofs and a compliant password.
    pub able: bool,
    /// The first reason against it, as a word; empty where there is none.
    pub reason: &'static str,
    /// Its code.
    pub code: Option<Code>,
    /// Its rule; none where nothing documented decides.
    pub rule: Option<&'static str>,
    /// The methods that count.
    pub methods: MethodSet,
    /// How many are needed.
    pub needed: u8,
    /// What the person's own plans grant.
    pub rights: Rights,
}

/// Who could reset, when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// At the start.
    pub at_start: Vec<Ability>,
    /// At the end.
    pub at_end: Vec<Ability>,
    /// The rows of the registration report at the end.
    pub registrations: Vec<Registration>,
}

/// A row of the registration report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Who.
    pub user: UserId,
    /// User principal name.
    pub upn: String,
    /// Enough methods are registered.
    pub registered: bool,
    /// The policy lets the person reset.
    pub enabled: bool,
    /// Both.
    pub capable: bool,
    /// Not capable, and yet able with data of the directory that nobody verified.
    pub unverified: bool,
    /// Under the administrator policy.
    pub admin: bool,
    /// Registered methods, each way on its own.
    pub methods: MethodSet,
}

/// Counts over everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// People by identity type and the best tier they hold.
    pub people: BTreeMap<(Identity, Tier), u64>,
    /// Attempts by identity type, tier and outcome; signs-in are not counted.
    pub attempts: BTreeMap<(Identity, Tier, Outcome), u64>,
    /// What generated people did of themselves.
    pub generated: Generated,
}

/// What generated people did of themselves; nothing where no behaviour is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// People who tried at all.
    pub people: u64,
    /// How often somebody gave up.
    pub gave_up: u64,
    /// Attempts by what was tried and what became of it.
    pub deeds: BTreeMap<Deed, u64>,
    /// Attempts by hour, from its beginning, and by outcome in the order of [`Outcome::ALL`].
    pub hours: Vec<(Instant, [u64; 3])>,
}

/// What was tried and what became of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Deed {
    /// What was tried.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
    /// The rule that stopped it; none where it was done, or where nothing documented decided.
    pub rule: Option<&'static str>,
    /// The code that the person saw.
    pub code: Option<Code>,
}

/// A BLAKE3 digest.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub struct Digest(pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl Ledger {
    /// The decisions of a step, in order.
    pub fn decisions(&self, step: usize) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.step == step)
    }

    /// The injected failures that nothing met, in words.
    #[must_use]
    pub fn idle_faults(&self) -> Vec<String> {
        let idle = self.faults.iter().filter(|record| record.bit == 0);
        idle.map(|record| format!("fault `{}` on {} never bit", record.fault.kind().id, record.name)).collect()
    }

    /// The user principal name of somebody who took part.
    #[must_use]
    pub fn name(&self, user: UserId) -> &str {
        self.names.get(&user).map_or("", String::as_str)
    }
}
