//! A14: two people differ in one fact; with which one does the attempt end otherwise?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::Bloom;
use crate::scenario::edit::About;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "same-or-different",
    bloom: Bloom::Analyse,
    asks: "people differ in one fact: whose attempt ends otherwise?",
    vary: vary::a_step,
    drafts,
};

/// One draft for each personal fact that matters: it against personal facts that do not.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    let seen = scene.here.seen();
    let outcome = seen.outcome.ok_or("the step has no outcome")?;
    if scene.here.succeeded() {
        scene.firm_success()?;
    }
    let given = Claim::Outcome { action: operation, outcome, code: seen.code };
    if let Some(why) = scene.objection(&given, &scene.here) {
        return Err(why);
    }
    let personal = [
        About::Registered,
        About::Roles,
        About::OwnLicence,
        About::Identity,
        About::CloudAccount,
        About::DirectoryAccount,
    ];
    let changes = scene.edits.iter().filter(|edit| personal.contains(&edit.about()));
    let claims: Vec<Claim> = changes.map(|change| Claim::Differs { change: change.clone() }).collect();
    let (matter, idle): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.holds(&scene.here));
    let firm = matter.into_iter().filter(|claim| claim.reason(&scene.here).is_some());
    let firm: Vec<Claim> = firm.filter(|claim| scene.objection(claim, &scene.here).is_none()).collect();
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let ended = claim_words(&given);
    let ask = format!("{ended} With which one difference would it end otherwise?");
    if firm.is_empty() {
        return Err("no single personal fact changes the end".to_owned());
    }
    let draft =
        |right| Draft { given: vec![given.clone()], ..Draft::single(ask.clone(), action.clone(), right, idle.clone()) };
    Ok(firm.into_iter().map(draft).collect())
}

/// What became of the attempt, as a sentence.
fn claim_words(given: &Claim) -> String {
    format!("{}.", given.render())
}
