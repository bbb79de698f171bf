//! Builds the world of a scenario: people, groups, subscriptions, forests and servers as entities, and the agenda.

use std::cell::RefCell;
use std::sync::Arc;

use bevy_ecs::prelude::{Entity, Without, World};
use bevy_ecs::resource::IsResource;

use crate::model::key::{SyncId, UserId};
use crate::model::time::Span;
use crate::rules::Book;
use crate::rules::assumptions::Assumptions;
use crate::scenario::timeline::What;
use crate::scenario::{Person, Scenario, Step};

use super::agenda::{Agenda, Item};
use super::crowd::Crowd;
use super::draw;
use super::parts::{
    Clock, Current, ForestState, GroupState, Index, Lab, Open, Planned, Recorder, Rulebook, ServerState,
    SubscriptionState, TenantState,
};
use super::{group_licences, memberships, objects, people, subscriptions};

/// In which order entities are spawned; results must not depend on it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum SpawnOrder {
    /// As in the file.
    File,
    /// The other way round.
    Reversed,
}

/// The world at the start of a scenario.
pub(super) fn build(scenario: &Scenario, order: SpawnOrder) -> World {
    build_with(scenario, order, crowd(scenario))
}

/// Everybody who is generated.
pub(super) fn crowd(scenario: &Scenario) -> Crowd {
    draw::crowd(scenario, &named_members(scenario))
}

/// The world at the start of a scenario, with generated people who were drawn before.
pub(super) fn build_with(scenario: &Scenario, order: SpawnOrder, crowd: Crowd) -> World {
    build_by(scenario, order, crowd, rulebook(&scenario.assumptions))
}

/// The same under a rulebook of one's own.
pub(super) fn build_by(scenario: &Scenario, order: SpawnOrder, crowd: Crowd, book: Arc<Book>) -> World {
    build_in(World::new(), &Arc::new(scenario.clone()), order, crowd, book)
}

/// Takes everything out of a world but its resources, which the next building replaces.
pub(super) fn clear(world: &mut World) {
    let all: Vec<Entity> = world.query_filtered::<Entity, Without<IsResource>>().iter(world).collect();
    all.into_iter().for_each(|entity| _ = world.despawn(entity));
}

/// The same in a world that is new or was cleared.
pub(super) fn build_in(
    mut world: World,
    scenario: &Arc<Scenario>,
    order: SpawnOrder,
    crowd: Crowd,
    book: Arc<Book>,
) -> World {
    world.insert_resource(Clock(scenario.start));
    world.insert_resource(Rulebook(book));
    world.insert_resource(TenantState {
        tenant: scenario.tenant.clone(),
        switch_before: None,
        policies_before: None,
        migration_at_start: scenario.tenant.migration,
        rollout_edits: Vec::new(),
    });
    world.insert_resource(crowd);
    world.insert_resource(Planned(agenda(scenario)));
    world.insert_resource(Current(Item::FaultEnds(0)));
    world.insert_resource(Open::default());
    world.insert_resource(Recorder::default());
    world.insert_resource(Index::default());
    world.insert_resource(Lab(Arc::clone(scenario)));
    spawn_all(&mut world, scenario, order);
    memberships::index(&mut world);
    objects::dynamic_groups(&mut world);
    subscriptions::begin(&mut world);
    group_licences::spread(&mut world, None);
    world
}

/// The rulebook of these assumptions. Replays of one lab ask for the same one thousands of times, so each thread keeps
/// the last.
pub(super) fn rulebook(values: &Assumptions) -> Arc<Book> {
    thread_local! {
        static LAST: RefCell<Option<(Assumptions, Arc<Book>)>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        if let Some((known, book)) = last
            && known == values
        {
            return Arc::clone(book);
        }
        let book = Arc::new(Book::new(values));
        *last = Some((values.clone(), Arc::clone(&book)));
        book
    })
}

fn in_order<T>(mut items: Vec<T>, order: SpawnOrder) -> Vec<T> {
    if order == SpawnOrder::Reversed {
        items.reverse();
    }
    items
}

fn spawn_all(world: &mut World, scenario: &Scenario, order: SpawnOrder) {
    let mut index = Index::default();
    let named = scenario.users.iter().enumerate().filter(|(_, person)| !person.created_by_step);
    let mut present: Vec<(UserId, Person)> = named.map(|(i, person)| (UserId(i as u32), person.clone())).collect();
    for user in named_members(scenario) {
        if let Some(person) = people::member_as_person(scenario, world.resource::<Crowd>(), user) {
            present.push((user, person));
        }
    }
    for (user, person) in in_order(present, order) {
        let entity = people::spawn(world, scenario, user, &person);
        index.people.insert(user, entity);
    }
    let spawn = |list: Vec<usize>, make: &mut dyn FnMut(usize) -> Entity| {
        let mut entities = vec![Entity::PLACEHOLDER; list.len()];
        in_order(list, order).into_iter().for_each(|i| entities[i] = make(i));
        entities
    };
    let tenant = &scenario.tenant;
    let all = |n: usize| (0..n).collect::<Vec<usize>>();
    index.groups = spawn(all(tenant.groups.len()), &mut |i| world.spawn(GroupState(tenant.groups[i].clone())).id());
    index.subscriptions = spawn(all(tenant.subscriptions.len()), &mut |i| {
        let one = tenant.subscriptions[i];
        world.spawn(SubscriptionState { one, partner_suspended: false }).id()
    });
    if let Some(site) = &scenario.on_premises {
        index.forests = spawn(all(site.forests.len()), &mut |i| world.spawn(ForestState(site.forests[i].clone())).id());
        index.servers = spawn(all(site.sync.len()), &mut |i| {
            let state = ServerState {
                id: SyncId(i as u8),
                server: site.sync[i].clone(),
                rights_before: None,
                keys_since: None,
                link_broken: false,
                backlog: None,
                stopped: None,
            };
            world.spawn(state).id()
        });
    }
    world.insert_resource(index);
}

/// Generated people whom a step names.
fn named_members(scenario: &Scenario) -> Vec<UserId> {
    let mut found: Vec<UserId> = scenario.timeline.iter().flat_map(Step::people).collect();
    found.retain(|user| user.index() >= scenario.users.len());
    found.sort_unstable();
    found.dedup();
    found
}

/// Every step of the timeline, at its moments.
fn agenda(scenario: &Scenario) -> Agenda {
    let mut agenda = Agenda::default();
    for (i, step) in scenario.timeline.iter().enumerate() {
        let item = match step.what {
            What::Fault { .. } => Some(Item::FaultBegins(i)),
            What::Restore { .. } => Some(Item::Restores(i)),
            _ => None,
        };
        if let Some(item) = item {
            agenda.plan(step.at, item);
            continue;
        }
        for nth in 0..step.times.max(1) {
            agenda.plan(step.at + Span(step.every.0 * i64::from(nth)), Item::Begins(i, nth));
        }
    }
    agenda
}
