//! The gallery under `reports/` is what the program makes of three shipped labs, and `docs/rules.md` of its rules, byte
//! for byte.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

mod common;

use std::fs;
use std::path::Path;

use tenantlab::report::{self, View};
use tenantlab::rules::Book;
use tenantlab::sim;

/// The labs of the gallery and the folders they stand in.
const LABS: &[(&str, &str)] = &[
    ("scenarios/failures/agent-outage.yaml", "reports/agent-outage"),
    ("scenarios/lessons/09-merger-two-forests.yaml", "reports/merger-two-forests"),
    ("scenarios/changes/sms-and-voice-2027-02-01.yaml", "reports/sms-and-voice"),
];

/// The files of a report that the gallery keeps; the others say the same at greater length.
const KEPT: &[&str] =
    &["report.html", "ledger.csv", "people.csv", "funnel.svg", "heat.svg", "timeline.svg", "swim-lane.svg"];

#[test]
fn the_list_of_rules_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let text = report::rulebook::markdown();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, &text).expect("the list can be written");
    }
    let same = fs::read_to_string(&path).unwrap_or_default() == text;
    assert!(same, "UPDATE_GOLDEN=1 cargo test --test gallery writes docs/rules.md anew");
}

#[test]
fn the_table_of_failures_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/failures.md");
    let text = report::failures::markdown();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).expect("the table can be written");
    }
    let same = fs::read_to_string(&path).unwrap_or_default() == text;
    assert!(same, "UPDATE_GOLDEN=1 cargo test --test gallery writes docs/failures.md anew");
}

#[test]
fn the_gallery_is_rebuilt_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = common::files("scenarios");
    let mut wrong = Vec::new();
    for (lab, folder) in LABS {
        assert!(shipped.contains(&root.join(lab)), "{lab} is shipped");
        let scenario = common::reading(&root.join(lab)).scenario.expect("a shipped lab is sound");
        let ledger = sim::run(&scenario);
        let book = Book::new(&scenario.assumptions);
        let files = report::files(&View::new(&scenario, &ledger, &book));
        for (name, text) in files.into_iter().filter(|(name, _)| KEPT.contains(name)) {
            let path = root.join(folder).join(name);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::create_dir_all(root.join(folder)).expect("the folder can be made");
                fs::write(&path, &text).expect("the gallery can be written");
            }
            if fs::read_to_string(&path).unwrap_or_default() != text {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "UPDATE_GOLDEN=1 cargo test --test gallery writes the gallery anew");
}
