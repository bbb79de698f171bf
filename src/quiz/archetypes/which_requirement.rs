//! A8: the attempt succeeds; which of these facts must hold for it? The lesson's own question.

use crate::model::ask::{Action, Outcome};
use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::Bloom;
use crate::scenario::edit::short_name;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "which-requirement",
    bloom: Bloom::Remember,
    asks: "the attempt succeeds: which of these must hold for it?",
    vary: vary::a_step,
    drafts,
};

/// One draft a necessary fact: it alone against facts that could as well be missing.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    scene.firm_success()?;
    let scenario = scene.here.scenario();
    let (person, _) = facts::actor(scenario, scene.here.step()).ok_or("nobody named acts")?;
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    let verb = match operation {
        Action::ResetPassword => "reset",
        Action::ChangePassword => "changed",
        _ => "unlocked",
    };
    let mut needed = Vec::new();
    let mut idle = Vec::new();
    for edit in &scene.edits {
        let Some(fact) = edit.takes_away() else { continue };
        let claim = Claim::RequirementOf { loss: edit.clone(), fact };
        if !claim.holds(&scene.here) {
            idle.push(claim);
        } else if scene.objection(&claim, &scene.here).is_none() && claim.reason(&scene.here).is_some() {
            needed.push(claim);
        }
    }
    let who = short_name(scenario, person);
    let ask = if person.identity.is_hybrid() && operation != Action::UnlockAccount {
        format!(
            "The attempt succeeds. Which of these requirements must be met so that a password {verb} by {who} in the \
            cloud is written back to on-premises AD DS?"
        )
    } else {
        format!("The attempt succeeds. Which of these requirements must be met for {who} to succeed?")
    };
    let given = vec![Claim::Outcome { action: operation, outcome: Outcome::Success, code: scene.here.seen().code }];
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    if needed.is_empty() {
        return Err("no single fact is necessary by a firm rule".to_owned());
    }
    let draft = |right: Claim| Draft {
        given: given.clone(),
        ..Draft::single(ask.clone(), action.clone(), right, idle.clone())
    };
    Ok(needed.into_iter().map(draft).collect())
}
