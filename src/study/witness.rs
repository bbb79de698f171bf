//! A case of the space as a scenario: the smallest text whose run ends as the case does.

use std::fmt::Write as _;

use crate::model::identity::Cloud;
use crate::model::time::Span;
use crate::rules::assumptions::Values;

use super::space::{ANSWERS, Dimension, Holds, OUTAGE, Point, ROLE, Reach, Space, Writeback};

/// The name of the domain of people.
const DOMAIN: &str = "contoso.com";

/// The case as a scenario file; its one step expects what the case comes to.
///
/// The title is quoted as YAML wants it; everything else comes from closed lists.
#[must_use]
pub fn scenario(space: &Space, point: Point, title: &str) -> String {
    let mut text = String::new();
    let title: String = title.chars().map(|c| if c == '"' || c == '\\' { '\'' } else { c }).collect();
    lines(&mut text, &[format!("title: \"{title}\""), format!("start: {}", space.at(point) - before(point))]);
    assumptions(&mut text, space);
    tenant(&mut text, point);
    if point.has_forest() {
        lines(&mut text, &["on_premises:".into(), "  forests: [{name: corp.contoso.com}]".into()]);
        lines(
            &mut text,
            &["  sync: [{name: connect-1, kind: connect, forests: [corp.contoso.com], writeback: true}]".into()],
        );
    }
    person(&mut text, point);
    timeline(&mut text, space, point);
    text
}

/// How long before its one step a scenario starts: an outage must have been noticed by then.
fn before(point: Point) -> Span {
    if point.writeback() == Writeback::Down { Span::minutes(30) } else { Span::ZERO }
}

fn lines(text: &mut String, lines: &[String]) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

fn assumptions(text: &mut String, space: &Space) {
    let mut changed = space.assumptions.iter().filter(|(one, value)| *value != one.default).peekable();
    if changed.peek().is_none() {
        return;
    }
    text.push_str("assumptions:\n");
    for (one, value) in changed {
        let value = match &one.values {
            Values::Order { .. } => format!("[{}]", value.replace(' ', ", ")),
            Values::List { .. } => format!("\"{value}\""),
            _ => value.to_owned(),
        };
        let _ = writeln!(text, "  {}: {value}", one.name);
    }
}

fn tenant(text: &mut String, point: Point) {
    lines(text, &["tenant:".into(), "  name: Contoso".into()]);
    if point.cloud() != Cloud::Public {
        lines(text, &[format!("  cloud: {}", point.cloud())]);
    }
    lines(text, &[format!("  domains: [contoso.onmicrosoft.com, {{name: {DOMAIN}, identity: {}}}]", point.identity())]);
    if let Some(sku) = point.licence().sku() {
        lines(text, &[format!("  subscriptions: [{{sku: {sku}, units: 25}}]")]);
    }
    let enabled = match point.scope() {
        Reach::None => "none",
        Reach::All => "all",
        Reach::Outside => {
            lines(text, &["  groups: [{name: Pilot}]".into()]);
            "selected, group: Pilot"
        }
    };
    let writeback = point.writeback() != Writeback::Off;
    lines(
        text,
        &[format!(
            "  sspr: {{enabled: {enabled}, methods: [email, mobile-phone, security-questions], methods_required: {}, \
             writeback: {writeback}}}",
            point.required()
        )],
    );
}

fn person(text: &mut String, point: Point) {
    lines(text, &["users:".into(), format!("  - upn: lee@{DOMAIN}")]);
    if let Some(sku) = point.licence().sku() {
        lines(text, &[format!("    licences: [{sku}]")]);
    }
    match point.role() {
        Holds::None => {}
        Holds::Listed => lines(text, &[format!("    roles: [{ROLE}]")]),
        Holds::Eligible => lines(text, &[format!("    eligible_roles: [{ROLE}]")]),
    }
    let methods = [
        "email: lee@home.example".to_owned(),
        "mobile_phone: \"+1 4255550100\"".to_owned(),
        format!("security_answers: {ANSWERS}"),
    ];
    let held = point.methods().len();
    if held > 0 {
        lines(text, &[format!("    methods: {{{}}}", methods[..held].join(", "))]);
    }
}

fn timeline(text: &mut String, space: &Space, point: Point) {
    text.push_str("timeline:\n");
    if point.writeback() == Writeback::Down {
        lines(text, &[format!("  - {{at: \"+0m\", fault: {OUTAGE}, on: connect-1, for: 1h}}")]);
    }
    let ending = space.ending(point);
    let mut expected = format!("outcome: {}", ending.outcome);
    if let Some(code) = ending.code {
        let _ = write!(expected, ", code: {code}");
    }
    if let Some(rule) = ending.rule {
        let _ = write!(expected, ", rule: {rule}");
    }
    lines(
        text,
        &[
            format!("  - at: \"+{}m\"", before(point).0 / 60),
            format!("    user: lee@{DOMAIN}"),
            "    do: reset-password".into(),
            format!("    expect: {{{expected}}}"),
        ],
    );
}

/// The case in words, a line a fact, and how its reset ends.
#[must_use]
pub fn words(space: &Space, point: Point) -> Vec<(&'static str, String)> {
    let mut rows: Vec<(&'static str, String)> =
        Dimension::ALL.iter().map(|dimension| (dimension.word(), space.word(point, *dimension))).collect();
    let ending = space.ending(point);
    rows.push(("outcome", ending.outcome.to_string()));
    rows.push(("code", ending.code.map_or_else(|| "none".to_owned(), |code| code.to_string())));
    rows.push(("rule", ending.rule.unwrap_or("none").to_owned()));
    rows.push(("decided at", ending.moment.to_owned()));
    rows.push(("offers", ending.offers.merged().to_string()));
    rows.push(("usable", ending.usable.to_string()));
    rows.push(("needed", ending.needed.to_string()));
    rows
}
