//! `quiz make --roster`: a variant of a quiz for each learner of a list, alike question by question.

use std::path::Path;

use anyhow::{Context as _, bail};
use tenantlab::quiz::make::{Made, make_like, model};
use tenantlab::quiz::{Lab, Request, lint};
use tenantlab::scenario::Scenario;
use tenantlab::sim::{self, Simulator};

use super::asked::{self, Asked};
use super::{Exit, files, seal, term};

/// What no name of a file may hold on one of the systems that people use.
const UNFIT: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Makes the variants of a roster, and writes each as the trainer's file of its learner.
///
/// # Errors
/// The roster or the secret cannot be read, a variant has no question, or a file cannot be written.
pub(super) fn make(scenario: &Scenario, asked: &Asked, roster: &Path, out: &Path) -> anyhow::Result<Exit> {
    let Some(secret) = asked.secret() else { bail!("`--roster` needs `--secret`") };
    let Some(learners) = learners(roster)? else { return Ok(Exit::Input) };
    let seed = |learner: &str| seal::learners_seed(secret, &scenario.title, learner);
    let request = asked.request(scenario, seed("")?)?;
    let (lab, again, ledger) = (Lab::new(&Simulator, scenario), Lab::new(&Simulator, scenario), sim::run(scenario));
    // A quiz for nobody, of which everybody has a variant, so that results of one place can be counted together.
    let model = model(&lab, &request);
    let bar = term::progress(learners.len() as u64, "making variants");
    let mut all = Vec::new();
    for learner in &learners {
        let request = Request { seed: seed(learner)?, model: Some(request.seed), ..request.clone() };
        let made = make_like(&lab, &ledger, &request, Some(&model));
        asked::prove(&again, &made).with_context(|| learner.clone())?;
        all.push((learner, made));
        bar.inc(1);
    }
    bar.finish_and_clear();
    // What the model lacks every variant lacks.
    let shortfall = all.first().and_then(|(_, made)| made.shortfall());
    shortfall.iter().for_each(|says| term::talk(&format!("note: {}", term::clean(says))));
    all.iter().for_each(|(learner, made)| remark(learner, made));
    let names: Vec<String> = learners.iter().map(|learner| format!("{learner}.json")).collect();
    let files: Vec<(&str, String)> =
        names.iter().zip(&all).map(|(name, (_, made))| (name.as_str(), made.quiz.to_json())).collect();
    files::write_all(out, &files)?;
    term::print(&format!(
        "{} variants on `{}`, every key proved by replaying\nTrainer   {}\nSeal      tenantlab quiz seal {} --out FOLDER --salt FILE\n",
        learners.len(),
        term::clean(&scenario.title),
        out.display(),
        super::run::quoted(out),
    ))?;
    Ok(Exit::Well)
}

/// What a trainer should know of a variant.
fn remark(learner: &str, made: &Made) {
    for finding in lint::quiz(&made.quiz).iter().filter(|finding| finding.error) {
        term::talk(&format!("note: {learner}: {}: {}", finding.rule, term::clean(&finding.says)));
    }
}

/// The learners of a roster: its column `learner`, or its only one; none where one is wrong, which has then been said.
fn learners(path: &Path) -> anyhow::Result<Option<Vec<String>>> {
    let bytes = files::bytes(path)?;
    let text = std::str::from_utf8(&bytes).with_context(|| format!("`{}` is not UTF-8", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().with_context(|| format!("`{}` is no CSV", path.display()))?;
    let named = |row: &csv::StringRecord| row.iter().position(|name| name.trim().eq_ignore_ascii_case("learner"));
    let column = rows.first().and_then(named);
    if column.is_none() && rows.iter().any(|row| row.len() > 1) {
        bail!("`{}`: expected a column `learner`, or names alone, a line each", path.display());
    }
    let mut found: Vec<String> = Vec::new();
    let mut wrong = Vec::new();
    for row in rows.iter().skip(usize::from(column.is_some())) {
        let name = row.get(column.unwrap_or(0)).unwrap_or_default().trim();
        let says = if name.is_empty() {
            "a line without a learner".to_owned()
        } else if name.contains(UNFIT)
            || name.starts_with(['.', '=', '+', '-', '@'])
            || name.chars().any(char::is_control)
            || name.len() > 120
        {
            format!("`{name}` cannot name a file; use an id or an address")
        } else if found.iter().any(|other| other.to_lowercase() == name.to_lowercase()) {
            format!("`{name}` is there twice")
        } else {
            found.push(name.to_owned());
            continue;
        };
        wrong.push(format!("error: {}:{}: {says}", path.display(), row.position().map_or(0, csv::Position::line)));
    }
    wrong.iter().for_each(|line| term::talk(&term::clean(line)));
    if wrong.is_empty() && found.is_empty() {
        bail!("`{}` names no learner", path.display());
    }
    Ok(wrong.is_empty().then_some(found))
}
