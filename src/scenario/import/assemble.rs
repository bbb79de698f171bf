//! One scenario out of everything that was read.

use crate::model::identity::{Cloud, Identity, TenantKind};
use crate::model::policy::{FIRST_LOCK_SECONDS, Migration, OnPremisesProtection, Tenant};
use crate::model::time::{Date, Instant};
use crate::scenario::lower::names::{Giver, Names};
use crate::scenario::lower::tenant::SMART_LOCKOUT;
use crate::scenario::text::Node;
use crate::scenario::{DEFAULT_LENGTH, OnPremises, Person, QuizRequest, Scenario};

use super::answers::Answers;
use super::answers_policy;
use super::files::{ENTRA_TABLE, Folder, M365_TABLE};
use super::groups::Groups;
use super::licences::Licensing;
use super::people::Accounts;
use super::person::{self, Counts, Making};
use super::policy::{self, Domains};
use super::registered::{self, Registrar};
use super::roles::Roles;
use super::subscriptions::Bought;
use super::{ANSWERS, Log, methods};

/// The scenario; none where the start is not known, which is a problem by then.
pub(super) fn scenario(folder: &Folder, answers: &Answers, day: Option<Date>, log: &mut Log) -> Option<Scenario> {
    let start = start(answers, day, log);
    let accounts = Accounts::read(folder, log);
    let about = person::about(answers, &accounts);
    let mut groups = Groups::read(folder, &accounts, log);
    let mut names = names(&accounts, &groups, log);
    answers.check(&names, log);
    let mut licensing = Licensing::default();
    licensing.of_groups(&mut groups);
    let mut bought = Bought::read(folder, log);
    let domains = Domains::read(folder, answers, &accounts, log);
    let at = start.unwrap_or(Instant(0));
    let roles = Roles::read(folder, &accounts, &mut groups, at, log);
    let sspr = sspr(folder, answers, &names, log);
    let mut making = Making {
        accounts: &accounts,
        about: &about,
        domains: &domains,
        start: at,
        registrar: Registrar::new(sspr.questions_register),
        counts: Counts::default(),
        rewritten: std::collections::BTreeSet::new(),
    };
    let identities: Vec<Identity> = (0..accounts.list.len()).map(|i| making.identity(i)).collect();
    let forests = person::used_forests(&accounts, &about, &identities);
    let on_premises = policy::on_premises(answers, &forests, &domains.main, &mut names, log);
    let words = registered::words(folder, &accounts, log);
    let skus = bought.skus();
    let mut users = Vec::new();
    for (i, identity) in identities.iter().enumerate() {
        let mut person = making.person(i, *identity, on_premises.as_ref());
        person.licences = licensing.of_person(i, &accounts, &groups, &skus);
        person.roles = roles.held[i];
        person.eligible_roles.clone_from(&roles.eligible[i]);
        let directory = person.directory.clone();
        person.methods = making.registrar.registered(words[i].as_deref().unwrap_or_default(), &directory);
        making.invited(i, &mut person);
        users.push(person);
    }
    making.counts.tell(log);
    making.registrar.tell(log);
    licensing.tell(log);
    bought.cover(&users, &groups.list, log);
    bought.tell(&licensing, &accounts, log);
    let tenant = tenant(
        Parts { folder, answers, accounts: &accounts, names: &names, groups, bought, domains, sspr, start: at },
        log,
    );
    Some(finish(start?, answers, tenant, on_premises, users))
}

fn finish(
    start: Instant,
    answers: &Answers,
    tenant: Tenant,
    on_premises: Option<OnPremises>,
    users: Vec<Person>,
) -> Scenario {
    let top = answers.top();
    Scenario {
        title: top.text("title").unwrap_or_else(|| format!("{}, imported as of {}", tenant.name, start.date())),
        description: top.text("description"),
        seed: top.get("seed").and_then(Node::plain).and_then(|n| n.parse().ok()).unwrap_or_default(),
        start,
        end: start + DEFAULT_LENGTH,
        assumptions: answers_policy::assumptions(answers),
        tenant,
        on_premises,
        users,
        population: Vec::new(),
        timeline: Vec::new(),
        sweep: None,
        quiz: QuizRequest::default(),
    }
}

fn start(answers: &Answers, day: Option<Date>, log: &mut Log) -> Option<Instant> {
    if day.is_none() && !answers.top().has("start") && !log.is_broken(ANSWERS) {
        log.problem(
            ANSWERS,
            "no day is known: expected `start: 2026-11-20` (the day of the export) here, or \
            `--date 2026-11-20`",
        );
    }
    day.map(Date::start).or(answers.top().moment("start"))
}

/// The names that the notes may say: nothing is missing from a file that is broken.
fn names(accounts: &Accounts, groups: &Groups, log: &Log) -> Names {
    let users = accounts.list.iter().map(|account| account.upn.clone()).collect();
    let groups = groups.list.iter().map(|group| group.name.clone()).collect();
    let table = |kind: &str| kind == "users" && (log.is_broken(ENTRA_TABLE) || log.is_broken(M365_TABLE));
    let broken = [("users", Giver::Users), ("groups", Giver::Groups)]
        .into_iter()
        .filter(|(kind, _)| log.is_broken(kind) || table(kind));
    Names::of_export(users, groups, &broken.map(|(_, giver)| giver).collect::<Vec<_>>())
}

fn sspr(folder: &Folder, answers: &Answers, names: &Names, log: &mut Log) -> crate::model::policy::Sspr {
    let mut sspr = answers_policy::sspr(answers, names, log);
    if let Some(on) = policy::admins_allowed(folder, log) {
        (sspr.admins_allowed, sspr.admins_switch_set) = (on, true);
    }
    sspr
}

/// Everything a tenant is made of.
struct Parts<'a> {
    folder: &'a Folder,
    answers: &'a Answers,
    accounts: &'a Accounts,
    names: &'a Names,
    groups: Groups,
    bought: Bought,
    domains: Domains,
    sspr: crate::model::policy::Sspr,
    start: Instant,
}

fn tenant(mut parts: Parts<'_>, log: &mut Log) -> Tenant {
    let given = parts.answers.tenant();
    let (name, created) = policy::organisation(parts.folder, log);
    log.note(
        usize::from(created.is_none() && given.get("created").is_none()),
        "no file tells when the tenant was created: two years before the start are assumed",
    );
    let migration = methods::migration(parts.folder, log);
    log.note(
        usize::from(migration.is_none() && given.get("methods_migration").is_none()),
        "no file tells how far the move of method policies has come: complete is assumed",
    );
    let told = given.get("authentication_methods").is_some();
    let authentication_methods = methods::targets(parts.folder, parts.accounts, &mut parts.groups, told, log);
    log.note(
        usize::from(given.get("telecom_provider").is_none()),
        "nothing tells of a telecom provider: none is assumed",
    );
    let first_label = parts.domains.main.split('.').next().unwrap_or_default().to_owned();
    let mut tenant = Tenant {
        country: "US".to_owned(),
        unavailable: Vec::new(),
        name: name.unwrap_or(first_label),
        cloud: cloud(&parts.domains),
        created: two_years_before(parts.start.date()),
        trial_started: None,
        domains: parts.domains.list.clone(),
        subscriptions: parts.bought.list.clone(),
        telecom_provider: false,
        migration: Migration::Complete,
        authentication_methods: None,
        kind: TenantKind::Business,
        groups: Vec::new(),
        sspr: parts.sspr,
        max_age_days: parts.domains.max_age_days,
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
    };
    answers_policy::settings(&mut tenant, parts.answers, parts.names);
    if tenant.cloud == Cloud::UsGovernment && given.map("smart_lockout", &SMART_LOCKOUT).int("threshold").is_none() {
        tenant.lockout_threshold = 3;
    }
    // What a file of the export tells is not overruled by notes.
    tenant.created = created.unwrap_or(tenant.created);
    tenant.migration = migration.unwrap_or(tenant.migration);
    tenant.trial_started = parts.bought.trial_started.or(tenant.trial_started);
    tenant.authentication_methods = authentication_methods.or(tenant.authentication_methods);
    answers_policy::unsaveable(&tenant, parts.start, parts.answers, log);
    tenant.groups = parts.groups.list;
    tenant
}

fn cloud(domains: &Domains) -> Cloud {
    if domains.ends_with(".onmicrosoft.us") {
        Cloud::UsGovernment
    } else if domains.ends_with(".partner.onmschina.cn") {
        Cloud::China
    } else {
        Cloud::Public
    }
}

/// The same day two years earlier; 28 February for the 29th.
fn two_years_before(day: Date) -> Date {
    let (year, month, day) = day.civil();
    Date::new(year - 2, month, if month == 2 { day.min(28) } else { day })
}
