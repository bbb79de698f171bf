//! Populations: a day in which everybody tries once on average, and an ordinary day, by size and by threads.
//!
//! Beside `limit`, which does the first day's work in plain Rust with the rules of a toy.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tenantlab::scenario::{NoFiles, Scenario, read};
use tenantlab::sim;

const LAB: &str = include_str!("../scenarios/scale/hybrid-day.yaml");

/// The shipped day with so many people; where `all_try`, each of them once on average, and nobody again.
fn day(people: u32, all_try: bool) -> Scenario {
    let mut lab = read("lab.yaml", LAB.as_bytes(), &mut NoFiles).scenario.expect("a shipped lab is sound");
    let group = &mut lab.population[0];
    group.count = people;
    if let Some(behaviour) = group.behaviour.as_mut().filter(|_| all_try) {
        behaviour.resets_per_year = 365_000_000;
        behaviour.changes_per_year = 0;
        behaviour.gives_up_after = 1;
    }
    lab
}

fn population(c: &mut Criterion) {
    let mut group = c.benchmark_group("population");
    group.sample_size(10);
    for people in [10_000, 100_000, 1_000_000] {
        group.throughput(Throughput::Elements(u64::from(people)));
        for (name, all_try) in [("everybody tries", true), ("ordinary day", false)] {
            let lab = day(people, all_try);
            for threads in [1, 2] {
                let id = BenchmarkId::new(format!("{name}, threads {threads}"), people);
                group.bench_function(id, |b| b.iter(|| sim::run_on(black_box(&lab), threads)));
            }
        }
    }
    group.finish();
}

criterion_group!(populations, population);
criterion_main!(populations);
