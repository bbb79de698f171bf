//! A resolved scenario as text in the format of scenario files, with names and defaults explicit.
//!
//! In: a [`Scenario`]. Out: YAML that reads back to the same scenario. Absent on purpose: files; callers decide where
//! the text goes.

mod people;
mod settings;
mod steps;
mod yaml;

use crate::model::key::{ForestId, GroupId, PlanId, SkuId, SyncId, UserId};
use crate::model::licence::{Licence, TABLE};
use crate::model::policy::Member;
use crate::model::time::{Instant, Span};
use crate::rules::assumptions::{Assumptions, Values};

use super::{Scenario, Sweep};
use yaml::{Entries, Node, document, items, raw, scalar, word, words};

/// Which assumptions a text names.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum WriteAssumptions {
    /// Every one with its value.
    #[default]
    All,
    /// Those whose value is not the default.
    Changed,
}

/// What a text holds.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// Which assumptions it names.
    pub assumptions: WriteAssumptions,
}

/// The scenario as text, every assumption named.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    write_with(scenario, Write::default())
}

/// The scenario as text.
#[must_use]
pub fn write_with(scenario: &Scenario, options: Write) -> String {
    let names = Names { scenario };
    let mut top = Entries::default();
    top.put("title", word(&scenario.title))
        .some("description", scenario.description.clone(), Node::Text)
        .put("seed", raw(scenario.seed))
        .put("start", raw(scenario.start))
        .put("end", raw(scenario.end));
    let assumptions = assumptions(&scenario.assumptions, options.assumptions);
    if !assumptions.0.is_empty() {
        top.put("assumptions", assumptions.block());
    }
    top.put("tenant", settings::tenant(names));
    top.some("on_premises", scenario.on_premises.as_ref(), |on_premises| settings::on_premises(on_premises, names));
    lists(&mut top, names);
    document(&top.0)
}

fn lists(top: &mut Entries, names: Names<'_>) {
    let scenario = names.scenario;
    let users = scenario.users.iter().filter(|person| !person.created_by_step);
    top.some("users", items(users.map(|person| people::person(person, names))), |list| list);
    let population: Vec<Node> = scenario.population.iter().map(|group| people::population(group, names)).collect();
    let timeline: Vec<Node> = scenario.timeline.iter().map(|step| steps::step(step, names)).collect();
    for (key, list) in [("population", population), ("timeline", timeline)] {
        if !list.is_empty() {
            top.put(key, Node::List(list));
        }
    }
    top.some("sweep", scenario.sweep.as_ref(), sweep);
    let (quiz, mut asked) = (&scenario.quiz, Entries::default());
    asked.some("questions", quiz.questions, raw);
    for (key, list) in [("archetypes", &quiz.archetypes), ("about", &quiz.about)] {
        if !list.is_empty() {
            asked.put(key, words(list));
        }
    }
    if !asked.0.is_empty() {
        top.put("quiz", asked.block());
    }
}

fn assumptions(values: &Assumptions, which: WriteAssumptions) -> Entries {
    let mut entries = Entries::default();
    for (assumption, value) in values.iter() {
        if which == WriteAssumptions::Changed && value == assumption.default {
            continue;
        }
        let node = match &assumption.values {
            Values::Order { .. } => words(value.split(' ')),
            Values::List { .. } => word(value),
            listed if listed.words().iter().any(|listed| listed == value) => word(value),
            _ => raw(value),
        };
        entries.put(&assumption.name, node);
    }
    entries
}

fn sweep(sweep: &Sweep) -> Node {
    let mut vary = Entries::default();
    for (path, values) in &sweep.vary {
        vary.put(path, Node::List(values.iter().map(|value| as_written(value)).collect()));
    }
    let mut entries = Entries::default();
    entries.put("vary", vary.block()).put("replicates", raw(sweep.replicates));
    entries.block()
}

/// A value of a sweep, which is kept as it was written: lists, maps, numbers, booleans, times and `null` stand bare.
fn as_written(value: &str) -> Node {
    let bracketed =
        (value.starts_with('[') && value.ends_with(']')) || (value.starts_with('{') && value.ends_with('}'));
    let bare = ["true", "false", "null"].contains(&value) || value.parse::<f64>().is_ok_and(f64::is_finite);
    let timed = Instant::parse(value).is_some() || Span::parse(value).is_some();
    if bracketed || bare || timed { raw(value) } else { raw(scalar(value)) }
}

/// The names behind the keys of a scenario.
#[derive(Copy, Clone, Debug)]
struct Names<'a> {
    scenario: &'a Scenario,
}

impl Names<'_> {
    fn user(self, id: UserId) -> Node {
        word(self.scenario.upn(id))
    }

    fn group_name(&self, id: GroupId) -> &str {
        self.scenario.tenant.groups.get(id.index()).map_or("", |group| &group.name)
    }

    fn group(self, id: GroupId) -> Node {
        word(self.group_name(id))
    }

    fn member(self, member: Member) -> Node {
        match member {
            Member::User(id) => self.user(id),
            Member::Group(id) => self.group(id),
        }
    }

    fn forest(self, id: ForestId) -> Node {
        let forests = self.scenario.on_premises.as_ref().map(|on_premises| &on_premises.forests);
        word(forests.and_then(|forests| forests.get(id.index())).map_or("", |forest| &forest.name))
    }

    fn sync(self, id: SyncId) -> Node {
        let servers = self.scenario.on_premises.as_ref().map(|on_premises| &on_premises.sync);
        word(servers.and_then(|servers| servers.get(id.index())).map_or("", |server| &server.name))
    }
}

/// The string id of a product, or its GUID where two products share the string id.
fn sku_name(id: SkuId) -> &'static str {
    let product = TABLE.product(id);
    if TABLE.sku(product.part_number) == Some(id) { product.part_number } else { product.guid }
}

/// The string id of a plan, or its GUID where two plans share the string id.
fn plan_name(id: PlanId) -> &'static str {
    let plan = &TABLE.plans[id.index()];
    if TABLE.plan(plan.name) == Some(id) { plan.name } else { plan.guid }
}

fn licence(licence: &Licence) -> Node {
    if licence.disabled_plans.is_empty() && licence.error.is_none() {
        return word(sku_name(licence.sku));
    }
    let mut entries = Entries::default();
    entries.put("sku", word(sku_name(licence.sku)));
    if !licence.disabled_plans.is_empty() {
        entries.put("disabled_plans", words(licence.disabled_plans.iter().map(|plan| plan_name(*plan))));
    }
    if let Some(error) = licence.error {
        entries.put("state", word("error")).put("error", word(error.word()));
    }
    entries.inline()
}

fn licences(list: &[Licence]) -> Node {
    Node::List(list.iter().map(licence).collect())
}

#[cfg(test)]
mod tests;
