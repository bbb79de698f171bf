//! Which plan allows what, and which gate asks for it.

use crate::model::ask::{Action, Code, Prompt};
use crate::model::identity::{Home, Identity, UserRisk, UserType};
use crate::model::licence::{Family, ResetBasis};
use crate::model::role::Role;
use crate::model::sync::SyncKind;
use crate::rules::assumed::LicenceGate;
use crate::rules::case::{BasisSet, Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::readings::licences::{cloud_reset_licensed, gives_cloud_reset, needs, writeback_shut};
use crate::rules::readings::passwords::{asks_secure_change, to_cloud_with_right};
use crate::rules::readings::policy::portal;
use crate::rules::readings::writeback::needs_writeback;
use crate::rules::rule::Kind::{Context, Decision, Limit};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("elig-tenant-unlicensed", Decision)
        .given("The organisation lacks the licences needed for reset.")
        .says("Reset refused.")
        .shows("required licences missing from the organisation; SSPR_0012 (UserNotLicensed = 12)")
        .numbers("code: 12")
        .basis(Basis::Disputed)
        .assumes("licence-gate-cloud-reset")
        .sources(&[&src::TROUBLESHOOT_SSPR_20250606, &src::CONCEPT_SSPR_LICENSING_20250304])
        .notes(
            "The name speaks of the user, the text of the organisation. See assumptions licence-gate-cloud-reset \
            and licence-gate-writeback.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| {
            cloud_reset_shut(v) && v.book.assumed.cloud_reset_gate == LicenceGate::Tenant
        })
        .examples(&[
            eg::blocks("no subscription of the tenant gives reset", |c| c.tenant.reset = BasisSet::default()),
            eg::holds("a subscription of the tenant gives reset", |_| {}),
            eg::holds("only the person's own product gives it, where each person is asked", |c| {
                c.tenant.reset = BasisSet::default()
            })
            .under(&[("licence-gate-cloud-reset", "user")]),
            eg::holds("an invited guest asks in such a tenant", |c| {
                eg::unlicensed(c);
                eg::guest(c, Home::InvitedEmail);
            }),
            eg::blocks("an invited guest asks, where guests need a licence", |c| {
                eg::unlicensed(c);
                eg::guest(c, Home::InvitedEmail);
            })
            .under(&[("guest-needs-licence", "yes")]),
        ]),
    rule("elig-user-unlicensed-soft", Decision)
        .given("Tenant owns a qualifying licence but this user has none assigned.")
        .says("The person may still get through; it is a compliance breach, not a hard stop.")
        .shows("reset works")
        .basis(Basis::Disputed)
        .assumes("licence-gate-cloud-reset")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304, &src::CONCEPT_SSPR_DEPLOY_20250304])
        .notes(
            "A test table expects the portal to open for an unlicensed user; the troubleshooting page lists a \
            missing user licence as a cause of refusal. Gate and duty are two checks.",
        )
        .limit("with the tenant gate a person without an own right gets through")
        .felt(MomentSet::OFFER, |v| {
            let own = gives_cloud_reset(v.case.person.reset, &v.book.assumed);
            portal(v) && !v.case.hybrid() && !own && cloud_reset_licensed(v)
        })
        .examples(&[
            eg::applies("the tenant holds a product and the person none", |c| c.person.reset = BasisSet::default()),
            eg::silent("the same where each person is asked", |c| c.person.reset = BasisSet::default())
                .under(&[("licence-gate-cloud-reset", "user")]),
            eg::silent("the person holds a product as well", |_| {}),
        ]),
    rule("elig-license-change-free", Decision)
        .given("Cloud-only user, knows current password, tenant on Microsoft Entra ID Free.")
        .says("Change password is allowed.")
        .shows("change page accepts the new password")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304])
        .limit("no licence is asked of a cloud-only person who changes a known password")
        .felt(MomentSet::OFFER, |v| v.case.is(Action::ChangePassword) && !v.case.hybrid() && !cloud_reset_licensed(v))
        .examples(&[
            eg::applies("a cloud-only person changes a known password on Entra ID Free", |c| {
                eg::unlicensed(c);
                eg::changing(c);
            }),
            eg::silent("the person resets instead", eg::unlicensed),
        ]),
    rule("elig-license-reset-cloud", Decision)
        .given("Cloud-only user forgot the password.")
        .says("Needs at least Microsoft 365 Business Standard, Business Premium, or Entra ID P1/P2. Not in Free.")
        .shows("normal SSPR flow")
        .basis(Basis::Disputed)
        .assumes("office-365-plan-reset")
        .sources(&[
            &src::CONCEPT_SSPR_LICENSING_20250304,
            &src::LET_USERS_RESET_PASSWORDS_20241001,
            &src::TUTORIAL_ENABLE_SSPR_20240521,
        ])
        .notes(
            "M365 admin page: any paid Microsoft 365 business, education or nonprofit plan. Tutorial prerequisite \
            says P1. Business Basic is absent from the table; the warning says Basic and Standard lack writeback.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), cloud_reset_shut)
        .examples(&[
            eg::blocks("neither tenant nor person holds a product", eg::unlicensed),
            eg::holds("the tenant holds Business Standard", |c| eg::product(c, ResetBasis::BusinessStandard)),
            eg::holds("the tenant holds an Office 365 plan", |c| eg::product(c, ResetBasis::Office365)),
            eg::blocks("the tenant holds an Office 365 plan that does not count", |c| {
                eg::product(c, ResetBasis::Office365)
            })
            .under(&[("office-365-plan-reset", "refused")]),
            eg::holds("the person holds nothing and the tenant does", |c| c.person.reset = BasisSet::default()),
            eg::blocks("the same where each person is asked", |c| c.person.reset = BasisSet::default())
                .under(&[("licence-gate-cloud-reset", "user")]),
            eg::holds("nobody holds anything and a shortfall is only reported", eg::unlicensed)
                .under(&[("licence-gate-cloud-reset", "report-only")]),
        ]),
    rule("lic-writeback-p1", Decision)
        .given("hybrid user wants change or reset with writeback")
        .says("needs Entra ID P1, P2 or Microsoft 365 Business Premium (trial counts)")
        .shows("without it the flow ends with SSPR_0012 or SSPR_0010")
        .numbers("min_plan: Entra ID P1")
        .sources(&[
            &src::CONCEPT_SSPR_LICENSING_20250304_2,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20230913,
        ])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), writeback_shut)
        .examples(&[
            eg::blocks("no subscription of the tenant has a premium plan", |c| {
                eg::hybrid(c);
                c.tenant.premium.usable = false;
            }),
            eg::holds("a subscription of the tenant has a premium plan", eg::hybrid),
            eg::holds("the person holds none and the tenant does", |c| {
                eg::hybrid(c);
                c.person.premium = false;
            }),
            eg::blocks("the same where each person is asked", |c| {
                eg::hybrid(c);
                c.person.premium = false;
            })
            .under(&[("licence-gate-writeback", "user")]),
        ]),
    rule("elig-license-trial-m365", Decision)
        .given("Tenant holds only a Microsoft 365 trial.")
        .says("The Microsoft 365 admin page says SSPR for cloud users does not work on a Microsoft 365 trial.")
        .basis(Basis::Disputed)
        .assumes("m365-trial-allows-reset")
        .sources(&[&src::LET_USERS_RESET_PASSWORDS_20241001])
        .notes(
            "Entra pages accept a trial licence and define administrator rules for trials. See assumption \
            m365-trial-allows-reset.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| {
            let suites_only = v.case.tenant.trial_days.is_some() && v.case.tenant.only_suites;
            portal(v) && !v.case.hybrid() && suites_only && !v.book.assumed.trial_allows_reset
        })
        .examples(&[
            eg::blocks("the tenant holds only a trial of suites", |c| {
                c.tenant.trial_days = Some(10);
                c.tenant.only_suites = true;
            }),
            eg::holds("the tenant holds a trial of Entra ID as well", |c| {
                c.tenant.trial_days = Some(10);
                c.tenant.only_suites = false;
            }),
            eg::holds("the tenant holds only a trial of suites, which counts", |c| {
                c.tenant.trial_days = Some(10);
                c.tenant.only_suites = true;
            })
            .under(&[("m365-trial-allows-reset", "yes")]),
        ]),
    rule("ban-custom-license", Decision)
        .given("Custom list used, or synchronized users with global list.")
        .says("Entra ID P1 or P2; global list for cloud-only users is in Free.")
        .shows("one of three weak-password messages")
        .numbers("max_terms: 1000, min_points_to_accept: 5, min_term_length_for_name_matching: 4")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .refuses(MomentSet::SAVE, None, |v| {
            !v.case.tenant.premium.usable && v.case.save().is_some_and(|save| save.banned_terms > 0)
        })
        .examples(&[
            eg::blocks("terms are to be saved without P1", |c| {
                eg::unlicensed(c);
                eg::save(c).banned_terms = 1;
            }),
            eg::holds("terms are to be saved with P1", |c| eg::save(c).banned_terms = 1),
        ]),
    rule("rep-activity-license", Decision)
        .given("Usage and insights.")
        .says("P1 or P2 and a reader role.")
        .shows("page not available without it")
        .sources(&[&src::HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304])
        .refuses(MomentSet::MANAGE, None, |v| {
            let opens = v.case.manage().is_some_and(|one| one.opens_usage);
            opens && !(v.case.tenant.premium.usable && reads_usage(v.case))
        })
        .examples(&[
            eg::blocks("a Reports Reader opens the page, and the tenant holds no premium plan", |c| {
                eg::unlicensed(c);
                eg::role(c, "Reports Reader");
                eg::manage(c).opens_usage = true;
            }),
            eg::blocks("a Helpdesk Administrator opens it, and the tenant holds one", |c| {
                eg::role(c, "Helpdesk Administrator");
                eg::manage(c).opens_usage = true;
            }),
            eg::holds("a Reports Reader opens it, and the tenant holds one", |c| {
                eg::role(c, "Reports Reader");
                eg::manage(c).opens_usage = true;
            }),
        ]),
    rule("lic-free-change-only", Decision)
        .given("user only has Entra ID Free")
        .says("cloud-only user may change a known password; no self-service reset")
        .shows("reset refused")
        .basis(Basis::Disputed)
        .assumes("free-tier-reset")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2])
        .notes(
            "One feature table ticks reset for Free; a tutorial asks for P1; another page lists only change for \
            Free. See assumption free-tier-reset.",
        )
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| {
            cloud_reset_shut(v) && v.case.tenant.reset == BasisSet::default()
        })
        .examples(&[
            eg::blocks("a cloud-only person forgot the password on Entra ID Free", eg::unlicensed),
            eg::holds("a cloud-only person changes a known password on Entra ID Free", |c| {
                eg::unlicensed(c);
                eg::changing(c);
            }),
            eg::holds("a cloud-only person forgot it, where Free gives reset", eg::unlicensed)
                .under(&[("free-tier-reset", "allowed")]),
        ]),
    rule("lic-business-standard-no-writeback", Decision)
        .given("user only has Microsoft 365 Business Basic or Standard")
        .says("cloud-only reset possible with Standard; writeback not licensed")
        .shows("hybrid user cannot use self-service")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| {
            writeback_shut(v) && v.case.person.reset.contains(ResetBasis::BusinessStandard)
        })
        .examples(&[
            eg::blocks("a hybrid person holds Business Standard", |c| {
                eg::hybrid(c);
                eg::product(c, ResetBasis::BusinessStandard);
            }),
            eg::holds("a cloud-only person holds Business Standard", |c| eg::product(c, ResetBasis::BusinessStandard)),
        ]),
    rule("lic-per-user", Decision)
        .given("user benefits from the service")
        .says("each such user needs a licence even where the service does not technically block unlicensed users")
        .shows("some unlicensed users may get in")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2, &src::AZURE_DOCS_ISSUE_90333_20220323])
        .notes(
            "Compliance finding, not always a block. Entra ID is licensed per user, for direct and indirect \
            benefit. A test table says the portal opens without a licence.",
        )
        .limit("compliance counts people, whatever the gate")
        .felt(MomentSet::NEED, |v| needs(v) && v.case.need().is_some_and(|need| !need.holds))
        .examples(&[
            eg::applies("a person of a licensed tenant holds nothing", |c| {
                eg::hybrid(c);
                eg::need(c).holds = false;
            }),
            eg::silent("the person holds a plan", |c| {
                eg::hybrid(c);
                eg::need(c);
            }),
        ]),
    rule("lic-auth-table-ticks-free", Context)
        .given("authentication licence table read alone")
        .says(
            "SSPR without writeback is ticked for Free, Office 365, P1 and P2; SSPR with writeback only for P1 and \
            P2",
        )
        .basis(Basis::Disputed)
        .assumes("free-tier-reset")
        .sources(&[&src::LICENSING_AUTHENTICATION_20250131])
        .notes("Other side of lic-free-change-only."),
    rule("lic-office-365-cloud-reset", Decision)
        .given("cloud-only user, Office 365 E1, E3, E5, F3, A1, A3, A5 or G plan, no P1")
        .says(
            "reset allowed on the Office 365 column of the authentication table; the 2018 page said any paid Office \
            365 plan",
        )
        .shows("normal SSPR flow")
        .basis(Basis::Disputed)
        .assumes("office-365-plan-reset")
        .sources(&[&src::LICENSING_AUTHENTICATION_20250131, &src::CONCEPT_SSPR_LICENSING_20180531])
        .notes("Today's SSPR licence page does not name the Office 365 E plans at all.")
        .limit("a product of the Office 365 column gives cloud reset as the assumption says")
        .felt(MomentSet::OFFER, |v| {
            let reset = v.case.tenant.reset;
            let of_it = reset.contains(ResetBasis::Office365) && v.book.assumed.office_365_allows_reset;
            portal(v) && !v.case.hybrid() && of_it && !reset.contains(ResetBasis::Plan)
        })
        .examples(&[
            eg::applies("an Office 365 plan is all that the tenant holds", |c| eg::product(c, ResetBasis::Office365)),
            eg::silent("the same where such a plan does not count", |c| eg::product(c, ResetBasis::Office365))
                .under(&[("office-365-plan-reset", "refused")]),
            eg::silent("the tenant holds Business Standard", |c| eg::product(c, ResetBasis::BusinessStandard)),
        ]),
    rule("lic-business-basic-reset", Decision)
        .given("Microsoft 365 Business Basic, cloud-only user, reset")
        .says(
            "not settled: page says Business Standard or higher; its warning lists Basic and Standard together only \
            for missing writeback",
        )
        .shows("unclear")
        .basis(Basis::Disputed)
        .assumes("business-basic-reset")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2, &src::LICENSING_AUTHENTICATION_20250131])
        .notes("capability_matrix.csv marks these plans unclear.")
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| {
            cloud_reset_shut(v) && v.case.tenant.reset.contains(ResetBasis::Unclear)
        })
        .examples(&[
            eg::blocks("the tenant holds Business Basic", |c| eg::product(c, ResetBasis::Unclear)),
            eg::holds("the tenant holds Business Basic and that counts", |c| eg::product(c, ResetBasis::Unclear))
                .under(&[("business-basic-reset", "allowed")]),
            eg::holds("the tenant holds Business Standard", |c| eg::product(c, ResetBasis::BusinessStandard)),
        ]),
    rule("lic-unlock-needs-writeback-licence", Decision)
        .given("hybrid user is only locked out and wants to unlock without reset")
        .says(
            "unlock is part of the same SSPR feature family (change, reset, unlock, writeback) so it needs the \
            writeback licence; the separate-unlock option must also be switched on",
        )
        .shows("option to unlock without resetting appears only when that option is Yes")
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2, &src::CONCEPT_SSPR_HOWITWORKS_20250304])
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), |v| writeback_shut(v) && v.case.is(Action::UnlockAccount))
        .examples(&[
            eg::blocks("an unlock is asked for without a premium plan", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
                c.tenant.premium.usable = false;
            }),
            eg::holds("an unlock is asked for with a premium plan", |c| {
                eg::hybrid(c);
                eg::unlocking(c);
            }),
        ]),
    rule("lic-p1-plan-means-writeback", Decision)
        .given("any SKU whose service plans include AAD_PREMIUM (P1) or AAD_PREMIUM_P2")
        .says("treat as writeback-capable")
        .numbers("skus_total: 619, skus_with_p1_plan: 65, skus_with_p2_plan: 27")
        .basis(Basis::Derived)
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729, &src::CONCEPT_SSPR_LICENSING_20250304_2])
        .notes("65 of 619 SKUs carry AAD_PREMIUM; 27 carry AAD_PREMIUM_P2.")
        .limit("rights follow from enabled service plans")
        .felt(MomentSet::OFFER, |v| needs_writeback(v) && v.case.person.premium)
        .examples(&[
            eg::applies("a hybrid person holds a product with a premium plan", eg::hybrid),
            eg::silent("a hybrid person holds none", |c| {
                eg::hybrid(c);
                c.person.premium = false;
            }),
        ]),
    rule("lic-p2-addons-lack-p1-plan", Decision)
        .given("P2 add-on SKUs: E5 Security, F5 Security, F5 Security+Compliance")
        .says("they hold AAD_PREMIUM_P2 but not AAD_PREMIUM; a check that looks only for the P1 plan misses them")
        .numbers("skus: 3")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes("Add-ons are meant to sit on a base suite that already has P1.")
        .limit("a P2 plan counts as well as a P1 plan")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.p2_alone && v.case.person.premium)
        .examples(&[
            eg::applies("a P2 add-on is all that the person holds", |c| c.person.licences.p2_alone = true),
            eg::silent("the person holds a P1 plan", |_| {}),
        ]),
    rule("lic-education-a3-a5-office-vs-microsoft", Decision)
        .given("Office 365 A3 or A5 for faculty or students")
        .says(
            "plans hold AAD_BASIC_EDU only, so no writeback; Microsoft 365 A3 holds P1 and Microsoft 365 A5 holds \
            P2",
        )
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes("Same digit, different suite: the classic education trap.")
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| {
            holds(v, &[Family::Office365A, Family::Microsoft365A], |f| f == Family::Microsoft365A)
        })
        .examples(&[
            eg::applies("a person of a school holds Office 365 A3", |c| holding(c, Family::Office365A)),
            eg::silent("a person of a school holds Microsoft 365 A1", |c| holding(c, Family::Microsoft365A1)),
        ]),
    rule("lic-microsoft-365-a1-no-p1", Decision)
        .given("Microsoft 365 A1")
        .says("holds AAD_EDU and no P1, so no writeback")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::Microsoft365A1], |_| false))
        .examples(&[
            eg::applies("the person holds Microsoft 365 A1", |c| holding(c, Family::Microsoft365A1)),
            eg::silent("the person holds Microsoft 365 A3", |c| holding(c, Family::Microsoft365A)),
        ]),
    rule("lic-microsoft-365-f1-f3-hold-p1", Decision)
        .given("Microsoft 365 F1 and F3")
        .says("both hold AAD_PREMIUM, so writeback-capable; Office 365 F3 holds no Entra plan")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729, &src::TRY_MICROSOFT_ENTRA_SUITE_20240808])
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::Microsoft365F], |_| true))
        .examples(&[
            eg::applies("the person holds Microsoft 365 F3", |c| holding(c, Family::Microsoft365F)),
            eg::silent("the person holds Microsoft 365 E3", |c| holding(c, Family::Microsoft365E)),
        ]),
    rule("lic-office-365-e-plans-no-premium", Decision)
        .given("Office 365 E1, E3, E5")
        .says("none holds any Entra premium plan, so even Office 365 E5 has no writeback")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::Office365E], |_| false))
        .examples(&[
            eg::applies("the person holds Office 365 E5", |c| holding(c, Family::Office365E)),
            eg::silent("the person holds Microsoft 365 E5", |c| holding(c, Family::Microsoft365E)),
        ]),
    rule("lic-microsoft-365-e3-e5-e7", Decision)
        .given("Microsoft 365 E3 / E5 / E7")
        .says("E3 holds P1, E5 holds P1 and P2, E7 holds both and the Entra access and governance plans")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729, &src::ENTRA_OFFERINGS_20240605])
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::Microsoft365E], |_| true))
        .examples(&[
            eg::applies("the person holds Microsoft 365 E3", |c| holding(c, Family::Microsoft365E)),
            eg::silent("the person holds Office 365 E3", |c| holding(c, Family::Office365E)),
        ]),
    rule("lic-ems-holds-p1", Decision)
        .given("Enterprise Mobility + Security E3 / E5 / A3 / G3 / G5")
        .says("E3, A3 and G3 hold P1; E5 and G5 hold P1 and P2")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes("Adding EMS to Office 365 E3 is one way to restore writeback.")
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::Ems], |_| true))
        .examples(&[
            eg::applies("the person holds Enterprise Mobility + Security", |c| holding(c, Family::Ems)),
            eg::silent("the person holds Office 365 E3 alone", |c| holding(c, Family::Office365E)),
        ]),
    rule("lic-business-basic-standard-no-entra-plan", Decision)
        .given("Business Basic and Business Standard")
        .says("no Entra plan of any kind in the table (not even the free-tier plan)")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::BusinessBasicStandard], |_| false))
        .examples(&[
            eg::applies("the person holds Business Standard", |c| holding(c, Family::BusinessBasicStandard)),
            eg::silent("the person holds Business Premium", |c| holding(c, Family::BusinessPremium)),
        ]),
    rule("lic-business-premium-holds-p1", Decision)
        .given("Business Premium, with or without Teams, EEA, donation variants")
        .says("hold AAD_PREMIUM and AAD_SMB")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes("AAD_SMB alone (Intune SMB) is not P1.")
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::BusinessPremium], |_| true))
        .examples(&[
            eg::applies("the person holds Business Premium", |c| holding(c, Family::BusinessPremium)),
            eg::silent("the person holds Business Standard", |c| holding(c, Family::BusinessBasicStandard)),
        ]),
    rule("lic-teams-room-licences-hold-p1", Decision)
        .given("Teams Rooms Pro, Teams Rooms Standard, Teams Shared Devices licences")
        .says("hold AAD_PREMIUM although the licence is for a room or device account")
        .numbers("skus: 10")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes(
            "A tenant can look P1-enabled because of a meeting room. The commercial Teams Rooms Standard without \
            audio conferencing and Teams Rooms Basic have no P1 plan; the GCC variant without audio conferencing \
            has.",
        )
        .limit("the product table")
        .felt(MomentSet::OFFER, |v| holds(v, &[Family::TeamsRooms], |_| true))
        .examples(&[
            eg::applies("the account of a room holds Teams Rooms Pro", |c| holding(c, Family::TeamsRooms)),
            eg::silent("the person holds Microsoft 365 E3", |c| holding(c, Family::Microsoft365E)),
        ]),
    rule("lic-misleading-string-ids", Context)
        .given("string ids that mislead")
        .says(
            "SPE_F1 is Microsoft 365 F3; M365_F1_GOV is Microsoft 365 F3 GCC; O365_BUSINESS_PREMIUM and \
            SMB_BUSINESS_PREMIUM are Business Standard; O365_BUSINESS_ESSENTIALS is Business Basic; SPB is \
            Business Premium",
        )
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729])
        .notes("Match on skuId, never on the friendly name; public price tables get SPE_F1 wrong."),
    rule("lic-global-banned-list-synced", Context)
        .given("global banned password list, user synced from AD DS")
        .says("P1 or P2 by the licence table")
        .shows("weak password message")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .notes("The same page says the list is applied to everyone automatically: entitlement, not a switch."),
    rule("lic-dc-agent-password-protection", Decision)
        .given("password protection agents on domain controllers")
        .says("P1 or P2; AD users who are not synced benefit under the licences of the synced users")
        .sources(&[&src::CONCEPT_PASSWORD_BAN_BAD_20250304])
        .refuses(MomentSet::SAVE, None, |v| {
            !v.case.tenant.premium.usable && v.case.save().is_some_and(|save| save.protects_controllers)
        })
        .examples(&[
            eg::blocks("agents are to protect domain controllers without P1", |c| {
                eg::unlicensed(c);
                eg::save(c).protects_controllers = true;
            }),
            eg::holds("agents are to protect domain controllers with P1", |c| eg::save(c).protects_controllers = true),
        ]),
    rule("lic-group-based-licensing-floor", Decision)
        .given("group-based licensing")
        .says(
            "needs P1 and up, or Business Premium, or Office 365 E3 / A3 / GCC G3 / E3 for GCC High / E3 for DoD \
            and up, paid or trial, for every user who benefits",
        )
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131])
        .notes("Office 365 E3 gives group licensing but not writeback.")
        .refuses(MomentSet::ASSIGN, None, |v| {
            v.case.assign().is_some_and(|one| one.to_group && !one.removing && !one.group_licensing)
        })
        .general()
        .examples(&[
            eg::blocks("a licence is put on a group of a tenant with Business Standard", |c| {
                eg::assign(c).to_group = true;
                eg::assign(c).group_licensing = false;
            }),
            eg::holds("a licence is put on a group of a tenant with Office 365 E3", |c| eg::assign(c).to_group = true),
        ]),
    rule("lic-conditional-access-p1", Context)
        .given("Conditional Access")
        .says("P1 (Business Premium included)")
        .sources(&[&src::LICENSING_CONDITIONAL_ACCESS_20231026]),
    rule("lic-risk-policies-p2", Decision)
        .given("risk-based policies, user-risk password change")
        .says("P2 (Entra ID Protection)")
        .sources(&[&src::LICENSING_CONDITIONAL_ACCESS_20231026, &src::LICENSING_AUTHENTICATION_20250131])
        .effect(
            MomentSet::SIGN_IN.and(MomentSet::RESUME),
            |v| to_cloud_with_right(v) && asks_secure_change(v),
            &[Do::Ask(Prompt::ChangePassword)],
        )
        .examples(&[
            eg::applies("somebody at risk signs in, and the tenant holds P2", |c| {
                eg::at_risk(c);
                eg::sign_in(c);
            }),
            eg::silent("somebody at risk signs in, and the tenant holds P1 alone", |c| {
                eg::at_risk(c);
                c.tenant.p2 = false;
                eg::sign_in(c);
            }),
            eg::silent("somebody at less risk than the policy asks about signs in", |c| {
                eg::at_risk(c);
                c.person.risk = UserRisk::Medium;
                eg::sign_in(c);
            }),
        ]),
    rule("lic-dynamic-groups-p1", Context)
        .given("dynamic membership groups, self-service group management")
        .says("P1")
        .sources(&[&src::WHATIS_20240825, &src::ENTRA_ID_P1_DETAILED_20240603]),
    rule("lic-entra-suite-needs-p1", Context)
        .given("Entra Suite")
        .says(
            "needs P1 or a suite that holds P1; bundles Private Access, Internet Access, ID Governance, ID \
            Protection, Verified ID premium",
        )
        .sources(&[&src::ENTRA_OFFERINGS_20240605, &src::TRY_MICROSOFT_ENTRA_SUITE_20240808])
        .notes("It does not itself add anything to password writeback."),
    rule("lic-writeback-same-floor-both-tools", Decision)
        .given("writeback through Entra Connect or through cloud sync")
        .says("same licence floor for both: P1 or a trial")
        .sources(&[
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913,
            &src::TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20230913,
        ])
        .limit("one gate for both tools")
        .felt(MomentSet::OFFER, |v| needs_writeback(v) && v.case.site.served_by == Some(SyncKind::CloudSync))
        .examples(&[
            eg::applies("a person served by cloud sync resets", eg::cloud_sync),
            eg::silent("a person served by Connect resets", eg::hybrid),
        ]),
    rule("lic-writeback-same-for-all-sign-in", Decision)
        .given("hybrid sign-in model: password hash sync, pass-through, AD FS")
        .says("licence need is the same for all three")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_WRITEBACK_20250304, &src::CONCEPT_SSPR_LICENSING_20250304_2])
        .limit("one gate for every hybrid identity type")
        .felt(MomentSet::OFFER, |v| needs_writeback(v) && v.case.person.sign_in != Identity::PasswordHashSync)
        .examples(&[
            eg::applies("a federated person resets", eg::federated),
            eg::silent("a person with hash sync resets", eg::hybrid),
        ]),
    rule("lic-domain-services-is-not-writeback", Decision)
        .given("Entra Domain Services instead of AD DS")
        .says(
            "sync from Entra ID to Domain Services needs no premium licence, so a cloud reset reaching it is not \
            writeback",
        )
        .basis(Basis::Derived)
        .sources(&[&src::AZURE_DOCS_ISSUE_65416_20201102])
        .not_simulated("Entra Domain Services is no directory of this simulator"),
    rule("lic-identity-manager-reset-included", Context)
        .given("Microsoft Identity Manager password reset at the Windows sign-in screen")
        .says("P1 or P2 customers may install it at no extra cost")
        .sources(&[&src::PASSWORDS_FAQ_20210813_2]),
    rule("lic-p1-rights-list", Context)
        .given("P1 rights list")
        .says(
            "self-service password change, reset and unlock, custom banned passwords, My Staff delegated resets, \
            usage reports",
        )
        .sources(&[&src::ENTRA_ID_P1_DETAILED_20240603]),
    rule("lic-one-licence-opens-tenant-2019", Context)
        .given("2019 wording of the licence page")
        .says(
            "at least one licence in the organisation makes password reset work; per-user licensing of the reset \
            experience was said not to be enforced",
        )
        .basis(Basis::Disputed)
        .assumes("licence-gate-cloud-reset")
        .sources(&[&src::DOCS_MICROSOFT_COM_CONCEPT_SSPR_LICENSING_STORED_UNDATED])
        .notes("Later wording (2021, quoted in an issue) said SSPR needs a licence only for the tenant."),
    rule("lic-unlicensed-user-registered-2021", Context)
        .given("field evidence 2021")
        .says(
            "a user without any licence in a tenant that had one was taken to SSPR registration; an older tutorial \
            said licence requirements are not validated",
        )
        .shows("registration page appears")
        .basis(Basis::Disputed)
        .assumes("licence-gate-cloud-reset")
        .sources(&[&src::AZURE_DOCS_ISSUES_74824_74825_78645_20210505]),
    rule("lic-writeback-without-p1-report-2020", Context)
        .given("field evidence 2020")
        .says("a tenant with only the Office 365 edition reported writeback enabled for over a year without P1")
        .basis(Basis::Disputed)
        .assumes("licence-gate-writeback")
        .sources(&[&src::AZURE_DOCS_ISSUE_61636_20200827])
        .notes("Claim by one reporter; not confirmed by Microsoft."),
    rule("lic-tenant-services-cannot-target", Context)
        .given("Microsoft note on tenant services")
        .says(
            "some tenant services cannot limit benefits to chosen users today; admin should scope them to licensed \
            users, because targeting may arrive later and cut others off",
        )
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2]),
    rule("lic-writeback-gate", Decision)
        .given("the portal decides whether a tenant is licensed for writeback")
        .says(
            "tenant reading: open when any subscription in state Enabled or Warning holds a P1 or P2 plan and \
            writeback is configured. User reading: the person needs an enabled P1 or P2 plan",
        )
        .basis(Basis::Disputed)
        .assumes("licence-gate-writeback")
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .notes("See assumption licence-gate-writeback.")
        .refuses(MomentSet::OFFER, Some(Code::Sspr0012), writeback_shut)
        .examples(&[
            eg::blocks("the subscription with a premium plan is suspended", |c| {
                eg::hybrid(c);
                c.tenant.premium = eg::SUSPENDED;
            }),
            eg::holds("the subscription with a premium plan is in grace", |c| {
                eg::hybrid(c);
                c.tenant.premium.only_warning = true;
            }),
            eg::blocks("it is in grace, where a lapse closes at once", |c| {
                eg::hybrid(c);
                c.tenant.premium.only_warning = true;
            })
            .under(&[("writeback-after-lapse", "warning")]),
            eg::holds("it is suspended, where a lapse never closes", |c| {
                eg::hybrid(c);
                c.tenant.premium = eg::SUSPENDED;
            })
            .under(&[("writeback-after-lapse", "never")]),
            eg::holds("it is suspended and a shortfall is only reported", |c| {
                eg::hybrid(c);
                c.tenant.premium = eg::SUSPENDED;
            })
            .under(&[("licence-gate-writeback", "report-only")]),
        ]),
    rule("guest-external-id-free-users", Limit)
        .given("External ID usage")
        .says(
            "core features free for the first 50,000 monthly active users, and those users may use MFA and other P1 \
            or P2 features without charge",
        )
        .numbers("free_mau: 50000")
        .sources(&[&src::LICENSING_20240603, &src::CONCEPT_MFA_LICENSING_20241003])
        .refuses(MomentSet::NEED, None, |v| {
            v.case.person.user_type == UserType::Guest && v.case.need().is_some_and(|need| need.guests <= FREE_GUESTS)
        })
        .examples(&[
            eg::blocks("the fifty-thousandth guest is counted", |c| {
                eg::guest(c, Home::InvitedEmail);
                eg::need(c).guests = FREE_GUESTS;
            }),
            eg::holds("the next guest is counted", |c| {
                eg::guest(c, Home::InvitedEmail);
                eg::need(c).guests = FREE_GUESTS + 1;
            }),
        ])
        .figures(&[figure("free_mau", || u64::from(FREE_GUESTS) * 1_000_000)]),
];

/// Roles that may read usage and insights, as the page of `rep-activity-license` lists them.
const USAGE_READERS: [&str; 8] = [
    "Reports Reader",
    "Security Reader",
    "Global Reader",
    "Application Administrator",
    "Cloud Application Administrator",
    "Security Operator",
    "Security Administrator",
    "Global Administrator",
];

/// A holder of a role that may read usage and insights.
fn reads_usage(case: &Case) -> bool {
    USAGE_READERS.iter().filter_map(|name| Role::parse(name)).any(|role| case.person.roles.contains(role))
}

/// Active guests a month who use P1 and P2 features without charge.
pub const FREE_GUESTS: u32 = 50_000;

/// Some product of a family is held, and the plans of the person are as the rule says of it.
fn holds(v: &View<'_>, families: &[Family], premium: fn(Family) -> bool) -> bool {
    let held = |family: &&Family| v.case.person.licences.families.contains(**family);
    families.iter().find(held).is_some_and(|family| v.case.person.premium || !premium(*family))
}

/// The person, or the account, holds a product of one family and no other.
fn holding(case: &mut Case, family: Family) {
    use Family::{BusinessBasicStandard, Microsoft365A1, Office365A, Office365E};
    case.person.premium = !matches!(family, BusinessBasicStandard | Microsoft365A1 | Office365A | Office365E);
    case.person.licences.families.insert(family);
}

/// A cloud-only person asks the portal and the licence gate for cloud reset is shut.
fn cloud_reset_shut(v: &View<'_>) -> bool {
    portal(v) && !v.case.hybrid() && !cloud_reset_licensed(v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::licence::TABLE;

    #[test]
    fn the_product_table_holds_the_plans_that_the_rules_tell_of_each_family() {
        let mut met = Vec::new();
        for product in &TABLE.products {
            let Some(family) = product.family else { continue };
            let (p1, p2) = (product.plans.contains(&TABLE.p1), product.plans.contains(&TABLE.p2));
            let five = product.name.contains(" E5") || product.name.contains(" A5") || product.name.contains(" G5");
            let expected = match family {
                Family::Microsoft365E | Family::Ems | Family::Microsoft365A => {
                    (true, five || product.name.contains(" E7"))
                }
                Family::Microsoft365F | Family::BusinessPremium | Family::TeamsRooms => (true, false),
                Family::Microsoft365A1 | Family::Office365E | Family::Office365A | Family::BusinessBasicStandard => {
                    (false, false)
                }
            };
            assert_eq!((p1, p2), expected, "{} ({})", product.name, product.part_number);
            met.push(family);
        }
        assert!(Family::ALL.iter().all(|family| met.contains(family)), "{met:?}");
        assert_eq!(met.iter().filter(|family| **family == Family::TeamsRooms).count(), 10);
    }
}
