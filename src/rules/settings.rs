//! Which reset settings a portal would not save: the gates of the save moment, all of them at once.

use crate::model::ask::Action;
use crate::model::policy::{Migration, Sspr};
use crate::model::time::Instant;

use super::assumptions::Assumptions;
use super::book::{Book, RuleIx};
use super::case::{Case, Moment, SaveFacts};
use super::decide::{Listener, decide};
use super::terms::Terms;
use super::topics::methods::QUESTION_SHORTEST;

/// A setting that cannot be saved.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Unsaveable {
    /// The rule that refuses it.
    pub rule: &'static str,
    /// The key under `tenant.sspr` that holds it: `methods`, `registration.reconfirm_days`, …
    pub key: &'static str,
}

/// The key under `tenant.sspr` that each rule of the save moment speaks of.
const KEYS: &[(&str, &str)] = &[
    ("reg-reconfirm-range", "registration.reconfirm_days"),
    ("meth-app-not-sole-one", "methods"),
    ("meth-app-not-sole-two", "methods"),
    ("sq-register-count", "security_questions.register"),
    ("sq-reset-count", "security_questions.reset"),
    ("sq-custom-max", "security_questions.custom"),
    ("sq-question-length", "security_questions.custom"),
    ("gate-count-values", "methods_required"),
];

/// Collects the gates that block.
#[derive(Default)]
struct Blocking(Vec<&'static str>);

impl Listener for Blocking {
    const LISTENS: bool = true;

    fn term(&mut self, _: RuleIx, _: &Terms, _: &Terms) {}

    fn gate(&mut self, rule: RuleIx, blocks: bool) {
        if blocks {
            self.0.push(rule.rule().id);
        }
    }

    fn effect(&mut self, _: RuleIx) {}
}

/// A written number as a case holds it; what is beyond is as much out of bounds as the nearest that fits.
#[must_use]
pub fn narrow(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

/// The facts of these settings as they would be saved.
#[must_use]
pub fn facts(sspr: &Sspr, migration: Migration) -> SaveFacts {
    let lengths = sspr.custom_questions.iter().map(|one| u16::try_from(one.chars().count()).unwrap_or(u16::MAX));
    SaveFacts {
        custom_questions: u16::try_from(sspr.custom_questions.len()).unwrap_or(u16::MAX),
        shortest_question: lengths.clone().min().unwrap_or(QUESTION_SHORTEST),
        longest_question: lengths.max().unwrap_or(QUESTION_SHORTEST),
        sspr: true,
        required: narrow(sspr.methods_required),
        questions_register: narrow(sspr.questions_register),
        questions_reset: narrow(sspr.questions_reset),
        reconfirm_days: narrow(sspr.reconfirm_days),
        methods: sspr.methods,
        max_age_days: None,
        banned_terms: 0,
        shortest_term: 0,
        longest_term: 0,
        group_missing: false,
        back_to_pre_migration: false,
        migrated: migration == Migration::Complete,
        legacy_methods_changed: false,
        lockout_changed: false,
        policy_bytes: 0,
        still_allowed: false,
        scope_widened: false,
        rollout_both: false,
        rollout_nested: false,
        rollout_first: 0,
        forest: None,
        protects_controllers: false,
    }
}

/// Everything in these settings that a portal would refuse on this day, in the order of the catalogue.
#[must_use]
pub fn unsaveable(sspr: &Sspr, migration: Migration, at: Instant) -> Vec<Unsaveable> {
    let book = Book::new(&Assumptions::default());
    let case = Case::plain(at, Action::ResetPassword, Moment::Save(facts(sspr, migration)));
    let mut blocking = Blocking::default();
    decide(&book, &case, &mut blocking);
    let known = |rule: &&'static str| KEYS.iter().find(|(id, _)| id == rule);
    blocking.0.iter().filter_map(known).map(|(rule, key)| Unsaveable { rule, key }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::method::{Method, MethodSet};
    use crate::model::time::Date;

    fn check(edit: impl Fn(&mut Sspr), expected: &[&str]) {
        let mut sspr = Sspr::default();
        edit(&mut sspr);
        let found = unsaveable(&sspr, Migration::PreMigration, Date::new(2026, 11, 2).start());
        assert_eq!(found.iter().map(|one| one.rule).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn settings_that_a_portal_refuses_are_all_found() {
        check(|_| {}, &[]);
        check(|sspr| sspr.reconfirm_days = 731, &["reg-reconfirm-range"]);
        check(|sspr| sspr.methods_required = 3, &["gate-count-values"]);
        check(|sspr| sspr.questions_reset = 6, &["sq-reset-count"]);
        check(|sspr| sspr.methods = MethodSet::of(&[Method::AuthenticatorApp]), &["meth-app-not-sole-one"]);
        check(
            |sspr| (sspr.questions_register, sspr.reconfirm_days) = (2, -1),
            &["reg-reconfirm-range", "sq-register-count", "sq-reset-count"],
        );
    }
}
