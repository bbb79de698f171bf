//! Which archetypes may ask about a rule, as far as the rule alone tells.

use crate::rules::rule::{Law, Rule};

use super::{archetypes, sound, wording};

/// The archetypes that may ask about a rule.
///
/// # Errors
/// Why none may.
pub fn archetypes_for(rule: &Rule) -> Result<Vec<&'static str>, String> {
    if let Some(why) = sound::objection(rule) {
        return Err(why);
    }
    let fits = |name: &str| match rule.law {
        Law::Gate { .. } => name != archetypes::first_failing_gate::NAME || wording::check(rule.id).is_some(),
        Law::Term { .. } => name == archetypes::which_requirement::NAME || name == archetypes::still_works::NAME,
        Law::Effect { .. } => name == archetypes::outcome::NAME,
        Law::Limit(_) | Law::Fact => false,
    };
    let found: Vec<&'static str> = archetypes::ALL.iter().map(|one| one.name).filter(|name| fits(name)).collect();
    if found.is_empty() { Err("no decision of a run rests on it alone".to_owned()) } else { Ok(found) }
}
