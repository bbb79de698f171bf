//! Subscriptions: seats, state and lifecycle date of every product, one entry each.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::key::SkuId;
use crate::model::licence::{Contract, ResetBasis, Subscription, SubscriptionStatus, TABLE, Tier};
use crate::model::policy::{Group, Member};
use crate::model::time::{Date, Instant};
use crate::scenario::Person;

use super::Log;
use super::fields::{field, flag, guid, list, moment, number, text};
use super::files::Folder;
use super::licences::Licensing;
use super::people::Accounts;

/// What the export says of products.
#[derive(Debug, Default)]
pub(super) struct Bought {
    /// One entry for each product, in the order of the files.
    pub(super) list: Vec<Subscription>,
    /// The first day of the trial, where nothing but a trial gives reset.
    pub(super) trial_started: Option<Date>,
    known: bool,
    consumed: BTreeMap<SkuId, u32>,
    /// Products of no table by GUID: string id, and whether a P1 or P2 plan is in them.
    strange: BTreeMap<String, (String, bool)>,
}

/// One subscription of a product, as a file has it.
struct Entry {
    units: u32,
    status: SubscriptionStatus,
    until: Option<Instant>,
    trial: Option<Date>,
}

impl Bought {
    /// Reads both files; dates come from `subscriptions.json` only.
    pub(super) fn read(folder: &Folder, log: &mut Log) -> Self {
        let mut bought = Self::default();
        let mut order: Vec<SkuId> = Vec::new();
        let mut entries: BTreeMap<SkuId, Vec<Entry>> = BTreeMap::new();
        let (dated, skus) = (folder.records("subscriptions"), folder.records("subscribedSkus"));
        bought.known = dated.is_some() || skus.is_some();
        for record in dated.unwrap_or_default() {
            if let Some(sku) = bought.sku(&record.value) {
                order.push(sku);
                entries.entry(sku).or_default().push(dated_entry(record, log));
            }
        }
        for record in skus.unwrap_or_default() {
            if let Some(sku) = bought.sku(&record.value) {
                bought.consumed.insert(sku, units(number(&record.value, "consumedUnits")));
                if !order.contains(&sku) {
                    order.push(sku);
                    entries.entry(sku).or_default().push(plain_entry(&record.value));
                }
            }
        }
        if dated.is_none() {
            log.note(1, "subscriptions.json is missing: no lifecycle dates are known, so no subscription runs out");
        }
        bought.trial(&entries, log);
        let mut seen = BTreeSet::new();
        order.retain(|sku| seen.insert(*sku));
        let merged = entries.values().filter(|of| of.len() > 1).count();
        log.note(
            merged,
            "products have several subscriptions: seats of those in force are added up, the best \
            state and its latest date count",
        );
        bought.list = order.iter().filter_map(|sku| Some(merge(*sku, entries.get(sku)?))).collect();
        bought
    }

    fn sku(&mut self, record: &serde_json::Value) -> Option<SkuId> {
        let id = guid(record, "skuId").unwrap_or_default();
        let name = text(record, "skuPartNumber").unwrap_or_default();
        let found = TABLE.sku(&id).or_else(|| id.is_empty().then(|| TABLE.sku(&name)).flatten());
        if found.is_none() {
            let plans = list(record, "servicePlans").or_else(|| list(record, "serviceStatus")).unwrap_or_default();
            let premium = [TABLE.plans[TABLE.p1.index()].guid, TABLE.plans[TABLE.p2.index()].guid];
            let has =
                plans.iter().any(|plan| guid(plan, "servicePlanId").is_some_and(|id| premium.contains(&id.as_str())));
            let entry = self.strange.entry(id).or_insert((name, false));
            entry.1 |= has;
        }
        found
    }

    /// A tenant is a trial tenant where every product that gives reset is on trial.
    fn trial(&mut self, entries: &BTreeMap<SkuId, Vec<Entry>>, log: &mut Log) {
        let gives = |sku: SkuId| {
            let product = TABLE.product(sku);
            !matches!(product.tier, Tier::Free) || !matches!(product.reset, ResetBasis::None)
        };
        let counting: Vec<&Entry> = entries.iter().filter(|(sku, _)| gives(**sku)).flat_map(|(_, of)| of).collect();
        let paid = counting.iter().any(|entry| entry.trial.is_none() && entry.status != SubscriptionStatus::Deleted);
        self.trial_started = counting.iter().filter_map(|entry| entry.trial).min().filter(|_| !paid);
        if let Some(day) = self.trial_started {
            log.note(
                1,
                format!(
                    "every subscription that gives reset is a trial: the tenant counts as a trial tenant since {day}"
                ),
            );
        }
    }

    /// The products there is a subscription of.
    pub(super) fn skus(&self) -> BTreeSet<SkuId> {
        self.list.iter().map(|subscription| subscription.sku).collect()
    }

    /// Makes sure that every licence has a subscription with seats for its direct holders, as a scenario asks for.
    pub(super) fn cover(&mut self, people: &[Person], groups: &[Group], log: &mut Log) {
        let mut direct: BTreeMap<SkuId, u32> = BTreeMap::new();
        let held = people.iter().flat_map(|person| &person.licences);
        for licence in held {
            *direct.entry(licence.sku).or_default() += u32::from(licence.error.is_none());
        }
        let through: BTreeMap<SkuId, u32> = through_groups(groups);
        let all: BTreeSet<SkuId> = direct.keys().chain(through.keys()).copied().collect();
        for sku in all {
            let (direct, through) = (direct.get(&sku).copied().unwrap_or(0), through.get(&sku).copied().unwrap_or(0));
            self.cover_one(sku, direct, through, log);
        }
    }

    fn cover_one(&mut self, sku: SkuId, direct: u32, through: u32, log: &mut Log) {
        let name = TABLE.product(sku).part_number;
        let holders = direct.saturating_add(through);
        let Some(subscription) = self.list.iter_mut().find(|subscription| subscription.sku == sku) else {
            let status = if self.known { SubscriptionStatus::Deleted } else { SubscriptionStatus::Enabled };
            log.note(
                holders as usize,
                format!(
                    "{name} is held but no subscription of it is in the export: one in the state `{status}` is assumed"
                ),
            );
            self.list.push(Subscription {
                sku,
                units: holders,
                status,
                next_lifecycle: None,
                contract: Contract::default(),
            });
            return;
        };
        let consumed = self.consumed.get(&sku).copied().unwrap_or(holders).max(holders);
        if direct > subscription.units {
            log.note(
                (direct - subscription.units) as usize,
                format!(
                    "{name} has more direct holders than the {} \
                seats bought: a scenario needs {direct}, so that many are written",
                    subscription.units
                ),
            );
            subscription.units = direct;
        } else if consumed > subscription.units {
            log.note(
                (consumed - subscription.units) as usize,
                format!(
                    "{name} has more holders than the {} seats bought: the last members of its groups go without",
                    subscription.units
                ),
            );
        }
    }

    /// Tells of products that are in no table.
    pub(super) fn tell(&self, licensing: &Licensing, accounts: &Accounts, log: &mut Log) {
        let ids: BTreeSet<&String> = self.strange.keys().chain(licensing.unknown.keys()).collect();
        for id in ids {
            let (people, groups) = licensing.unknown.get(id).cloned().unwrap_or_default();
            let (name, premium) = self.strange.get(id).cloned().unwrap_or_default();
            let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
            let holders: Vec<&str> = people.iter().take(3).map(|at| accounts.list[*at].upn.as_str()).collect();
            let who = if holders.is_empty() { String::new() } else { format!("; held by {}", holders.join(", ")) };
            let more = if people.len() > 3 { " and others" } else { "" };
            let through = if groups.is_empty() { String::new() } else { format!("; on {} groups", groups.len()) };
            let plans = if premium { "; a P1 or P2 plan is in it, which does not count here" } else { "" };
            let text = format!("the product {id}{name} is in no table and gives nothing{who}{more}{through}{plans}");
            log.note(people.len().max(1), text);
        }
        log.note(
            usize::from(!self.known),
            "subscribedSkus.json and subscriptions.json are missing: every product \
            held is taken to be paid and in force",
        );
    }
}

/// How many direct members each product's groups have.
fn through_groups(groups: &[Group]) -> BTreeMap<SkuId, u32> {
    let mut people: BTreeMap<SkuId, BTreeSet<Member>> = BTreeMap::new();
    for group in groups {
        for licence in &group.licences {
            let users = group.members.iter().filter(|member| matches!(member, Member::User(_)));
            people.entry(licence.sku).or_default().extend(users);
        }
    }
    people.into_iter().map(|(sku, people)| (sku, people.len() as u32)).collect()
}

/// The most seats that a scenario can name; products without a price come with "unlimited" ones.
const MOST: u32 = 10_000_000;

fn units(number: Option<i64>) -> u32 {
    u32::try_from(number.unwrap_or_default().max(0)).unwrap_or(MOST).min(MOST)
}

fn status(word: &str) -> SubscriptionStatus {
    match word.to_ascii_lowercase().as_str() {
        "enabled" => SubscriptionStatus::Enabled,
        "warning" => SubscriptionStatus::Warning,
        "deleted" => SubscriptionStatus::Deleted,
        // `LockedOut` and words not known give nothing, like a suspended subscription.
        _ => SubscriptionStatus::Suspended,
    }
}

fn dated_entry(record: &super::files::Record, log: &mut Log) -> Entry {
    let value = &record.value;
    let mut instant = |name: &str| {
        let written = text(value, name)?;
        let read = moment(&written);
        if read.is_none() {
            log.problem(
                &record.file,
                format!("`{name}` is `{written}`: expected an instant such as 2027-01-15T00:00:00Z"),
            );
        }
        read.flatten()
    };
    let (until, created) = (instant("nextLifecycleDateTime"), instant("createdDateTime"));
    Entry {
        units: units(number(value, "totalLicenses")),
        status: text(value, "status").map_or(SubscriptionStatus::Enabled, |word| status(&word)),
        until,
        trial: created.map(Instant::date).filter(|_| flag(value, "isTrial") == Some(true)),
    }
}

fn plain_entry(value: &serde_json::Value) -> Entry {
    let of = |name: &str| field(value, "prepaidUnits").map_or(0, |prepaid| units(number(prepaid, name)));
    let usable = of("enabled").saturating_add(of("warning"));
    let other = of("suspended").saturating_add(of("lockedOut"));
    Entry {
        units: if usable > 0 { usable } else { other },
        status: text(value, "capabilityStatus").map_or(SubscriptionStatus::Enabled, |word| status(&word)),
        until: None,
        trial: None,
    }
}

/// Several subscriptions of one product as one.
fn merge(sku: SkuId, entries: &[Entry]) -> Subscription {
    let best = entries.iter().map(|entry| entry.status).min().unwrap_or(SubscriptionStatus::Enabled);
    let usable = |status| status <= SubscriptionStatus::Warning;
    let counting = entries.iter().filter(|entry| usable(entry.status) == usable(best));
    let dates = entries.iter().filter(|entry| entry.status == best).map(|entry| entry.until);
    Subscription {
        sku,
        units: counting.fold(0, |sum: u32, entry| sum.saturating_add(entry.units)).min(MOST),
        status: best,
        // An enabled subscription of an export renews on its date; one that nobody pays for any more is in warning.
        next_lifecycle: dates
            .reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))
            .flatten()
            .filter(|_| best != SubscriptionStatus::Enabled),
        contract: Contract::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_subscriptions_become_one() {
        let entry = |units, status, until| Entry { units, status, until, trial: None };
        let sku = TABLE.sku("SPE_E3").expect("a known product");
        let (early, late) = (Instant(1), Instant(2));
        let list = [
            entry(5, SubscriptionStatus::Suspended, Some(late)),
            entry(10, SubscriptionStatus::Warning, Some(early)),
            entry(3, SubscriptionStatus::Warning, Some(late)),
        ];
        let merged = merge(sku, &list);
        assert_eq!((merged.units, merged.status, merged.next_lifecycle), (13, SubscriptionStatus::Warning, Some(late)));
        assert_eq!(merge(sku, &list[..1]).units, 5);
    }
}
