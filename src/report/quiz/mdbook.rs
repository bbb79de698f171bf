//! A quiz in TOML for mdbook-quiz, which shows questions inside a book.

use serde::Serialize;

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::text::{explanation, line, markdown, number, told};
use super::{File, Fit, Format};

/// Questions inside a book.
pub const FORMAT: Format =
    Format { name: "mdbook", says: "TOML for mdbook-quiz, questions inside a book", takes, write };

fn takes(question: &Question) -> Fit {
    match question.form {
        Form::Order | Form::Match => Fit::No("mdbook-quiz has no ordering and no matching"),
        Form::TrueFalse => Fit::As(Form::Single, "mdbook-quiz asks yes or no as two options"),
        _ => Fit::AsIs,
    }
}

#[derive(Serialize)]
struct Document {
    questions: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    context: String,
    prompt: Prompt,
    answer: Solution,
}

#[derive(Serialize)]
struct Prompt {
    prompt: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    distractors: Vec<String>,
}

#[derive(Serialize)]
struct Solution {
    answer: Right,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Right {
    One(String),
    Several(Vec<String>),
}

fn write(paper: &Paper) -> Vec<File> {
    let document = Document { questions: paper.items.iter().map(entry).collect() };
    vec![File::text("quiz.toml", toml::to_string(&document).expect("texts and lists of texts make TOML"))]
}

fn entry(item: &Question) -> Entry {
    let text = |i: usize| markdown(&line(&item.options[i].text));
    let paragraphs = |lines: Vec<String>| lines.iter().map(|line| markdown(line)).collect::<Vec<_>>().join("\n\n");
    let (kind, distractors, answer) = match item.form {
        Form::Numeric => ("ShortAnswer", Vec::new(), Right::One(number(item, item.key[0]))),
        _ => {
            let wrong = (0..item.options.len()).filter(|i| !item.key.contains(i)).map(text).collect();
            let right: Vec<String> = item.key.iter().map(|i| text(*i)).collect();
            let one = item.form != Form::Multiple;
            ("MultipleChoice", wrong, if one { Right::One(right.concat()) } else { Right::Several(right) })
        }
    };
    Entry {
        id: uuid(&item.id),
        kind,
        context: paragraphs(explanation(item)),
        prompt: Prompt { prompt: paragraphs(told(item)), distractors },
        answer: Solution { answer },
    }
}

/// A UUID of version 8 made from a question's id, the same for the same question.
fn uuid(id: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
    (bytes[6], bytes[8]) = (bytes[6] & 0x0f | 0x80, bytes[8] & 0x3f | 0x80);
    let digits = crate::quiz::seal::hex(&bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::quiz::tests::{file, paper};

    #[test]
    fn keys_and_options_read_back() {
        let read: toml::Value = toml::from_str(&file(&FORMAT, "quiz.toml")).expect("TOML");
        let fitting: Vec<Question> =
            paper().items.into_iter().filter(|item| !matches!(item.form, Form::Order | Form::Match)).collect();
        let questions = read["questions"].as_array().expect("questions");
        assert_eq!(questions.len(), fitting.len());
        for (question, item) in questions.iter().zip(&fitting) {
            let text = |i: &usize| markdown(&line(&item.options[*i].text));
            match (&question["answer"]["answer"], item.form) {
                (answer, Form::Numeric) => assert_eq!(answer.as_str(), Some(number(item, item.key[0]).as_str())),
                (answer, Form::Multiple) => {
                    let right: Vec<&str> =
                        answer.as_array().expect("several").iter().filter_map(toml::Value::as_str).collect();
                    assert_eq!(right, item.key.iter().map(text).collect::<Vec<_>>());
                }
                (answer, _) => assert_eq!(answer.as_str(), Some(text(&item.key[0]).as_str())),
            }
        }
        let mut ids: Vec<&str> = questions.iter().filter_map(|one| one["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), questions.len(), "ids are unique");
        assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'8'), "{ids:?}");
    }
}
