//! Hash synchronization, pass-through, federation and staged rollout.

use crate::model::ask::{Action, Client, Code, Prompt, SignInWith, Via};
use crate::model::fault::FaultStep;
use crate::model::identity::Identity;
use crate::model::sync::{SyncKind, Version};
use crate::model::time::Span;
use crate::rules::assumed::Assumed;
use crate::rules::case::{AgentFacts, Case, HashFacts, HeldFacts, MomentSet, SignInFacts};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::licences::writeback_shut;
use crate::rules::readings::passwords::{expired, overdue};
use crate::rules::readings::writeback::effective;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("phs-disabled-delay", Timing)
        .given("identity is password-hash-sync; AD account disabled at T")
        .says("cloud account and sign-in are blocked only at the next object sync")
        .shows("still in for a while")
        .numbers("max_min: 30")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2, &src::PASSWORDS_FAQ_20250116])
        .notes("Until that cycle the cloud object is still enabled.")
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50057), |v| {
            v.case.sign_in().is_some_and(|s| s.to_cloud && s.disabled_by_sync) && !v.case.person.enabled
        })
        .examples(&[
            eg::blocks("a sync pass has disabled the account", |c| {
                eg::hybrid(c);
                c.site.enabled = false;
                c.person.enabled = false;
                eg::sign_in(c).disabled_by_sync = true;
            }),
            eg::holds("the account is disabled on-premises and no pass has run", |c| {
                eg::hybrid(c);
                c.site.enabled = false;
                eg::sign_in(c);
            }),
        ]),
    rule("pta-expired-writeback-off", Decision)
        .given("AD password expired; writeback off or user unlicensed")
        .says("cannot update in the cloud; must be done on-premises")
        .shows("told the organization does not allow it here")
        .assumes("licence-gate-writeback")
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50144), |v| {
            answered(v, Identity::PassThrough) && right(v) && due(v.case) && cannot_change_here(v)
        })
        .examples(&[
            eg::blocks("the password has expired and writeback is off", |c| {
                eg::pass_through(c);
                c.site.expired = true;
                c.site.writeback = false;
                eg::sign_in(c);
            }),
            eg::holds("the password has expired and writeback is on", |c| {
                eg::pass_through(c);
                c.site.expired = true;
                eg::sign_in(c);
            }),
        ]),
    rule("phs-every-2min", Timing)
        .given("PHS on")
        .says("runs every 2 minutes; cannot be changed")
        .numbers("interval_min: 2")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409, &src::CHOOSE_AD_AUTHN_20250409_2])
        .figures(&[figure("interval_min", || minutes(HASH_PASS))])
        .limit("hash sync passes fall on the start plus multiples of 2 minutes"),
    rule("phs-own-channel", Context)
        .given("PHS")
        .says("separate from the object scheduler")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409]),
    rule("phs-overwrites", Timing)
        .given("AD password newer")
        .says("overwrites the cloud password, per user, in order")
        .shows("new password from then on")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .effect(MomentSet::SIGN_IN, |v| signs_in(v, Identity::PasswordHashSync), &[Do::Name])
        .examples(&[
            eg::applies("a hash-synchronized person signs in", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
            }),
            eg::silent("a pass-through person signs in", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("phs-old-until-pass", Timing)
        .given("identity is password-hash-sync; AD password changed at T; next pass at P")
        .says("in T..P cloud accepts old and refuses new; from P the reverse")
        .shows("new password refused until P")
        .numbers("max_wait_min: 2")
        .basis(Basis::Derived)
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .notes("Docs say usually minutes; the bound of one interval assumes a healthy pass.")
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| {
            newer(v, |s| s.unsent.is_some() || (!s.newer_by_admin && !in_rollout(v.case)))
        })
        .examples(&[
            eg::blocks("the password was changed on-premises a moment ago", |c| {
                eg::hybrid(c);
                (eg::sign_in(c).newer, eg::sign_in(c).right) = (true, false);
            }),
            eg::holds("the password has reached the cloud", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
            }),
        ]),
    rule("phs-temp-min-2", Timing)
        .given("admin resets in AD")
        .says("wait at least two minutes before the user signs in")
        .shows("catch-up warning otherwise")
        .numbers("min: 2")
        .sources(&[&src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| {
            newer(v, |s| s.unsent.is_none() && s.newer_by_admin && !in_rollout(v.case))
        })
        .examples(&[
            eg::blocks("an administrator of the forest reset the password a moment ago", |c| {
                eg::hybrid(c);
                (eg::sign_in(c).newer, eg::sign_in(c).right) = (true, false);
                eg::sign_in(c).newer_by_admin = true;
            }),
            eg::holds("two minutes have passed since", |c| {
                eg::hybrid(c);
                eg::sign_in(c).newer_by_admin = true;
            }),
        ]),
    rule("phs-session-unaffected", Timing)
        .given("user signed in; password changes")
        .says("current session goes on; new password needed at next authentication")
        .numbers("kmsi_days: 180")
        .effect(
            MomentSet::RESUME,
            |v| v.case.person.identity == Identity::PasswordHashSync && v.case.resume().is_some_and(|s| s.outdated),
            &[Do::Say("the session goes on; the next sign-in needs the new password")],
        )
        .figures(&[figure("kmsi_days", || u64::from(SESSION_DAYS) * 1_000_000)])
        .examples(&[
            eg::applies("the password has changed since the session was opened", |c| {
                eg::hybrid(c);
                eg::resume(c).outdated = true;
            }),
            eg::silent("it has not", |c| {
                eg::hybrid(c);
                eg::resume(c);
            }),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("phs-initial-full", Timing)
        .given("PHS first enabled")
        .says("all in-scope users' hashes are sent")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("turning hash sync on sends the hash of everybody served")
        .felt(MomentSet::HASH_SYNC, |v| sent(v, |facts| facts.initial))
        .examples(&[
            eg::applies("hash sync was turned on, and the password is an old one", |c| eg::hash_sync(c).initial = true),
            eg::silent("the password was changed since the last pass", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-needs-full-dirsync", Decision)
        .given("no full directory sync yet")
        .says("password sync does not start; event 613")
        .shows("old or no password")
        .sources(&[&src::TROUBLESHOOT_PWD_SYNC_20200622, &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            faults::active(v.case, "hash-sync-paused") || faults::active(v.case, "hash-sync-not-activated")
        })
        .examples(&[
            eg::blocks("the first full sync of the directory is not complete", |c| {
                eg::hash_sync(c);
                eg::fault(c, "hash-sync-paused");
            }),
            eg::holds("the directory has been synced in full", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-retry", Timing)
        .given("a hash fails to sync")
        .says("retried automatically; logged")
        .shows("old password stays")
        .assumes("hash-sync-retry-after")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .general()
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            let waits = v.book.assumed.hash_retry_waits;
            let failed = |facts: &HashFacts| facts.failed_for.is_some_and(|ago| ago < RETRY_SECONDS);
            faults::stops_hash(v.case) || (waits && sent(v, failed))
        })
        .examples(&[
            eg::blocks("the rights to replicate are missing", |c| {
                eg::hash_sync(c);
                eg::fault(c, "connector-lacks-replication-rights");
            }),
            eg::holds("a pass failed two minutes ago, and the next one sends what it did not", |c| {
                eg::hash_sync(c).failed_for = Some(120);
            }),
            eg::blocks("the same where it is sent again after half an hour", |c| {
                eg::hash_sync(c).failed_for = Some(120);
            })
            .under(&[("hash-sync-retry-after", "thirty-minutes")]),
            eg::holds("nothing stops the pass", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-batch", Timing)
        .given("event 656")
        .says("each batch holds 1 to 50 users")
        .numbers("min: 1, max: 50")
        .sources(&[&src::TROUBLESHOOT_PWD_SYNC_20200622])
        .not_simulated("batches have no effect on when a password works, and an event of a pass stands under no step"),
    rule("phs-heartbeat", Timing)
        .given("no changes")
        .says("heartbeat event 654 every 30 min; diagnostics look back 3 h")
        .numbers("min: 30, lookback_h: 3")
        .sources(&[&src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409, &src::TROUBLESHOOT_PWD_SYNC_20200622])
        .not_simulated("an event that no step causes is not recorded"),
    rule("phs-health-alert", Timing)
        .given("no contact for 120 min")
        .says("Connect Health alert")
        .numbers("min: 120")
        .sources(&[&src::HOW_TO_CONNECT_HEALTH_ALERT_CATALOG_20250409])
        .not_simulated("Connect Health is not simulated"),
    rule("phs-result-retention", Context)
        .given("per-object results")
        .says("kept 7 days")
        .numbers("days: 7")
        .sources(&[&src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("phs-never-expire", Decision)
        .given("identity is password-hash-sync; cloud policy feature off (default)")
        .says("cloud password never expires: DisablePasswordExpiration written at every hash sync")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("hash sync writes the never-expires mark unless the cloud policy feature is on")
        .felt(MomentSet::HASH_SYNC, |v| marks_never_expires(v.case))
        .examples(&[
            eg::applies("the cloud's expiry does not hold for synchronized people", |c| {
                eg::hash_sync(c);
            }),
            eg::silent("it does", |c| eg::hash_sync(c).ages = true),
            eg::silent("the person is federated", |c| {
                eg::federated(c);
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-expired-onprem-still-works", Decision)
        .given("identity is password-hash-sync; AD password expired")
        .says("cloud sign-in still works with it")
        .shows("no prompt")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("expiry on-premises is not asked at a hash-synchronized sign-in")
        .felt(MomentSet::SIGN_IN, |v| by_hash(v) && v.case.site.expired)
        .examples(&[
            eg::applies("the password has expired on-premises, at a cloud sign-in", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
                c.site.expired = true;
            }),
            eg::silent("at a computer of the forest", |c| {
                eg::hybrid(c);
                eg::sign_in(c).to_cloud = false;
                c.site.expired = true;
            }),
            eg::silent("a pass-through person signs in to the cloud", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                c.site.expired = true;
            }),
        ]),
    rule("phs-lock-expired-not-synced", Decision)
        .given("AD account locked or password expired")
        .says("state is not sent to the cloud")
        .shows("cloud sign-in unaffected")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2])
        .limit("the on-premises lock is not asked at a hash-synchronized sign-in")
        .felt(MomentSet::SIGN_IN, |v| by_hash(v) && (v.case.site.locked || v.case.site.expired))
        .examples(&[
            eg::applies("the account is locked on-premises, at a cloud sign-in", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
                c.site.locked = true;
            }),
            eg::silent("a pass-through person whose account is locked signs in", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                c.site.locked = true;
            }),
        ]),
    rule("phs-accountexpires", Decision)
        .given("accountExpires passed")
        .says("not synchronized: cloud account stays active")
        .shows("cloud sign-in works")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("account expiry is not asked at a hash-synchronized sign-in")
        .felt(MomentSet::SIGN_IN, |v| by_hash(v) && v.case.site.account_expired)
        .examples(&[
            eg::applies("the account has expired on-premises, at a cloud sign-in", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
                c.site.account_expired = true;
            }),
            eg::silent("a federated person whose account has expired signs in", |c| {
                eg::federated(c);
                eg::sign_in(c);
                c.site.account_expired = true;
            }),
        ]),
    rule("phs-inetorgperson", Decision)
        .given("object class inetOrgPerson")
        .says("password sync unsupported (Connect and cloud sync)")
        .shows("old or no password")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409, &src::HOW_TO_PREREQUISITES_20250409])
        .refuses(MomentSet::HASH_SYNC, None, |v| v.case.site.inet_org_person)
        .examples(&[
            eg::blocks("the account is an inetOrgPerson", |c| {
                eg::hash_sync(c);
                c.site.inet_org_person = true;
            }),
            eg::holds("the account is a user", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-scril", Decision)
        .given("smart card required turned on again; Connect >= 2.4.18.0")
        .says("random AD password is synced: old cloud password stops")
        .shows("old password refused")
        .numbers("version: 2.4.18.0")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .notes("Earlier versions left the old password working.")
        .refuses(MomentSet::HASH_SYNC, None, |v| sent(v, |facts| facts.random) && older(v.case, [2, 4, 18, 0]))
        .examples(&[
            eg::blocks("a smart card is required and the server is older than 2.4.18.0", |c| {
                eg::hash_sync(c).random = true;
                c.site.version = Some(Version([2, 4, 17, 0]));
            }),
            eg::holds("a smart card is required and the server is 2.4.18.0", |c| {
                eg::hash_sync(c).random = true;
                c.site.version = Some(Version([2, 4, 18, 0]));
            }),
        ]),
    rule("phs-powershell-override", Decision)
        .given("admin sets cloud password by PowerShell (managed domain)")
        .says("overrides synced one under cloud policy until the next AD change")
        .shows("new cloud password")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409])
        .limit("a password set in the cloud alone holds there until the forest's is changed")
        .felt(MomentSet::SIGN_IN, |v| by_hash(v) && overridden(v) == Some(Via::PowerShell))
        .examples(&[
            eg::applies("somebody signs in whose cloud password was set by PowerShell", |c| {
                eg::hybrid(c);
                eg::sign_in(c).overridden = Some(Via::PowerShell);
            }),
            eg::silent("the cloud holds the forest's password", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
            }),
        ]),
    rule("phs-must-change-not-sent", Decision)
        .given("identity is password-hash-sync; AD reset with must-change; ForcePasswordChangeOnLogOn off (default)")
        .says(
            "temporary hash is not sent (FilteredByTarget) until the user has changed it on-premises and the next \
            pass has run",
        )
        .shows("temporary password refused in the cloud; an older synced password goes on working")
        .assumes("must-change-hash-sync")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409_2,
            &src::CHOOSE_AD_AUTHN_20250409_2,
            &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::TROUBLESHOOT_PWD_SYNC_20200622,
        ])
        .notes(
            "Pages that say never do not mention the feature; the newer table makes it decide. That the older \
            password still works follows from nothing being sent.",
        )
        .refuses(MomentSet::HASH_SYNC, None, |v| kept_back(v) && sent(v, |facts| facts.has_copy))
        .examples(&[
            eg::blocks("the password must be changed and the feature is off", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
            }),
            eg::holds("the password must be changed and the feature is on", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
                c.tenant.force_password_change = true;
            }),
            eg::blocks("the feature is on and such a hash is never sent", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
                c.tenant.force_password_change = true;
            })
            .under(&[("must-change-hash-sync", "never")]),
            eg::holds("the feature is off and such a hash is always sent", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
            })
            .under(&[("must-change-hash-sync", "always")]),
            eg::blocks("the feature is on and the server is older than 2.0.3.0", |c| {
                eg::hash_sync(c);
                c.site.must_change = true;
                c.tenant.force_password_change = true;
                c.site.version = Some(Version([2, 0, 2, 9]));
            }),
        ]),
    rule("phs-new-user-must-change", Decision)
        .given("identity is password-hash-sync; user created in AD with must-change and never synced a password before")
        .says(
            "feature ForcePasswordChangeOnLogOn on: hash sent, change asked at the first cloud sign-in. Off: hash \
            not sent, no cloud sign-in until the password is changed on-premises and synced. Hash sync off: no \
            cloud password at all",
        )
        .shows("on: change form; off: account or password is incorrect")
        .assumes("must-change-hash-sync")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409_3])
        .notes(
            "The object alone is always provisioned with the force-change mark (force-new-user); once hash sync \
            acts, the feature decides.",
        )
        .refuses(MomentSet::HASH_SYNC, None, |v| kept_back(v) && sent(v, |facts| !facts.has_copy))
        .examples(&[
            eg::blocks("a new account must change its password and the feature is off", |c| {
                eg::hash_sync(c).has_copy = false;
                c.site.must_change = true;
            }),
            eg::holds("a new account must change its password and the feature is on", |c| {
                eg::hash_sync(c).has_copy = false;
                c.site.must_change = true;
                c.tenant.force_password_change = true;
            }),
        ]),
    rule("phs-unexpire-sends-hash", Decision)
        .given("Connect 2.0.3.0 or later; must-change mark cleared in AD without a new password")
        .says("hash and unexpired state are synced at the next pass")
        .shows("that password works in the cloud")
        .numbers("version: 2.0.3.0, max_wait_min: 2")
        .sources(&[&src::REFERENCE_CONNECT_VERSION_HISTORY_20231106_2])
        .refuses(MomentSet::HASH_SYNC, None, |v| sent(v, |facts| facts.unmarked) && older(v.case, [2, 0, 3, 0]))
        .examples(&[
            eg::blocks("a mark was lifted without a new password and the server is older than 2.0.3.0", |c| {
                eg::hash_sync(c).unmarked = true;
                c.site.version = Some(Version([2, 0, 2, 9]));
            }),
            eg::holds("a mark was lifted without a new password and the server is 2.0.3.0", |c| {
                eg::hash_sync(c).unmarked = true;
                c.site.version = Some(Version([2, 0, 3, 0]));
            }),
        ]),
    rule("phs-expiry-needs-password-sign-in", Decision)
        .given("cloud password expired; user has a live session or signs in without a password")
        .says("expiry is not evaluated; the change is asked only when a sign-in is completed with the password")
        .shows("no prompt")
        .effect(
            MomentSet::SIGN_IN.and(MomentSet::RESUME),
            |v| {
                let facts = v.case.sign_in().filter(|s| s.with != SignInWith::Password).or(v.case.resume());
                v.case.person.identity == Identity::PasswordHashSync && facts.is_some_and(|s| overdue(v, s))
            },
            &[Do::Say("the password has expired, and nothing asks for a change yet")],
        )
        .examples(&[
            eg::applies("the password is older than it may be, and a session is used", |c| {
                eg::hybrid(c);
                let facts = eg::resume(c);
                (facts.cloud_ages, facts.max_age_days, facts.age_days) = (true, Some(60), 60);
            }),
            eg::applies("the same at a sign-in without a password", |c| {
                eg::hybrid(c);
                let facts = eg::sign_in(c);
                (facts.cloud_ages, facts.max_age_days, facts.age_days) = (true, Some(60), 60);
                facts.with = SignInWith::Passwordless;
            }),
            eg::silent("the same at a sign-in with the password", |c| {
                eg::hybrid(c);
                let facts = eg::sign_in(c);
                (facts.cloud_ages, facts.max_age_days, facts.age_days) = (true, Some(60), 60);
            }),
            eg::silent("the password is a day younger", |c| {
                eg::hybrid(c);
                let facts = eg::resume(c);
                (facts.cloud_ages, facts.max_age_days, facts.age_days) = (true, Some(60), 59);
            }),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409_3]),
    rule("phs-turned-off-old-works", Decision)
        .given("PHS or directory sync disabled")
        .says("later AD changes do not reach the cloud; old password keeps working")
        .shows("new refused, old accepted")
        .sources(&[&src::TROUBLESHOOT_PWD_SYNC_20200622])
        .refuses(MomentSet::HASH_SYNC, None, |v| !v.case.site.hash_sync)
        .examples(&[
            eg::blocks("hash sync was turned off", |c| {
                eg::hash_sync(c);
                c.site.hash_sync = false;
            }),
            eg::holds("hash sync is on", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-history-depth", Context)
        .given("Entra ID")
        .says("keeps the last four hashes besides current")
        .numbers("kept: 4")
        .sources(&[&src::PWD_HASH_SYNC_AUTO_ENABLE_20200528])
        .notes("Given as reason for resetting five times to purge."),
    rule("phs-multi-tenant", Context)
        .given("one AD synced to several tenants with PHS and writeback in each")
        .says("a change in one tenant is written to AD, then PHS carries it to the others")
        .shows("new password in other tenants after their next pass")
        .numbers("max_min: 2")
        .sources(&[&src::PLAN_CONNECT_TOPOLOGIES_20231106])
        .notes("The only writeback allowed from several tenants."),
    rule("phs-fips", Decision)
        .given("server in FIPS mode without the exception")
        .says("MD5 blocked: PHS fails (667)")
        .shows("old password")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
        ])
        .notes(
            "Editing that configuration file can break synchronization after an upgrade to 2.5.190.0 or 2.6.1.0 \
            (known issue).",
        )
        .refuses(MomentSet::HASH_SYNC, None, |v| faults::active(v.case, "hash-sync-blocked-by-fips"))
        .examples(&[
            eg::blocks("the server is in FIPS mode and no exception was made", |c| {
                eg::hash_sync(c);
                eg::fault(c, "hash-sync-blocked-by-fips");
            }),
            eg::holds("the server is not in FIPS mode", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("phs-hash-shape", Context)
        .given("hashing")
        .says("MD4 -> 64 bytes + 10-byte salt -> PBKDF2 HMAC-SHA256, 1000 rounds, 32 bytes")
        .numbers("salt_bytes: 10, rounds: 1000, out_bytes: 32")
        .sources(&[&src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409]),
    rule("phs-per-connector", Context)
        .given("several connectors")
        .says("PHS may be off for some connectors; no explicit list of users (but selective PHS by attribute exists)")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::HOW_TO_CONNECT_SELECTIVE_PASSWORD_HASH_SYNCHRONI_20250409,
        ]),
    rule("phs-backup-federation", Context)
        .given("PHS on beside PTA or federation")
        .says("usable as backup but never automatically")
        .sources(&[
            &src::CHOOSE_AD_AUTHN_20250409_2,
            &src::HOW_TO_CONNECT_PTA_CURRENT_LIMITATIONS_20250409,
            &src::WHATIS_FED_20241227,
        ]),
    rule("pta-validate-live", Decision)
        .given("identity is pass-through")
        .says("each password sign-in is checked in AD at that moment")
        .shows("AD answer")
        .sources(&[&src::HOW_TO_CONNECT_PTA_HOW_IT_WORKS_20250409, &src::CHOOSE_AD_AUTHN_20250409_2])
        .refuses(MomentSet::SIGN_IN, Some(Code::Aadsts50126), |v| answered(v, Identity::PassThrough) && !right(v))
        .examples(&[
            eg::blocks("the password is wrong in the directory", |c| {
                eg::pass_through(c);
                eg::sign_in(c).right = false;
            }),
            eg::holds("the password is right in the directory", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
            eg::blocks("the password before is typed ten minutes after it was changed", |c| {
                eg::pass_through(c);
                typed(c, 90_000, Some(600));
            }),
            eg::holds("the same where network logons take it for an hour", |c| {
                eg::pass_through(c);
                typed(c, 90_000, Some(600));
            })
            .under(&[("old-password-grace", "1h")]),
            eg::holds("the new password is typed ten minutes after it was set", |c| {
                eg::pass_through(c);
                typed(c, 600, None);
            }),
            eg::blocks("the same where another domain controller has it after an hour", |c| {
                eg::pass_through(c);
                typed(c, 600, None);
            })
            .under(&[("domain-controller-replication-delay", "1h")]),
        ]),
    rule("pta-states", Decision)
        .given("identity is pass-through")
        .says("disabled, locked, expired account, expired password and sign-in hours all apply at once")
        .shows("refused")
        .sources(&[&src::CHOOSE_AD_AUTHN_20250409_2])
        .refuses(MomentSet::SIGN_IN, None, |v| answered(v, Identity::PassThrough) && shut(v))
        .examples(&[
            eg::blocks("the account is locked on-premises", |c| {
                eg::pass_through(c);
                c.site.locked = true;
                eg::sign_in(c);
            }),
            eg::holds("the account is in order on-premises", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-change-instant", Timing)
        .given("identity is pass-through; AD password set at T (on-premises or by writeback)")
        .says("from T new works and old fails, no sync wait")
        .shows("new password at once")
        .basis(Basis::Derived)
        .assumes("old-password-grace")
        .sources(&[&src::HOW_TO_CONNECT_PTA_HOW_IT_WORKS_20250409, &src::CONCEPT_SSPR_WRITEBACK_20250304])
        .notes(
            "The agent validates by a network logon, for which a domain controller may accept the previous password \
            by NTLM for up to 60 minutes; no Entra page says so. Replication between domain controllers and the \
            grace of the old password are not described. See assumptions domain-controller-replication-delay and \
            old-password-grace.",
        )
        .effect(MomentSet::SIGN_IN, |v| signs_in(v, Identity::PassThrough), &[Do::Name])
        .examples(&[
            eg::applies("a pass-through person signs in", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
            eg::silent("a hash-synchronized person signs in", |c| {
                eg::hybrid(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-expired-writeback-on", Decision)
        .given("AD password expired; writeback on for user; licensed")
        .says("may change or reset in the cloud, written back")
        .shows("change form")
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220])
        .effect(
            MomentSet::SIGN_IN,
            |v| signs_in(v, Identity::PassThrough) && due(v.case),
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("the password has expired on-premises", |c| {
                eg::pass_through(c);
                c.site.expired = true;
                eg::sign_in(c);
            }),
            eg::silent("the password has not expired", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-error-50144", Effect)
        .given("AD password expired at sign-in")
        .says("sign-in log 50144")
        .shows("refused or change form")
        .numbers("code: 50144")
        .sources(&[&src::TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409])
        .figures(&[figure("code", || number(Code::Aadsts50144))])
        .limit("the code of an expired on-premises password")
        .felt(MomentSet::SIGN_IN, |v| answered(v, Identity::PassThrough) && right(v) && v.case.site.expired)
        .examples(&[
            eg::applies("the password has expired on-premises", |c| {
                eg::pass_through(c);
                c.site.expired = true;
                eg::sign_in(c);
            }),
            eg::silent("the password has not expired", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-tokens-live-on", Timing)
        .given("password expires after sign-in")
        .says("tokens and cookies stay valid (any sign-in method)")
        .effect(
            MomentSet::RESUME,
            |v| {
                let there = matches!(v.case.person.sign_in, Identity::PassThrough | Identity::Federated);
                (there && v.case.site.expired) || v.case.resume().is_some_and(|s| overdue(v, s))
            },
            &[Do::Say("the password has expired, and the session goes on")],
        )
        .examples(&[
            eg::applies("the password has expired on-premises since the sign-in", |c| {
                eg::pass_through(c);
                c.site.expired = true;
                eg::resume(c);
            }),
            eg::applies("a cloud password has expired", |c| {
                let facts = eg::resume(c);
                (facts.max_age_days, facts.age_days) = (Some(60), 60);
            }),
            eg::silent("the password has not expired", |c| {
                eg::pass_through(c);
                eg::resume(c);
            }),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220]),
    rule("pta-agent-dies-mid-request", Decision)
        .given("agent fails while handling a sign-in")
        .says("that sign-in is dropped, not handed over")
        .shows("sign-in fails, retry")
        .sources(&[&src::HOW_TO_CONNECT_PTA_SECURITY_DEEP_DIVE_20231106])
        .breaks(MomentSet::SIGN_IN, None, |v| {
            signs_in(v, Identity::PassThrough) && faults::active(v.case, "pass-through-agent-crash")
        })
        .examples(&[
            eg::blocks("the agent fails while it handles the sign-in", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                eg::fault(c, "pass-through-agent-crash");
            }),
            eg::holds("the agent answers", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-no-agent", Decision)
        .given("no agent active")
        .says("all PTA sign-ins fail: 80001")
        .shows("cannot connect to Active Directory")
        .sources(&[&src::TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409])
        .breaks(MomentSet::SIGN_IN, Some(Code::Aadsts80001), |v| {
            signs_in(v, Identity::PassThrough) && faults::refuses(v.case, FaultStep::SignIn, Code::Aadsts80001)
        })
        .examples(&[
            eg::blocks("no agent is active", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                eg::fault(c, "pass-through-agents-down");
            }),
            eg::holds("an agent is active", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-agent-timeout", Decision)
        .given("DC unreachable from agent")
        .says("80002 / 80007")
        .shows("timeout message")
        .sources(&[&src::TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409])
        .breaks(MomentSet::SIGN_IN, Some(Code::Aadsts80002), |v| {
            signs_in(v, Identity::PassThrough) && faults::refuses(v.case, FaultStep::SignIn, Code::Aadsts80002)
        })
        .examples(&[
            eg::blocks("the agent does not reach a domain controller in time", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                eg::fault(c, "pass-through-domain-controller-slow");
            }),
            eg::holds("the domain controller answers in time", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-no-auto-failover", Context)
        .given("PTA down; PHS on")
        .says(
            "no automatic switch; admin must change method in Connect; if that server is down too, Microsoft \
            Support",
        )
        .shows("sign-in fails until then")
        .sources(&[&src::HOW_TO_CONNECT_PTA_CURRENT_LIMITATIONS_20250409, &src::HOW_TO_CONNECT_PTA_FAQ_20241220]),
    rule("pta-agents-min3-max40", Limit)
        .given("production")
        .says("at least 3 agents advised, 40 per tenant at most")
        .numbers("min: 3, max: 40")
        .figures(&[
            figure("min", || u64::from(AGENTS_ADVISED) * 1_000_000),
            figure("max", || u64::from(MOST_AGENTS) * 1_000_000),
        ])
        .limit("a number of agents against the advice is named where one of them is asked")
        .felt(MomentSet::SIGN_IN, |v| {
            let agents = v.case.site.agents.filter(|_| signs_in(v, Identity::PassThrough));
            agents.is_some_and(|agents| agents.count < AGENTS_ADVISED || agents.count > MOST_AGENTS)
        })
        .examples(&[
            eg::applies("a forest has two agents", |c| agents(c, AgentFacts { count: 2, old: 0, on_2012: 0 })),
            eg::silent("a forest has three agents", |c| agents(c, AgentFacts { count: 3, old: 0, on_2012: 0 })),
            eg::silent("a forest has forty agents", |c| agents(c, AgentFacts { count: 40, old: 0, on_2012: 0 })),
            eg::applies("a forest has 41 agents", |c| agents(c, AgentFacts { count: 41, old: 0, on_2012: 0 })),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909, &src::HOW_TO_CONNECT_PTA_FAQ_20241220]),
    rule("pta-random-agent", Context)
        .given("several agents")
        .says("any agent may take a request: availability, not load balancing")
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220, &src::TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409]),
    rule("pta-agent-rate", Context)
        .given("one agent on 4 cores, 16 GB")
        .says("300 to 400 sign-ins per second")
        .numbers("rps_min: 300, rps_max: 400")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909]),
    rule("pta-agent-report", Timing)
        .given("443 unavailable")
        .says("status every 10 minutes on 8080 (optional)")
        .numbers("min: 10")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909])
        .not_simulated("the ports of pass-through agents are not simulated"),
    rule("pta-agent-drop", Timing)
        .given("agent stopped")
        .says("shown inactive, removed from the list after 10 days")
        .numbers("days: 10")
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220])
        .not_simulated("the list of agents in the portal is not simulated"),
    rule("pta-cert-renew", Timing)
        .given("agent certificate")
        .says("renewed 30 days before expiry; if it expired, agent is deleted and must be reinstalled")
        .numbers("days: 30")
        .sources(&[&src::HOW_TO_CONNECT_PTA_SECURITY_DEEP_DIVE_20231106])
        .breaks(MomentSet::SIGN_IN, Some(Code::Aadsts80010), |v| {
            signs_in(v, Identity::PassThrough) && faults::refuses(v.case, FaultStep::SignIn, Code::Aadsts80010)
        })
        .examples(&[
            eg::blocks("the agent's key is bad", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
                eg::fault(c, "pass-through-agent-key-bad");
            }),
            eg::holds("the agent's key is good", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-update", Timing)
        .given("agent updater")
        .says("checks hourly; agents updated one at a time")
        .numbers("check_h: 1")
        .sources(&[&src::HOW_TO_CONNECT_PTA_SECURITY_DEEP_DIVE_20231106])
        .not_simulated("the updater of agents is not simulated"),
    rule("pta-temp-password-aadj", Decision)
        .given("Entra joined device; temporary or expired password; identity is pass-through")
        .says("sign-in at the device unsupported; use a browser")
        .shows("sign-in method not allowed")
        .refuses(MomentSet::SIGN_IN, None, |v| {
            let at_device = v.case.sign_in().is_some_and(|s| s.client == Client::JoinedDevice);
            at_device && signs_in(v, Identity::PassThrough) && right(v) && due(v.case)
        })
        .examples(&[
            eg::blocks("a marked password is typed at a joined computer", |c| {
                eg::pass_through(c);
                c.site.must_change = true;
                eg::sign_in(c).client = Client::JoinedDevice;
            }),
            eg::holds("the same in a browser", |c| {
                eg::pass_through(c);
                c.site.must_change = true;
                eg::sign_in(c);
            }),
            eg::holds("a password that is not due is typed at a joined computer", |c| {
                eg::pass_through(c);
                eg::sign_in(c).client = Client::JoinedDevice;
            }),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PTA_CURRENT_LIMITATIONS_20250409]),
    rule("pta-catchup-warning", Timing)
        .given("PTA and PHS both on; AD reset with must-change; user changes in the cloud within two minutes")
        .says("AD and Entra updated but cloud compare used the older hash: catch-up warning")
        .shows("told to try again in a few minutes")
        .numbers("min: 2")
        .sources(&[&src::PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let forced = v.case.effect().is_some_and(|effect| effect.forced && effect.written_back);
                let both = v.case.person.sign_in == Identity::PassThrough && v.case.site.hash_sync;
                forced && both && v.case.site.hash_pending && v.case.is(Action::ChangePassword)
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("the change that was asked for comes a minute after the reset", |c| {
                eg::pass_through(c);
                eg::changing(c);
                eg::take_effect(c).forced = true;
                c.site.hash_pending = true;
            }),
            eg::silent("it comes after two minutes", |c| {
                eg::pass_through(c);
                eg::changing(c);
                eg::take_effect(c).forced = true;
            }),
        ]),
    rule("pta-cloud-password-ignored", Decision)
        .given("identity is pass-through; password changed only in Entra ID")
        .says("sign-in still follows AD")
        .shows("new cloud password refused, AD password accepted")
        .basis(Basis::Derived)
        .sources(&[
            &src::HOW_TO_CONNECT_PTA_HOW_IT_WORKS_20250409,
            &src::PASSWORD_WRITEBACK_MICROSOFT_365_ADMIN_CENTER_20220225,
        ])
        .notes("One page describes cloud sign-in with the new password without naming the sign-in type.")
        .limit("a pass-through sign-in asks the directory only")
        .felt(MomentSet::SIGN_IN, |v| signs_in(v, Identity::PassThrough) && overridden(v).is_some())
        .examples(&[
            eg::applies("the password was set in the Microsoft 365 admin center alone", |c| {
                eg::pass_through(c);
                eg::sign_in(c).overridden = Some(Via::M365AdminCenter);
            }),
            eg::silent("the password was written to the forest as well", |c| {
                eg::pass_through(c);
                eg::sign_in(c);
            }),
        ]),
    rule("pta-logon-to", Context)
        .given("AD Logon To restricts workstations; agent hosts not listed")
        .says("cloud sign-in blocked")
        .shows("refused")
        .sources(&[&src::TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409]),
    rule("pta-tenant-wide", Context)
        .given("PTA switched on")
        .says("applies to all managed domains; federated domains and cloud-only users unaffected")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909]),
    rule("pta-min-versions", Limit)
        .given("PTA")
        .says("Connect 1.1.750.0 and agent 1.5.193.0 or later")
        .numbers("connect: 1.1.750.0, agent: 1.5.193.0")
        .assumes("pass-through-server-os")
        .breaks(MomentSet::SIGN_IN, Some(Code::Aadsts80001), |v| {
            signs_in(v, Identity::PassThrough) && no_agent_will_do(v)
        })
        .examples(&[
            eg::blocks("the only agent is older than 1.5.193.0", |c| {
                agents(c, AgentFacts { count: 1, old: 1, on_2012: 0 });
            }),
            eg::holds("one of two agents is older", |c| agents(c, AgentFacts { count: 2, old: 1, on_2012: 0 })),
            eg::blocks("the only agent runs on Windows Server 2012 R2", |c| {
                agents(c, AgentFacts { count: 1, old: 0, on_2012: 1 });
            }),
            eg::holds("the same where that will do", |c| agents(c, AgentFacts { count: 1, old: 0, on_2012: 1 }))
                .under(&[("pass-through-server-os", "2012-r2")]),
        ])
        .sources(&[&src::HOW_TO_CONNECT_PTA_FAQ_20241220]),
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

/// The password typed is the forest's, which the cloud does not hold, and this holds of the sign-in.
fn newer(v: &View<'_>, test: impl Fn(&SignInFacts) -> bool) -> bool {
    signs_in(v, Identity::PasswordHashSync) && v.case.sign_in().is_some_and(|s| s.newer && !s.right && test(s))
}

/// A member of a staged rollout: the domain is federated, the person signs in in the cloud.
fn in_rollout(case: &Case) -> bool {
    case.person.identity == Identity::Federated && case.person.sign_in == Identity::PasswordHashSync
}

/// A member of a staged rollout whose program goes to the federation service all the same.
fn falls_back(case: &Case) -> bool {
    case.sign_in().is_some_and(|s| s.rolled_out && s.client == Client::Legacy)
}

/// Days for which a session lasts that a person asked to be kept.
pub(crate) const SESSION_DAYS: u32 = 180;

/// Members that a group may have when it is first added to a rollout.
const FIRST_MEMBERS: u16 = 200;

/// A pass comes to a password of which this holds.
fn sent(v: &View<'_>, test: fn(&HashFacts) -> bool) -> bool {
    v.case.hash_sync().is_some_and(test)
}

/// A must-change mark keeps the hash back, by the feature or by the age of the server.
fn kept_back(v: &View<'_>) -> bool {
    let feature = v.case.tenant.force_password_change && !older(v.case, [2, 0, 3, 0]);
    v.case.site.must_change && !v.book.assumed.sends_marked_hash(feature)
}

/// Connect of a version before this one.
fn older(case: &Case, bar: [u32; 4]) -> bool {
    let connect = case.site.served_by == Some(SyncKind::Connect);
    connect && case.site.version.is_some_and(|version| version < Version(bar))
}

/// A cloud sign-in of somebody who signs in in this way.
fn signs_in(v: &View<'_>, identity: Identity) -> bool {
    v.case.person.sign_in == identity && v.case.sign_in().is_some_and(|s| s.to_cloud)
}

/// Failures that keep the agents of pass-through from answering.
const AGENT_FAILURES: &[&str] = &[
    "pass-through-agents-down",
    "pass-through-agent-crash",
    "pass-through-domain-controller-slow",
    "pass-through-agent-key-bad",
];

/// Agents of pass-through that are advised at least; source: rule `pta-agents-min3-max40`.
const AGENTS_ADVISED: u8 = 3;

/// Agents of pass-through that a tenant may have; source: rule `pta-agents-min3-max40`.
const MOST_AGENTS: u8 = 40;

/// The first version of an agent that serves sign-ins; source: rule `pta-min-versions`.
pub(crate) const FIRST_AGENT: Version = Version([1, 5, 193, 0]);

/// The agents are named, and none of them is new enough or runs on a server that will do.
fn no_agent_will_do(v: &View<'_>) -> bool {
    v.case.site.agents.is_some_and(|agents| {
        let on_2012 = if v.book.assumed.agents_on_2012 { 0 } else { agents.on_2012 };
        agents.count == agents.old + on_2012
    })
}

/// A pass-through person signs in where the forest has these agents.
fn agents(case: &mut Case, agents: AgentFacts) {
    eg::pass_through(case);
    eg::sign_in(case);
    case.site.agents = Some(agents);
}

/// A cloud sign-in of this kind that the directory or the federation service gets to answer.
fn answered(v: &View<'_>, identity: Identity) -> bool {
    let silent = match identity {
        Identity::Federated => faults::active(v.case, "federation-service-down"),
        _ => AGENT_FAILURES.iter().any(|id| faults::active(v.case, id)) || no_agent_will_do(v),
    };
    signs_in(v, identity) && !silent
}

/// The account's state on-premises shuts it.
const fn shut(v: &View<'_>) -> bool {
    !v.case.site.enabled || v.case.site.locked || v.case.site.account_expired
}

/// A due password cannot be changed in the cloud: writeback is off, or the person may not use it.
fn cannot_change_here(v: &View<'_>) -> bool {
    !effective(v.case, &v.book.assumed) || writeback_shut(v)
}

/// The password typed is right where it is checked.
fn right(v: &View<'_>) -> bool {
    v.case.sign_in().is_some_and(|s| s.right || s.held.is_some_and(|held| taken(&held, &v.book.assumed)))
}

/// Whether the domain controller that a network logon asks takes a password that the forest holds or held: the one
/// written to may be another, and the previous password may still do.
///
/// Source: assumptions `domain-controller-replication-delay` and `old-password-grace`.
pub(crate) fn taken(held: &HeldFacts, assumed: &Assumed) -> bool {
    let delay = assumed.replication_delay;
    let there = held.set_ago >= delay && held.replaced_ago.is_none_or(|ago| ago < delay);
    let grace = held.replaced_ago.is_some_and(|ago| ago < assumed.old_password_grace);
    there || (held.previous && grace)
}

/// A password is typed that the forest has held for so many seconds, or held until so many seconds ago.
fn typed(case: &mut Case, set_ago: u32, replaced_ago: Option<u32>) {
    let facts = eg::sign_in(case);
    facts.right = false;
    facts.held = Some(HeldFacts { set_ago, replaced_ago, previous: replaced_ago.is_some() });
}

/// The surface on which an administrator set the cloud's password alone.
fn overridden(v: &View<'_>) -> Option<Via> {
    v.case.sign_in().and_then(|facts| facts.overridden)
}

/// A cloud sign-in with the right password, checked against the hash that the cloud holds.
fn by_hash(v: &View<'_>) -> bool {
    signs_in(v, Identity::PasswordHashSync) && v.case.sign_in().is_some_and(|facts| facts.right)
}

/// Whether hash sync marks the cloud's password of a person so that it never expires.
///
/// Source: rule `phs-never-expire`.
pub(crate) fn marks_never_expires(case: &Case) -> bool {
    case.person.identity == Identity::PasswordHashSync && case.hash_sync().is_some_and(|facts| !facts.ages)
}

/// Time between two hash sync passes; source: rule `phs-every-2min`.
pub(crate) const HASH_PASS: Span = Span::minutes(2);

/// How long a failed hash waits where it is not sent by the next pass; assumption `hash-sync-retry-after`.
pub(crate) const RETRY_SECONDS: u32 = 1_800;

/// How long an edit of a group of a staged rollout takes to act; source: rule `sr-timing`.
pub(crate) const ROLLOUT_EDIT: Span = Span::hours(24);

/// Minutes in millionths.
pub(super) const fn minutes(span: Span) -> u64 {
    (span.0 / 60) as u64 * 1_000_000
}

/// The number of a code of a sign-in, in millionths.
fn number(code: Code) -> u64 {
    let digits = code.word().trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse::<u64>().map_or(0, |number| number * 1_000_000)
}

/// The on-premises password has expired or is marked; a password that never expires is neither.
pub(crate) const fn due(case: &Case) -> bool {
    case.site.expired || (case.site.must_change && !case.site.never_expires)
}
