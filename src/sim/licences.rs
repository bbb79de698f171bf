//! What people's licences grant: direct and group assignments, seats, rights, and the tenant's need of licences.
//!
//! Source: rules `group-licence-first-level-members`, `group-licence-nested-ignored`, `group-licence-count-violation`,
//! `group-licence-one-fails-all-fail`, `assign-enabled-plans-add-up`, `need-scope-all` and `need-shortfall`.

use bevy_ecs::prelude::World;

use crate::model::identity::AccountKind;
use crate::model::key::{GroupId, PlanId, SkuId, UserId};
use crate::model::licence::{Licence, ResetBasis, SubscriptionStatus, TABLE, Tier};
use crate::model::policy::{Group, Member as GroupMember};
use crate::rules::Book;
use crate::rules::case::{BasisSet, Held, LicenceFacts};
use crate::rules::readings::licences::gives_cloud_reset;
use crate::scenario::timeline::Rights;

use super::crowd::{Cell, Crowd, Member};
use super::memberships::Memberships;
use super::parts::{GroupState, Index, Licences, Profile, Rulebook, SubscriptionState};

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
    ///
    /// Source: rule `lic-writeback-p1`; without it, writeback asks for no plan.
    pub(super) fn rights(self, book: &Book) -> Rights {
        let writeback = self.premium || !book.has("lic-writeback-p1");
        Rights { cloud_reset: gives_cloud_reset(self.reset, &book.assumed), writeback }
    }

    /// Adds what a licence grants; a licence for rooms grants something to the account of a room only.
    ///
    /// Source: rules `lic-teams-room-licences-hold-p1` and `need-excludes-room-licences`.
    fn add(&mut self, world: &World, licence: &Licence, room: bool) {
        let product = TABLE.product(licence.sku);
        if licence.error.is_some() || !(product.for_people || room) {
            return;
        }
        let (p1, p2) = premium_plans(world, licence);
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

/// The plans that an assignment switches on: those of the product and those that the vendor has added to it.
///
/// Source: rules `assign-disabled-plan-keeps-seat` and `assign-new-plan-on-by-default`.
pub(super) fn plans_of(world: &World, licence: &Licence) -> Vec<PlanId> {
    let all = TABLE.product(licence.sku).plans.iter().copied().chain(added_plans(world, licence.sku));
    all.filter(|plan| !licence.disabled_plans.contains(plan)).collect()
}

/// Whether an assignment switches on the plan of Microsoft Entra ID P1, and that of P2.
fn premium_plans(world: &World, licence: &Licence) -> (bool, bool) {
    let [mut p1, mut p2] = TABLE.product(licence.sku).premium;
    for added in added_plans(world, licence.sku) {
        (p1, p2) = (p1 || added == TABLE.p1, p2 || added == TABLE.p2);
    }
    let on = |plan| !licence.disabled_plans.contains(&plan);
    (p1 && on(TABLE.p1), p2 && on(TABLE.p2))
}

/// The plans that the vendor has added to a product.
fn added_plans(world: &World, sku: SkuId) -> impl Iterator<Item = PlanId> {
    subscriptions(world).filter(move |one| one.sku == sku).filter_map(|one| one.contract.added_plan)
}

/// Whether some subscription of a product is in force or in grace.
pub(super) fn usable(world: &World, sku: SkuId) -> bool {
    subscriptions(world).any(|one| one.sku == sku && one.usable())
}

/// Whether a product's subscription is locked out, and none is in force.
pub(super) fn locked_out(world: &World, sku: SkuId) -> bool {
    !usable(world, sku) && subscriptions(world).any(|one| one.sku == sku && one.status == SubscriptionStatus::LockedOut)
}

/// Whether a product of the tenant that is in force opens group licensing.
///
/// Source: rule `lic-group-based-licensing-floor`.
pub(super) fn group_licensing(world: &World) -> bool {
    subscriptions(world).any(|one| TABLE.product(one.sku).group_licensing && usable(world, one.sku))
}

/// Whether a product's licences are for people.
pub(super) fn for_users(world: &World, sku: SkuId) -> bool {
    subscriptions(world).filter(|one| one.sku == sku).all(|one| one.contract.for_users)
}

/// The tenant's subscriptions as they are now.
pub(super) fn subscriptions(world: &World) -> impl Iterator<Item = &crate::model::licence::Subscription> {
    let entities = &world.resource::<Index>().subscriptions;
    entities.iter().filter_map(|entity| world.get::<SubscriptionState>(*entity)).map(|state| &state.one)
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
        all.filter(|licence| usable(world, licence.sku)).for_each(|licence| grant.add(world, licence, room));
        return grant;
    }
    let crowd = world.resource::<Crowd>();
    match crowd.member(user) {
        Some(member) => grant_of_member(world, member, crowd.inherits((user.0 - crowd.base) as usize)),
        None => grant,
    }
}

/// What the licences of generated people grant now: their own product and, where those reached them, their groups'.
pub(super) fn grant_of_member(world: &World, member: &Member, inherited: bool) -> Grant {
    let mut grant = Grant::default();
    if let Some(sku) = member.sku.filter(|sku| usable(world, *sku)) {
        grant.add(world, &Licence::of(sku), false);
    }
    let licences = inherited_licences(world, member, inherited);
    licences.iter().filter(|licence| usable(world, licence.sku)).for_each(|licence| grant.add(world, licence, false));
    grant
}

/// The licences that generated people have from their groups.
pub(super) fn inherited_licences(world: &World, member: &Member, inherited: bool) -> Vec<Licence> {
    if !inherited {
        return Vec::new();
    }
    let groups = groups(world);
    member.groups.iter().flat_map(|group| groups[group.index()].licences.clone()).collect()
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
        SubscriptionStatus::LockedOut | SubscriptionStatus::Deleted => false,
    };
    let held = |sku| subscriptions(world).any(|one| one.sku == sku && counts(one.status));
    let licences = world.resource::<Index>().people.get(&user).and_then(|entity| world.get::<Licences>(*entity));
    let Some(licences) = licences else { return grant(world, user).premium };
    let mut own = Grant::default();
    let (all, room) = (licences.direct.iter().chain(&licences.inherited), is_room(world, user));
    all.filter(|licence| held(licence.sku)).for_each(|licence| own.add(world, licence, room));
    own.premium
}

/// Every group as it is now.
pub(super) fn groups(world: &World) -> Vec<&Group> {
    let entities = &world.resource::<Index>().groups;
    entities.iter().filter_map(|entity| world.get::<GroupState>(*entity)).map(|state| &state.0).collect()
}

/// What the tenant's subscriptions open, whoever holds them.
pub(super) struct TenantGrant {
    pub(super) premium: Held,
    pub(super) reset: BasisSet,
    pub(super) paid: bool,
    pub(super) only_suites: bool,
    pub(super) p2: bool,
}

/// What the tenant's subscriptions open now.
pub(super) fn tenant_grant(world: &World) -> TenantGrant {
    let mut found =
        TenantGrant { premium: Held::default(), reset: BasisSet::default(), paid: false, only_suites: true, p2: false };
    let mut enabled = false;
    for one in subscriptions(world) {
        let product = TABLE.product(one.sku);
        let (p1, p2) = premium_plans(world, &Licence::of(one.sku));
        let premium = p1 || p2;
        let in_use = matches!(one.status, SubscriptionStatus::Enabled | SubscriptionStatus::Warning);
        found.premium.usable |= premium && in_use;
        found.p2 |= p2 && in_use;
        enabled |= premium && one.status == SubscriptionStatus::Enabled;
        found.premium.suspended |= premium && one.status == SubscriptionStatus::Suspended;
        found.paid |= in_use;
        found.only_suites &= !(in_use && product.part_number.starts_with("AAD_PREMIUM"));
        if in_use && premium {
            found.reset.insert(ResetBasis::Plan);
        }
        if in_use && product.reset != ResetBasis::None {
            found.reset.insert(product.reset);
        }
    }
    found.premium.only_warning = found.premium.usable && !enabled;
    found.only_suites &= found.paid;
    found
}

/// Whether a seat of a product is free for one more person; where no subscription is usable, a rule about its state says
/// more than one about seats.
///
/// Source: rule `subscription-usable-seats`.
pub(super) fn seat_free(world: &World, sku: SkuId) -> bool {
    if !usable(world, sku) {
        return true;
    }
    let [in_force, in_grace, taken] = seats(world, sku);
    in_force.saturating_add(in_grace) > taken
}

/// Seats of a product that are assigned: one a person, however many assignments the person has.
///
/// Source: rule `assign-several-sources-one-seat`.
pub(super) fn assigned(world: &World, sku: SkuId) -> i64 {
    let holds = |licences: &Licences| {
        licences.direct.iter().chain(&licences.inherited).any(|one| one.sku == sku && one.error.is_none())
    };
    let index = world.resource::<Index>();
    let named = index.people.values().filter(|entity| world.get::<Licences>(**entity).is_some_and(holds)).count();
    let groups = groups(world);
    let through_group = |member: &Member| {
        member.groups.iter().flat_map(|group| &groups[group.index()].licences).any(|one| one.sku == sku)
    };
    let seated =
        |(member, cell): &(&Member, Cell)| member.sku == Some(sku) || (cell.inherited && through_group(member));
    let drawn = world.resource::<Crowd>().cells().filter(seated).map(|(_, cell)| i64::from(cell.count));
    named as i64 + drawn.sum::<i64>()
}

/// Where the plans of a named person come from, and what keeps them away.
pub(super) fn facts(world: &World, user: UserId) -> LicenceFacts {
    let mut facts = LicenceFacts::default();
    let entity = world.resource::<Index>().people.get(&user);
    let Some(licences) = entity.and_then(|entity| world.get::<Licences>(*entity)) else { return facts };
    let room = is_room(world, user);
    let (mut ones, mut twos) = (false, false);
    let held: Vec<(SkuId, bool)> = licences
        .direct
        .iter()
        .chain(&licences.inherited)
        .filter(|one| usable(world, one.sku))
        .filter_map(|one| {
            let product = TABLE.product(one.sku);
            let counts = product.premium.contains(&true);
            facts.in_error |= one.error.is_some() && counts;
            facts.of_a_room |= one.error.is_none() && !product.for_people && !room && counts;
            if one.error.is_some() || !(product.for_people || room) {
                return None;
            }
            let (p1, p2) = premium_plans(world, one);
            product.family.into_iter().for_each(|family| facts.families.insert(family));
            (ones, twos) = (ones || p1, twos || p2);
            counts.then_some((one.sku, p1 || p2))
        })
        .collect();
    for (sku, _) in held.iter().filter(|(_, on)| !on) {
        facts.switched_off = true;
        facts.on_in_same |= held.iter().any(|(other, on)| *on && other == sku);
        facts.on_elsewhere |= held.iter().any(|(other, on)| *on && other != sku);
    }
    facts.p2_alone = twos && !ones;
    let drawn = world.resource::<Crowd>().member(user);
    let first = |id: GroupId| {
        world.resource::<Memberships>().has(id, user) || drawn.is_some_and(|drawn| drawn.groups.contains(&id))
    };
    let entities = world.resource::<Index>().groups.iter().enumerate();
    let states = entities.filter_map(|(at, entity)| Some((GroupId(at as u16), &world.get::<GroupState>(*entity)?.0)));
    let licensed: Vec<(GroupId, bool)> =
        states.filter(|(_, group)| !group.licences.is_empty()).map(|(id, _)| (id, first(id))).collect();
    facts.from_group = licensed.iter().any(|(_, first)| *first);
    if licensed.iter().any(|(_, first)| !first) {
        let within = super::lens::groups_of(world, GroupMember::User(user));
        facts.out_of_reach = licensed.iter().any(|(id, first)| !first && within.contains(id));
    }
    facts
}

/// Seats of a product: in force, in grace, and taken.
pub(super) fn seats(world: &World, sku: SkuId) -> [u32; 3] {
    let of = |status| {
        let these = subscriptions(world).filter(|one| one.sku == sku && one.status == status);
        these.map(|one| one.units).sum::<u32>()
    };
    let taken = u32::try_from(assigned(world, sku)).unwrap_or(u32::MAX);
    [of(SubscriptionStatus::Enabled), of(SubscriptionStatus::Warning), taken]
}
