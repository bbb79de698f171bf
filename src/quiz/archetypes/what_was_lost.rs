//! A15: an outage came and went; which requests must be made again?

use crate::ledger::Extent;
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::key::UserId;
use crate::model::time::Span;
use crate::quiz::claim::Claim;
use crate::quiz::question::{Bloom, Exhibit, ExhibitKind, Form};
use crate::quiz::roster::Roster;
use crate::quiz::wording;
use crate::scenario::Scenario;
use crate::scenario::edit::{About, Act, Edit, short_name};

use super::vary::{Cast, Setting, target};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "what-was-lost",
    bloom: Bloom::Evaluate,
    asks: "an outage came and went: which requests must be made again?",
    vary,
    drafts,
};

/// Failures that come and go and stop a reset on its way.
const OUTAGES: &[&str] = &[
    "sync-server-down",
    "service-bus-unreachable",
    "writeback-service-stopped",
    "cloud-sync-agent-down",
    "domain-controller-unreachable",
];

/// An outage of up to two hours, with requests before, during and after it.
fn vary(cast: &mut Cast<'_>) -> Option<Setting> {
    let hybrid: Vec<_> = cast
        .persons()
        .into_iter()
        .filter(|user| cast.scenario.users.get(user.index()).is_some_and(|one| one.identity.is_hybrid()))
        .collect();
    let first = cast.pick(&hybrid)?;
    let faults: Vec<FaultId> = OUTAGES.iter().filter_map(|id| FaultId::parse(id)).collect();
    let fault = cast.pick(&faults)?;
    let (on, name) = target(cast.scenario, fault, first)?;
    let from = cast.minute(9, 15);
    let lasts = Span::minutes(30 + 10 * i64::from(cast.chance.below(10)));
    // a second reset on one day must not meet the minimum age
    let forest = cast.scenario.users[first.index()].forest?;
    let forest_name = cast.scenario.on_premises.as_ref()?.forests.get(forest.index())?.name.clone();
    let ageless = Edit::MinimumAge { forest, name: forest_name, age: Span::ZERO };
    let mut base: Vec<Edit> = Some(ageless).into_iter().filter(|edit| edit.apply(cast.scenario).is_some()).collect();
    base.push(Edit::Outage { fault, on, name: name.clone(), from, lasts });
    // one before, two during, of which one asks again afterwards
    let mut askers: Vec<UserId> = hybrid.into_iter().filter(|user| touches(cast.scenario, fault, *user, on)).collect();
    cast.chance.shuffle(&mut askers);
    let [again, not_again, ..] = askers[..] else { return None };
    let calm = askers.get(2).copied().unwrap_or(not_again);
    let during = 3 + i64::from(cast.chance.below(10));
    let requests = [
        (-5 - i64::from(cast.chance.below(30)), calm),
        (during, again),
        (during + 2 + i64::from(cast.chance.below(12)), not_again),
        (lasts.0 / 60 + 4 + i64::from(cast.chance.below(30)), again),
    ];
    let mut people = Vec::new();
    for (minutes, user) in requests {
        base.push(Edit::act(cast.scenario, user, Act::Reset, from + Span::minutes(minutes))?);
        people.push(user);
    }
    let window = |from, lasts| Edit::Outage { fault, on, name: name.clone(), from, lasts };
    let flips = vec![
        window(from - Span::hours(1), Span(lasts.0 + 3_600)),
        window(from, Span(lasts.0 + 3_600)),
        window(from - Span::hours(1), Span(lasts.0 + 7_200)),
        window(from - Span::minutes(15), lasts),
    ];
    Some(Setting { people, flips, faults: vec![fault], ..Setting::new(base, Extent::End) })
}

/// Whether a failure on a thing touches a person.
fn touches(scenario: &Scenario, fault: FaultId, user: UserId, on: FaultTarget) -> bool {
    target(scenario, fault, user).is_some_and(|(other, _)| other == on)
}

/// One draft: the requests without lasting effect against those with one.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let scenario = scene.here.scenario();
    let first = scenario.timeline.len().saturating_sub(setting.people.len());
    let mut rows = Vec::new();
    let mut claims = Vec::new();
    for (n, user) in setting.people.iter().enumerate() {
        let step = scenario.timeline.get(first + n).ok_or("the requests are gone")?;
        let who = short_name(scenario, scenario.users.get(user.index()).ok_or("nobody asks")?);
        let clock = step.at.clock()[..5].to_owned();
        claims.push(Claim::MustRedo { step: first + n, said: format!("{who}, {clock}") });
        rows.push(vec![clock, who]);
    }
    let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.holds(&scene.here));
    if right.is_empty() {
        return Err("no request was lost".to_owned());
    }
    scene.firm_redo(&right, &wrong)?;
    let outage = scene.here.edits().iter().find(|edit| matches!(edit, Edit::Outage { .. }));
    let Some(Edit::Outage { fault, name, from, lasts, .. }) = outage else {
        return Err("there is no outage".to_owned());
    };
    let until = *from + *lasts;
    let ask = format!(
        "The failure \"{}\" is in force on {name} from {} to {} UTC. Which requests must be made again? Mark all.",
        wording::fault(*fault),
        &from.clock()[..5],
        &until.clock()[..5]
    );
    let requests = Exhibit {
        kind: ExhibitKind::Log,
        caption: "Requests to reset a forgotten password".to_owned(),
        alt: "Requests, each with its time and the person who asks".to_owned(),
        header: vec!["At (UTC)".to_owned(), "Who".to_owned()],
        rows,
    };
    let mut people = setting.people.clone();
    people.sort_unstable();
    people.dedup();
    let mut draft = Draft::single(ask, String::new(), right[0].clone(), wrong);
    draft.form = Form::Multiple;
    draft.right = right;
    draft.exhibits = vec![requests];
    draft.roster = Some(Roster::of(scenario, &people));
    draft.told = vec![About::Failures, About::History];
    Ok(vec![draft])
}
