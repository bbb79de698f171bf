//! The page of notes: what no export tells, in the names of a scenario file, and two lists of its own.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::scenario::suggest::misfit;

use super::{ANSWERS, Log, Problem};

/// The notes as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Answers {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) seed: Option<u64>,
    pub(super) start: Option<String>,
    pub(super) assumptions: BTreeMap<String, Value>,
    pub(super) tenant: TenantAnswers,
    pub(super) on_premises: OnPremisesAnswers,
    pub(super) users: Vec<UserAnswers>,
    pub(super) not_people: NotPeople,
    what_if: Vec<IgnoredAny>,
}

/// Accounts that are no people.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct NotPeople {
    pub(super) shared_mailboxes: Vec<String>,
    pub(super) rooms: Vec<String>,
    pub(super) service_accounts: Vec<String>,
}

/// Facts of the tenant.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TenantAnswers {
    pub(super) name: Option<String>,
    pub(super) cloud: Option<String>,
    pub(super) created: Option<String>,
    pub(super) trial_started: Option<String>,
    pub(super) domains: Vec<Named<DomainAnswer>>,
    pub(super) telecom_provider: Option<bool>,
    pub(super) methods_migration: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) sspr: Option<SsprAnswers>,
    pub(super) password_policy: PasswordAgeAnswers,
    pub(super) password_protection: ProtectionAnswers,
    pub(super) smart_lockout: SmartLockoutAnswers,
    pub(super) staged_rollout: BTreeMap<String, String>,
    pub(super) sync_features: FeatureAnswers,
}

/// A name alone, or a name with more.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Named<T> {
    /// The name.
    Name(String),
    /// A map.
    Full(T),
}

/// A domain.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainAnswer {
    pub(super) name: String,
    pub(super) identity: Option<String>,
}

/// The reset settings.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SsprAnswers {
    pub(super) enabled: Option<String>,
    pub(super) group: Option<String>,
    pub(super) methods: Option<Vec<String>>,
    pub(super) methods_required: Option<i64>,
    pub(super) security_questions: QuestionAnswers,
    pub(super) registration: RegistrationAnswers,
    pub(super) notify: NotifyAnswers,
    pub(super) helpdesk: HelpdeskAnswers,
    pub(super) admins_allowed: Option<bool>,
    pub(super) writeback: Option<Writeback>,
    pub(super) unlock_without_reset: Option<bool>,
}

/// Declares a map of optional keys.
macro_rules! keys {
    ($($(#[$meta:meta])* $name:ident { $($field:ident : $type:ty),+ })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(super) struct $name { $(pub(super) $field: Option<$type>),+ }
    )+ };
}
keys! {
    /// Security questions.
    QuestionAnswers { register: i64, reset: i64 }
    /// Registration.
    RegistrationAnswers { required: bool, reconfirm_days: i64 }
    /// Mail after a reset.
    NotifyAnswers { users: bool, admins: bool }
    /// Customised contact.
    HelpdeskAnswers { link: String }
    /// Expiry of cloud passwords.
    PasswordAgeAnswers { max_age_days: i64, apply_to_synced: bool }
    /// Banned passwords.
    ProtectionAnswers { custom_banned: Vec<String>, enforce_on_premises: String }
    /// Smart lockout.
    SmartLockoutAnswers { threshold: i64, duration_s: i64 }
    /// Features of synchronization.
    FeatureAnswers { force_password_change: bool, cloud_password_policy: bool }
    /// A password policy of AD DS.
    PasswordPolicyAnswers { min_length: i64, complexity: bool, history: i64, min_age: String, max_age: String }
    /// A lockout policy of AD DS.
    LockoutAnswers { threshold: i64, window: String, duration: String }
    /// An account in AD DS.
    AccountAnswers {
        protected: bool, enabled: bool, password_never_expires: bool, cannot_change_password: bool,
        must_change_password: bool, account_expires: String, missing: String, hash_synced: bool
    }
}

/// The writeback switches of the portal.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Writeback {
    /// Both.
    All(bool),
    /// Each.
    Each(WritebackEach),
}

/// The writeback switches, each on its own.
#[derive(Copy, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WritebackEach {
    pub(super) connect: bool,
    pub(super) cloud_sync: bool,
}

/// Forests and sync servers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct OnPremisesAnswers {
    pub(super) forests: Vec<Named<ForestAnswer>>,
    pub(super) sync: Option<Vec<SyncAnswer>>,
}

/// A forest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForestAnswer {
    pub(super) name: String,
    #[serde(default)]
    pub(super) password_policy: PasswordPolicyAnswers,
    #[serde(default)]
    pub(super) lockout: LockoutAnswers,
}

/// A sync server or agent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SyncAnswer {
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) forests: Option<Vec<String>>,
    pub(super) version: Option<String>,
    pub(super) staging: Option<bool>,
    pub(super) password_hash_sync: Option<bool>,
    pub(super) writeback: Option<bool>,
    pub(super) application_sign_in: Option<bool>,
    pub(super) permissions: Option<Vec<String>>,
}

/// Facts of one person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserAnswers {
    pub(super) upn: String,
    pub(super) identity: Option<String>,
    pub(super) forest: Option<String>,
    pub(super) account: Option<String>,
    pub(super) home: Option<String>,
    pub(super) password_never_expires: Option<bool>,
    #[serde(default)]
    pub(super) on_premises: AccountAnswers,
}

impl Answers {
    /// Reads the notes; none are empty notes.
    pub(super) fn read(text: Option<&[u8]>, log: &mut Log) -> Self {
        let Some(bytes) = text else {
            log.note(
                1,
                "there is no answers.yaml: reset settings, hash sync or pass-through, and AD protection are assumed",
            );
            return Self::default();
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Ok(text) = std::str::from_utf8(bytes) else {
            log.problem(ANSWERS, "is not text in UTF-8");
            return Self::default();
        };
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Self::default();
        }
        match serde_saphyr::from_str::<Self>(text) {
            Ok(answers) => {
                log.note(
                    answers.what_if.len(),
                    "`what_if` asks questions about the tenant and is no part of it; it is left out",
                );
                answers
            }
            Err(error) => {
                log.problems.push(broken(&error));
                Self::default()
            }
        }
    }
}

/// The notes as a tree without meaning; none where they cannot be read.
pub(super) fn tree(text: &str) -> Option<Value> {
    serde_saphyr::from_str(text).ok()
}

fn broken(error: &serde_saphyr::Error) -> Problem {
    let at = error.location().map(|at| (at.line() as usize, at.column() as usize));
    Problem { file: ANSWERS.to_owned(), at, message: misfit(&error.without_snippet().to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_problems_with_their_place() {
        let mut log = Log::default();
        Answers::read(Some(b"tenant:\n  name: Contoso\n  sspr: {enabeld: all}\n"), &mut log);
        assert_eq!(log.problems.len(), 1);
        assert_eq!(log.problems[0].at.map(|at| at.0), Some(3), "{}", log.problems[0]);
        assert!(log.problems[0].message.contains("enabeld"), "{}", log.problems[0]);
    }

    #[test]
    fn marks_comments_and_nothing_are_read() {
        let mut log = Log::default();
        let answers = Answers::read(Some(b"\xef\xbb\xbfstart: 2026-11-20\nwhat_if: [{replace: A, by: B}]\n"), &mut log);
        assert_eq!(answers.start.as_deref(), Some("2026-11-20"));
        assert!(Answers::read(Some(b"# nothing\n"), &mut log).start.is_none());
        assert!(log.problems.is_empty());
        assert_eq!(log.notes.len(), 1);
    }
}
