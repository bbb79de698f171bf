//! The four proofs that turn a draft into an item: key true and distractors false; a witness for each distractor;
//! a stem that suffices; at least one shown fact that matters.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::chance::Chance;
use crate::scenario::edit::{About, Edit};

use super::archetypes::{Archetype, Draft, Scene};
use super::claim::Claim;
use super::facts;
use super::lab::Evidence;
use super::lint;
use super::logs::Log;
use super::question::{Choice, Difficulty, Exhibit, Form, Item, RuleRef, StemFact};
use super::roster;
use super::wording::{capital, rule_sentence};

/// How often facts that the stem does not show are drawn again.
pub(super) const DRAWS: u64 = 64;

/// How often where the claims are runs of their own.
const DEEP_DRAWS: u64 = 24;

/// The most facts that a stem may need sentences for.
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

/// How many wrong answers are looked at for a near miss before a draft is given up.
const MOST_LOOKED_AT: usize = 32;

/// A wrong option with the run in which it is right.
struct Wrong {
    claim: Claim,
    witness: Edit,
    reason: Option<RuleRef>,
    why: String,
}

/// How one item is to be made.
pub(super) struct Making<'a> {
    /// Its archetype.
    pub(super) archetype: &'static Archetype,
    /// How many options a question with one right answer has.
    pub(super) options: usize,
    /// In how many questions a wrong option stands already; those less worn come first.
    pub(super) worn: &'a dyn Fn(&Claim) -> usize,
}

/// The item of a draft. The error says which proof failed.
pub(super) fn prove(
    draft: &Draft,
    scene: &Scene<'_>,
    making: &Making<'_>,
    chance: &mut Chance,
) -> Result<Item, String> {
    let stands = |claim: &Claim| claim.holds(&scene.here);
    if !draft.right.iter().all(stands) || !draft.given.iter().all(stands) {
        return Err("the key does not hold".to_owned());
    }
    let mut order: Vec<&Claim> = draft.wrong.iter().collect();
    chance.shuffle(&mut order);
    order.sort_by_key(|claim| (making.worn)(claim));
    let wrong = choose_wrong(draft, scene, making.options, &order)?;
    let claims: Vec<&Claim> = draft.right.iter().chain(wrong.iter().map(|one| &one.claim)).collect();
    let shown = suffice(draft, scene, &claims, chance)?;
    write(draft, scene, making.archetype, &wrong, &shown)
}

/// How many wrong options a form takes: the least, and the most.
fn wanted(draft: &Draft, options: usize) -> (usize, usize) {
    let one = options.saturating_sub(1);
    match draft.form {
        Form::Single => (one, one),
        Form::TrueFalse | Form::Match => (1, 1),
        Form::Multiple => {
            (3_usize.saturating_sub(draft.right.len()).max(1), 5_usize.saturating_sub(draft.right.len()).max(2))
        }
        Form::Order => (0, 0),
        Form::Numeric => (1, 3),
    }
}

/// As many distractors as are wanted, each false here and true in a run with one flip.
fn choose_wrong(draft: &Draft, scene: &Scene<'_>, options: usize, order: &[&Claim]) -> Result<Vec<Wrong>, String> {
    let (least, most) = wanted(draft, options);
    let mut chosen: Vec<Wrong> = Vec::new();
    for &claim in order.iter().take(MOST_LOOKED_AT) {
        if chosen.len() == most {
            break;
        }
        let taken: Vec<&Claim> = draft.right.iter().chain(chosen.iter().map(|one| &one.claim)).collect();
        let text = lint::fold(&claim.render());
        if claim.holds(&scene.here) || taken.iter().any(|other| lint::fold(&other.render()) == text) {
            continue;
        }
        let Some(wrong) = witness(draft, scene, claim) else { continue };
        if taken.iter().all(|other| apart(draft, scene, other, claim, &wrong.witness)) {
            chosen.push(wrong);
        }
    }
    if chosen.len() < least {
        return Err(format!("only {} of {least} wrong options have a near miss", chosen.len()));
    }
    Ok(chosen)
}

/// The cheapest flip under which a claim is true, by a rule that may be asked about.
fn witness(draft: &Draft, scene: &Scene<'_>, claim: &Claim) -> Option<Wrong> {
    let needs_reason = matches!(claim, Claim::RequirementOf { .. } | Claim::StillWorks { works: false, .. });
    flips(scene, claim).filter(|(edit, _)| !claim.speaks_of(edit)).find_map(|(edit, there)| {
        let stands = given(draft, &there) && claim.holds(&there);
        if !stands || scene.objection(claim, &there).is_some() {
            return None;
        }
        // a method is not offered by the rule that cuts it here, whatever lets it count there
        let of_here = matches!(claim, Claim::Offers { .. }).then(|| claim.reason(&scene.here)).flatten();
        let reason = of_here.or_else(|| claim.reason(&there)).or_else(|| claim.reason(&scene.here));
        if needs_reason && reason.is_none() {
            return None;
        }
        let why = reason.map_or_else(String::new, rule_sentence);
        Some(Wrong { claim: claim.clone(), witness: edit.clone(), reason: reason.map(RuleRef::of), why })
    })
}

/// The flips in which it is worth asking for a claim.
fn flips<'a>(scene: &'a Scene<'_>, claim: &Claim) -> Box<dyn Iterator<Item = (&'a Edit, Evidence<'a>)> + 'a> {
    if claim.is_deep() { Box::new(scene.telling()) } else { Box::new(scene.flips()) }
}

/// Whether what the stem says of the run is so in another. A log shown is evidence of this run alone, so a witness,
/// which is another, need not leave it; and where the question is what would change the end, it may have another end.
fn given(draft: &Draft, there: &Evidence<'_>) -> bool {
    if matches!(draft.right.first(), Some(Claim::Fixes { .. } | Claim::Differs { .. })) {
        return true;
    }
    draft.given.iter().filter(|claim| !matches!(claim, Claim::Leaves { .. })).all(|claim| claim.holds(there))
}

/// Whether neither claim implies the other: in some run one is true without the other, both ways. A claim that is true
/// in every run is implied by all and gives nothing away.
fn apart(draft: &Draft, scene: &Scene<'_>, one: &Claim, other: &Claim, witness: &Edit) -> bool {
    if let (Claim::TellsApart { log: one, .. }, Claim::TellsApart { log: other, .. }) = (one, other) {
        return tell_apart_alone(scene, *one, *other);
    }
    if !one.may_overlap() {
        return true;
    }
    let singles = || flips(scene, one).map(|(_, there)| there).filter(|there| given(draft, there));
    let far = scene.here.with(witness);
    let second = || scene.telling().map(|(edit, _)| edit);
    let doubles = || second().filter_map(|edit| far.as_ref()?.with(edit)).filter(|there| given(draft, there));
    let worlds = || std::iter::once(scene.here.clone()).chain(singles()).chain(doubles());
    let implies = |a: &Claim, b: &Claim| {
        let mut open = false;
        for world in worlds() {
            let first = a.holds(&world);
            // a second run is needed only where it can tell something yet
            if !first && open {
                continue;
            }
            let second = b.holds(&world);
            if first && !second {
                return false;
            }
            open |= !second;
        }
        open
    };
    !implies(one, other) && !implies(other, one)
}

/// Whether each of two logs tells two failures apart that the other does not. A claim of this kind is about two failures,
/// so its other runs are those of every two that the scene has in the place of these.
fn tell_apart_alone(scene: &Scene<'_>, one: Log, other: Log) -> bool {
    let read = |there: &Evidence<'_>| (one.read(there.seen()), other.read(there.seen()));
    let failures = scene.flips().filter(|(edit, _)| matches!(edit, Edit::OtherFault { .. }));
    let runs: Vec<_> = std::iter::once(read(&scene.here)).chain(failures.map(|(_, there)| read(&there))).collect();
    let pairs = || runs.iter().enumerate().flat_map(|(at, here)| runs[at + 1..].iter().map(move |there| (here, there)));
    pairs().any(|(here, there)| here.0 != there.0 && here.1 == there.1)
        && pairs().any(|(here, there)| here.0 == there.0 && here.1 != there.1)
}

/// The facts that the stem must show, with whether each one matters: those whose flip, alone or in a random draw of
/// several, changes which option is right.
fn suffice(
    draft: &Draft,
    scene: &Scene<'_>,
    claims: &[&Claim],
    chance: &mut Chance,
) -> Result<BTreeMap<About, bool>, String> {
    let factual: Vec<bool> = claims.iter().map(|claim| claim.holds(&scene.here)).collect();
    let otherwise = |there: &Evidence<'_>| claims.iter().zip(&factual).any(|(claim, so)| claim.holds(there) != *so);
    let counts = |there: &Evidence<'_>| draft.given.iter().all(|given| given.holds(there));
    let mut shown: BTreeMap<About, bool> =
        ALWAYS.iter().chain(&draft.told).chain(draft.needed).map(|about| (*about, false)).collect();
    // an option may say "held no role" only where the stem says which
    let changes = claims.iter().filter_map(|claim| claim.change());
    let of_roles = changes.filter(|edit| matches!(edit, Edit::NoRole { .. }));
    shown.extend(of_roles.map(|edit| (About::Roles, scene.here.with(edit).as_ref().is_some_and(otherwise))));
    let deep = claims.iter().any(|claim| claim.is_deep());
    for (edit, there) in scene.flips().filter(|(_, there)| !deep || !there.alike(&scene.here)) {
        let known = shown.get(&edit.about()).copied() == Some(true);
        let counts = counts(&there) || draft.needed.contains(&edit.about());
        if !known && !claims.iter().any(|claim| claim.speaks_of(edit)) && counts && otherwise(&there) {
            shown.insert(edit.about(), true);
        }
    }
    let costly = deep || claims.iter().any(|claim| matches!(claim, Claim::From { .. }));
    for _ in 0..if costly { DEEP_DRAWS } else { DRAWS } {
        let hidden: Vec<&Edit> = scene.edits.iter().filter(|edit| !shown.contains_key(&edit.about())).collect();
        let picked = draw(&hidden, chance);
        if picked.len() < 2 {
            break;
        }
        let drawn = scene
            .here
            .with_all(&picked)
            .unwrap_or_else(|| picked.iter().fold(scene.here.clone(), |there, edit| there.with(edit).unwrap_or(there)));
        if counts(&drawn) && otherwise(&drawn) {
            shown.extend(picked.iter().map(|edit| (edit.about(), true)));
        }
    }
    if !shown.values().any(|matters| *matters) {
        return Err("no shown fact matters".to_owned());
    }
    add_decoys(draft, &mut shown, chance);
    if decoys(draft, &shown) > lint::MOST_DECOYS {
        return Err(format!("it shows {} facts that change nothing", decoys(draft, &shown)));
    }
    let sentences = shown.keys().filter(|about| !in_exhibit(draft, **about)).count();
    if sentences > MOST_FACTS {
        return Err(format!("the stem would need {sentences} sentences of facts"));
    }
    Ok(shown)
}

/// Whether the evidence, the table of people or the question tells a fact, rather than a sentence of the stem.
fn in_exhibit(draft: &Draft, about: About) -> bool {
    draft.told.contains(&about) || (draft.roster.is_some() && roster::TOLD.contains(&about))
}

/// How many facts of a stem change nothing; what the question speaks of is no decoy.
fn decoys(draft: &Draft, shown: &BTreeMap<About, bool>) -> usize {
    shown.iter().filter(|(about, matters)| !**matters && !draft.told.contains(about)).count()
}

/// Fills the table of people up with facts that change nothing, so that it does not tell by its columns what matters.
fn add_decoys(draft: &Draft, shown: &mut BTreeMap<About, bool>, chance: &mut Chance) {
    if draft.roster.is_none() {
        return;
    }
    let mut idle: Vec<About> = roster::TOLD.iter().copied().filter(|about| !shown.contains_key(about)).collect();
    chance.shuffle(&mut idle);
    let room = lint::MOST_DECOYS.saturating_sub(decoys(draft, shown));
    shown.extend(idle.into_iter().take(room).map(|about| (about, false)));
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
fn write(
    draft: &Draft,
    scene: &Scene<'_>,
    archetype: &Archetype,
    wrong: &[Wrong],
    shown: &BTreeMap<About, bool>,
) -> Result<Item, String> {
    let table = draft.roster.as_ref().map(|roster| roster.table(|about| shown.contains_key(&about)));
    let exhibits: Vec<Exhibit> = table.into_iter().chain(draft.exhibits.iter().cloned()).collect();
    let told = told(draft, scene, shown, &exhibits)?;
    let rules = rules(draft, scene, wrong);
    if rules.is_empty() {
        return Err("the item rests on no rule".to_owned());
    }
    let assumed = assumptions(&rules, scene);
    let facts = told.iter().filter(|fact| !fact.in_exhibit).map(|fact| fact.text.as_str());
    let sentences = facts.chain(assumed.iter().map(String::as_str));
    let stem: Vec<&str> =
        sentences.chain([draft.action.as_str(), draft.ask.as_str()]).filter(|text| !text.is_empty()).collect();
    let mut item = Item {
        format: "quiz-item/1",
        id: String::new(),
        archetype: archetype.name,
        bloom: archetype.bloom,
        form: draft.form,
        step: scene.here.step().map_or(0, |step| step + 1),
        variant: scene.here.edits().to_vec(),
        extent: scene.here.extent,
        people: scene.people.clone(),
        stem: stem.join(" "),
        ask: draft.ask.clone(),
        decoys: decoys(draft, shown),
        difficulty: Difficulty::of(told.iter().filter(|fact| fact.load_bearing).count() + decoys(draft, shown)),
        facts: told,
        given: draft.given.clone(),
        exhibits,
        prompts: draft.prompts.clone(),
        options: options(draft, scene, wrong),
        key: (0..draft.right.len()).collect(),
        points: 1,
        rules,
    };
    let hash = blake3::hash(format!("{}|{}", item.step, item.likeness()).as_bytes()).to_hex();
    item.id = format!("{}-{}", item.archetype, &hash[..8]);
    Ok(item)
}

/// The facts of the stem, in order, with their sentences.
fn told(
    draft: &Draft,
    scene: &Scene<'_>,
    shown: &BTreeMap<About, bool>,
    exhibits: &[Exhibit],
) -> Result<Vec<StemFact>, String> {
    let mut told = Vec::new();
    for about in ORDER.iter().filter(|about| shown.contains_key(about)) {
        let (load_bearing, in_exhibit) = (shown[about], in_exhibit(draft, *about));
        let text = if in_exhibit { evidence(draft, exhibits) } else { facts::tell(*about, &scene.here) };
        if text.is_empty() && load_bearing {
            return Err(format!("no words for the fact {about:?}"));
        }
        if !text.is_empty() {
            told.push(StemFact { about: *about, text, load_bearing, in_exhibit });
        }
    }
    Ok(told)
}

/// What the exhibits say, in one line; part of what makes an item the one it is.
fn evidence(draft: &Draft, exhibits: &[Exhibit]) -> String {
    let rows = exhibits.iter().flat_map(|one| &one.rows).map(|row| row.join(", "));
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() { draft.ask.clone() } else { rows.join("; ") }
}

fn options(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong]) -> Vec<Choice> {
    let right = draft.right.iter().map(|claim| Choice {
        text: capital(&claim.render()),
        claim: claim.clone(),
        number: claim.number(),
        holds: true,
        feedback: praise(claim, scene),
        witness: None,
    });
    let others = wrong.iter().map(|one| Choice {
        text: capital(&one.claim.render()),
        claim: one.claim.clone(),
        number: one.claim.number(),
        holds: false,
        feedback: format!("Not here. This would be right {}. {}", one.witness.words(), capital(&one.why))
            .trim()
            .to_owned(),
        witness: Some(one.witness.clone()),
    });
    right.chain(others).collect()
}

/// What a learner reads who chose rightly.
fn praise(claim: &Claim, scene: &Scene<'_>) -> String {
    let why = claim.reason(&scene.here).map(rule_sentence);
    match (claim, why) {
        (Claim::RequirementOf { .. }, Some(why)) => format!("Right. Without it: {why}"),
        (_, Some(why)) => format!("Right. {}", capital(&why)),
        (Claim::StillWorks { .. }, None) => "Right. It makes no difference here.".to_owned(),
        (Claim::Message { nth, .. }, None) => format!("Right. It is message {} of the attempt.", nth + 1),
        (_, None) => "Right. Nothing stands against it.".to_owned(),
    }
}

/// The rules of the key first; where the key is that nothing stands against it, the rule that the near miss meets, before
/// the one that lets methods count at all.
fn rules(draft: &Draft, scene: &Scene<'_>, wrong: &[Wrong]) -> Vec<RuleRef> {
    let right = draft.right.iter().flat_map(|claim| claim.cites(&scene.here)).map(RuleRef::of);
    let wrong = wrong.iter().filter_map(|one| one.reason.clone());
    let plain = matches!(draft.right.first(), Some(Claim::Offers { .. }));
    let all: Vec<RuleRef> = if plain { wrong.chain(right).collect() } else { right.chain(wrong).collect() };
    let mut found: Vec<RuleRef> = Vec::new();
    for rule in all {
        if !found.iter().any(|known| known.id == rule.id) {
            found.push(rule);
        }
    }
    found
}

/// Assumptions that this lab sets otherwise and that touch a rule of the item, as sentences.
fn assumptions(rules: &[RuleRef], scene: &Scene<'_>) -> Vec<String> {
    let touched =
        |one: &crate::rules::assumptions::Assumption| rules.iter().any(|rule| one.rules.iter().any(|id| id == rule.id));
    let set = scene.here.lab.scenario().assumptions.iter();
    set.filter(|(one, value)| one.default != *value && touched(one))
        .map(|(one, value)| format!("Assumed here: {} {value}.", one.question))
        .collect()
}
