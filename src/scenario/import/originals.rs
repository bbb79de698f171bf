//! The names, addresses and numbers that the files of an export hold, found without making any meaning of them, so that
//! they can be taken out of messages even where an import fails.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ANSWERS;

/// Properties whose texts are names, addresses or numbers, wherever they stand.
const SENSITIVE: &[&str] = &[
    "alternateemailaddress",
    "alternateemailaddresses",
    "businessphones",
    "city",
    "custom_banned",
    "description",
    "display name",
    "displayname",
    "domain",
    "external_email",
    "fax",
    "first name",
    "forest",
    "forests",
    "givenname",
    "group",
    "imaddresses",
    "issuerassignedid",
    "last name",
    "link",
    "mail",
    "mailnickname",
    "mobile",
    "mobile phone",
    "mobilephone",
    "name",
    "office",
    "onpremisesdistinguishedname",
    "onpremisesdomainname",
    "onpremisessamaccountname",
    "onpremisesuserprincipalname",
    "othermails",
    "phone number",
    "proxy addresses",
    "proxyaddresses",
    "rooms",
    "service_accounts",
    "shared_mailboxes",
    "street",
    "street address",
    "streetaddress",
    "surname",
    "technicalnotificationmails",
    "telephonenumber",
    "title",
    "upn",
    "user principal name",
    "userdisplayname",
    "userprincipalname",
];

/// Shorter texts are words rather than names: blotting them out would blot out every message.
const SHORTEST: usize = 3;

/// Every such text of the files and the notes, in lower case, with its own spelling.
pub(super) fn originals(files: &BTreeMap<String, Vec<u8>>, answers: Option<&[u8]>) -> BTreeMap<String, String> {
    let mut found = Found::default();
    for (name, bytes) in files {
        let stem = name.to_ascii_lowercase();
        let Some(text) = super::files::text_of(bytes) else { continue };
        if stem.ends_with(".json") && !names_products_or_policies(&stem) {
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                found.walk(&value, false, stem.starts_with("domains"));
            }
        } else if stem.ends_with(".csv") {
            found.table(&text);
        } else if stem == ANSWERS || stem == "answers.yml" {
            found.notes(&text);
        }
    }
    if let Some(text) = answers.and_then(super::files::text_of) {
        found.notes(&text);
    }
    let kept: BTreeSet<&str> = ["true", "false", "none", "null"].into();
    found.0.retain(|lower, _| lower.chars().count() >= SHORTEST && !kept.contains(lower.as_str()));
    found.0
}

/// Files whose names are Microsoft's: products, plans, settings.
fn names_products_or_policies(stem: &str) -> bool {
    ["subscribedskus", "subscriptions", "authenticationmethodspolicy", "authorizationpolicy"]
        .iter()
        .any(|kind| stem.starts_with(kind))
}

#[derive(Default)]
struct Found(BTreeMap<String, String>);

impl Found {
    fn add(&mut self, text: &str) {
        let text = text.trim();
        self.0.entry(super::pseudonyms::folded(text)).or_insert_with(|| text.to_owned());
    }

    fn walk(&mut self, value: &Value, sensitive: bool, domains: bool) {
        match value {
            Value::String(text) if sensitive => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, sensitive, domains)),
            Value::Object(map) => {
                // The names of roles are Microsoft's.
                let role = map.keys().any(|key| ["roleTemplateId", "isBuiltIn"].contains(&key.as_str()));
                for (key, value) in map {
                    let key = key.to_lowercase();
                    let own = SENSITIVE.contains(&key.as_str()) || (domains && key == "id");
                    let products = ["roledefinition", "methods", "licences"].contains(&key.as_str());
                    if !(products || role && ["displayname", "description"].contains(&key.as_str())) {
                        self.walk(value, own, domains);
                    }
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, text: &str) {
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let Ok(header) = reader.headers().cloned() else { return };
        let named: Vec<usize> = (0..header.len())
            .filter(|at| header.get(*at).is_some_and(|cell| SENSITIVE.contains(&cell.trim().to_lowercase().as_str())))
            .collect();
        for row in reader.records().flatten() {
            named.iter().filter_map(|at| row.get(*at)).for_each(|cell| {
                let bare = cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell);
                self.add(bare);
                bare.split([';', ',', '+']).filter(|part| part.contains('@')).for_each(|part| self.add(part));
            });
        }
    }

    fn notes(&mut self, text: &str) {
        match super::answers::tree(text) {
            Some(tree) => self.walk(&tree, false, false),
            // Notes that cannot be read are taken apart into words, so that their error quotes none of them.
            None => text
                .split(|c: char| c.is_whitespace() || "[]{},:\"'".contains(c))
                .filter(|word| word.contains(['@', '.']))
                .for_each(|word| self.add(word)),
        }
    }
}
