//! `prove`: a claim about resets, tried on every case of a finite space.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use serde_json::json;
use tenantlab::report::words::thousands;
use tenantlab::rules::assumptions::{self, ASSUMPTIONS, Assumptions};
use tenantlab::scenario::suggest;
use tenantlab::study::claim::vocabulary;
use tenantlab::study::space::Dimension;
use tenantlab::study::{Claim, ClaimError, Proof, Space, prove, scenario, words};

use super::{Exit, files, term};

const LANGUAGE: &str = "A claim compares facts of a case and how its reset ends, and joins them with not, and, or, =>.
A word on its own is an outcome (success, refused, failed), the id of the rule that decides, or writeback
(that it is on). `CLAIM with FACT = VALUE` asks about the same case with another value of one fact.

Examples:
  tenantlab prove --claim 'identity != cloud-only and not writeback => refused'
  tenantlab prove --claim 'role != none => offers != security-questions'
  tenantlab prove --claim 'success and methods = 1 => success with methods = 2'
  tenantlab prove --claim 'licence = free => refused' --assume free-tier-reset=allowed
  tenantlab prove --words";

/// Arguments of `prove`.
#[derive(clap::Args, Debug)]
#[command(after_help = LANGUAGE)]
pub(crate) struct ProveArgs {
    /// The claim.
    #[arg(long, required_unless_present = "words")]
    claim: Option<String>,
    /// Another value of a named assumption; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    assume: Vec<String>,
    /// Write the counter-example into this file, as a scenario that `run` takes.
    #[arg(short, long, value_name = "FILE.yaml")]
    out: Option<PathBuf>,
    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
    /// List the names and words that a claim may hold.
    #[arg(long)]
    words: bool,
}

pub(super) fn run(args: &ProveArgs) -> anyhow::Result<Exit> {
    if args.words {
        let list: Vec<String> =
            vocabulary().iter().map(|(name, words)| format!("{name:<11}{}\n", words.join(", "))).collect();
        term::print(&list.concat())?;
    }
    let Some(text) = &args.claim else { return Ok(Exit::Well) };
    let claim = match Claim::parse(text) {
        Ok(claim) => claim,
        Err(errors) => bail!("{}", pointed(text, &errors)),
    };
    let space = Space::new(assumed(&args.assume)?, &claim.days());
    let proof = prove(&claim, &space);
    let witness = proof.counter_example.map(|point| scenario(&space, point, &format!("Against: {}", claim.text)));
    if let (Some(path), Some(yaml)) = (&args.out, &witness) {
        files::write(path, yaml.as_bytes())?;
    }
    let text = if args.json {
        let found = json(&claim, &space, &proof, witness.as_deref());
        format!("{}\n", serde_json::to_string_pretty(&found)?)
    } else {
        say(&claim, &space, &proof, witness.as_deref())?
    };
    term::print(&text)?;
    Ok(if proof.holds() { Exit::Well } else { Exit::Unmet })
}

/// The claim with a mark under the place of each error, and the words that would be right there.
fn pointed(text: &str, errors: &[ClaimError]) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut said = String::new();
    for error in errors {
        let _ = writeln!(said, "the claim is wrong at {error}\n  {line}\n  {}^", " ".repeat(error.column - 1));
        if !error.words.is_empty() {
            let _ = writeln!(said, "expected there: {}", error.words.join(", "));
        }
    }
    said.push_str("see `tenantlab prove --words`");
    said
}

/// The assumptions with those that were given.
fn assumed(given: &[String]) -> anyhow::Result<Assumptions> {
    let mut values = Assumptions::default();
    for text in given {
        let Some((name, value)) = text.split_once('=') else { bail!("`{text}` is not of the form NAME=VALUE") };
        let (name, value) = (name.trim(), value.trim());
        let Some(one) = assumptions::find(name) else {
            match suggest::nearest(name, ASSUMPTIONS.iter().map(|one| one.name.as_str())) {
                Some(near) => bail!("there is no assumption `{name}`; did you mean `{near}`?"),
                None => bail!("there is no assumption `{name}`; see `tenantlab assumptions list`"),
            }
        };
        if !values.set(name, value) {
            bail!("`{value}` is no value of `{name}`; {} was expected", one.values.expected());
        }
    }
    Ok(values)
}

fn say(claim: &Claim, space: &Space, proof: &Proof, witness: Option<&str>) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(text, "claim   {}", term::clean(&claim.text))?;
    let widths: Vec<String> = Dimension::ALL.iter().map(|one| format!("{} {one}", space.width(*one))).collect();
    writeln!(text, "tried   {} cases: {}", thousands(proof.cases as u64), widths.join(" x "))?;
    writeln!(text, "days    {}", space.words(Dimension::Date).join(", "))?;
    if proof.applies < proof.cases {
        writeln!(text, "meets   the condition: {} cases", thousands(proof.applies as u64))?;
    }
    if proof.applies == 0 {
        writeln!(text, "\nThe condition is never met: the claim holds, and says nothing.")?;
    } else if proof.holds() {
        writeln!(text, "\nThe claim holds.")?;
    } else {
        writeln!(
            text,
            "\nThe claim does not hold: {} cases are against it. The plainest:\n",
            thousands(proof.against as u64)
        )?;
    }
    if let (Some(point), Some(yaml)) = (proof.counter_example, witness) {
        for (name, value) in words(space, point) {
            writeln!(text, "  {name:<11} {value}")?;
        }
        write!(text, "\nThe same as a scenario for `tenantlab run`:\n\n{yaml}")?;
    }
    Ok(text)
}

fn json(claim: &Claim, space: &Space, proof: &Proof, witness: Option<&str>) -> serde_json::Value {
    let dimensions: serde_json::Map<String, serde_json::Value> =
        Dimension::ALL.iter().map(|one| (one.word().to_owned(), json!(space.words(*one)))).collect();
    let changed: serde_json::Map<String, serde_json::Value> = space
        .assumptions
        .iter()
        .filter(|(one, value)| *value != one.default)
        .map(|(one, value)| (one.name.clone(), json!(value)))
        .collect();
    let counter_example = proof.counter_example.map(|point| {
        let case: serde_json::Map<String, serde_json::Value> =
            Dimension::ALL.iter().map(|one| (one.word().to_owned(), json!(space.word(point, *one)))).collect();
        let ending = space.ending(point);
        json!({
            "case": case,
            "outcome": ending.outcome,
            "code": ending.code,
            "rule": ending.rule,
            "decided_at": ending.moment,
            "offers": ending.offers.merged(),
            "usable": ending.usable,
            "needed": ending.needed,
            "scenario": witness,
        })
    });
    json!({
        "claim": claim.text,
        "assumptions": changed,
        "holds": proof.holds(),
        "cases": proof.cases,
        "decided": space.decided(),
        "applies": proof.applies,
        "against": proof.against,
        "dimensions": dimensions,
        "counter_example": counter_example,
    })
}
