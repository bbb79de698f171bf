//! Walks a tree with the tables of known keys and reports everything that a table forbids, all at once.

use super::super::diagnostic::{Diagnostic, Spot, shown};
use super::super::suggest::nearest;
use super::super::text::{Entry, Node};
use super::acts::{ACTORS, ACTS, words_of};
use super::kind::{Key, Kind, Naming, Shape, form};
use super::names::Names;
use super::steps::act_of;
use crate::rules::assumptions;

/// How many findings are kept: a file with more is wrong as a whole.
const MOST: usize = 10_000;
/// How many findings get a suggestion that is looked up among all names of the file.
const MOST_LOOKED_UP: usize = 50;

/// The walk.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    names: &'a Names,
    looked_up: usize,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// A walk that knows the names of the file.
    pub(crate) const fn new(names: &'a Names) -> Self {
        Self { names, looked_up: 0, found: Vec::new() }
    }

    fn push(&mut self, found: Diagnostic) {
        if self.found.len() < MOST {
            self.found.push(found);
        }
    }

    /// Checks a value; `key` is what messages call it.
    pub(crate) fn value(&mut self, node: &Node, kind: &Kind, key: &str) {
        if !kind.has_form(node) {
            self.wrong_form(node, kind, key);
            return;
        }
        match kind {
            Kind::Either(kinds) => {
                if let Some(kind) = kinds.iter().find(|kind| kind.has_form(node)) {
                    self.value(node, kind, key);
                }
            }
            Kind::Any | Kind::Null | Kind::Text => {}
            Kind::List(kind) => node.items().iter().for_each(|item| self.value(item, kind, key)),
            Kind::Map(shape) => self.map(node, shape),
            Kind::Table(keys, values) => {
                for entry in node.entries() {
                    let name = Node {
                        spot: entry.spot,
                        kind: super::super::text::NodeKind::Text { value: entry.key.clone(), quoted: false },
                    };
                    self.value(&name, keys, key);
                    self.value(&entry.value, values, &entry.key);
                }
            }
            Kind::Named(naming) => self.name(node, *naming),
            Kind::Word(words) => self.word(node, &words(), key),
            Kind::Assumptions => node.entries().iter().for_each(|entry| self.assumption(entry)),
            Kind::Step => self.step(node),
            Kind::Vary => node.entries().iter().for_each(|entry| self.varied(entry)),
            Kind::Set => node.entries().iter().for_each(|entry| self.set(entry)),
            _ if kind.allows(node) => {}
            _ => self.wrong_scalar(node, kind, key),
        }
    }

    /// Checks a map: every key known, every value right, nothing missing.
    pub(crate) fn map(&mut self, node: &Node, shape: &Shape) {
        for entry in node.entries() {
            match shape.key(&entry.key) {
                Some(key) => self.value(&entry.value, &key.kind, key.name),
                None => self.unknown_key(entry, shape),
            }
        }
        // A misspelt key is one mistake, not two.
        let misspelt = |name: &str| {
            let unknown = node.entries().iter().filter(|entry| shape.key(&entry.key).is_none());
            unknown.into_iter().any(|entry| nearest(&entry.key, [name]).is_some())
        };
        for key in shape.all().into_iter().filter(|key| key.required) {
            if node.entry(key.name).is_none() && !misspelt(key.name) {
                let message = format!("`{}` is missing: {} needs it", key.name, shape.what);
                self.push(Diagnostic::error("missing-key", node.head(), message).help(as_help(key.doc)));
            }
        }
    }

    fn unknown_key(&mut self, entry: &Entry, shape: &Shape) {
        let known: Vec<&str> = shape.all().iter().map(|key| key.name).collect();
        let message = format!("unknown key `{}` in {}", shown(&entry.key), shape.what);
        let found = Diagnostic::error("unknown-key", entry.spot, message);
        self.push(match nearest(&entry.key, known.iter().copied()) {
            Some(word) => found.meant(Some(word)),
            None => found.help(format!("known keys: `{}`", known.join("`, `"))),
        });
    }

    fn wrong_form(&mut self, node: &Node, kind: &Kind, key: &str) {
        let written = match node.text() {
            Some(text) => format!("`{}`", shown(text)),
            None => form(node).to_owned(),
        };
        let message = format!("`{}` must be {}, not {written}", shown(key), kind.expected());
        let found = Diagnostic::error("wrong-type", node.head(), message);
        let wants_list = matches!(kind, Kind::List(_));
        self.push(if wants_list && !node.is_null() {
            found.help("begin every item with `- `, or put the items between `[` and `]`")
        } else {
            found
        });
    }

    fn wrong_scalar(&mut self, node: &Node, kind: &Kind, key: &str) {
        let text = node.text().unwrap_or_default();
        // Where no number was written at all, its bounds are beside the point.
        let no_number = matches!(kind, Kind::Int(..)) && text.parse::<i64>().is_err();
        let expected = if no_number { "a whole number".into() } else { kind.expected() };
        let message = format!("`{}` must be {expected}, not `{}`", shown(key), shown(text));
        let found = Diagnostic::error("wrong-value", node.spot, message);
        let unquoted = |kind: &Kind| {
            let plain = super::super::text::NodeKind::Text { value: text.to_owned(), quoted: false };
            node.plain().is_none() && kind.allows(&Node { spot: node.spot, kind: plain })
        };
        self.push(match kind {
            _ if unquoted(kind) => found.help(format!("write `{}` without quotes", shown(text))),
            Kind::Bool => match text.to_ascii_lowercase().as_str() {
                "yes" | "y" | "on" | "1" => found.help("YAML 1.2 has no `yes` and `on`: did you mean `true`?"),
                "no" | "n" | "off" | "0" => found.help("YAML 1.2 has no `no` and `off`: did you mean `false`?"),
                _ => found.meant(nearest(text, ["true", "false"])),
            },
            Kind::At => match super::times::meant(text) {
                Some(time) => found.help(format!("did you mean `\"{time}\"`?")),
                None => found,
            },
            Kind::Span | Kind::Amount => match span_meant(text) {
                Some(span) => found.help(format!("did you mean `{span}`?")),
                None => found,
            },
            Kind::Share if text.ends_with('%') => found.help("write a percentage as a share: `0.25`"),
            _ => found,
        });
    }

    fn word(&mut self, node: &Node, words: &[&'static str], key: &str) {
        let text = node.text().unwrap_or_default();
        if words.contains(&text) {
            return;
        }
        let message = format!("`{}` is no value of `{}`", shown(text), shown(key));
        let found = Diagnostic::error("unknown-word", node.spot, message);
        self.push(match nearest(text, words.iter().copied()) {
            Some(word) => found.meant(Some(word)),
            None => found.help(format!("one of `{}`", words.join("`, `"))),
        });
    }

    fn name(&mut self, node: &Node, naming: Naming) {
        let text = node.text().unwrap_or_default();
        if self.names.knows(naming, text) {
            return;
        }
        let message = format!("unknown {} `{}`", naming.what(), shown(text));
        let found = Diagnostic::error("unknown-name", node.spot, message);
        if matches!(naming, Naming::Sku | Naming::SkuOrNone)
            && let Some(help) = same_name(text)
        {
            self.push(found.help(help));
            return;
        }
        self.looked_up += 1;
        let meant = if self.looked_up > MOST_LOOKED_UP { None } else { self.names.nearest(naming, text) };
        self.push(found.meant(meant.as_deref()));
    }

    fn assumption(&mut self, entry: &Entry) {
        let Some(assumption) = assumptions::find(&entry.key) else {
            let known = assumptions::ASSUMPTIONS.iter().map(|assumption| assumption.name.as_str());
            let message = format!("unknown assumption `{}`", shown(&entry.key));
            let found = Diagnostic::error("unknown-name", entry.spot, message);
            self.push(found.meant(nearest(&entry.key, known)));
            return;
        };
        let value = assumption_value(&entry.value);
        if value.as_deref().is_some_and(|value| assumption.values.allows(value)) {
            return;
        }
        let written = value.unwrap_or_else(|| form(&entry.value).to_owned());
        let expected = assumption.values.expected();
        let message = format!("the assumption `{}` must be {expected}, not `{}`", assumption.name, shown(&written));
        let words = assumption.values.words().iter().map(String::as_str);
        let found = Diagnostic::error("wrong-value", entry.value.head(), message);
        self.push(found.meant(nearest(&written, words)));
    }

    fn step(&mut self, node: &Node) {
        let actors: Vec<&Entry> = ACTORS.iter().filter_map(|key| node.entry(key)).collect();
        if let [first, second, ..] = actors.as_slice() {
            let message = format!("`{}` does not belong to a step with `{}`", second.key, first.key);
            let found = Diagnostic::error("two-things", second.spot, message).also(first.spot, "first here");
            self.push(found.help("one thing happens in a step: make two steps of it"));
            return;
        }
        match act_of(node) {
            Some(act) if act.actor.is_empty() => self.idle_step(node),
            Some(act) => self.act(node, act.shape, if act.word.is_empty() { act.actor } else { act.word }),
            None => self.unknown_act(node, actors.first().map_or("", |entry| &entry.key)),
        }
    }

    /// The keys of a step whose kind is known; a key of another kind is named as such.
    fn act(&mut self, node: &Node, shape: &Shape, what: &str) {
        let elsewhere = |entry: &Entry| {
            let with = |act: &&super::acts::Act| act.shape.key(&entry.key).is_some();
            let mut acts: Vec<&str> =
                ACTS.iter().filter(with).map(|act| if act.word.is_empty() { act.actor } else { act.word }).collect();
            acts.dedup();
            (shape.key(&entry.key).is_none() && !acts.is_empty()).then_some(acts)
        };
        let foreign: Vec<(&Entry, Vec<&str>)> =
            node.entries().iter().filter_map(|entry| elsewhere(entry).map(|acts| (entry, acts))).collect();
        if foreign.is_empty() {
            self.map(node, shape);
            return;
        }
        for (entry, acts) in &foreign {
            let message = format!("`{}` does not belong to `{what}`", entry.key);
            let found = Diagnostic::error("key-of-another-step", entry.spot, message);
            self.push(found.help(format!("it belongs to `{}`", acts.join("`, `"))));
        }
        let own = |entry: &&Entry| !foreign.iter().any(|(other, _)| other.key == entry.key);
        let entries = node.entries().iter().filter(own).cloned().collect();
        self.map(&Node { spot: node.spot, kind: super::super::text::NodeKind::Map(entries) }, shape);
    }

    /// A step without an actor: it only checks, or something was forgotten.
    fn idle_step(&mut self, node: &Node) {
        if let Some(entry) = node.entry("do") {
            let word = entry.value.text().unwrap_or_default();
            let actors: Vec<&str> =
                ACTORS[..3].iter().copied().filter(|actor| words_of(actor).contains(&word)).collect();
            let actors = if actors.is_empty() { ACTORS[..3].to_vec() } else { actors };
            let message = format!("nobody does `{}`: `{}` is missing", shown(word), actors.join("` or `"));
            self.push(Diagnostic::error("missing-key", entry.spot, message));
            return;
        }
        let before = self.found.len();
        self.act(node, &super::acts::CHECK, "a step without `user`, `admin`, `on_premises`, `fault` or `restore`");
        if self.found.len() == before && node.entry("expect").is_none() {
            let message = "nothing happens in this step, and nothing is expected";
            let help = "say who acts (`user`, `admin`, `on_premises`), a `fault`, a `restore` or what to `expect`";
            self.push(Diagnostic::error("empty-step", node.head(), message).help(help));
        }
    }

    /// A step of an actor whose `do` is absent or unknown.
    fn unknown_act(&mut self, node: &Node, actor: &str) {
        let Some(entry) = node.entry("do") else {
            let message = format!("`do` is missing: a step with `{actor}` needs it");
            let help = format!("one of `{}`", words_of(actor).join("`, `"));
            self.push(Diagnostic::error("missing-key", node.head(), message).help(help));
            return;
        };
        let word = entry.value.text().unwrap_or_default();
        let others: Vec<&str> = ACTORS[..3].iter().copied().filter(|other| words_of(other).contains(&word)).collect();
        let message = format!("`{}` is nothing that `{actor}` can do", shown(word));
        let found = Diagnostic::error("unknown-word", entry.value.head(), message);
        self.push(match (others.first(), nearest(word, words_of(actor))) {
            (Some(other), _) => found.help(format!("it is done by `{other}`")),
            (None, Some(near)) => found.meant(Some(near)),
            (None, None) => found.help(format!("one of `{}`", words_of(actor).join("`, `"))),
        });
        // The other keys may still be judged, each by the first kind of step that knows it.
        for entry in node.entries().iter().filter(|entry| entry.key != "do") {
            let known = |act: &&super::acts::Act| act.shape.key(&entry.key);
            let own = ACTS.iter().filter(|act| act.actor == actor).find_map(|act| known(&act));
            match own.or_else(|| ACTS.iter().find_map(|act| known(&act))) {
                Some(Key { name: "to" | "on" | "name" | "set" | "on_premises", .. }) => {}
                Some(key) => self.value(&entry.value, &key.kind, key.name),
                None => self.unknown_key(entry, &super::acts::CHECK),
            }
        }
    }

    /// A path that a sweep varies, with the values that it takes.
    fn varied(&mut self, entry: &Entry) {
        let known = self.path(&entry.key, entry.spot);
        let node = &entry.value;
        match node.kind {
            super::super::text::NodeKind::Map(_) => self.map(node, &super::sweep::STEPS),
            super::super::text::NodeKind::List(_) => {}
            _ => {
                let message = format!("`{}` must be a list of values, or `{{from, to, step}}`", shown(&entry.key));
                self.push(Diagnostic::error("wrong-type", node.head(), message));
            }
        }
        let Some(kind) = known else { return };
        for item in node.items() {
            self.value(item, kind, entry.key.rsplit('.').next().unwrap_or_default());
        }
    }

    /// A path that a plan sets, with its value.
    fn set(&mut self, entry: &Entry) {
        if let Some(kind) = self.path(&entry.key, entry.spot) {
            self.value(&entry.value, kind, entry.key.rsplit('.').next().unwrap_or_default());
        }
    }

    /// The kind of value at a path such as `tenant.sspr.methods_required`; none where it is unknown, or not told by the
    /// tables: what is inside a step depends on its kind, an assumption on its name. Those are read again in their cells.
    fn path(&mut self, path: &str, spot: Spot) -> Option<&'static Kind> {
        let mut kind = super::TOP.key(path.split('.').next()?).map(|key| &key.kind);
        let mut shape: &Shape = &super::TOP;
        for (i, part) in path.split('.').enumerate() {
            if matches!(kind, Some(Kind::Step | Kind::Assumptions)) {
                return None;
            }
            if i > 0 {
                (kind, shape) = into(kind?, part, shape);
            }
            if kind.is_none() {
                let known = shape.all();
                let message = format!("unknown key `{}` in the path `{}`", shown(part), shown(path));
                let found = Diagnostic::error("unknown-key", spot, message);
                self.push(found.meant(nearest(part, known.iter().map(|key| key.name))));
                return None;
            }
        }
        kind.filter(|kind| !matches!(kind, Kind::Step | Kind::Assumptions))
    }
}

/// What a key means, as a message says it.
fn as_help(doc: &str) -> String {
    let mut letters = doc.trim_end_matches('.').chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// One step down a path: the kind of the part, and the table that was asked.
fn into<'a>(kind: &'static Kind, part: &str, before: &'a Shape) -> (Option<&'static Kind>, &'a Shape) {
    match kind {
        Kind::Map(shape) => (shape.key(part).map(|key| &key.kind), shape),
        Kind::List(kind) => (part.parse::<usize>().is_ok().then_some(*kind), before),
        Kind::Table(_, values) => (Some(*values), before),
        Kind::Either(kinds) => {
            let found = kinds.iter().map(|kind| into(kind, part, before)).find(|(kind, _)| kind.is_some());
            found.unwrap_or((None, before))
        }
        _ => (None, before),
    }
}

/// The value of an assumption as its table writes it: an order is its words parted by blanks.
pub(crate) fn assumption_value(node: &Node) -> Option<String> {
    if let super::super::text::NodeKind::List(items) = &node.kind {
        let words: Option<Vec<&str>> = items.iter().map(Node::text).collect();
        return words.map(|words| words.join(" "));
    }
    node.text().map(str::to_owned)
}

/// The duration that somebody meant who wrote `1 day` or `30 minutes`.
fn span_meant(text: &str) -> Option<String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let letter = unit.trim().to_ascii_lowercase().chars().next().filter(|c| "smhd".contains(*c))?;
    (digits > 0).then(|| format!("{number}{letter}"))
}

/// Where a product name stands for several products, or an old name for a renamed one.
fn same_name(text: &str) -> Option<String> {
    use crate::model::licence::TABLE;
    let ids = |name: &str| -> Vec<&str> { TABLE.named(name).map(|sku| TABLE.product(sku).part_number).collect() };
    let several = ids(text);
    if !several.is_empty() {
        return Some(format!("several products have this name: write one of `{}`", several.join("`, `")));
    }
    let renamed = ids(&text.replace("Azure AD Premium", "Microsoft Entra ID"));
    let id = renamed.first()?;
    Some(format!("did you mean `{id}`, which is called {} now?", TABLE.product(TABLE.sku(id)?).name))
}
