//! Sessions: what a person who has signed in to the cloud before may go on with.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::{Action, Outcome, Place, Prompt};
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::case::Moment;
use crate::rules::topics::hybrid_sign_in::SESSION_DAYS;

use super::parts::{Clock, CloudAccount, DirectoryAccount};
use super::{apply, lens, observe, record, sign_in};

/// A person goes on in the session that the last sign-in to the cloud opened.
pub(super) fn run(world: &mut World, step: usize, nth: u32, user: UserId) {
    let upn = record::upn(world, user);
    let mut draft = record::open(world, step, nth, &upn, "use-session");
    draft.record.subject = Some(user);
    let Some(entity) = lens::person(world, user) else {
        super::refuse_missing(world, draft);
        return;
    };
    draft.record.prompted = Some(Prompt::None);
    let Some(opened) = live(world, entity) else {
        draft.record.outcome = Some(Outcome::Refused);
        draft.record.message = "no session is open: a sign-in must come first".to_owned();
        record::commit(world, draft);
        return;
    };
    let mut facts = sign_in::facts(world, entity, Place::Familiar, true, true, sign_in::way(world, user));
    facts.outdated = outdated(world, entity, opened);
    let Some(case) = observe::case(world, user, Action::ChangePassword, Moment::Resume(facts)) else { return };
    let verdict = record::decided(world, &mut draft, user, case);
    apply::effects(world, &mut draft, user, &case, &verdict.terms, None);
    record::commit(world, draft);
}

/// When the session of a person was opened; none where there is none, or it has lasted as long as one may.
fn live(world: &World, entity: Entity) -> Option<Instant> {
    let lasts = Span::days(i64::from(SESSION_DAYS));
    let opened = lens::part::<CloudAccount>(world, entity).session?;
    (world.resource::<Clock>().0 - opened <= lasts).then_some(opened)
}

/// Whether the password was changed after that, in the cloud or in the forest.
fn outdated(world: &World, entity: Entity, opened: Instant) -> bool {
    let there = world.get::<DirectoryAccount>(entity).is_some_and(|account| account.password_set > opened);
    there || lens::part::<CloudAccount>(world, entity).password_set > opened
}
