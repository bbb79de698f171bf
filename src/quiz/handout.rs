//! What a learner gets of a quiz to sit it: the words of the questions, and nothing that tells the key.
//!
//! No key, no feedback, no rule, no seed, no digest, and no id, because an id is made from the key; of numbers to enter not
//! even the options. Progress of a handout is progress of its quiz, so the trainer grades it with the trainer's file.

use serde::{Deserialize, Serialize};

use super::paper::{Answer, FOR_LEARNERS, Paper, Question};
use super::question::{Bloom, Exhibit, Form};

/// A quiz without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handout {
    /// [`FOR_LEARNERS`].
    pub format: String,
    /// The title.
    pub title: String,
    /// The latest date of a source.
    pub rules_date: String,
    /// What the quiz was sealed as, where it was.
    pub commitment: Option<String>,
    /// The questions.
    pub items: Vec<Asked>,
}

/// A question without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
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
    /// The options, in the order shown; none where a number is entered.
    pub options: Vec<String>,
    /// What it is worth.
    pub points: u32,
}

impl Handout {
    /// What a learner gets of a quiz.
    #[must_use]
    pub fn of(paper: &Paper, commitment: Option<&str>) -> Self {
        let asked = |item: &Question| Asked {
            form: item.form,
            stem: item.stem.clone(),
            ask: item.ask.clone(),
            exhibits: item.exhibits.clone(),
            prompts: item.prompts.clone(),
            options: match item.form {
                Form::Numeric => Vec::new(),
                _ => item.options.iter().map(|one| one.text.clone()).collect(),
            },
            points: item.points,
        };
        Self {
            format: FOR_LEARNERS.to_owned(),
            title: paper.title.clone(),
            rules_date: paper.rules_date.clone(),
            commitment: commitment.map(str::to_owned),
            items: paper.items.iter().map(asked).collect(),
        }
    }

    /// Reads a handout.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(json: &str) -> Result<Self, String> {
        let handout: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if handout.format != FOR_LEARNERS {
            return Err(format!("expected the format `{FOR_LEARNERS}`, found `{}`", handout.format));
        }
        let crooked = |one: &Exhibit| one.rows.iter().any(|row| row.len() != one.header.len());
        if let Some(at) = handout.items.iter().position(|item| item.exhibits.iter().any(crooked)) {
            return Err(format!("question {}: an exhibit has rows of another length than its header", at + 1));
        }
        Ok(handout)
    }

    /// The quiz as it can be taken as an exam: no answer to it can be judged.
    #[must_use]
    pub fn paper(self) -> Paper {
        let option = |text| Answer { text, number: None, holds: false, feedback: String::new() };
        let question = |item: Asked| Question {
            id: String::new(),
            archetype: String::new(),
            bloom: Bloom::Remember,
            form: item.form,
            stem: item.stem,
            ask: item.ask,
            exhibits: item.exhibits,
            prompts: item.prompts,
            options: item.options.into_iter().map(option).collect(),
            key: Vec::new(),
            rules: Vec::new(),
            points: item.points,
        };
        Paper {
            format: self.format,
            title: self.title,
            seed: 0,
            rules_date: self.rules_date,
            digest: String::new(),
            engine: String::new(),
            items: self.items.into_iter().map(question).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::take::{Mode, Session};

    fn paper() -> Paper {
        Paper::parse(include_str!("../../tests/data/every-form.json")).expect("the paper reads")
    }

    #[test]
    fn a_handout_holds_what_is_read_and_nothing_that_tells_the_key() {
        let text = serde_json::to_string(&Handout::of(&paper(), Some("c0ffee"))).expect("texts and numbers");
        for item in &paper().items {
            assert!(!text.contains(&item.id) && !text.contains(&item.rules[0].id), "{}", item.id);
            assert!(item.options.iter().all(|one| one.feedback.is_empty() || !text.contains(&one.feedback)));
        }
        for word in ["key", "holds", "feedback", "seed", "digest", "number", "424242", &paper().digest] {
            assert!(!text.contains(&format!("\"{word}\"")) && !text.contains(&format!(":{word}")), "{word}");
        }
        // Another key with the same words is the same handout.
        let mut other = paper();
        for item in &mut other.items {
            item.key.reverse();
            item.options.iter_mut().for_each(|one| one.holds = !one.holds);
            if item.form == Form::Numeric {
                item.options.reverse();
            }
        }
        assert_eq!(Handout::of(&other, None), Handout::of(&paper(), None));
    }

    #[test]
    fn progress_of_a_handout_is_progress_of_its_quiz() {
        let handout = Handout::parse(&serde_json::to_string(&Handout::of(&paper(), None)).expect("texts"));
        let mut learner = Session::new(handout.expect("our own").paper(), Mode::Exam);
        assert!(!learner.paper().has_key() && paper().has_key());
        for item in &paper().items {
            let number = item.options[item.key[0]].number.filter(|_| item.form == Form::Numeric);
            let typed = number.map_or_else(
                || item.key.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" "),
                |number| number.to_string(),
            );
            learner.take(&typed);
        }
        let trainer = Session::resume(paper(), &learner.save()).expect("the same quiz");
        assert_eq!(trainer.open(), 0);
        assert_eq!(trainer.score().points, trainer.score().of);
        assert_eq!(learner.score().points, 0, "nothing is judged without a key");
    }
}
