//! Exhibits of quiz questions: bars with their numbers, and the swim-lane of an attempt told in a table.

use crate::quiz::question::Exhibit;
use crate::report::words::plain;

use super::bars::{Bar, bars};
use super::canvas::{Canvas, ink};
use super::swimlane::{HEAD, LEFT, Message, between, lane_line, message, message_height, x_of};

/// A bar for each row, named by its first cell and as long as its last; none where a row ends in no count.
#[must_use]
pub fn exhibit_bars(exhibit: &Exhibit, id: &str) -> Option<String> {
    let bar = |row: &Vec<String>| {
        let count = row.last()?.trim().parse().ok()?;
        Some(Bar { label: row.first()?.clone(), count, lost: 0, remark: String::new() })
    };
    let found: Option<Vec<Bar>> = exhibit.rows.iter().map(bar).collect();
    let found = found.filter(|found| !found.is_empty())?;
    Some(bars(&found, id, &exhibit.caption, &exhibit.alt))
}

/// The swim-lane of rows that say from, to and message, and `stopped` where the attempt ended; none where they do not.
#[must_use]
pub fn exhibit_lanes(exhibit: &Exhibit, id: &str) -> Option<String> {
    if exhibit.rows.is_empty() || exhibit.header.len() < 3 {
        return None;
    }
    let mut parties: Vec<&str> = Vec::new();
    for name in exhibit.rows.iter().flat_map(|row| &row[..2]) {
        if !parties.contains(&name.as_str()) {
            parties.push(name);
        }
    }
    let at = |name: &str| parties.iter().position(|one| *one == name).unwrap_or(0);
    let messages: Vec<Message> = exhibit
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let (from, to) = (at(&row[0]), at(&row[1]));
            let stopped = row[3..].iter().any(|cell| cell.trim() == "stopped");
            Message {
                from,
                to,
                lines: between(from, to, &format!("{}. {}", i + 1, plain(&row[2]))),
                reply: false,
                stopped,
            }
        })
        .collect();
    let bottom = HEAD + 14 + messages.iter().map(message_height).sum::<i32>();
    let size = (x_of(parties.len()) - 48, bottom + 16);
    Some(Canvas::picture(size, id, &exhibit.caption, &exhibit.alt, |canvas| {
        parties.iter().enumerate().for_each(|(i, name)| lane_line(canvas, name, x_of(i), bottom));
        let mut y = HEAD + 14;
        for one in &messages {
            message(canvas, one, y);
            y += message_height(one);
        }
        canvas.path(&[(LEFT, bottom), (x_of(parties.len() - 1), bottom)], ink::GRID, 1);
    }))
}
