//! The changed scenario as a file, with the author's text where that is possible.

use crate::scenario::{Reading, splice, write};

use super::Session;

/// How much of the author's text is left.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All of it; the steps stand at the end of the timeline.
    All,
    /// None: the resolved scenario, with every default written out.
    None,
}

/// A scenario as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The text.
    pub text: String,
    /// How much of the author's text it holds.
    pub kept: Kept,
}

impl Session<'_> {
    /// The scenario with the steps that were put in, as a text that reads back to the same scenario. `read` reads a text
    /// as it would be read at the place where it is to stand; a base that it extends is only found from there.
    ///
    /// None where no text does, which `read` then has to explain.
    pub fn saved(&self, read: &mut dyn FnMut(&str) -> Reading) -> Option<Saved> {
        let whole = self.reading.scenario.as_ref()?;
        let steps: Vec<String> = self.added().map(str::to_owned).collect();
        let own = if steps.is_empty() {
            Some(self.base.sources.text(0).to_owned())
        } else {
            splice::with_steps(&self.base, &steps)
        };
        let resolved = || Saved { text: write::write(whole), kept: Kept::None };
        let mut texts =
            own.map(|text| Saved { text, kept: Kept::All }).into_iter().chain(std::iter::once_with(resolved));
        texts.find(|saved| read(&saved.text).scenario.as_ref() == Some(whole))
    }
}
