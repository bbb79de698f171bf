//! Audit records in the shape of Microsoft Graph, and the usage and registration reports, of one lab.

mod common;

use serde_json::{Value, json};
use tenantlab::report::{View, audit, usage};
use tenantlab::rules::Book;
use tenantlab::sim;

/// What a report says of the lab about records.
fn made(report: fn(&View<'_>) -> String) -> Value {
    let labs = common::files("tests/cases-own/portal");
    let lab = labs.iter().find(|path| path.ends_with("who-may-be-told.yaml")).expect("the lab is in the project");
    let scenario = common::reading(lab).scenario.expect("the lab is sound");
    let (ledger, book) = (sim::run(&scenario), Book::new(&scenario.assumptions));
    serde_json::from_str(&report(&View::new(&scenario, &ledger, &book))).expect("JSON")
}

fn records() -> Vec<Value> {
    made(audit::audit_json)["value"].as_array().expect("a list").clone()
}

fn of<'a>(records: &'a [Value], activity: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["activityDisplayName"] == activity).collect()
}

#[test]
fn records_have_the_shape_of_a_directory_audit_and_stay_the_same() {
    let records = records();
    let mut ids: Vec<&str> = Vec::new();
    for record in &records {
        for key in ["id", "category", "correlationId", "result", "activityDisplayName", "activityDateTime"] {
            assert!(record[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {record}");
        }
        assert!(["success", "failure"].contains(&record["result"].as_str().expect("a word")), "{record}");
        assert!(record["resultReason"].is_string() && record["additionalDetails"].is_array(), "{record}");
        assert!(record["initiatedBy"]["user"]["userPrincipalName"].is_string(), "{record}");
        assert_eq!(record["targetResources"].as_array().map(Vec::len), Some(1), "{record}");
        ids.push(record["id"].as_str().expect("an id"));
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every id stands once");
    assert_eq!(records, self::records(), "the same run gives the same records");
}

#[test]
fn a_registration_leaves_a_record_for_each_method_under_another_service() {
    let records = records();
    let items = of(&records, "User registered security info");
    let reasons: Vec<&Value> = items.iter().map(|record| &record["resultReason"]).collect();
    assert_eq!(reasons, ["registered email", "registered mobile-phone"]);
    assert!(items.iter().all(|record| record["loggedByService"] == "Authentication Methods"));
}

#[test]
fn a_change_of_settings_names_old_and_new_values() {
    let records = records();
    let change = of(&records, "Self-service password reset policy changes");
    assert_eq!(
        change[0]["targetResources"][0]["modifiedProperties"],
        json!([
            {"displayName": "registration.reconfirm_days", "oldValue": "\"180\"", "newValue": "\"90\""},
            {"displayName": "notify.admins", "oldValue": "\"false\"", "newValue": "\"true\""},
        ])
    );
}

#[test]
fn operations_name_the_agent_and_the_sign_in_screen() {
    let records = records();
    let by_admin = of(&records, "Reset password (by admin)");
    let agent = json!({"key": "OnPremisesAgent", "value": "Microsoft Entra Connect"});
    assert_eq!(by_admin[0]["additionalDetails"], json!([agent]));
    let own = of(&records, "Reset password (self-service)");
    let details = own[0]["additionalDetails"].as_array().expect("a list");
    let keys: Vec<&Value> = details.iter().map(|detail| &detail["key"]).collect();
    assert_eq!(keys, ["OnPremisesAgent", "ipAddress", "ClientType"]);
    let unlocks = of(&records, "Unlock user account (self-service)");
    assert_eq!((unlocks.len(), &unlocks[0]["result"]), (1, &json!("success")));
}

#[test]
fn registration_details_flag_who_is_registered_enabled_and_capable() {
    let report = made(usage::usage_json);
    let rows = report["registration_details"].as_array().expect("a list");
    let row = |upn: &str| rows.iter().find(|row| row["userPrincipalName"] == upn);
    let flags = |upn: &str| {
        let row = row(upn).expect("a row");
        ["isSsprRegistered", "isSsprEnabled", "isSsprCapable", "mayStillResetUnverified"]
            .map(|key| row[key].as_bool().expect("a flag"))
    };
    assert_eq!(flags("ana@contoso.com"), [true, true, true, false]);
    assert_eq!(flags("ben@contoso.com"), [false, true, false, true], "only data of the directory, on 4 October 2026");
    assert_eq!(row("ana@contoso.com").expect("a row")["dataRegistered"], "Alternate email, Mobile phone");
    assert_eq!(row("cat@contoso.com"), None, "a deleted person has no row");
    assert_eq!((&report["capable"], &report["people"]), (&json!(1), &json!(3)));
}

#[test]
fn usage_counts_by_method_and_the_list_shows_what_is_an_hour_old() {
    let report = made(usage::usage_json);
    let day = &report["activity"]["24h"];
    assert_eq!(day["registrations"]["Email"], json!({"success": 1, "failure": 0}));
    assert_eq!(day["registrations"]["SMS"], json!({"success": 1, "failure": 0}));
    assert_eq!(day["operations"]["reset-password"], json!({"success": 1, "failure": 0}));
    assert_eq!(day["operations"]["unlock-account"], json!({"success": 1, "failure": 0}));
    let log = &report["audit_log"];
    let rows = log["rows"].as_array().expect("a list");
    let times: Vec<&str> = rows.iter().filter_map(|row| row["at"].as_str()).collect();
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "the latest first");
    assert_eq!(log["gone"], 0);
}
