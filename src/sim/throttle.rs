//! Throttling of the reset portal: keeps the counters and notes when one closes the portal; rules say what fills one.
//!
//! Source: rules `thr-identity-24h`, `thr-gate-1h`, `thr-email-10min`, `thr-same-account-1h`, `thr-wait-from-last`.

use bevy_ecs::prelude::World;

use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet};
use crate::model::time::{Instant, Span};
use crate::rules::case::{Counter, Counts, ProveFacts};
use crate::rules::topics::gates_and_throttling::full;

use super::lens;
use super::parts::{Clock, Rulebook, Throttle};
use super::record::{self, Draft};

impl Throttle {
    /// The counter that last closed the portal, and the seconds since it did.
    pub(super) fn closed(&self, now: Instant) -> (Option<Counter>, u32) {
        match self.closed {
            Some((counter, at)) => (Some(counter), (now - at).whole_seconds()),
            None => (None, 0),
        }
    }

    /// What the counters come to with a verification.
    pub(super) fn counts(&self, now: Instant, facts: &ProveFacts) -> Counts {
        let counters = [&self.failed, &self.gates, &self.mails, &self.attempts];
        let mut counted = counters.into_iter().zip(WINDOWS).zip(adds(facts)).map(|((times, window), add)| {
            (recent(times, now, window).count() + usize::from(add)).min(usize::from(u8::MAX)) as u8
        });
        let mut next = || counted.next().unwrap_or_default();
        Counts { failed: next(), gates: next(), mails: next(), attempts: next() }
    }

    /// Counts a verification; the counter that it fills closes the portal.
    pub(super) fn count(&mut self, now: Instant, facts: &ProveFacts, full: Option<Counter>) {
        let Self { failed, gates, mails, attempts, closed } = self;
        for ((times, window), add) in [failed, gates, mails, attempts].into_iter().zip(WINDOWS).zip(adds(facts)) {
            times.retain(|at| now - *at < window);
            times.extend(add.then_some(now));
        }
        if let Some(counter) = full {
            *closed = Some((counter, now));
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        [&mut self.failed, &mut self.gates, &mut self.mails, &mut self.attempts].into_iter().for_each(Vec::clear);
        self.closed = None;
    }
}

/// The times inside a window that ends now.
fn recent(times: &[Instant], now: Instant, window: Span) -> impl Iterator<Item = Instant> {
    times.iter().copied().filter(move |at| now - *at < window)
}

/// What a verification adds to each counter: failed proofs, uses of other methods than mail, mailed codes, attempts.
fn adds(facts: &ProveFacts) -> [bool; 4] {
    let gated = !facts.asked.without(MethodSet::of(&[Method::Email])).is_empty();
    [facts.failed.is_some(), gated, facts.asked.contains(Method::Email), true]
}

fn of(world: &World, user: UserId) -> Option<&Throttle> {
    lens::person(world, user).and_then(|entity| world.get::<Throttle>(entity))
}

/// The counter that last closed the portal to a person, and the seconds since it did.
pub(super) fn closed(world: &World, user: UserId) -> (Option<Counter>, u32) {
    of(world, user).map_or((None, 0), |throttle| throttle.closed(world.resource::<Clock>().0))
}

/// What a person's counters come to with a verification.
pub(super) fn counts(world: &World, user: UserId, facts: &ProveFacts) -> Counts {
    of(world, user).map_or_else(Counts::default, |throttle| throttle.counts(world.resource::<Clock>().0, facts))
}

/// Counts a verification, which closes the portal where a counter is full.
pub(super) fn attempted(world: &mut World, draft: &mut Draft, user: UserId, facts: &ProveFacts) {
    let now = world.resource::<Clock>().0;
    let full = full(facts.counts, &world.resource::<Rulebook>().0.assumed);
    let Some(entity) = lens::person(world, user) else { return };
    let Some(mut throttle) = world.get_mut::<Throttle>(entity) else { return };
    throttle.count(now, facts, full);
    draft.extra.counter_full = full.is_some();
}

/// Tells that the portal has closed, once the attempt that filled a counter has ended.
///
/// Source: rules `thr-audit-event` and `thr-counter-reset`: who succeeds is not throttled.
pub(super) fn tell(world: &World, draft: &mut Draft, user: UserId) {
    let closed = of(world, user).is_some_and(|throttle| throttle.closed.is_some());
    if draft.extra.counter_full && closed {
        let target = record::upn(world, user);
        record::audit(world, draft, "Blocked from self-service password reset", &target, "", "");
        if let Some(last) = draft.record.audit.last_mut() {
            last.status = "Success";
        }
        draft.record.effects.push("the reset portal is closed to the person for 24 hours".to_owned());
    }
}

/// The windows of the counters, in the order of [`Counts`].
const WINDOWS: [Span; 4] = [Span::hours(24), Span::hours(1), Span::minutes(10), Span::hours(1)];
