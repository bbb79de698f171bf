//! Takes rules out of the engine and asks which keys change: a key that no rule holds up proves nothing.
//!
//! Documents often say the same several times, and then a refusal stands when one of these rules is gone. So a rule is
//! taken out alone first, and then together with those that refuse in its place, with its code or with none.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Simulate;
use crate::rules::catalogue;
use crate::rules::rule::{Law, Rule};
use crate::scenario::Scenario;

use super::claim::Claim;
use super::lab::Lab;
use super::question::Item;

/// The most rules that are taken out together.
const MOST: usize = 5;

/// How the items of an archetype bear rules being taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borne {
    /// Items that cite a rule.
    pub items: usize,
    /// Items whose key changes when one of the rules they cite is taken out.
    pub alone: usize,
    /// Items whose key changes only when those go with it that refuse in its place.
    pub together: usize,
    /// The rules whose taking out changed a key, with the items whose keys changed.
    pub rules: BTreeMap<&'static str, usize>,
}

impl Borne {
    /// Counts an item in, with the rules that change its key.
    pub fn count(&mut self, rules: &[&'static str]) {
        self.items += 1;
        self.alone += usize::from(rules.len() == 1);
        self.together += usize::from(rules.len() > 1);
        if let Some(id) = rules.first() {
            *self.rules.entry(id).or_default() += 1;
        }
    }
}

/// The simulator with these rules taken out.
pub type Without<'a> = &'a dyn Fn(&[&'static str]) -> Box<dyn Simulate>;

/// Rules without which the key of an item is another: one that it cites, and where that is not enough, those that refuse
/// in its place. None where its key stands without any of them.
#[must_use]
pub fn breakers(scenario: &Scenario, item: &Item, without: Without<'_>) -> Vec<&'static str> {
    let cited = || item.rules.iter().map(|rule| rule.id);
    let alone = cited().find(|id| !key_holds(&Lab::new(&*without(&[id]), scenario), item));
    let alone = alone.map(|id| vec![id]);
    alone.or_else(|| cited().find_map(|id| together(scenario, item, without, id))).unwrap_or_default()
}

/// A rule with those that refuse in its place, as many as it takes to change the key.
fn together(scenario: &Scenario, item: &Item, without: Without<'_>, id: &'static str) -> Option<Vec<&'static str>> {
    let first = catalogue::find(id)?;
    let mut out = vec![id];
    while out.len() <= MOST {
        let engine = without(&out);
        let lab = Lab::new(&*engine, scenario);
        if out.len() > 1 && !key_holds(&lab, item) {
            return Some(out);
        }
        let others: Vec<&'static str> =
            stand_ins(&lab, item, first).into_iter().filter(|id| !out.contains(id)).collect();
        if others.is_empty() {
            return None;
        }
        out.extend(others);
    }
    None
}

/// The rules on which the claims of an item rest in an engine that lacks one, and that refuse with the code of that one.
fn stand_ins(lab: &Lab<'_>, item: &Item, gone: &Rule) -> BTreeSet<&'static str> {
    let Some(here) = lab.evidence(&item.variant, item.extent) else { return BTreeSet::new() };
    let near = item.options.iter().filter_map(|option| option.witness.as_ref()).filter_map(|edit| here.with(edit));
    let worlds: Vec<_> = std::iter::once(here.clone()).chain(near).collect();
    let rests = worlds.iter().flat_map(|world| item.options.iter().flat_map(|option| option.claim.reasons(world)));
    rests.filter(|rule| alike(rule, gone)).map(|rule| rule.id).collect()
}

/// Whether two rules refuse with one code, or one of them says none.
fn alike(one: &Rule, other: &Rule) -> bool {
    match (one.law, other.law) {
        (Law::Gate { code: one, .. }, Law::Gate { code: other, .. }) => {
            one == other || one.is_none() || other.is_none()
        }
        _ => false,
    }
}

/// Whether every option is as right or wrong as the item says. Where lines of a log are to be explained, the key is what
/// leaves these lines, so they must be left.
fn key_holds(lab: &Lab<'_>, item: &Item) -> bool {
    let Some(here) = lab.evidence(&item.variant, item.extent) else { return false };
    let mut evidence = item.given.iter().filter(|claim| matches!(claim, Claim::Leaves { .. }));
    evidence.all(|claim| claim.holds(&here))
        && item.options.iter().all(|option| option.claim.holds(&here) == option.holds)
}
