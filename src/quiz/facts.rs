//! Facts of a stem, as sentences read off the cases of the run: what held at that moment, not what the file began with.

use crate::model::ask::{Action, SignedIn, Surface};
use crate::model::identity::{Cloud, Identity, UserRisk, UserType};
use crate::model::licence::ResetBasis;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{Migration, Scope};
use crate::model::sync::{Permission, SyncKind};
use crate::model::time::Span;
use crate::rules::case::{Case, FaultSet};
use crate::scenario::edit::{About, facts_of_step, method_words, on_off, product_words, short_name};
use crate::scenario::timeline::{NewPassword, PersonAct, Proof, Step, Typed, What};
use crate::scenario::{Person, Scenario};

use super::lab::Evidence;
use super::wording::and;

/// Who the step is about; none where nobody named acts.
#[must_use]
pub fn actor(scenario: &Scenario, step: Option<usize>) -> Option<(&Person, &PersonAct)> {
    let What::Person { user, act } = &scenario.timeline.get(step?)?.what else { return None };
    Some((scenario.users.get(user.index())?, act))
}

/// The operation on a password that the step is; none where it is none.
#[must_use]
pub fn operation(here: &Evidence<'_>) -> Option<Action> {
    let scenario = here.scenario();
    let (_, act) = actor(scenario, here.step())?;
    match act {
        PersonAct::ResetPassword { .. } => Some(Action::ResetPassword),
        PersonAct::ChangePassword { .. } => Some(Action::ChangePassword),
        PersonAct::UnlockAccount { .. } => Some(Action::UnlockAccount),
        _ => None,
    }
}

/// What holds of a fact at the step, as a sentence; empty where it does not apply.
#[must_use]
pub fn tell(about: About, here: &Evidence<'_>) -> String {
    let scenario = here.scenario();
    if here.step().is_none() {
        return super::roster::tell(about, scenario);
    }
    let (Some((person, _)), Some(case)) = (actor(scenario, here.step()), here.case()) else { return String::new() };
    let who = short_name(scenario, person);
    match about {
        About::Clock => format!("It is {}, {} UTC.", here.seen().at.date(), &here.seen().at.clock()[..5]),
        About::Identity => identity(&who, case),
        About::Registered => registered(&who, case),
        About::Scope => scope(&who, case, scenario),
        About::Roles => roles(&who, case),
        About::CloudAccount => state(&who, "cloud account", case.person.enabled),
        About::DirectoryAccount => account(&who, case),
        About::Allowed => format!("The policy allows {}.", listed(allowed(case))),
        About::Required => match case.tenant.required {
            1 => "The policy asks people for one method.".to_owned(),
            n => format!("The policy asks people for {n} methods."),
        },
        About::AdminSwitch => format!("Administrators may reset: {}.", yes(case.tenant.admins_allowed)),
        About::PortalWriteback => portal(case),
        About::UnlockSwitch => format!("Unlocking without a reset is {}.", on_off(case.tenant.unlock_without_reset)),
        About::Notices => notices(case, scenario),
        About::Server => server(case),
        About::ForestPolicy => forest(here, person),
        About::Failures => failures(here),
        About::History => history(here),
        About::OwnLicence => own_licence(&who, case),
        About::TenantLicence => tenant_licence(case, scenario),
    }
}

const fn yes(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn state(who: &str, what: &str, enabled: bool) -> String {
    format!("The {what} of {who} is {}.", if enabled { "enabled" } else { "disabled" })
}

/// Methods as a list in words.
fn listed(set: MethodSet) -> String {
    let words: Vec<String> = set.merged().iter().map(|method| method_words(method).to_owned()).collect();
    and(&words)
}

fn identity(who: &str, case: &Case) -> String {
    let mut said = match case.person.identity {
        Identity::CloudOnly => format!("{who} is a cloud-only account"),
        Identity::PasswordHashSync => format!("{who} is synchronized from AD DS with password hash sync"),
        Identity::PassThrough => format!("{who} is synchronized from AD DS and signs in by pass-through"),
        Identity::Federated => format!("{who} is synchronized from AD DS and signs in by federation"),
    };
    if case.person.user_type == UserType::Guest {
        said.push_str(", and a guest");
    }
    if case.tenant.cloud != Cloud::Public {
        said = format!("{said}, in the cloud {}", case.tenant.cloud);
    }
    if let Some(days) = case.tenant.trial_days {
        said = format!("{said}; the tenant is a trial of {days} days");
    }
    if case.person.risk != UserRisk::None {
        let policy = match case.tenant.risk_change_from {
            Some(from) => format!("a policy asks for a password change from {from} risk"),
            None => "no policy asks about that".to_owned(),
        };
        said = format!("{said}; the user risk is {}, and {policy}", case.person.risk);
    }
    format!("{said}.")
}

fn registered(who: &str, case: &Case) -> String {
    let mut held = case.person.registered;
    held.remove(Method::SecurityQuestions);
    let mut words: Vec<String> = held.merged().iter().map(|method| method_words(method).to_owned()).collect();
    if case.person.answers > 0 {
        words.push(format!("answers to {} security questions", case.person.answers));
    }
    let only_directory = case.person.directory.without(case.person.registered);
    let unregistered = if only_directory.is_empty() {
        String::new()
    } else {
        format!(" The directory also holds, unregistered, {}.", listed(only_directory))
    };
    format!("{who} has registered {}.{unregistered}", and(&words))
}

fn scope(who: &str, case: &Case, scenario: &Scenario) -> String {
    let group = scenario.tenant.sspr.group.and_then(|group| scenario.tenant.groups.get(group.index()));
    match case.tenant.scope {
        Scope::All => "Reset is on for everybody.".to_owned(),
        Scope::None => "Reset is switched off for people.".to_owned(),
        Scope::Undefined => "No reset policy was ever saved.".to_owned(),
        Scope::Selected => {
            let name = group.map_or("one group", |group| group.name.as_str());
            let is = if case.person.in_scope { "is a member" } else { "is not a member" };
            format!("Reset is on for {name} alone, and {who} {is}.")
        }
    }
}

fn roles(who: &str, case: &Case) -> String {
    if case.person.roles.is_empty() && case.person.eligible.is_empty() {
        return format!("{who} holds no administrator role.");
    }
    let names = |set: crate::model::role::RoleSet| set.iter().map(|role| role.name().to_owned()).collect::<Vec<_>>();
    let eligible = names(case.person.eligible);
    let may = if eligible.is_empty() { String::new() } else { format!(" {who} may take {}.", and(&eligible)) };
    let held = if case.person.roles.is_empty() { "no role".to_owned() } else { and(&names(case.person.roles)) };
    format!("{who} holds {held}.{may}")
}

fn account(who: &str, case: &Case) -> String {
    let site = &case.site;
    if !case.hybrid() {
        return String::new();
    }
    let odd = [
        (!site.enabled, "disabled"),
        (site.locked, "locked"),
        (site.protected, "in a protected group"),
        (site.cannot_change, "marked \"user cannot change password\""),
        (site.must_change, "marked to change the password"),
        (site.account_expired, "expired"),
        (site.missing.is_some(), "not linked to its cloud object"),
        (!site.hash_synced, "left out of password hash sync"),
    ];
    let said: Vec<String> = odd.iter().filter(|(is, _)| *is).map(|(_, words)| (*words).to_owned()).collect();
    if said.is_empty() {
        return format!("The AD account of {who} is enabled, unlocked, unprotected and linked to its cloud object.");
    }
    format!("The AD account of {who} is {}.", and(&said))
}

/// The methods that the policy in force names.
const fn allowed(case: &Case) -> MethodSet {
    let questions = MethodSet::of(&[Method::SecurityQuestions]);
    match case.tenant.migration {
        Migration::PreMigration => case.tenant.legacy,
        Migration::InProgress => case.tenant.legacy.union(case.tenant.modern),
        Migration::Complete => case.tenant.modern.union(case.tenant.legacy.intersection(questions)),
    }
}

fn portal(case: &Case) -> String {
    let (plain, cloud_sync) = (on_off(case.tenant.writeback_connect), on_off(case.tenant.writeback_cloud_sync));
    if case.site.served_by == Some(SyncKind::CloudSync) {
        return format!("In the portal, writeback is {plain}, and for cloud sync {cloud_sync}.");
    }
    format!("Writeback is {plain} in the portal.")
}

fn notices(case: &Case, scenario: &Scenario) -> String {
    let required = scenario.tenant.sspr.registration_required;
    format!(
        "Mail about resets is {} for people and {} for administrators; registration at sign-in is {}.",
        on_off(case.tenant.notify_users),
        on_off(case.tenant.notify_admins),
        on_off(required)
    )
}

/// A grant is spoken of within a day: none takes longer to reach every account.
const DAY_SECONDS: u32 = 86_400;

fn server(case: &Case) -> String {
    let site = &case.site;
    let tool = match site.served_by {
        None => return "No server synchronizes the forest.".to_owned(),
        Some(SyncKind::Connect) => "Microsoft Entra Connect",
        Some(SyncKind::CloudSync) => "A cloud sync agent",
    };
    let version = site.version.map_or_else(|| "of the newest version".to_owned(), |version| format!("{version}"));
    let writeback = if site.writeback { "with writeback configured" } else { "without writeback configured" };
    let staging = if site.staging { "in staging mode" } else { "active" };
    let lacks = |right: &&Permission| !site.permissions.contains(**right);
    let missing: Vec<String> = Permission::ALL.iter().filter(lacks).map(|right| right.word().to_owned()).collect();
    let rights =
        if missing.is_empty() { "all rights in AD DS".to_owned() } else { format!("all rights but {}", and(&missing)) };
    let fresh = |right: &&Permission| site.granted.contains(**right) && site.granted_for < DAY_SECONDS;
    let fresh: Vec<String> = Permission::ALL.iter().filter(fresh).map(|right| right.word().to_owned()).collect();
    let rights = if fresh.is_empty() {
        rights
    } else {
        format!("{rights} ({} granted {} minutes ago)", and(&fresh), site.granted_for / 60)
    };
    let sign_in = if site.application_sign_in { "" } else { ", not signing in by application identity" };
    let hashes = if site.hash_sync { "" } else { ", without password hash sync" };
    format!("{tool} {version} serves the forest: {staging}, {writeback}, with {rights}{sign_in}{hashes}.")
}

fn forest(here: &Evidence<'_>, person: &Person) -> String {
    let scenario = here.scenario();
    let written = here.seen().decisions.iter().find_map(|(case, _)| case.write());
    let site = scenario.on_premises.as_ref();
    let found = person.forest.and_then(|forest| site.and_then(|site| site.forests.get(forest.index())));
    let (length, age, kept) = match (written, found) {
        (Some(write), _) => {
            (i64::from(write.min_length), Span(i64::from(write.min_age)), write.age.map(|age| Span(i64::from(age))))
        }
        (None, Some(forest)) => (forest.password_policy.min_length, forest.password_policy.min_age, None),
        (None, None) => return String::new(),
    };
    let kept = kept.map_or_else(String::new, |kept| format!("; the password was set {kept} ago"));
    format!("The forest asks for {length} characters and a minimum password age of {age}{kept}.")
}

fn failures(here: &Evidence<'_>) -> String {
    let all = here.seen().decisions.iter().fold(FaultSet::default(), |all, (case, _)| FaultSet(all.0 | case.faults.0));
    if all.is_empty() {
        return "No failure is in force.".to_owned();
    }
    let said: Vec<String> = all.iter().map(|fault| fault.kind().name()).collect();
    format!("In force: {}.", and(&said))
}

fn history(here: &Evidence<'_>) -> String {
    let scenario = here.scenario();
    let matters =
        |n: usize| scenario.timeline.get(n).is_some_and(|step| facts_of_step(&step.what).contains(&About::History));
    let said = here.before().filter(|(n, seen)| matters(*n) && seen.outcome.is_some());
    let said: Vec<String> = said
        .map(|(_, seen)| {
            let outcome = seen.outcome.map_or("", |outcome| outcome.word());
            let (who, what) = (name_of(scenario, &seen.actor), seen.action.replace('-', " "));
            format!("{} {}, {who}: {what} ({outcome})", seen.at.date(), &seen.at.clock()[..5])
        })
        .collect();
    if said.is_empty() { "Nothing happened before.".to_owned() } else { format!("Before: {}.", said.join("; ")) }
}

/// A person's name for a user principal name; other actors as they are.
fn name_of(scenario: &Scenario, actor: &str) -> String {
    let user = scenario.find(actor).and_then(|user| scenario.users.get(user.index()));
    user.map_or_else(|| actor.to_owned(), |one| short_name(scenario, one))
}

fn own_licence(who: &str, case: &Case) -> String {
    let some = |basis: &ResetBasis| case.person.reset.contains(*basis);
    if case.person.premium {
        return format!("{who} holds a usable Entra ID P1 or P2 plan.");
    }
    if ResetBasis::ALL.iter().any(some) {
        return format!("{who} holds a licence without Entra ID P1 or P2.");
    }
    format!("{who} holds no licence.")
}

fn tenant_licence(case: &Case, scenario: &Scenario) -> String {
    let names: Vec<String> = scenario.tenant.subscriptions.iter().map(|one| product_words(one.sku)).collect();
    let bought = if names.is_empty() { "no subscription".to_owned() } else { and(&names) };
    let held = case.tenant.premium;
    let premium = match (held.usable, held.suspended) {
        (true, _) if held.only_warning => "Entra ID P1 or P2 is in its grace period",
        (true, _) => "Entra ID P1 or P2 is among it",
        (false, true) => "Entra ID P1 or P2 is suspended",
        (false, false) => "neither Entra ID P1 nor P2 is among it",
    };
    format!("The tenant has bought {bought}: {premium}.")
}

/// What the person does, as a sentence.
#[must_use]
pub fn action(here: &Evidence<'_>) -> Option<String> {
    let scenario = here.scenario();
    let step = scenario.timeline.get(here.step()?)?;
    let (person, act) = actor(scenario, here.step())?;
    let who = short_name(scenario, person);
    let mut said = match act {
        PersonAct::ResetPassword { verify, new_password, .. } => {
            format!("{who} resets the forgotten password{}{}", proofs(verify), chosen(new_password))
        }
        PersonAct::ChangePassword { current, new_password, .. } => {
            let right = if matches!(current, Typed::Current) { "" } else { ", mistyping the current one" };
            format!("{who} changes the known password{right}{}", chosen(new_password))
        }
        PersonAct::UnlockAccount { verify, .. } => format!("{who} unlocks the account{}", proofs(verify)),
        _ => return None,
    };
    said.push_str(&circumstances(step, act));
    Some(format!("{said}."))
}

fn proofs(verify: &[Proof]) -> String {
    if verify.is_empty() {
        return String::new();
    }
    let said = verify.iter().map(|proof| {
        let failed = if proof.passes { "" } else { " (which fails)" };
        format!("{}{failed}", method_words(proof.method))
    });
    format!(", proving with {}", and(&said.collect::<Vec<_>>()))
}

fn chosen(password: &NewPassword) -> String {
    match password {
        NewPassword::Default => " and chooses one that keeps to every policy".to_owned(),
        NewPassword::Absent => String::new(),
        NewPassword::Literal(text) => format!(" and chooses \"{text}\""),
    }
}

fn circumstances(step: &Step, act: &PersonAct) -> String {
    let mut said = String::new();
    if step.times > 1 {
        said.push_str(&format!(", {} times {} apart; this is about the last time", step.times, step.every));
    }
    if step.takes > Span::ZERO {
        said.push_str(&format!(", taking {} from start to submit", step.takes));
    }
    if let PersonAct::ResetPassword { user_id: Some(_), .. }
    | PersonAct::ChangePassword { user_id: Some(_), .. }
    | PersonAct::UnlockAccount { user_id: Some(_), .. } = act
    {
        said.push_str(", typing another address than the user name");
    }
    match act {
        PersonAct::ChangePassword { signed_in: SignedIn::PasswordAndMfa, .. } => {
            said.push_str(", signed in with the password and another factor");
        }
        PersonAct::ChangePassword { signed_in: SignedIn::TemporaryAccessPass, .. } => {
            said.push_str(", signed in with a Temporary Access Pass");
        }
        PersonAct::RegisterMethods { answers, .. } => {
            for one in answers {
                said.push_str(&format!(", answering `{}` with `{}`", one.question, one.answer));
            }
        }
        _ => {}
    }
    if let PersonAct::ChangePassword { via, .. } = act {
        said.push_str(match via {
            Surface::Portal => "",
            Surface::Graph => ", by Microsoft Graph",
            Surface::PowerShell => ", by PowerShell",
        });
    }
    if let PersonAct::ResetPassword { knows_password: true, .. } = act {
        said.push_str(", having said that the password is known");
    }
    said
}
