//! A12: several people reset now; who meets what?

use crate::quiz::claim::Claim;
use crate::quiz::question::{Bloom, Form};
use crate::quiz::roster::Roster;
use crate::scenario::edit::short_name;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "match-outcomes",
    bloom: Bloom::Apply,
    asks: "several people reset: who meets what?",
    vary: vary::unlike_people,
    drafts,
};

/// The least people to match.
const LEAST: usize = 3;

/// One draft: people with pairwise different outcomes, and one outcome that nobody meets.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let people = scene.firm_people()?;
    let scenario = scene.here.scenario();
    let mut matched = Vec::new();
    let mut right: Vec<Claim> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for &user in &people {
        let Some(one) = scene.here.ability(user) else { continue };
        let claim = Claim::Meets { user, able: one.able, code: one.code };
        let text = claim.render();
        if !texts.contains(&text) && scene.objection(&claim, &scene.here).is_none() {
            matched.push(user);
            texts.push(text);
            right.push(claim);
        }
    }
    if right.len() < LEAST {
        return Err(format!("only {} different outcomes", right.len()));
    }
    let mut wrong: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips() {
        for &user in &matched {
            let Some(one) = there.ability(user) else { continue };
            let claim = Claim::Meets { user, able: one.able, code: one.code };
            let known = texts.contains(&claim.render()) || wrong.iter().any(|other| other.render() == claim.render());
            if !known && scene.objection(&claim, &there).is_none() {
                wrong.push(claim);
            }
        }
    }
    let names = matched.iter().filter_map(|user| Some(short_name(scenario, scenario.users.get(user.index())?)));
    let prompts: Vec<String> = names.collect();
    let ask = "Each of them resets the forgotten password now. Match each person with what happens; one of these \
               happens to nobody."
        .to_owned();
    let mut draft = Draft::single(ask, String::new(), right[0].clone(), wrong);
    draft.form = Form::Match;
    draft.right = right;
    draft.prompts = prompts;
    draft.roster = Some(Roster::of(scenario, &matched));
    Ok(vec![draft])
}
