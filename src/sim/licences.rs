//! What people's licences grant: direct and group assignments, seats, rights, and the tenant's need of licences.
//!
//! Source: rules `group-licence-first-level-members`, `group-licence-nested-ignored`, `group-licence-count-violation`,
//! `group-licence-one-fails-all-fail`, `assign-enabled-plans-add-up`, `need-scope-all` and `need-shortfall`.

use std::collections::BTreeMap;

use bevy_ecs::prelude::World;

use crate::model::identity::{AccountKind, Identity, UserType};
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::licence::{Licence, LicenceError, ResetBasis, SubscriptionStatus, TABLE, Tier};
use crate::model::policy::{Group, Member as GroupMember, Scope};
use crate::rules::Book;
use crate::rules::case::{BasisSet, Held};
use crate::rules::topics::licensing_capability::gives_cloud_reset;
use crate::scenario::timeline::Rights;

use super::agenda::Item;
use super::parts::{
    Clock, CloudAccount, Crowd, GroupState, Index, Lab, Licences, Member, Planned, Profile, Rulebook,
    SubscriptionState, TenantState,
};

/// What a set of licences grants.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub(super) struct Grant {
    pub(super) premium: bool,
    pub(super) reset: BasisSet,
    pub(super) tier: u8,
}

impl Grant {
    /// The tier in words.
    pub(super) const fn tier(self) -> Tier {
        match self.tier {
            3 => Tier::P2,
            2 => Tier::P1,
            1 => Tier::Basic,
            _ => Tier::Free,
        }
    }

    /// The rights a scenario asks for.
    pub(super) fn rights(self, book: &Book) -> Rights {
        Rights { cloud_reset: gives_cloud_reset(self.reset, &book.assumed), writeback: self.premium }
    }

    /// Adds what a licence grants; a licence for rooms grants something to the account of a room only.
    ///
    /// Source: rules `lic-teams-room-licences-hold-p1` and `need-excludes-room-licences`.
    fn add(&mut self, licence: &Licence, room: bool) {
        let product = TABLE.product(licence.sku);
        if licence.error.is_some() || !(product.for_people || room) {
            return;
        }
        let on = |plan| product.plans.contains(&plan) && !licence.disabled_plans.contains(&plan);
        let (p1, p2) = (on(TABLE.p1), on(TABLE.p2));
        if p1 || p2 {
            self.premium = true;
            self.reset.insert(ResetBasis::Plan);
        }
        self.tier = self.tier.max(if p2 { 3 } else { u8::from(p1) * 2 });
        if !matches!(product.reset, ResetBasis::Plan | ResetBasis::None) {
            self.reset.insert(product.reset);
            self.tier = self.tier.max(1);
        }
    }
}

/// Whether some subscription of a product is in force or in grace.
pub(super) fn usable(world: &World, sku: SkuId) -> bool {
    subscriptions(world).any(|one| one.sku == sku && one.usable())
}

/// The tenant's subscriptions as they are now.
pub(super) fn subscriptions(world: &World) -> impl Iterator<Item = &crate::model::licence::Subscription> {
    let entities = &world.resource::<Index>().subscriptions;
    entities.iter().filter_map(|entity| world.get::<SubscriptionState>(*entity)).map(|state| &state.0)
}

/// Whether an account is a room's.
fn is_room(world: &World, user: UserId) -> bool {
    let entity = world.resource::<Index>().people.get(&user);
    entity.and_then(|entity| world.get::<Profile>(*entity)).is_some_and(|profile| profile.kind == AccountKind::Room)
}

/// What a person's licences grant now.
pub(super) fn grant(world: &World, user: UserId) -> Grant {
    let mut grant = Grant::default();
    let index = world.resource::<Index>();
    if let Some(licences) = index.people.get(&user).and_then(|entity| world.get::<Licences>(*entity)) {
        let (all, room) = (licences.direct.iter().chain(&licences.inherited), is_room(world, user));
        all.filter(|licence| usable(world, licence.sku)).for_each(|licence| grant.add(licence, room));
        return grant;
    }
    let crowd = world.resource::<Crowd>();
    let Some(at) = user.0.checked_sub(crowd.base).map(|n| n as usize) else { return grant };
    if let Some(sku) = crowd.members.get(at).and_then(|member| member.sku).filter(|sku| usable(world, *sku)) {
        grant.add(&Licence::of(sku), false);
    }
    if crowd.inherited.get(at) == Some(&true) {
        let groups = groups(world);
        let member = &crowd.members[at];
        let held = groups.iter().enumerate().filter(|(i, _)| Crowd::in_group(member, GroupId(*i as u16)));
        let licences = held.flat_map(|(_, group)| &group.licences);
        licences.filter(|licence| usable(world, licence.sku)).for_each(|licence| grant.add(licence, false));
    }
    grant
}

/// The products that a named person holds without an error and that can be used now, each once.
pub(super) fn held(world: &World, user: UserId) -> Vec<SkuId> {
    let licences = world.resource::<Index>().people.get(&user).and_then(|entity| world.get::<Licences>(*entity));
    let all = licences.into_iter().flat_map(|licences| licences.direct.iter().chain(&licences.inherited));
    let mut held: Vec<SkuId> =
        all.filter(|one| one.error.is_none() && usable(world, one.sku)).map(|one| one.sku).collect();
    held.sort_unstable();
    held.dedup();
    held
}

/// Whether a plan of the person's own counts for writeback, in the states that the assumption lets count.
///
/// Source: rules `lic-writeback-gate` and `subscription-lapse-and-writeback`.
pub(super) fn opens_writeback(world: &World, user: UserId) -> bool {
    let assumed = &world.resource::<Rulebook>().0.assumed;
    let counts = |status| match status {
        SubscriptionStatus::Enabled => true,
        SubscriptionStatus::Warning => !assumed.lapse_closes_in_warning,
        SubscriptionStatus::Suspended => assumed.lapse_never_closes,
        SubscriptionStatus::Deleted => false,
    };
    let held = |sku| subscriptions(world).any(|one| one.sku == sku && counts(one.status));
    let licences = world.resource::<Index>().people.get(&user).and_then(|entity| world.get::<Licences>(*entity));
    let Some(licences) = licences else { return grant(world, user).premium };
    let mut own = Grant::default();
    let (all, room) = (licences.direct.iter().chain(&licences.inherited), is_room(world, user));
    all.filter(|licence| held(licence.sku)).for_each(|licence| own.add(licence, room));
    own.premium
}

fn groups(world: &World) -> Vec<Group> {
    let entities = &world.resource::<Index>().groups;
    entities.iter().filter_map(|entity| world.get::<GroupState>(*entity)).map(|state| state.0.clone()).collect()
}

/// What the tenant's subscriptions open, whoever holds them.
pub(super) struct TenantGrant {
    pub(super) premium: Held,
    pub(super) reset: BasisSet,
    pub(super) paid: bool,
    pub(super) only_suites: bool,
}

/// What the tenant's subscriptions open now.
pub(super) fn tenant_grant(world: &World) -> TenantGrant {
    let mut found =
        TenantGrant { premium: Held::default(), reset: BasisSet::default(), paid: false, only_suites: true };
    let mut enabled = false;
    for one in subscriptions(world) {
        let product = TABLE.product(one.sku);
        let premium = product.plans.contains(&TABLE.p1) || product.plans.contains(&TABLE.p2);
        let in_use = matches!(one.status, SubscriptionStatus::Enabled | SubscriptionStatus::Warning);
        found.premium.usable |= premium && in_use;
        enabled |= premium && one.status == SubscriptionStatus::Enabled;
        found.premium.suspended |= premium && one.status == SubscriptionStatus::Suspended;
        found.paid |= in_use;
        found.only_suites &= !(in_use && product.part_number.starts_with("AAD_PREMIUM"));
        if in_use && product.reset != ResetBasis::None {
            found.reset.insert(product.reset);
        }
    }
    found.premium.only_warning = found.premium.usable && !enabled;
    found.only_suites &= found.paid;
    found
}

/// Takes subscriptions out of the states whose dates have come, and plans the next date of each.
pub(super) fn lifecycle(world: &mut World) {
    let now = world.resource::<Clock>().0;
    let trial = world.resource::<TenantState>().tenant.trial_started.is_some();
    for entity in world.resource::<Index>().subscriptions.clone() {
        let Some(mut state) = world.get_mut::<SubscriptionState>(entity) else { continue };
        state.0.advance(now, trial);
        if let Some(at) = state.0.next_lifecycle {
            world.resource_mut::<Planned>().0.plan(at, Item::Lifecycle);
        }
    }
}

/// Gives the licences of groups to their direct members, in file order, while seats last.
///
/// A product that a direct assignment already gives takes no second seat. Where one product of a group is short, the
/// member gets none of the group's products and carries the error.
pub(super) fn spread(world: &mut World) {
    let mut seats: BTreeMap<SkuId, i64> = BTreeMap::new();
    for one in subscriptions(world) {
        *seats.entry(one.sku).or_default() += i64::from(one.units);
    }
    let groups = groups(world);
    let people: Vec<_> = world.resource::<Index>().people.values().copied().collect();
    for entity in &people {
        if let Some(mut licences) = world.get_mut::<Licences>(*entity) {
            licences.inherited.clear();
            licences.error = licences.direct.iter().find_map(|licence| licence.error);
            let active = licences.direct.iter().filter(|licence| licence.error.is_none());
            active.for_each(|licence| *seats.entry(licence.sku).or_default() -= 1);
        }
    }
    let members = world.resource::<Crowd>().members.clone();
    let base = world.resource::<Crowd>().base;
    let named = |world: &World, n: usize| world.resource::<Index>().people.contains_key(&UserId(base + n as u32));
    for (n, member) in members.iter().enumerate() {
        if let Some(sku) = member.sku.filter(|_| !named(world, n)) {
            *seats.entry(sku).or_default() -= 1;
        }
    }
    let mut inherited = vec![false; members.len()];
    for (i, group) in groups.iter().enumerate().filter(|(_, group)| !group.licences.is_empty()) {
        for member in &group.members {
            if let GroupMember::User(user) = member {
                give_named(world, *user, group, &mut seats);
            }
        }
        for (n, member) in members.iter().enumerate() {
            if !Crowd::in_group(member, GroupId(i as u16)) {
                continue;
            }
            if named(world, n) {
                give_named(world, UserId(base + n as u32), group, &mut seats);
            } else {
                inherited[n] |= take_seats(group, member.sku, &mut seats);
            }
        }
    }
    world.resource_mut::<Crowd>().inherited = inherited;
}

fn give_named(world: &mut World, user: UserId, group: &Group, seats: &mut BTreeMap<SkuId, i64>) {
    let Some(entity) = world.resource::<Index>().people.get(&user).copied() else { return };
    let strict = world.resource::<Lab>().0.assumptions.get("missing-location-in-group") == "error";
    let nowhere = world.get::<Profile>(entity).is_some_and(|profile| profile.usage_location.is_none());
    let Some(mut licences) = world.get_mut::<Licences>(entity) else { return };
    if strict && nowhere {
        licences.error = Some(LicenceError::Other);
        return;
    }
    let held: Vec<SkuId> = licences.direct.iter().chain(&licences.inherited).map(|licence| licence.sku).collect();
    let needed: Vec<SkuId> = group.licences.iter().map(|one| one.sku).filter(|sku| !held.contains(sku)).collect();
    if needed.iter().any(|sku| seats.get(sku).copied().unwrap_or_default() <= 0) {
        licences.error = Some(LicenceError::CountViolation);
        return;
    }
    needed.iter().for_each(|sku| *seats.entry(*sku).or_default() -= 1);
    // An assignment that a person holds in error hides the group's licence of the same product.
    let in_error = |sku| licences.direct.iter().any(|one| one.sku == sku && one.error.is_some());
    let given: Vec<Licence> = group.licences.iter().filter(|one| !in_error(one.sku)).cloned().collect();
    licences.inherited.extend(given);
}

fn take_seats(group: &Group, direct: Option<SkuId>, seats: &mut BTreeMap<SkuId, i64>) -> bool {
    let needed: Vec<SkuId> = group.licences.iter().map(|one| one.sku).filter(|sku| Some(*sku) != direct).collect();
    let enough = needed.iter().all(|sku| seats.get(sku).copied().unwrap_or_default() > 0);
    if enough {
        needed.iter().for_each(|sku| *seats.entry(*sku).or_default() -= 1);
    }
    enough
}

/// Whether a seat of a product is free for one more person.
pub(super) fn seat_free(world: &World, sku: SkuId) -> bool {
    let units: i64 = subscriptions(world).filter(|one| one.sku == sku).map(|one| i64::from(one.units)).sum();
    let holds = |licences: &Licences| {
        licences.direct.iter().chain(&licences.inherited).any(|one| one.sku == sku && one.error.is_none())
    };
    let index = world.resource::<Index>();
    let named = index.people.values().filter(|entity| world.get::<Licences>(**entity).is_some_and(holds)).count();
    let Crowd { members, inherited, .. } = world.resource::<Crowd>();
    let groups = groups(world);
    let through_group = |member: &Member| {
        let held = groups.iter().enumerate().filter(|(i, _)| Crowd::in_group(member, GroupId(*i as u16)));
        held.flat_map(|(_, group)| &group.licences).any(|one| one.sku == sku)
    };
    let seated = |(n, member): &(usize, &Member)| {
        member.sku == Some(sku) || (inherited.get(*n) == Some(&true) && through_group(member))
    };
    let crowd = members.iter().enumerate().filter(seated).count();
    units > (named + crowd) as i64
}

/// People who need a P1-level licence, and how many of them hold one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Compliance {
    pub(super) needed: u32,
    pub(super) held: u32,
}

/// Counts the need of licences over named and generated people.
pub(super) fn compliance(world: &World) -> Compliance {
    let tenant = &world.resource::<TenantState>().tenant;
    let everyone = world.resource::<Lab>().0.assumptions.get("licence-need-counts") == "everyone-in-scope";
    let mut count = Compliance { needed: 0, held: 0 };
    let mut add = |identity: Identity, grant: Grant, book: &Book| {
        if identity.is_hybrid() || !gives_cloud_reset(grant.reset, &book.assumed) {
            count.needed += 1;
            count.held += u32::from(grant.premium);
        }
    };
    let book = &world.resource::<Rulebook>().0;
    for (user, entity) in &world.resource::<Index>().people {
        let (Some(profile), Some(cloud)) = (world.get::<Profile>(*entity), world.get::<CloudAccount>(*entity)) else {
            continue;
        };
        let person = matches!(profile.kind, AccountKind::Person | AccountKind::Emergency);
        let benefits = person && cloud.enabled && profile.user_type == UserType::Member;
        if (benefits || everyone) && super::observe::in_scope(world, *user) {
            add(profile.identity, grant(world, *user), book);
        }
    }
    let crowd = world.resource::<Crowd>();
    let named = &world.resource::<Index>().people;
    let scope_groups = super::observe::scope_groups(world);
    for (n, member) in crowd.members.iter().enumerate() {
        let user = UserId(crowd.base + n as u32);
        let within = match tenant.sspr.enabled {
            Scope::All => true,
            Scope::Selected => scope_groups.iter().any(|group| Crowd::in_group(member, *group)),
            Scope::None | Scope::Undefined => false,
        };
        if within && !named.contains_key(&user) {
            add(member.identity, grant(world, user), book);
        }
    }
    count
}
