//! The project's copies of cases, data and rules are those beside the project, where those are present.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tenantlab::rules::{catalogue, find};

/// Folders and files of the project and those beside it that they copy.
const COPIES: &[(&str, &str)] = &[
    ("tests/cases", "cases"),
    ("tests/cases-broken", "cases-broken"),
    ("tests/data/contoso", "data/contoso"),
    ("tests/data/directory", "data/directory"),
    ("tests/data/operation-matrix.tsv", "domain/operation-matrix.tsv"),
    ("src/model/data/prices.csv", "domain/licensing/prices.csv"),
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if folder.is_file() {
        return vec![folder.to_path_buf()];
    }
    let mut next = vec![folder.to_path_buf()];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { next.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn copies_are_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.join("../shared");
    if !beside.is_dir() {
        return;
    }
    let mut wrong = Vec::new();
    for (copy, original) in COPIES {
        let (copy, original) = (root.join(copy), beside.join(original));
        for path in files(&original) {
            let name = path.strip_prefix(&original).expect("below the folder");
            if name.extension().is_some_and(|end| end == "md") {
                continue;
            }
            let copied = if name.as_os_str().is_empty() { copy.clone() } else { copy.join(name) };
            let same = fs::read(&copied).is_ok_and(|bytes| Some(bytes) == fs::read(&path).ok());
            if !same {
                wrong.push(copied.display().to_string());
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A rule as the files beside the project write it.
#[derive(Deserialize)]
struct Written {
    id: String,
    kind: String,
    given: String,
    then: String,
    #[serde(default)]
    shows: String,
    basis: String,
    assumption: Option<String>,
    from: Option<String>,
    to: Option<String>,
    source: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    page: String,
    date: String,
}

#[test]
fn every_documented_rule_is_carried_over() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain/rules");
    if !beside.is_dir() {
        return;
    }
    let mut written = Vec::new();
    for path in files(&beside).iter().filter(|path| path.extension().is_some_and(|end| end == "yaml")) {
        let text = fs::read_to_string(path).expect("a readable file");
        let rules: Vec<Written> = serde_saphyr::from_str(&text).expect("rules");
        written.extend(rules);
    }
    let differ = |one: &&Written| {
        let Some(rule) = find(&one.id) else { return true };
        let pages = rule.sources.iter().map(|source| (source.page, source.date));
        rule.kind.word() != one.kind
            || rule.given != one.given
            || rule.says != one.then
            || rule.shows != one.shows
            || rule.basis.word() != one.basis
            || rule.assumption != one.assumption.as_deref()
            || rule.since.map(|day| day.to_string()) != one.from
            || rule.until.map(|day| day.to_string()) != one.to
            || !pages.eq(one.source.iter().map(|page| (page.page.as_str(), page.date.as_str())))
    };
    let wrong: Vec<&str> = written.iter().filter(differ).map(|one| one.id.as_str()).collect();
    assert_eq!(wrong, Vec::<&str>::new());
    assert_eq!(written.len(), catalogue::RULES.len());
}
