//! Taking a quiz in a plain terminal: a state machine that is given lines and gives text; the edge does the rest.

use serde::{Deserialize, Serialize};

use super::paper::{Paper, Question};

/// When the learner hears whether an answer was right.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// After each question.
    Instant,
}

/// What can be written down and taken up again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// `quiz-progress/1`.
    pub format: String,
    /// The ids of the questions, so that progress is taken up with the same quiz only.
    pub quiz: Vec<String>,
    /// When answers are judged.
    pub mode: Mode,
    /// The question at hand.
    pub at: usize,
    /// The option chosen, for each question.
    pub chosen: Vec<Option<usize>>,
    /// Questions to come back to.
    pub flagged: Vec<bool>,
}

/// What an answer led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The line was no answer.
    Again(String),
    /// Text to show before the next prompt.
    Go(String),
    /// The quiz is over; the text is the result.
    Done(String),
    /// The learner stops; progress can be kept.
    Quit(String),
}

/// A learner with a quiz.
#[derive(Clone, Debug)]
pub struct Session {
    paper: Paper,
    progress: Progress,
}

/// How one rule went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleResult {
    /// The rule.
    pub id: String,
    /// Questions on it.
    pub asked: u32,
    /// Right answers.
    pub right: u32,
}

/// How a quiz went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Points reached.
    pub points: u32,
    /// Points there are.
    pub of: u32,
    /// Right answers that guessing gives, in hundredths of a question.
    pub by_chance: u32,
    /// By the first rule of each question, in the order of the questions.
    pub rules: Vec<RuleResult>,
}

impl Session {
    /// Begins a quiz.
    #[must_use]
    pub fn new(paper: Paper, mode: Mode) -> Self {
        let many = paper.items.len();
        let quiz = paper.items.iter().map(|item| item.id.clone()).collect();
        let progress = Progress {
            format: "quiz-progress/1".to_owned(),
            quiz,
            mode,
            at: 0,
            chosen: vec![None; many],
            flagged: vec![false; many],
        };
        Self { paper, progress }
    }

    /// Takes a quiz up where it was left.
    ///
    /// # Errors
    /// The text is no progress of this quiz.
    pub fn resume(paper: Paper, json: &str) -> Result<Self, String> {
        let progress: Progress = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let same = progress.quiz.iter().eq(paper.items.iter().map(|item| &item.id));
        let many = paper.items.len();
        let whole = progress.chosen.len() == many && progress.flagged.len() == many && progress.at <= many;
        let fits = |(chosen, item): (&Option<usize>, &Question)| chosen.is_none_or(|n| n < item.options.len());
        if !same || !whole || !progress.chosen.iter().zip(&paper.items).all(fits) {
            return Err("the progress belongs to another quiz".to_owned());
        }
        Ok(Self { paper, progress })
    }

    /// What to keep to take the quiz up again.
    #[must_use]
    pub fn save(&self) -> String {
        serde_json::to_string(&self.progress).unwrap_or_default()
    }

    /// Whether every question has been passed by.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.progress.at >= self.paper.items.len()
    }

    /// The question at hand, as text.
    #[must_use]
    pub fn prompt(&self) -> String {
        let Some(item) = self.paper.items.get(self.progress.at) else { return self.result() };
        let flag = if self.progress.flagged[self.progress.at] { ", flagged" } else { "" };
        let mut text =
            format!("Question {} of {}{flag}\n{}\n", self.progress.at + 1, self.paper.items.len(), item.stem);
        for (i, option) in item.options.iter().enumerate() {
            let mark = if self.progress.chosen[self.progress.at] == Some(i) { " (your answer)" } else { "" };
            text.push_str(&format!("  {}  {}{mark}\n", i + 1, option.text));
        }
        text.push_str(&format!("1-{} answer   b back   f flag   q quit", item.options.len()));
        text
    }

    /// Takes one line.
    pub fn answer(&mut self, line: &str) -> Reply {
        let at = self.progress.at;
        let Some(item) = self.paper.items.get(at) else { return Reply::Done(self.result()) };
        match line.trim().to_ascii_lowercase().as_str() {
            "q" => Reply::Quit(self.left()),
            "b" if at == 0 => Reply::Again("this is the first question".to_owned()),
            "b" => {
                self.progress.at -= 1;
                Reply::Go(String::new())
            }
            "f" => {
                self.progress.flagged[at] = !self.progress.flagged[at];
                Reply::Go(if self.progress.flagged[at] { "flagged" } else { "flag taken off" }.to_owned())
            }
            other => match other.parse::<usize>() {
                Ok(n) if (1..=item.options.len()).contains(&n) => self.choose(n - 1),
                _ => Reply::Again(format!("type a number from 1 to {}, or b, f, q", item.options.len())),
            },
        }
    }

    fn choose(&mut self, option: usize) -> Reply {
        let at = self.progress.at;
        self.progress.chosen[at] = Some(option);
        self.progress.at += 1;
        let feedback = feedback(&self.paper.items[at], option);
        if self.is_over() { Reply::Done(format!("{feedback}\n\n{}", self.result())) } else { Reply::Go(feedback) }
    }

    fn left(&self) -> String {
        let open = self.progress.chosen.iter().filter(|chosen| chosen.is_none()).count();
        let said = if open == 1 { "1 question is".to_owned() } else { format!("{open} questions are") };
        format!("stopped; {said} still open")
    }

    /// How it went so far.
    #[must_use]
    pub fn score(&self) -> Score {
        let mut score = Score { points: 0, of: 0, by_chance: 0, rules: Vec::new() };
        for (item, chosen) in self.paper.items.iter().zip(&self.progress.chosen) {
            let right = chosen.is_some_and(|n| item.key.contains(&n));
            score.of += item.points;
            score.points += if right { item.points } else { 0 };
            score.by_chance += (item.key.len() * 100 / item.options.len().max(1)) as u32;
            let Some(rule) = item.rules.first() else { continue };
            let at = score.rules.iter().position(|known| known.id == rule.id).unwrap_or_else(|| {
                score.rules.push(RuleResult { id: rule.id.clone(), asked: 0, right: 0 });
                score.rules.len() - 1
            });
            score.rules[at].asked += 1;
            score.rules[at].right += u32::from(right);
        }
        score
    }

    /// The result as text.
    #[must_use]
    pub fn result(&self) -> String {
        let score = self.score();
        let (whole, hundredths) = (score.by_chance / 100, score.by_chance % 100);
        let mut text =
            format!("Result: {} of {} points (guessing gives about {whole}.{hundredths:02})\n", score.points, score.of);
        for rule in &score.rules {
            text.push_str(&format!("  {}  {} of {}\n", rule.id, rule.right, rule.asked));
        }
        let flagged: Vec<String> = (0..self.progress.flagged.len())
            .filter(|i| self.progress.flagged[*i])
            .map(|i| (i + 1).to_string())
            .collect();
        if !flagged.is_empty() {
            text.push_str(&format!("Flagged: {}\n", flagged.join(", ")));
        }
        text.push_str(&format!("Seed {}, rules as of {}", self.paper.seed, self.paper.rules_date));
        text
    }
}

/// What the learner reads after an answer: right or wrong, why, and where that stands.
fn feedback(item: &Question, option: usize) -> String {
    let right = item.key.contains(&option);
    let mut text = if right { "ok: ".to_owned() } else { "wrong: ".to_owned() };
    text.push_str(&item.options[option].feedback);
    if !right {
        let key = item.key.first().map_or("", |n| item.options[*n].text.as_str());
        text.push_str(&format!("\nThe answer is: {key}"));
    }
    if let Some(rule) = item.rules.first() {
        text.push_str(&format!("\nRule {}: {}\nSource: {} ({})", rule.id, rule.says, rule.page, rule.date));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::fake::{Fake, hybrid_lab};
    use crate::quiz::{Request, make};

    fn paper() -> Paper {
        use crate::ledger::Simulate;
        let scenario = hybrid_lab();
        let names = ["outcome".to_owned(), "first-failing-gate".to_owned()];
        let request = Request { archetypes: names.into(), count: 2, ..Request::of(&scenario, 5) };
        Paper::of(&make(&Fake, &scenario, &Fake.run(&scenario), &request).quiz)
    }

    #[test]
    fn right_answers_reach_every_point() {
        let mut session = Session::new(paper(), Mode::Instant);
        let keys: Vec<usize> = session.paper.items.iter().map(|item| item.key[0] + 1).collect();
        for (i, key) in keys.iter().enumerate() {
            assert!(session.prompt().starts_with(&format!("Question {} of {}", i + 1, keys.len())));
            match session.answer(&key.to_string()) {
                Reply::Go(said) => assert!(said.starts_with("ok: ") && said.contains("Source: "), "{said}"),
                Reply::Done(said) => assert!(said.contains(&format!("{0} of {0} points", keys.len())), "{said}"),
                other => panic!("{other:?}"),
            }
        }
        assert!(session.is_over());
        assert_eq!(session.score().points, session.score().of);
    }

    #[test]
    fn wrong_answers_name_the_right_one() {
        let mut session = Session::new(paper(), Mode::Instant);
        let wrong = (0..3).find(|n| !session.paper.items[0].key.contains(n)).expect("a wrong option") + 1;
        let Reply::Go(said) = session.answer(&wrong.to_string()) else { panic!("more questions follow") };
        assert!(said.starts_with("wrong: ") && said.contains("The answer is: "), "{said}");
        assert_eq!(session.score().points, 0);
    }

    #[test]
    fn back_flag_quit_and_nonsense() {
        let mut session = Session::new(paper(), Mode::Instant);
        assert!(matches!(session.answer("b"), Reply::Again(_)));
        assert!(matches!(session.answer("9"), Reply::Again(_)));
        assert!(matches!(session.answer(""), Reply::Again(_)));
        assert_eq!(session.answer("F"), Reply::Go("flagged".to_owned()));
        session.answer("1");
        assert_eq!(session.answer("b"), Reply::Go(String::new()));
        assert!(session.prompt().contains("flagged") && session.prompt().contains("(your answer)"));
        assert!(matches!(session.answer("q"), Reply::Quit(said) if said.contains("1 question is still open")));
    }

    #[test]
    fn progress_is_taken_up_with_the_same_quiz_only() {
        let mut session = Session::new(paper(), Mode::Instant);
        session.answer("2");
        let kept = session.save();
        let again = Session::resume(paper(), &kept).expect("the same quiz");
        assert_eq!(again.progress, session.progress);
        let mut other = paper();
        other.items[0].id = "another".to_owned();
        assert!(Session::resume(other, &kept).is_err());
        assert!(Session::resume(paper(), "{}").is_err());
    }

    #[test]
    fn a_paper_is_read_back_from_the_trainers_file() {
        use crate::ledger::Simulate;
        let scenario = hybrid_lab();
        let made = make(&Fake, &scenario, &Fake.run(&scenario), &Request::of(&scenario, 2));
        let read = Paper::parse(&made.quiz.to_json()).expect("our own file");
        assert_eq!(read, Paper::of(&made.quiz));
        assert!(Paper::parse("{}").is_err());
    }
}
