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
    assert!(first.contains("(guessing earns 2.29)"), "{first}");
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
    assert!(said.contains("answers.csv:3:5: there is no question `single-9`; did you mean `single-1`?"), "{said}");
    assert!(said.contains("answers.csv:4:14: "), "{said}");
    assert!(!results.exists(), "nothing is kept");
}

#[test]
fn an_exam_counts_when_it_was_handed_in_and_parts_count_where_that_is_said() {
    let folder = folder("exam");
    let progress = folder.join("ada.json").display().to_string();
    let take = |keys: &str| {
        use std::io::Write as _;
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["quiz", "take", QUIZ, "--resume", &progress])
            .args(if Path::new(&progress).exists() { [].as_slice() } else { ["--mode", "exam"].as_slice() })
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        run.stdin.take().expect("a pipe").write_all(keys.as_bytes()).expect("the program listens");
        assert!(run.wait().expect("the program ends").success());
    };
    let results = folder.join("class.sqlite").display().to_string();
    let grade = |more: &[&str]| {
        let arguments = [&["quiz", "grade", QUIZ, &progress, "--results", &results], more].concat();
        tenantlab(&arguments)
    };
    take("2\n2\n1\n");
    let open = grade(&[]);
    assert_eq!(open.status.code(), Some(2), "{}", text(&open.stdout));
    assert!(text(&open.stderr).contains("not handed in (3 of 10 questions are answered)"), "{}", text(&open.stderr));
    assert!(!Path::new(&results).exists(), "nothing is kept");
    take("r\nd\n");
    assert!(text(&grade(&[]).stdout).contains("   2.00 of"), "{}", text(&grade(&[]).stdout));
    // One of the two right options of the third question.
    let partial = text(&grade(&["--scoring", "partial"]).stdout);
    assert!(partial.contains("   2.50 of"), "{partial}");
    assert!(text(&grade(&[]).stdout).contains("   2.50 of"), "the file remembers how it is scored");
}

#[test]
fn a_platform_that_was_given_less_is_graded_on_what_it_was_given() {
    let folder = folder("less");
    let head: Vec<String> = (1..=9).map(|n| format!("Response {n}")).collect();
    let rows = format!(
        "First name,State,{}\nada,Finished,The reset succeeds; code {{OK}} ~ 100%,\"No, it no longer succeeds\"{}\n",
        head.join(","),
        ",-".repeat(7)
    );
    let (answers, results) = (file(&folder, "moodle.csv", &rows), folder.join("class.sqlite").display().to_string());
    let all = tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &results]);
    assert_eq!(all.status.code(), Some(2));
    assert!(text(&all.stderr).contains("questions, found 9"), "{}", text(&all.stderr));
    let less = ["quiz", "grade", QUIZ, &answers, "--results", &results, "--exported-as", "gift", "--json"];
    let less = tenantlab(&less);
    assert!(less.status.success(), "{}", text(&less.stderr));
    let marks: serde_json::Value = serde_json::from_slice(&less.stdout).expect("JSON");
    let quiz: serde_json::Value = serde_json::from_str(&read(Path::new(QUIZ))).expect("the quiz is JSON");
    let items = quiz["items"].as_array().expect("the quiz has items");
    let worth = |item: &serde_json::Value| item["points"].as_u64().expect("points");
    let left: u64 = items.iter().filter(|item| item["id"] == "match-2").map(worth).sum();
    assert_eq!(marks[0]["of"], items.iter().map(worth).sum::<u64>() - left);
    assert_eq!(marks[0]["points"], "1.00");
    let stats = tenantlab(&["quiz", "stats", QUIZ, &results, "--json"]);
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).expect("JSON");
    let asked: u64 = stats["items"].as_array().into_iter().flatten().filter_map(|item| item["asked"].as_u64()).sum();
    assert_eq!(asked, 9, "the question that was left out counts for nobody");
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

#[test]
fn a_sealed_exam_tells_nothing_and_is_checked_afterwards() {
    let folder = folder("seal");
    let (salt, out) = (folder.join("salt").display().to_string(), folder.join("exam").display().to_string());
    let sealed = tenantlab(&["quiz", "seal", QUIZ, "--out", &out, "--salt", &salt]);
    assert!(sealed.status.success(), "{}", text(&sealed.stderr));
    let commitment = read(&Path::new(&out).join("commitment.txt")).trim().to_owned();
    let quiz: serde_json::Value = serde_json::from_str(&read(Path::new(QUIZ))).expect("the quiz is JSON");
    for name in ["exam.html", "print.html", "paper.json"] {
        let page = read(&Path::new(&out).join(name));
        assert!(page.contains(&commitment), "{name} names the commitment");
        for item in quiz["items"].as_array().expect("the quiz has items") {
            let id = item["id"].as_str().expect("an id");
            assert!(!page.contains(id), "{name} names {id}");
            for option in item["options"].as_array().into_iter().flatten() {
                let feedback = option["feedback"].as_str().unwrap_or_default();
                assert!(feedback.is_empty() || !page.contains(feedback), "{name} holds feedback of {id}");
            }
        }
        for word in [quiz["digest"].as_str().expect("a digest"), "\"key\"", "seed", read(Path::new(&salt)).trim()] {
            assert!(!page.contains(word), "{name} holds {word}");
        }
    }
    assert!(text(&sealed.stderr).contains("can be guessed"), "{}", text(&sealed.stderr));
    assert!(!text(&sealed.stderr).contains("is used again"), "{}", text(&sealed.stderr));
    let again = tenantlab(&["quiz", "seal", QUIZ, "--out", &out, "--salt", &salt]);
    assert!(text(&again.stderr).contains("is used again"), "{}", text(&again.stderr));
    let drawn = read(Path::new(QUIZ)).replacen("\"seed\": 424242", "\"seed\": 12345678901234567890", 1);
    let drawn = file(&folder, "drawn.json", &drawn);
    let drawn = tenantlab(&["quiz", "seal", &drawn, "--out", &out, "--salt", &format!("{salt}-2")]);
    assert!(drawn.status.success() && drawn.stderr.is_empty(), "{}", text(&drawn.stderr));
    let check = |quiz: &str, commitment: &str| {
        tenantlab(&["quiz", "seal", quiz, "--salt", &salt, "--check", commitment]).status.code()
    };
    assert_eq!(check(QUIZ, &commitment), Some(0));
    assert_eq!(check(QUIZ, &commitment.replace(&commitment[..1], "z")), Some(1));
    let other =
        file(&folder, "quiz.json", &read(Path::new(QUIZ)).replacen("\"title\": \"", "\"title\": \"Another ", 1));
    assert_eq!(check(&other, &commitment), Some(1), "another quiz was not sealed");
}

#[test]
fn an_exam_is_sat_without_a_key_and_graded_with_it() {
    let folder = folder("handout");
    let at = |name: &str| folder.join(name).display().to_string();
    let exported = tenantlab(&["quiz", "export", QUIZ, "--format", "json", "--out", &at("")]);
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    let (paper, ada, results) = (at("paper.json"), at("ada.json"), at("class.sqlite"));
    let take = |more: &[&str], keys: &str| {
        use std::io::Write as _;
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"))
            .args(["quiz", "take", &paper])
            .args(more)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        // Where the command line is refused nobody reads what is typed.
        let _ = run.stdin.take().expect("a pipe").write_all(keys.as_bytes());
        run.wait_with_output().expect("the program ends")
    };
    for (more, says) in [
        (vec!["--resume", &ada, "--mode", "instant"], "no answer can be judged at once"),
        (vec![], "add `--resume YOUR-NAME.json`"),
        (vec!["--mode", "practice"], "holds no key"),
    ] {
        let refused = take(&more, "");
        assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stdout));
        assert!(text(&refused.stderr).contains(says), "{}", text(&refused.stderr));
    }
    let sat = take(&["--resume", &ada], "2\n2\n3 1\nr\nd\n");
    let said = text(&sat.stdout);
    assert!(said.contains("Handed in: 3 of 10 questions answered") && said.contains("Hand over "), "{said}");
    let quiz: serde_json::Value = serde_json::from_str(&read(Path::new(&at("quiz-with-keys.json")))).expect("JSON");
    for item in quiz["items"].as_array().expect("items") {
        for secret in [&item["id"], &item["rules"][0]["id"], &item["options"][0]["feedback"]] {
            let secret = secret.as_str().unwrap_or_default();
            assert!(
                secret.is_empty() || !(said.contains(secret) || read(Path::new(&paper)).contains(secret)),
                "{secret}"
            );
        }
    }
    assert!(!said.contains("wrong") && !said.contains("The answer is"), "{said}");
    let graded = tenantlab(&["quiz", "grade", &at("quiz-with-keys.json"), &ada, "--results", &results]);
    assert!(graded.status.success(), "{}", text(&graded.stderr));
    assert!(text(&graded.stdout).contains("   3.00 of"), "{}", text(&graded.stdout));
    let wrong = tenantlab(&["quiz", "grade", &paper, &ada, "--results", &results]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("it is the paper for learners"), "{}", text(&wrong.stderr));
}

#[test]
fn a_signed_file_that_changes_is_caught() {
    let folder = folder("sign");
    let points = file(&folder, "points.json", "[{\"learner\": \"ada\", \"points\": \"7.00\"}]\n");
    let (key, signature) = (folder.join("key").display().to_string(), format!("{points}.sig"));
    assert!(tenantlab(&["quiz", "sign", &points, "--key", &key]).status.success());
    let check = || tenantlab(&["quiz", "sign", &points, "--check", &signature]).status.code();
    assert_eq!(check(), Some(0));
    let other = "00".repeat(32);
    let under = tenantlab(&["quiz", "sign", &points, "--check", &signature, "--public", &other]).status.code();
    assert_eq!(under, Some(1), "a signature under another key counts for nothing");
    file(&folder, "points.json", "[{\"learner\": \"ada\", \"points\": \"9.00\"}]\n");
    assert_eq!(check(), Some(1));
}

#[test]
fn a_learner_has_a_variant_of_their_own() {
    let folder = folder("variants");
    let secret = folder.join("secret").display().to_string();
    let lab = "scenarios/lessons/01-first-reset.yaml";
    let make = |learner: &str, out: &str| {
        let out = folder.join(out).display().to_string();
        let made = tenantlab(&[
            "quiz",
            "make",
            lab,
            "--count",
            "2",
            "--archetypes",
            "outcome",
            "--learner",
            learner,
            "--secret",
            &secret,
            "--out",
            &out,
        ]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        read(&Path::new(&out).join("quiz.json"))
    };
    let ada = make("ada", "ada");
    assert_eq!(ada, make("ada", "ada-again"));
    assert_ne!(ada, make("ben", "ben"));
}

#[test]
fn a_roster_gives_everybody_a_variant_and_their_results_are_pooled() {
    let folder = folder("roster");
    let at = |name: &str| folder.join(name).display().to_string();
    let (secret, out, exam, salt, results) = (at("secret"), at("variants"), at("exam"), at("salt"), at("class.sqlite"));
    let make = |roster: &str| {
        let lab = "scenarios/lessons/01-first-reset.yaml";
        let asked = ["--count", "2", "--archetypes", "outcome,when", "--roster", roster, "--secret", &secret];
        tenantlab(&[&["quiz", "make", lab, "--out", &out], asked.as_slice()].concat())
    };
    let wrong = make(&file(&folder, "wrong.csv", "learner,team\nada,a\n../ben,b\nADA,a\n"));
    assert_eq!(wrong.status.code(), Some(2), "{}", text(&wrong.stdout));
    let said = text(&wrong.stderr);
    assert!(said.contains("wrong.csv:3: `../ben` cannot name a file"), "{said}");
    assert!(said.contains("wrong.csv:4: `ADA` is there twice"), "{said}");
    assert!(!Path::new(&secret).exists() && !Path::new(&out).exists(), "nothing is written");
    let made = make(&file(&folder, "class.csv", "learner,team\nada@school.example,a\nben,b\n"));
    assert!(made.status.success(), "{}", text(&made.stderr));
    let quiz = |learner: &str| -> serde_json::Value {
        serde_json::from_str(&read(&Path::new(&out).join(format!("{learner}.json")))).expect("the quiz is JSON")
    };
    let (ada, ben) = (quiz("ada@school.example"), quiz("ben"));
    assert_ne!(ada["seed"], ben["seed"]);
    let kinds = |quiz: &serde_json::Value| {
        let items = quiz["items"].as_array().expect("items").iter();
        let kind = |item: &serde_json::Value| {
            [&item["archetype"], &item["rules"][0]["id"], &item["difficulty"]].map(ToString::to_string)
        };
        items.map(kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&ada), kinds(&ben), "everybody is asked about the same, question by question");
    let verified = tenantlab(&["quiz", "verify", &Path::new(&out).join("ben.json").display().to_string()]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));

    let sealed = tenantlab(&["quiz", "seal", &out, "--out", &exam, "--salt", &salt]);
    assert!(sealed.status.success(), "{}", text(&sealed.stderr));
    assert!(sealed.stderr.is_empty(), "a drawn seed cannot be guessed: {}", text(&sealed.stderr));
    let page = read(&Path::new(&exam).join("ben").join("exam.html"));
    assert!(!page.contains(&ben["seed"].to_string()) && !page.contains(ben["items"][0]["id"].as_str().expect("an id")));
    let published = Path::new(&exam).join("commitments.csv").display().to_string();
    let check = || tenantlab(&["quiz", "seal", &out, "--salt", &salt, "--check", &published]);
    assert_eq!(check().status.code(), Some(0), "{}", text(&check().stderr));

    let key = |quiz: &serde_json::Value| quiz["items"][0]["key"][0].as_u64().expect("a position") + 1;
    let rows = format!("learner,question,answer\nada@school.example,1,{}\nben,1,{}\n", key(&ada), key(&ben) % 2 + 1);
    let answers = file(&folder, "answers.csv", &rows);
    let graded = tenantlab(&["quiz", "grade", &out, &answers, "--results", &results, "--json"]);
    assert!(graded.status.success(), "{}", text(&graded.stderr));
    let marks: serde_json::Value = serde_json::from_slice(&graded.stdout).expect("JSON");
    assert_eq!([&marks[0]["points"], &marks[1]["points"]], ["1.00", "0.00"]);
    let stats = tenantlab(&["quiz", "stats", &out, &results, "--json"]);
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).expect("JSON");
    let items = stats["items"].as_array().expect("families of questions");
    assert!(items.iter().all(|item| item["id"].as_str().is_some_and(|id| id.contains(": "))), "{items:?}");
    assert_eq!(items.iter().filter_map(|item| item["asked"].as_u64()).sum::<u64>(), 4);
    assert_eq!(items.iter().filter_map(|item| item["right"].as_u64()).sum::<u64>(), 1);

    let changed = read(&Path::new(&out).join("ben.json")).replacen("\"points\": 1", "\"points\": 2", 1);
    file(Path::new(&out), "ben.json", &changed);
    let other = check();
    assert_eq!(other.status.code(), Some(1));
    assert!(text(&other.stdout).contains("or another salt, of ben"), "{}", text(&other.stdout));
}

#[expect(clippy::disallowed_methods, reason = "a test reads what the program wrote")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file is there")
}

#[test]
fn a_killed_run_keeps_a_file_whole_or_not_at_all() {
    let folder = folder("killed");
    let mut rows = "learner,question,answer\n".to_owned();
    for n in 0..400 {
        rows.push_str(&format!("learner-{n:03},single-1,2\nlearner-{n:03},match-1,4 2 2\n"));
    }
    let answers = file(&folder, "answers.csv", &rows);
    let learners = |results: &str| -> u64 {
        let said = tenantlab(&["quiz", "stats", QUIZ, results, "--json"]);
        assert!(said.status.success(), "{}", text(&said.stderr));
        let json: serde_json::Value = serde_json::from_slice(&said.stdout).expect("JSON");
        json["learners"].as_u64().expect("a number")
    };
    // Killed at many moments: before the file is there, while it is filled, and after.
    for wait in [2, 5, 10, 15, 20, 30, 45, 80] {
        let results = folder.join(format!("after-{wait}.sqlite"));
        let name = results.display().to_string();
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["quiz", "grade", QUIZ, &answers, "--results", &name])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // A run that has ended by itself cannot be killed, and need not be.
        let _ = run.kill();
        run.wait().expect("the program ends");
        if results.exists() {
            let kept = learners(&name);
            assert!(kept == 0 || kept == 400, "{kept} of 400 learners after {wait} ms");
        }
        let again = tenantlab(&["quiz", "grade", QUIZ, &answers, "--results", &name]);
        assert!(again.status.success(), "{}", text(&again.stderr));
        assert_eq!(learners(&name), 400);
    }
}
