//! What does not fit together although each part is right: names given twice, people outside the domains, licences that
//! nobody bought, steps before the start.

use std::collections::BTreeMap;

use super::super::Scenario;
use super::super::diagnostic::{Diagnostic, Spot, shown};
use super::super::suggest::nearest;
use super::super::text::Node;
use super::acts::{FAULT, RESTORE};
use super::fields::Fields;
use super::names::{Giver, Names, created, sku};
use super::on_premises::LOCKOUT;
use super::people::{FACTS, LICENCE, USER, licence};
use super::population::POPULATION;
use super::tenant::{GROUP, SUBSCRIPTION, TENANT};
use super::{TOP, steps, tenant};
use crate::model::fault::{FaultId, FaultOn, FaultTarget};
use crate::model::identity::{Identity, is_upn};
use crate::model::key::SkuId;
use crate::model::licence::TABLE;
use crate::rules::topics::ad_policy::LONGEST_LOCK;

/// Reports everything in a file that does not fit together.
pub(crate) fn check(root: &Node, names: &Names, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let top = Fields::of(root, &TOP);
    if let Some(node) = top.get("tenant") {
        super::tenant::check(node, &meant.tenant, meant.start, found);
    }
    twice(root, names, found);
    too_many(root, names, found);
    for node in top.list("population") {
        super::population::check(node, found);
    }
    people(top, names, found);
    locks(root, found);
    if !names.is_unclear(Giver::Domains) {
        licences(top, meant, found);
    }
    timeline(top, names, meant, found);
    if meant.end < meant.start {
        let message = format!("`end` ({}) is before `start` ({})", meant.end, meant.start);
        found.push(Diagnostic::error("end-before-start", top.spot("end"), message));
    }
    if let Some(node) = top.get("sweep") {
        super::sweep::check(node, found);
    }
}

/// People, named and generated, whom the tenant and the organisation can have.
fn people(top: Fields<'_>, names: &Names, found: &mut Vec<Diagnostic>) {
    for node in top.list("users") {
        let fields = Fields::of(node, &USER);
        if let (Some(upn), Some(place)) = (fields.str("upn"), fields.get("upn")) {
            person(fields, upn, place.spot, names, found);
        }
    }
    top.list("population").iter().for_each(|node| generated(node, names, found));
}

/// Lockout policies of forests, fine-grained ones and later changes among them, that no directory saves.
///
/// Source: rule `ad-lockout-auto`.
fn locks(root: &Node, found: &mut Vec<Diagnostic>) {
    let items = |node: &'_ Node, list: &str| node.get(list).map_or(Vec::new(), |list| list.items().to_vec());
    let forests = root.get("on_premises").map_or(Vec::new(), |node| items(node, "forests"));
    let fine = forests.iter().flat_map(|forest| items(forest, "fine_grained"));
    let changes = items(root, "timeline").into_iter().filter_map(|step| step.get("set").cloned());
    let holders: Vec<Node> = fine.chain(changes).collect();
    for lockout in forests.iter().chain(&holders).filter_map(|holder| holder.get("lockout")) {
        let fields = Fields::of(lockout, &LOCKOUT);
        if fields.span("duration").is_some_and(|duration| duration > LONGEST_LOCK) {
            let message = "a lock lasts 99,999 minutes at most; `0m` lasts until somebody unlocks the account";
            found.push(Diagnostic::error("lock-too-long", fields.spot("duration"), message.to_owned()));
        }
    }
}

/// Names that must be given once.
fn twice(root: &Node, names: &Names, found: &mut Vec<Diagnostic>) {
    let under = |part: &str, list: &str| root.get(part).and_then(|node| node.get(list)).map_or(&[][..], Node::items);
    let list = |part: &str| root.get(part).map_or(&[][..], Node::items);
    let name = |node: &'_ Node| -> Option<(String, Spot)> {
        let name = node.get("name").unwrap_or(node);
        Some((name.text()?.to_owned(), name.spot))
    };
    let keyed = |node: &Node, key: &str| {
        let value = node.get(key)?;
        Some((value.text()?.to_owned(), value.spot))
    };
    let mut upns: Vec<(String, Spot)> = list("users").iter().filter_map(|node| keyed(node, "upn")).collect();
    for step in list("timeline") {
        let place = step.get("set").and_then(|set| set.get("upn")).or_else(|| step.get("to"));
        upns.extend(created(step).zip(place).map(|(upn, node)| (upn.to_owned(), node.spot)));
    }
    for (upn, spot) in &upns {
        if names.is_generated(upn) {
            let message = format!("`{}` is also the name of a generated person", shown(upn));
            found.push(Diagnostic::error("twice", *spot, message));
        }
    }
    once("person", upns, found);
    once("group", under("tenant", "groups").iter().filter_map(name).collect(), found);
    once("domain", under("tenant", "domains").iter().filter_map(name).collect(), found);
    once("forest", under("on_premises", "forests").iter().filter_map(name).collect(), found);
    once("sync server", under("on_premises", "sync").iter().filter_map(name).collect(), found);
    once("step", list("timeline").iter().filter_map(|node| keyed(node, "id")).collect(), found);
}

fn once(what: &str, names: Vec<(String, Spot)>, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
    for (name, spot) in names {
        let first = *seen.entry(name.to_lowercase()).or_insert(spot);
        if first != spot {
            let message = format!("there are two of the {what} `{}`", shown(&name));
            found.push(Diagnostic::error("twice", spot, message).also(first, "first here"));
        }
    }
}

/// Lists longer than their keys can count.
fn too_many(root: &Node, names: &Names, found: &mut Vec<Diagnostic>) {
    let counts = [
        ("forests", names.forests.len(), 255),
        ("sync servers", names.sync.len(), 255),
        ("groups", names.groups.len(), 65_535),
    ];
    for (what, count, most) in counts {
        if count > most {
            let message = format!("there are {count} {what}, and at most {most} can be simulated");
            found.push(Diagnostic::error("too-many", root.head(), message));
        }
    }
}

/// A user principal name inside the tenant's domains, and an identity that the organisation can have.
fn person(fields: Fields<'_>, upn: &str, place: Spot, names: &Names, found: &mut Vec<Diagnostic>) {
    suffix(upn, place, names, found);
    let own = fields.word("identity", Identity::parse);
    let identity = super::people::identity(fields, upn, names);
    if identity.is_hybrid() && names.forests.is_empty() && !names.is_unclear(Giver::Forests) {
        let spot = if own.is_some() { fields.spot("identity") } else { place };
        found.push(no_forest(upn, identity, spot));
    }
    for node in fields.list("licences") {
        plans(node, found);
    }
    if let Some(node) = fields.get("usage_location") {
        tenant::location(node, found);
    }
}

fn no_forest(upn: &str, identity: Identity, spot: Spot) -> Diagnostic {
    let message = format!("`{}` is {identity}, but the file has no forest under `on_premises`", shown(upn));
    let found = Diagnostic::error("no-on-premises", spot, message);
    found.help("add `on_premises: {forests: [{name: corp.contoso.com}]}`, or make the identity `cloud-only`")
}

fn suffix(upn: &str, place: Spot, names: &Names, found: &mut Vec<Diagnostic>) {
    let known = || names.domains.iter().map(|(domain, _)| domain.as_str());
    match upn.rsplit_once('@') {
        Some((local, suffix)) if !local.is_empty() => {
            if names.domain(suffix).is_none() && !names.is_unclear(Giver::Domains) {
                let message = format!("`{}` is none of the tenant's domains", shown(suffix));
                let wrong = Diagnostic::error("unknown-domain", place, message);
                let all: Vec<&str> = known().take(5).collect();
                found.push(match nearest(suffix, known()) {
                    Some(near) => wrong.meant(Some(near)),
                    None => wrong.help(format!("the domains are `{}`", shown(&all.join("`, `")))),
                });
            } else if !is_upn(&upn.replace("{n}", "1")) {
                let message = format!("`{}` is no user principal name that can be created", shown(upn));
                let help = "letters, digits and ' . - _ ! # ^ ~, at most 64 characters before `@` and 48 after it";
                found.push(Diagnostic::error("bad-upn", place, message).help(help));
            }
        }
        _ => {
            let message = format!("`{}` is no user principal name: it needs a name, `@` and a domain", shown(upn));
            found.push(Diagnostic::error("bad-upn", place, message));
        }
    }
}

/// Switched-off plans that the product has, and a state that says what its error is.
fn plans(node: &Node, found: &mut Vec<Diagnostic>) {
    let fields = Fields::of(node, &LICENCE);
    let Some(product) = fields.word("sku", sku).map(|sku| TABLE.product(sku)) else { return };
    for item in fields.list("disabled_plans") {
        let Some((text, plan)) = item.text().and_then(|text| Some((text, TABLE.plan(text)?))) else { continue };
        if !product.plans.contains(&plan) {
            let message = format!("`{}` is no service plan of `{}`", shown(text), product.part_number);
            let own = product.plans.iter().map(|plan| TABLE.plans[plan.index()].name);
            found.push(Diagnostic::error("foreign-plan", item.spot, message).meant(nearest(text, own)));
        }
    }
    if fields.str("state") == Some("active") && fields.get("error").is_some() {
        let message = "a licence with an `error` is not `active`";
        found.push(Diagnostic::error("licence-state", fields.spot("state"), message));
    }
}

fn generated(node: &Node, names: &Names, found: &mut Vec<Diagnostic>) {
    let fields = Fields::of(node, &POPULATION);
    let (Some(pattern), Some(place)) = (fields.str("names"), fields.get("names")) else { return };
    suffix(pattern, place.spot, names, found);
    if !names.forests.is_empty() || names.is_unclear(Giver::Forests) {
        return;
    }
    let entries = fields.get("identity").map_or(&[][..], Node::entries).iter();
    let hybrid = entries.filter_map(|entry| Some((Identity::parse(&entry.key)?, entry.spot)));
    let domain = (names.identity_of(pattern), place.spot);
    if let Some((identity, spot)) = hybrid.chain([domain]).find(|(identity, _)| identity.is_hybrid()) {
        found.push(no_forest(pattern, identity, spot));
    }
}

/// Every licence needs a subscription, and direct holders need seats. Members of a licensed group beyond the seats are
/// not an error: the later ones carry a licence error.
fn licences(top: Fields<'_>, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let mut units: BTreeMap<SkuId, u64> = BTreeMap::new();
    for subscription in &meant.tenant.subscriptions {
        *units.entry(subscription.sku).or_default() += u64::from(subscription.units);
    }
    // A subscription that is wrong in itself is reported already; what it was meant to cover is not an error as well.
    let written = top.map("tenant", &TENANT).list("subscriptions").iter().map(|node| node.get("sku"));
    let written: Vec<Option<SkuId>> = written.map(|node| node.and_then(Node::text).and_then(sku)).collect();
    let unclear = written.contains(&None);
    let mut holders: BTreeMap<SkuId, u64> = BTreeMap::new();
    let bought = |sku: SkuId, spot: Spot, found: &mut Vec<Diagnostic>| {
        if unclear || units.contains_key(&sku) || written.contains(&Some(sku)) {
            return;
        }
        let id = TABLE.product(sku).part_number;
        let help = format!("add `{{sku: {id}, units: 10}}` to `tenant.subscriptions`");
        found.push(
            Diagnostic::error("no-subscription", spot, format!("the tenant has no subscription of `{id}`")).help(help),
        );
    };
    for node in top.map("tenant", &TENANT).list("groups") {
        for item in Fields::of(node, &GROUP).list("licences") {
            if let Some(licence) = licence(item) {
                bought(licence.sku, item.head(), found);
            }
        }
    }
    for node in top.list("users") {
        for item in Fields::of(node, &FACTS).list("licences") {
            let Some(licence) = licence(item) else { continue };
            bought(licence.sku, item.head(), found);
            *holders.entry(licence.sku).or_default() += u64::from(licence.error.is_none());
        }
    }
    for (group, node) in meant.population.iter().zip(top.list("population")) {
        for (sku, share) in &group.licences {
            let Some(sku) = sku else { continue };
            bought(*sku, Fields::of(node, &POPULATION).spot("licences"), found);
            *holders.entry(*sku).or_default() += u64::from(group.count) * u64::from(share.0) / 1_000_000;
        }
    }
    for (sku, held) in holders {
        if units.get(&sku).is_some_and(|units| held > *units) {
            too_few(top, sku, held, units[&sku], found);
        }
    }
}

fn too_few(top: Fields<'_>, product: SkuId, held: u64, units: u64, found: &mut Vec<Diagnostic>) {
    let list = top.map("tenant", &TENANT).list("subscriptions");
    let own = list.iter().map(|node| Fields::of(node, &SUBSCRIPTION));
    let spot =
        own.into_iter().find(|fields| fields.word("sku", sku) == Some(product)).map(|fields| fields.spot("units"));
    let id = TABLE.product(product).part_number;
    let message = format!("{held} people hold `{id}`, but the tenant has {units} units");
    found.push(Diagnostic::error("too-few-units", spot.unwrap_or_else(|| top.head()), message));
}

/// Steps inside the simulated time, on things that they can be done to.
fn timeline(top: Fields<'_>, names: &Names, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let mut injected: Vec<FaultId> = Vec::new();
    for node in top.list("timeline") {
        injected.extend(Fields::of(node, &FAULT).word("fault", FaultId::parse).filter(|_| node.get("fault").is_some()));
    }
    for node in top.list("timeline") {
        time(node, top, meant, found);
        if node.get("fault").is_some() {
            put_on(Fields::of(node, &FAULT), "fault", names, found);
        } else if node.get("restore").is_some() {
            restored(Fields::of(node, &RESTORE), &injected, names, found);
        }
        code(node, found);
        new_person(node, names, found);
    }
}

fn time(node: &Node, top: Fields<'_>, meant: &Scenario, found: &mut Vec<Diagnostic>) {
    let Some(at) = node.get("at") else { return };
    let Some(instant) = at.text().and_then(|text| super::times::at(text, meant.start)) else { return };
    let text = shown(at.text().unwrap_or_default());
    if instant < meant.start {
        let message = format!("`{text}` is before `start` ({})", meant.start);
        found.push(Diagnostic::error("before-start", at.spot, message));
    } else if instant > meant.end && top.get("end").is_some() {
        let message = format!("`{text}` is after `end` ({}): the step never happens", meant.end);
        found.push(Diagnostic::warning("after-end", at.spot, message));
    }
}

/// The target of a failure must be of the failure's kind.
fn put_on(fields: Fields<'_>, key: &str, names: &Names, found: &mut Vec<Diagnostic>) {
    let Some(fault) = fields.word(key, FaultId::parse) else { return };
    let wants = fault.kind().on;
    let Some(name) = fields.str("on") else {
        if key == "fault" && steps::only_target(fault, names).is_none() {
            let message = format!("`{}` needs `on`: the {} that it is put on", fault.kind().id, said(wants));
            found.push(Diagnostic::error("missing-key", fields.head(), message));
        }
        return;
    };
    let Some(target) = names.target(name) else { return };
    let is = match target {
        FaultTarget::Sync(_) => FaultOn::SyncServer,
        FaultTarget::Forest(_) => FaultOn::Forest,
        FaultTarget::User(_) => FaultOn::User,
        FaultTarget::Tenant => FaultOn::Tenant,
    };
    if is != wants {
        let id = &fault.kind().id;
        let message = format!("`{id}` is put on a {}, and `{}` is a {}", said(wants), shown(name), said(is));
        found.push(Diagnostic::error("wrong-target", fields.spot("on"), message));
    }
}

const fn said(on: FaultOn) -> &'static str {
    match on {
        FaultOn::SyncServer => "sync server",
        FaultOn::Forest => "forest",
        FaultOn::User => "person",
        FaultOn::Tenant => "tenant",
    }
}

fn restored(fields: Fields<'_>, injected: &[FaultId], names: &Names, found: &mut Vec<Diagnostic>) {
    put_on(fields, "restore", names, found);
    let Some(fault) = fields.word("restore", FaultId::parse) else { return };
    if !injected.contains(&fault) {
        let message = format!("no step injects `{}`: there is nothing to restore", fault.kind().id);
        found.push(Diagnostic::warning("never-injected", fields.spot("restore"), message));
    }
}

/// A code that no table has cannot come out of a run.
fn code(node: &Node, found: &mut Vec<Diagnostic>) {
    use crate::model::ask::Code;
    let Some(code) = node.get("expect").and_then(|expect| expect.get("code")) else { return };
    let Some(text) = code.text() else { return };
    if Code::parse(text).is_none() {
        let message = format!("no step ends with the code `{}`", shown(text));
        let near = nearest(text, Code::ALL.iter().map(|code| code.word()));
        found.push(Diagnostic::warning("unknown-code", code.spot, message).meant(near));
    }
}

/// The person of a `create-user` step.
fn new_person(node: &Node, names: &Names, found: &mut Vec<Diagnostic>) {
    if node.get("admin").is_none() || node.get("do").and_then(Node::text) != Some("create-user") {
        return;
    }
    let set: Option<&Node> = node.get("set");
    let Some(upn) = created(node) else {
        let message = "the new person has no name: `upn` is missing in `set`";
        found.push(Diagnostic::error("missing-key", set.map_or_else(|| node.head(), Node::head), message));
        return;
    };
    let place = set.and_then(|set| set.get("upn")).or_else(|| node.get("to")).map_or_else(|| node.head(), Node::head);
    match set {
        Some(set) => person(Fields::of(set, &FACTS), upn, place, names, found),
        None => suffix(upn, place, names, found),
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Shape;
    use super::super::{TOP, acts, on_premises};

    #[test]
    fn shapes_have_each_key_once() {
        let mut all: Vec<&'static Shape> = vec![&TOP, &on_premises::ON_PREMISES];
        all.extend(acts::ACTS.iter().map(|act| act.shape));
        for shape in all {
            let mut keys: Vec<&str> = shape.all().iter().map(|key| key.name).collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count, "{}", shape.what);
        }
    }
}
