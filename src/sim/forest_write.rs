//! What is written to accounts in the forest itself: by an administrator, a delegate or the owner.

use bevy_ecs::prelude::World;

use crate::model::ask::Action;
use crate::model::key::UserId;
use crate::model::sync::PermissionSet;
use crate::rules::Case;
use crate::rules::case::{Moment, WriteFacts};

use super::parts::{Clock, DirectoryAccount};
use super::{directory, lens, observe, sync, writeback};

/// Something written to an account in the forest itself.
#[derive(Debug)]
pub(super) struct Write<'a> {
    pub(super) user: UserId,
    pub(super) action: Action,
    /// The new password; none where only marks or the lock are written.
    pub(super) new: Option<&'a str>,
    /// The old password as typed; none where none is asked for.
    pub(super) current: Option<&'a str>,
    pub(super) hints: bool,
    pub(super) unlocks: bool,
    /// Whether the password must be changed from now on; none leaves that to the password being set.
    pub(super) mark: Option<bool>,
    /// The rights of a delegate; none where an administrator or the owner writes.
    pub(super) delegate: Option<PermissionSet>,
}

impl Write<'_> {
    /// An administrator of the forest writes nothing yet.
    pub(super) const fn plain(user: UserId) -> Self {
        Self {
            user,
            action: Action::AdminResetPassword,
            new: None,
            current: None,
            hints: false,
            unlocks: false,
            mark: None,
            delegate: None,
        }
    }
}

/// The case of a write in the forest itself.
pub(super) fn case(world: &World, write: &Write<'_>) -> Option<Case> {
    let entity = lens::person(world, write.user)?;
    let in_force = &world.get::<DirectoryAccount>(entity)?.password;
    let course = writeback::Write {
        user: write.user,
        action: write.action,
        new: write.new,
        current_right: write.current.is_none_or(|typed| typed == in_force),
        must_change: write.mark.is_some(),
        by_relay: false,
    };
    let facts = WriteFacts {
        delegated: write.delegate.is_some(),
        hints: write.hints,
        unlocks: write.unlocks,
        sets: write.new.is_some(),
        ..writeback::facts(world, &course, true)?
    };
    let mut case = observe::case(world, write.user, write.action, Moment::Directory(facts))?;
    case.site.permissions = write.delegate.unwrap_or(PermissionSet::ALL);
    case.site.granted = PermissionSet::NONE;
    Some(case)
}

/// Carries out a write that was decided: what it stores, or the wrong old password that it counts.
pub(super) fn settle(world: &mut World, write: &Write<'_>, case: &Case, passes: bool) {
    let Some(entity) = lens::person(world, write.user) else { return };
    let now = world.resource::<Clock>().0;
    if !passes {
        if case.write().is_some_and(|facts| !facts.current_right) {
            directory::mistake(world, entity, now);
        }
        return;
    }
    if let Some(text) = write.new {
        directory::store(world, entity, text, now);
    }
    let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) else { return };
    account.by_admin |= write.new.is_some() && write.action == Action::AdminResetPassword;
    if write.unlocks || write.action == Action::UnlockAccount {
        directory::unlock(&mut account);
    }
    if write.action == Action::ChangePassword {
        account.bad = 0;
    }
    let before = account.account.must_change_password;
    account.account.must_change_password = write.mark.unwrap_or(before && write.new.is_none());
    if write.mark == Some(false) && write.new.is_none() {
        // The directory takes "changed now" for a mark that is lifted: rule `phs-unexpire-sends-hash`.
        account.password_set = now;
        (account.hash_due, account.unmarked) = (true, before);
    }
    if account.hash_due {
        sync::hash_due(world, entity);
    }
}
