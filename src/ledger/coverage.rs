//! Which rules a set of runs exercised: found by deciding every case again and listening.

use std::collections::BTreeMap;

use crate::rules::book::{Book, RuleIx};
use crate::rules::rule::{Law, Rule};
use crate::rules::terms::Terms;
use crate::rules::{Listener, catalogue, decide};

use super::Ledger;

/// How often a rule was met.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Met {
    /// A gate blocked, a term changed something, an effect applied.
    pub said: u64,
    /// A gate was asked and did not block.
    pub held: u64,
}

/// Rules met, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(pub BTreeMap<&'static str, Met>);

impl Listener for Coverage {
    const LISTENS: bool = true;

    fn term(&mut self, rule: RuleIx, before: &Terms, after: &Terms) {
        self.meet(rule, before != after);
    }

    fn gate(&mut self, rule: RuleIx, blocks: bool) {
        self.meet(rule, blocks);
    }

    fn effect(&mut self, rule: RuleIx) {
        self.meet(rule, true);
    }
}

impl Coverage {
    fn meet(&mut self, rule: RuleIx, said: bool) {
        let met = self.0.entry(rule.rule().id).or_default();
        if said {
            met.said += 1;
        } else {
            met.held += 1;
        }
    }

    /// Adds what a run exercised.
    pub fn add(&mut self, book: &Book, ledger: &Ledger) {
        for entry in &ledger.entries {
            decide(book, &entry.case, self);
        }
    }

    /// What a rule was met with.
    #[must_use]
    pub fn of(&self, id: &str) -> Met {
        self.0.get(id).copied().unwrap_or_default()
    }
}

/// The rules that a decision consults: gates, terms and effects. Limits are read where they are used and cannot be
/// heard.
pub fn consulted() -> impl Iterator<Item = &'static Rule> {
    let heard = |rule: &&Rule| matches!(rule.law, Law::Gate { .. } | Law::Term { .. } | Law::Effect { .. });
    catalogue::RULES.iter().copied().filter(heard)
}
