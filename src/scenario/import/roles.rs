//! Administrator roles: held by people, held through role-assignable groups, and those that may be taken through PIM.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::key::UserId;
use crate::model::policy::Member;
use crate::model::role::{Role, RoleSet};
use crate::model::time::Instant;

use super::Log;
use super::fields::{field, flag, guid, list, moment, text};
use super::files::{Folder, Record, is_deleted};
use super::groups::Groups;
use super::people::Accounts;

/// Former names of roles that exports still show.
const FORMER: [(&str, &str); 9] = [
    ("Company Administrator", "Global Administrator"),
    ("Azure AD Joined Device Local Administrator", "Microsoft Entra Joined Device Local Administrator"),
    ("Lync Service Administrator", "Skype for Business Administrator"),
    ("SharePoint Service Administrator", "SharePoint Administrator"),
    ("Exchange Service Administrator", "Exchange Administrator"),
    ("CRM Service Administrator", "Dynamics 365 Administrator"),
    ("Intune Service Administrator", "Intune Administrator"),
    ("Power BI Administrator", "Power BI Service Administrator"),
    ("Fabric Administrator", "Power BI Service Administrator"),
];

/// Roles of each person, by position in the list of accounts.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub(super) held: Vec<RoleSet>,
    pub(super) eligible: Vec<Vec<(Role, Option<Instant>)>>,
}

/// What no rule knows, and what is no person.
#[derive(Debug, Default)]
struct Left {
    roles: BTreeMap<String, usize>,
    holders: usize,
    scoped: usize,
    ended: usize,
    by_group: usize,
}

impl Roles {
    /// Reads both files; roles of groups are put on the groups.
    pub(super) fn read(
        folder: &Folder,
        accounts: &Accounts,
        groups: &mut Groups,
        start: Instant,
        log: &mut Log,
    ) -> Self {
        let count = accounts.list.len();
        let mut roles = Self { held: vec![RoleSet::default(); count], eligible: vec![Vec::new(); count] };
        let mut left = Left::default();
        let active = folder.records("directoryRoles");
        for record in active.unwrap_or_default().iter().filter(|record| !is_deleted(&record.value)) {
            roles.active(&record.value, accounts, groups, &mut left);
        }
        let eligible = folder.records("roleEligibilityScheduleInstances");
        for record in eligible.unwrap_or_default() {
            roles.eligibility(record, accounts, groups, start, &mut left, log);
        }
        if active.is_none() {
            roles.unseen(folder, accounts, log);
        }
        log.note(
            usize::from(eligible.is_none()),
            "roleEligibilityScheduleInstances.json is missing: nobody is taken to be eligible for a role",
        );
        left.tell(log);
        roles
    }

    fn active(&mut self, record: &Value, accounts: &Accounts, groups: &mut Groups, left: &mut Left) {
        let name = text(record, "displayName").unwrap_or_default();
        let members = list(record, "members").unwrap_or_default();
        let Some(role) = parse(&name) else {
            *left.roles.entry(name).or_default() += members.len();
            return;
        };
        for member in members {
            let id = guid(&member, "id").unwrap_or_default();
            if let Some(at) = accounts.by_id(&id) {
                self.held[at].insert(role);
            } else if let Some(group) = groups.by_id(&id) {
                groups.list[group.index()].roles.insert(role);
            } else {
                left.holders += 1;
            }
        }
    }

    fn eligibility(
        &mut self,
        record: &Record,
        accounts: &Accounts,
        groups: &Groups,
        start: Instant,
        left: &mut Left,
        log: &mut Log,
    ) {
        let value = &record.value;
        let named = |of: &str| field(value, of).and_then(|role| text(role, "displayName"));
        let name = named("roleDefinition").or_else(|| text(value, "roleDefinitionId")).unwrap_or_default();
        let Some(role) = parse(&name) else {
            *left.roles.entry(name).or_default() += 1;
            return;
        };
        let end = text(value, "endDateTime");
        let Some(until) = end.as_deref().map_or(Some(None), moment) else {
            let written = end.unwrap_or_default();
            log.problem(
                &record.file,
                format!("`endDateTime` is `{written}`: expected an instant such as 2026-12-31T00:00:00Z"),
            );
            return;
        };
        if until.is_some_and(|until| until <= start) {
            left.ended += 1;
            return;
        }
        left.scoped += usize::from(text(value, "directoryScopeId").is_some_and(|scope| scope != "/"));
        let id = guid(value, "principalId").unwrap_or_default();
        if let Some(at) = accounts.by_id(&id) {
            self.eligible[at].push((role, until));
        } else if let Some(group) = groups.by_id(&id) {
            left.by_group += 1;
            for member in &groups.list[group.index()].members {
                if let Member::User(UserId(at)) = member {
                    self.eligible[*at as usize].push((role, until));
                }
            }
        } else {
            left.holders += 1;
        }
    }

    /// Without the file of roles, the report still says who is an administrator.
    fn unseen(&self, folder: &Folder, accounts: &Accounts, log: &mut Log) {
        let rows = folder.records("userRegistrationDetails").unwrap_or_default();
        let admins: BTreeSet<usize> = rows
            .iter()
            .filter(|row| flag(&row.value, "isAdmin") == Some(true))
            .filter_map(|row| accounts.by_id(&guid(&row.value, "id")?))
            .filter(|at| self.eligible[*at].is_empty())
            .collect();
        log.note(
            admins.len().max(1),
            "directoryRoles.json is missing: nobody is taken to hold a role, whatever \
            the registration report says of administrators",
        );
    }
}

impl Left {
    fn tell(&self, log: &mut Log) {
        for (name, count) in &self.roles {
            log.note(
                *count,
                format!("the role `{name}` is not known to the rules; its holders are not taken for administrators"),
            );
        }
        log.note(
            self.holders,
            "holders of roles are applications, or accounts and groups that the export does \
            not hold; they are left out",
        );
        log.note(self.scoped, "roles are held for a part of the directory only; they count like roles for the whole");
        log.note(self.ended, "eligibilities for roles had ended before the start and are left out");
        log.note(
            self.by_group,
            "eligibilities for roles belong to a group; they are written to each of its direct members",
        );
    }
}

fn parse(name: &str) -> Option<Role> {
    let former = FORMER.iter().find(|(former, _)| former.eq_ignore_ascii_case(name));
    Role::parse(name).or_else(|| Role::parse(former?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_names_of_roles_lead_to_known_roles() {
        for (former, _) in FORMER {
            assert!(parse(former).is_some(), "{former}");
        }
        assert_eq!(parse("Custom role"), None);
    }
}
