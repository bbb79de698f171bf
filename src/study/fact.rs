//! Single facts that an administrator or a person can change so that somebody can reset.

use crate::model::key::{SkuId, UserId};
use crate::model::licence::{Contract, Licence, ResetBasis, Subscription, SubscriptionStatus, TABLE};
use crate::model::method::{Method, MethodSet};
use crate::model::policy::{Member, Scope};
use crate::model::time::Date;
use crate::rules::Case;
use crate::scenario::Scenario;
use crate::scenario::edit::{Edit, Switch, is_premium, method_words, product_words};

use super::cost::{self, Cost};
use crate::model::price::{Commitment, Prices};

/// Methods that can prove a person in a reset, by the names that policies use.
const METHODS: &[Method] = &[
    Method::AuthenticatorApp,
    Method::Email,
    Method::HardwareOath,
    Method::MobilePhone,
    Method::OfficePhone,
    Method::SecurityQuestions,
    Method::SoftwareOath,
];

/// A fact that can be changed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The person registers a method.
    Register(Method),
    /// The method policies allow a method for everybody.
    Allow(Method),
    /// The tenant sets up a telecom provider of its own.
    Telecom,
    /// The person is given a product; a seat is bought.
    License(SkuId),
    /// The person joins the group that reset is on for.
    Join,
    /// Reset is switched on for everybody.
    ScopeAll,
    /// The administrator switch is on.
    Administrators,
    /// Writeback is on in the portal.
    Writeback,
    /// Writeback for cloud sync is on in the portal, and with it writeback.
    WritebackCloudSync,
}

impl Fact {
    /// Everything worth trying in a tenant, in the order of the names.
    ///
    /// Products are those that the tenant buys already and Entra ID P1 alone, where they carry a premium plan.
    #[must_use]
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let (tenant, sspr) = (&scenario.tenant, &scenario.tenant.sspr);
        let mut facts: Vec<Self> =
            METHODS.iter().flat_map(|method| [Self::Register(*method), Self::Allow(*method)]).collect();
        let owned = tenant.subscriptions.iter().filter(|one| one.usable()).map(|one| one.sku);
        let mut products: Vec<SkuId> = owned.chain(TABLE.sku("AAD_PREMIUM")).collect();
        products.retain(|sku| is_premium(*sku) && TABLE.product(*sku).for_people);
        facts.extend(products.into_iter().map(Self::License));
        let switches = [
            (!tenant.telecom_provider, Self::Telecom),
            (sspr.enabled == Scope::Selected && sspr.group.is_some(), Self::Join),
            (!matches!(sspr.enabled, Scope::All | Scope::Selected), Self::ScopeAll),
            (!sspr.admins_allowed, Self::Administrators),
            (!sspr.writeback_connect, Self::Writeback),
            (!(sspr.writeback_connect && sspr.writeback_cloud_sync), Self::WritebackCloudSync),
        ];
        facts.extend(switches.into_iter().filter(|(useful, _)| *useful).map(|(_, fact)| fact));
        facts.sort_by_cached_key(|fact| fact.name());
        facts.dedup();
        facts
    }

    /// Whether it changes the tenant rather than one person.
    #[must_use]
    pub const fn is_of_tenant(self) -> bool {
        !matches!(self, Self::Register(_) | Self::License(_) | Self::Join)
    }

    /// What it costs a month: a person for licences, else the whole tenant.
    ///
    /// Hardware tokens and telecom providers have prices that no table here knows.
    #[must_use]
    pub fn cost(self, prices: &Prices, day: Date) -> Cost {
        match self {
            Self::License(sku) => cost::of(prices, sku, day, Commitment::Annual),
            Self::Telecom | Self::Register(Method::HardwareOath) => Cost::UNKNOWN,
            _ => Cost::NONE,
        }
    }

    /// A short name: `register authenticator-app`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Register(method) => format!("register {method}"),
            Self::Allow(method) => format!("allow {method}"),
            Self::Telecom => "configure a telecom provider".to_owned(),
            Self::License(sku) => format!("assign {}", TABLE.product(sku).part_number),
            Self::Join => "join the reset group".to_owned(),
            Self::ScopeAll => "switch reset on for all".to_owned(),
            Self::Administrators => "switch reset on for administrators".to_owned(),
            Self::Writeback => "switch writeback on".to_owned(),
            Self::WritebackCloudSync => "switch writeback on for cloud sync".to_owned(),
        }
    }

    /// What to do, as a phrase: `register the Authenticator app`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Register(method) => format!("register {}", method_words(method)),
            Self::Allow(method) => format!("allow {} in the method policies", method_words(method)),
            Self::Telecom => "configure a telecom provider of the tenant's own".to_owned(),
            Self::License(sku) => format!("assign {}", product_words(sku)),
            _ => self.name(),
        }
    }

    /// Changes the fact in a case of this scenario's tenant.
    pub fn change(self, case: &mut Case, scenario: &Scenario) {
        let ways = |method: Method| MethodSet::of(&[method]).ways();
        let (person, tenant) = (&mut case.person, &mut case.tenant);
        match self {
            Self::Register(method) => {
                person.registered = person.registered.union(ways(method));
                if method == Method::SecurityQuestions {
                    person.answers = 5;
                }
            }
            Self::Allow(method) => {
                tenant.legacy = tenant.legacy.union(ways(method));
                tenant.modern = tenant.modern.union(ways(method));
            }
            Self::Telecom => tenant.telecom_provider = true,
            Self::License(sku) => {
                person.premium = true;
                person.reset.insert(ResetBasis::Plan);
                tenant.reset.insert(ResetBasis::Plan);
                (tenant.premium.usable, tenant.premium.only_warning) = (true, false);
                tenant.paid |= scenario.tenant.trial_started.is_none();
                tenant.only_suites &= !TABLE.product(sku).part_number.starts_with("AAD_PREMIUM");
            }
            Self::Join => person.in_scope = true,
            Self::ScopeAll => tenant.scope = Scope::All,
            Self::Administrators => tenant.admins_allowed = true,
            Self::Writeback | Self::WritebackCloudSync => {
                tenant.writeback_connect = true;
                tenant.writeback_cloud_sync =
                    self == Self::WritebackCloudSync || scenario.tenant.sspr.writeback_cloud_sync;
            }
        }
    }

    /// Changes the fact in a scenario, for one person where it is one person's.
    pub fn apply(self, scenario: &mut Scenario, user: UserId) {
        let who = String::new();
        let edit = match self {
            Self::Register(method) => Edit::Register { user, who, method },
            Self::Allow(method) => Edit::Allow { method, on: true },
            Self::License(sku) => {
                let enough = u32::try_from(scenario.people()).unwrap_or(u32::MAX);
                let status = SubscriptionStatus::Enabled;
                let bought =
                    Subscription { sku, units: enough, status, next_lifecycle: None, contract: Contract::default() };
                scenario.tenant.subscriptions.push(bought);
                scenario.users[user.index()].licences.push(Licence::of(sku));
                return;
            }
            Self::Telecom => {
                scenario.tenant.telecom_provider = true;
                return;
            }
            Self::Join => {
                let group = scenario.tenant.sspr.group.and_then(|id| scenario.tenant.groups.get_mut(id.index()));
                if let Some(group) = group {
                    group.members.push(Member::User(user));
                }
                return;
            }
            Self::ScopeAll => Edit::Scope { scope: Scope::All, group: None },
            Self::Administrators => Edit::Switch { switch: Switch::Administrators, on: true },
            Self::Writeback => Edit::Switch { switch: Switch::Writeback, on: true },
            Self::WritebackCloudSync => {
                scenario.tenant.sspr.writeback_connect = true;
                Edit::Switch { switch: Switch::WritebackCloudSync, on: true }
            }
        };
        if let Some(changed) = edit.apply(scenario) {
            *scenario = changed;
        }
    }
}
