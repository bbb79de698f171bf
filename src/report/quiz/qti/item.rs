//! One question as an item: declarations, body, response processing, and feedback that is shown after the answer.

use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::package;
use crate::report::quiz::text::{explanation, letter, line, number, task};
use crate::report::quiz::xml::{Tag, tag};

use super::{Version, identifier, interaction};

/// The response of an item; each has one.
const RESPONSE: &str = "RESPONSE";

pub(super) fn item(mark: &str, n: usize, question: &Question, version: &Version) -> Tag {
    let many = question.form == Form::Multiple;
    tag("assessmentItem")
        .with("identifier", identifier(mark, n))
        .with("title", format!("Question {n}"))
        .with("adaptive", "false")
        .with("timeDependent", "false")
        .with("xml:lang", "en")
        .holding(response(question))
        .holding(outcome("SCORE", "single", "float", Some("0")))
        .holding(outcome("MAXSCORE", "single", "float", Some(&question.points.to_string())))
        .holding(outcome("FEEDBACK", if many { "multiple" } else { "single" }, "identifier", None))
        .holding(tag("itemBody").holding(tag("div").markup(package::stem(n, question, ""))).holding(field(question)))
        .holding(tag("responseProcessing").holding(score(question)).holding(chosen(question)))
        .all(feedback(question).into_iter().map(|(id, lines)| modal(&id, &lines, version)))
}

/// The declaration of an outcome.
pub(super) fn outcome(id: &str, cardinality: &str, base: &str, default: Option<&str>) -> Tag {
    let declared =
        tag("outcomeDeclaration").with("identifier", id).with("cardinality", cardinality).with("baseType", base);
    declared.all(default.map(|value| tag("defaultValue").holding(tag("value").text(value))))
}

/// The identifier of a prompt.
fn prompt_id(i: usize) -> String {
    format!("P{}", i + 1)
}

/// The right response, each of its values as QTI writes it.
fn right(question: &Question) -> Vec<String> {
    match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple | Form::Order => {
            question.key.iter().map(|i| letter(*i)).collect()
        }
        Form::Match => {
            let pairs = question.key.iter().enumerate();
            pairs.map(|(prompt, i)| format!("{} {}", prompt_id(prompt), letter(*i))).collect()
        }
        Form::Numeric => question.key.iter().map(|i| number(question, *i)).collect(),
    }
}

/// The declaration of the response: its kind, the key, and for pairs what each of them counts.
fn response(question: &Question) -> Tag {
    let (cardinality, base) = match question.form {
        Form::Single | Form::TrueFalse => ("single", "identifier"),
        Form::Multiple => ("multiple", "identifier"),
        Form::Order => ("ordered", "identifier"),
        Form::Match => ("multiple", "directedPair"),
        Form::Numeric => ("single", "integer"),
    };
    let right = right(question);
    let correct = tag("correctResponse").all(right.iter().map(|value| tag("value").text(value)));
    let declared = tag("responseDeclaration")
        .with("identifier", RESPONSE)
        .with("cardinality", cardinality)
        .with("baseType", base)
        .holding(correct);
    if question.form != Form::Match {
        return declared;
    }
    let part = format!("{:.6}", f64::from(question.points) / right.len() as f64);
    let entries = right.iter().map(|pair| tag("mapEntry").with("mapKey", pair).with("mappedValue", &part));
    let mapping = tag("mapping").with("lowerBound", "0").with("upperBound", question.points.to_string());
    declared.holding(mapping.with("defaultValue", "0").all(entries))
}

/// The field that answers the question.
fn field(question: &Question) -> Tag {
    let inner = tag(interaction(question.form)).with("responseIdentifier", RESPONSE);
    let prompt = tag("prompt").text(task(question));
    let choices = || {
        let options = question.options.iter().enumerate();
        options.map(|(i, option)| tag("simpleChoice").with("identifier", letter(i)).text(&line(&option.text)))
    };
    match question.form {
        Form::Single | Form::TrueFalse => {
            inner.with("shuffle", "false").with("maxChoices", "1").holding(prompt).all(choices())
        }
        Form::Multiple => inner.with("shuffle", "false").with("maxChoices", "0").holding(prompt).all(choices()),
        Form::Order => inner.with("shuffle", "false").holding(prompt).all(choices()),
        Form::Match => {
            let most = question.prompts.len().to_string();
            let side = |(id, text): (String, &str), most: &str| {
                tag("simpleAssociableChoice").with("identifier", id).with("matchMax", most).text(&line(text))
            };
            let prompts = question.prompts.iter().enumerate().map(|(i, text)| (prompt_id(i), text.as_str()));
            let options = question.options.iter().enumerate().map(|(i, option)| (letter(i), option.text.as_str()));
            inner
                .with("shuffle", "false")
                .with("maxAssociations", &most)
                .holding(prompt)
                .holding(tag("simpleMatchSet").all(prompts.map(|one| side(one, "1"))))
                .holding(tag("simpleMatchSet").all(options.map(|one| side(one, &most))))
        }
        Form::Numeric => tag("p").text(task(question)).text(" ").holding(inner.with("expectedLength", "10")),
    }
}

fn variable(id: &str) -> Tag {
    tag("variable").with("identifier", id)
}

fn base(kind: &str, value: &str) -> Tag {
    tag("baseValue").with("baseType", kind).text(value)
}

fn set(id: &str, value: Tag) -> Tag {
    tag("setOutcomeValue").with("identifier", id).holding(value)
}

/// Whether the whole answer is right.
fn is_right(question: &Question) -> Tag {
    let correct = tag("correct").with("identifier", RESPONSE);
    let compared = match question.form {
        Form::Numeric => tag("equal").with("toleranceMode", "exact"),
        _ => tag("match"),
    };
    compared.holding(variable(RESPONSE)).holding(correct)
}

/// The rule that sets the score: all points for the whole answer, and for pairs a part of them for each.
fn score(question: &Question) -> Tag {
    let all = base("float", &question.points.to_string());
    let scored = tag("responseIf").holding(is_right(question)).holding(set("SCORE", all));
    let part = (question.form == Form::Match).then(|| {
        let given = tag("not").holding(tag("isNull").holding(variable(RESPONSE)));
        let pairs = tag("mapResponse").with("identifier", RESPONSE);
        tag("responseElseIf").holding(given).holding(set("SCORE", pairs))
    });
    let none = tag("responseElse").holding(set("SCORE", base("float", "0")));
    tag("responseCondition").holding(scored).all(part).holding(none)
}

/// The identifiers of feedback on the whole answer; that of an option is the option's own.
const RIGHT: &str = "feedback-correct";
const WRONG: &str = "feedback-incorrect";

/// The rule that says which feedback is shown.
fn chosen(question: &Question) -> Tag {
    let say = |id: &str| set("FEEDBACK", base("identifier", id));
    match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => set("FEEDBACK", variable(RESPONSE)),
        Form::Order | Form::Match | Form::Numeric => {
            let right = tag("responseIf").holding(is_right(question)).holding(say(RIGHT));
            let misread = misread(question).into_iter().map(|i| {
                let same = tag("equal").with("toleranceMode", "exact").holding(variable(RESPONSE));
                let same = same.holding(base("integer", &number(question, i)));
                tag("responseElseIf").holding(same).holding(say(&letter(i)))
            });
            let wrong = tag("responseElse").holding(say(WRONG));
            tag("responseCondition").holding(right).all(misread).holding(wrong)
        }
    }
}

/// The wrong numbers that have feedback of their own.
fn misread(question: &Question) -> Vec<usize> {
    let others = (0..question.options.len()).filter(|i| !question.key.contains(i));
    if question.form == Form::Numeric { others.collect() } else { Vec::new() }
}

/// Every feedback of a question with its identifier.
fn feedback(question: &Question) -> Vec<(String, Vec<String>)> {
    let own = |i: usize| (letter(i), vec![line(&question.options[i].feedback)]);
    let said = |word: &str| std::iter::once(word.to_owned()).chain(explanation(question)).collect();
    match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => (0..question.options.len()).map(own).collect(),
        Form::Order | Form::Match | Form::Numeric => {
            let mut all = vec![(RIGHT.to_owned(), said("Right.")), (WRONG.to_owned(), said("Not right."))];
            all.extend(misread(question).into_iter().map(own));
            all
        }
    }
}

fn modal(id: &str, lines: &[String], version: &Version) -> Tag {
    let lines: Vec<Tag> = lines.iter().map(|line| tag("p").text(line)).collect();
    let modal =
        tag("modalFeedback").with("outcomeIdentifier", "FEEDBACK").with("identifier", id).with("showHide", "show");
    match version.feedback {
        Some(body) => modal.holding(tag(body).all(lines)),
        None => modal.all(lines),
    }
}
