//! Sets of methods that several topics speak of, and what the policies of methods allow together.

use crate::model::identity::Cloud;
use crate::model::method::{Method, MethodSet};
use crate::model::policy::Migration;
use crate::rules::case::{Case, MomentSet};

/// Wherever the methods that count are asked for.
pub(crate) const METHODS: MomentSet =
    MomentSet::OFFER.and(MomentSet::PROVE).and(MomentSet::SIGN_IN).and(MomentSet::REGISTER);

/// Voice calls.
pub(crate) const VOICE: MethodSet = MethodSet::of(&[Method::MobilePhoneCall, Method::OfficePhone]);

/// Text and voice.
pub(crate) const TELEPHONE: MethodSet = VOICE.union(MethodSet::MOBILE_PHONE);

/// Methods that a sign-in accepts as a second factor; e-mail and questions are not among them.
///
/// Source: rules `meth-email-only-sspr`, `meth-questions-only-sspr` and `meth-sspr-capable-matrix`.
pub(crate) const MFA: MethodSet = TELEPHONE.union(MethodSet::AUTHENTICATOR).union(MethodSet::of(&[
    Method::AlternatePhone,
    Method::SoftwareOath,
    Method::HardwareOath,
    Method::Passkey,
    Method::WindowsHello,
    Method::Certificate,
    Method::AuthenticatorPasswordless,
    Method::ExternalMfa,
]));

/// What a legacy policy and an Authentication methods policy allow together in this state of their move.
///
/// Source: rules `mig-pre`, `mig-in-progress`, `mig-complete` and `mig-questions-stay-legacy`.
pub(crate) const fn allowed(migration: Migration, legacy: MethodSet, modern: MethodSet) -> MethodSet {
    let questions = MethodSet::of(&[Method::SecurityQuestions]);
    match migration {
        Migration::PreMigration => legacy,
        Migration::InProgress => legacy.union(modern),
        Migration::Complete => modern.without(questions).union(legacy.intersection(questions)),
    }
}

/// Text and voice end for the tenant on the day of their retirement.
pub(crate) fn telephone_ends(case: &Case) -> bool {
    case.tenant.cloud == Cloud::Public && !case.tenant.telecom_provider
}
