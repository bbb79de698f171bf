//! What a forecast says: a page, tables, JSON, a summary for the terminal.

mod html;
mod json;
mod terminal;

use crate::model::key::UserId;
use crate::model::licence::TABLE;
use crate::rules::catalogue;
use crate::study::dates::Cause;
use crate::study::fix::Fix;
use crate::study::forecast::{Day, Forecast, Help, Refusal};

use super::File;
use super::csv::table;
use super::words::{count, day, yes};

pub use html::page;
pub(in crate::report) use json::Price;
pub use json::document;
pub use terminal::summary;

/// The files of a forecast, for a caller that writes them into one folder.
#[must_use]
pub fn files(forecast: &Forecast<'_>) -> Vec<File> {
    let mut files = vec![
        ("report.html", page(forecast)),
        ("forecast.json", document(forecast)),
        ("forecast.csv", by_day(forecast)),
        ("losses.csv", losses(forecast)),
        ("totals.csv", totals(forecast)),
        ("groups.csv", groups(forecast)),
    ];
    files.extend(pictures(forecast));
    files
}

#[cfg(feature = "charts")]
fn pictures(forecast: &Forecast<'_>) -> Vec<File> {
    vec![("loss-by-date.svg", loss_picture(forecast)), ("reasons.svg", reasons_picture(forecast))]
}

#[cfg(not(feature = "charts"))]
fn pictures(_: &Forecast<'_>) -> Vec<File> {
    Vec::new()
}

/// Who can reset, a bar a day, with those who lose hatched behind it.
#[cfg(feature = "charts")]
fn loss_picture(forecast: &Forecast<'_>) -> String {
    use super::charts::{Bar, bars};
    let bar = |one: &Day| {
        let (lost, gained) = (one.lost.len() as u64, one.gained.len() as u64);
        let parts = [(lost, "lose"), (gained, "gain")];
        let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
        let cause = one.turning.causes.first().filter(|_| lost > 0).map(|cause| format!(": {}", cause_name(cause)));
        let remark = said.join(", ") + &cause.unwrap_or_default();
        Bar { label: day(one.turning.at), count: one.tally.able as u64, lost, remark }
    };
    let rows: Vec<Bar> = forecast.days.iter().map(bar).collect();
    let desc = "People who can reset, one bar for each day on which something changes; those who lose on that day are \
                hatched. The table beside it has the same numbers.";
    bars(&rows, "loss-by-date", "People who can reset, by date", desc)
}

#[cfg(not(feature = "charts"))]
fn loss_picture(_: &Forecast<'_>) -> String {
    String::new()
}

/// First reasons on the last day, the most frequent first.
#[cfg(feature = "charts")]
fn reasons_picture(forecast: &Forecast<'_>) -> String {
    use super::charts::{Bar, bars};
    let bar = |((reason, _, rule), n): &(&Refusal, usize)| Bar {
        label: (*reason).to_owned(),
        count: *n as u64,
        lost: 0,
        remark: rule.unwrap_or_default().to_owned(),
    };
    let last = forecast.days.last().map(refused).unwrap_or_default();
    let rows: Vec<Bar> = last.iter().map(bar).collect();
    let desc = "People who cannot reset on the last day of the forecast, by first reason and rule.";
    bars(&rows, "reasons", "Who cannot reset on the last day, and why", desc)
}

#[cfg(not(feature = "charts"))]
fn reasons_picture(_: &Forecast<'_>) -> String {
    String::new()
}

/// First reasons of a day, the most frequent first.
fn refused(day: &Day) -> Vec<(&Refusal, usize)> {
    let mut found: Vec<(&Refusal, usize)> = day.refused.iter().map(|(refusal, n)| (refusal, *n)).collect();
    found.sort_by_key(|(refusal, n)| (std::cmp::Reverse(*n), *refusal));
    found
}

/// One row a person and day.
#[must_use]
pub fn by_day(forecast: &Forecast<'_>) -> String {
    let rows = forecast.people.iter().flat_map(|row| {
        let upn = upn(forecast, row.user);
        row.days.iter().zip(&forecast.days).filter_map(move |(judgement, one)| {
            let found = (*judgement)?;
            Some(vec![
                upn.to_owned(),
                day(one.turning.at),
                yes(found.able).to_owned(),
                found.reason.to_owned(),
                found.code.map_or("", |code| code.word()).to_owned(),
                found.rule.unwrap_or_default().to_owned(),
            ])
        })
    });
    table(&["upn", "date", "able", "reason", "code", "rule"], rows)
}

/// One row a person: when the first loss comes and what would help.
#[must_use]
pub fn losses(forecast: &Forecast<'_>) -> String {
    let rows = forecast.people.iter().map(|row| {
        let person = &forecast.scenario.users[row.user.index()];
        let able = |found: Option<&Option<crate::ledger::standing::Judgement>>| {
            yes(found.is_some_and(|found| found.is_some_and(|found| found.able))).to_owned()
        };
        let loss = row.first_loss.and_then(|at| Some((forecast.days.get(at)?, row.days[at]?)));
        let fix = match &row.help {
            Help::Fix(fix) => Some(fix),
            _ => None,
        };
        vec![
            person.upn.clone(),
            person.department.clone().unwrap_or_default(),
            able(row.days.first()),
            loss.map_or(String::new(), |(one, _)| day(one.turning.at)),
            loss.map_or("", |(_, found)| found.reason).to_owned(),
            loss.and_then(|(_, found)| found.code).map_or("", |code| code.word()).to_owned(),
            loss.and_then(|(_, found)| found.rule).unwrap_or_default().to_owned(),
            able(row.days.last()),
            help_word(&row.help).to_owned(),
            fix.map_or(String::new(), fix_words),
            fix.map_or(String::new(), |fix| fix.cost.to_string()),
        ]
    });
    let header = [
        "upn",
        "department",
        "able_at_start",
        "first_loss",
        "reason",
        "code",
        "rule",
        "able_at_end",
        "help",
        "fix",
        "cost_per_month",
    ];
    table(&header, rows)
}

/// One row a day and figure.
#[must_use]
pub fn totals(forecast: &Forecast<'_>) -> String {
    let rows = forecast
        .days
        .iter()
        .flat_map(|one| one.tally.rows().into_iter().map(|(metric, value)| vec![day(one.turning.at), metric, value]));
    table(&["date", "metric", "value"], rows)
}

/// One row a group and day.
#[must_use]
pub fn groups(forecast: &Forecast<'_>) -> String {
    let rows = forecast.groups.iter().flat_map(|breakdown| {
        breakdown.groups.iter().flat_map(|group| {
            forecast.days.iter().zip(&group.able).map(|(one, able)| {
                let people = group.people.to_string();
                vec![breakdown.by.to_owned(), group.name.clone(), people, day(one.turning.at), able.to_string()]
            })
        })
    });
    table(&["by", "group", "people", "date", "able"], rows)
}

fn upn<'a>(forecast: &'a Forecast<'_>, user: UserId) -> &'a str {
    &forecast.scenario.users[user.index()].upn
}

/// Why a day is looked at, in words.
fn cause_words(cause: &Cause) -> String {
    let says = |id: &str| catalogue::find(id).map_or("", |rule| rule.says);
    match cause {
        Cause::Start => "the start".to_owned(),
        Cause::Asked => "asked for".to_owned(),
        Cause::Begins(id) => format!("{id} begins: {}", says(id)),
        Cause::Ends(id) => format!("{id} ends: {}", says(id)),
        Cause::Subscription(sku, status) => {
            let product = TABLE.product(*sku);
            format!("the subscription {} ({}) becomes {status}", product.part_number, product.name)
        }
        Cause::EligibilityEnds(n) => {
            format!("roles to be taken through PIM end for {}", count(*n as u64, "person", "people"))
        }
        Cause::AccountsExpire(n) => format!("{} on-premises expire", count(*n as u64, "account", "accounts")),
    }
}

/// The cause without the words of its rule.
fn cause_name(cause: &Cause) -> String {
    match cause {
        Cause::Begins(id) => format!("{id} begins"),
        Cause::Ends(id) => format!("{id} ends"),
        other => cause_words(other),
    }
}

/// The facts of a fix, in words.
fn fix_words(fix: &Fix) -> String {
    fix.facts.iter().map(|fact| fact.words()).collect::<Vec<_>>().join("; ")
}

/// The word for what would help.
const fn help_word(help: &Help) -> &'static str {
    match help {
        Help::Fine => "none-needed",
        Help::Fix(_) => "fix",
        Help::NoFix => "no-fix-found",
        Help::NotMeant => "not-meant",
    }
}

/// The result: who can reset first and last, on which days most lose it, and what the plan brings back.
fn verdict(forecast: &Forecast<'_>) -> String {
    let (Some(first), Some(last)) = (forecast.days.first(), forecast.days.last()) else { return String::new() };
    let result = format!(
        "Of {}, {} can reset on {} and {} on {}; {} on the way.",
        count(forecast.people.len() as u64, "account", "accounts"),
        first.tally.able,
        day(first.turning.at),
        last.tally.able,
        day(last.turning.at),
        count(forecast.losers() as u64, "person loses it", "people lose it"),
    );
    [Some(result), worst_days(forecast), plan_result(forecast)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The days on which most people lose it, with their causes; none where nobody does.
fn worst_days(forecast: &Forecast<'_>) -> Option<String> {
    const MOST: usize = 2;
    let mut days: Vec<&Day> = forecast.days.iter().filter(|one| !one.lost.is_empty()).collect();
    days.sort_by_key(|one| std::cmp::Reverse(one.lost.len()));
    let said = |one: &&Day| {
        let causes: Vec<String> = one.turning.causes.iter().map(cause_name).collect();
        format!("{} on {} ({})", one.lost.len(), day(one.turning.at), causes.join("; "))
    };
    let most: Vec<String> = days.iter().take(MOST).map(said).collect();
    let word = if days.len() > MOST { "Most losses" } else { "Losses" };
    (!most.is_empty()).then(|| format!("{word}: {}.", most.join(", ")))
}

/// What the plan brings back of the people who are meant to reset and cannot; none where there is no plan.
fn plan_result(forecast: &Forecast<'_>) -> Option<String> {
    let first = forecast.plan.first()?;
    let regained: usize = forecast.plan.iter().map(|action| action.regained).sum();
    let actions = count(forecast.plan.len() as u64, "action brings", "actions bring");
    Some(format!(
        "The plan's {actions} back {regained} of the {} who are meant to reset and cannot at the end.",
        first.regained + first.left
    ))
}
