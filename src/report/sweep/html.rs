//! The page of a sweep.

use maud::{Markup, html};

use crate::report::page::{self, Section, picture, table};
use crate::report::words::{count, plain, sentence, thousands};
use crate::study::sweep::Results;
use crate::study::sweep::measure::MEASURES;

use super::pictures::{MOST_PICTURES, picture_of};
use super::words::{conclusion, figure, plain_number, with_interval};

/// More cells than this are left to `summary.csv`.
const MOST: usize = 500;

/// The page; `measure` is what is looked at first.
#[must_use]
pub fn page(results: &Results, measure: usize) -> String {
    let sections = [
        Section { id: "verdict", name: "Result", body: result(results, measure) },
        Section { id: "pictures", name: "Pictures and their tables", body: pictures(results, measure) },
        Section { id: "varied", name: "What was varied", body: varied(results) },
        Section { id: "method", name: "Method", body: method(results) },
    ];
    let sweep = &results.sweep;
    let facts = format!(
        "{}, {} each, seed {}",
        count(sweep.cells() as u64, "cell", "cells"),
        count(u64::from(sweep.replicates), "replicate", "replicates"),
        results.seed
    );
    page::page(&format!("Sweep: {}", results.title), &facts, &sections)
}

fn result(results: &Results, measure: usize) -> Markup {
    let said = conclusion(results, measure);
    let (first, rest) = said.split_first().expect("a conclusion says something");
    html! {
        p.verdict { (in_code(first)) }
        ul { @for said in rest { li { (in_code(said)) } } }
    }
}

/// A sentence whose parts between backticks are code.
fn in_code(said: &str) -> Markup {
    html! {
        @for (i, part) in said.split('`').enumerate() {
            @if i % 2 == 1 { code { (plain(part)) } } @else { (plain(part)) }
        }
    }
}

fn pictures(results: &Results, first: usize) -> Markup {
    let all = results.measures();
    let shown = super::in_order(first, &all);
    html! {
        @for measure in shown.iter().take(MOST_PICTURES) {
            @let about = &MEASURES[*measure];
            h3 { (sentence(about.says).trim_end_matches('.')) }
            (picture(about.says, &picture_of(results, *measure)))
            (cells(results, *measure))
        }
        @if shown.len() > MOST_PICTURES {
            p { "Also different between runs, in the tables only: "
                (shown[MOST_PICTURES..].iter().map(|at| MEASURES[*at].name).collect::<Vec<_>>().join(", ")) "." }
        }
    }
}

fn cells(results: &Results, measure: usize) -> Markup {
    let sweep = &results.sweep;
    let unit = MEASURES[measure].unit;
    let row = |cell: usize| {
        let mut row: Vec<String> = sweep.settings(cell).into_iter().map(str::to_owned).collect();
        let found = results.summary(cell, measure);
        let number = |n: Option<f64>| n.map_or_else(|| "–".to_owned(), |n| plain_number(n, unit));
        let (low, high) = found.and_then(|one| one.interval).unzip();
        row.push(found.map_or(0, |one| one.n).to_string());
        row.push(found.map_or_else(|| "–".to_owned(), |one| figure(one.mean, unit)));
        row.extend([number(low), number(high)]);
        row
    };
    let rows: Vec<Vec<String>> = (0..sweep.cells().min(MOST)).map(row).collect();
    let paths = sweep.vary.iter().map(|(path, _)| path.as_str());
    let header: Vec<&str> = paths.chain(["Runs", "Mean", "Low", "High"]).collect();
    let numbers: Vec<usize> = (sweep.vary.len()..header.len()).collect();
    html! {
        (table(&format!("The {} by cell", MEASURES[measure].says), &header, &numbers, &rows))
        @if sweep.cells() > MOST { p { "The first " (MOST) " of " (thousands(sweep.cells() as u64)) " cells; summary.csv has all." } }
    }
}

fn varied(results: &Results) -> Markup {
    let rows: Vec<Vec<String>> =
        results.sweep.vary.iter().map(|(path, values)| vec![path.clone(), values.join(", ")]).collect();
    let all = results.extremes(results.measures().first().copied().unwrap_or(0));
    html! {
        (table("Keys of the scenario and the values they take", &["Key", "Values"], &[], &rows))
        @if all.is_some() { p { "Every combination of values is a cell: the scenario with these keys set." } }
    }
}

fn method(results: &Results) -> Markup {
    html! {
        dl.rule {
            div { dt { "Seed" } dd { (results.seed) "; each replicate draws its own from it and its number" } }
            div { dt { "Pairs" } dd { "Replicates of the same number have the same seed in every cell: the same people and the same chances. What a key changes is the mean of the differences within replicates, over all values of the other keys." } }
            div { dt { "Intervals" } dd { "95 %, Student's t over the replicates. They say how far chance goes in this model, not how well the model fits your tenant." } }
            div { dt { "Digest" } dd { code.long { (results.digest()) } " (BLAKE3 over all runs; any number of threads or shards gives the same)" } }
            div { dt { "Runs" } dd { "results.csv and results.parquet: one row a cell and replicate, with the seed that " code { "run --seed" } " takes and the digest it gives" } }
        }
        (table("Measures", &["Measure", "What it is", "Over all runs"], &[], &measures(results)))
        p { "A prediction holds as far as the documents do. Try what matters in a test tenant before you rely on it." }
    }
}

fn measures(results: &Results) -> Vec<Vec<String>> {
    let row = |(at, one): (usize, &crate::study::sweep::measure::Measure)| {
        let over = if results.differs(at) {
            "differs".to_owned()
        } else {
            results.summary(0, at).map_or_else(
                || "none".to_owned(),
                |found| {
                    format!(
                        "always {}",
                        with_interval(&crate::study::stats::Summary { interval: None, ..found }, one.unit)
                    )
                },
            )
        };
        vec![one.name.to_owned(), one.says.to_owned(), over]
    };
    MEASURES.iter().enumerate().map(row).collect()
}
