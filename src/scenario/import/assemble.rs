//! One scenario out of everything that was read.

use crate::model::identity::{Cloud, Identity, TenantKind};
use crate::model::policy::{Migration, OnPremisesProtection, Tenant};
use crate::model::time::{Date, Instant};
use crate::scenario::{DEFAULT_LENGTH, OnPremises, Person, QuizRequest, Scenario};

use super::answers::Answers;
use super::answers_policy::{self, choose, lay, read};
use super::files::Folder;
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
    let about = person::about(answers, &accounts, log);
    let mut groups = Groups::read(folder, &accounts, log);
    let mut licensing = Licensing::default();
    licensing.of_groups(&mut groups);
    let mut bought = Bought::read(folder, log);
    let domains = Domains::read(folder, answers, &accounts, log);
    let at = start.unwrap_or(Instant(0));
    let roles = Roles::read(folder, &accounts, &mut groups, at, log);
    let sspr = sspr(folder, answers, &groups, log);
    let mut making = Making {
        accounts: &accounts,
        about: &about,
        domains: &domains,
        start: at,
        registrar: Registrar::new(sspr.questions_register),
        counts: Counts::default(),
        rewritten: std::collections::BTreeSet::new(),
    };
    let identities: Vec<Identity> = (0..accounts.list.len()).map(|i| making.identity(i, log)).collect();
    let forests = person::used_forests(&accounts, &about, &identities);
    let on_premises = policy::on_premises(answers, &forests, &domains.main, log);
    let words = registered::words(folder, &accounts, log);
    let skus = bought.skus();
    let mut users = Vec::new();
    for (i, identity) in identities.iter().enumerate() {
        let mut person = making.person(i, *identity, on_premises.as_ref(), log);
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
    let tenant = tenant(Parts { folder, answers, accounts: &accounts, groups, bought, domains, sspr, start: at }, log);
    Some(finish(start?, answers, tenant, on_premises, users, log))
}

fn finish(
    start: Instant,
    answers: &Answers,
    tenant: Tenant,
    on_premises: Option<OnPremises>,
    users: Vec<Person>,
    log: &mut Log,
) -> Scenario {
    Scenario {
        title: answers.title.clone().unwrap_or_else(|| format!("{}, imported as of {}", tenant.name, start.date())),
        description: answers.description.clone(),
        seed: answers.seed.unwrap_or_default(),
        start,
        end: start + DEFAULT_LENGTH,
        assumptions: answers_policy::assumptions(answers, log),
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
    let told = read(log, "start", answers.start.as_deref(), Instant::parse, "a day such as 2026-11-20, or an instant");
    if day.is_none() && answers.start.is_none() && !log.is_broken(ANSWERS) {
        log.problem(
            ANSWERS,
            "no day is known: expected `start: 2026-11-20` (the day of the export) here, or \
            `--date 2026-11-20`",
        );
    }
    day.map(Date::start).or(told)
}

fn sspr(folder: &Folder, answers: &Answers, groups: &Groups, log: &mut Log) -> crate::model::policy::Sspr {
    let mut sspr = answers_policy::sspr(answers, groups, log);
    let told = answers.tenant.sspr.as_ref().and_then(|sspr| sspr.admins_allowed);
    lay(&mut sspr.admins_allowed, policy::admins_allowed(folder, log).or(told));
    sspr
}

/// Everything a tenant is made of.
struct Parts<'a> {
    folder: &'a Folder,
    answers: &'a Answers,
    accounts: &'a Accounts,
    groups: Groups,
    bought: Bought,
    domains: Domains,
    sspr: crate::model::policy::Sspr,
    start: Instant,
}

fn tenant(mut parts: Parts<'_>, log: &mut Log) -> Tenant {
    let given = &parts.answers.tenant;
    let (name, created) = policy::organisation(parts.folder, log);
    let day = "a day such as 2024-01-15";
    let told_created = read(log, "tenant.created", given.created.as_deref(), Date::parse, day);
    let told_trial = read(log, "tenant.trial_started", given.trial_started.as_deref(), Date::parse, day);
    let created = created.or(told_created);
    log.note(
        usize::from(created.is_none()),
        "no file tells when the tenant was created: two years before the start are assumed",
    );
    let told_migration = choose!(log, Migration, "tenant.methods_migration", given.methods_migration.as_deref());
    let migration = methods::migration(parts.folder, log).or(told_migration);
    log.note(
        usize::from(migration.is_none()),
        "no file tells how far the move of method policies has come: complete is assumed",
    );
    let authentication_methods = methods::targets(parts.folder, parts.accounts, &mut parts.groups, log);
    let cloud = choose!(log, Cloud, "tenant.cloud", given.cloud.as_deref()).unwrap_or_else(|| cloud(&parts.domains));
    let kind = choose!(log, TenantKind, "tenant.kind", given.kind.as_deref()).unwrap_or(TenantKind::Business);
    log.note(usize::from(given.telecom_provider.is_none()), "nothing tells of a telecom provider: none is assumed");
    let first_label = parts.domains.main.split('.').next().unwrap_or_default().to_owned();
    let mut tenant = Tenant {
        country: "US".to_owned(),
        unavailable: Vec::new(),
        name: given.name.clone().or(name).unwrap_or(first_label),
        cloud,
        created: created.unwrap_or_else(|| two_years_before(parts.start.date())),
        trial_started: parts.bought.trial_started.or(told_trial),
        domains: parts.domains.list.clone(),
        subscriptions: parts.bought.list.clone(),
        telecom_provider: given.telecom_provider.unwrap_or(false),
        migration: migration.unwrap_or(Migration::Complete),
        authentication_methods,
        kind,
        groups: Vec::new(),
        sspr: parts.sspr,
        max_age_days: parts.domains.max_age_days,
        expiry_for_synced: false,
        custom_banned: Vec::new(),
        on_premises_protection: OnPremisesProtection::Off,
        lockout_threshold: if cloud == Cloud::UsGovernment { 3 } else { 10 },
        lockout_seconds: 60,
        staged_rollout: Vec::new(),
        force_password_change: false,
        cloud_password_policy: false,
        risk_change_from: None,
        risk_reset_on_premises: false,
    };
    answers_policy::policies(&mut tenant, parts.answers, &parts.groups, log);
    answers_policy::unsaveable(&tenant, parts.start, log);
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
