//! The on-premises directory: which policy applies, locks, stored passwords.

use bevy_ecs::prelude::{Entity, World};

use crate::model::directory::{FineGrained, Lockout, PasswordPolicy};
use crate::model::policy::Member as GroupMember;
use crate::model::time::{Instant, Span};

use super::observe::{groups_of, part};
use super::parts::{Clock, DirectoryAccount, ForestState, Index, Lab, Profile};

/// The fine-grained policy that applies to a person: a direct link beats a group's, the lower precedence wins.
fn fine_grained(world: &World, entity: Entity) -> Option<FineGrained> {
    let account = world.get::<DirectoryAccount>(entity)?;
    let profile = part::<Profile>(world, entity);
    let forest = world.get::<ForestState>(*world.resource::<Index>().forests.get(account.forest.index())?)?;
    let best = |linked: Vec<&FineGrained>| linked.into_iter().min_by_key(|one| one.precedence).cloned();
    let all = &forest.0.fine_grained;
    let direct = best(all.iter().filter(|one| one.users.contains(&profile.user)).collect());
    direct.or_else(|| {
        let groups = groups_of(world, GroupMember::User(profile.user));
        best(all.iter().filter(|one| one.groups.iter().any(|group| groups.contains(group))).collect())
    })
}

fn forest(world: &World, entity: Entity) -> Option<&ForestState> {
    let account = world.get::<DirectoryAccount>(entity)?;
    world.get::<ForestState>(*world.resource::<Index>().forests.get(account.forest.index())?)
}

/// The password policy that applies to a person.
pub(super) fn policy(world: &World, entity: Entity) -> PasswordPolicy {
    let fine = fine_grained(world, entity).map(|one| one.password_policy);
    fine.or_else(|| forest(world, entity).map(|state| state.0.password_policy)).unwrap_or_default()
}

/// The lockout policy that applies to a person.
pub(super) fn lockout(world: &World, entity: Entity) -> Lockout {
    let fine = fine_grained(world, entity).map(|one| one.lockout);
    fine.or_else(|| forest(world, entity).map(|state| state.0.lockout)).unwrap_or_default()
}

/// Whether the account is locked; a lock ends after the policy's duration, if that is not zero.
pub(super) fn locked(world: &World, entity: Entity, now: Instant) -> bool {
    let duration = lockout(world, entity).duration;
    let since = world.get::<DirectoryAccount>(entity).and_then(|account| account.locked_since);
    since.is_some_and(|since| duration == Span::ZERO || now - since < duration)
}

/// A password was typed at the forest; wrong ones count towards the lock, but for the two previous passwords.
pub(super) fn typed(world: &mut World, entity: Entity, password: &str, now: Instant) -> bool {
    let lockout = lockout(world, entity);
    let already = locked(world, entity, now);
    let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) else { return false };
    let right = account.password == password;
    if already {
        return right;
    }
    account.locked_since = None;
    if right {
        account.bad.clear();
        return true;
    }
    let recent = account.history.iter().take(2).any(|old| old == password);
    if lockout.threshold > 0 && !recent {
        // The counter starts anew when the window has passed since the last failure.
        if account.bad.last().is_some_and(|last| now - *last >= lockout.window) {
            account.bad.clear();
        }
        account.bad.push(now);
        if account.bad.len() as i64 >= lockout.threshold {
            account.locked_since = Some(now);
            account.bad.clear();
        }
    }
    false
}

/// Whether a password is the one before, and the forest still takes that; see the assumption `old-password-grace`.
pub(super) fn in_grace(world: &World, entity: Entity, password: &str) -> bool {
    let grace = Span::parse(world.resource::<Lab>().0.assumptions.get("old-password-grace")).unwrap_or(Span::ZERO);
    let now = world.resource::<Clock>().0;
    world.get::<DirectoryAccount>(entity).is_some_and(|account| {
        now - account.password_set < grace && account.history.first().is_some_and(|old| old == password)
    })
}

/// Stores a new password; the old one joins the history.
pub(super) fn store(world: &mut World, entity: Entity, password: &str, now: Instant) {
    if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
        let old = std::mem::replace(&mut account.password, password.to_owned());
        account.history.insert(0, old);
        account.history.truncate(24);
        account.password_set = now;
        account.hash_due = true;
    }
}

/// The passwords that the policy remembers: the one in force and as many before it as fit.
pub(super) fn remembered(world: &World, entity: Entity) -> Vec<String> {
    let depth = policy(world, entity).history.max(0) as usize;
    let Some(account) = world.get::<DirectoryAccount>(entity) else { return Vec::new() };
    std::iter::once(&account.password).chain(&account.history).take(depth).cloned().collect()
}
