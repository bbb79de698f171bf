//! What was written: a YAML text as a tree whose every part knows its place. The only file that names the YAML crate.
//!
//! Scalars stay as written (`off`, `4.8`, `0.70` are text); what they mean is decided by the tables of `lower`.
//! serde-saphyr loses places under untagged values and stops at the first problem, so the tree is built from the events
//! of granit-parser, the parser below it.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use super::diagnostic::{Diagnostic, Spot};

/// The largest text that is read: room for an imported tenant of some hundred thousand people.
pub const MAX_BYTES: usize = 256 << 20;
/// How deep lists and maps may nest.
pub const MAX_DEPTH: usize = 64;
/// How many values all aliases of a text together may stand for.
pub const MAX_ALIASED: usize = 100_000;

/// One value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub spot: Spot,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// `null`, `~` or nothing at all.
    Null,
    /// A scalar.
    Text {
        /// As written, after the escapes of quotes.
        value: String,
        /// Between quotes, or a block of text.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the text.
    Map(Vec<Entry>),
}

/// One entry of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub spot: Spot,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        if let NodeKind::Map(entries) = &self.kind { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let NodeKind::List(items) = &self.kind { items } else { &[] }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let NodeKind::Text { value, .. } = &self.kind { Some(value) } else { None }
    }

    /// The text of a scalar without quotes, as numbers and `true` are written.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        if let NodeKind::Text { value, quoted: false } = &self.kind { Some(value) } else { None }
    }

    /// The entry with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value under this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Whether it is `null` or nothing.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.kind, NodeKind::Null)
    }

    /// The place that stands for the whole: the first key of a map, the value itself otherwise.
    #[must_use]
    pub fn head(&self) -> Spot {
        match &self.kind {
            NodeKind::Map(entries) => entries.first().map_or(self.spot, |entry| entry.spot),
            _ => self.spot,
        }
    }

    /// The value in YAML's flow style on one line, as it may be put back into a scenario.
    #[must_use]
    pub fn flow(&self) -> String {
        match &self.kind {
            NodeKind::Null => "null".into(),
            NodeKind::Text { value, quoted: false } => value.clone(),
            NodeKind::Text { value, .. } => serde_json::Value::from(value.as_str()).to_string(),
            NodeKind::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            NodeKind::Map(entries) => {
                let one = |entry: &Entry| format!("{}: {}", entry.key, entry.value.flow());
                format!("{{{}}}", entries.iter().map(one).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// What reading a text gave.
#[derive(Debug)]
pub struct Text {
    /// The text without a byte order mark; wrong bytes are replaced.
    pub text: String,
    /// The tree; none where the text is no YAML document or an empty one.
    pub tree: Option<Node>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text whose places are to name the source at `file`.
#[must_use]
pub fn read(file: u32, bytes: &[u8]) -> Text {
    let refused = |text: String, spot: Spot, code, message: &str, help: &str| {
        let diagnostics = vec![Diagnostic::error(code, spot, message).help(help)];
        Text { text, tree: None, diagnostics }
    };
    let at = |byte: usize| Spot { file, start: byte as u32, end: byte as u32 };
    if bytes.len() > MAX_BYTES {
        let help = "split it, or generate people with `population`";
        return refused(String::new(), at(0), "too-large", "the file is larger than 256 MiB", help);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let help = "save the file as UTF-8";
        return refused(String::new(), at(0), "not-utf-8", "the file is UTF-16, not UTF-8", help);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let wrong = error.valid_up_to();
            let message = format!("byte 0x{:02x} is not UTF-8", bytes[wrong]);
            let text = String::from_utf8_lossy(bytes).into_owned();
            return refused(text, at(wrong), "not-utf-8", &message, "save the file as UTF-8");
        }
    };
    let (tree, diagnostics) = Builder::new(file, &text).build();
    Text { text, tree, diagnostics }
}

/// A list or map that is not complete yet.
struct Frame {
    start: u32,
    anchor: usize,
    size: usize,
    height: usize,
    key: Option<(String, Spot)>,
    parts: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A complete value with what an alias to it costs.
#[derive(Clone)]
struct Built {
    node: Node,
    size: usize,
    height: usize,
}

struct Builder<'a> {
    file: u32,
    text: &'a str,
    stack: Vec<Frame>,
    anchors: BTreeMap<usize, Built>,
    aliased: usize,
    root: Option<Node>,
    documents: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn new(file: u32, text: &'a str) -> Self {
        let (stack, anchors, diagnostics) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { file, text, stack, anchors, aliased: 0, root: None, documents: 0, diagnostics }
    }

    fn build(mut self) -> (Option<Node>, Vec<Diagnostic>) {
        let options = granit_parser::options! { emit_comments: false };
        for next in Parser::new_from_str_with_options(self.text, options) {
            let done = match next {
                Ok((event, span)) => {
                    let start = span.start.byte_offset().unwrap_or_default() as u32;
                    let end = span.end.byte_offset().unwrap_or_default() as u32;
                    self.event(event, Spot { file: self.file, start, end: end.max(start) })
                }
                Err(error) => Err(syntax(self.file, self.text, &error)),
            };
            if let Err(problem) = done {
                self.diagnostics.push(problem);
                return (None, self.diagnostics);
            }
        }
        if self.root.as_ref().is_none_or(Node::is_null) {
            let spot = Spot { file: self.file, start: 0, end: 0 };
            let found = Diagnostic::error("empty-file", spot, "the file is empty: no document was found in it");
            self.diagnostics.push(found.help("a map of keys with their values was expected"));
            return (None, self.diagnostics);
        }
        (self.root, self.diagnostics)
    }

    fn event(&mut self, event: Event<'_>, spot: Spot) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let found = Diagnostic::error("two-documents", spot, "a second document begins here");
                    return Err(found.help("a file is one document: take the `---` out or part the file"));
                }
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                let found = Diagnostic::error("yaml-tag", spot, "tags such as `!!str` are not used here");
                return Err(found.help("put text that looks like a number between quotes"));
            }
            Event::Scalar(value, style, anchor, None) => {
                let quoted = style != ScalarStyle::Plain;
                let null = !quoted && matches!(&*value, "" | "~" | "null" | "Null" | "NULL");
                let kind = if null { NodeKind::Null } else { NodeKind::Text { value: value.into_owned(), quoted } };
                let spot = Spot { end: self.trimmed(spot), ..spot };
                self.complete(Built { node: Node { spot, kind }, size: 1, height: 1 }, anchor)?;
            }
            Event::SequenceStart(_, anchor, None) => self.open(spot, anchor, Parts::List(Vec::new()))?,
            Event::MappingStart(_, anchor, None) => self.open(spot, anchor, Parts::Map(Vec::new()))?,
            Event::SequenceEnd | Event::MappingEnd => self.close(spot)?,
            Event::Alias(anchor) => self.alias(anchor, spot)?,
            _ => {}
        }
        Ok(())
    }

    /// The end of a scalar without the line breaks that a block of text carries along.
    fn trimmed(&self, spot: Spot) -> u32 {
        let written = self.text.get(spot.start as usize..spot.end as usize).unwrap_or_default();
        spot.start + written.trim_end().len() as u32
    }

    fn open(&mut self, spot: Spot, anchor: usize, parts: Parts) -> Result<(), Diagnostic> {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("lists and maps nest deeper than {MAX_DEPTH} levels");
            return Err(Diagnostic::error("too-deep", spot, message));
        }
        self.stack.push(Frame { start: spot.start, anchor, size: 1, height: 1, key: None, parts });
        Ok(())
    }

    fn close(&mut self, spot: Spot) -> Result<(), Diagnostic> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let kind = match frame.parts {
            Parts::List(items) => NodeKind::List(items),
            Parts::Map(entries) => NodeKind::Map(self.without_duplicates(entries)),
        };
        let spot = Spot { start: frame.start, ..spot };
        let spot = Spot { end: self.trimmed(spot), ..spot };
        let node = Node { spot, kind };
        self.complete(Built { node, size: frame.size, height: frame.height }, frame.anchor)
    }

    /// Puts a complete value where it belongs: into the open list or map, or at the root.
    fn complete(&mut self, built: Built, anchor: usize) -> Result<(), Diagnostic> {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(built.node);
            return Ok(());
        };
        frame.size += built.size;
        frame.height = frame.height.max(built.height + 1);
        let mut node = built.node;
        match (&mut frame.parts, frame.key.take()) {
            (Parts::List(items), _) => items.push(node),
            (Parts::Map(entries), Some((key, spot))) => {
                if node.is_null() && node.spot.start == node.spot.end {
                    // Nothing was written: the key is the only place there is.
                    node.spot = spot;
                }
                entries.push(Entry { key, spot, value: node });
            }
            (Parts::Map(_), None) => match node.kind {
                NodeKind::Text { value, .. } => frame.key = Some((value, node.spot)),
                NodeKind::Null => frame.key = Some(("null".into(), node.spot)),
                _ => {
                    let message = "a list or a map cannot be the key of a mapping";
                    return Err(Diagnostic::error("yaml-key", node.spot, message));
                }
            },
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, spot: Spot) -> Result<(), Diagnostic> {
        let Some(mut built) = self.anchors.get(&anchor).cloned() else {
            return Err(Diagnostic::error("yaml-alias", spot, "an alias stands inside the value that it names"));
        };
        self.aliased += built.size;
        if self.aliased > MAX_ALIASED || self.stack.len() + built.height > MAX_DEPTH {
            let message = format!("aliases expand to more than {MAX_ALIASED} values or {MAX_DEPTH} levels");
            return Err(Diagnostic::error("yaml-alias", spot, message).help("write the values out"));
        }
        built.node.spot = spot;
        self.complete(built, 0)
    }

    /// The first entry of every key; each later one is an error.
    fn without_duplicates(&mut self, mut entries: Vec<Entry>) -> Vec<Entry> {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key).then(a.cmp(b)));
        let mut again: Vec<usize> = Vec::new();
        let mut first = 0;
        for i in 1..order.len() {
            let (one, other) = (&entries[order[first]], &entries[order[i]]);
            if one.key != other.key {
                first = i;
                continue;
            }
            let message = format!("the key `{}` stands twice in one map", super::diagnostic::shown(&other.key));
            let found = Diagnostic::error("duplicate-key", other.spot, message);
            self.diagnostics.push(found.also(one.spot, "first here"));
            again.push(order[i]);
        }
        again.sort_unstable();
        again.iter().rev().for_each(|i| {
            entries.remove(*i);
        });
        entries
    }
}

/// A complaint of the YAML parser as a finding.
fn syntax(file: u32, text: &str, error: &ScanError) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or_default().min(text.len());
    let spot = |start: usize, length: usize| Spot { file, start: start as u32, end: (start + length) as u32 };
    if let Some(tab) = tab_near(text, at) {
        let found = Diagnostic::error("yaml-tab", spot(tab, 1), "a tab in the indentation of a line");
        return found.help("YAML indents with blanks only");
    }
    let said = error.info();
    let mut letters = said.chars();
    let message: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    let found = Diagnostic::error("yaml-syntax", spot(at, 0), message);
    if said.contains("quote") {
        return found.help("a quote is not closed, or a word follows it");
    }
    if said.contains("mapping") {
        return found.help("look at the indentation of this line and the one before");
    }
    found.help("this is not YAML: look at the quotes, brackets and indentation before this place")
}

/// A tab in the indentation of the line of this byte, of the one before it or of the one after it.
fn tab_near(text: &str, byte: usize) -> Option<usize> {
    let line_start = |end: usize| text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    let this = line_start(byte);
    let next = text.get(byte..).and_then(|after| after.find('\n')).map_or(text.len(), |i| byte + i + 1);
    let starts = [line_start(this.saturating_sub(1)), this, next];
    starts.into_iter().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        indent.find('\t').map(|i| start + i)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &[u8]) -> Vec<&'static str> {
        read(0, text).diagnostics.iter().map(|found| found.code).collect()
    }

    #[test]
    fn scalars_stay_as_written_and_know_their_place() {
        let tree = read(0, b"a: off\nb: '4.8'\nc: {d: [0.70, ~]}\ne:\n").tree.expect("sound YAML");
        assert_eq!(tree.get("a").and_then(Node::plain), Some("off"));
        assert_eq!(tree.get("b").and_then(Node::plain), None);
        assert_eq!(tree.get("b").and_then(Node::text), Some("4.8"));
        let list = tree.get("c").and_then(|c| c.get("d")).expect("a list");
        assert_eq!((list.items()[0].spot.start, list.items()[0].spot.end), (24, 28));
        assert!(list.items()[1].is_null());
        assert_eq!(tree.flow(), "{a: off, b: \"4.8\", c: {d: [0.70, null]}, e: null}");
        let empty = tree.get("e").expect("an entry");
        assert!(empty.is_null() && empty.spot.start == 34);
    }

    #[test]
    fn every_kind_of_broken_text_has_its_code() {
        assert_eq!(codes(b""), ["empty-file"]);
        assert_eq!(codes(b"# only a remark\n"), ["empty-file"]);
        assert_eq!(codes(b"a: 1\n\tb: 2\n"), ["yaml-tab"]);
        assert_eq!(codes(b"a: 1\na: 2\nb: 1\na: 3\n"), ["duplicate-key", "duplicate-key"]);
        assert_eq!(codes(b"a: 1\n---\nb: 2\n"), ["two-documents"]);
        assert_eq!(codes(b"a: S\xf8rby\n"), ["not-utf-8"]);
        assert_eq!(codes(b"a: !!str 5\n"), ["yaml-tag"]);
        assert_eq!(codes(b"a: &x [*x]\n"), ["yaml-alias"]);
        assert_eq!(codes(b"\xff\xfea\0"), ["not-utf-8"]);
        assert_eq!(codes(format!("{}{}", "[".repeat(100), "]".repeat(100)).as_bytes()), ["too-deep"]);
    }
}
