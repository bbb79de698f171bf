//! The documented failures that a scenario can inject, as one table inside the program.

use std::sync::LazyLock;

use serde::Deserialize;

use super::key::{ForestId, SyncId, UserId};
use super::words::words;

words! {
    /// What a failure is put on.
    FaultOn {
        /// A sync server or agent.
        SyncServer = "sync-server",
        /// A forest.
        Forest = "forest",
        /// A person.
        User = "user",
        /// The tenant.
        Tenant = "tenant",
    }
}

words! {
    /// The step of an operation at which a failure acts, in the order of the path.
    FaultStep {
        /// The first check.
        Precheck = "precheck",
        /// The licence check.
        LicenceCheck = "licence-check",
        /// Sending to the relay.
        Relay = "relay",
        /// Collecting from the relay.
        Pickup = "pickup",
        /// Decrypting on-premises.
        Decrypt = "decrypt",
        /// Finding the account.
        Lookup = "lookup",
        /// The cloud's password policy.
        CloudPolicy = "cloud-policy",
        /// The directory's password policy.
        DirectoryPolicy = "directory-policy",
        /// Writing to the directory.
        DirectoryWrite = "directory-write",
        /// Unlocking in the directory.
        DirectoryUnlock = "directory-unlock",
        /// The answer to the cloud.
        Reply = "reply",
        /// Writing to the cloud.
        CloudWrite = "cloud-write",
        /// A hash sync pass.
        HashSync = "hash-sync",
        /// An object sync pass.
        ObjectSync = "object-sync",
        /// A sign-in.
        SignIn = "sign-in",
        /// Setting writeback up.
        Onboarding = "onboarding",
        /// No step: nothing is stopped.
        None = "none",
    }
}

words! {
    /// What a failure does to an operation at its step.
    FaultResult {
        /// A rule says no.
        Refused = "refused",
        /// Something breaks.
        Failed = "failed",
        /// It takes longer.
        Delayed = "delayed",
        /// Nothing is stopped.
        Accepted = "accepted",
        /// Two passwords come about.
        Diverged = "diverged",
    }
}

/// Declares serde reading of a word enum.
macro_rules! read_word {
    ($($name:ident),+) => { $(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("unknown word `{word}`")))
            }
        }
    )+ };
}
read_word!(FaultOn, FaultStep, FaultResult);

/// What a failure does at one step.
#[derive(Debug, Deserialize)]
pub struct FaultEffect {
    /// The step.
    pub step: FaultStep,
    /// The operations it touches: `reset-password`, `admin-reset-password`, …
    pub operations: Vec<String>,
    /// What becomes of them.
    pub result: FaultResult,
    /// The code a person sees.
    pub code: Option<String>,
    /// `documented` where a page ties the code to the failure, `derived` where none does.
    pub code_basis: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// An event that a failure writes.
#[derive(Debug, Deserialize)]
pub struct FaultEvent {
    /// The id in the table of events.
    pub id: String,
    /// The log.
    pub source: String,
    /// The name.
    pub name: String,
}

/// A page that describes a failure.
#[derive(Debug, Deserialize)]
pub struct FaultSource {
    /// Repository and path.
    pub page: String,
    /// The page's own date.
    pub date: String,
    /// A remark on the copy read.
    #[serde(default)]
    pub note: String,
}

/// One documented failure.
#[derive(Debug, Deserialize)]
pub struct FaultKind {
    /// The id, as in a scenario.
    pub id: String,
    /// The part that breaks.
    pub component: String,
    /// What it is put on.
    pub on: FaultOn,
    /// How it comes about.
    pub trigger: String,
    /// What it does, step by step.
    pub effect: Vec<FaultEffect>,
    /// What the person sees.
    pub user_sees: String,
    /// The events it writes.
    pub events: Vec<FaultEvent>,
    /// Where an administrator finds it.
    pub detected_by: String,
    /// `by-itself` or `needs-fix`.
    pub recovers: String,
    /// More on recovery.
    #[serde(default)]
    pub recovery_note: String,
    /// What to do.
    pub remedy: String,
    /// The rules behind it.
    pub rules: Vec<String>,
    /// How firm the source is.
    pub basis: String,
    /// The assumption that governs it.
    pub assumption: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub source: Vec<FaultSource>,
}

impl FaultKind {
    /// The id as words: `tls-1-2-disabled` is "TLS 1.2 disabled".
    #[must_use]
    pub fn name(&self) -> String {
        let words = self.id.replace('-', " ");
        SPELLINGS.iter().fold(format!(" {words} "), |said, (plain, right)| said.replace(plain, right)).trim().to_owned()
    }

    /// Whether it ends without anybody's doing.
    #[must_use]
    pub fn ends_by_itself(&self) -> bool {
        self.recovers == "by-itself"
    }
}

/// Words of ids that are written otherwise in a sentence.
const SPELLINGS: &[(&str, &str)] = &[
    (" on premises ", " on-premises "),
    (" read only ", " read-only "),
    (" pre windows 2000 ", " pre-Windows 2000 "),
    (" tls 1 2 ", " TLS 1.2 "),
    (" tls ", " TLS "),
    (" ldap ", " LDAP "),
    (" sql ", " SQL "),
    (" sam ", " SAM "),
    (" ou ", " OU "),
    (" fips ", " FIPS "),
    (" m365 ", " Microsoft 365 "),
];

/// A position in the table of failures.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultId(pub u8);

/// Every documented failure.
pub static FAULTS: LazyLock<Vec<FaultKind>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data/failures.json")).expect("the table inside the program is sound")
});

impl FaultId {
    /// The failure with this id.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        FAULTS.iter().position(|fault| fault.id == id).map(|i| Self(i as u8))
    }

    /// The row of the table.
    #[must_use]
    pub fn kind(self) -> &'static FaultKind {
        &FAULTS[self.0 as usize]
    }
}

/// What an injected failure is put on.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultTarget {
    /// A sync server or agent.
    Sync(SyncId),
    /// A forest.
    Forest(ForestId),
    /// A person.
    User(UserId),
    /// The tenant.
    Tenant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_failure() {
        assert_eq!(FAULTS.len(), 101);
        let id = FaultId::parse("sync-server-down").expect("a known failure");
        assert_eq!(id.kind().on, FaultOn::SyncServer);
        assert_eq!(FaultId::parse("sync-server-dwon"), None);
        let name = |id| FaultId::parse(id).map(|fault| fault.kind().name());
        assert_eq!(name("tls-1-2-disabled").as_deref(), Some("TLS 1.2 disabled"));
        assert_eq!(name("reserved-character-in-ou").as_deref(), Some("reserved character in OU"));
    }
}
