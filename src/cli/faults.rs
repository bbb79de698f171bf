//! `faults list` and `faults show`: the documented failures that a scenario can inject.

use std::path::PathBuf;

use anyhow::bail;
use tenantlab::model::fault::{FAULTS, FaultId, FaultKind};
use tenantlab::report::failures::{self, Injected};
use tenantlab::scenario::suggest;
use tenantlab::sim;

use super::{Exit, files, term};

/// Arguments of `faults`.
#[derive(clap::Args, Debug)]
pub(crate) struct FaultsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// List failures: id, component, whether each ends by itself, the steps where it acts, outcomes, codes.
    List {
        /// Only failures of this component.
        #[arg(long)]
        component: Option<String>,
        /// Only failures whose id or trigger holds this.
        #[arg(long)]
        find: Option<String>,
        /// How to write the list; `md` is the table of all.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Print the list as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one failure: symptoms, codes, events, audit, how it ends, the remedy, and the labs that inject it.
    Show {
        /// The id.
        id: String,
        /// Scenario files or folders to look for the failure in, by replaying them; may be repeated.
        #[arg(long, value_name = "PATH")]
        labs: Vec<PathBuf>,
        /// Print the failure as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// How a list is written.
#[derive(clap::ValueEnum, Copy, Clone, Debug, PartialEq, Eq)]
enum Format {
    /// One line a failure.
    Text,
    /// Markdown.
    Md,
}

pub(super) fn run(args: &FaultsArgs) -> anyhow::Result<Exit> {
    let text = match &args.what {
        What::List { format: Format::Md, component: None, find: None, json: false } => failures::markdown(),
        What::List { format: Format::Md, .. } => bail!("`--format md` writes the table of all failures: give it alone"),
        What::List { component, find, json, .. } => list(component.as_deref(), find.as_deref(), *json)?,
        What::Show { id, labs, json } => show(id, labs, *json)?,
    };
    term::print(&text)?;
    Ok(Exit::Well)
}

fn list(component: Option<&str>, find: Option<&str>, json: bool) -> anyhow::Result<String> {
    let mut components: Vec<&str> = FAULTS.iter().map(|kind| kind.component.as_str()).collect();
    components.sort_unstable();
    components.dedup();
    if let Some(component) = component.filter(|component| !components.contains(component)) {
        bail!("there is no component `{component}`; components are {}", components.join(", "));
    }
    let find = find.map(str::to_lowercase).unwrap_or_default();
    let wanted = |kind: &&FaultKind| {
        let of_component = component.is_none_or(|component| kind.component == component);
        of_component && (kind.id.contains(&find) || kind.trigger.to_lowercase().contains(&find))
    };
    let kinds: Vec<&FaultKind> = FAULTS.iter().filter(wanted).collect();
    if !json {
        return Ok(failures::list(&kinds));
    }
    let values: Vec<_> = kinds.iter().map(|kind| failures::value(kind, None)).collect();
    Ok(serde_json::to_string_pretty(&values)? + "\n")
}

fn show(id: &str, labs: &[PathBuf], json: bool) -> anyhow::Result<String> {
    let Some(fault) = FaultId::parse(id) else {
        match suggest::nearest(id, FAULTS.iter().map(|kind| kind.id.as_str())) {
            Some(near) => bail!("there is no failure `{id}`; did you mean `{near}`?"),
            None => {
                let ids = FAULTS.iter().map(|kind| kind.id.as_str());
                let holding: Vec<&str> = ids.filter(|known| known.contains(id)).take(5).collect();
                if id.is_empty() || holding.is_empty() {
                    bail!("there is no failure `{id}`; `tenantlab faults list` lists them");
                }
                bail!("there is no failure `{id}`; there are `{}`", holding.join("`, `"))
            }
        }
    };
    let found = if labs.is_empty() { None } else { Some(injected(fault, labs)?) };
    if json {
        return Ok(serde_json::to_string_pretty(&failures::value(fault.kind(), found.as_deref()))? + "\n");
    }
    Ok(failures::page(fault.kind(), found.as_deref(), term::width()))
}

/// Replays labs and says where each injects a failure.
fn injected(fault: FaultId, labs: &[PathBuf]) -> anyhow::Result<Vec<Injected>> {
    let mut found = Vec::new();
    for path in files::below(labs)? {
        let Some(scenario) = files::reading(&path)?.scenario else {
            bail!("`{}` has errors; see `tenantlab check`", path.display());
        };
        if !scenario.injects(fault) {
            continue;
        }
        let ledger = sim::run(&scenario);
        for record in ledger.faults.iter().filter(|record| record.fault == fault) {
            found.push(Injected { lab: path.display().to_string(), on: record.name.clone(), bit: record.bit });
        }
    }
    Ok(found)
}
