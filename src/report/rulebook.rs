//! The rules themselves: one as a page worth reading, all of them as Markdown, JSON or a table.
//!
//! The worked examples of a page are run when it is made; what it says of them is what the engine says.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::model::ratio::decimal;
use crate::quiz::uses::archetypes_for;
use crate::rules::assumptions;
use crate::rules::heard::said;
use crate::rules::rule::{Example, Kind, Law, Rule};
use crate::rules::{catalogue, decide};

use super::csv::table;
use super::words::wrapped;

/// Where a lab met the rule, by the names of its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// The lab.
    pub lab: String,
    /// Steps at which the rule said something.
    pub said: Vec<String>,
    /// Steps that it decided.
    pub decided: Vec<String>,
    /// How many decisions asked it without anything to say.
    pub held: usize,
}

/// What the engine does with a rule, in one word.
#[must_use]
pub const fn law(rule: &Rule) -> &'static str {
    match rule.law {
        Law::Gate { .. } => "gate",
        Law::Term { .. } => "term",
        Law::Effect { .. } => "effect",
        Law::Limit { .. } => "limit",
        Law::Fact => "fact",
    }
}

/// What the engine does with a rule, in a sentence.
fn engine(rule: &Rule) -> String {
    match rule.law {
        Law::Gate { code, outcome, .. } => {
            let code = code.map_or_else(String::new, |code| format!(" with {code}"));
            let then = if matches!(rule.then, Law::Effect { .. }) { "; it says what follows as well" } else { "" };
            format!("gate: a step that it blocks is {outcome}{code}{then}")
        }
        Law::Term { .. } => "term: sets what is required".to_owned(),
        Law::Effect { .. } => "effect: says what follows".to_owned(),
        Law::Limit { used, .. } => format!("limit: {used}"),
        Law::Fact if matches!(rule.kind, Kind::Context) => "background: nothing to execute".to_owned(),
        Law::Fact if rule.not_simulated.is_empty() => "not executed".to_owned(),
        Law::Fact => format!("not simulated: {}", rule.not_simulated),
    }
}

/// When it holds, in words; empty where always.
fn dates(rule: &Rule) -> String {
    match (rule.since, rule.until) {
        (None, None) => String::new(),
        (Some(since), None) => format!("from {since}"),
        (None, Some(until)) => format!("to {until}"),
        (Some(since), Some(until)) => format!("from {since} to {until}"),
    }
}

fn sources(rule: &Rule) -> impl Iterator<Item = String> {
    rule.sources.iter().map(|source| {
        let note = if source.note.is_empty() { String::new() } else { format!(" ({})", source.note) };
        format!("{}, {}{note}", source.page, source.date)
    })
}

/// One worked example, run now.
struct Worked {
    /// What the rule says: `blocks`, `holds`, …
    said: &'static str,
    /// What the decision came to.
    verdict: String,
    /// The situation, with the assumptions that differ.
    situation: String,
}

fn worked(rule: &'static Rule, example: &Example) -> Worked {
    let (book, case) = (example.book(), example.case());
    let verdict = decide(&book, &case, &mut ());
    let mut words = format!("{}: {}", case.moment.name(), verdict.outcome);
    if let Some(code) = verdict.code {
        let _ = write!(words, ", {code}");
    }
    match verdict.rule_id() {
        Some(id) if id == rule.id => words.push_str(", decided by this rule"),
        Some(id) => {
            let _ = write!(words, ", decided by {id}");
        }
        None => {}
    }
    let under: Vec<String> = example.assume.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let under = if under.is_empty() { String::new() } else { format!(" (with {})", under.join(", ")) };
    Worked {
        said: said(rule, &book, &case).map_or("is not asked", |said| said.word()),
        verdict: words,
        situation: format!("{}{under}", example.says),
    }
}

/// A page: names in a column, values beside them, broken to the width.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        for (i, part) in wrapped(value, self.width.saturating_sub(13).max(30)).iter().enumerate() {
            let _ = writeln!(self.text, "  {:<10} {part}", if i == 0 { name } else { "" });
        }
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.text, "\n{heading}");
    }
}

/// The page of one rule; `met` says where labs met it, and is left out where no lab was looked at.
#[must_use]
pub fn page(rule: &'static Rule, met: Option<&[Met]>, width: usize) -> String {
    let mut page = Page { text: format!("{}\n\n", rule.id), width };
    page.line("given", rule.given);
    page.line("then", rule.says);
    page.line("shows", rule.shows);
    page.line("figures", rule.numbers);
    page.line("notes", rule.notes);
    page.heading("Standing");
    page.line("topic", catalogue::topic(rule.id).unwrap_or_default());
    page.line("kind", rule.kind.word());
    page.line("holds", &dates(rule));
    page.line("basis", rule.basis.word());
    sources(rule).for_each(|source| page.line("source", &source));
    if let Some(one) = rule.assumption.and_then(assumptions::find) {
        page.line("assumes", &format!("{} (default {}): {}", one.name, one.default, one.question));
    }
    let touching = assumptions::ASSUMPTIONS.iter().filter(|one| one.rules.iter().any(|id| id == rule.id));
    let others: Vec<&str> =
        touching.map(|one| one.name.as_str()).filter(|name| Some(*name) != rule.assumption).collect();
    page.line("touched by", &others.join(", "));
    page.heading("In the engine");
    page.line("law", &engine(rule));
    for figure in rule.figures {
        page.line("reads", &format!("{}: {}", figure.name, decimal((figure.read)())));
    }
    if !rule.examples.is_empty() {
        page.heading("Worked examples, run now");
        for example in rule.examples {
            let worked = worked(rule, example);
            page.line(worked.said, &format!("{} -> {}", worked.situation, worked.verdict));
        }
    }
    if let Some(met) = met {
        labs(&mut page, met);
    }
    page.heading("Questions");
    match archetypes_for(rule) {
        Ok(names) => page.line("may ask", &names.join(", ")),
        Err(why) => page.line("none", &why),
    }
    page.text
}

fn labs(page: &mut Page, met: &[Met]) {
    page.heading("Labs");
    for one in met.iter().filter(|one| !one.decided.is_empty()) {
        page.line("decides", &format!("{}: {}", one.lab, one.decided.join(", ")));
    }
    for one in met.iter().filter(|one| one.decided.is_empty() && !one.said.is_empty()) {
        page.line("speaks", &format!("{}: {}", one.lab, one.said.join(", ")));
    }
    let only_held: Vec<&str> =
        met.iter().filter(|one| one.said.is_empty() && one.held > 0).map(|one| one.lab.as_str()).collect();
    page.line("only asked", &only_held.join(", "));
    if met.iter().all(|one| one.said.is_empty() && one.held == 0) {
        page.line("none", "no decision of these labs asks it");
    }
}

/// One rule for programs, its examples run.
#[must_use]
pub fn value(rule: &'static Rule, met: Option<&[Met]>) -> Value {
    let examples: Vec<Value> = rule
        .examples
        .iter()
        .map(|example| {
            let worked = worked(rule, example);
            json!({"situation": worked.situation, "says": worked.said, "verdict": worked.verdict})
        })
        .collect();
    let sources: Vec<Value> = rule
        .sources
        .iter()
        .map(|source| json!({"page": source.page, "date": source.date, "note": source.note}))
        .collect();
    let figures: serde_json::Map<String, Value> =
        rule.figures.iter().map(|figure| (figure.name.to_owned(), json!(decimal((figure.read)())))).collect();
    let mut value = json!({
        "id": rule.id,
        "topic": catalogue::topic(rule.id),
        "kind": rule.kind.word(),
        "given": rule.given,
        "then": rule.says,
        "shows": rule.shows,
        "numbers": rule.numbers,
        "notes": rule.notes,
        "from": rule.since,
        "to": rule.until,
        "basis": rule.basis.word(),
        "assumption": rule.assumption,
        "sources": sources,
        "law": law(rule),
        "engine": engine(rule),
        "not_simulated": rule.not_simulated,
        "figures": figures,
        "examples": examples,
        "archetypes": archetypes_for(rule).unwrap_or_default(),
    });
    if let Some(met) = met {
        let labs = met.iter().filter(|one| !one.said.is_empty() || one.held > 0);
        let labs = labs.map(|one| json!({"lab": one.lab, "said": one.said, "decided": one.decided, "held": one.held}));
        value["labs"] = labs.collect();
    }
    value
}

/// Every rule, as JSON.
#[must_use]
pub fn json() -> String {
    let rules: Vec<Value> = catalogue::RULES.iter().map(|rule| value(rule, None)).collect();
    super::json::pretty(&json!({ "rules": rules }))
}

/// Every rule, a row each.
#[must_use]
pub fn csv() -> String {
    let header = [
        "id",
        "topic",
        "kind",
        "given",
        "then",
        "shows",
        "numbers",
        "notes",
        "from",
        "to",
        "basis",
        "assumption",
        "sources",
        "law",
        "engine",
    ];
    let row = |rule: &&'static Rule| {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        vec![
            rule.id.to_owned(),
            text(catalogue::topic(rule.id)),
            rule.kind.word().to_owned(),
            rule.given.to_owned(),
            rule.says.to_owned(),
            rule.shows.to_owned(),
            rule.numbers.to_owned(),
            rule.notes.to_owned(),
            rule.since.map(|day| day.to_string()).unwrap_or_default(),
            rule.until.map(|day| day.to_string()).unwrap_or_default(),
            rule.basis.word().to_owned(),
            text(rule.assumption),
            sources(rule).collect::<Vec<_>>().join("; "),
            law(rule).to_owned(),
            engine(rule),
        ]
    };
    table(&header, catalogue::RULES.iter().map(row))
}

/// Every rule under its topic, as Markdown.
#[must_use]
pub fn markdown() -> String {
    let executed = catalogue::RULES.iter().filter(|rule| rule.is_executable()).count();
    let mut text = format!(
        "# The rules\n\nWritten by `tenantlab rules export`; a test keeps it in step. {} rules, {executed} of them \
         executed. `tenantlab rules show ID` runs the worked examples of one.\n",
        catalogue::RULES.len()
    );
    for (topic, rules) in catalogue::topics() {
        let _ = write!(text, "\n## {topic}\n");
        for rule in rules {
            entry(&mut text, rule);
        }
    }
    text
}

fn entry(text: &mut String, rule: &Rule) {
    let _ = write!(text, "\n### {}\n\n", rule.id);
    let _ = writeln!(text, "{} — {}", escaped(rule.given), escaped(rule.says));
    text.push('\n');
    let standing: Vec<String> = [rule.kind.word().to_owned(), rule.basis.word().to_owned(), dates(rule)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let mut item = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "- {name}: {}", escaped(value));
        }
    };
    item("standing", &standing.join(", "));
    item("shows", rule.shows);
    item("figures", rule.numbers);
    item("assumption", rule.assumption.unwrap_or_default());
    item("engine", &engine(rule));
    item("source", &sources(rule).collect::<Vec<_>>().join("; "));
    item("notes", rule.notes);
}

/// Text with a backslash before every sign that Markdown or HTML would act upon.
fn escaped(text: &str) -> String {
    let mut said = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~') {
            said.push('\\');
        }
        said.push(c);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    fn rule(id: &str) -> &'static Rule {
        find(id).expect("a rule of the catalogue")
    }

    #[test]
    fn a_page_runs_its_examples_and_says_where_labs_met_the_rule() {
        let met = [
            Met { lab: "a.yaml".into(), said: vec!["x".into()], decided: vec!["x".into()], held: 1 },
            Met { lab: "b.yaml".into(), held: 2, ..Met::default() },
        ];
        let text = page(rule("scope-not-member"), Some(&met), 200);
        assert!(text.contains("blocks     reset is on for a group that the person is not in -> offer: refused, SSPR_0013, decided by this rule"), "{text}");
        assert!(text.contains("decides    a.yaml: x") && text.contains("only asked b.yaml"), "{text}");
        assert!(text.contains("may ask    outcome, first-failing-gate"), "{text}");
        let disputed = page(rule("not-admins-current"), None, 100);
        assert!(disputed.contains("the rule not-admins-current is disputed"), "{disputed}");
        assert!(!disputed.contains("Labs"), "{disputed}");
    }

    #[test]
    fn every_format_holds_every_rule() {
        let all: Value = serde_json::from_str(&json()).expect("JSON");
        assert_eq!(all["rules"].as_array().map(Vec::len), Some(catalogue::RULES.len()));
        let table = csv();
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let ids: Vec<String> = rows.records().map(|row| row.expect("a row")[0].to_owned()).collect();
        assert!(ids.iter().map(String::as_str).eq(catalogue::ids()));
        let text = markdown();
        assert!(catalogue::ids().all(|id| text.contains(&format!("\n### {id}\n"))));
    }

    #[test]
    fn markdown_signs_in_text_stay_text() {
        assert_eq!(escaped("mkt=<locale> *_x_*"), "mkt=\\<locale\\> \\*\\_x\\_\\*");
    }
}
