//! A7: the messages of an attempt; in which order do they come?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::question::{Bloom, Form};
use crate::quiz::wording;

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "order-steps",
    bloom: Bloom::Analyse,
    asks: "in which order do these messages come?",
    vary: vary::a_step,
    drafts,
};

/// How many messages are put in order.
const MESSAGES: usize = 4;

/// Drafts of four messages each. Each message of an attempt answers or causes the next one, so the order is the only
/// one possible.
fn drafts(scene: &Scene<'_>, _: &Setting) -> Result<Vec<Draft>, String> {
    let hops = &scene.here.seen().hops;
    let texts: Vec<String> = hops.iter().map(wording::hop).collect();
    let unlike = |nth: &usize| texts.iter().filter(|text| **text == texts[*nth]).count() == 1;
    // what an attempt broke off at did not happen
    let told: Vec<usize> = (0..texts.len()).filter(|nth| unlike(nth) && !hops[*nth].stopped).collect();
    if told.len() < MESSAGES + 1 {
        return Err("the attempt has too few messages".to_owned());
    }
    let operation = facts::operation(&scene.here).ok_or("no operation on a password")?;
    let seen = scene.here.seen();
    let outcome = seen.outcome.ok_or("the step has no outcome")?;
    let given = Claim::Outcome { action: operation, outcome, code: seen.code };
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let ask = format!("{}. Put these messages in order.", given.render());
    let mut made = Vec::new();
    for first in 0..=told.len() - MESSAGES {
        for stride in 1..=2 {
            let chosen: Vec<usize> = told.iter().copied().skip(first).step_by(stride).take(MESSAGES).collect();
            if chosen.len() < MESSAGES {
                continue;
            }
            let right: Vec<Claim> =
                chosen.iter().map(|&nth| Claim::Message { nth, text: texts[nth].clone() }).collect();
            let mut draft = Draft::single(ask.clone(), action.clone(), right[0].clone(), Vec::new());
            draft.form = Form::Order;
            draft.given = vec![given.clone()];
            draft.right = right;
            made.push(draft);
        }
    }
    Ok(made)
}
