//! Subscriptions over time: what administrators, partners and the calendar make of them.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::Outcome;
use crate::model::key::{SkuId, UserId};
use crate::model::licence::{Billing, Channel, Subscription, SubscriptionStatus, TABLE};
use crate::model::time::Span;
use crate::rules::case::{Case, SubscribeFacts};
use crate::rules::topics::licensing_assignment::{PLAN_CHANGE_MINUTES, may_buy};
use crate::rules::{Verdict, subscriptions};
use crate::scenario::timeline::AdminAct;

use super::agenda::Item;
use super::crowd::Crowd;
use super::parts::{Clock, GroupState, Index, Licences, Planned, Rulebook, SubscriptionState, TenantState};
use super::record::{self, Draft};
use super::{lens, licences};

/// The subscriptions as they are at the start.
pub(super) fn begin(world: &mut World) {
    let (now, tenant) = (world.resource::<Clock>().0, world.resource::<TenantState>().tenant.clone());
    let book = world.resource::<Rulebook>().0.clone();
    for entity in world.resource::<Index>().subscriptions.clone() {
        let state = world.get_mut::<SubscriptionState>(entity);
        state.into_iter().for_each(|mut state| subscriptions::begin(&book, &mut state.one, &tenant, now));
    }
    lifecycle(world);
}

/// Takes subscriptions out of the states whose dates have come, and plans the next date of each.
pub(super) fn lifecycle(world: &mut World) {
    let (now, tenant) = (world.resource::<Clock>().0, world.resource::<TenantState>().tenant.clone());
    for entity in world.resource::<Index>().subscriptions.clone() {
        let Some(mut state) = world.get::<SubscriptionState>(entity).cloned() else { continue };
        let book = &world.resource::<Rulebook>().0;
        state.partner_suspended = subscriptions::advance(book, &mut state.one, &tenant, state.partner_suspended, now);
        let next = state.one.next_lifecycle;
        world.entity_mut(entity).insert(state);
        if let Some(at) = next {
            world.resource_mut::<Planned>().0.plan(at, Item::Lifecycle);
        }
    }
}

fn case(world: &World, facts: SubscribeFacts) -> Case {
    subscriptions::case(facts, world.resource::<Clock>().0)
}

/// A subscription as it is, of which nothing is asked.
fn facts(world: &World, state: &SubscriptionState) -> SubscribeFacts {
    let tenant = &world.resource::<TenantState>().tenant;
    SubscribeFacts {
        partner_suspended: state.partner_suspended,
        assigned: u32::try_from(licences::assigned(world, state.one.sku)).unwrap_or(u32::MAX),
        ..subscriptions::facts(&state.one, tenant, world.resource::<Clock>().0)
    }
}

/// The subscriptions of a product.
fn of(world: &World, sku: SkuId) -> Vec<Entity> {
    let holds = |entity: &Entity| world.get::<SubscriptionState>(*entity).is_some_and(|state| state.one.sku == sku);
    world.resource::<Index>().subscriptions.iter().copied().filter(holds).collect()
}

/// Carries out an administrator's step on a subscription.
pub(super) fn change(world: &mut World, draft: &mut Draft, admin: UserId, act: &AdminAct) {
    let without_role = !may_buy(lens::roles(world, admin));
    match act {
        AdminAct::SetSubscription { sku, .. } | AdminAct::CancelSubscription(sku) => {
            for entity in of(world, *sku) {
                one(world, draft, entity, act, without_role);
            }
        }
        AdminAct::ChangePlan { sku, to_sku } => move_plan(world, draft, *sku, *to_sku, without_role),
        _ => {}
    }
    lifecycle(world);
}

fn one(world: &mut World, draft: &mut Draft, entity: Entity, act: &AdminAct, without_role: bool) {
    let Some(state) = world.get::<SubscriptionState>(entity) else { return };
    let before = state.one;
    let mut facts = SubscribeFacts { without_role, ..facts(world, state) };
    let mut dated = None;
    match act {
        AdminAct::SetSubscription { units, status, next_lifecycle, billing, added_plan, .. } => {
            facts.deletes = *status == Some(SubscriptionStatus::Deleted) || *billing == Some(Billing::Deleted);
            facts.wanted = status.filter(|_| !facts.deletes);
            facts.billing = billing.filter(|_| !facts.deletes);
            facts.units = units.unwrap_or(facts.units);
            facts.plan_added = added_plan.is_some();
            dated = *next_lifecycle;
        }
        _ => facts.cancelled = true,
    }
    let case = case(world, facts);
    let verdict = record::decided(world, draft, UserId(0), case);
    if !verdict.passes() {
        return;
    }
    conclude(world, draft, &verdict, &facts);
    let now = world.resource::<Clock>().0;
    let by_partner = before.contract.channel == Channel::Partner && facts.wanted == Some(SubscriptionStatus::Suspended);
    let Some(mut state) = world.get_mut::<SubscriptionState>(entity) else { return };
    state.one.units = facts.units;
    if let AdminAct::SetSubscription { added_plan: Some(plan), .. } = act {
        state.one.contract.added_plan = Some(*plan);
    }
    let asked = facts.wanted.is_some() || facts.billing.is_some() || facts.deletes;
    if asked || verdict.terms.state != before.status {
        state.one.status = verdict.terms.state;
        state.partner_suspended = by_partner;
        if !by_partner {
            state.one.next_lifecycle = subscriptions::ends(&verdict, now);
        }
    }
    state.one.next_lifecycle = dated.unwrap_or(state.one.next_lifecycle);
}

/// Says under the step what the change means.
fn conclude(world: &World, draft: &mut Draft, verdict: &Verdict, facts: &SubscribeFacts) {
    let case = case(world, *facts);
    let said = crate::rules::effects(&world.resource::<Rulebook>().0, &case, &verdict.terms);
    for (ix, _) in said {
        draft.record.effects.push(ix.rule().says.to_owned());
    }
    if facts.cancelled && verdict.terms.state == facts.from {
        draft.record.effects.push("recurring billing is off; it runs to the end of its term".to_owned());
    }
}

/// Everybody who holds a product is to hold another one; it takes its time.
fn move_plan(world: &mut World, draft: &mut Draft, sku: SkuId, to_sku: SkuId, without_role: bool) {
    let Some(entity) = of(world, sku).first().copied() else { return };
    let Some(state) = world.get::<SubscriptionState>(entity) else { return };
    let fewer_services = TABLE.fewer_data_services(to_sku, sku);
    let facts = SubscribeFacts { moved: true, fewer_services, without_role, ..facts(world, state) };
    let case = case(world, facts);
    let verdict = record::decided(world, draft, UserId(0), case);
    if verdict.outcome != Outcome::Success {
        return;
    }
    conclude(world, draft, &verdict, &facts);
    let at = world.resource::<Clock>().0 + Span::minutes(i64::from(PLAN_CHANGE_MINUTES));
    world.resource_mut::<Planned>().0.plan(at, Item::PlanChange(draft.key.0));
}

/// The move of everybody to another product is done: every service of the new product is on.
///
/// Source: rule `assign-automatic-plan-change`.
pub(super) fn moved(world: &mut World, sku: SkuId, to_sku: SkuId) {
    let renew = |licences: &mut Vec<crate::model::licence::Licence>| {
        for licence in licences.iter_mut().filter(|licence| licence.sku == sku) {
            licence.sku = to_sku;
            licence.disabled_plans.clear();
        }
    };
    for entity in of(world, sku) {
        if let Some(mut state) = world.get_mut::<SubscriptionState>(entity) {
            state.one = Subscription { sku: to_sku, ..state.one };
        }
    }
    let people: Vec<Entity> = world.resource::<Index>().people.values().copied().collect();
    for entity in people {
        world.get_mut::<Licences>(entity).into_iter().for_each(|mut held| renew(&mut held.direct));
    }
    for entity in world.resource::<Index>().groups.clone() {
        world.get_mut::<GroupState>(entity).into_iter().for_each(|mut group| renew(&mut group.0.licences));
    }
    let mut crowd = world.resource_mut::<Crowd>();
    crowd.classes.iter_mut().filter(|member| member.sku == Some(sku)).for_each(|member| member.sku = Some(to_sku));
}
