//! Passwords as people type them: defaults made from the seed, words such as `old`, and their measures.

use bevy_ecs::prelude::{Entity, World};

use crate::model::chance::{Chance, Purpose};
use crate::model::identity::Identity;
use crate::rules::measure::{Password, Yardstick, measure};
use crate::scenario::timeline::{NewPassword, Typed};
use crate::scenario::{Person, Scenario};

use super::directory;
use super::lens::part;
use super::parts::{CloudAccount, DirectoryAccount, Lab, Latest, Profile, TenantState};

const WORDS: &[&str] = &[
    "Amber", "Basalt", "Cedar", "Copper", "Dune", "Ember", "Fjord", "Garnet", "Heron", "Indigo", "Juniper", "Kelp",
    "Lagoon", "Marble", "Nectar", "Onyx", "Pebble", "Quartz", "Ridge", "Sable", "Thistle", "Umber", "Velvet", "Willow",
];

/// A password of three words and four digits.
fn compose(chance: &mut Chance) -> String {
    let mut word = || WORDS[chance.below(WORDS.len() as u32) as usize];
    let (a, b, c) = (word(), word(), word());
    format!("{a}-{b}-{c}-{:04}", chance.below(10_000))
}

/// The first password of a person who was given none.
pub(super) fn first(scenario: &Scenario, person: &Person) -> String {
    compose(&mut Chance::new(scenario.seed, Purpose::Password, &person.upn, 0))
}

/// A compliant password for a step, and its measures: redrawn while a policy of the person would refuse it.
pub(super) fn compliant(world: &World, entity: Entity, nth: u64) -> (String, Password) {
    let seed = world.resource::<Lab>().0.seed;
    let upn = &part::<Profile>(world, entity).upn;
    let least = directory::policy(world, entity).min_length.max(0) as usize;
    let mut attempt = 0;
    loop {
        let mut text = compose(&mut Chance::new(seed, Purpose::Password, upn, (nth + 1) * 16 + attempt));
        while text.len() < least {
            text.push_str("-Pebble7");
        }
        let found = measured(world, entity, &text);
        let refused =
            found.score < 5 || found.named || found.directory_named || found.remembered || found.same_in_cloud;
        attempt += 1;
        if !refused || attempt == 16 {
            return (text, found);
        }
    }
}

/// What people choose who do not know the policy: the banned list of the cloud holds it whatever the tenant adds.
pub(super) const CARELESS: &str = "Password1";

/// The new password of a step; none where none was given.
pub(super) fn new(world: &World, entity: Entity, asked: &NewPassword, nth: u64) -> Option<String> {
    match asked {
        NewPassword::Default => Some(compliant(world, entity, nth).0),
        NewPassword::Absent => None,
        NewPassword::Literal(text) => Some(text.clone()),
    }
}

/// The password in force where a cloud sign-in is checked.
pub(super) fn in_force(world: &World, entity: Entity, sign_in: Identity) -> &str {
    let live = matches!(sign_in, Identity::PassThrough | Identity::Federated);
    match world.get::<DirectoryAccount>(entity).filter(|_| live) {
        Some(account) => directory::elsewhere(world, account),
        None => &part::<CloudAccount>(world, entity).password,
    }
}

/// What a person types, where `current` is the password in force there.
pub(super) fn typed(
    world: &World,
    entity: Entity,
    asked: &Typed,
    current: &str,
    on_premises: bool,
    nth: u64,
) -> String {
    typed_after(world, entity, part::<Latest>(world, entity), asked, current, on_premises, nth)
}

/// What a person types as the current password in the cloud, in the course of an attempt to set another.
pub(super) fn typed_in_attempt(world: &World, entity: Entity, asked: &Typed, current: &str, nth: u64) -> String {
    let latest = part::<Latest>(world, entity);
    let before = latest.before.as_deref().unwrap_or(latest);
    typed_after(world, entity, before, asked, current, false, nth)
}

fn typed_after(
    world: &World,
    entity: Entity,
    latest: &Latest,
    asked: &Typed,
    current: &str,
    on_premises: bool,
    nth: u64,
) -> String {
    match asked {
        Typed::Current => current.to_owned(),
        Typed::Old if on_premises => latest.old_directory.clone(),
        Typed::Old => latest.old_cloud.clone(),
        Typed::New => latest.new.clone().unwrap_or_else(|| current.to_owned()),
        Typed::Wrong => {
            let seed = world.resource::<Lab>().0.seed;
            let upn = &part::<Profile>(world, entity).upn;
            let mut chance = Chance::new(seed, Purpose::Mistake, upn, nth);
            format!("wrong-{}-{:09}", nth, chance.below(1_000_000_000))
        }
        Typed::Literal(text) => text.clone(),
    }
}

/// Notes an attempt to set a password: what it was to be, and what held before.
pub(super) fn note_attempt(world: &mut World, entity: Entity, new: Option<&str>) {
    let old_cloud = part::<CloudAccount>(world, entity).password.clone();
    let old_directory = world.get::<DirectoryAccount>(entity).map_or_else(|| old_cloud.clone(), |a| a.password.clone());
    if let Some(mut latest) = world.get_mut::<Latest>(entity) {
        let before = Some(Box::new(Latest { before: None, ..std::mem::take(&mut *latest) }));
        *latest = Latest { new: new.map(str::to_owned), old_cloud, old_directory, before };
    }
}

/// Measures a password against the lists, names and histories that hold for a person now.
pub(super) fn measured(world: &World, entity: Entity, text: &str) -> Password {
    let profile = part::<Profile>(world, entity);
    let tenant = &world.resource::<TenantState>().tenant;
    let account = profile.upn.split('@').next().unwrap_or_default();
    let assumptions = &world.resource::<Lab>().0.assumptions;
    let by = Yardstick::new(assumptions, &tenant.custom_banned, &profile.name, account, &tenant.name);
    let current = &part::<CloudAccount>(world, entity).password;
    measure(text, &by, Some(current), &directory::remembered(world, entity), false)
}
