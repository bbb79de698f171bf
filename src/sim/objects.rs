//! Accounts and groups as administrators create, change and delete them in the cloud.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::Action;
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::policy::{Group, GroupPatch, Member as GroupMember};
use crate::rules::case::{Case, ManageFacts, Moment};
use crate::rules::topics::licensing_assignment::is_location;
use crate::scenario::timeline::{AdminAct, UserPatch};

use super::parts::{Clock, CloudAccount, GroupState, Index, Lab, Methods, Profile, Rulebook};
use super::record::{self, Draft};
use super::{apply, group_licences, lens, memberships, observe, people};

/// Puts the people into dynamic groups who match the rules of these.
pub(super) fn dynamic_groups(world: &mut World) {
    let people: Vec<(UserId, Option<String>)> = {
        let index = world.resource::<Index>();
        let department = |entity: &Entity| world.get::<Profile>(*entity).and_then(|profile| profile.department.clone());
        index.people.iter().map(|(user, entity)| (*user, department(entity))).collect()
    };
    for (i, entity) in world.resource::<Index>().groups.clone().into_iter().enumerate() {
        let Some(departments) = world.get::<GroupState>(entity).and_then(|state| state.0.departments.as_ref()) else {
            continue;
        };
        let matches = |own: &Option<String>| own.as_ref().is_some_and(|own| departments.contains(own));
        let members = people.iter().filter(|(_, own)| matches(own)).map(|(user, _)| GroupMember::User(*user)).collect();
        memberships::set(world, GroupId(i as u16), members);
    }
}

fn decide(world: &mut World, draft: &mut Draft, user: UserId, facts: ManageFacts) -> bool {
    let moment = Moment::Manage(facts);
    let plain = Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, moment);
    let case = observe::case(world, user, Action::AdminResetPassword, moment).unwrap_or(plain);
    let verdict = record::decided(world, draft, user, case);
    if verdict.passes() {
        for (ix, _) in crate::rules::effects(&world.resource::<Rulebook>().0, &case, &verdict.terms) {
            draft.record.effects.push(ix.rule().says.to_owned());
        }
        if facts.requires_anew {
            apply::effects(world, draft, user, &case, &verdict.terms, None);
        }
    }
    verdict.passes()
}

/// Deletes a group, unless licences stand on it.
pub(super) fn delete_group(world: &mut World, draft: &mut Draft, group: GroupId) {
    let entity = world.resource::<Index>().groups[group.index()];
    let licensed = world.get::<GroupState>(entity).is_some_and(|state| !state.0.licences.is_empty());
    let facts = ManageFacts { deletes_group: true, group_licensed: licensed, ..ManageFacts::default() };
    if decide(world, draft, UserId(0), facts)
        && let Some(mut state) = world.get_mut::<GroupState>(entity)
    {
        state.0.roles = crate::model::role::RoleSet::default();
        state.0.departments = None;
        memberships::set(world, group, Vec::new());
    }
}

/// Changes a group; a rule of membership that is edited is evaluated at once.
pub(super) fn set_group(world: &mut World, draft: &mut Draft, id: GroupId, set: &GroupPatch) {
    let entity = world.resource::<Index>().groups[id.index()];
    let Some(before) = world.get::<GroupState>(entity).map(|state| state.0.clone()) else { return };
    let edits = set.departments.as_ref().is_some_and(|rule| rule.is_some() && *rule != before.departments);
    let facts = ManageFacts {
        edits_membership: edits,
        was_static: edits && before.departments.is_none(),
        ..ManageFacts::default()
    };
    if !decide(world, draft, UserId(0), facts) {
        return;
    }
    if let Some(mut state) = world.get_mut::<GroupState>(entity) {
        set.apply(&mut state.0);
    }
    if edits {
        left_by_rule(world, draft, id, &before);
    }
}

/// Members who no longer match lose what the group gave them.
fn left_by_rule(world: &mut World, draft: &mut Draft, id: GroupId, before: &Group) {
    let was_static = before.departments.is_none();
    let entity = world.resource::<Index>().groups[id.index()];
    if was_static {
        // Everybody is dropped before the rule adds anybody.
        memberships::set(world, id, Vec::new());
        group_licences::spread(world, None);
    }
    dynamic_groups(world);
    let after = world.get::<GroupState>(entity).map(|state| state.0.members.clone()).unwrap_or_default();
    let left: Vec<UserId> = before
        .members
        .iter()
        .filter(|member| !after.contains(member))
        .filter_map(|member| if let GroupMember::User(user) = member { Some(*user) } else { None })
        .collect();
    let lost: Vec<SkuId> = before.licences.iter().map(|one| one.sku).collect();
    group_licences::leaving(world, draft, id, &left, &lost);
}

/// Changes facts of a person's cloud account.
pub(super) fn set_user(world: &mut World, draft: &mut Draft, user: UserId, set: &UserPatch) {
    draft.record.subject = Some(user);
    let Some(entity) = lens::person(world, user) else { return };
    let marked = lens::part::<CloudAccount>(world, entity).never_expires;
    let place = set.usage_location.as_ref().and_then(Option::as_ref);
    let facts = ManageFacts {
        bad_location: place.is_some_and(|place| !is_location(place)),
        sets_never_expires: set.password_never_expires == Some(true),
        ends_never_expires: set.password_never_expires == Some(false) && marked,
        writes_office_phone: set.office_phone.is_some(),
        ..ManageFacts::default()
    };
    if !decide(world, draft, user, facts) {
        return;
    }
    if let Some(mut profile) = world.get_mut::<Profile>(entity) {
        profile.department = set.department.clone().unwrap_or_else(|| profile.department.clone());
        profile.usage_location = set.usage_location.clone().unwrap_or_else(|| profile.usage_location.clone());
    }
    if let Some(mut cloud) = world.get_mut::<CloudAccount>(entity) {
        cloud.never_expires = set.password_never_expires.unwrap_or(cloud.never_expires);
        cloud.mark_ended |= facts.ends_never_expires;
        cloud.risk = set.user_risk.unwrap_or(cloud.risk);
    }
    if let Some(number) = &set.office_phone
        && let Some(mut methods) = world.get_mut::<Methods>(entity)
    {
        methods.directory.office_phone = number.clone();
    }
    dynamic_groups(world);
}

/// Has a person register methods for multifactor authentication anew.
pub(super) fn require_anew(world: &mut World, draft: &mut Draft, user: UserId) {
    draft.record.subject = Some(user);
    decide(world, draft, user, ManageFacts { requires_anew: true, ..ManageFacts::default() });
}

/// Opens the page of usage and insights.
pub(super) fn open_usage(world: &mut World, draft: &mut Draft, admin: UserId) {
    decide(world, draft, admin, ManageFacts { opens_usage: true, ..ManageFacts::default() });
}

/// Creates, deletes, enables or disables an account.
pub(super) fn account(world: &mut World, draft: &mut Draft, act: &AdminAct) {
    match act {
        AdminAct::CreateUser(user) => {
            let scenario = world.resource::<Lab>().0.clone();
            let Some(person) = scenario.users.get(user.index()) else { return };
            let place = person.usage_location.as_ref();
            let facts = ManageFacts {
                creates: true,
                bad_location: place.is_some_and(|place| !is_location(place)),
                ..ManageFacts::default()
            };
            if !decide(world, draft, *user, facts) {
                return;
            }
            let entity = people::spawn(world, &scenario, *user, person);
            world.resource_mut::<Index>().people.insert(*user, entity);
            draft.record.subject = Some(*user);
            dynamic_groups(world);
        }
        AdminAct::DeleteUser(user) => {
            draft.record.subject = Some(*user);
            let removed: Option<Entity> = world.resource_mut::<Index>().people.remove(user);
            if let Some(entity) = removed {
                world.despawn(entity);
            }
        }
        AdminAct::EnableUser(user) | AdminAct::DisableUser(user) => {
            let enabled = matches!(act, AdminAct::EnableUser(_));
            draft.record.subject = Some(*user);
            let entity = lens::person(world, *user);
            if let Some(mut cloud) = entity.and_then(|entity| world.get_mut::<CloudAccount>(entity)) {
                cloud.enabled = enabled;
                cloud.disabled_by_sync = false;
            }
        }
        _ => {}
    }
}
