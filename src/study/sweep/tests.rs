//! Sweeps with made-up runs.

use super::*;
use crate::scenario::{NoFiles, read};

const TEXT: &str = "title: T\nseed: 7\nsweep: {vary: {tenant.sspr.methods_required: [1, 2], \
                    tenant.name: [A, B, C]}, replicates: 2}\n";

fn results(value: impl Fn(&[usize], u32) -> Option<u64>) -> Results {
    let scenario = read("lab.yaml", TEXT.as_bytes(), &mut NoFiles).scenario.expect("a sound lab");
    let sweep = scenario.sweep.clone().expect("a sweep");
    let mut rows = Vec::new();
    for cell in (0..sweep.cells()).rev() {
        for replicate in 1..=2 {
            let mut values = [None; MANY];
            values[0] = value(&sweep.levels(cell), replicate);
            rows.push(Row { cell, replicate, seed: seed(7, replicate), values, digest: Digest::default() });
        }
    }
    Results::new(&scenario, sweep, rows).expect("every run is there")
}

#[test]
fn cells_are_the_product_and_the_last_path_changes_fastest() {
    let found = results(|_, _| Some(0));
    let settings: Vec<String> = (0..6).map(|cell| found.sweep.settings(cell).join(" ")).collect();
    assert_eq!(settings, ["1 A", "1 B", "1 C", "2 A", "2 B", "2 C"]);
    assert_eq!(
        found.rows().iter().map(|row| (row.cell, row.replicate)).take(3).collect::<Vec<_>>(),
        [(0, 1), (0, 2), (1, 1)]
    );
}

#[test]
fn an_effect_is_the_paired_change_from_the_first_value_to_the_last() {
    let found = results(|levels, n| Some(100 * u64::from(n) + 10 * levels[0] as u64 + [1, 5, 3][levels[1]]));
    let first = found.effect(0, 0).expect("an effect");
    assert_eq!((first.change.mean, first.change.interval, first.extremes), (10.0, Some((10.0, 10.0)), (0, 1)));
    let second = found.effect(1, 0).expect("an effect");
    assert_eq!((second.change.mean, second.extremes), (2.0, (0, 1)));
    assert_eq!(found.extremes(0), Some((0, 4)));
    assert_eq!(found.measures(), [0]);
    assert_eq!(results(|levels, _| (levels[0] == 0).then_some(1)).effect(0, 0), None);
}

#[test]
fn missing_runs_are_named_and_seeds_are_never_shared() {
    let all = results(|_, _| Some(0));
    let scenario = read("lab.yaml", TEXT.as_bytes(), &mut NoFiles).scenario.expect("a sound lab");
    let some: Vec<Row> = all.rows().iter().filter(|row| row.cell != 4).cloned().collect();
    assert_eq!(Results::new(&scenario, all.sweep.clone(), some), Err(vec![(4, 1), (4, 2)]));
    let mut seeds: Vec<u64> = (1..=1000).map(|n| seed(7, n)).chain((1..=1000).map(|n| seed(8, n))).collect();
    seeds.sort_unstable();
    seeds.dedup();
    assert_eq!(seeds.len(), 2000);
}
