//! Quizzes over shipped labs, made and proved with the real simulator.

mod common;

use tenantlab::ledger::Simulate;
use tenantlab::quiz::{Request, make};
use tenantlab::sim::Simulator;

#[test]
fn explore() {
    for path in common::files("scenarios") {
        let name = path.display().to_string();
        if name.contains("scale") {
            continue;
        }
        let scenario = common::reading(&path).scenario.expect("reads");
        let t = std::time::Instant::now();
        let ledger = Simulator.run(&scenario);
        let one = t.elapsed();
        let t = std::time::Instant::now();
        let made = make(
            &Simulator,
            &scenario,
            &ledger,
            &Request { about: vec![], archetypes: vec![], count: 10, ..Request::of(&scenario, 1) },
        );
        println!(
            "== {name}: run {one:?} make {:?} items {} short {:?}",
            t.elapsed(),
            made.quiz.items.len(),
            made.shortfall()
        );
        for d in made.dropped.iter().take(12) {
            println!("   - {} {} x{}", d.archetype, d.why, d.times);
        }
        for item in &made.quiz.items {
            println!("  [{}] {:?} {}", item.id, item.rules.iter().map(|r| r.id).collect::<Vec<_>>(), item.stem);
            for (i, o) in item.options.iter().enumerate() {
                println!("     {}{} {}  // {}", i + 1, if o.holds { "*" } else { " " }, o.text, o.feedback);
            }
        }
    }
}
