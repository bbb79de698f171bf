//! The sample export of a tenant, read from its folder and compared with figures worked out by another program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use tenantlab::model::identity::{AccountKind, Home, Identity, UserRisk, UserType};
use tenantlab::model::key::UserId;
use tenantlab::model::licence::{Licence, SubscriptionStatus, TABLE};
use tenantlab::model::method::{Method, MethodSet};
use tenantlab::model::policy::Member;
use tenantlab::model::role::RoleSet;
use tenantlab::model::time::{Date, Instant};
use tenantlab::scenario::import::pseudonyms::{Secret, import_pseudonymised};
use tenantlab::scenario::import::{Imported, Note, Problem, import};
use tenantlab::scenario::write::{Write, WriteAssumptions, write_with};
use tenantlab::scenario::{NoFiles, Person, Scenario, read};

type Files = BTreeMap<String, Vec<u8>>;
type Row = BTreeMap<String, String>;

#[expect(clippy::disallowed_methods, reason = "a test reads the sample from its folder")]
fn contoso() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso");
    let entries = std::fs::read_dir(folder).expect("the sample is there").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.is_file());
    files
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
            (name, std::fs::read(&path).expect("a file"))
        })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "a test reads the sample from its folder")]
fn expected(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso/expected").join(name);
    let text = std::fs::read_to_string(path).expect("the expected figures are there");
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

fn day() -> Option<Date> {
    Date::parse("2026-11-22")
}

fn imported() -> Imported {
    match import(&contoso(), None, day()) {
        Ok(imported) => imported,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn problems(files: &Files, answers: Option<&[u8]>, day: Option<Date>) -> Vec<Problem> {
    import(files, answers, day).expect_err("the folder is broken")
}

fn noted<'a>(notes: &'a [Note], part: &str) -> &'a Note {
    notes.iter().find(|note| note.text.contains(part)).unwrap_or_else(|| panic!("no note with `{part}` in {notes:#?}"))
}

/// Each expected row with the person of that name.
fn each(scenario: &Scenario) -> Vec<(Row, UserId, &Person)> {
    let rows = expected("users_2026-11-22.csv");
    assert_eq!((rows.len(), scenario.users.len()), (120, 120));
    rows.into_iter()
        .map(|row| {
            let id = scenario.find(&row["upn"]).unwrap_or_else(|| panic!("{} is missing", row["upn"]));
            (row, id, &scenario.users[id.index()])
        })
        .collect()
}

#[test]
fn everybody_is_there_with_type_and_state() {
    let Imported { scenario, .. } = imported();
    for (row, _, person) in each(&scenario) {
        assert_eq!(person.upn, row["upn"]);
        let kind = if person.user_type == UserType::Guest { "guest" } else { person.identity.word() };
        assert_eq!(kind, row["identity_type"], "{}", person.upn);
        assert_eq!(person.enabled, row["account_enabled"] == "yes", "{}", person.upn);
        assert_eq!(person.forest.is_some(), person.identity.is_hybrid(), "{}", person.upn);
    }
}

#[test]
fn the_scope_group_reaches_the_expected_people() {
    let Imported { scenario, .. } = imported();
    let scope = scenario.tenant.sspr.group.expect("a group");
    assert_eq!(scenario.tenant.groups[scope.index()].name, "SSPR-Users");
    for (row, id, _) in each(&scenario) {
        assert_eq!(scenario.groups_of(id).contains(&scope), row["in_scope"] == "yes", "{}", row["upn"]);
    }
}

/// Every role a person holds or may take on that day.
fn roles(scenario: &Scenario, id: UserId, person: &Person, at: Instant) -> RoleSet {
    let mut roles = person.roles;
    for group in scenario.groups_of(id) {
        roles = roles.union(scenario.tenant.groups[group.index()].roles);
    }
    for (role, until) in &person.eligible_roles {
        if until.is_none_or(|until| at < until) {
            roles.insert(*role);
        }
    }
    roles
}

#[test]
fn administrators_are_those_of_the_newer_list() {
    let Imported { scenario, .. } = imported();
    for day in ["2026-11-22", "2027-02-01"] {
        let at = Date::parse(day).expect("a day").start();
        for row in expected(&format!("users_{day}.csv")) {
            let id = scenario.find(&row["upn"]).expect("a person");
            let admin = roles(&scenario, id, &scenario.users[id.index()], at).meets(RoleSet::LIST_78);
            assert_eq!(admin, row["policy"] == "admin", "{} on {day}", row["upn"]);
        }
    }
}

/// Registered methods that the person's policy has on: the tenant's for people, the fixed one for administrators.
fn usable(scenario: &Scenario, id: UserId, person: &Person, admin: bool) -> MethodSet {
    let groups = scenario.groups_of(id);
    let policy = scenario.tenant.authentication_methods.as_ref().expect("a policy");
    let mine =
        policy.iter().filter(|target| target.groups.is_empty() || target.groups.iter().any(|g| groups.contains(g)));
    let mut on: MethodSet = mine.map(|target| target.method).collect();
    on.insert(if admin { Method::OfficePhone } else { Method::SecurityQuestions });
    if admin {
        [Method::Email, Method::MobilePhone, Method::SoftwareOath].iter().for_each(|method| on.insert(*method));
    }
    let registered = person.methods.methods(scenario.tenant.sspr.questions_reset as u8);
    registered.intersection(on.ways()).intersection(MethodSet::PROOFS).merged()
}

#[test]
fn registered_methods_agree_with_those_expected_to_be_usable() {
    let Imported { scenario, .. } = imported();
    for (row, id, person) in each(&scenario) {
        if row["policy"] == "guest" {
            continue;
        }
        let found: BTreeSet<&str> =
            usable(&scenario, id, person, row["policy"] == "admin").iter().map(Method::word).collect();
        let wanted: BTreeSet<&str> = row["methods"].split(';').filter(|word| !word.is_empty()).collect();
        assert_eq!(found, wanted, "{}", person.upn);
    }
}

/// The licences a person has, direct ones and those of groups; one in error takes the group's away.
fn licences(scenario: &Scenario, id: UserId) -> Vec<Licence> {
    let person = &scenario.users[id.index()];
    let groups = scenario.tenant.groups.iter().filter(|group| group.members.contains(&Member::User(id)));
    let broken = |licence: &Licence| person.licences.iter().any(|own| own.sku == licence.sku && own.error.is_some());
    let inherited = groups.flat_map(|group| &group.licences).filter(|licence| !broken(licence));
    person.licences.iter().filter(|licence| licence.error.is_none()).chain(inherited).cloned().collect()
}

#[test]
fn licences_give_the_expected_right_to_writeback() {
    let Imported { scenario, .. } = imported();
    let in_force = |licence: &Licence| {
        let subscription = scenario.tenant.subscriptions.iter().find(|s| s.sku == licence.sku).expect("a subscription");
        subscription.status <= SubscriptionStatus::Warning
    };
    let premium = |licence: &Licence| {
        let plans = &TABLE.product(licence.sku).plans;
        [TABLE.p1, TABLE.p2].iter().any(|plan| plans.contains(plan) && !licence.disabled_plans.contains(plan))
    };
    for (row, id, person) in each(&scenario) {
        let holds = licences(&scenario, id).iter().any(|licence| in_force(licence) && premium(licence));
        assert_eq!(holds, row["writeback_user"] == "yes", "{}", person.upn);
    }
}

#[test]
fn the_tenant_and_its_forests_are_as_the_files_say() {
    let Imported { scenario, .. } = imported();
    let tenant = &scenario.tenant;
    assert_eq!(tenant.name, "Contoso");
    assert_eq!(tenant.created, Date::parse("2019-05-14").expect("a day"));
    assert_eq!(tenant.trial_started, None);
    let domains: Vec<(&str, Identity)> =
        tenant.domains.iter().map(|domain| (domain.name.as_str(), domain.identity)).collect();
    assert!(domains.contains(&("emea.contoso.com", Identity::Federated)));
    assert!(domains.contains(&("asia.contoso.com", Identity::PassThrough)));
    let warning =
        tenant.subscriptions.iter().find(|s| s.status == SubscriptionStatus::Warning).expect("one in warning");
    assert_eq!(TABLE.product(warning.sku).part_number, "EMS");
    assert_eq!((warning.units, warning.next_lifecycle), (12, Instant::parse("2027-01-15")));
    let on_premises = scenario.on_premises.as_ref().expect("forests");
    let names: Vec<&str> = on_premises.forests.iter().map(|forest| forest.name.as_str()).collect();
    assert_eq!(names, ["corp.contoso.com", "asia.contoso.com"]);
    assert_eq!(on_premises.sync.len(), 2);
    assert_eq!(scenario.users.iter().filter(|person| person.on_premises.protected).count(), 3);
}

#[test]
fn guests_have_their_homes_and_accounts_their_kinds() {
    let Imported { scenario, .. } = imported();
    let count = |home| scenario.users.iter().filter(|person| person.home == Some(home)).count();
    assert_eq!(
        [Home::PartnerTenant, Home::MicrosoftAccount, Home::InvitedEmail, Home::Unknown].map(count),
        [4, 2, 2, 1]
    );
    let invited = scenario.users.iter().filter(|person| person.home == Some(Home::InvitedEmail));
    assert!(invited.into_iter().all(|person| person.methods.email.is_some()));
    let of = |kind| scenario.users.iter().filter(|person| person.account == kind).count();
    assert_eq!(
        [AccountKind::SharedMailbox, AccountKind::Room, AccountKind::Service, AccountKind::Emergency].map(of),
        [2, 3, 1, 0]
    );
}

#[test]
fn what_was_assumed_is_noted() {
    let Imported { notes, .. } = imported();
    assert_eq!(noted(&notes, "b61e6b").count, 2);
    assert_eq!(noted(&notes, "absent from the registration report").count, 3);
    assert_eq!(noted(&notes, "no longer there").count, 2);
    assert_eq!(noted(&notes, "unknownFutureValue").count, 1);
    assert_eq!(noted(&notes, "licenseAssignmentStates").count, 4);
    assert_eq!(noted(&notes, "what_if").count, 2);
    assert_eq!(noted(&notes, "named like emergency").count, 2);
    assert_eq!(noted(&notes, "security questions").count, 32);
    assert!(noted(&notes, "groups were made").text.contains("Sms without No-SMS"));
}

#[test]
fn the_day_of_the_call_wins_over_the_notes() {
    assert_eq!(imported().scenario.start, day().expect("a day").start());
    let own = import(&contoso(), None, None).expect("a day in the notes");
    assert_eq!(own.scenario.start, Instant::parse("2026-11-20").expect("a day"));
}

#[test]
fn an_import_gives_the_same_scenario_each_time() {
    assert_eq!(imported(), imported());
}

#[test]
fn broken_folders_are_told_by_file() {
    let whole = contoso();
    let without = |names: &[&str]| {
        let mut files = whole.clone();
        names.iter().for_each(|name| drop(files.remove(*name)));
        files
    };
    let alone = problems(&without(&["users.json", "entra-download-users.csv", "m365-active-users.csv"]), None, day());
    assert!(
        alone.iter().any(|problem| problem.file == "users.json" && problem.message.contains("missing")),
        "{alone:#?}"
    );

    let no_day = problems(&without(&["answers.yaml"]), None, None);
    assert!(no_day.iter().any(|problem| problem.message.contains("no day is known")), "{no_day:#?}");

    let mut broken = whole.clone();
    let users = broken.get_mut("users.json").expect("a file");
    users.truncate(users.len() / 2);
    broken.insert("domains.json".into(), b"id;name\n".to_vec());
    broken.insert("groups.json".into(), b"\xff\x00".to_vec());
    let all = problems(&broken, Some(b"start: yesterday\n"), None);
    let files: BTreeSet<&str> = all.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, BTreeSet::from(["answers.yaml", "domains.json", "groups.json", "users.json"]), "{all:#?}");
    assert!(all.iter().find(|problem| problem.file == "users.json").is_some_and(|problem| problem.at.is_some()));
}

#[test]
fn a_name_in_the_notes_that_nobody_has_is_a_problem() {
    let text = b"start: 2026-11-20\ntenant: {sspr: {enabled: selected, group: SSPR-User}}\n\
        not_people: {rooms: [room.nowhere@contoso.com, room.rainer1@contoso.com]}\nusers:\n\
        - {upn: ADELE@contoso.com, on_premises: {protected: true}}\n- upn: emergenzy1@contoso.onmicrosoft.com\n";
    let found: Vec<String> = problems(&contoso(), Some(text), None).iter().map(ToString::to_string).collect();
    let told = [
        "answers.yaml:2:43: unknown group `SSPR-User`; did you mean `SSPR-Users`?",
        "answers.yaml:3:22: unknown person `room.nowhere@contoso.com`",
        "answers.yaml:3:48: unknown person `room.rainer1@contoso.com`; did you mean `room.rainier1@contoso.com`?",
        "answers.yaml:5:9: unknown person `ADELE@contoso.com`",
        "answers.yaml:6:8: unknown person `emergenzy1@contoso.onmicrosoft.com`; did you mean \
         `emergency1@contoso.onmicrosoft.com`?",
    ];
    assert_eq!(found.len(), told.len(), "{found:#?}");
    for (found, told) in found.iter().zip(told) {
        assert!(found.starts_with(told), "{found}");
    }
}

#[test]
fn tables_alone_are_enough() {
    let kept = ["entra-download-users.csv", "m365-active-users.csv", "subscribedSkus.json", "domains.json"];
    let files: Files = contoso().into_iter().filter(|(name, _)| kept.contains(&name.as_str())).collect();
    let imported = import(&files, None, day()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(imported.scenario.users.len(), 120);
    let guests = imported.scenario.users.iter().filter(|person| person.user_type == UserType::Guest).count();
    assert_eq!(guests, 9);
    let hybrid = imported.scenario.users.iter().filter(|person| person.identity.is_hybrid()).count();
    assert_eq!(hybrid, 79);
    let licensed = imported.scenario.users.iter().filter(|person| !person.licences.is_empty()).count();
    assert!(licensed > 80, "{licensed}");
}

/// What is wrong with the scenario's text when it is read again.
fn differs(scenario: &Scenario, assumptions: WriteAssumptions) -> Option<String> {
    let text = write_with(scenario, Write { assumptions });
    let reading = read("written", text.as_bytes(), &mut NoFiles);
    let messages: Vec<String> = reading.diagnostics.iter().map(|found| found.message.clone()).collect();
    match reading.scenario {
        Some(again) if again == *scenario => None,
        Some(_) => Some("it reads back to another scenario".to_owned()),
        None => Some(messages.join("; ")),
    }
}

#[test]
fn the_written_text_reads_back_to_the_same_scenario() {
    let kept: [&[&str]; 4] =
        [&[""], &["entra", "m365"], &["users", "sub", "domains"], &["users", "groups", "authenticationM"]];
    for starts in kept {
        let files =
            contoso().into_iter().filter(|(name, _)| starts.iter().any(|start| name.starts_with(start))).collect();
        let imported =
            import(&files, None, Date::parse("2026-10-01")).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(differs(&imported.scenario, WriteAssumptions::All), None, "{starts:?}");
    }
}

/// Names of all properties in a value.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            found.insert(key.clone());
            keys(inner, found);
        }),
        _ => {}
    }
}

/// What only notes can hold is replaced as well.
#[test]
fn words_of_the_notes_become_pseudonyms() {
    let text = b"start: 2026-11-20\ntenant: {sspr: {security_questions: {custom: [Who is Brunhilde?]}}}\non_premises:\n  \
        forests:\n  - name: corp.contoso.com\n    fine_grained: [{name: Brunhilde's, precedence: 1, applies_to: [SSPR-Users]}]\n    \
        pass_through_agents: [{name: brunhilde-1}]\n  sync: [{name: brunhilde-2}]\n";
    let read = import_pseudonymised(&contoso(), Some(text), None, Secret([3; 32]), &[]);
    let scenario = read.unwrap_or_else(|problems| panic!("{problems:#?}")).imported.scenario;
    assert_eq!(differs(&scenario, WriteAssumptions::All), None);
    let written = write_with(&scenario, Write { assumptions: WriteAssumptions::All });
    assert!(!written.to_lowercase().contains("brunhilde"), "{written}");
}

/// Puts something else in place of every property of this name.
fn replace(value: &mut Value, name: &str, by: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, by)),
        Value::Object(map) => map.iter_mut().for_each(|(key, inner)| {
            if key == name {
                inner.clone_from(by);
            } else {
                replace(inner, name, by);
            }
        }),
        _ => {}
    }
}

/// Cuts long lists inside records.
fn shorten(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.truncate(12);
            items.iter_mut().for_each(shorten);
        }
        Value::Object(map) => map.values_mut().for_each(shorten),
        _ => {}
    }
}

/// The beginning of the sample, so that it can be imported many times.
fn small() -> BTreeMap<String, Value> {
    let parsed = contoso().into_iter().filter(|(name, _)| name.ends_with(".json"));
    let mut files: BTreeMap<String, Value> =
        parsed.map(|(name, bytes)| (name, serde_json::from_slice(&bytes).expect("JSON"))).collect();
    files.values_mut().for_each(shorten);
    files
}

#[test]
fn no_odd_value_in_any_property_breaks_the_import() {
    let files = small();
    let plain: Files = files.iter().map(|(name, value)| (name.clone(), value.to_string().into_bytes())).collect();
    let odd: &[Value; 8] = &[
        json!(null),
        json!(""),
        json!(-3),
        json!(4_294_967_296_u64),
        json!("yes: [#\u{0}"),
        json!([]),
        json!([[1]]),
        json!({"a": 1}),
    ];
    let (mut sound, mut refused, mut wrong) = (0, 0, Vec::new());
    for (name, whole) in &files {
        let mut names = BTreeSet::new();
        keys(whole, &mut names);
        // Three of the odd values for each property, other ones for the next: enough, and quick.
        for (key, by) in names.iter().zip(0..).flat_map(|(key, n)| (0..3).map(move |k| (key, &odd[(3 * n + k) % 8]))) {
            let mut changed = whole.clone();
            replace(&mut changed, key, by);
            let mut bytes = plain.clone();
            bytes.insert(name.clone(), changed.to_string().into_bytes());
            match import(&bytes, None, day()) {
                Ok(imported) => {
                    wrong.extend(
                        differs(&imported.scenario, WriteAssumptions::Changed)
                            .map(|what| format!("{name}: {key} is {by}: {what}")),
                    );
                    sound += 1;
                }
                Err(problems) => {
                    assert!(!problems.is_empty(), "{name}: {key} is {by}");
                    refused += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(sound > 300 && refused > 0, "{sound} sound, {refused} refused");
}

#[test]
fn answers_of_every_kind_are_taken_over() {
    let text = br#"
start: 2026-11-20
title: Contoso
assumptions: {licence-gate-writeback: user}
tenant:
  kind: education
  trial_started: 2026-10-01
  country: DE
  risk_policy: {change_password_from: high}
  sspr:
    {enabled: all, methods: [email, mobile-phone, security-questions], writeback: true, helpdesk: {link: help@contoso.com},
    security_questions: {custom: [Which badge do you wear?]}}
  password_policy: {max_age_days: 90, apply_to_synced: true}
  password_protection: {custom_banned: [contoso], enforce_on_premises: enforce}
  smart_lockout: {threshold: 5, duration_s: 120}
  staged_rollout: {password-hash-sync: Token Pilot}
  sync_features: {force_password_change: true, cloud_password_policy: true}
on_premises:
  forests:
    - name: corp.contoso.com
      password_policy: {min_length: 8, max_age: 0d}
      lockout: {threshold: 5, window: 15m}
      fine_grained: [{name: Pilots, precedence: 1, applies_to: [sspr-users]}]
      pass_through_agents: [{name: agent-1}]
  sync: [{name: one, version: 2.5.79.0, staging: true, permissions: [reset-password]}]
users:
  - {upn: EMERGENCY1@contoso.onmicrosoft.com, account: emergency, user_risk: high}
  - upn: Winona.Ashgrove@emea.contoso.com
    identity: password-hash-sync
    on_premises: {missing: cloud-link, account_expires: 2027-01-01}
"#;
    let imported = import(&contoso(), Some(text), None).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let scenario = &imported.scenario;
    assert_eq!(differs(scenario, WriteAssumptions::All), None);
    assert_eq!(scenario.assumptions.get("licence-gate-writeback"), "user");
    assert_eq!((scenario.tenant.max_age_days, scenario.tenant.lockout_threshold), (Some(90), 5));
    assert_eq!(scenario.tenant.staged_rollout.len(), 1);
    assert_eq!((scenario.users[0].account, scenario.users[0].user_risk), (AccountKind::Emergency, UserRisk::High));
    assert_eq!((scenario.tenant.country.as_str(), scenario.tenant.risk_change_from), ("DE", Some(UserRisk::High)));
    assert_eq!(scenario.tenant.sspr.custom_questions, ["Which badge do you wear?"]);
    let on_premises = scenario.on_premises.as_ref().expect("forests");
    assert_eq!((on_premises.forests.len(), on_premises.sync[0].forests.len()), (2, 2));
    let corp = &on_premises.forests[0];
    assert_eq!((corp.lockout.threshold, corp.fine_grained[0].groups.len(), corp.agents.len()), (5, 1, 1));
    let winona = scenario.users.iter().find(|person| person.upn.starts_with("Winona")).expect("Winona");
    assert!(winona.identity == Identity::PasswordHashSync && winona.on_premises.missing.is_some());
}
