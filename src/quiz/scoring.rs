//! What answers are worth, and what guessing earns, in hundredths of a point.

use super::paper::Question;
use super::question::Form;
use super::response::{Response, ways};

/// What answers that are right in part earn. Each pair of a matching counts on its own in any case.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Scoring {
    /// Nothing.
    #[default]
    Whole,
    /// Of several right options the chosen ones less the wrong ones, never below nothing; of an order the longest part
    /// that is in order.
    Partial,
}

impl Scoring {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Whole, Self::Partial];

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
        }
    }
}

/// What an answer is worth, in hundredths of a point.
#[must_use]
pub fn worth(question: &Question, given: Option<&Response>, scoring: Scoring) -> u32 {
    let full = question.points * 100;
    let parts = question.key.len().max(1);
    match given {
        Some(given) if given.is_right(question) => full,
        Some(Response::Options(options)) => {
            let right = match (question.form, scoring) {
                (Form::Match, _) => options.iter().zip(&question.key).filter(|(one, key)| one == key).count(),
                (Form::Multiple, Scoring::Partial) => {
                    let right = options.iter().filter(|one| question.key.contains(one)).count();
                    right.saturating_sub(options.len() - right)
                }
                (Form::Order, Scoring::Partial) => in_order(options, &question.key),
                _ => 0,
            };
            full * right as u32 / parts as u32
        }
        Some(Response::Pairs(pairs)) => {
            let right = match (question.form, scoring) {
                (Form::Match, _) => pairs.iter().zip(&question.key).filter(|(one, key)| **one == Some(**key)).count(),
                (Form::Order, Scoring::Partial) => {
                    in_order(&pairs.iter().flatten().copied().collect::<Vec<_>>(), &question.key)
                }
                _ => 0,
            };
            full * right as u32 / parts as u32
        }
        _ => 0,
    }
}

/// The length of the longest common subsequence of two orders of the same things.
fn in_order(given: &[usize], key: &[usize]) -> usize {
    let mut row = vec![0; key.len() + 1];
    for one in given {
        let mut before = 0;
        for (i, other) in key.iter().enumerate() {
            let above = row[i + 1];
            row[i + 1] = if one == other { before + 1 } else { above.max(row[i]) };
            before = above;
        }
    }
    row[key.len()]
}

/// What guessing earns on average, in hundredths of a point, rounded; a number that is entered cannot be guessed.
#[must_use]
pub fn chance(question: &Question, scoring: Scoring) -> u32 {
    let full = u64::from(question.points) * 100;
    let rounded = |parts: u64, of: u64| (full * parts + of / 2).checked_div(of).unwrap_or(0) as u32;
    let (options, keys) = (question.options.len() as u64, question.key.len() as u64);
    match (question.form, scoring) {
        // Each pair of a matching is guessed, and counts, on its own.
        (Form::Match, _) => rounded(1, options),
        (Form::Multiple, Scoring::Partial) if options <= 20 => {
            let wrong = options - keys;
            let earned = |right: u64, bad: u64| choose(keys, right) * choose(wrong, bad) * right.saturating_sub(bad);
            let all = (0..=keys).flat_map(|right| (0..=wrong).map(move |bad| (right, bad)));
            let sum: u64 = all.map(|(right, bad)| earned(right, bad)).sum();
            rounded(sum, keys * ((1 << options) - 1))
        }
        (Form::Order, Scoring::Partial) if options <= MOST_ORDERED => {
            let mut order: Vec<usize> = (0..question.key.len()).collect();
            let key = order.clone();
            let (mut sum, mut many) = (0, 0);
            orders(&mut order, 0, &mut |order| {
                sum += in_order(order, &key) as u64;
                many += 1;
            });
            rounded(sum, many * options)
        }
        _ => ways(question).map_or(0, |ways| rounded(1, ways)),
    }
}

/// Up to so many things all orders are tried to price guessing.
const MOST_ORDERED: u64 = 7;

/// How many ways there are to choose so many of a number of things.
fn choose(of: u64, some: u64) -> u64 {
    (0..some).fold(1, |ways, i| ways * (of - i) / (i + 1))
}

/// Calls with every order of these things from a place on.
fn orders(things: &mut [usize], from: usize, each: &mut dyn FnMut(&[usize])) {
    if from == things.len() {
        return each(things);
    }
    for at in from..things.len() {
        things.swap(from, at);
        orders(things, from + 1, each);
        things.swap(from, at);
    }
}
