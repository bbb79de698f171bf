//! One scenario out of everything that was read.

use std::collections::BTreeMap;

use crate::model::identity::{AccountKind, Cloud, Home, Identity, TenantKind, UserType};
use crate::model::key::ForestId;
use crate::model::policy::{Migration, OnPremisesProtection, Tenant};
use crate::model::time::{Date, Instant, Span};
use crate::scenario::{DEFAULT_LENGTH, OnPremises, Person, QuizRequest, Scenario};

use super::answers::{Answers, UserAnswers};
use super::answers_policy::{self, choose, lay, read};
use super::files::Folder;
use super::groups::Groups;
use super::licences::Licensing;
use super::people::{Account, Accounts};
use super::policy::{self, Domains};
use super::registered::{self, Registrar};
use super::roles::Roles;
use super::subscriptions::Bought;
use super::{ANSWERS, Log, methods};

/// The scenario; none where the start is not known, which is a problem by then.
pub(super) fn scenario(folder: &Folder, answers: &Answers, day: Option<Date>, log: &mut Log) -> Option<Scenario> {
    let start = start(answers, day, log);
    let accounts = Accounts::read(folder, log);
    let about = about(answers, &accounts, log);
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
    };
    let identities: Vec<Identity> = (0..accounts.list.len()).map(|i| making.identity(i, log)).collect();
    let forests = used_forests(&accounts, &about, &identities);
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
    if day.is_none() && answers.start.is_none() {
        log.problem(ANSWERS, "no day is known: expected `start: 2026-11-20` (the day of the export) here, or a day given with the import");
    }
    day.map(Date::start).or(told)
}

/// What the notes say of single people, by position in the list of accounts.
#[derive(Debug, Default)]
struct About<'a> {
    users: BTreeMap<usize, Vec<&'a UserAnswers>>,
    kinds: BTreeMap<usize, AccountKind>,
}

fn about<'a>(answers: &'a Answers, accounts: &Accounts, log: &mut Log) -> About<'a> {
    let mut about = About::default();
    let find = |key: &str, upn: &str, log: &mut Log| {
        let found = accounts.by_upn(upn);
        if found.is_none() && !accounts.list.is_empty() {
            log.problem(
                ANSWERS,
                format!("`{key}` names `{upn}`: expected the user principal name of a user of the export"),
            );
        }
        found
    };
    let lists = [
        ("not_people.shared_mailboxes", &answers.not_people.shared_mailboxes, AccountKind::SharedMailbox),
        ("not_people.rooms", &answers.not_people.rooms, AccountKind::Room),
        ("not_people.service_accounts", &answers.not_people.service_accounts, AccountKind::Service),
    ];
    for (key, names, kind) in lists {
        for upn in names {
            if let Some(at) = find(key, upn, log) {
                about.kinds.insert(at, kind);
            }
        }
    }
    for user in &answers.users {
        let Some(at) = find("users", &user.upn, log) else { continue };
        about.users.entry(at).or_default().push(user);
        if let Some(kind) = choose!(log, AccountKind, "users.account", user.account.as_deref()) {
            about.kinds.insert(at, kind);
        }
    }
    about
}

/// Forests of synchronized people, none for one whose forest no file tells.
fn used_forests(accounts: &Accounts, about: &About<'_>, identities: &[Identity]) -> Vec<Option<String>> {
    let hybrid = identities.iter().enumerate().filter(|(_, identity)| identity.is_hybrid());
    hybrid.map(|(i, _)| about.forest(i).or_else(|| accounts.list[i].forest.clone())).collect()
}

impl About<'_> {
    fn of(&self, at: usize) -> impl Iterator<Item = &UserAnswers> {
        self.users.get(&at).into_iter().flatten().copied()
    }

    fn forest(&self, at: usize) -> Option<String> {
        self.of(at).filter_map(|user| user.forest.clone()).last()
    }
}

/// How often something had to be assumed of people.
#[derive(Debug, Default)]
struct Counts {
    type_from_name: usize,
    type_assumed: usize,
    unknown_home: usize,
    external_members: usize,
    formerly_synced: usize,
    unsynced_in_federated: usize,
    synced_in_cloud_domain: usize,
    forest_assumed: usize,
    enabled_assumed: usize,
    disabled_on_premises: usize,
    no_location: usize,
    password_day: usize,
    password_later: usize,
    sync_errors: usize,
    never_by_domain: usize,
    protection_assumed: usize,
    invited_without_address: usize,
}

impl Counts {
    fn tell(&self, log: &mut Log) {
        let notes = [
            (self.type_from_name, "accounts have no `userType` but `#EXT#` in their name: they are taken for guests"),
            (self.type_assumed, "accounts have no `userType`: they are taken for members"),
            (self.unknown_home, "guests have no issuer that tells where they live: their home is unknown"),
            (self.invited_without_address, "guests by e-mail have no address in the export"),
            (self.external_members, "external accounts are members: they are taken for cloud-only people"),
            (self.formerly_synced, "accounts were synchronized once and are no longer: they are taken for cloud-only"),
            (
                self.unsynced_in_federated,
                "accounts of federated domains are not synchronized: they are taken for cloud-only",
            ),
            (
                self.synced_in_cloud_domain,
                "synchronized people are in a domain that the notes call cloud-only: password hash sync is assumed",
            ),
            (
                self.forest_assumed,
                "synchronized people come without `onPremisesDomainName`: the first forest is assumed",
            ),
            (self.enabled_assumed, "accounts come without `accountEnabled`: they are taken to be enabled"),
            (
                self.disabled_on_premises,
                "synchronized accounts are disabled: they are taken to be disabled in AD DS, from where that is synchronized",
            ),
            (self.no_location, "accounts have no usage location"),
            (
                self.password_day,
                "accounts come without a day of their last password change: 30 days before the start are assumed",
            ),
            (self.password_later, "passwords were changed after the start: the start is taken"),
            (
                self.sync_errors,
                "accounts have synchronization errors; a scenario has no field for them, so their links are taken to be whole",
            ),
            (
                self.never_by_domain,
                "cloud-only people are in a domain whose passwords never expire: they carry the mark of a password that never expires",
            ),
            (
                self.protection_assumed,
                "synchronized people: no export tells AD's protection, expiry, cannot-change and must-change marks; where the notes are silent, none is assumed",
            ),
        ];
        for (count, text) in notes {
            log.note(count, text);
        }
    }
}

struct Making<'a> {
    accounts: &'a Accounts,
    about: &'a About<'a>,
    domains: &'a Domains,
    start: Instant,
    registrar: Registrar,
    counts: Counts,
}

impl Making<'_> {
    fn identity(&mut self, at: usize, log: &mut Log) -> Identity {
        let account = &self.accounts.list[at];
        let told: Vec<Identity> = self
            .about
            .of(at)
            .filter_map(|user| choose!(log, Identity, "users.identity", user.identity.as_deref()))
            .collect();
        if let Some(told) = told.last() {
            return *told;
        }
        let domain = self.domains.identity(account.suffix());
        match account.synced {
            _ if account.is_guest() => Identity::CloudOnly,
            Some(true) if domain.is_hybrid() => domain,
            Some(true) => {
                self.counts.synced_in_cloud_domain += 1;
                Identity::PasswordHashSync
            }
            synced => {
                self.counts.formerly_synced += usize::from(synced == Some(false) && account.forest.is_some());
                self.counts.unsynced_in_federated += usize::from(domain == Identity::Federated);
                Identity::CloudOnly
            }
        }
    }

    fn person(&mut self, at: usize, identity: Identity, on_premises: Option<&OnPremises>, log: &mut Log) -> Person {
        let account = &self.accounts.list[at];
        let guest = account.is_guest();
        self.counts.type_from_name += usize::from(guest && account.user_type.is_none());
        self.counts.type_assumed += usize::from(!guest && account.user_type.is_none());
        self.counts.external_members += usize::from(!guest && account.upn.to_ascii_uppercase().contains("#EXT#"));
        self.counts.no_location += usize::from(account.usage_location.is_none());
        self.counts.sync_errors += usize::from(account.sync_errors);
        self.counts.enabled_assumed += usize::from(account.enabled.is_none());
        let local = account.upn.split('@').next().unwrap_or_default();
        Person {
            upn: account.upn.clone(),
            created_by_step: false,
            name: account.name.clone().unwrap_or_else(|| local.to_owned()),
            identity,
            forest: identity.is_hybrid().then(|| self.forest(at, on_premises)),
            licences: Vec::new(),
            department: account.department.clone(),
            account: self.about.kinds.get(&at).copied().unwrap_or(AccountKind::Person),
            roles: crate::model::role::RoleSet::default(),
            eligible_roles: Vec::new(),
            user_type: if guest { UserType::Guest } else { UserType::Member },
            home: self.home(at, guest, log),
            enabled: account.enabled.unwrap_or(true),
            usage_location: account.usage_location.clone(),
            methods: crate::model::method::Registered::default(),
            directory: registered::directory(account),
            password: None,
            password_never_expires: self.never_expires(at, identity),
            password_set: self.password_set(at),
            on_premises: self.on_premises(at, identity, log),
        }
    }

    fn forest(&mut self, at: usize, on_premises: Option<&OnPremises>) -> ForestId {
        let name = self.about.forest(at).or_else(|| self.accounts.list[at].forest.clone());
        let found = on_premises.zip(name).and_then(|(forests, name)| policy::position(forests, &name));
        self.counts.forest_assumed += usize::from(found.is_none());
        found.unwrap_or(ForestId(0))
    }

    fn home(&mut self, at: usize, guest: bool, log: &mut Log) -> Option<Home> {
        let told = self.about.of(at).filter_map(|user| choose!(log, Home, "users.home", user.home.as_deref())).last();
        if !guest {
            return None;
        }
        let home = told.unwrap_or_else(|| home(&self.accounts.list[at]));
        self.counts.unknown_home += usize::from(home == Home::Unknown);
        Some(home)
    }

    fn never_expires(&mut self, at: usize, identity: Identity) -> bool {
        let account = &self.accounts.list[at];
        if let Some(told) = self.about.of(at).filter_map(|user| user.password_never_expires).last() {
            return told;
        }
        let policies = account.password_policies.as_deref().unwrap_or_default();
        let marked = policies.split(',').any(|word| word.trim().eq_ignore_ascii_case("DisablePasswordExpiration"));
        let by_domain =
            identity == Identity::CloudOnly && self.domains.never.contains(&account.suffix().to_lowercase());
        self.counts.never_by_domain += usize::from(!marked && by_domain);
        marked || by_domain
    }

    fn password_set(&mut self, at: usize) -> Instant {
        let told = self.accounts.list[at].password_changed.as_deref().and_then(Instant::parse);
        self.counts.password_day += usize::from(told.is_none());
        self.counts.password_later += usize::from(told.is_some_and(|told| told > self.start));
        told.map_or(self.start - Span::days(30), |told| told.min(self.start))
    }

    fn on_premises(&mut self, at: usize, identity: Identity, log: &mut Log) -> crate::model::directory::Account {
        let mut account = crate::model::directory::Account::default();
        if identity.is_hybrid() {
            account.enabled = self.accounts.list[at].enabled.unwrap_or(true);
            self.counts.disabled_on_premises += usize::from(!account.enabled);
            self.counts.protection_assumed += usize::from(self.about.of(at).next().is_none());
        }
        for user in self.about.of(at) {
            answers_policy::account(&mut account, &user.on_premises, &user.upn, log);
        }
        account
    }

    /// A guest by e-mail has the address of the invitation.
    fn invited(&mut self, at: usize, person: &mut Person) {
        if person.home != Some(Home::InvitedEmail) {
            return;
        }
        let account = &self.accounts.list[at];
        let address = account.issuers.iter().find(|(issuer, _)| issuer.eq_ignore_ascii_case("mail"));
        let address = address.map(|(_, address)| address.clone()).filter(|address| address.contains('@'));
        let address = address.or_else(|| account.other_mails.first().cloned());
        self.counts.invited_without_address += usize::from(address.is_none());
        person.methods.email = address.or(person.methods.email.take());
    }
}

/// Where a guest lives, as its identities tell.
fn home(account: &Account) -> Home {
    let has = |name: &str| account.issuers.iter().any(|(issuer, _)| issuer.eq_ignore_ascii_case(name));
    if has("ExternalAzureAD") {
        Home::PartnerTenant
    } else if has("MicrosoftAccount") {
        Home::MicrosoftAccount
    } else if has("mail") {
        Home::InvitedEmail
    } else {
        Home::Unknown
    }
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
    };
    answers_policy::policies(&mut tenant, parts.answers, &parts.groups, log);
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
