//! A6: how many people can reset now?

use crate::quiz::claim::Claim;
use crate::quiz::question::{Bloom, Form};
use crate::quiz::roster::Roster;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "count",
    bloom: Bloom::Apply,
    asks: "how many of these people can reset now?",
    vary: vary::people,
    drafts,
};

/// One draft: the count against the counts of runs with one flip.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let people = scene.firm_people()?;
    let among = people;
    let able = among.iter().filter(|user| scene.here.able(**user)).count();
    let right = Claim::Able { among: among.clone(), count: able };
    if let Some(why) = scene.objection(&right, &scene.here) {
        return Err(why);
    }
    let counts = (0..=among.len()).filter(|count| *count != able);
    let wrong = counts.map(|count| Claim::Able { among: among.clone(), count }).collect();
    let ask = "How many of these people can reset the own password now?".to_owned();
    let mut draft = Draft::single(ask, String::new(), right, wrong);
    draft.form = Form::Numeric;
    draft.roster = Some(Roster::of(scene.here.scenario(), &among));
    Ok(vec![draft])
}
