//! Verification methods, security questions, migration of method policies.

use crate::model::identity::Cloud;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Migration;
use crate::rules::assumed::MethodList;
use crate::rules::case::{AnswerFacts, Case, MomentSet, SaveFacts, TenantFacts};
use crate::rules::example as eg;
use crate::rules::readings::methods::{METHODS, TELEPHONE, VOICE, allowed, telephone_ends};
use crate::rules::readings::policy::listed;
use crate::rules::rule::Kind::{Context, Decision, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("mig-pre", Decision)
        .given("Migration state Pre-migration.")
        .says("Authentication methods policy counts for sign-in only; SSPR uses the legacy SSPR policy.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .term(METHODS, |case, _, terms| {
            if case.tenant.migration == Migration::PreMigration {
                terms.allowed = of_policies(&case.tenant);
            }
        })
        .examples(&[
            eg::changes("the move of method policies has not begun", |c| c.tenant.migration = Migration::PreMigration),
            eg::leaves("the move of method policies is in progress", |c| c.tenant.migration = Migration::InProgress),
        ]),
    rule("mig-in-progress", Decision)
        .given("Migration in progress.")
        .says(
            "Both the Authentication methods policy and legacy policies count for sign-in and SSPR: allowed \
            anywhere means allowed.",
        )
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .term(METHODS, |case, _, terms| {
            if case.tenant.migration == Migration::InProgress {
                terms.allowed = of_policies(&case.tenant);
            }
        })
        .examples(&[
            eg::changes("the move of method policies is in progress", |c| c.tenant.migration = Migration::InProgress),
            eg::leaves("the move of method policies is complete", |c| c.tenant.migration = Migration::Complete),
        ]),
    rule("mig-complete", Decision)
        .given("Migration complete.")
        .says("Legacy methods ignored, except security questions, gate count and administrator policy.")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304,
            &src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004,
        ])
        .term(METHODS, |case, _, terms| {
            if case.tenant.migration == Migration::Complete {
                terms.allowed = of_policies(&case.tenant);
            }
        })
        .examples(&[
            eg::changes("the move of method policies is complete", |c| c.tenant.migration = Migration::Complete),
            eg::leaves("the move of method policies is in progress", |c| c.tenant.migration = Migration::InProgress),
        ]),
    rule("meth-session-lifetime", Timing)
        .given("User begins a reset.")
        .says("15 minutes from start to finish, else session expires.")
        .shows("session expires")
        .numbers("minutes: 15, code_minutes: 5")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .refuses(MomentSet::PROVE, None, |v| v.case.prove().is_some_and(|prove| prove.elapsed > SESSION_SECONDS))
        .examples(&[
            eg::blocks("the submit comes a second after the fifteenth minute", |c| {
                eg::prove_by(c, Method::MobilePhoneCall).elapsed = SESSION_SECONDS + 1
            }),
            eg::holds("the submit comes at the end of the fifteenth minute", |c| {
                eg::prove_by(c, Method::MobilePhoneCall).elapsed = SESSION_SECONDS
            }),
        ]),
    rule("meth-list-users", Decision)
        .given("User policy, current docs.")
        .says(
            "Eight methods exist: app notification, app code, hardware OATH, software OATH, e-mail, mobile phone, \
            office phone, security questions.",
        )
        .numbers("count: 8")
        .assumes("verification-methods-list")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "The seed lesson lists five (no app, no OATH). 2023 text listed six. See assumption \
            verification-methods-list.",
        )
        .term(METHODS, |_, book, terms| {
            let five = TELEPHONE.union(MethodSet::of(&[Method::Email, Method::SecurityQuestions]));
            match book.assumed.method_list {
                MethodList::Eight => {}
                MethodList::Five => terms.allowed = terms.allowed.intersection(five),
                MethodList::Six => {
                    terms.allowed = terms.allowed.intersection(five.union(MethodSet::AUTHENTICATOR));
                }
            }
        })
        .examples(&[
            eg::leaves("the app is allowed and the list of today's pages holds", |c| {
                eg::methods(c, &[Method::AuthenticatorApp])
            }),
            eg::changes("the app is allowed and the lesson's list holds", |c| {
                eg::methods(c, &[Method::AuthenticatorApp])
            })
            .under(&[("verification-methods-list", "lesson-five")]),
            eg::leaves("the app is allowed and the list of 2023 holds", |c| {
                eg::methods(c, &[Method::AuthenticatorApp])
            })
            .under(&[("verification-methods-list", "older-six")]),
            eg::changes("a hardware token is allowed and the list of 2023 holds", |c| {
                eg::methods(c, &[Method::HardwareOath])
            })
            .under(&[("verification-methods-list", "older-six")]),
        ]),
    rule("meth-passkey-not-usable", Decision)
        .given("User has only a passkey or Windows Hello.")
        .says("Counts as zero SSPR methods.")
        .shows("SSPR_0014")
        .sources(&[&src::OVERVIEW_AUTHENTICATION_20251110, &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .notes("SMS retirement FAQ announces (no date) a way to change password for passwordless users.")
        .term(METHODS, |_, _, terms| {
            terms.held = terms.held.without(MethodSet::of(&[Method::Passkey, Method::WindowsHello]));
        })
        .examples(&[
            eg::changes("only a passkey is registered", |c| eg::registered(c, &[Method::Passkey])),
            eg::leaves("only e-mail is registered", |c| eg::registered(c, &[Method::Email])),
        ]),
    rule("meth-tap-not-usable", Decision)
        .given("User holds a Temporary Access Pass.")
        .says("It cannot pass an SSPR gate. It can be used to sign in and register methods.")
        .sources(&[&src::OVERVIEW_AUTHENTICATION_20251110, &src::HOWTO_AUTHENTICATION_TEMPORARY_ACCESS_PASS_20230923])
        .term(METHODS, |_, _, terms| terms.held.remove(Method::TemporaryAccessPass))
        .examples(&[
            eg::changes("a Temporary Access Pass is held besides e-mail", |c| {
                eg::registered(c, &[Method::Email, Method::TemporaryAccessPass])
            }),
            eg::leaves("only e-mail is registered", |c| eg::registered(c, &[Method::Email])),
        ]),
    rule("meth-alternate-phone-not-sspr", Decision)
        .given("User has an alternate phone among the security info.")
        .says(
            "It serves sign-in verification only. A reset can be done with the primary phone or the office phone, \
            so the alternate phone does not count.",
        )
        .shows("SSPR_0014 if too few remain (inferred)")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304])
        .term(METHODS, |_, _, terms| terms.held.remove(Method::AlternatePhone))
        .examples(&[
            eg::changes("an alternate phone is registered besides e-mail", |c| {
                eg::registered(c, &[Method::Email, Method::AlternatePhone])
            }),
            eg::leaves("a mobile phone is registered", |c| eg::registered(c, &[Method::MobilePhone])),
        ]),
    rule("meth-sspr-capable-matrix", Decision)
        .given("Any credential type is considered for SSPR.")
        .says(
            "Usable: Authenticator push, hardware OATH, software OATH, SMS, voice, e-mail OTP, security questions. \
            Not usable: passkey/FIDO2, Windows Hello, certificate, platform credential, Authenticator \
            passwordless, Authenticator Lite, external MFA, QR code, Temporary Access Pass, password, app \
            password.",
        )
        .numbers("usable: 7")
        .sources(&[
            &src::OVERVIEW_AUTHENTICATION_20251110,
            &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304,
            &src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304,
            &src::CONCEPT_AUTHENTICATION_METHODS_20240822,
        ])
        .term(METHODS, |_, _, terms| terms.held = terms.held.intersection(MethodSet::PROOFS))
        .examples(&[
            eg::changes("a certificate is registered", |c| eg::registered(c, &[Method::Email, Method::Certificate])),
            eg::leaves("only e-mail is registered", |c| eg::registered(c, &[Method::Email])),
        ]),
    rule("meth-email-only-sspr", Limit)
        .given("E-mail is registered.")
        .says("It serves SSPR only, never MFA for members; one e-mail per user.")
        .numbers("max_per_user: 1")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_20240822,
            &src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004,
            &src::EMAILAUTHENTICATIONMETHOD_UNDATED,
        ])
        .notes("One-address limit from the Graph emailAuthenticationMethod description.")
        .limit("one address is on file, a new one takes its place, and it is never among the methods for MFA")
        .felt(MomentSet::REGISTER, |v| {
            let new = v.case.register().is_some_and(|register| register.methods.contains(Method::Email));
            new && v.case.person.registered.contains(Method::Email)
        })
        .examples(&[
            eg::applies("a second address is registered: it takes the place of the first", |c| {
                eg::methods(c, &[Method::Email]);
                eg::register(c);
            }),
            eg::silent("a first address is registered", |c| {
                eg::methods(c, &[Method::Email]);
                eg::registered(c, &[]);
                eg::register(c);
            }),
        ]),
    rule("meth-questions-only-sspr", Context)
        .given("Security questions registered.")
        .says("Used only for SSPR, never at sign-in.")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304,
            &src::CONCEPT_AUTHENTICATION_METHODS_20240822,
        ]),
    rule("mig-auth-app-otp-only", Decision)
        .given("App registered as generic authenticator (code only).")
        .says("Third-party software OATH must be enabled.")
        .sources(&[&src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004])
        .term(METHODS, |case, book, terms| {
            let third_party = terms.allowed.contains(Method::SoftwareOath);
            if case.tenant.migration != Migration::PreMigration && !third_party && !listed(case, book) {
                terms.held.remove(Method::SoftwareOath);
            }
        })
        .examples(&[
            eg::changes("another app is registered where only Authenticator is allowed", |c| {
                eg::methods(c, &[Method::AuthenticatorApp]);
                eg::registered(c, &[Method::SoftwareOath]);
            }),
            eg::leaves("another app is registered where its codes are allowed", |c| {
                eg::methods(c, &[Method::SoftwareOath])
            }),
        ]),
    rule("meth-must-be-enabled", Decision)
        .given("User has data for a method that the policy no longer enables.")
        .says("That data does not count.")
        .shows("SSPR_0014 if too few remain")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .term(METHODS, |case, book, terms| {
            if !listed(case, book) {
                terms.held = terms.held.intersection(terms.allowed);
            }
        })
        .examples(&[
            eg::changes("an office phone is registered and not allowed", |c| {
                eg::registered(c, &[Method::Email, Method::OfficePhone])
            }),
            eg::leaves("everything registered is allowed", |c| eg::registered(c, &[Method::Email])),
            eg::leaves("the policy of administrators names its own methods", |c| {
                eg::admin(c);
                eg::registered(c, &[Method::Email, Method::OfficePhone]);
            }),
        ]),
    rule("meth-office-phone-paid", Decision)
        .given("Tenant has no paid subscription.")
        .says("Office phone is not offered.")
        .shows("method not offered")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::CONCEPT_SSPR_POLICY_20250515])
        .notes("For administrators voice calls are barred on trial and free tenants as well.")
        .term(METHODS, |case, _, terms| {
            if !case.tenant.paid {
                terms.allowed.remove(Method::OfficePhone);
            }
        })
        .examples(&[
            eg::changes("the office phone is allowed in a tenant that pays for nothing", |c| {
                eg::methods(c, &[Method::OfficePhone]);
                c.tenant.paid = false;
            }),
            eg::leaves("the office phone is allowed in a tenant that pays", |c| eg::methods(c, &[Method::OfficePhone])),
        ]),
    rule("meth-voice-not-in-trial", Decision)
        .given("Trial subscription.")
        .says("Phone call verification is not available (text still possible).")
        .basis(Basis::Disputed)
        .assumes("trial-voice-calls")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304])
        .notes("Page adds that free or trial tenants may get text or call after delivery optimisation.")
        .term(METHODS, |case, book, terms| {
            if case.tenant.trial_days.is_some() && !book.assumed.trial_voice_calls {
                terms.allowed = terms.allowed.without(VOICE);
            }
        })
        .examples(&[
            eg::changes("calls are allowed in a trial", |c| c.tenant.trial_days = Some(10)),
            eg::leaves("calls are allowed and the tenant is no trial", |c| c.tenant.trial_days = None),
            eg::leaves("calls are allowed in a trial that has voice", |c| c.tenant.trial_days = Some(10))
                .under(&[("trial-voice-calls", "yes")]),
        ]),
    rule("meth-mobile-phone-both", Decision)
        .given("Legacy SSPR option Mobile phone is on.")
        .says("It enables both text and voice for reset, even if other policies forbid voice.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .limit("`mobile-phone` stands for text and call")
        .felt(MomentSet::OFFER, |v| {
            let call = Method::MobilePhoneCall;
            v.terms.usable().contains(call) && !v.terms.admin && !v.case.tenant.modern.contains(call)
        })
        .examples(&[
            eg::applies("the move has not begun, and only the other policy forbids calls", |c| {
                c.tenant.migration = Migration::PreMigration;
                c.tenant.modern = MethodSet::of(&[Method::MobilePhoneText]);
            }),
            eg::silent("the move is complete, and the policy forbids calls", |c| {
                c.tenant.modern = MethodSet::of(&[Method::MobilePhoneText]);
            }),
        ]),
    rule("meth-office-phone-voice-only", Decision)
        .given("Office phone enabled.")
        .says("Voice call only, confirm with #.")
        .shows("press # on the keypad")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304,
            &src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304,
        ])
        .limit("the office phone counts as voice")
        .felt(MomentSet::OFFER, |v| v.terms.usable().contains(Method::OfficePhone))
        .examples(&[
            eg::applies("an office phone is registered and allowed", |c| eg::methods(c, &[Method::OfficePhone])),
            eg::silent("the same in a trial, which has no voice", |c| {
                eg::methods(c, &[Method::OfficePhone]);
                c.tenant.trial_days = Some(10);
            }),
        ]),
    rule("meth-two-phones-count", Decision)
        .given("User has a mobile number and an office number, both options enabled.")
        .says("They satisfy a two-method policy.")
        .assumes("text-and-call-count-as")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .notes(
            "The page gives this pair as its example of two methods. That a text and a call to one mobile number \
            are a single method is the assumption.",
        )
        .limit("ways of one phone are counted as the assumption says")
        .felt(MomentSet::OFFER, |v| {
            let usable = v.terms.usable();
            let mobile = usable.intersection(MethodSet::MOBILE_PHONE);
            v.terms.needed == 2 && !mobile.is_empty() && usable.contains(Method::OfficePhone)
        })
        .examples(&[
            eg::applies("two methods are needed, a mobile and an office phone count", |c| {
                eg::methods(c, &[Method::MobilePhone, Method::OfficePhone]);
                c.tenant.required = 2;
            }),
            eg::silent("two methods are needed and only a mobile phone counts", |c| {
                eg::methods(c, &[Method::MobilePhone]);
                c.tenant.required = 2;
            }),
        ]),
    rule("meth-phone-format", Limit)
        .given("A phone number is stored.")
        .says("Must be +country code, a space, then the number.")
        .shows("SMS or call never arrives if malformed")
        .numbers("example: +1 4251234567")
        .sources(&[
            &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304,
            &src::TROUBLESHOOT_SSPR_20250606,
            &src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304,
        ])
        .limit("numbers of another form do not count")
        .felt(MomentSet::OFFER, |v| !v.case.person.phones.malformed.is_empty())
        .examples(&[
            eg::applies("the number of the only phone has no country code", |c| {
                eg::registered(c, &[]);
                c.person.phones.malformed = MethodSet::MOBILE_PHONE;
            }),
            eg::silent("the number has the documented form", |c| eg::methods(c, &[Method::MobilePhone])),
        ]),
    rule("meth-phone-extension-stripped", Decision)
        .given("Stored number has an extension.")
        .says("Extension is removed before the call; so the call reaches the main line.")
        .basis(Basis::Disputed)
        .assumes("phone-extension")
        .sources(&[&src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("The phone page says extensions work for office phones at sign-in. See assumption phone-extension.")
        .general()
        .effect(
            MomentSet::PROVE,
            |v| {
                let asked = v.case.prove().map(|prove| prove.asked.intersection(v.case.person.phones.extended));
                v.book.assumed.extension_is_stripped && asked.is_some_and(|asked| !asked.is_empty())
            },
            &[Do::Say("the extension of the number is not dialled: the call reaches the main line")],
        )
        .examples(&[
            eg::applies("the office phone is asked for, and its number has an extension", extended),
            eg::silent("the same where extensions are dialled", extended).under(&[("phone-extension", "dialled")]),
            eg::silent("the office phone is asked for, and its number has none", |c| {
                extended(c);
                c.person.phones.extended = MethodSet::EMPTY;
            }),
        ]),
    rule("meth-phone-must-match", Decision)
        .given("User types a phone number to confirm it.")
        .says("Must match the full number on file with area and country code, else error and an attempt is counted.")
        .shows("error when validating phone number")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .refuses(MomentSet::PROVE, None, |v| {
            v.case
                .prove()
                .and_then(|prove| prove.failed)
                .is_some_and(|method| !MethodSet::of(&[method]).ways().intersection(TELEPHONE).is_empty())
        })
        .examples(&[
            eg::blocks("the number typed is not the one on file", |c| {
                eg::prove(c).failed = Some(Method::MobilePhoneText)
            }),
            eg::holds("no proof failed", |c| eg::prove(c).failed = None),
        ]),
    rule("meth-virtual-numbers", Context)
        .given("Number is virtual.")
        .says("Not supported for text or voice.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001]),
    rule("meth-short-codes", Context)
        .given("Text is sent outside US and Canada.")
        .says("No short codes.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304]),
    rule("meth-app-code-one-gate", Decision)
        .given("Tenant not migrated to Authentication methods policy, 1 method required, app enabled.")
        .says("Only the app code may be used.")
        .numbers("gates: 1")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .term(METHODS, |case, book, terms| {
            let one = case.tenant.migration != Migration::Complete && terms.needed == 1;
            if one && !listed(case, book) {
                terms.allowed.remove(Method::AuthenticatorNotification);
            }
        })
        .examples(&[
            eg::changes("one method is needed before the move is complete", |c| {
                eg::methods(c, &[Method::AuthenticatorApp, Method::Email]);
                c.tenant.migration = Migration::PreMigration;
            }),
            eg::leaves("two methods are needed before the move is complete", |c| {
                eg::methods(c, &[Method::AuthenticatorApp, Method::Email]);
                c.tenant.migration = Migration::PreMigration;
                c.tenant.required = 2;
            }),
        ]),
    rule("meth-app-either-two-gates", Decision)
        .given("Tenant not migrated, 2 methods required, app enabled.")
        .says("App notification or app code may be used as one of the two.")
        .numbers("gates: 2")
        .assumes("authenticator-counts-as")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "That notification and code of one app are not two methods is the assumption; the page only says \
            either, beside another enabled method.",
        )
        .limit("two ways of the app are counted as the assumption says")
        .felt(MomentSet::OFFER, |v| {
            let two = v.terms.needed == 2 && v.case.tenant.migration != Migration::Complete;
            two && v.terms.usable().intersection(MethodSet::AUTHENTICATOR).len() == 2
        })
        .examples(&[
            eg::applies("two methods are needed before the move, the app and an address count", |c| {
                eg::methods(c, &[Method::AuthenticatorApp, Method::Email]);
                (c.tenant.required, c.tenant.migration) = (2, Migration::PreMigration);
            }),
            eg::silent("one method is needed: only the code counts", |c| {
                eg::methods(c, &[Method::AuthenticatorApp, Method::Email]);
                c.tenant.migration = Migration::PreMigration;
            }),
        ]),
    rule("meth-app-not-sole-one", Limit)
        .given("Policy requires 1 method and includes the Authenticator app.")
        .says("Policy must enable at least one more method; app alone cannot be saved.")
        .shows("portal refuses to save")
        .numbers("min_other_methods: 1")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "Printed under the heading for tenants that have not migrated, so it concerns methods picked in the \
            legacy reset policy.",
        )
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| app_is_alone(save, 1, 1)))
        .examples(&[
            eg::blocks("one method is needed and only the app is picked", |c| eg::save(c).methods = APP),
            eg::holds("one method is needed, the app and e-mail are picked", |c| {
                eg::save(c).methods = APP.union(eg::EMAIL)
            }),
        ]),
    rule("meth-app-not-sole-two", Limit)
        .given("Policy requires 2 methods and includes the Authenticator app.")
        .says("At least two more methods must be enabled.")
        .shows("portal refuses to save")
        .numbers("min_other_methods: 2")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "Printed under the heading for tenants that have not migrated, so it concerns methods picked in the \
            legacy reset policy.",
        )
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| app_is_alone(save, 2, 2)))
        .examples(&[
            eg::blocks("two methods are needed, the app and one other are picked", |c| {
                eg::save(c).required = 2;
                eg::save(c).methods = APP.union(eg::EMAIL);
            }),
            eg::holds("two methods are needed, the app and two others are picked", |c| {
                eg::save(c).required = 2;
                eg::save(c).methods = APP.union(eg::EMAIL).union(MethodSet::of(&[Method::MobilePhone]));
            }),
        ]),
    rule("meth-app-migrated", Decision)
        .given("Tenant finished migration.")
        .says(
            "The code-only restriction for one gate no longer applies: push may be the single gate when \
            Authenticator is allowed.",
        )
        .basis(Basis::Assumed)
        .assumes("single-gate-push-after-migration")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes(
            "Negative inference from the condition on the rule; documentation does not describe the migrated case \
            positively.",
        )
        .term(METHODS, |case, book, terms| {
            let one = case.tenant.migration == Migration::Complete && terms.needed == 1;
            if one && !book.assumed.push_alone_after_migration && !listed(case, book) {
                terms.allowed.remove(Method::AuthenticatorNotification);
            }
        })
        .examples(&[
            eg::leaves("the move is complete and a notification may stand alone", |c| {
                eg::methods(c, &[Method::AuthenticatorApp])
            }),
            eg::changes("the move is complete and only codes may stand alone", |c| {
                eg::methods(c, &[Method::AuthenticatorApp])
            })
            .under(&[("single-gate-push-after-migration", "code-only")]),
        ]),
    rule("meth-third-party-app-no-push", Decision)
        .given("A non-Microsoft authenticator app is registered.")
        .says("Codes only.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .limit("another authenticator app is a method of its own: codes only")
        .felt(MomentSet::OFFER, |v| {
            let usable = v.terms.usable();
            usable.contains(Method::SoftwareOath) && !usable.contains(Method::AuthenticatorNotification)
        })
        .examples(&[
            eg::applies("an app of another maker is registered", |c| eg::methods(c, &[Method::SoftwareOath])),
            eg::silent("the Authenticator app is registered", |c| eg::methods(c, &[Method::AuthenticatorApp])),
        ]),
    rule("meth-otp-lifetime", Timing)
        .given("A code is sent by e-mail or text in a reset session.")
        .says("Code valid 5 minutes.")
        .numbers("minutes: 5")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .refuses(MomentSet::PROVE, None, |v| {
            v.case
                .prove()
                .is_some_and(|prove| prove.elapsed > CODE_SECONDS && !prove.asked.intersection(SENT_CODES).is_empty())
        })
        .examples(&[
            eg::blocks("a mailed code is typed a second after the fifth minute", |c| {
                eg::prove(c).elapsed = CODE_SECONDS + 1
            }),
            eg::holds("a mailed code is typed at the end of the fifth minute", |c| eg::prove(c).elapsed = CODE_SECONDS),
        ]),
    rule("meth-delivery-time", Timing)
        .given("Code or call requested.")
        .says("Normal arrival 5 to 20 seconds, at most a minute.")
        .numbers("typical_s: 5-20, max_s: 60")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .figures(&[figure("max_s", || u64::from(ARRIVAL_SECONDS) * 1_000_000)])
        .limit("a code that was sent is there when a person takes a minute to the submit")
        .felt(MomentSet::PROVE, |v| {
            v.case.prove().is_some_and(|prove| {
                prove.elapsed >= ARRIVAL_SECONDS && !prove.asked.intersection(TELEPHONE.union(SENT_CODES)).is_empty()
            })
        })
        .examples(&[
            eg::applies("a mailed code is typed a minute after the start", |c| eg::prove(c).elapsed = ARRIVAL_SECONDS),
            eg::silent("a mailed code is typed a second earlier", |c| eg::prove(c).elapsed = ARRIVAL_SECONDS - 1),
        ]),
    rule("meth-retry-link", Message)
        .given("Properly configured user cannot be reached.")
        .says("After 10 seconds links to try again and to contact the administrator appear.")
        .shows("try again / contact your administrator")
        .numbers("seconds: 10")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .figures(&[figure("seconds", || u64::from(LINK_SECONDS) * 1_000_000)])
        .limit("who is not reached for so long has the links; `contact-administrator` is the step behind one of them")
        .felt(MomentSet::PROVE, |v| {
            v.case.prove().is_some_and(|prove| {
                let reached = |method| MethodSet::of(&[method]).intersection(TELEPHONE.union(SENT_CODES)).is_empty();
                prove.elapsed >= LINK_SECONDS && prove.failed.is_some_and(|method| !reached(method))
            })
        })
        .examples(&[
            eg::applies("a text has not come after ten seconds", |c| {
                let facts = eg::prove_by(c, Method::MobilePhoneText);
                (facts.failed, facts.elapsed) = (Some(Method::MobilePhoneText), LINK_SECONDS);
            }),
            eg::silent("a text has not come after nine seconds", |c| {
                let facts = eg::prove_by(c, Method::MobilePhoneText);
                (facts.failed, facts.elapsed) = (Some(Method::MobilePhoneText), LINK_SECONDS - 1);
            }),
        ]),
    rule("meth-email-spam", Context)
        .given("Reset e-mail does not arrive.")
        .says("Most common cause is a spam filter; user must look in the mailbox registered for SSPR.")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606]),
    rule("meth-sms-voice-retired", Decision)
        .given("Public cloud tenant, date on or after 1 Feb 2027, no customer-managed telecom provider.")
        .says("Text and voice cannot be used, SSPR included; users left with too few methods get SSPR_0014.")
        .numbers("date: 2027-02-01")
        .since(2027, 2, 1)
        .assumes("sms-voice-retired-from")
        .sources(&[&src::CONCEPT_SMS_VOICE_RETIREMENT_20260729, &src::CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904])
        .notes("Code in the outcome is inferred.")
        .term(METHODS, |case, _, terms| {
            if telephone_ends(case) {
                terms.held = terms.held.without(TELEPHONE);
            }
        })
        .examples(&[
            eg::leaves("a mobile phone is registered, on 31 January 2027", |c| eg::on(c, 2027, 1, 31)),
            eg::changes("a mobile phone is registered, on 1 February 2027", |c| eg::on(c, 2027, 2, 1)),
            eg::changes("nothing else is registered, on that day", only_a_phone),
            eg::changes("the same where the code of the scope is shown", only_a_phone)
                .under(&[("retired-method-code", "SSPR_0013")]),
            eg::leaves("the same where text and call never end", only_a_phone)
                .under(&[("sms-voice-retired-from", "never")]),
            eg::leaves("the tenant has a telecom provider, on 1 February 2027", |c| {
                eg::on(c, 2027, 2, 1);
                c.tenant.telecom_provider = true;
            }),
            eg::leaves("the tenant is of the US Government cloud, on 1 February 2027", |c| {
                eg::on(c, 2027, 2, 1);
                c.tenant.cloud = Cloud::UsGovernment;
            }),
            eg::leaves("a mobile phone is registered and the day never comes", |c| eg::on(c, 2027, 2, 1))
                .under(&[("sms-voice-retired-from", "never")]),
        ]),
    rule("meth-sms-provider", Decision)
        .given(
            "A telecom provider from the Security Store is configured (possible from 30 Oct 2026) and the user was \
            moved to it.",
        )
        .says("Text and voice go on for that user, also after 1 Feb 2027; no blocking passkey prompt.")
        .numbers("providers_listed: 2026-09-18, configurable_from: 2026-10-30")
        .since(2026, 10, 30)
        .assumes("sms-voice-retired-from")
        .sources(&[&src::CONCEPT_SMS_VOICE_RETIREMENT_20260729, &src::CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904])
        .limit("a provider keeps text and voice in force")
        .felt(MomentSet::OFFER, |v| {
            let provided = v.case.tenant.telecom_provider && v.case.tenant.cloud == Cloud::Public;
            provided && !v.terms.held.intersection(TELEPHONE).is_empty()
        })
        .examples(&[
            eg::applies("the tenant has a provider, on 1 February 2027", |c| {
                eg::on(c, 2027, 2, 1);
                c.tenant.telecom_provider = true;
            }),
            eg::silent("the tenant has none, on 1 February 2027", |c| eg::on(c, 2027, 2, 1)),
            eg::silent("the tenant has a provider, on 31 January 2027", |c| {
                eg::on(c, 2027, 1, 31);
                c.tenant.telecom_provider = true;
            }),
            eg::applies("the same where text and call end on that day", |c| {
                eg::on(c, 2027, 1, 31);
                c.tenant.telecom_provider = true;
            })
            .under(&[("sms-voice-retired-from", "2027-01-31")]),
        ]),
    rule("meth-sms-retire-scope", Context)
        .given("Tenant is sovereign cloud, Azure AD B2C or External ID.")
        .says(
            "Retirement date does not apply (other clouds later; B2C out of scope; External ID announced \
            separately).",
        )
        .sources(&[&src::CONCEPT_SMS_VOICE_RETIREMENT_20260729, &src::CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904])
        .notes("Guests (B2B and internal) of public-cloud tenants are in scope. External MFA methods are not touched."),
    rule("meth-questions-retired", Decision)
        .given("March 2027 or later.")
        .says("Security questions no longer usable for SSPR; a user relying on them cannot finish a reset.")
        .shows("SSPR_0014 (inferred)")
        .numbers("date: 2027-03")
        .since(2027, 3, 1)
        .basis(Basis::Assumed)
        .assumes("security-questions-retired-from")
        .sources(&[&src::MESSAGE_CENTER_NOTICE_ON_SECURITY_QUESTIONS_RETI_20260218])
        .notes(
            "Only third-party copies of the announcement (release window 1 to 31 March 2027); the newest product \
            page advises against questions but names no date. The day inside March is a guess.",
        )
        .term(METHODS, |_, _, terms| terms.held.remove(Method::SecurityQuestions))
        .examples(&[
            eg::leaves("questions are registered, on 28 February 2027", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                eg::on(c, 2027, 2, 28);
            }),
            eg::changes("questions are registered, on 1 March 2027", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                eg::on(c, 2027, 3, 1);
            }),
            eg::leaves("questions are registered and the day never comes", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                eg::on(c, 2027, 3, 1);
            })
            .under(&[("security-questions-retired-from", "never")]),
        ]),
    rule("meth-questions-advised-against", Context)
        .given("Security questions enabled as a method.")
        .says(
            "Allowed but officially discouraged. Newer text advises to remove them; where kept, only together with \
            another method.",
        )
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304]),
    rule("sq-custom-max", Limit)
        .given("Administrator defines own questions.")
        .says("Up to 20 custom questions.")
        .numbers("max_custom: 20")
        .figures(&[figure("max_custom", || u64::from(CUSTOM_QUESTIONS) * 1_000_000)])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| save.custom_questions > CUSTOM_QUESTIONS))
        .examples(&[
            eg::blocks("21 own questions are to be saved", |c| eg::save(c).custom_questions = 21),
            eg::holds("20 own questions are to be saved", |c| eg::save(c).custom_questions = 20),
        ])
        .sources(&[&src::PASSWORDS_FAQ_20210813]),
    rule("sq-question-length", Limit)
        .given("A custom question is written.")
        .says("3 to 200 characters.")
        .numbers("min: 3, max: 200")
        .figures(&[
            figure("min", || u64::from(QUESTION_SHORTEST) * 1_000_000),
            figure("max", || u64::from(QUESTION_LONGEST) * 1_000_000),
        ])
        .refuses(MomentSet::SAVE, None, |v| {
            let outside = |save: &SaveFacts| {
                save.shortest_question < QUESTION_SHORTEST || save.longest_question > QUESTION_LONGEST
            };
            v.case.save().is_some_and(|save| save.custom_questions > 0 && outside(save))
        })
        .examples(&[
            eg::blocks("an own question of two characters is to be saved", |c| {
                (eg::save(c).custom_questions, eg::save(c).shortest_question) = (1, 2);
            }),
            eg::blocks("an own question of 201 characters is to be saved", |c| {
                (eg::save(c).custom_questions, eg::save(c).longest_question) = (1, 201);
            }),
            eg::holds("own questions of 3 and of 200 characters are to be saved", |c| {
                (eg::save(c).custom_questions, eg::save(c).longest_question) = (2, 200);
            }),
        ])
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304]),
    rule("sq-answer-length", Limit)
        .given("User answers a question at registration.")
        .says("3 to 40 characters, any character set.")
        .shows("rejected outside the range")
        .numbers("min: 3, max: 40")
        .figures(&[
            figure("min", || u64::from(ANSWER_SHORTEST) * 1_000_000),
            figure("max", || u64::from(ANSWER_LONGEST) * 1_000_000),
        ])
        .refuses(MomentSet::REGISTER, None, |v| {
            answers(v).is_some_and(|one| one.shortest < ANSWER_SHORTEST || one.longest > ANSWER_LONGEST)
        })
        .examples(&[
            eg::blocks("an answer has two characters", |c| answering(c).shortest = 2),
            eg::holds("an answer has three characters", |c| answering(c).shortest = 3),
            eg::blocks("an answer has forty-one characters", |c| answering(c).longest = 41),
            eg::holds("an answer has forty characters", |c| answering(c).longest = 40),
        ])
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304, &src::PASSWORDS_FAQ_20210813]),
    rule("sq-no-duplicate-answers", Limit)
        .given("Two questions get the same answer.")
        .says("Second is rejected.")
        .refuses(MomentSet::REGISTER, None, |v| answers(v).is_some_and(|one| one.same_answer))
        .examples(&[
            eg::blocks("two questions get the same answer", |c| answering(c).same_answer = true),
            eg::holds("each question gets its own answer", |c| {
                answering(c);
            }),
        ])
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304, &src::PASSWORDS_FAQ_20210813]),
    rule("sq-no-duplicate-questions", Limit)
        .given("Same question is picked twice.")
        .says("Not allowed.")
        .refuses(MomentSet::REGISTER, None, |v| answers(v).is_some_and(|one| one.same_question))
        .examples(&[
            eg::blocks("a question is picked twice", |c| answering(c).same_question = true),
            eg::holds("each question is picked once", |c| {
                answering(c);
            }),
        ])
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304, &src::PASSWORDS_FAQ_20210813]),
    rule("sq-register-count", Limit)
        .given("Policy value for number of questions to register.")
        .says("3 to 5.")
        .numbers("min: 3, max: 5")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().is_some_and(|save| !(3..=5).contains(&save.questions_register))
        })
        .examples(&[
            eg::blocks("two questions are to be registered", |c| {
                eg::save(c).questions_register = 2;
            }),
            eg::holds("three questions are to be registered", |c| {
                eg::save(c).questions_register = 3;
            }),
        ]),
    rule("sq-reset-count", Limit)
        .given("Policy value for number of questions to answer at reset.")
        .says("3 to 5.")
        .numbers("min: 3, max: 5")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().is_some_and(|save| {
                !(3..=5).contains(&save.questions_reset) || save.questions_reset > save.questions_register
            })
        })
        .examples(&[
            eg::blocks("two questions are to be answered", |c| eg::save(c).questions_reset = 2),
            eg::holds("three questions are to be answered", |c| eg::save(c).questions_reset = 3),
            eg::blocks("four are to be answered where three are registered", |c| {
                eg::save(c).questions_register = 3;
                eg::save(c).questions_reset = 4;
            }),
        ]),
    rule("sq-pool-ge-register", Limit)
        .given("Question pool saved.")
        .says("Number of questions defined must be at least the number required to register.")
        .shows("portal refuses to save")
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304])
        .limit("the pool is that of the predefined questions and of the own ones")
        .felt(MomentSet::SAVE, |v| {
            v.case
                .save()
                .is_some_and(|save| save.questions_register > PREDEFINED_QUESTIONS + i32::from(save.custom_questions))
        })
        .examples(&[
            eg::applies("one more question is to be registered than there are", |c| {
                eg::save(c).questions_register = PREDEFINED_QUESTIONS + 1
            }),
            eg::silent("as many are to be registered as there are", |c| {
                eg::save(c).questions_register = PREDEFINED_QUESTIONS
            }),
        ]),
    rule("sq-not-localised-custom", Context)
        .given("Custom questions and user with another browser locale.")
        .says("Shown in the language they were written in; predefined ones are localised.")
        .numbers("predefined_count: 35")
        .sources(&[&src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304, &src::PASSWORDS_FAQ_20210813])
        .notes("Count of predefined questions counted by hand on the page."),
    rule("sq-admin-blind", Context)
        .given("Administrator opens a user profile.")
        .says("Cannot see, set or change answers; cannot be synchronized from on-premises.")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304,
            &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304,
            &src::PASSWORDS_FAQ_20210813,
        ]),
    rule("sq-no-locale-sets", Context)
        .given("Tenant wants different questions per locale.")
        .says("Not possible.")
        .sources(&[&src::PASSWORDS_FAQ_20210813]),
    rule("mig-disable-everywhere", Decision)
        .given("Administrator wants to forbid a method before completion.")
        .says("Must be off in every policy.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .general()
        .effect(
            MomentSet::SAVE,
            |v| v.case.save().is_some_and(|save| save.still_allowed),
            &[Do::Say("a method that was taken out stays allowed: the other policy still has it")],
        )
        .examples(&[
            eg::applies("a method is taken out of one policy and stands in the other", |c| {
                eg::save(c).still_allowed = true
            }),
            eg::silent("a method is taken out of every policy that has it", |c| eg::save(c).still_allowed = false),
        ]),
    rule("mig-deadline", Timing)
        .given("Date on or after 30 Sep 2025.")
        .says("Methods can no longer be managed in legacy MFA and SSPR policies.")
        .numbers("date: 2025-09-30, earlier_announced: 2024-09-30, announced: 2023-03")
        .since(2025, 9, 30)
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304, &src::TUTORIAL_ENABLE_SSPR_20240521])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| save.legacy_methods_changed))
        .examples(&[
            eg::holds("legacy methods are changed, on 29 September 2025", |c| {
                eg::on(c, 2025, 9, 29);
                eg::save(c).legacy_methods_changed = true;
            }),
            eg::blocks("legacy methods are changed, on 30 September 2025", |c| {
                eg::on(c, 2025, 9, 30);
                eg::save(c).legacy_methods_changed = true;
            }),
            eg::holds("no legacy method is changed, on 30 September 2025", |c| {
                eg::on(c, 2025, 9, 30);
                eg::save(c);
            }),
        ]),
    rule("mig-questions-stay-legacy", Decision)
        .given("Security questions in use.")
        .says("Managed only in the legacy SSPR policy, even after completion.")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304,
            &src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004,
        ])
        .limit("questions are taken from the legacy policy in every state")
        .felt(MomentSet::OFFER, |v| {
            let questions = Method::SecurityQuestions;
            let complete = v.case.tenant.migration == Migration::Complete;
            complete && v.terms.usable().contains(questions) && !v.case.tenant.modern.contains(questions)
        })
        .examples(&[
            eg::applies("the move is complete and only the legacy policy has questions", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.tenant.modern = MethodSet::EMPTY;
            }),
            eg::silent("the legacy policy has no questions", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.tenant.legacy = MethodSet::EMPTY;
            }),
        ]),
    rule("mig-rollback", Decision)
        .given("Tenant started in Pre-migration / In progress.")
        .says(
            "Former may move to any state; latter may not go back to Pre-migration. From Complete one may go back \
            to In progress.",
        )
        .basis(Basis::Disputed)
        .assumes("migration-rollback")
        .sources(&[
            &src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304,
            &src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004,
        ])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().is_some_and(|save| save.back_to_pre_migration) && !v.book.assumed.migration_reversible
        })
        .examples(&[
            eg::blocks("a tenant that began in progress goes back before the move", |c| {
                eg::save(c).back_to_pre_migration = true
            }),
            eg::holds("nothing goes back before the move", |c| eg::save(c).back_to_pre_migration = false),
            eg::holds("it goes back where every state can be taken back", |c| eg::save(c).back_to_pre_migration = true)
                .under(&[("migration-rollback", "fully-reversible")]),
        ]),
    rule("mig-mapping", Context)
        .given("Legacy method is carried over.")
        .says(
            "App notification to Authenticator; app code to Authenticator OTP and software OATH; e-mail to Email \
            OTP; mobile phone to SMS and Voice; office phone to Voice with office option; questions have no \
            target.",
        )
        .sources(&[&src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004]),
    rule("mig-email-otp-members", Context)
        .given("Email OTP enabled in Authentication methods policy.")
        .says("Include/exclude targeting governs members for password reset; guest sign-in is a separate switch.")
        .sources(&[&src::HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004]),
    rule("mig-policy-size", Limit)
        .given("Authentication methods policy very large.")
        .says("Cannot be saved above 20 KB.")
        .numbers("kb: 20")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .figures(&[figure("kb", || u64::from(POLICY_BYTES / 1024) * 1_000_000)])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| save.policy_bytes > POLICY_BYTES))
        .examples(&[
            eg::blocks("a policy of more than 20 KB is saved", |c| eg::save(c).policy_bytes = 20 * 1024 + 1),
            eg::holds("a policy of 20 KB is saved", |c| eg::save(c).policy_bytes = 20 * 1024),
        ]),
    rule("meth-country-block", Decision)
        .given("Country code is on the voice block list and the administrator did not opt in.")
        .says("Voice cannot be used for that number.")
        .basis(Basis::Assumed)
        .assumes("voice-country-block")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304])
        .notes("Written for MFA voice; effect on SSPR assumed the same.")
        .term(METHODS, |case, book, terms| {
            if book.assumed.calls_barred_by_country {
                terms.held = terms.held.without(case.person.phones.barred);
            }
        })
        .examples(&[
            eg::changes("a mobile number of a country to which no calls are made", |c| {
                c.person.phones.barred = MethodSet::of(&[Method::MobilePhoneCall])
            }),
            eg::leaves("the same where the list is for sign-ins alone", |c| {
                c.person.phones.barred = MethodSet::of(&[Method::MobilePhoneCall])
            })
            .under(&[("voice-country-block", "no")]),
            eg::leaves("a mobile number of another country", |_| {}),
        ]),
    rule("meth-text-channels", Context)
        .given("Text code is sent.")
        .says("May travel as SMS, RCS or WhatsApp.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304]),
];

/// Questions of its own that an organisation may have.
const CUSTOM_QUESTIONS: u16 = 20;

/// Characters that such a question has at least.
pub(crate) const QUESTION_SHORTEST: u16 = 3;

/// Characters that it has at most.
const QUESTION_LONGEST: u16 = 200;

/// Characters of the shortest answer to a security question.
///
/// Source: rule `sq-answer-length`.
const ANSWER_SHORTEST: u16 = 3;

/// Characters of the longest answer to a security question.
///
/// Source: rule `sq-answer-length`.
const ANSWER_LONGEST: u16 = 40;

/// The answers that a person registers.
fn answers(v: &View<'_>) -> Option<AnswerFacts> {
    v.case.register()?.answers
}

/// Somebody registers answers of six characters to different questions.
fn answering(case: &mut Case) -> &mut AnswerFacts {
    let plain = AnswerFacts { shortest: 6, longest: 6, same_answer: false, same_question: false };
    eg::methods(case, &[Method::SecurityQuestions]);
    let facts = eg::register(case);
    facts.methods = MethodSet::of(&[Method::SecurityQuestions]);
    facts.answers.get_or_insert(plain)
}

/// A mobile phone is all that is registered, on 1 February 2027.
fn only_a_phone(case: &mut Case) {
    eg::methods(case, &[Method::MobilePhone]);
    eg::on(case, 2027, 2, 1);
}

/// Somebody proves by an office phone whose number has an extension.
fn extended(case: &mut Case) {
    eg::methods(case, &[Method::OfficePhone]);
    case.person.phones.extended = eg::OFFICE_PHONE;
    eg::prove_by(case, Method::OfficePhone);
}

/// The Authenticator app under its name.
const APP: MethodSet = MethodSet::of(&[Method::AuthenticatorApp]);

/// Codes that travel by mail or text.
const SENT_CODES: MethodSet = MethodSet::of(&[Method::Email, Method::MobilePhoneText]);

/// How many questions a tenant has that defines none of its own; source: rule `sq-not-localised-custom`.
const PREDEFINED_QUESTIONS: i32 = 35;

/// How large an Authentication methods policy may be, in bytes.
const POLICY_BYTES: u32 = 20 * 1024;

/// How long a text, a call or a mail takes at most to arrive, in seconds.
const ARRIVAL_SECONDS: u32 = 60;

/// After how many seconds without an answer the page shows other ways on.
const LINK_SECONDS: u32 = 10;

/// How long a code that was sent can be used, in seconds.
const CODE_SECONDS: u32 = 5 * 60;

/// How long a reset may take from start to finish, in seconds.
const SESSION_SECONDS: u32 = 15 * 60;

/// What the policies allow people under the user policy, each way on its own.
const fn of_policies(tenant: &TenantFacts) -> MethodSet {
    allowed(tenant.migration, tenant.legacy, tenant.modern)
}

/// The legacy policy holds the app and fewer than so many other methods.
fn app_is_alone(save: &SaveFacts, required: i32, others: u32) -> bool {
    let app = APP.union(MethodSet::AUTHENTICATOR);
    let rest = save.methods.without(app).merged().len();
    !save.migrated && save.required == required && !save.methods.intersection(app).is_empty() && rest < others
}
