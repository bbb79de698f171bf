//! Whether somebody could reset the own password now, and how everybody stands.

use bevy_ecs::prelude::World;

use crate::ledger::Ability;
use crate::ledger::standing::{Snapshot, Standing};
use crate::model::ask::Action;
use crate::model::key::UserId;
use crate::rules::case::{Moment, OfferFacts};

use super::parts::{Clock, Index, Lab, Rulebook};
use super::{licences, observe, record};

/// How a person stands now.
fn standing(world: &World, user: UserId) -> Option<Standing> {
    let book = &world.resource::<Rulebook>().0;
    let case = observe::case(world, user, Action::ResetPassword, Moment::Offer(OfferFacts::default()))?;
    let rights = licences::grant(world, user).rights(book);
    Some(Standing { user, case, rights, held: licences::held(world, user) })
}

/// Whether a person could reset now.
pub(super) fn of(world: &World, user: UserId) -> Option<Ability> {
    let standing = standing(world, user)?;
    let found = standing.judge(&world.resource::<Rulebook>().0);
    Some(Ability {
        upn: record::upn(world, user),
        able: found.able,
        reason: found.reason,
        code: found.code,
        rule: found.rule,
        methods: found.methods,
        needed: found.needed,
        rights: standing.rights,
    })
}

/// Everybody who is named and exists, in the order of the file.
fn named(world: &World) -> impl Iterator<Item = UserId> + '_ {
    let count = world.resource::<Lab>().0.users.len();
    world.resource::<Index>().people.keys().copied().filter(move |user| user.index() < count)
}

/// Whether everybody who is named could reset now.
pub(super) fn everybody(world: &World) -> Vec<Ability> {
    named(world).filter_map(|user| of(world, user)).collect()
}

/// How everybody who is named stands now.
pub(super) fn snapshot(world: &World) -> Snapshot {
    Snapshot {
        at: world.resource::<Clock>().0,
        people: named(world).filter_map(|user| standing(world, user)).collect(),
        subscriptions: licences::subscriptions(world).copied().collect(),
    }
}
