//! When generated people act of themselves: a Poisson stream a person, drawn from places of the person's own.

use crate::model::ask::Action;
use crate::model::chance::{Purpose, Stream};
use crate::model::poisson::Poisson;
use crate::model::time::{Instant, Span};
use crate::scenario::Scenario;
use crate::scenario::people::Behaviour;

/// Somebody begins to reset or to change the password.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrival {
    pub(super) at: Instant,
    pub(super) action: Action,
    /// The first password that the person thinks of keeps to the policy.
    pub(super) compliant: bool,
}

/// How many words of the stream a person has for times and choices; who needs more reads a stream of their own.
const WORDS: u64 = 6;

/// Seconds of a year of 365 days, over which rates are given.
const YEAR: u128 = 365 * 86_400;

/// What the people of one group do, over the time of the run.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    seed: u64,
    /// The position of the group in the file.
    group: usize,
    resets: Poisson,
    changes: Poisson,
    compliant: u64,
    hours: Hours,
    /// Attempts after which a person gives up.
    pub(super) gives_up_after: u32,
}

impl Plan {
    /// The plan of a group at a position; none where its people do nothing.
    pub(super) fn new(scenario: &Scenario, group: usize, behaviour: &Behaviour) -> Option<Self> {
        let hours = Hours::new(scenario.start, scenario.end, &behaviour.hours);
        let a_day: u128 = behaviour.hours.iter().map(|weight| u128::from(*weight)).sum();
        // The mean in the run is the yearly rate times the run's part of a year, every hour by its weight.
        let mean = |rate: u64| Poisson::new(u128::from(rate) * u128::from(hours.total) * 24, 1_000_000 * YEAR * a_day);
        let plan = Self {
            seed: scenario.seed,
            group,
            resets: mean(behaviour.resets_per_year),
            changes: mean(behaviour.changes_per_year),
            compliant: behaviour.first_password_compliant.words(),
            gives_up_after: behaviour.gives_up_after,
            hours,
        };
        (plan.resets.words() + plan.changes.words() > 0 && plan.gives_up_after > 0).then_some(plan)
    }

    /// What its people may try first: to reset or to change, with a password that keeps to the policy or not.
    pub(super) fn acts(&self) -> Vec<(Action, bool)> {
        let both = [(Action::ResetPassword, &self.resets), (Action::ChangePassword, &self.changes)];
        let used = both.into_iter().filter(|(_, poisson)| poisson.words() > 0);
        let kinds = |(action, _)| {
            // Who tries again does so with a password that keeps to the policy.
            let careless = (self.compliant < 1 << 32).then_some((action, false));
            std::iter::once((action, true)).chain(careless)
        };
        used.flat_map(kinds).collect()
    }

    /// How many first attempts so many people make, about.
    pub(super) fn expected(&self, people: u64) -> u64 {
        self.resets.expected(people) + self.changes.expected(people)
    }

    /// Reads the arrivals of people one after the other.
    pub(super) fn reader(&self) -> Reader<'_> {
        let stream = |name: &str| Stream::new(self.seed, Purpose::Behaviour, &format!("{}/{name}", self.group));
        Reader { plan: self, counts: stream("counts"), draws: stream("draws") }
    }
}

/// Reads the arrivals of a plan.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    plan: &'p Plan,
    counts: Stream,
    draws: Stream,
}

impl Reader<'_> {
    /// When the person at a position in the group begins what, in order of time.
    pub(super) fn read(&mut self, at: u32, found: &mut Vec<Arrival>) {
        let plan = self.plan;
        found.clear();
        let (resets, changes) = (&plan.resets, &plan.changes);
        self.counts.seek(u64::from(at) * u64::from(resets.words() + changes.words()));
        let resets = resets.count(|| self.counts.word());
        let changes = changes.count(|| self.counts.word());
        let total = resets + changes;
        if total == 0 {
            return;
        }
        self.draws.seek(u64::from(at) * WORDS);
        let mut more = None;
        for n in 0..total {
            let own = u64::from(n) * 2 < WORDS;
            let mut word = || {
                if own {
                    return self.draws.word();
                }
                let name = || format!("{}/more/{at}", plan.group);
                more.get_or_insert_with(|| Stream::new(plan.seed, Purpose::Behaviour, &name())).word()
            };
            let at = plan.hours.moment(word());
            let compliant = u64::from(word()) < plan.compliant;
            let action = if n < resets { Action::ResetPassword } else { Action::ChangePassword };
            found.push(Arrival { at, action, compliant });
        }
        if total > 1 {
            found.sort_unstable();
        }
    }
}

/// The time of a run by the weights of its hours.
#[derive(Clone, Debug)]
struct Hours {
    /// From when, the weight of all before, and the weight of each second.
    parts: Vec<(Instant, u64, u32)>,
    total: u64,
    /// The part that the first word of each 256th of all words falls into.
    guide: Vec<u32>,
}

impl Hours {
    /// Every hour of the clock that the time touches, without those that weigh nothing.
    fn new(start: Instant, end: Instant, weights: &[u32; 24]) -> Self {
        let hour = Span::hours(1).0;
        let (mut parts, mut total, mut at) = (Vec::new(), 0, start);
        while at < end {
            let next = Instant((at.0.div_euclid(hour) + 1) * hour).min(end);
            let weight = weights[(at.0.div_euclid(hour)).rem_euclid(24) as usize];
            if weight > 0 {
                parts.push((at, total, weight));
                total += u64::from(weight) * (next - at).0 as u64;
            }
            at = next;
        }
        let mut hours = Self { parts, total, guide: Vec::new() };
        hours.guide = (0..=u32::from(u8::MAX)).map(|top| hours.part(hours.place(top << 24), 0) as u32).collect();
        hours
    }

    /// Where a word falls in the weight of all.
    fn place(&self, word: u32) -> u64 {
        ((u128::from(word) * u128::from(self.total)) >> 32) as u64
    }

    /// The part that a place falls into, which is not before another.
    fn part(&self, place: u64, from: usize) -> usize {
        let mut part = from;
        while self.parts.get(part + 1).is_some_and(|(_, before, _)| *before <= place) {
            part += 1;
        }
        part
    }

    /// The second that a word falls on, every second as likely as its weight.
    fn moment(&self, word: u32) -> Instant {
        let place = self.place(word);
        let (from, before, weight) = self.parts[self.part(place, self.guide[(word >> 24) as usize] as usize)];
        from + Span(((place - before) / u64::from(weight)) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Date;

    #[test]
    fn moments_follow_the_weights_of_the_hours() {
        let start = Date::new(2026, 11, 2).start() + Span::minutes(30);
        let mut weights = [0; 24];
        (weights[0], weights[9], weights[10]) = (2, 1, 3);
        let hours = Hours::new(start, start + Span::days(1), &weights);
        // Half an hour of weight 2 on each day, an hour of 1 and one of 3.
        assert_eq!(hours.total, 2 * 1800 + 3600 + 3 * 3600 + 2 * 1800);
        assert_eq!(hours.moment(0), start);
        assert_eq!(hours.moment(u32::MAX), start + Span::days(1) - Span::seconds(1));
        let middle = hours.moment(1 << 31) - Date::new(2026, 11, 2).start();
        assert_eq!(middle, Span::minutes(620), "half of the weight is before it");
    }
}
