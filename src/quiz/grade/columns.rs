//! How a platform lays a table of attempts out: which columns name the learner, and which question each answer is to.
//!
//! Heads are in the language of whoever exported the table, so what is not known by its name is told by its shape: a
//! word and a number for Moodle's columns, a number, a colon and the question for Canvas's. What was told so is said.

use std::collections::BTreeMap;

use crate::quiz::paper::Paper;

/// The columns of a table of attempts.
pub(super) struct Layout {
    /// The columns that name the learner, the best first.
    who: Vec<usize>,
    /// The columns of a name in parts, for where no other names the learner.
    names: Vec<usize>,
    /// The column that says whether the attempt was handed in.
    state: Option<usize>,
    /// The column of the grade; it has a dash until an attempt is handed in.
    grade: Option<usize>,
    /// The column that numbers the attempts of a learner.
    attempt: Option<usize>,
    /// The columns of answers.
    pub(super) responses: Vec<usize>,
    /// Where the question stands that each answer is to.
    pub(super) asking: Asking,
    /// Whether a column of points stands behind each column of answers.
    pub(super) points: bool,
    /// Whether Canvas wrote it, not Moodle.
    pub(super) canvas: bool,
}

/// Where a table says which question each answer is to.
pub(super) enum Asking {
    /// In the head of the column, as Canvas writes it.
    Heads(Vec<String>),
    /// In a cell of the same row, as Moodle writes it where that is asked for: its column, for each column of answers.
    Cells(Vec<usize>),
    /// Nowhere: the answers are to the questions of the quiz in their order.
    Place,
}

/// What Moodle says of attempts that were not handed in.
const UNFINISHED: &[&str] = &["", "Not started", "In progress", "Overdue", "Never submitted"];

/// What Moodle says of attempts that were.
const FINISHED: &str = "Finished";

/// Columns with the same word and numbers from 1 on.
struct Numbered {
    word: String,
    columns: Vec<usize>,
}

impl Layout {
    /// Finds the columns out, given what says of a cell whether it is a question; and says what was told by its shape.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn of(
        header: &[String],
        rows: &[&[String]],
        is_question: &dyn Fn(&str) -> bool,
    ) -> Result<(Self, Vec<String>), String> {
        let canvas: Vec<usize> = (0..header.len()).filter(|at| question_of(&header[*at]).is_some()).collect();
        if canvas.is_empty() { Self::moodle(header, rows, is_question) } else { Ok(Self::canvas(header, canvas)) }
    }

    /// Canvas writes the question itself above each column of answers.
    fn canvas(header: &[String], responses: Vec<usize>) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let heads = responses.iter().filter_map(|at| question_of(&header[*at])).map(str::to_owned).collect();
        // Canvas leaves `sis_id` out for trainers who may not see it.
        let mut who = named(header, &["sis_id", "id", "name"]);
        if who.is_empty() {
            who = (0..responses[0].min(2)).rev().collect();
            notes.push(format!(
                "learners are those of the column `{}`, told by its place",
                header[who.first().copied().unwrap_or(0)]
            ));
        }
        let attempt = named(header, &["attempt"]).first().copied();
        let worth = |at: &usize| header.get(at + 1).is_some_and(|head| head.parse::<f64>().is_ok());
        let layout = Self {
            who,
            names: Vec::new(),
            state: None,
            grade: None,
            attempt,
            points: responses.iter().all(worth),
            responses,
            asking: Asking::Heads(heads),
            canvas: true,
        };
        (layout, notes)
    }

    fn moodle(
        header: &[String],
        rows: &[&[String]],
        is_question: &dyn Fn(&str) -> bool,
    ) -> Result<(Self, Vec<String>), String> {
        let mut notes = Vec::new();
        let numbered = numbered(header);
        let known = |at: &usize| rows.iter().any(|row| row.get(*at).is_some_and(|cell| is_question(cell)));
        // Where the trainer asked for it, the question itself stands before each answer, and the right one after it.
        let asking = numbered.iter().position(|one| one.columns.iter().any(known));
        let english = numbered.iter().position(|one| one.word.eq_ignore_ascii_case("Response"));
        let others = || (0..numbered.len()).filter(|at| Some(*at) != asking);
        let Some(answers) = english.or_else(|| others().next()) else {
            return Err(
                "no file of answers: expected the columns `learner,question,answer`, Moodle's `Response 1` … in \
                        any language, or Canvas's `name,id,…,submitted` with a column a question"
                    .to_owned(),
            );
        };
        let responses = numbered[answers].columns.clone();
        if english.is_none() {
            notes.push(format!(
                "answers are in the columns `{} 1` and so on, told by their place",
                numbered[answers].word
            ));
        }
        let texts = asking.map(|at| numbered[at].columns.clone()).filter(|texts| texts.len() == responses.len());
        let asking = texts.map_or(Asking::Place, Asking::Cells);
        let mut who = named(header, &["Email address", "Username", "ID number"]);
        let mut names = named(header, &["First name", "Last name", "Surname"]);
        if who.is_empty() && names.is_empty() {
            let addresses = |at: &usize| rows.iter().all(|row| row.get(*at).is_some_and(|cell| cell.contains('@')));
            who.extend((0..responses[0]).find(addresses).filter(|_| !rows.is_empty()));
            names = (0..responses[0].min(2)).collect();
            let from: Vec<String> = who
                .first()
                .map_or_else(|| names.clone(), |at| vec![*at])
                .iter()
                .map(|at| format!("`{}`", header[*at]))
                .collect();
            notes.push(format!("learners are those of {}, told by their place", from.join(" and ")));
        }
        let state = named(header, &["Status", "State"]).first().copied();
        let grade = (0..responses[0]).rev().find(|at| out_of(&header[*at]));
        let layout = Self { who, names, state, grade, attempt: None, points: false, responses, asking, canvas: false };
        Ok((layout, notes))
    }

    /// Whether an attempt was not handed in yet.
    pub(super) fn is_open(&self, cells: &[&str]) -> bool {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let state = self.state.map(cell);
        let is = |word: &&str| state.is_some_and(|state| word.eq_ignore_ascii_case(state));
        // In another language than English the grade tells.
        let graded = || self.grade.is_none_or(|at| !matches!(cell(at), "" | "-"));
        UNFINISHED.iter().any(is) || (!is(&FINISHED) && !graded())
    }

    /// Who answered.
    pub(super) fn learner(&self, cells: &[&str]) -> Option<String> {
        self.called(cells).into_iter().next()
    }

    /// Everything by which the table calls who answered, the best first.
    fn called(&self, cells: &[&str]) -> Vec<String> {
        let filled = |at: &usize| cells.get(*at).copied().filter(|text| !text.is_empty());
        let name = self.names.iter().filter_map(filled).collect::<Vec<_>>().join(" ");
        let called = self.who.iter().filter_map(filled).map(str::to_owned).chain([name]);
        called.filter(|one| !one.is_empty()).collect()
    }

    /// Whose variant a row is about: the one that is named by what the table calls the learner by, or, in a language that
    /// is not known, by any cell before the answers.
    pub(super) fn variant<'c>(&self, cells: &[&str], class: &'c BTreeMap<String, Paper>) -> Option<&'c str> {
        let named = |text: &str| {
            let same = |one: &&String| one.to_lowercase() == text.to_lowercase();
            class.keys().find(same).map(String::as_str)
        };
        let before = || cells.iter().take(self.responses[0]).copied().filter_map(named);
        self.called(cells).iter().find_map(|one| named(one)).or_else(|| {
            let first = before().next()?;
            before().all(|other| other == first).then_some(first)
        })
    }

    /// The how-manieth attempt of the learner a row is; 0 where the table does not say.
    pub(super) fn attempt(&self, cells: &[&str]) -> u64 {
        self.attempt.and_then(|at| cells.get(at)?.parse().ok()).unwrap_or(0)
    }
}

/// The columns of these names, in the order of the names.
fn named(header: &[String], names: &[&str]) -> Vec<usize> {
    names.iter().filter_map(|name| header.iter().position(|one| one.eq_ignore_ascii_case(name))).collect()
}

/// The question in a head of Canvas's, `901: What now?`.
fn question_of(head: &str) -> Option<&str> {
    let (id, question) = head.split_once(':')?;
    id.parse::<u64>().ok().map(|_| question)
}

/// Whether a head says out of how much the column is: `Grade/10.00`.
fn out_of(head: &str) -> bool {
    head.rsplit_once('/').is_some_and(|(_, full)| full.starts_with(|c: char| c.is_ascii_digit()))
}

/// The columns whose heads are a word and a number, from 1 on, by word.
fn numbered(header: &[String]) -> Vec<Numbered> {
    let mut found: Vec<Numbered> = Vec::new();
    for (at, head) in header.iter().enumerate() {
        let word = head.trim_end_matches(|c: char| c.is_ascii_digit());
        let Ok(n) = head[word.len()..].parse::<usize>() else { continue };
        let word = word.trim_end();
        match found.iter_mut().find(|one| one.word == word) {
            Some(one) if n == one.columns.len() + 1 => one.columns.push(at),
            None if n == 1 && !word.is_empty() => found.push(Numbered { word: word.to_owned(), columns: vec![at] }),
            _ => {}
        }
    }
    found
}
