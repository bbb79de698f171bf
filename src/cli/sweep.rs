//! `sweep`: runs a scenario many times over, with some of its keys varied.
//!
//! This is where threads live: each run is worked out on its own and kept under its cell and replicate, so that neither
//! their number nor their order shows in the results.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, bail};
use rayon::prelude::*;
use tenantlab::report::sweep as said;
use tenantlab::report::terminal::Layout;
use tenantlab::scenario::diagnostic::{Diagnostic, Severity, render_plain};
use tenantlab::scenario::suggest::nearest;
use tenantlab::scenario::{Cells, Reading, Scenario, read_over};
use tenantlab::sim::Simulator;
use tenantlab::study::sweep::{self, Results, Row, measure};

use super::journal::{self, Journal};
use super::{Exit, files, term};

/// Arguments of `sweep`.
#[derive(clap::Args, Debug)]
pub(crate) struct SweepArgs {
    /// The scenario file, with a `sweep:` block or with --vary.
    file: PathBuf,
    /// Write tables, pictures and the report into this folder; a sweep that was stopped goes on where it was.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the result as JSON instead of the summary.
    #[arg(long)]
    json: bool,
    /// A key and its values, beside or instead of those of the file: 'tenant.sspr.methods_required=[1, 2]'.
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// How many runs at a time; without it as many as there are processors. Changes no result.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// The seed that those of the replicates come from, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// How many seeds each cell is run with, instead of the sweep's `replicates`.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replicates: Option<u32>,
    /// Only every nth cell, for one of several machines: 2/8 is the second of eight. Needs --out.
    #[arg(long, value_name = "I/N", value_parser = shard, requires = "out")]
    shard: Option<Shard>,
    /// Put together the folders that shards were written to, instead of running anything.
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with_all = ["shard", "threads", "restart"])]
    merge: Vec<PathBuf>,
    /// What to look at first: success_share, refused, able_at_end, … ; without it the first that differs between runs.
    #[arg(long, value_name = "NAME", value_parser = measured)]
    measure: Option<usize>,
    /// Forget the runs that the folder holds.
    #[arg(long, requires = "out")]
    restart: bool,
    /// One fact a line, for screen readers and narrow terminals.
    #[arg(long)]
    plain: bool,
}

/// One part of a sweep that is run by several.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Shard {
    /// Which, from 1.
    nth: usize,
    /// Of how many.
    of: usize,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(nth, of)| Some((nth.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((nth, of)) if 1 <= nth && nth <= of => Ok(Shard { nth, of }),
        _ => Err("expected a part and how many there are, `2/8`".to_owned()),
    }
}

fn measured(name: &str) -> Result<usize, String> {
    measure::position(name).ok_or_else(|| {
        let names: Vec<&str> = measure::MEASURES.iter().map(|one| one.name).collect();
        match nearest(name, names.iter().copied()) {
            Some(near) => format!("no such measure; did you mean `{near}`?"),
            None => format!("no such measure; one of {}", names.join(", ")),
        }
    })
}

pub(super) fn run(args: &SweepArgs, colour: bool) -> anyhow::Result<Exit> {
    let Some(reading) = reading(args, colour)? else { return Ok(Exit::Input) };
    let Some(cells) = Cells::of(&reading) else {
        bail!("`{}` has no `sweep:` that says what to vary, and there is no --vary", args.file.display());
    };
    let scenario = reading.scenario.as_ref().context("the reading is sound")?;
    let rows = if args.merge.is_empty() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.map_or(0, usize::from));
        let pool = pool.build().context("the threads cannot be started")?;
        match pool.install(|| made(args, &cells))? {
            Made::Rows(rows) => rows,
            Made::Wrong(found) => {
                term::talk(&render_plain(&found, &reading.sources, colour));
                return Ok(Exit::Input);
            }
        }
    } else {
        merged(&args.merge, &cells)?
    };
    if let Some(shard) = args.shard {
        let out = args.out.as_deref().unwrap_or_else(|| Path::new("."));
        let many = rows.len();
        term::print(&format!(
            "shard {} of {}: {many} runs in {}\nwhen all are done: tenantlab sweep {} --merge DIR DIR … --out DIR\n",
            shard.nth,
            shard.of,
            out.join(journal::NAME).display(),
            args.file.display()
        ))?;
        return Ok(Exit::Well);
    }
    told(args, scenario, &cells, rows, colour)
}

/// The file with what flags lay over it; none where it is wrong, which has then been said.
fn reading(args: &SweepArgs, colour: bool) -> anyhow::Result<Option<Reading>> {
    let Some(found) = files::sound(&args.file, colour)? else { return Ok(None) };
    let over = over(args)?;
    if over.is_empty() {
        return Ok(Some(found));
    }
    let found = read_over(found, "the flags", &over);
    if found.scenario.is_none() {
        // The file is sound, and its warnings have been said.
        let wrong = found.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        term::talk(&render_plain(&wrong.cloned().collect::<Vec<_>>(), &found.sources, colour));
        return Ok(None);
    }
    Ok(Some(found))
}

/// What flags ask for, as a scenario file would say it.
fn over(args: &SweepArgs) -> anyhow::Result<String> {
    let mut said = args.seed.map(|seed| format!("seed: {seed}\n")).unwrap_or_default();
    if args.replicates.is_some() || !args.vary.is_empty() {
        said += "sweep:\n";
    }
    if let Some(many) = args.replicates {
        said += &format!("  replicates: {many}\n");
    }
    if !args.vary.is_empty() {
        said += "  vary:\n";
    }
    for one in &args.vary {
        let Some((path, values)) = one.split_once('=') else {
            bail!("`{one}`: expected a key and its values, `tenant.sspr.methods_required=[1, 2]`")
        };
        said += &format!("    {}: {}\n", path.trim(), values.trim());
    }
    Ok(said)
}

/// What running came to.
enum Made {
    Rows(Vec<Row>),
    Wrong(Vec<Diagnostic>),
}

/// Runs what the folder does not hold yet.
fn made(args: &SweepArgs, cells: &Cells) -> anyhow::Result<Made> {
    let sweep = cells.sweep();
    let mine = |cell: &usize| args.shard.is_none_or(|shard| cell % shard.of == shard.nth - 1);
    // Every cell is read before any is run, also those of other shards: a wrong one is said at once.
    let wrong: Vec<Diagnostic> =
        (0..sweep.cells()).into_par_iter().flat_map_iter(|n| cells.scenario(n).err()).flatten().collect();
    if !wrong.is_empty() {
        return Ok(Made::Wrong(once(wrong)));
    }
    let (journal, done) = match &args.out {
        Some(out) => {
            if args.restart {
                files::forget(&out.join(journal::NAME))?;
            }
            let (journal, done) = Journal::open(out, &cells.digest().to_hex())?;
            (Some(journal), done)
        }
        None => (None, Vec::new()),
    };
    let held: std::collections::BTreeSet<(usize, u32)> = done.iter().map(|row| (row.cell, row.replicate)).collect();
    let all = || (0..sweep.cells()).filter(mine);
    let bar = term::progress((all().count() * sweep.replicates as usize) as u64, "running");
    bar.inc(done.len() as u64);
    let kept = Mutex::new((journal, done));
    let cell = |n: usize| -> anyhow::Result<()> {
        let missing: Vec<u32> = (1..=sweep.replicates).filter(|one| !held.contains(&(n, *one))).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let Ok(scenario) = cells.scenario(n) else { bail!("cell {} cannot be read", n + 1) };
        missing.into_par_iter().try_for_each(|replicate| {
            let row = sweep::run(&Simulator, &scenario, n, replicate);
            let mut kept = kept.lock().map_err(|_| anyhow::anyhow!("a run was broken off"))?;
            if let Some(journal) = &mut kept.0 {
                journal.add(&row)?;
            }
            kept.1.push(row);
            bar.inc(1);
            Ok(())
        })
    };
    all().collect::<Vec<_>>().into_par_iter().try_for_each(cell)?;
    bar.finish_and_clear();
    let (journal, mut rows) = kept.into_inner().map_err(|_| anyhow::anyhow!("a run was broken off"))?;
    rows.sort_by_key(|row| (row.cell, row.replicate));
    if let Some(journal) = journal {
        journal.close(&rows)?;
    }
    Ok(Made::Rows(rows))
}

/// Findings of many cells, each once.
fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for one in found {
        if kept.len() < 100 && !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// The runs of several folders.
fn merged(folders: &[PathBuf], cells: &Cells) -> anyhow::Result<Vec<Row>> {
    let digest = cells.digest().to_hex();
    let mut rows = Vec::new();
    for folder in folders {
        rows.extend(journal::rows(folder, &digest)?);
    }
    Ok(rows)
}

/// Says what the runs came to.
fn told(args: &SweepArgs, scenario: &Scenario, cells: &Cells, rows: Vec<Row>, colour: bool) -> anyhow::Result<Exit> {
    let results = match Results::new(scenario, cells.sweep().clone(), rows) {
        Ok(results) => results,
        Err(missing) => match missing.first() {
            Some((cell, replicate)) => {
                let settings = cells.sweep().settings(*cell).join(", ");
                bail!(
                    "{} runs are missing, the first is replicate {replicate} of cell {} ({settings})",
                    missing.len(),
                    cell + 1
                )
            }
            None => bail!("the folders hold runs that contradict each other, or that the sweep does not have"),
        },
    };
    let measure = args.measure.or_else(|| results.measures().first().copied()).unwrap_or_default();
    if let Some(out) = &args.out {
        if !args.merge.is_empty() {
            let (journal, _) = Journal::open(out, &cells.digest().to_hex())?;
            journal.close(results.rows())?;
        }
        let made = said::files(&results, measure);
        files::write_all(out, &made.iter().map(|(name, bytes)| (name.as_str(), bytes)).collect::<Vec<_>>())?;
    }
    if args.json {
        term::print(&said::document(&results, measure))?;
    } else {
        let report = args.out.as_deref().map(|out| out.join("report.html").display().to_string());
        let layout =
            Layout { width: term::width(), colour, plain: args.plain, report: report.as_deref(), repeat: None };
        term::print(&said::terminal(&results, measure, &layout))?;
    }
    Ok(Exit::Well)
}
