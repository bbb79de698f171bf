//! Length, character classes, history, expiry and must-change in the cloud.

use crate::model::ask::{Action, Prompt};
use crate::model::identity::{Identity, TenantKind, UserRisk};
use crate::model::time::Date;
use crate::rules::case::{MomentSet, SignInFacts};
use crate::rules::example as eg;
use crate::rules::measure::Password;
use crate::rules::readings::passwords::{CLASSES, LENGTHS, OLD_TENANT_DAYS, expired, kept_from_cloud, old_tenant};
use crate::rules::readings::writeback::configured;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("pw-length", Limit)
        .given("A cloud-managed password is created, changed or reset.")
        .says("8 to 256 characters.")
        .shows("asked to try again")
        .numbers("min: 8, max: 256")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .refuses(MomentSet::CHOOSE, None, |v| chosen(v, |password| !LENGTHS.contains(&password.length)))
        .examples(&[
            eg::blocks("seven characters are chosen", |c| eg::choose(c).password.length = 7),
            eg::holds("eight characters are chosen", |c| eg::choose(c).password.length = 8),
            eg::blocks("257 characters are chosen", |c| eg::choose(c).password.length = 257),
        ]),
    rule("pw-charset", Limit)
        .given("Same.")
        .says("Letters A-Z a-z, digits 0-9 and the symbols listed (space included).")
        .shows("asked to try again")
        .numbers("symbols: @ # $ % ^ & * - _ ! + = [ ] { } | \\ : ' , . ? / ` ~ \" ( ) ; < > and blank")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .limit("the characters that pw-no-unicode asks for")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| !password.cloud_characters))
        .examples(&[
            eg::applies("a letter with an accent is chosen", |c| eg::choose(c).password.cloud_characters = false),
            eg::silent("letters, digits, signs and blanks are chosen", |c| {
                eg::choose(c);
            }),
        ]),
    rule("pw-no-unicode", Decision)
        .given("Password contains a character outside that set.")
        .says("Rejected.")
        .shows("asked to try again")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .notes("Security answers, unlike passwords, accept Unicode.")
        .refuses(MomentSet::CHOOSE, None, |v| chosen(v, |password| !password.cloud_characters))
        .examples(&[
            eg::blocks("a character outside the set is chosen", |c| eg::choose(c).password.cloud_characters = false),
            eg::holds("every character is in the set", |c| eg::choose(c).password.cloud_characters = true),
        ]),
    rule("pw-complexity", Limit)
        .given("Same.")
        .says("Three of four classes: lower, upper, digit, symbol.")
        .shows("asked to try again")
        .numbers("need: 3, of: 4")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .notes("Whether a blank counts as symbol is implied by its place in the symbol list.")
        .refuses(MomentSet::CHOOSE, None, |v| {
            v.case.tenant.kind != TenantKind::Education && chosen(v, |password| password.cloud_classes < CLASSES)
        })
        .examples(&[
            eg::blocks("two classes of characters are chosen", |c| eg::choose(c).password.cloud_classes = 2),
            eg::holds("three classes of characters are chosen", |c| eg::choose(c).password.cloud_classes = 3),
            eg::holds("two classes are chosen in a school's tenant", |c| {
                eg::choose(c).password.cloud_classes = 2;
                c.tenant.kind = TenantKind::Education;
            }),
        ]),
    rule("pw-edu-no-complexity", Decision)
        .given("Education tenant.")
        .says("Complexity test is not required.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .notes("Only on the combined-policy page.")
        .limit("education tenants are not asked for classes")
        .felt(MomentSet::CHOOSE, |v| {
            v.case.tenant.kind == TenantKind::Education && chosen(v, |password| password.cloud_classes < CLASSES)
        })
        .examples(&[
            eg::applies("two classes of characters are chosen in a school's tenant", |c| {
                eg::choose(c).password.cloud_classes = 2;
                c.tenant.kind = TenantKind::Education;
            }),
            eg::silent("two classes are chosen in a business's tenant", |c| eg::choose(c).password.cloud_classes = 2),
        ]),
    rule("pw-scope-cloud", Decision)
        .given("Account created and managed in Entra ID.")
        .says("Cloud policy applies, to users and administrators.")
        .shows("choose another")
        .numbers("min_length: 8, max_length: 256, classes: 3, of_classes: 4")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016, &src::CONCEPT_SSPR_POLICY_20250515_3])
        .effect(MomentSet::CHOOSE, |v| !v.case.hybrid(), &[Do::Name])
        .examples(&[
            eg::applies("a cloud-only person chooses a password", |c| {
                eg::choose(c);
            }),
            eg::silent("a hybrid person chooses a password", |c| {
                eg::hybrid(c);
                eg::choose(c);
            }),
        ]),
    rule("pw-scope-synced", Decision)
        .given("Synchronized user, EnforceCloudPasswordPolicyForPasswordSyncedUsers off.")
        .says("Cloud policy does not apply; the on-premises policy decides, even where it is weaker.")
        .sources(&[
            &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016,
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
        ])
        .effect(MomentSet::CHOOSE, |v| v.case.hybrid() && !v.case.tenant.cloud_policy_for_synced, &[Do::Name])
        .examples(&[
            eg::applies("a hybrid person chooses a password", |c| {
                eg::hybrid(c);
                eg::choose(c);
            }),
            eg::silent("a hybrid person chooses one where the cloud's policy holds too", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::choose(c);
            }),
        ]),
    rule("pw-enforce-cloud-flag", Decision)
        .given("Flag on and writeback on.")
        .says("Cloud expiration applies; on-premises policy prevails for length, complexity and so on.")
        .shows("as policy")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .notes("For a change forced by user risk the policy page asks for both policies, see pw-risk-both-policies.")
        .effect(
            MomentSet::CHOOSE,
            |v| v.case.hybrid() && v.case.tenant.cloud_policy_for_synced && configured(v.case),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("the cloud's policy holds for synchronized people too", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::choose(c);
            }),
            eg::silent("the cloud's policy holds for cloud-only people", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = false;
                eg::choose(c);
            }),
        ]),
    rule("pw-unicode-onprem", Decision)
        .given("Flag on; user picks a Unicode character on-premises.")
        .says(
            "On-premises change succeeds, cloud does not take it; token still issued with PHS; user risk is not \
            lowered and the prompt returns, without an error naming the cause.",
        )
        .shows("prompted to change again")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes(
            "The risk part needs a policy that asks for a password change at user risk. Repeating such a password \
            can end in a smart lockout.",
        )
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            let odd = v.case.hash_sync().is_some_and(|facts| !facts.password.cloud_characters);
            odd && v.case.tenant.cloud_policy_for_synced
        })
        .examples(&[
            eg::blocks("a letter with an accent was chosen on-premises, and the cloud's policy holds", |c| {
                eg::hash_sync(c).password.cloud_characters = false;
                c.tenant.cloud_policy_for_synced = true;
            }),
            eg::holds("the same where the cloud's policy does not hold", |c| {
                eg::hash_sync(c).password.cloud_characters = false;
            }),
            eg::holds("every character is one of the cloud's", |c| {
                eg::hash_sync(c);
                c.tenant.cloud_policy_for_synced = true;
            }),
        ]),
    rule("pw-risk-both-policies", Decision)
        .given(
            "EnforceCloudPasswordPolicyForPasswordSyncedUsers on; a synchronized user has to change the password \
            because of high user risk.",
        )
        .says(
            "The new password must satisfy the cloud policy and the on-premises policy. If only on-premises accepts \
            it, the change holds there, the cloud copy and the risk stay as they were, and the prompt returns at \
            the next access.",
        )
        .shows("prompted to change again, no reason given")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            v.case.hash_sync().is_some_and(|facts| kept_from_cloud(v, &facts.password))
        })
        .examples(&[
            eg::blocks("somebody at risk has chosen two classes of characters on-premises", |c| {
                eg::hash_sync(c).password.cloud_classes = 2;
                eg::at_risk(c);
                c.tenant.cloud_policy_for_synced = true;
            }),
            eg::holds("the same where the cloud's policy does not hold", |c| {
                eg::hash_sync(c).password.cloud_classes = 2;
                eg::at_risk(c);
            }),
            eg::holds("somebody at no risk has chosen it", |c| {
                eg::hash_sync(c).password.cloud_classes = 2;
                c.tenant.cloud_policy_for_synced = true;
            }),
            eg::holds("somebody at risk has chosen three classes", |c| {
                eg::hash_sync(c).password.cloud_classes = 3;
                eg::at_risk(c);
                c.tenant.cloud_policy_for_synced = true;
            }),
        ]),
    rule("pw-expiry-default-new", Decision)
        .given("Tenant created in 2021 or later, nothing set.")
        .says("Passwords do not expire.")
        .numbers("tenant_year_min: 2021, days: none")
        .basis(Basis::Disputed)
        .assumes("default-password-expiry")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::SET_PASSWORD_EXPIRATION_POLICY_20240529])
        .limit("nothing expires in a tenant created in 2021 or later")
        .felt(MomentSet::SIGN_IN, |v| {
            let untouched = v.case.sign_in().is_some_and(|s| s.max_age_days.is_none());
            untouched && !old_tenant(v) && expired(v, OLD_TENANT_DAYS)
        })
        .examples(&[
            eg::applies("a password of 90 days in a tenant of 2021", |c| {
                c.tenant.created = Date::new(2021, 1, 1);
                eg::sign_in(c).age_days = 90;
            }),
            eg::silent("a password of 90 days in a tenant of 2020", |c| {
                c.tenant.created = Date::new(2020, 12, 31);
                eg::sign_in(c).age_days = 90;
            }),
            eg::silent("a password of 90 days in a tenant of 2021, where 90 days hold for all", |c| {
                c.tenant.created = Date::new(2021, 1, 1);
                eg::sign_in(c).age_days = 90;
            })
            .under(&[("default-password-expiry", "ninety-days")]),
        ]),
    rule("pw-expiry-default-old", Decision)
        .given("Tenant created before 2021.")
        .says("Passwords expire after 90 days.")
        .numbers("tenant_year_before: 2021, days: 90")
        .basis(Basis::Disputed)
        .assumes("default-password-expiry")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes(
            "Another page and older hash-sync text say 90 days for all tenants. See assumption \
            default-password-expiry.",
        )
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let untouched = v.case.sign_in().is_some_and(|s| s.max_age_days.is_none());
                untouched && old_tenant(v) && expired(v, OLD_TENANT_DAYS)
            },
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("a password of 90 days in a tenant of 2020", |c| {
                c.tenant.created = Date::new(2020, 12, 31);
                eg::sign_in(c).age_days = 90;
            }),
            eg::silent("a password of 89 days in a tenant of 2020", |c| {
                c.tenant.created = Date::new(2020, 12, 31);
                eg::sign_in(c).age_days = 89;
            }),
            eg::silent("a password made for an administrator 90 days ago in a tenant of 2020", |c| {
                c.tenant.created = Date::new(2020, 12, 31);
                eg::sign_in(c).age_days = 90;
                eg::sign_in(c).temporary = true;
            }),
            eg::applies("the same where such passwords age", |c| {
                c.tenant.created = Date::new(2020, 12, 31);
                eg::sign_in(c).age_days = 90;
                eg::sign_in(c).temporary = true;
            })
            .under(&[("temporary-password-expiry", "domain-policy")]),
            eg::silent("a password of 90 days in a tenant of 2021", |c| {
                c.tenant.created = Date::new(2021, 1, 1);
                eg::sign_in(c).age_days = 90;
            }),
            eg::applies("the same where 90 days hold for all", |c| {
                c.tenant.created = Date::new(2021, 1, 1);
                eg::sign_in(c).age_days = 90;
            })
            .under(&[("default-password-expiry", "ninety-days")]),
        ]),
    rule("pw-expiry-range", Limit)
        .given("Administrator sets expiry in the Microsoft 365 admin center.")
        .says("14 to 730 days.")
        .shows("field refuses others")
        .numbers("min: 14, max: 730")
        .sources(&[&src::SET_PASSWORD_EXPIRATION_POLICY_20240529])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().and_then(|save| save.max_age_days).is_some_and(|days| !(14..=730).contains(&days))
        })
        .examples(&[
            eg::blocks("thirteen days are to be saved", |c| eg::save(c).max_age_days = Some(13)),
            eg::holds("fourteen days are to be saved", |c| eg::save(c).max_age_days = Some(14)),
        ]),
    rule("pw-never-expire-flag", Decision)
        .given("DisablePasswordExpiration on a user.")
        .says("No forced change; the mark is off by default.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .limit("the mark of the account stops ageing")
        .felt(MomentSet::SIGN_IN, |v| {
            let due = |s: &SignInFacts| s.max_age_days.is_some_and(|days| s.age_days >= days);
            v.case.sign_in().is_some_and(|s| s.to_cloud && s.cloud_ages && s.never_expires && due(s))
        })
        .examples(&[
            eg::applies("a marked password is as old as passwords may be", |c| {
                let facts = eg::sign_in(c);
                (facts.never_expires, facts.max_age_days, facts.age_days) = (true, Some(30), 30);
            }),
            eg::silent("it is a day younger", |c| {
                let facts = eg::sign_in(c);
                (facts.never_expires, facts.max_age_days, facts.age_days) = (true, Some(30), 29);
            }),
        ]),
    rule("pw-never-expire-removal", Decision)
        .given("Flag removed (PasswordPolicies None).")
        .says(
            "Every password whose last change is older than 90 days must be changed at next sign-in, since ageing \
            never stopped.",
        )
        .shows("forced change")
        .numbers("days: 90")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let ended = v.case.sign_in().is_some_and(|s| s.mark_ended && s.max_age_days.is_none());
                ended && expired(v, OLD_TENANT_DAYS)
            },
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("the mark was taken from a password of 90 days", |c| {
                eg::sign_in(c).mark_ended = true;
                eg::sign_in(c).age_days = 90;
            }),
            eg::silent("the mark was taken from a password of 89 days", |c| {
                eg::sign_in(c).mark_ended = true;
                eg::sign_in(c).age_days = 89;
            }),
        ])
        .figures(&[figure("days", || u64::from(OLD_TENANT_DAYS) * 1_000_000)]),
    rule("pw-never-expire-synced", Decision)
        .given("Synchronized user.")
        .says("By default only non-synchronized users can be set to never expire.")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .refuses(MomentSet::MANAGE, None, |v| {
            let sets = v.case.manage().is_some_and(|one| one.sets_never_expires);
            sets && v.case.hybrid() && !v.case.tenant.cloud_policy_for_synced
        })
        .examples(&[
            eg::blocks("the mark is set for a synchronized person", |c| {
                eg::hybrid(c);
                eg::manage(c).sets_never_expires = true;
            }),
            eg::holds("the mark is set for a cloud-only person", |c| eg::manage(c).sets_never_expires = true),
            eg::holds("the mark is set where the cloud's policy holds for synchronized people", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::manage(c).sets_never_expires = true;
            }),
        ]),
    rule("pw-expiry-domain", Decision)
        .given("New domain added, or federated domain made managed.")
        .says("Expiry must be set again, else default policy.")
        .sources(&[&src::SET_PASSWORD_EXPIRATION_POLICY_20240529])
        .effect(
            MomentSet::SIGN_IN,
            |v| v.case.sign_in().and_then(|s| s.max_age_days).is_some_and(|days| expired(v, days)),
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("passwords expire after 60 days and this one is 60 days old", |c| {
                eg::sign_in(c).max_age_days = Some(60);
                eg::sign_in(c).age_days = 60;
            }),
            eg::silent("passwords expire after 60 days and this one is 59 days old", |c| {
                eg::sign_in(c).max_age_days = Some(60);
                eg::sign_in(c).age_days = 59;
            }),
        ]),
    rule("pw-expiry-no-notice", Context)
        .given("Password about to expire.")
        .says("Admin center and productivity apps no longer notify.")
        .sources(&[&src::SET_PASSWORD_EXPIRATION_POLICY_20240529]),
    rule("pw-expiry-outlook-cache", Timing)
        .given("User only uses Outlook app.")
        .says("Forced change can come several days late.")
        .sources(&[&src::SET_PASSWORD_EXPIRATION_POLICY_20240529])
        .not_simulated("no mail program is simulated, and no page says how many days"),
    rule("pw-history-change", Decision)
        .given("Cloud user changes password to the current one.")
        .says("Rejected.")
        .shows("must not be the same")
        .numbers("history: 1")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3, &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016])
        .notes("Only the current password is compared. Newer text adds that history proper is a matter of writeback.")
        .refuses(MomentSet::CHOOSE, None, |v| {
            v.case.is(Action::ChangePassword) && chosen(v, |password| password.same_in_cloud)
        })
        .examples(&[
            eg::blocks("the current password is chosen in a change", |c| {
                eg::changing(c);
                eg::choose(c).password.same_in_cloud = true;
            }),
            eg::holds("another password is chosen in a change", |c| {
                eg::changing(c);
                eg::choose(c);
            }),
        ]),
    rule("pw-history-reset", Decision)
        .given("Cloud-only user resets forgotten password to the last one.")
        .says("Accepted; the service does not hold the old password and cannot test it.")
        .shows("success")
        .numbers("history: 0")
        .assumes("cloud-reset-may-reuse-password")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515_3])
        .notes("Every text read agrees; the newest says why. The assumption stays as a switch for labs.")
        .refuses(MomentSet::CHOOSE, None, |v| {
            let reset = v.case.is(Action::ResetPassword) && !v.book.assumed.reset_may_reuse;
            reset && chosen(v, |password| password.same_in_cloud)
        })
        .examples(&[
            eg::holds("the last password is chosen in a reset", |c| eg::choose(c).password.same_in_cloud = true),
            eg::blocks("the same where a reset may not take it again", |c| eg::choose(c).password.same_in_cloud = true)
                .under(&[("cloud-reset-may-reuse-password", "no")]),
        ]),
    rule("pw-policy-display", Context)
        .given("User with writeback picks a new password.")
        .says("Only cloud rules are displayed, strength meter absent.")
        .shows("no strength indicator")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521]),
    rule("exp-cloud-policy-on", Decision)
        .given("CloudPasswordPolicyForPasswordSyncedUsersEnabled is true")
        .says("synced users age under the cloud policy")
        .shows("forced change when due")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016,
        ])
        .limit("synchronized passwords age by the cloud's policy")
        .felt(MomentSet::SIGN_IN, |v| v.case.hybrid() && v.case.sign_in().is_some_and(|s| s.to_cloud && s.cloud_ages))
        .examples(&[
            eg::applies("a synchronized person signs in, and the cloud's policy holds", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::sign_in(c).cloud_ages = true;
            }),
            eg::silent("the cloud's policy does not hold", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
            }),
        ]),
    rule("exp-flag-cleared-lazily", Timing)
        .given("that feature turned on at T")
        .says("DisablePasswordExpiration stays until each user's next hash sync after an AD change")
        .shows("no prompt until then")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("the mark goes with the next hash sync after a change")
        .felt(MomentSet::SIGN_IN, |v| {
            let marked = v.case.sign_in().is_some_and(|s| s.to_cloud && s.never_expires);
            v.case.hybrid() && v.case.tenant.cloud_policy_for_synced && marked
        })
        .examples(&[
            eg::applies("the feature is on and the mark of the time before still stands", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::sign_in(c).never_expires = true;
            }),
            eg::silent("the mark is gone", |c| {
                eg::hybrid(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::sign_in(c);
            }),
        ]),
    rule("exp-enable-first", Context)
        .given("planning")
        .says("turn the feature on before PHS so the flag is never written")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("exp-new-users", Context)
        .given("feature on; new synced user")
        .says("no PasswordPolicies value")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("exp-exempt-reset", Effect)
        .given(
            "that feature is on; exempt account (flag set by hand); AD password changes, or a full hash sync runs \
            with Domain Services",
        )
        .says("flag is cleared and must be set again")
        .shows("unexpected expiry later")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("a hash sync pass after a change takes the mark away, whoever set it")
        .felt(MomentSet::HASH_SYNC, |v| {
            v.case.tenant.cloud_policy_for_synced && v.case.hash_sync().is_some_and(|facts| facts.never_expires)
        })
        .examples(&[
            eg::applies("a changed password of a marked account is sent", |c| {
                eg::hash_sync(c).never_expires = true;
                c.tenant.cloud_policy_for_synced = true;
            }),
            eg::silent("the same where the feature is off", |c| eg::hash_sync(c).never_expires = true),
        ]),
    rule("exp-per-domain", Context)
        .given("several verified domains")
        .says("validity can differ per domain")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("exp-phs-no-warning", Context)
        .given("identity is password-hash-sync")
        .says("cloud cannot warn about AD expiry")
        .shows("no warning")
        .sources(&[&src::PASSWORDS_FAQ_20210813_2]),
    rule("force-admin-reset", Effect)
        .given(
            "action is admin reset-password via entra-admin-center or admin reset-password via graph or admin \
            reset-password via My Staff",
        )
        .says("must change at next sign-in")
        .shows("forced change")
        .sources(&[
            &src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250402,
            &src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED,
            &src::MY_STAFF_CONFIGURE_20210518,
        ])
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|effect| effect.must_change), &[Do::MarkCloud])
        .examples(&[
            eg::applies("an administrator's reset asks for a change", |c| {
                eg::administered(c);
                eg::take_effect(c).must_change = true;
            }),
            eg::silent("an administrator's reset asks for no change", |c| {
                eg::administered(c);
                eg::take_effect(c).must_change = false;
            }),
        ]),
    rule("force-ad-never-expires", Effect)
        .given("AD password never expires is set; admin reset with force option")
        .says("AD flag is not set, so no AD prompt")
        .shows("no prompt at AD sign-in")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.effect().is_some_and(|e| e.must_change && e.written_back) && !v.case.site.never_expires,
            &[Do::MarkDirectory],
        )
        .examples(&[
            eg::applies("a change is asked for and written back", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).must_change = true;
            }),
            eg::silent("a change is asked for and the password on-premises never expires", |c| {
                eg::hybrid(c);
                c.site.never_expires = true;
                eg::administered(c);
                eg::take_effect(c).must_change = true;
            }),
        ]),
    rule("force-feature", Decision)
        .given("ForcePasswordChangeOnLogOn on; AD reset with must-change")
        .says("hash is synced and cloud sign-in forces a change")
        .shows("forced change in the cloud")
        .numbers("min_connect: 2.0.3.0")
        .assumes("must-change-hash-sync")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
        ])
        .limit("hash sync sends a marked password with its mark")
        .felt(MomentSet::HASH_SYNC, |v| {
            let feature = v.case.tenant.force_password_change;
            v.case.site.must_change && v.book.assumed.sends_marked_hash(feature)
        })
        .examples(&[
            eg::applies("a marked password is due and the feature is on", |c| {
                eg::hash_sync(c);
                (c.site.must_change, c.tenant.force_password_change) = (true, true);
            }),
            eg::silent("the feature is off", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
            }),
            eg::silent("the feature is on, where marked passwords are never sent", |c| {
                eg::hash_sync(c);
                (c.site.must_change, c.tenant.force_password_change) = (true, true);
            })
            .under(&[("must-change-hash-sync", "never")]),
        ]),
    rule("force-feature-only-with-writeback", Context)
        .given("feature on; writeback off")
        .says("warned against: change cannot return to AD")
        .shows("passwords drift or the change is refused")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("force-new-user", Decision)
        .given("new AD user created with must-change")
        .says(
            "cloud object is always provisioned to force a change; once hash sync runs, the feature decides whether \
            the password is sent at all",
        )
        .shows("feature on: forced change; off: no cloud sign-in yet")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .notes("Cases in phs-new-user-must-change; newer text of the same page.")
        .limit("whether the cloud holds the first password of a marked account, and with which mark")
        .felt(MomentSet::HASH_SYNC, |v| {
            v.case.site.must_change && v.case.hash_sync().is_some_and(|facts| !facts.has_copy)
        })
        .examples(&[
            eg::applies("the first password of a new account is marked", |c| {
                eg::hash_sync(c).has_copy = false;
                c.site.must_change = true;
            }),
            eg::silent("the cloud holds a password already", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
            }),
        ]),
    rule("force-before-enable", Decision)
        .given("user was created in AD with must-change before the feature was on")
        .says("sign-in error; clear and set the flag again, then sync")
        .shows("error")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("a hash that was kept back is not sent until the account is changed again")
        .felt(MomentSet::SIGN_IN, |v| {
            let kept_back = v.case.site.must_change && v.case.tenant.force_password_change;
            kept_back && v.case.sign_in().is_some_and(|s| s.to_cloud && s.newer)
        })
        .examples(&[
            eg::applies("the mark was set before the feature was on, and the password is not in the cloud", |c| {
                eg::hybrid(c);
                (c.site.must_change, c.tenant.force_password_change) = (true, true);
                let facts = eg::sign_in(c);
                (facts.right, facts.newer) = (false, true);
            }),
            eg::silent("the mark was set afterwards, and the password was sent", |c| {
                eg::hybrid(c);
                (c.site.must_change, c.tenant.force_password_change) = (true, true);
                eg::sign_in(c);
            }),
        ]),
    rule("force-clears-filter", Effect)
        .given("user changes password on-premises")
        .says("flag clears and hash syncs")
        .shows("new password in the cloud")
        .sources(&[&src::TROUBLESHOOT_PWD_SYNC_20200622, &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("a change on-premises clears the mark")
        .felt(MomentSet::DIRECTORY, |v| v.case.is(Action::ChangePassword) && v.case.site.must_change)
        .examples(&[
            eg::applies("a marked password is changed on-premises", |c| {
                eg::changing(c);
                eg::directory(c);
                c.site.must_change = true;
            }),
            eg::silent("a password without a mark is changed on-premises", |c| {
                eg::changing(c);
                eg::directory(c);
            }),
        ]),
    rule("force-pta", Decision)
        .given("identity is pass-through; must-change in AD")
        .says("temporary password accepted at sign-in, then a cloud change is forced if writeback on")
        .shows("change form")
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220, &src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218])
        .limit("a pass-through sign-in with a marked password succeeds and asks for a change")
        .felt(MomentSet::SIGN_IN, |v| {
            let passes = v.case.sign_in().is_some_and(|s| s.to_cloud && s.right);
            v.case.person.sign_in == Identity::PassThrough && v.case.site.must_change && passes
        })
        .examples(&[
            eg::applies("a pass-through person signs in with a marked password", |c| {
                eg::pass_through(c);
                c.site.must_change = true;
                eg::sign_in(c);
            }),
            eg::silent("the password is not marked", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("force-risk-onprem", Effect)
        .given("PHS and \"on-premises change resets risk\" opted in")
        .says("an AD change closes user risk")
        .sources(&[&src::HOWTO_IDENTITY_PROTECTION_REMEDIATE_UNBLOCK_20250602])
        .effect(
            MomentSet::HASH_SYNC,
            |v| {
                let changed = v.case.hash_sync().is_some_and(|facts| !facts.initial && !facts.unmarked);
                changed && v.case.tenant.risk_reset_on_premises && v.case.person.risk > UserRisk::None
            },
            &[Do::CloseRisk],
        )
        .examples(&[
            eg::applies("a password of somebody at risk was changed on-premises, and that is to close it", |c| {
                eg::hash_sync(c);
                c.person.risk = UserRisk::High;
                c.tenant.risk_reset_on_premises = true;
            }),
            eg::silent("the same where nobody opted in", |c| {
                eg::hash_sync(c);
                c.person.risk = UserRisk::High;
            }),
            eg::silent("hash sync was turned on, and the password is the one before", |c| {
                eg::hash_sync(c).initial = true;
                c.person.risk = UserRisk::High;
                c.tenant.risk_reset_on_premises = true;
            }),
        ]),
];

/// A cloud-managed password is being chosen and this holds of it.
fn chosen(v: &View<'_>, test: fn(&Password) -> bool) -> bool {
    !v.case.hybrid() && v.case.choose().is_some_and(|choose| choose.password.given && test(&choose.password))
}
