//! Rows of bars from one axis: what there is, what was lost as a hatched end, and the number in words.

use crate::report::words::{self, shortened};

use super::canvas::{Canvas, Side, Type, fitting, ink};

const WIDTH: i32 = 900;
const ROW: i32 = 40;
const TOP: i32 = 14;
const LEFT: i32 = 216;
const BARS: i32 = 420;

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
    Canvas::picture((WIDTH, height), id, title, desc, |canvas| {
        for (i, bar) in bars.iter().enumerate() {
            row(canvas, bar, most, TOP + ROW * i as i32);
        }
        canvas.path(&[(LEFT, TOP), (LEFT, height - TOP)], ink::TEXT, 1);
    })
}

fn row(canvas: &Canvas<'_>, bar: &Bar, most: u64, top: i32) {
    let length = |count: u64| (count * BARS as u64).checked_div(most).unwrap_or(0) as i32;
    let (middle, upper, lower) = (top + ROW / 2, top + 8, top + ROW - 8);
    let (kept, lost) = (LEFT + length(bar.count), LEFT + length(bar.count + bar.lost));
    let label = shortened(&bar.label, fitting(LEFT - 16, 14));
    canvas.text(&label, (LEFT - 10, middle), Type::new(14, ink::TEXT).at(Side::Right));
    canvas.block((LEFT, upper), (kept, lower), ink::GOOD);
    if lost > kept {
        canvas.block((kept, upper), (lost, lower), ink::LOST);
        canvas.hatch((kept, upper), (lost, lower), ink::REFUSED);
    }
    let number = words::thousands(bar.count);
    canvas.text(&number, (lost + 10, middle), Type::new(15, ink::TEXT).bold());
    let x = lost + 18 + super::canvas::width(&number, 15);
    canvas.text(&shortened(&bar.remark, fitting(WIDTH - x, 13)), (x, middle), Type::new(13, ink::TEXT));
}
