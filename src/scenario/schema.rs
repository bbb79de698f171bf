//! The JSON Schema of a scenario file, written from the tables that reading uses, for editors that complete and check.

use serde_json::{Map, Value, json};

use super::lower::acts::ACTS;
use super::lower::kind::{Kind, Naming, Shape};
use super::lower::{STEPS, TOP};
use crate::model::fault::FAULTS;
use crate::model::role::ROLES;
use crate::rules::assumptions::{ASSUMPTIONS, Values};

/// The schema, draft 2020-12.
#[must_use]
pub fn schema() -> Value {
    let mut whole = Schema::default();
    let root = whole.shape(&TOP);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tenantlab scenario",
        "$ref": root["$ref"],
        "$defs": whole.definitions,
    })
}

/// The definitions so far: one for each table, by what it describes.
#[derive(Debug, Default)]
struct Schema {
    definitions: Map<String, Value>,
}

impl Schema {
    /// A reference to a table's definition, which is made when it is first asked for.
    fn shape(&mut self, shape: &Shape) -> Value {
        let name = self.name(shape);
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        if self.definitions.contains_key(&name) {
            return reference;
        }
        // The place is taken first, so that a table that contains itself ends.
        self.definitions.insert(name.clone(), Value::Null);
        let mut properties = Map::new();
        for key in shape.all() {
            let mut value = self.kind(&key.kind);
            if let Value::Object(object) = &mut value {
                object.insert("description".into(), key.doc.into());
            }
            properties.insert(key.name.into(), value);
        }
        let required: Vec<&str> = shape.all().iter().filter(|key| key.required).map(|key| key.name).collect();
        let definition = json!({
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        });
        self.definitions.insert(name, definition);
        reference
    }

    /// The name of a table's definition.
    fn name(&self, shape: &Shape) -> String {
        let words = shape.what.trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ");
        let keys: Vec<&str> = shape.all().iter().map(|key| key.name).collect();
        let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        // Two tables may describe the same thing with different keys: a person, and one whom a step creates.
        let mut name = plain.clone();
        let mut nth = 2;
        while let Some(Value::Object(taken)) = self.definitions.get(&name) {
            let same = taken.get("properties").and_then(Value::as_object).is_some_and(|properties| {
                properties.len() == keys.len() && keys.iter().all(|key| properties.contains_key(*key))
            });
            if same {
                break;
            }
            name = format!("{plain}-{nth}");
            nth += 1;
        }
        name
    }

    fn kind(&mut self, kind: &Kind) -> Value {
        match kind {
            // Text that looks like a number or `true` is read as text, quoted or not.
            Kind::Text => json!({ "type": ["string", "number", "boolean"] }),
            Kind::Any => json!({}),
            Kind::Null => json!({ "type": "null" }),
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Int(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Kind::Seed => json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
            Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
            Kind::Decimal => json!({ "type": "number", "minimum": 0 }),
            Kind::Date => json!({ "type": "string", "pattern": DATE }),
            Kind::Moment => json!({ "type": "string", "pattern": format!("{DATE}|{INSTANT}") }),
            Kind::End => json!({ "type": "string", "pattern": format!("{DATE}|{INSTANT}|{SPAN}") }),
            Kind::At => {
                let clock = "[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?";
                json!({ "type": "string", "pattern": format!("^(d[1-9][0-9]* )?{clock}$|^[+]([0-9]+[smhd])+$|{INSTANT}") })
            }
            Kind::Span => json!({ "type": "string", "pattern": SPAN }),
            Kind::Amount => {
                let text = json!({ "type": "string", "pattern": format!("{SPAN}|{DATE}|{INSTANT}") });
                json!({ "anyOf": [self.kind(&Kind::Decimal), text] })
            }
            Kind::Version => json!({ "type": ["string", "number"], "pattern": "^[0-9]+([.][0-9]+){1,3}$" }),
            Kind::Digits => json!({ "type": ["string", "integer"], "pattern": "^[0-9]+$" }),
            Kind::Word(words) => json!({ "enum": words() }),
            Kind::Named(naming) => named(*naming),
            Kind::Either(kinds) => json!({ "anyOf": kinds.iter().map(|kind| self.kind(kind)).collect::<Vec<_>>() }),
            Kind::List(kind) => json!({ "type": "array", "items": self.kind(kind) }),
            Kind::Map(shape) => self.shape(shape),
            Kind::Table(keys, values) => {
                json!({ "type": "object", "propertyNames": self.kind(keys), "additionalProperties": self.kind(values) })
            }
            Kind::Assumptions => assumptions(),
            Kind::Step => self.step(),
            Kind::Set => json!({ "type": "object" }),
            Kind::Vary => {
                let values = json!({ "anyOf": [{ "type": "array" }, self.shape(&STEPS)] });
                json!({ "type": "object", "additionalProperties": values })
            }
        }
    }

    /// A step: the keys of the one thing that happens in it.
    fn step(&mut self) -> Value {
        let mut steps = Vec::new();
        for act in ACTS {
            let shape = self.shape(act.shape);
            if act.word.is_empty() {
                steps.push(shape);
            } else {
                steps.push(json!({ "allOf": [shape, { "properties": { "do": { "const": act.word } } }] }));
            }
        }
        json!({ "anyOf": steps })
    }
}

const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const INSTANT: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}";
const SPAN: &str = "^([0-9]+[smhd])+$";

/// A name: an enumeration where a short table has them all, any text where the file gives them.
fn named(naming: Naming) -> Value {
    match naming {
        Naming::Fault => json!({ "enum": FAULTS.iter().map(|fault| fault.id.as_str()).collect::<Vec<_>>() }),
        Naming::Rule => json!({ "enum": crate::rules::ids().collect::<Vec<_>>() }),
        // Letter case does not matter when a role is read, so an enumeration only suggests.
        Naming::Role => {
            let names: Vec<&str> = ROLES.iter().map(|role| role.name).collect();
            json!({ "anyOf": [{ "enum": names }, { "type": "string" }] })
        }
        _ => json!({ "type": "string" }),
    }
}

fn assumptions() -> Value {
    let properties: Map<String, Value> = ASSUMPTIONS
        .iter()
        .map(|assumption| {
            let mut value = values(&assumption.values);
            value["description"] = assumption.question.as_str().into();
            value["default"] = assumption.default.as_str().into();
            (assumption.name.clone(), value)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn values(values: &Values) -> Value {
    match values {
        Values::List { words } => json!({ "enum": words.iter().map(|word| as_written(word)).collect::<Vec<_>>() }),
        Values::Date { words } => json!({ "anyOf": [{ "type": "string", "pattern": DATE }, { "enum": words }] }),
        Values::Integer { words, .. } => json!({ "anyOf": [{ "type": "integer" }, { "enum": words }] }),
        Values::Number { .. } => json!({ "type": "number" }),
        Values::Duration { .. } => json!({ "type": "string", "pattern": SPAN }),
        Values::Order { words } => json!({ "type": "array", "items": { "enum": words } }),
    }
}

/// A word as YAML reads it without quotes: `1` is a number and `true` is no text.
fn as_written(word: &str) -> Value {
    match word.parse::<i64>() {
        Ok(number) => number.into(),
        Err(_) => super::lower::kind::truth(word).map_or_else(|| word.into(), Value::from),
    }
}
