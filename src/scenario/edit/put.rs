//! Single facts put into what holds them: a method, a right.

use crate::model::method::{Method, MethodSet, Registered};
use crate::model::policy::MethodTarget;
use crate::model::sync::{Permission, PermissionSet};

/// Registers a method, or takes it away.
pub(super) fn register(held: &mut Registered, method: Method, on: bool) {
    let text = |value: &str| on.then(|| value.to_owned());
    match method {
        Method::Email => held.email = text("someone@mail.example"),
        Method::MobilePhone => held.mobile_phone = text("+1 4255550100"),
        Method::OfficePhone => held.office_phone = text("+1 4255550199"),
        Method::AuthenticatorApp => held.authenticator_app = on,
        Method::SecurityQuestions => held.security_answers = if on { 5 } else { 0 },
        Method::SoftwareOath => held.software_oath = on,
        Method::HardwareOath => held.hardware_oath = on,
        other if on => held.other.insert(other),
        other => held.other.remove(other),
    }
}

/// Allows a method for everybody in the Authentication methods policy, or takes it off.
pub(super) fn allow_in(policy: &mut Vec<MethodTarget>, method: Method, on: bool) {
    let ways = MethodSet::of(&[method]).ways();
    policy.retain(|target| MethodSet::of(&[target.method]).ways().intersection(ways).is_empty());
    if on {
        policy.push(MethodTarget { method, groups: Vec::new() });
    }
}

/// The rights with one of them held or not.
pub(super) fn with_right(rights: PermissionSet, right: Permission, held: bool) -> PermissionSet {
    let keep = |one: &Permission| if *one == right { held } else { rights.contains(*one) };
    Permission::ALL.iter().copied().filter(keep).collect()
}
