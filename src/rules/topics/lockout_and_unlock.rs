//! Cloud smart lockout, on-premises lockout and unlocking.

use crate::model::ask::{Action, Code, Place};
use crate::model::identity::{Cloud, Identity};
use crate::model::method::Method;
use crate::model::role::Role;
use crate::rules::case::{Case, LockFacts, MomentSet, SignInFacts};
use crate::rules::example as eg;
use crate::rules::readings::writeback::configured;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("unlock-with-reset", Effect)
        .given("action is reset-password; writeback is effective")
        .says("AD account unlocked as well")
        .shows("success")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304, &src::PASSWORDS_FAQ_20210813_2])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.effect().is_some_and(|e| e.written_back) && v.case.is(Action::ResetPassword),
            &[Do::UnlockDirectory],
        )
        .examples(&[
            eg::applies("a reset was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("a change was written back", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("unlock-toggle-on", Decision)
        .given("unlock_without_reset is on")
        .says("user chooses unlock or reset")
        .shows("two choices")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("the choice is offered")
        .felt(MomentSet::OFFER, |v| v.case.hybrid() && v.case.tenant.unlock_without_reset)
        .examples(&[
            eg::applies("a hybrid person asks and unlocking alone is switched on", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
            }),
            eg::silent("unlocking alone is switched off", eg::hybrid),
        ]),
    rule("unlock-toggle-off", Decision)
        .given("unlock_without_reset is off")
        .says("only the combined reset and unlock is offered")
        .shows("no unlock choice")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, None, |v| unlocks(v) && v.case.hybrid() && !v.case.tenant.unlock_without_reset)
        .examples(&[
            eg::blocks("unlocking without a reset is switched off", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                c.tenant.unlock_without_reset = false;
            }),
            eg::holds("unlocking without a reset is switched on", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
            }),
        ]),
    rule("unlock-methods", Decision)
        .given("method count required")
        .says("same one/two gate as reset")
        .shows("same prompts")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .limit("an unlock asks for the methods of a reset")
        .felt(MomentSet::OFFER, |v| unlocks(v) && v.terms.count(v.book) >= u32::from(v.terms.needed))
        .examples(&[
            eg::applies("two methods are needed and two count", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                c.tenant.required = 2;
            }),
            eg::silent("two methods are needed and one counts", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                c.tenant.required = 2;
                eg::methods(c, &[Method::Email]);
            }),
        ]),
    rule("unlock-smart-forgot", Effect)
        .given("smart lockout active; user picks forgot password and resets")
        .says("cloud lockout time drops to 0")
        .shows("can sign in")
        .numbers("s: 0")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.is(Action::ResetPassword) && !v.case.person.knows_password,
            &[Do::UnlockCloud],
        )
        .examples(&[
            eg::applies("a forgotten password was reset", |c| {
                eg::take_effect(c);
            }),
            eg::silent("a known password was changed", |c| {
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("unlock-smart-know", Decision)
        .given("smart lockout active; user picks know password (unlock)")
        .says("cloud lockout timer goes on")
        .shows("still locked in cloud")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20250304])
        .limit("an unlock, or a reset by somebody who knows the password, leaves the smart lockout as it is")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let kept = unlocks(v) || (v.case.is(Action::ResetPassword) && v.case.person.knows_password);
            v.case.person.smart_locked && kept
        })
        .examples(&[
            eg::applies("somebody who is locked out and knows the password resets it", |c| {
                eg::take_effect(c);
                (c.person.smart_locked, c.person.knows_password) = (true, true);
            }),
            eg::silent("somebody who is locked out has forgotten it", |c| {
                eg::take_effect(c);
                c.person.smart_locked = true;
            }),
        ]),
    rule("unlock-admin-cloud", Effect)
        .given("smart lockout active")
        .says("admin can release by resetting password")
        .shows("can sign in")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20250304])
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.is(Action::AdminResetPassword), &[Do::UnlockCloud])
        .examples(&[
            eg::applies("an administrator reset the password", |c| {
                eg::administered(c);
                eg::take_effect(c);
            }),
            eg::silent("the person changed the password", |c| {
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("lck-relock-after-one", Decision)
        .given("First sign-in after the lock also fails.")
        .says("Locks again at once.")
        .numbers("attempts: 1")
        .assumes("smart-lockout-growth")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .figures(&[figure("attempts", || FAILURES_AFTER_A_LOCK as u64 * 1_000_000)])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| {
            locks_here(v) && !uncounted(v) && v.case.sign_in().is_some_and(|s| s.counter.locks > 0 && !s.newer)
        })
        .examples(&[
            eg::blocks("the first password after a lock is wrong", |c| {
                wrong_after(c, 9);
                eg::sign_in(c).counter.locks = 1;
            }),
            eg::holds("the first password after a lock is right", |c| {
                wrong_after(c, 9);
                eg::sign_in(c).counter.locks = 1;
                eg::sign_in(c).right = true;
            }),
            eg::holds("the first wrong password of all is typed", |c| wrong_after(c, 0)),
        ]),
    rule("lck-threshold-default", Decision)
        .given("Failed sign-ins.")
        .says("10 in public and 21Vianet clouds, 3 in US Government.")
        .shows("account temporarily locked")
        .numbers("public: 10, china: 10, usgov: 3, first_lock_s: 60")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603, &src::CONCEPT_SSPR_POLICY_20250515])
        .notes("First lock 60 seconds, longer on repeats.")
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| {
            let here = matches!(v.case.person.sign_in, Identity::CloudOnly | Identity::PasswordHashSync);
            here && v.case.sign_in().is_some_and(|s| s.to_cloud && !s.right && !s.newer)
        })
        .examples(&[
            eg::blocks("a wrong password is typed", |c| eg::sign_in(c).right = false),
            eg::holds("the right password is typed", |c| eg::sign_in(c).right = true),
        ]),
    rule("lck-duration-default", Timing)
        .given("First lockout.")
        .says("60 seconds; longer on repeats, rate undisclosed.")
        .numbers("seconds: 60")
        .assumes("smart-lockout-growth")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .notes("The 60 seconds and the growth are documented, the factor is not. See assumption smart-lockout-growth.")
        .figures(&[figure("seconds", || u64::from(FIRST_SECONDS) * 1_000_000)])
        .limit("length of the first lock")
        .felt(MomentSet::SIGN_IN, |v| {
            let growth = v.book.assumed.lockout_growth;
            let first = |s: &LockFacts| lock_seconds(s, growth) == u64::from(s.first_seconds);
            locks_here(v) && v.case.sign_in().is_some_and(|s| first(&s.counter))
        })
        .examples(&[
            eg::applies("the tenth wrong password is typed", |c| wrong_after(c, 9)),
            eg::silent("the account locks a second time", |c| {
                wrong_after(c, 9);
                eg::sign_in(c).counter.locks = 1;
            }),
            eg::applies("the same where locks do not grow", |c| {
                wrong_after(c, 9);
                eg::sign_in(c).counter.locks = 1;
            })
            .under(&[("smart-lockout-growth", "1")]),
            eg::silent("the ninth wrong password is typed", |c| wrong_after(c, 8)),
        ]),
    rule("lck-three-hashes", Decision)
        .given("Same wrong password repeated among the last three hashes.")
        .says("Counter does not grow.")
        .numbers("hashes: 3")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .figures(&[figure("hashes", || HASHES as u64 * 1_000_000)])
        .limit("the last three wrong passwords are not counted again")
        .felt(MomentSet::SIGN_IN, |v| {
            wrong_here(v)
                && !uncounted(v)
                && v.case.sign_in().is_some_and(|s| s.counter.known)
                && remembers(v.case.person.sign_in)
        })
        .examples(&[
            eg::applies("a wrong password is typed again", |c| {
                wrong_after(c, 9);
                eg::sign_in(c).counter.known = true;
            }),
            eg::silent("another wrong password is typed", |c| wrong_after(c, 9)),
        ]),
    rule("lck-pta-no-hash", Decision)
        .given("Pass-through authentication.")
        .says("No hash tracking: each bad attempt counts.")
        .shows("locks sooner")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("pass-through counts every wrong password")
        .felt(MomentSet::SIGN_IN, |v| {
            wrong_here(v)
                && !uncounted(v)
                && v.case.sign_in().is_some_and(|s| s.counter.known)
                && !remembers(v.case.person.sign_in)
        })
        .examples(&[
            eg::applies("a pass-through person types a wrong password again", |c| {
                eg::pass_through(c);
                wrong_after(c, 8);
                eg::sign_in(c).counter.known = true;
            }),
            eg::silent("a cloud-only person does", |c| {
                wrong_after(c, 8);
                eg::sign_in(c).counter.known = true;
            }),
        ]),
    rule("lck-familiar-separate", Decision)
        .given("Sign-ins from familiar and unfamiliar places.")
        .says("Separate counters.")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("a counter a place")
        .felt(MomentSet::SIGN_IN, |v| v.case.sign_in().is_some_and(|s| s.to_cloud && s.counter.elsewhere && !s.locked))
        .examples(&[
            eg::applies("unknown places are locked, and the person signs in at home", |c| {
                eg::sign_in(c).counter.elsewhere = true;
            }),
            eg::silent("no place is locked", |c| {
                eg::sign_in(c);
            }),
        ]),
    rule("lck-global", Context)
        .given("Locked in one data centre.")
        .says("Locked everywhere; counting may vary slightly around the threshold.")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603]),
    rule("lck-customise-license", Decision)
        .given("Tenant changes threshold or duration.")
        .says("Needs P1 or higher; not possible in 21Vianet. Always on otherwise.")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .refuses(MomentSet::SAVE, None, |v| {
            let barred = v.case.tenant.cloud == Cloud::China || !v.case.tenant.premium.usable;
            (barred || !may_edit_lockout(v)) && v.case.save().is_some_and(|save| save.lockout_changed)
        })
        .examples(&[
            eg::blocks("the threshold is changed without P1", |c| {
                eg::admin(c);
                eg::unlicensed(c);
                eg::save(c).lockout_changed = true;
            }),
            eg::holds("the threshold is changed with P1", |c| {
                eg::admin(c);
                eg::save(c).lockout_changed = true;
            }),
            eg::holds("an Authentication Policy Administrator changes it", |c| {
                eg::role(c, "Authentication Policy Administrator");
                eg::save(c).lockout_changed = true;
            }),
            eg::blocks("an Authentication Administrator changes it", |c| {
                eg::role(c, "Authentication Administrator");
                eg::save(c).lockout_changed = true;
            }),
            eg::holds("the same where the older text holds", |c| {
                eg::role(c, "Authentication Administrator");
                eg::save(c).lockout_changed = true;
            })
            .under(&[("smart-lockout-configuration-role", "Authentication Administrator")]),
        ]),
    rule("lck-pta-threshold", Limit)
        .given("Pass-through authentication design.")
        .says("AD threshold at least two to three times the Entra threshold.")
        .numbers("factor: 2-3")
        .basis(Basis::Disputed)
        .assumes("pass-through-lockout-advice")
        .limit("thresholds against the advice are named where a pass-through person types a wrong password")
        .felt(MomentSet::SIGN_IN, |v| {
            let cloud = v.case.sign_in().map_or(0, |s| s.counter.threshold);
            let (forest, factor) = (u32::from(v.case.site.lockout_threshold), ADVISED_FACTOR);
            let reversed = v.book.assumed.cloud_threshold_higher;
            let advised = if reversed { cloud >= factor * forest } else { forest >= factor * cloud };
            wrong_here(v) && v.case.person.sign_in == Identity::PassThrough && forest > 0 && !advised
        })
        .examples(&[
            eg::silent("ten failures lock in the cloud, and twenty in the forest", |c| thresholds(c, 10, 20)),
            eg::applies("ten failures lock in the cloud, and nineteen in the forest", |c| thresholds(c, 10, 19)),
            eg::applies("ten in the cloud and twenty in the forest, where the text of 2025 holds", |c| {
                thresholds(c, 10, 20)
            })
            .under(&[("pass-through-lockout-advice", "as-printed-in-2025")]),
        ])
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .notes(
            "Example numbers changed over versions: 5/10, then 10/5 (contradicting the rule), now 10/20. The page's \
            own example inverts the threshold. See assumption pass-through-lockout-advice.",
        ),
    rule("lck-pta-duration", Context)
        .given("Pass-through authentication design.")
        .says("Entra duration (seconds) longer than AD duration (minutes).")
        .numbers("example_entra_s: 120, example_ad_s: 60")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603]),
    rule("lck-federated", Decision)
        .given("AD FS.")
        .says("Smart lockout does not act; use extranet lockout.")
        .basis(Basis::Derived)
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .notes("The page only points such tenants to the AD FS feature; the password never reaches the cloud check.")
        .limit("a federated sign-in is not counted")
        .felt(MomentSet::SIGN_IN, |v| wrong_here(v) && v.case.person.sign_in == Identity::Federated)
        .examples(&[
            eg::applies("a federated person types a wrong password", |c| {
                eg::federated(c);
                wrong_after(c, 9);
            }),
            eg::silent("a pass-through person does", |c| {
                eg::pass_through(c);
                wrong_after(c, 9);
            }),
        ]),
    rule("lck-malicious-ip", Decision)
        .given("Sign-in judged malicious.")
        .says("Blocked whatever the password.")
        .shows("AADSTS50053")
        .numbers("code: 50053")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603, &src::REFERENCE_ERROR_CODES_20240424])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50053), |v| {
            v.case.sign_in().is_some_and(|s| s.to_cloud && s.from == Place::Malicious)
        })
        .examples(&[
            eg::blocks("the right password comes from a malicious address", |c| eg::sign_in(c).from = Place::Malicious),
            eg::holds("the right password comes from an unknown place", |c| eg::sign_in(c).from = Place::Unfamiliar),
        ]),
    rule("lck-locked-code", Message)
        .given("User signs in while smart lockout holds the account.")
        .says(
            "Sign-in is refused, even with the right password, with the code IdsLocked. The same code stands for a \
            blocked address; the failure reason in the sign-in log tells them apart.",
        )
        .shows("account temporarily locked; AADSTS50053")
        .numbers("code: 50053")
        .sources(&[&src::REFERENCE_ERROR_CODES_20240424, &src::HOWTO_PASSWORD_SMART_LOCKOUT_20250304])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50053), |v| {
            v.case.sign_in().is_some_and(|s| s.to_cloud && s.locked)
        })
        .examples(&[
            eg::blocks("the right password is typed while the account is locked", |c| eg::sign_in(c).locked = true),
            eg::holds("the right password is typed and nothing is locked", |c| eg::sign_in(c).locked = false),
        ]),
    rule("lck-separate-from-sspr", Decision)
        .given("User is smart-locked.")
        .says("Reset portal is still usable; SSPR throttling is a different counter.")
        .basis(Basis::Derived)
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603, &src::TROUBLESHOOT_SSPR_20250606])
        .limit("the portal does not ask for the smart lockout")
        .felt(MomentSet::OFFER, |v| v.case.is(Action::ResetPassword) && v.case.person.smart_locked)
        .examples(&[
            eg::applies("somebody who is locked out opens the reset portal", |c| c.person.smart_locked = true),
            eg::silent("nothing is locked", |_| {}),
        ]),
    rule("lck-onprem-lock", Effect)
        .given("On-premises AD lock.")
        .says(
            "From the cloud, released only by a reset or an unlock that is written back. On-premises it also ends \
            with the lockout duration or by an administrator.",
        )
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::SIGN_IN, None, |v| {
            // Only who knows the password hears that the account is disabled or has expired.
            let shut = !v.case.site.enabled || v.case.site.account_expired;
            let here = |right| v.case.site.locked || (right && shut);
            v.case.hybrid() && v.case.sign_in().is_some_and(|s| !s.to_cloud && here(s.right))
        })
        .examples(&[
            eg::blocks("the account is locked and signs in at a computer of the forest", |c| {
                eg::hybrid(c);
                c.site.locked = true;
                eg::sign_in(c).to_cloud = false;
            }),
            eg::holds("the account is locked and its owner signs in to the cloud by hash", |c| {
                eg::hybrid(c);
                c.site.locked = true;
                eg::sign_in(c);
            }),
        ]),
    rule("unlock-writeback-off", Decision)
        .given("writeback off")
        .says("no unlock for hybrid user")
        .shows("SSPR_0010")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| unlocks(v) && v.case.hybrid() && !configured(v.case))
        .examples(&[
            eg::blocks("an unlock is asked for and writeback is off", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                c.site.writeback = false;
            }),
            eg::holds("an unlock is asked for and writeback is on", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
            }),
        ]),
    rule("unlock-cloudonly", Decision)
        .given("identity is cloud-only")
        .says("choice concerns AD accounts only")
        .basis(Basis::Derived)
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304_2])
        .refuses(MomentSet::OFFER, None, |v| unlocks(v) && !v.case.hybrid())
        .examples(&[
            eg::blocks("a cloud-only person asks for an unlock", eg::unlocking),
            eg::holds("a hybrid person asks for an unlock", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
            }),
        ]),
];

/// How long the first lock lasts where nothing else is set, in seconds.
const FIRST_SECONDS: u32 = crate::model::policy::FIRST_LOCK_SECONDS as u32;

/// How many wrong passwords are remembered, each of which counts once.
pub(crate) const HASHES: usize = 3;

/// How many failures lock again after a lock.
pub(crate) const FAILURES_AFTER_A_LOCK: i64 = 1;

/// By how much the threshold of a forest is to be higher than the cloud's, at least.
const ADVISED_FACTOR: u32 = 2;

/// The longest lock, in seconds: no figure is published, and a day ends every sequence.
const LONGEST_SECONDS: u64 = 86_400;

/// Whether wrong passwords are remembered, so that one counts once.
const fn remembers(sign_in: Identity) -> bool {
    !matches!(sign_in, Identity::PassThrough)
}

/// Whether a password typed counts in smart lockout.
pub(crate) fn counts(facts: &SignInFacts, sign_in: Identity) -> bool {
    let asked = facts.to_cloud && !facts.locked && facts.from != Place::Malicious && sign_in != Identity::Federated;
    asked && !facts.right && !(remembers(sign_in) && facts.counter.known)
}

/// Whether a password typed locks the account.
pub(crate) fn locks(facts: &SignInFacts, sign_in: Identity) -> bool {
    counts(facts, sign_in) && facts.counter.failures + 1 >= facts.counter.threshold
}

/// How long the next lock lasts, in seconds; each is longer by a factor in millionths.
pub(crate) fn lock_seconds(counter: &LockFacts, growth: u64) -> u64 {
    let longer = |seconds: u64, _| (seconds.saturating_mul(growth) / 1_000_000).min(LONGEST_SECONDS);
    (0..counter.locks).fold(u64::from(counter.first_seconds), longer)
}

/// This sign-in locks the account.
fn locks_here(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|facts| locks(facts, v.case.person.sign_in))
}

/// A wrong password is typed in the cloud.
fn wrong_here(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|facts| facts.to_cloud && !facts.right)
}

/// Nothing that is typed now counts: the account is locked, or the sign-in is judged malicious.
fn uncounted(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|facts| facts.locked || facts.from == Place::Malicious)
}

/// A wrong password is typed after so many others.
fn wrong_after(case: &mut Case, failures: u32) {
    let facts = eg::sign_in(case);
    (facts.right, facts.counter.failures) = (false, failures);
}

/// A pass-through person types a wrong password where so many failures lock in the cloud and in the forest.
fn thresholds(case: &mut Case, cloud: u32, forest: u16) {
    eg::pass_through(case);
    wrong_after(case, 0);
    eg::sign_in(case).counter.threshold = cloud;
    case.site.lockout_threshold = forest;
}

/// Who saves the settings may edit smart lockout; a Global Administrator always may.
fn may_edit_lockout(v: &View<'_>) -> bool {
    let older = v.book.assumed.lockout_by_authentication_administrator;
    let role = if older { "Authentication Administrator" } else { "Authentication Policy Administrator" };
    ["Global Administrator", role].into_iter().filter_map(Role::parse).any(|role| v.case.person.roles.contains(role))
}

/// Somebody unlocks the own account.
fn unlocks(v: &View<'_>) -> bool {
    v.case.is(Action::UnlockAccount)
}
