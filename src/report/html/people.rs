//! The table of named people.

use maud::{Markup, html};

use crate::ledger::Ability;
use crate::report::View;
use crate::report::view::{PersonRow, against};
use crate::report::words::{plain, shortened, thousands};

use super::{scroller, step_link};

/// More people than this are left to `people.csv`.
const MOST: usize = 500;

pub(super) fn section(view: &View<'_>) -> Markup {
    let generated = view.heads().1 - view.heads().0;
    html! {
        section aria-labelledby="people" {
            h2 #people { "People" }
            @if view.people.is_empty() {
                p { "The scenario names nobody." }
            } @else {
                p { "Could each person reset the own password, and why not? “Yes” means: with enough proofs and a compliant password." }
                (scroller("People", html! {
                    table {
                        caption { "Named people" }
                        thead { tr {
                            th scope="col" { "Person" } th scope="col" { "Identity" } th scope="col" { "Licences" }
                            th scope="col" { "At the start" } th scope="col" { "At the end" } th scope="col" { "Methods that count" }
                            th scope="col" { "Attempts" } th scope="col" { "Last step" }
                        } }
                        tbody { @for row in view.people.iter().take(MOST) { (person(view, row)) } }
                    }
                }))
            }
            @if view.people.len() > MOST { p { (view.people.len() - MOST) " more people are in people.csv." } }
            @if generated > 0 { p { (thousands(generated as u64)) " generated people are counted above, not listed." } }
        }
    }
}

fn person(view: &View<'_>, row: &PersonRow<'_>) -> Markup {
    let latest = row.at_end.or(row.at_start);
    html! {
        tr id={ "person-" (plain(&row.person.upn)) } {
            th scope="row" { (plain(&row.person.upn)) @if row.person.name != row.person.upn { " " span.remark { (plain(&row.person.name)) } } }
            td { (row.person.identity) }
            td { @if row.products.is_empty() { "none of the own" } @else { (row.products.join(", ")) } }
            td.able { (able(row.at_start)) }
            td.able { (able(row.at_end)) }
            td { @if let Some(ability) = latest { (ability.methods) "; " (ability.needed) " needed" } }
            td { (attempts(row)) }
            td { @if let Some(position) = row.last { (step_link(view, position)) } @else { "–" } }
        }
    }
}

fn able(ability: Option<&Ability>) -> Markup {
    html! {
        @match ability {
            None => { "did not exist" }
            Some(ability) if ability.able => { span.ok { "yes" } }
            Some(ability) => {
                span.bad { "no" } ": " (shortened(&against(ability), 160))
                @if let Some(code) = ability.code { " " code { (code) } }
                @if let Some(rule) = ability.rule { " " span.remark { (rule) } }
            }
        }
    }
}

fn attempts(row: &PersonRow<'_>) -> String {
    let counts = [(row.attempts.success, "ok"), (row.attempts.refused, "refused"), (row.attempts.failed, "failed")];
    let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if said.is_empty() { "none".to_owned() } else { said.join(", ") }
}
