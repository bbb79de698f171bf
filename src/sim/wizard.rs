//! The wizard of a sync server: turns writeback on and off and installs versions, with its events and messages.

use bevy_ecs::prelude::World;

use crate::ledger::Lane;
use crate::model::ask::{Action, Outcome};
use crate::model::fault::{FaultKind, FaultStep, FaultTarget};
use crate::model::key::SyncId;
use crate::model::sync::{SyncServer, Version};
use crate::rules::case::{FaultSet, Moment, OnboardFacts};
use crate::rules::topics::writeback_flow::toggle_messages;

use super::parts::{Clock, FaultWindow, Index, Lab, ServerState, TenantState};
use super::record::{self, Draft};
use super::{events, observe, touching};

fn server(world: &World, on: SyncId) -> Option<&SyncServer> {
    let entity = world.resource::<Index>().servers.get(on.index())?;
    world.get::<ServerState>(*entity).map(|state| &state.server)
}

/// Whether the wizard does not do what was asked for; notes why under the step.
pub(super) fn refuses(
    world: &mut World,
    draft: &mut Draft,
    on: SyncId,
    writeback: Option<bool>,
    installs: Option<Version>,
) -> bool {
    let Some(facts) = server(world, on).map(|server| (server.kind, server.name.clone(), server.system)) else {
        return false;
    };
    let (kind, name, system) = facts;
    let here = |window: &&FaultWindow| window.on == FaultTarget::Sync(on);
    let mut in_force = FaultSet::default();
    touching::windows(world).filter(here).for_each(|window| in_force.insert(window.fault));
    let admin = world.resource::<Lab>().0.find(&draft.record.actor);
    let moment = Moment::Onboard(OnboardFacts { kind, writeback, installs, system });
    let case = admin.and_then(|admin| Some((admin, observe::case(world, admin, Action::AdminResetPassword, moment)?)));
    if let Some((admin, mut case)) = case {
        case.faults = in_force;
        if !record::decided(world, draft, admin, case).passes() {
            let written = events::of_rule(draft.record.rule.unwrap_or_default(), None);
            if !written.is_empty() {
                begun(world, draft, writeback, &name);
            }
            written.iter().for_each(|id| record::event(world, draft, &name, id));
            fault_events(world, draft, on, writeback, &name);
            return true;
        }
    }
    breaks(world, draft, on, writeback, &name)
}

/// The failures of a server that keep its wizard from turning writeback on or off.
fn stopping(world: &World, on: SyncId, writeback: Option<bool>) -> Vec<(usize, &'static FaultKind)> {
    let operation = match writeback {
        Some(true) => "enable-writeback",
        Some(false) => "disable-writeback",
        None => return Vec::new(),
    };
    let stops = |kind: &FaultKind| {
        let names = |operations: &[String]| operations.iter().any(|one| one == operation);
        kind.effect.iter().any(|effect| effect.step == FaultStep::Onboarding && names(&effect.operations))
    };
    let here = touching::windows(world).filter(|window| window.on == FaultTarget::Sync(on));
    here.map(|window| (window.record, window.fault.kind())).filter(|(_, kind)| stops(kind)).collect()
}

/// The event of a wizard that sets out to turn writeback on or off, before what stops it.
fn begun(world: &World, draft: &mut Draft, writeback: Option<bool>, server: &str) {
    let id = if writeback == Some(false) { "31012" } else { "31004" };
    if writeback.is_some() && draft.record.events.is_empty() {
        record::event(world, draft, server, id);
    }
}

fn fault_events(world: &World, draft: &mut Draft, on: SyncId, writeback: Option<bool>, server: &str) {
    if !stopping(world, on, writeback).is_empty() {
        begun(world, draft, writeback, server);
    }
    for (_, kind) in stopping(world, on, writeback) {
        for event in &kind.events {
            if !draft.record.events.iter().any(|known| known.id == event.id) {
                record::event(world, draft, server, &event.id);
            }
        }
    }
}

/// Whether a failure that no rule of its own names keeps the wizard from turning writeback on or off.
fn breaks(world: &mut World, draft: &mut Draft, on: SyncId, writeback: Option<bool>, name: &str) -> bool {
    let Some((at, kind)) = stopping(world, on, writeback).first().copied() else { return false };
    record::bitten(world, vec![at]);
    draft.record.outcome = Some(Outcome::Failed);
    draft.record.rule = kind.rules.first().map(String::as_str);
    fault_events(world, draft, on, writeback, name);
    true
}

/// The audit record of writeback that is turned on or off, or is not.
pub(super) fn audited(world: &World, draft: &mut Draft, enables: bool) {
    let activity =
        if enables { "Enable password writeback for directory" } else { "Disable password writeback for directory" };
    let target = world.resource::<TenantState>().tenant.name.clone();
    record::audit(world, draft, activity, &target, "", "");
}

/// Writeback was turned on or off: two messages, its events, and new keys where it was turned on.
///
/// Source: rules `bw-toggle-2` and `sec-rollover`.
pub(super) fn ran(world: &mut World, draft: &mut Draft, on: SyncId, enables: bool) {
    let Some(name) = server(world, on).map(|server| server.name.clone()) else { return };
    let written: &[&str] = if enables { &["31004", "31017", "31018", "31005"] } else { &["31012", "31013"] };
    let [asks, done] = toggle_messages(enables);
    record::hop(world, draft, Lane::SyncServer, Lane::Entra, asks);
    record::hop(world, draft, Lane::Entra, Lane::SyncServer, done);
    written.iter().for_each(|id| record::event(world, draft, &name, id));
    audited(world, draft, enables);
    let now = world.resource::<Clock>().0;
    let entity = world.resource::<Index>().servers[on.index()];
    if let Some(mut state) = world.get_mut::<ServerState>(entity).filter(|_| enables) {
        state.keys_since = Some(now);
    }
}
