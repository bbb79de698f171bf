//! The moments at which a decision may change although nothing happens: delays that end, ages that are reached, days.

use bevy_ecs::prelude::World;

use crate::model::time::{Instant, Span};
use crate::rules::topics::writeback_flow::KEYS_LAST;

use super::super::parts::{ForestState, Index, Lab, Rulebook, ServerState, TenantState};
use super::super::people::PASSWORD_AGE;
use super::super::touching;

/// Those after a moment and up to another, in order, each once.
pub(super) fn turns(world: &World, after: Instant, to: Instant) -> Vec<Instant> {
    let mut found = Vec::new();
    days(after, to, &mut found);
    failures(world, &mut found);
    delays(world, &mut found);
    ages(world, &mut found);
    found.retain(|turn| after < *turn && *turn <= to);
    found.sort_unstable();
    found.dedup();
    found
}

/// Rules change with the day, at 00:00 UTC, and so do trials and subscriptions.
fn days(after: Instant, to: Instant, found: &mut Vec<Instant>) {
    let day = Span::days(1).0;
    let first = after.0.div_euclid(day) + 1;
    found.extend((first..=to.0.div_euclid(day)).map(|n| Instant(n * day)));
}

/// A failure is noticed; a request is kept until the service is back, or given up before.
fn failures(world: &World, found: &mut Vec<Instant>) {
    let assumed = &world.resource::<Rulebook>().0.assumed;
    let patience = [assumed.page_wait, assumed.message_life].map(|seconds| Span(i64::from(seconds)));
    for window in touching::windows(world) {
        found.push(window.noticed);
        found.extend(window.until.iter().flat_map(|until| patience.map(|span| *until - span)));
    }
}

/// A change of a setting acts, a grant has reached every account, keys have grown old.
fn delays(world: &World, found: &mut Vec<Instant>) {
    let state = world.resource::<TenantState>();
    found.extend(state.switch_before.map(|(_, acts)| acts));
    for server in world.resource::<Index>().servers.iter().filter_map(|entity| world.get::<ServerState>(*entity)) {
        found.extend(server.rights_before.map(|(_, acts)| acts));
        found.extend(server.keys_since.map(|since| since + KEYS_LAST));
    }
}

/// The password from before the start comes to the minimum age, or is older than the maximum age.
fn ages(world: &World, found: &mut Vec<Instant>) {
    let set = world.resource::<Lab>().0.start - PASSWORD_AGE;
    for forest in world.resource::<Index>().forests.iter().filter_map(|entity| world.get::<ForestState>(*entity)) {
        let own = std::iter::once(&forest.0.password_policy);
        for policy in own.chain(forest.0.fine_grained.iter().map(|fine| &fine.password_policy)) {
            found.extend([set + policy.min_age, set + policy.max_age + Span::seconds(1)]);
        }
    }
}
