//! Quizzes over shipped labs, made and proved with the real simulator.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use tenantlab::ledger::Simulate;
use tenantlab::quiz::bank::{self, Wanted};
use tenantlab::quiz::broken::{self, Borne};
use tenantlab::quiz::{Lab, Made, Request, lint, make, make_in, verify, verify_in};
use tenantlab::report::quiz::html;
use tenantlab::scenario::Scenario;
use tenantlab::sim::{Simulator, Without};

fn lab(name: &str) -> Scenario {
    let path = common::files("scenarios").into_iter().find(|path| path.ends_with(name)).expect("a shipped lab");
    common::reading(&path).scenario.expect("a shipped lab reads")
}

/// Everything that must hold of any quiz.
fn check(made: &Made, lab: &Lab<'_>, name: &str) {
    let quiz = &made.quiz;
    let seed = quiz.seed;
    assert_eq!(verify_in(lab, quiz), Ok(()), "{name} seed {seed}");
    let errors: Vec<_> = lint::quiz(quiz).into_iter().filter(|one| one.error).collect();
    assert!(errors.is_empty(), "{name} seed {seed}: {errors:?}");
    for (n, item) in quiz.items.iter().enumerate() {
        assert_eq!(lint::disputed(item), None, "{name} seed {seed}: {}", item.id);
        // asking the runs again is slow without optimisation; a few items do
        let findings = if seed == 3 && n < 3 { lint::with_runs(item, lab) } else { Vec::new() };
        assert_eq!(findings, Vec::new(), "{name} seed {seed}: {}", item.stem);
    }
    let unique: BTreeSet<String> = quiz.items.iter().map(|item| item.likeness()).collect();
    assert_eq!(unique.len(), quiz.items.len(), "{name} seed {seed}: the same question twice");
    for item in &quiz.items {
        let rule = item.rules[0].id;
        let times = quiz.items.iter().filter(|other| other.rules[0].id == rule).count();
        assert!(times <= 2, "{name} seed {seed}: {rule} is asked about {times} times");
    }
    let still: Vec<usize> =
        quiz.items.iter().filter(|item| item.archetype == "still-works").map(|item| item.key[0]).collect();
    let yes = still.iter().filter(|key| **key == 0).count();
    assert!(yes.abs_diff(still.len() - yes) <= 1, "{name} seed {seed}: {yes} of {} are yes", still.len());
    assert!(quiz.items.len() == quiz.request.count || made.shortfall().is_some());
}

#[test]
fn several_seeds_hold_on_the_knowledge_check() {
    let scenario = lab("lessons/10-knowledge-check.yaml");
    let ledger = Simulator.run(&scenario);
    let replays = Lab::new(&Simulator, &scenario);
    for seed in [0, 3] {
        let made = make_in(&replays, &ledger, &Request { count: 5, ..Request::of(&scenario, seed) });
        assert!(made.quiz.items.len() >= 4, "seed {seed}: {:?}", made.shortfall());
        check(&made, &replays, "knowledge check");
    }
}

#[test]
fn other_labs_hold() {
    for name in ["failures/agent-outage.yaml", "lessons/07-scope-group.yaml"] {
        let scenario = lab(name);
        let ledger = Simulator.run(&scenario);
        let replays = Lab::new(&Simulator, &scenario);
        let request = Request { count: 5, about: Vec::new(), ..Request::of(&scenario, 3) };
        let made = make_in(&replays, &ledger, &request);
        assert!(!made.quiz.items.is_empty(), "{name}: {:?}", made.dropped);
        check(&made, &replays, name);
    }
}

#[test]
fn the_lessons_own_question_comes_out_of_the_knowledge_check() {
    let scenario = lab("lessons/10-knowledge-check.yaml");
    let request = Request {
        archetypes: vec!["which-requirement".to_owned()],
        about: vec!["cara-everything-in-place".to_owned()],
        ..Request::of(&scenario, 1)
    };
    let made = make(&Simulator, &scenario, &Simulator.run(&scenario), &request);
    let licence = "The tenant holds Entra ID P1 or P2, alone or in a bundle";
    let found = made.quiz.items.iter().find(|item| item.key_choice().is_some_and(|key| key.text == licence));
    let item = found.unwrap_or_else(|| panic!("{:?}", made.dropped));
    assert!(item.ask.contains("is written back to on-premises AD DS"), "{}", item.ask);
    assert_eq!(item.options.len(), 3);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let scenario = lab("lessons/07-scope-group.yaml");
    let ledger = Simulator.run(&scenario);
    let request = Request { count: 4, ..Request::of(&scenario, 9) };
    let (one, two) = (make(&Simulator, &scenario, &ledger, &request), make(&Simulator, &scenario, &ledger, &request));
    assert_eq!(one.quiz.to_json(), two.quiz.to_json());
    let page = |made: &Made| html::practice(&tenantlab::quiz::Paper::of(&made.quiz));
    assert_eq!(page(&one), page(&two));
}

#[test]
fn keys_change_when_the_rules_they_rest_on_are_taken_out() {
    let names = ["failures/agent-outage.yaml", "lessons/07-scope-group.yaml", "failures/one-department.yaml"];
    let labs = names.map(lab);
    let asked = ["diagnose", "order-steps", "method-set", "match-outcomes"];
    let wanted = Wanted { each: 1, seeds: 6, archetypes: asked.map(str::to_owned).into() };
    let found = wanted.archetypes().into_iter().map(|archetype| bank::find(&Simulator, &labs, archetype, &wanted));
    let bank = bank::fill(found.collect(), &wanted);
    assert!(bank.is_sound(&wanted), "{:?} {:?} {:?}", bank.made, bank.dropped, bank.errors);
    let mut borne: BTreeMap<&str, Borne> = BTreeMap::new();
    for (home, item) in &bank.items {
        assert_eq!(bank::prove_again(&Simulator, &labs[*home], item), Ok(()), "{}", item.stem);
        let rules = broken::breakers(&labs[*home], item, &|rules| Box::new(Without::new(rules)));
        borne.entry(item.archetype).or_default().count(&rules);
        assert_eq!(broken::breakers(&labs[*home], item, &|_| Box::new(Simulator)), Vec::<&str>::new(), "{}", item.stem);
    }
    for (archetype, borne) in borne {
        assert!(borne.alone + borne.together > 0, "{archetype}: {borne:?}");
    }
}

#[test]
fn a_quiz_of_another_run_does_not_verify() {
    let scenario = lab("lessons/07-scope-group.yaml");
    let made =
        make(&Simulator, &scenario, &Simulator.run(&scenario), &Request { count: 2, ..Request::of(&scenario, 1) });
    let mut other = scenario;
    other.tenant.sspr.enabled = tenantlab::model::policy::Scope::None;
    assert!(verify(&Simulator, &other, &made.quiz).is_err());
}
