//! How methods get registered, kept and confirmed.

use crate::model::ask::{Client, Prompt, SignInWith};
use crate::model::identity::Cloud;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{Migration, Scope};
use crate::rules::book::Book;
use crate::rules::case::{Case, MomentSet, RegisterFacts, SignInFacts};
use crate::rules::example as eg;
use crate::rules::readings::licences::cloud_reset_licensed;
use crate::rules::readings::methods::{METHODS, MFA, TELEPHONE, allowed, telephone_ends};
use crate::rules::readings::policy::{in_force, in_user_scope, portal, switched_off, too_few};
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("elig-registration-portal-unlicensed", Decision)
        .given("A user without a licence, or in a tenant not enabled for SSPR, opens the registration portal.")
        .says("Registration is refused.")
        .shows("told that the administrator has not enabled this feature")
        .basis(Basis::Disputed)
        .assumes("licence-gate-cloud-reset")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .notes("Contradicts lic-one-licence-opens-tenant-2019: support page treats a missing user licence as a cause.")
        .refuses(MomentSet::REGISTER, None, |v| {
            proofs(v) && !v.terms.admin && (!in_force(v) || !licensed_to_register(v))
        })
        .examples(&[
            eg::blocks("reset is on for nobody", |c| {
                eg::register(c);
                c.tenant.scope = Scope::None;
            }),
            eg::holds("reset is on for all and licensed", |c| {
                eg::register(c);
            }),
        ]),
    rule("meth-sms-passkey-nudge", Timing)
        .given(
            "1 Sep 2026 to 31 Jan 2027, user enabled for SMS or voice (authentication methods policy or legacy MFA \
            settings) in public cloud.",
        )
        .says(
            "User is auto-enabled for passkeys and nudged at MFA sign-in, unlimited snoozes; tenant can opt out \
            with passkeyDynamicMigration=true until 1 Feb 2027.",
        )
        .shows("passkey nudge")
        .numbers("start: 2026-09-01, end: 2027-01-31")
        .since(2026, 9, 1)
        .until(2027, 1, 31)
        .sources(&[&src::CONCEPT_SMS_VOICE_RETIREMENT_20260729, &src::CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904])
        .notes("A registered passkey does not add an SSPR method.")
        .general()
        .effect(MomentSet::SIGN_IN, nudged, &[Do::Say("a passkey is suggested and may be put off")])
        .examples(&[
            eg::applies("a phone is registered and allowed, on 1 September 2026", |c| {
                eg::on(c, 2026, 9, 1);
                eg::sign_in(c);
            }),
            eg::silent("the same on 1 February 2027", |c| {
                eg::methods(c, &[Method::Email, Method::MobilePhone]);
                eg::on(c, 2027, 2, 1);
                c.tenant.telecom_provider = true;
                eg::sign_in(c);
            }),
            eg::silent("a passkey is registered already", |c| {
                eg::registered(c, &[Method::MobilePhone, Method::Passkey]);
                eg::sign_in(c);
            }),
            eg::silent("the tenant is of the US Government cloud", |c| {
                c.tenant.cloud = Cloud::UsGovernment;
                eg::sign_in(c);
            }),
        ]),
    rule("meth-sms-blocking-prompt", Decision)
        .given(
            "On or after 1 Feb 2027, the only MFA method is SMS or voice, and no provider is configured or the user \
            was not moved to it.",
        )
        .says("Blocking passkey registration at sign-in, no opt-out.")
        .shows("must register passkey to go on")
        .numbers("date: 2027-02-01")
        .since(2027, 2, 1)
        .sources(&[&src::CONCEPT_SMS_VOICE_RETIREMENT_20260729, &src::CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904])
        .notes("SSPR stays impossible for such a user until an SSPR-capable method is added.")
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let mfa = v.case.person.registered.intersection(MFA);
                let to_cloud = v.case.sign_in().is_some_and(|sign_in| sign_in.to_cloud);
                // The day moves with the retirement, under whose assumption the list of changes has both.
                let ended = telephone_ends(v.case) && v.book.holds("meth-sms-voice-retired", v.case.at);
                to_cloud && !mfa.is_empty() && mfa.without(TELEPHONE).is_empty() && ended
            },
            &[Do::Ask(Prompt::Register), Do::Say("a passkey must be registered to go on")],
        )
        .examples(&[
            eg::applies("a phone is the only method for MFA, on 1 February 2027", |c| {
                eg::on(c, 2027, 2, 1);
                eg::sign_in(c);
            }),
            eg::silent("the same on 31 January 2027", |c| {
                eg::on(c, 2027, 1, 31);
                eg::sign_in(c);
            }),
            eg::silent("text and call never end", |c| {
                eg::on(c, 2027, 2, 1);
                eg::sign_in(c);
            })
            .under(&[("sms-voice-retired-from", "never")]),
            eg::silent("the app is registered as well", |c| {
                eg::methods(c, &[Method::MobilePhone, Method::AuthenticatorApp]);
                eg::on(c, 2027, 2, 1);
                eg::sign_in(c);
            }),
            eg::silent("the tenant has a telecom provider", |c| {
                eg::on(c, 2027, 2, 1);
                c.tenant.telecom_provider = true;
                eg::sign_in(c);
            }),
        ]),
    rule("reg-required-at-sign-in", Decision)
        .given("Require users to register = Yes and user in scope lacks methods.")
        .says("Prompt at sign-in to any Entra application through modern authentication or browser.")
        .shows("asked to set up security info")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::TUTORIAL_ENABLE_SSPR_20240521])
        .effect(MomentSet::SIGN_IN, asked_to_register, &[Do::Ask(Prompt::Register)])
        .examples(&[
            eg::applies("one method is needed and none is registered", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("one method is needed and one is registered", |c| {
                eg::registered(c, &[Method::Email]);
                eg::sign_in(c);
            }),
            eg::silent("nothing is registered and registration is not required", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c).registration_required = false;
            }),
        ]),
    rule("reg-not-required", Decision)
        .given("Require = No.")
        .says("No prompt; user may go to aka.ms/ssprsetup or security info.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("registration is asked for only where it is required")
        .felt(MomentSet::SIGN_IN, |v| to_cloud(v) && too_few(v) && !asks(v))
        .examples(&[
            eg::applies("nothing is registered and registration is not required", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c).registration_required = false;
            }),
            eg::silent("the same where registration is required", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
        ]),
    rule("reg-dismiss", Decision)
        .given("User cancels or closes the prompt.")
        .says("Allowed; prompt comes back at each sign-in until done; session is not cut.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .general()
        .effect(
            MomentSet::SIGN_IN,
            asked_to_register,
            &[Do::Say("the prompt may be closed and comes back at the next sign-in")],
        )
        .examples(&[
            eg::applies("registration is required and nothing is registered", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("registration is required and enough is registered", |c| {
                eg::sign_in(c);
            }),
        ]),
    rule("reg-sspr-only-skippable", Decision)
        .given("Only the SSPR policy asks for registration (no MFA registration policy).")
        .says("User can skip for ever.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .general()
        .effect(MomentSet::SIGN_IN, asked_to_register, &[Do::Say("the registration can be skipped for ever")])
        .examples(&[
            eg::applies("the reset policy asks for registration and nothing is registered", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("enough is registered", |c| {
                eg::sign_in(c);
            }),
        ]),
    rule("reg-mfa-and-sspr", Decision)
        .given("MFA and SSPR registration both enforced, SSPR needs 2.")
        .says(
            "First registered method must be an MFA method; second may be any MFA or SSPR method such as e-mail or \
            questions.",
        )
        .numbers("required: 2")
        .refuses(MomentSet::REGISTER, None, |v| {
            let first = v.case.person.registered.intersection(MFA).is_empty();
            let other = |facts: &RegisterFacts| facts.mfa_enforced && facts.methods.intersection(MFA).is_empty();
            v.case.tenant.required == 2 && first && v.case.register().is_some_and(other)
        })
        .examples(&[
            eg::blocks("the first method is an e-mail address", |c| {
                eg::registered(c, &[]);
                c.tenant.required = 2;
                eg::register(c).mfa_enforced = true;
            }),
            eg::holds("the same after a phone", |c| {
                eg::registered(c, &[Method::MobilePhone]);
                c.tenant.required = 2;
                eg::register(c).mfa_enforced = true;
            }),
            eg::holds("the same where registration for multifactor authentication is not enforced", |c| {
                eg::registered(c, &[]);
                c.tenant.required = 2;
                eg::register(c);
            }),
            eg::holds("the same where one method is needed", |c| {
                eg::registered(c, &[]);
                eg::register(c).mfa_enforced = true;
            }),
        ])
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001]),
    rule("reg-minimum-shown", Decision)
        .given("Registration enforced.")
        .says("Wizard asks for the fewest methods that satisfy both policies, strongest first.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .general()
        .effect(
            MomentSet::SIGN_IN,
            asked_to_register,
            &[Do::Say("the wizard asks for as few methods as are needed, the strongest first")],
        )
        .examples(&[
            eg::applies("registration is required and nothing is registered", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("registration is required and enough is registered", |c| {
                eg::sign_in(c);
            }),
        ]),
    rule("reg-sspr-only-methods", Decision)
        .given("Interrupt comes from SSPR enforcement only.")
        .says("Only SSPR methods are registered.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .general()
        .effect(MomentSet::SIGN_IN, asked_to_register, &[Do::Say("only methods that serve a reset are registered")])
        .examples(&[
            eg::applies("registration is required and nothing is registered", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("registration is required and enough is registered", |c| {
                eg::sign_in(c);
            }),
        ]),
    rule("reg-scope-limited", Decision)
        .given("User or administrator is not enabled for SSPR.")
        .says("No SSPR registration interrupt.")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521])
        .limit("registration is asked for only where reset is in force")
        .felt(MomentSet::SIGN_IN, |v| required(v) && too_few(v) && !in_force(v))
        .examples(&[
            eg::applies("nothing is registered and reset is on for a group without the person", |c| {
                eg::registered(c, &[]);
                (c.tenant.scope, c.person.in_scope) = (Scope::Selected, false);
                eg::sign_in(c);
            }),
            eg::silent("the same where the person is a member", |c| {
                eg::registered(c, &[]);
                (c.tenant.scope, c.person.in_scope) = (Scope::Selected, true);
                eg::sign_in(c);
            }),
        ]),
    rule("reg-considered-registered", Decision)
        .given("User has registered at least the number required to reset.")
        .says("User is registered.")
        .basis(Basis::Disputed)
        .assumes("registered-when")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .limit("registered means enough usable methods for a reset")
        .felt(MomentSet::REPORT, |v| v.case.report().is_some_and(|report| registered(v.book, v.case, report.enough)))
        .examples(&[
            eg::applies("a reset needs three answers, five are to be registered, three are", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.person.answers = 3;
                eg::report(c);
            }),
            eg::silent("the same where the number to register counts", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.person.answers = 3;
                eg::report(c);
            })
            .under(&[("registered-when", "register-count")]),
            eg::silent("too few methods count", |c| eg::report(c).enough = false),
        ]),
    rule("reg-one-more-than-reset", Context)
        .given("Planning.")
        .says("Recommended to have users register one method more than reset needs.")
        .numbers("extra: 1")
        .sources(&[&src::CONCEPT_SSPR_DEPLOY_20250304])
        .notes("Recommendation; text refers to an old setting for methods required to register."),
    rule("reg-reconfirm-range", Limit)
        .given("Reconfirm interval.")
        .says("0 to 730 days; only when registration is required.")
        .shows("asked to review security info")
        .numbers("min: 0, max: 730")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| !(0..=730).contains(&save.reconfirm_days)))
        .examples(&[
            eg::blocks("confirmation every 731 days is saved", |c| eg::save(c).reconfirm_days = 731),
            eg::holds("confirmation every 730 days is saved", |c| eg::save(c).reconfirm_days = 730),
        ]),
    rule("reg-reconfirm-zero", Decision)
        .given("Interval 0.")
        .says("Never asked.")
        .numbers("days: 0")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("an interval of 0 never asks")
        .felt(MomentSet::SIGN_IN, |v| required(v) && never_asks(v))
        .examples(&[
            eg::applies("the interval is 0 and the data was confirmed 2,000 days ago", |c| {
                let facts = eg::sign_in(c);
                (facts.reconfirm_days, facts.confirmed_days) = (0, 2000);
            }),
            eg::silent("the interval is one day", |c| eg::sign_in(c).reconfirm_days = 1),
        ]),
    rule("reg-reconfirm-advice", Context)
        .given("Planning.")
        .says("90 to 180 days recommended; tutorial uses 180.")
        .numbers("low: 90, high: 180")
        .sources(&[&src::CONCEPT_SSPR_DEPLOY_20250304, &src::TUTORIAL_ENABLE_SSPR_20240521]),
    rule("reg-reconfirm-needs-signin", Timing)
        .given("Interval elapsed.")
        .says("User signs in (and does MFA to reach the page) and confirms or edits.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let due = v.case.sign_in().is_some_and(|s| {
                    s.to_cloud
                        && s.registration_required
                        && s.reconfirm_days > 0
                        && s.confirmed_days >= s.reconfirm_days
                });
                due && in_force(v) && v.terms.count(v.book) >= u32::from(v.terms.needed)
            },
            &[Do::Ask(Prompt::Reconfirm)],
        )
        .examples(&[
            eg::applies("the interval is 180 days and the data was confirmed 180 days ago", |c| {
                eg::sign_in(c).confirmed_days = 180
            }),
            eg::silent("the interval is 180 days and the data was confirmed 179 days ago", |c| {
                eg::sign_in(c).confirmed_days = 179
            }),
        ]),
    rule("reg-deleted-method-no-prompt", Decision)
        .given("Policy needs more than one; user deletes one.")
        .says("No prompt until the reconfirm interval is reached; meanwhile reset fails when too few remain.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("registration is not asked for after a deletion before the interval is over")
        .felt(MomentSet::SIGN_IN, |v| lacks_methods(v) && left_alone(v))
        .examples(&[
            eg::applies("two are needed, one of two was deleted, and the interval is not over", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
                eg::sign_in(c).method_deleted = true;
            }),
            eg::silent("the same after the interval", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
                let facts = eg::sign_in(c);
                (facts.method_deleted, facts.confirmed_days) = (true, 180);
            }),
            eg::silent("one is needed and the only one was deleted", |c| {
                eg::registered(c, &[]);
                eg::sign_in(c).method_deleted = true;
            }),
        ]),
    rule("reg-combined-only", Context)
        .given("Tenant created after 15 Aug 2020, or any tenant after 30 Sep 2022.")
        .says("Combined registration is used.")
        .numbers("new_tenants: 2020-08-15, all: 2022-09-30")
        .sources(&[&src::HOWTO_SSPR_DEPLOYMENT_20230129])
        .notes("Dates come from the 2023 version of the deployment page; newer text drops them."),
    rule("reg-max-authenticator", Limit)
        .given("User adds Authenticator apps.")
        .says("Maximum 5; other authenticator apps maximum 5.")
        .numbers("authenticator: 5, other_apps: 5")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .figures(&[figure("authenticator", || count(APPS)), figure("other_apps", || count(APPS))])
        .refuses(MomentSet::REGISTER, None, |v| {
            v.case.register().is_some_and(|register| {
                let adds = |method| register.methods.contains(method);
                (adds(Method::AuthenticatorCode) && register.apps >= APPS)
                    || (adds(Method::SoftwareOath) && register.other_apps >= APPS)
            })
        })
        .examples(&[
            eg::blocks("a sixth Authenticator app is added", |c| {
                eg::methods(c, &[Method::AuthenticatorApp]);
                eg::register(c).methods = MethodSet::AUTHENTICATOR;
                eg::register(c).apps = 5;
            }),
            eg::holds("a fifth Authenticator app is added", |c| {
                eg::methods(c, &[Method::AuthenticatorApp]);
                eg::register(c).methods = MethodSet::AUTHENTICATOR;
                eg::register(c).apps = 4;
            }),
            eg::blocks("a sixth app of another maker is added", |c| {
                eg::methods(c, &[Method::SoftwareOath]);
                eg::register(c).methods = MethodSet::of(&[Method::SoftwareOath]);
                eg::register(c).other_apps = 5;
            }),
        ]),
    rule("reg-max-phones", Limit)
        .given("User adds phones.")
        .says("Phone maximum 2.")
        .numbers("phones: 2")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .notes("January 2024 text had no figure.")
        .figures(&[figure("phones", || count(PHONES.len() as u8))])
        .limit("a person holds one mobile phone and one alternate phone; a new number takes the place of the old"),
    rule("reg-hardware-token", Decision)
        .given("User wants to add a hardware token.")
        .says("Cannot register it there, can delete it.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .refuses(MomentSet::REGISTER, None, |v| {
            v.case.register().is_some_and(|register| register.methods.contains(Method::HardwareOath))
        })
        .examples(&[
            eg::blocks("a hardware token is registered", |c| {
                eg::register(c).methods = MethodSet::of(&[Method::HardwareOath]);
            }),
            eg::holds("an e-mail address is registered", |c| {
                eg::register(c);
            }),
        ]),
    rule("reg-questions-no-change", Context)
        .given("User wants to edit questions.")
        .says("Cannot change; must delete and register again.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001]),
    rule("reg-office-phone-interrupt", Decision)
        .given("Interrupt mode and empty business phone.")
        .says("Office phone not offered; in manage mode it is.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .general()
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let (person, phone) = (&v.case.person, Method::OfficePhone);
                let empty = !person.directory.contains(phone) && !person.registered.contains(phone);
                asked_to_register(v) && offered(v).contains(phone) && empty
            },
            &[Do::Say("the office phone is not offered here; the page of security info offers it")],
        )
        .examples(&[
            eg::applies("office phones are allowed and the directory holds none", |c| {
                eg::methods(c, &[Method::OfficePhone]);
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
            eg::silent("the directory holds an office phone", |c| {
                eg::methods(c, &[Method::OfficePhone]);
                eg::registered(c, &[]);
                c.person.directory = eg::OFFICE_PHONE;
                eg::sign_in(c);
            }),
        ]),
    rule("reg-alternate-phone", Context)
        .given("Alternate phone.")
        .says("Only in manage mode and needs voice calls on in the Authentication methods policy.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .notes("It does not count for a reset, see meth-alternate-phone-not-sspr."),
    rule("reg-session-15", Timing)
        .given("Combined registration session.")
        .says("15 minutes, then sign in again.")
        .numbers("minutes: 15")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .figures(&[figure("minutes", || u64::from(SESSION_SECONDS / 60) * 1_000_000)])
        .refuses(MomentSet::REGISTER, None, |v| {
            v.case.register().is_some_and(|register| register.elapsed > SESSION_SECONDS)
        })
        .examples(&[
            eg::blocks("the registration is finished a second after the fifteenth minute", |c| {
                eg::register(c).elapsed = SESSION_SECONDS + 1
            }),
            eg::holds("the registration is finished at the end of the fifteenth minute", |c| {
                eg::register(c).elapsed = SESSION_SECONDS
            }),
        ]),
    rule("reg-mfa-before-manage", Context)
        .given("User already has an MFA method.")
        .says("Must do MFA before seeing security info; passkey changes need strong sign-in in the last 5 minutes.")
        .numbers("passkey_minutes: 5")
        .sources(&[
            &src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001,
            &src::MICROSOFT_GRAPH_AUTHENTICATION_METHODS_OVERVIEW_UNDATED,
        ])
        .notes(
            "From 2026-01-26 self-service credential operations through the API need MFA no older than 10 minutes \
            (Graph overview page).",
        ),
    rule("reg-ca-user-action", Context)
        .given("Conditional Access policy on the register-security-info action.")
        .says("Registration page itself can demand MFA, TAP or trusted location; other apps are not affected.")
        .sources(&[&src::HOWTO_REGISTRATION_MFA_SSPR_COMBINED_20250304]),
    rule("reg-tap-interrupt", Decision)
        .given("User in SSPR registration scope signs in with a TAP in a browser.")
        .says("Redirected to the registration wizard.")
        .effect(
            MomentSet::SIGN_IN,
            |v| to_cloud(v) && asks(v) && in_user_scope(v) && by_pass(v),
            &[Do::Ask(Prompt::Register)],
        )
        .examples(&[
            eg::applies("somebody in scope who has enough methods signs in with a pass", |c| {
                eg::sign_in(c).with = SignInWith::TemporaryAccessPass;
            }),
            eg::silent("the same with the password", |c| {
                eg::sign_in(c);
            }),
            eg::silent("somebody outside the selected group signs in with a pass", |c| {
                c.tenant.scope = Scope::Selected;
                c.person.in_scope = false;
                eg::sign_in(c).with = SignInWith::TemporaryAccessPass;
            }),
            eg::silent("registration is not required", |c| {
                eg::sign_in(c).with = SignInWith::TemporaryAccessPass;
                eg::sign_in(c).registration_required = false;
            }),
        ])
        .sources(&[&src::HOWTO_AUTHENTICATION_TEMPORARY_ACCESS_PASS_20230923]),
    rule("reg-on-behalf", Context)
        .given("Administrator fills data.")
        .says("Possible through Connect, PowerShell/Graph, Entra or Microsoft 365 admin center, except questions.")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304]),
    rule("reg-priv-auth-admin", Context)
        .given("Someone sets another person authentication contact info.")
        .says("Privileged Authentication Administrator can do it for anyone.")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304]),
    rule("reg-private-fields", Context)
        .given("User registers.")
        .says(
            "Authentication Phone, Authentication Email and questions are stored in private fields, visible to the \
            user and Privileged Authentication Administrators.",
        )
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304]),
    rule("reg-sync-mapping", Context)
        .given("Default Connect settings.")
        .says("telephoneNumber becomes office phone, mobile becomes mobile phone.")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304]),
    rule("reg-office-phone-cloud-write", Decision)
        .given("PowerShell write of office phone.")
        .says("Only when the user is not synchronized.")
        .refuses(MomentSet::MANAGE, None, |v| {
            v.case.hybrid() && v.case.manage().is_some_and(|facts| facts.writes_office_phone)
        })
        .examples(&[
            eg::blocks("the number of a synchronized person is written in the cloud", |c| {
                eg::hybrid(c);
                eg::manage(c).writes_office_phone = true;
            }),
            eg::holds("that of a person of the cloud is", |c| eg::manage(c).writes_office_phone = true),
        ])
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304]),
    rule("reg-verified-phone-copies", Effect)
        .given("User verifies the mobile phone.")
        .says("Authentication Phone is filled with it.")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304])
        .general()
        .effect(
            MomentSet::REGISTER,
            |v| {
                let phone = |methods: MethodSet| !methods.intersection(MethodSet::MOBILE_PHONE).is_empty();
                v.case.register().is_some_and(|register| phone(register.methods))
            },
            &[Do::Say("the authentication phone holds the verified number")],
        )
        .examples(&[
            eg::applies("a mobile phone is registered", |c| {
                eg::register(c).methods = MethodSet::MOBILE_PHONE;
            }),
            eg::silent("an e-mail address is registered", |c| {
                eg::register(c);
            }),
        ]),
    rule("reg-prefilled-usable", Decision)
        .given("Directory mobile phone or alternate e-mail present, never registered, before 5 Oct 2026.")
        .says("Usable at once for reset.")
        .numbers("last_day: 2026-10-04")
        .until(2026, 10, 4)
        .assumes("registered-only-from")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304, &src::PASSWORDS_FAQ_20210813])
        .notes(
            "Documented use; only the day it ends hangs on the switch. Still printed on the page next to the notice \
            that ends it.",
        )
        .term(METHODS, |case, _, terms| terms.held = terms.held.union(case.person.directory))
        .examples(&[
            eg::changes("only the directory holds a number, on 4 October 2026", |c| {
                eg::on(c, 2026, 10, 4);
                c.person.directory = eg::OFFICE_PHONE;
            }),
            eg::leaves("only the directory holds a number, on 5 October 2026", |c| {
                eg::on(c, 2026, 10, 5);
                c.person.directory = eg::OFFICE_PHONE;
            }),
            eg::changes("the same on 5 October where the notice never takes effect", |c| {
                eg::on(c, 2026, 10, 5);
                c.person.directory = eg::OFFICE_PHONE;
            })
            .under(&[("registered-only-from", "never")]),
            eg::leaves("the directory holds nothing, on 4 October 2026", |c| eg::on(c, 2026, 10, 4)),
        ]),
    rule("reg-registered-only-enforced", Decision)
        .given("On or after 5 Oct 2026.")
        .says(
            "Only explicitly registered methods count, for users and administrators; mobilePhone, businessPhone, \
            otherMails alone are ignored.",
        )
        .shows("SSPR_0014 (inferred)")
        .numbers("date: 2026-10-05")
        .since(2026, 10, 5)
        .basis(Basis::Assumed)
        .assumes("registered-only-from")
        .sources(&[
            &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304,
            &src::MESSAGE_CENTER_MC1325414_READ_THROUGH_THIRD_PART_20260528,
            &src::PUBLIC_ASSESSMENT_TOOLKIT_SOURCE_LOG_THAT_QUOTES_20260814,
        ])
        .notes(
            "First announced for 7 September 2026 (campaign 6 July, then 6 August). The page as updated on 4 August \
            2026 says enforcement 5 October and campaign 9 November 2026; two independent readings agree, although \
            its text still puts the campaign first. Not seen on the live page here; a later move cannot be ruled \
            out. The notice covers the public and the US Government clouds.",
        )
        .limit("directory data is added to the methods held on earlier days only")
        .felt(MomentSet::OFFER, |v| portal(v) && !v.case.person.directory.without(v.case.person.registered).is_empty())
        .examples(&[
            eg::applies("only the directory holds a number, on 5 October 2026", |c| {
                eg::on(c, 2026, 10, 5);
                c.person.directory = eg::OFFICE_PHONE;
            }),
            eg::silent("only the directory holds a number, on 4 October 2026", |c| {
                eg::on(c, 2026, 10, 4);
                c.person.directory = eg::OFFICE_PHONE;
            }),
            eg::silent("the directory holds nothing that is not registered, on 5 October 2026", |c| {
                eg::on(c, 2026, 10, 5);
                c.person.directory = eg::EMAIL;
            }),
            eg::applies("the day is the one of the earlier notice, 7 September 2026", |c| {
                eg::on(c, 2026, 9, 7);
                c.person.directory = eg::OFFICE_PHONE;
            })
            .under(&[("registered-only-from", "2026-09-07")]),
        ]),
    rule("reg-campaign-2026", Timing)
        .given("On or after 9 Nov 2026, registration required at sign-in and user has too few methods.")
        .says("User is prompted to register.")
        .shows("registration prompt")
        .numbers("date: 2026-11-09, share_already_ok_pct: 86")
        .since(2026, 11, 9)
        .basis(Basis::Assumed)
        .assumes("registration-campaign-from")
        .sources(&[
            &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304,
            &src::MESSAGE_CENTER_MC1325414_READ_THROUGH_THIRD_PART_20260528,
            &src::PUBLIC_ASSESSMENT_TOOLKIT_SOURCE_LOG_THAT_QUOTES_20260814,
        ])
        .notes(
            "Fires only where registration at sign-in is required. The date comes after the enforcement it is said \
            to precede.",
        )
        .effect(MomentSet::SIGN_IN, lacks_methods, &[Do::Ask(Prompt::Register)])
        .examples(&[
            eg::applies("too few methods on the first day of the campaign", |c| {
                eg::on(c, 2026, 11, 9);
                eg::registered(c, &[]);
                eg::sign_in(c).registration_required = true;
            }),
            eg::silent("too few methods on that day, where there is no campaign", |c| {
                eg::on(c, 2026, 11, 9);
                eg::registered(c, &[]);
                eg::sign_in(c).registration_required = true;
            })
            .under(&[("registration-campaign-from", "never")]),
            eg::silent("enough methods on the first day of the campaign", |c| {
                eg::on(c, 2026, 11, 9);
                eg::sign_in(c).registration_required = true;
            }),
        ]),
    rule("reg-precedence-private-first", Decision)
        .given("Both a registered Authentication Phone/Email and a directory value exist.")
        .says(
            "Registered value is shown and used; when only the directory value exists it is shown at first \
            registration and copied on completion.",
        )
        .basis(Basis::Assumed)
        .assumes("phone-priority")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304])
        .notes("Precedence when values differ is not stated outright; inferred from persistence text.")
        .term(METHODS, |case, book, terms| {
            if book.assumed.directory_number_first && case.at < book.assumed.registered_only {
                terms.held = terms.held.without(case.person.phones.misdirected);
            }
        })
        .examples(&[
            eg::leaves("the directory holds another number, which nobody can call", misdirected),
            eg::changes("the same where the number of the directory is called", misdirected)
                .under(&[("phone-priority", "directory")]),
            eg::leaves("the same once only registered data counts", |c| {
                misdirected(c);
                eg::on(c, 2026, 10, 5);
            })
            .under(&[("phone-priority", "directory")]),
        ]),
    rule("reg-portal-shows-enabled-only", Message)
        .given("User opens registration.")
        .says("Only enabled methods shown.")
        .basis(Basis::Disputed)
        .assumes("registration-methods-shown")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .notes("Combined page takes the union of three policies, see reg-union-three-policies.")
        .refuses(MomentSet::REGISTER, None, |v| {
            v.case.register().is_some_and(|register| {
                let asked = register.methods.intersection(MethodSet::PROOFS);
                !asked.merged().without(offered(v).merged()).is_empty()
            })
        })
        .examples(&[
            eg::blocks("a method that no policy enables is registered", |c| {
                eg::register(c).methods = MethodSet::of(&[Method::OfficePhone]);
            }),
            eg::holds("a method that the policy enables is registered", |c| {
                eg::register(c);
            }),
        ]),
    rule("reg-union-three-policies", Decision)
        .given("Method off in SSPR but on in MFA or Authentication methods policy.")
        .says("Still offered in combined registration.")
        .numbers("policies: 3")
        .basis(Basis::Disputed)
        .assumes("registration-methods-shown")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606, &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .limit("registration offers what any policy enables until the move is complete")
        .felt(MomentSet::REGISTER, |v| {
            let asked = v.case.register().map(|register| register.methods.intersection(MethodSet::PROOFS));
            asked.is_some_and(|asked| !asked.intersection(offered(v)).without(v.terms.allowed).is_empty())
        })
        .examples(&[
            eg::applies("the Authentication methods policy alone has the method, before the move", one_policy),
            eg::silent("the same where only enabled methods are shown", one_policy)
                .under(&[("registration-methods-shown", "enabled-only")]),
            eg::silent("the reset policy has the method", |c| {
                one_policy(c);
                c.tenant.legacy = c.tenant.modern;
            }),
        ]),
    rule("reg-office-phone-still-shown", Context)
        .given("Office phone off in SSPR but business phone present.")
        .says("Still displayed as option.")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606]),
    rule("reg-propagation", Timing)
        .given("Policy saved but method missing.")
        .says("Save again and wait 1 to 2 hours.")
        .numbers("hours: 1-2")
        .sources(&[&src::HOWTO_REGISTRATION_MFA_SSPR_COMBINED_TROUBLESHOO_20250304])
        .not_simulated(
            "a remedy for a setting that failed to arrive; here a saved setting without a documented delay acts at \
            once",
        ),
    rule("reg-title-clue", Context)
        .given("Prefilled user visits registration.")
        .says("The page title about not losing access shows only for members of SSPR or combined registration groups.")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521]),
    rule("reg-populated-field-shown", Message)
        .given("Authentication Phone (or Email) is filled and mobile phone (or e-mail) is enabled in the policy.")
        .says("User sees that value at registration and in the reset flow.")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304])
        .notes("From 5 October 2026 a value that nobody registered no longer counts.")
        .general()
        .effect(
            MomentSet::OFFER.and(MomentSet::REGISTER),
            |v| {
                let shown = MethodSet::MOBILE_PHONE.union(MethodSet::of(&[Method::Email]));
                let allowed = if v.case.register().is_some() { offered(v) } else { v.terms.allowed };
                !v.case.person.registered.intersection(shown).intersection(allowed).is_empty()
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("an address is on file and e-mail is allowed", |c| eg::methods(c, &[Method::Email])),
            eg::silent("only questions are answered", |c| eg::methods(c, &[Method::SecurityQuestions])),
        ]),
    rule("reg-default-methods-example", Context)
        .given("SSPR needs 2 methods; Authenticator, e-mail and phone are enabled; user registers.")
        .says("Authenticator and phone are proposed first; e-mail may replace either.")
        .numbers("required: 2")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001]),
    rule("reg-partial", Decision)
        .given("User already has some of the required methods (own or admin-entered).")
        .says("Wizard asks only for what is missing.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .general()
        .effect(
            MomentSet::SIGN_IN,
            |v| asked_to_register(v) && v.terms.count(v.book) > 0,
            &[Do::Say("the wizard asks only for what is missing")],
        )
        .examples(&[
            eg::applies("two methods are needed and one is registered", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
                eg::sign_in(c);
            }),
            eg::silent("two methods are needed and none is registered", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[]);
                eg::sign_in(c);
            }),
        ]),
    rule("reg-require-reregister", Decision)
        .given("Administrator presses require re-register for MFA.")
        .says("Affected methods appear as non-usable and must be set up again.")
        .basis(Basis::Assumed)
        .assumes("reregister-removes-methods")
        .effect(
            MomentSet::MANAGE,
            |v| v.book.assumed.reregister_removes && v.case.manage().is_some_and(|facts| facts.requires_anew),
            &[Do::DropMfaMethods],
        )
        .examples(&[
            eg::applies("an administrator requires registration anew", |c| eg::manage(c).requires_anew = true),
            eg::silent("the same where methods go on counting", |c| eg::manage(c).requires_anew = true)
                .under(&[("reregister-removes-methods", "no")]),
            eg::silent("nothing is required anew", |c| {
                eg::manage(c);
            }),
        ])
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_20240822,
            &src::HOWTO_REGISTRATION_MFA_SSPR_COMBINED_TROUBLESHOO_20250304,
        ])
        .notes("Effect on SSPR is not spelled out: treat non-usable as not counting."),
    rule("reg-upgrade-from-legacy", Context)
        .given("Authentication methods policy is used but the user is not in combined registration.")
        .says("User does not see the right methods.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304]),
];

/// A registered mobile phone, and in the directory another number without a country code, before only registered data
/// counts.
fn misdirected(case: &mut Case) {
    eg::methods(case, &[Method::MobilePhone]);
    case.person.phones.misdirected = MethodSet::MOBILE_PHONE;
    eg::on(case, 2026, 10, 4);
}

/// A method is registered that the Authentication methods policy has and the reset policy has not, before the move.
fn one_policy(case: &mut Case) {
    case.tenant.migration = Migration::PreMigration;
    case.tenant.modern = MethodSet::of(&[Method::HardwareOath, Method::SoftwareOath]);
    eg::register(case).methods = MethodSet::of(&[Method::SoftwareOath]);
}

/// How many apps of one kind a person can hold.
const APPS: u8 = 5;

/// The phones that a person can hold besides that of the office.
const PHONES: MethodSet = MethodSet::of(&[Method::MobilePhone, Method::AlternatePhone]);

/// How long a registration may take from start to finish, in seconds.
const SESSION_SECONDS: u32 = 15 * 60;

/// A count as a documented figure is compared.
fn count(number: u8) -> u64 {
    u64::from(number) * 1_000_000
}

/// Asked to register by the reset policy, and not left alone after a deletion.
fn asked_to_register(v: &View<'_>) -> bool {
    (lacks_methods(v) && !left_alone(v)) || switched_off_in_scope(v)
}

/// Somebody who may use text or call for MFA, does, and has no passkey yet.
fn nudged(v: &View<'_>) -> bool {
    let (person, tenant) = (&v.case.person, &v.case.tenant);
    let to_cloud = v.case.sign_in().is_some_and(|sign_in| sign_in.to_cloud);
    let allowed = !tenant.modern.intersection(TELEPHONE).is_empty();
    let held = !person.registered.intersection(MFA).is_empty() && !person.registered.contains(Method::Passkey);
    to_cloud && tenant.cloud == Cloud::Public && allowed && held
}

/// This is a sign-in to the cloud.
fn to_cloud(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|s| s.to_cloud)
}

/// The person signs in with a Temporary Access Pass, in a browser.
fn by_pass(v: &View<'_>) -> bool {
    let pass = |s: &SignInFacts| s.with == SignInWith::TemporaryAccessPass && s.client == Client::Browser;
    v.case.sign_in().is_some_and(pass)
}

/// The tenant requires registration at sign-in.
fn asks(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|s| s.registration_required)
}

/// Registration is required at this sign-in to the cloud.
fn required(v: &View<'_>) -> bool {
    to_cloud(v) && asks(v)
}

/// Registration is required, reset is on for the person, and too few methods count.
fn lacks_methods(v: &View<'_>) -> bool {
    required(v) && in_force(v) && too_few(v)
}

/// The interval after which data is confirmed never ends.
fn never_asks(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|s| s.reconfirm_days == 0)
}

/// An administrator inside the user scope is asked although the switch lets no method count.
///
/// Source: rule `adm-flag-off-registration`.
fn switched_off_in_scope(v: &View<'_>) -> bool {
    required(v) && v.terms.admin && switched_off(v) && in_user_scope(v)
}

/// A deleted method is not asked for again before the interval is over; source: rule `reg-deleted-method-no-prompt`.
fn left_alone(v: &View<'_>) -> bool {
    let running = |s: &SignInFacts| s.reconfirm_days == 0 || s.confirmed_days < s.reconfirm_days;
    v.terms.needed > 1 && v.case.sign_in().is_some_and(|s| s.method_deleted && running(s))
}

/// Whether somebody of whose methods enough count is registered; where the assumption asks for the number to register,
/// answered questions must reach it.
///
/// Source: rules `reg-considered-registered` and `rep-flags`.
pub(crate) fn registered(book: &Book, case: &Case, enough: bool) -> bool {
    let answers = case.person.answers;
    let all = answers == 0 || answers >= case.tenant.answers_to_register;
    enough && (all || !book.assumed.registered_when_all_answered)
}

/// Something that serves a reset is being registered.
pub(crate) fn proofs(v: &View<'_>) -> bool {
    v.case.register().is_some_and(|register| !register.methods.intersection(MethodSet::PROOFS).is_empty())
}

/// The licence gate lets the person register.
fn licensed_to_register(v: &View<'_>) -> bool {
    v.case.hybrid() || cloud_reset_licensed(v)
}

/// The methods that registration offers.
fn offered(v: &View<'_>) -> MethodSet {
    let (legacy, modern) = (v.case.tenant.legacy, v.case.tenant.modern);
    let questions = MethodSet::of(&[Method::SecurityQuestions]);
    // Registration takes the union of the policies until their move is complete, unless the assumption says otherwise.
    let state = match v.case.tenant.migration {
        Migration::PreMigration if !v.book.assumed.registration_enabled_only => Migration::InProgress,
        state => state,
    };
    let policies = allowed(state, legacy, modern);
    if v.terms.admin { policies.union(MethodSet::PROOFS.without(questions)) } else { policies }
}
