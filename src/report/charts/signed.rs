//! Rows of numbers from -1 to 1 on one axis: a stem from nothing to the number, and the number in words.

use crate::report::words::shortened;

use super::canvas::{Canvas, Side, Type, fitting, ink};

const WIDTH: i32 = 900;
const ROW: i32 = 34;
const TOP: i32 = 40;
const LEFT: i32 = 216;
const AXIS: i32 = 520;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What the row is.
    pub label: String,
    /// The number in thousandths, from -1000 to 1000; none where it is not defined.
    pub thousandths: Option<i32>,
    /// The number in words.
    pub remark: String,
}

/// A picture of such rows, in the order given. What is below nothing has another colour and a cross for its end.
#[must_use]
pub fn signed(rows: &[Signed], id: &str, title: &str, desc: &str) -> String {
    let height = TOP + 10 + ROW * rows.len() as i32;
    Canvas::picture((WIDTH, height), id, title, desc, |canvas| {
        for (thousandths, says) in [(-1000, "-1"), (-500, "-0.5"), (0, "0"), (500, "0.5"), (1000, "1")] {
            let (x, colour) = (across(thousandths), if thousandths == 0 { ink::TEXT } else { ink::GRID });
            canvas.path(&[(x, TOP - 8), (x, height - 6)], colour, 1);
            canvas.text(says, (x, TOP - 22), Type::new(13, ink::TEXT).at(Side::Middle));
        }
        for (i, one) in rows.iter().enumerate() {
            row(canvas, one, TOP + ROW * i as i32 + ROW / 2);
        }
    })
}

/// How far to the right a number stands.
fn across(thousandths: i32) -> i32 {
    LEFT + AXIS / 2 + thousandths.clamp(-1000, 1000) * (AXIS / 2) / 1000
}

fn row(canvas: &Canvas<'_>, one: &Signed, y: i32) {
    let label = shortened(&one.label, fitting(LEFT - 16, 14));
    canvas.text(&label, (LEFT - 10, y), Type::new(14, ink::TEXT).at(Side::Right));
    canvas.text(&one.remark, (LEFT + AXIS + 24, y), Type::new(14, ink::TEXT).bold());
    let Some(thousandths) = one.thousandths else { return };
    let (from, to) = (across(0), across(thousandths));
    let colour = if thousandths < 0 { ink::FAILED } else { ink::GOOD };
    canvas.path(&[(from, y), (to, y)], colour, 3);
    if thousandths < 0 { canvas.cross((to, y), 6, colour) } else { canvas.dot((to, y), 6, colour) }
}
