//! The table of people that a question about several shows, and the tenant in sentences as the lab starts.

use crate::model::identity::{Identity, UserRisk, UserType};
use crate::model::key::UserId;
use crate::model::licence::{Licence, SubscriptionStatus};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{Migration, Scope};
use crate::model::sync::{Permission, SyncKind};
use crate::scenario::edit::{About, method_words, on_off, product_words, short_name};
use crate::scenario::{Person, Scenario};

use super::question::{Exhibit, ExhibitKind};
use super::wording::and;

/// The facts of each person that a roster can tell.
pub const TOLD: &[About] = &[
    About::Identity,
    About::Registered,
    About::Roles,
    About::OwnLicence,
    About::CloudAccount,
    About::DirectoryAccount,
];

/// What can be told of some people as the lab starts, a row each; a question shows the columns that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster(Vec<Column>);

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    head: &'static str,
    /// What it tells, in words.
    tells: &'static str,
    /// The facts that it tells; none: it stands in every table.
    about: &'static [About],
    cells: Vec<String>,
}

impl Roster {
    /// Of these people.
    #[must_use]
    pub fn of(scenario: &Scenario, people: &[UserId]) -> Self {
        let found: Vec<(UserId, &Person)> =
            people.iter().filter_map(|user| Some((*user, scenario.users.get(user.index())?))).collect();
        let column = |head, tells, about, cell: &dyn Fn(UserId, &Person) -> String| {
            let cells = found.iter().map(|(user, person)| cell(*user, person)).collect();
            Column { head, tells, about, cells }
        };
        let accounts: &[About] = &[About::CloudAccount, About::DirectoryAccount];
        let mut columns = vec![
            column("Person", "", &[], &|_, person| short_name(scenario, person)),
            column("Password kept", "where the password is kept", &[About::Identity], &|_, person| kept(person)),
            column("Role", "role", &[About::Roles], &|_, person| roles(person)),
            column("Licences", "licences", &[About::OwnLicence], &|user, person| licences(scenario, user, person)),
            column("Registered", "registered methods", &[About::Registered], &|_, person| registered(person)),
            column("Account", "account", accounts, &|_, person| account(person)),
        ];
        if scenario.tenant.sspr.enabled == Scope::Selected {
            let group = scenario.tenant.sspr.group;
            let inside = |user| group.is_some_and(|group| scenario.groups_of(user).contains(&group));
            let yes_or_no = |user, _: &Person| if inside(user) { "yes" } else { "no" }.to_owned();
            columns.push(column("In the reset group", "membership of the group", &[About::Scope], &yes_or_no));
        }
        Self(columns)
    }

    /// Puts a column behind the others, which stands in every table.
    pub fn push(&mut self, head: &'static str, tells: &'static str, cells: Vec<String>) {
        self.0.push(Column { head, tells, about: &[], cells });
    }

    /// The people, as the table names them.
    #[must_use]
    pub fn names(&self) -> &[String] {
        self.0.first().map_or(&[], |column| &column.cells)
    }

    /// The table of what is shown.
    #[must_use]
    pub fn table(&self, shown: impl Fn(About) -> bool) -> Exhibit {
        let stands = |column: &&Column| column.about.is_empty() || column.about.iter().any(|about| shown(*about));
        let columns: Vec<&Column> = self.0.iter().filter(stands).collect();
        let told: Vec<String> =
            columns.iter().filter(|one| !one.tells.is_empty()).map(|one| one.tells.to_owned()).collect();
        let row = |n: usize| columns.iter().map(|column| column.cells[n].clone()).collect();
        Exhibit {
            kind: ExhibitKind::Table,
            caption: "The people in question".to_owned(),
            alt: format!("A table of people with {}", and(&told)),
            header: columns.iter().map(|column| column.head.to_owned()).collect(),
            rows: (0..self.names().len()).map(row).collect(),
        }
    }
}

fn kept(person: &Person) -> String {
    let kept = match person.identity {
        Identity::CloudOnly => "cloud only",
        Identity::PasswordHashSync => "AD DS, password hash sync",
        Identity::PassThrough => "AD DS, pass-through",
        Identity::Federated => "AD DS, federated",
    };
    if person.user_type == UserType::Guest { format!("{kept}; guest") } else { kept.to_owned() }
}

fn roles(person: &Person) -> String {
    let mut said: Vec<String> = person.roles.iter().map(|role| role.name().to_owned()).collect();
    said.extend(person.eligible_roles.iter().map(|one| format!("eligible: {}", one.0.name())));
    if said.is_empty() { "none".to_owned() } else { said.join(", ") }
}

fn licences(scenario: &Scenario, user: UserId, person: &Person) -> String {
    let words = |licence: &Licence| {
        let off = if licence.disabled_plans.is_empty() { "" } else { ", with plans switched off" };
        format!("{}{off}", product_words(licence.sku))
    };
    let groups = scenario.groups_of(user).into_iter().filter_map(|group| scenario.tenant.groups.get(group.index()));
    let by_group = groups.flat_map(|group| &group.licences);
    let said: Vec<String> = person.licences.iter().chain(by_group).map(words).collect();
    if said.is_empty() { "none".to_owned() } else { said.join(", ") }
}

fn registered(person: &Person) -> String {
    let mut held = person.methods.methods(0);
    held.remove(Method::SecurityQuestions);
    let mut words: Vec<String> = held.merged().iter().map(|method| method_words(method).to_owned()).collect();
    if person.methods.security_answers > 0 {
        words.push(format!("{} security answers", person.methods.security_answers));
    }
    let directory = person.directory.methods().without(held);
    let unregistered: Vec<String> = directory.merged().iter().map(|method| method_words(method).to_owned()).collect();
    let mut said = and(&words);
    if !unregistered.is_empty() {
        said.push_str(&format!("; in the directory only: {}", and(&unregistered)));
    }
    said
}

fn account(person: &Person) -> String {
    let ad = &person.on_premises;
    let hybrid = person.identity.is_hybrid();
    let odd = [
        (person.user_risk == UserRisk::Low, "at low user risk"),
        (person.user_risk == UserRisk::Medium, "at medium user risk"),
        (person.user_risk == UserRisk::High, "at high user risk"),
        (!person.enabled, "disabled in the cloud"),
        (hybrid && !ad.enabled, "disabled in AD DS"),
        (hybrid && ad.protected, "protected in AD DS"),
        (hybrid && ad.cannot_change_password, "cannot change the password"),
        (hybrid && ad.must_change_password, "must change the password"),
        (hybrid && ad.missing.is_some(), "not linked to AD DS"),
        (hybrid && !ad.hash_synced, "left out of hash sync"),
    ];
    let said: Vec<&str> = odd.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
    if said.is_empty() { "enabled".to_owned() } else { said.join(", ") }
}

/// What holds of the tenant as the lab starts, as a sentence; empty where it does not apply or the table tells it.
#[must_use]
pub fn tell(about: About, scenario: &Scenario) -> String {
    let sspr = &scenario.tenant.sspr;
    match about {
        About::Clock => format!("It is {}, {} UTC.", scenario.start.date(), &scenario.start.clock()[..5]),
        About::Scope => scope(scenario),
        About::Allowed => {
            let words: Vec<String> =
                allowed(scenario).merged().iter().map(|one| method_words(one).to_owned()).collect();
            format!("The policy allows {}.", and(&words))
        }
        About::Required if sspr.methods_required == 1 => "The policy asks people for one method.".to_owned(),
        About::Required => format!("The policy asks people for {} methods.", sspr.methods_required),
        About::AdminSwitch => {
            format!("Administrators may reset: {}.", if sspr.admins_allowed { "yes" } else { "no" })
        }
        About::PortalWriteback => format!(
            "In the portal, writeback is {}, and for cloud sync {}.",
            on_off(sspr.writeback_connect),
            on_off(sspr.writeback_cloud_sync)
        ),
        About::UnlockSwitch => format!("Unlocking without a reset is {}.", on_off(sspr.unlock_without_reset)),
        About::Server => server(scenario),
        About::TenantLicence => subscriptions(scenario),
        _ => String::new(),
    }
}

fn scope(scenario: &Scenario) -> String {
    let sspr = &scenario.tenant.sspr;
    let group = sspr.group.and_then(|group| scenario.tenant.groups.get(group.index()));
    match sspr.enabled {
        Scope::All => "Reset is on for everybody.".to_owned(),
        Scope::None => "Reset is switched off for people.".to_owned(),
        Scope::Undefined => "No reset policy was ever saved.".to_owned(),
        Scope::Selected => format!("Reset is on for {} alone.", group.map_or("one group", |one| one.name.as_str())),
    }
}

fn allowed(scenario: &Scenario) -> MethodSet {
    let tenant = &scenario.tenant;
    let legacy = tenant.sspr.methods.ways();
    let modern = tenant.authentication_methods.as_ref().map_or(legacy, |policy| {
        policy.iter().fold(MethodSet::EMPTY, |all, one| all.union(MethodSet::of(&[one.method]).ways()))
    });
    let questions = MethodSet::of(&[Method::SecurityQuestions]);
    match tenant.migration {
        Migration::PreMigration => legacy,
        Migration::InProgress => legacy.union(modern),
        Migration::Complete => modern.union(legacy.intersection(questions)),
    }
}

fn server(scenario: &Scenario) -> String {
    let Some(site) = &scenario.on_premises else { return "No server synchronizes anything.".to_owned() };
    let said = site.sync.iter().map(|server| {
        let tool = match server.kind {
            SyncKind::Connect => "Microsoft Entra Connect",
            SyncKind::CloudSync => "a cloud sync agent",
        };
        let version = server.version.map_or_else(|| "of the newest version".to_owned(), |version| version.to_string());
        let lacks: Vec<String> = Permission::ALL
            .iter()
            .filter(|right| !server.permissions.contains(**right))
            .map(|right| right.word().to_owned())
            .collect();
        let rights = if lacks.is_empty() { "all rights".to_owned() } else { format!("all rights but {}", and(&lacks)) };
        format!(
            "{} ({tool}, {version}) is {}, with writeback {} and {rights}{}{}.",
            server.name,
            if server.staging { "in staging mode" } else { "active" },
            on_off(server.writeback),
            if server.application_sign_in { "" } else { ", without application sign-in" },
            if server.password_hash_sync { "" } else { ", without password hash sync" },
        )
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "No server synchronizes the forests.".to_owned() } else { said.join(" ") }
}

fn subscriptions(scenario: &Scenario) -> String {
    let words = scenario.tenant.subscriptions.iter().map(|one| {
        let state = match one.status {
            SubscriptionStatus::Enabled => String::new(),
            other => format!(", in the state {other}"),
        };
        format!("{}{state}", product_words(one.sku))
    });
    let said: Vec<String> = words.collect();
    format!("The tenant has bought {}.", if said.is_empty() { "no subscription".to_owned() } else { and(&said) })
}
