//! Which question each answer of an attempt is to: told by the question's text where the platform wrote it, by its place
//! where it did not.
//!
//! A platform that draws questions from a bank gives learners different ones, of their own variant or of another's, so
//! each row is looked at by itself. Texts that several variants share are told apart by their exhibits, by the options that
//! the platform wrote behind them, and by the answer, which has to be one of the question's.

use crate::quiz::paper::{Paper, Question};
use crate::quiz::response::Response;

use super::columns::{Asking, Layout};
use super::words::told;
use super::{Class, Drawn, Taking};

/// So many letters of a question are enough to know it by, where a platform cuts it.
const LEAST: usize = 40;

/// Every question that a class was asked, as platforms write it.
pub(super) struct Bank<'p> {
    papers: Vec<(&'p str, &'p Paper)>,
    entries: Vec<Entry<'p>>,
}

/// A question, and the letters of what learners read of it.
struct Entry<'p> {
    variant: &'p str,
    at: usize,
    item: &'p Question,
    stem: String,
    exhibits: Vec<String>,
    options: Vec<String>,
}

/// An answer of a row: its column, the question above or before it, and what it says.
struct Given<'r> {
    column: usize,
    text: Option<&'r str>,
    cell: &'r str,
}

/// The answers of a row, each to its question; or the columns of what is wrong, and why.
pub(super) type Seen = Result<Vec<(Drawn, Option<Response>)>, Vec<(usize, String)>>;

impl<'p> Bank<'p> {
    pub(super) fn of(class: &'p Class) -> Self {
        let papers = class.papers();
        let entry = |variant: &'p str, at: usize, item: &'p Question| {
            let cells = item.exhibits.iter().flat_map(|exhibit| exhibit.rows.iter().flatten());
            Entry {
                variant,
                at,
                item,
                stem: letters(&item.stem),
                exhibits: cells.map(|cell| letters(cell)).collect(),
                options: item.options.iter().map(|one| letters(&one.text)).collect(),
            }
        };
        let all = papers.iter().flat_map(|(variant, paper)| {
            paper.items.iter().enumerate().map(move |(at, item)| entry(variant, at, item))
        });
        let entries = all.filter(|one| !one.stem.is_empty()).collect();
        Self { papers, entries }
    }

    /// Whether a text is one of the questions.
    pub(super) fn knows(&self, text: &str) -> bool {
        !self.find(&letters(text)).is_empty()
    }

    /// The questions that a text may be, by its letters: those that it begins with, the longest alone; or, where none is,
    /// those that begin with it.
    fn find(&self, text: &str) -> Vec<&Entry<'p>> {
        let begun = || self.entries.iter().filter(|one| text.starts_with(&one.stem));
        let longest = begun().map(|one| one.stem.len()).max();
        match longest {
            Some(longest) => begun().filter(|one| one.stem.len() == longest).collect(),
            None if text.len() >= LEAST => self.entries.iter().filter(|one| one.stem.starts_with(text)).collect(),
            None => Vec::new(),
        }
    }

    /// Whether the heads of the columns are the questions; not one of them may be after an import that changed them all.
    ///
    /// # Errors
    /// Some are and one is not: its text.
    pub(super) fn heads(&self, heads: &[String]) -> Result<bool, String> {
        let known: Vec<bool> = heads.iter().map(|head| self.knows(head)).collect();
        match known.iter().position(|known| !known) {
            Some(at) if known.contains(&true) => Err(self.unknown(&heads[at])),
            other => Ok(other.is_none()),
        }
    }

    fn unknown(&self, text: &str) -> String {
        let of = if self.papers.len() > 1 { "the variants" } else { "the quiz" };
        format!("no question of {of} reads `{}`", text.trim())
    }

    /// The answers of the row of a learner, `own` being the variant made for them.
    pub(super) fn row(&self, layout: &Layout, cells: &[&str], own: &str, taking: &Taking) -> Seen {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let text = |i: usize| match &layout.asking {
            Asking::Heads(heads) => Some(heads[i].as_str()),
            Asking::Cells(texts) => Some(cell(texts[i])),
            Asking::Place => None,
        };
        let given = layout.responses.iter().enumerate();
        let given: Vec<Given<'_>> =
            given.map(|(i, at)| Given { column: *at, text: text(i), cell: cell(*at) }).collect();
        let known = given.iter().any(|one| one.text.is_some_and(|text| self.knows(text)));
        if !known {
            return self.by_place(&given, layout, own, taking);
        }
        // Where a learner was not shown a question of a bank, Canvas leaves its answer and its points empty, and Moodle
        // has a dash for both.
        let shown = |one: &&Given<'_>| match layout.asking {
            Asking::Heads(_) => !one.cell.is_empty() || !layout.points || !cell(one.column + 1).is_empty(),
            _ => !matches!((one.text, one.cell), (Some("-" | ""), "-" | "")),
        };
        let mut found: Vec<(&Entry<'p>, Option<Response>)> = Vec::new();
        let mut wrong = Vec::new();
        for one in given.iter().filter(shown) {
            match self.told_by_text(one, layout.canvas, own, &found) {
                Ok(next) => found.push(next),
                Err(says) => wrong.push((one.column, says)),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let drawn = |one: &Entry<'_>| Drawn { variant: one.variant.to_owned(), at: one.at };
        Ok(found.into_iter().map(|(entry, response)| (drawn(entry), response)).collect())
    }

    /// The question of a text, and the answer to it; `before` were found in the same row.
    fn told_by_text(
        &self,
        one: &Given<'_>,
        canvas: bool,
        own: &str,
        before: &[(&Entry<'p>, Option<Response>)],
    ) -> Result<(&Entry<'p>, Option<Response>), String> {
        let text = letters(one.text.unwrap_or_default());
        let mut all = self.find(&text);
        if all.is_empty() {
            return Err(self.unknown(one.text.unwrap_or_default()));
        }
        all.retain(|entry| !before.iter().any(|(other, _)| std::ptr::eq(*other, *entry)));
        let rank = |entry: &&Entry<'p>| (entry.unlike(&text), entry.variant != own);
        all.sort_by_key(rank);
        let Some(first) = all.first().copied() else {
            return Err(format!("the question `{}` is answered twice", one.text.unwrap_or_default().trim()));
        };
        let mut fitting = all.iter().map(|entry| (*entry, told(entry.item, one.cell, canvas)));
        let Some((entry, response)) = fitting.find(|(_, response)| response.is_ok()) else {
            return Err(told(first.item, one.cell, canvas).err().unwrap_or_default());
        };
        let rival = |(other, response): &(&Entry<'p>, Result<_, _>)| {
            response.is_ok() && other.unlike(&text) == entry.unlike(&text) && !other.asks_the_same(entry)
        };
        if entry.variant != own
            && let Some((other, _)) = fitting.find(rival)
        {
            return Err(format!(
                "this may be a question of the variant of `{}` or of `{}`, which share its words and not its key; give \
                 learners their own variants, or export Moodle's responses with the question text",
                entry.variant, other.variant
            ));
        }
        Ok((entry, response.unwrap_or_default()))
    }

    /// The answers in the order of the quiz.
    fn by_place(&self, given: &[Given<'_>], layout: &Layout, own: &str, taking: &Taking) -> Seen {
        let Some((variant, paper)) = self.papers.iter().find(|(variant, _)| *variant == own) else {
            return Err(vec![(0, format!("there is no variant for `{own}`"))]);
        };
        let first = given.first().map_or(0, |one| one.column);
        self.fits_by_place(own, paper, given.len(), taking).map_err(|says| vec![(first, says)])?;
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (one, at) in given.iter().zip(taking.asked(own, paper.items.len())) {
            match told(&paper.items[at], one.cell, layout.canvas) {
                Ok(response) => found.push((Drawn { variant: (*variant).to_owned(), at }, response)),
                Err(says) => {
                    wrong.push((one.column, format!("question {}: {says}{}", at + 1, self.by_text_instead())));
                }
            }
        }
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }

    /// Whether there is an answer to each question that was asked. They go to questions by their place, so a column too few
    /// or too many would shift them all.
    ///
    /// # Errors
    /// There are not as many.
    pub(super) fn fits_by_place(
        &self,
        variant: &str,
        paper: &Paper,
        found: usize,
        taking: &Taking,
    ) -> Result<(), String> {
        let (asked, many) = (taking.asked(variant, paper.items.len()).len(), paper.items.len());
        if found == asked {
            return Ok(());
        }
        let left = many - asked;
        let of = if left == 0 { String::new() } else { format!(" ({left} of {many} are left out of that format)") };
        Err(format!(
            "expected a response to each of the quiz's {asked} questions{of}, found {found}; where the platform was \
             given an export that left questions out, `--exported-as FORMAT` says which{}",
            self.by_text_instead()
        ))
    }

    /// What helps where learners may have had each other's questions, and the table does not say which.
    fn by_text_instead(&self) -> &'static str {
        if self.papers.len() > 1 {
            "; where learners did not have their own variants in their order, export Moodle's responses with the question \
             text, and each answer is known by that"
        } else {
            ""
        }
    }
}

impl Entry<'_> {
    /// How little a text that begins with this question is like all of it: cells of exhibits that are not in it, and
    /// whether an option is not.
    fn unlike(&self, text: &str) -> (usize, bool) {
        let missing = self.exhibits.iter().filter(|cell| !text.contains(cell.as_str())).count();
        (missing, self.options.iter().any(|option| !text.contains(option.as_str())))
    }

    /// Whether two questions differ in nothing but the order of their options, so that an answer earns the same.
    fn asks_the_same(&self, other: &Self) -> bool {
        let texts = |one: &Self| {
            let mut all: Vec<(String, bool)> =
                one.item.options.iter().map(|option| (option.text.clone(), option.holds)).collect();
            all.sort();
            all
        };
        let key = |one: &Self| -> Vec<String> {
            let mut all: Vec<String> = one.item.key.iter().map(|i| one.item.options[*i].text.clone()).collect();
            if one.item.form == crate::quiz::question::Form::Multiple {
                all.sort();
            }
            all
        };
        self.item.form == other.item.form
            && self.exhibits == other.exhibits
            && self.item.prompts == other.item.prompts
            && texts(self) == texts(other)
            && key(self) == key(other)
    }
}

/// The letters and digits of a text in lower case: platforms take marks out and set blanks as they like.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
