//! A quiz in TOML for mdbook-quiz, which shows questions inside a book.

use serde::Serialize;

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::package::mark;
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
    /// Where the answer stands among the distractors, which keeps all of them in their order.
    #[serde(rename = "answerIndex", skip_serializing_if = "Option::is_none")]
    answer_index: Option<usize>,
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
    let mark = mark(paper);
    let document = Document { questions: paper.items.iter().map(|item| entry(item, &mark)).collect() };
    vec![File::text("quiz.toml", toml::to_string(&document).expect("texts and lists of texts make TOML"))]
}

fn entry(item: &Question, mark: &str) -> Entry {
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
    let answer_index = (item.form == Form::Single).then(|| item.key[0]);
    Entry {
        id: uuid(mark, &item.id),
        kind,
        context: paragraphs(explanation(item)),
        prompt: Prompt { prompt: paragraphs(told(item)), distractors, answer_index },
        answer: Solution { answer },
    }
}

/// A UUID of version 8 for a question of the quiz with this mark. Ids must not come twice in a book, and two quizzes of it
/// may ask the same question.
fn uuid(mark: &str, id: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(format!("{mark}\n{id}").as_bytes()).as_bytes()[..16]);
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
                (answer, _) => {
                    assert_eq!(answer.as_str(), Some(text(&item.key[0]).as_str()));
                    assert_eq!(question["prompt"]["answerIndex"].as_integer(), Some(item.key[0] as i64));
                }
            }
        }
        let mut ids: Vec<&str> = questions.iter().filter_map(|one| one["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), questions.len(), "ids are unique");
        assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'8'), "{ids:?}");
        let other = mark(&Paper { title: "Another quiz of the book".to_owned(), ..paper() });
        assert!(!ids.contains(&uuid(&other, &fitting[0].id).as_str()), "the same question in another quiz of a book");
    }
}
