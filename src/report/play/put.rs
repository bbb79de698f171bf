//! Putting steps in: failures begun and ended, things that people do, and what becomes of the rest.

use std::collections::BTreeSet;

use crate::model::fault::{FAULTS, FaultId, FaultKind, FaultOn, FaultTarget};
use crate::report::words::when;
use crate::scenario::acts_of;
use crate::scenario::suggest::{meant, nearest};
use crate::study::play::Refused;

use super::command::Inject;
use super::{Choice, Player, say, text};

/// What people do that needs nothing more to be said.
const PLAIN_ACTS: [&str; 5] =
    ["sign-in", "reset-password", "change-password", "unlock-account", "contact-administrator"];

/// A name as YAML takes it anywhere.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@._-".contains(c);
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain);
    if bare { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}

const fn said(on: FaultOn) -> &'static str {
    match on {
        FaultOn::SyncServer => "a sync server or agent",
        FaultOn::Forest => "a forest",
        FaultOn::User => "a person",
        FaultOn::Tenant => "the tenant",
    }
}

impl Player<'_> {
    /// Begins a failure, or asks for what is not said yet.
    pub(super) fn inject(&mut self, what: &Inject) -> Result<String, String> {
        if what.id.is_empty() {
            let kinds = FaultOn::ALL.iter().filter(|on| !self.targets(**on).is_empty());
            let choices = kinds.map(|on| {
                let many = FAULTS.iter().filter(|fault| fault.on == *on).count();
                Choice { says: format!("{} ({many} failures)", said(*on)), line: format!("inject {on}") }
            });
            let choices = choices.collect();
            return Ok(self.offer("What is to break?", choices));
        }
        if let Some(on) = FaultOn::parse(&what.id) {
            let listed = FAULTS.iter().filter(|fault| fault.on == on);
            let choice = |fault: &FaultKind| {
                let mut line = format!("inject {}", fault.id);
                line.extend(what.on.iter().map(|on| format!(" on {on}")));
                line.extend(what.lasts.iter().map(|lasts| format!(" for {lasts}")));
                Choice { says: format!("{}: {}", fault.id, fault.trigger), line }
            };
            let choices = listed.map(choice).collect();
            return Ok(self.offer(&format!("How does {} fail?", said(on)), choices));
        }
        let fault = FaultId::parse(&what.id).ok_or_else(|| unknown(&what.id))?;
        let Some(on) = self.target(fault.kind().on, what.on.as_deref())? else {
            let lasts = what.lasts.iter().map(|lasts| format!(" for {lasts}")).collect::<String>();
            let choice = |name: String| Choice { line: format!("inject {} on {name}{lasts}", what.id), says: name };
            let choices = self.targets(fault.kind().on).into_iter().map(choice).collect();
            return Ok(self.offer("On what?", choices));
        };
        let lasts = what.lasts.iter().map(|lasts| format!(", for: {}", quoted(lasts))).collect::<String>();
        self.put(&format!("fault: {}, on: {}{lasts}", what.id, quoted(&on)))
    }

    /// Ends a failure that is in force, or asks which.
    pub(super) fn lift(&mut self, what: &Inject) -> Result<String, String> {
        let in_force = self.session.in_force();
        if in_force.is_empty() {
            return Err("no fault is in force now".to_owned());
        }
        if what.id.is_empty() {
            let choice = |id: &FaultId, name: &str| Choice {
                says: format!("{} on {name}", id.kind().id),
                line: format!("lift {} on {name}", id.kind().id),
            };
            let choices = in_force.iter().map(|record| choice(&record.fault, self.name_of(record.on, &record.name)));
            let choices = choices.collect();
            return Ok(self.offer("Which one ends?", choices));
        }
        let fault = FaultId::parse(&what.id).ok_or_else(|| unknown(&what.id))?;
        if !in_force.iter().any(|record| record.fault == fault) {
            let ids: BTreeSet<&str> = in_force.iter().map(|record| record.fault.kind().id.as_str()).collect();
            let ids: Vec<&str> = ids.into_iter().collect();
            return Err(format!("{} is not in force now; in force: {}", what.id, ids.join(", ")));
        }
        let on = match &what.on {
            Some(name) => self.target(fault.kind().on, Some(name))?,
            None => None,
        };
        let on = on.map(|name| format!(", on: {}", quoted(&name))).unwrap_or_default();
        self.put(&format!("restore: {}{on}", what.id))
    }

    /// Somebody does something: `PERSON ACT [KEYS]`, or asks for what is not said yet.
    pub(super) fn act(&mut self, what: &str) -> Result<String, String> {
        let (who, rest) = what.split_once(char::is_whitespace).unwrap_or((what, ""));
        if who.is_empty() {
            let people = self.session.people().iter();
            let choice = |upn: &str| Choice { says: upn.to_owned(), line: format!("do {upn}") };
            let choices = people.map(|person| choice(&person.ability.upn)).collect();
            return Ok(self.offer("Who does something?", choices));
        }
        let user = self.session.lab().called(who).map_err(|problem| problem.to_string())?;
        let upn = self.session.lab().upn(user);
        let rest = rest.trim();
        let (act, keys) = rest.split_once([' ', ',']).unwrap_or((rest, ""));
        if act.is_empty() {
            let choice = |act: &&str| Choice { says: (*act).to_owned(), line: format!("do {upn} {act}") };
            let choices = PLAIN_ACTS.iter().map(choice).collect();
            return Ok(self.offer(&format!("What does {upn} do?"), choices));
        }
        let keys = keys.trim_start_matches([' ', ',']);
        let (own, admins) = (acts_of("user"), acts_of("admin"));
        let actor = if own.contains(&act) && !keys.contains("user_reset") {
            "user"
        } else if admins.contains(&act) {
            "admin"
        } else {
            let meant = meant(act, own.iter().chain(&admins).copied());
            return Err(format!("nobody does `{act}`{meant}"));
        };
        let keys = if keys.is_empty() { String::new() } else { format!(", {keys}") };
        self.put(&format!("{actor}: {}, do: {act}{keys}", quoted(&upn)))
    }

    /// Takes the last step out that was put in.
    pub(super) fn undo(&mut self) -> Result<String, String> {
        let (step, otherwise) = self.session.undo().ok_or("you have put no step in")?;
        let mut page = self.page();
        page.say(0, &format!("Taken out: {step}"));
        say::otherwise(&self.session, &otherwise, &mut page);
        Ok(text(page) + &self.here(false))
    }

    /// Puts a step in, and says it with what it changes.
    fn put(&mut self, keys: &str) -> Result<String, String> {
        let put = self.session.put(keys).map_err(|refused| self.refusal(refused))?;
        let mut page = self.page();
        put.passed.clone().for_each(|at| say::step(&self.session, at, &mut page));
        say::otherwise(&self.session, &put.otherwise, &mut page);
        Ok(text(page) + &self.here(false))
    }

    fn refusal(&self, refused: Refused) -> String {
        match refused {
            Refused::AfterEnd => {
                let end = when(self.session.lab().end);
                format!("the lab's clock stops at {end}: nothing happens after it (`b` goes back)")
            }
            Refused::Wrong(found) if found.is_empty() => {
                "that is no step: write its keys as a scenario file does, such as `password: wrong, times: 3`"
                    .to_owned()
            }
            Refused::Wrong(found) => {
                let one = |found: &crate::scenario::diagnostic::Diagnostic| {
                    let help = found.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
                    format!("{}{help}", found.message)
                };
                found.iter().map(one).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Shows choices with their numbers.
    fn offer(&mut self, asks: &str, choices: Vec<Choice>) -> String {
        let mut page = self.page();
        page.say(0, asks);
        for (n, choice) in choices.iter().enumerate() {
            page.say(2, &format!("{}. {}", n + 1, choice.says));
        }
        page.say(0, "Type a number.");
        self.choices = choices;
        text(page)
    }

    /// What a failure can be put on, by name.
    fn targets(&self, on: FaultOn) -> Vec<String> {
        let lab = self.session.lab();
        let site = lab.on_premises.as_ref();
        match on {
            FaultOn::Tenant => vec!["tenant".to_owned()],
            FaultOn::User => self.session.people().iter().map(|person| person.ability.upn.clone()).collect(),
            FaultOn::Forest => {
                site.map(|site| site.forests.iter().map(|one| one.name.clone()).collect()).unwrap_or_default()
            }
            FaultOn::SyncServer => {
                site.map(|site| site.sync.iter().map(|one| one.name.clone()).collect()).unwrap_or_default()
            }
        }
    }

    /// The name of the target that is meant; none where several could be.
    fn target(&self, on: FaultOn, said_name: Option<&str>) -> Result<Option<String>, String> {
        let all = self.targets(on);
        let Some(name) = said_name else {
            return match all.as_slice() {
                [] => Err(format!("this lab has nothing that it could be put on: {}", said(on))),
                [one] => Ok(Some(one.clone())),
                _ => Ok(None),
            };
        };
        if on == FaultOn::User {
            let user = self.session.lab().called(name).map_err(|problem| problem.to_string())?;
            return Ok(Some(self.session.lab().upn(user)));
        }
        let found = all.iter().find(|one| one.eq_ignore_ascii_case(name));
        let near = || Some(meant(name, all.iter().map(String::as_str))).filter(|near| !near.is_empty());
        let all_names = || if all.is_empty() { String::new() } else { format!("; there are: {}", all.join(", ")) };
        found.cloned().map(Some).ok_or_else(|| {
            let help = near().unwrap_or_else(all_names);
            format!("`{name}` is not {} of this lab{help}", said(on))
        })
    }

    /// What a failure was put on, as a scenario file names it.
    fn name_of<'a>(&self, on: FaultTarget, name: &'a str) -> &'a str {
        if on == FaultTarget::Tenant { "tenant" } else { name }
    }
}

fn unknown(id: &str) -> String {
    match nearest(id, FAULTS.iter().map(|fault| fault.id.as_str())) {
        Some(near) => format!("there is no fault `{id}`; did you mean `{near}`?"),
        None => format!("there is no fault `{id}`; `inject` lists them"),
    }
}
