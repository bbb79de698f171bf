//! A quiz as JSON for other programs: all of it for the trainer's, and a paper without the key for learners'.

use serde::Serialize;

use crate::quiz::Paper;
use crate::quiz::handout::Handout;

use super::{File, Fit, Format};

/// The neutral form, for programs of one's own.
pub const FORMAT: Format = Format {
    name: "json",
    says: "for programs: all of the quiz with keys and feedback, and a paper for learners without them",
    takes: |_| Fit::AsIs,
    write,
};

fn write(paper: &Paper) -> Vec<File> {
    vec![File::text(WITH_KEYS, text(paper)), File::text("paper.json", handout(paper, None))]
}

/// The file that holds keys says so in its name, because it lies beside one that learners get. [`Paper::parse`] reads it.
pub(super) const WITH_KEYS: &str = "quiz-with-keys.json";

/// What learners get as JSON, which `quiz take` asks as an exam; a sealed one names its commitment.
#[must_use]
pub fn handout(paper: &Paper, commitment: Option<&str>) -> String {
    text(&Handout::of(paper, commitment))
}

fn text(said: &impl Serialize) -> String {
    serde_json::to_string_pretty(said).expect("a paper is made of texts and numbers") + "\n"
}
