//! Questions asked of the rules and of runs: claims over a finite space of cases, proved by trying every one.
//!
//! In: a claim as text, the assumptions in force. Out: that it holds, with how many cases were tried, or the plainest
//! case against it, also as a scenario that a run takes. Every case is decided by [`crate::rules::decide`]; there is no
//! second copy of a rule here. Absent on purpose: files, the terminal and the simulator.
//!
//! To add a fact that claims may name: a value of [`space::Dimension`] with its words, the line of [`space::Space::case`]
//! that puts it into a case, and the line of `witness` that writes it; a test compares the two.

pub mod claim;
pub mod prove;
pub mod space;
mod witness;

pub use claim::{Claim, ClaimError};
pub use prove::{Proof, prove};
pub use space::Space;
pub use witness::{scenario, words};
