//! The decision core.

pub mod assumptions;
pub mod settings;

/// The id of every known rule, in the order of the alphabet.
pub fn ids() -> impl Iterator<Item = &'static str> {
    include_str!("data/rule-ids.txt").lines()
}
