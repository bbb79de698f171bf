//! The result of a run, and of `test`, as JSON: the stable contract of the program with other programs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::trace::{Line, Said};
use crate::ledger::{Ability, AuditRecord, Deed, EventRecord, Expectations, Generated, Hop, Ledger};
use crate::model::ask::{Code, Outcome, Prompt};
use crate::model::identity::Identity;
use crate::model::licence::Tier;
use crate::model::method::MethodSet;
use crate::model::time::Instant;
use crate::rules::Book;
use crate::rules::topics::notifications_and_portal::senders;
use crate::scenario::Scenario;

use super::View;
use super::junit::{FileResult, Status};
use super::view::{Counts, StepView};

/// The version of every JSON format here; a key is added without a new one, but not renamed or dropped.
pub const FORMAT_VERSION: u32 = 1;

/// The result of a run.
#[derive(Serialize)]
struct Document<'a> {
    format_version: u32,
    scenario: About<'a>,
    seed: u64,
    digest: &'a str,
    steps: Vec<Step<'a>>,
    expectations: &'a Expectations,
    population: People,
    summary: Summary<'a>,
}

/// Facts of the scenario that do not depend on where its file lies.
#[derive(Serialize)]
struct About<'a> {
    title: &'a str,
    description: Option<&'a str>,
    start: Instant,
    end: Instant,
    tenant: &'a str,
    named_people: usize,
    generated_people: usize,
    steps: usize,
    assumptions_changed: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    n: usize,
    repetition: u32,
    id: Option<&'a str>,
    at: Instant,
    ended: Instant,
    actor: &'a str,
    action: &'a str,
    outcome: Option<Outcome>,
    code: Option<Code>,
    rule: Option<&'static str>,
    message: &'a str,
    trace: Vec<Consulted>,
    effects: &'a [String],
    audit: &'a [AuditRecord],
    events: &'a [EventRecord],
    notified: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notified_from: &'static [&'static str],
    methods_offered: Option<MethodSet>,
    prompted: Option<Prompt>,
    score: Option<u16>,
    hops: &'a [Hop],
}

/// One consulted rule.
#[derive(Serialize)]
struct Consulted {
    rule: &'static str,
    verdict: Said,
    because: String,
    moment: &'static str,
    decided: bool,
}

impl From<Line> for Consulted {
    fn from(line: Line) -> Self {
        Self {
            rule: line.rule.id,
            verdict: line.said,
            because: line.because,
            moment: line.moment,
            decided: line.decided,
        }
    }
}

#[derive(Serialize)]
struct People {
    people: Vec<Kind>,
    attempts: Vec<Tried>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generated: Option<Crowd>,
}

/// What generated people did of themselves.
#[derive(Serialize)]
struct Crowd {
    people: u64,
    gave_up: u64,
    attempts: Vec<Done>,
    hours: Vec<Hour>,
}

#[derive(Serialize)]
struct Done {
    #[serde(flatten)]
    deed: Deed,
    count: u64,
}

#[derive(Serialize)]
struct Hour {
    from: Instant,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Kind {
    identity: Identity,
    tier: Tier,
    count: u64,
}

#[derive(Serialize)]
struct Tried {
    identity: Identity,
    tier: Tier,
    outcome: Outcome,
    count: u64,
}

#[derive(Serialize)]
struct Summary<'a> {
    verdict: &'a str,
    attempts: Counts,
    steps: Counts,
    reasons: Vec<Why<'a>>,
    funnel: Vec<Passed>,
    faults: Vec<Fault<'a>>,
    able_at_start: &'a [Ability],
    able_at_end: &'a [Ability],
    rules: Rules<'a>,
    repeat: &'a str,
}

#[derive(Serialize)]
struct Why<'a> {
    rule: Option<&'static str>,
    code: Option<Code>,
    says: &'a str,
    refused: u64,
    failed: u64,
    faults: Vec<&'static str>,
}

#[derive(Serialize)]
struct Passed {
    stage: &'static str,
    count: u64,
    lost: u64,
    cause: Option<&'static str>,
}

#[derive(Serialize)]
struct Fault<'a> {
    fault: &'static str,
    on: &'a str,
    from: Instant,
    until: Instant,
    bit: u32,
}

#[derive(Serialize)]
struct Rules<'a> {
    known: usize,
    executed: usize,
    consulted: usize,
    decided: Vec<&'static str>,
    newest_source: &'a str,
}

/// The result of a run.
#[must_use]
pub fn result_json(scenario: &Scenario, ledger: &Ledger, book: &Book) -> String {
    result(&View::new(scenario, ledger, book))
}

/// The result of a run whose view is already worked out.
#[must_use]
pub fn result(view: &View<'_>) -> String {
    pretty(&Document {
        format_version: FORMAT_VERSION,
        scenario: about(view),
        seed: view.ledger.seed,
        digest: &view.digest,
        steps: view.steps.iter().map(|each| step(view, each)).collect(),
        expectations: &view.ledger.expectations,
        population: population(view),
        summary: summary(view),
    })
}

fn about<'a>(view: &'a View<'a>) -> About<'a> {
    let (named, people) = view.heads();
    let changed = view.assumptions.iter().filter(|assumed| assumed.differs());
    About {
        title: &view.scenario.title,
        description: view.scenario.description.as_deref(),
        start: view.ledger.start,
        end: view.ledger.end,
        tenant: &view.scenario.tenant.name,
        named_people: named,
        generated_people: people - named,
        steps: view.scenario.timeline.len(),
        assumptions_changed: changed.map(|assumed| (assumed.assumption.name.as_str(), assumed.value)).collect(),
    }
}

fn step<'a>(view: &View<'_>, step: &'a StepView<'a>) -> Step<'a> {
    let record = step.record;
    Step {
        n: record.n,
        repetition: record.repetition,
        id: record.id.as_deref(),
        at: record.at,
        ended: record.ended,
        actor: &record.actor,
        action: &record.action,
        outcome: record.outcome,
        code: record.code,
        rule: record.rule,
        message: &record.message,
        trace: view.trace(step).into_iter().map(Consulted::from).collect(),
        effects: &record.effects,
        audit: &record.audit,
        events: &record.events,
        notified: &record.notified,
        notified_from: if record.notified.is_empty() {
            &[]
        } else {
            senders(view.scenario.tenant.cloud, &view.book.assumed)
        },
        methods_offered: record.offered,
        prompted: record.prompted,
        score: record.score,
        hops: &record.hops,
    }
}

fn population(view: &View<'_>) -> People {
    let tallies = &view.ledger.population;
    People {
        people: tallies
            .people
            .iter()
            .map(|((identity, tier), n)| Kind { identity: *identity, tier: *tier, count: *n })
            .collect(),
        attempts: tallies
            .attempts
            .iter()
            .map(|((identity, tier, outcome), n)| Tried {
                identity: *identity,
                tier: *tier,
                outcome: *outcome,
                count: *n,
            })
            .collect(),
        generated: (tallies.generated.people > 0).then(|| crowd(&tallies.generated)),
    }
}

fn crowd(generated: &Generated) -> Crowd {
    let hour = |(from, counts): &(Instant, [u64; 3])| Hour { from: *from, counts: Counts::from(*counts) };
    Crowd {
        people: generated.people,
        gave_up: generated.gave_up,
        attempts: generated.deeds.iter().map(|(deed, n)| Done { deed: *deed, count: *n }).collect(),
        hours: generated.hours.iter().map(hour).collect(),
    }
}

fn summary<'a>(view: &'a View<'a>) -> Summary<'a> {
    let why = |reason: &'a super::view::Reason| Why {
        rule: reason.rule.as_ref().map(|rule| rule.id),
        code: reason.code,
        says: reason.says(),
        refused: reason.counts.refused,
        failed: reason.counts.failed,
        faults: reason.faults.iter().map(|fault| fault.kind().id.as_str()).collect(),
    };
    let passed = |stage: &super::view::Stage| Passed {
        stage: stage.name,
        count: stage.count,
        lost: stage.lost,
        cause: stage.cause.map(|(rule, _)| rule.id),
    };
    Summary {
        verdict: &view.verdict,
        attempts: view.attempts,
        steps: Counts::of(view.steps.iter().map(|step| step.record)),
        reasons: view.reasons.iter().map(why).collect(),
        funnel: view.funnel.stages.iter().map(passed).collect(),
        faults: view
            .faults
            .iter()
            .map(|record| Fault {
                fault: &record.fault.kind().id,
                on: &record.name,
                from: record.from,
                until: record.until,
                bit: record.bit,
            })
            .collect(),
        able_at_start: &view.ledger.abilities.at_start,
        able_at_end: &view.ledger.abilities.at_end,
        rules: Rules {
            known: view.basis.rules,
            executed: view.basis.rules - view.basis.facts,
            consulted: view.basis.consulted,
            decided: view.basis.decided.iter().copied().collect(),
            newest_source: view.basis.newest_source,
        },
        repeat: &view.repeat,
    }
}

/// The results of `test`.
#[derive(Serialize)]
struct Tests<'a> {
    format_version: u32,
    files: usize,
    passed: usize,
    failed: usize,
    invalid: usize,
    results: &'a [FileResult],
}

/// The results of `test`.
#[must_use]
pub fn test_json(results: &[FileResult]) -> String {
    let count = |status| results.iter().filter(|result| result.status == status).count();
    pretty(&Tests {
        format_version: FORMAT_VERSION,
        files: results.len(),
        passed: count(Status::Passed),
        failed: count(Status::Failed),
        invalid: count(Status::Invalid),
        results,
    })
}

/// Indented JSON with a line feed at the end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain structures can be written");
    text.push('\n');
    text
}
