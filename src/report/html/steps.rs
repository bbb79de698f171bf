//! The steps: what came of each, why, the messages, the rules consulted, and what an administrator would see.

use maud::{Markup, html};

use crate::ledger::StepRecord;
use crate::ledger::trace::{Line, Said};
use crate::report::View;
use crate::report::explain::lane_name;
use crate::report::view::StepView;
use crate::report::words::{clock, outcome, plain, sentence, when};

use super::{pictures, rule_facts, scroller};

/// More steps than this are left to `ledger.csv`.
pub(super) const MOST: usize = 200;

pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="steps" {
            h2 #steps { "Steps" }
            @if view.steps.is_empty() { p { "The scenario has no steps." } }
            @for step in view.steps.iter().take(MOST) { (article(view, step)) }
            @if view.steps.len() > MOST { p { (view.steps.len() - MOST) " more steps are in ledger.csv." } }
        }
    }
}

fn article(view: &View<'_>, step: &StepView<'_>) -> Markup {
    let record = step.record;
    let word = outcome(record.outcome);
    html! {
        article.step.(word) id=(step.anchor) {
            h3 {
                span.number { (record.n) @if record.repetition > 1 { "×" (record.repetition) } } " "
                (plain(&record.actor)) " " (plain(&record.action)) " "
                span.outcome { (word) } @if let Some(code) = record.code { " " code { (code) } }
            }
            p.facts {
                (when(record.at)) @if record.ended != record.at { " to " (clock(record.ended)) }
                @if let Some(id) = &record.id { " · " code { (plain(id)) } }
                @if let Some(subject) = record.subject { @if view.ledger.name(subject) != record.actor { " · about " (plain(view.ledger.name(subject))) } }
                @if let Some(note) = &record.note { " · " (plain(note)) }
            }
            @if !record.message.is_empty() { p { (sentence(&plain(&record.message))) } }
            (because(step))
            (details(step))
            (lane(step))
            (logs(record))
            (trace(view, step))
        }
    }
}

fn because(step: &StepView<'_>) -> Markup {
    html! {
        @if let Some(rule) = &step.rule {
            p.because {
                strong { "Because: " } (sentence(&rule.says)) " " code { (rule.id) }
                @if !rule.given.is_empty() { span.remark { "Situation: " (sentence(rule.given)) } }
            }
            details.source { summary { "Where rule " (rule.id) " stands" } (rule_facts(rule)) }
        }
    }
}

fn details(step: &StepView<'_>) -> Markup {
    let record = step.record;
    let faults: Vec<&str> = step.faults.iter().map(|fault| fault.kind().id.as_str()).collect();
    let rows = [
        ("Faults in force", (!faults.is_empty()).then(|| faults.join(", "))),
        ("Methods offered", record.offered.map(|methods| methods.to_string())),
        ("Asked at sign-in", record.prompted.map(|prompt| prompt.to_string())),
        ("Password score", record.score.map(|score| format!("{score} (5 are needed)"))),
        ("Told by mail", (!record.notified.is_empty()).then(|| record.notified.join(", "))),
        ("What changed", (!record.effects.is_empty()).then(|| record.effects.join("; "))),
    ];
    html! {
        @if rows.iter().any(|(_, value)| value.is_some()) {
            dl.rule { @for (name, value) in &rows { @if let Some(value) = value { div { dt { (name) } dd { (plain(value)) } } } } }
        }
    }
}

fn lane(step: &StepView<'_>) -> Markup {
    let hops = &step.record.hops;
    html! {
        @if !hops.is_empty() {
            (pictures::picture(&format!("Messages of step {}", step.record.n), &pictures::swimlane_svg(step)))
            details {
                summary { "The same as a list" }
                ol {
                    @for hop in hops {
                        li {
                            (clock(hop.at)) " " (lane_name(hop.from)) " to " (lane_name(hop.to)) ": " (plain(&hop.text))
                            @if hop.reply { " (reply)" } @if hop.stopped { strong { " stopped here" } }
                        }
                    }
                }
            }
        }
    }
}

fn logs(record: &StepRecord) -> Markup {
    html! {
        @if !record.audit.is_empty() {
            (scroller("Audit log", html! {
                table {
                    caption { "Audit log: what an administrator sees in Entra ID" }
                    thead { tr { th scope="col" { "Time" } th scope="col" { "Activity" } th scope="col" { "Status" } th scope="col" { "Reason" }
                        th scope="col" { "By" } th scope="col" { "Target" } th scope="col" { "On-premises agent" } } }
                    tbody { @for entry in &record.audit { tr {
                        td { (clock(entry.at)) } th scope="row" { (entry.activity) } td { (entry.status) } td { (plain(&entry.reason)) }
                        td { (plain(&entry.initiator)) } td { (plain(&entry.target)) } td { (entry.agent) }
                    } } }
                }
            }))
        }
        @if !record.events.is_empty() {
            (scroller("Windows events", html! {
                table {
                    caption { "Windows events on servers" }
                    thead { tr { th scope="col" { "Time" } th scope="col" { "Event" } th scope="col" { "Name" } th scope="col" { "Log" } th scope="col" { "Server" } } }
                    tbody { @for event in &record.events { tr {
                        td { (clock(event.at)) } th scope="row" { (event.id) } td { (plain(&event.name)) } td { (plain(&event.source)) } td { (plain(&event.server)) }
                    } } }
                }
            }))
        }
    }
}

fn trace(view: &View<'_>, step: &StepView<'_>) -> Markup {
    let lines = view.trace(step);
    if lines.is_empty() {
        return html! {};
    }
    let (quiet, loud): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.said == Said::Pass);
    let ids: Vec<&str> = quiet.iter().map(|line| line.rule.id).collect();
    html! {
        details {
            summary { "Rules consulted: " (lines.len()) ", of which " (loud.len()) " said something" }
            ol.trace { @for line in loud { (said(line)) } }
            @if !ids.is_empty() { p.remark { "Nothing against it from " (ids.len()) ": " (ids.join(", ")) "." } }
        }
    }
}

fn said(line: &Line) -> Markup {
    let word = if line.said == Said::Fail { "fail" } else { "note" };
    html! {
        li {
            span.said { (word) } " " code { (line.rule.id) } @if line.decided { strong { " decided" } }
            ", at " (line.moment) ": " (sentence(&line.because))
        }
    }
}
