//! What every format owes its reader: text stays text, structure stays readable, the same run gives the same bytes.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::explain::Explanation;
use super::fixture::{TITLE, with_view};
use super::junit::{FileResult, Status, junit};
use super::terminal::{Layout, summary};
use super::{View, audit, csv, html, json};
use crate::study::flips::Flip;

/// The names of the elements of an XML text, which must be sound from the first to the last byte.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("sound XML") {
            Event::Eof => return names,
            Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            _ => {}
        }
    }
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn the_page_escapes_everything_and_loads_nothing() {
    let page = with_view(html::page);
    assert!(TITLE.contains("<script>") && page.contains("&lt;script&gt;"));
    for hostile in ["<script", "<b>", "<i>you", "<angle>", "<documented>", "\u{1b}", "http-equiv=\"refresh\"", "src="] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("https://") && count(&page, "http://") == count(&page, "http://www.w3.org/2000/svg"));
}

#[test]
fn the_page_is_built_for_every_reader() {
    let page = with_view(html::page);
    assert_eq!(count(&page, "<h1>"), 1);
    assert!(page.contains("<html lang=\"en\">") && page.contains("class=\"skip\""));
    for landmark in ["<header>", "<nav ", "<main ", "<footer>"] {
        assert_eq!(count(&page, landmark), 1, "{landmark}");
    }
    assert_eq!(count(&page, "<table>"), count(&page, "<caption>"));
    assert_eq!(count(&page, "<th>"), 0, "every header cell says what it heads");
    assert_eq!(count(&page, "<svg "), count(&page, "</desc>"));
    assert_eq!(count(&page, "<svg "), count(&page, "role=\"img\""));
    for word in ["ok</span>", "refused</span>", "failed</span>", "never bit", "<td>never</td>"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn links_inside_the_page_lead_somewhere_and_ids_are_unique() {
    let page = with_view(html::page);
    let named = |key: &str| -> Vec<String> {
        page.split(&format!("{key}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let mut ids = named(" id");
    for link in named("href") {
        let target = link.strip_prefix('#').expect("links stay in the page");
        assert!(ids.iter().any(|id| id == target), "{link}");
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[cfg(feature = "charts")]
#[test]
fn pictures_are_sound_and_say_what_they_show() {
    use super::charts;
    with_view(|view| {
        let lanes = view.steps.iter().filter_map(|step| charts::swimlane(step, "lane"));
        let mut pictures: Vec<String> = lanes.collect();
        assert_eq!(pictures.len(), 2);
        assert!(pictures[1].contains("stopped") && pictures[1].contains("fault: sync-server-down"));
        pictures.extend([
            charts::funnel(&view.funnel, "funnel"),
            charts::heat(&view.heat, "heat"),
            charts::timeline(view, "timeline"),
        ]);
        for picture in pictures {
            let names = elements(&picture);
            assert_eq!(names[..3], ["svg", "title", "desc"]);
            assert!(names.iter().any(|name| name == "text"));
        }
    });
}

#[test]
fn the_funnel_loses_each_attempt_once_and_names_the_cause() {
    with_view(|view| {
        let counts: Vec<u64> = view.funnel.stages.iter().map(|stage| stage.count).collect();
        assert_eq!(counts, [3, 1, 1, 1, 1, 1]);
        let (rule, n) = view.funnel.stages[1].cause.expect("a cause");
        assert_eq!((rule.id, n), ("elig-methods-missing", 1));
        assert_eq!(view.reasons.len(), 2);
        assert_eq!((view.attempts.success, view.attempts.refused, view.attempts.failed), (91, 3, 9));
    });
}

#[test]
fn assumptions_that_differ_come_first() {
    with_view(|view| {
        assert_eq!(view.assumptions.len(), 97);
        assert_eq!(view.assumptions[0].assumption.name, "licence-gate-writeback");
        assert!(view.assumptions[0].differs() && !view.assumptions[1].differs());
    });
}

#[test]
fn spreadsheets_run_no_cell() {
    for (cell, guarded) in
        [("=1", "'=1"), ("+1", "'+1"), ("-x", "'-x"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("x=1", "x=1")]
    {
        assert_eq!(csv::guarded(cell), guarded);
    }
    with_view(|view| {
        let ledger = csv::ledger(view);
        assert!(ledger.starts_with("n,id,at,ended,actor,action,outcome,code,rule,message,notified,events,audit\n"));
        assert!(ledger.contains("\"'=HYPERLINK(\"\"x\"\") is") && ledger.contains(",'-adele@contoso.com,"));
        let people = csv::people(view);
        assert!(people.starts_with("upn,able,reason,code,rule\n'-adele@contoso.com,no,methods-missing,,elig-"));
        assert_eq!(csv::people_at_end(view).lines().count(), 2);
        assert_eq!(
            csv::events(view).lines().nth(1),
            Some("2026-11-02T09:31:00Z,connect-1,31044,PasswordResetService,unhealthy,4")
        );
    });
}

#[test]
fn the_result_has_the_keys_of_its_contract() {
    let text = with_view(json::result);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["format_version"], 1);
    for key in ["scenario", "seed", "digest", "steps", "expectations", "population", "summary"] {
        assert!(!value[key].is_null(), "{key}");
    }
    let step = value["steps"][1].as_object().expect("a step");
    let keys = [
        "n", "id", "at", "actor", "action", "outcome", "code", "rule", "message", "trace", "effects", "audit", "events",
    ];
    assert!(keys.iter().all(|key| step.contains_key(*key)));
    assert_eq!((step["outcome"].as_str(), step["code"].as_str()), (Some("refused"), Some("SSPR_0014")));
    let trace = step["trace"].as_array().expect("a trace");
    let words = ["pass", "fail", "note"];
    assert!(trace.iter().all(|line| words.contains(&line["verdict"].as_str().unwrap_or_default())));
    assert!(trace.iter().any(|line| line["rule"] == "elig-methods-missing" && line["decided"] == true));
    assert_eq!(value["expectations"]["failures"][0]["actual"], "refused");
}

#[test]
fn audit_records_have_the_shape_of_the_export() {
    let text = with_view(audit::audit_json);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let first = &value["value"][0];
    assert_eq!(first["result"], "failure");
    assert_eq!(first["activityDisplayName"], "Reset password (self-service)");
    assert_eq!(first["loggedByService"], "Self-service Password Management");
    assert_eq!(first["initiatedBy"]["user"]["userPrincipalName"], "bruno@contoso.com");
    assert_eq!(first["additionalDetails"][0]["key"], "OnPremisesAgent");
    let id = first["id"].as_str().expect("an id");
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_ne!(first["id"], value["value"][1]["id"]);
}

#[test]
fn test_results_are_sound_xml_and_json() {
    let file = |file: &str, status, failures: &[&str]| FileResult {
        file: file.to_owned(),
        status,
        failures: failures.iter().map(|text| (*text).to_owned()).collect(),
    };
    let results = [
        file("a.yaml", Status::Passed, &[]),
        file("b<>&\".yaml", Status::Failed, &["step 2: outcome expected <success>, found \u{1b}refused", "step 3"]),
        file("c.yaml", Status::Invalid, &["c.yaml:3:1: unknown key"]),
    ];
    let xml = junit(&results);
    let names = elements(&xml);
    assert_eq!(names, ["testsuites", "testsuite", "testcase", "testcase", "failure", "testcase", "error"]);
    assert!(xml.contains("tests=\"3\" failures=\"1\" errors=\"1\"") && !xml.contains('\u{1b}'));
    let value: serde_json::Value = serde_json::from_str(&json::test_json(&results)).expect("JSON");
    assert_eq!((&value["files"], &value["invalid"]), (&3.into(), &1.into()));
    assert_eq!(value["results"][1]["status"], "failed");
}

#[test]
fn the_summary_keeps_to_the_width_and_colour_adds_no_word() {
    let text = |width: usize, colour: bool, plain: bool| {
        with_view(|view| summary(view, &Layout { width, colour, plain, report: Some("out/report.html"), repeat: None }))
    };
    for width in [60, 80, 120] {
        let page = text(width, false, false);
        assert!(page.lines().all(|line| line.chars().count() <= width.max(98)), "{page}");
        assert!(page.contains("never bit") && page.contains("SSPR_0014") && page.contains("--seed 7"));
        assert!(!page.contains('\u{1b}'));
    }
    let coloured = text(100, true, false);
    let bare = ["\u{1b}[32m", "\u{1b}[31m", "\u{1b}[1m", "\u{1b}[0m"]
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    assert_eq!(bare, text(100, false, false));
    for plain in [text(59, false, false), text(100, false, true)] {
        assert!(plain.lines().all(|line| line.contains(": ")), "{plain}");
    }
}

#[test]
fn an_explanation_answers_what_why_flips_and_what_is_logged() {
    let explanation = with_view(|view| {
        let mut explanation = Explanation::new(view, &view.steps[1]);
        explanation.flips.push(Flip { change: "register an e-mail address".into(), outcome: "ok".into(), rule: None });
        explanation
    });
    let text = explanation.text(80);
    for part in [
        "Outcome: refused, SSPR_0014",
        "Rule elig-methods-missing",
        "Source ",
        "(decided)",
        "audit: Reset",
        "register an e-mail",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let value: serde_json::Value = serde_json::from_str(&explanation.json()).expect("JSON");
    assert_eq!(value["rule"]["id"], "elig-methods-missing");
    let mermaid = explanation.mermaid();
    assert!(mermaid.starts_with("sequenceDiagram\n    accTitle: ") && mermaid.contains("    accDescr: "));
    assert!(mermaid.contains("person->>portal") && mermaid.contains("portal-->>person") && !mermaid.contains('<'));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let everything = |view: &View<'_>| {
        [
            html::page(view),
            json::result(view),
            audit::audit_json(view),
            csv::ledger(view),
            summary(view, &Layout::default()),
        ]
    };
    assert_eq!(with_view(everything), with_view(everything));
}
