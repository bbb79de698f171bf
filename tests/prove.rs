//! Claims over the finite space of cases: laws that hold, one that does not, and the space checked against the simulator.

use tenantlab::ledger::Ledger;
use tenantlab::model::ask::Outcome;
use tenantlab::rules::assumptions::Assumptions;
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::{NoFiles, read};
use tenantlab::sim;
use tenantlab::study::space::{Dimension, Point};
use tenantlab::study::{Claim, Space, prove, scenario};

fn space(assumed: &[(&str, &str)]) -> Space {
    let mut values = Assumptions::default();
    for (name, value) in assumed {
        assert!(values.set(name, value), "{name}: {value}");
    }
    Space::new(values, &[])
}

/// The run of a case, as the scenario that is shown for it.
fn simulated(space: &Space, point: Point) -> Ledger {
    let yaml = scenario(space, point, "A case of the space");
    let reading = read("case.yaml", yaml.as_bytes(), &mut NoFiles);
    let Some(found) = reading.scenario else {
        panic!("{}\n{yaml}", render_plain(&reading.diagnostics, &reading.sources, false));
    };
    sim::run(&found)
}

/// The simulator makes the same first check of a case, and ends its reset as the space does.
fn same_as_simulated(space: &Space, point: Point) {
    let ledger = simulated(space, point);
    let said: Vec<String> = Dimension::ALL.iter().map(|one| space.word(point, *one)).collect();
    assert_eq!(ledger.entries[0].case, space.case(point), "{said:?}");
    let step = ledger.steps.iter().find(|step| step.action == "reset-password").expect("the reset was recorded");
    let ending = space.ending(point);
    assert_eq!((step.outcome, step.code, step.rule), (Some(ending.outcome), ending.code, ending.rule), "{said:?}");
    let last = ledger.entries.last().expect("something was decided");
    assert_eq!(last.case.moment.name(), ending.moment, "{said:?}");
    assert_eq!(ledger.expectations.failed, 0, "{said:?}: {:?}", ledger.expectations.failures);
}

#[test]
fn the_space_ends_every_case_as_the_simulator_does() {
    let space = space(&[]);
    let succeeds = |point: &Point| space.ending(*point).outcome == Outcome::Success;
    // A step that shares no factor with the widths meets every value with every other.
    for point in space.points().step_by(1_571) {
        same_as_simulated(&space, point);
    }
    for point in space.points().filter(succeeds).step_by(197) {
        same_as_simulated(&space, point);
    }
}

#[test]
fn the_space_follows_assumptions_as_the_simulator_does() {
    let space = space(&[
        ("change-without-writeback", "refused"),
        ("free-tier-reset", "allowed"),
        ("administrator-role-list", "roles-27"),
        ("error-precedence", "SSPR_0014 SSPR_0013 SSPR_0012 SSPR_0011 SSPR_0010 SSPR_0009 SSPR_0030 SSPR_0029"),
    ]);
    for point in space.points().step_by(4_201) {
        same_as_simulated(&space, point);
    }
}

/// Laws of one case: they hold on every case of the space.
const LAWS: &[(&str, &str)] = &[
    (
        "an administrator never resets by security questions",
        "date >= 2023-04-01 and role != none => offers != security-questions",
    ),
    ("an administrator always needs two methods", "date >= 2023-04-01 and success and role != none => usable >= 2"),
    (
        "writeback that is down never lets a synchronized person through",
        "writeback = down and identity != cloud-only => refused",
    ),
    ("nobody synchronized resets without writeback", "identity != cloud-only and not writeback => refused"),
    ("no licence, no reset for people", "licence = free and role = none => refused"),
    (
        "without a premium plan no synchronized person resets",
        "success and identity != cloud-only and role = none => licence = p1",
    ),
    ("nothing registered, nothing reset", "methods = 0 => refused"),
    ("who lacks methods is refused before anything is tried", "success => usable >= 1 and methods >= 1"),
    ("the scope governs people", "scope = none and role = none => refused"),
    (
        "the scope does not govern administrators",
        "role = listed and success with scope = all => success with scope = none",
    ),
    (
        "a retired text message is not offered to people",
        "date >= 2027-02-01 and cloud = public and role = none => offers != mobile-phone-text",
    ),
    ("a retired security question is not offered", "date >= 2027-03-01 => offers != security-questions"),
    (
        "served by Connect, the cloud makes no difference before methods retire",
        "date < 2027-02-01 and success => success with cloud = china",
    ),
    ("asking for one method instead of two loses nobody", "success and required = 2 => success with required = 1"),
    ("a reset that is refused shows why", "refused => rule != none"),
];

#[test]
fn laws_of_one_case_hold() {
    let read = |(law, text): &(&'static str, &str)| {
        (*law, Claim::parse(text).unwrap_or_else(|error| panic!("{law}: {error:?}")))
    };
    let claims: Vec<(&str, Claim)> = LAWS.iter().map(read).collect();
    let days: Vec<_> = claims.iter().flat_map(|(_, claim)| claim.days()).collect();
    let space = Space::new(Assumptions::default(), &days);
    for (law, claim) in &claims {
        let proof = prove(claim, &space);
        let against = proof.counter_example.map(|point| scenario(&space, point, law));
        assert!(proof.holds() && proof.applies > 0, "{law}: {}", against.unwrap_or_default());
    }
}

/// Where a value is replaced by a better one, the better case offers as much and succeeds as well.
fn never_loses(space: &Space, dimension: Dimension, better: impl Fn(Point, u8) -> bool) {
    let width = space.width(dimension) as u8;
    let mut pairs = 0;
    for point in space.points() {
        for value in (0..width).filter(|value| better(point, *value)) {
            let (before, after) = (space.ending(point), space.ending(point.with(dimension, value)));
            let kept = before.offers.without(after.offers).is_empty() && before.usable <= after.usable;
            let succeeds = before.outcome != Outcome::Success || after.outcome == Outcome::Success;
            let said: Vec<String> = Dimension::ALL.iter().map(|one| space.word(point, *one)).collect();
            assert!(kept && succeeds, "{said:?} with {dimension} {value}: {before:?} {after:?}");
            pairs += 1;
        }
    }
    assert!(pairs > 0);
}

/// The place of a word among the values of a dimension.
fn place(space: &Space, dimension: Dimension, word: &str) -> u8 {
    space.words(dimension).iter().position(|one| one == word).expect("a value of the dimension") as u8
}

/// More methods, a licence instead of none, the best instead of a lesser one, running writeback, a day before a
/// retirement instead of one after it.
#[test]
fn what_is_better_never_grants_less() {
    let space = space(&[]);
    let held = |point: Point, dimension: Dimension| point.0[dimension as usize];
    never_loses(&space, Dimension::Methods, |point, value| value > held(point, Dimension::Methods));
    let (free, p1) = (place(&space, Dimension::Licence, "free"), place(&space, Dimension::Licence, "p1"));
    never_loses(&space, Dimension::Licence, |point, value| {
        let held = held(point, Dimension::Licence);
        (held == free && value != free) || (held != p1 && value == p1)
    });
    let on = place(&space, Dimension::Writeback, "on");
    never_loses(&space, Dimension::Writeback, |point, value| value == on && held(point, Dimension::Writeback) != on);
    let retired = place(&space, Dimension::Date, "2027-02-01");
    never_loses(&space, Dimension::Date, |point, value| {
        let day = held(point, Dimension::Date);
        day >= retired && value + 1 >= retired && value < day
    });
}

#[test]
fn a_false_claim_is_met_with_a_scenario_that_runs_to_the_same_end() {
    let claim = Claim::parse("licence = p1 and scope = all and writeback => success").expect("a claim");
    let space = Space::new(Assumptions::default(), &claim.days());
    let proof = prove(&claim, &space);
    let point = proof.counter_example.expect("too few methods refuse a licensed person");
    assert!(!claim.holds(&space, point) && proof.against > 1);
    let differs = point.0.iter().zip(space.plain().0).filter(|(a, b)| **a != *b).count();
    assert_eq!(differs, 1, "the plainest case differs in one fact: {point:?}");
    assert_eq!(space.ending(point).outcome, Outcome::Refused);
    same_as_simulated(&space, point);
}

#[test]
fn days_that_a_claim_names_are_tried_on_both_sides() {
    let claim = Claim::parse("date != 2026-12-24 => date < 2026-12-24").expect("a claim");
    let space = Space::new(Assumptions::default(), &claim.days());
    let proof = prove(&claim, &space);
    let point = proof.counter_example.expect("later days exist");
    assert_eq!(space.word(point, Dimension::Date), "2026-12-25");
    assert_eq!(space.decided(), 0, "the facts alone tell");
}

#[test]
fn a_claim_follows_the_assumptions() {
    let claim = Claim::parse("licence = free and role = none => refused").expect("a claim");
    assert!(prove(&claim, &space(&[])).holds());
    let lenient = space(&[("free-tier-reset", "allowed")]);
    let proof = prove(&claim, &lenient);
    let point = proof.counter_example.expect("reset without a licence is allowed there");
    same_as_simulated(&lenient, point);
}
