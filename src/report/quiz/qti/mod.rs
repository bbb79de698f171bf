//! A quiz as a QTI package: a test, its items, their pictures and a manifest, in version 2.1 and in version 3.0.
//!
//! Both versions say the same in other names, so items are made once in the names of 2.1 and renamed for 3.0. Response
//! processing is written out in every item, because not every platform knows the templates of the standard. The outcome
//! `SCORE` is in points: all or nothing, except that pairs count one by one.
//!
//! Sources: IMS QTI 2.1 Assessment Test, Section and Item Information Model (2012); 1EdTech QTI 3.0 Assessment, Section
//! and Item Information Model (2022); IMS Content Packaging 1.1.4.

mod item;

#[cfg(test)]
mod tests;

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Form;

use super::package::{Entry, mark, name, pictures, resource, zip};
use super::xml::{Tag, tag};
use super::{File, Fit, Format};

/// For platforms that read QTI 2.1 or 2.2.
pub const QTI_2_1: Format = Format {
    name: "qti21",
    says: "a QTI 2.1 package, for TAO, Canvas New Quizzes and others",
    takes: |_| Fit::AsIs,
    write: |paper| vec![File { name: "qti21.zip", bytes: zip(entries(paper, &V2_1)) }],
};

/// For platforms that read QTI 3.0.
pub const QTI_3_0: Format = Format {
    name: "qti30",
    says: "a QTI 3.0 package, for newer platforms",
    takes: |_| Fit::AsIs,
    write: |paper| vec![File { name: "qti30.zip", bytes: zip(entries(paper, &V3_0)) }],
};

/// What differs between versions.
struct Version {
    /// Attributes of the root of items and tests: namespace and schema.
    root: [(&'static str, &'static str); 3],
    /// The namespace of the manifest, where its schema is, and that schema's name and version.
    manifest: [&'static str; 4],
    /// The kinds of resource: item, test.
    kinds: [&'static str; 2],
    /// The tree in the names of this version.
    named: fn(Tag) -> Tag,
    /// What modal feedback holds its text in, where it is not the feedback itself.
    feedback: Option<&'static str>,
}

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

const V2_1: Version = Version {
    root: [
        ("xmlns", "http://www.imsglobal.org/xsd/imsqti_v2p1"),
        ("xmlns:xsi", XSI),
        (
            "xsi:schemaLocation",
            "http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        ),
    ],
    manifest: [
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
        "QTIv2.1 Package",
        "1.0.0",
    ],
    kinds: ["imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"],
    named: |tag| tag,
    feedback: None,
};

const V3_0: Version = Version {
    root: [
        ("xmlns", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"),
        ("xmlns:xsi", XSI),
        (
            "xsi:schemaLocation",
            "http://www.imsglobal.org/xsd/imsqtiasi_v3p0 https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
        ),
    ],
    manifest: [
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
        "QTI Package",
        "3.0.0",
    ],
    kinds: ["imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"],
    named: |tag| tag.renamed(&element_3_0, &kebab),
    feedback: Some("contentBody"),
};

/// The name of an element in version 3.0; text around fields keeps the names of HTML.
fn element_3_0(name: &str) -> String {
    if matches!(name, "p" | "div") { name.to_owned() } else { format!("qti-{}", kebab(name)) }
}

/// `maxChoices` as `max-choices`; names with a prefix stay.
fn kebab(name: &str) -> String {
    if name.contains(':') {
        return name.to_owned();
    }
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The number of a question in the package, from 1, with the question.
type Numbered<'a> = (usize, &'a Question);

fn entries(paper: &Paper, version: &Version) -> Vec<Entry> {
    let mark = mark(paper);
    let items: Vec<Numbered<'_>> = paper.items.iter().enumerate().map(|(i, item)| (i + 1, item)).collect();
    let mut entries = vec![
        Entry::new("imsmanifest.xml", manifest(&mark, &items, version).document()),
        Entry::new("test.xml", document(test(paper, &mark, &items), version)),
    ];
    for (n, question) in items {
        entries.push(Entry::new(file(n), document(item::item(&mark, n, question, version), version)));
        entries.extend(pictures(n, question));
    }
    entries
}

fn document(root: Tag, version: &Version) -> Vec<u8> {
    let root = version.root.iter().fold(root, |root, (name, value)| root.with(name, *value));
    (version.named)(root).document()
}

/// The path of an item.
fn file(n: usize) -> String {
    format!("{}.xml", name(n))
}

/// The id of an item: its number, and what keeps it apart from the items of other quizzes.
fn identifier(mark: &str, n: usize) -> String {
    format!("{}-{mark}", name(n))
}

fn manifest(mark: &str, items: &[Numbered<'_>], version: &Version) -> Tag {
    let [namespace, place, schema, schema_version] = version.manifest;
    let [item_kind, test_kind] = version.kinds;
    let dependencies = items.iter().map(|(n, _)| tag("dependency").with("identifierref", identifier(mark, *n)));
    let test = resource(&format!("test-{mark}"), test_kind, ["test.xml"]).all(dependencies);
    let items = items.iter().map(|(n, question)| {
        let pictures: Vec<String> = pictures(*n, question).into_iter().map(|entry| entry.name).collect();
        let own = file(*n);
        let files = std::iter::once(own.as_str()).chain(pictures.iter().map(String::as_str));
        resource(&identifier(mark, *n), item_kind, files)
    });
    tag("manifest")
        .with("xmlns", namespace)
        .with("xmlns:xsi", XSI)
        .with("xsi:schemaLocation", format!("{namespace} {place}"))
        .with("identifier", format!("manifest-{mark}"))
        .holding(tag("metadata").holding(tag("schema").text(schema)).holding(tag("schemaversion").text(schema_version)))
        .holding(tag("organizations"))
        .holding(tag("resources").holding(test).all(items))
}

/// The test: one part with one section, every item in the order of the paper, and the sum of their scores.
fn test(paper: &Paper, mark: &str, items: &[Numbered<'_>]) -> Tag {
    let references = items
        .iter()
        .map(|(n, _)| tag("assessmentItemRef").with("identifier", identifier(mark, *n)).with("href", file(*n)));
    let section = tag("assessmentSection").with("identifier", "section-1").with("title", &paper.title);
    let part = tag("testPart")
        .with("identifier", "part-1")
        .with("navigationMode", "nonlinear")
        .with("submissionMode", "individual")
        .holding(section.with("visible", "true").all(references));
    let sum = tag("sum").holding(tag("testVariables").with("variableIdentifier", "SCORE"));
    tag("assessmentTest")
        .with("identifier", format!("test-{mark}"))
        .with("title", &paper.title)
        .with("toolName", "tenantlab")
        .with("toolVersion", &paper.engine)
        .holding(item::outcome("SCORE", "single", "float", None))
        .holding(part)
        .holding(tag("outcomeProcessing").holding(tag("setOutcomeValue").with("identifier", "SCORE").holding(sum)))
}

/// The interaction in which a form is answered.
const fn interaction(form: Form) -> &'static str {
    match form {
        Form::Single | Form::TrueFalse | Form::Multiple => "choiceInteraction",
        Form::Order => "orderInteraction",
        Form::Match => "matchInteraction",
        Form::Numeric => "textEntryInteraction",
    }
}
