//! A16: a chart of who can reset; which statement does it bear out?

use crate::quiz::claim::Claim;
use crate::quiz::group::Group;
use crate::quiz::question::{Bloom, Exhibit, ExhibitKind};
use crate::quiz::roster::Roster;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "read-report",
    bloom: Bloom::Understand,
    asks: "a table and a chart are shown: which statement holds?",
    vary: vary::people,
    drafts,
};

/// One draft for each group of two or more: what the report says of it against what it would say by one fact more.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let people = scene.firm_people()?;
    let scenario = scene.here.scenario();
    let groups = Group::all().into_iter().map(|group| (group, group.members(scenario, &people)));
    let groups: Vec<_> = groups.filter(|(_, members)| members.len() > 1).collect();
    let count = |members: &[crate::model::key::UserId]| members.iter().filter(|user| scene.here.able(**user)).count();
    let share = |group: Group, members: &[crate::model::key::UserId], able| Claim::Share {
        group,
        members: members.to_vec(),
        able,
    };
    let mut roster = Roster::of(scenario, &people);
    let able = people.iter().map(|user| if scene.here.able(*user) { "yes" } else { "no" }.to_owned()).collect();
    roster.push("Can reset", "whether they can reset", able);
    let bars = Exhibit {
        kind: ExhibitKind::Bars,
        caption: "Methods registered, a bar for each person".to_owned(),
        alt: "A bar for each person with the number of methods that count".to_owned(),
        header: vec!["Person".to_owned(), "Methods that count".to_owned()],
        rows: people
            .iter()
            .zip(roster.names())
            .filter_map(|(user, name)| Some(vec![name.clone(), scene.here.ability(*user)?.methods.len().to_string()]))
            .collect(),
    };
    let mut made = Vec::new();
    for (group, members) in &groups {
        let right = share(*group, members, count(members));
        if scene.objection(&right, &scene.here).is_some() || right.reasons(&scene.here).is_empty() {
            continue;
        }
        // a statement about another group, or with one more or less
        let mut wrong: Vec<Claim> = Vec::new();
        for (other, members) in &groups {
            let able = count(members);
            let near =
                [able.checked_sub(1), Some(able + 1)].into_iter().flatten().filter(|able| *able <= members.len());
            wrong.extend(near.map(|able| share(*other, members, able)));
        }
        let ask = "Which statement do the table and the chart bear out?".to_owned();
        let mut draft = Draft::single(ask, String::new(), right, wrong);
        draft.exhibits = vec![bars.clone()];
        draft.roster = Some(roster.clone());
        draft.told = groups.iter().filter_map(|(group, _)| group.about()).collect();
        made.push(draft);
    }
    if made.is_empty() { Err("no group of two has a firm count".to_owned()) } else { Ok(made) }
}
