//! `quiz grade` and `quiz stats`: answers of a class are graded, kept in one SQLite file, and turned into statistics.
//!
//! A file of answers is taken in whole or not at all, in one transaction, and taking the same file in again changes
//! nothing. What is kept belongs to one quiz, or to one set of variants, and says which by a hash.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rusqlite::{Connection, OptionalExtension as _, params};
use tenantlab::quiz::Paper;
use tenantlab::quiz::grade::{self, Answers, Class, Problem, Taking};
use tenantlab::quiz::scoring::{Scoring, chance};
use tenantlab::report::class::{self, gather};
use tenantlab::report::quiz::{export, find};
use tenantlab::study::stats::class::{Sitting, stats};

use super::{Exit, files, term};

/// Arguments of `quiz grade`.
#[derive(clap::Args, Debug)]
pub(super) struct GradeArgs {
    /// The trainer's quiz.json, or the folder of variants that `quiz make --roster` wrote.
    quiz: PathBuf,
    /// Files of answers: what `quiz take --resume` kept (the learner is the file's name), CSV with
    /// `learner,question,answer`, Moodle's responses, Canvas's student analysis.
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// Keep what was graded in this SQLite file; it may hold other learners already.
    #[arg(long, value_name = "FILE.sqlite")]
    results: PathBuf,
    /// The format in which the platform was given the quiz, where that left questions out; they are then not graded.
    #[arg(long, value_name = "FORMAT")]
    exported_as: Option<String>,
    /// Take exams in that were not handed in.
    #[arg(long)]
    unfinished: bool,
    /// What answers that are right in part earn, from now on and for everybody in the file: of several right options the
    /// chosen ones less the wrong ones, of an order the longest part that is in order; or nothing, as at first.
    #[arg(long, value_name = "HOW", value_parser = Scoring::ALL.map(Scoring::word))]
    scoring: Option<String>,
    /// Print everybody's points as JSON.
    #[arg(long)]
    json: bool,
}

/// Arguments of `quiz stats`.
#[derive(clap::Args, Debug)]
pub(super) struct StatsArgs {
    /// The trainer's quiz.json, or the folder of variants that `quiz make --roster` wrote.
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
    let (class, digest) = class_of(&args.quiz)?;
    let taking = Taking { exported: exported(&class, args.exported_as.as_deref())?, unfinished: args.unfinished };
    let mut read = Vec::new();
    let mut wrong = 0;
    for path in &args.answers {
        let bytes = files::bytes(path)?;
        let text = String::from_utf8(bytes.clone()).with_context(|| format!("`{}` is not UTF-8", path.display()))?;
        let learner = path.file_stem().unwrap_or_default().to_string_lossy();
        match grade::read(&class, &learner, &text, &taking) {
            Ok(found) => {
                found.notes.iter().for_each(|note| {
                    term::talk(&format!("note: {}: {}", path.display(), term::clean(note)));
                });
                read.push((path, blake3::hash(&bytes).to_hex().to_string(), found.answers));
            }
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
    if let Some(word) = &args.scoring {
        store.execute("INSERT OR REPLACE INTO about VALUES ('scoring', ?1)", params![word])?;
    }
    let mut known = 0;
    for (path, hash, answers) in &read {
        known += usize::from(!keep(&mut store, path, hash, answers)?);
    }
    let marks = marks(&class, &kept(&store)?, scoring(&store)?)?;
    if args.json {
        term::print(&(serde_json::to_string_pretty(&marks)? + "\n"))?;
        return Ok(Exit::Well);
    }
    let mut said = String::new();
    for Mark { learner, points, of, percent, chance } in &marks {
        let learner = term::clean(learner);
        said.push_str(&format!("  {learner:<32} {points:>7} of {of:>3}  {percent:>3} %  (guessing earns {chance})\n"));
    }
    let again = if known > 0 { format!(", {known} of them taken in before") } else { String::new() };
    let results = args.results.display();
    said.push_str(&format!("{} learners in {results}; {} files{again}\n", marks.len(), read.len()));
    term::print(&said)?;
    Ok(Exit::Well)
}

pub(super) fn statistics(args: &StatsArgs) -> anyhow::Result<Exit> {
    let (class, digest) = class_of(&args.quiz)?;
    if !args.results.exists() {
        bail!("`{}` does not exist; `quiz grade` makes it", args.results.display());
    }
    let store = open(&args.results, &digest)?;
    let results = gather::results(&class, &kept(&store)?, scoring(&store)?).map_err(anyhow::Error::msg)?;
    let found = stats(&results);
    if let Some(out) = &args.out {
        let title = match &class {
            Class::One(paper) => paper.title.clone(),
            Class::Variants(papers) => papers.values().next().map(|paper| paper.title.clone()).unwrap_or_default(),
        };
        let all = [
            ("class.html", class::page(&title, &found)),
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

/// The positions of the questions that a format holds, by the learner whose variant it is, or by nobody; none where no
/// format is named.
fn exported(class: &Class, format: Option<&str>) -> anyhow::Result<Option<BTreeMap<String, Vec<usize>>>> {
    let Some(name) = format else { return Ok(None) };
    let Some(format) = find(name) else { bail!("there is no format `{name}`; `quiz export --help` lists them") };
    let held = |paper: &Paper| -> Vec<usize> {
        let notes = export(paper, format).notes;
        let left: Vec<usize> =
            notes.iter().filter(|note| note.exported_as.is_none()).map(|note| note.number - 1).collect();
        (0..paper.items.len()).filter(|at| !left.contains(at)).collect()
    };
    Ok(Some(match class {
        Class::One(paper) => [(String::new(), held(paper))].into(),
        Class::Variants(papers) => papers.iter().map(|(learner, paper)| (learner.clone(), held(paper))).collect(),
    }))
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

/// What everybody earned, and what guessing earns on the questions that they were asked.
fn marks(class: &Class, kept: &[Answers], scoring: Scoring) -> anyhow::Result<Vec<Mark>> {
    let results = gather::results(class, kept, scoring).map_err(anyhow::Error::msg)?;
    let mark = |(one, answers): (&Sitting, &Answers)| {
        let earned = || one.marks.iter().flatten();
        let (raw, full): (u32, u32) = (earned().map(|mark| mark.points).sum(), earned().map(|mark| mark.of).sum());
        let paper = class.asked_of(answers).map_err(anyhow::Error::msg)?;
        let asked = paper.items.iter().zip(&answers.asked).filter(|(_, asked)| **asked);
        Ok(Mark {
            learner: one.learner.clone(),
            points: points(raw),
            of: full / 100,
            percent: (raw * 100).checked_div(full).unwrap_or(0),
            chance: points(asked.map(|(item, _)| chance(item, scoring)).sum()),
        })
    };
    results.learners.iter().zip(kept).map(mark).collect()
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

/// What a class was asked, and a hash of the bytes that say so.
fn class_of(path: &Path) -> anyhow::Result<(Class, String)> {
    if !path.is_dir() {
        let (paper, bytes) = files::paper(path)?;
        return Ok((Class::One(paper), blake3::hash(&bytes).to_hex().to_string()));
    }
    let mut hasher = blake3::Hasher::new();
    let mut papers = BTreeMap::new();
    for (learner, paper, bytes) in files::variants(path)? {
        hasher.update(learner.as_bytes()).update(blake3::hash(&bytes).as_bytes());
        papers.insert(learner, paper);
    }
    Ok((Class::Variants(papers), hasher.finalize().to_hex().to_string()))
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
             CREATE TABLE IF NOT EXISTS sittings
                 (learner TEXT PRIMARY KEY, file TEXT NOT NULL, given TEXT NOT NULL, asked TEXT NOT NULL, drawn TEXT)
                 STRICT;
             INSERT OR IGNORE INTO about VALUES ('format', 'quiz-results/3');
             INSERT OR IGNORE INTO about VALUES ('scoring', 'whole');
             COMMIT;",
        )
        .with_context(named)?;
    store.execute("INSERT OR IGNORE INTO about VALUES ('quiz', ?1)", params![quiz]).with_context(named)?;
    let format = about(&store, "format").with_context(named)?;
    if format != "quiz-results/3" {
        bail!("`{}` is of the format `{format}`, expected `quiz-results/3`: grade the answers anew", path.display());
    }
    if about(&store, "quiz").with_context(named)? != quiz {
        bail!("`{}` holds the results of another quiz", path.display());
    }
    Ok(store)
}

/// What the file of results says of itself.
fn about(store: &Connection, name: &str) -> rusqlite::Result<String> {
    store.query_row("SELECT value FROM about WHERE name = ?1", params![name], |row| row.get(0))
}

/// What answers earn that are right in part.
fn scoring(store: &Connection) -> anyhow::Result<Scoring> {
    let word = about(store, "scoring")?;
    let found = Scoring::ALL.into_iter().find(|scoring| scoring.word() == word);
    found.with_context(|| format!("unknown scoring `{word}` in the file of results"))
}

/// Takes a file of answers in, whole or not at all; `false` where it was taken in before.
fn keep(store: &mut Connection, path: &Path, hash: &str, answers: &[Answers]) -> anyhow::Result<bool> {
    let change = store.transaction()?;
    let known: Option<String> =
        change.query_row("SELECT name FROM files WHERE digest = ?1", params![hash], |row| row.get(0)).optional()?;
    if known.is_some() {
        return Ok(false);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    change.execute("INSERT INTO files VALUES (?1, ?2)", params![hash, name])?;
    for one in answers {
        let (given, asked) = (serde_json::to_string(&one.given)?, serde_json::to_string(&one.asked)?);
        let drawn = one.drawn.as_ref().map(serde_json::to_string).transpose()?;
        let row = params![one.learner, hash, given, asked, drawn];
        change.execute("INSERT OR REPLACE INTO sittings VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
    }
    change.commit()?;
    Ok(true)
}

/// Everybody's answers, in the order of the learners' names.
fn kept(store: &Connection) -> anyhow::Result<Vec<Answers>> {
    let mut query = store.prepare("SELECT learner, given, asked, drawn FROM sittings ORDER BY learner")?;
    let rows = query.query_map([], |row| {
        let json: [Option<String>; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((row.get(0)?, json))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (learner, [given, asked, drawn]) = row?;
        let wrong = "an answer in the file of results";
        found.push(Answers {
            learner,
            given: serde_json::from_str(&given.unwrap_or_default()).context(wrong)?,
            asked: serde_json::from_str(&asked.unwrap_or_default()).context(wrong)?,
            drawn: drawn.map(|drawn| serde_json::from_str(&drawn)).transpose().context(wrong)?,
        });
    }
    Ok(found)
}
