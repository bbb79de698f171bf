//! Which reset settings a save changed, with their old and new values in the words of a scenario.

use bevy_ecs::prelude::World;

use crate::ledger::SettingChange;
use crate::model::policy::Sspr;

use super::parts::{GroupState, Index};

/// The settings that differ, in the order of a scenario.
pub(super) fn of(before: &Sspr, after: &Sspr, world: &World) -> Vec<SettingChange> {
    let old = values(before, world);
    let pairs = old.into_iter().zip(values(after, world));
    let differing = pairs.filter(|((_, old), (_, new))| old != new);
    differing.map(|((name, old), (_, new))| SettingChange { name, old, new }).collect()
}

fn values(sspr: &Sspr, world: &World) -> Vec<(&'static str, String)> {
    let Sspr {
        enabled,
        group,
        methods,
        methods_required,
        questions_register,
        questions_reset,
        custom_questions,
        mfa_registration,
        registration_required,
        reconfirm_days,
        notify_users,
        notify_admins,
        helpdesk_link,
        admins_allowed,
        admins_switch_set: _,
        writeback_connect,
        writeback_cloud_sync,
        unlock_without_reset,
    } = sspr;
    let named = |group: &crate::model::key::GroupId| {
        let entity = world.resource::<Index>().groups.get(group.index())?;
        world.get::<GroupState>(*entity).map(|state| state.0.name.clone())
    };
    vec![
        ("enabled", enabled.to_string()),
        ("group", group.as_ref().and_then(named).unwrap_or_default()),
        ("methods", methods.to_string()),
        ("methods_required", methods_required.to_string()),
        ("security_questions.register", questions_register.to_string()),
        ("security_questions.reset", questions_reset.to_string()),
        ("security_questions.custom", custom_questions.join(", ")),
        ("registration.mfa", mfa_registration.to_string()),
        ("registration.required", registration_required.to_string()),
        ("registration.reconfirm_days", reconfirm_days.to_string()),
        ("notify.users", notify_users.to_string()),
        ("notify.admins", notify_admins.to_string()),
        ("helpdesk.link", helpdesk_link.clone().unwrap_or_default()),
        ("admins_allowed", admins_allowed.to_string()),
        ("writeback.connect", writeback_connect.to_string()),
        ("writeback.cloud_sync", writeback_cloud_sync.to_string()),
        ("unlock_without_reset", unlock_without_reset.to_string()),
    ]
}
