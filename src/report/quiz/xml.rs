//! XML as a tree of tags, so that a format says what it writes in the shape in which it is written.

use maud::Markup;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::words::plain;

/// An element with its attributes and what is inside.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    inside: Vec<Inside>,
}

#[derive(Clone, Debug)]
enum Inside {
    Tag(Tag),
    Text(String),
    Markup(String),
}

/// An element without anything in it.
pub(super) fn tag(name: &str) -> Tag {
    Tag { name: name.to_owned(), attributes: Vec::new(), inside: Vec::new() }
}

impl Tag {
    /// With an attribute; attributes are written in the order in which they are given.
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// With a text.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.inside.push(Inside::Text(plain(text)));
        self
    }

    /// With markup that is sound XML already.
    pub(super) fn markup(mut self, markup: Markup) -> Self {
        self.inside.push(Inside::Markup(markup.into_string()));
        self
    }

    /// With an element.
    pub(super) fn holding(mut self, tag: Self) -> Self {
        self.inside.push(Inside::Tag(tag));
        self
    }

    /// With elements.
    pub(super) fn all(mut self, tags: impl IntoIterator<Item = Self>) -> Self {
        self.inside.extend(tags.into_iter().map(Inside::Tag));
        self
    }

    /// The same tree with other names of elements and attributes. Markup keeps its own.
    pub(super) fn renamed(self, element: &dyn Fn(&str) -> String, attribute: &dyn Fn(&str) -> String) -> Self {
        let inside = self.inside.into_iter().map(|one| match one {
            Inside::Tag(tag) => Inside::Tag(tag.renamed(element, attribute)),
            other => other,
        });
        let attributes = self.attributes.into_iter().map(|(name, value)| (attribute(&name), value));
        Self { name: element(&self.name), attributes: attributes.collect(), inside: inside.collect() }
    }

    /// The document of which this is the root.
    pub(super) fn document(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new_with_indent(&mut bytes, b' ', 2);
        let declared = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        declared.and_then(|()| self.write(&mut writer)).expect("writing to memory does not fail");
        bytes.push(b'\n');
        bytes
    }

    fn write(&self, writer: &mut Writer<&mut Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(self.name.as_str());
        for (name, value) in &self.attributes {
            start.push_attribute((name.as_str(), plain(value).as_str()));
        }
        if self.inside.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for one in &self.inside {
            match one {
                Inside::Tag(tag) => tag.write(writer)?,
                Inside::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
                Inside::Markup(markup) => writer.write_event(Event::Text(BytesText::from_escaped(markup.as_str())))?,
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_markup_is_kept() {
        let tree = tag("a").with("b", "<\"&\u{1}>").text("]]> & <").holding(tag("c").markup(maud::html! { p { "<" } }));
        let text = String::from_utf8(tree.document()).expect("a text");
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&lt;&quot;&amp;\\u{1}&gt;\">]]&gt; &amp; &lt;<c><p>&lt;</p></c>\n</a>\n"
        );
    }
}
