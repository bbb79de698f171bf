//! A package is read back with SQLite, and holds what the quiz says.

use std::collections::BTreeMap;

use rusqlite::{Connection, MAIN_DB};
use serde_json::Value;

use super::*;
use crate::report::quiz::reading::unzipped;
use crate::report::quiz::tests::{elements, paper};

/// The package of the paper with every form: its collection, and all its files.
fn package() -> (Connection, BTreeMap<String, Vec<u8>>) {
    let files = unzipped(&FORMAT);
    let bytes = &files["collection.anki2"];
    let mut store = Connection::open_in_memory().expect("a database");
    store.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true).expect("a collection");
    (store, files)
}

/// The ids, the guids, the tags and the fields of all notes, in the order of their cards.
fn notes(store: &Connection) -> Vec<(i64, String, String, Vec<String>)> {
    let asked = "SELECT n.id, guid, tags, flds FROM notes n JOIN cards c ON c.nid = n.id ORDER BY due";
    let mut query = store.prepare(asked).expect("tables of notes and cards");
    let rows = query.query_map([], |row| {
        let fields: String = row.get(3)?;
        let fields = fields.split(BETWEEN_FIELDS).map(str::to_owned).collect();
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, fields))
    });
    rows.expect("rows").map(|row| row.expect("a note")).collect()
}

#[test]
fn every_question_is_a_card_with_its_key_on_the_back() {
    let (store, _) = package();
    let notes = notes(&store);
    let items = paper().items;
    assert_eq!(notes.len(), items.len());
    for ((id, guid, tags, fields), item) in notes.iter().zip(&items) {
        assert!((1 << 40..1 << 41).contains(id) && guid.len() == 20, "{id} {guid}");
        assert!(tags.starts_with(' ') && tags.ends_with(' ') && !tags.contains('"'), "{tags}");
        assert_eq!(fields.len(), FIELDS.len(), "{}", item.id);
        fields.iter().for_each(|field| assert_eq!(elements(&format!("<field>{field}</field>"))[0], "field"));
        let shown = html! { @for (said, _) in answer(item).iter().zip(&item.key) { (said) "\n" } }.into_string();
        shown.lines().for_each(|said| {
            let said = still(maud::PreEscaped(said.to_owned()));
            assert!(fields[3].contains(&said), "{}: `{said}` is not in {}", item.id, fields[3]);
        });
        assert_eq!(fields[2].is_empty(), item.form != Form::Numeric, "a number is typed in, nothing else is");
    }
    assert!(notes[0].3[3].starts_with("<p>B: "), "{}", notes[0].3[3]);
    assert_eq!(notes[7].3[2], "17");
    let kinds: String = store.query_row("SELECT models FROM col", [], |row| row.get(0)).expect("note types");
    let kinds: Value = serde_json::from_str(&kinds).expect("JSON");
    let kind = kinds.as_object().expect("by id").values().next().expect("a type of note");
    let names: Vec<&str> = kind["flds"].as_array().expect("fields").iter().filter_map(|f| f["name"].as_str()).collect();
    assert_eq!(names, FIELDS);
    for field in FIELDS {
        assert!(include_str!("back.html").contains(&format!("{field}}}}}")), "the back shows {field}");
    }
    assert!(!include_str!("front.html").contains("Answer"), "the front does not show the answer");
}

#[test]
fn nothing_in_a_text_steers_anki() {
    let (store, _) = package();
    let all: String = notes(&store).into_iter().flat_map(|(_, _, _, fields)| fields).collect();
    for bad in ["<script", "<dana@", "[", "{{", "\\("] {
        assert!(!all.contains(bad), "{bad}");
    }
    assert_eq!(still(html! { "[sound:x] \\(y\\) \\[z" }), "&#91;sound:x] \\\u{2060}(y\\) \\\u{2060}&#91;z");
    let name: String = store.query_row("SELECT decks FROM col", [], |row| row.get(0)).expect("decks");
    assert!(name.contains("Every form: <quotes>"), "{name}");
    assert_eq!(deck(&Paper { title: "a::b".to_owned(), ..paper() }), "a:\u{2060}:b");
}

#[cfg(feature = "charts")]
#[test]
fn drawings_are_media_under_the_names_that_cards_use() {
    let (store, files) = package();
    let names: BTreeMap<String, String> = serde_json::from_slice(&files["media"]).expect("a list");
    assert_eq!(names.len(), 2);
    let all: String = notes(&store).into_iter().flat_map(|(_, _, _, fields)| fields).collect();
    for (number, name) in &names {
        assert!(all.contains(&format!("<img src=\"{name}\" alt=\"")), "{name}");
        assert!(elements(std::str::from_utf8(&files[number]).expect("a text")).contains(&"svg".to_owned()));
    }
}

#[test]
fn a_question_is_the_same_note_in_another_quiz() {
    let mut other = paper();
    other.title = "Another".to_owned();
    other.items.reverse();
    let guids = |paper: &Paper| -> Vec<String> {
        let mut store = Connection::open_in_memory().expect("a database");
        let bytes = collection(paper);
        store.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true).expect("a collection");
        notes(&store).into_iter().map(|(_, guid, _, _)| guid).collect()
    };
    let (mut one, two) = (guids(&paper()), guids(&other));
    one.reverse();
    assert_eq!(one, two);
}
