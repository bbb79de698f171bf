//! Which failures touch a person now, what they do at a moment, and which server serves a forest.

use bevy_ecs::prelude::{Entity, World};

use crate::model::fault::{FaultId, FaultTarget};
use crate::model::key::{ForestId, SyncId, UserId};
use crate::model::sync::SyncKind;
use crate::model::time::{Instant, Span};
use crate::rules::case::{FaultSet, Moment};
use crate::rules::faults::{harmless, leaves_uncollected};
use crate::rules::topics::writeback_flow::{KEYS_LAST, patience};

use super::agenda::next_pass;
use super::lens::person;
use super::parts::{Clock, DirectoryAccount, FaultWindow, ForestState, Index, Lab, Recorder, Rulebook, ServerState};

/// Failures in force that touch a person: their own, their forest's, their server's and the tenant's.
pub(super) fn faults(world: &World, user: UserId) -> FaultSet {
    let mut set = FaultSet::default();
    windows_of(world, user).for_each(|window| set.insert(window.fault));
    set
}

/// The windows of the failures in force that touch a person and do something.
pub(super) fn windows_of(world: &World, user: UserId) -> impl Iterator<Item = &FaultWindow> {
    let entity = person(world, user);
    let forest = entity.and_then(|entity| world.get::<DirectoryAccount>(entity)).map(|account| account.forest);
    let server = forest.and_then(|forest| server_of(world, forest));
    let spared = server.is_some_and(|state| state.server.kind != SyncKind::CloudSync);
    let server = server.map(|server| server.id);
    let touches = move |window: &FaultWindow| match window.on {
        FaultTarget::Tenant => true,
        FaultTarget::User(other) => other == user,
        FaultTarget::Forest(other) => Some(other) == forest,
        FaultTarget::Sync(other) => Some(other) == server,
    };
    let acts = move |window: &FaultWindow| {
        !(spared && window.fault.kind().component == AGENTS) && acts(world, window) && bites(world, window)
    };
    windows(world).filter(move |window| touches(window) && acts(window))
}

/// The failures of a person that act at a moment.
pub(super) fn acting(world: &World, user: UserId, moment: &Moment) -> FaultSet {
    let mut set = FaultSet::default();
    for window in windows_of(world, user) {
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

/// The component of failures that only the agents of cloud sync have.
const AGENTS: &str = "cloud-sync-agent";

/// How often the directory takes back rights on protected accounts.
const PROTECTION_PASS: Span = Span::minutes(60);

/// Whether a failure acts already: rights granted by hand hold until the directory's next pass over protected accounts.
///
/// Source: rule `protected-sdprop`.
fn acts(world: &World, window: &FaultWindow) -> bool {
    window.fault.kind().id != "hand-granted-rights-reverted" || {
        let (start, from) = (world.resource::<Lab>().0.start, began(world, window));
        world.resource::<Clock>().0 >= next_pass(start, from, PROTECTION_PASS)
    }
}

/// When a failure in force began.
fn began(world: &World, window: &FaultWindow) -> Instant {
    world.resource::<Recorder>().faults[window.record].from
}

/// Rights were granted by hand on the account of a person, and nothing has taken them back yet.
pub(super) fn granted_by_hand(world: &World, user: UserId) -> bool {
    let here = |window: &FaultWindow| window.on == FaultTarget::User(user) && !acts(world, window);
    windows(world).any(here)
}

/// Whether a failure does anything at all: assumptions make some harmless, and young keys need no rolling.
///
/// Source: rule `sec-rollover`.
fn bites(world: &World, window: &FaultWindow) -> bool {
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
pub(super) fn left(world: &World, window: &FaultWindow) -> Option<Span> {
    let until = window.until.filter(|_| leaves_uncollected(window.fault))?;
    Some(until - world.resource::<Clock>().0)
}

/// Failures in force, in the order in which they began.
pub(super) fn windows(world: &World) -> impl Iterator<Item = &FaultWindow> {
    let entities = &world.resource::<Index>().faults;
    entities.iter().filter_map(|entity| world.get::<FaultWindow>(*entity))
}

/// Failures by which a server takes no request.
const STOPPED: &[&str] =
    &["sync-server-down", "sync-server-in-staging-mode", "cloud-sync-agent-down", "cloud-sync-agent-removed"];

/// The server that serves a forest: one that is not in staging mode before one that is, a running one before one that
/// is down.
pub(super) fn server_of(world: &World, forest: ForestId) -> Option<&ServerState> {
    let servers = world.resource::<Index>().servers.iter().filter_map(|entity| world.get::<ServerState>(*entity));
    let mut serving = servers.filter(|state| state.server.forests.contains(&forest));
    let mut active = serving.clone().filter(|state| !state.server.staging);
    let down = |state: &&ServerState| {
        let on = FaultTarget::Sync(state.id);
        windows(world).any(|window| window.on == on && STOPPED.contains(&window.fault.kind().id.as_str()))
    };
    let running = active.clone().nth(1).and_then(|_| active.clone().find(|state| !down(state)));
    running.or_else(|| active.next()).or_else(|| serving.next())
}

/// The kind of a server that is down and serves other forests than this one, with another tool.
pub(super) fn other_down(world: &World, forest: ForestId) -> Option<SyncKind> {
    let own = server_of(world, forest)?.server.kind;
    let down = windows(world).filter(|window| STOPPED.contains(&window.fault.kind().id.as_str()));
    let servers = down.filter_map(|window| match window.on {
        FaultTarget::Sync(id) => world.get::<ServerState>(*world.resource::<Index>().servers.get(id.index())?),
        _ => None,
    });
    let others = servers.filter(|state| !state.server.forests.contains(&forest) && state.server.kind != own);
    others.map(|state| state.server.kind).next()
}

/// The forest of a person, by name, and the server that serves it.
pub(super) fn site_names(world: &World, entity: Entity) -> (String, String) {
    let Some(account) = world.get::<DirectoryAccount>(entity) else { return (String::new(), String::new()) };
    let forest = world.resource::<Index>().forests.get(account.forest.index());
    let forest = forest.and_then(|entity| world.get::<ForestState>(*entity)).map(|state| state.0.name.clone());
    let server = server_of(world, account.forest).map(|state| state.server.name.clone());
    (forest.unwrap_or_default(), server.unwrap_or_default())
}

/// The server on whose log a failure shows.
pub(super) fn host(world: &World, on: FaultTarget) -> String {
    let index = world.resource::<Index>();
    let states = index.servers.iter().filter_map(|entity| world.get::<ServerState>(*entity));
    let mut serving = states.filter(|state| match on {
        FaultTarget::Sync(id) => state.id == id,
        FaultTarget::Forest(forest) => state.server.forests.contains(&forest),
        FaultTarget::User(user) => index.people.get(&user).is_some_and(|entity| {
            let account = world.get::<DirectoryAccount>(*entity);
            account.is_some_and(|account| state.server.forests.contains(&account.forest))
        }),
        FaultTarget::Tenant => true,
    });
    serving.next().map(|state| state.server.name.clone()).unwrap_or_default()
}

/// Whether a failure with this id is in the set.
pub(super) fn has(faults: FaultSet, id: &str) -> bool {
    !faults.is_empty() && FaultId::parse(id).is_some_and(|fault| faults.iter().any(|other| other == fault))
}

/// Whether the failure with this id touches a person now.
pub(super) fn touched_by(world: &World, user: UserId, id: &str) -> bool {
    has(faults(world, user), id)
}
