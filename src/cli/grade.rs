//! `quiz grade` and `quiz stats`: answers of a class are graded, kept in one SQLite file, and turned into statistics.
//!
//! A file of answers is taken in whole or not at all, in one transaction, and taking the same file in again changes
//! nothing. What is kept belongs to one quiz, and says which by a hash.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rusqlite::{Connection, OptionalExtension as _, params};
use tenantlab::quiz::grade::{self, Answers, Problem, chance, worth};
use tenantlab::quiz::paper::{Paper, Question};
use tenantlab::quiz::response::Response;
use tenantlab::report::class;
use tenantlab::study::stats::class::{Asked, Results, Sitting, stats};

use super::{Exit, files, term};

/// Arguments of `quiz grade`.
#[derive(clap::Args, Debug)]
pub(super) struct GradeArgs {
    /// The trainer's quiz.json.
    quiz: PathBuf,
    /// Files of answers: what `quiz take --resume` kept (the learner is the file's name), CSV with
    /// `learner,question,answer`, Moodle's responses, Canvas's student analysis.
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// Keep what was graded in this SQLite file; it may hold other learners already.
    #[arg(long, value_name = "FILE.sqlite")]
    results: PathBuf,
    /// Print everybody's points as JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `quiz stats`.
#[derive(clap::Args, Debug)]
pub(super) struct StatsArgs {
    /// The trainer's quiz.json.
    quiz: PathBuf,
    /// The SQLite file that `quiz grade` keeps.
    results: PathBuf,
    /// Write the page, the table and the JSON into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the statistics as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn grade(args: &GradeArgs) -> anyhow::Result<Exit> {
    let (paper, digest) = quiz(&args.quiz)?;
    let mut read = Vec::new();
    let mut wrong = 0;
    for path in &args.answers {
        let bytes = files::bytes(path)?;
        let text = String::from_utf8(bytes.clone()).with_context(|| format!("`{}` is not UTF-8", path.display()))?;
        let learner = path.file_stem().unwrap_or_default().to_string_lossy();
        match grade::read(&paper, &learner, &text) {
            Ok(answers) => read.push((path, blake3::hash(&bytes).to_hex().to_string(), answers)),
            Err(problems) => {
                wrong += problems.len();
                problems.iter().for_each(|problem| say(path, problem));
            }
        }
    }
    if wrong > 0 {
        return Ok(Exit::Input);
    }
    let mut store = open(&args.results, &digest)?;
    let mut known = 0;
    for (path, hash, answers) in &read {
        known += usize::from(!keep(&mut store, &paper, path, hash, answers)?);
    }
    let results = results(&store, &paper)?;
    if args.json {
        term::print(&(serde_json::to_string_pretty(&marks(&paper, &results))? + "\n"))?;
        return Ok(Exit::Well);
    }
    let mut said = String::new();
    for mark in marks(&paper, &results) {
        let Mark { learner, points, of, percent, .. } = mark;
        said.push_str(&format!("  {:<32} {points:>7} of {of}  {percent:>3} %\n", term::clean(&learner)));
    }
    let again = if known > 0 { format!(", {known} of them taken in before") } else { String::new() };
    said.push_str(&format!(
        "guessing alone earns {} on average\n{} learners in {}; {} files{again}\n",
        guessed(&paper),
        results.learners.len(),
        args.results.display(),
        read.len()
    ));
    term::print(&said)?;
    Ok(Exit::Well)
}

pub(super) fn statistics(args: &StatsArgs) -> anyhow::Result<Exit> {
    let (paper, digest) = quiz(&args.quiz)?;
    if !args.results.exists() {
        bail!("`{}` does not exist; `quiz grade` makes it", args.results.display());
    }
    let results = results(&open(&args.results, &digest)?, &paper)?;
    let found = stats(&results);
    if let Some(out) = &args.out {
        let all = [
            ("class.html", class::page(&paper, &found)),
            ("class.csv", class::csv(&found)),
            ("class.json", class::json(&found)),
        ];
        files::write_all(out, &all)?;
    }
    if args.json {
        term::print(&class::json(&found))?;
    } else {
        let mut text = class::text(&found);
        if let Some(out) = &args.out {
            text.push_str(&format!("Report  {}\n", out.join("class.html").display()));
        }
        term::print(&text)?;
    }
    Ok(Exit::Well)
}

/// A learner's points.
#[derive(serde::Serialize)]
struct Mark {
    learner: String,
    /// With two decimals.
    points: String,
    of: u32,
    /// Whole percent, rounded down.
    percent: u32,
    /// The points that guessing alone earns on average, with two decimals.
    chance: String,
}

/// Hundredths of a point as points.
fn points(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What guessing the whole quiz earns on average.
fn guessed(paper: &Paper) -> String {
    points(paper.items.iter().map(chance).sum())
}

fn marks(paper: &Paper, results: &Results) -> Vec<Mark> {
    let full: u32 = results.items.iter().map(|item| item.points).sum();
    let chance = guessed(paper);
    let mark = |one: &Sitting| {
        let raw: u32 = one.points.iter().sum();
        Mark {
            learner: one.learner.clone(),
            points: points(raw),
            of: full / 100,
            percent: (raw * 100).checked_div(full).unwrap_or(0),
            chance: chance.clone(),
        }
    };
    results.learners.iter().map(mark).collect()
}

fn say(path: &Path, problem: &Problem) {
    term::talk(&format!(
        "error: {}:{}:{}: {}",
        path.display(),
        problem.line,
        problem.column,
        term::clean(&problem.says)
    ));
}

/// A trainer's file and the hash of its bytes.
fn quiz(path: &Path) -> anyhow::Result<(Paper, String)> {
    let (paper, bytes) = files::paper(path)?;
    Ok((paper, blake3::hash(&bytes).to_hex().to_string()))
}

/// Opens the file of results of a quiz, which is made where it is not there.
fn open(path: &Path, quiz: &str) -> anyhow::Result<Connection> {
    let named = || format!("`{}` is no file of results", path.display());
    let store = Connection::open(path).with_context(named)?;
    store
        .execute_batch(
            "BEGIN IMMEDIATE;
             CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS files (digest TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS sittings (learner TEXT PRIMARY KEY, file TEXT NOT NULL, given TEXT NOT NULL) STRICT;
             INSERT OR IGNORE INTO about VALUES ('format', 'quiz-results/1');
             COMMIT;",
        )
        .with_context(named)?;
    store.execute("INSERT OR IGNORE INTO about VALUES ('quiz', ?1)", params![quiz]).with_context(named)?;
    let of: String =
        store.query_row("SELECT value FROM about WHERE name = 'quiz'", [], |row| row.get(0)).with_context(named)?;
    if of != quiz {
        bail!("`{}` holds the results of another quiz", path.display());
    }
    Ok(store)
}

/// Takes a file of answers in, whole or not at all; `false` where it was taken in before.
fn keep(store: &mut Connection, paper: &Paper, path: &Path, hash: &str, answers: &[Answers]) -> anyhow::Result<bool> {
    let change = store.transaction()?;
    let known: Option<String> =
        change.query_row("SELECT name FROM files WHERE digest = ?1", params![hash], |row| row.get(0)).optional()?;
    if known.is_some() {
        return Ok(false);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    change.execute("INSERT INTO files VALUES (?1, ?2)", params![hash, name])?;
    for one in answers {
        debug_assert_eq!(one.given.len(), paper.items.len(), "answers are read by the paper");
        let given = serde_json::to_string(&one.given)?;
        change.execute("INSERT OR REPLACE INTO sittings VALUES (?1, ?2, ?3)", params![one.learner, hash, given])?;
    }
    change.commit()?;
    Ok(true)
}

/// Everybody's results, graded by the quiz, in the order of the learners' names.
fn results(store: &Connection, paper: &Paper) -> anyhow::Result<Results> {
    let mut query = store.prepare("SELECT learner, given FROM sittings ORDER BY learner")?;
    let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut learners = Vec::new();
    for row in rows {
        let (learner, given) = row?;
        let given: Vec<Option<Response>> = serde_json::from_str(&given).context("an answer in the file of results")?;
        let fits = given.len() == paper.items.len();
        let fit = given.iter().zip(&paper.items).all(|(one, item)| one.as_ref().is_none_or(|one| one.fits(item)));
        if !fits || !fit {
            bail!("the answers of `{learner}` do not fit the quiz");
        }
        learners.push(sitting(paper, learner, &given));
    }
    Ok(Results { items: paper.items.iter().map(asked).collect(), learners })
}

fn sitting(paper: &Paper, learner: String, given: &[Option<Response>]) -> Sitting {
    let chosen = |one: &Option<Response>| match one {
        Some(Response::Options(options)) => Some(options.clone()),
        _ => None,
    };
    Sitting {
        learner,
        points: paper.items.iter().zip(given).map(|(item, one)| worth(item, one.as_ref())).collect(),
        chosen: given.iter().map(chosen).collect(),
    }
}

/// A question as statistics need it; options only where some are chosen from.
fn asked(item: &Question) -> Asked {
    use tenantlab::quiz::question::Form;
    let chosen = matches!(item.form, Form::Single | Form::TrueFalse | Form::Multiple);
    let options = item.options.iter().enumerate().filter(|_| chosen);
    Asked {
        id: item.id.clone(),
        rule: item.rules.first().map(|rule| rule.id.clone()).unwrap_or_default(),
        points: item.points * 100,
        options: options.map(|(i, one)| (one.text.clone(), item.key.contains(&i))).collect(),
    }
}
