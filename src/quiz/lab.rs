//! Worlds of a lab: the run as it was, and runs with flips, each replayed once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ledger::{Ledger, Simulate, StepRecord};
use crate::model::ask::{Code, Outcome};
use crate::model::fault::FaultTarget;
use crate::model::key::UserId;
use crate::model::policy::Member;
use crate::model::time::Instant;
use crate::rules::book::RuleIx;
use crate::rules::rule::Rule;
use crate::rules::terms::Terms;
use crate::rules::{Book, Case, Listener, Verdict, catalogue, decide};
use crate::scenario::Scenario;
use crate::scenario::edit::Edit;
use crate::scenario::timeline::{AdminAct, OnPremisesTarget, What};

/// What one step of a run left behind, as far as claims look at it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When it began.
    pub at: Instant,
    /// Who acted.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// The code shown.
    pub code: Option<Code>,
    /// The rule that decided.
    pub rule: Option<&'static str>,
    /// Its decisions, in order.
    pub decisions: Vec<(Case, Verdict)>,
}

/// One run: its steps by their position in the file; a repeated step stands for its last repetition.
#[derive(Clone, Debug, Default)]
pub struct World {
    seen: BTreeMap<usize, Seen>,
}

impl World {
    /// What a ledger says, step by step.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let mut world = Self::default();
        for (i, record) in ledger.steps.iter().enumerate() {
            let decisions = ledger.decisions(i).map(|entry| (entry.case, entry.verdict)).collect();
            world.seen.insert(record.n.saturating_sub(1), seen(record, decisions));
        }
        world
    }

    /// Whether a step was done.
    #[must_use]
    pub fn succeeded(&self, step: usize) -> bool {
        self.seen.get(&step).is_some_and(|seen| seen.outcome == Some(Outcome::Success))
    }
}

fn seen(record: &StepRecord, decisions: Vec<(Case, Verdict)>) -> Seen {
    Seen {
        at: record.at,
        actor: record.actor.clone(),
        action: record.action.clone(),
        outcome: record.outcome,
        code: record.code,
        rule: record.rule,
        decisions,
    }
}

/// A lab that can be replayed with flips; each combination of flips runs once.
pub struct Lab<'a> {
    simulate: &'a dyn Simulate,
    scenario: Scenario,
    book: Book,
    memo: RefCell<BTreeMap<String, Option<Rc<World>>>>,
}

impl std::fmt::Debug for Lab<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lab").field("title", &self.scenario.title).finish_non_exhaustive()
    }
}

impl<'a> Lab<'a> {
    /// The lab of a scenario; generated people are left out of replays where no step needs them.
    #[must_use]
    pub fn new(simulate: &'a dyn Simulate, scenario: &Scenario) -> Self {
        let scenario = named_only(scenario);
        let book = Book::new(&scenario.assumptions);
        Self { simulate, scenario, book, memo: RefCell::default() }
    }

    /// The scenario as it is replayed.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The rulebook of the lab.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// The run with these flips, one after the other; none where one of them changes nothing.
    #[must_use]
    pub fn world(&self, edits: &[Edit]) -> Option<Rc<World>> {
        let key = format!("{edits:?}");
        if let Some(known) = self.memo.borrow().get(&key) {
            return known.clone();
        }
        let flipped = edits.iter().try_fold(self.scenario.clone(), |scenario, edit| edit.apply(&scenario));
        let world = flipped.map(|scenario| self.run(&scenario));
        self.memo.borrow_mut().insert(key, world.clone());
        world
    }

    /// The run with an assumption set to another value.
    #[must_use]
    pub fn assuming(&self, name: &str, value: &str) -> Option<Rc<World>> {
        let key = format!("{name}={value}");
        if let Some(known) = self.memo.borrow().get(&key) {
            return known.clone();
        }
        let mut scenario = self.scenario.clone();
        let world = scenario.assumptions.set(name, value).then(|| self.run(&scenario));
        self.memo.borrow_mut().insert(key, world.clone());
        world
    }

    /// What the run as it was says about a step.
    #[must_use]
    pub fn evidence(&self, step: usize) -> Option<Evidence<'_>> {
        Evidence::of(self, Vec::new(), step)
    }

    /// How many runs were made.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.memo.borrow().values().flatten().count()
    }

    fn run(&self, scenario: &Scenario) -> Rc<World> {
        Rc::new(World::of(&self.simulate.run(scenario)))
    }
}

/// What a run says about one step; claims are asked of it.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The lab.
    pub lab: &'a Lab<'a>,
    /// The flips that lead to this world; none for the run as it was.
    pub edits: Vec<Edit>,
    /// The position of the step in the file.
    pub step: usize,
    world: Rc<World>,
}

impl<'a> Evidence<'a> {
    fn of(lab: &'a Lab<'a>, edits: Vec<Edit>, step: usize) -> Option<Self> {
        let world = lab.world(&edits)?;
        world.seen.contains_key(&step).then_some(Self { lab, edits, step, world })
    }

    /// The same step with one flip more; none where it changes nothing or the step is gone.
    #[must_use]
    pub fn with(&self, edit: &Edit) -> Option<Self> {
        let mut edits = self.edits.clone();
        edits.push(edit.clone());
        Self::of(self.lab, edits, self.step)
    }

    /// The step.
    #[must_use]
    pub fn seen(&self) -> &Seen {
        &self.world.seen[&self.step]
    }

    /// The steps that ran before this one, with their positions.
    pub fn before(&self) -> impl Iterator<Item = (usize, &Seen)> {
        let at = self.seen().at;
        let here = self.step;
        self.world.seen.iter().filter(move |(n, seen)| **n != here && seen.at <= at).map(|(n, seen)| (*n, seen))
    }

    /// Whether the step was done.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.seen().outcome == Some(Outcome::Success)
    }

    /// The rule that decided.
    #[must_use]
    pub fn rule(&self) -> Option<&'static Rule> {
        self.seen().rule.and_then(catalogue::find)
    }

    /// The case of the first decision.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        self.seen().decisions.first().map(|(case, _)| case)
    }

    /// The ids of the gates that blocked at any decision of the step, whichever of them decided.
    #[must_use]
    pub fn blocking(&self) -> BTreeSet<&'static str> {
        let mut blocking = Blocking(BTreeSet::new());
        for (case, _) in &self.seen().decisions {
            decide(self.lab.book(), case, &mut blocking);
        }
        blocking.0
    }
}

/// Collects the gates that block.
struct Blocking(BTreeSet<&'static str>);

impl Listener for Blocking {
    const LISTENS: bool = true;

    fn term(&mut self, _: RuleIx, _: &Terms, _: &Terms) {}

    fn gate(&mut self, rule: RuleIx, blocks: bool) {
        if blocks {
            self.0.insert(rule.rule().id);
        }
    }

    fn effect(&mut self, _: RuleIx) {}
}

/// The scenario without generated people; where a step or group names one, they stay but do nothing of themselves.
fn named_only(scenario: &Scenario) -> Scenario {
    let mut quiet = scenario.clone();
    quiet.sweep = None;
    let last = quiet.users.len();
    let named = |user: &UserId| user.index() < last;
    let steps = quiet.timeline.iter().all(|step| people(&step.what).iter().all(named));
    let is_named = |member: &Member| if let Member::User(user) = member { named(user) } else { true };
    if steps && quiet.tenant.groups.iter().all(|group| group.members.iter().all(is_named)) {
        quiet.population.clear();
    } else {
        quiet.population.iter_mut().for_each(|group| group.behaviour = None);
    }
    quiet
}

/// Everybody whom a step names.
fn people(what: &What) -> Vec<UserId> {
    match what {
        What::Check => Vec::new(),
        What::Fault { on: FaultTarget::User(user), .. } | What::Restore { on: Some(FaultTarget::User(user)), .. } => {
            vec![*user]
        }
        What::Fault { .. } | What::Restore { .. } => Vec::new(),
        What::Person { user, .. } => vec![*user],
        What::OnPremises { target: OnPremisesTarget::User(user), .. } => vec![*user],
        What::OnPremises { .. } => Vec::new(),
        What::Admin { admin, act } => [Some(*admin), subject(act)].into_iter().flatten().collect(),
    }
}

const fn subject(act: &AdminAct) -> Option<UserId> {
    match act {
        AdminAct::ResetPassword { target, .. } => Some(*target),
        AdminAct::CreateUser(user)
        | AdminAct::DeleteUser(user)
        | AdminAct::EnableUser(user)
        | AdminAct::DisableUser(user)
        | AdminAct::AssignLicence { to: Member::User(user), .. }
        | AdminAct::RemoveLicence { to: Member::User(user), .. }
        | AdminAct::AddToGroup { member: Member::User(user), .. }
        | AdminAct::RemoveFromGroup { member: Member::User(user), .. }
        | AdminAct::AssignRole { to: Member::User(user), .. }
        | AdminAct::RemoveRole { to: Member::User(user), .. } => Some(*user),
        _ => None,
    }
}
