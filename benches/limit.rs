//! What the work of a population costs in plain Rust: the yardstick for the benches `population` and `scale`.

mod yardstick;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use yardstick::{facts, numbered, ordered, unordered};

fn limit(c: &mut Criterion) {
    let mut group = c.benchmark_group("limit");
    group.sample_size(10);
    for people in [100_000, 1_000_000] {
        let facts = facts(people);
        let outcomes = unordered(&facts);
        assert_eq!([ordered(&facts), numbered(&facts)], [outcomes; 2], "every way counts the same outcomes");
        group.throughput(Throughput::Elements(u64::from(people)));
        group.bench_function(BenchmarkId::new("unordered", people), |b| {
            b.iter(|| unordered(black_box(&facts)));
        });
        group.bench_function(BenchmarkId::new("ordered", people), |b| {
            b.iter(|| ordered(black_box(&facts)));
        });
        group.bench_function(BenchmarkId::new("numbered", people), |b| {
            b.iter(|| numbered(black_box(&facts)));
        });
    }
    group.finish();
}

criterion_group!(limits, limit);
criterion_main!(limits);
