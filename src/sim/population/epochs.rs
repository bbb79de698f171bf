//! Cuts a run into epochs: times in which nothing changes that a decision about generated people looks at.

use std::sync::Arc;

use bevy_ecs::prelude::World;

use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::scenario::Scenario;
use crate::scenario::timeline::What;

use super::super::Running;
use super::super::agenda::Item;
use super::super::crowd::{Cell, Crowd};
use super::super::parts::{Index, Planned, Rulebook, TenantState};
use super::turns::turns;

/// What people do is counted by hours of the clock.
pub(super) const HOUR: Span = Span::hours(1);

/// A time in which nothing changes that a decision about generated people looks at.
#[derive(Clone, Debug)]
pub(super) struct Epoch {
    pub(super) from: Instant,
    /// Whom groups' licences reached.
    pub(super) inherited: Arc<[bool]>,
    /// People by class and inheritance.
    pub(super) cells: Vec<Cell>,
    /// The number of methods that the tenant requires.
    pub(super) required: u8,
}

/// The epochs of a run, in order.
#[derive(Clone, Debug)]
pub(super) struct Epochs {
    pub(super) all: Vec<Epoch>,
    /// When each of them ends.
    pub(super) ends: Vec<Instant>,
    /// The epoch in which each hour of the run begins; the first of the run for the hour in which it starts.
    by_hour: Vec<u32>,
    /// When the hour of the clock began in which the run starts.
    first: Instant,
}

impl Epochs {
    /// Cuts a run; with the book by which its rules decide.
    pub(super) fn new(scenario: &Scenario, crowd: &Crowd) -> (Self, Arc<Book>) {
        let (all, book) = cut(scenario, crowd);
        let last = (scenario.end - Span::seconds(1)).max(scenario.start);
        let (first, last) = (of_clock(scenario.start), of_clock(last));
        let begins = (first..=last).map(|hour| Instant(hour * HOUR.0).max(scenario.start));
        let by_hour = begins.map(|at| all.partition_point(|epoch| epoch.from <= at) as u32 - 1).collect();
        let ends = all.iter().skip(1).map(|next| next.from).chain([scenario.end]).collect();
        (Self { by_hour, first: Instant(first * HOUR.0), ends, all }, book)
    }

    /// How many hours of the clock the run touches.
    pub(super) fn hours(&self) -> usize {
        self.by_hour.len()
    }

    /// The hour of a moment of the run, counted from the one in which it starts, and the epoch.
    pub(super) fn at(&self, at: Instant) -> (usize, usize) {
        let hour = ((at - self.first).0 as u64 / HOUR.0 as u64) as usize;
        let mut epoch = self.by_hour[hour] as usize;
        while self.ends[epoch] <= at {
            epoch += 1;
        }
        (hour, epoch)
    }
}

/// The hour of the clock, counted from the epoch of time.
const fn of_clock(at: Instant) -> i64 {
    at.0.div_euclid(HOUR.0)
}

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
        for turn in turns(&running.world, from, next.min(scenario.end)).into_iter().filter(|turn| *turn < scenario.end)
        {
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
