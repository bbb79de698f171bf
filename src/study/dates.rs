//! The dated changes ahead of a tenant: rules that begin or end, subscriptions that leave a state, and other ends.

use std::collections::BTreeMap;

use crate::model::key::SkuId;
use crate::model::licence::SubscriptionStatus;
use crate::model::time::{Date, Instant};
use crate::rules::case::MomentSet;
use crate::rules::{Book, subscriptions};
use crate::scenario::Scenario;

/// The moments that a reset crosses before it is written, where nothing but rules keeps it back.
const WAY: MomentSet = MomentSet::OFFER.and(MomentSet::RELAY).and(MomentSet::LOOKUP).and(MomentSet::WRITE);

/// Why a day is looked at.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The scenario starts.
    Start,
    /// Somebody asked for the day.
    Asked,
    /// A rule begins to hold.
    Begins(&'static str),
    /// A rule ceases to hold.
    Ends(&'static str),
    /// A subscription enters a state.
    Subscription(SkuId, SubscriptionStatus),
    /// Roles that so many people may take through PIM end.
    EligibilityEnds(usize),
    /// So many accounts on-premises expire.
    AccountsExpire(usize),
}

/// A day on which something changes, or that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turning {
    /// The moment: 00:00 of a day but for the start and what the tenant's own data dates otherwise.
    pub at: Instant,
    /// Why, each once.
    pub causes: Vec<Cause>,
}

/// The start, every dated change after it, and the days asked for, in order.
///
/// Days before the start are left out: nothing is known of them.
#[must_use]
pub fn turnings(scenario: &Scenario, book: &Book, asked: &[Date]) -> Vec<Turning> {
    let mut found: BTreeMap<Instant, Vec<Cause>> = BTreeMap::from([(scenario.start, vec![Cause::Start])]);
    let mut add = |at: Instant, cause: Cause| {
        let causes = found.entry(at).or_default();
        if at >= scenario.start && !causes.contains(&cause) {
            causes.push(cause);
        }
    };
    for day in asked {
        add(day.start(), Cause::Asked);
    }
    for (at, rule, begins) in book.turns(scenario.start, WAY) {
        let id = rule.rule().id;
        add(at, if begins { Cause::Begins(id) } else { Cause::Ends(id) });
    }
    for (at, sku, status) in lifecycles(scenario) {
        add(at, Cause::Subscription(sku, status));
    }
    for (at, people) in ends(scenario, |person| person.eligible_roles.iter().filter_map(|(_, end)| *end).collect()) {
        add(at, Cause::EligibilityEnds(people));
    }
    for (at, people) in ends(scenario, |person| person.on_premises.account_expires.into_iter().collect()) {
        add(at, Cause::AccountsExpire(people));
    }
    found.retain(|at, _| *at >= scenario.start);
    found.into_iter().map(|(at, causes)| Turning { at, causes }).collect()
}

/// Every state that a subscription enters after the start.
fn lifecycles(scenario: &Scenario) -> Vec<(Instant, SkuId, SubscriptionStatus)> {
    let mut found = Vec::new();
    let (book, tenant) = (Book::new(&scenario.assumptions), &scenario.tenant);
    for one in &tenant.subscriptions {
        let mut one = *one;
        subscriptions::begin(&book, &mut one, tenant, scenario.start);
        while let Some(at) = one.next_lifecycle {
            subscriptions::advance(&book, &mut one, tenant, false, at);
            if at > scenario.start {
                found.push((at, one.sku, one.status));
            }
        }
    }
    found
}

/// Moments after the start at which something of people ends, with how many people.
fn ends(scenario: &Scenario, of: impl Fn(&crate::scenario::Person) -> Vec<Instant>) -> Vec<(Instant, usize)> {
    let mut found: BTreeMap<Instant, usize> = BTreeMap::new();
    for person in &scenario.users {
        let mut moments = of(person);
        moments.sort_unstable();
        moments.dedup();
        moments.into_iter().filter(|at| *at > scenario.start).for_each(|at| *found.entry(at).or_default() += 1);
    }
    found.into_iter().collect()
}
