//! The summary of a forecast for a terminal.

use crate::report::terminal::{Layout, NARROW};
use crate::report::words::{day, plain, wrapped};
use crate::study::dates::Cause;
use crate::study::forecast::Forecast;

use super::{cause_words, refused, verdict};

/// The summary: the sentence, the days, the reasons on the last day, the plan.
#[must_use]
pub fn summary(forecast: &Forecast<'_>, layout: &Layout<'_>) -> String {
    let mut lines = wrapped(&plain(&format!("{}. {}", forecast.scenario.title, verdict(forecast))), layout.width);
    let narrow = layout.plain || layout.width < NARROW;
    lines.extend(if narrow { listed(forecast) } else { laid_out(forecast, layout.width) });
    if let Some(report) = layout.report {
        lines.push(format!("{}{}", if narrow { "report: " } else { "Report  " }, plain(report)));
    }
    lines.join("\n") + "\n"
}

/// A cause with the words of its rule, to stand among others.
fn told(cause: &Cause) -> String {
    cause_words(cause).trim_end_matches(['.', ' ', ':']).to_owned()
}

fn laid_out(forecast: &Forecast<'_>, width: usize) -> Vec<String> {
    let mut lines = vec!["  date          can  lose  gain  what changes".to_owned()];
    for one in &forecast.days {
        let causes: Vec<String> = one.turning.causes.iter().map(told).collect();
        let mut parts = wrapped(&causes.join("; "), width.saturating_sub(33).max(20)).into_iter();
        let lead = format!(
            "  {:<10} {:>6}{:>6}{:>6}  ",
            day(one.turning.at),
            one.tally.able,
            one.lost.len(),
            one.gained.len()
        );
        lines.push(lead + &parts.next().unwrap_or_default());
        lines.extend(parts.map(|part| " ".repeat(33) + &part));
    }
    if let Some(last) = forecast.days.last() {
        lines.push(format!("Cannot reset on {}", day(last.turning.at)));
        for ((reason, code, rule), n) in refused(last) {
            let code = code.map_or("", |code| code.word());
            lines.push(format!("  {n:>5}  {reason} {code} {}", rule.unwrap_or_default()).trim_end().to_owned());
        }
    }
    if !forecast.plan.is_empty() {
        lines.push("Plan: what brings back most people per action; a better one may exist".to_owned());
        for (i, action) in forecast.plan.iter().enumerate() {
            let said = format!(
                "{} {}: {} regained, {} still cannot, {} a month",
                i + 1,
                action.fact.words(),
                action.regained,
                action.left,
                action.cost
            );
            let mut parts = wrapped(&said, width.saturating_sub(4)).into_iter();
            lines.push(format!("  {}", parts.next().unwrap_or_default()));
            lines.extend(parts.map(|part| format!("    {part}")));
        }
    }
    lines
}

fn listed(forecast: &Forecast<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &forecast.days {
        let causes: Vec<String> = one.turning.causes.iter().map(told).collect();
        lines.push(format!("date: {}", day(one.turning.at)));
        lines.push(format!("what changes: {}", causes.join("; ")));
        lines.push(format!("can reset: {}", one.tally.able));
        lines.push(format!("lose: {}", one.lost.len()));
        lines.push(format!("gain: {}", one.gained.len()));
    }
    if let Some(last) = forecast.days.last() {
        for ((reason, _, rule), n) in refused(last) {
            lines.push(format!("cannot reset at the end: {n}, {reason}, {}", rule.unwrap_or("no rule")));
        }
    }
    for action in &forecast.plan {
        let cost = action.cost;
        lines.push(format!("plan: {}, {} regained, {cost} a month", action.fact.words(), action.regained));
    }
    lines
}
