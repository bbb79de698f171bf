//! The summary of a run for a terminal: wide as a page, or one `key: value` line each where there is no room.

use super::View;
use super::view::Reason;
use super::words::{count, plain, shortened, when, wrapped};

/// Below this many columns, and with `plain`, a summary is a list of `key: value` lines.
pub const NARROW: usize = 60;

/// How a summary is laid out.
#[derive(Clone, Debug)]
pub struct Layout<'a> {
    /// Columns of the terminal.
    pub width: usize,
    /// Colour may be used; the words carry the meaning all the same.
    pub colour: bool,
    /// Lines of `key: value`, whatever the width.
    pub plain: bool,
    /// Where the report was written, if it was.
    pub report: Option<&'a str>,
    /// The line that repeats the run; none takes the view's.
    pub repeat: Option<&'a str>,
}

impl Default for Layout<'_> {
    fn default() -> Self {
        Self { width: 100, colour: false, plain: false, report: None, repeat: None }
    }
}

/// A decoration of a word; nothing depends on it.
#[derive(Copy, Clone)]
enum Ink {
    Good,
    Bad,
    Strong,
}

impl Layout<'_> {
    fn paint(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "31",
            Ink::Strong => "1",
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The summary of a run.
#[must_use]
pub fn summary(view: &View<'_>, layout: &Layout<'_>) -> String {
    if layout.plain || layout.width < NARROW { listed(view, layout) } else { laid_out(view, layout) }
}

fn laid_out(view: &View<'_>, layout: &Layout<'_>) -> String {
    let mut lines = head(view, layout);
    lines.extend(blocked_by(view, layout));
    lines.extend(faults(view, layout));
    lines.extend(checks(view, layout));
    lines.extend(failures(view, layout));
    if let Some(report) = layout.report {
        lines.push(format!("Report  {}", plain(report)));
    }
    lines.push(format!("Repeat  {}", plain(layout.repeat.unwrap_or(&view.repeat))));
    lines.join("\n") + "\n"
}

fn head(view: &View<'_>, layout: &Layout<'_>) -> Vec<String> {
    let (_, people) = view.heads();
    let facts = [
        format!("seed {}", view.ledger.seed),
        format!("rules {}", view.basis.newest_source),
        count(people as u64, "person", "people"),
        count(view.faults.len() as u64, "fault", "faults"),
        format!("{} simulated", view.ledger.end - view.ledger.start),
    ];
    let title = plain(&view.scenario.title);
    let facts = facts.join("  ");
    let room = layout.width.saturating_sub(facts.len() + 2);
    let mut lines = if title.chars().count() <= room {
        vec![format!("{}  {facts}", layout.paint(Ink::Strong, &title))]
    } else {
        let mut lines = wrapped(&title, layout.width);
        lines.iter_mut().for_each(|line| *line = layout.paint(Ink::Strong, line));
        lines.push(format!("  {facts}"));
        lines
    };
    let counts = view.attempts;
    let ink = if counts.all() == counts.success { Ink::Good } else { Ink::Bad };
    let said = format!("{} ok   {} refused   {} failed", counts.success, counts.refused, counts.failed);
    lines.push(format!("  Attempts {}   {}", counts.all(), layout.paint(ink, &said)));
    lines
}

fn blocked_by(view: &View<'_>, layout: &Layout<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, reason) in view.reasons.iter().enumerate() {
        let lead = if i == 0 { "  Blocked by  " } else { "              " };
        let tail = format!(" {} {reason}", reason.counts.all());
        lines.extend(dotted(lead, &label(reason), &tail, layout.width));
    }
    lines
}

/// The id, the code and the words of a reason.
fn label(reason: &Reason) -> String {
    let code = reason.code.map(|code| format!(" {code}")).unwrap_or_default();
    let behind = reason.behind();
    let behind = if behind.is_empty() { behind } else { format!(" (fault {behind})") };
    plain(&format!("{}{code}: {}{behind}", reason.id(), reason.says().trim_end_matches('.')))
}

/// `lead text ..... tail`, the text on as many lines as it needs, never broken inside a word.
fn dotted(lead: &str, text: &str, tail: &str, width: usize) -> Vec<String> {
    let room = width.saturating_sub(lead.len() + tail.len() + 4).max(20);
    let parts = wrapped(text, room);
    let last = parts.len() - 1;
    let line = |(i, part): (usize, &String)| {
        let lead = if i == 0 { lead.to_owned() } else { " ".repeat(lead.len()) };
        if i < last {
            return format!("{lead}{part}");
        }
        let used = lead.len() + part.chars().count() + tail.len();
        let dots = width.saturating_sub(used + 1).max(3);
        format!("{lead}{part} {}{tail}", ".".repeat(dots))
    };
    parts.iter().enumerate().map(line).collect()
}

fn faults(view: &View<'_>, layout: &Layout<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, fault) in view.faults.iter().enumerate() {
        let lead = if i == 0 { "  Faults      " } else { "              " };
        let text =
            format!("{} on {}, {} to {}", fault.fault.kind().id, fault.name, when(fault.from), when(fault.until));
        lines.extend(dotted(lead, &plain(&text), &bites(fault.bit), layout.width));
    }
    lines
}

fn bites(bit: u32) -> String {
    match bit {
        0 => " never bit".to_owned(),
        1 => " bit once".to_owned(),
        n => format!(" bit {n} times"),
    }
}

fn checks(view: &View<'_>, layout: &Layout<'_>) -> Vec<String> {
    let expectations = &view.ledger.expectations;
    let all = expectations.held + expectations.failed;
    let ink = if expectations.failed == 0 { Ink::Good } else { Ink::Bad };
    let met = layout.paint(ink, &format!("{} of {all} met", expectations.held));
    let bit = format!("{} of {}", view.bitten(), view.faults.len());
    let executed = view.basis.rules - view.basis.facts;
    let mut lines = vec![format!("  Expectations {met}   Faults that bit {bit}")];
    let rules = format!("Rules exercised {} of {executed}", view.basis.consulted);
    // The line is some 75 columns wide when it holds all three.
    if layout.width >= 80 {
        lines[0] += &format!("   {rules}")
    } else {
        lines.push(format!("  {rules}"))
    }
    lines
}

fn failures(view: &View<'_>, layout: &Layout<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for failure in &view.ledger.expectations.failures {
        let id = failure.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
        let what = format!(
            "step {}{id}: {} expected {}, found {}",
            failure.step, failure.key, failure.expected, failure.actual
        );
        let mut parts = wrapped(&plain(&what), layout.width.saturating_sub(12)).into_iter();
        let first = parts.next().unwrap_or_default();
        lines.push(format!("  {}    {first}", layout.paint(Ink::Bad, "not met")));
        lines.extend(parts.map(|part| format!("             {part}")));
    }
    lines
}

/// One `key: value` line each, in reading order.
fn listed(view: &View<'_>, layout: &Layout<'_>) -> String {
    let expectations = &view.ledger.expectations;
    let mut lines = vec![
        format!("scenario: {}", view.scenario.title),
        format!("seed: {}", view.ledger.seed),
        format!("rules: {}", view.basis.newest_source),
        format!("people: {}", view.heads().1),
        format!("simulated: {}", view.ledger.end - view.ledger.start),
        format!("attempts: {}", view.attempts.all()),
        format!("ok: {}", view.attempts.success),
        format!("refused: {}", view.attempts.refused),
        format!("failed: {}", view.attempts.failed),
    ];
    lines.extend(
        view.reasons.iter().map(|reason| format!("blocked by: {}, {} {reason}", label(reason), reason.counts.all())),
    );
    lines.extend(
        view.faults
            .iter()
            .map(|fault| format!("fault: {} on {},{}", fault.fault.kind().id, fault.name, bites(fault.bit))),
    );
    lines.push(format!("expectations met: {} of {}", expectations.held, expectations.held + expectations.failed));
    lines.extend(expectations.failures.iter().map(|failure| {
        format!(
            "not met: step {}, {} expected {}, found {}",
            failure.step, failure.key, failure.expected, failure.actual
        )
    }));
    lines.push(format!("faults that bit: {} of {}", view.bitten(), view.faults.len()));
    lines.push(format!("rules exercised: {} of {}", view.basis.consulted, view.basis.rules - view.basis.facts));
    if let Some(report) = layout.report {
        lines.push(format!("report: {report}"));
    }
    lines.push(format!("repeat: {}", layout.repeat.unwrap_or(&view.repeat)));
    lines.iter().map(|line| plain(line) + "\n").collect()
}

/// The steps, one line each, for `run -v` and pipes.
#[must_use]
pub fn steps(view: &View<'_>, layout: &Layout<'_>) -> String {
    let line = |step: &super::view::StepView<'_>| {
        let record = step.record;
        let word = super::words::outcome(record.outcome);
        let code = record.code.map(|code| format!(" {code}")).unwrap_or_default();
        let rule = record.rule.map(|rule| format!(" {rule}")).unwrap_or_default();
        let ink = if word == "ok" || word == "done" { Ink::Good } else { Ink::Bad };
        let who = plain(&format!("{} {}", record.actor, record.action));
        let what = shortened(&who, layout.width.saturating_sub(30).max(30));
        format!("{} {} {what}{code}{rule}\n", when(record.at), layout.paint(ink, &format!("{word:<7}")))
    };
    view.steps.iter().map(line).collect()
}
