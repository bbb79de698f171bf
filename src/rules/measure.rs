//! Measures a password: what the cloud's and the directory's policies test, as counts and booleans, never the text.
//!
//! Holds the banned-list algorithm of rules `ban-normalise`, `ban-fuzzy`, `ban-names` and `ban-score`, the cloud's
//! character rules (`pw-length`, `pw-charset`, `pw-complexity`) and the directory's complexity (`ad-complexity-rules`).

use super::assumptions::Assumptions;

/// A measured password.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Password {
    /// Length in characters.
    pub length: u16,
    /// Length as the directory counts it, in UTF-16 code units.
    pub units: u16,
    /// Points on the banned lists.
    pub score: u16,
    /// Of the cloud's four character classes, how many it has.
    pub cloud_classes: u8,
    /// Of the directory's five character classes, how many it has.
    pub directory_classes: u8,
    /// One was given.
    pub given: bool,
    /// Every character is in the cloud's set.
    pub cloud_characters: bool,
    /// A banned term stands in it.
    pub banned: bool,
    /// A term of the custom list stands in it.
    pub custom_banned: bool,
    /// A term of the global list stands in it.
    pub global_banned: bool,
    /// A banned term stands in it in another spelling: other letter case, or letters written as signs.
    pub disguised: bool,
    /// A piece of it is one edit from the banned term that it counts as.
    pub near: bool,
    /// A name of the person stands in it that is too short to be looked for.
    pub short_named: bool,
    /// A name of the person or of the tenant stands in it, as the cloud looks for names.
    pub named: bool,
    /// A name of the person stands in it, as agents on domain controllers look for names.
    pub named_on_premises: bool,
    /// The account name or a part of the display name stands in it, as the directory's complexity looks for them.
    pub directory_named: bool,
    /// It is the password in force in the cloud.
    pub same_in_cloud: bool,
    /// It is among the passwords that the directory remembers.
    pub remembered: bool,
    /// A password filter of the forest refuses it.
    pub filtered: bool,
}

impl Password {
    /// A password that every policy takes.
    pub const COMPLIANT: Self = Self {
        length: 20,
        units: 20,
        score: 20,
        cloud_classes: 4,
        directory_classes: 4,
        given: true,
        cloud_characters: true,
        banned: false,
        custom_banned: false,
        global_banned: false,
        disguised: false,
        near: false,
        short_named: false,
        named: false,
        named_on_premises: false,
        directory_named: false,
        same_in_cloud: false,
        remembered: false,
        filtered: false,
    };

    /// No password was given.
    pub const ABSENT: Self = Self { given: false, ..Self::COMPLIANT };
}

/// What a password is measured against.
#[derive(Copy, Clone, Debug)]
pub struct Yardstick<'a> {
    /// The custom banned list.
    pub custom: &'a [String],
    /// The person's display name.
    pub person: &'a str,
    /// The person's account name in the directory.
    pub account: &'a str,
    /// The tenant's name.
    pub tenant: &'a str,
    /// The digit 1 is read as the letter l (assumption `banned-list-digit-one`).
    pub one_is_l: bool,
    /// Near matches are looked for in parts (assumption `banned-list-fuzzy-scope`).
    pub fuzzy_parts: bool,
    /// A name counts one point instead of a veto (assumption `banned-list-name-match`).
    pub names_score: bool,
}

impl<'a> Yardstick<'a> {
    /// A yardstick with the switches of these assumptions.
    #[must_use]
    pub fn new(values: &Assumptions, custom: &'a [String], person: &'a str, account: &'a str, tenant: &'a str) -> Self {
        Self {
            custom,
            person,
            account,
            tenant,
            one_is_l: values.get("banned-list-digit-one") == "to-l",
            fuzzy_parts: values.get("banned-list-fuzzy-scope") == "parts",
            names_score: values.get("banned-list-name-match") == "one-point",
        }
    }
}

/// A stand-in for the global banned list, which is not published: a few bases that every such list has.
pub const GLOBAL_LIST: &[&str] = &["password", "welcome", "qwerty", "letmein", "iloveyou"];

/// Names shorter than this are not looked for; source: rule `ban-names-short`.
const SHORTEST_NAME: usize = 4;

/// A piece of a normalized password with the point it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The characters.
    pub text: String,
    /// The banned term it stands for; none for a single character.
    pub term: Option<String>,
    /// The term stands on the custom list.
    pub custom: bool,
}

/// Lower case, with the documented substitutions undone; source: rule `ban-normalise`.
#[must_use]
pub fn normalise(text: &str, one_is_l: bool) -> String {
    let undo = |c| match c {
        '0' => 'o',
        '1' if one_is_l => 'l',
        '$' => 's',
        '@' => 'a',
        other => other,
    };
    if text.is_ascii() {
        return text.chars().map(|c| undo(c.to_ascii_lowercase())).collect();
    }
    text.chars().flat_map(char::to_lowercase).map(undo).collect()
}

/// The parts of a password, each of which counts one point; source: rules `ban-score` and `ban-fuzzy`.
#[must_use]
pub fn parts(text: &str, by: &Yardstick<'_>) -> Vec<Part> {
    let normal: Vec<char> = normalise(text, by.one_is_l).chars().collect();
    let part = |(piece, term): (&[char], Option<&Term>)| Part {
        text: piece.iter().collect(),
        term: term.map(|(term, _)| term.iter().collect()),
        custom: term.is_some_and(|(_, custom)| *custom),
    };
    divided(&normal, &terms(by), by.fuzzy_parts).into_iter().map(part).collect()
}

/// A term of the merged list, and whether it stands on the custom list.
type Term = (Vec<char>, bool);

/// A normalized password cut into the pieces that count, each with the term it stands for.
fn divided<'t>(normal: &'t [char], terms: &'t [Term], fuzzy: bool) -> Vec<(&'t [char], Option<&'t Term>)> {
    if let Some(term) = terms.iter().find(|(term, _)| within_one_edit(normal, term)) {
        return vec![(normal, Some(term))];
    }
    let steps = fewest_points(normal, terms, fuzzy);
    let mut found = Vec::with_capacity(normal.len());
    let mut at = 0;
    while let Some((length, term)) = steps.get(at) {
        found.push((&normal[at..at + length], *term));
        at += length;
    }
    found
}

/// For each place the piece that begins there in the division with the fewest points: its length and its term.
fn fewest_points<'t>(text: &[char], terms: &'t [Term], fuzzy: bool) -> Vec<(usize, Option<&'t Term>)> {
    let mut points = vec![0_usize; text.len() + 1];
    let mut steps = vec![(1, None); text.len()];
    for at in (0..text.len()).rev() {
        points[at] = points[at + 1] + 1;
        let rest = &text[at..];
        for term in terms {
            let mut take = |length: usize| {
                if points[at + length] + 1 < points[at] {
                    points[at] = points[at + length] + 1;
                    steps[at] = (length, Some(term));
                }
            };
            if rest.starts_with(&term.0) {
                take(term.0.len());
            }
            if fuzzy {
                near_matches(rest, &term.0).for_each(take);
            }
        }
    }
    steps
}

/// The lengths of the pieces at the start of a text that are one edit from a term; a piece as long as the term first.
fn near_matches(rest: &[char], term: &[char]) -> impl Iterator<Item = usize> {
    let lengths = [term.len(), term.len() + 1, term.len() - 1].into_iter().filter(|length| *length > 0);
    lengths.filter(move |length| rest.get(..*length).is_some_and(|piece| within_one_edit(piece, term)))
}

/// Custom and global terms as one list, longest first; source: rule `ban-merge`.
fn terms(by: &Yardstick<'_>) -> Vec<Term> {
    let custom = by.custom.iter().map(|term| (normalise(term, by.one_is_l), true));
    let global = GLOBAL_LIST.iter().map(|term| ((*term).to_owned(), false));
    let names = by.names_score.then(|| name_tokens(by.person).chain(name_tokens(by.tenant)));
    let names = names.into_iter().flatten().map(|name| (normalise(name, by.one_is_l), false));
    let all = custom.chain(global).chain(names).filter(|(term, _)| !term.is_empty());
    let mut all: Vec<Term> = all.map(|(term, custom)| (term.chars().collect(), custom)).collect();
    all.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all
}

/// Whether one text becomes the other by at most one insertion, deletion or replacement.
fn within_one_edit(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    if same == short.len() {
        return true;
    }
    let skip = usize::from(short.len() == long.len());
    short[same + skip..] == long[same + 1..]
}

fn name_tokens(name: &str) -> impl Iterator<Item = &str> {
    name.split(char::is_whitespace).filter(|token| token.chars().count() >= SHORTEST_NAME)
}

/// The parts of a display name that are too short to be looked for.
fn short_tokens(name: &str) -> impl Iterator<Item = &str> {
    name.split(char::is_whitespace).filter(|token| !token.is_empty() && token.chars().count() < SHORTEST_NAME)
}

/// The first and last name of a display name.
fn person_tokens(name: &str) -> Vec<&str> {
    let all: Vec<&str> = name.split(char::is_whitespace).filter(|token| !token.is_empty()).collect();
    let mut ends = vec![];
    ends.extend(all.first().copied());
    if all.len() > 1 {
        ends.extend(all.last().copied());
    }
    ends.retain(|token| token.chars().count() >= SHORTEST_NAME);
    ends
}

/// Whether a character is in the cloud's set; source: rule `pw-charset`.
fn in_cloud_set(c: char) -> bool {
    c.is_ascii_alphanumeric() || "@#$%^&*-_!+=[]{}|\\:',.?/`~\"();<> ".contains(c)
}

fn count(flags: &[bool]) -> u8 {
    flags.iter().filter(|flag| **flag).count() as u8
}

/// Names of the person and of the tenant that stand in a password; source: rules `ban-names` and `ban-names-short`.
#[must_use]
pub fn names_in<'a>(text: &str, by: &Yardstick<'a>) -> Vec<&'a str> {
    let normal = normalise(text, by.one_is_l);
    let names = person_tokens(by.person).into_iter().chain(name_tokens(by.tenant));
    names.filter(|name| normal.contains(&normalise(name, by.one_is_l))).collect()
}

/// Measures a password against lists, names and histories.
///
/// `current` is the password in force in the cloud, `history` what the directory remembers; `filtered` tells that a
/// password filter of the forest refuses it.
#[must_use]
pub fn measure(text: &str, by: &Yardstick<'_>, current: Option<&str>, history: &[String], filtered: bool) -> Password {
    let normal = normalise(text, by.one_is_l);
    let (characters, terms) = (normal.chars().collect::<Vec<char>>(), terms(by));
    let found = divided(&characters, &terms, by.fuzzy_parts);
    let banned = || found.iter().filter_map(|(piece, term)| term.map(|(term, custom)| (*piece, term, *custom)));
    let person = person_tokens(by.person).into_iter().any(|name| normal.contains(&normalise(name, by.one_is_l)));
    let tenant = name_tokens(by.tenant).any(|name| normal.contains(&normalise(name, by.one_is_l)));
    let any = |test: fn(char) -> bool| text.chars().any(test);
    let (lower, upper) = (any(|c| c.is_ascii_lowercase()), any(|c| c.is_ascii_uppercase()));
    let (digit, symbol) = (any(|c| c.is_ascii_digit()), any(|c| c.is_ascii_punctuation() || c == ' '));
    Password {
        length: text.chars().count().min(usize::from(u16::MAX)) as u16,
        units: text.encode_utf16().count().min(usize::from(u16::MAX)) as u16,
        score: found.len().min(usize::from(u16::MAX)) as u16,
        cloud_classes: count(&[lower, upper, digit, symbol]),
        directory_classes: directory_classes(text),
        given: true,
        cloud_characters: text.chars().all(in_cloud_set),
        banned: banned().next().is_some(),
        custom_banned: banned().any(|(_, _, custom)| custom),
        global_banned: banned().any(|(_, _, custom)| !custom),
        disguised: normal != text && banned().any(|(_, term, _)| !text.contains(&String::from_iter(term))),
        near: banned().any(|(piece, term, _)| piece != term),
        short_named: short_tokens(by.person).any(|name| normal.contains(&normalise(name, by.one_is_l))),
        named: !by.names_score && (person || tenant),
        named_on_premises: person,
        directory_named: directory_named(text, by),
        same_in_cloud: current == Some(text),
        remembered: history.iter().any(|old| old == text),
        filtered,
    }
}

/// Upper, lower, digit, symbol, other alphabetic; currency signs and the blank are no symbols.
///
/// Source: rule `ad-complexity-rules`; the blank as a domain controller was measured to take it.
fn directory_classes(text: &str) -> u8 {
    let any = |test: fn(char) -> bool| text.chars().any(test);
    count(&[
        any(char::is_uppercase),
        any(char::is_lowercase),
        any(|c| c.is_ascii_digit()),
        any(|c| "~!@#$%^&*_-+='|\\(){}[]:;\"<>,.?/`".contains(c)),
        any(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()),
    ])
}

/// Source: rule `ad-complexity-rules`: the whole account name of three or more characters, or a part of the display
/// name of three or more, whatever the letter case.
fn directory_named(text: &str, by: &Yardstick<'_>) -> bool {
    let text = text.to_lowercase();
    let account = by.account.to_lowercase();
    if account.chars().count() >= 3 && text.contains(&account) {
        return true;
    }
    let breaks = [',', '.', '-', '_', ' ', '#', '\t'];
    by.person.to_lowercase().split(breaks).any(|token| token.chars().count() >= 3 && text.contains(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, score: u16) {
        let custom: Vec<String> = ["contoso", "blank", "london", "widget", "abcdef"].map(String::from).to_vec();
        let by = Yardstick::new(&Assumptions::default(), &custom, "Jo Li", "u1", "Northwind");
        assert_eq!(measure(text, &by, None, &[], false).score, score, "{text}: {:?}", parts(text, &by));
    }

    #[test]
    fn banned_terms_count_one_point_and_other_characters_one_each() {
        check("C0ntos0Blank12", 4);
        check("Bl@nK", 1);
        check("LiL0ng#Tree", 11);
        check("L0nd0nWidget1", 3);
        check("C0nt0s0-Qx7", 5);
        check("Blank!Blank!Blank!", 6);
        check("ContosoBlankLondonWidgetZ", 5);
        check("abcdefg", 1);
    }

    #[test]
    fn near_matches_in_parts_take_as_much_as_they_can() {
        let custom: Vec<String> = ["contoso", "blank"].map(String::from).to_vec();
        let by =
            Yardstick { fuzzy_parts: true, ..Yardstick::new(&Assumptions::default(), &custom, "Jo Li", "u1", "X") };
        let score = |text| measure(text, &by, None, &[], false).score;
        assert_eq!((score("ContoS0Bl@nkf9!"), score("xq9contosxblank")), (4, 5));
    }

    #[test]
    fn one_edit_is_an_insertion_a_deletion_or_a_replacement() {
        let near = |text: &str| within_one_edit(&text.chars().collect::<Vec<char>>(), &['a', 'b', 'c', 'd', 'e', 'f']);
        for text in ["abcdef", "abcdeg", "abcdefg", "abcde", "xbcdef", "bcdef"] {
            assert!(near(text), "{text}");
        }
        for text in ["abcd", "abcdefgh", "bacdef", "abcdgh"] {
            assert!(!near(text), "{text}");
        }
    }

    #[test]
    fn the_directory_looks_for_account_name_and_parts_of_the_display_name() {
        let by = Yardstick::new(&Assumptions::default(), &[], "Ada Lovelace", "ada.l", "Contoso");
        assert!(measure("Lovelace#7x", &by, None, &[], false).directory_named);
        assert!(measure("xADA#7yzzz", &by, None, &[], false).directory_named);
        assert!(!measure("Quartz+Lantern42", &by, None, &[], false).directory_named);
    }
}
