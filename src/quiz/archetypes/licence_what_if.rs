//! A10: a product takes the place of another; what do a person's licences then give?

use crate::ledger::Extent;
use crate::model::key::SkuId;
use crate::model::licence::TABLE;
use crate::quiz::claim::Claim;
use crate::quiz::question::Bloom;
use crate::quiz::roster;
use crate::scenario::edit::{About, Edit, product_words, short_name};

use super::vary::{Cast, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "licence-what-if",
    bloom: Bloom::Evaluate,
    asks: "one product takes the place of another: what is lost?",
    vary,
    drafts,
};

/// Products that take each other's place in practice.
const PRODUCTS: &[&str] = &[
    "AAD_PREMIUM",
    "AAD_PREMIUM_P2",
    "SPE_E3",
    "SPE_E5",
    "SPE_F1",
    "ENTERPRISEPACK",
    "ENTERPRISEPREMIUM",
    "STANDARDPACK",
    "DESKLESSPACK",
    "SPB",
    "O365_BUSINESS_PREMIUM",
    "O365_BUSINESS_ESSENTIALS",
    "EMS",
    "EMSPREMIUM",
];

/// Somebody holds a product, and another is to take its place.
fn vary(cast: &mut Cast<'_>) -> Option<Setting> {
    let persons = cast.persons();
    let user = cast.pick(&persons)?;
    let products: Vec<SkuId> = PRODUCTS.iter().filter_map(|word| TABLE.sku(word)).collect();
    let mut offer = products.clone();
    cast.chance.shuffle(&mut offer);
    let from = offer.pop()?;
    let who = short_name(cast.scenario, &cast.scenario.users[user.index()]);
    let mut base = Vec::new();
    let held: Vec<SkuId> = cast.scenario.users[user.index()].licences.iter().map(|one| one.sku).collect();
    for sku in held.into_iter().filter(|sku| *sku != from) {
        base.push(Edit::Unlicense { user, who: who.clone(), sku });
    }
    base.push(Edit::License { user, who, sku: from });
    base.retain(|edit| edit.apply(cast.scenario).is_some());
    // a product that the tenant has already would count twice
    let bought = |sku: &SkuId| cast.scenario.tenant.subscriptions.iter().any(|one| one.sku == *sku);
    let flips = offer.into_iter().filter(|to| !bought(to)).map(|to| Edit::Replace { from, to }).collect();
    Some(Setting { people: vec![user], flips, ..Setting::new(base, Extent::Start) })
}

/// One draft for each product: what it gives against what others would.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let user = *setting.people.first().ok_or("nobody in question")?;
    let scenario = scene.here.scenario();
    let who = short_name(scenario, scenario.users.get(user.index()).ok_or("nobody in question")?);
    let mut made = Vec::new();
    for flip in &setting.flips {
        let Edit::Replace { from, to } = *flip else { continue };
        let all = [(true, true), (true, false), (false, true), (false, false)];
        let claims = all.map(|(reset, writeback)| Claim::Swap { user, from, to, reset, writeback });
        let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.holds(&scene.here));
        let [right] = &right[..] else { continue };
        let ask = format!(
            "{} takes the place of {} everywhere. What do the own licences of {who} give from then on?",
            product_words(to),
            product_words(from)
        );
        let mut draft = Draft::single(ask, String::new(), right.clone(), wrong);
        draft.exhibits = vec![roster::table(scenario, &setting.people)];
        draft.told = [roster::TOLD, &[About::TenantLicence]].concat();
        made.push(draft);
    }
    if made.is_empty() { Err("no product can take the place".to_owned()) } else { Ok(made) }
}
