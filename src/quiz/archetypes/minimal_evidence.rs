//! A17: two failures are possible; which one log tells them apart?

use crate::quiz::claim::Claim;
use crate::quiz::facts;
use crate::quiz::logs::Log;
use crate::quiz::question::Bloom;
use crate::quiz::wording;
use crate::scenario::edit::{About, Edit};

use super::vary::{self, Setting};
use super::{Archetype, Draft, Scene};

pub(super) const ARCHETYPE: Archetype = Archetype {
    name: "minimal-evidence",
    bloom: Bloom::Evaluate,
    asks: "which one log tells two failures apart?",
    vary: vary::a_failure,
    drafts,
};

/// One draft for each other failure that exactly one log tells apart from the one in force.
fn drafts(scene: &Scene<'_>, setting: &Setting) -> Result<Vec<Draft>, String> {
    let one = *setting.faults.first().ok_or("no failure in force")?;
    let on = setting.on.ok_or("no failure in force")?;
    if !(Claim::FaultIs { fault: one }).holds(&scene.here) {
        return Err("the failure is not in force at the step".to_owned());
    }
    let action = facts::action(&scene.here).ok_or("no words for the step")?;
    let mut made = Vec::new();
    for flip in &setting.flips {
        let Edit::OtherFault { to: other, .. } = *flip else { continue };
        let Some(there) = scene.here.with(flip) else { continue };
        if !(Claim::FaultIs { fault: other }).holds(&there) {
            continue;
        }
        let claims = Log::ALL.iter().map(|&log| Claim::TellsApart { log, other, on });
        let (right, wrong): (Vec<Claim>, Vec<Claim>) = claims.partition(|claim| claim.holds(&scene.here));
        let [right] = &right[..] else { continue };
        let mut names = [wording::fault(one), wording::fault(other)];
        names.sort();
        let ask =
            format!("Either \"{}\" or \"{}\" is in force. Which one of these tells the two apart?", names[0], names[1]);
        let mut draft = Draft::single(ask, action.clone(), right.clone(), wrong);
        draft.told = vec![About::Failures];
        made.push(draft);
    }
    if made.is_empty() { Err("no two failures differ in exactly one log".to_owned()) } else { Ok(made) }
}
