//! Stepping through labs: back is exact, what is put in changes only what follows, and what is saved replays the same.

mod common;

use std::path::Path;

use tenantlab::ledger::{Simulate, StepRecord};
use tenantlab::model::ask::Outcome;
use tenantlab::model::fault::FaultId;
use tenantlab::report::play::{Player, Reply};
use tenantlab::scenario::{NoFiles, Reading, read};
use tenantlab::sim::Simulator;
use tenantlab::study::play::{Cursor, Kept, Refused, Session};

const LAB: &str = "scenarios/failures/agent-outage.yaml";

fn session(path: &str) -> Session<'static> {
    let reading = common::reading(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    Session::new(&Simulator, reading).unwrap_or_else(|| panic!("{path} is a sound lab"))
}

fn player(path: &str) -> Player<'static> {
    Player::new(session(path), usize::MAX)
}

fn said(player: &mut Player<'_>, line: &str) -> String {
    match player.take(line) {
        Reply::Say(text) | Reply::Quit(text) => text,
        Reply::Save(file) => panic!("{line} wants to save into {file:?}"),
    }
}

/// What a text means where nothing beside it can be read.
fn alone(text: &str) -> Reading {
    read("saved.yaml", text.as_bytes(), &mut NoFiles)
}

#[test]
fn every_shipped_lab_is_played_to_its_end_and_back() {
    for path in common::files("scenarios") {
        let mut session = Session::new(&Simulator, common::reading(&path)).expect("a sound lab");
        let many = session.ledger().steps.len();
        let mut seen = Vec::new();
        loop {
            seen.push((session.cursor(), session.people().to_vec(), session.in_force().to_vec()));
            if session.forward().is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), many + 1, "{}", path.display());
        while let Some(then) = seen.pop() {
            let now = (session.cursor(), session.people().to_vec(), session.in_force().to_vec());
            assert!(now == then, "{}: going back differs at step {}", path.display(), session.cursor().done);
            session.back();
        }
        assert_eq!(session.cursor(), Cursor { done: 0, now: session.lab().start });
    }
}

#[test]
fn forward_and_back_says_the_same_again() {
    let mut player = player(LAB);
    let log = |player: &mut Player<'_>| {
        (0..6).map(|_| said(player, "n")).for_each(drop);
        ["log", "who", "faults", "state", "why"].map(|line| said(player, line))
    };
    let there = log(&mut player);
    (0..6).for_each(|_| drop(said(&mut player, "b")));
    assert!(said(&mut player, "where").contains("At the start"));
    assert_eq!(log(&mut player), there);
    said(&mut player, "to end");
    said(&mut player, "to start");
    assert_eq!(log(&mut player), there);
    assert_eq!(session(LAB).ledger().digest, player.session().ledger().digest);
}

#[test]
fn a_step_put_in_anywhere_leaves_what_was_seen_as_it_was() {
    for path in [LAB, "scenarios/lessons/06-hash-sync-clocks.yaml", "scenarios/lessons/09-merger-two-forests.yaml"] {
        let mut session = session(path);
        let before = session.ledger().clone();
        let server = session.lab().on_premises.as_ref().expect("a hybrid lab").sync[0].name.clone();
        for done in 0..=before.steps.len() {
            session.seek_step(done);
            let seen = session.people().to_vec();
            match session.put(&format!("fault: service-bus-unreachable, on: {server}")) {
                Ok(put) => {
                    assert!(put.passed.contains(&done), "{path} at {done}");
                    assert!(
                        seen_of(&session.ledger().steps[..done]) == seen_of(&before.steps[..done]),
                        "{path} at {done}"
                    );
                    let (_, otherwise) = session.undo().expect("one was put in");
                    assert_eq!(otherwise.len(), put.otherwise.len(), "{path}: what changed changes back");
                }
                Err(refused) => assert_eq!(refused, Refused::AfterEnd),
            }
            assert_eq!((session.cursor().done, session.people()), (done, seen.as_slice()), "{path} at {done}");
        }
        assert_eq!(session.ledger().digest, before.digest);
        assert_eq!(session.added().count(), 0);
    }
}

/// Steps as they were seen. A failure writes its events at its own step where nothing in the whole run meets it, so what
/// its step shows hangs on what follows.
fn seen_of(steps: &[StepRecord]) -> Vec<StepRecord> {
    let mut steps = steps.to_vec();
    steps.iter_mut().filter(|step| step.action.starts_with("fault ")).for_each(|step| step.events.clear());
    steps
}

#[test]
fn a_fault_put_in_bites_and_a_lifted_one_does_not() {
    let mut session = session(LAB);
    let at = |session: &Session<'_>, id: &str| {
        session.ledger().steps.iter().position(|record| record.id.as_deref() == Some(id)).expect("a step of the lab")
    };
    let outcome = |session: &Session<'_>, id: &str| session.ledger().steps[at(session, id)].outcome;
    assert_eq!(outcome(&session, "rosa-tries-again"), Some(Outcome::Success));
    session.seek_step(at(&session, "rosa-tries-again"));
    let put = session.put("fault: service-bus-unreachable, on: connect-1, for: 30m").expect("a sound step");
    assert_eq!(outcome(&session, "rosa-tries-again"), Some(Outcome::Refused));
    assert!(put.otherwise.iter().any(|one| one.at == at(&session, "rosa-tries-again")));
    let fault = FaultId::parse("service-bus-unreachable").expect("a known failure");
    assert!(session.in_force().iter().any(|record| record.fault == fault));
    session.put("restore: service-bus-unreachable").expect("a sound step");
    assert!(session.in_force().is_empty());
    assert_eq!(outcome(&session, "rosa-tries-again"), Some(Outcome::Success));
    assert_eq!(session.added().count(), 2);
}

#[test]
fn what_is_saved_keeps_the_text_and_replays_to_the_same_digest() {
    let mut session = session(LAB);
    session.seek_step(3);
    session.put("fault: service-bus-unreachable, on: connect-1, for: 2h").expect("a sound step");
    session.put("user: rosa@tailspin.example, do: sign-in, password: wrong, times: 3").expect("a sound step");
    session.undo().expect("the sign-in");
    session.put("user: theo@tailspin.onmicrosoft.com, do: reset-password").expect("a sound step");
    let saved = session.saved(&mut alone).expect("a text that holds it");
    assert_eq!(saved.kept, Kept::All);
    let original = include_str!("../scenarios/failures/agent-outage.yaml");
    let added = saved.text.strip_prefix(original).expect("the author's text, then the steps");
    assert_eq!(added.lines().count(), 2, "{added}");
    let again = alone(&saved.text).scenario.expect("`check` accepts it");
    assert_eq!(Simulator.run(&again).digest, session.ledger().digest);
}

#[test]
fn a_lab_without_room_for_steps_is_saved_resolved() {
    let reading = alone("{title: T, users: [{upn: ana@contoso.com}]}");
    let mut session = Session::new(&Simulator, reading).expect("a sound lab");
    session.put("user: ana@contoso.com, do: reset-password").expect("a sound step");
    let saved = session.saved(&mut alone).expect("a text that holds it");
    assert_eq!(saved.kept, Kept::None);
    let again = alone(&saved.text).scenario.expect("`check` accepts it");
    assert_eq!(Simulator.run(&again).digest, session.ledger().digest);
}

#[test]
fn generated_people_are_left_out_unless_a_step_names_one() {
    let text = "title: T\npopulation:\n  - {count: 40, names: \"w-{n}@contoso.com\"}\n";
    let session = Session::new(&Simulator, alone(text)).expect("a sound lab");
    assert!(session.leaves_out_people());
    let named = format!("{text}timeline:\n  - {{at: \"10:00\", user: w-3@contoso.com, do: reset-password}}\n");
    let mut session = Session::new(&Simulator, alone(&named)).expect("a sound lab");
    assert!(!session.leaves_out_people());
    assert!(session.forward().is_some());
    assert!(Player::new(Session::new(&Simulator, alone(text)).expect("a lab"), 80).opening().contains("left out"));
}

#[test]
fn the_screen_says_what_happened_why_and_what_an_administrator_sees() {
    let mut player = player(LAB);
    let opening = player.opening();
    assert!(opening.contains("11 steps") && opening.contains("Next: "), "{opening}");
    let text = said(&mut player, "to rosa-before-the-first-check");
    for part in [
        "Step 2 of 11, 2026-11-16 08:40 (rosa-before-the-first-check)",
        "Rosa Kimathi (rosa@tailspin.example) resets the password: refused, SSPR_0030",
        "Rule elig-writeback-service-down (documented)",
        "Source entra:",
        "audit: ",
        "event ",
        "Password on-premises: ",
        "Licences: Microsoft Entra ID P1 (AAD_PREMIUM)",
        "Faults in force: sync-server-down on connect-1",
        "Next: 2026-11-16 08:45",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let why = said(&mut player, "w");
    assert!(why.contains("(decided)") && why.contains("if the fault sync-server-down were absent: success"), "{why}");
    assert!(said(&mut player, "log").contains("audit: "));
    assert!(said(&mut player, "who").contains("Theo Brandt (theo@tailspin.onmicrosoft.com): can reset"));
    // A change is announced once: the next step of somebody else does not say it again.
    assert!(!said(&mut player, "n").contains("Faults in force"));
}

#[test]
fn wrong_words_get_the_nearest_right_one_and_choices_have_numbers() {
    let mut player = player(LAB);
    for (line, expected) in [
        ("injcet", "did you mean `inject`?"),
        ("inject sync-server-dwon", "did you mean `sync-server-down`?"),
        ("inject sync-server-down on conect-1", "did you mean `connect-1`?"),
        ("state rsoa", "did you mean `rosa@tailspin.example`?"),
        ("to rosa-tries-agian", "did you mean `rosa-tries-again`?"),
        ("do rosa reset-pasword", "did you mean `reset-password`?"),
        ("do rosa sign-in pasword: wrong", "did you mean `password`?"),
        ("to 99", "numbered from 1 to 11"),
        ("to d9 10:00", "the lab runs from"),
        ("lift", "no fault is in force now"),
        ("undo", "you have put no step in"),
        ("b", "this is the start"),
        ("1", "nothing to choose from"),
        ("why", "nothing has happened yet"),
    ] {
        let text = said(&mut player, line);
        assert!(text.contains(expected), "{line}: {text}");
    }
    assert!(said(&mut player, "i").contains("1. a sync server or agent"));
    let faults = said(&mut player, "1");
    let n = faults.lines().find(|line| line.contains(". sync-server-down:")).expect("the failure is listed");
    let n = n.trim().split('.').next().expect("a number").to_owned();
    assert!(said(&mut player, &n).contains("put in by you"));
    assert_eq!(player.session().in_force().len(), 1);
    assert!(player.unsaved().contains("fault: sync-server-down"));
    assert!(said(&mut player, "lift").contains("1. sync-server-down on connect-1"));
    said(&mut player, "1");
    assert!(player.session().in_force().is_empty());
    assert!(said(&mut player, "do rosa").contains("reset-password"));
    assert!(said(&mut player, "2").contains("Rosa Kimathi (rosa@tailspin.example) resets the password: ok"));
    assert!(said(&mut player, "?").contains("inject [ID] [on TARGET] [for DURATION]"));
    assert!(matches!(player.take("save"), Reply::Save(None)));
    assert!(matches!(player.take("q"), Reply::Quit(_)));
}

#[test]
fn a_jump_to_a_moment_stops_between_the_steps() {
    let mut player = player(LAB);
    let text = said(&mut player, "to 11:02");
    assert!(text.contains("It is 2026-11-16 11:02 now."), "{text}");
    let next = player.session().upcoming().and_then(|record| record.id.clone());
    assert_eq!(next.as_deref(), Some("rosa-between-check-and-submit"), "she has begun and not submitted");
    assert!(said(&mut player, "lift sync-server-down-after-submit").contains("Comes out otherwise now"));
    assert!(said(&mut player, "n").contains("resets the password: ok"));
}
