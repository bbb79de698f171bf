//! A quiz as pages: one file each, no network, no script, fit for keyboard, screen reader and paper.
//!
//! The practice page holds keys and feedback. The exam page and the paper with its answer sheet hold nothing that tells
//! the key: no feedback, no rules, no seed, no digest, and no ids, because an id is made from the key.

mod body;
mod exam;
mod practice;
mod print;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::quiz::Paper;
use crate::report::words::plain;

use super::{File, Fit, Format};

pub(super) use body::fields;
pub use practice::page as practice;

/// Pages to open in a browser or to print.
pub const FORMAT: Format = Format {
    name: "html",
    says: "pages to practise on, to examine with, and to print, with an answer sheet and its key",
    takes: |_| Fit::AsIs,
    write,
};

/// Nothing may be loaded or run; only the styles in the page apply.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The styles of every page of a quiz.
const STYLE: &str = include_str!("style.css");

fn write(paper: &Paper) -> Vec<File> {
    vec![
        File::text("practice.html", practice::page(paper)),
        File::text("exam.html", exam::page(paper, None)),
        File::text("print.html", print::page(paper, None)),
        File::text("print-key.html", print::key(paper)),
    ]
}

/// A page around its parts; nothing is loaded or run.
pub(super) fn shell(paper: &Paper, what: &str, inner: &Markup) -> String {
    frame(paper, what, POLICY, inner)
}

/// A page around its parts, and what a browser may load and run for it.
pub(super) fn frame(paper: &Paper, what: &str, policy: &str, inner: &Markup) -> String {
    let title = plain(&paper.title);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                title { (title) @if !what.is_empty() { " – " (what) } }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#questions" { "To the questions" }
                (inner)
            }
        }
    };
    markup.into_string()
}

/// What learners get of a sealed exam: the page to fill in and the sheets to print, each with the commitment.
#[must_use]
pub fn sealed(paper: &Paper, commitment: &str) -> Vec<(&'static str, String)> {
    vec![("exam.html", exam::page(paper, Some(commitment))), ("print.html", print::page(paper, Some(commitment)))]
}

/// What a sealed quiz was sealed as.
fn seal(commitment: Option<&str>) -> Markup {
    html! {
        @if let Some(commitment) = commitment {
            p class="seal" { "Sealed as " code style="overflow-wrap: anywhere" { (commitment) } ". Keys and salt are published after the exam." }
        }
    }
}

/// How many questions there are, in words.
fn count(paper: &Paper) -> String {
    crate::report::words::count(paper.items.len() as u64, "question", "questions")
}
