//! What the password protection agent of a domain controller logs.
//!
//! Source: rules `opp-checked-at-dc`, `opp-audit-mode`, `opp-same-for-set-and-change`, `opp-username` and
//! `opp-no-policy-accept`.

use bevy_ecs::prelude::World;

use crate::model::ask::Action;
use crate::model::key::UserId;
use crate::model::policy::OnPremisesProtection;
use crate::rules::measure::Password;
use crate::rules::topics::banned_password::THRESHOLD;
use crate::rules::{Case, Verdict};

use super::record::{self, Draft};
use super::{lens, touching};

/// Which of the lists, or which name, the agent found.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Found {
    /// The name of the account or of the person.
    Name,
    /// A term of the custom list.
    Custom,
    /// A term of the vendor's list.
    Global,
    /// Terms of both.
    Both,
}

fn found(password: &Password) -> Option<Found> {
    if password.named_on_premises {
        return Some(Found::Name);
    }
    let weak = password.score < THRESHOLD;
    weak.then_some(match (password.custom_banned, password.global_banned) {
        (true, true) => Found::Both,
        (true, false) => Found::Custom,
        _ => Found::Global,
    })
}

/// The verdict and the reason that the agent logs of a password, by mode and by whether it is changed or set.
const fn logged(found: Option<Found>, enforces: bool, changes: bool) -> (&'static str, Option<&'static str>) {
    let Some(found) = found else {
        return (if changes { "DCAgent-10014" } else { "DCAgent-10015" }, None);
    };
    let verdict = match (enforces, changes) {
        (true, true) => "DCAgent-10016",
        (true, false) => "DCAgent-10017",
        (false, true) => "DCAgent-10024",
        (false, false) => "DCAgent-10025",
    };
    let reason = match (found, enforces, changes) {
        (Found::Custom, true, true) => "DCAgent-30002",
        (Found::Custom, true, false) => "DCAgent-30003",
        (Found::Global, true, true) => "DCAgent-30004",
        (Found::Global, true, false) => "DCAgent-30005",
        (Found::Custom, false, false) => "DCAgent-30007",
        (Found::Custom, false, true) => "DCAgent-30008",
        (Found::Global, false, false) => "DCAgent-30009",
        (Found::Global, false, true) => "DCAgent-30010",
        (Found::Name, true, true) => "DCAgent-30021",
        (Found::Name, true, false) => "DCAgent-30022",
        (Found::Name, false, false) => "DCAgent-30023",
        (Found::Name, false, true) => "DCAgent-30024",
        (Found::Both, true, true) => "DCAgent-30026",
        (Found::Both, true, false) => "DCAgent-30027",
        (Found::Both, false, true) => "DCAgent-30028",
        (Found::Both, false, false) => "DCAgent-30029",
    };
    (verdict, Some(reason))
}

/// Logs a password that reached a domain controller: one that the directory itself refuses never reaches the agent.
pub(super) fn log(world: &World, draft: &mut Draft, user: UserId, case: &Case, verdict: &Verdict) {
    let Some(write) = case.write().filter(|write| write.sets && write.password.given) else { return };
    let reached = verdict.passes() || verdict.rule_id().is_some_and(|rule| rule.starts_with("opp-"));
    if case.site.protection == OnPremisesProtection::Off || !reached {
        return;
    }
    let Some(entity) = lens::person(world, user) else { return };
    let (controller, _) = touching::site_names(world, entity);
    let changes = case.action == Action::ChangePassword;
    let mut ids = Vec::new();
    if touching::touched_by(world, user, "domain-controller-agent-without-policy") {
        ids.push("DCAgent-30001");
    } else {
        // A failure may refuse what no list holds.
        let refused = !verdict.passes();
        let enforces = refused || case.site.protection == OnPremisesProtection::Enforce;
        let found = found(&write.password).or_else(|| refused.then_some(Found::Custom));
        let (said, reason) = logged(found, enforces, changes);
        ids.push(said);
        ids.extend(reason);
    }
    for id in ids {
        if draft.record.events.iter().all(|event| event.id != id) {
            record::event(world, draft, &controller, id);
        }
    }
}
