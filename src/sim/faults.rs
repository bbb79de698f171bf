//! Failures: they begin, end by themselves or are lifted, and are remembered with what they touched.

use bevy_ecs::prelude::{Entity, World};

use crate::ledger::FaultRecord;
use crate::model::ask::Action;
use crate::model::fault::{FaultEffect, FaultTarget};
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::scenario::Scenario;
use crate::scenario::timeline::What;

use super::agenda::Item;
use super::parts::{Clock, FaultWindow, Index, Lab, Planned, Recorder};
use super::{record, service, sync, touching};

/// How long a failure that recovers by itself lasts where the scenario does not say.
const BY_ITSELF: Span = Span::minutes(30);

/// The name of what a failure is put on.
fn name(scenario: &Scenario, on: FaultTarget) -> String {
    let site = scenario.on_premises.as_ref();
    match on {
        FaultTarget::Tenant => scenario.tenant.name.clone(),
        FaultTarget::User(user) => scenario.upn(user),
        FaultTarget::Forest(id) => site.map(|site| site.forests[id.index()].name.clone()).unwrap_or_default(),
        FaultTarget::Sync(id) => site.map(|site| site.sync[id.index()].name.clone()).unwrap_or_default(),
    }
}

/// A failure begins.
pub(super) fn begin(world: &mut World, step: usize) {
    let What::Fault { fault, on, lasts } = world.resource::<Lab>().0.timeline[step].what else { return };
    let now = world.resource::<Clock>().0;
    let lasts = lasts.or_else(|| fault.kind().ends_by_itself().then_some(BY_ITSELF));
    let until = lasts.map(|span| now + span);
    let scenario = &world.resource::<Lab>().0;
    let named = name(scenario, on);
    let end = scenario.end;
    let shown = u32::from(crate::rules::faults::only_shows(fault));
    let mut recorder = world.resource_mut::<Recorder>();
    let at = recorder.faults.len();
    let row = FaultRecord { fault, on, name: named.clone(), from: now, until: until.unwrap_or(end), bit: shown };
    recorder.faults.push(row);
    let step_at = recorder.steps.len();
    recorder.began.push(step_at);
    let noticed = service::noticed(world, fault);
    let window = world.spawn(FaultWindow { fault, on, noticed, until, record: at }).id();
    world.resource_mut::<Index>().faults.push(window);
    if let Some(until) = until {
        world.resource_mut::<Planned>().0.plan(until, Item::FaultEnds(at));
    }
    let mut draft = record::open(world, step, 0, "scenario", &format!("fault {}", fault.kind().id));
    draft.record.effects.push(format!("{} on {named}", fault.kind().trigger));
    record::commit(world, draft);
}

/// The failure with this record ends.
///
/// One that ends when its time is up does so before the passes of that instant, one that a step has mended after them.
pub(super) fn end(world: &mut World, at: usize) {
    let now = world.resource::<Clock>().0;
    let in_time = |window: &FaultWindow| window.record == at && window.until == Some(now);
    let in_time = touching::windows(world).any(in_time);
    close(world, |window| window.record == at, if in_time { Passes::OfThisInstant } else { Passes::Later });
}

/// The first passes that a failure which has ended no longer keeps up.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Passes {
    /// Those due now.
    OfThisInstant,
    /// Those due later.
    Later,
}

/// Failures that disabling and enabling writeback anew mends; the last one on a forest.
pub(super) const RE_ENABLED: &[&str] = &[
    "service-bus-unreachable",
    "writeback-endpoint-not-started",
    "writeback-dead-after-restart",
    "writeback-configuration-unreadable",
    "onboarding-not-stored",
    "writeback-keys-differ",
    "writeback-key-generation-failed",
    "writeback-unknown-exception",
    "writeback-invalid-response",
    "forest-added-after-writeback",
];

/// Failures of a person that the next attempt after it meets and no later one.
const OF_ONE_ATTEMPT: &[&str] = &[
    "password-in-history",
    "password-not-complex",
    "password-banned-in-cloud",
    "administrator-password-refused",
    "wrong-current-password",
];

/// A step was the documented remedy of some failures: they end when it acts.
pub(super) fn mended(world: &mut World, ids: &[&str], on: &[FaultTarget], acts: Instant) {
    let remedied = |window: &&FaultWindow| ids.contains(&window.fault.kind().id.as_str()) && on.contains(&window.on);
    let ended: Vec<usize> = touching::windows(world).filter(remedied).map(|window| window.record).collect();
    for record in ended {
        world.resource_mut::<Planned>().0.plan(acts, Item::FaultEnds(record));
    }
}

/// An attempt has met what a person did wrong; the next one goes without.
pub(super) fn spent(world: &mut World, user: UserId, operation: Option<Action>) {
    let Some(operation) = operation else { return };
    let named = |window: &FaultWindow| {
        let kind = window.fault.kind();
        let meant = |effect: &FaultEffect| effect.operations.iter().any(|one| one == operation.word());
        window.on == FaultTarget::User(user)
            && OF_ONE_ATTEMPT.contains(&kind.id.as_str())
            && kind.effect.iter().any(meant)
    };
    close(world, named, Passes::Later);
}

/// A failure that touches a person ends because it has struck.
pub(super) fn lift(world: &mut World, user: UserId, id: &str) {
    if touching::touched_by(world, user, id) {
        close(world, |window| window.fault.kind().id == id, Passes::Later);
    }
}

/// Failures of an id end, on one target or everywhere.
pub(super) fn restore(world: &mut World, step: usize) {
    let What::Restore { fault, on } = world.resource::<Lab>().0.timeline[step].what else { return };
    let meant = |window: &FaultWindow| window.fault == fault && on.is_none_or(|on| on == window.on);
    let mut ended: Vec<String> = touching::windows(world)
        .filter(|window| meant(window))
        .map(|window| touching::host(world, window.on))
        .collect();
    close(world, meant, Passes::OfThisInstant);
    let mut draft = record::open(world, step, 0, "scenario", &format!("restore {}", fault.kind().id));
    if STARTED_ANEW.contains(&fault.kind().id.as_str()) {
        ended.dedup();
        for server in ended {
            record::event(world, &mut draft, &server, "31015");
        }
    }
    record::commit(world, draft);
}

/// Failures by which the writeback service does not run: it says so once it runs again.
const STARTED_ANEW: &[&str] = &[
    "sync-server-down",
    "sync-server-down-after-submit",
    "sync-server-down-after-password-set",
    "writeback-endpoint-not-started",
    "writeback-dead-after-restart",
    "writeback-service-stopped",
];

fn close(world: &mut World, ends: impl Fn(&FaultWindow) -> bool, passes: Passes) {
    let now = world.resource::<Clock>().0;
    let in_force = world.resource::<Index>().faults.clone();
    let window = |entity: Entity| world.get::<FaultWindow>(entity).filter(|window| ends(window));
    let ended: Vec<(Entity, usize)> =
        in_force.into_iter().filter_map(|entity| window(entity).map(|window| (entity, window.record))).collect();
    for (entity, record) in ended {
        if let Some(window) = world.get::<FaultWindow>(entity).filter(|one| one.fault.kind().id == "sync-server-down")
            && let FaultTarget::Sync(id) = window.on
        {
            sync::restarted(world, id);
        }
        world.despawn(entity);
        world.resource_mut::<Index>().faults.retain(|other| *other != entity);
        world.resource_mut::<Recorder>().faults[record].until = now;
    }
    match passes {
        Passes::OfThisInstant => sync::resume_at_once(world),
        Passes::Later => sync::resume(world),
    }
}
