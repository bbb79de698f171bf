//! Named assumptions: where public documents disagree or are silent, one switch each, set by the scenario.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::ratio::millionths;
use crate::model::time::{Date, Span};

/// What values an assumption may take.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Values {
    /// One of these words.
    List {
        /// The words.
        words: Vec<String>,
    },
    /// A day, or one of the extra words.
    Date {
        /// Extra words, such as `never`.
        #[serde(default)]
        words: Vec<String>,
    },
    /// A whole number between bounds, or one of the extra words.
    Integer {
        /// Least value.
        min: String,
        /// Greatest value.
        max: String,
        /// Extra words.
        #[serde(default)]
        words: Vec<String>,
    },
    /// A decimal number between bounds.
    Number {
        /// Least value.
        min: String,
        /// Greatest value.
        max: String,
    },
    /// A length of time between bounds.
    Duration {
        /// Least value.
        min: String,
        /// Greatest value.
        max: String,
    },
    /// These words in some order.
    Order {
        /// The words.
        words: Vec<String>,
    },
}

impl Values {
    /// Whether the text is one of the values; an order is written as its words parted by blanks.
    #[must_use]
    pub fn allows(&self, text: &str) -> bool {
        let listed = |words: &[String]| words.iter().any(|word| word == text);
        match self {
            Self::List { words } => listed(words),
            Self::Date { words } => listed(words) || Date::parse(text).is_some(),
            Self::Integer { min, max, words } => listed(words) || between(text, min, max, |s| s.parse::<u64>().ok()),
            Self::Number { min, max } => between(text, min, max, millionths),
            Self::Duration { min, max } => between(text, min, max, Span::parse),
            Self::Order { words } => {
                let mut given: Vec<&str> = text.split(' ').collect();
                let mut expected: Vec<&str> = words.iter().map(String::as_str).collect();
                given.sort_unstable();
                expected.sort_unstable();
                given == expected
            }
        }
    }

    /// What is expected, in words, for a message.
    #[must_use]
    pub fn expected(&self) -> String {
        let or = |what: String, words: &[String]| {
            if words.is_empty() { what } else { format!("{what} or `{}`", words.join("`, `")) }
        };
        match self {
            Self::List { words } => format!("one of `{}`", words.join("`, `")),
            Self::Date { words } => or("a date such as `2026-10-05`".into(), words),
            Self::Integer { min, max, words } => or(format!("a whole number from {min} to {max}"), words),
            Self::Number { min, max } => format!("a number from {min} to {max}"),
            Self::Duration { min, max } => format!("a duration from `{min}` to `{max}`"),
            Self::Order { words } => format!("a list with each of `{}` once", words.join("`, `")),
        }
    }

    /// The words that may stand for a value; empty where only a number, date or duration may.
    #[must_use]
    pub fn words(&self) -> &[String] {
        match self {
            Self::List { words } | Self::Date { words } | Self::Integer { words, .. } | Self::Order { words } => words,
            Self::Number { .. } | Self::Duration { .. } => &[],
        }
    }
}

fn between<T: PartialOrd>(text: &str, min: &str, max: &str, read: impl Fn(&str) -> Option<T>) -> bool {
    match (read(text), read(min), read(max)) {
        (Some(value), Some(min), Some(max)) => min <= value && value <= max,
        _ => false,
    }
}

/// One named assumption.
#[derive(Debug, Deserialize)]
pub struct Assumption {
    /// The name, as in a scenario.
    pub name: String,
    /// The question it answers.
    pub question: String,
    /// The values it may take.
    pub values: Values,
    /// The value where a scenario says nothing; an order is written as its words parted by blanks.
    pub default: String,
    /// Why it is needed.
    pub why: String,
    /// `disputed`, `silent`, `announced` or `assumed`.
    pub basis: String,
    /// The rules it touches.
    pub rules: Vec<String>,
}

/// Every named assumption.
pub static ASSUMPTIONS: LazyLock<Vec<Assumption>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/assumptions.json")).expect("the table inside the program is sound")
});

/// The assumption with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Assumption> {
    ASSUMPTIONS.iter().find(|assumption| assumption.name == name)
}

/// The values in force: one for every assumption, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumptions(Vec<String>);

impl Default for Assumptions {
    fn default() -> Self {
        Self(ASSUMPTIONS.iter().map(|assumption| assumption.default.clone()).collect())
    }
}

impl Assumptions {
    /// Sets a value; `false` when the name is unknown or the value is none of the assumption's.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let found =
            ASSUMPTIONS.iter().position(|assumption| assumption.name == name && assumption.values.allows(value));
        if let Some(i) = found {
            value.clone_into(&mut self.0[i]);
        }
        found.is_some()
    }

    /// The value of an assumption; the empty text for a name that the table does not have.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let at = ASSUMPTIONS.iter().position(|assumption| assumption.name == name);
        at.map_or("", |i| &self.0[i])
    }

    /// Every assumption with its value in force.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Assumption, &str)> {
        ASSUMPTIONS.iter().zip(self.0.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_one_of_its_values() {
        assert_eq!(ASSUMPTIONS.len(), 97);
        for assumption in ASSUMPTIONS.iter() {
            assert!(assumption.values.allows(&assumption.default), "{}", assumption.name);
        }
    }

    #[test]
    fn a_value_outside_is_refused_and_changes_nothing() {
        let mut values = Assumptions::default();
        assert!(values.set("licence-gate-writeback", "user"));
        assert!(!values.set("licence-gate-writeback", "maybe"));
        assert!(!values.set("licence-gate-write-back", "user"));
        assert_eq!(values.get("licence-gate-writeback"), "user");
        assert!(values.set("registered-only-from", "never") && !values.set("registered-only-from", "2026-02-30"));
    }
}
