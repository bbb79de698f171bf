//! Hash synchronization, pass-through, federation and staged rollout: one file for each, and here what they share.

use crate::model::ask::Via;
use crate::model::identity::Identity;
use crate::model::sync::{SyncKind, Version};
use crate::model::time::Span;
use crate::rules::assumed::Assumed;
use crate::rules::case::{Case, HeldFacts, SignInFacts};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::licences::writeback_shut;
use crate::rules::readings::writeback::effective;
use crate::rules::rule::{Rule, View};

mod federation;
mod pass_through;
mod password_hash_sync;
mod staged_rollout;

pub(crate) use pass_through::FIRST_AGENT;
pub(crate) use password_hash_sync::{HASH_PASS, RETRY_SECONDS, SESSION_DAYS, marks_never_expires};
pub(crate) use staged_rollout::ROLLOUT_EDIT;

/// The parts, in order of precedence: one for each way in which a hybrid person signs in.
const PARTS: [&[Rule]; 4] = [password_hash_sync::RULES, pass_through::RULES, federation::RULES, staged_rollout::RULES];

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &join::<{ count(&PARTS) }>(&PARTS);

/// How many rules these parts hold.
const fn count(parts: &[&[Rule]]) -> usize {
    let (mut rules, mut part) = (0, 0);
    while part < parts.len() {
        rules += parts[part].len();
        part += 1;
    }
    rules
}

/// The rules of these parts, one part after the other.
const fn join<const RULES: usize>(parts: &[&[Rule]]) -> [Rule; RULES] {
    let mut joined = [parts[0][0]; RULES];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut rule = 0;
        while rule < parts[part].len() {
            joined[at] = parts[part][rule];
            at += 1;
            rule += 1;
        }
        part += 1;
    }
    joined
}

/// The password typed is the forest's, which the cloud does not hold, and this holds of the sign-in.
fn newer(v: &View<'_>, test: impl Fn(&SignInFacts) -> bool) -> bool {
    signs_in(v, Identity::PasswordHashSync) && v.case.sign_in().is_some_and(|s| s.newer && !s.right && test(s))
}

/// A member of a staged rollout: the domain is federated, the person signs in in the cloud.
fn in_rollout(case: &Case) -> bool {
    case.person.identity == Identity::Federated && case.person.sign_in == Identity::PasswordHashSync
}

/// Connect of a version before this one.
fn older(case: &Case, bar: [u32; 4]) -> bool {
    let connect = case.site.served_by == Some(SyncKind::Connect);
    connect && case.site.version.is_some_and(|version| version < Version(bar))
}

/// A cloud sign-in of somebody who signs in in this way.
fn signs_in(v: &View<'_>, identity: Identity) -> bool {
    v.case.person.sign_in == identity && v.case.sign_in().is_some_and(|s| s.to_cloud)
}

/// Failures that keep the agents of pass-through from answering.
const AGENT_FAILURES: &[&str] = &[
    "pass-through-agents-down",
    "pass-through-agent-crash",
    "pass-through-domain-controller-slow",
    "pass-through-agent-key-bad",
];

/// The agents are named, and none of them is new enough or runs on a server that will do.
fn no_agent_will_do(v: &View<'_>) -> bool {
    v.case.site.agents.is_some_and(|agents| {
        let on_2012 = if v.book.assumed.agents_on_2012 { 0 } else { agents.on_2012 };
        agents.count == agents.old + on_2012
    })
}

/// A cloud sign-in of this kind that the directory or the federation service gets to answer.
fn answered(v: &View<'_>, identity: Identity) -> bool {
    let silent = match identity {
        Identity::Federated => faults::active(v.case, "federation-service-down"),
        _ => AGENT_FAILURES.iter().any(|id| faults::active(v.case, id)) || no_agent_will_do(v),
    };
    signs_in(v, identity) && !silent
}

/// The account's state on-premises shuts it.
const fn shut(v: &View<'_>) -> bool {
    !v.case.site.enabled || v.case.site.locked || v.case.site.account_expired
}

/// A due password cannot be changed in the cloud: writeback is off, or the person may not use it.
fn cannot_change_here(v: &View<'_>) -> bool {
    !effective(v.case, &v.book.assumed) || writeback_shut(v)
}

/// The password typed is right where it is checked.
fn right(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|s| s.right || s.held.is_some_and(|held| taken(&held, &v.book.assumed)))
}

/// Whether the domain controller that a network logon asks takes a password that the forest holds or held: the one
/// written to may be another, and the previous password may still do.
///
/// Source: assumptions `domain-controller-replication-delay` and `old-password-grace`.
pub(crate) fn taken(held: &HeldFacts, assumed: &Assumed) -> bool {
    let delay = assumed.replication_delay;
    let there = held.set_ago >= delay && held.replaced_ago.is_none_or(|ago| ago < delay);
    let grace = held.replaced_ago.is_some_and(|ago| ago < assumed.old_password_grace);
    there || (held.previous && grace)
}

/// A password is typed that the forest has held for so many seconds, or held until so many seconds ago.
fn typed(case: &mut Case, set_ago: u32, replaced_ago: Option<u32>) {
    let facts = eg::sign_in(case);
    facts.right = false;
    facts.held = Some(HeldFacts { set_ago, replaced_ago, previous: replaced_ago.is_some() });
}

/// The surface on which an administrator set the cloud's password alone.
fn overridden(v: &View<'_>) -> Option<Via> {
    v.case.sign_in().and_then(|facts| facts.overridden)
}

/// Minutes in millionths.
pub(super) const fn minutes(span: Span) -> u64 {
    (span.0 / 60) as u64 * 1_000_000
}

/// The on-premises password has expired or is marked; a password that never expires is neither.
pub(crate) const fn due(case: &Case) -> bool {
    case.site.expired || (case.site.must_change && !case.site.never_expires)
}
