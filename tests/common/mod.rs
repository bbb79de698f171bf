//! Reads scenario files from disk for the integration tests.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::fs;
use std::path::{Path, PathBuf};

use tenantlab::scenario::{Loader, Reading, read};

/// Files below the folder of the first one.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Loader for Folder {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }

    fn siblings(&mut self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// Every scenario file below a folder of the project, in the order of the paths.
pub(crate) fn files(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut next = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(below)];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is in the project").flatten() {
            let path = entry.path();
            if path.is_dir() {
                next.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A scenario file as the program reads it.
pub(crate) fn reading(path: &Path) -> Reading {
    let bytes = fs::read(path).expect("the file is in the project");
    let folder = path.parent().expect("a file stands in a folder").to_path_buf();
    read(&path.file_name().expect("a file has a name").to_string_lossy(), &bytes, &mut Folder(folder))
}
