//! A9: the attempt succeeds; would it still, if one fact were otherwise?

use crate::model::ask::Outcome;
use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::{Bloom, Form};
use crate::scenario::edit::{About, Edit};

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "still-works",
    bloom: Bloom::Understand,
    asks: "if one fact changes, does the attempt still succeed?",
    vary: vary::a_step,
    drafts,
};

/// One draft a flip: whether the step succeeds with it.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    scene.firm_success()?;
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let given = vec![Claim::Outcome { action: operation, outcome: Outcome::Success, code: scene.here.seen().code }];
    let mut made = Vec::new();
    for (edit, there) in scene.flips().filter(|(edit, _)| askable(edit, scene)) {
        let works = there.succeeded();
        let right = Claim::StillWorks { change: edit.clone(), works };
        if scene.objection(&right, &scene.here).is_some() || (!works && right.reason(&scene.here).is_none()) {
            continue;
        }
        let wrong = vec![Claim::StillWorks { change: edit.clone(), works: !works }];
        let ask = format!("The attempt succeeds. Would it still succeed {}?", edit.words());
        let draft = Draft::single(ask, action.clone(), right, wrong);
        made.push(Draft { form: Form::TrueFalse, given: given.clone(), ..draft });
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
