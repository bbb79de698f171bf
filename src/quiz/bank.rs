//! Makes many items of several labs over many seeds, all archetypes in equal parts, and counts what they are like.
//!
//! Each archetype's items are made apart from the others', so that callers may make several at a time; what comes of it
//! does not depend on that.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::archetypes::{self, Archetype};
use super::claim::Claim;
use super::lab::Lab;
use super::lint;
use super::make::{Dropped, collect, deal};
use super::question::{Form, Item};
use super::request::Request;
use super::verify::check;

/// How often a lab is varied for one seed; the next lab and seed follow anyway.
const TRIES: u64 = 6;

/// How many items of an archetype one lab gives for one seed.
const OF_ONE: usize = 2;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many items of each archetype.
    pub each: usize,
    /// How many seeds are tried, from 0.
    pub seeds: u64,
    /// Only these archetypes; empty: all.
    pub archetypes: Vec<String>,
}

impl Wanted {
    /// The archetypes that are asked for, in their fixed order.
    #[must_use]
    pub fn archetypes(&self) -> Vec<&'static Archetype> {
        let asked =
            |one: &&Archetype| self.archetypes.is_empty() || self.archetypes.iter().any(|name| name == one.name);
        archetypes::ALL.iter().filter(asked).collect()
    }
}

/// The items of one archetype, their keys not dealt yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    archetype: &'static str,
    items: Vec<(usize, Item)>,
    dropped: Vec<Dropped>,
}

/// What was made, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Bank {
    /// The items, each with the position of its lab.
    pub items: Vec<(usize, Item)>,
    /// How many items each archetype has.
    pub made: BTreeMap<&'static str, usize>,
    /// Why drafts of archetypes that fell short were dropped, most frequent first.
    pub dropped: Vec<Dropped>,
    /// Errors that the rules of good questions found.
    pub errors: Vec<String>,
    /// Warnings that they found, by rule.
    pub warnings: BTreeMap<&'static str, usize>,
    /// Items that are there twice.
    pub twice: usize,
    /// How often the key stands where, by the number of options.
    pub positions: BTreeMap<usize, Vec<usize>>,
}

impl Bank {
    /// Whether everything is sound and there once, and each archetype has as many as were wanted.
    #[must_use]
    pub fn is_sound(&self, wanted: &Wanted) -> bool {
        self.errors.is_empty() && self.twice == 0 && self.made.values().all(|made| *made >= wanted.each)
    }
}

/// Makes the items of one archetype, seed by seed and lab by lab, none like another.
#[must_use]
pub fn find(simulate: &dyn Simulate, scenarios: &[Scenario], archetype: &'static Archetype, wanted: &Wanted) -> Found {
    let labs: Vec<Lab<'_>> = scenarios.iter().map(|scenario| Lab::new(simulate, scenario)).collect();
    let mut found = Found { archetype: archetype.name, items: Vec::new(), dropped: Vec::new() };
    let mut known = BTreeSet::new();
    let mut answers = [0; 2];
    let mut dropped: BTreeMap<String, usize> = BTreeMap::new();
    let seeds = (0..wanted.seeds).flat_map(|seed| labs.iter().enumerate().map(move |(home, lab)| (seed, home, lab)));
    for (seed, home, lab) in seeds {
        if found.items.len() >= wanted.each {
            break;
        }
        let request = Request {
            count: OF_ONE,
            archetypes: vec![archetype.name.to_owned()],
            about: Vec::new(),
            asked: found.items.iter().map(|(_, item)| item.id.clone()).collect(),
            ..Request::of(lab.scenario(), seed)
        };
        let (items, why) = collect(lab, &request, TRIES);
        why.into_iter().for_each(|one| *dropped.entry(one.why).or_default() += one.times);
        for item in items.into_iter().take(wanted.each - found.items.len()) {
            if known.contains(&item.likeness()) {
                *dropped.entry("the same question is there already".to_owned()).or_default() += 1;
            } else if !balances(&item, &mut answers, wanted.each) {
                *dropped.entry("yes and no would not balance".to_owned()).or_default() += 1;
            } else {
                known.insert(item.likeness());
                found.items.push((home, item));
            }
        }
        lab.forget();
    }
    let reasons = dropped.into_iter();
    let named = |(why, times)| Dropped { archetype: archetype.name.to_owned(), why, times };
    found.dropped = reasons.map(named).collect();
    found.dropped.sort_by_key(|one| std::cmp::Reverse(one.times));
    found
}

/// Whether a question answered by yes or no has the answer of which there is still too little; half of all are yes.
fn balances(item: &Item, answers: &mut [usize; 2], each: usize) -> bool {
    let Some(Claim::StillWorks { works, .. }) = item.key_choice().map(|key| &key.claim) else { return true };
    let same = &mut answers[usize::from(*works)];
    let room = *same < each.div_ceil(2);
    *same += usize::from(room);
    room
}

/// The bank of what was found, in the order given: keys dealt, items judged.
#[must_use]
pub fn fill(found: Vec<Found>, wanted: &Wanted) -> Bank {
    let made = found.iter().map(|one| (one.archetype, one.items.len())).collect();
    let short = found.iter().filter(|one| one.items.len() < wanted.each);
    let dropped = short.flat_map(|one| one.dropped.iter().take(3).cloned()).collect();
    let (homes, mut plain): (Vec<usize>, Vec<Item>) = found.into_iter().flat_map(|one| one.items).unzip();
    deal(&mut plain, 0);
    judge(homes.into_iter().zip(plain).collect(), made, dropped)
}

fn judge(items: Vec<(usize, Item)>, made: BTreeMap<&'static str, usize>, dropped: Vec<Dropped>) -> Bank {
    let mut errors = Vec::new();
    let mut warnings: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut positions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut twice = 0;
    for (_, item) in &items {
        twice += usize::from(!seen.insert(item.likeness()));
        for finding in lint::item(item) {
            if finding.error {
                errors.push(format!("{} {}: {}", finding.rule, item.id, finding.says));
            } else {
                *warnings.entry(finding.rule).or_default() += 1;
            }
        }
        if matches!(item.form, Form::Single | Form::TrueFalse) {
            let counts = positions.entry(item.options.len()).or_insert_with(|| vec![0; item.options.len()]);
            item.key.iter().for_each(|place| counts[*place] += 1);
        }
    }
    let plain: Vec<Item> = items.iter().map(|(_, item)| item.clone()).collect();
    errors.extend(lint::key_positions(&plain).map(|says| format!("L20: {says}")));
    Bank { items, made, dropped, errors, warnings, twice, positions }
}

/// Whether every claim of an item comes out in a lab that has not run yet.
///
/// # Errors
/// What does not, one line each.
pub fn prove_again(simulate: &dyn Simulate, scenario: &Scenario, item: &Item) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    check(&Lab::new(simulate, scenario), item, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
