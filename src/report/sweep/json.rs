//! A sweep as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::json::{FORMAT_VERSION, pretty};
use crate::study::stats::Summary;
use crate::study::sweep::Results;
use crate::study::sweep::measure::{MEASURES, Unit};

use super::words::conclusion;

#[derive(Serialize)]
struct Document<'a> {
    format_version: u32,
    kind: &'static str,
    title: &'a str,
    seed: u64,
    replicates: u32,
    digest: String,
    vary: Vec<Varied<'a>>,
    measures: Vec<Measured>,
    measure: &'static str,
    conclusion: Vec<String>,
    effects: Vec<Change<'a>>,
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Varied<'a> {
    path: &'a str,
    values: &'a [String],
}

#[derive(Serialize)]
struct Measured {
    name: &'static str,
    says: &'static str,
    unit: &'static str,
    differs: bool,
}

#[derive(Serialize)]
struct Change<'a> {
    measure: &'static str,
    path: &'a str,
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    change: Figures,
}

#[derive(Serialize)]
struct Cell<'a> {
    cell: usize,
    settings: BTreeMap<&'a str, &'a str>,
    measures: BTreeMap<&'static str, Figures>,
}

#[derive(Serialize)]
struct Figures {
    runs: usize,
    mean: f64,
    deviation: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl From<Summary> for Figures {
    fn from(one: Summary) -> Self {
        let rounded = |n: f64| (n * 1e6).round() / 1e6;
        let (low, high) = one.interval.unzip();
        Self {
            runs: one.n,
            mean: rounded(one.mean),
            deviation: one.deviation.map(rounded),
            low: low.map(rounded),
            high: high.map(rounded),
        }
    }
}

/// The sweep; the runs themselves are in the tables.
#[must_use]
pub fn document(results: &Results, measure: usize) -> String {
    let sweep = &results.sweep;
    let effects = results.measures().into_iter().flat_map(|at| {
        (0..sweep.vary.len()).filter_map(move |path| {
            let (name, values) = &sweep.vary[path];
            let change = results.effect(path, at)?.change.into();
            Some(Change { measure: MEASURES[at].name, path: name, from: values.first()?, to: values.last()?, change })
        })
    });
    let cell = |cell: usize| Cell {
        cell: cell + 1,
        settings: sweep.vary.iter().map(|(path, _)| path.as_str()).zip(sweep.settings(cell)).collect(),
        measures: MEASURES
            .iter()
            .enumerate()
            .filter_map(|(at, one)| Some((one.name, results.summary(cell, at)?.into())))
            .collect(),
    };
    pretty(&Document {
        format_version: FORMAT_VERSION,
        kind: "sweep",
        title: &results.title,
        seed: results.seed,
        replicates: sweep.replicates,
        digest: results.digest().to_string(),
        vary: sweep.vary.iter().map(|(path, values)| Varied { path, values }).collect(),
        measures: MEASURES.iter().enumerate().map(|(at, _)| measured(results, at)).collect(),
        measure: MEASURES[measure].name,
        conclusion: conclusion(results, measure),
        effects: effects.collect(),
        cells: (0..sweep.cells()).map(cell).collect(),
    })
}

fn measured(results: &Results, at: usize) -> Measured {
    let one = &MEASURES[at];
    let unit = match one.unit {
        Unit::Count => "count",
        Unit::Share => "share",
    };
    Measured { name: one.name, says: one.says, unit, differs: results.differs(at) }
}
