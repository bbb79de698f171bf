//! The decision core: rules as values, cases, and the one function that decides.
//!
//! In: a [`Case`], a frozen snapshot made by the room that runs the world, and a [`Book`] of rules with dates and
//! assumptions resolved. Out: a [`Verdict`] that names the rule that decided. Absent on purpose: input and output, the
//! ECS, the clock, chance.
//!
//! A rule that only bounds what another decides is a limit: it says where it is used, and where a case shows the values on
//! either side of it, when it is felt.
//!
//! To add a rule on known facts, add a value to its topic under `topics/`; what several topics read off a case stands
//! under `readings/`. A rule that needs a new fact adds a field to
//! the case (`case/`) and the lines that observe it (`sim/observe.rs`); the compiler leads.

pub mod assumed;
pub mod assumptions;
pub mod book;
pub mod case;
pub mod catalogue;
mod codes;
pub mod compile;
pub mod decide;
pub mod example;
pub(crate) mod faults;
pub mod heard;
pub mod measure;
pub(crate) mod readings;
pub mod rule;
pub mod settings;
mod sources;
pub mod subscriptions;
pub mod terms;
pub mod topics;

pub use book::{Book, RuleIx};
pub use case::{Case, Moment};
pub use catalogue::{find, ids};
pub use decide::{Listener, Verdict, decide, effects};
pub use rule::Rule;
