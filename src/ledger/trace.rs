//! The trace of a decision: the rules consulted, in order, found by deciding again and listening.

use crate::model::time::Instant;
use crate::rules::book::{Book, RuleIx};
use crate::rules::rule::Rule;
use crate::rules::terms::Terms;
use crate::rules::{Listener, decide};

use super::{Entry, Ledger};

/// What a rule said.
#[derive(Copy, Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// It did not block.
    Pass,
    /// It blocked.
    Fail,
    /// It changed what is required, made a difference, or names what follows.
    Note,
}

/// One consulted rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The rule.
    pub rule: &'static Rule,
    /// What it said.
    pub said: Said,
    /// Why.
    pub because: String,
    /// The moment of the decision.
    pub at: Instant,
    /// The name of the moment: `offer`, `prove`, …
    pub moment: &'static str,
    /// Whether this rule decided.
    pub decided: bool,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// Collects lines.
struct Tracer<'a> {
    lines: Vec<Line>,
    entry: &'a Entry,
}

impl Tracer<'_> {
    fn push(&mut self, ix: RuleIx, said: Said, because: String) {
        let case = &self.entry.case;
        let decided = self.entry.verdict.rule == Some(ix);
        self.lines.push(Line { rule: ix.rule(), said, because, at: case.at, moment: case.moment.name(), decided });
    }
}

impl Listener for Tracer<'_> {
    const LISTENS: bool = true;

    fn term(&mut self, rule: RuleIx, before: &Terms, after: &Terms) {
        if let Some(because) = difference(before, after) {
            self.push(rule, Said::Note, because);
        }
    }

    fn gate(&mut self, rule: RuleIx, blocks: bool) {
        let because = if blocks { rule.rule().words() } else { "does not hold here".into() };
        self.push(rule, if blocks { Said::Fail } else { Said::Pass }, because.into_owned());
    }

    fn limit(&mut self, rule: RuleIx, felt: bool) {
        if felt {
            self.push(rule, Said::Note, rule.rule().says.to_owned());
        }
    }

    fn effect(&mut self, rule: RuleIx) {
        self.push(rule, Said::Note, rule.rule().says.to_owned());
    }
}

/// What a term changed, in words; none where it changed nothing.
fn difference(before: &Terms, after: &Terms) -> Option<String> {
    let mut said = Vec::new();
    if before.admin != after.admin {
        said.push("the administrator reset policy applies".to_owned());
    }
    if before.needed != after.needed {
        said.push(format!("methods needed: {} instead of {}", after.needed, before.needed));
    }
    let gone = before.held.without(after.held);
    if !gone.is_empty() {
        said.push(format!("no longer counts: {gone}"));
    }
    let come = after.held.without(before.held);
    if !come.is_empty() {
        said.push(format!("counts as held: {come}"));
    }
    if before.allowed != after.allowed {
        said.push(format!("may be used: {}", after.allowed));
    }
    if before.state != after.state {
        said.push(format!("the subscription becomes {}", after.state));
    }
    if before.lasts != after.lasts {
        let days = after.lasts.map_or("until it is changed".to_owned(), |days| format!("for {days} days"));
        said.push(format!("it stays so {days}"));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// The rules consulted for one decision, in order.
#[must_use]
pub fn of(book: &Book, entry: &Entry) -> Vec<Line> {
    let mut tracer = Tracer { lines: Vec::new(), entry };
    decide(book, &entry.case, &mut tracer);
    // a gate that sums up names the specific rule behind it, which is no gate of this moment and is not heard
    if let Some(ix) = entry.verdict.rule
        && !entry.verdict.passes()
        && !tracer.lines.iter().any(|line| line.decided)
    {
        tracer.push(ix, Said::Fail, ix.rule().words().into_owned());
    }
    tracer.lines
}

/// The rules consulted for all decisions of a step, in order.
#[must_use]
pub fn of_step(book: &Book, ledger: &Ledger, step: usize) -> Vec<Line> {
    ledger.decisions(step).flat_map(|entry| of(book, entry)).collect()
}
