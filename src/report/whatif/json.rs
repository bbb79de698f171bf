//! A comparison as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::standing::Judgement;
use crate::model::licence::TABLE;
use crate::report::forecast::Price;
use crate::report::json::{FORMAT_VERSION, pretty};
use crate::report::words::day;
use crate::scenario::timeline::Rights;
use crate::study::whatif::{Kept, Row, Side, State, WhatIf};

use super::{Comparison, shown};

#[derive(Serialize)]
struct Document<'a> {
    format_version: u32,
    kind: &'static str,
    title: &'a str,
    tenant: &'a str,
    plans: Vec<Plan<'a>>,
    own_prices: bool,
}

#[derive(Serialize)]
struct Plan<'a> {
    name: &'a str,
    date: String,
    changes_nothing: bool,
    holders: usize,
    before: World,
    after: World,
    people: Vec<Person<'a>>,
    kept: Option<Keeping>,
}

#[derive(Serialize)]
struct World {
    totals: BTreeMap<String, String>,
    seats: Vec<Seats>,
    cost_per_month: Price,
    cost_per_year: Price,
    over_business_cap: u64,
}

#[derive(Serialize)]
struct Seats {
    sku: &'static str,
    product: &'static str,
    seats: u64,
    cost_per_month: Price,
}

#[derive(Serialize)]
struct Person<'a> {
    upn: &'a str,
    holder: bool,
    before: Shown,
    after: Shown,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    rights: Rights,
    #[serde(flatten)]
    judgement: Judgement,
    able_if_own_right: bool,
}

#[derive(Serialize)]
struct Keeping {
    capability: &'static str,
    given: Vec<Given>,
    cost_per_month: Price,
    unserved: u64,
}

#[derive(Serialize)]
struct Given {
    sku: &'static str,
    people: u64,
    spare: bool,
}

/// The comparison.
#[must_use]
pub fn document(comparison: &Comparison<'_>) -> String {
    pretty(&Document {
        format_version: FORMAT_VERSION,
        kind: "whatif",
        title: &comparison.scenario.title,
        tenant: &comparison.scenario.tenant.name,
        plans: comparison.plans.iter().map(|one| plan(comparison, one)).collect(),
        own_prices: comparison.own_prices,
    })
}

fn plan<'a>(comparison: &'a Comparison<'_>, one: &'a WhatIf) -> Plan<'a> {
    let person = |row: &Row| Person {
        upn: &comparison.scenario.users[row.user.index()].upn,
        holder: row.holder,
        before: state(&row.before),
        after: state(&row.after),
        changes: row.changes(),
    };
    Plan {
        name: &one.name,
        date: day(one.at),
        changes_nothing: one.changes_nothing(),
        holders: one.holders,
        before: world(&one.before),
        after: world(&one.after),
        people: shown(one).map(person).collect(),
        kept: one.kept.as_ref().map(keeping),
    }
}

const fn state(state: &State) -> Shown {
    Shown { rights: state.rights, judgement: state.judgement, able_if_own_right: state.strict.able }
}

fn world(side: &Side) -> World {
    let seats = |one: &crate::study::whatif::Seats| Seats {
        sku: TABLE.product(one.sku).part_number,
        product: TABLE.product(one.sku).name,
        seats: one.units,
        cost_per_month: one.cost.into(),
    };
    World {
        totals: side.tally.rows().into_iter().collect(),
        seats: side.seats.iter().map(seats).collect(),
        cost_per_month: side.cost.into(),
        cost_per_year: super::year(side.cost).into(),
        over_business_cap: side.over_limit,
    }
}

fn keeping(kept: &Kept) -> Keeping {
    let given = |(offer, people): &(crate::study::keep::Offer, u64)| Given {
        sku: TABLE.product(offer.sku).part_number,
        people: *people,
        spare: offer.spare,
    };
    Keeping {
        capability: kept.capability.word(),
        given: kept.given.iter().map(given).collect(),
        cost_per_month: kept.cost.into(),
        unserved: kept.unserved,
    }
}
