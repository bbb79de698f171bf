//! The archetypes: each drafts questions about a step as claims; what makes a draft an item is the same for all.
//!
//! To add one: a file here with a function of the type [`Drafts`], and a line in [`ALL`].

pub mod first_failing_gate;
pub mod outcome;
pub mod still_works;
pub mod which_requirement;

use crate::scenario::edit::Edit;

use super::lab::Evidence;
use super::question::{Bloom, Claim};

/// A question before it is proved: a claim that holds and claims of the same kind that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The archetype's name.
    pub archetype: &'static str,
    /// What the learner does in the head.
    pub bloom: Bloom,
    /// The position of the step in the file.
    pub step: usize,
    /// The question itself.
    pub ask: String,
    /// What the stem says of the run; runs of which it is not true do not count.
    pub given: Vec<Claim>,
    /// The right answer.
    pub key: Claim,
    /// Wrong answers to choose from.
    pub distractors: Vec<Claim>,
}

/// What an archetype looks at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The run as it was.
    pub here: &'a Evidence<'a>,
    /// Flips worth trying, cheapest first.
    pub edits: &'a [Edit],
    /// Whether disputed rules may be asked about.
    pub disputed: bool,
    /// The open assumption on which the success of the step rests, where it does.
    pub rests_on: Option<&'static str>,
}

/// Makes drafts about one step; the error says why there is none.
pub type Drafts = fn(&Scene<'_>) -> Result<Vec<Draft>, String>;

/// One archetype.
#[derive(Copy, Clone, Debug)]
pub struct Archetype {
    /// The name, as in a scenario's `quiz.archetypes`.
    pub name: &'static str,
    /// Makes its drafts.
    pub drafts: Drafts,
}

/// Every archetype, in a fixed order.
pub const ALL: &[Archetype] = &[
    Archetype { name: outcome::NAME, drafts: outcome::drafts },
    Archetype { name: first_failing_gate::NAME, drafts: first_failing_gate::drafts },
    Archetype { name: which_requirement::NAME, drafts: which_requirement::drafts },
    Archetype { name: still_works::NAME, drafts: still_works::drafts },
];

/// The archetype with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Archetype> {
    ALL.iter().find(|archetype| archetype.name == name)
}

impl Scene<'_> {
    /// Why a claim may not be asked about in a run; none where it may.
    #[must_use]
    pub fn objection(&self, claim: &Claim, there: &Evidence<'_>) -> Option<String> {
        if self.disputed { None } else { super::sound::claim_objection(claim, there) }
    }

    /// The runs with one flip, where the flip changes something.
    pub fn flips(&self) -> impl Iterator<Item = (&Edit, Evidence<'_>)> {
        self.edits.iter().filter_map(|edit| Some((edit, self.here.with(edit)?)))
    }

    /// Refuses a success that rests on an open assumption.
    ///
    /// # Errors
    /// The step did not succeed, or would not under another value of an open assumption.
    pub fn firm_success(&self) -> Result<(), String> {
        if !self.here.succeeded() {
            return Err("the step does not succeed".to_owned());
        }
        match self.rests_on.filter(|_| !self.disputed) {
            Some(name) => Err(format!("the success rests on the open assumption {name}")),
            None => Ok(()),
        }
    }
}
