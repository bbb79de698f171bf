//! A small YAML tree and its layout: block maps, flow lists and maps where they are short, quotes wherever a bare
//! word could be read as something else.

/// A piece of a document.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A scalar, ready to print.
    Scalar(String),
    /// Lines of text, printed as a literal block where that is exact.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in block layout.
    Map(Vec<(String, Node)>),
    /// A map, on one line where it fits.
    Inline(Vec<(String, Node)>),
    /// The items of a list under a key of the top map, laid out already: a long list is not kept as a tree.
    Items(String),
}

/// The longest line that is written on purpose.
const WIDTH: usize = 120;

/// A scalar from text, quoted where needed.
pub(super) fn word(text: impl AsRef<str>) -> Node {
    Node::Scalar(scalar(text.as_ref()))
}

/// A scalar whose text is YAML already: numbers, booleans, instants, durations.
pub(super) fn raw(value: impl std::fmt::Display) -> Node {
    Node::Scalar(value.to_string())
}

/// A list of block maps under a key of the top map, each laid out as soon as it is made; none where there are none.
pub(super) fn items(maps: impl IntoIterator<Item = Node>) -> Option<Node> {
    let mut out = String::new();
    maps.into_iter().for_each(|map| item(&mut out, &map, 2));
    (!out.is_empty()).then_some(Node::Items(out))
}

/// `null`, or the value.
pub(super) fn or_null<T>(value: Option<T>, node: impl FnOnce(T) -> Node) -> Node {
    value.map_or_else(|| raw("null"), node)
}

/// A list of words.
pub(super) fn words<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> Node {
    Node::List(items.into_iter().map(word).collect())
}

/// Entries of a map, collected in order.
#[derive(Debug, Default)]
pub(super) struct Entries(pub(super) Vec<(String, Node)>);

impl Entries {
    /// Adds an entry.
    pub(super) fn put(&mut self, key: &str, node: Node) -> &mut Self {
        self.0.push((key.to_owned(), node));
        self
    }

    /// Adds an entry if there is a value.
    pub(super) fn some<T>(&mut self, key: &str, value: Option<T>, node: impl FnOnce(T) -> Node) -> &mut Self {
        if let Some(value) = value {
            self.put(key, node(value));
        }
        self
    }

    /// Adds the map under the key unless it is empty.
    pub(super) fn filled(&mut self, key: &str, entries: Self) -> &mut Self {
        if !entries.0.is_empty() {
            self.put(key, entries.inline());
        }
        self
    }

    /// The map in block layout.
    pub(super) fn block(self) -> Node {
        Node::Map(self.0)
    }

    /// The map on one line where it fits.
    pub(super) fn inline(self) -> Node {
        Node::Inline(self.0)
    }
}

/// A document: the entries of the top map, an empty line before those that are not scalars.
pub(super) fn document(entries: &[(String, Node)]) -> String {
    let mut out = String::new();
    for (key, node) in entries {
        if !matches!(node, Node::Scalar(_)) && !out.is_empty() {
            out.push('\n');
        }
        entry(&mut out, key, node, 0);
    }
    out
}

fn entry(out: &mut String, key: &str, node: &Node, indent: usize) {
    out.push_str(&" ".repeat(indent));
    let key = scalar(key);
    out.push_str(&key);
    out.push(':');
    value(out, node, indent, indent + key.chars().count() + 2);
}

/// Writes a value after its key's colon or its item's dash.
fn value(out: &mut String, node: &Node, indent: usize, column: usize) {
    if let Node::Text(text) = node
        && let Some(block) = literal(text, indent + 2)
    {
        out.push(' ');
        out.push_str(&block);
        return;
    }
    if let Some(line) = flow(node).filter(|line| must_flow(node) || column + line.chars().count() <= WIDTH) {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
        return;
    }
    out.push('\n');
    match node {
        Node::Map(entries) | Node::Inline(entries) => {
            entries.iter().for_each(|(key, node)| entry(out, key, node, indent + 2));
        }
        Node::List(items) => items.iter().for_each(|node| item(out, node, indent + 2)),
        Node::Items(laid_out) => out.push_str(laid_out),
        Node::Scalar(_) | Node::Text(_) => {}
    }
}

fn item(out: &mut String, node: &Node, indent: usize) {
    out.push_str(&" ".repeat(indent));
    out.push('-');
    let fits = |line: &String| must_flow(node) || indent + 2 + line.chars().count() <= WIDTH;
    match node {
        Node::Map(entries) | Node::Inline(entries) if flow(node).is_none_or(|line| !fits(&line)) => {
            for (i, (key, node)) in entries.iter().enumerate() {
                if i == 0 {
                    out.push(' ');
                    entry_after_dash(out, key, node, indent + 2);
                } else {
                    entry(out, key, node, indent + 2);
                }
            }
        }
        _ => value(out, node, indent, indent + 2),
    }
}

fn entry_after_dash(out: &mut String, key: &str, node: &Node, indent: usize) {
    let mut line = String::new();
    entry(&mut line, key, node, indent);
    out.push_str(line.trim_start_matches(' '));
}

/// Whether a node has only the flow form: scalars, and lists and maps without entries.
fn must_flow(node: &Node) -> bool {
    match node {
        Node::Scalar(_) | Node::Text(_) => true,
        Node::List(items) => items.is_empty(),
        Node::Map(entries) | Node::Inline(entries) => entries.is_empty(),
        Node::Items(laid_out) => laid_out.is_empty(),
    }
}

/// A node on one line; none where it is meant to be a block.
fn flow(node: &Node) -> Option<String> {
    match node {
        Node::Scalar(text) => Some(text.clone()),
        Node::Text(text) => Some(scalar(text)),
        Node::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(flow).collect();
            items.filter(|items| simple(node) || items.len() <= 1).map(|items| format!("[{}]", items.join(", ")))
        }
        Node::Items(_) => None,
        Node::Map(entries) if !entries.is_empty() => None,
        Node::Map(entries) | Node::Inline(entries) => {
            let pairs: Option<Vec<String>> =
                entries.iter().map(|(key, node)| Some(format!("{}: {}", scalar(key), flow(node)?))).collect();
            pairs.map(|pairs| format!("{{{}}}", pairs.join(", ")))
        }
    }
}

/// Whether every item of a list is a scalar: only such lists, and lists of one, read well on one line.
fn simple(node: &Node) -> bool {
    matches!(node, Node::List(items) if items.iter().all(|item| matches!(item, Node::Scalar(_))))
}

/// Text as a literal block, where that gives back exactly the same text.
fn literal(text: &str, indent: usize) -> Option<String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let plain = |c: char| c == '\n' || is_printable(c);
    let soft = body.starts_with([' ', '\t', '\n']) || body.ends_with('\n') || body.is_empty();
    if !text.contains('\n') || soft || !text.chars().all(plain) {
        return None;
    }
    let mut out = String::from(if text.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in body.split('\n') {
        if !line.is_empty() {
            out.push_str(&" ".repeat(indent));
            out.push_str(line);
        }
        out.push('\n');
    }
    Some(out)
}

/// Text as a YAML scalar: bare where no reader can take it for anything else, in double quotes otherwise.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Words that some reader takes for a boolean, a null or a number.
const MISREAD: [&str; 14] =
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity", "nul"];

/// Words of [`MISREAD`] that are words of the format all the same and mean nothing else in YAML.
const SAFE: [&str; 1] = ["none"];

/// Whether text may stand without quotes, in block and flow context alike.
fn is_plain(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "_-./@+()' ".contains(c);
    let lower = text.to_ascii_lowercase();
    text.starts_with(char::is_alphabetic)
        && text.chars().all(inner)
        && !text.ends_with(' ')
        && !text.contains("  ")
        && (SAFE.contains(&text) || !MISREAD.contains(&lower.as_str()))
}

/// Whether a character may stand as it is in double quotes or in a literal block.
fn is_printable(c: char) -> bool {
    let special = ['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'];
    !c.is_control() && !special.contains(&c)
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) < 0x100 => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a document with one key back as plain data.
    fn back(node: Node) -> serde_json::Value {
        let text = document(&[("key".to_owned(), node)]);
        let value: serde_json::Value =
            serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{error}\nin:\n{text}"));
        value["key"].clone()
    }

    #[test]
    fn awkward_text_reads_back_as_the_same_text() {
        let awkward = [
            "",
            " ",
            "~",
            "null",
            "Null",
            "yes",
            "No",
            "on",
            "OFF",
            "true",
            "none",
            "None",
            "1",
            "1.5",
            "0x1F",
            "1e3",
            ".5",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "key:",
            "[a]",
            "{a}",
            "a, b",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "'",
            "\"",
            "it's",
            "say \"no\"",
            "back\\slash",
            " lead",
            "trail ",
            "two  blanks",
            "tab\there",
            "line\nbreak",
            "line\r\nbreak",
            "trailing\n",
            "bell\u{7}",
            "del\u{7f}",
            "nel\u{85}",
            "ls\u{2028}",
            "bom\u{feff}",
            "Björn Ångström",
            "日本",
            "😀",
            "2026-11-02",
            "2026-11-02T08:00:00Z",
            "12:30",
            "+1 4255550100",
            "Caf\u{e9} (west)",
            "a_b#EXT#@contoso.com",
            "nan",
            ".inf",
            "---",
            "...",
            "? a",
            "=",
            "<<",
            "o'tierney@contoso.com",
        ];
        for text in awkward {
            assert_eq!(back(word(text)), serde_json::json!(text), "{text:?}");
            assert_eq!(back(words([text, "b"])), serde_json::json!([text, "b"]), "{text:?}");
            let mut entries = Entries::default();
            entries.put(text, word(text));
            assert_eq!(back(entries.inline()), serde_json::json!({ text: text }), "{text:?}");
            assert_eq!(back(Node::Text(text.to_owned())), serde_json::json!(text), "{text:?}");
        }
    }

    #[test]
    fn literal_blocks_keep_their_line_ends() {
        for text in ["one\ntwo", "one\ntwo\n", "one\n\n  two\n", "one\ntwo\n\n", " one\ntwo", "\none\ntwo", "a\n \nb"] {
            assert_eq!(back(Node::Text(text.to_owned())), serde_json::json!(text), "{text:?}");
        }
    }

    #[test]
    fn long_lists_and_maps_break_into_lines() {
        let long: Vec<String> = (0..40).map(|n| format!("member-{n}@contoso.com")).collect();
        let mut inner = Entries::default();
        inner.put("name", word("Sales")).put("members", words(&long)).put("empty", Node::List(Vec::new()));
        let value = back(Node::List(vec![inner.inline(), words(["a"])]));
        assert_eq!(value[0]["members"].as_array().map(Vec::len), Some(40));
        assert_eq!(value[0]["empty"], serde_json::json!([]));
        assert_eq!(value[1], serde_json::json!(["a"]));
    }
}
