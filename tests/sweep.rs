//! Sweeps: the same bytes with any number of threads, in shards, and after a kill; tables that agree with each other.
#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A sweep of twelve runs.
const LAB: &str = r#"title: "Small"
seed: 5
start: 2026-11-02T08:00:00Z
end: 2026-11-02T12:00:00Z
tenant:
  name: Adatum
  domains: [{name: adatum.example, identity: password-hash-sync}]
  subscriptions: [{sku: AAD_PREMIUM, units: 9}]
  sspr: {enabled: all, methods: [email, mobile-phone], methods_required: 1, writeback: true}
on_premises: {forests: [{name: ad.example, password_policy: {min_age: 0d}}], sync: [{name: c1}]}
population:
  - {count: 9, names: "p{n}@adatum.example", licences: {AAD_PREMIUM: 1.0}, methods: {email: 0.6, mobile-phone: 0.6}}
timeline:
  - {at: "09:00", fault: sync-server-down, on: c1, for: 10m}
  - {at: "08:30", user: p1@adatum.example, do: reset-password}
  - {at: "09:05", user: p2@adatum.example, do: reset-password}
  - {at: "09:30", user: p3@adatum.example, do: reset-password}
sweep:
  vary:
    timeline.0.for: [10m, 1h]
    tenant.sspr.methods_required: [1, 2]
  replicates: 3
"#;

/// A folder of its own for a test, with the lab in it.
fn folder(name: &str, lab: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("lab.yaml"), lab).expect("the lab can be written");
    folder
}

fn sweep(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.current_dir(folder).args(["sweep", "lab.yaml"]).args(arguments).output().expect("the program starts")
}

/// Sweeps into a folder and gives every file that was written.
fn swept(folder: &Path, out: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let output = sweep(folder, &[&["--out", out][..], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = fs::read_dir(folder.join(out)).expect("the folder was made").flatten();
    let file = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
    };
    files.map(file).collect()
}

fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let output = sweep(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for word in words {
        assert!(said.contains(word), "no `{word}` in: {said}");
    }
}

#[test]
fn threads_and_shards_change_no_byte() {
    let folder = folder("threads", LAB);
    let one = swept(&folder, "one", &["--threads", "1"]);
    for name in ["report.html", "sweep.json", "results.csv", "results.parquet", "summary.csv", "runs.jsonl"] {
        assert!(one.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}: {:?}", one.keys());
    }
    assert_eq!(one, swept(&folder, "many", &["--threads", "7"]));
    for part in ["1/3", "2/3", "3/3"] {
        swept(&folder, &part.replace('/', "-of-"), &["--shard", part]);
    }
    refused(&folder, &["--merge", "1-of-3", "3-of-3", "--out", "part"], &["3 runs are missing", "cell 2 (10m, 2)"]);
    assert!(!folder.join("part").exists(), "nothing is written where runs are missing");
    assert_eq!(one, swept(&folder, "merged", &["--merge", "3-of-3", "1-of-3", "2-of-3"]));
}

#[test]
fn a_sweep_that_was_stopped_goes_on_and_half_a_line_never_counts() {
    let folder = folder("resume", LAB);
    let whole = swept(&folder, "whole", &[]);
    let journal = String::from_utf8(whole["runs.jsonl"].clone()).expect("text");
    let ends: Vec<usize> = journal.match_indices('\n').map(|(at, _)| at + 1).collect();
    assert_eq!(ends.len(), 13, "a head and twelve runs");
    // Cut at a line's end, inside a line, before its line feed, inside the head, and with a wrong byte.
    let stumps = [ends[4], ends[4] + 20, ends[5] - 1, 30, 0];
    for (n, cut) in stumps.into_iter().enumerate() {
        let out = format!("cut-{n}");
        fs::create_dir_all(folder.join(&out)).expect("a folder");
        fs::write(folder.join(&out).join("runs.jsonl"), &journal[..cut]).expect("a stump");
        assert_eq!(whole, swept(&folder, &out, &["--threads", "2"]), "cut at {cut}");
    }
    let mut wrong = journal.clone().into_bytes();
    wrong[ends[6] + 40] ^= 1;
    fs::create_dir_all(folder.join("wrong")).expect("a folder");
    fs::write(folder.join("wrong/runs.jsonl"), wrong).expect("a journal with a wrong byte");
    assert_eq!(whole, swept(&folder, "wrong", &[]));
}

#[test]
fn a_killed_sweep_goes_on() {
    let lab = LAB.replace("replicates: 3", "replicates: 120");
    let folder = folder("kill", &lab);
    let journal = folder.join("killed/runs.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenantlab"))
        .current_dir(&folder)
        .args(["sweep", "lab.yaml", "--out", "killed", "--threads", "1"])
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let some = || fs::metadata(&journal).is_ok_and(|file| file.len() > 2_000);
    while !some() && child.try_wait().expect("a child").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().expect("the child can be killed, or has ended");
    child.wait().expect("a child");
    let kept = fs::read_to_string(&journal).expect("a journal").lines().count();
    assert!((2..=481).contains(&kept), "{kept}");
    assert_eq!(swept(&folder, "whole", &[]), swept(&folder, "killed", &[]));
}

#[test]
fn a_changed_file_is_noticed() {
    let folder = folder("changed", LAB);
    let first = swept(&folder, "out", &[]);
    fs::write(folder.join("lab.yaml"), format!("# a remark\n{LAB}")).expect("the lab can be written");
    assert_eq!(first, swept(&folder, "out", &[]), "a remark changes nothing");
    fs::write(folder.join("lab.yaml"), LAB.replace("email: 0.6", "email: 0.7")).expect("the lab can be written");
    refused(&folder, &["--out", "out"], &["another scenario", "--restart"]);
    refused(&folder, &["--merge", "out", "--out", "other"], &["another scenario"]);
    assert_ne!(first, swept(&folder, "out", &["--restart"]));
    refused(&folder, &["--out", "out", "--seed", "6"], &["another scenario"]);
    fs::write(folder.join("out/runs.jsonl"), "something else\n").expect("a file");
    refused(&folder, &["--out", "out"], &["no journal"]);
}

#[test]
fn wrong_cells_and_flags_are_refused_before_anything_is_run() {
    // Each value is right on its own, and two of them do not fit together.
    let shares = "population.0.identity.federated: [0.2, 0.6]\n    population.0.identity.cloud-only: [0.1, 0.5]";
    let lab = LAB.replace("tenant.sspr.methods_required: [1, 2]", shares);
    let folder = folder("wrong", &lab);
    refused(&folder, &["--out", "out"], &["sum to 1.1", "lab.yaml:"]);
    assert!(!folder.join("out").exists());
    fs::write(folder.join("lab.yaml"), LAB).expect("the lab can be written");
    refused(&folder, &["--shard", "4/3", "--out", "out"], &["2/8"]);
    refused(&folder, &["--measure", "sucess_share"], &["success_share"]);
    let plain = LAB.split("sweep:").next().expect("a lab");
    fs::write(folder.join("lab.yaml"), plain).expect("the lab can be written");
    refused(&folder, &[], &["no `sweep:`", "--vary"]);
    refused(&folder, &["--vary", "tenant.sspr.methods_requird=[1]"], &["the flags:3:5", "methods_required"]);
    refused(&folder, &["--vary", "tenant.sspr.methods_required=[1, 2"], &["the flags:"]);
    refused(&folder, &["--vary", "tenant.sspr.methods_required"], &["expected a key and its values"]);
}

#[test]
fn flags_say_what_a_file_would() {
    let folder = folder("flags", LAB);
    let file = swept(&folder, "file", &[]);
    let plain = LAB.split("sweep:").next().expect("a lab");
    fs::write(folder.join("lab.yaml"), plain).expect("the lab can be written");
    let vary =
        ["--vary", "timeline.0.for=[10m, 1h]", "--vary", "tenant.sspr.methods_required={from: 1, to: 2, step: 1}"];
    let flags = swept(&folder, "flags", &[&vary[..], &["--replicates", "3"]].concat());
    assert_eq!(file["results.csv"], flags["results.csv"]);
    assert_ne!(file["results.csv"], swept(&folder, "seed", &[&vary[..], &["--seed", "8"]].concat())["results.csv"]);
}

#[test]
fn a_row_repeats_as_a_run_and_replicates_share_their_seed_across_cells() {
    let folder = folder("repeat", LAB);
    swept(&folder, "out", &[]);
    let mut rows = csv::Reader::from_path(folder.join("out/results.csv")).expect("a table");
    let header = rows.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|one| one == name).expect("a column");
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 12);
    let seeds: std::collections::BTreeSet<&str> = rows.iter().map(|row| &row[at("seed")]).collect();
    assert_eq!(seeds.len(), 3);
    let row = rows.iter().find(|row| &row[at("cell")] == "4" && &row[at("replicate")] == "2").expect("a row");
    let lab = LAB.replace("for: 10m", "for: 1h").replace("methods_required: 1", "methods_required: 2");
    fs::write(folder.join("cell.yaml"), lab).expect("the lab can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_tenantlab"))
        .current_dir(&folder)
        .args(["run", "cell.yaml", "--json", "--seed", &row[at("seed")]])
        .output()
        .expect("the program starts");
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(result["digest"].as_str(), Some(&row[at("digest")]));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_read_back_equals_the_csv() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let folder = folder("parquet", LAB);
    swept(&folder, "out", &[]);
    let file = fs::File::open(folder.join("out/results.parquet")).expect("a file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let mut header = Vec::new();
    let mut table = Vec::new();
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        header = row.get_column_iter().map(|(name, _)| name.clone()).collect();
        let cell = |field: &Field| match field {
            Field::Str(text) => text.clone(),
            Field::Long(n) => n.to_string(),
            Field::ULong(n) => n.to_string(),
            Field::Null => String::new(),
            Field::Decimal(n) => {
                let bytes: [u8; 8] = n.data().try_into().expect("eight bytes");
                tenantlab::model::ratio::decimal(i64::from_be_bytes(bytes).cast_unsigned())
            }
            other => panic!("{other:?}"),
        };
        table.push(row.get_column_iter().map(|(_, field)| cell(field)).collect::<Vec<String>>());
    }
    let mut rows = csv::Reader::from_path(folder.join("out/results.csv")).expect("a table");
    assert_eq!(rows.headers().expect("a header").iter().collect::<Vec<_>>(), header);
    let expected: Vec<Vec<String>> =
        rows.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(table, expected);
    assert!(header.contains(&"tenant.sspr.methods_required".to_owned()), "{header:?}");
}

#[test]
fn the_page_is_one_file_with_pictures_tables_and_words() {
    let folder = folder("page", &LAB.replace("\"Small\"", "\"<b>Small</b> & =1\""));
    let files = swept(&folder, "out", &["--measure", "refused"]);
    let page = String::from_utf8(files["report.html"].clone()).expect("text");
    assert!(page.contains("&lt;b&gt;Small&lt;/b&gt;") && !page.contains("<b>Small"), "text from files is escaped");
    assert!(!page.contains("http://www.w3.org/1999/xlink") && !page.contains("<script"), "no network, no scripts");
    assert!(page.matches("<svg").count() >= 2 && page.matches("<table").count() >= 3);
    let json: serde_json::Value = serde_json::from_slice(&files["sweep.json"]).expect("JSON");
    assert_eq!((json["kind"].as_str(), json["measure"].as_str()), (Some("sweep"), Some("refused")));
    assert_eq!(json["cells"].as_array().map(Vec::len), Some(4));
    let conclusion = json["conclusion"].as_array().expect("sentences");
    assert!(conclusion.iter().any(|said| said.as_str().is_some_and(|said| said.starts_with("From 10m to 1h"))));
    let output = sweep(&folder, &["--plain"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("`timeline.0.for` is 1h"));
}
