//! What the notes mean: words looked up, durations and dates read, settings laid over their defaults.

use serde_json::Value;

use crate::model::directory::{Account, Forest, Lockout, MissingLink, PasswordPolicy};
use crate::model::identity::Identity;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{OnPremisesProtection, Scope, Sspr, Tenant};
use crate::model::time::{Instant, Span};
use crate::rules::assumptions::{ASSUMPTIONS, Assumptions};

use super::answers::{AccountAnswers, Answers, ForestAnswer, SsprAnswers, Writeback};
use super::groups::Groups;
use super::{ANSWERS, Log};

/// Reads a word of a closed list; a word outside is a problem that names the list.
macro_rules! choose {
    ($log:expr, $type:ty, $key:expr, $word:expr) => {
        $word.and_then(|word| {
            let found = <$type>::parse(word);
            if found.is_none() {
                let all: Vec<&str> = <$type>::ALL.iter().map(|value| value.word()).collect();
                $log.problem(
                    $crate::scenario::import::ANSWERS,
                    format!("`{}` is `{word}`: expected one of `{}`", $key, all.join("`, `")),
                );
            }
            found
        })
    };
}
pub(super) use choose;

/// Overwrites a setting with an answer, if there is one.
pub(super) fn lay<T>(target: &mut T, answer: Option<T>) {
    if let Some(value) = answer {
        *target = value;
    }
}

/// Reads something from text; what cannot be read is a problem.
pub(super) fn read<T>(
    log: &mut Log,
    key: &str,
    text: Option<&str>,
    parse: fn(&str) -> Option<T>,
    expected: &str,
) -> Option<T> {
    let text = text?;
    let found = parse(text);
    if found.is_none() {
        log.problem(ANSWERS, format!("`{key}` is `{text}`: expected {expected}"));
    }
    found
}

/// A whole number between bounds.
fn within(log: &mut Log, key: &str, value: Option<i64>, least: i64, most: i64) -> Option<i64> {
    let value = value?;
    let fits = (least..=most).contains(&value);
    if !fits {
        log.problem(ANSWERS, format!("`{key}` is {value}: expected a number from {least} to {most}"));
    }
    fits.then_some(value)
}

/// The named assumptions.
pub(super) fn assumptions(answers: &Answers, log: &mut Log) -> Assumptions {
    let mut values = Assumptions::default();
    for (name, value) in &answers.assumptions {
        let text = plain(value);
        if values.set(name, &text) {
            continue;
        }
        match ASSUMPTIONS.iter().find(|assumption| &assumption.name == name) {
            Some(known) => {
                log.problem(ANSWERS, format!("`assumptions.{name}` is `{text}`: expected {}", known.values.expected()));
            }
            None => log.problem(ANSWERS, format!("`assumptions.{name}`: there is no assumption of that name")),
        }
    }
    values
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// The reset settings; the documented defaults where the notes are silent.
pub(super) fn sspr(answers: &Answers, groups: &Groups, log: &mut Log) -> Sspr {
    let mut sspr = Sspr::default();
    let Some(given) = &answers.tenant.sspr else {
        log.note(
            1,
            "nothing tells the reset settings (`tenant.sspr`): the defaults of a new tenant are assumed, \
            reset for nobody",
        );
        return sspr;
    };
    lay(&mut sspr.enabled, choose!(log, Scope, "tenant.sspr.enabled", given.enabled.as_deref()));
    sspr.group = group(log, "tenant.sspr.group", given.group.as_deref(), groups);
    if sspr.enabled == Scope::Selected && given.group.is_none() {
        log.problem(ANSWERS, "`tenant.sspr.enabled` is `selected`: expected `tenant.sspr.group` as well");
    }
    if let Some(words) = &given.methods {
        let found = words.iter().filter_map(|word| choose!(log, Method, "tenant.sspr.methods", Some(word.as_str())));
        sspr.methods = found.collect::<MethodSet>();
    }
    numbers(&mut sspr, given, log);
    lay(&mut sspr.registration_required, given.registration.required);
    lay(&mut sspr.notify_users, given.notify.users);
    lay(&mut sspr.notify_admins, given.notify.admins);
    sspr.helpdesk_link.clone_from(&given.helpdesk.link);
    lay(&mut sspr.unlock_without_reset, given.unlock_without_reset);
    match given.writeback {
        Some(Writeback::All(on)) => (sspr.writeback_connect, sspr.writeback_cloud_sync) = (on, on),
        Some(Writeback::Each(each)) => {
            (sspr.writeback_connect, sspr.writeback_cloud_sync) = (each.connect, each.cloud_sync);
        }
        None => log.note(1, "nothing tells the writeback switches (`tenant.sspr.writeback`): off is assumed"),
    }
    sspr
}

fn numbers(sspr: &mut Sspr, given: &SsprAnswers, log: &mut Log) {
    let questions = &given.security_questions;
    let register = within(log, "tenant.sspr.security_questions.register", questions.register, 0, 100);
    let reset = within(log, "tenant.sspr.security_questions.reset", questions.reset, 0, 100);
    lay(&mut sspr.questions_register, register);
    lay(&mut sspr.questions_reset, reset);
    lay(&mut sspr.methods_required, within(log, "tenant.sspr.methods_required", given.methods_required, 0, 100));
    let days = within(log, "tenant.sspr.registration.reconfirm_days", given.registration.reconfirm_days, 0, 100_000);
    lay(&mut sspr.reconfirm_days, days);
}

fn group(log: &mut Log, key: &str, name: Option<&str>, groups: &Groups) -> Option<crate::model::key::GroupId> {
    let name = name?;
    let found = groups.named(name);
    if found.is_none() && !log.is_broken("groups") {
        log.problem(ANSWERS, format!("`{key}` is `{name}`: expected the name of a group in groups.json"));
    }
    found
}

/// Settings that no portal would save: the export cannot have them, so the notes must be wrong.
pub(super) fn unsaveable(tenant: &Tenant, start: Instant, log: &mut Log) {
    for refused in crate::rules::settings::unsaveable(&tenant.sspr, tenant.migration, start) {
        let text = format!("`tenant.sspr.{}` has a value that no portal saves (rule `{}`)", refused.key, refused.rule);
        log.problem(ANSWERS, text);
    }
}

/// Policies of the tenant beside reset.
pub(super) fn policies(tenant: &mut Tenant, answers: &Answers, groups: &Groups, log: &mut Log) {
    let given = &answers.tenant;
    let days = given.password_policy.max_age_days;
    let days = within(log, "tenant.password_policy.max_age_days", days, 0, 100_000);
    lay(&mut tenant.max_age_days, days.map(Some));
    lay(&mut tenant.expiry_for_synced, given.password_policy.apply_to_synced);
    lay(&mut tenant.custom_banned, given.password_protection.custom_banned.clone());
    let mode = given.password_protection.enforce_on_premises.as_deref();
    let mode = choose!(log, OnPremisesProtection, "tenant.password_protection.enforce_on_premises", mode);
    lay(&mut tenant.on_premises_protection, mode);
    lay(
        &mut tenant.lockout_threshold,
        within(log, "tenant.smart_lockout.threshold", given.smart_lockout.threshold, 1, 100_000),
    );
    lay(
        &mut tenant.lockout_seconds,
        within(log, "tenant.smart_lockout.duration_s", given.smart_lockout.duration_s, 0, 10_000_000),
    );
    lay(&mut tenant.force_password_change, given.sync_features.force_password_change);
    lay(&mut tenant.cloud_password_policy, given.sync_features.cloud_password_policy);
    for (word, name) in &given.staged_rollout {
        let identity = choose!(log, Identity, "tenant.staged_rollout", Some(word.as_str()));
        let members = group(log, "tenant.staged_rollout", Some(name.as_str()), groups);
        tenant.staged_rollout.extend(identity.zip(members));
    }
}

const SPAN: &str = "a duration such as `30m` or `42d`";

/// A forest with the policies of the notes.
pub(super) fn forest(given: &ForestAnswer, log: &mut Log) -> Forest {
    let (mut policy, mut lockout) = (PasswordPolicy::default(), Lockout::default());
    let written = &given.password_policy;
    let key = |name: &str| format!("on_premises.forests.{}.{name}", given.name);
    lay(&mut policy.min_length, within(log, &key("password_policy.min_length"), written.min_length, 0, 255));
    lay(&mut policy.complexity, written.complexity);
    lay(&mut policy.history, within(log, &key("password_policy.history"), written.history, 0, 1024));
    lay(&mut policy.min_age, read(log, &key("password_policy.min_age"), written.min_age.as_deref(), Span::parse, SPAN));
    lay(&mut policy.max_age, read(log, &key("password_policy.max_age"), written.max_age.as_deref(), Span::parse, SPAN));
    let written = &given.lockout;
    lay(&mut lockout.threshold, within(log, &key("lockout.threshold"), written.threshold, 0, 999));
    lay(&mut lockout.window, read(log, &key("lockout.window"), written.window.as_deref(), Span::parse, SPAN));
    lay(&mut lockout.duration, read(log, &key("lockout.duration"), written.duration.as_deref(), Span::parse, SPAN));
    Forest {
        name: given.name.clone(),
        password_policy: policy,
        lockout,
        fine_grained: Vec::new(),
        filters_resets: true,
        agents: Vec::new(),
    }
}

/// Lays the notes on a person's AD account over what was assumed.
pub(super) fn account(account: &mut Account, given: &AccountAnswers, upn: &str, log: &mut Log) {
    lay(&mut account.protected, given.protected);
    lay(&mut account.enabled, given.enabled);
    lay(&mut account.password_never_expires, given.password_never_expires);
    lay(&mut account.cannot_change_password, given.cannot_change_password);
    lay(&mut account.must_change_password, given.must_change_password);
    lay(&mut account.hash_synced, given.hash_synced);
    let key = format!("users.{upn}.on_premises.account_expires");
    let expires = read(log, &key, given.account_expires.as_deref(), Instant::parse, "an instant or a date");
    account.account_expires = expires.or(account.account_expires);
    let missing = choose!(log, MissingLink, "users.on_premises.missing", given.missing.as_deref());
    account.missing = missing.or(account.missing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_answer_is_told() {
        let text = "assumptions: {licence-gate-writeback: maybe, no-such: x, licence-gate-cloud-reset: user}\n\
                    tenant:\n  sspr: {enabled: some, methods: [email, pigeon], methods_required: 3, group: Nobody}\n";
        let mut log = Log::default();
        let answers = Answers::read(Some(text.as_bytes()), &mut log);
        assert!(log.problems.is_empty(), "{:?}", log.problems);
        let values = assumptions(&answers, &mut log);
        assert_eq!(values.get("licence-gate-cloud-reset"), "user");
        sspr(&answers, &Groups::default(), &mut log);
        assert_eq!(log.problems.len(), 5, "{:#?}", log.problems);
    }
}
