//! The part `population`: its tables, and what it means.

use super::super::diagnostic::{Diagnostic, shown};
use super::super::people::{Behaviour, Population};
use super::super::text::Node;
use super::fields::Fields;
use super::kind::Kind::{Decimal, Either, Int, List, Map, Named, Share, Table, Text};
use super::kind::{Naming, shape, word};
use super::names::{Names, sku};
use crate::model::identity::Identity;
use crate::model::method::Method;
use crate::model::ratio::{Share as Part, millionths};
use crate::model::role::Role;

shape!(POPULATION, "generated people", [], {
    "count" @required => Int(0, 10_000_000), "How many.";
    "names" @required => Text, "Pattern of the user principal names with `{n}` for the number from 1.";
    "identity" => Table(&word!(Identity), &Share), "Shares of identity types; the rest takes the domain's.";
    "licences" => Table(&Named(Naming::SkuOrNone), &Share), "Shares of products; `none` and the rest have none.";
    "groups" => Table(&Named(Naming::Group), &Share), "Shares of groups, independent of each other.";
    "methods" => Table(&word!(Method), &Share), "Shares of registered methods, independent of each other.";
    "admins" => Either(&[Share, Table(&Named(Naming::Role), &Share)]),
        "The share that holds Helpdesk Administrator, or shares of roles.";
    "behaviour" => Map(&BEHAVIOUR), "What they do of themselves; absent: nothing.";
});

shape!(BEHAVIOUR, "behaviour", [], {
    "resets_per_year" => Decimal, "Forgotten passwords a person and year.";
    "changes_per_year" => Decimal, "Changes of known passwords a person and year.";
    "gives_up_after" => Int(0, 1000), "Attempts after which a person gives up.";
    "first_password_compliant" => Share, "Share of first passwords that keep to the policy.";
    "hours" => List(&Int(0, 1_000_000)), "Weights of the 24 hours of a day; default: equal.";
});

/// How many groups and methods one group of generated people can share among its members.
const MOST_SHARES: usize = 64;

/// A table of shares with its keys read.
fn shares<T>(node: Option<&Node>, read: impl Fn(&str) -> Option<T>) -> Vec<(T, Part)> {
    let entries = node.map_or(&[][..], Node::entries).iter();
    entries.filter_map(|entry| Some((read(&entry.key)?, Part::parse(entry.value.plain()?)?))).collect()
}

/// A group of generated people with every default explicit.
pub(crate) fn population(node: &Node, names: &Names) -> Population {
    let fields = Fields::of(node, &POPULATION);
    let pattern = fields.text("names").unwrap_or_default();
    let product = |word: &str| if word == "none" { Some(None) } else { sku(word).map(Some) };
    let admins = match fields.share("admins") {
        Some(share) => Role::parse("Helpdesk Administrator").map(|role| (role, share)).into_iter().collect(),
        None => shares(fields.get("admins"), Role::parse),
    };
    Population {
        count: fields.count("count").unwrap_or(0),
        identity: shares(fields.get("identity"), Identity::parse),
        domain_identity: names.identity_of(&pattern),
        names: pattern,
        licences: shares(fields.get("licences"), product),
        groups: shares(fields.get("groups"), |name| names.group(name)),
        methods: shares(fields.get("methods"), Method::parse),
        admins,
        behaviour: fields.get("behaviour").map(|node| behaviour(Fields::of(node, &BEHAVIOUR))),
    }
}

fn behaviour(fields: Fields<'_>) -> Behaviour {
    let rate = |key| fields.get(key).and_then(Node::plain).and_then(millionths).unwrap_or(0);
    let mut hours = [1; 24];
    for (hour, node) in hours.iter_mut().zip(fields.list("hours")) {
        *hour = node.plain().and_then(|n| n.parse().ok()).unwrap_or(1);
    }
    Behaviour {
        resets_per_year: rate("resets_per_year"),
        changes_per_year: rate("changes_per_year"),
        gives_up_after: fields.count("gives_up_after").unwrap_or(1),
        first_password_compliant: fields.share("first_password_compliant").unwrap_or(Part::ONE),
        hours,
    }
}

/// What does not fit together inside one group of generated people.
pub(crate) fn check(node: &Node, found: &mut Vec<Diagnostic>) {
    let fields = Fields::of(node, &POPULATION);
    for key in ["identity", "licences"] {
        let sum: u64 = shares(fields.get(key), |_| Some(())).iter().map(|(_, share)| u64::from(share.0)).sum();
        if sum > u64::from(Part::ONE.0) {
            let message = format!("the shares of `{key}` sum to {}, more than 1", crate::model::ratio::decimal(sum));
            found.push(Diagnostic::error("shares-over-one", fields.spot(key), message));
        }
    }
    let bits: usize =
        ["groups", "methods"].iter().map(|key| fields.get(key).map_or(0, |node| node.entries().len())).sum();
    if bits > MOST_SHARES {
        let message = format!("{bits} groups and methods, more than {MOST_SHARES}");
        found.push(Diagnostic::error("too-many-shares", fields.spot("groups"), message));
    }
    if let Some(pattern) = fields.str("names")
        && pattern.matches("{n}").count() != 1
    {
        let message = format!("`names` must contain `{{n}}` once, and `{}` does not", shown(pattern));
        found.push(Diagnostic::error("bad-pattern", fields.spot("names"), message).help("`worker-{n}@contoso.com`"));
    }
    let Some(node) = fields.get("behaviour") else { return };
    let hours = Fields::of(node, &BEHAVIOUR);
    let given = hours.list("hours").len();
    if hours.has("hours") && given != 24 {
        let message = format!("`hours` needs a weight for each of the 24 hours, and has {given}");
        found.push(Diagnostic::error("bad-hours", hours.spot("hours"), message));
    }
}
