//! The frame of a page that is not about one run: head, sections, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::html::{POLICY, STYLE};
use super::words::plain;

pub(super) use super::html::pictures::picture;
pub(super) use super::html::scroller;

/// One section of a page.
pub(super) struct Section {
    /// The id that links lead to.
    pub(super) id: &'static str,
    /// The heading.
    pub(super) name: &'static str,
    /// What it says.
    pub(super) body: Markup,
}

/// A whole page: one file, no network, no scripts.
pub(super) fn page(title: &str, facts: &str, sections: &[Section]) -> String {
    let title = plain(title);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – tenantlab" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the result" }
                header {
                    h1 { (title) }
                    p.facts { (plain(facts)) }
                    nav aria-label="Sections" {
                        ul { @for section in sections { li { a href={ "#" (section.id) } { (section.name) } } } }
                    }
                }
                main id="main" tabindex="-1" {
                    @for section in sections {
                        section aria-labelledby=(section.id) { h2 id=(section.id) { (section.name) } (section.body) }
                    }
                }
                footer {
                    p { "Worked out by tenantlab " (env!("CARGO_PKG_VERSION")) ". No real tenant was touched. All times are UTC." }
                }
            }
        }
    };
    page.into_string()
}

/// A table in its own scrolling region; the first cell of each row heads it, and columns named here hold numbers.
pub(super) fn table(caption: &str, header: &[&str], numbers: &[usize], rows: &[Vec<String>]) -> Markup {
    /// A column with a text longer than this is kept wide enough to read, where the table has room on paper too.
    const WORDS: usize = 60;
    const FEW: usize = 6;
    /// A column with nothing longer than this, such as dates, is not broken into lines.
    const SHORT: usize = 10;
    let right = |i: usize| numbers.contains(&i);
    let long = |i: usize| {
        i > 0
            && header.len() <= FEW
            && rows.iter().any(|row| row.get(i).is_some_and(|cell| cell.chars().count() > WORDS))
    };
    let fits = |i: usize| rows.iter().all(|row| row.get(i).is_none_or(|cell| cell.chars().count() <= SHORT));
    let short: Vec<bool> = (0..header.len()).map(|i| !right(i) && fits(i)).collect();
    let is_date = |name: &str| crate::model::time::Date::parse(name).is_some();
    scroller(
        caption,
        html! {
            table {
                caption { (caption) }
                thead { tr { @for (i, name) in header.iter().enumerate() { th.n[right(i)].words[long(i)].short[is_date(name)] scope="col" { (name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.iter().enumerate() {
                                @if i == 0 { th scope="row" { (plain(cell)) } } @else { td.n[right(i)].short[short.get(i) == Some(&true)] { (plain(cell)) } }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// Numbers with their labels and remarks.
pub(super) fn numbers(numbers: &[(&str, String, String)]) -> Markup {
    html! {
        dl.numbers {
            @for (label, value, remark) in numbers {
                div { dt { (label) } dd { strong { (value) } @if !remark.is_empty() { span { (remark) } } } }
            }
        }
    }
}
