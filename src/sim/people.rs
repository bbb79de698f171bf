//! Puts people into the world, named ones and generated ones, with every component.

use bevy_ecs::prelude::{Entity, World};

use crate::model::identity::{AccountKind, Identity, UserRisk, UserType};
use crate::model::key::UserId;
use crate::model::licence::Licence;
use crate::model::method::{DirectoryData, Method, MethodSet, Registered};
use crate::model::role::RoleSet;
use crate::model::time::Span;
use crate::scenario::{Person, Scenario};

use super::crowd::Crowd;
use super::parts::{
    Clock, CloudAccount, DirectoryAccount, Latest, Licences, Methods, Profile, Roles, Rulebook, SmartLockout, Throttle,
};
use super::passwords;

/// How old the passwords of generated people are at the start.
pub(super) const PASSWORD_AGE: Span = Span::days(30);

/// Puts a person into the world with every component.
pub(super) fn spawn(world: &mut World, scenario: &Scenario, user: UserId, person: &Person) -> Entity {
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
        session: None,
        risk: person.user_risk,
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
    let latest = Latest { new: None, old_cloud: cloud.password.clone(), old_directory: password.clone(), before: None };
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
        user_risk: UserRisk::None,
        on_premises: crate::model::directory::Account::default(),
    })
}
