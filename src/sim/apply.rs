//! Carries out what effects say: stored passwords, marks, locks, mails.

use bevy_ecs::prelude::World;

use crate::ledger::Lane;
use crate::model::ask::Prompt;
use crate::model::fault::FaultTarget;
use crate::model::identity::UserRisk;
use crate::model::key::UserId;
use crate::model::role::Role;
use crate::rules::case::{Case, ContactLink};
use crate::rules::readings::policy::listed;
use crate::rules::rule::Do;
use crate::rules::terms::Terms;
use crate::rules::topics::notifications_and_portal;

use super::parts::{
    Clock, CloudAccount, DirectoryAccount, Index, Methods, Rulebook, SmartLockout, TenantState, Throttle,
};
use super::record::{self, Draft};
use super::{directory, faults, lens, observe, sync, touching, writeback};

/// Carries out every effect of a case that succeeded.
pub(super) fn effects(
    world: &mut World,
    draft: &mut Draft,
    user: UserId,
    case: &Case,
    terms: &Terms,
    new: Option<&str>,
) {
    let all = crate::rules::effects(&world.resource::<Rulebook>().0, case, terms);
    for (_, does) in all {
        for act in does {
            if !recorded(world, draft, user, case, *act) {
                carry_out(world, draft, user, *act, new);
            }
        }
    }
}

/// Writes what an effect says of audit records and of calls for help; `false` where it speaks of something else.
fn recorded(world: &mut World, draft: &mut Draft, user: UserId, case: &Case, act: Do) -> bool {
    let upn = record::upn(world, user);
    let agent = match case.effect() {
        Some(effect) if effect.written_back => writeback::agent(world, user),
        Some(_) => "None",
        None => "",
    };
    match act {
        Do::Audit(activity) => record::audit(world, draft, activity, &upn, "", agent),
        Do::AuditEachMethod(activity) => {
            for item in case.register().map(|facts| facts.methods.merged()).unwrap_or_default().iter() {
                record::audit(world, draft, activity, &upn, &format!("registered {item}"), "");
            }
        }
        Do::AuditAgent => draft.extra.agent = agent,
        Do::AuditDetail(key, value) => draft.extra.details.push((key, value)),
        Do::AuditChanges(activity) => {
            let target = world.resource::<TenantState>().tenant.name.clone();
            record::audit(world, draft, activity, &target, "", "");
        }
        Do::MailFirst(lists) => {
            let mut found = lists.iter().map(|roles| holders(world, roles));
            let mut names = found.find(|names| !names.is_empty()).unwrap_or_default();
            names.truncate(notifications_and_portal::MOST_MAILS);
            draft.record.notified = names;
        }
        Do::MailContact => {
            let link = world.resource::<TenantState>().tenant.sspr.helpdesk_link.clone();
            let mails = case.contact().is_some_and(|contact| contact.link == Some(ContactLink::Mail));
            let address = link.filter(|_| mails).map(|link| link.trim_start_matches("mailto:").to_owned());
            draft.record.notified.extend(address);
        }
        _ => return false,
    }
    true
}

fn carry_out(world: &mut World, draft: &mut Draft, user: UserId, act: Do, new: Option<&str>) {
    let Some(entity) = lens::person(world, user) else { return };
    let now = world.resource::<Clock>().0;
    let cloud = |world: &mut World, edit: &dyn Fn(&mut CloudAccount)| {
        if let Some(mut account) = world.get_mut::<CloudAccount>(entity) {
            edit(&mut account);
        }
    };
    let said = match act {
        Do::SetCloudPassword => {
            let Some(text) = new else { return };
            cloud(world, &|account| {
                (account.password, account.password_set) = (text.to_owned(), now);
                (account.mark_ended, account.temporary, account.overridden) = (false, false, None);
            });
            record::hop(world, draft, Lane::Entra, Lane::Entra, "stores the password in the cloud");
            "the cloud holds the new password"
        }
        Do::SetDirectoryPassword => {
            let Some(text) = new else { return };
            directory::store(world, entity, text, now);
            sync::hash_due(world, entity);
            "AD DS holds the new password"
        }
        Do::UnlockDirectory => {
            if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
                directory::unlock(&mut account);
            }
            faults::mended(world, &["on-premises-user-locked"], &[FaultTarget::User(user)], now);
            "the AD account is unlocked"
        }
        Do::UnlockCloud => {
            let held = lens::part::<SmartLockout>(world, entity).0.iter().any(|one| one.locked_until.is_some());
            world.entity_mut(entity).insert(SmartLockout::default());
            if !held {
                return;
            }
            "the smart lockout has ended"
        }
        Do::ClearThrottle => {
            world.entity_mut(entity).insert(Throttle::default());
            return;
        }
        Do::MarkCloud => {
            cloud(world, &|account| account.must_change = true);
            "the password must be changed at the next cloud sign-in"
        }
        Do::MarkDirectory => {
            mark_directory(world, entity, true);
            "the password must be changed at the next on-premises sign-in"
        }
        Do::ClearMarks => {
            cloud(world, &|account| account.must_change = false);
            mark_directory(world, entity, false);
            return;
        }
        Do::DropMfaMethods => {
            if let Some(mut methods) = world.get_mut::<Methods>(entity) {
                methods.drop_mfa();
            }
            "methods for multifactor authentication count no more until they are set up again"
        }
        Do::NotifyUser => return notify(draft, vec![record::upn(world, user)]),
        Do::NotifyGlobalAdministrators => return notify(draft, holders(world, &["Global Administrator"])),
        Do::NotifyAllAdministrators => {
            let others = administrators_but(world, user);
            return notify(draft, others);
        }
        Do::Event(id) => {
            let (_, server) = touching::site_names(world, entity);
            return record::event(world, draft, &server, id);
        }
        Do::Ask(prompt) => {
            if draft.record.prompted.is_none_or(|held| held == Prompt::None) {
                draft.record.prompted = Some(prompt);
            }
            return;
        }
        Do::Say(line) => line,
        Do::FederateOnce => {
            cloud(world, &|account| account.federated_once = true);
            return;
        }
        Do::CloseRisk => {
            cloud(world, &|account| account.risk = UserRisk::None);
            "the user risk is closed"
        }
        Do::Name
        | Do::Course(_)
        | Do::Audit(_)
        | Do::AuditEachMethod(_)
        | Do::AuditAgent
        | Do::AuditDetail(..)
        | Do::AuditChanges(_)
        | Do::MailFirst(_)
        | Do::MailContact => return,
    };
    draft.record.effects.push(said.to_owned());
}

fn mark_directory(world: &mut World, entity: bevy_ecs::prelude::Entity, marked: bool) {
    if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
        account.account.must_change_password = marked;
    }
}

fn notify(draft: &mut Draft, names: Vec<String>) {
    for name in names {
        if !draft.record.notified.contains(&name) {
            draft.record.notified.push(name);
        }
    }
}

/// People who actively hold one of these roles.
pub(super) fn holders(world: &World, roles: &[&str]) -> Vec<String> {
    let wanted: Vec<Role> = roles.iter().filter_map(|name| Role::parse(name)).collect();
    let people = world.resource::<Index>().people.iter();
    let held = people.filter(|(user, entity)| {
        let roles = lens::active_roles(world, **entity, **user);
        wanted.iter().any(|role| roles.contains(*role))
    });
    held.map(|(user, _)| record::upn(world, *user)).collect()
}

/// Everybody under the administrator policy but one.
fn administrators_but(world: &World, user: UserId) -> Vec<String> {
    use crate::model::ask::Action;
    use crate::rules::case::{Moment, OfferFacts};
    let book = &world.resource::<Rulebook>().0;
    let listed = |other: &UserId| {
        let case = observe::case(world, *other, Action::ResetPassword, Moment::Offer(OfferFacts::default()));
        case.is_some_and(|case| listed(&case, book))
    };
    let people = world.resource::<Index>().people.keys().filter(|other| **other != user && listed(other));
    people.map(|other| record::upn(world, *other)).collect()
}

/// Registered data was confirmed or changed now.
pub(super) fn confirmed(world: &mut World, user: UserId) {
    let now = world.resource::<Clock>().0;
    if let Some(entity) = lens::person(world, user)
        && let Some(mut methods) = world.get_mut::<Methods>(entity)
    {
        (methods.confirmed, methods.deleted) = (now, false);
    }
}
