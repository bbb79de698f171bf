//! Steps that came before: which facts they change, and what they are called.

use crate::model::policy::SsprPatch;
use crate::scenario::Scenario;
use crate::scenario::timeline::{AdminAct, OnPremisesAct, PersonAct, SignInTo, What};

use super::{About, Edit, short_name};

/// The facts that a step changes; [`About::History`] where what counts is that it happened.
#[must_use]
pub fn facts_of_step(what: &What) -> Vec<About> {
    match what {
        What::Check | What::Fault { .. } | What::Restore { .. } => Vec::new(),
        What::Person { act, .. } => match act {
            PersonAct::RegisterMethods { .. } | PersonAct::DeleteMethod { .. } => vec![About::Registered],
            PersonAct::ContactAdministrator | PersonAct::UseSession => Vec::new(),
            _ => vec![About::History],
        },
        What::Admin { act, .. } => of_admin(act),
        What::OnPremises { act, .. } => match act {
            OnPremisesAct::ResetPassword { .. } | OnPremisesAct::ChangePassword { .. } => vec![About::History],
            OnPremisesAct::SetPolicy { .. } => vec![About::ForestPolicy],
            _ => vec![About::DirectoryAccount],
        },
    }
}

fn of_admin(act: &AdminAct) -> Vec<About> {
    match act {
        AdminAct::ResetPassword { .. } => vec![About::History],
        AdminAct::SetSspr(patch) => of_sspr(patch),
        AdminAct::SetTenant { sspr, tenant } => {
            let mut facts = of_sspr(sspr);
            if tenant.authentication_methods.is_some()
                || tenant.migration.is_some()
                || tenant.telecom_provider.is_some()
            {
                facts.push(About::Allowed);
            }
            facts
        }
        AdminAct::AssignLicence { .. } | AdminAct::RemoveLicence { .. } => vec![About::OwnLicence],
        AdminAct::SetSubscription { .. } | AdminAct::ChangePlan { .. } | AdminAct::CancelSubscription(_) => {
            vec![About::TenantLicence, About::OwnLicence]
        }
        AdminAct::ReprocessLicences(_) => vec![About::OwnLicence],
        AdminAct::DeleteGroup(_) | AdminAct::SetGroup { .. } => vec![About::Scope, About::OwnLicence],
        AdminAct::SetUser { .. } => vec![About::Scope, About::OwnLicence],
        AdminAct::AddToGroup { .. } | AdminAct::RemoveFromGroup { .. } => vec![About::Scope, About::OwnLicence],
        AdminAct::AssignRole { .. } | AdminAct::RemoveRole { .. } => vec![About::Roles],
        AdminAct::CreateUser(_) | AdminAct::DeleteUser(_) => vec![About::History],
        AdminAct::RequireReregistration(_) => vec![About::Registered],
        AdminAct::OpenUsage => vec![About::Roles, About::TenantLicence],
        AdminAct::EnableUser(_) | AdminAct::DisableUser(_) => vec![About::CloudAccount],
        AdminAct::SetDomain { .. } => vec![About::Identity],
        AdminAct::SetSync { .. } => vec![About::Server],
        AdminAct::SyncNow(_) => vec![About::History],
    }
}

fn of_sspr(patch: &SsprPatch) -> Vec<About> {
    let facts = [
        (patch.enabled.is_some() || patch.group.is_some(), About::Scope),
        (patch.methods.is_some(), About::Allowed),
        (patch.methods_required.is_some(), About::Required),
        (patch.questions_reset.is_some(), About::Registered),
        (patch.admins_allowed.is_some(), About::AdminSwitch),
        (patch.writeback_connect.is_some() || patch.writeback_cloud_sync.is_some(), About::PortalWriteback),
        (patch.unlock_without_reset.is_some(), About::UnlockSwitch),
    ];
    facts.into_iter().filter(|(changed, _)| *changed).map(|(_, about)| about).collect()
}

/// The flips that take a step away, one for each fact that it changes.
pub(super) fn without(scenario: &Scenario, step: usize) -> Vec<Edit> {
    let Some(found) = scenario.timeline.get(step) else { return Vec::new() };
    let Some(said) = said(scenario, &found.what) else { return Vec::new() };
    let when = if found.at.date() == scenario.start.date() {
        format!("at {}", &found.at.clock()[..5])
    } else {
        format!("on {} at {}", found.at.date(), &found.at.clock()[..5])
    };
    let said = format!("{said} {when}");
    facts_of_step(&found.what).into_iter().map(|fact| Edit::WithoutStep { step, fact, said: said.clone() }).collect()
}

/// What was done, after `if`: `Petra had not changed a subscription`.
fn said(scenario: &Scenario, what: &What) -> Option<String> {
    let name = |user: crate::model::key::UserId| scenario.users.get(user.index()).map(|one| short_name(scenario, one));
    match what {
        What::Check | What::Fault { .. } | What::Restore { .. } => None,
        What::Person { user, act } => Some(format!("{} had not {}", name(*user)?, person_words(act))),
        What::Admin { admin, act } => Some(format!("{} had not {}", name(*admin)?, admin_words(act))),
        What::OnPremises { act, .. } => Some(format!("the administrators of AD DS had not {}", directory_words(act))),
    }
}

const fn person_words(act: &PersonAct) -> &'static str {
    match act {
        PersonAct::SignIn { to: SignInTo::Cloud, .. } => "signed in",
        PersonAct::SignIn { .. } => "signed in at a computer of the forest",
        PersonAct::UseSession => "gone on in a session",
        PersonAct::RegisterMethods { .. } => "registered methods",
        PersonAct::DeleteMethod { .. } => "deleted a method",
        PersonAct::ResetPassword { .. } => "tried to reset the password",
        PersonAct::ChangePassword { .. } => "tried to change the password",
        PersonAct::UnlockAccount { .. } => "tried to unlock the account",
        PersonAct::ContactAdministrator => "asked for help",
    }
}

const fn admin_words(act: &AdminAct) -> &'static str {
    match act {
        AdminAct::ResetPassword { .. } => "reset a password",
        AdminAct::SetSspr(_) => "changed the reset settings",
        AdminAct::SetTenant { .. } => "changed the tenant's settings",
        AdminAct::AssignLicence { .. } => "assigned a licence",
        AdminAct::RemoveLicence { .. } => "removed a licence",
        AdminAct::SetSubscription { .. } => "changed a subscription",
        AdminAct::ChangePlan { .. } => "moved people to another product",
        AdminAct::CancelSubscription(_) => "cancelled a subscription",
        AdminAct::ReprocessLicences(_) => "had licences reprocessed",
        AdminAct::DeleteGroup(_) => "deleted a group",
        AdminAct::SetGroup { .. } => "changed a group",
        AdminAct::SetUser { .. } => "changed an account",
        AdminAct::AddToGroup { .. } => "added a member to a group",
        AdminAct::RemoveFromGroup { .. } => "taken a member out of a group",
        AdminAct::AssignRole { .. } => "assigned a role",
        AdminAct::RemoveRole { .. } => "removed a role",
        AdminAct::CreateUser(_) => "created an account",
        AdminAct::DeleteUser(_) => "deleted an account",
        AdminAct::RequireReregistration(_) => "required registration anew",
        AdminAct::OpenUsage => "opened the page of usage and insights",
        AdminAct::EnableUser(_) => "enabled an account",
        AdminAct::DisableUser(_) => "disabled an account",
        AdminAct::SetDomain { .. } => "changed how a domain signs in",
        AdminAct::SetSync { .. } => "changed the sync server",
        AdminAct::SyncNow(_) => "started a sync pass",
    }
}

const fn directory_words(act: &OnPremisesAct) -> &'static str {
    match act {
        OnPremisesAct::ResetPassword { .. } => "reset the password",
        OnPremisesAct::ChangePassword { .. } => "changed the password",
        OnPremisesAct::UnlockAccount => "unlocked the account",
        OnPremisesAct::SetMustChange(true) => "marked the password as to be changed",
        OnPremisesAct::SetMustChange(false) => "lifted the must-change mark",
        OnPremisesAct::RequireSmartCard => "required a smart card",
        OnPremisesAct::EnableUser => "enabled the account",
        OnPremisesAct::DisableUser => "disabled the account",
        OnPremisesAct::SetPolicy { .. } => "changed the password policy",
    }
}
