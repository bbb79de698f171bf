//! The quiz that a command line asks for: made on a scenario, or read from the trainer's file.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tenantlab::quiz::make::{Made, make};
use tenantlab::quiz::paper::Paper;
use tenantlab::quiz::{Lab, Request, archetypes, verify};
use tenantlab::scenario::{Scenario, write};
use tenantlab::sim::{self, Simulator};

use super::files::Changes;
use super::{files, seal, term};

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

    /// What a scenario asks for, with what the command line says otherwise, and the scenario as a replay needs it.
    ///
    /// # Errors
    /// There is no such archetype.
    pub(super) fn request(&self, scenario: &Scenario, seed: u64) -> anyhow::Result<Request> {
        let names = known(&self.archetypes)?;
        let mut request = Request { resolved: Some(write::write(scenario)), ..Request::of(scenario, seed) };
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

/// Proves a quiz again on a lab that did not make it; a key that cannot be reproduced is a fault of ours.
///
/// # Errors
/// The quiz has no question.
pub(super) fn prove(again: &Lab, made: &Made) -> anyhow::Result<()> {
    if made.quiz.items.is_empty() {
        bail!("{}", made.shortfall().unwrap_or_else(|| "no question could be made".to_owned()));
    }
    assert!(verify::verify_in(again, &made.quiz).is_ok(), "a key is not what a replay gives");
    Ok(())
}

/// A quiz on a scenario, every key proved again.
///
/// # Errors
/// There is no such archetype, the seed cannot be found, or no question can be made.
pub(super) fn made(scenario: &Scenario, asked: &Asked) -> anyhow::Result<Made> {
    let request = asked.request(scenario, asked.seed(scenario)?)?;
    let bar = term::progress(1, "proving questions");
    let made = make(&Simulator, scenario, &sim::run(scenario), &request);
    bar.finish_and_clear();
    prove(&Lab::new(&Simulator, scenario), &made)?;
    if let Some(shortfall) = made.shortfall() {
        term::talk(&format!("note: {}", term::clean(&shortfall)));
    }
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
pub(super) fn trainers(file: &Path, colour: bool) -> anyhow::Result<Option<(serde_json::Value, Made, Scenario)>> {
    let Some((kept, scenario)) = resolved(file, colour)? else { return Ok(None) };
    let request: Request = serde_json::from_value(kept["request"].clone())
        .map_err(|error| anyhow::anyhow!("`{}` does not say what was asked for: {error}", file.display()))?;
    let request = Request { resolved: kept["resolved"].as_str().map(str::to_owned), ..request };
    let made = make(&Simulator, &scenario, &sim::run(&scenario), &request);
    Ok(Some((kept, made, scenario)))
}

/// Whether a file is read as the trainer's, and not as a scenario.
pub(super) fn is_trainers(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "json")
}

/// The scenario of a file, of a folder that `run --out` wrote, or of a trainer's file.
pub(super) fn scenario(file: &Path, colour: bool) -> anyhow::Result<Option<Scenario>> {
    if is_trainers(file) {
        return Ok(resolved(file, colour)?.map(|(_, scenario)| scenario));
    }
    files::scenario(file, Changes::default(), colour)
}

/// The quiz of a trainer's file, or one made on a scenario; none where the scenario is wrong, which has then been said.
pub(super) fn paper(file: &Path, asked: &Asked, colour: bool) -> anyhow::Result<Option<Paper>> {
    if is_trainers(file) {
        return Ok(Some(files::paper(file)?.0));
    }
    let Some(scenario) = files::scenario(file, Changes::default(), colour)? else { return Ok(None) };
    Ok(Some(Paper::of(&made(&scenario, asked)?.quiz)))
}
