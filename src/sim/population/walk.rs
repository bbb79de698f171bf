//! Walks generated people through all that they do, one after the other, by the table of what becomes of attempts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::model::ask::{Action, Outcome, SignedIn, Surface};
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::rules::topics::gates_and_throttling::{CLOSED_SECONDS, full, harmless};
use crate::scenario::Scenario;
use crate::scenario::timeline::{NewPassword, PersonAct, Step, Typed, What};

use super::super::crowd::{Cell, Crowd, inherits};
use super::super::parts::Throttle;
use super::super::passwords;
use super::arrivals::{Act, Arrival, Plan, Reader};
use super::epochs::Epochs;
use super::rehearsal::{Age, Tries, proved};
use super::table::{Brief, Key, Table, UNKNOWN};

/// How long a person waits before the next try.
const NEXT_TRY: Span = Span::minutes(10);

/// What is known of a run while people walk through it.
pub(super) struct Known<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) crowd: &'s Crowd,
    /// The groups whose people do something, by the positions of their people.
    pub(super) plans: Vec<(Range<u32>, Plan)>,
    pub(super) book: Arc<Book>,
    pub(super) epochs: Epochs,
    pub(super) table: Table,
    /// Passwords that rehearsals tried.
    pub(super) tries: Tries,
}

/// Counts of one thread.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Attempts by row.
    pub(super) rows: Vec<u64>,
    pub(super) hours: Vec<[u64; 3]>,
    pub(super) gave_up: u64,
    pub(super) people: u64,
}

/// Walks people through their attempts.
pub(super) struct Worker<'e> {
    known: &'e Known<'e>,
    pub(super) tally: Tally,
    pub(super) needs: BTreeSet<Key>,
    /// People who met an attempt that nobody has rehearsed yet.
    pub(super) stuck: Vec<u32>,
    /// One a plan.
    readers: Vec<Reader<'e>>,
    throttle: Throttle,
    arrivals: Vec<Arrival>,
    attempts: Vec<Attempt>,
}

/// An attempt that somebody made.
#[derive(Copy, Clone, Debug)]
pub(super) struct Attempt {
    at: Instant,
    act: Act,
    row: u32,
    /// The hour of the run.
    hour: u32,
}

impl Attempt {
    /// The attempt as a step of a timeline.
    pub(super) fn step(&self, user: UserId) -> Step {
        let new_password = match self.act.compliant() {
            true => NewPassword::Default,
            false => NewPassword::Literal(passwords::CARELESS.to_owned()),
        };
        let act = match self.act.action() {
            Action::ChangePassword => PersonAct::ChangePassword {
                current: Typed::Current,
                new_password,
                user_id: None,
                signed_in: SignedIn::Password,
                via: Surface::Portal,
            },
            _ => PersonAct::ResetPassword {
                verify: Vec::new(),
                new_password,
                user_id: None,
                knows_password: false,
                windows: None,
            },
        };
        Step {
            at: self.at,
            id: None,
            note: None,
            what: What::Person { user, act },
            times: 1,
            every: Span::ZERO,
            takes: Span::ZERO,
            expect: None,
        }
    }
}

/// What a person carries from one attempt to the next.
#[derive(Default)]
struct Own {
    /// When the person set the password in the forest.
    set: Option<Instant>,
    enough_for: Option<u8>,
    /// Whether the portal's counters can come to close it.
    counted: bool,
}

impl<'e> Worker<'e> {
    pub(super) fn new(known: &'e Known<'e>) -> Self {
        let tally = Tally {
            rows: vec![0; known.table.rows.len()],
            hours: vec![[0; 3]; known.epochs.hours()],
            ..Tally::default()
        };
        Self {
            known,
            tally,
            needs: BTreeSet::new(),
            stuck: Vec::new(),
            readers: known.plans.iter().map(|(_, plan)| plan.reader()).collect(),
            throttle: Throttle::default(),
            arrivals: Vec::new(),
            attempts: Vec::new(),
        }
    }

    /// Walks the people at these positions through all that they do.
    pub(super) fn walk(&mut self, positions: Range<u32>) {
        let known = self.known;
        for (i, (range, plan)) in known.plans.iter().enumerate() {
            for at in positions.start.max(range.start)..positions.end.min(range.end) {
                let (reader, place) = (&mut self.readers[i], at - range.start);
                let total = reader.total(place);
                if total == 0 || known.names(at) {
                    continue;
                }
                let only = (total == 1).then(|| reader.nth(place, 0));
                if only.is_some_and(|arrival| self.once(at, arrival, plan.gives_up_after)) {
                    continue;
                }
                self.readers[i].read(place, total, &mut self.arrivals);
                match self.person(at, plan.gives_up_after) {
                    Ok(gave_up) => self.count(gave_up),
                    Err(key) => {
                        self.needs.insert(key);
                        self.stuck.push(at);
                    }
                }
            }
        }
    }

    /// Every attempt that the person at a position makes without a step; all of them have been rehearsed.
    pub(super) fn attempts(&mut self, at: u32) -> &[Attempt] {
        self.attempts.clear();
        let plans = &self.known.plans;
        let named = self.known.names(at);
        if let Some(i) = plans.iter().position(|(range, _)| range.contains(&at) && !named) {
            let (range, plan) = &plans[i];
            let total = self.readers[i].total(at - range.start);
            self.readers[i].read(at - range.start, total, &mut self.arrivals);
            self.person(at, plan.gives_up_after).expect("every attempt has been rehearsed");
        }
        &self.attempts
    }

    /// Counts a person who makes one attempt and no more, which most do; `false` where the person makes another, or where
    /// nobody has rehearsed the attempt yet.
    fn once(&mut self, at: u32, arrival: Arrival, tries: u32) -> bool {
        let known = self.known;
        let (hour, epoch) = known.epochs.at(known.scenario.start + arrival.after());
        let row = known.table.aged(epoch, known.cell(epoch, at), arrival.act(), Age::Before);
        let Some(Brief { outcome, .. }) = known.table.brief.get(row as usize) else { return false };
        let done = *outcome == Outcome::Success;
        if !done && tries > 1 {
            return false;
        }
        let Tally { rows, hours, gave_up, people } = &mut self.tally;
        rows[row as usize] += 1;
        hours[hour][*outcome as usize] += 1;
        *gave_up += u64::from(!done);
        *people += 1;
        true
    }

    fn count(&mut self, gave_up: u64) {
        self.tally.people += 1;
        self.tally.gave_up += gave_up;
        for attempt in &self.attempts {
            self.tally.rows[attempt.row as usize] += 1;
            let outcome = self.known.table.brief[attempt.row as usize].outcome as usize;
            self.tally.hours[attempt.hour as usize][outcome] += 1;
        }
    }

    /// One person's attempts in order of time, and how often the person gave up; the first attempt that nobody has
    /// rehearsed yet is the error.
    fn person(&mut self, at: u32, tries: u32) -> Result<u64, Key> {
        let Self { known, arrivals, attempts, throttle, .. } = self;
        let (start, end) = (known.scenario.start, known.scenario.end);
        attempts.clear();
        let most = arrivals.len() as u64 * u64::from(tries);
        let mut own = Own { counted: most > u64::from(harmless(&known.book.assumed)), ..Own::default() };
        if own.counted {
            throttle.clear();
        }
        let (mut free, mut gave_up) = (start, 0);
        for (arrival, left) in arrivals.iter().zip((0..arrivals.len()).rev()) {
            let (mut now, mut act) = ((start + arrival.after()).max(free), arrival.act());
            for nth in 1..=tries {
                if now >= end {
                    break;
                }
                let (hour, epoch) = known.epochs.at(now);
                let row = known.meet(at, &own, throttle, (now, epoch, act))?;
                attempts.push(Attempt { at: now, act, row, hour: hour as u32 });
                let brief = known.table.brief[row as usize];
                let (done, gives_up) = (brief.outcome == Outcome::Success, nth == tries);
                gave_up += u64::from(!done && gives_up);
                if (done || gives_up) && left == 0 {
                    return Ok(gave_up);
                }
                own.carry(now, brief);
                if let Some(asked) = brief.asked.filter(|_| own.counted) {
                    let facts = proved(asked);
                    let full = full(throttle.counts(now, &facts), &known.book.assumed);
                    throttle.count(now, &facts, full);
                }
                (act, now) = (act.again(), now + NEXT_TRY);
                if done {
                    break;
                }
            }
            free = now;
        }
        Ok(gave_up)
    }
}

impl Own {
    /// Notes what an attempt leaves with the person.
    fn carry(&mut self, now: Instant, brief: Brief) {
        if brief.written {
            self.set = Some(now);
        }
        self.enough_for = brief.enough_for.or(self.enough_for);
    }
}

impl Known<'_> {
    /// Whether a step names the person at a position, who then does what the steps say.
    fn names(&self, at: u32) -> bool {
        self.crowd.named.binary_search(&at).is_ok()
    }

    /// The cell of the person at a position, in an epoch.
    fn cell(&self, epoch: usize, at: u32) -> u32 {
        Cell::key_of(self.crowd.of[at as usize], inherits(&self.epochs.all[epoch].inherited, at as usize))
    }

    /// The row of a person's attempt at a moment in an epoch; the error is one that has to be rehearsed.
    fn meet(&self, at: u32, own: &Own, throttle: &Throttle, when: (Instant, usize, Act)) -> Result<u32, Key> {
        let (now, epoch, act) = when;
        let cell = self.cell(epoch, at);
        let mut key = Key::plain(epoch as u32, cell, act);
        let mut row = self.table.aged(epoch, cell, act, Age::Before);
        if row == UNKNOWN {
            return Err(key);
        }
        if let Some(set) = own.set {
            key.situation.age = Age::of(now - set, self.table.limits(row));
            row = self.table.aged(epoch, cell, act, key.situation.age);
        }
        if own.counted
            && let (counter, since) = throttle.closed(now)
            && since < CLOSED_SECONDS
        {
            key.situation.closed = counter;
        }
        let required = self.epochs.all[epoch].required;
        key.situation.enough_for = own.enough_for.filter(|before| *before < required);
        if key.situation.closed.is_some() || key.situation.enough_for.is_some() {
            row = self.table.row(&key);
        }
        if row == UNKNOWN { Err(key) } else { Ok(row) }
    }
}
