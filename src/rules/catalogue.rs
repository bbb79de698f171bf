//! The catalogue: every rule of every topic in order of precedence.

use std::sync::LazyLock;

use super::book::RuleIx;
use super::rule::Rule;
use super::topics;

/// A topic: its name and its rules.
type Topic = (&'static str, &'static [Rule]);

/// Topics in order of precedence: what is registered, what is allowed, administrators, then who is offered what.
const TOPICS: &[Topic] = &[
    ("registration", topics::registration::RULES),
    ("methods", topics::methods::RULES),
    ("administrators", topics::administrators::RULES),
    ("eligibility", topics::eligibility::RULES),
    ("licensing-capability", topics::licensing_capability::RULES),
    ("licensing-assignment", topics::licensing_assignment::RULES),
    ("licensing-subscriptions", topics::licensing_subscriptions::RULES),
    ("operations", topics::operations::RULES),
    ("writeback-setup", topics::writeback_setup::RULES),
    ("writeback-flow", topics::writeback_flow::RULES),
    ("gates-and-throttling", topics::gates_and_throttling::RULES),
    ("lockout-and-unlock", topics::lockout_and_unlock::RULES),
    ("sync-topology", topics::sync_topology::RULES),
    ("cloud-password-policy", topics::cloud_password_policy::RULES),
    ("banned-password", topics::banned_password::RULES),
    ("ad-policy", topics::ad_policy::RULES),
    ("hybrid-sign-in", topics::hybrid_sign_in::RULES),
    ("notifications-and-portal", topics::notifications_and_portal::RULES),
    ("reporting", topics::reporting::RULES),
];

/// Every rule, in order of precedence.
pub static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| TOPICS.iter().flat_map(|(_, rules)| rules.iter()).collect());

impl RuleIx {
    /// The position of the rule with this id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        RULES.iter().position(|rule| rule.id == id).map(|at| Self(at as u16))
    }

    /// The rule.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        RULES[self.0 as usize]
    }
}

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// Every id.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}

/// The topic a rule stands in.
#[must_use]
pub fn topic(id: &str) -> Option<&'static str> {
    TOPICS.iter().find(|(_, rules)| rules.iter().any(|rule| rule.id == id)).map(|(name, _)| *name)
}

/// The newest date of a source page, as it is printed there.
#[must_use]
pub fn newest_source() -> &'static str {
    let dates = RULES.iter().flat_map(|rule| rule.sources).map(|source| source.date);
    dates.filter(|date| date.starts_with(|c: char| c.is_ascii_digit())).max().unwrap_or("undated")
}

/// The names of the topics with their rules, in order of precedence.
pub fn topics() -> impl Iterator<Item = (&'static str, &'static [Rule])> {
    TOPICS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ratio::millionths;

    /// The figure of this name in a rule's documented numbers: `name: value` parted by commas.
    fn documented(rule: &Rule, name: &str) -> Option<u64> {
        let mut pairs = rule.numbers.split(", ").filter_map(|pair| pair.split_once(": "));
        pairs.find(|(key, _)| *key == name).and_then(|(_, value)| millionths(value))
    }

    #[test]
    fn the_engine_reads_the_documented_figures() {
        for rule in RULES.iter() {
            for figure in rule.figures {
                let read = (figure.read)();
                assert_eq!(Some(read), documented(rule, figure.name), "{}: {}", rule.id, figure.name);
            }
        }
    }

    #[test]
    fn only_a_rule_that_is_left_out_gives_a_reason_for_it() {
        let idle = RULES.iter().filter(|rule| !rule.not_simulated.is_empty() && !rule.is_left_out());
        let idle: Vec<&str> = idle.map(|rule| rule.id).collect();
        assert!(idle.is_empty(), "{idle:?} are executed or background");
    }

    #[test]
    fn a_rule_that_is_left_out_says_why() {
        let silent = RULES.iter().filter(|rule| rule.is_left_out() && rule.not_simulated.is_empty());
        let silent: Vec<&str> = silent.map(|rule| rule.id).collect();
        assert!(silent.is_empty(), "{silent:?} decide something, are not executed, and give no reason");
    }
}
