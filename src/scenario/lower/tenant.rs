//! The part `tenant`: its tables, and what it means.

use super::super::diagnostic::{Diagnostic, shown};
use super::super::suggest::nearest;
use super::super::text::Node;
use super::fields::Fields;
use super::kind::Kind::{self, Bool, Date, Either, Int, List, Map, Moment, Named, Null, Table, Text};
use super::kind::{Naming, shape, word};
use super::names::{Names, default_domain, sku};
use super::people::{LICENCE, licence};
use crate::model::identity::{Cloud, Identity, TenantKind, UserRisk};
use crate::model::key::{GroupId, PlanId};
use crate::model::licence::{Billing, Channel, Contract, Subscription, SubscriptionStatus, TABLE, TermLength};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{
    Domain, FIRST_LOCK_SECONDS, Group, GroupKind, GroupPatch, MethodTarget, Migration, OnPremisesProtection, Scope,
    Sspr, SsprPatch, Tenant, TenantPatch,
};
use crate::model::role::Role;
use crate::model::time::{Date as Day, Instant};
use crate::rules::topics::licensing_assignment::is_location;
use crate::rules::topics::licensing_subscriptions::{BUSINESS_SEATS, is_capped};

/// Methods that can prove a person in a reset, by every name.
pub(crate) const PROOFS: Kind = Kind::Word(|| {
    let names = MethodSet::of(&[Method::MobilePhone, Method::AuthenticatorApp]).union(MethodSet::PROOFS);
    names.iter().map(Method::word).collect()
});

shape!(TENANT, "the tenant", [SETTINGS], {
    "domains" => List(&Either(&[Text, Map(&DOMAIN)])), "Verified domains; people's suffixes must be among them.";
    "subscriptions" => List(&Map(&SUBSCRIPTION)), "What was bought; none is Free.";
    "groups" => List(&Map(&GROUP)), "Groups of people and of groups.";
});

shape!(SETTINGS, "settings of the tenant", [], {
    "name" => Text, "The organisation's name.";
    "cloud" => word!(Cloud), "The cloud it lives in.";
    "created" => Date, "When the tenant was created; decides defaults of password expiry.";
    "trial_started" => Either(&[Null, Date]), "A date makes it a trial tenant.";
    "country" => Text, "Two letters of ISO 3166: where the organisation is; default US.";
    "services_unavailable" => List(&Map(&UNAVAILABLE)), "Services that are not allowed in some usage locations.";
    "telecom_provider" => Bool, "A customer-managed provider for texts and calls.";
    "methods_migration" => word!(Migration), "How far the move to the Authentication methods policy has come.";
    "authentication_methods" => Either(&[Null, List(&Either(&[word!(Method), Map(&METHOD_TARGET)]))]),
        "The Authentication methods policy; null is the same as sspr.methods.";
    "kind" => word!(TenantKind), "Business or education.";
    "sspr" => Map(&SSPR), "Self-service password reset.";
    "password_policy" => Map(&PASSWORD_POLICY), "Expiry of cloud passwords.";
    "password_protection" => Map(&PROTECTION), "Banned passwords.";
    "smart_lockout" => Map(&SMART_LOCKOUT), "Smart lockout.";
    "staged_rollout" => Table(&word!(Identity), &Named(Naming::Group)),
        "Sign-in type to the group of those who use it although their domain is federated.";
    "sync_features" => Map(&SYNC_FEATURES), "Features of directory synchronization.";
    "risk_policy" => Map(&RISK_POLICY), "What user risk asks of people.";
});

shape!(DOMAIN, "a domain", [], {
    "name" @required => Text, "The domain.";
    "identity" => word!(Identity), "Default identity type of people with this suffix.";
});

shape!(SUBSCRIPTION, "a subscription", [SUBSCRIPTION_SET], {
    "sku" @required => Named(Naming::Sku), "The product: its string id, GUID or unique product name.";
    "channel" => word!(Channel), "From whom it was bought; default direct.";
    "term" => word!(TermLength), "For how long it runs before it renews; default annual.";
    "bought" => Moment, "When it was bought or renewed last.";
    "trial" => Bool, "A trial; default: as `trial_started` says.";
    "for_users" => Bool, "Licences for people rather than for the company; default true.";
});

shape!(SUBSCRIPTION_SET, "settings of a subscription", [], {
    "units" => Int(0, 10_000_000), "Seats.";
    "status" => word!(SubscriptionStatus), "Its state at the start.";
    "next_lifecycle" => Either(&[Null, Moment]), "When it leaves that state.";
    "billing" => word!(Billing), "Its state in the words of billing, in place of `status`.";
    "added_plan" => Named(Naming::Plan), "A service plan that the vendor has added to the product.";
});

shape!(UNAVAILABLE, "a service that is not allowed everywhere", [], {
    "plan" @required => Named(Naming::Plan), "The service plan.";
    "locations" @required => List(&Text), "Usage locations where it is not allowed.";
});

shape!(GROUP_SETTINGS, "settings of a group", [], {
    "kind" => word!(GroupKind), "What kind of group it is; default security.";
    "security_enabled" => Bool, "A Microsoft 365 group that can be used for security; default true.";
    "departments" => Either(&[Null, List(&Text)]), "Dynamic membership: people of these departments.";
});

shape!(GROUP, "a group", [GROUP_SETTINGS], {
    "name" @required => Text, "The group's name.";
    "members" => List(&Named(Naming::Member)), "People and groups.";
    "licences" => List(&Either(&[Named(Naming::Sku), Map(&LICENCE)])), "Products put on the group.";
    "roles" => List(&Named(Naming::Role)), "Roles assigned to the group.";
});

shape!(METHOD_TARGET, "a method of the Authentication methods policy", [], {
    "method" @required => word!(Method), "The method.";
    "groups" => List(&Named(Naming::Group)), "The groups it is for; absent: everybody.";
});

shape!(SSPR, "the reset settings", [], {
    "enabled" => word!(Scope), "For whom self-service reset is on.";
    "group" => Either(&[Null, Named(Naming::Group)]), "The group, where `enabled` is `selected`.";
    "methods" => List(&PROOFS), "Methods of the legacy reset policy.";
    "methods_required" => Int(0, 100), "How many methods a person must pass: 1 or 2.";
    "security_questions" => Map(&QUESTIONS), "How many questions are asked.";
    "registration" => Map(&REGISTRATION), "Registration at sign-in.";
    "notify" => Map(&NOTIFY), "Who is told of a reset.";
    "helpdesk" => Map(&HELPDESK), "Customised contact of the administrator.";
    "admins_allowed" => Bool, "The switch of self-service reset for administrators.";
    "writeback" => Either(&[Bool, Map(&WRITEBACK)]), "The portal's writeback toggles.";
    "unlock_without_reset" => Bool, "Accounts may be unlocked without a reset.";
});

shape!(QUESTIONS, "security questions", [], {
    "register" => Int(0, 100), "Questions to answer at registration: 3 to 5.";
    "reset" => Int(0, 100), "Questions asked at a reset: 3 to 5, at most `register`.";
    "custom" => List(&Text), "Questions of the organisation's own: at most 20, of 3 to 200 characters.";
});

shape!(REGISTRATION, "registration", [], {
    "required" => Bool, "People are asked to register at sign-in.";
    "mfa" => Bool, "Registration for multifactor authentication is enforced as well; default false.";
    "reconfirm_days" => Int(0, 100_000), "Days until data must be confirmed again: 0 (never) to 730.";
});

shape!(NOTIFY, "notices", [], {
    "users" => Bool, "Tell people of their own reset.";
    "admins" => Bool, "Tell administrators of an administrator's reset.";
});

shape!(HELPDESK, "the contact", [], {
    "link" => Either(&[Null, Text]), "An address or a web page.";
});

shape!(WRITEBACK, "writeback", [], {
    "connect" => Bool, "For people served by Connect.";
    "cloud_sync" => Bool, "For people served by cloud sync.";
});

shape!(PASSWORD_POLICY, "the cloud's password policy", [], {
    "max_age_days" => Either(&[Null, Int(0, 100_000)]), "Days until a cloud password expires; null: nothing set.";
    "apply_to_synced" => Bool, "Whether it holds for synchronized people.";
});

shape!(PROTECTION, "password protection", [], {
    "custom_banned" => List(&Text), "Words of the custom banned list.";
    "enforce_on_premises" => word!(OnPremisesProtection), "What domain controllers do with a banned password.";
});

shape!(SMART_LOCKOUT, "smart lockout", [], {
    "threshold" => Int(1, 100_000), "Failed sign-ins before the lockout.";
    "duration_s" => Int(0, 10_000_000), "Length of the first lockout in seconds.";
});

shape!(SYNC_FEATURES, "features of synchronization", [], {
    "force_password_change" => Bool, "A must-change mark set on-premises reaches the cloud.";
    "cloud_password_policy" => Bool, "The cloud's password policy holds for synchronized people.";
});

shape!(RISK_POLICY, "what user risk asks", [], {
    "change_password_from" => Either(&[Null, word!(UserRisk)]),
        "The user risk from which a secure password change is asked for at sign-in; null: none asks.";
    "on_premises_change_resets" => Bool, "A password changed on-premises closes user risk; default false.";
});

/// The reset settings that a map changes.
pub(crate) fn sspr_patch(sspr: Fields<'_>, names: &Names) -> SsprPatch {
    let questions = sspr.map("security_questions", &QUESTIONS);
    let registration = sspr.map("registration", &REGISTRATION);
    let notify = sspr.map("notify", &NOTIFY);
    let writeback = sspr.map("writeback", &WRITEBACK);
    let both = sspr.bool("writeback");
    SsprPatch {
        enabled: sspr.word("enabled", Scope::parse),
        group: sspr.raw("group").map(|node| node.text().and_then(|name| names.group(name))),
        methods: sspr.words("methods", Method::parse),
        methods_required: sspr.int("methods_required"),
        questions_register: questions.int("register"),
        questions_reset: questions.int("reset"),
        custom_questions: questions.words("custom", |text| Some(text.to_owned())),
        mfa_registration: registration.bool("mfa"),
        registration_required: registration.bool("required"),
        reconfirm_days: registration.int("reconfirm_days"),
        notify_users: notify.bool("users"),
        notify_admins: notify.bool("admins"),
        helpdesk_link: sspr.map("helpdesk", &HELPDESK).text_or_null("link"),
        admins_allowed: sspr.bool("admins_allowed"),
        admins_switch_set: sspr.bool("admins_allowed").map(|_| true),
        writeback_connect: both.or_else(|| writeback.bool("connect")),
        writeback_cloud_sync: both.or_else(|| writeback.bool("cloud_sync")),
        unlock_without_reset: sspr.bool("unlock_without_reset"),
    }
}

/// The settings, but for reset, that a map changes.
pub(crate) fn tenant_patch(tenant: Fields<'_>, names: &Names) -> TenantPatch {
    let policy = tenant.map("password_policy", &PASSWORD_POLICY);
    let protection = tenant.map("password_protection", &PROTECTION);
    let lockout = tenant.map("smart_lockout", &SMART_LOCKOUT);
    let features = tenant.map("sync_features", &SYNC_FEATURES);
    let risk = tenant.map("risk_policy", &RISK_POLICY);
    TenantPatch {
        name: tenant.text("name"),
        cloud: tenant.word("cloud", Cloud::parse),
        created: tenant.date("created"),
        trial_started: tenant.raw("trial_started").map(|node| node.text().and_then(Day::parse)),
        country: tenant.text("country"),
        unavailable: tenant.get("services_unavailable").map(unavailable),
        telecom_provider: tenant.bool("telecom_provider"),
        migration: tenant.word("methods_migration", Migration::parse),
        authentication_methods: tenant.raw("authentication_methods").map(|node| method_targets(node, names)),
        kind: tenant.word("kind", TenantKind::parse),
        max_age_days: policy.raw("max_age_days").map(|node| node.plain().and_then(|days| days.parse().ok())),
        expiry_for_synced: policy.bool("apply_to_synced"),
        custom_banned: protection.words("custom_banned", |word| Some(word.to_owned())),
        on_premises_protection: protection.word("enforce_on_premises", OnPremisesProtection::parse),
        lockout_threshold: lockout.int("threshold"),
        lockout_seconds: lockout.int("duration_s"),
        staged_rollout: tenant.get("staged_rollout").map(|node| {
            let one = |(word, group): (&str, &Node)| Some((Identity::parse(word)?, names.group(group.text()?)?));
            node.entries().iter().filter_map(|entry| one((&entry.key, &entry.value))).collect()
        }),
        force_password_change: features.bool("force_password_change"),
        cloud_password_policy: features.bool("cloud_password_policy"),
        // Without any risk nobody is asked, so `none` is the same as no policy.
        risk_change_from: risk
            .raw("change_password_from")
            .map(|node| node.text().and_then(UserRisk::parse).filter(|risk| *risk != UserRisk::None)),
        risk_reset_on_premises: risk.bool("on_premises_change_resets"),
    }
}

fn unavailable(node: &Node) -> Vec<(PlanId, Vec<String>)> {
    let one = |item: &Node| {
        let fields = Fields::of(item, &UNAVAILABLE);
        let locations = fields.words("locations", |text| Some(text.to_owned())).unwrap_or_default();
        Some((fields.word("plan", |plan| TABLE.plan(plan))?, locations))
    };
    node.items().iter().filter_map(one).collect()
}

fn method_targets(node: &Node, names: &Names) -> Option<Vec<MethodTarget>> {
    let one = |item: &Node| {
        if let Some(word) = item.text() {
            return Some(MethodTarget { method: Method::parse(word)?, groups: Vec::new() });
        }
        let target = Fields::of(item, &METHOD_TARGET);
        let groups = target.words("groups", |name| names.group(name)).unwrap_or_default();
        Some(MethodTarget { method: target.word("method", Method::parse)?, groups })
    };
    (!node.is_null()).then(|| node.items().iter().filter_map(one).collect())
}

/// The tenant of a file, or the one that a file without `tenant` has.
pub(crate) fn tenant(node: Option<&Node>, names: &Names, start: Instant, people: usize) -> Tenant {
    let Some(node) = node else { return absent(start, people) };
    let fields = Fields::of(node, &TENANT);
    let mut tenant = blank(fields.text("name").unwrap_or_else(|| "Contoso".into()), start);
    tenant_patch(fields, names).apply(&mut tenant);
    sspr_patch(fields.map("sspr", &SSPR), names).apply(&mut tenant.sspr);
    if tenant.cloud == Cloud::UsGovernment && fields.map("smart_lockout", &SMART_LOCKOUT).int("threshold").is_none() {
        tenant.lockout_threshold = 3;
    }
    if fields.has("domains") {
        tenant.domains = fields.list("domains").iter().filter_map(domain).collect();
    }
    tenant.subscriptions = fields.list("subscriptions").iter().filter_map(subscription).collect();
    tenant.groups = fields.list("groups").iter().map(|node| group(node, names)).collect();
    tenant
}

fn blank(name: String, start: Instant) -> Tenant {
    let (year, month, day) = start.date().civil();
    let day = if month == 2 { day.min(28) } else { day };
    Tenant {
        domains: vec![Domain { name: default_domain(&name), identity: Identity::CloudOnly }],
        name,
        cloud: Cloud::Public,
        created: Day::new(year - 2, month, day),
        trial_started: None,
        country: "US".into(),
        unavailable: Vec::new(),
        subscriptions: Vec::new(),
        telecom_provider: false,
        migration: Migration::Complete,
        authentication_methods: None,
        kind: TenantKind::Business,
        groups: Vec::new(),
        sspr: Sspr::default(),
        max_age_days: None,
        expiry_for_synced: false,
        custom_banned: Vec::new(),
        on_premises_protection: OnPremisesProtection::Off,
        lockout_threshold: 10,
        lockout_seconds: FIRST_LOCK_SECONDS,
        staged_rollout: Vec::new(),
        force_password_change: false,
        cloud_password_policy: false,
        risk_change_from: None,
        risk_reset_on_premises: false,
    }
}

/// A P1 tenant `contoso.com` with reset for everybody and a seat for each person.
fn absent(start: Instant, people: usize) -> Tenant {
    let mut tenant = blank("Contoso".into(), start);
    tenant.domains.push(Domain { name: "contoso.com".into(), identity: Identity::CloudOnly });
    tenant.sspr.enabled = Scope::All;
    let units = u32::try_from(people.max(25)).unwrap_or(u32::MAX);
    let (status, next_lifecycle) = (SubscriptionStatus::Enabled, None);
    let bought = |sku| Subscription { sku, units, status, next_lifecycle, contract: Contract::default() };
    tenant.subscriptions.extend(TABLE.sku("AAD_PREMIUM").map(bought));
    tenant
}

/// The tenant of a file without `tenant`, as it would have to be written, with so many seats.
pub(crate) fn absent_as_text(units: u32) -> String {
    format!(
        "{{name: Contoso, domains: [contoso.onmicrosoft.com, contoso.com], \
         subscriptions: [{{sku: AAD_PREMIUM, units: {units}}}], sspr: {{enabled: all}}}}"
    )
}

fn domain(node: &Node) -> Option<Domain> {
    if let Some(name) = node.text() {
        return Some(Domain { name: name.to_owned(), identity: Identity::CloudOnly });
    }
    let fields = Fields::of(node, &DOMAIN);
    let identity = fields.word("identity", Identity::parse).unwrap_or(Identity::CloudOnly);
    Some(Domain { name: fields.text("name")?, identity })
}

fn subscription(node: &Node) -> Option<Subscription> {
    let fields = Fields::of(node, &SUBSCRIPTION);
    Some(Subscription {
        sku: fields.word("sku", sku)?,
        units: fields.count("units")?,
        status: fields.word("status", SubscriptionStatus::parse).unwrap_or(SubscriptionStatus::Enabled),
        next_lifecycle: fields.moment("next_lifecycle"),
        contract: Contract {
            channel: fields.word("channel", Channel::parse).unwrap_or(Channel::Direct),
            term: fields.word("term", TermLength::parse).unwrap_or(TermLength::Annual),
            bought: fields.moment("bought"),
            trial: fields.bool("trial"),
            for_users: fields.bool("for_users").unwrap_or(true),
            billing: fields.word("billing", Billing::parse),
            added_plan: fields.word("added_plan", |plan| TABLE.plan(plan)),
        },
    })
}

fn group(node: &Node, names: &Names) -> Group {
    let fields = Fields::of(node, &GROUP);
    Group {
        name: fields.text("name").unwrap_or_default(),
        members: fields.words("members", |name| names.member(name)).unwrap_or_default(),
        licences: fields.list("licences").iter().filter_map(licence).collect(),
        roles: fields.words("roles", Role::parse).unwrap_or_default(),
        kind: fields.word("kind", GroupKind::parse).unwrap_or(GroupKind::Security),
        security_enabled: fields.bool("security_enabled").unwrap_or(true),
        departments: departments(fields).flatten(),
    }
}

fn departments(fields: Fields<'_>) -> Option<Option<Vec<String>>> {
    let list = |node: &Node| node.items().iter().filter_map(|item| item.text().map(str::to_owned)).collect();
    fields.raw("departments").map(|node| (!node.is_null()).then(|| list(node)))
}

/// The settings of a group that a map changes.
pub(crate) fn group_patch(fields: Fields<'_>) -> GroupPatch {
    GroupPatch {
        kind: fields.word("kind", GroupKind::parse),
        security_enabled: fields.bool("security_enabled"),
        departments: departments(fields),
    }
}

/// Two letters, as the rule `location-two-letters` says.
pub(crate) fn location(node: &Node, found: &mut Vec<Diagnostic>) {
    let text = node.text().unwrap_or_default();
    if !is_location(text) {
        let message = format!("`{}` is no location: two letters of ISO 3166 such as `US` are", shown(text));
        found
            .push(Diagnostic::error("bad-location", node.spot, message).meant(nearest(text, ["US", "GB", "DE", "FR"])));
    }
}

/// What does not fit together inside `tenant`.
pub(crate) fn check(node: &Node, tenant: &Tenant, start: Instant, found: &mut Vec<Diagnostic>) {
    let fields = Fields::of(node, &TENANT);
    for item in fields.list("subscriptions") {
        if item.entry("sku").is_some() && item.entry("units").is_none() {
            found.push(Diagnostic::error("missing-key", item.head(), "a subscription needs `units`"));
        }
        capped(Fields::of(item, &SUBSCRIPTION), found);
    }
    if let Some(node) = fields.get("country") {
        location(node, found);
    }
    for item in fields.list("services_unavailable") {
        let places = item.get("locations").map_or(&[][..], Node::items);
        places.iter().for_each(|place| location(place, found));
    }
    let sspr = fields.map("sspr", &SSPR);
    if tenant.sspr.enabled == Scope::Selected && sspr.get("group").is_none() {
        let message = "`enabled: selected` needs a `group`";
        let found_here = Diagnostic::error("missing-group", sspr.spot("enabled"), message);
        let names: Vec<&str> = tenant.groups.iter().map(|group| group.name.as_str()).collect();
        let help = match names.as_slice() {
            [] => "name a group of `tenant.groups` under `group`".into(),
            _ => format!("name one of `{}` under `group`", names.join("`, `")),
        };
        found.push(found_here.help(help));
    }
    for refused in crate::rules::settings::unsaveable(&tenant.sspr, tenant.migration, start) {
        found.push(unsaveable(fields, refused.rule, refused.key));
    }
    nested(tenant, fields, found);
}

/// Products for small organisations have a bound that no shop goes over.
fn capped(fields: Fields<'_>, found: &mut Vec<Diagnostic>) {
    let Some(sku) = fields.word("sku", super::names::sku).filter(|sku| is_capped(*sku)) else { return };
    if let Some(units) = fields.count("units").filter(|units| *units > BUSINESS_SEATS) {
        let name = TABLE.product(sku).name;
        let message = format!("{units} seats of {name} are sold to nobody: {BUSINESS_SEATS} is the most");
        found.push(Diagnostic::warning("seat-cap", fields.spot("units"), message));
    }
}

/// A setting that no portal would save, at the place of its value.
pub(crate) fn unsaveable(tenant: Fields<'_>, rule: &str, key: &str) -> Diagnostic {
    let mut node = tenant.get("sspr");
    for part in key.split('.') {
        node = node.and_then(|map| map.get(part)).or(node);
    }
    let spot = node.map_or_else(|| tenant.head(), Node::head);
    let written = node.map(|node| format!(": `{}`", super::super::diagnostic::shown(&node.flow())));
    let limits = match key.split('.').next().unwrap_or_default() {
        "methods_required" => "it is 1 or 2",
        "registration" => "it is 0 (never) to 730 days",
        "security_questions" if key.ends_with(".custom") => "20 questions at most, each of 3 to 200 characters",
        "security_questions" => "`register` must be at least `reset`, and both 3 to 5",
        "methods" => {
            "a code or notification of the `authenticator-app` alone is not enough, and one method must be left"
        }
        _ => "the portal has other limits",
    };
    let message =
        format!("no portal saves this value of `{key}`{} (rule `{rule}`: {limits})", written.unwrap_or_default());
    Diagnostic::error("unsaveable", spot, message).help("to show the refusal, put it into the `set` of a step")
}

/// A group that holds itself is walked once, but hardly meant.
fn nested(tenant: &Tenant, fields: Fields<'_>, found: &mut Vec<Diagnostic>) {
    use crate::model::policy::Member;
    for (i, group) in tenant.groups.iter().enumerate() {
        if group.members.contains(&Member::Group(GroupId(i as u16))) {
            let spot = fields.list("groups").get(i).map(Node::head).unwrap_or_default();
            let name = super::super::diagnostic::shown(&group.name);
            found.push(Diagnostic::error("group-in-itself", spot, format!("the group `{name}` is a member of itself")));
        }
    }
}
