//! The runs of a sweep as columns, which CSV and Parquet share, and the summary of its cells as rows.

use crate::model::ratio::decimal;
use crate::report::csv;
use crate::study::stats::Summary;
use crate::study::sweep::Results;
use crate::study::sweep::measure::{MEASURES, Unit};

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// One value a run.
    pub(super) values: Values,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// Texts.
    Text(Vec<String>),
    /// Seeds.
    Seed(Vec<u64>),
    /// Numbers of a unit; some may be missing.
    Number(Vec<Option<u64>>, Unit),
}

impl Values {
    fn cell(&self, row: usize) -> String {
        match self {
            Self::Text(texts) => texts[row].clone(),
            Self::Seed(seeds) => seeds[row].to_string(),
            Self::Number(numbers, unit) => numbers[row].map_or_else(String::new, |number| written(number, *unit)),
        }
    }
}

/// A number in its unit.
fn written(number: u64, unit: Unit) -> String {
    match unit {
        Unit::Count => number.to_string(),
        Unit::Share => decimal(number),
    }
}

/// One row a cell and replicate.
pub(super) fn columns(results: &Results) -> Vec<Column<'_>> {
    let rows = results.rows();
    let numbers = |of: &dyn Fn(usize) -> Option<u64>, unit| Values::Number((0..rows.len()).map(of).collect(), unit);
    let mut columns = vec![Column { name: "cell", values: numbers(&|i| Some(rows[i].cell as u64 + 1), Unit::Count) }];
    for (at, (path, _)) in results.sweep.vary.iter().enumerate() {
        let values = rows.iter().map(|row| results.sweep.settings(row.cell)[at].to_owned());
        columns.push(Column { name: path, values: Values::Text(values.collect()) });
    }
    columns.push(Column { name: "replicate", values: numbers(&|i| Some(u64::from(rows[i].replicate)), Unit::Count) });
    columns.push(Column { name: "seed", values: Values::Seed(rows.iter().map(|row| row.seed).collect()) });
    for (at, measure) in MEASURES.iter().enumerate() {
        columns.push(Column { name: measure.name, values: numbers(&|i| rows[i].values[at], measure.unit) });
    }
    let digests = rows.iter().map(|row| row.digest.to_string()).collect();
    columns.push(Column { name: "digest", values: Values::Text(digests) });
    columns
}

/// One row a cell and replicate, as CSV.
#[must_use]
pub fn runs(results: &Results) -> String {
    let columns = columns(results);
    let header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let row = |i| columns.iter().map(|column| column.values.cell(i)).collect();
    csv::table(&header, (0..results.rows().len()).map(row))
}

/// One row a cell and measure: mean, deviation and interval over the replicates.
#[must_use]
pub fn summary(results: &Results) -> String {
    let paths = results.sweep.vary.iter().map(|(path, _)| path.as_str());
    let header: Vec<&str> =
        std::iter::once("cell").chain(paths).chain(["measure", "runs", "mean", "deviation", "low", "high"]).collect();
    let cells = 0..results.sweep.cells();
    let rows = cells.flat_map(|cell| {
        MEASURES.iter().enumerate().filter_map(move |(at, measure)| {
            let found = results.summary(cell, at)?;
            let settings = results.sweep.settings(cell).into_iter().map(str::to_owned);
            let row = std::iter::once((cell + 1).to_string()).chain(settings);
            Some(row.chain([measure.name.to_owned()]).chain(figures(&found)).collect())
        })
    });
    csv::table(&header, rows)
}

fn figures(found: &Summary) -> [String; 5] {
    let number = |n: f64| format!("{n:.6}");
    let or_none = |n: Option<f64>| n.map(number).unwrap_or_default();
    let (low, high) = found.interval.unzip();
    [found.n.to_string(), number(found.mean), or_none(found.deviation), or_none(low), or_none(high)]
}
