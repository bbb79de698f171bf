//! The run of generated people: epoch by epoch, by tables of what becomes of attempts.
//!
//! Between two changes of the tenant people do not touch each other, and people with the same facts meet the same rules.
//! So the run is cut into epochs in which nothing changes that a decision looks at, every kind of attempt is rehearsed
//! once in each (see `rehearsal`), and each person's attempts are looked up in that table, one person after the other.
//! Nothing is queued: a person costs the small number of the class, and an attempt costs nothing once it is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use bevy_ecs::prelude::World;

use crate::ledger::{Deed, Ledger};
use crate::model::ask::{Action, Outcome};
use crate::model::key::UserId;
use crate::model::method::MethodSet;
use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::rules::topics::gates_and_throttling::{CLOSED_SECONDS, full};
use crate::scenario::Scenario;
use crate::scenario::timeline::{NewPassword, PersonAct, Step, Typed, What};

use super::Running;
use super::agenda::Item;
use super::arrivals::{Arrival, Plan, Reader};
use super::crowd::{Cell, Crowd};
use super::parts::{Clock, Index, Planned, Rulebook, TenantState, Throttle};
use super::rehearsal::{Age, Row, Situation, proved, rehearse};
use super::turns::turns;
use super::{passwords, world};

/// What people do is counted by hours of the clock.
const HOUR: Span = Span::hours(1);

/// How long a person waits before the next try.
const NEXT_TRY: Span = Span::minutes(10);

/// Up to so many attempts are rehearsed before anybody makes them, or as many as a part of all that will be made; beyond,
/// only those that somebody makes.
const BEFOREHAND: u64 = 1 << 10;
const PART: u64 = 16;

/// Up to so many places the table of attempts is an array.
const DENSE: usize = 1 << 24;

/// What generated people did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Acted {
    /// What became of attempts, and how often.
    pub(super) rows: Vec<(Row, u64)>,
    /// Attempts by hour from the one in which the run starts, and by outcome in the order of [`Outcome::ALL`].
    pub(super) hours: Vec<[u64; 3]>,
    /// How often somebody gave up.
    pub(super) gave_up: u64,
    /// People who tried at all.
    pub(super) people: u64,
}

impl Acted {
    /// Enters what they did into the ledger of the run.
    pub(super) fn enter(self, scenario: &Scenario, ledger: &mut Ledger) {
        let generated = &mut ledger.population.generated;
        for (row, n) in &self.rows {
            *ledger.population.attempts.entry((row.identity, row.tier, row.outcome)).or_default() += n;
            let Row { action, outcome, rule, code, .. } = *row;
            *generated.deeds.entry(Deed { action, outcome, rule, code }).or_default() += n;
            for record in &row.met {
                let bit = &mut ledger.faults[*record].bit;
                *bit = bit.saturating_add(u32::try_from(*n).unwrap_or(u32::MAX));
            }
        }
        let first = scenario.start.0.div_euclid(HOUR.0);
        let hours = self.hours.into_iter().zip(first..);
        generated.hours = hours.map(|(counts, hour)| (Instant(hour * HOUR.0), counts)).collect();
        (generated.people, generated.gave_up) = (self.people, self.gave_up);
    }
}

/// A time in which nothing changes that a decision about generated people looks at.
#[derive(Clone, Debug)]
struct Epoch {
    from: Instant,
    /// Whom groups' licences reached.
    inherited: Arc<[bool]>,
    /// People by class and inheritance.
    cells: Vec<Cell>,
    /// The number of methods that the tenant requires.
    required: u8,
}

/// Lets generated people act; none where nobody does anything. The number of threads changes nothing but the time.
pub(super) fn run(scenario: &Scenario, crowd: &Crowd, threads: usize) -> Option<Acted> {
    let plans = plans(scenario);
    if plans.is_empty() {
        return None;
    }
    let mut engine = Engine::new(scenario, crowd, plans);
    engine.beforehand();
    let mut acted = Acted { hours: vec![[0; 3]; engine.hours()], ..Acted::default() };
    let mut counts = Vec::new();
    engine.settle(Waiting::Everybody, threads, |tally| tally.add_to(&mut acted, &mut counts));
    counts.resize(engine.table.rows.len(), 0);
    acted.rows = engine.table.rows.into_iter().zip(counts).filter(|(_, n)| *n > 0).collect();
    Some(acted)
}

/// The same scenario with what these generated people do of themselves written as steps, and with nobody else doing
/// anything of themselves; so one of many can be looked at as closely as a named person.
pub(super) fn spell_out(scenario: &Scenario, users: &[UserId]) -> Scenario {
    let mut quiet = scenario.clone();
    quiet.population.iter_mut().for_each(|group| group.behaviour = None);
    let base = scenario.users.len() as u32;
    let mut positions: Vec<u32> = users.iter().filter_map(|user| user.0.checked_sub(base)).collect();
    if positions.is_empty() {
        return quiet;
    }
    positions.sort_unstable();
    positions.dedup();
    let crowd = world::crowd(scenario);
    let mut engine = Engine::new(scenario, &crowd, plans(scenario));
    engine.settle(Waiting::Some(positions.clone()), 1, |_| {});
    let mut worker = Worker::new(&engine);
    for at in positions {
        worker.attempts.clear();
        worker.walk(at..at + 1);
        quiet.timeline.extend(worker.attempts.iter().map(|attempt| attempt.step(UserId(base + at))));
    }
    quiet.timeline.sort_by_key(|step| step.at);
    quiet
}

/// The groups whose people do something, by the positions of their people.
fn plans(scenario: &Scenario) -> Vec<(Range<u32>, Plan)> {
    let mut from = 0;
    let mut plans = Vec::new();
    for (at, group) in scenario.population.iter().enumerate() {
        let range = from..from + group.count;
        from = range.end;
        let plan = group.behaviour.as_ref().and_then(|behaviour| Plan::new(scenario, at, behaviour));
        plans.extend(plan.map(|plan| (range, plan)));
    }
    plans
}

/// Who is still to be walked through.
enum Waiting {
    Everybody,
    /// People by their positions, in order.
    Some(Vec<u32>),
}

/// An attempt that somebody makes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    epoch: u32,
    /// See [`Cell::key`].
    cell: u32,
    situation: Situation,
}

impl Key {
    /// A first attempt, with a password that keeps to the policy or not.
    const fn plain(epoch: u32, cell: u32, act: (Action, bool)) -> Self {
        let (action, compliant) = act;
        let situation = Situation { action, compliant, age: Age::Before, closed: None, enough_for: None };
        Self { epoch, cell, situation }
    }
}

/// What becomes of attempts, as far as it is known.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
    /// What a walk needs of each row; close together, since a walk jumps between them.
    brief: Vec<Brief>,
    /// Cells in an epoch; 0 where no attempts are kept in the array.
    cells: usize,
    /// The row of each attempt to which the portal is open and whose person has registered enough, the greatest number
    /// where it is not known: one part an age, so that first attempts lie close together.
    open: Vec<u32>,
    other: BTreeMap<Key, u32>,
}

/// What a person's next attempt takes from a row.
#[derive(Copy, Clone, Debug)]
struct Brief {
    outcome: Outcome,
    /// See [`Row::written`].
    written: bool,
    /// See [`Row::enough_for`].
    enough_for: Option<u8>,
    /// See [`Row::asked`].
    asked: Option<MethodSet>,
}

impl Table {
    fn new(epochs: usize, cells: usize) -> Self {
        let places = epochs.saturating_mul(cells).saturating_mul(4 * Age::ALL.len());
        let dense = places <= DENSE;
        let open = if dense { vec![u32::MAX; places] } else { Vec::new() };
        Self { cells: if dense { cells } else { 0 }, open, ..Self::default() }
    }

    fn place(&self, key: &Key) -> Option<usize> {
        let Situation { action, compliant, age, closed, enough_for } = key.situation;
        let open = closed.is_none() && enough_for.is_none();
        let place = (key.epoch as usize * self.cells + key.cell as usize) * 4;
        let changes = usize::from(action == Action::ChangePassword);
        let part = self.open.len() / Age::ALL.len() * age as usize;
        (open && self.cells > 0).then_some(part + place + changes * 2 + usize::from(compliant))
    }

    /// The row of an attempt.
    fn row(&self, key: &Key) -> Option<u32> {
        match self.place(key) {
            Some(place) => Some(self.open[place]).filter(|row| *row != u32::MAX),
            None => self.other.get(key).copied(),
        }
    }

    fn put(&mut self, key: Key, row: Row) {
        let at = self.rows.len() as u32;
        let Row { outcome, written, enough_for, asked, .. } = row;
        self.brief.push(Brief { outcome, written, enough_for, asked });
        self.rows.push(row);
        match self.place(&key) {
            Some(place) => self.open[place] = at,
            None => _ = self.other.insert(key, at),
        }
    }
}

struct Engine<'s> {
    scenario: &'s Scenario,
    crowd: &'s Crowd,
    plans: Vec<(Range<u32>, Plan)>,
    book: Arc<Book>,
    epochs: Vec<Epoch>,
    /// The epoch in which each hour of the run begins; the first of the run for the hour in which it starts.
    by_hour: Vec<u32>,
    table: Table,
}

impl<'s> Engine<'s> {
    fn new(scenario: &'s Scenario, crowd: &'s Crowd, plans: Vec<(Range<u32>, Plan)>) -> Self {
        let (epochs, book) = cut(scenario, crowd);
        let table = Table::new(epochs.len(), crowd.classes.len() * 2);
        let mut engine = Self { scenario, crowd, plans, book, epochs, by_hour: Vec::new(), table };
        let first = scenario.start.0.div_euclid(HOUR.0);
        let begins = (first..).take(engine.hours()).map(|hour| Instant(hour * HOUR.0).max(scenario.start));
        engine.by_hour = begins.map(|at| engine.epochs.partition_point(|epoch| epoch.from <= at) as u32 - 1).collect();
        engine
    }

    /// Walks people through all that they do, and rehearses what they meet, until nobody waits for anything.
    fn settle(&mut self, mut waiting: Waiting, threads: usize, mut done: impl FnMut(&Tally)) {
        loop {
            let (mut needs, mut stuck) = (BTreeSet::new(), Vec::new());
            for worker in self.round(&waiting, threads) {
                done(&worker.tally);
                needs.extend(worker.needs);
                stuck.extend(worker.stuck);
            }
            if needs.is_empty() {
                return;
            }
            self.fill(&needs);
            waiting = Waiting::Some(stuck);
        }
    }

    /// How many hours of the clock the run touches.
    fn hours(&self) -> usize {
        let last = self.scenario.end - Span::seconds(1);
        hour(self.scenario, last.max(self.scenario.start)) + 1
    }

    /// Rehearses every plain attempt, where there are few for the people who will make them.
    fn beforehand(&mut self) {
        let acts: BTreeSet<(Action, bool)> = self.plans.iter().flat_map(|(_, plan)| plan.acts()).collect();
        let expected: u64 = self.plans.iter().map(|(range, plan)| plan.expected(range.len() as u64)).sum();
        let cells: u64 = self.epochs.iter().map(|epoch| epoch.cells.len() as u64).sum();
        if cells * acts.len() as u64 > BEFOREHAND.max(expected / PART) {
            return;
        }
        let all = self.epochs.iter().zip(0..).flat_map(|(epoch, at)| epoch.cells.iter().map(move |cell| (at, cell)));
        let keys = all.flat_map(|(at, cell)| acts.iter().map(move |act| Key::plain(at, cell.key(), *act)));
        let needs = keys.collect();
        self.fill(&needs);
    }

    /// Rehearses attempts, in one replay of the run.
    fn fill(&mut self, needs: &BTreeSet<Key>) {
        let mut running = Running::with(self.scenario, self.crowd.clone());
        let mut needs = needs.iter().peekable();
        for (i, epoch) in self.epochs.iter().enumerate() {
            if needs.peek().is_none() {
                return;
            }
            running.until(epoch.from);
            running.world.resource_mut::<Clock>().0 = epoch.from;
            while let Some(cell) = needs.peek().filter(|key| key.epoch as usize == i).map(|key| key.cell) {
                let same = |key: &&&Key| key.epoch as usize == i && key.cell == cell;
                let keys: Vec<&Key> = std::iter::from_fn(|| needs.next_if(|key| same(&key))).collect();
                let situations: Vec<Situation> = keys.iter().map(|key| key.situation).collect();
                let cell = epoch.cells.iter().find(|one| one.key() == cell).expect("somebody of the cell asked");
                let rows = rehearse(&mut running.world, self.scenario, *cell, &situations);
                keys.into_iter().zip(rows).for_each(|(key, row)| self.table.put(*key, row));
            }
        }
    }

    /// Walks everybody who waits through their attempts, in contiguous shares of the people.
    fn round(&self, waiting: &Waiting, threads: usize) -> Vec<Worker<'_>> {
        let people = self.crowd.of.len();
        let many = match waiting {
            Waiting::Everybody => people,
            Waiting::Some(list) => list.len(),
        };
        let threads = threads.clamp(1, many.max(1));
        let share = |i: usize| i * many / threads..(i + 1) * many / threads;
        let work = |range: Range<usize>| {
            let mut worker = Worker::new(self);
            match waiting {
                Waiting::Everybody => worker.walk(range.start as u32..range.end as u32),
                Waiting::Some(list) => list[range].iter().for_each(|at| worker.walk(*at..*at + 1)),
            }
            worker
        };
        if threads == 1 {
            return vec![work(0..many)];
        }
        let work = &work;
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|i| scope.spawn(move || work(share(i)))).collect();
            all.into_iter().map(|one| one.join().expect("a walk does not panic")).collect()
        })
    }

    /// The epoch of a moment in the run.
    fn epoch(&self, at: Instant) -> usize {
        let mut epoch = self.by_hour[hour(self.scenario, at)] as usize;
        while self.epochs.get(epoch + 1).is_some_and(|next| next.from <= at) {
            epoch += 1;
        }
        epoch
    }
}

/// The hour of a moment, counted from the one in which the run starts.
fn hour(scenario: &Scenario, at: Instant) -> usize {
    let hours = |at: Instant| at.0.div_euclid(HOUR.0);
    (hours(at) - hours(scenario.start)) as usize
}

/// Counts of one thread.
#[derive(Debug, Default)]
struct Tally {
    /// Attempts by row.
    rows: Vec<u64>,
    hours: Vec<[u64; 3]>,
    gave_up: u64,
    people: u64,
}

impl Tally {
    fn add_to(&self, acted: &mut Acted, counts: &mut Vec<u64>) {
        counts.resize(counts.len().max(self.rows.len()), 0);
        counts.iter_mut().zip(&self.rows).for_each(|(sum, n)| *sum += n);
        for (sum, hour) in acted.hours.iter_mut().zip(&self.hours) {
            sum.iter_mut().zip(hour).for_each(|(sum, n)| *sum += n);
        }
        acted.gave_up += self.gave_up;
        acted.people += self.people;
    }
}

/// Walks people through their attempts.
struct Worker<'e> {
    engine: &'e Engine<'e>,
    tally: Tally,
    needs: BTreeSet<Key>,
    /// People who met an attempt that nobody has rehearsed yet.
    stuck: Vec<u32>,
    /// One a plan.
    readers: Vec<Reader<'e>>,
    throttle: Throttle,
    arrivals: Vec<Arrival>,
    attempts: Vec<Attempt>,
}

/// An attempt that somebody made.
#[derive(Copy, Clone, Debug)]
struct Attempt {
    at: Instant,
    action: Action,
    compliant: bool,
    row: u32,
}

impl Attempt {
    /// The attempt as a step of a timeline.
    fn step(&self, user: UserId) -> Step {
        let new_password = match self.compliant {
            true => NewPassword::Default,
            false => NewPassword::Literal(passwords::CARELESS.to_owned()),
        };
        let act = match self.action {
            Action::ChangePassword => {
                PersonAct::ChangePassword { current: Typed::Current, new_password, user_id: None }
            }
            _ => PersonAct::ResetPassword {
                verify: Vec::new(),
                new_password,
                user_id: None,
                knows_password: false,
                windows: None,
            },
        };
        Step {
            at: self.at,
            id: None,
            note: None,
            what: What::Person { user, act },
            times: 1,
            every: Span::ZERO,
            takes: Span::ZERO,
            expect: None,
        }
    }
}

/// What a person carries from one attempt to the next.
#[derive(Default)]
struct Own {
    /// When the person set the password in the forest.
    set: Option<Instant>,
    enough_for: Option<u8>,
    gave_up: u64,
}

impl<'e> Worker<'e> {
    fn new(engine: &'e Engine<'e>) -> Self {
        let tally =
            Tally { rows: vec![0; engine.table.rows.len()], hours: vec![[0; 3]; engine.hours()], ..Tally::default() };
        Self {
            engine,
            tally,
            needs: BTreeSet::new(),
            stuck: Vec::new(),
            readers: engine.plans.iter().map(|(_, plan)| plan.reader()).collect(),
            throttle: Throttle::default(),
            arrivals: Vec::new(),
            attempts: Vec::new(),
        }
    }

    /// Walks the people at these positions through all that they do.
    fn walk(&mut self, positions: Range<u32>) {
        let engine = self.engine;
        for (i, (range, plan)) in engine.plans.iter().enumerate() {
            for at in positions.start.max(range.start)..positions.end.min(range.end) {
                self.readers[i].read(at - range.start, &mut self.arrivals);
                // Whom a step names does what the steps say.
                if self.arrivals.is_empty() || engine.crowd.named.binary_search(&at).is_ok() {
                    continue;
                }
                match self.person(at, plan.gives_up_after) {
                    Ok(own) => self.count(&own),
                    Err(key) => {
                        self.needs.insert(key);
                        self.stuck.push(at);
                    }
                }
            }
        }
    }

    fn count(&mut self, own: &Own) {
        self.tally.people += 1;
        self.tally.gave_up += own.gave_up;
        for attempt in &self.attempts {
            self.tally.rows[attempt.row as usize] += 1;
            let outcome = self.engine.table.brief[attempt.row as usize].outcome as usize;
            self.tally.hours[hour(self.engine.scenario, attempt.at)][outcome] += 1;
        }
    }

    /// One person's attempts in order of time; the first of them that nobody has rehearsed yet is the error.
    fn person(&mut self, at: u32, gives_up_after: u32) -> Result<Own, Key> {
        self.attempts.clear();
        self.throttle.clear();
        let engine = self.engine;
        let mut own = Own::default();
        let mut free = engine.scenario.start;
        let arrivals = self.arrivals.len();
        for i in 0..arrivals {
            let Arrival { at: wants, action, mut compliant } = self.arrivals[i];
            let mut now = wants.max(free);
            for nth in 1..=gives_up_after {
                if now >= engine.scenario.end {
                    break;
                }
                let row = self.attempt(at, &own, now, (action, compliant))?;
                self.attempts.push(Attempt { at: now, action, compliant, row });
                let Brief { outcome, written, enough_for, asked } = engine.table.brief[row as usize];
                let (done, gives_up) = (outcome == Outcome::Success, nth == gives_up_after);
                own.gave_up += u64::from(!done && gives_up);
                if (done || gives_up) && i + 1 == arrivals {
                    return Ok(own);
                }
                if written {
                    own.set = Some(now);
                }
                own.enough_for = enough_for.or(own.enough_for);
                if let Some(asked) = asked {
                    let facts = proved(asked);
                    let full = full(self.throttle.counts(now, &facts), &engine.book.assumed);
                    self.throttle.count(now, &facts, full);
                }
                compliant = true;
                now = now + NEXT_TRY;
                if done {
                    break;
                }
            }
            free = now;
        }
        Ok(own)
    }

    /// The row of an attempt of the person at a position.
    fn attempt(&self, at: u32, own: &Own, now: Instant, what: (Action, bool)) -> Result<u32, Key> {
        let engine = self.engine;
        let epoch = engine.epoch(now);
        let Epoch { inherited, required, .. } = &engine.epochs[epoch];
        let inherits = inherited.get(at as usize).copied().unwrap_or(false);
        let cell = Cell::key_of(engine.crowd.of[at as usize], inherits);
        let mut key = Key::plain(epoch as u32, cell, what);
        if let Some(set) = own.set {
            let plain = engine.table.row(&key).ok_or(key)?;
            key.situation.age = Age::of(now - set, engine.table.rows[plain as usize].limits);
        }
        key.situation.closed = match self.throttle.closed(now) {
            (counter, since) if since < CLOSED_SECONDS => counter,
            _ => None,
        };
        key.situation.enough_for = own.enough_for.filter(|before| before < required);
        engine.table.row(&key).ok_or(key)
    }
}

/// Cuts the run into epochs.
fn cut(scenario: &Scenario, crowd: &Crowd) -> (Vec<Epoch>, Arc<Book>) {
    let mut running = Running::with(scenario, crowd.clone());
    let book = Arc::clone(&running.world.resource::<Rulebook>().0);
    let mut epochs = Vec::new();
    running.until(scenario.start);
    let mut from = scenario.start;
    let mut changed = true;
    loop {
        let due = running.world.resource::<Planned>().0.due();
        let (next, quiet) =
            due.map_or((scenario.end, false), |(at, mut items)| (at, items.all(|item| quiet(scenario, item))));
        if changed {
            epochs.pop_if(|last: &mut Epoch| last.from == from);
            epochs.push(epoch(&running.world, from));
        }
        for turn in turns(&running.world, from, next.min(scenario.end)) {
            epochs.push(epoch(&running.world, turn));
        }
        if next >= scenario.end {
            return (epochs, book);
        }
        let before = running.world.resource::<Index>().faults.clone();
        running.until(next);
        changed = !quiet || running.world.resource::<Index>().faults != before;
        from = next;
    }
}

fn epoch(world: &World, from: Instant) -> Epoch {
    let required = world.resource::<TenantState>().tenant.sspr.methods_required;
    let Crowd { inherited, cells, .. } = world.resource::<Crowd>();
    Epoch { from, inherited: Arc::clone(inherited), cells: cells.clone(), required: required.clamp(0, 255) as u8 }
}

/// Whether an item changes nothing for others: a named person does something, or only something is checked.
fn quiet(scenario: &Scenario, item: Item) -> bool {
    let (Item::Begins(step, _) | Item::Submits(step, _)) = item else { return false };
    matches!(scenario.timeline[step].what, What::Person { .. } | What::Check)
}
