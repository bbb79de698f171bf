//! Which file of a folder is which, in what encoding, and in how many pages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::fields::{field, guid, text};
use super::{ANSWERS, Log, Problem};

/// The names of the files that hold answers of Graph, without `.json` and the number of a page.
const GRAPH: [&str; 11] = [
    "users",
    "userRegistrationDetails",
    "subscribedSkus",
    "subscriptions",
    "domains",
    "groups",
    "directoryRoles",
    "roleEligibilityScheduleInstances",
    "authenticationMethodsPolicy",
    "authorizationPolicy",
    "organization",
];

/// The tables of the portals.
pub(super) const ENTRA_TABLE: &str = "entra-download-users.csv";
/// The table of the Microsoft 365 admin center.
pub(super) const M365_TABLE: &str = "m365-active-users.csv";

/// The records of a folder, by kind.
#[derive(Debug, Default)]
pub(super) struct Folder {
    records: BTreeMap<&'static str, Vec<Record>>,
    tables: BTreeMap<&'static str, (String, String)>,
}

/// One record and the file it stands in.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The file's name.
    pub(super) file: String,
    /// The record.
    pub(super) value: Value,
}

impl Folder {
    /// Reads every known file.
    pub(super) fn read(files: &BTreeMap<String, Vec<u8>>, log: &mut Log) -> Self {
        let mut folder = Self::default();
        let mut pages: BTreeMap<(&'static str, u32), &str> = BTreeMap::new();
        let mut unused = Vec::new();
        let mut unfinished: BTreeMap<&str, bool> = BTreeMap::new();
        for (name, bytes) in files {
            let table = [ENTRA_TABLE, M365_TABLE].into_iter().find(|table| table.eq_ignore_ascii_case(name));
            if let Some(page) = page(name) {
                pages.insert(page, name);
            } else if let Some(table) = table {
                if let Some(text) = decode(name, bytes, log) {
                    folder.tables.insert(table, (name.clone(), text));
                }
            } else if ![ANSWERS, "answers.yml"].contains(&name.as_str()) {
                unused.push(name.as_str());
            }
        }
        log.note(unused.len(), format!("files of the folder that no part of the import reads: {}", unused.join(", ")));
        for ((kind, _), name) in &pages {
            let (records, more) = records(name, &files[*name], log);
            folder.records.entry(kind).or_default().extend(records);
            unfinished.insert(*kind, more);
        }
        for (kind, records) in &mut folder.records {
            once(kind, records, log);
        }
        gaps(&pages, log);
        for (kind, _) in unfinished.iter().filter(|(_, more)| **more) {
            log.note(1, format!("{kind} ends with `@odata.nextLink`: there are more pages than were saved"));
        }
        folder
    }

    /// The records of a kind; none where no file of that kind is there.
    pub(super) fn records(&self, kind: &str) -> Option<&[Record]> {
        self.records.get(kind).map(Vec::as_slice)
    }

    /// The first record of a kind, for answers that are one object.
    pub(super) fn one(&self, kind: &str) -> Option<&Value> {
        self.records(kind)?.first().map(|record| &record.value)
    }

    /// A table's file name and text.
    pub(super) fn table(&self, table: &str) -> Option<(&str, &str)> {
        self.tables.get(table).map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// The kind and page number of a Graph file; 0 for a file without a number.
fn page(name: &str) -> Option<(&'static str, u32)> {
    let stem = name.len().checked_sub(5).filter(|at| name.is_char_boundary(*at))?;
    let (stem, ending) = name.split_at(stem);
    if !ending.eq_ignore_ascii_case(".json") {
        return None;
    }
    let known = |word: &str| GRAPH.into_iter().find(|kind| kind.eq_ignore_ascii_case(word));
    let numbered = || {
        let (word, number) = stem.rsplit_once('-')?;
        Some((known(word)?, number.parse().ok()?))
    };
    known(stem).map(|kind| (kind, 0)).or_else(numbered)
}

/// Drops records that stand twice, as they do where a link to the next page led back and a page was saved again.
fn once(kind: &str, records: &mut Vec<Record>, log: &mut Log) {
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for (i, record) in records.iter().enumerate() {
        let Some(id) = guid(&record.value, "id") else { continue };
        let earlier = known.entry(id).or_default();
        if earlier.iter().any(|other| records[*other].value == record.value) {
            twice.insert(i);
        } else {
            earlier.push(i);
        }
    }
    let mut at = 0..;
    records.retain(|_| at.next().is_some_and(|i| !twice.contains(&i)));
    log.note(twice.len(), format!("records of {kind} stand twice, word for word: they count once"));
    let differing: usize = known.values().map(|same| same.len().saturating_sub(1)).sum();
    if kind == "users" {
        log.note(
            differing,
            "records of users have an id that an earlier one has, and differ: the earlier one is taken",
        );
    }
}

/// Notes pages that are missing between others.
fn gaps(pages: &BTreeMap<(&'static str, u32), &str>, log: &mut Log) {
    let kinds: BTreeSet<&str> = pages.keys().map(|(kind, _)| *kind).collect();
    for kind in kinds {
        let mine: Vec<u32> = pages.keys().filter(|(k, n)| *k == kind && *n > 0).map(|(_, n)| *n).collect();
        let most = mine.last().copied().unwrap_or_default() as usize;
        if most > mine.len() {
            log.note(most - mine.len(), format!("pages of {kind} are missing; the last one is {kind}-{most}.json"));
        }
    }
}

/// Bytes as text; bytes that are none are a problem.
fn decode(name: &str, bytes: &[u8], log: &mut Log) -> Option<String> {
    let text = text_of(bytes);
    if text.is_none() {
        log.problem(name, "is not text: expected UTF-8, or UTF-16 with a byte order mark");
    }
    text
}

/// Bytes as text: UTF-8 with or without a mark, or UTF-16 with one (as older PowerShell writes).
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// The records of one JSON file, and whether it says that more pages follow.
fn records(name: &str, bytes: &[u8], log: &mut Log) -> (Vec<Record>, bool) {
    let Some(source) = decode(name, bytes, log) else { return (Vec::new(), false) };
    let value: Value = match serde_json::from_str(&source) {
        Ok(value) => value,
        Err(error) => {
            log.problems.push(not_json(name, &error));
            return (Vec::new(), false);
        }
    };
    let more = text(&value, "@odata.nextLink").is_some();
    let mut found = Vec::new();
    collect(name, value, &mut found, log);
    (found, more)
}

fn not_json(name: &str, error: &serde_json::Error) -> Problem {
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    let message = if error.is_eof() {
        format!("ends in the middle ({what}): save the whole answer of Graph")
    } else {
        format!("is not JSON ({what}): expected an answer of Graph, `{{\"value\": [...]}}`")
    };
    Problem { file: name.to_owned(), at: Some((error.line(), error.column().max(1))), message }
}

/// Takes an envelope, a bare list, a list of envelopes or a single object apart.
fn collect(name: &str, value: Value, found: &mut Vec<Record>, log: &mut Log) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(name, item, found, log)),
        Value::Object(mut map) => {
            if let Some(error) = map.get("error").filter(|error| error.is_object()) {
                let code = text(error, "code").unwrap_or_default();
                let message = text(error, "message").unwrap_or_default();
                log.problem(name, format!("holds an error of Graph instead of data: {code} {message}"));
                return;
            }
            let key = map.keys().find(|key| key.eq_ignore_ascii_case("value")).cloned();
            match key.and_then(|key| map.remove(&key)) {
                Some(Value::Array(items)) => items.into_iter().for_each(|item| collect(name, item, found, log)),
                Some(inner @ Value::Object(_)) => collect(name, inner, found, log),
                Some(Value::Null) => {}
                Some(_) => log.problem(name, "`value` is neither a list nor an object"),
                None => found.push(Record { file: name.to_owned(), value: Value::Object(map) }),
            }
        }
        Value::Null => {}
        _ => log.problem(name, "holds something that is no object: expected records of Graph"),
    }
}

/// Whether a record marks something as deleted.
pub(super) fn is_deleted(record: &Value) -> bool {
    field(record, "deletedDateTime").and_then(Value::as_str).and_then(super::fields::said).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> (Vec<Record>, Log) {
        let mut log = Log::default();
        let (records, _) = records(name, bytes, &mut log);
        (records, log)
    }

    #[test]
    fn envelopes_lists_and_single_objects_are_read() {
        for text in
            [r#"{"value": [{"id": "1"}]}"#, r#"[{"id": "1"}]"#, r#"{"id": "1"}"#, r#"[{"value": [{"id": "1"}]}]"#]
        {
            let (found, log) = read("users.json", text.as_bytes());
            assert_eq!((found.len(), log.problems.len()), (1, 0), "{text}");
        }
        assert_eq!(read("users.json", b"{\"value\": null}").0.len(), 0);
    }

    #[test]
    fn marks_and_wide_text_are_read() {
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("[{}]".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read("users.json", &wide).0.len(), 1);
        assert_eq!(read("users.json", b"\xef\xbb\xbf[{}]").0.len(), 1);
        assert_eq!(read("users.json", b"\xc3\x28").1.problems.len(), 1);
    }

    #[test]
    fn broken_files_are_named_with_their_place() {
        let (_, log) = read("users.json", b"{\"value\": [\n  {\"id\": ");
        assert_eq!(log.problems[0].at.map(|at| at.0), Some(2));
        assert!(log.problems[0].message.contains("ends in the middle"), "{}", log.problems[0]);
        let (_, log) = read("users.json", b"id,name");
        assert!(log.problems[0].to_string().starts_with("users.json:1:1: is not JSON"), "{}", log.problems[0]);
        assert_eq!(read("users.json", b"").1.problems[0].at, Some((1, 1)));
        let (_, log) = read("users.json", br#"{"error": {"code": "Forbidden", "message": "no"}}"#);
        assert!(log.problems[0].message.contains("Forbidden"));
        assert_eq!(read("users.json", b"3").1.problems.len(), 1);
    }

    #[test]
    fn pages_are_known_by_number() {
        assert_eq!(page("users.json"), Some(("users", 0)));
        assert_eq!(page("Users-12.JSON"), Some(("users", 12)));
        assert_eq!(page("users-a.json"), None);
        assert_eq!(page("é.json"), None);
    }
}
