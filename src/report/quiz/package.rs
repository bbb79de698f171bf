//! Packages for learning platforms: files in a zip whose bytes depend on its content alone.

use std::io::{Cursor, Write};

use maud::{Markup, PreEscaped};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::quiz::Paper;
use crate::quiz::paper::Question;
use crate::quiz::question::Exhibit;

use super::figure;
use super::text::line;
use super::xml::{Tag, tag};

/// The folder of the pictures in a package.
const PICTURES: &str = "images";

/// A file in a package.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its path from the root of the package.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Entry {
    pub(super) fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// A zip of these files, sorted by name, all of them of the first day that a zip can name.
pub(super) fn zip(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated).unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in &entries {
        zip.start_file(entry.name.as_str(), options).expect("names are short and differ");
        zip.write_all(&entry.bytes).expect("writing to memory does not fail");
    }
    zip.finish().expect("writing to memory does not fail").into_inner()
}

/// A name that is the same for the same questions and another for others, so that platforms keep quizzes apart. It is
/// made from what learners read, so it tells nothing of keys and seed.
pub(super) fn mark(paper: &Paper) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut read = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    read(&paper.title);
    for item in &paper.items {
        read(&item.stem);
        item.prompts.iter().for_each(|prompt| read(prompt));
        item.options.iter().for_each(|option| read(if shown(item) { &option.text } else { "" }));
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Whether learners see the options: numbers to enter are not shown.
fn shown(item: &Question) -> bool {
    item.form != crate::quiz::question::Form::Numeric
}

/// The name of a question in a package, by its number from 1.
pub(super) fn name(n: usize) -> String {
    format!("q{n:03}")
}

/// The path of the drawing of an exhibit, by the numbers of the question from 1 and of the exhibit from 0.
fn path(n: usize, i: usize) -> String {
    format!("{PICTURES}/{}-{}.svg", name(n), i + 1)
}

/// The drawings of a question as files.
pub(super) fn pictures(n: usize, question: &Question) -> Vec<Entry> {
    let drawn = |(i, exhibit): (usize, &Exhibit)| {
        let svg = figure::drawn(exhibit, &format!("{}-{}", name(n), i + 1))?;
        Some(Entry::new(path(n, i), svg))
    };
    question.exhibits.iter().enumerate().filter_map(drawn).collect()
}

/// The stem with its exhibits, drawings as images; `base` comes before their paths.
pub(super) fn stem(n: usize, question: &Question, base: &str) -> Markup {
    figure::stem(question, &|i, exhibit| {
        if figure::drawn(exhibit, "x").is_none() {
            return PreEscaped(String::new());
        }
        image(&format!("{base}{}", path(n, i)), exhibit)
    })
}

/// The drawing of an exhibit as an image, sound as HTML and as XML.
pub(super) fn image(file: &str, exhibit: &Exhibit) -> Markup {
    let alt = quick_xml::escape::escape(line(&exhibit.alt)).into_owned();
    PreEscaped(format!("<p><img src=\"{file}\" alt=\"{alt}\"/></p>"))
}

/// A resource of a manifest with its files; the first is what it opens with.
pub(super) fn resource<'a>(id: &str, kind: &str, files: impl IntoIterator<Item = &'a str>) -> Tag {
    let files: Vec<&str> = files.into_iter().collect();
    let resource = tag("resource").with("identifier", id).with("type", kind).with("href", files[0]);
    resource.all(files.into_iter().map(|file| tag("file").with("href", file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_depends_on_its_content_alone() {
        let (a, b) = (Entry::new("a/x", "1"), Entry::new("b", "2"));
        let bytes = zip(vec![b.clone(), a.clone()]);
        assert_eq!(bytes, zip(vec![a, b]));
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let names: Vec<_> = archive.file_names().map(|name| name.expect("a text")).collect();
        assert_eq!(names, ["a/x", "b"]);
        let time = archive.by_name("b").expect("there").last_modified().expect("a time");
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
    }

    #[test]
    fn a_mark_changes_with_what_is_read_and_not_with_the_key() {
        let paper = crate::report::quiz::tests::paper();
        let mut other = paper.clone();
        other.seed += 1;
        other.items[0].key = vec![0];
        other.items[0].id.push('x');
        assert_eq!(mark(&paper), mark(&other));
        other.items[0].stem.push('x');
        assert_ne!(mark(&paper), mark(&other));
    }
}
