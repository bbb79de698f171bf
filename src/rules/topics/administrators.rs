//! The reset policy for holders of administrator roles.

use crate::model::ask::{Action, Code};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Migration;
use crate::model::role::Role;
use crate::rules::book::Book;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::readings::methods::{METHODS, VOICE, allowed};
use crate::rules::readings::policy::{SYNC_ACCOUNT, eligible, list, off_from_the_start, portal, switch_governs};
use crate::rules::rule::Kind::{Context, Decision, Message, Timing};
use crate::rules::rule::{Basis, Rule, figure, rule};
use crate::rules::sources as src;
use crate::rules::topics::registration;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("adm-role-list-2025", Decision)
        .given("Rule set dated up to the older 2025 text.")
        .says("27 roles trigger the policy.")
        .numbers("roles: 27")
        .until(2026, 5, 31)
        .basis(Basis::Assumed)
        .assumes("administrator-role-list")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_2])
        .notes("List in admin-roles.yaml.")
        .term(ADMINS, mark)
        .examples(&[
            eg::changes("a Global Administrator asks, on 31 May 2026", |c| {
                eg::admin(c);
                eg::on(c, 2026, 5, 31);
            }),
            eg::leaves("a Global Administrator asks, on 1 June 2026", |c| {
                eg::admin(c);
                eg::on(c, 2026, 6, 1);
            }),
            eg::leaves("a Groups Administrator asks, on 31 May 2026", |c| {
                eg::role(c, "Groups Administrator");
                eg::on(c, 2026, 5, 31);
            }),
            eg::changes("a Global Administrator asks, on 1 June 2026 with the older list", |c| {
                eg::admin(c);
                eg::on(c, 2026, 6, 1);
            })
            .under(&[("administrator-role-list", "roles-27")]),
        ]),
    rule("adm-role-list-2026", Decision)
        .given("Rule set of the newest text read.")
        .says("78 roles trigger the policy; Cloud Application Administrator and reader roles are not in the table.")
        .numbers("roles: 78")
        .since(2026, 6, 1)
        .basis(Basis::Assumed)
        .assumes("administrator-role-list")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes(
            "The day is assumed; the page does not date the change. A public pull request of 13 March 2026 was \
            still written against the old list, so the change is later. List in admin-roles.yaml, both lists \
            compared name by name.",
        )
        .term(ADMINS, mark)
        .examples(&[
            eg::leaves("a Groups Administrator asks, on 31 May 2026", |c| {
                eg::role(c, "Groups Administrator");
                eg::on(c, 2026, 5, 31);
            }),
            eg::changes("a Groups Administrator asks, on 1 June 2026", |c| {
                eg::role(c, "Groups Administrator");
                eg::on(c, 2026, 6, 1);
            }),
            eg::leaves("a reader of reports asks, on 1 June 2026", |c| {
                eg::role(c, "Reports Reader");
                eg::on(c, 2026, 6, 1);
            }),
            eg::changes("a Groups Administrator asks, on 31 May 2026 with the newer list", |c| {
                eg::role(c, "Groups Administrator");
                eg::on(c, 2026, 5, 31);
            })
            .under(&[("administrator-role-list", "roles-78")]),
            eg::leaves("a Groups Administrator asks, on 1 June 2026, and the list grows in December", |c| {
                eg::role(c, "Groups Administrator");
                eg::on(c, 2026, 6, 1);
            })
            .under(&[("administrator-role-list-grows-on", "2026-12-01")]),
        ]),
    rule("adm-pim-eligible", Decision)
        .given("User is only eligible (PIM) for a listed role.")
        .says("Treated as administrator for SSPR.")
        .sources(&[&src::WHATS_NEW_ARCHIVE_202304])
        .term(ADMINS, |case, book, terms| terms.admin |= list(case, book).meets(eligible(case)))
        .examples(&[
            eg::changes("a listed role may be taken through PIM", |c| eg::eligible(c, "Global Administrator")),
            eg::leaves("a role that is not listed may be taken through PIM", |c| eg::eligible(c, "Global Reader")),
            eg::leaves("a listed role may be taken through PIM, on 31 March 2023", |c| {
                eg::eligible(c, "Global Administrator");
                eg::on(c, 2023, 3, 31);
            }),
            eg::changes("the same on 1 April 2023", |c| {
                eg::eligible(c, "Global Administrator");
                eg::on(c, 2023, 4, 1);
            }),
        ]),
    rule("adm-two-gate", Decision)
        .given("User holds a listed administrator role and no one-gate exception applies.")
        .says("Two methods are always needed whatever the user policy says; cannot be changed.")
        .shows("two prompts")
        .numbers("gates: 2")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .term(METHODS, |_, _, terms| {
            if terms.admin {
                terms.needed = 2;
            }
        })
        .examples(&[
            eg::changes("the user policy asks an administrator for one method", eg::admin),
            eg::leaves("the user policy asks an ordinary user for one method", |_| {}),
        ]),
    rule("adm-no-questions", Decision)
        .given("Administrator has security questions registered.")
        .says("They do not count.")
        .shows("SSPR_0014 if fewer than two others")
        .sources(&[
            &src::CONCEPT_SSPR_POLICY_20250515_3,
            &src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304,
            &src::PASSWORDS_FAQ_20210813,
        ])
        .term(METHODS, |_, _, terms| {
            if terms.admin {
                terms.held.remove(Method::SecurityQuestions);
            }
        })
        .examples(&[
            eg::changes("an administrator has questions and e-mail registered", |c| {
                eg::admin(c);
                eg::methods(c, &[Method::SecurityQuestions, Method::Email]);
            }),
            eg::leaves("an ordinary user has questions and e-mail registered", |c| {
                eg::methods(c, &[Method::SecurityQuestions, Method::Email])
            }),
        ]),
    rule("adm-methods", Decision)
        .given("Administrator policy.")
        .says("E-mail, phone (text or call), Authenticator notification, code from app or hardware token.")
        .numbers("needed: 2")
        .sources(&[&src::WHATS_NEW_ARCHIVE_2018, &src::CONCEPT_SSPR_POLICY_20250515_3])
        .term(METHODS, |_, _, terms| {
            if terms.admin {
                terms.allowed = MethodSet::PROOFS.without(MethodSet::of(&[Method::SecurityQuestions]));
            }
        })
        .examples(&[eg::changes("an administrator asks", eg::admin), eg::leaves("an ordinary user asks", |_| {})]),
    rule("adm-no-voice-trial-free", Decision)
        .given("Trial or free tenant.")
        .says("Office and mobile voice calls are barred for administrators.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .term(METHODS, |case, _, terms| {
            if terms.admin && (case.tenant.trial_days.is_some() || !case.tenant.paid) {
                terms.allowed = terms.allowed.without(VOICE);
            }
        })
        .examples(&[
            eg::changes("an administrator asks in a trial", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(40);
            }),
            eg::changes("an administrator asks in a tenant that pays for nothing", |c| {
                eg::admin(c);
                c.tenant.paid = false;
            }),
            eg::leaves("an administrator asks in a tenant that pays", eg::admin),
        ]),
    rule("adm-independent-of-amp", Decision)
        .given("A method is off in the Authentication methods policy.")
        .says(
            "Administrator may still register and use it, for SSPR only (documented with third-party software \
            tokens).",
        )
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .limit("the administrator policy names its own methods")
        .felt(MomentSet::OFFER, |v| v.terms.admin && !v.terms.usable().without(v.case.tenant.modern).is_empty())
        .examples(&[
            eg::applies("an administrator holds an office phone, which the policy has not", |c| {
                eg::admin(c);
                eg::registered(c, &[Method::Email, Method::OfficePhone]);
            }),
            eg::silent("the policy has everything that the administrator holds", eg::admin),
        ]),
    rule("adm-union-of-policies", Decision)
        .given("Migration complete.")
        .says(
            "Administrator can use methods of the legacy administrator policy or those allowed by the \
            Authentication methods policy.",
        )
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .limit("the administrator policy holds every method that the other could add")
        .felt(MomentSet::OFFER, |v| {
            let both = v.case.tenant.legacy.intersection(v.case.tenant.modern);
            let complete = v.case.tenant.migration == Migration::Complete;
            v.terms.admin && complete && !v.terms.usable().without(both).is_empty()
        })
        .examples(&[
            eg::applies("the move is complete and one of the policies has not what an administrator holds", |c| {
                eg::admin(c);
                c.tenant.modern = eg::EMAIL;
            }),
            eg::silent("the move has not begun", |c| {
                eg::admin(c);
                c.tenant.modern = eg::EMAIL;
                c.tenant.migration = Migration::PreMigration;
            }),
        ]),
    rule("adm-group-assigned", Decision)
        .given("Role comes from a role-assignable group.")
        .says("Treated as administrator, like a direct assignment.")
        .sources(&[&src::WHATS_NEW_ARCHIVE_202304])
        .limit("roles are observed through role-assignable groups")
        .felt(METHODS, |v| v.terms.admin && v.case.person.role_by_group)
        .examples(&[
            eg::applies("the role comes through a group", |c| {
                eg::admin(c);
                c.person.role_by_group = true;
            }),
            eg::silent("the role is given to the person", eg::admin),
        ]),
    rule("adm-teams-roles", Context)
        .given("Holder of Teams, Teams Communications or Teams Devices Administrator.")
        .says("In scope since spring 2024.")
        .sources(&[&src::WHATS_NEW_ARCHIVE_2018]),
    rule("adm-directory-sync-account", Decision)
        .given("Directory Synchronization Accounts role (service account of Connect).")
        .says("In the list.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("the role stands in both lists")
        .felt(METHODS, |v| {
            v.terms.admin && Role::parse(SYNC_ACCOUNT).is_some_and(|role| v.case.person.roles.contains(role))
        })
        .examples(&[
            eg::applies("the service account of Connect asks", |c| eg::role(c, SYNC_ACCOUNT)),
            eg::silent("a reader of the directory asks", |c| eg::role(c, "Directory Readers")),
        ]),
    rule("adm-trigger-trial-over", Timing)
        .given("Trial older than 30 days.")
        .says("Two-gate.")
        .numbers("days: 30")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .figures(&[figure("days", || u64::from(TRIAL_DAYS) * 1_000_000)])
        .limit("the trial exception ends after 30 days")
        .felt(METHODS, |v| v.terms.admin && v.case.tenant.trial_days.is_some_and(|days| days >= TRIAL_DAYS))
        .examples(&[
            eg::applies("an administrator asks on the thirty-first day of a trial", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(TRIAL_DAYS);
            }),
            eg::silent("an administrator asks on the thirtieth day of a trial", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(TRIAL_DAYS - 1);
            }),
        ]),
    rule("adm-trigger-custom-domain", Decision)
        .given("Tenant has a custom domain.")
        .says("Two-gate.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("the plain-tenant exception ends with a custom domain")
        .felt(METHODS, |v| v.terms.admin && v.terms.needed == 2 && v.case.tenant.custom_domain)
        .examples(&[
            eg::applies("there is a custom domain", eg::admin),
            eg::silent("there is neither a custom domain nor synchronization", |c| {
                eg::admin(c);
                c.tenant.custom_domain = false;
            }),
        ]),
    rule("adm-trigger-sync", Decision)
        .given("Connect synchronizes identities.")
        .says("Two-gate.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("the plain-tenant exception ends with synchronization")
        .felt(METHODS, |v| v.terms.admin && v.terms.needed == 2 && v.case.tenant.synchronizes)
        .examples(&[
            eg::applies("there is synchronization and no custom domain", |c| {
                eg::admin(c);
                (c.tenant.custom_domain, c.tenant.synchronizes) = (false, true);
            }),
            eg::silent("there is neither", |c| {
                eg::admin(c);
                c.tenant.custom_domain = false;
            }),
        ]),
    rule("adm-one-gate-trial", Decision)
        .given("Within first 30 days of a trial.")
        .says("One gate for administrators.")
        .shows("one proof")
        .numbers("days: 30, gates: 1")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes("Also one proof while no custom domain is configured and Connect is not syncing.")
        .term(METHODS, |case, book, terms| {
            if terms.admin && young(case) && (plain_tenant(case) || book.assumed.overlap_is_one_gate) {
                terms.needed = 1;
            }
        })
        .examples(&[
            eg::changes("an administrator asks on the thirtieth day of a trial", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(29);
            }),
            eg::leaves("an administrator asks on the thirty-first day of a trial", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(30);
            }),
            eg::leaves("on the thirtieth day with a custom domain, where that domain wins", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(29);
            })
            .under(&[("administrator-exception-overlap", "two-gate")]),
        ]),
    rule("adm-one-gate-no-domain-no-sync", Decision)
        .given("No custom domain and no synchronization.")
        .says("One gate for administrators.")
        .numbers("gates: 1")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .term(METHODS, |case, _, terms| {
            if terms.admin && plain_tenant(case) {
                terms.needed = 1;
            }
        })
        .examples(&[
            eg::changes("there is neither a custom domain nor synchronization", |c| {
                eg::admin(c);
                c.tenant.custom_domain = false;
            }),
            eg::leaves("there is a custom domain", eg::admin),
            eg::leaves("there is synchronization", |c| {
                eg::admin(c);
                c.tenant.custom_domain = false;
                c.tenant.synchronizes = true;
            }),
        ]),
    rule("adm-exception-overlap", Decision)
        .given("Within first 30 days of a trial AND custom domain or sync present.")
        .says("Both lists match. By default the exception wins: one gate.")
        .numbers("trial_days: 30")
        .basis(Basis::Disputed)
        .assumes("administrator-exception-overlap")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes("Ambiguous on the page. See assumption administrator-exception-overlap.")
        .figures(&[figure("trial_days", || u64::from(TRIAL_DAYS) * 1_000_000)])
        .limit("a young trial with a custom domain or sync follows the assumption")
        .felt(METHODS, |v| v.terms.admin && young(v.case) && !plain_tenant(v.case))
        .examples(&[
            eg::applies("the thirtieth day of a trial that has a custom domain", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(TRIAL_DAYS - 1);
            }),
            eg::silent("the thirty-first day", |c| {
                eg::admin(c);
                c.tenant.trial_days = Some(TRIAL_DAYS);
            }),
            eg::silent("the thirtieth day of a trial that has neither domain nor synchronization", |c| {
                eg::admin(c);
                (c.tenant.trial_days, c.tenant.custom_domain) = (Some(TRIAL_DAYS - 1), false);
            }),
        ]),
    rule("adm-one-gate-still-no-questions", Decision)
        .given("One-gate exception applies and the administrator only has questions.")
        .says("Still unable: question ban is stated for all administrator accounts.")
        .shows("SSPR_0014")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304, &src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("questions are taken out whatever the number needed")
        .felt(METHODS, |v| {
            v.terms.admin && v.terms.needed == 1 && v.case.person.registered.contains(Method::SecurityQuestions)
        })
        .examples(&[
            eg::applies("an administrator of a plain tenant has only questions", |c| {
                eg::admin(c);
                eg::methods(c, &[Method::SecurityQuestions]);
                c.tenant.custom_domain = false;
            }),
            eg::silent("an administrator of a plain tenant has only e-mail", |c| {
                eg::admin(c);
                eg::methods(c, &[Method::Email]);
                c.tenant.custom_domain = false;
            }),
        ]),
    rule("adm-disable-flag", Decision)
        .given("allowedToUseSSPR false on the authorization policy.")
        .says("No listed administrator can reset, even when in user scope.")
        .shows("SSPR_0009")
        .numbers("delay_min: 60")
        .basis(Basis::Disputed)
        .assumes("administrator-switch-covers")
        .sources(&[
            &src::CONCEPT_SSPR_POLICY_20250515_3,
            &src::SSPR_009_FOR_SYNCHRONIZED_ADMINISTRATORS_20220211,
            &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_20250605,
            &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_UNDATED,
        ])
        .notes(
            "Acts within 60 minutes. One support article prints the code with three digits, SSPR_009. Ordinary \
            users of the tenant are not touched.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0009), |v| {
            portal(v) && switch_governs(v) && !v.case.tenant.admins_allowed
        })
        .examples(&[
            eg::blocks("the switch is off for an administrator", |c| {
                eg::admin(c);
                c.tenant.admins_allowed = false;
            }),
            eg::holds("the switch is off for an ordinary user", |c| c.tenant.admins_allowed = false),
            eg::blocks("the switch is off for an ordinary user, where it governs everyone", |c| {
                c.tenant.admins_allowed = false
            })
            .under(&[("administrator-switch-covers", "everyone")]),
            eg::blocks("the switch is off for a Privileged Authentication Administrator", |c| {
                eg::role(c, "Privileged Authentication Administrator");
                c.tenant.admins_allowed = false;
            }),
            eg::holds("the same where the switch leaves that role out", |c| {
                eg::role(c, "Privileged Authentication Administrator");
                c.tenant.admins_allowed = false;
            })
            .under(&[("administrator-switch-covers", "all-but-privileged-authentication-administrator")]),
        ]),
    rule("adm-flag-delay", Timing)
        .given("That flag is changed.")
        .says("Up to 60 minutes until it acts.")
        .numbers("minutes: 60")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .figures(&[figure("minutes", || u64::from(SWITCH_MINUTES) * 1_000_000)])
        .limit("a change of the switch acts after 60 minutes")
        .felt(MomentSet::OFFER, |v| v.case.tenant.switch_waits.is_some_and(|minutes| minutes < SWITCH_MINUTES))
        .examples(&[
            eg::applies("the switch was turned off 59 minutes ago", |c| {
                eg::admin(c);
                c.tenant.switch_waits = Some(SWITCH_MINUTES - 1);
            }),
            eg::silent("the switch was turned off an hour ago", |c| {
                eg::admin(c);
                c.tenant.switch_waits = Some(SWITCH_MINUTES);
            }),
        ]),
    rule("adm-flag-off-registration", Message)
        .given("Flag off, registration required, administrator in user scope.")
        .says(
            "Administrator is still prompted to register but told that no method can be registered; excluding them \
            from the scope avoids it.",
        )
        .shows("no methods can be registered")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .refuses(MomentSet::REGISTER, None, |v| {
            registration::proofs(v) && v.terms.admin && switch_governs(v) && !v.case.tenant.admins_allowed
        })
        .examples(&[
            eg::blocks("an administrator registers while the switch is off", |c| {
                eg::admin(c);
                eg::register(c);
                c.tenant.admins_allowed = false;
            }),
            eg::holds("an administrator registers while the switch is on", |c| {
                eg::admin(c);
                eg::register(c);
            }),
        ]),
    rule("adm-default-on", Decision)
        .given("Flag untouched.")
        .says("Administrators can use SSPR under a fixed two-gate policy, whatever the user scope.")
        .shows("two proofs, no security questions")
        .numbers("propagation_minutes: 60, methods: 2")
        .basis(Basis::Disputed)
        .assumes("administrator-reset-default")
        .sources(&[
            &src::CONCEPT_SSPR_POLICY_20250515_3,
            &src::TUTORIAL_ENABLE_SSPR_20240521,
            &src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122,
        ])
        .notes(
            "One page says it is not on by default; a FAQ says it cannot be disabled for Privileged Authentication \
            Administrators.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0009), |v| portal(v) && v.terms.admin && off_from_the_start(v))
        .examples(&[
            eg::holds("an administrator asks where reset is on from the start", eg::admin),
            eg::blocks("an administrator asks where reset is off from the start", eg::admin)
                .under(&[("administrator-reset-default", "off")]),
            eg::holds("the same where the switch was set on", |c| {
                eg::admin(c);
                c.tenant.switch_untouched = false;
            })
            .under(&[("administrator-reset-default", "off")]),
        ]),
    rule("adm-user-policy-ignored", Decision)
        .given("User policy is 1 method with questions; administrator tries.")
        .says("User policy is not used.")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606, &src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("terms of the administrator policy replace those of the user policy")
        .felt(METHODS, |v| {
            let tenant = &v.case.tenant;
            let users = allowed(tenant.migration, tenant.legacy, tenant.modern);
            v.terms.admin && (v.terms.needed != tenant.required || v.terms.allowed != users)
        })
        .examples(&[
            eg::applies("people need one method, and an administrator asks", eg::admin),
            eg::silent("people need one method, and one of them asks", |_| {}),
        ]),
    rule("adm-test-with-plain-user", Context)
        .given("Someone tests SSPR with an administrator account.")
        .says("Result does not represent users.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::TUTORIAL_ENABLE_SSPR_20240521]),
    rule("adm-onprem-admins", Decision)
        .given("On-premises enterprise or domain administrator (protected group) uses SSPR.")
        .says("Cannot reset through SSPR; change a known password only on-premises; security questions never count.")
        .shows("reset refused at writeback")
        .basis(Basis::Disputed)
        .assumes("protected-account-change")
        .sources(&[
            &src::CONCEPT_SSPR_DEPLOY_20250304,
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::HOWTO_SSPR_DEPLOYMENT_20230129_2,
        ])
        .notes("Other pages allow a known-password change in the cloud. See assumption protected-account-change.")
        .general()
        .refuses(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            let changes = v.case.is(Action::ChangePassword) && !v.book.assumed.protected_may_change;
            v.case.site.protected && (v.case.is(Action::ResetPassword) || changes)
        })
        .examples(&[
            eg::blocks("a protected account is reset by its owner", |c| {
                eg::write(c);
                c.site.protected = true;
            }),
            eg::holds("a protected account changes a known password", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.protected = true;
            }),
            eg::blocks("the same where the deployment page holds", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.protected = true;
            })
            .under(&[("protected-account-change", "refused")]),
        ]),
];

/// Moments that ask whether somebody falls under the administrator policy.
const ADMINS: MomentSet = METHODS.and(MomentSet::TAKE_EFFECT);

/// How many minutes a change of the administrator switch takes to act.
pub(crate) const SWITCH_MINUTES: u8 = 60;

/// How many days of a trial count as its beginning.
const TRIAL_DAYS: u16 = 30;

/// Marks the holder of a listed active role as an administrator.
fn mark(case: &Case, book: &Book, terms: &mut crate::rules::terms::Terms) {
    terms.admin |= list(case, book).meets(case.person.roles);
}

/// The tenant is a trial in its beginning.
fn young(case: &Case) -> bool {
    case.tenant.trial_days.is_some_and(|days| days < TRIAL_DAYS)
}

/// The tenant has neither a custom domain nor synchronization.
const fn plain_tenant(case: &Case) -> bool {
    !case.tenant.custom_domain && !case.tenant.synchronizes
}
