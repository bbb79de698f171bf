//! Which archetypes may ask about a rule, as far as the rule alone tells.

use crate::rules::rule::{Law, Rule};

use super::{archetypes, sound, wording};

/// Archetypes whose answer is what a decision comes to.
const DECIDING: &[&str] = &[
    "outcome",
    "which-requirement",
    "still-works",
    "cheapest-fix",
    "same-or-different",
    "affected",
    "count",
    "match-outcomes",
    "read-report",
    "what-was-lost",
];

/// The archetypes that may ask about a rule.
///
/// # Errors
/// Why none may.
pub fn archetypes_for(rule: &Rule) -> Result<Vec<&'static str>, String> {
    if let Some(why) = sound::objection(rule) {
        return Err(why);
    }
    let words = wording::check(rule.id).is_some();
    let fits = |name: &str| match rule.law {
        Law::Gate { .. } if name == "first-failing-gate" => words,
        Law::Gate { .. } => DECIDING.contains(&name) || name == "diagnose",
        Law::Term { .. } => DECIDING.contains(&name) || name == "method-set",
        Law::Effect { .. } => name == "outcome",
        Law::Limit { .. } => name == "when" && wording::CLOCKS.contains(&rule.id),
        Law::Fact => false,
    };
    let found: Vec<&'static str> = archetypes::ALL.iter().map(|one| one.name).filter(|name| fits(name)).collect();
    if found.is_empty() { Err("no decision of a run rests on it alone".to_owned()) } else { Ok(found) }
}
