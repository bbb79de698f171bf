//! A quiz in a plain terminal: questions, exhibits as text, feedback, the review and the result. Lines are only added.

use crate::quiz::paper::Question;
use crate::quiz::question::{Exhibit, Form};
use crate::quiz::response::{Response, expected};
use crate::quiz::take::{Mode, Reply, Session};
use crate::report::words::{count, wrapped};

use super::text::{answer, line, lines, reason, task};

/// How text is laid out.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// For screen readers and pipes: no columns, each cell with the head of its column.
    pub plain: bool,
    /// The longest line, in characters; text that is plain is not broken.
    pub width: usize,
    /// Whether words are coloured as well; none is told by colour alone.
    pub colour: bool,
}

/// Below this width a table is written as one line for each cell.
const NARROW: usize = 60;

impl Style {
    /// A text with its lines broken.
    pub(super) fn flow(self, text: &str, indent: &str) -> String {
        let width = if self.plain { usize::MAX } else { self.width.saturating_sub(indent.len()) };
        let broken = lines(text).into_iter().flat_map(|line| wrapped(&line, width));
        broken.map(|line| format!("{indent}{line}\n")).collect()
    }

    /// A numbered line, its continuation under its beginning.
    fn item(self, mark: &str, text: &str) -> String {
        let flown = self.flow(&line(text), &" ".repeat(mark.len() + 4));
        format!("  {mark}  {}", flown.trim_start())
    }

    /// A word in a colour: 31 red, 32 green, 1 bold.
    pub(super) fn paint(self, word: &str, code: u8) -> String {
        if self.colour && !self.plain { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}

/// What to print after a line was taken: what became of it, and what is at hand now.
#[must_use]
pub fn said(session: &Session, reply: &Reply, style: Style) -> String {
    match reply {
        Reply::Again(why) => format!("{why}\n"),
        Reply::Answered(at) => {
            let item = &session.paper().items[*at];
            let judged = match (&session.progress().answers[*at], session.progress().mode) {
                (Some(response), Mode::Instant) => feedback(item, response, style),
                _ => "answer kept\n".to_owned(),
            };
            format!("{judged}\n{}", at_hand(session, style))
        }
        Reply::Moved => format!("\n{}", at_hand(session, style)),
        Reply::Flagged(true) => "flagged\n".to_owned(),
        Reply::Flagged(false) => "flag taken off\n".to_owned(),
        Reply::Help => help(session),
        Reply::Over => result(session, style),
        Reply::Quit => {
            let open = count(session.open() as u64, "question is", "questions are");
            format!("stopped; {open} still open\n")
        }
    }
}

/// The question at hand, the review, or the result.
#[must_use]
pub fn at_hand(session: &Session, style: Style) -> String {
    let progress = session.progress();
    let Some((at, item)) = session.question().filter(|_| !session.is_over()) else {
        return if session.is_over() { result(session, style) } else { review(session, style) };
    };
    let flag = if progress.flagged[at] { ", flagged" } else { "" };
    let head = format!("Question {} of {}{flag}", at + 1, session.paper().items.len());
    let mut text = format!("{}\n{}", style.paint(&head, 1), question(item, style));
    if let Some(response) = &progress.answers[at] {
        text.push_str(&format!("Your answer: {}\n", response.typed()));
    }
    let on = if session.goes_on() == "n" { "n next" } else { "next skips it" };
    text.push_str(&format!("Type {}. b back, {on}, f flag, r review, q quit, ? help\n", expected(item)));
    text
}

/// A question with its exhibits, what is to be done, and what to choose from.
#[must_use]
pub fn question(item: &Question, style: Style) -> String {
    let mut text = style.flow(&item.stem, "");
    item.exhibits.iter().for_each(|one| text.push_str(&exhibit(one, style)));
    text.push_str(&format!("{}\n", task(item)));
    for (prompt, mark) in item.prompts.iter().zip('a'..='z') {
        text.push_str(&style.item(&mark.to_string(), prompt));
    }
    if item.form != Form::Numeric {
        for (i, option) in item.options.iter().enumerate() {
            text.push_str(&style.item(&(i + 1).to_string(), &option.text));
        }
    }
    text
}

/// An exhibit as text: columns where they fit, else a line for each cell.
#[must_use]
pub fn exhibit(exhibit: &Exhibit, style: Style) -> String {
    let rows: Vec<Vec<String>> = exhibit.rows.iter().map(|row| row.iter().map(|cell| line(cell)).collect()).collect();
    let header: Vec<String> = exhibit.header.iter().map(|cell| line(cell)).collect();
    let wide = |column: usize| {
        std::iter::once(&header).chain(&rows).map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..header.len()).map(wide).collect();
    let total = widths.iter().sum::<usize>() + 2 * (widths.len() + 1);
    let mut text = format!("{}\n", line(&exhibit.caption));
    if style.plain || style.width < NARROW || total > style.width {
        for (n, row) in rows.iter().enumerate() {
            text.push_str(&format!("  {}.\n", n + 1));
            for (head, cell) in header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                text.push_str(&style.flow(&format!("{head}: {cell}"), "    "));
            }
        }
        return text;
    }
    for row in std::iter::once(&header).chain(&rows) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("  {cell:<width$}"));
        text.push_str(cells.collect::<String>().trim_end());
        text.push('\n');
    }
    text
}

/// Right or wrong, why, the answer, and where that stands.
#[must_use]
pub fn feedback(item: &Question, response: &Response, style: Style) -> String {
    let right = response.is_right(item);
    let mut text = if right { style.paint("right", 32) } else { style.paint("wrong", 31) };
    // Each pair of a matching earns its part.
    if let (Form::Match, false, Response::Options(chosen)) = (item.form, right, response) {
        let some = chosen.iter().zip(&item.key).filter(|(one, key)| one == key).count();
        text.push_str(&format!(": {some} of {} pairs are right", item.key.len()));
    }
    text.push('\n');
    whys(item, response).iter().for_each(|why| text.push_str(&style.flow(why, "  ")));
    if !right {
        text.push_str("The answer is:\n");
        answer(item).iter().for_each(|part| text.push_str(&style.flow(part, "  ")));
    }
    if let Some(rule) = item.rules.first() {
        text.push_str(&style.flow(&format!("Rule {}: {}", rule.id, rule.says), ""));
        text.push_str(&style.flow(&format!("Source: {} ({})", rule.page, rule.date), ""));
    }
    text
}

/// Why each part of an answer is right or not; what is true of several is said once.
fn whys(item: &Question, response: &Response) -> Vec<String> {
    let named = |i: usize| format!("{}: {}", line(&item.options[i].text), line(&item.options[i].feedback));
    let mut said: Vec<String> = match (item.form, response) {
        (Form::Multiple, Response::Options(chosen)) => {
            (0..item.options.len()).filter(|i| chosen.contains(i) || item.key.contains(i)).map(named).collect()
        }
        (_, Response::Number(number)) => {
            let known = item.options.iter().filter(|one| one.number == Some(*number));
            known.map(|one| line(&one.feedback)).collect()
        }
        (Form::Single | Form::TrueFalse, Response::Options(chosen)) => {
            chosen.iter().map(|i| line(&item.options[*i].feedback)).collect()
        }
        // parts of an order or of pairs are right in their places only, so what is said is why the whole is so
        (_, Response::Options(_) | Response::Pairs(_) | Response::Words(_)) => {
            item.key.iter().map(|i| line(reason(&item.options[*i].feedback))).filter(|why| !why.is_empty()).collect()
        }
    };
    let mut seen = std::collections::BTreeSet::new();
    said.retain(|why| seen.insert(why.clone()));
    said
}

/// Every question in a line: open, answered, flagged, and in instant mode how it was judged.
fn review(session: &Session, style: Style) -> String {
    let progress = session.progress();
    let mut text = format!("{}\n", style.paint("Review", 1));
    for (i, item) in session.paper().items.iter().enumerate() {
        let state = match (&progress.answers[i], progress.mode) {
            (None, _) => "open".to_owned(),
            (Some(response), Mode::Exam) => format!("answered {}", response.typed()),
            (Some(response), Mode::Instant) if response.is_right(item) => "right".to_owned(),
            (Some(_), Mode::Instant) => "wrong".to_owned(),
        };
        let flag = if progress.flagged[i] { ", flagged" } else { "" };
        text.push_str(&style.item(&(i + 1).to_string(), &format!("{state}{flag}: {}", item.ask)));
    }
    let open = count(session.open() as u64, "question is", "questions are");
    text.push_str(&format!("{open} open. Type the number of a question to go there, d to hand in, b back, q quit\n"));
    text
}

fn help(session: &Session) -> String {
    let last = session.paper().items.len();
    let mut text = session.question().map_or_else(String::new, |(_, item)| format!("  {}\n", expected(item)));
    text.push_str(&format!(
        "  b back, {} next, r review of all {last}, f flag or take the flag off, d hand in (at the review), q quit\n",
        session.goes_on()
    ));
    text
}

/// Hundredths of a point as points: `7`, `2.66`.
fn points(hundredths: u32) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        part => format!("{}.{part:02}", hundredths / 100),
    }
}

/// Points, each rule, and after an exam every question with its answer; of a paper without keys how much is answered.
#[must_use]
pub fn result(session: &Session, style: Style) -> String {
    if !session.paper().has_key() {
        let (many, open) = (session.paper().items.len(), session.open());
        let head = format!("Handed in: {} of {} answered", many - open, count(many as u64, "question", "questions"));
        return format!("{}\nThe key is with whoever made the quiz, and judges your answers\n", style.paint(&head, 1));
    }
    let mut text = String::new();
    if session.progress().mode == Mode::Exam {
        for (i, item) in session.paper().items.iter().enumerate() {
            text.push_str(&format!("{}\n", style.paint(&format!("Question {}", i + 1), 1)));
            text.push_str(&style.flow(&item.ask, ""));
            match &session.progress().answers[i] {
                Some(response) => text.push_str(&feedback(item, response, style)),
                None => text.push_str(&format!("not answered\nThe answer is: {}\n", answer(item).join("; "))),
            }
            text.push('\n');
        }
    }
    let score = session.score();
    let head = format!("Result: {} of {} points", points(score.points), points(score.of));
    text.push_str(&format!("{} (guessing gives about {})\n", style.paint(&head, 1), points(score.by_chance)));
    for rule in &score.rules {
        text.push_str(&format!("  {}  {} of {}\n", line(&rule.id), rule.right, rule.asked));
    }
    text.push_str(&format!("Seed {}, rules as of {}\n", session.paper().seed, line(&session.paper().rules_date)));
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::paper;
    use super::*;

    const WIDE: Style = Style { plain: false, width: 100, colour: false };
    const PLAIN: Style = Style { plain: true, ..WIDE };

    #[test]
    fn every_form_is_asked_and_explained() {
        for style in [WIDE, PLAIN] {
            let mut session = Session::new(paper(), Mode::Instant);
            for (i, item) in paper().items.iter().enumerate() {
                let asked = at_hand(&session, style);
                assert!(asked.starts_with(&format!("Question {} of ", i + 1)), "{asked}");
                assert!(asked.contains(task(item)) && asked.contains(&expected(item)), "{asked}");
                let shown = item.form != Form::Numeric;
                // feedback stands nowhere before the answer
                assert!(item.options.iter().all(|one| !asked.contains(&line(&one.feedback))), "{asked}");
                assert_eq!(asked.contains("  1  "), shown, "{asked}");
                let right = Response::Options(item.key.clone());
                let number = item.options[item.key[0]].number.map(Response::Number);
                let typed = if shown { right } else { number.expect("a number") }.typed();
                let reply = session.take(&typed);
                let text = said(&session, &reply, style);
                assert!(text.starts_with("right\n") && text.contains("Source: "), "{text}");
            }
            assert!(at_hand(&session, style).contains("Result: "));
        }
    }

    #[test]
    fn wrong_answers_name_the_right_one() {
        let mut session = Session::new(paper(), Mode::Instant);
        let reply = session.take("1");
        let text = said(&session, &reply, PLAIN);
        assert!(text.starts_with("wrong\n") && text.contains("The answer is:\n"), "{text}");
    }

    #[test]
    fn an_exam_tells_nothing_before_the_end_and_everything_then() {
        let mut session = Session::new(paper(), Mode::Exam);
        let reply = session.take("1");
        let text = said(&session, &reply, PLAIN);
        assert!(text.starts_with("answer kept\n") && !text.contains("wrong") && !text.contains("Source"), "{text}");
        let reply = session.take("r");
        let review = said(&session, &reply, PLAIN);
        assert!(review.contains("1  answered 1: ") && review.contains("2  open: "), "{review}");
        assert!(!review.contains("wrong"));
        let reply = session.take("d");
        let end = said(&session, &reply, PLAIN);
        assert!(end.contains("wrong\n") && end.contains("not answered\n") && end.contains("Result: 0 of "), "{end}");
    }

    #[test]
    fn tables_have_columns_where_they_fit() {
        let paper = paper();
        let one = &paper.items[0].exhibits[0];
        let rows = one.rows.len();
        assert_eq!(exhibit(one, Style { width: 400, ..WIDE }).lines().count(), rows + 2);
        let plain = exhibit(one, PLAIN);
        assert!(plain.contains(&format!("    {}: ", line(&one.header[0]))), "{plain}");
        assert_eq!(exhibit(one, Style { width: 40, ..WIDE }).lines().next(), plain.lines().next());
    }

    #[test]
    fn colour_is_beside_words() {
        let bright = Style { colour: true, ..WIDE };
        assert_eq!(bright.paint("wrong", 31), "\u{1b}[31mwrong\u{1b}[0m");
        assert_eq!(Style { plain: true, ..bright }.paint("wrong", 31), "wrong");
    }
}
