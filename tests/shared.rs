//! The project's copies of cases and data are byte for byte those beside the project, where those are present.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::fs;
use std::path::{Path, PathBuf};

/// Folders of the project and the folders beside it that they copy.
const COPIES: &[(&str, &str)] =
    &[("tests/cases", "cases"), ("tests/cases-broken", "cases-broken"), ("tests/data/contoso", "data/contoso")];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
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
            let same = fs::read(copy.join(name)).is_ok_and(|bytes| Some(bytes) == fs::read(&path).ok());
            if !same {
                wrong.push(copy.join(name).display().to_string());
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
