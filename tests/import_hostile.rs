//! Exports as nobody should hand them over: cut off, nested, looped, doubled, misspelt. An import reads what it can, says
//! what it made of it, or names the file that is wrong; it never panics and never loses a product silently.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenantlab::model::identity::{AccountKind, UserType};
use tenantlab::model::time::Date;
use tenantlab::scenario::import::{Imported, Problem, import};

type Files = BTreeMap<String, Vec<u8>>;

const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
const ANSWERS: &str = "start: 2026-11-20\ntenant: {domains: [{name: contoso.com, identity: password-hash-sync}]}\n";

fn read(files: &[(&str, Vec<u8>)], answers: &str) -> Result<Imported, Vec<Problem>> {
    let files: Files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    import(&files, Some(answers.as_bytes()), Date::parse("2026-11-20"))
}

fn sound(files: &[(&str, Vec<u8>)]) -> Imported {
    read(files, ANSWERS).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn noted(imported: &Imported, part: &str) -> usize {
    let found = imported.notes.iter().find(|note| note.text.contains(part));
    found.map(|note| note.count).unwrap_or_else(|| panic!("no note with `{part}` in {:#?}", imported.notes))
}

fn page(items: &Value, next: Option<&str>) -> Vec<u8> {
    let mut page = json!({"@odata.context": "https://graph.example/users", "value": items});
    if let Some(next) = next {
        page["@odata.nextLink"] = next.into();
    }
    page.to_string().into_bytes()
}

fn person(n: usize) -> Value {
    json!({
        "id": format!("id-{n}"), "userPrincipalName": format!("p{n}@contoso.com"), "userType": "Member",
        "accountEnabled": true, "somethingNew": {"deep": [1, {"x": null}]},
        "assignedLicenses": [{"skuId": E3, "disabledPlans": []}],
    })
}

/// The smallest whole export.
fn whole() -> Vec<(&'static str, Vec<u8>)> {
    let bought = json!([{"id": "s", "skuId": E3, "skuPartNumber": "SPE_E3", "status": "Enabled", "totalLicenses": 9}]);
    vec![
        ("users.json", page(&json!([person(1), person(2)]), None)),
        ("subscriptions.json", page(&bought, None)),
        ("domains.json", page(&json!([{"id": "contoso.com", "isDefault": true}]), None)),
        ("groups.json", page(&json!([{"id": "g", "displayName": "All", "members": [{"id": "id-1"}]}]), None)),
    ]
}

#[test]
fn a_file_that_is_cut_anywhere_is_named_with_its_place() {
    let files = whole();
    for (at, (name, bytes)) in files.iter().enumerate() {
        for end in (0..bytes.len()).step_by(7) {
            let mut cut = files.clone();
            cut[at].1.truncate(end);
            let problems = read(&cut, ANSWERS).expect_err("a file without its end");
            let of_file = problems.iter().find(|problem| problem.file == *name);
            assert!(of_file.is_some_and(|problem| problem.at.is_some()), "{name} cut at {end}: {problems:#?}");
        }
    }
}

#[test]
fn deep_nesting_and_huge_values_end_in_a_sentence() {
    let mut files = whole();
    files[0].1 = [b"[".repeat(200_000), b"]".repeat(200_000)].concat();
    let problems = read(&files, ANSWERS).expect_err("too deep");
    assert!(problems[0].to_string().starts_with("users.json:1:"), "{problems:#?}");
    let mut long = person(1);
    long["displayName"] = "x".repeat(2_000_000).into();
    long["mobilePhone"] = "9".repeat(100_000).into();
    files[0].1 = page(&json!([long, person(2)]), None);
    assert_eq!(sound(&files).scenario.users.len(), 2);
    for number in ["1e400", "-1", "99999999999999999999", "\"many\"", "null", "[]", "1.5"] {
        let subscription = format!(r#"[{{"skuId": "{E3}", "status": "Enabled", "totalLicenses": {number}}}]"#);
        files[1].1 = subscription.into_bytes();
        let outcome = read(&files, ANSWERS);
        assert!(outcome.is_ok() || outcome.is_err_and(|all| all.iter().all(|one| one.file == "subscriptions.json")));
    }
}

#[test]
fn every_value_may_be_missing_null_or_of_another_type() {
    let odd =
        [json!(null), json!(true), json!(-3), json!("\u{0}\u{202e}"), json!([]), json!([[null]]), json!({"a": {}})];
    let files = whole();
    for (at, (name, bytes)) in files.iter().enumerate() {
        let value: Value = serde_json::from_slice(bytes).expect("JSON");
        let record = value["value"][0].as_object().expect("a record");
        for key in record.keys() {
            for by in odd.iter().map(Some).chain([None]) {
                let mut changed = value.clone();
                let of = changed["value"][0].as_object_mut().expect("a record");
                match by {
                    Some(by) => drop(of.insert(key.clone(), by.clone())),
                    None => drop(of.remove(key)),
                }
                let mut odd = files.clone();
                odd[at].1 = changed.to_string().into_bytes();
                if let Err(problems) = read(&odd, ANSWERS) {
                    assert!(problems.iter().all(|one| one.file == *name), "{name} {key} {by:?}: {problems:#?}");
                }
            }
        }
    }
}

#[test]
fn a_link_that_leads_back_doubles_nobody_and_no_seat() {
    let next = Some("https://graph.example/users?$skiptoken=1");
    let mut files = whole();
    let bought = files[1].1.clone();
    files[0] = ("users-1.json", page(&json!([person(1), person(2)]), next));
    files.push(("users-2.json", page(&json!([person(3)]), next)));
    files.push(("users-3.json", page(&json!([person(1), person(2)]), next)));
    files.push(("subscriptions-1.json", bought));
    let imported = sound(&files);
    assert_eq!(imported.scenario.users.len(), 3);
    assert_eq!(imported.scenario.tenant.subscriptions[0].units, 9, "a subscription that stands twice counts once");
    assert_eq!(noted(&imported, "records of users stand twice"), 2);
    assert_eq!(noted(&imported, "ends with `@odata.nextLink`"), 1);
    let mut other = person(1);
    other["userPrincipalName"] = "else@contoso.com".into();
    files.push(("users-4.json", page(&json!([other]), None)));
    let imported = sound(&files);
    assert_eq!((imported.scenario.users.len(), noted(&imported, "an id that an earlier one has")), (3, 1));
}

#[test]
fn products_of_no_table_are_reported_and_disabled_plans_stay() {
    let mut files = whole();
    let strange = json!([
        {"id": "s", "skuId": E3, "skuPartNumber": "SPE_E3", "status": "Enabled", "totalLicenses": 9},
        {"id": "t", "skuId": "aaaaaaaa-0000-0000-0000-000000000000", "skuPartNumber": "BRAND_NEW", "status": "Enabled", "totalLicenses": 5},
    ]);
    files[1].1 = page(&strange, None);
    let mut holder = person(1);
    holder["assignedLicenses"] = json!([
        {"skuId": "aaaaaaaa-0000-0000-0000-000000000000", "disabledPlans": []},
        {"skuId": E3, "disabledPlans": ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "bbbbbbbb-0000-0000-0000-000000000000"]},
    ]);
    files[0].1 = page(&json!([holder]), None);
    let imported = sound(&files);
    let said: Vec<&str> = imported.notes.iter().map(|note| note.text.as_str()).collect();
    assert!(said.iter().any(|text| text.contains("BRAND_NEW")), "{said:#?}");
    let licences = &imported.scenario.users[0].licences;
    assert_eq!((licences.len(), licences[0].disabled_plans.len()), (1, 1), "{licences:?}");
}

#[test]
fn forests_guests_and_mailboxes_are_kept_apart() {
    let mut files = whole();
    let synced = |n: usize, forest: &str| {
        let mut one = person(n);
        one["onPremisesSyncEnabled"] = true.into();
        one["onPremisesDomainName"] = forest.into();
        one
    };
    let guest = json!({
        "id": "g1", "userPrincipalName": "ann_fabrikam.com#EXT#@contoso.com", "userType": "Guest", "accountEnabled": true,
        "identities": [{"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": null}],
    });
    files[0].1 = page(&json!([synced(1, "corp.contoso.com"), synced(2, "EMEA.contoso.com"), guest, person(4)]), None);
    let answers = format!("{ANSWERS}not_people: {{shared_mailboxes: [P4@contoso.com]}}\n");
    let imported = read(&files, &answers).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let lab = &imported.scenario;
    let forests = lab.on_premises.as_ref().map(|site| site.forests.len());
    assert_eq!(forests, Some(2));
    assert_ne!(lab.users[0].forest, lab.users[1].forest);
    assert_eq!((lab.users[2].user_type, lab.users[2].forest), (UserType::Guest, None));
    assert_eq!(lab.users[3].account, AccountKind::SharedMailbox);
}

/// An account that came into the directory under older rules stays, under a name that a scenario file can hold.
#[test]
fn what_a_file_would_be_refused_for_is_never_written() {
    let longest = "x".repeat(70);
    let mut people: Vec<Value> = (1..=7).map(person).collect();
    let names = ["a b@contoso.com", "a+b@contoso.com", "two@@contoso.com", "end.@contoso.com", "a_b@contoso.com"];
    for (one, name) in people.iter_mut().zip(names) {
        one["userPrincipalName"] = name.into();
    }
    people[5]["userPrincipalName"] = format!("{longest}@contoso.com").into();
    people[6]["usageLocation"] = "United States".into();
    let mut files = whole();
    files[0].1 = page(&Value::from(people), None);
    let answers = format!("{ANSWERS}not_people: {{shared_mailboxes: [a+b@contoso.com]}}\n");
    let imported = read(&files, &answers).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!((noted(&imported, "written as `_`: a b@"), noted(&imported, "ISO 3166")), (5, 1));
    let users = &imported.scenario.users;
    let upns: Vec<&str> = users.iter().map(|user| user.upn.as_str()).collect();
    let long = format!("{}@contoso.com", "x".repeat(64));
    let expected = ["a_b-2", "a_b-3", "two_", "end_", "a_b"].map(|local| format!("{local}@contoso.com"));
    assert_eq!(upns[..5], expected.each_ref().map(String::as_str));
    assert_eq!(upns[5], long);
    assert_eq!(users[1].account, AccountKind::SharedMailbox, "the notes know the account by its own name");
    let text = tenantlab::scenario::write::write(&imported.scenario);
    let read = tenantlab::scenario::read("tenant.yaml", text.as_bytes(), &mut tenantlab::scenario::NoFiles);
    assert_eq!(read.scenario.as_ref(), Some(&imported.scenario), "{:#?}", read.diagnostics);
}

#[test]
fn a_domain_that_cannot_be_is_a_problem_and_a_doubled_row_is_told() {
    let mut files = whole();
    let mut odd = person(1);
    odd["userPrincipalName"] = "ann@no domain".into();
    files[0].1 = page(&json!([odd]), None);
    let problems = read(&files, ANSWERS).expect_err("no tenant has this domain");
    assert!(problems.iter().any(|one| one.file == "users.json" && one.message.contains("ann@no domain")));
    let table = "User principal name;Department\nann@contoso.com;\nANN@contoso.com;Sales\n";
    let imported = sound(&[("m365-active-users.csv", table.as_bytes().to_vec())]);
    assert_eq!((imported.scenario.users.len(), noted(&imported, "earlier row")), (1, 1));
    assert_eq!(imported.scenario.users[0].department.as_deref(), Some("Sales"));
}

/// Directories write a year far away where there is no moment; a scenario file holds none of these.
#[test]
fn moments_that_mean_never_are_left_out() {
    for never in ["0001-01-01T00:00:00Z", "1601-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let mut files = whole();
        let mut one = person(1);
        one["lastPasswordChangeDateTime"] = never.into();
        files[0].1 = page(&json!([one]), None);
        let bought = json!([{"id": "s", "skuId": E3, "status": "Warning", "totalLicenses": 9,
            "nextLifecycleDateTime": never, "createdDateTime": never, "isTrial": true}]);
        files[1].1 = page(&bought, None);
        files.push(("organization.json", page(&json!([{"displayName": "C", "createdDateTime": never}]), None)));
        let eligible = json!([{"principalId": "id-1", "endDateTime": never, "roleDefinition":
            {"displayName": "User Administrator"}}]);
        files.push(("roleEligibilityScheduleInstances.json", page(&eligible, None)));
        let imported = sound(&files);
        let lab = &imported.scenario;
        assert_eq!(
            (lab.tenant.subscriptions[0].next_lifecycle, lab.users[0].eligible_roles.len()),
            (None, 1),
            "{never}"
        );
        assert_eq!(noted(&imported, "without a day of their last password change"), 1);
        assert_eq!(noted(&imported, "no file tells when the tenant was created"), 1);
        let text = tenantlab::scenario::write::write(lab);
        let read = tenantlab::scenario::read("tenant.yaml", text.as_bytes(), &mut tenantlab::scenario::NoFiles);
        assert_eq!(read.scenario.as_ref(), Some(lab), "{:#?}", read.diagnostics);
    }
}

/// What stands in the place of a file and is none is named, instead of being read as if nothing had been exported.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "a test makes a folder of its own")]
fn folders_and_links_to_nowhere_in_the_place_of_files_are_refused() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-hostile");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("sub")).expect("a folder");
    for (name, bytes) in whole() {
        std::fs::write(folder.join(name), bytes).expect("a file");
    }
    let import = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenantlab"));
        command.args(["import", "--date", "2026-11-20", "-o", "-"]).arg(&folder);
        let output = command.output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    std::os::unix::fs::symlink(".", folder.join("sub/loop")).expect("a link");
    assert_eq!(import().0, Some(0), "folders beside the files are left alone: {}", import().1);
    let groups = folder.join("groups.json");
    std::fs::remove_file(&groups).expect("it was there");
    std::os::unix::fs::symlink("groups.json", &groups).expect("a link to itself");
    assert!(matches!(import(), (Some(2), said) if said.contains("groups.json` cannot be read")));
    std::fs::remove_file(&groups).expect("it was there");
    std::fs::create_dir(&groups).expect("a folder");
    assert!(matches!(import(), (Some(2), said) if said.contains("groups.json` is a folder")));
    std::fs::remove_dir(&groups).expect("it was there");
    std::fs::write(&groups, "").expect("a file");
    assert!(matches!(import(), (Some(2), said) if said.contains("groups.json:1:1: ends in the middle")));
}

/// A table with its columns turned round, its cells parted by another mark, and a byte order mark in front.
fn turned(text: &str, mark: u8) -> Vec<u8> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(mark).from_writer(vec![0xef, 0xbb, 0xbf]);
    for row in reader.records() {
        let row = row.expect("a row");
        writer.write_record(row.iter().rev()).expect("memory can be written to");
    }
    writer.into_inner().expect("memory can be written to")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the sample from its folder")]
fn tables_say_the_same_in_any_order_mark_and_letter_case() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/contoso");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the sample is there");
    let (entra, m365) = (text("entra-download-users.csv"), text("m365-active-users.csv"));
    let of = |entra: Vec<u8>, m365: Vec<u8>| {
        sound(&[("entra-download-users.csv", entra), ("M365-Active-Users.csv", m365)]).scenario
    };
    let plain = of(entra.clone().into_bytes(), m365.clone().into_bytes());
    assert_eq!(plain.users.len(), 120);
    assert!(plain == of(turned(&entra, b';'), turned(&m365, b';')), "turned round, with semicolons");
    assert!(plain == of(turned(&entra, b'\t'), turned(&m365, b',')), "turned round, with tabs and commas");
    let (head, rest) = m365.split_once('\n').expect("a header");
    let shouted = format!("{}\n{rest}", head.to_uppercase());
    assert!(
        plain == of(entra.replace('\n', "\r\n").into_bytes(), shouted.into_bytes()),
        "other letter case, other ends"
    );
    let wide = |text: &str| -> Vec<u8> {
        let units = text.trim_start_matches('\u{feff}').encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    };
    assert!(plain == of(wide(&entra), wide(&m365)), "UTF-16");
}
