//! The file read back as Moodle's import reads it, and answers graded by its fractions.

use base64::Engine;

use super::{FORMAT, STANDARD};
use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::reading::Node;
use crate::report::quiz::tests::{elements, file, paper};
use crate::report::quiz::{Fit, export};

fn questions() -> Vec<Node> {
    let quiz = Node::parse(file(&FORMAT, "moodle.xml").as_bytes());
    assert!(quiz.inside.iter().all(|one| one.name == "question"));
    quiz.inside.into_iter().filter(|one| one.at("type") != "category").collect()
}

/// What an element says in its own `text`.
fn said(node: &Node) -> &str {
    &node.inside.iter().find(|one| one.name == "text").expect("there is a text").text
}

/// The words of a text that is HTML, which must be sound.
fn words(node: &Node) -> String {
    Node::parse(format!("<div>{}</div>", said(node)).as_bytes()).texts()
}

/// The fraction of an answer, in percent.
fn fraction(answer: &Node) -> f64 {
    answer.at("fraction").parse().expect("a number")
}

/// The option that an answer shows.
fn option(question: &Question, shown: &str) -> usize {
    let found = |text: &str| crate::report::quiz::text::line(text) == shown;
    question.options.iter().position(|option| found(&option.text)).expect("the option is in the paper")
}

#[test]
fn types_points_and_stems_are_those_of_the_paper() {
    let types: Vec<String> = questions().iter().map(|one| one.at("type").to_owned()).collect();
    let (choice, number) = ("multichoice", "numerical");
    let matching = "matching";
    assert_eq!(types[..5], [choice, choice, choice, choice, "ordering"]);
    assert_eq!(types[5..], [matching, matching, number, number, choice]);
    for (read, question) in questions().iter().zip(&paper().items) {
        assert_eq!(read.one("defaultgrade").text, question.points.to_string());
        assert_eq!(read.one("idnumber").text, question.id);
        let stem = words(read.one("questiontext"));
        assert!(question.stem.lines().all(|line| stem.contains(line.trim())), "{stem}");
        assert!(words(read.one("generalfeedback")).contains(&question.rules[0].id));
        elements(&format!("<div>{}</div>", said(read.one("questiontext"))));
    }
}

#[test]
fn choices_give_the_whole_for_the_key_and_less_for_everything_ticked() {
    for (read, question) in questions().iter().zip(&paper().items) {
        if read.at("type") != "multichoice" {
            continue;
        }
        let answers = read.all("answer");
        let shown: Vec<usize> = answers.iter().map(|answer| option(question, &words(answer))).collect();
        assert_eq!(shown, (0..question.options.len()).collect::<Vec<_>>(), "{}", question.id);
        let right: Vec<usize> = shown.iter().copied().filter(|i| fraction(answers[*i]) > 0.0).collect();
        assert_eq!(right, question.key, "{}", question.id);
        let sum = |chosen: &[usize]| chosen.iter().map(|i| fraction(answers[*i])).sum::<f64>();
        assert!((sum(&question.key) - 100.0).abs() < 0.001, "{}", question.id);
        assert_eq!(read.one("single").text, (question.form != Form::Multiple).to_string());
        if question.form == Form::Multiple {
            assert!(sum(&shown) < 99.0, "ticking everything earns the whole in {}", question.id);
        }
        for (answer, option) in answers.iter().zip(&question.options) {
            assert_eq!(words(answer.one("feedback")), crate::report::quiz::text::line(&option.feedback));
        }
    }
}

#[test]
fn orders_pairs_and_numbers_hold_the_key() {
    let decoded = |text: &str| Node::parse(format!("<i>{text}</i>").as_bytes()).text;
    for (read, question) in questions().iter().zip(&paper().items) {
        match read.at("type") {
            "ordering" => {
                let places: Vec<f64> = read.all("answer").into_iter().map(fraction).collect();
                assert_eq!(places, (1..=question.key.len()).map(|n| n as f64).collect::<Vec<_>>());
                let unlettered = |text: String| text.split_once(". ").expect("a letter in front").1.to_owned();
                let shown = read.all("answer").into_iter().map(|one| unlettered(decoded(said(one))));
                let order: Vec<usize> = shown.map(|text| option(question, &text)).collect();
                assert_eq!(order, question.key);
            }
            "matching" => {
                let (asked, left): (Vec<&Node>, Vec<&Node>) =
                    read.all("subquestion").into_iter().partition(|one| !said(one).is_empty());
                let given = |one: &&Node| option(question, &decoded(said(one.one("answer"))));
                let prompts: Vec<String> = asked.iter().map(|one| words(one)).collect();
                assert_eq!(prompts, question.prompts);
                assert_eq!(asked.iter().map(given).collect::<Vec<_>>(), question.key);
                assert!(left.iter().map(given).all(|i| !question.key.contains(&i)));
                let mut shown: Vec<usize> = asked.iter().chain(&left).map(given).collect();
                shown.sort_unstable();
                shown.dedup();
                assert_eq!(shown.len(), question.options.len());
            }
            "numerical" => {
                let right = question.options[question.key[0]].number.map(|number| number.to_string());
                let answers = read.all("answer");
                let first = answers.iter().find(|one| fraction(one) > 0.0).expect("a right number");
                assert_eq!(Some(said(first).to_owned()), right);
                assert!(answers.iter().all(|one| one.one("tolerance").text == "0"));
                assert_eq!(answers.iter().filter(|one| fraction(one) > 0.0).count(), 1);
                assert_eq!(said(answers.last().expect("a last")), "*");
            }
            _ => {}
        }
    }
}

#[test]
fn what_moodle_cannot_hold_is_said() {
    let notes: Vec<String> = export(&paper(), &FORMAT).notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "moodle: question 2 (true-false-1) is exported as single choice: Moodle would put its own words for those of the options"
        ]
    );
    let mut many = paper().items[2].clone();
    many.key = (0..11).collect();
    assert!(matches!((FORMAT.takes)(&many), Fit::No(_)));
}

#[test]
fn the_category_is_one_name() {
    let quiz = Node::parse(file(&FORMAT, "moodle.xml").as_bytes());
    let path = said(quiz.one("category")).to_owned();
    let name = path.strip_prefix("$course$/top/").expect("a category of the course");
    assert!(!name.replace("//", "").contains('/'), "{name}");
}

#[cfg(feature = "charts")]
#[test]
fn pictures_come_with_the_text_that_shows_them() {
    let mut seen = 0;
    for read in questions() {
        let text = read.one("questiontext");
        for part in said(text).split("src=\"@@PLUGINFILE@@").skip(1) {
            let path = part.split('"').next().expect("a path");
            let files = text.all("file");
            let file = files.iter().find(|one| format!("{}{}", one.at("path"), one.at("name")) == path);
            let bytes = STANDARD.decode(&file.expect("the file comes with it").text).expect("base64");
            assert!(String::from_utf8(bytes).expect("a text").contains("<svg"));
            assert!(part.contains("alt=\"") && !part.contains("alt=\"\""));
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}
