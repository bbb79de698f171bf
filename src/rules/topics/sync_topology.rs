//! Cloud sync, several tools side by side, staging servers, scheduler.

use crate::model::ask::Code;
use crate::model::identity::{Cloud, Identity};
use crate::model::sync::{SyncKind, Version};
use crate::model::time::Span;
use crate::rules::case::{Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::writeback::{in_china, needs_writeback};
use crate::rules::rule::Kind::{Context, Decision, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;
use crate::rules::topics::hybrid_sign_in::minutes;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("cs-writeback", Decision)
        .given("cloud sync agent for the user's domain; both toggles on")
        .says("writes back in real time like Connect")
        .shows("immediate result")
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .limit("cloud sync takes the path of Connect")
        .felt(MomentSet::TAKE_EFFECT, |v| by_agent(v) && v.case.effect().is_some_and(|effect| effect.written_back))
        .examples(&[
            eg::applies("a person served by cloud sync has reset the password", |c| {
                eg::cloud_sync(c);
                eg::take_effect(c);
            }),
            eg::silent("a person served by Connect has", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("cs-no-writeback-in-china", Decision)
        .given("cloud is China (21Vianet); user served by cloud sync")
        .says("writeback is not supported; Connect has to be used")
        .shows("no writeback for those users")
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| by_cloud_sync(v) && in_china(v.case))
        .examples(&[
            eg::blocks("cloud sync serves the person in the 21Vianet cloud", |c| {
                eg::cloud_sync(c);
                c.tenant.cloud = Cloud::China;
            }),
            eg::holds("cloud sync serves the person in the public cloud", eg::cloud_sync),
            eg::holds("Connect serves the person in the 21Vianet cloud", |c| {
                eg::hybrid(c);
                c.tenant.cloud = Cloud::China;
            }),
        ]),
    rule("cs-disconnected-forest", Decision)
        .given("forest has no line to the Connect server")
        .says("cloud sync can still write back there")
        .shows("immediate result")
        .limit("a forest that Connect does not serve is written to by its own agents")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let written = v.case.effect().is_some_and(|effect| effect.written_back);
            written && by_agent(v) && v.case.tenant.both_tools
        })
        .examples(&[
            eg::applies("cloud sync serves the person's forest, and Connect only another", |c| {
                eg::cloud_sync(c);
                eg::take_effect(c);
                c.tenant.both_tools = true;
            }),
            eg::silent("there is no server of Connect", |c| {
                eg::cloud_sync(c);
                eg::take_effect(c);
            }),
        ])
        .sources(&[
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::CLOUD_SYNC_VERSION_HISTORY_20250922,
        ]),
    rule("cs-multi-agent", Limit)
        .given("several active agents")
        .says("one failing does not stop service; 3 advised")
        .numbers("agents: 3")
        .sources(&[&src::HOW_TO_PREREQUISITES_20260727, &src::CONNECT_TO_CLOUD_SYNC_DECISION_GUIDE_20250217])
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let written = v.case.effect().is_some_and(|effect| effect.written_back);
                written && by_agent(v) && faults::active(v.case, "cloud-sync-one-agent-of-three-down")
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("one of three agents is down and the reset is written back all the same", |c| {
                eg::cloud_sync(c);
                eg::take_effect(c);
                eg::fault(c, "cloud-sync-one-agent-of-three-down");
            }),
            eg::silent("every agent is up", |c| {
                eg::cloud_sync(c);
                eg::take_effect(c);
            }),
        ]),
    rule("cs-no-agent", Decision)
        .given("no agent active for the domain")
        .says("requests cannot be delivered")
        .shows("cannot be reset right now")
        .basis(Basis::Derived)
        .sources(&[&src::REFERENCE_ERROR_CODES_20260821])
        .notes("Error names documented for sync requests; writeback uses the same agent.")
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| {
            by_agent(v) && NO_AGENT.iter().any(|id| faults::active(v.case, id))
        })
        .examples(&[
            eg::blocks("an administrator resets and the only agent is down", |c| {
                eg::cloud_sync(c);
                eg::administered(c);
                eg::relay(c);
                eg::fault(c, "cloud-sync-agent-down");
            }),
            eg::holds("an agent is active", |c| {
                eg::cloud_sync(c);
                eg::relay(c);
            }),
        ]),
    rule("cs-every-2min", Timing)
        .given("provisioning enabled")
        .says("objects and hashes every 2 minutes")
        .numbers("min: 2")
        .sources(&[&src::CONCEPT_HOW_IT_WORKS_20250409])
        .figures(&[figure("min", || minutes(object_interval(SyncKind::CloudSync, None)))])
        .limit("object and hash sync passes of cloud sync fall on the start plus multiples of 2 minutes"),
    rule("cs-bootstrap", Timing)
        .given("agent")
        .says("calls home at restart and every 10 minutes; without it, endpoints go stale and requests may not arrive")
        .numbers("min: 10")
        .sources(&[&src::CONCEPT_HOW_IT_WORKS_20250409])
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| {
            by_agent(v) && faults::active(v.case, "cloud-sync-agent-stale-endpoints")
        })
        .examples(&[
            eg::blocks("the call home of the agent is blocked", |c| {
                eg::cloud_sync(c);
                eg::relay(c);
                eg::fault(c, "cloud-sync-agent-stale-endpoints");
            }),
            eg::holds("the agent has called home", |c| {
                eg::cloud_sync(c);
                eg::relay(c);
            }),
        ]),
    rule("cs-timeout", Timing)
        .given("sync request to agent")
        .says("times out after 10 minutes")
        .numbers("min: 10")
        .sources(&[&src::REFERENCE_ERROR_CODES_20260821])
        .notes("Sync request timeout; writeback wait is not documented.")
        .not_simulated("how long a sync request of an agent hangs is not simulated, only whether it succeeds"),
    rule("cs-ldap-timeout", Timing)
        .given("DC slow")
        .says("agent LDAP timeout 30 s by default")
        .numbers("s: 30")
        .sources(&[&src::HOW_TO_MANAGE_REGISTRY_OPTIONS_20250409])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0030), |v| {
            by_agent(v) && faults::active(v.case, "cloud-sync-domain-controller-slow")
        })
        .examples(&[
            eg::blocks("the domain controller answers the agent too late", |c| {
                eg::cloud_sync(c);
                eg::write(c);
                eg::fault(c, "cloud-sync-domain-controller-slow");
            }),
            eg::holds("the domain controller answers the agent in time", |c| {
                eg::cloud_sync(c);
                eg::write(c);
            }),
        ]),
    rule("cs-no-pta", Context)
        .given("cloud sync tenant")
        .says("does not configure PTA")
        .basis(Basis::Disputed)
        .assumes("cloud-sync-pass-through")
        .sources(&[
            &src::WHAT_IS_CLOUD_SYNC_20231106,
            &src::CONNECT_TO_CLOUD_SYNC_DECISION_GUIDE_20250217,
            &src::CHOOSE_AD_AUTHN_20250409,
        ])
        .notes(
            "Agents already set up go on working after a move to cloud sync. Writeback for pass-through users is \
            documented for Connect only.",
        )
        .limit("a pass-through person whom cloud sync serves is outside what is documented")
        .felt(MomentSet::OFFER, |v| {
            let through = v.case.person.identity == Identity::PassThrough;
            through && by_cloud_sync(v) && !v.book.assumed.cloud_sync_serves_pass_through
        })
        .examples(&[
            eg::applies("cloud sync serves a pass-through person", |c| {
                eg::cloud_sync(c);
                c.person.identity = Identity::PassThrough;
            }),
            eg::silent("the same where cloud sync serves such people", |c| {
                eg::cloud_sync(c);
                c.person.identity = Identity::PassThrough;
            })
            .under(&[("cloud-sync-pass-through", "supported")]),
            eg::silent("Connect serves a pass-through person", eg::pass_through),
        ]),
    rule("cs-object-limit", Limit)
        .given("AD domain")
        .says("supported to 150,000 objects per domain")
        .numbers("objects: 150000")
        .sources(&[&src::WHAT_IS_CLOUD_SYNC_20231106, &src::CONNECT_TO_CLOUD_SYNC_DECISION_GUIDE_20250217])
        .not_simulated("a size that is supported says nothing about what happens beyond it"),
    rule("cs-gmsa", Context)
        .given("agent identity")
        .says("runs as group managed service account provAgentgMSA")
        .sources(&[&src::HOW_TO_PREREQUISITES_20260727]),
    rule("cs-preferred-dc", Limit)
        .given("agent has a preferred DC list")
        .says("used for SSPR too (since 1.1.818.0)")
        .numbers("agent: 1.1.818.0")
        .sources(&[&src::CLOUD_SYNC_VERSION_HISTORY_20250922])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0030), |v| {
            by_agent(v) && faults::active(v.case, "preferred-domain-controller-down")
        })
        .examples(&[
            eg::blocks("the only preferred domain controller of the agent is down", |c| {
                eg::cloud_sync(c);
                eg::write(c);
                eg::fault(c, "preferred-domain-controller-down");
            }),
            eg::holds("the preferred domain controller is up", |c| {
                eg::cloud_sync(c);
                eg::write(c);
            }),
        ]),
    rule("cs-password-length-registry", Context)
        .given("agent 1.1.2102.0 or later")
        .says("a registry value sets generated password length")
        .numbers("agent: 1.1.2102.0")
        .sources(&[&src::CLOUD_SYNC_VERSION_HISTORY_20250922])
        .notes("Unclear from the note whether it touches writeback."),
    rule("cs-cmdlet", Context)
        .given("Set-AADCloudSyncPasswordWritebackConfiguration")
        .says("turns cloud-sync writeback on or off from an agent server")
        .numbers("agent: 1.1.587.0")
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304]),
    rule("cs-no-domain-services", Context)
        .given("Entra Domain Services")
        .says("not supported with cloud sync alone")
        .sources(&[&src::WHAT_IS_CLOUD_SYNC_20231106]),
    rule("cs-min-mustchange-fix", Decision)
        .given("agent older than 1.1.972.0; user has must-change")
        .says("updating the password could fail (fixed)")
        .shows("error")
        .numbers("agent: 1.1.972.0")
        .sources(&[&src::CLOUD_SYNC_VERSION_HISTORY_20250922])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            let old = v.case.site.version.is_some_and(|version| version < Version([1, 1, 972, 0]));
            by_agent(v) && old && v.case.site.must_change
        })
        .examples(&[
            eg::blocks("an agent of 1.1.971.0 writes to an account that must change its password", |c| {
                eg::cloud_sync(c);
                eg::write(c);
                c.site.version = Some(Version([1, 1, 971, 0]));
                c.site.must_change = true;
            }),
            eg::holds("an agent of 1.1.972.0 does", |c| {
                eg::cloud_sync(c);
                eg::write(c);
                c.site.version = Some(Version([1, 1, 972, 0]));
                c.site.must_change = true;
            }),
        ]),
    rule("cs-quarantine", Decision)
        .given("most calls fail")
        .says("sync job quarantined")
        .sources(&[&src::HOW_TO_TROUBLESHOOT_20240426])
        .not_simulated("no page says at how many failed calls the job is quarantined"),
    rule("sbs-domain-level", Decision)
        .given("Connect serves domain A, cloud sync domain B")
        .says("users of A written back through Connect, of B through cloud sync")
        .shows("same experience")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304])
        .limit("the server that serves the person's forest is asked")
        .felt(MomentSet::RELAY, |v| v.case.tenant.both_tools && v.case.site.served_by.is_some())
        .examples(&[
            eg::applies("Connect serves the person's forest and cloud sync another", |c| {
                eg::hybrid(c);
                eg::relay(c);
                c.tenant.both_tools = true;
            }),
            eg::silent("Connect serves every forest", |c| {
                eg::hybrid(c);
                eg::relay(c);
            }),
        ]),
    rule("sbs-one-tool-per-object", Decision)
        .given("same forest with both")
        .says("an object must be in scope of only one tool")
        .sources(&[&src::PLAN_CLOUD_SYNC_TOPOLOGIES_20250409])
        .refuses(MomentSet::HASH_SYNC, None, |v| v.case.hash_sync().is_some_and(|facts| facts.other_tool))
        .examples(&[
            eg::blocks("a pass of the tool that does not serve the person", |c| eg::hash_sync(c).other_tool = true),
            eg::holds("a pass of the tool that serves the person", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("sbs-toggle-only-cloudsync", Decision)
        .given("cloud-sync toggle off, main toggle on")
        .says("A still written back, B not")
        .shows("B users: writeback not enabled")
        .sources(&[
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
        ])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| by_cloud_sync(v) && !v.case.tenant.writeback_cloud_sync)
        .examples(&[
            eg::blocks("the switch for cloud sync is off", |c| {
                eg::cloud_sync(c);
                c.tenant.writeback_cloud_sync = false;
            }),
            eg::holds("the switch for cloud sync is on", eg::cloud_sync),
            eg::holds("the switch for cloud sync is off and Connect serves the person", eg::hybrid),
        ]),
    rule("sbs-connect-down", Decision)
        .given("Connect server down; cloud sync agents up")
        .says("A users blocked, B users served")
        .shows("only A sees the outage")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .limit("a server of Connect that is down leaves the people of cloud sync alone")
        .felt(MomentSet::OFFER, |v| by_cloud_sync(v) && v.case.site.other_down == Some(SyncKind::Connect))
        .examples(&[
            eg::applies("cloud sync serves the person, and the server of Connect is down", |c| {
                eg::cloud_sync(c);
                c.site.other_down = Some(SyncKind::Connect);
            }),
            eg::silent("both are up", eg::cloud_sync),
        ]),
    rule("sbs-agent-down", Decision)
        .given("all cloud sync agents down; Connect up")
        .says("B users blocked, A users served")
        .shows("only B sees the outage")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304])
        .limit("agents that are down leave the people of Connect alone")
        .felt(MomentSet::OFFER, |v| {
            let connect = needs_writeback(v) && v.case.site.served_by == Some(SyncKind::Connect);
            connect && v.case.site.other_down == Some(SyncKind::CloudSync)
        })
        .examples(&[
            eg::applies("Connect serves the person, and the agents of cloud sync are down", |c| {
                eg::hybrid(c);
                c.site.other_down = Some(SyncKind::CloudSync);
            }),
            eg::silent("both are up", eg::hybrid),
        ]),
    rule("sbs-no-two-connect", Decision)
        .given("two active Connect servers on one tenant")
        .says("unsupported except staging")
        .sources(&[&src::PLAN_CONNECT_TOPOLOGIES_20231106, &src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409])
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| v.case.site.link_broken)
        .examples(&[
            eg::blocks("a second server of Connect became active and took the link", |c| {
                eg::relay(c);
                c.site.link_broken = true;
            }),
            eg::holds("the second server is in staging mode", |c| {
                eg::relay(c);
            }),
        ]),
    rule("sbs-merged-object", Decision)
        .given("object merged from two disconnected forests")
        .says("anchor must be ms-DS-ConsistencyGuid and match")
        .not_simulated("an object merged from two forests is not modelled")
        .sources(&[&src::PLAN_CLOUD_SYNC_TOPOLOGIES_20250409]),
    rule("staging-no-phs-writeback", Decision)
        .given("server in staging mode")
        .says("runs neither PHS nor writeback even if selected")
        .shows("service down if it is the only server")
        .sources(&[
            &src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409,
            &src::TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
        ])
        .breaks(MomentSet::RELAY.and(MomentSet::HASH_SYNC), Some(Code::Sspr0030), |v| {
            v.case.site.staging || faults::active(v.case, STAGED)
        })
        .examples(&[
            eg::blocks("a request for a forest whose only server is in staging mode", |c| {
                eg::relay(c);
                c.site.staging = true;
            }),
            eg::blocks("the same as a failure, at an administrator's reset", |c| {
                eg::administered(c);
                eg::relay(c).wait = 3_600;
                eg::fault(c, STAGED);
            }),
            eg::holds("a request for a forest whose server is active", |c| {
                eg::relay(c);
            }),
            eg::blocks("a password changed where the only server is in staging mode", |c| {
                eg::hash_sync(c);
                c.site.staging = true;
            }),
        ]),
    rule("staging-one-writeback-server", Decision)
        .given("two active servers use writeback")
        .says(
            "only one active server can use writeback: activating the second breaks the relay link of the server \
            that is still active",
        )
        .shows("cannot be reset while disrupted")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409])
        .refuses(MomentSet::OFFER.and(MomentSet::RELAY), Some(Code::Sspr0030), |v| {
            let broken = v.case.offer().is_some() && needs_writeback(v) && v.case.site.link_broken;
            broken || (v.case.offer().is_none() && faults::strikes(v.case, SECOND_ACTIVE))
        })
        .examples(&[
            eg::blocks("the same as a failure, at an administrator's reset", |c| {
                eg::administered(c);
                eg::relay(c).wait = 3_600;
                eg::fault(c, SECOND_ACTIVE);
            }),
            eg::blocks("another server with writeback was made active", |c| {
                eg::hybrid(c);
                c.site.link_broken = true;
            }),
            eg::holds("one server with writeback is active", eg::hybrid),
        ]),
    rule("staging-resume", Timing)
        .given("staging turned off")
        .says(
            "PHS resumes from its last watermark and works through the backlog first; after long staging many hours \
            in a large directory; writeback is enabled at once",
        )
        .shows("newly changed AD passwords refused in the cloud until caught up")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409])
        .notes("Events 654 and 656 show progress.")
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            v.case.hash_sync().is_some_and(|facts| facts.behind_backlog && !facts.restarted)
        })
        .examples(&[
            eg::blocks("a password changed after staging ended, while the backlog is worked through", |c| {
                eg::hash_sync(c).behind_backlog = true;
            }),
            eg::holds("a password of the backlog itself", |c| {
                eg::hash_sync(c);
            }),
        ]),
    rule("staging-catchup-no-restart", Timing)
        .given("sync service restarted while PHS catches up after staging")
        .says("PHS may resume from an earlier watermark, so catching up takes longer")
        .shows("old password for longer")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409_2])
        .refuses(MomentSet::HASH_SYNC, None, |v| {
            v.case.hash_sync().is_some_and(|facts| facts.behind_backlog && facts.restarted)
        })
        .examples(&[
            eg::blocks("the service was started anew while the backlog was worked through", |c| {
                (eg::hash_sync(c).behind_backlog, eg::hash_sync(c).restarted) = (true, true);
            }),
            eg::holds("it was started anew after that", |c| eg::hash_sync(c).restarted = true),
        ]),
    rule("staging-switch-gap", Timing)
        .given("active server moved to staging at T; other made active at T2")
        .says("no writeback in T..T2")
        .shows("cannot be reset right now")
        .basis(Basis::Derived)
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0030), |v| needs_writeback(v) && v.case.site.staging)
        .examples(&[
            eg::blocks("the active server was put in staging mode and no other was made active", |c| {
                eg::hybrid(c);
                c.site.staging = true;
            }),
            eg::holds("the other server is active", eg::hybrid),
        ]),
    rule("staging-no-export", Context).given("staging").says("imports and syncs, no scheduled export").sources(&[
        &src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409,
        &src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409,
    ]),
    rule("staging-config-manual", Context)
        .given("configuration changed on primary")
        .says("must be repeated by hand on the other")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409]),
    rule("staging-own-db", Context)
        .given("staging server")
        .says("has its own database and may be elsewhere")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409]),
    rule("staging-pta-choice", Decision)
        .given("staging server installed with another sign-in method than PTA")
        .says("PTA is disabled tenant-wide")
        .shows("all PTA sign-ins change")
        .not_simulated("the sign-in method that somebody picks while a server is installed is no setting of a scenario")
        .sources(&[&src::HOW_TO_CONNECT_PTA_QUICK_START_20250909]),
    rule("staging-extra-windows", Context)
        .given("failover prerequisites")
        .says("scheduler on, recent sync, initial cycle after rule changes, old server staged first")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409]),
    rule("sched-30", Timing)
        .given("default")
        .says("object delta sync every 30 minutes")
        .numbers("min: 30")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .figures(&[figure("min", || minutes(object_interval(SyncKind::Connect, None)))])
        .limit("object sync passes fall on the start plus multiples of 30 minutes"),
    rule("sched-floor", Limit)
        .given("custom interval below allowed")
        .says("allowed interval is used")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .limit("object sync runs never more often than every 30 minutes, whatever interval is set")
        .felt(MomentSet::OBJECT_SYNC, |v| {
            let asked = v.case.object_sync().and_then(|facts| facts.asked).map(|asked| Span::seconds(i64::from(asked)));
            asked.is_some_and(|asked| object_interval(SyncKind::Connect, Some(asked)) != asked)
        })
        .examples(&[
            eg::applies("somebody asked for a pass every ten minutes", |c| eg::object_sync(c).asked = Some(600)),
            eg::silent("somebody asked for a pass every hour", |c| eg::object_sync(c).asked = Some(3_600)),
        ]),
    rule("sched-7days", Timing)
        .given("no delta for 7 days (or after a full sync)")
        .says("may need a full sync; staging too")
        .numbers("days: 7")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .effect(
            MomentSet::OBJECT_SYNC,
            |v| v.case.object_sync().is_some_and(|facts| facts.idle_days >= FULL_SYNC_DAYS),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("no pass has run for seven days", |c| eg::object_sync(c).idle_days = 7),
            eg::silent("a pass ran six days ago", |c| eg::object_sync(c).idle_days = 6),
        ]),
    rule("sched-wizard-suspends", Decision)
        .given("wizard left open")
        .says("sync cycles stop")
        .shows("state changes lag")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .refuses(MomentSet::OBJECT_SYNC, None, |v| v.case.object_sync().is_some_and(|facts| facts.wizard_open))
        .examples(&[
            eg::blocks("the wizard was left open", |c| eg::object_sync(c).wizard_open = true),
            eg::holds("the wizard is closed", |c| eg::object_sync(c).wizard_open = false),
        ]),
    rule("sched-maintenance-keys", Timing)
        .given("maintenance task")
        .says("renews password-reset keys and certificates; purges logs")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .notes("Disabling maintenance therefore risks key rollover.")
        .limit("keys roll in time unless the failure of maintenance is in force")
        .felt(MomentSet::RELAY, |v| faults::strikes(v.case, "writeback-key-rollover-missed"))
        .examples(&[
            eg::applies("the maintenance task was disabled, and the keys are too old", |c| {
                eg::relay(c);
                eg::fault(c, "writeback-key-rollover-missed");
            }),
            eg::silent("the maintenance task runs", |c| {
                eg::relay(c);
            }),
        ]),
    rule("sched-log-7days", Context)
        .given("run history")
        .says("kept 7 days")
        .numbers("days: 7")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409]),
    rule("sched-order", Context)
        .given("a sync cycle runs")
        .says("imports, syncs, export to Entra, export to AD")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409]),
    rule("sched-config-in-cloud", Context)
        .given("scheduler settings changed on primary")
        .says("stored in Entra ID, so they apply to a staging server too, except the staging flag")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409])
        .notes("Scheduler settings only; sync configuration must be repeated by hand, see staging-config-manual."),
    rule("sched-stop", Context)
        .given("cycle stopped")
        .says("harmless; work continues next run")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409]),
];

/// Days without a pass after which the next one is a full sync.
const FULL_SYNC_DAYS: u16 = 7;

/// Failures that leave no agent to take a request.
const NO_AGENT: &[&str] = &["cloud-sync-agent-down", "cloud-sync-agent-removed", "cloud-sync-agent-not-signalled"];

/// An agent of cloud sync serves the person.
fn by_agent(v: &View<'_>) -> bool {
    v.case.site.served_by == Some(SyncKind::CloudSync)
}

/// The failure that puts the only active server in staging mode.
const STAGED: &str = "sync-server-in-staging-mode";

/// The failure that makes a second server active beside the first.
const SECOND_ACTIVE: &str = "second-sync-server-active";

/// A rule of this topic says why nobody collects a request: no agent of cloud sync takes it, or the one there is cannot
/// be reached; the server is in staging mode; another server took its link.
pub(crate) fn silence_explained(case: &Case) -> bool {
    let served = case.site.served_by == Some(SyncKind::CloudSync);
    let stale = || faults::active(case, "cloud-sync-agent-stale-endpoints");
    let by_agent = served && (NO_AGENT.iter().any(|id| faults::active(case, id)) || stale());
    by_agent || [STAGED, SECOND_ACTIVE].iter().any(|id| faults::active(case, id))
}

/// The person's step needs writeback through cloud sync.
fn by_cloud_sync(v: &View<'_>) -> bool {
    needs_writeback(v) && v.case.site.served_by == Some(SyncKind::CloudSync)
}

/// Time between two object sync passes, where somebody may have asked for an interval; those of cloud sync carry hashes
/// too. Below the interval that is allowed, that one is used.
///
/// Source: rules `sched-30`, `sched-floor` and `cs-every-2min`.
pub(crate) fn object_interval(kind: SyncKind, asked: Option<Span>) -> Span {
    match kind {
        SyncKind::Connect => asked.unwrap_or(OBJECT_PASS).max(OBJECT_PASS),
        SyncKind::CloudSync => AGENT_PASS,
    }
}

/// How often Connect synchronizes objects, unless somebody wants it less often.
const OBJECT_PASS: Span = Span::minutes(30);

/// How often cloud sync synchronizes.
const AGENT_PASS: Span = Span::minutes(2);
