//! A rule as a value: what it says, where that stands, when it holds, and what the engine does with it.

use std::borrow::Cow;

use crate::model::ask::{Code, Outcome, Prompt};
use crate::model::event;
use crate::model::time::Date;

use super::book::Book;
use super::case::{Case, MomentSet};
use super::terms::Terms;

/// What kind of text the source is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Decides an outcome.
    Decision,
    /// When something takes effect.
    Timing,
    /// A bound on a value or a configuration.
    Limit,
    /// What else happens: audit, mail, unlock, event.
    Effect,
    /// What is shown.
    Message,
    /// Background; need not be executed.
    Context,
}

impl Kind {
    /// The word used in lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Timing => "timing",
            Self::Limit => "limit",
            Self::Effect => "effect",
            Self::Message => "message",
            Self::Context => "context",
        }
    }
}

/// How firm the source is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A page says so.
    Documented,
    /// Follows from pages.
    Derived,
    /// Pages disagree.
    Disputed,
    /// No firm source.
    Assumed,
}

impl Basis {
    /// The word used in lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Derived => "derived",
            Self::Disputed => "disputed",
            Self::Assumed => "assumed",
        }
    }
}

/// A page and the date it carried when it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Repository and path, or a plain description.
    pub page: &'static str,
    /// The page's own date; `undated` where it has none.
    pub date: &'static str,
    /// A remark on the copy read.
    pub note: &'static str,
}

/// What a gate, an effect or its words may look at.
#[derive(Debug)]
pub struct View<'a> {
    /// The facts of the moment.
    pub case: &'a Case,
    /// What the terms made of them.
    pub terms: &'a Terms,
    /// Dates, numbers and assumptions in force.
    pub book: &'a Book,
}

/// Tells whether something holds in a view.
pub type Test = fn(&View<'_>) -> bool;

/// What an effect does to the world.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Do {
    /// The new password is stored in the cloud.
    SetCloudPassword,
    /// The new password is stored in AD DS.
    SetDirectoryPassword,
    /// The AD account is unlocked.
    UnlockDirectory,
    /// The smart lockout ends.
    UnlockCloud,
    /// Throttling counters go back to zero.
    ClearThrottle,
    /// The password must be changed at the next cloud sign-in.
    MarkCloud,
    /// The password must be changed at the next on-premises sign-in.
    MarkDirectory,
    /// A must-change mark ends.
    ClearMarks,
    /// Registered methods for multifactor authentication count no more.
    DropMfaMethods,
    /// Mail to the person whose password was reset.
    NotifyUser,
    /// Mail to the Global Administrators.
    NotifyGlobalAdministrators,
    /// Mail to all other administrators.
    NotifyAllAdministrators,
    /// Mail to the holders of the first of these lists of roles that anybody holds.
    MailFirst(&'static [&'static [&'static str]]),
    /// Mail to the customised contact.
    MailContact,
    /// An audit record of this activity about the person.
    Audit(&'static str),
    /// An audit record of this activity for each method that is registered.
    AuditEachMethod(&'static str),
    /// The audit record of the operation names the agent that wrote the password back.
    AuditAgent,
    /// The audit record of a change of settings names each with its old and new value.
    AuditChanges(&'static str),
    /// The audit record of the operation carries this detail.
    AuditDetail(&'static str, &'static str),
    /// An event in the log of the sync server.
    Event(&'static str),
    /// The events in that log of how an operation goes: its start, its success, its failure.
    Course([&'static str; 3]),
    /// The user risk is closed.
    CloseRisk,
    /// The next sign-in of a member of a staged rollout goes to the federation service.
    FederateOnce,
    /// The sign-in asks for this.
    Ask(Prompt),
    /// Nothing in the world but a line under the step.
    Say(&'static str),
    /// Nothing in the world; the rule only names the reason.
    Name,
}

/// What the engine does with a rule.
#[derive(Copy, Clone, Debug)]
pub enum Law {
    /// May block a moment.
    Gate {
        /// The moments it is asked at.
        at: MomentSet,
        /// The code shown when it blocks.
        code: Option<Code>,
        /// Whether it refuses or breaks something.
        outcome: Outcome,
        /// Whether it blocks.
        blocks: Test,
    },
    /// Sets what is required.
    Term {
        /// The moments it is asked at.
        at: MomentSet,
        /// Changes the terms.
        sets: fn(&Case, &Book, &mut Terms),
    },
    /// Says what success does.
    Effect {
        /// The moments it is asked at.
        at: MomentSet,
        /// Whether it applies.
        applies: Test,
        /// What it does.
        does: &'static [Do],
    },
    /// A documented number, bound or order that the engine reads where it is used.
    Limit {
        /// Where it is used.
        used: &'static str,
        /// The moments at which a case shows whether it makes a difference; none where only its figures tell.
        at: MomentSet,
        /// Whether it makes a difference.
        felt: Test,
    },
    /// Nothing to execute.
    Fact,
}

/// What a rule must say of an example.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The gate blocks.
    Blocks,
    /// The gate is asked and does not block.
    Holds,
    /// The term changes what is required.
    Changes,
    /// The term leaves what is required as it is.
    Leaves,
    /// The effect applies, or the limit makes a difference.
    Applies,
    /// The effect does not apply, or the limit makes no difference.
    Silent,
}

impl Expected {
    /// The word used in lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Holds => "holds",
            Self::Changes => "changes",
            Self::Leaves => "leaves",
            Self::Applies => "applies",
            Self::Silent => "silent",
        }
    }
}

/// A worked example of a rule: a base case with an edit, and what the rule must say of it.
///
/// `example` makes them, holds the base case and proves all of them.
#[derive(Copy, Clone, Debug)]
pub struct Example {
    /// The situation, in one plain sentence.
    pub says: &'static str,
    /// What makes the base case this one.
    pub edit: fn(&mut Case),
    /// Assumptions that differ from their defaults, with their values.
    pub assume: &'static [(&'static str, &'static str)],
    /// A new password as it is typed, measured under those assumptions; empty where its measures are given.
    pub typed: &'static str,
    /// What the rule must say.
    pub expect: Expected,
}

/// A documented figure that the engine reads.
#[derive(Copy, Clone, Debug)]
pub struct Figure {
    /// Its name among the rule's `numbers`.
    pub name: &'static str,
    /// What the engine works with, in millionths of the documented unit; a test compares it with the document.
    pub read: fn() -> u64,
}

/// A figure with a fraction, in millionths.
#[must_use]
pub const fn figure(name: &'static str, read: fn() -> u64) -> Figure {
    Figure { name, read }
}

/// One documented rule.
#[derive(Copy, Clone, Debug)]
pub struct Rule {
    /// Kebab-case, unique, never reused.
    pub id: &'static str,
    /// What kind of text the source is.
    pub kind: Kind,
    /// The situation.
    pub given: &'static str,
    /// What follows.
    pub says: &'static str,
    /// What the person sees; empty where nothing is documented.
    pub shows: &'static str,
    /// Machine-usable figures, as text; empty where there are none.
    pub numbers: &'static str,
    /// First day on which it holds.
    pub since: Option<Date>,
    /// Last day on which it holds.
    pub until: Option<Date>,
    /// How firm the source is.
    pub basis: Basis,
    /// The assumption that governs it.
    pub assumption: Option<&'static str>,
    /// Where it stands.
    pub sources: &'static [&'static Source],
    /// Remarks.
    pub notes: &'static str,
    /// What the engine does with it.
    pub law: Law,
    /// What success does, where the law is a gate that may refuse the same operation before; otherwise [`Law::Fact`].
    pub then: Law,
    /// Sums up others or stands beside them: a gate that is not general decides before it, and a general effect is never
    /// named as the rule that decided.
    pub general: bool,
    /// Figures of `numbers` that the engine reads.
    pub figures: &'static [Figure],
    /// Why nothing is executed although the kind could be: a page layout, a product that is not simulated, …; empty
    /// where it is executed or background.
    pub not_simulated: &'static str,
    /// Worked examples.
    pub examples: &'static [Example],
}

/// A rule of this id and kind, documented and without any law yet.
pub const fn rule(id: &'static str, kind: Kind) -> Rule {
    Rule {
        id,
        kind,
        given: "",
        says: "",
        shows: "",
        numbers: "",
        since: None,
        until: None,
        basis: Basis::Documented,
        assumption: None,
        sources: &[],
        notes: "",
        law: Law::Fact,
        then: Law::Fact,
        general: false,
        figures: &[],
        not_simulated: "",
        examples: &[],
    }
}

/// Declares one building method a field.
macro_rules! setters {
    ($($(#[$meta:meta])* $method:ident $field:ident : $type:ty),+ $(,)?) => { $(
        $(#[$meta])*
        pub const fn $method(mut self, value: $type) -> Self { self.$field = value; self }
    )+ };
}

impl Rule {
    setters! {
        /// The situation.
        given given: &'static str,
        /// What follows.
        says says: &'static str,
        /// What the person sees.
        shows shows: &'static str,
        /// Figures.
        numbers numbers: &'static str,
        /// Where it stands.
        sources sources: &'static [&'static Source],
        /// Remarks.
        notes notes: &'static str,
        /// Figures of `numbers` that the engine reads; a test compares each with the document.
        figures figures: &'static [Figure],
        /// Why nothing is executed.
        not_simulated not_simulated: &'static str,
        /// Worked examples: a gate's that blocks and that holds, a term's that changes and that leaves, and so on.
        examples examples: &'static [Example],
    }

    /// What follows, in words: where that is the number of an event alone, with what the event means.
    #[must_use]
    pub fn words(&self) -> Cow<'static, str> {
        match event::find(self.says) {
            Some(event) => Cow::Owned(format!("{}: {}", self.says, event.condition)),
            None => Cow::Borrowed(self.says),
        }
    }

    /// First day on which it holds.
    pub const fn since(mut self, year: i32, month: u32, day: u32) -> Self {
        self.since = Some(Date::new(year, month, day));
        self
    }

    /// Last day on which it holds.
    pub const fn until(mut self, year: i32, month: u32, day: u32) -> Self {
        self.until = Some(Date::new(year, month, day));
        self
    }

    /// How firm the source is.
    pub const fn basis(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// The assumption that governs it.
    pub const fn assumes(mut self, name: &'static str) -> Self {
        self.assumption = Some(name);
        self
    }

    /// Refuses with this code, or with none, where the test holds.
    pub const fn refuses(mut self, at: MomentSet, code: Option<Code>, blocks: Test) -> Self {
        self.law = Law::Gate { at, code, outcome: Outcome::Refused, blocks };
        self
    }

    /// Breaks the operation with this code, or with none, where the test holds.
    pub const fn breaks(mut self, at: MomentSet, code: Option<Code>, blocks: Test) -> Self {
        self.law = Law::Gate { at, code, outcome: Outcome::Failed, blocks };
        self
    }

    /// Sums up others, and decides only where none of them does.
    pub const fn general(mut self) -> Self {
        self.general = true;
        self
    }

    /// Sets what is required.
    pub const fn term(mut self, at: MomentSet, sets: fn(&Case, &Book, &mut Terms)) -> Self {
        self.law = Law::Term { at, sets };
        self
    }

    /// Says what success does.
    pub const fn effect(mut self, at: MomentSet, applies: Test, does: &'static [Do]) -> Self {
        self.law = Law::Effect { at, applies, does };
        self
    }

    /// Says what success does as well, beside what the rule refuses before.
    pub const fn and_effect(mut self, at: MomentSet, applies: Test, does: &'static [Do]) -> Self {
        self.then = Law::Effect { at, applies, does };
        self
    }

    /// A bound, number or order that the engine reads; says where.
    pub const fn limit(mut self, used: &'static str) -> Self {
        self.law = Law::Limit { used, at: MomentSet::NONE, felt: |_| false };
        self
    }

    /// At these moments the limit makes a difference where the test holds; where it can be, the test is the one that the
    /// rule which reads the limit asks.
    pub const fn felt(mut self, at: MomentSet, felt: Test) -> Self {
        self.law = match self.law {
            Law::Limit { used, .. } => Law::Limit { used, at, felt },
            _ => panic!("only a limit is felt"),
        };
        self
    }

    /// Whether the engine executes it.
    #[must_use]
    pub const fn is_executable(&self) -> bool {
        !matches!(self.law, Law::Fact)
    }

    /// Whether it could be executed, as background could not, and is not.
    #[must_use]
    pub const fn is_left_out(&self) -> bool {
        !self.is_executable() && !matches!(self.kind, Kind::Context)
    }
}
