//! The pictures of a class.

use crate::quiz::paper::letter;
use crate::report::charts::{Bar, Signed, bars, signed};
use crate::study::stats::class::{ItemStats, OptionStats, Stats};

use super::{coefficient, name, percent, score};

/// A bar a tenth of the points.
pub(super) fn scores(stats: &Stats) -> String {
    let bar = |(tenth, learners): (usize, &usize)| Bar {
        label: score(tenth),
        count: *learners as u64,
        lost: 0,
        remark: String::new(),
    };
    let all: Vec<Bar> = stats.scores.iter().enumerate().map(bar).collect();
    let desc = "One bar a tenth of the points: the learners who reached it. The table has the numbers.";
    bars(&all, "scores", "Learners by the part of the points they reached", desc)
}

/// A bar a question: who was right, and hatched who was not.
pub(super) fn difficulty(stats: &Stats) -> String {
    let bar = |(i, item): (usize, &ItemStats)| Bar {
        label: name(i, item),
        count: item.right as u64,
        lost: (item.asked - item.right) as u64,
        remark: percent(item.difficulty),
    };
    let all: Vec<Bar> = stats.items.iter().enumerate().map(bar).collect();
    let desc =
        "One bar a question: learners who were right, then, hatched, those who were not. The table has the numbers.";
    bars(&all, "difficulty", "Learners who were right, by question", desc)
}

/// A row a question, to the left where the better learners get it wrong.
pub(super) fn discrimination(stats: &Stats) -> String {
    let row = |(i, item): (usize, &ItemStats)| Signed {
        label: name(i, item),
        thousandths: item.discrimination.map(|found| (found * 1000.0).round() as i32),
        remark: coefficient(item.discrimination),
    };
    let all: Vec<Signed> = stats.items.iter().enumerate().map(row).collect();
    let desc = "One row a question: how far being right goes with the points on all other questions, from -1 to 1; \
                a cross marks those below 0. The table has the numbers.";
    signed(&all, "discrimination", "Discrimination, by question", desc)
}

/// A bar an option of a question.
pub(super) fn options(i: usize, item: &ItemStats) -> String {
    let bar = |(at, one): (usize, &OptionStats)| Bar {
        label: format!("{}. {}", letter(at), one.text),
        count: one.chosen as u64,
        lost: 0,
        remark: match (one.right, one.idle) {
            (true, _) => "right",
            (false, Some(true)) => "does not work",
            (false, _) => "",
        }
        .to_owned(),
    };
    let all: Vec<Bar> = item.options.iter().enumerate().map(bar).collect();
    let desc = "One bar an option: the learners who chose it. The table has the numbers.";
    bars(&all, &format!("options-{}", i + 1), &format!("Options of question {}", i + 1), desc)
}
