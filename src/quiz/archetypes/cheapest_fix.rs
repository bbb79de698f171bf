//! A4: the attempt does not succeed; which one change would let it?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::Bloom;
use crate::scenario::edit::{About, Edit};

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "cheapest-fix",
    bloom: Bloom::Evaluate,
    asks: "which change lets the attempt succeed?",
    vary: vary::a_step,
    drafts,
};

/// One draft a step: the cheapest change that mends it, against changes that do not.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let seen = scene.here.seen();
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    let outcome = seen.outcome.filter(|_| !scene.here.succeeded()).ok_or("the step succeeds")?;
    let given = Claim::Outcome { action: operation, outcome, code: seen.code };
    let changes = scene.edits.iter().filter(|edit| is_remedy(edit));
    let claims: Vec<Claim> = changes.map(|change| Claim::Fixes { change: change.clone() }).collect();
    // flips come cheapest first: what the person can do, then settings, then servers, then money
    let (mends, fails): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.holds(&scene.here));
    let right = mends.into_iter().next().ok_or("no single change mends it")?;
    if let Some(why) = scene.objection(&right, &scene.here) {
        return Err(why);
    }
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let ask = "The attempt is stopped. When would it succeed, with one change?".to_owned();
    Ok(vec![Draft { given: vec![given], ..Draft::single(ask, action, right, fails) }])
}

/// Whether somebody could bring the change about, as a remedy: not the date, not a past that was otherwise, no loss.
fn is_remedy(edit: &Edit) -> bool {
    let loss = edit.takes_away().is_some()
        || matches!(edit, Edit::Unregister { .. } | Edit::Leave { .. } | Edit::Status { .. } | Edit::Replace { .. });
    !loss && !matches!(edit.about(), About::Clock | About::History | About::Notices | About::Identity | About::Failures)
}
