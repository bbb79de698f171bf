//! What becomes of generated people's attempts, as far as it has been rehearsed.

use std::collections::BTreeMap;

use crate::model::ask::Outcome;
use crate::model::method::MethodSet;

use super::arrivals::Act;
use super::rehearsal::{Age, Limits, Row, Situation};

/// Up to so many places the table of attempts is an array.
const DENSE: usize = 1 << 24;

/// The row of an attempt that nobody has rehearsed.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// An attempt that somebody makes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) epoch: u32,
    /// See [`super::super::crowd::Cell::key`].
    pub(super) cell: u32,
    pub(super) situation: Situation,
}

impl Key {
    /// A first attempt.
    pub(super) const fn plain(epoch: u32, cell: u32, act: Act) -> Self {
        Self { epoch, cell, situation: Situation { act, age: Age::Before, closed: None, enough_for: None } }
    }
}

/// What becomes of attempts, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// What a walk needs of each row; close together, since a walk jumps between them.
    pub(super) brief: Vec<Brief>,
    /// The limits of ages that some row has.
    limits: Vec<Limits>,
    /// Cells in an epoch.
    cells: usize,
    /// The row of each attempt to which the portal is open and whose person has registered enough: one part an age, so
    /// that first attempts lie close together.
    open: Vec<u32>,
    /// The length of such a part; without one nothing is kept in the array.
    part: usize,
    other: BTreeMap<Key, u32>,
}

/// What a person's next attempt takes from a row.
#[derive(Copy, Clone, Debug)]
pub(super) struct Brief {
    pub(super) outcome: Outcome,
    /// See [`Row::written`].
    pub(super) written: bool,
    /// See [`Row::enough_for`].
    pub(super) enough_for: Option<u8>,
    /// See [`Row::asked`].
    pub(super) asked: Option<MethodSet>,
    /// The position of [`Row::limits`] among all.
    limits: u32,
}

impl Table {
    pub(super) fn new(epochs: usize, cells: usize) -> Self {
        let places = epochs.saturating_mul(cells).saturating_mul(Act::MANY * Age::ALL.len());
        let dense = places <= DENSE;
        let open = if dense { vec![UNKNOWN; places] } else { Vec::new() };
        Self { cells, part: open.len() / Age::ALL.len(), open, ..Self::default() }
    }

    /// The row of an attempt to which the portal is open and whose person has registered enough; [`UNKNOWN`] where
    /// nobody has rehearsed it.
    pub(super) fn aged(&self, epoch: usize, cell: u32, act: Act, age: Age) -> u32 {
        let known = self.open.get(self.place(epoch, cell, act, age)).copied();
        known.unwrap_or_else(|| {
            let mut key = Key::plain(epoch as u32, cell, act);
            key.situation.age = age;
            self.other.get(&key).copied().unwrap_or(UNKNOWN)
        })
    }

    fn place(&self, epoch: usize, cell: u32, act: Act, age: Age) -> usize {
        self.part * age as usize + (epoch * self.cells + cell as usize) * Act::MANY + act.index()
    }

    /// The row of any attempt; [`UNKNOWN`] where nobody has rehearsed it.
    pub(super) fn row(&self, key: &Key) -> u32 {
        let Situation { act, age, closed, enough_for } = key.situation;
        if closed.is_none() && enough_for.is_none() {
            return self.aged(key.epoch as usize, key.cell, act, age);
        }
        self.other.get(key).copied().unwrap_or(UNKNOWN)
    }

    /// How old passwords may be where this row was met.
    pub(super) fn limits(&self, row: u32) -> Limits {
        self.limits[self.brief[row as usize].limits as usize]
    }

    pub(super) fn put(&mut self, key: Key, row: Row) {
        let at = self.rows.len() as u32;
        let Row { outcome, written, enough_for, asked, limits, .. } = row;
        let known = self.limits.iter().position(|known| *known == limits).unwrap_or_else(|| {
            self.limits.push(limits);
            self.limits.len() - 1
        });
        self.brief.push(Brief { outcome, written, enough_for, asked, limits: known as u32 });
        self.rows.push(row);
        let Situation { act, age, closed, enough_for } = key.situation;
        let place = self.place(key.epoch as usize, key.cell, act, age);
        match self.open.get_mut(place).filter(|_| closed.is_none() && enough_for.is_none()) {
            Some(slot) => *slot = at,
            None => _ = self.other.insert(key, at),
        }
    }
}
