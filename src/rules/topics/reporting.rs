//! Audit records, reports and their delays.

use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Rule, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("elig-admin-unlicensed-blade", Context)
        .given("The administrator doing the configuration has no Entra ID licence assigned.")
        .says("The Password reset blade is hidden, and SSPR activity types are missing from the audit view.")
        .shows("menu entry absent")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .notes("Affects the admin view, not end users."),
    rule("unlock-audit", Effect)
        .given("unlock done")
        .says("audit activity unlock user account (self-service)")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304_2]),
    rule("rep-opt-in", Context)
        .given("Nobody has visited reporting tab or audit logs.")
        .says("No SSPR report data is collected.")
        .numbers("visits: 1")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304, &src::CONCEPT_SSPR_DEPLOY_20250304])
        .notes(
            "A scenario has no key for it; a run takes the visit as made, so every audit record of a step is \
            written.",
        ),
    rule("rep-latency", Timing)
        .given("Event occurs.")
        .says("Shown in 5 to 10 minutes, up to an hour.")
        .numbers("typical_min: 5-10, max_min: 60")
        .sources(&[&src::PASSWORDS_FAQ_20210813]),
    rule("rep-retention", Timing)
        .given("Older than 30 days.")
        .says("Gone.")
        .numbers("days: 30")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::CONCEPT_SSPR_DEPLOY_20250304]),
    rule("rep-max-rows", Limit)
        .given("Many events.")
        .says("At most 75,000 rows.")
        .numbers("rows: 75000")
        .sources(&[&src::PASSWORDS_FAQ_20210813]),
    rule("rep-one-event-per-item", Effect)
        .given("User registers several items.")
        .says("One event per item.")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .limit("a record a method that is registered"),
    rule("rep-fail-not-incapable", Decision)
        .given("Registration event has status Failure.")
        .says("User may still be able to reset with unverified data.")
        .until(2026, 10, 4)
        .assumes("registered-only-from")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .notes("The page prints it without a date; the registered-only change ends it."),
    rule("rep-capable", Decision)
        .given("Activity dashboard.")
        .says("Capable = registered for enough methods AND enabled by policy.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304, &src::USERREGISTRATIONDETAILS_UNDATED]),
    rule("rep-flags", Decision)
        .given("Graph userRegistrationDetails.")
        .says("isSsprRegistered (enough methods), isSsprEnabled (policy), isSsprCapable (both).")
        .sources(&[&src::USERREGISTRATIONDETAILS_UNDATED]),
    rule("rep-soft-deleted", Decision)
        .given("Soft-deleted user.")
        .says("Not in registration details.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304]),
    rule("rep-activity-latency", Timing)
        .given("Dashboard.")
        .says("Up to a few hours late.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304]),
    rule("rep-combined-elsewhere", Effect)
        .given("Registration through combined experience.")
        .says("Events are logged under the Authentication Methods service, not SSPR.")
        .assumes("registration-audit-name")
        .sources(&[
            &src::HOWTO_SSPR_REPORTING_20250304,
            &src::HOWTO_REGISTRATION_MFA_SSPR_COMBINED_TROUBLESHOO_20250304,
        ]),
    rule("rep-policy-change", Effect)
        .given("SSPR policy edited.")
        .says("Audit record with old and new values.")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304, &src::WHATS_NEW_ARCHIVE_2018]),
    rule("rep-agent-detail", Effect)
        .given("Administrator reset logged.")
        .says("OnPremisesAgent = None, Microsoft Entra Connect or CloudSync.")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304]),
    rule("win-audit", Effect)
        .given("Reset from Windows.")
        .says("Audit detail carries IP address and ClientType.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304]),
    rule("rep-data-registered-values", Message)
        .given("Report column data registered.")
        .says(
            "Alternate email, Office phone, Mobile phone, Security questions, or a combination under a two-gate \
            policy.",
        )
        .numbers("base_values: 4")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .notes("List predates app and OATH methods."),
    rule("rep-method-names", Message)
        .given("Registration and reset events in the activity dashboard (last 24 hours, 7 or 30 days).")
        .says(
            "Methods named: App notification, App code, Phone Call, Office Call, Alternate Mobile Call, SMS, Email, \
            Security questions.",
        )
        .numbers("windows: 24h|7d|30d, methods: 8")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304]),
    rule("rep-usage-tabs", Context)
        .given("Usage tab.")
        .says(
            "Counts successful changes and resets (self and admin) and successes and failures of each method in the \
            reset flow.",
        )
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304]),
    rule("guest-user-type-in-report", Context)
        .given("guest in the report")
        .says("userRegistrationDetails.userType is member or guest")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
];
