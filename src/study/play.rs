//! Stepping through a run: a scenario, the steps that somebody put in, and a cursor.
//!
//! In: the [`Reading`] of a scenario, and something that can run it. Every change adds a step, written as scenario files
//! write it, and runs the whole anew; what lies before the cursor stays as it was, because a step put in happens after
//! everything that has been seen. Going back needs no undoing: a look at the world replays the run up to the cursor.

mod save;

use crate::ledger::inspect::{Glimpse, Inspect, PersonState, Until};
use crate::ledger::{FaultRecord, Ledger, StepRecord};
use crate::model::ask::{Code, Outcome};
use crate::model::key::UserId;
use crate::model::time::{Instant, Span};
use crate::rules::Book;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::{Reading, Scenario, Step, splice};

use super::flips::{Flip, flips};

pub use save::{Kept, Saved};

/// Somebody who steps through a run.
#[derive(Debug)]
pub struct Session<'s> {
    simulate: Simulator<'s>,
    /// The file as it was read.
    base: Reading,
    /// The same with the steps that were put in.
    reading: Reading,
    /// What is run: the scenario, without generated people whom no step names.
    lab: Scenario,
    book: Book,
    ledger: Ledger,
    added: Vec<Added>,
    cursor: Cursor,
    glimpse: Glimpse,
}

/// The simulator, which says nothing of itself.
struct Simulator<'s>(&'s dyn Inspect);

impl std::fmt::Debug for Simulator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Simulator")
    }
}

/// A step that was put in.
#[derive(Clone, Debug)]
struct Added {
    /// As a scenario file writes it, on one line.
    text: String,
    /// Where the cursor stood.
    before: Cursor,
}

/// Where somebody stands in a run.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// How many steps have been passed: the first ones of the ledger.
    pub done: usize,
    /// The time.
    pub now: Instant,
}

/// What came of a step that was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Positions of the steps that were passed: the new one last.
    pub passed: std::ops::Range<usize>,
    /// Steps that come out otherwise than before.
    pub otherwise: Vec<Otherwise>,
}

/// A step that comes out otherwise than before the timeline changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// Its position now.
    pub at: usize,
    /// What became of it before.
    pub outcome: Option<Outcome>,
    /// The code it showed before.
    pub code: Option<Code>,
}

/// Why a step cannot be put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no sound step; what is wrong with it.
    Wrong(Vec<Diagnostic>),
    /// It would happen after the clock has stopped.
    AfterEnd,
}

impl<'s> Session<'s> {
    /// Begins at the start of a scenario; none where the reading has none.
    #[must_use]
    pub fn new(simulate: &'s dyn Inspect, reading: Reading) -> Option<Self> {
        let lab = without_crowd(reading.scenario.as_ref()?);
        let ledger = simulate.run(&lab);
        let cursor = Cursor { done: 0, now: lab.start };
        let glimpse = simulate.inspect(&lab, Until::Steps(0));
        Some(Self {
            simulate: Simulator(simulate),
            base: reading.clone(),
            reading,
            book: Book::new(&lab.assumptions),
            lab,
            ledger,
            added: Vec::new(),
            cursor,
            glimpse,
        })
    }

    /// What is run.
    #[must_use]
    pub const fn lab(&self) -> &Scenario {
        &self.lab
    }

    /// The whole run, of which what lies after the cursor is still to come.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The rules it is run under.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// Where the cursor stands.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Whether generated people are left out.
    #[must_use]
    pub fn leaves_out_people(&self) -> bool {
        self.reading.scenario.as_ref().is_some_and(|whole| whole.people() > self.lab.people())
    }

    /// The step that was passed last.
    #[must_use]
    pub fn current(&self) -> Option<&StepRecord> {
        self.ledger.steps.get(self.cursor.done.checked_sub(1)?)
    }

    /// The step that is passed next.
    #[must_use]
    pub fn upcoming(&self) -> Option<&StepRecord> {
        self.ledger.steps.get(self.cursor.done)
    }

    /// Steps that were put in, as a scenario file writes them, in the order in which that happened.
    pub fn added(&self) -> impl Iterator<Item = &str> {
        self.added.iter().map(|added| added.text.as_str())
    }

    /// Whether a step was put in.
    #[must_use]
    pub fn is_added(&self, record: &StepRecord) -> bool {
        record.n > self.lab.timeline.len() - self.added.len()
    }

    /// Passes the next step; none at the end.
    pub fn forward(&mut self) -> Option<usize> {
        let ended = self.upcoming()?.ended;
        self.go(Cursor { done: self.cursor.done + 1, now: ended });
        Some(self.cursor.done - 1)
    }

    /// Goes to before the step that was passed last; false at the start.
    pub fn back(&mut self) -> bool {
        let moved = self.cursor.done > 0 || self.cursor.now > self.lab.start;
        self.seek_step(self.cursor.done.saturating_sub(1));
        moved
    }

    /// Goes to right after so many steps; the end where there are fewer.
    pub fn seek_step(&mut self, done: usize) {
        let done = done.min(self.ledger.steps.len());
        let now = done.checked_sub(1).map_or(self.lab.start, |last| self.ledger.steps[last].ended);
        self.go(Cursor { done, now });
    }

    /// Goes to a moment: everything at or before it has happened.
    ///
    /// # Errors
    /// When the moment lies outside the run; the cursor stays.
    pub fn seek_moment(&mut self, at: Instant) -> Result<(), Instant> {
        if at < self.lab.start || at > self.lab.end {
            return Err(at.clamp(self.lab.start, self.lab.end));
        }
        let done = self.ledger.steps.iter().take_while(|record| record.ended <= at).count();
        self.go(Cursor { done, now: at });
        Ok(())
    }

    /// Goes to right after the next step that somebody does or that is about them, if there is one.
    pub fn seek_person(&mut self, user: UserId) -> bool {
        let ahead = (self.cursor.done..self.ledger.steps.len()).find(|at| self.is_about(*at, user));
        if let Some(at) = ahead {
            self.seek_step(at + 1);
        }
        ahead.is_some()
    }

    /// Whether somebody did a step, or it is about them.
    #[must_use]
    pub fn is_about(&self, at: usize, user: UserId) -> bool {
        let record = &self.ledger.steps[at];
        record.subject == Some(user) || record.actor.eq_ignore_ascii_case(&self.lab.upn(user))
    }

    fn go(&mut self, cursor: Cursor) {
        self.cursor = cursor;
        let after_last = self.current().map_or(self.lab.start, |record| record.ended) == cursor.now;
        let until = if after_last { Until::Steps(cursor.done) } else { Until::Moment(cursor.now) };
        self.glimpse = self.simulate.0.inspect(&self.lab, until);
    }

    /// Named people who exist now, in file order.
    #[must_use]
    pub fn people(&self) -> &[PersonState] {
        &self.glimpse.people
    }

    /// One person now; none where they do not exist, or no longer.
    #[must_use]
    pub fn person(&self, user: UserId) -> Option<&PersonState> {
        self.glimpse.people.iter().find(|person| person.user == user)
    }

    /// Failures in force now.
    #[must_use]
    pub fn in_force(&self) -> &[FaultRecord] {
        &self.glimpse.faults
    }

    /// Failures that are still to begin.
    #[must_use]
    pub fn ahead(&self) -> &[FaultRecord] {
        self.ledger.faults.get(self.glimpse.begun..).unwrap_or_default()
    }

    /// When a step that is put in now happens: after everything that has been seen.
    #[must_use]
    pub fn next_instant(&self) -> Instant {
        let untouched = self.cursor == Cursor { done: 0, now: self.lab.start };
        if untouched { self.lab.start } else { self.cursor.now + Span::seconds(1) }
    }

    /// Puts in a step, here and now, and passes it with everything that happens before it: its keys but `at`, in YAML,
    /// such as `user: adele@contoso.com, do: sign-in`.
    ///
    /// # Errors
    /// When the step is not sound or would happen after the end; nothing changes then.
    pub fn put(&mut self, keys: &str) -> Result<Put, Refused> {
        let text = format!("{{at: {}, {keys}}}", self.next_instant());
        let changed = splice::with_step(&self.reading, &text).map_err(|_| Refused::Wrong(Vec::new()))?;
        let Some(whole) = &changed.scenario else {
            let wrong = changed.diagnostics.into_iter().filter(|found| found.severity == Severity::Error);
            return Err(Refused::Wrong(wrong.collect()));
        };
        let lab = without_crowd(whole);
        let ledger = self.simulate.0.run(&lab);
        let own = |record: &StepRecord| record.n == lab.timeline.len();
        let Some(at) = ledger.steps.iter().rposition(own) else { return Err(Refused::AfterEnd) };
        let before = self.cursor;
        self.added.push(Added { text, before });
        let old = std::mem::replace(&mut self.ledger, ledger);
        (self.reading, self.lab) = (changed, lab);
        self.seek_step(at + 1);
        Ok(Put { passed: before.done..at + 1, otherwise: otherwise(&old, &self.ledger) })
    }

    /// Takes out the step that was put in last, and goes back to where it was put in; gives the step, and what comes out
    /// otherwise without it.
    pub fn undo(&mut self) -> Option<(String, Vec<Otherwise>)> {
        let (last, rest) = self.added.split_last()?;
        let mut reading = self.base.clone();
        for added in rest {
            reading = splice::with_step(&reading, &added.text).ok()?;
        }
        self.lab = without_crowd(reading.scenario.as_ref()?);
        let Added { text, before } = last.clone();
        self.added.pop();
        self.reading = reading;
        let ledger = self.simulate.0.run(&self.lab);
        let old = std::mem::replace(&mut self.ledger, ledger);
        self.go(before);
        Some((text, otherwise(&old, &self.ledger)))
    }

    /// Single changes after which a step comes out otherwise, as [`flips`] finds them.
    pub fn flips(&self, record: &StepRecord, most: usize, tried: &mut dyn FnMut(usize)) -> Vec<Flip> {
        flips(self.simulate.0, &self.lab, record, most, tried)
    }
}

/// Steps of a run that came out otherwise in an earlier one.
fn otherwise(before: &Ledger, after: &Ledger) -> Vec<Otherwise> {
    let differs = |(at, record): (usize, &StepRecord)| {
        let same = |old: &&StepRecord| (old.n, old.repetition) == (record.n, record.repetition);
        let old = before.steps.iter().find(same)?;
        let (outcome, code) = (old.outcome, old.code);
        ((outcome, code) != (record.outcome, record.code)).then_some(Otherwise { at, outcome, code })
    };
    after.steps.iter().enumerate().filter_map(differs).collect()
}

/// The scenario without generated people, unless a step names one of them.
fn without_crowd(scenario: &Scenario) -> Scenario {
    let named = |step: &Step| step.people().iter().any(|user| user.index() >= scenario.users.len());
    let mut lab = scenario.clone();
    if !scenario.timeline.iter().any(named) {
        lab.population.clear();
    }
    lab
}
