//! The made-up tenant's export, imported and replayed on four days, agrees per person with figures worked out apart.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tenantlab::model::time::Date;
use tenantlab::scenario::import::import;
use tenantlab::sim;

fn export() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the export is in the project").flatten() {
        if entry.path().is_file() {
            let bytes = fs::read(entry.path()).expect("the file can be read");
            files.insert(entry.file_name().to_string_lossy().into_owned(), bytes);
        }
    }
    files
}

/// Rows of `expected/users_DAY.csv`: the name, whether able, the reason, code and rule, and the methods that count.
fn expected(day: &str) -> Vec<[String; 6]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/contoso/expected/users_{day}.csv"));
    let mut reader = csv::Reader::from_path(path).expect("the expected rows are in the project");
    let headers = reader.headers().expect("a header").clone();
    let at = |name: &str| headers.iter().position(|header| header == name).expect("a known column");
    let columns = ["upn", "sspr_able", "reason", "code", "rule", "methods"].map(at);
    reader.records().map(|row| columns.map(|i| row.as_ref().expect("a row")[i].to_owned())).collect()
}

#[test]
fn every_person_agrees_on_every_day() {
    let mut differences = Vec::new();
    for day in ["2026-10-01", "2026-11-22", "2027-02-01", "2027-03-01"] {
        let scenario = import(&export(), None, Date::parse(day)).expect("the export is sound").scenario;
        let found = sim::run(&scenario).abilities.at_start;
        let rows = expected(day);
        assert_eq!(found.len(), rows.len(), "{day}");
        for row in rows {
            let person = found.iter().find(|one| one.upn.eq_ignore_ascii_case(&row[0])).expect("everybody is there");
            let able = if person.able { "yes" } else { "no" };
            let code = person.code.map_or("", |code| code.word());
            let actual = [able, person.reason, code, person.rule.unwrap_or_default()];
            let wanted = [&row[1], &row[2], &row[3], &row[4]].map(String::as_str);
            if actual != wanted {
                let held = person.methods;
                differences.push(format!("{day} {}: {actual:?} with {held}, not {wanted:?} with {}", row[0], row[5]));
            }
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}
