//! The heat map: a panel an outcome, identity types down, licence tiers across, the number printed in every cell.

use crate::report::view::{Cell, Heat, Panel};
use crate::report::words;

use super::canvas::{Canvas, Side, Type, ink};

const LEFT: i32 = 168;
const TOP: i32 = 64;
const GAP: i32 = 24;
const CELL: (i32, i32) = (86, 48);
/// Below so many attempts a share says little, and the cell is hatched.
const FEW: u64 = 5;

/// The heat map of attempts.
#[must_use]
pub fn heat(heat: &Heat, id: &str) -> String {
    let columns = heat.tiers.len() as i32;
    let across = columns * CELL.0;
    let panels = heat.panels.len() as i32;
    let size = (LEFT + panels * (across + GAP), TOP + heat.identities.len() as i32 * CELL.1 + 44);
    let desc = "Attempts by identity type and licence tier, one panel for each outcome: the number and its share of the \
                attempts of that kind of people. The table beside it has the same numbers.";
    Canvas::picture(size, id, "Attempts by identity type, licence tier and outcome", desc, |canvas| {
        for (i, identity) in heat.identities.iter().enumerate() {
            let y = TOP + i as i32 * CELL.1 + CELL.1 / 2;
            canvas.text(identity.word(), (LEFT - 10, y), Type::new(14, ink::TEXT).at(Side::Right));
        }
        for (i, one) in heat.panels.iter().enumerate() {
            panel(canvas, heat, one, LEFT + i as i32 * (across + GAP));
        }
        let note = format!("Hatched: fewer than {FEW} attempts of that kind of people, or none.");
        canvas.text(&note, (LEFT, size.1 - 18), Type::new(13, ink::TEXT));
    })
}

fn panel(canvas: &Canvas<'_>, heat: &Heat, panel: &Panel, left: i32) {
    canvas.text(words::outcome(Some(panel.outcome)), (left, 20), Type::new(16, ink::TEXT).bold());
    for (i, tier) in heat.tiers.iter().enumerate() {
        let x = left + i as i32 * CELL.0 + CELL.0 / 2;
        canvas.text(tier.word(), (x, TOP - 16), Type::new(13, ink::TEXT).at(Side::Middle));
    }
    for (i, one) in panel.cells.iter().enumerate() {
        let (row, column) = (i / heat.tiers.len(), i % heat.tiers.len());
        cell(canvas, one, left + column as i32 * CELL.0, TOP + row as i32 * CELL.1);
    }
}

fn cell(canvas: &Canvas<'_>, cell: &Cell, x: i32, y: i32) {
    let (from, to) = ((x + 1, y + 1), (x + CELL.0 - 1, y + CELL.1 - 1));
    let level = if cell.count == 0 { 0 } else { 1 + cell.share() as usize * 4 / 100 };
    canvas.block(from, to, ink::RAMP[level.min(ink::RAMP.len() - 1)]);
    if cell.attempts < FEW {
        let strip = (from.0 + 14, to.1);
        canvas.block(from, strip, ink::RAMP[0]);
        canvas.hatch(from, strip, ink::FEW);
    }
    canvas.frame(from, to, ink::MUTED);
    let colour = if level >= 4 { ink::ON_DARK } else { ink::ON_LIGHT };
    let middle = x + CELL.0 / 2 + 6;
    if cell.attempts == 0 {
        canvas.text("none", (middle, y + CELL.1 / 2), Type::new(13, colour).at(Side::Middle));
        return;
    }
    canvas.text(&words::thousands(cell.count), (middle, y + 17), Type::new(16, colour).bold().at(Side::Middle));
    let share = format!("{} %", cell.share());
    canvas.text(&share, (middle, y + 35), Type::new(12, colour).at(Side::Middle));
}
