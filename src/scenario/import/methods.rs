//! The Authentication methods policy: which methods are on, and for which groups.
//!
//! A scenario names the groups that have a method; an exclusion becomes a group made of everybody else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::key::{GroupId, UserId};
use crate::model::method::Method;
use crate::model::policy::{MethodTarget, Migration};

use super::Log;
use super::fields::{flag, guid, list, text};
use super::files::Folder;
use super::groups::Groups;
use super::people::Accounts;

/// Whom a method is for.
#[derive(Debug, Default)]
struct For {
    everybody: bool,
    groups: Vec<GroupId>,
}

/// What of a policy could not be carried over.
#[derive(Debug, Default)]
struct Left {
    methods: Vec<String>,
    unknown: BTreeSet<String>,
    made: Vec<String>,
    nobody: Vec<String>,
}

/// How far the move of policies has come, if the file tells.
pub(super) fn migration(folder: &Folder, log: &mut Log) -> Option<Migration> {
    let word = text(folder.one("authenticationMethodsPolicy")?, "policyMigrationState")?;
    let state = match word.to_ascii_lowercase().as_str() {
        "premigration" => Some(Migration::PreMigration),
        "migrationinprogress" => Some(Migration::InProgress),
        "migrationcomplete" => Some(Migration::Complete),
        _ => None,
    };
    if state.is_none() {
        log.note(1, format!("the migration state `{word}` is not known"));
    }
    state
}

/// The policy's methods; none where there is no such file. May add groups.
pub(super) fn targets(
    folder: &Folder,
    accounts: &Accounts,
    groups: &mut Groups,
    told: bool,
    log: &mut Log,
) -> Option<Vec<MethodTarget>> {
    let policy = folder.one("authenticationMethodsPolicy");
    let configurations = policy.and_then(|policy| list(policy, "authenticationMethodConfigurations"));
    let Some(configurations) = configurations else {
        log.note(
            usize::from(!told),
            "authenticationMethodsPolicy.json is missing or empty: the Authentication methods policy is \
            taken to be the same as the reset policy",
        );
        return None;
    };
    let mut left = Left::default();
    let mut found: BTreeMap<Method, For> = BTreeMap::new();
    for configuration in &configurations {
        if text(configuration, "state").is_some_and(|state| state.eq_ignore_ascii_case("enabled")) {
            one(configuration, accounts, groups, &mut found, &mut left);
        }
    }
    log.note(
        left.methods.len(),
        format!("methods of the Authentication methods policy are not known and left out: {}", left.methods.join(", ")),
    );
    log.note(left.unknown.len(), "groups of the Authentication methods policy are not in the export and left out");
    log.note(
        left.made.len(),
        format!("groups were made for methods with exclusions or single people: {}", left.made.join(", ")),
    );
    log.note(
        left.nobody.len(),
        format!("methods are on for nobody in the export and left out: {}", left.nobody.join(", ")),
    );
    Some(
        found
            .into_iter()
            .map(|(method, whom)| MethodTarget {
                method,
                groups: if whom.everybody { Vec::new() } else { whom.groups },
            })
            .collect(),
    )
}

fn one(
    configuration: &Value,
    accounts: &Accounts,
    groups: &mut Groups,
    found: &mut BTreeMap<Method, For>,
    left: &mut Left,
) {
    let id = text(configuration, "id").unwrap_or_default();
    let include = list(configuration, "includeTargets").unwrap_or_default();
    let exclude = list(configuration, "excludeTargets").unwrap_or_default();
    let excluded = people(&exclude, accounts, groups, left);
    let without: Vec<&str> = exclude
        .iter()
        .filter_map(|target| groups.by_id(&guid(target, "id")?))
        .map(|group| groups.list[group.index()].name.as_str())
        .collect();
    let name =
        if without.is_empty() { format!("People with {id}") } else { format!("{id} without {}", without.join(", ")) };
    let mut by_mode: BTreeMap<Vec<Method>, Vec<Value>> = BTreeMap::new();
    for target in include {
        let mode = text(&target, "authenticationMode");
        let Some(methods) = methods(&id, configuration, mode.as_deref()) else {
            left.methods.push(id);
            return;
        };
        by_mode.entry(methods).or_default().push(target);
    }
    for (methods, targets) in by_mode {
        let whom = whom(&name, &targets, &excluded, accounts, groups, left);
        if !whom.everybody && whom.groups.is_empty() {
            left.nobody.push(id.clone());
            continue;
        }
        for method in methods {
            let entry = found.entry(method).or_default();
            entry.everybody |= whom.everybody;
            for group in &whom.groups {
                if !entry.groups.contains(group) {
                    entry.groups.push(*group);
                }
            }
        }
    }
}

/// The methods behind a configuration's id.
fn methods(id: &str, configuration: &Value, mode: Option<&str>) -> Option<Vec<Method>> {
    let code = flag(configuration, "isSoftwareOathEnabled") != Some(false);
    let one = match id.to_ascii_lowercase().as_str() {
        "email" => Method::Email,
        "sms" => Method::MobilePhoneText,
        "voice" if flag(configuration, "isOfficePhoneAllowed") == Some(true) => {
            return Some(vec![Method::MobilePhoneCall, Method::OfficePhone]);
        }
        "voice" => Method::MobilePhoneCall,
        "microsoftauthenticator" => {
            let passwordless = mode.is_some_and(|mode| mode.eq_ignore_ascii_case("deviceBasedPush"));
            return Some(match (passwordless, code) {
                (false, true) => vec![Method::AuthenticatorApp],
                (false, false) => vec![Method::AuthenticatorNotification],
                (true, true) => vec![Method::AuthenticatorCode, Method::AuthenticatorPasswordless],
                (true, false) => vec![Method::AuthenticatorPasswordless],
            });
        }
        "softwareoath" => Method::SoftwareOath,
        "hardwareoath" => Method::HardwareOath,
        "fido2" => Method::Passkey,
        "temporaryaccesspass" => Method::TemporaryAccessPass,
        "x509certificate" => Method::Certificate,
        "qrcodepin" => Method::QrCode,
        "external" | "externalauthenticationmethod" => Method::ExternalMfa,
        _ => return None,
    };
    Some(vec![one])
}

fn whom(
    name: &str,
    targets: &[Value],
    excluded: &BTreeSet<UserId>,
    accounts: &Accounts,
    groups: &mut Groups,
    left: &mut Left,
) -> For {
    let everybody = targets.iter().any(is_everybody);
    if excluded.is_empty() && everybody {
        return For { everybody, groups: Vec::new() };
    }
    let single = targets.iter().any(is_user);
    if excluded.is_empty() && !single {
        let known = |target: &Value| guid(target, "id").and_then(|id| groups.by_id(&id));
        let found = targets.iter().filter_map(known).collect();
        left.unknown
            .extend(targets.iter().filter(|target| known(target).is_none()).filter_map(|target| guid(target, "id")));
        return For { everybody, groups: found };
    }
    let included = people(targets, accounts, groups, left);
    let rest: Vec<UserId> = included.difference(excluded).copied().collect();
    if rest.is_empty() {
        return For::default();
    }
    let group = groups.make(name, rest);
    left.made.push(groups.list[group.index()].name.clone());
    For { everybody: false, groups: vec![group] }
}

fn is_everybody(target: &Value) -> bool {
    guid(target, "id").is_some_and(|id| id == "all_users")
}

fn is_user(target: &Value) -> bool {
    text(target, "targetType").is_some_and(|kind| kind.eq_ignore_ascii_case("user"))
}

/// The people behind targets: everybody, members of groups through nested ones as well, single people.
fn people(targets: &[Value], accounts: &Accounts, groups: &Groups, left: &mut Left) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for target in targets {
        let id = guid(target, "id").unwrap_or_default();
        if is_everybody(target) {
            found.extend((0..accounts.list.len()).map(|at| UserId(at as u32)));
        } else if let Some(group) = groups.by_id(&id) {
            found.extend(groups.people(&[group]));
        } else if let Some(at) = accounts.by_id(&id) {
            found.insert(UserId(at as u32));
        } else {
            left.unknown.insert(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn modes_of_the_app_lead_to_different_methods() {
        let on = json!({});
        let off = json!({"isSoftwareOathEnabled": false});
        assert_eq!(methods("MicrosoftAuthenticator", &on, Some("any")), Some(vec![Method::AuthenticatorApp]));
        assert_eq!(methods("MicrosoftAuthenticator", &off, None), Some(vec![Method::AuthenticatorNotification]));
        assert_eq!(
            methods("MicrosoftAuthenticator", &off, Some("deviceBasedPush")),
            Some(vec![Method::AuthenticatorPasswordless])
        );
        assert_eq!(
            methods("Voice", &json!({"isOfficePhoneAllowed": true}), None),
            Some(vec![Method::MobilePhoneCall, Method::OfficePhone])
        );
        assert_eq!(methods("Pigeon", &on, None), None);
    }
}
