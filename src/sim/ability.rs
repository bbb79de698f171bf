//! Whether somebody could reset the own password now, and how everybody stands.

use bevy_ecs::prelude::World;

use crate::ledger::standing::{Snapshot, Standing};
use crate::ledger::{Ability, Registration};
use crate::model::ask::Action;
use crate::model::key::UserId;
use crate::model::method::MethodSet;
use crate::rules::case::{Case, Moment, OfferFacts, ReportFacts};
use crate::rules::decide;
use crate::rules::readings::policy::{self, listed};
use crate::rules::rule::View;
use crate::rules::topics::{registration, reporting};

use super::parts::{Clock, Index, Lab, Rulebook};
use super::{licences, observe, record};

/// The first check of a person's reset.
fn offer(world: &World, user: UserId) -> Option<Case> {
    observe::case(world, user, Action::ResetPassword, Moment::Offer(OfferFacts::default()))
}

/// How a person stands now.
fn standing(world: &World, user: UserId) -> Option<Standing> {
    let book = &world.resource::<Rulebook>().0;
    let case = offer(world, user)?;
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

/// Whether enough usable methods are registered for the policy that applies.
pub(super) fn registered(world: &World, user: UserId) -> bool {
    let book = &world.resource::<Rulebook>().0;
    offer(world, user).is_some_and(|case| {
        let terms = decide(book, &case, &mut ()).terms;
        registration::registered(book, &case, terms.count(book) >= u32::from(terms.needed))
    })
}

/// Whether reset is on for the person.
pub(super) fn in_force(world: &World, user: UserId) -> bool {
    let book = &world.resource::<Rulebook>().0;
    offer(world, user).is_some_and(|case| {
        let terms = decide(book, &case, &mut ()).terms;
        policy::in_force(&View { case: &case, terms: &terms, book })
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

/// The rows of the registration report now: one for everybody who is named and not deleted.
pub(super) fn registrations(world: &World) -> Vec<Registration> {
    let named = world.resource::<Lab>().0.users.len();
    (0..named).filter_map(|n| reported(world, UserId(n as u32))).collect()
}

fn reported(world: &World, user: UserId) -> Option<Registration> {
    let book = &world.resource::<Rulebook>().0;
    let now = world.resource::<Clock>().0;
    let offer = offer(world, user);
    let facts = offer.map_or(ReportFacts { deleted: true, ..ReportFacts::default() }, |offer| {
        let enough = |case: &Case| {
            let terms = decide(book, case, &mut ()).terms;
            terms.count(book) >= u32::from(terms.needed)
        };
        let mut own = offer;
        own.person.directory = MethodSet::EMPTY;
        ReportFacts {
            deleted: false,
            enough: enough(&own),
            registered: registration::registered(book, &own, enough(&own)),
            with_directory: enough(&offer),
            enabled: reporting::enabled_by_policy(book, &offer),
        }
    });
    let moment = Moment::Report(facts);
    let case = offer.map_or_else(|| Case::plain(now, Action::ResetPassword, moment), |offer| Case { moment, ..offer });
    let verdict = decide(book, &case, &mut ());
    let says = |id| crate::rules::effects(book, &case, &verdict.terms).iter().any(|(rule, _)| rule.rule().id == id);
    let flags = says("rep-flags");
    verdict.passes().then(|| Registration {
        user,
        upn: record::upn(world, user),
        registered: flags && facts.registered,
        enabled: flags && facts.enabled,
        capable: says("rep-capable"),
        unverified: says("rep-fail-not-incapable"),
        admin: listed(&case, book),
        methods: case.person.registered,
    })
}
