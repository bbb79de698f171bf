//! Pass-through authentication: what the directory answers, and the agents that ask it.

use crate::model::ask::{Action, Client, Code, Prompt, Via};
use crate::model::fault::FaultStep;
use crate::model::identity::Identity;
use crate::model::sync::Version;
use crate::rules::case::{AgentFacts, Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::passwords::overdue;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, figure, rule};
use crate::rules::sources as src;

use super::{answered, cannot_change_here, due, no_agent_will_do, overridden, right, shut, signs_in, typed};

/// The rules of this part, in order of precedence.
pub(super) const RULES: &[Rule] = &[
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
        .general()
        .effect(
            MomentSet::SIGN_IN,
            |v| answered(v, Identity::PassThrough) && right(v) && v.case.site.expired,
            &[Do::Event(Code::Aadsts50144.word())],
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
            &[Do::Say("both passwords are set, and the person is told to try again in a few minutes")],
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
];

/// Agents of pass-through that are advised at least; source: rule `pta-agents-min3-max40`.
const AGENTS_ADVISED: u8 = 3;

/// Agents of pass-through that a tenant may have; source: rule `pta-agents-min3-max40`.
const MOST_AGENTS: u8 = 40;

/// The first version of an agent that serves sign-ins; source: rule `pta-min-versions`.
pub(crate) const FIRST_AGENT: Version = Version([1, 5, 193, 0]);

/// A pass-through person signs in where the forest has these agents.
fn agents(case: &mut Case, agents: AgentFacts) {
    eg::pass_through(case);
    eg::sign_in(case);
    case.site.agents = Some(agents);
}

/// The number of a code of a sign-in, in millionths.
fn number(code: Code) -> u64 {
    let digits = code.word().trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse::<u64>().map_or(0, |number| number * 1_000_000)
}
