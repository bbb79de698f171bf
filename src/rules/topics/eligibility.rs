//! Who may reset at all: order of checks, scope, home of the password, guests.

use crate::model::ask::{Action, Code};
use crate::model::identity::{Home, UPN_LONGEST, UserRisk, UserType};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Scope;
use crate::model::role::Role;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::licences::cloud_reset_licensed;
use crate::rules::readings::methods::MFA;
use crate::rules::readings::passwords::{asks_secure_change, kept_from_cloud, to_cloud_with_right};
use crate::rules::readings::policy::{in_force, in_user_scope, portal, switch_governs, too_few, user_asks};
use crate::rules::readings::writeback::{configured, needs_writeback, service_down};
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("flow-check-order", Decision)
        .given("A person opens the reset portal, the page language is chosen, and a user ID plus captcha is submitted.")
        .says(
            "Checks run in this order before any verification challenge: (1) user is enabled for SSPR; (2) user has \
            enough usable method data for the policy that applies (user policy, or the administrator policy when a \
            listed role is held); (3) where the password is managed on-premises, writeback must be configured. \
            Only then are gates shown, then the new-password page.",
        )
        .shows("first failing check decides the message; all failures point to the administrator")
        .basis(Basis::Disputed)
        .assumes("check-order")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::CONCEPT_SSPR_WRITEBACK_20250304])
        .notes(
            "The writeback page puts the on-premises check first. Both put it before the gates, so only SSPR_0014 \
            against SSPR_0010 is open. See assumption check-order.",
        )
        .limit("the rulebook orders the codes of the first check, and SSPR_0010 as the assumption says")
        .felt(MomentSet::OFFER, |v| portal(v) && too_few(v) && without_writeback(v))
        .examples(&[
            eg::applies("too few methods count, and writeback is not set up", |c| {
                eg::hybrid(c);
                eg::registered(c, &[]);
                c.site.writeback = false;
            }),
            eg::silent("writeback is not set up, and enough methods count", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
            }),
        ]),
    rule("flow-error-precedence", Decision)
        .given("More than one eligibility check would fail for the same attempt.")
        .says(
            "Only one code is shown. Order used (tenant, policy, licence, scope, methods, on-premises): SSPR_0009, \
            SSPR_0011, SSPR_0012, SSPR_0013, SSPR_0014, SSPR_0010, then SSPR_0030 or SSPR_0029 at commit.",
        )
        .shows("one SSPR code")
        .numbers("order: [SSPR_0009, SSPR_0011, SSPR_0012, SSPR_0013, SSPR_0014, SSPR_0010, SSPR_0030, SSPR_0029]")
        .basis(Basis::Assumed)
        .assumes("error-precedence")
        .sources(&[
            &src::TROUBLESHOOT_SSPR_20250606,
            &src::CONCEPT_SSPR_HOWITWORKS_20250304,
            &src::MODELLING_CHOICE_20261122,
        ])
        .notes("Built from the documented check order and code list; no page publishes an order.")
        .limit("the rulebook ranks the gates of the first check by their codes")
        .felt(MomentSet::OFFER, |v| {
            let checks = [
                v.terms.admin && switch_governs(v) && !v.case.tenant.admins_allowed,
                user_asks(v) && matches!(v.case.tenant.scope, Scope::None | Scope::Undefined),
                !v.case.hybrid() && !cloud_reset_licensed(v),
                user_asks(v) && v.case.tenant.scope == Scope::Selected && !v.case.person.in_scope,
                too_few(v),
                without_writeback(v),
            ];
            portal(v) && checks.iter().filter(|fails| **fails).count() > 1
        })
        .examples(&[
            eg::applies("the person is outside the scope and has no methods", outside_without_methods),
            eg::applies("the same where missing methods are told first", outside_without_methods)
                .under(&[("error-precedence", METHODS_FIRST)]),
            eg::silent("the person is outside the scope", |c| {
                (c.tenant.scope, c.person.in_scope) = (Scope::Selected, false);
            }),
        ]),
    rule("flow-portal-factors", Context)
        .given("The reset portal receives a request.")
        .says(
            "Four questions are evaluated first: localisation, account validity, owning organisation, and where the \
            password is managed.",
        )
        .numbers("factors: 4")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("flow-not-enabled", Message)
        .given("User is not enabled for SSPR (out of scope or tenant off).")
        .says("Reset stops before any gate; user is sent to the administrator.")
        .shows("asked to contact admin; SSPR_0009, SSPR_0011 or SSPR_0013 depending on cause")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .general()
        .refuses(MomentSet::OFFER, None, |v| portal(v) && !in_force(v))
        .examples(&[
            eg::blocks("reset is on for nobody", |c| c.tenant.scope = Scope::None),
            eg::blocks("the switch is off for an administrator", |c| {
                eg::admin(c);
                c.tenant.admins_allowed = false;
            }),
            eg::holds("reset is on for all", |c| c.tenant.scope = Scope::All),
        ]),
    rule("elig-tenant-flag-disabled", Decision)
        .given("The tenant switch allowedToUseSSPR is off and a holder of a listed administrator role tries to reset.")
        .says("Reset refused.")
        .shows("admin has disabled reset for the organisation; SSPR_0009 (TenantSSPRFlagDisabled = 9)")
        .numbers("code: 9")
        .sources(&[
            &src::TROUBLESHOOT_SSPR_20250606,
            &src::SSPR_009_FOR_SYNCHRONIZED_ADMINISTRATORS_20220211,
            &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_20250605,
        ])
        .notes(
            "The support article prints SSPR_009, ties it to administrators and says that ordinary accounts reset \
            as usual. Ordinary users under scope None are rule scope-none-refused.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0009), |v| {
            portal(v) && v.terms.admin && switch_governs(v) && !v.case.tenant.admins_allowed
        })
        .examples(&[
            eg::blocks("the switch is off for an administrator", |c| {
                eg::admin(c);
                c.tenant.admins_allowed = false;
            }),
            eg::holds("the switch is off for an ordinary user", |c| c.tenant.admins_allowed = false),
            eg::holds("the switch leaves out the role held", |c| {
                eg::role(c, "Privileged Authentication Administrator");
                c.tenant.admins_allowed = false;
            })
            .under(&[("administrator-switch-covers", "all-but-privileged-authentication-administrator")]),
        ]),
    rule("elig-policy-undefined", Decision)
        .given("The organisation has no reset policy configured for users.")
        .says("Reset refused.")
        .shows("admin has not configured reset; SSPR_0011 (SsprNotEnabledInUserPolicy = 11)")
        .numbers("code: 11")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .notes(
            "One lab report of 2026 shows this code in an unlicensed tenant where reset was never set up. See \
            scope-none-refused.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0011), |v| user_asks(v) && v.case.tenant.scope == Scope::Undefined)
        .examples(&[
            eg::blocks("no reset policy was ever saved", |c| c.tenant.scope = Scope::Undefined),
            eg::holds("reset is on for all", |c| c.tenant.scope = Scope::All),
        ]),
    rule("elig-onprem-writeback-required", Decision)
        .given("Password is managed on-premises (federated, pass-through, or hash-synchronized user).")
        .says("With writeback configured the user may go on; without it the user is refused.")
        .shows("necessary service not enabled; SSPR_0010 (WritebackNotEnabled = 10)")
        .numbers("code: 10")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("Hash-synchronized users count as on-premises managed.")
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| without_writeback(v) && !a_switch_says_why(v))
        .examples(&[
            eg::blocks("a hybrid person resets where the server has no writeback", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
            }),
            eg::holds("a hybrid person resets where writeback is set up", eg::hybrid),
            eg::blocks("a hybrid person changes a known password in a forest that no tool serves", |c| {
                eg::hybrid(c);
                eg::changing(c);
                c.site.served_by = None;
            }),
            eg::holds("the same where such a change may drift apart", |c| {
                eg::hybrid(c);
                eg::changing(c);
                c.site.served_by = None;
            })
            .under(&[("change-without-writeback", "cloud-only-drift")]),
            eg::holds("a change where the switch of the server is off, which a rule of its own refuses", |c| {
                eg::hybrid(c);
                eg::changing(c);
                c.site.writeback = false;
            }),
        ]),
    rule("elig-writeback-service-down", Decision)
        .given("On-premises managed user, writeback configured, agent or connection down.")
        .says("User is told reset is not possible right now and may retry later.")
        .shows("connectivity to the organisation; SSPR_0030 (OnPremisesConnectivityError = 30)")
        .numbers("code: 30")
        .assumes("service-down-told-at")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("No password was typed yet; nothing is queued.")
        .refuses(MomentSet::OFFER, Some(Code::Sspr0030), |v| needs_writeback(v) && service_down(v))
        .examples(&[
            eg::blocks("the only server is down", |c| {
                eg::hybrid(c);
                eg::fault(c, "sync-server-down");
            }),
            eg::blocks("the only server is in staging mode", |c| {
                eg::hybrid(c);
                c.site.staging = true;
            }),
            eg::holds("the server is up", eg::hybrid),
        ]),
    rule("elig-onprem-admin-action", Decision)
        .general()
        .given("Writeback reaches on-premises but configuration is wrong there (rights, object lookup and the like).")
        .says("Reset fails; an administrator must investigate.")
        .shows("problem with reset configuration; SSPR_0029 (OnPremisesAdminActionRequired = 29)")
        .numbers("code: 29")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .breaks(MomentSet::RELAY.and(MomentSet::LOOKUP).and(MomentSet::WRITE), Some(Code::Sspr0029), admin_action)
        .examples(&[
            eg::blocks("the server meets an exception that nobody has classified", |c| {
                eg::write(c);
                eg::fault(c, "writeback-unknown-exception");
            }),
            eg::holds("nothing on-premises is broken", |c| {
                eg::write(c);
            }),
        ]),
    rule("elig-onprem-success-cloud-fail", Effect)
        .given("Password set on-premises but the cloud write fails (time-out, cloud policy, throttling or other).")
        .says("Counts as success for the user, cloud follows some minutes later.")
        .shows("reset worked, wait a few minutes (OnPremisesSuccessCloudFailure, no SSPR number)")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.effect().is_some_and(|e| e.written_back) && faults::cloud_write_fails(v.case),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("the forest accepts and the cloud write fails", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
                eg::fault(c, "cloud-write-fails-after-forest");
            }),
            eg::silent("the forest accepts and the cloud is written", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("elig-methods-missing", Decision)
        .given("User has fewer usable methods than the applicable policy needs, or data is malformed.")
        .says("Reset refused; only an administrator reset helps, then the user registers.")
        .shows("necessary info missing; SSPR_0014 (UserNotProperlyConfigured = 14)")
        .numbers("code: 14")
        .assumes("retired-method-code")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606, &src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0014), |v| portal(v) && v.terms.count(v.book) == 0)
        .examples(&[
            eg::blocks("one method is needed and none counts", |c| eg::registered(c, &[])),
            eg::blocks("none counts and writeback is not set up", neither),
            eg::blocks("the same where the password's home is asked first", neither)
                .under(&[("check-order", "on-premises-first")]),
            eg::holds("one method is needed and one counts", |c| eg::registered(c, &[Method::Email])),
        ]),
    rule("elig-disabled-or-blocked-cloud", Decision)
        .given("Cloud account is disabled or sign-in is blocked.")
        .says("Refuse before the gates and point to the administrator. A reset never lifts the block.")
        .basis(Basis::Assumed)
        .assumes("disabled-account-reset")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "No page states the behaviour. The portal tests account validity first; no code of its own exists. See \
            assumption disabled-account-reset.",
        )
        .refuses(MomentSet::OFFER.and(MomentSet::SIGN_IN), None, |v| match v.case.sign_in() {
            Some(sign_in) => sign_in.to_cloud && !v.case.person.enabled && !sign_in.disabled_by_sync,
            // Who changes a password has signed in before, which a blocked account cannot.
            None if v.case.is(Action::ChangePassword) => !v.case.person.enabled,
            None => portal(v) && !v.case.person.enabled && v.book.assumed.disabled_is_refused,
        })
        .examples(&[
            eg::blocks("a blocked account opens the portal", |c| c.person.enabled = false),
            eg::holds("an account in order opens the portal", |c| c.person.enabled = true),
            eg::holds("a blocked account opens the portal, where that is no hindrance", |c| c.person.enabled = false)
                .under(&[("disabled-account-reset", "allow-without-unblocking")]),
            eg::blocks("a blocked account signs in", |c| {
                eg::sign_in(c);
                c.person.enabled = false;
            }),
            eg::blocks("a blocked account wants to change its password", |c| {
                eg::changing(c);
                c.person.enabled = false;
            }),
        ]),
    rule("elig-email-as-user-id", Decision)
        .given("User types an e-mail that differs from the UPN.")
        .says(
            "Works only when the tenant enabled e-mail as alternate login ID; otherwise an error is shown. During \
            the flow the UPN may be displayed.",
        )
        .shows("error on e-mail address")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606, &src::HOWTO_AUTHENTICATION_USE_EMAIL_SIGNIN_20250417])
        .refuses(MomentSet::OFFER, None, |v| portal(v) && v.case.person.other_user_id)
        .examples(&[
            eg::blocks("an address other than the user name is typed", |c| c.person.other_user_id = true),
            eg::holds("the user name is typed", |c| c.person.other_user_id = false),
        ]),
    rule("elig-upn-format", Limit)
        .given("A user ID is created or typed.")
        .says(
            "UPN allows letters, digits and the characters apostrophe . - _ ! # ^ ~ ; only one @; no dot right \
            before @.",
        )
        .numbers("max_total: 113, max_before_at: 64, max_after_at: 48")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .figures(&[
            figure("max_total", || UPN_LONGEST[0] as u64 * 1_000_000),
            figure("max_before_at", || UPN_LONGEST[1] as u64 * 1_000_000),
            figure("max_after_at", || UPN_LONGEST[2] as u64 * 1_000_000),
        ])
        .limit("a name outside these bounds is an error of the file"),
    rule("elig-alternate-recovery", Context)
        .given("User lost every registered method.")
        .says(
            "SSPR cannot help; account recovery (identity proofing, then a temporary access pass and re-enrolment) \
            is the separate path when the tenant set it up. It resets methods, not only the password.",
        )
        .shows("recovery entry at sign-in")
        .numbers("license: Entra ID P1 plus Face Check, name_match: exact first and last name")
        .sources(&[&src::CONCEPT_ACCOUNT_RECOVERY_OVERVIEW_20251107, &src::SELF_SERVICE_ACCOUNT_RECOVERY_20251208])
        .notes(
            "Preview at the date read; homonyms blocked; evaluation mode does not recover anyone. Does not change \
            any SSPR rule.",
        ),
    rule("elig-risk-remediation", Effect)
        .given("User with user risk is registered for SSPR and completes a self-service reset.")
        .says("User risk is remediated by the user.")
        .sources(&[&src::HOWTO_IDENTITY_PROTECTION_REMEDIATE_UNBLOCK_20250602])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                // A change that the policy asks for closes the risk too: rule `elig-risk-hybrid-needs-writeback`.
                let asked = v.case.is(Action::ChangePassword) && asks_secure_change(v);
                let own = v.case.is(Action::ResetPassword) || asked;
                let taken = v.case.effect().is_some_and(|effect| !kept_from_cloud(v, &effect.password));
                own && v.case.person.risk > UserRisk::None && taken
            },
            &[Do::CloseRisk],
        )
        .examples(&[
            eg::applies("somebody at risk has reset the password", |c| {
                c.person.risk = UserRisk::Low;
                eg::take_effect(c);
            }),
            eg::silent("somebody at no risk has reset the password", |c| {
                eg::take_effect(c);
            }),
            eg::applies("a change that the policy asks for has taken effect", |c| {
                eg::at_risk(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
            eg::silent("a change that nobody asked for has taken effect", |c| {
                eg::at_risk(c);
                c.tenant.risk_change_from = None;
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("elig-risk-hybrid-needs-writeback", Decision)
        .given("Risk policy demands a secure password change and the user is synchronized.")
        .says(
            "With writeback on and the user registered for MFA, the user changes the password, it is written back \
            and the risk closes. Otherwise the user is blocked until an administrator acts.",
        )
        .shows("asked to change the password, or sign-in blocked")
        .sources(&[&src::HOWTO_IDENTITY_PROTECTION_REMEDIATE_UNBLOCK_20250602])
        .refuses(MomentSet::SIGN_IN.and(MomentSet::RESUME), None, |v| {
            let able = configured(v.case) && !v.case.person.registered.intersection(MFA).is_empty();
            to_cloud_with_right(v) && v.case.hybrid() && asks_secure_change(v) && !able
        })
        .examples(&[
            eg::blocks("a synchronized person at risk signs in, and writeback is off", |c| {
                eg::hybrid(c);
                eg::at_risk(c);
                c.site.writeback = false;
                eg::sign_in(c);
            }),
            eg::blocks("a synchronized person at risk has registered no method for multifactor authentication", |c| {
                eg::hybrid(c);
                eg::at_risk(c);
                eg::registered(c, &[Method::Email]);
                eg::sign_in(c);
            }),
            eg::holds("a synchronized person at risk has a phone registered, and writeback is on", |c| {
                eg::hybrid(c);
                eg::at_risk(c);
                eg::sign_in(c);
            }),
            eg::holds("a cloud-only person at risk has registered no such method", |c| {
                eg::at_risk(c);
                eg::registered(c, &[Method::Email]);
                eg::sign_in(c);
            }),
        ]),
    rule("scope-values", Limit)
        .given("Administrator sets self-service password reset enabled.")
        .says("Exactly one of None, Selected, All applies to users.")
        .numbers("values: None|Selected|All, max_groups: 1")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("Opposite of group-based licensing, which ignores nested members.")
        .limit("the values of the scope")
        .felt(MomentSet::OFFER, |v| user_asks(v) && v.case.tenant.scope != Scope::Undefined)
        .examples(&[
            eg::applies("reset is on for a group", |c| c.tenant.scope = Scope::Selected),
            eg::silent("no reset policy was ever saved", |c| c.tenant.scope = Scope::Undefined),
        ]),
    rule("scope-default-none", Decision)
        .given("New tenant, nothing configured.")
        .says("SSPR for ordinary users is off; administrators are on by default under the administrator policy.")
        .sources(&[&src::EXPLORE_SELF_SERVICE_PASSWORD_MANAGEMENT_UNDATED, &src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes("One page says administrator reset is not on by default. See assumption administrator-reset-default.")
        .limit("the scope of a tenant that saved no reset settings is `none`, and its administrator switch is on")
        .felt(MomentSet::OFFER, |v| portal(v) && v.case.tenant.scope == Scope::None && v.case.tenant.admins_allowed)
        .examples(&[
            eg::applies("nothing was configured and an administrator asks", |c| {
                eg::admin(c);
                c.tenant.scope = Scope::None;
            }),
            eg::silent("reset is on for all", |c| c.tenant.scope = Scope::All),
        ]),
    rule("scope-none-refused", Decision)
        .given("Scope is None and a user without a listed administrator role opens the reset portal.")
        .says("Reset refused before any gate.")
        .shows("asked to contact the administrator; SSPR_0011 by default")
        .assumes("scope-none-code")
        .sources(&[
            &src::CONCEPT_SSPR_HOWITWORKS_20250304,
            &src::TUTORIAL_ENABLE_SSPR_20240521,
            &src::TROUBLESHOOT_SSPR_20250606,
        ])
        .notes("The refusal is documented, the code is not. See assumption scope-none-code.")
        .refuses(SCOPE, Some(Code::Sspr0011), |v| scope_asked(v) && v.case.tenant.scope == Scope::None)
        .examples(&[
            eg::blocks("reset is on for nobody", |c| c.tenant.scope = Scope::None),
            eg::blocks("the same where the other code is shown", |c| c.tenant.scope = Scope::None)
                .under(&[("scope-none-code", "SSPR_0009")]),
            eg::holds("reset is on for all", |c| c.tenant.scope = Scope::All),
            eg::holds("reset is on for nobody and an administrator asks", |c| {
                eg::admin(c);
                c.tenant.scope = Scope::None;
            }),
        ]),
    rule("scope-one-group", Limit)
        .given("Scope is Selected.")
        .says("Only one group can be picked in the admin center.")
        .numbers("max_groups: 1")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521, &src::TROUBLESHOOT_SSPR_20250606])
        .limit("the scenario names one group")
        .felt(MomentSet::OFFER, |v| user_asks(v) && v.case.tenant.scope == Scope::Selected)
        .examples(&[
            eg::applies("reset is on for a group", |c| c.tenant.scope = Scope::Selected),
            eg::silent("reset is on for all", |c| c.tenant.scope = Scope::All),
        ]),
    rule("scope-nested-ok", Decision)
        .given("Selected group contains other groups.")
        .says("Members of nested groups are in scope.")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521, &src::TROUBLESHOOT_SSPR_20250606])
        .limit("scope is observed through nested groups")
        .felt(MomentSet::OFFER, |v| {
            user_asks(v) && v.case.tenant.scope == Scope::Selected && v.case.person.in_scope && v.case.person.nested
        })
        .examples(&[
            eg::applies("the person is a member of a group inside the selected group", |c| {
                c.tenant.scope = Scope::Selected;
                (c.person.in_scope, c.person.nested) = (true, true);
            }),
            eg::silent("the person is a member of the selected group itself", |c| {
                c.tenant.scope = Scope::Selected;
                (c.person.in_scope, c.person.nested) = (true, false);
            }),
        ]),
    rule("scope-not-member", Decision)
        .given("Scope is Selected and the user is not a direct or nested member.")
        .says("Reset refused.")
        .shows("account not configured for reset; SSPR_0013 (UserNotMemberOfScopedAccessGroup = 13)")
        .numbers("code: 13")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .refuses(SCOPE, Some(Code::Sspr0013), |v| {
            scope_asked(v) && v.case.tenant.scope == Scope::Selected && !v.case.person.in_scope
        })
        .examples(&[
            eg::blocks("reset is on for a group that the person is not in", |c| {
                c.tenant.scope = Scope::Selected;
                c.person.in_scope = false;
            }),
            eg::holds("reset is on for a group that the person is in", |c| {
                c.tenant.scope = Scope::Selected;
                c.person.in_scope = true;
            }),
            eg::holds("the person was taken out of the group while the session was open", left_scope),
            eg::blocks("the same where the scope is asked for again at the submit", left_scope)
                .under(&[("open-session-on-scope-change", "refused-at-commit")]),
        ]),
    rule("scope-all", Decision)
        .given("Scope is All.")
        .says("Every user of the tenant is eligible subject to licence and methods.")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521])
        .general()
        .effect(MomentSet::OFFER, |v| user_asks(v) && v.case.tenant.scope == Scope::All, &[Do::Name])
        .examples(&[
            eg::applies("reset is on for all", |c| c.tenant.scope = Scope::All),
            eg::silent("reset is on for a group that the person is in", |c| c.tenant.scope = Scope::Selected),
        ]),
    rule("scope-widen-no-reregister", Decision)
        .given("Scope goes from a group to All.")
        .says("Users with data already on file need not register again.")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .general()
        .effect(
            MomentSet::SAVE,
            |v| v.case.save().is_some_and(|save| save.scope_widened),
            &[Do::Say("people with data on file need not register again")],
        )
        .examples(&[
            eg::applies("the scope goes from a group to all", |c| eg::save(c).scope_widened = true),
            eg::silent("the scope stays", |c| eg::save(c).scope_widened = false),
        ]),
    rule("scope-remove-user", Decision)
        .given("A user is taken out of the selected group.")
        .says("That user can no longer reset; the same act is the single-user rollback.")
        .shows("SSPR_0013")
        .assumes("open-session-on-scope-change")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::CONCEPT_SSPR_DEPLOY_20250304])
        .limit("an open session is asked again at the submit where the assumption says so")
        .felt(MomentSet::PROVE, |v| user_asks(v) && v.case.tenant.scope == Scope::Selected && !v.case.person.in_scope)
        .examples(&[
            eg::applies("the person was taken out of the group while the session was open", left_scope),
            eg::silent("the person is still in the group", |c| {
                left_scope(c);
                c.person.in_scope = true;
            }),
        ]),
    rule("scope-rollback", Context)
        .given("Deployment is rolled back.")
        .says("Single user: remove from group. Group: remove the group from the setting. Everyone: set None.")
        .numbers("levels: 3")
        .sources(&[&src::CONCEPT_SSPR_DEPLOY_20250304]),
    rule("scope-empty-group", Decision)
        .given("Selected group is empty.")
        .says(
            "Nobody can reset; documented (not recommended) way to silence contact-admin mails while blocking \
            reset.",
        )
        .shows("SSPR_0013")
        .sources(&[&src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .general()
        .refuses(MomentSet::OFFER, Some(Code::Sspr0013), |v| {
            user_asks(v) && v.case.tenant.scope == Scope::Selected && v.case.tenant.scope_empty
        })
        .examples(&[
            eg::blocks("the selected group has no members", |c| {
                c.tenant.scope = Scope::Selected;
                c.tenant.scope_empty = true;
                c.person.in_scope = false;
            }),
            eg::holds("the selected group has members", |c| {
                c.tenant.scope = Scope::Selected;
                c.tenant.scope_empty = false;
            }),
        ]),
    rule("scope-admin-role-to-configure", Context)
        .given("Someone edits SSPR settings.")
        .says("At least Authentication Policy Administrator is required.")
        .basis(Basis::Disputed)
        .assumes("reset-configuration-role")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521, &src::HOWTO_SSPR_CUSTOMIZATION_20250304])
        .notes(
            "One table names Authentication Administrator, the Microsoft 365 page Password Administrator, the seed \
            lesson an Enterprise Administrator. See assumption reset-configuration-role.",
        )
        .refuses(MomentSet::SAVE, None, |v| {
            let roles = ["Global Administrator", v.book.assumed.reset_role].into_iter().filter_map(Role::parse);
            let may = |role: Role| v.case.person.roles.contains(role);
            v.case.save().is_some_and(|save| save.sspr && save.forest.is_none()) && !roles.into_iter().any(may)
        })
        .examples(&[
            eg::holds("an Authentication Policy Administrator saves the reset settings", |c| {
                eg::role(c, "Authentication Policy Administrator");
                eg::save(c);
            }),
            eg::blocks("the same where a Password Administrator is needed", |c| {
                eg::role(c, "Authentication Policy Administrator");
                eg::save(c);
            })
            .under(&[("reset-configuration-role", "Password Administrator")]),
            eg::blocks("a Password Administrator saves them", |c| {
                eg::role(c, "Password Administrator");
                eg::save(c);
            }),
            eg::holds("a Global Administrator saves them, whatever role is needed", |c| {
                eg::save(c);
            })
            .under(&[("reset-configuration-role", "Password Administrator")]),
        ]),
    rule("scope-admins-separate", Decision)
        .given("A listed administrator is in (or out of) the user scope.")
        .says("User scope does not govern administrators; the administrator switch does.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("the scope gates ask for people under the user policy only")
        .felt(MomentSet::OFFER, |v| portal(v) && v.terms.admin && !in_user_scope(v))
        .examples(&[
            eg::applies("an administrator asks and reset is on for nobody", |c| {
                eg::admin(c);
                c.tenant.scope = Scope::None;
            }),
            eg::silent("an administrator asks and reset is on for all", eg::admin),
        ]),
    rule("gst-partner-tenant", Decision)
        .given("Guest from a partner organisation with own tenant.")
        .says("Home tenant policy decides; resource tenant has no say.")
        .shows("home tenant reset page")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes("No extra charge to the host for Microsoft 365 customers.")
        .refuses(MomentSet::OFFER, None, |v| {
            portal(v) && (guest(v.case, Home::PartnerTenant) || guest(v.case, Home::Unknown))
        })
        .examples(&[
            eg::blocks("a guest from a partner's tenant asks", |c| eg::guest(c, Home::PartnerTenant)),
            eg::holds("a guest invited by e-mail asks", |c| eg::guest(c, Home::InvitedEmail)),
        ]),
    rule("gst-invited", Decision)
        .given("Guest created by invitation or by self-service sign-up.")
        .says("May reset with the e-mail address registered or used for the invitation.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .term(MomentSet::OFFER.and(MomentSet::PROVE), |case, _, terms| {
            if guest(case, Home::InvitedEmail) {
                terms.allowed = MethodSet::of(&[Method::Email]);
                terms.needed = 1;
            }
        })
        .examples(&[
            eg::changes("a guest invited by e-mail asks", |c| eg::guest(c, Home::InvitedEmail)),
            eg::leaves("a guest from a partner's tenant asks", |c| eg::guest(c, Home::PartnerTenant)),
        ]),
    rule("gst-msa", Decision)
        .given("Guest with a Microsoft account (Outlook.com, Hotmail and the like).")
        .says("Cannot use Entra SSPR.")
        .shows("pointed to consumer recovery")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, None, |v| portal(v) && guest(v.case, Home::MicrosoftAccount))
        .examples(&[
            eg::blocks("a guest with a Microsoft account asks", |c| eg::guest(c, Home::MicrosoftAccount)),
            eg::holds("a guest invited by e-mail asks", |c| eg::guest(c, Home::InvitedEmail)),
        ]),
    rule("gst-admin-reset", Decision)
        .given("Resource administrator tries to reset a guest.")
        .says("Not possible unless the tenant is the home directory.")
        .sources(&[&src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250402])
        .refuses(MomentSet::ADMIN_RESET, None, |v| v.case.person.user_type == UserType::Guest)
        .examples(&[
            eg::blocks("the password of a guest is to be reset", |c| {
                eg::guest(c, Home::PartnerTenant);
                eg::admin_reset(c);
            }),
            eg::holds("the password of a member is to be reset", |c| {
                eg::admin_reset(c);
            }),
        ]),
    rule("gst-no-charge", Context)
        .given("Microsoft 365 customer with guests.")
        .says("No extra charge for partner-tenant reset.")
        .assumes("guest-needs-licence")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("gst-methods-per-tenant", Decision)
        .given("Guest removed a method in the home tenant.")
        .says("Method stays in the resource tenant until changed there.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .not_simulated("a guest's home tenant is another tenant, and only one is simulated"),
    rule("portal-needs-registration", Decision)
        .given("User with no data at all opens reset.")
        .says("Cannot enter the flow.")
        .shows("SSPR_0014")
        .sources(&[&src::CONCEPT_SSPR_DEPLOY_20250304])
        .general()
        .refuses(MomentSet::OFFER, Some(Code::Sspr0014), |v| {
            portal(v) && v.case.person.registered.is_empty() && v.case.person.directory.is_empty()
        })
        .examples(&[
            eg::blocks("there is no data at all", |c| eg::registered(c, &[])),
            eg::holds("the directory holds a number that counts no longer", |c| {
                eg::registered(c, &[]);
                c.person.directory = eg::OFFICE_PHONE;
            }),
        ]),
    rule("guest-no-writeback", Decision)
        .given("writeback for a guest")
        .says("guests are not mastered in the host's AD DS: writeback never applies; leave them out of the P1 count")
        .basis(Basis::Derived)
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .general()
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.person.user_type == UserType::Guest && !v.case.hybrid(), &[Do::Name])
        .examples(&[
            eg::applies("a guest's reset took effect", |c| {
                eg::guest(c, Home::InvitedEmail);
                eg::take_effect(c);
            }),
            eg::silent("a member's reset took effect", |c| {
                eg::take_effect(c);
            }),
        ]),
];

/// A hybrid person has no method that counts, and writeback is not set up.
fn neither(case: &mut Case) {
    eg::hybrid(case);
    eg::registered(case, &[]);
    case.site.writeback = false;
}

/// The order of codes with that of missing methods before all others.
const METHODS_FIRST: &str = "SSPR_0014 SSPR_0009 SSPR_0011 SSPR_0012 SSPR_0013 SSPR_0010 SSPR_0030 SSPR_0029";

/// The person is outside the scope and has no methods.
fn outside_without_methods(case: &mut Case) {
    (case.tenant.scope, case.person.in_scope) = (Scope::Selected, false);
    eg::registered(case, &[]);
}

/// Somebody proves who was taken out of the selected group while the session was open.
fn left_scope(case: &mut Case) {
    (case.tenant.scope, case.person.in_scope) = (Scope::Selected, false);
    eg::prove(case);
}

/// The person's step needs writeback, which is not set up.
fn without_writeback(v: &View<'_>) -> bool {
    needs_writeback(v) && !configured(v.case)
}

/// Whether the account is a guest with this home.
fn guest(case: &Case, home: Home) -> bool {
    case.person.user_type == UserType::Guest && case.person.home == home
}

/// The moments at which the user scope may be asked for.
const SCOPE: MomentSet = MomentSet::OFFER.and(MomentSet::PROVE);

/// The user scope is asked for: at the first check, and at the submit where the assumptions say so.
fn scope_asked(v: &View<'_>) -> bool {
    user_asks(v) && (v.case.offer().is_some() || v.book.assumed.scope_asked_at_submit)
}

/// A rule about the very switch that is off refuses; the general one stands back.
fn a_switch_says_why(v: &View<'_>) -> bool {
    use crate::model::sync::SyncKind;
    let (site, portal_on) = (&v.case.site, v.case.tenant.writeback_connect);
    let by_cloud_sync = site.served_by == Some(SyncKind::CloudSync) && portal_on && !v.case.tenant.writeback_cloud_sync;
    match v.case.action {
        Action::UnlockAccount => true,
        Action::ChangePassword => !portal_on || by_cloud_sync || site.served_by == Some(SyncKind::Connect),
        Action::ResetPassword | Action::AdminResetPassword => by_cloud_sync,
    }
}

/// Something on-premises breaks an operation in a way that an administrator must mend.
fn admin_action(v: &View<'_>) -> bool {
    faults::meets(v.case, Some(Code::Sspr0029.word()))
}
