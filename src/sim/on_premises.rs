//! What is done in AD DS itself: resets, changes, unlocks, accounts, policies.

use bevy_ecs::prelude::{Entity, World};

use crate::model::ask::{Action, Outcome};
use crate::model::directory::PasswordPolicyPatch;
use crate::model::fault::FaultTarget;
use crate::model::key::UserId;
use crate::model::policy::{Migration, Sspr};
use crate::model::time::Span;
use crate::rules::case::{Case, ForestPolicy, Moment, SaveFacts};
use crate::rules::settings;
use crate::scenario::timeline::{NewPassword, OnPremisesAct, OnPremisesTarget, Typed};

use super::attempts::occasion;
use super::parts::{Clock, DirectoryAccount, ForestState, Index};
use super::record::{self, Draft};
use super::{agents, directory, faults, forest_write, lens, passwords, sync, touching};

/// Carries out a step on-premises.
pub(super) fn run(world: &mut World, step: usize, nth: u32, target: OnPremisesTarget, act: &OnPremisesAct) {
    let forest = |world: &World, entity: Entity| format!("ad:{}", touching::site_names(world, entity).0);
    let user = match target {
        OnPremisesTarget::User(user) => user,
        OnPremisesTarget::Forest(id) => {
            let entity = world.resource::<Index>().forests[id.index()];
            let name = world.get::<ForestState>(entity).map(|state| state.0.name.clone()).unwrap_or_default();
            let mut draft = record::open(world, step, nth, &format!("ad:{name}"), word(act));
            draft.record.outcome = Some(Outcome::Success);
            if let OnPremisesAct::SetPolicy { password_policy, lockout } = act
                && record::decided(world, &mut draft, UserId(0), saved(world, entity, password_policy)).passes()
            {
                directory::set_policies(world, id, password_policy, lockout);
            }
            record::commit(world, draft);
            return;
        }
    };
    let Some(entity) = lens::person(world, user) else {
        let draft = record::open(world, step, nth, "ad", word(act));
        super::refuse_missing(world, draft);
        return;
    };
    let actor = forest(world, entity);
    let mut draft = record::open(world, step, nth, &actor, word(act));
    draft.record.subject = Some(user);
    draft.record.outcome = Some(Outcome::Success);
    match act {
        OnPremisesAct::ResetPassword { new_password, must_change } => {
            let set = Set { user, action: Action::AdminResetPassword, current: None, must_change: *must_change };
            set_password(world, &mut draft, entity, &set, new_password);
        }
        OnPremisesAct::ChangePassword { current, new_password } => {
            let set = Set { user, action: Action::ChangePassword, current: Some(current), must_change: false };
            set_password(world, &mut draft, entity, &set, new_password);
        }
        OnPremisesAct::UnlockAccount => {
            with(world, entity, directory::unlock);
            mended(world, user, "on-premises-user-locked");
        }
        OnPremisesAct::SetMustChange(marked) => {
            let write = forest_write::Write { mark: Some(*marked), ..forest_write::Write::plain(user) };
            write_by_hand(world, &mut draft, &write);
        }
        OnPremisesAct::RequireSmartCard => {
            let random = passwords::new(world, entity, &NewPassword::Default, occasion(step, nth));
            passwords::note_attempt(world, entity, random.as_deref());
            let write = forest_write::Write { new: random.as_deref(), ..forest_write::Write::plain(user) };
            write_by_hand(world, &mut draft, &write);
            with(world, entity, |account| (account.random, account.by_admin) = (true, false));
        }
        OnPremisesAct::EnableUser | OnPremisesAct::DisableUser => {
            let enabled = matches!(act, OnPremisesAct::EnableUser);
            with(world, entity, |account| account.account.enabled = enabled);
            if enabled {
                mended(world, user, "on-premises-user-disabled");
            }
            sync::state_due(world, entity);
        }
        OnPremisesAct::SetPolicy { .. } => {}
    }
    record::commit(world, draft);
}

/// The case of a password policy that is to be saved in a forest.
fn saved(world: &World, entity: Entity, patch: &PasswordPolicyPatch) -> Case {
    let mut policy = world.get::<ForestState>(entity).map(|state| state.0.password_policy).unwrap_or_default();
    patch.apply(&mut policy);
    let hours = |span: Span| (span.0 / Span::hours(1).0).clamp(0, i64::from(u16::MAX)) as u16;
    let forest = ForestPolicy {
        history: policy.history.clamp(0, i64::from(u16::MAX)) as u16,
        min_age: hours(policy.min_age),
        max_age: hours(policy.max_age),
    };
    let facts = SaveFacts { forest: Some(forest), ..settings::facts(&Sspr::default(), Migration::Complete) };
    Case::plain(world.resource::<Clock>().0, Action::AdminResetPassword, Moment::Save(facts))
}

const fn word(act: &OnPremisesAct) -> &'static str {
    match act {
        OnPremisesAct::ResetPassword { .. } => "on-premises reset-password",
        OnPremisesAct::ChangePassword { .. } => "on-premises change-password",
        OnPremisesAct::UnlockAccount => "on-premises unlock-account",
        OnPremisesAct::SetMustChange(_) => "on-premises set-must-change",
        OnPremisesAct::RequireSmartCard => "on-premises require-smart-card",
        OnPremisesAct::EnableUser => "on-premises enable-user",
        OnPremisesAct::DisableUser => "on-premises disable-user",
        OnPremisesAct::SetPolicy { .. } => "on-premises set-policy",
    }
}

/// A password being set in the forest.
struct Set<'a> {
    user: UserId,
    action: Action,
    current: Option<&'a Typed>,
    must_change: bool,
}

fn set_password(world: &mut World, draft: &mut Draft, entity: Entity, set: &Set<'_>, new: &NewPassword) {
    let nth = occasion(draft.key.0, draft.key.1);
    let new = passwords::new(world, entity, new, nth);
    let Some(in_force) = world.get::<DirectoryAccount>(entity).map(|account| account.password.clone()) else { return };
    let typed = set.current.map(|current| passwords::typed(world, entity, current, &in_force, true, nth));
    passwords::note_attempt(world, entity, new.as_deref());
    let write = forest_write::Write {
        action: set.action,
        new: new.as_deref(),
        current: typed.as_deref(),
        mark: new.is_some().then_some(set.must_change),
        ..forest_write::Write::plain(set.user)
    };
    write_by_hand(world, draft, &write);
}

/// Decides a write in the forest itself and carries it out.
fn write_by_hand(world: &mut World, draft: &mut Draft, write: &forest_write::Write<'_>) {
    let Some(case) = forest_write::case(world, write) else { return };
    let verdict = record::decided(world, draft, write.user, case);
    agents::log(world, draft, write.user, &case, &verdict);
    forest_write::settle(world, write, &case, verdict.passes());
}

/// The step was the remedy of a failure of this person.
fn mended(world: &mut World, user: UserId, failure: &str) {
    let now = world.resource::<Clock>().0;
    faults::mended(world, &[failure], &[FaultTarget::User(user)], now);
}

fn with(world: &mut World, entity: Entity, edit: impl FnOnce(&mut DirectoryAccount)) {
    if let Some(mut account) = world.get_mut::<DirectoryAccount>(entity) {
        edit(&mut account);
    }
}
