//! What licences open, for the tenant and for a person, under the assumptions.

use crate::model::identity::UserType;
use crate::model::licence::ResetBasis;
use crate::rules::assumed::{Assumed, LicenceGate};
use crate::rules::case::{BasisSet, Held};
use crate::rules::faults;
use crate::rules::readings::writeback::needs_writeback;
use crate::rules::rule::View;

/// Whether products with these reasons give cloud reset under the assumptions.
pub(crate) fn gives_cloud_reset(basis: BasisSet, assumed: &Assumed) -> bool {
    basis.contains(ResetBasis::Plan) || gives_without_plan(basis, assumed)
}

/// Whether products with these reasons give cloud reset by another right than a P1 or P2 plan.
fn gives_without_plan(basis: BasisSet, assumed: &Assumed) -> bool {
    basis.contains(ResetBasis::BusinessStandard)
        || basis.contains(ResetBasis::Basic)
        || (basis.contains(ResetBasis::Office365) && assumed.office_365_allows_reset)
        || (basis.contains(ResetBasis::Unclear) && assumed.business_basic_allows_reset)
}

/// Whether subscriptions with a P1 or P2 plan in these states open writeback.
const fn opens_writeback(held: Held, assumed: &Assumed) -> bool {
    if held.usable {
        return !(held.only_warning && assumed.lapse_closes_in_warning);
    }
    held.suspended && assumed.lapse_never_closes
}

/// A guest whom no licence is asked of.
fn exempt(v: &View<'_>) -> bool {
    v.case.person.user_type == UserType::Guest && !v.book.assumed.guest_needs_licence
}

/// The licence gate for cloud reset lets the person through.
pub(crate) fn cloud_reset_licensed(v: &View<'_>) -> bool {
    if exempt(v) || v.book.assumed.free_allows_reset {
        return true;
    }
    match v.book.assumed.cloud_reset_gate {
        LicenceGate::Tenant => gives_cloud_reset(v.case.tenant.reset, &v.book.assumed),
        LicenceGate::User => gives_cloud_reset(v.case.person.reset, &v.book.assumed),
        LicenceGate::ReportOnly => true,
    }
}

/// A hybrid person's step needs writeback and the licence gate for it is shut.
pub(crate) fn writeback_shut(v: &View<'_>) -> bool {
    if !needs_writeback(v) {
        return false;
    }
    if faults::active(v.case, "writeback-licence-removed") {
        return true;
    }
    let tenant = opens_writeback(v.case.tenant.premium, &v.book.assumed);
    match v.book.assumed.writeback_gate {
        LicenceGate::Tenant => !tenant,
        LicenceGate::User => !(tenant && v.case.person.premium),
        LicenceGate::ReportOnly => false,
    }
}

/// Somebody in scope needs a licence of P1 level: the password is kept on-premises, or no other right covers a reset.
pub(crate) fn needs(v: &View<'_>) -> bool {
    let own = gives_without_plan(v.case.person.reset, &v.book.assumed);
    v.case.need().is_some_and(|need| need.in_scope) && (v.case.hybrid() || !own)
}
