//! Populations: a day in which everybody tries once on average, and an ordinary day, by size and by threads.
//!
//! Beside `limit`, which does the first day's work in plain Rust with the rules of a toy.

mod days;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tenantlab::sim;

use days::day;

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
