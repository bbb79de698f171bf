//! Words that several formats share: answers, letters, sources, and text parted into lines.

pub(super) use crate::quiz::paper::letter;
use crate::quiz::paper::{Cited, Question};
use crate::quiz::question::{Exhibit, Form};
use crate::report::words::plain;

/// The lines of a text, without empty ones and with nothing in them that could steer a reader's program.
pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| plain(&line.replace('\t', " ")).trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The text on one line.
pub(super) fn line(text: &str) -> String {
    lines(text).join(" ")
}

/// The name of a form.
pub(super) const fn form(form: Form) -> &'static str {
    match form {
        Form::Single => "single choice",
        Form::TrueFalse => "true or false",
        Form::Multiple => "multiple choice",
        Form::Order => "ordering",
        Form::Match => "matching",
        Form::Numeric => "a number",
    }
}

/// What the learner is to do, where the question itself may not say it.
pub(super) fn task(question: &Question) -> &'static str {
    match question.form {
        Form::Single | Form::TrueFalse => "Choose one answer.",
        Form::Multiple => "Choose every answer that is right.",
        Form::Order => "Give each its place; 1 comes first.",
        Form::Match if question.options.len() > question.prompts.len() => {
            "Choose an answer for each; one may be left over."
        }
        Form::Match => "Choose an answer for each.",
        Form::Numeric => "Enter a whole number.",
    }
}

/// The right answer, a line for each part of it.
pub(super) fn answer(question: &Question) -> Vec<String> {
    let text = |i: &usize| line(&question.options[*i].text);
    match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => question.key.iter().map(text).collect(),
        Form::Order => question.key.iter().enumerate().map(|(n, i)| format!("{}. {}", n + 1, text(i))).collect(),
        Form::Match => {
            let pairs = question.prompts.iter().zip(&question.key);
            pairs.map(|(prompt, i)| format!("{}: {}", line(prompt), text(i))).collect()
        }
        Form::Numeric => question.key.iter().map(|i| number(question, *i)).collect(),
    }
}

/// The right answer in letters, as on an answer sheet: `B`, `A, C`, `1=C, 2=A`, or the number.
pub(super) fn letters(question: &Question) -> String {
    let parts: Vec<String> = match question.form {
        Form::Single | Form::TrueFalse | Form::Multiple => question.key.iter().map(|i| letter(*i)).collect(),
        Form::Order | Form::Match => {
            question.key.iter().enumerate().map(|(n, i)| format!("{}={}", n + 1, letter(*i))).collect()
        }
        Form::Numeric => question.key.iter().map(|i| number(question, *i)).collect(),
    };
    parts.join(", ")
}

/// The number that an option stands for.
pub(super) fn number(question: &Question, option: usize) -> String {
    question.options[option].number.map(|number| number.to_string()).unwrap_or_default()
}

/// The feedback without the word that says whether it was right, for places that say so themselves.
pub(super) fn reason(feedback: &str) -> &str {
    let rest = feedback.strip_prefix("Right.").or_else(|| feedback.strip_prefix("Not here."));
    rest.unwrap_or(feedback).trim_start()
}

/// What is read after a question that has no feedback for each option: the answer, and why.
pub(super) fn explanation(question: &Question) -> Vec<String> {
    let mut said = vec![match question.form {
        Form::Order | Form::Match => format!("The answer is: {}.", answer(question).join("; ")),
        _ => format!("The answer is: {}.", answer(question).join(" and ")),
    }];
    let why = |(n, i): (usize, &usize)| {
        let why = line(reason(&question.options[*i].feedback));
        // A reason of an order speaks of its step.
        if question.form == Form::Order && !why.is_empty() { format!("Step {}: {why}", n + 1) } else { why }
    };
    let mut whys: Vec<String> = question.key.iter().enumerate().map(why).collect();
    let mut seen = Vec::new();
    whys.retain(|why| {
        !why.is_empty() && !seen.contains(why) && {
            seen.push(why.clone());
            true
        }
    });
    said.extend(whys);
    said
}

/// The question for formats that hold text alone, a line for each paragraph: the stem, then all that each exhibit shows.
pub(super) fn told(question: &Question) -> Vec<String> {
    lines(&question.stem).into_iter().chain(question.exhibits.iter().flat_map(exhibited)).collect()
}

/// An exhibit in words: what it is, then a numbered line for each row, since the question may turn on any cell of it.
pub(super) fn exhibited(exhibit: &Exhibit) -> Vec<String> {
    let cells = |row: &Vec<String>| {
        let named = row.iter().enumerate().filter(|(_, cell)| !line(cell).is_empty()).map(|(i, cell)| {
            let head = exhibit.header.get(i).map(|head| line(head)).unwrap_or_default();
            if head.is_empty() { line(cell) } else { format!("{head}: {}", line(cell)) }
        });
        named.collect::<Vec<_>>().join("; ")
    };
    let rows = exhibit.rows.iter().enumerate().map(|(i, row)| format!("({}) {}", i + 1, cells(row)));
    std::iter::once(line(&format!("{}: {}", exhibit.caption, exhibit.alt))).chain(rows).collect()
}

/// Text as Markdown that reads as it stands: every mark that could set something is escaped.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' | '+' | '-' | '{' | '}' => {
                escaped.extend(['\\', c])
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// The rules of a question, each with its page and date.
pub(super) fn sources(question: &Question) -> Vec<String> {
    question.rules.iter().map(source).collect()
}

fn source(rule: &Cited) -> String {
    line(&format!("Rule {}: {} Source: {} ({}).", rule.id, rule.says, rule.page, rule.date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
    }

    #[test]
    fn text_keeps_its_lines_and_loses_what_steers() {
        assert_eq!(lines("a\r\n\r\n b\u{1b}[1m\tc "), ["a", "b\\u{1b}[1m c"]);
        assert_eq!(line("a\n\nb"), "a b");
    }

    #[test]
    fn the_reasons_of_an_order_name_their_steps() {
        let items = crate::report::quiz::tests::paper().items;
        let order = items.iter().find(|item| item.form == Form::Order).expect("an order");
        let said = explanation(order);
        assert!(said[0].starts_with("The answer is: 1. Dana proves who she is: 2 = 2; 2. "), "{}", said[0]);
        let whys = order.key.iter().filter(|i| !reason(&order.options[**i].feedback).is_empty()).count();
        assert_eq!(said.iter().filter(|line| line.starts_with("Step ")).count(), whys);
    }

    #[test]
    fn a_question_in_words_holds_every_cell_of_its_exhibits() {
        let items = crate::report::quiz::tests::paper().items;
        let mut cells = 0;
        for item in &items {
            let told = told(item).join("\n");
            for cell in item.exhibits.iter().flat_map(|exhibit| exhibit.rows.iter().flatten()) {
                assert!(told.contains(&line(cell)), "{}: `{cell}` is not in {told}", item.id);
                cells += 1;
            }
        }
        assert!(cells > 20, "the paper shows {cells} cells");
        let log = exhibited(&items[1].exhibits[0]);
        assert_eq!(log[2], "(2) Time: 09:30; Event: 6329; Message: -1 pages = done");
        let lanes = exhibited(&items[5].exhibits[0]);
        assert_eq!(lanes[3], "(3) From: Relay; To: Sync server; Message: passes it on \"at once\"; stopped");
    }
}
