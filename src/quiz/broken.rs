//! Takes rules out of the engine, one at a time, and asks which keys change: a key that no rule holds up proves nothing.

use std::collections::BTreeMap;

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::claim::Claim;
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

impl Borne {
    /// Counts an item in, with the rule that changes its key, where one does.
    pub fn count(&mut self, rule: Option<&'static str>) {
        self.items += 1;
        if let Some(id) = rule {
            self.changed += 1;
            *self.rules.entry(id).or_default() += 1;
        }
    }
}

/// The first rule that an item cites without which its key is another; none where its key stands without any of them.
///
/// `without` is the simulator with the rule of this id taken out.
#[must_use]
pub fn breaker(
    scenario: &Scenario,
    item: &Item,
    without: &dyn Fn(&'static str) -> Box<dyn Simulate>,
) -> Option<&'static str> {
    item.rules.iter().map(|rule| rule.id).find(|id| !key_holds(&Lab::new(&*without(id), scenario), item))
}

/// Whether every option is as right or wrong as the item says. Where lines of a log are to be explained, the key is what
/// leaves these lines, so they must be left.
fn key_holds(lab: &Lab<'_>, item: &Item) -> bool {
    let Some(here) = lab.evidence(&item.variant, item.extent) else { return false };
    let evidence = item.given.iter().filter(|claim| matches!(claim, Claim::Leaves { .. }));
    evidence.into_iter().all(|claim| claim.holds(&here))
        && item.options.iter().all(|option| option.claim.holds(&here) == option.holds)
}
