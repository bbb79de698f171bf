//! People whose cases are the same: each kind of case is decided once, however many people stand in it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::ledger::standing::{Judgement, Snapshot, judge};
use crate::rules::{Book, Case};
use crate::scenario::Scenario;

/// One kind of case.
#[derive(Clone, Debug)]
pub struct Class {
    /// The first check of a reset.
    pub case: Case,
    /// What it comes to as the scenario assumes, and with a writeback gate that asks for an own right.
    pub judged: (Judgement, Judgement),
}

/// Every kind of case met so far, in the order in which they were met.
#[derive(Clone, Debug)]
pub struct Classes {
    book: Book,
    strict: Book,
    all: Vec<Class>,
    /// Positions of classes, by a hash of their facts.
    by_hash: BTreeMap<u64, Vec<usize>>,
}

impl Classes {
    /// No class yet, under the assumptions of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let mut values = scenario.assumptions.clone();
        values.set("licence-gate-writeback", "user");
        let (book, strict) = (Book::new(&scenario.assumptions), Book::new(&values));
        Self { book, strict, all: Vec::new(), by_hash: BTreeMap::new() }
    }

    /// The position of the class of each person of a snapshot, in its order.
    pub fn sort(&mut self, snapshot: &Snapshot) -> Vec<usize> {
        snapshot.people.iter().map(|standing| self.of(&standing.case)).collect()
    }

    fn of(&mut self, case: &Case) -> usize {
        let mut hasher = DefaultHasher::new();
        (case.at, case.faults, case.person, case.tenant, case.site).hash(&mut hasher);
        let alike = self.by_hash.entry(hasher.finish()).or_default();
        if let Some(known) = alike.iter().find(|i| self.all[**i].case == *case) {
            return *known;
        }
        let judged = (judge(&self.book, case), judge(&self.strict, case));
        alike.push(self.all.len());
        self.all.push(Class { case: *case, judged });
        self.all.len() - 1
    }

    /// A class by its position.
    #[must_use]
    pub fn get(&self, class: usize) -> &Class {
        &self.all[class]
    }

    /// What people of these classes come to.
    #[must_use]
    pub fn judged(&self, classes: &[usize]) -> Vec<(Judgement, Judgement)> {
        classes.iter().map(|class| self.all[*class].judged).collect()
    }
}
