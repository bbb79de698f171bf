//! Codes that an assumption or the moment changes, and codes that a success shows.

use crate::model::ask::Code;

use super::book::Book;
use super::case::{Case, Moment, SignInFacts};
use super::rule::Rule;

/// The code a blocking rule shows at this moment under the assumptions in force.
pub(super) fn shown(book: &Book, case: &Case, rule: &Rule, code: Option<Code>) -> Option<Code> {
    match rule.assumption {
        // The portal has no code for a disabled account; a sign-in has one.
        Some("disabled-account-reset") if case.sign_in().is_some() => Some(Code::Aadsts50057),
        _ if code == Some(Code::Aadsts50126) && case.sign_in().is_some_and(without_password) => Some(Code::Aadsts50056),
        Some("scope-none-code") if book.assumed.scope_none_is_0009 => Some(Code::Sspr0009),
        // That writeback is not enabled is said at the first check alone.
        _ if matches!(case.moment, Moment::Relay(_)) && code == Some(Code::Sspr0010) => None,
        // The page says that the service is down at the first check alone.
        _ if matches!(case.moment, Moment::Relay(_)) && code == Some(Code::Sspr0030) => {
            code.filter(|_| book.assumed.down_told_at_submit)
        }
        _ => code,
    }
}

/// Nothing holds a password of the person. The page of somebody new with a mark says that account or password is
/// incorrect: rule `phs-new-user-must-change`.
fn without_password(sign_in: &SignInFacts) -> bool {
    let marked = sign_in.unsent.is_some_and(|ix| ix.rule().id == "phs-new-user-must-change");
    !sign_in.has_password && !marked
}

/// The code a success shows.
pub(super) fn of_success(rule: &str) -> Option<Code> {
    (rule == "elig-onprem-success-cloud-fail").then_some(Code::OnPremisesSuccessCloudFailure)
}
