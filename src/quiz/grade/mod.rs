//! Answers of a class: read from what platforms and this program export, and worth points.
//!
//! In: a [`Class`] and the text of a file of answers. Out: [`Answers`] by learner, or every problem of the file at once.
//! The kind of file is told from its head: `table` reads rows, `columns` finds out how a platform laid them out, `seen`
//! which question an answer is to, `words` reads a cell. Where a learner stands in a file more than once, the last attempt
//! counts; one that was not handed in never does.

mod columns;
mod seen;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::paper::{Paper, Question};
use super::response::Response;
use super::take::{Mode, Session};
use crate::scenario::suggest::meant;

/// What a class was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// One quiz for everybody.
    One(Paper),
    /// A variant for each learner.
    Variants(BTreeMap<String, Paper>),
}

impl Class {
    /// What a learner was asked.
    ///
    /// # Errors
    /// There is no variant for them.
    pub fn paper(&self, learner: &str) -> Result<&Paper, String> {
        match self {
            Self::One(paper) => Ok(paper),
            Self::Variants(papers) => papers.get(learner).ok_or_else(|| {
                let near = meant(learner, papers.keys().map(String::as_str));
                format!("there is no variant for `{learner}`{near}")
            }),
        }
    }

    /// Every quiz that was asked, by the learner whose variant it is; by nobody where there is one for everybody.
    fn papers(&self) -> Vec<(&str, &Paper)> {
        match self {
            Self::One(paper) => vec![("", paper)],
            Self::Variants(papers) => papers.iter().map(|(learner, paper)| (learner.as_str(), paper)).collect(),
        }
    }

    /// The questions that these answers are to.
    ///
    /// # Errors
    /// There is no variant for the learner, or not such a question as the answers are to.
    pub fn asked_of(&self, answers: &Answers) -> Result<Cow<'_, Paper>, String> {
        let own = self.paper(&answers.learner)?;
        let Some(drawn) = &answers.drawn else { return Ok(Cow::Borrowed(own)) };
        let unfit = || format!("the answers of `{}` do not fit the quiz", answers.learner);
        let of = |one: &Drawn| self.paper(&one.variant).ok()?.items.get(one.at).cloned();
        let items = drawn.iter().map(of).collect::<Option<Vec<Question>>>().ok_or_else(unfit)?;
        Ok(Cow::Owned(Paper { items, ..own.clone() }))
    }
}

/// How answers are taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// The positions of the questions that were asked, where the platform's format could not hold all of the quiz; by the
    /// learner whose variant it is, or by nobody where there is one quiz.
    pub exported: Option<BTreeMap<String, Vec<usize>>>,
    /// Take exams in that were not handed in.
    pub unfinished: bool,
}

impl Taking {
    /// The positions of the questions that were asked, in a quiz of so many.
    fn asked(&self, variant: &str, many: usize) -> Vec<usize> {
        let exported = self.exported.as_ref().and_then(|exported| exported.get(variant));
        exported.cloned().unwrap_or_else(|| (0..many).collect())
    }
}

/// A question that a platform drew for a learner out of the variants of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Whose variant it is of.
    pub variant: String,
    /// Its position there.
    pub at: usize,
}

/// One learner's answers, for each question of the paper, or of what was drawn for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Who.
    pub learner: String,
    /// What was answered; none where nothing was.
    pub given: Vec<Option<Response>>,
    /// Whether it was asked at all.
    pub asked: Vec<bool>,
    /// The questions, where a platform drew them out of the variants of all; none where they are the learner's own.
    pub drawn: Option<Vec<Drawn>>,
}

/// What a file of answers holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The answers by learner, in the order of the file.
    pub answers: Vec<Answers>,
    /// What had to be told from the shape of the file, and how it was.
    pub notes: Vec<String>,
}

/// Something wrong in a file of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The character in that line, from 1, at which the cell begins.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub says: String,
}

/// Reads a file of answers; `learner` is whose they are where the file does not say.
///
/// # Errors
/// Everything wrong in the file.
pub fn read(class: &Class, learner: &str, text: &str, taking: &Taking) -> Result<Read, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        let answers =
            progress(class, learner, text, taking).map_err(|says| vec![Problem { line: 1, column: 1, says }])?;
        return Ok(Read { answers: vec![answers], notes: Vec::new() });
    }
    table::read(class, text, taking)
}

/// What `quiz take` kept of a learner.
fn progress(class: &Class, learner: &str, text: &str, taking: &Taking) -> Result<Answers, String> {
    let session = Session::resume(class.paper(learner)?.clone(), text)?;
    let kept = session.progress();
    if kept.mode == Mode::Exam && !kept.handed_in && !taking.unfinished {
        let given = kept.answers.iter().flatten().count();
        return Err(format!(
            "the exam was not handed in ({given} of {} questions are answered); `quiz take --resume` goes on with it, \
             and `quiz grade --unfinished` takes it as it stands",
            kept.answers.len()
        ));
    }
    let asked = vec![true; kept.answers.len()];
    Ok(Answers { learner: learner.to_owned(), given: kept.answers.clone(), asked, drawn: None })
}

fn wanted(expected: &str, found: &str) -> String {
    format!("expected {expected}, found `{found}`")
}
