//! What is wrong with a scenario: findings as plain values, and how they look on a terminal and to an editor.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// How bad a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario runs, but probably not as meant.
    Warning,
}

impl Severity {
    /// The word that reports use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A range of bytes of one source.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Position in [`Sources`].
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Position in [`Sources`].
    pub file: usize,
    /// Bytes of the source.
    pub span: Range<usize>,
    /// A remark on this place; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding, in kebab-case.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the user's words in backticks.
    pub message: String,
    /// Where; the first label is the place of the finding.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        let labels = vec![label(spot, "")];
        Self { code, severity: Severity::Error, message: message.into(), labels, help: None }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static str, spot: Spot, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, spot, message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds "did you mean", where there is a suggestion.
    #[must_use]
    pub fn meant(self, suggestion: Option<&str>) -> Self {
        match suggestion {
            Some(word) => self.help(format!("did you mean `{}`?", shown(word))),
            None => self,
        }
    }

    /// Points at one more place.
    #[must_use]
    pub fn also(mut self, spot: Spot, text: impl Into<String>) -> Self {
        self.labels.push(label(spot, text));
        self
    }

    /// Where the finding stands in the order of the files and their bytes.
    pub(crate) fn order(&self) -> (usize, usize, Severity) {
        let place = self.labels.first().map_or((0, 0), |label| (label.file, label.span.start));
        (place.0, place.1, self.severity)
    }
}

fn label(spot: Spot, text: impl Into<String>) -> Label {
    Label { file: spot.file as usize, span: spot.start as usize..spot.end as usize, text: text.into() }
}

/// A word of the file as a message may carry it: control and direction characters escaped, long words cut.
#[must_use]
pub fn shown(word: &str) -> String {
    let mut out = String::new();
    for (i, c) in word.chars().enumerate() {
        if i == 80 {
            out.push('…');
            break;
        }
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Control characters, and characters that change the direction or break the line of what follows.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A line of a file as a terminal may get it: the same bytes, with a stand-in of the same length for every character
/// that a message would escape.
fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_hidden(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let stand_in = |c: char| match (c, c.len_utf8()) {
        ('\n', _) => "\n",
        ('\t' | '\r', _) => " ",
        (_, 1) => "?",
        (_, 2) => "??",
        _ => "\u{fffd}",
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { out.push_str(stand_in(c)) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// A place in a file as people count it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One text that was read.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    lines: Vec<usize>,
}

/// Every text that a scenario was read from: the file itself and those that `extends` names.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text (without its byte order mark) and gives its position.
    pub fn add(&mut self, name: &str, text: String) -> usize {
        self.0.push(Source { name: name.to_owned(), text: String::new(), lines: Vec::new() });
        self.replace(self.0.len() - 1, text);
        self.0.len() - 1
    }

    /// Sets the text of a source that was added before its text was known.
    pub(crate) fn replace(&mut self, file: usize, text: String) {
        if let Some(source) = self.0.get_mut(file) {
            source.lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
            source.text = text;
        }
    }

    /// The name of a source.
    #[must_use]
    pub fn name(&self, file: usize) -> &str {
        self.0.get(file).map_or("", |source| &source.name)
    }

    /// The text of a source.
    #[must_use]
    pub fn text(&self, file: usize) -> &str {
        self.0.get(file).map_or("", |source| &source.text)
    }

    /// Whether any of the texts holds these words.
    pub(crate) fn mention(&self, words: &str) -> bool {
        self.0.iter().any(|source| source.text.contains(words))
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn place(&self, file: usize, byte: usize) -> LineColumn {
        let Some(source) = self.0.get(file) else { return LineColumn { line: 1, column: 1 } };
        let byte = byte.min(source.text.len());
        let line = source.lines.partition_point(|start| *start <= byte).max(1);
        let before = source.text.get(source.lines[line - 1]..byte).unwrap_or_default();
        LineColumn { line, column: before.chars().count() + 1 }
    }

    /// The lines that a range of bytes touches: the number of the first and where they stand in the text.
    fn window(&self, file: usize, span: &Range<usize>) -> (usize, Range<usize>) {
        let Some(source) = self.0.get(file) else { return (1, 0..0) };
        let first = self.place(file, span.start).line;
        let last = self.place(file, span.end).line;
        (first, source.lines[first - 1]..source.lines.get(last).copied().unwrap_or(source.text.len()))
    }
}

/// Findings as text for a terminal, each with `FILE:LINE:COLUMN`, parted by blank lines.
#[must_use]
pub fn render_plain(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
        let mut group = title.elements(snippets(diagnostic, sources));
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// One snippet for each label: the lines it touches, marked.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut out = Vec::new();
    for (i, label) in diagnostic.labels.iter().enumerate() {
        let span = first_line(sources.text(label.file), &label.span);
        let (line, window) = sources.window(label.file, &span);
        let inside = span.start.saturating_sub(window.start)..span.end.saturating_sub(window.start);
        let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mark = kind.span(inside).label((!label.text.is_empty()).then_some(label.text.as_str()));
        let text = harmless(sources.text(label.file).get(window).unwrap_or_default());
        out.push(Snippet::source(text).line_start(line).path(shown(sources.name(label.file))).annotation(mark));
    }
    out
}

/// The part of a span on its first line: a mark over many lines hides more than it shows.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = span.start.min(text.len());
    let marked = text.get(start..span.end.min(text.len())).unwrap_or_default();
    let length = marked.find(['\r', '\n']).unwrap_or(marked.len());
    start..start + length
}

/// Findings as JSON for editors and scripts.
#[must_use]
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> serde_json::Value {
    let place = |label: &Label| {
        let (from, to) = (sources.place(label.file, label.span.start), sources.place(label.file, label.span.end));
        serde_json::json!({
            "file": sources.name(label.file),
            "line": from.line, "column": from.column, "end_line": to.line, "end_column": to.column,
            "text": label.text,
        })
    };
    let one = |diagnostic: &Diagnostic| {
        serde_json::json!({
            "code": diagnostic.code,
            "severity": diagnostic.severity.word(),
            "message": diagnostic.message,
            "help": diagnostic.help,
            "labels": diagnostic.labels.iter().map(place).collect::<Vec<_>>(),
        })
    };
    diagnostics.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, start: u32, end: u32) -> (Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        sources.add("lab.yaml", text.to_owned());
        let spot = Spot { file: 0, start, end };
        (vec![Diagnostic::error("unknown-key", spot, "unknown key `x`").meant(Some("y"))], sources)
    }

    #[test]
    fn the_place_counts_characters_from_one() {
        let (found, sources) = one("title: ok\nnäme: {x: 1}\n", 18, 19);
        let text = render_plain(&found, &sources, false);
        assert!(text.contains("lab.yaml:2:8"), "{text}");
        assert!(text.contains("did you mean `y`?"), "{text}");
        assert_eq!(to_json(&found, &sources)[0]["labels"][0]["column"], 8);
    }

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        let (found, sources) = one("a: \u{1b}[2J\u{202e}\u{85}x\n", 11, 12);
        let text = render_plain(&found, &sources, false);
        assert!(!text.contains(|c: char| is_hidden(c) && c != '\n'), "{text:?}");
        assert_eq!(shown("a\u{1b}\u{202e}"), "a\\u{1b}\\u{202e}");
    }

    #[test]
    fn an_empty_text_still_has_a_place() {
        let (found, sources) = one("", 0, 0);
        assert!(render_plain(&found, &sources, false).contains("lab.yaml:1:1"));
    }
}
