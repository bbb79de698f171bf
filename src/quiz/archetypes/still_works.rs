//! A9: the attempt succeeds; would it still, if one fact were otherwise?

use crate::model::ask::{Action, Outcome};
use crate::quiz::facts::actor;
use crate::quiz::question::{Bloom, Claim};
use crate::scenario::edit::{About, Edit};
use crate::scenario::timeline::PersonAct;

use super::{Draft, Scene};

/// The archetype's name.
pub const NAME: &str = "still-works";

/// One draft a flip: whether the step succeeds with it.
///
/// # Errors
/// Why there is none.
pub fn drafts(scene: &Scene<'_>) -> Result<Vec<Draft>, String> {
    scene.firm_success()?;
    let (_, act) = actor(scene.here.lab.scenario(), scene.here.step).ok_or("nobody named acts")?;
    let action = match act {
        PersonAct::ResetPassword { .. } => Action::ResetPassword,
        PersonAct::ChangePassword { .. } => Action::ChangePassword,
        PersonAct::UnlockAccount { .. } => Action::UnlockAccount,
        _ => return Err("no operation on a password".to_owned()),
    };
    let given = vec![Claim::Outcome { action, outcome: Outcome::Success, code: scene.here.seen().code }];
    let mut made = Vec::new();
    for (edit, there) in scene.flips().filter(|(edit, _)| askable(edit, scene)) {
        let works = there.succeeded();
        let key = Claim::StillWorks { change: edit.clone(), works };
        if scene.objection(&key, scene.here).is_some() || (!works && key.reason(scene.here).is_none()) {
            continue;
        }
        made.push(Draft {
            archetype: NAME,
            bloom: Bloom::Understand,
            step: scene.here.step,
            ask: format!("The attempt succeeds. Would it still succeed {}?", edit.words()),
            given: given.clone(),
            distractors: vec![Claim::StillWorks { change: edit.clone(), works: !works }],
            key,
        });
    }
    if made.is_empty() { Err("no flip may be asked about".to_owned()) } else { Ok(made) }
}

/// Flips whose words say all that a learner must know: settings and facts of now, not of what came before.
fn askable(edit: &Edit, scene: &Scene<'_>) -> bool {
    match edit {
        Edit::WithoutStep { .. } => false,
        Edit::WithoutFault { fault } => {
            scene.here.case().is_some_and(|case| case.faults.iter().any(|one| one == *fault))
        }
        _ => edit.about() != About::Notices,
    }
}
