//! A13: something is done; from when on does it show?

use crate::ledger::Extent;
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::quiz::claim::Claim;
use crate::quiz::question::Bloom;
use crate::quiz::roster::Roster;
use crate::scenario::edit::{About, Act, Edit, short_name};

use super::vary::{Cast, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "when",
    bloom: Bloom::Apply,
    asks: "something is done: from when on does it show?",
    vary,
    drafts,
};

/// What is done, what is tried afterwards, whether the try then succeeds, and the question.
const CLOCKS: &[(Act, Act, bool, &str)] = &[
    (Act::ResetInForest, Act::SignIn, true, "From when on can the new password be used to sign in to the cloud?"),
    (Act::DisabledInForest, Act::SignInAsBefore, false, "From when on is a sign-in to the cloud refused?"),
    (Act::WrongSignIn(10), Act::SignInAsBefore, true, "From when on is a sign-in with the right password taken again?"),
    (Act::Reset, Act::SignInToForest, true, "From when on can the new password be used at a computer of the forest?"),
    (Act::FailedReset(5), Act::Reset, true, "From when on can the person try a reset again?"),
];

/// An act at some minute of the day.
fn vary(cast: &mut Cast<'_>) -> Option<Setting> {
    let persons = cast.persons();
    let user = cast.pick(&persons)?;
    let (act, _, _, _) = cast.pick(CLOCKS)?;
    let at = cast.minute(9, 17) + Span(i64::from(cast.chance.below(3)) * 20);
    let base = vec![Edit::act(cast.scenario, user, act, at)?];
    let step = cast.scenario.timeline.len();
    let said = if let Some(Edit::Does { who, act, .. }) = base.first() {
        format!("{who} had {}", act.done())
    } else {
        return None;
    };
    let moved = |minutes: i64| Edit::Moved { step, at: at + Span::minutes(minutes), said: said.clone() };
    let flips = [-31, -29, -3, -1, 1, 3, 5, 22, 29, 31].map(moved).to_vec();
    Some(Setting { people: vec![user], flips, ..Setting::new(base, Extent::Start) })
}

/// Moments worth a look after an act that ended at this one, in a lab that started, and its sync passes with it, at the
/// other.
fn moments(start: Instant, since: Instant) -> Vec<Instant> {
    let next = |every: i64| start + Span(((since - start).0 / every + 1) * every);
    let mut all = vec![
        since,
        since + Span(60),
        next(120),
        next(120) + Span::minutes(2),
        next(1_800),
        next(1_800) + Span::minutes(30),
        since + Span::minutes(30),
        since + Span::hours(1),
        since + Span::hours(24),
    ];
    all.sort_unstable();
    all.dedup();
    all
}

/// One draft: the first moment from which on the try has the other outcome.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let user: UserId = *setting.people.first().ok_or("nobody in question")?;
    let Some(Edit::Does { act: done, .. }) = scene.here.edits().first() else {
        return Err("nothing is done".to_owned());
    };
    let scenario = scene.here.scenario();
    let step = scenario.timeline.last().ok_or("nothing is done")?;
    let (_, act, works, ask) = *CLOCKS.iter().find(|(act, ..)| act == done).ok_or("nothing is done")?;
    let since = step.ended();
    let claim = |at| Claim::From { user, act, works, since, at };
    let claims: Vec<Claim> = moments(scenario.start, since).into_iter().map(claim).collect();
    let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.holds(&scene.here));
    let [right] = &right[..] else { return Err(format!("{} moments fit", right.len())) };
    if let Some(why) = scene.objection(right, &scene.here) {
        return Err(why);
    }
    let who = short_name(scenario, scenario.users.get(user.index()).ok_or("nobody in question")?);
    let passes = match done {
        Act::ResetInForest | Act::DisabledInForest => format!(
            "At {} a pass of each kind of synchronization has begun, and others follow, each kind at its interval. ",
            &scenario.start.clock()[..5]
        ),
        _ => String::new(),
    };
    let ask = format!("{passes}At {} {who} has {}. {ask}", &since.clock()[..], done.done());
    let mut draft = Draft::single(ask, String::new(), right.clone(), wrong);
    draft.roster = Some(Roster::of(scenario, &setting.people));
    draft.told = vec![About::History];
    Ok(vec![draft])
}
