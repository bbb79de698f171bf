//! Makes many items of several labs over many seeds, all archetypes in equal parts, and counts what they are like.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::archetypes::{self, Archetype};
use super::lab::Lab;
use super::lint;
use super::make::{collect, deal};
use super::question::{Form, Item};
use super::request::Request;
use super::verify::check;

/// How often a lab is varied for one seed; the next lab and seed follow anyway.
const TRIES: u64 = 6;

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

/// What was made, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Bank {
    /// The items, each with the position of its lab.
    pub items: Vec<(usize, Item)>,
    /// How many items each archetype has.
    pub made: BTreeMap<&'static str, usize>,
    /// Items whose claims a fresh replay did not reproduce.
    pub unproved: Vec<String>,
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
    /// Whether everything is proved, sound and there once, and each archetype has as many as were wanted.
    #[must_use]
    pub fn is_sound(&self, wanted: &Wanted) -> bool {
        self.unproved.is_empty()
            && self.errors.is_empty()
            && self.twice == 0
            && self.made.values().all(|made| *made >= wanted.each)
    }
}

/// Makes the items and proves each again in a lab that has not run yet.
#[must_use]
pub fn fill(simulate: &dyn Simulate, scenarios: &[Scenario], wanted: &Wanted) -> Bank {
    let labs: Vec<Lab<'_>> = scenarios.iter().map(|scenario| Lab::new(simulate, scenario)).collect();
    let asked =
        |one: &&Archetype| wanted.archetypes.is_empty() || wanted.archetypes.iter().any(|name| name == one.name);
    let mut items: Vec<(usize, Item)> = Vec::new();
    let mut made = BTreeMap::new();
    for archetype in archetypes::ALL.iter().filter(asked) {
        let found = of_archetype(&labs, archetype, wanted);
        made.insert(archetype.name, found.len());
        items.extend(found);
    }
    let (homes, mut plain): (Vec<usize>, Vec<Item>) = items.into_iter().unzip();
    deal(&mut plain, 0);
    let items: Vec<(usize, Item)> = homes.into_iter().zip(plain).collect();
    let unproved = items.iter().filter_map(|(home, item)| {
        prove_again(&Lab::new(simulate, &scenarios[*home]), item).err().map(|wrong| wrong.join("; "))
    });
    let unproved = unproved.collect();
    judge(items, made, unproved)
}

/// Items of one archetype, lab by lab and seed by seed, none like another.
fn of_archetype(labs: &[Lab<'_>], archetype: &Archetype, wanted: &Wanted) -> Vec<(usize, Item)> {
    let mut found: Vec<(usize, Item)> = Vec::new();
    let mut known = BTreeSet::new();
    for seed in 0..wanted.seeds {
        for (home, lab) in labs.iter().enumerate() {
            if found.len() == wanted.each {
                return found;
            }
            let request = Request {
                count: 2,
                archetypes: vec![archetype.name.to_owned()],
                about: Vec::new(),
                ..Request::of(lab.scenario(), seed)
            };
            for item in collect(lab, &request, TRIES).0 {
                if found.len() < wanted.each && known.insert(item.likeness()) {
                    found.push((home, item));
                }
            }
            lab.forget();
        }
    }
    found
}

fn judge(items: Vec<(usize, Item)>, made: BTreeMap<&'static str, usize>, unproved: Vec<String>) -> Bank {
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
        if item.form == Form::Single {
            let counts = positions.entry(item.options.len()).or_insert_with(|| vec![0; item.options.len()]);
            item.key.iter().for_each(|place| counts[*place] += 1);
        }
    }
    let plain: Vec<Item> = items.iter().map(|(_, item)| item.clone()).collect();
    errors.extend(lint::key_positions(&plain).map(|says| format!("L20: {says}")));
    Bank { items, made, unproved, errors, warnings, twice, positions }
}

/// Whether every claim of an item comes out in a lab that has not run yet.
///
/// # Errors
/// What does not, one line each.
fn prove_again(lab: &Lab<'_>, item: &Item) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    check(lab, item, &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
