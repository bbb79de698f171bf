//! What a scenario means: the resolved, typed form of a file, with every name looked up and every default explicit.
//!
//! In: text (through `text`, `lower`), exports of a tenant (through `import`). Out: [`Scenario`], or the list of
//! [`diagnostic::Diagnostic`]s that says what is wrong. Absent on purpose: the file system (callers pass texts) and
//! any judgement about outcomes. `text` says what was written, `lower` what it means, `write` turns the meaning back
//! into text.

pub mod diagnostic;
pub mod edit;
pub mod find;
pub mod import;
mod lower;
pub mod people;
pub mod plans;
pub mod schema;
pub mod splice;
pub mod suggest;
pub mod template;
pub mod text;
pub mod timeline;
pub mod write;

use crate::model::directory::Forest;
use crate::model::key::{GroupId, UserId};
use crate::model::policy::{Member, Tenant};
use crate::model::sync::SyncServer;
use crate::model::time::{Instant, Span};
use crate::rules::assumptions::Assumptions;

pub use lower::{Cells, Edit, Loader, NoFiles, Places, Reading, acts_of, edit, read, read_over, time};
pub use people::{Person, Population};
pub use timeline::Step;

/// A scenario ready to be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The title.
    pub title: String,
    /// What the lab is about, in Markdown.
    pub description: Option<String>,
    /// Everything random comes from it.
    pub seed: u64,
    /// The simulated clock starts here.
    pub start: Instant,
    /// The simulated clock stops here.
    pub end: Instant,
    /// The value of every named assumption.
    pub assumptions: Assumptions,
    /// The tenant.
    pub tenant: Tenant,
    /// On-premises AD DS and its sync servers; none for a cloud-only organisation.
    pub on_premises: Option<OnPremises>,
    /// Named people; [`UserId`] counts them first.
    pub users: Vec<Person>,
    /// Generated people.
    pub population: Vec<Population>,
    /// What happens, in file order.
    pub timeline: Vec<Step>,
    /// What to vary.
    pub sweep: Option<Sweep>,
    /// What to ask about this lab.
    pub quiz: QuizRequest,
}

/// Forests and the tools that synchronize them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnPremises {
    /// Forests, in file order.
    pub forests: Vec<Forest>,
    /// Sync servers and agents, in file order.
    pub sync: Vec<SyncServer>,
}

/// A request to vary keys of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Paths of keys with the values each takes, as written.
    pub vary: Vec<(String, Vec<String>)>,
    /// How many seeds each cell is run with.
    pub replicates: u32,
}

impl Sweep {
    /// How many cells there are: one for each combination of values.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.vary.iter().map(|(_, values)| values.len()).product()
    }

    /// Which value each path takes in the nth cell, counted from 0; the last path changes fastest.
    #[must_use]
    pub fn levels(&self, mut n: usize) -> Vec<usize> {
        let mut levels = vec![0; self.vary.len()];
        for (level, (_, values)) in levels.iter_mut().zip(&self.vary).rev() {
            let many = values.len().max(1);
            (*level, n) = (n % many, n / many);
        }
        levels
    }

    /// The values of the nth cell, in the order of the paths.
    #[must_use]
    pub fn settings(&self, n: usize) -> Vec<&str> {
        self.vary.iter().zip(self.levels(n)).map(|((_, values), level)| values[level].as_str()).collect()
    }
}

/// What to ask about a lab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuizRequest {
    /// How many questions; none: as many as the default blueprint has.
    pub questions: Option<u32>,
    /// Archetypes to draw from; empty: all.
    pub archetypes: Vec<String>,
    /// Ids of steps to ask about; empty: any.
    pub about: Vec<String>,
}

/// How long a scenario lasts where neither an end nor steps say so.
pub const DEFAULT_LENGTH: Span = Span::hours(24);

impl Scenario {
    /// How many people there are, named and generated.
    #[must_use]
    pub fn people(&self) -> usize {
        self.users.len() + self.population.iter().map(|group| group.count as usize).sum::<usize>()
    }

    /// Whether a step injects a failure.
    #[must_use]
    pub fn injects(&self, fault: crate::model::fault::FaultId) -> bool {
        self.timeline.iter().any(|step| matches!(step.what, timeline::What::Fault { fault: one, .. } if one == fault))
    }

    /// The user principal name of a person.
    #[must_use]
    pub fn upn(&self, user: UserId) -> String {
        if let Some(person) = self.users.get(user.index()) {
            return person.upn.clone();
        }
        let mut rest = user.index() - self.users.len();
        for group in &self.population {
            if rest < group.count as usize {
                return group.upn(rest as u32 + 1);
            }
            rest -= group.count as usize;
        }
        String::new()
    }

    /// The person with this user principal name, whatever the letter case.
    #[must_use]
    pub fn find(&self, upn: &str) -> Option<UserId> {
        if let Some(i) = self.users.iter().position(|person| person.upn.eq_ignore_ascii_case(upn)) {
            return Some(UserId(i as u32));
        }
        let mut base = self.users.len() as u32;
        for group in &self.population {
            if let Some(n) = group.number_of(upn) {
                return Some(UserId(base + n - 1));
            }
            base += group.count;
        }
        None
    }

    /// The groups a person belongs to, directly or through other groups; a cycle of groups is walked once.
    #[must_use]
    pub fn groups_of(&self, user: UserId) -> Vec<GroupId> {
        let mut found: Vec<GroupId> = Vec::new();
        let mut next: Vec<Member> = vec![Member::User(user)];
        while let Some(member) = next.pop() {
            for (i, group) in self.tenant.groups.iter().enumerate() {
                let id = GroupId(i as u16);
                if group.members.contains(&member) && !found.contains(&id) {
                    found.push(id);
                    next.push(Member::Group(id));
                }
            }
        }
        found.sort_unstable();
        found
    }
}
