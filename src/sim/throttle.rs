//! Throttling of the reset portal: counters, the closing of the portal, and its reopening after 24 hours.
//!
//! Source: rules `thr-identity-24h`, `thr-gate-1h`, `thr-email-10min`, `thr-same-account-1h`, `thr-wait-from-last`.

use bevy_ecs::prelude::World;

use crate::model::key::UserId;
use crate::model::method::{Method, MethodSet};
use crate::model::time::{Instant, Span};
use crate::rules::case::{Counter, ProveFacts};

use super::observe;
use super::parts::{Clock, Rulebook, Throttle};
use super::record::{self, Draft};

/// How long the portal stays closed.
const CLOSED: Span = Span::hours(24);

/// How many codes may be mailed in ten minutes.
const MAILS: usize = 10;

/// The counter that has the portal closed for a person now.
pub(super) fn closed(world: &World, user: UserId) -> Option<Counter> {
    let now = world.resource::<Clock>().0;
    let throttle = observe::person(world, user).and_then(|entity| world.get::<Throttle>(entity))?;
    throttle.closed.filter(|(_, at)| now - *at < CLOSED).map(|(counter, _)| counter)
}

fn recent(times: &mut Vec<Instant>, now: Instant, window: Span, add: bool) -> usize {
    times.retain(|at| now - *at < window);
    if add {
        times.push(now);
    }
    times.len()
}

/// Counts a verification and closes the portal where a counter is full.
pub(super) fn attempted(world: &mut World, draft: &mut Draft, user: UserId, facts: &ProveFacts) {
    let now = world.resource::<Clock>().0;
    let assumed = &world.resource::<Rulebook>().0.assumed;
    let (limit, faq) = (usize::from(assumed.throttle_at), assumed.throttle_faq);
    let troubleshooting = assumed.throttle_troubleshooting;
    let Some(entity) = observe::person(world, user) else { return };
    let Some(mut throttle) = world.get_mut::<Throttle>(entity) else { return };
    let mailed = facts.asked.contains(Method::Email);
    let gated = !facts.asked.without(MethodSet::of(&[Method::Email])).is_empty();
    let failed = recent(&mut throttle.failed, now, Span::hours(24), facts.failed.is_some());
    let gates = recent(&mut throttle.gates, now, Span::hours(1), gated);
    let mails = recent(&mut throttle.mails, now, Span::minutes(10), mailed);
    let attempts = recent(&mut throttle.attempts, now, Span::hours(1), true);
    let full = [
        (faq && failed >= limit, Counter::Identity),
        ((faq || troubleshooting) && gates >= limit, Counter::Gate),
        (faq && mails >= MAILS, Counter::Email),
        (troubleshooting && attempts >= limit, Counter::Account),
    ];
    if let Some((_, counter)) = full.into_iter().find(|(full, _)| *full) {
        throttle.closed = Some((counter, now));
        let target = record::upn(world, user);
        record::audit(world, draft, "Blocked from self-service password reset", &target, "", "");
        if let Some(last) = draft.record.audit.last_mut() {
            last.status = "Success";
        }
        draft.record.effects.push("the reset portal is closed to the person for 24 hours".to_owned());
    }
}
