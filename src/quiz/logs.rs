//! What a step leaves in the logs that an administrator reads.

use crate::model::event::number;

use super::lab::Seen;

/// A log, or the page that the person saw.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Log {
    /// The code on the page.
    Page,
    /// The audit log of Entra ID.
    Audit,
    /// Events of the service that resets passwords.
    Service,
    /// Events of the sync engine.
    Sync,
    /// Events of the agent and of the hash sync.
    Agent,
    /// Events of domain controllers.
    Controller,
}

impl Log {
    /// Every log.
    pub const ALL: &'static [Self] =
        &[Self::Page, Self::Audit, Self::Service, Self::Sync, Self::Agent, Self::Controller];

    /// The log as an option reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Page => "The code on the page that the person sees",
            Self::Audit => "The audit log of Microsoft Entra ID",
            Self::Service => "The PasswordResetService events on the sync server",
            Self::Sync => "The ADSync events on the sync server",
            Self::Agent => "The Directory Synchronization events on the sync server",
            Self::Controller => "The password events of the domain controllers",
        }
    }

    /// Whether events of this source stand in it.
    fn holds(self, source: &str) -> bool {
        match self {
            Self::Page | Self::Audit => false,
            Self::Service => source == "PasswordResetService",
            Self::Sync => source == "ADSync",
            Self::Agent => matches!(source, "Directory Synchronization" | "PHS object log" | "cloud sync job"),
            Self::Controller => source.starts_with("DC "),
        }
    }

    /// What a step left in it, a line each.
    #[must_use]
    pub fn read(self, seen: &Seen) -> Vec<String> {
        match self {
            Self::Page => seen.code.iter().map(|code| code.word().to_owned()).collect(),
            Self::Audit => {
                let line = |one: &crate::ledger::AuditRecord| {
                    let agent = if one.agent.is_empty() { String::new() } else { format!(" [{}]", one.agent) };
                    format!("{}: {}. {}{agent}", one.activity, one.status, one.reason)
                };
                seen.audit.iter().map(line).collect()
            }
            _ => {
                let mine = seen.events.iter().filter(|one| self.holds(&one.source));
                mine.map(|one| format!("{} {}: {}", one.source, number(one.id), one.name)).collect()
            }
        }
    }
}

/// Every line that a step left, log by log.
#[must_use]
pub fn lines(seen: &Seen) -> Vec<String> {
    rows(seen).into_iter().map(|[log, line]| format!("{log}: {line}")).collect()
}

/// The same as rows of a table: the log, the line.
#[must_use]
pub fn rows(seen: &Seen) -> Vec<[String; 2]> {
    let name = |log: Log| match log {
        Log::Page => "Page",
        Log::Audit => "Audit log",
        Log::Controller => "Domain controller",
        _ => "Sync server",
    };
    let read = |log: &Log| log.read(seen).into_iter().map(|line| [name(*log).to_owned(), line]).collect::<Vec<_>>();
    Log::ALL.iter().flat_map(read).collect()
}
