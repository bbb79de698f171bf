//! The terminal: results to standard output, talk to standard error, colour only where it is wanted.

use std::io::{IsTerminal, Write};

/// When to colour.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A variable of the environment that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the terminal's wishes are read at the edge, and change no result")]
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether to colour what goes to the terminal.
pub(crate) fn colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let dumb = set("TERM").is_some_and(|term| term == "dumb");
            std::io::stdout().is_terminal() && set("NO_COLOR").is_none() && !dumb
        }
    }
}

/// Variables by which somebody says that a screen reader or another helper reads the text.
const READERS: &[&str] = &["TENANTLAB_PLAIN", "ACCESSIBLE", "SCREEN_READER"];

/// Whether only whole plain lines should be written: on no terminal, on a dumb one, and for screen readers.
pub(crate) fn plain() -> bool {
    let dumb = set("TERM").is_none_or(|term| term == "dumb");
    !std::io::stdout().is_terminal() || dumb || READERS.iter().any(|name| set(name).is_some())
}

/// How wide the text may be: what `COLUMNS` says, else the width of the terminal, else 100.
pub(crate) fn width() -> usize {
    let said = || set("COLUMNS").and_then(|columns| columns.parse().ok());
    let seen = || console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    said().or_else(seen).filter(|n| (20..=400).contains(n)).unwrap_or(100)
}

/// Writes a result; a reader that went away is no fault.
///
/// # Errors
/// When standard output cannot be written to.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes talk; nothing can be done where even that fails.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Text from outside without control and direction characters.
pub(crate) fn clean(text: &str) -> String {
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if bad(c) { '\u{fffd}' } else { c }).collect()
}

/// A progress bar for what lasts: only on a terminal, and only after half a second.
pub(crate) fn progress(length: u64, what: &'static str) -> indicatif::ProgressBar {
    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr_with_hz(4));
    if let Ok(style) = ProgressStyle::with_template("{msg} {pos} of {len} {wide_bar}") {
        bar.set_style(style);
    }
    bar.with_message(what)
}
