//! The names, addresses and numbers of an export that messages mention, found in its files without making any meaning of
//! them, so that they can be taken out of messages even where an import fails.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::ANSWERS;

/// Properties whose texts are names, addresses or numbers, wherever they stand.
const SENSITIVE: &[&str] = &[
    "alternateemailaddress",
    "alternateemailaddresses",
    "applies_to",
    "businessphones",
    "city",
    "custom",
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

/// Texts that stand where names do and are none.
const KEPT: &[&str] = &["true", "false", "none", "null"];

/// Messages that will be shown, asked whether they mention a text.
///
/// An export holds millions of texts and messages mention a few: only those need a pseudonym.
#[derive(Clone, Debug, Default)]
pub(super) struct Messages {
    /// All of them in lower case, one a line.
    text: String,
    /// Where a text may begin, in the order of what follows.
    places: Vec<usize>,
}

impl Messages {
    pub(super) fn new<'a>(messages: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for message in messages {
            fold(message, &mut text);
            text.push('\n');
        }
        let mut before = None;
        let mut places = Vec::new();
        for (at, c) in text.char_indices() {
            if !is_inside_word(before, c) {
                places.push(at);
            }
            before = Some(c);
        }
        places.sort_by(|a, b| text[*a..].cmp(&text[*b..]));
        Self { text, places }
    }

    /// Whether a text in lower case stands in a message from the beginning of a word on; nothing stands nowhere.
    pub(super) fn mention(&self, lower: &str) -> bool {
        let at = self.places.partition_point(|place| &self.text[*place..] < lower);
        !lower.is_empty() && self.places.get(at).is_some_and(|place| self.text[*place..].starts_with(lower))
    }
}

/// Whether a letter or digit follows another.
pub(super) fn is_inside_word(before: Option<char>, c: char) -> bool {
    before.is_some_and(char::is_alphanumeric) && c.is_alphanumeric()
}

/// The text in lower case, letter by letter, where that takes no more and no less room: places in it stay places.
pub(super) fn folded(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    fold(text, &mut lower);
    lower
}

fn fold(text: &str, into: &mut String) {
    into.extend(text.chars().map(|c| {
        if c.is_ascii() {
            return c.to_ascii_lowercase();
        }
        let mut lower = c.to_lowercase();
        lower.next().filter(|one| lower.next().is_none() && one.len_utf8() == c.len_utf8()).unwrap_or(c)
    }));
}

/// Every such text of the files and the notes that messages mention, in lower case, with its own spelling.
pub(super) fn originals(
    files: &BTreeMap<String, Vec<u8>>,
    answers: Option<&[u8]>,
    messages: &Messages,
) -> BTreeMap<String, String> {
    let mut found = Found { messages, lower: String::new(), texts: BTreeMap::new() };
    for (name, bytes) in files {
        let stem = name.to_ascii_lowercase();
        let Some(text) = super::files::text_of(bytes) else { continue };
        if stem.ends_with(".json") && !names_products_or_policies(&stem) {
            // What stands before a place where the file breaks off is found, and the import says that it does.
            let look = Look { found: &mut found, sensitive: false, domains: stem.starts_with("domains") };
            let _ = look.deserialize(&mut serde_json::Deserializer::from_str(&text));
        } else if stem.ends_with(".csv") {
            found.table(&text);
        } else if stem == ANSWERS || stem == "answers.yml" {
            found.notes(&text);
        }
    }
    if let Some(text) = answers.and_then(super::files::text_of) {
        found.notes(&text);
    }
    found.texts
}

/// Files whose names are Microsoft's: products, plans, settings.
fn names_products_or_policies(stem: &str) -> bool {
    ["subscribedskus", "subscriptions", "authenticationmethodspolicy", "authorizationpolicy"]
        .iter()
        .any(|kind| stem.starts_with(kind))
}

struct Found<'m> {
    messages: &'m Messages,
    /// Room for a text in lower case.
    lower: String,
    texts: BTreeMap<String, String>,
}

impl Found<'_> {
    fn add(&mut self, text: &str) {
        let text = text.trim();
        self.lower.clear();
        fold(text, &mut self.lower);
        if self.messages.mention(&self.lower)
            && self.lower.chars().count() >= SHORTEST
            && !KEPT.contains(&self.lower.as_str())
            && !self.texts.contains_key(&self.lower)
        {
            self.texts.insert(self.lower.clone(), text.to_owned());
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
            Some(tree) => Look { found: self, sensitive: false, domains: false }.at(&tree),
            // Notes that cannot be read are taken apart into words, so that their error quotes none of them.
            None => text
                .split(|c: char| c.is_whitespace() || "[]{},:\"'".contains(c))
                .filter(|word| word.contains(['@', '.']))
                .for_each(|word| self.add(word)),
        }
    }
}

/// Walks a value as it is read, without keeping it.
struct Look<'f, 'm> {
    found: &'f mut Found<'m>,
    /// The value belongs to a property whose texts are names, addresses or numbers.
    sensitive: bool,
    /// The file lists domains, whose ids are their names.
    domains: bool,
}

impl Look<'_, '_> {
    fn at(self, value: &Value) {
        let _ = self.deserialize(value);
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.sensitive {
            self.found.add(text);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { found, sensitive, domains } = self;
        while items.next_element_seed(Look { found: &mut *found, sensitive, domains })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { found, domains, .. } = self;
        let mut role = false;
        let mut names: Vec<Value> = Vec::new();
        while let Some(property) = map.next_key_seed(PropertySeed { domains })? {
            let sensitive = match property {
                Property::Products => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                    continue;
                }
                // Whether it names a role is known at the end.
                Property::Name => {
                    names.push(map.next_value()?);
                    continue;
                }
                Property::OfRole => {
                    role = true;
                    false
                }
                Property::Sensitive => true,
                Property::Other => false,
            };
            map.next_value_seed(Look { found: &mut *found, sensitive, domains })?;
        }
        // The names of roles are Microsoft's.
        if !role {
            names.iter().for_each(|name| Look { found: &mut *found, sensitive: true, domains }.at(name));
        }
        Ok(())
    }
}

/// What the name of a property says of its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Property {
    /// Names of products, roles or methods: Microsoft's.
    Products,
    /// The name or description of something; of a role they are Microsoft's.
    Name,
    /// Only roles have it.
    OfRole,
    Sensitive,
    Other,
}

struct PropertySeed {
    domains: bool,
}

impl<'de> DeserializeSeed<'de> for PropertySeed {
    type Value = Property;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Property, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for PropertySeed {
    type Value = Property;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Property, E> {
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(name));
        Ok(if ["roleTemplateId", "isBuiltIn"].contains(&name) {
            Property::OfRole
        } else if is(&["roledefinition", "methods", "licences"]) {
            Property::Products
        } else if is(&["displayname", "description"]) {
            Property::Name
        } else if is(SENSITIVE) || (self.domains && is(&["id"])) {
            Property::Sensitive
        } else {
            Property::Other
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str, message: &str) -> Vec<String> {
        let files = BTreeMap::from([(file.to_owned(), text.as_bytes().to_vec())]);
        originals(&files, None, &Messages::new([message])).into_values().collect()
    }

    #[test]
    fn a_message_mentions_what_begins_a_word_of_it() {
        let messages = Messages::new(["`Zoë.Ward@contoso.com` is one", "of two"]);
        for (text, mentioned) in
            [("zoë.ward@contoso.com", true), ("ward", true), ("contoso", true), ("ontoso", false), ("of three", false)]
        {
            assert_eq!(messages.mention(text), mentioned, "{text}");
        }
    }

    #[test]
    fn texts_are_found_where_names_stand_and_only_if_mentioned() {
        let user =
            r#"{"value": [{"displayName": "Ann Lee", "country": "Chad", "otherMails": ["ann@x.org", "b@x.org"]}]}"#;
        assert_eq!(found("users.json", user, "Ann Lee of Chad: ann@x.org"), ["Ann Lee", "ann@x.org"]);
        assert_eq!(found("domains.json", r#"[{"id": "x.org"}]"#, "x.org"), ["x.org"]);
        assert_eq!(found("entra-download-users.csv", "upn;city\nann@x.org;Rome\n", "ann@x.org, Rome").len(), 2);
    }

    #[test]
    fn names_of_roles_and_products_are_kept() {
        let role = r#"[{"displayName": "Helpdesk", "roleTemplateId": "1", "members": [{"displayName": "Ann Lee"}]}]"#;
        assert_eq!(found("directoryRoles.json", role, "Helpdesk, Ann Lee"), ["Ann Lee"]);
        assert!(found("groups.json", r#"[{"licences": [{"name": "SPB"}]}]"#, "SPB").is_empty());
    }

    #[test]
    fn what_stands_before_a_break_is_found() {
        assert_eq!(found("users.json", r#"[{"mail": "ann@x.org", "surname": "#, "ann@x.org"), ["ann@x.org"]);
    }
}
