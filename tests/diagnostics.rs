//! Broken files: every mistake is found where it stands and says what would have been right; good files are read whole.
#![expect(clippy::disallowed_methods, reason = "the library reads no files; its tests read theirs")]

use std::fs;
use std::path::{Path, PathBuf};

use tenantlab::scenario::diagnostic::{Diagnostic, Severity, render_plain, to_json};
use tenantlab::scenario::{Loader, NoFiles, Reading, read};

/// The files beside a scenario.
struct Folder(PathBuf);

impl Loader for Folder {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }

    fn siblings(&mut self, folder: &str) -> Vec<String> {
        let Ok(list) = fs::read_dir(self.0.join(folder)) else { return Vec::new() };
        list.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn read_file(path: &Path) -> Reading {
    let bytes = fs::read(path).expect("a file of the tests");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
    read(name, &bytes, &mut Folder(path.parent().expect("a folder").to_owned()))
}

/// Every scenario below a folder, in the order of the names.
fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found
}

fn errors(reading: &Reading) -> Vec<&Diagnostic> {
    reading.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect()
}

/// Whether a place such as `44:1`, `21:62-66` or `17:*` holds a line and column.
fn holds(place: &str, line: usize, column: usize) -> bool {
    let Some((wanted, columns)) = place.split_once(':') else { return place == "-" };
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let inside = match columns.split_once('-') {
        Some((from, to)) => (number(from)..=number(to)).contains(&column),
        None => columns == "*" || number(columns) == column,
    };
    number(wanted) == line && inside
}

/// What a row of the table misses in a reading; none where a finding matches it.
fn missed(row: &[&str], reading: &Reading) -> Option<String> {
    let [file, count, places, words, suggestion] = row else { return Some(format!("a bad row: {row:?}")) };
    let found = errors(reading);
    if found.len() < count.parse::<usize>().expect("a count") {
        return Some(format!("{file}: {} errors instead of {count}", found.len()));
    }
    let matches = |found: &&&Diagnostic| {
        let label = found.labels.first().expect("every finding has a place");
        let place = reading.sources.place(label.file, label.span.start);
        let help = found.help.clone().unwrap_or_default();
        let said = format!("{} {help}", found.message).to_lowercase();
        places.split(" ; ").any(|wanted| holds(wanted, place.line, place.column))
            && words.split(" ; ").any(|word| said.contains(&word.to_lowercase()))
            && (*suggestion == "-" || help.contains(suggestion))
    };
    if found.iter().filter(matches).count() > 0 {
        return None;
    }
    Some(format!("{row:?} is missed by\n{}", render_plain(&reading.diagnostics, &reading.sources, false)))
}

#[test]
fn every_mistake_is_found_where_it_stands() {
    let folder = tests().join("cases-broken");
    let table = fs::read_to_string(folder.join("broken.tsv")).expect("the table");
    let mut wrong = Vec::new();
    for row in table.lines().skip(1) {
        let row: Vec<&str> = row.split('\t').collect();
        let reading = read_file(&folder.join(row[0]));
        assert!(reading.scenario.is_none(), "{} gave a scenario", row[0]);
        wrong.extend(missed(&row, &reading));
        let named = format!("{}:", row[0]);
        assert!(render_plain(&reading.diagnostics, &reading.sources, false).contains(&named), "{}", row[0]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_mistake_gives_one_error() {
    let folder = tests().join("cases-broken");
    let table = fs::read_to_string(folder.join("broken.tsv")).expect("the table");
    for path in scenarios(&folder) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let expected = table.lines().filter(|row| row.split('\t').next() == Some(name)).count();
        let reading = read_file(&path);
        let text = render_plain(&reading.diagnostics, &reading.sources, false);
        assert_eq!(errors(&reading).len(), expected, "{name}\n{text}");
    }
}

#[test]
fn good_files_are_read_without_errors() {
    let paths = scenarios(&tests().join("cases"));
    assert_eq!(paths.len(), 128);
    for path in paths {
        let reading = read_file(&path);
        let text = render_plain(&reading.diagnostics, &reading.sources, false);
        assert!(reading.scenario.is_some() && reading.diagnostics.is_empty(), "{}\n{text}", path.display());
        let steps = reading.scenario.map(|scenario| scenario.timeline.len());
        assert_eq!(steps, Some(reading.places.steps.len()), "{}", path.display());
    }
}

#[test]
fn the_labs_that_ship_are_read_without_errors() {
    let paths = scenarios(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let mut wrong = Vec::new();
    for path in paths {
        let reading = read_file(&path);
        if reading.scenario.is_none() {
            wrong.push(render_plain(&reading.diagnostics, &reading.sources, false));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_cut_file_is_an_error_or_a_shorter_file_but_no_panic() {
    for path in ["cases/stories/merger.yaml", "cases/stories/two-policies.yaml", "cases-broken/file-crlf.yaml"] {
        let bytes = fs::read(tests().join(path)).expect("a file of the tests");
        for end in (0..bytes.len()).step_by(37) {
            let reading = read("cut.yaml", &bytes[..end], &mut NoFiles);
            let _ = render_plain(&reading.diagnostics, &reading.sources, true);
            let json = to_json(&reading.diagnostics, &reading.sources);
            assert_eq!(json.as_array().map(Vec::len), Some(reading.diagnostics.len()));
            assert_eq!(reading.scenario.is_none(), !errors(&reading).is_empty());
        }
    }
}

/// A small generator of numbers, so that the mutations are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

#[test]
fn mangled_files_never_panic() {
    let bits: [&[u8]; 14] = [
        b"{",
        b"]",
        b": ",
        b"\n",
        b"\n  - ",
        b"null",
        b"*a",
        b"&a ",
        b"'",
        b"\"",
        b"\t",
        b"\xff",
        b"-1",
        "\u{202e}".as_bytes(),
    ];
    let mut numbers = Numbers(7);
    for path in scenarios(&tests().join("cases/stories")) {
        let bytes = fs::read(&path).expect("a file of the tests");
        for _ in 0..80 {
            let mut bytes = bytes.clone();
            for _ in 0..=numbers.below(3) {
                let (at, length) = (numbers.below(bytes.len()), numbers.below(12));
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, bits[numbers.below(bits.len())].iter().copied());
            }
            let reading = read("mangled.yaml", &bytes, &mut NoFiles);
            let text = render_plain(&reading.diagnostics, &reading.sources, false);
            assert!(!text.contains('\u{202e}') && !text.contains("unread-step"), "{text}");
            assert_eq!(reading.scenario.is_none(), !errors(&reading).is_empty(), "{text}");
        }
    }
}
