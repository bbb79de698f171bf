//! The quiz on paper: questions with lettered options, an answer sheet, and apart from both the key for marking.

use maud::{Markup, html};

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::text::{answer, letter, letters, line};
use crate::report::words::plain;

use super::exam::points;
use super::{body, count, shell};

/// Questions and answer sheet.
pub(super) fn page(paper: &Paper, commitment: Option<&str>) -> String {
    let inner = html! {
        header {
            h1 { (plain(&paper.title)) }
            p { (count(paper)) ". Rules as of " (plain(&paper.rules_date)) ". Write your answers on the sheet at the end." }
        }
        main id="questions" {
            @for (i, item) in paper.items.iter().enumerate() { (question(i + 1, item)) }
            section class="sheet" aria-labelledby="sheet" {
                h2 id="sheet" { "Answer sheet" }
                p { "Name ______________________________ Date ________________" }
                (super::seal(commitment))
                table {
                    caption { (plain(&paper.title)) }
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Answer" } th scope="col" { "Points" } } }
                    tbody {
                        @for (i, item) in paper.items.iter().enumerate() {
                            tr { th scope="row" { (i + 1) } td { (spaces(item)) } td { "____ of " (item.points) } }
                        }
                    }
                }
            }
        }
    };
    shell(paper, "on paper", &inner)
}

fn question(n: usize, item: &Question) -> Markup {
    html! {
        section class="question" aria-labelledby={ "q" (n) } {
            h2 id={ "q" (n) } { "Question " (n) " (" (points(item.points)) ")" }
            (body::stem(n, item))
            @if item.form == Form::Match {
                ol { @for prompt in &item.prompts { li { (line(prompt)) } } }
            }
            @if item.form != Form::Numeric {
                ul style="list-style: none" {
                    @for (i, option) in item.options.iter().enumerate() {
                        li { strong { (letter(i)) ". " } (line(&option.text)) }
                    }
                }
            }
        }
    }
}

/// Where the answer is written: letters to ring, a place for each part, or a line.
fn spaces(item: &Question) -> Markup {
    let many = item.options.len();
    html! {
        @match item.form {
            Form::Single | Form::TrueFalse | Form::Multiple => {
                @for i in 0..many { (letter(i)) " " span class="box" {} }
            }
            Form::Order => { @for n in 1..=many { (n) ". " span class="box" {} } }
            Form::Match => { @for n in 1..=item.prompts.len() { (n) " = " span class="box" {} } }
            Form::Numeric => { "____________" }
        }
    }
}

/// The key, for marking by hand.
pub(super) fn key(paper: &Paper) -> String {
    let inner = html! {
        header {
            h1 { "Key: " (plain(&paper.title)) }
            p {
                "For marking. A question counts where the whole answer is right."
                @if paper.items.iter().any(|item| item.form == Form::Match) { " Of pairs each counts on its own." }
            }
        }
        main id="questions" {
            table {
                caption { "Key" }
                thead { tr {
                    th scope="col" { "Question" } th scope="col" { "Key" } th scope="col" { "In words" } th scope="col" { "Points" }
                } }
                tbody {
                    @for (i, item) in paper.items.iter().enumerate() {
                        tr {
                            th scope="row" { (i + 1) }
                            td { (letters(item)) }
                            td { @for part in answer(item) { p { (part) } } }
                            td { (item.points) }
                        }
                    }
                }
            }
        }
        footer { p { "Seed " (paper.seed) ", tenantlab " (plain(&paper.engine)) ", run " code { (plain(&paper.digest)) } } }
    };
    shell(paper, "key", &inner)
}
