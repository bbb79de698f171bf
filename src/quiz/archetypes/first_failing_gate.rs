//! A2: the attempt did not succeed; which check stopped it?

use crate::model::ask::Outcome;
use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::Bloom;
use crate::quiz::wording;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "first-failing-gate",
    bloom: Bloom::Analyse,
    asks: "the attempt failed: which check stopped it first?",
    vary: vary::a_step,
    drafts,
};

/// One draft a step: the gate that decided against gates that passed here and decide in a run with one flip.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let seen = scene.here.seen();
    let ended = match seen.outcome {
        Some(Outcome::Refused) => "is refused",
        Some(Outcome::Failed) => "breaks off after submit",
        _ => return Err("the step does not fail".to_owned()),
    };
    let rule = seen.rule.ok_or("no rule decided")?;
    let words = wording::check(rule).ok_or_else(|| format!("the rule {rule} has no words as a check"))?;
    let right = Claim::DecidedBy { rule };
    if let Some(why) = scene.objection(&right, &scene.here) {
        return Err(why);
    }
    let blocking = scene.here.blocking();
    let mut wrong: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips().filter(|(_, there)| !there.succeeded()) {
        let Some(rule) = there.seen().rule.filter(|rule| !blocking.contains(rule)) else { continue };
        let claim = Claim::DecidedBy { rule };
        let fit = wording::check(rule).is_some_and(|other| other != words);
        if fit && !wrong.contains(&claim) && scene.objection(&claim, &there).is_none() {
            wrong.push(claim);
        }
    }
    let ask = format!("The attempt {ended}. Which check stops it first?");
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    Ok(vec![Draft::single(ask, action, right, wrong)])
}
