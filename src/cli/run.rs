//! `run`: replays a scenario, prints a summary, and writes reports.

use std::path::{Path, PathBuf};

use tenantlab::model::time::Date;
use tenantlab::report::{self, View, audit, json, terminal, usage};
use tenantlab::rules::Book;
use tenantlab::scenario::{Scenario, write};
use tenantlab::sim;

use super::files::Changes;
use super::{Exit, files, term};

/// Arguments of `run`.
#[derive(clap::Args, Debug)]
pub(crate) struct RunArgs {
    /// The scenario file, or a folder that `run --out` wrote; `-` is standard input.
    file: PathBuf,
    /// Write the reports into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the whole result as JSON instead of the summary.
    #[arg(long)]
    json: bool,
    /// Write the audit records, in the shape of Microsoft Graph's directory audits, into this file.
    #[arg(long, value_name = "FILE.json")]
    audit: Option<PathBuf>,
    /// Write the usage and registration reports as they stand when the clock stops into this file.
    #[arg(long, value_name = "FILE.json")]
    usage: Option<PathBuf>,
    /// The seed, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Start on this day, instead of the scenario's.
    #[arg(long)]
    date: Option<Date>,
    /// How many threads generated people are run on; the default is every core. The result is the same with any number.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// List every step in the summary.
    #[arg(short, long)]
    verbose: bool,
    /// Fail where an injected failure never bit: nothing met it.
    #[arg(long)]
    strict_faults: bool,
    /// Print nothing but errors.
    #[arg(short, long)]
    quiet: bool,
    /// One fact a line, for screen readers and narrow terminals.
    #[arg(long)]
    plain: bool,
}

pub(super) fn run(args: &RunArgs, colour: bool) -> anyhow::Result<Exit> {
    let changes = Changes { seed: args.seed, date: args.date };
    let Some(scenario) = files::scenario(&args.file, changes, colour)? else { return Ok(Exit::Input) };
    let bar = term::progress(1, "running");
    let ledger = sim::run_on(&scenario, threads(args.threads));
    bar.finish_and_clear();
    let book = Book::new(&scenario.assumptions);
    let view = View::new(&scenario, &ledger, &book);
    if let Some(out) = &args.out {
        let mut files = report::files(&view);
        files.push(("scenario.yaml", write::write(&scenario)));
        files::write_all(out, &files)?;
    }
    if let Some(path) = &args.audit {
        files::write(path, audit::audit_json(&view).as_bytes())?;
    }
    if let Some(path) = &args.usage {
        files::write(path, usage::usage_json(&view).as_bytes())?;
    }
    if args.json {
        term::print(&json::result(&view))?;
    } else if !args.quiet {
        let report = args.out.as_deref().map(|out| out.join("report.html").display().to_string());
        let repeat = repeat(args, &scenario);
        let layout = terminal::Layout {
            width: term::width(),
            colour,
            plain: args.plain,
            report: report.as_deref(),
            repeat: Some(&repeat),
        };
        let mut text = terminal::summary(&view, &layout);
        if args.verbose {
            text.push_str(&terminal::steps(&view, &layout));
        }
        term::print(&text)?;
    }
    let idle = args.strict_faults && !ledger.idle_faults().is_empty();
    Ok(if ledger.expectations.failed == 0 && !idle { Exit::Well } else { Exit::Unmet })
}

/// So many threads, or one for every core.
fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from)
}

/// The line that repeats the run.
fn repeat(args: &RunArgs, scenario: &Scenario) -> String {
    let mut line = format!("tenantlab run {} --seed {}", quoted(&args.file), scenario.seed);
    if let Some(date) = args.date {
        line.push_str(&format!(" --date {date}"));
    }
    line
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:+@".contains(c));
    if plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
