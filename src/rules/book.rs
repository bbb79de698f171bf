//! The rulebook of a run: the rules in force at each moment, with their dates, and the assumptions as values.

use crate::model::time::Instant;

use super::assumed::Assumed;
use super::case::{Case, MomentSet};
use super::rule::{Do, Test};
use super::terms::Terms;

/// A position in the catalogue of rules.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIx(pub u16);

/// When a rule holds: from the first moment, before the second.
#[derive(Copy, Clone, Debug)]
pub(super) struct Dates(pub(super) Instant, pub(super) Instant);

impl Dates {
    pub(super) const fn hold(self, at: Instant) -> bool {
        self.0.0 <= at.0 && at.0 < self.1.0
    }
}

/// A term in the chain of a moment.
#[derive(Copy, Clone, Debug)]
pub(super) struct ChainTerm {
    pub(super) rule: RuleIx,
    pub(super) dates: Dates,
    pub(super) sets: fn(&Case, &Book, &mut Terms),
}

/// A gate in the chain of a moment.
#[derive(Copy, Clone, Debug)]
pub(super) struct ChainGate {
    pub(super) rule: RuleIx,
    pub(super) dates: Dates,
    /// The lower one wins; equal ranks go by place.
    pub(super) rank: u8,
    pub(super) blocks: Test,
}

/// An effect in the chain of a moment.
#[derive(Copy, Clone, Debug)]
pub(super) struct ChainEffect {
    pub(super) rule: RuleIx,
    pub(super) dates: Dates,
    /// It may be named as the rule that decided.
    pub(super) names: bool,
    pub(super) applies: Test,
    pub(super) does: &'static [Do],
}

/// A limit in the chain of a moment.
#[derive(Copy, Clone, Debug)]
pub(super) struct ChainLimit {
    pub(super) rule: RuleIx,
    pub(super) dates: Dates,
    pub(super) felt: Test,
}

/// What is asked at one moment, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub(super) terms: Vec<ChainTerm>,
    pub(super) gates: Vec<ChainGate>,
    pub(super) limits: Vec<ChainLimit>,
    pub(super) effects: Vec<ChainEffect>,
}

/// The rules in force for one run.
#[derive(Clone, Debug)]
pub struct Book {
    /// The assumptions as values.
    pub assumed: Assumed,
    pub(super) chains: [Chain; MomentSet::COUNT],
    pub(super) absent: Vec<RuleIx>,
}

impl Book {
    /// Whether the book has a rule: it was not taken out.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.absent.iter().all(|ix| ix.rule().id != id)
    }

    /// Whether a rule holds on a moment, with the dates that the assumptions give it.
    #[must_use]
    pub fn holds(&self, id: &str, at: Instant) -> bool {
        let named = |rule: RuleIx| rule.rule().id == id;
        self.chains.iter().any(|chain| {
            chain.gates.iter().any(|gate| named(gate.rule) && gate.dates.hold(at))
                || chain.terms.iter().any(|term| named(term.rule) && term.dates.hold(at))
        })
    }

    /// The instants after `from` at which a term or gate of these moments begins to hold (true) or ceases to, each
    /// with its rule, in order.
    #[must_use]
    pub fn turns(&self, from: Instant, moments: MomentSet) -> Vec<(Instant, RuleIx, bool)> {
        let asked = self.chains.iter().enumerate().filter(|(position, _)| moments.holds(*position));
        let dated = asked.flat_map(|(_, chain)| {
            let terms = chain.terms.iter().map(|term| (term.rule, term.dates));
            terms.chain(chain.gates.iter().map(|gate| (gate.rule, gate.dates)))
        });
        let both = dated.flat_map(|(rule, dates)| [(dates.0, rule, true), (dates.1, rule, false)]);
        let mut turns: Vec<_> = both.filter(|(at, ..)| from < *at && *at < Instant(i64::MAX)).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }
}
