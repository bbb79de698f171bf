//! Windows events: which rule writes which of the documented ones.

use crate::model::ask::Action;
use crate::model::event::{LONG_ANCHOR, SHORT_ANCHOR};
use crate::rules::assumed::Assumed;

/// An event as it is written under the assumptions in force.
///
/// Source: rule `lookup-hr-80230402` and assumption `duplicate-anchor-code`.
pub(super) fn written(id: &'static str, assumed: &Assumed) -> &'static str {
    let short = id == LONG_ANCHOR && assumed.short_anchor_code;
    if short { SHORT_ANCHOR } else { id }
}

/// Start, success and failure of an administrator's reset that reaches on-premises.
///
/// Source: rule `flow-events-admin`; those of people's operations are effects of their rules.
pub(super) const ADMINISTERED: [&str; 3] = ["31009", "31010", "31011"];

/// The same of each operation: start, success, failure.
///
/// Source: rules `flow-events-reset` and `flow-events-change`; no page names events of an unlock.
const COURSES: [(Action, [&str; 3]); 3] = [
    (Action::ResetPassword, ["31001", "31002", "31003"]),
    (Action::ChangePassword, ["31006", "31007", "31008"]),
    (Action::AdminResetPassword, ADMINISTERED),
];

/// What the agent of a domain controller logs of a password that is set, and of one that is changed.
///
/// Source: rule `opp-same-for-set-and-change`.
const SET_AND_CHANGED: [(&str, &str); 2] = [("DCAgent-10017", "DCAgent-10016"), ("DCAgent-30003", "DCAgent-30002")];

/// An event that a failure names, as an operation writes it: the start or the end of one operation is named for all.
pub(super) fn of_course(id: &'static str, operation: Action) -> Option<&'static str> {
    if let Some((_, changed)) = SET_AND_CHANGED.iter().find(|(set, _)| *set == id) {
        return Some(if operation == Action::ChangePassword { *changed } else { id });
    }
    let Some(at) = COURSES.iter().find_map(|(_, course)| course.iter().position(|one| *one == id)) else {
        return Some(id);
    };
    COURSES.iter().find(|(action, _)| *action == operation).map(|(_, course)| course[at])
}

/// What a rule that stops an operation on-premises writes.
pub(super) fn of_rule(rule: &str, operation: Option<Action>) -> &'static [&'static str] {
    match rule {
        // Source: rule `protected-admincount`.
        "protected-cannot-writeback" if operation == Some(Action::AdminResetPassword) => &["33004", "hr-80231367"],
        // The flag is no matter of age, history, complexity or filter, which 33008 is about.
        "ad-cant-change-flag" => &["6329"],
        "ad-history-reject"
        | "ad-minage-reject"
        | "ad-complexity-reject"
        | "ad-policy-enforced"
        | "ad-filter-reject"
        | "opp-checked-at-dc"
        | "opp-username" => &["6329", "33008"],
        "ad-wrong-current" => &["33007"],
        "ad-disabled-account" => &["33005"],
        "ad-locked-account" => &["33006"],
        "protected-cannot-writeback"
        | "protected-change-allowed"
        | "protected-no-inherit"
        | "perm-reset-password"
        | "perm-write-lockouttime"
        | "perm-write-pwdlastset"
        | "perm-change-password" => &["33004"],
        "lookup-in-ad-cs"
        | "lookup-linked-mv"
        | "lookup-linked-entra-cs"
        | "lookup-rule-on-link"
        | "lookup-not-via-this-instance"
        | "lookup-deleted-onprem" => &["33002"],
        "lookup-multiforest-two-enabled" | "lookup-anchor-duplicate" => &["33003"],
        "lookup-new-forest" => &["6329-0x8023061f"],
        "lookup-ou-reserved" => &["33001"],
        "sec-key-mismatch" | "sec-rollover" => &["32004"],
        "onboard-admin-not-federated" => &["32009"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::find;

    #[test]
    fn every_event_that_is_written_stands_in_the_table() {
        for id in ADMINISTERED {
            assert!(find(id).is_some(), "{id}");
        }
        for rule in crate::rules::ids() {
            for operation in [None, Some(Action::AdminResetPassword)] {
                for id in of_rule(rule, operation) {
                    assert!(find(id).is_some(), "{rule}: {id}");
                }
            }
        }
    }

    #[test]
    fn a_failure_writes_the_start_and_the_end_of_the_operation_that_meets_it() {
        assert_eq!(of_course("31003", Action::ChangePassword), Some("31008"));
        assert_eq!(of_course("31001", Action::AdminResetPassword), Some("31009"));
        assert_eq!(of_course("DCAgent-10017", Action::ChangePassword), Some("DCAgent-10016"));
        assert_eq!(of_course("31003", Action::UnlockAccount), None);
        assert_eq!(of_course("33004", Action::UnlockAccount), Some("33004"));
    }
}
