//! What one rule says of a case, found by deciding the case and listening.

use super::book::{Book, RuleIx};
use super::case::Case;
use super::decide::{Listener, decide};
use super::rule::{Expected, Law, Rule};
use super::terms::Terms;

/// Hears what one rule says.
struct Ear {
    id: &'static str,
    heard: Option<Expected>,
}

impl Ear {
    fn hear(&mut self, ix: RuleIx, said: Expected) {
        if ix.rule().id == self.id {
            self.heard = Some(said);
        }
    }
}

impl Listener for Ear {
    const LISTENS: bool = true;

    fn term(&mut self, ix: RuleIx, before: &Terms, after: &Terms) {
        self.hear(ix, if before == after { Expected::Leaves } else { Expected::Changes });
    }

    fn gate(&mut self, ix: RuleIx, blocks: bool) {
        self.hear(ix, if blocks { Expected::Blocks } else { Expected::Holds });
    }

    fn limit(&mut self, ix: RuleIx, felt: bool) {
        self.hear(ix, if felt { Expected::Applies } else { Expected::Silent });
    }

    fn effect(&mut self, ix: RuleIx) {
        self.hear(ix, Expected::Applies);
    }
}

/// Collects the gates that block.
struct Blocking(Vec<&'static Rule>);

impl Listener for Blocking {
    const LISTENS: bool = true;

    fn term(&mut self, _: RuleIx, _: &Terms, _: &Terms) {}

    fn gate(&mut self, ix: RuleIx, blocks: bool) {
        if blocks {
            self.0.push(ix.rule());
        }
    }

    fn effect(&mut self, _: RuleIx) {}
}

/// Every gate that blocks a case, in order of precedence.
#[must_use]
pub fn blocking(book: &Book, case: &Case) -> Vec<&'static Rule> {
    let mut found = Blocking(Vec::new());
    decide(book, case, &mut found);
    found.0
}

/// What a rule says of a case; none where it is not asked.
///
/// An effect is silent only where nothing blocks, and a rule outside its dates neither blocks nor changes anything.
#[must_use]
pub fn said(rule: &'static Rule, book: &Book, case: &Case) -> Option<Expected> {
    let mut ear = Ear { id: rule.id, heard: None };
    let verdict = decide(book, case, &mut ear);
    let dated = rule.since.is_some() || rule.until.is_some();
    let here = |at: super::case::MomentSet| at.holds(case.moment.position());
    ear.heard.or(match rule.law {
        Law::Effect { at, .. } => (verdict.passes() && here(at)).then_some(Expected::Silent),
        Law::Gate { at, .. } => (dated && here(at)).then_some(Expected::Holds),
        Law::Term { at, .. } => (dated && here(at)).then_some(Expected::Leaves),
        Law::Limit { at, .. } => (dated && here(at)).then_some(Expected::Silent),
        Law::Fact => None,
    })
}
