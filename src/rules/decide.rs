//! The one decision function: terms, then every gate of the moment, then the effects of success.

use crate::model::ask::{Code, Outcome};

use super::book::{Book, RuleIx};
use super::case::Case;
use super::rule::{Do, Law, View};
use super::terms::Terms;

/// What came of a case.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may go on.
    pub outcome: Outcome,
    /// The rule that decided; none where no rule of the moment had anything to say.
    pub rule: Option<RuleIx>,
    /// The code shown.
    pub code: Option<Code>,
    /// What was required.
    pub terms: Terms,
}

impl Verdict {
    /// The id of the rule that decided.
    #[must_use]
    pub fn rule_id(&self) -> Option<&'static str> {
        self.rule.map(|ix| ix.rule().id)
    }

    /// Whether nothing blocked.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.outcome == Outcome::Success
    }
}

/// Hears each rule as it is consulted.
pub trait Listener {
    /// Whether there is anybody to hear; a silent listener costs nothing.
    const LISTENS: bool;

    /// A term was applied.
    fn term(&mut self, rule: RuleIx, before: &Terms, after: &Terms);

    /// A gate was asked.
    fn gate(&mut self, rule: RuleIx, blocks: bool);

    /// An effect applies.
    fn effect(&mut self, rule: RuleIx);
}

impl Listener for () {
    const LISTENS: bool = false;

    fn term(&mut self, _: RuleIx, _: &Terms, _: &Terms) {}

    fn gate(&mut self, _: RuleIx, _: bool) {}

    fn effect(&mut self, _: RuleIx) {}
}

/// Decides a case.
///
/// Pure and total: the same book and case give the same verdict. Every gate of the moment is asked; of those that
/// block, the one whose code comes first in the rulebook's order decides, and the order of the catalogue among equals.
pub fn decide<L: Listener>(book: &Book, case: &Case, listener: &mut L) -> Verdict {
    let chain = &book.chains[case.moment.position()];
    let mut terms = Terms::new(case);
    for term in chain.terms.iter().filter(|term| term.dates.hold(case.at)) {
        if L::LISTENS {
            let before = terms;
            (term.sets)(case, book, &mut terms);
            listener.term(term.rule, &before, &terms);
        } else {
            (term.sets)(case, book, &mut terms);
        }
    }
    let view = View { case, terms: &terms, book };
    let mut deciding: Option<(u8, RuleIx)> = None;
    for gate in chain.gates.iter().filter(|gate| gate.dates.hold(case.at)) {
        let blocks = (gate.blocks)(&view);
        if L::LISTENS {
            listener.gate(gate.rule, blocks);
        }
        if blocks && deciding.is_none_or(|(rank, _)| gate.rank < rank) {
            deciding = Some((gate.rank, gate.rule));
        }
    }
    match deciding {
        Some((_, ix)) => blocked(book, ix, case, terms),
        None => passed(&view, listener),
    }
}

fn blocked(book: &Book, ix: RuleIx, case: &Case, terms: Terms) -> Verdict {
    let (outcome, code) = match ix.rule().law {
        Law::Gate { outcome, code, .. } => (outcome, code),
        _ => (Outcome::Refused, None),
    };
    Verdict { outcome, rule: Some(ix), code: super::codes::shown(book, ix.rule(), case, code), terms }
}

fn passed<L: Listener>(view: &View<'_>, listener: &mut L) -> Verdict {
    let mut first = None;
    for effect in &view.book.chains[view.case.moment.position()].effects {
        if effect.dates.hold(view.case.at) && (effect.applies)(view) {
            first = first.or(Some(effect.rule));
            if !L::LISTENS {
                break;
            }
            listener.effect(effect.rule);
        }
    }
    let code = first.and_then(|ix| super::codes::of_success(ix.rule().id));
    Verdict { outcome: Outcome::Success, rule: first, code, terms: *view.terms }
}

/// Everything that the success of a case does, with the rules that say so, in the order of the catalogue.
#[must_use]
pub fn effects(book: &Book, case: &Case, terms: &Terms) -> Vec<(RuleIx, &'static [Do])> {
    let view = View { case, terms, book };
    let chain = &book.chains[case.moment.position()];
    let holds = |effect: &&super::book::ChainEffect| effect.dates.hold(case.at) && (effect.applies)(&view);
    chain.effects.iter().filter(holds).map(|effect| (effect.rule, effect.does)).collect()
}
