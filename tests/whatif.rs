//! What-ifs of the made-up tenant agree with figures worked out apart; nothing changed says nothing.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tenantlab::model::key::SkuId;
use tenantlab::model::licence::Licence;
use tenantlab::model::price::{Commitment, PRICES, Prices};
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
    assert_eq!(wrong, ["no department is named `Sale`; did you mean `Sales`?"]);
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

/// Numbers that look random, the same for each seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A tenant of a few people with E3, some of whom hold something else as well, and `others` with Business Premium.
fn small_tenant(draws: &mut Draws, others: u64) -> Scenario {
    let person = |n: u64, licences: &str| format!("- {{upn: p{n}@contoso.com, licences: [{licences}]}}\n");
    let also = ["", "", ", AAD_PREMIUM", ", {sku: SPB, disabled_plans: [AAD_PREMIUM]}", ", O365_BUSINESS_PREMIUM"];
    let few = 1 + draws.below(4);
    let mut users: String =
        (0..few).map(|n| person(n, &format!("SPE_E3{}", also[draws.below(also.len() as u64) as usize]))).collect();
    users.extend((few..few + others).map(|n| person(n, "SPB")));
    let mut units = |word: &str| users.matches(word).count() as u64 + draws.below(3);
    let (p1, business) = (units(", AAD_PREMIUM]"), units("SPB").min(300));
    let text = format!(
        "title: small\nstart: 2026-11-22\ntenant:\n  domains: [{{name: contoso.com, identity: password-hash-sync}}]\n  \
         subscriptions: [{{sku: SPE_E3, units: 9}}, {{sku: O365_BUSINESS_PREMIUM, units: 9}}, {{sku: AAD_PREMIUM, units: {p1}}}, {{sku: SPB, units: {business}}}]\n  \
         sspr: {{enabled: all, writeback: true}}\non_premises: {{forests: [{{name: corp}}], sync: [{{name: one}}]}}\n\
         users:\n{users}"
    );
    let reading = tenantlab::scenario::read("small.yaml", text.as_bytes(), &mut tenantlab::scenario::NoFiles);
    reading.scenario.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

/// The least price at which most of these people get writeback back, by giving each of them each product of a list or
/// none, and asking the simulator who has the right then: how many go without, and cents a month.
fn by_trying_everything(after: &Scenario, losing: &[usize], products: &[(SkuId, u64)], terms: Terms<'_>) -> (u64, u64) {
    let held = |user: usize, sku: SkuId| after.users[user].licences.iter().any(|licence| licence.sku == sku);
    let mut best = (u64::MAX, u64::MAX);
    for mut code in 0..(products.len() + 1).pow(losing.len() as u32) {
        let mut world = after.clone();
        let mut given = vec![0_u64; products.len()];
        for &user in losing {
            let choice = code % (products.len() + 1);
            code /= products.len() + 1;
            let Some((sku, _)) = products.get(choice).filter(|(sku, _)| !held(user, *sku)) else { continue };
            world.users[user].licences.push(Licence::of(*sku));
            given[choice] += 1;
        }
        let (mut cents, mut fits) = (0, true);
        for ((sku, price), given) in products.iter().zip(&given) {
            let taken = (0..after.users.len()).filter(|user| held(*user, *sku)).count() as u64;
            let Some(owned) = world.tenant.subscriptions.iter_mut().find(|one| one.sku == *sku) else { continue };
            let bought = (taken + given).saturating_sub(u64::from(owned.units)).min(*given);
            fits &= *sku != product("SPB").expect("a product") || taken + given <= 300;
            owned.units += bought as u32;
            cents += bought * price;
        }
        if !fits {
            continue;
        }
        let seen = WhatIf::new(&Simulator, &world, &Plan::default(), terms).expect("nothing is asked");
        let served = |user: &&usize| seen.rows[**user].before.rights.writeback;
        best = best.min((losing.len() as u64 - losing.iter().filter(served).count() as u64, cents));
    }
    best
}

/// Nothing that the simulator would take is cheaper than what `--keep` finds, also where Business Premium is all but sold
/// out.
#[test]
fn what_is_kept_is_kept_at_the_least_price_of_all() {
    let at = Date::parse("2026-11-22").expect("a day").start();
    let (mut unserved, mut paid) = (0, 0);
    for n in 0..48 {
        let mut draws = Draws(n);
        let others = if n % 6 == 0 { 297 + draws.below(3) } else { 0 };
        let scenario = small_tenant(&mut draws, others);
        let cents = [100 + draws.below(4) * 200, 100 + draws.below(4) * 200];
        let table = format!(
            "sku_part_number,usd_per_user_month\nSPB,{}.00\nAAD_PREMIUM,{}.00\n",
            cents[0] / 100,
            cents[1] / 100
        );
        let prices = Prices::read(&table).expect("a table");
        let terms = Terms { at, prices: &prices, commitment: Commitment::Annual };
        let listed: Vec<(SkuId, u64)> = match draws.below(3) {
            0 => vec![(sku("SPB"), cents[0])],
            1 => vec![(sku("AAD_PREMIUM"), cents[1])],
            _ => vec![(sku("SPB"), cents[0]), (sku("AAD_PREMIUM"), cents[1])],
        };
        let removal = swap("SPE_E3", None, Whom::default());
        let bare = WhatIf::new(&Simulator, &scenario, &removal, terms).expect("the plan fits");
        let lost = |row: &&tenantlab::study::whatif::Row| row.before.rights.writeback && !row.after.rights.writeback;
        let losing: Vec<usize> = bare.rows.iter().filter(lost).map(|row| row.user.index()).collect();
        let choose = listed.iter().map(|(sku, _)| *sku).collect();
        let plan = Plan { keep: Some(Capability::Writeback), choose, ..removal };
        let kept = WhatIf::new(&Simulator, &scenario, &plan, terms).expect("the plan fits").kept.expect("asked for");
        let found = (kept.unserved, kept.cost.cents());
        assert_eq!(found, by_trying_everything(&bare.scenario, &losing, &listed, terms), "tenant {n}: {kept:?}");
        unserved += kept.unserved;
        paid += u64::from(kept.cost.cents() > 0);
    }
    assert!(unserved > 0 && paid > 9, "{unserved} without, {paid} tenants that pay");
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
    let page = read("report.html");
    assert_eq!(page.matches("<svg").count(), 2);
    assert!(page.contains("The plans side by side") && page.contains(r#"<th scope="row">as it is</th>"#));
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
    // What only the tenant can tell is told of every plan as well.
    let text = "plans:\n- name: A\n  remove: [{sku: SPE_E3, where: {department: Sale}}]\n- name: B\n  remove: [{sku: SPE_E5}]\n";
    fs::write(&plans, text).expect("the file can be written");
    let said = String::from_utf8_lossy(&tenantlab(&["--plans", &plans]).stderr).into_owned();
    for part in
        ["A: no department is named `Sale`; did you mean `Sales`?", "B: the tenant neither", "2 problems of plans"]
    {
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

/// Generated people are not judged one by one: nobody is told that nothing changes for them.
#[test]
fn a_scenario_that_names_nobody_is_refused_and_generated_people_are_told_of() {
    let run = |verb: &str, file: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
        let output = command.args([verb, file]).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for verb in ["forecast", "whatif"] {
        let (code, said) = run(verb, "scenarios/scale/hybrid-day.yaml");
        assert!(code == Some(2) && said.contains("names nobody") && said.contains("1000000 are generated"), "{said}");
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("some-named.yaml");
    let people = "users: [{upn: ana@contoso.com}]\npopulation: [{count: 5, names: \"p{n}@contoso.com\"}]\n";
    fs::write(&file, format!("title: t\n{people}")).expect("the file can be written");
    let (code, said) = run("whatif", &file.display().to_string());
    assert!(code == Some(0) && said.contains("note: 5 generated people"), "{said}");
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
        &["--set", "tenant.sspr.methods_required="],
        &["--set", "tenant.sspr.methods=[email"],
        &["--prices", "tests/data"],
        &["--plans", "tests/data"],
        &["--remove", "SPE_E3", "--where", "town=Riga"],
    ] {
        let output = tenantlab(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("error: "), "{wrong:?}");
    }
}
