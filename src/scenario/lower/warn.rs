//! What is allowed but hardly meant: findings that leave a scenario as it is and never change an exit code.
//!
//! A warning that is wrong is noise, so each says less rather than more: a file in which nobody acts warns of no idle
//! person, a product that the file names in words of no misleading string id.

use std::collections::BTreeSet;

use super::super::Scenario;
use super::super::diagnostic::{Diagnostic, Sources, shown};
use super::super::text::{Node, NodeKind};
use super::super::timeline::{AdminAct, OnPremisesAct, PersonAct, What};
use super::fields::Fields;
use super::names::sku;
use super::{TOP, expect::EXPECT};
use crate::model::ask::Outcome;
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::licence::TABLE;
use crate::model::policy::Member;
use crate::model::time::{Date, Instant, Span};
use crate::rules::assumptions::Values;
use crate::rules::catalogue::{RULES, newest_source};

/// Warns of what a sound file hardly means.
pub(crate) fn check(root: &Node, meant: &Scenario, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let top = Fields::of(root, &TOP);
    idle_people(top, meant, found);
    look_alikes(root, sources, &mut BTreeSet::new(), found);
    for (node, step) in top.list("timeline").iter().zip(&meant.timeline) {
        if let Some(expect) = node.get("expect") {
            unreachable(Fields::of(expect, &EXPECT), &step.what, found);
        }
    }
    beyond(top, meant, found);
}

/// People whom no step names, in a file whose steps are about people.
fn idle_people(top: Fields<'_>, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let expects = || meant.timeline.iter().filter_map(|step| step.expect.as_ref());
    let mut used: BTreeSet<UserId> = meant.timeline.iter().flat_map(super::Step::people).collect();
    if used.is_empty() || expects().any(|expect| expect.compliance.is_some()) {
        return;
    }
    let told = expects().flat_map(|expect| expect.notified.iter().flatten());
    used.extend(told.filter_map(|upn| meant.find(upn)));
    for (i, (node, person)) in top.list("users").iter().zip(&meant.users).enumerate() {
        let user = UserId(i as u32);
        // Holders of roles are told of resets, and members of groups count where a step or a licence is about the group.
        let counts = !person.roles.is_empty() || meant.groups_of(user).iter().any(|group| is_about(meant, *group));
        // A file that is extended may hold more people than each of those that extend it needs.
        if used.contains(&user) || counts || node.spot.file != 0 {
            continue;
        }
        let spot = Fields::of(node, &super::people::USER).spot("upn");
        let message = format!("no step names `{}`", shown(&person.upn));
        let warning = Diagnostic::warning("unused-person", spot, message);
        found.push(warning.help("let the person act, expect something of them, or take the entry out"));
    }
}

/// Whether a step is about a group, or it takes seats of a product.
fn is_about(meant: &Scenario, group: GroupId) -> bool {
    let is = |member: &Member| *member == Member::Group(group);
    let named = |what: &What| {
        let What::Admin { act, .. } = what else { return false };
        match act {
            AdminAct::AssignLicence { to, .. }
            | AdminAct::RemoveLicence { to, .. }
            | AdminAct::AssignRole { to, .. }
            | AdminAct::RemoveRole { to, .. } => is(to),
            AdminAct::AddToGroup { group: other, member } | AdminAct::RemoveFromGroup { group: other, member } => {
                *other == group || is(member)
            }
            _ => false,
        }
    };
    let licensed = meant.tenant.groups.get(group.index()).is_some_and(|group| !group.licences.is_empty());
    licensed || meant.timeline.iter().any(|step| named(&step.what))
}

/// String ids that name another edition than the product has, once a product; none where the file names the product.
fn look_alikes(node: &Node, sources: &Sources, seen: &mut BTreeSet<SkuId>, found: &mut Vec<Diagnostic>) {
    let mut one = |value: &Node| {
        let Some((text, id)) = value.text().and_then(|text| Some((text, sku(text)?))) else { return };
        let product = TABLE.product(id);
        let plain = !product.is_misnamed() || sources.mention(product.name);
        if text != product.part_number || plain || !seen.insert(id) {
            return;
        }
        let message = format!("`{}` is {}, whatever its string id says", product.part_number, product.name);
        let warning = Diagnostic::warning("look-alike-sku", value.head(), message);
        found.push(warning.help(format!("write \"{}\" instead, or name it in a comment", product.name)));
    };
    match &node.kind {
        NodeKind::Map(entries) => {
            for entry in entries {
                match entry.key.as_str() {
                    "sku" => one(&entry.value),
                    "licences" => entry.value.items().iter().for_each(&mut one),
                    _ => {}
                }
            }
            entries.iter().for_each(|entry| look_alikes(&entry.value, sources, seen, found));
        }
        NodeKind::List(items) => items.iter().for_each(|item| look_alikes(item, sources, seen, found)),
        _ => {}
    }
}

/// Expectations that no run can meet: keys that say nothing of such a step, and a code of something that succeeds.
fn unreachable(expect: Fields<'_>, what: &What, found: &mut Vec<Diagnostic>) {
    let (kind, absent) = never(what);
    let reported = |key: &str, found: &[Diagnostic]| {
        let spot = expect.spot(key);
        let here = (spot.file as usize, spot.start as usize);
        found.iter().filter_map(|one| one.labels.first()).any(|label| (label.file, label.span.start) == here)
    };
    for key in absent.iter().filter(|key| expect.get(key).is_some()) {
        if reported(key, found) {
            continue;
        }
        let message = format!("{kind} has no `{key}`: nothing can meet this expectation");
        found.push(Diagnostic::warning("unreachable-expectation", expect.spot(key), message));
    }
    let succeeds = expect.word("outcome", Outcome::parse) == Some(Outcome::Success);
    if succeeds && expect.get("code").is_some() && !absent.contains(&"code") {
        let message = "a step with the outcome `success` shows no `code`";
        found.push(Diagnostic::warning("unreachable-expectation", expect.spot("code"), message));
    }
}

/// What kind of step it is, in words, and the keys of an expectation that say nothing of it.
const fn never(what: &What) -> (&'static str, &'static [&'static str]) {
    match what {
        What::Check => {
            ("a step in which nothing happens", &["outcome", "code", "rule", "methods_offered", "prompted", "score"])
        }
        What::Fault { .. } | What::Restore { .. } => {
            ("a failure's step", &["outcome", "code", "rule", "methods_offered", "prompted", "score"])
        }
        What::Person { act, .. } => match act {
            PersonAct::SignIn { .. } => ("a sign-in", &["methods_offered", "score"]),
            PersonAct::UseSession => ("the use of a session", &["methods_offered", "score"]),
            PersonAct::ResetPassword { .. } => ("a reset", &["prompted"]),
            PersonAct::ChangePassword { .. } => ("a change", &["prompted"]),
            PersonAct::UnlockAccount { .. } => ("an unlock", &["prompted", "score"]),
            PersonAct::RegisterMethods { .. } | PersonAct::DeleteMethod { .. } => {
                ("a change of methods", &["prompted", "score"])
            }
            PersonAct::ContactAdministrator => ("a call for help", &["methods_offered", "prompted", "score"]),
        },
        What::Admin { act: AdminAct::ResetPassword { .. }, .. } => {
            ("an administrator's reset", &["methods_offered", "prompted"])
        }
        What::Admin { .. } => ("an administrator's change", &["methods_offered", "prompted", "score"]),
        What::OnPremises {
            act: OnPremisesAct::ResetPassword { .. } | OnPremisesAct::ChangePassword { .. }, ..
        } => ("a step on-premises", &["methods_offered", "prompted"]),
        What::OnPremises { .. } => ("a step on-premises", &["methods_offered", "prompted", "score"]),
    }
}

/// A start or step after the last day that any page behind the rules, or a dated assumption, speaks of.
fn beyond(top: Fields<'_>, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let last = last_known_day(meant);
    let after = |at: Instant| at >= last.start() + Span::days(1);
    let (at, spot) = if after(meant.start) {
        (meant.start, top.spot("start"))
    } else {
        let mut steps = top.list("timeline").iter().zip(&meant.timeline);
        let Some((node, step)) = steps.find(|(_, step)| after(step.at)) else { return };
        (step.at, node.get("at").map_or_else(|| node.head(), Node::head))
    };
    let message = format!("{} is after {last}, the last day that the documents behind the rules speak of", at.date());
    let help = format!("their newest page is of {}; what has changed since then is not known", newest_source());
    found.push(Diagnostic::warning("beyond-sources", spot, message).help(help));
}

/// The newest day of a source page, of a rule's dates or of a dated assumption.
fn last_known_day(meant: &Scenario) -> Date {
    let pages = Date::parse(newest_source());
    let rules = RULES.iter().flat_map(|rule| [rule.since, rule.until]).flatten();
    let dated = meant.assumptions.iter().filter(|(one, _)| matches!(one.values, Values::Date { .. }));
    let assumed = dated.filter_map(|(_, value)| Date::parse(value));
    pages.into_iter().chain(rules).chain(assumed).max().unwrap_or(Date(0))
}
