//! Every row of the operation matrix, run as a lab, ends as the row says.

use std::fmt::Write as _;

use tenantlab::scenario::diagnostic::render_plain;
use tenantlab::scenario::{NoFiles, read};
use tenantlab::sim;

const TABLE: &str = include_str!("data/operation-matrix.tsv");

/// Rows about something that does not exist: a cloud-only account has no account on-premises.
const NOT_APPLICABLE: &[(&str, &str, &str)] = &[
    ("cloud-only", "user", "unlock-account"),
    ("cloud-only", "on-premises", "change-password"),
    ("cloud-only", "on-premises", "reset-password"),
];

/// A row of the table, by the columns that are compared.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    identity: &'a str,
    sync: &'a str,
    actor: &'a str,
    action: &'a str,
    via: &'a str,
    on: bool,
    outcome: &'a str,
    cloud: &'a str,
    on_premises: &'a str,
    shows: &'a str,
}

impl<'a> Row<'a> {
    fn parse(line: &'a str) -> Self {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 15, "{line}");
        Self {
            identity: cells[0],
            sync: cells[1],
            actor: cells[2],
            action: cells[3],
            via: cells[4],
            on: cells[5] == "on",
            outcome: cells[6],
            cloud: cells[8],
            on_premises: cells[9],
            shows: cells[11],
        }
    }

    fn hybrid(&self) -> bool {
        self.identity != "cloud-only"
    }

    /// Whether sign-in asks the forest rather than the cloud's copy.
    fn live(&self) -> bool {
        matches!(self.identity, "pass-through" | "federated")
    }

    fn forced(&self) -> bool {
        self.action == "forced-change-password"
    }

    fn sets_password(&self) -> bool {
        self.action != "unlock-account"
    }
}

fn rows() -> Vec<Row<'static>> {
    TABLE.lines().skip(1).map(Row::parse).collect()
}

/// The ways in which one row is set up.
#[derive(Clone, Copy, Debug)]
struct Variant {
    /// Whether hash sync runs beside pass-through or federation.
    hash_sync: bool,
    /// Writeback is off in the portal, else on the server.
    off_in_portal: bool,
    /// A forced change is due because of a mark, else because of age.
    marked: bool,
}

fn variants(row: &Row<'_>) -> Vec<Variant> {
    let mut found = Vec::new();
    for hash_sync in [true, false] {
        for off_in_portal in [true, false] {
            for marked in [true, false] {
                let told_apart = (hash_sync || row.live())
                    && (off_in_portal || (!row.on && row.hybrid()))
                    && (marked || (row.forced() && row.hybrid()));
                if told_apart {
                    found.push(Variant { hash_sync, off_in_portal, marked });
                }
            }
        }
    }
    found
}

/// What the cloud holds at once and after the next pass.
fn cloud_after(row: &Row<'_>, variant: Variant) -> (&'static str, &'static str) {
    let copy = if variant.hash_sync { "new" } else { "old" };
    match row.cloud {
        "unchanged" => ("old", "old"),
        "not used for sign-in" => ("old", copy),
        text if text.starts_with("new after next pass") => ("old", "new"),
        text if text.starts_with("new hash only if PHS on") && row.identity == "federated" => ("old", copy),
        text if text.starts_with("new hash only if PHS on") => (copy, copy),
        text if text.starts_with("new") => ("new", "new"),
        text => panic!("cloud: {text}"),
    }
}

fn on_premises_after(row: &Row<'_>) -> Option<&'static str> {
    match row.on_premises {
        "-" => None,
        text if text.starts_with("new") => Some("new"),
        text if text.starts_with("unchanged") => Some("old"),
        text => panic!("on-premises: {text}"),
    }
}

fn tenant(row: &Row<'_>, variant: Variant) -> String {
    let writeback = match (row.on || !variant.off_in_portal, row.sync) {
        (false, _) => "false",
        (true, "cloud-sync") => "{connect: true, cloud_sync: true}",
        (true, _) => "true",
    };
    format!(
        "tenant:
  name: Contoso
  domains: [contoso.onmicrosoft.com, {{name: contoso.com, identity: {}}}]
  subscriptions: [{{sku: AAD_PREMIUM, units: 25}}]
  sspr: {{enabled: all, methods: [email, mobile-phone], methods_required: 1, unlock_without_reset: true, writeback: {writeback}}}
",
        row.identity
    )
}

fn site(row: &Row<'_>, variant: Variant) -> String {
    if !row.hybrid() {
        return String::new();
    }
    let lockout = if row.action == "reset-password" && row.actor == "user" || row.action == "unlock-account" {
        "{threshold: 3, window: 30m, duration: 2h}"
    } else {
        "{threshold: 0}"
    };
    format!(
        "on_premises:
  forests: [{{name: corp.contoso.com, password_policy: {{min_age: 0d}}, lockout: {lockout}}}]
  sync:
    - {{name: server-1, kind: {}, forests: [corp.contoso.com], password_hash_sync: {}, writeback: {}}}
",
        row.sync,
        variant.hash_sync,
        row.on || variant.off_in_portal
    )
}

fn users(row: &Row<'_>, variant: Variant) -> String {
    let mut text = "users:
  - {upn: root@contoso.onmicrosoft.com, name: Rita Vogel, identity: cloud-only, roles: [Global Administrator]}
  - upn: ana@contoso.com
    name: Ana Ruiz
    licences: [AAD_PREMIUM]
    methods: {email: ana@outlook.example, mobile_phone: \"+1 4255550100\"}
    password: Maple-Tower-5810
"
    .to_owned();
    if row.actor == "admin-self" {
        text.push_str("    roles: [Helpdesk Administrator]\n");
    }
    if row.forced() && row.hybrid() {
        text.push_str(if variant.marked {
            "    on_premises: {must_change_password: true}\n"
        } else {
            "    password_set: 2026-08-01\n"
        });
    }
    text
}

/// The step of the row, at an instant that is no pass.
fn step(row: &Row<'_>) -> String {
    let action = if row.forced() { "change-password" } else { row.action };
    let new = if row.sets_password() { ", new_password: Quartz+Lantern42" } else { "" };
    let current = if action == "change-password" { ", current: Maple-Tower-5810" } else { "" };
    match row.actor {
        "user" | "admin-self" => format!("user: ana@contoso.com, do: {action}{current}{new}"),
        "on-premises" => format!("on_premises: ana@contoso.com, do: {action}{current}{new}"),
        "admin" => format!(
            "admin: root@contoso.onmicrosoft.com, do: {action}, user_reset: ana@contoso.com, via: {}{new}, must_change: {}",
            row.via,
            row.via != "powershell"
        ),
        actor => panic!("actor: {actor}"),
    }
}

fn state(row: &Row<'_>, cloud: &str) -> String {
    let Some(on_premises) = on_premises_after(row).filter(|_| row.hybrid()) else {
        return format!("{{user: ana@contoso.com, password_in: {{cloud: {cloud}}}}}");
    };
    let locked = if row.on_premises.contains("unlocked") || row.on_premises.contains("lockoutTime 0") {
        ", locked: {on-premises: false}"
    } else if row.action == "unlock-account" {
        ", locked: {on-premises: true}"
    } else {
        ""
    };
    format!("{{user: ana@contoso.com, password_in: {{cloud: {cloud}, on-premises: {on_premises}}}{locked}}}")
}

/// Sign-ins that show which password works after the next pass.
fn sign_ins(row: &Row<'_>, after: &str) -> String {
    let home = if row.live() { on_premises_after(row).unwrap_or(after) } else { after };
    let mut text = String::new();
    // The forest shuts out who is locked there, and whose password is due but cannot be changed in the cloud.
    let locked = site(row, Variant { hash_sync: true, off_in_portal: true, marked: true }).contains("threshold: 3");
    let shut = (row.forced() || locked) && row.live() && !row.on;
    for (at, password, holder) in [("10:03", "Quartz+Lantern42", "new"), ("10:04", "Maple-Tower-5810", "old")] {
        let outcome = if home == holder && !shut { "success" } else { "refused" };
        let asked = row.actor == "admin" && row.via != "powershell" && holder == "new" && row.outcome != "refused";
        let prompt = if asked && outcome == "success" { ", prompted: change-password" } else { "" };
        let _ = writeln!(
            text,
            "  - {{at: \"{at}\", user: ana@contoso.com, do: sign-in, password: {password}, expect: {{outcome: {outcome}{prompt}}}}}"
        );
    }
    text
}

fn lab(row: &Row<'_>, variant: Variant) -> String {
    let mut text = "title: A row of the operation matrix\nstart: 2026-11-02T08:00:00Z\n".to_owned();
    // A mark would keep the hash back, and the cloud's copy is what is looked at here.
    let marked_copy =
        row.forced() && row.identity == "password-hash-sync" || row.actor == "admin" && row.identity == "federated";
    if marked_copy {
        text.push_str("assumptions: {must-change-hash-sync: always}\n");
    }
    text.push_str(&tenant(row, variant));
    text.push_str(&site(row, variant));
    text.push_str(&users(row, variant));
    text.push_str("timeline:\n");
    if row.forced() && !row.hybrid() {
        text.push_str(
            "  - {at: \"09:00\", admin: root@contoso.onmicrosoft.com, do: reset-password, user_reset: ana@contoso.com, \
             new_password: Maple-Tower-5810, must_change: true}\n",
        );
    }
    if site(row, variant).contains("threshold: 3") {
        text.push_str(
            "  - {at: \"09:50\", user: ana@contoso.com, do: sign-in, to: on-premises, password: wrong, times: 3, \
             every: 5s, expect: {state: {user: ana@contoso.com, locked: {on-premises: true}}}}\n",
        );
    }
    let outcome = if row.outcome == "refused" { "refused" } else { "success" };
    let code = row.shows.find("SSPR_").filter(|_| outcome == "refused");
    let code = code.map(|at| format!(", code: {}", &row.shows[at..at + 9])).unwrap_or_default();
    let (at_once, after) = cloud_after(row, variant);
    let _ = writeln!(
        text,
        "  - {{at: \"10:00:30\", {}, expect: {{outcome: {outcome}{code}, state: {}}}}}",
        step(row),
        state(row, at_once)
    );
    let _ = writeln!(text, "  - {{at: \"10:02:30\", expect: {{state: {}}}}}", state(row, after));
    if row.sets_password() {
        text.push_str(&sign_ins(row, after));
    }
    text
}

/// What did not hold in the lab of a row.
fn failures(row: &Row<'_>, variant: Variant) -> Vec<String> {
    let text = lab(row, variant);
    let reading = read("row.yaml", text.as_bytes(), &mut NoFiles);
    let Some(scenario) = reading.scenario else {
        return vec![format!("{row:?}: {}", render_plain(&reading.diagnostics, &reading.sources, false))];
    };
    let found = sim::run(&scenario).expectations.failures;
    found
        .into_iter()
        .map(|one| {
            let (step, key, expected, actual) = (one.step, one.key, one.expected, one.actual);
            format!("{row:?} {variant:?}: step {step} {key}: expected {expected}, found {actual}\n{text}")
        })
        .collect()
}

#[test]
fn every_row_ends_as_it_says() {
    let applicable = rows().into_iter().filter(|row| row.outcome != "not-applicable");
    let found: Vec<String> = applicable
        .flat_map(|row| variants(&row).into_iter().flat_map(move |variant| failures(&row, variant)))
        .collect();
    assert!(found.is_empty(), "{} failures\n{}", found.len(), found.join("\n"));
}

#[test]
fn rows_that_do_not_apply_are_the_ones_listed() {
    let mut found: Vec<_> = rows()
        .into_iter()
        .filter(|row| row.outcome == "not-applicable")
        .map(|row| (row.identity, row.actor, row.action))
        .collect();
    found.dedup();
    assert_eq!(found, NOT_APPLICABLE);
}

#[test]
fn the_table_has_every_row() {
    assert_eq!(rows().len(), 110);
}
