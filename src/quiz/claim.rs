//! Claims: statements that a run can be asked about. Every option of every question is one, so no answer is written by hand.

use std::collections::BTreeSet;

use crate::ledger::Extent;
use crate::model::ask::{Action, Code, Outcome};
use crate::model::fault::{FaultId, FaultTarget};
use crate::model::key::UserId;
use crate::model::method::Method;
use crate::model::time::{Instant, Span};
use crate::rules::catalogue;
use crate::rules::rule::Rule;
use crate::scenario::edit::{Act, Edit, method_words};
use crate::scenario::timeline::{Rights, Step};

use super::group::Group;
use super::lab::{Evidence, Seen, World};
use super::licences;
use super::logs::{self, Log};
use super::wording;

/// A statement about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The step ends so.
    Outcome {
        /// The operation.
        action: Action,
        /// What becomes of it.
        outcome: Outcome,
        /// The code shown.
        code: Option<Code>,
    },
    /// This rule decides.
    DecidedBy {
        /// The id of the rule.
        rule: &'static str,
    },
    /// The step succeeds, and would not if this fact alone were taken away.
    RequirementOf {
        /// The flip that takes the fact away.
        loss: Edit,
        /// The fact.
        fact: String,
    },
    /// With this change the step succeeds, or does not.
    StillWorks {
        /// The change.
        change: Edit,
        /// Whether it succeeds.
        works: bool,
    },
    /// This failure is in force at the step.
    FaultIs {
        /// Which.
        fault: FaultId,
    },
    /// The step leaves these lines behind: code, audit, events.
    Leaves {
        /// The lines.
        lines: Vec<String>,
    },
    /// The step does not succeed, and would with this change.
    Fixes {
        /// The change.
        change: Edit,
    },
    /// A person could reset when the lab starts, and not with this change.
    Loses {
        /// Who.
        user: UserId,
        /// By name.
        who: String,
        /// The change.
        change: Edit,
    },
    /// So many of these people could reset when the lab starts.
    Able {
        /// Who is counted.
        among: Vec<UserId>,
        /// How many could.
        count: usize,
    },
    /// The nth message of the attempt says this.
    Message {
        /// Its position, from 0.
        nth: usize,
        /// What it says, with sender and receiver.
        text: String,
    },
    /// This is what a person's own licences give, and what they cost beside what they cost before.
    Swap {
        /// Whose.
        user: UserId,
        /// What they cost before, in US cents a month; none where no cost is asked about.
        was: Option<u32>,
        /// How much more they cost; less where it is negative.
        more: Option<i64>,
        /// Reset of cloud passwords.
        reset: bool,
        /// Reset with writeback.
        writeback: bool,
    },
    /// The first check lets the person begin: methods are offered.
    Begins,
    /// The method is offered.
    Offers {
        /// Which.
        method: Method,
    },
    /// This is what a person meets who resets when the lab starts.
    Meets {
        /// Who.
        user: UserId,
        /// Whether the reset succeeds.
        able: bool,
        /// The code shown.
        code: Option<Code>,
    },
    /// From this moment on, and not a second before, an act has this outcome.
    From {
        /// Who acts.
        user: UserId,
        /// What is tried.
        act: Act,
        /// Whether it succeeds from then on.
        works: bool,
        /// When that which causes it happened.
        since: Instant,
        /// The moment.
        at: Instant,
    },
    /// With this change, and nothing else, the step ends otherwise.
    Differs {
        /// The change.
        change: Edit,
    },
    /// The request of this step had no lasting effect, and no later one of the same person had.
    MustRedo {
        /// The position of the step.
        step: usize,
        /// Who asked, and when.
        said: String,
    },
    /// So many of a group of people could reset when the lab starts.
    Share {
        /// The group.
        group: Group,
        /// Who of the table belongs to it.
        members: Vec<UserId>,
        /// How many could.
        able: usize,
    },
    /// A log reads otherwise with another failure in the place of the one in force.
    TellsApart {
        /// The log.
        log: Log,
        /// The other failure.
        other: FaultId,
        /// On what it would be.
        on: FaultTarget,
    },
}

impl Claim {
    /// Whether the claim is true of this run.
    #[must_use]
    pub fn holds(&self, here: &Evidence<'_>) -> bool {
        match self {
            Self::Outcome { outcome, code, .. } => {
                let seen = here.seen();
                seen.outcome == Some(*outcome) && seen.code == *code
            }
            Self::DecidedBy { rule } => here.seen().rule == Some(*rule),
            Self::RequirementOf { loss, .. } => {
                here.succeeded() && here.with(loss).is_some_and(|lost| !lost.succeeded())
            }
            Self::StillWorks { change, works } => {
                here.with(change).map_or(here.succeeded(), |changed| changed.succeeded()) == *works
            }
            Self::FaultIs { fault } => in_force(here).contains(fault),
            Self::Leaves { lines } => logs::lines(here.seen()) == *lines,
            Self::Fixes { change } => !here.succeeded() && here.with(change).is_some_and(|there| there.succeeded()),
            Self::Differs { change } => here.with(change).is_some_and(|there| ends(&there) != ends(here)),
            Self::Message { nth, text } => here.seen().hops.get(*nth).is_some_and(|hop| wording::hop(hop) == *text),
            Self::Begins => here.seen().offered.is_some_and(|set| !set.is_empty()),
            Self::Offers { method } => here.seen().offered.is_some_and(|set| set.merged().contains(*method)),
            Self::MustRedo { step, .. } => must_redo(here.world(), *step),
            Self::TellsApart { log, other, on } => {
                let from = injected(here).unwrap_or(*other);
                let there = here.with(&Edit::OtherFault { from, to: *other, on: *on });
                there.is_some_and(|there| log.read(there.seen()) != log.read(here.seen()))
            }
            _ => self.holds_of_people(here),
        }
    }

    /// The claims about what people could do when the lab starts, and about moments.
    fn holds_of_people(&self, here: &Evidence<'_>) -> bool {
        match self {
            Self::Loses { user, change, .. } => {
                here.able(*user) && here.with(change).is_some_and(|there| !there.able(*user))
            }
            Self::Able { among, count } | Self::Share { members: among, able: count, .. } => {
                among.iter().filter(|user| here.able(**user)).count() == *count
            }
            Self::Swap { user, was, more, reset, writeback } => {
                let rights = here.ability(*user).map(|one| one.rights);
                let gives = |rights: Rights| rights.cloud_reset == *reset && rights.writeback == *writeback;
                rights.is_some_and(gives) && licences::more(here.scenario(), *user, *was) == *more
            }
            Self::Meets { user, able, code } => {
                here.ability(*user).is_some_and(|one| one.able == *able && one.code == *code)
            }
            Self::From { user, act, works, since, at } => {
                let tried = |at: Instant| {
                    let probe = Edit::act(here.scenario(), *user, *act, at)?;
                    let there = here.with_to(&probe, Extent::Step(here.scenario().timeline.len()))?;
                    Some(there.succeeded() == *works)
                };
                // when that which causes it happened in this run
                let cause = here.scenario().timeline.last().map_or(*since, Step::ended);
                if at == since {
                    return cause == *since && tried(*at) == Some(true);
                }
                *at > cause && tried(*at) == Some(true) && tried(*at - Span(1)) == Some(false)
            }
            _ => false,
        }
    }

    /// The claim as an option reads.
    #[must_use]
    pub fn render(&self) -> String {
        match self {
            Self::Outcome { action, outcome, code } => wording::outcome(*action, *outcome, *code),
            Self::DecidedBy { rule } => wording::check(rule).unwrap_or(rule).to_owned(),
            Self::RequirementOf { fact, .. } => fact.clone(),
            Self::StillWorks { works: true, .. } => "Yes, it still succeeds".to_owned(),
            Self::StillWorks { works: false, .. } => "No, it no longer succeeds".to_owned(),
            Self::FaultIs { fault } => wording::fault(*fault),
            Self::Leaves { lines } => lines.join("; "),
            Self::Fixes { change } | Self::Differs { change } => change.words(),
            Self::Loses { who, .. } => who.clone(),
            Self::Able { count, .. } => count.to_string(),
            Self::Message { text, .. } => text.clone(),
            Self::Swap { reset, writeback, more, .. } => {
                let cost = more.map_or_else(String::new, |more| format!("; {}", wording::more(more)));
                format!("{}{cost}", wording::rights(*reset, *writeback))
            }
            Self::Begins => "The person may begin".to_owned(),
            Self::Offers { method } => method_words(*method).to_owned(),
            Self::Meets { able: true, .. } => wording::outcome(Action::ResetPassword, Outcome::Success, None),
            Self::Meets { code, .. } => wording::outcome(Action::ResetPassword, Outcome::Refused, *code),
            Self::From { since, at, .. } => wording::moment(*since, *at),
            Self::MustRedo { said, .. } => said.clone(),
            Self::Share { group, members, able } => {
                format!("Of {}, {able} of {} can reset", group.words(), members.len())
            }
            Self::TellsApart { log, .. } => log.words().to_owned(),
        }
    }

    /// The kind, as in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Outcome { .. } => "outcome",
            Self::DecidedBy { .. } => "decided-by",
            Self::RequirementOf { .. } => "requirement-of",
            Self::StillWorks { .. } => "still-works",
            Self::FaultIs { .. } => "fault-is",
            Self::Leaves { .. } => "leaves",
            Self::Fixes { .. } => "fixes",
            Self::Loses { .. } => "loses",
            Self::Able { .. } => "able",
            Self::Message { .. } => "message",
            Self::Swap { .. } => "swap",
            Self::Begins => "begins",
            Self::Offers { .. } => "offers",
            Self::Meets { .. } => "meets",
            Self::From { .. } => "from",
            Self::Differs { .. } => "differs",
            Self::MustRedo { .. } => "must-redo",
            Self::Share { .. } => "share",
            Self::TellsApart { .. } => "tells-apart",
        }
    }

    /// Whether claims of this kind may hold together, so that one can imply another.
    #[must_use]
    pub const fn may_overlap(&self) -> bool {
        matches!(
            self,
            Self::RequirementOf { .. }
                | Self::Fixes { .. }
                | Self::Loses { .. }
                | Self::Offers { .. }
                | Self::Differs { .. }
                | Self::MustRedo { .. }
                | Self::Share { .. }
                | Self::TellsApart { .. }
        )
    }

    /// Whether the claim speaks of a second change, so that each look at it is a run of its own.
    #[must_use]
    pub const fn is_deep(&self) -> bool {
        matches!(
            self,
            Self::RequirementOf { .. }
                | Self::StillWorks { .. }
                | Self::Fixes { .. }
                | Self::Differs { .. }
                | Self::Loses { .. }
                | Self::TellsApart { .. }
        )
    }

    /// The number that the claim stands for, where a number is entered.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        if let Self::Able { count, .. } = self { i64::try_from(*count).ok() } else { None }
    }

    /// The rule that makes the claim true where it is true; none where nothing stands against a success.
    #[must_use]
    pub fn reason(&self, here: &Evidence<'_>) -> Option<&'static Rule> {
        let blocked = |there: &Evidence<'_>| if there.succeeded() { None } else { there.rule() };
        let of_fault = |fault: &FaultId| fault.kind().rules.iter().find_map(|id| catalogue::find(id));
        match self {
            Self::Outcome { .. } | Self::DecidedBy { .. } | Self::Fixes { .. } => blocked(here),
            Self::RequirementOf { loss: change, .. } | Self::StillWorks { change, .. } => {
                here.with(change).as_ref().and_then(blocked)
            }
            Self::Differs { change } => here.with(change).as_ref().and_then(blocked).or_else(|| blocked(here)),
            Self::FaultIs { fault } | Self::TellsApart { other: fault, .. } => {
                blocked(here).filter(|rule| !rule.general).or_else(|| of_fault(fault))
            }
            Self::Leaves { .. } | Self::Begins => None,
            Self::Loses { user, change, .. } => here.with(change).and_then(|there| rule_of(&there, *user)),
            Self::Able { among, .. } | Self::Share { members: among, .. } => {
                among.iter().find_map(|user| rule_of(here, *user))
            }
            Self::Message { text, .. } => wording::hop_rule(text).and_then(catalogue::find),
            Self::Swap { .. } => catalogue::find("lic-writeback-p1"),
            Self::Offers { method } if !self.holds(here) => here.cut(*method),
            Self::Offers { method } => here.counted(*method),
            Self::Meets { user, .. } => rule_of(here, *user),
            Self::From { user, act, works, .. } => {
                wording::clock_rule(here, *user, *act, *works).and_then(catalogue::find)
            }
            Self::MustRedo { step, .. } => {
                here.world().step(*step).and_then(|seen| seen.rule).and_then(catalogue::find)
            }
        }
    }

    /// The rules that an item with this key cites: why it is true, and for a failure also what stopped the step.
    #[must_use]
    pub fn cites(&self, here: &Evidence<'_>) -> Vec<&'static Rule> {
        let stopped = matches!(self, Self::FaultIs { .. } | Self::TellsApart { .. }) && !here.succeeded();
        let stopped = here.rule().filter(|_| stopped);
        let mut cited: Vec<&'static Rule> = self.reason(here).into_iter().chain(stopped).collect();
        cited.dedup_by_key(|rule| rule.id);
        cited
    }

    /// Every rule that the truth of the claim rests on.
    #[must_use]
    pub fn reasons(&self, here: &Evidence<'_>) -> Vec<&'static Rule> {
        if let Self::Able { among, .. } | Self::Share { members: among, .. } = self {
            return among.iter().filter_map(|user| rule_of(here, *user)).collect();
        }
        self.cites(here)
    }

    /// The flip that the claim speaks of; none where it speaks of the run as it is.
    #[must_use]
    pub const fn change(&self) -> Option<&Edit> {
        match self {
            Self::RequirementOf { loss: change, .. }
            | Self::StillWorks { change, .. }
            | Self::Fixes { change }
            | Self::Differs { change }
            | Self::Loses { change, .. } => Some(change),
            _ => None,
        }
    }

    /// Whether a flip is the very one that the claim speaks of.
    #[must_use]
    pub fn speaks_of(&self, edit: &Edit) -> bool {
        self.change() == Some(edit)
    }
}

/// How a step ended, as far as a person sees it.
fn ends(there: &Evidence<'_>) -> (Option<Outcome>, Option<Code>) {
    (there.seen().outcome, there.seen().code)
}

/// Failures in force at any decision of the step.
fn in_force(here: &Evidence<'_>) -> BTreeSet<FaultId> {
    here.seen().decisions.iter().flat_map(|(case, _)| case.faults.iter()).collect()
}

/// The failure that was put into the lab for the question, or last took its place.
fn injected(here: &Evidence<'_>) -> Option<FaultId> {
    here.edits().iter().rev().find_map(|edit| match edit {
        Edit::WithFault { fault, .. } | Edit::OtherFault { to: fault, .. } => Some(*fault),
        _ => None,
    })
}

/// The rule against a person's reset when the lab starts.
fn rule_of(there: &Evidence<'_>, user: UserId) -> Option<&'static Rule> {
    there.ability(user).and_then(|one| one.rule).and_then(catalogue::find)
}

/// Whether a request had no lasting effect, nor a later one of the same person.
pub(super) fn must_redo(world: &World, step: usize) -> bool {
    let done = |seen: &Seen| seen.outcome == Some(Outcome::Success);
    let Some(mine) = world.step(step) else { return false };
    let later = |seen: &Seen| seen.at > mine.at && seen.actor == mine.actor && seen.action == mine.action;
    !done(mine) && !world.steps().any(|(_, seen)| later(seen) && done(seen))
}

impl serde::Serialize for Claim {
    /// The kind, and what it says in words.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut said = serializer.serialize_struct("Claim", 2)?;
        said.serialize_field("kind", self.kind())?;
        said.serialize_field("says", &self.render())?;
        said.end()
    }
}
