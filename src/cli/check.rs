//! `check`: reads scenario files and reports every problem with its place.

use std::path::PathBuf;

use tenantlab::scenario::diagnostic::{render_plain, to_json};

use super::{Exit, files, term};

/// Arguments of `check`.
#[derive(clap::Args, Debug)]
pub(crate) struct CheckArgs {
    /// Scenario files, or folders with scenario files below them; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &CheckArgs, colour: bool) -> anyhow::Result<Exit> {
    let mut wrong = 0;
    let paths = files::below(&args.paths)?;
    let mut all = Vec::new();
    for path in &paths {
        let reading = files::reading(path)?;
        wrong += usize::from(files::is_wrong(&reading));
        if args.json {
            let findings = to_json(&reading.diagnostics, &reading.sources);
            all.push(serde_json::json!({ "file": path.display().to_string(), "findings": findings }));
        } else if !reading.diagnostics.is_empty() {
            term::talk(&render_plain(&reading.diagnostics, &reading.sources, colour));
        }
    }
    if args.json {
        term::print(&format!("{}\n", serde_json::to_string_pretty(&all)?))?;
    } else {
        term::print(&format!("{} read, {} sound, {wrong} with errors\n", paths.len(), paths.len() - wrong))?;
    }
    Ok(if wrong == 0 { Exit::Well } else { Exit::Input })
}
