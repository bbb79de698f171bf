//! Grading a class whose learners had variants by what Moodle and Canvas export: each answer is to the question that its
//! learner saw, of the own variant or of one that the platform drew out of the variants of all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use quick_xml::events::Event;
use tenantlab::quiz::Paper;
use tenantlab::quiz::paper::Question;
use tenantlab::quiz::question::Form;

/// Variants of three learners, each of seven questions of every form; some questions are in two variants, with their
/// options in another order, and some texts are the same above another table.
const VARIANTS: &str = "tests/data/variants";

const LEARNERS: [&str; 3] = ["ada@school.example", "ben@school.example", "cyd@school.example"];

fn tenantlab(args: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A class with its variants, and what learners read of each question on a platform.
struct Classroom {
    folder: PathBuf,
    papers: Vec<Paper>,
    /// The HTML of each question of each variant, out of the Moodle export.
    shown: Vec<Vec<String>>,
}

impl Classroom {
    #[expect(clippy::disallowed_methods, reason = "a test writes and reads files of its own")]
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grading-variants").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let platform = folder.join("platform").display().to_string();
        let exported = tenantlab(&["quiz", "export", VARIANTS, "--format", "moodle,canvas", "--out", &platform]);
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let read = |path: PathBuf| std::fs::read_to_string(path).expect("the file is there");
        let variants = Path::new(env!("CARGO_MANIFEST_DIR")).join(VARIANTS);
        let papers =
            LEARNERS.map(|learner| Paper::parse(&read(variants.join(format!("{learner}.json")))).expect("a quiz"));
        let shown = LEARNERS.map(|learner| questions(&read(folder.join(format!("platform/{learner}/moodle.xml")))));
        for ((paper, shown), learner) in papers.iter().zip(&shown).zip(LEARNERS) {
            assert_eq!(paper.items.len(), shown.len(), "{learner}: Moodle holds every question");
            assert!(folder.join(format!("platform/{learner}/canvas.zip")).is_file());
        }
        Self { folder, papers: papers.into(), shown: shown.into() }
    }

    /// Grades these tables, and says what each learner earned and out of how much, or how it was refused.
    #[expect(clippy::disallowed_methods, reason = "a test writes files of its own")]
    fn graded(&self, tables: &[String]) -> Result<BTreeMap<String, (String, u64)>, String> {
        let variants = VARIANTS.to_owned();
        let results = self.folder.join("class.sqlite").display().to_string();
        let _ = std::fs::remove_file(&results);
        let mut args = vec!["quiz".to_owned(), "grade".to_owned(), variants.clone()];
        for (i, table) in tables.iter().enumerate() {
            let path = self.folder.join(format!("table-{i}.csv"));
            std::fs::write(&path, table).expect("the table can be written");
            args.push(path.display().to_string());
        }
        args.extend(["--results".to_owned(), results.clone(), "--json".to_owned()]);
        let graded = tenantlab(&args.iter().map(String::as_str).collect::<Vec<_>>());
        if !graded.status.success() {
            assert_eq!(graded.status.code(), Some(2), "{}", text(&graded.stderr));
            assert!(!Path::new(&results).exists(), "nothing is kept");
            return Err(text(&graded.stderr));
        }
        let stats = tenantlab(&["quiz", "stats", &variants, &results, "--json"]);
        assert!(stats.status.success(), "{}", text(&stats.stderr));
        let marks: serde_json::Value = serde_json::from_slice(&graded.stdout).expect("JSON");
        let mark = |mark: &serde_json::Value| {
            let word = |name: &str| mark[name].as_str().expect("a text").to_owned();
            (word("learner"), (word("points"), mark["of"].as_u64().expect("a number")))
        };
        Ok(marks.as_array().expect("marks").iter().map(mark).collect())
    }

    /// The table of Moodle's responses: for each row the learner, and for each slot the variant and position of the
    /// question with what is answered; with the question and the right answer beside it where `told`.
    fn moodle(&self, rows: &[Row], told: bool) -> String {
        let slots = rows.iter().map(|(_, slots)| slots.len()).max().unwrap_or(0);
        let head = ["Last name", "First name", "Email address", "Status", "Started", "Completed", "Grade/10.00"];
        let mut head: Vec<String> = head.map(str::to_owned).to_vec();
        for n in 1..=slots {
            head.extend(told.then(|| format!("Question {n}")));
            head.push(format!("Response {n}"));
            head.extend(told.then(|| format!("Right answer {n}")));
        }
        let row = |(learner, slots): &Row| {
            let mut row =
                ["Lovelace", "A", learner, "Finished", "23 November 2026", "", "7.00"].map(str::to_owned).to_vec();
            for (variant, at, tried) in slots {
                let item = &self.papers[*variant].items[*at];
                row.extend(told.then(|| summary(item, &self.shown[*variant][*at])));
                row.push(moodle_cell(item, *tried));
                row.extend(told.then(|| moodle_cell(item, Tried::Right)));
            }
            row
        };
        table(&head, rows.iter().map(row))
    }

    /// Canvas's student analysis: a column for each question that anybody saw, empty where somebody did not.
    fn canvas(&self, rows: &[Row]) -> String {
        let mut seen: Vec<(usize, usize)> = Vec::new();
        for (variant, at, _) in rows.iter().flat_map(|(_, slots)| slots) {
            if !seen.contains(&(*variant, *at)) {
                seen.push((*variant, *at));
            }
        }
        let head = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted", "attempt"];
        let mut head: Vec<String> = head.map(str::to_owned).to_vec();
        for (n, (variant, at)) in seen.iter().enumerate() {
            head.push(format!("{}: {}", 4711 + n, stripped(&self.shown[*variant][*at], false)));
            head.push(format!("{}.0", self.papers[*variant].items[*at].points));
        }
        head.extend(["n correct", "n incorrect", "score"].map(str::to_owned));
        let row = |(learner, slots): &Row| {
            let mut row = ["A. Lovelace", "17", learner, "all", "1", "", "2026-11-23 10:00:00 UTC", "1"]
                .map(str::to_owned)
                .to_vec();
            for (variant, at) in &seen {
                match slots.iter().find(|(v, a, _)| (v, a) == (variant, at)) {
                    Some((_, _, tried)) => {
                        let item = &self.papers[*variant].items[*at];
                        row.extend([canvas_cell(item, *tried), "0.0".to_owned()]);
                    }
                    None => row.extend(["".to_owned(), "".to_owned()]),
                }
            }
            row.extend(["1", "1", "1.0"].map(str::to_owned));
            row
        };
        table(&head, rows.iter().map(row))
    }

    /// The own variant of each learner: the first question wrong, the second left out, the others right.
    fn own(&self) -> Vec<Row> {
        let tried = |at: usize| [Tried::Wrong, Tried::Not].get(at).copied().unwrap_or(Tried::Right);
        let slots =
            |variant: usize| (0..self.papers[variant].items.len()).map(move |at| (variant, at, tried(at))).collect();
        LEARNERS.iter().enumerate().map(|(variant, learner)| (*learner, slots(variant))).collect()
    }

    /// Slots of which each draws out of the variants of all.
    fn drawn(&self) -> Vec<Row> {
        let many = self.papers.iter().map(|paper| paper.items.len()).min().expect("papers");
        let slot = |learner: usize, at: usize| {
            let tried = [Tried::Right, Tried::Wrong, Tried::Right, Tried::Not][(learner + at) % 4];
            ((learner + at) % 3, at, tried)
        };
        LEARNERS.iter().enumerate().map(|(n, learner)| (*learner, (0..many).map(|at| slot(n, at)).collect())).collect()
    }

    /// What these answers earn: everything for what is right, nothing for the rest.
    fn earned(&self, rows: &[Row]) -> BTreeMap<String, (String, u64)> {
        let worth = |(variant, at, _): &(usize, usize, Tried)| u64::from(self.papers[*variant].items[*at].points);
        let all = rows.iter().map(|(learner, slots)| {
            let right: u64 = slots.iter().filter(|slot| slot.2 == Tried::Right).map(worth).sum();
            ((*learner).to_owned(), (format!("{right}.00"), slots.iter().map(worth).sum()))
        });
        all.collect()
    }
}

/// A learner, and for each slot whose variant the question is of, its position there, and how it is answered.
type Row = (&'static str, Vec<(usize, usize, Tried)>);

/// How a learner answers.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Tried {
    Right,
    Wrong,
    Not,
}

/// The options that are chosen, in the order in which the key is read.
fn chosen(item: &Question, tried: Tried) -> Vec<usize> {
    let many = item.options.len();
    match (tried, item.form) {
        (Tried::Not, _) => Vec::new(),
        (Tried::Right, _) => item.key.clone(),
        (Tried::Wrong, Form::Order) => item.key.iter().rev().copied().collect(),
        // No pair is right: each prompt gets the option after its own.
        (Tried::Wrong, Form::Match) => item.key.iter().map(|i| (i + 1) % many).collect(),
        (Tried::Wrong, _) => (0..many).find(|i| !item.key.contains(i)).into_iter().collect(),
    }
}

/// What Moodle's table says of an answer.
fn moodle_cell(item: &Question, tried: Tried) -> String {
    let words = |i: &usize| item.options[*i].text.clone();
    let chosen = chosen(item, tried);
    if chosen.is_empty() {
        return "-".to_owned();
    }
    match item.form {
        Form::Numeric => item.options[chosen[0]].number.expect("a number").to_string(),
        Form::Match => {
            let pairs = item.prompts.iter().zip(&chosen).map(|(prompt, i)| format!("{prompt} -> {}", words(i)));
            pairs.collect::<Vec<_>>().join("; ")
        }
        // Each with its letter, cut to ten characters.
        Form::Order => {
            let cut = |i: &usize| {
                let whole = tenantlab::quiz::paper::lettered(*i, &words(i));
                whole.chars().take(7).collect::<String>() + "..."
            };
            chosen.iter().map(cut).collect::<Vec<_>>().join("; ")
        }
        _ => chosen.iter().map(words).collect::<Vec<_>>().join("; "),
    }
}

/// What Canvas's table says of an answer; an order is asked as matching there.
fn canvas_cell(item: &Question, tried: Tried) -> String {
    let escaped = |text: &str| text.replace(',', "\\,");
    let words = |i: &usize| escaped(&item.options[*i].text);
    let chosen = chosen(item, tried);
    let steps: Vec<String> = match item.form {
        Form::Order => (1..=item.options.len()).map(|n| format!("Step {n}")).collect(),
        _ => item.prompts.iter().map(|prompt| escaped(prompt)).collect(),
    };
    match item.form {
        Form::Order | Form::Match => {
            let pair =
                |(n, step): (usize, &String)| format!("{step}=>{}", chosen.get(n).map(words).unwrap_or_default());
            steps.iter().enumerate().map(pair).collect::<Vec<_>>().join(",")
        }
        Form::Numeric if !chosen.is_empty() => format!("{}.0", item.options[chosen[0]].number.expect("a number")),
        Form::Multiple => chosen.iter().map(words).collect::<Vec<_>>().join(","),
        _ => chosen.first().map(|i| item.options[*i].text.clone()).unwrap_or_default(),
    }
}

/// What Moodle writes of a question beside an answer: its text, with what can be chosen behind it.
fn summary(item: &Question, shown: &str) -> String {
    let options: Vec<&str> = item.options.iter().map(|one| one.text.as_str()).collect();
    let text = stripped(shown, true);
    match item.form {
        Form::Numeric => text,
        Form::Match => format!("{text} {{{}}} -> {{{}}}", item.prompts.join("; "), options.join("; ")),
        _ => format!("{text}: {}", options.join("; ")),
    }
}

/// HTML as text: Moodle parts blocks and writes heads of tables large, Canvas takes the marks out and nothing more.
fn stripped(markup: &str, moodle: bool) -> String {
    let mut text = String::new();
    let mut rest = markup;
    let mut head = false;
    while let Some(at) = rest.find('<') {
        let words = &rest[..at];
        text.push_str(&if head && moodle { words.to_uppercase() } else { words.to_owned() });
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        head = rest[at..end].starts_with("<th ") || rest[at..end].starts_with("<th>");
        if moodle {
            text.push('\n');
        }
        rest = &rest[end..];
    }
    quick_xml::escape::unescape(&(text + rest)).expect("our own markup").into_owned()
}

/// The HTML of each question of a Moodle export.
fn questions(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut path, mut found): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut push = |path: &[String], text: &str| {
        if path.ends_with(&["questiontext".to_owned(), "text".to_owned()]) {
            found.last_mut().expect("a question").push_str(text);
        } else if text.is_empty() && path.last().is_some_and(|name| name == "questiontext") {
            found.push(String::new());
        }
    };
    loop {
        match reader.read_event().expect("sound XML") {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                push(&path, "");
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(words) => push(&path, &words),
            Event::CData(words) => push(&path, &words),
            Event::GeneralRef(name) => {
                let whole = format!("&{};", &*name);
                push(&path, &quick_xml::escape::unescape(&whole).expect("a known entity"));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn table(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).expect("memory takes rows");
    rows.for_each(|row| writer.write_record(row).expect("memory takes rows"));
    text(&writer.into_inner().expect("memory is whole"))
}

#[test]
fn each_learner_may_have_a_quiz_of_the_own_variant() {
    let class = Classroom::new("own");
    let forms: std::collections::BTreeSet<Form> =
        class.papers.iter().flat_map(|paper| paper.items.iter().map(|item| item.form)).collect();
    assert_eq!(forms.len(), 6, "variants of every form: {forms:?}");
    let (rows, expected) = (class.own(), class.earned(&class.own()));
    // A quiz for each learner, so a table for each; without the questions, by their place.
    let each: Vec<String> = rows.chunks(1).map(|row| class.moodle(row, false)).collect();
    assert_eq!(class.graded(&each).as_ref(), Ok(&expected));
    let each: Vec<String> = rows.chunks(1).map(|row| class.canvas(row)).collect();
    assert_eq!(class.graded(&each).as_ref(), Ok(&expected));
    // The same in one table.
    assert_eq!(class.graded(&[class.moodle(&rows, true)]).as_ref(), Ok(&expected));
    assert_eq!(class.graded(&[class.canvas(&rows)]).as_ref(), Ok(&expected));
}

#[test]
fn a_platform_may_draw_out_of_the_variants_of_all() {
    let class = Classroom::new("drawn");
    let (rows, expected) = (class.drawn(), class.earned(&class.drawn()));
    assert_eq!(class.graded(&[class.moodle(&rows, true)]).as_ref(), Ok(&expected));
    assert_eq!(class.graded(&[class.canvas(&rows)]).as_ref(), Ok(&expected));
    let refused = class.graded(&[class.moodle(&rows, false)]).expect_err("nothing says which question was seen");
    assert!(refused.contains("export Moodle's responses with the question text"), "{refused}");
    assert!(refused.contains("table-0.csv:2:"), "{refused}");
}

#[test]
fn who_has_no_variant_and_what_is_no_question_is_said() {
    let class = Classroom::new("unknown");
    let rows = class.own();
    let stranger = class.moodle(&rows, true).replace(LEARNERS[1], "bem@school.example");
    let said = class.graded(&[stranger]).expect_err("nobody's");
    assert!(
        said.contains("there is no variant for `bem@school.example`; did you mean `ben@school.example`?"),
        "{said}"
    );
    let first = stripped(&class.shown[2][2], false);
    let other = class.canvas(&rows).replace(&first.replace('"', "\"\""), "What else is there to ask?");
    let said = class.graded(&[other]).expect_err("another question");
    assert!(said.contains("no question of the variants reads `What else is there to ask?"), "{said}");
}
