//! Builds the world of a scenario: people, groups, subscriptions, forests and servers as entities, and the agenda.

use std::cell::RefCell;
use std::sync::Arc;

use bevy_ecs::prelude::{Entity, Without, World};
use bevy_ecs::resource::IsResource;

use crate::model::identity::{AccountKind, Identity, UserType};
use crate::model::key::{SyncId, UserId};
use crate::model::licence::Licence;
use crate::model::method::{DirectoryData, Method, MethodSet, Registered};
use crate::model::role::RoleSet;
use crate::model::time::Span;
use crate::rules::Book;
use crate::rules::assumptions::Assumptions;
use crate::scenario::timeline::What;
use crate::scenario::{Person, Scenario, Step};

use super::agenda::{Agenda, Item};
use super::crowd::{self, Crowd};
use super::parts::{
    Clock, CloudAccount, Current, DirectoryAccount, ForestState, GroupState, Index, Lab, Latest, Licences, Methods,
    Open, Planned, Profile, Recorder, Roles, Rulebook, ServerState, SmartLockout, SubscriptionState, TenantState,
    Throttle,
};
use super::{group_licences, memberships, objects, passwords, subscriptions};

/// In which order entities are spawned; results must not depend on it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum SpawnOrder {
    /// As in the file.
    File,
    /// The other way round.
    Reversed,
}

/// How old the passwords of generated people are at the start.
pub(super) const PASSWORD_AGE: Span = Span::days(30);

/// The world at the start of a scenario.
pub(super) fn build(scenario: &Scenario, order: SpawnOrder) -> World {
    build_with(scenario, order, crowd(scenario))
}

/// Everybody who is generated.
pub(super) fn crowd(scenario: &Scenario) -> Crowd {
    crowd::draw(scenario, &named_members(scenario))
}

/// The world at the start of a scenario, with generated people who were drawn before.
pub(super) fn build_with(scenario: &Scenario, order: SpawnOrder, crowd: Crowd) -> World {
    build_by(scenario, order, crowd, rulebook(&scenario.assumptions))
}

/// The same under a rulebook of one's own.
pub(super) fn build_by(scenario: &Scenario, order: SpawnOrder, crowd: Crowd, book: Arc<Book>) -> World {
    build_in(World::new(), scenario, order, crowd, book)
}

/// Takes everything out of a world but its resources, which the next building replaces.
pub(super) fn clear(world: &mut World) {
    let all: Vec<Entity> = world.query_filtered::<Entity, Without<IsResource>>().iter(world).collect();
    all.into_iter().for_each(|entity| _ = world.despawn(entity));
}

/// The same in a world that is new or was cleared.
pub(super) fn build_in(
    mut world: World,
    scenario: &Scenario,
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
    world.insert_resource(Lab(scenario.clone()));
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
    let people = scenario.users.iter().enumerate().filter(|(_, person)| !person.created_by_step);
    let mut present: Vec<(UserId, Person)> = people.map(|(i, person)| (UserId(i as u32), person.clone())).collect();
    for user in named_members(scenario) {
        if let Some(person) = member_as_person(scenario, world.resource::<Crowd>(), user) {
            present.push((user, person));
        }
    }
    for (user, person) in in_order(present, order) {
        let entity = spawn_person(world, scenario, user, &person);
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

/// Puts a person into the world with every component.
pub(super) fn spawn_person(world: &mut World, scenario: &Scenario, user: UserId, person: &Person) -> Entity {
    let start = world.resource::<Clock>().0;
    let first = passwords::first(scenario, person);
    let password = person.password.clone().unwrap_or(first);
    let synced = person.identity == Identity::PasswordHashSync;
    let profile = Profile {
        user,
        upn: person.upn.clone(),
        name: person.name.clone(),
        identity: person.identity,
        user_type: person.user_type,
        home: person.home,
        kind: person.account,
        usage_location: person.usage_location.clone(),
        department: person.department.clone(),
    };
    let copy = cloud_copy(world, scenario, person);
    let cloud = CloudAccount {
        enabled: person.enabled,
        disabled_by_sync: false,
        password: if copy.is_some() { password.clone() } else { String::new() },
        password_set: person.password_set,
        never_expires: person.password_never_expires || (synced && !scenario.tenant.ages_synced()),
        must_change: copy == Some(true),
        federated_once: false,
        overridden: None,
        mark_ended: false,
        temporary: false,
    };
    let methods = Methods {
        registered: person.methods.clone(),
        directory: person.directory.clone(),
        confirmed: start,
        deleted: false,
        apps: u8::from(person.methods.authenticator_app),
        other_apps: u8::from(person.methods.software_oath),
        enough_for: None,
    };
    let held = Licences { direct: person.licences.clone(), ..Licences::default() };
    let roles = Roles { active: person.roles, eligible: person.eligible_roles.clone() };
    let latest = Latest { new: None, old_cloud: cloud.password.clone(), old_directory: password.clone() };
    let rest = (Throttle::default(), SmartLockout::default(), latest);
    let entity = world.spawn((profile, cloud, methods, held, roles, rest)).id();
    if let Some(forest) = person.forest.filter(|_| person.identity.is_hybrid()) {
        world.entity_mut(entity).insert(DirectoryAccount {
            forest,
            password,
            history: Vec::new(),
            replaced: Vec::new(),
            by_admin: false,
            random: false,
            unmarked: false,
            password_set: person.password_set,
            account: person.on_premises.clone(),
            bad: 0,
            bad_at: person.password_set,
            locked_since: None,
            hash_due: false,
            hash_initial: false,
            hash_failed: None,
            state_due: false,
        });
    }
    entity
}

/// Whether the cloud holds the password a person begins with, and whether it carries the must-change mark.
///
/// Source: rules `phs-new-user-must-change`, `phs-must-change-not-sent` and `force-feature`.
fn cloud_copy(world: &World, scenario: &Scenario, person: &Person) -> Option<bool> {
    let Some(site) = scenario.on_premises.as_ref().filter(|_| person.identity.is_hybrid()) else { return Some(false) };
    let serves =
        |server: &&crate::model::sync::SyncServer| person.forest.is_some_and(|id| server.forests.contains(&id));
    let sent = site.sync.iter().filter(serves).any(|server| server.password_hash_sync);
    if person.on_premises.inet_org_person {
        return None;
    }
    let marked = person.on_premises.must_change_password;
    let assumed = &world.resource::<Rulebook>().0.assumed;
    if person.identity == Identity::PasswordHashSync || sent {
        let kept_back = marked && !assumed.sends_marked_hash(scenario.tenant.force_password_change);
        return (!kept_back).then_some(marked);
    }
    None
}

/// Generated people whom a step names.
fn named_members(scenario: &Scenario) -> Vec<UserId> {
    let mut found: Vec<UserId> = scenario.timeline.iter().flat_map(Step::people).collect();
    found.retain(|user| user.index() >= scenario.users.len());
    found.sort_unstable();
    found.dedup();
    found
}

/// A generated person as a named one, with the facts that were drawn.
pub(super) fn member_as_person(scenario: &Scenario, crowd: &Crowd, user: UserId) -> Option<Person> {
    let member = crowd.member(user)?;
    let has = |method| member.methods.contains(method);
    let registered = Registered {
        email: has(Method::Email).then(|| "person@mail.example".to_owned()),
        mobile_phone: has(Method::MobilePhone).then(|| "+1 4255550100".to_owned()),
        office_phone: has(Method::OfficePhone).then(|| "+1 4255550199".to_owned()),
        authenticator_app: has(Method::AuthenticatorApp),
        security_answers: if has(Method::SecurityQuestions) { 5 } else { 0 },
        software_oath: has(Method::SoftwareOath),
        hardware_oath: has(Method::HardwareOath),
        other: MethodSet::EMPTY,
    };
    let upn = scenario.upn(user);
    Some(Person {
        name: upn.split('@').next().unwrap_or_default().to_owned(),
        upn,
        created_by_step: false,
        identity: member.identity,
        forest: member.identity.is_hybrid().then_some(crate::model::key::ForestId(0)),
        licences: member.sku.map(Licence::of).into_iter().collect(),
        department: None,
        account: AccountKind::Person,
        roles: member.role.into_iter().collect::<RoleSet>(),
        eligible_roles: Vec::new(),
        user_type: UserType::Member,
        home: None,
        enabled: true,
        usage_location: Some("US".to_owned()),
        methods: registered,
        directory: DirectoryData::default(),
        password: None,
        password_never_expires: false,
        password_set: scenario.start - PASSWORD_AGE,
        on_premises: crate::model::directory::Account::default(),
    })
}

/// Every step of the timeline, at its moments.
fn agenda(scenario: &Scenario) -> Agenda {
    let mut agenda = Agenda::default();
    for (i, step) in scenario.timeline.iter().enumerate() {
        if matches!(step.what, What::Fault { .. }) {
            agenda.plan(step.at, Item::FaultBegins(i));
            continue;
        }
        for nth in 0..step.times.max(1) {
            agenda.plan(step.at + Span(step.every.0 * i64::from(nth)), Item::Begins(i, nth));
        }
    }
    agenda
}
