//! What files mean: defaults, parts that must fit together, files laid over each other, edits.

use tenantlab::model::licence::TABLE;
use tenantlab::model::method::Method;
use tenantlab::model::policy::{Member, Migration, Scope};
use tenantlab::model::time::{Instant, Span};
use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::timeline::{AdminAct, NewPassword, PersonAct, Typed, What};
use tenantlab::scenario::write::write;
use tenantlab::scenario::{Edit, NoFiles, Reading, Scenario, edit, read};

fn reading(text: &str) -> Reading {
    read("lab.yaml", text.as_bytes(), &mut NoFiles)
}

fn good(text: &str) -> Scenario {
    let reading = reading(text);
    let said = render_plain(&reading.diagnostics, &reading.sources, false);
    reading.scenario.unwrap_or_else(|| panic!("{said}"))
}

/// A lab with one part changed gives exactly this finding, whose message and help hold these words.
fn check(part: &str, code: &str, words: &[&str]) {
    let text = format!(
        "title: t\n{part}\n{}",
        ["tenant", "on_premises", "users", "timeline"]
            .into_iter()
            .filter(|key| !part.lines().any(|line| line.starts_with(&format!("{key}:"))))
            .map(|key| match key {
                "tenant" => "tenant: {name: A, domains: [a.example], subscriptions: [{sku: SPE_E3, units: 1}]}\n",
                "on_premises" => "on_premises: {forests: [{name: ad.example}], sync: [{name: c1}]}\n",
                "users" => "users: [{upn: ana@a.example}, {upn: root@a.example}]\n",
                _ => "timeline: [{at: 09:00, id: one, user: ana@a.example, do: sign-in}]\n",
            })
            .collect::<String>()
    );
    let reading = reading(&text);
    let said = render_plain(&reading.diagnostics, &reading.sources, false);
    let all = &reading.diagnostics;
    let codes: Vec<&str> = all.iter().map(|found| found.code).collect();
    assert_eq!(codes, [code], "{text}\n{said}");
    let found = &all[0];
    for word in words {
        let help = found.help.as_deref().unwrap_or_default();
        assert!(found.message.contains(word) || help.contains(word), "no {word} in\n{said}");
    }
}

#[test]
fn a_file_with_a_title_has_every_default() {
    let lab = good("title: Nothing yet\n");
    assert_eq!(lab.start, Instant::parse("2026-11-02T08:00:00Z").expect("an instant"));
    assert_eq!(lab.end, lab.start + Span::hours(24));
    assert_eq!((lab.seed, lab.tenant.sspr.enabled), (0, Scope::All));
    assert_eq!(lab.tenant.domains[1].name, "contoso.com");
    assert_eq!(lab.tenant.subscriptions[0].sku, TABLE.sku("AAD_PREMIUM").expect("P1"));
    assert_eq!(lab.tenant.created.to_string(), "2024-11-02");
    assert_eq!((lab.tenant.lockout_threshold, lab.tenant.lockout_seconds), (10, 60));
    assert!(lab.on_premises.is_none() && lab.users.is_empty() && lab.timeline.is_empty());
}

#[test]
fn a_given_tenant_keeps_the_documented_defaults() {
    let lab = good("title: t\ntenant: {name: Wing Tip, cloud: us-government, sspr: {writeback: true}}\n");
    assert_eq!(lab.tenant.domains[0].name, "wingtip.onmicrosoft.com");
    assert_eq!((lab.tenant.sspr.enabled, lab.tenant.lockout_threshold), (Scope::None, 3));
    assert!(lab.tenant.sspr.writeback_connect && lab.tenant.sspr.writeback_cloud_sync);
    assert_eq!(lab.tenant.migration, Migration::Complete);
    assert!(lab.tenant.subscriptions.is_empty());
}

#[test]
fn steps_take_their_defaults_and_patches_stay_patches() {
    let lab = good(
        "title: t
users: [{upn: ana@contoso.com, groups: []}, {upn: root@contoso.com}]
timeline:
  - {at: d2 23:00, user: ana@contoso.com, do: sign-in, times: 3, every: 1h}
  - {at: +90m, admin: root@contoso.com, do: reset-password, user_reset: ana@contoso.com, via: graph, new_password: null}
  - {at: 09:00, admin: root@contoso.com, do: set-tenant, set: {methods_migration: in-progress, sspr: {methods_required: 3}}}
  - {at: 10:00, admin: root@contoso.com, do: create-user, set: {upn: new@contoso.com, methods: {email: n@x.example}}}
  - {at: 11:00, user: new@contoso.com, do: reset-password, verify: [{method: email, result: fail}]}
",
    );
    let What::Person { act: PersonAct::SignIn { password: Typed::Current, .. }, .. } = &lab.timeline[0].what else {
        panic!("{:?}", lab.timeline[0]);
    };
    assert_eq!(lab.end, Instant::parse("2026-11-04T01:00:00Z").expect("an instant"));
    let What::Admin { act: AdminAct::ResetPassword { new_password, must_change, .. }, .. } = &lab.timeline[1].what
    else {
        panic!("{:?}", lab.timeline[1]);
    };
    assert_eq!((new_password, *must_change), (&NewPassword::Absent, false));
    let What::Admin { act: AdminAct::SetTenant { tenant, sspr }, .. } = &lab.timeline[2].what else {
        panic!("{:?}", lab.timeline[2]);
    };
    assert_eq!((tenant.migration, sspr.methods_required), (Some(Migration::InProgress), Some(3)));
    assert!(tenant.name.is_none() && sspr.methods.is_none());
    assert!(lab.users[2].created_by_step && lab.users[2].upn == "new@contoso.com");
    let What::Person { act: PersonAct::ResetPassword { verify, .. }, .. } = &lab.timeline[4].what else {
        panic!("{:?}", lab.timeline[4]);
    };
    assert_eq!((verify[0].method, verify[0].passes), (Method::Email, false));
}

#[test]
fn products_go_by_id_guid_and_unique_name() {
    let guid = TABLE.product(TABLE.sku("AAD_PREMIUM").expect("P1")).guid;
    for word in ["AAD_PREMIUM", guid, "Microsoft Entra ID P1"] {
        let lab = good(&format!("title: t\ntenant: {{subscriptions: [{{sku: {word}, units: 1}}]}}\n"));
        assert_eq!(lab.tenant.subscriptions[0].sku, TABLE.sku("AAD_PREMIUM").expect("P1"), "{word}");
    }
}

#[test]
fn people_join_the_groups_they_name() {
    let lab = good(
        "title: t
tenant: {name: A, domains: [a.example], groups: [{name: G, members: [H]}, {name: H}]}
users: [{upn: ana@a.example, groups: [H]}]
population: [{count: 5, names: 'w-{n}@a.example', groups: {G: 0.5}}]
timeline: [{at: 09:00, user: w-3@a.example, do: reset-password}]
",
    );
    assert_eq!(lab.tenant.groups[1].members.len(), 1);
    assert!(matches!(lab.tenant.groups[0].members[0], Member::Group(_)));
    let What::Person { user, .. } = lab.timeline[0].what else { panic!("{:?}", lab.timeline[0]) };
    assert_eq!(lab.upn(user), "w-3@a.example");
}

#[test]
fn things_that_do_not_fit_together_are_errors() {
    check("users: [{upn: ana@b.example}, {upn: ana@a.example}]", "unknown-domain", &["b.example", "a.example"]);
    check("users: [{upn: ana}, {upn: ana@a.example}]", "bad-upn", &["ana"]);
    check("users: [{upn: ana@a.example}, {upn: ANA@a.example}]", "twice", &["ANA@a.example"]);
    check("users: [{upn: ana@a.example, licences: [SPE_E5]}]", "no-subscription", &["SPE_E5"]);
    let two = "users: [{upn: ana@a.example, licences: [SPE_E3]}, {upn: b@a.example, licences: [SPE_E3]}]";
    check(two, "too-few-units", &["2 people", "1 units"]);
    let plan = "users: [{upn: ana@a.example, licences: [{sku: SPE_E3, disabled_plans: [AAD_PREMIUM_P2]}]}]";
    check(plan, "foreign-plan", &["AAD_PREMIUM_P2", "AAD_PREMIUM"]);
    check("on_premises: {forests: [{name: a}, {name: A}]}", "twice", &["forest"]);
    check("end: 2026-11-01T00:00:00Z\ntimeline: []", "end-before-start", &["before"]);
    let locks =
        |days: u32| format!("on_premises:\n  forests: [{{name: corp.contoso.com, lockout: {{duration: {days}d}}}}]");
    check(&locks(70), "lock-too-long", &["99,999 minutes"]);
    check("population: [{count: 1, names: x@a.example}]", "bad-pattern", &["{n}"]);
    check(
        "population: [{count: 1, names: '{n}@a.example', licences: {none: 0.7, SPE_E3: 0.4}}]",
        "shares-over-one",
        &["1.1"],
    );
    check("quiz: {about: [on]}", "unknown-name", &["step id"]);
    check("assumptions: {licence-gate-writeback: usr}", "wrong-value", &["user"]);
    check("tenant: {domains: [a.example], sspr: {registration: {reconfirm_days: 731}}}", "unsaveable", &["730"]);
}

#[test]
fn sweeps_that_cannot_be_are_errors() {
    let vary = |vary: &str, code: &str, words: &[&str]| {
        check(&format!("{}\nsweep: {{vary: {{{vary}}}}}", "users: [{upn: ana@a.example}]"), code, words);
    };
    vary("tenant.sspr.method_required: [1]", "unknown-key", &["methods_required"]);
    vary("tenant.sspr.methods_required: [3]", "unsaveable", &["3"]);
    vary("tenant.sspr.methods_required: {from: 1, to: 3, step: 1}", "unsaveable", &["3"]);
    vary("tenant.sspr.methods_required: [one]", "wrong-value", &["one"]);
    vary("tenant.sspr.methods_required: {from: 2, to: 1, step: 1}", "empty-range", &["before it begins"]);
    vary("tenant.sspr.methods_required: {from: 1, to: 2, step: 0}", "empty-range", &["step of 0"]);
    vary("end: {from: 2h, to: 1h, step: 10m}", "empty-range", &["before it begins"]);
    vary("end: {from: 1h, to: 2h, step: 0s}", "empty-range", &["step of 0"]);
    vary("end: {from: 1h, to: 2h, step: 1s}", "too-many-values", &["1000"]);
    vary("end: {from: 1h, to: 2h, step: 10}", "mixed-range", &["from a duration to a duration in steps of a number"]);
    vary("start: {from: 2026-11-02, to: 9d, step: 1d}", "mixed-range", &["from a moment to a duration"]);
    vary("end: {from: 1h, to: 2 hours, step: 10m}", "wrong-value", &["`2 hours`", "did you mean `2h`?"]);
    vary("tenant.sspr.methods_required: {from: 1h, to: 2h, step: 1h}", "wrong-value", &["`1h`", "a whole number"]);
    vary("tenant.sspr.methods_required: []", "empty-sweep", &["no values"]);
    vary("tenant.sspr.methods_required: [1, 1]", "twice", &["`1`"]);
    vary("tenant.sspr.methods_required: 1", "wrong-type", &["list of values"]);
    vary("", "empty-sweep", &["methods_required"]);
    vary("quiz.questions: [1, 2]", "not-varied", &["quiz"]);
    vary("tenant.sspr: [{enabled: all}], tenant.sspr.methods_required: [1]", "overlapping-paths", &["tenant.sspr"]);
    vary("seed: {from: 1, to: 5000, step: 1}", "too-many-values", &["1000"]);
    vary("users.9.name: [A, B]", "no-such-path", &["9"]);
    vary("assumptions.licence-gate-writeback: [user, tenat]", "wrong-value", &["tenant"]);
    let step = "users: [{upn: root@a.example}]
timeline: [{at: \"09:00\", do: set-sspr, admin: root@a.example, set: {methods_required: 2}}]
";
    let vary =
        |vary: &str, code: &str, words: &[&str]| check(&format!("{step}sweep: {{vary: {{{vary}}}}}"), code, words);
    vary("timeline.0.set.methods_requird: [1, 2]", "unknown-key", &["methods_required"]);
    vary("timeline.0.set.methods_required: [1, two]", "wrong-value", &["two"]);
}

#[test]
fn every_mistake_of_a_sweep_is_said_at_once_at_its_place() {
    let text = "title: t
timeline:
  - {at: \"09:00\", fault: service-bus-unreachable, on: tenant, for: 1h}
sweep:
  vary:
    tenant.sspr.methods_required: [1, 7]
    tenant.sspr.notfy.users: [true]
    timeline.0.for: [10m, soon]
    end: {from: 1h, to: 2 hours, step: 10m}
    population.0.count: [5]
  replicates: 0
";
    let found = reading(text);
    assert!(found.scenario.is_none());
    let place = |one: &tenantlab::scenario::diagnostic::Diagnostic| {
        let label = &one.labels[0];
        let at = found.sources.place(label.file, label.span.start);
        (at.line, at.column)
    };
    let places: Vec<(usize, usize)> = found.diagnostics.iter().map(place).collect();
    for expected in [(6, 39), (7, 5), (8, 27), (9, 25), (11, 15)] {
        assert!(places.contains(&expected), "{expected:?} is not among {places:?}: {:#?}", found.diagnostics);
    }
    assert!(places.iter().any(|(line, _)| *line == 10), "{:#?}", found.diagnostics);
}

#[test]
fn steps_that_cannot_be_are_errors() {
    let step = |step: &str, code: &str, words: &[&str]| check(&format!("timeline: [{{{step}}}]"), code, words);
    step("at: 07:00, user: ana@a.example, do: sign-in", "before-start", &["07:00"]);
    step("at: 9:00, user: ana@a.example, do: sign-in", "wrong-value", &["\"09:00\""]);
    step("at: 09:00, user: ana@a.example", "missing-key", &["do", "reset-password"]);
    step("at: 09:00, do: set-sspr, set: {}", "missing-key", &["admin"]);
    step("at: 09:00, user: ana@a.example, do: set-sspr", "unknown-word", &["admin"]);
    step("at: 09:00, user: ana@a.example, fault: sync-server-down", "two-things", &["fault", "user"]);
    step("at: 09:00, note: nothing", "empty-step", &["nothing"]);
    step("at: 09:00, fault: sync-server-down, on: ad.example", "wrong-target", &["sync server", "forest"]);
    step("at: 09:00, restore: sync-server-down", "never-injected", &["sync-server-down"]);
    step("at: 09:00, expect: {code: SSPR_0099}", "unknown-code", &["SSPR_0009"]);
    step("at: 09:00, admin: root@a.example, do: create-user, set: {name: New}", "missing-key", &["upn"]);
    step("at: 09:00, admin: root@a.example, do: set-tenant, set: {domains: []}", "unknown-key", &["domains"]);
    step("at: 09:00, on_premises: ad.example, do: unlock-account", "unknown-name", &["person"]);
    step("at: 09:00, user: ana@a.example, do: reset-password, sku: SPE_E3", "key-of-another-step", &["assign-licence"]);
}

#[test]
fn behaviour_and_sweeps_are_read_without_a_word() {
    let text = "title: t
population: [{count: 2, names: '{n}@contoso.com', behaviour: {resets_per_year: 1.2}}]
sweep: {vary: {population.0.methods.email: {from: 0.4, to: 1.0, step: 0.2}, tenant.sspr.methods_required: [1, 2]}, replicates: 3}
";
    let reading = reading(text);
    assert_eq!(reading.diagnostics, []);
    let lab = reading.scenario.expect("a sound lab");
    assert_eq!(lab.population[0].behaviour.as_ref().map(|b| b.resets_per_year), Some(1_200_000));
    let vary = lab.sweep.expect("a sweep").vary;
    assert_eq!(vary[0].1, ["0.4", "0.6", "0.8", "1.0"]);
    assert_eq!(vary[1].1, ["1", "2"]);
}

#[test]
fn ranges_go_through_durations_and_days_too() {
    let values = |path: &str, range: &str| {
        let reading = reading(&format!("title: t\nend: 2026-12-24\nsweep: {{vary: {{{path}: {range}}}}}\n"));
        assert_eq!(reading.diagnostics, [], "{range}");
        let lab = reading.scenario.expect("a sound lab");
        assert_eq!(good(&write(&lab)), lab, "{range}");
        lab.sweep.expect("a sweep").vary.remove(0).1
    };
    assert_eq!(values("end", "{from: 30m, to: 2h, step: 30m}"), ["30m", "1h", "1h30m", "2h"]);
    assert_eq!(values("end", "{from: 90s, to: 4m, step: 1m}"), ["1m30s", "2m30s", "3m30s"]);
    assert_eq!(
        values("start", "{from: 2026-11-02, to: 2026-12-01, step: 14d}"),
        ["2026-11-02", "2026-11-16", "2026-11-30"]
    );
    let hours = values("start", "{from: 2026-11-02T23:00:00Z, to: 2026-11-03T01:00:00Z, step: 1h}");
    assert_eq!(hours, ["2026-11-02T23:00:00Z", "2026-11-03T00:00:00Z", "2026-11-03T01:00:00Z"]);
}

#[test]
fn an_edit_changes_one_value_and_is_checked() {
    let before = reading("title: t\nusers: [{upn: ana@contoso.com}]\n");
    let set = |path: &'static str, value: &str| edit(&before, &[(path, Edit::Set(value.into()))]);
    let after = set("users.0.methods.email", "a@x.example").expect("a path").scenario.expect("a scenario");
    assert_eq!(after.users[0].methods.email.as_deref(), Some("a@x.example"));
    let after = set("users.1", "{upn: ben@contoso.com}").expect("a path").scenario.expect("a scenario");
    assert_eq!(after.users.len(), 2);
    assert!(set("users.0.metods.email", "x").expect("a path").scenario.is_none());
    assert!(set("users.7.name", "x").is_err() && set("title.x", "y").is_err());
    let gone = edit(&before, &[("users.0", Edit::Remove)]).expect("a path").scenario.expect("a scenario");
    assert!(gone.users.is_empty());
}
