//! The language of claims: facts of a case and how its reset ends, compared and joined.
//!
//! ```text
//! claim      = either [ "=>" claim ]
//! either     = both { "or" both }
//! both       = denied { "and" denied }
//! denied     = "not" denied | altered
//! altered    = plain { "with" FACT "=" VALUE }
//! plain      = "(" claim ")" | NAME ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) VALUE | WORD
//! ```
//!
//! `with` asks about the same case with another value of one fact. A word on its own is an outcome, the id of a rule
//! that decided, or `writeback` for writeback that is on.

mod read;

use crate::model::ask::{Code, Outcome};
use crate::model::method::{Method, MethodSet};
use crate::model::time::Date;
use crate::rules::book::RuleIx;
use crate::rules::terms::Terms;
use crate::rules::{Listener, catalogue};

use super::space::{Dimension, Point, Space, words_of};

/// A claim, ready to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As it was written.
    pub text: String,
    root: Expr,
}

/// Why a text is no claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct ClaimError {
    /// The place, counted in characters from 1.
    pub column: usize,
    /// What is wrong, with the nearest right word.
    pub message: String,
    /// The words that would be right there.
    pub words: Vec<String>,
}

/// How two values are compared.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Op {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Op {
    fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Is => left == right,
            Self::IsNot => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }

    const fn orders(self) -> bool {
        !matches!(self, Self::Is | Self::IsNot)
    }

    /// For what has several values at once: whether one of them is meant, or none may be.
    fn any(self, contains: bool) -> bool {
        (self == Self::Is) == contains
    }
}

/// What a claim may name beside the facts of a case: how the reset ends.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Result {
    Outcome,
    Code,
    Rule,
    Said,
    Offers,
    Usable,
    Needed,
}

/// The names of results with what they mean.
const RESULTS: &[(&str, Result)] = &[
    ("outcome", Result::Outcome),
    ("code", Result::Code),
    ("rule", Result::Rule),
    ("said", Result::Said),
    ("offers", Result::Offers),
    ("usable", Result::Usable),
    ("needed", Result::Needed),
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expr {
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Implies(Box<Expr>, Box<Expr>),
    With(Box<Expr>, Dimension, Value),
    Fact(Dimension, Op, Value),
    Outcome(Op, Outcome),
    Code(Op, Option<Code>),
    Rule(Op, Option<&'static str>),
    Said(Op, &'static str),
    Offers(Op, Method),
    Usable(Op, u32),
    Needed(Op, u32),
}

/// A value of a fact: its position among the words, or a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Value {
    Place(u8),
    Day(Date),
}

impl Claim {
    /// Reads a claim.
    ///
    /// # Errors
    /// Every word that is wrong, with its column, up to where the text can no longer be followed.
    pub fn parse(text: &str) -> std::result::Result<Self, Vec<ClaimError>> {
        Ok(Self { text: text.to_owned(), root: read::read(text)? })
    }

    /// The days that the claim names, with their neighbours, so that a comparison with a day on which no rule changes
    /// is tried on both sides of it.
    #[must_use]
    pub fn days(&self) -> Vec<Date> {
        let mut days = Vec::new();
        self.root.visit(&mut |expr| {
            if let Expr::Fact(_, _, Value::Day(day)) | Expr::With(_, _, Value::Day(day)) = expr {
                days.extend([Date(day.0 - 1), *day, Date(day.0 + 1)]);
            }
        });
        days
    }

    /// Whether the claim holds of a case. Where the facts alone tell, nothing is decided.
    #[must_use]
    pub fn holds(&self, space: &Space, point: Point) -> bool {
        self.root.holds(space, point)
    }

    /// Whether the condition of an implication is met, or the claim is none.
    #[must_use]
    pub fn applies(&self, space: &Space, point: Point) -> bool {
        match &self.root {
            Expr::Implies(left, _) => left.holds(space, point),
            _ => true,
        }
    }
}

impl Expr {
    fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::Not(inner) | Self::With(inner, ..) => inner.visit(see),
            Self::And(left, right) | Self::Or(left, right) | Self::Implies(left, right) => {
                left.visit(see);
                right.visit(see);
            }
            _ => {}
        }
    }

    fn holds(&self, space: &Space, point: Point) -> bool {
        match self {
            Self::Not(inner) => !inner.holds(space, point),
            Self::And(left, right) => left.holds(space, point) && right.holds(space, point),
            Self::Or(left, right) => left.holds(space, point) || right.holds(space, point),
            Self::Implies(left, right) => !left.holds(space, point) || right.holds(space, point),
            Self::With(inner, dimension, value) => {
                let place = match value {
                    Value::Place(place) => Some(*place),
                    Value::Day(day) => space.days.iter().position(|one| one == day).map(|at| at as u8),
                };
                place.is_some_and(|place| inner.holds(space, point.with(*dimension, place)))
            }
            Self::Fact(_, op, Value::Day(day)) => op.holds(&space.day(point), day),
            Self::Fact(dimension, op, Value::Place(place)) => op.holds(&point.0[*dimension as usize], place),
            Self::Outcome(op, outcome) => op.holds(&space.ending(point).outcome, outcome),
            Self::Code(op, code) => op.any(space.ending(point).code == *code),
            Self::Rule(op, rule) => op.any(space.ending(point).rule == *rule),
            Self::Said(op, rule) => {
                let mut ear = Ear { rule, heard: false };
                space.walk(point, &mut ear);
                op.any(ear.heard)
            }
            Self::Offers(op, method) => {
                op.any(!space.ending(point).offers.intersection(MethodSet::of(&[*method]).ways()).is_empty())
            }
            Self::Usable(op, n) => op.holds(&space.ending(point).usable, n),
            Self::Needed(op, n) => op.holds(&u32::from(space.ending(point).needed), n),
        }
    }
}

/// Hears whether one rule blocks, changes what is required or takes effect on the way.
struct Ear {
    rule: &'static str,
    heard: bool,
}

impl Listener for Ear {
    const LISTENS: bool = true;

    fn term(&mut self, rule: RuleIx, before: &Terms, after: &Terms) {
        self.heard |= before != after && rule.rule().id == self.rule;
    }

    fn gate(&mut self, rule: RuleIx, blocks: bool) {
        self.heard |= blocks && rule.rule().id == self.rule;
    }

    fn limit(&mut self, rule: RuleIx, felt: bool) {
        self.heard |= felt && rule.rule().id == self.rule;
    }

    fn effect(&mut self, rule: RuleIx) {
        self.heard |= rule.rule().id == self.rule;
    }
}

/// Every name and word that a claim may hold, by what it is, for help.
#[must_use]
pub fn vocabulary() -> Vec<(&'static str, Vec<String>)> {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    for dimension in Dimension::ALL {
        let words = match dimension {
            Dimension::Date => vec!["a day such as 2027-02-01".to_owned()],
            _ => words_of(*dimension).into_iter().map(str::to_owned).collect(),
        };
        lists.push((dimension.word(), words));
    }
    for (name, result) in RESULTS {
        let words = match result {
            Result::Usable | Result::Needed => vec!["a whole number".to_owned()],
            Result::Rule | Result::Said => vec!["a rule's id, see `tenantlab rules list`".to_owned()],
            _ => result.words().into_iter().map(str::to_owned).collect(),
        };
        lists.push((name, words));
    }
    lists
}

impl Result {
    /// The words that it may be compared with; empty for numbers.
    fn words(self) -> Vec<&'static str> {
        match self {
            Self::Outcome => Outcome::ALL.iter().map(|outcome| outcome.word()).collect(),
            Self::Code => Code::ALL.iter().map(|code| code.word()).chain(["none"]).collect(),
            Self::Rule => catalogue::ids().chain(["none"]).collect(),
            Self::Said => catalogue::ids().collect(),
            Self::Offers => {
                let proofs = MethodSet::PROOFS.union(MethodSet::PROOFS.merged());
                Method::ALL.iter().filter(|method| proofs.contains(**method)).map(|method| method.word()).collect()
            }
            Self::Usable | Self::Needed => Vec::new(),
        }
    }
}
