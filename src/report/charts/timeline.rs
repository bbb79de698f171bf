//! The timeline: steps as marks by what came of them, and the windows of faults as hatched bands above.

use plotters::prelude::RGBColor;

use crate::ledger::FaultRecord;
use crate::model::ask::Outcome;
use crate::model::time::Instant;
use crate::report::View;
use crate::report::view::StepView;
use crate::report::words::{self, shortened};

use super::canvas::{Canvas, Place, Side, Type, fitting, ink, width};

const WIDTH: i32 = 900;
const LEFT: i32 = 96;
const RIGHT: i32 = 876;
const BAND: i32 = 42;
const ROW: i32 = 40;
/// Marks nearer to each other than this are drawn as one, with their number.
const APART: i32 = 26;
/// More faults than this are only counted.
const MOST_FAULTS: usize = 12;

/// The span of time a picture shows.
#[derive(Copy, Clone)]
struct Axis {
    from: i64,
    until: i64,
}

impl Axis {
    fn new(view: &View<'_>) -> Self {
        let marks = view.steps.iter().map(|step| step.record.at.0);
        let bands = view.faults.iter().flat_map(|fault| [fault.from.0, fault.until.0]);
        let all: Vec<i64> = marks.chain(bands).collect();
        let from = all.iter().min().copied().unwrap_or(view.ledger.start.0);
        let until = all.iter().max().copied().unwrap_or(view.ledger.end.0).max(from + 60);
        let margin = (until - from) / 30;
        Self { from: from - margin, until: until + margin }
    }

    const fn x(self, at: i64) -> i32 {
        LEFT + ((at - self.from) * (RIGHT - LEFT) as i64 / (self.until - self.from)) as i32
    }

    /// The distance of ticks in seconds: the least of a list that gives at most eight.
    fn tick(self) -> i64 {
        let steps = [60, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600];
        let longer = [2_592_000, 7_776_000, 31_536_000];
        let fits = |step: &i64| (self.until - self.from) / step <= 8;
        steps.into_iter().chain(longer).find(fits).unwrap_or(315_360_000)
    }
}

/// Steps and faults on the time they happened at.
#[must_use]
pub fn timeline(view: &View<'_>, id: &str) -> String {
    let axis = Axis::new(view);
    let shown = &view.faults[..view.faults.len().min(MOST_FAULTS)];
    let rows = [Some(Outcome::Success), Some(Outcome::Refused), Some(Outcome::Failed), None];
    let marks_top = 16 + shown.len() as i32 * BAND;
    let bottom = marks_top + rows.len() as i32 * ROW;
    let size = (WIDTH, bottom + 56);
    let desc = format!(
        "{} and {} between {} and {} UTC; the table of steps has each of them.",
        words::count(view.steps.len() as u64, "step", "steps"),
        words::count(view.faults.len() as u64, "fault window", "fault windows"),
        words::when(Instant(axis.from)),
        words::when(Instant(axis.until))
    );
    Canvas::picture(size, id, "Steps and faults over time", &desc, |canvas| {
        ticks(canvas, axis, bottom);
        for (i, fault) in shown.iter().enumerate() {
            band(canvas, axis, fault, 10 + i as i32 * BAND);
        }
        for (i, outcome) in rows.into_iter().enumerate() {
            let y = marks_top + i as i32 * ROW + ROW / 2;
            let label = if outcome.is_none() { "other" } else { words::outcome(outcome) };
            canvas.text(label, (LEFT - 12, y), Type::new(14, ink::TEXT).at(Side::Right));
            canvas.path(&[(LEFT, y), (RIGHT, y)], ink::GRID, 1);
            marks(canvas, axis, view.steps.iter().filter(|step| step.record.outcome == outcome), outcome, y);
        }
    })
}

fn ticks(canvas: &Canvas<'_>, axis: Axis, bottom: i32) {
    let step = axis.tick();
    let mut at = axis.from.div_euclid(step) * step + step;
    let mut day = None;
    while at < axis.until {
        let x = axis.x(at);
        canvas.path(&[(x, 8), (x, bottom)], ink::GRID, 1);
        let moment = Instant(at);
        let label = Type::new(13, ink::TEXT).at(Side::Middle);
        if step < 86_400 {
            canvas.text(&words::clock(moment), (x, bottom + 14), label);
        }
        if day != Some(moment.date()) {
            day = Some(moment.date());
            canvas.text(&moment.date().to_string(), (x, bottom + 34), label);
        }
        at += step;
    }
    canvas.path(&[(LEFT, bottom), (RIGHT, bottom)], ink::TEXT, 1);
}

fn band(canvas: &Canvas<'_>, axis: Axis, fault: &FaultRecord, top: i32) {
    let (from, until) = (axis.x(fault.from.0), axis.x(fault.until.0).max(axis.x(fault.from.0) + 3));
    canvas.block((from, top + 18), (until, top + BAND - 6), ink::FAULT);
    canvas.hatch((from, top + 18), (until, top + BAND - 6), ink::FAILED);
    canvas.frame((from, top + 18), (until, top + BAND - 6), ink::FAILED);
    let bit = if fault.bit == 0 { "never bit".to_owned() } else { format!("bit {} times", fault.bit) };
    let bit = if fault.bit == 1 { "bit once".to_owned() } else { bit };
    let label = format!("{} on {}: {bit}", fault.fault.kind().id, fault.name);
    let label = shortened(&label, fitting(RIGHT - LEFT, 13));
    let look = Type::new(13, ink::TEXT);
    if from + width(&label, 13) > RIGHT {
        canvas.text(&label, (RIGHT, top + 8), look.at(Side::Right));
    } else {
        canvas.text(&label, (from, top + 8), look);
    }
}

fn marks<'a>(
    canvas: &Canvas<'_>,
    axis: Axis,
    steps: impl Iterator<Item = &'a StepView<'a>>,
    outcome: Option<Outcome>,
    y: i32,
) {
    let mut places: Vec<(i32, u64)> = Vec::new();
    for step in steps {
        let x = axis.x(step.record.at.0);
        match places.iter_mut().find(|(place, _)| (x - *place).abs() < APART) {
            Some((_, n)) => *n += 1,
            None => places.push((x, 1)),
        }
    }
    for (x, n) in places {
        mark(canvas, (x, y), outcome);
        if n > 1 {
            canvas.text(&words::thousands(n), (x, y - 14), Type::new(12, ink::TEXT).at(Side::Middle));
        }
    }
}

/// A shape of its own for every outcome, so that none needs its colour.
fn mark(canvas: &Canvas<'_>, (x, y): Place, outcome: Option<Outcome>) {
    let square = |canvas: &Canvas<'_>, colour: RGBColor| canvas.block((x - 6, y - 6), (x + 6, y + 6), colour);
    match outcome {
        Some(Outcome::Success) => canvas.dot((x, y), 6, ink::GOOD),
        Some(Outcome::Refused) => square(canvas, ink::REFUSED),
        Some(Outcome::Failed) => canvas.cross((x, y), 6, ink::FAILED),
        None => canvas.shape(&[(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], ink::MUTED),
    }
}
