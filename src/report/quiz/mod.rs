//! A quiz in the formats that people teach and learn with: pages, sheets, and packages for learning platforms.
//!
//! In: a [`Paper`]. Out: an [`Export`] for each format: files as bytes, and a [`Note`] for every question that the format
//! cannot hold as it is. Such a question is put into another form that asks the same, or left out; a file never holds a
//! question that cannot be answered. The same paper gives the same bytes.
//!
//! To add a format, add a file with a [`Format`] and its line in [`ALL`]. [`Format::takes`] says which questions the
//! format holds, so `write` meets only those. `xml` and `package` write documents and zips, `reading` reads them back in
//! tests; a client that reads the format for real gets a folder in `tests/clients`.

pub mod aiken;
#[cfg(feature = "anki")]
pub mod anki;
pub mod canvas;
pub mod csv;
mod figure;
pub mod gift;
pub mod html;
pub mod json;
pub mod learn;
pub mod mdbook;
pub mod moodle;
mod package;
pub mod preview;
pub mod qti;
pub mod scorm;
pub mod terminal;
mod text;
mod xml;

#[cfg(test)]
mod reading;
#[cfg(test)]
mod tests;

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

/// Every format, in the order in which they are listed.
pub const ALL: &[&Format] = &[
    &json::FORMAT,
    &html::FORMAT,
    &csv::FORMAT,
    &moodle::FORMAT,
    &qti::QTI_2_1,
    &canvas::FORMAT,
    &gift::FORMAT,
    &aiken::FORMAT,
    &scorm::FORMAT,
    #[cfg(feature = "anki")]
    &anki::FORMAT,
    &learn::FORMAT,
    &mdbook::FORMAT,
    &qti::QTI_3_0,
];

/// What a trainer has to know before handing out an export, for the formats that need it said.
const CAUTIONS: &[(&str, &str)] = &[(scorm::FORMAT.name, scorm::CAUTION)];

/// A way to write a quiz down.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// Who reads it.
    pub says: &'static str,
    /// How it takes a question.
    pub takes: fn(&Question) -> Fit,
    /// Writes the questions that it takes.
    pub write: fn(&Paper) -> Vec<File>,
}

/// How a format takes a question.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// As it is.
    AsIs,
    /// In another form, with the reason.
    As(Form, &'static str),
    /// Not at all, with the reason.
    No(&'static str),
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn text(name: &'static str, text: String) -> Self {
        Self { name, bytes: text.into_bytes() }
    }
}

/// A question that a format does not hold as it is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// The format's name.
    pub format: &'static str,
    /// The number of the question in the paper, from 1.
    pub number: usize,
    /// The id of the question.
    pub item: String,
    /// The form in which it is exported; none where it is left out.
    pub exported_as: Option<Form>,
    /// Why.
    pub why: &'static str,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: question {} ({}) ", self.format, self.number, self.item)?;
        match self.exported_as {
            Some(form) => write!(f, "is exported as {}", text::form(form))?,
            None => write!(f, "is left out")?,
        }
        write!(f, ": {}", self.why)
    }
}

/// A quiz in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The files; none where no question fits.
    pub files: Vec<File>,
    /// What could not be held as it is.
    pub notes: Vec<Note>,
    /// What to know before handing it out.
    pub caution: Option<&'static str>,
}

/// The format of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name).copied()
}

/// A quiz in one format.
#[must_use]
pub fn export(paper: &Paper, format: &Format) -> Export {
    let mut notes = Vec::new();
    let mut fitting = Paper { items: Vec::new(), ..paper.clone() };
    for (i, question) in paper.items.iter().enumerate() {
        let (taken, why) = match (format.takes)(question) {
            Fit::AsIs => {
                fitting.items.push(question.clone());
                continue;
            }
            Fit::As(form, why) => (converted(question, form), why),
            Fit::No(why) => (None, why),
        };
        let exported_as = taken.as_ref().map(|question| question.form);
        notes.push(Note { format: format.name, number: i + 1, item: question.id.clone(), exported_as, why });
        fitting.items.extend(taken);
    }
    let files = if fitting.items.is_empty() { Vec::new() } else { (format.write)(&fitting) };
    let caution = CAUTIONS.iter().find(|(name, _)| *name == format.name && !files.is_empty()).map(|(_, says)| *says);
    Export { files, notes, caution }
}

/// The same question in another form; none where there is no way to ask it so.
fn converted(question: &Question, form: Form) -> Option<Question> {
    let mut other = Question { form, ..question.clone() };
    match (question.form, form) {
        (Form::TrueFalse, Form::Single) => {}
        (Form::Order, Form::Match) => {
            other.prompts = (1..=question.options.len()).map(|n| format!("Step {n}")).collect();
        }
        (Form::Numeric, Form::Single) if question.options.len() > 1 => {
            let right = question.options[question.key[0]].number;
            other.options.sort_by_key(|option| option.number);
            other.key = other.options.iter().position(|option| option.number == right).into_iter().collect();
        }
        _ => return None,
    }
    Some(other)
}
