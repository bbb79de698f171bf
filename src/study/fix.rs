//! The smallest fix for a person: the fewest changed facts after which every refused day is a day of success.

use crate::ledger::standing::judge;
use crate::model::time::Date;
use crate::rules::{Book, Case};
use crate::scenario::Scenario;

use super::cost::Cost;
use super::fact::Fact;
use crate::model::price::Prices;

/// How many facts a fix may change.
const MOST: usize = 3;

/// Facts to change together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// In the order of their names.
    pub facts: Vec<Fact>,
    /// What they cost a month.
    pub cost: Cost,
}

/// Every set of facts worth trying, smallest first, then cheapest, then by name.
#[derive(Clone, Debug)]
pub struct Fixes<'a> {
    scenario: &'a Scenario,
    book: &'a Book,
    sets: Vec<Fix>,
}

impl<'a> Fixes<'a> {
    /// The sets for a tenant, with prices of a day.
    #[must_use]
    pub fn new(scenario: &'a Scenario, book: &'a Book, prices: &Prices, day: Date) -> Self {
        let facts = Fact::all(scenario);
        let mut sets: Vec<Fix> = Vec::new();
        let mut last: Vec<(usize, Fix)> = vec![(0, Fix { facts: Vec::new(), cost: Cost::NONE })];
        for _ in 0..MOST {
            let mut next = Vec::new();
            for (from, set) in &last {
                for (i, fact) in facts.iter().enumerate().skip(*from) {
                    let mut grown = set.clone();
                    grown.facts.push(*fact);
                    grown.cost = grown.cost.and(fact.cost(prices, day));
                    next.push((i + 1, grown));
                }
            }
            // Known prices come before unknown ones; a stable sort leaves names in order.
            let mut grown: Vec<Fix> = next.iter().map(|(_, fix)| fix.clone()).collect();
            grown.sort_by_key(|fix| fix.cost);
            sets.extend(grown);
            last = next;
        }
        Self { scenario, book, sets }
    }

    /// The smallest fix after which all these cases succeed; none where no set of up to three facts does it.
    #[must_use]
    pub fn smallest(&self, refused: &[Case]) -> Option<Fix> {
        self.sets.iter().find(|fix| refused.iter().all(|case| self.works(&fix.facts, case))).cloned()
    }

    /// Whether a case succeeds with these facts changed, by deciding again.
    #[must_use]
    pub fn works(&self, facts: &[Fact], case: &Case) -> bool {
        let mut case = *case;
        facts.iter().for_each(|fact| fact.change(&mut case, self.scenario));
        judge(self.book, &case).able
    }
}
