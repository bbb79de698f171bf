//! Steps that change the fact of a flip: a flip holds from the start to the end, and starts from what held at a step.

use crate::model::key::UserId;
use crate::model::licence::{Licence, SubscriptionStatus};
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::policy::{Member, SsprPatch};
use crate::scenario::timeline::{AdminAct, OnPremisesAct, OnPremisesTarget, PersonAct, What};
use crate::scenario::{Person, Scenario};

use super::put::{allow_in, register, with_right};
use super::{Edit, Mark, ServerSwitch, Switch};

/// Keeps the steps of the lab from setting the fact of a flip to anything else.
pub(super) fn hold(edit: &Edit, s: &mut Scenario) {
    for step in &mut s.timeline {
        hold_at(edit, &mut step.what);
    }
}

fn hold_at(edit: &Edit, what: &mut What) {
    if undone_by(edit, what) {
        *what = What::Check;
        return;
    }
    match what {
        What::Admin { act: AdminAct::SetSspr(sspr), .. } => hold_sspr(edit, sspr),
        What::Admin { act: AdminAct::SetTenant { tenant, sspr }, .. } => {
            hold_sspr(edit, sspr);
            if let (Edit::Allow { method, on }, Some(Some(policy))) = (edit, &mut tenant.authentication_methods) {
                allow_in(policy, *method, *on);
            }
        }
        What::Admin { act: AdminAct::SetSync { on: server, set }, .. } => match edit {
            Edit::Server { on, switch, .. } if on == server => match switch {
                ServerSwitch::Writeback => set.writeback = None,
                ServerSwitch::Staging => set.staging = None,
                ServerSwitch::HashSync => set.password_hash_sync = None,
                ServerSwitch::ApplicationSignIn => set.application_sign_in = None,
            },
            Edit::Newest { on, .. } | Edit::Tool { on, .. } if on == server => set.version = None,
            Edit::Right { on, right, held, .. } if on == server => {
                set.permissions = set.permissions.map(|rights| with_right(rights, *right, *held));
            }
            _ => {}
        },
        What::Admin { act: AdminAct::SetSubscription { sku, status, next_lifecycle, .. }, .. } => {
            if matches!(edit, Edit::Status { sku: flipped, .. } if flipped == sku) {
                (*status, *next_lifecycle) = (None, None);
            }
        }
        What::Person { user, act: PersonAct::RegisterMethods { methods, .. } } => match edit {
            Edit::Unregister { user: flipped, method, .. } if flipped == user => register(methods, *method, false),
            _ => {}
        },
        What::OnPremises {
            target: OnPremisesTarget::Forest(forest),
            act: OnPremisesAct::SetPolicy { password_policy, .. },
        } => match edit {
            Edit::MinimumAge { forest: flipped, .. } if flipped == forest => password_policy.min_age = None,
            Edit::MinimumLength { forest: flipped, .. } if flipped == forest => password_policy.min_length = None,
            _ => {}
        },
        _ => {}
    }
}

/// Whether a step does nothing but the contrary of a flip.
fn undone_by(edit: &Edit, what: &What) -> bool {
    match (edit, what) {
        (Edit::RegisterNothing { user, .. }, What::Person { user: who, act: PersonAct::RegisterMethods { .. } }) => {
            user == who
        }
        (Edit::Unregister { user, method, .. }, What::Person { user: who, act }) => {
            user == who && matches!(act, PersonAct::RegisterMethods { methods, .. } if only(methods, *method))
        }
        (Edit::Register { user, method, .. }, What::Person { user: who, act }) => {
            user == who && matches!(act, PersonAct::DeleteMethod { method: gone } if gone == method)
        }
        (_, What::Admin { act, .. }) => undone_by_admin(edit, act),
        (
            Edit::Mark { user, mark: Mark::Enabled, on, .. },
            What::OnPremises { target: OnPremisesTarget::User(who), act },
        ) => {
            let (enables, disables) =
                (matches!(act, OnPremisesAct::EnableUser), matches!(act, OnPremisesAct::DisableUser));
            user == who && if *on { disables } else { enables }
        }
        _ => false,
    }
}

fn undone_by_admin(edit: &Edit, act: &AdminAct) -> bool {
    let is = |member: &Member, user: &UserId| *member == Member::User(*user);
    match (edit, act) {
        (Edit::Join { user, group, .. }, AdminAct::RemoveFromGroup { group: from, member })
        | (Edit::Leave { user, group, .. }, AdminAct::AddToGroup { group: from, member }) => {
            group == from && is(member, user)
        }
        (Edit::Role { user, role, .. }, AdminAct::RemoveRole { to, role: gone }) => role == gone && is(to, user),
        (Edit::NoRole { user, .. }, AdminAct::AssignRole { to, .. }) => is(to, user),
        (Edit::License { user, sku, .. }, AdminAct::RemoveLicence { to, sku: gone }) => sku == gone && is(to, user),
        (Edit::Unlicense { user, sku, .. }, AdminAct::AssignLicence { to, sku: given, .. }) => {
            sku == given && is(to, user)
        }
        (Edit::Status { sku, .. }, AdminAct::CancelSubscription(gone)) => sku == gone,
        (Edit::Mark { user, mark: Mark::CloudEnabled, on, .. }, act) => match act {
            AdminAct::EnableUser(who) => !*on && user == who,
            AdminAct::DisableUser(who) => *on && user == who,
            _ => false,
        },
        _ => false,
    }
}

fn hold_sspr(edit: &Edit, patch: &mut SsprPatch) {
    match edit {
        Edit::Scope { .. } => (patch.enabled, patch.group) = (None, None),
        Edit::Required { .. } => patch.methods_required = None,
        Edit::Allow { method, on } => {
            let ways = MethodSet::of(&[*method]).ways();
            let held = |set: MethodSet| if *on { set.ways().union(ways) } else { set.ways().without(ways) }.merged();
            patch.methods = patch.methods.map(held);
        }
        Edit::Switch { switch, .. } => *switch_of(patch, *switch) = None,
        _ => {}
    }
}

const fn switch_of(patch: &mut SsprPatch, switch: Switch) -> &mut Option<bool> {
    match switch {
        Switch::Administrators => &mut patch.admins_allowed,
        Switch::Writeback => &mut patch.writeback_connect,
        Switch::WritebackCloudSync => &mut patch.writeback_cloud_sync,
        Switch::Unlock => &mut patch.unlock_without_reset,
        Switch::NotifyUsers => &mut patch.notify_users,
        Switch::NotifyAdmins => &mut patch.notify_admins,
        Switch::Registration => &mut patch.registration_required,
    }
}

/// Whether this method is all that is registered.
fn only(methods: &Registered, method: Method) -> bool {
    let mut rest = methods.clone();
    register(&mut rest, method, false);
    rest == Registered::default()
}

/// The lab as it stands at a step, if the steps before did what they say: what a flip is tried against. The timeline
/// stays.
pub(super) fn as_of(scenario: &Scenario, step: usize) -> Scenario {
    let mut now = scenario.clone();
    for before in scenario.timeline.iter().take(step) {
        match &before.what {
            What::Admin { act, .. } => administer(&mut now, act),
            What::Person { user, act } => {
                if let Some(person) = now.users.get_mut(user.index()) {
                    do_for(person, act);
                }
            }
            What::OnPremises { target, act } => do_in_forest(&mut now, *target, act),
            What::Fault { .. } | What::Restore { .. } | What::Check => {}
        }
    }
    now
}

fn do_for(person: &mut Person, act: &PersonAct) {
    let held = &mut person.methods;
    match act {
        PersonAct::RegisterMethods { methods, .. } => {
            for method in methods.methods(0).merged().iter() {
                register(held, method, true);
            }
        }
        PersonAct::DeleteMethod { method } => register(held, *method, false),
        _ => {}
    }
}

fn do_in_forest(now: &mut Scenario, target: OnPremisesTarget, act: &OnPremisesAct) {
    match (target, act) {
        (OnPremisesTarget::Forest(forest), OnPremisesAct::SetPolicy { password_policy, .. }) => {
            let site = now.on_premises.as_mut();
            if let Some(found) = site.and_then(|site| site.forests.get_mut(forest.index())) {
                password_policy.apply(&mut found.password_policy);
            }
        }
        (OnPremisesTarget::User(user), OnPremisesAct::EnableUser | OnPremisesAct::DisableUser) => {
            if let Some(person) = now.users.get_mut(user.index()) {
                person.on_premises.enabled = matches!(act, OnPremisesAct::EnableUser);
            }
        }
        _ => {}
    }
}

fn administer(now: &mut Scenario, act: &AdminAct) {
    match act {
        AdminAct::SetSspr(patch) => patch.apply(&mut now.tenant.sspr),
        AdminAct::SetTenant { tenant, sspr } => {
            tenant.apply(&mut now.tenant);
            sspr.apply(&mut now.tenant.sspr);
        }
        AdminAct::SetSync { on, set } => {
            let site = now.on_premises.as_mut();
            if let Some(server) = site.and_then(|site| site.sync.get_mut(on.index())) {
                set.apply(server);
            }
        }
        AdminAct::SetSubscription { sku, status: Some(status), .. } => set_status(now, *sku, *status),
        AdminAct::CancelSubscription(sku) => set_status(now, *sku, SubscriptionStatus::Deleted),
        AdminAct::AddToGroup { group, member } => {
            if let Some(group) = now.tenant.groups.get_mut(group.index()) {
                group.members.push(*member);
            }
        }
        AdminAct::RemoveFromGroup { group, member } => {
            if let Some(group) = now.tenant.groups.get_mut(group.index()) {
                group.members.retain(|one| one != member);
            }
        }
        _ => administer_person(now, act),
    }
}

fn administer_person(now: &mut Scenario, act: &AdminAct) {
    let user = match act {
        AdminAct::AssignLicence { to: Member::User(user), .. }
        | AdminAct::RemoveLicence { to: Member::User(user), .. }
        | AdminAct::AssignRole { to: Member::User(user), .. }
        | AdminAct::RemoveRole { to: Member::User(user), .. }
        | AdminAct::EnableUser(user)
        | AdminAct::DisableUser(user) => *user,
        _ => return,
    };
    let Some(person) = now.users.get_mut(user.index()) else { return };
    match act {
        AdminAct::AssignLicence { sku, replaces, .. } => {
            person.licences.retain(|one| !replaces.contains(&one.sku));
            person.licences.push(Licence::of(*sku));
        }
        AdminAct::RemoveLicence { sku, .. } => person.licences.retain(|one| one.sku != *sku),
        AdminAct::AssignRole { role, .. } => person.roles.insert(*role),
        AdminAct::RemoveRole { role, .. } => person.roles.remove(*role),
        _ => person.enabled = matches!(act, AdminAct::EnableUser(_)),
    }
}

fn set_status(now: &mut Scenario, sku: crate::model::key::SkuId, status: SubscriptionStatus) {
    let bought = now.tenant.subscriptions.iter_mut().filter(|one| one.sku == sku);
    bought.for_each(|one| one.status = status);
}
