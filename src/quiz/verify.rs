//! Runs a quiz's lab again and asks every claim of it.

use crate::ledger::Simulate;
use crate::scenario::Scenario;

use super::lab::Lab;
use super::question::{Item, Quiz};

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

fn check(lab: &Lab<'_>, item: &Item, wrong: &mut Vec<String>) {
    let mut say = |what: String| wrong.push(format!("{}: {what}", item.id));
    let Some(here) = item.step.checked_sub(1).and_then(|step| lab.evidence(step)) else {
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
}
