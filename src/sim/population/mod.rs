//! The run of generated people: epoch by epoch, by tables of what becomes of attempts.
//!
//! Between two changes of the tenant people do not touch each other, and people with the same facts meet the same rules.
//! So the run is cut into epochs in which nothing changes that a decision looks at, every kind of attempt is rehearsed
//! once in each (see `rehearsal`), and each person's attempts are looked up in that table, one person after the other.
//! Nothing is queued: a person costs the small number of the class, and an attempt costs nothing once it is counted.

mod arrivals;
mod epochs;
mod rehearsal;
mod table;
mod turns;
mod walk;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::ledger::{Deed, Ledger};
use crate::model::key::UserId;
use crate::model::time::Instant;
use crate::scenario::Scenario;

use self::arrivals::Plan;
use self::epochs::{Epochs, HOUR};
use self::rehearsal::{Row, Situation, Tries, rehearse};
use self::table::{Key, Table};
use self::walk::{Known, Tally, Worker};
use super::crowd::Crowd;
use super::parts::Clock;
use super::{Running, world};

/// Of a group at most so many people are walked through first, to find out what is met.
const FIRST: usize = 1 << 16;

/// What generated people did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Acted {
    /// What became of attempts, and how often.
    rows: Vec<(Row, u64)>,
    /// Attempts by hour from the one in which the run starts, and by outcome in the order of [`crate::model::ask::Outcome::ALL`].
    hours: Vec<[u64; 3]>,
    /// How often somebody gave up.
    gave_up: u64,
    /// People who tried at all.
    people: u64,
}

impl Acted {
    /// Adds the counts of one thread; `counts` is by row.
    fn add(&mut self, tally: &Tally, counts: &mut Vec<u64>) {
        counts.resize(counts.len().max(tally.rows.len()), 0);
        counts.iter_mut().zip(&tally.rows).for_each(|(sum, n)| *sum += n);
        for (sum, hour) in self.hours.iter_mut().zip(&tally.hours) {
            sum.iter_mut().zip(hour).for_each(|(sum, n)| *sum += n);
        }
        self.gave_up += tally.gave_up;
        self.people += tally.people;
    }

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

/// Lets generated people act; none where nobody does anything. The number of threads changes nothing but the time.
pub(super) fn run(scenario: &Scenario, crowd: &Crowd, threads: usize) -> Option<Acted> {
    let plans = plans(scenario);
    if plans.is_empty() {
        return None;
    }
    let mut known = Known::new(scenario, crowd, plans);
    known.beforehand();
    let mut acted = Acted { hours: vec![[0; 3]; known.epochs.hours()], ..Acted::default() };
    let mut counts = Vec::new();
    // The first people meet nearly all that anybody meets; so few of the others wait for a rehearsal.
    let cut = |range: &Range<u32>| range.start + (range.len() / 16).min(FIRST) as u32;
    let groups = || known.plans.iter().map(|(range, _)| range);
    let first: Vec<_> = groups().map(|range| range.start..cut(range)).collect();
    let others: Vec<_> = groups().map(|range| cut(range)..range.end).collect();
    for people in [first, others] {
        known.settle(people, threads, |tally| acted.add(tally, &mut counts));
    }
    counts.resize(known.table.rows.len(), 0);
    acted.rows = known.table.rows.into_iter().zip(counts).filter(|(_, n)| *n > 0).collect();
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
    let mut known = Known::new(scenario, &crowd, plans(scenario));
    known.settle(positions.iter().map(|at| *at..at + 1).collect(), 1, |_| {});
    let mut worker = Worker::new(&known);
    for at in positions {
        quiet.timeline.extend(worker.attempts(at).iter().map(|attempt| attempt.step(UserId(base + at))));
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

/// A part of the people in ranges, by their places among all of them.
fn part(ranges: &[Range<u32>], places: Range<usize>) -> impl Iterator<Item = Range<u32>> {
    let starts = ranges.iter().scan(0, |sum, range| {
        let start = *sum;
        *sum += range.len();
        Some(start)
    });
    ranges.iter().zip(starts).filter_map(move |(range, start)| {
        let at = |place: usize| range.start + place.saturating_sub(start).min(range.len()) as u32;
        let part = at(places.start)..at(places.end);
        (!part.is_empty()).then_some(part)
    })
}

impl<'s> Known<'s> {
    fn new(scenario: &'s Scenario, crowd: &'s Crowd, plans: Vec<(Range<u32>, Plan)>) -> Self {
        let (epochs, book) = Epochs::new(scenario, crowd);
        let table = Table::new(epochs.all.len(), crowd.classes.len() * 2);
        Self { scenario, crowd, plans, book, epochs, table, tries: Tries::default() }
    }

    /// Walks people, by ranges of their positions, through all that they do, and rehearses what they meet, until nobody
    /// waits for anything.
    fn settle(&mut self, mut waiting: Vec<Range<u32>>, threads: usize, mut done: impl FnMut(&Tally)) {
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
            waiting = stuck.into_iter().map(|at| at..at + 1).collect();
        }
    }

    /// Rehearses the first attempts that somebody will probably make.
    fn beforehand(&mut self) {
        let mut needs = BTreeSet::new();
        for ((epoch, end), at) in self.epochs.all.iter().zip(&self.epochs.ends).zip(0..) {
            for cell in &epoch.cells {
                let Some((_, plan)) = self.plans.iter().find(|(range, _)| range.contains(&cell.first)) else {
                    continue;
                };
                let acts = plan.acts().filter(|act| plan.probable(cell.count, *act, epoch.from..*end));
                needs.extend(acts.map(|act| Key::plain(at, cell.key(), act)));
            }
        }
        self.fill(&needs);
    }

    /// Rehearses attempts, in one replay of the run.
    fn fill(&mut self, needs: &BTreeSet<Key>) {
        let mut running = Running::with(self.scenario, self.crowd.clone());
        let mut needs = needs.iter().peekable();
        for (i, epoch) in self.epochs.all.iter().enumerate() {
            if needs.peek().is_none() {
                return;
            }
            running.until(epoch.from);
            running.world.resource_mut::<Clock>().0 = epoch.from;
            while let Some(cell) = needs.peek().filter(|key| key.epoch as usize == i).map(|key| key.cell) {
                let same = |key: &&&Key| key.epoch as usize == i && key.cell == cell;
                let keys: Vec<&Key> = std::iter::from_fn(|| needs.next_if(|key| same(&key))).collect();
                let situations: Vec<Situation> = keys.iter().map(|key| key.situation).collect();
                let found = epoch.cells.binary_search_by_key(&cell, |one| one.key());
                let cell = epoch.cells[found.expect("somebody of the cell asked")];
                let rows = rehearse(&mut running.world, self.scenario, &mut self.tries, cell, &situations);
                keys.into_iter().zip(rows).for_each(|(key, row)| self.table.put(*key, row));
            }
        }
    }

    /// Walks everybody who waits through their attempts, in contiguous shares of the people.
    fn round(&self, waiting: &[Range<u32>], threads: usize) -> Vec<Worker<'_>> {
        let many: usize = waiting.iter().map(ExactSizeIterator::len).sum();
        let threads = threads.clamp(1, many.max(1));
        let work = |i: usize| {
            let mut worker = Worker::new(self);
            part(waiting, i * many / threads..(i + 1) * many / threads).for_each(|people| worker.walk(people));
            worker
        };
        if threads == 1 {
            return vec![work(0)];
        }
        let work = &work;
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|i| scope.spawn(move || work(i))).collect();
            all.into_iter().map(|one| one.join().expect("a walk does not panic")).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_people_are_all_of_them() {
        let ranges = [3..7, 10..10, 20..21, 30..36];
        let whole: Vec<u32> = ranges.clone().into_iter().flatten().collect();
        for many in [1, 2, 3, 11, 20] {
            let share = |i: usize| i * whole.len() / many;
            let parts = (0..many).flat_map(|i| part(&ranges, share(i)..share(i + 1)).flatten().collect::<Vec<_>>());
            assert_eq!(parts.collect::<Vec<_>>(), whole, "{many}");
        }
    }
}
