//! Compiles the catalogue into the rulebook of a run: what is asked at each moment, in order, with dates resolved.

use crate::model::ask::{Code, Prompt};
use crate::model::time::{Date, Instant};

use super::assumed::Assumed;
use super::assumptions::Assumptions;
use super::book::{Book, ChainEffect, ChainGate, ChainLimit, ChainTerm, Dates, RuleIx};
use super::catalogue;
use super::rule::{Do, Law, Rule};

impl Book {
    /// The rulebook under these assumptions.
    #[must_use]
    pub fn new(values: &Assumptions) -> Self {
        Self::without(values, &[])
    }

    /// The same without some rules: what would happen if they did not exist.
    #[must_use]
    pub fn without(values: &Assumptions, masked: &[&str]) -> Self {
        let absent = masked.iter().filter_map(|id| RuleIx::of(id)).collect();
        let mut book = Self { assumed: Assumed::new(values), chains: Default::default(), absent };
        let order = refusal_order(values);
        for (i, rule) in catalogue::RULES.iter().enumerate() {
            if !masked.contains(&rule.id) {
                book.link(RuleIx(i as u16), rule, values, &order);
            }
        }
        // Who must change the password does that first; other prompts wait.
        let changes = |effect: &ChainEffect| effect.does.contains(&Do::Ask(Prompt::ChangePassword));
        for chain in &mut book.chains {
            chain.effects.sort_by_key(|effect| !changes(effect));
        }
        book
    }

    fn link(&mut self, ix: RuleIx, rule: &Rule, values: &Assumptions, order: &[&str]) {
        let dates = dates(rule, values);
        for (position, chain) in self.chains.iter_mut().enumerate() {
            if let Law::Effect { at, applies, does } = rule.then
                && at.holds(position)
            {
                chain.effects.push(ChainEffect { rule: ix, dates, names: !rule.general, applies, does });
            }
            match rule.law {
                Law::Term { at, sets } if at.holds(position) => chain.terms.push(ChainTerm { rule: ix, dates, sets }),
                Law::Gate { at, code, blocks, .. } if at.holds(position) => {
                    let rank = match position {
                        0 if rule.general => u8::MAX,
                        0 => rank(code, order),
                        _ => u8::from(rule.general),
                    };
                    chain.gates.push(ChainGate { rule: ix, dates, rank, blocks });
                }
                Law::Limit { at, felt, .. } if at.holds(position) => {
                    chain.limits.push(ChainLimit { rule: ix, dates, felt });
                }
                Law::Effect { at, applies, does } if at.holds(position) => {
                    chain.effects.push(ChainEffect { rule: ix, dates, names: !rule.general, applies, does });
                }
                _ => {}
            }
        }
    }
}

/// The order in which codes are shown, with the on-premises check moved where `check-order` wants it.
fn refusal_order(values: &Assumptions) -> Vec<&str> {
    let mut order: Vec<&str> = values.get("error-precedence").split(' ').collect();
    if values.get("check-order") == "on-premises-first" {
        order.retain(|code| *code != Code::Sspr0010.word());
        let at = order.iter().position(|code| *code == Code::Sspr0014.word()).unwrap_or(order.len());
        order.insert(at, Code::Sspr0010.word());
    }
    order
}

/// Refusals without a code come first: the portal tests the account before anything that has a code.
fn rank(code: Option<Code>, order: &[&str]) -> u8 {
    let Some(code) = code else { return 0 };
    order.iter().position(|word| *word == code.word()).map_or(u8::MAX, |i| i as u8 + 1)
}

/// Which of two texts of different dates an assumption holds to, whatever the day: whether it is the newer one; none
/// where the clock decides.
fn held_to_newer(rule: &Rule, values: &Assumptions) -> Option<bool> {
    let name = rule.assumption?;
    match (name, values.get(name)) {
        ("administrator-role-list", "roles-27")
        | ("administrator-reset-notice", "all-administrators")
        | ("contact-administrator-order", "password-first") => Some(false),
        ("administrator-role-list", "roles-78")
        | ("administrator-reset-notice", "global-administrators")
        | ("contact-administrator-order", "helpdesk-and-password-first") => Some(true),
        _ => None,
    }
}

/// The days on which some rule begins to hold or no longer does, in order, with the dates that the assumptions give.
#[must_use]
pub fn change_days(values: &Assumptions) -> Vec<Date> {
    let bounds = catalogue::RULES.iter().map(|rule| dates(rule, values)).flat_map(|dates| [dates.0, dates.1]);
    let mut days: Vec<Date> =
        bounds.filter(|bound| ![i64::MIN, i64::MAX].contains(&bound.0)).map(Instant::date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// A rule's dates, moved where a dated assumption says so.
fn dates(rule: &Rule, values: &Assumptions) -> Dates {
    if let Some(newer) = held_to_newer(rule, values) {
        let held = if newer { rule.since.is_some() } else { rule.until.is_some() };
        return Dates(Instant(i64::MIN), Instant(if held { i64::MAX } else { i64::MIN }));
    }
    let mut since = rule.since.map_or(Instant(i64::MIN), Date::start);
    let mut until = rule.until.map_or(Instant(i64::MAX), |day| Date(day.0 + 1).start());
    let switch = match rule.assumption {
        Some("administrator-role-list") => Some("administrator-role-list-grows-on"),
        other => other,
    };
    if let Some(day) = switch.map(|name| values.get(name)) {
        let moved = if day == "never" { Some(Instant(i64::MAX)) } else { Date::parse(day).map(Date::start) };
        if let Some(moment) = moved {
            since = rule.since.map_or(since, |_| moment);
            until = rule.until.map_or(until, |_| moment);
        }
    }
    Dates(since, until)
}
