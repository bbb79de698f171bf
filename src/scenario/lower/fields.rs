//! Reading a map that the checker has walked already: what is absent or wrong reads as none, and nothing is reported twice.

use super::super::diagnostic::Spot;
use super::super::text::Node;
use super::kind::{Shape, truth};
use super::times::moment;
use crate::model::ratio::Share;
use crate::model::time::{Date, Instant, Span};

/// A map with known keys.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Fields<'a> {
    node: Option<&'a Node>,
    shape: &'static Shape,
}

impl<'a> Fields<'a> {
    /// The keys of a map.
    pub(crate) const fn of(node: &'a Node, shape: &'static Shape) -> Self {
        Self { node: Some(node), shape }
    }

    /// The value under a key, `null` included.
    pub(crate) fn raw(self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.shape.key(key).is_some(), "`{key}` is not in the table of {}", self.shape.what);
        self.node?.get(key)
    }

    /// The value under a key, unless it is `null`.
    pub(crate) fn get(self, key: &str) -> Option<&'a Node> {
        self.raw(key).filter(|node| !node.is_null())
    }

    /// Whether the key stands there, `null` or not.
    pub(crate) fn has(self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    /// A text.
    pub(crate) fn str(self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }

    /// A text of its own.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        self.str(key).map(str::to_owned)
    }

    /// A text that may be set to nothing: the outer none is an absent key.
    pub(crate) fn text_or_null(self, key: &str) -> Option<Option<String>> {
        self.raw(key).map(|node| node.text().map(str::to_owned))
    }

    /// `true` or `false`.
    pub(crate) fn bool(self, key: &str) -> Option<bool> {
        truth(self.get(key)?.plain()?)
    }

    /// A whole number.
    pub(crate) fn int(self, key: &str) -> Option<i64> {
        self.get(key)?.plain()?.parse().ok()
    }

    /// A whole number that fits 32 bits.
    pub(crate) fn count(self, key: &str) -> Option<u32> {
        self.get(key)?.plain()?.parse().ok()
    }

    /// A share.
    pub(crate) fn share(self, key: &str) -> Option<Share> {
        Share::parse(self.get(key)?.plain()?)
    }

    /// A day.
    pub(crate) fn date(self, key: &str) -> Option<Date> {
        Date::parse(self.str(key)?)
    }

    /// An instant, or the first of a day.
    pub(crate) fn moment(self, key: &str) -> Option<Instant> {
        moment(self.str(key)?)
    }

    /// A length of time.
    pub(crate) fn span(self, key: &str) -> Option<Span> {
        Span::parse(self.str(key)?)
    }

    /// Something read from a text: a word, a name.
    pub(crate) fn word<T>(self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        parse(self.str(key)?)
    }

    /// The items of a list; none for an absent one.
    pub(crate) fn list(self, key: &str) -> &'a [Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// What the texts of a list stand for; the outer none is an absent list.
    pub(crate) fn words<T, C: FromIterator<T>>(self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Option<C> {
        let list = self.get(key)?;
        Some(list.items().iter().filter_map(|item| parse(item.text()?)).collect())
    }

    /// The map under a key; an absent one reads as one without keys.
    pub(crate) fn map(self, key: &str, shape: &'static Shape) -> Fields<'a> {
        Self { node: self.get(key), shape }
    }

    /// The place of the value under a key, of the map itself where there is none.
    pub(crate) fn spot(self, key: &str) -> Spot {
        match self.raw(key) {
            Some(node) => node.head(),
            None => self.head(),
        }
    }

    /// The place of the map.
    pub(crate) fn head(self) -> Spot {
        self.node.map(Node::head).unwrap_or_default()
    }
}
