//! The shipped day of a hybrid tenant, in the sizes that benches ask for.

use tenantlab::scenario::{NoFiles, Scenario, read};

const LAB: &str = include_str!("../../scenarios/scale/hybrid-day.yaml");

/// The shipped day with so many people; where `all_try`, each of them once on average, and nobody again.
pub(crate) fn day(people: u32, all_try: bool) -> Scenario {
    let mut lab = read("lab.yaml", LAB.as_bytes(), &mut NoFiles).scenario.expect("a shipped lab is sound");
    let group = &mut lab.population[0];
    group.count = people;
    if let Some(behaviour) = group.behaviour.as_mut().filter(|_| all_try) {
        behaviour.resets_per_year = 365_000_000;
        behaviour.changes_per_year = 0;
        behaviour.gives_up_after = 1;
    }
    lab
}
