//! The edge: flags, files, the terminal. One file a verb; every verb gives an exit code.
//!
//! In: arguments and files. Out: text on standard output, talk on standard error, files written whole or not at all.
//! To add a verb: a file here with its arguments and `run`, and a line in [`Verb`].

mod ask;
mod asked;
mod assumptions;
mod bank;
mod check;
mod explain;
mod export;
mod faults;
mod files;
mod forecast;
mod grade;
mod import;
mod journal;
mod labs;
mod man;
mod new;
mod play;
mod prove;
mod quiz;
mod rules;
mod run;
mod schema;
mod seal;
mod sweep;
mod take;
mod tenant;
mod term;
mod test;
mod variants;
mod whatif;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Exit codes, as `--help` lists them.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All well.
    Well = 0,
    /// Something that was checked did not hold.
    Unmet = 1,
    /// The command line or the input is wrong: nothing was run or written.
    Input = 2,
    /// Somebody interrupted it.
    Interrupted = 130,
}

const AFTER: &str =
    "Exit codes: 0 all well; 1 something checked did not hold; 2 the input or the command line is wrong \
(nothing was run, nothing written); 3 a fault of ours; 130 interrupted.

tenantlab is not affiliated with Microsoft. Nothing here touches a real tenant.";

const EXAMPLES: &str = "Examples:
  tenantlab run scenarios/lessons/01-first-reset.yaml --out out/first-reset
  tenantlab explain scenarios/lessons/01-first-reset.yaml --who dana
  tenantlab play scenarios/failures/agent-outage.yaml
  tenantlab quiz take scenarios/lessons/07-scope-group.yaml
  tenantlab import my-export/ --answers answers.yaml --key key.json -o tenant.yaml";

/// Practise password self-service on a pretend Microsoft 365 tenant.
#[derive(Parser, Debug)]
#[command(name = "tenantlab", version, about, before_help = EXAMPLES, after_long_help = AFTER)]
pub(crate) struct Args {
    /// When to colour: words always carry the meaning.
    #[arg(long, global = true, value_enum, default_value_t = term::When::Auto)]
    color: term::When,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What can be done.
#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    /// List the shipped labs, or write them into a folder.
    Labs(labs::LabsArgs),
    /// Write a commented scenario to begin with.
    New(new::NewArgs),
    /// Read scenario files and report every problem with its place.
    Check(check::CheckArgs),
    /// Run a scenario, print a summary, and write reports.
    Run(run::RunArgs),
    /// Run every scenario below the paths and judge what they expect.
    Test(test::TestArgs),
    /// Step through a scenario: forward, back, break something, ask why.
    Play(play::PlayArgs),
    /// Say why something came out as it did, and what single change would flip it.
    Explain(explain::ExplainArgs),
    /// Try a claim about resets on every case of a finite space, and show a case against it.
    Prove(prove::ProveArgs),
    /// The documented rules.
    Rules(rules::RulesArgs),
    /// The named assumptions, where documents disagree or are silent.
    Assumptions(assumptions::AssumptionsArgs),
    /// The documented failures that a scenario can inject.
    Faults(faults::FaultsArgs),
    /// Turn a folder of exports of a tenant into a scenario.
    Import(import::ImportArgs),
    /// Who can reset on every dated change ahead, who loses it, and what would bring it back.
    Forecast(forecast::ForecastArgs),
    /// The tenant as it is and after a plan: who loses and gains what, by which rule, at what cost.
    Whatif(whatif::WhatIfArgs),
    /// Run a scenario many times over, with some of its keys varied: tables, pictures, a conclusion.
    Sweep(sweep::SweepArgs),
    /// Questions whose keys the simulator proves.
    Quiz(quiz::QuizArgs),
    /// Print the JSON Schema of scenario files, for editors.
    Schema,
    /// Print completions for a shell.
    Completions(man::CompletionsArgs),
    /// Print the manual page.
    Man,
}

/// Parses the command line, does what it asks for, and turns the outcome into an exit code.
pub(crate) fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        term::talk(&format!("tenantlab: a fault of ours: {panic}\nplease report it with the file that led to it"));
    }));
    let outcome = std::panic::catch_unwind(|| {
        let args = Args::parse();
        let colour = term::colour(args.color);
        match args.verb {
            None => welcome(),
            Some(verb) => dispatch(verb, colour),
        }
    });
    match outcome {
        Ok(Ok(exit)) => ExitCode::from(exit as u8),
        Ok(Err(error)) => {
            term::talk(&format!("error: {}", term::clean(&format!("{error:#}"))));
            ExitCode::from(Exit::Input as u8)
        }
        Err(_) => ExitCode::from(3),
    }
}

fn dispatch(verb: Verb, colour: bool) -> anyhow::Result<Exit> {
    match verb {
        Verb::Labs(args) => labs::run(&args),
        Verb::New(args) => new::run(&args),
        Verb::Check(args) => check::run(&args, colour),
        Verb::Run(args) => run::run(&args, colour),
        Verb::Test(args) => test::run(&args, colour),
        Verb::Play(args) => play::run(&args, colour),
        Verb::Explain(args) => explain::run(&args, colour),
        Verb::Prove(args) => prove::run(&args),
        Verb::Rules(args) => rules::run(&args),
        Verb::Assumptions(args) => assumptions::run(&args),
        Verb::Faults(args) => faults::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Forecast(args) => forecast::run(&args, colour),
        Verb::Whatif(args) => whatif::run(&args, colour),
        Verb::Sweep(args) => sweep::run(&args, colour),
        Verb::Quiz(args) => quiz::run(&args, colour),
        Verb::Schema => schema::run(),
        Verb::Completions(args) => man::completions(&args, Args::command()),
        Verb::Man => man::page(Args::command()),
    }
}

/// Three doors for somebody who comes without knowing what to ask for.
fn welcome() -> anyhow::Result<Exit> {
    term::print(
        "Practise password self-service on a pretend Microsoft 365 tenant. Nothing here touches a real one.\n\
         \x20 Teach    tenantlab run scenarios/lessons/01-first-reset.yaml --out out   a lab with its report\n\
         \x20 Learn    tenantlab quiz take scenarios/lessons/07-scope-group.yaml       questions on a lab\n\
         \x20 Decide   tenantlab forecast EXPORT --answers FILE --key key.json --out out   your own tenant\n\
         Where there is no folder scenarios/ yet: tenantlab labs --out .\n\
         More: tenantlab --help\n",
    )?;
    Ok(Exit::Well)
}
