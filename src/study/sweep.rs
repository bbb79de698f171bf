//! A scenario run many times over, with some of its keys varied: what each run came to, and what the keys change.
//!
//! One run is asked for at a time, so that callers may ask for many at once, in any order, on any machine: what a run
//! comes to depends on its cell and the number of its replicate alone. Replicates of one number share their seed across
//! cells, so that two cells are compared over the same people and the same chances.

pub mod measure;

use crate::ledger::{Digest, Simulate};
use crate::model::chance::{Chance, Purpose};
use crate::scenario::{Scenario, Sweep};

use super::stats::{Summary, summary};
use measure::{FIRST, MANY, MEASURES, position};

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cell, from 0.
    pub cell: usize,
    /// The replicate, from 1.
    pub replicate: u32,
    /// The seed it ran with.
    pub seed: u64,
    /// What it came to, in the order of [`MEASURES`].
    pub values: [Option<u64>; MANY],
    /// The digest of its ledger.
    pub digest: Digest,
}

/// The seed of a replicate, counted from 1.
#[must_use]
pub fn seed(of: u64, replicate: u32) -> u64 {
    Chance::new(of, Purpose::Replicate, "replicate", u64::from(replicate)).seed()
}

/// Runs one replicate of a cell's scenario.
#[must_use]
pub fn run(simulate: &dyn Simulate, scenario: &Scenario, cell: usize, replicate: u32) -> Row {
    let seed = seed(scenario.seed, replicate);
    let ledger = simulate.run(&Scenario { seed, ..scenario.clone() });
    Row { cell, replicate, seed, values: MEASURES.map(|measure| measure.of(&ledger)), digest: ledger.digest }
}

/// Every run of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The title of the scenario.
    pub title: String,
    /// Its seed.
    pub seed: u64,
    /// What was varied.
    pub sweep: Sweep,
    /// The runs by cell and replicate.
    rows: Vec<Row>,
}

/// What one path changes, from its first value to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The position of the path.
    pub path: usize,
    /// The change of the measure: over the replicates, each averaged over the values of all other paths.
    pub change: Summary,
    /// The positions of the values with the least and the greatest mean.
    pub extremes: (usize, usize),
}

impl Results {
    /// The results of these runs, in whatever order they came.
    ///
    /// # Errors
    /// The runs that are missing, as cells and replicates; runs given twice must agree and count once.
    pub fn new(scenario: &Scenario, sweep: Sweep, mut rows: Vec<Row>) -> Result<Self, Vec<(usize, u32)>> {
        rows.sort_by_key(|row| (row.cell, row.replicate));
        rows.dedup();
        let wanted = (0..sweep.cells()).flat_map(|cell| (1..=sweep.replicates).map(move |n| (cell, n)));
        let found =
            |(cell, n): &(usize, u32)| rows.binary_search_by_key(&(*cell, *n), |row| (row.cell, row.replicate)).is_ok();
        let missing: Vec<(usize, u32)> = wanted.filter(|one| !found(one)).collect();
        if !missing.is_empty() || rows.len() != sweep.cells() * sweep.replicates as usize {
            return Err(missing);
        }
        Ok(Self { title: scenario.title.clone(), seed: scenario.seed, sweep, rows })
    }

    /// The runs, by cell and replicate.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The runs of a cell.
    #[must_use]
    pub fn cell(&self, cell: usize) -> &[Row] {
        let many = self.sweep.replicates as usize;
        self.rows.get(cell * many..(cell + 1) * many).unwrap_or_default()
    }

    /// The numbers of a cell by a measure, of the runs that have one.
    pub fn values(&self, cell: usize, measure: usize) -> impl Iterator<Item = u64> {
        self.cell(cell).iter().filter_map(move |row| row.values[measure])
    }

    /// How a cell came out by a measure; shares are parts of one.
    #[must_use]
    pub fn summary(&self, cell: usize, measure: usize) -> Option<Summary> {
        let values: Vec<i64> = self.values(cell, measure).map(|n| n as i64).collect();
        let unit = MEASURES[measure].unit;
        let mut found = summary(&values, unit.scale())?;
        if let Some((low, high)) = &mut found.interval {
            // No count lies below nothing and no share above the whole.
            *low = low.max(0.0);
            *high = if unit == measure::Unit::Share { high.min(1.0) } else { *high };
        }
        Some(found)
    }

    /// Whether the runs differ in a measure.
    #[must_use]
    pub fn differs(&self, measure: usize) -> bool {
        let first = self.rows.first().map(|row| row.values[measure]);
        self.rows.iter().any(|row| Some(row.values[measure]) != first)
    }

    /// The measures that differ between runs, the one to look at first in front; where none does, the one to look at
    /// first alone.
    #[must_use]
    pub fn measures(&self) -> Vec<usize> {
        let known = |name: &str| position(name).filter(|m| self.rows.iter().any(|row| row.values[*m].is_some()));
        let all: Vec<usize> = FIRST.iter().filter_map(|name| known(name)).collect();
        let differing: Vec<usize> = all.iter().copied().filter(|measure| self.differs(*measure)).collect();
        if differing.is_empty() { all.into_iter().take(1).collect() } else { differing }
    }

    /// The cells with the least and the greatest mean; the first of equals.
    #[must_use]
    pub fn extremes(&self, measure: usize) -> Option<(usize, usize)> {
        let means = (0..self.sweep.cells()).filter_map(|cell| Some((cell, self.summary(cell, measure)?.mean)));
        extremes(means)
    }

    /// What a path changes; none where it has a single value or a run has no number.
    #[must_use]
    pub fn effect(&self, path: usize, measure: usize) -> Option<Effect> {
        let many = self.sweep.vary.get(path)?.1.len();
        if many < 2 {
            return None;
        }
        let levels: Vec<usize> = (0..self.sweep.cells()).map(|cell| self.sweep.levels(cell)[path]).collect();
        let others = (levels.len() / many) as i64;
        // The sum over the cells with one value of the path, for every replicate.
        let sums = |level: usize| -> Option<Vec<i64>> {
            let mut sums = vec![0; self.sweep.replicates as usize];
            for cell in (0..levels.len()).filter(|cell| levels[*cell] == level) {
                for (sum, row) in sums.iter_mut().zip(self.cell(cell)) {
                    *sum += i64::try_from(row.values[measure]?).ok()?;
                }
            }
            Some(sums)
        };
        let (first, last) = (sums(0)?, sums(many - 1)?);
        let changes: Vec<i64> = last.iter().zip(&first).map(|(last, first)| last - first).collect();
        let scale = MEASURES[measure].unit.scale() * others;
        let means = (0..many).filter_map(|level| Some((level, summary(&sums(level)?, scale)?.mean)));
        Some(Effect { path, change: summary(&changes, scale)?, extremes: extremes(means)? })
    }

    /// A digest over every run.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        for row in &self.rows {
            hasher.update(
                format!("{}|{}|{}|{:?}|{}\n", row.cell, row.replicate, row.seed, row.values, row.digest).as_bytes(),
            );
        }
        Digest(*hasher.finalize().as_bytes())
    }
}

/// The positions of the least and the greatest; the first of equals.
fn extremes(values: impl Iterator<Item = (usize, f64)>) -> Option<(usize, usize)> {
    let mut found: Option<((usize, f64), (usize, f64))> = None;
    for one in values {
        let (low, high) = found.get_or_insert((one, one));
        if one.1 < low.1 {
            *low = one;
        }
        if one.1 > high.1 {
            *high = one;
        }
    }
    found.map(|(low, high)| (low.0, high.0))
}

#[cfg(test)]
mod tests;
