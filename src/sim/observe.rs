//! The only way from the world to cases: reads entities and resources, decides nothing.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::Action;
use crate::model::directory::Forest;
use crate::model::identity::{Home, Identity};
use crate::model::key::{GroupId, UserId};
use crate::model::method::{Method, MethodSet, has_extension, is_barred, is_phone_number};
use crate::model::policy::{Member as GroupMember, MethodTarget, Scope};
use crate::model::sync::{PassThroughAgent, PermissionSet, ServerSystem, SyncKind, Version};
use crate::model::time::{Instant, Span};
use crate::rules::case::{AgentFacts, Case, FaultSet, Moment, PersonFacts, PhoneFacts, SiteFacts, TenantFacts};
use crate::rules::readings::methods::{VOICE, allowed};
use crate::rules::topics::hybrid_sign_in::FIRST_AGENT;

use super::crowd::Crowd;
use super::directory;
use super::lens::{active_roles, directly_in_scope, groups_of, in_group_scope, part, person, scope_groups};
use super::licences;
use super::memberships::Memberships;
use super::parts::{
    AdminSwitch, Clock, CloudAccount, DirectoryAccount, ForestState, GroupState, Index, Methods, Profile, Roles,
    Rulebook, SWITCH_DELAY, ServerState, SmartLockout, TenantState,
};
use super::touching::{self, granted_by_hand, has, other_down, server_of};

/// Everything a decision about a person may look at now.
pub(super) fn case(world: &World, user: UserId, action: Action, moment: Moment) -> Option<Case> {
    let entity = person(world, user)?;
    let faults = touching::acting(world, user, &moment);
    let site = site_facts(world, entity, faults);
    Some(Case {
        at: world.resource::<Clock>().0,
        action,
        faults,
        person: person_facts(world, entity, user),
        tenant: tenant_facts(world, entity, user, faults),
        site,
        moment,
    })
}

/// The case of a person about whom nothing has changed since another one was made.
pub(super) fn next_case(world: &World, user: UserId, before: &Case, action: Action, moment: Moment) -> Option<Case> {
    let same = touching::acting(world, user, &moment) == before.faults;
    if same { Some(Case { action, moment, ..*before }) } else { case(world, user, action, moment) }
}

fn person_facts(world: &World, entity: Entity, user: UserId) -> PersonFacts {
    let profile = part::<Profile>(world, entity);
    let methods = part::<Methods>(world, entity);
    let now = world.resource::<Clock>().0;
    let eligible = part::<Roles>(world, entity).eligible.iter();
    let grant = licences::grant(world, user);
    let answers = world.resource::<TenantState>().tenant.sspr.questions_reset.clamp(0, 255) as u8;
    let (roles, direct) = (active_roles(world, entity, user), part::<Roles>(world, entity).active);
    PersonFacts {
        roles,
        eligible: eligible.filter(|(_, end)| end.is_none_or(|end| now < end)).map(|(role, _)| *role).collect(),
        registered: methods.registered.methods(answers),
        directory: methods.directory.methods(),
        allowed_before: allowed_before(world, user),
        identity: profile.identity,
        sign_in: sign_in_identity(world, profile, user),
        user_type: profile.user_type,
        home: profile.home.unwrap_or(Home::Unknown),
        enabled: part::<CloudAccount>(world, entity).enabled,
        in_scope: in_group_scope(world, user),
        premium: licences::opens_writeback(world, user),
        reset: grant.reset,
        licences: licences::facts(world, user),
        answers: methods.registered.security_answers,
        phones: phone_facts(methods),
        role_by_group: roles != direct,
        nested: in_group_scope(world, user) && !directly_in_scope(world, user),
        other_user_id: false,
        knows_password: false,
        smart_locked: part::<SmartLockout>(world, entity).locked(now),
        risk: part::<CloudAccount>(world, entity).risk,
    }
}

/// What is wrong with the numbers on file; a registered number stands before that of the directory.
fn phone_facts(methods: &Methods) -> PhoneFacts {
    let (own, directory) = (&methods.registered, &methods.directory);
    let mut facts = PhoneFacts::default();
    let phones = [
        (&own.mobile_phone, &directory.mobile_phone, MethodSet::MOBILE_PHONE),
        (&own.office_phone, &directory.office_phone, MethodSet::of(&[Method::OfficePhone])),
    ];
    for (own, listed, ways) in phones {
        let Some(number) = own.as_deref().or(listed.as_deref()) else { continue };
        let mut note = |set: fn(&mut PhoneFacts) -> &mut MethodSet, holds: bool, ways: MethodSet| {
            if holds {
                let set = set(&mut facts);
                *set = set.union(ways);
            }
        };
        note(|facts| &mut facts.malformed, !is_phone_number(number), ways);
        note(|facts| &mut facts.extended, has_extension(number), ways);
        note(|facts| &mut facts.barred, is_barred(number), ways.intersection(VOICE));
        let other = listed.as_deref().filter(|listed| own.is_some() && *listed != number);
        note(|facts| &mut facts.misdirected, other.is_some_and(|other| !is_phone_number(other)), ways);
    }
    facts
}

/// How a person signs in: staged rollout takes direct members of its groups out of federation.
///
/// Source: rules `sr-timing`, `sr-transition` and `sr-reset-returns-to-federation`.
fn sign_in_identity(world: &World, profile: &Profile, user: UserId) -> Identity {
    if profile.identity != Identity::Federated {
        return profile.identity;
    }
    let once = person(world, user).is_some_and(|entity| part::<CloudAccount>(world, entity).federated_once);
    if once {
        return Identity::Federated;
    }
    let state = world.resource::<TenantState>();
    let (rollout, now) = (&state.tenant.staged_rollout, world.resource::<Clock>().0);
    let member = |group: &GroupId| {
        let waits = |edit: &&super::parts::RolloutEdit| now < edit.acts || !edit.signed;
        let mine = state.rollout_edits.iter().filter(|edit| edit.group == *group && edit.user == user);
        if let Some(edit) = mine.into_iter().find(waits) {
            return edit.before;
        }
        let drawn = world.resource::<Crowd>().member(user).is_some_and(|member| member.groups.contains(group));
        drawn || world.resource::<Memberships>().has(*group, user)
    };
    rollout.iter().find(|(_, group)| member(group)).map_or(profile.identity, |(identity, _)| *identity)
}

/// Whether the selected group and the groups inside it have no members at all.
fn selects_nobody(world: &World) -> bool {
    let scope = scope_groups(world);
    let entities = &world.resource::<Index>().groups;
    let people = |group: &GroupId| {
        let state = world.get::<GroupState>(entities[group.index()]);
        state.is_some_and(|state| state.0.members.iter().any(|member| matches!(member, GroupMember::User(_))))
    };
    let drawn = |group: &GroupId| world.resource::<Crowd>().classes.iter().any(|one| one.groups.contains(group));
    !scope.iter().any(|group| people(group) || drawn(group))
}

fn tenant_facts(world: &World, entity: Entity, user: UserId, faults: FaultSet) -> TenantFacts {
    let state = world.resource::<TenantState>();
    let (tenant, sspr) = (&state.tenant, &state.tenant.sspr);
    let now = world.resource::<Clock>().0;
    let grant = licences::tenant_grant(world);
    let trial_days = tenant.trial_started.map(|day| ((now - day.start()).0 / Span::days(1).0).clamp(0, 9999) as u16);
    let custom = |name: &str| !name.to_ascii_lowercase().ends_with(".onmicrosoft.com");
    let switched = has(faults, "administrator-reset-switched-off");
    let toggled = has(faults, "portal-writeback-toggle-off");
    let raised = part::<Methods>(world, entity).enough_for.is_some_and(|before| before < sspr.methods_required);
    TenantFacts {
        legacy: sspr.methods.ways(),
        modern: modern_methods(world, user, tenant.authentication_methods.as_deref(), sspr.methods),
        created: tenant.created,
        trial_days,
        cloud: tenant.cloud,
        kind: tenant.kind,
        scope: sspr.enabled,
        scope_empty: sspr.enabled == Scope::Selected && selects_nobody(world),
        migration: tenant.migration,
        required: sspr.methods_required.clamp(0, 255) as u8,
        answers_needed: sspr.questions_reset.clamp(0, 255) as u8,
        answers_to_register: sspr.questions_register.clamp(0, 255) as u8,
        custom_domain: tenant.domains.iter().any(|domain| custom(&domain.name)),
        synchronizes: !world.resource::<Index>().servers.is_empty(),
        admins_allowed: switch(state, now).on && !switched,
        switch_untouched: !switch(state, now).set,
        switch_waits: switch_waits(state, now),
        telecom_provider: tenant.telecom_provider,
        premium: grant.premium,
        reset: grant.reset,
        paid: grant.paid && tenant.trial_started.is_none(),
        only_suites: grant.only_suites,
        writeback_connect: sspr.writeback_connect && !toggled,
        writeback_cloud_sync: sspr.writeback_cloud_sync
            && sspr.writeback_connect
            && !toggled
            && !has(faults, "cloud-sync-writeback-toggle-off"),
        unlock_without_reset: sspr.unlock_without_reset,
        notify_users: sspr.notify_users,
        notify_admins: sspr.notify_admins,
        policy_raised: raised,
        cloud_policy_for_synced: tenant.cloud_password_policy,
        custom_banned: !tenant.custom_banned.is_empty(),
        force_password_change: tenant.force_password_change,
        both_tools: both_tools(world),
        p2: grant.p2,
        risk_change_from: tenant.risk_change_from,
        risk_reset_on_premises: tenant.risk_reset_on_premises,
    }
}

/// The administrator switch as it acts now; a change acts after its delay.
fn switch(state: &TenantState, now: Instant) -> AdminSwitch {
    match state.switch_before {
        Some((before, acts)) if now < acts => before,
        _ => AdminSwitch::of(&state.tenant.sspr),
    }
}

/// Minutes since the administrator switch was changed, while the change does not act yet.
fn switch_waits(state: &TenantState, now: Instant) -> Option<u8> {
    let (_, acts) = state.switch_before.filter(|(_, acts)| now < *acts)?;
    let waited = SWITCH_DELAY.0 - (acts - now).0;
    Some((waited / Span::minutes(1).0).clamp(0, 255) as u8)
}

/// Methods of the Authentication methods policy for a person; where none is given, those of the reset policy.
fn modern_methods(world: &World, user: UserId, targets: Option<&[MethodTarget]>, legacy: MethodSet) -> MethodSet {
    let Some(targets) = targets else { return legacy.ways() };
    let groups = groups_of(world, GroupMember::User(user));
    let meant =
        |target: &&MethodTarget| target.groups.is_empty() || target.groups.iter().any(|group| groups.contains(group));
    targets.iter().filter(meant).map(|target| target.method).collect::<MethodSet>().ways()
}

/// What the policies allowed a person before they were last changed; nothing where they never were.
fn allowed_before(world: &World, user: UserId) -> MethodSet {
    let Some((migration, legacy, targets)) = &world.resource::<TenantState>().policies_before else {
        return MethodSet::EMPTY;
    };
    allowed(*migration, legacy.ways(), modern_methods(world, user, targets.as_deref(), *legacy))
}

fn site_facts(world: &World, entity: Entity, faults: FaultSet) -> SiteFacts {
    let Some(account) = world.get::<DirectoryAccount>(entity) else { return SiteFacts::NONE };
    let now = world.resource::<Clock>().0;
    let policy = directory::policy(world, entity);
    let serving = server_of(world, account.forest);
    let server = serving.map(|state| &state.server);
    let takes = Span(i64::from(world.resource::<Rulebook>().0.assumed.permission_wait));
    let (granted, granted_for) = serving.map_or((PermissionSet::NONE, 0), |state| state.granted(now, takes));
    let (lock_age, lockout_seconds) = directory::lock(world, entity, now);
    let forest = world.resource::<Index>().forests.get(account.forest.index());
    let forest = forest.and_then(|entity| world.get::<ForestState>(*entity)).map(|state| &state.0);
    let aged = policy.max_age > Span::ZERO && now - account.password_set > policy.max_age;
    let state = &account.account;
    SiteFacts {
        version: server.and_then(|server| server.version),
        served_by: server.map(|server| server.kind),
        missing: state.missing,
        permissions: server.map_or(SiteFacts::NONE.permissions, |server| server.permissions),
        granted,
        granted_for,
        other_down: other_down(world, account.forest),
        writeback: server.is_some_and(|server| server.writeback) && !has(faults, "connect-writeback-feature-off"),
        staging: server.is_some_and(|server| server.staging),
        application_sign_in: server.is_none_or(|server| server.application_sign_in),
        hash_sync: server.is_some_and(|server| server.password_hash_sync),
        hash_synced: state.hash_synced && !has(faults, "user-left-out-of-hash-sync"),
        selective_hash_sync: !state.hash_synced,
        protected: (state.protected || has(faults, "account-protected"))
            && !granted_by_hand(world, part::<Profile>(world, entity).user),
        enabled: state.enabled && !has(faults, "on-premises-user-disabled"),
        lock_age,
        lockout_seconds,
        lockout_threshold: directory::lockout(world, entity).threshold.clamp(0, 65_535) as u16,
        locked: directory::locked(world, entity, now) || has(faults, "on-premises-user-locked"),
        cannot_change: state.cannot_change_password || has(faults, "user-cannot-change-password"),
        must_change: state.must_change_password,
        never_expires: state.password_never_expires,
        expired: aged && !state.password_never_expires,
        account_expired: state.account_expires.is_some_and(|end| end <= now),
        protection: world.resource::<TenantState>().tenant.on_premises_protection,
        link_broken: serving.is_some_and(|state| state.link_broken),
        hash_pending: account.hash_due && now - account.password_set < Span::minutes(2),
        inet_org_person: state.inet_org_person,
        filters_resets: forest.is_none_or(|forest| forest.filters_resets),
        dotnet: server.and_then(|server| server.dotnet).map(Version::three_digits),
        agents: forest.and_then(agents),
    }
}

/// The agents of pass-through sign-in, where they are named.
fn agents(forest: &Forest) -> Option<AgentFacts> {
    let count = |test: &dyn Fn(&PassThroughAgent) -> bool| forest.agents.iter().filter(|one| test(one)).count() as u8;
    let old = |agent: &PassThroughAgent| agent.version.is_some_and(|version| version < FIRST_AGENT);
    let on_2012 = |agent: &PassThroughAgent| agent.system == Some(ServerSystem::Server2012R2);
    (!forest.agents.is_empty()).then(|| AgentFacts {
        count: count(&|_| true),
        old: count(&old),
        on_2012: count(&|agent| on_2012(agent) && !old(agent)),
    })
}

/// Whether Connect serves a forest and cloud sync another.
fn both_tools(world: &World) -> bool {
    let servers = world.resource::<Index>().servers.iter().filter_map(|entity| world.get::<ServerState>(*entity));
    let kinds: Vec<SyncKind> = servers.map(|state| state.server.kind).collect();
    SyncKind::ALL.iter().all(|kind| kinds.contains(kind))
}
