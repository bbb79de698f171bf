//! The agenda: what happens when, in one order that does not depend on how it was put in.

use std::collections::BTreeMap;

use crate::model::key::SyncId;
use crate::model::time::{Instant, Span};

/// One thing on the agenda.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A failure that lasts for a time ends; the position of its record.
    FaultEnds(usize),
    /// A step ends failures; its position.
    Restores(usize),
    /// A failure begins; the position of the step.
    FaultBegins(usize),
    /// A subscription leaves its state.
    Lifecycle,
    /// Everybody has been moved to another product; the position of the step that asked for it.
    PlanChange(usize),
    /// A hash sync pass of a server.
    HashPass(SyncId),
    /// An object sync pass of a server.
    ObjectPass(SyncId),
    /// A step begins; its position and repetition.
    Begins(usize, u32),
    /// A person submits; the position and repetition of the step.
    Submits(usize, u32),
}

impl Item {
    /// At one instant: failures end, failures begin, passes, then steps in file order.
    const fn order(self) -> (u8, u64) {
        match self {
            Self::FaultEnds(record) => (0, record as u64),
            Self::Restores(step) => (0, (1 << 32) | step as u64),
            Self::FaultBegins(step) => (1, step as u64),
            Self::PlanChange(step) => (1, (1 << 32) | step as u64),
            Self::Lifecycle => (1, u64::MAX),
            Self::ObjectPass(server) => (2, server.0 as u64),
            Self::HashPass(server) => (3, server.0 as u64),
            Self::Begins(step, nth) | Self::Submits(step, nth) => (4, ((step as u64) << 32) | nth as u64),
        }
    }

    const fn submits(self) -> bool {
        matches!(self, Self::Submits(..))
    }
}

/// What is still to come, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda(BTreeMap<(Instant, (u8, u64), bool), Item>);

impl Agenda {
    /// Plans an item; the same item at the same instant is planned once.
    pub(super) fn plan(&mut self, at: Instant, item: Item) {
        self.0.insert((at, item.order(), item.submits()), item);
    }

    /// When the next items are due, and which they are.
    pub(super) fn due(&self) -> Option<(Instant, impl Iterator<Item = Item> + '_)> {
        let (&(at, ..), _) = self.0.first_key_value()?;
        Some((at, self.0.iter().take_while(move |((other, ..), _)| *other == at).map(|(_, item)| *item)))
    }

    /// The next item that is due by `end`.
    pub(super) fn next(&mut self, end: Instant) -> Option<(Instant, Item)> {
        let (&(at, ..), _) = self.0.first_key_value()?;
        if at > end {
            return None;
        }
        self.0.pop_first().map(|((at, ..), item)| (at, item))
    }
}

/// The first pass strictly after a moment, where passes fall on the start plus multiples of an interval.
pub(super) const fn next_pass(start: Instant, now: Instant, every: Span) -> Instant {
    Instant(start.0 + ((now.0 - start.0).div_euclid(every.0) + 1) * every.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instant_has_one_order() {
        let at = Instant(0);
        let items = [
            Item::Begins(1, 0),
            Item::HashPass(SyncId(0)),
            Item::FaultBegins(2),
            Item::Submits(0, 0),
            Item::FaultEnds(0),
            Item::Begins(0, 0),
            Item::Restores(3),
        ];
        let mut agenda = Agenda::default();
        items.iter().for_each(|item| agenda.plan(at, *item));
        let order: Vec<Item> = std::iter::from_fn(|| agenda.next(at)).map(|(_, item)| item).collect();
        assert_eq!(order, [items[4], items[6], items[2], items[1], items[5], items[3], items[0]]);
    }

    #[test]
    fn a_change_at_the_instant_of_a_pass_waits_for_the_next() {
        assert_eq!(next_pass(Instant(0), Instant(120), Span::minutes(2)), Instant(240));
        assert_eq!(next_pass(Instant(0), Instant(30), Span::minutes(2)), Instant(120));
    }
}
