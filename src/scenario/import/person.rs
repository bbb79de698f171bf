//! One person of the scenario out of one account, the notes on it, and its domain.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::identity::{AccountKind, Home, Identity, UPN_LONGEST, UserRisk, UserType, is_of_upn, is_upn};
use crate::model::key::ForestId;
use crate::model::time::{Instant, Span};
use crate::rules::topics::licensing_assignment::is_location;
use crate::scenario::lower::fields::Fields;
use crate::scenario::{OnPremises, Person, lower};

use super::Log;
use super::account::Account;
use super::answers::Answers;
use super::fields::moment;
use super::people::Accounts;
use super::policy::{self, Domains};
use super::registered::{self, Registrar};

/// What the notes say of single people, by position in the list of accounts.
#[derive(Debug, Default)]
pub(super) struct About<'a> {
    users: BTreeMap<usize, Vec<Fields<'a>>>,
    kinds: BTreeMap<usize, AccountKind>,
}

/// Finds the people whom the notes name; names that nobody has are left out.
pub(super) fn about<'a>(answers: &'a Answers, accounts: &Accounts) -> About<'a> {
    let mut about = About::default();
    let lists = [
        ("shared_mailboxes", AccountKind::SharedMailbox),
        ("rooms", AccountKind::Room),
        ("service_accounts", AccountKind::Service),
    ];
    for (list, kind) in lists {
        for upn in answers.not_people(list) {
            about.kinds.extend(accounts.by_upn(upn).map(|at| (at, kind)));
        }
    }
    for user in answers.users() {
        let Some(at) = user.str("upn").and_then(|upn| accounts.by_upn(upn)) else { continue };
        about.users.entry(at).or_default().push(user);
        about.kinds.extend(user.word("account", AccountKind::parse).map(|kind| (at, kind)));
    }
    about
}

/// Forests of synchronized people, none for one whose forest no file tells.
pub(super) fn used_forests(accounts: &Accounts, about: &About<'_>, identities: &[Identity]) -> Vec<Option<String>> {
    let hybrid = identities.iter().enumerate().filter(|(_, identity)| identity.is_hybrid());
    hybrid.map(|(i, _)| about.forest(i).or_else(|| accounts.list[i].forest.clone())).collect()
}

impl About<'_> {
    fn of(&self, at: usize) -> impl Iterator<Item = Fields<'_>> {
        self.users.get(&at).into_iter().flatten().copied()
    }

    /// What the last note on somebody that has a key says under it.
    fn told<T>(&self, at: usize, read: impl Fn(Fields<'_>) -> Option<T>) -> Option<T> {
        self.of(at).filter_map(read).last()
    }

    fn forest(&self, at: usize) -> Option<String> {
        self.told(at, |user| user.text("forest"))
    }
}

/// How many names a note gives as examples.
const SHOWN: usize = 5;

/// How often something had to be assumed of people.
#[derive(Debug, Default)]
pub(super) struct Counts {
    type_from_name: usize,
    type_assumed: usize,
    unknown_home: usize,
    external_members: usize,
    emergency_by_name: usize,
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
    bad_location: usize,
    odd_upns: Vec<String>,
}

impl Counts {
    pub(super) fn tell(&self, log: &mut Log) {
        let notes = [
            (self.type_from_name, "accounts have no `userType` but `#EXT#` in their name: they are taken for guests"),
            (self.type_assumed, "accounts have no `userType`: they are taken for members"),
            (self.unknown_home, "guests have no issuer that tells where they live: their home is unknown"),
            (self.invited_without_address, "guests by e-mail have no address in the export"),
            (self.external_members, "external accounts are members: they are taken for cloud-only people"),
            (
                self.emergency_by_name,
                "accounts are named like emergency access, which only the notes can tell (`users`, `account: \
                    emergency`): \
                 they are taken for people's own",
            ),
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
                "synchronized accounts are disabled: they are taken to be disabled in AD DS, from where that is \
                    synchronized",
            ),
            (self.no_location, "accounts have no usage location"),
            (
                self.bad_location,
                "accounts have a usage location that is not two letters of ISO 3166: it counts as none",
            ),
            (
                self.password_day,
                "accounts come without a day of their last password change: 30 days before the start are assumed",
            ),
            (self.password_later, "passwords were changed after the start: the start is taken"),
            (
                self.sync_errors,
                "accounts have synchronization errors; a scenario has no field for them, so their links are taken \
                    to be whole",
            ),
            (
                self.never_by_domain,
                "cloud-only people are in a domain whose passwords never expire: they carry the mark of a \
                    password that never expires",
            ),
            (
                self.protection_assumed,
                "synchronized people: no export tells AD's protection, expiry, cannot-change and must-change \
                    marks; where the notes are silent, none is assumed",
            ),
        ];
        for (count, text) in notes {
            log.note(count, text);
        }
        let some = self.odd_upns.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if self.odd_upns.len() > SHOWN { " and more" } else { "" };
        log.note(
            self.odd_upns.len(),
            format!(
                "user principal names are longer than one may be, or hold what none may hold; what does not fit is \
                 cut off or written as `_`: {some}{more}"
            ),
        );
    }
}

/// Makes people and keeps count of what was assumed.
#[derive(Debug)]
pub(super) struct Making<'a> {
    pub(super) accounts: &'a Accounts,
    pub(super) about: &'a About<'a>,
    pub(super) domains: &'a Domains,
    pub(super) start: Instant,
    pub(super) registrar: Registrar,
    pub(super) counts: Counts,
    /// Names that were changed so that a scenario can hold them, in lower case.
    pub(super) rewritten: BTreeSet<String>,
}

impl Making<'_> {
    pub(super) fn identity(&mut self, at: usize) -> Identity {
        let account = &self.accounts.list[at];
        if let Some(told) = self.about.told(at, |user| user.word("identity", Identity::parse)) {
            return told;
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

    pub(super) fn person(&mut self, at: usize, identity: Identity, on_premises: Option<&OnPremises>) -> Person {
        let account = &self.accounts.list[at];
        let guest = account.is_guest();
        self.counts.type_from_name += usize::from(guest && account.user_type.is_none());
        self.counts.type_assumed += usize::from(!guest && account.user_type.is_none());
        self.counts.external_members += usize::from(!guest && account.upn.to_ascii_uppercase().contains("#EXT#"));
        self.counts.emergency_by_name += usize::from(!self.about.kinds.contains_key(&at) && is_like_emergency(account));
        let usage_location = account.usage_location.clone().filter(|place| is_location(place));
        self.counts.no_location += usize::from(account.usage_location.is_none());
        self.counts.bad_location += usize::from(account.usage_location.is_some() && usage_location.is_none());
        self.counts.sync_errors += usize::from(account.sync_errors);
        self.counts.enabled_assumed += usize::from(account.enabled.is_none());
        let local = account.upn.split('@').next().unwrap_or_default();
        Person {
            upn: self.upn(at),
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
            home: self.home(at, guest),
            enabled: account.enabled.unwrap_or(true),
            usage_location,
            methods: crate::model::method::Registered::default(),
            directory: registered::directory(account),
            password: None,
            password_never_expires: self.never_expires(at, identity),
            password_set: self.password_set(at),
            user_risk: self.about.told(at, |user| user.word("user_risk", UserRisk::parse)).unwrap_or_default(),
            on_premises: self.on_premises(at, identity),
        }
    }

    /// The name under which a scenario file can hold the account, which nobody else has.
    fn upn(&mut self, at: usize) -> String {
        let upn = &self.accounts.list[at].upn;
        let Some((local, domain)) = upn.rsplit_once('@').filter(|_| !is_upn(upn)) else { return upn.clone() };
        self.counts.odd_upns.push(upn.clone());
        let local: String = local.chars().map(|c| if is_of_upn(c) { c } else { '_' }).collect();
        let [_, longest, _] = UPN_LONGEST;
        let numbered = (2..).map(|n| format!("-{n}"));
        let mut names = std::iter::once(String::new()).chain(numbered).map(|end| {
            let begin: String = local.chars().take(longest - end.len()).collect();
            format!("{}{end}@{domain}", begin.strip_suffix('.').map_or(begin.clone(), |rest| format!("{rest}_")))
        });
        let is_free =
            |name: &String| self.accounts.by_upn(name).is_none() && !self.rewritten.contains(&name.to_lowercase());
        let name = names.find(is_free).expect("numbers do not end");
        self.rewritten.insert(name.to_lowercase());
        name
    }

    fn forest(&mut self, at: usize, on_premises: Option<&OnPremises>) -> ForestId {
        let name = self.about.forest(at).or_else(|| self.accounts.list[at].forest.clone());
        let found = on_premises.zip(name).and_then(|(forests, name)| policy::position(forests, &name));
        self.counts.forest_assumed += usize::from(found.is_none());
        found.unwrap_or(ForestId(0))
    }

    fn home(&mut self, at: usize, guest: bool) -> Option<Home> {
        if !guest {
            return None;
        }
        let told = self.about.told(at, |user| user.word("home", Home::parse));
        let home = told.unwrap_or_else(|| home(&self.accounts.list[at]));
        self.counts.unknown_home += usize::from(home == Home::Unknown);
        Some(home)
    }

    fn never_expires(&mut self, at: usize, identity: Identity) -> bool {
        let account = &self.accounts.list[at];
        if let Some(told) = self.about.told(at, |user| user.bool("password_never_expires")) {
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
        let told = self.accounts.list[at].password_changed.as_deref().and_then(moment).flatten();
        self.counts.password_day += usize::from(told.is_none());
        self.counts.password_later += usize::from(told.is_some_and(|told| told > self.start));
        told.map_or(self.start - Span::days(30), |told| told.min(self.start))
    }

    fn on_premises(&mut self, at: usize, identity: Identity) -> crate::model::directory::Account {
        let mut account = crate::model::directory::Account::default();
        if identity.is_hybrid() {
            account.enabled = self.accounts.list[at].enabled.unwrap_or(true);
            self.counts.disabled_on_premises += usize::from(!account.enabled);
            self.counts.protection_assumed += usize::from(self.about.of(at).next().is_none());
        }
        for user in self.about.of(at) {
            account = lower::people::account(user.map("on_premises", &lower::people::ACCOUNT), account);
        }
        account
    }

    /// A guest by e-mail has the address of the invitation.
    pub(super) fn invited(&mut self, at: usize, person: &mut Person) {
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

/// Whether a name speaks of emergency access.
fn is_like_emergency(account: &Account) -> bool {
    let names = format!("{} {}", account.upn, account.name.as_deref().unwrap_or_default()).to_lowercase();
    ["emergency", "breakglass", "break glass", "break-glass"].iter().any(|word| names.contains(word))
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
