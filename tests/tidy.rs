//! The house in order: imports go downward only, and banned words stay out.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and their floors.
const FLOORS: &[(&str, u8)] =
    &[("model", 0), ("rules", 1), ("scenario", 2), ("ledger", 2), ("sim", 3), ("study", 4), ("quiz", 4), ("report", 5)];

/// Imports inside a floor that the map in `src/lib.rs` explains.
const SAME_FLOOR: &[(&str, &str)] = &[("ledger", "scenario")];

/// What only some files may name, with the reason.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("bevy_ecs", &["src/sim/"], "only the simulator knows the ECS"),
    ("granit_parser", &["src/scenario/text"], "one file reads YAML"),
    (
        "serde_saphyr",
        &["src/scenario/import/answers.rs", "src/scenario/plans.rs", "src/scenario/write", "src/report/quiz/learn.rs"],
        "one file reads YAML",
    ),
    ("clap::", &["src/cli/"], "only the edge knows the command line"),
    ("rustyline", &["src/cli/play.rs"], "only the edge knows the terminal"),
    ("ctrlc", &["src/cli/play.rs"], "only the edge knows the terminal"),
    (
        "rusqlite",
        &["src/cli/grade.rs", "src/report/quiz/anki/"],
        "results of a class and Anki packages are SQLite files",
    ),
    ("std::fs", &["src/cli/files.rs", "src/cli/journal.rs"], "only the edge touches files"),
    ("std::env", &["src/cli/term.rs"], "only the edge reads the environment"),
    ("HashMap", &[], "its order changes from run to run"),
    ("HashSet", &[], "its order changes from run to run"),
    // The event log writes an attribute of that name.
    ("SystemTime", &["src/report/event_log.rs"], "results never depend on the wall clock"),
    ("println!", &[], "the library does not print, the edge writes through `term`"),
    ("todo!", &[], "no half-done code"),
    ("unimplemented!", &[], "no half-done code"),
    ("#[allow(", &[], "say `expect` with a reason"),
];

/// Every Rust file of the program with its lines, by its path from the project's folder.
fn sources() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut next: Vec<PathBuf> = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                next.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a source is text");
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                found.push((name, text.lines().map(str::to_owned).collect()));
            }
        }
    }
    found.sort();
    found
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// The rooms that a line imports.
fn rooms_named(line: &str) -> Vec<&'static str> {
    let named = |room: &&(&'static str, u8)| {
        line.contains(&format!("crate::{}::", room.0)) || line.contains(&format!("crate::{};", room.0))
    };
    FLOORS.iter().filter(named).map(|(room, _)| *room).collect()
}

#[test]
fn rooms_import_only_rooms_below_them() {
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        let Some(room) = file.strip_prefix("src/").and_then(|rest| rest.split('/').next()) else { continue };
        let Some(own) = floor(room) else { continue };
        for (i, line) in lines.iter().enumerate() {
            for named in rooms_named(line) {
                let allowed = named == room
                    || floor(named).is_some_and(|other| other < own)
                    || SAME_FLOOR.contains(&(room, named));
                let forbidden = matches!(room, "study" | "quiz" | "report") && named == "sim";
                if !allowed || forbidden {
                    wrong.push(format!("{file}:{}: {room} imports {named}", i + 1));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The topics that a file of the rules names, but for its own.
fn topics_named(file: &str, lines: &[String]) -> BTreeSet<String> {
    let named = lines.iter().flat_map(|line| line.split("rules::topics::").skip(1));
    let word = |rest: &str| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().map(str::to_owned);
    let own = topic_of(file);
    named.filter_map(word).filter(|topic| !topic.is_empty() && Some(topic.as_str()) != own).collect()
}

/// The topic whose rules stand in a file.
fn topic_of(file: &str) -> Option<&str> {
    file.strip_prefix("src/rules/topics/")?.split(['/', '.']).next().filter(|topic| *topic != "mod")
}

#[test]
fn topics_read_each_other_in_no_circle_and_readings_read_none() {
    let mut reads: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, lines) in sources() {
        let named = topics_named(&file, &lines);
        if file.starts_with("src/rules/readings/") {
            assert_eq!(named, BTreeSet::new(), "{file}");
        }
        if let Some(topic) = topic_of(&file) {
            reads.entry(topic.to_owned()).or_default().extend(named);
        }
    }
    assert!(reads.len() > 15, "the topics were found");
    // Topics that read none of those left are taken away until nothing changes; a circle stays.
    while let Some(free) = reads.iter().find(|(_, others)| !others.iter().any(|other| reads.contains_key(other))) {
        let free = free.0.clone();
        reads.remove(&free);
    }
    assert_eq!(reads, BTreeMap::new());
}

#[test]
fn reserved_words_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (word, places, reason) in RESERVED {
                if line.contains(word) && !places.iter().any(|place| file.starts_with(place)) {
                    wrong.push(format!("{file}:{}: `{word}`: {reason}", i + 1));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    let silent = |lines: &[String]| !lines.first().is_some_and(|line| line.starts_with("//! "));
    let wrong: Vec<String> = sources().into_iter().filter(|(_, lines)| silent(lines)).map(|(file, _)| file).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn rule_ids_are_kebab_case_and_stand_once() {
    let ids: Vec<&str> = tenantlab::rules::ids().collect();
    let odd = |id: &&&str| !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    assert_eq!(ids.iter().filter(odd).collect::<Vec<_>>(), Vec::<&&str>::new());
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len());
    assert_eq!(ids.len(), 775);
}

#[test]
fn rules_and_assumptions_name_each_other() {
    use tenantlab::rules::{assumptions, catalogue, find};
    for rule in catalogue::RULES.iter() {
        if let Some(name) = rule.assumption {
            assert!(assumptions::find(name).is_some(), "{} names `{name}`", rule.id);
        }
        assert!(!rule.sources.is_empty(), "{} has no source", rule.id);
    }
    for assumption in assumptions::ASSUMPTIONS.iter() {
        for id in &assumption.rules {
            assert!(find(id).is_some(), "{} names `{id}`", assumption.name);
        }
    }
}
