//! Assumptions in force, and what the result rests on.

use maud::{Markup, html};

use crate::report::View;
use crate::report::view::Assumed;

use super::{pages, scroller};

pub(super) fn assumptions(view: &View<'_>) -> Markup {
    let changed = view.assumptions.iter().filter(|assumed| assumed.differs()).count();
    let (set, default) = view.assumptions.split_at(changed);
    html! {
        section aria-labelledby="assumptions" {
            h2 #assumptions { "Assumptions" }
            p {
                "Where public documents disagree or are silent, a named assumption decides. This lab changes " (changed) " of "
                (view.assumptions.len()) "; the rest keep their default."
            }
            @if !set.is_empty() { (table("Assumptions that this lab changes", set)) }
            details {
                summary { "The " (default.len()) " assumptions at their default" }
                (table("Assumptions at their default", default))
            }
        }
    }
}

fn table(caption: &str, rows: &[Assumed<'_>]) -> Markup {
    scroller(
        caption,
        html! {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { "Assumption" } th scope="col" { "In force" } th scope="col" { "Default" } th scope="col" { "Question" }
                    th scope="col" { "Why" }
                } }
                tbody {
                    @for assumed in rows {
                        tr id={ "assume-" (assumed.assumption.name) } {
                            th scope="row" { code { (assumed.assumption.name) } }
                            td { code { (assumed.value) } }
                            td { @if assumed.differs() { code { (assumed.assumption.default) } } @else { "the same" } }
                            td { (assumed.assumption.question) }
                            td { (assumed.assumption.why) " (" (assumed.assumption.basis) ")" }
                        }
                    }
                }
            }
        },
    )
}

pub(super) fn section(view: &View<'_>) -> Markup {
    let basis = &view.basis;
    html! {
        section aria-labelledby="method" {
            h2 #method { "Method" }
            dl.rule {
                div { dt { "Seed" } dd { (view.ledger.seed) } }
                div { dt { "Digest" } dd { code.long { (view.digest) } " (BLAKE3 over the ledger; the same file and seed give the same)" } }
                div { dt { "Repeat" } dd { code { (view.repeat) } " with the scenario.yaml beside this report" } }
                div { dt { "Rules" } dd {
                    (basis.rules) " known, newest source page of " (basis.newest_source) "; " (basis.rules - basis.facts) " executed, "
                    (basis.consulted) " consulted in this run, " (basis.decided.len()) " decided a step"
                } }
                div { dt { "Not executed" } dd { (basis.facts) " rules are only described: background, wording, and what this model leaves out" } }
            }
            @if !basis.not_simulated.is_empty() {
                details {
                    summary { "What is not simulated, and why: " (basis.not_simulated.len()) " rules" }
                    (scroller("What is not simulated", html! {
                        table {
                            caption { "Rules that are known and not executed" }
                            thead { tr { th scope="col" { "Rule" } th scope="col" { "Why not" } th scope="col" { "Source" } } }
                            tbody {
                                @for rule in &basis.not_simulated {
                                    tr { th scope="row" { code { (rule.id) } } td { (rule.not_simulated) } td { (pages(rule)) } }
                                }
                            }
                        }
                    }))
                }
            }
            p { "A prediction holds as far as the documents do. Try what matters in a test tenant before you rely on it." }
        }
    }
}
