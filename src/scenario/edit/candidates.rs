//! Which flips are worth trying for a step, cheapest first.

use std::collections::BTreeSet;

use crate::model::fault::{FaultId, FaultTarget};
use crate::model::identity::Identity;
use crate::model::key::{GroupId, SkuId, SyncId, UserId};
use crate::model::licence::{SubscriptionStatus, TABLE};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Scope;
use crate::model::role::Role;
use crate::model::sync::{Permission, SyncKind, SyncServer};
use crate::model::time::{Date, Instant, Span};
use crate::rules::assumptions::Values;
use crate::rules::catalogue::RULES;
use crate::scenario::timeline::{AdminAct, What};
use crate::scenario::{Person, Scenario};

use super::steps::as_of;
use super::{Edit, Mark, ServerSwitch, Switch, is_premium, short_name};

/// Methods whose registration is worth trying.
const METHODS: &[Method] = &[
    Method::Email,
    Method::MobilePhone,
    Method::OfficePhone,
    Method::AuthenticatorApp,
    Method::SecurityQuestions,
    Method::SoftwareOath,
    Method::HardwareOath,
];

/// How many dates on either side of the step are worth trying.
const DATES: usize = 3;

/// Everything that can be said about one person's step, or about one person before the first step.
struct Around<'a> {
    /// The lab as written.
    lab: &'a Scenario,
    /// The lab as it stands at the step.
    s: &'a Scenario,
    step: Option<usize>,
    at: Instant,
    user: UserId,
    person: &'a Person,
    who: String,
    out: Vec<Edit>,
}

/// The flips worth trying for a step, in a fixed order, cheapest first: what the person can do, then settings, then
/// servers and failures, then money, then the kind of account, then the date. Only flips that change something.
#[must_use]
pub fn candidates(scenario: &Scenario, step: usize) -> Vec<Edit> {
    let Some(at) = scenario.timeline.get(step) else { return Vec::new() };
    let user = match &at.what {
        What::Person { user, .. } | What::Admin { act: AdminAct::ResetPassword { target: user, .. }, .. } => *user,
        _ => return Vec::new(),
    };
    let now = as_of(scenario, step);
    let Some(person) = now.users.get(user.index()) else { return Vec::new() };
    let who = short_name(scenario, person);
    let around = Around { lab: scenario, s: &now, step: Some(step), at: at.at, user, person, who, out: Vec::new() };
    around.all()
}

/// The flips worth trying for what these people can do when the lab starts, cheapest first for each person; settings
/// that concern everybody come once.
#[must_use]
pub fn candidates_at_start(scenario: &Scenario, users: &[UserId]) -> Vec<Edit> {
    let mut found: Vec<Edit> = Vec::new();
    for &user in users {
        let Some(person) = scenario.users.get(user.index()) else { continue };
        let who = short_name(scenario, person);
        let around =
            Around { lab: scenario, s: scenario, step: None, at: scenario.start, user, person, who, out: Vec::new() };
        let fresh: Vec<Edit> = around.all().into_iter().filter(|edit| !found.contains(edit)).collect();
        found.extend(fresh);
    }
    found
}

impl Around<'_> {
    /// Every flip that changes something.
    fn all(mut self) -> Vec<Edit> {
        self.person();
        self.settings();
        self.accounts();
        self.servers();
        self.faults();
        self.history();
        self.licences();
        self.identity();
        self.dates();
        let (lab, step) = (self.lab, self.step);
        let asked = |s: &Scenario| step.and_then(|step| Some(s.timeline.get(step)?.what.clone()));
        let here = asked(lab);
        let counts = |edit: &Edit| edit.apply(lab).is_some_and(|there| asked(&there) == here);
        self.out.into_iter().filter(counts).collect()
    }

    fn who(&self) -> String {
        self.who.clone()
    }

    fn server(&self) -> Option<(SyncId, &SyncServer)> {
        let forest = self.person.forest?;
        let servers = &self.s.on_premises.as_ref()?.sync;
        let serving = servers.iter().enumerate().filter(|(_, server)| server.forests.contains(&forest));
        let found = serving.clone().find(|(_, server)| !server.staging).or_else(|| serving.clone().next());
        found.map(|(i, server)| (SyncId(i as u8), server))
    }

    fn person(&mut self) {
        let user = self.user;
        let held = self.person.methods.methods(0).merged();
        for &method in METHODS {
            let who = self.who();
            let here = held.contains(method);
            self.out.push(if here {
                Edit::Unregister { user, who, method }
            } else {
                Edit::Register { user, who, method }
            });
        }
        self.out.push(Edit::RegisterNothing { user, who: self.who() });
        for group in self.s.groups_of(user) {
            let name = self.group_name(group);
            self.out.push(Edit::Leave { user, who: self.who(), group, name });
        }
        if let Some(group) = self.s.tenant.sspr.group.filter(|group| !self.s.groups_of(user).contains(group)) {
            let name = self.group_name(group);
            self.out.push(Edit::Join { user, who: self.who(), group, name });
        }
        if self.person.roles.is_empty() {
            let role = Role::parse("Helpdesk Administrator");
            self.out.extend(role.map(|role| Edit::Role { user, who: self.who.clone(), role }));
        } else {
            self.out.push(Edit::NoRole { user, who: self.who() });
        }
    }

    fn group_name(&self, group: GroupId) -> String {
        self.s.tenant.groups.get(group.index()).map_or_else(String::new, |group| group.name.clone())
    }

    fn settings(&mut self) {
        let sspr = &self.s.tenant.sspr;
        let mut out = Vec::new();
        for scope in [Scope::All, Scope::None, Scope::Undefined, Scope::Selected] {
            out.push(Edit::Scope { scope, group: None });
        }
        if sspr.enabled != Scope::Selected {
            let groups = self.s.tenant.groups.iter().enumerate();
            let named = groups.map(|(i, group)| (GroupId(i as u16), group.name.clone()));
            out.extend(named.map(|group| Edit::Scope { scope: Scope::Selected, group: Some(group) }));
        }
        out.push(Edit::Required { count: if sspr.methods_required == 1 { 2 } else { 1 } });
        let allowed = sspr.methods.ways().merged();
        let relevant = self.person.methods.methods(0).merged().union(allowed);
        for method in relevant.iter().filter(|method| !MethodSet::of(&[*method]).ways().is_empty()) {
            if METHODS.contains(&method) {
                out.push(Edit::Allow { method, on: !allowed.contains(method) });
            }
        }
        let switches = [
            (Switch::Administrators, sspr.admins_allowed),
            (Switch::Writeback, sspr.writeback_connect),
            (Switch::WritebackCloudSync, sspr.writeback_cloud_sync),
            (Switch::Unlock, sspr.unlock_without_reset),
            (Switch::NotifyUsers, sspr.notify_users),
            (Switch::NotifyAdmins, sspr.notify_admins),
            (Switch::Registration, sspr.registration_required),
        ];
        out.extend(switches.map(|(switch, now)| Edit::Switch { switch, on: !now }));
        self.out.append(&mut out);
    }

    fn accounts(&mut self) {
        let (user, account) = (self.user, &self.person.on_premises);
        let mut marks = vec![(Mark::CloudEnabled, !self.person.enabled)];
        if self.person.identity.is_hybrid() {
            marks.extend([
                (Mark::Enabled, !account.enabled),
                (Mark::Protected, !account.protected),
                (Mark::CannotChange, !account.cannot_change_password),
                (Mark::Linked, account.missing.is_some()),
                (Mark::HashSynced, !account.hash_synced),
            ]);
        }
        let who = self.who();
        self.out.extend(marks.into_iter().map(|(mark, on)| Edit::Mark { user, who: who.clone(), mark, on }));
    }

    fn servers(&mut self) {
        let Some((on, server)) = self.server() else { return };
        let name = server.name.clone();
        let mut out: Vec<Edit> = [
            (ServerSwitch::Writeback, !server.writeback),
            (ServerSwitch::Staging, !server.staging),
            (ServerSwitch::HashSync, !server.password_hash_sync),
            (ServerSwitch::ApplicationSignIn, !server.application_sign_in),
        ]
        .map(|(switch, set)| Edit::Server { on, name: name.clone(), switch, set })
        .into();
        if server.version.is_some() {
            out.push(Edit::Newest { on, name: name.clone() });
        }
        for &right in Permission::ALL {
            let held = !server.permissions.contains(right);
            out.push(Edit::Right { on, name: name.clone(), right, held });
        }
        let kind = if server.kind == SyncKind::Connect { SyncKind::CloudSync } else { SyncKind::Connect };
        out.push(Edit::Tool { on, name, kind });
        self.out.append(&mut out);
        self.forest_policy();
    }

    fn forest_policy(&mut self) {
        let Some(forest) = self.person.forest else { return };
        let found = self.s.on_premises.as_ref().and_then(|site| site.forests.get(forest.index()));
        let Some(found) = found else { return };
        let name = found.name.clone();
        let age = if found.password_policy.min_age == Span::ZERO { Span::days(1) } else { Span::ZERO };
        let mut out = vec![Edit::MinimumAge { forest, name: name.clone(), age }];
        out.push(Edit::MinimumLength {
            forest,
            name,
            length: if found.password_policy.min_length > 20 { 8 } else { 64 },
        });
        self.out.append(&mut out);
    }

    fn faults(&mut self) {
        let Some(step) = self.step else { return };
        let present: BTreeSet<FaultId> = self.s.timeline.iter().filter_map(|step| fault_of(&step.what)).collect();
        self.out.extend(present.iter().map(|&fault| Edit::WithoutFault { fault }));
        let Some((on, server)) = self.server() else { return };
        let id = if server.kind == SyncKind::Connect { "sync-server-down" } else { "cloud-sync-agent-down" };
        let absent = FaultId::parse(id).filter(|fault| !present.contains(fault));
        let on = FaultTarget::Sync(on);
        self.out.extend(absent.map(|fault| Edit::WithFault { fault, on, step }));
    }

    fn history(&mut self) {
        let Some(here) = self.step else { return };
        for (n, step) in self.s.timeline.iter().enumerate() {
            if n != here && step.at <= self.at {
                self.out.extend(super::history::without(self.s, n));
            }
        }
    }

    fn licences(&mut self) {
        let user = self.user;
        let named = |word: &str| TABLE.sku(word);
        for licence in &self.person.licences {
            self.out.push(Edit::Unlicense { user, who: self.who.clone(), sku: licence.sku });
        }
        let premium = self.person.licences.iter().any(|licence| is_premium(licence.sku));
        if let Some(sku) = named("AAD_PREMIUM").filter(|_| !premium) {
            self.out.push(Edit::Subscribe { sku });
            self.out.push(Edit::License { user, who: self.who.clone(), sku });
        }
        let bought: Vec<SkuId> = self.s.tenant.subscriptions.iter().map(|one| one.sku).collect();
        self.out.push(Edit::NoPremium);
        if let Some(to) = named("O365_BUSINESS_PREMIUM").filter(|sku| !bought.contains(sku)) {
            let premium = bought.iter().filter(|sku| is_premium(**sku));
            self.out.extend(premium.map(|&from| Edit::Replace { from, to }));
        }
        let suspended = bought.iter().filter(|sku| is_premium(**sku));
        self.out.extend(suspended.map(|&sku| Edit::Status { sku, status: SubscriptionStatus::Suspended }));
    }

    fn identity(&mut self) {
        let forest = self.s.on_premises.as_ref().filter(|site| !site.forests.is_empty());
        let forest = forest.map(|_| self.person.forest.unwrap_or(crate::model::key::ForestId(0)));
        for &identity in Identity::ALL {
            if identity.is_hybrid() && forest.is_none() {
                continue;
            }
            let forest = forest.filter(|_| identity.is_hybrid());
            self.out.push(Edit::Identity { user: self.user, who: self.who(), identity, forest });
        }
    }

    /// Days on either side of those on which something changes, nearest first.
    fn dates(&mut self) {
        let today = self.at.date();
        let days = turning_points(self.s);
        let later = days.iter().filter(|day| **day > today).take(DATES).copied();
        let sooner = days.iter().rev().filter(|day| **day <= today).take(DATES).map(|day| Date(day.0 - 1));
        let dates: Vec<Date> = sooner.chain(later).collect();
        let step = self.step;
        let edit = |date| step.map_or(Edit::StartOn { date }, |step| Edit::On { step, date });
        self.out.extend(dates.into_iter().map(edit));
    }
}

const fn fault_of(what: &What) -> Option<FaultId> {
    if let What::Fault { fault, .. } = what { Some(*fault) } else { None }
}

/// The days on which an executable rule or a dated assumption begins to hold.
fn turning_points(s: &Scenario) -> BTreeSet<Date> {
    let rules = RULES.iter().filter(|rule| rule.is_executable());
    let mut days: BTreeSet<Date> =
        rules.filter(|rule| rule.assumption.is_none()).filter_map(|rule| rule.since).collect();
    let dated = s.assumptions.iter().filter(|(one, _)| matches!(one.values, Values::Date { .. }));
    days.extend(dated.filter_map(|(_, value)| Date::parse(value)));
    days
}
