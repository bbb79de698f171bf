//! Stable pseudonyms for the names, addresses and numbers of an export.
//!
//! A pseudonym is a keyed BLAKE3 hash of the original, so that the same secret gives the same pseudonyms and nobody
//! without it can try names. Kept are products, roles, countries, departments, and the form of what is replaced where a
//! rule looks at it: the initial domain, `#EXT#`, whether a number is well-formed.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use crate::model::method::is_phone_number;
use crate::scenario::Scenario;

use super::originals::{Messages, folded, is_inside_word, originals};
use super::{Imported, Problem, import};
use crate::model::time::Date;

/// A secret that pseudonyms are made with; it comes from the operating system and is kept in a key file only.
#[derive(Copy, Clone, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Pseudonyms of one export: makes them, and knows what each stands for.
#[derive(Clone, Debug)]
pub struct Pseudonyms {
    secret: Secret,
    /// The messages that will be cleaned.
    messages: Messages,
    /// The originals, by pseudonym.
    made: BTreeMap<String, String>,
    /// The pseudonyms, by the hash of kind and original in lower case.
    known: BTreeMap<Hash, String>,
    /// What stands for each text of the export that messages mention, by the text in lower case.
    words: BTreeMap<String, String>,
}

/// A keyed hash of a kind and an original.
type Hash = [u8; 32];

/// What a key file holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    format: String,
    secret: String,
    names: BTreeMap<String, String>,
}

const FORMAT: &str = "tenantlab-key-1";

/// Letters of a pseudonym: those that nobody mistakes for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// How many letters; more where two originals would share them.
const LENGTH: usize = 10;

/// Keys of a scenario whose values are names of the organisation.
const NAMING: [&str; 10] = [
    "authentication_methods",
    "custom_banned",
    "domains",
    "forest",
    "forests",
    "group",
    "groups",
    "members",
    "staged_rollout",
    "upn",
];

/// Kinds of names that a setting may hold, in the order in which one is looked for.
const KINDS: [&str; 6] = ["group", "person", "domain", "server", "policy", "term"];

/// Endings of initial domains, which rules look at.
const INITIAL: [&str; 3] = [".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn"];

/// An export without its names.
#[derive(Clone, Debug)]
pub struct Pseudonymised {
    /// What the import gives.
    pub imported: Imported,
    /// The texts that were said about it, without its names.
    pub said: Vec<String>,
    /// The pseudonyms made.
    pub names: Pseudonyms,
}

/// Reads the export of one tenant and replaces its names, addresses and numbers, also in notes and problems, and in
/// what somebody who knows them `said` about the tenant, such as the names of plans.
///
/// # Errors
/// Every problem of every file, without a name of the export in it.
pub fn import_pseudonymised(
    files: &BTreeMap<String, Vec<u8>>,
    answers: Option<&[u8]>,
    day: Option<Date>,
    secret: Secret,
    said: &[String],
) -> Result<Pseudonymised, Vec<Problem>> {
    let mut names = Pseudonyms::new(secret);
    match import(files, answers, day) {
        Ok(mut imported) => {
            let texts = imported.notes.iter().map(|note| &note.text).chain(said).map(String::as_str);
            names.messages = Messages::new(texts);
            names.scenario(&mut imported.scenario);
            names.learn(originals(files, answers, &names.messages));
            imported.notes.iter_mut().for_each(|note| note.text = names.mask(&note.text));
            let said = said.iter().map(|text| names.mask(text)).collect();
            Ok(Pseudonymised { imported, said, names })
        }
        Err(problems) => {
            names.messages = Messages::new(problems.iter().map(|problem| problem.message.as_str()));
            names.learn(originals(files, answers, &names.messages));
            let plain = |problem: Problem| Problem { message: names.mask(&problem.message), ..problem };
            Err(problems.into_iter().map(plain).collect())
        }
    }
}

impl Pseudonyms {
    /// Pseudonyms made with a secret; none is made yet.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        let messages = Messages::default();
        Self { secret, messages, made: BTreeMap::new(), known: BTreeMap::new(), words: BTreeMap::new() }
    }

    /// The originals by pseudonym: what a key file lists.
    #[must_use]
    pub const fn originals(&self) -> &BTreeMap<String, String> {
        &self.made
    }

    /// The text of a key file: the secret, and what each pseudonym stands for, together with what it stood for before.
    #[must_use]
    pub fn key_file(&self, before: Option<&str>) -> String {
        let mut names = before.and_then(|text| read_key(text).ok()).map(|(_, names)| names).unwrap_or_default();
        names.extend(self.made.clone());
        let secret = self.secret.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let file = KeyFile { format: FORMAT.to_owned(), secret, names };
        serde_json::to_string_pretty(&file).expect("plain structures can be written") + "\n"
    }

    /// The pseudonym of a group with this name.
    fn group(&mut self, name: &str) -> String {
        self.of("group", "group-", name, "")
    }

    /// The pseudonym of a group of the export; none where it has no group of this name.
    #[must_use]
    pub fn known_group(&self, name: &str) -> Option<&str> {
        self.known_as("group", name)
    }

    fn known_as(&self, kind: &str, name: &str) -> Option<&str> {
        self.known.get(&self.hash(kind, &folded(name.trim()))).map(String::as_str)
    }

    /// The value of a setting with its names of the export replaced, where the key at `path` takes names; other words
    /// stay, so that `tenant.sspr.enabled=all` means everybody although a group is called All.
    #[must_use]
    pub fn setting(&self, path: &str, value: &str) -> String {
        if !path.split('.').any(|key| NAMING.contains(&key)) {
            return value.to_owned();
        }
        let known = |word: &str| KINDS.iter().find_map(|kind| self.known_as(kind, word));
        let is_quote = |c| c == '"' || c == '\'';
        if let Some(name) = known(value.trim().trim_matches(is_quote)) {
            return name.to_owned();
        }
        let mut said = String::with_capacity(value.len());
        for part in value.split_inclusive(['[', ']', '{', '}', ',', ':']) {
            let word = part.trim_end_matches(['[', ']', '{', '}', ',', ':']).trim().trim_matches(is_quote);
            match known(word) {
                Some(name) => said.push_str(&part.replacen(word, name, 1)),
                None => said.push_str(part),
            }
        }
        said
    }

    /// The text of a message with every original replaced.
    fn mask(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut before: Option<char> = None;
        while let Some(c) = text[at..].chars().next() {
            if let Some((length, word)) = (!is_inside_word(before, c)).then(|| self.found(&text[at..])).flatten() {
                out.push_str(word);
                at += length;
                before = None;
            } else {
                out.push(c);
                at += c.len_utf8();
                before = Some(c);
            }
        }
        out
    }

    /// The longest original that a text begins with, as a whole word: its length, and what stands for it.
    fn found(&self, text: &str) -> Option<(usize, &str)> {
        let lower = folded(text);
        let mut end = lower.len();
        while end > 0 {
            let (candidate, word) =
                self.words.range::<str, _>((Bound::Unbounded, Bound::Included(&lower[..end]))).next_back()?;
            if lower.starts_with(candidate.as_str()) {
                let next = text[candidate.len()..].chars().next();
                let last = candidate.chars().next_back();
                let inside = next.is_some_and(char::is_alphanumeric) && last.is_some_and(char::is_alphanumeric);
                if !inside {
                    return Some((candidate.len(), word));
                }
                end = candidate.len().saturating_sub(1);
            } else {
                let same = candidate.bytes().zip(lower.bytes()).take_while(|(a, b)| a == b).count();
                end = same.min(end.saturating_sub(1));
            }
            while end > 0 && !lower.is_char_boundary(end) {
                end -= 1;
            }
        }
        None
    }

    /// Takes the texts of an export on board, so that messages can be cleaned of them.
    fn learn(&mut self, originals: BTreeMap<String, String>) {
        for (lower, original) in originals {
            let word = match self.words.get(&lower) {
                Some(_) => continue,
                None if lower.contains('@') => self.of("mail", "mail-", &original, "@mail.example"),
                None => self.of("name", "name-", &original, ""),
            };
            self.words.insert(lower, word);
        }
    }

    /// The pseudonym of an original: `before`, letters of the hash, `after`.
    fn of(&mut self, kind: &'static str, before: &str, original: &str, after: &str) -> String {
        let lower = folded(original.trim());
        let hash = self.hash(kind, &lower);
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        let letters: String = hash.iter().map(|byte| LETTERS[usize::from(*byte) % 32] as char).collect();
        let name = self.free(before, &letters, after);
        self.known.insert(hash, name.clone());
        self.remember(lower, original, &name);
        name
    }

    /// The shortest pseudonym that nothing else has: two originals whose hashes begin alike get longer ones.
    fn free(&self, before: &str, letters: &str, after: &str) -> String {
        let name = |length: usize| format!("{before}{}{after}", &letters[..length]);
        let mut free = (LENGTH..letters.len()).map(name).filter(|name| !self.made.contains_key(name));
        free.next().unwrap_or_else(|| name(letters.len()))
    }

    fn remember(&mut self, lower: String, original: &str, name: &str) {
        self.made.insert(name.to_owned(), original.to_owned());
        if self.messages.mention(&lower) {
            self.words.entry(lower).or_insert_with(|| name.to_owned());
        }
    }

    fn hash(&self, kind: &str, lower: &str) -> Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.secret.0);
        hasher.update(kind.as_bytes()).update(&[0]).update(lower.as_bytes());
        *hasher.finalize().as_bytes()
    }

    fn domain(&mut self, name: &str) -> String {
        let lower = name.to_lowercase();
        let ending = INITIAL.into_iter().find(|ending| lower.ends_with(ending));
        self.of("domain", "d-", name, ending.unwrap_or(".example"))
    }

    fn upn(&mut self, upn: &str) -> String {
        let (local, domain) = upn.rsplit_once('@').unwrap_or((upn, ""));
        let mark = if local.to_uppercase().contains("#EXT#") { "#EXT#" } else { "" };
        let domain = self.domain(domain);
        self.of("person", "person-", upn, &format!("{mark}@{domain}"))
    }

    fn mail(&mut self, mail: &str) -> String {
        let after = if mail.contains('@') { "@mail.example" } else { "" };
        self.of("mail", "mail-", mail, after)
    }

    /// A number of the same form: well-formed ones lie in a country code that nobody has.
    fn phone(&mut self, number: &str) -> String {
        let hash = self.hash("phone", number.trim());
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        let before = if is_phone_number(number) { "+999 " } else { "999" };
        let digits: String = hash.iter().map(|byte| (b'0' + byte % 10) as char).collect();
        let name = self.free(before, &digits, "");
        self.known.insert(hash, name.clone());
        self.remember(folded(number.trim()), number, &name);
        name
    }

    /// Replaces everything of an imported scenario that names somebody or something of the organisation.
    fn scenario(&mut self, s: &mut Scenario) {
        let tenant = &mut s.tenant;
        tenant.name = self.of("tenant", "tenant-", &tenant.name, "");
        s.title = format!("{}, imported as of {}", tenant.name, s.start.date());
        s.description = None;
        tenant.domains.iter_mut().for_each(|domain| domain.name = self.domain(&domain.name));
        tenant.groups.iter_mut().for_each(|group| group.name = self.group(&group.name));
        tenant.custom_banned.iter_mut().for_each(|term| *term = self.of("term", "term", term, ""));
        let questions = &mut tenant.sspr.custom_questions;
        questions.iter_mut().for_each(|one| *one = self.of("question", "question-", one, "?"));
        if let Some(link) = &mut tenant.sspr.helpdesk_link {
            *link = if link.contains("://") { self.of("link", "https://", link, ".example") } else { self.mail(link) };
        }
        for forest in s.on_premises.iter_mut().flat_map(|site| &mut site.forests) {
            forest.name = self.domain(&forest.name);
            forest.agents.iter_mut().for_each(|one| one.name = self.of("server", "server-", &one.name, ""));
            forest.fine_grained.iter_mut().for_each(|one| one.name = self.of("policy", "policy-", &one.name, ""));
        }
        for server in s.on_premises.iter_mut().flat_map(|site| &mut site.sync) {
            server.name = self.of("server", "server-", &server.name, "");
        }
        for person in &mut s.users {
            let upn = self.upn(&person.upn);
            let code = upn.split(['@', '#']).next().unwrap_or_default().trim_start_matches("person-");
            let name = format!("Person {code}");
            self.remember(folded(person.name.trim()), &person.name, &name);
            (person.name, person.upn) = (name, upn);
            let (held, directory) = (&mut person.methods, &mut person.directory);
            for phone in [
                &mut held.mobile_phone,
                &mut held.office_phone,
                &mut directory.mobile_phone,
                &mut directory.office_phone,
            ] {
                *phone = phone.as_deref().map(|number| self.phone(number));
            }
            for mail in [&mut held.email, &mut directory.alternate_email] {
                *mail = mail.as_deref().map(|mail| self.mail(mail));
            }
        }
    }
}

/// Reads a key file: the secret, and the originals by pseudonym.
///
/// # Errors
/// What is wrong with it; nothing of its contents.
pub fn read_key(text: &str) -> Result<(Secret, BTreeMap<String, String>), String> {
    let wrong = |what: &str| format!("is no key file: {what}; name a new file to have one made");
    let file: KeyFile = serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        wrong(&format!("it cannot be read at {place}"))
    })?;
    if file.format != FORMAT {
        return Err(wrong(&format!("expected the format `{FORMAT}`")));
    }
    let digits = file.secret.as_bytes();
    let mut secret = [0; 32];
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    if digits.len() != 64 {
        return Err(wrong("expected a secret of 64 hexadecimal digits"));
    }
    for (byte, digits) in secret.iter_mut().zip(digits.chunks(2)) {
        *byte = pair(digits).ok_or_else(|| wrong("expected a secret of 64 hexadecimal digits"))?;
    }
    Ok((Secret(secret), file.names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Pseudonyms {
        Pseudonyms::new(Secret([7; 32]))
    }

    #[test]
    fn one_secret_gives_one_pseudonym_and_another_gives_another() {
        let (a, b) = (names().upn("Adele@contoso.com"), names().upn("adele@CONTOSO.com"));
        assert_eq!(a, b);
        assert!(a.starts_with("person-") && a.ends_with(".example"), "{a}");
        assert_ne!(a, Pseudonyms::new(Secret([8; 32])).upn("adele@contoso.com"));
    }

    #[test]
    fn settings_are_taken_with_the_names_of_the_export_where_a_key_takes_names() {
        let mut names = names();
        let (pilot, all) = (names.group("SSPR-Pilot"), names.group("All"));
        assert_eq!(names.setting("tenant.sspr.group", "sspr-pilot"), pilot);
        assert_eq!(names.setting("tenant.sspr.group", "\"SSPR-Pilot\""), pilot);
        let listed = names.setting("tenant.authentication_methods", "[email, {method: email, groups: [All, Other]}]");
        assert_eq!(listed, format!("[email, {{method: email, groups: [{all}, Other]}}]"));
        assert_eq!(names.setting("tenant.sspr.enabled", "all"), "all");
        assert_eq!(names.setting("tenant.sspr.group", &pilot), pilot);
        assert_eq!((names.known_group("ALL"), names.known_group("Nobody")), (Some(all.as_str()), None));
    }

    #[test]
    fn what_rules_look_at_keeps_its_form() {
        let mut names = names();
        assert!(names.upn("a_b.com#EXT#@contoso.onmicrosoft.com").contains("#EXT#@d-"));
        assert!(names.domain("contoso.onmicrosoft.com").ends_with(".onmicrosoft.com"));
        for (number, good) in [("+1 4255550100", true), ("4255550100", false), ("+14255550100", false)] {
            assert_eq!(is_phone_number(&names.phone(number)), good, "{number}");
        }
        assert!(names.mail("a@b.com").contains('@') && !names.mail("broken").contains('@'));
    }

    #[test]
    fn messages_lose_whole_words_only() {
        let mut names = names();
        let message = "`Zoe@contoso.com` of CONTOSO.COM is Zoë Ward; cannot, annual, Ann.";
        names.learn(BTreeMap::from(
            ["Zoë Ward", "contoso.com", "zoe@contoso.com", "ann"].map(|text| (folded(text), text.to_owned())),
        ));
        let masked = names.mask(message);
        for original in ["oe@", "contoso", "CONTOSO", "Ward", "Ann."] {
            assert!(!masked.contains(original), "{masked}");
        }
        assert!(masked.contains("cannot, annual, "), "{masked}");
        assert_eq!(names.mask("answers.yaml"), "answers.yaml");
    }

    #[test]
    fn a_key_file_gives_secret_and_names_back() {
        let mut names = names();
        let upn = names.upn("adele@contoso.com");
        let text = names.key_file(None);
        let (secret, originals) = read_key(&text).expect("sound");
        assert_eq!((secret, originals[&upn].as_str()), (Secret([7; 32]), "adele@contoso.com"));
        let mut later = Pseudonyms::new(secret);
        later.upn("bob@contoso.com");
        assert!(later.key_file(Some(&text)).contains("adele@contoso.com"));
        for wrong in ["", "{}", &text.replace("key-1", "key-2"), &text.replace("0707", "07")] {
            assert!(read_key(wrong).is_err(), "{wrong}");
        }
    }
}
