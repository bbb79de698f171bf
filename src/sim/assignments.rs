//! Licences as administrators assign, replace and remove them, for people and on groups.

use bevy_ecs::prelude::World;

use crate::model::ask::Action;
use crate::model::fault::FaultTarget;
use crate::model::key::{GroupId, PlanId, SkuId, UserId};
use crate::model::licence::{Licence, LicenceError, TABLE};
use crate::model::policy::Member as GroupMember;
use crate::rules::case::{AssignFacts, Case, Moment};
use crate::rules::topics::licensing_assignment::may_assign;

use super::parts::{Clock, GroupState, Index, Licences, Profile, Rulebook};
use super::record::{self, Draft};
use super::{apply, faults, group_licences, lens, licences, observe};

/// A change of licences.
pub(super) struct Change<'a> {
    pub(super) sku: SkuId,
    pub(super) disabled_plans: &'a [PlanId],
    pub(super) replaces: &'a [SkuId],
    pub(super) removing: bool,
    pub(super) by: UserId,
}

impl Change<'_> {
    fn licence(&self) -> Licence {
        Licence { sku: self.sku, disabled_plans: self.disabled_plans.to_vec(), error: None }
    }

    fn goes(&self, licence: &Licence) -> bool {
        licence.sku == self.sku || self.replaces.contains(&licence.sku)
    }
}

/// Assigns or removes a licence of a person or a group.
pub(super) fn run(world: &mut World, draft: &mut Draft, to: GroupMember, change: &Change<'_>) {
    match to {
        GroupMember::Group(group) => of_group(world, draft, group, change),
        GroupMember::User(user) => of_person(world, draft, user, change),
    }
}

/// What is known of the product, whoever gets it.
fn product(world: &World, change: &Change<'_>) -> AssignFacts {
    let [seats, seats_in_grace, seats_taken] = licences::seats(world, change.sku);
    AssignFacts {
        seats,
        seats_in_grace,
        seats_taken,
        usable: licences::usable(world, change.sku),
        locked_out: licences::locked_out(world, change.sku),
        for_users: licences::for_users(world, change.sku),
        group_licensing: licences::group_licensing(world),
        removing: change.removing,
        replaces: !change.replaces.is_empty(),
        without_role: !may_assign(lens::roles(world, change.by)),
        ..AssignFacts::PLAIN
    }
}

fn of_group(world: &mut World, draft: &mut Draft, group: GroupId, change: &Change<'_>) {
    let entity = world.resource::<Index>().groups[group.index()];
    let Some(state) = world.get::<GroupState>(entity).map(|state| state.0.clone()) else { return };
    let stay = state.licences.iter().filter(|one| !change.goes(one));
    let beside: Vec<PlanId> = stay.flat_map(|one| licences::plans_of(world, one)).collect();
    let facts = AssignFacts {
        to_group: true,
        group_kind: state.may_be_licensed(),
        lacks: TABLE.lacks(&licences::plans_of(world, &change.licence()), &beside),
        ..product(world, change)
    };
    let case = Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, Moment::Assign(facts));
    let verdict = record::decided(world, draft, UserId(0), case);
    if !verdict.passes() {
        return;
    }
    for (_, does) in crate::rules::effects(&world.resource::<Rulebook>().0, &case, &verdict.terms) {
        for act in does {
            if let crate::rules::rule::Do::Audit(activity) = act {
                record::audit(world, draft, activity, &state.name, "", "");
            }
        }
    }
    let lost: Vec<SkuId> = state.licences.iter().filter(|one| change.goes(one)).map(|one| one.sku).collect();
    let lost: Vec<SkuId> = lost.into_iter().filter(|sku| change.removing || *sku != change.sku).collect();
    let members = state.members.iter().filter_map(|member| match member {
        GroupMember::User(user) => Some(*user),
        GroupMember::Group(_) => None,
    });
    group_licences::leaving(world, draft, group, &members.collect::<Vec<UserId>>(), &lost);
    if let Some(mut state) = world.get_mut::<GroupState>(entity) {
        state.0.licences.retain(|licence| !change.goes(licence));
        if !change.removing {
            state.0.licences.push(change.licence());
        }
    }
}

fn of_person(world: &mut World, draft: &mut Draft, user: UserId, change: &Change<'_>) {
    let Some(entity) = lens::person(world, user) else { return };
    let held = lens::part::<Licences>(world, entity);
    let profile = lens::part::<Profile>(world, entity);
    let of_it = |one: &&Licence| one.sku == change.sku;
    let active = held.direct.iter().chain(&held.inherited).filter(|one| one.error.is_none());
    let others: Vec<Vec<PlanId>> =
        active.clone().filter(|one| !change.goes(one)).map(|one| licences::plans_of(world, one)).collect();
    let plans = licences::plans_of(world, &change.licence());
    let facts = AssignFacts {
        has_location: profile.usage_location.is_some(),
        prohibited: group_licences::prohibited(world, profile, &plans),
        seat_free: active.clone().any(|one| one.sku == change.sku) || licences::seat_free(world, change.sku),
        direct: held.direct.iter().any(|one| one.sku == change.sku),
        inherited: held.inherited.iter().any(|one| one.sku == change.sku),
        conflicts: others.iter().any(|other| TABLE.exclude(&plans, other)),
        lacks: TABLE.lacks(&plans, &others.concat()),
        only_once: held
            .direct
            .iter()
            .find(of_it)
            .is_some_and(|one| one.error == Some(LicenceError::UniquenessViolation)),
        ..product(world, change)
    };
    draft.record.subject = Some(user);
    let Some(case) = observe::case(world, user, Action::AdminResetPassword, Moment::Assign(facts)) else { return };
    let verdict = record::decided(world, draft, user, case);
    if !verdict.passes() {
        return;
    }
    apply::effects(world, draft, user, &case, &verdict.terms, None);
    if let Some(mut licences) = world.get_mut::<Licences>(entity) {
        licences.direct.retain(|licence| !change.goes(licence));
        if !change.removing {
            licences.direct.push(change.licence());
        }
    }
    let target = record::upn(world, user);
    record::audit(world, draft, "Change user license", &target, "", "");
    if licences::grant(world, user).premium && !change.removing {
        let now = world.resource::<Clock>().0;
        faults::mended(world, &["writeback-licence-removed"], &[FaultTarget::User(user)], now);
    }
}

/// Has the licences of people, and of the members of groups, worked out again.
///
/// Source: rule `group-licence-reprocess`.
pub(super) fn reprocess(world: &mut World, draft: &mut Draft, to: &[GroupMember]) {
    let mut people: Vec<UserId> = Vec::new();
    let mut listed = 0_usize;
    for member in to {
        match member {
            GroupMember::User(user) => {
                listed += 1;
                people.push(*user);
            }
            GroupMember::Group(group) => {
                let entity = world.resource::<Index>().groups[group.index()];
                let members = world.get::<GroupState>(entity).map(|state| state.0.members.clone()).unwrap_or_default();
                people.extend(members.iter().filter_map(|member| match member {
                    GroupMember::User(user) => Some(*user),
                    GroupMember::Group(_) => None,
                }));
                listed = listed.max(1);
            }
        }
    }
    let reprocessed = u16::try_from(listed).unwrap_or(u16::MAX);
    let facts = AssignFacts { reprocessed, ..AssignFacts::PLAIN };
    let case = Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, Moment::Assign(facts));
    if record::decided(world, draft, UserId(0), case).passes() {
        people.into_iter().for_each(|user| group_licences::reprocess(world, user));
    }
}
