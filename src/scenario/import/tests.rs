//! Small folders with awkward values.

use serde_json::{Value, json};

use crate::model::identity::Identity;
use crate::model::key::{GroupId, UserId};
use crate::model::licence::{Licence, LicenceError, SubscriptionStatus, TABLE};
use crate::model::method::Method;
use crate::model::policy::Member;

use super::*;

const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
const P1_PLAN: &str = "41781fb2-bc02-4b7c-bd55-b576c07bb09d";

fn user(id: &str, more: Value) -> Value {
    let mut user = json!({"id": id, "userPrincipalName": format!("{id}@contoso.com"), "accountEnabled": true});
    if let (Some(user), Value::Object(more)) = (user.as_object_mut(), more) {
        user.extend(more);
    }
    user
}

fn state(by: Option<&str>, disabled: &[&str], state: &str, error: Option<&str>) -> Value {
    json!({"skuId": E3, "assignedByGroup": by, "disabledPlans": disabled, "state": state, "error": error})
}

fn read(files: &[(&str, Value)]) -> Result<Imported, Vec<Problem>> {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, value)| ((*name).to_owned(), value.to_string().into_bytes())).collect();
    import(&files, None, Date::parse("2026-11-20"))
}

fn sound(files: &[(&str, Value)]) -> Imported {
    read(files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn count(imported: &Imported, part: &str) -> usize {
    let found = imported.notes.iter().find(|note| note.text.contains(part));
    found.map(|note| note.count).unwrap_or_else(|| panic!("no note with `{part}` in {:#?}", imported.notes))
}

fn e3(disabled: &[&str], error: Option<LicenceError>) -> Licence {
    let disabled_plans = disabled.iter().filter_map(|plan| TABLE.plan(plan)).collect();
    Licence { sku: TABLE.sku(E3).expect("a known product"), disabled_plans, error }
}

#[test]
fn pages_single_objects_and_other_letter_case_are_joined() {
    let imported = sound(&[
        ("users-1.json", json!({"value": [user("ana", json!({})), user("ana", json!({}))]})),
        ("Users-2.json", json!({"Id": "BEN", "UserPrincipalName": "Ben@Contoso.com", "AccountEnabled": "False"})),
        ("userRegistrationDetails.json", json!([{"id": "ben", "methodsRegistered": ["email"]}])),
    ]);
    let users = &imported.scenario.users;
    assert_eq!(users.len(), 2);
    assert!(!users[1].enabled && users[1].methods.email.is_some());
}

#[test]
fn two_people_of_one_name_are_a_problem() {
    let twice = json!([user("ana", json!({})), user("x", json!({"userPrincipalName": "ANA@contoso.com"}))]);
    let problems = read(&[("users.json", twice)]).expect_err("two of one name");
    assert!(problems[0].message.contains("ANA@contoso.com"), "{problems:?}");
}

#[test]
fn cycles_strangers_and_equal_names_of_groups_are_kept_apart() {
    let group = |id: &str, name: &str, members: Value| json!({"id": id, "displayName": name, "members": members});
    let imported = sound(&[
        ("users.json", json!([user("ana", json!({}))])),
        (
            "groups.json",
            json!([
                group("a", "Sales", json!([{"id": "b"}, {"id": "ana"}, {"id": "a"}, {"id": "ana"}])),
                group("b", "Sales", json!([{"id": "a"}, {"id": "gone", "@odata.type": "#microsoft.graph.user"}])),
                group("c", "Devices", json!([{"id": "pc", "@odata.type": "#microsoft.graph.device"}])),
                json!({"id": "d", "displayName": null}),
            ]),
        ),
    ]);
    let groups = &imported.scenario.tenant.groups;
    assert_eq!(
        groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>()[..3],
        ["Sales", "Sales (2)", "Devices"]
    );
    let members = [Member::Group(GroupId(1)), Member::User(UserId(0))];
    assert_eq!(count(&imported, "members of themselves"), 1);
    assert_eq!(groups[0].members, members);
    assert_eq!(imported.scenario.groups_of(UserId(0)), [GroupId(0), GroupId(1)]);
    assert_eq!((count(&imported, "does not hold (deleted"), count(&imported, "neither people nor groups")), (1, 1));
    assert_eq!((count(&imported, "without `members`"), count(&imported, "name were named")), (1, 2));
}

fn licensed() -> Imported {
    let people = json!([
        user("inherits", json!({"licenseAssignmentStates": [state(Some("g"), &[], "Active", None)]})),
        user("broken", json!({"licenseAssignmentStates": [state(Some("g"), &[], "Error", Some("CountViolation"))]})),
        user("unreached", json!({"licenseAssignmentStates": []})),
        user(
            "elsewhere",
            json!({"licenseAssignmentStates": [state(Some("no-such-group"), &[], "Active", Some("None"))]})
        ),
        user(
            "both",
            json!({"licenseAssignmentStates": [
            state(None, &[P1_PLAN], "Active", None), state(Some("g"), &[], "ActiveWithError", None)]})
        ),
        user(
            "shadowed",
            json!({"licenseAssignmentStates": [
            state(None, &[], "Error", Some("Other")), state(Some("g"), &[], "Active", None)]})
        ),
        user("wider", json!({"licenseAssignmentStates": [state(Some("h"), &[], "Active", None)]})),
        user("stateless", json!({"assignedLicenses": [{"skuId": E3, "disabledPlans": []}]})),
        user(
            "strange",
            json!({"assignedLicenses": [{"skuId": "00000000-0000-0000-0000-000000000001", "disabledPlans": []}]})
        ),
    ]);
    let id = |name: &str| json!({"id": name});
    let groups = json!([
        {"id": "g", "displayName": "G", "assignedLicenses": [{"skuId": E3, "disabledPlans": []}],
         "members": [id("inherits"), id("broken"), id("unreached"), id("both"), id("shadowed"), id("stateless")]},
        {"id": "h", "displayName": "H", "assignedLicenses": [{"skuId": E3, "disabledPlans": [P1_PLAN]}],
         "members": [id("wider")]},
    ]);
    let skus =
        json!([{"skuId": E3, "capabilityStatus": "Enabled", "consumedUnits": 9, "prepaidUnits": {"enabled": 2}}]);
    sound(&[("users.json", people), ("groups.json", groups), ("subscribedSkus.json", skus)])
}

#[test]
fn licences_stay_what_the_export_says_whichever_way_they_came() {
    let imported = licensed();
    let of = |upn: &str| {
        let id = imported.scenario.find(&format!("{upn}@contoso.com")).expect("a person");
        imported.scenario.users[id.index()].licences.clone()
    };
    for upn in ["inherits", "shadowed", "stateless", "strange"] {
        assert_eq!(of(upn), [], "{upn}");
    }
    assert_eq!(of("broken"), [e3(&[], Some(LicenceError::CountViolation))]);
    assert_eq!(of("unreached"), [e3(&[], Some(LicenceError::Other))]);
    assert_eq!(of("elsewhere"), [e3(&[], None)]);
    assert_eq!(of("both"), [e3(&[P1_PLAN], None)]);
    assert_eq!(of("wider"), [e3(&[], None)]);
    assert_eq!(count(&imported, "00000000-0000-0000-0000-000000000001"), 1);
    assert_eq!(count(&imported, "because the same product is active"), 1);
}

#[test]
fn seats_cover_the_direct_holders_that_a_scenario_asks_for() {
    let imported = licensed();
    assert_eq!(imported.scenario.tenant.subscriptions[0].units, 3);
    assert_eq!(count(&imported, "more direct holders than the 2 seats"), 1);
}

#[test]
fn a_product_without_a_subscription_gives_nothing_where_others_are_listed() {
    let held = json!([user("ana", json!({"assignedLicenses": [{"skuId": E3, "disabledPlans": null}]}))]);
    let none = sound(&[("users.json", held.clone()), ("subscribedSkus.json", json!([]))]);
    assert_eq!(none.scenario.tenant.subscriptions[0].status, SubscriptionStatus::Deleted);
    let silent = sound(&[("users.json", held)]);
    assert_eq!(silent.scenario.tenant.subscriptions[0].status, SubscriptionStatus::Enabled);
}

#[test]
fn only_trials_make_a_trial_tenant() {
    let trial = |is_trial: bool| {
        let subscription = json!({"skuId": E3, "status": "Enabled", "totalLicenses": 25, "isTrial": is_trial,
            "createdDateTime": "2026-11-01T09:00:00Z", "nextLifecycleDateTime": "2026-12-01T00:00:00Z"});
        let files = [("users.json", json!([user("ana", json!({}))])), ("subscriptions.json", json!([subscription]))];
        sound(&files).scenario.tenant.trial_started
    };
    assert_eq!((trial(true), trial(false)), (Date::parse("2026-11-01"), None));
}

#[test]
fn roles_come_from_people_groups_and_eligibilities() {
    let eligible = |who: &str, role: &str, until: Value| {
        let role = json!({"displayName": role});
        json!({"principalId": who, "endDateTime": until, "directoryScopeId": "/", "roleDefinition": role})
    };
    let imported = sound(&[
        ("users.json", json!([user("ana", json!({})), user("ben", json!({}))])),
        ("groups.json", json!([{"id": "g", "displayName": "G", "members": [{"id": "ben"}]}])),
        (
            "directoryRoles.json",
            json!([
            {"displayName": "Company Administrator", "members": [{"id": "ana"}, {"id": "app"}]},
            {"displayName": "User Administrator", "members": [{"id": "g"}]},
            {"displayName": "Our own role", "members": [{"id": "ana"}]}]),
        ),
        (
            "roleEligibilityScheduleInstances.json",
            json!([
                eligible("g", "Exchange Administrator", json!("2027-01-01T00:00:00Z")),
                eligible("ana", "Security Administrator", json!("2026-01-01T00:00:00Z")),
                eligible("ana", "Global Reader", Value::Null)
            ]),
        ),
    ]);
    let scenario = &imported.scenario;
    assert_eq!(scenario.users[0].roles.iter().map(|role| role.name()).collect::<Vec<_>>(), ["Global Administrator"]);
    assert_eq!(scenario.users[0].eligible_roles.len(), 1);
    assert!(scenario.users[1].eligible_roles[0].1.is_some());
    assert!(!scenario.tenant.groups[0].roles.is_empty());
    assert_eq!((count(&imported, "Our own role"), count(&imported, "ended before the start")), (1, 1));
}

#[test]
fn exclusions_become_groups_and_unknown_groups_reach_nobody() {
    let target = |id: &str| json!({"id": id, "targetType": "group"});
    let method = |id: &str, include: Value, exclude: Value| json!({"id": id, "state": "enabled", "includeTargets": include, "excludeTargets": exclude});
    let imported = sound(&[
        ("users.json", json!([user("ana", json!({})), user("ben", json!({}))])),
        ("groups.json", json!([{"id": "g", "displayName": "G", "members": [{"id": "ben"}]}])),
        (
            "authenticationMethodsPolicy.json",
            json!({"policyMigrationState": "migrationInProgress", "authenticationMethodConfigurations": [
            method("Email", json!([target("all_users")]), json!([])),
            method("Sms", json!([target("all_users")]), json!([target("g")])),
            method("Fido2", json!([target("gone")]), json!([])),
            method("Pigeon", json!([target("all_users")]), json!([]))]}),
        ),
    ]);
    let tenant = &imported.scenario.tenant;
    let policy = tenant.authentication_methods.as_deref().unwrap_or_default();
    assert_eq!(policy.iter().map(|target| target.method).collect::<Vec<_>>(), [Method::Email, Method::MobilePhoneText]);
    let made = &tenant.groups[policy[1].groups[0].index()];
    assert_eq!((made.name.as_str(), made.members.as_slice()), ("Sms without G", &[Member::User(UserId(0))][..]));
    assert_eq!((count(&imported, "Pigeon"), count(&imported, "on for nobody")), (1, 1));
}

#[test]
fn without_notes_hash_sync_and_one_healthy_server_are_assumed() {
    let synced =
        json!({"onPremisesSyncEnabled": true, "onPremisesDistinguishedName": "CN=A,DC=corp,DC=contoso,DC=com"});
    let imported =
        sound(&[("users.json", json!([user("ana", synced), user("ben", json!({"onPremisesSyncEnabled": false}))]))]);
    let scenario = &imported.scenario;
    assert_eq!(
        [scenario.users[0].identity, scenario.users[1].identity],
        [Identity::PasswordHashSync, Identity::CloudOnly]
    );
    let on_premises = scenario.on_premises.as_ref().expect("a forest");
    assert_eq!((on_premises.forests[0].name.as_str(), on_premises.sync.len()), ("corp.contoso.com", 1));
    assert_eq!(count(&imported, "password hash sync is assumed"), 1);
}

#[test]
fn settings_that_no_portal_saves_are_problems_of_the_notes() {
    let files = BTreeMap::from([("users.json".to_owned(), json!([user("ana", json!({}))]).to_string().into_bytes())]);
    let text = "start: 2026-11-20\ntenant: {sspr: {enabled: all, methods_required: 3}}\n";
    let problems = import(&files, Some(text.as_bytes()), None).expect_err("three methods");
    assert!(problems[0].message.contains("methods_required"), "{problems:?}");
}
