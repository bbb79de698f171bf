//! Rows of bars from one axis: what there is, what was lost as a hatched end, and the number in words.

use crate::report::words::{self, shortened};

use super::canvas::{Canvas, Side, Type, fitting, ink, width};

const WIDTH: i32 = 900;
const ROW: i32 = 40;
const TOP: i32 = 14;
/// Room for labels, from the least to the most.
const LEFT: (i32, i32) = (216, 340);
/// Room for labels and bars together, and the least for bars alone.
const BARS: (i32, i32) = (636, 200);
/// Room for a number behind a bar.
const NUMBER: i32 = 60;
/// The sizes of labels and remarks.
const LABEL: i32 = 14;
const REMARK: i32 = 13;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What the row is: a day, a reason, a group.
    pub label: String,
    /// How many there are.
    pub count: u64,
    /// How many there were more before, drawn hatched behind the bar.
    pub lost: u64,
    /// What is written behind the number.
    pub remark: String,
}

/// A picture of bars, in the order given.
#[must_use]
pub fn bars(bars: &[Bar], id: &str, title: &str, desc: &str) -> String {
    let height = TOP * 2 + ROW * bars.len() as i32;
    let most = bars.iter().map(|bar| bar.count + bar.lost).max().unwrap_or_default();
    let longest = |wide: fn(&Bar) -> i32| bars.iter().map(wide).max().unwrap_or_default();
    let left = (longest(|bar| width(&bar.label, LABEL)) + 24).clamp(LEFT.0, LEFT.1);
    let remarks = longest(|bar| width(&bar.remark, REMARK));
    let room = (WIDTH - left - NUMBER - remarks).min(BARS.0 - left).max(BARS.1);
    Canvas::picture((WIDTH, height), id, title, desc, |canvas| {
        for (i, bar) in bars.iter().enumerate() {
            row(canvas, bar, (left, room), most, TOP + ROW * i as i32);
        }
        canvas.path(&[(left, TOP), (left, height - TOP)], ink::TEXT, 1);
    })
}

fn row(canvas: &Canvas<'_>, bar: &Bar, (left, room): (i32, i32), most: u64, top: i32) {
    let length = |count: u64| (count * room as u64).checked_div(most).unwrap_or(0) as i32;
    let (middle, upper, lower) = (top + ROW / 2, top + 8, top + ROW - 8);
    let (kept, lost) = (left + length(bar.count), left + length(bar.count + bar.lost));
    let label = shortened(&bar.label, fitting(left - 16, LABEL));
    canvas.text(&label, (left - 10, middle), Type::new(LABEL, ink::TEXT).at(Side::Right));
    canvas.block((left, upper), (kept, lower), ink::GOOD);
    if lost > kept {
        canvas.block((kept, upper), (lost, lower), ink::LOST);
        canvas.hatch((kept, upper), (lost, lower), ink::REFUSED);
    }
    let number = words::thousands(bar.count);
    canvas.text(&number, (lost + 10, middle), Type::new(15, ink::TEXT).bold());
    let x = lost + 18 + width(&number, 15);
    canvas.text(&shortened(&bar.remark, fitting(WIDTH - x, REMARK)), (x, middle), Type::new(REMARK, ink::TEXT));
}
