//! Runs a scenario: the only room that knows the ECS.
//!
//! In: a [`Scenario`]. Out: a [`Ledger`]. The world only makes cases and applies effects; rules decide. Absent on
//! purpose: any rule, the wall clock, input and output.
//!
//! To add a step kind: a variant in `scenario/timeline.rs`, an arm in `schedule::begin`, and a function in the file of
//! its actor. To add a fact: a field in `rules/case/` and a line in `observe.rs`.

mod ability;
mod administration;
mod agenda;
mod agents;
mod apply;
mod assignments;
mod attempts;
mod changes;
mod compliance;
mod crowd;
mod directory;
pub mod domain;
mod draw;
mod events;
mod expect;
mod faults;
mod forest_write;
mod group_licences;
mod inspect;
mod lens;
mod licences;
mod memberships;
mod objects;
mod observe;
mod on_premises;
mod parts;
mod passwords;
mod people;
mod population;
mod record;
mod registration;
mod schedule;
mod service;
mod session;
mod sign_in;
mod subscriptions;
mod sync;
mod throttle;
mod touching;
mod unshown;
mod wizard;
mod world;
mod writeback;

use std::cell::RefCell;
use std::sync::Arc;

use bevy_ecs::prelude::World;

use crate::ledger::inspect::{Glimpse, Inspect, Until};
use crate::ledger::standing::{Foresee, Snapshot};
use crate::ledger::{Abilities, Ability, Extent, Generated, Ledger, Population, Simulate, canon};
use crate::model::ask::Outcome;
use crate::model::key::UserId;
use crate::model::time::Instant;
use crate::rules::Book;
use crate::rules::assumptions::Assumptions;
use crate::scenario::Scenario;
use crate::scenario::timeline::Step;

use self::crowd::Crowd;
use self::parts::{Clock, Current, Index, Planned, Profile, Recorder};
use self::record::Draft;
use self::schedule::SystemOrder;
use self::world::SpawnOrder;

/// The simulator.
#[derive(Copy, Clone, Debug, Default)]
pub struct Simulator;

impl Simulate for Simulator {
    fn run(&self, scenario: &Scenario) -> Ledger {
        run(scenario)
    }

    fn replay(&self, scenario: &Arc<Scenario>, extent: Extent) -> Ledger {
        replay(Running::again(scenario, world::rulebook(&scenario.assumptions)), scenario, extent)
    }

    fn able(&self, scenario: &Scenario, user: UserId, at: Instant) -> Ability {
        able(Running::new(scenario, SpawnOrder::File, SystemOrder::Forward), scenario, user, at)
    }
}

/// The simulator with some rules taken out, by their ids: what depends on them comes out otherwise.
#[derive(Clone, Debug)]
pub struct Without {
    rules: Vec<&'static str>,
    last: RefCell<Option<(Assumptions, Arc<Book>)>>,
}

impl Without {
    /// The simulator without these rules.
    #[must_use]
    pub fn new(rules: &[&'static str]) -> Self {
        Self { rules: rules.to_vec(), last: RefCell::default() }
    }

    /// A replay's world; the rulebook is that of the last replay where the assumptions are.
    fn running(&self, scenario: &Arc<Scenario>) -> Running {
        let mut last = self.last.borrow_mut();
        let known = last.as_ref().filter(|(values, _)| *values == scenario.assumptions);
        let book =
            known.map_or_else(|| Arc::new(Book::without(&scenario.assumptions, &self.rules)), |(_, book)| book.clone());
        *last = Some((scenario.assumptions.clone(), Arc::clone(&book)));
        Running::again(scenario, book)
    }
}

impl Simulate for Without {
    fn run(&self, scenario: &Scenario) -> Ledger {
        finish(self.running(&Arc::new(scenario.clone())), scenario)
    }

    fn replay(&self, scenario: &Arc<Scenario>, extent: Extent) -> Ledger {
        replay(self.running(scenario), scenario, extent)
    }

    fn able(&self, scenario: &Scenario, user: UserId, at: Instant) -> Ability {
        able(self.running(&Arc::new(scenario.clone())), scenario, user, at)
    }
}

impl Foresee for Simulator {
    fn foresee(&self, scenario: &Scenario, instants: &[Instant]) -> Vec<Snapshot> {
        let mut running = Running::new(scenario, SpawnOrder::File, SystemOrder::Forward);
        let look = |at: &Instant| {
            running.until(*at);
            running.world.resource_mut::<Clock>().0 = *at;
            ability::snapshot(&running.world)
        };
        instants.iter().map(look).collect()
    }
}

impl Inspect for Simulator {
    fn inspect(&self, scenario: &Scenario, until: Until) -> Glimpse {
        let mut running = Running::new(scenario, SpawnOrder::File, SystemOrder::Forward);
        match until {
            Until::Steps(many) => running.steps(many, scenario.end),
            Until::Moment(at) => {
                running.until(at);
                running.world.resource_mut::<Clock>().0 = at;
            }
        }
        inspect::glimpse(&running.world)
    }
}

/// Runs a scenario to its end.
#[must_use]
pub fn run(scenario: &Scenario) -> Ledger {
    run_on(scenario, 1)
}

/// Runs a scenario to its end, generated people on so many threads; their number changes the time it takes and nothing
/// else.
#[must_use]
pub fn run_on(scenario: &Scenario, threads: usize) -> Ledger {
    run_in_order(scenario, SpawnOrder::File, SystemOrder::Forward, threads)
}

/// The scenario with what these generated people do of themselves written as steps, and with nobody else doing anything
/// of themselves: its run is theirs, step by step.
#[must_use]
pub fn spell_out(scenario: &Scenario, users: &[UserId]) -> Scenario {
    population::spell_out(scenario, users)
}

/// Runs a scenario with entities spawned and systems added the other way round; the ledger must be the same.
#[must_use]
pub fn run_reversed(scenario: &Scenario) -> Ledger {
    run_in_order(scenario, SpawnOrder::Reversed, SystemOrder::Backward, 1)
}

fn run_in_order(scenario: &Scenario, spawn: SpawnOrder, systems: SystemOrder, threads: usize) -> Ledger {
    let crowd = world::crowd(scenario);
    let world = world::build_with(scenario, spawn, crowd.clone());
    let mut ledger = finish(Running { world, schedule: schedule::build(systems) }, scenario);
    if let Some(acted) = population::run(scenario, &crowd, threads) {
        acted.enter(scenario, &mut ledger);
        ledger.digest = canon::digest(&ledger);
    }
    ledger
}

/// Carries a run to its end; generated people have not acted of themselves.
fn finish(mut running: Running, scenario: &Scenario) -> Ledger {
    let at_start = ability::everybody(&running.world);
    running.until(scenario.end);
    running.world.resource_mut::<Clock>().0 = scenario.end;
    let at_end = ability::everybody(&running.world);
    let registrations = ability::registrations(&running.world);
    let mut ledger = gather(scenario, &mut running.world, Abilities { at_start, at_end, registrations });
    ledger.digest = canon::digest(&ledger);
    ledger
}

fn replay(mut running: Running, scenario: &Scenario, extent: Extent) -> Ledger {
    let mut abilities = Abilities::default();
    match extent {
        Extent::Start => abilities.at_start = ability::everybody(&running.world),
        Extent::Step(step) => running.until(scenario.timeline.get(step).map_or(scenario.start, Step::ended)),
        Extent::End => running.until(scenario.end),
    }
    let ledger = gather(scenario, &mut running.world, abilities);
    running.keep();
    ledger
}

fn able(mut running: Running, scenario: &Scenario, user: UserId, at: Instant) -> Ability {
    running.until(at);
    running.world.resource_mut::<Clock>().0 = at;
    ability::of(&running.world, user).unwrap_or_else(|| Ability {
        upn: scenario.upn(user),
        able: false,
        reason: "no-account",
        code: None,
        rule: None,
        methods: crate::model::method::MethodSet::EMPTY,
        needed: 0,
        rights: crate::scenario::timeline::Rights::default(),
    })
}

/// A world with its schedule.
struct Running {
    world: World,
    schedule: bevy_ecs::schedule::Schedule,
}

thread_local! {
    /// A world that has come to its end, with its schedule: a replay that begins in it need not register components and
    /// order systems anew, which takes longer than a short replay itself.
    static SPARE: RefCell<Option<Running>> = const { RefCell::new(None) };
}

impl Running {
    /// The world of a scenario at its start, in place of one that has come to its end.
    fn again(scenario: &Arc<Scenario>, book: Arc<Book>) -> Self {
        let crowd = world::crowd(scenario);
        match SPARE.take() {
            Some(Self { world, schedule }) => {
                Self { world: world::build_in(world, scenario, SpawnOrder::File, crowd, book), schedule }
            }
            None => {
                let world = world::build_in(World::new(), scenario, SpawnOrder::File, crowd, book);
                Self { world, schedule: schedule::build(SystemOrder::Forward) }
            }
        }
    }

    /// Keeps the world for the next replay.
    fn keep(mut self) {
        world::clear(&mut self.world);
        SPARE.set(Some(self));
    }

    fn new(scenario: &Scenario, spawn: SpawnOrder, systems: SystemOrder) -> Self {
        Self { world: world::build(scenario, spawn), schedule: schedule::build(systems) }
    }

    /// A world of generated people who were drawn before.
    fn with(scenario: &Scenario, crowd: Crowd) -> Self {
        let world = world::build_with(scenario, SpawnOrder::File, crowd);
        Self { world, schedule: schedule::build(SystemOrder::Forward) }
    }

    /// Carries out everything on the agenda up to a moment.
    fn until(&mut self, end: Instant) {
        while self.advance(end) {}
    }

    /// Carries out the agenda until so many steps have been committed, or everything up to a moment has happened.
    fn steps(&mut self, many: usize, end: Instant) {
        while self.world.resource::<Recorder>().steps.len() < many && self.advance(end) {}
    }

    /// Carries out the next thing on the agenda that is due by a moment; whether there was one.
    fn advance(&mut self, end: Instant) -> bool {
        let Some((at, item)) = self.world.resource_mut::<Planned>().0.next(end) else { return false };
        self.world.resource_mut::<Clock>().0 = at;
        self.world.resource_mut::<Current>().0 = item;
        self.schedule.run(&mut self.world);
        true
    }
}

/// Makes the ledger of a world that has come to its end; the digest is still open.
fn gather(scenario: &Scenario, world: &mut World, abilities: Abilities) -> Ledger {
    let people = people(world);
    let mut recorder = std::mem::take(&mut *world.resource_mut::<Recorder>());
    unshown::unmet(world, &mut recorder);
    expect::judge_failures(world, &mut recorder);
    let named = world.resource::<Index>().people.keys().map(|user| (*user, record::upn(world, *user)));
    let mut names: std::collections::BTreeMap<UserId, String> = named.collect();
    for entry in &recorder.entries {
        names.entry(entry.user).or_insert_with(|| scenario.upn(entry.user));
    }
    Ledger {
        title: scenario.title.clone(),
        seed: scenario.seed,
        start: scenario.start,
        end: scenario.end,
        names,
        entries: recorder.entries,
        steps: recorder.steps,
        expectations: recorder.expectations,
        faults: recorder.faults,
        abilities,
        population: Population { people, attempts: recorder.attempts, generated: Generated::default() },
        digest: crate::ledger::Digest::default(),
    }
}

/// People by identity type and the best tier they hold, named and generated.
fn people(
    world: &World,
) -> std::collections::BTreeMap<(crate::model::identity::Identity, crate::model::licence::Tier), u64> {
    let mut count = std::collections::BTreeMap::new();
    let index = world.resource::<Index>();
    for (user, entity) in &index.people {
        if let Some(profile) = world.get::<Profile>(*entity).filter(|profile| lens::is_person(profile.kind)) {
            *count.entry((profile.identity, licences::grant(world, *user).tier())).or_default() += 1;
        }
    }
    for (member, cell) in world.resource::<Crowd>().cells() {
        let tier = licences::grant_of_member(world, member, cell.inherited).tier();
        *count.entry((member.identity, tier)).or_default() += u64::from(cell.count);
    }
    count
}

/// Ends a step whose person does not exist, or no longer.
fn refuse_missing(world: &mut World, mut draft: Draft) {
    draft.record.outcome = Some(Outcome::Refused);
    draft.record.code = Some(crate::model::ask::Code::Aadsts50034);
    draft.record.message = "no such account".to_owned();
    record::commit(world, draft);
}
