//! The steps of a writeback, object lookup, keys and messages.

use crate::model::ask::{Action, Code, Via};
use crate::model::directory::MissingLink;
use crate::model::identity::Identity;
use crate::model::time::Span;
use crate::rules::assumed::Assumed;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::passwords::kept_from_cloud;
use crate::rules::readings::writeback::{asks_current, cut_off, effective, needs_writeback, relays_out, service_down};
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;
use crate::rules::topics::sync_topology;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("flow-sync", Timing)
        .given("any writeback")
        .says("synchronous pipeline: answer reaches the user in the same session")
        .shows("immediate result")
        .numbers("avg_ms_below: 500")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::PASSWORDS_FAQ_20250116])
        .figures(&[figure("avg_ms_below", || u64::from(MEAN_MILLISECONDS) * 1_000_000)])
        .limit("an operation is written back within its own step")
        .felt(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|e| e.written_back && e.via.is_none()))
        .examples(&[
            eg::applies("a person's reset was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("a cloud-only person's was not", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("flow-04-precheck-up", Decision)
        .given("writeback service is up at the first check")
        .says("continue")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .limit("a writeback service that is up lets the first check go on")
        .felt(MomentSet::OFFER, |v| needs_writeback(v) && effective(v.case, &v.book.assumed) && !service_down(v))
        .examples(&[
            eg::applies("the server is up", eg::hybrid),
            eg::silent("the server is down", |c| {
                eg::hybrid(c);
                eg::fault(c, "sync-server-down");
            }),
            eg::silent("a cloud-only person needs no server", |_| {}),
        ]),
    rule("flow-06-gates", Effect)
        .given("check passed")
        .says("verification gates, then the new-password page")
        .shows("verification prompts")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::PROVE, |_| true, &[Do::Name])
        .examples(&[eg::applies("everything asked for was passed", |c| {
            eg::prove(c);
        })]),
    rule("flow-07-submit-encrypt", Effect)
        .given("user submits")
        .says("password encrypted with the public key from writeback setup")
        .shows("spinner")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::RELAY, |v| v.case.write().is_some_and(|write| write.sets), &[Do::Name])
        .examples(&[
            eg::applies("a new password is on its way", |c| {
                eg::relay(c);
            }),
            eg::silent("an unlock sends no password", |c| {
                eg::unlocking(c);
                eg::relay(c);
            }),
        ]),
    rule("flow-08-relay", Effect)
        .given("payload ready")
        .says("sent over HTTPS to the tenant's own relay")
        .shows("spinner")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::RELAY, |_| true, &[Do::Name])
        .examples(&[eg::applies("the relay and the server are up", |c| {
            eg::relay(c);
        })]),
    rule("flow-09-wake", Effect)
        .given("message on relay; listener running")
        .says("on-premises endpoint wakes and picks it up")
        .shows("spinner")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::RELAY, |_| true, &[Do::Name])
        .examples(&[eg::applies("the listener runs", |c| {
            eg::relay(c);
        })]),
    rule("flow-10-lookup", Effect)
        .given("message decrypted")
        .says("user found by cloudAnchor through the sync engine")
        .shows("spinner")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::LOOKUP, |_| true, &[Do::Name])
        .examples(&[eg::applies("the account is linked to the person", |c| {
            eg::lookup(c);
        })]),
    rule("flow-11-set", Effect)
        .given("user found")
        .says("password set directly in the right forest with the SetPassword call")
        .shows("spinner")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::WRITE, |_| true, &[Do::Name])
        .examples(&[eg::applies("the directory takes the password", |c| {
            eg::write(c);
        })]),
    rule("flow-12-success", Message)
        .given("AD accepts")
        .says("user is told the password has been changed")
        .shows("success")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|effect| effect.written_back), &[Do::Name])
        .examples(&[
            eg::applies("the forest has accepted", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("a cloud-only person, for whom no forest is asked", |c| {
                eg::take_effect(c);
            }),
        ]),
    rule("flow-13-failure", Message)
        .general()
        .given("AD rejects, user missing or service down")
        .says("error, may try again")
        .shows("message explains what to do")
        .assumes("user-page-wait")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .breaks(WAY, Some(Code::Sspr0030), |v| {
            faults::meets(v.case, Some(Code::Sspr0030.word())) && !collected_in_time(v)
        })
        .examples(&[
            eg::blocks("the listener drops after the first check", |c| {
                eg::relay(c);
                eg::fault(c, "service-bus-listener-dropped");
            }),
            eg::blocks("the same where the code stands at the first check alone", |c| {
                eg::relay(c);
                eg::fault(c, "service-bus-listener-dropped");
            })
            .under(&[("service-down-told-at", "first-check-only")]),
            eg::holds("the service is back after fifty seconds, and the page waits for a minute", |c| {
                eg::relay(c).wait = 50;
                eg::fault(c, "sync-server-down-after-submit");
            }),
            eg::blocks("the same where the page waits for thirty seconds", |c| {
                eg::relay(c).wait = 50;
                eg::fault(c, "sync-server-down-after-submit");
            })
            .under(&[("user-page-wait", "30s")]),
            eg::holds("the listener runs", |c| {
                eg::relay(c);
            }),
        ]),
    rule("flow-latency", Timing)
        .given("successful writeback")
        .says("average under half a second")
        .shows("immediate")
        .numbers("avg_ms_below: 500")
        .sources(&[&src::PASSWORDS_FAQ_20250116])
        .notes("Same figure in the 2021 and 2025 texts.")
        .figures(&[figure("avg_ms_below", || u64::from(MEAN_MILLISECONDS) * 1_000_000)])
        .limit("the time of an answer on the swim-lane"),
    rule("flow-not-scheduled", Timing)
        .given("writeback")
        .says("does not wait for the sync scheduler")
        .shows("immediate")
        .sources(&[
            &src::PASSWORDS_FAQ_20250116,
            &src::SEED_UNIT_EXPLORE_SELF_SERVICE_PASSWORD_MANAGEME_UNDATED,
            &src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409,
        ])
        .limit("an operation is written back whenever the next object sync pass comes")
        .felt(MomentSet::TAKE_EFFECT, |v| v.case.effect().is_some_and(|e| e.written_back))
        .examples(&[
            eg::applies("a reset was written back between two passes", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("an administrator's reset passed writeback by", |c| {
                eg::hybrid(c);
                eg::reset_past_writeback(c, Via::PowerShell);
            }),
        ]),
    rule("flow-onprem-first", Decision)
        .given("hybrid change or reset")
        .says("AD is written first; only on success is Entra ID written")
        .shows("success only if AD accepted")
        .basis(Basis::Disputed)
        .assumes("cloud-copy-after-writeback")
        .sources(&[&src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218])
        .notes(
            "Catch-up article: AD is tried, writeback waits, and only a success is followed by the Entra write. \
            SSPR_009 article says both at once. Federated users: AD only, see cvr-federated-wait. See assumption \
            cloud-copy-after-writeback.",
        )
        .effect(MomentSet::TAKE_EFFECT, copied_at_once, &[Do::SetCloudPassword])
        .examples(&[
            eg::applies("a hash-synchronized person's password was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("the same where the cloud waits for the next pass", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            })
            .under(&[("cloud-copy-after-writeback", "next-hash-sync")]),
            eg::silent("a federated person's password was written back", |c| {
                eg::federated(c);
                eg::take_effect(c);
            }),
        ]),
    rule("flow-change-verifies-old", Decision)
        .given("action is change-password or forced change-password")
        .says("current password verified in each directory before the new one is set")
        .shows("wrong current password: error 33007 on-premises")
        .sources(&[
            &src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
            &src::PASSWORD_WRITEBACK_GENERAL_TROUBLESHOOTING_STEPS_20231103,
        ])
        .notes(
            "The My Sign-Ins page lets a person who passed MFA change without typing the current password \
            (cvr-change-without-old); what it then sends to AD is not documented. On-premises the test is \
            ad-wrong-current.",
        )
        // Of what is written back, the forest's own test decides.
        .refuses(MomentSet::CHOOSE, None, |v| {
            let wrong = asks_current(v.case) && v.case.choose().is_some_and(|choice| !choice.current_right);
            wrong && !(v.case.hybrid() && effective(v.case, &v.book.assumed))
        })
        .examples(&[
            eg::blocks("a cloud-only person types the current password wrong", |c| {
                eg::changing(c);
                eg::choose(c).current_right = false;
            }),
            eg::holds("a cloud-only person types the current password right", |c| {
                eg::changing(c);
                eg::choose(c).current_right = true;
            }),
            eg::holds("a hybrid person types it wrong, which the directory finds", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::choose(c).current_right = false;
            }),
        ]),
    rule("flow-reset-no-old", Decision)
        .given("action is any reset")
        .says("current password is neither known nor asked")
        .shows("no old-password field")
        .sources(&[&src::PASSWORD_WRITEBACK_GENERAL_TROUBLESHOOTING_STEPS_20231103])
        .limit("a reset asks for no current password")
        .felt(MomentSet::CHOOSE.and(MomentSet::WRITE), |v| !asks_current(v.case) && !v.case.is(Action::UnlockAccount))
        .examples(&[
            eg::applies("a forgotten password is reset", |c| {
                eg::choose(c);
            }),
            eg::silent("a known password is changed", |c| {
                eg::changing(c);
                eg::choose(c);
            }),
            eg::applies("the reset is written back", |c| {
                eg::write(c);
            }),
        ]),
    rule("flow-events-reset", Effect)
        .given("action is reset-password reaches on-premises")
        .says("event 31001 first, then 31002 or 31003")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .effect(MomentSet::RELAY, |v| v.case.is(Action::ResetPassword), &[Do::Course(["31001", "31002", "31003"])])
        .examples(&[
            eg::applies("a reset has reached the server", |c| {
                eg::relay(c);
            }),
            eg::silent("a change has reached the server", |c| {
                eg::changing(c);
                eg::relay(c);
            }),
        ]),
    rule("flow-events-change", Effect)
        .given("action is change-password reaches on-premises")
        .says("event 31006 first, then 31007 or 31008")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .effect(MomentSet::RELAY, |v| v.case.is(Action::ChangePassword), &[Do::Course(["31006", "31007", "31008"])])
        .examples(&[
            eg::applies("a change has reached the server", |c| {
                eg::changing(c);
                eg::relay(c);
            }),
            eg::silent("a reset has reached the server", |c| {
                eg::relay(c);
            }),
        ]),
    rule("flow-events-admin", Effect)
        .given("action is an admin reset that reaches on-premises")
        .says("event 31009 first, then 31010 or 31011")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .refuses(MomentSet::ADMIN_RESET, None, |v| {
            let entra = v.case.admin().is_some_and(|admin| admin.via == Via::EntraAdminCenter);
            let through = v.case.person.identity == Identity::PassThrough;
            entra && through && !v.book.assumed.pass_through_admin_reset
        })
        .examples(&[
            eg::holds("a pass-through person is reset in the Entra admin center", |c| {
                eg::pass_through(c);
                eg::admin_reset(c);
            }),
            eg::blocks("the same where the list that leaves such people out holds", |c| {
                eg::pass_through(c);
                eg::admin_reset(c);
            })
            .under(&[("pass-through-admin-reset", "refused")]),
        ]),
    rule("flow-agent-message-ids", Context)
        .given("each on-premises log entry")
        .says("carries a tracking id that support asks for")
        .shows("support code on page")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621]),
    rule("lookup-in-ad-cs", Decision)
        .given("user object absent from AD DS connector space")
        .says("lookup fails: 33002")
        .shows("service problem")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| {
            broken(v.case, MissingLink::ConnectorObject, "connector-object-missing")
        })
        .examples(&[
            eg::blocks("the account is not in the connector space", |c| {
                eg::lookup(c);
                c.site.missing = Some(MissingLink::ConnectorObject);
            }),
            eg::holds("the account is linked in every step", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-linked-mv", Decision)
        .given("AD object not linked to a metaverse object")
        .says("lookup fails")
        .shows("service problem")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| {
            broken(v.case, MissingLink::MetaverseLink, "metaverse-link-missing")
        })
        .examples(&[
            eg::blocks("the account is not joined to the metaverse", |c| {
                eg::lookup(c);
                c.site.missing = Some(MissingLink::MetaverseLink);
            }),
            eg::holds("the account is linked in every step", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-linked-entra-cs", Decision)
        .given("metaverse object not linked to the Entra connector object")
        .says("lookup fails")
        .shows("service problem")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| {
            broken(v.case, MissingLink::CloudLink, "cloud-link-missing")
        })
        .examples(&[
            eg::blocks("the metaverse object is not joined to the cloud", |c| {
                eg::lookup(c);
                c.site.missing = Some(MissingLink::CloudLink);
            }),
            eg::holds("the account is linked in every step", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-rule-on-link", Decision)
        .given("link lacks the InFromADUserAccountEnabled rule")
        .says("lookup fails")
        .shows("service problem")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| broken(v.case, MissingLink::SyncRule, "sync-rule-missing"))
        .examples(&[
            eg::blocks("the link lacks the standard join rule", |c| {
                eg::lookup(c);
                c.site.missing = Some(MissingLink::SyncRule);
            }),
            eg::holds("the account is linked in every step", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-order", Decision)
        .given("request carries cloudAnchor")
        .says("cloudAnchor -> Entra connector object -> metaverse -> AD object")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .effect(MomentSet::LOOKUP, |_| true, &[Do::Name])
        .examples(&[eg::applies("every link from the anchor to the account is there", |c| {
            eg::lookup(c);
        })]),
    rule("lookup-multiforest-pick", Decision)
        .given("several AD objects joined to one metaverse object; exactly one link has the AccountEnabled rule")
        .says("that one is used")
        .shows("success")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .not_simulated("a person of a scenario has one account, in one forest"),
    rule("lookup-multiforest-two-enabled", Decision)
        .given("two enabled AD accounts joined (AccountEnabled rule on two links)")
        .says("multiple matches: unsupported, operation fails")
        .shows("service problem")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("The log text says multiple matches; code 33003 for it is inferred.")
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| faults::active(v.case, "two-enabled-accounts-joined"))
        .examples(&[
            eg::blocks("two enabled accounts are joined to one person", |c| {
                eg::lookup(c);
                eg::fault(c, "two-enabled-accounts-joined");
            }),
            eg::holds("one account is joined to the person", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-anchor-duplicate", Decision)
        .given("two on-premises users share the cloud anchor")
        .says("33003")
        .shows("service problem")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| faults::active(v.case, "source-anchor-duplicated"))
        .examples(&[
            eg::blocks("two people share one anchor", |c| {
                eg::lookup(c);
                eg::fault(c, "source-anchor-duplicated");
            }),
            eg::holds("the anchor is the person's own", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-hr-80230402", Decision)
        .given("same user id enabled in several domains or a non-unique anchor")
        .says("hr 80230402 duplicate anchor")
        .shows("service problem")
        .basis(Basis::Disputed)
        .assumes("duplicate-anchor-code")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("The table labels it 8023042. See assumption duplicate-anchor-code.")
        .limit("the code in the event that a duplicated anchor writes beside 33003")
        .felt(MomentSet::LOOKUP, |v| {
            faults::active(v.case, "source-anchor-duplicated") && !v.book.assumed.short_anchor_code
        })
        .examples(&[
            eg::applies("two people share one anchor", |c| {
                eg::lookup(c);
                eg::fault(c, "source-anchor-duplicated");
            }),
            eg::silent("the same where the label of the table is the code", |c| {
                eg::lookup(c);
                eg::fault(c, "source-anchor-duplicated");
            })
            .under(&[("duplicate-anchor-code", "8023042")]),
            eg::silent("the anchor is the person's own", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-deleted-onprem", Decision)
        .given("user deleted in AD but not yet in the cloud")
        .says("33002")
        .shows("service problem")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| faults::active(v.case, "on-premises-user-deleted"))
        .examples(&[
            eg::blocks("the account was deleted and the cloud does not know yet", |c| {
                eg::lookup(c);
                eg::fault(c, "on-premises-user-deleted");
            }),
            eg::holds("the account exists", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-new-forest", Decision)
        .given("forest added or re-added after writeback was enabled")
        .says("operations for its users fail 6329 0x8023061f until writeback is disabled and re-enabled")
        .shows("SSPR configuration error")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::active(v.case, "forest-added-after-writeback"))
        .examples(&[
            eg::blocks("the forest was added after writeback was enabled", |c| {
                eg::write(c);
                eg::fault(c, "forest-added-after-writeback");
            }),
            eg::holds("the forest was there when writeback was enabled", |c| {
                eg::write(c);
            }),
        ]),
    rule("lookup-ou-reserved", Decision)
        .given("OU path contains leading space or #, trailing space, or one of , + \" \\ < > ; LF CR = /")
        .says("may fail with 33001")
        .shows("service problem")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::active(v.case, "reserved-character-in-ou"))
        .examples(&[
            eg::blocks("the path of the account has a reserved character", |c| {
                eg::write(c);
                eg::fault(c, "reserved-character-in-ou");
            }),
            eg::holds("the path of the account has none", |c| {
                eg::write(c);
            }),
        ]),
    rule("lookup-not-via-this-instance", Decision)
        .given("user synced by another Connect instance or by cloud sync only")
        .says("lookup in this instance fails")
        .shows("service problem")
        .basis(Basis::Derived)
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621, &src::PLAN_CONNECT_TOPOLOGIES_20231106])
        .breaks(MomentSet::LOOKUP, Some(Code::Sspr0029), |v| v.case.site.missing == Some(MissingLink::OtherTool))
        .examples(&[
            eg::blocks("another tool synchronizes the person", |c| {
                eg::lookup(c);
                c.site.missing = Some(MissingLink::OtherTool);
            }),
            eg::holds("this tool synchronizes the person", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("lookup-disabled-account-rule", Decision)
        .given("AD account disabled")
        .says("no AccountEnabled link is expected; 33005 when the disabled account is reached")
        .shows("error")
        .basis(Basis::Derived)
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("33005 is documented; how a disabled account is still reached is not.")
        .effect(MomentSet::LOOKUP, |v| !v.case.site.enabled, &[Do::Name])
        .examples(&[
            eg::applies("a disabled account is reached all the same", |c| {
                eg::lookup(c);
                c.site.enabled = false;
            }),
            eg::silent("the account is enabled", |c| {
                eg::lookup(c);
            }),
        ]),
    rule("sec-relay", Context)
        .given("writeback is set up")
        .says("tenant-specific relay guarded by a random strong password known only on-premises")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304]),
    rule("sec-rsa-2048", Limit)
        .given("submit")
        .says("password encrypted with 2048-bit RSA")
        .numbers("bits: 2048")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .figures(&[figure("bits", || u64::from(KEY_BITS) * 1_000_000)])
        .limit("the length of the key on the swim-lane"),
    rule("sec-aes-256-gcm", Limit)
        .given("submit")
        .says("whole package encrypted with AES-GCM 256")
        .numbers("bits: 256")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .figures(&[figure("bits", || u64::from(PACKAGE_BITS) * 1_000_000)])
        .limit("the cipher of the package on the swim-lane"),
    rule("sec-tls", Context)
        .given("any message between cloud and sync server")
        .says("all over TLS")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304]),
    rule("sec-rollover", Timing)
        .given("keys")
        .says("roll every six months or whenever writeback is disabled and re-enabled on Connect")
        .numbers("months: 6")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .breaks(MomentSet::RELAY, Some(Code::Sspr0029), |v| faults::strikes(v.case, "writeback-key-rollover-missed"))
        .examples(&[
            eg::blocks("nobody rolled the keys within their life", |c| {
                eg::relay(c);
                eg::fault(c, "writeback-key-rollover-missed");
            }),
            eg::holds("the keys were rolled in time", |c| {
                eg::relay(c);
            }),
        ]),
    rule("sec-root-ca", Decision)
        .given("server lacks required root CAs")
        .says("31034 remote certificate invalid")
        .shows("cannot be reset right now")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::OFFER.and(MomentSet::RELAY), Some(Code::Sspr0030), |v| {
            cut_off(v, "root-certificate-missing")
        })
        .examples(&[
            eg::blocks("the server lacks a root certificate", |c| {
                eg::relay(c);
                eg::fault(c, "root-certificate-missing");
            }),
            eg::holds("the server has every root certificate", |c| {
                eg::relay(c);
            }),
            eg::holds("the certificate is missing, and a cloud-only person does not need the relay", |c| {
                eg::fault(c, "root-certificate-missing");
            }),
        ]),
    rule("sec-expiry", Timing)
        .given("message unread because service is down")
        .says("removed after several minutes")
        .shows("request fails")
        .numbers("minutes: several")
        .basis(Basis::Assumed)
        .assumes("relay-message-expiry")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .notes("No exact number. See assumption relay-message-expiry.")
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| {
            let wait = v.case.write().map_or(0, |write| write.wait);
            // Where the topology tells why nobody collects it, the rule about that says more.
            let known = sync_topology::silence_explained(v.case);
            !known && faults::uncollected(v.case) && wait > v.book.assumed.message_life
        })
        .examples(&[
            eg::blocks("the service that is to collect the request is down for an hour", |c| {
                eg::relay(c).wait = 3_600;
                eg::fault(c, "sync-server-down-after-submit");
            }),
            eg::blocks("the service comes back after four minutes, and a relay keeps requests for two", |c| {
                eg::relay(c).wait = 240;
                eg::fault(c, "sync-server-down-after-submit");
            })
            .under(&[("relay-message-expiry", "2m")]),
            eg::holds("the service comes back after four minutes, and a relay keeps requests for five", |c| {
                eg::relay(c).wait = 240;
                eg::fault(c, "sync-server-down-after-submit");
            }),
        ]),
    rule("sec-key-mismatch", Decision)
        .given("cloud and on-premises keys differ")
        .says("32004; disable and re-enable")
        .shows("error")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::RELAY, Some(Code::Sspr0029), |v| faults::active(v.case, "writeback-keys-differ"))
        .examples(&[
            eg::blocks("the keys of cloud and server differ", |c| {
                eg::relay(c);
                eg::fault(c, "writeback-keys-differ");
            }),
            eg::holds("the keys are the same", |c| {
                eg::relay(c);
            }),
        ]),
    rule("sec-symmetric-vs-public", Context)
        .given("key description")
        .says("same page speaks of a strong symmetric key in the cloud secret store and of a public/private pair")
        .basis(Basis::Disputed)
        .assumes("writeback-key-model")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .notes("See assumption writeback-key-model.")
        .limit("the word for the key on the swim-lane")
        .felt(MomentSet::RELAY, |v| v.case.write().is_some_and(|write| write.sets) && !v.book.assumed.key_pair)
        .examples(&[
            eg::silent("a new password is on its way", |c| {
                eg::relay(c);
            }),
            eg::applies("the same where the page means one key on both sides", |c| {
                eg::relay(c);
            })
            .under(&[("writeback-key-model", "symmetric")]),
        ]),
    rule("sec-two-relays", Limit)
        .given("the writeback client is running")
        .says("listens on two relays for redundancy, each with its own host; 31044 if either host is not running")
        .numbers("relays: 2")
        .basis(Basis::Disputed)
        .assumes("one-relay-down")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("A sample log text says no host was running. See assumption one-relay-down.")
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), relays_out)
        .examples(&[
            eg::blocks("one relay is down and that is read as an outage", |c| {
                eg::hybrid(c);
                eg::relay(c);
                eg::fault(c, "service-bus-one-relay-down");
            })
            .under(&[("one-relay-down", "outage")]),
            eg::holds("one relay is down and that is read as a warning", |c| {
                eg::hybrid(c);
                eg::relay(c);
                eg::fault(c, "service-bus-one-relay-down");
            }),
        ]),
    rule("sec-tier0", Context).given("Connect server, PTA and provisioning agents").says("treat as Tier 0").sources(&[
        &src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_2,
        &src::HOW_TO_PREREQUISITES_20260727,
        &src::HOW_TO_CONNECT_PTA_QUICK_START_20250909,
    ]),
    rule("sec-reenable-rewrites-config", Context)
        .given("writeback disabled and re-enabled")
        .says("also forces the on-premises configuration file to be rewritten")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621]),
    rule("bw-toggle-2", Limit)
        .given("writeback enabled or disabled in Connect")
        .says("2 messages")
        .numbers("messages: 2")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .figures(&[figure("messages", || toggle_messages(true).len() as u64 * 1_000_000)])
        .limit("two messages on the swim-lane where writeback is turned on or off")
        .felt(MomentSet::ONBOARD, |v| v.case.onboard().is_some_and(|wizard| wizard.writeback.is_some()))
        .examples(&[
            eg::applies("the wizard turns writeback off", |c| eg::onboard(c).writeback = Some(false)),
            eg::silent("the wizard leaves writeback as it is", |c| eg::onboard(c).writeback = None),
        ]),
    rule("bw-heartbeat", Timing)
        .given("service running")
        .says("1 message every 5 minutes")
        .numbers("messages: 1, min: 5, per_day: 288")
        .assumes("missed-heartbeats-mean-down")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .figures(&[
            figure("min", || (HEARTBEAT.0 / 60) as u64 * 1_000_000),
            figure("per_day", || (Span::days(1).0 / HEARTBEAT.0) as u64 * 1_000_000),
        ])
        .limit("a service that is down is noticed at the first check when so many heartbeats were missed")
        .felt(MomentSet::OFFER, |v| {
            let missed = v.case.offer().and_then(|offer| offer.missed_heartbeats);
            needs_writeback(v) && missed.is_some_and(|missed| unnoticed(missed, &v.book.assumed))
        })
        .examples(&[
            eg::applies("the service is down and has missed one heartbeat", |c| {
                eg::hybrid(c);
                eg::offer(c).missed_heartbeats = Some(1);
            }),
            eg::silent("the same where one missed heartbeat is enough", |c| {
                eg::hybrid(c);
                eg::offer(c).missed_heartbeats = Some(1);
            })
            .under(&[("missed-heartbeats-mean-down", "1")]),
            eg::silent("it has missed two", |c| {
                eg::hybrid(c);
                eg::offer(c).missed_heartbeats = Some(2);
            }),
        ]),
    rule("bw-per-password", Limit)
        .given("password submitted (reset, change, or admin reset in Entra portals)")
        .says("2 messages: request and result")
        .numbers("messages: 2")
        .basis(Basis::Disputed)
        .assumes("graph-reset-messages")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .figures(&[figure("messages", || u64::from(MESSAGES) * 1_000_000)])
        .limit("a request and a result on the swim-lane")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            written(v) && v.case.effect().is_some_and(|effect| messages(effect.via, &v.book.assumed) > 0)
        })
        .examples(&[
            eg::applies("a person's reset was written back", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::applies("a reset by Graph was written back", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).via = Some(Via::Graph);
            }),
            eg::silent("the same where only the admin portals send messages", |c| {
                eg::hybrid(c);
                eg::administered(c);
                eg::take_effect(c).via = Some(Via::Graph);
            })
            .under(&[("graph-reset-messages", "0")]),
            eg::silent("an unlock sends no password", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                eg::take_effect(c);
            }),
        ]),
    rule("bw-size", Limit)
        .given("each message")
        .says("typically below 1 KB")
        .numbers("bytes_below: 1024")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .figures(&[figure("bytes_below", || u64::from(MESSAGE_BYTES) * 1_000_000)])
        .limit("the size of a request on the swim-lane"),
    rule("bw-load", Context)
        .given("extreme load")
        .says("a few kilobits per second")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304]),
    rule("bw-pta", Context)
        .given("PTA request / response")
        .says("(0.5 KB + 1 KB x agents) / 1 KB")
        .numbers("req: 0.5K+1K*n, resp: 1K")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909]),
];

/// Length of the key that encrypts a password on its way, in bits; source: rule `sec-rsa-2048`.
pub(crate) const KEY_BITS: u32 = 2_048;

/// Length of the key that encrypts the package around it, in bits; source: rule `sec-aes-256-gcm`.
pub(crate) const PACKAGE_BITS: u32 = 256;

/// A request or a result is smaller than this, in bytes; source: rule `bw-size`.
pub(crate) const MESSAGE_BYTES: u32 = 1_024;

/// An answer takes less than this on average, in milliseconds; source: rules `flow-latency` and `flow-sync`.
pub(crate) const MEAN_MILLISECONDS: u32 = 500;

/// Messages that a password costs: a request and a result; source: rule `bw-per-password`.
const MESSAGES: u32 = 2;

/// Messages over the relay that an operation through this surface costs.
///
/// Source: rule `bw-per-password` and assumption `graph-reset-messages`.
pub(crate) const fn messages(via: Option<Via>, assumed: &Assumed) -> u32 {
    if matches!(via, Some(Via::Graph)) && !assumed.graph_messages { 0 } else { MESSAGES }
}

/// What server and cloud tell each other where writeback is turned on or off; source: rule `bw-toggle-2`.
pub(crate) const fn toggle_messages(enables: bool) -> [&'static str; 2] {
    if enables { ["turns writeback on, with a new key", "done"] } else { ["turns writeback off", "done"] }
}

/// Whether a service that has missed so many heartbeats still passes for one that is up.
///
/// Source: rule `bw-heartbeat` and assumption `missed-heartbeats-mean-down`.
pub(crate) const fn unnoticed(missed: u8, assumed: &Assumed) -> bool {
    (missed as u32) < assumed.missed_heartbeats
}

/// How long a request is waited for before the page or the relay gives it up, in seconds.
///
/// Source: assumptions `relay-message-expiry` and `user-page-wait`.
pub(crate) const fn patience(assumed: &Assumed) -> u32 {
    if assumed.page_wait < assumed.message_life { assumed.page_wait } else { assumed.message_life }
}

/// The service that does not collect the request is back before anybody gives it up.
fn collected_in_time(v: &View<'_>) -> bool {
    let wait = v.case.write().map_or(u32::MAX, |write| write.wait);
    faults::uncollected(v.case) && wait <= patience(&v.book.assumed)
}

/// How often a running service sends a heartbeat; source: rule `bw-heartbeat`.
pub(crate) const HEARTBEAT: Span = Span::minutes(5);

/// How long keys last, six months; source: rule `sec-rollover`.
pub(crate) const KEYS_LAST: Span = Span::days(183);

/// Everything between the cloud and the directory.
const WAY: MomentSet = MomentSet::RELAY.and(MomentSet::LOOKUP).and(MomentSet::WRITE).and(MomentSet::REPLY);

/// The link that is broken on the way from the anchor to the account.
pub(crate) fn broken_link(case: &Case) -> Option<MissingLink> {
    const FAILURES: &[(MissingLink, &str)] = &[
        (MissingLink::CloudLink, "cloud-link-missing"),
        (MissingLink::MetaverseLink, "metaverse-link-missing"),
        (MissingLink::ConnectorObject, "connector-object-missing"),
        (MissingLink::SyncRule, "sync-rule-missing"),
    ];
    let failed = FAILURES.iter().find(|(_, failure)| faults::active(case, failure));
    case.site.missing.or(failed.map(|(link, _)| *link))
}

/// The account's link is broken in this way, by the scenario or by a failure.
fn broken(case: &Case, link: MissingLink, failure: &str) -> bool {
    case.site.missing == Some(link) || faults::active(case, failure)
}

/// The operation was written to the directory and sets a password.
fn written(v: &View<'_>) -> bool {
    v.case.action != Action::UnlockAccount && v.case.effect().is_some_and(|effect| effect.written_back)
}

/// The cloud keeps a copy for the person's managed sign-in and takes the new password at once.
fn copied_at_once(v: &View<'_>) -> bool {
    let managed = v.case.person.identity != Identity::Federated && v.case.person.sign_in == v.case.person.identity;
    let copy = v.case.site.hash_sync && v.case.site.hash_synced && v.book.assumed.cloud_copy_at_once;
    let kept = v.case.effect().is_some_and(|effect| kept_from_cloud(v, &effect.password));
    written(v) && managed && copy && !kept && !faults::cloud_write_fails(v.case)
}
