//! When generated people act of themselves: a Poisson stream a person, drawn from places of the person's own.

use std::ops::Range;

use crate::model::ask::Action;
use crate::model::chance::{PAGE, Purpose, Stream};
use crate::model::poisson::Poisson;
use crate::model::time::{Instant, Span};
use crate::scenario::Scenario;
use crate::scenario::people::Behaviour;

/// Somebody begins to reset or to change the password: the seconds since the start, and the first attempt in the two
/// lowest bits, so that the order is that of time.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrival(u64);

impl Arrival {
    const fn new(after: u64, act: Act) -> Self {
        Self(after << 2 | act.0 as u64)
    }

    /// When, counted from the start of the run.
    pub(super) const fn after(self) -> Span {
        Span((self.0 >> 2) as i64)
    }

    /// What the first attempt is.
    pub(super) const fn act(self) -> Act {
        Act((self.0 & 3) as u8)
    }
}

/// What an attempt is: a reset or a change, with a password that keeps to the policy or not.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Act(u8);

impl Act {
    /// How many there are.
    pub(super) const MANY: usize = 4;

    pub(super) const fn new(changes: bool, compliant: bool) -> Self {
        Self((changes as u8) << 1 | compliant as u8)
    }

    /// Its position among all.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) const fn action(self) -> Action {
        if self.0 & 2 == 0 { Action::ResetPassword } else { Action::ChangePassword }
    }

    /// The new password keeps to the policy.
    pub(super) const fn compliant(self) -> bool {
        self.0 & 1 == 1
    }

    /// The next try of somebody who has been told why: with a password that keeps to the policy.
    pub(super) const fn again(self) -> Self {
        Self(self.0 | 1)
    }
}

/// For so many arrivals a person has words in the stream of everybody; the others have a stretch of another one.
const NEAR: usize = 3;

/// Words of an arrival: when, and whether the password is compliant.
const WORDS: usize = 2;

/// Words of a person's stretch for further arrivals, as a power of two: more than anybody needs.
const STRETCH: u32 = 24;

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

    /// What its people may try.
    pub(super) fn acts(&self) -> impl Iterator<Item = Act> {
        let used = [&self.resets, &self.changes].map(|poisson| poisson.words() > 0);
        let careless = self.compliant < 1 << 32;
        let acts = [(false, true), (false, false), (true, true), (true, false)];
        let tried = move |(changes, compliant): &(bool, bool)| used[usize::from(*changes)] && (*compliant || careless);
        acts.into_iter().filter(tried).map(|(changes, compliant)| Act::new(changes, compliant))
    }

    /// Whether of so many people somebody will probably begin like this in a time.
    pub(super) fn probable(&self, people: u32, act: Act, time: Range<Instant>) -> bool {
        let poisson = if act.action() == Action::ChangePassword { &self.changes } else { &self.resets };
        let keeps = self.compliant.min(1 << 32);
        let share = if act.compliant() { keeps } else { (1 << 32) - keeps };
        let weight = self.hours.weight(time.end) - self.hours.weight(time.start);
        let all = u128::from(poisson.expected(u64::from(people))) * u128::from(weight);
        all * u128::from(share) >= u128::from(self.hours.total) << 32
    }

    /// Reads the arrivals of people one after the other.
    pub(super) fn reader(&self) -> Reader<'_> {
        let stream = |name: &str| Stream::new(self.seed, Purpose::Behaviour, &format!("{}/{name}", self.group));
        Reader {
            plan: self,
            page: u32::MAX,
            resets: [0; PAGE],
            totals: [0; PAGE],
            words: [[[0; PAGE]; WORDS]; NEAR],
            known: 0,
            counts: stream("counts"),
            near: stream("draws"),
            far: stream("more"),
        }
    }
}

/// Reads the arrivals of a plan, a page of people at a time: what is drawn of them all is one page of a stream.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    plan: &'p Plan,
    /// The number of the page; none has the greatest.
    page: u32,
    /// How often each of them resets, and how often each begins anything.
    resets: [u32; PAGE],
    totals: [u32; PAGE],
    /// Words for the first arrivals of each of them, as far as they are known.
    words: [[[u32; PAGE]; WORDS]; NEAR],
    known: usize,
    counts: Stream,
    near: Stream,
    /// Words for arrivals beyond the first.
    far: Stream,
}

impl Reader<'_> {
    /// How often the person at a position in the group begins anything.
    pub(super) fn total(&mut self, at: u32) -> u32 {
        let page = at / PAGE as u32;
        if page != self.page {
            self.turn(page);
        }
        self.totals[at as usize % PAGE]
    }

    /// When the person whose total was asked last begins something for the nth time, in the order of the draws.
    pub(super) fn nth(&mut self, at: u32, n: usize) -> Arrival {
        if n >= self.known {
            self.open(n + 1);
        }
        let slot = at as usize % PAGE;
        let [when, which] = &self.words[n];
        self.arrival(n as u32, slot, [when[slot], which[slot]])
    }

    fn arrival(&self, n: u32, slot: usize, [when, which]: [u32; WORDS]) -> Arrival {
        let act = Act::new(n >= self.resets[slot], u64::from(which) < self.plan.compliant);
        Arrival::new(self.plan.hours.after(when), act)
    }

    /// All that the person whose total was asked last begins, in order of time.
    pub(super) fn read(&mut self, at: u32, total: u32, found: &mut Vec<Arrival>) {
        found.clear();
        for n in 0..NEAR.min(total as usize) {
            found.push(self.nth(at, n));
        }
        if total > NEAR as u32 {
            self.far.seek(u64::from(at) << STRETCH);
            for n in NEAR as u32..total {
                let words = [self.far.word(), self.far.word()];
                found.push(self.arrival(n, at as usize % PAGE, words));
            }
        }
        // Most people who begin more than once begin twice.
        match *found.as_slice() {
            [first, second] => found.copy_from_slice(&[first.min(second), first.max(second)]),
            _ => found.sort_unstable(),
        }
    }

    /// Counts the arrivals of the people of a page.
    #[cold]
    fn turn(&mut self, page: u32) {
        let (resets, changes) = (&self.plan.resets, &self.plan.changes);
        let first = u64::from(page) * u64::from(resets.words() + changes.words());
        (self.page, self.known) = (page, 0);
        self.resets = [0; PAGE];
        count(resets, &mut self.counts, first, &mut self.resets);
        self.totals = self.resets;
        count(changes, &mut self.counts, first + u64::from(resets.words()), &mut self.totals);
    }

    /// Draws the words for so many first arrivals of the people of the page.
    #[cold]
    fn open(&mut self, arrivals: usize) {
        let first = u64::from(self.page) * (NEAR * WORDS) as u64;
        for (n, words) in self.words.iter_mut().enumerate().take(arrivals).skip(self.known) {
            let pages = first + (n * WORDS) as u64..;
            words.iter_mut().zip(pages).for_each(|(words, page)| *words = *self.near.page(page));
        }
        self.known = arrivals;
    }
}

/// Adds what the words of pages from one on stand for.
fn count(poisson: &Poisson, stream: &mut Stream, first: u64, sums: &mut [u32; PAGE]) {
    for page in first..first + u64::from(poisson.words()) {
        sums.iter_mut().zip(stream.page(page)).for_each(|(sum, word)| *sum += poisson.count(*word));
    }
}

/// The time of a run by the weights of its hours.
#[derive(Clone, Debug)]
struct Hours {
    start: Instant,
    /// From how many seconds after the start, the weight of all before, and the weight of each second.
    parts: Vec<(u64, u64, u32)>,
    total: u64,
    /// The part that the first word of each 256th of all words falls into.
    guide: [u32; 256],
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
                parts.push(((at - start).0 as u64, total, weight));
                total += u64::from(weight) * (next - at).0 as u64;
            }
            at = next;
        }
        let mut hours = Self { start, parts, total, guide: [0; 256] };
        hours.guide = std::array::from_fn(|top| hours.part(hours.place((top as u32) << 24), 0) as u32);
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

    /// The second that a word falls on, counted from the start, every second as likely as its weight.
    fn after(&self, word: u32) -> u64 {
        let place = self.place(word);
        let (from, before, weight) = self.parts[self.part(place, self.guide[(word >> 24) as usize] as usize)];
        from + (place - before) / u64::from(weight)
    }

    /// The weight of all from the start to a moment of the run.
    fn weight(&self, to: Instant) -> u64 {
        let after = (to - self.start).0 as u64;
        let next = self.parts.partition_point(|(from, ..)| *from < after);
        let Some((from, before, weight)) = next.checked_sub(1).map(|last| self.parts[last]) else { return 0 };
        // An hour that weighs nothing may lie between a part and the next.
        let end = self.parts.get(next).map_or(self.total, |(_, before, _)| *before);
        (before + u64::from(weight) * (after - from)).min(end)
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
        assert_eq!(hours.after(0), 0);
        assert_eq!(hours.after(u32::MAX), Span::days(1).0 as u64 - 1);
        let middle = start + Span(hours.after(1 << 31) as i64);
        assert_eq!(middle - Date::new(2026, 11, 2).start(), Span::minutes(620), "half of the weight is before it");
        assert_eq!(hours.weight(middle), hours.total / 2);
        let at = |minutes| hours.weight(Date::new(2026, 11, 2).start() + Span::minutes(minutes));
        assert_eq!([at(30), at(45), at(300), at(540), at(660), at(1000)], [0, 1800, 3600, 3600, 18_000, 18_000]);
    }
}
