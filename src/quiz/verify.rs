//! Runs a quiz's lab again and asks every claim of it.

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::claim::Claim;
use super::lab::Lab;
use super::question::{Form, Item, Quiz};

/// Whether the run and every `holds`, every key and every witness of a quiz come out as the quiz says.
///
/// # Errors
/// What does not, one line each.
pub fn verify(simulate: &dyn Simulate, scenario: &Scenario, quiz: &Quiz) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    let digest = simulate.run(scenario).digest;
    if digest != quiz.digest {
        wrong.push(format!("the run's digest is {digest}, the quiz says {}", quiz.digest));
    }
    let lab = Lab::new(simulate, scenario);
    wrong.extend(verify_in(&lab, quiz).err().into_iter().flatten());
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The same but for the digest, in a lab that may have run already.
///
/// # Errors
/// What does not come out as the quiz says, one line each.
pub fn verify_in(lab: &Lab<'_>, quiz: &Quiz) -> Result<(), Vec<String>> {
    let mut wrong = Vec::new();
    quiz.items.iter().for_each(|item| check(lab, item, &mut wrong));
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// In what the items of a file differ from those that the same request makes now, one line each.
#[must_use]
pub fn differences(kept: &serde_json::Value, fresh: &serde_json::Value) -> Vec<String> {
    let items = |quiz: &serde_json::Value| quiz["items"].as_array().cloned().unwrap_or_default();
    let (old, new) = (items(kept), items(fresh));
    let mut said = Vec::new();
    if old.len() != new.len() {
        said.push(format!("the quiz has {} questions, made anew it has {}", old.len(), new.len()));
    }
    for (one, other) in old.iter().zip(&new).filter(|(one, other)| one != other) {
        let id = one["id"].as_str().unwrap_or("a question");
        let fields = one.as_object().into_iter().flatten().filter(|(name, value)| other.get(name) != Some(*value));
        let fields: Vec<&str> = fields.map(|(name, _)| name.as_str()).collect();
        said.push(format!("{id}: made anew it differs in {}", fields.join(", ")));
    }
    let head = ["format", "title", "scenario", "seed", "digest", "rules_date"];
    said.extend(head.iter().filter(|name| kept[**name] != fresh[**name]).map(|name| format!("`{name}` differs")));
    said
}

pub(super) fn check(lab: &Lab<'_>, item: &Item, wrong: &mut Vec<String>) {
    let mut say = |what: String| wrong.push(format!("{}: {what}", item.id));
    let Some(here) = lab.evidence(&item.variant, item.extent) else {
        say(format!("the run has no step {}", item.step));
        return;
    };
    if !item.given.iter().all(|claim| claim.holds(&here)) {
        say("what the stem says of the run is not so".to_owned());
    }
    for (i, option) in item.options.iter().enumerate() {
        let holds = option.claim.holds(&here);
        if holds != option.holds {
            say(format!("option {} says {}, the run says {holds}", i + 1, option.holds));
        }
        if item.key.contains(&i) != holds {
            say(format!("option {} and the key disagree", i + 1));
        }
        if let Some(witness) = &option.witness
            && !here.with(witness).is_some_and(|there| option.claim.holds(&there))
        {
            say(format!("option {} is not right {}", i + 1, witness.words()));
        }
    }
    if item.form == Form::Order {
        let nth = |i: &usize| {
            if let Some(Claim::Message { nth, .. }) = item.options.get(*i).map(|one| &one.claim) { *nth } else { 0 }
        };
        if !item.key.is_sorted_by_key(nth) {
            say("the key is not the order of the messages".to_owned());
        }
    }
    if item.form == Form::Match && item.key.len() != item.prompts.len() {
        say("the key does not match every prompt".to_owned());
    }
}
