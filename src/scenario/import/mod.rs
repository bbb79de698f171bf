//! Exports of a real tenant: answers of Microsoft Graph saved as files, tables of the portals, and a page of notes.
//!
//! In: the texts of one folder by file name, the notes, a day. Out: the [`Scenario`] they describe, with a [`Note`]
//! for every fact that an export cannot tell and that was assumed; or every [`Problem`] found, and no scenario.
//! Absent on purpose: the file system (the caller reads the folder) and judgement about who can reset.

mod account;
mod answers;
mod answers_policy;
mod assemble;
mod fields;
mod files;
mod groups;
mod licences;
mod methods;
mod originals;
mod people;
mod person;
mod policy;
pub mod pseudonyms;
mod registered;
mod roles;
mod subscriptions;
mod tables;

use std::collections::BTreeMap;
use std::fmt;

use crate::model::time::Date;

use super::Scenario;

/// What an import gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The tenant as a scenario without steps.
    pub scenario: Scenario,
    /// What was assumed or left out.
    pub notes: Vec<Note>,
}

/// Something that an export does not tell, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What, in one sentence.
    pub text: String,
    /// How many people, groups or rows it concerns.
    pub count: usize,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.text, self.count)
    }
}

/// Why a folder cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// Line and column, both from 1, where they are known.
    pub at: Option<(usize, usize)>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// The file name under which problems of the notes are reported.
pub const ANSWERS: &str = "answers.yaml";

/// What was found on the way: problems end the import, notes go along with the scenario.
#[derive(Debug, Default)]
struct Log {
    problems: Vec<Problem>,
    notes: Vec<Note>,
}

impl Log {
    fn problem(&mut self, file: &str, message: impl Into<String>) {
        self.problems.push(Problem { file: file.to_owned(), at: None, message: message.into() });
    }

    /// Whether a file of this kind has problems, so that what is missing from it says nothing.
    fn is_broken(&self, kind: &str) -> bool {
        let of_kind =
            |problem: &Problem| problem.file.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
        self.problems.iter().any(of_kind)
    }

    /// Adds a note, unless it concerns nobody.
    fn note(&mut self, count: usize, text: impl Into<String>) {
        if count > 0 {
            self.notes.push(Note { text: text.into(), count });
        }
    }
}

/// Reads the export of one tenant.
///
/// `files` holds every file of the folder by its name without a path. `answers` is the text of the notes; without it
/// `answers.yaml` among the files is taken. `day` is the scenario's start; without it the notes must name one.
///
/// # Errors
///
/// Every problem of every file, when there is one.
pub fn import(
    files: &BTreeMap<String, Vec<u8>>,
    answers: Option<&[u8]>,
    day: Option<Date>,
) -> Result<Imported, Vec<Problem>> {
    let mut log = Log::default();
    let folder = files::Folder::read(files, &mut log);
    let given = answers.or_else(|| files.get(ANSWERS).or_else(|| files.get("answers.yml")).map(Vec::as_slice));
    let notes = answers::Answers::read(given, &mut log);
    let scenario = assemble::scenario(&folder, &notes, day, &mut log);
    match scenario {
        Some(scenario) if log.problems.is_empty() => Ok(Imported { scenario, notes: log.notes }),
        _ => {
            log.problems.sort();
            log.problems.dedup();
            Err(log.problems)
        }
    }
}

#[cfg(test)]
mod tests;
