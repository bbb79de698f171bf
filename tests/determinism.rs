//! Same file, same seed, same bytes: run twice, spawned and scheduled the other way round, and against golden digests.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use tenantlab::ledger::{Extent, Simulate};
use tenantlab::scenario::Scenario;
use tenantlab::sim::{Simulator, run, run_reversed};

/// Where the golden digests stand; `UPDATE_GOLDEN=1 cargo test --test determinism` writes them anew.
const GOLDEN: &str = "tests/golden-digests.tsv";

fn labs() -> Vec<(String, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = |path: std::path::PathBuf| {
        let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        let reading = common::reading(&path);
        (name, reading.scenario.expect("a shipped lab is sound"))
    };
    common::files("scenarios").into_iter().map(named).collect()
}

#[test]
fn a_run_is_the_same_twice_and_in_any_order() {
    for (name, scenario) in labs() {
        let first = run(&scenario);
        assert_eq!(first, run(&scenario), "{name}: run twice");
        assert_eq!(first, run_reversed(&scenario), "{name}: spawned and scheduled the other way round");
    }
}

#[test]
fn a_replay_is_the_same_in_a_world_that_another_was_played_in() {
    for (name, scenario) in labs().into_iter().filter(|(_, scenario)| scenario.population.is_empty()) {
        let fresh = run(&scenario);
        let replayed = Simulator.replay(&Arc::new(scenario.clone()), Extent::End);
        assert_eq!((fresh.steps, fresh.entries), (replayed.steps, replayed.entries), "{name}: to the end");
        let start = Simulator.replay(&Arc::new(scenario.clone()), Extent::Start);
        assert_eq!(fresh.abilities.at_start, start.abilities.at_start, "{name}: at the start");
        assert!(start.steps.is_empty(), "{name}: nothing has happened at the start");
    }
}

#[test]
fn another_seed_gives_another_digest_and_the_same_expectations() {
    for (name, scenario) in labs().into_iter().filter(|(_, scenario)| !scenario.timeline.is_empty()) {
        let other = Scenario { seed: scenario.seed + 1, ..scenario.clone() };
        let (first, second) = (run(&scenario), run(&other));
        assert_ne!(first.digest, second.digest, "{name}");
        assert_eq!(first.expectations, second.expectations, "{name}");
    }
}

#[test]
fn shipped_labs_have_their_golden_digests() {
    let mut text = String::new();
    for (name, scenario) in labs() {
        writeln!(text, "{name}\t{}", run(&scenario).digest).expect("text can be added to");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(golden, text, "decisions changed; star the entry in CHANGELOG.md and update the golden digests");
}
