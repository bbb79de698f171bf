//! Turns decisions and effects into ledger rows, in the order in which they are committed.

use bevy_ecs::prelude::World;

use crate::ledger::{AuditRecord, Entry, EventRecord, Hop, Lane, SettingChange, StepRecord};
use crate::model::ask::Outcome;
use crate::model::key::UserId;
use crate::model::time::Instant;
use crate::rules::case::Moment;
use crate::rules::faults::{self, names};
use crate::rules::{Case, Verdict, decide};

use super::parts::{Clock, FaultWindow, Index, Lab, Profile, Recorder, Rulebook};
use super::touching;

/// A step in progress: its record and the decisions made so far.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) record: StepRecord,
    pub(super) key: (usize, u32),
    /// What the next audit record carries beside the usual.
    pub(super) extra: Extra,
}

/// What an audit record carries where a rule says so, and what else is known of an attempt.
#[derive(Debug, Default)]
pub(super) struct Extra {
    /// A counter of the throttling is full: the portal closes, unless the attempt succeeds after all.
    pub(super) counter_full: bool,
    pub(super) agent: &'static str,
    pub(super) details: Vec<(&'static str, &'static str)>,
    pub(super) changes: Vec<SettingChange>,
}

/// Opens the record of a step that begins now.
pub(super) fn open(world: &World, step: usize, nth: u32, actor: &str, action: &str) -> Draft {
    let written = &world.resource::<Lab>().0.timeline[step];
    let now = world.resource::<Clock>().0;
    let record = StepRecord {
        repetition: nth + 1,
        id: written.id.clone(),
        note: written.note.clone(),
        ..StepRecord::begun(step + 1, now, actor, action)
    };
    Draft { record, key: (step, nth), extra: Extra::default() }
}

/// Decides a case, notes it under the step, and copies what it says into the record.
pub(super) fn decided(world: &mut World, draft: &mut Draft, user: UserId, case: Case) -> Verdict {
    let verdict = decide(&world.resource::<Rulebook>().0, &case, &mut ());
    let mut recorder = world.resource_mut::<Recorder>();
    recorder.pending.entry(draft.key).or_default().push(Entry { step: 0, user, case, verdict });
    if !case.faults.is_empty() {
        bite(world, user, &case, &verdict);
    }
    draft.record.outcome = Some(verdict.outcome);
    draft.record.code = verdict.code;
    draft.record.rule = verdict.rule_id().or(draft.record.rule.filter(|_| verdict.passes()));
    let by_custom_term = case.choose().is_some_and(|choose| choose.password.custom_banned);
    if draft.record.rule == Some("ban-threshold") && by_custom_term {
        // Source: rule `ban-custom-message`.
        draft.record.message = crate::rules::find("ban-custom-message").map_or("", |rule| rule.shows).to_owned();
    }
    verdict
}

/// Decides a case beside the step's own, and notes it under the step, whose outcome stays.
pub(super) fn noted(world: &mut World, draft: &mut Draft, user: UserId, case: Case) -> Verdict {
    let verdict = decide(&world.resource::<Rulebook>().0, &case, &mut ());
    let mut recorder = world.resource_mut::<Recorder>();
    recorder.pending.entry(draft.key).or_default().push(Entry { step: 0, user, case, verdict });
    verdict
}

/// Notes which of the failures in force a decision met.
fn bite(world: &mut World, user: UserId, case: &Case, verdict: &Verdict) {
    let records = met(world, user, case, verdict);
    bitten(world, records);
}

/// The records of the failures in force that a decision met.
pub(super) fn met(world: &World, user: UserId, case: &Case, verdict: &Verdict) -> Vec<usize> {
    let stopped = verdict.rule_id().filter(|_| !verdict.passes()).map(|rule| (rule, verdict.code));
    // Where some failures name the rule, the others were not come to.
    let own = |fault| stopped.is_some_and(|(rule, _)| names(fault, rule));
    let named = case.faults.iter().any(own);
    let met = |window: &&FaultWindow| {
        let here = case.faults.iter().any(|fault| fault == window.fault);
        here && (!named || own(window.fault)) && faults::met(case, window.fault, stopped)
    };
    match case.moment {
        Moment::Onboard(_) => touching::windows(world).filter(met).map(|window| window.record).collect(),
        _ => touching::windows_of(world, user).filter(met).map(|window| window.record).collect(),
    }
}

/// Notes that failures, by their records, have done something.
pub(super) fn bitten(world: &mut World, records: Vec<usize>) {
    let mut recorder = world.resource_mut::<Recorder>();
    records.into_iter().for_each(|record| recorder.faults[record].bit += 1);
}

/// Commits a step: its decisions, then its record.
pub(super) fn commit(world: &mut World, mut draft: Draft) {
    draft.record.ended = world.resource::<Clock>().0;
    if draft.record.message.is_empty() {
        draft.record.message = message(&draft.record);
    }
    let mut recorder = world.resource_mut::<Recorder>();
    let at = recorder.steps.len();
    let pending = recorder.pending.remove(&draft.key).unwrap_or_default();
    recorder.entries.extend(pending.into_iter().map(|entry| Entry { step: at, ..entry }));
    recorder.steps.push(draft.record);
}

/// What a person would read, in our words.
fn message(record: &StepRecord) -> String {
    let rule = record.rule.and_then(crate::rules::find);
    let of_rule = rule.map(|rule| if rule.shows.is_empty() { rule.says } else { rule.shows });
    let of_code = record.code.map(|code| code.message());
    let shown = of_code.or(of_rule).unwrap_or_default();
    match record.outcome {
        None => String::new(),
        Some(Outcome::Success) => "done".to_owned(),
        Some(Outcome::Refused) if shown.is_empty() => "refused".to_owned(),
        Some(Outcome::Failed) if shown.is_empty() => "something went wrong after submit".to_owned(),
        Some(_) => shown.to_owned(),
    }
}

/// Adds a message between two parties.
pub(super) fn hop(world: &World, draft: &mut Draft, from: Lane, to: Lane, text: &str) {
    let reply = to < from;
    let at = world.resource::<Clock>().0;
    draft.record.hops.push(Hop { at, from, to, text: text.to_owned(), reply, stopped: false });
}

/// Adds a message that a rule tells of, where the rulebook has the rule.
pub(super) fn told(world: &World, draft: &mut Draft, rule: &str, (from, to): (Lane, Lane), text: &str) {
    if world.resource::<Rulebook>().0.has(rule) {
        hop(world, draft, from, to, text);
    }
}

/// Marks the latest message as the place where the attempt stopped.
pub(super) fn stop(draft: &mut Draft) {
    if let Some(last) = draft.record.hops.last_mut() {
        last.stopped = true;
    }
}

/// The reason that an audit record gives for a refusal by a rule; source: rule `ban-audit-reason`.
pub(super) fn reason(rule: &'static str) -> &'static str {
    if rule.starts_with("ban-") { "FuzzyPolicyViolationInvalidPassword" } else { rule }
}

/// Adds an audit record about a person.
pub(super) fn audit(
    world: &World,
    draft: &mut Draft,
    activity: &'static str,
    target: &str,
    reason: &str,
    agent: &'static str,
) {
    let extra = std::mem::take(&mut draft.extra);
    let failed = matches!(draft.record.outcome, Some(Outcome::Refused | Outcome::Failed));
    draft.record.audit.push(AuditRecord {
        at: world.resource::<Clock>().0,
        activity,
        status: if failed { "Failure" } else { "Success" },
        reason: reason.to_owned(),
        initiator: draft.record.actor.clone(),
        target: target.to_owned(),
        agent: if agent.is_empty() { extra.agent } else { agent },
        details: extra.details,
        changes: extra.changes,
    });
}

/// Adds an audit record of something that a service does by itself: its activity, status and reason.
pub(super) fn audit_by(
    world: &World,
    draft: &mut Draft,
    service: &str,
    what: (&'static str, &'static str, &str),
    target: &str,
) {
    let (activity, status, reason) = what;
    draft.record.audit.push(AuditRecord {
        at: world.resource::<Clock>().0,
        activity,
        status,
        reason: reason.to_owned(),
        initiator: service.to_owned(),
        target: target.to_owned(),
        agent: "",
        details: Vec::new(),
        changes: Vec::new(),
    });
}

/// Adds a Windows event of a server or controller.
pub(super) fn event(world: &World, draft: &mut Draft, server: &str, id: &'static str) {
    draft.record.events.push(event_of(world.resource::<Clock>().0, server, id));
}

/// An event as the table names it; what the cloud keeps in logs of its own stands on no server.
pub(super) fn event_of(at: Instant, server: &str, id: &'static str) -> EventRecord {
    let kind = crate::model::event::find(id);
    let server = if kind.is_some_and(|kind| kind.log_source.starts_with("Entra ")) { "" } else { server };
    EventRecord {
        at,
        server: server.to_owned(),
        id,
        source: kind.map_or_else(String::new, |kind| kind.log_source.clone()),
        name: kind.map_or_else(String::new, |kind| kind.name.clone()),
    }
}

/// The user principal name of a person who exists.
pub(super) fn upn(world: &World, user: UserId) -> String {
    let entity = world.resource::<Index>().people.get(&user);
    let profile = entity.and_then(|entity| world.get::<Profile>(*entity));
    profile.map_or_else(|| world.resource::<Lab>().0.upn(user), |profile| profile.upn.clone())
}
