//! The swim-lane of one attempt: parties from left to right, messages downwards, a cross where it stopped, and faults
//! in force as hatched bands on their lanes.

use crate::ledger::{Hop, Lane};
use crate::model::fault::FaultId;
use crate::report::explain::lane_name;
use crate::report::view::StepView;
use crate::report::words::{self, clock, wrapped};

use super::canvas::{Canvas, Side, Type, fitting, ink, width};

const LEFT: i32 = 120;
const APART: i32 = 176;
const HEAD: i32 = 58;
const LINE: i32 = 17;
const SIZE: i32 = 13;

/// The swim-lane of an attempt; none where the step sent no messages.
#[must_use]
pub fn swimlane(step: &StepView<'_>, id: &str) -> Option<String> {
    let hops = &step.record.hops;
    if hops.is_empty() {
        return None;
    }
    let lanes = lanes(step);
    let texts: Vec<Vec<String>> = hops.iter().enumerate().map(|(i, hop)| lines(&lanes, i, hop)).collect();
    let heights: Vec<i32> = texts.iter().map(|lines| lines.len() as i32 * LINE + 28).collect();
    let bottom = HEAD + 14 + heights.iter().sum::<i32>();
    let size = (LEFT + (lanes.len() as i32 - 1) * APART + APART / 2 + 40, bottom + 40);
    let title = format!("Messages of step {}: {}", step.record.n, step.record.action);
    let word = words::outcome(step.record.outcome);
    let desc = format!(
        "{} between {} parties; outcome {word}. The list below has each of them.",
        words::count(hops.len() as u64, "message", "messages"),
        lanes.len()
    );
    Some(Canvas::picture(size, id, &title, &desc, |canvas| {
        lanes.iter().enumerate().for_each(|(i, lane)| head(canvas, step, *lane, x_of(i), bottom));
        let mut y = HEAD + 14;
        let mut said = None;
        for ((hop, lines), height) in hops.iter().zip(&texts).zip(&heights) {
            if said != Some(hop.at) {
                canvas.text(&clock(hop.at), (8, y + 6), Type::new(12, ink::MUTED));
            }
            message(canvas, &lanes, hop, lines, y);
            said = Some(hop.at);
            y += height;
        }
        let last = format!("Outcome: {word}{}", step.record.code.map(|code| format!(", {code}")).unwrap_or_default());
        canvas.text(&last, (LEFT - 90, bottom + 20), Type::new(15, ink::TEXT).bold());
    }))
}

/// The parties that sent or got a message, or have a fault, in their order.
fn lanes(step: &StepView<'_>) -> Vec<Lane> {
    let spoken = step.record.hops.iter().flat_map(|hop| [hop.from, hop.to]);
    let mut lanes: Vec<Lane> = spoken.chain(step.faults.iter().map(|fault| lane_of(*fault))).collect();
    lanes.sort_unstable();
    lanes.dedup();
    lanes
}

/// The lane on which a fault is drawn.
fn lane_of(fault: FaultId) -> Lane {
    match fault.kind().component.as_str() {
        "service-bus" | "network" | "tls" => Lane::Relay,
        "connect-server" | "cloud-sync-agent" | "ad-connector-account" | "object-link" => Lane::SyncServer,
        "ad-dc" => Lane::DomainController,
        "policy" if fault.kind().on == crate::model::fault::FaultOn::Forest => Lane::DomainController,
        "policy" => Lane::Person,
        _ => Lane::Entra,
    }
}

const fn x_of(lane: usize) -> i32 {
    LEFT + lane as i32 * APART
}

fn position(lanes: &[Lane], lane: Lane) -> usize {
    lanes.iter().position(|one| *one == lane).unwrap_or(0)
}

/// The text of a message in lines that fit between its lanes.
fn lines(lanes: &[Lane], i: usize, hop: &Hop) -> Vec<String> {
    let span = position(lanes, hop.from).abs_diff(position(lanes, hop.to)).max(1) as i32;
    wrapped(&format!("{}. {}", i + 1, hop.text), fitting(span * APART - 16, SIZE))
}

fn head(canvas: &Canvas<'_>, step: &StepView<'_>, lane: Lane, x: i32, bottom: i32) {
    let faults: Vec<&str> =
        step.faults.iter().filter(|fault| lane_of(**fault) == lane).map(|fault| fault.kind().id.as_str()).collect();
    if !faults.is_empty() {
        canvas.block((x - 13, HEAD - 4), (x + 13, bottom), ink::FAULT);
        canvas.hatch((x - 13, HEAD - 4), (x + 13, bottom), ink::FAILED);
        let more = if faults.len() > 1 { format!(" and {} more", faults.len() - 1) } else { String::new() };
        let label = words::shortened(&format!("fault: {}{more}", faults[0]), fitting(APART, 12));
        canvas.text(&label, (x, 44), Type::new(12, ink::TEXT).at(Side::Middle));
    }
    canvas.path(&[(x, HEAD - 4), (x, bottom)], ink::MUTED, 1);
    canvas.text(lane_name(lane), (x, 22), Type::new(15, ink::TEXT).bold().at(Side::Middle));
}

fn message(canvas: &Canvas<'_>, lanes: &[Lane], hop: &Hop, lines: &[String], top: i32) {
    let (from, to) = (x_of(position(lanes, hop.from)), x_of(position(lanes, hop.to)));
    let y = top + lines.len() as i32 * LINE + 7;
    let colour = if hop.stopped { ink::FAILED } else { ink::TEXT };
    let left = from.min(to) + 8;
    for (i, line) in lines.iter().enumerate() {
        let middle = top + i as i32 * LINE + 6;
        canvas.block((left - 2, middle - 8), (left + width(line, SIZE), middle + 8), ink::GROUND);
        canvas.text(line, (left, middle), Type::new(SIZE, ink::TEXT));
    }
    if from == to {
        canvas.dot((from, y), 5, colour);
        return;
    }
    let end = if hop.stopped { from + (to - from) * 9 / 20 } else { to };
    if hop.reply {
        canvas.dashed((from, y), (end, y), colour, 2)
    } else {
        canvas.path(&[(from, y), (end, y)], colour, 2)
    }
    if hop.stopped {
        canvas.cross((end, y), 8, colour);
        let side = if to > from { Side::Left } else { Side::Right };
        let place = if to > from { end + 14 } else { end - 14 };
        canvas.text("stopped", (place, y), Type::new(12, colour).bold().at(side));
        return;
    }
    let back = if to > from { -9 } else { 9 };
    canvas.shape(&[(to, y), (to + back, y - 5), (to + back, y + 5)], colour);
}
