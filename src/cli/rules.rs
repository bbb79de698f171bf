//! `rules list`, `show`, `export` and `coverage`: the documented rules, and what the engine does with them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::ledger::Ledger;
use tenantlab::ledger::coverage::{Coverage, executable, places};
use tenantlab::report::rulebook::{self, law};
use tenantlab::rules::rule::{Law, Rule};
use tenantlab::rules::{Book, catalogue, find};
use tenantlab::scenario::{Scenario, suggest};
use tenantlab::sim;

use super::{Exit, files, term};

/// Arguments of `rules`.
#[derive(clap::Args, Debug)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// List rules: id, topic, kind, what the engine does, in order of precedence.
    List {
        /// Only rules of this topic.
        #[arg(long)]
        topic: Option<String>,
        /// Only rules whose id or text holds this.
        #[arg(long)]
        find: Option<String>,
        /// Only rules that the engine does not execute although they decide something, each with the reason.
        #[arg(long)]
        not_simulated: bool,
    },
    /// Say which rules a set of scenarios exercised, which blocked and which only held, and list the untouched.
    Coverage(CoverageArgs),
    /// Show one rule: what it says, where that stands, its worked examples run now, the labs that meet it.
    Show {
        /// The id.
        id: String,
        /// Scenario files or folders to look for the rule in, by replaying them; may be repeated.
        #[arg(long, value_name = "PATH")]
        labs: Vec<PathBuf>,
        /// Print the page as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the whole catalogue.
    Export {
        /// How to write it.
        #[arg(long, value_enum, default_value_t = Format::Md)]
        format: Format,
        /// Into this file instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// How the catalogue is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Markdown.
    Md,
    /// JSON, with the worked examples run.
    Json,
    /// A table.
    Csv,
}

/// Arguments of `rules coverage`.
#[derive(clap::Args, Debug)]
struct CoverageArgs {
    /// Scenario files, or folders with scenario files below them.
    #[arg(required_unless_present = "examples")]
    paths: Vec<PathBuf>,
    /// Count the rules' own worked examples and figures as well.
    #[arg(long)]
    examples: bool,
    /// Only rules of this topic.
    #[arg(long)]
    topic: Option<String>,
    /// Fail where fewer than so many percent of the executed rules said something.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    min: Option<u64>,
    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &RulesArgs) -> anyhow::Result<Exit> {
    let text = match &args.what {
        What::List { topic, find, not_simulated } => list(topic.as_deref(), find.as_deref(), *not_simulated)?,
        What::Show { id, labs, json } => show(id, labs, *json)?,
        What::Export { format, out } => return export(*format, out.as_deref()),
        What::Coverage(args) => return covered(args),
    };
    term::print(&text)?;
    Ok(Exit::Well)
}

/// Refuses a topic that does not exist.
fn known(topic: Option<&str>) -> anyhow::Result<()> {
    let topics: Vec<&str> = catalogue::topics().map(|(name, _)| name).collect();
    let Some(topic) = topic.filter(|topic| !topics.contains(topic)) else { return Ok(()) };
    let near = suggest::meant(topic, topics.iter().copied());
    bail!("there is no topic `{topic}`{near}; topics are {}", topics.join(", "))
}

fn list(topic: Option<&str>, wanted: Option<&str>, not_simulated: bool) -> anyhow::Result<String> {
    known(topic)?;
    let mut text = String::new();
    let (mut count, mut explained) = (0, 0);
    for (name, rules) in catalogue::topics().filter(|(name, _)| topic.is_none_or(|topic| topic == *name)) {
        for rule in rules {
            let holds = |wanted: &str| {
                let wanted = wanted.to_lowercase();
                [rule.id, rule.given, rule.says].iter().any(|text| text.to_lowercase().contains(&wanted))
            };
            if wanted.is_none_or(holds) && (!not_simulated || rule.is_left_out()) {
                writeln!(text, "{:<44} {:<26} {:<9} {}", rule.id, name, rule.kind.word(), law(rule))?;
                count += 1;
                if not_simulated && !rule.not_simulated.is_empty() {
                    writeln!(text, "    {}", rule.not_simulated)?;
                    explained += 1;
                }
            }
        }
    }
    let reasons = if not_simulated { format!(", {explained} with a reason") } else { String::new() };
    writeln!(text, "{count} rules{reasons}")?;
    Ok(text)
}

fn show(id: &str, labs: &[PathBuf], json: bool) -> anyhow::Result<String> {
    let Some(rule) = find(id) else {
        let near = suggest::nearest(id, catalogue::ids());
        match near {
            Some(near) => bail!("there is no rule `{id}`; did you mean `{near}`?"),
            None => bail!("there is no rule `{id}`"),
        }
    };
    let met = if labs.is_empty() { None } else { Some(meetings(rule, labs)?) };
    Ok(if json {
        format!("{}\n", serde_json::to_string_pretty(&rulebook::value(rule, met.as_deref()))?)
    } else {
        rulebook::page(rule, met.as_deref(), term::width())
    })
}

/// Replays labs and says where each met a rule.
fn meetings(rule: &'static Rule, labs: &[PathBuf]) -> anyhow::Result<Vec<rulebook::Met>> {
    let mut found = Vec::new();
    replayed(labs, |path, scenario, ledger| {
        let places = places(rule, &Book::new(&scenario.assumptions), ledger);
        let name = |step: &usize| {
            let record = &ledger.steps[*step];
            term::clean(&record.id.clone().unwrap_or_else(|| format!("step {}", record.n)))
        };
        found.push(rulebook::Met {
            lab: term::clean(&path.display().to_string()),
            said: places.said.iter().map(name).collect(),
            decided: places.decided.iter().map(name).collect(),
            held: places.held,
        });
    })?;
    Ok(found)
}

/// Runs every scenario below the paths and hands it on with its ledger; gives how many there were.
fn replayed(paths: &[PathBuf], mut each: impl FnMut(&Path, &Scenario, &Ledger)) -> anyhow::Result<usize> {
    let files = files::below(paths)?;
    let bar = term::progress(files.len() as u64, "running");
    for path in &files {
        let Some(scenario) = files::reading(path)?.scenario else {
            bail!("`{}` has errors; see `tenantlab check`", path.display());
        };
        each(path, &scenario, &sim::run(&scenario));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(files.len())
}

fn export(format: Format, out: Option<&Path>) -> anyhow::Result<Exit> {
    let text = match format {
        Format::Md => rulebook::markdown(),
        Format::Json => rulebook::json(),
        Format::Csv => rulebook::csv(),
    };
    match out {
        Some(path) => files::write(path, text.as_bytes())?,
        None => term::print(&text)?,
    }
    Ok(Exit::Well)
}

/// Runs every scenario below the paths and counts which rules said something.
fn covered(args: &CoverageArgs) -> anyhow::Result<Exit> {
    known(args.topic.as_deref())?;
    let mut coverage = Coverage::default();
    let files = replayed(&args.paths, |_, scenario, ledger| coverage.add(&Book::new(&scenario.assumptions), ledger))?;
    if args.examples {
        coverage.add_examples();
    }
    let wanted = |rule: &&Rule| args.topic.is_none() || catalogue::topic(rule.id) == args.topic.as_deref();
    let all: Vec<&Rule> = executable().filter(wanted).collect();
    let untouched: Vec<&Rule> = all.iter().copied().filter(|rule| coverage.of(rule.id).said == 0).collect();
    let spoke = (all.len() - untouched.len()) as u64;
    let percent = spoke * 100 / (all.len() as u64).max(1);
    let text = if args.json {
        let rules: serde_json::Map<String, serde_json::Value> =
            all.iter().map(|rule| (rule.id.to_owned(), serde_json::json!(coverage.of(rule.id)))).collect();
        let untouched: Vec<&str> = untouched.iter().map(|rule| rule.id).collect();
        let found = serde_json::json!({
            "scenarios": files, "examples": args.examples, "executed": all.len(), "said": spoke, "percent": percent,
            "untouched": untouched, "rules": rules,
        });
        format!("{}\n", serde_json::to_string_pretty(&found)?)
    } else {
        said_of(args, files, &coverage, &all)?
    };
    term::print(&text)?;
    Ok(if args.min.is_some_and(|min| percent < min) { Exit::Unmet } else { Exit::Well })
}

fn said_of(args: &CoverageArgs, files: usize, coverage: &Coverage, all: &[&Rule]) -> anyhow::Result<String> {
    let mut text = String::new();
    let row = |ids: &[&str]| if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
    let spoke = |rule: &&Rule| coverage.of(rule.id).said > 0;
    for rule in all {
        let met = coverage.of(rule.id);
        let (said, held, decided) = (met.said, met.held, met.decided);
        writeln!(text, "{:<44} {:<7} said {said:>6}  held {held:>6}  decided {decided:>5}", rule.id, law(rule))?;
    }
    writeln!(text, "\n{:<26} executed  said  blocked  only held", "topic")?;
    for (topic, _) in catalogue::topics().filter(|(name, _)| args.topic.as_deref().is_none_or(|topic| topic == *name)) {
        let here: Vec<&Rule> = all.iter().copied().filter(|rule| catalogue::topic(rule.id) == Some(topic)).collect();
        let said = here.iter().filter(|rule| spoke(rule)).count();
        let blocked = here.iter().filter(|rule| matches!(rule.law, Law::Gate { .. }) && spoke(rule)).count();
        let held = here.iter().filter(|rule| !spoke(rule) && coverage.of(rule.id).exercised()).count();
        writeln!(text, "{topic:<26} {:>8}  {said:>4}  {blocked:>7}  {held:>9}", here.len())?;
    }
    let silent: Vec<&Rule> = all.iter().copied().filter(|rule| !spoke(rule)).collect();
    let (held, never): (Vec<&Rule>, Vec<&Rule>) =
        silent.iter().copied().partition(|rule| coverage.of(rule.id).exercised());
    let ids = |rules: &[&Rule], limit: bool| {
        let same = |rule: &&&Rule| matches!(rule.law, Law::Limit { .. }) == limit;
        row(&rules.iter().filter(same).map(|rule| rule.id).collect::<Vec<_>>())
    };
    writeln!(text, "\nonly held: {}", ids(&held, false))?;
    writeln!(text, "untouched: {}", ids(&never, false))?;
    writeln!(text, "limits that no case compares and of which no figure is read: {}", ids(&never, true))?;
    let n = all.iter().filter(|rule| spoke(rule)).count();
    let examples = if args.examples { " and the worked examples" } else { "" };
    let percent = n * 100 / all.len().max(1);
    writeln!(text, "{files} scenarios{examples}, {n} of {} executed rules said something: {percent} %", all.len())?;
    Ok(text)
}
