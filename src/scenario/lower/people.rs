//! The part `users`: its tables, and what it means.

use super::super::people::Person;
use super::super::text::Node;
use super::fields::Fields;
use super::kind::Kind::{Bool, Either, Int, List, Map, Moment, Named, Null, Text};
use super::kind::{Kind, Naming, shape, word};
use super::names::{Names, sku};
use crate::model::directory::{Account, MissingLink};
use crate::model::identity::{AccountKind, Home, Identity, UserRisk, UserType};
use crate::model::key::ForestId;
use crate::model::licence::{Licence, LicenceError, TABLE};
use crate::model::method::{DirectoryData, Method, MethodSet, Registered};
use crate::model::role::Role;
use crate::model::time::{Date, Instant, Span};

/// Methods that a person may hold although they cannot reset a password.
const OTHERS: Kind = Kind::Word(|| {
    let named = MethodSet::of(&[Method::MobilePhone, Method::AuthenticatorApp]).union(MethodSet::PROOFS);
    Method::ALL.iter().filter(|method| !named.contains(**method)).map(|method| method.word()).collect()
});
/// The states of a licence assignment.
const STATES: Kind = Kind::Word(|| vec!["active", "error"]);

shape!(USER, "a person", [FACTS], {
    "upn" @required => Text, "User principal name; its suffix is one of the tenant's domains.";
});

shape!(NEW_USER, "a new person", [FACTS], {
    "upn" => Text, "User principal name, where `to` does not say it.";
});

shape!(FACTS, "facts of a person", [], {
    "name" => Text, "Display name.";
    "identity" => word!(Identity), "Default: the domain's, else cloud-only.";
    "forest" => Either(&[Null, Named(Naming::Forest)]), "Default: the first forest, where the identity is not cloud-only.";
    "licences" => List(&Either(&[Named(Naming::Sku), Map(&LICENCE)])), "Directly assigned products.";
    "department" => Either(&[Null, Text]), "Department.";
    "account" => word!(AccountKind), "What the account is used for.";
    "groups" => List(&Named(Naming::Group)), "Groups that the person is a direct member of.";
    "roles" => List(&Named(Naming::Role)), "Active administrator roles, by their English names.";
    "eligible_roles" => List(&Either(&[Named(Naming::Role), Map(&ELIGIBLE)])), "Roles that may be taken through PIM.";
    "type" => word!(UserType), "Member or guest.";
    "home" => Either(&[Null, word!(Home)]), "Where a guest's account lives.";
    "enabled" => Bool, "The cloud account is enabled.";
    "usage_location" => Either(&[Null, Text]), "Two letters of ISO 3166; null where it was never set.";
    "methods" => Map(&METHODS), "Registered methods.";
    "directory" => Map(&DIRECTORY), "Contact data that nobody registered.";
    "password" => Either(&[Null, Text]), "The password at the start; default: made from the seed.";
    "password_never_expires" => Bool, "The cloud account's flag.";
    "password_set" => Moment, "When the password was set; default: 30 days before start.";
    "user_risk" => word!(UserRisk), "How likely it is that somebody else knows the password; default none.";
    "on_premises" => Map(&ACCOUNT), "The AD account.";
});

shape!(USER_SET, "facts of an account", [], {
    "department" => Either(&[Null, Text]), "Department.";
    "usage_location" => Either(&[Null, Text]), "Two letters of ISO 3166.";
    "office_phone" => Either(&[Null, Text]), "The number of the office phone in the directory.";
    "password_never_expires" => Bool, "The cloud account's flag.";
    "user_risk" => word!(UserRisk), "The user risk: confirmed, or `none` where it is dismissed.";
});

shape!(LICENCE, "a licence", [], {
    "sku" @required => Named(Naming::Sku), "The product.";
    "disabled_plans" => List(&Named(Naming::Plan)), "Service plans switched off.";
    "state" => STATES, "Active or in error.";
    "error" => Either(&[Null, word!(LicenceError)]), "Why the assignment is in error.";
});

shape!(ELIGIBLE, "an eligible role", [], {
    "role" @required => Named(Naming::Role), "The role.";
    "until" => Either(&[Null, Moment]), "When the eligibility ends; a date includes its day.";
});

shape!(METHODS, "registered methods", [], {
    "email" => Either(&[Null, Text]), "An alternate e-mail address.";
    "mobile_phone" => Either(&[Null, Text]), "A mobile phone number such as `+1 4255550100`.";
    "office_phone" => Either(&[Null, Text]), "An office phone number.";
    "authenticator_app" => Bool, "The Authenticator app.";
    "security_answers" => Int(0, 20), "How many security questions have an answer.";
    "software_oath" => Bool, "A third-party authenticator: codes only.";
    "hardware_oath" => Bool, "A hardware token.";
    "other" => List(&OTHERS), "Methods that cannot reset a password.";
});

shape!(DIRECTORY, "directory attributes", [], {
    "mobile_phone" => Either(&[Null, Text]), "The mobile phone attribute.";
    "office_phone" => Either(&[Null, Text]), "The office phone attribute.";
    "alternate_email" => Either(&[Null, Text]), "The alternate e-mail attribute.";
});

shape!(ACCOUNT, "an AD account", [], {
    "protected" => Bool, "adminCount is 1: member of a protected group.";
    "enabled" => Bool, "The account is enabled.";
    "password_never_expires" => Bool, "The password never expires.";
    "cannot_change_password" => Bool, "The person cannot change the password.";
    "must_change_password" => Bool, "The password must be changed at the next sign-in.";
    "account_expires" => Either(&[Null, Moment]), "When the account expires.";
    "missing" => Either(&[Null, word!(MissingLink)]), "A broken link to the cloud object.";
    "hash_synced" => Bool, "False: left out of password hash sync on purpose.";
    "inet_org_person" => Bool, "The account is an inetOrgPerson, whose hash no tool sends.";
});

/// A licence as written: a product, or a map with its switched-off plans and its state.
pub(crate) fn licence(node: &Node) -> Option<Licence> {
    if let Some(word) = node.text() {
        return sku(word).map(Licence::of);
    }
    let fields = Fields::of(node, &LICENCE);
    let broken = fields.str("state") == Some("error");
    Some(Licence {
        sku: fields.word("sku", sku)?,
        disabled_plans: fields.words("disabled_plans", |plan| TABLE.plan(plan)).unwrap_or_default(),
        error: fields.word("error", LicenceError::parse).or_else(|| broken.then_some(LicenceError::CountViolation)),
    })
}

/// Registered methods.
pub(crate) fn registered(fields: Fields<'_>) -> Registered {
    Registered {
        email: fields.text("email"),
        mobile_phone: fields.text("mobile_phone"),
        office_phone: fields.text("office_phone"),
        authenticator_app: fields.bool("authenticator_app").unwrap_or(false),
        security_answers: fields.int("security_answers").and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        software_oath: fields.bool("software_oath").unwrap_or(false),
        hardware_oath: fields.bool("hardware_oath").unwrap_or(false),
        other: fields.words("other", Method::parse).unwrap_or_default(),
    }
}

/// The identity type of a person: that of the domain where none is given, but for guests, whom no forest of the host
/// masters.
///
/// Source: rule `guest-no-writeback`.
pub(crate) fn identity(fields: Fields<'_>, upn: &str, names: &Names) -> Identity {
    let guest = fields.word("type", UserType::parse) == Some(UserType::Guest);
    let usual = || if guest { Identity::CloudOnly } else { names.identity_of(upn) };
    fields.word("identity", Identity::parse).unwrap_or_else(usual)
}

/// A person with every default explicit; `domain` is the identity type of the suffix.
pub(crate) fn person(fields: Fields<'_>, upn: &str, names: &Names, start: Instant) -> Person {
    let identity = identity(fields, upn, names);
    let first_forest = (identity.is_hybrid() && !names.forests.is_empty()).then_some(ForestId(0));
    let directory = fields.map("directory", &DIRECTORY);
    Person {
        upn: upn.to_owned(),
        created_by_step: false,
        name: fields.text("name").unwrap_or_else(|| upn.split('@').next().unwrap_or(upn).to_owned()),
        identity,
        forest: fields.word("forest", |name| names.forest(name)).or(first_forest).filter(|_| identity.is_hybrid()),
        licences: fields.list("licences").iter().filter_map(licence).collect(),
        department: fields.text("department"),
        account: fields.word("account", AccountKind::parse).unwrap_or(AccountKind::Person),
        roles: fields.words("roles", Role::parse).unwrap_or_default(),
        eligible_roles: fields.list("eligible_roles").iter().filter_map(eligible).collect(),
        user_type: fields.word("type", UserType::parse).unwrap_or(UserType::Member),
        home: fields.word("home", Home::parse),
        enabled: fields.bool("enabled").unwrap_or(true),
        usage_location: fields.text_or_null("usage_location").unwrap_or_else(|| Some("US".into())),
        methods: registered(fields.map("methods", &METHODS)),
        directory: DirectoryData {
            mobile_phone: directory.text("mobile_phone"),
            office_phone: directory.text("office_phone"),
            alternate_email: directory.text("alternate_email"),
        },
        password: fields.text("password"),
        password_never_expires: fields.bool("password_never_expires").unwrap_or(false),
        password_set: fields.moment("password_set").unwrap_or(start - Span::days(30)),
        user_risk: fields.word("user_risk", UserRisk::parse).unwrap_or_default(),
        on_premises: account(fields.map("on_premises", &ACCOUNT), Account::default()),
    }
}

fn eligible(node: &Node) -> Option<(Role, Option<Instant>)> {
    if let Some(name) = node.text() {
        return Some((Role::parse(name)?, None));
    }
    let fields = Fields::of(node, &ELIGIBLE);
    // A date includes its day, so the eligibility ends when the next one begins.
    let ends = |text: &str| match Date::parse(text) {
        Some(date) => Some(date.start() + Span::days(1)),
        None => super::times::moment(text),
    };
    Some((fields.word("role", Role::parse)?, fields.word("until", ends)))
}

/// An AD account: what a map says, laid over what it is otherwise.
pub(crate) fn account(fields: Fields<'_>, usual: Account) -> Account {
    Account {
        protected: fields.bool("protected").unwrap_or(usual.protected),
        enabled: fields.bool("enabled").unwrap_or(usual.enabled),
        password_never_expires: fields.bool("password_never_expires").unwrap_or(usual.password_never_expires),
        cannot_change_password: fields.bool("cannot_change_password").unwrap_or(usual.cannot_change_password),
        must_change_password: fields.bool("must_change_password").unwrap_or(usual.must_change_password),
        account_expires: fields.moment("account_expires").or(usual.account_expires),
        missing: fields.word("missing", MissingLink::parse).or(usual.missing),
        hash_synced: fields.bool("hash_synced").unwrap_or(usual.hash_synced),
        inet_org_person: fields.bool("inet_org_person").unwrap_or(usual.inet_org_person),
    }
}
