//! Draws the facts of generated people from the seed: each fact of each person has a word of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::chance::{PAGE, Purpose, Stream};
use crate::model::key::UserId;
use crate::model::ratio::Share;
use crate::scenario::{Population, Scenario};

use super::crowd::{Crowd, Member};

/// Draws the facts of everybody who is generated.
pub(super) fn crowd(scenario: &Scenario, named: &[UserId]) -> Crowd {
    let base = scenario.users.len() as u32;
    let mut classes = Vec::new();
    let mut of = Vec::with_capacity(scenario.people() - scenario.users.len());
    for (at, group) in scenario.population.iter().enumerate() {
        draw(scenario.seed, at, group, &mut classes, &mut of);
    }
    let named = named.iter().filter_map(|user| user.0.checked_sub(base)).collect();
    let mut crowd = Crowd { base, classes, of: Arc::new(of), named, inherited: Arc::default(), cells: Vec::new() };
    crowd.inherit(Vec::new());
    crowd
}

/// Draws a group a page of people at a time: each fact of those people is one page of the stream, so that all of them
/// are looked at in one step.
fn draw(seed: u64, at: usize, group: &Population, classes: &mut Vec<Member>, of: &mut Vec<u32>) {
    let mut stream = Stream::new(seed, Purpose::Person, &at.to_string());
    let (mut parts, mut page) = (Part::all(group), 0);
    let first = classes.len() as u32;
    for from in (0..group.count).step_by(PAGE) {
        let mut numbers = [0; PAGE];
        let people = &mut numbers[..PAGE.min((group.count - from) as usize)];
        for part in &mut parts {
            let mut codes = [0; PAGE];
            for fact in &part.facts {
                fact.note(&mut stream, page, &mut codes);
                page += 1;
            }
            people.iter_mut().zip(codes).for_each(|(number, code)| *number = part.number(*number, code));
        }
        of.extend(people.iter().map(|number| first + *number));
    }
    let seen = parts.last().map_or(0, |last| last.seen.len() as u32);
    classes.extend((0..seen).map(|number| member(group, &picks(&parts, number))));
}

/// A fact: shares that exclude each other.
struct Fact {
    /// For each share the last word in it; words beyond fall into the next one.
    last: Vec<u32>,
    /// Shares of nothing before the first of something.
    empty: u32,
    /// Where its position stands in a code, and the bits that it takes there.
    shift: u32,
    bits: u32,
}

impl Fact {
    fn new(shares: &[Share]) -> Self {
        let ends = shares.iter().scan(0, |sum, share| {
            *sum += share.0;
            Some(Share(*sum).words())
        });
        let ends: Vec<u64> = ends.collect();
        // Nothing lies beyond the whole of all words.
        let last = ends.iter().filter_map(|end| u32::try_from(end.checked_sub(1)?).ok()).collect();
        let empty = ends.iter().filter(|end| **end == 0).count() as u32;
        Self { last, empty, shift: 0, bits: u32::BITS - (ends.len() as u32).leading_zeros() }
    }

    /// Adds to the codes of a page of people the position of the share that each of their words falls into, or the
    /// number of shares where it falls into none.
    fn note(&self, stream: &mut Stream, page: u64, codes: &mut [u32; PAGE]) {
        codes.iter_mut().for_each(|code| *code += self.empty << self.shift);
        if self.last.is_empty() {
            return;
        }
        let words = stream.page(page);
        for last in &self.last {
            codes.iter_mut().zip(words).for_each(|(code, word)| *code += u32::from(word > last) << self.shift);
        }
    }

    /// The position in a code.
    const fn of(&self, code: u32) -> usize {
        ((code as u64 >> self.shift) & ((1 << self.bits) - 1)) as usize
    }
}

/// Facts whose positions together are one code.
#[derive(Default)]
struct Part {
    facts: Vec<Fact>,
    /// What somebody has: the number that the facts of earlier parts have, and the code of these.
    seen: Vec<(u32, u32)>,
    numbers: BTreeMap<(u32, u32), u32>,
    /// The same for small codes of the first part: most populations have few facts, and need no search.
    small: Vec<u32>,
}

impl Part {
    /// The identity, the product and the role, then each group and each method.
    fn all(group: &Population) -> Vec<Self> {
        let picks = [
            group.identity.iter().map(|(_, share)| *share).collect::<Vec<_>>(),
            group.licences.iter().map(|(_, share)| *share).collect(),
            group.admins.iter().map(|(_, share)| *share).collect(),
        ];
        let groups = group.groups.iter().map(|(_, share)| *share);
        let bits = groups.chain(group.methods.iter().map(|(_, share)| *share)).map(|share| vec![share]);
        Self::split(picks.into_iter().chain(bits).map(|shares| Fact::new(&shares)))
    }

    /// As many parts as these facts need.
    fn split(facts: impl Iterator<Item = Fact>) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut part = Self { small: vec![NONE; 1 << 16], ..Self::default() };
        let mut shift = 0;
        for mut fact in facts {
            if shift + fact.bits > u32::BITS {
                parts.push(std::mem::take(&mut part));
                shift = 0;
            }
            fact.shift = shift;
            shift += fact.bits;
            part.facts.push(fact);
        }
        parts.push(part);
        parts
    }

    /// The number of people whose facts of earlier parts have a number and whose facts of this one have a code.
    fn number(&mut self, before: u32, code: u32) -> u32 {
        let slot = self.small.get_mut(code as usize).filter(|_| before == 0);
        if let Some(number) = slot.as_deref().filter(|number| **number != NONE) {
            return *number;
        }
        let next = self.seen.len() as u32;
        let number = *self.numbers.entry((before, code)).or_insert(next);
        if number == next {
            self.seen.push((before, code));
        }
        slot.into_iter().for_each(|slot| *slot = number);
        number
    }
}

/// No number.
const NONE: u32 = u32::MAX;

/// The positions of all facts that a number stands for.
fn picks(parts: &[Part], mut number: u32) -> Vec<usize> {
    let mut found = Vec::new();
    for part in parts.iter().rev() {
        let (before, code) = part.seen[number as usize];
        found.extend(part.facts.iter().rev().map(|fact| fact.of(code)));
        number = before;
    }
    found.reverse();
    found
}

/// The facts at these positions, in the order of [`Part::all`].
fn member(group: &Population, picks: &[usize]) -> Member {
    let (picks, bits) = picks.split_at(3);
    let (groups, methods) = bits.split_at(group.groups.len());
    let groups = group.groups.iter().zip(groups).filter(|(_, at)| **at == 0).map(|((id, _), _)| *id).collect();
    let methods = group.methods.iter().zip(methods).filter(|(_, at)| **at == 0).map(|((method, _), _)| *method);
    Member {
        identity: group.identity.get(picks[0]).map_or(group.domain_identity, |(identity, _)| *identity),
        sku: group.licences.get(picks[1]).and_then(|(sku, _)| *sku),
        role: group.admins.get(picks[2]).map(|(role, _)| *role),
        groups,
        methods: methods.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_counts_the_shares_that_a_word_lies_beyond() {
        let fact = |shares: &[u32]| Fact::new(&shares.iter().map(|share| Share(*share)).collect::<Vec<_>>());
        for shares in [&[][..], &[0], &[1_000_000], &[500_000, 0, 250_000], &[0, 250_000, 750_000], &[1]] {
            let (fact, mut codes) = (fact(shares), [0; PAGE]);
            let stream = || Stream::new(11, Purpose::Person, "test");
            fact.note(&mut stream(), 5, &mut codes);
            for (code, word) in codes.iter().zip(stream().page(5)) {
                let beyond = |share: &usize| {
                    let end: u32 = shares[..=*share].iter().sum();
                    u64::from(*word) >= Share(end).words()
                };
                assert_eq!(fact.of(*code), (0..shares.len()).filter(beyond).count(), "{shares:?}, {word}");
            }
        }
    }

    #[test]
    fn many_facts_are_split_and_put_together_again() {
        let facts = [3, 30, 2, 1, 29].map(|bits| Fact { last: Vec::new(), empty: 0, shift: 0, bits });
        let mut parts = Part::split(facts.into_iter());
        assert_eq!(parts.iter().map(|part| part.facts.len()).collect::<Vec<_>>(), [1, 2, 2]);
        let people = [[1, 7, 3, 0, 9], [1, 7, 3, 1, 9], [1, 7, 3, 0, 9], [2, 7, 3, 0, 9], [2, 7, 0, 0, 9]];
        let numbers = people.map(|positions| {
            let (mut number, mut at) = (0, 0);
            for part in &mut parts {
                let code = part
                    .facts
                    .iter()
                    .map(|fact| {
                        at += 1;
                        positions[at - 1] << fact.shift
                    })
                    .sum();
                number = part.number(number, code);
            }
            number
        });
        assert_eq!(numbers, [0, 1, 0, 2, 3]);
        for (number, positions) in numbers.iter().zip(people) {
            assert_eq!(picks(&parts, *number), positions.map(|at| at as usize));
        }
    }
}
