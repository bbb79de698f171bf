//! What a comparison of plans says: a page, tables, JSON, a summary for the terminal.

mod html;
mod json;
mod terminal;

use crate::model::licence::TABLE;
use crate::scenario::Scenario;
use crate::study::cost::Cost;
use crate::study::tally::identity;
use crate::study::whatif::{Kept, Row, Side, WhatIf};

use super::File;
use super::csv::table;
use super::words::{count, day, yes};

pub use html::page;
pub use json::document;
pub use terminal::summary;

/// Plans compared with one tenant.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The tenant as it is.
    pub scenario: &'a Scenario,
    /// The plans, in the order given.
    pub plans: &'a [WhatIf],
    /// Whether prices are somebody's own.
    pub own_prices: bool,
}

/// The files of a comparison, for a caller that writes them into one folder.
#[must_use]
pub fn files(comparison: &Comparison<'_>) -> Vec<File> {
    let tables = [
        ("report.html", page(comparison)),
        ("whatif.json", document(comparison)),
        ("people.csv", people(comparison)),
        ("summary.csv", summary_table(comparison)),
        ("costs.csv", costs(comparison)),
    ];
    #[cfg(feature = "charts")]
    let picture = comparison.plans.first().map(|first| ("before-after.svg", picture_of(first, 0)));
    #[cfg(not(feature = "charts"))]
    let picture = None;
    tables.into_iter().chain(picture).collect()
}

/// A group of bars a capability: before, and after with what is lost hatched.
#[cfg(feature = "charts")]
fn picture_of(plan: &WhatIf, n: usize) -> String {
    use super::charts::{Bar, bars};
    let mut rows = Vec::new();
    for (name, before, after, lost, gained) in capabilities(plan) {
        rows.push(Bar { label: format!("{name}, before"), count: before as u64, lost: 0, remark: String::new() });
        let parts = [(lost, "lose"), (gained, "gain")];
        let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let lost = before.saturating_sub(after) as u64;
        rows.push(Bar { label: format!("{name}, after"), count: after as u64, lost, remark: said.join(", ") });
    }
    let desc = "People with each capability before and after the plan; what is fewer is hatched. The table beside it has \
                the same numbers.";
    bars(&rows, &format!("before-after-{n}"), "Capabilities before and after the plan", desc)
}

#[cfg(not(feature = "charts"))]
fn picture_of(_: &WhatIf, _: usize) -> String {
    String::new()
}

/// Capabilities with the people who have them before and after, who lose them and who gain them.
fn capabilities(plan: &WhatIf) -> [(&'static str, usize, usize, usize, usize); 5] {
    let (before, after) = (&plan.before.tally, &plan.after.tally);
    let changed = |word: &str| (plan.count(&format!("loses-{word}")), plan.count(&format!("gains-{word}")));
    let row = |name, before, after, word| {
        let (lost, gained) = changed(word);
        (name, before, after, lost, gained)
    };
    let unlicensed = |a: &crate::study::whatif::State, row: &Row| {
        let hybrid = plan.scenario.users[row.user.index()].identity.is_hybrid();
        a.judgement.able && !(if hybrid { a.rights.writeback } else { a.rights.cloud_reset })
    };
    let moved = |from: bool| {
        let is = |row: &&Row| {
            let (before, after) = (unlicensed(&row.before, row), unlicensed(&row.after, row));
            before != after && before == from
        };
        plan.rows.iter().filter(is).count()
    };
    [
        row("entitled to cloud reset", before.cloud_reset, after.cloud_reset, "cloud-reset"),
        row("entitled to writeback", before.writeback, after.writeback, "writeback"),
        row("can reset", before.able, after.able, "self-service"),
        row("if each needed a licence", before.able_if_own_right, after.able_if_own_right, "self-service-user-gate"),
        ("able although unlicensed", before.able_unlicensed, after.able_unlicensed, moved(true), moved(false)),
    ]
}

/// A year of a monthly cost.
const fn year(cost: Cost) -> Cost {
    cost.times(12)
}

/// The rows that a table of people shows: holders of what goes, and everybody whose result changes.
fn shown(plan: &WhatIf) -> impl Iterator<Item = &Row> {
    plan.rows.iter().filter(|row| row.holder || row.differs())
}

/// One row a plan and person.
#[must_use]
pub fn people(comparison: &Comparison<'_>) -> String {
    let header = [
        "plan",
        "upn",
        "identity_type",
        "cloud_reset_before",
        "cloud_reset_after",
        "writeback_before",
        "writeback_after",
        "sspr_able_before",
        "sspr_able_after",
        "reason_before",
        "reason_after",
        "code_after",
        "rule_after",
        "sspr_able_user_gate_before",
        "sspr_able_user_gate_after",
        "change",
    ];
    let rows = comparison.plans.iter().flat_map(|plan| {
        shown(plan).map(|row| {
            let person = &comparison.scenario.users[row.user.index()];
            let (before, after) = (&row.before, &row.after);
            let words = [
                plan.name.as_str(),
                &person.upn,
                identity(person),
                yes(before.rights.cloud_reset),
                yes(after.rights.cloud_reset),
                yes(before.rights.writeback),
                yes(after.rights.writeback),
                yes(before.judgement.able),
                yes(after.judgement.able),
                before.judgement.reason,
                after.judgement.reason,
                after.judgement.code.map_or("", |code| code.word()),
                after.judgement.rule.unwrap_or_default(),
                yes(before.strict.able),
                yes(after.strict.able),
            ];
            words.iter().map(|word| (*word).to_owned()).chain([row.changes().join(";")]).collect()
        })
    });
    table(&header, rows)
}

/// The figures of a plan by column, as tables and tests name them.
#[must_use]
pub fn summary_row(scenario: &Scenario, plan: &WhatIf) -> Vec<(String, String)> {
    let (before, after) = (&plan.before, &plan.after);
    let hybrid = |row: &&Row| scenario.users[row.user.index()].identity.is_hybrid();
    let loses = |row: &&Row| row.changes().iter().any(|word| word == "loses-writeback");
    let synced = plan.rows.iter().filter(hybrid).filter(loses).count();
    let mut cells: Vec<(String, String)> = vec![
        ("what_if".to_owned(), plan.name.clone()),
        ("date".to_owned(), day(plan.at)),
        ("holders".to_owned(), plan.holders.to_string()),
    ];
    for name in ["cloud-reset", "writeback", "self-service", "self-service-user-gate"] {
        for word in ["loses", "gains"] {
            cells.push((format!("{word}_{name}"), plan.count(&format!("{word}-{name}")).to_string()));
        }
    }
    let short = |side: &Side| (side.tally.cloud_reset_need.shortfall, side.tally.writeback_need.shortfall);
    let rest = [
        ("loses_writeback_synced", synced.to_string()),
        ("shortfall_cloud-reset_before", short(before).0.to_string()),
        ("shortfall_cloud-reset_after", short(after).0.to_string()),
        ("shortfall_writeback_before", short(before).1.to_string()),
        ("shortfall_writeback_after", short(after).1.to_string()),
        ("tenant_writeback_before", yes(before.tally.opens_writeback).to_owned()),
        ("tenant_writeback_after", yes(after.tally.opens_writeback).to_owned()),
        ("sspr_able_before", before.tally.able.to_string()),
        ("sspr_able_after", after.tally.able.to_string()),
        ("unlicensed_before", before.tally.able_unlicensed.to_string()),
        ("unlicensed_after", after.tally.able_unlicensed.to_string()),
        ("over_business_cap", after.over_limit.to_string()),
        ("cost_month_before", before.cost.to_string()),
        ("cost_month_after", after.cost.to_string()),
        ("cost_year_before", year(before.cost).to_string()),
        ("cost_year_after", year(after.cost).to_string()),
    ];
    cells.extend(rest.into_iter().map(|(name, value)| (name.to_owned(), value)));
    cells
}

/// One row a plan.
#[must_use]
pub fn summary_table(comparison: &Comparison<'_>) -> String {
    let rows: Vec<Vec<(String, String)>> =
        comparison.plans.iter().map(|plan| summary_row(comparison.scenario, plan)).collect();
    let header: Vec<&str> = rows.first().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    table(&header, rows.iter().map(|row| row.iter().map(|(_, value)| value.clone()).collect()))
}

/// One row a plan and product: seats and costs before and after.
#[must_use]
pub fn costs(comparison: &Comparison<'_>) -> String {
    let header = ["plan", "sku", "product", "seats_before", "seats_after", "cost_month_before", "cost_month_after"];
    let rows = comparison.plans.iter().flat_map(|plan| {
        seats(plan).into_iter().map(|row| [plan.name.clone()].into_iter().chain(row).collect::<Vec<String>>())
    });
    table(&header, rows)
}

/// Products with seats and costs before and after.
fn seats(plan: &WhatIf) -> Vec<[String; 6]> {
    let of = |side: &Side, sku| {
        side.seats.iter().find(|one| one.sku == sku).map_or((0, Cost::NONE), |one| (one.units, one.cost))
    };
    let mut skus: Vec<_> = plan.before.seats.iter().chain(&plan.after.seats).map(|one| one.sku).collect();
    skus.sort_unstable();
    skus.dedup();
    let row = |sku| {
        let (before, after) = (of(&plan.before, sku), of(&plan.after, sku));
        let product = TABLE.product(sku);
        [
            product.part_number.to_owned(),
            product.name.to_owned(),
            before.0.to_string(),
            after.0.to_string(),
            before.1.to_string(),
            after.1.to_string(),
        ]
    };
    skus.into_iter().map(row).collect()
}

/// What keeping a capability takes, in sentences.
fn kept_words(kept: &Kept) -> Vec<String> {
    let mut said = Vec::new();
    for (offer, n) in &kept.given {
        let product = TABLE.product(offer.sku);
        let how = if offer.spare { "seats bought already" } else { "seats to buy" };
        said.push(format!("give {n} people {} ({}), {how}", product.part_number, product.name));
    }
    if said.is_empty() && kept.unserved == 0 {
        said.push(format!("nobody loses {}: nothing has to be given", kept.capability.word()));
    } else {
        said.push(format!("that costs {} a month more", kept.cost));
    }
    if kept.unserved > 0 {
        let word = kept.capability.word();
        said.push(format!("{} people cannot keep {word} with the products of the list", kept.unserved));
    }
    said
}

/// The result of a plan in one sentence.
fn verdict(plan: &WhatIf) -> String {
    if plan.changes_nothing() {
        return "No changes.".to_owned();
    }
    let (before, after) = (&plan.before, &plan.after);
    let moved = |before: String, after: &str| {
        if before == after { "as before".to_owned() } else { format!("instead of {before}") }
    };
    let short = |side: &Side| side.tally.cloud_reset_need.shortfall + side.tally.writeback_need.shortfall;
    let figure = |before: usize, after: usize, what: &str| {
        format!("{after} {what} {}", moved(before.to_string(), &after.to_string()))
    };
    let lost = plan.count("loses-writeback") as u64;
    let gained = plan.count("gains-writeback") as u64;
    let mut said = vec![figure(before.tally.able, after.tally.able, "can reset")];
    if lost > 0 || gained == 0 {
        said.push(count(lost, "person loses the right to writeback", "people lose the right to writeback"));
    }
    if gained > 0 {
        said.push(count(gained, "person gains the right to writeback", "people gain the right to writeback"));
    }
    said.push(figure(short(before), short(after), "short of a licence"));
    said.push(format!("{} a month {}", after.cost, moved(before.cost.to_string(), &after.cost.to_string())));
    said.join("; ") + "."
}
