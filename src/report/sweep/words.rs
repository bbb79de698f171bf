//! The conclusion of a sweep in sentences.

use crate::report::words::count;
use crate::study::stats::Summary;
use crate::study::sweep::measure::{MEASURES, Unit};
use crate::study::sweep::{Effect, Results};

/// What the runs say about a measure, a sentence each: the best and the worst cell, then what each path changes, the
/// strongest first.
#[must_use]
pub fn conclusion(results: &Results, measure: usize) -> Vec<String> {
    let about = &MEASURES[measure];
    let mut said = Vec::new();
    let Some((least, greatest)) = results.extremes(measure) else {
        return vec!["No run has anything to measure.".to_owned()];
    };
    let at = |cell: usize| {
        let figure = results.summary(cell, measure).map(|one| with_interval(&one, about.unit)).unwrap_or_default();
        format!("{figure} where {}", settings(results, cell))
    };
    if results.differs(measure) {
        said.push(format!("The {} is greatest, {}; and least, {}.", about.says, at(greatest), at(least)));
    } else {
        let figure = results.summary(least, measure).map(|one| figure(one.mean, about.unit)).unwrap_or_default();
        said.push(format!("The {} is {figure} in every run: nothing that was varied changes it.", about.says));
        return said;
    }
    let paths = 0..results.sweep.vary.len();
    let mut effects: Vec<Effect> = paths.filter_map(|path| results.effect(path, measure)).collect();
    effects.sort_by(|a, b| b.change.mean.abs().total_cmp(&a.change.mean.abs()).then(a.path.cmp(&b.path)));
    said.extend(effects.iter().map(|effect| changes(results, effect, about.unit)));
    said.push(match results.sweep.replicates {
        1 => "With one replicate a cell nobody can say what is chance: raise `replicates`.".to_owned(),
        n => format!(
            "Intervals in brackets hold 95 % of the time; they rest on {}.",
            count(u64::from(n), "replicate", "replicates")
        ),
    });
    said
}

/// What one path changes.
fn changes(results: &Results, effect: &Effect, unit: Unit) -> String {
    let (path, values) = &results.sweep.vary[effect.path];
    let (first, last) = (&values[0], &values[values.len() - 1]);
    let from = format!("From {first} to {last}, `{path}`");
    let change = &effect.change;
    let sure = change.interval.is_none_or(|(low, high)| low > 0.0 || high < 0.0);
    let nothing = change.mean == 0.0 && change.deviation.unwrap_or(0.0) == 0.0;
    let mut said = if nothing {
        format!("{from} changes it by nothing.")
    } else if sure {
        let word = if change.mean < 0.0 { "lowers" } else { "raises" };
        format!("{from} {word} it by {}.", difference(change, unit))
    } else {
        let word = if change.mean < 0.0 { "lower" } else { "higher" };
        format!("{from} makes no difference that can be told from chance: {} {word}.", difference(change, unit))
    };
    let (least, greatest) = effect.extremes;
    let ends = [0, values.len() - 1];
    if values.len() > 2 && least != greatest && !(ends.contains(&least) && ends.contains(&greatest)) {
        said += &format!(" Between them it is greatest at {} and least at {}.", values[greatest], values[least]);
    }
    said
}

/// A change without its sign, with its interval: `12.3 points (11.0 to 13.6)`.
fn difference(change: &Summary, unit: Unit) -> String {
    let down = change.mean < 0.0;
    let number = |n: f64| plain_number(if down { -n } else { n }, unit);
    let points = if unit == Unit::Share { " percentage points" } else { "" };
    let interval = change.interval.map(|(low, high)| if down { (high, low) } else { (low, high) });
    let interval = interval.map(|(a, b)| format!(" ({} to {})", number(a), number(b))).unwrap_or_default();
    format!("{}{points}{interval}", number(change.mean))
}

/// The values of a cell: `a is 1 and b is 2`; keys with a single value go without saying, unless all have one.
pub(super) fn settings(results: &Results, cell: usize) -> String {
    let vary = &results.sweep.vary;
    let single = vary.iter().all(|(_, values)| values.len() == 1);
    let pairs = vary.iter().zip(results.sweep.settings(cell)).filter(|((_, values), _)| single || values.len() > 1);
    pairs.map(|((path, _), value)| format!("`{path}` is {value}")).collect::<Vec<_>>().join(" and ")
}

/// A mean with its interval: `92.3 % (90.5 to 94.1)`.
pub(super) fn with_interval(one: &Summary, unit: Unit) -> String {
    let interval =
        one.interval.map(|(low, high)| format!(" ({} to {})", plain_number(low, unit), plain_number(high, unit)));
    figure(one.mean, unit) + &interval.unwrap_or_default()
}

/// A number with its unit: `92.3 %`, `17.5`.
pub(super) fn figure(n: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{} %", plain_number(n, unit)),
        Unit::Count => plain_number(n, unit),
    }
}

/// A number without its unit; shares in percent, with one decimal, counts with at most two.
pub(super) fn plain_number(n: f64, unit: Unit) -> String {
    let text = match unit {
        Unit::Share => format!("{:.1}", n * 100.0),
        Unit::Count => format!("{n:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    };
    // Nothing below zero is left of what rounds to it.
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}
