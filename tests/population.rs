//! Generated people meet the rules that named people meet: what they do is written as steps and run again.

mod common;

use std::collections::BTreeMap;

use tenantlab::ledger::{Deed, Generated, Ledger};
use tenantlab::model::ask::Outcome;
use tenantlab::model::identity::Identity;
use tenantlab::model::key::{GroupId, UserId};
use tenantlab::model::method::Method;
use tenantlab::model::ratio::Share;
use tenantlab::model::role::Role;
use tenantlab::scenario::Scenario;
use tenantlab::scenario::people::{Behaviour, Population};
use tenantlab::scenario::timeline::{Step, What};
use tenantlab::sim;

const PEOPLE: u32 = 24;

/// The lab with people of every kind beside its own, each of whom tries about twice while it runs.
fn crowded(lab: &Scenario) -> Scenario {
    let half = Share(500_000);
    let tenant = &lab.tenant;
    let hybrid = lab.on_premises.as_ref().is_some_and(|site| !site.forests.is_empty());
    let kinds = if hybrid { Identity::ALL } else { &[Identity::CloudOnly] };
    let products: Vec<_> = tenant.subscriptions.iter().map(|one| one.sku).collect();
    let one_of = |many: usize| Share(900_000 / many.max(1) as u32);
    let run = (lab.end - lab.start).0.max(1) as u64;
    let behaviour = Behaviour {
        resets_per_year: 1_500_000 * 365 * 86_400 / run,
        changes_per_year: 500_000 * 365 * 86_400 / run,
        gives_up_after: 3,
        first_password_compliant: Share(700_000),
        hours: [1; 24],
    };
    let role = |name| Role::parse(name).expect("a role of the table");
    let group = Population {
        count: PEOPLE,
        names: format!("crowd-{{n}}@{}", tenant.domains[0].name),
        identity: kinds.iter().map(|kind| (*kind, one_of(kinds.len()))).collect(),
        domain_identity: Identity::CloudOnly,
        licences: products.iter().map(|sku| (Some(*sku), one_of(products.len()))).collect(),
        groups: (0..tenant.groups.len()).map(|i| (GroupId(i as u16), half)).collect(),
        methods: [Method::Email, Method::MobilePhone, Method::AuthenticatorApp, Method::SecurityQuestions]
            .map(|method| (method, Share(600_000)))
            .to_vec(),
        admins: vec![(role("Global Administrator"), Share(50_000)), (role("Reports Reader"), Share(50_000))],
        behaviour: Some(behaviour),
    };
    Scenario { population: vec![group], ..lab.clone() }
}

fn labs() -> Vec<(String, Scenario)> {
    let folders = ["scenarios", "tests/cases"];
    let read = |path: std::path::PathBuf| (path.display().to_string(), common::reading(&path).scenario);
    let all = folders.iter().flat_map(|folder| common::files(folder)).map(read);
    all.filter_map(|(path, lab)| Some((path, lab?))).filter(|(_, lab)| lab.population.is_empty()).collect()
}

/// What generated people did, as the steps of a run that spells them out tell it.
fn by_rule(ledger: &Ledger, from: u32) -> BTreeMap<Deed, u64> {
    let mut found = BTreeMap::new();
    for step in ledger.steps.iter().filter(|step| step.subject.is_some_and(|user| user.0 >= from)) {
        if let (Some(action), Some(outcome)) = (step.operation, step.outcome) {
            let rule = step.rule.filter(|_| outcome != Outcome::Success);
            *found.entry(Deed { action, outcome, rule, code: step.code }).or_default() += 1;
        }
    }
    found
}

#[test]
fn threads_change_nothing() {
    let lab = labs().into_iter().find(|(path, _)| path.ends_with("agent-outage.yaml")).expect("a shipped lab").1;
    let mut lab = crowded(&lab);
    lab.population[0].count = 5_000;
    let one = sim::run_on(&lab, 1);
    assert!(one.population.generated.people > 4_000, "{:?}", one.population.generated.people);
    for threads in [2, 3, 7] {
        let many = sim::run_on(&lab, threads);
        assert_eq!(one, many, "{threads} threads");
    }
}

#[test]
fn generated_people_meet_the_rules_that_named_people_meet() {
    let labs = labs();
    assert!(labs.len() > 100, "{} labs", labs.len());
    let mut rules: BTreeMap<Option<&'static str>, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (path, lab) in &labs {
        let lab = crowded(lab);
        let base = lab.users.len() as u32;
        let run = sim::run_on(&lab, 3);
        let users: Vec<UserId> = (base..base + PEOPLE).map(UserId).collect();
        let told = sim::run(&sim::spell_out(&lab, &users));
        let Generated { deeds: counted, .. } = &run.population.generated;
        let spelled = by_rule(&told, base);
        for key in counted.keys().chain(spelled.keys()) {
            if counted.get(key) != spelled.get(key) {
                wrong.push(format!("{path}: {key:?}: {:?} of many, {:?} by steps", counted.get(key), spelled.get(key)));
            }
        }
        if run.population.attempts != told.population.attempts {
            wrong.push(format!("{path}: tallies by identity and tier"));
        }
        for (many, steps) in run.faults.iter().zip(&told.faults) {
            // Passes that carry what named people set meet failures too, so only the first is compared.
            if (many.bit > 0) != (steps.bit > 0) {
                wrong.push(format!("{path}: the failure on {} bit {} and {} times", many.name, many.bit, steps.bit));
            }
        }
        for (deed, n) in counted {
            *rules.entry(deed.rule).or_default() += n;
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rules.len() > 20, "too few rules decided anything: {rules:?}");
}

#[test]
fn whom_a_step_names_does_what_the_steps_say() {
    let lab = labs().into_iter().find(|(path, _)| path.ends_with("agent-outage.yaml")).expect("a shipped lab").1;
    let mut lab = crowded(&lab);
    let base = lab.users.len() as u32;
    let everybody: Vec<UserId> = (base..base + PEOPLE).map(UserId).collect();
    let steps = |lab: &Scenario| {
        let users = sim::spell_out(lab, &everybody).timeline.into_iter().filter_map(|step| match step.what {
            What::Person { user, .. } => Some(user),
            _ => None,
        });
        let mut found = BTreeMap::new();
        users.filter(|user| user.0 >= base).for_each(|user| *found.entry(user).or_insert(0) += 1);
        found
    };
    let before = steps(&lab);
    let busiest = *before.iter().max_by_key(|(_, n)| **n).expect("somebody acts").0;
    assert!(before[&busiest] > 1, "{before:?}");
    let named = lab.timeline.iter().find(|step| matches!(step.what, What::Person { .. })).expect("a step of a person");
    let mut step: Step = named.clone();
    if let What::Person { user, .. } = &mut step.what {
        *user = busiest;
    }
    lab.timeline.push(step);
    let mut after = before;
    after.insert(busiest, 1);
    assert_eq!(steps(&lab), after);
}
