//! What taking or printing a quiz needs of it: plain text, read back from the trainer's file.

use serde::{Deserialize, Serialize};

use super::question::{Bloom, Exhibit, Form, Quiz};

/// The format of a paper that learners are handed, which holds no key.
pub const FOR_LEARNERS: &str = "quiz-paper/1";

/// A quiz as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// `quiz/1`.
    pub format: String,
    /// The title.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// The latest date of a source.
    pub rules_date: String,
    /// The digest of the run.
    pub digest: String,
    /// The version of the program.
    pub engine: String,
    /// The questions.
    pub items: Vec<Question>,
}

/// A question as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The id.
    pub id: String,
    /// The archetype's name.
    pub archetype: String,
    /// What the learner does in the head.
    pub bloom: Bloom,
    /// How it is answered.
    pub form: Form,
    /// The question with everything needed to answer it.
    pub stem: String,
    /// The last sentence of the stem.
    pub ask: String,
    /// Evidence beside the stem.
    pub exhibits: Vec<Exhibit>,
    /// What is matched with options, where [`Form::Match`] asks for it.
    pub prompts: Vec<String>,
    /// The options, in the order shown.
    pub options: Vec<Answer>,
    /// The right answer as positions of options; [`Form`] says how to read it.
    pub key: Vec<usize>,
    /// The rules it rests on.
    pub rules: Vec<Cited>,
    /// What it is worth.
    pub points: u32,
}

/// An option as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// The number that it stands for, where numbers are entered.
    pub number: Option<i64>,
    /// Whether it is right.
    pub holds: bool,
    /// What a learner who chose it reads.
    pub feedback: String,
}

/// A rule with its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// The page.
    pub page: String,
    /// The date the page carried.
    pub date: String,
}

/// The letter of an option: `A` for the first; after `Z` come `AA`, `AB`.
#[must_use]
pub fn letter(option: usize) -> String {
    let last = char::from(b'A' + (option % 26) as u8);
    if option < 26 { last.to_string() } else { letter(option / 26 - 1) + &last.to_string() }
}

/// An option with its letter in front, so that it is known where a platform cuts it short.
#[must_use]
pub fn lettered(option: usize, text: &str) -> String {
    format!("{}. {text}", letter(option))
}

impl Question {
    /// Whether key, options and prompts fit the form, so that nobody need look again.
    fn sound(&self) -> Result<(), &'static str> {
        let count = self.options.len();
        if self.key.is_empty() || self.key.iter().any(|i| *i >= count) {
            return Err("the key points at no option");
        }
        let twice = (1..self.key.len()).any(|i| self.key[..i].contains(&self.key[i]));
        let fits = match self.form {
            Form::Single | Form::Numeric => self.key.len() == 1,
            Form::TrueFalse => self.key.len() == 1 && count == 2,
            Form::Multiple => self.key.is_sorted() && !twice && self.key.len() < count,
            Form::Order => self.key.len() == count && !twice,
            Form::Match => self.key.len() == self.prompts.len(),
        };
        if !fits {
            return Err("the key does not fit the form");
        }
        if self.form == Form::Numeric && self.options.iter().any(|one| one.number.is_none()) {
            return Err("an option has no number");
        }
        if self.exhibits.iter().any(|one| one.rows.iter().any(|row| row.len() != one.header.len())) {
            return Err("an exhibit has rows of another length than its header");
        }
        Ok(())
    }
}

impl Paper {
    /// Reads the trainer's file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Named {
            format: String,
        }
        if serde_json::from_str::<Named>(json).is_ok_and(|named| named.format == FOR_LEARNERS) {
            return Err("it is the paper for learners, which holds no key; this needs the trainer's file".to_owned());
        }
        let paper: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if paper.format != "quiz/1" {
            return Err(format!("expected the format `quiz/1`, found `{}`", paper.format));
        }
        for (i, question) in paper.items.iter().enumerate() {
            if paper.items[..i].iter().any(|other| other.id == question.id) {
                return Err(format!("the question `{}` is there twice", question.id));
            }
            question.sound().map_err(|what| format!("`{}`: {what}", question.id))?;
        }
        Ok(paper)
    }

    /// Whether answers can be judged: a learner's handout has no key.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.format == "quiz/1"
    }

    /// The text of a quiz.
    #[must_use]
    pub fn of(quiz: &Quiz) -> Self {
        let text = |text: &str| text.to_owned();
        let items = quiz.items.iter().map(|item| Question {
            id: item.id.clone(),
            archetype: text(item.archetype),
            bloom: item.bloom,
            form: item.form,
            exhibits: item.exhibits.clone(),
            prompts: item.prompts.clone(),
            stem: item.stem.clone(),
            ask: item.ask.clone(),
            options: item
                .options
                .iter()
                .map(|one| Answer {
                    text: one.text.clone(),
                    number: one.number,
                    holds: one.holds,
                    feedback: one.feedback.clone(),
                })
                .collect(),
            key: item.key.clone(),
            rules: item
                .rules
                .iter()
                .map(|rule| Cited {
                    id: text(rule.id),
                    says: rule.says.clone(),
                    page: text(rule.page),
                    date: text(rule.date),
                })
                .collect(),
            points: item.points,
        });
        Self {
            format: text(quiz.format),
            title: quiz.title.clone(),
            seed: quiz.seed,
            rules_date: quiz.rules_date.clone(),
            digest: quiz.digest.to_string(),
            engine: text(quiz.engine),
            items: items.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_may_not_be_there_twice() {
        let text = include_str!("../../tests/data/every-form.json");
        let twice = text.replace("\"id\": \"numeric-2\"", "\"id\": \"numeric-1\"");
        assert_eq!(Paper::parse(&twice), Err("the question `numeric-1` is there twice".to_owned()));
    }
}
