//! The practice page: keys and feedback are in it, folded away until the learner opens them.

use maud::{Markup, html};

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::text::{explanation, line, number, reason, sources};
use crate::report::words::plain;

use super::{body, count, shell};

/// The practice page of a quiz.
#[must_use]
pub fn page(paper: &Paper) -> String {
    let inner = html! {
        header {
            h1 { (plain(&paper.title)) }
            p { (count(paper)) ". Answer, then check your answer: what is right, and why, is folded away below it." }
        }
        main id="questions" {
            form { @for (n, item) in paper.items.iter().enumerate() { (question(n + 1, item)) } }
        }
        footer {
            p { "Seed " (paper.seed) ". Rules as of " (plain(&paper.rules_date)) ". tenantlab " (plain(&paper.engine)) "." }
            p { "Run " code { (plain(&paper.digest)) } }
            p { "A practice page: it holds its own answers." }
        }
    };
    shell(paper, "", &inner)
}

fn question(n: usize, item: &Question) -> Markup {
    let by_option = matches!(item.form, Form::Single | Form::TrueFalse | Form::Multiple);
    html! {
        fieldset id={ "q" (n) } aria-describedby={ "q" (n) "-task" } {
            legend { "Question " (n) }
            (body::stem(n, item))
            (body::answers(n, item, &|i| html! { @if by_option { (shown(i, item)) } }))
            @if !by_option { (whole(item)) }
            details {
                summary { "Rules and sources" }
                @for source in sources(item) { p { (source) } }
            }
        }
    }
}

/// The feedback of one option.
fn shown(i: usize, item: &Question) -> Markup {
    let option = &item.options[i];
    html! {
        details {
            summary { "Check answer " (i + 1) }
            p { strong { @if item.key.contains(&i) { "Right. " } @else { "Wrong. " } } (line(reason(&option.feedback))) }
        }
    }
}

/// The answer of a question that is answered as a whole.
fn whole(item: &Question) -> Markup {
    let others = item.options.iter().enumerate().filter(|(i, _)| item.form == Form::Numeric && !item.key.contains(i));
    html! {
        details {
            summary { "Show answer" }
            @for said in explanation(item) { p { (said) } }
            @for (i, other) in others {
                p { strong { "Not " (number(item, i)) ". " } (line(reason(&other.feedback))) }
            }
        }
    }
}
