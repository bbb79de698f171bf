//! What a run says, for people and for programs.
//!
//! In: a [`Scenario`](crate::scenario::Scenario), the [`Ledger`](crate::ledger::Ledger) of its run and the
//! [`Book`](crate::rules::Book) of its rules. Out: texts; the caller writes them. [`View`] works everything out once,
//! and each format below only words it: `html`, `csv`, `json`, `audit`, `terminal`, `junit` and `explain`, with the
//! pictures of `charts` behind the feature of that name. Absent on purpose: the simulator, files, the terminal itself,
//! the clock, and anything that would make the bytes of two runs differ.
//!
//! To add a format, add a file with one function from `&View` to a `String`, and its line below.

pub mod audit;
#[cfg(feature = "charts")]
pub mod charts;
pub mod csv;
pub mod explain;
pub mod html;
pub mod json;
pub mod junit;
pub mod terminal;
pub mod view;
pub mod words;

pub use view::View;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
