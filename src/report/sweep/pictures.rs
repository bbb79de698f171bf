//! The pictures of a sweep: which key runs along the axis, which makes the lines, which the panels.

#[cfg(feature = "charts")]
use crate::model::time::Span;
#[cfg(feature = "charts")]
use crate::report::charts::{Line, Panel, Point, Ticks, lines};
use crate::study::sweep::Results;
#[cfg(feature = "charts")]
use crate::study::sweep::measure::MEASURES;
#[cfg(feature = "charts")]
use crate::study::sweep::measure::Unit;

/// More measures than this are left to the tables.
pub(super) const MOST_PICTURES: usize = 4;
/// More lines than this in one panel cannot be told apart.
#[cfg(feature = "charts")]
const MOST_LINES: usize = 6;
/// More panels than this are left to the tables.
#[cfg(feature = "charts")]
const MOST_PANELS: usize = 6;
/// Runs are drawn one by one up to so many replicates.
#[cfg(feature = "charts")]
const MOST_RUNS: u32 = 30;

#[cfg(not(feature = "charts"))]
pub(super) fn picture_of(_: &Results, _: usize) -> String {
    String::new()
}

/// The picture of a measure.
#[cfg(feature = "charts")]
pub(super) fn picture_of(results: &Results, measure: usize) -> String {
    let vary = &results.sweep.vary;
    let along = along(results);
    let by = (0..vary.len()).filter(|path| *path != along).find(|path| (2..=MOST_LINES).contains(&vary[*path].1.len()));
    let rest: Vec<usize> = (0..vary.len()).filter(|path| *path != along && Some(*path) != by).collect();
    let mut panels: Vec<(Vec<usize>, Panel)> = Vec::new();
    for cell in 0..results.sweep.cells() {
        let levels = results.sweep.levels(cell);
        let key: Vec<usize> = rest.iter().map(|path| levels[*path]).collect();
        let at = panels.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            let named = rest.iter().filter(|path| vary[**path].1.len() > 1);
            let title = named.map(|path| format!("{} = {}", vary[*path].0, vary[*path].1[levels[*path]]));
            let title = title.collect::<Vec<_>>().join(", ");
            let names = by.map_or(vec![String::new()], |by| vary[by].1.clone());
            let lines = names.into_iter().map(|label| Line { label, points: Vec::new() }).collect();
            panels.push((key, Panel { title, lines }));
            panels.len() - 1
        });
        let line = by.map_or(0, |by| levels[by]);
        if let Some(point) = point(results, cell, measure, levels[along]) {
            panels[at].1.lines[line].points.push(point);
        }
    }
    let about = &MEASURES[measure];
    let left_out = panels.len().saturating_sub(MOST_PANELS);
    let shown: Vec<Panel> = panels.into_iter().take(MOST_PANELS).map(|(_, panel)| panel).collect();
    let (path, values) = &vary[along];
    let mut desc = format!("The {} along {path}", about.says);
    if let Some(by) = by {
        desc += &format!(", a line for each value of {}", vary[by].0);
    }
    desc += "; bands are 95 % intervals of the mean, small dots single runs. The table below has the same numbers.";
    if left_out > 0 {
        desc += &format!(" {left_out} more panels are left to the tables.");
    }
    let ticks = Ticks { name: path.clone(), labels: values.clone(), places: places(values) };
    let legend = by.map(|by| vary[by].0.clone()).unwrap_or_default();
    lines(&shown, &ticks, &legend, about.unit == Unit::Share, about.name, about.says, &desc)
}

#[cfg(feature = "charts")]
fn point(results: &Results, cell: usize, measure: usize, tick: usize) -> Option<Point> {
    let found = results.summary(cell, measure)?;
    let scale = MEASURES[measure].unit.scale() as f64;
    let few = results.sweep.replicates <= MOST_RUNS;
    let runs = results.values(cell, measure).filter(|_| few).map(|value| value as f64 / scale).collect();
    Some(Point { tick, mean: found.mean, band: found.interval, runs })
}

/// The path whose values run along the axis: the one with the most, numbers and lengths of time before words.
#[cfg(feature = "charts")]
fn along(results: &Results) -> usize {
    let vary = &results.sweep.vary;
    let worth = |path: &usize| (numbers(&vary[*path].1).is_some() && vary[*path].1.len() > 1, vary[*path].1.len());
    // Of equals the first: `max_by_key` would take the last.
    (0..vary.len()).rev().max_by_key(worth).unwrap_or(0)
}

/// The values as numbers, where all are numbers or lengths of time and each is greater than the one before.
#[cfg(feature = "charts")]
fn numbers(values: &[String]) -> Option<Vec<f64>> {
    let number = |value: &String| {
        value.parse::<f64>().ok().filter(|n| n.is_finite()).or_else(|| Some(Span::parse(value)?.0 as f64))
    };
    let found = values.iter().map(number).collect::<Option<Vec<f64>>>()?;
    found.is_sorted_by(|a, b| a < b).then_some(found)
}

/// Where the values stand on an axis from 0 to 1: by their size, or evenly where that would crowd them.
#[cfg(feature = "charts")]
fn places(values: &[String]) -> Vec<f64> {
    let many = values.len();
    let evenly = || (0..many).map(|i| if many < 2 { 0.5 } else { i as f64 / (many - 1) as f64 }).collect();
    let Some(numbers) = numbers(values).filter(|_| many > 1) else { return evenly() };
    let (low, span) = (numbers[0], numbers[many - 1] - numbers[0]);
    let placed: Vec<f64> = numbers.iter().map(|n| (n - low) / span).collect();
    if placed.windows(2).all(|pair| pair[1] - pair[0] >= 0.07) { placed } else { evenly() }
}
