//! How many proofs are needed, and what happens after too many attempts.

use crate::model::ask::{Action, Code};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Migration;
use crate::rules::assumed::Assumed;
use crate::rules::case::{Counter, Counts, MomentSet};
use crate::rules::example as eg;
use crate::rules::readings::policy::portal;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;
use crate::rules::terms::count;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("sq-random-selection", Decision)
        .given("User registered more questions than reset needs.")
        .says("N are drawn at random; after a wrong answer the draw starts again.")
        .numbers("example: 3 of 5")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .limit("the answers needed are those of a draw")
        .felt(MomentSet::PROVE, |v| {
            let asked = v.case.prove().is_some_and(|prove| prove.asked.contains(Method::SecurityQuestions));
            asked && v.case.person.answers > v.case.tenant.answers_needed
        })
        .examples(&[
            eg::applies("five questions are answered and a reset needs three", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.person.answers = 5;
                eg::prove_by(c, Method::SecurityQuestions);
            }),
            eg::silent("three are answered and a reset needs three: all of them are asked", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.person.answers = 3;
                eg::prove_by(c, Method::SecurityQuestions);
            }),
        ]),
    rule("sq-one-gate", Decision)
        .given("User answers the required number of questions.")
        .says("All questions together count as one method.")
        .basis(Basis::Derived)
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .notes("Follows from security questions being one entry of the method list.")
        .limit("questions are one method")
        .felt(MomentSet::OFFER, |v| {
            portal(v) && v.terms.usable().contains(Method::SecurityQuestions) && v.case.tenant.answers_needed > 1
        })
        .examples(&[
            eg::applies("three answers are needed, and two methods: questions alone are one", |c| {
                eg::methods(c, &[Method::SecurityQuestions]);
                c.tenant.required = 2;
            }),
            eg::silent("no questions are answered", |c| eg::methods(c, &[Method::Email])),
        ]),
    rule("gate-count-values", Limit)
        .given("Number of methods required to reset.")
        .says("1 or 2 for users.")
        .numbers("values: 1|2")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| !(1..=2).contains(&save.required)))
        .examples(&[
            eg::blocks("three methods are to be required", |c| eg::save(c).required = 3),
            eg::holds("two methods are to be required", |c| eg::save(c).required = 2),
        ]),
    rule("gate-one-or-more", Decision)
        .given("Policy 1, user has 1 or more usable methods.")
        .says("Able to reset or unlock.")
        .numbers("required: 1, registered_min: 1")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .effect(MomentSet::OFFER, |v| portal(v) && v.terms.needed == 1, &[Do::Name])
        .examples(&[
            eg::applies("one method is needed", |c| c.tenant.required = 1),
            eg::silent("two methods are needed", |c| c.tenant.required = 2),
        ]),
    rule("gate-one-of-two", Decision)
        .given("Policy 2, user has 1 usable method.")
        .says("Unable.")
        .shows("SSPR_0014")
        .numbers("required: 2, registered: 1")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0014), too_few)
        .examples(&[
            eg::blocks("two methods are needed and one counts", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
            }),
            eg::holds("one method is needed and one counts", |c| {
                c.tenant.required = 1;
                eg::registered(c, &[Method::Email]);
            }),
            eg::blocks("two are needed, and one phone takes texts and calls", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::MobilePhone]);
            }),
            eg::holds("the same where text and call are two", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::MobilePhone]);
            })
            .under(&[("text-and-call-count-as", "two")]),
            eg::blocks("two are needed, and one app gives notices and codes", |c| {
                c.tenant.required = 2;
                eg::methods(c, &[Method::AuthenticatorApp]);
            }),
            eg::holds("the same where notice and code are two", |c| {
                c.tenant.required = 2;
                eg::methods(c, &[Method::AuthenticatorApp]);
            })
            .under(&[("authenticator-counts-as", "two")]),
        ]),
    rule("gate-two-of-two", Decision)
        .given("Policy 2, user has 2 or more usable methods.")
        .says("Able.")
        .numbers("required: 2, registered_min: 2")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .effect(MomentSet::OFFER, |v| portal(v) && v.terms.needed == 2, &[Do::Name])
        .examples(&[
            eg::applies("two methods are needed", |c| c.tenant.required = 2),
            eg::silent("one method is needed", |c| c.tenant.required = 1),
        ]),
    rule("gate-policy-raised", Decision)
        .given("Policy goes from 1 to 2 while a user has one method.")
        .says(
            "User loses SSPR until a second is registered; nothing is pushed automatically except the registration \
            prompt when required.",
        )
        .shows("SSPR_0014")
        .numbers("before: 1, after: 2")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0014), |v| too_few(v) && v.case.tenant.policy_raised)
        .examples(&[
            eg::blocks("the number was raised to two and the person has one", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
                c.tenant.policy_raised = true;
            }),
            eg::holds("the number was two all along and the person has one", |c| {
                c.tenant.required = 2;
                eg::registered(c, &[Method::Email]);
            }),
        ]),
    rule("gate-method-set-changed", Decision)
        .given(
            "Administrator swaps the enabled methods (example: office phone and questions replaced by mobile phone \
            and e-mail).",
        )
        .says("Users without data for the new set cannot reset.")
        .shows("SSPR_0014")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .general()
        .refuses(MomentSet::OFFER, Some(Code::Sspr0014), |v| {
            let before = v.case.person.registered.intersection(v.case.person.allowed_before);
            let needed = u32::from(v.terms.needed);
            portal(v) && !v.terms.admin && v.terms.count(v.book) < needed && count(before, v.book) >= needed
        })
        .examples(&[
            eg::blocks("the only registered method was taken out of the policy", |c| {
                eg::methods(c, &[Method::Email]);
                eg::registered(c, &[Method::OfficePhone]);
                c.person.allowed_before = eg::OFFICE_PHONE;
            }),
            eg::holds("the registered method was never in the policy", |c| {
                eg::methods(c, &[Method::Email]);
                eg::registered(c, &[Method::OfficePhone]);
            }),
        ]),
    rule("gate-distinct-methods", Decision)
        .given("Two gates needed.")
        .says("Two different methods must be passed.")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::HOWTO_SSPR_REPORTING_20250304])
        .refuses(MomentSet::PROVE, None, |v| {
            v.case.prove().is_some_and(|prove| count(prove.passed, v.book) < u32::from(v.terms.needed))
        })
        .examples(&[
            eg::blocks("two methods are needed and one was passed", |c| {
                c.tenant.required = 2;
                eg::prove(c).passed = eg::EMAIL;
            }),
            eg::holds("two methods are needed and two were passed", |c| {
                c.tenant.required = 2;
                eg::prove(c).passed = eg::EMAIL.union(MethodSet::MOBILE_PHONE);
            }),
            eg::blocks("two are needed, a text and a call to one phone were passed", |c| {
                c.tenant.required = 2;
                eg::prove(c).passed = MethodSet::MOBILE_PHONE;
            }),
            eg::holds("the same where text and call are two", |c| {
                c.tenant.required = 2;
                eg::prove(c).passed = MethodSet::MOBILE_PHONE;
            })
            .under(&[("text-and-call-count-as", "two")]),
        ]),
    rule("gate-user-picks", Decision)
        .given("User has more methods than needed.")
        .says("User chooses which to use among those enabled and present.")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::PROVE, None, |v| {
            v.case.prove().is_some_and(|prove| !prove.asked.without(v.terms.usable()).is_empty())
        })
        .examples(&[
            eg::blocks("the person asks for a method that does not count", |c| {
                eg::prove(c).asked = MethodSet::of(&[Method::OfficePhone])
            }),
            eg::holds("the person asks for a method that counts", |c| eg::prove(c).asked = eg::EMAIL),
        ]),
    rule("gate-count-survives-migration", Decision)
        .given("Migration complete.")
        .says("Number of methods required stays in the SSPR blade and still applies.")
        .sources(&[&src::CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304])
        .limit("the number needed is the legacy setting in every state")
        .felt(MomentSet::OFFER, |v| portal(v) && !v.terms.admin && v.case.tenant.migration == Migration::Complete)
        .examples(&[
            eg::applies("the move is complete and the reset settings ask for two", |c| c.tenant.required = 2),
            eg::silent("the move has not begun", |c| c.tenant.migration = Migration::PreMigration),
        ]),
    rule("gate-unregistered-verified", Decision)
        .given("Number on file was never verified (before the registered-only change).")
        .says("Correct unverified data can still be used to reset.")
        .until(2026, 10, 4)
        .assumes("registered-only-from")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304, &src::HOWTO_SSPR_AUTHENTICATIONDATA_20250304])
        .notes(
            "Documented use; only the day it ends hangs on the switch. Superseded by reg-registered-only-enforced \
            from 2026-10-05.",
        )
        .limit("directory data counts without having been verified")
        .felt(MomentSet::OFFER, |v| {
            let unregistered = v.case.person.directory.without(v.case.person.registered);
            portal(v) && !v.terms.usable().intersection(unregistered).is_empty()
        })
        .examples(&[
            eg::applies("only the directory holds an address, on 4 October 2026", |c| {
                eg::on(c, 2026, 10, 4);
                eg::methods(c, &[Method::Email]);
                (c.person.registered, c.person.directory) = (MethodSet::EMPTY, eg::EMAIL);
            }),
            eg::silent("the same on 5 October 2026", |c| {
                eg::on(c, 2026, 10, 5);
                eg::methods(c, &[Method::Email]);
                (c.person.registered, c.person.directory) = (MethodSet::EMPTY, eg::EMAIL);
            }),
            eg::applies("the same on 5 October, where the notice never takes effect", |c| {
                eg::on(c, 2026, 10, 5);
                eg::methods(c, &[Method::Email]);
                (c.person.registered, c.person.directory) = (MethodSet::EMPTY, eg::EMAIL);
            })
            .under(&[("registered-only-from", "never")]),
        ]),
    rule("thr-identity-24h", Decision)
        .given("User fails to prove identity 5 times within 24 hours.")
        .says("Locked out of SSPR for 24 hours.")
        .shows("too many attempts")
        .numbers("attempts: 5, window_h: 24, lock_h: 24")
        .basis(Basis::Disputed)
        .assumes("throttle-counters")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("Further counters: thr-gate-1h, thr-email-10min, thr-same-account-1h. A successful reset clears them.")
        .refuses(MomentSet::OFFER, None, |v| throttled(v, Counter::Identity))
        .examples(&[
            eg::blocks("five proofs failed within a day", |c| eg::offer(c).throttled = Some(Counter::Identity)),
            eg::holds("nothing has closed the portal", |c| eg::offer(c).throttled = None),
        ]),
    rule("thr-gate-1h", Decision)
        .given("Same user validates a phone number, uses the app, sends a text or answers questions 5 times in 1 hour.")
        .says("Locked out for 24 hours.")
        .shows("too many attempts")
        .numbers("attempts: 5, window_h: 1, lock_h: 24")
        .assumes("throttle-counters")
        .sources(&[&src::PASSWORDS_FAQ_20210813, &src::TROUBLESHOOT_SSPR_20250606])
        .notes(
            "Phone numbers and security questions stand on both pages; app and text only in the FAQ. Whether one \
            counter spans all gates is not said.",
        )
        .refuses(MomentSet::OFFER, None, |v| throttled(v, Counter::Gate))
        .examples(&[
            eg::blocks("the phone was tried five times within an hour", |c| {
                eg::offer(c).throttled = Some(Counter::Gate)
            }),
            eg::holds("nothing has closed the portal", |c| eg::offer(c).throttled = None),
        ]),
    rule("thr-email-10min", Decision)
        .given("User has codes e-mailed 10 times in 10 minutes.")
        .says("Locked out for 24 hours.")
        .shows("too many attempts")
        .numbers("attempts: 10, window_min: 10, lock_h: 24")
        .basis(Basis::Disputed)
        .assumes("throttle-counters")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .refuses(MomentSet::OFFER, None, |v| throttled(v, Counter::Email))
        .examples(&[
            eg::blocks("ten codes were mailed within ten minutes", |c| eg::offer(c).throttled = Some(Counter::Email)),
            eg::holds("nothing has closed the portal", |c| eg::offer(c).throttled = None),
        ]),
    rule("thr-same-account-1h", Decision)
        .given("Reset of the same account tried 5 times in 1 hour.")
        .says("Locked out for 24 hours counted from the last attempt.")
        .shows("too many attempts")
        .numbers("attempts: 5, window_h: 1, lock_h: 24")
        .basis(Basis::Disputed)
        .assumes("throttle-counters")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .refuses(MomentSet::OFFER, None, |v| throttled(v, Counter::Account))
        .examples(&[
            eg::blocks("the account was tried five times within an hour", |c| {
                eg::offer(c).throttled = Some(Counter::Account)
            }),
            eg::holds("nothing has closed the portal", |c| eg::offer(c).throttled = None),
        ]),
    rule("thr-wait-from-last", Timing)
        .given("User is throttled.")
        .says("24 hours run from the last attempt.")
        .numbers("hours: 24")
        .assumes("throttle-release-by-administrator")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606])
        .figures(&[figure("hours", || u64::from(CLOSED_SECONDS / 3600) * 1_000_000)])
        .limit("the portal stays closed for 24 hours from the attempt that closed it")
        .felt(MomentSet::OFFER, closed)
        .examples(&[
            eg::applies("the portal was closed a second less than 24 hours ago", |c| {
                let facts = eg::offer(c);
                (facts.throttled, facts.throttled_for) = (Some(Counter::Gate), CLOSED_SECONDS - 1);
            }),
            eg::silent("the portal was closed 24 hours ago", |c| {
                let facts = eg::offer(c);
                (facts.throttled, facts.throttled_for) = (Some(Counter::Gate), CLOSED_SECONDS);
            }),
        ]),
    rule("thr-counter-reset", Effect)
        .given("User succeeds in resetting.")
        .says("Counters go back to zero.")
        .sources(&[&src::PASSWORDS_FAQ_20210813])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let released = v.case.is(Action::AdminResetPassword) && v.book.assumed.admin_reset_frees;
                v.case.is(Action::ResetPassword) || released
            },
            &[Do::ClearThrottle],
        )
        .examples(&[
            eg::applies("a reset took effect", |c| {
                eg::take_effect(c);
            }),
            eg::silent("a change of a known password took effect", |c| {
                eg::changing(c);
                eg::take_effect(c);
            }),
            eg::silent("an administrator's reset took effect", |c| {
                eg::administered(c);
                eg::take_effect(c);
            }),
            eg::applies("the same where such a reset frees the person", |c| {
                eg::administered(c);
                eg::take_effect(c);
            })
            .under(&[("throttle-release-by-administrator", "yes")]),
        ]),
    rule("thr-audit-event", Effect)
        .given("User is throttled.")
        .says("Audit record Blocked from self-service password reset with status Success.")
        .basis(Basis::Disputed)
        .assumes("throttle-blocks-at-attempt")
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304])
        .notes(
            "The audit text says more than five times in 24 hours, other pages say five. See assumption \
            throttle-blocks-at-attempt.",
        )
        .limit("written when the portal closes")
        .felt(MomentSet::PROVE, |v| v.case.prove().is_some_and(|prove| full(prove.counts, &v.book.assumed).is_some()))
        .examples(&[
            eg::applies("a fifth proof fails within a day", |c| eg::prove(c).counts.failed = 5),
            eg::silent("a fourth proof fails within a day", |c| eg::prove(c).counts.failed = 4),
            eg::silent("a fifth proof fails, where the sixth closes the portal", |c| eg::prove(c).counts.failed = 5)
                .under(&[("throttle-blocks-at-attempt", "6")]),
            eg::applies("a tenth code is mailed within ten minutes", |c| eg::prove(c).counts.mails = 10),
            eg::silent("a ninth code is mailed within ten minutes", |c| eg::prove(c).counts.mails = 9),
            eg::applies("a fifth reset of the account within an hour", |c| eg::prove(c).counts.attempts = 5),
            eg::silent("the same where only the counters of the FAQ run", |c| eg::prove(c).counts.attempts = 5)
                .under(&[("throttle-counters", "faq-only")]),
            eg::silent("a fifth proof fails, where only the counters of the troubleshooting page run", |c| {
                eg::prove(c).counts.failed = 5
            })
            .under(&[("throttle-counters", "troubleshooting-only")]),
        ]),
    rule("thr-telephony-soft", Context)
        .given("Many text or call attempts by one user or organisation.")
        .says("Extra telephony limits may apply; app or code methods unaffected; a few minutes wait.")
        .shows("limit on verification calls or texts")
        .sources(&[&src::CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304])
        .notes("Documented for sign-in; figures not published."),
];

/// How long the portal stays closed, in seconds.
pub(crate) const CLOSED_SECONDS: u32 = 24 * 60 * 60;

/// How many codes may be mailed in ten minutes.
const MAILS: u8 = 10;

/// The counter that is full, and closes the portal.
///
/// Source: rules `thr-identity-24h`, `thr-gate-1h`, `thr-email-10min` and `thr-same-account-1h`.
pub(crate) fn full(counts: Counts, assumed: &Assumed) -> Option<Counter> {
    let (limit, faq, troubleshooting) = (assumed.throttle_at, assumed.throttle_faq, assumed.throttle_troubleshooting);
    let counters = [
        (faq && counts.failed >= limit, Counter::Identity),
        ((faq || troubleshooting) && counts.gates >= limit, Counter::Gate),
        (faq && counts.mails >= MAILS, Counter::Email),
        (troubleshooting && counts.attempts >= limit, Counter::Account),
    ];
    counters.into_iter().find(|(full, _)| *full).map(|(_, counter)| counter)
}

/// So many verifications fill no counter with more to come, since each adds at most one to a counter.
pub(crate) fn harmless(assumed: &Assumed) -> u8 {
    assumed.throttle_at.min(MAILS)
}

/// The portal is still closed.
fn closed(v: &View<'_>) -> bool {
    portal(v) && v.case.offer().is_some_and(|offer| offer.throttled.is_some() && offer.throttled_for < CLOSED_SECONDS)
}

/// The portal is still closed by this counter.
fn throttled(v: &View<'_>, counter: Counter) -> bool {
    closed(v) && v.case.offer().is_some_and(|offer| offer.throttled == Some(counter))
}

/// Some methods count, but fewer than are needed.
fn too_few(v: &View<'_>) -> bool {
    let count = v.terms.count(v.book);
    portal(v) && count > 0 && count < u32::from(v.terms.needed)
}
