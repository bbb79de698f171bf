//! A2: the attempt did not succeed; which check stopped it?

use crate::model::ask::Outcome;
use crate::quiz::question::{Bloom, Claim};
use crate::quiz::wording;

use super::{Draft, Scene};

/// The archetype's name.
pub const NAME: &str = "first-failing-gate";

/// One draft a step: the gate that decided against gates that passed here and decide in a run with one flip.
///
/// # Errors
/// Why there is none.
pub fn drafts(scene: &Scene<'_>) -> Result<Vec<Draft>, String> {
    let seen = scene.here.seen();
    let ended = match seen.outcome {
        Some(Outcome::Refused) => "is refused",
        Some(Outcome::Failed) => "breaks off after submit",
        _ => return Err("the step does not fail".to_owned()),
    };
    let rule = seen.rule.ok_or("no rule decided")?;
    let words = wording::check(rule).ok_or_else(|| format!("the rule {rule} has no words as a check"))?;
    let key = Claim::DecidedBy { rule };
    if let Some(why) = scene.objection(&key, scene.here) {
        return Err(why);
    }
    let blocking = scene.here.blocking();
    let mut distractors: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips().filter(|(_, there)| !there.succeeded()) {
        let Some(rule) = there.seen().rule.filter(|rule| !blocking.contains(rule)) else { continue };
        let claim = Claim::DecidedBy { rule };
        let fit = wording::check(rule).is_some_and(|other| other != words);
        if fit && !distractors.contains(&claim) && scene.objection(&claim, &there).is_none() {
            distractors.push(claim);
        }
    }
    let ask = format!("The attempt {ended}. Which check stops it first?");
    let step = scene.here.step;
    Ok(vec![Draft { archetype: NAME, bloom: Bloom::Analyse, step, ask, given: Vec::new(), key, distractors }])
}
