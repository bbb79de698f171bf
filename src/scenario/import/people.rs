//! The accounts of an export as its files hold them, before any meaning is made of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::identity::is_upn;

use super::Log;
use super::account::{Account, Assigned, State};
use super::fields::{field, flag, guid, list, text, texts};
use super::files::{ENTRA_TABLE, Folder, M365_TABLE, Record, is_deleted};
use super::tables;

/// Every account of the export, in the order of its files.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    pub(super) list: Vec<Account>,
    by_id: BTreeMap<String, usize>,
    by_upn: BTreeMap<String, usize>,
}

impl Accounts {
    /// Reads `users.json`, with what the tables add; the tables alone where it is missing.
    pub(super) fn read(folder: &Folder, log: &mut Log) -> Self {
        let mut accounts = Self::default();
        let records = folder.records("users");
        let mut deleted = 0;
        for record in records.unwrap_or_default() {
            if is_deleted(&record.value) {
                deleted += 1;
            } else if let Some(account) = account(record, log) {
                accounts.add(&record.file, account, log);
            }
        }
        log.note(deleted, "deleted users in users.json are left out");
        let tables: Vec<(&str, Vec<Account>)> = [ENTRA_TABLE, M365_TABLE]
            .into_iter()
            .filter_map(|table| folder.table(table))
            .map(|(name, text)| (name, tables::accounts(name, text, log)))
            .collect();
        if records.is_none() && tables.is_empty() {
            log.problem(
                "users.json",
                "is missing: expected it, or its pages users-1.json and so on, or one of \
                the tables entra-download-users.csv and m365-active-users.csv",
            );
        }
        for (i, (name, rows)) in tables.into_iter().enumerate() {
            accounts.complete(name, rows, records.is_none() && i == 0, log);
        }
        if records.is_some() && accounts.list.is_empty() && log.problems.is_empty() {
            log.problem("users.json", "holds no user");
        }
        accounts
    }

    /// The position of the account with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The position of the account with this user principal name, whatever the letter case.
    pub(super) fn by_upn(&self, upn: &str) -> Option<usize> {
        self.by_upn.get(&upn.to_lowercase()).copied()
    }

    fn add(&mut self, file: &str, account: Account, log: &mut Log) {
        if self.by_id.contains_key(&account.id) {
            return;
        }
        if !is_upn(&format!("a@{}", account.suffix())) {
            log.problem(file, format!("`{}` has no domain that a tenant can have", account.upn));
            return;
        }
        let upn = account.upn.to_lowercase();
        if self.by_upn.contains_key(&upn) {
            log.problem(file, format!("two users have the user principal name `{}`", account.upn));
            return;
        }
        let at = self.list.len();
        self.by_id.insert(account.id.clone(), at);
        self.by_upn.insert(upn, at);
        self.list.push(account);
    }

    /// Fills gaps from the rows of a table; rows without an account are added where the table is the only source.
    fn complete(&mut self, file: &str, rows: Vec<Account>, only_source: bool, log: &mut Log) {
        let mut unknown = BTreeSet::new();
        let (mut contact, mut again) = (0, 0);
        for row in rows {
            match self.by_id(&row.id).or_else(|| self.by_upn(&row.upn)) {
                Some(at) => {
                    again += usize::from(only_source);
                    contact += usize::from(self.list[at].fill(row, only_source));
                }
                None if only_source => self.add(file, row, log),
                None => {
                    unknown.insert(row.upn);
                }
            }
        }
        log.note(unknown.len(), format!("rows of {file} belong to no user of the export and are left out"));
        log.note(
            again,
            format!("rows of {file} name somebody of an earlier row; they only add what that row leaves open"),
        );
        log.note(contact, format!("people have contact data in {file} that users.json does not hold; it is left out"));
    }
}

fn account(record: &Record, log: &mut Log) -> Option<Account> {
    let value = &record.value;
    let id = guid(value, "id").or_else(|| guid(value, "objectId"));
    let Some(upn) = text(value, "userPrincipalName")
        .filter(|upn| upn.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()))
    else {
        let which = id.map_or_else(|| "a user".to_owned(), |id| format!("the user with id {id}"));
        log.problem(&record.file, format!("{which} has no `userPrincipalName` such as adele@contoso.com"));
        return None;
    };
    Some(Account {
        id: id.unwrap_or_else(|| upn.to_lowercase()),
        name: text(value, "displayName"),
        mobile: text(value, "mobilePhone"),
        office: texts(value, "businessPhones").into_iter().next(),
        other_mails: texts(value, "otherMails"),
        user_type: text(value, "userType"),
        enabled: flag(value, "accountEnabled"),
        usage_location: text(value, "usageLocation"),
        department: text(value, "department"),
        synced: flag(value, "onPremisesSyncEnabled"),
        forest: text(value, "onPremisesDomainName").or_else(|| domain_of(&text(value, "onPremisesDistinguishedName")?)),
        issuers: issuers(value),
        password_policies: field(value, "passwordPolicies").and_then(Value::as_str).map(str::to_owned),
        password_changed: text(value, "lastPasswordChangeDateTime"),
        sync_errors: list(value, "onPremisesProvisioningErrors").is_some_and(|errors| !errors.is_empty()),
        assigned: list(value, "assignedLicenses").map(|items| items.iter().filter_map(assigned).collect()),
        states: list(value, "licenseAssignmentStates").map(|items| items.iter().filter_map(state).collect()),
        product_names: None,
        upn,
    })
}

/// The DNS name in a distinguished name: `…,DC=corp,DC=contoso,DC=com`.
fn domain_of(distinguished: &str) -> Option<String> {
    let parts = distinguished.split(',').filter_map(|part| {
        let (key, value) = part.trim().split_once('=')?;
        key.eq_ignore_ascii_case("dc").then_some(value)
    });
    let name = parts.collect::<Vec<_>>().join(".");
    (!name.is_empty()).then_some(name)
}

fn issuers(value: &Value) -> Vec<(String, String)> {
    let one = |identity: &Value| {
        let kind = text(identity, "signInType").unwrap_or_default();
        let issuer = text(identity, "issuer")?;
        let by_name = kind.eq_ignore_ascii_case("userPrincipalName");
        (!by_name).then(|| (issuer, text(identity, "issuerAssignedId").unwrap_or_default()))
    };
    list(value, "identities").unwrap_or_default().iter().filter_map(one).collect()
}

/// A product with the plans that are off.
pub(super) fn assigned(value: &Value) -> Option<Assigned> {
    let disabled = texts(value, "disabledPlans").into_iter().map(|plan| plan.to_ascii_lowercase()).collect();
    Some(Assigned { sku: guid(value, "skuId")?, disabled })
}

fn state(value: &Value) -> Option<State> {
    Some(State {
        assigned: assigned(value)?,
        by_group: guid(value, "assignedByGroup"),
        state: text(value, "state").unwrap_or_else(|| "Active".to_owned()),
        error: text(value, "error"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_forest_is_read_from_the_distinguished_name_where_the_domain_is_missing() {
        assert_eq!(domain_of("CN=A,OU=B,DC=corp,DC=contoso,DC=com").as_deref(), Some("corp.contoso.com"));
        assert_eq!(domain_of("CN=A"), None);
    }

    #[test]
    fn a_user_without_a_name_is_a_problem() {
        let mut log = Log::default();
        for upn in [json!(null), json!("adele"), json!("@contoso.com"), json!(3)] {
            let value = json!({"id": "1", "userPrincipalName": upn});
            assert!(account(&Record { file: "users.json".into(), value }, &mut log).is_none());
        }
        assert_eq!(log.problems.len(), 4);
    }
}
