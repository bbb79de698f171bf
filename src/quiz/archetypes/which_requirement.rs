//! A8: the attempt succeeds; which of these facts must hold for it? The lesson's own question.

use crate::model::ask::{Action, Outcome};
use crate::quiz::facts::actor;
use crate::quiz::question::{Bloom, Claim};
use crate::scenario::edit::short_name;
use crate::scenario::timeline::PersonAct;

use super::{Draft, Scene};

/// The archetype's name.
pub const NAME: &str = "which-requirement";

/// One draft a necessary fact: it alone against facts that could as well be missing.
///
/// # Errors
/// Why there is none.
pub fn drafts(scene: &Scene<'_>) -> Result<Vec<Draft>, String> {
    scene.firm_success()?;
    let (person, act) = actor(scene.here.lab.scenario(), scene.here.step).ok_or("nobody named acts")?;
    let (action, verb) = match act {
        PersonAct::ResetPassword { .. } => (Action::ResetPassword, "reset"),
        PersonAct::ChangePassword { .. } => (Action::ChangePassword, "changed"),
        PersonAct::UnlockAccount { .. } => (Action::UnlockAccount, "unlocked"),
        _ => return Err("no operation on a password".to_owned()),
    };
    let mut needed = Vec::new();
    let mut idle = Vec::new();
    for edit in scene.edits {
        let Some(fact) = edit.takes_away() else { continue };
        let claim = Claim::RequirementOf { loss: edit.clone(), fact };
        if !claim.holds(scene.here) {
            idle.push(claim);
        } else if scene.objection(&claim, scene.here).is_none() && claim.reason(scene.here).is_some() {
            needed.push(claim);
        }
    }
    let hybrid = person.identity.is_hybrid() && action != Action::UnlockAccount;
    let who = short_name(scene.here.lab.scenario(), person);
    let ask = if hybrid {
        format!(
            "The attempt succeeds. Which of these requirements must be met so that a password {verb} by {who} in the \
            cloud is written back to on-premises AD DS?"
        )
    } else {
        format!("The attempt succeeds. Which of these requirements must be met for {who} to succeed?")
    };
    let given = vec![Claim::Outcome { action, outcome: Outcome::Success, code: scene.here.seen().code }];
    let draft = |key: Claim| Draft {
        archetype: NAME,
        bloom: Bloom::Remember,
        step: scene.here.step,
        ask: ask.clone(),
        given: given.clone(),
        key,
        distractors: idle.clone(),
    };
    if needed.is_empty() {
        return Err("no single fact is necessary by a firm rule".to_owned());
    }
    Ok(needed.into_iter().map(draft).collect())
}
