//! Reads people, their roles and their groups from the world; decides nothing.

use bevy_ecs::prelude::{Entity, World};

use crate::model::identity::AccountKind;
use crate::model::key::{GroupId, UserId};
use crate::model::policy::{Member as GroupMember, Scope};
use crate::model::role::RoleSet;

use super::crowd::Crowd;
use super::memberships::Memberships;
use super::parts::{GroupState, Index, Roles, TenantState};

/// A component of a person; people of a run always carry all of theirs.
pub(super) fn part<C: bevy_ecs::prelude::Component>(world: &World, entity: Entity) -> &C {
    world.get::<C>(entity).expect("people are spawned with every component")
}

/// The entity of a person who exists.
pub(super) fn person(world: &World, user: UserId) -> Option<Entity> {
    world.resource::<Index>().people.get(&user).copied()
}

/// Roles held actively, directly or through groups.
pub(super) fn active_roles(world: &World, entity: Entity, user: UserId) -> RoleSet {
    let groups = groups_of(world, GroupMember::User(user));
    let entities = &world.resource::<Index>().groups;
    let inherited = groups.iter().filter_map(|group| world.get::<GroupState>(entities[group.index()]));
    inherited.fold(part::<Roles>(world, entity).active, |roles, group| roles.union(group.0.roles))
}

/// The active roles of a person; none of somebody who does not exist.
pub(super) fn roles(world: &World, user: UserId) -> RoleSet {
    person(world, user).map(|entity| active_roles(world, entity, user)).unwrap_or_default()
}

/// The groups a member belongs to, directly or through other groups; a cycle is walked once.
pub(super) fn groups_of(world: &World, member: GroupMember) -> Vec<GroupId> {
    let memberships = world.resource::<Memberships>();
    let drawn = match member {
        GroupMember::User(user) => world.resource::<Crowd>().member(user),
        GroupMember::Group(_) => None,
    };
    let mut found = drawn.map_or_else(Vec::new, |drawn| drawn.groups.clone());
    let mut next: Vec<GroupMember> = found.iter().map(|group| GroupMember::Group(*group)).collect();
    next.push(member);
    while let Some(member) = next.pop() {
        for id in memberships.of(member) {
            if !found.contains(id) {
                found.push(*id);
                next.push(GroupMember::Group(*id));
            }
        }
    }
    found
}

/// The selected group and every group inside it.
pub(super) fn scope_groups(world: &World) -> Vec<GroupId> {
    let Some(group) = world.resource::<TenantState>().tenant.sspr.group else { return Vec::new() };
    let mut found = vec![group];
    let mut at = 0;
    while at < found.len() {
        for inner in world.resource::<Memberships>().inside(found[at]) {
            if !found.contains(inner) {
                found.push(*inner);
            }
        }
        at += 1;
    }
    found
}

pub(super) fn in_group_scope(world: &World, user: UserId) -> bool {
    let scope = scope_groups(world);
    let memberships = world.resource::<Memberships>();
    let direct = |group: &GroupId| memberships.has(*group, user);
    let drawn = world.resource::<Crowd>().member(user);
    scope.iter().any(|group| direct(group) || drawn.is_some_and(|member| member.groups.contains(group)))
}

/// Whether a person is a member of the selected group itself.
pub(super) fn directly_in_scope(world: &World, user: UserId) -> bool {
    let group = world.resource::<TenantState>().tenant.sspr.group;
    let drawn = world.resource::<Crowd>().member(user);
    group.is_some_and(|group| world.resource::<Memberships>().has(group, user))
        || group.zip(drawn).is_some_and(|(group, member)| member.groups.contains(&group))
}

/// Whether the user scope covers a person.
pub(super) fn in_scope(world: &World, user: UserId) -> bool {
    match world.resource::<TenantState>().tenant.sspr.enabled {
        Scope::All => true,
        Scope::Selected => in_group_scope(world, user),
        Scope::None | Scope::Undefined => false,
    }
}

/// Whether an account is used by a person, for counts of people.
pub(super) const fn is_person(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Person | AccountKind::Emergency)
}
