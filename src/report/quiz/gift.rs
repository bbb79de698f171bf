//! A quiz in GIFT, the text format that Moodle and others import.
//!
//! Answers that are right in part count in part, and wrong ones count as much against them, so that choosing everything
//! never earns full points. Matching needs three pairs, and ordering is asked as matching.

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::text::{explanation, line, number, told};
use super::{File, Fit, Format};

/// Text for trainers who write questions by hand.
pub const FORMAT: Format = Format { name: "gift", says: "text that Moodle and other platforms import", takes, write };

/// Moodle takes a weight only from a list, which has one over each number up to this.
const MOST_RIGHT: usize = 10;

fn takes(question: &Question) -> Fit {
    match question.form {
        Form::TrueFalse => Fit::As(Form::Single, "GIFT's true or false has no words of its own"),
        Form::Order if question.options.len() >= 3 => Fit::As(Form::Match, "GIFT has no ordering"),
        Form::Order => Fit::No("GIFT has no ordering, and matches three pairs or more"),
        Form::Multiple if question.key.len() > MOST_RIGHT => Fit::No("Moodle knows parts of up to ten right answers"),
        Form::Match if question.prompts.len() < 3 => Fit::No("GIFT matches three pairs or more"),
        _ => Fit::AsIs,
    }
}

fn write(paper: &Paper) -> Vec<File> {
    let items = paper.items.iter().enumerate().map(|(i, item)| question(i + 1, item));
    let text = format!("// {}\n\n{}", line(&paper.title), items.collect::<Vec<_>>().join("\n"));
    vec![File::text("quiz.gift", text)]
}

fn question(n: usize, item: &Question) -> String {
    let stem: Vec<String> = told(item).iter().map(|line| escaped(line)).collect();
    let mut text = format!("::Question {n}::[plain]{}{{", stem.join("\\n"));
    let feedback = |i: usize| escaped(&line(&item.options[i].feedback));
    match item.form {
        Form::Numeric => text.push_str(&format!("#{}:0", number(item, item.key[0]))),
        Form::Match | Form::Order => {
            for (prompt, i) in item.prompts.iter().zip(&item.key) {
                text.push_str(&format!("\n={} -> {}", escaped(&line(prompt)), escaped(&line(&item.options[*i].text))));
            }
            // An answer that is left over is a pair without a question.
            for (_, option) in item.options.iter().enumerate().filter(|(i, _)| !item.key.contains(i)) {
                text.push_str(&format!("\n= -> {}", escaped(&line(&option.text))));
            }
        }
        Form::Single | Form::TrueFalse | Form::Multiple => {
            for (i, option) in item.options.iter().enumerate() {
                let mark = mark(item, i);
                text.push_str(&format!("\n{mark}{}#{}", escaped(&line(&option.text)), feedback(i)));
            }
        }
    }
    let why = explanation(item).iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\\n");
    text.push_str(&format!("\n####{why}\n}}\n"));
    text
}

/// What stands before an option: right, wrong, or its part of the points in percent.
fn mark(item: &Question, option: usize) -> String {
    let right = item.key.contains(&option);
    match (item.form, right) {
        (Form::Multiple, _) => {
            let part = 10_000_000 / item.key.len().max(1) as u64;
            let (whole, rest) = (part / 100_000, part % 100_000);
            let part = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:05}") };
            format!("~%{}{part}%", if right { "" } else { "-" })
        }
        (_, true) => "=".to_owned(),
        (_, false) => "~".to_owned(),
    }
}

/// Text with every character that steers escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '~' | '=' | '#' | '{' | '}' | ':' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // An arrow would part a pair, and a percent sign in front would be a weight: a joiner of no width keeps them apart.
    let escaped = escaped.replace("->", "-\u{2060}>");
    if escaped.starts_with('%') { format!("\u{2060}{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::quiz::tests::{file, paper};

    /// The parts of a question's braces, unescaped, each with the mark that it begins with.
    fn answers(text: &str) -> Vec<(String, String)> {
        let body = &text[text.find(']').expect("a format") + 1..];
        let open = body.char_indices().find(|(i, c)| *c == '{' && !body[..*i].ends_with('\\')).expect("answers").0;
        let inner = body[open + 1..].split("\n####").next().expect("a part before the feedback");
        inner
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (mark, rest) = line.split_at(1);
                (mark.to_owned(), rest.to_owned())
            })
            .collect()
    }

    #[test]
    fn every_form_that_fits_keeps_its_key() {
        let text = file(&FORMAT, "quiz.gift");
        let questions: Vec<&str> = text.split("\n::").skip(1).collect();
        assert_eq!(questions.len(), paper().items.len() - 1, "the pairs of two are left out");
        let single = answers(questions[0]);
        let right: Vec<usize> = (0..single.len()).filter(|i| single[*i].0 == "=").collect();
        assert_eq!(right, paper().items[0].key);
        let words: Vec<(String, String)> = answers(questions[1]);
        assert!(words[0].1.starts_with("Yes, it still succeeds") && words[1].0 == "=", "{words:?}");
        let multiple = answers(questions[2]);
        let weights: Vec<&str> = multiple.iter().map(|(_, rest)| rest.split('%').nth(1).expect("a weight")).collect();
        assert_eq!(weights, ["50", "-50", "50", "-50"]);
        assert!(questions.iter().any(|one| one.contains("{#17:0")));
        assert!(questions.iter().any(|one| one.contains("=Step 1 -> ")), "ordering is asked as matching");
    }

    #[test]
    fn nothing_in_a_text_steers() {
        let hostile = escaped("%50% a ~ = # { } : \\ -> b");
        assert_eq!(hostile, "\u{2060}%50% a \\~ \\= \\# \\{ \\} \\: \\\\ -\u{2060}> b");
        for one in file(&FORMAT, "quiz.gift").split("\n\n").skip(1) {
            assert_eq!(one.trim().matches("::Question").count(), 1, "no blank line inside a question: {one}");
        }
    }
}
