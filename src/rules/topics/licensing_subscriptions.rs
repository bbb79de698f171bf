//! Subscription states, trials, licence need and prices.

use crate::model::identity::AccountKind;
use crate::model::key::SkuId;
use crate::model::licence::{Billing, Channel, ResetBasis, SubscriptionStatus, TABLE, TermLength};
use crate::model::price::{Commitment, PRICES, Prices};
use crate::model::role::Role;
use crate::model::time::Date;
use crate::rules::book::Book;
use crate::rules::case::{AssignFacts, BasisSet, Case, MomentSet, SubscribeFacts};
use crate::rules::decide::decide;
use crate::rules::example as eg;
use crate::rules::readings::licences::needs;
use crate::rules::readings::policy::SYNC_ACCOUNT;
use crate::rules::readings::writeback::needs_writeback;
use crate::rules::rule::Kind::{Context, Decision, Limit, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("subscription-statuses", Timing)
        .given("subscription statuses")
        .says("Active, Expired, Disabled, Deleted in that order")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            let Some(facts) = case.subscribe() else { return };
            terms.state = match facts.wanted {
                Some(state) => state,
                None if facts.due => following(facts.from),
                None => facts.from,
            };
        })
        .examples(&[
            eg::changes("the date of a subscription in force has come", |c| {
                eg::subscribe(c);
            }),
            eg::leaves("its date has not come", |c| eg::subscribe(c).due = false),
        ]),
    rule("subscription-status-mapping", Decision)
        .given("billing states are mapped to directory states")
        .says(
            "Active=Enabled, Expired or grace=Warning, Disabled or inactive=Suspended, Deleted=Deleted; LockedOut \
            after customer cancellation",
        )
        .basis(Basis::Assumed)
        .assumes("subscription-status-map")
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .notes("Pages link to each other but no table maps them.")
        .term(MomentSet::SUBSCRIBE, |case, book, terms| {
            let Some(billing) = case.subscribe().and_then(|facts| facts.billing) else { return };
            let literal = book.assumed.billing_is_literal;
            terms.state = match billing {
                Billing::Active => SubscriptionStatus::Enabled,
                Billing::Expired if literal => SubscriptionStatus::Suspended,
                Billing::Expired => SubscriptionStatus::Warning,
                Billing::Disabled if literal => SubscriptionStatus::LockedOut,
                Billing::Disabled => SubscriptionStatus::Suspended,
                Billing::Deleted => SubscriptionStatus::Deleted,
            };
        })
        .examples(&[
            eg::changes("billing calls it disabled, which is suspended", |c| billed(c, Billing::Disabled)),
            eg::leaves("billing calls it expired, which is in grace as its date says", |c| billed(c, Billing::Expired)),
            eg::changes("billing calls it expired, taken at its word", |c| billed(c, Billing::Expired))
                .under(&[("subscription-status-map", "literal")]),
        ]),
    rule("subscription-cancelled-in-window", Timing)
        .given("monthly term cancelled inside the cancellation window")
        .says("skips Expired, goes to Disabled the same day")
        .shows("users lose access at once")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            if case.subscribe().is_some_and(|one| one.cancelled && one.in_window && one.term == TermLength::Monthly) {
                terms.state = SubscriptionStatus::Suspended;
            }
        })
        .examples(&[
            eg::changes("a monthly subscription is cancelled in the first days", |c| cancelled(c).in_window = true),
            eg::leaves("a monthly subscription is cancelled later", |c| {
                cancelled(c);
            }),
        ]),
    rule("subscription-admin-delete", Timing)
        .given("disabled subscription is deleted by the admin")
        .says("explicit delete skips Expired and Disabled")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            if case.subscribe().is_some_and(|one| one.deletes) {
                terms.state = SubscriptionStatus::Deleted;
            }
        })
        .examples(&[
            eg::changes("an administrator deletes a suspended subscription", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.deletes, facts.from) = (false, true, SubscriptionStatus::Suspended);
            }),
            eg::leaves("nobody deletes it", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.from) = (false, SubscriptionStatus::Suspended);
            }),
        ]),
    rule("trial-ends-without-purchase", Timing)
        .given("trial ends without purchase")
        .says("30-day Expired status, then permanent deletion")
        .numbers("days: 30")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            if case.subscribe().is_some_and(|one| one.due && one.trial && one.from == SubscriptionStatus::Warning) {
                terms.state = SubscriptionStatus::Deleted;
            }
        })
        .examples(&[
            eg::changes("the grace of a trial is over", |c| {
                let facts = eg::subscribe(c);
                (facts.trial, facts.from) = (true, SubscriptionStatus::Warning);
            }),
            eg::leaves("the grace of a purchase is over", |c| eg::subscribe(c).from = SubscriptionStatus::Warning),
        ])
        .figures(&[figure("days", || days(EXPIRED_DAYS))]),
    rule("subscription-default-durations", Timing)
        .given("default durations")
        .says("Expired 30 days, Disabled 90 days, then Deleted")
        .numbers("expired_days: 30, disabled_days: 90")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |_, _, terms| {
            terms.lasts = match terms.state {
                SubscriptionStatus::Warning => Some(EXPIRED_DAYS),
                SubscriptionStatus::Suspended => Some(DISABLED_DAYS),
                _ => None,
            };
        })
        .examples(&[
            eg::changes("the date of a subscription in force has come", |c| {
                eg::subscribe(c);
            }),
            eg::leaves("its date has not come", |c| eg::subscribe(c).due = false),
        ])
        .figures(&[figure("expired_days", || days(EXPIRED_DAYS)), figure("disabled_days", || days(DISABLED_DAYS))]),
    rule("subscription-enterprise-durations", Timing)
        .given("enterprise customers")
        .says("grace 30 days for monthly and annual terms, 90 for multi-year; inactive 90")
        .numbers("grace_monthly: 30, grace_annual: 30, grace_multiyear: 90, inactive: 90")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            let Some(facts) = case.subscribe().filter(|facts| facts.channel == Channel::Enterprise) else { return };
            match terms.state {
                SubscriptionStatus::Warning if facts.term == TermLength::MultiYear => {
                    terms.lasts = Some(LONG_GRACE_DAYS)
                }
                SubscriptionStatus::Warning => terms.lasts = Some(EXPIRED_DAYS),
                SubscriptionStatus::Suspended => terms.lasts = Some(DISABLED_DAYS),
                _ => {}
            }
        })
        .examples(&[
            eg::changes("an enterprise customer's term of three years has ended", |c| {
                let facts = eg::subscribe(c);
                (facts.channel, facts.term) = (Channel::Enterprise, TermLength::MultiYear);
            }),
            eg::leaves("an enterprise customer's year has ended", |c| {
                eg::subscribe(c).channel = Channel::Enterprise;
            }),
        ])
        .figures(&[
            figure("grace_monthly", || days(EXPIRED_DAYS)),
            figure("grace_annual", || days(EXPIRED_DAYS)),
            figure("grace_multiyear", || days(LONG_GRACE_DAYS)),
            figure("inactive", || days(DISABLED_DAYS)),
        ]),
    rule("subscription-volume-durations", Timing)
        .given("volume licensing")
        .says("Enterprise agreement: grace 90, inactive 60; Open Value: grace 30, inactive 90")
        .numbers("vl_grace: 90, vl_inactive: 60, open_grace: 30, open_inactive: 90")
        .basis(Basis::Disputed)
        .assumes("volume-licence-grace-days")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .notes(
            "Another line of the page gives all volume subscriptions 90 days of Expired and then an immediate stop; \
            some offers have 30.",
        )
        .term(MomentSet::SUBSCRIBE, |case, book, terms| {
            let Some(facts) = case.subscribe() else { return };
            let (grace, inactive) = match facts.channel {
                Channel::EnterpriseAgreement => (book.assumed.agreement_grace_days, AGREEMENT_INACTIVE_DAYS),
                Channel::OpenValue => (EXPIRED_DAYS, DISABLED_DAYS),
                _ => return,
            };
            match terms.state {
                SubscriptionStatus::Warning => terms.lasts = Some(grace),
                SubscriptionStatus::Suspended => terms.lasts = Some(inactive),
                _ => {}
            }
        })
        .examples(&[
            eg::changes("an Enterprise Agreement has ended", |c| {
                eg::subscribe(c).channel = Channel::EnterpriseAgreement;
            }),
            eg::leaves("an Enterprise Agreement has ended, with a grace of thirty days", |c| {
                eg::subscribe(c).channel = Channel::EnterpriseAgreement;
            })
            .under(&[("volume-licence-grace-days", "30")]),
            eg::leaves("an Open Value agreement has ended", |c| eg::subscribe(c).channel = Channel::OpenValue),
        ])
        .figures(&[
            figure("vl_inactive", || days(AGREEMENT_INACTIVE_DAYS)),
            figure("open_grace", || days(EXPIRED_DAYS)),
            figure("open_inactive", || days(DISABLED_DAYS)),
        ]),
    rule("subscription-csp-suspended", Timing)
        .given("CSP partner suspends a subscription")
        .says("customers lose the service at once while billing goes on; partner can reactivate before the term ends")
        .shows("users lose access at once")
        .basis(Basis::Disputed)
        .assumes("csp-suspension-ends-in")
        .sources(&[
            &src::SUBSCRIPTION_LIFECYCLE_UNDATED,
            &src::DOCS_PLATFORM_SOFTWAREONE_COM_CSP_SUBSCRIPTION_S_UNDATED,
        ])
        .notes(
            "End of term: the vendor page says Expired, a reseller page 30 days Disabled. See assumption \
            csp-suspension-ends-in.",
        )
        .term(MomentSet::SUBSCRIBE, |case, book, terms| {
            let Some(facts) = case.subscribe().filter(|facts| facts.channel == Channel::Partner) else { return };
            if facts.due && facts.partner_suspended {
                let disables = book.assumed.partner_suspension_disables;
                terms.state = if disables { SubscriptionStatus::Suspended } else { SubscriptionStatus::Warning };
                terms.lasts = Some(EXPIRED_DAYS);
            } else if facts.wanted == Some(SubscriptionStatus::Suspended) {
                // The term goes on, and so does its date.
                terms.lasts = None;
            }
        })
        .examples(&[
            eg::changes("a partner suspends a subscription", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.channel) = (false, Channel::Partner);
                facts.wanted = Some(SubscriptionStatus::Suspended);
            }),
            eg::leaves("a subscription bought from the vendor is suspended", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.wanted) = (false, Some(SubscriptionStatus::Suspended));
            }),
            eg::changes("the term of a suspended subscription ends", suspended_by_partner),
            eg::changes("the same where it is disabled for thirty days", suspended_by_partner)
                .under(&[("csp-suspension-ends-in", "disabled-30-days")]),
        ]),
    rule("trial-p1-p2-thirty-days", Timing)
        .given("P1 or P2 trial")
        .says("30 days, counts as a licence for writeback and group licensing")
        .numbers("days: 30")
        .sources(&[
            &src::WHATIS_20240825,
            &src::TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913,
            &src::CONCEPT_GROUP_BASED_LICENSING_20250131,
        ])
        .term(MomentSet::SUBSCRIBE, |case, _, terms| {
            if case.subscribe().is_some_and(|one| one.premium_trial) && terms.state == SubscriptionStatus::Enabled {
                terms.lasts = Some(TRIAL_DAYS);
            }
        })
        .examples(&[
            eg::changes("a trial of Entra ID P1 begins", |c| {
                eg::subscribe(c).due = false;
                eg::subscribe(c).premium_trial = true;
            }),
            eg::leaves("a purchase begins", |c| eg::subscribe(c).due = false),
        ])
        .figures(&[figure("days", || days(TRIAL_DAYS))]),
    rule("subscription-csp-end", Timing)
        .given("CSP new-commerce subscription ends with auto-renew off")
        .says("Expired 30 days (users keep access, no billing), then Disabled 90 days, then Deleted")
        .numbers("expired: 30, disabled: 90")
        .basis(Basis::Disputed)
        .assumes("csp-expired-reactivation")
        .sources(&[
            &src::SUBSCRIPTION_LIFECYCLE_UNDATED,
            &src::DOCS_PLATFORM_SOFTWAREONE_COM_CSP_SUBSCRIPTION_S_UNDATED,
        ])
        .notes(
            "One reseller page says an expired CSP subscription cannot be reactivated; the direct-purchase page \
            says it can.",
        )
        .refuses(MomentSet::SUBSCRIBE, None, |v| {
            let again = |one: &SubscribeFacts| {
                one.channel == Channel::Partner
                    && one.from == SubscriptionStatus::Warning
                    && one.wanted == Some(SubscriptionStatus::Enabled)
            };
            v.case.subscribe().is_some_and(again) && !v.book.assumed.partner_reactivates
        })
        .examples(&[
            eg::holds("an expired subscription of a partner is reactivated", reactivated),
            eg::blocks("the same where a partner's cannot be", reactivated)
                .under(&[("csp-expired-reactivation", "no")]),
        ])
        .figures(&[figure("expired", || days(EXPIRED_DAYS)), figure("disabled", || days(DISABLED_DAYS))]),
    rule("subscription-csp-cancellation-window", Timing)
        .given("CSP cancellation window")
        .says("seven days from purchase or renewal")
        .numbers("days: 7")
        .sources(&[
            &src::SUBSCRIPTION_LIFECYCLE_UNDATED,
            &src::DOCS_PLATFORM_SOFTWAREONE_COM_CSP_SUBSCRIPTION_S_UNDATED,
        ])
        .refuses(MomentSet::SUBSCRIBE, None, |v| {
            v.case.subscribe().is_some_and(|one| one.cancelled && one.channel == Channel::Partner && !one.in_window)
        })
        .examples(&[
            eg::blocks("a partner's subscription is cancelled after a month", |c| {
                cancelled(c).channel = Channel::Partner;
            }),
            eg::holds("a partner's subscription is cancelled on the third day", |c| {
                cancelled(c).channel = Channel::Partner;
                cancelled(c).in_window = true;
            }),
        ])
        .figures(&[figure("days", || days(CANCELLATION_DAYS))]),
    rule("subscription-expired-access", Decision)
        .given("Expired (grace)")
        .says("users keep normal access; admins can reactivate")
        .shows("nothing changes for users")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .effect(MomentSet::SUBSCRIBE, |v| enters(v, SubscriptionStatus::Warning), &[Do::Name])
        .examples(&[
            eg::applies("the date of a subscription in force has come", |c| {
                eg::subscribe(c);
            }),
            eg::silent("its date has not come", |c| eg::subscribe(c).due = false),
        ]),
    rule("subscription-disabled-access", Decision)
        .given("Disabled")
        .says("users lose apps; only admins reach data; no licences can be assigned; admin can reactivate")
        .shows("unlicensed product notices")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .effect(MomentSet::SUBSCRIBE, |v| enters(v, SubscriptionStatus::Suspended), &[Do::Name])
        .examples(&[
            eg::applies("the grace is over", |c| eg::subscribe(c).from = SubscriptionStatus::Warning),
            eg::silent("the grace begins", |c| {
                eg::subscribe(c);
            }),
        ]),
    rule("subscription-deleted", Context)
        .given("Deleted")
        .says("data gone; buying the same product again does not restore it; directory removed if unused")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206]),
    rule("subscription-seats-reduced", Decision)
        .given("seats reduced below assigned count")
        .says(
            "subscription does not enter Expired; 90 days to solve the conflict; no interruption for per-user \
            services",
        )
        .numbers("conflict_days: 90")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .notes(
            "Not so for volume licensing: a cut there has no Expired state, and the page advises an online \
            reservation to get the service back.",
        )
        .effect(
            MomentSet::SUBSCRIBE,
            |v| {
                v.case.subscribe().is_some_and(|one| {
                    let volume = matches!(one.channel, Channel::EnterpriseAgreement | Channel::OpenValue);
                    !volume && one.units < one.units_before && one.units < one.assigned
                })
            },
            &[Do::Name],
        )
        .examples(&[
            eg::applies("twenty of thirty seats in use are left", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.units_before, facts.units, facts.assigned) = (false, 30, 20, 30);
            }),
            eg::silent("the same under volume licensing", |c| {
                let facts = eg::subscribe(c);
                (facts.due, facts.units_before, facts.units, facts.assigned) = (false, 30, 20, 30);
                facts.channel = Channel::EnterpriseAgreement;
            }),
        ]),
    rule("subscription-data-after-cancellation", Context)
        .given("data after cancellation")
        .says("may go after 90 days, gone by 180")
        .numbers("earliest: 90, latest: 180")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206]),
    rule("subscription-capability-order", Context)
        .given("Graph capabilityStatus order")
        .says("Enabled, Warning, Suspended, LockedOut, Deleted")
        .sources(&[
            &src::LEARN_MICROSOFT_COM_GRAPH_ASSIGNEDPLAN_RESOURCE__UNDATED,
            &src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122,
        ]),
    rule("subscription-warning", Decision)
        .given("Warning")
        .says("normal use and assignment, in grace")
        .sources(&[&src::LEARN_MICROSOFT_COM_GRAPH_ASSIGNEDPLAN_RESOURCE__UNDATED])
        .limit("a subscription in grace gives its rights")
        .felt(MomentSet::OFFER, |v| v.case.tenant.premium.only_warning)
        .examples(&[
            eg::applies("the only subscription with a premium plan is in grace", |c| {
                c.tenant.premium.only_warning = true
            }),
            eg::silent("it is in force", |_| {}),
        ]),
    rule("subscription-suspended", Decision)
        .given("Suspended")
        .says("cannot be assigned; data kept")
        .sources(&[&src::LEARN_MICROSOFT_COM_GRAPH_ASSIGNEDPLAN_RESOURCE__UNDATED])
        .refuses(MomentSet::ASSIGN, None, |v| {
            v.case.assign().is_some_and(|one| !one.removing && !one.member && !one.usable && !one.locked_out)
        })
        .examples(&[
            eg::blocks("a licence of a suspended subscription is assigned", |c| eg::assign(c).usable = false),
            eg::holds("a licence of a subscription in force is assigned", |c| eg::assign(c).usable = true),
            eg::holds("a licence of a suspended subscription is removed", |c| {
                eg::assign(c).usable = false;
                eg::assign(c).removing = true;
            }),
        ]),
    rule("subscription-locked-out", Decision)
        .given("LockedOut")
        .says("nobody can be assigned, data kept; last stop before Deleted; units counted when the customer cancelled")
        .sources(&[
            &src::LEARN_MICROSOFT_COM_GRAPH_ASSIGNEDPLAN_RESOURCE__UNDATED,
            &src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122,
        ])
        .refuses(MomentSet::ASSIGN, None, |v| v.case.assign().is_some_and(|one| !one.removing && one.locked_out))
        .examples(&[
            eg::blocks("a licence of a locked-out subscription is assigned", |c| eg::assign(c).locked_out = true),
            eg::holds("a licence of a subscription in force is assigned", |c| {
                eg::assign(c);
            }),
        ]),
    rule("subscription-usable-seats", Decision)
        .given("prepaidUnits")
        .says("enabled, warning, suspended, lockedOut count units by state; usable seats = enabled + warning")
        .basis(Basis::Derived)
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .notes("Sum is a modelling choice that follows the state texts.")
        .limit("seats in force and in grace can be assigned")
        .felt(MomentSet::ASSIGN, |v| {
            let from_grace = |one: &AssignFacts| one.seats_in_grace > 0 && one.seats_taken >= one.seats;
            v.case.assign().is_some_and(|one| !one.removing && one.seat_free && from_grace(one))
        })
        .examples(&[
            eg::applies("the seats in force are taken and one in grace is free", |c| {
                let facts = eg::assign(c);
                (facts.seats, facts.seats_in_grace, facts.seats_taken) = (10, 10, 10);
            }),
            eg::silent("a seat in force is free", |c| {
                let facts = eg::assign(c);
                (facts.seats, facts.seats_in_grace, facts.seats_taken) = (10, 10, 9);
            }),
        ]),
    rule("subscription-dates-from-graph", Context)
        .given("companySubscription")
        .says("status, nextLifecycleDateTime, isTrial and totalLicenses give the day of each change")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("subscription-lapse-and-writeback", Decision)
        .given("P1 lapses, writeback already on")
        .says(
            "Microsoft text does not say what SSPR does at each state; model: works through Warning, closed from \
            Suspended on",
        )
        .shows("SSPR_0012 from Suspended")
        .basis(Basis::Assumed)
        .assumes("writeback-after-lapse")
        .sources(&[&src::MODELLING_CHOICE_20261122, &src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206])
        .limit("the licence gate for writeback reads the assumption")
        .felt(MomentSet::OFFER, |v| {
            let held = v.case.tenant.premium;
            needs_writeback(v) && (held.only_warning || (held.suspended && !held.usable))
        })
        .examples(&[
            eg::applies("a hybrid person resets, and the only premium subscription is suspended", |c| {
                eg::hybrid(c);
                c.tenant.premium = eg::SUSPENDED;
            }),
            eg::silent("it is in force", eg::hybrid),
        ]),
    rule("subscription-lapse-conditional-access", Context)
        .given("P1 lapses, Conditional Access in use")
        .says("policies keep running; can be viewed and deleted, not updated")
        .shows("no change for users")
        .sources(&[&src::LICENSING_CONDITIONAL_ACCESS_20231026])
        .notes("Documented contrast: enforcement outlives the licence."),
    rule("need-scope-all", Decision)
        .given("SSPR scope All")
        .says("required premium licences = synced members in scope + cloud-only members if no other right covers them")
        .basis(Basis::Assumed)
        .assumes("licence-need-counts")
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .notes("Take the union of users over features, count each person once.")
        .effect(MomentSet::NEED, needs, &[Do::Name])
        .examples(&[
            eg::applies("a synchronized member in scope is counted", |c| {
                eg::hybrid(c);
                eg::need(c);
            }),
            eg::silent("a cloud-only member in scope holds Business Standard, which gives reset", |c| {
                eg::need(c);
                c.person.reset = BasisSet::default();
                c.person.reset.insert(ResetBasis::BusinessStandard);
            }),
            eg::applies("a cloud-only member in scope holds a P1 plan, and nothing else gives reset", |c| {
                eg::need(c);
            }),
            eg::applies("a cloud-only member in scope holds none", |c| {
                eg::need(c);
                c.person.reset = BasisSet::default();
            }),
            eg::silent("a synchronized member outside the scope", |c| {
                eg::hybrid(c);
                eg::need(c).in_scope = false;
            }),
        ]),
    rule("need-shortfall", Decision)
        .given("licence shortfall")
        .says("benefiting users minus users holding an enabled P1 or P2 plan, never below zero")
        .basis(Basis::Assumed)
        .assumes("licence-need-counts")
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .general()
        .effect(MomentSet::NEED, |v| needs(v) && v.case.need().is_some_and(|need| !need.holds), &[Do::Name])
        .examples(&[
            eg::applies("a synchronized member holds no plan", |c| {
                eg::hybrid(c);
                eg::need(c).holds = false;
            }),
            eg::silent("a synchronized member holds one", |c| {
                eg::hybrid(c);
                eg::need(c);
            }),
        ]),
    rule("usage-page-ignores-writeback", Context)
        .given("Entra licence usage page")
        .says(
            "P1 usage is measured by users touched by Conditional Access, P2 by risk-based Conditional Access; \
            password writeback users are not counted",
        )
        .shows("bar passes the entitlement edge")
        .sources(&[&src::CONCEPT_LICENSE_USAGE_INSIGHTS_20260311])
        .notes("So heavy SSPR use never shows as over-use there."),
    rule("usage-page-entitlement", Context)
        .given("entitlement count on that page")
        .says("sum over all products that include the tier; needs a paid Entra licence; public cloud only")
        .sources(&[&src::CONCEPT_LICENSE_USAGE_INSIGHTS_20260311]),
    rule("usage-api", Context)
        .given("API for the same")
        .says(
            "reports/azureADPremiumLicenseInsight (beta): entitledP1LicenseCount, entitledP2LicenseCount, \
            p1FeatureUtilizations.conditionalAccess.userCount, \
            p2FeatureUtilizations.riskBasedConditionalAccess.userCount",
        )
        .sources(&[&src::CIPP_API_GET_CIPPALERTENTRALICENSEUTILIZATION_PS_20260808])
        .notes("P1 capacity = P1 count + P2 count."),
    rule("need-excludes-room-licences", Decision)
        .given("room and device licences")
        .says("hold the P1 plan but are not for people: leave them out of the entitlement side for users")
        .basis(Basis::Assumed)
        .assumes("licence-need-counts")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729, &src::MODELLING_CHOICE_20261122])
        .limit("a room's licence is no person's")
        .felt(MomentSet::NEED, |v| v.case.person.licences.of_a_room)
        .examples(&[
            eg::applies("a person holds a licence for rooms and nothing else", |c| {
                eg::need(c).holds = false;
                c.person.licences.of_a_room = true;
            }),
            eg::silent("a person holds a licence for people", |c| {
                eg::need(c);
            }),
        ]),
    rule("need-excludes-service-accounts", Decision)
        .given("service accounts")
        .says("the directory synchronisation account is an admin role holder, not a person who resets: leave it out")
        .basis(Basis::Assumed)
        .assumes("licence-need-counts")
        .sources(&[&src::CONCEPT_SSPR_POLICY_20250515, &src::MODELLING_CHOICE_20261122])
        .refuses(MomentSet::NEED, None, |v| {
            let synchronizes = Role::parse(SYNC_ACCOUNT).is_some_and(|role| v.case.person.roles.contains(role));
            of_kind(v, &[AccountKind::Service]) || (synchronizes && !v.book.assumed.everyone_in_scope_counts)
        })
        .examples(&[
            eg::blocks("a service account is counted", |c| eg::need(c).kind = AccountKind::Service),
            eg::blocks("the account that synchronizes the directory is counted", |c| {
                eg::role(c, SYNC_ACCOUNT);
                eg::need(c);
            }),
            eg::holds("the same where everyone in scope counts", |c| eg::need(c).kind = AccountKind::Service)
                .under(&[("licence-need-counts", "everyone-in-scope")]),
            eg::holds("a person's account is counted", |c| {
                eg::need(c);
            }),
        ]),
    rule("need-excludes-disabled", Decision)
        .given("disabled or unlicensed synced leavers")
        .says("accounts that cannot sign in do not benefit: exclude accountEnabled false")
        .basis(Basis::Assumed)
        .assumes("licence-need-counts")
        .sources(&[&src::MODELLING_CHOICE_20261122])
        .refuses(MomentSet::NEED, None, |v| !v.case.person.enabled && !v.book.assumed.everyone_in_scope_counts)
        .examples(&[
            eg::blocks("a blocked account is counted", |c| {
                eg::need(c);
                c.person.enabled = false;
            }),
            eg::holds("the same where everyone in scope counts", |c| {
                eg::need(c);
                c.person.enabled = false;
            })
            .under(&[("licence-need-counts", "everyone-in-scope")]),
            eg::holds("an account in order is counted", |c| {
                eg::need(c);
            }),
        ]),
    rule("need-nested-group-gap", Decision)
        .given("nested SSPR group")
        .says(
            "SSPR reaches nested members while group licensing does not: compare transitive scope with first-level \
            licence holders",
        )
        .sources(&[&src::TUTORIAL_ENABLE_SSPR_20240429, &src::LICENSING_GROUP_ADVANCED_20250115])
        .notes("Produces silent non-compliance without any error.")
        .limit("scope reaches nested members, licences do not")
        .felt(MomentSet::NEED, |v| {
            let short = v.case.need().is_some_and(|need| !need.holds);
            needs(v) && short && v.case.person.licences.out_of_reach
        })
        .examples(&[
            eg::applies("the scope reaches somebody whom the licences of the group do not", |c| {
                eg::hybrid(c);
                eg::need(c).holds = false;
                (c.person.nested, c.person.licences.out_of_reach) = (true, true);
            }),
            eg::silent("the person is a member of the licensed group itself", |c| {
                eg::hybrid(c);
                eg::need(c);
                c.person.licences.from_group = true;
            }),
        ]),
    rule("need-mixed-tiers", Context)
        .given("mixed tiers")
        .says("buy P2 for some and P1 for others; scope risk policies to P2 holders")
        .basis(Basis::Derived)
        .sources(&[&src::CONCEPT_SSPR_LICENSING_20250304_2, &src::MODELLING_CHOICE_20261122]),
    rule("need-excludes-shared-mailboxes", Decision)
        .given("shared, room and resource mailboxes")
        .says("need no user licence up to 50 GB and nobody resets their password: leave them out")
        .numbers("mailbox_gb: 50")
        .basis(Basis::Derived)
        .sources(&[&src::SUBSCRIPTIONS_AND_LICENSES_20250106, &src::MODELLING_CHOICE_20261122])
        .refuses(MomentSet::NEED, None, |v| of_kind(v, &[AccountKind::SharedMailbox, AccountKind::Room]))
        .examples(&[
            eg::blocks("a shared mailbox is counted", |c| eg::need(c).kind = AccountKind::SharedMailbox),
            eg::holds("the same where everyone in scope counts", |c| eg::need(c).kind = AccountKind::SharedMailbox)
                .under(&[("licence-need-counts", "everyone-in-scope")]),
            eg::holds("a person's account is counted", |c| {
                eg::need(c);
            }),
        ]),
    rule("trial-ends-with-billing", Context)
        .given("trial ends with recurring billing on")
        .says("billing starts")
        .sources(&[&src::WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206]),
    rule("trial-marker", Context)
        .given("trial marker")
        .says("companySubscription.isTrial")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("trial-entra-suite", Context)
        .given("Entra Suite trial")
        .says("needs P1 or a product that includes it")
        .sources(&[&src::TRY_MICROSOFT_ENTRA_SUITE_20240808]),
    rule("price-needs-a-date", Context)
        .given("as-of rule")
        .says("every comparison must carry a date: list prices moved on 1 July 2026 and bite at the next renewal")
        .numbers("effective: 2026-07-01")
        .since(2026, 7, 1)
        .sources(&[&src::PRICES_CSV_2026]),
    rule("price-business-standard-to-writeback", Limit)
        .given("cheapest way to writeback for Business Standard users under 300 seats")
        .says("Business Premium 22.00 against Business Standard 14.00 + P1 6.00 = 20.00 after July 2026")
        .numbers("premium: 22.0, standard_plus_p1: 20.0, old_standard_plus_p1: 18.5")
        .since(2026, 7, 1)
        .basis(Basis::Derived)
        .sources(&[&src::PRICES_CSV_2026])
        .notes("Premium costs 2.00 more and adds Intune and more; before July 2026 the gap was 22.00 to 18.50.")
        .limit("the price table, day by day")
        .figures(&[
            figure("premium", || price("SPB", NEW_PRICES)),
            figure("standard_plus_p1", || {
                price("O365_BUSINESS_PREMIUM", NEW_PRICES) + price("AAD_PREMIUM", NEW_PRICES)
            }),
            figure("old_standard_plus_p1", || {
                price("O365_BUSINESS_PREMIUM", OLD_PRICES) + price("AAD_PREMIUM", OLD_PRICES)
            }),
        ]),
    rule("price-office-365-e3-plus-p1", Limit)
        .given("Office 365 E3 plus P1")
        .says("26.00 + 6.00 = 32.00 against Microsoft 365 E3 at 39.00")
        .numbers("sum: 32.0, m365e3: 39.0")
        .since(2026, 7, 1)
        .basis(Basis::Derived)
        .sources(&[&src::PRICES_CSV_2026])
        .limit("the price table, day by day")
        .figures(&[
            figure("sum", || price("ENTERPRISEPACK", NEW_PRICES) + price("AAD_PREMIUM", NEW_PRICES)),
            figure("m365e3", || price("SPE_E3", NEW_PRICES)),
        ]),
    rule("price-frontline-f1", Limit)
        .given("frontline")
        .says("Microsoft 365 F1 holds P1 at 3.00, half the price of P1 alone at 6.00")
        .numbers("f1: 3.0, p1: 6.0")
        .since(2026, 7, 1)
        .basis(Basis::Derived)
        .sources(&[&src::PRICES_CSV_2026, &src::CONVERSIONTABLE_CSV_20260729])
        .notes("F1 is limited to frontline eligibility: check terms.")
        .limit("the price table, day by day")
        .figures(&[
            figure("f1", || price("M365_F1_COMM", NEW_PRICES)),
            figure("p1", || price("AAD_PREMIUM", NEW_PRICES)),
        ]),
    rule("price-annual-billed-monthly", Limit)
        .given("annual term billed monthly")
        .says("about 5 percent more")
        .numbers("percent: 5")
        .sources(&[&src::PRICES_CSV_2026])
        .notes("Third-party page, June 2026.")
        .limit("what a year billed monthly costs more than the list price")
        .figures(&[figure("percent", || surcharge(Commitment::AnnualBilledMonthly) * 1_000_000)]),
    rule("price-month-to-month", Limit)
        .given("month-to-month term")
        .says("20 percent more than annual in 2022")
        .numbers("percent: 20")
        .sources(&[&src::PRICES_CSV_2026])
        .notes("Third-party pages of 2022; not checked again for 2026.")
        .limit("what a month at a time costs more than the list price")
        .figures(&[figure("percent", || surcharge(Commitment::Monthly) * 1_000_000)]),
    rule("price-business-seat-cap", Limit)
        .given("Business plans cap")
        .says("Business Basic, Standard, Premium and Apps for business take at most 300 users")
        .numbers("max_users: 300")
        .sources(&[&src::S_5_UNDATED])
        .refuses(MomentSet::SUBSCRIBE, None, |v| {
            v.case
                .subscribe()
                .is_some_and(|one| one.capped && one.units > BUSINESS_SEATS && one.units > one.units_before)
        })
        .examples(&[
            eg::blocks("301 seats of Business Premium are bought", |c| {
                eg::subscribe(c).capped = true;
                eg::subscribe(c).units = 301;
            }),
            eg::holds("300 seats of Business Premium are bought", |c| {
                eg::subscribe(c).capped = true;
                eg::subscribe(c).units = 300;
            }),
            eg::holds("301 seats of Microsoft 365 E3 are bought", |c| eg::subscribe(c).units = 301),
        ])
        .figures(&[figure("max_users", || u64::from(BUSINESS_SEATS) * 1_000_000)]),
    rule("price-not-in-graph", Context)
        .given("prices not exposed")
        .says("Graph has no price field; only skuPartNumber and counts")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
];

/// Whether an account counts among those that need a licence of P1 level.
pub(crate) fn needs_licence(book: &Book, case: &Case) -> bool {
    let verdict = decide(book, case, &mut ());
    verdict.passes() && needs(&View { case, terms: &verdict.terms, book })
}

/// The account is of a kind that is left out of the count, unless everyone in scope counts.
fn of_kind(v: &View<'_>, kinds: &[AccountKind]) -> bool {
    v.case.need().is_some_and(|need| kinds.contains(&need.kind)) && !v.book.assumed.everyone_in_scope_counts
}

/// Days of grace by default, of a trial's grace and of a partner's.
const EXPIRED_DAYS: u16 = 30;
/// Days past grace by default.
const DISABLED_DAYS: u16 = 90;
/// Days of grace after a term of several years.
const LONG_GRACE_DAYS: u16 = 90;
/// Days past grace under an Enterprise Agreement.
const AGREEMENT_INACTIVE_DAYS: u16 = 60;
/// Days of a trial of Entra ID P1 or P2.
const TRIAL_DAYS: u16 = 30;
/// Days from purchase or renewal within which a subscription can be given back.
pub const CANCELLATION_DAYS: u16 = 7;
/// Seats of a product for small organisations.
pub const BUSINESS_SEATS: u32 = 300;

fn days(count: u16) -> u64 {
    u64::from(count) * 1_000_000
}

/// Whether a product is sold to small organisations only; source: rule `price-business-seat-cap`.
#[must_use]
pub fn is_capped(sku: SkuId) -> bool {
    const FAMILIES: [&str; 4] = ["Business Basic", "Business Standard", "Business Premium", "Apps for Business"];
    let name = TABLE.product(sku).name;
    name.starts_with("Microsoft 365") && FAMILIES.iter().any(|family| name.contains(family))
}

/// The state after one that has ended.
const fn following(state: SubscriptionStatus) -> SubscriptionStatus {
    match state {
        SubscriptionStatus::Enabled => SubscriptionStatus::Warning,
        SubscriptionStatus::Warning => SubscriptionStatus::Suspended,
        SubscriptionStatus::Suspended | SubscriptionStatus::LockedOut | SubscriptionStatus::Deleted => {
            SubscriptionStatus::Deleted
        }
    }
}

/// The subscription comes into this state.
fn enters(v: &View<'_>, state: SubscriptionStatus) -> bool {
    v.terms.state == state && v.case.subscribe().is_some_and(|one| one.from != state)
}

/// Billing says this of a subscription whose date has come.
fn billed(case: &mut Case, billing: Billing) {
    eg::subscribe(case).billing = Some(billing);
}

/// The customer cancels a monthly subscription.
fn cancelled(case: &mut Case) -> &mut SubscribeFacts {
    let facts = eg::subscribe(case);
    (facts.due, facts.cancelled, facts.term) = (false, true, TermLength::Monthly);
    facts
}

/// The term of a subscription that its partner had suspended ends.
fn suspended_by_partner(case: &mut Case) {
    let facts = eg::subscribe(case);
    (facts.channel, facts.from, facts.partner_suspended) = (Channel::Partner, SubscriptionStatus::Suspended, true);
}

/// A partner's subscription in grace is put in force again.
fn reactivated(case: &mut Case) {
    let facts = eg::subscribe(case);
    (facts.due, facts.channel, facts.from) = (false, Channel::Partner, SubscriptionStatus::Warning);
    facts.wanted = Some(SubscriptionStatus::Enabled);
}

/// The first day of the prices of 2026.
const NEW_PRICES: Date = Date::new(2026, 7, 1);

/// The last day of the prices before them.
const OLD_PRICES: Date = Date::new(2026, 6, 30);

/// The list price of a product on a day, in millionths of a US dollar; 0 where it is unknown.
fn price(part_number: &str, day: Date) -> u64 {
    let cents = TABLE.sku(part_number).and_then(|sku| monthly_cents(&PRICES, sku, day, Commitment::Annual));
    cents.unwrap_or_default() * 10_000
}

/// What a commitment costs more than the list price, in percent.
///
/// Source: rules `price-annual-billed-monthly` and `price-month-to-month`.
#[must_use]
pub const fn surcharge(commitment: Commitment) -> u64 {
    match commitment {
        Commitment::Annual => 0,
        Commitment::AnnualBilledMonthly => 5,
        Commitment::Monthly => 20,
    }
}

/// What a seat of a product costs a month on a day, in US cents rounded up; none where the table does not know.
#[must_use]
pub fn monthly_cents(prices: &Prices, sku: SkuId, day: Date, commitment: Commitment) -> Option<u64> {
    let list = u64::from(prices.on(sku, day)?.cents?);
    Some((list * (100 + surcharge(commitment))).div_ceil(100))
}
