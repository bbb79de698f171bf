//! Speed of a sweep: reading its cells, running one, and putting the results together.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tenantlab::report::sweep as said;
use tenantlab::scenario::{Cells, NoFiles, read};
use tenantlab::sim::Simulator;
use tenantlab::study::sweep::{Results, run};

const LAB: &str = include_str!("../scenarios/scale/outage-length.yaml");

fn sweeps(c: &mut Criterion) {
    let reading = read("lab.yaml", LAB.as_bytes(), &mut NoFiles);
    let scenario = reading.scenario.as_ref().expect("a shipped lab is sound");
    let cells = Cells::of(&reading).expect("the lab has a sweep");
    let cell = |n| cells.scenario(n).expect("a sound cell");
    c.bench_function("sweep/read a cell", |b| b.iter(|| black_box(&cells).scenario(black_box(7))));
    let last = cell(7);
    c.bench_function("sweep/run a replicate", |b| b.iter(|| run(&Simulator, black_box(&last), 7, 1)));
    let mut rows = Vec::new();
    for n in 0..cells.sweep().cells() {
        let scenario = cell(n);
        rows.extend((1..=cells.sweep().replicates).map(|replicate| run(&Simulator, &scenario, n, replicate)));
    }
    let results = Results::new(scenario, cells.sweep().clone(), rows).expect("every run is there");
    let measure = results.measures()[0];
    c.bench_function("sweep/every file of 160 runs", |b| b.iter(|| said::files(black_box(&results), measure)));
}

criterion_group!(sweep, sweeps);
criterion_main!(sweep);
