//! Walks generated people through all that they do, one after the other, by the table of what becomes of attempts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::model::ask::{Action, Outcome, SignedIn, Surface};
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::rules::topics::gates_and_throttling::{CLOSED_SECONDS, full};
use crate::scenario::Scenario;
use crate::scenario::timeline::{NewPassword, PersonAct, Step, Typed, What};

use super::super::crowd::{Cell, Crowd, inherits};
use super::super::parts::Throttle;
use super::super::passwords;
use super::arrivals::{Arrival, Plan, Reader};
use super::epochs::{Epoch, Epochs};
use super::rehearsal::{Age, proved};
use super::table::{Brief, Key, Table};

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
    pub(super) attempts: Vec<Attempt>,
}

/// An attempt that somebody made.
#[derive(Copy, Clone, Debug)]
pub(super) struct Attempt {
    at: Instant,
    action: Action,
    compliant: bool,
    row: u32,
    /// The hour of the run.
    hour: u32,
}

impl Attempt {
    /// The attempt as a step of a timeline.
    pub(super) fn step(&self, user: UserId) -> Step {
        let new_password = match self.compliant {
            true => NewPassword::Default,
            false => NewPassword::Literal(passwords::CARELESS.to_owned()),
        };
        let act = match self.action {
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
    gave_up: u64,
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
                self.readers[i].read(at - range.start, &mut self.arrivals);
                // Whom a step names does what the steps say.
                if self.arrivals.is_empty() || known.crowd.named.binary_search(&at).is_ok() {
                    continue;
                }
                match self.person(at, plan.gives_up_after) {
                    Ok(own) => self.count(&own),
                    Err(key) => {
                        self.needs.insert(key);
                        self.stuck.push(at);
                    }
                }
            }
        }
    }

    fn count(&mut self, own: &Own) {
        self.tally.people += 1;
        self.tally.gave_up += own.gave_up;
        for attempt in &self.attempts {
            self.tally.rows[attempt.row as usize] += 1;
            let outcome = self.known.table.brief[attempt.row as usize].outcome as usize;
            self.tally.hours[attempt.hour as usize][outcome] += 1;
        }
    }

    /// One person's attempts in order of time; the first of them that nobody has rehearsed yet is the error.
    fn person(&mut self, at: u32, gives_up_after: u32) -> Result<Own, Key> {
        self.attempts.clear();
        self.throttle.clear();
        let known = self.known;
        let mut own = Own::default();
        let mut free = known.scenario.start;
        let arrivals = self.arrivals.len();
        for i in 0..arrivals {
            let Arrival { at: wants, action, mut compliant } = self.arrivals[i];
            let mut now = wants.max(free);
            for nth in 1..=gives_up_after {
                if now >= known.scenario.end {
                    break;
                }
                let hour = known.epochs.hour(now);
                let epoch = known.epochs.at(now, hour);
                let row = self.attempt(at, &own, (now, epoch), (action, compliant))?;
                self.attempts.push(Attempt { at: now, action, compliant, row, hour: hour as u32 });
                let Brief { outcome, written, enough_for, asked } = known.table.brief[row as usize];
                let (done, gives_up) = (outcome == Outcome::Success, nth == gives_up_after);
                own.gave_up += u64::from(!done && gives_up);
                if (done || gives_up) && i + 1 == arrivals {
                    return Ok(own);
                }
                if written {
                    own.set = Some(now);
                }
                own.enough_for = enough_for.or(own.enough_for);
                if let Some(asked) = asked {
                    let facts = proved(asked);
                    let full = full(self.throttle.counts(now, &facts), &known.book.assumed);
                    self.throttle.count(now, &facts, full);
                }
                compliant = true;
                now = now + NEXT_TRY;
                if done {
                    break;
                }
            }
            free = now;
        }
        Ok(own)
    }

    /// The row of an attempt of the person at a position, at a moment in an epoch.
    fn attempt(&self, at: u32, own: &Own, when: (Instant, usize), what: (Action, bool)) -> Result<u32, Key> {
        let known = self.known;
        let (now, epoch) = when;
        let Epoch { inherited, required, .. } = &known.epochs.all[epoch];
        let cell = Cell::key_of(known.crowd.of[at as usize], inherits(inherited, at as usize));
        let mut key = Key::plain(epoch as u32, cell, what);
        if let Some(set) = own.set {
            let plain = known.table.row(&key).ok_or(key)?;
            key.situation.age = Age::of(now - set, known.table.rows[plain as usize].limits);
        }
        key.situation.closed = match self.throttle.closed(now) {
            (counter, since) if since < CLOSED_SECONDS => counter,
            _ => None,
        };
        key.situation.enough_for = own.enough_for.filter(|before| before < required);
        known.table.row(&key).ok_or(key)
    }
}
