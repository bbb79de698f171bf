//! A question with the fields that answer it; nothing of the key is in them.

use maud::{Markup, html};

use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::figure;
use crate::report::quiz::text::{line, task};

/// The stem, its exhibits and what is to be done. Ids begin with `q` and the number.
pub(super) fn stem(n: usize, question: &Question) -> Markup {
    html! {
        (figure::paragraphs(&question.stem))
        @for (i, exhibit) in question.exhibits.iter().enumerate() {
            // What is wider than the screen is moved with the keyboard as well.
            div class="exhibit" role="region" tabindex="0" aria-label=(line(&exhibit.caption)) {
                (figure::inline(exhibit, &format!("q{n}-exhibit{}", i + 1)))
                (figure::table(exhibit))
            }
        }
        p class="task" id={ "q" (n) "-task" } { (task(question)) }
    }
}

/// The stem and the fields.
pub(in crate::report::quiz) fn fields(n: usize, question: &Question) -> Markup {
    html! { (stem(n, question)) (answers(n, question, &|_| html! {})) }
}

/// The fields that answer a question; `after` follows the field of each option or prompt.
pub(super) fn answers(n: usize, question: &Question, after: &dyn Fn(usize) -> Markup) -> Markup {
    let name = format!("q{n}");
    match question.form {
        Form::Single | Form::TrueFalse => choices(&name, question, "radio", after),
        Form::Multiple => choices(&name, question, "checkbox", after),
        Form::Order => {
            let places: Vec<String> = (1..=question.options.len()).map(|n| n.to_string()).collect();
            let labels: Vec<String> = question.options.iter().map(|option| line(&option.text)).collect();
            selects(&name, "place", &labels, &places, after)
        }
        Form::Match => {
            let options: Vec<String> = question.options.iter().map(|option| line(&option.text)).collect();
            let labels: Vec<String> = question.prompts.iter().map(|prompt| line(prompt)).collect();
            selects(&name, "answer", &labels, &options, after)
        }
        Form::Numeric => html! {
            label { "Your number " input type="text" inputmode="numeric" pattern="-?[0-9]*" autocomplete="off" name=(name); }
            (after(0))
        },
    }
}

fn choices(name: &str, question: &Question, kind: &str, after: &dyn Fn(usize) -> Markup) -> Markup {
    html! {
        @for (i, option) in question.options.iter().enumerate() {
            label { input type=(kind) name=(name) value=(i + 1); (line(&option.text)) }
            (after(i))
        }
    }
}

/// A list to choose from for each label; values count from 1.
fn selects(name: &str, what: &str, labels: &[String], options: &[String], after: &dyn Fn(usize) -> Markup) -> Markup {
    html! {
        @for (i, label) in labels.iter().enumerate() {
            label {
                (label) " "
                select name={ (name) "-" (i + 1) } {
                    option value="" { "choose a" @if what == "answer" { "n" } " " (what) }
                    @for (k, option) in options.iter().enumerate() { option value=(k + 1) { (option) } }
                }
            }
            (after(i))
        }
    }
}
