//! Rules of good questions, each a function with the id it carries in the literature list; an error keeps an item out.
//!
//! Rules on one item look at the item alone ([`item`]); those on a quiz at all of them ([`quiz`]); two need runs
//! ([`with_runs`]). Source: Haladyna, Downing and Rodriguez 2002.

use std::collections::BTreeMap;

use crate::scenario::edit::Edit;

use super::claim::Claim;
use super::lab::Evidence;
use super::lab::Lab;
use super::question::{Form, Item, Quiz, fixed};

/// Something a rule says about an item or a quiz.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The rule: `L01` to `L21`.
    pub rule: &'static str,
    /// The item; none where it is about the quiz.
    pub item: Option<String>,
    /// Whether it is an error rather than a warning.
    pub error: bool,
    /// What is wrong.
    pub says: String,
}

/// Endings of fictitious domains that questions may name.
const FICTITIOUS: &[&str] = &[
    ".example",
    ".invalid",
    ".test",
    "contoso.com",
    "contoso.onmicrosoft.com",
    "fabrikam.com",
    "fabrikam.onmicrosoft.com",
    "northwindtraders.com",
    "adatum.com",
    "tailspintoys.com",
    "wingtiptoys.com",
    "litware.com",
    "proseware.com",
    "proseware.onmicrosoft.com",
    "woodgrovebank.com",
];

/// Endings by which a word is taken for a domain.
const DOMAIN_ENDINGS: &[&str] = &[".com", ".net", ".org", ".edu", ".gov", ".de", ".uk", ".fr", ".io", ".eu", ".local"];

type Rule = fn(&Item) -> Option<String>;

/// The rules on one item, with whether they are errors.
const RULES: &[(&str, bool, Rule)] = &[
    ("L01", true, one_key),
    ("L02", true, options_differ),
    ("L04", true, no_all_of_the_above),
    ("L05", false, negative_stem),
    ("L05", true, double_negative),
    ("L06", false, key_is_long),
    ("L07", false, echo),
    ("L08", true, article),
    ("L09", false, absolute),
    ("L10", true, one_kind),
    ("L11", true, rising),
    ("L12", false, too_long),
    ("L14", true, witnesses),
    ("L16", true, load_bearing),
    ("L17", true, sourced),
    ("L18", true, fictitious),
    ("L19", true, alternative_text),
    ("L21", true, all_ticked),
];

/// How many shown facts may change nothing.
pub const MOST_DECOYS: usize = 2;

/// What the rules say about one item on its own.
#[must_use]
pub fn item(item: &Item) -> Vec<Finding> {
    let found = RULES.iter().filter_map(|(rule, error, test)| {
        test(item).map(|says| Finding { rule, item: Some(item.id.clone()), error: *error, says })
    });
    found.collect()
}

/// What the rules say about a quiz and all its items.
#[must_use]
pub fn quiz(quiz: &Quiz) -> Vec<Finding> {
    let mut found: Vec<Finding> = quiz.items.iter().flat_map(item).collect();
    let whole = |rule, says| Finding { rule, item: None, error: true, says };
    if key_too_often_longest(&quiz.items) {
        found.push(whole("L06", "the key is the longest option too often".to_owned()));
    }
    found.extend(reveals(&quiz.items).map(|says| whole("L13", says)));
    found.extend(key_positions(&quiz.items).map(|says| whole("L20", says)));
    found
}

/// What the rules say that ask the runs again: L03 and L15.
#[must_use]
pub fn with_runs(item: &Item, lab: &Lab<'_>) -> Vec<Finding> {
    let finding = |rule, says| Finding { rule, item: Some(item.id.clone()), error: true, says };
    let mut found = Vec::new();
    found.extend(implied(item, lab).map(|says| finding("L03", says)));
    found.extend(insufficient(item, lab).map(|says| finding("L15", says)));
    found
}

/// Lower case, letters and digits only, words parted by one blank.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// L01: as many keys as the form declares, and they are the options that hold.
fn one_key(item: &Item) -> Option<String> {
    let holding: Vec<usize> = (0..item.options.len()).filter(|i| item.options[*i].holds).collect();
    let mut key = item.key.clone();
    key.sort_unstable();
    let declared = match item.form {
        Form::Single | Form::TrueFalse | Form::Numeric => key.len() == 1,
        Form::Multiple => !key.is_empty(),
        Form::Order => key.len() == item.options.len(),
        Form::Match => key.len() == item.prompts.len(),
    };
    (!declared || holding != key).then(|| format!("{} options hold, the key is {:?}", holding.len(), item.key))
}

/// L02: options differ after folding.
fn options_differ(item: &Item) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    item.options.iter().find(|one| !seen.insert(fold(&one.text))).map(|one| format!("twice: {}", one.text))
}

/// What the item's own run says, and the flips that are tried with any question on it.
fn stage<'a>(item: &Item, lab: &'a Lab<'_>) -> Option<(Evidence<'a>, Vec<Edit>)> {
    let here = lab.evidence(&item.variant, item.extent)?;
    let edits = here.candidates(&item.people);
    Some((here, edits))
}

/// L03: no two options are true in the same runs, and none implies another; one that is true in every run is implied
/// by all and gives nothing away. Claims of kinds that exclude each other need no runs.
fn implied(item: &Item, lab: &Lab<'_>) -> Option<String> {
    let claims: Vec<&Claim> = item.options.iter().map(|one| &one.claim).collect();
    if let Some(n) = (1..claims.len()).find(|n| claims[..*n].contains(&claims[*n])) {
        return Some(format!("option {} says what another says", n + 1));
    }
    if fixed(item) || !item.options.iter().all(|one| one.claim.may_overlap()) {
        return None;
    }
    let (here, edits) = stage(item, lab)?;
    let singles = edits.iter().filter_map(|edit| here.with(edit));
    let near = item.options.iter().filter_map(|one| one.witness.as_ref()).filter_map(|edit| here.with(edit));
    let doubles = near.flat_map(|far| {
        let second = edits.iter().filter_map(|edit| far.with(edit)).collect::<Vec<_>>();
        std::iter::once(far).chain(second)
    });
    let worlds: Vec<_> = std::iter::once(here.clone()).chain(singles).chain(doubles).collect();
    // where the question is what would change the end, other runs may have another end
    let free = item.options.iter().any(|one| matches!(one.claim, Claim::Fixes { .. } | Claim::Differs { .. }));
    let given = |there: &&Evidence<'_>| {
        free || item.given.iter().filter(|claim| !matches!(claim, Claim::Leaves { .. })).all(|given| given.holds(there))
    };
    let worlds = worlds.iter().filter(given);
    let truth: Vec<Vec<bool>> =
        worlds.map(|there| item.options.iter().map(|one| one.claim.holds(there)).collect()).collect();
    let right = |i: usize| item.options[i].holds;
    for (a, b) in (0..item.options.len()).flat_map(|a| (0..item.options.len()).map(move |b| (a, b))) {
        let always = truth.iter().all(|row| row[b]);
        // what all right answers of one question have in common is what it asks for
        if a != b && !(right(a) && right(b)) && !always && truth.iter().all(|row| !row[a] || row[b]) {
            return Some(format!("option {} implies option {}", a + 1, b + 1));
        }
    }
    None
}

/// L04: no "all of the above" and the like.
fn no_all_of_the_above(item: &Item) -> Option<String> {
    let bad = ["all of the above", "none of the above", "all of these", "none of these", "both a and b"];
    let found = |text: &String| bad.iter().find(|phrase| text.contains(**phrase)).copied();
    item.options
        .iter()
        .map(|one| fold(&one.text))
        .find_map(|text| found(&text))
        .map(|phrase| format!("an option says \"{phrase}\""))
}

/// Negative words of what is asked. What the question states before, such as how an attempt ended, does not count: there
/// `no connection` is the name of an end.
fn negatives(item: &Item) -> usize {
    let plain = item.ask.replace("**NOT**", "");
    let mut sentences = plain.split(". ");
    let asked = sentences.find(|sentence| sentence.contains('?')).or_else(|| plain.rsplit(". ").next());
    fold(asked.unwrap_or_default())
        .split(' ')
        .filter(|word| matches!(*word, "not" | "except" | "never" | "neither" | "no"))
        .count()
}

/// L05: a negative question is a warning.
fn negative_stem(item: &Item) -> Option<String> {
    (negatives(item) == 1).then(|| "the question is negative".to_owned())
}

/// L05: a double negative is an error.
fn double_negative(item: &Item) -> Option<String> {
    (negatives(item) > 1).then(|| "the question is negative twice".to_owned())
}

/// L06: the key is longest by more than 1.3 times the mean wrong option.
fn key_is_long(item: &Item) -> Option<String> {
    if item.form != Form::Single {
        return None;
    }
    let key = item.key_choice()?.text.chars().count();
    let others: Vec<usize> = item.options.iter().filter(|one| !one.holds).map(|one| one.text.chars().count()).collect();
    let sum: usize = others.iter().sum();
    let long = !others.is_empty() && key * 10 * others.len() > sum * 13 && others.iter().all(|other| *other < key);
    long.then(|| format!("the key has {key} characters, wrong options on average {}", sum / others.len()))
}

/// L06 over a quiz: the key is strictly the longest more often than chance allows. Items whose options are yes and no
/// do not count.
#[must_use]
pub fn key_too_often_longest(items: &[Item]) -> bool {
    let open: Vec<&Item> = items.iter().filter(|item| item.form == Form::Single && item.options.len() > 1).collect();
    let Some(size) = open.iter().map(|item| item.options.len() as u64).min() else { return false };
    let longest = open.iter().filter(|item| {
        let key = item.key_choice().map_or(0, |one| one.text.chars().count());
        item.options.iter().filter(|one| !one.holds).all(|one| one.text.chars().count() < key)
    });
    // share > 1/k + 2*sqrt((1/k)(1-1/k)/n), with both sides squared and times (n*k)^2
    let (count, n) = (longest.count() as u64, open.len() as u64);
    let over = (count * size).saturating_sub(n);
    over > 0 && over * over > 4 * (size - 1) * n
}

/// L07: words of the question that stand in the key and in no wrong option.
fn echo(item: &Item) -> Option<String> {
    if item.form != Form::Single {
        return None;
    }
    let long = |text: &str| fold(text).split(' ').filter(|word| word.len() > 4).map(str::to_owned).collect::<Vec<_>>();
    let (ask, key) = (long(&item.ask), long(&item.key_choice()?.text));
    let wrong: Vec<String> = item.options.iter().filter(|one| !one.holds).flat_map(|one| long(&one.text)).collect();
    let shared = key.iter().find(|word| ask.contains(word) && !wrong.contains(word));
    shared.map(|word| format!("the question and only the key say \"{word}\""))
}

/// L08: the question must not end in an article that fits some options only.
fn article(item: &Item) -> Option<String> {
    let last = fold(&item.ask).split(' ').next_back().unwrap_or_default().to_owned();
    matches!(last.as_str(), "a" | "an").then(|| format!("the question ends in \"{last}\""))
}

/// L09: absolutes in wrong options alone, or hedges in the key alone.
fn absolute(item: &Item) -> Option<String> {
    if item.form != Form::Single {
        return None;
    }
    let says = |text: &str, words: &[&str]| fold(text).split(' ').any(|word| words.contains(&word));
    let key = &item.key_choice()?.text;
    let wrong = || item.options.iter().filter(|one| !one.holds);
    let (absolutes, hedges) = (["always", "never", "only"], ["usually", "may", "sometimes"]);
    if !says(key, &absolutes) && wrong().all(|one| says(&one.text, &absolutes)) {
        return Some("wrong options speak in absolutes, the key does not".to_owned());
    }
    (says(key, &hedges) && !wrong().any(|one| says(&one.text, &hedges))).then(|| "only the key hedges".to_owned())
}

/// L10: options are claims of one kind.
fn one_kind(item: &Item) -> Option<String> {
    let first = item.options.first()?.claim.kind();
    item.options.iter().find(|one| one.claim.kind() != first).map(|one| format!("{first} beside {}", one.claim.kind()))
}

/// L11: options that are bare numbers rise.
fn rising(item: &Item) -> Option<String> {
    let numbers: Option<Vec<i64>> = item.options.iter().map(|one| one.text.parse().ok()).collect();
    let shown = item.form == Form::Single;
    numbers.filter(|all| shown && !all.is_sorted()).map(|_| "numbers do not rise".to_owned())
}

/// L13: what the stem of one question gives is not what another of the same run asks for.
#[must_use]
pub fn reveals(items: &[Item]) -> Option<String> {
    let same = |a: &Item, b: &Item| a.step == b.step && a.variant == b.variant;
    for asked in items.iter().filter(|item| item.form == Form::Single) {
        let key = asked.key_choice().map(|one| &one.claim);
        let tells = |other: &&Item| same(asked, other) && other.given.iter().any(|claim| Some(claim) == key);
        if let Some(other) = items.iter().find(tells) {
            return Some(format!("{} gives the key of {} away", other.id, asked.id));
        }
    }
    None
}

/// L12: stems up to 120 words, options up to 30.
fn too_long(item: &Item) -> Option<String> {
    let stem = words(&item.stem);
    if stem > 120 {
        return Some(format!("the stem has {stem} words"));
    }
    item.options.iter().find(|one| words(&one.text) > 30).map(|one| format!("an option has {} words", words(&one.text)))
}

/// L14: every wrong option has a witness.
fn witnesses(item: &Item) -> Option<String> {
    item.options.iter().find(|one| !one.holds && one.witness.is_none()).map(|one| format!("no witness: {}", one.text))
}

/// L15: no flip of a fact that the stem does not show changes which option is right.
fn insufficient(item: &Item, lab: &Lab<'_>) -> Option<String> {
    let (here, edits) = stage(item, lab)?;
    let shown = |about| item.facts.iter().any(|fact| fact.about == about);
    let hidden = edits.into_iter().filter(|edit| !shown(edit.about()));
    for edit in hidden {
        let Some(there) = here.with(&edit) else { continue };
        let counts = item.given.iter().all(|given| given.holds(&there));
        let spoken = item.options.iter().any(|one| one.claim.speaks_of(&edit));
        if counts && !spoken && item.options.iter().any(|one| one.claim.holds(&there) != one.holds) {
            return Some(format!("the stem does not say what matters {}", edit.words()));
        }
    }
    None
}

/// L16: at least one shown fact matters, and few do not.
fn load_bearing(item: &Item) -> Option<String> {
    if !item.facts.iter().any(|fact| fact.load_bearing) {
        return Some("no shown fact matters".to_owned());
    }
    (item.decoys > MOST_DECOYS).then(|| format!("{} shown facts change nothing; {MOST_DECOYS} may", item.decoys))
}

/// L17: every rule has a source and a date; a disputed one is named as such by the maker alone.
fn sourced(item: &Item) -> Option<String> {
    if item.rules.is_empty() {
        return Some("the item rests on no rule".to_owned());
    }
    let bad = item.rules.iter().find(|rule| rule.page.is_empty() || rule.date.is_empty());
    bad.map(|rule| format!("the rule {} has no source with a date", rule.id))
}

/// L17 for a quiz that was not asked for disputed rules.
#[must_use]
pub fn disputed(item: &Item) -> Option<String> {
    let bad = item.rules.iter().find(|rule| matches!(rule.basis, "disputed" | "assumed"));
    bad.map(|rule| format!("the rule {} is {}", rule.id, rule.basis))
}

/// L18: no domain outside the fictitious list.
fn fictitious(item: &Item) -> Option<String> {
    let texts = std::iter::once(item.stem.as_str()).chain(item.options.iter().map(|one| one.text.as_str()));
    let mut tokens = texts
        .flat_map(|text| text.split([' ', '"', ',', ';', '(', ')', '@']))
        .map(|word| word.trim_matches('.').to_ascii_lowercase());
    let real = |word: &String| {
        DOMAIN_ENDINGS.iter().any(|end| word.ends_with(end)) && !FICTITIOUS.iter().any(|end| word.ends_with(end))
    };
    tokens.find(real).map(|word| format!("`{word}` is not on the list of fictitious domains"))
}

/// L19: every exhibit says in words what it shows, and a drawing has its table.
fn alternative_text(item: &Item) -> Option<String> {
    let bad =
        item.exhibits.iter().find(|one| one.alt.trim().is_empty() || one.header.is_empty() || one.rows.is_empty());
    bad.map(|one| format!("\"{}\" has no words or no rows", one.caption))
}

/// L21: who ticks everything is not right.
fn all_ticked(item: &Item) -> Option<String> {
    (item.form == Form::Multiple && item.key.len() >= item.options.len()).then(|| "every option is right".to_owned())
}

/// The length of the longest run of the same number.
#[must_use]
pub fn longest_run(numbers: &[usize]) -> usize {
    let mut best = 0;
    let mut run = 0;
    for (i, number) in numbers.iter().enumerate() {
        run = if i > 0 && numbers[i - 1] == *number { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}

/// L20: key positions balance, and with three options or more no run is longer than four.
///
/// Three options or more are held below the 1 % point of chi-squared. For two, which keep their order and so are not
/// dealt, the same 1 % is asked of the binomial distribution itself: a few answers by yes or no are far from any limit
/// that chi-squared has a point for. A run says nothing there, since one of five is to be expected in forty fair answers.
pub(super) fn key_positions(items: &[Item]) -> Option<String> {
    let mut by_size: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for item in items.iter().filter(|item| matches!(item.form, Form::Single | Form::TrueFalse)) {
        by_size.entry(item.options.len()).or_default().push(item.key[0]);
    }
    for (size, keys) in by_size {
        let counts = (0..size).map(|place| keys.iter().filter(|key| **key == place).count());
        if if size == 2 { lopsided(counts.min()?, keys.len()) } else { uneven(counts, keys.len(), size) } {
            return Some(format!("key positions of items with {size} options do not balance"));
        }
        if size > 2 && longest_run(&keys) > 4 {
            return Some("the key stands in the same place more than four times in a row".to_owned());
        }
    }
    None
}

/// Whether counts of this many options lie above the 1 % point of chi-squared.
fn uneven(counts: impl Iterator<Item = usize>, n: usize, size: usize) -> bool {
    // hundredths of the 1 % point for 1, 2, 3 and 4 degrees of freedom
    let limit: usize = match size {
        2 => 663,
        3 => 921,
        4 => 1134,
        _ => 1328,
    };
    // X2 = k * sum(O^2) / n - n, times 100 * n
    let squares: usize = counts.map(|count| count.pow(2)).sum();
    100 * size * squares > limit * n + 100 * n * n
}

/// Up to so many answers the binomial distribution is summed; beyond, chi-squared is as good and cannot overflow.
const MOST_SUMMED: usize = 100;

/// Whether one of two answers is so much rarer than the other that fair ones would be, either way, once in a hundred.
fn lopsided(rarer: usize, n: usize) -> bool {
    if n > MOST_SUMMED {
        return uneven([rarer, n - rarer].into_iter(), n, 2);
    }
    // the ways to choose 0, 1, 2, ... of n, each from the one before
    let mut ways = 1_u128;
    let mut tail = 1_u128;
    for one in 0..rarer as u128 {
        ways = ways * (n as u128 - one) / (one + 1);
        tail += ways;
    }
    // 2 * tail / 2^n < 1 / 100
    2 * rarer != n && 200 * tail < 1 << n
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::quiz::fake::{Fake, hybrid_lab};
    use crate::quiz::{Made, Request, make};
    use crate::scenario::edit::About;

    /// A quiz of sound items, made once for all tests.
    static MADE: LazyLock<Made> = LazyLock::new(|| {
        use crate::ledger::Simulate;
        let scenario = hybrid_lab();
        let names = ["outcome".to_owned(), "first-failing-gate".to_owned()];
        let request = Request { archetypes: names.into(), count: 4, ..Request::of(&scenario, 5) };
        make(&Fake, &scenario, &Fake.run(&scenario), &request)
    });

    /// The first item of an archetype.
    fn sound(archetype: &str) -> Item {
        let found = MADE.quiz.items.iter().find(|item| item.archetype == archetype);
        found.unwrap_or_else(|| panic!("{:?}", MADE.dropped)).clone()
    }

    /// A sound item, broken by the edit, must meet the rule.
    fn check(rule: &str, error: bool, edit: impl Fn(&mut Item)) {
        let mut one = sound("outcome");
        let fired = |one: &Item| item(one).iter().any(|found| found.rule == rule && found.error == error);
        assert!(!fired(&one), "{rule} fires on a sound item: {:?}", item(&one));
        edit(&mut one);
        assert!(fired(&one), "{rule} does not fire: {one:?}");
    }

    #[test]
    fn a_stem_that_gives_the_key_of_another_away_is_found() {
        let asked = sound("outcome");
        let mut other = sound("first-failing-gate");
        (other.step, other.variant) = (asked.step, asked.variant.clone());
        other.given.clear();
        assert_eq!(reveals(&[asked.clone(), other.clone()]), None);
        other.given = vec![asked.key_choice().expect("one key").claim.clone()];
        let said = reveals(&[asked.clone(), other.clone()]).expect("the key is given away");
        assert!(said.starts_with(&other.id) && said.ends_with(&format!("{} away", asked.id)), "{said}");
        let both = Quiz { items: vec![asked.clone(), other.clone()], ..MADE.quiz.clone() };
        assert!(quiz(&both).iter().any(|found| found.rule == "L13" && found.error), "the quiz is refused");
        // what is so in another run gives nothing away
        other.step += 1;
        assert_eq!(reveals(&[asked, other]), None);
    }

    #[test]
    fn every_rule_on_one_item_fires() {
        check("L01", true, |one| one.options.iter_mut().for_each(|option| option.holds = true));
        check("L02", true, |one| one.options[1].text = format!("{}!", one.options[0].text.to_uppercase()));
        check("L04", true, |one| one.options[1].text = "All of the above.".to_owned());
        check("L05", false, |one| one.ask = "Which does not hold?".to_owned());
        check("L05", true, |one| one.ask = "Which is never not so?".to_owned());
        let mut stated = sound("outcome");
        stated.ask = "The attempt breaks off: no connection to 2.5.79.0. Put these in order.".to_owned();
        assert!(negative_stem(&stated).is_none(), "it says so, and does not ask it");
        check("L06", false, |one| {
            let key = one.key[0];
            one.options[key].text = "x".repeat(500);
        });
        check("L10", true, |one| one.options[1].claim = Claim::DecidedBy { rule: "pw-length" });
        check("L10", true, |one| {
            one.options[1].claim =
                Claim::RequirementOf { loss: crate::scenario::edit::Edit::NoPremium, fact: String::new() };
        });
        check("L14", true, |one| one.options.iter_mut().for_each(|option| option.witness = None));
        check("L16", true, |one| one.facts.iter_mut().for_each(|fact| fact.load_bearing = false));
        check("L16", true, |one| one.decoys = 3);
        check("L17", true, |one| one.rules[0].date = "");
        check("L18", true, |one| one.stem.push_str(" See sso.example-bank.com."));
        check("L12", false, |one| one.options[0].text = "word ".repeat(31));
        check("L07", false, |one| {
            one.ask = "What becomes of the telescope?".to_owned();
            let key = one.key[0];
            one.options[key].text = "It becomes a telescope".to_owned();
        });
        check("L08", true, |one| one.ask = "The page shows an".to_owned());
        check("L09", false, |one| {
            let wrong = one.options.iter_mut().filter(|option| !option.holds);
            wrong.for_each(|option| option.text.push_str(", always"));
        });
        check("L11", true, |one| {
            for (option, number) in one.options.iter_mut().zip(["3", "2", "5"]) {
                option.text = number.to_owned();
            }
        });
        check("L19", true, |one| {
            one.exhibits.push(crate::quiz::Exhibit {
                kind: crate::quiz::ExhibitKind::Table,
                caption: "A table".to_owned(),
                alt: String::new(),
                header: vec!["Head".to_owned()],
                rows: vec![vec!["Cell".to_owned()]],
            });
        });
        check("L21", true, |one| {
            one.form = Form::Multiple;
            one.options.iter_mut().for_each(|option| option.holds = true);
            one.key = (0..one.options.len()).collect();
        });
    }

    #[test]
    fn a_negative_may_be_marked() {
        let mut one = sound("outcome");
        one.ask = "Which does **NOT** hold?".to_owned();
        assert!(item(&one).iter().all(|found| found.rule != "L05"));
    }

    #[test]
    fn rules_that_ask_runs_fire() {
        let scenario = hybrid_lab();
        let lab = Lab::new(&Fake, &scenario);
        let one = sound("outcome");
        assert_eq!(with_runs(&one, &lab), Vec::new());
        let mut hidden = one.clone();
        hidden.facts.retain(|fact| fact.about == About::Clock);
        assert!(with_runs(&hidden, &lab).iter().any(|found| found.rule == "L15"));
        let mut twice = one;
        twice.options[1].claim = twice.options[0].claim.clone();
        assert!(with_runs(&twice, &lab).iter().any(|found| found.rule == "L03"));
    }

    #[test]
    fn rules_on_a_quiz_fire() {
        let mut many = MADE.quiz.clone();
        let one = many.items[0].clone();
        many.items = vec![one.clone(); 12];
        assert!(quiz(&many).iter().any(|found| found.rule == "L20"));
        for item in &mut many.items {
            let key = item.key[0];
            item.options[key].text = "x".repeat(500);
        }
        assert!(quiz(&many).iter().any(|found| found.rule == "L06" && found.error));
        assert_eq!(longest_run(&[1, 2, 2, 2, 0]), 3);
    }

    #[test]
    fn answers_by_yes_or_no_balance_by_the_binomial_distribution() {
        // 2 / 2^7 is above one in a hundred, 2 / 2^8 below it
        assert!(!lopsided(0, 7) && lopsided(0, 8));
        // 2 * (1 + 20 + 190 + 1140) / 2^20 is 0.0026; with 4845 more it is 0.0118
        assert!(lopsided(3, 20) && !lopsided(4, 20));
        assert!(!lopsided(20, 40) && !lopsided(12, 40) && lopsided(11, 40));
        assert!(!lopsided(50, 100) && lopsided(36, 100) && !lopsided(37, 100));
        assert!(!lopsided(60, 120) && lopsided(40, 120));
        assert!(!lopsided(0, 0) && !lopsided(0, 1));
    }
}
