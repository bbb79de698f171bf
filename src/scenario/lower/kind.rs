//! What a value may be: the tables of known keys are written in these words, and both the checker and the JSON Schema
//! read them.

use super::super::text::Node;
use super::times::{at, moment};
use crate::model::ratio::{Share, millionths};
use crate::model::sync::Version;
use crate::model::time::{Date, Instant, Span};

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Anything: it is not read.
    Any,
    /// Any text.
    Text,
    /// `null` or nothing.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number between two bounds.
    Int(i64, i64),
    /// A whole number of 64 bits.
    Seed,
    /// A decimal from 0 to 1.
    Share,
    /// A decimal of at least 0.
    Decimal,
    /// A day.
    Date,
    /// An instant or a day.
    Moment,
    /// An instant or a length of time.
    End,
    /// A step's time.
    At,
    /// A length of time.
    Span,
    /// A number, a length of time, or an instant or a day: what a range goes through.
    Amount,
    /// A version of two to four numbers.
    Version,
    /// A number or its digits as text.
    Digits,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// A name that a table or the file itself must have.
    Named(Naming),
    /// One of several kinds that differ in form: nothing, a scalar, a list, a map.
    Either(&'static [Kind]),
    /// A list.
    List(&'static Kind),
    /// A map with known keys.
    Map(&'static Shape),
    /// A map whose keys are values themselves.
    Table(&'static Kind, &'static Kind),
    /// The map of assumptions.
    Assumptions,
    /// A step.
    Step,
    /// The map of paths that a sweep varies.
    Vary,
    /// The map of paths that a plan sets, each with its value.
    Set,
}

/// What a name stands for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// A product.
    Sku,
    /// A product, or `none`.
    SkuOrNone,
    /// A service plan.
    Plan,
    /// An administrator role.
    Role,
    /// A rule.
    Rule,
    /// A failure.
    Fault,
    /// A person of the file.
    User,
    /// A group of the tenant.
    Group,
    /// A person or a group.
    Member,
    /// A forest.
    Forest,
    /// A sync server or agent.
    Sync,
    /// Anything that a failure may be put on.
    Target,
    /// A domain of the tenant.
    Domain,
    /// The id of a step.
    StepId,
}

impl Naming {
    /// What the name stands for, in words.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Sku => "product",
            Self::SkuOrNone => "product (or `none`)",
            Self::Plan => "service plan",
            Self::Role => "role",
            Self::Rule => "rule",
            Self::Fault => "fault",
            Self::User => "person",
            Self::Group => "group",
            Self::Member => "person or group",
            Self::Forest => "forest",
            Self::Sync => "sync server",
            Self::Target => "forest, sync server, person or `tenant`",
            Self::Domain => "domain of the tenant",
            Self::StepId => "step id",
        }
    }
}

/// A known key.
#[derive(Debug)]
pub(crate) struct Key {
    /// The key.
    pub(crate) name: &'static str,
    /// What its value may be.
    pub(crate) kind: Kind,
    /// What it means, for editors.
    pub(crate) doc: &'static str,
    /// Whether it must be there.
    pub(crate) required: bool,
}

/// A map with known keys.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What the map describes, in words.
    pub(crate) what: &'static str,
    /// Its own keys.
    pub(crate) keys: &'static [Key],
    /// Tables whose keys it has as well.
    pub(crate) also: &'static [&'static Shape],
}

impl Shape {
    /// The key with this name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        let own = self.keys.iter().find(|key| key.name == name);
        own.or_else(|| self.also.iter().find_map(|shape| shape.key(name)))
    }

    /// Every key, the own ones first.
    pub(crate) fn all(&self) -> Vec<&'static Key> {
        self.keys.iter().chain(self.also.iter().flat_map(|shape| shape.all())).collect()
    }
}

/// Declares a table of known keys: `"key" => kind, "what it means";`, with `@required` after keys that must be there.
///
/// The names in brackets are tables whose keys belong to this map as well.
macro_rules! shape {
    (
        $(#[$meta:meta])* $name:ident, $what:literal, [$($also:ident),*],
        { $($key:literal $(@ $required:ident)? => $kind:expr, $doc:literal;)* }
    ) => {
        $(#[$meta])*
        pub(crate) static $name: $crate::scenario::lower::kind::Shape = $crate::scenario::lower::kind::Shape {
            what: $what,
            keys: &[$($crate::scenario::lower::kind::Key {
                name: $key,
                kind: $kind,
                doc: $doc,
                required: $crate::scenario::lower::kind::required!($($required)?),
            }),*],
            also: &[$(&$also),*],
        };
    };
}
pub(crate) use shape;

/// `true` where a key carries `@required`.
macro_rules! required {
    (required) => {
        true
    };
    () => {
        false
    };
}
pub(crate) use required;

/// The kind of a closed list of words.
macro_rules! word {
    ($type:ty) => {
        $crate::scenario::lower::kind::Kind::Word(|| <$type>::ALL.iter().map(|value| value.word()).collect())
    };
}
pub(crate) use word;

/// The form of a value, in words.
pub(crate) fn form(node: &Node) -> &'static str {
    use super::super::text::NodeKind;
    match node.kind {
        NodeKind::Null => "nothing",
        NodeKind::Text { .. } => "text",
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
    }
}

impl Kind {
    /// What is expected, in words.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Any => "anything".into(),
            Self::Text => "text".into(),
            Self::Null => "nothing".into(),
            Self::Bool => "true or false".into(),
            Self::Int(min, max) => format!("a whole number from {min} to {max}"),
            Self::Seed => format!("a whole number from 0 to {}", u64::MAX),
            Self::Share => "a share from 0 to 1 with at most six places".into(),
            Self::Decimal => "a number of at least 0 with at most six places".into(),
            Self::Date => "a day of the calendar such as `2026-11-02`".into(),
            Self::Moment => "a date or an instant such as `2026-11-02T08:00:00Z`".into(),
            Self::End => "an instant such as `2026-11-03T08:00:00Z` or a duration such as `36h`".into(),
            Self::At => "a time such as `\"10:05\"`, `\"d2 09:00\"`, `\"+90m\"` or `2026-11-02T10:05:00Z`".into(),
            Self::Span => "a duration such as `90s`, `20m`, `2h` or `42d`".into(),
            Self::Amount => "a number of at least 0, a duration such as `20m`, or a date or an instant such as \
                 `2026-11-02T08:00:00Z`"
                .into(),
            Self::Version => "a version such as `2.5.79.0`".into(),
            Self::Digits => "a number".into(),
            Self::Word(words) => format!("one of `{}`", words().join("`, `")),
            Self::Named(naming) => format!("the name of a {}", naming.what()),
            Self::Either(kinds) => {
                let all: Vec<String> = kinds.iter().map(Self::expected).collect();
                all.join(", or ")
            }
            Self::List(_) => "a list".into(),
            Self::Map(shape) => format!("a map that describes {}", shape.what),
            Self::Table(..) | Self::Assumptions | Self::Vary | Self::Set => "a map".into(),
            Self::Step => "a step".into(),
        }
    }

    /// Whether a value has the form of this kind, whatever it says.
    pub(crate) fn has_form(&self, node: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::Null => node.is_null(),
            Self::List(_) => matches!(node.kind, super::super::text::NodeKind::List(_)),
            Self::Map(_) | Self::Table(..) | Self::Assumptions | Self::Step | Self::Vary | Self::Set => {
                matches!(node.kind, super::super::text::NodeKind::Map(_))
            }
            Self::Either(kinds) => kinds.iter().any(|kind| kind.has_form(node)),
            _ => node.text().is_some(),
        }
    }

    /// Whether a scalar says something of this kind; names are looked up elsewhere.
    pub(crate) fn allows(&self, node: &Node) -> bool {
        let Some(text) = node.text() else { return false };
        let plain = node.plain();
        match self {
            Self::Bool => plain.and_then(truth).is_some(),
            Self::Int(min, max) => plain.and_then(|n| n.parse::<i64>().ok()).is_some_and(|n| *min <= n && n <= *max),
            Self::Seed => plain.is_some_and(|n| n.parse::<u64>().is_ok()),
            Self::Share => plain.and_then(Share::parse).is_some(),
            Self::Decimal => plain.and_then(millionths).is_some_and(|n| n <= 1_000_000_000_000),
            Self::Date => Date::parse(text).is_some(),
            Self::Moment => moment(text).is_some(),
            Self::End => moment(text).is_some() || Span::parse(text).is_some(),
            Self::At => at(text, Instant(0)).is_some(),
            Self::Span => Span::parse(text).is_some(),
            Self::Amount => [Self::Decimal, Self::Span, Self::Moment].iter().any(|kind| kind.allows(node)),
            Self::Version => Version::parse(text).is_some(),
            Self::Digits => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
            Self::Word(words) => words().contains(&text),
            _ => true,
        }
    }
}

/// `true` and `false` as YAML 1.2 writes them.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}
