//! The package read back. How the page behaves in a platform is shown by `tests/clients/scorm`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{CAUTION, FORMAT, MASTERY};
use crate::report::quiz::reading::{Node, unzipped};
use crate::report::quiz::tests::{paper, telling};
use crate::report::quiz::{csv, export};

fn texts() -> BTreeMap<String, String> {
    let texts = unzipped(&FORMAT).into_iter();
    texts.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("a text"))).collect()
}

#[test]
fn the_manifest_opens_the_page_and_lists_every_file() {
    let files = texts();
    let manifest = Node::parse(files["imsmanifest.xml"].as_bytes());
    assert_eq!(manifest.one("schemaversion").text, "1.2");
    let resource = manifest.one("resource");
    assert_eq!((resource.at("href"), resource.at("adlcp:scormtype")), ("index.html", "sco"));
    assert_eq!(manifest.one("item").at("identifierref"), resource.at("identifier"));
    assert_eq!(manifest.one("organizations").at("default"), manifest.one("organization").at("identifier"));
    assert_eq!(manifest.one("adlcp:masteryscore").text, MASTERY.to_string());
    let mut listed: Vec<&str> = manifest.all("file").iter().map(|file| file.at("href")).collect();
    listed.push("imsmanifest.xml");
    listed.sort_unstable();
    assert_eq!(listed, files.keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_page_tells_nothing_and_loads_only_its_own() {
    let files = texts();
    let page = &files["index.html"];
    for word in telling(&paper()) {
        assert!(!page.contains(&word), "the page holds `{word}`");
    }
    let scripts: Vec<&str> = page.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap_or("")).collect();
    assert_eq!(scripts, [" src=\"key.js\"", " src=\"quiz.js\""]);
    assert!(page.contains("script-src 'self'") && !page.contains("https://"));
    assert_eq!(page.matches("<fieldset").count(), paper().items.len());
}

#[test]
fn the_script_knows_the_key_and_nothing_of_seed_and_ids() {
    let files = texts();
    let text = &files["key.js"];
    assert!(!text.contains("424242") && !text.contains("d1ge57") && !text.contains("single-1"));
    let json = text.strip_prefix("window.quiz = ").and_then(|rest| rest.strip_suffix(";\n")).expect("an assignment");
    let known: Value = serde_json::from_str(json).expect("JSON");
    for (known, item) in known["questions"].as_array().expect("questions").iter().zip(&paper().items) {
        let key: Vec<usize> = serde_json::from_value(known["key"].clone()).expect("positions");
        assert_eq!(key, item.key);
        assert_eq!(known["points"], item.points);
        let numbers: Vec<Option<i64>> = serde_json::from_value(known["numbers"].clone()).expect("numbers");
        assert_eq!(numbers, item.options.iter().map(|option| option.number).collect::<Vec<_>>());
        assert_eq!(known["feedback"].as_array().map(Vec::len), Some(item.options.len()));
    }
}

#[test]
fn the_trainer_is_warned() {
    assert_eq!(export(&paper(), &FORMAT).caution, Some(CAUTION));
    assert_eq!(export(&paper(), &csv::FORMAT).caution, None);
}
