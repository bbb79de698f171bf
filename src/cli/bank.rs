//! `quiz bank`: many questions of many labs, each proved again, with what they are like in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Context as _;
use rayon::prelude::*;
use tenantlab::quiz::bank::{self, Bank, Wanted};
use tenantlab::quiz::broken::{self, Borne};
use tenantlab::scenario::Scenario;
use tenantlab::sim::{Simulator, Without};

use super::files::Changes;
use super::{Exit, files, term};

/// How many questions more an archetype is asked for where no key of those asked for depends on a rule.
const MORE: usize = 7;

/// Arguments of `quiz bank`.
#[derive(clap::Args, Debug)]
pub(crate) struct BankArgs {
    /// Scenario files, or folders of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How many questions of each archetype.
    #[arg(long, default_value_t = 59)]
    each: usize,
    /// How many seeds to try, from 0.
    #[arg(long, default_value_t = 50)]
    seeds: u64,
    /// Only these archetypes, such as `outcome,when`.
    #[arg(long, value_delimiter = ',')]
    archetypes: Vec<String>,
    /// Take each rule that a question cites out of the simulator in turn, and say which keys change; an archetype
    /// none of whose keys does, nor that of any of a few questions more, is an error.
    #[arg(long)]
    break_rules: bool,
    /// On so many threads instead of one a processor; their number changes the time it takes and nothing else.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

pub(super) fn run(args: &BankArgs, colour: bool) -> anyhow::Result<Exit> {
    let wanted = Wanted { each: args.each, seeds: args.seeds, archetypes: super::asked::known(&args.archetypes)? };
    let mut scenarios = Vec::new();
    for path in files::below(&args.paths)? {
        let Some(scenario) = files::scenario(&path, Changes::default(), colour)? else { return Ok(Exit::Input) };
        scenarios.push(scenario);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.map_or(0, usize::from));
    let pool = pool.build().context("the threads cannot be started")?;
    let (bank, unproved) = pool.install(|| filled(&scenarios, &wanted));
    let borne = args.break_rules.then(|| pool.install(|| broken_by(&scenarios, &bank, &wanted)));
    term::print(&said(&bank, &unproved, scenarios.len(), &wanted, borne.as_ref()))?;
    let idle = borne.iter().flatten().filter(|(_, borne)| is_idle(borne));
    let idle: Vec<&str> = idle.map(|(archetype, _)| *archetype).collect();
    for archetype in &idle {
        term::talk(&format!("no key of `{archetype}` depends on a rule that its questions cite"));
    }
    for one in &bank.dropped {
        term::talk(&term::clean(&format!("{} dropped {} times: {}", one.archetype, one.times, one.why)));
    }
    unproved.iter().chain(&bank.errors).for_each(|line| term::talk(&term::clean(line)));
    let well = unproved.is_empty() && bank.is_sound(&wanted) && idle.is_empty();
    Ok(if well { Exit::Well } else { Exit::Unmet })
}

/// The bank, and what of it another replay did not bear out.
fn filled(scenarios: &[Scenario], wanted: &Wanted) -> (Bank, Vec<String>) {
    let asked = wanted.archetypes();
    let bar = term::progress(asked.len() as u64, "proving questions, archetypes");
    let find = |archetype| {
        let found = bank::find(&Simulator, scenarios, archetype, wanted);
        bar.inc(1);
        found
    };
    let bank = bank::fill(asked.into_par_iter().map(find).collect(), wanted);
    bar.finish_and_clear();
    let again = bank.items.par_iter().filter_map(|(home, item)| {
        bank::prove_again(&Simulator, &scenarios[*home], item).err().map(|wrong| wrong.join("; "))
    });
    let unproved = again.collect();
    (bank, unproved)
}

/// How each archetype bears rules being taken out.
fn broken_by(scenarios: &[Scenario], bank: &Bank, wanted: &Wanted) -> BTreeMap<&'static str, Borne> {
    let cites = bank.items.par_iter().filter(|(_, item)| !item.rules.is_empty());
    let broken = cites.map(|(home, item)| {
        let rules = broken::breakers(&scenarios[*home], item, &|rules| Box::new(Without::new(rules)));
        (item.archetype, rules)
    });
    let mut found: BTreeMap<&'static str, Borne> = BTreeMap::new();
    for (archetype, rules) in broken.collect::<Vec<_>>() {
        found.entry(archetype).or_default().count(&rules);
    }
    found.par_iter_mut().filter(|(_, borne)| is_idle(borne)).for_each(|(archetype, borne)| {
        look_on(scenarios, bank, wanted, archetype, borne);
    });
    found
}

/// Whether no key depends on a rule that its question cites.
const fn is_idle(borne: &Borne) -> bool {
    borne.alone + borne.together == 0
}

/// Asks a few questions more of an archetype until the key of one changes without a rule. In a small bank all may be
/// such that their keys stand without the rules they cite: nothing is in the way of yes, and of a product that
/// entitles.
fn look_on(scenarios: &[Scenario], bank: &Bank, wanted: &Wanted, name: &str, borne: &mut Borne) {
    let wanted = Wanted { each: wanted.each + MORE, archetypes: vec![name.to_owned()], ..wanted.clone() };
    let found = wanted.archetypes().into_iter().map(|one| bank::find(&Simulator, scenarios, one, &wanted)).collect();
    let known: BTreeSet<&str> = bank.items.iter().map(|(_, item)| item.id.as_str()).collect();
    for (home, item) in bank::fill(found, &wanted).items {
        if known.contains(item.id.as_str()) || item.rules.is_empty() {
            continue;
        }
        borne.count(&broken::breakers(&scenarios[home], &item, &|rules| Box::new(Without::new(rules))));
        if !is_idle(borne) {
            break;
        }
    }
}

/// The numbers.
fn said(
    bank: &Bank,
    unproved: &[String],
    labs: usize,
    wanted: &Wanted,
    borne: Option<&BTreeMap<&'static str, Borne>>,
) -> String {
    let mut said = format!("{} questions of {labs} labs over {} seeds\n", bank.items.len(), wanted.seeds);
    let mut line = |text: std::fmt::Arguments<'_>| _ = writeln!(said, "{text}");
    for (name, made) in &bank.made {
        line(format_args!("  {name:<22} {made:>5}"));
    }
    for (size, counts) in &bank.positions {
        line(format_args!("  keys among {size} options {counts:?}"));
    }
    for (rule, times) in &bank.warnings {
        line(format_args!("  warning {rule} {times:>5}"));
    }
    let (errors, twice) = (bank.errors.len(), bank.twice);
    line(format_args!("not proved again {}, errors {errors}, there twice {twice}", unproved.len()));
    let Some(borne) = borne else { return said };
    line(format_args!("keys that change without a rule they cite: alone, with those that refuse in its place, of"));
    for (name, Borne { items, alone, together, rules }) in borne {
        let rules: Vec<String> = rules.iter().map(|(id, times)| format!("{id} {times}")).collect();
        line(format_args!("  {name:<22} {alone:>5} {together:>5} {items:>5}  {}", rules.join(", ")));
    }
    said
}
