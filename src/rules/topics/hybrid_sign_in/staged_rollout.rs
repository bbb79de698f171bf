//! Staged rollout: members of federated domains that sign in in the cloud.

use crate::model::ask::{Action, Client, Code, Prompt};
use crate::model::identity::Identity;
use crate::model::time::Span;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::readings::passwords::expired;
use crate::rules::rule::Kind::{Context, Decision, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, figure, rule};
use crate::rules::sources as src;

use super::{in_rollout, newer};

/// The rules of this part, in order of precedence.
pub(super) const RULES: &[Rule] = &[
    rule("sr-phs-2min", Timing)
        .given("user in PHS staged rollout; resets or changes by SSPR or My Profile, or on-premises")
        .says("up to 2 minutes before the new hash is usable in the cloud")
        .shows("old accepted, new refused for up to 2 min")
        .numbers("min: 2")
        .assumes("staged-rollout-self-reset")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915, &src::HOW_TO_CONNECT_STAGED_ROLLOUT_20250409])
        .notes(
            "The cloud copy arrives by hash sync, not by SSPR directly, as for every federated domain \
            (cvr-federated-wait). The 2026 text adds sr-reset-unsupported and sr-reset-returns-to-federation.",
        )
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| {
            newer(v, |s| s.unsent.is_none() && in_rollout(v.case))
        })
        .examples(&[
            eg::blocks("a member of a rollout types the password that was set a moment ago", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                (eg::sign_in(c).newer, eg::sign_in(c).right) = (true, false);
            }),
            eg::holds("the pass has run since", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                eg::sign_in(c);
            }),
        ]),
    rule("sr-reset-unsupported", Context)
        .given("group in staged rollout; member resets by SSPR with writeback")
        .says("not a supported combination; works in some cases, without guarantee")
        .shows("mostly success")
        .basis(Basis::Disputed)
        .assumes("staged-rollout-self-reset")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_2])
        .notes("The same page tells how long such a reset takes. Keep it out of scored questions."),
    rule("sr-reset-returns-to-federation", Decision)
        .given("user in staged rollout; self-service reset, risk remediation or risk dismissal happened")
        .says(
            "rollout state can be reset; the next sign-in may go to the federation service once, after which \
            managed sign-in is back",
        )
        .shows("federation page once")
        .basis(Basis::Disputed)
        .assumes("staged-rollout-self-reset")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_3])
        .notes("Worded as can and may.")
        .general()
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let member =
                    v.case.person.identity == Identity::Federated && v.case.person.sign_in != Identity::Federated;
                member && v.case.is(Action::ResetPassword) && v.book.assumed.reset_federates_once
            },
            &[Do::FederateOnce],
        )
        .examples(&[
            eg::silent("a member of a rollout resets the own password", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                eg::take_effect(c);
            }),
            eg::applies("the same where a reset sends the next sign-in to the federation service", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                eg::take_effect(c);
            })
            .under(&[("staged-rollout-self-reset", "federated-once")]),
            eg::silent("a federated person outside the rollout, where that is assumed", |c| {
                eg::federated(c);
                eg::take_effect(c);
            })
            .under(&[("staged-rollout-self-reset", "federated-once")]),
        ]),
    rule("sr-groups", Limit)
        .given("groups")
        .says(
            "10 per feature; no nested or dynamic groups, no contacts inside; 200 users when first added; no limit \
            on members afterwards",
        )
        .numbers("groups: 10, first: 200")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_4])
        .refuses(MomentSet::SAVE, None, |v| {
            v.case.save().is_some_and(|save| save.rollout_nested || save.rollout_first > FIRST_MEMBERS)
        })
        .examples(&[
            eg::blocks("a group of 201 people is added to a rollout", |c| eg::save(c).rollout_first = 201),
            eg::holds("a group of 200 people is added to a rollout", |c| eg::save(c).rollout_first = 200),
            eg::blocks("the group holds another group", |c| eg::save(c).rollout_nested = true),
        ]),
    rule("sr-timing", Timing)
        .given("group added / edited")
        .says("first 200 at once / edits up to 24 h")
        .numbers("h: 24")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915])
        .figures(&[figure("h", || (ROLLOUT_EDIT.0 / 3_600) as u64 * 1_000_000)])
        .limit("an edit of a rollout group acts a day later")
        .felt(MomentSet::SIGN_IN, |v| v.case.sign_in().is_some_and(|s| s.to_cloud && s.edit_waits))
        .examples(&[
            eg::applies("somebody signs in who was added to a group of a rollout an hour ago", |c| {
                eg::federated(c);
                eg::sign_in(c).edit_waits = true;
            }),
            eg::silent("the edit has reached the person", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
        ]),
    rule("sr-transition", Timing)
        .given("user added or removed")
        .says(
            "takes effect after one more interactive sign-in the old way (federated when added, managed when \
            removed)",
        )
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915])
        .notes(
            "The page also says at once for a new group: see sr-timing. A Temporary Access Pass used for the first \
            sign-in saves the extra federated one.",
        )
        .effect(MomentSet::SIGN_IN, |v| v.case.sign_in().is_some_and(|s| s.to_cloud && s.changes_over), &[Do::Name])
        .examples(&[
            eg::applies("the first sign-in of somebody who was added to a rollout", |c| {
                eg::federated(c);
                eg::sign_in(c).changes_over = true;
            }),
            eg::silent("somebody whose membership has not changed", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
        ]),
    rule("sr-not-both", Decision)
        .given("options")
        .says("PHS and PTA together not supported")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915])
        .refuses(MomentSet::SAVE, None, |v| v.case.save().is_some_and(|save| save.rollout_both))
        .examples(&[
            eg::blocks("hash sync and pass-through are to be rolled out together", |c| eg::save(c).rollout_both = true),
            eg::holds("one of them is to be rolled out", |c| eg::save(c).rollout_first = 10),
        ]),
    rule("sr-expiry", Decision)
        .given("PHS staged rollout")
        .says(
            "no expiry by default; 90 days from the day the password was set in AD when cloud policy feature on; \
            not adjustable",
        )
        .numbers("days: 90")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915])
        .effect(
            MomentSet::SIGN_IN,
            |v| v.case.person.identity == Identity::Federated && expired(v, 90),
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("a federated person in a staged rollout whose password is 90 days old", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                eg::sign_in(c).cloud_ages = true;
                eg::sign_in(c).age_days = 90;
            }),
            eg::silent("the same with a password of 89 days", |c| {
                eg::federated(c);
                c.person.sign_in = Identity::PasswordHashSync;
                eg::sign_in(c).cloud_ages = true;
                eg::sign_in(c).age_days = 89;
            }),
            eg::silent("a person of the cloud", |c| {
                eg::sign_in(c).age_days = 90;
            }),
        ]),
    rule("sr-legacy", Decision)
        .given("legacy protocol or domain_hint")
        .says("falls back to federation")
        .effect(
            MomentSet::SIGN_IN,
            |v| falls_back(v.case),
            &[Do::Say("the federation service checks the password, although a rollout covers the person")],
        )
        .examples(&[
            eg::applies("a member of a rollout signs in by a legacy protocol", |c| {
                eg::federated(c);
                (eg::sign_in(c).client, eg::sign_in(c).rolled_out) = (Client::Legacy, true);
            }),
            eg::silent("a federated person whom no rollout covers does", |c| {
                eg::federated(c);
                eg::sign_in(c).client = Client::Legacy;
            }),
        ])
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915]),
    rule("sr-domain-stays-fed", Context)
        .given("staged rollout on")
        .says("domain remains federated")
        .basis(Basis::Derived)
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915])
        .notes(
            "The page says rollout does not switch the domain. So rules keyed on \"federated domain\" (e.g. \
            PowerShell reset) still apply.",
        ),
    rule("sr-cloud-only", Context)
        .given("cloud-only user")
        .says("not applicable")
        .sources(&[&src::HOW_TO_CONNECT_STAGED_ROLLOUT_20260915]),
];

/// A member of a staged rollout whose program goes to the federation service all the same.
fn falls_back(case: &Case) -> bool {
    case.sign_in().is_some_and(|s| s.rolled_out && s.client == Client::Legacy)
}

/// Members that a group may have when it is first added to a rollout.
const FIRST_MEMBERS: u16 = 200;

/// How long an edit of a group of a staged rollout takes to act; source: rule `sr-timing`.
pub(crate) const ROLLOUT_EDIT: Span = Span::hours(24);
