//! What administrators do: resets, settings, licences, groups, roles, accounts, servers.

use bevy_ecs::prelude::{Entity, World};

use crate::ledger::Lane;
use crate::model::ask::{Action, Outcome, SignedIn, Via};
use crate::model::fault::FaultTarget;
use crate::model::identity::Identity;
use crate::model::key::{GroupId, SkuId, SyncId, UserId};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{
    Member as GroupMember, MethodTarget, Migration, OnPremisesProtection, Scope, Sspr, SsprPatch, Tenant, TenantPatch,
};
use crate::model::sync::{Permission, PermissionSet, SyncKind, SyncPatch, SyncServer};
use crate::model::time::{Instant, Span};
use crate::rules::case::{AdminFacts, Case, ChooseFacts, EffectFacts, Moment, OfferFacts, SaveFacts};
use crate::rules::measure::Password;
use crate::rules::readings::methods::allowed;
use crate::rules::readings::policy::listed;
use crate::rules::settings;
use crate::rules::topics::hybrid_sign_in::ROLLOUT_EDIT;
use crate::rules::topics::reporting::POLICY_CHANGES;
use crate::rules::topics::writeback_flow::messages;
use crate::scenario::timeline::{AdminAct, NewPassword};

use super::attempts::occasion;
use super::memberships::{self, Memberships};
use super::parts::{
    AdminSwitch, Clock, CloudAccount, DirectoryAccount, GroupState, Index, Lab, Profile, Roles, RolloutEdit, Rulebook,
    SWITCH_DELAY, ServerState, TenantState,
};
use super::record::{self, Draft, Extra};
use super::{
    apply, assignments, changes, faults, group_licences, lens, licences, objects, observe, passwords, subscriptions,
    sync, touching, wizard, writeback,
};

/// Carries out an administrator's step.
pub(super) fn run(world: &mut World, step: usize, nth: u32, admin: UserId, act: &AdminAct) {
    let actor = record::upn(world, admin);
    let mut draft = record::open(world, step, nth, &actor, word(act));
    if let AdminAct::ResetPassword { target, via, new_password, must_change, application } = act {
        let astray = touching::touched_by(world, *target, "reset-from-m365-admin-center");
        let via = if astray { Via::M365AdminCenter } else { *via };
        let (must_change, application) = (*must_change, *application);
        reset(world, draft, &Reset { admin, target: *target, via, new_password, must_change, application });
        return;
    }
    draft.record.outcome = Some(Outcome::Success);
    match act {
        AdminAct::SetSspr(patch) => save(world, &mut draft, &TenantPatch::default(), patch),
        AdminAct::SetTenant { tenant, sspr } => save(world, &mut draft, tenant, sspr),
        AdminAct::AssignLicence { to, sku, disabled_plans, replaces } => {
            let change = assignments::Change { sku: *sku, disabled_plans, replaces, removing: false, by: admin };
            assignments::run(world, &mut draft, *to, &change);
        }
        AdminAct::RemoveLicence { to, sku } => {
            let change =
                assignments::Change { sku: *sku, disabled_plans: &[], replaces: &[], removing: true, by: admin };
            assignments::run(world, &mut draft, *to, &change);
        }
        AdminAct::ReprocessLicences(to) => assignments::reprocess(world, &mut draft, to),
        AdminAct::SetSubscription { .. } | AdminAct::ChangePlan { .. } | AdminAct::CancelSubscription(_) => {
            subscriptions::change(world, &mut draft, admin, act);
        }
        AdminAct::DeleteGroup(group) => objects::delete_group(world, &mut draft, *group),
        AdminAct::SetGroup { group, set } => objects::set_group(world, &mut draft, *group, set),
        AdminAct::RequireReregistration(user) => objects::require_anew(world, &mut draft, *user),
        AdminAct::OpenUsage => objects::open_usage(world, &mut draft, admin),
        AdminAct::SetUser { user, set } => objects::set_user(world, &mut draft, *user, set),
        _ => edit(world, &mut draft, act),
    }
    group_licences::spread(world, Some(&mut draft));
    record::commit(world, draft);
    sync::resume(world);
}

const fn word(act: &AdminAct) -> &'static str {
    match act {
        AdminAct::ResetPassword { .. } => "admin-reset-password",
        AdminAct::SetSspr(_) => "set-sspr",
        AdminAct::SetTenant { .. } => "set-tenant",
        AdminAct::AssignLicence { .. } => "assign-licence",
        AdminAct::RemoveLicence { .. } => "remove-licence",
        AdminAct::SetSubscription { .. } => "set-subscription",
        AdminAct::ChangePlan { .. } => "change-plan",
        AdminAct::CancelSubscription(_) => "cancel-subscription",
        AdminAct::ReprocessLicences(_) => "reprocess-licences",
        AdminAct::DeleteGroup(_) => "delete-group",
        AdminAct::SetGroup { .. } => "set-group",
        AdminAct::SetUser { .. } => "set-user",
        AdminAct::RequireReregistration(_) => "require-reregistration",
        AdminAct::OpenUsage => "open-usage",
        AdminAct::AddToGroup { .. } => "add-to-group",
        AdminAct::RemoveFromGroup { .. } => "remove-from-group",
        AdminAct::AssignRole { .. } => "assign-role",
        AdminAct::RemoveRole { .. } => "remove-role",
        AdminAct::CreateUser(_) => "create-user",
        AdminAct::DeleteUser(_) => "delete-user",
        AdminAct::EnableUser(_) => "enable-user",
        AdminAct::DisableUser(_) => "disable-user",
        AdminAct::SetDomain { .. } => "set-domain",
        AdminAct::SetSync { .. } => "set-sync",
        AdminAct::SyncNow(_) => "sync-now",
    }
}

/// An administrator's reset.
struct Reset<'a> {
    admin: UserId,
    target: UserId,
    via: Via,
    new_password: &'a NewPassword,
    must_change: bool,
    application: bool,
}

fn reset(world: &mut World, mut draft: Draft, ask: &Reset<'_>) {
    draft.record.subject = Some(ask.target);
    draft.record.operation = Some(Action::AdminResetPassword);
    let Some(entity) = lens::person(world, ask.target) else {
        super::refuse_missing(world, draft);
        return;
    };
    let nth = occasion(draft.key.0, draft.key.1);
    let given = passwords::new(world, entity, ask.new_password, nth);
    let facts = AdminFacts {
        via: ask.via,
        on_self: ask.admin == ask.target,
        target_is_admin: is_admin(world, ask.target),
        given: given.is_some(),
        application: ask.application,
    };
    let new = given.clone().or_else(|| passwords::new(world, entity, &NewPassword::Default, nth));
    passwords::note_attempt(world, entity, new.as_deref());
    record::hop(world, &mut draft, Lane::Person, Lane::Portal, ask.via.word());
    record::hop(world, &mut draft, Lane::Portal, Lane::Entra, "reset for another account");
    let Some(case) = observe::case(world, ask.target, Action::AdminResetPassword, Moment::AdminReset(facts)) else {
        return;
    };
    if !record::decided(world, &mut draft, ask.target, case).passes()
        || !choose(world, &mut draft, ask.target, new.as_deref())
    {
        record::stop(&mut draft);
        let (target, rule) = (record::upn(world, ask.target), draft.record.rule.unwrap_or_default());
        let activity = Action::AdminResetPassword.audit_activity();
        record::audit(world, &mut draft, activity, &target, record::reason(rule), "None");
        writeback::met_events(world, &mut draft, ask.target);
        faults::spent(world, ask.target, Some(Action::AdminResetPassword));
        record::commit(world, draft);
        return;
    }
    let portal = matches!(ask.via, Via::EntraAdminCenter | Via::Graph | Via::MyStaff);
    let written = portal && case.hybrid() && writeback::open(world, ask.target, Action::AdminResetPassword);
    if written {
        let write = writeback::Write {
            user: ask.target,
            action: Action::AdminResetPassword,
            new: new.as_deref(),
            current_right: true,
            must_change: ask.must_change,
            by_relay: messages(Some(ask.via), &world.resource::<Rulebook>().0.assumed) > 0,
        };
        if !writeback::run(world, &mut draft, &write) {
            faults::spent(world, ask.target, Some(Action::AdminResetPassword));
            record::commit(world, draft);
            return;
        }
    }
    take_effect(world, draft, ask, new.as_deref(), written, given.is_none());
}

/// A password measured for a person; nothing of somebody who does not exist.
fn measured(world: &World, target: UserId, text: &str) -> Password {
    lens::person(world, target).map_or(Password::ABSENT, |entity| passwords::measured(world, entity, text))
}

fn choose(world: &mut World, draft: &mut Draft, target: UserId, new: Option<&str>) -> bool {
    let mut password = new.map_or(Password::ABSENT, |text| measured(world, target, text));
    if touching::touched_by(world, target, "password-banned-in-cloud") {
        password.score = 1;
    }
    draft.record.score = new.map(|_| password.score);
    let facts = ChooseFacts { password, current_right: true, by_admin: true, signed_in: SignedIn::Password };
    let case = observe::case(world, target, Action::AdminResetPassword, Moment::Choose(facts));
    case.is_some_and(|case| record::decided(world, draft, target, case).passes())
}

fn take_effect(
    world: &mut World,
    mut draft: Draft,
    ask: &Reset<'_>,
    new: Option<&str>,
    written: bool,
    generated: bool,
) {
    let facts = EffectFacts {
        password: new.map_or(Password::ABSENT, |text| measured(world, ask.target, text)),
        written_back: written,
        via: Some(ask.via),
        must_change: ask.must_change,
        generated,
        forced: false,
        windows: false,
    };
    if let Some(case) = observe::case(world, ask.target, Action::AdminResetPassword, Moment::TakeEffect(facts)) {
        let verdict = record::decided(world, &mut draft, ask.target, case);
        apply::effects(world, &mut draft, ask.target, &case, &verdict.terms, new);
        if case.hybrid() && !written {
            with(world, ask.target, |cloud: &mut CloudAccount| cloud.overridden = Some(ask.via));
        }
    }
    if generated {
        with(world, ask.target, |cloud: &mut CloudAccount| cloud.temporary = true);
    }
    record::hop(world, &mut draft, Lane::Entra, Lane::Portal, "done");
    let target = record::upn(world, ask.target);
    record::audit(world, &mut draft, Action::AdminResetPassword.audit_activity(), &target, "", "");
    record::commit(world, draft);
}

fn is_admin(world: &World, user: UserId) -> bool {
    let case = observe::case(world, user, Action::ResetPassword, Moment::Offer(OfferFacts::default()));
    case.is_some_and(|case| listed(&case, &world.resource::<Rulebook>().0))
}

/// Saves settings, unless a portal would not.
fn save(world: &mut World, draft: &mut Draft, tenant: &TenantPatch, sspr: &SsprPatch) {
    let state = world.resource::<TenantState>();
    let (mut next, before) = (state.tenant.clone(), state.tenant.clone());
    tenant.apply(&mut next);
    sspr.apply(&mut next.sspr);
    let questions = MethodSet::of(&[Method::SecurityQuestions]);
    let lengths = next.custom_banned.iter().map(|term| term.chars().count().min(255) as u8);
    let (both, nested, first) = rollout(world, &before, &next);
    let facts = SaveFacts {
        max_age_days: next.max_age_days.filter(|_| tenant.max_age_days.is_some()).map(settings::narrow),
        banned_terms: tenant.custom_banned.as_ref().map_or(0, |terms| terms.len() as u32),
        shortest_term: lengths.clone().min().unwrap_or(4),
        longest_term: lengths.max().unwrap_or(4),
        back_to_pre_migration: next.migration == Migration::PreMigration
            && before.migration != Migration::PreMigration
            && state.migration_at_start != Migration::PreMigration,
        legacy_methods_changed: sspr.methods.is_some()
            && next.sspr.methods.without(questions) != before.sspr.methods.without(questions),
        policy_bytes: tenant.authentication_methods.as_ref().map_or(0, |_| policy_bytes(&next)),
        still_allowed: still_allowed(&before, &next),
        scope_widened: before.sspr.enabled == Scope::Selected && next.sspr.enabled == Scope::All,
        rollout_both: both,
        rollout_nested: nested,
        rollout_first: first,
        sspr: !sspr.is_empty(),
        lockout_changed: (next.lockout_threshold, next.lockout_seconds)
            != (before.lockout_threshold, before.lockout_seconds),
        protects_controllers: tenant.on_premises_protection.is_some_and(|wanted| wanted != OnPremisesProtection::Off),
        ..settings::facts(&next.sspr, next.migration)
    };
    let now = world.resource::<Clock>().0;
    let admin = lens::person(world, world.resource::<Lab>().0.find(&draft.record.actor).unwrap_or(UserId(0)));
    let user = admin.map_or(UserId(0), |entity| lens::part::<Profile>(world, entity).user);
    let mut case = Case::plain(now, Action::ResetPassword, Moment::Save(facts));
    case.tenant.cloud = before.cloud;
    case.tenant.premium = licences::tenant_grant(world).premium;
    if let Some(entity) = admin {
        case.person.roles = lens::active_roles(world, entity, user);
    }
    let verdict = record::decided(world, draft, user, case);
    let target = before.name.clone();
    if !verdict.passes() && facts.sspr {
        record::audit(world, draft, POLICY_CHANGES, &target, "", "");
    }
    if verdict.passes() {
        draft.extra.changes = changes::of(&before.sspr, &next.sspr, world);
        apply::effects(world, draft, user, &case, &verdict.terms, None);
        draft.extra = Extra::default();
        let toggles = |sspr: &Sspr| [sspr.writeback_connect, sspr.writeback_cloud_sync];
        let (were, are) = (toggles(&before.sspr), toggles(&next.sspr));
        if let Some((_, on)) = were.into_iter().zip(are).find(|(was, is)| was != is) {
            wizard::audited(world, draft, on);
        }
        store(world, &before, next);
        save_mends(world, sspr);
        draft.record.effects.push("the settings are saved".to_owned());
    }
}

/// What a staged rollout would become: two ways side by side, a group inside a group, members of the largest group added.
///
/// Source: rules `sr-not-both` and `sr-groups`.
fn rollout(world: &World, before: &Tenant, next: &Tenant) -> (bool, bool, u16) {
    if before.staged_rollout == next.staged_rollout {
        return (false, false, 0);
    }
    let rolls = |identity| next.staged_rollout.iter().any(|(way, _)| *way == identity);
    let both = rolls(Identity::PasswordHashSync) && rolls(Identity::PassThrough);
    let (mut nested, mut first) = (false, 0);
    for entry in next.staged_rollout.iter().filter(|entry| !before.staged_rollout.contains(entry)) {
        let entity = world.resource::<Index>().groups[entry.1.index()];
        let members = world.get::<GroupState>(entity).map(|state| state.0.members.as_slice()).unwrap_or_default();
        nested |= members.iter().any(|member| matches!(member, GroupMember::Group(_)));
        first = first.max(members.len().min(usize::from(u16::MAX)) as u16);
    }
    (both, nested, first)
}

/// Ends the failures whose remedy is a switch of the portal; the administrator switch takes its time.
fn save_mends(world: &mut World, sspr: &SsprPatch) {
    let now = world.resource::<Clock>().0;
    let switches = [
        (sspr.writeback_connect, "portal-writeback-toggle-off", now),
        (sspr.writeback_cloud_sync, "cloud-sync-writeback-toggle-off", now),
        (sspr.admins_allowed, "administrator-reset-switched-off", now + SWITCH_DELAY),
    ];
    for (switch, failure, acts) in switches {
        if switch == Some(true) {
            faults::mended(world, &[failure], &[FaultTarget::Tenant], acts);
        }
    }
}

/// The size of an Authentication methods policy as Microsoft Graph writes it: an entry a method, a target a group.
fn policy_bytes(tenant: &Tenant) -> u32 {
    const ENTRY: usize = r#"{"id":"","state":"enabled","excludeTargets":[],"includeTargets":[]},"#.len();
    const TARGET: usize = r#"{"targetType":"group","id":"","isRegistrationRequired":false},"#.len() + 36;
    let entry = |target: &MethodTarget| ENTRY + target.method.word().len() + TARGET * target.groups.len().max(1);
    tenant.authentication_methods.iter().flatten().map(entry).sum::<usize>().try_into().unwrap_or(u32::MAX)
}

/// Whether a method is taken out of one policy and stays allowed by the other; groups are left aside.
///
/// Source: rule `mig-disable-everywhere`.
fn still_allowed(before: &Tenant, next: &Tenant) -> bool {
    let modern = |tenant: &Tenant| match &tenant.authentication_methods {
        Some(targets) => targets.iter().map(|target| target.method).collect::<MethodSet>().ways(),
        None => tenant.sspr.methods.ways(),
    };
    let legacy = |tenant: &Tenant| tenant.sspr.methods.ways();
    let gone = legacy(before).without(legacy(next)).union(modern(before).without(modern(next)));
    let allowed = allowed(next.migration, legacy(next), modern(next));
    next.migration != Migration::Complete && !gone.intersection(allowed).is_empty()
}

fn store(world: &mut World, before: &Tenant, next: Tenant) {
    let now = world.resource::<Clock>().0;
    let on_from_the_start = world.resource::<Rulebook>().0.assumed.admin_reset_default_on;
    let on = |switch: AdminSwitch| switch.on && (switch.set || on_from_the_start);
    let (old, new) = (AdminSwitch::of(&before.sspr), AdminSwitch::of(&next.sspr));
    let mut state = world.resource_mut::<TenantState>();
    if on(old) != on(new) {
        state.switch_before = Some((old, now + SWITCH_DELAY));
    }
    let policies = |tenant: &Tenant| (tenant.migration, tenant.sspr.methods, tenant.authentication_methods.clone());
    if policies(before) != policies(&next) {
        state.policies_before = Some(policies(before));
    }
    state.tenant = next;
}

/// Everything that no rule stands in the way of.
fn edit(world: &mut World, draft: &mut Draft, act: &AdminAct) {
    match act {
        AdminAct::AddToGroup { group, member } | AdminAct::RemoveFromGroup { group, member } => {
            let adds = matches!(act, AdminAct::AddToGroup { .. });
            let entity = world.resource::<Index>().groups[group.index()];
            note_rollout_edit(world, *group, *member);
            if let (false, GroupMember::User(user)) = (adds, member) {
                let given = world.get::<GroupState>(entity).map(|state| state.0.licences.clone()).unwrap_or_default();
                let lost: Vec<SkuId> = given.iter().map(|one| one.sku).collect();
                group_licences::leaving(world, draft, *group, &[*user], &lost);
            }
            memberships::edit(world, *group, *member, adds);
        }
        AdminAct::AssignRole { to, role } | AdminAct::RemoveRole { to, role } => {
            let adds = matches!(act, AdminAct::AssignRole { .. });
            let change =
                |roles: &mut crate::model::role::RoleSet| if adds { roles.insert(*role) } else { roles.remove(*role) };
            match to {
                GroupMember::User(user) => with(world, *user, |roles: &mut Roles| change(&mut roles.active)),
                GroupMember::Group(group) => {
                    let entity = world.resource::<Index>().groups[group.index()];
                    if let Some(mut state) = world.get_mut::<GroupState>(entity) {
                        change(&mut state.0.roles);
                    }
                }
            }
        }
        AdminAct::SetDomain { domain, identity } => set_domain(world, *domain, *identity),
        AdminAct::SetSync { on, set } => {
            let entity = world.resource::<Index>().servers[on.index()];
            let before = world.get::<ServerState>(entity).is_some_and(|state| state.server.writeback);
            let wanted = set.writeback.filter(|wanted| *wanted != before);
            let installs = set.version.flatten();
            if (wanted.is_some() || installs.is_some()) && wizard::refuses(world, draft, *on, wanted, installs) {
                if let Some(enables) = wanted {
                    wizard::audited(world, draft, enables);
                }
                return;
            }
            if let Some(enables) = wanted {
                wizard::ran(world, draft, *on, enables);
            }
            set_sync(world, *on, set);
        }
        AdminAct::SyncNow(on) => {
            sync::object_pass(world, *on);
            sync::hash_pass(world, *on);
        }
        _ => objects::account(world, draft, act),
    }
}

/// Changes a server; rights that are granted need their time, and hash sync that is turned on sends every hash.
///
/// Source: rules `perm-propagation` and `phs-initial-full`.
fn set_sync(world: &mut World, on: SyncId, set: &SyncPatch) {
    let takes = Span::parse(world.resource::<Lab>().0.assumptions.get("permission-propagation"));
    let now = world.resource::<Clock>().0;
    let acts = now + takes.unwrap_or(Span::ZERO);
    let entity = world.resource::<Index>().servers[on.index()];
    let Some(mut state) = world.get_mut::<ServerState>(entity) else { return };
    let (before, hashes) = (state.server.permissions, state.server.password_hash_sync);
    let enabled = !state.server.writeback && set.writeback == Some(true);
    let was_active = state.server.staging || !state.server.writeback;
    let was_staging = state.server.staging;
    set.apply(&mut state.server);
    let activated = was_active && !state.server.staging && state.server.writeback;
    if set.permissions.is_some() {
        state.rights_before = Some((before, acts));
    }
    if set.wizard_open == Some(true) {
        state.stopped = state.stopped.or(Some(now));
    }
    let server = state.server.clone();
    relink(world, on, &server, activated);
    if was_staging && !server.staging {
        sync::catch_up(world, on);
    }
    if !hashes && server.password_hash_sync {
        sync::all_due(world, on);
    }
    set_sync_mends(world, on, set, &server, enabled, acts);
}

/// A server of Connect made active breaks the writeback link of the one that is still active; a link is whole again
/// where a server is activated or left alone.
///
/// Source: rules `staging-one-writeback-server` and `sbs-no-two-connect`.
fn relink(world: &mut World, on: SyncId, server: &SyncServer, activated: bool) {
    let writes = |one: &SyncServer| one.kind == SyncKind::Connect && !one.staging && one.writeback;
    for entity in world.resource::<Index>().servers.clone() {
        let Some(mut state) = world.get_mut::<ServerState>(entity) else { continue };
        if state.id == on {
            state.link_broken &= !activated;
        } else if activated && writes(server) && writes(&state.server) {
            state.link_broken = true;
        } else if !writes(server) && server.kind == SyncKind::Connect {
            state.link_broken = false;
        }
    }
}

/// Ends the failures whose remedy a change of a server is; rights are granted once they have reached the accounts.
fn set_sync_mends(world: &mut World, on: SyncId, set: &SyncPatch, server: &SyncServer, enabled: bool, acts: Instant) {
    let now = world.resource::<Clock>().0;
    let here: Vec<FaultTarget> =
        server.forests.iter().map(|id| FaultTarget::Forest(*id)).chain([FaultTarget::Sync(on)]).collect();
    if enabled {
        faults::mended(world, faults::RE_ENABLED, &here, now);
    }
    if set.writeback == Some(true) {
        faults::mended(world, &["connect-writeback-feature-off"], &here, now);
    }
    if set.version.is_some() {
        let too_old = ["sync-server-version-retired", "sync-server-access-denied-bug", "cloud-sync-agent-too-old"];
        faults::mended(world, &too_old, &here, now);
    }
    if set.password_hash_sync == Some(true) {
        faults::mended(world, &["hash-sync-not-activated"], &[FaultTarget::Tenant], now);
    }
    let every: Vec<FaultTarget> =
        (0..world.resource::<Index>().servers.len()).map(|i| FaultTarget::Sync(SyncId(i as u8))).collect();
    match set.staging {
        Some(true) => faults::mended(world, &["second-sync-server-active"], &every, now),
        Some(false) => faults::mended(world, &["sync-server-in-staging-mode"], &every, now),
        None => {}
    }
    let Some(rights) = set.permissions else { return };
    let granted = [
        (Permission::ResetPassword, "connector-lacks-reset-right"),
        (Permission::WriteLockoutTime, "connector-lacks-lockout-right"),
        (Permission::WritePwdLastSet, "connector-lacks-must-change-right"),
    ];
    for (right, failure) in granted {
        if rights.contains(right) {
            faults::mended(world, &[failure], &here, acts);
        }
    }
    if rights == PermissionSet::ALL {
        let all = ["connector-rights-missing-in-domain", "cloud-sync-agent-permissions-lost"];
        faults::mended(world, &all, &here, acts);
    }
}

/// An edit of a group of a staged rollout acts a day later.
///
/// Source: rule `sr-timing`.
fn note_rollout_edit(world: &mut World, group: GroupId, member: GroupMember) {
    let GroupMember::User(user) = member else { return };
    let before = world.resource::<Memberships>().holds(group, member);
    let acts = world.resource::<Clock>().0 + ROLLOUT_EDIT;
    let mut state = world.resource_mut::<TenantState>();
    if state.tenant.staged_rollout.iter().any(|(_, rollout)| *rollout == group) {
        state.rollout_edits.push(RolloutEdit { group, user, before, acts, signed: false });
    }
}

fn with<C: bevy_ecs::prelude::Component<Mutability = bevy_ecs::component::Mutable>>(
    world: &mut World,
    user: UserId,
    edit: impl FnOnce(&mut C),
) {
    if let Some(entity) = lens::person(world, user)
        && let Some(mut part) = world.get_mut::<C>(entity)
    {
        edit(&mut part);
    }
}

/// People of a domain whose password is kept on-premises sign in in another way from now on.
fn set_domain(world: &mut World, domain: usize, identity: crate::model::identity::Identity) {
    let mut state = world.resource_mut::<TenantState>();
    let Some(entry) = state.tenant.domains.get_mut(domain) else { return };
    entry.identity = identity;
    let suffix = format!("@{}", entry.name.to_ascii_lowercase());
    let people: Vec<Entity> = world.resource::<Index>().people.values().copied().collect();
    for entity in people {
        let hybrid = world.get::<DirectoryAccount>(entity).is_some();
        if let Some(mut profile) = world.get_mut::<Profile>(entity)
            && profile.upn.to_ascii_lowercase().ends_with(&suffix)
            && hybrid == identity.is_hybrid()
        {
            profile.identity = identity;
        }
    }
}
