//! Grading a class through the program: files are taken in whole or not at all, and once.

use std::path::{Path, PathBuf};
use std::process::Output;

const QUIZ: &str = "tests/data/every-form.json";

fn tenantlab(args: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().expect("the program starts")
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grading").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

#[expect(clippy::disallowed_methods, reason = "a test writes files of its own")]
fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_class_is_graded_once_and_its_statistics_are_written() {
    let folder = folder("class");
    let rows = "learner,question,answer\nada,single-1,2\nada,match-1,4 2 2\nben,single-1,1\n=cmd(),1,2\n";
    let (answers, results) = (file(&folder, "answers.csv", rows), folder.join("class.sqlite").display().to_string());
    let graded = tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &results]);
    assert!(graded.status.success(), "{}", text(&graded.stderr));
    let first = text(&graded.stdout);
    assert!(first.contains("3 learners") && first.contains("1.66 of"), "{first}");
    let again = tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &results]);
    assert!(text(&again.stdout).contains("1 of them taken in before"), "{}", text(&again.stdout));
    let out = folder.join("report").display().to_string();
    let stats = tenantlab(&["quiz", "stats", QUIZ, &results, "--out", &out]);
    assert!(stats.status.success(), "{}", text(&stats.stderr));
    assert!(text(&stats.stdout).contains("too few for a verdict: 3"), "{}", text(&stats.stdout));
    for name in ["class.html", "class.csv", "class.json"] {
        assert!(Path::new(&out).join(name).is_file(), "{name}");
    }
    let other = tenantlab(&["quiz", "stats", QUIZ, &results, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&other.stdout).expect("JSON");
    assert_eq!(json["learners"], 3);
    assert_eq!(json["items"][0]["right"], 2);
}

#[test]
fn a_file_with_errors_is_not_taken_in_and_every_error_is_said() {
    let folder = folder("errors");
    let rows = "learner,question,answer\nada,single-1,2\nben,single-9,1\nben,single-1,many\n";
    let (answers, results) = (file(&folder, "answers.csv", rows), folder.join("class.sqlite"));
    let graded = tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &results.display().to_string()]);
    assert_eq!(graded.status.code(), Some(2));
    let said = text(&graded.stderr);
    assert!(said.contains("answers.csv:3: there is no question `single-9`; did you mean `single-1`?"), "{said}");
    assert!(said.contains("answers.csv:4: "), "{said}");
    assert!(!results.exists(), "nothing is kept");
}

#[test]
fn results_belong_to_one_quiz() {
    let folder = folder("other");
    let answers = file(&folder, "answers.csv", "learner,question,answer\nada,1,2\n");
    let results = folder.join("class.sqlite").display().to_string();
    assert!(tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &results]).status.success());
    #[expect(clippy::disallowed_methods, reason = "a test reads files of the project")]
    let quiz = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(QUIZ)).expect("the quiz is there");
    let other = file(&folder, "quiz.json", &quiz.replacen("\"title\": \"", "\"title\": \"Another ", 1));
    let graded = tenantlab(&["quiz", "grade", &other, &answers, "--results", &results]);
    assert_eq!(graded.status.code(), Some(2), "{}", text(&graded.stdout));
    assert!(text(&graded.stderr).contains("holds the results of another quiz"), "{}", text(&graded.stderr));
}
