//! Whether a step needs writeback, and whether it could be written back.

use crate::model::ask::{Action, Code};
use crate::model::fault::FaultStep;
use crate::model::identity::{Cloud, Identity};
use crate::model::sync::{SyncKind, Version};
use crate::rules::assumed::{Assumed, SelectiveLimits};
use crate::rules::case::Case;
use crate::rules::faults;
use crate::rules::rule::View;

/// A step of the person that touches the on-premises password.
fn touches_directory(v: &View<'_>) -> bool {
    v.case.hybrid() && v.case.action != Action::AdminResetPassword
}

/// Whether the sync tool and the portal are set up to write this person's password back.
pub(crate) fn configured(case: &Case) -> bool {
    let toggle = match case.site.served_by {
        Some(SyncKind::CloudSync) => case.tenant.writeback_cloud_sync,
        _ => case.tenant.writeback_connect,
    };
    case.site.served_by.is_some() && case.site.writeback && toggle
}

/// Whether a step of this person could be written back at all: set up, and by a tool that can do it.
pub(crate) fn effective(case: &Case, assumed: &Assumed) -> bool {
    configured(case)
        // The admin center does not ask for the agent's version: the request goes out and fails.
        && (case.is(Action::AdminResetPassword) || !agent_too_old(case))
        && !left_out(case, assumed)
        && !in_china(case)
}

/// The person's step needs writeback, and a change is not let drift apart.
pub(crate) fn needs_writeback(v: &View<'_>) -> bool {
    // That such a change is refused is documented for pass-through, whatever is assumed of the others.
    let open = v.case.is(Action::ChangePassword) && v.case.person.identity != Identity::PassThrough;
    let drifts = open && v.book.assumed.change_drifts;
    touches_directory(v) && (!drifts || effective(v.case, &v.book.assumed))
}

/// One of the two relays is down and that is read as an outage.
///
/// Source: rule `sec-two-relays`.
pub(crate) fn relays_out(v: &View<'_>) -> bool {
    v.book.assumed.one_relay_is_outage && faults::active(v.case, "service-bus-one-relay-down")
}

/// The first check finds that the writeback service of the person is not there.
pub(crate) fn service_down(v: &View<'_>) -> bool {
    v.case.site.staging || relays_out(v) || faults::refuses(v.case, FaultStep::Precheck, Code::Sspr0030)
}

/// The server is of this kind and older than a version.
pub(crate) fn older(case: &Case, kind: SyncKind, bar: [u32; 4]) -> bool {
    case.site.served_by == Some(kind) && case.site.version.is_some_and(|version| version < Version(bar))
}

/// Leaving the person out of hash sync stops writeback.
///
/// Source: rule `selective-phs-scope`.
pub(crate) fn left_out(case: &Case, assumed: &Assumed) -> bool {
    let unsent = match assumed.selective_limits {
        SelectiveLimits::WhenConfigured => case.site.hash_sync && !case.site.hash_synced,
        SelectiveLimits::Always => !case.site.hash_sync || !case.site.hash_synced,
        SelectiveLimits::Never => false,
    };
    unsent && case.person.identity == Identity::PasswordHashSync
}

/// The cloud sync agent is older than the first that writes back.
///
/// Source: rule `cloudsync-agent-min-version`.
pub(crate) fn agent_too_old(case: &Case) -> bool {
    older(case, SyncKind::CloudSync, [1, 1, 977, 0]) || faults::active(case, "cloud-sync-agent-too-old")
}

/// A failure cuts the server off from the cloud for an operation that needs it.
pub(crate) fn cut_off(v: &View<'_>, failure: &str) -> bool {
    faults::strikes(v.case, failure) && (v.case.offer().is_none() || needs_writeback(v))
}

/// Cloud sync in the cloud where it does not write back.
///
/// Source: rule `cs-no-writeback-in-china`.
pub(crate) fn in_china(case: &Case) -> bool {
    case.site.served_by == Some(SyncKind::CloudSync) && case.tenant.cloud == Cloud::China
}

/// The operation is one that asks for the current password.
///
/// Source: rules `flow-change-verifies-old` and `flow-reset-no-old`.
pub(crate) fn asks_current(case: &Case) -> bool {
    case.is(Action::ChangePassword)
}
