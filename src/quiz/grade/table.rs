//! Tables of answers: a row an answer, or a row an attempt as a platform exports it.

use std::collections::BTreeMap;

use crate::quiz::paper::Paper;
use crate::quiz::response::Response;
use crate::scenario::suggest::meant;

use super::columns::{Asking, Layout};
use super::seen::Bank;
use super::{Answers, Class, Drawn, Problem, Read, Taking, wanted};

/// Reads a table.
///
/// # Errors
/// Everything wrong in it.
pub(super) fn read(class: &Class, text: &str, taking: &Taking) -> Result<Read, Vec<Problem>> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut found = Found {
        class,
        taking,
        text,
        delimiter,
        start: 0,
        read: Read::default(),
        attempts: BTreeMap::new(),
        problems: Vec::new(),
    };
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
    let bank = Bank::of(class);
    let table = match Table::of(&header, &rows, &bank, class, taking) {
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
    found.remark();
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
    /// The attempt of each learner that was read.
    attempts: BTreeMap<String, u64>,
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// The answers of a learner to the questions of a quiz of so many, which may have been begun.
    fn of(&mut self, learner: &str, variant: &str, many: usize) -> &mut Answers {
        let of_it = self.taking.asked(variant, many);
        let asked = (0..many).map(|at| of_it.contains(&at)).collect();
        let at = self.read.answers.iter().position(|one| one.learner == learner).unwrap_or_else(|| {
            let none = Answers { learner: learner.to_owned(), given: vec![None; many], asked, drawn: None };
            self.read.answers.push(none);
            self.read.answers.len() - 1
        });
        &mut self.read.answers[at]
    }

    /// Takes a learner's attempt in, in place of an earlier one.
    fn take(&mut self, one: Answers) {
        match self.read.answers.iter_mut().find(|other| other.learner == one.learner) {
            Some(other) => *other = one,
            None => self.read.answers.push(one),
        }
    }

    /// Says how many learners had questions of the variants of others.
    fn remark(&mut self) {
        let drawn = self.read.answers.iter().filter(|one| one.drawn.is_some()).count();
        if drawn > 0 {
            self.read
                .notes
                .push(format!("{drawn} learners had questions of the variants of others, known by their text"));
        }
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
    /// A row an attempt, as a platform exports it.
    Attempts(Layout, &'p Bank<'p>),
}

impl<'p> Table<'p> {
    /// The layout, and what had to be told from the shape of the table.
    fn of(
        header: &[String],
        rows: &[(usize, Vec<String>)],
        bank: &'p Bank<'p>,
        class: &Class,
        taking: &Taking,
    ) -> Result<(Self, Vec<String>), String> {
        let column = |name: &str| header.iter().position(|one| one.eq_ignore_ascii_case(name));
        if let (Some(learner), Some(question), Some(answer)) = (column("learner"), column("question"), column("answer"))
        {
            return Ok((Self::Rows([learner, question, answer]), Vec::new()));
        }
        let cells: Vec<&[String]> = rows.iter().map(|(_, cells)| cells.as_slice()).collect();
        let (layout, mut notes) = Layout::of(header, &cells, &|cell| bank.knows(cell))?;
        let by_text = match &layout.asking {
            Asking::Heads(heads) => bank.heads(heads)?,
            Asking::Cells(_) => true,
            Asking::Place => false,
        };
        match class {
            _ if by_text => {}
            Class::One(paper) => bank.fits_by_place("", paper, layout.responses.len(), taking)?,
            Class::Variants(_) => notes.push(
                "the table does not hold the questions, so answers are taken to be to each learner's own variant, in its \
                 order"
                    .to_owned(),
            ),
        }
        Ok((Self::Attempts(layout, bank), notes))
    }

    fn row(&self, found: &mut Found<'_>, cells: &[&str]) {
        match self {
            Self::Rows(columns) => answer(found, *columns, cells),
            Self::Attempts(layout, bank) => attempt(found, layout, bank, cells),
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
            let variant = if matches!(found.class, Class::One(_)) { "" } else { learner };
            let one = found.of(learner, variant, paper.items.len());
            (one.given[at], one.asked[at]) = (given, true);
        }
        Err(says) => found.problem(answer, format!("question {}: {says}", at + 1)),
    }
}

/// A row with one attempt; one that was not handed in, or that a later one replaces, is passed over.
fn attempt(found: &mut Found<'_>, layout: &Layout, bank: &Bank<'_>, cells: &[&str]) {
    if layout.is_open(cells) {
        return;
    }
    let Some(called) = layout.learner(cells) else { return found.problem(0, "no learner".to_owned()) };
    let (learner, own) = match found.class {
        Class::One(_) => (called, ""),
        Class::Variants(papers) => match layout.variant(cells, papers) {
            Some(own) => (own.to_owned(), own),
            None => {
                let says = found.class.paper(&called).err().unwrap_or_default();
                return found.problem(0, says);
            }
        },
    };
    let class: &Class = found.class;
    let paper = match class.paper(&learner) {
        Ok(paper) => paper,
        Err(says) => return found.problem(0, says),
    };
    // Canvas lists the last attempt first.
    let (attempt, known) = (layout.attempt(cells), found.attempts.get(&learner).copied());
    if known.is_some_and(|known| attempt < known) {
        return;
    }
    match bank.row(layout, cells, own, found.taking) {
        Ok(seen) => {
            found.attempts.insert(learner.clone(), attempt);
            found.take(answers(learner, own, paper, seen));
        }
        Err(problems) => problems.into_iter().for_each(|(column, says)| found.problem(column, says)),
    }
}

/// What a learner answered: to the own variant, or, where one question is of another's, to what was drawn for them.
fn answers(learner: String, own: &str, paper: &Paper, seen: Vec<(Drawn, Option<Response>)>) -> Answers {
    if seen.iter().all(|(one, _)| one.variant == own) {
        let many = paper.items.len();
        let mut answers = Answers { learner, given: vec![None; many], asked: vec![false; many], drawn: None };
        for (one, response) in seen {
            (answers.given[one.at], answers.asked[one.at]) = (response, true);
        }
        return answers;
    }
    let asked = vec![true; seen.len()];
    let (drawn, given) = seen.into_iter().unzip();
    Answers { learner, given, asked, drawn: Some(drawn) }
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
