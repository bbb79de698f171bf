//! Every failure of the table, injected alone in a small hybrid lab, does to each operation what the table says.

use std::fmt::Write as _;

use tenantlab::ledger::Ledger;
use tenantlab::model::fault::{FAULTS, FaultEffect, FaultKind, FaultOn, FaultResult, FaultStep};
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::{NoFiles, read};
use tenantlab::sim;

/// Events of a pass that no step stands for, so that no step can show them.
const PASSES: &[FaultStep] = &[FaultStep::HashSync, FaultStep::ObjectSync];

/// A failure whose operation comes after the first check that the same failure would have stopped.
fn after_first_check(kind: &FaultKind, effect: &FaultEffect, operation: &str) -> bool {
    let early = |other: &FaultEffect| matches!(other.step, FaultStep::Precheck | FaultStep::LicenceCheck);
    let stopped = |other: &&FaultEffect| early(other) && other.operations.iter().any(|one| one == operation);
    !early(effect) && operation != "admin-reset-password" && kind.effect.iter().any(|other| stopped(&other))
}

fn lab(kind: &FaultKind, effect: &FaultEffect, operation: &str) -> String {
    let cloud_sync = kind.component == "cloud-sync-agent" || kind.id.starts_with("cloud-sync");
    let identity = match kind.id.as_str() {
        id if id.starts_with("pass-through") => "pass-through",
        id if id.starts_with("federation") => "federated",
        _ => "password-hash-sync",
    };
    let admin = kind.id == "administrator-reset-switched-off";
    let target = match kind.on {
        FaultOn::SyncServer => ", on: server-1",
        FaultOn::Forest => ", on: corp.contoso.com",
        FaultOn::User => ", on: ana@contoso.com",
        FaultOn::Tenant => "",
    };
    let begins = if after_first_check(kind, effect, operation) { "10:01" } else { "09:30" };
    let mut text = format!(
        "title: A failure alone
start: 2026-11-02T08:00:00Z
tenant:
  name: Contoso
  domains: [contoso.onmicrosoft.com, {{name: contoso.com, identity: {identity}}}]
  subscriptions: [{{sku: AAD_PREMIUM, units: 25}}]
  sspr:
    enabled: all
    methods: [email, mobile-phone]
    methods_required: 1
    unlock_without_reset: true
    writeback: {{connect: true, cloud_sync: true}}
on_premises:
  forests: [{{name: corp.contoso.com, password_policy: {{min_age: 0d}}}}]
  sync: [{{name: server-1, kind: {}, forests: [corp.contoso.com], writeback: {}}}]
users:
  - {{upn: root@contoso.onmicrosoft.com, name: Rita Vogel, identity: cloud-only, roles: [Global Administrator]}}
  - upn: ana@contoso.com
    name: Ana Ruiz
    licences: [AAD_PREMIUM]
    roles: [{}]
    methods: {{email: ana@outlook.example, mobile_phone: \"+1 4255550100\"}}
    password: Maple-Tower-5810
timeline:
  - {{at: \"{begins}\", fault: {}{target}, for: 70m}}
",
        if cloud_sync { "cloud-sync" } else { "connect" },
        operation != "enable-writeback",
        if admin { "Helpdesk Administrator" } else { "" },
        kind.id,
    );
    let _ = writeln!(text, "  - {{at: \"10:00:30\", id: met, {}}}", act(operation));
    match operation {
        "hash-sync" => text.push_str(
            "  - {at: \"10:38\", expect: {state: {user: ana@contoso.com, password_in: {cloud: old}}}}
  - {at: \"10:44\", expect: {state: {user: ana@contoso.com, password_in: {cloud: new}}}}
",
        ),
        "object-sync" => text.push_str(
            "  - {at: \"10:38\", expect: {state: {user: ana@contoso.com, enabled: true}}}
  - {at: \"11:14\", expect: {state: {user: ana@contoso.com, enabled: false}}}
",
        ),
        _ => {}
    }
    text
}

/// The step that meets the failure.
fn act(operation: &str) -> String {
    let new = "new_password: Quartz+Lantern42";
    match operation {
        "reset-password" => format!("user: ana@contoso.com, do: reset-password, takes: 3m, {new}"),
        "change-password" => {
            format!("user: ana@contoso.com, do: change-password, takes: 3m, current: Maple-Tower-5810, {new}")
        }
        "unlock-account" => "user: ana@contoso.com, do: unlock-account, takes: 3m".to_owned(),
        "admin-reset-password" => format!(
            "admin: root@contoso.onmicrosoft.com, do: reset-password, user_reset: ana@contoso.com, via: entra-admin-center, {new}"
        ),
        "hash-sync" => {
            format!("on_premises: ana@contoso.com, do: change-password, current: Maple-Tower-5810, {new}")
        }
        "object-sync" => "on_premises: ana@contoso.com, do: disable-user".to_owned(),
        "sign-in" => "user: ana@contoso.com, do: sign-in".to_owned(),
        "enable-writeback" => {
            "admin: root@contoso.onmicrosoft.com, do: set-sync, on: server-1, set: {writeback: true}".to_owned()
        }
        "disable-writeback" => {
            "admin: root@contoso.onmicrosoft.com, do: set-sync, on: server-1, set: {writeback: false}".to_owned()
        }
        other => panic!("operation: {other}"),
    }
}

fn run(text: &str) -> Ledger {
    let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
    let shown = || render_plain(&reading.diagnostics, &reading.sources, false);
    let scenario = reading.scenario.as_ref().unwrap_or_else(|| panic!("{}\n{text}", shown()));
    sim::run(scenario)
}

/// What an effect lets become of the step that meets it.
fn outcome(effect: &FaultEffect) -> &'static str {
    match effect.step {
        FaultStep::HashSync | FaultStep::ObjectSync => return "success",
        _ => {}
    }
    match effect.result {
        FaultResult::Refused => "refused",
        FaultResult::Failed => "failed",
        FaultResult::Delayed | FaultResult::Accepted | FaultResult::Diverged => "success",
    }
}

/// Every failure with one of its effects and one operation of it.
fn met() -> impl Iterator<Item = (&'static FaultKind, &'static FaultEffect, &'static str)> {
    FAULTS.iter().flat_map(|kind| {
        kind.effect
            .iter()
            .flat_map(move |effect| effect.operations.iter().map(move |operation| (kind, effect, operation.as_str())))
    })
}

#[test]
fn every_failure_does_what_the_table_says() {
    let mut found = Vec::new();
    for (kind, effect, operation) in met() {
        let ledger = run(&lab(kind, effect, operation));
        let step = ledger.steps.iter().find(|step| step.id.as_deref() == Some("met")).expect("the step was run");
        let actual = step.outcome.map_or("none", |outcome| outcome.word());
        let code = step.code.map(|code| code.word());
        let right_code = effect.code.as_deref().is_none_or(|wanted| Some(wanted) == code);
        let holds = actual == outcome(effect) && right_code && ledger.expectations.failures.is_empty();
        if !holds {
            found.push(format!(
                "{} {:?} {operation}: expected {} {:?}, found {actual} {code:?} by {:?}; {:?}",
                kind.id,
                effect.step,
                outcome(effect),
                effect.code,
                step.rule,
                ledger.expectations.failures
            ));
        }
    }
    assert!(found.is_empty(), "{} differ\n{}", found.len(), found.join("\n"));
}

/// The event of an operation's start or failure, which the table names for a reset, and that of a changed password.
///
/// Source: rules `flow-events-change`, `flow-events-admin` and `opp-same-for-set-and-change`.
fn of_operation(id: &'static str, operation: &str) -> &'static str {
    match (id, operation) {
        ("31001", "change-password") => "31006",
        ("31003", "change-password") => "31008",
        ("31001", "admin-reset-password") => "31009",
        ("31003", "admin-reset-password") => "31011",
        ("DCAgent-10017", "change-password") => "DCAgent-10016",
        ("DCAgent-30003", "change-password") => "DCAgent-30002",
        _ => id,
    }
}

#[test]
fn every_event_of_a_failure_is_written_where_it_is_met() {
    let mut found = Vec::new();
    for (kind, effect, operation) in met() {
        if PASSES.contains(&effect.step) || !matches!(effect.result, FaultResult::Refused | FaultResult::Failed) {
            continue;
        }
        let ledger = run(&lab(kind, effect, operation));
        let step = ledger.steps.iter().find(|step| step.id.as_deref() == Some("met")).expect("the step was run");
        let written: Vec<&str> = step.events.iter().map(|event| event.id).collect();
        let missing: Vec<&str> = kind
            .events
            .iter()
            .map(|event| of_operation(&event.id, operation))
            .filter(|id| !written.contains(id))
            .collect();
        if !missing.is_empty() {
            found.push(format!("{} {:?} {operation}: {missing:?} not among {written:?}", kind.id, effect.step));
        }
    }
    assert!(found.is_empty(), "{} differ\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_table_holds_every_failure() {
    assert_eq!(FAULTS.len(), 101);
}
