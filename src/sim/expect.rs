//! Compares what a step was expected to do with what it did.

use bevy_ecs::prelude::World;

use crate::ledger::{AuditRecord, ExpectationFailure, StepRecord};
use crate::model::ask::Prompt;
use crate::model::event::number;
use crate::scenario::timeline::{AuditExpect, Expect, PasswordIs, Rights, StateExpect, What};

use super::parts::{Clock, CloudAccount, DirectoryAccount, Lab, Latest, Licences, Recorder, Rulebook, SmartLockout};
use super::{ability, compliance, directory, lens, licences};

/// Judges the expectations of a step that has ended.
pub(super) fn judge(world: &mut World, step: usize, record: Option<&StepRecord>) {
    let Some(expect) = world.resource::<Lab>().0.timeline[step].expect.clone() else { return };
    let id = world.resource::<Lab>().0.timeline[step].id.clone();
    let mut compared = Vec::new();
    if let Some(record) = record {
        of_record(&expect, record, &mut compared);
        if !begins_failure(world, step) {
            of_events(&expect, record, &mut compared);
        }
    }
    of_compliance(world, &expect, &mut compared);
    for state in &expect.state {
        of_state(world, state, &mut compared);
    }
    let mut recorder = world.resource_mut::<Recorder>();
    note(&mut recorder, step, id.as_ref(), compared);
}

fn note(recorder: &mut Recorder, step: usize, id: Option<&String>, compared: Vec<Compared>) {
    for Compared { key, expected, actual, held } in compared {
        recorder.judge(held, || ExpectationFailure { step: step + 1, id: id.cloned(), key, expected, actual });
    }
}

fn begins_failure(world: &World, step: usize) -> bool {
    matches!(world.resource::<Lab>().0.timeline[step].what, What::Fault { .. })
}

/// Judges the events of steps that begin a failure: what these write is known when the run has come to its end.
pub(super) fn judge_failures(world: &World, recorder: &mut Recorder) {
    for at in recorder.began.clone() {
        let Some(record) = recorder.steps.get(at) else { continue };
        let (step, mut compared) = (record.n - 1, Vec::new());
        if let Some(expect) = &world.resource::<Lab>().0.timeline[step].expect {
            of_events(expect, record, &mut compared);
        }
        let id = record.id.clone();
        note(recorder, step, id.as_ref(), compared);
    }
}

/// One compared value.
struct Compared {
    key: String,
    expected: String,
    actual: String,
    held: bool,
}

fn same(key: &str, expected: impl ToString, actual: impl ToString) -> Compared {
    let (expected, actual) = (expected.to_string(), actual.to_string());
    let held = expected == actual;
    Compared { key: key.to_owned(), expected, actual, held }
}

fn or_none<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

fn of_record(expect: &Expect, record: &StepRecord, out: &mut Vec<Compared>) {
    if let Some(outcome) = expect.outcome {
        out.push(same("outcome", outcome, or_none(record.outcome)));
    }
    if let Some(code) = &expect.code {
        out.push(same("code", code, or_none(record.code)));
    }
    if !expect.rule.is_empty() {
        let actual = or_none(record.rule);
        let held = expect.rule.contains(&actual);
        out.push(Compared { key: "rule".to_owned(), expected: expect.rule.join(" or "), actual, held });
    }
    if let Some(audit) = &expect.audit {
        let held = record.audit.iter().any(|row| matches(audit, row));
        let row = |row: &AuditRecord| said(row.activity, &[row.status, &row.reason, row.agent]);
        let rows: Vec<String> = record.audit.iter().map(row).collect();
        let parts = [&audit.status, &audit.reason, &audit.agent].map(|part| part.as_deref().unwrap_or_default());
        let (expected, actual) =
            (said(&audit.activity, &parts), if rows.is_empty() { "none".to_owned() } else { rows.join("; ") });
        out.push(Compared { key: "audit".to_owned(), expected, actual, held });
    }
    if let Some(methods) = expect.methods_offered {
        out.push(same("methods_offered", methods.ways().merged(), record.offered.unwrap_or_default().ways().merged()));
    }
    if let Some(notified) = &expect.notified {
        let sorted = |names: &[String]| {
            let mut names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
            names.sort();
            listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        out.push(same("notified", sorted(notified), sorted(&record.notified)));
    }
    if let Some(prompted) = expect.prompted {
        out.push(same("prompted", prompted, record.prompted.unwrap_or(Prompt::None)));
    }
    if let Some(score) = expect.score {
        out.push(same("score", score, or_none(record.score)));
    }
}

fn of_events(expect: &Expect, record: &StepRecord, out: &mut Vec<Compared>) {
    if let Some(event) = &expect.event {
        let ids: Vec<&str> = record.events.iter().map(|event| number(event.id)).collect();
        let held = ids.contains(&event.as_str());
        out.push(Compared { key: "event".to_owned(), expected: event.clone(), actual: listed(&ids), held });
    }
}

fn listed(words: &[&str]) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn matches(expect: &AuditExpect, row: &AuditRecord) -> bool {
    expect.activity.eq_ignore_ascii_case(row.activity)
        && expect.status.as_deref().is_none_or(|status| status.eq_ignore_ascii_case(row.status))
        && expect.reason.as_deref().is_none_or(|reason| reason == row.reason)
        && expect.agent.as_deref().is_none_or(|agent| agent.eq_ignore_ascii_case(row.agent))
}

fn of_compliance(world: &World, expect: &Expect, out: &mut Vec<Compared>) {
    let Some(expected) = expect.compliance else { return };
    let found = compliance::of_people(world);
    let shortfall = found.needed - found.held;
    let pairs = [("needed", expected.needed, found.needed), ("held", expected.held, found.held)];
    let groups = compliance::of_groups(world);
    let more = [
        ("shortfall", expected.shortfall, shortfall),
        ("group_needed", expected.group_needed, groups.needed),
        ("group_held", expected.group_held, groups.held),
    ];
    for (key, wanted, actual) in pairs.into_iter().chain(more) {
        if let Some(wanted) = wanted {
            out.push(same(&format!("compliance.{key}"), wanted, actual));
        }
    }
}

/// An audit record in words: its activity, and what is known of the rest.
fn said(activity: &str, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { activity.to_owned() } else { format!("{activity} ({})", parts.join(", ")) }
}

/// The current state of one person's password, against the latest attempt.
fn password(key: &str, wanted: &PasswordIs, actual: &str, latest: &Latest, old: &str) -> Compared {
    let (expected, text) = match wanted {
        PasswordIs::New => ("new".to_owned(), latest.new.as_deref()),
        PasswordIs::Old => ("old".to_owned(), Some(old)),
        PasswordIs::Literal(text) => (text.clone(), Some(text.as_str())),
    };
    let held = text == Some(actual);
    let name = if held {
        expected.clone()
    } else if actual.is_empty() {
        "none".to_owned()
    } else if latest.new.as_deref() == Some(actual) {
        "new".to_owned()
    } else if old == actual {
        "old".to_owned()
    } else {
        "another one".to_owned()
    };
    Compared { key: key.to_owned(), expected, actual: name, held }
}

fn of_state(world: &World, expect: &StateExpect, out: &mut Vec<Compared>) {
    let Some(entity) = lens::person(world, expect.user) else {
        out.push(same("state.user", "an account", "none"));
        return;
    };
    let latest = lens::part::<Latest>(world, entity);
    let cloud = lens::part::<CloudAccount>(world, entity);
    let now = world.resource::<Clock>().0;
    if let Some(wanted) = &expect.password_in_cloud {
        out.push(password("state.password_in.cloud", wanted, &cloud.password, latest, &latest.old_cloud));
    }
    if let Some(wanted) = &expect.password_on_premises {
        let actual = world.get::<DirectoryAccount>(entity).map_or("", |account| &account.password);
        out.push(password("state.password_in.on-premises", wanted, actual, latest, &latest.old_directory));
    }
    let mut flag = |key: &str, wanted: Option<bool>, actual: bool| {
        if let Some(wanted) = wanted {
            out.push(same(key, wanted, actual));
        }
    };
    flag("state.locked.cloud", expect.locked_in_cloud, lens::part::<SmartLockout>(world, entity).locked(now));
    flag("state.locked.on-premises", expect.locked_on_premises, directory::locked(world, entity, now));
    flag("state.enabled", expect.enabled, cloud.enabled);
    let registered = ability::registered(world, expect.user);
    flag("state.sspr_registered", expect.sspr_registered, registered);
    flag("state.sspr_capable", expect.sspr_capable, registered && ability::in_force(world, expect.user));
    if let Some(rights) = expect.licensed_for {
        let found = licences::grant(world, expect.user).rights(&world.resource::<Rulebook>().0);
        out.push(same("state.licensed_for", words(rights), words(found)));
    }
    if let Some(error) = expect.licence_error {
        let found = lens::part::<Licences>(world, entity).error;
        out.push(same("state.licence_error", or_none(error), or_none(found)));
    }
}

fn words(rights: Rights) -> String {
    let names = [(rights.cloud_reset, "cloud-reset"), (rights.writeback, "writeback")];
    let held: Vec<&str> = names.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect();
    listed(&held)
}
