//! The parts `sweep` and `quiz`: their tables, and what they mean.

use super::super::diagnostic::{Diagnostic, shown};
use super::super::text::{Entry, Node, NodeKind};
use super::super::{QuizRequest, Sweep};
use super::fields::Fields;
use super::kind::Kind::{Decimal, Int, List, Named, Text, Vary};
use super::kind::{Naming, shape};
use crate::model::ratio::{decimal, millionths};

/// How many values a path may take.
const MOST_VALUES: u64 = 1_000;
/// How many cells a sweep may have.
const MOST_CELLS: u64 = 100_000;

shape!(SWEEP, "a sweep", [], {
    "vary" @required => Vary, "Paths of keys with the values that each takes.";
    "replicates" => Int(1, 1_000_000), "How many seeds each cell is run with.";
});

shape!(STEPS, "a range of values", [], {
    "from" @required => Decimal, "The first value.";
    "to" @required => Decimal, "The last value.";
    "step" @required => Decimal, "The distance between two values.";
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
    let Some((from, to, step)) = range(node).filter(|(from, to, step)| *step > 0 && to >= from) else {
        return Vec::new();
    };
    let whole = [from, step].iter().all(|n| n % 1_000_000 == 0);
    let last = ((to - from) / step).min(MOST_VALUES);
    let write = |n: u64| if whole { (n / 1_000_000).to_string() } else { decimal(n) };
    let value = |i: u64| NodeKind::Text { value: write(from + i * step), quoted: false };
    (0..=last).map(|i| Node { spot: node.head(), kind: value(i) }).collect()
}

/// The numbers of `{from, to, step}` in millionths; none where one is no number.
fn range(node: &Node) -> Option<(u64, u64, u64)> {
    let fields = Fields::of(node, &STEPS);
    let number = |key| fields.get(key).and_then(Node::plain).and_then(millionths);
    Some((number("from")?, number("to")?, number("step")?))
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
        _ => match range(node) {
            Some((_, _, 0)) => error("empty-range", node.head(), format!("the range of `{key}` has a step of 0")),
            Some((from, to, _)) if to < from => {
                error("empty-range", node.head(), format!("the range of `{key}` ends before it begins"));
            }
            Some((from, to, step)) if (to - from) / step >= MOST_VALUES => {
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
