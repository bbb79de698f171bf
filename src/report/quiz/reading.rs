//! Readers for tests, apart from the writers: packages unzipped, XML as a tree.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::tests::paper;
use super::{Format, export};

/// The files of the package that a format writes of the paper with every form, by their paths.
pub(super) fn unzipped(format: &Format) -> BTreeMap<String, Vec<u8>> {
    let export = export(&paper(), format);
    assert_eq!(export.files.len(), 1, "a package is one file");
    let mut archive = zip::ZipArchive::new(Cursor::new(&export.files[0].bytes)).expect("a zip");
    let many = archive.len();
    let read = |i| {
        let mut file = archive.by_index(i).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        (file.name().expect("a text").into_owned(), bytes)
    };
    (0..many).map(read).collect()
}

/// An element as it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub inside: Vec<Node>,
    /// The text directly in it, trimmed.
    pub text: String,
}

impl Node {
    /// The root of a document.
    pub(super) fn parse(xml: &[u8]) -> Self {
        let mut reader = Reader::from_str(std::str::from_utf8(xml).expect("a text"));
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().expect("sound XML") {
                Event::Eof => break,
                Event::Start(start) => open.push(Self::of(&start)),
                Event::Empty(start) => open.last_mut().expect("open").inside.push(Self::of(&start)),
                Event::End(_) => {
                    let mut done = open.pop().expect("open");
                    done.text = done.text.trim().to_owned();
                    open.last_mut().expect("open").inside.push(done);
                }
                Event::Text(text) => {
                    open.last_mut().expect("open").text += &text.xml10_content();
                }
                Event::GeneralRef(name) => {
                    let said = format!("&{};", &*name);
                    open.last_mut().expect("open").text += &quick_xml::escape::unescape(&said).expect("a known name");
                }
                _ => {}
            }
        }
        open.remove(0).inside.remove(0)
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|one| {
            let one = one.expect("an attribute");
            let value = quick_xml::escape::unescape(&one.value).expect("sound").into_owned();
            (one.key.as_ref().to_owned(), value)
        });
        Self { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    /// An attribute; empty where it is not there.
    pub(super) fn at(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Every element of this name below, in order.
    pub(super) fn all(&self, name: &str) -> Vec<&Self> {
        let below = self.inside.iter().flat_map(|node| {
            let own = (node.name == name).then_some(node);
            own.into_iter().chain(node.all(name))
        });
        below.collect()
    }

    /// The only element of this name below.
    pub(super) fn one(&self, name: &str) -> &Self {
        let all = self.all(name);
        assert_eq!(all.len(), 1, "{name} in {}", self.name);
        all[0]
    }

    /// All the text in it.
    pub(super) fn texts(&self) -> String {
        let below = self.inside.iter().map(Self::texts);
        std::iter::once(self.text.clone()).chain(below).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
