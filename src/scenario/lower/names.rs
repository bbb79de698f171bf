//! Every name that a file gives, collected before its values are checked, so that a name may be used before it is given.

use std::collections::BTreeMap;

use super::super::text::{Node, NodeKind};
use super::kind::Naming;
use crate::model::fault::{FAULTS, FaultId, FaultTarget};
use crate::model::identity::Identity;
use crate::model::key::{ForestId, GroupId, SkuId, SyncId, UserId};
use crate::model::licence::TABLE;
use crate::model::policy::Member;
use crate::model::role::{ROLES, Role};

/// The names of a file.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// User principal names, those of `users` first, then those of `create-user` steps.
    pub(crate) users: Vec<String>,
    by_upn: BTreeMap<String, u32>,
    /// Patterns of generated people with their counts.
    populations: Vec<(String, u32)>,
    pub(crate) groups: Vec<String>,
    pub(crate) forests: Vec<String>,
    pub(crate) sync: Vec<String>,
    /// Domains with their identity types.
    pub(crate) domains: Vec<(String, Identity)>,
    pub(crate) steps: Vec<String>,
    /// Products that the tenant subscribes to: the likelier ones where a name is misspelt.
    subscribed: Vec<String>,
    unclear: Vec<Giver>,
    /// Groups are known whatever the letter case.
    any_case: bool,
}

/// The product with this string id, GUID or unique product name.
pub(crate) fn sku(word: &str) -> Option<SkuId> {
    TABLE.sku(word).or_else(|| {
        let mut named = TABLE.named(word);
        named.next().filter(|_| named.next().is_none())
    })
}

/// The upn that a `create-user` step gives to its person.
pub(crate) fn created(step: &Node) -> Option<&str> {
    let creates = step.get("do").and_then(Node::text) == Some("create-user");
    let said = step.get("set").and_then(|set| set.get("upn")).or_else(|| step.get("to"));
    said.filter(|_| creates).and_then(Node::text)
}

/// The parts that give names.
const GIVERS: [(Giver, &str, &str, &str); 7] = [
    (Giver::Users, "", "users", "upn"),
    (Giver::Users, "", "population", "names"),
    (Giver::Groups, "tenant", "groups", "name"),
    (Giver::Forests, "on_premises", "forests", "name"),
    (Giver::Sync, "on_premises", "sync", "name"),
    (Giver::Domains, "tenant", "domains", ""),
    (Giver::Steps, "", "timeline", ""),
];

/// A part of the file that gives names.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Giver {
    /// `users` and `population`.
    Users,
    /// `tenant.groups`.
    Groups,
    /// `on_premises.forests`.
    Forests,
    /// `on_premises.sync`.
    Sync,
    /// `tenant.domains`.
    Domains,
    /// `timeline`.
    Steps,
}

/// The items of a list of the file, and whether it is as it should be.
fn part<'a>(root: &'a Node, outer: &str, list: &str, key: &str) -> (&'a [Node], bool) {
    let top = &super::TOP;
    let misspelt = |node: &Node, known: &super::kind::Shape, wanted: &str| {
        let unknown = node.entries().iter().filter(|entry| known.key(&entry.key).is_none());
        unknown.into_iter().any(|entry| super::super::suggest::nearest(&entry.key, [wanted]).is_some())
    };
    let mut holder = (root, top);
    if !outer.is_empty() {
        let Some(node) = root.get(outer) else { return (&[], !misspelt(root, top, outer)) };
        let Some(super::kind::Kind::Map(shape)) = top.key(outer).map(|key| &key.kind) else { return (&[], false) };
        holder = (node, shape);
    }
    let Some(node) = holder.0.get(list) else {
        let is_map = matches!(holder.0.kind, NodeKind::Map(_));
        return (&[], is_map && !misspelt(holder.0, holder.1, list));
    };
    let NodeKind::List(items) = &node.kind else { return (&[], false) };
    let named = |item: &Node| key.is_empty() || item.get(key).is_some_and(|name| name.text().is_some());
    (items, items.iter().all(named))
}

impl Names {
    /// Collects the names of a file; `whole` is false where a text that it extends could not be read.
    pub(crate) fn of(root: &Node, whole: bool) -> Self {
        let under = |outer: &str, list: &str, key: &str| -> Vec<String> {
            let text = |node: &Node| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
            part(root, outer, list, key).0.iter().map(text).collect()
        };
        let steps = part(root, "", "timeline", "").0;
        let mut users = under("", "users", "upn");
        users.extend(steps.iter().filter_map(created).map(str::to_owned));
        let mut by_upn = BTreeMap::new();
        for (i, upn) in users.iter().enumerate() {
            by_upn.entry(upn.to_ascii_lowercase()).or_insert(i as u32);
        }
        let population = |node: &Node| {
            let names = node.get("names").and_then(Node::text).unwrap_or_default().to_owned();
            let count = node.get("count").and_then(Node::plain).and_then(|n| n.parse().ok()).unwrap_or(0);
            (names, count)
        };
        let broken = |(giver, outer, list, key): (Giver, &str, &str, &str)| {
            (!whole || !part(root, outer, list, key).1).then_some(giver)
        };
        Self {
            users,
            by_upn,
            populations: part(root, "", "population", "").0.iter().map(population).collect(),
            groups: under("tenant", "groups", "name"),
            forests: under("on_premises", "forests", "name"),
            sync: under("on_premises", "sync", "name"),
            domains: domains(root),
            steps: under("", "timeline", "id").into_iter().filter(|id| !id.is_empty()).collect(),
            subscribed: under("tenant", "subscriptions", "sku"),
            unclear: GIVERS.into_iter().filter_map(broken).collect(),
            any_case: false,
        }
    }

    /// The names of a file about something that stands elsewhere: any name of a person, a group and the like may be known
    /// there.
    pub(crate) fn elsewhere() -> Self {
        Self { unclear: GIVERS.into_iter().map(|(giver, ..)| giver).collect(), ..Self::default() }
    }

    /// The names of an export, for notes about it; `unclear` are the parts that are broken in themselves.
    pub(crate) fn of_export(users: Vec<String>, groups: Vec<String>, unclear: &[Giver]) -> Self {
        let by_upn = users.iter().enumerate().map(|(i, upn)| (upn.to_ascii_lowercase(), i as u32)).collect();
        let untold = [Giver::Forests, Giver::Sync, Giver::Domains, Giver::Steps];
        let unclear = unclear.iter().copied().chain(untold).collect();
        Self { users, by_upn, groups, unclear, any_case: true, ..Self::default() }
    }

    /// Whether a part that gives names is wrong in itself, so that a missing name is no second mistake.
    pub(crate) fn is_unclear(&self, giver: Giver) -> bool {
        self.unclear.contains(&giver)
    }

    /// The person with this user principal name, named or generated.
    pub(crate) fn user(&self, upn: &str) -> Option<UserId> {
        if let Some(i) = self.by_upn.get(&upn.to_ascii_lowercase()) {
            return Some(UserId(*i));
        }
        let mut base = self.users.len() as u32;
        for (names, count) in &self.populations {
            if let Some(n) = number_of(names, *count, upn) {
                return Some(UserId(base + n - 1));
            }
            base = base.saturating_add(*count);
        }
        None
    }

    /// Whether this is the name of a generated person.
    pub(crate) fn is_generated(&self, upn: &str) -> bool {
        self.populations.iter().any(|(names, count)| number_of(names, *count, upn).is_some())
    }

    /// The group with this name.
    pub(crate) fn group(&self, name: &str) -> Option<GroupId> {
        let exact = self.groups.iter().position(|group| group == name);
        let any_case = || self.groups.iter().position(|group| self.any_case && group.eq_ignore_ascii_case(name));
        exact.or_else(any_case).map(|i| GroupId(i as u16))
    }

    /// The person or group with this name.
    pub(crate) fn member(&self, name: &str) -> Option<Member> {
        self.group(name).map(Member::Group).or_else(|| self.user(name).map(Member::User))
    }

    /// The forest with this name.
    pub(crate) fn forest(&self, name: &str) -> Option<ForestId> {
        self.forests.iter().position(|forest| forest.eq_ignore_ascii_case(name)).map(|i| ForestId(i as u8))
    }

    /// The sync server with this name.
    pub(crate) fn sync_server(&self, name: &str) -> Option<SyncId> {
        self.sync.iter().position(|server| server == name).map(|i| SyncId(i as u8))
    }

    /// What a failure may be put on.
    pub(crate) fn target(&self, name: &str) -> Option<FaultTarget> {
        if name == "tenant" {
            return Some(FaultTarget::Tenant);
        }
        let server = self.sync_server(name).map(FaultTarget::Sync);
        let forest = || self.forest(name).map(FaultTarget::Forest);
        server.or_else(forest).or_else(|| self.user(name).map(FaultTarget::User))
    }

    /// The domain of the tenant with this name.
    pub(crate) fn domain(&self, name: &str) -> Option<usize> {
        self.domains.iter().position(|(domain, _)| domain.eq_ignore_ascii_case(name))
    }

    /// The identity type of a user principal name's domain.
    pub(crate) fn identity_of(&self, upn: &str) -> Identity {
        let domain = upn.rsplit_once('@').and_then(|(_, suffix)| self.domain(suffix));
        domain.map_or(Identity::CloudOnly, |i| self.domains[i].1)
    }

    /// Whether a name is known for what it must stand for.
    pub(crate) fn knows(&self, naming: Naming, name: &str) -> bool {
        let givers: &[Giver] = match naming {
            Naming::User => &[Giver::Users],
            Naming::Group => &[Giver::Groups],
            Naming::Member => &[Giver::Users, Giver::Groups],
            Naming::Forest => &[Giver::Forests],
            Naming::Sync => &[Giver::Sync],
            Naming::Target => &[Giver::Sync, Giver::Forests, Giver::Users],
            Naming::Domain => &[Giver::Domains],
            Naming::StepId => &[Giver::Steps],
            _ => &[],
        };
        if givers.iter().any(|giver| self.is_unclear(*giver)) {
            return true;
        }
        match naming {
            Naming::Sku => sku(name).is_some(),
            Naming::SkuOrNone => name == "none" || sku(name).is_some(),
            Naming::Plan => TABLE.plan(name).is_some(),
            Naming::Role => Role::parse(name).is_some(),
            Naming::Rule => crate::rules::ids().any(|id| id == name),
            Naming::Fault => FaultId::parse(name).is_some(),
            Naming::User => self.user(name).is_some(),
            Naming::Group => self.group(name).is_some(),
            Naming::Member => self.member(name).is_some(),
            Naming::Forest => self.forest(name).is_some(),
            Naming::Sync => self.sync_server(name).is_some(),
            Naming::Target => self.target(name).is_some(),
            Naming::Domain => self.domain(name).is_some(),
            Naming::StepId => self.steps.iter().any(|id| id == name),
        }
    }

    /// The nearest name that would have been known.
    pub(crate) fn nearest(&self, naming: Naming, name: &str) -> Option<String> {
        let own: &[&[String]] = match naming {
            Naming::Sku | Naming::SkuOrNone => &[&self.subscribed],
            Naming::User => &[&self.users],
            Naming::Group => &[&self.groups],
            Naming::Member => &[&self.users, &self.groups],
            Naming::Forest => &[&self.forests],
            Naming::Sync => &[&self.sync],
            Naming::Target => &[&self.sync, &self.forests, &self.users],
            Naming::StepId => &[&self.steps],
            _ => &[],
        };
        let mut known: Vec<&str> = own.iter().copied().flatten().map(String::as_str).collect();
        match naming {
            Naming::Sku | Naming::SkuOrNone => {
                known.extend(TABLE.products.iter().map(|product| product.part_number));
                known.extend(TABLE.products.iter().map(|product| product.name));
            }
            Naming::Plan => known.extend(TABLE.plans.iter().map(|plan| plan.name)),
            Naming::Role => known.extend(ROLES.iter().map(|role| role.name)),
            Naming::Rule => crate::rules::ids().for_each(|id| known.push(id)),
            Naming::Fault => known.extend(FAULTS.iter().map(|fault| fault.id.as_str())),
            Naming::Target => known.push("tenant"),
            Naming::Domain => known.extend(self.domains.iter().map(|(domain, _)| domain.as_str())),
            _ => {}
        }
        super::super::suggest::nearest(name, known).map(str::to_owned)
    }
}

/// The number of a generated person, read from the pattern of the names.
fn number_of(names: &str, count: u32, upn: &str) -> Option<u32> {
    let (before, after) = names.split_once("{n}")?;
    let head = upn.get(..before.len())?;
    let tail_at = upn.len().checked_sub(after.len())?;
    let (tail, middle) = (upn.get(tail_at..)?, upn.get(before.len()..tail_at)?);
    if !head.eq_ignore_ascii_case(before) || !tail.eq_ignore_ascii_case(after) || middle.starts_with('0') {
        return None;
    }
    let digits = middle.bytes().all(|b| b.is_ascii_digit());
    middle.parse().ok().filter(|n| digits && (1..=count).contains(n))
}

/// The tenant's domains, or those it has where it names none.
fn domains(root: &Node) -> Vec<(String, Identity)> {
    let cloud = |name: &str| (name.to_owned(), Identity::CloudOnly);
    let Some(tenant) = root.get("tenant") else {
        return vec![cloud("contoso.onmicrosoft.com"), cloud("contoso.com")];
    };
    let Some(list) = tenant.get("domains") else {
        let name = tenant.get("name").and_then(Node::text).unwrap_or("Contoso");
        return vec![cloud(&default_domain(name))];
    };
    let one = |node: &Node| {
        let name = node.get("name").unwrap_or(node).text()?;
        let identity = node.get("identity").and_then(Node::text).and_then(Identity::parse);
        Some((name.to_owned(), identity.unwrap_or(Identity::CloudOnly)))
    };
    list.items().iter().filter_map(one).collect()
}

/// The first domain of an organisation that names none.
pub(crate) fn default_domain(name: &str) -> String {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric() || *c == '-').flat_map(char::to_lowercase).collect();
    format!("{plain}.onmicrosoft.com")
}
