//! Federation: what the federation service answers.

use crate::model::ask::{Action, Prompt};
use crate::model::identity::Identity;
use crate::rules::case::MomentSet;
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::rule::Kind::{Context, Decision, Timing};
use crate::rules::rule::{Basis, Do, Rule, rule};
use crate::rules::sources as src;

use super::{answered, cannot_change_here, due, right, shut, signs_in, typed};

/// The rules of this part, in order of precedence.
pub(super) const RULES: &[Rule] = &[
    rule("fed-auth-onprem", Decision)
        .given("identity is federated")
        .says("Entra ID hands sign-in to the federation service")
        .shows("federation page")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2, &src::WHATIS_FED_20241227])
        .refuses(MomentSet::SIGN_IN, None, |v| answered(v, Identity::Federated) && !right(v))
        .examples(&[
            eg::blocks("the password is wrong in the directory", |c| {
                eg::federated(c);
                eg::sign_in(c).right = false;
            }),
            eg::holds("the password is right in the directory", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
            eg::holds("the new password is typed ten minutes after it was set", |c| {
                eg::federated(c);
                typed(c, 600, None);
            }),
            eg::blocks("the same where another domain controller has it after an hour", |c| {
                eg::federated(c);
                typed(c, 600, None);
            })
            .under(&[("domain-controller-replication-delay", "1h")]),
        ]),
    rule("fed-change-instant", Timing)
        .given("AD password set at T (on-premises or by writeback)")
        .says("from T the federation service accepts the new and refuses the old")
        .shows("new password at once")
        .basis(Basis::Derived)
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2, &src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(
            MomentSet::SIGN_IN,
            |v| signs_in(v, Identity::Federated) && due(v.case),
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("the password must be changed on-premises", |c| {
                eg::federated(c);
                c.site.must_change = true;
                eg::sign_in(c);
            }),
            eg::silent("nothing asks for a change", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
        ]),
    rule("fed-states", Decision)
        .given("identity is federated")
        .says("disabled, locked, expired account or password and sign-in hours apply at once")
        .shows("refused by federation service")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2])
        .refuses(MomentSet::SIGN_IN, None, |v| {
            answered(v, Identity::Federated) && (shut(v) || (right(v) && due(v.case) && cannot_change_here(v)))
        })
        .examples(&[
            eg::blocks("the account has expired on-premises", |c| {
                eg::federated(c);
                c.site.account_expired = true;
                eg::sign_in(c);
            }),
            eg::holds("the account is in order on-premises", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
            eg::blocks("the password has expired and writeback is off", |c| {
                eg::federated(c);
                c.site.expired = true;
                c.site.writeback = false;
                eg::sign_in(c);
            }),
        ]),
    rule("fed-phs-backup", Context)
        .given("PHS on beside federation")
        .says("hashes are kept for failover only; not used for sign-in")
        .sources(&[&src::WHATIS_FED_20241227, &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("fed-service-down", Decision)
        .given("federation farm down")
        .says("no password sign-in until restored or domain switched to PHS")
        .shows("cannot sign in")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2])
        .notes("The change of sign-in type needs hash synchronization beforehand.")
        .breaks(MomentSet::SIGN_IN, None, |v| {
            signs_in(v, Identity::Federated) && faults::active(v.case, "federation-service-down")
        })
        .examples(&[
            eg::blocks("the federation service is down", |c| {
                eg::federated(c);
                eg::sign_in(c);
                eg::fault(c, "federation-service-down");
            }),
            eg::holds("the federation service is up", |c| {
                eg::federated(c);
                eg::sign_in(c);
            }),
            eg::holds("only the pass-through agents of the forest are down", |c| {
                eg::federated(c);
                eg::sign_in(c);
                eg::fault(c, "pass-through-agents-down");
            }),
        ]),
    rule("fed-userreset-ok", Decision)
        .given("identity is federated; action is reset-password; writeback is effective")
        .says("written back to AD")
        .shows("success")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let written = v.case.effect().is_some_and(|effect| effect.written_back);
                written && v.case.person.identity == Identity::Federated && v.case.is(Action::ResetPassword)
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("a federated person resets and writeback works", |c| {
                eg::federated(c);
                eg::take_effect(c);
            }),
            eg::silent("a hash-synchronized person resets", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("fed-no-cloud-expiry-cmdlets", Decision)
        .given("identity is federated")
        .says("Update-MgUser password policy and Update-MgDomain validity do not work")
        .shows("error")
        .refuses(MomentSet::MANAGE, None, |v| {
            let ages = v.case.manage().is_some_and(|one| one.sets_never_expires || one.ends_never_expires);
            ages && v.case.person.identity == Identity::Federated
        })
        .examples(&[
            eg::blocks("the never-expires mark is set for a federated person", |c| {
                eg::federated(c);
                eg::manage(c).sets_never_expires = true;
            }),
            eg::blocks("the same where the cloud's policy holds for synchronized people", |c| {
                eg::federated(c);
                c.tenant.cloud_policy_for_synced = true;
                eg::manage(c).sets_never_expires = true;
            }),
            eg::holds("the mark is set for a cloud-only person", |c| eg::manage(c).sets_never_expires = true),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("fed-expiry-claims", Context)
        .given("AD FS sends password-expiry claims")
        .says("Microsoft 365 clients can warn of coming expiry; not available with PHS")
        .shows("warning")
        .sources(&[&src::CONFIGURE_AD_FS_TO_SEND_PASSWORD_EXPIRY_CLAIMS_20240213, &src::PASSWORDS_FAQ_20250116]),
    rule("fed-to-pta-wait", Timing)
        .given("domain moved from AD FS to PTA")
        .says("keep AD FS 12 hours")
        .numbers("hours: 12")
        .not_simulated("advice to administrators on which no operation depends")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909]),
];
