//! Plans of an architect: named changes of licences and settings, as a file of plans or the command line gives them.

use crate::model::key::SkuId;
use crate::model::licence::TABLE;

use super::diagnostic::{Diagnostic, Sources, shown};
use super::lower::check::Checker;
use super::lower::fields::Fields;
use super::lower::kind::Kind::{List, Map, Named, Set, Text};
use super::lower::kind::{Naming, shape, word};
use super::lower::names::{Names, sku};
use super::suggest::meant;
use super::text::{self, Node, NodeKind};

/// A named set of changes, and what must be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The name.
    pub name: String,
    /// Products replaced or taken away, in order.
    pub swaps: Vec<Swap>,
    /// Settings, by their path in a scenario file, with values in YAML.
    pub settings: Vec<(String, String)>,
    /// The capability that everybody who has it must keep.
    pub keep: Option<Capability>,
    /// Products that may be given for that.
    pub choose: Vec<SkuId>,
}

/// A product replaced by another, or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// What goes.
    pub from: SkuId,
    /// What comes; none: nothing.
    pub to: Option<SkuId>,
    /// For whom.
    pub whom: Whom,
}

/// For whom a change is meant; everything said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    /// People of this department.
    pub department: Option<String>,
    /// Direct members of the group with this name.
    pub group: Option<String>,
    /// People who hold this product.
    pub licence: Option<SkuId>,
}

impl Whom {
    /// Whether everybody is meant.
    #[must_use]
    pub const fn is_everybody(&self) -> bool {
        self.department.is_none() && self.group.is_none() && self.licence.is_none()
    }

    /// Takes a condition such as `department=Sales` on board.
    ///
    /// # Errors
    /// When the key is unknown, said twice, or the product is unknown.
    pub fn add(&mut self, condition: &str) -> Result<(), String> {
        let (key, value) = condition
            .split_once('=')
            .ok_or_else(|| format!("`{condition}`: expected a condition such as `department=Sales`"))?;
        let taken = match key {
            "department" => self.department.replace(value.to_owned()).is_some(),
            "group" => self.group.replace(value.to_owned()).is_some(),
            "licence" | "license" => self.licence.replace(product(value)?).is_some(),
            _ => {
                let near = meant(key, ["department", "group", "licence"]);
                return Err(format!("`{key}`: expected one of `department`, `group`, `licence`{near}"));
            }
        };
        if taken { Err(format!("`{key}` is said twice")) } else { Ok(()) }
    }
}

/// A right that plans can keep.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Reset of passwords in the cloud.
    CloudReset,
    /// Reset with writeback.
    Writeback,
}

impl Capability {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::CloudReset, Self::Writeback];

    /// The one that a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// The word in files and reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CloudReset => "cloud-reset",
            Self::Writeback => "writeback",
        }
    }
}

/// The product with this string id, GUID or product name.
///
/// # Errors
/// When no product or several have it; with the nearest string id.
pub fn product(word: &str) -> Result<SkuId, String> {
    sku(word).ok_or_else(|| {
        let near = meant(word, TABLE.products.iter().map(|product| product.part_number));
        format!("`{word}` is no product: expected a string id such as `SPE_E3`, a GUID or a product name{near}")
    })
}

shape!(PLANS, "a file of plans", [], {
    "plans" @required => List(&Map(&PLAN)), "The plans, each compared with the tenant as it is.";
});

shape!(PLAN, "a plan", [], {
    "name" @required => Text, "What reports call it.";
    "replace" => List(&Map(&REPLACE)), "Products replaced by another.";
    "remove" => List(&Map(&REMOVE)), "Products taken away.";
    "set" => Set, "Settings at their paths in a scenario file.";
    "keep" => word!(Capability), "The capability that everybody who has it keeps.";
    "choose" => List(&Named(Naming::Sku)), "Products that may be given for that.";
});

shape!(REPLACE, "a replacement", [], {
    "from" @required => Named(Naming::Sku), "The product that goes.";
    "to" @required => Named(Naming::Sku), "The product that comes.";
    "where" => Map(&WHERE), "For whom; default: everybody.";
});

shape!(REMOVE, "a removal", [], {
    "sku" @required => Named(Naming::Sku), "The product that goes.";
    "where" => Map(&WHERE), "For whom; default: everybody.";
});

shape!(WHERE, "for whom a product changes", [], {
    "department" => Text, "People of this department.";
    "group" => Text, "Direct members of this group.";
    "licence" => Named(Naming::Sku), "People who hold this product.";
});

/// What reading a file of plans gave.
#[derive(Clone, Debug)]
pub struct Plans {
    /// The plans, in file order; none where there are errors.
    pub plans: Vec<Plan>,
    /// Everything that is wrong, in the order of the places.
    pub wrong: Vec<Diagnostic>,
    /// The text that was read.
    pub sources: Sources,
}

/// Reads a file of plans; `name` is what messages call it.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Plans {
    let mut sources = Sources::default();
    let read = text::read(0, bytes);
    sources.add(name, read.text);
    let (mut plans, mut wrong) = (Vec::new(), read.diagnostics);
    if let Some(root) = &read.tree {
        let names = Names::elsewhere();
        let mut checker = Checker::new(&names);
        checker.value(root, &Map(&PLANS), "the file");
        wrong.append(&mut checker.found);
        across(root, &mut wrong);
        plans = Fields::of(root, &PLANS).list("plans").iter().map(plan).collect();
    }
    if !wrong.is_empty() {
        plans.clear();
        wrong.sort_by_key(Diagnostic::order);
    }
    Plans { plans, wrong, sources }
}

/// What does not fit together in plans that fit one by one.
fn across(root: &Node, wrong: &mut Vec<Diagnostic>) {
    let Some(list) = root.get("plans") else { return };
    if matches!(&list.kind, NodeKind::List(plans) if plans.is_empty()) {
        let found = Diagnostic::error("empty-list", list.spot, "`plans` is empty");
        wrong.push(found.help("begin at least one plan with `- name: `"));
    }
    let name = |plan: &Node| plan.get("name").and_then(Node::text).map(str::to_owned);
    for (i, plan) in list.items().iter().enumerate() {
        let mut before = list.items()[..i].iter();
        if let (Some(own), Some(spot)) = (name(plan), plan.get("name").map(|name| name.spot))
            && let Some(other) = before.find(|other| name(other).as_ref() == Some(&own))
        {
            let message = format!("two plans are named `{}`", shown(&own));
            wrong.push(Diagnostic::error("twice", spot, message).also(other.head(), "first here"));
        }
        let chosen = plan.get("choose").is_some_and(|list| !list.items().is_empty());
        if let Some(keep) = plan.entry("keep")
            && !chosen
        {
            let found = Diagnostic::error("missing-key", keep.spot, "`keep` needs `choose`");
            wrong.push(found.help("name the products that may be given, such as `choose: [AAD_PREMIUM, SPB]`"));
        }
    }
}

/// A plan that the checker has walked.
fn plan(node: &Node) -> Plan {
    let fields = Fields::of(node, &PLAN);
    let replaced = fields.list("replace").iter().filter_map(|node| {
        let fields = Fields::of(node, &REPLACE);
        Some(Swap { from: fields.word("from", sku)?, to: Some(fields.word("to", sku)?), whom: whom(fields) })
    });
    let removed = fields.list("remove").iter().filter_map(|node| {
        let fields = Fields::of(node, &REMOVE);
        Some(Swap { from: fields.word("sku", sku)?, to: None, whom: whom(fields) })
    });
    let settings = fields.get("set").map_or(&[][..], Node::entries).iter();
    Plan {
        name: fields.text("name").unwrap_or_default(),
        swaps: replaced.chain(removed).collect(),
        settings: settings.map(|entry| (entry.key.clone(), entry.value.flow())).collect(),
        keep: fields.word("keep", Capability::parse),
        choose: fields.words("choose", sku).unwrap_or_default(),
    }
}

/// For whom a replacement or a removal is meant.
fn whom(change: Fields<'_>) -> Whom {
    let fields = change.map("where", &WHERE);
    Whom { department: fields.text("department"), group: fields.text("group"), licence: fields.word("licence", sku) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::diagnostic::render_plain;

    fn said(text: &str) -> String {
        let read = read("plans.yaml", text.as_bytes());
        assert!(read.plans.is_empty() && !read.wrong.is_empty());
        render_plain(&read.wrong, &read.sources, false)
    }

    #[test]
    fn a_file_of_plans_is_read() {
        let text = "plans:\n- name: Sales\n  replace:\n  - {from: SPE_E3, to: SPB, where: {department: Sales}}\n  \
                    remove: [{sku: EMS}]\n  set: {tenant.sspr.methods_required: 2}\n  keep: writeback\n  choose: [AAD_PREMIUM]\n";
        let read = read("plans.yaml", text.as_bytes());
        assert_eq!(read.wrong, []);
        let plans = read.plans;
        assert_eq!((plans[0].swaps.len(), plans[0].choose.len()), (2, 1));
        assert_eq!(plans[0].swaps[0].whom.department.as_deref(), Some("Sales"));
        assert_eq!(plans[0].settings, [("tenant.sspr.methods_required".to_owned(), "2".to_owned())]);
        assert_eq!(plans[0].keep, Some(Capability::Writeback));
    }

    /// One mistake a line, each told once with its place, what was expected and the nearest name.
    #[test]
    fn every_mistake_of_a_file_is_told_at_once() {
        let text = "plans:\n- nam: One\n  remov: [{sku: EMS}]\n  keep: writebck\n- name: Two\n  replace:\n  \
                    - {from: SPE_3, to: SPBB}\n  - {from: SPE_E3}\n  remove: EMS\n  set: {tenant.sspr.method_required: 2, \
                    tenant.sspr.methods_required: many}\n- name: Two\n  keep: writeback\n";
        let said = said(text);
        for (place, part) in [
            ("2:3", "did you mean `name`?"),
            ("3:3", "did you mean `remove`?"),
            ("4:3", "`keep` needs `choose`"),
            ("4:9", "did you mean `writeback`?"),
            ("7:12", "did you mean `SPE_E3`?"),
            ("7:23", "unknown product `SPBB`"),
            ("8:6", "`to` is missing"),
            ("9:11", "`remove` must be a list, not `EMS`"),
            ("10:9", "did you mean `methods_required`?"),
            ("10:71", "a whole number, not `many`"),
            ("11:9", "two plans are named `Two`"),
            ("12:3", "`keep` needs `choose`"),
        ] {
            assert!(said.contains(&format!("plans.yaml:{place}\n")) && said.contains(part), "{place} {part}:\n{said}");
        }
        assert_eq!(said.matches("error[").count(), 12, "{said}");
    }

    #[test]
    fn a_file_of_another_form_is_told_what_was_expected() {
        assert!(said("plans: 3\n").contains("`plans` must be a list, not `3`"));
        assert!(said("plans: []\n").contains("`plans` is empty"));
        assert!(said("- name: A\n").contains("must be a map that describes a file of plans, not a list"));
        assert!(said("").contains("the file is empty"));
        assert!(said("plans:\n- name: A\n  name: B\n").contains("stands twice"));
    }
}
