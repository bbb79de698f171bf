//! Windows events: which rule writes which of the documented ones.

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

/// What a rule that stops an operation on-premises writes.
pub(super) fn of_rule(rule: &str) -> &'static [&'static str] {
    match rule {
        "ad-history-reject"
        | "ad-minage-reject"
        | "ad-complexity-reject"
        | "ad-policy-enforced"
        | "ad-filter-reject"
        | "ad-cant-change-flag"
        | "opp-checked-at-dc"
        | "opp-username" => &["6329", "33008"],
        "ad-wrong-current" => &["33007"],
        "ad-disabled-account" => &["33005"],
        "ad-locked-account" => &["33006"],
        "protected-cannot-writeback"
        | "protected-change-allowed"
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
            for id in of_rule(rule) {
                assert!(find(id).is_some(), "{rule}: {id}");
            }
        }
    }
}
