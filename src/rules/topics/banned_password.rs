//! Banned lists in the cloud and on domain controllers.

use crate::model::policy::OnPremisesProtection;
use crate::rules::assumptions::Assumptions;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::measure::Password;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("pw-check-known-weak", Context)
        .given("Any cloud password event since October 2021.")
        .says("Policy check includes known weak passwords.")
        .numbers("since: 2021-10")
        .since(2021, 10, 1)
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016]),
    rule("ban-global-on", Decision)
        .given("Any user, any tenant.")
        .says("Global list always applies, cannot be disabled or seen.")
        .shows("weak password message")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .limit("a stand-in for the unpublished list")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.global_banned))
        .examples(&[
            eg::applies("a term of the global list is chosen", |c| spelt(c, "Welcome-12")),
            eg::silent("no term of it is chosen", |c| spelt(c, "Quartz-Lantern-42")),
        ]),
    rule("ban-custom-limit", Limit)
        .given("Custom list edited.")
        .says(
            "Up to 1000 terms of 4 to 16 characters, case-insensitive, substitutions considered, one per line; \
            several hours to take effect.",
        )
        .numbers("max_terms: 1000, min_len: 4, max_len: 16")
        .sources(&[
            &src::TUTORIAL_CONFIGURE_CUSTOM_PASSWORD_PROTECTION_20250304,
            &src::CONCEPT_PASSWORD_BAN_BAD_20250304,
        ])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().is_some_and(|save| {
                save.banned_terms > 1000
                    || (save.banned_terms > 0 && (save.shortest_term < 4 || save.longest_term > 16))
            })
        })
        .examples(&[
            eg::blocks("1001 terms are to be saved", |c| eg::save(c).banned_terms = 1001),
            eg::holds("1000 terms are to be saved", |c| eg::save(c).banned_terms = 1000),
            eg::blocks("a term of three characters is to be saved", |c| {
                eg::save(c).banned_terms = 1;
                eg::save(c).shortest_term = 3;
            }),
            eg::blocks("a term of seventeen characters is to be saved", |c| {
                eg::save(c).banned_terms = 1;
                eg::save(c).longest_term = 17;
            }),
        ]),
    rule("ban-merge", Decision)
        .given("Custom list enforced.")
        .says("Global and custom terms form one list.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .limit("custom and global terms are searched as one list")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.global_banned && password.custom_banned))
        .examples(&[
            eg::applies("a term of each list stands in the password", |c| spelt(c, "contosowelcome")),
            eg::silent("a term of the custom list stands in it", |c| spelt(c, "contoso-42")),
        ]),
    rule("ban-normalise", Decision)
        .given("A candidate password is tested.")
        .says("Lower-case everything, then map 0 to o, 1 to l, $ to s, @ to a.")
        .numbers("map: {0: o, 1: l, $: s, @: a}")
        .basis(Basis::Disputed)
        .assumes("banned-list-digit-one")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .notes(
            "The table is given as an example of common substitutions and may be longer. The worked example leaves \
            1 as it is. See assumption banned-list-digit-one.",
        )
        .limit("letters and substitutions before the search")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.disguised))
        .examples(&[
            eg::applies("signs stand for letters", chooses).typing("B1@nk-Qx7zz"),
            eg::silent("the same where the digit 1 is no letter", chooses)
                .typing("B1@nk-Qx7zz")
                .under(&[("banned-list-digit-one", "unchanged")]),
            eg::silent("the term stands there as it is on the list", |c| spelt(c, "blank")),
        ]),
    rule("ban-fuzzy", Decision)
        .given("Normalized password is within edit distance 1 of a term.")
        .says("Counts as that term.")
        .numbers("edit_distance: 1")
        .basis(Basis::Disputed)
        .assumes("banned-list-fuzzy-scope")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .notes(
            "All three examples compare the whole password. A near match on parts would break the page's own \
            accepted example, which would fall from 5 points to 4. See assumption banned-list-fuzzy-scope.",
        )
        .limit("one edit from a term counts as the term")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.near))
        .examples(&[
            eg::applies("the whole password is a letter longer than a term", |c| spelt(c, "abcdefg")),
            eg::silent("two letters longer", |c| spelt(c, "abcdefgh")),
            eg::silent("a term with a letter too many stands in a longer password", chooses).typing("xq9contosxxyz"),
            eg::applies("the same where parts are compared", chooses)
                .typing("xq9contosxxyz")
                .under(&[("banned-list-fuzzy-scope", "parts")]),
        ]),
    rule("ban-names", Decision)
        .given("Normalized password contains first name, last name or tenant name of at least four characters.")
        .says("Rejected outright.")
        .shows("one of the guessable-password messages")
        .numbers("min_len: 4")
        .basis(Basis::Disputed)
        .assumes("banned-list-name-match")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .notes("Page example p0LL23fb would score 5 by counting, yet is rejected: so this is a veto, not a score.")
        .refuses(MomentSet::CHOOSE, None, |v| chosen(v, |password| password.named))
        .examples(&[
            eg::blocks("the person's name stands in the password", |c| eg::choose(c).password.named = true),
            eg::holds("no name stands in the password", |c| eg::choose(c).password.named = false),
            eg::blocks("the tenant's name and eight other characters", chooses).typing("Northwind-Qx7zz42"),
            eg::holds("the same where a name counts one point", chooses)
                .typing("Northwind-Qx7zz42")
                .under(&[("banned-list-name-match", "one-point")]),
        ]),
    rule("ban-names-short", Decision)
        .given("Name shorter than 4.")
        .says("Not matched.")
        .numbers("min_len: 4")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .limit("names under four letters are not looked for")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.short_named))
        .examples(&[
            eg::applies("the first name has two letters and stands in the password", |c| spelt(c, "jo-Lantern-42")),
            eg::silent("no name stands in it", |c| spelt(c, "Quartz-Lantern-42")),
        ]),
    rule("ban-tenant-name-onprem", Decision)
        .given("Check runs on a domain controller agent.")
        .says("Tenant name is not tested.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .limit("agents on domain controllers look for the person's names only")
        .felt(MomentSet::WRITE.and(MomentSet::DIRECTORY), |v| {
            seen_by_agent(v)
                && v.case.write().is_some_and(|write| write.password.named && !write.password.named_on_premises)
        })
        .examples(&[
            eg::applies("the tenant's name stands in a password that an agent sees", |c| {
                eg::directory(c).password.named = true;
                c.site.protection = OnPremisesProtection::Enforce;
            }),
            eg::silent("the person's name stands in it", |c| {
                let password = &mut eg::directory(c).password;
                (password.named, password.named_on_premises) = (true, true);
                c.site.protection = OnPremisesProtection::Enforce;
            }),
        ]),
    rule("ban-score", Decision)
        .given("No veto.")
        .says("One point per banned term found, one per remaining character.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .limit("one point a term, one a remaining character")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.banned && !password.named))
        .examples(&[
            eg::applies("a term and four other characters: five points", |c| spelt(c, "contoso-Qx7")),
            eg::silent("a name stands in the password", |c| spelt(c, "contosonorthwind")),
        ]),
    rule("ban-threshold", Decision)
        .given("Score known.")
        .says("5 or more accepted, below rejected.")
        .shows("guessable; seen too many times; choose harder")
        .numbers("threshold: 5")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .refuses(MomentSet::CHOOSE, None, |v| chosen(v, |password| password.score < THRESHOLD))
        .examples(&[
            eg::blocks("the password has four points", |c| eg::choose(c).password.score = 4),
            eg::holds("the password has five points", |c| eg::choose(c).password.score = 5),
        ]),
    rule("ban-contains-may-pass", Decision)
        .given("Password contains a banned term.")
        .says("Still accepted when the score reaches 5.")
        .numbers("threshold: 5")
        .basis(Basis::Disputed)
        .assumes("banned-list-match-effect")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .notes("Tutorial says a match makes the change fail: simplification.")
        .refuses(MomentSet::CHOOSE, None, |v| {
            v.book.assumed.banned_match_refuses && chosen(v, |password| password.banned)
        })
        .examples(&[
            eg::holds("a banned term stands in a password of five points", |c| {
                eg::choose(c).password.score = 5;
                eg::choose(c).password.banned = true;
            }),
            eg::blocks("the same where a match refuses", |c| {
                eg::choose(c).password.score = 5;
                eg::choose(c).password.banned = true;
            })
            .under(&[("banned-list-match-effect", "refuse")]),
        ]),
    rule("ban-custom-message", Message)
        .given("Custom term caused the rejection.")
        .says("Second message speaks of words blocked by the administrator.")
        .shows("blocked by administrator")
        .sources(&[&src::TUTORIAL_CONFIGURE_CUSTOM_PASSWORD_PROTECTION_20250304])
        .limit("the message of a refusal for points where a term of the custom list stands in the password")
        .felt(MomentSet::CHOOSE, |v| chosen(v, |password| password.score < THRESHOLD && password.custom_banned))
        .examples(&[
            eg::applies("a term of the custom list leaves four points", |c| spelt(c, "contoso-Qx")),
            eg::silent("it leaves five", |c| spelt(c, "contoso-Qx7")),
            eg::silent("a term of the global list leaves three points", |c| spelt(c, "welcome12")),
        ]),
    rule("ban-audit-reason", Effect)
        .given("Rejected by the list.")
        .says(
            "Audit failure reason FuzzyPolicyViolationInvalidPassword; troubleshooting table calls it not complying \
            with fuzzy policy.",
        )
        .sources(&[&src::HOWTO_SSPR_REPORTING_20250304, &src::TROUBLESHOOT_SSPR_20250606])
        .notes("A 2026 lab log shows PasswordDoesnotComplyFuzzyPolicy (third party).")
        .limit("the status reason of the audit record of a refusal by the lists")
        .felt(MomentSet::CHOOSE, listed)
        .examples(&[
            eg::applies("the lists leave four points", |c| spelt(c, "contoso-Qx")),
            eg::silent("they leave five", |c| spelt(c, "contoso-Qx7")),
        ]),
    rule("ban-applies-when", Context)
        .given("User or administrator changes or resets own credentials (combined-policy page adds user provisioning).")
        .says("Checked against the merged list.")
        .sources(&[
            &src::CONCEPT_PASSWORD_BAN_BAD_20250304,
            &src::TUTORIAL_CONFIGURE_CUSTOM_PASSWORD_PROTECTION_20250304,
            &src::CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016,
        ]),
    rule("ban-algorithm-may-change", Context)
        .given("Any date.")
        .says("List and algorithm may change any time; DC agents only when upgraded.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304]),
    rule("ban-cloud-vs-onprem", Context)
        .given("Same password tested in cloud and on-premises.")
        .says("Results may differ.")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304]),
    rule("flow-banned-list-first", Decision)
        .given("hybrid user changes or resets in the cloud")
        .says("global and custom banned lists are applied in the cloud before anything reaches AD")
        .shows("told the password is too common")
        .sources(&[
            &src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_FAQ_20220216,
            &src::TROUBLESHOOT_SSPR_20250606,
            &src::HOWTO_SSPR_REPORTING_20250304_2,
        ])
        .notes("No on-premises validation event in that case.")
        .limit("the cloud's lists are asked before the directory")
        .felt(MomentSet::CHOOSE, |v| v.case.hybrid() && listed(v))
        .examples(&[
            eg::applies("a hybrid person chooses a password of four points", |c| {
                eg::hybrid(c);
                spelt(c, "contoso-Qx");
            }),
            eg::silent("of five points: the directory is asked next", |c| {
                eg::hybrid(c);
                spelt(c, "contoso-Qx7");
            }),
        ]),
    rule("opp-checked-at-dc", Decision)
        .given("DC agent on the DC handling the set or change")
        .says("global and custom banned lists applied")
        .shows("rejected")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304])
        .refuses(MomentSet::WRITE.and(MomentSet::DIRECTORY), None, |v| {
            let failure = faults::active(v.case, "password-banned-on-domain-controller");
            let by_writeback = v.case.write().is_some_and(|write| write.sets && !write.by_hand);
            enforced(v, |password| password.score < THRESHOLD) || (failure && by_writeback)
        })
        .examples(&[
            eg::blocks("agents enforce the lists and the password has four points", |c| {
                eg::write(c).password.score = 4;
                c.site.protection = OnPremisesProtection::Enforce;
            }),
            eg::blocks("a failure says that the agent refuses it", |c| {
                eg::write(c);
                eg::fault(c, "password-banned-on-domain-controller");
            }),
            eg::holds("agents only log and the password has four points", |c| {
                eg::write(c).password.score = 4;
                c.site.protection = OnPremisesProtection::Audit;
            }),
        ]),
    rule("opp-only-that-dc", Decision)
        .given("DC without agent handles it")
        .says("not checked")
        .shows("weak password accepted")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304])
        .not_simulated("a forest is simulated with one domain controller, so none is without the agent of another"),
    rule("opp-same-for-set-and-change", Decision)
        .given("set or change")
        .says("same verdict, different event ids")
        .sources(&[
            &src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_FAQ_20220216,
            &src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_MONITOR_20230129,
        ])
        .effect(MomentSet::WRITE.and(MomentSet::DIRECTORY), seen_by_agent, &[Do::Name])
        .examples(&[
            eg::applies("agents log what is written back", |c| {
                eg::write(c);
                c.site.protection = OnPremisesProtection::Audit;
            }),
            eg::silent("no agent runs", |c| {
                eg::write(c);
            }),
        ]),
    rule("opp-no-policy-accept", Decision)
        .given("no policy on that DC")
        .says("accepted; 30001 logged")
        .shows("accepted")
        .sources(&[
            &src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304,
            &src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_MONITOR_20230129,
        ])
        .effect(MomentSet::WRITE.and(MomentSet::DIRECTORY), |v| seen_by_agent(v) && without_policy(v), &[Do::Name])
        .examples(&[
            eg::applies("the agent has no policy and the password has four points", |c| {
                eg::write(c).password.score = 4;
                c.site.protection = OnPremisesProtection::Enforce;
                eg::fault(c, "domain-controller-agent-without-policy");
            }),
            eg::silent("the agent has a policy", |c| {
                eg::write(c);
                c.site.protection = OnPremisesProtection::Enforce;
            }),
        ]),
    rule("opp-hourly", Timing)
        .given("policy older than 1 hour")
        .says("agent asks for a new one")
        .numbers("h: 1")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304])
        .not_simulated("agents follow the tenant's lists at once: no page says when within the hour a policy arrives"),
    rule("opp-audit-mode", Decision)
        .given("audit mode")
        .says("accepted with 10024/10025 and a reason event")
        .shows("accepted")
        .sources(&[&src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_MONITOR_20230129])
        .limit("audit mode accepts")
        .felt(MomentSet::WRITE.and(MomentSet::DIRECTORY), |v| {
            let weak = |password: &Password| password.score < THRESHOLD || password.named_on_premises;
            let audits = v.case.site.protection == OnPremisesProtection::Audit && !without_policy(v);
            audits && v.case.write().is_some_and(|write| write.sets && weak(&write.password))
        })
        .examples(&[
            eg::applies("an agent in audit mode sees a password of four points", |c| {
                eg::directory(c).password.score = THRESHOLD - 1;
                c.site.protection = OnPremisesProtection::Audit;
            }),
            eg::silent("it sees one of five points", |c| {
                eg::directory(c).password.score = THRESHOLD;
                c.site.protection = OnPremisesProtection::Audit;
            }),
        ]),
    rule("opp-supplement", Context)
        .given("with other filters")
        .says("all must agree")
        .shows("rejected if any refuses")
        .sources(&[
            &src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304,
            &src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_FAQ_20220216,
        ]),
    rule("opp-default-for-sspr", Context)
        .given("SSPR reset")
        .says("applies by default (third-party filters may need setup)")
        .shows("rejected")
        .sources(&[&src::CONCEPT_SSPR_HOWITWORKS_20250304]),
    rule("opp-no-phs-needed", Context)
        .given("PHS off")
        .says("still works")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304]),
    rule("opp-dsrm", Decision)
        .given("domain controller in repair mode, or preview agent expired")
        .says("all accepted (10023 / 10022)")
        .shows("accepted")
        .sources(&[&src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_TROUBLESHOOT_20250114])
        .not_simulated("no domain controller is started in repair mode, and preview agents are gone"),
    rule("opp-username", Decision)
        .given(
            "a domain controller agent, policy set to enforce, tests a password that contains the account or \
            display name",
        )
        .says("rejected 30021/30022")
        .shows("rejected")
        .sources(&[&src::HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_MONITOR_20230129])
        .notes("In audit mode it is accepted (30024 on a change, 30023 on a set).")
        .refuses(MomentSet::WRITE.and(MomentSet::DIRECTORY), None, |v| {
            enforced(v, |password| password.named_on_premises)
        })
        .examples(&[
            eg::blocks("agents enforce the lists and the password holds the name", |c| {
                eg::write(c).password.named_on_premises = true;
                c.site.protection = OnPremisesProtection::Enforce;
            }),
            eg::holds("agents only log and the password holds the name", |c| {
                eg::write(c).password.named_on_premises = true;
                c.site.protection = OnPremisesProtection::Audit;
            }),
        ]),
];

/// Points that a password needs.
pub const THRESHOLD: u16 = 5;

/// The password meets the banned lists in the cloud and this holds of it.
fn chosen(v: &View<'_>, test: fn(&crate::rules::measure::Password) -> bool) -> bool {
    v.case.choose().is_some_and(|choose| choose.password.given && test(&choose.password))
}

/// The lists refuse the password that is being chosen.
fn listed(v: &View<'_>) -> bool {
    chosen(v, |password| password.score < THRESHOLD)
        || (v.book.assumed.name_match_refuses && chosen(v, |password| password.named))
        || (v.book.assumed.banned_match_refuses && chosen(v, |password| password.banned))
}

/// Somebody chooses a password.
fn chooses(case: &mut Case) {
    eg::choose(case);
}

/// The same with this password, measured under the assumptions that hold where nothing is said.
fn spelt(case: &mut Case, text: &str) {
    eg::spell(case, text, &Assumptions::default());
}

/// The agent on the domain controller has no policy yet.
fn without_policy(v: &View<'_>) -> bool {
    faults::active(v.case, "domain-controller-agent-without-policy")
}

/// An agent on a domain controller sees a password being set or changed.
fn seen_by_agent(v: &View<'_>) -> bool {
    v.case.site.protection != OnPremisesProtection::Off && v.case.write().is_some_and(|write| write.sets)
}

/// Agents on the domain controllers enforce the lists and refuse the password.
pub(super) fn refused_on_premises(v: &View<'_>) -> bool {
    enforced(v, |password| password.score < THRESHOLD || password.named_on_premises)
}

/// Agents on the domain controllers enforce the lists and this holds of the password.
fn enforced(v: &View<'_>, test: fn(&crate::rules::measure::Password) -> bool) -> bool {
    let on = v.case.site.protection == OnPremisesProtection::Enforce && !without_policy(v);
    on && v.case.write().is_some_and(|write| write.sets && test(&write.password))
}
