//! A quiz as JSON for other programs: words, keys and feedback, as [`Paper::parse`] reads them back.

use crate::quiz::Paper;

use super::{File, Fit, Format};

/// The neutral form, for programs of one's own.
pub const FORMAT: Format =
    Format { name: "json", says: "the questions with keys and feedback, for programs", takes: |_| Fit::AsIs, write };

fn write(paper: &Paper) -> Vec<File> {
    let mut text = serde_json::to_string_pretty(paper).expect("a paper is made of texts and numbers");
    text.push('\n');
    vec![File::text("paper.json", text)]
}
