//! Every case and every shipped lab holds.

mod common;

use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::sim;

/// Runs every scenario below a folder and lists what did not hold.
fn failures(below: &str) -> Vec<String> {
    let mut found = Vec::new();
    for path in common::files(below) {
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display().to_string();
        let reading = common::reading(&path);
        let Some(scenario) = reading.scenario else {
            found.push(format!("{name}: {}", render_plain(&reading.diagnostics, &reading.sources, false)));
            continue;
        };
        for failure in sim::run(&scenario).expectations.failures {
            let (step, key) = (failure.step, failure.key);
            found.push(format!("{name} step {step} {key}: expected {}, found {}", failure.expected, failure.actual));
        }
    }
    found
}

#[test]
fn every_cloud_case_holds() {
    assert_eq!(failures("tests/cases/cloud"), Vec::<String>::new());
}

#[test]
fn every_licensing_case_holds() {
    assert_eq!(failures("tests/cases/licensing"), Vec::<String>::new());
}

#[test]
fn every_hybrid_case_holds() {
    assert_eq!(failures("tests/cases/hybrid"), Vec::<String>::new());
}

#[test]
fn every_own_hybrid_case_holds() {
    assert_eq!(failures("tests/cases-own/hybrid"), Vec::<String>::new());
}

#[test]
fn every_own_licensing_case_holds() {
    assert_eq!(failures("tests/cases-own/licensing"), Vec::<String>::new());
}

#[test]
fn every_story_holds() {
    assert_eq!(failures("tests/cases/stories"), Vec::<String>::new());
}

#[test]
fn every_shipped_lab_holds() {
    assert_eq!(failures("scenarios"), Vec::<String>::new());
}
