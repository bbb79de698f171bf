//! Asks on the terminal for what no export tells, and makes notes of the answers.

use std::io::BufRead;
use std::path::Path;

use anyhow::bail;
use serde_json::{Value, json};
use tenantlab::model::identity::Identity;
use tenantlab::model::method::{Method, MethodSet};
use tenantlab::model::policy::Scope;
use tenantlab::model::time::Date;

use super::{files, term};

/// Asks, and writes the notes; a file that is there already is left alone.
///
/// # Errors
/// When the file exists or cannot be written, or the answers end early; then nothing is written.
pub(super) fn notes(path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        bail!("`{}` exists already: name a new file for the answers, or leave out --ask", path.display());
    }
    let mut lines = std::io::stdin().lock().lines();
    let mut ask = |question: &str, fits: &dyn Fn(&str) -> bool| -> anyhow::Result<String> {
        loop {
            term::talk(question);
            let Some(line) = lines.next().transpose()? else { bail!("the answers ended early, nothing was written") };
            let answer = line.trim();
            if fits(answer) {
                return Ok(answer.to_owned());
            }
            term::talk(&term::clean(&format!("`{answer}` does not fit")));
        }
    };
    let yes = |word: &str| ["yes", "no"].contains(&word);
    let proofs = MethodSet::of(&[Method::MobilePhone, Method::AuthenticatorApp]).union(MethodSet::PROOFS);
    let proves = |word: &str| Method::parse(word.trim()).is_some_and(|method| proofs.contains(method));
    let methods = |list: &str| list.split(',').all(proves);
    let day = ask("On which day was the export made, such as 2026-11-20?", &|word| Date::parse(word).is_some())?;
    let scope = ask("For whom is self-service reset on: none, selected or all?", &|word| {
        Scope::parse(word).is_some_and(|scope| scope != Scope::Undefined)
    })?;
    let group = match scope.as_str() {
        "selected" => Some(ask("For which group?", &|name| !name.is_empty())?),
        _ => None,
    };
    let required = ask("How many methods are required: 1 or 2?", &|word| ["1", "2"].contains(&word))?;
    let known: Vec<&str> = proofs.iter().map(Method::word).collect();
    let which = format!("Which methods does the password reset policy allow? Some of {}.", known.join(", "));
    let legacy = ask(&which, &methods)?;
    let writeback = ask("Is password writeback on in the portal: yes or no?", &yes)?;
    let telecom = ask("Does the tenant have a telecom provider of its own: yes or no?", &yes)?;
    let domain = |pair: &str| pair.split_once('=').and_then(|(_, word)| Identity::parse(word.trim())).is_some();
    let ways = ask(
        "Which domains have synchronized people who do not sign in by password hash sync, such as \
         contoso.com=pass-through? An empty line: none.",
        &|list| parts(list).all(domain),
    )?;
    let mut names = |whose: &str| {
        let question =
            format!("Which accounts are {whose}? User principal names with commas between; an empty line: none.");
        ask(&question, &|list| parts(list).all(|name| name.contains('@')))
    };
    let protected = names("protected in AD DS (members of protected groups)")?;
    let mailboxes = names("shared mailboxes")?;
    let rooms = names("rooms or equipment")?;
    let services = names("service accounts")?;
    let flag = |word: &str| word == "yes";
    // A JSON text is a YAML text as well, whatever the name of the group holds.
    let group = group.map(|name| format!("    group: {}\n", serde_json::Value::String(name))).unwrap_or_default();
    let text = format!(
        "# Answers given on the terminal. Domains, sync servers and single people can be added: see docs/architects.md.\n\
         start: {day}\ntenant:\n  telecom_provider: {}\n{}  sspr:\n    enabled: {scope}\n{group}    methods: [{legacy}]\n    \
         methods_required: {required}\n    writeback: {}\n{}not_people: {{shared_mailboxes: {}, rooms: {}, \
         service_accounts: {}}}\n",
        flag(&telecom),
        domains(&ways),
        flag(&writeback),
        marked(&protected),
        quoted(&mailboxes),
        quoted(&rooms),
        quoted(&services),
    );
    files::write(path, text.as_bytes())
}

/// The parts of a list with commas; none of an empty line.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Names as a list; a JSON text is a YAML text as well, whatever the names hold.
fn quoted(list: &str) -> Value {
    parts(list).collect()
}

/// The ways in which domains sign in, as lines below `tenant`.
fn domains(list: &str) -> String {
    let one = |pair: &str| pair.split_once('=').map(|(name, way)| json!({"name": name.trim(), "identity": way.trim()}));
    let all: Value = parts(list).filter_map(one).collect();
    if list.is_empty() { String::new() } else { format!("  domains: {all}\n") }
}

/// Protected accounts as lines of their own.
fn marked(list: &str) -> String {
    let all: Value = parts(list).map(|upn| json!({"upn": upn, "on_premises": {"protected": true}})).collect();
    if list.is_empty() { String::new() } else { format!("users: {all}\n") }
}
