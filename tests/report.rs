//! Reports of every shipped lab and every case: whole, sound, and the same bytes each time.

mod common;

use tenantlab::report::explain::Explanation;
use tenantlab::report::terminal::{self, Layout};
use tenantlab::report::{View, audit, csv, html, json};
use tenantlab::rules::Book;
use tenantlab::scenario::Scenario;
use tenantlab::sim;

fn labs() -> Vec<(String, Scenario)> {
    let read = |path: std::path::PathBuf| {
        let name = path.display().to_string();
        common::reading(&path).scenario.map(|scenario| (name, scenario))
    };
    ["scenarios", "tests/cases"].into_iter().flat_map(common::files).filter_map(read).collect()
}

/// Everything a report says about a scenario, format by format.
fn formats(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let ledger = sim::run(scenario);
    let book = Book::new(&scenario.assumptions);
    let view = View::new(scenario, &ledger, &book);
    let mut formats = vec![
        ("html", html::page(&view)),
        ("json", json::result(&view)),
        ("audit", audit::audit_json(&view)),
        ("terminal", terminal::summary(&view, &Layout::default())),
    ];
    let tables = [csv::ledger(&view), csv::people(&view), csv::people_at_end(&view), csv::events(&view)];
    formats.extend(tables.map(|table| ("csv", table)));
    for step in &view.steps {
        let explanation = Explanation::new(&view, step);
        formats.push(("text", explanation.text(80)));
        formats.push(("json", explanation.json()));
        formats.push(("mermaid", explanation.mermaid()));
    }
    formats
}

#[test]
fn every_lab_has_a_whole_report() {
    let labs = labs();
    assert!(labs.len() > 20);
    for (name, scenario) in labs {
        for (format, text) in formats(&scenario) {
            match format {
                "html" => whole_page(&name, &text),
                "json" | "audit" => drop(serde_json::from_str::<serde_json::Value>(&text).expect(&name)),
                "csv" => {
                    let mut rows = ::csv::Reader::from_reader(text.as_bytes());
                    assert!(rows.records().all(|row| row.is_ok()), "{name}");
                }
                "mermaid" => assert!(text.contains("accTitle: ") && text.contains("accDescr: "), "{name}"),
                _ => assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{name}"),
            }
        }
    }
}

fn whole_page(name: &str, page: &str) {
    let count = |part: &str| page.matches(part).count();
    assert_eq!(count("<h1>"), 1, "{name}");
    assert_eq!((count("<script"), count("<th>")), (0, 0), "{name}");
    assert_eq!(count("<table>"), count("<caption>"), "{name}");
    assert_eq!((count("<svg "), count("<svg ")), (count("</title>") - 1, count("</desc>")), "{name}");
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{name}: ids are unique");
    for link in page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.binary_search(&link).is_ok(), "{name}: {link}");
    }
}

#[test]
fn the_same_lab_gives_the_same_bytes() {
    let (_, scenario) = labs().swap_remove(0);
    assert_eq!(formats(&scenario), formats(&scenario));
}

#[test]
fn the_result_says_what_the_ledger_says() {
    for (name, scenario) in labs() {
        let ledger = sim::run(&scenario);
        let book = Book::new(&scenario.assumptions);
        let value: serde_json::Value =
            serde_json::from_str(&json::result_json(&scenario, &ledger, &book)).expect("JSON");
        let steps = value["steps"].as_array().expect("a list");
        assert_eq!(steps.len(), ledger.steps.len(), "{name}");
        assert_eq!(value["expectations"]["held"], ledger.expectations.held, "{name}");
        assert_eq!(value["digest"], ledger.digest.to_string(), "{name}");
        let decided = |step: &&serde_json::Value| step["outcome"] == "refused" && step["rule"].is_string();
        for step in steps.iter().filter(decided) {
            let trace = step["trace"].as_array().expect("a list");
            assert!(trace.iter().any(|line| line["rule"] == step["rule"] && line["decided"] == true), "{name}: {step}");
        }
    }
}

#[test]
fn the_funnel_and_the_heat_map_count_the_same_attempts() {
    for (name, scenario) in labs() {
        let ledger = sim::run(&scenario);
        let book = Book::new(&scenario.assumptions);
        let view = View::new(&scenario, &ledger, &book);
        assert!(view.funnel.asked() <= view.attempts.all(), "{name}");
        if scenario.population.is_empty() {
            assert_eq!(view.funnel.asked(), view.attempts.all(), "{name}");
            assert_eq!(view.funnel.stages[5].count, view.attempts.success, "{name}");
        }
    }
}
