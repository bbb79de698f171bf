//! A10: a product takes the place of another; what do a person's licences then give?

use crate::ledger::Extent;
use crate::model::key::{SkuId, UserId};
use crate::model::licence::TABLE;
use crate::quiz::claim::Claim;
use crate::quiz::lab::Evidence;
use crate::quiz::licences;
use crate::quiz::question::Bloom;
use crate::quiz::roster::Roster;
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

/// Products that take each other's place in practice, by what they give: reset with writeback, reset of cloud passwords,
/// neither, though the name sounds as if it did. Each kind is asked about equally often, so that no answer is the likely one.
const PRODUCTS: [&[&str]; 3] = [
    &["AAD_PREMIUM", "AAD_PREMIUM_P2", "SPE_E3", "SPE_E5", "SPE_F1", "SPB", "EMS", "EMSPREMIUM"],
    &["O365_BUSINESS_PREMIUM", "MICROSOFT_365_BUSINESS_STANDARD_NO_TEAMS", "SMB_BUSINESS_PREMIUM"],
    &[
        "INTUNE_A",
        "WIN10_VDA_E3",
        "WIN10_VDA_E5",
        "MFA_STANDALONE",
        "Microsoft_Entra_ID_Governance",
        "INFORMATION_PROTECTION_COMPLIANCE",
    ],
];

/// Products about which documents disagree: they may have been held before, and are asked about where that was wanted.
const DISPUTED: &[&str] =
    &["ENTERPRISEPACK", "ENTERPRISEPREMIUM", "STANDARDPACK", "DESKLESSPACK", "O365_BUSINESS_ESSENTIALS"];

/// Somebody holds a product, and another takes its place; others could have.
fn vary(cast: &mut Cast<'_>) -> Option<Setting> {
    let persons = cast.persons();
    let user = cast.pick(&persons)?;
    let scenario = cast.scenario;
    let person = &scenario.users[user.index()];
    let mut some = |words: &[&str]| {
        let mut found: Vec<SkuId> = words.iter().filter_map(|word| TABLE.sku(word)).collect();
        cast.chance.shuffle(&mut found);
        found
    };
    let mut kinds = PRODUCTS.map(&mut some);
    let mut disputed = some(DISPUTED);
    cast.chance.shuffle(&mut kinds);
    let open = cast.chance.below(4) == 0;
    let from = if open { disputed.pop()? } else { kinds[0].pop()? };
    let who = short_name(scenario, person);
    let held = person.licences.iter().map(|one| one.sku).filter(|sku| *sku != from);
    let mut base: Vec<Edit> = held.map(|sku| Edit::Unlicense { user, who: who.clone(), sku }).collect();
    base.push(Edit::License { user, who, sku: from });
    base.retain(|edit| edit.apply(scenario).is_some());
    // a product that the tenant has already would count twice
    let new = |sku: &SkuId| scenario.tenant.subscriptions.iter().all(|one| one.sku != *sku);
    kinds.iter_mut().for_each(|kind| kind.retain(new));
    disputed.retain(new);
    let asked = if cast.chance.below(4) == 0 { &mut disputed } else { &mut kinds[1] };
    let to = asked.pop()?;
    base.push(Edit::Replace { from, to });
    let flips = kinds.into_iter().flatten().map(|other| Edit::Replace { from: to, to: other }).collect();
    Some(Setting { people: vec![user], flips, ..Setting::new(base, Extent::Start) })
}

/// One draft: what the product gives that took the place, and what it costs where the prices are known, against what
/// others would have given and cost.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let user = *setting.people.first().ok_or("nobody in question")?;
    let Some((Edit::Replace { from, to }, earlier)) = scene.here.edits().split_last() else {
        return Err("no product takes the place of another".to_owned());
    };
    let before = scene.here.lab.evidence(earlier, Extent::Start).ok_or("no product takes the place of another")?;
    let before = before.scenario();
    let was = licences::cents(before, user).filter(|_| licences::cents(scene.here.scenario(), user).is_some());
    let right = claim(&scene.here, user, was).ok_or("nobody in question")?;
    if let Some(why) = scene.objection(&right, &scene.here) {
        return Err(why);
    }
    if let Some(name) = scene.rights_rest_on(user) {
        return Err(format!("what the licences give rests on the open assumption {name}"));
    }
    let mut wrong: Vec<Claim> = Vec::new();
    for (_, there) in scene.flips() {
        let found = claim(&there, user, was).filter(|found| *found != right && !wrong.contains(found));
        wrong.extend(found.filter(|found| was.is_none() || matches!(found, Claim::Swap { more: Some(_), .. })));
    }
    let who = short_name(before, before.users.get(user.index()).ok_or("nobody in question")?);
    let cost = if was.is_some() { ", and what do they cost by list prices, beside before" } else { "" };
    let ask = format!(
        "{} takes the place of {} everywhere. What do the own licences of {who} give from then on{cost}?",
        product_words(*to),
        product_words(*from)
    );
    let mut draft = Draft::single(ask, String::new(), right, wrong);
    draft.roster = Some(Roster::of(before, &setting.people));
    draft.told = vec![About::OwnLicence, About::TenantLicence];
    Ok(vec![draft])
}

/// What a person's own licences give in a run, and what they cost.
fn claim(there: &Evidence<'_>, user: UserId, was: Option<u32>) -> Option<Claim> {
    let rights = there.ability(user)?.rights;
    let more = licences::more(there.scenario(), user, was);
    Some(Claim::Swap { user, was, more, reset: rights.cloud_reset, writeback: rights.writeback })
}
