//! A subscription on its way through its states, as the terms of its moment decide.

use crate::model::ask::Action;
use crate::model::licence::{Subscription, TABLE};
use crate::model::policy::Tenant;
use crate::model::time::{Instant, Span};

use super::book::Book;
use super::case::{Case, Moment, SubscribeFacts};
use super::decide::{Verdict, decide};
use super::topics::licensing_subscriptions::{CANCELLATION_DAYS, is_capped};

/// A subscription as it is now, of which nothing is asked; how many seats are assigned is not known here.
#[must_use]
pub fn facts(one: &Subscription, tenant: &Tenant, now: Instant) -> SubscribeFacts {
    let contract = &one.contract;
    let trial = contract.trial.unwrap_or_else(|| tenant.trial_started.is_some());
    let window = Span::days(i64::from(CANCELLATION_DAYS));
    SubscribeFacts {
        from: one.status,
        channel: contract.channel,
        term: contract.term,
        premium_trial: trial && TABLE.product(one.sku).part_number.starts_with("AAD_PREMIUM"),
        trial,
        in_window: contract.bought.is_some_and(|bought| now - bought < window),
        capped: is_capped(one.sku),
        units_before: one.units,
        units: one.units,
        ..SubscribeFacts::PLAIN
    }
}

/// The case of a change of a subscription.
#[must_use]
pub fn case(facts: SubscribeFacts, now: Instant) -> Case {
    Case::plain(now, Action::AdminResetPassword, Moment::Subscribe(facts))
}

/// When the state that was decided ends; none where it lasts until somebody changes it.
#[must_use]
pub fn ends(verdict: &Verdict, since: Instant) -> Option<Instant> {
    verdict.terms.lasts.map(|days| since + Span::days(i64::from(days)))
}

/// The subscription as it is at the start: billing's words are read, and a trial of Entra ID gets its end.
pub fn begin(book: &Book, one: &mut Subscription, tenant: &Tenant, start: Instant) {
    let facts = SubscribeFacts { billing: one.contract.billing, ..facts(one, tenant, start) };
    let verdict = decide(book, &case(facts, start), &mut ());
    one.status = verdict.terms.state;
    if facts.premium_trial && one.next_lifecycle.is_none() {
        let began = one.contract.bought.or_else(|| tenant.trial_started.map(|day| day.start()));
        one.next_lifecycle = began.and_then(|began| ends(&verdict, began));
    }
}

/// Leaves every state whose date has come; whether a partner had suspended the subscription before its term was over.
pub fn advance(book: &Book, one: &mut Subscription, tenant: &Tenant, mut suspended: bool, now: Instant) -> bool {
    while let Some(at) = one.next_lifecycle.filter(|at| *at <= now) {
        let facts = SubscribeFacts { due: true, partner_suspended: suspended, ..facts(one, tenant, at) };
        let verdict = decide(book, &case(facts, at), &mut ());
        one.status = verdict.terms.state;
        one.next_lifecycle = ends(&verdict, at);
        suspended = false;
    }
    suspended
}
