//! Tables of answers: a row an answer, or a row an attempt as a platform exports it.

use crate::quiz::paper::Paper;
use crate::quiz::response::Response;
use crate::scenario::suggest::meant;

use super::columns::Layout;
use super::words::told;
use super::{Answers, Class, Problem, Read, Taking, wanted};

/// Reads a table.
///
/// # Errors
/// Everything wrong in it.
pub(super) fn read(class: &Class, text: &str, taking: &Taking) -> Result<Read, Vec<Problem>> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut found = Found { class, taking, text, delimiter, start: 0, read: Read::default(), problems: Vec::new() };
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            found.problem(0, error.to_string());
            return Err(found.problems);
        }
    };
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let start = record.position().map_or(0, |at| at.byte() as usize);
                rows.push((start, record.iter().map(|cell| cell.trim().to_owned()).collect()));
            }
            Err(error) => {
                found.start = error.position().map_or(0, |at| at.byte() as usize);
                found.problem(0, error.to_string());
            }
        }
    }
    let table = match Table::of(&header, &rows, class, taking) {
        Ok((table, notes)) => {
            found.read.notes = notes;
            table
        }
        Err(says) => {
            found.start = 0;
            found.problem(0, says);
            return Err(found.problems);
        }
    };
    for (start, cells) in &rows {
        found.start = *start;
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        table.row(&mut found, &cells);
    }
    if found.problems.is_empty() { Ok(found.read) } else { Err(found.problems) }
}

/// Comma, semicolon or tab: whichever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let times = |c: char| head.matches(c).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|c| (times(char::from(*c)), *c == b',')).unwrap_or(b',')
}

/// What has been read so far.
struct Found<'p> {
    class: &'p Class,
    taking: &'p Taking,
    text: &'p str,
    delimiter: u8,
    /// Where the row that is being read begins, in bytes.
    start: usize,
    read: Read,
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// The answers of a learner who was asked these questions, begun anew where `anew` says so.
    fn of(&mut self, learner: &str, many: usize, anew: bool) -> &mut Answers {
        let asked = match &self.taking.exported {
            Some(exported) => (0..many).map(|at| exported.contains(&at)).collect(),
            None => vec![true; many],
        };
        let none = Answers { learner: learner.to_owned(), given: vec![None; many], asked };
        let answers = &mut self.read.answers;
        let at = answers.iter().position(|one| one.learner == learner).unwrap_or_else(|| {
            answers.push(none.clone());
            answers.len() - 1
        });
        let one = &mut answers[at];
        if anew {
            *one = none;
        }
        one
    }

    fn problem(&mut self, cell: usize, says: String) {
        let (line, column) = place(self.text, self.start, self.delimiter, cell);
        self.problems.push(Problem { line, column, says });
    }
}

/// The line and the column, from 1, of a cell of the row that begins at a byte; the row's end where it has no such cell.
pub(super) fn place(text: &str, start: usize, delimiter: u8, cell: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut at = start.min(bytes.len());
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let (mut left, mut quoted, mut cell_starts) = (cell, false, at);
    while left > 0 && at < bytes.len() {
        match bytes[at] {
            b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
            // Quotes inside a cell that does not begin with one are part of it.
            b'"' => quoted = !quoted && at == cell_starts,
            b'\r' | b'\n' if !quoted => break,
            byte if byte == delimiter && !quoted => {
                left -= 1;
                cell_starts = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    // Every byte that ends the walk is ASCII, so the cut is between characters.
    let before = &text[..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// How a table of answers is laid out.
enum Table<'p> {
    /// A row an answer: the columns of learner, question and answer.
    Rows([usize; 3]),
    /// A row an attempt at one quiz, as a platform exports it.
    Attempts(Layout, &'p Paper),
}

impl<'p> Table<'p> {
    /// The layout, and what had to be told from the shape of the table.
    fn of(
        header: &[String],
        rows: &[(usize, Vec<String>)],
        class: &'p Class,
        taking: &Taking,
    ) -> Result<(Self, Vec<String>), String> {
        let column = |name: &str| header.iter().position(|one| one.eq_ignore_ascii_case(name));
        if let (Some(learner), Some(question), Some(answer)) = (column("learner"), column("question"), column("answer"))
        {
            return Ok((Self::Rows([learner, question, answer]), Vec::new()));
        }
        let Class::One(paper) = class else {
            return Err(
                "for variants, expected the columns `learner,question,answer`: a platform's table is about one \
                        quiz"
                    .to_owned(),
            );
        };
        let every: Vec<usize> = (0..paper.items.len()).collect();
        let cells: Vec<&[String]> = rows.iter().map(|(_, cells)| cells.as_slice()).collect();
        let (layout, notes) = Layout::of(header, &cells, paper, taking.exported.as_ref().unwrap_or(&every))?;
        Ok((Self::Attempts(layout, paper), notes))
    }

    fn row(&self, found: &mut Found<'_>, cells: &[&str]) {
        match self {
            Self::Rows(columns) => answer(found, *columns, cells),
            Self::Attempts(layout, paper) => attempt(found, layout, paper, cells),
        }
    }
}

/// A row with one answer.
fn answer(found: &mut Found<'_>, [who, question, answer]: [usize; 3], cells: &[&str]) {
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let learner = cell(who);
    if learner.is_empty() {
        return found.problem(who, "no learner".to_owned());
    }
    let paper = match found.class.paper(learner) {
        Ok(paper) => paper,
        Err(says) => return found.problem(who, says),
    };
    let at = match find(paper, cell(question)) {
        Ok(at) => at,
        Err(says) => return found.problem(question, says),
    };
    let item = &paper.items[at];
    let read = |text: &str| Response::read(item, text).map_err(|says| wanted(&says, text));
    match Some(cell(answer)).filter(|text| !text.is_empty()).map(read).transpose() {
        Ok(given) => {
            let one = found.of(learner, paper.items.len(), false);
            (one.given[at], one.asked[at]) = (given, true);
        }
        Err(says) => found.problem(answer, format!("question {}: {says}", at + 1)),
    }
}

/// A row with one attempt; one that was not handed in is passed over.
fn attempt(found: &mut Found<'_>, layout: &Layout, paper: &Paper, cells: &[&str]) {
    if layout.is_open(cells) {
        return;
    }
    let Some(learner) = layout.learner(cells) else { return found.problem(0, "no learner".to_owned()) };
    let many = paper.items.len();
    found.of(&learner, many, true).asked =
        (0..many).map(|at| layout.responses.iter().any(|(_, of)| *of == at)).collect();
    for (column, at) in &layout.responses {
        let cell = cells.get(*column).copied().unwrap_or_default();
        match told(&paper.items[*at], cell, layout.canvas) {
            Ok(given) => found.of(&learner, many, false).given[*at] = given,
            Err(says) => found.problem(*column, format!("question {}: {says}", at + 1)),
        }
    }
}

/// The position of a question that is named by its number or its id.
fn find(paper: &Paper, named: &str) -> Result<usize, String> {
    let many = paper.items.len();
    if let Ok(n) = named.parse::<usize>() {
        return n
            .checked_sub(1)
            .filter(|at| *at < many)
            .ok_or_else(|| format!("there is no question {n}; the quiz has {many}"));
    }
    let ids: Vec<&str> = paper.items.iter().map(|item| item.id.as_str()).collect();
    let unknown = || format!("there is no question `{named}`{}", meant(named, ids.iter().copied()));
    ids.iter().position(|id| *id == named).ok_or_else(unknown)
}
