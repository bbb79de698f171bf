//! Audit records, reports and their delays.

use crate::model::ask::{Action, Code};
use crate::model::method::{Method, MethodSet};
use crate::model::time::Span;
use crate::rules::book::Book;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::heard;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Do, Law, Rule, View, figure, rule};
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
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304_2])
        .general()
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.is(Action::UnlockAccount),
            &[Do::Audit(Action::UnlockAccount.audit_activity())],
        )
        .examples(&[
            eg::applies("an unlock took effect", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                eg::take_effect(c);
            }),
            eg::silent("a reset took effect", |c| {
                eg::take_effect(c);
            }),
        ]),
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
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .limit("when a record shows in the list of audit records")
        .figures(&[figure("max_min", || SHOWN_AFTER.0 as u64 / 60 * 1_000_000)]),
    rule("rep-retention", Timing)
        .given("Older than 30 days.")
        .says("Gone.")
        .numbers("days: 30")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::CONCEPT_SSPR_DEPLOY_20250304])
        .limit("for how long a record stays in the list of audit records")
        .figures(&[figure("days", || u64::from(KEPT_DAYS) * 1_000_000)]),
    rule("rep-max-rows", Limit)
        .given("Many events.")
        .says("At most 75,000 rows.")
        .numbers("rows: 75000")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .limit("how many rows the list of audit records has at most")
        .figures(&[figure("rows", || MOST_ROWS as u64 * 1_000_000)]),
    rule("rep-one-event-per-item", Effect)
        .given("User registers several items.")
        .says("One event per item.")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .general()
        .effect(MomentSet::REGISTER, |v| items(v) > 1, &[Do::Name])
        .examples(&[
            eg::applies("two methods are registered at once", |c| {
                eg::register(c).methods = MethodSet::of(&[Method::Email, Method::MobilePhone]).ways();
            }),
            eg::silent("one method is registered", |c| {
                eg::register(c);
            }),
        ]),
    rule("rep-fail-not-incapable", Decision)
        .given("Registration event has status Failure.")
        .says("User may still be able to reset with unverified data.")
        .until(2026, 10, 4)
        .assumes("registered-only-from")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .notes("The page prints it without a date; the registered-only change ends it.")
        .effect(
            MomentSet::REPORT,
            |v| v.case.report().is_some_and(|report| !report.registered && report.with_directory && report.enabled),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("only data of the directory is enough, on 4 October 2026", |c| {
                eg::report(c).registered = false;
                eg::on(c, 2026, 10, 4);
            }),
            eg::silent("the same on 5 October 2026", |c| {
                eg::report(c).registered = false;
                eg::on(c, 2026, 10, 5);
            }),
            eg::silent("enough is registered, on 4 October 2026", |c| {
                eg::report(c);
                eg::on(c, 2026, 10, 4);
            }),
        ]),
    rule("rep-capable", Decision)
        .given("Activity dashboard.")
        .says("Capable = registered for enough methods AND enabled by policy.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304, &src::USERREGISTRATIONDETAILS_UNDATED])
        .effect(
            MomentSet::REPORT,
            |v| v.case.report().is_some_and(|report| report.registered && report.enabled),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("enough is registered and the policy lets the person reset", |c| {
                eg::report(c);
            }),
            eg::silent("enough is registered and the policy does not", |c| {
                eg::report(c).enabled = false;
            }),
            eg::silent("the policy lets the person reset and too little is registered", |c| {
                eg::report(c).registered = false;
            }),
        ]),
    rule("rep-flags", Decision)
        .given("Graph userRegistrationDetails.")
        .says("isSsprRegistered (enough methods), isSsprEnabled (policy), isSsprCapable (both).")
        .sources(&[&src::USERREGISTRATIONDETAILS_UNDATED])
        .effect(
            MomentSet::REPORT,
            |v| v.case.report().is_some_and(|report| report.registered || report.enabled),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("the policy lets the person reset and too little is registered", |c| {
                eg::report(c).registered = false;
            }),
            eg::silent("too little is registered and the policy does not let the person reset", |c| {
                let report = eg::report(c);
                (report.registered, report.enabled) = (false, false);
            }),
        ]),
    rule("rep-soft-deleted", Decision)
        .given("Soft-deleted user.")
        .says("Not in registration details.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304])
        .refuses(MomentSet::REPORT, None, |v| v.case.report().is_some_and(|report| report.deleted))
        .examples(&[
            eg::blocks("the account is soft-deleted", |c| {
                eg::report(c).deleted = true;
            }),
            eg::holds("the account is there", |c| {
                eg::report(c);
            }),
        ]),
    rule("rep-activity-latency", Timing)
        .given("Dashboard.")
        .says("Up to a few hours late.")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304])
        .not_simulated("no figure is documented for it"),
    rule("rep-combined-elsewhere", Effect)
        .given("Registration through combined experience.")
        .says("Events are logged under the Authentication Methods service, not SSPR.")
        .assumes("registration-audit-name")
        .sources(&[
            &src::HOWTO_SSPR_REPORTING_20250304,
            &src::HOWTO_REGISTRATION_MFA_SSPR_COMBINED_TROUBLESHOO_20250304,
        ])
        .general()
        .effect(MomentSet::REGISTER, |v| items(v) > 0, &[Do::AuditEachMethod("User registered security info")])
        .examples(&[
            eg::applies("a method is registered", |c| {
                eg::register(c);
            }),
            eg::silent("nothing is registered", |c| {
                eg::register(c).methods = MethodSet::EMPTY;
            }),
        ]),
    rule("rep-policy-change", Effect)
        .given("SSPR policy edited.")
        .says("Audit record with old and new values.")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304, &src::WHATS_NEW_ARCHIVE_2018])
        .general()
        .effect(MomentSet::SAVE, |v| v.case.save().is_some_and(|save| save.sspr), &[Do::AuditChanges(POLICY_CHANGES)])
        .examples(&[
            eg::applies("settings of the reset are saved", |c| {
                eg::save(c);
            }),
            eg::silent("other settings of the tenant are saved", |c| {
                eg::save(c).sspr = false;
            }),
        ]),
    rule("rep-agent-detail", Effect)
        .given("Administrator reset logged.")
        .says("OnPremisesAgent = None, Microsoft Entra Connect or CloudSync.")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .general()
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.is(Action::AdminResetPassword), &[Do::AuditAgent])
        .examples(&[
            eg::applies("an administrator's reset took effect", |c| {
                eg::administered(c);
                eg::take_effect(c);
            }),
            eg::silent("a change took effect", |c| {
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("win-audit", Effect)
        .given("Reset from Windows.")
        .says("Audit detail carries IP address and ClientType.")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .general()
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.effect().is_some_and(|effect| effect.windows),
            &[Do::AuditDetail("ipAddress", WINDOWS_ADDRESS), Do::AuditDetail("ClientType", "Windows")],
        )
        .examples(&[
            eg::applies("a reset from the sign-in screen took effect", |c| {
                eg::take_effect(c).windows = true;
            }),
            eg::silent("a reset from the portal took effect", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("rep-data-registered-values", Message)
        .given("Report column data registered.")
        .says(
            "Alternate email, Office phone, Mobile phone, Security questions, or a combination under a two-gate \
            policy.",
        )
        .numbers("base_values: 4")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .notes("List predates app and OATH methods.")
        .limit("the names of registered data in the usage report")
        .figures(&[figure("base_values", || DATA_NAMES.len() as u64 * 1_000_000)]),
    rule("rep-method-names", Message)
        .given("Registration and reset events in the activity dashboard (last 24 hours, 7 or 30 days).")
        .says(
            "Methods named: App notification, App code, Phone Call, Office Call, Alternate Mobile Call, SMS, Email, \
            Security questions.",
        )
        .numbers("windows: 24h|7d|30d, methods: 8")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304])
        .limit("the names of methods in the usage report")
        .figures(&[figure("methods", || METHOD_NAMES.len() as u64 * 1_000_000)]),
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

/// The activity that a change of the reset settings is audited under.
pub(crate) const POLICY_CHANGES: &str = "Self-service password reset policy changes";

/// An address of the range that is set apart for documents: a scenario names no networks.
const WINDOWS_ADDRESS: &str = "192.0.2.1";

/// After this time a record shows in the list of audit records: an "up to" acts at its end.
pub const SHOWN_AFTER: Span = Span::minutes(60);

/// For so many days a record stays in the list.
pub const KEPT_DAYS: u32 = 30;

/// The list has at most so many rows.
pub const MOST_ROWS: usize = 75_000;

/// Names of methods in the usage report, as the activity dashboard prints them.
pub const METHOD_NAMES: [(Method, &str); 8] = [
    (Method::AuthenticatorNotification, "App notification"),
    (Method::AuthenticatorCode, "App code"),
    (Method::MobilePhoneCall, "Phone Call"),
    (Method::OfficePhone, "Office Call"),
    (Method::MobilePhone, "Alternate Mobile Call"),
    (Method::MobilePhoneText, "SMS"),
    (Method::Email, "Email"),
    (Method::SecurityQuestions, "Security questions"),
];

/// Names of registered data, as the column of the registration report prints them; later methods are not among them.
pub const DATA_NAMES: [(Method, &str); 4] = [
    (Method::Email, "Alternate email"),
    (Method::OfficePhone, "Office phone"),
    (Method::MobilePhone, "Mobile phone"),
    (Method::SecurityQuestions, "Security questions"),
];

/// How many methods a registration is of.
fn items(v: &View<'_>) -> u32 {
    v.case.register().map_or(0, |register| register.methods.merged().len())
}

/// Whether the policy lets the person of a first check reset: no gate of the scope or of the administrator switch
/// blocks.
#[must_use]
pub fn enabled_by_policy(book: &Book, offer: &Case) -> bool {
    heard::blocking(book, offer).iter().all(|rule| {
        let code = if let Law::Gate { code, .. } = rule.law { code } else { None };
        let of_scope = matches!(code, Some(Code::Sspr0009 | Code::Sspr0011)) || OUTSIDE.contains(&rule.id);
        !of_scope
    })
}

/// Gates of the scope that share their code with gates about methods.
const OUTSIDE: &[&str] = &["scope-not-member", "scope-empty-group"];
