//! Codes that an assumption changes, and codes that a success shows.

use crate::model::ask::Code;

use super::book::Book;
use super::case::Case;
use super::rule::Rule;

/// The code a blocking rule shows under the assumptions in force; the portal has none for a disabled account.
pub(super) fn shown(book: &Book, rule: &Rule, case: &Case, code: Option<Code>) -> Option<Code> {
    if rule.id == "elig-disabled-or-blocked-cloud" && case.sign_in().is_some() {
        return Some(Code::Aadsts50057);
    }
    match rule.assumption {
        Some("scope-none-code") if book.assumed.scope_none_is_0009 => Some(Code::Sspr0009),
        Some("retired-method-code") if book.assumed.retired_is_0013 && rule.id != "elig-methods-missing" => {
            Some(Code::Sspr0013)
        }
        _ => code,
    }
}

/// The code a success shows.
pub(super) fn of_success(rule: &str) -> Option<Code> {
    (rule == "elig-onprem-success-cloud-fail").then_some(Code::OnPremisesSuccessCloudFailure)
}
