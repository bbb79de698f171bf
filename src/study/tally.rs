//! Figures of a tenant on one day: people, rights, refusals, need of licences, seats.
//!
//! Source of the need: rules `need-scope-all` and `need-shortfall`; a room, a shared mailbox, a service account, a guest
//! and a disabled account need no licence.

use std::collections::BTreeMap;

use crate::ledger::standing::{Judgement, Snapshot, Standing};
use crate::model::identity::{AccountKind, Identity, UserType};
use crate::model::licence::TABLE;
use crate::rules::Book;
use crate::rules::readings::licences::gives_cloud_reset;
use crate::scenario::edit::is_premium;
use crate::scenario::{Person, Scenario};

/// Which policy decides for a person.
#[must_use]
pub fn policy(person: &Person, judgement: &Judgement) -> &'static str {
    match person.user_type {
        UserType::Guest => "guest",
        UserType::Member if judgement.admin => "admin",
        UserType::Member => "user",
    }
}

/// The identity type for tables, where guests stand on their own.
#[must_use]
pub const fn identity(person: &Person) -> &'static str {
    match person.user_type {
        UserType::Guest => "guest",
        UserType::Member => person.identity.word(),
    }
}

/// Whether the account is a person's own and in use, so that being able to reset is meant for it.
#[must_use]
pub const fn is_meant(person: &Person) -> bool {
    matches!(person.account, AccountKind::Person | AccountKind::Emergency)
        && matches!(person.user_type, UserType::Member)
        && person.enabled
}

/// People who need a right, and those of them who lack it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Need {
    /// How many need it.
    pub need: usize,
    /// How many of them have no own right.
    pub shortfall: usize,
}

/// Figures of a day, by the names that tables use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Everybody.
    pub users: usize,
    /// The tenant's subscriptions open cloud reset.
    pub opens_cloud_reset: bool,
    /// The tenant's subscriptions open writeback.
    pub opens_writeback: bool,
    /// People by identity type.
    pub identities: BTreeMap<&'static str, usize>,
    /// Disabled accounts.
    pub disabled: usize,
    /// People under the administrator policy.
    pub admins: usize,
    /// People in the user scope.
    pub in_scope: usize,
    /// People with an own right to cloud reset.
    pub cloud_reset: usize,
    /// People with an own right to writeback.
    pub writeback: usize,
    /// People who can reset.
    pub able: usize,
    /// Those of them with a password in the cloud only.
    pub able_cloud_only: usize,
    /// Those of them who are synchronized.
    pub able_synced: usize,
    /// Those of them under the administrator policy.
    pub able_admins: usize,
    /// People who could reset if the writeback gate asked for an own right.
    pub able_if_own_right: usize,
    /// People who can reset and lack the right to it: the tenant's gate lets them.
    pub able_unlicensed: usize,
    /// People who cannot, by first reason.
    pub refused: BTreeMap<&'static str, usize>,
    /// Need of cloud reset, of people in the cloud only.
    pub cloud_reset_need: Need,
    /// Need of writeback, of synchronized people.
    pub writeback_need: Need,
    /// Seats with a premium plan in force or in grace.
    pub premium_owned: u64,
    /// Those that people hold.
    pub premium_assigned: usize,
}

impl Tally {
    /// Counts a snapshot; `judgements` stand in its order, `strict` are those under the stricter writeback gate.
    #[must_use]
    pub fn count(scenario: &Scenario, book: &Book, snapshot: &Snapshot, judged: &[(Judgement, Judgement)]) -> Self {
        let mut tally = Self::default();
        for (standing, (judgement, strict)) in snapshot.people.iter().zip(judged) {
            tally.add(&scenario.users[standing.user.index()], standing, judgement);
            tally.able_if_own_right += usize::from(strict.able);
        }
        let for_people = |sku| is_premium(sku) && TABLE.product(sku).for_people;
        let usable = snapshot.subscriptions.iter().filter(|one| one.usable() && for_people(one.sku));
        tally.premium_owned = usable.map(|one| u64::from(one.units)).sum();
        if let Some(first) = snapshot.people.first() {
            let tenant = &first.case.tenant;
            tally.opens_writeback = tenant.premium.usable;
            tally.opens_cloud_reset = gives_cloud_reset(tenant.reset, &book.assumed);
        }
        tally
    }

    fn add(&mut self, person: &Person, standing: &Standing, judgement: &Judgement) {
        let admin = policy(person, judgement) == "admin";
        let hybrid = person.identity.is_hybrid();
        let right = if hybrid { standing.rights.writeback } else { standing.rights.cloud_reset };
        self.users += 1;
        *self.identities.entry(identity(person)).or_default() += 1;
        self.disabled += usize::from(!person.enabled);
        self.admins += usize::from(admin);
        self.in_scope += usize::from(standing.in_scope());
        self.cloud_reset += usize::from(standing.rights.cloud_reset);
        self.writeback += usize::from(standing.rights.writeback);
        if judgement.able {
            self.able += 1;
            self.able_synced += usize::from(hybrid);
            self.able_cloud_only += usize::from(person.identity == Identity::CloudOnly);
            self.able_admins += usize::from(admin);
            self.able_unlicensed += usize::from(!right);
        } else {
            *self.refused.entry(judgement.reason).or_default() += 1;
        }
        if is_meant(person) && (standing.in_scope() || admin) {
            let need = if hybrid { &mut self.writeback_need } else { &mut self.cloud_reset_need };
            need.need += 1;
            need.shortfall += usize::from(!right);
        }
        self.premium_assigned +=
            standing.held.iter().filter(|sku| is_premium(**sku) && TABLE.product(**sku).for_people).count();
    }

    /// The figures as rows of a table, by name.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, String)> {
        let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
        let mut rows = vec![
            ("users".to_owned(), self.users.to_string()),
            ("tenant.licensed_cloud_reset".to_owned(), yes(self.opens_cloud_reset)),
            ("tenant.licensed_writeback".to_owned(), yes(self.opens_writeback)),
        ];
        let mut add = |name: &str, n: usize| rows.push((name.to_owned(), n.to_string()));
        self.identities.iter().for_each(|(identity, n)| add(&format!("identity.{identity}"), *n));
        add("disabled", self.disabled);
        add("policy.admin", self.admins);
        add("in_scope", self.in_scope);
        add("cloud_reset_user", self.cloud_reset);
        add("writeback_user", self.writeback);
        add("sspr_able", self.able);
        add("sspr_able.cloud-only", self.able_cloud_only);
        add("sspr_able.synced", self.able_synced);
        add("sspr_able.admin", self.able_admins);
        add("sspr_able.if_writeback_gate_is_user", self.able_if_own_right);
        add("sspr_able.unlicensed", self.able_unlicensed);
        self.refused.iter().for_each(|(reason, n)| add(&format!("refused.{reason}"), *n));
        add("compliance.need.cloud-reset", self.cloud_reset_need.need);
        add("compliance.shortfall.cloud-reset", self.cloud_reset_need.shortfall);
        add("compliance.need.writeback", self.writeback_need.need);
        add("compliance.shortfall.writeback", self.writeback_need.shortfall);
        add("seats.premium_owned", self.premium_owned as usize);
        add("seats.premium_assigned", self.premium_assigned);
        rows
    }
}
