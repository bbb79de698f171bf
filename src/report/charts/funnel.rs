//! The funnel of attempts: bars from one axis, each loss labelled with its most frequent cause.

use crate::report::view::{Funnel, Stage};
use crate::report::words::{self, shortened};

use super::canvas::{Canvas, Side, Type, fitting, ink};

const WIDTH: i32 = 900;
const ROW: i32 = 52;
const TOP: i32 = 14;
const LEFT: i32 = 176;
const BARS: i32 = 370;

/// The funnel of attempts.
#[must_use]
pub fn funnel(funnel: &Funnel, id: &str) -> String {
    let height = TOP * 2 + ROW * funnel.stages.len() as i32;
    let last = funnel.stages.last().map_or(0, |stage| stage.count);
    let desc = format!("Of {} attempts, {last} went all the way; the table has every stage.", funnel.asked());
    Canvas::picture((WIDTH, height), id, "How far attempts came", &desc, |canvas| {
        let before = [funnel.asked()].into_iter().chain(funnel.stages.iter().map(|stage| stage.count));
        for (i, (stage, before)) in funnel.stages.iter().zip(before).enumerate() {
            row(canvas, stage, before, funnel.asked(), TOP + ROW * i as i32);
        }
        canvas.path(&[(LEFT, TOP), (LEFT, height - TOP)], ink::TEXT, 1);
    })
}

fn row(canvas: &Canvas<'_>, stage: &Stage, before: u64, asked: u64, top: i32) {
    let length = |count: u64| (count * BARS as u64).checked_div(asked).unwrap_or(0) as i32;
    let (middle, bottom) = (top + ROW / 2, top + ROW - 10);
    let (kept, lost) = (LEFT + length(stage.count), LEFT + length(before));
    let text = Type::new(15, ink::TEXT);
    canvas.text(stage.name, (LEFT - 10, middle), text.at(Side::Right));
    canvas.block((LEFT, top + 10), (kept, bottom), ink::GOOD);
    if lost > kept {
        canvas.block((kept, top + 10), (lost, bottom), ink::LOST);
        canvas.hatch((kept, top + 10), (lost, bottom), ink::REFUSED);
    }
    let x = lost + 10;
    canvas.text(&words::thousands(stage.count), (x, if stage.lost > 0 { middle - 9 } else { middle }), text.bold());
    if stage.lost > 0 {
        let by = |n: u64| if n == stage.lost { " by".to_owned() } else { format!(", {} by", words::thousands(n)) };
        let cause = stage.cause.map(|(rule, n)| format!("{} {}", by(n), rule.id)).unwrap_or_default();
        let label = format!("lost {}{cause}", words::thousands(stage.lost));
        canvas.text(&shortened(&label, fitting(WIDTH - x, 13)), (x, middle + 10), Type::new(13, ink::TEXT));
    }
}
