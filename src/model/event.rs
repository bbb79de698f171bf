//! The documented events of servers, controllers and services, as one table inside the program.

use std::sync::LazyLock;

use serde::Deserialize;

/// One documented event.
#[derive(Debug, Deserialize)]
pub struct EventKind {
    /// The id, as in a scenario: `31002`, `6329-access-denied`, `DCAgent-30003`, …
    pub id: String,
    /// The name.
    pub name: String,
    /// The log it is written to.
    pub log_source: String,
    /// `info`, `warning`, `error` or `audit failure`.
    pub severity: String,
    /// What it means.
    pub condition: String,
    /// What to do about it.
    pub remedy: String,
}

static EVENTS: LazyLock<Vec<EventKind>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/events.json")).expect("the table inside the program is sound")
});

/// The code of a duplicated anchor in full, and as one row of its page labels it.
pub const LONG_ANCHOR: &str = "hr-80230402";
/// The same without the digit that the label lacks.
pub const SHORT_ANCHOR: &str = "hr-8023042";

/// The event with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static EventKind> {
    let id = if id == SHORT_ANCHOR { LONG_ANCHOR } else { id };
    EVENTS.iter().find(|event| event.id == id)
}

/// The number that a server writes: the first digits of the id, or the id where it has none.
#[must_use]
pub fn number(id: &str) -> &str {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    if end == 0 { id } else { &digits[..end] }
}
