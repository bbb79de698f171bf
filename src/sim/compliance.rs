//! How many people need a licence, and how many of them hold one.

use bevy_ecs::prelude::World;

use crate::model::ask::Action;
use crate::model::identity::{AccountKind, UserType};
use crate::model::key::GroupId;
use crate::model::policy::{Group, Scope};
use crate::rules::Case;
use crate::rules::case::{Moment, NeedFacts};
use crate::rules::topics::licensing_subscriptions::needs_licence;

use super::crowd::Crowd;
use super::memberships::Memberships;
use super::parts::{Clock, Index, Licences, Profile, Rulebook, TenantState};
use super::{lens, licences, observe};

/// People who need a P1-level licence, and how many of them hold one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Compliance {
    pub(super) needed: u32,
    pub(super) held: u32,
}

/// Counts the need of licences over named and generated people, as the rules decide for each.
pub(super) fn of_people(world: &World) -> Compliance {
    let tenant = &world.resource::<TenantState>().tenant;
    let book = &world.resource::<Rulebook>().0;
    let mut count = Compliance { needed: 0, held: 0 };
    let mut guests = 0_u32;
    let mut add = |case: &Case, people: u32| {
        if needs_licence(book, case) {
            count.needed += people;
            count.held += people * u32::from(case.need().is_some_and(|need| need.holds));
        }
    };
    for (user, entity) in &world.resource::<Index>().people {
        let Some(profile) = world.get::<Profile>(*entity) else { continue };
        guests += u32::from(profile.user_type == UserType::Guest);
        let (in_scope, holds) = (lens::in_scope(world, *user), licences::grant(world, *user).premium);
        let facts = NeedFacts { kind: profile.kind, in_scope, holds, guests };
        let case = observe::case(world, *user, Action::AdminResetPassword, Moment::Need(facts));
        case.iter().for_each(|case| add(case, 1));
    }
    let scope_groups = lens::scope_groups(world);
    let now = world.resource::<Clock>().0;
    for (member, cell) in world.resource::<Crowd>().cells() {
        let in_scope = match tenant.sspr.enabled {
            Scope::All => true,
            Scope::Selected => scope_groups.iter().any(|group| member.groups.contains(group)),
            Scope::None | Scope::Undefined => false,
        };
        let own = licences::grant_of_member(world, member, cell.inherited);
        let facts = NeedFacts { kind: AccountKind::Person, in_scope, holds: own.premium, guests };
        let mut case = Case::plain(now, Action::AdminResetPassword, Moment::Need(facts));
        (case.person.identity, case.person.reset) = (member.identity, own.reset);
        add(&case, cell.count);
    }
    count
}

/// Counts the unique members of groups with licences, and those of them who have what their groups give.
///
/// Source: rule `group-licence-needed-per-member`.
pub(super) fn of_groups(world: &World) -> Compliance {
    let mut count = Compliance { needed: 0, held: 0 };
    let licensed: Vec<(usize, &Group)> =
        licences::groups(world).into_iter().enumerate().filter(|(_, group)| !group.licences.is_empty()).collect();
    let crowd = world.resource::<Crowd>();
    let memberships = world.resource::<Memberships>();
    let index = world.resource::<Index>();
    for (user, entity) in &index.people {
        let drawn = crowd.member(*user);
        let belongs = |(i, _): &&(usize, &Group)| {
            memberships.has(GroupId(*i as u16), *user)
                || drawn.is_some_and(|member| member.groups.contains(&GroupId(*i as u16)))
        };
        let Some(held) = world.get::<Licences>(*entity) else { continue };
        let mut own = licensed.iter().filter(belongs).peekable();
        if own.peek().is_some() {
            let has = |sku| held.inherited.iter().any(|one| one.sku == sku);
            count.needed += 1;
            count.held += u32::from(own.all(|(_, group)| group.licences.iter().all(|one| has(one.sku))));
        }
    }
    for (member, cell) in crowd.cells() {
        if licensed.iter().any(|(i, _)| member.groups.contains(&GroupId(*i as u16))) {
            count.needed += cell.count;
            count.held += cell.count * u32::from(cell.inherited);
        }
    }
    count
}
