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
        // The one thing to remark on is a string id that names another product.
        let remarks = reading.diagnostics.iter().all(|found| found.code == "look-alike-sku");
        assert!(reading.scenario.is_some() && remarks, "{}\n{text}", path.display());
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

/// The warnings of a text: code, place and message with help.
fn warnings(text: &str) -> Vec<(&'static str, String, String)> {
    let reading = read("lab.yaml", text.as_bytes(), &mut NoFiles);
    assert!(reading.scenario.is_some(), "{:?}", reading.diagnostics);
    let one = |found: &Diagnostic| {
        assert_eq!(found.severity, Severity::Warning);
        let label = found.labels.first().expect("every finding has a place");
        let place = reading.sources.place(label.file, label.span.start);
        let said = format!("{} {}", found.message, found.help.clone().unwrap_or_default());
        (found.code, format!("{}:{}", place.line, place.column), said)
    };
    reading.diagnostics.iter().map(one).collect()
}

/// Exactly one warning of this code, at this place, that says these words.
fn warns(text: &str, code: &str, place: &str, words: &[&str]) {
    let found = warnings(text);
    assert_eq!(found.len(), 1, "{text}\n{found:?}");
    assert_eq!((found[0].0, found[0].1.as_str()), (code, place), "{found:?}");
    words.iter().for_each(|word| assert!(found[0].2.contains(word), "{word} is missing in {found:?}"));
}

const CAST: &str = "title: T\nusers:\n  - {upn: ana@contoso.com}\n  - {upn: bo@contoso.com}\n";

#[test]
fn a_person_whom_no_step_names_is_warned_of() {
    let acts = "timeline:\n  - {at: \"10:00\", user: ana@contoso.com, do: reset-password}\n";
    warns(&format!("{CAST}{acts}"), "unused-person", "4:11", &["no step names `bo@contoso.com`"]);
    // Nobody is idle where nobody acts, where everybody is counted, or where the person is expected to be told.
    assert_eq!(warnings(CAST), []);
    let counted = "  - {at: \"11:00\", expect: {compliance: {held: 0}}}\n";
    assert_eq!(warnings(&format!("{CAST}{acts}{counted}")), []);
    let told = acts.replace("do: reset-password", "do: reset-password, expect: {notified: [bo@contoso.com]}");
    assert_eq!(warnings(&format!("{CAST}{told}")), []);
    let admin = CAST.replace("{upn: bo@contoso.com}", "{upn: bo@contoso.com, roles: [Global Administrator]}");
    assert_eq!(warnings(&format!("{admin}{acts}")), []);
}

#[test]
fn a_string_id_that_names_another_product_is_warned_of_once() {
    let lab = "title: T\ntenant:\n  domains: [contoso.com]\n  subscriptions: [{sku: ID, units: 5}]\nusers:\n  - {upn: ana@contoso.com, licences: [ID]}\n";
    let words =
        ["`O365_BUSINESS_PREMIUM` is Microsoft 365 Business Standard", "write \"Microsoft 365 Business Standard\""];
    warns(&lab.replace("ID", "O365_BUSINESS_PREMIUM"), "look-alike-sku", "4:25", &words);
    assert_eq!(warnings(&lab.replace("ID", "SPB")), []);
    assert_eq!(warnings(&lab.replace("ID", "\"Microsoft 365 Business Standard\"")), []);
    let commented = format!("# Microsoft 365 Business Standard\n{}", lab.replace("ID", "O365_BUSINESS_PREMIUM"));
    assert_eq!(warnings(&commented), []);
}

#[test]
fn an_expectation_that_no_run_can_meet_is_warned_of() {
    let one = "title: T\nusers: [{upn: ana@contoso.com}]\ntimeline:\n  - ";
    for (step, value, words) in [
        ("{at: \"10:00\", user: ana@contoso.com, do: sign-in, expect: {score: 3}}", "3}}", "a sign-in has no `score`"),
        ("{at: \"10:00\", expect: {outcome: success, state: {user: ana@contoso.com}}}", "success", "no `outcome`"),
        (
            "{at: \"10:00\", user: ana@contoso.com, do: reset-password, expect: {outcome: success, code: SSPR_0030}}",
            "SSPR_0030",
            "shows no `code`",
        ),
        (
            "{at: \"10:00\", user: ana@contoso.com, do: unlock-account, expect: {prompted: register}}",
            "register",
            "an unlock has no `prompted`",
        ),
    ] {
        let column = "  - ".len() + step.find(value).expect("the step holds the value") + 1;
        warns(&format!("{one}{step}\n"), "unreachable-expectation", &format!("4:{column}"), &[words]);
    }
    let sound = "{at: \"10:00\", user: ana@contoso.com, do: sign-in, expect: {outcome: success, prompted: none}}";
    assert_eq!(warnings(&format!("{one}{sound}\n")), []);
}

#[test]
fn a_day_after_all_documents_is_warned_of_once() {
    let step = "{at: \"10:00\", user: ana@contoso.com, do: sign-in}";
    let lab = |start: &str| {
        format!("title: T\nstart: {start}\nusers: [{{upn: ana@contoso.com}}]\ntimeline:\n  - {step}\n  - {step}\n")
    };
    warns(&lab("2029-01-01"), "beyond-sources", "2:8", &["2029-01-01 is after 2027-04-08", "newest page is of 20"]);
    assert_eq!(warnings(&lab("2027-04-08")), []);
    let later = lab("2026-11-02").replacen("\"10:00\"", "2027-04-09T10:00:00Z", 1);
    warns(&later, "beyond-sources", "5:10", &["2027-04-09 is after"]);
    // An assumption may set a date of its own, which somebody then has a reason for.
    let assumed = format!("{}assumptions: {{sms-voice-retired-from: 2030-01-01}}\n", lab("2029-01-01"));
    assert_eq!(warnings(&assumed), []);
}

#[test]
fn shipped_labs_warn_of_nothing() {
    for path in scenarios(&tests().join("../scenarios")) {
        let reading = read_file(&path);
        let found: Vec<&str> = reading.diagnostics.iter().map(|found| found.code).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}
