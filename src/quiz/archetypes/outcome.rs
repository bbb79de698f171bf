//! A1: somebody does something in this tenant; what happens?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::lab::Evidence;
use crate::quiz::question::Bloom;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "outcome",
    bloom: Bloom::Apply,
    asks: "somebody acts in this tenant: what happens?",
    vary: vary::a_step,
    drafts,
};

/// One draft a step: its outcome against the outcomes of runs with one flip.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let right = claim(&scene.here).ok_or("the step has no outcome")?;
    if scene.here.succeeded() {
        scene.firm_success()?;
    }
    if let Some(why) = scene.objection(&right, &scene.here) {
        return Err(why);
    }
    let mut wrong: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips() {
        let found = claim(&there).filter(|found| *found != right && !wrong.contains(found));
        wrong.extend(found.filter(|found| scene.objection(found, &there).is_none()));
    }
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    Ok(vec![Draft::single("What happens?".to_owned(), action, right, wrong)])
}

/// What a run says became of the step.
fn claim(there: &Evidence<'_>) -> Option<Claim> {
    let seen = there.seen();
    Some(Claim::Outcome { action: facts::operation(there)?, outcome: seen.outcome?, code: seen.code })
}
