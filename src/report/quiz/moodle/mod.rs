//! A quiz as Moodle XML, for the question bank of a course.
//!
//! Moodle holds parts of points as hundredths from a fixed list, so the share of a right option has to be on it. Choosing
//! too much costs as much as a right option gives, so ticking everything does not earn the whole. An order is the type
//! `ordering`, which comes with Moodle; its true or false would put its own words for those of the options, so that
//! becomes a choice.
//!
//! Sources of the shape: the XML format of Moodle (`question/format/xml/format.php`), and the types of questions with
//! their own (`question/type/ordering`).

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::quiz::Paper;
use crate::quiz::paper::{Answer, Question, lettered};
use crate::quiz::question::Form;

use super::package::{self, pictures};
use super::text::{explanation, line, number, reason, sources};
use super::xml::{Tag, tag};
use super::{File, Fit, Format};

/// For Moodle.
pub const FORMAT: Format = Format {
    name: "moodle",
    says: "Moodle XML, for the import of a question bank",
    takes: |question| match question.form {
        Form::TrueFalse => Fit::As(Form::Single, "Moodle would put its own words for those of the options"),
        Form::Multiple if share(question.key.len()).is_none() => {
            Fit::No("Moodle has no part of a point for so many right options")
        }
        _ => Fit::AsIs,
    },
    write: |paper| vec![File { name: "moodle.xml", bytes: document(paper) }],
};

/// Where Moodle looks for the files that come with a text.
const FILES: &str = "@@PLUGINFILE@@/";

/// The shares that Moodle knows, in percent, of a whole divided evenly into so many parts.
const SHARES: &[(usize, &str)] = &[
    (1, "100"),
    (2, "50"),
    (3, "33.33333"),
    (4, "25"),
    (5, "20"),
    (6, "16.66667"),
    (7, "14.28571"),
    (8, "12.5"),
    (9, "11.11111"),
    (10, "10"),
    (20, "5"),
];

fn share(parts: usize) -> Option<&'static str> {
    SHARES.iter().find(|(many, _)| *many == parts).map(|(_, share)| *share)
}

fn document(paper: &Paper) -> Vec<u8> {
    let questions = paper.items.iter().enumerate().map(|(i, item)| question(i + 1, item));
    tag("quiz").holding(category(paper)).all(questions).document()
}

/// The category into which the questions go: one of the course with the title of the quiz. Moodle holds 255 characters
/// and parts names at a single slash.
fn category(paper: &Paper) -> Tag {
    let title: String = line(&paper.title).chars().take(120).collect();
    let path = format!("$course$/top/{}", escaped(&title).replace('/', "//"));
    tag("question")
        .with("type", "category")
        .holding(said("category", &path))
        .holding(html("info", &paragraphs(&[format!("Rules as of {}.", paper.rules_date)])))
}

fn question(n: usize, question: &Question) -> Tag {
    let kind = match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => "multichoice",
        Form::Order => "ordering",
        Form::Match => "matching",
        Form::Numeric => "numerical",
    };
    let why = match question.form {
        Form::Single | Form::TrueFalse => sources(question),
        _ => explanation(question).into_iter().chain(sources(question)).collect(),
    };
    let base = tag("question")
        .with("type", kind)
        .holding(said("name", &format!("Question {n}: {}", escaped(&line(&question.ask)))))
        .holding(html("questiontext", &package::stem(n, question, FILES).into_string()).all(files(n, question)))
        .holding(html("generalfeedback", &paragraphs(&why)))
        .holding(tag("defaultgrade").text(&question.points.to_string()))
        .holding(tag("penalty").text("0"))
        .holding(tag("hidden").text("0"))
        .holding(tag("idnumber").text(&line(&question.id)));
    match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => choice(base, question),
        Form::Order => order(base, question),
        Form::Match => pairs(base, question),
        Form::Numeric => numerical(base, question),
    }
}

/// The pictures of a stem, inside the text that shows them.
fn files(n: usize, question: &Question) -> Vec<Tag> {
    let file = |entry: package::Entry| {
        let (folder, name) = entry.name.rsplit_once('/').expect("pictures have a folder");
        tag("file")
            .with("name", name)
            .with("path", format!("/{folder}/"))
            .with("encoding", "base64")
            .text(&STANDARD.encode(&entry.bytes))
    };
    pictures(n, question).into_iter().map(file).collect()
}

fn choice(base: Tag, question: &Question) -> Tag {
    let single = question.form != Form::Multiple;
    let part = share(question.key.len()).expect("a format meets only what it takes");
    let answer = |(i, option): (usize, &Answer)| {
        let fraction = match question.key.contains(&i) {
            true if single => "100".to_owned(),
            true => part.to_owned(),
            false if single => "0".to_owned(),
            false => format!("-{part}"),
        };
        html("answer", &paragraphs(&[line(&option.text)]))
            .with("fraction", fraction)
            .holding(html("feedback", &paragraphs(&[line(&option.feedback)])))
    };
    base.holding(tag("single").text(if single { "true" } else { "false" }))
        .holding(tag("shuffleanswers").text("false"))
        .holding(tag("answernumbering").text("ABCD"))
        .holding(tag("showstandardinstruction").text("1"))
        .all(question.options.iter().enumerate().map(answer))
}

/// An order: the answers stand in the right one, and the place of each is its fraction. Moodle's table of responses cuts
/// each to ten characters, so a letter goes in front, in the order in which the quiz shows them. It is right as a whole or not
/// at all, as `quiz grade` has it. Where `shownumcorrect` is missing Moodle takes it for 1, and an empty one for nothing, so
/// it says 0.
fn order(base: Tag, question: &Question) -> Tag {
    let answers = question.key.iter().enumerate().map(|(place, i)| {
        html("answer", &escaped(&lettered(*i, &line(&question.options[*i].text))))
            .with("fraction", (place + 1).to_string())
    });
    base.holding(tag("layouttype").text("VERTICAL"))
        .holding(tag("selecttype").text("ALL"))
        .holding(tag("selectcount").text("0"))
        .holding(tag("gradingtype").text("ALL_OR_NOTHING"))
        .holding(tag("showgrading").text("SHOW"))
        .holding(tag("numberingstyle").text("none"))
        .holding(html("correctfeedback", ""))
        .holding(html("partiallycorrectfeedback", ""))
        .holding(html("incorrectfeedback", ""))
        .holding(tag("shownumcorrect").text("0"))
        .all(answers)
}

/// Pairs; an option that is left over is a pair without a prompt.
fn pairs(base: Tag, question: &Question) -> Tag {
    let pair = |prompt: &str, option: usize| {
        html("subquestion", prompt).holding(said("answer", &escaped(&line(&question.options[option].text))))
    };
    let asked = question.prompts.iter().zip(&question.key).map(|(prompt, i)| pair(&paragraphs(&[line(prompt)]), *i));
    let left = (0..question.options.len()).filter(|i| !question.key.contains(i)).map(|i| pair("", i));
    base.holding(tag("shuffleanswers").text("true")).all(asked).all(left)
}

/// A number without tolerance. The numbers that come from a rule misread have their own feedback, and every other is
/// caught at the end.
fn numerical(base: Tag, question: &Question) -> Tag {
    let answer = |fraction: &str, value: &str, feedback: &str| {
        tag("answer")
            .with("fraction", fraction)
            .with("format", "plain_text")
            .holding(tag("text").text(value))
            .holding(html("feedback", &paragraphs(&[line(feedback)])))
            .holding(tag("tolerance").text("0"))
    };
    let own = |i: usize, fraction: &str| {
        let feedback = &question.options[i].feedback;
        answer(fraction, &number(question, i), if fraction == "100" { feedback } else { reason(feedback) })
    };
    let wrong = (0..question.options.len()).filter(|i| !question.key.contains(i)).map(|i| own(i, "0"));
    base.all(question.key.iter().map(|i| own(*i, "100")))
        .all(wrong)
        .holding(answer("0", "*", &format!("The answer is: {}.", number(question, question.key[0]))))
        .holding(tag("unitgradingtype").text("0"))
        .holding(tag("unitpenalty").text("0"))
        .holding(tag("showunits").text("3"))
        .holding(tag("unitsleft").text("0"))
}

/// An element with a text that is not markup.
fn said(name: &str, text: &str) -> Tag {
    tag(name).holding(tag("text").text(text))
}

/// An element with a text that is HTML.
fn html(name: &str, markup: &str) -> Tag {
    tag(name).with("format", "html").holding(tag("text").text(markup))
}

fn paragraphs(lines: &[String]) -> String {
    maud::html! { @for line in lines { p { (line) } } }.into_string()
}

/// A text as it has to stand where Moodle shows it as HTML after taking tags out.
fn escaped(text: &str) -> String {
    maud::html! { (text) }.into_string()
}
