//! The assumptions as the values and switches that rules read.

use crate::model::sync::Version;
use crate::model::time::{Date, Instant, Span};

use super::assumptions::Assumptions;

/// Which gate asks for a licence.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LicenceGate {
    /// One qualifying subscription of the tenant opens it for everybody.
    Tenant,
    /// Each person needs an own right.
    User,
    /// It never refuses; a shortfall is only reported.
    ReportOnly,
}

/// The assumptions that gates and terms read, turned into values once.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// `licence-gate-cloud-reset`.
    pub cloud_reset_gate: LicenceGate,
    /// `licence-gate-writeback`.
    pub writeback_gate: LicenceGate,
    /// `scope-none-code` is `SSPR_0009`.
    pub scope_none_is_0009: bool,
    /// `m365-trial-allows-reset`.
    pub trial_allows_reset: bool,
    /// `free-tier-reset`.
    pub free_allows_reset: bool,
    /// `business-basic-reset`.
    pub business_basic_allows_reset: bool,
    /// `office-365-plan-reset`.
    pub office_365_allows_reset: bool,
    /// `writeback-after-lapse`: closed already in grace.
    pub lapse_closes_in_warning: bool,
    /// `writeback-after-lapse`: never closed.
    pub lapse_never_closes: bool,
    /// `disabled-account-reset` is `refuse-before-gates`.
    pub disabled_is_refused: bool,
    /// `licence-need-counts` is `everyone-in-scope`.
    pub everyone_in_scope_counts: bool,
    /// `guest-needs-licence`.
    pub guest_needs_licence: bool,
    /// `administrator-reset-default`.
    pub admin_reset_default_on: bool,
    /// `administrator-switch-covers`.
    pub switch_covers: SwitchCovers,
    /// `administrator-exception-overlap` is `one-gate`.
    pub overlap_is_one_gate: bool,
    /// `administrator-role-list`: forced to one list; none: by the clock.
    pub role_list: Option<u8>,
    /// `administrator-role-list-grows-on`.
    pub role_list_grows: Instant,
    /// `administrator-self-reset` is `allowed`.
    pub admin_self_reset: bool,
    /// `federated-admin-reset` is `allowed`.
    pub federated_admin_reset: bool,
    /// `cloud-sync-admin-resets-admin` is `allowed`.
    pub cloud_sync_admin_resets_admin: bool,
    /// `pass-through-admin-reset` is `allowed`.
    pub pass_through_admin_reset: bool,
    /// `graph-reset-without-writeback` is `cloud-only`.
    pub graph_reset_cloud_only: bool,
    /// `change-without-writeback` is `cloud-only-drift`.
    pub change_drifts: bool,
    /// `protected-account-change` is `allowed`.
    pub protected_may_change: bool,
    /// `text-and-call-count-as` is `one`.
    pub text_and_call_are_one: bool,
    /// `authenticator-counts-as` is `one`.
    pub authenticator_is_one: bool,
    /// `single-gate-push-after-migration` is `allowed`.
    pub push_alone_after_migration: bool,
    /// `trial-voice-calls`.
    pub trial_voice_calls: bool,
    /// `verification-methods-list`.
    pub method_list: MethodList,
    /// `registered-only-from`.
    pub registered_only: Instant,
    /// `registered-when` is `register-count`.
    pub registered_when_all_answered: bool,
    /// `phone-priority` is `directory`.
    pub directory_number_first: bool,
    /// `phone-extension` is `stripped`.
    pub extension_is_stripped: bool,
    /// `voice-country-block`.
    pub calls_barred_by_country: bool,
    /// `retired-method-code` is `SSPR_0013`.
    pub retired_is_0013: bool,
    /// `migration-rollback` is `fully-reversible`.
    pub migration_reversible: bool,
    /// `default-password-expiry` is `ninety-days`.
    pub expiry_ninety_days: bool,
    /// `reset-configuration-role`.
    pub reset_role: &'static str,
    /// `smart-lockout-configuration-role` is `Authentication Administrator`.
    pub lockout_by_authentication_administrator: bool,
    /// `temporary-password-expiry` is `domain-policy`.
    pub temporary_ages: bool,
    /// `cloud-reset-may-reuse-password`.
    pub reset_may_reuse: bool,
    /// `banned-list-match-effect` is `refuse`.
    pub banned_match_refuses: bool,
    /// `banned-list-name-match` is `refuse`.
    pub name_match_refuses: bool,
    /// `minimum-age-with-writeback` is `always-blocks`.
    pub minimum_age_always_blocks: bool,
    /// `must-change-skips-minimum-age`: in the cloud.
    pub mark_skips_age_in_cloud: bool,
    /// `must-change-skips-minimum-age`: on-premises.
    pub mark_skips_age_on_premises: bool,
    /// `on-premises-reset-checks` is `all`.
    pub directory_reset_checks_all: bool,
    /// `locked-account-refuses`: changes.
    pub locked_refuses_changes: bool,
    /// `locked-account-refuses`: resets as well.
    pub locked_refuses_resets: bool,
    /// `cannot-change-flag` is `changes-and-resets`.
    pub cannot_change_refuses_resets: bool,
    /// `cloud-copy-after-writeback` is `at-once`.
    pub cloud_copy_at_once: bool,
    /// `selective-hash-sync-limits-writeback`.
    pub selective_limits: SelectiveLimits,
    /// `must-change-hash-sync`.
    pub must_change_hash: MustChangeHash,
    /// `connector-change-password-right` is `required`.
    pub change_right_required: bool,
    /// `one-relay-down` is `outage`.
    pub one_relay_is_outage: bool,
    /// `relay-message-expiry`, in seconds.
    pub message_life: u32,
    /// `user-page-wait`, in seconds.
    pub page_wait: u32,
    /// `missed-heartbeats-mean-down`.
    pub missed_heartbeats: u32,
    /// `writeback-ports`: port 445 is needed.
    pub smb_needed: bool,
    /// `domain-controller-minimum` is `windows-server-2016`: controllers need the policy-hints control.
    pub hints_needed: bool,
    /// `writeback-key-model` is `key-pair`.
    pub key_pair: bool,
    /// `graph-reset-messages` is 2.
    pub graph_messages: bool,
    /// `writeback-configuration-role` is `Global Administrator`.
    pub writeback_by_global: bool,
    /// `service-down-told-at` is `first-check-and-submit`.
    pub down_told_at_submit: bool,
    /// `administrator-reset-notice`: forced; none: by the clock, else whether all administrators hear of it.
    pub notice_to_all: Option<bool>,
    /// `contact-mails-per-day`; none: as many as wanted.
    pub contact_mails: Option<u16>,
    /// `reregister-removes-methods`.
    pub reregister_removes: bool,
    /// `notice-sender-addresses` is `one`.
    pub one_sender: bool,
    /// `throttle-blocks-at-attempt`.
    pub throttle_at: u8,
    /// `throttle-counters`: those of the FAQ run.
    pub throttle_faq: bool,
    /// `throttle-counters`: those of the troubleshooting page run.
    pub throttle_troubleshooting: bool,
    /// `throttle-release-by-administrator`.
    pub admin_reset_frees: bool,
    /// `open-session-on-scope-change` is `refused-at-commit`.
    pub scope_asked_at_submit: bool,
    /// `registration-methods-shown` is `enabled-only`.
    pub registration_enabled_only: bool,
    /// `missing-location-in-group` is `error`.
    pub location_is_error: bool,
    /// `group-licence-dependent-removal` is `error-state`.
    pub dependent_removal_is_error: bool,
    /// `subscription-status-map` is `literal`.
    pub billing_is_literal: bool,
    /// `csp-suspension-ends-in` is `disabled-30-days`.
    pub partner_suspension_disables: bool,
    /// `csp-expired-reactivation` is `yes`.
    pub partner_reactivates: bool,
    /// `volume-licence-grace-days`.
    pub agreement_grace_days: u16,
    /// `pass-through-lockout-advice` is `as-printed-in-2025`.
    pub cloud_threshold_higher: bool,
    /// `smart-lockout-growth`, in millionths.
    pub lockout_growth: u64,
    /// `permission-propagation`, in seconds.
    pub permission_wait: u32,
    /// `domain-controller-replication-delay`, in seconds.
    pub replication_delay: u32,
    /// `old-password-grace`, in seconds.
    pub old_password_grace: u32,
    /// `hash-sync-retry-after` is `thirty-minutes`.
    pub hash_retry_waits: bool,
    /// `staged-rollout-self-reset` is `federated-once`.
    pub reset_federates_once: bool,
    /// `duplicate-anchor-code` is `8023042`.
    pub short_anchor_code: bool,
    /// `dotnet-minimum`, as three digits: 480 for 4.8.
    pub dotnet: u16,
    /// `pass-through-server-os` is `2012-r2`.
    pub agents_on_2012: bool,
    /// `cloud-sync-pass-through` is `supported`.
    pub cloud_sync_serves_pass_through: bool,
}

impl Assumed {
    /// Whether hash sync sends a password that carries a must-change mark.
    #[must_use]
    pub const fn sends_marked_hash(&self, feature: bool) -> bool {
        match self.must_change_hash {
            MustChangeHash::Feature => feature,
            MustChangeHash::Never => false,
            MustChangeHash::Always => true,
        }
    }
}

/// Whom the administrator switch governs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SwitchCovers {
    /// Holders of listed roles.
    Listed,
    /// Holders of listed roles but Privileged Authentication Administrators.
    AllButPrivileged,
    /// Everyone.
    Everyone,
}

/// Which verification methods exist.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MethodList {
    /// The eight of today's pages.
    Eight,
    /// The five of the lesson.
    Five,
    /// The six of the 2023 text.
    Six,
}

/// When leaving a person out of hash sync stops writeback.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SelectiveLimits {
    /// Where selective hash sync is configured.
    WhenConfigured,
    /// Wherever the hash is not sent.
    Always,
    /// Never.
    Never,
}

/// Whether the hash of a must-change password is sent.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MustChangeHash {
    /// The sync feature decides.
    Feature,
    /// Never.
    Never,
    /// Always.
    Always,
}

impl Assumed {
    pub(super) fn new(values: &Assumptions) -> Self {
        let is = |name: &str, value: &str| values.get(name) == value;
        let seconds = |name: &str| Span::parse(values.get(name)).map_or(0, |span| span.whole_seconds());
        let day = |name: &str| Date::parse(values.get(name)).map_or(Instant(i64::MAX), Date::start);
        let gate = |name: &str| match values.get(name) {
            "user" => LicenceGate::User,
            "report-only" => LicenceGate::ReportOnly,
            _ => LicenceGate::Tenant,
        };
        Self {
            cloud_reset_gate: gate("licence-gate-cloud-reset"),
            writeback_gate: gate("licence-gate-writeback"),
            scope_none_is_0009: is("scope-none-code", "SSPR_0009"),
            trial_allows_reset: is("m365-trial-allows-reset", "yes"),
            free_allows_reset: is("free-tier-reset", "allowed"),
            business_basic_allows_reset: is("business-basic-reset", "allowed"),
            office_365_allows_reset: is("office-365-plan-reset", "allowed"),
            lapse_closes_in_warning: is("writeback-after-lapse", "warning"),
            lapse_never_closes: is("writeback-after-lapse", "never"),
            disabled_is_refused: is("disabled-account-reset", "refuse-before-gates"),
            everyone_in_scope_counts: is("licence-need-counts", "everyone-in-scope"),
            guest_needs_licence: is("guest-needs-licence", "yes"),
            admin_reset_default_on: is("administrator-reset-default", "on"),
            switch_covers: match values.get("administrator-switch-covers") {
                "everyone" => SwitchCovers::Everyone,
                "listed-administrators" => SwitchCovers::Listed,
                _ => SwitchCovers::AllButPrivileged,
            },
            overlap_is_one_gate: is("administrator-exception-overlap", "one-gate"),
            role_list: match values.get("administrator-role-list") {
                "roles-27" => Some(27),
                "roles-78" => Some(78),
                _ => None,
            },
            role_list_grows: day("administrator-role-list-grows-on"),
            admin_self_reset: is("administrator-self-reset", "allowed"),
            federated_admin_reset: is("federated-admin-reset", "allowed"),
            cloud_sync_admin_resets_admin: is("cloud-sync-admin-resets-admin", "allowed"),
            pass_through_admin_reset: is("pass-through-admin-reset", "allowed"),
            graph_reset_cloud_only: is("graph-reset-without-writeback", "cloud-only"),
            change_drifts: is("change-without-writeback", "cloud-only-drift"),
            protected_may_change: is("protected-account-change", "allowed"),
            text_and_call_are_one: is("text-and-call-count-as", "one"),
            authenticator_is_one: is("authenticator-counts-as", "one"),
            push_alone_after_migration: is("single-gate-push-after-migration", "allowed"),
            trial_voice_calls: is("trial-voice-calls", "yes"),
            method_list: match values.get("verification-methods-list") {
                "lesson-five" => MethodList::Five,
                "older-six" => MethodList::Six,
                _ => MethodList::Eight,
            },
            registered_only: day("registered-only-from"),
            registered_when_all_answered: is("registered-when", "register-count"),
            directory_number_first: is("phone-priority", "directory"),
            extension_is_stripped: is("phone-extension", "stripped"),
            calls_barred_by_country: is("voice-country-block", "yes"),
            retired_is_0013: is("retired-method-code", "SSPR_0013"),
            migration_reversible: is("migration-rollback", "fully-reversible"),
            expiry_ninety_days: is("default-password-expiry", "ninety-days"),
            reset_role: match values.get("reset-configuration-role") {
                "Authentication Administrator" => "Authentication Administrator",
                "Password Administrator" => "Password Administrator",
                "Global Administrator" => "Global Administrator",
                _ => "Authentication Policy Administrator",
            },
            lockout_by_authentication_administrator: is(
                "smart-lockout-configuration-role",
                "Authentication Administrator",
            ),
            temporary_ages: is("temporary-password-expiry", "domain-policy"),
            reset_may_reuse: is("cloud-reset-may-reuse-password", "yes"),
            banned_match_refuses: is("banned-list-match-effect", "refuse"),
            name_match_refuses: is("banned-list-name-match", "refuse"),
            minimum_age_always_blocks: is("minimum-age-with-writeback", "always-blocks"),
            mark_skips_age_in_cloud: is("must-change-skips-minimum-age", "everywhere"),
            mark_skips_age_on_premises: !is("must-change-skips-minimum-age", "nowhere"),
            directory_reset_checks_all: is("on-premises-reset-checks", "all"),
            locked_refuses_changes: !is("locked-account-refuses", "none"),
            locked_refuses_resets: is("locked-account-refuses", "changes-and-resets"),
            cannot_change_refuses_resets: is("cannot-change-flag", "changes-and-resets"),
            cloud_copy_at_once: is("cloud-copy-after-writeback", "at-once"),
            selective_limits: match values.get("selective-hash-sync-limits-writeback") {
                "always" => SelectiveLimits::Always,
                "never" => SelectiveLimits::Never,
                _ => SelectiveLimits::WhenConfigured,
            },
            must_change_hash: match values.get("must-change-hash-sync") {
                "never" => MustChangeHash::Never,
                "always" => MustChangeHash::Always,
                _ => MustChangeHash::Feature,
            },
            change_right_required: is("connector-change-password-right", "required"),
            one_relay_is_outage: is("one-relay-down", "outage"),
            message_life: seconds("relay-message-expiry"),
            page_wait: seconds("user-page-wait"),
            missed_heartbeats: values.get("missed-heartbeats-mean-down").parse().unwrap_or(2),
            smb_needed: !is("writeback-ports", "443-only"),
            hints_needed: is("domain-controller-minimum", "windows-server-2016"),
            key_pair: is("writeback-key-model", "key-pair"),
            graph_messages: !is("graph-reset-messages", "0"),
            writeback_by_global: is("writeback-configuration-role", "Global Administrator"),
            down_told_at_submit: is("service-down-told-at", "first-check-and-submit"),
            notice_to_all: match values.get("administrator-reset-notice") {
                "all-administrators" => Some(true),
                "global-administrators" => Some(false),
                _ => None,
            },
            contact_mails: values.get("contact-mails-per-day").parse().ok(),
            reregister_removes: is("reregister-removes-methods", "yes"),
            one_sender: is("notice-sender-addresses", "one"),
            throttle_at: values.get("throttle-blocks-at-attempt").parse().unwrap_or(5),
            throttle_faq: !is("throttle-counters", "troubleshooting-only"),
            throttle_troubleshooting: !is("throttle-counters", "faq-only"),
            admin_reset_frees: is("throttle-release-by-administrator", "yes"),
            scope_asked_at_submit: is("open-session-on-scope-change", "refused-at-commit"),
            registration_enabled_only: is("registration-methods-shown", "enabled-only"),
            location_is_error: is("missing-location-in-group", "error"),
            dependent_removal_is_error: is("group-licence-dependent-removal", "error-state"),
            billing_is_literal: is("subscription-status-map", "literal"),
            partner_suspension_disables: is("csp-suspension-ends-in", "disabled-30-days"),
            partner_reactivates: is("csp-expired-reactivation", "yes"),
            agreement_grace_days: values.get("volume-licence-grace-days").parse().unwrap_or(90),
            cloud_threshold_higher: is("pass-through-lockout-advice", "as-printed-in-2025"),
            lockout_growth: crate::model::ratio::millionths(values.get("smart-lockout-growth")).unwrap_or(2_000_000),
            permission_wait: seconds("permission-propagation"),
            replication_delay: seconds("domain-controller-replication-delay"),
            old_password_grace: seconds("old-password-grace"),
            hash_retry_waits: is("hash-sync-retry-after", "thirty-minutes"),
            reset_federates_once: is("staged-rollout-self-reset", "federated-once"),
            short_anchor_code: is("duplicate-anchor-code", "8023042"),
            dotnet: Version::parse(values.get("dotnet-minimum")).map_or(0, Version::three_digits),
            agents_on_2012: is("pass-through-server-os", "2012-r2"),
            cloud_sync_serves_pass_through: is("cloud-sync-pass-through", "supported"),
        }
    }
}
