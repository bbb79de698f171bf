//! Licences of groups on their way to members: seats, errors, usage locations, and what a removal leaves behind.
//!
//! Every product of every group is decided for every member, in file order, whenever something of it may have changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::Action;
use crate::model::key::{GroupId, PlanId, SkuId, UserId};
use crate::model::licence::{Licence, LicenceError, Subscription, TABLE};
use crate::model::policy::{Group, Member as GroupMember};
use crate::rules::case::{AssignFacts, Case, Moment};
use crate::rules::{Verdict, decide};

use super::crowd::{Crowd, Member};
use super::licences::{self, plans_of};
use super::memberships::Memberships;
use super::parts::{Clock, Index, Licences, Profile, Rulebook, TenantState};
use super::record::{self, Draft};
use super::{lens, observe};

/// The account that gives groups' licences; source: rule `group-licence-audit`.
const SYSTEM: &str = "Microsoft Entra group-based licensing";

/// Seats that are left, by product.
type Seats = BTreeMap<SkuId, i64>;

/// Gives the licences of groups to their direct members, in file order, while seats last.
///
/// A product that a direct assignment already gives takes no second seat. Where one product of a group cannot be given,
/// the member gets none of the group's products and carries the error. What changes for named people is noted under the
/// step, if there is one.
pub(super) fn spread(world: &mut World, mut draft: Option<&mut Draft>) {
    let mut seats = Seats::new();
    let counts = |one: &&Subscription| one.usable() || !licences::usable(world, one.sku);
    for one in licences::subscriptions(world).filter(counts) {
        *seats.entry(one.sku).or_default() += i64::from(one.units);
    }
    let before = take_back(world, &mut seats);
    let groups: Vec<Group> = licences::groups(world).into_iter().cloned().collect();
    for (member, cell) in world.resource::<Crowd>().cells() {
        if let Some(sku) = member.sku {
            *seats.entry(sku).or_default() -= i64::from(cell.count);
        }
    }
    let licensed: Vec<(GroupId, &Group)> =
        groups.iter().enumerate().map(|(i, group)| (GroupId(i as u16), group)).collect();
    let licensed: Vec<(GroupId, &Group)> =
        licensed.into_iter().filter(|(_, group)| !group.licences.is_empty()).collect();
    let mut inherited = Vec::new();
    for (id, group) in licensed {
        for member in &group.members {
            if let GroupMember::User(user) = member {
                give(world, *user, (id, group), &mut seats, draft.as_deref_mut());
            }
        }
        give_crowd(world, (id, group), &mut seats, &mut inherited, draft.as_deref_mut());
    }
    world.resource_mut::<Crowd>().inherit(inherited);
    if let Some(draft) = draft {
        changed(world, draft, &before);
    }
}

/// Takes back what groups gave, and the seats that other assignments keep; tells what groups gave before.
fn take_back(world: &mut World, seats: &mut Seats) -> BTreeMap<UserId, Vec<SkuId>> {
    let people: Vec<(UserId, Entity)> =
        world.resource::<Index>().people.iter().map(|(user, at)| (*user, *at)).collect();
    let mut before = BTreeMap::new();
    for (user, entity) in people {
        let Some(mut held) = world.get_mut::<Licences>(entity) else { continue };
        before.insert(user, held.inherited.iter().map(|licence| licence.sku).collect());
        held.inherited.clear();
        let dependent = (!held.stuck.is_empty()).then_some(LicenceError::DependencyViolation);
        held.error = held.direct.iter().find_map(|licence| licence.error).or(dependent);
        let active = held.direct.iter().filter(|licence| licence.error.is_none());
        let kept = held.stuck.iter().flat_map(|(_, licences)| licences);
        let mut seated: Vec<SkuId> = active.chain(kept).map(|licence| licence.sku).collect();
        seated.sort_unstable();
        seated.dedup();
        seated.iter().for_each(|sku| *seats.entry(*sku).or_default() -= 1);
    }
    before
}

/// Gives a named member everything that stands on a group, or nothing and an error.
fn give(world: &mut World, user: UserId, of: (GroupId, &Group), seats: &mut Seats, draft: Option<&mut Draft>) {
    let (id, group) = of;
    let Some(entity) = lens::person(world, user) else { return };
    let held = lens::part::<Licences>(world, entity);
    if held.stuck.iter().any(|(stuck, _)| *stuck == id) {
        return;
    }
    // An assignment that a person holds in error hides the group's licence of the same product.
    let in_error = |sku| held.direct.iter().any(|one| one.sku == sku && one.error.is_some_and(|error| !once(error)));
    let products: Vec<Licence> = group.licences.iter().filter(|one| !in_error(one.sku)).cloned().collect();
    let facts: Vec<AssignFacts> = products.iter().map(|one| joining(world, entity, of, one, seats)).collect();
    let judged: Vec<Verdict> = facts.iter().map(|facts| judge(world, user, *facts)).collect();
    let errors: Vec<Option<LicenceError>> = judged.iter().map(error).collect();
    let root = errors.iter().flatten().copied().next();
    let now = world.resource::<Clock>().0;
    let concurrent = facts.iter().any(|facts| facts.at_once);
    if let Some(draft) = draft {
        for (facts, error) in facts.iter().zip(&errors) {
            let facts = AssignFacts { other_fails: root.is_some() && error.is_none(), ..*facts };
            if let Some(case) = observe::case(world, user, Action::AdminResetPassword, Moment::Assign(facts)) {
                record::noted(world, draft, user, case);
            }
        }
        if concurrent {
            let target = record::upn(world, user);
            let reason = "LicenseAssignmentAttributeConcurrencyException";
            record::audit_by(world, draft, SYSTEM, ("Change user license", "Failure", reason), &target);
        }
    }
    let location = world.resource::<TenantState>().tenant.country.clone();
    let Some(mut held) = world.get_mut::<Licences>(entity) else { return };
    if root.is_some() {
        held.error = root;
        return;
    }
    for licence in products {
        let known = held.direct.iter().chain(&held.inherited).any(|other| other.sku == licence.sku);
        if !known {
            *seats.entry(licence.sku).or_default() -= 1;
        }
        if !held.given.iter().any(|(sku, group, _)| (*sku, *group) == (licence.sku, id)) {
            held.given.push((licence.sku, id, now));
        }
        held.inherited.push(licence);
    }
    if let Some(mut profile) = world.get_mut::<Profile>(entity)
        && profile.usage_location.is_none()
    {
        profile.usage_location = Some(location);
    }
}

const fn once(error: LicenceError) -> bool {
    matches!(error, LicenceError::UniquenessViolation)
}

/// The facts of one product of a group on its way to a member.
fn joining(world: &World, entity: Entity, of: (GroupId, &Group), one: &Licence, seats: &Seats) -> AssignFacts {
    let (id, group) = of;
    let held = lens::part::<Licences>(world, entity);
    let profile = lens::part::<Profile>(world, entity);
    let active = || held.direct.iter().chain(&held.inherited).filter(|licence| licence.error.is_none());
    let others = active().chain(&group.licences).filter(|licence| licence.sku != one.sku);
    let plans = plans_of(world, one);
    let mut beside: Vec<PlanId> = Vec::new();
    let mut conflicts = false;
    for other in others {
        let other = plans_of(world, other);
        conflicts |= TABLE.exclude(&plans, &other);
        beside.extend(other);
    }
    let direct = held.direct.iter().any(|licence| licence.sku == one.sku && licence.error.is_none());
    let inherited = held.inherited.iter().any(|licence| licence.sku == one.sku);
    let now = world.resource::<Clock>().0;
    AssignFacts {
        member: true,
        has_location: profile.usage_location.is_some(),
        prohibited: prohibited(world, profile, &plans),
        seat_free: direct || inherited || seats.get(&one.sku).copied().unwrap_or_default() > 0,
        direct,
        inherited,
        conflicts,
        lacks: TABLE.lacks(&plans, &beside),
        only_once: held.direct.iter().any(|licence| licence.sku == one.sku && licence.error.is_some_and(once)),
        at_once: held.given.iter().any(|(sku, group, at)| *sku == one.sku && *group != id && *at == now)
            && !held.given.iter().any(|(sku, group, _)| (*sku, *group) == (one.sku, id)),
        ..AssignFacts::PLAIN
    }
}

/// Whether some of these plans are not allowed where a person is, or where the tenant is if nobody said.
pub(super) fn prohibited(world: &World, profile: &Profile, plans: &[PlanId]) -> bool {
    let tenant = &world.resource::<TenantState>().tenant;
    let place = profile.usage_location.as_ref().unwrap_or(&tenant.country);
    let barred = |(plan, places): &(PlanId, Vec<String>)| {
        plans.contains(plan) && places.iter().any(|other| other.eq_ignore_ascii_case(place))
    };
    tenant.unavailable.iter().any(barred)
}

fn judge(world: &World, user: UserId, facts: AssignFacts) -> Verdict {
    let book = &world.resource::<Rulebook>().0;
    let case = observe::case(world, user, Action::AdminResetPassword, Moment::Assign(facts));
    let plain = || Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, Moment::Assign(facts));
    decide(book, &case.unwrap_or_else(plain), &mut ())
}

/// The error that a rule leaves on the member; none where the licence is given.
fn error(verdict: &Verdict) -> Option<LicenceError> {
    Some(match verdict.rule_id()? {
        "group-licence-count-violation" => LicenceError::CountViolation,
        "group-licence-mutually-exclusive" => LicenceError::MutuallyExclusiveViolation,
        "group-licence-dependency" | "group-licence-dependent-removal" => LicenceError::DependencyViolation,
        "group-licence-location-prohibited" => LicenceError::ProhibitedInUsageLocationViolation,
        "group-licence-uniqueness" => LicenceError::UniquenessViolation,
        _ if verdict.passes() => return None,
        _ => LicenceError::Other,
    })
}

/// The facts of a group's products for generated people, who hold at most one product directly: the seats are not known.
fn joining_crowd(world: &World, group: &Group, direct: Option<SkuId>) -> Vec<AssignFacts> {
    let own = direct.map(|sku| plans_of(world, &Licence::of(sku))).unwrap_or_default();
    let of_group: Vec<Vec<PlanId>> = group.licences.iter().map(|one| plans_of(world, one)).collect();
    let beside: Vec<PlanId> = of_group.iter().flatten().chain(&own).copied().collect();
    let facts = |(one, plans): (&Licence, &Vec<PlanId>)| AssignFacts {
        member: true,
        direct: Some(one.sku) == direct,
        conflicts: Some(one.sku) != direct && TABLE.exclude(plans, &own),
        lacks: TABLE.lacks(plans, &beside),
        ..AssignFacts::PLAIN
    };
    group.licences.iter().zip(&of_group).map(facts).collect()
}

/// Gives generated members of a group everything that stands on it, or nothing, in the order of their numbers; whom
/// steps name are given theirs as other people are.
fn give_crowd(
    world: &mut World,
    of: (GroupId, &Group),
    seats: &mut Seats,
    inherited: &mut Vec<bool>,
    mut draft: Option<&mut Draft>,
) {
    let (id, group) = of;
    let crowd = world.resource::<Crowd>();
    let facts = |member: &Member| member.groups.contains(&id).then(|| joining_crowd(world, group, member.sku));
    let known: Vec<Option<Vec<AssignFacts>>> = crowd.classes.iter().map(facts).collect();
    if known.iter().all(Option::is_none) {
        return;
    }
    let (classes, named, base) = (Arc::clone(&crowd.of), crowd.named.clone(), crowd.base);
    inherited.resize(classes.len(), false);
    let mut decided: BTreeMap<(u32, Vec<bool>), bool> = BTreeMap::new();
    let mut named = named.into_iter().peekable();
    for (n, class) in classes.iter().enumerate() {
        let facts = &known[*class as usize];
        if named.next_if_eq(&(n as u32)).is_some() {
            if facts.is_some() {
                give(world, UserId(base + n as u32), of, seats, draft.as_deref_mut());
            }
            continue;
        }
        let Some(facts) = facts else { continue };
        let left = |one: &Licence| seats.get(&one.sku).copied().unwrap_or_default() > 0;
        let free: Vec<bool> = group.licences.iter().zip(facts).map(|(one, facts)| facts.direct || left(one)).collect();
        let given = decided.entry((*class, free)).or_insert_with_key(|(_, free)| joins(world, facts, free));
        if *given {
            inherited[n] = true;
            for (one, _) in group.licences.iter().zip(facts).filter(|(_, facts)| !facts.direct) {
                *seats.entry(one.sku).or_default() -= 1;
            }
        }
    }
}

/// Whether everything that stands on a group can be given to generated people of one class.
fn joins(world: &World, known: &[AssignFacts], free: &[bool]) -> bool {
    known.iter().zip(free).all(|(facts, seat_free)| {
        let moment = Moment::Assign(AssignFacts { seat_free: *seat_free, ..*facts });
        let case = Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, moment);
        decide(&world.resource::<Rulebook>().0, &case, &mut ()).passes()
    })
}

/// Notes whose licences the groups' have changed.
fn changed(world: &World, draft: &mut Draft, before: &BTreeMap<UserId, Vec<SkuId>>) {
    for (user, entity) in world.resource::<Index>().people.clone() {
        let Some(held) = world.get::<Licences>(entity) else { continue };
        let now: Vec<SkuId> = held.inherited.iter().map(|licence| licence.sku).collect();
        if before.get(&user).is_some_and(|old| *old != now) {
            let target = record::upn(world, user);
            record::audit_by(world, draft, SYSTEM, ("Change user license", "Success", ""), &target);
        }
    }
}

/// Licences of a group are about to be taken from some of its members: where another product needs them, they are left
/// in error, or become direct, as the assumption says.
///
/// Source: rule `group-licence-dependent-removal`.
pub(super) fn leaving(world: &mut World, draft: &mut Draft, id: GroupId, users: &[UserId], lost: &[SkuId]) {
    let groups: Vec<Group> = licences::groups(world).into_iter().cloned().collect();
    let Some(group) = groups.get(id.index()) else { return };
    for user in users {
        let Some(entity) = lens::person(world, *user) else { continue };
        let held = lens::part::<Licences>(world, entity);
        let memberships = world.resource::<Memberships>();
        let others =
            groups.iter().enumerate().filter(|(i, _)| *i != id.index() && memberships.has(GroupId(*i as u16), *user));
        let elsewhere: Vec<SkuId> = others.flat_map(|(_, other)| other.licences.iter().map(|one| one.sku)).collect();
        let goes = |sku: SkuId| {
            lost.contains(&sku) && !elsewhere.contains(&sku) && !held.direct.iter().any(|one| one.sku == sku)
        };
        let gone: Vec<Licence> = held.inherited.iter().filter(|one| goes(one.sku)).cloned().collect();
        let stays: Vec<Licence> =
            held.direct.iter().chain(&held.inherited).filter(|one| !goes(one.sku)).cloned().collect();
        let rest: Vec<PlanId> = stays.iter().flat_map(|one| plans_of(world, one)).collect();
        let needed = !gone.is_empty() && TABLE.lacks(&rest, &[]);
        let facts = AssignFacts { member: true, removing: true, inherited: true, needed, ..AssignFacts::PLAIN };
        let Some(case) = observe::case(world, *user, Action::AdminResetPassword, Moment::Assign(facts)) else {
            continue;
        };
        let verdict = record::noted(world, draft, *user, case);
        let all = group.licences.clone();
        let Some(mut held) = world.get_mut::<Licences>(entity).filter(|_| needed) else { continue };
        if verdict.passes() {
            held.direct.extend(gone);
        } else {
            held.stuck.push((id, all));
        }
    }
}

/// Works a person's licences out again: what a removal left in error goes, if nothing needs it any more.
pub(super) fn reprocess(world: &mut World, user: UserId) {
    let Some(entity) = lens::person(world, user) else { return };
    let held = lens::part::<Licences>(world, entity);
    let active = held.direct.iter().chain(&held.inherited).filter(|one| one.error.is_none());
    let plans: Vec<PlanId> = active.flat_map(|one| plans_of(world, one)).collect();
    if TABLE.lacks(&plans, &[]) {
        return;
    }
    world.get_mut::<Licences>(entity).into_iter().for_each(|mut held| held.stuck.clear());
}
