//! What the failures in force do to a case: the table of failures read as gates read it.

use std::sync::LazyLock;

use crate::model::ask::Code;
use crate::model::fault::{FAULTS, FaultEffect, FaultId, FaultResult, FaultStep};

use super::case::{Case, FaultSet, Moment};

/// The failures that break an operation on its way on-premises, by moment, operation and code.
static BREAKS: LazyLock<Vec<(usize, &'static str, Option<&'static str>, FaultSet)>> = LazyLock::new(|| {
    let mut table: Vec<(usize, &'static str, Option<&'static str>, FaultSet)> = Vec::new();
    for (i, fault) in FAULTS.iter().enumerate() {
        for effect in fault.effect.iter().filter(|effect| effect.result == FaultResult::Failed) {
            let Some(position) = position(effect.step) else { continue };
            for operation in &effect.operations {
                let key = (position, operation.as_str(), effect.code.as_deref());
                let at = table.iter().position(|row| (row.0, row.1, row.2) == key).unwrap_or_else(|| {
                    table.push((key.0, key.1, key.2, FaultSet::default()));
                    table.len() - 1
                });
                table[at].3.insert(FaultId(i as u8));
            }
        }
    }
    table
});

/// The moment at which a step of the path is decided; the positions are those of [`Moment::position`].
const fn position(step: FaultStep) -> Option<usize> {
    match step {
        FaultStep::Relay | FaultStep::Pickup | FaultStep::Decrypt => Some(3),
        FaultStep::Lookup => Some(4),
        FaultStep::DirectoryWrite | FaultStep::DirectoryUnlock => Some(5),
        FaultStep::Reply => Some(12),
        _ => None,
    }
}

/// Whether a failure in force breaks this operation at this moment with this code.
pub(super) fn meets(case: &Case, code: Option<&str>) -> bool {
    if case.faults.is_empty() {
        return false;
    }
    let (position, operation) = (case.moment.position(), case.action.word());
    let row = BREAKS.iter().find(|row| row.0 == position && row.1 == operation && row.2 == code);
    row.is_some_and(|row| !row.3.intersection(case.faults).is_empty())
}

/// Whether some effect of a failure in force answers to the test.
fn any(case: &Case, test: impl Fn(FaultId, &FaultEffect) -> bool) -> bool {
    !case.faults.is_empty()
        && case.faults.iter().any(|fault| fault.kind().effect.iter().any(|effect| test(fault, effect)))
}

fn touches(case: &Case, effect: &FaultEffect) -> bool {
    effect.operations.iter().any(|operation| operation == case.action.word())
}

/// Whether a failure in force refuses this operation at a step with a code.
pub(super) fn refuses(case: &Case, step: FaultStep, code: Code) -> bool {
    any(case, |_, effect| {
        let sign_in = step == FaultStep::SignIn && effect.step == step;
        let here = effect.step == step && effect.code.as_deref() == Some(code.word());
        here && (sign_in || (effect.result == FaultResult::Refused && touches(case, effect)))
    })
}

/// Whether a failure in force makes the directory refuse the password.
pub(super) fn refuses_policy(case: &Case) -> bool {
    let at_write = matches!(case.moment, Moment::Write(_));
    at_write
        && any(case, |_, effect| {
            effect.step == FaultStep::DirectoryPolicy && effect.result == FaultResult::Refused && touches(case, effect)
        })
}

/// Whether the cloud write fails after the forest has accepted.
pub(super) fn cloud_write_fails(case: &Case) -> bool {
    any(case, |_, effect| effect.step == FaultStep::CloudWrite && touches(case, effect))
}

/// Whether the failure with this id is in force.
pub(super) fn active(case: &Case, id: &str) -> bool {
    !case.faults.is_empty() && case.faults.iter().any(|fault| fault.kind().id == id)
}
