//! `explain`: why a step came out as it did, and what single change of the scenario would flip it.

use std::path::PathBuf;

use anyhow::bail;
use tenantlab::ledger::{Ledger, StepRecord};
use tenantlab::model::key::UserId;
use tenantlab::model::time::Instant;
use tenantlab::report::explain::Explanation;
use tenantlab::report::view::View;
use tenantlab::rules::Book;
use tenantlab::scenario::{Scenario, Step};
use tenantlab::sim::{self, Simulator};
use tenantlab::study::flips::{Flip, flips};

use super::files::Changes;
use super::{Exit, files, term};

/// How an explanation is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Plain text.
    Text,
    /// JSON.
    Json,
    /// A Mermaid sequence diagram of the messages.
    Mermaid,
}

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub(crate) struct ExplainArgs {
    /// The scenario file, or a folder that `run --out` wrote.
    file: PathBuf,
    /// Whom it is about: a user principal name, or the beginning of one or of a display name.
    #[arg(long)]
    who: Option<String>,
    /// When: an instant, `HH:MM` on the first day, or `d2 HH:MM`.
    #[arg(long)]
    at: Option<String>,
    /// Which step: its id or its number in the file.
    #[arg(long)]
    step: Option<String>,
    /// How many flips to look for.
    #[arg(long, default_value_t = 3)]
    flips: usize,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The same as `--format json`.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ExplainArgs, colour: bool) -> anyhow::Result<Exit> {
    let Some(scenario) = files::scenario(&args.file, Changes::default(), colour)? else { return Ok(Exit::Input) };
    // What a generated person does of themselves is explained as steps; the others do nothing that could change it.
    let who = args.who.as_deref().map(|who| scenario.called(who)).transpose()?;
    let written = scenario;
    let scenario = sim::spell_out(&written, who.as_slice());
    if let Some(user) = who.filter(|user| user.index() >= written.users.len())
        && !scenario.timeline.iter().any(|step| step.people().contains(&user))
    {
        bail!("{} does nothing in this run; {}", written.upn(user), who_does(&written));
    }
    let ledger = sim::run(&scenario);
    let book = Book::new(&scenario.assumptions);
    let view = View::new(&scenario, &ledger, &book);
    let found = matching(args, &scenario, &ledger)?;
    let at = pick(&ledger, &found);
    let Some(step) = view.steps.iter().find(|step| step.position == at) else {
        bail!("the step left nothing to explain");
    };
    let mut explanation = Explanation::new(&view, step);
    explanation.flips = flips_of(&scenario, &ledger.steps[at], args.flips);
    let text = match if args.json { Format::Json } else { args.format } {
        Format::Json => explanation.json(),
        Format::Mermaid => explanation.mermaid(),
        Format::Text => {
            let mut text = explanation.text(term::width());
            text.push_str(&others(&ledger, &found, at));
            text
        }
    };
    term::print(&text)?;
    Ok(Exit::Well)
}

/// Some of the generated people who do something.
fn who_does(scenario: &Scenario) -> String {
    const LOOKED_AT: usize = 5_000;
    const NAMED: usize = 3;
    let people = scenario.users.len()..scenario.people().min(scenario.users.len() + LOOKED_AT);
    let people: Vec<UserId> = people.map(|i| UserId(i as u32)).collect();
    let mut names: Vec<String> = Vec::new();
    for user in sim::spell_out(scenario, &people).timeline.iter().flat_map(Step::people) {
        let name = scenario.upn(user);
        if people.contains(&user) && !names.contains(&name) && names.len() < NAMED {
            names.push(name);
        }
    }
    if names.is_empty() { "nor does anybody like them".to_owned() } else { format!("who does: {}", names.join(", ")) }
}

/// The steps that fit what was asked for.
fn matching(args: &ExplainArgs, scenario: &Scenario, ledger: &Ledger) -> anyhow::Result<Vec<usize>> {
    let user = args.who.as_deref().map(|who| scenario.called(who)).transpose()?.map(|user| scenario.upn(user));
    let at = args.at.as_deref().map(|at| moment(at, scenario)).transpose()?;
    let fits = |record: &StepRecord| {
        let about = user.as_ref().is_none_or(|upn| {
            let subject = record.subject.map(|subject| ledger.name(subject));
            record.actor.eq_ignore_ascii_case(upn) || subject.is_some_and(|name| name.eq_ignore_ascii_case(upn))
        });
        let then = at.is_none_or(|at| record.at <= at && at <= record.ended.max(record.at));
        let named =
            args.step.as_deref().is_none_or(|step| record.id.as_deref() == Some(step) || record.n.to_string() == step);
        about && then && named && record.outcome.is_some()
    };
    let found: Vec<usize> = (0..ledger.steps.len()).filter(|i| fits(&ledger.steps[*i])).collect();
    if found.is_empty() {
        let ids: Vec<&str> = ledger.steps.iter().filter_map(|record| record.id.as_deref()).collect();
        let known = if ids.is_empty() { String::new() } else { format!("; ids of steps: {}", ids.join(", ")) };
        bail!("no step fits; steps run from {} to {}{known}", ledger.start, ledger.end);
    }
    Ok(found)
}

/// The first step that was not done, else the last.
fn pick(ledger: &Ledger, found: &[usize]) -> usize {
    use tenantlab::model::ask::Outcome;
    let stopped = found.iter().find(|i| ledger.steps[**i].outcome != Some(Outcome::Success));
    stopped.or(found.last()).copied().unwrap_or_default()
}

fn moment(text: &str, scenario: &Scenario) -> anyhow::Result<Instant> {
    use tenantlab::model::time::Span;
    if let Some(at) = Instant::parse(text) {
        return Ok(at);
    }
    let (day, clock) = text.strip_prefix('d').and_then(|rest| rest.split_once(' ')).unwrap_or(("1", text));
    let parts: Vec<Option<i64>> = clock.split(':').map(|part| part.parse().ok()).collect();
    let day: Option<i64> = day.parse().ok();
    match (day, parts.as_slice()) {
        (Some(day), [Some(h), Some(m)]) => {
            Ok(scenario.start.date().start() + Span::days(day - 1) + Span::minutes(h * 60 + m))
        }
        (Some(day), [Some(h), Some(m), Some(s)]) => {
            Ok(scenario.start.date().start() + Span::days(day - 1) + Span::seconds(h * 3600 + m * 60 + s))
        }
        _ => bail!(
            "`{text}` is no moment: `10:05`, `d2 09:00` or an instant such as `2026-11-02T10:05:00Z` was expected"
        ),
    }
}

/// Single changes after which the same step comes out otherwise, with a progress bar while the lab is replayed.
fn flips_of(scenario: &Scenario, record: &StepRecord, most: usize) -> Vec<Flip> {
    let bar = term::progress(1, "replaying");
    let found = flips(&Simulator, scenario, record, most, &mut |all| {
        bar.set_length(all as u64);
        bar.inc(1);
    });
    bar.finish_and_clear();
    found
}

fn others(ledger: &Ledger, found: &[usize], at: usize) -> String {
    let rest: Vec<String> = found
        .iter()
        .filter(|i| **i != at)
        .map(|i| &ledger.steps[*i])
        .map(|record| {
            format!(
                "--step {} ({} {})",
                record.id.clone().unwrap_or_else(|| record.n.to_string()),
                record.at,
                record.action
            )
        })
        .take(8)
        .collect();
    if rest.is_empty() { String::new() } else { format!("\nOther steps that fit: {}\n", term::clean(&rest.join(", "))) }
}
