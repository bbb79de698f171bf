//! What the on-premises directory accepts; protected accounts.

use crate::model::ask::{Action, Code};
use crate::model::directory::PasswordPolicy;
use crate::model::identity::Identity;
use crate::model::sync::Permission;
use crate::model::time::Span;
use crate::rules::case::{Case, DomainPolicy, ForestPolicy, MomentSet, WriteFacts};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::measure::Password;
use crate::rules::readings::writeback::asks_current;
use crate::rules::rule::Kind::{Context, Decision, Limit, Message, Timing};
use crate::rules::rule::{Basis, Rule, View, figure, rule};
use crate::rules::sources as src;
use crate::rules::topics::banned_password;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("ad-policy-enforced", Decision)
        .general()
        .given("password reaches AD")
        .says("history, complexity, length, age, filters and other limits apply")
        .shows("rejected password: choose another")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::PASSWORDS_FAQ_20250116,
            &src::CONCEPT_SSPR_POLICY_20250515_3,
        ])
        .refuses(WRITES, None, |v| sets(v, too_short) || faults::refuses_policy(v.case, !unfiltered(v)))
        .examples(&[
            eg::blocks("six characters where seven are asked for", |c| eg::write(c).password.units = 6),
            eg::holds("seven characters where seven are asked for", |c| eg::write(c).password.units = 7),
        ]),
    rule("pw-onprem-filter", Decision)
        .given("Third-party password filter on-premises.")
        .says(
            "SSPR counts as an administrator-style reset, so the filter must be set to apply to resets. Otherwise \
            it is skipped.",
        )
        .limit("a filter that looks at changes alone lets resets pass")
        .felt(WRITES, |v| sets(v, |write| write.password.filtered) && unfiltered(v))
        .examples(&[
            eg::applies("a filter of the forest would refuse the password, and looks at changes alone", |c| {
                eg::write(c).password.filtered = true;
                c.site.filters_resets = false;
            }),
            eg::silent("it looks at resets too", |c| eg::write(c).password.filtered = true),
            eg::silent("a change, which it looks at", |c| {
                eg::changing(c);
                eg::write(c).password.filtered = true;
                c.site.filters_resets = false;
            }),
        ])
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("ad-cant-change-flag", Decision)
        .given("PASSWD_CANT_CHANGE on user")
        .says(
            "change through the cloud rejected; reset rejected too by Entra's event text, though a plain directory \
            lets a delegate reset",
        )
        .shows("error")
        .basis(Basis::Disputed)
        .assumes("cannot-change-flag")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621, &src::PASSWORDS_FAQ_20250116])
        .notes(
            "The change is undisputed: FAQ gives the mark as the way to block hybrid users. For resets see \
            assumption cannot-change-flag and the directory truth table. A field report of 2015 shows such a \
            change failing with 33004 and 0x80230626 instead of 0x80230619.",
        )
        .refuses(WRITES, None, cannot_change)
        .examples(&[
            eg::blocks("the account may not change its password and does", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.cannot_change = true;
            }),
            eg::holds("the account may change its password and does", |c| {
                eg::changing(c);
                eg::write(c);
            }),
            eg::blocks("the account may not change its password and is reset", |c| {
                eg::write(c);
                c.site.cannot_change = true;
            }),
            eg::holds("the same where the mark concerns changes only", |c| {
                eg::write(c);
                c.site.cannot_change = true;
            })
            .under(&[("cannot-change-flag", "changes")]),
        ]),
    rule("ad-policy-fgpp", Decision)
        .given("fine-grained policy applies to user")
        .says("its values replace the domain default in evaluation")
        .shows("as policy")
        .sources(&[
            &src::PASSWORDS_FAQ_20250116,
            &src::PASSWORD_WRITEBACK_NOT_COMPLIANT_ON_PREMISES_AD__20220211,
            &src::LEARN_MICROSOFT_COM_POWERSHELL_ACTIVEDIRECTORY_A_UNDATED,
            &src::GOOGLE_THIRD_PARTY_EXCERPTS_UNDATED,
        ])
        .limit("the policy that applies to the person is observed")
        .felt(WRITES, |v| {
            sets(v, |write| {
                write.domain.is_some_and(|domain| {
                    let replaced = WriteFacts {
                        password: Password { remembered: domain.remembered, ..write.password },
                        min_length: domain.min_length,
                        complexity: domain.complexity,
                        min_age: domain.min_age,
                        ..*write
                    };
                    refusals(write) != refusals(&replaced)
                })
            })
        })
        .examples(&[
            eg::applies("ten characters where the person's own policy asks for twelve and the domain for seven", |c| {
                fine_grained(c).password.units = 10;
            }),
            eg::silent("twelve characters, which either policy takes", |c| {
                fine_grained(c).password.units = 12;
            }),
            eg::silent("ten characters where no fine-grained policy applies", |c| {
                let write = fine_grained(c);
                (write.password.units, write.domain) = (10, None);
            }),
        ]),
    rule("ad-fgpp-scope", Context)
        .given("fine-grained policy")
        .says(
            "attaches to users and global security groups; direct user link beats group link; lower precedence \
            number wins; never merged",
        )
        .basis(Basis::Derived)
        .sources(&[
            &src::LEARN_MICROSOFT_COM_POWERSHELL_ACTIVEDIRECTORY_A_UNDATED,
            &src::GOOGLE_THIRD_PARTY_EXCERPTS_UNDATED,
        ])
        .notes("Precedence facts come from third-party excerpts only."),
    rule("ad-history-reject", Decision)
        .given("new password among last N")
        .says("rejected: 6329 0x80230619 and 33008")
        .shows("choose another")
        .numbers("N_default: 24")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .refuses(WRITES, None, repeats)
        .examples(&[
            eg::blocks("the forest remembers the new password", |c| eg::write(c).password.remembered = true),
            eg::holds("the forest does not remember the new password", |c| eg::write(c).password.remembered = false),
            eg::holds("an administrator of the forest sets a remembered one", |c| {
                eg::administered(c);
                eg::directory(c).password.remembered = true;
            }),
            eg::blocks("the same where such a reset is tested in full", |c| {
                eg::administered(c);
                eg::directory(c).password.remembered = true;
            })
            .under(&[("on-premises-reset-checks", "all")]),
        ]),
    rule("ad-minage-reject", Decision)
        .given("last set less than minimum age ago")
        .says("rejected: 6329 / 33008")
        .shows("cannot change yet")
        .assumes("minimum-age-with-writeback")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621, &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527])
        .refuses(WRITES, None, too_young)
        .examples(&[
            eg::blocks("a day must pass and a second is missing", |c| eg::write(c).age = Some(eg::DAY - 1)),
            eg::holds("a day must pass and has passed", |c| eg::write(c).age = Some(eg::DAY)),
            eg::blocks("a failure says that the password is too young", |c| {
                eg::write(c);
                eg::fault(c, "password-too-young");
            }),
            eg::blocks("it has passed, where any minimum age stops writeback", |c| eg::write(c).age = Some(eg::DAY))
                .under(&[("minimum-age-with-writeback", "always-blocks")]),
            eg::holds("the password is too young but must be changed", |c| {
                eg::changing(c);
                eg::write(c).age = Some(0);
                c.site.must_change = true;
            }),
            eg::blocks("the same where the mark helps on-premises only", |c| {
                eg::changing(c);
                eg::write(c).age = Some(0);
                c.site.must_change = true;
            })
            .under(&[("must-change-skips-minimum-age", "on-premises-only")]),
            eg::holds("it is too young but must be changed, at a computer of the forest", |c| {
                eg::changing(c);
                eg::directory(c).age = Some(0);
                c.site.must_change = true;
            }),
            eg::blocks("the same where the mark helps nowhere", |c| {
                eg::changing(c);
                eg::directory(c).age = Some(0);
                c.site.must_change = true;
            })
            .under(&[("must-change-skips-minimum-age", "nowhere")]),
        ]),
    rule("ad-minage-zero-advice", Context)
        .given("minimum age > 0")
        .says("writeback still works outside the window; set 0 only to allow more than one change a day")
        .basis(Basis::Disputed)
        .assumes("minimum-age-with-writeback")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527, &src::AZURE_DOCS_ISSUE_48980_AND_PR_89404_20200226])
        .notes("Cloud-sync page ends with a sentence saying the opposite. See assumption minimum-age-with-writeback."),
    rule("ad-complexity-reject", Decision)
        .given("complexity on; password fails it")
        .says("rejected")
        .shows("choose another")
        .sources(&[
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
            &src::PASSWORD_MUST_MEET_COMPLEXITY_REQUIREMENTS_20171231,
        ])
        .refuses(WRITES, None, |v| sets(v, too_simple))
        .examples(&[
            eg::blocks("two classes of characters", |c| eg::write(c).password.directory_classes = 2),
            eg::holds("three classes of characters", |c| eg::write(c).password.directory_classes = 3),
            eg::holds("two classes where complexity is off", |c| {
                eg::write(c).password.directory_classes = 2;
                eg::write(c).complexity = false;
            }),
            eg::blocks("the account name stands in the password", |c| eg::write(c).password.directory_named = true),
        ]),
    rule("ad-complexity-rules", Decision)
        .given("complexity on")
        .says(
            "3 of 5 classes (upper, lower, digit, symbol, other alphabetic; currency signs such as the euro are no \
            symbols); not the whole account name if it has 3+ chars; no display-name token of 3+ chars (split at \
            comma, period, dash, underscore, space, hash sign, tab); case-insensitive",
        )
        .shows("choose another")
        .numbers("classes: 3")
        .sources(&[&src::PASSWORD_MUST_MEET_COMPLEXITY_REQUIREMENTS_20171231])
        .figures(&[figure("classes", || u64::from(CLASSES) * 1_000_000)])
        .limit("classes and names as the directory counts them")
        .felt(WRITES, |v| sets(v, too_simple))
        .examples(&[
            eg::applies("two classes of characters", |c| eg::write(c).password.directory_classes = 2),
            eg::silent("three classes of characters", |c| eg::write(c).password.directory_classes = 3),
            eg::applies("three classes, and a part of the display name", |c| {
                eg::write(c).password.directory_classes = 3;
                eg::write(c).password.directory_named = true;
            }),
        ]),
    rule("ad-filter-reject", Decision)
        .given("a password filter refuses")
        .says("rejected")
        .shows("choose another")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .refuses(WRITES, None, |v| sets(v, |write| write.password.filtered) && !unfiltered(v))
        .examples(&[
            eg::blocks("a filter of the forest refuses the password", |c| eg::write(c).password.filtered = true),
            eg::holds("no filter refuses the password", |c| eg::write(c).password.filtered = false),
        ]),
    rule("ad-defaults", Limit)
        .given("default domain policy")
        .says("history 24, minimum age 1 day, complexity on, minimum length 7, maximum age 42 days")
        .numbers("history: 24, min_age_days: 1, min_len: 7, max_age_days: 42")
        .sources(&[
            &src::ENFORCE_PASSWORD_HISTORY_20170419,
            &src::MINIMUM_PASSWORD_AGE_20181113,
            &src::PASSWORD_MUST_MEET_COMPLEXITY_REQUIREMENTS_20171231,
            &src::PASSWORD_WRITEBACK_NOT_COMPLIANT_ON_PREMISES_AD__20220211,
        ])
        .notes("Length and maximum age come from sample output, not from a default table.")
        .figures(&[
            figure("history", || PasswordPolicy::default().history as u64 * 1_000_000),
            figure("min_age_days", || days(PasswordPolicy::default().min_age)),
            figure("min_len", || PasswordPolicy::default().min_length as u64 * 1_000_000),
            figure("max_age_days", || days(PasswordPolicy::default().max_age)),
        ])
        .limit("the defaults of a forest"),
    rule("ad-minage-range", Limit)
        .given("minimum age setting")
        .says("0 to 998 days, below maximum age unless that is 0")
        .numbers("min: 0, max: 998")
        .sources(&[&src::MINIMUM_PASSWORD_AGE_20181113])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().and_then(|save| save.forest).is_some_and(|forest| {
                forest.min_age > GREATEST_AGE || (forest.max_age > 0 && forest.min_age >= forest.max_age)
            })
        })
        .examples(&[
            eg::blocks("a password is to be kept for 999 days", |c| forest(c).min_age = 999 * 24),
            eg::holds("a password is to be kept for 998 days and never expires", |c| forest(c).min_age = 998 * 24),
            eg::blocks("it is to be kept as long as it may get old", |c| {
                (forest(c).min_age, forest(c).max_age) = (42 * 24, 42 * 24);
            }),
        ]),
    rule("ad-history-range", Limit)
        .given("history setting")
        .says("0 to 24 remembered")
        .numbers("min: 0, max: 24")
        .sources(&[&src::ENFORCE_PASSWORD_HISTORY_20170419])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().and_then(|save| save.forest).is_some_and(|forest| forest.history > MOST_REMEMBERED)
        })
        .examples(&[
            eg::blocks("25 passwords are to be remembered", |c| forest(c).history = 25),
            eg::holds("24 passwords are to be remembered", |c| forest(c).history = 24),
        ]),
    rule("ad-minage-after-admin-set", Decision)
        .given("admin sets a password without must-change; minimum age > 0")
        .says("user cannot change it until the age passes; with must-change set they can at once")
        .shows("cannot change yet")
        .basis(Basis::Disputed)
        .assumes("must-change-skips-minimum-age")
        .sources(&[&src::MINIMUM_PASSWORD_AGE_20181113])
        .notes(
            "A reader report says the wait applied through the cloud even with the mark. See assumption \
            must-change-skips-minimum-age.",
        )
        .limit("a must-change mark lifts the minimum age as the assumption says")
        .felt(WRITES, |v| tested_in_full(v) && sets(v, |_| true) && young(v) && lifted(v))
        .examples(&[
            eg::applies("an administrator set the password today and marked it, and the person changes it", |c| {
                eg::changing(c);
                eg::write(c).age = Some(0);
                c.site.must_change = true;
            }),
            eg::silent("it was set without the mark", |c| {
                eg::changing(c);
                eg::write(c).age = Some(0);
            }),
            eg::silent("it was marked, and the mark helps nowhere", |c| {
                eg::changing(c);
                eg::write(c).age = Some(0);
                c.site.must_change = true;
            })
            .under(&[("must-change-skips-minimum-age", "nowhere")]),
        ]),
    rule("ad-samr-set-skips-history", Decision)
        .given("protocol message is a password set (reset) without policy hints")
        .says("AD itself does not apply the history check")
        .shows("old password accepted")
        .assumes("on-premises-reset-checks")
        .sources(&[
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_SAMR_3_1_1_7_1__UNDATED,
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_4__UNDATED,
        ])
        .notes("History applies to changes; a set ignores it unless the control asks for it.")
        .limit("a plain reset on-premises is not tested for history")
        .felt(WRITES, |v| !tested_in_full(v) && sets(v, |write| write.password.remembered))
        .examples(&[
            eg::applies("an administrator of the forest sets a remembered password", |c| {
                eg::administered(c);
                eg::directory(c).password.remembered = true;
            }),
            eg::silent("the same where such a reset is tested in full", |c| {
                eg::administered(c);
                eg::directory(c).password.remembered = true;
            })
            .under(&[("on-premises-reset-checks", "all")]),
            eg::silent("the person changes to a remembered password", |c| {
                eg::changing(c);
                eg::directory(c).password.remembered = true;
            }),
        ]),
    rule("ad-samr-set-minage", Context)
        .given("protocol message is a password set")
        .says(
            "MS-SAMR text does not restrict the minimum-age test to changes but is loosely worded; the \
            validate-reset procedure has no age test",
        )
        .basis(Basis::Disputed)
        .assumes("on-premises-reset-checks")
        .sources(&[&src::LEARN_MICROSOFT_COM_OPENSPECS_MS_SAMR_3_1_1_7_1__UNDATED, &src::RESET_UNDATED])
        .notes("See assumption on-premises-reset-checks."),
    rule("ad-samr-reset-validates", Decision)
        .given("reset validation")
        .says("length and complexity only; then history list is updated and bad count zeroed")
        .sources(&[&src::RESET_UNDATED])
        .limit("a plain reset on-premises is tested for length and complexity alone")
        .felt(WRITES, |v| !tested_in_full(v) && sets(v, |_| true) && young(v))
        .examples(&[
            eg::applies("an administrator of the forest sets a password that was set an hour ago", |c| {
                eg::administered(c);
                eg::directory(c).age = Some(3_600);
            }),
            eg::silent("the same where such a reset is tested in full", |c| {
                eg::administered(c);
                eg::directory(c).age = Some(3_600);
            })
            .under(&[("on-premises-reset-checks", "all")]),
            eg::silent("the person changes it", |c| {
                eg::changing(c);
                eg::directory(c).age = Some(3_600);
            }),
        ]),
    rule("ad-policy-hints-control", Decision)
        .given("reset carries LDAP policy hints control flag 1")
        .says("history is enforced on the reset")
        .shows("choose another")
        .numbers("oid: 1.2.840.113556.1.4.2066, newer_oid: 1.2.840.113556.1.4.2239")
        .sources(&[
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_4__UNDATED,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
        ])
        .notes(
            "This is why SSPR resets obey history. The specification names history only; that the minimum age holds \
            as well is Entra's own text, and Samba does both.",
        )
        .limit("writeback's resets are tested for history")
        .felt(WRITES, |v| {
            let reset = v.case.action != Action::ChangePassword;
            reset && sets(v, |write| write.hints && write.password.remembered)
        })
        .examples(&[
            eg::applies("a reset that is written back sets a remembered password", |c| {
                eg::write(c).password.remembered = true;
            }),
            eg::silent("an administrator of the forest sets one without the control", |c| {
                eg::administered(c);
                eg::directory(c).password.remembered = true;
            }),
            eg::applies("an administrator of the forest sets one with the control", |c| {
                eg::administered(c);
                (eg::directory(c).password.remembered, eg::directory(c).hints) = (true, true);
            }),
        ]),
    rule("ad-policy-hints-missing", Decision)
        .given("DC lacks the control")
        .says("6329 \"server does not contain the LDAP password policy control\"")
        .shows("configuration error")
        .numbers("min_dc_ws: 2016")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            let hints = v.case.write().is_some_and(|write| write.hints && write.sets);
            hints
                && v.book.assumed.hints_needed
                && !v.case.is(Action::ChangePassword)
                && faults::active(v.case, "domain-controller-lacks-policy-hints")
        })
        .examples(&[
            eg::blocks("the domain controller does not know the control that a reset carries", |c| {
                eg::write(c);
                eg::fault(c, "domain-controller-lacks-policy-hints");
            }),
            eg::holds("the same where any supported domain controller will do", |c| {
                eg::write(c);
                eg::fault(c, "domain-controller-lacks-policy-hints");
            })
            .under(&[("domain-controller-minimum", "any-supported")]),
            eg::holds("a change carries no such control", |c| {
                eg::changing(c);
                eg::write(c);
                eg::fault(c, "domain-controller-lacks-policy-hints");
            }),
        ]),
    rule("ad-ldap-change-vs-reset", Context)
        .given("unicodePwd modify")
        .says("delete old + add new is change (old must match); single replace is reset (needs the reset right)")
        .sources(&[
            &src::CHANGE_WINDOWS_ACTIVE_DIRECTORY_USER_PASSWORD_20250115,
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_1__UNDATED,
        ]),
    rule("ad-disabled-account", Decision)
        .given("AD account disabled")
        .says("33005")
        .shows("error")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("Writeback's own refusal; a plain directory accepts a reset of a disabled account.")
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| !v.case.site.enabled)
        .examples(&[
            eg::blocks("the account on-premises is disabled", |c| {
                eg::write(c);
                c.site.enabled = false;
            }),
            eg::holds("the account on-premises is enabled", |c| {
                eg::write(c);
            }),
        ]),
    rule("ad-locked-account", Decision)
        .given("AD account locked; operation is refused for it")
        .says("33006")
        .shows("error")
        .basis(Basis::Disputed)
        .assumes("locked-account-refuses")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("Seems at odds with reset auto-unlock. See assumption locked-account-refuses.")
        .breaks(WRITES, Some(Code::Sspr0029), |v| {
            let change = v.case.is(Action::ChangePassword) && v.book.assumed.locked_refuses_changes;
            let reset = by_writeback(v) && sets(v, |_| true) && v.book.assumed.locked_refuses_resets;
            v.case.site.locked && (change || reset)
        })
        .examples(&[
            eg::blocks("a locked account changes its password at a computer of the forest", |c| {
                eg::changing(c);
                eg::directory(c);
                c.site.locked = true;
            }),
            eg::holds("a locked account is reset by an administrator of the forest", |c| {
                eg::administered(c);
                eg::directory(c);
                c.site.locked = true;
            }),
            eg::blocks("a locked account changes its password", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.locked = true;
            }),
            eg::holds("a locked account changes its password, and that is allowed", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.locked = true;
            })
            .under(&[("locked-account-refuses", "none")]),
            eg::holds("a locked account is reset", |c| {
                eg::write(c);
                c.site.locked = true;
            }),
            eg::blocks("a locked account is reset, and that is refused too", |c| {
                eg::write(c);
                c.site.locked = true;
            })
            .under(&[("locked-account-refuses", "changes-and-resets")]),
        ]),
    rule("ad-lockout-auto", Timing)
        .given("lockout duration D minutes > 0")
        .says("account unlocks itself after D; D is 0 means only an administrator can")
        .shows("locked until then")
        .numbers("max_min: 99999")
        .sources(&[&src::ACCOUNT_LOCKOUT_DURATION_20210816])
        .figures(&[figure("max_min", || (LONGEST_LOCK.0 / 60) as u64 * 1_000_000)])
        .limit("a lock ends after the duration of the policy")
        .felt(WRITES.and(MomentSet::SIGN_IN), |v| {
            let over = |age| !lasts(age, v.case.site.lockout_seconds);
            v.case.site.lock_age.is_some_and(over) && asks_forest(v)
        })
        .examples(&[
            eg::applies("the account was locked for half an hour half an hour ago", |c| locked_ago(c, 1_800, 1_800)),
            eg::silent("a second of the half hour is left", |c| locked_ago(c, 1_799, 1_800)),
            eg::silent("only an administrator unlocks accounts", |c| locked_ago(c, 90_000, 0)),
        ]),
    rule("ad-policy-admin-entra-error", Message)
        .given("admin reset-password via entra-admin-center; AD policy refuses")
        .says("admin told the on-premises policy does not allow it; DC logs 4724 audit failure by the MSOL account")
        .shows("as then")
        .sources(&[&src::PASSWORD_WRITEBACK_NOT_COMPLIANT_ON_PREMISES_AD__20220211])
        .notes("The event proves the pipeline works. Needs failure auditing on.")
        .limit("the domain controller's audit of a refused reset by an administrator")
        .felt(MomentSet::WRITE, audited)
        .examples(&[
            eg::applies("an administrator's password has two classes of characters", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::write(c).password.directory_classes = 2;
            }),
            eg::silent("a person's own reset has two classes of characters", |c| {
                eg::write(c).password.directory_classes = 2;
            }),
            eg::silent("an administrator's password has three classes of characters", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::write(c).password.directory_classes = 3;
            }),
        ]),
    rule("ad-wrong-current", Decision)
        .given("action is change-password; current password wrong")
        .says("33007")
        .shows("error")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .refuses(WRITES.and(MomentSet::SIGN_IN), None, |v| match v.case.sign_in() {
            Some(sign_in) => !sign_in.to_cloud && !sign_in.right && !v.case.site.locked,
            None => {
                let wrong = asks_current(v.case) && v.case.write().is_some_and(|write| !write.current_right);
                wrong && !locked_first(v)
            }
        })
        .examples(&[
            eg::blocks("the current password was typed wrong", |c| {
                eg::changing(c);
                eg::write(c).current_right = false;
            }),
            eg::holds("the current password was typed right", |c| {
                eg::changing(c);
                eg::write(c);
            }),
            eg::blocks("a wrong password is typed at a computer of the forest", |c| {
                eg::hybrid(c);
                eg::sign_in(c).to_cloud = false;
                eg::sign_in(c).right = false;
            }),
        ]),
    rule("protected-cannot-writeback", Decision)
        .given("AD account in (or once in) a protected group")
        .says("reset cannot be written back, by design")
        .shows("SSPR_0029")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_0029_20220817])
        .refuses(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            v.case.site.protected && matches!(v.case.action, Action::ResetPassword | Action::AdminResetPassword)
        })
        .examples(&[
            eg::blocks("a protected account is reset", |c| {
                eg::write(c);
                c.site.protected = true;
            }),
            eg::holds("an ordinary account is reset", |c| {
                eg::write(c);
            }),
            eg::holds("a protected account changes a known password", |c| {
                eg::changing(c);
                eg::write(c);
                c.site.protected = true;
            }),
        ]),
    rule("protected-admincount", Decision)
        .given("AdminCount is 1")
        .says("33004 or hr 80231367; admin cannot reset either")
        .shows("SSPR_0029")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621, &src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827])
        .notes("SSPR_0029 article includes people who used to belong; reset page says set AdminCount to 0.")
        .limit("an administrator cannot reset an account with the mark either")
        .felt(MomentSet::WRITE, |v| v.case.site.protected && v.case.is(Action::AdminResetPassword))
        .examples(&[
            eg::applies("an administrator of the cloud resets a protected account", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::write(c);
                c.site.protected = true;
            }),
            eg::silent("an administrator of the cloud resets an ordinary account", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::write(c);
            }),
        ]),
    rule("protected-change-allowed", Decision)
        .given("administrator with a protected AD account")
        .says("may change a known password in the cloud, may not reset a forgotten one")
        .shows("change form works")
        .basis(Basis::Disputed)
        .assumes("protected-account-change")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_0029_20220817,
            &src::CONCEPT_SSPR_DEPLOY_20250304_2,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621_2,
        ])
        .notes(
            "The deployment page says the opposite for on-premises administrators. See assumption \
            protected-account-change.",
        )
        .refuses(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            v.case.site.protected && v.case.is(Action::ChangePassword) && !v.book.assumed.protected_may_change
        })
        .examples(&[
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
    rule("protected-groups", Context)
        .given("Windows Server 2016 table")
        .says(
            "Account Operators, Administrator, Administrators, Backup Operators, Domain Admins, Domain Controllers, \
            Enterprise Admins, Enterprise Key Admins, Key Admins, Krbtgt, Print Operators, Read-only Domain \
            Controllers, Replicator, Schema Admins, Server Operators",
        )
        .numbers("count: 15")
        .sources(&[&src::APPENDIX_C_PROTECTED_ACCOUNTS_AND_GROUPS_IN_ACTI_20170531]),
    rule("protected-sdprop", Timing)
        .given("permissions on a protected object changed by hand at T")
        .says("SDProp on the PDC emulator resets them within its interval")
        .shows("works briefly then fails again")
        .numbers("interval_min: 60, range_s: 60-7200")
        .sources(&[&src::APPENDIX_C_PROTECTED_ACCOUNTS_AND_GROUPS_IN_ACTI_20170531])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            let reset = matches!(v.case.action, Action::ResetPassword | Action::AdminResetPassword);
            reset && faults::active(v.case, "hand-granted-rights-reverted")
        })
        .examples(&[
            eg::blocks("rights granted by hand on a protected account were taken back", |c| {
                eg::write(c);
                eg::fault(c, "hand-granted-rights-reverted");
            }),
            eg::holds("nobody granted anything by hand", |c| {
                eg::write(c);
            }),
        ]),
    rule("protected-no-inherit", Decision)
        .given("object protected")
        .says("inheritance is disabled, so domain-root grants do not reach it")
        .shows("SSPR_0029")
        .sources(&[&src::APPENDIX_C_PROTECTED_ACCOUNTS_AND_GROUPS_IN_ACTI_20170531])
        .refuses(WRITES, Some(Code::Sspr0029), |v| {
            let unlock = v.case.is(Action::UnlockAccount);
            let delegate = v.case.write().is_some_and(|write| write.delegated);
            v.case.site.protected && ((unlock && by_writeback(v)) || (delegate && !v.case.is(Action::ChangePassword)))
        })
        .examples(&[
            eg::blocks("a protected account is unlocked from the cloud", |c| {
                eg::unlocking(c);
                eg::write(c);
                c.site.protected = true;
            }),
            eg::holds("an ordinary account is unlocked from the cloud", |c| {
                eg::unlocking(c);
                eg::write(c);
            }),
            eg::blocks("a delegate with every right on the domain root resets a protected account", |c| {
                eg::administered(c);
                eg::directory(c).delegated = true;
                c.site.protected = true;
            }),
            eg::holds("an administrator of the forest resets a protected account", |c| {
                eg::administered(c);
                eg::directory(c);
                c.site.protected = true;
            }),
            eg::holds("a protected account changes its password, which everybody may", |c| {
                eg::changing(c);
                eg::directory(c).delegated = true;
                c.site.protected = true;
            }),
        ]),
    rule("protected-entra-role-not-ad", Decision)
        .given("synced user has an Entra role but no AD protection")
        .says("not protected: writeback can work under the two-gate policy")
        .shows("success")
        .basis(Basis::Derived)
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::CONCEPT_SSPR_POLICY_20250515,
            &src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_20250605,
        ])
        .limit("a role of the cloud does not protect an account on-premises")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let written = v.case.effect().is_some_and(|effect| effect.written_back);
            written && v.terms.admin && v.case.is(Action::ResetPassword)
        })
        .examples(&[
            eg::applies("an administrator of the cloud with an ordinary AD account has reset the own password", |c| {
                eg::hybrid(c);
                eg::admin(c);
                eg::take_effect(c);
            }),
            eg::silent("somebody without a role has", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("protected-do-not-sync", Context)
        .given("planning")
        .says("advice: do not sync on-premises admin accounts")
        .sources(&[&src::HOWTO_SSPR_DEPLOYMENT_20230129_2]),
];

/// Classes of characters that complexity asks for; source: rule `ad-complexity-rules`.
const CLASSES: u8 = 3;

/// The longest time for which a policy may lock an account; source: rule `ad-lockout-auto`.
pub(crate) const LONGEST_LOCK: Span = Span::minutes(99_999);

/// How long a password may have to be kept, in hours; source: rule `ad-minage-range`.
const GREATEST_AGE: u16 = 998 * 24;

/// How many passwords a policy may remember; source: rule `ad-history-range`.
const MOST_REMEMBERED: u16 = 24;

/// The policy of a forest that is to be saved.
fn forest(case: &mut Case) -> &mut ForestPolicy {
    eg::save(case).forest.get_or_insert(ForestPolicy { history: 24, min_age: 0, max_age: 0 })
}

/// Somebody whose own policy asks for twelve characters, in a domain that asks for seven, resets the password.
fn fine_grained(case: &mut Case) -> &mut WriteFacts {
    let write = eg::write(case);
    let domain = DomainPolicy { min_length: 7, complexity: true, min_age: write.min_age, remembered: false };
    (write.min_length, write.domain) = (12, Some(domain));
    write
}

/// Somebody signs in at a computer of the forest whose account was locked so many seconds ago, for so many.
fn locked_ago(case: &mut Case, age: u32, seconds: u32) {
    eg::hybrid(case);
    eg::sign_in(case).to_cloud = false;
    (case.site.lock_age, case.site.lockout_seconds) = (Some(age), seconds);
}

/// Days in millionths.
const fn days(span: Span) -> u64 {
    (span.0 / Span::days(1).0) as u64 * 1_000_000
}

/// Whether an account that was locked so many seconds ago is still locked; 0 seconds last until somebody unlocks it.
///
/// Source: rule `ad-lockout-auto`.
pub(crate) const fn lasts(age: u32, seconds: u32) -> bool {
    seconds == 0 || age < seconds
}

/// The forest is asked: by a write, or by a sign-in that is checked there.
fn asks_forest(v: &View<'_>) -> bool {
    let live = matches!(v.case.person.sign_in, Identity::PassThrough | Identity::Federated);
    v.case.sign_in().is_none_or(|sign_in| live || !sign_in.to_cloud)
}

/// The length is below the policy's.
const fn too_short(write: &WriteFacts) -> bool {
    write.password.units < write.min_length
}

/// Complexity is on and the password fails it.
const fn too_simple(write: &WriteFacts) -> bool {
    write.complexity && (write.password.directory_classes < CLASSES || write.password.directory_named)
}

/// What a policy has against a write: length, complexity, history, age.
fn refusals(write: &WriteFacts) -> [bool; 4] {
    let young = write.age.is_some_and(|age| age < write.min_age);
    [too_short(write), too_simple(write), write.password.remembered, young]
}

/// The mark that keeps a person from changing the password refuses.
fn cannot_change(v: &View<'_>) -> bool {
    let change = v.case.is(Action::ChangePassword);
    let reset = by_writeback(v) && v.book.assumed.cannot_change_refuses_resets;
    v.case.site.cannot_change && sets(v, |_| true) && (change || reset)
}

/// The filters of the forest look at changes alone, and this is a reset.
fn unfiltered(v: &View<'_>) -> bool {
    !v.case.site.filters_resets && !v.case.is(Action::ChangePassword)
}

/// The directory remembers the new password, and asks.
fn repeats(v: &View<'_>) -> bool {
    tested_in_full(v) && sets(v, |write| write.password.remembered)
}

/// The domain controller audits the refusal of an administrator's reset.
///
/// Source: rule `ad-policy-admin-entra-error`.
pub(crate) fn audited(v: &View<'_>) -> bool {
    let filtered = sets(v, |write| write.password.filtered) && !unfiltered(v);
    let policy = filtered || sets(v, |write| too_short(write) || too_simple(write));
    let lists = banned_password::refused_on_premises(v);
    let refused = policy
        || lists
        || repeats(v)
        || too_young(v)
        || cannot_change(v)
        || faults::refuses_policy(v.case, !unfiltered(v));
    refused && v.case.is(Action::AdminResetPassword)
}

/// A lock is noticed before the old password is looked at.
fn locked_first(v: &View<'_>) -> bool {
    v.case.site.locked && v.book.assumed.locked_refuses_changes
}

/// By writeback or by hand.
const WRITES: MomentSet = MomentSet::WRITE.and(MomentSet::DIRECTORY);

/// A password is being set, by somebody who may do it with the old password at hand, and this holds of the write.
///
/// Access comes before policy, and the old password before the new one: measured on a domain controller.
fn sets(v: &View<'_>, test: fn(&WriteFacts) -> bool) -> bool {
    v.case.write().is_some_and(|write| write.sets && write.current_right && !denied(v.case, write) && test(write))
}

/// A delegate who may not reset this account.
fn denied(case: &Case, write: &WriteFacts) -> bool {
    let reset = case.action != Action::ChangePassword;
    write.delegated && reset && (case.site.protected || !case.site.permissions.contains(Permission::ResetPassword))
}

/// The directory tests history and age: on changes, and on resets that carry policy hints.
fn tested_in_full(v: &View<'_>) -> bool {
    let hints = v.case.write().is_some_and(|write| write.hints);
    hints || v.case.is(Action::ChangePassword) || v.book.assumed.directory_reset_checks_all
}

/// The password is younger than the policy's minimum age, and the directory asks.
fn too_young(v: &View<'_>) -> bool {
    tested_in_full(v) && sets(v, |_| true) && young(v) && !lifted(v)
}

/// The password is younger than the policy's minimum age.
fn young(v: &View<'_>) -> bool {
    let always = v.book.assumed.minimum_age_always_blocks;
    v.case.write().is_some_and(|write| {
        let short = write.age.is_some_and(|age| age < write.min_age);
        // The failure says that a minimum age is set and has not passed.
        let failure = !write.by_hand && faults::active(v.case, "password-too-young");
        short || failure || (always && !write.by_hand && write.min_age > 0)
    })
}

/// A must-change mark lifts the minimum age here.
fn lifted(v: &View<'_>) -> bool {
    let assumed = &v.book.assumed;
    let skips = if by_writeback(v) { assumed.mark_skips_age_in_cloud } else { assumed.mark_skips_age_on_premises };
    v.case.site.must_change && skips
}

/// The write came from writeback rather than from the forest.
fn by_writeback(v: &View<'_>) -> bool {
    v.case.write().is_some_and(|write| !write.by_hand)
}
