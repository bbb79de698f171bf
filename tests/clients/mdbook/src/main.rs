//! Has mdbook-quiz's own validator read the TOML, and compares what it finds, as Markdown shows it, with the trainer's
//! file.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;
use std::process::ExitCode;

use markdown::mdast::Node;
use mdbook_quiz_schema::{Markdown, MultipleChoiceAnswerFormat, Question, Quiz};
use mdbook_quiz_validate::{Validated, validate};
use serde_json::{Value, from_str};

/// The version that Cargo.toml pins.
const VERSION: &str = "0.5.0";

fn main() -> ExitCode {
    let folder = std::env::args().nth(1).expect("the folder of a paper");
    let folder = Path::new(&folder);
    let path = folder.join("mdbook/quiz.toml");
    let text = read_to_string(&path).expect("the export");
    if let Err(error) = validate(&path, &text, &Validated::default(), false) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let quiz: Quiz = toml::from_str(&text).expect("what the validator took");
    let json = |name: &str| -> Value { from_str(&read_to_string(folder.join(name)).expect(name)).expect(name) };
    let (paper, notes) = (json("json/quiz-with-keys.json"), json("notes/mdbook.json"));
    let left: BTreeSet<&str> = list(&notes["notes"])
        .iter()
        .filter(|note| note["exported_as"].is_null())
        .map(|note| said(&note["item"]))
        .collect();
    let items: Vec<&Value> = list(&paper["items"]).iter().filter(|item| !left.contains(said(&item["id"]))).collect();
    let mut differ = usize::from(quiz.questions.len() != items.len());
    for (question, item) in quiz.questions.iter().zip(&items) {
        for difference in differences(question, item) {
            eprintln!("{}: {difference}", said(&item["id"]));
            differ += 1;
        }
    }
    if differ > 0 {
        eprintln!("{} questions found, {} expected", quiz.questions.len(), items.len());
        return ExitCode::FAILURE;
    }
    println!("mdbook-quiz-validate {VERSION}\t{}\tyes", items.len());
    ExitCode::SUCCESS
}

/// What a question that was read has otherwise than the trainer's file.
fn differences(question: &Question, item: &Value) -> Vec<String> {
    let options = list(&item["options"]);
    let keys: Vec<usize> = list(&item["key"]).iter().filter_map(|at| Some(at.as_u64()? as usize)).collect();
    let texts = |right: bool| -> Vec<String> {
        (0..options.len()).filter(|at| keys.contains(at) == right).map(|at| flat(said(&options[at]["text"]))).collect()
    };
    let (prompt, found, expected) = match question {
        Question::MultipleChoice(one) => {
            let right = match &one.0.answer.answer {
                MultipleChoiceAnswerFormat::Single(text) => {
                    let at = one.0.prompt.answer_index;
                    if at != Some(keys[0]) {
                        return vec![format!("the answer is put at {at:?}, expected {}", keys[0])];
                    }
                    vec![shown(text)]
                }
                MultipleChoiceAnswerFormat::Multi(texts) => texts.iter().map(shown).collect(),
            };
            let wrong = one.0.prompt.distractors.iter().map(shown).collect();
            (&one.0.prompt.prompt, vec![right, wrong], vec![texts(true), texts(false)])
        }
        Question::ShortAnswer(one) => {
            let number = options[keys[0]]["number"].to_string();
            (&one.0.prompt.prompt, vec![vec![one.0.answer.answer.clone()]], vec![vec![number]])
        }
        Question::Tracing(_) => return vec!["a program to trace".to_owned()],
    };
    let prompt = shown(prompt);
    let cells = list(&item["exhibits"]).iter().flat_map(|exhibit| list(&exhibit["rows"])).flat_map(list).map(said);
    let told = said(&item["stem"]).lines().chain(cells).map(flat);
    let mut wrong: Vec<String> = told
        .filter(|text| !prompt.contains(text.as_str()))
        .map(|text| format!("`{text}` is not in `{prompt}`"))
        .collect();
    if found != expected {
        wrong.push(format!("found {found:?}, expected {expected:?}"));
    }
    wrong
}

/// What somebody reads of a text in Markdown, on one line.
fn shown(text: &Markdown) -> String {
    fn read(node: &Node, into: &mut String) {
        match node {
            Node::Text(text) => into.push_str(&text.value),
            // An address that a reader makes a link of is still read as it stands.
            Node::Root(_) | Node::Paragraph(_) | Node::Link(_) => {}
            other => into.push_str(&format!("<{other:?}>")),
        }
        node.children().into_iter().flatten().for_each(|child| read(child, into));
        if matches!(node, Node::Paragraph(_)) {
            into.push(' ');
        }
    }
    let mut read_text = String::new();
    read(&markdown::to_mdast(&text.0, &markdown::ParseOptions::gfm()).expect("Markdown has no errors"), &mut read_text);
    flat(&read_text)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
