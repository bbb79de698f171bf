//! A quiz as the package that Canvas itself exports and imports: QTI 1.2 in its own flavour.
//!
//! Canvas goes by the field `question_type` of an item, reads ids as numbers, and holds what no field of QTI 1.2 says in
//! `assessment_meta.xml`. It knows no question about an order, so that becomes matching; its true or false would put its
//! own words for those of the options, so that becomes a choice.
//!
//! Sources of the shape: the exporter of Canvas LMS (`lib/cc/qti`) and its reader (`gems/plugins/qti_exporter`); IMS
//! Question and Test Interoperability 1.2.1.

mod item;

#[cfg(test)]
mod tests;

use crate::quiz::Paper;
use crate::quiz::question::Form;

use super::package::{Entry, mark, pictures, zip};
use super::xml::{Tag, tag};
use super::{File, Fit, Format};

/// For Canvas.
pub const FORMAT: Format = Format {
    name: "canvas",
    says: "a QTI 1.2 package as Canvas writes it, for its import of QTI .zip files",
    takes: |question| match question.form {
        Form::Order => Fit::As(Form::Match, "Canvas has no question about an order"),
        Form::TrueFalse => Fit::As(Form::Single, "Canvas would put its own words for those of the options"),
        _ => Fit::AsIs,
    },
    write: |paper| vec![File { name: "canvas.zip", bytes: zip(entries(paper)) }],
};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

fn entries(paper: &Paper) -> Vec<Entry> {
    let mark = mark(paper);
    let quiz = format!("quiz-{mark}");
    let numbered = || paper.items.iter().enumerate().map(|(i, question)| (i + 1, question));
    let drawn: Vec<Entry> = numbered().flat_map(|(n, question)| pictures(n, question)).collect();
    let mut entries = vec![
        Entry::new("imsmanifest.xml", manifest(&mark, &quiz, &drawn).document()),
        Entry::new(format!("{quiz}/{quiz}.xml"), questions(paper, &mark, &quiz).document()),
        Entry::new(format!("{quiz}/assessment_meta.xml"), meta(paper, &mark, &quiz).document()),
    ];
    entries.extend(drawn);
    entries
}

/// The questions.
fn questions(paper: &Paper, mark: &str, quiz: &str) -> Tag {
    let items = paper.items.iter().enumerate().map(|(i, question)| item::item(mark, i + 1, question));
    let attempts = tag("qtimetadata").holding(item::field("cc_maxattempts", "1"));
    let assessment = tag("assessment").with("ident", quiz).with("title", &paper.title).holding(attempts);
    tag("questestinterop")
        .with("xmlns", "http://www.imsglobal.org/xsd/ims_qtiasiv1p2")
        .with("xmlns:xsi", XSI)
        .with(
            "xsi:schemaLocation",
            "http://www.imsglobal.org/xsd/ims_qtiasiv1p2 http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd",
        )
        .holding(assessment.holding(tag("section").with("ident", "root_section").all(items)))
}

/// What Canvas keeps of a quiz beside its questions: it is graded, not published, and does not show its key.
fn meta(paper: &Paper, mark: &str, quiz: &str) -> Tag {
    let points = format!("{}.0", paper.items.iter().map(|item| item.points).sum::<u32>());
    let said = |name: &str, text: &str| tag(name).text(text);
    let assignment = tag("assignment")
        .with("identifier", format!("assignment-{mark}"))
        .holding(said("title", &paper.title))
        .holding(said("workflow_state", "unpublished"))
        .holding(said("quiz_identifierref", quiz))
        .holding(said("points_possible", &points))
        .holding(said("grading_type", "points"))
        .holding(said("submission_types", "online_quiz"));
    tag("quiz")
        .with("identifier", quiz)
        .with("xmlns", "http://canvas.instructure.com/xsd/cccv1p0")
        .with("xmlns:xsi", XSI)
        .with(
            "xsi:schemaLocation",
            "http://canvas.instructure.com/xsd/cccv1p0 https://canvas.instructure.com/xsd/cccv1p0.xsd",
        )
        .holding(said("title", &paper.title))
        .holding(said("description", &format!("<p>Rules as of {}.</p>", paper.rules_date)))
        .holding(said("shuffle_answers", "false"))
        .holding(said("scoring_policy", "keep_highest"))
        .holding(said("quiz_type", "assignment"))
        .holding(said("points_possible", &points))
        .holding(said("show_correct_answers", "false"))
        .holding(said("allowed_attempts", "1"))
        .holding(said("available", "false"))
        .holding(assignment)
}

fn manifest(mark: &str, quiz: &str, drawn: &[Entry]) -> Tag {
    let namespace = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1";
    let file = |href: &str| tag("file").with("href", href);
    let (questions, meta) = (format!("{quiz}/{quiz}.xml"), format!("{quiz}/assessment_meta.xml"));
    let about = format!("meta-{mark}");
    let images = drawn.iter().enumerate().map(|(i, entry)| {
        let resource = tag("resource").with("identifier", format!("image-{}-{mark}", i + 1)).with("type", "webcontent");
        resource.with("href", &entry.name).holding(file(&entry.name))
    });
    let resources = tag("resources")
        .holding(
            tag("resource")
                .with("identifier", quiz)
                .with("type", "imsqti_xmlv1p2")
                .holding(file(&questions))
                .holding(tag("dependency").with("identifierref", &about)),
        )
        .holding(
            tag("resource")
                .with("identifier", &about)
                .with("type", "associatedcontent/imscc_xmlv1p1/learning-application-resource")
                .with("href", &meta)
                .holding(file(&meta)),
        )
        .all(images);
    tag("manifest")
        .with("identifier", format!("manifest-{mark}"))
        .with("xmlns", namespace)
        .with("xmlns:xsi", XSI)
        .with("xsi:schemaLocation", format!("{namespace} http://www.imsglobal.org/xsd/imscp_v1p1.xsd"))
        .holding(tag("metadata").holding(tag("schema").text("IMS Content")).holding(tag("schemaversion").text("1.1.3")))
        .holding(tag("organizations"))
        .holding(resources)
}
