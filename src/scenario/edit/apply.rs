//! Flips applied: the scenario with one fact otherwise.

use crate::model::fault::FaultId;
use crate::model::key::{GroupId, SkuId, UserId};
use crate::model::licence::{Contract, Licence, Subscription, SubscriptionStatus};
use crate::model::method::{Method, MethodSet, Registered};
use crate::model::policy::Member;
use crate::model::role::RoleSet;
use crate::model::time::Span;
use crate::scenario::timeline::{AdminAct, Step, What};
use crate::scenario::{Person, Scenario};

use super::put::{allow_in, register, with_right};
use super::{Edit, Mark, ServerSwitch, Switch, is_premium, steps};

impl Edit {
    /// The scenario with the flip, which holds from the start to the end whatever steps say of the same fact; none where
    /// nothing would change or the flip makes no sense in it.
    #[must_use]
    pub fn apply(&self, scenario: &Scenario) -> Option<Scenario> {
        let mut changed = scenario.clone();
        self.change(&mut changed)?;
        steps::hold(self, &mut changed);
        (changed != *scenario).then_some(changed)
    }

    fn change(&self, s: &mut Scenario) -> Option<()> {
        match self {
            Self::Register { user, method, .. } => register(&mut person(s, *user)?.methods, *method, true),
            Self::Unregister { user, method, .. } => register(&mut person(s, *user)?.methods, *method, false),
            Self::RegisterNothing { user, .. } => person(s, *user)?.methods = Registered::default(),
            Self::Join { user, group, .. } => {
                s.tenant.groups.get_mut(group.index())?.members.push(Member::User(*user));
            }
            Self::Leave { user, group, .. } => leave(s, *user, *group),
            Self::Role { user, role, .. } => person(s, *user)?.roles.insert(*role),
            Self::NoRole { user, .. } => {
                let person = person(s, *user)?;
                person.roles = RoleSet::default();
                person.eligible_roles.clear();
            }
            Self::Mark { user, mark, on, .. } => set_mark(person(s, *user)?, *mark, *on),
            Self::Identity { user, identity, forest, .. } => {
                let person = person(s, *user)?;
                (person.identity, person.forest) = (*identity, *forest);
            }
            Self::License { .. } | Self::Unlicense { .. } | Self::Subscribe { .. } | Self::NoPremium => {
                return self.change_licences(s);
            }
            Self::Replace { .. } | Self::Status { .. } => return self.change_licences(s),
            Self::WithoutFault { fault } => without(s, |what| touches(what, *fault)),
            Self::WithFault { fault, on, step } => {
                let at = s.timeline.get(*step)?.at;
                s.timeline.push(plain_step(at, What::Fault { fault: *fault, on: *on, lasts: None }));
            }
            Self::WithoutStep { step, .. } => s.timeline.get_mut(*step)?.what = What::Check,
            Self::On { step, date } => {
                let days = date.start() - s.timeline.get(*step)?.at.date().start();
                shift(s, days);
            }
            Self::StartOn { date } => {
                let days = date.start() - s.start.date().start();
                shift(s, days);
            }
            Self::Asker { .. } | Self::Does { .. } | Self::Moved { .. } => return self.set_stage(s),
            Self::Outage { .. } | Self::OtherFault { .. } => return self.set_stage(s),
            _ => return self.change_settings(s),
        }
        Some(())
    }

    fn change_settings(&self, s: &mut Scenario) -> Option<()> {
        let sspr = &mut s.tenant.sspr;
        match self {
            Self::Scope { scope, group } => {
                sspr.enabled = *scope;
                sspr.group = group.as_ref().map(|(group, _)| *group);
            }
            Self::Required { count } => sspr.methods_required = *count,
            Self::Allow { method, on } => allow(s, *method, *on),
            Self::Switch { switch, on } => match switch {
                Switch::Administrators => (sspr.admins_allowed, sspr.admins_switch_set) = (*on, true),
                Switch::Writeback => sspr.writeback_connect = *on,
                Switch::WritebackCloudSync => sspr.writeback_cloud_sync = *on,
                Switch::Unlock => sspr.unlock_without_reset = *on,
                Switch::NotifyUsers => sspr.notify_users = *on,
                Switch::NotifyAdmins => sspr.notify_admins = *on,
                Switch::Registration => sspr.registration_required = *on,
            },
            Self::MinimumAge { forest, age, .. } => {
                s.on_premises.as_mut()?.forests.get_mut(forest.index())?.password_policy.min_age = *age;
            }
            Self::MinimumLength { forest, length, .. } => {
                s.on_premises.as_mut()?.forests.get_mut(forest.index())?.password_policy.min_length = *length;
            }
            _ => return self.change_server(s),
        }
        Some(())
    }

    fn change_server(&self, s: &mut Scenario) -> Option<()> {
        let (Self::Server { on, .. } | Self::Newest { on, .. } | Self::Right { on, .. } | Self::Tool { on, .. }) = self
        else {
            return None;
        };
        let server = s.on_premises.as_mut()?.sync.get_mut(on.index())?;
        match self {
            Self::Server { switch, set, .. } => match switch {
                ServerSwitch::Writeback => server.writeback = *set,
                ServerSwitch::Staging => server.staging = *set,
                ServerSwitch::HashSync => server.password_hash_sync = *set,
                ServerSwitch::ApplicationSignIn => server.application_sign_in = *set,
            },
            Self::Right { right, held, .. } => {
                server.permissions = with_right(server.permissions, *right, *held);
            }
            Self::Tool { kind, .. } => (server.kind, server.version) = (*kind, None),
            _ => server.version = None,
        }
        Some(())
    }

    fn change_licences(&self, s: &mut Scenario) -> Option<()> {
        match self {
            Self::License { user, sku, .. } => {
                buy(s, *sku);
                person(s, *user)?.licences.push(Licence::of(*sku));
            }
            Self::Unlicense { user, sku, .. } => person(s, *user)?.licences.retain(|licence| licence.sku != *sku),
            Self::Subscribe { sku } => buy(s, *sku),
            Self::NoPremium => {
                without(s, |what| sku_of(what).is_some_and(is_premium));
                s.tenant.subscriptions.retain(|one| !is_premium(one.sku));
                licence_lists(s).for_each(|list| list.retain(|licence| !is_premium(licence.sku)));
            }
            Self::Replace { from, to } => {
                let bought = s.tenant.subscriptions.iter_mut().filter(|one| one.sku == *from);
                bought.for_each(|one| one.sku = *to);
                let held = licence_lists(s).flat_map(|list| list.iter_mut()).filter(|licence| licence.sku == *from);
                held.for_each(|licence| *licence = Licence::of(*to));
                let later = s.timeline.iter_mut().filter_map(|step| sku_of_mut(&mut step.what));
                later.filter(|sku| *sku == from).for_each(|sku| *sku = *to);
            }
            Self::Status { sku, status } => {
                let one = s.tenant.subscriptions.iter_mut().find(|one| one.sku == *sku)?;
                (one.status, one.next_lifecycle) = (*status, None);
            }
            _ => return None,
        }
        Some(())
    }
}

fn person(s: &mut Scenario, user: UserId) -> Option<&mut Person> {
    s.users.get_mut(user.index())
}

/// The product that a step is about.
fn sku_of(what: &What) -> Option<SkuId> {
    let What::Admin { act, .. } = what else { return None };
    match act {
        AdminAct::AssignLicence { sku, .. }
        | AdminAct::RemoveLicence { sku, .. }
        | AdminAct::SetSubscription { sku, .. } => Some(*sku),
        _ => None,
    }
}

fn sku_of_mut(what: &mut What) -> Option<&mut SkuId> {
    let What::Admin { act, .. } = what else { return None };
    match act {
        AdminAct::AssignLicence { sku, .. }
        | AdminAct::RemoveLicence { sku, .. }
        | AdminAct::SetSubscription { sku, .. } => Some(sku),
        _ => None,
    }
}

/// Every list of licences: of people and of groups.
fn licence_lists(s: &mut Scenario) -> impl Iterator<Item = &mut Vec<Licence>> {
    let people = s.users.iter_mut().map(|person| &mut person.licences);
    people.chain(s.tenant.groups.iter_mut().map(|group| &mut group.licences))
}

/// Takes the person out of the group and of every group through which the person is in it.
fn leave(s: &mut Scenario, user: UserId, group: GroupId) {
    let mut inside = vec![Member::Group(group)];
    let mut next = 0;
    while let Some(Member::Group(id)) = inside.get(next).copied() {
        let members = s.tenant.groups.get_mut(id.index()).map(|group| &mut group.members);
        if let Some(members) = members {
            members.retain(|member| *member != Member::User(user));
            let nested = members.iter().filter(|member| matches!(member, Member::Group(_)));
            let fresh: Vec<Member> = nested.filter(|member| !inside.contains(member)).copied().collect();
            inside.extend(fresh);
        }
        next += 1;
    }
}

fn set_mark(person: &mut Person, mark: Mark, on: bool) {
    let account = &mut person.on_premises;
    match mark {
        Mark::CloudEnabled => person.enabled = on,
        Mark::Enabled => account.enabled = on,
        Mark::Protected => account.protected = on,
        Mark::CannotChange => account.cannot_change_password = on,
        Mark::HashSynced => account.hash_synced = on,
        Mark::Linked if on => account.missing = None,
        Mark::Linked => account.missing = Some(crate::model::directory::MissingLink::ConnectorObject),
    }
}

/// Allows a method, or both ways of one, or takes it off the policies in force.
fn allow(s: &mut Scenario, method: Method, on: bool) {
    let ways = MethodSet::of(&[method]).ways();
    let legacy = s.tenant.sspr.methods.ways();
    s.tenant.sspr.methods = if on { legacy.union(ways) } else { legacy.without(ways) }.merged();
    if let Some(policy) = &mut s.tenant.authentication_methods {
        allow_in(policy, method, on);
    }
}

fn buy(s: &mut Scenario, sku: SkuId) {
    let people = u32::try_from(s.people()).unwrap_or(u32::MAX);
    match s.tenant.subscriptions.iter_mut().find(|one| one.sku == sku) {
        Some(one) => one.units = one.units.max(people),
        None => s.tenant.subscriptions.push(Subscription {
            sku,
            units: people.max(25),
            status: SubscriptionStatus::Enabled,
            next_lifecycle: None,
            contract: Contract::default(),
        }),
    }
}

/// Puts nothing in the place of steps, so that the others keep their numbers.
fn without(s: &mut Scenario, goes: impl Fn(&What) -> bool) {
    s.timeline.iter_mut().filter(|step| goes(&step.what)).for_each(|step| step.what = What::Check);
}

fn touches(what: &What, id: FaultId) -> bool {
    matches!(what, What::Fault { fault, .. } | What::Restore { fault, .. } if *fault == id)
}

pub(super) fn plain_step(at: crate::model::time::Instant, what: What) -> Step {
    Step { at, id: None, note: None, what, times: 1, every: Span::ZERO, takes: Span::ZERO, expect: None }
}

/// Moves the clock of the whole lab.
fn shift(s: &mut Scenario, by: Span) {
    (s.start, s.end) = (s.start + by, s.end + by);
    s.timeline.iter_mut().for_each(|step| step.at = step.at + by);
    s.users.iter_mut().for_each(|person| person.password_set = person.password_set + by);
}
