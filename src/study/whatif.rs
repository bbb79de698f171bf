//! Two worlds and one comparison: the tenant as it is, and after a plan.

use std::collections::BTreeMap;

use crate::ledger::standing::{Foresee, Judgement, Snapshot, Standing};
use crate::model::key::{SkuId, UserId};
use crate::model::licence::{Licence, TABLE};
use crate::model::price::{Commitment, Prices};
use crate::model::time::Instant;
use crate::rules::Book;
use crate::rules::readings::licences::gives_cloud_reset;
use crate::scenario::Scenario;
use crate::scenario::edit::is_premium;
use crate::scenario::plans::{Capability, Plan};
use crate::scenario::timeline::Rights;

use super::classes::Classes;
use super::cost::{self, Cost};
use super::keep::{Class, Offer, cheapest, seat_limit};
use super::swap::{after, buy, holders};
use super::tally::Tally;

/// What to reckon with.
#[derive(Copy, Clone, Debug)]
pub struct Terms<'a> {
    /// The day that is looked at.
    pub at: Instant,
    /// Prices.
    pub prices: &'a Prices,
    /// For how long the customer binds.
    pub commitment: Commitment,
}

/// A plan compared with the tenant as it is.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The plan's name.
    pub name: String,
    /// When.
    pub at: Instant,
    /// How many people the product that goes is assigned to, without an error.
    pub holders: usize,
    /// The tenant as it is.
    pub before: Side,
    /// The tenant after the plan.
    pub after: Side,
    /// Everybody who exists in both worlds.
    pub rows: Vec<Row>,
    /// What keeping a capability takes.
    pub kept: Option<Kept>,
    /// The scenario after the plan.
    pub scenario: Scenario,
}

/// One of the two worlds.
#[derive(Clone, Debug)]
pub struct Side {
    /// The figures.
    pub tally: Tally,
    /// Seats bought and their price a month, by product.
    pub seats: Vec<Seats>,
    /// What all usable subscriptions cost a month.
    pub cost: Cost,
    /// Holders of Business plans beyond the seats that such a plan may have.
    pub over_limit: u64,
}

/// Seats of a product.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The product.
    pub sku: SkuId,
    /// How many are bought.
    pub units: u64,
    /// What they cost a month.
    pub cost: Cost,
}

/// One person in both worlds.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub user: UserId,
    /// The product that goes is assigned to the person.
    pub holder: bool,
    /// As it is.
    pub before: State,
    /// After the plan.
    pub after: State,
}

/// One person in one world.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the own plans grant.
    pub rights: Rights,
    /// Whether a reset succeeds.
    pub judgement: Judgement,
    /// The same if the writeback gate asked for an own right.
    pub strict: Judgement,
}

/// What keeping a capability takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub capability: Capability,
    /// Seats to give, with what each costs; spare ones cost nothing more.
    pub given: Vec<(Offer, u64)>,
    /// What the seats to buy cost a month.
    pub cost: Cost,
    /// How many people cannot keep it with the products of the list.
    pub unserved: u64,
}

impl Row {
    /// What changes, as words such as `loses-writeback`, in a fixed order.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        let (before, after) = (&self.before, &self.after);
        let facts = [
            ("cloud-reset", before.rights.cloud_reset, after.rights.cloud_reset),
            ("writeback", before.rights.writeback, after.rights.writeback),
            ("self-service", before.judgement.able, after.judgement.able),
            ("self-service-user-gate", before.strict.able, after.strict.able),
        ];
        let word = |(name, before, after): &(&str, bool, bool)| match (before, after) {
            (true, false) => Some(format!("loses-{name}")),
            (false, true) => Some(format!("gains-{name}")),
            _ => None,
        };
        facts.iter().filter_map(word).collect()
    }

    /// Whether anything about the person's reset changes: rights, success, reason, code or rule.
    #[must_use]
    pub fn differs(&self) -> bool {
        let seen = |state: &State| {
            let of = |found: &Judgement| (found.able, found.reason, found.code, found.rule);
            (state.rights, of(&state.judgement), of(&state.strict))
        };
        seen(&self.before) != seen(&self.after)
    }
}

impl WhatIf {
    /// Compares a plan with the tenant as it is.
    ///
    /// # Errors
    /// What of the plan does not fit the tenant.
    pub fn new(foresee: &dyn Foresee, scenario: &Scenario, plan: &Plan, terms: Terms<'_>) -> Result<Self, Vec<String>> {
        let mut changed = after(scenario, plan)?;
        let before = foresee.foresee(scenario, &[terms.at]).remove(0);
        let mut later = foresee.foresee(&changed, &[terms.at]).remove(0);
        let mut kept = None;
        if let Some(capability) = plan.keep {
            let found = keep(&mut changed, capability, &plan.choose, [&before, &later], terms);
            later = foresee.foresee(&changed, &[terms.at]).remove(0);
            kept = Some(found);
        }
        let going: std::collections::BTreeSet<UserId> =
            plan.swaps.iter().flat_map(|swap| holders(scenario, swap.from)).collect();
        let (first, second) = (judge_all(scenario, &before), judge_all(&changed, &later));
        let mut rows = Vec::new();
        for (standing, state) in before.people.iter().zip(&first) {
            let at = later.people.binary_search_by_key(&standing.user, |other| other.user);
            if let Ok(at) = at {
                let holder = going.contains(&standing.user);
                rows.push(Row { user: standing.user, holder, before: *state, after: second[at] });
            }
        }
        let side = |scenario: &Scenario, snapshot: &Snapshot, states: &[State]| side(scenario, snapshot, states, terms);
        Ok(Self {
            name: plan.name.clone(),
            at: terms.at,
            holders: going.len(),
            before: side(scenario, &before, &first),
            after: side(&changed, &later, &second),
            rows,
            kept,
            scenario: changed,
        })
    }

    /// Whether nobody's reset and no price changes.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        !self.rows.iter().any(Row::differs)
            && self.before.cost == self.after.cost
            && self.before.seats == self.after.seats
    }

    /// How many people a change such as `loses-writeback` is about.
    #[must_use]
    pub fn count(&self, change: &str) -> usize {
        self.rows.iter().filter(|row| row.changes().iter().any(|word| word == change)).count()
    }

    /// Outcomes that change, by the rule and reason after the plan: lost, gained, refused otherwise.
    #[must_use]
    pub fn outcomes(&self) -> BTreeMap<(&'static str, Option<&'static str>), [usize; 3]> {
        let mut found: BTreeMap<_, [usize; 3]> = BTreeMap::new();
        for row in &self.rows {
            let (before, after) = (&row.before.judgement, &row.after.judgement);
            let cell = match (before.able, after.able) {
                (true, false) => 0,
                (false, true) => 1,
                (false, false) if (before.reason, before.rule) != (after.reason, after.rule) => 2,
                _ => continue,
            };
            let by = if after.able { before } else { after };
            found.entry((by.reason, by.rule)).or_default()[cell] += 1;
        }
        found
    }
}

fn judge_all(scenario: &Scenario, snapshot: &Snapshot) -> Vec<State> {
    let mut classes = Classes::new(scenario);
    let of = classes.sort(snapshot);
    let state = |(standing, (judgement, strict)): (&Standing, (Judgement, Judgement))| State {
        rights: standing.rights,
        judgement,
        strict,
    };
    snapshot.people.iter().zip(classes.judged(&of)).map(state).collect()
}

fn side(scenario: &Scenario, snapshot: &Snapshot, states: &[State], terms: Terms<'_>) -> Side {
    let book = Book::new(&scenario.assumptions);
    let judged: Vec<(Judgement, Judgement)> = states.iter().map(|state| (state.judgement, state.strict)).collect();
    let mut units: BTreeMap<SkuId, u64> = BTreeMap::new();
    for one in snapshot.subscriptions.iter().filter(|one| one.usable()) {
        *units.entry(one.sku).or_default() += u64::from(one.units);
    }
    let price = |sku| cost::of(terms.prices, sku, terms.at.date(), terms.commitment);
    let seats: Vec<Seats> =
        units.iter().map(|(sku, n)| Seats { sku: *sku, units: *n, cost: price(*sku).times(*n) }).collect();
    let mut held: BTreeMap<SkuId, u64> = BTreeMap::new();
    for sku in snapshot.people.iter().flat_map(|standing| &standing.held) {
        *held.entry(*sku).or_default() += 1;
    }
    let over = held.iter().filter_map(|(sku, n)| Some(n.saturating_sub(seat_limit(*sku)?)));
    Side {
        tally: Tally::count(scenario, &book, snapshot, &judged),
        cost: seats.iter().map(|one| one.cost).fold(Cost::NONE, Cost::and),
        seats,
        over_limit: over.sum(),
    }
}

/// Whether a product of one's own gives a capability.
fn gives(sku: SkuId, capability: Capability, book: &Book) -> bool {
    let product = TABLE.product(sku);
    let mut basis = crate::rules::case::BasisSet::default();
    basis.insert(product.reset);
    product.for_people
        && (is_premium(sku) || (capability == Capability::CloudReset && gives_cloud_reset(basis, &book.assumed)))
}

/// Gives everybody who would lose a capability the cheapest product of a list that gives it back.
fn keep(
    scenario: &mut Scenario,
    capability: Capability,
    choose: &[SkuId],
    [before, later]: [&Snapshot; 2],
    terms: Terms<'_>,
) -> Kept {
    let book = Book::new(&scenario.assumptions);
    let has = |rights: Rights| match capability {
        Capability::CloudReset => rights.cloud_reset,
        Capability::Writeback => rights.writeback,
    };
    let had: std::collections::BTreeSet<UserId> =
        before.people.iter().filter(|standing| has(standing.rights)).map(|standing| standing.user).collect();
    let losing = later.people.iter().filter(|standing| had.contains(&standing.user) && !has(standing.rights));
    let offers = offers(capability, choose, &book, later, terms);
    // People who hold a product already are not served by a second licence of it.
    let mut classes: Vec<(Class, Vec<UserId>)> = Vec::new();
    for standing in losing {
        let open: Vec<usize> = (0..offers.len()).filter(|i| !standing.held.contains(&offers[*i].sku)).collect();
        match classes.iter_mut().find(|(class, _)| class.offers == open) {
            Some((class, people)) => {
                class.people += 1;
                people.push(standing.user);
            }
            None => classes.push((Class { people: 1, offers: open }, vec![standing.user])),
        }
    }
    let shape: Vec<Class> = classes.iter().map(|(class, _)| class.clone()).collect();
    let given = cheapest(&shape, &offers);
    for ((_, people), row) in classes.iter().zip(&given) {
        let mut next = people.iter();
        for (offer, n) in offers.iter().zip(row) {
            for user in next.by_ref().take(*n as usize) {
                scenario.users[user.index()].licences.push(Licence::of(offer.sku));
            }
        }
    }
    let mut kept = Kept { capability, given: Vec::new(), cost: Cost::NONE, unserved: 0 };
    for (i, offer) in offers.iter().enumerate() {
        let n: u64 = given.iter().map(|row| row[i]).sum();
        if n > 0 {
            kept.given.push((*offer, n));
            if !offer.spare {
                buy(scenario, offer.sku, u32::try_from(n).unwrap_or(u32::MAX));
                let price = cost::of(terms.prices, offer.sku, terms.at.date(), terms.commitment);
                kept.cost = kept.cost.and(price.times(n));
            }
        }
    }
    kept.unserved = shape.iter().map(|class| class.people).sum::<u64>() - given.iter().flatten().sum::<u64>();
    kept
}

/// Seats that can be given: spare ones of usable subscriptions, then bought ones, within the limits of Business plans.
fn offers(capability: Capability, choose: &[SkuId], book: &Book, later: &Snapshot, terms: Terms<'_>) -> Vec<Offer> {
    /// A price that is not known is taken for higher than any that is.
    const UNKNOWN: u64 = 1_000_000_000;
    let mut offers = Vec::new();
    let mut seen: Vec<SkuId> = Vec::new();
    for sku in choose.iter().copied().filter(|sku| gives(*sku, capability, book)) {
        if seen.contains(&sku) {
            continue;
        }
        seen.push(sku);
        let usable = later.subscriptions.iter().filter(|one| one.sku == sku && one.usable());
        let units: u64 = usable.map(|one| u64::from(one.units)).sum();
        let taken = later.people.iter().filter(|standing| standing.held.contains(&sku)).count() as u64;
        let room = seat_limit(sku).map_or(u64::MAX / 4, |limit| limit.saturating_sub(taken));
        let spare = units.saturating_sub(taken).min(room);
        let cents = match cost::of(terms.prices, sku, terms.at.date(), terms.commitment) {
            Cost::Known(cents) => cents,
            Cost::AtLeast(_) => UNKNOWN,
        };
        offers.push(Offer { sku, cents: 0, seats: spare, spare: true });
        offers.push(Offer { sku, cents, seats: room - spare, spare: false });
    }
    offers
}
