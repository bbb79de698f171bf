//! The packages read back: a small player, apart from the writer, answers every question and reckons its score.

use std::collections::BTreeSet;

use super::*;
use crate::report::quiz::reading::{Node, unzipped};
use crate::report::quiz::tests::paper;
use crate::report::quiz::text::letter;

/// The element with the names of version 2.1, whichever version it was written in.
fn plain_names(node: &Node) -> Node {
    let camel = |name: &str| {
        let mut parts = name.strip_prefix("qti-").unwrap_or(name).split('-');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |so_far, part| so_far + &part[..1].to_uppercase() + &part[1..])
    };
    Node {
        name: camel(&node.name),
        attributes: node.attributes.iter().map(|(name, value)| (camel(name), value.clone())).collect(),
        inside: node.inside.iter().map(plain_names).collect(),
        text: node.text.clone(),
    }
}

/// The items of a version in the order of its test.
fn items(format: &Format) -> Vec<Node> {
    let files = unzipped(format);
    let test = plain_names(&Node::parse(&files["test.xml"]));
    let references = test.all("assessmentItemRef");
    references.iter().map(|one| plain_names(&Node::parse(&files[one.at("href")]))).collect()
}

/// What a learner answered, and what came of it.
struct Play<'a> {
    item: &'a Node,
    response: &'a [String],
    score: f64,
    feedback: BTreeSet<String>,
}

impl Play<'_> {
    /// The values of an expression; a truth is `true` or nothing.
    fn values(&self, node: &Node) -> Vec<String> {
        let truth = |holds: bool| if holds { vec!["true".to_owned()] } else { Vec::new() };
        let inner: Vec<Vec<String>> = node.inside.iter().map(|one| self.values(one)).collect();
        let number = |values: &Vec<String>| values[0].parse::<f64>().expect("a number");
        match node.name.as_str() {
            "variable" => self.response.to_vec(),
            "correct" => {
                let correct = self.item.one("correctResponse");
                correct.inside.iter().map(|value| value.text.clone()).collect()
            }
            "baseValue" => vec![node.text.clone()],
            "not" => truth(inner[0].is_empty()),
            "isNull" => truth(inner[0].is_empty()),
            "equal" => truth(!inner[0].is_empty() && number(&inner[0]) == number(&inner[1])),
            "match" => {
                let declared = self.item.one("responseDeclaration");
                let mut sides = inner;
                if declared.at("cardinality") == "multiple" {
                    sides.iter_mut().for_each(|side| side.sort());
                }
                truth(sides[0] == sides[1])
            }
            "mapResponse" => {
                let mapping = self.item.one("mapping");
                let of = |value: &String| {
                    let entry = mapping.inside.iter().find(|entry| entry.at("mapKey") == value);
                    entry.map_or(mapping.at("defaultValue"), |entry| entry.at("mappedValue")).parse::<f64>()
                };
                let answers: BTreeSet<&String> = self.response.iter().collect();
                vec![answers.into_iter().map(|value| of(value).expect("a number")).sum::<f64>().to_string()]
            }
            other => panic!("the player does not know {other}"),
        }
    }

    fn run(&mut self) {
        for condition in &self.item.one("responseProcessing").inside {
            let taken = condition.inside.iter().find(|branch| match branch.name.as_str() {
                "responseIf" | "responseElseIf" => !self.values(&branch.inside[0]).is_empty(),
                _ => true,
            });
            let rules = match condition.name.as_str() {
                "setOutcomeValue" => vec![condition],
                _ => taken.into_iter().flat_map(|branch| branch.all("setOutcomeValue")).collect(),
            };
            for rule in rules {
                let values = self.values(&rule.inside[0]);
                match rule.at("identifier") {
                    "SCORE" => self.score = values[0].parse().expect("a number"),
                    _ => self.feedback = values.into_iter().collect(),
                }
            }
        }
    }
}

/// The score of a response, and the text of the feedback that is shown.
fn play(item: &Node, response: &[String]) -> (f64, String) {
    let mut play = Play { item, response, score: 0.0, feedback: BTreeSet::new() };
    play.run();
    let shown = item.all("modalFeedback");
    let shown = shown.iter().filter(|one| play.feedback.contains(one.at("identifier")));
    let text: Vec<String> = shown.map(|one| one.texts()).collect();
    assert_eq!(text.len(), play.feedback.len(), "every feedback has a text");
    (play.score, text.join(" "))
}

/// The answer that the paper says is right.
fn right(question: &Question) -> Vec<String> {
    let letters = || question.key.iter().map(|i| letter(*i));
    match question.form {
        Form::Match => letters().enumerate().map(|(i, letter)| format!("P{} {letter}", i + 1)).collect(),
        Form::Numeric => vec![question.options[question.key[0]].number.expect("a number").to_string()],
        _ => letters().collect(),
    }
}

/// Wrong answers with the part of the points that they give.
fn wrong(question: &Question) -> Vec<(Vec<String>, f64)> {
    let all: Vec<String> = (0..question.options.len()).map(letter).collect();
    let others = || (0..question.options.len()).filter(|i| !question.key.contains(i));
    let nothing = (Vec::new(), 0.0);
    match question.form {
        Form::Single | Form::TrueFalse => others().map(|i| (vec![letter(i)], 0.0)).chain([nothing]).collect(),
        Form::Multiple => vec![nothing, (all, 0.0), (right(question)[1..].to_vec(), 0.0)],
        Form::Order => {
            let mut turned = right(question);
            turned.swap(0, 1);
            vec![nothing, (turned, 0.0), (right(question)[1..].to_vec(), 0.0)]
        }
        Form::Match => {
            let mut one_off = right(question);
            let part = (one_off.len() - 1) as f64 / one_off.len() as f64;
            let other = (0..question.options.len()).find(|i| *i != question.key[0]).expect("another option");
            one_off[0] = format!("P1 {}", letter(other));
            vec![nothing, (one_off, part), (right(question)[1..].to_vec(), part)]
        }
        Form::Numeric => {
            let misread = others().map(|i| (vec![question.options[i].number.expect("a number").to_string()], 0.0));
            misread.chain([(vec!["123456".to_owned()], 0.0), nothing]).collect()
        }
    }
}

#[test]
fn the_key_gives_every_point_and_nothing_else_does() {
    for format in [&QTI_2_1, &QTI_3_0] {
        let items = items(format);
        let paper = paper();
        assert_eq!(items.len(), paper.items.len());
        for (item, question) in items.iter().zip(&paper.items) {
            let points = f64::from(question.points);
            let (score, said) = play(item, &right(question));
            assert_eq!(score, points, "{} {}", format.name, question.id);
            assert!(said.starts_with("Right."), "{said}");
            for (answer, part) in wrong(question) {
                let (score, said) = play(item, &answer);
                assert!((score - points * part).abs() < 1e-5, "{}: {answer:?} gives {score}", question.id);
                assert!(answer.is_empty() || question.form == Form::Multiple || !said.starts_with("Right."), "{said}");
            }
        }
    }
}

#[test]
fn chosen_options_are_answered_with_their_own_feedback() {
    for item in [&items(&QTI_2_1)[0], &items(&QTI_3_0)[0]] {
        assert_eq!(play(item, &["A".to_owned()]).1, "Not here. It would be right if the licence = P1 #1.");
        assert_eq!(play(item, &["C".to_owned()]).1, "Not here. -1+2 is a formula. Two lines.");
    }
    let number = &items(&QTI_2_1)[7];
    assert_eq!(play(number, &["20".to_owned()]).1, "Not here. 20 ignores licences.");
    assert_eq!(play(number, &["21".to_owned()]).1, "Not right. The answer is: 17. Seventeen hold P1 and two methods.");
}

#[test]
fn each_form_has_its_interaction_and_shows_its_words() {
    for format in [&QTI_2_1, &QTI_3_0] {
        for (item, question) in items(format).iter().zip(&paper().items) {
            let field = item.one(interaction(question.form));
            assert_eq!(field.at("responseIdentifier"), item.one("responseDeclaration").at("identifier"));
            let most = match question.form {
                Form::Single | Form::TrueFalse => "1",
                Form::Multiple => "0",
                _ => "",
            };
            assert_eq!(field.at("maxChoices"), most);
            let name = if question.form == Form::Match { "simpleAssociableChoice" } else { "simpleChoice" };
            let shown: Vec<&str> = field.all(name).iter().map(|one| one.text.as_str()).collect();
            let options =
                question.options.iter().map(|one| one.text.as_str()).filter(|_| question.form != Form::Numeric);
            assert_eq!(shown, question.prompts.iter().map(String::as_str).chain(options).collect::<Vec<_>>());
            let body = item.one("itemBody").texts();
            let last = question.stem.lines().last().expect("a stem");
            assert!(body.contains(last), "{body}");
        }
    }
}

#[test]
fn the_manifest_lists_every_file_and_nothing_else() {
    for (format, root) in [(&QTI_2_1, "assessmentItem"), (&QTI_3_0, "qti-assessment-item")] {
        let files = unzipped(format);
        let manifest = Node::parse(&files["imsmanifest.xml"]);
        let mut listed: Vec<&str> = manifest.all("file").iter().map(|file| file.at("href")).collect();
        listed.push("imsmanifest.xml");
        listed.sort_unstable();
        assert_eq!(listed, files.keys().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(Node::parse(&files["q001.xml"]).name, root);
        let ids: BTreeSet<&str> = manifest.all("resource").iter().map(|one| one.at("identifier")).collect();
        assert_eq!(ids.len(), paper().items.len() + 1);
        assert!(manifest.all("dependency").iter().all(|one| ids.contains(one.at("identifierref"))));
        assert!(manifest.all("resource").iter().all(|one| !one.at("href").is_empty()));
    }
}

#[cfg(feature = "charts")]
#[test]
fn pictures_are_in_the_package_and_told() {
    for format in [&QTI_2_1, &QTI_3_0] {
        let files = unzipped(format);
        let mut seen = 0;
        for (i, item) in items(format).iter().enumerate() {
            for image in item.all("img") {
                let exhibit = &paper().items[i].exhibits[0];
                assert_eq!(image.at("alt"), exhibit.alt);
                let drawing = Node::parse(&files[image.at("src")]);
                assert_eq!((drawing.name.as_str(), drawing.at("xmlns")), ("svg", "http://www.w3.org/2000/svg"));
                seen += 1;
            }
        }
        assert_eq!(seen, 2);
    }
}

#[test]
fn names_of_version_3_are_in_kebab_case() {
    assert_eq!(kebab("maxChoices"), "max-choices");
    assert_eq!(kebab("xsi:schemaLocation"), "xsi:schemaLocation");
    assert_eq!(element_3_0("simpleAssociableChoice"), "qti-simple-associable-choice");
    assert_eq!(element_3_0("p"), "p");
    let text = String::from_utf8(unzipped(&QTI_3_0)["q001.xml"].clone()).expect("a text");
    assert!(!text.contains("responseIdentifier") && !text.contains("<simpleChoice"));
}

#[test]
fn a_package_names_neither_seed_nor_ids() {
    for format in [&QTI_2_1, &QTI_3_0] {
        for (name, bytes) in unzipped(format) {
            let text = String::from_utf8(bytes).expect("a text");
            for word in ["424242", "d1ge57", "single-1", "numeric-2"] {
                assert!(!text.contains(word), "{name} holds {word}");
            }
        }
    }
}
