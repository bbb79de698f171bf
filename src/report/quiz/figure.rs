//! Stems and exhibits as markup: sound as HTML and as XML, so that every page and package shows the same.

use maud::{Markup, html};

use crate::quiz::paper::Question;
use crate::quiz::question::{Exhibit, ExhibitKind};
use crate::report::words::plain;

use super::text::lines;

/// A text, each of its lines a paragraph.
pub(super) fn paragraphs(text: &str) -> Markup {
    html! { @for line in lines(text) { p { (line) } } }
}

/// The stem and its exhibits; `picture` says how the drawing of an exhibit gets in, given its number from 0.
pub(super) fn stem(question: &Question, picture: &dyn Fn(usize, &Exhibit) -> Markup) -> Markup {
    html! {
        (paragraphs(&question.stem))
        @for (i, exhibit) in question.exhibits.iter().enumerate() {
            div class="exhibit" {
                (picture(i, exhibit))
                (table(exhibit))
            }
        }
    }
}

/// The table of an exhibit: what a drawing shows is always in it.
pub(super) fn table(exhibit: &Exhibit) -> Markup {
    html! {
        table {
            caption { (plain(&exhibit.caption)) }
            thead { tr { @for head in &exhibit.header { th scope="col" { (plain(head)) } } } }
            tbody {
                @for row in &exhibit.rows {
                    tr {
                        @for cell in row {
                            td { @for line in lines(cell) { (line) " " } }
                        }
                    }
                }
            }
        }
    }
}

/// A drawing that stands in the text itself.
pub(super) fn inline(exhibit: &Exhibit, id: &str) -> Markup {
    html! { @if let Some(svg) = drawn(exhibit, id) { div class="picture" { (maud::PreEscaped(svg)) } } }
}

/// The drawing of an exhibit as SVG; none for what is a table only, and in builds without pictures.
#[cfg(feature = "charts")]
pub(super) fn drawn(exhibit: &Exhibit, id: &str) -> Option<String> {
    use crate::report::charts;
    match exhibit.kind {
        ExhibitKind::Bars => charts::exhibit_bars(exhibit, id),
        ExhibitKind::Lanes => charts::exhibit_lanes(exhibit, id),
        ExhibitKind::Log | ExhibitKind::Table => None,
    }
}

/// No drawings in a build without them; the tables stay.
#[cfg(not(feature = "charts"))]
pub(super) fn drawn(exhibit: &Exhibit, _: &str) -> Option<String> {
    match exhibit.kind {
        ExhibitKind::Bars | ExhibitKind::Lanes | ExhibitKind::Log | ExhibitKind::Table => None,
    }
}
