//! Plans of an architect: named changes of licences and settings, as a file of plans or the command line gives them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::model::key::SkuId;
use crate::model::licence::TABLE;

use super::lower::names::sku;
use super::suggest::{misfit, nearest};

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
            _ => return Err(format!("`{key}`: expected one of `department`, `group`, `licence`")),
        };
        if taken { Err(format!("`{key}` is said twice")) } else { Ok(()) }
    }
}

/// A right that plans can keep.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Reset of passwords in the cloud.
    CloudReset,
    /// Reset with writeback.
    Writeback,
}

impl Capability {
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
        let near = nearest(word, TABLE.products.iter().map(|product| product.part_number));
        let hint = near.map(|near| format!(", did you mean `{near}`")).unwrap_or_default();
        format!("`{word}` is no product: expected a string id such as `SPE_E3`, a GUID or a product name{hint}")
    })
}

/// A file of plans.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plans: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    replace: Vec<WrittenSwap>,
    #[serde(default)]
    remove: Vec<WrittenRemoval>,
    #[serde(default)]
    set: BTreeMap<String, serde_json::Value>,
    keep: Option<Capability>,
    #[serde(default)]
    choose: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSwap {
    from: Spanned<String>,
    to: Spanned<String>,
    #[serde(default, rename = "where")]
    whom: WrittenWhom,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRemoval {
    sku: Spanned<String>,
    #[serde(default, rename = "where")]
    whom: WrittenWhom,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenWhom {
    department: Option<String>,
    group: Option<String>,
    licence: Option<Spanned<String>>,
}

/// Reads a file of plans.
///
/// # Errors
/// Every problem found, with line and column.
pub fn read(text: &str) -> Result<Vec<Plan>, Vec<String>> {
    let file: File = serde_saphyr::from_str(text).map_err(|error| {
        let place = error.location().map(|at| format!("{}:{}: ", at.line(), at.column())).unwrap_or_default();
        vec![format!("{place}{}", misfit(&error.without_snippet().to_string()))]
    })?;
    let mut wrong = Vec::new();
    let mut sku = |word: &Spanned<String>| {
        let found = product(&word.value);
        let (line, column) = (word.defined.line(), word.defined.column());
        found.map_err(|message| wrong.push(format!("{line}:{column}: {message}"))).ok()
    };
    let mut plans: Vec<Plan> = Vec::new();
    for written in &file.plans {
        let mut swaps = Vec::new();
        for one in &written.replace {
            let (from, to) = (sku(&one.from), sku(&one.to));
            let whom = whom(&one.whom, &mut sku);
            swaps.extend(from.zip(to).map(|(from, to)| Swap { from, to: Some(to), whom }));
        }
        for one in &written.remove {
            let from = sku(&one.sku);
            let whom = whom(&one.whom, &mut sku);
            swaps.extend(from.map(|from| Swap { from, to: None, whom }));
        }
        let choose = written.choose.iter().filter_map(&mut sku).collect();
        let settings = written.set.iter().map(|(path, value)| (path.clone(), value.to_string())).collect();
        plans.push(Plan { name: written.name.clone(), swaps, settings, keep: written.keep, choose });
    }
    for (i, plan) in plans.iter().enumerate() {
        if plans[..i].iter().any(|other| other.name == plan.name) {
            wrong.push(format!("two plans are named `{}`", plan.name));
        }
        if plan.keep.is_some() && plan.choose.is_empty() {
            wrong.push(format!(
                "the plan `{}` keeps something: expected `choose`, the products that may be given",
                plan.name
            ));
        }
    }
    if plans.is_empty() {
        wrong.push("`plans` is empty: expected at least one plan with a `name`".to_owned());
    }
    if wrong.is_empty() { Ok(plans) } else { Err(wrong) }
}

fn whom(written: &WrittenWhom, sku: &mut impl FnMut(&Spanned<String>) -> Option<SkuId>) -> Whom {
    Whom {
        department: written.department.clone(),
        group: written.group.clone(),
        licence: written.licence.as_ref().and_then(sku),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_plans_is_read() {
        let text = "plans:\n- name: Sales\n  replace:\n  - {from: SPE_E3, to: SPB, where: {department: Sales}}\n  \
                    remove: [{sku: EMS}]\n  set: {tenant.sspr.methods_required: 2}\n  keep: writeback\n  choose: [AAD_PREMIUM]\n";
        let plans = read(text).expect("sound");
        assert_eq!((plans[0].swaps.len(), plans[0].choose.len()), (2, 1));
        assert_eq!(plans[0].swaps[0].whom.department.as_deref(), Some("Sales"));
        assert_eq!(plans[0].settings, [("tenant.sspr.methods_required".to_owned(), "2".to_owned())]);
        assert_eq!(plans[0].keep, Some(Capability::Writeback));
    }

    #[test]
    fn a_wrong_key_is_told_once_with_its_place_and_the_nearest_one() {
        let said = |text: &str| read(text).expect_err("wrong").join("\n");
        let key = said("plans:\n- name: A\n  remov: [{sku: EMS}]\n");
        assert!(key.starts_with("3:3: unknown key `remov`") && key.ends_with("did you mean `remove`?"), "{key}");
        assert!(!key.contains(" at line "), "{key}");
        assert!(said("plans: 3\n").contains("expected a list, such as"), "{}", said("plans: 3\n"));
    }

    #[test]
    fn every_wrong_product_is_told_with_its_place() {
        let text = "plans:\n- name: a\n  replace:\n  - {from: SPE_3, to: SPBB}\n- name: a\n  keep: writeback\n";
        let wrong = read(text).expect_err("four problems");
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert!(wrong[0].starts_with("4:12: `SPE_3` is no product"), "{}", wrong[0]);
        assert!(wrong[0].ends_with("did you mean `SPE_E3`"), "{}", wrong[0]);
        assert!(read("plans:\n- nam: a\n").expect_err("unknown key")[0].starts_with("2:3: "));
    }
}
