//! A1: somebody does something in this tenant; what happens?

use crate::quiz::facts::actor;
use crate::quiz::lab::Evidence;
use crate::quiz::question::{Bloom, Claim};
use crate::scenario::timeline::PersonAct;

use super::{Draft, Scene};

/// The archetype's name.
pub const NAME: &str = "outcome";

/// One draft a step: its outcome against the outcomes of runs with one flip.
///
/// # Errors
/// Why there is none.
pub fn drafts(scene: &Scene<'_>) -> Result<Vec<Draft>, String> {
    let key = claim(scene.here).ok_or("the step has no outcome")?;
    if scene.here.succeeded() {
        scene.firm_success()?;
    }
    if let Some(why) = scene.objection(&key, scene.here) {
        return Err(why);
    }
    let mut distractors: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips() {
        let found = claim(&there).filter(|found| *found != key && !distractors.contains(found));
        distractors.extend(found.filter(|found| scene.objection(found, &there).is_none()));
    }
    let ask = "What happens?".to_owned();
    let step = scene.here.step;
    Ok(vec![Draft { archetype: NAME, bloom: Bloom::Apply, step, ask, given: Vec::new(), key, distractors }])
}

/// What a run says became of the step.
fn claim(there: &Evidence<'_>) -> Option<Claim> {
    let (_, act) = actor(there.lab.scenario(), there.step)?;
    let action = action(act)?;
    Some(Claim::Outcome { action, outcome: there.seen().outcome?, code: there.seen().code })
}

/// The operation of a person's act, where it is one on passwords.
const fn action(act: &PersonAct) -> Option<crate::model::ask::Action> {
    use crate::model::ask::Action;
    match act {
        PersonAct::ResetPassword { .. } => Some(Action::ResetPassword),
        PersonAct::ChangePassword { .. } => Some(Action::ChangePassword),
        PersonAct::UnlockAccount { .. } => Some(Action::UnlockAccount),
        _ => None,
    }
}
