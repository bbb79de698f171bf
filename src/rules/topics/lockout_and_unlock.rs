//! Cloud smart lockout, on-premises lockout and unlocking.

use crate::model::ask::{Action, Code, Place};
use crate::model::identity::{Cloud, Identity};
use crate::model::role::Role;
use crate::rules::case::MomentSet;
use crate::rules::example as eg;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, rule};
use crate::rules::sources as src;
use crate::rules::topics::eligibility::configured;

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
        .limit("the choice is offered"),
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
        .limit("an unlock asks for the methods of a reset"),
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
        .limit("an unlock, or a reset by somebody who knows the password, leaves the smart lockout as it is"),
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
        .limit("length of the first lock"),
    rule("lck-relock-after-one", Decision)
        .given("First sign-in after the lock also fails.")
        .says("Locks again at once.")
        .numbers("attempts: 1")
        .assumes("smart-lockout-growth")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("one failure after a lock locks again"),
    rule("lck-three-hashes", Decision)
        .given("Same wrong password repeated among the last three hashes.")
        .says("Counter does not grow.")
        .numbers("hashes: 3")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("the last three wrong passwords are not counted again"),
    rule("lck-pta-no-hash", Decision)
        .given("Pass-through authentication.")
        .says("No hash tracking: each bad attempt counts.")
        .shows("locks sooner")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("pass-through counts every wrong password"),
    rule("lck-familiar-separate", Decision)
        .given("Sign-ins from familiar and unfamiliar places.")
        .says("Separate counters.")
        .sources(&[&src::HOWTO_PASSWORD_SMART_LOCKOUT_20260603])
        .limit("a counter a place"),
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
        .not_simulated("advice to administrators on which no operation depends")
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
        .limit("a federated sign-in is not counted"),
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
        .limit("the portal does not ask for the smart lockout"),
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
