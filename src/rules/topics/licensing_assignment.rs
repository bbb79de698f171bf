//! Direct and group assignment, usage location.

use crate::rules::case::{AssignFacts, MomentSet};
use crate::rules::example as eg;
use crate::rules::rule::Kind::{Context, Decision, Effect, Limit, Message, Timing};
use crate::rules::rule::{Basis, Rule, View, rule};
use crate::rules::sources as src;

/// The rules of this topic, in order of precedence.
pub(crate) const RULES: &[Rule] = &[
    rule("assign-direct-fails-at-once", Decision)
        .given("direct assignment fails (no seats, conflicting plans)")
        .says("failure is returned at once to the admin")
        .shows("error on save")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730])
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |assign| !assign.to_group && !assign.seat_free))
        .examples(&[
            eg::blocks("no seat is free for a direct assignment", |c| eg::assign(c).seat_free = false),
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
        .limit("seats are counted by person"),
    rule("assign-enabled-plans-add-up", Decision)
        .given("one SKU assigned twice with different disabled plans")
        .says("enabled plans add up: a plan is off only if every assignment of that SKU turns it off")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .limit("rights are the union of usable plans"),
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
        .limit("a plan switched off gives no right"),
    rule("assign-plan-from-another-sku", Decision)
        .given("P1 disabled in one SKU but enabled in another the user holds")
        .says("user keeps P1 through the other SKU")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .limit("rights are the union of usable plans"),
    rule("assign-remove-direct-keeps-inherited", Decision)
        .given("removing a directly assigned licence")
        .says("does not touch licences inherited from groups")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("assign-inherited-not-editable", Decision)
        .given("user inherits a licence")
        .says("cannot be changed or removed on the user; change the group or leave it")
        .shows("greyed check boxes")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_CHANGE_LICENSES_20240823])
        .refuses(MomentSet::ASSIGN, None, |v| v.case.assign().is_some_and(|assign| assign.removing && assign.inherited))
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
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("assign-swap-in-one-request", Decision)
        .given("replace one licence by another in one request")
        .says("removal and assignment happen together, so no gap and no conflict")
        .sources(&[&src::LICENSING_GROUPS_CHANGE_LICENSES_20240823]),
    rule("assign-automatic-plan-change", Timing)
        .given("automatic plan change of the whole subscription")
        .says(
            "all users move, all services of the new plan are switched on: earlier per-user disabled plans are \
            lost; can take up to an hour; no user interruption",
        )
        .numbers("max_minutes: 60")
        .sources(&[&src::UPGRADE_TO_DIFFERENT_PLAN_20241205]),
    rule("assign-downgrade-is-manual", Decision)
        .given("change to a plan with fewer data services")
        .says("automatic change is not offered; do it manually")
        .shows("target plan not listed")
        .basis(Basis::Derived)
        .sources(&[&src::UPGRADE_TO_DIFFERENT_PLAN_20241205])
        .notes("Moving Microsoft 365 E3 to Business Standard is such a manual downgrade."),
    rule("assign-twenty-users-per-page", Context)
        .given("assign in admin center")
        .says("at most 20 users at a time on the Licenses page")
        .numbers("max_users: 20")
        .sources(&[&src::ASSIGN_LICENSES_TO_USERS_UNDATED]),
    rule("assign-conflict-after-seat-cut", Decision)
        .given("more assigned than owned after a seat cut")
        .says("licence conflict shown in the Status column; fix by buying seats or removing licences")
        .shows("one or more users need a valid licence")
        .sources(&[&src::RESOLVE_LICENSE_CONFLICTS_UNDATED]),
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
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("assign-plan-usable-at-success", Decision)
        .given("servicePlan provisioningStatus")
        .says("Success, Disabled, Error, PendingInput, PendingActivation, PendingProvisioning")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122])
        .notes("Count a plan as usable only at Success.")
        .limit("assignments in error give no right"),
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
        .sources(&[&src::SUBSCRIPTIONS_AND_LICENSES_20250106]),
    rule("group-licence-first-level-members", Decision)
        .given("licence put on a group")
        .says("every first-level user member gets it; members who leave lose it, usually within minutes")
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131])
        .limit("direct members of a group get its licences"),
    rule("group-licence-nested-ignored", Decision)
        .given("group contains another group")
        .says("members of the inner group get nothing")
        .shows("inner users stay unlicensed")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::MANAGE_GROUP_LICENSES_20240909])
        .limit("members of inner groups get nothing"),
    rule("group-licence-allowed-kinds", Decision)
        .given("allowed group kinds")
        .says(
            "security groups (cloud, synced, dynamic) and Microsoft 365 groups with securityEnabled true; the admin \
            center page also lists mail-enabled security groups",
        )
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::MANAGE_GROUP_LICENSES_20240909]),
    rule("group-licence-count-violation", Decision)
        .given("error CountViolation")
        .says("not enough seats for the product; remaining members in error")
        .shows("group shows errors and issues")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730])
        .limit("members beyond the seats are left in error"),
    rule("group-licence-mutually-exclusive", Decision)
        .given("error MutuallyExclusiveViolation")
        .says("a plan in the group product conflicts with a plan the user has from another product; admin must decide")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-dependency", Decision)
        .given("error DependencyViolation")
        .says("a plan being removed (or added) is needed by a plan of another product")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-location-prohibited", Decision)
        .given("error ProhibitedInUsageLocationViolation")
        .says("service not allowed in the user's usage location")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-uniqueness", Decision)
        .given("error UniquenessViolation")
        .says("listed by Graph; a public tool reads it as the licence being assignable only once per user")
        .basis(Basis::Derived)
        .sources(&[&src::LICENSEASSIGNMENTSTATE_UNDATED, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("Docs page describes the duplicate proxy address problem without naming this code."),
    rule("group-licence-other-error", Decision)
        .given("error Other")
        .says("usually caused by an error of another licence on the same group")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-one-fails-all-fail", Decision)
        .given("several products on one group and one fails for a user")
        .says("the other products of that group are not given to that user either")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("Makes P1 on the same group as a short product dangerous: shortage of one blocks both.")
        .limit("one short product costs the member all of the group's"),
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
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303, &src::MANAGE_GROUP_LICENSES_20240909]),
    rule("group-licence-delete-refused", Decision)
        .given("delete a licensed group")
        .says("refused until its licences are removed")
        .shows("deletion error")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("group-licence-dependent-removal", Decision)
        .given("licences removed from a group while a user has a dependent licence")
        .says("2025 text: all licences of that group go to error state on the user until solved and reprocessed")
        .basis(Basis::Disputed)
        .assumes("group-licence-dependent-removal")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303])
        .notes("2024 text: the inherited licence becomes a direct one. 2025 text preferred."),
    rule("group-licence-large-groups", Context)
        .given("large group")
        .says("over 24 hours for up to 60,000 users deserves a support case; 100,000 users can slow directory sync")
        .numbers("slow_hours: 24, group_size: 60000, large: 100000")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("group-licence-add-on-prerequisite", Message)
        .given("add-on product on a group")
        .says("the prerequisite plan must be on the same group")
        .shows("notice that the service needs another service")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-dynamic-rule-edit", Decision)
        .given("dynamic group rule edited")
        .says("users who stop matching lose the licence at re-evaluation")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("group-licence-static-to-dynamic", Decision)
        .given("static group turned into dynamic")
        .says("all members are dropped first, then the rule adds members")
        .shows("temporary loss of service")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("group-licence-needed-per-member", Decision)
        .given("group licensing rights")
        .says("a licence is needed for each unique member of all licensed groups, even if not assigned")
        .numbers("example_members: 1000, example_licences: 1000")
        .sources(&[&src::CONCEPT_GROUP_BASED_LICENSING_20250131]),
    rule("group-licence-audit", Effect)
        .given("audit trail")
        .says(
            "Set group license; Start applying group based license to users; Finish applying group based license to \
            users; Change user license",
        )
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115])
        .notes("Actor is the Microsoft Entra group-based licensing system account."),
    rule("group-licence-roles", Context)
        .given("roles")
        .says("License Administrator or User Administrator; Groups Administrator cannot assign")
        .sources(&[&src::MANAGE_GROUP_LICENSES_20240909]),
    rule("group-licence-concurrency-retry", Decision)
        .given("same licence processed at once through two groups")
        .says("LicenseAssignmentAttributeConcurrencyException in the audit log; service retries by itself")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730]),
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
        .refuses(MomentSet::ASSIGN, None, |v| gives(v, |assign| !assign.to_group && !assign.has_location))
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
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115, &src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
    rule("location-group-keeps-existing", Decision)
        .given("group assignment, usageLocation already set")
        .says("value is never changed by the assignment")
        .sources(&[&src::LICENSING_GROUP_ADVANCED_20250115]),
    rule("location-two-letters", Limit)
        .given("usageLocation format")
        .says("two-letter ISO 3166 code")
        .numbers("letters: 2")
        .sources(&[&src::MICROSOFT_GRAPH_TYPES_2_43_1_20261122]),
    rule("location-missing-in-group-error", Decision)
        .given("admin center help lists missing location as a group error")
        .says("page says each user must have a location, while its own note says the tenant location is inherited")
        .basis(Basis::Disputed)
        .assumes("missing-location-in-group")
        .sources(&[&src::MANAGE_GROUP_LICENSES_20240909])
        .notes("The same page also says the tenant location is inherited. See location-group-inherits-tenant.")
        .limit("a member without a usage location gets nothing where the assumption says so"),
    rule("location-other-attributes-optional", Context)
        .given("required user attributes")
        .says("first name, last name, other email and user type are not needed for assignment")
        .sources(&[&src::LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303]),
];

/// A licence is being given and this holds.
fn gives(v: &View<'_>, test: fn(&AssignFacts) -> bool) -> bool {
    v.case.assign().is_some_and(|assign| !assign.removing && test(assign))
}
