//! A quiz as an Anki package: a card for each question, with answer, feedback and sources on its back.
//!
//! The package is a zip with a collection of the oldest schema that Anki still imports (`collection.anki2`, version 11),
//! a list of media, and the drawings. Ids come from digests, so the same quiz gives the same bytes, and a question that
//! is imported again is the same note, with what the learner knows about it kept.
//!
//! Sources of the shape: Anki's `rslib/src/storage/schema11.sql` and `rslib/src/import_export/package`, and its manual
//! on card templates.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use rusqlite::{Connection, MAIN_DB, params};
use serde_json::{Value, json};

use crate::model::time::Instant;
use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::{Exhibit, Form};

use super::figure;
use super::package::{Entry, image, zip};
use super::text::{answer, explanation, letter, line, number, reason, sources, task};
use super::{File, Fit, Format};

/// Cards to learn with.
pub const FORMAT: Format = Format {
    name: "anki",
    says: "an Anki package: cards to learn with, answer and feedback on the back",
    takes: |_| Fit::AsIs,
    write: |paper| vec![File { name: "anki.apkg", bytes: zip(entries(paper)) }],
};

/// The fields of a note, in order; the first is what Anki sorts and compares by.
const FIELDS: [&str; 6] = ["Question", "Options", "Number", "Answer", "Feedback", "Sources"];

/// What parts the fields of a note.
const BETWEEN_FIELDS: &str = "\u{1f}";

/// The name of the type of note; its number goes up when fields change.
const NOTE_TYPE: &str = "tenantlab question 1";

fn entries(paper: &Paper) -> Vec<Entry> {
    let media: BTreeMap<String, String> = paper.items.iter().flat_map(pictures).collect();
    let names: BTreeMap<String, &String> = media.keys().enumerate().map(|(i, name)| (i.to_string(), name)).collect();
    let list = serde_json::to_string(&names).expect("names make JSON");
    let files = media.values().enumerate().map(|(i, svg)| Entry::new(i.to_string(), svg.as_str()));
    [Entry::new("collection.anki2", collection(paper)), Entry::new("media", list)].into_iter().chain(files).collect()
}

/// The collection as the bytes of an SQLite file.
fn collection(paper: &Paper) -> Vec<u8> {
    written(paper).expect("writing a database to memory does not fail")
}

fn written(paper: &Paper) -> rusqlite::Result<Vec<u8>> {
    let mut store = Connection::open_in_memory()?;
    store.execute_batch(include_str!("schema.sql"))?;
    // Anki takes a note again where it is newer, so notes are as old as the rules that they rest on.
    let changed = Instant::parse(&paper.rules_date).map_or(1, |at| at.0.max(1));
    let name = deck(paper);
    let (kind, deck) = (id("note type", NOTE_TYPE), id("deck", &name));
    let says = line(&format!("Rules as of {}.", paper.rules_date));
    let kinds = json!({ kind.to_string(): note_type(kind, deck, changed) });
    let decks =
        json!({ "1": deck_of(1, "Default", "", changed), deck.to_string(): deck_of(deck, &name, &says, changed) });
    store.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            changed,
            changed * 1000,
            settings(kind).to_string(),
            kinds.to_string(),
            decks.to_string(),
            json!({ "1": pace() }).to_string(),
        ],
    )?;
    let mut taken = BTreeSet::new();
    for (place, item) in (1_i64..).zip(&paper.items) {
        let mut note = id("note", &item.id);
        while !taken.insert(note) {
            note += 1;
        }
        let fields = fields(item).join(BETWEEN_FIELDS);
        store.execute(
            "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')",
            params![note, guid(&item.id), kind, changed, tags(item), fields, line(&item.stem)],
        )?;
        store.execute(
            "INSERT INTO cards VALUES (?1, ?1, ?2, 0, ?3, -1, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            params![note, deck, changed, place],
        )?;
    }
    store.serialize(MAIN_DB).map(|bytes| bytes.to_vec())
}

/// An id from a digest. Anki's are milliseconds since 1970: these lie between 2004 and 2022, where no note of a
/// quiz can have been made, and never at 0.
fn id(what: &str, of: &str) -> i64 {
    let digest = blake3::hash(format!("anki {what}\n{of}").as_bytes());
    let low = digest.as_bytes()[..8].iter().fold(0_i64, |sum, byte| (sum << 8 | i64::from(*byte)) & ((1 << 39) - 1));
    (1 << 40) + low
}

/// What makes a note the same note wherever it is imported.
fn guid(item: &str) -> String {
    blake3::hash(format!("anki guid\n{item}").as_bytes()).to_hex()[..20].to_owned()
}

/// The name of the deck. Anki would make decks inside decks of two colons.
fn deck(paper: &Paper) -> String {
    let title = line(&paper.title).replace("::", ":\u{2060}:");
    if title.is_empty() { "tenantlab".to_owned() } else { title }
}

/// The tags of a note, with a blank on either side, as Anki keeps them.
fn tags(item: &Question) -> String {
    let rules = item.rules.iter().map(|rule| format!("rule::{}", word(&rule.id)));
    let tags: Vec<String> = std::iter::once(format!("archetype::{}", word(&item.archetype))).chain(rules).collect();
    format!(" {} ", tags.join(" "))
}

/// A text as one word.
fn word(text: &str) -> String {
    line(text).replace([' ', '"', ':', '\u{3000}'], "-")
}

/// The fields of a note, in the order of [`FIELDS`].
fn fields(item: &Question) -> [String; 6] {
    let question = html! {
        (figure::stem(item, &picture))
        p class="task" { (task(item)) }
    };
    let number = if item.form == Form::Numeric { number(item, item.key[0]) } else { String::new() };
    let sources = html! { @for source in sources(item) { p { (source) } } };
    let [question, options, right, feedback, sources] =
        [question, options(item), right(item), feedback(item), sources].map(still);
    [question, options, number, right, feedback, sources]
}

/// What is chosen from, or put in order, or matched.
fn options(item: &Question) -> Markup {
    let texts = || item.options.iter().map(|option| line(&option.text));
    let lettered = || html! { ol type="A" { @for text in texts() { li { (text) } } } };
    match item.form {
        Form::Single | Form::TrueFalse | Form::Multiple => lettered(),
        Form::Order => html! { ul { @for text in texts() { li { (text) } } } },
        Form::Match => html! {
            ul { @for prompt in &item.prompts { li { (line(prompt)) } } }
            (lettered())
        },
        Form::Numeric => html! {},
    }
}

/// The right answer.
fn right(item: &Question) -> Markup {
    let by_letter = matches!(item.form, Form::Single | Form::TrueFalse | Form::Multiple);
    html! {
        @for (said, i) in answer(item).iter().zip(&item.key) {
            p { @if by_letter { (letter(*i)) ": " } (said) }
        }
    }
}

/// Why it is right, and what every other option would have needed.
fn feedback(item: &Question) -> Markup {
    let why = |i: usize| line(reason(&item.options[i].feedback));
    let wrong = || (0..item.options.len()).filter(|i| !item.key.contains(i));
    match item.form {
        Form::Single | Form::TrueFalse | Form::Multiple => html! {
            ol type="A" { @for i in 0..item.options.len() {
                li { strong { @if item.key.contains(&i) { "Right. " } @else { "Wrong. " } } (why(i)) }
            } }
        },
        Form::Numeric => html! {
            @for said in explanation(item).iter().skip(1) { p { (said) } }
            @for i in wrong() { p { strong { "Not " (number(item, i)) ". " } (why(i)) } }
        },
        Form::Order | Form::Match => html! { @for said in explanation(item).iter().skip(1) { p { (said) } } },
    }
}

/// Markup in which Anki finds no sound, no LaTeX, no formula and no gap: those begin with brackets in the text itself.
fn still(markup: Markup) -> String {
    let text = markup.into_string().replace('[', "&#91;").replace("{{", "{\u{2060}{");
    text.replace("\\(", "\\\u{2060}(").replace("\\&#91;", "\\\u{2060}&#91;")
}

/// The drawing of an exhibit as an image.
fn picture(_: usize, exhibit: &Exhibit) -> Markup {
    html! { @if let Some((name, _)) = drawing(exhibit) { (image(&name, exhibit)) } }
}

/// The drawings of a question by their names.
fn pictures(item: &Question) -> impl Iterator<Item = (String, String)> {
    item.exhibits.iter().filter_map(drawing)
}

/// The drawing of an exhibit under a name that no other drawing has: Anki keeps the media of all decks in one folder.
fn drawing(exhibit: &Exhibit) -> Option<(String, String)> {
    let svg = figure::drawn(exhibit, "drawing")?;
    Some((format!("tenantlab-{}.svg", &blake3::hash(svg.as_bytes()).to_hex()[..16]), svg))
}

/// The type of note with its template.
fn note_type(kind: i64, deck: i64, changed: i64) -> Value {
    let field = |(i, name): (usize, &&str)| json!({ "name": name, "ord": i, "font": "Arial", "size": 20, "media": [], "rtl": false, "sticky": false });
    let template = json!({
        "name": "Card 1", "ord": 0, "did": null, "qfmt": include_str!("front.html"), "afmt": include_str!("back.html"),
        "bqfmt": "", "bafmt": "",
    });
    json!({
        "id": kind, "name": NOTE_TYPE, "type": 0, "mod": changed, "usn": -1, "sortf": 0, "did": deck,
        "flds": FIELDS.iter().enumerate().map(field).collect::<Vec<_>>(),
        "tmpls": [template], "req": [[0, "any", [0]]], "css": include_str!("card.css"),
        "latexPre": "", "latexPost": "", "latexsvg": false, "tags": [], "vers": [],
    })
}

/// A deck without anything done in it yet.
fn deck_of(deck: i64, name: &str, says: &str, changed: i64) -> Value {
    json!({
        "id": deck, "name": name, "desc": says, "mod": changed, "usn": -1, "conf": 1, "dyn": 0, "collapsed": false,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0], "extendNew": 10, "extendRev": 50,
    })
}

/// How fast cards come: as Anki starts with.
fn pace() -> Value {
    json!({
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true,
        "new": {
            "bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20,
            "separate": true,
        },
        "rev": { "bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 200 },
        "lapse": { "delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0 },
    })
}

/// The settings of the collection, which an import leaves alone.
fn settings(kind: i64) -> Value {
    json!({
        "activeDecks": [1], "addToCur": true, "collapseTime": 1200, "curDeck": 1, "curModel": kind.to_string(),
        "dueCounts": true, "estTimes": true, "newBury": true, "newSpread": 0, "nextPos": 1, "sortBackwards": false,
        "sortType": "noteFld", "timeLim": 0,
    })
}
