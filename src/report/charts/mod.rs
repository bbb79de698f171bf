//! Pictures as SVG: one file a picture, drawn on a [`Canvas`] of whole pixels.
//!
//! A picture says in words what it shows (`title`, `desc`), never by colour alone, and stands beside a table that says
//! the same. Colours come from `canvas::ink`; the page's style sheet turns them for dark screens.

mod bars;
mod canvas;
mod exhibit;
mod funnel;
mod heat;
mod lines;
mod signed;
mod swimlane;
mod timeline;

pub use bars::{Bar, bars};
pub use canvas::Canvas;
pub use exhibit::{exhibit_bars, exhibit_lanes};
pub use funnel::funnel;
pub use heat::heat;
pub use lines::{Line, Panel, Point, Ticks, lines};
pub use signed::{Signed, signed};
pub use swimlane::swimlane;
pub use timeline::timeline;
