//! The parts `sweep` and `quiz`: their tables, and what they mean.

use super::super::diagnostic::{Diagnostic, shown};
use super::super::text::{Entry, Node, NodeKind};
use super::super::{QuizRequest, Sweep};
use super::fields::Fields;
use super::kind::Kind::{Amount, Int, List, Named, Text, Vary};
use super::kind::{Naming, shape};
use super::times::moment;
use crate::model::ratio::{decimal, millionths};
use crate::model::time::{Instant, Span};

/// How many values a path may take.
const MOST_VALUES: u64 = 1_000;
/// How many cells a sweep may have.
const MOST_CELLS: u64 = 100_000;

shape!(SWEEP, "a sweep", [], {
    "vary" @required => Vary, "Paths of keys with the values that each takes.";
    "replicates" => Int(1, 1_000_000), "How many seeds each cell is run with.";
});

shape!(STEPS, "a range of values", [], {
    "from" @required => Amount, "The first value.";
    "to" @required => Amount, "The last value.";
    "step" @required => Amount, "The distance between two values; between days and instants a duration.";
});

shape!(QUIZ, "a quiz", [], {
    "questions" => Int(0, 10_000), "How many questions.";
    "archetypes" => List(&Text), "Kinds of questions; default: all.";
    "about" => List(&Named(Naming::StepId)), "Ids of steps to ask about; default: any.";
});

/// What to vary.
pub(crate) fn sweep(node: &Node) -> Sweep {
    let fields = Fields::of(node, &SWEEP);
    let entries = fields.get("vary").map_or(&[][..], Node::entries).iter();
    Sweep {
        vary: entries.map(|entry| (entry.key.clone(), values(&entry.value))).collect(),
        replicates: fields.count("replicates").unwrap_or(1),
    }
}

/// The values of a path, each as it may be written into a scenario.
fn values(node: &Node) -> Vec<String> {
    value_nodes(node).iter().map(Node::flow).collect()
}

/// The values of a path; those of a range stand where the range stands.
pub(crate) fn value_nodes(node: &Node) -> Vec<Node> {
    if let NodeKind::List(items) = &node.kind {
        return items.clone();
    }
    let Some(range) = Range::of(node).and_then(Result::ok).filter(|range| range.step > 0 && range.to >= range.from)
    else {
        return Vec::new();
    };
    let last = range.steps().min(MOST_VALUES);
    let value = |i| NodeKind::Text { value: range.written(i), quoted: false };
    (0..=last).map(|i| Node { spot: node.head(), kind: value(i) }).collect()
}

/// What a range goes through.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Measure {
    /// Numbers, in millionths.
    Number,
    /// Lengths of time, in seconds.
    Span,
    /// Instants, in seconds since 1970.
    Moment,
}

impl Measure {
    fn words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Span => "a duration",
            Self::Moment => "a moment",
        }
    }
}

/// The first and last value and the distance of `{from, to, step}`.
#[derive(Copy, Clone, Debug)]
struct Range {
    through: Measure,
    from: u64,
    to: u64,
    step: u64,
}

impl Range {
    /// A range; what its parts are where they do not fit together, and none where one of them cannot be read.
    fn of(node: &Node) -> Option<Result<Self, [Measure; 3]>> {
        let fields = Fields::of(node, &STEPS);
        let part = |key| amount(fields.get(key)?);
        let ((first, from), (last, to), (each, step)) = (part("from")?, part("to")?, part("step")?);
        let distance = if first == Measure::Moment { Measure::Span } else { first };
        let fits = first == last && each == distance;
        Some(if fits { Ok(Self { through: first, from, to, step }) } else { Err([first, last, each]) })
    }

    /// How many steps lead from the first value to the last that is not beyond the end.
    const fn steps(self) -> u64 {
        (self.to - self.from) / self.step
    }

    /// The nth value, from 0, as a scenario says it: numbers without places and moments as days where all are.
    fn written(self, nth: u64) -> String {
        let value = self.from + nth * self.step;
        let all = |unit: u64| self.from.is_multiple_of(unit) && self.step.is_multiple_of(unit);
        match self.through {
            Measure::Number if all(1_000_000) => (value / 1_000_000).to_string(),
            Measure::Number => decimal(value),
            Measure::Span => Span(value as i64).to_string(),
            Measure::Moment if all(86_400) => Instant(value as i64).date().to_string(),
            Measure::Moment => Instant(value as i64).to_string(),
        }
    }
}

/// What a part of a range says.
fn amount(node: &Node) -> Option<(Measure, u64)> {
    let text = node.text()?;
    let number = || node.plain().and_then(millionths).map(|n| (Measure::Number, n));
    let span = || Some((Measure::Span, u64::try_from(Span::parse(text)?.0).ok()?));
    let moment = || Some((Measure::Moment, u64::try_from(moment(text)?.0).ok()?));
    number().or_else(span).or_else(moment)
}

/// What cannot be varied, or not like this.
pub(crate) fn check(node: &Node, found: &mut Vec<Diagnostic>) {
    let fields = Fields::of(node, &SWEEP);
    let Some(vary) = fields.get("vary") else { return };
    let entries = vary.entries();
    if entries.is_empty() {
        let help = "name a key and its values: `tenant.sspr.methods_required: [1, 2]`";
        found.push(Diagnostic::error("empty-sweep", vary.head(), "`vary` names no key").help(help));
    }
    for (i, entry) in entries.iter().enumerate() {
        if let Some(top @ ("sweep" | "quiz" | "extends")) = entry.key.split('.').next() {
            let message = format!("`{top}` cannot be varied: no run depends on it");
            found.push(Diagnostic::error("not-varied", entry.spot, message));
        }
        let inside = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
        let other = entries[..i].iter().find(|one| inside(&one.key, &entry.key) || inside(&entry.key, &one.key));
        if let Some(other) = other {
            let message = format!("`{}` and `{}` set the same part", shown(&entry.key), shown(&other.key));
            found.push(Diagnostic::error("overlapping-paths", entry.spot, message).also(other.spot, "first here"));
        }
        check_values(entry, found);
    }
    let cells = entries.iter().map(|entry| value_nodes(&entry.value).len() as u64);
    let cells = cells.fold(1, u64::saturating_mul);
    if cells > MOST_CELLS {
        let message = format!("the sweep has {cells} cells, more than {MOST_CELLS}");
        found.push(Diagnostic::error("too-many-cells", vary.head(), message));
    }
}

fn check_values(entry: &Entry, found: &mut Vec<Diagnostic>) {
    let (key, node) = (shown(&entry.key), &entry.value);
    let mut error = |code, spot, message: String| found.push(Diagnostic::error(code, spot, message));
    match &node.kind {
        NodeKind::List(items) if items.is_empty() => error("empty-sweep", node.spot, format!("`{key}` has no values")),
        NodeKind::List(items) if items.len() as u64 > MOST_VALUES => {
            error("too-many-values", node.spot, format!("`{key}` has more than {MOST_VALUES} values"));
        }
        NodeKind::List(items) => {
            for (i, item) in items.iter().enumerate() {
                if items[..i].iter().any(|other| other.flow() == item.flow()) {
                    error("twice", item.head(), format!("`{key}` takes the value `{}` twice", shown(&item.flow())));
                }
            }
        }
        _ => match Range::of(node) {
            Some(Err([from, to, step])) => {
                let [from, to, step] = [from, to, step].map(Measure::words);
                let message = format!("the range of `{key}` goes from {from} to {to} in steps of {step}");
                let help = "numbers go in steps of a number, durations and moments in steps of a duration";
                found.push(Diagnostic::error("mixed-range", node.head(), message).help(help));
            }
            Some(Ok(range)) if range.step == 0 => {
                error("empty-range", node.head(), format!("the range of `{key}` has a step of 0"));
            }
            Some(Ok(range)) if range.to < range.from => {
                error("empty-range", node.head(), format!("the range of `{key}` ends before it begins"));
            }
            Some(Ok(range)) if range.steps() >= MOST_VALUES => {
                error("too-many-values", node.head(), format!("`{key}` has more than {MOST_VALUES} values"));
            }
            _ => {}
        },
    }
}

/// What to ask about the lab.
pub(crate) fn quiz(node: &Node) -> QuizRequest {
    let fields = Fields::of(node, &QUIZ);
    let own = |text: &str| Some(text.to_owned());
    QuizRequest {
        questions: fields.count("questions"),
        archetypes: fields.words("archetypes", own).unwrap_or_default(),
        about: fields.words("about", own).unwrap_or_default(),
    }
}
