//! Groups: names made unique, members joined by id, and groups that stand for an exclusion.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::key::{GroupId, UserId};
use crate::model::policy::{Group, GroupKind, Member};
use crate::model::role::RoleSet;

use super::Log;
use super::account::Assigned;
use super::fields::{field, guid, list, text};
use super::files::{Folder, is_deleted};
use super::people::{Accounts, assigned};

/// Every group of the export, and groups made for the scenario behind them.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) list: Vec<Group>,
    /// Licences on each group, by position in the list; shorter than the list when groups were made.
    pub(super) licences: Vec<Vec<Assigned>>,
    /// Groups that carry licences.
    pub(super) licensed: Vec<GroupId>,
    by_id: BTreeMap<String, GroupId>,
    names: BTreeSet<String>,
    /// The direct members of each group, for look-ups in large ones.
    direct: Vec<BTreeSet<Member>>,
}

/// What a member of a group turned out to be.
enum Found {
    Member(Member),
    /// A device, contact or application: no part of a scenario.
    NoPerson,
    /// A person or group that the export does not hold.
    Unknown,
}

impl Groups {
    /// Reads `groups.json`.
    pub(super) fn read(folder: &Folder, accounts: &Accounts, log: &mut Log) -> Self {
        let mut groups = Self::default();
        let records = folder.records("groups");
        if records.is_none() {
            log.note(1, "groups.json is missing: the tenant is taken to have no groups");
        }
        let records: Vec<_> = records.unwrap_or_default().iter().filter(|r| !is_deleted(&r.value)).collect();
        let mut renamed = Vec::new();
        for record in &records {
            let (Some(id), name) = (guid(&record.value, "id"), text(&record.value, "displayName")) else {
                log.problem(&record.file, "a group has no `id`");
                continue;
            };
            groups.add(id, name, &mut renamed);
        }
        if groups.list.len() > usize::from(u16::MAX) {
            log.problem("groups.json", format!("holds {} groups: a scenario can hold 65535", groups.list.len()));
            return Self::default();
        }
        log.note(renamed.len(), format!("groups with a missing or taken name were named: {}", renamed.join(", ")));
        groups.members(&records.iter().map(|record| &record.value).collect::<Vec<_>>(), accounts, log);
        groups
    }

    fn add(&mut self, id: String, name: Option<String>, renamed: &mut Vec<String>) {
        if self.by_id.contains_key(&id) {
            return;
        }
        let wanted = name.clone().unwrap_or_else(|| format!("group {id}"));
        let unique = self.unique(&wanted);
        if name.as_ref() != Some(&unique) {
            renamed.push(unique.clone());
        }
        self.by_id.insert(id, GroupId(self.list.len() as u16));
        self.push(unique, Vec::new());
        self.licences.push(Vec::new());
    }

    fn push(&mut self, name: String, members: Vec<Member>) {
        self.names.insert(name.to_lowercase());
        self.direct.push(members.iter().copied().collect());
        self.list.push(Group {
            name,
            members,
            licences: Vec::new(),
            roles: RoleSet::default(),
            kind: GroupKind::Security,
            security_enabled: true,
            departments: None,
        });
    }

    /// The name, with a number behind it where another group has it.
    fn unique(&self, wanted: &str) -> String {
        let numbered = (2..).map(|n| format!("{wanted} ({n})"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(|name| !self.names.contains(&name.to_lowercase())).unwrap_or_default()
    }

    fn members(&mut self, records: &[&Value], accounts: &Accounts, log: &mut Log) {
        let (mut untold, mut others, mut unknown, mut itself) = (0, 0, 0, 0);
        for record in records {
            let Some(at) = guid(record, "id").and_then(|id| self.by_id(&id)) else { continue };
            let own: Vec<Assigned> =
                list(record, "assignedLicenses").unwrap_or_default().iter().filter_map(assigned).collect();
            self.licences[at.index()] = own;
            let members = list(record, "members").unwrap_or_else(|| {
                untold += 1;
                Vec::new()
            });
            for member in members {
                match self.find(&member, accounts) {
                    Found::Member(Member::Group(inner)) if inner == at => itself += 1,
                    Found::Member(member) => {
                        if self.direct[at.index()].insert(member) {
                            self.list[at.index()].members.push(member);
                        }
                    }
                    Found::NoPerson => others += 1,
                    Found::Unknown => unknown += 1,
                }
            }
        }
        log.note(itself, "groups are members of themselves, which adds nobody: that membership is left out");
        log.note(untold, "groups come without `members`: they are taken to be empty");
        log.note(
            others,
            "group members that are neither people nor groups (devices, contacts, applications) are left out",
        );
        log.note(
            unknown,
            "group members that the export does not hold (deleted people, groups not exported) are left out",
        );
    }

    fn find(&self, member: &Value, accounts: &Accounts) -> Found {
        let id = guid(member, "id").or_else(|| member.as_str().map(str::to_ascii_lowercase)).unwrap_or_default();
        if let Some(group) = self.by_id(&id) {
            return Found::Member(Member::Group(group));
        }
        let by_name = || accounts.by_upn(&text(member, "userPrincipalName")?);
        if let Some(at) = accounts.by_id(&id).or_else(by_name) {
            return Found::Member(Member::User(UserId(at as u32)));
        }
        let kind = field(member, "@odata.type").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        if kind.is_empty() || kind.ends_with(".user") || kind.ends_with(".group") {
            Found::Unknown
        } else {
            Found::NoPerson
        }
    }

    /// The group with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<GroupId> {
        self.by_id.get(id).copied()
    }

    /// The people in these groups, through nested ones as well; a cycle is walked once.
    pub(super) fn people(&self, groups: &[GroupId]) -> BTreeSet<UserId> {
        let (mut people, mut seen, mut next) = (BTreeSet::new(), BTreeSet::new(), groups.to_vec());
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            for member in &self.list[id.index()].members {
                match member {
                    Member::User(user) => {
                        people.insert(*user);
                    }
                    Member::Group(inner) => next.push(*inner),
                }
            }
        }
        people
    }

    /// Whether the person is a direct member, as licences ask for.
    pub(super) fn has_direct(&self, group: GroupId, user: UserId) -> bool {
        self.direct[group.index()].contains(&Member::User(user))
    }

    /// Makes a group of these people under a name like this one.
    pub(super) fn make(&mut self, name: &str, people: impl IntoIterator<Item = UserId>) -> GroupId {
        let id = GroupId(self.list.len() as u16);
        let name = self.unique(name);
        self.push(name, people.into_iter().map(Member::User).collect());
        id
    }
}
