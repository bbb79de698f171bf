//! Whether the writeback service is there: heartbeats that are missed, requests that wait on the relay, keys that age.

use bevy_ecs::prelude::World;

use crate::model::fault::FaultId;
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::faults::{leaves_uncollected, shows_by_heartbeat};
use crate::rules::topics::writeback_flow::{HEARTBEAT, unnoticed};

use super::agenda::next_pass;
use super::parts::{Clock, Lab, Rulebook};
use super::{record, touching};

/// From when the first check notices a failure that begins now: when so many heartbeats have not come.
///
/// Source: rule `bw-heartbeat` and assumption `missed-heartbeats-mean-down`.
pub(super) fn noticed(world: &World, fault: FaultId) -> Instant {
    let (start, now) = (world.resource::<Lab>().0.start, world.resource::<Clock>().0);
    if !shows_by_heartbeat(fault) {
        return now;
    }
    let missed = i64::from(world.resource::<Rulebook>().0.assumed.missed_heartbeats);
    next_pass(start, before(now), HEARTBEAT) + Span(HEARTBEAT.0 * (missed - 1))
}

/// The moment before a failure begins: at one instant it begins first, so that a heartbeat due then does not come.
const fn before(begins: Instant) -> Instant {
    Instant(begins.0 - 1)
}

/// How many heartbeats the writeback service of a person has missed so far; none where it is up, or known to be down.
pub(super) fn missed_heartbeats(world: &World, user: UserId) -> Option<u8> {
    let (start, now) = (world.resource::<Lab>().0.start, world.resource::<Clock>().0);
    let down = touching::windows_of(world, user).filter(|window| shows_by_heartbeat(window.fault));
    let missed = down.map(|window| {
        let began = world.resource::<super::parts::Recorder>().faults[window.record].from;
        let passes = |at: Instant| (at - start).0.div_euclid(HEARTBEAT.0);
        (passes(now) - passes(before(began))).clamp(0, 255) as u8
    });
    missed.max().filter(|missed| unnoticed(*missed, &world.resource::<Rulebook>().0.assumed))
}

/// How long a request of a person waits on the relay, in seconds; the greatest number where nobody knows.
///
/// Source: rule `sec-expiry`, assumptions `relay-message-expiry` and `user-page-wait`.
pub(super) fn wait(world: &World, user: UserId) -> u32 {
    let down = touching::windows_of(world, user).filter(|window| leaves_uncollected(window.fault));
    let waits =
        down.map(|window| touching::left(world, window).map_or(u32::MAX, |span| span.0.clamp(0, 0xffff_fffe) as u32));
    waits.max().unwrap_or(0)
}

/// A request of a person was delayed by a service that was down for a moment.
pub(super) fn waited(world: &mut World, user: UserId) {
    let records = delaying(world, user);
    record::bitten(world, records);
}

/// The records of the failures that delay a request of a person.
pub(super) fn delaying(world: &World, user: UserId) -> Vec<usize> {
    let down = touching::windows_of(world, user).filter(|window| leaves_uncollected(window.fault));
    down.map(|window| window.record).collect()
}
