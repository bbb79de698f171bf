//! Password hash synchronization: when a hash is sent, and what the cloud then makes of a password.

use crate::model::ask::{Code, SignInWith, Via};
use crate::model::identity::Identity;
use crate::model::sync::Version;
use crate::model::time::Span;
use crate::rules::case::{Case, HashFacts, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::passwords::overdue;
use crate::rules::rule::Kind::{Context, Decision, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

use super::{in_rollout, minutes, newer, older, overridden, signs_in};

/// The rules of this part, in order of precedence.
pub(super) const RULES: &[Rule] = &[
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
];

/// A pass comes to a password of which this holds.
fn sent(v: &View<'_>, test: fn(&HashFacts) -> bool) -> bool {
    v.case.hash_sync().is_some_and(test)
}

/// A must-change mark keeps the hash back, by the feature or by the age of the server.
fn kept_back(v: &View<'_>) -> bool {
    let feature = v.case.tenant.force_password_change && !older(v.case, [2, 0, 3, 0]);
    v.case.site.must_change && !v.book.assumed.sends_marked_hash(feature)
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

/// Days for which a session lasts that a person asked to be kept.
pub(crate) const SESSION_DAYS: u32 = 180;

/// Time between two hash sync passes; source: rule `phs-every-2min`.
pub(crate) const HASH_PASS: Span = Span::minutes(2);

/// How long a failed hash waits where it is not sent by the next pass; assumption `hash-sync-retry-after`.
pub(crate) const RETRY_SECONDS: u32 = 1_800;
