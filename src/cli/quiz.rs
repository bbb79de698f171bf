//! `quiz make` and `quiz take`: questions on a lab, with keys that the simulator proves.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::quiz::make::{Made, Request, make};
use tenantlab::quiz::paper::Paper;
use tenantlab::quiz::take::{Mode, Reply, Session};
use tenantlab::quiz::{archetypes, html, lint, verify};
use tenantlab::scenario::{Scenario, write};
use tenantlab::sim::{self, Simulator};

use super::files::Changes;
use super::{Exit, files, term};

/// Arguments of `quiz`.
#[derive(clap::Args, Debug)]
pub(crate) struct QuizArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// Make a quiz from a lab: quiz.json (with keys, for the trainer) and quiz.html (a practice page).
    Make {
        /// The scenario file, or a folder that `run --out` wrote.
        file: PathBuf,
        /// The folder to write into.
        #[arg(long, default_value = "quiz")]
        out: PathBuf,
        #[command(flatten)]
        asked: Asked,
    },
    /// Take a quiz in the terminal; feedback names the rule and its source.
    Take {
        /// A quiz.json, a scenario file, or a folder that `run --out` wrote.
        file: PathBuf,
        /// Keep progress in this file, and take it up again from there.
        #[arg(long, value_name = "FILE")]
        resume: Option<PathBuf>,
        #[command(flatten)]
        asked: Asked,
    },
}

/// What a quiz should be like.
#[derive(clap::Args, Debug)]
struct Asked {
    /// How many questions.
    #[arg(long)]
    count: Option<usize>,
    /// The seed of the quiz, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Only these archetypes: outcome, first-failing-gate, which-requirement, still-works.
    #[arg(long, value_delimiter = ',')]
    archetypes: Vec<String>,
}

pub(super) fn run(args: &QuizArgs, colour: bool) -> anyhow::Result<Exit> {
    match &args.what {
        What::Make { file, out, asked } => {
            let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(Exit::Input) };
            let made = made(&scenario, asked)?;
            let page = html::page(&Paper::of(&made.quiz));
            files::write_all(out, &[("quiz.json", made.quiz.to_json()), ("quiz.html", page)])?;
            term::print(&format!(
                "{} questions on `{}`, seed {}, every key proved by replaying\nPractice  {}\nTrainer   {}\nTake it   tenantlab quiz take {}\n",
                made.quiz.items.len(),
                term::clean(&scenario.title),
                made.quiz.seed,
                out.join("quiz.html").display(),
                out.join("quiz.json").display(),
                super::run::quoted(&out.join("quiz.json")),
            ))?;
            Ok(Exit::Well)
        }
        What::Take { file, resume, asked } => take(file, resume.as_deref(), asked, colour),
    }
}

/// A quiz on a scenario; a key that could not be reproduced is a fault of ours.
fn made(scenario: &Scenario, asked: &Asked) -> anyhow::Result<Made> {
    for name in &asked.archetypes {
        if archetypes::find(name).is_none() {
            bail!(
                "there is no archetype `{name}`; archetypes are outcome, first-failing-gate, which-requirement, still-works"
            );
        }
    }
    let mut request = Request::of(scenario, asked.seed.unwrap_or(scenario.seed));
    request.count = asked.count.unwrap_or(request.count);
    request.resolved = Some(write::write(scenario));
    if !asked.archetypes.is_empty() {
        request.archetypes.clone_from(&asked.archetypes);
    }
    let bar = term::progress(1, "proving questions");
    let made = make(&Simulator, scenario, &sim::run(scenario), &request);
    bar.finish_and_clear();
    if made.quiz.items.is_empty() {
        bail!("{}", made.shortfall().unwrap_or_else(|| "no question could be made".to_owned()));
    }
    if let Some(shortfall) = made.shortfall() {
        term::talk(&format!("note: {}", term::clean(&shortfall)));
    }
    assert!(verify::verify(&Simulator, scenario, &made.quiz).is_ok(), "a key is not what a replay gives");
    let findings = lint::quiz(&made.quiz);
    findings.iter().for_each(|finding| term::talk(&format!("note: {}: {}", finding.rule, finding.says)));
    Ok(made)
}

fn take(file: &Path, resume: Option<&Path>, asked: &Asked, colour: bool) -> anyhow::Result<Exit> {
    let paper = if file.extension().is_some_and(|end| end == "json") {
        let text = String::from_utf8(files::bytes(file)?)?;
        Paper::parse(&text).map_err(|error| anyhow::anyhow!("`{}` is no quiz: {error}", file.display()))?
    } else {
        let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(Exit::Input) };
        Paper::of(&made(&scenario, asked)?.quiz)
    };
    let mut session = match resume.filter(|path| path.exists()) {
        Some(path) => {
            let text = String::from_utf8(files::bytes(path)?)?;
            Session::resume(paper, &text).map_err(|error| anyhow::anyhow!("`{}`: {error}", path.display()))?
        }
        None => Session::new(paper, Mode::Instant),
    };
    let keep = |session: &Session| resume.map_or(Ok(()), |path| files::write(path, session.save().as_bytes()));
    let mut lines = std::io::stdin().lock().lines();
    term::print(&session.prompt())?;
    loop {
        let Some(line) = lines.next().transpose()? else {
            keep(&session)?;
            term::print("\n")?;
            return Ok(Exit::Well);
        };
        if !std::io::stdin().is_terminal() {
            term::print("\n")?;
        }
        let reply = session.answer(&line);
        keep(&session)?;
        match reply {
            Reply::Again(text) => term::print(&format!("{text}\n"))?,
            Reply::Go(text) => term::print(&format!("{text}\n{}", session.prompt()))?,
            Reply::Done(text) | Reply::Quit(text) => {
                term::print(&format!("{text}\n"))?;
                return Ok(Exit::Well);
            }
        }
    }
}
