//! Files of answers, as this program and platforms write them.

use super::super::question::Form;
use super::super::scoring::{Scoring, chance, worth};
use super::super::take::Mode;
use super::table::place;
use super::*;

fn paper() -> Paper {
    Paper::parse(include_str!("../../../tests/data/every-form.json")).expect("the paper reads")
}

/// A file of answers to the paper.
fn taken(text: &str, taking: &Taking) -> Result<Read, Vec<Problem>> {
    read(&Class::One(paper()), "from-the-name", text, taking)
}

/// The whole points of each question for each learner, in hundredths.
fn check(text: &str, learner: &str, expected: &[(usize, u32)]) {
    let paper = paper();
    let read = taken(text, &Taking::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let one = read.answers.iter().find(|one| one.learner == learner).expect("the learner is there");
    for (at, item) in paper.items.iter().enumerate() {
        let points = expected.iter().find(|(n, _)| *n == at).map_or(0, |(_, points)| *points);
        assert_eq!(worth(item, one.given[at].as_ref(), Scoring::Whole), points, "{} {:?}", item.id, one.given[at]);
    }
}

fn at(id: &str) -> usize {
    paper().items.iter().position(|item| item.id == id).expect("a question of the paper")
}

#[test]
fn rows_are_read_by_number_and_by_id() {
    let single = at("single-1");
    let text = format!("\u{feff}learner;question;answer\nada;{};2\nada;match-1;4 2 2\nben;single-1;1\n", single + 1);
    let pair = paper().items[at("match-1")].points * 100 * 2 / 3;
    check(&text, "ada", &[(single, 100), (at("match-1"), pair)]);
    check(&text, "ben", &[]);
}

#[test]
fn guessing_earns_a_part_by_form() {
    let of = |id: &str| chance(&paper().items[at(id)], Scoring::Whole);
    assert_eq!([of("single-1"), of("true-false-1"), of("single-2")], [33, 50, 50]);
    assert_eq!([of("multiple-1"), of("multiple-2")], [7, 10], "1 of 15 choices, 1 of 31 for three points");
    assert_eq!([of("order-1"), of("match-1"), of("match-2"), of("numeric-1")], [4, 25, 50, 0]);
}

#[test]
fn progress_of_an_exam_is_read() {
    let mut session = Session::new(paper(), Mode::Exam);
    session.take("2");
    let open = session.save();
    let problems = taken(&open, &Taking::default()).expect_err("an exam that was not handed in");
    assert!(problems[0].says.contains("not handed in (1 of 10 questions are answered)"), "{}", problems[0].says);
    assert!(taken(&open, &Taking { unfinished: true, ..Taking::default() }).is_ok());
    ["r", "d"].into_iter().for_each(|line| drop(session.take(line)));
    assert!(session.progress().handed_in);
    check(&session.save(), "from-the-name", &[(at("single-1"), 100)]);
}

#[test]
fn answers_that_are_right_in_part_earn_a_part_where_that_is_wanted() {
    let earned = |id: &str, line: &str, scoring| {
        let item = &paper().items[at(id)];
        let given = Response::read(item, line).expect("an answer");
        worth(item, Some(&given), scoring) * 100 / (item.points * 100)
    };
    // The keys are 1 3 of four, and 2 4 1 3.
    for (id, line, partial) in [
        ("multiple-1", "1", 50),
        ("multiple-1", "1 2", 0),
        ("multiple-1", "1 2 3", 50),
        ("multiple-1", "1 2 3 4", 0),
        ("multiple-1", "2 4", 0),
        ("order-1", "4 1 3 2", 75),
        ("order-1", "3 1 4 2", 25),
        ("order-1", "2 4 3 1", 75),
    ] {
        assert_eq!(earned(id, line, Scoring::Whole), 0, "{id} {line}");
        assert_eq!(earned(id, line, Scoring::Partial), partial, "{id} {line}");
    }
    assert_eq!(earned("single-1", "1", Scoring::Partial), 0);
    assert_eq!(earned("order-1", "2 4 1 3", Scoring::Partial), 100);
    let of = |id: &str| chance(&paper().items[at(id)], Scoring::Partial) / paper().items[at(id)].points;
    // 1 and 1 of 2 by four choices that are half right, one that is whole, of 15; the mean longest rising run of four.
    assert_eq!([of("multiple-1"), of("order-1"), of("single-1")], [20, 60, 33]);
}

#[test]
fn a_class_may_have_a_variant_for_each_learner() {
    let mut other = paper();
    other.items.truncate(3);
    let class = Class::Variants([("ada".to_owned(), paper()), ("ben".to_owned(), other)].into());
    let text = "learner,question,answer\nada,10,1\nben,2,n\n";
    let found = read(&class, "x", text, &Taking::default()).expect("both have a variant");
    assert_eq!([found.answers[0].given.len(), found.answers[1].given.len()], [10, 3]);
    let wrong = read(&class, "x", "learner,question,answer\nben,9,1\nbem,1,1\n", &Taking::default()).expect_err("two");
    assert!(wrong[0].says.contains("there is no question 9; the quiz has 3"), "{}", wrong[0].says);
    assert!(wrong[1].says.contains("no variant for `bem`; did you mean `ben`?"), "{}", wrong[1].says);
}

/// A row in the words of the options, as a platform writes it: the key of every question.
fn words(canvas: bool) -> Vec<String> {
    let escape = |text: &str| if canvas { text.replace(',', "\\,") } else { text.to_owned() };
    let (glue, pair) = if canvas { (",", "=>") } else { ("; ", " -> ") };
    let cell = |item: &Question| {
        let text = |i: &usize| escape(&item.options[*i].text);
        match item.form {
            Form::Numeric => format!("{}.00", item.options[item.key[0]].number.expect("a number")),
            Form::Single | Form::TrueFalse => item.options[item.key[0]].text.clone(),
            Form::Multiple => item.key.iter().map(text).collect::<Vec<_>>().join(glue),
            Form::Match | Form::Order => {
                let prompt = |n: usize| match item.form {
                    Form::Order => format!("Step {}", n + 1),
                    _ => escape(&item.prompts[n]),
                };
                let pairs = item.key.iter().enumerate().map(|(n, i)| format!("{}{pair}{}", prompt(n), text(i)));
                pairs.collect::<Vec<_>>().join(glue)
            }
        }
    };
    paper().items.iter().map(cell).collect()
}

fn table(head: &[String], row: &[String]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).expect("memory takes rows");
    writer.write_record(row).expect("memory takes rows");
    String::from_utf8(writer.into_inner().expect("memory is whole")).expect("text")
}

#[test]
fn the_responses_of_platforms_are_read() {
    let many = paper().items.len();
    let all: Vec<(usize, u32)> = paper().items.iter().enumerate().map(|(i, item)| (i, item.points * 100)).collect();
    let head = ["Last name", "First name", "Email address", "State", "Grade/10.00"].map(str::to_owned);
    let head: Vec<String> = head.into_iter().chain((1..=many).map(|n| format!("Response {n}"))).collect();
    let who = ["Lovelace", "Ada", "ada@school.example", "Finished", "10.00"].map(str::to_owned);
    let row: Vec<String> = who.into_iter().chain(words(false)).collect();
    check(&table(&head, &row), "ada@school.example", &all);
    let head = ["name", "id", "sis_id", "section", "submitted", "attempt"].map(str::to_owned);
    let columns = (0..many).flat_map(|n| [format!("{}: What now, {n}?", 900 + n), "1.0".to_owned()]);
    let head: Vec<String> = head.into_iter().chain(columns).collect();
    let who = ["Ada Lovelace", "17", "ada", "all", "2026-11-23", "1"].map(str::to_owned);
    let row: Vec<String> =
        who.into_iter().chain(words(true).into_iter().flat_map(|cell| [cell, "1.0".to_owned()])).collect();
    check(&table(&head, &row), "ada", &all);
}

#[test]
fn a_place_counts_characters_and_skips_quoted_breaks() {
    let text = "a,b,c\r\n\"x\ny, \"\"z\"\"\",é,3\r\n";
    let at = |cell| place(text, text.find('"').expect("a quote"), b',', cell);
    assert_eq!([at(0), at(1), at(2), at(9)], [(2, 1), (3, 11), (3, 13), (3, 14)]);
    assert_eq!(place(text, 5, b',', 0), (2, 1), "the end of the row before is skipped");
    assert_eq!(place("", 0, b',', 2), (1, 1));
    assert_eq!(place("6\" disk,b", 0, b',', 1), (1, 9), "a quote inside a cell opens nothing");
}

/// A row of an attempt under a head, with the key of every question.
fn attempt(head: &[&str], rows: &[&[&str]], canvas: bool) -> String {
    let many = paper().items.len();
    let numbered = |n: usize| if canvas { format!("{}: What now?", 900 + n) } else { format!("Response {n}") };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let of = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    writer.write_record(of(head).into_iter().chain((1..=many).map(numbered))).expect("memory takes rows");
    for row in rows {
        writer.write_record(of(row).into_iter().chain(words(canvas))).expect("memory takes rows");
    }
    String::from_utf8(writer.into_inner().expect("memory is whole")).expect("text")
}

fn learners(text: &str) -> Vec<String> {
    let read = taken(text, &Taking::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
    read.answers.into_iter().map(|one| one.learner).collect()
}

#[test]
fn heads_of_platforms_differ_by_version_and_by_what_a_trainer_may_see() {
    // Moodle up to 4.1, and later; without identity fields a learner is the whole name.
    let old = ["Surname", "First name", "ID number", "State", "Started on"];
    let new = ["Last name", "First name", "Status", "Started", "Completed", "Duration", "Grade/10.00"];
    let two = attempt(&old, &[&["Li", "Ada", "", "Finished", ""], &["Ek", "Ada", "", "Finished", ""]], false);
    assert_eq!(learners(&two), ["Ada Li", "Ada Ek"]);
    let rows: [&[&str]; 3] = [
        &["Li", "Ada", "Finished", "", "", "", "10.00"],
        &["Ek", "Ben", "In progress", "", "", "", "-"],
        &["Om", "Eva", "Never submitted", "", "", "", "-"],
    ];
    assert_eq!(learners(&attempt(&new, &rows, false)), ["Ada Li"], "only what was handed in counts");
    // Canvas without the right to see SIS ids, and with trust between accounts.
    let bare = ["name", "id", "section", "section_id", "section_sis_id", "submitted"];
    assert_eq!(learners(&attempt(&bare, &[&["Ada Li", "17", "a", "1", "", "2026-11-23"]], true)), ["17"]);
    let full = ["name", "id", "sis_id", "root_account", "section", "submitted", "attempt"];
    assert_eq!(learners(&attempt(&full, &[&["Ada Li", "17", "s1", "a", "b", "2026", "1"]], true)), ["s1"]);
}

#[test]
fn a_response_too_few_shifts_nothing() {
    let text = "First name,State,Response 1,Response 2\nada,Finished,x,y\n";
    let problems = taken(text, &Taking::default()).expect_err("two of ten");
    assert_eq!((problems.len(), problems[0].line), (1, 1));
    assert!(problems[0].says.contains("quiz's 10 questions, found 2"), "{}", problems[0].says);
}

#[test]
fn every_problem_is_said_with_its_place() {
    let text = "learner,question,answer\nada,single-9,1\nada,99,1\n,single-1,1\nada,single-1,7\n";
    let problems = taken(text, &Taking::default()).expect_err("four rows are wrong");
    let places: Vec<(usize, usize)> = problems.iter().map(|one| (one.line, one.column)).collect();
    assert_eq!(places, [(2, 5), (3, 5), (4, 1), (5, 14)]);
    assert!(problems[0].says.contains("did you mean `single-1`?"), "{}", problems[0].says);
    assert!(problems[3].says.contains("expected a number from 1 to 3, found `7`"), "{}", problems[3].says);
    assert_eq!(taken("a,b\n1,2\n", &Taking::default()).expect_err("no such file")[0].line, 1);
}

#[test]
fn an_export_that_left_questions_out_shifts_nothing() {
    let asked: Vec<usize> = (0..paper().items.len()).filter(|n| *n != at("match-2")).collect();
    let head = ["Last name", "First name", "Status", "Grade/9.00"].map(str::to_owned).into_iter();
    let head: Vec<String> = head.chain((1..=asked.len()).map(|n| format!("Response {n}"))).collect();
    let row = ["Li", "Ada", "Finished", "9.00"].map(str::to_owned).into_iter();
    let row: Vec<String> = row.chain(asked.iter().map(|n| words(false)[*n].clone())).collect();
    let text = table(&head, &row);
    let refused = taken(&text, &Taking::default()).expect_err("nine of ten");
    assert!(refused[0].says.contains("`--exported-as FORMAT` says which"), "{}", refused[0].says);
    let found = taken(&text, &Taking { exported: Some([(String::new(), asked.clone())].into()), ..Taking::default() })
        .expect("nine of nine");
    let ada = &found.answers[0];
    for (n, item) in paper().items.iter().enumerate() {
        let full = if asked.contains(&n) { item.points * 100 } else { 0 };
        assert_eq!((ada.asked[n], worth(item, ada.given[n].as_ref(), Scoring::Whole)), (full > 0, full), "{}", item.id);
    }
}

#[test]
fn questions_are_known_by_their_text_in_any_order() {
    let mut order: Vec<usize> = (0..paper().items.len()).rev().collect();
    order.retain(|n| *n != at("single-2"));
    // Canvas strips marks, and puts exhibits behind.
    let stem = |n: usize| paper().items[n].stem.replace('\n', "") + " and a table";
    let columns = order.iter().map(|n| format!("{}: {}", 900 + n, stem(*n)));
    let head: Vec<String> = ["name", "id", "submitted"].map(str::to_owned).into_iter().chain(columns).collect();
    let row = ["Ada Li", "17", "2026-11-23"].map(str::to_owned).into_iter();
    let row: Vec<String> = row.chain(order.iter().map(|n| words(true)[*n].clone())).collect();
    let found = taken(&table(&head, &row), &Taking::default()).expect("each is known by its text");
    let ada = &found.answers[0];
    assert!(!ada.asked[at("single-2")]);
    for n in order {
        let item = &paper().items[n];
        assert_eq!(worth(item, ada.given[n].as_ref(), Scoring::Whole), item.points * 100, "{}", item.id);
    }
    let mut strange = head.clone();
    strange[4] = "77: Which of these is a question of another quiz?".to_owned();
    let refused = taken(&table(&strange, &row), &Taking::default()).expect_err("one is not known");
    assert!(refused[0].says.contains("no question of the quiz reads `Which of these"), "{}", refused[0].says);
}

#[test]
fn heads_in_other_languages_are_told_by_their_shape() {
    let head = ["Nachname", "Vorname", "E-Mail-Adresse", "Status", "Bewertung/10,00"].map(str::to_owned).into_iter();
    let many = paper().items.len();
    let told = (1..=many).flat_map(|n| [format!("Frage {n}"), format!("Antwort {n}"), format!("Richtige Antwort {n}")]);
    let head: Vec<String> = head.chain(told).collect();
    let row = |who: [&str; 5]| -> Vec<String> {
        let paper = paper();
        let cells = paper.items.iter().zip(words(false)).map(|(item, cell)| [item.stem.clone(), cell.clone(), cell]);
        who.map(str::to_owned).into_iter().chain(cells.flatten()).collect()
    };
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(&head).expect("memory takes rows");
    writer.write_record(row(["Li", "Ada", "ada@school.example", "Beendet", "10,00"])).expect("memory takes rows");
    writer.write_record(row(["Ek", "Ben", "ben@school.example", "In Bearbeitung", "-"])).expect("memory takes rows");
    let text = String::from_utf8(writer.into_inner().expect("memory is whole")).expect("text");
    let found = taken(&text, &Taking::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(found.answers.len(), 1, "only what was handed in counts");
    assert_eq!(
        found.notes,
        [
            "answers are in the columns `Antwort 1` and so on, told by their place",
            "learners are those of `E-Mail-Adresse`, told by their place"
        ]
    );
    let all: Vec<(usize, u32)> = paper().items.iter().enumerate().map(|(i, item)| (i, item.points * 100)).collect();
    check(&text, "ada@school.example", &all);
}

#[test]
fn moodles_own_order_is_read_though_it_cuts_each_to_ten_characters() {
    let item = &paper().items[at("order-1")];
    let cut = |i: &usize| {
        let whole = crate::quiz::paper::lettered(*i, &item.options[*i].text);
        whole.chars().take(7).collect::<String>() + "..."
    };
    let cell = |order: &[usize]| order.iter().map(cut).collect::<Vec<_>>().join("; ");
    assert_eq!(cell(&item.key), "B. Dana...; D. The ...; A. AD D...; C. Dana...");
    assert_eq!(words::told(item, &cell(&item.key), false), Ok(Some(Response::Options(item.key.clone()))));
    assert!(words::told(item, &cell(&[0, 0, 1, 2]), false).is_err(), "one twice is no order");
}

#[test]
fn what_learners_leave_open_or_mistype_on_a_platform_refuses_nobody() {
    let items = paper().items;
    let told = |id: &str, cell: &str, canvas| {
        let item = &items[at(id)];
        let given = words::told(item, cell, canvas).unwrap_or_else(|says| panic!("{id}: {says}"));
        (given.clone(), [Scoring::Whole, Scoring::Partial].map(|scoring| worth(item, given.as_ref(), scoring)))
    };
    // Two of three pairs, the second of them wrong: Moodle leaves the open one out, Canvas writes it without an answer.
    let item = &items[at("match-1")];
    let option = |i: usize| item.options[i].text.as_str();
    let [first, second, third] = [&item.prompts[0], &item.prompts[1], &item.prompts[2]].map(String::as_str);
    let (right, wrong) = (option(item.key[0]), option(item.key[0]));
    let moodle = format!("{first} -> {right}; {second} -> {wrong}");
    let canvas = format!("{first}=>{right},{second}=>{wrong},{third}=>").replace(", ", "\\, ");
    let pairs = Some(Response::Pairs(vec![Some(item.key[0]), Some(item.key[0]), None]));
    let part = item.points * 100 / 3;
    assert_eq!(told("match-1", &moodle, false), (pairs.clone(), [part, part]));
    assert_eq!(told("match-1", &canvas, true), (pairs, [part, part]));
    let open = format!("{first}=>,{second}=>,{third}=>");
    assert_eq!(told("match-1", &open, true), (None, [0, 0]), "Canvas writes pairs of what nobody answered");
    // An order that a platform asks for as pairs may have an option twice.
    let item = &items[at("order-1")];
    let step = |(n, i): (usize, usize)| format!("Step {}=>{}", n + 1, item.options[i].text.replace(',', "\\,"));
    let twice = [item.key[0], item.key[0], item.key[2], item.key[3]];
    let cell = twice.into_iter().enumerate().map(step).collect::<Vec<_>>().join(",");
    let (given, [whole, some]) = told("order-1", &cell, true);
    assert_eq!(given, Some(Response::Pairs(twice.map(Some).to_vec())));
    assert_eq!([whole, some], [0, item.points * 75], "three of four are in order");
    for typed in ["many", "17.5", "1e999"] {
        assert_eq!(told("numeric-1", typed, false), (Some(Response::Words(typed.to_owned())), [0, 0]));
    }
    assert_eq!(told("numeric-1", "17.000", false).1[0], items[at("numeric-1")].points * 100);
    for (id, cell) in [("match-1", &moodle), ("order-1", &cell)] {
        let given = told(id, cell, id == "order-1").0.expect("an answer");
        assert!(given.fits(&items[at(id)]) && !given.is_right(&items[at(id)]), "{id}");
    }
}

#[test]
fn of_several_attempts_the_last_counts_wherever_it_stands() {
    // Canvas lists the last attempt first.
    let head = ["name", "id", "sis_id", "submitted", "attempt"];
    let (last, first) = (["Li", "17", "s1", "2026", "2"], ["Li", "17", "s1", "2026", "1"]);
    let text = attempt(&head, &[&last, &first], true);
    let asked = at("true-false-1");
    let [wrong, right] = [0, 1].map(|i| paper().items[asked].options[i].text.clone());
    let mut rows = text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(rows[2].contains(&right), "{}", rows[2]);
    rows[2] = rows[2].replacen(&right, &wrong, 1);
    let points = |rows: &[String]| {
        let read = taken(&rows.join("\n"), &Taking::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(read.answers.len(), 1);
        worth(&paper().items[asked], read.answers[0].given[asked].as_ref(), Scoring::Whole)
    };
    assert_eq!(points(&rows), 100);
    rows.swap(1, 2);
    assert_eq!(points(&rows), 100, "in the other order as well");
}
