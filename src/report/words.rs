//! Small words that every format shares: outcomes, counts, moments, and text made safe to print.

use crate::model::ask::Outcome;
use crate::model::time::Instant;
use crate::rules::Rule;
use crate::rules::rule::Source;

/// The word for what became of a step: `ok`, `refused`, `failed`, or `done` where nothing was judged.
#[must_use]
pub const fn outcome(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Success) => "ok",
        Some(Outcome::Refused) => "refused",
        Some(Outcome::Failed) => "failed",
        None => "done",
    }
}

/// `1 step`, `2 steps`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// A moment for people: `2026-11-02 10:05`, with seconds where there are any.
#[must_use]
pub fn when(at: Instant) -> String {
    format!("{} {}", at.date(), clock(at))
}

/// A day, or a moment where it is not the beginning of one.
#[must_use]
pub fn day(at: Instant) -> String {
    if at == at.date().start() { at.date().to_string() } else { at.to_string() }
}

/// The time of day: `10:05`, with seconds where there are any.
#[must_use]
pub fn clock(at: Instant) -> String {
    let clock = at.clock();
    clock.strip_suffix(":00").map_or(clock.clone(), str::to_owned)
}

/// A part of a whole in percent, rounded to the nearest whole number; `0` of nothing.
#[must_use]
pub const fn percent(part: u64, whole: u64) -> u64 {
    match (part * 100 + whole / 2).checked_div(whole) {
        Some(percent) => percent,
        None => 0,
    }
}

/// The days on which a rule holds, in words.
#[must_use]
pub fn holds(rule: &Rule) -> String {
    match (rule.since, rule.until) {
        (None, None) => "on any date".to_owned(),
        (Some(since), None) => format!("from {since}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(since), Some(until)) => format!("from {since} until {until}"),
    }
}

/// A page with its date and a remark on the copy.
#[must_use]
pub fn source(source: &Source) -> String {
    let date = if source.date.is_empty() { "undated" } else { source.date };
    if source.note.is_empty() {
        format!("{}, {date}", source.page)
    } else {
        format!("{}, {date} ({})", source.page, source.note)
    }
}

/// Yes or no.
#[must_use]
pub const fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

/// The text without anything that could steer a terminal or break XML: control characters become `\u{…}`.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hostile(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Control characters, marks that turn the direction of writing, and code points that XML does not allow.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The text cut to so many characters, with an ellipsis where something is missing.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// The text in lines of at most so many characters, broken at blanks; a longer word keeps a line of its own.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// What a rule says, behind the situation of which it speaks.
#[must_use]
pub fn in_full(rule: &Rule) -> String {
    format!("{} {}", sentence(rule.given), sentence(&rule.words()))
}

/// The text as a sentence: a plain first word gets a capital, the end a full stop unless it has a mark already.
#[must_use]
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let mut said = if is_plain { word[..1].to_ascii_uppercase() + &text[1..] } else { text.to_owned() };
    if !said.is_empty() && !said.ends_with(['.', '!', '?']) {
        said.push('.');
    }
    said
}

/// A number with its thousands parted by commas.
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut said = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_not_obeyed() {
        assert_eq!(plain("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
        assert_eq!(plain("Zoë “x” 名"), "Zoë “x” 名");
        assert_eq!(plain("\u{202e}fdp"), "\\u{202e}fdp");
    }

    #[test]
    fn long_text_is_cut_or_broken_at_blanks() {
        assert_eq!(shortened("abcdef", 4), "abc…");
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(percent(1, 3), 33);
        assert_eq!([thousands(0), thousands(999), thousands(1_234_567)], ["0", "999", "1,234,567"]);
        assert_eq!([sentence("error, once"), sentence("pwdLastSet is 0!")], ["Error, once.", "pwdLastSet is 0!"]);
    }
}
