//! The tenant, its forests and its sync servers, and patches of them.

use crate::model::directory::{Forest, Lockout, LockoutPatch, PasswordPolicy, PasswordPolicyPatch};
use crate::model::identity::Identity;
use crate::model::key::{GroupId, PlanId};
use crate::model::licence::Contract;
use crate::model::method::MethodSet;
use crate::model::policy::{Group, GroupKind, GroupPatch, Member, MethodTarget, Sspr, SsprPatch, Tenant, TenantPatch};
use crate::model::role::RoleSet;
use crate::model::sync::{PassThroughAgent, Permission, PermissionSet, SyncPatch, SyncServer};

use super::yaml::{Entries, Node, or_null, raw, word, words};
use super::{Names, licences};
use crate::scenario::OnPremises;

pub(super) fn tenant(names: Names<'_>) -> Node {
    let tenant = &names.scenario.tenant;
    let mut entries = Entries::default();
    entries
        .put("name", word(&tenant.name))
        .put("cloud", word(tenant.cloud.word()))
        .put("created", raw(tenant.created))
        .put("trial_started", or_null(tenant.trial_started, raw))
        .put("kind", word(tenant.kind.word()))
        .put("country", word(&tenant.country))
        .put("services_unavailable", unavailable(&tenant.unavailable))
        .put("domains", domains(tenant))
        .put("subscriptions", subscriptions(tenant))
        .put("telecom_provider", raw(tenant.telecom_provider))
        .put("methods_migration", word(tenant.migration.word()))
        .put("authentication_methods", or_null(tenant.authentication_methods.as_ref(), |list| targets(list, names)))
        .put("groups", Node::List(tenant.groups.iter().map(|g| group(g, names)).collect()))
        .put("sspr", sspr(&tenant.sspr, names).block());
    policies(tenant, names, &mut entries);
    entries.block()
}

fn policies(tenant: &Tenant, names: Names<'_>, entries: &mut Entries) {
    let mut policy = Entries::default();
    policy.put("max_age_days", or_null(tenant.max_age_days, raw)).put("apply_to_synced", raw(tenant.expiry_for_synced));
    let mut protection = Entries::default();
    protection
        .put("custom_banned", words(&tenant.custom_banned))
        .put("enforce_on_premises", word(tenant.on_premises_protection.word()));
    let mut lockout = Entries::default();
    lockout.put("threshold", raw(tenant.lockout_threshold)).put("duration_s", raw(tenant.lockout_seconds));
    let mut features = Entries::default();
    features
        .put("force_password_change", raw(tenant.force_password_change))
        .put("cloud_password_policy", raw(tenant.cloud_password_policy));
    entries
        .put("password_policy", policy.inline())
        .put("password_protection", protection.inline())
        .put("smart_lockout", lockout.inline())
        .put("staged_rollout", staged(&tenant.staged_rollout, names))
        .put("sync_features", features.inline());
    if tenant.risk_change_from.is_some() || tenant.risk_reset_on_premises {
        let mut risk = Entries::default();
        risk.put("change_password_from", or_null(tenant.risk_change_from, |from| word(from.word())))
            .put("on_premises_change_resets", raw(tenant.risk_reset_on_premises));
        entries.put("risk_policy", risk.inline());
    }
}

fn domains(tenant: &Tenant) -> Node {
    let one = |domain: &crate::model::policy::Domain| {
        let mut entries = Entries::default();
        entries.put("name", word(&domain.name)).put("identity", word(domain.identity.word()));
        entries.inline()
    };
    Node::List(tenant.domains.iter().map(one).collect())
}

fn subscriptions(tenant: &Tenant) -> Node {
    let one = |subscription: &crate::model::licence::Subscription| {
        let mut entries = Entries::default();
        entries
            .put("sku", word(super::sku_name(subscription.sku)))
            .put("units", raw(subscription.units))
            .put("status", word(subscription.status.word()))
            .some("next_lifecycle", subscription.next_lifecycle, raw);
        contract(&subscription.contract, &mut entries);
        entries.inline()
    };
    Node::List(tenant.subscriptions.iter().map(one).collect())
}

/// How a subscription was bought, where that is out of the ordinary.
fn contract(contract: &Contract, entries: &mut Entries) {
    let usual = Contract::default();
    let differs = |different: bool, value: &'static str| different.then(|| word(value));
    entries
        .some("channel", differs(contract.channel != usual.channel, contract.channel.word()), |node| node)
        .some("term", differs(contract.term != usual.term, contract.term.word()), |node| node)
        .some("bought", contract.bought, raw)
        .some("trial", contract.trial, raw)
        .some("for_users", (!contract.for_users).then_some(false), raw)
        .some("billing", contract.billing, |billing| word(billing.word()))
        .some("added_plan", contract.added_plan, |plan| word(super::plan_name(plan)));
}

fn unavailable(list: &[(PlanId, Vec<String>)]) -> Node {
    let one = |(plan, locations): &(PlanId, Vec<String>)| {
        let mut entries = Entries::default();
        entries.put("plan", word(super::plan_name(*plan))).put("locations", words(locations));
        entries.inline()
    };
    Node::List(list.iter().map(one).collect())
}

pub(super) fn methods(set: MethodSet) -> Node {
    words(set.iter().map(|method| method.word()))
}

pub(super) fn roles(set: RoleSet) -> Node {
    words(set.iter().map(|role| role.name()))
}

fn targets(list: &[MethodTarget], names: Names<'_>) -> Node {
    let one = |target: &MethodTarget| {
        if target.groups.is_empty() {
            return word(target.method.word());
        }
        let mut entries = Entries::default();
        entries
            .put("method", word(target.method.word()))
            .put("groups", Node::List(target.groups.iter().map(|id| names.group(*id)).collect()));
        entries.inline()
    };
    Node::List(list.iter().map(one).collect())
}

fn staged(list: &[(Identity, GroupId)], names: Names<'_>) -> Node {
    let mut entries = Entries::default();
    for (identity, id) in list {
        entries.put(identity.word(), names.group(*id));
    }
    entries.inline()
}

/// A group; people who are created by a step are named in that step, because they do not exist before it.
fn group(group: &Group, names: Names<'_>) -> Node {
    let exists = |member: &&Member| match member {
        Member::User(id) => names.scenario.users.get(id.index()).is_none_or(|person| !person.created_by_step),
        Member::Group(_) => true,
    };
    let mut entries = Entries::default();
    entries
        .put("name", word(&group.name))
        .put("members", Node::List(group.members.iter().filter(exists).map(|m| names.member(*m)).collect()))
        .put("licences", licences(&group.licences))
        .put("roles", roles(group.roles));
    let usual = group.kind == GroupKind::Security && group.security_enabled;
    entries.0.extend(
        group_patch(&GroupPatch {
            kind: (!usual).then_some(group.kind),
            security_enabled: (!usual).then_some(group.security_enabled),
            departments: group.departments.clone().map(Some),
        })
        .0,
    );
    entries.inline()
}

pub(super) fn group_patch(patch: &GroupPatch) -> Entries {
    let mut entries = Entries::default();
    entries
        .some("kind", patch.kind, |kind| word(kind.word()))
        .some("security_enabled", patch.security_enabled, raw)
        .some("departments", patch.departments.as_ref(), |list| or_null(list.as_ref(), words));
    entries
}

fn sspr(sspr: &Sspr, names: Names<'_>) -> Entries {
    let every = SsprPatch {
        enabled: Some(sspr.enabled),
        group: sspr.group.map(Some),
        methods: Some(sspr.methods),
        methods_required: Some(sspr.methods_required),
        questions_register: Some(sspr.questions_register),
        questions_reset: Some(sspr.questions_reset),
        custom_questions: Some(sspr.custom_questions.clone()).filter(|custom| !custom.is_empty()),
        mfa_registration: Some(true).filter(|_| sspr.mfa_registration),
        registration_required: Some(sspr.registration_required),
        reconfirm_days: Some(sspr.reconfirm_days),
        notify_users: Some(sspr.notify_users),
        notify_admins: Some(sspr.notify_admins),
        helpdesk_link: Some(sspr.helpdesk_link.clone()),
        // Written where somebody set it: what an untouched switch means is an assumption.
        admins_allowed: Some(sspr.admins_allowed).filter(|_| sspr.admins_switch_set),
        admins_switch_set: None,
        writeback_connect: Some(sspr.writeback_connect),
        writeback_cloud_sync: Some(sspr.writeback_cloud_sync),
        unlock_without_reset: Some(sspr.unlock_without_reset),
    };
    sspr_patch(&every, names)
}

pub(super) fn sspr_patch(patch: &SsprPatch, names: Names<'_>) -> Entries {
    let mut questions = Entries::default();
    questions.some("register", patch.questions_register, raw).some("reset", patch.questions_reset, raw);
    questions.some("custom", patch.custom_questions.as_ref(), |custom| words(custom.iter().map(String::as_str)));
    let mut registration = Entries::default();
    registration.some("required", patch.registration_required, raw).some("reconfirm_days", patch.reconfirm_days, raw);
    registration.some("mfa", patch.mfa_registration, raw);
    let mut notify = Entries::default();
    notify.some("users", patch.notify_users, raw).some("admins", patch.notify_admins, raw);
    let mut helpdesk = Entries::default();
    helpdesk.some("link", patch.helpdesk_link.as_ref(), |link| or_null(link.as_ref(), word));
    let mut writeback = Entries::default();
    writeback.some("connect", patch.writeback_connect, raw).some("cloud_sync", patch.writeback_cloud_sync, raw);
    let mut entries = Entries::default();
    entries
        .some("enabled", patch.enabled, |scope| word(scope.word()))
        .some("group", patch.group, |group| or_null(group, |id| names.group(id)))
        .some("methods", patch.methods, methods)
        .some("methods_required", patch.methods_required, raw)
        .filled("security_questions", questions)
        .filled("registration", registration)
        .filled("notify", notify)
        .filled("helpdesk", helpdesk)
        .some("admins_allowed", patch.admins_allowed, raw)
        .filled("writeback", writeback)
        .some("unlock_without_reset", patch.unlock_without_reset, raw);
    entries
}

pub(super) fn tenant_patch(patch: &TenantPatch, reset: &SsprPatch, names: Names<'_>) -> Entries {
    let mut policy = Entries::default();
    policy.some("max_age_days", patch.max_age_days, |days| or_null(days, raw)).some(
        "apply_to_synced",
        patch.expiry_for_synced,
        raw,
    );
    let mut protection = Entries::default();
    protection.some("custom_banned", patch.custom_banned.as_ref(), words).some(
        "enforce_on_premises",
        patch.on_premises_protection,
        |value| word(value.word()),
    );
    let mut lockout = Entries::default();
    lockout.some("threshold", patch.lockout_threshold, raw).some("duration_s", patch.lockout_seconds, raw);
    let mut features = Entries::default();
    features.some("force_password_change", patch.force_password_change, raw).some(
        "cloud_password_policy",
        patch.cloud_password_policy,
        raw,
    );
    let mut risk = Entries::default();
    risk.some("change_password_from", patch.risk_change_from, |from| or_null(from, |from| word(from.word())));
    risk.some("on_premises_change_resets", patch.risk_reset_on_premises, raw);
    let methods = |list: &Option<Vec<MethodTarget>>| or_null(list.as_ref(), |list| targets(list, names));
    let mut entries = Entries::default();
    entries
        .some("name", patch.name.as_ref(), word)
        .some("cloud", patch.cloud, |cloud| word(cloud.word()))
        .some("created", patch.created, raw)
        .some("trial_started", patch.trial_started, |day| or_null(day, raw))
        .some("country", patch.country.as_ref(), word)
        .some("services_unavailable", patch.unavailable.as_ref(), |list| unavailable(list))
        .some("telecom_provider", patch.telecom_provider, raw)
        .some("methods_migration", patch.migration, |state| word(state.word()))
        .some("authentication_methods", patch.authentication_methods.as_ref(), methods)
        .some("kind", patch.kind, |kind| word(kind.word()))
        .filled("sspr", sspr_patch(reset, names))
        .filled("password_policy", policy)
        .filled("password_protection", protection)
        .filled("smart_lockout", lockout)
        .some("staged_rollout", patch.staged_rollout.as_ref(), |list| staged(list, names))
        .filled("sync_features", features)
        .filled("risk_policy", risk);
    entries
}

pub(super) fn on_premises(on_premises: &OnPremises, names: Names<'_>) -> Node {
    let mut entries = Entries::default();
    entries
        .put("forests", Node::List(on_premises.forests.iter().map(|f| forest(f, names)).collect()))
        .put("sync", Node::List(on_premises.sync.iter().map(|s| sync(s, names)).collect()));
    entries.block()
}

fn forest(forest: &Forest, names: Names<'_>) -> Node {
    let mut entries = Entries::default();
    entries
        .put("name", word(&forest.name))
        .put("password_policy", password_policy(forest.password_policy))
        .put("lockout", lockout(forest.lockout));
    let fine: Vec<Node> = forest.fine_grained.iter().map(|policy| fine_grained(policy, names)).collect();
    if !fine.is_empty() {
        entries.put("fine_grained", Node::List(fine));
    }
    if !forest.filters_resets {
        entries.put("filters_resets", raw(false));
    }
    if !forest.agents.is_empty() {
        entries.put("pass_through_agents", Node::List(forest.agents.iter().map(agent).collect()));
    }
    entries.block()
}

fn agent(agent: &PassThroughAgent) -> Node {
    let mut entries = Entries::default();
    entries
        .put("name", word(&agent.name))
        .some("version", agent.version, raw)
        .some("system", agent.system, |system| word(system.word()));
    entries.inline()
}

fn fine_grained(policy: &crate::model::directory::FineGrained, names: Names<'_>) -> Node {
    let users = policy.users.iter().map(|id| names.user(*id));
    let groups = policy.groups.iter().map(|id| names.group(*id));
    let mut entries = Entries::default();
    entries
        .put("name", word(&policy.name))
        .put("precedence", raw(policy.precedence))
        .put("applies_to", Node::List(users.chain(groups).collect()))
        .put("password_policy", password_policy(policy.password_policy))
        .put("lockout", lockout(policy.lockout));
    entries.block()
}

fn password_policy(policy: PasswordPolicy) -> Node {
    password_policy_patch(&PasswordPolicyPatch {
        min_length: Some(policy.min_length),
        complexity: Some(policy.complexity),
        history: Some(policy.history),
        min_age: Some(policy.min_age),
        max_age: Some(policy.max_age),
    })
    .inline()
}

pub(super) fn password_policy_patch(patch: &PasswordPolicyPatch) -> Entries {
    let mut entries = Entries::default();
    entries
        .some("min_length", patch.min_length, raw)
        .some("complexity", patch.complexity, raw)
        .some("history", patch.history, raw)
        .some("min_age", patch.min_age, raw)
        .some("max_age", patch.max_age, raw);
    entries
}

fn lockout(lockout: Lockout) -> Node {
    lockout_patch(&LockoutPatch {
        threshold: Some(lockout.threshold),
        window: Some(lockout.window),
        duration: Some(lockout.duration),
    })
    .inline()
}

pub(super) fn lockout_patch(patch: &LockoutPatch) -> Entries {
    let mut entries = Entries::default();
    entries.some("threshold", patch.threshold, raw).some("window", patch.window, raw).some(
        "duration",
        patch.duration,
        raw,
    );
    entries
}

fn sync(server: &SyncServer, names: Names<'_>) -> Node {
    let patch = SyncPatch {
        forests: Some(server.forests.clone()),
        version: server.version.map(Some),
        staging: Some(server.staging),
        password_hash_sync: Some(server.password_hash_sync),
        writeback: Some(server.writeback),
        application_sign_in: Some(server.application_sign_in),
        permissions: Some(server.permissions),
        wizard_open: server.wizard_open.then_some(true),
        sync_interval: server.sync_interval.map(Some),
        dotnet: server.dotnet.map(Some),
        system: server.system.map(Some),
    };
    let mut entries = Entries::default();
    entries.put("name", word(&server.name)).put("kind", word(server.kind.word()));
    entries.0.extend(sync_patch(&patch, names).0);
    entries.block()
}

fn permissions(set: PermissionSet) -> Node {
    words(Permission::ALL.iter().filter(|permission| set.contains(**permission)).map(|permission| permission.word()))
}

pub(super) fn sync_patch(patch: &SyncPatch, names: Names<'_>) -> Entries {
    let mut entries = Entries::default();
    entries
        .some("forests", patch.forests.as_ref(), |list| Node::List(list.iter().map(|id| names.forest(*id)).collect()))
        .some("version", patch.version, |version| or_null(version, raw))
        .some("staging", patch.staging, raw)
        .some("password_hash_sync", patch.password_hash_sync, raw)
        .some("writeback", patch.writeback, raw)
        .some("application_sign_in", patch.application_sign_in, raw)
        .some("permissions", patch.permissions, permissions)
        .some("wizard_open", patch.wizard_open, raw)
        .some("sync_interval", patch.sync_interval, |span| or_null(span, raw))
        .some("dotnet", patch.dotnet, |version| or_null(version, raw))
        .some("system", patch.system, |system| or_null(system, |system| word(system.word())));
    entries
}
