//! How a platform lays a table of attempts out: which columns name the learner, and which question each answer is to.
//!
//! Heads are in the language of whoever exported the table, so what is not known by its name is told by its shape: a
//! word and a number for Moodle's columns, a number, a colon and the question for Canvas's. What was told so is said.

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
    /// The columns of answers, each with the position of its question.
    pub(super) responses: Vec<(usize, usize)>,
    /// Whether Canvas wrote it, not Moodle.
    pub(super) canvas: bool,
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
    /// Finds the columns out, given which questions were asked in which order; and says what was told by its shape.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn of(
        header: &[String],
        rows: &[&[String]],
        paper: &Paper,
        asked: &[usize],
    ) -> Result<(Self, Vec<String>), String> {
        let canvas: Vec<usize> = (0..header.len()).filter(|at| question_of(&header[*at]).is_some()).collect();
        if canvas.is_empty() {
            Self::moodle(header, rows, paper, asked)
        } else {
            Self::canvas(header, &canvas, paper, asked)
        }
    }

    /// Canvas writes the question itself above each column of answers.
    fn canvas(
        header: &[String],
        columns: &[usize],
        paper: &Paper,
        asked: &[usize],
    ) -> Result<(Self, Vec<String>), String> {
        let mut notes = Vec::new();
        let heads: Vec<&str> = columns.iter().filter_map(|at| question_of(&header[*at])).collect();
        let questions = by_text(&heads, paper)?.map_or_else(|| by_place(columns.len(), paper, asked), Ok)?;
        // Canvas leaves `sis_id` out for trainers who may not see it.
        let mut who = named(header, &["sis_id", "id", "name"]);
        if who.is_empty() {
            who = (0..columns[0].min(2)).rev().collect();
            notes.push(format!(
                "learners are those of the column `{}`, told by its place",
                header[who.first().copied().unwrap_or(0)]
            ));
        }
        let responses = columns.iter().copied().zip(questions).collect();
        Ok((Self { who, names: Vec::new(), state: None, grade: None, responses, canvas: true }, notes))
    }

    fn moodle(
        header: &[String],
        rows: &[&[String]],
        paper: &Paper,
        asked: &[usize],
    ) -> Result<(Self, Vec<String>), String> {
        let mut notes = Vec::new();
        let numbered = numbered(header);
        let texts = |one: &Numbered| -> Vec<&str> {
            let first = rows.first().copied().unwrap_or_default();
            one.columns.iter().filter_map(|at| first.get(*at)).map(String::as_str).collect()
        };
        // Where the trainer asked for it, the question itself stands before each answer, and the right one after it.
        let asking = numbered.iter().position(|one| matches!(by_text(&texts(one), paper), Ok(Some(_))));
        let english = numbered.iter().position(|one| one.word.eq_ignore_ascii_case("Response"));
        let others = || (0..numbered.len()).filter(|at| Some(*at) != asking);
        let Some(answers) = english.or_else(|| others().next()) else {
            return Err(
                "no file of answers: expected the columns `learner,question,answer`, Moodle's `Response 1` … in \
                        any language, or Canvas's `name,id,…,submitted` with a column a question"
                    .to_owned(),
            );
        };
        let columns = &numbered[answers].columns;
        if english.is_none() {
            notes.push(format!(
                "answers are in the columns `{} 1` and so on, told by their place",
                numbered[answers].word
            ));
        }
        let by_text = asking.and_then(|at| by_text(&texts(&numbered[at]), paper).ok().flatten());
        let questions = match by_text {
            Some(questions) if questions.len() == columns.len() => questions,
            _ => by_place(columns.len(), paper, asked)?,
        };
        let mut who = named(header, &["Email address", "Username", "ID number"]);
        let mut names = named(header, &["First name", "Last name", "Surname"]);
        if who.is_empty() && names.is_empty() {
            let addresses = |at: &usize| rows.iter().all(|row| row.get(*at).is_some_and(|cell| cell.contains('@')));
            who.extend((0..columns[0]).find(addresses).filter(|_| !rows.is_empty()));
            names = (0..columns[0].min(2)).collect();
            let from: Vec<String> = who
                .first()
                .map_or_else(|| names.clone(), |at| vec![*at])
                .iter()
                .map(|at| format!("`{}`", header[*at]))
                .collect();
            notes.push(format!("learners are those of {}, told by their place", from.join(" and ")));
        }
        let state = named(header, &["Status", "State"]).first().copied();
        let grade = (0..columns[0]).rev().find(|at| out_of(&header[*at]));
        let responses = columns.iter().copied().zip(questions).collect();
        Ok((Self { who, names, state, grade, responses, canvas: false }, notes))
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
        let filled = |at: &usize| cells.get(*at).copied().filter(|text| !text.is_empty());
        let name = || self.names.iter().filter_map(filled).collect::<Vec<_>>().join(" ");
        let learner = self.who.iter().find_map(filled).map_or_else(name, str::to_owned);
        (!learner.is_empty()).then_some(learner)
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

/// The positions of the questions that these texts are; none where not one of them is known, as after an import that
/// changed them all.
///
/// # Errors
/// Some are known and one is not.
fn by_text(texts: &[&str], paper: &Paper) -> Result<Option<Vec<usize>>, String> {
    let stems: Vec<String> = paper.items.iter().map(|item| letters(&item.stem)).collect();
    let mut by_length: Vec<usize> = (0..stems.len()).collect();
    by_length.sort_by_key(|at| std::cmp::Reverse(stems[*at].len()));
    let mut taken = vec![false; stems.len()];
    let mut of = |text: &&str| {
        let text = letters(text);
        let at = by_length.iter().copied().find(|at| {
            let cut = text.len() >= LEAST && stems[*at].starts_with(&text);
            !taken[*at] && !stems[*at].is_empty() && (text.starts_with(&stems[*at]) || cut)
        })?;
        taken[at] = true;
        Some(at)
    };
    let found: Vec<Option<usize>> = texts.iter().map(&mut of).collect();
    match found.iter().position(Option::is_none) {
        None if !found.is_empty() => Ok(Some(found.into_iter().flatten().collect())),
        Some(at) if found.iter().any(Option::is_some) => {
            Err(format!("no question of the quiz reads `{}`", texts[at].trim()))
        }
        _ => Ok(None),
    }
}

/// So many letters of a question are enough to know it by, where a platform cuts it.
const LEAST: usize = 40;

/// The letters and digits of a text in lower case: platforms take marks out and set blanks as they like.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The questions that were asked, in their order. Answers go to questions by their place, so a column too few or too many
/// would shift them all.
///
/// # Errors
/// There are not as many columns.
fn by_place(columns: usize, paper: &Paper, asked: &[usize]) -> Result<Vec<usize>, String> {
    if columns == asked.len() {
        return Ok(asked.to_vec());
    }
    let many = paper.items.len();
    let left = many - asked.len();
    let of = if left == 0 { String::new() } else { format!(" ({left} of {many} are left out of that format)") };
    Err(format!(
        "expected a response to each of the quiz's {} questions{of}, found {columns}; where the platform was given an \
         export that left questions out, `--exported-as FORMAT` says which",
        asked.len()
    ))
}
