//! What writeback needs before it can work: switches, network, versions, permissions.

use crate::model::ask::{Action, Code};
use crate::model::identity::Identity;
use crate::model::policy::Scope;
use crate::model::role::Role;
use crate::model::sync::{Permission, ServerSystem, SyncKind, Version};
use crate::model::time::{Date, Instant, Span};
use crate::rules::assumed::LicenceGate;
use crate::rules::assumptions::Assumptions;
use crate::rules::case::{Case, MomentSet, OnboardFacts};
use crate::rules::example as eg;
use crate::rules::faults;
use crate::rules::readings::policy::not_configured;
use crate::rules::readings::writeback::{agent_too_old, cut_off, effective, left_out, needs_writeback, older};
use crate::rules::rule::Kind::{Context, Decision, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("elig-onprem-tab-hidden", Context)
        .given("Microsoft Entra Connect was never downloaded and configured.")
        .says("On-premises integration tab is not shown.")
        .shows("tab absent")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606]),
    rule("toggle-portal-writeback", Decision)
        .given("portal setting for writing back passwords")
        .says(
            "on: hybrid users may go on. Off: writeback is suspended without touching Connect; federated, \
            pass-through and hash-sync users cannot reset; cloud-only users are unaffected",
        )
        .shows("off: SSPR_0010")
        .basis(Basis::Disputed)
        .assumes("change-without-writeback")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::CONCEPT_SSPR_HOWITWORKS_20250304,
            &src::TROUBLESHOOT_SSPR_20250606,
        ])
        .notes(
            "A change of a known password with the setting off is disputed: see assumption \
            change-without-writeback.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| {
            needs_writeback(v) && !v.case.is(Action::UnlockAccount) && !v.case.tenant.writeback_connect
        })
        .examples(&[
            eg::blocks("the portal's switch for writeback is off", |c| {
                eg::hybrid(c);
                c.tenant.writeback_connect = false;
            }),
            eg::holds("the portal's switch for writeback is on", eg::hybrid),
            eg::blocks("a known password is changed while the switch is off", |c| {
                eg::hybrid(c);
                eg::changing(c);
                c.tenant.writeback_connect = false;
            }),
            eg::holds("the same where such a change may drift apart", |c| {
                eg::hybrid(c);
                eg::changing(c);
                c.tenant.writeback_connect = false;
            })
            .under(&[("change-without-writeback", "cloud-only-drift")]),
        ]),
    rule("sspr-must-be-enabled", Decision)
        .given("writeback wanted")
        .says("SSPR itself must be configured for the user first")
        .shows("SSPR_0009 / 0011 / 0013 otherwise")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::TROUBLESHOOT_SSPR_20250606,
        ])
        .limit("the scope gates come before the writeback gates")
        .felt(MomentSet::OFFER, |v| needs_writeback(v) && effective(v.case, &v.book.assumed) && not_configured(v))
        .examples(&[
            eg::applies("writeback is on and reset is on for nobody", |c| {
                eg::hybrid(c);
                c.tenant.scope = Scope::None;
            }),
            eg::applies("writeback is on and reset is on for a group that the person is not in", |c| {
                eg::hybrid(c);
                (c.tenant.scope, c.person.in_scope) = (Scope::Selected, false);
            }),
            eg::silent("both are on", eg::hybrid),
        ]),
    rule("toggle-connect-feature", Decision)
        .given("connect path")
        .says("password writeback must be selected in the Connect wizard optional features")
        .shows("otherwise users see writeback not enabled")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| {
            let connect = v.case.site.served_by == Some(SyncKind::Connect);
            needs_writeback(v) && !v.case.is(Action::UnlockAccount) && connect && !v.case.site.writeback
        })
        .examples(&[
            eg::blocks("writeback is not selected in Connect", |c| {
                eg::hybrid(c);
                c.site.writeback = false;
            }),
            eg::holds("writeback is selected in Connect", eg::hybrid),
        ]),
    rule("toggle-portal-cloudsync", Context)
        .given("cloud-sync path")
        .says("a second toggle \"with cloud sync\" must be on; it appears when provisioning agents are detected")
        .shows("off: cloud-sync users get no writeback while Connect users still do")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
        ]),
    rule("effective-writeback", Decision)
        .given("hybrid user")
        .says(
            "effective is licence AND SSPR scope AND portal toggle AND (Connect feature OR cloud-sync toggle+agent \
            for the user's domain) AND agent online AND user in scope",
        )
        .shows("first failing term decides the error")
        .basis(Basis::Derived)
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::CONCEPT_SSPR_HOWITWORKS_20250304,
            &src::TROUBLESHOOT_SSPR_20250606,
        ])
        .notes("Composition of documented conditions. Order: scope, methods, home of the password and writeback.")
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let alone = v.case.effect().is_some_and(|effect| !effect.written_back && effect.via.is_none());
                alone && v.case.hybrid() && v.case.is(Action::ChangePassword)
            },
            &[Do::SetCloudPassword],
        )
        .examples(&[
            eg::applies("a change took effect without writeback", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c).written_back = false;
            }),
            eg::silent("a change took effect with writeback", |c| {
                eg::hybrid(c);
                eg::changing(c);
                eg::take_effect(c);
            }),
        ]),
    rule("graph-flag-unused", Context)
        .given("PasswordWritebackEnabled feature flag changed by Graph")
        .says("has no effect and is unsupported")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::ONPREMISESDIRECTORYSYNCHRONIZATIONFEATURE_20241003,
            &src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122,
        ]),
    rule("role-enable", Context)
        .given("enabling writeback")
        .says(
            "Hybrid Identity Administrator is enough in the sync wizard, in the portal and to turn cloud-sync \
            writeback off by cmdlet (texts of 2025 and 2026; none is named for turning it on); older texts asked \
            for Global Administrator in the wizard and portal steps, and for enabling by cmdlet",
        )
        .shows("wizard refuses")
        .assumes("writeback-configuration-role")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913_2,
        ])
        .notes("The older value of assumption writeback-configuration-role stays for lessons on the old text.")
        .refuses(MomentSet::ONBOARD, None, |v| {
            let holds = |name| Role::parse(name).is_some_and(|role| v.case.person.roles.contains(role));
            let enough = holds("Hybrid Identity Administrator") && !v.book.assumed.writeback_by_global;
            turns_on(v.case) && !holds("Global Administrator") && !enough
        })
        .examples(&[
            eg::holds("a Hybrid Identity Administrator turns writeback on", |c| {
                eg::onboard(c);
                c.person.roles = Default::default();
                eg::role(c, "Hybrid Identity Administrator");
            }),
            eg::blocks("the same under the older text", |c| {
                eg::onboard(c);
                c.person.roles = Default::default();
                eg::role(c, "Hybrid Identity Administrator");
            })
            .under(&[("writeback-configuration-role", "Global Administrator")]),
        ]),
    rule("onboard-admin-not-federated", Decision)
        .given("admin account used in the wizard is federated or password wrong")
        .says("onboarding fails")
        .shows("wizard: writeback could not be configured; event 32009")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::ONBOARD, None, |v| {
            let federated = v.case.person.identity == Identity::Federated;
            turns_on(v.case) && (federated || faults::active(v.case, "onboarding-administrator-refused"))
        })
        .examples(&[
            eg::blocks("a federated administrator runs the wizard", |c| {
                eg::onboard(c);
                c.person.identity = Identity::Federated;
            }),
            eg::blocks("the wizard is given a wrong password", |c| {
                eg::onboard(c);
                eg::fault(c, "onboarding-administrator-refused");
            }),
            eg::holds("a managed administrator runs the wizard", |c| {
                eg::onboard(c);
            }),
        ]),
    rule("onboard-admin-licensed", Decision)
        .given("admin account used in the wizard lacks a licence, or clock is skewed, or TLS 1.2 not in order")
        .says("wizard says to ensure the licence")
        .shows("wizard error naming the licence")
        .sources(&[&src::UNABLE_CONFIGURE_PWD_WRITEBACK_ERROR_20200522])
        .notes("The page lists \"TLS is configured correctly\" as a cause, an obvious slip for incorrectly.")
        .breaks(MomentSet::ONBOARD, None, |v| {
            let licensed = match v.book.assumed.writeback_gate {
                LicenceGate::Tenant => v.case.tenant.premium.usable,
                LicenceGate::User => v.case.person.premium,
                LicenceGate::ReportOnly => true,
            };
            let off = |failure| faults::active(v.case, failure);
            turns_on(v.case) && (!licensed || off("sync-server-clock-skew") || off("tls-1-2-disabled"))
        })
        .examples(&[
            eg::blocks("no premium plan is left in the tenant", |c| {
                eg::onboard(c);
                eg::unlicensed(c);
            }),
            eg::holds("the administrator holds none, where the tenant's plans are asked for", |c| {
                eg::onboard(c);
                c.person.premium = false;
            }),
            eg::blocks("the administrator holds none, where everybody's own is asked for", |c| {
                eg::onboard(c);
                c.person.premium = false;
            })
            .under(&[("licence-gate-writeback", "user")]),
            eg::blocks("the clock of the server is far from real", |c| {
                eg::onboard(c);
                eg::fault(c, "sync-server-clock-skew");
            }),
        ]),
    rule("connect-version-supported", Timing)
        .given("Connect 1.x")
        .says("unsupported and synchronization does not function")
        .shows("sync stopped")
        .numbers("v1_stop_date: 2023-10-01")
        .since(2023, 10, 1)
        .sources(&[&src::REFERENCE_CONNECT_VERSION_HISTORY_20231106])
        .notes("Older text: stops on 1 Oct 2023; newer text: does not function.")
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| older(v.case, SyncKind::Connect, [2, 0, 0, 0]))
        .examples(&[
            eg::holds("Connect 1.6.16.0 on 30 September 2023", |c| {
                eg::relay(c);
                eg::on(c, 2023, 9, 30);
                c.site.version = Some(Version([1, 6, 16, 0]));
            }),
            eg::blocks("Connect 1.6.16.0 on 1 October 2023", |c| {
                eg::relay(c);
                eg::on(c, 2023, 10, 1);
                c.site.version = Some(Version([1, 6, 16, 0]));
            }),
            eg::holds("Connect 2.0.3.0 on 1 October 2023", |c| {
                eg::relay(c);
                eg::on(c, 2023, 10, 1);
                c.site.version = Some(Version([2, 0, 3, 0]));
            }),
        ]),
    rule("connect-2x-retire", Timing)
        .given("Connect 2.x superseded")
        .says("retires 12 months after the next release; may stop unexpectedly")
        .shows("nothing until it stops")
        .numbers("months: 12")
        .sources(&[&src::REFERENCE_CONNECT_VERSION_HISTORY_20231106])
        .effect(
            MomentSet::RELAY,
            |v| {
                v.case.site.served_by == Some(SyncKind::Connect)
                    && v.case.site.version.is_some_and(|version| retired(version, v.case.at))
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("2.1.20.0, superseded on 19 June 2023, on 19 June 2024", |c| {
                eg::relay(c);
                eg::on(c, 2024, 6, 19);
                c.site.version = Some(Version([2, 1, 20, 0]));
            }),
            eg::silent("2.1.20.0 on 18 June 2024", |c| {
                eg::relay(c);
                eg::on(c, 2024, 6, 18);
                c.site.version = Some(Version([2, 1, 20, 0]));
            }),
            eg::silent("2.3.6.0, of which no successor is dated", |c| {
                eg::relay(c);
                eg::on(c, 2024, 6, 19);
                c.site.version = Some(Version([2, 3, 6, 0]));
            }),
        ]),
    rule("connect-2-5-79-required", Timing)
        .given("Connect below 2.5.79.0")
        .says("all synchronization services of that server fail from the day after the deadline until it is upgraded")
        .shows("object and hash sync stop")
        .numbers("min_version: 2.5.79.0, deadline: 2026-09-30")
        .since(2026, 10, 1)
        .sources(&[&src::HARDEN_UPDATE_AD_FS_PINGFEDERATE_20250919])
        .notes(
            "The page does not name writeback; that it stops too is derived, it runs in the same service. Upgrading \
            restores service. A later page sets a higher bar for 2027, see connect-2-6-84-required.",
        )
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| older(v.case, SyncKind::Connect, [2, 5, 79, 0]))
        .examples(&[
            eg::holds("Connect 2.5.76.0 on 30 September 2026", |c| {
                eg::relay(c);
                eg::on(c, 2026, 9, 30);
                c.site.version = Some(Version([2, 5, 76, 0]));
            }),
            eg::blocks("Connect 2.5.76.0 on 1 October 2026", |c| {
                eg::relay(c);
                eg::on(c, 2026, 10, 1);
                c.site.version = Some(Version([2, 5, 76, 0]));
            }),
            eg::holds("Connect 2.5.79.0 on 1 October 2026", |c| {
                eg::relay(c);
                eg::on(c, 2026, 10, 1);
                c.site.version = Some(Version([2, 5, 79, 0]));
            }),
        ]),
    rule("connect-2-6-84-required", Timing)
        .given("Connect below 2.6.84.0, or not signing in to the cloud by application identity")
        .says("synchronization services stop after the deadline until both hold")
        .shows("object and hash sync stop")
        .numbers("min_version: 2.6.84.0, deadline: 2027-04-07")
        .since(2027, 4, 8)
        .assumes("connect-upgrade-deadline")
        .sources(&[&src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116, &src::AUTHENTICATE_APPLICATION_ID_20250724])
        .notes("Announced. Effect on writeback is derived.")
        .breaks(MomentSet::RELAY, Some(Code::Sspr0030), |v| {
            let connect = v.case.site.served_by == Some(SyncKind::Connect);
            older(v.case, SyncKind::Connect, [2, 6, 84, 0]) || (connect && !v.case.site.application_sign_in)
        })
        .examples(&[
            eg::holds("Connect 2.6.1.0 on 7 April 2027", |c| {
                eg::relay(c);
                eg::on(c, 2027, 4, 7);
                c.site.version = Some(Version([2, 6, 1, 0]));
            }),
            eg::blocks("Connect 2.6.1.0 on 8 April 2027", |c| {
                eg::relay(c);
                eg::on(c, 2027, 4, 8);
                c.site.version = Some(Version([2, 6, 1, 0]));
            }),
            eg::holds("Connect 2.6.1.0 and the deadline never comes", |c| {
                eg::relay(c);
                eg::on(c, 2027, 4, 8);
                c.site.version = Some(Version([2, 6, 1, 0]));
            })
            .under(&[("connect-upgrade-deadline", "never")]),
            eg::holds("the newest Connect on 8 April 2027", |c| {
                eg::relay(c);
                eg::on(c, 2027, 4, 8);
            }),
            eg::blocks("the newest Connect signs in by an account, on 8 April 2027", |c| {
                eg::relay(c);
                eg::on(c, 2027, 4, 8);
                c.site.application_sign_in = false;
            }),
        ]),
    rule("connect-min-network-model", Decision)
        .given("Connect 1.1.443.0 or later")
        .says("outbound HTTPS to *.passwordreset.microsoftonline.com and *.servicebus.windows.net")
        .numbers("version: 1.1.443.0, port: 443")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::OFFER.and(MomentSet::RELAY), Some(Code::Sspr0030), |v| {
            cut_off(v, "service-bus-unreachable") || cut_off(v, "proxy-idle-timeout")
        })
        .examples(&[
            eg::blocks("the hosts of the relay cannot be reached", |c| {
                eg::relay(c);
                eg::fault(c, "service-bus-unreachable");
            }),
            eg::holds("the hosts of the relay can be reached", |c| {
                eg::relay(c);
            }),
            eg::holds("the same failure, and a cloud-only person who does not need the relay", |c| {
                eg::fault(c, "service-bus-unreachable");
            }),
        ]),
    rule("endpoints-gov", Context)
        .given("US Government cloud")
        .says("*.passwordreset.microsoftonline.us and *.servicebus.usgovcloudapi.net")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621]),
    rule("endpoints-china", Context)
        .given("21Vianet cloud")
        .says("two named ssprdedicatedsbmcprod hosts under servicebus.chinacloudapi.cn")
        .numbers("hosts: 2")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621]),
    rule("port-443-outbound-only", Context)
        .given("network")
        .says("no inbound rule needed; all outbound on 443")
        .numbers("port: 443")
        .basis(Basis::Disputed)
        .assumes("writeback-ports")
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304]),
    rule("port-9350-onboarding", Context)
        .given("onboarding error 32011")
        .says("guidance still names TCP 443 and 9350-9354")
        .numbers("ports: 443, 9350-9354")
        .basis(Basis::Disputed)
        .assumes("writeback-ports")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes("See assumption writeback-ports. with the 443-only statement."),
    rule("port-80-crl", Context)
        .given("network")
        .says("TCP 80 outbound to fetch revocation lists")
        .numbers("port: 80")
        .sources(&[&src::REFERENCE_CONNECT_PORTS_20250409, &src::HOW_TO_PREREQUISITES_20250409]),
    rule("port-445-smb-writeback", Decision)
        .given("Connect server to DC")
        .says("TCP 445 is used during password writeback")
        .shows("blocked: AD step fails")
        .numbers("port: 445")
        .assumes("writeback-ports")
        .sources(&[&src::REFERENCE_CONNECT_PORTS_20250409])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            v.book.assumed.smb_needed && faults::strikes(v.case, "port-445-blocked")
        })
        .examples(&[
            eg::holds("the same where writeback needs no such port", |c| {
                eg::write(c);
                eg::fault(c, "port-445-blocked");
            })
            .under(&[("writeback-ports", "443-only")]),
            eg::blocks("port 445 from the server to the controller is blocked", |c| {
                eg::write(c);
                eg::fault(c, "port-445-blocked");
            }),
            eg::holds("port 445 is open", |c| {
                eg::write(c);
            }),
        ]),
    rule("port-onprem-set", Context)
        .given("Connect server to AD")
        .says("53, 88, 135, 389, 445, 636 (if TLS), 49152-65535 dynamic RPC")
        .shows("blocked: sync and password steps fail")
        .numbers("ports: [53, 88, 135, 389, 445, 636, 49152-65535]")
        .sources(&[&src::REFERENCE_CONNECT_PORTS_20250409]),
    rule("no-tls-inspection", Decision)
        .given("traffic between Connect or agents and the cloud is broken open by a proxy")
        .says("unsupported and may disrupt service")
        .shows("intermittent failure")
        .sources(&[
            &src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_2,
            &src::HOW_TO_CONNECT_PTA_QUICK_START_20250909,
            &src::HOW_TO_TROUBLESHOOT_20240426,
        ])
        .breaks(MomentSet::OFFER.and(MomentSet::RELAY), Some(Code::Sspr0030), |v| cut_off(v, "tls-inspection"))
        .examples(&[
            eg::blocks("a proxy breaks the traffic open", |c| {
                eg::relay(c);
                eg::fault(c, "tls-inspection");
            }),
            eg::holds("no proxy breaks the traffic open", |c| {
                eg::relay(c);
            }),
            eg::holds("the same failure, and a cloud-only person who does not need the relay", |c| {
                eg::fault(c, "tls-inspection");
            }),
        ]),
    rule("tls12-required", Decision)
        .given("Connect 2.3.20.0 to 2.4.129.0")
        .says("TLS 1.2 must be enforced before install or upgrade")
        .shows("install refused")
        .numbers("from: 2.3.20.0, to: 2.4.129.0")
        .sources(&[&src::REFERENCE_CONNECT_TLS_ENFORCEMENT_20250409, &src::REFERENCE_CONNECT_VERSION_HISTORY_20231106])
        .notes("From 2.4.131.0 the enforcement step is no longer needed.")
        .refuses(MomentSet::ONBOARD, None, |v| {
            let asked = |version| Version([2, 3, 20, 0]) <= version && version <= Version([2, 4, 129, 0]);
            v.case.onboard().is_some_and(|wizard| {
                wizard.kind == SyncKind::Connect
                    && wizard.installs.is_some_and(asked)
                    && faults::active(v.case, "tls-1-2-disabled")
            })
        })
        .examples(&[
            eg::blocks("2.4.129.0 is installed while TLS 1.2 is off", |c| {
                *eg::onboard(c) = upgrade([2, 4, 129, 0]);
                eg::fault(c, "tls-1-2-disabled");
            }),
            eg::holds("2.4.131.0 is installed while TLS 1.2 is off", |c| {
                *eg::onboard(c) = upgrade([2, 4, 131, 0]);
                eg::fault(c, "tls-1-2-disabled");
            }),
            eg::holds("2.4.129.0 is installed while TLS 1.2 is on", |c| {
                *eg::onboard(c) = upgrade([2, 4, 129, 0]);
            }),
        ]),
    rule("dotnet-48", Limit)
        .given("writeback connectivity troubleshooting")
        .says(".NET Framework 4.8 or later on the sync server")
        .numbers("dotnet: 4.8")
        .basis(Basis::Disputed)
        .assumes("dotnet-minimum")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .notes(
            "Prerequisites page says minimum 4.6.2 in its text and 4.7.2 in its upgrade banner. See assumption \
            dotnet-minimum.",
        )
        .limit("a server with an older .NET Framework is named where it is asked; nothing is refused")
        .felt(MomentSet::RELAY, |v| v.case.site.dotnet.is_some_and(|dotnet| dotnet < v.book.assumed.dotnet))
        .examples(&[
            eg::applies("the server has .NET Framework 4.7.2", |c| dotnet(c, 472)),
            eg::silent("the same where 4.7.2 will do", |c| dotnet(c, 472)).under(&[("dotnet-minimum", "4.7.2")]),
            eg::silent("the server has .NET Framework 4.8", |c| dotnet(c, 480)),
        ]),
    rule("dc-writable", Decision)
        .given("DC used by Connect")
        .says("must be writable; RODC unsupported; write redirects not followed")
        .shows("failure")
        .sources(&[&src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_2])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            faults::strikes(v.case, "connector-uses-read-only-domain-controller")
        })
        .examples(&[
            eg::blocks("the connector points at a read-only controller", |c| {
                eg::write(c);
                eg::fault(c, "connector-uses-read-only-domain-controller");
            }),
            eg::holds("the controller is writable", |c| {
                eg::write(c);
            }),
        ]),
    rule("dc-any-version-vs-2016", Context)
        .given("DC version")
        .says(
            "tutorial: any supported Windows Server; troubleshooting: policy-hints control must exist, hence \
            Windows Server 2016 or later",
        )
        .shows("6329 when missing")
        .numbers("min_dc_ws: 2016")
        .basis(Basis::Disputed)
        .assumes("domain-controller-minimum")
        .sources(&[
            &src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_3,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
        ])
        .notes("See assumption domain-controller-minimum."),
    rule("connect-server-os", Limit)
        .given("Connect install")
        .says(
            "domain-joined Windows Server with GUI, 2016 or later; 2022 or 2025 advised, older ones only while in \
            extended support; Server Core unsupported",
        )
        .shows("install refused")
        .numbers("os: WS2016")
        .sources(&[&src::HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_2])
        .refuses(MomentSet::ONBOARD, None, |v| {
            v.case.onboard().is_some_and(|wizard| {
                let old = wizard.system.is_some_and(|system| system < ServerSystem::Server2016);
                wizard.kind == SyncKind::Connect && wizard.installs.is_some() && old
            })
        })
        .examples(&[
            eg::blocks("Connect is installed on Windows Server 2012 R2", |c| {
                let system = Some(ServerSystem::Server2012R2);
                *eg::onboard(c) = OnboardFacts { system, ..upgrade([2, 6, 84, 0]) };
            }),
            eg::holds("Connect is installed on Windows Server 2016", |c| {
                let system = Some(ServerSystem::Server2016);
                *eg::onboard(c) = OnboardFacts { system, ..upgrade([2, 6, 84, 0]) };
            }),
        ]),
    rule("cloudsync-agent-min-version", Limit)
        .given("cloudsync writeback")
        .says("provisioning agent 1.1.977.0 or later")
        .shows("no writeback")
        .numbers("agent: 1.1.977.0, released: 2022-09-23")
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304, &src::CLOUD_SYNC_VERSION_HISTORY_20250922])
        .refuses(MomentSet::OFFER.and(MomentSet::RELAY), Some(Code::Sspr0010), |v| {
            (v.case.offer().is_none() || needs_writeback(v)) && agent_too_old(v.case)
        })
        .examples(&[
            eg::blocks("the agent has version 1.1.972.0", |c| {
                eg::cloud_sync(c);
                c.site.version = Some(Version([1, 1, 972, 0]));
            }),
            eg::holds("the agent has version 1.1.977.0", |c| {
                eg::cloud_sync(c);
                c.site.version = Some(Version([1, 1, 977, 0]));
            }),
            eg::blocks("an administrator resets by such an agent, which the admin center does not ask for", |c| {
                eg::cloud_sync(c);
                eg::administered(c);
                eg::relay(c);
                eg::fault(c, "cloud-sync-agent-too-old");
            }),
            eg::blocks("the failure of an old agent is in force", |c| {
                eg::cloud_sync(c);
                eg::fault(c, "cloud-sync-agent-too-old");
            }),
        ]),
    rule("selective-phs-scope", Decision)
        .given("selective PHS configured; user excluded from PHS")
        .says("cloud changes and resets are not written back for that user")
        .shows("treated as no writeback for that user")
        .numbers("min_connect: 1.6.2.4")
        .basis(Basis::Disputed)
        .assumes("selective-hash-sync-limits-writeback")
        .sources(&[&src::HOW_TO_CONNECT_SELECTIVE_PASSWORD_HASH_SYNCHRONI_20250409])
        .notes("Surprising next to PTA-only support. See assumption selective-hash-sync-limits-writeback.")
        .refuses(MomentSet::OFFER, Some(Code::Sspr0010), |v| needs_writeback(v) && left_out(v.case, &v.book.assumed))
        .examples(&[
            eg::blocks("the person is left out of hash sync", |c| {
                eg::hybrid(c);
                c.site.hash_synced = false;
            }),
            eg::holds("the person is inside hash sync", eg::hybrid),
            eg::holds("the person is left out, where that does not matter", |c| {
                eg::hybrid(c);
                c.site.hash_synced = false;
            })
            .under(&[("selective-hash-sync-limits-writeback", "never")]),
            eg::holds("hash sync does not run at all", |c| {
                eg::hybrid(c);
                c.site.hash_sync = false;
            }),
            eg::blocks("hash sync does not run at all, where every unsent hash matters", |c| {
                eg::hybrid(c);
                c.site.hash_sync = false;
            })
            .under(&[("selective-hash-sync-limits-writeback", "always")]),
        ]),
    rule("enable-triggers-phs-resync", Context)
        .given("writeback enabled for the first time")
        .says("all hashes may be resent: events 656/657 without any password change")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527]),
    rule("perm-reset-password", Decision)
        .given("AD DS connector account")
        .says("needs Reset password on descendant user objects")
        .shows("without: error after submitting")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
        ])
        .breaks(MomentSet::WRITE.and(MomentSet::DIRECTORY), Some(Code::Sspr0029), |v| {
            // Everybody may change a known password in the directory itself.
            let open = delegated(v.case) && v.case.is(Action::ChangePassword);
            let sets = v.case.write().is_some_and(|write| write.sets);
            (sets && !open && lacks(v, Permission::ResetPassword))
                || faults::strikes(v.case, "connector-lacks-reset-right")
        })
        .examples(&[
            eg::blocks("a delegate of the forest may not reset passwords", |c| {
                eg::administered(c);
                eg::directory(c).delegated = true;
                eg::lacking(c, Permission::ResetPassword);
            }),
            eg::holds("an administrator of the forest resets, whatever the connector's account may", |c| {
                eg::administered(c);
                eg::directory(c);
                eg::lacking(c, Permission::ResetPassword);
            }),
            eg::blocks("the connector's account may not reset passwords", |c| {
                eg::write(c);
                eg::lacking(c, Permission::ResetPassword);
            }),
            eg::blocks("the same as a failure of the forest", |c| {
                eg::write(c);
                eg::fault(c, "connector-lacks-reset-right");
            }),
            eg::holds("the connector's account has every right", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-write-lockouttime", Decision)
        .given("AD DS connector account")
        .says("needs write on lockoutTime")
        .shows("without: unlock fails")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
        ])
        .notes(
            "A reset unlocks as well; whether it fails as a whole without this right is not documented. One modify \
            with a part that is not allowed would be undone whole, see the directory truth table.",
        )
        .breaks(MomentSet::WRITE.and(MomentSet::DIRECTORY), Some(Code::Sspr0029), |v| {
            let unlocks = v.case.is(Action::UnlockAccount) || v.case.write().is_some_and(|write| write.unlocks);
            (unlocks && lacks(v, Permission::WriteLockoutTime))
                || faults::strikes(v.case, "connector-lacks-lockout-right")
        })
        .examples(&[
            eg::blocks("a delegate resets and unlocks in one request, and lockoutTime may not be written", |c| {
                eg::administered(c);
                eg::directory(c).delegated = true;
                eg::directory(c).unlocks = true;
                eg::lacking(c, Permission::WriteLockoutTime);
            }),
            eg::blocks("an unlock, and lockoutTime may not be written", |c| {
                eg::unlocking(c);
                eg::write(c);
                eg::lacking(c, Permission::WriteLockoutTime);
            }),
            eg::blocks("an unlock, and the same as a failure of the forest", |c| {
                eg::unlocking(c);
                eg::write(c);
                eg::fault(c, "connector-lacks-lockout-right");
            }),
            eg::holds("an unlock, and the account has every right", |c| {
                eg::unlocking(c);
                eg::write(c);
            }),
        ]),
    rule("perm-write-pwdlastset", Decision)
        .given("AD DS connector account")
        .says("needs write on pwdLastSet")
        .shows("without: must-change flag cannot be set")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
        ])
        .notes(
            "Whether an administrator reset fails as a whole or only loses the mark is not documented; see the \
            directory truth table for one modify.",
        )
        .breaks(MomentSet::REPLY.and(MomentSet::DIRECTORY), None, |v| {
            if v.case.write().is_some_and(|write| write.by_hand) {
                let asked = v.case.write().is_some_and(|write| write.must_change);
                return asked && lacks(v, Permission::WritePwdLastSet);
            }
            let marks = v.case.write().is_some_and(|write| write.must_change) && !v.case.site.never_expires;
            let missing =
                lacks(v, Permission::WritePwdLastSet) || faults::active(v.case, "connector-lacks-must-change-right");
            v.case.is(Action::AdminResetPassword) && marks && missing
        })
        .examples(&[
            eg::blocks("a delegate marks an account, and pwdLastSet may not be written", |c| {
                eg::administered(c);
                eg::directory(c).delegated = true;
                eg::directory(c).must_change = true;
                eg::lacking(c, Permission::WritePwdLastSet);
            }),
            eg::blocks("a mark is asked for and pwdLastSet may not be written", |c| {
                eg::administered(c);
                eg::reply(c).must_change = true;
                eg::lacking(c, Permission::WritePwdLastSet);
            }),
            eg::holds("no mark is asked for and pwdLastSet may not be written", |c| {
                eg::administered(c);
                eg::reply(c).must_change = false;
                eg::lacking(c, Permission::WritePwdLastSet);
            }),
            eg::blocks("a mark is asked for and the failure of that right is in force", |c| {
                eg::administered(c);
                eg::reply(c).must_change = true;
                eg::fault(c, "connector-lacks-must-change-right");
            }),
        ]),
    rule("perm-change-password", Decision)
        .given("AD DS connector account (Connect)")
        .says("Change password is listed too")
        .basis(Basis::Disputed)
        .assumes("connector-change-password-right")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
        ])
        .notes(
            "Absent from the cloud-sync list and from the cmdlet table. See assumption \
            connector-change-password-right.",
        )
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            let needed = v.book.assumed.change_right_required && v.case.is(Action::ChangePassword);
            needed && lacks(v, Permission::ChangePassword)
        })
        .examples(&[
            eg::holds("a change, and only the right to change is missing", |c| {
                eg::changing(c);
                eg::write(c);
                eg::lacking(c, Permission::ChangePassword);
            }),
            eg::blocks("the same where that right is required", |c| {
                eg::changing(c);
                eg::write(c);
                eg::lacking(c, Permission::ChangePassword);
            })
            .under(&[("connector-change-password-right", "required")]),
        ]),
    rule("perm-unexpire", Decision)
        .given("AD DS connector account")
        .says("extended right Unexpire Password on the root of each domain, applied so that it is effective")
        .shows("without: see perm-unexpire-missing")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
        ])
        .notes("Connect 2.1.15.0 began setting it. By default Authenticated Users hold it on the domain root.")
        .limit("the right keeps what is written back from counting as expired")
        .felt(MomentSet::TAKE_EFFECT, |v| {
            let written = v.case.effect().is_some_and(|effect| effect.written_back);
            written && sets_password(v.case) && !lacks(v, Permission::UnexpirePassword)
        })
        .examples(&[
            eg::applies("a reset was written back with every right", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
            eg::silent("nobody gave the right to unexpire passwords", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
                eg::lacking(c, Permission::UnexpirePassword);
            }),
        ]),
    rule("perm-unexpire-missing", Decision)
        .given(
            "neither the connector account nor a group of it holds Unexpire Password on the domain root; a password \
            is set",
        )
        .says(
            "the directory stores pwdLastSet 0: the new password counts as expired at once and must be changed at \
            the next on-premises sign-in",
        )
        .shows("reset succeeds, then asked to change again")
        .basis(Basis::Derived)
        .sources(&[
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_SAMR_3_1_1_8_PA_UNDATED,
            &src::PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602,
        ])
        .notes(
            "The storing of 0 is the protocol's rule; what writeback's user sees is derived. Not so in Samba, see \
            the directory truth table. Rare, as Authenticated Users hold the right by default.",
        )
        .effect(
            MomentSet::TAKE_EFFECT,
            |v| {
                let written = v.case.effect().is_some_and(|effect| effect.written_back);
                written && sets_password(v.case) && lacks(v, Permission::UnexpirePassword)
            },
            &[Do::MarkDirectory],
        )
        .examples(&[
            eg::applies("nobody gave the right to unexpire passwords", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
                eg::lacking(c, Permission::UnexpirePassword);
            }),
            eg::silent("the account has every right", |c| {
                eg::hybrid(c);
                eg::take_effect(c);
            }),
        ]),
    rule("perm-propagation", Timing)
        .given("permissions changed at T")
        .says("may need an hour or more to reach all objects")
        .shows("fails until then")
        .numbers("minutes: 60")
        .assumes("permission-propagation")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621,
        ])
        .figures(&[figure("minutes", documented_wait)])
        .limit("rights that are granted act when they have had their time")
        .felt(MomentSet::WRITE, |v| Permission::ALL.iter().any(|right| on_its_way(v, *right)))
        .examples(&[
            eg::applies("the right to reset was granted ten minutes ago", |c| granted(c, 600)),
            eg::silent("it was granted an hour ago", |c| granted(c, 3_600)),
            eg::silent("it was granted ten minutes ago, and rights act at once", |c| granted(c, 600))
                .under(&[("permission-propagation", "0m")]),
        ]),
    rule("perm-inheritance", Decision)
        .given("inheritance disabled on the user object")
        .says("connector permissions do not reach it: writeback fails for that user only")
        .shows("service problem after submit")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304,
            &src::PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602,
        ])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "user-inheritance-disabled"))
        .examples(&[
            eg::blocks("the account does not inherit rights", |c| {
                eg::write(c);
                eg::fault(c, "user-inheritance-disabled");
            }),
            eg::holds("the account inherits the rights of its parents", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-looks-fine", Context)
        .given("permissions missing")
        .says("configuration appears correct but users hit errors at the end")
        .shows("error after choosing a password")
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527]),
    rule("perm-custom-unverified", Context)
        .given("custom install with an existing account")
        .says("wizard does not verify permissions")
        .shows("problems surface only at run time")
        .sources(&[&src::REFERENCE_CONNECT_ACCOUNTS_PERMISSIONS_20230119]),
    rule("perm-express", Context)
        .given("express install")
        .says("MSOL_ account is created with reset password and read/write of user properties")
        .sources(&[
            &src::REFERENCE_CONNECT_ACCOUNTS_PERMISSIONS_20230119,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
        ]),
    rule("perm-no-domain-admin", Decision)
        .given("account is Enterprise or Domain Admin; Connect build 1.4 or later")
        .says("wizard refuses it as connector account")
        .shows("wizard error")
        .numbers("build: 1.4")
        .sources(&[&src::REFERENCE_CONNECT_ACCOUNTS_PERMISSIONS_20230119])
        .not_simulated("about choosing the connector account while installing; a scenario starts after that"),
    rule("perm-all-domains", Decision)
        .given("several domains in a forest")
        .says("grant on every domain; several forests: repeat per connector")
        .shows("users of the missed domain fail")
        .sources(&[
            &src::REFERENCE_CONNECT_ACCOUNTS_PERMISSIONS_20230119,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
            &src::PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602,
        ])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| {
            faults::strikes(v.case, "connector-rights-missing-in-domain")
        })
        .examples(&[
            eg::blocks("the domain of the person was left out when rights were granted", |c| {
                eg::write(c);
                eg::fault(c, "connector-rights-missing-in-domain");
            }),
            eg::holds("rights were granted in every domain", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-cmdlet", Context)
        .given("Set-ADSyncPasswordWritebackPermissions run")
        .says("grants Reset Password, write lockoutTime and write pwdLastSet on descendant users")
        .sources(&[&src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106])
        .notes("Does not list Change password or Unexpire."),
    rule("perm-adminsdholder-switch", Context)
        .given("cmdlet run with the AdminSDHolder switch")
        .says("possible but not recommended")
        .sources(&[&src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106]),
    rule("perm-cloudsync-default", Context)
        .given("cloud sync gMSA")
        .says(
            "reset password, lockoutTime, pwdLastSet and Unexpire are set by default; repairable with \
            Set-AADCloudSyncPermissions type PasswordWriteBack",
        )
        .sources(&[&src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304]),
    rule("perm-remote-sam", Decision)
        .given("policy restricts remote SAM calls on Connect server or DC; connector account not allowed")
        .says("events 33004 and 6329 with access denied; writeback fails")
        .shows("SSPR_0029")
        .sources(&[&src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_0029_20220817, &src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "remote-sam-restricted"))
        .examples(&[
            eg::blocks("remote calls to the account database are restricted", |c| {
                eg::write(c);
                eg::fault(c, "remote-sam-restricted");
            }),
            eg::holds("the connector account is allowed", |c| {
                eg::write(c);
            }),
            eg::holds("an unlock, which makes no such call", |c| {
                eg::unlocking(c);
                eg::write(c);
                eg::fault(c, "remote-sam-restricted");
            }),
        ]),
    rule("perm-remote-sam-sticky", Decision)
        .given("that policy later undefined")
        .says("registry value stays and still restricts until deleted")
        .shows("still SSPR_0029")
        .sources(&[&src::PASSWORD_WRITEBACK_ERROR_CODE_SSPR_0029_20220817])
        .limit("the failure of a restricted call ends only where a scenario ends it, never by itself")
        .felt(MomentSet::WRITE, |v| {
            faults::strikes(v.case, "remote-sam-restricted") && !faults::recovers("remote-sam-restricted")
        })
        .examples(&[
            eg::applies("the restriction stands in the registry", |c| {
                eg::write(c);
                eg::fault(c, "remote-sam-restricted");
            }),
            eg::silent("the value was deleted", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-prewin2000", Decision)
        .given("Authenticated Users missing from Pre-Windows 2000 Compatible Access (or samServer read rights missing)")
        .says("writeback may fail")
        .shows("service problem")
        .sources(&[&src::PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "pre-windows-2000-group-emptied"))
        .examples(&[
            eg::blocks("the compatible access group was emptied", |c| {
                eg::write(c);
                eg::fault(c, "pre-windows-2000-group-emptied");
            }),
            eg::holds("the compatible access group holds Authenticated Users", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-impersonate", Decision)
        .given("user right Impersonate a client after authentication altered on the server")
        .says("must list Administrators, LOCAL SERVICE, NETWORK SERVICE, SERVICE")
        .shows("service problem")
        .sources(&[&src::PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602])
        .not_simulated("a local right of the server, which no documented failure takes away"),
    rule("perm-connector-password-length", Limit)
        .given("connector account password longer than 256 characters")
        .says("unlock and reset fail with hr=800700CE")
        .shows("operation fails")
        .numbers("max_chars: 256")
        .sources(&[&src::TROUBLESHOOT_SSPR_WRITEBACK_20240621])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "connector-password-too-long"))
        .examples(&[
            eg::blocks("the password of the connector account has more than 256 characters", |c| {
                eg::write(c);
                eg::fault(c, "connector-password-too-long");
            }),
            eg::holds("the password of the connector account has at most 256 characters", |c| {
                eg::write(c);
            }),
            eg::holds("a change, which no page names", |c| {
                eg::changing(c);
                eg::write(c);
                eg::fault(c, "connector-password-too-long");
            }),
        ]),
    rule("perm-connector-password-changed", Decision)
        .given("connector account password changed in AD only")
        .says(
            "connector runs fail: no-start-credentials and event 6000; update password in Connect and restart the \
            service",
        )
        .shows("writeback fails with them")
        .sources(&[&src::HOW_TO_CONNECT_SYNC_CHANGE_ADDSACCT_PASS_20250409])
        .notes("Effect on writeback is derived; the page speaks of synchronization.")
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "connector-password-stale"))
        .examples(&[
            eg::blocks("the password of the connector account was changed in AD alone", |c| {
                eg::write(c);
                eg::fault(c, "connector-password-stale");
            }),
            eg::holds("Connect knows the password of its account", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-ldap-signing", Decision)
        .given("connector not set to sign and encrypt LDAP")
        .says("set or change fails with 8023062C")
        .shows("operation fails")
        .numbers("bits: 128")
        .sources(&[
            &src::PASSWORD_WRITEBACK_ERROR_CODE_8023062C_20220211,
            &src::LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_1__UNDATED,
        ])
        .breaks(MomentSet::WRITE, Some(Code::Sspr0029), |v| faults::strikes(v.case, "ldap-not-encrypted"))
        .examples(&[
            eg::blocks("the connector neither signs nor encrypts", |c| {
                eg::write(c);
                eg::fault(c, "ldap-not-encrypted");
            }),
            eg::holds("the connector signs and encrypts", |c| {
                eg::write(c);
            }),
        ]),
    rule("perm-phs-rights", Decision)
        .given("PHS")
        .says("connector needs Replicate Directory Changes and ... All")
        .shows("RPC 8453 in event 611")
        .sources(&[
            &src::HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409,
            &src::PWD_HASH_SYNC_STOPS_WORK_20200706,
            &src::HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106,
        ])
        .limit("hash sync passes fail while the connector lacks the rights to replicate")
        .felt(MomentSet::HASH_SYNC, |v| faults::active(v.case, "connector-lacks-replication-rights"))
        .examples(&[
            eg::applies("the connector lacks the rights to replicate", |c| {
                eg::hash_sync(c);
                eg::fault(c, "connector-lacks-replication-rights");
            }),
            eg::silent("the connector has them", |c| {
                eg::hash_sync(c);
            }),
        ]),
];

/// The account that writes lacks a right: the tool's, or a delegate's in the forest itself. Administrators of the forest
/// and people with their own account need none.
fn lacks(v: &View<'_>, permission: Permission) -> bool {
    let limited = v.case.write().is_none_or(|write| !write.by_hand || write.delegated);
    limited && (!v.case.site.permissions.contains(permission) || on_its_way(v, permission))
}

/// The right was granted, and has not reached every account.
///
/// Source: rule `perm-propagation`.
fn on_its_way(v: &View<'_>, permission: Permission) -> bool {
    v.case.site.granted.contains(permission) && v.case.site.granted_for < v.book.assumed.permission_wait
}

/// How long a grant takes where nothing else is assumed, in minutes, in millionths.
fn documented_wait() -> u64 {
    let wait = Span::parse(Assumptions::default().get("permission-propagation"));
    wait.map_or(0, |span| (span.0 / 60) as u64 * 1_000_000)
}

/// A request is on its way to a server with this .NET Framework.
fn dotnet(case: &mut Case, version: u16) {
    eg::relay(case);
    case.site.dotnet = Some(version);
}

/// The right to reset passwords was granted so many seconds ago.
fn granted(case: &mut Case, seconds: u32) {
    eg::write(case);
    (case.site.granted, case.site.granted_for) = ([Permission::ResetPassword].into_iter().collect(), seconds);
}

/// Written in the forest itself by an account that holds only the rights given to it.
fn delegated(case: &Case) -> bool {
    case.write().is_some_and(|write| write.delegated)
}

/// The wizard turns writeback on.
fn turns_on(case: &Case) -> bool {
    case.onboard().is_some_and(|wizard| wizard.writeback == Some(true))
}

/// Connect is brought to a version.
const fn upgrade(version: [u32; 4]) -> OnboardFacts {
    OnboardFacts { kind: SyncKind::Connect, writeback: None, installs: Some(Version(version)), system: None }
}

/// Releases of Connect 2.x with their days, as far as the page of rule `connect-2x-retire` dates them.
const RELEASES: &[([u32; 4], Date)] = &[
    ([2, 0, 89, 0], Date::new(2021, 12, 22)),
    ([2, 0, 91, 0], Date::new(2022, 1, 19)),
    ([2, 1, 1, 0], Date::new(2022, 3, 24)),
    ([2, 1, 15, 0], Date::new(2022, 7, 6)),
    ([2, 1, 16, 0], Date::new(2022, 8, 2)),
    ([2, 1, 18, 0], Date::new(2022, 10, 5)),
    ([2, 1, 19, 0], Date::new(2022, 11, 2)),
    ([2, 1, 20, 0], Date::new(2022, 11, 9)),
    ([2, 2, 1, 0], Date::new(2023, 6, 19)),
    ([2, 2, 8, 0], Date::new(2023, 10, 11)),
    ([2, 3, 2, 0], Date::new(2023, 12, 12)),
    ([2, 3, 6, 0], Date::new(2024, 2, 21)),
];

/// Whether a version of Connect 2.x was superseded twelve months ago or earlier.
fn retired(version: Version, at: Instant) -> bool {
    let next = RELEASES.iter().find(|(release, _)| Version(*release) > version);
    let second = Version([2, 0, 0, 0]) <= version;
    let year_later = |day: Date| {
        let (year, month, day) = day.civil();
        Date::new(year + 1, month, day)
    };
    second && next.is_some_and(|(_, day)| year_later(*day).start() <= at)
}

/// The operation sets a password.
fn sets_password(case: &Case) -> bool {
    case.action != Action::UnlockAccount
}
