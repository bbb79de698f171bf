//! Products and service plans: the public identifier table, and what a person holds of it.
//!
//! Source: Microsoft's product names and service plan identifiers, copy in KelvinTegelaar/CIPP-API
//! Config/ConversionTable.csv, 2026-07-29, with the reading of the self-service reset licence pages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::key::{PlanId, SkuId};
use super::time::{Instant, Span};
use super::words::words;

words! {
    /// The tier of Entra ID that a product carries.
    Tier {
        /// No premium plan.
        Free = "Free",
        /// The old Basic edition.
        Basic = "Basic",
        /// The edition of education suites without a premium plan.
        EduBasic = "EDU-basic",
        /// Entra ID P1.
        P1 = "P1",
        /// Entra ID P1 and P2.
        P2 = "P2",
        /// Entra ID P2 without P1: an add-on to a suite that has P1.
        P2Addon = "P2-addon",
    }
}

words! {
    /// Why a product gives cloud reset, or does not.
    ResetBasis {
        /// A P1 or P2 plan is in it.
        Plan = "plan",
        /// Business Standard, named in the licence page.
        BusinessStandard = "business-standard",
        /// An Office 365 plan: the authentication table's Office 365 column.
        Office365 = "office-365",
        /// A paid plan below Business Standard: pages disagree.
        Unclear = "unclear",
        /// The old Basic edition.
        Basic = "basic",
        /// Nothing in it gives reset.
        None = "none",
    }
}

words! {
    /// The state of a subscription.
    SubscriptionStatus {
        /// Paid and in force.
        Enabled = "enabled",
        /// Past its end, in grace.
        Warning = "warning",
        /// Past grace: nobody can use or assign it.
        Suspended = "suspended",
        /// Gone.
        Deleted = "deleted",
    }
}

words! {
    /// Why a licence assignment is in error.
    LicenceError {
        /// Not enough seats.
        CountViolation = "CountViolation",
        /// A plan conflicts with a plan of another product.
        MutuallyExclusiveViolation = "MutuallyExclusiveViolation",
        /// A plan needs a plan that is missing.
        DependencyViolation = "DependencyViolation",
        /// Not allowed in the person's usage location.
        ProhibitedInUsageLocationViolation = "ProhibitedInUsageLocationViolation",
        /// Assignable only once.
        UniquenessViolation = "UniquenessViolation",
        /// Caused by another licence of the same group.
        Other = "Other",
    }
}

/// One product of the table.
#[derive(Debug)]
pub struct Product {
    /// The string id, as in exports: `SPE_E3`.
    pub part_number: &'static str,
    /// The GUID, the key that other data is joined by.
    pub guid: &'static str,
    /// The product name.
    pub name: &'static str,
    /// The tier of Entra ID in it.
    pub tier: Tier,
    /// Why it gives cloud reset.
    pub reset: ResetBasis,
    /// Whether it is meant for people rather than rooms and devices.
    pub for_people: bool,
    /// Whether it opens group-based licensing.
    pub group_licensing: bool,
    /// Its service plans, in ascending order.
    pub plans: Vec<PlanId>,
}

/// One service plan of the table.
#[derive(Debug)]
pub struct Plan {
    /// The string id: `AAD_PREMIUM`.
    pub name: &'static str,
    /// The GUID.
    pub guid: &'static str,
}

/// The product table with its indices.
#[derive(Debug)]
pub struct Table {
    /// Every product, by string id.
    pub products: Vec<Product>,
    /// Every service plan, by string id.
    pub plans: Vec<Plan>,
    /// The P1 plan, `AAD_PREMIUM`.
    pub p1: PlanId,
    /// The P2 plan, `AAD_PREMIUM_P2`.
    pub p2: PlanId,
    by_word: BTreeMap<&'static str, SkuId>,
}

/// The table inside the program, read once.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let plans: Vec<Plan> = include_str!("data/service-plans.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, guid)| Plan { name, guid })
        .collect();
    let products: Vec<Product> = include_str!("data/products.tsv").lines().filter_map(product).collect();
    let mut by_word = BTreeMap::new();
    for (i, product) in products.iter().enumerate() {
        by_word.entry(product.part_number).or_insert(SkuId(i as u16));
        by_word.insert(product.guid, SkuId(i as u16));
    }
    let named = |name| PlanId(plans.iter().position(|plan| plan.name == name).unwrap_or_default() as u16);
    Table { p1: named("AAD_PREMIUM"), p2: named("AAD_PREMIUM_P2"), products, plans, by_word }
});

fn product(line: &'static str) -> Option<Product> {
    let mut cells = line.split('\t');
    Some(Product {
        part_number: cells.next()?,
        guid: cells.next()?,
        name: cells.next()?,
        tier: Tier::parse(cells.next()?)?,
        reset: ResetBasis::parse(cells.next()?)?,
        for_people: cells.next()? == "yes",
        group_licensing: cells.next()? == "yes",
        plans: cells.next()?.split(' ').filter_map(|n| n.parse().ok()).map(PlanId).collect(),
    })
}

impl Table {
    /// The product with this string id or GUID, exactly as in the table.
    #[must_use]
    pub fn sku(&self, word: &str) -> Option<SkuId> {
        self.by_word.get(word).or_else(|| self.by_word.get(word.to_ascii_lowercase().as_str())).copied()
    }

    /// The products with exactly this product name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = SkuId> + 'a {
        let same = move |(_, product): &(usize, &Product)| product.name.eq_ignore_ascii_case(name);
        self.products.iter().enumerate().filter(same).map(|(i, _)| SkuId(i as u16))
    }

    /// The service plan with this string id or GUID.
    #[must_use]
    pub fn plan(&self, word: &str) -> Option<PlanId> {
        self.plans.iter().position(|plan| plan.name == word || plan.guid == word).map(|i| PlanId(i as u16))
    }

    /// A product of the table.
    #[must_use]
    pub fn product(&self, sku: SkuId) -> &Product {
        &self.products[sku.index()]
    }
}

/// A subscription of the tenant.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The product.
    pub sku: SkuId,
    /// Seats bought.
    pub units: u32,
    /// The state at the start.
    pub status: SubscriptionStatus,
    /// When it leaves that state, if known.
    pub next_lifecycle: Option<Instant>,
}

impl Subscription {
    /// Leaves every state whose lifecycle date has come; a later state lasts as long as by default.
    ///
    /// Source: rules `subscription-statuses`, `subscription-default-durations` and `trial-ends-without-purchase`.
    pub fn advance(&mut self, now: Instant, trial: bool) {
        while let Some(at) = self.next_lifecycle.filter(|at| *at <= now) {
            self.status = match self.status {
                SubscriptionStatus::Enabled => SubscriptionStatus::Warning,
                SubscriptionStatus::Warning if !trial => SubscriptionStatus::Suspended,
                _ => SubscriptionStatus::Deleted,
            };
            self.next_lifecycle = Self::lasts(self.status).map(|span| at + span);
        }
    }

    /// How long a state lasts by default; none where it does not end by itself.
    #[must_use]
    pub const fn lasts(status: SubscriptionStatus) -> Option<Span> {
        match status {
            SubscriptionStatus::Warning => Some(Span::days(30)),
            SubscriptionStatus::Suspended => Some(Span::days(90)),
            SubscriptionStatus::Enabled | SubscriptionStatus::Deleted => None,
        }
    }

    /// Whether people can use it: in force or in grace.
    #[must_use]
    pub const fn usable(&self) -> bool {
        matches!(self.status, SubscriptionStatus::Enabled | SubscriptionStatus::Warning)
    }
}

/// A licence of a person: a product without some of its plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The product.
    pub sku: SkuId,
    /// Plans switched off in this assignment.
    pub disabled_plans: Vec<PlanId>,
    /// Why the assignment gives nothing; none where it is active.
    pub error: Option<LicenceError>,
}

impl Licence {
    /// The whole product, active.
    #[must_use]
    pub const fn of(sku: SkuId) -> Self {
        Self { sku, disabled_plans: Vec::new(), error: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(TABLE.products.len(), 619);
        assert_eq!(TABLE.plans.len(), 796);
        assert_eq!(TABLE.products.iter().map(|product| product.plans.len()).sum::<usize>(), 5959);
        let with = |plan| TABLE.products.iter().filter(|product| product.plans.contains(&plan)).count();
        assert_eq!((with(TABLE.p1), with(TABLE.p2)), (65, 27));
    }

    #[test]
    fn products_are_found_by_string_id_and_guid() {
        let e3 = TABLE.sku("SPE_E3").expect("Microsoft 365 E3");
        assert_eq!(TABLE.sku(TABLE.product(e3).guid), Some(e3));
        assert_eq!(TABLE.product(TABLE.sku("SPB").expect("Business Premium")).tier, Tier::P1);
        assert_eq!(TABLE.sku("SPE_3"), None);
    }
}
