//! Generated people as columns: one small number a person, one row a class of equals.

use std::sync::Arc;

use bevy_ecs::prelude::Resource;

use crate::model::identity::Identity;
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::method::MethodSet;
use crate::model::role::Role;

/// What is drawn of a generated person. People with the same facts are one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) identity: Identity,
    pub(super) sku: Option<SkuId>,
    pub(super) groups: Vec<GroupId>,
    pub(super) methods: MethodSet,
    pub(super) role: Option<Role>,
}

/// People of one class who do, or do not, have what their groups give.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The position of the class.
    pub(super) class: u32,
    /// Whether a group's licence reached them.
    pub(super) inherited: bool,
    /// How many, without those whom a step names.
    pub(super) count: u32,
    /// The position of the first of them.
    pub(super) first: u32,
}

impl Cell {
    /// A number of its own: twice the class, and one more where a group's licence reached the people.
    pub(super) const fn key(self) -> u32 {
        Self::key_of(self.class, self.inherited)
    }

    /// The number of the cell of people of a class.
    pub(super) const fn key_of(class: u32, inherited: bool) -> u32 {
        class * 2 + inherited as u32
    }
}

/// Everybody who is generated, in the order of their numbers.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Crowd {
    /// The [`UserId`] of the first.
    pub(super) base: u32,
    /// The classes that somebody belongs to.
    pub(super) classes: Vec<Member>,
    /// The class of each person.
    pub(super) of: Arc<Vec<u32>>,
    /// The positions of those whom a step names, who are entities as well; in order.
    pub(super) named: Vec<u32>,
    /// Whether a group's licence reached the person; empty where it reached nobody.
    pub(super) inherited: Arc<[bool]>,
    /// People by class and inheritance, in that order.
    pub(super) cells: Vec<Cell>,
}

impl Crowd {
    /// The facts of a generated person.
    pub(super) fn member(&self, user: UserId) -> Option<&Member> {
        let at = user.0.checked_sub(self.base)?;
        self.of.get(at as usize).map(|class| &self.classes[*class as usize])
    }

    /// Whether a group's licence reached the person at a position.
    pub(super) fn inherits(&self, at: usize) -> bool {
        inherits(&self.inherited, at)
    }

    /// The people in a cell, by their facts.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&Member, Cell)> {
        self.cells.iter().map(|cell| (&self.classes[cell.class as usize], *cell))
    }

    /// Says anew whom groups' licences reached, and counts the cells.
    pub(super) fn inherit(&mut self, inherited: Vec<bool>) {
        let inherited = if inherited.contains(&true) { inherited } else { Vec::new() };
        if !self.cells.is_empty() && *self.inherited == *inherited {
            return;
        }
        self.inherited = inherited.into();
        let mut cells = vec![Cell { class: 0, inherited: false, count: 0, first: u32::MAX }; self.classes.len() * 2];
        let mut from = 0;
        for end in self.named.iter().map(|at| *at as usize).chain([self.of.len()]) {
            for (at, class) in self.of.iter().enumerate().take(end).skip(from) {
                let cell = &mut cells[Cell::key_of(*class, self.inherits(at)) as usize];
                cell.count += 1;
                cell.first = cell.first.min(at as u32);
            }
            from = end + 1;
        }
        for (i, cell) in cells.iter_mut().enumerate() {
            (cell.class, cell.inherited) = (i as u32 / 2, i % 2 == 1);
        }
        cells.retain(|cell| cell.count > 0);
        self.cells = cells;
    }
}

/// Whether a group's licence reached the person at a position, where it is known whom one reached.
pub(super) fn inherits(inherited: &[bool], at: usize) -> bool {
    inherited.get(at).copied().unwrap_or(false)
}
