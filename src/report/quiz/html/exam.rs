//! The exam page: questions with fields to fill in, and nothing that tells the key.

use maud::html;

use crate::quiz::Paper;
use crate::report::words::plain;

use super::{count, fields, shell};

/// The exam page of a quiz.
pub(super) fn page(paper: &Paper, commitment: Option<&str>) -> String {
    let inner = html! {
        header {
            h1 { (plain(&paper.title)) }
            p { (count(paper)) ". Rules as of " (plain(&paper.rules_date)) ". Nothing is sent: print the page or save it as PDF when you are done." }
            p { label { "Name " input type="text" name="name" autocomplete="name"; } }
        }
        (super::seal(commitment))
        main id="questions" {
            form {
                @for (i, item) in paper.items.iter().enumerate() {
                    fieldset id={ "q" (i + 1) } aria-describedby={ "q" (i + 1) "-task" } {
                        legend { "Question " (i + 1) " (" (points(item.points)) ")" }
                        (fields(i + 1, item))
                    }
                }
            }
        }
    };
    shell(paper, "exam", &inner)
}

/// `1 point`, `2 points`.
pub(super) fn points(points: u32) -> String {
    crate::report::words::count(points.into(), "point", "points")
}
