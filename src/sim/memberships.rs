//! Who is in which group, kept both ways: a group has its members in order, a member its groups.
//!
//! Everything that changes members goes through here; the state of a group is the truth, the rest is for look-ups that
//! would otherwise walk every group for every person.

use std::collections::BTreeMap;

use bevy_ecs::prelude::{Resource, World};

use crate::model::key::{GroupId, UserId};
use crate::model::policy::Member;

use super::parts::{GroupState, Index};

/// The groups of each member, and the groups inside each group.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Memberships {
    of: BTreeMap<Member, Vec<GroupId>>,
    inner: BTreeMap<GroupId, Vec<GroupId>>,
}

impl Memberships {
    /// The groups that have this direct member, in file order.
    pub(super) fn of(&self, member: Member) -> &[GroupId] {
        self.of.get(&member).map_or(&[], Vec::as_slice)
    }

    /// The groups that are direct members of a group.
    pub(super) fn inside(&self, group: GroupId) -> &[GroupId] {
        self.inner.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody is a direct member of a group.
    pub(super) fn holds(&self, group: GroupId, member: Member) -> bool {
        self.of(member).binary_search(&group).is_ok()
    }

    /// Whether a person is a direct member of a group.
    pub(super) fn has(&self, group: GroupId, user: UserId) -> bool {
        self.holds(group, Member::User(user))
    }

    fn add(&mut self, group: GroupId, member: Member) {
        let groups = self.of.entry(member).or_default();
        if let Err(at) = groups.binary_search(&group) {
            groups.insert(at, group);
        }
        if let Member::Group(inner) = member {
            self.inner.entry(group).or_default().push(inner);
        }
    }

    fn remove(&mut self, group: GroupId, member: Member) {
        if let Some(groups) = self.of.get_mut(&member) {
            groups.retain(|other| *other != group);
        }
        if let (Member::Group(inner), Some(inside)) = (member, self.inner.get_mut(&group)) {
            inside.retain(|other| *other != inner);
        }
    }
}

/// Builds the look-ups of a world whose groups have their members.
pub(super) fn index(world: &mut World) {
    let mut found = Memberships::default();
    for (i, entity) in world.resource::<Index>().groups.iter().enumerate() {
        let members = world.get::<GroupState>(*entity).map(|state| state.0.members.as_slice()).unwrap_or_default();
        members.iter().for_each(|member| found.add(GroupId(i as u16), *member));
    }
    world.insert_resource(found);
}

/// Gives a group these members instead of those that it has.
pub(super) fn set(world: &mut World, group: GroupId, members: Vec<Member>) {
    let entity = world.resource::<Index>().groups[group.index()];
    let Some(mut state) = world.get_mut::<GroupState>(entity) else { return };
    let before = std::mem::replace(&mut state.0.members, members.clone());
    let mut known = world.resource_mut::<Memberships>();
    before.into_iter().for_each(|member| known.remove(group, member));
    members.into_iter().for_each(|member| known.add(group, member));
}

/// Takes somebody out of a group, and puts them in at the end where `adds` says so.
pub(super) fn edit(world: &mut World, group: GroupId, member: Member, adds: bool) {
    let entity = world.resource::<Index>().groups[group.index()];
    let Some(mut state) = world.get_mut::<GroupState>(entity) else { return };
    state.0.members.retain(|other| *other != member);
    if adds {
        state.0.members.push(member);
    }
    let mut known = world.resource_mut::<Memberships>();
    known.remove(group, member);
    if adds {
        known.add(group, member);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, read};
    use crate::sim::world::{SpawnOrder, build};

    /// Every look-up says what walking all groups says.
    fn check(world: &World, members: &[Member]) {
        let known = world.resource::<Memberships>();
        let groups: Vec<Vec<Member>> = world
            .resource::<Index>()
            .groups
            .iter()
            .map(|entity| world.get::<GroupState>(*entity).expect("a group").0.members.clone())
            .collect();
        for member in members {
            let walked = (0..groups.len()).filter(|i| groups[*i].contains(member)).map(|i| GroupId(i as u16));
            assert_eq!(known.of(*member), walked.collect::<Vec<_>>(), "{member:?}");
        }
        for (i, group) in groups.iter().enumerate() {
            let inner = group.iter().filter_map(|one| if let Member::Group(id) = one { Some(*id) } else { None });
            assert_eq!(known.inside(GroupId(i as u16)), inner.collect::<Vec<_>>());
        }
    }

    #[test]
    fn look_ups_agree_with_the_members_of_groups_after_every_change() {
        let text = "title: t\ntenant:\n  domains: [a.example]\n  groups:\n    - {name: A, members: [u@a.example, B]}\n    \
                    - {name: B, members: [u@a.example]}\n    - {name: C, members: [A, B]}\nusers: [{upn: u@a.example}]\n";
        let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
        let lab = reading.scenario.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        let mut world = build(&lab, SpawnOrder::Reversed);
        let [user, a, b] = [Member::User(UserId(0)), Member::Group(GroupId(0)), Member::Group(GroupId(1))];
        check(&world, &[user, a, b]);
        assert!(world.resource::<Memberships>().has(GroupId(1), UserId(0)));
        edit(&mut world, GroupId(0), b, false);
        edit(&mut world, GroupId(2), user, true);
        edit(&mut world, GroupId(2), a, true);
        check(&world, &[user, a, b]);
        set(&mut world, GroupId(2), vec![b, user]);
        set(&mut world, GroupId(1), Vec::new());
        check(&world, &[user, a, b]);
        assert!(!world.resource::<Memberships>().has(GroupId(1), UserId(0)));
    }
}
