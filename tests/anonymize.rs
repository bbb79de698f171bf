//! Pseudonyms: nothing that is replaced stands in any output, the same key gives the same ones, and results stay.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("anonymize").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

/// Runs a verb on a copy of the export in a folder whose name says nothing.
fn tenantlab(arguments: &[&str], export: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.args(arguments).current_dir(export).env("NO_COLOR", "1").env_remove("COLUMNS");
    command.output().expect("the program starts")
}

fn export(name: &str) -> PathBuf {
    let to = folder(name);
    for entry in fs::read_dir(root().join("tests/data/contoso")).expect("the export is there").flatten() {
        if entry.path().is_file() {
            // A copy of bytes, not of the mark that the original may only be read.
            fs::write(to.join(entry.file_name()), fs::read(entry.path()).expect("readable")).expect("writable");
        }
    }
    to
}

/// Everything that names somebody or something in the export, in lower case.
fn originals() -> BTreeSet<String> {
    fn walk(value: &serde_json::Value, take: bool, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::String(text) if take => {
                found.insert(text.to_lowercase());
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, take, found)),
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    let own = [
                        "userPrincipalName",
                        "displayName",
                        "givenName",
                        "surname",
                        "mail",
                        "otherMails",
                        "mobilePhone",
                        "businessPhones",
                        "onPremisesSamAccountName",
                        "onPremisesDistinguishedName",
                        "onPremisesDomainName",
                        "userDisplayName",
                        "issuerAssignedId",
                    ];
                    walk(value, own.contains(&key.as_str()), found);
                }
            }
            _ => {}
        }
    }
    let mut found: BTreeSet<String> =
        ["contoso", "emea.contoso.com", "connect-1", "agent-asia"].map(str::to_owned).into();
    for name in ["users", "groups", "organization", "userRegistrationDetails-1", "userRegistrationDetails-2"] {
        let bytes = fs::read(root().join(format!("tests/data/contoso/{name}.json"))).expect("the file is there");
        walk(&serde_json::from_slice(&bytes).expect("JSON"), false, &mut found);
    }
    let parts: Vec<String> = found.iter().filter_map(|name| Some(name.split_once('@')?.0.to_owned())).collect();
    found.extend(parts);
    // Departments are kept, also where a group has the same name.
    let users = fs::read(root().join("tests/data/contoso/users.json")).expect("the file is there");
    let users: serde_json::Value = serde_json::from_slice(&users).expect("JSON");
    for person in users["value"].as_array().expect("users") {
        found.remove(&person["department"].as_str().unwrap_or_default().to_lowercase());
    }
    // Short names, and names that are words of every report, would be found where nobody is meant.
    found.retain(|name| name.chars().count() > 4 && name.chars().any(char::is_alphabetic) || name.starts_with('+'));
    found
}

/// Whether a text holds an original as a whole word.
fn holds(text: &str, original: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(original)
        .any(|(at, found)| edge(text[..at].chars().next_back()) && edge(text[at + found.len()..].chars().next()))
}

fn leaks(what: &str, text: &str, originals: &BTreeSet<String>, found: &mut Vec<String>) {
    let text = text.to_lowercase();
    found.extend(originals.iter().filter(|one| holds(&text, one)).map(|one| format!("{what}: {one}")));
}

fn texts(out: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(out).expect("the folder is there").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        found.insert(name, fs::read_to_string(entry.path()).expect("text"));
    }
    found
}

#[test]
fn no_original_is_in_any_output() {
    let originals = originals();
    assert!(originals.len() > 500, "{}", originals.len());
    let export = export("export");
    let out = folder("out");
    let shown = |name: &str| out.join(name).display().to_string();
    let mut wrong = Vec::new();
    let (scenario, forecast, whatif) = (shown("scenario.yaml"), shown("forecast"), shown("whatif"));
    let runs: [&[&str]; 3] = [
        &["import", ".", "-o", &scenario],
        &["forecast", ".", "--out", &forecast],
        &["whatif", ".", "--replace", "SPE_E3=SPB", "--where", "group=SSPR-Users", "--out", &whatif],
    ];
    for arguments in runs {
        let output = tenantlab(arguments, &export);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
        leaks(arguments[0], &said, &originals, &mut wrong);
    }
    leaks("scenario.yaml", &fs::read_to_string(&scenario).expect("written"), &originals, &mut wrong);
    for (name, text) in texts(Path::new(&forecast)).into_iter().chain(texts(Path::new(&whatif))) {
        leaks(&name, &text, &originals, &mut wrong);
    }
    // Notes and problems quote what they are about: break the export in ways that make them do so.
    for (file, from, to) in [
        (
            "users.json",
            "\"userPrincipalName\": \"Tahlia.Coolabarra@contoso.com\"",
            "\"userPrincipalName\": \"Emre.Grosskreutzer@contoso.com\"",
        ),
        ("answers.yaml", "Goran.Sjostrandh@contoso.com", "Goran.Sjostrandh@emea.contoso.com"),
        ("answers.yaml", "group: SSPR-Users", "group: SSPR-Users-Tahlia.Coolabarra@contoso.com"),
        ("answers.yaml", "users:\n- upn: Lachlan.Duong-Hale@contoso.com", "users:\n- Lachlan.Duong-Hale@contoso.com"),
        ("users.json", "\"value\"", "\"value\": [\"Tahlia Coolabarra\"], \"value2\""),
    ] {
        let text = fs::read_to_string(root().join("tests/data/contoso").join(file)).expect("readable");
        assert!(text.contains(from), "{file} has {from}");
        fs::write(export.join(file), text.replacen(from, to, 1)).expect("writable");
        let output = tenantlab(&["import", ".", "-o", "-"], &export);
        assert_eq!(output.status.code(), Some(2), "{from}");
        leaks(from, &String::from_utf8_lossy(&output.stderr), &originals, &mut wrong);
        fs::write(export.join(file), text).expect("writable");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_key_reads_results_back_and_gives_the_same_pseudonyms_again() {
    let export = export("keyed");
    let out = folder("keyed-out");
    let key = out.join("key.json").display().to_string();
    let run = |name: &str, names: &[&str]| {
        let to = out.join(name).display().to_string();
        let arguments = [&["forecast", ".", "--out", &to][..], names].concat();
        let output = tenantlab(&arguments, &export);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        texts(Path::new(&to))
    };
    let first = run("first", &["--key", &key]);
    let second = run("second", &["--key", &key]);
    assert_eq!(first, second, "one key, one result");
    assert_ne!(first["forecast.csv"], run("third", &[])["forecast.csv"], "another secret, other pseudonyms");
    let plain = run("plain", &["--anonymize=false"]);
    let file: serde_json::Value = serde_json::from_str(&fs::read_to_string(&key).expect("the key")).expect("JSON");
    let names = file["names"].as_object().expect("names");
    let read_back = |table: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let back = |cell: &str| names.get(cell).and_then(|name| name.as_str()).unwrap_or(cell).to_owned();
        reader.records().map(|row| row.expect("a row").iter().map(back).collect()).collect()
    };
    for table in ["forecast.csv", "losses.csv", "totals.csv", "groups.csv"] {
        assert_eq!(read_back(&first[table]), read_back(&plain[table]), "{table}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&key).expect("the key").permissions().mode();
        assert_eq!(mode & 0o077, 0, "only the owner reads the key");
    }
}

#[test]
fn a_wrong_key_file_is_refused_and_left_alone() {
    let export = export("wrong-key");
    let key = folder("wrong-key-out").join("key.json");
    fs::write(&key, "{\"format\": \"other\"}").expect("writable");
    let shown = key.display().to_string();
    let output = tenantlab(&["import", ".", "-o", "-", "--key", &shown], &export);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no key file"));
    assert_eq!(fs::read_to_string(&key).expect("still there"), "{\"format\": \"other\"}");
    let both = tenantlab(&["import", ".", "-o", "-", "--anonymize=false", "--key", &shown], &export);
    assert_eq!(both.status.code(), Some(2));
}
