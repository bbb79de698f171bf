//! Questions asked of rules, runs and tenants: claims over every case of a space, what becomes of people on which day,
//! single changes that flip a step, labs that somebody steps through.
//!
//! In: a claim as text and the assumptions in force; or a [`Scenario`](crate::scenario::Scenario) and something that
//! runs ([`Simulate`](crate::ledger::Simulate)), foresees ([`Foresee`](crate::ledger::standing::Foresee)) or looks in
//! ([`Inspect`](crate::ledger::inspect::Inspect)). Out: plain results, which reports word. Every case is decided by
//! [`crate::rules::decide()`], as often as the question asks, also with one fact otherwise; there is no second copy of a
//! rule here. Absent on purpose: files, the terminal, the simulator, threads, and floats outside `stats`.
//!
//! To add a fact that claims may name: a value of [`space::Dimension`] with its words, the line of [`space::Space::case`]
//! that puts it into a case, and the line of `witness` that writes it; a test compares the two. To add a fact that a fix
//! may change: a variant of [`fact::Fact`] with what it does to a case and to a scenario; a test compares the two.

pub mod claim;
pub mod classes;
pub mod cost;
pub mod dates;
pub mod fact;
pub mod fix;
pub mod flips;
pub mod forecast;
pub mod keep;
pub mod plan;
pub mod play;
pub mod prove;
pub mod space;
pub mod stats;
pub mod swap;
pub mod sweep;
pub mod tally;
pub mod whatif;
mod witness;

pub use claim::{Claim, ClaimError};
pub use forecast::Forecast;
pub use prove::{Proof, prove};
pub use space::Space;
pub use whatif::WhatIf;
pub use witness::{scenario, words};
