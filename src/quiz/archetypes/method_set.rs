//! A11: which methods may somebody use here?

use crate::model::ask::Action;
use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::{Bloom, Form};
use crate::scenario::edit::{About, short_name};

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "method-set",
    bloom: Bloom::Remember,
    asks: "which methods may somebody use here?",
    vary: vary::methods_of_a_step,
    drafts,
};

/// One draft a step: the methods offered against those that one filter takes away.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    if !matches!(operation, Action::ResetPassword | Action::UnlockAccount) {
        return Err("no methods are offered for this".to_owned());
    }
    scene.here.seen().offered.filter(|set| !set.is_empty()).ok_or("nothing is offered")?;
    let claims = vary::METHODS.iter().map(|&method| Claim::Offers { method });
    let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.partition(|claim| claim.holds(&scene.here));
    let wrong: Vec<Claim> = wrong.into_iter().filter(|claim| scene.objection(claim, &scene.here).is_none()).collect();
    let scenario = scene.here.scenario();
    let (person, _) = facts::actor(scenario, scene.here.step()).ok_or("nobody named acts")?;
    let what = if operation == Action::UnlockAccount { "unlock the account" } else { "reset the password" };
    let ask = format!(
        "{} begins to {what} and passes the first check. Which of these methods are offered? Mark all.",
        short_name(scenario, person)
    );
    let mut draft = Draft::single(ask, String::new(), right[0].clone(), wrong);
    draft.form = Form::Multiple;
    draft.given = vec![Claim::Begins];
    draft.needed = &[About::Roles, About::Allowed, About::Registered];
    draft.right = right;
    Ok(vec![draft])
}
