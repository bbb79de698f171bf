//! A quiz in YAML of the shape that units of Microsoft Learn keep their knowledge checks in.

use serde::Serialize;

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::text::{line, markdown, reason, told};
use super::{File, Fit, Format};

/// The shape that trainers know.
pub const FORMAT: Format =
    Format { name: "learn", says: "YAML of the shape that Microsoft Learn's units have", takes, write };

fn takes(question: &Question) -> Fit {
    match question.form {
        Form::Single => Fit::AsIs,
        Form::TrueFalse => Fit::As(Form::Single, "the shape asks yes or no as two options"),
        Form::Numeric if question.options.len() > 1 => {
            Fit::As(Form::Single, "the shape has one right choice, so the numbers are given to choose from")
        }
        _ => Fit::No("the shape has one right choice"),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Unit {
    title: String,
    duration_in_minutes: usize,
    quiz: Check,
}

#[derive(Serialize)]
struct Check {
    title: &'static str,
    questions: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    content: String,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Choice {
    content: String,
    is_correct: bool,
    explanation: String,
}

fn write(paper: &Paper) -> Vec<File> {
    let check = Check { title: "Check your knowledge", questions: paper.items.iter().map(entry).collect() };
    let unit = Unit { title: line(&paper.title), duration_in_minutes: paper.items.len().max(1), quiz: check };
    let body = serde_saphyr::to_string(&unit).expect("texts, numbers and lists make YAML");
    vec![File::text("quiz.yml", format!("### YamlMime:ModuleUnit\n{body}"))]
}

fn entry(item: &Question) -> Entry {
    let choice = |(i, option): (usize, &crate::quiz::paper::Answer)| Choice {
        content: markdown(&line(&option.text)),
        is_correct: item.key.contains(&i),
        explanation: markdown(&line(reason(&option.feedback))),
    };
    Entry {
        content: told(item).iter().map(|line| markdown(line)).collect::<Vec<_>>().join("\n\n"),
        choices: item.options.iter().enumerate().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::quiz::tests::{file, paper};

    #[test]
    fn choices_read_back_with_their_key() {
        let text = file(&FORMAT, "quiz.yml");
        assert!(text.starts_with("### YamlMime:ModuleUnit\n"));
        let read: serde_json::Value = serde_saphyr::from_str(&text).expect("YAML");
        let chosen = |item: &Question| matches!(item.form, Form::Single | Form::TrueFalse | Form::Numeric);
        let mut fitting: Vec<Question> =
            paper().items.into_iter().filter(|item| chosen(item) && item.options.len() > 1).collect();
        // Numbers that are given to choose from rise.
        for item in fitting.iter_mut().filter(|item| item.form == Form::Numeric) {
            let right = item.options[item.key[0]].clone();
            item.options.sort_by_key(|one| one.number);
            item.key = item.options.iter().position(|one| *one == right).into_iter().collect();
        }
        let questions = read["quiz"]["questions"].as_array().expect("questions");
        assert_eq!(questions.len(), fitting.len());
        for (question, item) in questions.iter().zip(&fitting) {
            for (i, option) in item.options.iter().enumerate() {
                let choice = &question["choices"][i];
                assert_eq!(choice["content"], markdown(&line(&option.text)));
                assert_eq!(choice["isCorrect"], item.key.contains(&i));
            }
        }
    }
}
