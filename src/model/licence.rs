//! Products and service plans: the public identifier table, and what a person holds of it.
//!
//! Source: Microsoft's product names and service plan identifiers, copy in KelvinTegelaar/CIPP-API
//! Config/ConversionTable.csv, 2026-07-29, with the reading of the self-service reset licence pages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::key::{PlanId, SkuId};
use super::time::Instant;
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
        /// Cancelled by the customer: nobody can use or assign it, and the data go next.
        LockedOut = "locked-out",
        /// Gone.
        Deleted = "deleted",
    }
}

words! {
    /// The state of a subscription in the words of billing.
    Billing {
        /// Paid and in force.
        Active = "active",
        /// Past its end, in grace.
        Expired = "expired",
        /// Past grace.
        Disabled = "disabled",
        /// Gone.
        Deleted = "deleted",
    }
}

words! {
    /// How a subscription was bought.
    Channel {
        /// From the vendor, online.
        Direct = "direct",
        /// As an enterprise customer.
        Enterprise = "enterprise",
        /// Under an Enterprise Agreement, a kind of volume licensing.
        EnterpriseAgreement = "enterprise-agreement",
        /// Under Open Value, a kind of volume licensing.
        OpenValue = "open-value",
        /// From a partner who is a cloud solution provider.
        Partner = "partner",
    }
}

words! {
    /// For how long a subscription runs before it renews.
    TermLength {
        /// A month.
        Monthly = "monthly",
        /// A year.
        Annual = "annual",
        /// Several years.
        MultiYear = "multi-year",
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

words! {
    /// A family of products of which a rule says whether a P1 or P2 plan is in them.
    Family {
        /// Microsoft 365 E3, E5 and E7.
        Microsoft365E = "microsoft-365-e",
        /// Microsoft 365 F1 and F3.
        Microsoft365F = "microsoft-365-f",
        /// Microsoft 365 A1.
        Microsoft365A1 = "microsoft-365-a1",
        /// Microsoft 365 A3 and A5.
        Microsoft365A = "microsoft-365-a",
        /// Office 365 E1, E3 and E5.
        Office365E = "office-365-e",
        /// Office 365 A3 and A5.
        Office365A = "office-365-a",
        /// Enterprise Mobility + Security.
        Ems = "ems",
        /// Microsoft 365 Business Basic and Standard.
        BusinessBasicStandard = "business-basic-standard",
        /// Microsoft 365 Business Premium.
        BusinessPremium = "business-premium",
        /// Teams Rooms Pro and Standard, and Teams Shared Devices.
        TeamsRooms = "teams-rooms",
    }
}

/// The beginnings of the names of a family's products.
const FAMILIES: &[(Family, &[&str])] = &[
    (Family::Microsoft365E, &["Microsoft 365 E3", "Microsoft 365 E5", "Microsoft 365 E7"]),
    (Family::Microsoft365F, &["Microsoft 365 F1", "Microsoft 365 F3"]),
    (Family::Microsoft365A1, &["Microsoft 365 A1"]),
    (Family::Microsoft365A, &["Microsoft 365 A3", "Microsoft 365 A5"]),
    (Family::Office365E, &["Office 365 E1", "Office 365 E3", "Office 365 E5"]),
    (Family::Office365A, &["Office 365 A3", "Office 365 A5"]),
    (Family::Ems, &["Enterprise Mobility + Security"]),
    (Family::BusinessBasicStandard, &["Microsoft 365 Business Basic", "Microsoft 365 Business Standard"]),
    (Family::BusinessPremium, &["Microsoft 365 Business Premium"]),
    (
        Family::TeamsRooms,
        &["Microsoft Teams Rooms Pro", "Microsoft Teams Rooms Standard", "Microsoft Teams Shared Devices"],
    ),
];

/// Words for parts of a suite that are sold apart under its name.
const PARTS: &[&str] = &["Security", "Compliance", "Suite features", "Extra Features", "Developer"];

/// The one product for rooms that is Teams Rooms Standard by name and has no plan of Entra ID.
const ROOM_WITHOUT_PLAN: &str = "MEETING_ROOM_NOAUDIOCONF";

/// A set of families.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FamilySet(u16);

impl FamilySet {
    /// Adds a family.
    pub const fn insert(&mut self, family: Family) {
        self.0 |= 1 << family as u16;
    }

    /// Whether the family is in the set.
    #[must_use]
    pub const fn contains(self, family: Family) -> bool {
        self.0 & (1 << family as u16) != 0
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
    /// The family of which a rule tells the plans; none where none does.
    pub family: Option<Family>,
    /// Its service plans, in ascending order.
    pub plans: Vec<PlanId>,
    /// Whether the plan of Microsoft Entra ID P1 is among them, and that of P2.
    pub premium: [bool; 2],
}

/// Words for editions of a suite.
const EDITIONS: [&str; 4] = ["PREMIUM", "STANDARD", "BASIC", "ESSENTIALS"];

impl Product {
    /// Whether the string id says one edition and the name another: `O365_BUSINESS_PREMIUM` is Microsoft 365 Business
    /// Standard.
    #[must_use]
    pub fn is_misnamed(&self) -> bool {
        let says = |text: &str, edition: &str| {
            text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case(edition))
        };
        let of = |text: &str| EDITIONS.map(|edition| says(text, edition));
        let (id, name) = (of(self.part_number), of(self.name));
        let any = |editions: [bool; 4]| editions.contains(&true);
        any(id) && any(name) && id.iter().zip(name).all(|(id, name)| !(*id && name))
    }
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
    exclusive: Vec<(PlanId, PlanId)>,
    needs: Vec<(PlanId, Vec<PlanId>)>,
    levels: Vec<(PlanId, usize, u8)>,
    by_word: BTreeMap<&'static str, SkuId>,
}

/// The table inside the program, read once.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let plans: Vec<Plan> = include_str!("data/service-plans.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, guid)| Plan { name, guid })
        .collect();
    let named = |name: &str| PlanId(plans.iter().position(|plan| plan.name == name).unwrap_or_default() as u16);
    let (p1, p2) = (named("AAD_PREMIUM"), named("AAD_PREMIUM_P2"));
    let mut products: Vec<Product> = include_str!("data/products.tsv").lines().filter_map(product).collect();
    for one in &mut products {
        one.premium = [p1, p2].map(|plan| one.plans.contains(&plan));
    }
    let mut by_word = BTreeMap::new();
    for (i, product) in products.iter().enumerate() {
        by_word.entry(product.part_number).or_insert(SkuId(i as u16));
        by_word.insert(product.guid, SkuId(i as u16));
    }
    let level = |(name, service, level): &(&str, usize, u8)| (named(name), *service, *level);
    Table {
        p1,
        p2,
        exclusive: EXCLUSIVE.iter().map(|(a, b)| (named(a), named(b))).collect(),
        needs: NEEDS.iter().map(|(plan, any)| (named(plan), any.iter().map(|one| named(one)).collect())).collect(),
        levels: DATA_SERVICES.iter().map(level).collect(),
        products,
        plans,
        by_word,
    }
});

/// Plans that one person cannot hold both, from two products.
///
/// Source: the page on problems of group licensing. It also names the two plans of SharePoint Online, which project and
/// customer products carry beside a suite that people do hold, so that pair is left out.
const EXCLUSIVE: &[(&str, &str)] = &[("EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE")];

/// Plans that need one of others; source: the same page, on add-ons.
const NEEDS: &[(&str, &[&str])] = &[("WORKPLACE_ANALYTICS", &["EXCHANGE_S_STANDARD", "EXCHANGE_S_ENTERPRISE"])];

/// Plans that hold data, by service and level.
const DATA_SERVICES: &[(&str, usize, u8)] = &[
    ("EXCHANGE_S_STANDARD", 0, 1),
    ("EXCHANGE_S_ENTERPRISE", 0, 2),
    ("SHAREPOINTSTANDARD", 1, 1),
    ("SHAREPOINTENTERPRISE", 1, 2),
];

fn product(line: &'static str) -> Option<Product> {
    let mut cells = line.split('\t');
    let (part_number, guid, name) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Product {
        part_number,
        guid,
        name,
        family: family(part_number, name),
        tier: Tier::parse(cells.next()?)?,
        reset: ResetBasis::parse(cells.next()?)?,
        for_people: cells.next()? == "yes",
        group_licensing: cells.next()? == "yes",
        plans: cells.next()?.split(' ').filter_map(|n| n.parse().ok()).map(PlanId).collect(),
        premium: [false; 2],
    })
}

/// The family of a product, by its name: string ids mislead.
fn family(part_number: &str, name: &str) -> Option<Family> {
    let apart = (name.starts_with("Microsoft 365") && PARTS.iter().any(|part| name.contains(part)))
        || part_number == ROOM_WITHOUT_PLAN;
    let begins = |(_, names): &&(Family, &[&str])| names.iter().any(|one| name.starts_with(one));
    FAMILIES.iter().find(begins).map(|(family, _)| *family).filter(|_| !apart)
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

    /// Whether one person cannot hold both sets of plans, from two products.
    #[must_use]
    pub fn exclude(&self, a: &[PlanId], b: &[PlanId]) -> bool {
        let clash =
            |x: &[PlanId], y: &[PlanId]| self.exclusive.iter().any(|(one, other)| x.contains(one) && y.contains(other));
        clash(a, b) || clash(b, a)
    }

    /// Whether some plan of a set needs a plan that is not held.
    #[must_use]
    pub fn lacks(&self, plans: &[PlanId], held: &[PlanId]) -> bool {
        let unmet = |any: &Vec<PlanId>| !any.iter().any(|plan| held.contains(plan) || plans.contains(plan));
        self.needs.iter().any(|(plan, any)| plans.contains(plan) && unmet(any))
    }

    /// Whether a product has less of some service that holds data than another.
    #[must_use]
    pub fn fewer_data_services(&self, product: SkuId, than: SkuId) -> bool {
        let level = |sku: SkuId, service: usize| {
            let plans = &self.product(sku).plans;
            let held = self.levels.iter().filter(|(plan, one, _)| *one == service && plans.contains(plan));
            held.map(|(_, _, level)| *level).max().unwrap_or_default()
        };
        (0..2).any(|service| level(product, service) < level(than, service))
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
    /// How it was bought.
    pub contract: Contract,
}

/// How a subscription was bought, and what the vendor adds to it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// From whom.
    pub channel: Channel,
    /// For how long it runs before it renews.
    pub term: TermLength,
    /// When it was bought or renewed last, if known.
    pub bought: Option<Instant>,
    /// It is a trial; none: as the tenant says.
    pub trial: Option<bool>,
    /// Its licences are for people, rather than for the company.
    pub for_users: bool,
    /// The state in the words of billing, which takes the place of the state.
    pub billing: Option<Billing>,
    /// A service plan that the vendor has added to the product.
    pub added_plan: Option<PlanId>,
}

impl Default for Contract {
    fn default() -> Self {
        Self {
            channel: Channel::Direct,
            term: TermLength::Annual,
            bought: None,
            trial: None,
            for_users: true,
            billing: None,
            added_plan: None,
        }
    }
}

impl Subscription {
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
    fn plans_exclude_and_need_each_other_as_documented() {
        let plans = |word: &str| TABLE.product(TABLE.sku(word).expect("a product")).plans.clone();
        assert!(TABLE.exclude(&plans("STANDARDPACK"), &plans("ENTERPRISEPACK")));
        assert!(TABLE.exclude(&plans("SPE_E3"), &plans("O365_BUSINESS_PREMIUM")));
        assert!(!TABLE.exclude(&plans("SPE_E3"), &plans("EMS")));
        assert!(TABLE.lacks(&plans("WORKPLACE_ANALYTICS"), &plans("EMS")));
        assert!(!TABLE.lacks(&plans("WORKPLACE_ANALYTICS"), &plans("SPE_E3")));
        let sku = |word: &str| TABLE.sku(word).expect("a product");
        assert!(TABLE.fewer_data_services(sku("O365_BUSINESS_PREMIUM"), sku("SPE_E3")));
        assert!(!TABLE.fewer_data_services(sku("SPE_E5"), sku("SPE_E3")));
    }

    #[test]
    fn products_are_found_by_string_id_and_guid() {
        let e3 = TABLE.sku("SPE_E3").expect("Microsoft 365 E3");
        assert_eq!(TABLE.sku(TABLE.product(e3).guid), Some(e3));
        assert_eq!(TABLE.product(TABLE.sku("SPB").expect("Business Premium")).tier, Tier::P1);
        assert_eq!(TABLE.sku("SPE_3"), None);
    }
}
