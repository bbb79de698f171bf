//! Claims, the items made of them, and a quiz.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ledger::{Digest, Extent};
use crate::model::key::UserId;
use crate::model::words::words;
use crate::rules::rule::Rule;
use crate::scenario::edit::{About, Edit};

use super::claim::Claim;
use super::request::Request;
use super::wording;

/// What the learner does in the head, after Bloom.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bloom {
    /// Recalls.
    Remember,
    /// Understands.
    Understand,
    /// Applies.
    Apply,
    /// Analyses.
    Analyse,
    /// Evaluates.
    Evaluate,
}

/// How a question is answered; it says what the key means.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One option of several. The key is its position.
    Single,
    /// Yes or no, in this order. The key is the position of the right one.
    TrueFalse,
    /// Every option that is right. The key lists their positions, rising.
    Multiple,
    /// All options put in order. The key lists their positions, the first in order first.
    Order,
    /// An option for every prompt; an option may be left over. The key lists for each prompt the position of its option.
    Match,
    /// A number to enter. The first option is the right one and the key its position; the others are numbers that one
    /// misread rule gives, for their feedback; no option is shown.
    Numeric,
}

/// What an exhibit is; it says how to draw it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExhibitKind {
    /// Lines of a log, one a row, read from top to bottom.
    Log,
    /// A table to read.
    Table,
    /// A bar for each row: its label first, its whole number last.
    Bars,
    /// A swim-lane of one attempt: from, to, message, and `stopped` in the row where it ended.
    Lanes,
}

words! {
    /// How much a question asks to be held in mind: by the facts that its stem shows.
    Difficulty {
        /// Up to four.
        Low = "low",
        /// Five to eight.
        Middle = "middle",
        /// Nine and more.
        High = "high",
    }
}

impl Difficulty {
    /// That of a stem with so many facts, those that change nothing among them.
    #[must_use]
    pub const fn of(facts: usize) -> Self {
        match facts {
            0..=4 => Self::Low,
            5..=8 => Self::Middle,
            _ => Self::High,
        }
    }
}

/// Evidence beside a stem: always a table, which some pages also draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// How to draw it.
    pub kind: ExhibitKind,
    /// What it shows, as a title.
    pub caption: String,
    /// The same for those who cannot see it: enough to answer the question.
    pub alt: String,
    /// The heads of the columns.
    pub header: Vec<String>,
    /// The cells, as many a row as there are heads.
    pub rows: Vec<Vec<String>>,
}

/// A rule that an item rests on, with its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRef {
    /// The id.
    pub id: &'static str,
    /// What it says.
    pub says: String,
    /// How firm it is.
    pub basis: &'static str,
    /// The page of its first source.
    pub page: &'static str,
    /// The date that page carried.
    pub date: &'static str,
}

impl RuleRef {
    /// A rule with its first source.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let source = rule.sources.first();
        Self {
            id: rule.id,
            says: wording::rule_sentence(rule),
            basis: rule.basis.word(),
            page: source.map_or("", |source| source.page),
            date: source.map_or("", |source| source.date),
        }
    }
}

/// A fact that the stem shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StemFact {
    /// What it is about.
    #[serde(skip)]
    pub about: About,
    /// The sentence.
    pub text: String,
    /// Whether flipping it changes which option is right.
    pub load_bearing: bool,
    /// Whether an exhibit tells it rather than the stem.
    pub in_exhibit: bool,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The claim.
    pub claim: Claim,
    /// The claim in words.
    pub text: String,
    /// The number that it stands for, where numbers are entered.
    pub number: Option<i64>,
    /// Whether it is true in the run.
    pub holds: bool,
    /// What a learner who chose it reads.
    pub feedback: String,
    /// The flip under which it would be true; none for the key.
    pub witness: Option<Edit>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `quiz-item/1`.
    pub format: &'static str,
    /// Made from archetype, facts and key; the same question has the same id.
    pub id: String,
    /// The archetype's name.
    pub archetype: &'static str,
    /// What the learner does in the head.
    pub bloom: Bloom,
    /// How it is answered.
    pub form: Form,
    /// The number of the step in the file, from 1; 0 for the start of the lab. A step that the variant adds counts on.
    pub step: usize,
    /// How the lab was varied before it was asked about.
    pub variant: Vec<Edit>,
    /// How far the run goes that it is asked of.
    #[serde(skip)]
    pub extent: Extent,
    /// The people in question, where it is not the person of the step.
    #[serde(skip)]
    pub people: Vec<UserId>,
    /// The rules it rests on, the one it is about first.
    pub rules: Vec<RuleRef>,
    /// The question with everything needed to answer it.
    pub stem: String,
    /// The last sentence of the stem.
    pub ask: String,
    /// The facts of the stem.
    pub facts: Vec<StemFact>,
    /// How many shown facts change nothing, of those that the question does not speak of itself.
    pub decoys: usize,
    /// How much it asks to be held in mind.
    pub difficulty: Difficulty,
    /// What the stem says of the run.
    pub given: Vec<Claim>,
    /// Evidence beside the stem.
    pub exhibits: Vec<Exhibit>,
    /// What is matched with options, where [`Form::Match`] asks for it.
    pub prompts: Vec<String>,
    /// The options, in the order shown.
    pub options: Vec<Choice>,
    /// The right answer as positions of options; [`Form`] says how to read it.
    pub key: Vec<usize>,
    /// What it is worth.
    pub points: u32,
}

impl Item {
    /// The right option, where there is exactly one.
    #[must_use]
    pub fn key_choice(&self) -> Option<&Choice> {
        self.key.first().and_then(|i| self.options.get(*i))
    }

    /// What makes two items the same: archetype, load-bearing facts and key.
    #[must_use]
    pub fn likeness(&self) -> String {
        let facts: BTreeSet<&str> =
            self.facts.iter().filter(|fact| fact.load_bearing).map(|fact| fact.text.as_str()).collect();
        let facts: Vec<&str> = facts.into_iter().collect();
        let mut key: Vec<&str> = self.key.iter().filter_map(|i| self.options.get(*i)).map(|one| &*one.text).collect();
        if self.form == Form::Multiple {
            key.sort_unstable();
        }
        format!("{}|{}|{}|{}", self.archetype, facts.join(" "), self.ask, key.join("; "))
    }
}

/// Whether the options keep their natural order: yes and no.
#[must_use]
pub fn fixed(item: &Item) -> bool {
    item.options.iter().all(|option| matches!(option.claim, Claim::StillWorks { .. }))
}

/// A quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quiz {
    /// `quiz/1`.
    pub format: &'static str,
    /// The title.
    pub title: String,
    /// The scenario's title.
    pub scenario: String,
    /// The seed of the quiz.
    pub seed: u64,
    /// What was asked for.
    pub request: Request,
    /// The latest date of a source the items rest on.
    pub rules_date: String,
    /// The digest of the run.
    #[serde(serialize_with = "digest_text")]
    pub digest: Digest,
    /// The version of the program.
    pub engine: &'static str,
    /// The items.
    pub items: Vec<Item>,
    /// The resolved scenario, where the caller gave it.
    pub resolved: Option<String>,
}

fn digest_text<S: serde::Serializer>(digest: &Digest, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(digest)
}

impl Quiz {
    /// The trainer's file: seed, keys, feedback and the resolved scenario are in it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
