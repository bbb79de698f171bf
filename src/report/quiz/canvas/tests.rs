//! The package read back, and its rules reckoned as QTI 1.2 says.

use std::collections::BTreeMap;

use super::FORMAT;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::export;
use crate::report::quiz::reading::{Node, unzipped};
use crate::report::quiz::tests::paper;

/// What a learner gave, by the ids of responses.
type Given = BTreeMap<String, Vec<String>>;

fn questions() -> Vec<Node> {
    let files = unzipped(&FORMAT);
    let (_, file) =
        files.iter().find(|(name, _)| name.starts_with("quiz-") && !name.ends_with("_meta.xml")).expect("there");
    Node::parse(file).all("item").into_iter().cloned().collect()
}

fn holds(node: &Node, given: &Given) -> bool {
    let values = given.get(node.at("respident")).map_or(&[][..], Vec::as_slice);
    let number = |text: &str| text.parse::<f64>().expect("a number");
    match node.name.as_str() {
        "conditionvar" | "and" => node.inside.iter().all(|one| holds(one, given)),
        "or" => node.inside.iter().any(|one| holds(one, given)),
        "not" => !holds(&node.inside[0], given),
        "other" => true,
        "varequal" => values.contains(&node.text),
        "vargte" => values.iter().any(|value| number(value) >= number(&node.text)),
        "varlte" => values.iter().any(|value| number(value) <= number(&node.text)),
        other => panic!("the reader does not know {other}"),
    }
}

/// The percent that an answer gives, and the comments that are shown.
fn reckon(item: &Node, given: &Given) -> (f64, String) {
    let (mut score, mut shown) = (0.0, Vec::new());
    for rule in item.all("respcondition") {
        if !holds(rule.one("conditionvar"), given) {
            continue;
        }
        for set in rule.all("setvar") {
            let value: f64 = set.text.parse().expect("a number");
            score = if set.at("action") == "Add" { score + value } else { value };
        }
        shown.extend(rule.all("displayfeedback").iter().map(|one| one.at("linkrefid").to_owned()));
        if rule.at("continue") == "No" {
            break;
        }
    }
    let comments = item.all("itemfeedback");
    let find = |id: &String| comments.iter().find(|one| one.at("ident") == id).expect("the comment is there").texts();
    (score, shown.iter().map(find).collect())
}

/// The id of the label that shows this text, in a response.
fn label(response: &Node, text: &str) -> String {
    let labels = response.all("response_label");
    labels.iter().find(|one| one.texts() == text).expect("the option is shown").at("ident").to_owned()
}

/// The answer of these options, found by their words; for prompts one option each.
fn given(item: &Node, question: &Question, options: &[usize]) -> Given {
    let text = |i: &usize| question.options[*i].text.as_str();
    if question.form == Form::Numeric {
        let numbers = options.iter().map(|i| question.options[*i].number.expect("a number").to_string());
        return Given::from([("response1".to_owned(), numbers.collect())]);
    }
    let fields = item.all("response_lid");
    if fields.len() > 1 {
        let pairs = fields.iter().zip(options);
        return pairs.map(|(field, i)| (field.at("ident").to_owned(), vec![label(field, text(i))])).collect();
    }
    let chosen = options.iter().map(|i| label(fields[0], text(i)));
    Given::from([(fields[0].at("ident").to_owned(), chosen.collect())])
}

#[test]
fn the_key_gives_the_whole_and_other_answers_nothing_or_their_part() {
    let items = questions();
    let paper = paper();
    assert_eq!(items.len(), paper.items.len());
    for (item, question) in items.iter().zip(&paper.items) {
        let (score, _) = reckon(item, &given(item, question, &question.key));
        assert!((score - 100.0).abs() < 1e-9, "{}: {score}", question.id);
        assert_eq!(reckon(item, &Given::new()).0, 0.0, "{}", question.id);
        let wrong: Vec<usize> = (0..question.options.len()).filter(|i| !question.key.contains(i)).collect();
        match question.form {
            Form::Order | Form::Match => {
                let mut off = question.key.clone();
                off[0] = (off[0] + 1) % question.options.len();
                let part = 100.0 / off.len() as f64;
                let (score, _) = reckon(item, &given(item, question, &off));
                assert!((score - (100.0 - part)).abs() < 0.011, "{}: {score}", question.id);
            }
            Form::Multiple => {
                let all: Vec<usize> = (0..question.options.len()).collect();
                for answer in [&all[..], &question.key[1..]] {
                    assert_eq!(reckon(item, &given(item, question, answer)).0, 0.0, "{}", question.id);
                }
            }
            _ => {
                for i in wrong {
                    assert_eq!(reckon(item, &given(item, question, &[i])).0, 0.0, "{}", question.id);
                }
            }
        }
    }
}

#[test]
fn types_points_and_comments_are_those_of_the_paper() {
    let fields = |item: &Node, label: &str| {
        let fields = item.all("qtimetadatafield");
        let found = fields.iter().find(|field| field.one("fieldlabel").text == label).expect("the field is there");
        found.one("fieldentry").text.clone()
    };
    let items = questions();
    let types: Vec<String> = items.iter().map(|item| fields(item, "question_type")).collect();
    let (choice, answers, matching, number) =
        ("multiple_choice_question", "multiple_answers_question", "matching_question", "numerical_question");
    assert_eq!(types, [choice, choice, answers, answers, matching, matching, matching, number, number, choice]);
    for (item, question) in items.iter().zip(&paper().items) {
        assert_eq!(fields(item, "points_possible"), format!("{}.0", question.points));
        let said = item.one("presentation").inside[0].texts();
        assert!(!said.is_empty() && !said.contains("Not here"), "{said}");
    }
    let paper = paper();
    let said = |n: usize, options: &[usize]| reckon(&items[n], &given(&items[n], &paper.items[n], options)).1;
    assert_eq!(said(0, &[0]), "<p>Not here. It would be right if the licence = P1 #1.</p>");
    assert!(said(5, &[0, 1, 2]).starts_with("<p>The answer is: refused: no licence -&gt; P1.</p><p>Free tier.</p>"));
    assert!(said(7, &[1]).contains("<p>Not 20. 20 ignores licences.</p>"));
    assert_eq!(said(7, &[0]), "<p>Right. Seventeen hold P1 and two methods.</p>");
}

#[test]
fn what_canvas_cannot_hold_is_said() {
    let notes: Vec<String> = export(&paper(), &FORMAT).notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "canvas: question 2 (true-false-1) is exported as single choice: Canvas would put its own words for those of the options",
            "canvas: question 5 (order-1) is exported as matching: Canvas has no question about an order",
        ]
    );
}

#[test]
fn ids_are_unique_and_the_manifest_lists_every_file() {
    let files = unzipped(&FORMAT);
    let manifest = Node::parse(&files["imsmanifest.xml"]);
    let mut listed: Vec<&str> = manifest.all("file").iter().map(|file| file.at("href")).collect();
    listed.push("imsmanifest.xml");
    listed.sort_unstable();
    assert_eq!(listed, files.keys().map(String::as_str).collect::<Vec<_>>());
    let (_, meta) = files.iter().find(|(name, _)| name.ends_with("_meta.xml")).expect("there");
    let meta = Node::parse(meta);
    assert_eq!(meta.inside[0].text, paper().title);
    assert_eq!(meta.at("identifier"), manifest.all("resource")[0].at("identifier"));
    let mut ids: Vec<String> = questions().iter().map(|item| item.at("ident").to_owned()).collect();
    ids.dedup();
    assert_eq!(ids.len(), paper().items.len());
    for (name, bytes) in files {
        let text = String::from_utf8(bytes).expect("a text");
        assert!(!text.contains("424242") && !text.contains("single-1"), "{name}");
    }
}

#[cfg(feature = "charts")]
#[test]
fn pictures_are_found_where_canvas_looks() {
    let files = unzipped(&FORMAT);
    let mut seen = 0;
    for item in questions() {
        let stem = item.one("presentation").inside[0].texts();
        for part in stem.split("src=\"%24IMS-CC-FILEBASE%24/").skip(1) {
            assert!(files.contains_key(part.split('"').next().expect("a path")), "{part}");
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}
