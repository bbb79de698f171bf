//! The parts `sweep` and `quiz`: their tables, and what they mean.

use super::super::text::{Node, NodeKind};
use super::super::{QuizRequest, Sweep};
use super::fields::Fields;
use super::kind::Kind::{Decimal, Int, List, Named, Text, Vary};
use super::kind::{Naming, shape};
use crate::model::ratio::{decimal, millionths};

/// How many values `{from, to, step}` may stand for.
const MOST_VALUES: u64 = 10_000;

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
    if let NodeKind::List(items) = &node.kind {
        return items.iter().map(Node::flow).collect();
    }
    let fields = Fields::of(node, &STEPS);
    let number = |key| fields.get(key).and_then(Node::plain).and_then(millionths);
    let (Some(from), Some(to), Some(step)) = (number("from"), number("to"), number("step")) else { return Vec::new() };
    if step == 0 || to < from {
        return Vec::new();
    }
    let whole = [from, step].iter().all(|n| n % 1_000_000 == 0);
    let last = ((to - from) / step).min(MOST_VALUES);
    let write = |n: u64| if whole { (n / 1_000_000).to_string() } else { decimal(n) };
    (0..=last).map(|i| write(from + i * step)).collect()
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
