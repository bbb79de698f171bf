//! The on-premises directory: which policy applies, locks, what is written to accounts, stored passwords.

use bevy_ecs::prelude::{Entity, World};

use crate::model::directory::{FineGrained, Lockout, LockoutPatch, PasswordPolicy, PasswordPolicyPatch};
use crate::model::key::ForestId;
use crate::model::policy::Member as GroupMember;
use crate::model::time::{Instant, Span};
use crate::rules::case::{DomainPolicy, HeldFacts};
use crate::rules::topics::ad_policy;

use super::lens::{groups_of, part};
use super::parts::{Clock, DirectoryAccount, ForestState, Index, Profile, Rulebook};

/// The fine-grained policy that applies to a person: a direct link beats a group's, the lower precedence wins.
pub(super) fn fine_grained(world: &World, entity: Entity) -> Option<&FineGrained> {
    let all = &forest(world, entity)?.0.fine_grained;
    if all.is_empty() {
        return None;
    }
    let user = part::<Profile>(world, entity).user;
    let direct = all.iter().filter(|one| one.users.contains(&user)).min_by_key(|one| one.precedence);
    direct.or_else(|| {
        let groups = groups_of(world, GroupMember::User(user));
        let linked = |one: &&FineGrained| one.groups.iter().any(|group| groups.contains(group));
        all.iter().filter(linked).min_by_key(|one| one.precedence)
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

/// Changes the policies of a forest's domain; fine-grained ones stay.
pub(super) fn set_policies(world: &mut World, id: ForestId, password: &PasswordPolicyPatch, lockout: &LockoutPatch) {
    let entity = world.resource::<Index>().forests[id.index()];
    if let Some(mut state) = world.get_mut::<ForestState>(entity) {
        password.apply(&mut state.0.password_policy);
        lockout.apply(&mut state.0.lockout);
    }
}

/// Whether the account is locked; a lock ends after the policy's duration, if that is not zero.
pub(super) fn locked(world: &World, entity: Entity, now: Instant) -> bool {
    let (age, lasting) = lock(world, entity, now);
    age.is_some_and(|age| ad_policy::lasts(age, lasting))
}

/// How long ago the lockout time was set, and for how long the policy locks then, in seconds.
pub(super) fn lock(world: &World, entity: Entity, now: Instant) -> (Option<u32>, u32) {
    let since = world.get::<DirectoryAccount>(entity).and_then(|account| account.locked_since);
    since.map_or((None, 0), |since| {
        (Some((now - since).whole_seconds()), lockout(world, entity).duration.whole_seconds())
    })
}

/// What the domain's own policy asks of a password where a fine-grained one stands in its place.
///
/// Source: rule `ad-policy-fgpp`.
pub(super) fn replaced_policy(world: &World, entity: Entity, new: Option<&str>) -> Option<DomainPolicy> {
    fine_grained(world, entity)?;
    let policy = forest(world, entity)?.0.password_policy;
    let account = world.get::<DirectoryAccount>(entity)?;
    let depth = policy.history.max(0) as usize;
    let mut held = std::iter::once(&account.password).chain(&account.history).take(depth);
    Some(DomainPolicy {
        min_length: policy.min_length.clamp(0, 1000) as u16,
        complexity: policy.complexity,
        min_age: policy.min_age.whole_seconds(),
        remembered: new.is_some_and(|new| held.any(|known| known == new)),
    })
}

/// A password was typed at a logon; wrong ones count towards the lock, but for the two previous passwords.
pub(super) fn typed(world: &mut World, entity: Entity, password: &str, now: Instant) -> bool {
    let locked = locked(world, entity, now);
    let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) else { return false };
    let right = account.password == password;
    if right && !locked {
        unlock(&mut account);
    }
    let previous = account.history.iter().take(2).any(|old| old == password);
    if !right && !previous {
        mistake(world, entity, now);
    }
    right
}

/// A wrong password counts, typed at a logon or as the old one of a change; the counter starts anew when the window has
/// passed since the last one.
pub(super) fn mistake(world: &mut World, entity: Entity, now: Instant) {
    let lockout = lockout(world, entity);
    let locked = locked(world, entity, now);
    let Some(mut account) = world.get_mut::<DirectoryAccount>(entity).filter(|_| lockout.threshold > 0 && !locked)
    else {
        return;
    };
    let kept = if now - account.bad_at >= lockout.window { 0 } else { account.bad };
    (account.bad, account.bad_at) = (kept + 1, now);
    if i64::from(account.bad) >= lockout.threshold {
        account.locked_since = Some(now);
    }
}

/// The lock ends and the counter is back at zero.
pub(super) fn unlock(account: &mut DirectoryAccount) {
    (account.bad, account.locked_since) = (0, None);
}

/// Whether a password is the one before, and the forest still takes that; see the assumption `old-password-grace`.
pub(super) fn in_grace(world: &World, entity: Entity, password: &str) -> bool {
    let grace = Span(i64::from(world.resource::<Rulebook>().0.assumed.old_password_grace));
    let now = world.resource::<Clock>().0;
    world.get::<DirectoryAccount>(entity).is_some_and(|account| {
        now - account.password_set < grace && account.history.first().is_some_and(|old| old == password)
    })
}

/// A password as the forest knows it: when it was set and when it was replaced; none where the forest never held it.
pub(super) fn held(world: &World, entity: Entity, password: &str) -> Option<HeldFacts> {
    let account = world.get::<DirectoryAccount>(entity)?;
    let now = world.resource::<Clock>().0;
    let ago = |at: &Instant| (now - *at).whole_seconds();
    let back = std::iter::once(&account.password).chain(&account.history).position(|known| known == password)?;
    Some(HeldFacts {
        set_ago: account.replaced.get(back).map_or(u32::MAX, ago),
        replaced_ago: back.checked_sub(1).and_then(|newer| account.replaced.get(newer)).map(ago),
        previous: back == 1,
    })
}

/// The password that a domain controller other than the one written to takes now.
///
/// Source: assumption `domain-controller-replication-delay`.
pub(super) fn elsewhere<'a>(world: &World, account: &'a DirectoryAccount) -> &'a str {
    let delay = Span(i64::from(world.resource::<Rulebook>().0.assumed.replication_delay));
    let seen = world.resource::<Clock>().0 - delay;
    let later = account.replaced.iter().take_while(|at| **at > seen).count();
    match later.checked_sub(1) {
        Some(i) => &account.history[i],
        None => &account.password,
    }
}

/// Stores a new password; the old one joins the history.
pub(super) fn store(world: &mut World, entity: Entity, password: &str, now: Instant) {
    if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
        let old = std::mem::replace(&mut account.password, password.to_owned());
        account.history.insert(0, old);
        account.history.truncate(24);
        account.replaced.insert(0, now);
        account.replaced.truncate(24);
        account.password_set = now;
        account.hash_due = true;
        (account.hash_initial, account.hash_failed) = (false, None);
        (account.by_admin, account.random, account.unmarked) = (false, false, false);
    }
}

/// The passwords that the policy remembers: the one in force and as many before it as fit.
pub(super) fn remembered(world: &World, entity: Entity) -> Vec<String> {
    let depth = policy(world, entity).history.max(0) as usize;
    let Some(account) = world.get::<DirectoryAccount>(entity) else { return Vec::new() };
    std::iter::once(&account.password).chain(&account.history).take(depth).cloned().collect()
}
