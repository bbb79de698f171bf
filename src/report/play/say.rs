//! The words of a lab that somebody steps through: what happened, who stands where, what is broken.

use std::collections::BTreeMap;

use crate::ledger::inspect::{AccountState, Held, PersonState};
use crate::ledger::{FaultRecord, StepRecord};
use crate::model::ask::Code;
use crate::model::identity::UserRisk;
use crate::report::explain::{Page, log_lines};
use crate::report::view::RuleWords;
use crate::report::words::{outcome, sentence, when};
use crate::rules::{Rule, catalogue};
use crate::scenario::Scenario;
use crate::scenario::edit::product_words;
use crate::study::play::{Otherwise, Session};

/// What has been told already, so that a change is announced once.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(BTreeMap<String, String>);

impl Told {
    /// Whether this is news under its key; it is none the next time.
    fn news(&mut self, key: &str, text: &str) -> bool {
        self.0.insert(key.to_owned(), text.to_owned()).as_deref() != Some(text)
    }
}

/// A step that was passed.
pub(super) fn step(session: &Session<'_>, at: usize, page: &mut Page) {
    let record = &session.ledger().steps[at];
    let id = record.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
    let own = if session.is_added(record) { ", put in by you" } else { "" };
    let many = session.ledger().steps.len();
    page.say(0, &format!("Step {} of {many}, {}{id}{own}", at + 1, times(record)));
    page.say(0, &format!("{}{}", doing(session.lab(), record), result(record)));
    if let Some(note) = &record.note {
        page.say(0, &format!("Note: {note}"));
    }
    if !record.message.is_empty() && record.message != "done" {
        page.say(0, &format!("Shown: {}", record.message));
    }
    rule(session, record, page);
    page.list("What changed", record.effects.iter().cloned());
    page.list("What an administrator would see", log_lines(&record.audit, &record.events));
    let failures = session.ledger().expectations.failures.iter().filter(|failure| failure.step == record.n);
    let failure = |one: &crate::ledger::ExpectationFailure| {
        format!("{}: {} expected, {} found", one.key, one.expected, one.actual)
    };
    page.list("Not as the lab expects", failures.map(failure));
}

/// What is so now, as far as it has not been told: failures, and the person of the last step.
pub(super) fn around(session: &Session<'_>, told: &mut Told, page: &mut Page) {
    for (title, records) in [("Faults in force", session.in_force()), ("Faults ahead", session.ahead())] {
        let lines = fault_lines(records);
        if told.news(title, &lines.join("; ")) {
            faults(title, records, page);
        }
    }
    let Some(person) = session.current().and_then(|record| record.subject).and_then(|user| session.person(user)) else {
        return;
    };
    let upn = &person.ability.upn;
    let lines = state(person).into_iter();
    let news: Vec<(&str, String)> = lines.filter(|(key, text)| told.news(&format!("{upn} {key}"), text)).collect();
    if !news.is_empty() {
        page.say(0, &format!("{} now:", named(&person.name, upn)));
        news.iter().for_each(|(key, text)| page.say(2, &format!("{key}: {text}")));
    }
}

/// What is passed next, or that nothing is.
pub(super) fn ahead(session: &Session<'_>, page: &mut Page) {
    match session.upcoming() {
        Some(record) => page.say(0, &format!("Next: {}, {}", times(record), doing(session.lab(), record))),
        None => {
            let kept = &session.ledger().expectations;
            page.say(0, &format!("The lab is over; its clock stops at {}.", when(session.lab().end)));
            page.say(0, &format!("Expectations: {} held, {} did not.", kept.held, kept.failed));
        }
    }
}

/// The rule that decided a step, in words, with its source and date.
fn rule(session: &Session<'_>, record: &StepRecord, page: &mut Page) {
    let Some(rule) = record.rule.and_then(catalogue::find) else { return };
    let rule = RuleWords::new(rule, &session.lab().assumptions);
    page.say(0, &format!("Because: {}", sentence(&rule.says)));
    page.say(2, &format!("Rule {} ({}), holds {}", rule.id, rule.basis, rule.holds));
    rule.sources.iter().for_each(|source| page.say(2, &format!("Source {source}")));
    if let Some(assumed) = &rule.assumption {
        page.say(2, &format!("Assumption {} = {}: {}", assumed.name, assumed.value, assumed.question));
    }
}

/// When a step happened: one moment, or from the first to the last.
fn times(record: &StepRecord) -> String {
    if record.at == record.ended { when(record.at) } else { format!("{} to {}", when(record.at), when(record.ended)) }
}

/// Who does what, in words.
pub(super) fn doing(lab: &Scenario, record: &StepRecord) -> String {
    if let Some(fault) = record.action.strip_prefix("fault ") {
        return format!("The fault {fault} begins");
    }
    if let Some(fault) = record.action.strip_prefix("restore ") {
        return format!("The fault {fault} ends");
    }
    if record.action == "check" {
        return "Nothing happens; the lab only checks".to_owned();
    }
    let who = lab.find(&record.actor).and_then(|user| lab.users.get(user.index()));
    let who = who.map_or_else(|| record.actor.clone(), |person| named(&person.name, &person.upn));
    let whom = record.subject.map(|user| lab.upn(user)).filter(|upn| !upn.eq_ignore_ascii_case(&record.actor));
    let of = |what: &str| whom.as_ref().map_or_else(|| format!("the {what}"), |upn| format!("the {what} of {upn}"));
    let does = match record.action.as_str() {
        "sign-in" => "signs in".to_owned(),
        "register-methods" => "registers methods".to_owned(),
        "delete-method" => "deletes a registered method".to_owned(),
        "reset-password" => format!("resets {}", of("password")),
        "change-password" => format!("changes {}", of("password")),
        "unlock-account" => format!("unlocks {}", of("account")),
        "contact-administrator" => "asks the administrator for help".to_owned(),
        other => whom.map_or_else(|| format!("does {other}"), |upn| format!("does {other} for {upn}")),
    };
    let again = if record.repetition > 1 { format!(", time {}", record.repetition) } else { String::new() };
    format!("{who} {does}{again}")
}

/// `: refused, SSPR_0030`; empty where nothing was judged.
fn result(record: &StepRecord) -> String {
    record.outcome.map_or_else(String::new, |_| format!(": {}", came(record.outcome, record.code)))
}

fn came(what: Option<crate::model::ask::Outcome>, code: Option<Code>) -> String {
    let code = code.map(|code| format!(", {code}")).unwrap_or_default();
    format!("{}{code}", outcome(what))
}

/// `Adele Vance (adele@contoso.com)`.
fn named(name: &str, upn: &str) -> String {
    if name.is_empty() || upn.split('@').next() == Some(name) { upn.to_owned() } else { format!("{name} ({upn})") }
}

/// Failures under a title: each with what it is put on and how long it lasts.
pub(super) fn faults(title: &str, records: &[FaultRecord], page: &mut Page) {
    match fault_lines(records).as_slice() {
        [] => page.say(0, &format!("{title}: none")),
        [one] => page.say(0, &format!("{title}: {one}")),
        several => page.list(title, several.iter().cloned()),
    }
}

fn fault_lines(records: &[FaultRecord]) -> Vec<String> {
    let one = |record: &FaultRecord| {
        let id = &record.fault.kind().id;
        format!("{id} on {} from {} until {}", record.name, when(record.from), when(record.until))
    };
    records.iter().map(one).collect()
}

/// Steps that come out otherwise, a line each.
pub(super) fn otherwise(session: &Session<'_>, list: &[Otherwise], page: &mut Page) {
    let line = |one: &Otherwise| {
        let record = &session.ledger().steps[one.at];
        let now = came(record.outcome, record.code);
        let before = came(one.outcome, one.code);
        format!(
            "step {}, {}, {}: {now} instead of {before}",
            one.at + 1,
            when(record.ended),
            doing(session.lab(), record)
        )
    };
    page.list("Comes out otherwise now", list.iter().map(line));
    if list.is_empty() {
        page.say(0, "No other step comes out otherwise.");
    }
}

/// Everybody with what they could do now.
pub(super) fn who(session: &Session<'_>, page: &mut Page) {
    let line = |person: &PersonState| format!("{}: {}", named(&person.name, &person.ability.upn), ability(person));
    page.list("Who could reset now", session.people().iter().map(line));
}

/// Everything about one person.
pub(super) fn whole_state(person: &PersonState, page: &mut Page) {
    page.say(0, &format!("{} now:", named(&person.name, &person.ability.upn)));
    state(person).iter().for_each(|(key, text)| page.say(2, &format!("{key}: {text}")));
}

fn ability(person: &PersonState) -> String {
    let ability = &person.ability;
    if ability.able {
        return "can reset".to_owned();
    }
    let code = ability.code.map(|code| format!(", {code}")).unwrap_or_default();
    let says = ability.rule.and_then(catalogue::find).map_or(ability.reason.into(), Rule::words);
    let rule = ability.rule.map(|rule| format!(" (rule {rule})")).unwrap_or_default();
    format!("cannot reset{code}: {says}{rule}")
}

/// What is so of a person, by keys.
fn state(person: &PersonState) -> Vec<(&'static str, String)> {
    let mut lines = vec![("Self-service", ability(person)), ("Identity", person.identity.to_string())];
    lines.push(("Password in the cloud", password(&person.cloud)));
    lines.extend(person.directory.as_ref().map(|account| ("Password on-premises", password(account))));
    let stores = || [("in the cloud", Some(&person.cloud)), ("on-premises", person.directory.as_ref())];
    let in_stores = |holds: fn(&AccountState) -> bool| {
        let named = stores().into_iter().filter(|(_, account)| account.is_some_and(holds)).map(|(name, _)| name);
        named.collect::<Vec<_>>().join(" and ")
    };
    let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
    lines.push(("Locked", or(in_stores(|account| account.locked), "nowhere")));
    lines.push(("Disabled", or(in_stores(|account| !account.enabled), "nowhere")));
    if person.risk != UserRisk::None {
        lines.push(("User risk", person.risk.to_string()));
    }
    let (needed, usable) = (person.ability.needed, person.ability.methods);
    lines.push(("Methods", format!("registered {}; usable {usable}; needed {needed}", person.methods)));
    let products: Vec<String> = person.licences.iter().map(|sku| product_words(*sku)).collect();
    let error = person.licence_error.map(|error| format!("; in error: {error}")).unwrap_or_default();
    let rights = person.ability.rights;
    let granted: Vec<&str> = [(rights.cloud_reset, "cloud reset"), (rights.writeback, "writeback")]
        .into_iter()
        .filter(|(held, _)| *held)
        .map(|(_, name)| name)
        .collect();
    let (products, granted) = (or(products.join(", "), "none"), or(granted.join(" and "), "nothing"));
    lines.push(("Licences", format!("{products}; they grant {granted}{error}")));
    lines
}

fn password(account: &AccountState) -> String {
    let must = if account.must_change { ", must be changed at the next sign-in" } else { "" };
    match account.password {
        Held::None => format!("{}{must}", Held::None.word()),
        held => format!("{}, set {}{must}", held.word(), when(account.set)),
    }
}
