//! The page of a comparison.

use maud::{Markup, html};

use crate::report::page::{self, Section, picture, table};
use crate::report::words::{day, in_full, plain, sentence};
use crate::rules::catalogue;
use crate::study::whatif::{Row, Side, State, WhatIf};

use super::{Comparison, capabilities, kept_words, picture_of, seats, shown, verdict, year};

/// More people than this are left to `people.csv`.
const MOST: usize = 500;

/// The page.
#[must_use]
pub fn page(comparison: &Comparison<'_>) -> String {
    let sections = [
        Section { id: "verdict", name: "Result", body: result(comparison) },
        Section { id: "capabilities", name: "Capabilities", body: each(comparison, capability) },
        Section { id: "outcomes", name: "Outcomes that change", body: each(comparison, outcomes) },
        Section { id: "costs", name: "Costs", body: each(comparison, cost) },
        Section { id: "people", name: "People", body: each(comparison, people) },
        Section { id: "method", name: "Method", body: method(comparison) },
    ];
    let title = format!("What if: {}", comparison.scenario.title);
    let at = comparison.plans.first().map_or(comparison.scenario.start, |plan| plan.at);
    page::page(&title, &format!("As of {}", day(at)), &sections)
}

fn each(comparison: &Comparison<'_>, body: impl Fn(&Comparison<'_>, usize, &WhatIf) -> Markup) -> Markup {
    html! {
        @for (n, plan) in comparison.plans.iter().enumerate() {
            // The result names the plan; where it is the only one, nothing else is meant.
            @if comparison.plans.len() > 1 { h3 { (plain(&plan.name)) } }
            (body(comparison, n, plan))
        }
    }
}

fn result(comparison: &Comparison<'_>) -> Markup {
    html! {
        @for plan in comparison.plans {
            p.verdict { strong { (plain(&plan.name)) } ": " (verdict(plan)) }
            @if let Some(kept) = &plan.kept {
                p { "To keep " (kept.capability.word()) " for everybody who has it:" }
                ul { @for said in kept_words(kept) { li { (sentence(&said)) } } }
            }
        }
        @if let [first, _, ..] = comparison.plans { (side_by_side(first, comparison.plans)) }
    }
}

/// Several plans, one a row, below the tenant as it is.
fn side_by_side(first: &WhatIf, plans: &[WhatIf]) -> Markup {
    let row = |name: &str, side: &Side, lost: [usize; 2]| {
        let tally = &side.tally;
        let short = tally.cloud_reset_need.shortfall + tally.writeback_need.shortfall;
        let [reset, writeback] = lost;
        let numbers = [tally.able, reset, writeback, short].map(|n| n.to_string());
        [name.to_owned()].into_iter().chain(numbers).chain([side.cost.to_string()]).collect::<Vec<String>>()
    };
    let lost = |plan: &WhatIf| ["loses-self-service", "loses-writeback"].map(|change| plan.count(change));
    let mut rows = vec![row("as it is", &first.before, [0, 0])];
    rows.extend(plans.iter().map(|plan| row(&plan.name, &plan.after, lost(plan))));
    let header = ["Plan", "Can reset", "Lose reset", "Lose writeback", "Short of a licence", "A month"];
    table("The plans side by side", &header, &[1, 2, 3, 4, 5], &rows)
}

fn capability(_: &Comparison<'_>, n: usize, plan: &WhatIf) -> Markup {
    let mut rows: Vec<Vec<String>> = capabilities(plan)
        .iter()
        .map(|(name, before, after, lost, gained)| {
            let cells = [*before, *after, *lost, *gained].map(|n| n.to_string());
            [(*name).to_owned()].into_iter().chain(cells).collect()
        })
        .collect();
    let short = |name: &str, before: usize, after: usize| {
        vec![name.to_owned(), before.to_string(), after.to_string(), String::new(), String::new()]
    };
    let (before, after) = (&plan.before.tally, &plan.after.tally);
    rows.push(short("short of cloud reset", before.cloud_reset_need.shortfall, after.cloud_reset_need.shortfall));
    rows.push(short("short of writeback", before.writeback_need.shortfall, after.writeback_need.shortfall));
    html! {
        (picture("Capabilities before and after the plan", &picture_of(plan, n)))
        (table("Capabilities before and after the plan", &["Capability", "Before", "After", "Lose", "Gain"], &[1, 2, 3, 4], &rows))
        p { "“If each needed a licence” is the stricter reading of the licence terms. “Short” are people meant to benefit who lack an own right." }
    }
}

fn outcomes(_: &Comparison<'_>, _: usize, plan: &WhatIf) -> Markup {
    let rows: Vec<Vec<String>> = plan
        .outcomes()
        .iter()
        .map(|((reason, rule), [lost, gained, otherwise])| {
            let says = rule.and_then(catalogue::find).map(in_full).unwrap_or_default();
            let name = if reason.is_empty() { "none" } else { reason };
            let numbers = [lost, gained, otherwise].map(ToString::to_string);
            let words = [rule.unwrap_or_default().to_owned(), says];
            [name.to_owned()].into_iter().chain(numbers).chain(words).collect()
        })
        .collect();
    html! {
        @if rows.is_empty() { p { "No reset comes out otherwise." } } @else {
            (table("Outcomes that change, by reason", &["Reason", "Lose", "Gain", "Refused otherwise", "Rule", "What the rule says"], &[1, 2, 3], &rows))
        }
    }
}

fn cost(_: &Comparison<'_>, _: usize, plan: &WhatIf) -> Markup {
    let mut rows: Vec<Vec<String>> = seats(plan).into_iter().map(Vec::from).collect();
    let (before, after) = (plan.before.cost, plan.after.cost);
    let sum = |name: &str, before: String, after: String| {
        vec![name.to_owned(), String::new(), String::new(), String::new(), before, after]
    };
    rows.push(sum("A month", before.to_string(), after.to_string()));
    rows.push(sum("A year", year(before).to_string(), year(after).to_string()));
    let header = ["SKU", "Product", "Seats before", "Seats after", "A month before", "A month after"];
    html! {
        (table("Seats and what they cost", &header, &[2, 3, 4, 5], &rows))
        @if plan.after.over_limit > 0 {
            p { strong { (plan.after.over_limit) " people are beyond the 300 seats of a Business plan." } }
        }
    }
}

fn people(comparison: &Comparison<'_>, _: usize, plan: &WhatIf) -> Markup {
    let words = |state: &State| {
        let rights = [(state.rights.cloud_reset, "cloud reset"), (state.rights.writeback, "writeback")];
        let held: Vec<&str> = rights.iter().filter(|(held, _)| *held).map(|(_, word)| *word).collect();
        let rights = if held.is_empty() { "no right".to_owned() } else { held.join(", ") };
        let can = if state.judgement.able { "can".to_owned() } else { format!("cannot: {}", state.judgement.reason) };
        format!("{rights}; {can}")
    };
    let row = |row: &Row| {
        let upn = comparison.scenario.users[row.user.index()].upn.clone();
        vec![upn, words(&row.before), words(&row.after), row.changes().join(", ")]
    };
    let all: Vec<&Row> = shown(plan).collect();
    let rows: Vec<Vec<String>> = all.iter().take(MOST).map(|one| row(one)).collect();
    html! {
        @if rows.is_empty() { p { "Nobody is touched." } } @else {
            p { "Holders of what goes, and everybody whose result changes." }
            (table("People before and after the plan", &["Person", "Before", "After", "Change"], &[], &rows))
        }
        @if all.len() > MOST { p { (all.len() - MOST) " more people are in people.csv." } }
    }
}

fn method(comparison: &Comparison<'_>) -> Markup {
    html! {
        p { "Both worlds are replayed to the day and every person's reset is decided by the documented rules. A product that replaces another is bought in the needed number and in force, with all its plans on; the subscription of the other goes where nobody holds it any more. An assignment in error stays without a licence. Where a plan is for some people only, what they had through groups becomes a direct assignment." }
        p { "Prices: " @if comparison.own_prices { "from the table given." } @else { "third-party figures of list prices in US dollars, dated; an unknown price is said to be unknown." } }
    }
}
