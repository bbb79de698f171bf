//! The command line as a stranger meets it: exit codes, streams, files written whole or not at all.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tenantlab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenantlab"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of its own below the target folder.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

const LAB: &str = "scenarios/lessons/09-merger-two-forests.yaml";

#[test]
fn no_argument_shows_three_doors() {
    let output = tenantlab(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).lines().count() >= 3);
}

#[test]
fn exit_codes_tell_failures_from_wrong_input() {
    let folder = folder("exit-codes");
    let failing = folder.join("failing.yaml");
    fs::write(&failing, "title: T\ntimeline:\n  - {at: \"10:00\", expect: {compliance: {needed: 7}}}\n")
        .expect("a file");
    let failing = failing.to_string_lossy().into_owned();
    let broken = "tests/cases-broken/name-user.yaml";
    for (arguments, code) in [
        (vec!["test", LAB], 0),
        (vec!["run", &failing], 1),
        (vec!["test", &failing], 1),
        (vec!["test", broken], 2),
        (vec!["test", broken, &failing], 1),
        (vec!["run", broken], 2),
        (vec!["check", broken], 2),
        (vec!["run", "no-such-file.yaml"], 2),
        (vec!["no-such-verb"], 2),
        (vec!["rules", "show", "no-such-rule"], 2),
    ] {
        let output = tenantlab(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", talk(&output));
    }
}

#[test]
fn coverage_is_a_gate_and_counts_by_topic() {
    let folder = "scenarios/lessons";
    let output = tenantlab(&["rules", "coverage", folder, "--topic", "eligibility", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let found: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let rules = found["rules"].as_object().expect("rules by id");
    assert!(rules.keys().all(|id| tenantlab::rules::catalogue::topic(id) == Some("eligibility")));
    assert!(rules["scope-not-member"]["decided"].as_u64() > Some(0), "lesson 7 is decided by it");
    let percent = found["percent"].as_u64().expect("a number");
    let gate = |min: u64| {
        let min = min.to_string();
        tenantlab(&["rules", "coverage", folder, "--topic", "eligibility", "--min", &min]).status.code()
    };
    assert_eq!((gate(percent), gate(percent + 1)), (Some(0), Some(1)));
    let examples = tenantlab(&["rules", "coverage", "--examples", "--json"]);
    let all: serde_json::Value = serde_json::from_str(&out(&examples)).expect("JSON");
    let silent = all["untouched"].as_array().expect("a list").iter().filter_map(serde_json::Value::as_str);
    let heard = |id: &&str| {
        let rule = tenantlab::rules::find(id).expect("a rule");
        !matches!(rule.law, tenantlab::rules::rule::Law::Limit { .. })
    };
    assert_eq!(silent.filter(heard).collect::<Vec<_>>(), Vec::<&str>::new(), "worked examples make every rule speak");
    assert_eq!(tenantlab(&["rules", "coverage"]).status.code(), Some(2));
    assert_eq!(tenantlab(&["rules", "coverage", folder, "--topic", "eligable"]).status.code(), Some(2));
}

#[test]
fn a_rule_is_shown_with_the_labs_that_it_decides() {
    let output = tenantlab(&["rules", "show", "scope-not-member", "--labs", "scenarios/lessons"]);
    let text = out(&output);
    assert!(text.contains("decides    scenarios/lessons/07-scope-group.yaml"), "{text}");
    let file = folder("export").join("rules.csv");
    let name = file.to_string_lossy().into_owned();
    assert_eq!(tenantlab(&["rules", "export", "--format", "csv", "-o", &name]).status.code(), Some(0));
    let table = fs::read_to_string(&file).expect("the table was written");
    assert!(table.starts_with("id,topic,kind,given,then") && table.contains("\nscope-not-member,eligibility,"));
}

#[test]
fn a_claim_holds_or_is_met_with_a_scenario_that_runs() {
    let folder = folder("prove");
    let file = folder.join("against.yaml");
    let (file, text) = (file.to_string_lossy().into_owned(), "licence = free and role = none => refused");
    let output = tenantlab(&["prove", "--claim", text]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert!(out(&output).contains("The claim holds."), "{}", out(&output));
    let lenient = ["prove", "--claim", text, "--assume", "free-tier-reset=allowed", "--json", "--out", &file];
    let output = tenantlab(&lenient);
    assert_eq!(output.status.code(), Some(1), "{}", talk(&output));
    let found: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!((&found["holds"], &found["counter_example"]["outcome"]), (&false.into(), &"success".into()));
    let run = tenantlab(&["run", &file, "--json"]);
    assert_eq!(run.status.code(), Some(0), "the run ends as the case does: {}", out(&run));
    let result: serde_json::Value = serde_json::from_str(&out(&run)).expect("JSON");
    assert_eq!(result["steps"][0]["outcome"], "success");
}

#[test]
fn a_wrong_claim_is_pointed_at() {
    let output = tenantlab(&["prove", "--claim", "identity = federatd => refused"]);
    assert_eq!(output.status.code(), Some(2));
    let said = talk(&output);
    assert!(said.contains("column 12") && said.contains("did you mean `federated`?"), "{said}");
    assert!(said.contains("cloud-only, password-hash-sync, pass-through, federated"), "{said}");
    for wrong in [&["prove"][..], &["prove", "--claim", "success", "--assume", "free-tier-reset=perhaps"]] {
        assert_eq!(tenantlab(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn every_broken_file_is_refused_and_writes_nothing() {
    let folder = folder("broken");
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases-broken")).expect("a folder").flatten()
    {
        let path = entry.path();
        if path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let target = folder.join("out").to_string_lossy().into_owned();
        let output = tenantlab(&["run", &path.to_string_lossy(), "--out", &target]);
        assert_eq!(output.status.code(), Some(2), "{}: {}", path.display(), talk(&output));
        assert!(!folder.join("out").exists(), "{} wrote something", path.display());
    }
}

#[test]
fn a_run_writes_a_folder_that_replays_to_the_same_digest() {
    let folder = folder("replay");
    let target = folder.to_string_lossy().into_owned();
    let first = tenantlab(&["run", LAB, "--out", &target, "--json"]);
    assert_eq!(first.status.code(), Some(0), "{}", talk(&first));
    let again = tenantlab(&["run", &target, "--json"]);
    assert_eq!(again.status.code(), Some(0), "{}", talk(&again));
    let digest = |output: &Output| {
        let value: serde_json::Value = serde_json::from_str(&out(output)).expect("the result is JSON");
        value["digest"].as_str().map(str::to_owned)
    };
    assert_eq!(digest(&first), digest(&again));
    let result = folder.join("result.json");
    let text = fs::read_to_string(&result).expect("the result was written");
    let other = text.replacen(&digest(&first).expect("a digest"), &"0".repeat(64), 1);
    fs::write(&result, other).expect("the result can be changed");
    assert_eq!(tenantlab(&["run", &target]).status.code(), Some(2), "a differing digest is an error");
}

#[test]
fn results_go_to_standard_output_and_talk_to_standard_error() {
    let json = tenantlab(&["test", "scenarios/lessons", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out(&json)).expect("one JSON object");
    assert_eq!(value["failed"], 0);
    assert_eq!(value["files"], value["passed"]);
    let broken = tenantlab(&["check", "tests/cases-broken/name-user.yaml"]);
    assert!(talk(&broken).contains("name-user.yaml:47:11"), "{}", talk(&broken));
}

#[test]
fn explain_names_the_rule_its_source_and_what_would_flip_it() {
    let text = out(&tenantlab(&["explain", LAB, "--step", "wanda-switch-forgotten"]));
    for part in ["sbs-toggle-only-cloudsync", "tutorial-enable-cloud-sync", "writeback for cloud sync were on", "audit"]
    {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let unknown = tenantlab(&["explain", LAB, "--who", "wanda@wideworld.exmple"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(talk(&unknown).contains("wanda@wideworld.example"), "{}", talk(&unknown));
}

#[test]
fn an_import_that_fails_leaves_the_old_file() {
    let folder = folder("import");
    fs::write(folder.join("users.json"), "{\"value\": [").expect("a file");
    let target = folder.join("tenant.yaml");
    fs::write(&target, "old").expect("a file");
    let source = folder.to_string_lossy().into_owned();
    let name = target.to_string_lossy().into_owned();
    let output = tenantlab(&["import", &source, "--anonymize=false", "--date", "2026-11-22", "-o", &name]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("users.json"), "{}", talk(&output));
    assert_eq!(fs::read_to_string(&target).expect("still there"), "old");
}

#[test]
fn manual_completions_and_schema_are_printed() {
    for arguments in [vec!["man"], vec!["completions", "bash"], vec!["schema"], vec!["assumptions", "list"]] {
        let output = tenantlab(&arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).len() > 400, "{arguments:?}");
    }
}

/// Gives a command lines on its standard input, in the project's folder.
fn typing(arguments: &[&str], typed: &str) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenantlab"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It may be over before every line is read, so a closed pipe is no failure.
    let _ = child.stdin.take().expect("standard input").write_all(typed.as_bytes());
    child.wait_with_output().expect("the program ends")
}

#[test]
fn a_quiz_is_made_and_taken() {
    let folder = folder("quiz");
    let target = folder.to_string_lossy().into_owned();
    let made = tenantlab(&["quiz", "make", LAB, "--count", "4", "--out", &target]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let paper = folder.join("quiz.json").to_string_lossy().into_owned();
    let output = typing(&["quiz", "take", &paper], "1\n1\n1\n1\n1\n1\n1\n1\n");
    assert!(out(&output).contains("entra:"), "feedback names a source:\n{}", out(&output));
}

#[test]
fn a_preview_shows_keys_proofs_and_sources_and_believes_no_file() {
    let folder = folder("preview");
    let target = folder.to_string_lossy().into_owned();
    let make = ["quiz", "make", LAB, "--archetypes", "outcome", "--count", "1", "--out", &target];
    assert_eq!(tenantlab(&make).status.code(), Some(0));
    let (file, page) = (folder.join("quiz.json"), folder.join("preview.html"));
    let (quiz, html) = (file.to_string_lossy().into_owned(), page.to_string_lossy().into_owned());
    let shown = tenantlab(&["quiz", "preview", &quiz]);
    assert_eq!(shown.status.code(), Some(0), "{}", talk(&shown));
    assert_eq!(tenantlab(&["quiz", "preview", &quiz, "--html", &html]).status.code(), Some(0));
    let page = std::fs::read_to_string(page).expect("a page is written");
    for part in
        ["Key", "[outcome: true in the run]", "false in the run, true ", "Facts that change the key", "Source: "]
    {
        assert!(out(&shown).contains(part), "{part}:\n{}", out(&shown));
        assert!(page.contains(part), "{part}");
    }
    let text = std::fs::read_to_string(&file).expect("the quiz is there");
    std::fs::write(&file, text.replacen("\"points\": 1", "\"points\": 9", 1)).expect("a file can be written");
    let changed = tenantlab(&["quiz", "preview", &quiz]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(talk(&changed).contains("differs in points"), "{}", talk(&changed));
}

const EVERY_FORM: &str = "tests/data/every-form.json";

#[test]
fn a_quiz_goes_on_after_a_kill_with_nothing_lost() {
    let kept = folder("resume").join("progress.json");
    let resume = kept.to_string_lossy().into_owned();
    let take = |more: &[&str], typed: &str| {
        typing(&[&["quiz", "take", EVERY_FORM, "--resume", &resume], more].concat(), typed)
    };
    // standard input ends after each answer, as when the terminal is closed
    let first = take(&["--mode", "exam"], "2\n");
    assert!(out(&first).contains("answer kept") && !out(&first).contains("Source:"), "{}", out(&first));
    let file = std::fs::read_to_string(&kept).expect("progress is kept");
    assert!(!file.contains("single-1") && !file.contains("Right."), "{file}");
    for typed in ["n\n", "1 3\n", "1 2 3\n", "2 4 1 3\n", "4 2 3\n", "1 1\n", "17\n", "5\n"] {
        take(&[], typed);
    }
    assert_eq!(take(&["--mode", "instant"], "").status.code(), Some(2), "the mode stays");
    let end = take(&["--plain"], "1\nd\n");
    assert_eq!(end.status.code(), Some(0), "{}", talk(&end));
    assert!(out(&end).contains("0 questions are open") && out(&end).contains("Result: 13 of 13"), "{}", out(&end));
    assert!(out(&take(&[], "")).contains("Result: 13 of 13"), "the result is there again");
    std::fs::write(&kept, "{}").expect("a file can be written");
    assert_eq!(take(&[], "").status.code(), Some(2));
}

#[test]
fn practice_goes_on_where_it_was() {
    let kept = folder("practice").join("practice.json");
    let resume = kept.to_string_lossy().into_owned();
    let practise = |typed: &str| {
        let lab = "scenarios/lessons/07-scope-group.yaml";
        let ways = ["--archetypes", "outcome,still-works"];
        typing(&[&["quiz", "take", lab, "--mode", "practice", "--resume", &resume], &ways[..]].concat(), typed)
    };
    let one = practise("1\n");
    let shown = out(&one);
    let second = &shown[shown.find("Practice, question 2").unwrap_or_else(|| panic!("{shown}{}", talk(&one)))..];
    let (second, summary) = second.split_once("; q stops\n").expect("a question");
    assert!(summary.contains("comes again after"), "the end of what is typed stops as q does: {summary}");
    let again = practise("q\n");
    assert!(out(&again).starts_with(second), "the same question comes again:\n{}\n{shown}", out(&again));
    assert!(out(&again).contains("comes again after"), "{}", out(&again));
}

/// Plays a lab through pipes: what is typed goes in, what is said comes out.
fn played(arguments: &[&str], typed: &str) -> Output {
    typing(&[&["play"], arguments].concat(), typed)
}

const OUTAGE: &str = "scenarios/failures/agent-outage.yaml";

#[test]
fn a_lab_is_played_through_pipes_changed_and_saved() {
    let folder = folder("play");
    let saved = folder.join("changed.yaml").to_string_lossy().into_owned();
    let typed = "n\nn\nback\ninject service-bus-unreachable for 2h\nto rosa-tries-again\nwhy\n";
    let output = played(&[OUTAGE, "--save", &saved], typed);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    let text = out(&output);
    assert!(text.contains("> inject service-bus-unreachable for 2h\nStep 2 of 12"), "{text}");
    assert!(text.contains("if the fault service-bus-unreachable were absent"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{2500}'), "plain text only");
    let digest = text.split("Digest ").last().and_then(|rest| rest.split('.').next()).expect("a digest").to_owned();
    assert_eq!(tenantlab(&["check", &saved]).status.code(), Some(0));
    let replay = out(&tenantlab(&["run", &saved, "--json"]));
    let result: serde_json::Value = serde_json::from_str(&replay).expect("JSON");
    assert_eq!(result["digest"], digest.as_str());
    let original = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(OUTAGE)).expect("the lab");
    assert!(fs::read_to_string(&saved).expect("it was written").starts_with(&original), "the author's text is kept");
}

#[test]
fn what_is_in_no_file_is_said_at_the_end() {
    let text = out(&played(&[OUTAGE, "--plain"], "inject sync-server-down\n"));
    assert!(text.ends_with("fault: sync-server-down, on: connect-1}\n"), "{text}");
    assert!(!out(&played(&[OUTAGE], "n\nq\n")).contains("Not saved"));
    assert_eq!(played(&["-"], "").status.code(), Some(2));
    assert_eq!(played(&["tests/cases-broken/name-user.yaml"], "").status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_into_and_not_put_aside() {
    let output = tenantlab(&["run", OUTAGE, "--quiet", "--audit", "/dev/stdout"]);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert!(out(&output).contains("\"activityDisplayName\""), "{}", out(&output));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_lab_with_nothing_lost() {
    use std::io::{BufRead, BufReader, Read, Write as _};
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenantlab"))
        .args(["play", OUTAGE])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("standard input");
    input.write_all(b"inject sync-server-down\n").expect("it reads");
    let mut output = BufReader::new(child.stdout.take().expect("standard output"));
    let mut line = String::new();
    while !line.starts_with("The fault sync-server-down begins") {
        line.clear();
        assert_ne!(output.read_line(&mut line).expect("text"), 0, "the failure is said");
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is a `kill`");
    assert!(sent.success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(rest.contains("Not saved") && rest.contains("fault: sync-server-down"), "{rest}");
}

/// A lab with a failure that nobody meets, on a server whose name XML would stumble over.
const IDLE: &str = r#"title: Nobody meets it
start: 2026-11-02T08:00:00Z
tenant:
  domains: [contoso.onmicrosoft.com, {name: contoso.com, identity: password-hash-sync}]
  subscriptions: [{sku: AAD_PREMIUM, units: 5}]
  sspr: {enabled: all, methods_required: 1, writeback: true}
on_premises:
  forests: [{name: corp.contoso.com}]
  sync: [{name: "connect <1> & \"co\""}]
users:
  - {upn: ana@contoso.com, methods: {email: ana@outlook.example}}
timeline:
  - {at: "09:00", fault: sync-server-down, on: "connect <1> & \"co\"", for: 10m}
  - {at: "10:00", user: ana@contoso.com, do: reset-password, expect: {outcome: success, event: 31002}}
"#;

#[test]
fn a_failure_that_never_bit_is_told_and_fails_a_strict_run() {
    let folder = folder("idle");
    let lab = folder.join("idle.yaml");
    fs::write(&lab, IDLE).expect("the lab can be written");
    let lab = lab.to_string_lossy().into_owned();
    let plain = tenantlab(&["run", &lab]);
    assert_eq!(plain.status.code(), Some(0), "{}", talk(&plain));
    assert!(out(&plain).contains("never bit"), "{}", out(&plain));
    let json = tenantlab(&["run", &lab, "--json", "--strict-faults"]);
    assert_eq!(json.status.code(), Some(1));
    let value: serde_json::Value = serde_json::from_str(&out(&json)).expect("the result is JSON");
    assert_eq!(value["summary"]["faults"][0]["bit"], 0);
    assert_eq!(tenantlab(&["test", &lab]).status.code(), Some(0));
    let strict = tenantlab(&["test", &lab, "--strict-faults"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(out(&strict).contains("`sync-server-down`"), "{}", out(&strict));
}

#[test]
fn the_event_log_is_written_as_event_viewer_exports_it() {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    let folder = folder("event-log");
    let lab = folder.join("lab.yaml");
    fs::write(&lab, IDLE).expect("the lab can be written");
    let target = folder.join("out");
    let run = tenantlab(&["run", &lab.to_string_lossy(), "--out", &target.to_string_lossy()]);
    assert_eq!(run.status.code(), Some(0), "{}", talk(&run));
    let xml = fs::read_to_string(target.join("events.xml")).expect("the log was written");
    let mut reader = Reader::from_str(&xml);
    let (mut open, mut names) = (0, Vec::new());
    loop {
        match reader.read_event().expect("the log is well-formed") {
            Event::Start(tag) => {
                open += 1;
                names.push(tag.name().as_ref().to_owned());
            }
            Event::End(_) => open -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    assert_eq!(names.iter().filter(|name| *name == "Event").count(), 2, "a start and a success: {xml}");
    for part in [
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">",
        "<Provider Name=\"PasswordResetService\"/>",
        "<EventID>31001</EventID>",
        "<EventID>31002</EventID>",
        "<Level>4</Level>",
        "<TimeCreated SystemTime=\"2026-11-02T10:00:00.0000000Z\"/>",
        "<EventRecordID>2</EventRecordID>",
        "<Channel>Application</Channel>",
        "<Computer>connect &lt;1&gt; &amp; ",
    ] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
    let csv = fs::read_to_string(target.join("events.csv")).expect("the table was written");
    assert_eq!(csv.lines().count(), 4, "the header, the alert of the server and two events: {csv}");
}

#[test]
fn a_failure_is_shown_with_all_its_facts() {
    let page = tenantlab(&["faults", "show", "sync-server-down", "--labs", "scenarios/failures"]);
    let text = out(&page);
    for part in ["SSPR_0030", "start it; or activate staging server", "agent-outage.yaml on connect-1", "2025-03-04"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = tenantlab(&["faults", "list", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out(&json)).expect("the list is JSON");
    assert_eq!(value.as_array().map(Vec::len), Some(101));
    let wrong = tenantlab(&["faults", "show", "sync-server-dwon"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(talk(&wrong).contains("did you mean `sync-server-down`"), "{}", talk(&wrong));
}

#[test]
fn a_new_lab_runs_as_it_stands_and_nothing_is_overwritten() {
    let folder = folder("new");
    let file = folder.join("my-first_lab.yaml").to_string_lossy().into_owned();
    let made = tenantlab(&["new", &file]);
    assert_eq!(made.status.code(), Some(0), "{}", talk(&made));
    let text = fs::read_to_string(&file).expect("it was written");
    assert!(text.contains("title: \"my first lab\""), "{text}");
    // The schema of the project, which the folder lies in, is found; a lab elsewhere gets its own.
    let named = text.lines().next().and_then(|line| line.split("$schema=").nth(1)).expect("a modeline").to_owned();
    assert!(folder.join(&named).is_file(), "{named}");
    for verb in ["check", "run"] {
        let output = tenantlab(&[verb, &file]);
        assert_eq!((output.status.code(), talk(&output)), (Some(0), String::new()));
    }
    let again = tenantlab(&["new", &file]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).expect("still there"), text);
    assert_eq!(tenantlab(&["new", "lab.txt"]).status.code(), Some(2));
}

#[test]
fn the_shipped_labs_are_written_whole_or_not_at_all() {
    let folder = folder("labs");
    let place = folder.to_string_lossy().into_owned();
    let list = out(&tenantlab(&["labs"]));
    assert!(list.contains("scenarios/lessons/07-scope-group.yaml  "), "{list}");
    let write = || tenantlab(&["labs", "--out", &place]);
    assert_eq!(write().status.code(), Some(0));
    let lab = folder.join(LAB);
    assert_eq!(fs::read(&lab).expect("it was written"), fs::read(LAB).expect("the lab of the project"));
    // The editors' line of a lab leads to the schema, and a lab that extends another finds it.
    assert!(folder.join("scenarios/lessons/../../scenario.schema.json").is_file());
    let later = folder.join("scenarios/lessons/02b-the-same-five-in-2027.yaml").to_string_lossy().into_owned();
    assert_eq!(tenantlab(&["test", &later]).status.code(), Some(0));
    assert_eq!(write().status.code(), Some(0), "what is there already is no hindrance");
    fs::write(&lab, "title: mine\n").expect("a file");
    fs::remove_file(&later).expect("a file");
    let refused = write();
    assert_eq!(refused.status.code(), Some(2));
    assert!(talk(&refused).contains("09-merger-two-forests.yaml"), "{}", talk(&refused));
    assert!(!Path::new(&later).exists(), "nothing is written beside what is refused");
    assert_eq!(fs::read_to_string(&lab).expect("still there"), "title: mine\n");
}

#[test]
fn warnings_change_no_exit_code() {
    let folder = folder("warnings");
    let file = folder.join("lab.yaml");
    let lab = "title: T\nstart: 2029-01-01\nusers: [{upn: ana@contoso.com}, {upn: bo@contoso.com}]\n\
               timeline: [{at: \"10:00\", user: ana@contoso.com, do: sign-in}]\n";
    fs::write(&file, lab).expect("a file");
    let file = file.to_string_lossy().into_owned();
    for verb in ["check", "run", "test"] {
        let output = tenantlab(&[verb, &file]);
        assert_eq!(output.status.code(), Some(0), "{verb}");
        assert!(verb == "test" || talk(&output).contains("warning[unused-person]"), "{verb}: {}", talk(&output));
    }
}

#[test]
fn exports_say_what_does_not_fit_and_what_to_be_careful_of() {
    let to = folder("quiz-export");
    let name = to.to_string_lossy();
    let arguments = ["quiz", "export", "tests/data/every-form.json", "--format", "canvas,scorm", "--out", &name];
    let talk = String::from_utf8_lossy(&tenantlab(&arguments).stderr).into_owned();
    assert!(talk.contains("note: canvas: question 5 (order-1) is exported as matching"), "{talk}");
    assert!(talk.contains("note: scorm: the page scores itself, so the key is in the browser"), "{talk}");
    let told: serde_json::Value = serde_json::from_str(&out(&tenantlab(&[&arguments[..], &["--json"]].concat())))
        .expect("JSON on standard output");
    assert_eq!(told["files"].as_array().map(Vec::len), Some(2));
    assert_eq!(told["notes"][1]["exported_as"], "match");
    assert!(told["cautions"]["scorm"].as_str().is_some_and(|says| says.contains("key")), "{told}");
    let zip = std::fs::read(to.join("scorm12.zip")).expect("the package is written");
    assert!(zip.starts_with(b"PK"));
}
