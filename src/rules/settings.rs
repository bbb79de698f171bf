//! Which reset settings a portal would not save.

use crate::model::policy::{Migration, Sspr};
use crate::model::time::Instant;

/// A setting that cannot be saved.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Unsaveable {
    /// The rule that refuses it.
    pub rule: &'static str,
    /// The key under `tenant.sspr` that holds it: `methods`, `registration.reconfirm_days`, …
    pub key: &'static str,
}

/// Everything in these settings that a portal would refuse on this day, in the order of the keys.
#[must_use]
pub fn unsaveable(_sspr: &Sspr, _migration: Migration, _at: Instant) -> Vec<Unsaveable> {
    Vec::new()
}
