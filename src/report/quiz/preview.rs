//! The trainer's view of a quiz: each question with its key, the proof of it, what would make each wrong option right,
//! the facts that matter, and the rules with their pages. Never for learners.
//!
//! It is written of the quiz itself rather than of its paper: a paper is text, and what is shown here was proved in the
//! run that made it.

use maud::{Markup, html};

use crate::quiz::paper::{Paper, Question};
use crate::quiz::question::{Bloom, Choice, Item, Quiz, StemFact};
use crate::report::words::{count, plain};

use super::terminal::{Style, exhibit};
use super::text::{answer, form, line};
use super::{figure, html::shell};

/// A part of what a trainer sees of a question: its head, and its lines.
struct Part {
    head: &'static str,
    lines: Vec<String>,
}

/// What the learner does in the head, in a word.
const fn level(bloom: Bloom) -> &'static str {
    match bloom {
        Bloom::Remember => "remember",
        Bloom::Understand => "understand",
        Bloom::Apply => "apply",
        Bloom::Analyse => "analyse",
        Bloom::Evaluate => "evaluate",
    }
}

fn head(item: &Item) -> String {
    let points = count(u64::from(item.points), "point", "points");
    format!("{}, {}, {}, {points}, {}", item.archetype, level(item.bloom), form(item.form), item.id)
}

/// How an option stands to the run, and what a learner who chose it reads.
fn proof(option: &Choice) -> String {
    let stands = match (&option.witness, option.holds) {
        (_, true) => "true in the run".to_owned(),
        (Some(flip), false) => format!("false in the run, true {}", flip.words()),
        (None, false) => "false in the run".to_owned(),
    };
    let kind = option.claim.kind();
    format!("{} [{kind}: {stands}] {}", option.text, option.feedback)
}

/// A fact as the stem says it; of one that an exhibit or the question tells, what it is.
fn told(fact: &StemFact) -> String {
    if fact.in_exhibit { format!("beside the stem: {}", fact.about.words()) } else { fact.text.clone() }
}

/// Everything about a question but its stem.
fn parts(item: &Item, question: &Question) -> Vec<Part> {
    let at = if item.step == 0 { "as the lab starts".to_owned() } else { format!("at step {}", item.step) };
    let varied: Vec<String> = item.variant.iter().map(crate::scenario::edit::Edit::words).collect();
    let varied = if varied.is_empty() { "as written".to_owned() } else { varied.join("; ") };
    let given = item.given.iter().map(|claim| format!("{}: {}", claim.kind(), claim.render()));
    let (matters, decoys): (Vec<_>, Vec<_>) = item.facts.iter().partition(|fact| fact.load_bearing);
    let texts = |facts: Vec<&StemFact>| facts.iter().map(|fact| told(fact)).collect();
    let rule = |rule: &crate::quiz::question::RuleRef| {
        format!("{} ({}): {} Source: {} ({})", rule.id, rule.basis, rule.says, rule.page, rule.date)
    };
    let all = vec![
        Part { head: "Key", lines: answer(question) },
        Part { head: "Options and their proofs", lines: item.options.iter().map(proof).collect() },
        Part { head: "Asked of", lines: vec![format!("the lab {varied}, {at}")] },
        Part { head: "What the stem gives away of the run", lines: given.collect() },
        Part { head: "Facts that change the key", lines: texts(matters) },
        Part { head: "Facts that do not", lines: texts(decoys) },
        Part { head: "Rules", lines: item.rules.iter().map(rule).collect() },
    ];
    all.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

/// Where all of it comes from.
fn origin(quiz: &Quiz) -> String {
    format!(
        "Lab: {}. Seed {}, rules as of {}, run {}, tenantlab {}.",
        quiz.scenario, quiz.seed, quiz.rules_date, quiz.digest, quiz.engine
    )
}

/// The view as text.
#[must_use]
pub fn text(quiz: &Quiz, style: Style) -> String {
    let paper = Paper::of(quiz);
    let mut text = format!("{}\n{}", line(&quiz.title), style.flow(&origin(quiz), ""));
    for (n, (item, question)) in quiz.items.iter().zip(&paper.items).enumerate() {
        text.push_str(&format!("\n{}\n", style.paint(&format!("Question {}: {}", n + 1, head(item)), 1)));
        text.push_str(&style.flow(&item.stem, ""));
        item.exhibits.iter().for_each(|one| text.push_str(&exhibit(one, style)));
        item.prompts.iter().for_each(|prompt| text.push_str(&style.flow(prompt, "  ")));
        for part in parts(item, question) {
            text.push_str(&format!("{}\n", style.paint(part.head, 1)));
            for said in &part.lines {
                let flown = style.flow(&line(said), "    ");
                text.push_str(&format!("  - {}", flown.trim_start()));
            }
        }
    }
    text
}

/// The view as one page.
#[must_use]
pub fn page(quiz: &Quiz) -> String {
    let paper = Paper::of(quiz);
    let inner = html! {
        header {
            h1 { "Preview: " (plain(&quiz.title)) }
            p { strong { "For the trainer: every key is on this page." } }
            p { (line(&origin(quiz))) }
        }
        main id="questions" {
            @for (n, (item, question)) in quiz.items.iter().zip(&paper.items).enumerate() {
                (section(n + 1, item, question))
            }
        }
    };
    shell(&paper, "preview", &inner)
}

fn section(n: usize, item: &Item, question: &Question) -> Markup {
    html! {
        section class="question" aria-labelledby={ "q" (n) } {
            h2 id={ "q" (n) } { "Question " (n) }
            p { (line(&head(item))) }
            (figure::stem(question, &|i, one| figure::inline(one, &format!("q{n}-exhibit{}", i + 1))))
            @if !item.prompts.is_empty() { ol { @for prompt in &item.prompts { li { (line(prompt)) } } } }
            @for part in parts(item, question) {
                h3 { (part.head) }
                ul { @for said in &part.lines { li { (line(said)) } } }
            }
        }
    }
}
