//! The swim-lane of one attempt: parties from left to right, messages downwards, a cross where it stopped, and faults
//! in force as hatched bands on their lanes.

use crate::ledger::{Hop, Lane};
use crate::model::fault::FaultId;
use crate::report::explain::lane_name;
use crate::report::view::StepView;
use crate::report::words::{self, clock, wrapped};

use super::canvas::{Canvas, Side, Type, fitting, ink, width};

pub(super) const LEFT: i32 = 120;
const APART: i32 = 176;
pub(super) const HEAD: i32 = 58;
const LINE: i32 = 17;
const SIZE: i32 = 13;

/// A message to draw, between lanes that are numbered from the left.
pub(super) struct Message {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its text, in lines that fit between the lanes.
    pub(super) lines: Vec<String>,
    pub(super) reply: bool,
    pub(super) stopped: bool,
}

/// The swim-lane of an attempt; none where the step sent no messages.
#[must_use]
pub fn swimlane(step: &StepView<'_>, id: &str) -> Option<String> {
    let hops = &step.record.hops;
    if hops.is_empty() {
        return None;
    }
    let lanes = lanes(step);
    let messages: Vec<Message> = hops.iter().enumerate().map(|(i, hop)| told(&lanes, i, hop)).collect();
    let bottom = HEAD + 14 + messages.iter().map(message_height).sum::<i32>();
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
        for (hop, one) in hops.iter().zip(&messages) {
            if said != Some(hop.at) {
                canvas.text(&clock(hop.at), (8, y + 6), Type::new(12, ink::MUTED));
            }
            message(canvas, one, y);
            said = Some(hop.at);
            y += message_height(one);
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

pub(super) const fn x_of(lane: usize) -> i32 {
    LEFT + lane as i32 * APART
}

fn position(lanes: &[Lane], lane: Lane) -> usize {
    lanes.iter().position(|one| *one == lane).unwrap_or(0)
}

fn told(lanes: &[Lane], i: usize, hop: &Hop) -> Message {
    let (from, to) = (position(lanes, hop.from), position(lanes, hop.to));
    let lines = between(from, to, &format!("{}. {}", i + 1, hop.text));
    Message { from, to, lines, reply: hop.reply, stopped: hop.stopped }
}

/// A text in lines that fit between two lanes.
pub(super) fn between(from: usize, to: usize, text: &str) -> Vec<String> {
    wrapped(text, fitting(from.abs_diff(to).max(1) as i32 * APART - 16, SIZE))
}

/// How many pixels a message takes downwards.
pub(super) fn message_height(message: &Message) -> i32 {
    message.lines.len() as i32 * LINE + 28
}

/// The name of a lane and its line.
pub(super) fn lane_line(canvas: &Canvas<'_>, name: &str, x: i32, bottom: i32) {
    canvas.path(&[(x, HEAD - 4), (x, bottom)], ink::MUTED, 1);
    canvas.text(name, (x, 22), Type::new(15, ink::TEXT).bold().at(Side::Middle));
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
    lane_line(canvas, lane_name(lane), x, bottom);
}

/// A message with its text above its line.
pub(super) fn message(canvas: &Canvas<'_>, message: &Message, top: i32) {
    let (from, to) = (x_of(message.from), x_of(message.to));
    let y = top + message.lines.len() as i32 * LINE + 7;
    let colour = if message.stopped { ink::FAILED } else { ink::TEXT };
    let left = from.min(to) + 8;
    for (i, line) in message.lines.iter().enumerate() {
        let middle = top + i as i32 * LINE + 6;
        canvas.block((left - 2, middle - 8), (left + width(line, SIZE), middle + 8), ink::GROUND);
        canvas.text(line, (left, middle), Type::new(SIZE, ink::TEXT));
    }
    if from == to {
        canvas.dot((from, y), 5, colour);
        return;
    }
    let end = if message.stopped { from + (to - from) * 9 / 20 } else { to };
    if message.reply {
        canvas.dashed((from, y), (end, y), colour, 2)
    } else {
        canvas.path(&[(from, y), (end, y)], colour, 2)
    }
    if message.stopped {
        canvas.cross((end, y), 8, colour);
        let side = if to > from { Side::Left } else { Side::Right };
        let place = if to > from { end + 14 } else { end - 14 };
        canvas.text("stopped", (place, y), Type::new(12, colour).bold().at(side));
        return;
    }
    let back = if to > from { -9 } else { 9 };
    canvas.shape(&[(to, y), (to + back, y - 5), (to + back, y + 5)], colour);
}
