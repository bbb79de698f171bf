//! What-ifs of the made-up tenant agree with figures worked out apart; nothing changed says nothing.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tenantlab::model::key::SkuId;
use tenantlab::model::price::{Commitment, PRICES};
use tenantlab::model::time::Date;
use tenantlab::scenario::Scenario;
use tenantlab::scenario::import::import;
use tenantlab::scenario::plans::{Capability, Plan, Swap, Whom, product};
use tenantlab::sim::Simulator;
use tenantlab::study::WhatIf;
use tenantlab::study::cost::Cost;
use tenantlab::study::tally::identity;
use tenantlab::study::whatif::Terms;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso")
}

fn contoso() -> Scenario {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(data()).expect("the export is in the project").flatten() {
        if entry.path().is_file() {
            let bytes = fs::read(entry.path()).expect("the file can be read");
            files.insert(entry.file_name().to_string_lossy().into_owned(), bytes);
        }
    }
    import(&files, None, None).expect("the export is sound").scenario
}

/// The rows of a table, by column.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(data().join("expected").join(name)).expect("the table is in the project");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn sku(word: &str) -> SkuId {
    product(word).expect("a product")
}

fn swap(from: &str, to: Option<&str>, whom: Whom) -> Plan {
    let swaps = vec![Swap { from: sku(from), to: to.map(sku), whom }];
    Plan { name: format!("{from}->{}", to.unwrap_or_default()), swaps, ..Plan::default() }
}

fn compare(scenario: &Scenario, plan: &Plan) -> WhatIf {
    let at = Date::parse("2026-11-22").expect("a day").start();
    let terms = Terms { at, prices: &PRICES, commitment: Commitment::Annual };
    WhatIf::new(&Simulator, scenario, plan, terms).expect("the plan fits")
}

const fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

fn agrees(from: &str, to: &str) {
    let scenario = contoso();
    let found = compare(&scenario, &swap(from, Some(to), Whom::default()));
    let rows = table(&format!("whatif_{from}_to_{to}_2026-11-22.csv"));
    let shown = found.rows.iter().filter(|row| row.holder || !row.changes().is_empty()).count();
    assert_eq!(shown, rows.len());
    let mut wrong = Vec::new();
    for expected in rows {
        let user = scenario.find(&expected["upn"]).expect("everybody is there");
        let row = found.rows.iter().find(|row| row.user == user).expect("everybody exists");
        let (before, after) = (&row.before, &row.after);
        let columns = [
            ("identity_type", identity(&scenario.users[user.index()]).to_owned()),
            ("cloud_reset_before", yes(before.rights.cloud_reset).to_owned()),
            ("cloud_reset_after", yes(after.rights.cloud_reset).to_owned()),
            ("writeback_before", yes(before.rights.writeback).to_owned()),
            ("writeback_after", yes(after.rights.writeback).to_owned()),
            ("sspr_able_before", yes(before.judgement.able).to_owned()),
            ("sspr_able_after", yes(after.judgement.able).to_owned()),
            ("reason_after", after.judgement.reason.to_owned()),
            ("code_after", after.judgement.code.map_or("", |code| code.word()).to_owned()),
            ("sspr_able_user_gate_before", yes(before.strict.able).to_owned()),
            ("sspr_able_user_gate_after", yes(after.strict.able).to_owned()),
            ("change", row.changes().join(";")),
        ];
        for (column, value) in columns {
            if expected[column] != value {
                wrong.push(format!("{} {column}: {value}, not {}", expected["upn"], expected[column]));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let summary = table("whatif_summary.csv");
    let expected = summary.iter().find(|row| row["what_if"] == format!("{from}->{to}")).expect("the summary has it");
    let said: BTreeMap<String, String> =
        tenantlab::report::whatif::summary_row(&scenario, &found).into_iter().collect();
    for (column, value) in expected {
        assert_eq!(said.get(column), Some(value), "{column}");
    }
}

#[test]
fn enterprise_to_business_standard_agrees() {
    agrees("SPE_E3", "O365_BUSINESS_PREMIUM");
}

#[test]
fn business_standard_to_business_premium_agrees() {
    agrees("O365_BUSINESS_PREMIUM", "SPB");
}

#[test]
fn no_change_changes_nothing() {
    let scenario = contoso();
    for plan in [Plan::default(), swap("SPE_E3", Some("SPE_E3"), Whom::default())] {
        let found = compare(&scenario, &plan);
        assert!(found.changes_nothing());
        assert!(found.rows.iter().all(|row| row.changes().is_empty()));
    }
    let same = Plan { settings: vec![("tenant.sspr.methods_required".into(), "2".into())], ..Plan::default() };
    assert!(compare(&scenario, &same).changes_nothing());
}

#[test]
fn a_selector_moves_only_those_it_means() {
    let scenario = contoso();
    let whom = Whom { department: Some("Sales".into()), ..Whom::default() };
    let found = compare(&scenario, &swap("SPE_E3", Some("O365_BUSINESS_PREMIUM"), whom));
    let sales =
        |row: &&tenantlab::study::whatif::Row| scenario.users[row.user.index()].department.as_deref() == Some("Sales");
    let moved: BTreeSet<_> = found.rows.iter().filter(|row| !row.changes().is_empty()).map(|row| row.user).collect();
    assert!(!moved.is_empty());
    assert!(found.rows.iter().filter(|row| !row.changes().is_empty()).all(|row| sales(&row)));
    let units = |side: &tenantlab::study::whatif::Side, word: &str| {
        side.seats.iter().find(|one| one.sku == sku(word)).map_or(0, |one| one.units)
    };
    let holders = found.rows.iter().filter(|row| row.holder && sales(row)).count() as u64;
    assert_eq!(units(&found.before, "SPE_E3") - units(&found.after, "SPE_E3"), holders);
    assert_eq!(units(&found.after, "O365_BUSINESS_PREMIUM") - units(&found.before, "O365_BUSINESS_PREMIUM"), holders);
    let unknown = Whom { department: Some("Sale".into()), ..Whom::default() };
    let at = scenario.start;
    let terms = Terms { at, prices: &PRICES, commitment: Commitment::Annual };
    let wrong =
        WhatIf::new(&Simulator, &scenario, &swap("SPE_E3", None, unknown), terms).expect_err("no such department");
    assert_eq!(wrong, ["no department is named `Sale`, did you mean `Sales`"]);
}

#[test]
fn costs_come_from_dated_prices_and_say_what_is_unknown() {
    let scenario = contoso();
    let found = compare(&scenario, &swap("SPE_E3", Some("SPB"), Whom::default()));
    let cost = |side: &tenantlab::study::whatif::Side, word: &str| {
        side.seats.iter().find(|one| one.sku == sku(word)).map(|one| (one.units, one.cost))
    };
    assert_eq!(cost(&found.before, "SPE_E3"), Some((60, Cost::Known(60 * 3900))));
    assert_eq!(cost(&found.after, "SPE_E3"), None);
    assert_eq!(cost(&found.after, "SPB"), Some((48, Cost::Known(48 * 2200))));
    assert_eq!(cost(&found.before, "EMS"), Some((12, Cost::UNKNOWN)));
    assert!(matches!(found.before.cost, Cost::AtLeast(_)), "EMS has no known price");
}

#[test]
fn a_capability_is_kept_at_the_least_price() {
    let scenario = contoso();
    let plan = Plan {
        keep: Some(Capability::Writeback),
        choose: ["SPB", "AAD_PREMIUM", "O365_BUSINESS_PREMIUM"].map(sku).to_vec(),
        ..swap("SPE_E3", Some("O365_BUSINESS_PREMIUM"), Whom::default())
    };
    let found = compare(&scenario, &plan);
    let kept = found.kept.as_ref().expect("something was to be kept");
    assert_eq!((found.count("loses-writeback"), kept.unserved), (0, 0));
    let given: u64 = kept.given.iter().map(|(_, n)| n).sum();
    assert_eq!(given, 44, "as many as lose it without: {:?}", kept.given);
    assert!(kept.given.iter().all(|(offer, _)| offer.sku == sku("AAD_PREMIUM")), "the cheapest of the list");
    let bought: u64 = kept.given.iter().filter(|(offer, _)| !offer.spare).map(|(_, n)| n).sum();
    assert_eq!(kept.cost, Cost::Known(bought * 600));
    let none = Plan { choose: vec![sku("O365_BUSINESS_PREMIUM")], ..plan };
    assert_eq!(compare(&scenario, &none).kept.map(|kept| kept.unserved), Some(44));
}

fn tenantlab(arguments: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.args(["whatif", "tests/data/contoso", "--anonymize=false"]).args(arguments);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").env_remove("COLUMNS");
    command.output().expect("the program starts")
}

#[test]
fn the_command_compares_plans_of_a_file_and_writes_a_report() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whatif");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let plans = folder.join("plans.yaml");
    let text = "plans:\n- name: Standard for Sales\n  replace: [{from: SPE_E3, to: O365_BUSINESS_PREMIUM, where: {department: Sales}}]\n\
                - name: One method\n  set: {tenant.sspr.methods_required: 1}\n";
    fs::write(&plans, text).expect("the file can be written");
    let out = folder.join("report");
    let (plans, shown) = (plans.display().to_string(), out.display().to_string());
    let made = tenantlab(&["--plans", &plans, "--on", "2026-11-22", "--out", &shown]);
    let said = String::from_utf8_lossy(&made.stdout);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(said.contains("Standard for Sales") && said.contains("One method"), "{said}");
    let read = |name: &str| fs::read_to_string(out.join(name)).expect("the report has the file");
    assert_eq!(read("summary.csv").lines().count(), 3);
    let json: serde_json::Value = serde_json::from_str(&read("whatif.json")).expect("JSON");
    assert_eq!(json["plans"].as_array().map(Vec::len), Some(2));
    let people = json["plans"][1]["people"].as_array().expect("people").len();
    assert_eq!(read("people.csv").lines().filter(|line| line.starts_with("One method,")).count(), people);
    assert_eq!(read("report.html").matches("<svg").count(), 2);
}

/// Nothing is compared where a plan is wrong: every mistake is told with its place.
#[test]
fn every_mistake_in_a_file_of_plans_is_told_with_its_place() {
    let plans = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong-plans.yaml");
    let text = "plans:\n- name: A\n  remov: [{sku: SPE_E3}]\n- name: B\n  set: {tenant.sspr.methods_requird: 1}\n";
    fs::write(&plans, text).expect("the file can be written");
    let plans = plans.display().to_string();
    let made = tenantlab(&["--plans", &plans]);
    let said = String::from_utf8_lossy(&made.stderr);
    assert_eq!((made.status.code(), made.stdout.is_empty()), (Some(2), true), "{said}");
    for part in [":3:3", "did you mean `remove`?", ":5:9", "did you mean `methods_required`?", "2 problems in"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Somebody who knows the names writes plans in them, whatever the tenant is called in what is shown.
#[test]
fn plans_take_names_of_the_export_and_their_pseudonyms() {
    let key = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whatif-key.json").display().to_string();
    let run = |plan: &[&str]| {
        let mut arguments = vec!["whatif", "tests/data/contoso", "--key", &key];
        arguments.extend(plan);
        let made = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the program starts");
        (
            made.status.code(),
            String::from_utf8_lossy(&made.stdout).into_owned() + &String::from_utf8_lossy(&made.stderr),
        )
    };
    let (code, said) = run(&["--set", "tenant.sspr.group=sspr-users", "--exit-code"]);
    assert_eq!(code, Some(0), "the group that it is already: {said}");
    let names: serde_json::Value = serde_json::from_str(&fs::read_to_string(&key).expect("the key")).expect("JSON");
    let names = names["names"].as_object().expect("names");
    let (group, _) = names.iter().find(|(_, name)| *name == "SSPR-Users").expect("the group has a pseudonym");
    let (by_pseudonym, by_name) = (format!("group={group}"), "group=SSPR-Users");
    let moved =
        |whom: &str| run(&["--remove", "SPE_E3", "--where", whom]).1.lines().skip(2).collect::<Vec<_>>().join("\n");
    assert_eq!(moved(&by_pseudonym), moved(by_name));
    let (code, said) = run(&["--set", "tenant.sspr.group=Nobody"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("unknown group `Nobody`") && said.contains("are pseudonyms"), "{said}");
}

#[test]
fn exit_codes_tell_changes_and_what_cannot_be_kept() {
    let code = |arguments: &[&str]| tenantlab(arguments).status.code();
    let none = tenantlab(&["--exit-code"]);
    assert_eq!(none.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&none.stdout).ends_with("No changes.\n"));
    assert_eq!(code(&["--exit-code", "--set", "tenant.sspr.methods_required=1"]), Some(1));
    let kept = ["--remove", "SPE_E3", "--keep", "writeback", "--choose", "O365_BUSINESS_PREMIUM"];
    assert_eq!(code(&kept), Some(1));
    for wrong in [
        &["--replace", "SPE_E3=SPE_3"][..],
        &["--where", "department=Sales"],
        &["--remove", "SPE_E5"],
        &["--set", "tenant.sspr.methods_required=many"],
        &["--remove", "SPE_E3", "--where", "town=Riga"],
    ] {
        let output = tenantlab(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("error: "), "{wrong:?}");
    }
}
