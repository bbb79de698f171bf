//! What the failures in force do to a case: the table of failures read as gates read it.

use std::sync::LazyLock;

use crate::model::ask::Code;
use crate::model::fault::{FAULTS, FaultEffect, FaultId, FaultKind, FaultResult, FaultStep};

use super::assumed::Assumed;
use super::case::{Case, FaultSet, Moment};

/// The position of a moment, an operation, a code, and the failures that break the one at the other with the code.
type Break = (usize, &'static str, Option<&'static str>, FaultSet);

/// The failures that break an operation on its way on-premises, by moment, operation and code.
static BREAKS: LazyLock<Vec<Break>> = LazyLock::new(|| {
    let mut table: Vec<Break> = Vec::new();
    for (i, fault) in FAULTS.iter().enumerate() {
        for effect in &fault.effect {
            let Some(position) = breaking(effect) else { continue };
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

/// The moment at which an effect breaks what it touches. A service that is down and was not noticed at the first check
/// breaks the way to it.
fn breaking(effect: &FaultEffect) -> Option<usize> {
    let unnoticed = effect.step == FaultStep::Precheck && effect.code.as_deref() == Some(Code::Sspr0030.word());
    match effect.result {
        FaultResult::Failed => position(effect.step),
        FaultResult::Refused if unnoticed => Some(3),
        _ => None,
    }
}

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

/// Whether a failure in force keeps the server from collecting a request of this operation.
pub(super) fn uncollected(case: &Case) -> bool {
    any(case, |fault, effect| breaking(effect) == Some(3) && touches(case, effect) && leaves_uncollected(fault))
}

/// Whether a failure leaves requests on the relay; one that keeps them from it does not.
pub(crate) fn leaves_uncollected(fault: FaultId) -> bool {
    let down = |effect: &FaultEffect| {
        effect.step == FaultStep::Pickup && effect.code.as_deref() == Some(Code::Sspr0030.word())
    };
    fault.kind().effect.iter().any(down) && !fault.kind().effect.iter().any(|effect| effect.step == FaultStep::Relay)
}

/// Whether the first check finds a failure by the heartbeats that it misses.
pub(crate) fn shows_by_heartbeat(fault: FaultId) -> bool {
    fault.kind().effect.iter().any(|effect| effect.step == FaultStep::Precheck && breaking(effect).is_some())
}

/// Whether an assumption makes a failure harmless.
///
/// Source: assumptions `writeback-ports` and `domain-controller-minimum`.
pub(crate) fn harmless(fault: FaultId, assumed: &Assumed) -> bool {
    match fault.kind().id.as_str() {
        "port-445-blocked" => !assumed.smb_needed,
        "domain-controller-lacks-policy-hints" => !assumed.hints_needed,
        _ => false,
    }
}

/// Whether a decision met a failure: it acts on this operation at this moment, and stopped it or lets it pass by design.
///
/// `stopped` is the rule that blocked and the code that it shows; none where nothing blocked. What was stopped with
/// another code than the failure's was stopped by something else, before it came to the failure.
pub(crate) fn met(case: &Case, fault: FaultId, stopped: Option<(&str, Option<Code>)>) -> bool {
    let kind = fault.kind();
    let here = |effect: &FaultEffect| {
        let lets_pass = !matches!(effect.result, FaultResult::Refused | FaultResult::Failed);
        let named = match case.moment {
            Moment::SignIn(_) => effect.step == FaultStep::SignIn,
            Moment::Onboard(_) => effect.step == FaultStep::Onboarding,
            _ => touches(case, effect),
        };
        let bites = stopped.map_or(lets_pass, |(rule, code)| {
            effect.code.as_deref() == code.map(Code::word) && (code.is_some() || without_code(case, kind, rule))
        });
        named && acts_at(effect, &case.moment) && bites
    };
    let rule = stopped.map(|(rule, _)| rule);
    let named = rule.is_some_and(|rule| names(fault, rule));
    // Read as an outage, one relay that is down stops the first check: rule `sec-two-relays`.
    let outage = rule == Some("elig-writeback-service-down") && kind.id == "service-bus-one-relay-down";
    named || outage || kind.effect.iter().any(here)
}

/// Whether a failure names a rule as its own.
pub(crate) fn names(fault: FaultId, rule: &str) -> bool {
    fault.kind().rules.iter().any(|own| own == rule)
}

/// Whether a rule without a code may have stopped something for a failure that does not name it: the directory has a rule
/// for everything that it refuses in a password, and for a password of an administrator's the one about complexity.
fn without_code(case: &Case, kind: &FaultKind, rule: &str) -> bool {
    let at_write = matches!(case.moment, Moment::Write(_));
    !at_write || (kind.id == "administrator-password-refused" && rule == "ad-complexity-reject")
}

/// Whether the step of an effect is decided at a moment.
fn acts_at(effect: &FaultEffect, moment: &Moment) -> bool {
    match moment {
        Moment::Offer(_) | Moment::AdminReset(_) => {
            matches!(effect.step, FaultStep::Precheck | FaultStep::LicenceCheck)
        }
        Moment::Choose(_) => effect.step == FaultStep::CloudPolicy,
        Moment::Relay(_) => effect.step == FaultStep::Relay || breaking(effect) == Some(3),
        Moment::Lookup(_) => effect.step == FaultStep::Lookup,
        Moment::Write(_) => {
            let steps = [FaultStep::DirectoryPolicy, FaultStep::DirectoryWrite, FaultStep::DirectoryUnlock];
            steps.contains(&effect.step)
        }
        Moment::Reply(_) => effect.step == FaultStep::Reply,
        Moment::TakeEffect(_) => matches!(effect.step, FaultStep::CloudWrite | FaultStep::None),
        Moment::SignIn(_) => effect.step == FaultStep::SignIn,
        Moment::Onboard(_) => effect.step == FaultStep::Onboarding,
        _ => false,
    }
}

/// Whether a failure stops no operation at all: it is only to be seen.
pub(crate) fn only_shows(fault: FaultId) -> bool {
    fault.kind().effect.iter().all(|effect| effect.step == FaultStep::None && effect.operations.is_empty())
}

/// Whether a failure in force refuses this operation at a step with a code.
pub(super) fn refuses(case: &Case, step: FaultStep, code: Code) -> bool {
    any(case, |_, effect| {
        let sign_in = step == FaultStep::SignIn && effect.step == step;
        let here = effect.step == step && effect.code.as_deref() == Some(code.word());
        here && (sign_in || (effect.result == FaultResult::Refused && touches(case, effect)))
    })
}

/// Whether a failure in force makes the directory refuse the password; the one of a filter counts where the filter looks.
pub(super) fn refuses_policy(case: &Case, filtered: bool) -> bool {
    let at_write = matches!(case.moment, Moment::Write(_));
    at_write
        && any(case, |fault, effect| {
            let looks = filtered || fault.kind().id != "password-filter-refuses";
            let refuses = effect.step == FaultStep::DirectoryPolicy && effect.result == FaultResult::Refused;
            looks && refuses && touches(case, effect)
        })
}

/// Whether the cloud write fails after the forest has accepted.
pub(super) fn cloud_write_fails(case: &Case) -> bool {
    any(case, |_, effect| effect.step == FaultStep::CloudWrite && touches(case, effect))
}

/// Whether the failure with this id is in force and stops this operation at this moment.
pub(super) fn strikes(case: &Case, id: &str) -> bool {
    let at = case.moment.position();
    let first = |effect: &FaultEffect| effect.step == FaultStep::Precheck && effect.result == FaultResult::Refused;
    any(case, |fault, effect| {
        let here = if at == 0 { first(effect) } else { breaking(effect) == Some(at) };
        fault.kind().id == id && here && touches(case, effect)
    })
}

/// Whether a failure in force holds hash sync up.
pub(super) fn stops_hash(case: &Case) -> bool {
    any(case, |_, effect| effect.step == FaultStep::HashSync && effect.result != FaultResult::Accepted)
}

/// Whether the failure with this id ends by itself.
pub(super) fn recovers(id: &str) -> bool {
    FaultId::parse(id).is_some_and(|fault| fault.kind().ends_by_itself())
}

/// Whether the failure with this id is in force.
pub(super) fn active(case: &Case, id: &str) -> bool {
    !case.faults.is_empty() && case.faults.iter().any(|fault| fault.kind().id == id)
}
