//! Hash sync and object sync passes: an instant computed from a change, never a tick.
//!
//! Source: rules `phs-every-2min`, `sched-30`, `cs-every-2min`, `phs-must-change-not-sent`, `staging-no-phs-writeback`.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::Action;
use crate::model::fault::FaultStep;
use crate::model::identity::UserRisk;
use crate::model::key::{ForestId, SyncId};
use crate::model::sync::{SyncKind, SyncServer, Version};
use crate::model::time::{Instant, Span};
use crate::rules::book::RuleIx;
use crate::rules::case::{Case, HashFacts, Moment, ObjectFacts};
use crate::rules::rule::Do;
use crate::rules::topics::hybrid_sign_in::{HASH_PASS, RETRY_SECONDS, marks_never_expires};
use crate::rules::topics::sync_topology::object_interval;
use crate::rules::{decide, effects};

use super::agenda::{Item, next_pass};
use super::parts::{
    Backlog, Clock, CloudAccount, DirectoryAccount, FaultWindow, Index, Lab, Planned, Rulebook, ServerState,
    TenantState,
};
use super::{lens, observe, passwords, record, touching, unshown};

/// Plans the first pass after a moment.
fn plan(world: &mut World, item: Item, every: Span, after: Instant) {
    let start = world.resource::<Lab>().0.start;
    world.resource_mut::<Planned>().0.plan(next_pass(start, after, every), item);
}

fn serving(world: &World, forest: ForestId) -> Vec<(SyncId, Span)> {
    let servers = world.resource::<Index>().servers.iter().filter_map(|entity| world.get::<ServerState>(*entity));
    let serving = servers.filter(|state| state.server.forests.contains(&forest));
    serving.map(|state| (state.id, object_interval(state.server.kind, state.server.sync_interval))).collect()
}

/// A password has changed on-premises: the next pass of the forest's servers is planned.
pub(super) fn hash_due(world: &mut World, entity: Entity) {
    let now = world.resource::<Clock>().0;
    plan_hash(world, entity, now);
}

fn plan_hash(world: &mut World, entity: Entity, after: Instant) {
    let Some(forest) = world.get::<DirectoryAccount>(entity).map(|account| account.forest) else { return };
    for (id, _) in serving(world, forest) {
        plan(world, Item::HashPass(id), HASH_PASS, after);
    }
}

/// Hash sync has been turned on: every hash is sent.
pub(super) fn all_due(world: &mut World, id: SyncId) {
    for entity in served(world, id) {
        if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
            account.hash_initial |= !account.hash_due;
            account.hash_due = true;
        }
        hash_due(world, entity);
    }
}

/// The state of an account has changed on-premises: the next pass of the forest's servers is planned.
pub(super) fn state_due(world: &mut World, entity: Entity) {
    if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
        account.state_due = true;
        let now = world.resource::<Clock>().0;
        plan_state(world, entity, now);
    }
}

fn plan_state(world: &mut World, entity: Entity, after: Instant) {
    let Some(forest) = world.get::<DirectoryAccount>(entity).map(|account| account.forest) else { return };
    for (id, every) in serving(world, forest) {
        plan(world, Item::ObjectPass(id), every, after);
    }
}

/// Something that may have held passes up has ended: what is due is planned anew.
pub(super) fn resume(world: &mut World) {
    let now = world.resource::<Clock>().0;
    resume_after(world, now);
}

/// The same where it has ended before the passes of this instant.
pub(super) fn resume_at_once(world: &mut World) {
    let before = Instant(world.resource::<Clock>().0.0 - 1);
    resume_after(world, before);
}

fn resume_after(world: &mut World, after: Instant) {
    let people: Vec<Entity> = world.resource::<Index>().people.values().copied().collect();
    for entity in people {
        let due = world.get::<DirectoryAccount>(entity).map(|account| (account.hash_due, account.state_due));
        if due.is_some_and(|due| due.0) {
            plan_hash(world, entity, after);
        }
        if due.is_some_and(|due| due.1) {
            plan_state(world, entity, after);
        }
    }
}

/// Whether a server runs passes at all now; notes the failures that keep it from it.
fn runs(world: &mut World, id: SyncId, server: &SyncServer, step: FaultStep) -> bool {
    let stopped = |window: &&FaultWindow| {
        use crate::model::fault::{FaultResult, FaultTarget};
        let here = match window.on {
            FaultTarget::Sync(on) => on == id,
            FaultTarget::Forest(on) => server.forests.contains(&on),
            FaultTarget::Tenant => true,
            FaultTarget::User(_) => false,
        };
        let stops = |result| matches!(result, FaultResult::Delayed | FaultResult::Failed | FaultResult::Refused);
        here && window.fault.kind().effect.iter().any(|effect| effect.step == step && stops(effect.result))
    };
    let stopping: Vec<usize> = touching::windows(world).filter(stopped).map(|window| window.record).collect();
    let free = stopping.is_empty();
    unshown::met_by_pass(world, &stopping);
    record::bitten(world, stopping);
    free && !server.staging && !outdated(world, server)
}

/// Whether a dated requirement has stopped a server of Connect.
///
/// Source: rules `connect-version-supported`, `connect-2-5-79-required` and `connect-2-6-84-required`.
fn outdated(world: &World, server: &SyncServer) -> bool {
    let (book, now) = (&world.resource::<Rulebook>().0, world.resource::<Clock>().0);
    let below = |bar: [u32; 4]| server.version.is_some_and(|version| version < Version(bar));
    server.kind == SyncKind::Connect
        && ((below([2, 0, 0, 0]) && book.holds("connect-version-supported", now))
            || (below([2, 5, 79, 0]) && book.holds("connect-2-5-79-required", now))
            || ((below([2, 6, 84, 0]) || !server.application_sign_in) && book.holds("connect-2-6-84-required", now)))
}

fn server(world: &World, id: SyncId) -> Option<SyncServer> {
    let entity = world.resource::<Index>().servers.get(id.index())?;
    world.get::<ServerState>(*entity).map(|state| state.server.clone())
}

fn served(world: &World, id: SyncId) -> Vec<Entity> {
    let Some(server) = server(world, id) else { return Vec::new() };
    let people = world.resource::<Index>().people.values();
    let here = people.filter(|entity| {
        let forest = world.get::<DirectoryAccount>(**entity).map(|account| account.forest);
        forest.is_some_and(|forest| server.forests.contains(&forest))
    });
    here.copied().collect()
}

/// A hash sync pass: passwords changed since the last one reach the cloud.
pub(super) fn hash_pass(world: &mut World, id: SyncId) {
    let Some(server) = server(world, id) else { return };
    if !server.password_hash_sync {
        return;
    }
    if !runs(world, id, &server, FaultStep::HashSync) {
        if !server.staging {
            put_off(world, id);
        }
        return;
    }
    for entity in served(world, id) {
        send_hash(world, entity, &server);
    }
    if after_backlog(world, id) {
        resume(world);
    }
}

/// A pass after staging is over: whether what was changed since then is due now.
///
/// Source: rules `staging-resume` and `staging-catchup-no-restart`.
fn after_backlog(world: &mut World, id: SyncId) -> bool {
    let Some(mut state) = state_mut(world, id) else { return false };
    let Some(backlog) = state.backlog else { return false };
    // A service that was started anew resumes from an earlier watermark: one more pass.
    state.backlog = backlog.restarted.then_some(Backlog { restarted: false, ..backlog });
    true
}

/// Staging has ended: hash sync begins with what was changed meanwhile.
pub(super) fn catch_up(world: &mut World, id: SyncId) {
    let since = world.resource::<Clock>().0;
    let due = served(world, id).into_iter().filter_map(|entity| world.get::<DirectoryAccount>(entity));
    let backlog = due.filter(|account| account.hash_due).count() > 0;
    if let Some(mut state) = state_mut(world, id) {
        state.backlog = backlog.then_some(Backlog { since, restarted: false });
    }
}

/// The service of a server has been started anew.
pub(super) fn restarted(world: &mut World, id: SyncId) {
    if let Some(mut state) = state_mut(world, id)
        && let Some(backlog) = &mut state.backlog
    {
        backlog.restarted = true;
    }
}

fn state_mut(world: &mut World, id: SyncId) -> Option<bevy_ecs::prelude::Mut<'_, ServerState>> {
    let entity = *world.resource::<Index>().servers.get(id.index())?;
    world.get_mut::<ServerState>(entity)
}

/// The case of a password that a pass of a server comes to; without a server, of the one that serves the person.
fn hash_case(world: &World, entity: Entity, server: Option<&SyncServer>) -> Option<Case> {
    let account = world.get::<DirectoryAccount>(entity)?;
    let serving = touching::server_of(world, account.forest);
    let backlog = serving.and_then(|state| state.backlog);
    let now = world.resource::<Clock>().0;
    let facts = HashFacts {
        password: passwords::measured(world, entity, &account.password),
        has_copy: !lens::part::<CloudAccount>(world, entity).password.is_empty(),
        unmarked: account.unmarked,
        random: account.random,
        never_expires: lens::part::<CloudAccount>(world, entity).never_expires,
        initial: account.hash_initial,
        overridden: lens::part::<CloudAccount>(world, entity).overridden.is_some(),
        ages: world.resource::<TenantState>().tenant.ages_synced(),
        failed_for: account.hash_failed.map(|at| (now - at).whole_seconds()),
        behind_backlog: backlog.is_some_and(|backlog| account.password_set >= backlog.since),
        restarted: backlog.is_some_and(|backlog| backlog.restarted),
        other_tool: server.is_some_and(|one| serving.is_some_and(|state| state.server.kind != one.kind)),
    };
    let user = lens::part::<super::parts::Profile>(world, entity).user;
    let mut case = observe::case(world, user, Action::ChangePassword, Moment::HashSync(facts))?;
    if let Some(server) = server {
        (case.site.hash_sync, case.site.staging) = (server.password_hash_sync, server.staging);
        case.site.version = server.version;
    }
    Some(case)
}

/// The rule that keeps the password of a person from the cloud; none where it only waits for the next pass.
pub(super) fn unsent(world: &World, entity: Entity) -> Option<RuleIx> {
    let case = hash_case(world, entity, None)?;
    let verdict = decide(&world.resource::<Rulebook>().0, &case, &mut ());
    let left_out = || (!case.site.hash_synced).then(|| RuleIx::of("selective-phs-scope")).flatten();
    verdict.rule.filter(|_| !verdict.passes()).or_else(left_out)
}

/// A pass has failed: what it was to send remembers that, and is tried again when it may be sent at the latest.
///
/// Source: rule `phs-retry`.
fn put_off(world: &mut World, id: SyncId) {
    let now = world.resource::<Clock>().0;
    for entity in served(world, id) {
        if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity).filter(|account| account.hash_due) {
            account.hash_failed = Some(now);
        }
    }
    if world.resource::<Rulebook>().0.assumed.hash_retry_waits {
        let again = now + Span::seconds(i64::from(RETRY_SECONDS));
        world.resource_mut::<Planned>().0.plan(again, Item::HashPass(id));
    }
}

fn send_hash(world: &mut World, entity: Entity, server: &SyncServer) {
    if world.get::<DirectoryAccount>(entity).is_none_or(|account| !account.hash_due) {
        return;
    }
    let Some(case) = hash_case(world, entity, Some(server)) else { return };
    let book = &world.resource::<Rulebook>().0;
    let verdict = decide(book, &case, &mut ());
    if !verdict.passes() {
        return;
    }
    let closes_risk = effects(book, &case, &verdict.terms).iter().any(|(_, does)| does.contains(&Do::CloseRisk));
    let now = world.resource::<Clock>().0;
    let never_expires = marks_never_expires(&case);
    let profile = lens::part::<super::parts::Profile>(world, entity);
    let left_out = touching::touched_by(world, profile.user, "user-left-out-of-hash-sync");
    let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) else { return };
    let marked = account.account.must_change_password;
    if left_out && account.hash_due {
        let user = lens::part::<super::parts::Profile>(world, entity).user;
        let kept =
            touching::windows_of(world, user).filter(|window| window.fault.kind().id == "user-left-out-of-hash-sync");
        let kept = kept.map(|window| window.record).collect();
        record::bitten(world, kept);
        return;
    }
    if !account.account.hash_synced || left_out {
        return;
    }
    (account.hash_due, account.unmarked, account.hash_initial) = (false, false, false);
    account.hash_failed = None;
    let password = account.password.clone();
    if let Some(mut cloud) = world.get_mut::<CloudAccount>(entity) {
        if cloud.password != password {
            cloud.password_set = now;
        }
        cloud.password = password;
        cloud.must_change = marked;
        cloud.never_expires = never_expires;
        cloud.overridden = None;
        if closes_risk {
            cloud.risk = UserRisk::None;
        }
    }
}

/// An object sync pass: enabled and disabled accounts reach the cloud.
pub(super) fn object_pass(world: &mut World, id: SyncId) {
    let Some(server) = server(world, id) else { return };
    let now = world.resource::<Clock>().0;
    let stopped = state_mut(world, id).and_then(|state| state.stopped);
    let idle_days = stopped.map_or(0, |since| ((now - since).0 / Span::days(1).0).clamp(0, 9999) as u16);
    let asked = server.sync_interval.filter(|_| server.kind == SyncKind::Connect);
    let asked = asked.map(|span| span.whole_seconds());
    let facts = ObjectFacts { wizard_open: server.wizard_open, idle_days, asked };
    let case = Case::plain(now, Action::ChangePassword, Moment::ObjectSync(facts));
    let verdict = decide(&world.resource::<Rulebook>().0, &case, &mut ());
    if !verdict.passes() || !runs(world, id, &server, FaultStep::ObjectSync) {
        if let Some(mut state) = state_mut(world, id) {
            state.stopped = Some(stopped.unwrap_or(now));
        }
        return;
    }
    if let Some(mut state) = state_mut(world, id) {
        state.stopped = None;
    }
    // A full sync compares every account, a delta those that have changed.
    let full = verdict.rule_id() == Some("sched-7days");
    for entity in served(world, id) {
        let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) else { continue };
        if !std::mem::take(&mut account.state_due) && !full {
            continue;
        }
        let enabled = account.account.enabled;
        if let Some(mut cloud) = world.get_mut::<CloudAccount>(entity) {
            cloud.disabled_by_sync = !enabled;
            cloud.enabled = enabled;
        }
    }
}
