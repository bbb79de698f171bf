//! Direct and group assignment, usage location.

use crate::model::role::{Role, RoleSet};
use crate::rules::case::{AssignFacts, Case, MomentSet};
use crate::rules::example as eg;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Do, Rule, View, figure, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("assign-direct-fails-at-once", Decision)
        .given("direct assignment fails (no seats, conflicting plans)")
        .says("failure is returned at once to the admin")
        .shows("error on save")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730])
        .refuses(MomentSet::ASSIGN, None, |v| {
            gives(v, |one| {
                one.by_hand() && (!one.seat_free || one.conflicts || one.lacks || one.prohibited || one.only_once)
            })
        })
        .examples(&[
            eg::blocks("no seat is free for a direct assignment", |c| eg::assign(c).seat_free = false),
            eg::blocks("a plan excludes one of another product that the person holds", |c| {
                eg::assign(c).conflicts = true;
            }),
            eg::blocks("the product is not allowed where the person is", |c| eg::assign(c).prohibited = true),
            eg::holds("a seat is free for a direct assignment", |c| eg::assign(c).seat_free = true),
        ]),
    rule("assign-only-in-m365-admin-center", Context)
        .given("portal for assigning")
        .says(
            "since 1 September 2024 only the Microsoft 365 admin center UI assigns licences; Entra and Azure \
            portals no longer do; API and PowerShell unchanged",
        )
        .shows("licence buttons missing in Entra")
        .numbers("effective: 2024-09-01")
        .since(2024, 9, 1)
        .sources(&[&src::LICENSING_CHANGE_20250312]),
    rule("assign-several-sources-one-seat", Decision)
        .given("user holds the same SKU from several sources")
        .says("one seat is consumed")
        .numbers("seats: 1")
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131])
        .effect(MomentSet::ASSIGN, |v| gives(v, |one| one.seat_free && (one.direct || one.inherited)), &[Do::Name])
        .examples(&[
            eg::applies("a group gives a product that the person holds directly", |c| joining(c).direct = true),
            eg::silent("the person does not hold the product", |c| {
                joining(c);
            }),
        ]),
    rule("assign-enabled-plans-add-up", Decision)
        .given("one SKU assigned twice with different disabled plans")
        .says("enabled plans add up: a plan is off only if every assignment of that SKU turns it off")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .limit("rights are the union of usable plans")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.switched_off && v.case.person.licences.on_in_same)
        .examples(&[
            eg::applies("one of two assignments of a product has the plan off", |c| {
                (c.person.licences.switched_off, c.person.licences.on_in_same) = (true, true);
            }),
            eg::silent("both assignments have it off", |c| c.person.licences.switched_off = true),
        ]),
    rule("assign-disabled-plan-keeps-seat", Decision)
        .given("service plan disabled inside a SKU")
        .says(
            "user still consumes the seat but has no right to that plan through that assignment; plan id sits in \
            disabledPlans",
        )
        .shows("feature-specific")
        .basis(Basis::Derived)
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .notes("Disabling AAD_PREMIUM inside Business Premium removes the user's own P1 entitlement.")
        .limit("a plan switched off gives no right")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.switched_off)
        .examples(&[
            eg::applies("the only product has its P1 plan switched off", |c| {
                (c.person.licences.switched_off, c.person.premium) = (true, false);
            }),
            eg::silent("every plan is on", |_| {}),
        ]),
    rule("assign-plan-from-another-sku", Decision)
        .given("P1 disabled in one SKU but enabled in another the user holds")
        .says("user keeps P1 through the other SKU")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .limit("rights are the union of usable plans")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.switched_off && v.case.person.licences.on_elsewhere)
        .examples(&[
            eg::applies("one product has its P1 plan off and another has it on", |c| {
                (c.person.licences.switched_off, c.person.licences.on_elsewhere) = (true, true);
            }),
            eg::silent("no other product has it on", |c| {
                (c.person.licences.switched_off, c.person.premium) = (true, false);
            }),
        ]),
    rule("assign-remove-direct-keeps-inherited", Decision)
        .given("removing a directly assigned licence")
        .says("does not touch licences inherited from groups")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .effect(MomentSet::ASSIGN, |v| takes(v, |one| one.by_hand() && one.direct && one.inherited), &[Do::Name])
        .examples(&[
            eg::applies("a licence held directly and through a group is taken away", |c| {
                let facts = eg::assign(c);
                (facts.removing, facts.direct, facts.inherited) = (true, true, true);
            }),
            eg::silent("a licence held only directly is taken away", |c| {
                let facts = eg::assign(c);
                (facts.removing, facts.direct) = (true, true);
            }),
        ]),
    rule("assign-inherited-not-editable", Decision)
        .given("user inherits a licence")
        .says("cannot be changed or removed on the user; change the group or leave it")
        .shows("greyed check boxes")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_CHANGE_LICENSES_20240823])
        .refuses(MomentSet::ASSIGN, None, |v| takes(v, |one| one.by_hand() && one.inherited && !one.direct))
        .examples(&[
            eg::blocks("a licence that a group gives is taken from the person", |c| {
                eg::assign(c).removing = true;
                eg::assign(c).inherited = true;
            }),
            eg::holds("a direct licence is taken from the person", |c| eg::assign(c).removing = true),
        ]),
    rule("assign-new-plan-on-by-default", Decision)
        .given("new service plan added by Microsoft to a SKU")
        .says("enabled by default in all groups holding the SKU")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .effect(MomentSet::SUBSCRIBE, |v| v.case.subscribe().is_some_and(|one| one.plan_added), &[Do::Name])
        .examples(&[
            eg::applies("the vendor adds a plan to a product", |c| eg::subscribe(c).plan_added = true),
            eg::silent("nothing is added", |c| {
                eg::subscribe(c);
            }),
        ]),
    rule("assign-swap-in-one-request", Decision)
        .given("replace one licence by another in one request")
        .says("removal and assignment happen together, so no gap and no conflict")
        .sources(&[&src::LICENSING_GROUPS_CHANGE_LICENSES_20240823])
        .effect(MomentSet::ASSIGN, |v| gives(v, |one| one.replaces), &[Do::Name])
        .examples(&[
            eg::applies("one product takes the place of another", |c| eg::assign(c).replaces = true),
            eg::silent("one product is given", |c| {
                eg::assign(c);
            }),
        ]),
    rule("assign-automatic-plan-change", Timing)
        .given("automatic plan change of the whole subscription")
        .says(
            "all users move, all services of the new plan are switched on: earlier per-user disabled plans are \
            lost; can take up to an hour; no user interruption",
        )
        .numbers("max_minutes: 60")
        .sources(&[&src::UPGRADE_TO_DIFFERENT_PLAN_20241205])
        .effect(MomentSet::SUBSCRIBE, |v| v.case.subscribe().is_some_and(|one| one.moved), &[Do::Name])
        .examples(&[
            eg::applies("everybody is moved to another product", |c| eg::subscribe(c).moved = true),
            eg::silent("nobody is moved", |c| {
                eg::subscribe(c);
            }),
        ])
        .figures(&[figure("max_minutes", || u64::from(PLAN_CHANGE_MINUTES) * 1_000_000)]),
    rule("assign-downgrade-is-manual", Decision)
        .given("change to a plan with fewer data services")
        .says("automatic change is not offered; do it manually")
        .shows("target plan not listed")
        .basis(Basis::Derived)
        .sources(&[&src::UPGRADE_TO_DIFFERENT_PLAN_20241205])
        .notes("Moving Microsoft 365 E3 to Business Standard is such a manual downgrade.")
        .refuses(MomentSet::SUBSCRIBE, None, |v| v.case.subscribe().is_some_and(|one| one.moved && one.fewer_services))
        .examples(&[
            eg::blocks("the other product has the smaller mailbox", |c| {
                eg::subscribe(c).moved = true;
                eg::subscribe(c).fewer_services = true;
            }),
            eg::holds("the other product has no less of any service", |c| eg::subscribe(c).moved = true),
        ]),
    rule("assign-twenty-users-per-page", Context)
        .given("assign in admin center")
        .says("at most 20 users at a time on the Licenses page")
        .numbers("max_users: 20")
        .sources(&[&src::ASSIGN_LICENSES_TO_USERS_UNDATED]),
    rule("assign-conflict-after-seat-cut", Decision)
        .given("more assigned than owned after a seat cut")
        .says("licence conflict shown in the Status column; fix by buying seats or removing licences")
        .shows("one or more users need a valid licence")
        .sources(&[&src::RESOLVE_LICENSE_CONFLICTS_UNDATED])
        .effect(
            MomentSet::SUBSCRIBE,
            |v| v.case.subscribe().is_some_and(|one| one.units < one.units_before && one.units < one.assigned),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("twenty of thirty seats in use are left", |c| {
                let facts = eg::subscribe(c);
                (facts.units_before, facts.units, facts.assigned) = (30, 20, 30);
            }),
            eg::silent("as many seats are left as are in use", |c| {
                let facts = eg::subscribe(c);
                (facts.units_before, facts.units, facts.assigned) = (30, 20, 20);
            }),
        ]),
    rule("assign-state-values", Context)
        .given("licenseAssignmentState.state")
        .says("Active, ActiveWithError, Disabled, Error")
        .sources(&[&src::LICENSEASSIGNMENTSTATE_UNDATED]),
    rule("assign-join-by-sku-guid", Context)
        .given("skuId join")
        .says(
            "assignedLicenses.skuId equals subscribedSkus.skuId and the GUID column of skus.csv; assignedLicenses \
            does not tell direct from inherited, licenseAssignmentStates does",
        )
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("assign-only-user-skus", Decision)
        .given("subscribedSku.appliesTo")
        .says("only SKUs with User as target can be assigned; Company SKUs apply to the tenant")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |one| !one.for_users))
        .examples(&[
            eg::blocks("a product for the company is assigned", |c| eg::assign(c).for_users = false),
            eg::holds("a product for people is assigned", |c| {
                eg::assign(c);
            }),
        ]),
    rule("assign-plan-usable-at-success", Decision)
        .given("servicePlan provisioningStatus")
        .says("Success, Disabled, Error, PendingInput, PendingActivation, PendingProvisioning")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .notes("Count a plan as usable only at Success.")
        .limit("assignments in error give no right")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.in_error)
        .examples(&[
            eg::applies("the assignment of the only product with P1 is in error", |c| {
                (c.person.licences.in_error, c.person.premium) = (true, false);
            }),
            eg::silent("no assignment is in error", |_| {}),
        ]),
    rule("assign-string-ids-not-unique", Context)
        .given("two string ids, one GUID space")
        .says("MCOPSTN5 names two GUIDs; some string ids hold blanks or non-breaking blanks in the public table")
        .numbers("duplicated_string_ids: 1")
        .sources(&[&src::CONVERSIONTABLE_CSV_20260729]),
    rule("assign-roles", Context)
        .given("who may do what")
        .says(
            "assign and unassign: Global, License, User admin; buy: Global, Billing admin; a Billing admin cannot \
            assign, a License admin cannot buy",
        )
        .sources(&[&src::SUBSCRIPTIONS_AND_LICENSES_20250106])
        .refuses(MomentSet::ASSIGN.and(MomentSet::SUBSCRIBE), None, |v| {
            let assigns = v.case.assign().is_some_and(|one| one.without_role && !one.to_group);
            assigns || v.case.subscribe().is_some_and(|one| one.without_role)
        })
        .examples(&[
            eg::blocks("a Billing Administrator assigns a licence", |c| {
                eg::assign(c).without_role = !may_assign(roles_of("Billing Administrator"));
            }),
            eg::holds("a License Administrator does", |c| {
                eg::assign(c).without_role = !may_assign(roles_of("License Administrator"));
            }),
            eg::blocks("a License Administrator buys seats", |c| {
                eg::subscribe(c).without_role = !may_buy(roles_of("License Administrator"));
            }),
            eg::holds("a Billing Administrator does", |c| {
                eg::subscribe(c).without_role = !may_buy(roles_of("Billing Administrator"));
            }),
        ]),
    rule("group-licence-first-level-members", Decision)
        .given("licence put on a group")
        .says("every first-level user member gets it; members who leave lose it, usually within minutes")
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131])
        .limit("direct members of a group get its licences")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.from_group)
        .examples(&[
            eg::applies("the person is a member of a group with licences", |c| c.person.licences.from_group = true),
            eg::silent("the person is a member of no such group", |_| {}),
        ]),
    rule("group-licence-nested-ignored", Decision)
        .given("group contains another group")
        .says("members of the inner group get nothing")
        .shows("inner users stay unlicensed")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::MANAGE_GROUP_LICENSES_20240909])
        .limit("members of inner groups get nothing")
        .felt(MomentSet::OFFER, |v| v.case.person.licences.out_of_reach && !v.case.person.licences.from_group)
        .examples(&[
            eg::applies("the person is a member of a group inside a group with licences", |c| {
                c.person.licences.out_of_reach = true
            }),
            eg::silent("the person is a member of the group itself", |c| c.person.licences.from_group = true),
        ]),
    rule("group-licence-allowed-kinds", Decision)
        .given("allowed group kinds")
        .says(
            "security groups (cloud, synced, dynamic) and Microsoft 365 groups with securityEnabled true; the admin \
            center page also lists mail-enabled security groups",
        )
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::MANAGE_GROUP_LICENSES_20240909])
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |one| one.to_group && !one.group_kind))
        .examples(&[
            eg::blocks("a licence is put on a distribution list", |c| {
                eg::assign(c).to_group = true;
                eg::assign(c).group_kind = false;
            }),
            eg::holds("a licence is put on a security group", |c| eg::assign(c).to_group = true),
        ]),
    rule("group-licence-count-violation", Decision)
        .given("error CountViolation")
        .says("not enough seats for the product; remaining members in error")
        .shows("group shows errors and issues")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730])
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| !one.seat_free))
        .examples(&[
            eg::blocks("a member is left without a seat", |c| joining(c).seat_free = false),
            eg::holds("a member finds a seat", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-mutually-exclusive", Decision)
        .given("error MutuallyExclusiveViolation")
        .says("a plan in the group product conflicts with a plan the user has from another product; admin must decide")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.conflicts))
        .examples(&[
            eg::blocks("a plan of the group's product excludes one that the member holds", |c| {
                joining(c).conflicts = true;
            }),
            eg::holds("no plan excludes another", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-dependency", Decision)
        .given("error DependencyViolation")
        .says("a plan being removed (or added) is needed by a plan of another product")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.lacks) || breaks_another(v))
        .general()
        .examples(&[
            eg::blocks("a plan needs one that the member does not hold", |c| joining(c).lacks = true),
            eg::blocks("a plan that another product needs is taken away", leaving_needed),
            eg::holds("it is taken away and becomes a direct licence", leaving_needed)
                .under(&[("group-licence-dependent-removal", "converted-to-direct")]),
        ]),
    rule("group-licence-location-prohibited", Decision)
        .given("error ProhibitedInUsageLocationViolation")
        .says("service not allowed in the user's usage location")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.prohibited))
        .examples(&[
            eg::blocks("the service is not allowed where the member is", |c| joining(c).prohibited = true),
            eg::holds("the service is allowed where the member is", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-uniqueness", Decision)
        .given("error UniquenessViolation")
        .says("listed by Graph; a public tool reads it as the licence being assignable only once per user")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSEASSIGNMENTSTATE_UNDATED, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("Docs page describes the duplicate proxy address problem without naming this code.")
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.only_once))
        .examples(&[
            eg::blocks("the member carries an assignment that says it can be made only once", |c| {
                joining(c).only_once = true;
            }),
            eg::holds("the member carries no such assignment", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-other-error", Decision)
        .given("error Other")
        .says("usually caused by an error of another licence on the same group")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.other_fails))
        .examples(&[
            eg::blocks("another product of the group has no seat for the member", |c| joining(c).other_fails = true),
            eg::holds("every product of the group can be given", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-one-fails-all-fail", Decision)
        .given("several products on one group and one fails for a user")
        .says("the other products of that group are not given to that user either")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("Makes P1 on the same group as a short product dangerous: shortage of one blocks both.")
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| one.other_fails))
        .examples(&[
            eg::blocks("another product of the group has no seat for the member", |c| joining(c).other_fails = true),
            eg::holds("every product of the group can be given", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-background-processing", Context)
        .given("background processing")
        .says("errors are stored on the user, not returned; original intent is kept")
        .shows("All licenses assigned, In progress, or Errors and issues")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-processing-states", Context)
        .given("group.licenseProcessingState")
        .says("QueuedForProcessing, ProcessingInProgress, ProcessingComplete")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("group-licence-find-errors", Context)
        .given("find groups with errors")
        .says("filter hasMembersWithLicenseErrors eq true; the property is never returned")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("group-licence-reprocess", Decision)
        .given("after fixing a cause")
        .says("reprocess the user; admin center handles 20 users at once")
        .shows("Reprocess button")
        .numbers("max_users: 20, max_groups_per_assign: 20, page_size: 999")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303, &src::MANAGE_GROUP_LICENSES_20240909])
        .refuses(MomentSet::ASSIGN, None, |v| v.case.assign().is_some_and(|one| one.reprocessed > MOST_REPROCESSED))
        .examples(&[
            eg::blocks("twenty-one people are reprocessed at once", |c| eg::assign(c).reprocessed = 21),
            eg::holds("twenty people are reprocessed at once", |c| eg::assign(c).reprocessed = 20),
        ])
        .figures(&[figure("max_users", || u64::from(MOST_REPROCESSED) * 1_000_000)]),
    rule("group-licence-delete-refused", Decision)
        .given("delete a licensed group")
        .says("refused until its licences are removed")
        .shows("deletion error")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .refuses(MomentSet::MANAGE, None, |v| {
            v.case.manage().is_some_and(|one| one.deletes_group && one.group_licensed)
        })
        .examples(&[
            eg::blocks("a licensed group is deleted", |c| {
                eg::manage(c).deletes_group = true;
                eg::manage(c).group_licensed = true;
            }),
            eg::holds("a group without licences is deleted", |c| eg::manage(c).deletes_group = true),
        ]),
    rule("group-licence-dependent-removal", Decision)
        .given("licences removed from a group while a user has a dependent licence")
        .says("2025 text: all licences of that group go to error state on the user until solved and reprocessed")
        .basis(Basis::Disputed)
        .assumes("group-licence-dependent-removal")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("2024 text: the inherited licence becomes a direct one. 2025 text preferred.")
        .refuses(MomentSet::ASSIGN, None, breaks_another)
        .examples(&[
            eg::blocks("a plan that another product needs is taken away", leaving_needed),
            eg::holds("it is taken away and becomes a direct licence", leaving_needed)
                .under(&[("group-licence-dependent-removal", "converted-to-direct")]),
        ]),
    rule("group-licence-large-groups", Context)
        .given("large group")
        .says("over 24 hours for up to 60,000 users deserves a support case; 100,000 users can slow directory sync")
        .numbers("slow_hours: 24, group_size: 60000, large: 100000")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("group-licence-add-on-prerequisite", Message)
        .given("add-on product on a group")
        .says("the prerequisite plan must be on the same group")
        .shows("notice that the service needs another service")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |one| one.to_group && one.lacks))
        .examples(&[
            eg::blocks("an add-on is put on a group without the plan that it needs", |c| {
                eg::assign(c).to_group = true;
                eg::assign(c).lacks = true;
            }),
            eg::holds("an add-on is put on a group with that plan", |c| eg::assign(c).to_group = true),
        ]),
    rule("group-licence-dynamic-rule-edit", Decision)
        .given("dynamic group rule edited")
        .says("users who stop matching lose the licence at re-evaluation")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .effect(MomentSet::MANAGE, |v| v.case.manage().is_some_and(|one| one.edits_membership), &[Do::Name])
        .examples(&[
            eg::applies("the rule of a dynamic group is edited", |c| eg::manage(c).edits_membership = true),
            eg::silent("a group is deleted", |c| eg::manage(c).deletes_group = true),
        ]),
    rule("group-licence-static-to-dynamic", Decision)
        .given("static group turned into dynamic")
        .says("all members are dropped first, then the rule adds members")
        .shows("temporary loss of service")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .effect(
            MomentSet::MANAGE,
            |v| v.case.manage().is_some_and(|one| one.edits_membership && one.was_static),
            &[Do::Name],
        )
        .examples(&[
            eg::applies("a group filled by hand gets a rule", |c| {
                eg::manage(c).edits_membership = true;
                eg::manage(c).was_static = true;
            }),
            eg::silent("the rule of a dynamic group is edited", |c| eg::manage(c).edits_membership = true),
        ]),
    rule("group-licence-needed-per-member", Decision)
        .given("group licensing rights")
        .says("a licence is needed for each unique member of all licensed groups, even if not assigned")
        .numbers("example_members: 1000, example_licences: 1000")
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131])
        .limit("the count of members of licensed groups in the licence counts")
        .felt(MomentSet::NEED, |v| v.case.person.licences.from_group)
        .examples(&[
            eg::applies("a member of a group with licences is counted", |c| {
                eg::need(c).holds = false;
                c.person.licences.from_group = true;
            }),
            eg::silent("the person is a member of no such group", |c| {
                eg::need(c);
            }),
        ]),
    rule("group-licence-audit", Effect)
        .given("audit trail")
        .says(
            "Set group license; Start applying group based license to users; Finish applying group based license to \
            users; Change user license",
        )
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .notes("Actor is the Microsoft Entra group-based licensing system account.")
        .effect(
            MomentSet::ASSIGN,
            |v| v.case.assign().is_some_and(|one| one.to_group),
            &[
                Do::Audit("Set group license"),
                Do::Audit("Start applying group based license to users"),
                Do::Audit("Finish applying group based license to users"),
            ],
        )
        .examples(&[
            eg::applies("a licence is put on a group", |c| eg::assign(c).to_group = true),
            eg::silent("a licence is given to a person", |c| {
                eg::assign(c);
            }),
        ]),
    rule("group-licence-roles", Context)
        .given("roles")
        .says("License Administrator or User Administrator; Groups Administrator cannot assign")
        .sources(&[&src::MANAGE_GROUP_LICENSES_20240909])
        .refuses(MomentSet::ASSIGN, None, |v| v.case.assign().is_some_and(|one| one.without_role && one.to_group))
        .examples(&[
            eg::blocks("a Groups Administrator puts a licence on a group", |c| {
                let facts = eg::assign(c);
                (facts.to_group, facts.without_role) = (true, !may_assign(roles_of("Groups Administrator")));
            }),
            eg::holds("a User Administrator does", |c| {
                let facts = eg::assign(c);
                (facts.to_group, facts.without_role) = (true, !may_assign(roles_of("User Administrator")));
            }),
        ]),
    rule("group-licence-concurrency-retry", Decision)
        .given("same licence processed at once through two groups")
        .says("LicenseAssignmentAttributeConcurrencyException in the audit log; service retries by itself")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730])
        .effect(MomentSet::ASSIGN, |v| joins(v, |one| one.at_once), &[Do::Audit("Change user license")])
        .examples(&[
            eg::applies("two groups give a member the same product at one instant", |c| joining(c).at_once = true),
            eg::silent("one group gives it", |c| {
                joining(c);
            }),
        ]),
    rule("group-licence-audit-retention", Context)
        .given("how long to look back for error records")
        .says("audit log keeps about 30 days in most cases, only seven in some tenants")
        .numbers("days: 30, days_free: 7")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("location-direct-required", Decision)
        .given("direct assignment, no usageLocation")
        .says("request refused")
        .shows("invalid usage location error to the admin")
        .sources(&[
            &src::PULUMI_AZUREAD_USERLICENSE_PAGE_20261013,
            &src::PARTNER_CENTER_DOTNET_SAMPLES_ISSUE_131_20261122,
            &src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122,
        ])
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |one| one.by_hand() && !one.has_location))
        .examples(&[
            eg::blocks("the person has no usage location", |c| eg::assign(c).has_location = false),
            eg::holds("the person has a usage location", |c| eg::assign(c).has_location = true),
            eg::holds("a group without one is given the licence", |c| {
                eg::assign(c).to_group = true;
                eg::assign(c).has_location = false;
            }),
        ]),
    rule("location-group-inherits-tenant", Decision)
        .given("group assignment, no usageLocation")
        .says("user inherits the location of the directory and gets the licence")
        .basis(Basis::Disputed)
        .assumes("missing-location-in-group")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .effect(MomentSet::ASSIGN, |v| joins(v, |one| !one.has_location), &[Do::Name])
        .examples(&[
            eg::applies("a member without a usage location gets the licence", |c| joining(c).has_location = false),
            eg::silent("a member with a usage location gets it", |c| {
                joining(c);
            }),
        ]),
    rule("location-group-keeps-existing", Decision)
        .given("group assignment, usageLocation already set")
        .says("value is never changed by the assignment")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .effect(MomentSet::ASSIGN, |v| joins(v, |one| one.has_location), &[Do::Name])
        .examples(&[
            eg::applies("a member with a usage location gets the licence", |c| {
                joining(c);
            }),
            eg::silent("a member without one gets it", |c| joining(c).has_location = false),
        ]),
    rule("location-two-letters", Limit)
        .given("usageLocation format")
        .says("two-letter ISO 3166 code")
        .numbers("letters: 2")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .refuses(MomentSet::MANAGE, None, |v| v.case.manage().is_some_and(|one| one.bad_location))
        .examples(&[
            eg::blocks("a usage location of three letters is to be saved", |c| eg::manage(c).bad_location = true),
            eg::holds("a usage location of two letters is to be saved", |c| {
                eg::manage(c);
            }),
        ])
        .figures(&[figure("letters", || LOCATION_LETTERS as u64 * 1_000_000)]),
    rule("location-missing-in-group-error", Decision)
        .given("admin center help lists missing location as a group error")
        .says("page says each user must have a location, while its own note says the tenant location is inherited")
        .basis(Basis::Disputed)
        .assumes("missing-location-in-group")
        .sources(&[&src::MANAGE_GROUP_LICENSES_20240909])
        .notes("The same page also says the tenant location is inherited. See location-group-inherits-tenant.")
        .refuses(MomentSet::ASSIGN, None, |v| joins(v, |one| !one.has_location) && v.book.assumed.location_is_error)
        .examples(&[
            eg::holds("a member without a usage location takes the tenant's", |c| joining(c).has_location = false),
            eg::blocks("the same where the page that calls it an error holds", |c| joining(c).has_location = false)
                .under(&[("missing-location-in-group", "error")]),
        ]),
    rule("location-other-attributes-optional", Context)
        .given("required user attributes")
        .says("first name, last name, other email and user type are not needed for assignment")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
];

/// Roles of which one is needed to assign and remove licences.
///
/// Source: rules `assign-roles` and `group-licence-roles`.
const MAY_ASSIGN: &[&str] = &["Global Administrator", "License Administrator", "User Administrator"];

/// Roles of which one is needed to buy and to change subscriptions.
///
/// Source: rule `assign-roles`.
const MAY_BUY: &[&str] = &["Global Administrator", "Billing Administrator"];

/// Whether one of these roles may assign licences.
pub(crate) fn may_assign(roles: RoleSet) -> bool {
    holds_one(roles, MAY_ASSIGN)
}

/// Whether one of these roles may buy.
pub(crate) fn may_buy(roles: RoleSet) -> bool {
    holds_one(roles, MAY_BUY)
}

fn holds_one(roles: RoleSet, names: &[&str]) -> bool {
    names.iter().filter_map(|name| Role::parse(name)).any(|role| roles.contains(role))
}

/// This role alone.
fn roles_of(name: &str) -> RoleSet {
    Role::parse(name).into_iter().collect()
}

/// Minutes after which everybody has been moved to another product.
pub const PLAN_CHANGE_MINUTES: u32 = 60;

/// Letters of a usage location.
const LOCATION_LETTERS: usize = 2;

/// Whether a text can be a usage location: two letters of ISO 3166.
///
/// Source: rule `location-two-letters`.
#[must_use]
pub fn is_location(text: &str) -> bool {
    text.len() == LOCATION_LETTERS && text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// People whose licences an administrator may have reprocessed at once.
const MOST_REPROCESSED: u16 = 20;

impl AssignFacts {
    /// An administrator gives or takes it directly.
    const fn by_hand(&self) -> bool {
        !self.to_group && !self.member && self.reprocessed == 0
    }
}

/// A licence is being given and this holds.
fn gives(v: &View<'_>, test: fn(&AssignFacts) -> bool) -> bool {
    v.case.assign().is_some_and(|assign| !assign.removing && assign.reprocessed == 0 && test(assign))
}

/// A licence is being taken away and this holds.
fn takes(v: &View<'_>, test: fn(&AssignFacts) -> bool) -> bool {
    v.case.assign().is_some_and(|assign| assign.removing && test(assign))
}

/// A group's licence is being given to a member and this holds.
fn joins(v: &View<'_>, test: fn(&AssignFacts) -> bool) -> bool {
    gives(v, |assign| assign.member) && gives(v, test)
}

/// The licence that a group gives is taken from a member while another product needs it, and that leaves an error.
fn breaks_another(v: &View<'_>) -> bool {
    takes(v, |one| one.member && one.needed) && v.book.assumed.dependent_removal_is_error
}

/// A group's licence on its way to a member.
fn joining(case: &mut Case) -> &mut AssignFacts {
    let facts = eg::assign(case);
    facts.member = true;
    facts
}

/// A group's licence on its way from a member whose other product needs it.
fn leaving_needed(case: &mut Case) {
    let facts = joining(case);
    (facts.removing, facts.inherited, facts.needed) = (true, true, true);
}
