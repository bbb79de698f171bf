//! The nouns of a tenant as plain values: no behaviour beyond parsing, printing and set arithmetic.
//!
//! In: nothing. Out: the types every other room speaks in. Absent on purpose: rules, clocks, chance that is not
//! keyed by a seed, input and output.

pub mod ask;
pub mod chance;
pub mod device;
pub mod directory;
pub mod event;
pub mod fault;
pub mod identity;
pub mod key;
pub mod licence;
pub mod method;
pub mod poisson;
pub mod policy;
pub mod price;
pub mod ratio;
pub mod role;
pub mod sync;
pub mod time;
pub(crate) mod words;
