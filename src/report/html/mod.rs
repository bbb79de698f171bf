//! One self-contained HTML page: no network, no scripts, readable on a narrow screen, on paper and aloud.
//!
//! The order is that of interest: the verdict, the key numbers, pictures with their tables, people, steps with their
//! reasons, assumptions, and what the result rests on. Every text goes through the template, which escapes it.

mod method;
mod people;
pub(super) mod pictures;
mod steps;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::rules::rule::Rule;

use super::View;
use super::view::RuleWords;
use super::words::{plain, sentence, source, thousands, when};

pub(super) const STYLE: &str = include_str!("style.css");

/// Nothing may be loaded or run; only the styles in the page apply.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Sections of the page: the id and the heading.
const SECTIONS: [(&str, &str); 7] = [
    ("numbers", "Key numbers"),
    ("pictures", "Pictures"),
    ("reasons", "Reasons"),
    ("people", "People"),
    ("steps", "Steps"),
    ("assumptions", "Assumptions"),
    ("method", "Method"),
];

/// The whole page.
#[must_use]
pub fn page(view: &View<'_>) -> String {
    let title = plain(&view.scenario.title);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – tenantlab report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the result" }
                (header(view, &title))
                main id="main" tabindex="-1" {
                    (verdict(view))
                    (numbers(view))
                    (pictures::section(view))
                    (reasons(view))
                    (people::section(view))
                    (steps::section(view))
                    (method::assumptions(view))
                    (method::section(view))
                }
                footer {
                    p { "Simulated by tenantlab " (env!("CARGO_PKG_VERSION")) ". No real tenant was touched. All times are UTC." }
                }
            }
        }
    };
    page.into_string()
}

fn header(view: &View<'_>, title: &str) -> Markup {
    html! {
        header {
            h1 { (title) }
            p.facts {
                "Simulated from " (when(view.ledger.start)) " to " (when(view.ledger.end)) " UTC"
                " · seed " (view.ledger.seed) " · digest " code { (view.digest.get(..12).unwrap_or_default()) }
            }
            nav aria-label="Sections" {
                ul { @for (id, name) in SECTIONS { li { a href={ "#" (id) } { (name) } } } }
            }
        }
    }
}

fn verdict(view: &View<'_>) -> Markup {
    let expectations = &view.ledger.expectations;
    html! {
        section aria-labelledby="verdict" {
            h2 #verdict { "Result" }
            p.verdict { (view.verdict) }
            @if let Some(description) = &view.scenario.description {
                details {
                    summary { "What this lab is about" }
                    @for part in description.split("\n\n") { p { (plain(&part.replace('\n', " "))) } }
                }
            }
            @if !expectations.failures.is_empty() {
                (scroller("Expectations that did not hold", html! {
                    table {
                        caption { "Expectations that did not hold" }
                        thead { tr { th scope="col" { "Step" } th scope="col" { "Key" } th scope="col" { "Expected" } th scope="col" { "Found" } } }
                        tbody {
                            @for failure in &expectations.failures {
                                tr {
                                    th scope="row" { a href={ "#step-" (failure.step) } { (failure.step) } @if let Some(id) = &failure.id { " " (plain(id)) } }
                                    td { code { (plain(&failure.key)) } }
                                    td { (plain(&failure.expected)) }
                                    td { (plain(&failure.actual)) }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

fn numbers(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="numbers" {
            h2 #numbers { "Key numbers" }
            dl.numbers {
                @for number in &view.numbers {
                    div {
                        dt { (number.label) }
                        dd { strong { (number.value) } @if !number.remark.is_empty() { span { (number.remark) } } }
                    }
                }
            }
        }
    }
}

fn reasons(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="reasons" {
            h2 #reasons { "Reasons" }
            @if view.reasons.is_empty() {
                p { "No step was refused or failed." }
            } @else {
                p { "Why steps were refused or failed, the most frequent reason first." }
                (scroller("Reasons", html! {
                    table {
                        caption { "Reasons by number of steps" }
                        thead { tr {
                            th scope="col" { "Reason" } th scope="col" { "Outcome" } th scope="col" { "Code" } th.n scope="col" { "Steps" }
                            th scope="col" { "Which" }
                        } }
                        tbody {
                            @for reason in &view.reasons {
                                tr {
                                    th.words scope="row" { (sentence(reason.says()))
                                        @if let Some(rule) = reason.rule.as_ref().filter(|rule| !rule.given.is_empty()) {
                                            " " span.remark { "Situation: " (sentence(rule.given)) }
                                        }
                                        @if !reason.faults.is_empty() { " " span.remark { "Fault in force: " (reason.behind()) } }
                                        @if let Some(rule) = &reason.rule { (rule_source(rule)) } }
                                    td { (reason.to_string()) }
                                    td { @if let Some(code) = reason.code { code { (code) } } @else { "none" } }
                                    td.n { (thousands(reason.counts.all())) }
                                    td { @for position in reason.steps.iter().take(8) { (step_link(view, *position)) " " }
                                        @if reason.steps.len() > 8 { "and " (reason.steps.len() - 8) " more" } }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

/// A link to a step, or its bare number where the page does not show it.
fn step_link(view: &View<'_>, position: usize) -> Markup {
    let step = &view.steps[position];
    let nth = if step.record.repetition > 1 {
        format!("{}×{}", step.record.n, step.record.repetition)
    } else {
        step.record.n.to_string()
    };
    if position < steps::MOST {
        html! { a href={ "#" (step.anchor) } { (nth) } }
    } else {
        html! { (nth) }
    }
}

/// The id of a rule with its pages and dates, folded away.
fn rule_source(rule: &RuleWords) -> Markup {
    html! {
        details.source {
            summary { "Rule " code { (rule.id) } }
            (rule_facts(rule))
        }
    }
}

/// What a reader needs to judge a rule: situation, firmness, dates, pages, assumption.
fn rule_facts(rule: &RuleWords) -> Markup {
    html! {
        dl.rule {
            @if !rule.given.is_empty() { div { dt { "Situation" } dd { (rule.given) } } }
            div { dt { "Basis" } dd { (rule.basis) ", topic " (rule.topic) } }
            div { dt { "Holds" } dd { (rule.holds) } }
            @if !rule.sources.is_empty() {
                div { dt { "Source" } dd { @for source in &rule.sources { span.page { (source) } } } }
            }
            @if let Some(assumed) = &rule.assumption {
                div { dt { "Assumption" } dd { a href={ "#assume-" (assumed.name) } { code { (assumed.name) } } " = " code { (assumed.value) }
                    @if assumed.value != assumed.default { " (default " code { (assumed.default) } ")" } ". " (sentence(assumed.question)) } }
            }
        }
    }
}

/// The pages of a rule that is only named.
fn pages(rule: &Rule) -> Markup {
    html! { @for page in rule.sources { span.page { (source(page)) } } }
}

/// A wide table or picture that scrolls by itself, also by keyboard.
pub(super) fn scroller(label: &str, inner: Markup) -> Markup {
    html! { div.scroll role="region" aria-label=(label) tabindex="0" { (inner) } }
}

#[cfg(test)]
mod tests {
    use super::STYLE;

    /// The relative luminance of a colour, as the accessibility guidelines define it.
    fn luminance(hex: &str) -> f64 {
        let part = |i: usize| {
            let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal")) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    /// The colour of this name in the nth theme of the style sheet.
    fn colour(name: &str, theme: usize) -> &'static str {
        let key = format!("--{name}: ");
        let rest = STYLE.split(&key).nth(theme + 1).expect("every theme names every colour");
        &rest[..7]
    }

    #[test]
    fn text_stands_out_in_every_theme() {
        for theme in 0..3 {
            for ground in ["ground", "panel"] {
                for ink in ["ink", "muted", "link", "good", "refused", "failed"] {
                    let (a, b) = (luminance(colour(ink, theme)), luminance(colour(ground, theme)));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{ink} on {ground} in theme {theme}: {contrast}");
                }
            }
        }
    }
}
