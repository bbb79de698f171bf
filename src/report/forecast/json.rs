//! A forecast as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::standing::Judgement;
use crate::model::ask::Code;
use crate::report::json::{FORMAT_VERSION, pretty};
use crate::report::words::day;
use crate::study::cost::Cost;
use crate::study::forecast::{Forecast, Help, Refusal};
use crate::study::tally::identity;

use super::{cause_name, refused, upn};

#[derive(Serialize)]
struct Document<'a> {
    format_version: u32,
    kind: &'static str,
    title: &'a str,
    tenant: &'a str,
    days: Vec<Day<'a>>,
    people: Vec<Person<'a>>,
    groups: Vec<Group<'a>>,
    plan: Vec<Action>,
    own_prices: bool,
}

#[derive(Serialize)]
struct Day<'a> {
    date: String,
    causes: Vec<String>,
    able: usize,
    lost: Vec<&'a str>,
    gained: Vec<&'a str>,
    refused: Vec<Refused>,
    totals: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Refused {
    reason: &'static str,
    code: Option<Code>,
    rule: Option<&'static str>,
    people: usize,
}

#[derive(Serialize)]
struct Person<'a> {
    upn: &'a str,
    department: Option<&'a str>,
    identity: &'static str,
    days: Vec<On>,
    first_loss: Option<String>,
    help: &'static str,
    fix: Vec<String>,
    cost_per_month: Option<Price>,
}

#[derive(Serialize)]
struct On {
    date: String,
    #[serde(flatten)]
    judgement: Judgement,
}

#[derive(Serialize)]
struct Group<'a> {
    by: &'static str,
    name: &'a str,
    people: usize,
    able: &'a [usize],
}

#[derive(Serialize)]
struct Action {
    action: String,
    regained: usize,
    left: usize,
    cost_per_month: Price,
}

/// Dollars in cents, and whether that is all of it.
#[derive(Serialize)]
pub(in crate::report) struct Price {
    usd_cents: u64,
    complete: bool,
}

impl From<Cost> for Price {
    fn from(cost: Cost) -> Self {
        Self { usd_cents: cost.cents(), complete: matches!(cost, Cost::Known(_)) }
    }
}

/// The forecast.
#[must_use]
pub fn document(forecast: &Forecast<'_>) -> String {
    let names = |users: &[crate::model::key::UserId]| users.iter().map(|user| upn(forecast, *user)).collect();
    let one = |((reason, code, rule), people): (&Refusal, usize)| Refused { reason, code: *code, rule: *rule, people };
    let days = forecast.days.iter().map(|one_day| Day {
        date: day(one_day.turning.at),
        causes: one_day.turning.causes.iter().map(cause_name).collect(),
        able: one_day.tally.able,
        lost: names(&one_day.lost),
        gained: names(&one_day.gained),
        refused: refused(one_day).into_iter().map(one).collect(),
        totals: one_day.tally.rows().into_iter().collect(),
    });
    let groups = forecast.groups.iter().flat_map(|breakdown| {
        let group = |group| group_of(breakdown.by, group);
        breakdown.groups.iter().map(group)
    });
    let plan = forecast.plan.iter().map(|action| Action {
        action: action.fact.name(),
        regained: action.regained,
        left: action.left,
        cost_per_month: action.cost.into(),
    });
    pretty(&Document {
        format_version: FORMAT_VERSION,
        kind: "forecast",
        title: &forecast.scenario.title,
        tenant: &forecast.scenario.tenant.name,
        days: days.collect(),
        people: forecast.people.iter().map(|row| person(forecast, row)).collect(),
        groups: groups.collect(),
        plan: plan.collect(),
        own_prices: forecast.own_prices,
    })
}

fn group_of<'a>(by: &'static str, group: &'a crate::study::forecast::Group) -> Group<'a> {
    Group { by, name: &group.name, people: group.people, able: &group.able }
}

fn person<'a>(forecast: &'a Forecast<'_>, row: &crate::study::forecast::Row) -> Person<'a> {
    let person = &forecast.scenario.users[row.user.index()];
    let dates = forecast.days.iter().map(|one| day(one.turning.at));
    let on = |(date, judgement): (String, &Option<Judgement>)| Some(On { date, judgement: (*judgement)? });
    let fix = match &row.help {
        Help::Fix(fix) => Some(fix),
        _ => None,
    };
    Person {
        upn: &person.upn,
        department: person.department.as_deref(),
        identity: identity(person),
        days: dates.zip(&row.days).filter_map(on).collect(),
        first_loss: row.first_loss.map(|at| day(forecast.days[at].turning.at)),
        help: super::help_word(&row.help),
        fix: fix.map(|fix| fix.facts.iter().map(|fact| fact.name()).collect()).unwrap_or_default(),
        cost_per_month: fix.map(|fix| fix.cost.into()),
    }
}
