//! Audit records in the shape of Microsoft Graph's `directoryAudit`, for tools that read exports.
//!
//! Ids are made from the digest of the run and the place of the record, so that the same run gives the same ids.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::ledger::{AuditRecord, Digest, SettingChange};
use crate::model::time::Instant;
use crate::scenario::Scenario;

use super::View;

/// An activity of the table inside the program.
#[derive(Deserialize)]
struct Activity {
    activity: String,
    service: String,
    category: String,
}

static ACTIVITIES: LazyLock<Vec<Activity>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../model/data/activities.json")).expect("the table inside the program is sound")
});

#[derive(Serialize)]
struct Page {
    value: Vec<DirectoryAudit>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DirectoryAudit {
    id: String,
    category: String,
    correlation_id: String,
    result: &'static str,
    result_reason: String,
    activity_display_name: &'static str,
    activity_date_time: Instant,
    logged_by_service: String,
    initiated_by: InitiatedBy,
    target_resources: Vec<TargetResource>,
    additional_details: Vec<Detail>,
}

#[derive(Serialize)]
struct InitiatedBy {
    app: Option<()>,
    user: Actor,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Actor {
    id: Option<String>,
    display_name: Option<String>,
    user_principal_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetResource {
    id: Option<String>,
    display_name: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    user_principal_name: Option<String>,
    modified_properties: Vec<ModifiedProperty>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModifiedProperty {
    display_name: &'static str,
    old_value: String,
    new_value: String,
}

#[derive(Serialize)]
struct Detail {
    key: &'static str,
    value: &'static str,
}

/// Every audit record of the run, as a page of the list.
#[must_use]
pub fn audit_json(view: &View<'_>) -> String {
    let digest = view.ledger.digest;
    let mut value = Vec::new();
    for step in &view.steps {
        let correlation = identifier(digest, "step", step.position);
        for record in &step.record.audit {
            let id = identifier(digest, "audit", value.len());
            value.push(entry(view.scenario, record, id, correlation.clone()));
        }
    }
    super::json::pretty(&Page { value })
}

fn entry(scenario: &Scenario, record: &AuditRecord, id: String, correlation_id: String) -> DirectoryAudit {
    let known = ACTIVITIES.iter().find(|known| known.activity == record.activity);
    let agent = Some(Detail { key: "OnPremisesAgent", value: record.agent }).filter(|_| !record.agent.is_empty());
    let details = record.details.iter().map(|(key, value)| Detail { key, value });
    let mut target = target(scenario, &record.target);
    target.modified_properties = record.changes.iter().map(modified).collect();
    DirectoryAudit {
        id,
        // A remark in brackets says how firm the category is; it is no part of the value.
        category: known
            .map_or_else(String::new, |known| known.category.split(" (").next().unwrap_or_default().to_owned()),
        correlation_id,
        result: if record.status == "Success" { "success" } else { "failure" },
        result_reason: record.reason.clone(),
        activity_display_name: record.activity,
        activity_date_time: record.at,
        logged_by_service: known.map_or_else(String::new, |known| known.service.clone()),
        initiated_by: InitiatedBy {
            app: None,
            user: Actor {
                id: person_id(scenario, &record.initiator),
                display_name: display_name(scenario, &record.initiator),
                user_principal_name: record.initiator.clone(),
            },
        },
        target_resources: vec![target],
        additional_details: agent.into_iter().chain(details).collect(),
    }
}

fn target(scenario: &Scenario, name: &str) -> TargetResource {
    let id = person_id(scenario, name);
    let is_person = id.is_some();
    TargetResource {
        id,
        display_name: if is_person { display_name(scenario, name) } else { Some(name.to_owned()) },
        kind: if is_person { "User" } else { "Other" },
        user_principal_name: is_person.then(|| name.to_owned()),
        modified_properties: Vec::new(),
    }
}

/// A changed setting; the values are JSON text, as Graph gives them.
fn modified(change: &SettingChange) -> ModifiedProperty {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    ModifiedProperty { display_name: change.name, old_value: text(&change.old), new_value: text(&change.new) }
}

fn display_name(scenario: &Scenario, upn: &str) -> Option<String> {
    scenario.users.iter().find(|person| person.upn.eq_ignore_ascii_case(upn)).map(|person| person.name.clone())
}

fn person_id(scenario: &Scenario, upn: &str) -> Option<String> {
    scenario.find(upn).map(|user| identifier(Digest::default(), &scenario.tenant.name, user.index()))
}

/// An id in the form of a GUID, from a digest, a purpose and a number.
fn identifier(digest: Digest, purpose: &str, n: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&digest.0).update(purpose.as_bytes()).update(&(n as u64).to_le_bytes());
    let hex = hasher.finalize().to_hex();
    let hex = hex.as_str();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32])
}
