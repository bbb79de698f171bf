//! One question as Canvas writes it: its type and points, what is shown, how it is scored, and comments.

use crate::quiz::paper::Question;
use crate::quiz::question::Form;
use crate::report::quiz::package;
use crate::report::quiz::text::{explanation, line, number, reason};
use crate::report::quiz::xml::{Tag, tag};

/// Where Canvas looks for the files of a package.
const FILES: &str = "%24IMS-CC-FILEBASE%24/";

/// The only response of a question that is not about pairs.
const RESPONSE: &str = "response1";

pub(super) fn item(mark: &str, n: usize, question: &Question) -> Tag {
    let material = html(&package::stem(n, question, FILES).into_string());
    let scored = tag("resprocessing")
        .holding(
            tag("outcomes").holding(
                tag("decvar")
                    .with("maxvalue", "100")
                    .with("minvalue", "0")
                    .with("varname", "SCORE")
                    .with("vartype", "Decimal"),
            ),
        )
        .all(conditions(n, question));
    tag("item")
        .with("ident", format!("{}-{mark}", package::name(n)))
        .with("title", format!("Question {n}"))
        .holding(
            tag("itemmetadata").holding(
                tag("qtimetadata")
                    .holding(field("question_type", kind(question.form)))
                    .holding(field("points_possible", &format!("{}.0", question.points)))
                    .holding(field("original_answer_ids", &answer_ids(n, question).join(",")))
                    .holding(field("assessment_question_identifierref", &format!("bank-{}-{mark}", package::name(n)))),
            ),
        )
        .holding(tag("presentation").holding(material).all(responses(n, question)))
        .holding(scored)
        .all(comments(n, question).into_iter().map(|(id, lines)| comment(&id, &lines)))
}

/// A field of metadata.
pub(super) fn field(label: &str, entry: &str) -> Tag {
    tag("qtimetadatafield").holding(tag("fieldlabel").text(label)).holding(tag("fieldentry").text(entry))
}

/// Canvas's name for a form.
const fn kind(form: Form) -> &'static str {
    match form {
        Form::Single | Form::TrueFalse => "multiple_choice_question",
        Form::Multiple => "multiple_answers_question",
        Form::Order | Form::Match => "matching_question",
        Form::Numeric => "numerical_question",
    }
}

/// The id of an option: a number, because Canvas keeps it as one.
fn option_id(n: usize, i: usize) -> String {
    (n * 1000 + i + 1).to_string()
}

/// The id of a prompt.
fn prompt_id(n: usize, i: usize) -> String {
    (n * 1000 + 500 + i + 1).to_string()
}

/// The ids of what Canvas calls answers: prompts where pairs are asked for, options elsewhere.
fn answer_ids(n: usize, question: &Question) -> Vec<String> {
    match question.form {
        Form::Match => (0..question.prompts.len()).map(|i| prompt_id(n, i)).collect(),
        Form::Numeric => question.key.iter().map(|i| option_id(n, *i)).collect(),
        _ => (0..question.options.len()).map(|i| option_id(n, i)).collect(),
    }
}

fn html(markup: &str) -> Tag {
    tag("material").holding(tag("mattext").with("texttype", "text/html").text(markup))
}

fn words(text: &str) -> Tag {
    tag("material").holding(tag("mattext").with("texttype", "text/plain").text(&line(text)))
}

/// The fields that answer a question.
fn responses(n: usize, question: &Question) -> Vec<Tag> {
    let labels = || {
        let options = question.options.iter().enumerate();
        let label = |(i, option): (usize, &crate::quiz::paper::Answer)| {
            tag("response_label").with("ident", option_id(n, i)).holding(words(&option.text))
        };
        tag("render_choice").all(options.map(label))
    };
    match question.form {
        Form::Match => {
            let prompts = question.prompts.iter().enumerate().map(|(i, prompt)| {
                let field = tag("response_lid").with("ident", format!("response_{}", prompt_id(n, i)));
                field.holding(words(prompt)).holding(labels())
            });
            prompts.collect()
        }
        Form::Numeric => {
            let label = tag("response_label").with("ident", "answer1");
            let field = tag("response_str").with("ident", RESPONSE).with("rcardinality", "Single");
            vec![field.holding(tag("render_fib").with("fibtype", "Decimal").holding(label))]
        }
        Form::Single | Form::TrueFalse | Form::Multiple | Form::Order => {
            let cardinality = if question.form == Form::Multiple { "Multiple" } else { "Single" };
            vec![tag("response_lid").with("ident", RESPONSE).with("rcardinality", cardinality).holding(labels())]
        }
    }
}

fn equal(response: &str, value: &str) -> Tag {
    tag("varequal").with("respident", response).text(value)
}

/// A rule: where this holds, that is done; `more` says whether the rules after it count too.
fn condition(more: bool, holds: Tag, done: impl IntoIterator<Item = Tag>) -> Tag {
    let rule = tag("respcondition").with("continue", if more { "Yes" } else { "No" });
    rule.holding(tag("conditionvar").holding(holds)).all(done)
}

fn score(action: &str, percent: &str) -> Tag {
    tag("setvar").with("action", action).with("varname", "SCORE").text(percent)
}

fn show(id: &str) -> Tag {
    tag("displayfeedback").with("feedbacktype", "Response").with("linkrefid", comment_id(id))
}

/// The id of the comment on an option, a prompt, or the whole answer.
fn comment_id(of: &str) -> String {
    format!("{of}_fb")
}

/// What is commented on where the whole answer is.
const RIGHT: &str = "correct";
const WRONG: &str = "general_incorrect";

/// The rules that show comments and set the score, in percent.
fn conditions(n: usize, question: &Question) -> Vec<Tag> {
    let options = 0..question.options.len();
    let own = |i: usize| condition(true, equal(RESPONSE, &option_id(n, i)), [show(&option_id(n, i))]);
    match question.form {
        Form::Match => pairs(n, question),
        Form::Numeric => {
            let right = number(question, question.key[0]);
            let bound = |name: &str| tag(name).with("respident", RESPONSE).text(&right);
            let range = tag("and").holding(bound("vargte")).holding(bound("varlte"));
            let same = tag("or").holding(equal(RESPONSE, &right)).holding(range);
            vec![
                condition(false, same, [score("Set", "100"), show(RIGHT)]),
                condition(true, tag("other"), [show(WRONG)]),
            ]
        }
        Form::Multiple => {
            let each = options.clone().map(|i| {
                let chosen = equal(RESPONSE, &option_id(n, i));
                if question.key.contains(&i) { chosen } else { tag("not").holding(chosen) }
            });
            let all = condition(false, tag("and").all(each), [score("Set", "100")]);
            options.map(own).chain([all]).collect()
        }
        Form::Single | Form::TrueFalse | Form::Order => {
            let right = equal(RESPONSE, &option_id(n, question.key[0]));
            options.map(own).chain([condition(false, right, [score("Set", "100")])]).collect()
        }
    }
}

/// The rules of pairs: each right one adds its part, and each wrong one shows its comment. Parts are hundredths of a
/// percent that sum to the whole.
fn pairs(n: usize, question: &Question) -> Vec<Tag> {
    let many = question.key.len();
    let rules = question.key.iter().enumerate().flat_map(|(i, option)| {
        let part = 10_000 / many + usize::from(i < 10_000 % many);
        let prompt = prompt_id(n, i);
        let right = || equal(&format!("response_{prompt}"), &option_id(n, *option));
        [
            condition(true, right(), [score("Add", &format!("{}.{:02}", part / 100, part % 100))]),
            condition(true, tag("not").holding(right()), [show(&prompt)]),
        ]
    });
    rules.collect()
}

/// The comments of a question with what they are about.
fn comments(n: usize, question: &Question) -> Vec<(String, Vec<String>)> {
    match question.form {
        Form::Match => {
            let pairs = question.key.iter().enumerate().map(|(i, option)| {
                let option = &question.options[*option];
                let said = [format!("The answer is: {}.", line(&option.text)), line(reason(&option.feedback))];
                (prompt_id(n, i), said.into_iter().filter(|line| !line.is_empty()).collect())
            });
            pairs.collect()
        }
        Form::Numeric => {
            let misread = (0..question.options.len())
                .filter(|i| !question.key.contains(i))
                .map(|i| format!("Not {}. {}", number(question, i), line(reason(&question.options[i].feedback))));
            let right = question.key.iter().map(|i| line(&question.options[*i].feedback)).collect();
            vec![
                (RIGHT.to_owned(), right),
                (WRONG.to_owned(), explanation(question).into_iter().chain(misread).collect()),
            ]
        }
        _ => {
            let own =
                |(i, option): (usize, &crate::quiz::paper::Answer)| (option_id(n, i), vec![line(&option.feedback)]);
            question.options.iter().enumerate().map(own).collect()
        }
    }
}

fn comment(id: &str, lines: &[String]) -> Tag {
    let markup = maud::html! { @for line in lines { p { (line) } } };
    tag("itemfeedback").with("ident", comment_id(id)).holding(tag("flow_mat").holding(html(&markup.into_string())))
}
