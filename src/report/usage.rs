//! The usage and registration reports that an administrator would read when the clock stops.
//!
//! Registration details have the names of Microsoft Graph's `userRegistrationDetails`. A record shows some time after it
//! was written and goes after some days; what an administrator does not see is counted.

use serde_json::{Map, Value, json};

use crate::ledger::{AuditRecord, Registration};
use crate::model::ask::{Action, Outcome};
use crate::model::method::MethodSet;
use crate::model::time::{Instant, Span};
use crate::rules::case::Moment;
use crate::rules::topics::reporting::{DATA_NAMES, KEPT_DAYS, METHOD_NAMES, MOST_ROWS, SHOWN_AFTER};

use super::View;

/// The windows that the activity dashboard offers, with their lengths.
const WINDOWS: [(&str, Span); 3] = [("24h", Span::hours(24)), ("7d", Span::days(7)), ("30d", Span::days(30))];

/// The reports, as JSON.
#[must_use]
pub fn usage_json(view: &View<'_>) -> String {
    let registrations = &view.ledger.abilities.registrations;
    let windows: Map<String, Value> =
        WINDOWS.iter().map(|(name, length)| ((*name).to_owned(), activity(view, *length))).collect();
    super::json::pretty(&json!({
        "as_of": view.ledger.end,
        "registration_details": registrations.iter().map(|row| details(view, row)).collect::<Vec<_>>(),
        "capable": registrations.iter().filter(|row| row.capable).count(),
        "people": registrations.len(),
        "audit_log": log(view),
        "activity": windows,
    }))
}

fn details(view: &View<'_>, row: &Registration) -> Value {
    let person = view.scenario.users.get(row.user.index());
    let registered = row.methods.merged();
    let data: Vec<&str> =
        DATA_NAMES.iter().filter(|(method, _)| registered.contains(*method)).map(|(_, name)| *name).collect();
    json!({
        "userPrincipalName": row.upn,
        "userDisplayName": person.map(|person| &person.name),
        "userType": person.map(|person| person.user_type),
        "isAdmin": row.admin,
        "isSsprRegistered": row.registered,
        "isSsprEnabled": row.enabled,
        "isSsprCapable": row.capable,
        "methodsRegistered": registered,
        "dataRegistered": data.join(", "),
        "mayStillResetUnverified": row.unverified,
    })
}

/// Whether a record that was written at a moment shows at another: not yet, still, or no longer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Shown {
    NotYet,
    Still,
    Gone,
}

fn shown(at: Instant, now: Instant) -> Shown {
    if at + SHOWN_AFTER > now {
        Shown::NotYet
    } else if now - at > Span::days(i64::from(KEPT_DAYS)) {
        Shown::Gone
    } else {
        Shown::Still
    }
}

/// The list of audit records, the latest first, as far as it shows.
fn log(view: &View<'_>) -> Value {
    let now = view.ledger.end;
    let all: Vec<&AuditRecord> = view.steps.iter().flat_map(|step| &step.record.audit).collect();
    let count = |wanted: Shown| all.iter().filter(|record| shown(record.at, now) == wanted).count();
    let mut rows: Vec<&AuditRecord> =
        all.iter().copied().filter(|record| shown(record.at, now) == Shown::Still).collect();
    rows.sort_by_key(|record| std::cmp::Reverse(record.at));
    let cut = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    json!({
        "rows": rows,
        "not_yet_shown": count(Shown::NotYet),
        "gone": count(Shown::Gone),
        "cut": cut,
    })
}

/// Successes and failures.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
struct Tally {
    success: u64,
    failure: u64,
}

impl Tally {
    fn add(&mut self, success: bool) {
        if success {
            self.success += 1;
        } else {
            self.failure += 1;
        }
    }
}

/// What was done in the time up to the end: registrations and resets by method, resets and changes by who did them.
fn activity(view: &View<'_>, length: Span) -> Value {
    let since = view.ledger.end - length;
    let mut registered = [Tally::default(); METHOD_NAMES.len()];
    let mut proved = [Tally::default(); METHOD_NAMES.len()];
    for entry in view.ledger.entries.iter().filter(|entry| entry.case.at >= since) {
        match &entry.case.moment {
            Moment::Register(facts) => {
                // A registered phone can be called and written to: it is counted once, under the first of its ways.
                let first = |ways: MethodSet, pair: MethodSet| match ways.intersection(pair).iter().next() {
                    Some(way) => ways.without(pair).union(MethodSet::of(&[way])),
                    None => ways,
                };
                let phones = first(facts.methods.ways(), MethodSet::MOBILE_PHONE);
                tally(&mut registered, first(phones, MethodSet::AUTHENTICATOR), entry.verdict.passes());
            }
            Moment::Prove(facts) => {
                tally(&mut proved, facts.passed, true);
                tally(&mut proved, facts.failed.into_iter().collect(), false);
            }
            _ => {}
        }
    }
    let mut done = Map::new();
    for action in Action::ALL {
        let mut counts = Tally::default();
        let steps = view.steps.iter().map(|step| step.record);
        let here = steps.filter(|record| record.operation == Some(*action) && record.ended >= since);
        here.filter_map(|record| record.outcome).for_each(|outcome| counts.add(outcome == Outcome::Success));
        done.insert(action.word().to_owned(), json!(counts));
    }
    let by_method = |tallies: &[Tally]| -> Map<String, Value> {
        METHOD_NAMES.iter().zip(tallies).map(|((_, name), tally)| ((*name).to_owned(), json!(tally))).collect()
    };
    json!({
        "operations": done,
        "registrations": by_method(&registered),
        "verifications": by_method(&proved),
    })
}

fn tally(tallies: &mut [Tally], methods: MethodSet, success: bool) {
    for ((method, _), tally) in METHOD_NAMES.iter().zip(tallies) {
        if methods.contains(*method) {
            tally.add(success);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_shows_after_an_hour_and_for_thirty_days() {
        let at = Instant::parse("2026-11-02T08:00:00Z").expect("an instant");
        assert_eq!(shown(at, at + Span::minutes(59)), Shown::NotYet);
        assert_eq!(shown(at, at + Span::minutes(60)), Shown::Still);
        assert_eq!(shown(at, at + Span::days(30)), Shown::Still);
        assert_eq!(shown(at, at + Span::days(30) + Span::seconds(1)), Shown::Gone);
    }
}
