//! Questions asked of people, proved by the simulator: every option is a typed claim that a run can be asked about.
//!
//! In: a scenario, its ledger and something that can run scenarios ([`crate::ledger::Simulate`]). Out: a [`Quiz`], its
//! JSON, a session for the terminal. Absent on purpose: the simulator itself, files, terminals, and any
//! answer written by hand.
//!
//! To add an archetype, write `archetypes/NAME.rs` with one function that varies the lab and one that drafts questions
//! as claims, and add a line to `archetypes/mod.rs`. A kind of claim that does not exist yet is a variant of [`Claim`] more. The key, the wrong
//! options, their witnesses and the facts of the stem are proved in `prove.rs`, the same for all.

pub mod archetypes;
pub mod bank;
pub mod broken;
pub mod claim;
pub mod facts;
pub mod grade;
pub mod group;
pub mod handout;
pub mod lab;
pub mod licences;
pub mod lint;
pub mod logs;
pub mod make;
pub mod paper;
pub mod practice;
mod prove;
pub mod question;
pub mod rating;
pub mod request;
pub mod response;
pub mod roster;
pub mod scoring;
pub mod seal;
pub mod sound;
pub mod take;
pub mod uses;
pub mod verify;
pub mod wording;

#[cfg(test)]
mod fake;

pub use claim::Claim;
pub use lab::{Evidence, Lab};
pub use make::{Dropped, Made, make, make_in};
pub use paper::Paper;
pub use question::{Bloom, Choice, Exhibit, ExhibitKind, Form, Item, Quiz};
pub use request::Request;
pub use verify::{verify, verify_in};
