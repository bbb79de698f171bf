//! The organisation, its domains and its forests.

use crate::model::directory::{Forest, Lockout, PasswordPolicy};
use crate::model::identity::Identity;
use crate::model::key::ForestId;
use crate::model::policy::Domain;
use crate::model::sync::{PermissionSet, SyncKind, SyncServer};
use crate::scenario::OnPremises;
use crate::scenario::diagnostic::{Diagnostic, shown};
use crate::scenario::lower::fields::Fields;
use crate::scenario::lower::names::Names;
use crate::scenario::lower::on_premises::{forest, sync_server};
use crate::scenario::lower::tenant::DOMAIN;
use crate::scenario::text::Node;

use super::answers::Answers;
use super::fields::{flag, list, moment, number, text};
use super::files::Folder;
use super::people::Accounts;
use super::{ANSWERS, Log};

/// The number of days that stands for passwords that never expire.
const NEVER: i64 = i32::MAX as i64;

/// One domain as the export has it.
struct Listed {
    name: String,
    federated: bool,
    main: bool,
    /// Days until passwords expire.
    validity: Option<i64>,
}

/// The tenant's domains.
#[derive(Debug, Default)]
pub(super) struct Domains {
    pub(super) list: Vec<Domain>,
    /// Domains whose cloud passwords never expire, in lower case.
    pub(super) never: Vec<String>,
    /// Days until cloud passwords expire, as the default domain has it.
    pub(super) max_age_days: Option<i64>,
    /// The default domain.
    pub(super) main: String,
}

impl Domains {
    /// Reads the domains of `domains.json`, else those of the organisation, else the suffixes of the users.
    pub(super) fn read(folder: &Folder, answers: &Answers, accounts: &Accounts, log: &mut Log) -> Self {
        let mut listed = listed(folder, accounts, log);
        let mut seen = std::collections::BTreeSet::new();
        listed.retain(|domain| seen.insert(domain.name.to_lowercase()));
        let mut added = 0;
        let suffixes: Vec<&str> = accounts.list.iter().map(super::account::Account::suffix).collect();
        for suffix in suffixes {
            if !listed.iter().any(|domain| domain.name.eq_ignore_ascii_case(suffix)) {
                listed.push(unknown(suffix));
                added += 1;
            }
        }
        log.note(
            added,
            "domains are in use by users but not among the tenant's verified domains; they are added as managed ones",
        );
        let known = identities(answers);
        for (name, _) in &known {
            if !listed.iter().any(|domain| domain.name.eq_ignore_ascii_case(name)) {
                listed.push(unknown(name));
            }
        }
        let list = listed
            .iter()
            .map(|domain| Domain { name: domain.name.clone(), identity: identity(domain, &known, accounts, log) });
        let mut domains = Self { list: list.collect(), ..Self::default() };
        let main = listed.iter().find(|domain| domain.main).or_else(|| listed.first());
        domains.main = main.map(|domain| domain.name.clone()).unwrap_or_default();
        let days = |domain: &Listed| domain.validity.filter(|days| (1..=100_000).contains(days));
        domains.max_age_days = main.and_then(days);
        domains.never = listed.iter().filter(|d| d.validity == Some(NEVER)).map(|d| d.name.to_lowercase()).collect();
        let other = listed.iter().filter(|domain| days(domain).is_some_and(|days| Some(days) != domains.max_age_days));
        let other: Vec<&str> = other.map(|domain| domain.name.as_str()).collect();
        log.note(
            other.len(),
            format!("domains have a password age of their own, which a scenario does not have: {}", other.join(", ")),
        );
        domains
    }

    /// The identity type of a domain's synchronized people.
    pub(super) fn identity(&self, suffix: &str) -> Identity {
        let found = self.list.iter().find(|domain| domain.name.eq_ignore_ascii_case(suffix));
        found.map_or(Identity::CloudOnly, |domain| domain.identity)
    }

    /// The part of the initial domain's name that shows the cloud: `onmicrosoft.com`.
    pub(super) fn ends_with(&self, ending: &str) -> bool {
        self.list.iter().any(|domain| domain.name.to_ascii_lowercase().ends_with(ending))
    }
}

fn unknown(name: &str) -> Listed {
    Listed { name: name.to_owned(), federated: false, main: false, validity: None }
}

fn listed(folder: &Folder, accounts: &Accounts, log: &mut Log) -> Vec<Listed> {
    if let Some(records) = folder.records("domains") {
        let one = |record: &super::files::Record| {
            let value = &record.value;
            let name = text(value, "id")?;
            let used = accounts.list.iter().any(|account| account.suffix().eq_ignore_ascii_case(&name));
            (flag(value, "isVerified") != Some(false) || used).then(|| Listed {
                federated: text(value, "authenticationType").is_some_and(|t| t.eq_ignore_ascii_case("federated")),
                main: flag(value, "isDefault") == Some(true),
                validity: number(value, "passwordValidityPeriodInDays"),
                name,
            })
        };
        return records.iter().filter_map(one).collect();
    }
    let verified = folder.one("organization").and_then(|value| list(value, "verifiedDomains")).unwrap_or_default();
    let what = if verified.is_empty() { "the suffixes of the users" } else { "the organisation's verified domains" };
    log.note(1, format!("domains.json is missing: {what} are taken"));
    let one = |value: &serde_json::Value| {
        Some(Listed {
            name: text(value, "name")?,
            federated: text(value, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("federated")),
            main: flag(value, "isDefault") == Some(true),
            validity: None,
        })
    };
    verified.iter().filter_map(one).collect()
}

/// The identity types that the notes give for domains.
fn identities(answers: &Answers) -> Vec<(String, Option<Identity>)> {
    let one = |node: &Node| {
        let Some(name) = node.text() else {
            let fields = Fields::of(node, &DOMAIN);
            return Some((fields.text("name")?, fields.word("identity", Identity::parse)));
        };
        Some((name.to_owned(), None))
    };
    answers.tenant().list("domains").iter().filter_map(one).collect()
}

fn identity(domain: &Listed, known: &[(String, Option<Identity>)], accounts: &Accounts, log: &mut Log) -> Identity {
    let told =
        known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&domain.name)).and_then(|(_, identity)| *identity);
    if domain.federated {
        let other = told.filter(|told| *told != Identity::Federated);
        log.note(
            usize::from(other.is_some()),
            format!("the export says that {} is federated; the notes say otherwise and are passed over", domain.name),
        );
        return Identity::Federated;
    }
    if let Some(told) = told {
        return told;
    }
    let of_domain = accounts.list.iter().filter(|account| account.suffix().eq_ignore_ascii_case(&domain.name));
    let synced = of_domain.filter(|account| account.synced == Some(true) && !account.is_guest()).count();
    log.note(
        synced,
        format!("nothing tells how synchronized people of {} sign in: password hash sync is assumed", domain.name),
    );
    if synced > 0 { Identity::PasswordHashSync } else { Identity::CloudOnly }
}

/// Forests and sync servers; none where nobody is synchronized and the notes name none. The forests become `names`.
pub(super) fn on_premises(
    answers: &Answers,
    used: &[Option<String>],
    main: &str,
    names: &mut Names,
    log: &mut Log,
) -> Option<OnPremises> {
    let mut found = OnPremises::default();
    let twice = |what: &str, node: &Node, name: &str, log: &mut Log| {
        let message = format!("`on_premises.{what}` names `{}` twice", shown(name));
        answers.problem(&Diagnostic::error("twice", node.head(), message), log);
    };
    for node in answers.on_premises().list("forests") {
        let next = node.text().map_or_else(|| forest(node, names), plain_forest);
        match position(&found, &next.name) {
            Some(_) => twice("forests", node, &next.name, log),
            None => found.forests.push(next),
        }
    }
    let servers = answers.on_premises().get("sync").map(Node::items);
    let served = servers.unwrap_or_default().iter().filter_map(|server| server.get("forests"));
    let served = served.flat_map(Node::items).filter_map(Node::text);
    for name in served.chain(used.iter().flatten().map(String::as_str)) {
        if position(&found, name).is_none() {
            found.forests.push(plain_forest(name));
        }
    }
    if found.forests.is_empty() && !used.is_empty() {
        log.note(used.len(), format!("nothing names a forest: one named {main} is assumed"));
        found.forests.push(plain_forest(main));
    }
    if found.forests.len() > usize::from(u8::MAX) {
        log.problem(ANSWERS, format!("there are {} forests: a scenario can hold 255", found.forests.len()));
        return None;
    }
    names.forests = found.forests.iter().map(|forest| forest.name.clone()).collect();
    let mut seen = std::collections::BTreeSet::new();
    for server in servers.unwrap_or_default() {
        let name = server.get("name").and_then(Node::text).unwrap_or_default();
        if !seen.insert(name.to_lowercase()) {
            twice("sync", server, name, log);
        }
    }
    match servers {
        Some(servers) => found.sync = servers.iter().map(|server| sync_server(server, names)).collect(),
        None if !used.is_empty() => {
            log.note(
                used.len(),
                "nothing tells of sync servers: one healthy Connect server of the newest version \
                is assumed, with writeback configured",
            );
            found.sync.push(default_sync("connect-1", &found));
        }
        None => {}
    }
    (!found.forests.is_empty()).then_some(found)
}

fn plain_forest(name: &str) -> Forest {
    Forest {
        name: name.to_owned(),
        password_policy: PasswordPolicy::default(),
        lockout: Lockout::default(),
        fine_grained: Vec::new(),
        filters_resets: true,
        agents: Vec::new(),
    }
}

/// The forest with this name, whatever the letter case.
pub(super) fn position(on_premises: &OnPremises, name: &str) -> Option<ForestId> {
    let at = on_premises.forests.iter().position(|forest| forest.name.eq_ignore_ascii_case(name));
    at.map(|at| ForestId(at as u8))
}

fn default_sync(name: &str, found: &OnPremises) -> SyncServer {
    SyncServer {
        name: name.to_owned(),
        kind: SyncKind::Connect,
        forests: (0..found.forests.len()).map(|at| ForestId(at as u8)).collect(),
        version: None,
        staging: false,
        password_hash_sync: true,
        writeback: true,
        application_sign_in: true,
        permissions: PermissionSet::ALL,
        wizard_open: false,
        sync_interval: None,
        dotnet: None,
        system: None,
    }
}

/// Whether administrators may use reset, if the file tells.
pub(super) fn admins_allowed(folder: &Folder, log: &mut Log) -> Option<bool> {
    let policy = folder.one("authorizationPolicy");
    let told = policy.and_then(|policy| flag(policy, "allowedToUseSSPR"));
    log.note(usize::from(told.is_none()), "authorizationPolicy.json does not tell whether administrators may reset");
    told
}

/// The name and the creation day of the organisation, as far as they are told.
pub(super) fn organisation(folder: &Folder, log: &mut Log) -> (Option<String>, Option<crate::model::time::Date>) {
    let Some(value) = folder.one("organization") else { return (None, None) };
    let written = text(value, "createdDateTime");
    let created = written.as_deref().and_then(moment);
    if let (Some(written), None) = (&written, created) {
        log.problem(
            "organization.json",
            format!("`createdDateTime` is `{written}`: expected an instant such as 2019-05-14T16:20:31Z"),
        );
    }
    (text(value, "displayName"), created.flatten().map(crate::model::time::Instant::date))
}
