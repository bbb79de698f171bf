//! A5: the tenant changes; who can no longer reset?

use crate::quiz::claim::Claim;
use crate::quiz::question::{Bloom, Form};
use crate::quiz::roster::Roster;
use crate::scenario::edit::{About, Edit, short_name};

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "affected",
    bloom: Bloom::Apply,
    asks: "after a change, who can no longer reset?",
    vary: vary::people,
    drafts,
};

/// One draft for each change of the tenant by which some lose reset and others keep or never had it.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let people = scene.firm_people()?;
    let scenario = scene.here.scenario();
    let mut made = Vec::new();
    for (change, there) in scene.flips().filter(|(edit, _)| concerns_all(edit)) {
        let claims = people.iter().filter_map(|&user| {
            let who = short_name(scenario, scenario.users.get(user.index())?);
            Some(Claim::Loses { user, who, change: change.clone() })
        });
        let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.partition(|claim| claim.holds(&scene.here));
        if right.is_empty() || wrong.len() < 2 || right.iter().any(|claim| scene.objection(claim, &there).is_some()) {
            continue;
        }
        let ask = format!("Who can reset the own password now, and would lose that {}? Mark all.", change.words());
        let mut draft = Draft::single(ask, String::new(), right[0].clone(), wrong);
        draft.form = Form::Multiple;
        draft.right = right;
        draft.roster = Some(Roster::of(scenario, &people));
        made.push(draft);
    }
    if made.is_empty() { Err("no change of the tenant touches some and spares others".to_owned()) } else { Ok(made) }
}

/// Changes of the tenant rather than of one person.
pub(super) fn concerns_all(edit: &Edit) -> bool {
    matches!(
        edit.about(),
        About::Required
            | About::Allowed
            | About::Scope
            | About::AdminSwitch
            | About::PortalWriteback
            | About::TenantLicence
            | About::Server
            | About::Clock
    ) && !matches!(edit, Edit::Join { .. } | Edit::Leave { .. })
}
