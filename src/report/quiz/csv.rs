//! A quiz as a table for spreadsheets, one row a question.

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::report::csv::table;

use super::text::{letters, line, sources};
use super::{File, Fit, Format, text};

/// A sheet for those who make their own material.
pub const FORMAT: Format = Format {
    name: "csv",
    says: "a row for each question with key and feedback, for the trainer's spreadsheets",
    takes: |_| Fit::AsIs,
    write,
};

/// Columns before those of prompts and options.
const FIRST: [&str; 10] =
    ["number", "id", "archetype", "bloom", "form", "points", "question", "exhibits", "key", "answer"];

fn write(paper: &Paper) -> Vec<File> {
    let most = |many: fn(&Question) -> usize| paper.items.iter().map(many).max().unwrap_or(0);
    let (prompts, options) = (most(|item| item.prompts.len()), most(|item| item.options.len()));
    let mut header: Vec<String> = FIRST.map(str::to_owned).to_vec();
    header.extend((1..=prompts).map(|n| format!("prompt {n}")));
    for i in 0..options {
        header.extend([format!("option {}", text::letter(i)), format!("feedback {}", text::letter(i))]);
    }
    header.extend(["rules".to_owned(), "sources".to_owned()]);
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = paper.items.iter().enumerate().map(|(i, item)| row(i + 1, item, prompts, options));
    vec![File::text("quiz-with-keys.csv", table(&names, rows))]
}

fn row(n: usize, item: &Question, prompts: usize, options: usize) -> Vec<String> {
    let exhibits: Vec<String> = item.exhibits.iter().flat_map(text::exhibited).collect();
    let mut row = vec![
        n.to_string(),
        line(&item.id),
        line(&item.archetype),
        bloom(item),
        text::form(item.form).to_owned(),
        item.points.to_string(),
        text::lines(&item.stem).join("\n"),
        exhibits.join("\n"),
        letters(item),
        text::answer(item).join("\n"),
    ];
    row.extend((0..prompts).map(|i| item.prompts.get(i).map(|prompt| line(prompt)).unwrap_or_default()));
    for i in 0..options {
        let option = item.options.get(i);
        row.push(option.map(|option| line(&option.text)).unwrap_or_default());
        row.push(option.map(|option| line(&option.feedback)).unwrap_or_default());
    }
    row.push(item.rules.iter().map(|rule| line(&rule.id)).collect::<Vec<_>>().join("\n"));
    row.push(sources(item).join("\n"));
    row
}

/// The word for what the learner does in the head.
pub(super) fn bloom(item: &Question) -> String {
    format!("{:?}", item.bloom).to_lowercase()
}
