//! A quiz as a SCORM 1.2 package: one page, the script that reports to the platform, and the key by which it scores.
//!
//! The platform only keeps what the page tells it, so the page has to know the key: it stands in `key.js`, in the browser
//! of whoever takes the quiz. [`CAUTION`] says so to the trainer. The page itself is that of an exam.
//!
//! Source: ADL SCORM 1.2 Run-Time Environment and Content Aggregation Model (2001).

#[cfg(test)]
mod tests;

use maud::html;
use serde_json::{Value, json};

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::report::words::{count, plain};

use super::html::{fields, frame};
use super::package::{Entry, mark, name, resource, zip};
use super::text::{explanation, line, reason};
use super::xml::{Tag, tag};
use super::{File, Fit, Format};

/// For platforms that run SCORM 1.2.
pub const FORMAT: Format = Format {
    name: "scorm",
    says: "a SCORM 1.2 package: a page that reports score and answers; holds its key, not for exams that count",
    takes: |_| Fit::AsIs,
    write: |paper| vec![File { name: "scorm12.zip", bytes: zip(entries(paper)) }],
};

/// What a trainer has to know before handing it out.
pub const CAUTION: &str =
    "the page scores itself, so the key is in the browser of whoever takes it; do not use it for an exam that counts";

/// How many percent are needed to pass, unless the platform says otherwise.
const MASTERY: u32 = 80;

/// Only the scripts of the package run, and nothing is loaded from elsewhere.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

fn entries(paper: &Paper) -> Vec<Entry> {
    let mark = mark(paper);
    let key = serde_json::to_string_pretty(&key(paper, &mark)).expect("texts and numbers make JSON");
    vec![
        Entry::new("imsmanifest.xml", manifest(paper, &mark).document()),
        Entry::new("index.html", page(paper)),
        Entry::new("key.js", format!("window.quiz = {key};\n")),
        Entry::new("quiz.js", include_str!("quiz.js")),
    ]
}

fn manifest(paper: &Paper, mark: &str) -> Tag {
    let item = tag("item")
        .with("identifier", format!("item-{mark}"))
        .with("identifierref", format!("page-{mark}"))
        .with("isvisible", "true")
        .holding(tag("title").text(&paper.title))
        .holding(tag("adlcp:masteryscore").text(&MASTERY.to_string()));
    let organization = tag("organization")
        .with("identifier", format!("organization-{mark}"))
        .holding(tag("title").text(&paper.title))
        .holding(item);
    let page = resource(&format!("page-{mark}"), "webcontent", ["index.html", "key.js", "quiz.js"]);
    tag("manifest")
        .with("identifier", format!("quiz-{mark}"))
        .with("version", "1.0")
        .with("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2")
        .with("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2")
        .holding(tag("metadata").holding(tag("schema").text("ADL SCORM")).holding(tag("schemaversion").text("1.2")))
        .holding(tag("organizations").with("default", format!("organization-{mark}")).holding(organization))
        .holding(tag("resources").holding(page.with("adlcp:scormtype", "sco")))
}

/// What the script has to know: the key, what is said afterwards, and the names under which answers are reported.
fn key(paper: &Paper, mark: &str) -> Value {
    let question = |(i, item): (usize, &Question)| {
        json!({
            "id": name(i + 1),
            "form": item.form,
            "points": item.points,
            "key": item.key,
            "numbers": item.options.iter().map(|option| option.number).collect::<Vec<_>>(),
            "feedback": item.options.iter().map(|option| line(reason(&option.feedback))).collect::<Vec<_>>(),
            "explanation": explanation(item),
        })
    };
    let questions: Vec<Value> = paper.items.iter().enumerate().map(question).collect();
    json!({ "mark": mark, "mastery": MASTERY, "questions": questions })
}

fn page(paper: &Paper) -> String {
    let inner = html! {
        header {
            h1 { (plain(&paper.title)) }
            p { "Rules as of " (plain(&paper.rules_date)) ". Your answers are kept as you give them; you can close the page and go on later." }
            noscript { p { "This page needs JavaScript." } }
        }
        main id="questions" {
            form {
                @for (i, item) in paper.items.iter().enumerate() {
                    fieldset id={ "q" (i + 1) } aria-describedby={ "q" (i + 1) "-task" } {
                        legend { "Question " (i + 1) " (" (count(item.points.into(), "point", "points")) ")" }
                        (fields(i + 1, item))
                    }
                }
                p id="status" role="status" tabindex="-1" {}
                button type="submit" { "Hand in" }
            }
        }
        script src="key.js" {}
        script src="quiz.js" {}
    };
    frame(paper, "", POLICY, &inner)
}
