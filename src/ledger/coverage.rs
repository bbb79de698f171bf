//! Which rules a set of runs exercised: found by deciding every case again and listening.

use std::collections::BTreeMap;

use crate::rules::assumptions::Assumptions;
use crate::rules::book::{Book, RuleIx};
use crate::rules::heard::said;
use crate::rules::rule::{Expected, Law, Rule};
use crate::rules::terms::Terms;
use crate::rules::{Case, Listener, catalogue, decide};

use super::Ledger;

/// How often a rule was met.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Met {
    /// A gate blocked, a term changed something, an effect applied, a limit made a difference.
    pub said: u64,
    /// A gate was asked and did not block, or a term left things as they were.
    pub held: u64,
    /// It decided.
    pub decided: u64,
}

impl Met {
    /// Whether it was asked at all.
    #[must_use]
    pub const fn exercised(self) -> bool {
        self.said + self.held > 0
    }
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

    fn limit(&mut self, rule: RuleIx, felt: bool) {
        self.meet(rule, felt);
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
        ledger.entries.iter().for_each(|entry| self.decide(book, &entry.case));
    }

    fn decide(&mut self, book: &Book, case: &Case) {
        if let Some(rule) = decide(book, case, self).rule_id() {
            self.0.entry(rule).or_default().decided += 1;
        }
    }

    /// Adds what the rules' own worked examples exercise of their rules, and the figures that a test reads for a limit.
    pub fn add_examples(&mut self) {
        let plain = Book::new(&Assumptions::default());
        for rule in catalogue::RULES.iter().copied() {
            for example in rule.examples {
                let changed = if example.assume.is_empty() { None } else { Some(example.book()) };
                let (book, case) = (changed.as_ref().unwrap_or(&plain), example.case());
                let met = self.0.entry(rule.id).or_default();
                match said(rule, book, &case) {
                    Some(Expected::Blocks | Expected::Changes | Expected::Applies) => met.said += 1,
                    Some(Expected::Holds | Expected::Leaves | Expected::Silent) => met.held += 1,
                    None => {}
                }
                met.decided += u64::from(decide(book, &case, &mut ()).rule_id() == Some(rule.id));
            }
            if !rule.figures.is_empty() {
                self.0.entry(rule.id).or_default().said += rule.figures.len() as u64;
            }
        }
    }

    /// What a rule was met with.
    #[must_use]
    pub fn of(&self, id: &str) -> Met {
        self.0.get(id).copied().unwrap_or_default()
    }
}

/// The rules that the engine executes.
pub fn executable() -> impl Iterator<Item = &'static Rule> {
    catalogue::RULES.iter().copied().filter(|rule| !matches!(rule.law, Law::Fact))
}

/// Where a run met one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Positions of steps, in [`Ledger::steps`], at which it said something.
    pub said: Vec<usize>,
    /// Positions of steps that it decided.
    pub decided: Vec<usize>,
    /// How many decisions asked it without anything to say.
    pub held: usize,
}

/// Where a run met one rule.
#[must_use]
pub fn places(rule: &'static Rule, book: &Book, ledger: &Ledger) -> Places {
    let mut places = Places::default();
    for entry in &ledger.entries {
        match said(rule, book, &entry.case) {
            Some(Expected::Blocks | Expected::Changes | Expected::Applies) => places.said.push(entry.step),
            Some(_) => places.held += 1,
            None => {}
        }
        if ledger.steps.get(entry.step).is_some_and(|step| step.rule == Some(rule.id)) {
            places.decided.push(entry.step);
        }
    }
    places.said.dedup();
    places.decided.dedup();
    places
}
