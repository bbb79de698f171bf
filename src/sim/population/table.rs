//! What becomes of generated people's attempts, as far as it has been rehearsed.

use std::collections::BTreeMap;

use crate::model::ask::{Action, Outcome};
use crate::model::method::MethodSet;

use super::rehearsal::{Age, Row, Situation};

/// Up to so many places the table of attempts is an array.
const DENSE: usize = 1 << 24;

/// An attempt that somebody makes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) epoch: u32,
    /// See [`super::super::crowd::Cell::key`].
    pub(super) cell: u32,
    pub(super) situation: Situation,
}

impl Key {
    /// A first attempt, with a password that keeps to the policy or not.
    pub(super) const fn plain(epoch: u32, cell: u32, act: (Action, bool)) -> Self {
        let (action, compliant) = act;
        let situation = Situation { action, compliant, age: Age::Before, closed: None, enough_for: None };
        Self { epoch, cell, situation }
    }
}

/// What becomes of attempts, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// What a walk needs of each row; close together, since a walk jumps between them.
    pub(super) brief: Vec<Brief>,
    /// Cells in an epoch; 0 where no attempts are kept in the array.
    cells: usize,
    /// The row of each attempt to which the portal is open and whose person has registered enough, the greatest number
    /// where it is not known: one part an age, so that first attempts lie close together.
    open: Vec<u32>,
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
}

impl Table {
    pub(super) fn new(epochs: usize, cells: usize) -> Self {
        let places = epochs.saturating_mul(cells).saturating_mul(4 * Age::ALL.len());
        let dense = places <= DENSE;
        let open = if dense { vec![u32::MAX; places] } else { Vec::new() };
        Self { cells: if dense { cells } else { 0 }, open, ..Self::default() }
    }

    fn place(&self, key: &Key) -> Option<usize> {
        let Situation { action, compliant, age, closed, enough_for } = key.situation;
        let open = closed.is_none() && enough_for.is_none();
        let place = (key.epoch as usize * self.cells + key.cell as usize) * 4;
        let changes = usize::from(action == Action::ChangePassword);
        let part = self.open.len() / Age::ALL.len() * age as usize;
        (open && self.cells > 0).then_some(part + place + changes * 2 + usize::from(compliant))
    }

    /// The row of an attempt.
    pub(super) fn row(&self, key: &Key) -> Option<u32> {
        match self.place(key) {
            Some(place) => Some(self.open[place]).filter(|row| *row != u32::MAX),
            None => self.other.get(key).copied(),
        }
    }

    pub(super) fn put(&mut self, key: Key, row: Row) {
        let at = self.rows.len() as u32;
        let Row { outcome, written, enough_for, asked, .. } = row;
        self.brief.push(Brief { outcome, written, enough_for, asked });
        self.rows.push(row);
        match self.place(&key) {
            Some(place) => self.open[place] = at,
            None => _ = self.other.insert(key, at),
        }
    }
}
