//! The one decision function: terms, then every gate of the moment, then the effects of success.

use crate::model::ask::{Code, Outcome};

use super::book::{Book, RuleIx};
use super::case::{Case, Moment};
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

    /// A limit was compared; whether it makes a difference.
    fn limit(&mut self, _rule: RuleIx, _felt: bool) {}

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
/// Pure and total: the same book and case give the same verdict. Every gate of the moment is asked. At the first check
/// the blocking one whose code comes first in the rulebook's order decides; at later moments, where the path has an
/// order of its own, one that is not general. Among equals the order of the catalogue decides.
/// Limits decide nothing by themselves, and are compared for a listener only.
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
    if L::LISTENS {
        for limit in chain.limits.iter().filter(|limit| limit.dates.hold(case.at)) {
            listener.limit(limit.rule, (limit.felt)(&view));
        }
    }
    match deciding {
        Some((_, ix)) => blocked(&view, ix),
        None => passed(&view, listener),
    }
}

fn blocked(view: &View<'_>, ix: RuleIx) -> Verdict {
    let (outcome, code) = match ix.rule().law {
        // A domain controller says no, and no portal shows a code.
        _ if matches!(view.case.moment, Moment::Directory(_)) => (Outcome::Refused, None),
        // What is stopped between the submit and the directory has broken, whatever stops it.
        Law::Gate { code, .. } if matches!(view.case.moment, Moment::Relay(_) | Moment::Lookup(_)) => {
            (Outcome::Failed, code)
        }
        Law::Gate { outcome, code, .. } => (outcome, code),
        _ => (Outcome::Refused, None),
    };
    let mut code = super::codes::shown(view.book, view.case, ix.rule(), code);
    if code == Some(Code::Sspr0014) && view.book.assumed.retired_is_0013 && retirement_decides(view) {
        code = Some(Code::Sspr0013);
    }
    let rule = match ix.rule().id {
        USER_PICKS => barred_by(view).unwrap_or(ix),
        OLD_UNTIL_PASS => view.case.sign_in().and_then(|facts| facts.unsent).unwrap_or(ix),
        _ => ix,
    };
    Verdict { outcome, rule: Some(rule), code, terms: *view.terms }
}

/// Rules that take a method away for everybody from a day on.
const RETIREMENTS: &[&str] = &["meth-sms-voice-retired", "meth-questions-retired"];

/// Enough methods would count had none been retired, and did directory data still count.
///
/// Source: assumption `retired-method-code`.
fn retirement_decides(view: &View<'_>) -> bool {
    let mut lost = view.case.person.directory;
    replay(view, |rule, before, after| {
        if RETIREMENTS.contains(&rule.rule().id) {
            lost = lost.union(before.held.without(after.held));
        }
        false
    });
    let with = view.terms.usable().union(lost.intersection(view.terms.allowed));
    super::terms::count(with, view.book) >= u32::from(view.terms.needed)
}

/// Applies the terms of the moment again, each told with what it found and what it left, until one is the last.
fn replay(view: &View<'_>, mut last: impl FnMut(RuleIx, &Terms, &Terms) -> bool) -> Option<RuleIx> {
    let chain = &view.book.chains[view.case.moment.position()];
    let mut terms = Terms::new(view.case);
    for term in chain.terms.iter().filter(|term| term.dates.hold(view.case.at)) {
        let before = terms;
        (term.sets)(view.case, view.book, &mut terms);
        if last(term.rule, &before, &terms) {
            return Some(term.rule);
        }
    }
    None
}

/// The gate that stops a password that the cloud does not hold yet; what keeps it back says more.
const OLD_UNTIL_PASS: &str = "phs-old-until-pass";

/// The gate that stops a person who asked for a method that does not count.
const USER_PICKS: &str = "gate-user-picks";

/// The term that took away a method that was asked for: it says more than that the method does not count.
///
/// None where no term did, as with a method that was never registered.
fn barred_by(view: &View<'_>) -> Option<RuleIx> {
    let asked = view.case.prove()?.asked.without(view.terms.usable());
    replay(view, |_, before, after| {
        let taken = before.allowed.without(after.allowed).union(before.held.without(after.held));
        !taken.intersection(asked).is_empty()
    })
}

fn passed<L: Listener>(view: &View<'_>, listener: &mut L) -> Verdict {
    let mut first = None;
    for effect in &view.book.chains[view.case.moment.position()].effects {
        let heard = L::LISTENS || effect.names;
        if heard && effect.dates.hold(view.case.at) && (effect.applies)(view) {
            first = first.or(effect.names.then_some(effect.rule));
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
