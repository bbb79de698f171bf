//! `forecast`: who can reset on every dated change ahead, who loses it, and what would bring it back.

use std::path::PathBuf;

use tenantlab::model::time::Date;
use tenantlab::report::forecast as said;
use tenantlab::report::terminal::Layout;
use tenantlab::scenario::write;
use tenantlab::sim::Simulator;
use tenantlab::study::Forecast;

use super::tenant::{self, TenantArgs};
use super::{Exit, files, term};

/// Arguments of `forecast`.
#[derive(clap::Args, Debug)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    tenant: TenantArgs,
    /// Days to look at besides the dated changes, parted by commas.
    #[arg(long, value_delimiter = ',')]
    dates: Vec<Date>,
    /// Write the report into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the whole result as JSON instead of the summary.
    #[arg(long)]
    json: bool,
    /// One fact a line, for screen readers and narrow terminals.
    #[arg(long)]
    plain: bool,
}

pub(super) fn run(args: &ForecastArgs, colour: bool) -> anyhow::Result<Exit> {
    let prices = args.tenant.prices()?;
    let Some(tenant) = tenant::tenant(&args.tenant, Vec::new(), colour)? else { return Ok(Exit::Input) };
    let scenario = tenant.scenario;
    if let Some(day) = args.dates.iter().find(|day| **day < scenario.start.date()) {
        anyhow::bail!("{day} lies before the start, {}: start earlier with --date", scenario.start.date());
    }
    let bar = term::progress(1, "foreseeing");
    let forecast = Forecast::new(&Simulator, &scenario, &args.dates, &prices);
    bar.finish_and_clear();
    if let Some(out) = &args.out {
        let mut files = said::files(&forecast);
        files.push(("scenario.yaml", write::write(&scenario)));
        files::write_all(out, &files)?;
    }
    if args.json {
        term::print(&said::document(&forecast))?;
    } else {
        let report = args.out.as_deref().map(|out| out.join("report.html").display().to_string());
        let layout =
            Layout { width: term::width(), colour, plain: args.plain, report: report.as_deref(), repeat: None };
        term::print(&said::summary(&forecast, &layout))?;
    }
    Ok(Exit::Well)
}
