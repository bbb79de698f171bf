//! What the cloud's policy makes of a password: taken or not, and how it ages.

use crate::model::ask::SignInWith;
use crate::model::identity::TenantKind;
use crate::model::time::Date;
use crate::rules::case::SignInFacts;
use crate::rules::measure::Password;
use crate::rules::rule::View;

/// Characters that a cloud password may have.
pub(crate) const LENGTHS: std::ops::RangeInclusive<u16> = 8..=256;

/// Classes of characters that one needs.
pub(crate) const CLASSES: u8 = 3;

/// Days after which old tenants' passwords expire.
pub(crate) const OLD_TENANT_DAYS: u32 = 90;

/// The cloud's policy takes a password: length, characters and classes.
///
/// Source: rules `pw-length`, `pw-no-unicode`, `pw-complexity` and `pw-edu-no-complexity`.
fn in_cloud_policy(v: &View<'_>, password: &Password) -> bool {
    let classes = v.case.tenant.kind == TenantKind::Education || password.cloud_classes >= CLASSES;
    LENGTHS.contains(&password.length) && password.cloud_characters && classes
}

/// Somebody who must change the password because of user risk has chosen one that the cloud's policy does not take,
/// where that policy holds for synchronized people: it stays on-premises.
///
/// Source: rule `pw-risk-both-policies`.
pub(crate) fn kept_from_cloud(v: &View<'_>, password: &Password) -> bool {
    let asked = v.case.hybrid() && v.case.tenant.cloud_policy_for_synced && asks_secure_change(v);
    asked && password.given && !in_cloud_policy(v, password) && v.book.has("pw-risk-both-policies")
}

/// Tenants created before 2021 keep the old default.
pub(crate) fn old_tenant(v: &View<'_>) -> bool {
    v.case.tenant.created < Date::new(2021, 1, 1) || v.book.assumed.expiry_ninety_days
}

/// The cloud password ages and is older than so many days; one that was made for an administrator ages only where the
/// assumption `temporary-password-expiry` says so.
pub(crate) fn expired(v: &View<'_>, days: u32) -> bool {
    v.case.sign_in().is_some_and(|s| s.with == SignInWith::Password && aged(v, s, days))
}

/// The same whatever the person signs in with.
fn aged(v: &View<'_>, s: &SignInFacts, days: u32) -> bool {
    let ages = !s.temporary || v.book.assumed.temporary_ages;
    s.to_cloud && s.cloud_ages && !s.never_expires && ages && s.age_days >= days
}

/// The cloud password is older than the days that are set for it, or than those of an old tenant where none are.
pub(crate) fn overdue(v: &View<'_>, s: &SignInFacts) -> bool {
    let days = s.max_age_days.or_else(|| (old_tenant(v) || s.mark_ended).then_some(OLD_TENANT_DAYS));
    days.is_some_and(|days| aged(v, s, days))
}

/// The risk policy asks the person for a secure password change.
///
/// Source: rules `elig-risk-hybrid-needs-writeback` and `lic-risk-policies-p2`.
pub(crate) fn asks_secure_change(v: &View<'_>) -> bool {
    let from = v.case.tenant.risk_change_from;
    v.case.tenant.p2 && from.is_some_and(|from| v.case.person.risk >= from)
}

/// A sign-in to the cloud whose password is right, or the use of a session that one opened.
pub(crate) fn to_cloud_with_right(v: &View<'_>) -> bool {
    v.case.sign_in().or(v.case.resume()).is_some_and(|facts| facts.to_cloud && facts.right)
}
