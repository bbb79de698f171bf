//! `quiz`: questions on a lab, with keys that the simulator proves, from making them to handing them out.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::quiz::make::{Made, make};
use tenantlab::quiz::paper::Paper;
use tenantlab::quiz::{Lab, Request, archetypes, lint, verify};
use tenantlab::report::quiz::terminal::Style;
use tenantlab::report::quiz::{html, preview};
use tenantlab::scenario::{Scenario, write};
use tenantlab::sim::{self, Simulator};

use super::files::Changes;
use super::{Exit, bank, export, files, grade, seal, take, term, variants};

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
        /// Make a variant for each learner of this CSV file instead, with a column `learner` or names alone: for each the
        /// trainer's file, LEARNER.json.
        #[arg(long, value_name = "FILE.csv", requires = "secret", conflicts_with_all = ["learner", "seed"])]
        roster: Option<PathBuf>,
        #[command(flatten)]
        asked: Asked,
    },
    /// The trainer's view of a quiz: keys, proofs, what would make each wrong option right, facts, rules with sources.
    Preview {
        /// The trainer's quiz.json, whose lab is run again; or a scenario file, or a folder that `run --out` wrote.
        file: PathBuf,
        /// Write it as one HTML page into this file instead.
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        /// Plain lines: no columns, no colour. For screen readers and pipes.
        #[arg(long)]
        plain: bool,
        #[command(flatten)]
        asked: Asked,
    },
    /// Run a quiz's lab again and ask every claim of it anew; exit 1 where one does not come out.
    Verify {
        /// The trainer's quiz.json.
        file: PathBuf,
    },
    /// Say what the rules of good questions find in a quiz; exit 1 where one is an error.
    Lint {
        /// The trainer's quiz.json.
        file: PathBuf,
    },
    /// Make many questions of many labs over many seeds, prove each one again, and count what they are like.
    Bank(bank::BankArgs),
    /// Take a quiz in the terminal, at once, as an exam or as practice; feedback names the rule and its source.
    Take(take::TakeArgs),
    /// Write a quiz in the formats of other programs: pages, sheets, packages for learning platforms.
    Export(export::ExportArgs),
    /// Grade the answers of a class, and keep them in an SQLite file.
    Grade(grade::GradeArgs),
    /// Seal an exam: what learners get, with a commitment to the key that anybody can check afterwards.
    Seal(seal::SealArgs),
    /// Sign a file, or check that it is what was signed.
    Sign(seal::SignArgs),
    /// Say how a class did, question by question and option by option.
    Stats(grade::StatsArgs),
}

/// What a quiz should be like.
#[derive(clap::Args, Debug)]
pub(super) struct Asked {
    /// How many questions.
    #[arg(long)]
    count: Option<usize>,
    /// The seed of the quiz, instead of the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Only these archetypes, such as `outcome,when`.
    #[arg(long, value_delimiter = ',')]
    archetypes: Vec<String>,
    /// Make this learner's own variant, whose seed nobody finds without the secret.
    #[arg(long, value_name = "NAME", requires = "secret", conflicts_with = "seed")]
    learner: Option<String>,
    /// The file of the secret behind learners' variants; it is drawn where the file is not there.
    #[arg(long, value_name = "FILE")]
    secret: Option<PathBuf>,
}

pub(super) fn run(args: &QuizArgs, colour: bool) -> anyhow::Result<Exit> {
    match &args.what {
        What::Make { file, out, roster, asked } => {
            let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(Exit::Input) };
            if let Some(roster) = roster {
                return variants::make(&scenario, asked, roster, out);
            }
            let made = made(&scenario, asked)?;
            let page = html::practice(&Paper::of(&made.quiz));
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
        What::Preview { file, html, plain, asked } => {
            let style = Style { plain: *plain || term::plain(), width: term::width(), colour };
            preview(file, html.as_deref(), style, asked)
        }
        What::Verify { file } => verify_file(file, colour),
        What::Lint { file } => lint_file(file, colour),
        What::Bank(args) => bank::run(args, colour),
        What::Take(args) => take::run(args, colour),
        What::Export(args) => export::run(args, colour),
        What::Seal(args) => seal::seal(args),
        What::Sign(args) => seal::signed(args),
        What::Grade(args) => grade::grade(args),
        What::Stats(args) => grade::statistics(args),
    }
}

impl Asked {
    /// How many questions, where it was said.
    pub(super) const fn count(&self) -> Option<usize> {
        self.count
    }

    /// The seed of the quiz: the learner's own, the one asked for, or the scenario's.
    ///
    /// # Errors
    /// The secret behind learners' seeds cannot be read or made.
    pub(super) fn seed(&self, scenario: &Scenario) -> anyhow::Result<u64> {
        match (&self.learner, &self.secret) {
            (Some(learner), Some(secret)) => seal::learners_seed(secret, &scenario.title, learner),
            (None, Some(_)) => bail!("`--secret` goes with `--learner` or `--roster`"),
            _ => Ok(self.seed.unwrap_or(scenario.seed)),
        }
    }

    /// The file of the secret behind learners' seeds.
    pub(super) fn secret(&self) -> Option<&Path> {
        self.secret.as_deref()
    }

    /// What a scenario asks for, with what the command line says otherwise.
    ///
    /// # Errors
    /// There is no such archetype.
    pub(super) fn request(&self, scenario: &Scenario, seed: u64) -> anyhow::Result<Request> {
        let names = known(&self.archetypes)?;
        let mut request = Request::of(scenario, seed);
        request.count = self.count.unwrap_or(request.count);
        if !names.is_empty() {
            request.archetypes = names;
        }
        Ok(request)
    }
}

/// Names of archetypes, as they were given.
///
/// # Errors
/// There is no such archetype.
pub(super) fn known(names: &[String]) -> anyhow::Result<Vec<String>> {
    if let Some(name) = names.iter().find(|name| archetypes::find(name).is_none()) {
        let all: Vec<&str> = archetypes::ALL.iter().map(|one| one.name).collect();
        bail!("there is no archetype `{name}`; archetypes are {}", all.join(", "));
    }
    Ok(names.to_vec())
}

/// A quiz on a scenario; a key that could not be reproduced is a fault of ours.
fn made(scenario: &Scenario, asked: &Asked) -> anyhow::Result<Made> {
    let request = Request { resolved: Some(write::write(scenario)), ..asked.request(scenario, asked.seed(scenario)?)? };
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

/// A trainer's file as JSON with the scenario that is inside it; none where that does not read, which has been said.
fn resolved(file: &Path, colour: bool) -> anyhow::Result<Option<(serde_json::Value, Scenario)>> {
    let (_, bytes) = files::paper(file)?;
    let kept: serde_json::Value = serde_json::from_slice(&bytes)?;
    let Some(resolved) = kept["resolved"].as_str() else {
        bail!("`{}` holds no scenario: it is not a trainer's file", file.display())
    };
    let name = format!("{} (resolved)", file.display());
    Ok(files::scenario_text(&name, resolved, colour).map(|scenario| (kept, scenario)))
}

/// A trainer's file, with the quiz made anew of the lab that is inside it.
fn trainers(file: &Path, colour: bool) -> anyhow::Result<Option<(serde_json::Value, Made, Scenario)>> {
    let Some((kept, scenario)) = resolved(file, colour)? else { return Ok(None) };
    let request: Request = serde_json::from_value(kept["request"].clone())
        .map_err(|error| anyhow::anyhow!("`{}` does not say what was asked for: {error}", file.display()))?;
    let request = Request { resolved: kept["resolved"].as_str().map(str::to_owned), ..request };
    let made = make(&Simulator, &scenario, &sim::run(&scenario), &request);
    Ok(Some((kept, made, scenario)))
}

/// The scenario of a file, of a folder that `run --out` wrote, or of a trainer's file.
pub(super) fn scenario(file: &Path, colour: bool) -> anyhow::Result<Option<Scenario>> {
    if file.extension().is_some_and(|end| end == "json") {
        return Ok(resolved(file, colour)?.map(|(_, scenario)| scenario));
    }
    files::scenario(file, Changes::default(), colour)
}

/// The trainer's view. What a file says is not taken at its word: its quiz is made again, and shown as it is proved now.
fn preview(file: &Path, page: Option<&Path>, style: Style, asked: &Asked) -> anyhow::Result<Exit> {
    let mut wrong = Vec::new();
    let quiz = if file.extension().is_some_and(|end| end == "json") {
        let Some((kept, made, _)) = trainers(file, style.colour)? else { return Ok(Exit::Input) };
        wrong = verify::differences(&kept, &serde_json::from_str(&made.quiz.to_json())?);
        made.quiz
    } else {
        let Some(scenario) = scenario(file, style.colour)? else { return Ok(Exit::Input) };
        made(&scenario, asked)?.quiz
    };
    match page {
        Some(path) => {
            files::write(path, preview::page(&quiz).as_bytes())?;
            term::print(&format!("Preview  {}\n", path.display()))?;
        }
        None => term::print(&preview::text(&quiz, style))?,
    }
    for line in &wrong {
        term::talk(&format!("not as the file says: {}", term::clean(line)));
    }
    Ok(if wrong.is_empty() { Exit::Well } else { Exit::Unmet })
}

fn verify_file(file: &Path, colour: bool) -> anyhow::Result<Exit> {
    let Some((kept, made, scenario)) = trainers(file, colour)? else { return Ok(Exit::Input) };
    let mut wrong = verify::verify(&Simulator, &scenario, &made.quiz).err().unwrap_or_default();
    let fresh: serde_json::Value = serde_json::from_str(&made.quiz.to_json())?;
    wrong.extend(verify::differences(&kept, &fresh));
    for line in &wrong {
        term::talk(&format!("not so: {}", term::clean(line)));
    }
    let claims: usize = made.quiz.items.iter().map(|item| item.options.len()).sum();
    if wrong.is_empty() {
        term::print(&format!("{} questions with {claims} claims come out as the quiz says\n", made.quiz.items.len()))?;
    }
    Ok(if wrong.is_empty() { Exit::Well } else { Exit::Unmet })
}

fn lint_file(file: &Path, colour: bool) -> anyhow::Result<Exit> {
    let Some((_, made, scenario)) = trainers(file, colour)? else { return Ok(Exit::Input) };
    let lab = Lab::new(&Simulator, &scenario);
    let mut findings = lint::quiz(&made.quiz);
    findings.extend(made.quiz.items.iter().flat_map(|item| lint::with_runs(item, &lab)));
    for finding in &findings {
        let kind = if finding.error { "error" } else { "warning" };
        let item = finding.item.as_deref().unwrap_or("quiz");
        term::print(&format!("{kind} {} {item}: {}\n", finding.rule, term::clean(&finding.says)))?;
    }
    let errors = findings.iter().filter(|finding| finding.error).count();
    term::print(&format!("{errors} errors, {} warnings\n", findings.len() - errors))?;
    Ok(if errors == 0 { Exit::Well } else { Exit::Unmet })
}

/// The quiz of a trainer's file, or one made on a scenario; none where the scenario is wrong, which has then been said.
pub(super) fn paper(file: &Path, asked: &Asked, colour: bool) -> anyhow::Result<Option<Paper>> {
    if file.extension().is_some_and(|end| end == "json") {
        return Ok(Some(files::paper(file)?.0));
    }
    let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(None) };
    Ok(Some(Paper::of(&made(&scenario, asked)?.quiz)))
}
