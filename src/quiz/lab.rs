//! Worlds of a lab: the run as it was, and runs with flips, each replayed once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::ledger::{Ability, AuditRecord, EventRecord, Extent, Hop, Ledger, Simulate, StepRecord};
use crate::model::ask::{Code, Outcome};
use crate::model::fault::FaultTarget;
use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Member;
use crate::model::time::Instant;
use crate::rules::book::RuleIx;
use crate::rules::rule::Rule;
use crate::rules::terms::Terms;
use crate::rules::{Book, Case, Listener, Verdict, catalogue, decide};
use crate::scenario::Scenario;
use crate::scenario::edit::{Edit, candidates, candidates_at_start};
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
    /// Audit records written.
    pub audit: Vec<AuditRecord>,
    /// Windows events written.
    pub events: Vec<EventRecord>,
    /// Messages between the parties.
    pub hops: Vec<Hop>,
    /// Methods offered.
    pub offered: Option<MethodSet>,
    /// Its decisions, in order.
    pub decisions: Vec<(Case, Verdict)>,
}

/// One run: its steps by their position in the file, where a repeated step stands for its last repetition, and who could
/// reset when it started.
#[derive(Clone, Debug)]
pub struct World {
    seen: BTreeMap<usize, Seen>,
    start: Seen,
    abilities: Vec<Ability>,
}

impl World {
    /// What a ledger says, step by step.
    #[must_use]
    pub fn of(ledger: Ledger) -> Self {
        let mut decisions = vec![Vec::new(); ledger.steps.len()];
        for entry in ledger.entries {
            if let Some(own) = decisions.get_mut(entry.step) {
                own.push((entry.case, entry.verdict));
            }
        }
        let start = seen(StepRecord::begun(0, ledger.start, "", "start"), Vec::new());
        let steps = ledger.steps.into_iter().zip(decisions);
        let seen = steps.map(|(record, decisions)| (record.n.saturating_sub(1), seen(record, decisions))).collect();
        Self { seen, start, abilities: ledger.abilities.at_start }
    }

    /// What happened at a step; none where it did not run.
    #[must_use]
    pub fn step(&self, step: usize) -> Option<&Seen> {
        self.seen.get(&step)
    }

    /// The steps that ran, with their positions.
    pub fn steps(&self) -> impl Iterator<Item = (usize, &Seen)> {
        self.seen.iter().map(|(n, seen)| (*n, seen))
    }

    /// Who could reset when the lab started, in the order of the file.
    #[must_use]
    pub fn abilities(&self) -> &[Ability] {
        &self.abilities
    }
}

fn seen(record: StepRecord, decisions: Vec<(Case, Verdict)>) -> Seen {
    Seen {
        at: record.at,
        actor: record.actor,
        action: record.action,
        outcome: record.outcome,
        code: record.code,
        rule: record.rule,
        audit: record.audit,
        events: record.events,
        hops: record.hops,
        offered: record.offered,
        decisions,
    }
}

/// The lab with some flips: its scenario, its runs, and where one flip more leads. A replay costs a thousand times what
/// finding it again does, and proofs come back to the same flips over and over.
#[derive(Debug)]
struct Variant {
    edits: Vec<Edit>,
    scenario: Arc<Scenario>,
    runs: Rc<Runs>,
    next: RefCell<BTreeMap<Edit, Option<Rc<Variant>>>>,
}

/// An assumption set to a value, and how far a run under it goes.
type Assuming = (Extent, String, String);

/// The runs of one scenario, which variants share whose flips, in whatever order, come to the same.
#[derive(Debug, Default)]
struct Runs {
    plain: RefCell<BTreeMap<Extent, Rc<World>>>,
    assuming: RefCell<BTreeMap<Assuming, Option<Rc<World>>>>,
}

/// A lab that can be replayed with flips; each combination of flips runs once.
pub struct Lab<'a> {
    simulate: &'a dyn Simulate,
    book: Book,
    root: Rc<Variant>,
    alike: RefCell<BTreeMap<Vec<Edit>, Vec<Rc<Variant>>>>,
    made: Cell<usize>,
}

impl std::fmt::Debug for Lab<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lab").field("title", &self.root.scenario.title).finish_non_exhaustive()
    }
}

impl<'a> Lab<'a> {
    /// The lab of a scenario; generated people are left out of replays where no step needs them.
    #[must_use]
    pub fn new(simulate: &'a dyn Simulate, scenario: &Scenario) -> Self {
        let scenario = Arc::new(named_only(scenario));
        let book = Book::new(&scenario.assumptions);
        let root = Variant { edits: Vec::new(), scenario, runs: Rc::default(), next: RefCell::default() };
        Self { simulate, book, root: Rc::new(root), alike: RefCell::default(), made: Cell::new(0) }
    }

    /// The scenario as it is replayed.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.root.scenario
    }

    /// The rulebook of the lab.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// What a run with these flips, one after the other, says about its start, about a step, or as a whole; none where
    /// one of them changes nothing or the step is gone.
    #[must_use]
    pub fn evidence(&self, edits: &[Edit], extent: Extent) -> Option<Evidence<'_>> {
        let variant = edits.iter().try_fold(Rc::clone(&self.root), |variant, edit| self.flip(&variant, edit))?;
        Evidence::of(self, variant, extent)
    }

    /// Lets go of every run with a flip, where the next question starts from another variation anyway.
    pub fn forget(&self) {
        self.root.next.borrow_mut().clear();
        self.alike.borrow_mut().clear();
    }

    /// How many runs were made.
    #[must_use]
    pub const fn runs(&self) -> usize {
        self.made.get()
    }

    /// A variant with one flip more; none where it changes nothing.
    fn flip(&self, from: &Variant, edit: &Edit) -> Option<Rc<Variant>> {
        if let Some(known) = from.next.borrow().get(edit) {
            return known.clone();
        }
        let made = edit.apply(&from.scenario).map(|scenario| {
            let scenario = Arc::new(scenario);
            let mut edits = from.edits.clone();
            edits.push(edit.clone());
            let mut sorted = edits.clone();
            sorted.sort_unstable();
            let mut alike = self.alike.borrow_mut();
            let others = alike.entry(sorted).or_default();
            let same = others.iter().find(|other| other.scenario == scenario);
            let runs = same.map_or_else(Rc::default, |other| Rc::clone(&other.runs));
            let fresh = same.is_none();
            let made = Rc::new(Variant { edits, scenario, runs, next: RefCell::default() });
            if fresh {
                others.push(Rc::clone(&made));
            }
            made
        });
        from.next.borrow_mut().insert(edit.clone(), made.clone());
        made
    }

    /// The run of a variant so far.
    fn world(&self, variant: &Variant, extent: Extent) -> Rc<World> {
        if let Some(known) = variant.runs.plain.borrow().get(&extent) {
            return Rc::clone(known);
        }
        let world = self.run(&variant.scenario, extent);
        variant.runs.plain.borrow_mut().insert(extent, Rc::clone(&world));
        world
    }

    fn run(&self, scenario: &Arc<Scenario>, extent: Extent) -> Rc<World> {
        self.made.set(self.made.get() + 1);
        Rc::new(World::of(self.simulate.replay(scenario, extent)))
    }
}

/// What a run says about one step, or about the start; claims are asked of it.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The lab.
    pub lab: &'a Lab<'a>,
    /// How far the run goes, and with it what the question is about.
    pub extent: Extent,
    variant: Rc<Variant>,
    world: Rc<World>,
}

impl<'a> Evidence<'a> {
    fn of(lab: &'a Lab<'a>, variant: Rc<Variant>, extent: Extent) -> Option<Self> {
        let world = lab.world(&variant, extent);
        let there = if let Extent::Step(step) = extent { world.seen.contains_key(&step) } else { true };
        there.then_some(Self { lab, extent, variant, world })
    }

    /// The flips that lead to this world; none for the run as it was.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.variant.edits
    }

    /// The position of the step in the file; none where it is about no one step.
    #[must_use]
    pub const fn step(&self) -> Option<usize> {
        if let Extent::Step(step) = self.extent { Some(step) } else { None }
    }

    /// The same with one flip more; none where it changes nothing or the step is gone.
    #[must_use]
    pub fn with(&self, edit: &Edit) -> Option<Self> {
        self.with_to(edit, self.extent)
    }

    /// The same with one flip more, and another question; none where it changes nothing or the step is gone.
    #[must_use]
    pub fn with_to(&self, edit: &Edit, extent: Extent) -> Option<Self> {
        Self::of(self.lab, self.lab.flip(&self.variant, edit)?, extent)
    }

    /// The same with all these flips, but those that change nothing; none where the step is gone. What lies between is
    /// not run.
    #[must_use]
    pub fn with_all(&self, edits: &[&Edit]) -> Option<Self> {
        let flip = |variant: Rc<Variant>, edit: &&Edit| self.lab.flip(&variant, edit).unwrap_or(variant);
        Self::of(self.lab, edits.iter().fold(Rc::clone(&self.variant), flip), self.extent)
    }

    /// The same run with an assumption set to another value; none where it has no such value.
    #[must_use]
    pub fn assuming(&self, name: &str, value: &str) -> Option<Rc<World>> {
        let key = (self.extent, name.to_owned(), value.to_owned());
        if let Some(known) = self.variant.runs.assuming.borrow().get(&key) {
            return known.clone();
        }
        let mut scenario = (*self.variant.scenario).clone();
        let world = scenario.assumptions.set(name, value).then(|| self.lab.run(&Arc::new(scenario), self.extent));
        self.variant.runs.assuming.borrow_mut().insert(key, world.clone());
        world
    }

    /// The scenario of this world.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.variant.scenario
    }

    /// The flips worth trying: those of the step, or those of these people as the lab starts.
    #[must_use]
    pub fn candidates(&self, people: &[UserId]) -> Vec<Edit> {
        let scenario = self.scenario();
        if let Some(step) = self.step() {
            return candidates(scenario, step);
        }
        let people: BTreeSet<UserId> = people.iter().copied().collect();
        candidates_at_start(scenario, &people.into_iter().collect::<Vec<_>>())
    }

    /// Whether nothing that decides the question is otherwise in another run: no case, no ability, no end of a step.
    #[must_use]
    pub fn alike(&self, other: &Self) -> bool {
        match self.extent {
            Extent::Start => self.world.abilities == other.world.abilities,
            Extent::Step(_) => {
                let (one, two) = (self.seen(), other.seen());
                one.decisions == two.decisions && one.audit == two.audit && one.events == two.events
            }
            Extent::End => {
                let ends =
                    |world: &World| world.steps().map(|(n, seen)| (n, seen.outcome, seen.rule)).collect::<Vec<_>>();
                ends(&self.world) == ends(&other.world)
            }
        }
    }

    /// The whole run.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The step; at the start of the lab, one at which nothing happens.
    #[must_use]
    pub fn seen(&self) -> &Seen {
        self.step().map_or(&self.world.start, |step| &self.world.seen[&step])
    }

    /// What a person could do when the lab started; none who does not exist yet.
    #[must_use]
    pub fn ability(&self, user: UserId) -> Option<&Ability> {
        let upn = self.lab.scenario().upn(user);
        self.world.abilities.iter().find(|one| one.upn == upn)
    }

    /// Whether a person could reset when the lab started.
    #[must_use]
    pub fn able(&self, user: UserId) -> bool {
        self.ability(user).is_some_and(|one| one.able)
    }

    /// The steps that ran before this one, with their positions.
    pub fn before(&self) -> impl Iterator<Item = (usize, &Seen)> {
        let at = self.seen().at;
        let here = self.step();
        self.world.steps().filter(move |(n, seen)| Some(*n) != here && seen.at <= at)
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

    /// The rule by which a method does not count at the first decision: the term that took it away, else that it is not
    /// registered, else that the policy does not name it.
    #[must_use]
    pub fn cut(&self, method: Method) -> Option<&'static Rule> {
        let case = self.case()?;
        let weighing = self.weigh(method)?;
        let held = case.person.registered.intersection(weighing.ways);
        let plain = if held.is_empty() { "reg-considered-registered" } else { "gate-user-picks" };
        weighing.cut.or_else(|| catalogue::find(plain))
    }

    /// The rule by which a method counts at the first decision: the term after which it did.
    #[must_use]
    pub fn counted(&self, method: Method) -> Option<&'static Rule> {
        self.weigh(method)?.counted
    }

    /// Hears what terms make of a method at the first decision.
    fn weigh(&self, method: Method) -> Option<Weighing> {
        let mut weighing = Weighing { ways: MethodSet::of(&[method]).ways(), cut: None, counted: None };
        decide(self.lab.book(), self.case()?, &mut weighing);
        Some(weighing)
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

/// Remembers the last term after which a way of a method counted, and the last after which none did any longer.
struct Weighing {
    ways: MethodSet,
    cut: Option<&'static Rule>,
    counted: Option<&'static Rule>,
}

impl Listener for Weighing {
    const LISTENS: bool = true;

    fn term(&mut self, rule: RuleIx, before: &Terms, after: &Terms) {
        let counts = |terms: &Terms| !terms.usable().intersection(self.ways).is_empty();
        match (counts(before), counts(after)) {
            (true, false) => (self.cut, self.counted) = (Some(rule.rule()), None),
            (false, true) => (self.cut, self.counted) = (None, Some(rule.rule())),
            (true, true) => self.cut = None,
            (false, false) => {}
        }
    }

    fn gate(&mut self, _: RuleIx, _: bool) {}

    fn effect(&mut self, _: RuleIx) {}
}

/// The scenario without what no question looks at: expectations, remarks, and generated people; where a step or group
/// names one of those, they stay but do nothing of themselves.
fn named_only(scenario: &Scenario) -> Scenario {
    let mut quiet = scenario.clone();
    (quiet.sweep, quiet.description) = (None, None);
    quiet.timeline.iter_mut().for_each(|step| (step.expect, step.note) = (None, None));
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
        | AdminAct::RequireReregistration(user)
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
