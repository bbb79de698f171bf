//! Which rules a question may rest on: none that is disputed or assumed, no code that no page ties to its failure.

use crate::model::ask::Outcome;
use crate::rules::assumptions::{ASSUMPTIONS, Values, find};
use crate::rules::rule::{Basis, Rule};

use super::lab::Evidence;
use super::question::Claim;

/// Why a question must not rest on this rule; none where it may.
#[must_use]
pub fn objection(rule: &Rule) -> Option<String> {
    if matches!(rule.basis, Basis::Disputed | Basis::Assumed) {
        return Some(format!("the rule {} is {}", rule.id, rule.basis.word()));
    }
    let assumption = rule.assumption.and_then(find)?;
    let open = matches!(assumption.basis.as_str(), "disputed" | "assumed");
    open.then(|| format!("the rule {} rests on the {} assumption {}", rule.id, assumption.basis, assumption.name))
}

/// Why a claim that holds here must not be asked about; none where it may.
#[must_use]
pub fn claim_objection(claim: &Claim, here: &Evidence<'_>) -> Option<String> {
    if let Claim::Outcome { .. } = claim
        && let Some(why) = code_objection(here)
    {
        return Some(why);
    }
    claim.reason(here).and_then(objection)
}

/// Why the code shown here must not be asked about: a failure in force causes it and no page ties the two together.
fn code_objection(here: &Evidence<'_>) -> Option<String> {
    let code = here.seen().code?.word();
    let (case, _) = here.seen().decisions.last()?;
    let causes = case.faults.iter().flat_map(|fault| fault.kind().effect.iter().map(move |effect| (fault, effect)));
    let derived = causes
        .filter(|(_, effect)| effect.code.as_deref() == Some(code))
        .find(|(_, effect)| effect.code_basis.as_deref() != Some("documented"));
    derived.map(|(fault, _)| format!("no page ties the code {code} to the failure {}", fault.kind().id))
}

/// The open assumption under which a success here would not be one; none where the success stands under all of them.
#[must_use]
pub fn success_rests_on(here: &Evidence<'_>) -> Option<&'static str> {
    if here.seen().outcome != Some(Outcome::Success) {
        return None;
    }
    let open = ASSUMPTIONS.iter().filter(|one| matches!(one.basis.as_str(), "disputed" | "assumed"));
    let lists = open.filter_map(|one| if let Values::List { words } = &one.values { Some((one, words)) } else { None });
    for (one, words) in lists {
        let in_force = here.lab.scenario().assumptions.get(&one.name);
        for value in words.iter().filter(|value| *value != in_force) {
            let other = here.lab.assuming(&one.name, value);
            if other.is_some_and(|world| !world.succeeded(here.step)) {
                return Some(&one.name);
            }
        }
    }
    None
}
