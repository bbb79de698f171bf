//! Which rules a question may rest on: none that is disputed or assumed, no code that no page ties to its failure.

use crate::model::ask::Outcome;
use crate::model::key::UserId;
use crate::rules::assumptions::{ASSUMPTIONS, Values, find};
use crate::rules::rule::{Basis, Rule};

use super::claim::{Claim, must_redo};
use super::lab::{Evidence, World};

/// Why a question must not rest on this rule; none where it may.
#[must_use]
pub fn objection(rule: &Rule) -> Option<String> {
    if is_open(rule) {
        return Some(format!("the rule {} is {}", rule.id, rule.basis.word()));
    }
    let assumption = rule.assumption.and_then(find)?;
    let open = matches!(assumption.basis.as_str(), "disputed" | "assumed");
    open.then(|| format!("the rule {} rests on the {} assumption {}", rule.id, assumption.basis, assumption.name))
}

/// Whether documents disagree about a rule, or nobody states it.
#[must_use]
pub const fn is_open(rule: &Rule) -> bool {
    matches!(rule.basis, Basis::Disputed | Basis::Assumed)
}

/// Why a claim that holds here must not be asked about; none where it may.
#[must_use]
pub fn claim_objection(claim: &Claim, here: &Evidence<'_>) -> Option<String> {
    if let Claim::Outcome { .. } = claim
        && let Some(why) = code_objection(here)
    {
        return Some(why);
    }
    claim.reasons(here).into_iter().find_map(objection)
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
    let step = here.step().filter(|_| here.seen().outcome == Some(Outcome::Success))?;
    let succeeds = |world: &World| world.step(step).is_some_and(|seen| seen.outcome == Some(Outcome::Success));
    rests_on(here, succeeds)
}

/// Those of these people whose ability to reset as the lab starts is the same under every value of the open assumptions.
#[must_use]
pub fn firm_people(here: &Evidence<'_>, people: &[UserId]) -> Vec<UserId> {
    let mut firm = people.to_vec();
    rests_on(here, |world: &World| {
        let same = |user: &UserId| {
            let upn = here.lab.scenario().upn(*user);
            let other = world.abilities().iter().find(|one| one.upn == upn);
            other.map(|one| (one.able, one.code)) == here.ability(*user).map(|one| (one.able, one.code))
        };
        firm.retain(same);
        // go on to the next assumption as long as anybody is left
        !firm.is_empty()
    });
    firm
}

/// The open assumption under which a person's own licences give other rights as the lab starts; none where they give
/// the same under all of them.
#[must_use]
pub fn rights_rest_on(here: &Evidence<'_>, user: UserId) -> Option<&'static str> {
    let upn = here.lab.scenario().upn(user);
    let found = here.ability(user).map(|one| one.rights);
    rests_on(here, |world: &World| world.abilities().iter().find(|one| one.upn == upn).map(|one| one.rights) == found)
}

/// The open assumption under which other requests than these would have to be made again.
#[must_use]
pub fn redo_rests_on(here: &Evidence<'_>, lost: &[Claim], kept: &[Claim]) -> Option<&'static str> {
    let redo = |world: &World, claim: &Claim| matches!(claim, Claim::MustRedo { step, .. } if must_redo(world, *step));
    rests_on(here, |world: &World| {
        lost.iter().all(|claim| redo(world, claim)) && !kept.iter().any(|claim| redo(world, claim))
    })
}

/// The first open assumption with a value under which something is not so.
fn rests_on(here: &Evidence<'_>, mut so: impl FnMut(&World) -> bool) -> Option<&'static str> {
    let open = ASSUMPTIONS.iter().filter(|one| matches!(one.basis.as_str(), "disputed" | "assumed"));
    let lists = open.filter_map(|one| if let Values::List { words } = &one.values { Some((one, words)) } else { None });
    for (one, words) in lists {
        let in_force = here.lab.scenario().assumptions.get(&one.name);
        for value in words.iter().filter(|value| *value != in_force) {
            let other = here.assuming(&one.name, value);
            if other.is_some_and(|world| !so(&world)) {
                return Some(&one.name);
            }
        }
    }
    None
}
