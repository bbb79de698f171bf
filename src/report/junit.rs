//! The results of `test` as JUnit XML, which build servers read. No timings: the same results give the same bytes.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde::Serialize;

use super::words::{count, plain};

/// What came of one scenario file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileResult {
    /// The file, as the caller wants it named.
    pub file: String,
    /// Whether it held.
    pub status: Status,
    /// What did not hold, or what is wrong with the file; one entry each.
    pub failures: Vec<String>,
}

/// Whether the expectations of a file held.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// All held.
    Passed,
    /// Some did not.
    Failed,
    /// The file could not be read.
    Invalid,
}

impl Status {
    /// The word used in lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Invalid => "invalid",
        }
    }
}

/// The results as JUnit XML: a file that did not hold is a failure, a file that could not be read an error.
#[must_use]
pub fn junit(results: &[FileResult]) -> String {
    let mut bytes = Vec::new();
    write(&mut Writer::new_with_indent(&mut bytes, b' ', 2), results).expect("writing to memory does not fail");
    let mut text = String::from_utf8(bytes).expect("texts make text");
    text.push('\n');
    text
}

fn write(writer: &mut Writer<&mut Vec<u8>>, results: &[FileResult]) -> std::io::Result<()> {
    let number = |status| results.iter().filter(|result| result.status == status).count().to_string();
    let (tests, failures, errors) = (results.len().to_string(), number(Status::Failed), number(Status::Invalid));
    let totals = [("tests", tests.as_str()), ("failures", failures.as_str()), ("errors", errors.as_str())];
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").with_attributes(totals).write_inner_content(|writer| {
        let suite = writer.create_element("testsuite").with_attribute(("name", "tenantlab"));
        suite
            .with_attributes(totals)
            .write_inner_content(|writer| results.iter().try_for_each(|result| case(writer, result)))?;
        Ok(())
    })?;
    Ok(())
}

fn case(writer: &mut Writer<&mut Vec<u8>>, result: &FileResult) -> std::io::Result<()> {
    let file = plain(&result.file);
    let attributes = [("classname", "tenantlab"), ("name", file.as_str()), ("file", file.as_str())];
    let element = writer.create_element("testcase").with_attributes(attributes);
    let (tag, what) = match result.status {
        Status::Passed => return element.write_empty().map(drop),
        Status::Failed => {
            ("failure", count(result.failures.len() as u64, "expectation", "expectations") + " did not hold")
        }
        Status::Invalid => ("error", "the scenario is not valid".to_owned()),
    };
    let text = result.failures.iter().map(|failure| failure.lines().map(plain).collect::<Vec<_>>().join("\n"));
    let text = text.collect::<Vec<_>>().join("\n");
    element.write_inner_content(|writer| {
        let body = BytesText::new(&text);
        writer.create_element(tag).with_attribute(("message", what.as_str())).write_text_content(body).map(drop)
    })?;
    Ok(())
}
