//! Whether the writeback service is there: heartbeats that are missed, requests that wait on the relay, keys that age.

use bevy_ecs::prelude::World;

use crate::model::fault::{FaultId, FaultTarget};
use crate::model::key::{SyncId, UserId};
use crate::model::time::{Instant, Span};
use crate::rules::case::{FaultSet, Moment};
use crate::rules::faults::{harmless, leaves_uncollected, shows_by_heartbeat};
use crate::rules::topics::writeback_flow::{HEARTBEAT, KEYS_LAST, patience, unnoticed};

use super::agenda::next_pass;
use super::parts::{Clock, FaultWindow, Index, Lab, Rulebook, ServerState};
use super::{observe, record};

/// From when the first check notices a failure that begins now: when so many heartbeats have not come.
///
/// Source: rule `bw-heartbeat` and assumption `missed-heartbeats-mean-down`.
pub(super) fn noticed(world: &World, fault: FaultId) -> Instant {
    let (start, now) = (world.resource::<Lab>().0.start, world.resource::<Clock>().0);
    if !shows_by_heartbeat(fault) {
        return now;
    }
    let missed = i64::from(world.resource::<Rulebook>().0.assumed.missed_heartbeats);
    next_pass(start, now, HEARTBEAT) + Span(HEARTBEAT.0 * (missed - 1))
}

/// How many heartbeats the writeback service of a person has missed so far; none where it is up, or known to be down.
pub(super) fn missed_heartbeats(world: &World, user: UserId) -> Option<u8> {
    let (start, now) = (world.resource::<Lab>().0.start, world.resource::<Clock>().0);
    let down = observe::touching(world, user).filter(|window| shows_by_heartbeat(window.fault));
    let missed = down.map(|window| {
        let began = world.resource::<super::parts::Recorder>().faults[window.record].from;
        let passes = |at: Instant| (at - start).0.div_euclid(HEARTBEAT.0);
        (passes(now) - passes(began)).clamp(0, 255) as u8
    });
    missed.max().filter(|missed| unnoticed(*missed, &world.resource::<Rulebook>().0.assumed))
}

/// The failures of a person that act at a moment.
pub(super) fn acting(world: &World, user: UserId, moment: &Moment) -> FaultSet {
    let mut set = FaultSet::default();
    for window in observe::touching(world, user) {
        let acts = match moment {
            Moment::Offer(_) => window.noticed <= world.resource::<Clock>().0,
            Moment::Relay(_) => waits(world, window).is_none(),
            _ => true,
        };
        if acts {
            set.insert(window.fault);
        }
    }
    set
}

/// Whether a failure does anything at all: assumptions make some harmless, and young keys need no rolling.
///
/// Source: rule `sec-rollover`.
pub(super) fn bites(world: &World, window: &FaultWindow) -> bool {
    let assumed = &world.resource::<Rulebook>().0.assumed;
    let young = |id: SyncId| {
        let entity = world.resource::<Index>().servers.get(id.index());
        let keys = entity.and_then(|entity| world.get::<ServerState>(*entity)).and_then(|state| state.keys_since);
        keys.is_some_and(|since| world.resource::<Clock>().0 - since < KEYS_LAST)
    };
    let rolled = match window.on {
        FaultTarget::Sync(id) => window.fault.kind().id == "writeback-key-rollover-missed" && young(id),
        _ => false,
    };
    !rolled && !harmless(window.fault, assumed)
}

/// How long a request waits for a service that is back before the page and the relay give it up.
fn waits(world: &World, window: &FaultWindow) -> Option<Span> {
    let assumed = &world.resource::<Rulebook>().0.assumed;
    let patience = Span(i64::from(patience(assumed)));
    let wait = left(world, window)?;
    (wait <= patience).then_some(wait)
}

/// How long a failure that leaves requests uncollected still lasts, where that is known.
fn left(world: &World, window: &FaultWindow) -> Option<Span> {
    let until = window.until.filter(|_| leaves_uncollected(window.fault))?;
    Some(until - world.resource::<Clock>().0)
}

/// How long a request of a person waits on the relay, in seconds; the greatest number where nobody knows.
///
/// Source: rule `sec-expiry`, assumptions `relay-message-expiry` and `user-page-wait`.
pub(super) fn wait(world: &World, user: UserId) -> u32 {
    let down = observe::touching(world, user).filter(|window| leaves_uncollected(window.fault));
    let waits = down.map(|window| left(world, window).map_or(u32::MAX, |span| span.0.clamp(0, 0xffff_fffe) as u32));
    waits.max().unwrap_or(0)
}

/// A request of a person was delayed by a service that was down for a moment.
pub(super) fn waited(world: &mut World, user: UserId) {
    let records = delaying(world, user);
    record::bitten(world, records);
}

/// The records of the failures that delay a request of a person.
pub(super) fn delaying(world: &World, user: UserId) -> Vec<usize> {
    let down = observe::touching(world, user).filter(|window| leaves_uncollected(window.fault));
    down.map(|window| window.record).collect()
}
