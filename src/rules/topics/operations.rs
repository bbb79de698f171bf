//! What each change, reset and unlock does, who may start it and whether it is written back.

use crate::model::ask::{Action, SignedIn, Via};
use crate::model::identity::{Home, Identity, UserType};
use crate::model::policy::Scope;
use crate::model::sync::SyncKind;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::readings::writeback::effective;
use crate::rules::rule::Kind::{Context, Decision, Effect, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;
use crate::rules::topics::hybrid_sign_in;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("wb-op-admin-self-reset", Decision)
        .given(
            "actor has Entra admin role; actor is synced; action is reset-password on self from the SSPR portal; \
            writeback is effective",
        )
        .says("written back; protected on-premises accounts stay refused")
        .shows("success")
        .basis(Basis::Disputed)
        .assumes("administrator-self-reset")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PWD_NOT_SYNC_20231103,
        ])
        .notes(
            "The same page also lists an administrator resetting the own password with the reset tool as \
            unsupported. See assumption administrator-self-reset.",
        )
        .refuses(MomentSet::OFFER, None, |v| {
            let self_reset = v.case.is(Action::ResetPassword) && v.terms.admin && v.case.hybrid();
            self_reset && !v.book.assumed.admin_self_reset
        })
        .examples(&[
            eg::holds("a synchronized administrator resets the own password", |c| {
                eg::hybrid(c);
                eg::admin(c);
            }),
            eg::blocks("the same where the page that refuses it holds", |c| {
                eg::hybrid(c);
                eg::admin(c);
            })
            .under(&[("administrator-self-reset", "refused")]),
        ]),
    rule("cvr-change-always", Decision)
        .given("Cloud-only user knows the password.")
        .says("Change cannot be blocked by anyone.")
        .sources(&[&src::PASSWORDS_FAQ_20250116])
        .limit("no gate of the cloud stops a cloud-only person's change but the password itself")
        .felt(MomentSet::OFFER, |v| v.case.is(Action::ChangePassword) && !v.case.hybrid())
        .examples(&[
            eg::applies("a cloud-only person changes a known password, and reset is on for nobody", |c| {
                eg::changing(c);
                c.tenant.scope = Scope::None;
            }),
            eg::silent("a hybrid person does", |c| {
                eg::hybrid(c);
                eg::changing(c);
            }),
        ]),
    rule("cvr-change-without-old", Decision)
        .given("User signed in with password and MFA opens My Sign-Ins.")
        .says("May change without typing the old password.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .limit("a change on the page of sign-ins asks for no current password")
        .felt(MomentSet::CHOOSE, |v| signed_in(v, SignedIn::PasswordAndMfa))
        .examples(&[
            eg::applies("somebody who signed in with another factor changes the password", |c| {
                eg::changing(c);
                eg::choose(c).signed_in = SignedIn::PasswordAndMfa;
            }),
            eg::silent("somebody who signed in with the password alone does", |c| {
                eg::changing(c);
                eg::choose(c);
            }),
        ]),
    rule("cvr-change-tap", Decision)
        .given("User signed in with a TAP.")
        .says("Change not supported unless the old password is known.")
        .sources(&[&src::CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001])
        .refuses(MomentSet::CHOOSE, None, |v| {
            signed_in(v, SignedIn::TemporaryAccessPass) && v.case.choose().is_some_and(|choice| !choice.current_right)
        })
        .examples(&[
            eg::blocks("somebody signed in with a pass and does not know the password", |c| {
                eg::changing(c);
                (eg::choose(c).signed_in, eg::choose(c).current_right) = (SignedIn::TemporaryAccessPass, false);
            }),
            eg::blocks("the same where the change would be written back", |c| {
                eg::hybrid(c);
                eg::changing(c);
                (eg::choose(c).signed_in, eg::choose(c).current_right) = (SignedIn::TemporaryAccessPass, false);
            }),
            eg::holds("somebody signed in with a pass and knows the password", |c| {
                eg::changing(c);
                eg::choose(c).signed_in = SignedIn::TemporaryAccessPass;
            }),
        ]),
    rule("cvr-change-alt-email", Decision)
        .given("User signed in with a non-UPN e-mail.")
        .says("Change is not possible; SSPR should work.")
        .sources(&[&src::HOWTO_AUTHENTICATION_USE_EMAIL_SIGNIN_20250417])
        .refuses(MomentSet::OFFER, None, |v| v.case.is(Action::ChangePassword) && v.case.person.other_user_id)
        .examples(&[
            eg::blocks("somebody signed in with another address wants to change the password", |c| {
                eg::changing(c);
                c.person.other_user_id = true;
            }),
            eg::holds("somebody signed in with the user name wants to change the password", eg::changing),
        ]),
    rule("cvr-forced-change", Decision)
        .given("Password expired.")
        .says("Change is asked at sign-in and logged as a self-service change.")
        .sources(&[&src::PASSWORDS_FAQ_20250116, &src::HOWTO_SSPR_REPORTING_20250304])
        .effect(
            MomentSet::SIGN_IN,
            |v| {
                let due = v.case.hybrid() && hybrid_sign_in::due(v.case);
                v.case.sign_in().is_some_and(|s| if s.to_cloud { s.must_change } else { due })
            },
            &[Do::Ask(crate::model::ask::Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("the password must be changed at the next sign-in", |c| eg::sign_in(c).must_change = true),
            eg::silent("nothing asks for a change", |c| {
                eg::sign_in(c);
            }),
            eg::applies("the password has expired in the forest, at a computer of it", |c| {
                eg::hybrid(c);
                c.site.expired = true;
                eg::sign_in(c).to_cloud = false;
            }),
            eg::silent("the password has expired in the forest, at a cloud sign-in", |c| {
                eg::hybrid(c);
                c.site.expired = true;
                eg::sign_in(c).to_cloud = true;
            }),
        ]),
    rule("wb-cloud-only-not-applicable", Decision)
        .given("identity is cloud-only")
        .says(
            "writeback engine is not involved; new password is stored only in Entra ID; audit OnPremisesAgent is \
            None",
        )
        .shows("the ordinary cloud reset or change result")
        .sources(&[
            &src::HOWTO_SSPR_DEPLOYMENT_20230129_2,
            &src::HOWTO_SSPR_REPORTING_20250304_2,
            &src::CONCEPT_SSPR_DEPLOY_20250304,
        ])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| !v.case.hybrid() && v.case.action != Action::UnlockAccount,
            &[Do::SetCloudPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a cloud-only person has reset the password", |c| {
                eg::take_effect(c);
            }),
            eg::silent("a hybrid person has reset the password", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("phs-off-writeback-ad-only", Decision)
        .given("hybrid user with PHS off; writeback on")
        .says("new password stored only in AD")
        .shows("sign-in checks AD anyway")
        .sources(&[&src::HOWTO_SSPR_DEPLOYMENT_20230129_2, &src::CONCEPT_SSPR_DEPLOY_20250304])
        .limit("without hash sync the cloud keeps no copy")
        .felt(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|e| e.written_back) && !v.case.site.hash_sync)
        .examples(&[
            eg::applies("a reset was written back and hash sync is off", |c| {
                eg::pass_through(c);
                c.site.hash_sync = false;
                eg::take_effect(c);
            }),
            eg::silent("hash sync is on", |c| {
                eg::pass_through(c);
                eg::take_effect(c);
            }),
        ]),
    rule("cvr-federated-wait", Timing)
        .given("identity is federated; hash sync is on; a reset or change made in the cloud is written back")
        .says(
            "SSPR writes AD only; the hash stored in the cloud follows with the next pass, up to 2 minutes later, \
            whatever the switch cloud-copy-after-writeback says",
        )
        .shows("told that the password has been reset; federated sign-in takes the new one at once")
        .numbers("minutes: 2")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240521_2])
        .notes(
            "Matters where the stored hash is used (staged rollout, switch of the domain to hash sync). The \
            articles that speak of two writes describe managed sign-in.",
        )
        .limit("a federated person's stored hash waits for the next pass")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let written = v.case.effect().is_some_and(|e| e.written_back);
            written && v.case.site.hash_sync && v.case.person.identity == Identity::Federated
        })
        .examples(&[
            eg::applies("the reset of a federated person was written back", |c| {
                eg::federated(c);
                eg::take_effect(c);
            }),
            eg::silent("the reset of a person with hash sync was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("cvr-admin-temp", Decision)
        .given("Administrator resets in Entra admin center.")
        .says("Temporary password generated, must be changed at next sign-in, never expires itself.")
        .shows("works whenever used")
        .basis(Basis::Disputed)
        .assumes("temporary-password-expiry")
        .sources(&[&src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827])
        .notes("See assumption temporary-password-expiry.")
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|e| e.generated), &[Do::Name])
        .examples(&[
            eg::applies("no password was given and one was made", |c| {
                eg::administered(c);
                eg::take_effect(c).generated = true;
            }),
            eg::silent("the administrator gave a password", |c| {
                eg::administered(c);
                eg::take_effect(c).generated = false;
            }),
        ]),
    rule("wb-no-admin-m365", Decision)
        .given("any hybrid identity (Connect or cloud sync); action is admin reset-password via m365-admin-center")
        .says("Entra password replaced, AD password untouched: divergence")
        .shows("new password works in the cloud but not on-premises; the previous one may still work on-premises")
        .assumes("federated-admin-reset")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PASSWORD_WRITEBACK_MICROSOFT_365_ADMIN_CENTER_20220225,
        ])
        .notes(
            "That admin center does not use the writeback libraries, whatever the licence. The Entra admin center \
            and Graph do write back. For a federated target a cloud password is elsewhere said not to be settable \
            at all, see assumption federated-admin-reset.",
        )
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.hybrid() && done_by(v, Via::M365AdminCenter),
            &[Do::SetCloudPassword],
        )
        .examples(&[
            eg::applies("a hybrid person was reset in the Microsoft 365 admin center", |c| {
                eg::hybrid(c);
                eg::reset_past_writeback(c, Via::M365AdminCenter);
            }),
            eg::silent("a cloud-only person was reset there", |c| eg::reset_past_writeback(c, Via::M365AdminCenter)),
        ]),
    rule("fed-admin-portal-disputed", Decision)
        .given("identity is federated; action is admin reset-password via entra-admin-center; writeback is effective")
        .says("writeback page: written back. Reset page: refused for federated domains")
        .shows("success or refusal")
        .basis(Basis::Disputed)
        .assumes("federated-admin-reset")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827])
        .notes(
            "The reset page (2025) names writeback and a managed domain as conditions; the writeback page names \
            federated users as written back. See assumption federated-admin-reset.",
        )
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            let federated = v.case.person.identity == Identity::Federated;
            federated && !from(v, Via::PowerShell) && !v.book.assumed.federated_admin_reset
        })
        .examples(&[
            eg::holds("a federated person is to be reset", |c| {
                eg::federated(c);
                eg::admin_reset(c);
            }),
            eg::blocks("the same where the page that refuses it holds", |c| {
                eg::federated(c);
                eg::admin_reset(c);
            })
            .under(&[("federated-admin-reset", "refused")]),
        ]),
    rule("cvr-microsoft-support", Context)
        .given("User asks Microsoft Support.")
        .says("Support cannot reset the password.")
        .sources(&[&src::EXPLORE_SELF_SERVICE_PASSWORD_MANAGEMENT_UNDATED]),
    rule("wb-models-supported", Context)
        .given("hybrid identity served by Connect")
        .says("writeback may be enabled for the user")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .notes("Third-party federation is not listed by name; only AD FS is."),
    rule("wb-models-supported-cloudsync", Context)
        .given("password-hash-sync identity served by cloud sync")
        .says("writeback may be enabled for the user")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::WHAT_IS_CLOUD_SYNC_20231106])
        .notes("PTA as a writeback model is qualified as \"in a Connect deployment\"; see cs-no-pta."),
    rule("wb-op-user-change", Decision)
        .given("any hybrid identity (Connect or cloud sync); action is change-password; writeback is effective")
        .says("current password is verified; new password set in AD DS in the same transaction; then set in Entra ID")
        .shows("success or a policy error at once")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218,
        ])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| written(v, Action::ChangePassword) && !v.case.effect().is_some_and(|e| e.forced),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a hybrid person changed the password by choice", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
            eg::silent("a hybrid person had to change the password", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c).forced = true;
            }),
        ]),
    rule("wb-op-user-forced-change", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is forced change-password (expired or \
            must-change); writeback is effective",
        )
        .says("written back like a voluntary change")
        .shows("asked for old and new password at sign-in, then success")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| written(v, Action::ChangePassword) && v.case.effect().is_some_and(|e| e.forced),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a hybrid person had to change the password", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c).forced = true;
            }),
            eg::silent("a hybrid person changed the password by choice", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("wb-op-user-reset", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is reset-password from the SSPR portal; writeback \
            is effective",
        )
        .says("reset written to AD DS; account also unlocked on-premises")
        .shows("success page")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PASSWORDS_FAQ_20250116,
        ])
        .notes(
            "Origin must be the password reset portal (or a surface that drives it, such as the Windows sign-in \
            link).",
        )
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| written(v, Action::ResetPassword),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a hybrid person has reset the password", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("a cloud-only person has reset the password", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("wb-op-admin-change", Decision)
        .given(
            "actor has Entra admin role; actor is synced; action is change-password or forced change-password; \
            writeback is effective",
        )
        .says("actor's own known-password change is written back")
        .shows("success")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .notes("Provided the AD account is not protected; see protected-cannot-writeback.")
        .limit("an administrator's own change takes the path of everybody's")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let written = v.case.effect().is_some_and(|e| e.written_back);
            written && v.case.is(Action::ChangePassword) && v.terms.admin
        })
        .examples(&[
            eg::applies("a synchronized administrator changed a known password", |c| {
                eg::hybrid(c);
                eg::admin(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
            eg::silent("a synchronized person did", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("wb-op-admin-reset-entra", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is admin reset-password via entra-admin-center; \
            target is an end user; writeback is effective",
        )
        .says("written back; target must change at next sign-in")
        .shows("admin supplies a password that satisfies AD policy; target is later asked to change it")
        .assumes("federated-admin-reset")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827,
        ])
        .notes(
            "A federated target is disputed: see fed-admin-portal-disputed. No mark is set for an AD account whose \
            password never expires: see force-ad-never-expires. At least the Password Administrator role is \
            needed.",
        )
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| written(v, Action::AdminResetPassword) && !through(v, Via::Graph) && !through(v, Via::MyStaff),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a hybrid person was reset in the Entra admin center", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c);
            }),
            eg::silent("a hybrid person was reset in the Microsoft 365 admin center", |c| {
                eg::hybrid(c);
                eg::reset_past_writeback(c, Via::M365AdminCenter);
            }),
        ]),
    rule("wb-op-admin-reset-graph", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is admin reset-password via graph \
            (authenticationMethod resetPassword, by admin on another user); writeback is effective",
        )
        .says("written to Entra ID and pushed to AD DS; target must change at next sign-in")
        .shows("caller gets 202 and polls an operation")
        .assumes("graph-reset-without-writeback")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED,
            &src::PWD_HASH_SYNC_AUTO_ENABLE_20200528,
        ])
        .notes(
            "With writeback off the page still writes Entra ID and pushes to AD only where writeback is configured; \
            a support article relies on exactly that (writeback off, then this call on hybrid users to overwrite \
            stored hashes). See assumption graph-reset-without-writeback. A federated target: see \
            federated-admin-reset.",
        )
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            let off = v.case.hybrid() && from(v, Via::Graph) && !effective(v.case, &v.book.assumed);
            off && !v.book.assumed.graph_reset_cloud_only
        })
        .and_effect(
            MomentSet::TAKE_EFFECT,
            |v| done_by(v, Via::Graph) && written(v, Action::AdminResetPassword),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("an administrator has reset a hybrid person's password by Graph", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).via = Some(Via::Graph);
            }),
            eg::holds("writeback is off and only the cloud is written", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
                eg::admin_reset(c).via = Via::Graph;
            }),
            eg::blocks("writeback is off and that is refused", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
                eg::admin_reset(c).via = Via::Graph;
            })
            .under(&[("graph-reset-without-writeback", "refused")]),
        ]),
    rule("wb-op-mystaff", Decision)
        .given("action is admin reset-password via My Staff; target synced; writeback is effective")
        .says("manager types a password meeting AD policy; written back; target must change at next sign-in")
        .shows("manager sees progress then success")
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| done_by(v, Via::MyStaff) && written(v, Action::AdminResetPassword),
            &[Do::SetDirectoryPassword, Do::ClearMarks],
        )
        .examples(&[
            eg::applies("a manager has reset a hybrid person's password", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).via = Some(Via::MyStaff);
            }),
            eg::silent("an administrator has, in the Entra admin center", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c);
            }),
        ])
        .sources(&[&src::MY_STAFF_CONFIGURE_20210518, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .notes(
            "The cloud-sync tutorial names a \"Frontline worker portal\" in its validation list; My Staff is the \
            same kind of surface.",
        ),
    rule("wb-op-windows-signin-link", Decision)
        .given("device Entra joined or hybrid joined; Windows 10 1803 or later; reset link enabled by policy")
        .says("drives the same SSPR reset, hence written back when writeback is on")
        .shows("reset link at the sign-in screen")
        .numbers("min_windows: 10 v1803")
        .sources(&[&src::HOWTO_SSPR_WINDOWS_20250304])
        .notes("Hybrid joined device needs line of sight to a DC before the new password works at that device.")
        .limit("the sign-in screen drives the same reset")
        .felt(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|e| e.windows && e.written_back))
        .examples(&[
            eg::applies("a reset from a Windows sign-in screen was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c).windows = true;
            }),
            eg::silent("a reset from the portal was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("wb-op-unlock-only", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is unlock-account; unlock_without_reset is on; \
            writeback is effective",
        )
        .says("lockoutTime cleared in AD DS; password unchanged in both directories")
        .shows("choice between unlocking and resetting")
        .sources(&[
            &src::CONCEPT_SSPR_HOWITWORKS_20250304,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::HOWTO_SSPR_REPORTING_20250304_2,
        ])
        .effect(MomentSet::TAKE_EFFECT, |v| written(v, Action::UnlockAccount), &[Do::UnlockDirectory])
        .examples(&[
            eg::applies("a hybrid person unlocked the account", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                eg::take_effect(c);
            }),
            eg::silent("a hybrid person has reset the password", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("wb-op-portals-for-change", Context)
        .given("action is change-password")
        .says(
            "entry points: My Apps / access panel profile, Microsoft 365 portal, the Entra change page, or the \
            sign-in page when expired",
        )
        .shows("change form asks for the current password")
        .sources(&[&src::PASSWORDS_FAQ_20250116, &src::CONCEPT_SSPR_WRITEBACK_20250304]),
    rule("graph-reset-async", Effect)
        .given("action is admin reset-password via graph")
        .says(
            "request is accepted, not completed: 202 with an operation link; states NotStarted, Running, Succeeded, \
            Failed; the last two are final",
        )
        .shows("caller polls until final")
        .numbers("http_status: 202")
        .sources(&[&src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED, &src::LONGRUNNINGOPERATION_GET_UNDATED])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| v.case.hybrid() && done_by(v, Via::Graph) && !v.case.effect().is_some_and(|e| e.written_back),
            &[Do::SetCloudPassword],
        )
        .examples(&[
            eg::applies("a reset by Graph while writeback is off", |c| {
                eg::hybrid(c);
                eg::reset_past_writeback(c, Via::Graph);
            }),
            eg::silent("a reset by Graph that was written back", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).via = Some(Via::Graph);
            }),
        ]),
    rule("graph-reset-newpassword-required", Decision)
        .given("action is admin reset-password via graph; target is hybrid")
        .says("newPassword must be supplied; checked against banned list and cloud and/or AD requirements")
        .shows("missing value: request fails")
        .sources(&[&src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED])
        .notes("For cloud-only targets an omitted value makes the service generate one.")
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            v.case.hybrid() && from(v, Via::Graph) && v.case.admin().is_some_and(|admin| !admin.given)
        })
        .examples(&[
            eg::blocks("a hybrid person is reset and no password is given", |c| {
                eg::hybrid(c);
                eg::admin_reset(c).via = Via::Graph;
                eg::admin_reset(c).given = false;
            }),
            eg::holds("a hybrid person is reset and a password is given", |c| {
                eg::hybrid(c);
                eg::admin_reset(c).via = Via::Graph;
            }),
            eg::holds("a cloud-only person is reset and no password is given", |c| {
                eg::admin_reset(c).via = Via::Graph;
                eg::admin_reset(c).given = false;
            }),
        ]),
    rule("graph-reset-generated", Effect)
        .given("action is admin reset-password via graph; target is cloud-only; newPassword omitted")
        .says("service generates the password and returns it")
        .shows("admin sees the generated password")
        .sources(&[&src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED])
        .limit("a cloud-only person's password is made where none is given")
        .felt(MomentSet::ADMIN_RESET, |v| {
            v.case.admin().is_some_and(|admin| admin.via == Via::Graph && !admin.given) && !v.case.hybrid()
        })
        .examples(&[
            eg::applies("a cloud-only person is reset by Graph and no password is given", |c| {
                let facts = eg::admin_reset(c);
                (facts.via, facts.given) = (Via::Graph, false);
            }),
            eg::silent("a password is given", |c| eg::admin_reset(c).via = Via::Graph),
        ]),
    rule("graph-reset-not-own", Decision)
        .given("action is admin reset-password via graph; target is the actor")
        .says("rejected")
        .shows("error")
        .sources(&[&src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED])
        .refuses(MomentSet::ADMIN_RESET, None, |v| from(v, Via::Graph) && v.case.admin().is_some_and(|a| a.on_self))
        .examples(&[
            eg::blocks("the caller asks for the own account", |c| {
                eg::admin_reset(c).via = Via::Graph;
                eg::admin_reset(c).on_self = true;
            }),
            eg::holds("the caller asks for another account", |c| eg::admin_reset(c).via = Via::Graph),
        ]),
    rule("graph-reset-delegated-only", Decision)
        .given("action is admin reset-password via graph; token is application-only")
        .says("rejected: only delegated work or school permission is listed")
        .shows("error")
        .sources(&[&src::AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED])
        .notes("Roles listed: Global, Privileged Authentication, Authentication Administrator.")
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            v.case.admin().is_some_and(|reset| reset.application && reset.via == Via::Graph)
        })
        .examples(&[
            eg::blocks("an application resets by Microsoft Graph by its own right", |c| {
                let facts = eg::admin_reset(c);
                (facts.via, facts.application) = (Via::Graph, true);
            }),
            eg::holds("an application does so for an administrator", |c| eg::admin_reset(c).via = Via::Graph),
        ]),
    rule("wb-no-user-powershell", Decision)
        .given("any hybrid identity (Connect or cloud sync); action is end user sets own password by PowerShell v1/v2")
        .says("not written back")
        .shows("may look successful in the cloud only")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| changed_by(v, Via::PowerShell),
            &[Do::SetCloudPassword, Do::Say("the password of AD DS stays as it was")],
        )
        .examples(&[
            eg::applies("a hybrid person changes the password by PowerShell", |c| by_own_hand(c, Via::PowerShell)),
            eg::silent("the same by Microsoft Graph", |c| by_own_hand(c, Via::Graph)),
            eg::silent("a person of the cloud alone does", |c| {
                by_own_hand(c, Via::PowerShell);
                c.person.identity = Identity::CloudOnly;
            }),
        ]),
    rule("wb-no-user-graph", Decision)
        .given(
            "any hybrid identity (Connect or cloud sync); action is own change-password via graph (user \
            changePassword)",
        )
        .says("not written back")
        .shows("204 in the API, AD unchanged")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::USER_CHANGEPASSWORD_UNDATED,
        ])
        .notes("The API page itself is silent about hybrid users.")
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| changed_by(v, Via::Graph),
            &[Do::SetCloudPassword, Do::Say("the password of AD DS stays as it was")],
        )
        .examples(&[
            eg::applies("a hybrid person changes the password by Microsoft Graph", |c| by_own_hand(c, Via::Graph)),
            eg::silent("the same in a portal", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("wb-no-admin-powershell", Decision)
        .given("any hybrid identity (Connect or cloud sync); action is admin reset-password via powershell")
        .says("not written back; Entra password (managed domain) replaced, AD password untouched")
        .shows("target signs in to cloud with the new password, to AD with the old one")
        .sources(&[
            &src::CONCEPT_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PWD_NOT_SYNC_20231103,
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
        ])
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.hybrid() && done_by(v, Via::PowerShell), &[Do::SetCloudPassword])
        .examples(&[
            eg::applies("a hybrid person was reset by PowerShell", |c| {
                eg::hybrid(c);
                eg::reset_past_writeback(c, Via::PowerShell);
            }),
            eg::silent("a cloud-only person was reset by PowerShell", |c| eg::reset_past_writeback(c, Via::PowerShell)),
        ]),
    rule("wb-no-admin-own-tool", Decision)
        .given("actor has admin role; action is administrator resets own password with an admin reset tool")
        .says("not written back")
        .shows("error or cloud-only result")
        .basis(Basis::Disputed)
        .assumes("administrator-self-reset")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .notes(
            "Read as: an administrator cannot use the admin reset button or API on self. See assumption \
            administrator-self-reset.",
        )
        .refuses(MomentSet::ADMIN_RESET, None, |v| v.case.hybrid() && v.case.admin().is_some_and(|a| a.on_self))
        .examples(&[
            eg::blocks("a synchronized administrator uses the reset button on the own account", |c| {
                eg::hybrid(c);
                eg::admin_reset(c).on_self = true;
            }),
            eg::holds("a synchronized administrator is reset by another one", |c| {
                eg::hybrid(c);
                eg::admin_reset(c);
            }),
        ]),
    rule("wb-no-cloudsync-admin-on-admin", Decision)
        .given("password-hash-sync identity served by cloud sync; action is admin reset of another administrator")
        .says("not written back")
        .shows("cloud-only result or error")
        .basis(Basis::Disputed)
        .assumes("cloud-sync-admin-resets-admin")
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .notes(
            "Only the cloud-sync page adds \"or any other administrator\". See assumption \
            cloud-sync-admin-resets-admin.",
        )
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            let admin = v.case.admin().is_some_and(|a| a.target_is_admin && !a.on_self);
            let written = from(v, Via::EntraAdminCenter) || from(v, Via::Graph) || from(v, Via::MyStaff);
            let cloud_sync = v.case.site.served_by == Some(SyncKind::CloudSync);
            admin && written && cloud_sync && v.case.hybrid() && !v.book.assumed.cloud_sync_admin_resets_admin
        })
        .examples(&[
            eg::blocks("another administrator is served by cloud sync", |c| {
                eg::cloud_sync(c);
                eg::admin_reset(c).target_is_admin = true;
            }),
            eg::holds("an ordinary user is served by cloud sync", |c| {
                eg::cloud_sync(c);
                eg::admin_reset(c);
            }),
            eg::holds("another administrator is served by cloud sync, and that is allowed", |c| {
                eg::cloud_sync(c);
                eg::admin_reset(c).target_is_admin = true;
            })
            .under(&[("cloud-sync-admin-resets-admin", "allowed")]),
        ]),
    rule("wb-no-initial-password", Decision)
        .given("action is set password while creating a user in Azure portal, M365 admin center or Graph PowerShell")
        .says("not written back")
        .shows("nothing on-premises")
        .sources(&[&src::PWD_NOT_SYNC_20231103])
        .effect(MomentSet::MANAGE, |v| v.case.manage().is_some_and(|one| one.creates), &[Do::Name])
        .examples(&[
            eg::applies("an account is created with a password", |c| eg::manage(c).creates = true),
            eg::silent("a group is deleted", |c| eg::manage(c).deletes_group = true),
        ]),
    rule("fed-no-powershell-reset", Decision)
        .given("identity is federated; action is admin reset-password via powershell")
        .says("operation not available for users of a federated domain")
        .shows("error")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            v.case.person.identity == Identity::Federated && from(v, Via::PowerShell)
        })
        .examples(&[
            eg::blocks("a federated person is reset by PowerShell", |c| {
                eg::federated(c);
                eg::admin_reset(c).via = Via::PowerShell;
            }),
            eg::holds("a hash-synchronized person is reset by PowerShell", |c| {
                eg::hybrid(c);
                eg::admin_reset(c).via = Via::PowerShell;
            }),
        ]),
    rule("diverged-heals-on-next-onprem-change", Timing)
        .given("identity is password-hash-sync; cloud password diverged from AD; AD password changes at T")
        .says("at the next PHS pass the AD hash overwrites the cloud password")
        .shows("old cloud-only password stops working after the pass")
        .numbers("phs_interval_min: 2")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409, &src::TROUBLESHOOT_PWD_SYNC_20200622])
        .figures(&[figure("phs_interval_min", || hybrid_sign_in::minutes(hybrid_sign_in::HASH_PASS))])
        .limit("a hash sync pass sends passwords changed since the last one, whatever the cloud holds")
        .felt(MomentSet::HASH_SYNC, |v| v.case.hash_sync().is_some_and(|facts| facts.overridden))
        .examples(&[
            eg::applies("a pass comes to a password of the forest where the cloud holds one of its own", |c| {
                eg::hash_sync(c).overridden = true;
            }),
            eg::silent("the cloud holds the forest's password before", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("wb-off-admin-entra-blocked", Decision)
        .given(
            "source of authority is Windows Server AD; writeback off; action is admin reset-password via \
            entra-admin-center",
        )
        .says("reset refused; admin must reset in AD")
        .shows("admin sees an error")
        .sources(&[&src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827])
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            let portal = from(v, Via::EntraAdminCenter) || from(v, Via::MyStaff);
            v.case.hybrid() && portal && !effective(v.case, &v.book.assumed)
        })
        .examples(&[
            eg::blocks("a hybrid person is reset while writeback is off", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
                eg::admin_reset(c);
            }),
            eg::blocks("the same in My Staff", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
                eg::admin_reset(c).via = Via::MyStaff;
            }),
            eg::holds("a hybrid person is reset while writeback is on", |c| {
                eg::hybrid(c);
                eg::admin_reset(c);
            }),
        ]),
    rule("wb-admin-portal-non-home", Decision)
        .given(
            "target is guest, Microsoft account or homed in another tenant; action is admin reset-password via \
            entra-admin-center",
        )
        .says("refused")
        .shows("error")
        .sources(&[&src::USERS_RESET_PASSWORD_AZURE_PORTAL_20250827])
        .limit("gst-admin-reset refuses the same")
        .felt(MomentSet::ADMIN_RESET, |v| {
            let guest = v.case.person.user_type == UserType::Guest;
            guest && v.case.admin().is_some_and(|admin| admin.via == Via::EntraAdminCenter)
        })
        .examples(&[
            eg::applies("a guest is reset in the Entra admin center", |c| {
                eg::guest(c, Home::PartnerTenant);
                eg::admin_reset(c);
            }),
            eg::silent("a member is reset there", |c| {
                eg::admin_reset(c);
            }),
        ]),
];

/// A known password is changed by somebody who has signed in so.
fn signed_in(v: &View<'_>, how: SignedIn) -> bool {
    v.case.is(Action::ChangePassword) && v.case.choose().is_some_and(|choice| choice.signed_in == how)
}

/// An administrator's reset from this surface.
fn from(v: &View<'_>, via: Via) -> bool {
    v.case.admin().is_some_and(|admin| admin.via == via)
}

/// The operation took effect through this surface.
fn through(v: &View<'_>, via: Via) -> bool {
    v.case.effect().is_some_and(|effect| effect.via == Some(via))
}

/// An administrator's reset took effect through this surface.
fn done_by(v: &View<'_>, via: Via) -> bool {
    v.case.is(Action::AdminResetPassword) && through(v, via)
}

/// A hybrid person changed the own password by this surface, which does not write back.
fn changed_by(v: &View<'_>, via: Via) -> bool {
    v.case.is(Action::ChangePassword) && v.case.hybrid() && through(v, via)
}

/// A hybrid person changes the own password by this surface.
fn by_own_hand(case: &mut Case, via: Via) {
    eg::hybrid(case);
    eg::changing(case);
    (eg::take_effect(case).via, eg::take_effect(case).written_back) = (Some(via), false);
}

/// The operation took effect and was written back.
fn written(v: &View<'_>, action: Action) -> bool {
    v.case.is(action) && v.case.effect().is_some_and(|effect| effect.written_back)
}
