//! Generated people as columns: facts drawn from the seed, one small number a person, one row a class of equals.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::Resource;

use crate::model::chance::{Purpose, Stream};
use crate::model::identity::Identity;
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::method::MethodSet;
use crate::model::ratio::Share;
use crate::model::role::Role;
use crate::scenario::{Population, Scenario};

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
    pub(super) of: Arc<[u32]>,
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
        let mut named = self.named.iter().peekable();
        for (at, class) in self.of.iter().enumerate() {
            if named.next_if_eq(&&(at as u32)).is_some() {
                continue;
            }
            let cell = &mut cells[Cell::key_of(*class, self.inherits(at)) as usize];
            cell.count += 1;
            cell.first = cell.first.min(at as u32);
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

/// Draws the facts of everybody who is generated; each fact of each person has a place of its own in the stream.
pub(super) fn draw(scenario: &Scenario, named: &[UserId]) -> Crowd {
    let base = scenario.users.len() as u32;
    let mut classes = Vec::new();
    let mut of = Vec::with_capacity(scenario.people() - scenario.users.len());
    for (at, group) in scenario.population.iter().enumerate() {
        draw_group(scenario.seed, at, group, &mut classes, &mut of);
    }
    let named = named.iter().filter_map(|user| user.0.checked_sub(base)).collect();
    let mut crowd = Crowd { base, classes, of: of.into(), named, inherited: Arc::default(), cells: Vec::new() };
    crowd.inherit(Vec::new());
    crowd
}

fn draw_group(seed: u64, at: usize, group: &Population, classes: &mut Vec<Member>, of: &mut Vec<u32>) {
    let mut stream = Stream::new(seed, Purpose::Person, &at.to_string());
    let picks = [
        Pick::new(group.identity.iter().map(|(_, share)| *share)),
        Pick::new(group.licences.iter().map(|(_, share)| *share)),
        Pick::new(group.admins.iter().map(|(_, share)| *share)),
    ];
    let shares = group.groups.iter().map(|(_, share)| *share).chain(group.methods.iter().map(|(_, share)| *share));
    let shares: Vec<u64> = shares.map(Share::words).collect();
    let mut known: BTreeMap<u128, u32> = BTreeMap::new();
    // Most populations have few classes, and a code that is a small number finds its class without a search.
    let mut small = vec![u32::MAX; 1 << 16];
    let mut words = vec![0; picks.len() + shares.len()];
    for _ in 0..group.count {
        let (picked, shared) = stream.read(&mut words).split_at(picks.len());
        let code = picks
            .iter()
            .zip(picked)
            .fold(0_u128, |code, (pick, word)| code * (pick.0.len() as u128 + 1) + pick.of(*word) as u128);
        let code = shares
            .iter()
            .zip(shared)
            .fold(code, |code, (share, word)| (code << 1) | u128::from(u64::from(*word) < *share));
        let mut class = || {
            *known.entry(code).or_insert_with(|| {
                classes.push(member(group, &picks, code));
                classes.len() as u32 - 1
            })
        };
        let class = match usize::try_from(code).ok().and_then(|code| small.get_mut(code)) {
            Some(slot) if *slot != u32::MAX => *slot,
            Some(slot) => {
                *slot = class();
                *slot
            }
            None => class(),
        };
        of.push(class);
    }
}

/// The facts that a code stands for: what was picked, then a bit a group and a bit a method.
fn member(group: &Population, picks: &[Pick; 3], code: u128) -> Member {
    let bits = group.groups.len() + group.methods.len();
    let bit = |i: usize| code >> (bits - 1 - i) & 1 == 1;
    let mut rest = code >> bits;
    let mut picked = [0; 3];
    for (i, pick) in picks.iter().enumerate().rev() {
        let options = pick.0.len() as u128 + 1;
        (picked[i], rest) = ((rest % options) as usize, rest / options);
    }
    let groups = group.groups.iter().enumerate().filter(|(i, _)| bit(*i)).map(|(_, (id, _))| *id).collect();
    let methods = group.methods.iter().enumerate().filter(|(i, _)| bit(group.groups.len() + i));
    Member {
        identity: group.identity.get(picked[0]).map_or(group.domain_identity, |(identity, _)| *identity),
        sku: group.licences.get(picked[1]).and_then(|(sku, _)| *sku),
        role: group.admins.get(picked[2]).map(|(role, _)| *role),
        groups,
        methods: methods.map(|(_, (method, _))| *method).collect(),
    }
}

/// Shares that exclude each other, added up.
struct Pick(Vec<u64>);

impl Pick {
    fn new(shares: impl Iterator<Item = Share>) -> Self {
        let ends = shares.scan(0, |sum, share| {
            *sum += share.0;
            Some(Share(*sum).words())
        });
        Self(ends.collect())
    }

    /// The position of the share that a word falls into; their number where it falls into none.
    fn of(&self, word: u32) -> usize {
        // The ends rise, so all that a word reaches can be counted without a branch.
        self.0.iter().map(|end| usize::from(u64::from(word) >= *end)).sum()
    }
}
