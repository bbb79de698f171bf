//! Under whose policy a person stands, and whether reset is on for the person.

use crate::model::ask::Action;
use crate::model::policy::Scope;
use crate::model::role::{Role, RoleSet};
use crate::model::time::{Date, Instant};
use crate::rules::assumed::SwitchCovers;
use crate::rules::book::Book;
use crate::rules::case::Case;
use crate::rules::rule::View;

/// Whether the person asks the reset portal for help: a reset or an unlock.
pub(crate) fn portal(v: &View<'_>) -> bool {
    matches!(v.case.action, Action::ResetPassword | Action::UnlockAccount)
}

/// A person under the user policy asks the portal.
pub(crate) fn user_asks(v: &View<'_>) -> bool {
    portal(v) && !v.terms.admin
}

/// A person under the user policy asks the portal, and reset is not on for that person.
pub(crate) fn not_configured(v: &View<'_>) -> bool {
    user_asks(v) && !in_user_scope(v)
}

/// Fewer methods count than are needed.
pub(crate) fn too_few(v: &View<'_>) -> bool {
    v.terms.count(v.book) < u32::from(v.terms.needed)
}

/// The role of the service account of Connect.
pub(crate) const SYNC_ACCOUNT: &str = "Directory Synchronization Accounts";

/// From this day eligible roles count; the announcement of April 2023 names no day.
const ELIGIBLE_FROM: Instant = Date::new(2023, 4, 1).start();

/// From this day the roles of Teams count: rule `adm-teams-roles` says spring 2024.
const TEAMS_FROM: Instant = Date::new(2024, 4, 1).start();

/// The roles of Teams.
const TEAMS: [&str; 3] = ["Teams Administrator", "Teams Communications Administrator", "Teams Devices Administrator"];

/// The list of roles in force at the moment.
pub(crate) fn list(case: &Case, book: &Book) -> RoleSet {
    match book.assumed.role_list {
        Some(27) => RoleSet::LIST_27,
        Some(_) => RoleSet::LIST_78,
        None if case.at < TEAMS_FROM => RoleSet::LIST_27.without(TEAMS.into_iter().filter_map(Role::parse).collect()),
        None if case.at < book.assumed.role_list_grows => RoleSet::LIST_27,
        None => RoleSet::LIST_78,
    }
}

/// The eligible roles that count.
pub(crate) fn eligible(case: &Case) -> RoleSet {
    if case.at < ELIGIBLE_FROM { RoleSet::default() } else { case.person.eligible }
}

/// Whether the person holds a listed role, actively or eligibly.
pub(crate) fn listed(case: &Case, book: &Book) -> bool {
    list(case, book).meets(case.person.roles.union(eligible(case)))
}

/// Whether the administrator switch governs the person.
pub(crate) fn switch_governs(v: &View<'_>) -> bool {
    let privileged = Role::parse("Privileged Authentication Administrator");
    match v.book.assumed.switch_covers {
        SwitchCovers::Everyone => true,
        SwitchCovers::Listed => v.terms.admin,
        SwitchCovers::AllButPrivileged => {
            v.terms.admin && !privileged.is_some_and(|role| v.case.person.roles.contains(role))
        }
    }
}

/// Whether reset is on for the person, under the user policy or the administrators'.
pub(crate) fn in_force(v: &View<'_>) -> bool {
    let covered = if v.terms.admin { !off_from_the_start(v) } else { in_user_scope(v) };
    covered && !switched_off(v)
}

/// Nobody ever set the administrator switch, and it is off then.
///
/// Source: rule `adm-default-on` and assumption `administrator-reset-default`.
pub(crate) fn off_from_the_start(v: &View<'_>) -> bool {
    v.case.tenant.switch_untouched && !v.book.assumed.admin_reset_default_on
}

/// The administrator switch is off and governs the person.
pub(crate) fn switched_off(v: &View<'_>) -> bool {
    switch_governs(v) && !v.case.tenant.admins_allowed
}

/// Whether the user scope covers the person.
pub(crate) fn in_user_scope(v: &View<'_>) -> bool {
    match v.case.tenant.scope {
        Scope::All => true,
        Scope::Selected => v.case.person.in_scope,
        Scope::None | Scope::Undefined => false,
    }
}
