//! `whatif`: the tenant as it is and after a plan; who loses and gains what, by which rule, at what cost.

use std::path::PathBuf;

use anyhow::bail;
use tenantlab::model::price::{Commitment, PRICES};
use tenantlab::model::time::Date;
use tenantlab::report::terminal::Layout;
use tenantlab::report::whatif::{self as said, Comparison};
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::edit::product_words;
use tenantlab::scenario::import::pseudonyms::Pseudonyms;
use tenantlab::scenario::plans::{self, Capability, Plan, Swap, Whom};
use tenantlab::sim::Simulator;
use tenantlab::study::WhatIf;
use tenantlab::study::whatif::Terms;

use super::tenant::{self, TenantArgs};
use super::{Exit, files, term};

/// A capability as flags give it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Keep {
    /// Reset of passwords in the cloud.
    CloudReset,
    /// Reset with writeback.
    Writeback,
}

/// A commitment as flags give it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Term {
    /// A year, paid at once.
    Annual,
    /// A year, billed every month.
    AnnualBilledMonthly,
    /// A month at a time.
    Monthly,
}

/// Arguments of `whatif`.
#[derive(clap::Args, Debug)]
pub(crate) struct WhatIfArgs {
    #[command(flatten)]
    tenant: TenantArgs,
    /// Replace a product by another; a product is a string id, a GUID or a product name.
    #[arg(long, value_name = "SKU=SKU")]
    replace: Vec<String>,
    /// Take a product away.
    #[arg(long, value_name = "SKU")]
    remove: Vec<String>,
    /// For whom products are replaced or taken away: department=NAME, group=NAME, licence=SKU; all must fit.
    #[arg(long = "where", value_name = "KEY=VALUE")]
    whom: Vec<String>,
    /// Change a setting at its path in a scenario file: tenant.sspr.methods_required=2.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// A file of named plans, each compared with the tenant as it is.
    #[arg(long, value_name = "FILE.yaml", conflicts_with_all = ["replace", "remove", "whom", "set", "keep", "choose"])]
    plans: Option<PathBuf>,
    /// A capability that everybody who has it keeps, at the least price.
    #[arg(long, value_enum, requires = "choose")]
    keep: Option<Keep>,
    /// Products that may be given for that.
    #[arg(long, value_name = "SKU,SKU", value_delimiter = ',', requires = "keep")]
    choose: Vec<String>,
    /// The day that is looked at; without it the start.
    #[arg(long)]
    on: Option<Date>,
    /// For how long the customer binds.
    #[arg(long, value_enum, default_value_t = Term::Annual)]
    commitment: Term,
    /// Exit with 1 where something changes.
    #[arg(long)]
    exit_code: bool,
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

pub(super) fn run(args: &WhatIfArgs, colour: bool) -> anyhow::Result<Exit> {
    let prices = args.tenant.prices()?;
    let mut plans = plans(args, colour)?;
    let said = plans.iter().map(|plan| plan.name.clone()).collect();
    let Some(tenant) = tenant::tenant(&args.tenant, said, colour)? else { return Ok(Exit::Input) };
    let scenario = tenant.scenario;
    plans.iter_mut().zip(tenant.said).for_each(|(plan, name)| plan.name = name);
    if let Some(names) = &tenant.names {
        plans.iter_mut().for_each(|plan| pseudonymise(plan, names));
    }
    if let Some(day) = args.on.filter(|day| *day < scenario.start.date()) {
        bail!("{day} lies before the start, {}: start earlier with --date", scenario.start.date());
    }
    let at = args.on.map_or(scenario.start, |day| day.start().max(scenario.start));
    let commitment = match args.commitment {
        Term::Annual => Commitment::Annual,
        Term::AnnualBilledMonthly => Commitment::AnnualBilledMonthly,
        Term::Monthly => Commitment::Monthly,
    };
    let terms = Terms { at, prices: &prices, commitment };
    let bar = term::progress(plans.len() as u64, "comparing");
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for plan in &plans {
        match WhatIf::new(&Simulator, &scenario, plan, terms) {
            Ok(compared) => found.push(compared),
            Err(problems) => wrong.extend(problems.into_iter().map(|problem| format!("{}: {problem}", plan.name))),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if !wrong.is_empty() {
        wrong.iter().for_each(|problem| term::talk(&term::clean(&format!("error: {problem}"))));
        if tenant.names.is_some() {
            term::talk(
                "names of this tenant are pseudonyms: a plan may say the names of the export, or the pseudonyms of the \
                 key file",
            );
        }
        bail!("{} of plans that do not fit the tenant", tenant::many(wrong.len()));
    }
    let comparison = Comparison { scenario: &scenario, plans: &found, own_prices: prices != *PRICES };
    if let Some(out) = &args.out {
        files::write_all(out, &said::files(&comparison))?;
    }
    if args.json {
        term::print(&said::document(&comparison))?;
    } else {
        let report = args.out.as_deref().map(|out| out.join("report.html").display().to_string());
        let layout =
            Layout { width: term::width(), colour, plain: args.plain, report: report.as_deref(), repeat: None };
        term::print(&said::summary(&comparison, &layout))?;
    }
    let unserved = found.iter().any(|one| one.kept.as_ref().is_some_and(|kept| kept.unserved > 0));
    let changes = args.exit_code && found.iter().any(|one| !one.changes_nothing());
    Ok(if unserved || changes { Exit::Unmet } else { Exit::Well })
}

/// The names in a plan of somebody who knows them, in the pseudonyms of the tenant; others stay as they were said.
fn pseudonymise(plan: &mut Plan, names: &Pseudonyms) {
    for group in plan.swaps.iter_mut().filter_map(|swap| swap.whom.group.as_mut()) {
        if let Some(known) = names.known_group(group) {
            known.clone_into(group);
        }
    }
    for (path, value) in &mut plan.settings {
        *value = names.setting(path, value);
    }
}

/// The plans of the file, or the one of the flags.
fn plans(args: &WhatIfArgs, colour: bool) -> anyhow::Result<Vec<Plan>> {
    if let Some(path) = &args.plans {
        let read = plans::read(&path.display().to_string(), &files::bytes(path)?);
        if !read.wrong.is_empty() {
            term::talk(&render_plain(&read.wrong, &read.sources, colour));
            bail!("{} in `{}`", tenant::many(read.wrong.len()), path.display());
        }
        return Ok(read.plans);
    }
    let product = |word: &str| plans::product(word).map_err(anyhow::Error::msg);
    let mut whom = Whom::default();
    for condition in &args.whom {
        whom.add(condition).map_err(anyhow::Error::msg)?;
    }
    let mut plan = Plan::default();
    let mut names = Vec::new();
    for word in &args.replace {
        let Some((from, to)) = word.split_once('=') else { bail!("`{word}`: expected two products, `SPE_E3=SPB`") };
        let (from, to) = (product(from)?, product(to)?);
        plan.swaps.push(Swap { from, to: Some(to), whom: whom.clone() });
        names.push(format!("replace {} by {}", product_words(from), product_words(to)));
    }
    for word in &args.remove {
        let from = product(word)?;
        plan.swaps.push(Swap { from, to: None, whom: whom.clone() });
        names.push(format!("remove {}", product_words(from)));
    }
    if !args.whom.is_empty() {
        if plan.swaps.is_empty() {
            bail!("--where says for whom products change: expected --replace or --remove with it");
        }
        names.push(format!("where {}", args.whom.join(" and ")));
    }
    for word in &args.set {
        let Some((path, value)) = word.split_once('=') else {
            bail!("`{word}`: expected a path and a value, `tenant.sspr.methods_required=2`")
        };
        plan.settings.push((path.to_owned(), value.to_owned()));
        names.push(word.clone());
    }
    plan.keep = args.keep.map(|keep| match keep {
        Keep::CloudReset => Capability::CloudReset,
        Keep::Writeback => Capability::Writeback,
    });
    plan.choose = args.choose.iter().map(|word| product(word)).collect::<anyhow::Result<_>>()?;
    plan.name = if names.is_empty() { "as it is".to_owned() } else { names.join(", ") };
    Ok(vec![plan])
}
