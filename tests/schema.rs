//! The JSON Schema agrees with the reader: what the reader takes is valid, and misspelt keys and words are not.
#![expect(clippy::disallowed_methods, reason = "the library reads no files; its tests read theirs")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tenantlab::scenario::schema::schema;
use tenantlab::scenario::text::{Node, NodeKind, read};

/// A tree as an editor's YAML reader sees it: scalars without quotes are numbers and booleans where they look like it.
fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::List(items) => items.iter().map(value).collect(),
        NodeKind::Map(entries) => {
            let one = |entry: &tenantlab::scenario::text::Entry| (entry.key.clone(), value(&entry.value));
            Value::Object(entries.iter().map(one).collect::<Map<_, _>>())
        }
        NodeKind::Text { value, quoted: false } if value.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            serde_json::from_str(value).unwrap_or_else(|_| json!(value))
        }
        NodeKind::Text { value, quoted: false } if value == "true" || value == "false" => json!(value == "true"),
        NodeKind::Text { value, .. } => json!(value),
    }
}

fn scenarios(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            scenarios(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
}

fn tree(path: &Path) -> Option<Value> {
    read(0, &fs::read(path).expect("a file of the tests")).tree.as_ref().map(value)
}

#[test]
fn every_good_file_is_valid() {
    let schema = schema();
    let validator = jsonschema::draft202012::new(&schema).expect("a sound schema");
    assert!(jsonschema::meta::is_valid(&schema));
    let mut paths = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    scenarios(&root.join("tests/cases"), &mut paths);
    scenarios(&root.join("scenarios"), &mut paths);
    assert!(paths.len() > 128);
    for path in paths {
        let file = tree(&path).expect("sound YAML");
        let wrong: Vec<String> =
            validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{}\n{}", path.display(), wrong.join("\n"));
    }
}

#[test]
fn misspelt_keys_and_words_are_invalid() {
    let validator = jsonschema::draft202012::new(&schema()).expect("a sound schema");
    let broken = [
        "key-timeline",
        "key-licenses-american",
        "key-methods-hyphen",
        "name-method",
        "name-fault",
        "name-assumption",
        "name-rule",
        "name-do",
        "step-key-of-another-kind",
        "step-for-without-fault",
        "step-no-at",
        "yaml-users-as-map",
        "type-yes",
        "type-duration",
        "type-at-number",
        "type-several",
        "missing-title",
        "file-crlf",
    ];
    for name in broken {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cases-broken/{name}.yaml"));
        assert!(!validator.is_valid(&tree(&path).expect("sound YAML")), "{name}");
    }
}

#[test]
fn every_key_says_what_it_means() {
    let schema = schema();
    let definitions = schema["$defs"].as_object().expect("definitions");
    assert!(definitions.len() > 50);
    for (name, definition) in definitions {
        for (key, property) in definition["properties"].as_object().expect("an object") {
            assert!(property["description"].as_str().is_some_and(|text| text.len() > 2), "{name}.{key}");
        }
    }
}

#[test]
fn the_schema_beside_the_labs_is_the_programs() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenario.schema.json");
    let written = std::fs::read_to_string(path).expect("the schema is in the project");
    let made = serde_json::to_string_pretty(&tenantlab::scenario::schema::schema()).expect("a schema is JSON");
    assert_eq!(written, made + "\n", "write it anew: tenantlab schema > scenario.schema.json");
}
