//! Looks at the world in the middle of a run, for people who step through it.

use bevy_ecs::prelude::{Entity, World};

use crate::ledger::FaultRecord;
use crate::ledger::inspect::{AccountState, Glimpse, Held, PersonState};
use crate::model::key::UserId;
use crate::model::licence::Licence;

use super::parts::{
    Clock, CloudAccount, DirectoryAccount, Index, Lab, Latest, Licences, Methods, Profile, Recorder, SmartLockout,
};
use super::{ability, directory, lens, touching};

/// Everything that can be told of the world now.
pub(super) fn glimpse(world: &World) -> Glimpse {
    let recorder = world.resource::<Recorder>();
    let named = world.resource::<Lab>().0.users.len();
    let people = world.resource::<Index>().people.iter().filter(|(user, _)| user.index() < named);
    let faults: Vec<FaultRecord> =
        touching::windows(world).map(|window| recorder.faults[window.record].clone()).collect();
    Glimpse {
        people: people.filter_map(|(user, entity)| person(world, *user, *entity)).collect(),
        faults,
        begun: recorder.faults.len(),
    }
}

fn person(world: &World, user: UserId, entity: Entity) -> Option<PersonState> {
    let profile = lens::part::<Profile>(world, entity);
    let licences = lens::part::<Licences>(world, entity);
    let sku = |licence: &Licence| licence.sku;
    Some(PersonState {
        user,
        name: profile.name.clone(),
        identity: profile.identity,
        ability: ability::of(world, user)?,
        cloud: cloud(world, entity),
        directory: in_forest(world, entity),
        risk: lens::part::<CloudAccount>(world, entity).risk,
        // Every answered question counts here; whether they are enough is told by the ability.
        methods: lens::part::<Methods>(world, entity).registered.methods(0).merged(),
        licences: licences.direct.iter().chain(&licences.inherited).map(sku).collect(),
        licence_error: licences.error,
    })
}

fn cloud(world: &World, entity: Entity) -> AccountState {
    let (account, latest) = (lens::part::<CloudAccount>(world, entity), lens::part::<Latest>(world, entity));
    AccountState {
        enabled: account.enabled && !account.disabled_by_sync,
        locked: lens::part::<SmartLockout>(world, entity).locked(world.resource::<Clock>().0),
        password: held(&account.password, latest, &latest.old_cloud),
        set: account.password_set,
        must_change: account.must_change,
    }
}

fn in_forest(world: &World, entity: Entity) -> Option<AccountState> {
    let (account, latest) = (world.get::<DirectoryAccount>(entity)?, lens::part::<Latest>(world, entity));
    Some(AccountState {
        enabled: account.account.enabled,
        locked: directory::locked(world, entity, world.resource::<Clock>().0),
        password: held(&account.password, latest, &latest.old_directory),
        set: account.password_set,
        must_change: account.account.must_change_password,
    })
}

/// Which password a store holds, told by the latest attempt to set one.
fn held(actual: &str, latest: &Latest, old: &str) -> Held {
    match latest.new.as_deref() {
        _ if actual.is_empty() => Held::None,
        Some(new) if new == actual => Held::New,
        Some(_) if old == actual => Held::Old,
        None if old == actual => Held::First,
        _ => Held::Other,
    }
}
