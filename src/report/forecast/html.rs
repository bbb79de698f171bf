//! The page of a forecast.

use maud::{Markup, html};

use crate::report::page::{self, Section, numbers, picture, table};
use crate::report::words::{day, in_full, plain, sentence, yes};
use crate::rules::assumptions::ASSUMPTIONS;
use crate::rules::catalogue;
use crate::study::forecast::{Breakdown, Forecast, Group, Help};
use crate::study::plan::MOST;

use super::{cause_words, fix_words, loss_picture, reasons_picture, refused, upn, verdict};

/// More people than this are left to `losses.csv`.
const MOST_PEOPLE: usize = 500;
/// More groups of a kind than this are left to `groups.csv`.
const MOST_GROUPS: usize = 60;
/// More days between the first and the last than this are left to `groups.csv`.
const MOST_DAYS: usize = 6;

/// The page.
#[must_use]
pub fn page(forecast: &Forecast<'_>) -> String {
    let sections = [
        Section { id: "verdict", name: "Result", body: result(forecast) },
        Section { id: "dates", name: "Losses by date", body: dates(forecast) },
        Section { id: "reasons", name: "Reasons", body: reasons(forecast) },
        Section { id: "plan", name: "Plan", body: plan(forecast) },
        Section {
            id: "groups",
            name: "Groups",
            body: html! {
                p { "The first and the last day, and those between on which most people lose or gain; groups.csv has every day." }
                @for one in &forecast.groups { (group(forecast, one)) }
            },
        },
        Section { id: "people", name: "People", body: people(forecast) },
        Section { id: "method", name: "Method", body: method(forecast) },
    ];
    let title = format!("Forecast: {}", forecast.scenario.title);
    page::page(&title, &format!("From {} on", day(forecast.scenario.start)), &sections)
}

fn result(forecast: &Forecast<'_>) -> Markup {
    let (Some(first), Some(last)) = (forecast.days.first(), forecast.days.last()) else { return html! {} };
    let need = |one: &crate::study::tally::Tally| one.cloud_reset_need.shortfall + one.writeback_need.shortfall;
    let figures = [
        ("Accounts", forecast.people.len().to_string(), String::new()),
        ("Can reset at the start", first.tally.able.to_string(), day(first.turning.at)),
        ("Can reset at the end", last.tally.able.to_string(), day(last.turning.at)),
        ("Lose it on the way", forecast.losers().to_string(), String::new()),
        ("Able without an own licence", first.tally.able_unlicensed.to_string(), "at the start".to_owned()),
        ("Short of licences", need(&first.tally).to_string(), "people who need one".to_owned()),
    ];
    html! {
        p.verdict { (verdict(forecast)) }
        (numbers(&figures))
    }
}

fn dates(forecast: &Forecast<'_>) -> Markup {
    let row = |one: &crate::study::forecast::Day| {
        let causes: Vec<String> =
            one.turning.causes.iter().map(|cause| format!("{}.", cause_words(cause).trim_end_matches('.'))).collect();
        vec![
            day(one.turning.at),
            one.tally.able.to_string(),
            one.lost.len().to_string(),
            one.gained.len().to_string(),
            causes.join(" "),
        ]
    };
    let rows: Vec<Vec<String>> = forecast.days.iter().map(row).collect();
    html! {
        p { "Every day on which a dated rule begins or ends, a subscription leaves its state, or something of people ends, and every day asked for. The tenant is taken to stay as it is." }
        (picture("People who can reset, by date", &loss_picture(forecast)))
        (table("People who can reset, by date", &["Date", "Can", "Lose", "Gain", "What changes"], &[1, 2, 3], &rows))
        @for one in forecast.days.iter().filter(|one| !one.lost.is_empty() || !one.gained.is_empty()) {
            details {
                summary { "Who loses and gains on " (day(one.turning.at)) }
                @if !one.lost.is_empty() { p { "Lose: " (plain(&names(forecast, &one.lost))) } }
                @if !one.gained.is_empty() { p { "Gain: " (plain(&names(forecast, &one.gained))) } }
            }
        }
    }
}

fn names(forecast: &Forecast<'_>, users: &[crate::model::key::UserId]) -> String {
    let mut names: Vec<&str> = users.iter().take(MOST_PEOPLE).map(|user| upn(forecast, *user)).collect();
    if users.len() > MOST_PEOPLE {
        names.push("and more in forecast.csv");
    }
    names.join(", ")
}

fn reasons(forecast: &Forecast<'_>) -> Markup {
    let Some(last) = forecast.days.last() else { return html! {} };
    let rows: Vec<Vec<String>> = refused(last)
        .iter()
        .map(|((reason, code, rule), n)| {
            let says = rule.and_then(catalogue::find).map(in_full).unwrap_or_default();
            let code = code.map_or("", |code| code.word()).to_owned();
            vec![(*reason).to_owned(), n.to_string(), code, rule.unwrap_or_default().to_owned(), says]
        })
        .collect();
    html! {
        p { "First reasons of everybody who cannot reset on " (day(last.turning.at)) "." }
        (picture("Who cannot reset on the last day, and why", &reasons_picture(forecast)))
        (table("First reasons on the last day", &["Reason", "People", "Code", "Rule", "What the rule says"], &[1], &rows))
    }
}

fn plan(forecast: &Forecast<'_>) -> Markup {
    let row = |action: &crate::study::plan::Action| {
        vec![
            sentence(&action.fact.words()),
            action.regained.to_string(),
            action.left.to_string(),
            action.cost.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = forecast.plan.iter().map(row).collect();
    html! {
        p {
            "At most " (MOST) " actions, each time what brings back most people per action on the last day, found by deciding again. "
            "A better plan may exist. Registering and licences are for those whom they help."
        }
        @if rows.is_empty() {
            p { "Nothing has to be done, or nothing that this forecast tries would help." }
        } @else {
            (table("Plan", &["Action", "People regained", "Still cannot", "Cost a month"], &[1, 2], &rows))
        }
    }
}

/// The positions of the first and the last day, and between them of those on which most people lose or gain.
fn telling_days(forecast: &Forecast<'_>) -> Vec<usize> {
    let last = forecast.days.len().saturating_sub(1);
    let moved = |i: &usize| forecast.days[*i].lost.len() + forecast.days[*i].gained.len();
    let mut between: Vec<usize> = (1..last).filter(|i| moved(i) > 0).collect();
    between.sort_by_key(|i| std::cmp::Reverse(moved(i)));
    between.truncate(MOST_DAYS);
    between.extend([0, last]);
    between.sort_unstable();
    between.dedup();
    between
}

fn group(forecast: &Forecast<'_>, breakdown: &Breakdown) -> Markup {
    let days = telling_days(forecast);
    let dates: Vec<String> = days.iter().map(|i| day(forecast.days[*i].turning.at)).collect();
    let header: Vec<&str> = [breakdown.by, "people"].into_iter().chain(dates.iter().map(String::as_str)).collect();
    let numbers: Vec<usize> = (1..header.len()).collect();
    // Of many groups those that lose most are shown, in the order of their names.
    let lost = |group: &Group| group.able.first().zip(group.able.last()).map_or(0, |(a, z)| a.saturating_sub(*z));
    let mut shown: Vec<&Group> = breakdown.groups.iter().collect();
    shown.sort_by_key(|group| (std::cmp::Reverse(lost(group)), std::cmp::Reverse(group.people)));
    shown.truncate(MOST_GROUPS);
    shown.sort_by_key(|group| &group.name);
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|group| {
            let name = if group.name.is_empty() { "none" } else { &group.name };
            [name.to_owned(), group.people.to_string()]
                .into_iter()
                .chain(days.iter().map(|i| group.able[*i].to_string()))
                .collect()
        })
        .collect();
    let caption = match breakdown.by {
        "licence" => "Who can reset, by licence held at the start".to_owned(),
        "method" => "Who can reset, by method that counts at the start".to_owned(),
        other => format!("Who can reset, by {other}"),
    };
    html! {
        h3 { "By " (breakdown.by) }
        (table(&caption, &header, &numbers, &rows))
        @if breakdown.groups.len() > MOST_GROUPS {
            p { "These lose most; " (breakdown.groups.len() - MOST_GROUPS) " more groups are in groups.csv." }
        }
    }
}

fn people(forecast: &Forecast<'_>) -> Markup {
    let row = |row: &crate::study::forecast::Row| {
        let person = &forecast.scenario.users[row.user.index()];
        let able = |at: usize| row.days.get(at).and_then(|day| *day).map_or("", |found| yes(found.able)).to_owned();
        let loss = row.first_loss.and_then(|at| Some((day(forecast.days.get(at)?.turning.at), row.days[at]?)));
        let help = match &row.help {
            Help::Fine => "nothing has to".to_owned(),
            Help::Fix(fix) => format!("{} ({} a month)", fix_words(fix), fix.cost),
            Help::NoFix => "nothing that was tried".to_owned(),
            Help::NotMeant => "not meant to reset: no person's own account, a guest, or disabled".to_owned(),
        };
        let (when, why) = loss.map_or((String::new(), String::new()), |(when, found)| {
            (when, format!("{} {}", found.reason, found.rule.unwrap_or_default()))
        });
        vec![person.upn.clone(), able(0), when, why, able(row.days.len() - 1), help]
    };
    // Of many people those who lose it are shown first, the soonest in front.
    let mut all: Vec<&crate::study::forecast::Row> = forecast.people.iter().collect();
    if all.len() > MOST_PEOPLE {
        all.sort_by_key(|row| row.first_loss.unwrap_or(usize::MAX));
    }
    let rows: Vec<Vec<String>> = all.into_iter().take(MOST_PEOPLE).map(row).collect();
    let header = ["Person", "At the start", "First loss", "Why", "At the end", "What would help"];
    html! {
        p { "The smallest fix is the one with the fewest changed facts, then the cheapest, then the first by name. It was found by deciding every refused day again." }
        (table("People", &header, &[], &rows))
        @if forecast.people.len() > MOST_PEOPLE { p { (forecast.people.len() - MOST_PEOPLE) " more people are in losses.csv." } }
    }
}

fn method(forecast: &Forecast<'_>) -> Markup {
    let values = &forecast.scenario.assumptions;
    let rows: Vec<Vec<String>> = ASSUMPTIONS
        .iter()
        .map(|assumption| {
            vec![assumption.name.clone(), values.get(&assumption.name).to_owned(), assumption.question.clone()]
        })
        .collect();
    html! {
        p { "The tenant is replayed to each date and every person's reset is decided by the documented rules: with enough proofs and a compliant password. A prediction holds as far as the documents do." }
        p { "Prices: " @if forecast.own_prices { "from the table given." } @else { "third-party figures of list prices in US dollars, dated; an unknown price is said to be unknown." } }
        details {
            summary { "The " (rows.len()) " assumptions in force" }
            (table("Assumptions", &["Assumption", "In force", "Question"], &[], &rows))
        }
    }
}
