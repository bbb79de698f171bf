//! What a quiz is asked to be.

use crate::scenario::Scenario;

/// How many questions, where neither the request nor the scenario says.
pub const DEFAULT_COUNT: usize = 10;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    /// How many questions.
    pub count: usize,
    /// Archetypes to draw from; empty: all.
    pub archetypes: Vec<String>,
    /// Ids of steps to ask about; empty: any.
    pub about: Vec<String>,
    /// Only questions that rest on one of these rules; empty: any.
    pub rules: Vec<String>,
    /// The seed of the quiz.
    pub seed: u64,
    /// How many options a question has.
    pub options: usize,
    /// Ask about disputed and assumed rules as well.
    pub disputed: bool,
    /// The seed of the quiz of which this is a variant: each question is of the same archetype, rule and difficulty as
    /// the one in its place there. None: it is no variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<u64>,
    /// Ids of questions that are not to be asked again.
    #[serde(skip)]
    pub asked: Vec<String>,
    /// The resolved scenario, for the trainer's file.
    #[serde(skip)]
    pub resolved: Option<String>,
}

impl Request {
    /// What the scenario itself asks for.
    #[must_use]
    pub fn of(scenario: &Scenario, seed: u64) -> Self {
        Self {
            count: scenario.quiz.questions.map_or(DEFAULT_COUNT, |count| count as usize),
            archetypes: scenario.quiz.archetypes.clone(),
            about: scenario.quiz.about.clone(),
            rules: Vec::new(),
            seed,
            options: 3,
            disputed: false,
            model: None,
            asked: Vec::new(),
            resolved: None,
        }
    }
}
