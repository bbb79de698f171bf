//! The summary of a sweep for a terminal.

use crate::report::terminal::{Layout, NARROW};
use crate::report::words::{count, plain, wrapped};
use crate::study::sweep::Results;
use crate::study::sweep::measure::MEASURES;

use super::words::{conclusion, settings, with_interval};

/// More cells than this are left to the tables.
const MOST: usize = 40;

/// The summary: the conclusion, then a line a cell.
#[must_use]
pub fn terminal(results: &Results, measure: usize, layout: &Layout<'_>) -> String {
    let narrow = layout.plain || layout.width < NARROW;
    let sweep = &results.sweep;
    let about = &MEASURES[measure];
    let number = |n: usize, one, many| count(n as u64, one, many);
    let mut lines = vec![plain(&format!(
        "{}: {}, {}, seed {}",
        results.title,
        number(sweep.cells(), "cell", "cells"),
        count(u64::from(sweep.replicates), "replicate", "replicates"),
        results.seed
    ))];
    for said in conclusion(results, measure) {
        let said = plain(&said);
        let parts = wrapped(&said, layout.width.saturating_sub(2));
        lines.extend(if narrow { vec![said] } else { parts.iter().map(|part| format!("  {part}")).collect() });
    }
    let cells = sweep.cells();
    let figure =
        |cell| results.summary(cell, measure).map_or_else(|| "none".to_owned(), |one| with_interval(&one, about.unit));
    if narrow {
        lines.extend((0..cells.min(MOST)).map(|cell| plain(&format!("{}: {}", settings(results, cell), figure(cell)))));
    } else {
        lines.extend(laid_out(results, about.name, &figure));
    }
    if cells > MOST {
        lines.push(format!("  and {}: see summary.csv", number(cells - MOST, "more cell", "more cells")));
    }
    if let Some(report) = layout.report {
        lines.push(format!("{}{}", if narrow { "report: " } else { "Report  " }, plain(report)));
    }
    lines.join("\n") + "\n"
}

/// A table of the cells: a column a path, then the figure.
fn laid_out(results: &Results, name: &str, figure: &dyn Fn(usize) -> String) -> Vec<String> {
    let sweep = &results.sweep;
    let widths: Vec<usize> = sweep
        .vary
        .iter()
        .map(|(path, values)| values.iter().chain([path]).map(|text| plain(text).chars().count()).max().unwrap_or(0))
        .collect();
    let row = |cells: Vec<String>, last: &str| {
        let parts = cells.iter().zip(&widths).map(|(cell, width)| format!("  {:<width$}", plain(cell)));
        parts.collect::<String>() + "  " + last
    };
    let header = row(sweep.vary.iter().map(|(path, _)| path.clone()).collect(), name);
    let cells = (0..sweep.cells().min(MOST))
        .map(|cell| row(sweep.settings(cell).into_iter().map(str::to_owned).collect(), &figure(cell)));
    std::iter::once(header).chain(cells).collect()
}
