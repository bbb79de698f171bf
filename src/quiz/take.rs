//! Taking a quiz: a state machine that is given lines and says what became of them; others put it into words.

use serde::{Deserialize, Serialize};

use super::paper::{Paper, Question};
use super::response::{Response, expected};
use super::scoring::{Scoring, chance, worth};

/// When the learner hears whether an answer was right.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// After each question; an answer that was judged stands.
    Instant,
    /// When everything is handed in; until then answers may change.
    Exam,
}

/// What can be written down and taken up again. Nothing of the key is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// `quiz-progress/2`.
    pub format: String,
    /// A hash of what the learner sees of the quiz, so that progress is taken up with the same quiz only.
    pub quiz: String,
    /// When answers are judged.
    pub mode: Mode,
    /// The question at hand; past the last one is the review.
    pub at: usize,
    /// The answers given, for each question.
    pub answers: Vec<Option<Response>>,
    /// Questions to come back to.
    pub flagged: Vec<bool>,
    /// Whether the quiz is over.
    pub handed_in: bool,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Nothing: it could not be understood, or stands against what is so already.
    Again(String),
    /// The question at this position was answered, and the next one is at hand.
    Answered(usize),
    /// Another question is at hand, or the review.
    Moved,
    /// The question at hand was flagged, or its flag taken off.
    Flagged(bool),
    /// The keys are asked for.
    Help,
    /// The quiz is over.
    Over,
    /// The learner stops; progress can be kept.
    Quit,
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
    /// Points reached, in hundredths: each pair of a matching counts on its own, as when a class is graded.
    pub points: u32,
    /// Points there are, in hundredths.
    pub of: u32,
    /// Points that blind guessing gives, in hundredths.
    pub by_chance: u32,
    /// By the first rule of each question, in the order of the questions.
    pub rules: Vec<RuleResult>,
}

impl Session {
    /// Begins a quiz.
    #[must_use]
    pub fn new(paper: Paper, mode: Mode) -> Self {
        let many = paper.items.len();
        let progress = Progress {
            format: "quiz-progress/2".to_owned(),
            quiz: fingerprint(&paper),
            mode,
            at: 0,
            answers: vec![None; many],
            flagged: vec![false; many],
            handed_in: false,
        };
        Self { paper, progress }
    }

    /// Takes a quiz up where it was left.
    ///
    /// # Errors
    /// The text is no progress of this quiz.
    pub fn resume(paper: Paper, json: &str) -> Result<Self, String> {
        let progress: Progress =
            serde_json::from_str(json).map_err(|error| format!("no progress of a quiz: {error}"))?;
        if progress.format != "quiz-progress/2" {
            return Err(format!("expected the format `quiz-progress/2`, found `{}`", progress.format));
        }
        let many = paper.items.len();
        let whole = progress.answers.len() == many && progress.flagged.len() == many && progress.at <= many;
        let fits = |(answer, item): (&Option<Response>, &Question)| answer.as_ref().is_none_or(|one| one.fits(item));
        let fit = progress.answers.iter().zip(&paper.items).all(fits);
        if progress.quiz != fingerprint(&paper) || !whole || !fit {
            return Err("the progress belongs to another quiz".to_owned());
        }
        Ok(Self { paper, progress })
    }

    /// What to keep to take the quiz up again.
    #[must_use]
    pub fn save(&self) -> String {
        serde_json::to_string(&self.progress).unwrap_or_default() + "\n"
    }

    /// The quiz.
    #[must_use]
    pub const fn paper(&self) -> &Paper {
        &self.paper
    }

    /// How far it went.
    #[must_use]
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The question at hand with its position; none at the review.
    #[must_use]
    pub fn question(&self) -> Option<(usize, &Question)> {
        let at = self.progress.at;
        self.paper.items.get(at).map(|item| (at, item))
    }

    /// Whether the quiz is over.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.progress.handed_in
    }

    /// How many questions have no answer.
    #[must_use]
    pub fn open(&self) -> usize {
        self.progress.answers.iter().filter(|answer| answer.is_none()).count()
    }

    /// Takes one line.
    pub fn take(&mut self, line: &str) -> Reply {
        if self.is_over() {
            return Reply::Over;
        }
        let line = line.trim().to_ascii_lowercase();
        let (at, many) = (self.progress.at, self.paper.items.len());
        match line.as_str() {
            "q" | "quit" => Reply::Quit,
            "?" | "help" => Reply::Help,
            "b" | "back" if at == 0 => Reply::Again("this is the first question".to_owned()),
            "b" | "back" => self.go(at - 1),
            "r" | "review" => self.go(many),
            "n" if !self.takes_no(at) => self.go((at + 1).min(many)),
            "next" => self.go((at + 1).min(many)),
            "d" | "done" if at == many => {
                self.progress.handed_in = true;
                Reply::Over
            }
            "d" | "done" => Reply::Again("look at the review first: r".to_owned()),
            "f" | "flag" if at < many => {
                self.progress.flagged[at] = !self.progress.flagged[at];
                Reply::Flagged(self.progress.flagged[at])
            }
            other if at == many => match other.trim_start_matches("g ").parse::<usize>() {
                Ok(n) if (1..=many).contains(&n) => self.go(n - 1),
                _ => Reply::Again(format!("type the number of a question from 1 to {many}, d to hand in, or q")),
            },
            other => self.answer(at, other),
        }
    }

    /// What goes on to the next question: `n` is the answer no to a question of yes and no that is open.
    #[must_use]
    pub fn goes_on(&self) -> &'static str {
        if self.takes_no(self.progress.at) { "next" } else { "n" }
    }

    /// Whether `n` is the answer no rather than the way on.
    fn takes_no(&self, at: usize) -> bool {
        let asks = |item: &Question| item.form == super::question::Form::TrueFalse;
        self.progress.answers.get(at).is_some_and(Option::is_none) && self.paper.items.get(at).is_some_and(asks)
    }

    fn go(&mut self, to: usize) -> Reply {
        self.progress.at = to;
        Reply::Moved
    }

    fn answer(&mut self, at: usize, line: &str) -> Reply {
        if self.progress.mode == Mode::Instant && self.progress.answers[at].is_some() {
            return Reply::Again("this question was answered and judged; `n` goes on".to_owned());
        }
        let item = &self.paper.items[at];
        match Response::read(item, line) {
            Ok(response) => {
                self.progress.answers[at] = Some(response);
                self.progress.at = at + 1;
                let all = self.open() == 0 && !self.progress.flagged.contains(&true);
                self.progress.handed_in = self.progress.mode == Mode::Instant && all;
                Reply::Answered(at)
            }
            Err(_) => Reply::Again(format!("type {}; or ? for the other keys", expected(item))),
        }
    }

    /// How it went so far.
    #[must_use]
    pub fn score(&self) -> Score {
        let mut score = Score { points: 0, of: 0, by_chance: 0, rules: Vec::new() };
        for (item, answer) in self.paper.items.iter().zip(&self.progress.answers) {
            let right = answer.as_ref().is_some_and(|answer| answer.is_right(item));
            score.of += item.points * 100;
            score.points += worth(item, answer.as_ref(), Scoring::Whole);
            score.by_chance += chance(item, Scoring::Whole);
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
}

/// A hash of what a learner sees of a quiz. Ids are left out: they are hashes over the key, too.
fn fingerprint(paper: &Paper) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add(&paper.title);
    for item in &paper.items {
        add(&item.stem);
        item.prompts.iter().for_each(|prompt| add(prompt));
        if item.form != super::question::Form::Numeric {
            item.options.iter().for_each(|option| add(&option.text));
        }
        item.exhibits.iter().flat_map(|one| &one.rows).flatten().for_each(|cell| add(cell));
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paper with every form, its right answers as they are typed, and wrong ones.
    fn paper() -> Paper {
        Paper::parse(include_str!("../../tests/data/every-form.json")).expect("the paper reads")
    }

    fn keys(paper: &Paper) -> Vec<String> {
        let key = |item: &Question| {
            let number = item.key.first().and_then(|i| item.options[*i].number);
            number.map_or_else(|| Response::Options(item.key.clone()), Response::Number).typed()
        };
        paper.items.iter().map(key).collect()
    }

    #[test]
    fn right_answers_in_every_form_reach_every_point() {
        for mode in [Mode::Instant, Mode::Exam] {
            let mut session = Session::new(paper(), mode);
            for (i, key) in keys(&paper()).iter().enumerate() {
                assert_eq!(session.question().map(|(at, _)| at), Some(i));
                assert_eq!(session.take(key), Reply::Answered(i), "{mode:?} {i}");
            }
            assert_eq!(session.is_over(), mode == Mode::Instant);
            assert_eq!(session.take("d"), Reply::Over);
            assert!(session.is_over());
            assert_eq!(session.score().points, session.score().of);
            assert!(session.score().by_chance > 0);
        }
    }

    #[test]
    fn a_judged_answer_stands_and_an_exams_may_change() {
        let mut instant = Session::new(paper(), Mode::Instant);
        instant.take("1");
        assert_eq!(instant.take("b"), Reply::Moved);
        assert!(matches!(instant.take("2"), Reply::Again(_)));
        assert_eq!(instant.score().points, 0);
        let mut exam = Session::new(paper(), Mode::Exam);
        exam.take("1");
        exam.take("b");
        assert_eq!(exam.take("2"), Reply::Answered(0));
        assert_eq!(exam.score().points, 100);
    }

    #[test]
    fn flags_review_jumps_and_nonsense() {
        let mut session = Session::new(paper(), Mode::Exam);
        for line in ["b", "9", "", "1 2", "d"] {
            assert!(matches!(session.take(line), Reply::Again(_)), "{line}");
        }
        assert_eq!(session.take("F"), Reply::Flagged(true));
        assert_eq!(session.take("n"), Reply::Moved);
        // the second question is a yes or no: there `n` answers
        assert_eq!(session.goes_on(), "next");
        assert_eq!(session.take("next"), Reply::Moved);
        assert_eq!((session.goes_on(), session.take("b")), ("n", Reply::Moved));
        assert_eq!(session.take("n"), Reply::Answered(1));
        assert_eq!(session.take("r"), Reply::Moved);
        assert!(session.question().is_none());
        assert_eq!(session.take("g 1"), Reply::Moved);
        assert_eq!(session.question().map(|(at, _)| at), Some(0));
        session.take("r");
        assert_eq!(session.take("?"), Reply::Help);
        assert_eq!(session.take("b"), Reply::Moved);
        assert_eq!(session.take("q"), Reply::Quit);
        assert_eq!(session.open(), paper().items.len() - 1);
    }

    #[test]
    fn progress_is_taken_up_with_the_same_quiz_only_and_holds_no_key() {
        let mut session = Session::new(paper(), Mode::Exam);
        let (fresh, mut other) = (session.save(), paper());
        session.take("2");
        let kept = session.save();
        assert_eq!(Session::resume(paper(), &kept).expect("the same quiz").progress, session.progress);
        other.items[0].stem.push('!');
        assert!(Session::resume(other, &kept).is_err());
        assert!(Session::resume(paper(), "{}").is_err());
        // another key changes nothing of a file that holds no answer
        let mut other = paper();
        other.items[0].key = vec![2];
        other.items[0].id = "another".to_owned();
        assert_eq!(Session::new(other, Mode::Exam).save(), fresh);
    }

    #[test]
    fn a_paper_is_read_back_from_the_trainers_file() {
        use crate::ledger::Simulate;
        use crate::quiz::fake::{Fake, hybrid_lab};
        use crate::quiz::{Request, make};
        let scenario = hybrid_lab();
        let made = make(&Fake, &scenario, &Fake.run(&scenario), &Request::of(&scenario, 2));
        let read = Paper::parse(&made.quiz.to_json()).expect("our own file");
        assert_eq!(read, Paper::of(&made.quiz));
        assert!(Paper::parse("{}").is_err());
    }
}
