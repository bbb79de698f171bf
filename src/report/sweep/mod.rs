//! What a sweep says: a page, tables, JSON, Parquet, a summary for the terminal.

mod html;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod pictures;
mod table;
mod terminal;
mod words;

use crate::study::sweep::Results;
use crate::study::sweep::measure::MEASURES;

pub use html::page;
pub use json::document;
#[cfg(feature = "parquet")]
pub use parquet::parquet;
pub use table::{runs, summary};
pub use terminal::terminal;
pub use words::conclusion;

/// The files of a sweep with their bytes, for a caller that writes them into one folder; `measure` is what is looked at
/// first.
#[must_use]
pub fn files(results: &Results, measure: usize) -> Vec<(String, Vec<u8>)> {
    let texts = [
        ("report.html", page(results, measure)),
        ("sweep.json", document(results, measure)),
        ("results.csv", runs(results)),
        ("summary.csv", summary(results)),
    ];
    let mut files: Vec<(String, Vec<u8>)> =
        texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    #[cfg(feature = "parquet")]
    files.push(("results.parquet".to_owned(), parquet(results)));
    let shown = in_order(measure, &results.measures());
    for at in shown.into_iter().take(pictures::MOST_PICTURES) {
        let picture = pictures::picture_of(results, at);
        if !picture.is_empty() {
            files.push((format!("{}.svg", MEASURES[at].name.replace('_', "-")), picture.into_bytes()));
        }
    }
    files
}

/// The measures to be shown, the first in front.
fn in_order(first: usize, all: &[usize]) -> Vec<usize> {
    std::iter::once(first).chain(all.iter().copied().filter(|at| *at != first)).collect()
}
