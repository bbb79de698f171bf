//! How a class did: the statistics of a quiz as a page, tables, JSON and lines for a terminal.
//!
//! Numbers are rounded here and nowhere before. A verdict on a question is given from [`ENOUGH`] learners on.

#[cfg_attr(not(feature = "charts"), path = "undrawn.rs")]
mod drawn;
pub mod gather;

use maud::{Markup, html};

use crate::quiz::paper::letter;
use crate::study::stats::class::{ENOUGH, Flag, ItemStats, OptionStats, Stats};

use super::page::{self, Section, numbers, picture, table};
use super::words::{count, plain};

/// A part of one as a percentage: `62.5 %`.
fn percent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}

/// A coefficient with three places; a dash where it is not defined.
fn coefficient(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn flags(item: &ItemStats) -> String {
    item.flags.iter().map(|flag| flag.says()).collect::<Vec<_>>().join("; ")
}

/// The page of a class that took a quiz of this title.
#[must_use]
pub fn page(title: &str, stats: &Stats) -> String {
    let sections = [
        Section { id: "result", name: "Result", body: result(stats) },
        Section { id: "questions", name: "Questions", body: questions(stats) },
        Section { id: "options", name: "Options", body: options(stats) },
        Section { id: "rules", name: "Rules", body: rules(stats) },
        Section { id: "method", name: "Method", body: method() },
    ];
    let learners = count(stats.learners as u64, "learner", "learners");
    page::page(&format!("Class results: {title}"), &learners, &sections)
}

fn result(stats: &Stats) -> Markup {
    let figures = [
        ("Learners", stats.learners.to_string(), String::new()),
        ("Mean", format!("{:.2}", stats.mean), "points".to_owned()),
        ("Standard deviation", format!("{:.2}", stats.deviation), "points".to_owned()),
        ("KR-20", coefficient(stats.kr20), "by right and wrong".to_owned()),
        ("Alpha", coefficient(stats.alpha), "by points".to_owned()),
        ("Standard error", coefficient(stats.error), "of a learner's points".to_owned()),
    ];
    let flagged: Vec<(usize, &ItemStats)> =
        stats.items.iter().enumerate().filter(|(_, item)| !item.flags.is_empty()).collect();
    html! {
        @if stats.too_few {
            p.verdict { "Too few learners for a verdict on questions: " (stats.learners) " of at least " (ENOUGH) ". The numbers are shown all the same." }
        } @else if flagged.is_empty() {
            p.verdict { "No question stands out." }
        } @else {
            p.verdict { (count(flagged.len() as u64, "question wants", "questions want")) " a look." }
            ul { @for (i, item) in &flagged { li { (name(*i, item)) ": " (flags(item)) "." } } }
        }
        (numbers(&figures))
        h3 { "Learners by the part of the points they reached" }
        (picture("Learners by the part of the points they reached", &drawn::scores(stats)))
        (table("Learners by the part of the points they reached", &["Part of the points", "Learners"], &[1], &score_rows(stats)))
    }
}

fn score_rows(stats: &Stats) -> Vec<Vec<String>> {
    stats.scores.iter().enumerate().map(|(tenth, learners)| vec![score(tenth), learners.to_string()]).collect()
}

/// A tenth of the points in words: `10 to 19 %`.
fn score(tenth: usize) -> String {
    format!("{} to {} %", tenth * 10, if tenth == 9 { 100 } else { tenth * 10 + 9 })
}

/// How a question is called: by its number, or, where learners have variants, by its family.
fn name(i: usize, item: &ItemStats) -> String {
    if item.ask.is_empty() { item.id.clone() } else { format!("Question {}", i + 1) }
}

fn questions(stats: &Stats) -> Markup {
    let row = |(i, item): (usize, &ItemStats)| {
        vec![
            name(i, item),
            item.archetype.clone(),
            item.asked.to_string(),
            item.right.to_string(),
            percent(item.difficulty),
            format!("{} to {}", percent(item.interval.0), percent(item.interval.1)),
            coefficient(item.discrimination),
            coefficient(item.upper_lower),
            flags(item),
        ]
    };
    let rows: Vec<Vec<String>> = stats.items.iter().enumerate().map(row).collect();
    let header = [
        "Question",
        "Kind",
        "Asked",
        "Right",
        "Part right",
        "95 % interval",
        "Discrimination",
        "Upper less lower",
        "Look at",
    ];
    html! {
        h3 { "Learners who were right" }
        (picture("Learners who were right, by question", &drawn::difficulty(stats)))
        h3 { "Discrimination" }
        p { "To the right where those who were right did well on the other questions too." }
        (picture("Discrimination, by question", &drawn::discrimination(stats)))
        (table("Questions", &header, &[2, 3, 4, 5, 6, 7], &rows))
    }
}

fn options(stats: &Stats) -> Markup {
    let shown = || stats.items.iter().enumerate().filter(|(_, item)| !item.options.is_empty());
    html! {
        @if shown().next().is_none() { p { "No question has options that all learners saw." } }
        @for (i, item) in shown() {
            h3 { (name(i, item)) }
            p { (plain(&item.ask)) }
            @let caption = format!("Options of question {}", i + 1);
            (picture(&caption, &drawn::options(i, item)))
            (table(&caption, &["Option", "Right", "Chosen", "Part", "Correlation", "Works"], &[2, 3, 4], &option_rows(item)))
        }
    }
}

fn option_rows(item: &ItemStats) -> Vec<Vec<String>> {
    let row = |(at, one): (usize, &OptionStats)| {
        let works = match one.idle {
            _ if one.right => "–",
            None => "too few learners",
            Some(true) => "no",
            Some(false) => "yes",
        };
        vec![
            format!("{}. {}", letter(at), one.text),
            super::words::yes(one.right).to_owned(),
            one.chosen.to_string(),
            percent(one.share),
            coefficient(one.correlation),
            works.to_owned(),
        ]
    };
    item.options.iter().enumerate().map(row).collect()
}

fn rules(stats: &Stats) -> Markup {
    let row = |(rule, (asked, right)): (&String, &(usize, usize))| {
        let part = if *asked == 0 { 0.0 } else { *right as f64 / *asked as f64 };
        vec![rule.clone(), asked.to_string(), right.to_string(), percent(part)]
    };
    let rows: Vec<Vec<String>> = stats.rules.iter().map(row).collect();
    table("Rules, over all questions about them", &["Rule", "Asked", "Right", "Part right"], &[1, 2, 3], &rows)
}

fn method() -> Markup {
    html! {
        p { "Right means wholly right. The interval is Wilson's. Discrimination is the correlation of being right with the part of the points reached on all other questions; upper less lower compares the best and the weakest 27 % of at least 40 learners." }
        p { "A wrong option does not work where fewer than 5 % chose it, or where those who chose it did better on the other questions. From " (ENOUGH) " learners on a question is named when its discrimination is below 0.1, or when fewer than 20 % or more than 95 % were right." }
    }
}

/// One row a question, and below it one a option, for a spreadsheet.
#[must_use]
pub fn csv(stats: &Stats) -> String {
    let header = ["question", "option", "right", "count", "part", "low", "high", "correlation", "look at"];
    let mut rows = Vec::new();
    for (i, item) in stats.items.iter().enumerate() {
        let number = if item.ask.is_empty() { item.id.clone() } else { (i + 1).to_string() };
        rows.push(vec![
            number.clone(),
            String::new(),
            String::new(),
            item.right.to_string(),
            format!("{:.6}", item.difficulty),
            format!("{:.6}", item.interval.0),
            format!("{:.6}", item.interval.1),
            item.discrimination.map(|value| format!("{value:.6}")).unwrap_or_default(),
            flags(item),
        ]);
        rows.extend(item.options.iter().map(|one| {
            vec![
                number.clone(),
                one.text.clone(),
                super::words::yes(one.right).to_owned(),
                one.chosen.to_string(),
                format!("{:.6}", one.share),
                String::new(),
                String::new(),
                one.correlation.map(|value| format!("{value:.6}")).unwrap_or_default(),
                if one.idle == Some(true) { "does not work".to_owned() } else { String::new() },
            ]
        }));
    }
    super::csv::table(&header, rows.into_iter())
}

/// Everything as JSON.
#[must_use]
pub fn json(stats: &Stats) -> String {
    serde_json::to_string_pretty(stats).unwrap_or_default() + "\n"
}

/// Lines for a terminal.
#[must_use]
pub fn text(stats: &Stats) -> String {
    let mut text = format!(
        "{}, mean {:.2}, deviation {:.2}, KR-20 {}, alpha {}, standard error {}\n",
        count(stats.learners as u64, "learner", "learners"),
        stats.mean,
        stats.deviation,
        coefficient(stats.kr20),
        coefficient(stats.alpha),
        coefficient(stats.error)
    );
    for (i, item) in stats.items.iter().enumerate() {
        let right = percent(item.difficulty);
        let look = if item.flags.is_empty() { String::new() } else { format!("  {}", flags(item)) };
        text.push_str(&format!(
            "  {:>3}  right {right:>7}  discrimination {:>6}{look}\n",
            if item.ask.is_empty() { item.id.clone() } else { (i + 1).to_string() },
            coefficient(item.discrimination)
        ));
    }
    if stats.too_few {
        text.push_str(&format!("too few for a verdict: {} of at least {ENOUGH} learners\n", stats.learners));
    } else if stats.items.iter().any(|item| item.flags.contains(&Flag::CheckKey)) {
        text.push_str("a negative discrimination: check the key of that question first\n");
    }
    text
}
