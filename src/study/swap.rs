//! The world after a plan: products replaced or taken away, settings changed.
//!
//! A product that replaces another is bought in the needed number and in force, with every plan of it on; the
//! subscription of the other goes where nobody holds it any more, and shrinks by the seats where some keep it. An
//! assignment in error stays without a licence.

use std::collections::BTreeSet;

use crate::model::key::{SkuId, UserId};
use crate::model::licence::{Contract, Licence, LicenceError, Subscription, SubscriptionStatus};
use crate::model::policy::Member;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::plans::{Plan, Swap, Whom};
use crate::scenario::suggest::meant as meant_near;
use crate::scenario::{Edit, NoFiles, Scenario, edit, read, write};

/// The scenario after a plan.
///
/// # Errors
/// When a setting does not fit, a selector names a group or department that does not exist, or a product that goes is
/// none of the tenant's.
pub fn after(scenario: &Scenario, plan: &Plan) -> Result<Scenario, Vec<String>> {
    let mut changed = settings(scenario, &plan.settings)?;
    let mut wrong = Vec::new();
    for swap in &plan.swaps {
        match meant(&changed, &swap.whom) {
            Ok(people) => wrong.extend(apply(&mut changed, swap, people.as_ref()).err()),
            Err(message) => wrong.push(message),
        }
    }
    if wrong.is_empty() { Ok(changed) } else { Err(wrong) }
}

/// The scenario with settings changed at their paths.
fn settings(scenario: &Scenario, settings: &[(String, String)]) -> Result<Scenario, Vec<String>> {
    if settings.is_empty() {
        return Ok(scenario.clone());
    }
    let text = write::write(scenario);
    let reading = read("the tenant", text.as_bytes(), &mut NoFiles);
    let edits: Vec<(&str, Edit)> =
        settings.iter().map(|(path, value)| (path.as_str(), Edit::Set(value.clone()))).collect();
    let edited = edit(&reading, &edits).map_err(|message| vec![message])?;
    let said = |found: &Diagnostic| match &found.help {
        Some(help) => format!("{}; {help}", found.message),
        None => found.message.clone(),
    };
    edited.scenario.ok_or_else(|| edited.diagnostics.iter().map(said).collect())
}

/// The people whom a selector means; none where everybody is meant.
fn meant(scenario: &Scenario, whom: &Whom) -> Result<Option<BTreeSet<UserId>>, String> {
    if whom.is_everybody() {
        return Ok(None);
    }
    let mut people: BTreeSet<UserId> = (0..scenario.users.len()).map(|i| UserId(i as u32)).collect();
    if let Some(name) = &whom.department {
        let of = |user: &UserId| scenario.users[user.index()].department.as_deref();
        let known: BTreeSet<&str> = scenario.users.iter().filter_map(|person| person.department.as_deref()).collect();
        if !known.contains(name.as_str()) {
            return Err(unknown("department", name, known.into_iter()));
        }
        people.retain(|user| of(user) == Some(name));
    }
    if let Some(name) = &whom.group {
        let groups = &scenario.tenant.groups;
        let Some(group) = groups.iter().find(|group| group.name == *name) else {
            return Err(unknown("group", name, groups.iter().map(|group| group.name.as_str())));
        };
        let members: BTreeSet<&Member> = group.members.iter().collect();
        people.retain(|user| members.contains(&Member::User(*user)));
    }
    if let Some(sku) = whom.licence {
        let held = holders(scenario, sku);
        people.retain(|user| held.contains(user));
    }
    Ok(Some(people))
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    format!("no {what} is named `{name}`{}", meant_near(name, known))
}

/// Everybody to whom a product is assigned without an error, directly or through a group.
#[must_use]
pub fn holders(scenario: &Scenario, sku: SkuId) -> BTreeSet<UserId> {
    let own = |user: &UserId| scenario.users[user.index()].licences.iter().filter(|licence| licence.sku == sku);
    let everybody = (0..scenario.users.len()).map(|i| UserId(i as u32));
    let mut found: BTreeSet<UserId> =
        everybody.filter(|user| own(user).any(|licence| licence.error.is_none())).collect();
    for group in scenario.tenant.groups.iter().filter(|group| group.licences.iter().any(|one| one.sku == sku)) {
        let members = group.members.iter().filter_map(|member| match member {
            Member::User(user) => Some(*user),
            Member::Group(_) => None,
        });
        found.extend(members.filter(|user| own(user).all(|licence| licence.error.is_none())));
    }
    found
}

fn apply(scenario: &mut Scenario, swap: &Swap, people: Option<&BTreeSet<UserId>>) -> Result<(), String> {
    let product = crate::model::licence::TABLE.product(swap.from);
    let owned = scenario.tenant.subscriptions.iter().any(|one| one.sku == swap.from);
    let held = holders(scenario, swap.from);
    if !owned && held.is_empty() {
        return Err(format!("the tenant neither buys nor assigns {} ({})", product.part_number, product.name));
    }
    if swap.to == Some(swap.from) {
        return Ok(());
    }
    let moved: BTreeSet<UserId> = match people {
        Some(people) => held.intersection(people).copied().collect(),
        None => held.clone(),
    };
    let before = swap.to.map(|to| holders(scenario, to));
    if people.is_some() {
        assign_directly(scenario, swap.from);
    } else {
        for group in &mut scenario.tenant.groups {
            exchange(&mut group.licences, swap);
        }
    }
    for (i, person) in scenario.users.iter_mut().enumerate() {
        if people.is_none_or(|people| people.contains(&UserId(i as u32))) {
            exchange(&mut person.licences, swap);
        }
    }
    let seats = u32::try_from(moved.len()).unwrap_or(u32::MAX);
    let goes = moved.len() == held.len();
    scenario.tenant.subscriptions.retain_mut(|one| {
        if one.sku == swap.from {
            one.units = one.units.saturating_sub(seats);
        }
        one.sku != swap.from || !(goes || one.units == 0)
    });
    if let (Some(to), Some(before)) = (swap.to, before) {
        let needed = holders(scenario, to).difference(&before).count();
        buy(scenario, to, u32::try_from(needed).unwrap_or(u32::MAX));
    }
    Ok(())
}

/// Buys seats of a product, in force; a subscription that is in force grows.
pub(super) fn buy(scenario: &mut Scenario, sku: SkuId, seats: u32) {
    let mut own = scenario.tenant.subscriptions.iter_mut();
    match own.find(|one| one.sku == sku && one.status == SubscriptionStatus::Enabled) {
        Some(one) => one.units = one.units.saturating_add(seats),
        None if seats > 0 => scenario.tenant.subscriptions.push(Subscription {
            sku,
            units: seats,
            status: SubscriptionStatus::Enabled,
            next_lifecycle: None,
            contract: Contract::default(),
        }),
        None => {}
    }
}

/// Takes a product out of a list of licences and puts the other in its place.
fn exchange(licences: &mut Vec<Licence>, swap: &Swap) {
    let Some(to) = swap.to else {
        licences.retain(|licence| licence.sku != swap.from);
        return;
    };
    let mut gone: Vec<Option<LicenceError>> = Vec::new();
    licences.retain(|licence| {
        let goes = licence.sku == swap.from;
        gone.extend(goes.then_some(licence.error));
        !goes
    });
    for error in gone {
        // What was in error stays in error; what was held is held whole.
        licences.retain(|licence| licence.sku != to || licence.error.is_none() && error.is_some());
        if !licences.iter().any(|licence| licence.sku == to) {
            licences.push(Licence { error, ..Licence::of(to) });
        }
    }
}

/// Turns what groups give of a product into direct assignments, so that it can change for some members only.
fn assign_directly(scenario: &mut Scenario, sku: SkuId) {
    for group in &mut scenario.tenant.groups {
        let Some(given) = group.licences.iter().find(|licence| licence.sku == sku).cloned() else { continue };
        group.licences.retain(|licence| licence.sku != sku);
        for member in &group.members {
            let Member::User(user) = member else { continue };
            let licences = &mut scenario.users[user.index()].licences;
            match licences.iter_mut().find(|licence| licence.sku == sku) {
                // What several ways of one product leave on adds up; an assignment in error hides the group's.
                Some(own) => own.disabled_plans.retain(|plan| given.disabled_plans.contains(plan)),
                None => licences.push(given.clone()),
            }
        }
    }
}
