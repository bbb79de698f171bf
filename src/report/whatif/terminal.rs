//! The summary of a comparison for a terminal.

use crate::model::licence::TABLE;
use crate::report::terminal::{Layout, NARROW};
use crate::report::words::{day, plain, wrapped};
use crate::study::whatif::WhatIf;

use super::{Comparison, capabilities, kept_words, year};

/// The summary: for each plan its capabilities, outcomes and costs.
#[must_use]
pub fn summary(comparison: &Comparison<'_>, layout: &Layout<'_>) -> String {
    let narrow = layout.plain || layout.width < NARROW;
    let mut lines = Vec::new();
    for plan in comparison.plans {
        lines.push(plain(&format!("{} on {}: {}", comparison.scenario.title, day(plan.at), plan.name)));
        if plan.changes_nothing() {
            lines.push("No changes.".to_owned());
        } else {
            lines.extend(if narrow { listed(plan) } else { laid_out(plan) });
        }
        for said in plan.kept.iter().flat_map(kept_words) {
            lines.extend(
                wrapped(&format!("keep: {said}"), layout.width.saturating_sub(2))
                    .iter()
                    .map(|part| format!("  {part}")),
            );
        }
    }
    if let Some(report) = layout.report {
        lines.push(format!("{}{}", if narrow { "report: " } else { "Report  " }, plain(report)));
    }
    lines.join("\n") + "\n"
}

fn laid_out(plan: &WhatIf) -> Vec<String> {
    let mut lines = vec![format!("  {:<28}{:>8}{:>8}{:>8}{:>8}", "capability", "before", "after", "lose", "gain")];
    for (name, before, after, lost, gained) in capabilities(plan) {
        lines.push(format!("  {name:<28}{before:>8}{after:>8}{lost:>8}{gained:>8}"));
    }
    for (name, before, after) in shortfalls(plan) {
        lines.push(format!("  {name:<28}{before:>8}{after:>8}"));
    }
    for ((reason, rule), [lost, gained, otherwise]) in plan.outcomes() {
        let rule = rule.unwrap_or_default();
        lines.push(format!("  {reason} {rule}: {lost} lose, {gained} gain, {otherwise} refused otherwise"));
    }
    let (before, after) = (plan.before.cost, plan.after.cost);
    lines.push(format!("  a month   {before} before, {after} after"));
    lines.push(format!("  a year    {} before, {} after", year(before), year(after)));
    lines.extend(unknown(plan).map(|said| format!("  {said}")));
    if plan.after.over_limit > 0 {
        lines.push(format!("  {} people are beyond the 300 seats of a Business plan", plan.after.over_limit));
    }
    lines
}

fn listed(plan: &WhatIf) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, before, after, lost, gained) in capabilities(plan) {
        lines.push(format!("{name}: {before} before, {after} after, {lost} lose, {gained} gain"));
    }
    for (name, before, after) in shortfalls(plan) {
        lines.push(format!("{name}: {before} before, {after} after"));
    }
    lines.push(format!("cost a month: {} before, {} after", plan.before.cost, plan.after.cost));
    lines.push(format!("cost a year: {} before, {} after", year(plan.before.cost), year(plan.after.cost)));
    lines.extend(unknown(plan));
    lines
}

fn shortfalls(plan: &WhatIf) -> [(&'static str, usize, usize); 2] {
    let (before, after) = (&plan.before.tally, &plan.after.tally);
    [
        ("short of cloud reset", before.cloud_reset_need.shortfall, after.cloud_reset_need.shortfall),
        ("short of writeback", before.writeback_need.shortfall, after.writeback_need.shortfall),
    ]
}

/// Products whose price is not known.
fn unknown(plan: &WhatIf) -> Option<String> {
    let seats = plan.before.seats.iter().chain(&plan.after.seats);
    let unknown = seats.filter(|one| matches!(one.cost, crate::study::cost::Cost::AtLeast(_)));
    let mut names: Vec<&str> = unknown.map(|one| TABLE.product(one.sku).part_number).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| format!("prices unknown: {}", names.join(", ")))
}
