//! Forecasts of the made-up tenant agree with figures worked out apart, and every proposed fix holds in the simulator.
#![expect(clippy::disallowed_methods, reason = "tests read and write files of the project")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tenantlab::ledger::Simulate;
use tenantlab::ledger::standing::{Foresee, Judgement};
use tenantlab::model::price::PRICES;
use tenantlab::model::time::{Date, Instant};
use tenantlab::rules::Book;
use tenantlab::scenario::Scenario;
use tenantlab::scenario::import::import;
use tenantlab::sim::Simulator;
use tenantlab::study::Forecast;
use tenantlab::study::fact::Fact;
use tenantlab::study::forecast::{Help, Row};
use tenantlab::study::tally;

const DAYS: [&str; 4] = ["2026-10-01", "2026-11-22", "2027-02-01", "2027-03-01"];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso")
}

fn contoso(day: &str) -> Scenario {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(data()).expect("the export is in the project").flatten() {
        if entry.path().is_file() {
            let bytes = fs::read(entry.path()).expect("the file can be read");
            files.insert(entry.file_name().to_string_lossy().into_owned(), bytes);
        }
    }
    import(&files, None, Date::parse(day)).expect("the export is sound").scenario
}

/// The rows of a table, by column.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(data().join("expected").join(name)).expect("the table is in the project");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn forecast(scenario: &Scenario) -> Forecast<'_> {
    let asked: Vec<Date> = DAYS.iter().filter_map(|day| Date::parse(day)).collect();
    Forecast::new(&Simulator, scenario, &asked, &PRICES)
}

fn day(forecast: &Forecast<'_>, day: &str) -> usize {
    let at = Date::parse(day).expect("a day").start();
    forecast.days.iter().position(|day| day.turning.at == at).expect("the day was asked for")
}

const fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

#[test]
fn every_person_agrees_on_every_day() {
    let scenario = contoso(DAYS[0]);
    let forecast = forecast(&scenario);
    let mut strict = scenario.assumptions.clone();
    assert!(strict.set("licence-gate-writeback", "user"));
    let strict = Book::new(&strict);
    let mut wrong = Vec::new();
    for name in DAYS {
        let at = day(&forecast, name);
        let snapshot = Simulator.foresee(&scenario, &[forecast.days[at].turning.at]).remove(0);
        let rows = table(&format!("users_{name}.csv"));
        assert_eq!(rows.len(), forecast.people.len());
        for expected in rows {
            let user = scenario.find(&expected["upn"]).expect("everybody is there");
            let person = &scenario.users[user.index()];
            let found = forecast.people[user.index()].days[at].expect("everybody exists");
            let standing = &snapshot.people[user.index()];
            let own: Judgement = standing.judge(&strict);
            let mut compare = |column: &str, found: &str| {
                if expected[column] != found {
                    wrong.push(format!("{name} {}: {column} {found}, not {}", person.upn, expected[column]));
                }
            };
            compare("identity_type", tally::identity(person));
            compare("account_enabled", yes(person.enabled));
            compare("policy", tally::policy(person, &found));
            compare("in_scope", yes(standing.in_scope()));
            compare("cloud_reset_user", yes(standing.rights.cloud_reset));
            compare("writeback_user", yes(standing.rights.writeback));
            compare("sspr_able", yes(found.able));
            compare("reason", found.reason);
            compare("code", found.code.map_or("", |code| code.word()));
            compare("rule", found.rule.unwrap_or_default());
            compare("sspr_able_user_gate", yes(own.able));
            compare("reason_user_gate", own.reason);
            if person.enabled && tally::policy(person, &found) != "guest" {
                let methods: BTreeSet<&str> = found.methods.iter().map(|method| method.word()).collect();
                compare("methods", &methods.into_iter().collect::<Vec<_>>().join(";"));
                compare("gates", &found.needed.to_string());
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_totals_agree() {
    let scenario = contoso(DAYS[0]);
    let forecast = forecast(&scenario);
    let mut wrong = Vec::new();
    for expected in table("totals.csv") {
        let tally = &forecast.days[day(&forecast, &expected["date"])].tally;
        let rows: BTreeMap<String, String> = tally.rows().into_iter().collect();
        if rows.get(&expected["metric"]) != Some(&expected["value"]) {
            wrong.push(format!("{expected:?}, not {:?}", rows.get(&expected["metric"])));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn first_losses_agree_with_day_reason_and_rule() {
    let scenario = contoso(DAYS[0]);
    let forecast = forecast(&scenario);
    let last = day(&forecast, "2027-03-01");
    let rows = table("first_loss.csv");
    let could = |row: &&Row| row.days[..=last].iter().flatten().any(|day| day.able);
    assert_eq!(forecast.people.iter().filter(could).count(), rows.len());
    for expected in rows {
        let user = scenario.find(&expected["upn"]).expect("everybody is there");
        let row = &forecast.people[user.index()];
        assert_eq!(yes(row.days[0].is_some_and(|day| day.able)), expected["able_at_start"], "{expected:?}");
        assert_eq!(yes(row.days[last].is_some_and(|day| day.able)), expected["able_at_end"], "{expected:?}");
        let loss = row.first_loss.filter(|at| *at <= last);
        let found = loss.and_then(|at| Some((forecast.days[at].turning.at.date().to_string(), row.days[at]?)));
        let (day, reason, code, rule) = found.map_or((String::new(), "", "", ""), |(day, found)| {
            (day, found.reason, found.code.map_or("", |code| code.word()), found.rule.unwrap_or_default())
        });
        assert_eq!(
            [day.as_str(), reason, code, rule],
            ["first_loss", "reason", "code", "rule"].map(|key| expected[key].as_str()),
            "{expected:?}"
        );
    }
}

/// The scenario with facts changed for one person.
fn with(scenario: &Scenario, facts: &[Fact], row: &Row) -> Scenario {
    let mut changed = scenario.clone();
    facts.iter().for_each(|fact| fact.apply(&mut changed, row.user));
    changed
}

#[test]
fn every_fix_holds_in_the_simulator_and_none_smaller_does() {
    let scenario = contoso("2026-11-20");
    let forecast = forecast(&scenario);
    let instants: Vec<Instant> = forecast.days.iter().map(|day| day.turning.at).collect();
    let able = |changed: &Scenario, row: &Row| {
        Simulator
            .foresee(changed, &instants)
            .iter()
            .all(|snapshot| snapshot.people[row.user.index()].judge(&Book::new(&changed.assumptions)).able)
    };
    let mut fixed = 0;
    for row in &forecast.people {
        let Help::Fix(fix) = &row.help else { continue };
        fixed += 1;
        // Each fix is replayed in a world of its own; a few smaller ones are enough to see that none does as well.
        if fixed % 7 == 0 {
            assert!(able(&with(&scenario, &fix.facts, row), row), "{} {:?}", scenario.upn(row.user), fix.facts);
            for fact in Fact::all(&scenario).into_iter().filter(|_| fix.facts.len() > 1 && fixed % 3 == 0) {
                assert!(!able(&with(&scenario, &[fact], row), row), "{} {fact:?}", scenario.upn(row.user));
            }
        }
    }
    assert!(fixed > 60, "{fixed}");
}

#[test]
fn facts_change_cases_as_they_change_scenarios() {
    let scenario = contoso("2026-11-20");
    let mut off = scenario.clone();
    off.tenant.sspr.writeback_connect = false;
    off.tenant.sspr.admins_allowed = false;
    for scenario in [scenario, off] {
        let book = Book::new(&scenario.assumptions);
        let at = [Date::new(2027, 3, 1).start()];
        let before = Simulator.foresee(&scenario, &at).remove(0);
        for fact in Fact::all(&scenario) {
            for standing in before.people.iter().step_by(9) {
                let mut case = standing.case;
                fact.change(&mut case, &scenario);
                let mut changed = scenario.clone();
                fact.apply(&mut changed, standing.user);
                let replayed = Simulator.able(&changed, standing.user, at[0]);
                let decided = tenantlab::ledger::standing::judge(&book, &case);
                assert_eq!(
                    (decided.able, decided.code, decided.rule),
                    (replayed.able, replayed.code, replayed.rule),
                    "{fact:?} {}",
                    replayed.upn
                );
            }
        }
    }
}

/// A licence that helps only together with what comes after it is paid for all the same.
#[test]
fn a_plan_costs_what_everybody_needs_who_is_brought_back_by_all_of_it() {
    let text = "title: free\ntenant: {sspr: {enabled: none}}\nusers:\n\
                - {upn: ann@contoso.onmicrosoft.com, methods: {email: ann@mail.example}}\n\
                - {upn: bob@contoso.onmicrosoft.com, methods: {email: bob@mail.example}}\n";
    let read = tenantlab::scenario::read("free.yaml", text.as_bytes(), &mut tenantlab::scenario::NoFiles);
    let scenario = read.scenario.unwrap_or_else(|| panic!("{:#?}", read.diagnostics));
    let forecast = Forecast::new(&Simulator, &scenario, &[], &PRICES);
    let said: Vec<String> = forecast.plan.iter().map(|one| format!("{}: {}", one.fact.name(), one.cost)).collect();
    let regained: usize = forecast.plan.iter().map(|action| action.regained).sum();
    assert_eq!(regained, 2, "{said:?}");
    let licence = forecast.plan.iter().find(|one| matches!(one.fact, Fact::License(_))).expect("a licence is needed");
    assert_eq!(licence.cost.to_string(), "12.00 USD", "{said:?}");
}

#[test]
fn the_plan_has_at_most_five_actions_that_all_help() {
    let scenario = contoso("2026-11-20");
    let forecast = forecast(&scenario);
    assert!((1..=5).contains(&forecast.plan.len()));
    assert!(forecast.plan.iter().map(|action| action.regained).sum::<usize>() > 50, "{:?}", forecast.plan);
    let last = forecast.plan.last().expect("a plan");
    assert!(last.left < forecast.plan[0].left + forecast.plan[0].regained);
}

fn tenantlab(arguments: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").env_remove("COLUMNS");
    command.output().expect("the program starts")
}

#[test]
fn the_command_writes_a_report_that_says_the_same_in_every_format() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forecast");
    let _ = fs::remove_dir_all(&out);
    let folder = out.display().to_string();
    let made =
        tenantlab(&["forecast", "tests/data/contoso", "--anonymize=false", "--dates", "2026-11-22", "--out", &folder]);
    let said = String::from_utf8_lossy(&made.stdout);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(said.contains("2027-02-01     34    21     0  meth-sms-voice-retired begins"), "{said}");
    let read = |name: &str| fs::read_to_string(out.join(name)).expect("the report has the file");
    let by_day = read("forecast.csv");
    assert!(by_day.starts_with("upn,date,able,reason,code,rule\n"));
    let json: serde_json::Value = serde_json::from_str(&read("forecast.json")).expect("JSON");
    let days = json["days"].as_array().expect("days");
    assert_eq!(by_day.lines().count(), 1 + 120 * days.len());
    for one in days {
        let date = one["date"].as_str().expect("a day");
        let able = by_day.lines().filter(|line| line.contains(&format!(",{date},yes,"))).count();
        assert_eq!(Some(able as u64), one["able"].as_u64(), "{date}");
        assert_eq!(one["totals"]["sspr_able"], able.to_string(), "{date}");
    }
    let page = read("report.html");
    let pictures = page.matches("<svg").count();
    assert_eq!((pictures, page.matches("role=\"img\"").count()), (2, 2), "pictures are labelled");
    assert!(page.contains("siobhan.o'tierney") && !page.contains("<script"), "no scripts, texts escaped");
    // The written scenario foresees the same.
    let again = tenantlab(&["forecast", &format!("{folder}/scenario.yaml"), "--dates", "2026-11-22", "--json"]);
    assert_eq!(String::from_utf8_lossy(&again.stdout), read("forecast.json"));
}

#[test]
fn wrong_days_and_prices_are_refused() {
    let early = tenantlab(&["forecast", "tests/data/contoso", "--anonymize=false", "--dates", "2026-01-01"]);
    assert_eq!(early.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&early.stderr).contains("2026-01-01 lies before the start, 2026-11-20"));
    let far = tenantlab(&["forecast", "tests/data/contoso", "--anonymize=false", "--date", "1969-12-31"]);
    assert_eq!(far.status.code(), Some(2), "no scenario file could hold it");
    let prices = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prices.csv");
    fs::write(&prices, "sku_part_number,usd_per_user_month\nSPE_E3,cheap\n").expect("the file can be written");
    let wrong = tenantlab(&["forecast", "tests/data/contoso", "--prices", &prices.display().to_string()]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("prices.csv:2: `cheap` is no price"));
}
