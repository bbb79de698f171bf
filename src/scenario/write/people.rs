//! Named and generated people.

use crate::model::directory::Account;
use crate::model::identity::UserRisk;
use crate::model::key::UserId;
use crate::model::method::{DirectoryData, Registered};
use crate::model::policy::Member;
use crate::model::ratio::decimal;
use crate::scenario::people::Behaviour;
use crate::scenario::{Person, Population};

use super::yaml::{Entries, Node, or_null, raw, word, words};
use super::{Names, licences, settings, sku_name};

pub(super) fn person(person: &Person, names: Names<'_>) -> Node {
    let mut entries = Entries::default();
    entries.put("upn", word(&person.upn));
    entries.0.extend(facts(person, names).0);
    entries.block()
}

/// What a `create-user` step sets: the person's facts, and the groups the person is put into.
pub(super) fn created(user: UserId, names: Names<'_>) -> Entries {
    let Some(person) = names.scenario.users.get(user.index()) else { return Entries::default() };
    let mut entries = facts(person, names);
    let member = Member::User(user);
    let groups: Vec<&str> =
        names.scenario.tenant.groups.iter().filter(|g| g.members.contains(&member)).map(|g| g.name.as_str()).collect();
    if !groups.is_empty() {
        entries.put("groups", words(groups));
    }
    entries
}

fn facts(person: &Person, names: Names<'_>) -> Entries {
    let mut entries = Entries::default();
    entries
        .put("name", word(&person.name))
        .put("identity", word(person.identity.word()))
        .some("forest", person.forest, |id| names.forest(id))
        .put("licences", licences(&person.licences))
        .some("department", person.department.as_ref(), word)
        .put("account", word(person.account.word()))
        .put("roles", settings::roles(person.roles))
        .put("eligible_roles", eligible(person))
        .put("type", word(person.user_type.word()))
        .some("home", person.home, |home| word(home.word()))
        .put("enabled", raw(person.enabled))
        .put("usage_location", or_null(person.usage_location.as_ref(), word))
        .put("methods", registered(&person.methods).inline())
        .put("directory", directory(&person.directory))
        .some("password", person.password.as_ref(), word)
        .put("password_never_expires", raw(person.password_never_expires))
        .put("password_set", raw(person.password_set));
    if person.user_risk != UserRisk::None {
        entries.put("user_risk", word(person.user_risk.word()));
    }
    if person.identity.is_hybrid() || person.on_premises != Account::default() {
        entries.put("on_premises", account(&person.on_premises));
    }
    entries
}

fn eligible(person: &Person) -> Node {
    let one = |(role, until): &(crate::model::role::Role, Option<crate::model::time::Instant>)| {
        let Some(until) = until else { return word(role.name()) };
        let mut entries = Entries::default();
        entries.put("role", word(role.name())).put("until", raw(until));
        entries.inline()
    };
    Node::List(person.eligible_roles.iter().map(one).collect())
}

pub(super) fn registered(methods: &Registered) -> Entries {
    let mut entries = Entries::default();
    entries.some("email", methods.email.as_ref(), word).some("mobile_phone", methods.mobile_phone.as_ref(), word).some(
        "office_phone",
        methods.office_phone.as_ref(),
        word,
    );
    let flags = [
        ("authenticator_app", methods.authenticator_app),
        ("software_oath", methods.software_oath),
        ("hardware_oath", methods.hardware_oath),
    ];
    for (key, _) in flags.iter().filter(|(_, held)| *held) {
        entries.put(key, raw(true));
    }
    if methods.security_answers > 0 {
        entries.put("security_answers", raw(methods.security_answers));
    }
    if !methods.other.is_empty() {
        entries.put("other", settings::methods(methods.other));
    }
    entries
}

fn directory(data: &DirectoryData) -> Node {
    let mut entries = Entries::default();
    entries
        .some("mobile_phone", data.mobile_phone.as_ref(), word)
        .some("office_phone", data.office_phone.as_ref(), word)
        .some("alternate_email", data.alternate_email.as_ref(), word);
    entries.inline()
}

fn account(account: &Account) -> Node {
    let mut entries = Entries::default();
    entries
        .put("protected", raw(account.protected))
        .put("enabled", raw(account.enabled))
        .put("password_never_expires", raw(account.password_never_expires))
        .put("cannot_change_password", raw(account.cannot_change_password))
        .put("must_change_password", raw(account.must_change_password))
        .put("account_expires", or_null(account.account_expires, raw))
        .put("missing", or_null(account.missing, |missing| word(missing.word())))
        .put("hash_synced", raw(account.hash_synced));
    if account.inet_org_person {
        entries.put("inet_org_person", raw(true));
    }
    entries.block()
}

pub(super) fn population(group: &Population, names: Names<'_>) -> Node {
    let map = |pairs: Vec<(String, crate::model::ratio::Share)>| {
        let mut entries = Entries::default();
        for (name, share) in pairs {
            entries.put(&name, raw(share));
        }
        entries.inline()
    };
    let licence = |sku: Option<crate::model::key::SkuId>| sku.map_or("none", sku_name).to_owned();
    let mut entries = Entries::default();
    entries
        .put("count", raw(group.count))
        .put("names", word(&group.names))
        .put("identity", map(group.identity.iter().map(|(id, share)| (id.to_string(), *share)).collect()))
        .put("licences", map(group.licences.iter().map(|(sku, share)| (licence(*sku), *share)).collect()))
        .put("groups", map(group.groups.iter().map(|(id, s)| (names.group_name(*id).to_owned(), *s)).collect()))
        .put("methods", map(group.methods.iter().map(|(method, share)| (method.to_string(), *share)).collect()))
        .put("admins", map(group.admins.iter().map(|(role, share)| (role.name().to_owned(), *share)).collect()))
        .some("behaviour", group.behaviour.as_ref(), behaviour);
    entries.block()
}

fn behaviour(behaviour: &Behaviour) -> Node {
    let mut entries = Entries::default();
    entries
        .put("resets_per_year", raw(decimal(behaviour.resets_per_year)))
        .put("changes_per_year", raw(decimal(behaviour.changes_per_year)))
        .put("gives_up_after", raw(behaviour.gives_up_after))
        .put("first_password_compliant", raw(behaviour.first_password_compliant))
        .put("hours", Node::List(behaviour.hours.iter().map(raw).collect()));
    entries.block()
}
