//! Practice without an end: which rule comes next, spaced by how it went, and a question on it that was not asked yet, of
//! several the one that is neither too easy for the learner nor too hard.
//!
//! The unit that is repeated is the rule. Time is counted in questions answered, so the next question follows from the
//! history alone: no clock, and a kill loses nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;
use crate::model::chance::{Chance, Purpose};

use super::lab::Lab;
use super::make::{Made, make_in};
use super::question::Item;
use super::rating::{self, WANTED};
use super::request::Request;
use super::uses::archetypes_for;
use crate::rules::catalogue;

/// After how many questions a rule comes again that was answered wrongly.
const SOON: usize = 3;

/// How many seeds are tried for a question on a new rule.
const TRIES: u64 = 3;

/// Of how many questions one is taken.
const CHOICE: usize = 3;

/// What was asked, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// `quiz-practice/1`.
    pub format: String,
    /// The digest of the lab's run, so that it is gone on with in the same lab only.
    pub lab: String,
    /// The seed of all variants.
    pub seed: u64,
    /// The answers, in order.
    pub answers: Vec<Answered>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The rule that it was about.
    pub rule: String,
    /// The way in which it was asked.
    pub archetype: String,
    /// The id of the question.
    pub item: String,
    /// Whether it was right.
    pub right: bool,
    /// How hard it was expected to be, as [`rating::expected`] has it.
    #[serde(default)]
    pub expected: i64,
}

/// How far a learner is, and how much harder than expected each archetype has shown itself; in the unit of ratings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// The learner's rating.
    pub learner: i64,
    /// What is added to the expected difficulty, by archetype.
    pub harder: BTreeMap<String, i64>,
}

impl Level {
    /// How hard a question is.
    fn difficulty(&self, archetype: &str, expected: i64) -> i64 {
        expected + self.harder.get(archetype).copied().unwrap_or(0)
    }

    /// How far a question is from what is practised best.
    fn distance(&self, item: &Item) -> i64 {
        let difficulty = self.difficulty(item.archetype, rating::expected(item));
        (rating::probability(self.learner, difficulty) - WANTED).abs()
    }
}

/// A question to practise, alone in its quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// The rule that is practised.
    pub rule: String,
    /// The quiz of one question.
    pub made: Made,
}

/// How far a rule is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Spacing {
    /// After so many questions it is repeated: 3 after a wrong answer, twice as many after each right one.
    pub interval: usize,
    /// When, in questions answered since the beginning.
    pub due: usize,
}

impl History {
    /// Begins practice in a lab.
    #[must_use]
    pub fn new(ledger: &Ledger, seed: u64) -> Self {
        let format = "quiz-practice/1".to_owned();
        Self { format, lab: ledger.digest.to_string(), seed, answers: Vec::new() }
    }

    /// Goes on with practice in a lab.
    ///
    /// # Errors
    /// The text is no history of practice in this lab.
    pub fn parse(json: &str, ledger: &Ledger) -> Result<Self, String> {
        let history: Self = serde_json::from_str(json).map_err(|error| format!("no history of practice: {error}"))?;
        if history.format != "quiz-practice/1" {
            return Err(format!("expected the format `quiz-practice/1`, found `{}`", history.format));
        }
        if history.lab != ledger.digest.to_string() {
            return Err("the history belongs to another lab".to_owned());
        }
        Ok(history)
    }

    /// What to keep to go on.
    #[must_use]
    pub fn save(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The rules practised so far, those that are due first in front, with when they come again.
    #[must_use]
    pub fn rules(&self) -> Vec<(&str, Spacing)> {
        let mut rules: Vec<(&str, Spacing)> = Vec::new();
        for (n, answer) in self.answers.iter().enumerate() {
            let at = rules.iter().position(|(rule, _)| *rule == answer.rule).unwrap_or_else(|| {
                rules.push((&answer.rule, Spacing { interval: SOON, due: 0 }));
                rules.len() - 1
            });
            let interval = if answer.right { rules[at].1.interval * 2 } else { SOON };
            rules[at].1 = Spacing { interval, due: n + 1 + interval };
        }
        rules.sort_by_key(|(_, spacing)| spacing.due);
        rules
    }

    /// How far the learner is after all answers.
    #[must_use]
    pub fn level(&self) -> Level {
        let mut level = Level::default();
        for (n, answer) in self.answers.iter().enumerate() {
            let difficulty = level.difficulty(&answer.archetype, answer.expected);
            let probability = rating::probability(level.learner, difficulty);
            let shift = rating::shift(answer.right, probability, rating::step(n));
            level.learner += shift;
            *level.harder.entry(answer.archetype.clone()).or_default() -= shift;
        }
        level
    }

    /// Leaves the question of these that is practised best.
    fn choose(&self, made: &mut Made) {
        let level = self.level();
        made.quiz.items.sort_by_key(|item| level.distance(item));
        made.quiz.items.truncate(1);
    }

    /// The next question; none where the lab gives none.
    #[must_use]
    pub fn next(&self, lab: &Lab<'_>, ledger: &Ledger, request: &Request) -> Option<Exercise> {
        let (due, later): (Vec<_>, Vec<_>) =
            self.rules().into_iter().partition(|(_, spacing)| spacing.due <= self.answers.len());
        let known: BTreeSet<&str> = self.answers.iter().map(|answer| answer.rule.as_str()).collect();
        let again = |rules: Vec<(&str, Spacing)>| {
            rules.into_iter().find_map(|(rule, _)| self.repeat(lab, ledger, request, rule))
        };
        let found = again(due).or_else(|| self.fresh(lab, ledger, request, &known)).or_else(|| again(later));
        lab.forget();
        found
    }

    /// A question on a rule of which none was asked yet.
    fn fresh(&self, lab: &Lab<'_>, ledger: &Ledger, request: &Request, known: &BTreeSet<&str>) -> Option<Exercise> {
        (0..TRIES).find_map(|nth| {
            let request = Request { count: CHOICE, seed: self.seed("fresh", nth), ..request.clone() };
            let mut made = make_in(lab, ledger, &request);
            made.quiz.items.retain(|item| item.rules.first().is_some_and(|rule| !known.contains(rule.id)));
            self.choose(&mut made);
            let rule = made.quiz.items.first()?.rules.first()?.id.to_owned();
            Some(Exercise { rule, made })
        })
    }

    /// A question on a rule, another than before where there is one.
    fn repeat(&self, lab: &Lab<'_>, ledger: &Ledger, request: &Request, rule: &str) -> Option<Exercise> {
        let mut fitting = catalogue::find(rule).and_then(|rule| archetypes_for(rule).ok()).unwrap_or_default();
        // a rule that a near miss met may be asked about in ways of which the rule alone does not tell
        fitting.extend(self.answers.iter().filter(|answer| answer.rule == rule).map(|answer| &*answer.archetype));
        let allowed =
            |name: &&&str| request.archetypes.is_empty() || request.archetypes.iter().any(|one| one == **name);
        let archetypes: BTreeSet<&str> = fitting.iter().filter(allowed).copied().collect();
        let archetypes: Vec<String> = archetypes.into_iter().map(str::to_owned).collect();
        let asked: Vec<String> = self.answers.iter().map(|answer| answer.item.clone()).collect();
        // where every question was asked already, one of them is better than none
        [asked, Vec::new()].into_iter().enumerate().find_map(|(nth, asked)| {
            let (seed, rules) = (self.seed(rule, nth as u64), vec![rule.to_owned()]);
            let archetypes = archetypes.clone();
            let request = Request { count: CHOICE, seed, rules, asked, archetypes, ..request.clone() };
            let mut made = make_in(lab, ledger, &request);
            self.choose(&mut made);
            (!made.quiz.items.is_empty()).then(|| Exercise { rule: rule.to_owned(), made })
        })
    }

    /// The seed of a variant: of this question and no other.
    fn seed(&self, subject: &str, nth: u64) -> u64 {
        let place = self.answers.len() as u64 * TRIES + nth;
        u64::from(Chance::new(self.seed, Purpose::Quiz, &format!("practice {subject}"), place).below(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Simulate;
    use crate::quiz::fake::{Fake, hybrid_lab};

    fn history(answers: &[(&str, bool)]) -> History {
        let ledger = Fake.run(&hybrid_lab());
        let mut history = History::new(&ledger, 7);
        let answer = |(n, (rule, right)): (usize, &(&str, bool))| Answered {
            rule: (*rule).to_owned(),
            archetype: "outcome".to_owned(),
            item: n.to_string(),
            right: *right,
            expected: 0,
        };
        history.answers = answers.iter().enumerate().map(answer).collect();
        history
    }

    #[test]
    fn right_answers_part_and_wrong_ones_bring_back() {
        let one = history(&[("a", true), ("b", false), ("a", true)]);
        let due = |rule: &str, history: &History| {
            history.rules().into_iter().find(|(id, _)| *id == rule).expect("it was asked").1
        };
        assert_eq!(due("a", &one), Spacing { interval: 12, due: 15 });
        assert_eq!(due("b", &one), Spacing { interval: 3, due: 5 });
        assert_eq!(one.rules()[0].0, "b");
        let lapsed = history(&[("a", true), ("a", true), ("a", false)]);
        assert_eq!(due("a", &lapsed), Spacing { interval: 3, due: 6 });
    }

    #[test]
    fn right_answers_lift_the_level_and_harder_questions_come() {
        let good = history(&[("a", true), ("b", true), ("c", true)]).level();
        let bad = history(&[("a", false), ("b", false), ("c", false)]).level();
        assert!(good.learner > 400_000 && (good.learner + bad.learner).abs() <= 3, "{good:?} {bad:?}");
        assert_eq!(good.harder["outcome"], -good.learner, "what is answered rightly is easier than expected");
        let scenario = hybrid_lab();
        let (ledger, lab) = (Fake.run(&scenario), Lab::new(&Fake, &scenario));
        let made = make_in(&lab, &ledger, &Request { count: 8, ..Request::of(&scenario, 7) });
        let expected = |history: &History| {
            let mut made = made.clone();
            history.choose(&mut made);
            rating::expected(&made.quiz.items[0])
        };
        let hardest = made.quiz.items.iter().map(rating::expected).max().expect("questions");
        let easiest = made.quiz.items.iter().map(rating::expected).min().expect("questions");
        assert!(easiest < hardest, "questions differ in difficulty");
        let mut strong = History::new(&ledger, 7);
        assert_eq!(expected(&strong), easiest, "who begins gets the easiest");
        let many: Vec<(&str, bool)> = vec![("a", true); 200];
        strong.answers = history(&many).answers;
        strong.answers.iter_mut().for_each(|answer| (answer.archetype, answer.expected) = (String::new(), 4_000_000));
        assert_eq!(expected(&strong), hardest, "level {:?}", strong.level());
    }

    #[test]
    fn the_next_question_follows_from_the_history() {
        let scenario = hybrid_lab();
        let (ledger, lab) = (Fake.run(&scenario), Lab::new(&Fake, &scenario));
        let request = Request::of(&scenario, 7);
        let mut history = History::new(&ledger, 7);
        let first = history.next(&lab, &ledger, &request).expect("a question");
        assert_eq!(history.next(&Lab::new(&Fake, &scenario), &ledger, &request), Some(first.clone()));
        let item = first.made.quiz.items[0].id.clone();
        let answered = |rule: &str, item: &str, right| Answered {
            rule: rule.to_owned(),
            archetype: first.made.quiz.items[0].archetype.to_owned(),
            item: item.to_owned(),
            right,
            expected: 0,
        };
        history.answers.push(answered(&first.rule, &item, false));
        let kept = History::parse(&history.save(), &ledger).expect("our own file");
        assert_eq!(kept, history);
        let second = kept.next(&lab, &ledger, &request).expect("another question");
        assert_ne!(second.rule, first.rule, "a new rule comes before the old one is due");
        // three questions later the rule comes again, with a question that was not asked
        for n in 0..SOON {
            history.answers.push(answered(&format!("other-{n}"), "", true));
        }
        let again = history.next(&lab, &ledger, &request).expect("the rule again");
        assert_eq!(again.rule, first.rule);
        let question = &again.made.quiz.items[0];
        assert!(question.rules.iter().any(|rule| rule.id == first.rule));
        assert_ne!(question.id, item);
    }

    #[test]
    fn a_history_of_another_lab_is_refused() {
        let ledger = Fake.run(&hybrid_lab());
        let mut other = History::new(&ledger, 1);
        other.lab.push('0');
        assert!(History::parse(&other.save(), &ledger).is_err());
        assert!(History::parse("{}", &ledger).is_err());
    }
}
