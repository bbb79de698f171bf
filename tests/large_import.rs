//! A large export, made up on the spot, is imported and foreseen in good time. Not run by default: it is a measurement.
#![expect(
    clippy::disallowed_types,
    clippy::print_stderr,
    reason = "a measurement reads the clock and says what it found"
)]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenantlab::model::price::PRICES;
use tenantlab::model::time::Date;
use tenantlab::scenario::import::pseudonyms::{Secret, import_pseudonymised};
use tenantlab::sim::Simulator;
use tenantlab::study::Forecast;

const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";

/// An export with so many people: half of them synchronized, everybody licensed and in a group.
fn export(people: usize) -> BTreeMap<String, Vec<u8>> {
    let id = |n: usize| format!("00000000-0000-4000-8000-{n:012}");
    let user = |n: usize| {
        json!({
            "id": id(n), "userPrincipalName": format!("person.{n}@contoso.com"), "displayName": format!("Person {n}"),
            "userType": "Member", "accountEnabled": true, "usageLocation": "US", "department": format!("D{}", n % 40),
            "mobilePhone": format!("+1 425{n:07}"), "onPremisesSyncEnabled": n.is_multiple_of(2),
            "onPremisesDomainName": "corp.contoso.com", "lastPasswordChangeDateTime": "2026-09-01T00:00:00Z",
            "assignedLicenses": [{"skuId": E3, "disabledPlans": []}],
        })
    };
    let details = |n: usize| {
        json!({
            "id": id(n), "userPrincipalName": format!("person.{n}@contoso.com"),
            "methodsRegistered": ["mobilePhone", "microsoftAuthenticatorPush"],
        })
    };
    let members: Vec<Value> = (0..people).map(|n| json!({"id": id(n)})).collect();
    let page = |items: Vec<Value>| json!({ "value": items }).to_string().into_bytes();
    let subscription = json!({
        "skuId": E3, "skuPartNumber": "SPE_E3", "status": "Enabled", "totalLicenses": people,
        "nextLifecycleDateTime": "2027-06-30T00:00:00Z",
    });
    BTreeMap::from([
        ("users.json".to_owned(), page((0..people).map(user).collect())),
        ("userRegistrationDetails.json".to_owned(), page((0..people).map(details).collect())),
        ("subscriptions.json".to_owned(), page(vec![subscription])),
        ("groups.json".to_owned(), page(vec![json!({"id": id(people), "displayName": "All", "members": members})])),
        (
            "answers.yaml".to_owned(),
            b"tenant:\n  domains: [{name: contoso.com, identity: password-hash-sync}]\n  \
              sspr: {enabled: selected, group: All}\n"
                .to_vec(),
        ),
    ])
}

#[test]
#[ignore = "a measurement: cargo test --release --test large_import -- --ignored --nocapture"]
fn a_hundred_thousand_people_are_imported_and_foreseen_in_five_seconds_each() {
    for people in [10_000, 100_000] {
        let files = export(people);
        let began = std::time::Instant::now();
        let read = import_pseudonymised(&files, None, Date::parse("2026-11-20"), Secret([1; 32]), &[]);
        let imported = read.expect("the export is sound").imported;
        let took = began.elapsed();
        assert_eq!(imported.scenario.users.len(), people);
        assert!(imported.scenario.tenant.groups[0].members.len() == people);
        eprintln!("{people} people imported and pseudonymised in {took:?}");
        assert!(cfg!(debug_assertions) || took.as_secs() < 5, "{took:?}");
        let began = std::time::Instant::now();
        let forecast = Forecast::new(&Simulator, &imported.scenario, &[], &PRICES);
        let took = began.elapsed();
        assert_eq!(forecast.people.len(), people);
        assert!(forecast.days.len() > 2, "text and voice end, and security questions do");
        eprintln!("{} days of {people} people foreseen in {took:?}", forecast.days.len());
        assert!(cfg!(debug_assertions) || took.as_secs() < 5, "{took:?}");
    }
}
