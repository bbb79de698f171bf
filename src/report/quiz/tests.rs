//! What every export owes its reader, shown on a paper that holds every form, every exhibit and text that tries to break
//! out.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::*;

/// A paper with every form and every kind of exhibit.
pub(super) fn paper() -> Paper {
    Paper::parse(include_str!("../../../tests/data/every-form.json")).expect("the paper reads")
}

/// The text of a file of a format.
pub(super) fn file(format: &Format, name: &str) -> String {
    let export = export(&paper(), format);
    let file = export.files.into_iter().find(|file| file.name == name).expect("the format writes the file");
    String::from_utf8(file.bytes).expect("a text")
}

/// The names of the elements of an XML text, which must be sound from the first to the last byte.
pub(super) fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("sound XML") {
            Event::Eof => return names,
            Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            _ => {}
        }
    }
}

/// What would tell the key, the seed or the run.
pub(super) fn telling(paper: &Paper) -> Vec<String> {
    let mut telling = vec![paper.seed.to_string(), paper.digest.clone(), "Right.".to_owned(), "Not here".to_owned()];
    for item in &paper.items {
        telling.push(item.id.clone());
        telling.extend(item.rules.iter().flat_map(|rule| [rule.id.clone(), rule.page.clone()]));
    }
    telling
}

#[test]
fn the_same_paper_gives_the_same_bytes_in_every_format() {
    for format in ALL {
        assert_eq!(export(&paper(), format), export(&paper(), format), "{}", format.name);
    }
}

#[test]
fn names_are_unique_and_found() {
    let mut files: Vec<&str> =
        ALL.iter().flat_map(|format| export(&paper(), format).files).map(|file| file.name).collect();
    let many = files.len();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), many);
    assert!(ALL.iter().all(|format| find(format.name).is_some_and(|found| found.name == format.name)));
    assert!(find("nonsense").is_none());
}

#[test]
fn a_format_without_a_fitting_question_writes_nothing_and_says_why() {
    let none = Format { name: "none", says: "", takes: |_| Fit::No("nothing fits"), write: |_| Vec::new() };
    let export = export(&paper(), &none);
    assert!(export.files.is_empty());
    assert_eq!(export.notes.len(), paper().items.len());
    assert_eq!(export.notes[4].to_string(), "none: question 5 (order-1) is left out: nothing fits");
}

#[test]
fn questions_keep_their_key_in_another_form() {
    let items = paper().items;
    let find = |id: &str| items.iter().find(|item| item.id == id).expect("in the paper");
    let order = converted(find("order-1"), Form::Match).expect("an order can be matched");
    assert_eq!(order.prompts, ["Step 1", "Step 2", "Step 3", "Step 4"]);
    assert_eq!(text::answer(&order)[0], "Step 1: Dana proves who she is: 2 = 2");
    let number = converted(find("numeric-1"), Form::Single).expect("there are other numbers");
    let shown: Vec<Option<i64>> = number.options.iter().map(|option| option.number).collect();
    assert_eq!(shown, [Some(-3), Some(0), Some(17), Some(20)]);
    assert_eq!(number.key, [2]);
    assert_eq!(converted(find("numeric-2"), Form::Single), None, "one number alone is no choice");
    assert_eq!(converted(find("match-1"), Form::Single), None);
}

#[test]
fn pages_for_learners_tell_nothing() {
    for name in ["exam.html", "print.html"] {
        let page = file(&html::FORMAT, name);
        for word in telling(&paper()) {
            assert!(!page.contains(&word), "{name} holds `{word}`");
        }
        assert!(!page.contains("<details") && !page.contains("checked") && !page.contains("selected"));
    }
}

#[test]
fn pages_show_every_form_and_escape_everything() {
    for name in ["practice.html", "exam.html", "print.html", "print-key.html"] {
        let page = file(&html::FORMAT, name);
        for bad in ["<script", "<img", "<b>", "<dana@", "onerror=alert(1)>."] {
            assert!(!page.contains(bad), "{name}: {bad}");
        }
        assert!(
            page.contains("lang=\"en\"") && page.contains("class=\"skip\"") && page.contains("<main id=\"questions\"")
        );
        assert!(!page.contains("https://") && !page.replace("http://www.w3.org/2000/svg", "").contains("src=\"http"));
    }
    for name in ["practice.html", "exam.html"] {
        let page = file(&html::FORMAT, name);
        for field in [
            "type=\"radio\"",
            "type=\"checkbox\"",
            "<select name=\"q5-1\"",
            "<select name=\"q6-3\"",
            "inputmode=\"numeric\"",
        ] {
            assert!(page.contains(field), "{name}: {field}");
        }
        let sizes = [page.matches("<fieldset").count(), page.matches("<legend").count(), paper().items.len()];
        assert!(sizes.iter().all(|size| *size == sizes[2]), "{name}: {sizes:?}");
    }
    let practice = file(&html::FORMAT, "practice.html");
    assert!(practice.contains("Seed 424242") && practice.contains("Rules as of 2026-05-27"));
}

#[cfg(feature = "charts")]
#[test]
fn exhibits_are_drawn_and_told() {
    let page = file(&html::FORMAT, "exam.html");
    assert_eq!(page.matches("<svg ").count(), 2);
    assert_eq!(page.matches("role=\"img\"").count(), page.matches("</desc>").count());
    assert!(page.contains("At 09:00 three attempts, at 10:00 twelve, at 11:00 none."));
    assert_eq!(page.matches("<caption>").count(), 5);
    let lanes = &paper().items[5].exhibits[0];
    let svg = figure::drawn(lanes, "x").expect("a swim-lane");
    assert!(svg.contains("stopped") && svg.contains("Sync server"));
    assert!(elements(&svg).len() > 20);
}

#[test]
fn the_neutral_json_reads_back() {
    assert_eq!(Paper::parse(&file(&json::FORMAT, json::WITH_KEYS)), Ok(paper()));
}

#[test]
fn the_sheet_guards_formulas_and_keeps_rows() {
    let sheet = file(&csv::FORMAT, "quiz-with-keys.csv");
    let mut reader = ::csv::Reader::from_reader(sheet.as_bytes());
    let columns = reader.headers().expect("a header").len();
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), paper().items.len());
    assert!(rows.iter().all(|row| row.len() == columns));
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    assert_eq!(&rows[0][8], "B");
    assert_eq!(&rows[5][8], "1=D, 2=B, 3=C");
    assert_eq!(&rows[7][8], "17");
}
