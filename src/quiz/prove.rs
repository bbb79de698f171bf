//! The four proofs that turn a draft into an item: key true and distractors false; a witness for each distractor;
//! a stem that suffices; at least one shown fact that matters.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::chance::Chance;
use crate::scenario::edit::{About, Edit};

use super::archetypes::{Draft, Scene};
use super::facts;
use super::lab::Evidence;
use super::lint;
use super::question::{Choice, Claim, Form, Item, RuleRef, StemFact};
use super::wording::{capital, rule_sentence};

/// How often facts that the stem does not show are drawn again.
pub(super) const DRAWS: u64 = 64;

/// The most facts that a stem may need.
const MOST_FACTS: usize = 12;

/// The order in which facts stand in a stem.
const ORDER: &[About] = &[
    About::Clock,
    About::Identity,
    About::Roles,
    About::OwnLicence,
    About::TenantLicence,
    About::Scope,
    About::Required,
    About::Allowed,
    About::Registered,
    About::CloudAccount,
    About::DirectoryAccount,
    About::AdminSwitch,
    About::UnlockSwitch,
    About::Notices,
    About::PortalWriteback,
    About::Server,
    About::ForestPolicy,
    About::Failures,
    About::History,
];

/// Facts that every stem shows.
const ALWAYS: &[About] = &[About::Clock, About::Identity];

/// A wrong option with the run in which it is right.
struct Wrong {
    claim: Claim,
    witness: Edit,
    reason: Option<RuleRef>,
    why: String,
}

/// The item of a draft with so many options; of the wrong ones, those less `worn` come first. The error says which
/// proof failed.
pub(super) fn prove(
    draft: &Draft,
    scene: &Scene<'_>,
    options: usize,
    worn: &dyn Fn(&Claim) -> usize,
    chance: &mut Chance,
) -> Result<Item, String> {
    if !draft.key.holds(scene.here) || !draft.given.iter().all(|claim| claim.holds(scene.here)) {
        return Err("the key does not hold".to_owned());
    }
    let mut order: Vec<&Claim> = draft.distractors.iter().collect();
    chance.shuffle(&mut order);
    order.sort_by_key(|claim| worn(claim));
    let wrong = choose_wrong(draft, scene, options, &order)?;
    let claims: Vec<&Claim> = std::iter::once(&draft.key).chain(wrong.iter().map(|one| &one.claim)).collect();
    let shown = suffice(draft, scene, &claims, chance)?;
    write(draft, scene, &wrong, &shown)
}

/// As many distractors as are wanted, each false here and true in a run with one flip.
fn choose_wrong(draft: &Draft, scene: &Scene<'_>, options: usize, order: &[&Claim]) -> Result<Vec<Wrong>, String> {
    let wanted = if matches!(draft.key, Claim::StillWorks { .. }) { 1 } else { options.saturating_sub(1) };
    let mut chosen: Vec<Wrong> = Vec::new();
    for &claim in order {
        if chosen.len() == wanted {
            break;
        }
        let taken: Vec<&Claim> = std::iter::once(&draft.key).chain(chosen.iter().map(|one| &one.claim)).collect();
        let text = lint::fold(&claim.render());
        if claim.holds(scene.here) || taken.iter().any(|other| lint::fold(&other.render()) == text) {
            continue;
        }
        let Some(wrong) = witness(draft, scene, claim) else { continue };
        if taken.iter().all(|other| apart(draft, scene, other, claim, &wrong.witness)) {
            chosen.push(wrong);
        }
    }
    if chosen.len() < wanted {
        return Err(format!("only {} of {wanted} wrong options have a near miss", chosen.len()));
    }
    Ok(chosen)
}

/// The cheapest flip under which a claim is true, by a rule that may be asked about.
fn witness(draft: &Draft, scene: &Scene<'_>, claim: &Claim) -> Option<Wrong> {
    let needs_reason = matches!(claim, Claim::RequirementOf { .. } | Claim::StillWorks { works: false, .. });
    scene.flips().filter(|(edit, _)| !claim.speaks_of(edit)).find_map(|(edit, there)| {
        let stands = draft.given.iter().all(|given| given.holds(&there)) && claim.holds(&there);
        if !stands || scene.objection(claim, &there).is_some() {
            return None;
        }
        let reason = claim.reason(&there);
        if needs_reason && reason.is_none() {
            return None;
        }
        let why = reason.map_or_else(String::new, rule_sentence);
        Some(Wrong { claim: claim.clone(), witness: edit.clone(), reason: reason.map(RuleRef::of), why })
    })
}

/// Whether neither claim implies the other: in some run one is true without the other, both ways. A claim that is true
/// in every run is implied by all and gives nothing away.
fn apart(draft: &Draft, scene: &Scene<'_>, one: &Claim, other: &Claim, witness: &Edit) -> bool {
    if !matches!(one, Claim::RequirementOf { .. }) {
        return true;
    }
    let counts = |there: &Evidence<'_>| draft.given.iter().all(|given| given.holds(there));
    let singles = || scene.flips().map(|(_, there)| there).filter(&counts);
    let far = scene.here.with(witness);
    let doubles = || scene.edits.iter().filter_map(|edit| far.as_ref()?.with(edit)).filter(&counts);
    let worlds = || std::iter::once(scene.here.clone()).chain(singles()).chain(doubles());
    let implies = |a: &Claim, b: &Claim| {
        worlds().all(|world| !a.holds(&world) || b.holds(&world)) && worlds().any(|world| !b.holds(&world))
    };
    !implies(one, other) && !implies(other, one)
}

/// The facts that the stem must show, with whether each one matters: those whose flip, alone or in a random draw of
/// several, changes which option is right.
fn suffice(
    draft: &Draft,
    scene: &Scene<'_>,
    claims: &[&Claim],
    chance: &mut Chance,
) -> Result<BTreeMap<About, bool>, String> {
    let truth = |there: &Evidence<'_>| claims.iter().map(|claim| claim.holds(there)).collect::<Vec<_>>();
    let counts = |there: &Evidence<'_>| draft.given.iter().all(|given| given.holds(there));
    let factual = truth(scene.here);
    let mut shown: BTreeMap<About, bool> = ALWAYS.iter().map(|about| (*about, false)).collect();
    for (edit, there) in scene.flips() {
        if !(claims.iter().any(|claim| claim.speaks_of(edit))) && counts(&there) && truth(&there) != factual {
            shown.insert(edit.about(), true);
        }
    }
    for _ in 0..DRAWS {
        let hidden: Vec<&Edit> = scene.edits.iter().filter(|edit| !shown.contains_key(&edit.about())).collect();
        let picked = draw(&hidden, chance);
        let drawn = picked.iter().fold(scene.here.clone(), |there, edit| there.with(edit).unwrap_or(there));
        if counts(&drawn) && truth(&drawn) != factual {
            shown.extend(picked.iter().map(|edit| (edit.about(), true)));
        }
    }
    if !shown.values().any(|matters| *matters) {
        return Err("no shown fact matters".to_owned());
    }
    if shown.len() > MOST_FACTS {
        return Err(format!("the stem would need {} facts", shown.len()));
    }
    Ok(shown)
}

/// Two to four flips about different facts.
fn draw<'a>(hidden: &[&'a Edit], chance: &mut Chance) -> Vec<&'a Edit> {
    let mut order: Vec<&Edit> = hidden.to_vec();
    chance.shuffle(&mut order);
    let mut taken: BTreeSet<About> = BTreeSet::new();
    let many = 2 + chance.below(3) as usize;
    order.into_iter().filter(|edit| taken.insert(edit.about())).take(many).collect()
}

/// Puts the item into words.
fn write(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong], shown: &BTreeMap<About, bool>) -> Result<Item, String> {
    let mut told = Vec::new();
    for about in ORDER.iter().filter(|about| shown.contains_key(about)) {
        let text = facts::tell(*about, scene.here);
        if text.is_empty() && shown[about] {
            return Err(format!("no words for the fact {about:?}"));
        }
        if !text.is_empty() {
            told.push(StemFact { about: *about, text, load_bearing: shown[about] });
        }
    }
    let action = facts::action(scene.here).ok_or("no words for the step")?;
    let assumed = assumptions(draft, scene, wrong);
    let sentences = told.iter().map(|fact| fact.text.as_str()).chain(assumed.iter().map(String::as_str));
    let stem: Vec<&str> = sentences.chain([action.as_str(), draft.ask.as_str()]).collect();
    let mut item = Item {
        format: "quiz-item/1",
        id: String::new(),
        archetype: draft.archetype,
        bloom: draft.bloom,
        form: if matches!(draft.key, Claim::StillWorks { .. }) { Form::TrueFalse } else { Form::Single },
        step: draft.step + 1,
        rules: rules(draft, scene, wrong),
        stem: stem.join(" "),
        ask: draft.ask.clone(),
        decoys: told.iter().filter(|fact| !fact.load_bearing && !ALWAYS.contains(&fact.about)).count(),
        facts: told,
        given: draft.given.clone(),
        exhibits: Vec::new(),
        prompts: Vec::new(),
        options: options(draft, scene, wrong),
        key: vec![0],
        points: 1,
    };
    let hash = blake3::hash(format!("{}|{}", item.step, item.likeness()).as_bytes()).to_hex();
    item.id = format!("{}-{}", item.archetype, &hash[..8]);
    Ok(item)
}

fn options(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong]) -> Vec<Choice> {
    let why = draft.key.reason(scene.here).map(rule_sentence);
    let feedback = match (&draft.key, why) {
        (Claim::RequirementOf { .. }, Some(why)) => format!("Right. Without it: {why}"),
        (_, Some(why)) => format!("Right. {}", capital(&why)),
        (Claim::StillWorks { .. }, None) => "Right. It makes no difference here.".to_owned(),
        (_, None) => "Right. Nothing stands against it.".to_owned(),
    };
    let key = Choice {
        text: capital(&draft.key.render()),
        claim: draft.key.clone(),
        number: None,
        holds: true,
        feedback,
        witness: None,
    };
    let others = wrong.iter().map(|one| Choice {
        text: capital(&one.claim.render()),
        claim: one.claim.clone(),
        number: None,
        holds: false,
        feedback: format!("Not here. This would be right {}. {}", one.witness.words(), capital(&one.why))
            .trim()
            .to_owned(),
        witness: Some(one.witness.clone()),
    });
    std::iter::once(key).chain(others).collect()
}

/// The rule of the key first; where the key is that nothing stands against it, the rule that the near miss meets.
fn rules(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong]) -> Vec<RuleRef> {
    let mut found: Vec<RuleRef> = draft.key.reason(scene.here).map(RuleRef::of).into_iter().collect();
    for rule in wrong.iter().filter_map(|one| one.reason.as_ref()) {
        if !found.iter().any(|known| known.id == rule.id) {
            found.push(rule.clone());
        }
    }
    found
}

/// Assumptions that this lab sets otherwise and that touch a rule of the item, as sentences.
fn assumptions(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong]) -> Vec<String> {
    let rules = rules(draft, scene, wrong);
    let touched =
        |one: &crate::rules::assumptions::Assumption| rules.iter().any(|rule| one.rules.iter().any(|id| id == rule.id));
    let set = scene.here.lab.scenario().assumptions.iter();
    set.filter(|(one, value)| one.default != *value && touched(one))
        .map(|(one, value)| format!("Assumed here: {} {value}.", one.question))
        .collect()
}
