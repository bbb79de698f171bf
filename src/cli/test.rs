//! `test`: runs every scenario below the paths and judges what they expect.

use std::path::PathBuf;

use tenantlab::report::junit::{FileResult, Status};
use tenantlab::report::{json, junit};
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::sim;

use super::{Exit, files, term};

/// Arguments of `test`.
#[derive(clap::Args, Debug)]
pub(crate) struct TestArgs {
    /// Scenario files, or folders with scenario files below them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// Also write the result as JUnit XML into this file.
    #[arg(long, value_name = "FILE.xml")]
    junit: Option<PathBuf>,
    /// A scenario fails where a failure that it injects never bit: nothing met it.
    #[arg(long)]
    strict_faults: bool,
    /// Print only what did not hold.
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &TestArgs, colour: bool) -> anyhow::Result<Exit> {
    let paths = files::below(&args.paths)?;
    let bar = term::progress(paths.len() as u64, "testing");
    let mut results = Vec::new();
    for path in &paths {
        let result = one(path, args.strict_faults)?;
        let silent = args.json || (args.quiet && result.status == Status::Passed);
        if !silent {
            bar.suspend(|| term::print(&line(&result, colour)))?;
        }
        results.push(result);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(path) = &args.junit {
        files::write(path, junit::junit(&results).as_bytes())?;
    }
    let count = |status| results.iter().filter(|result| result.status == status).count();
    let (passed, failed, invalid) = (count(Status::Passed), count(Status::Failed), count(Status::Invalid));
    if args.json {
        term::print(&json::test_json(&results))?;
    } else {
        term::print(&format!("{} files: {passed} passed, {failed} failed, {invalid} invalid\n", results.len()))?;
    }
    Ok(match (failed, invalid) {
        (0, 0) => Exit::Well,
        (0, _) => Exit::Input,
        _ => Exit::Unmet,
    })
}

fn one(path: &std::path::Path, strict_faults: bool) -> anyhow::Result<FileResult> {
    let reading = files::reading(path)?;
    let file = path.display().to_string();
    let Some(scenario) = &reading.scenario else {
        let failures = vec![render_plain(&reading.diagnostics, &reading.sources, false)];
        return Ok(FileResult { file, status: Status::Invalid, failures });
    };
    let ledger = sim::run(scenario);
    let idle = ledger.idle_faults();
    let failures = ledger.expectations.failures;
    let place = |step: usize| {
        let at = step.checked_sub(1).and_then(|i| reading.places.steps.get(i));
        at.map_or_else(String::new, |(source, at)| {
            format!("{}:{}:{}: ", reading.sources.name(*source), at.line, at.column)
        })
    };
    let mut failures: Vec<String> = failures
        .iter()
        .map(|one| {
            let id = one.id.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
            let (at, key) = (place(one.step), &one.key);
            format!("{at}step {}{id}: `{key}` expected {}, found {}", one.step, one.expected, one.actual)
        })
        .collect();
    if strict_faults {
        failures.extend(idle);
    }
    let status = if failures.is_empty() { Status::Passed } else { Status::Failed };
    Ok(FileResult { file, status, failures })
}

fn line(result: &FileResult, colour: bool) -> String {
    let (word, code) = match result.status {
        Status::Passed => ("ok", "32"),
        Status::Failed => ("failed", "31"),
        Status::Invalid => ("invalid", "33"),
    };
    let word = if colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() };
    let mut text = format!("{word} {}\n", term::clean(&result.file));
    for failure in &result.failures {
        text.push_str(&format!("   {}\n", term::clean(failure).replace('\n', "\n   ")));
    }
    text
}
