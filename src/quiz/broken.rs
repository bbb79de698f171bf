//! Takes rules out of the engine, one at a time, and asks which keys change: a key that no rule holds up proves nothing.

use std::collections::BTreeMap;

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::bank::Bank;
use super::lab::Lab;
use super::question::Item;

/// How the items of an archetype bear rules being taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borne {
    /// Items that cite a rule.
    pub items: usize,
    /// Items whose key changes when one of the rules they cite is taken out.
    pub changed: usize,
    /// The rules whose taking out changed a key, with the items whose keys changed.
    pub rules: BTreeMap<&'static str, usize>,
}

/// Takes out, for each item of a bank, the rules that it cites, until its key changes; by archetype.
///
/// `without` is the simulator with the rule of this id taken out.
#[must_use]
pub fn borne(
    scenarios: &[Scenario],
    bank: &Bank,
    without: &dyn Fn(&'static str) -> Box<dyn Simulate>,
) -> BTreeMap<&'static str, Borne> {
    let mut found: BTreeMap<&'static str, Borne> = BTreeMap::new();
    for (home, item) in bank.items.iter().filter(|(_, item)| !item.rules.is_empty()) {
        let borne = found.entry(item.archetype).or_default();
        borne.items += 1;
        let changes = |id: &&'static str| !key_holds(&Lab::new(&*without(id), &scenarios[*home]), item);
        if let Some(id) = item.rules.iter().map(|rule| rule.id).find(changes) {
            borne.changed += 1;
            *borne.rules.entry(id).or_default() += 1;
        }
    }
    found
}

/// Whether every option is as right or wrong as the item says.
fn key_holds(lab: &Lab<'_>, item: &Item) -> bool {
    let here = lab.evidence(&item.variant, item.extent);
    here.is_some_and(|here| item.options.iter().all(|option| option.claim.holds(&here) == option.holds))
}
