//! `rules list` and `rules show`: the documented rules, with their sources and what the engine does with them.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use tenantlab::ledger::coverage::{Coverage, consulted};
use tenantlab::rules::rule::{Law, Rule};
use tenantlab::rules::{Book, catalogue, find};
use tenantlab::scenario::suggest;
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
    /// Say which rules a set of scenarios exercised, and list the untouched.
    Coverage {
        /// Scenario files, or folders with scenario files below them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Fail where fewer than so many percent of the consulted rules said something.
        #[arg(long, value_name = "PERCENT")]
        min: Option<u64>,
        /// Print the counts as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show one rule: what it says, since when, where it stands, what the engine does with it.
    Show {
        /// The id.
        id: String,
    },
}

pub(super) fn run(args: &RulesArgs) -> anyhow::Result<Exit> {
    let text = match &args.what {
        What::List { topic, find, not_simulated } => list(topic.as_deref(), find.as_deref(), *not_simulated)?,
        What::Show { id } => show(id)?,
        What::Coverage { paths, min, json } => return covered(paths, *min, *json),
    };
    term::print(&text)?;
    Ok(Exit::Well)
}

const fn law(rule: &Rule) -> &'static str {
    match rule.law {
        Law::Gate { .. } => "gate",
        Law::Term { .. } => "term",
        Law::Effect { .. } => "effect",
        Law::Limit(_) => "limit",
        Law::Fact => "fact",
    }
}

fn list(topic: Option<&str>, wanted: Option<&str>, not_simulated: bool) -> anyhow::Result<String> {
    let topics: Vec<&str> = catalogue::topics().map(|(name, _)| name).collect();
    if let Some(topic) = topic.filter(|topic| !topics.contains(topic)) {
        bail!("there is no topic `{topic}`; topics are {}", topics.join(", "));
    }
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

fn show(id: &str) -> anyhow::Result<String> {
    let Some(rule) = find(id) else {
        let near = suggest::nearest(id, catalogue::ids());
        match near {
            Some(near) => bail!("there is no rule `{id}`; did you mean `{near}`?"),
            None => bail!("there is no rule `{id}`"),
        }
    };
    let mut text = String::new();
    writeln!(text, "{}\n", rule.id)?;
    writeln!(text, "  given     {}", rule.given)?;
    writeln!(text, "  then      {}", rule.says)?;
    let mut line = |name: &str, value: &str| -> std::fmt::Result {
        if value.is_empty() { Ok(()) } else { writeln!(text, "  {name:<9} {value}") }
    };
    line("shows", rule.shows)?;
    line("figures", rule.numbers)?;
    line("topic", catalogue::topic(id).unwrap_or_default())?;
    line("kind", rule.kind.word())?;
    line("from", &rule.since.map(|day| day.to_string()).unwrap_or_default())?;
    line("to", &rule.until.map(|day| day.to_string()).unwrap_or_default())?;
    line("basis", rule.basis.word())?;
    line("assumes", rule.assumption.unwrap_or_default())?;
    let used = if let Law::Limit(used) = rule.law { used } else { "" };
    line("engine", &[law(rule), used].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(": "))?;
    for figure in rule.figures {
        line("reads", &format!("{}: {}", figure.name, tenantlab::model::ratio::decimal((figure.read)())))?;
    }
    line("left out", rule.not_simulated)?;
    line("notes", rule.notes)?;
    for example in rule.examples {
        let under: Vec<String> = example.assume.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let under = if under.is_empty() { String::new() } else { format!(" (with {})", under.join(", ")) };
        line("example", &format!("{}: {}{under}", example.expect.word(), example.says))?;
    }
    for source in rule.sources {
        let note = if source.note.is_empty() { String::new() } else { format!(" ({})", source.note) };
        line("source", &format!("{}, {}{note}", source.page, source.date))?;
    }
    Ok(text)
}

/// Runs every scenario below the paths and counts which rules said something.
fn covered(paths: &[PathBuf], min: Option<u64>, json: bool) -> anyhow::Result<Exit> {
    let mut coverage = Coverage::default();
    let files = files::below(paths)?;
    let bar = term::progress(files.len() as u64, "running");
    for path in &files {
        let Some(scenario) = files::reading(path)?.scenario else {
            bail!("`{}` has errors; see `tenantlab check`", path.display());
        };
        coverage.add(&Book::new(&scenario.assumptions), &sim::run(&scenario));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let all: Vec<&Rule> = consulted().collect();
    let untouched: Vec<&str> = all.iter().map(|rule| rule.id).filter(|id| coverage.of(id).said == 0).collect();
    let percent = (all.len() - untouched.len()) as u64 * 100 / all.len().max(1) as u64;
    if json {
        term::print(&format!("{}\n", serde_json::to_string_pretty(&coverage.0)?))?;
    } else {
        let mut text = String::new();
        for rule in &all {
            let met = coverage.of(rule.id);
            writeln!(text, "{:<44} {:<7} said {:>6}  held {:>6}", rule.id, law(rule), met.said, met.held)?;
        }
        writeln!(text, "\nuntouched: {}", if untouched.is_empty() { "none".to_owned() } else { untouched.join(", ") })?;
        writeln!(
            text,
            "{} scenarios, {} of {} rules said something: {percent} %",
            files.len(),
            all.len() - untouched.len(),
            all.len()
        )?;
        term::print(&text)?;
    }
    Ok(if min.is_some_and(|min| percent < min) { Exit::Unmet } else { Exit::Well })
}
