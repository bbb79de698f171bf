//! Licences: those of groups go on the groups, direct ones on people, and what a person holds stays what the export
//! says, whichever way it came.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::key::{GroupId, PlanId, SkuId, UserId};
use crate::model::licence::{Licence, LicenceError, TABLE};

use super::Log;
use super::account::{Account, Assigned, State};
use super::groups::Groups;
use super::people::Accounts;

/// Turns assignments into licences and keeps count of what could not be told.
#[derive(Debug, Default)]
pub(super) struct Licensing {
    /// Products of no table, by GUID, with the positions of the people and the names of the groups that hold them.
    pub(super) unknown: BTreeMap<String, (BTreeSet<usize>, BTreeSet<String>)>,
    plans: BTreeSet<String>,
    names: BTreeMap<String, usize>,
    ambiguous: BTreeMap<String, usize>,
    untold: usize,
    no_states: usize,
    moved: usize,
    narrower: usize,
    not_reached: usize,
    shadowed: usize,
    odd_states: BTreeMap<String, usize>,
}

/// What one person holds of one product, by the way it came.
#[derive(Debug, Default)]
struct Ways {
    direct: Option<Vec<PlanId>>,
    groups: Vec<(String, Vec<PlanId>)>,
    error: Option<LicenceError>,
}

impl Licensing {
    /// Puts licences on the groups.
    pub(super) fn of_groups(&mut self, groups: &mut Groups) {
        for (at, assigned) in groups.licences.clone().iter().enumerate() {
            for one in assigned {
                let name = groups.list[at].name.clone();
                let Some(sku) = TABLE.sku(&one.sku) else {
                    self.unknown.entry(one.sku.clone()).or_default().1.insert(name);
                    continue;
                };
                let licence = Licence { disabled_plans: self.plans(&one.disabled), ..Licence::of(sku) };
                if groups.list[at].licences.iter().all(|held| held.sku != sku) {
                    groups.list[at].licences.push(licence);
                }
            }
            if !groups.list[at].licences.is_empty() {
                groups.licensed.push(GroupId(at as u16));
            }
        }
    }

    /// The licences of a person that do not come from groups.
    pub(super) fn of_person(
        &mut self,
        at: usize,
        accounts: &Accounts,
        groups: &Groups,
        bought: &BTreeSet<SkuId>,
    ) -> Vec<Licence> {
        let account = &accounts.list[at];
        let user = UserId(at as u32);
        let told = account.states.is_some() || account.assigned.is_some() || account.product_names.is_some();
        let mut ways = match (&account.states, &account.assigned) {
            (Some(states), assigned) if !states.is_empty() || assigned.as_ref().is_none_or(Vec::is_empty) => {
                self.by_states(at, states)
            }
            (_, Some(assigned)) => self.by_assigned(at, assigned, groups),
            _ => self.by_names(account, groups, user, bought),
        };
        if told {
            self.unreached(&mut ways, groups, user);
        } else {
            self.untold += 1;
        }
        ways.into_iter().filter_map(|(sku, ways)| self.settle(sku, ways, groups, user)).collect()
    }

    fn by_states(&mut self, at: usize, states: &[State]) -> BTreeMap<SkuId, Ways> {
        let mut ways: BTreeMap<SkuId, Ways> = BTreeMap::new();
        for state in states {
            let Some(sku) = self.sku(at, &state.assigned) else { continue };
            let disabled = self.plans(&state.assigned.disabled);
            let entry = ways.entry(sku).or_default();
            if ["Active", "ActiveWithError"].iter().any(|word| state.state.eq_ignore_ascii_case(word)) {
                match &state.by_group {
                    Some(group) => entry.groups.push((group.clone(), disabled)),
                    None => {
                        entry.direct =
                            Some(entry.direct.take().map_or_else(|| disabled.clone(), |d| both(&d, &disabled)))
                    }
                }
                continue;
            }
            if !state.state.eq_ignore_ascii_case("Error") {
                *self.odd_states.entry(state.state.clone()).or_default() += 1;
            }
            let error = state.error.as_deref().and_then(LicenceError::parse).unwrap_or(LicenceError::Other);
            entry.error.get_or_insert(error);
        }
        ways
    }

    /// Without states, a product that a group gives in the same form is taken to come from that group.
    fn by_assigned(&mut self, at: usize, assigned: &[Assigned], groups: &Groups) -> BTreeMap<SkuId, Ways> {
        self.no_states += usize::from(!assigned.is_empty());
        let mut ways: BTreeMap<SkuId, Ways> = BTreeMap::new();
        for one in assigned {
            let Some(sku) = self.sku(at, one) else { continue };
            let disabled = self.plans(&one.disabled);
            let given = inherited(groups, UserId(at as u32), sku).is_some_and(|plans| is_subset(&plans, &disabled));
            let direct = (!given).then_some(disabled);
            ways.insert(sku, Ways { direct, ..Ways::default() });
        }
        ways
    }

    /// Product names of a table; names are not unique, so what the tenant has bought decides.
    fn by_names(
        &mut self,
        account: &Account,
        groups: &Groups,
        user: UserId,
        bought: &BTreeSet<SkuId>,
    ) -> BTreeMap<SkuId, Ways> {
        let mut ways = BTreeMap::new();
        let (names, unknown) = product_names(account.product_names.as_deref().unwrap_or_default());
        for name in unknown {
            *self.names.entry(name).or_default() += 1;
        }
        for name in names {
            let mut fits: Vec<SkuId> = TABLE.named(&name).collect();
            if fits.len() > 1 {
                fits.sort_by_key(|sku| !bought.contains(sku));
                let certain = bought.contains(&fits[0]) && !bought.contains(&fits[1]);
                *self.ambiguous.entry(name).or_default() += usize::from(!certain);
            }
            let Some(sku) = fits.first() else { continue };
            let direct = inherited(groups, user, *sku).is_none().then(Vec::new);
            ways.insert(*sku, Ways { direct, ..Ways::default() });
        }
        ways
    }

    fn sku(&mut self, at: usize, assigned: &Assigned) -> Option<SkuId> {
        let sku = TABLE.sku(&assigned.sku);
        if sku.is_none() {
            self.unknown.entry(assigned.sku.clone()).or_default().0.insert(at);
        }
        sku
    }

    fn plans(&mut self, guids: &[String]) -> Vec<PlanId> {
        let mut found: Vec<PlanId> = Vec::new();
        for guid in guids {
            match TABLE.plan(guid) {
                Some(plan) => found.push(plan),
                None => {
                    self.plans.insert(guid.clone());
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A direct member of a licensed group whom the licence has not reached holds nothing, so it is marked in error.
    fn unreached(&mut self, ways: &mut BTreeMap<SkuId, Ways>, groups: &Groups, user: UserId) {
        let mine = groups.licensed.iter().filter(|id| groups.has_direct(**id, user));
        for id in mine {
            for licence in &groups.list[id.index()].licences {
                ways.entry(licence.sku).or_insert_with(|| {
                    self.not_reached += 1;
                    Ways { error: Some(LicenceError::Other), ..Ways::default() }
                });
            }
        }
    }

    /// What the person must hold directly, so that direct and inherited plans together are those of the export.
    fn settle(&mut self, sku: SkuId, ways: Ways, groups: &Groups, user: UserId) -> Option<Licence> {
        let mut direct = ways.direct;
        let active = direct.is_some() || !ways.groups.is_empty();
        for (group, disabled) in ways.groups {
            let from = groups.by_id(&group).filter(|id| groups.has_direct(*id, user));
            let given = from.and_then(|id| groups.list[id.index()].licences.iter().find(|licence| licence.sku == sku));
            match given {
                Some(licence) if is_subset(&licence.disabled_plans, &disabled) => {
                    self.narrower += usize::from(licence.disabled_plans != disabled);
                }
                _ => {
                    self.moved += 1;
                    direct = Some(direct.map_or_else(|| disabled.clone(), |plans| both(&plans, &disabled)));
                }
            }
        }
        if let Some(disabled_plans) = direct {
            self.shadowed += usize::from(ways.error.is_some());
            return Some(Licence { disabled_plans, ..Licence::of(sku) });
        }
        if active {
            self.shadowed += usize::from(ways.error.is_some());
            return None;
        }
        ways.error.map(|error| Licence { error: Some(error), ..Licence::of(sku) })
    }

    /// Tells what was made of licences.
    pub(super) fn tell(&self, log: &mut Log) {
        log.note(
            self.untold,
            "people come without any word on licences: they are taken to hold only what their groups give",
        );
        log.note(
            self.no_states,
            "people come without `licenseAssignmentStates`: `assignedLicenses` counts, as \
            active, and as inherited where a group of theirs gives the same",
        );
        log.note(
            self.moved,
            "licences are inherited from a group that does not give them so in the export: they \
            are written to the person as direct ones",
        );
        log.note(
            self.narrower,
            "inherited licences have more plans switched off than the group's; a scenario gives the group's plans",
        );
        log.note(
            self.not_reached,
            "members of a licensed group do not hold its licence: they carry it in error, with no reason known",
        );
        log.note(self.shadowed, "licences in error are left out because the same product is active in another way");
        log.note(self.plans.len(), "switched-off plans are in no table and are left out");
        for (word, count) in &self.odd_states {
            log.note(*count, format!("the assignment state `{word}` gives nothing: it is written as an error"));
        }
        for (name, count) in &self.names {
            log.note(*count, format!("the product name `{name}` is in no table; its licences are left out"));
        }
        for (name, count) in &self.ambiguous {
            log.note(
                *count,
                format!(
                    "several products are named `{name}`; the first one bought, or else the \
                first one of the table, is taken"
                ),
            );
        }
    }
}

/// The product names joined by `+` in a cell, and the pieces that are none; a name may itself hold a `+`.
fn product_names(cell: &str) -> (Vec<String>, Vec<String>) {
    let pieces: Vec<&str> = cell.split('+').collect();
    let (mut names, mut unknown, mut at) = (Vec::new(), Vec::new(), 0);
    while at < pieces.len() {
        let longest = (at + 1..=pieces.len()).rev().find_map(|end| {
            let name = pieces[at..end].join("+").trim().to_owned();
            let known = TABLE.named(&name).next().is_some();
            known.then_some((name, end))
        });
        match longest {
            Some((name, end)) => {
                names.push(name);
                at = end;
            }
            None => {
                let piece = pieces[at].trim();
                unknown.extend((!piece.is_empty()).then(|| piece.to_owned()));
                at += 1;
            }
        }
    }
    (names, unknown)
}

/// The plans switched off in what the person's groups give of a product; none where they give none of it.
fn inherited(groups: &Groups, user: UserId, sku: SkuId) -> Option<Vec<PlanId>> {
    let mine = groups.licensed.iter().filter(|id| groups.has_direct(**id, user));
    let given = mine.flat_map(|id| &groups.list[id.index()].licences).filter(|licence| licence.sku == sku);
    given.map(|licence| licence.disabled_plans.clone()).reduce(|a, b| both(&a, &b))
}

/// Plans off in both of two assignments: what is on in one of them is on.
fn both(a: &[PlanId], b: &[PlanId]) -> Vec<PlanId> {
    a.iter().filter(|plan| b.contains(plan)).copied().collect()
}

fn is_subset(inner: &[PlanId], outer: &[PlanId]) -> bool {
    inner.iter().all(|plan| outer.contains(plan))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_plus_are_found_whole() {
        let (names, unknown) = product_names("Enterprise Mobility + Security E3+Microsoft 365 E3+No such thing");
        assert_eq!(names, ["Enterprise Mobility + Security E3", "Microsoft 365 E3"]);
        assert_eq!(unknown, ["No such thing"]);
        assert_eq!(product_names(""), (vec![], vec![]));
    }

    #[test]
    fn plans_that_are_on_in_one_assignment_are_on() {
        assert_eq!(both(&[PlanId(1), PlanId(2)], &[PlanId(2), PlanId(3)]), [PlanId(2)]);
    }
}
