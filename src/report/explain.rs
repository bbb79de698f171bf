//! The explanation of one step: what came of it, why, what would flip it, and what an administrator would see.
//!
//! [`Explanation::new`] fills everything but the flips, which take replays; the caller adds those. The same value is
//! worded as text, as JSON and as a Mermaid sequence.

use std::fmt::Write as _;

use serde::Serialize;

use crate::ledger::trace::{Line, Said};
use crate::ledger::{AuditRecord, EventRecord, Hop, Lane};
use crate::model::ask::Code;
use crate::model::time::Instant;
use crate::study::flips::Flip;

use super::score::Score;
use super::view::{RuleWords, StepView};
use super::words::{outcome, plain, sentence, when, wrapped};
use super::{View, json};

/// Why a step came out as it did.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The version of the JSON form.
    pub format_version: u32,
    /// Who acted.
    pub who: String,
    /// When.
    pub at: Instant,
    /// The number of the step in the file.
    pub step: usize,
    /// The id of the step.
    pub id: Option<String>,
    /// What was done.
    pub what: String,
    /// `ok`, `refused`, `failed` or `done`.
    pub outcome: &'static str,
    /// The code shown.
    pub code: Option<Code>,
    /// What the person reads.
    pub message: String,
    /// The rule that decided.
    pub rule: Option<RuleWords>,
    /// Failures in force at one of its decisions.
    pub faults: Vec<&'static str>,
    /// What the rules said, in order; those that only passed are counted.
    pub trace: Vec<TraceLine>,
    /// How many rules were consulted and had nothing against it.
    pub passed: usize,
    /// How the points of the new password come about, where the step writes one out.
    pub score: Option<Score>,
    /// What changed in the world.
    pub effects: Vec<String>,
    /// Audit records an administrator would see.
    pub audit: Vec<AuditRecord>,
    /// Windows events an administrator would see.
    pub events: Vec<EventRecord>,
    /// Messages between the parties.
    pub hops: Vec<Hop>,
    /// Smallest changes that would have led elsewhere.
    pub flips: Vec<Flip>,
}

/// One consulted rule that said something.
#[derive(Clone, Debug, Serialize)]
pub struct TraceLine {
    /// The rule.
    pub rule: &'static str,
    /// `fail` where it blocked, `note` where it changed what is required or names what follows.
    pub verdict: Said,
    /// Why.
    pub because: String,
    /// The moment.
    pub moment: &'static str,
    /// Whether it decided.
    pub decided: bool,
}

impl Explanation {
    /// The explanation of a step, without flips.
    #[must_use]
    pub fn new(view: &View<'_>, step: &StepView<'_>) -> Self {
        let record = step.record;
        let trace = view.trace(step);
        Self {
            format_version: json::FORMAT_VERSION,
            who: record.actor.clone(),
            at: record.at,
            step: record.n,
            id: record.id.clone(),
            what: record.action.clone(),
            outcome: outcome(record.outcome),
            code: record.code,
            message: record.message.clone(),
            rule: step.rule.clone(),
            faults: step.faults.iter().map(|fault| fault.kind().id.as_str()).collect(),
            passed: trace.iter().filter(|line| line.said == Said::Pass).count(),
            trace: trace.into_iter().filter(|line| line.said != Said::Pass).map(TraceLine::from).collect(),
            score: Score::of(view, record),
            effects: record.effects.clone(),
            audit: record.audit.clone(),
            events: record.events.clone(),
            hops: record.hops.clone(),
            flips: Vec::new(),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        json::pretty(self)
    }

    /// As text for a terminal of this width.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        let mut page = Page { lines: Vec::new(), width: width.max(40) };
        self.head(&mut page);
        self.because(&mut page);
        self.consulted(&mut page);
        page.list("Score of the new password", self.score.iter().flat_map(Score::lines));
        page.list("Faults in force", self.faults.iter().map(|fault| (*fault).to_owned()));
        page.list("What changed", self.effects.iter().cloned());
        page.list("What an administrator would see", self.log_lines());
        page.list("What would flip it", self.flips.iter().map(flip));
        page.lines.join("\n") + "\n"
    }

    fn head(&self, page: &mut Page) {
        let id = self.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
        page.say(0, &format!("{}, step {}{id}: {} {}", when(self.at), self.step, self.who, self.what));
        let code = self.code.map(|code| format!(", {code}")).unwrap_or_default();
        page.say(0, &format!("Outcome: {}{code}", self.outcome));
        if !self.message.is_empty() {
            page.say(0, &format!("Shown: {}", self.message));
        }
    }

    fn because(&self, page: &mut Page) {
        let Some(rule) = &self.rule else {
            page.say(0, "Because: no documented rule decides this.");
            return;
        };
        page.say(0, &format!("Because: {}", sentence(&rule.says)));
        page.say(2, &format!("Situation: {}", sentence(rule.given)));
        page.say(2, &format!("Rule {} ({}), holds {}", rule.id, rule.basis, rule.holds));
        rule.sources.iter().for_each(|source| page.say(2, &format!("Source {source}")));
        if let Some(assumed) = &rule.assumption {
            page.say(2, &format!("Assumption {} = {}: {}", assumed.name, assumed.value, assumed.question));
        }
    }

    fn consulted(&self, page: &mut Page) {
        let line = |line: &TraceLine| {
            let verdict = if line.verdict == Said::Fail { "fail" } else { "note" };
            let mark = if line.decided { " (decided)" } else { "" };
            format!("{verdict}  {}{mark}, at {}: {}", line.rule, line.moment, line.because)
        };
        page.list("Rules that said something, in order", self.trace.iter().map(line));
        page.say(0, &format!("Rules with nothing against it: {}", self.passed));
    }

    fn log_lines(&self) -> impl Iterator<Item = String> {
        log_lines(&self.audit, &self.events)
    }

    /// As a Mermaid sequence diagram.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let mut text = String::from("sequenceDiagram\n");
        let title = mermaid_text(&format!("{} {}", self.who, self.what));
        let _ = writeln!(text, "    accTitle: {title}");
        let because = self.rule.as_ref().map_or("no documented rule decides this", |rule| &*rule.says);
        let _ = writeln!(text, "    accDescr: Outcome {}. {}", self.outcome, mermaid_text(because));
        let mut lanes: Vec<Lane> = self.hops.iter().flat_map(|hop| [hop.from, hop.to]).collect();
        lanes.sort_unstable();
        lanes.dedup();
        if lanes.is_empty() {
            lanes.push(Lane::Person);
        }
        for lane in &lanes {
            let _ = writeln!(text, "    participant {} as {}", lane_id(*lane), lane_name(*lane));
        }
        for hop in &self.hops {
            let arrow = match (hop.stopped, hop.reply) {
                (true, false) => "-x",
                (true, true) => "--x",
                (false, true) => "-->>",
                (false, false) => "->>",
            };
            let stop = if hop.stopped { " (stopped)" } else { "" };
            let _ = writeln!(
                text,
                "    {}{arrow}{}: {}{stop}",
                lane_id(hop.from),
                lane_id(hop.to),
                mermaid_text(&hop.text)
            );
        }
        let first = lane_id(lanes[0]);
        let last = lane_id(lanes[lanes.len() - 1]);
        let over = if first == last { first.to_owned() } else { format!("{first},{last}") };
        let _ = writeln!(text, "    Note over {over}: {}", mermaid_text(&format!("{}: {because}", self.outcome)));
        text
    }
}

impl From<Line> for TraceLine {
    fn from(line: Line) -> Self {
        Self {
            rule: line.rule.id,
            verdict: line.said,
            because: line.because,
            moment: line.moment,
            decided: line.decided,
        }
    }
}

/// What an administrator would see: a line for each audit record, then one for each event.
pub(super) fn log_lines(audit: &[AuditRecord], events: &[EventRecord]) -> impl Iterator<Item = String> {
    let audit = audit.iter().map(|record| {
        let reason = if record.reason.is_empty() { String::new() } else { format!(", {}", record.reason) };
        let agent = if record.agent.is_empty() { String::new() } else { format!(", agent {}", record.agent) };
        let at = when(record.at);
        format!(
            "{at} audit: {}, {}{reason}, by {} on {}{agent}",
            record.activity, record.status, record.initiator, record.target
        )
    });
    let events = events.iter().map(|event| {
        format!("{} event {} in {} on {}: {}", when(event.at), event.id, event.source, event.server, event.name)
    });
    audit.chain(events)
}

/// A flip on one line.
fn flip(flip: &Flip) -> String {
    let rule = flip.rule.as_deref().map(|rule| format!(" ({rule})")).unwrap_or_default();
    format!("{}: {}{rule}", flip.change, flip.outcome)
}

/// The name of a lane.
#[must_use]
pub const fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Person => "Person",
        Lane::Portal => "Portal",
        Lane::Entra => "Entra ID",
        Lane::Relay => "Relay",
        Lane::SyncServer => "Sync server",
        Lane::DomainController => "Domain controller",
    }
}

const fn lane_id(lane: Lane) -> &'static str {
    match lane {
        Lane::Person => "person",
        Lane::Portal => "portal",
        Lane::Entra => "entra",
        Lane::Relay => "relay",
        Lane::SyncServer => "sync",
        Lane::DomainController => "dc",
    }
}

/// Text that Mermaid takes for nothing but text: what it reads as syntax becomes a character entity.
fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for c in plain(text).chars() {
        match c {
            '#' | ';' | '<' | '>' | '&' | '"' | '%' | '{' | '}' => {
                let _ = write!(out, "#{};", c as u32);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Lines of at most a width.
pub(super) struct Page {
    pub(super) lines: Vec<String>,
    pub(super) width: usize,
}

impl Page {
    pub(super) fn say(&mut self, indent: usize, text: &str) {
        let parts = wrapped(&plain(text), self.width.saturating_sub(indent + 2));
        for (i, part) in parts.iter().enumerate() {
            let blank = " ".repeat(if i == 0 { indent } else { indent + 2 });
            self.lines.push(format!("{blank}{part}"));
        }
    }

    pub(super) fn list(&mut self, title: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return;
        }
        self.say(0, &format!("{title}:"));
        for (i, item) in items.iter().enumerate() {
            self.say(2, &format!("{}. {item}", i + 1));
        }
    }
}
