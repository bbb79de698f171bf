//! `quiz`: questions on a lab, with keys that the simulator proves, from making them to handing them out.

use std::path::{Path, PathBuf};

use tenantlab::quiz::paper::Paper;
use tenantlab::quiz::question::Quiz;
use tenantlab::quiz::{Lab, lint, verify};
use tenantlab::report::quiz::terminal::Style;
use tenantlab::report::quiz::{html, preview};
use tenantlab::sim::Simulator;

use super::asked::{Asked, is_trainers, made, scenario, trainers};
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

pub(super) fn run(args: &QuizArgs, colour: bool) -> anyhow::Result<Exit> {
    match &args.what {
        What::Make { file, out, roster, asked } => {
            let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(Exit::Input) };
            if let Some(roster) = roster {
                return variants::make(&scenario, asked, roster, out);
            }
            let made = made(&scenario, asked)?;
            remarks(&made.quiz);
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

/// What the rules of good questions find in a quiz, each with the question that it is about.
fn remarks(quiz: &Quiz) {
    for finding in lint::quiz(quiz) {
        let place = finding.item.as_ref().and_then(|id| quiz.items.iter().position(|item| item.id == *id));
        let place = place.map_or_else(|| "the quiz".to_owned(), |n| format!("question {}", n + 1));
        term::talk(&format!("note: {place}: {} ({})", term::clean(&finding.says), finding.rule));
    }
}

/// The trainer's view. What a file says is not taken at its word: its quiz is made again, and shown as it is proved now.
fn preview(file: &Path, page: Option<&Path>, style: Style, asked: &Asked) -> anyhow::Result<Exit> {
    let mut wrong = Vec::new();
    let quiz = if is_trainers(file) {
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
