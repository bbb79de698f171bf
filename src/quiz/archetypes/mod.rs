//! The archetypes: each says how a seed varies the lab and drafts questions about it as claims; what makes a draft an
//! item is the same for all.
//!
//! To add one: a file here with two functions of the types [`Vary`] and [`Drafts`], and a line in [`ALL`].

pub mod affected;
pub mod cheapest_fix;
pub mod count;
pub mod diagnose;
pub mod first_failing_gate;
pub mod licence_what_if;
pub mod match_outcomes;
pub mod method_set;
pub mod minimal_evidence;
pub mod order_steps;
pub mod outcome;
pub mod read_report;
pub mod same_or_different;
pub mod still_works;
pub mod vary;
pub mod what_was_lost;
pub mod when;
pub mod which_requirement;

use std::cell::OnceCell;

use crate::model::key::UserId;
use crate::scenario::edit::{About, Edit};

use super::claim::Claim;
use super::lab::Evidence;
use super::question::{Bloom, Exhibit, Form};
use super::roster::Roster;
use super::sound;
use vary::{Cast, Setting};

/// A question before it is proved: claims that hold and claims of the same kind that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// How it is answered.
    pub form: Form,
    /// The question itself.
    pub ask: String,
    /// What somebody does, as a sentence before the question; empty where the question says it.
    pub action: String,
    /// What the stem says of the run; runs of which it is not true do not count.
    pub given: Vec<Claim>,
    /// The right answers: one, or for [`Form::Multiple`] all of them, for [`Form::Order`] the first first, for
    /// [`Form::Match`] one for each prompt.
    pub right: Vec<Claim>,
    /// Wrong answers to choose from.
    pub wrong: Vec<Claim>,
    /// What is matched with answers.
    pub prompts: Vec<String>,
    /// Evidence beside the stem.
    pub exhibits: Vec<Exhibit>,
    /// The people whom it is about, of whom a table before that evidence tells what matters.
    pub roster: Option<Roster>,
    /// Facts that the evidence or the question itself tells.
    pub told: Vec<About>,
    /// Facts without which nobody could work the answer out, though no single one of them changes it alone while what the
    /// stem says of the run stays true.
    pub needed: &'static [About],
}

impl Draft {
    /// A question with one right answer and nothing beside its stem.
    #[must_use]
    pub fn single(ask: String, action: String, right: Claim, wrong: Vec<Claim>) -> Self {
        Self {
            form: Form::Single,
            ask,
            action,
            given: Vec::new(),
            right: vec![right],
            wrong,
            prompts: Vec::new(),
            exhibits: Vec::new(),
            roster: None,
            told: Vec::new(),
            needed: &[],
        }
    }
}

/// What an archetype looks at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The run.
    pub here: Evidence<'a>,
    /// The people in question; empty where it is about the person of the step.
    pub people: Vec<UserId>,
    /// Flips worth trying, cheapest first.
    pub edits: Vec<Edit>,
    /// Whether disputed rules may be asked about.
    pub disputed: bool,
    /// The open assumption on which what the scene shows rests, where it does; found when first asked for.
    pub rests_on: OnceCell<Option<&'static str>>,
}

/// Says how a seed varies the lab for one question; none where the lab has nothing for it.
pub type Vary = fn(&mut Cast<'_>) -> Option<Setting>;

/// Makes drafts about one scene; the error says why there is none.
pub type Drafts = fn(&Scene<'_>, &Setting) -> Result<Vec<Draft>, String>;

/// One archetype.
#[derive(Copy, Clone, Debug)]
pub struct Archetype {
    /// The name, as in a scenario's `quiz.archetypes`.
    pub name: &'static str,
    /// What the learner does in the head.
    pub bloom: Bloom,
    /// What it asks, in one line.
    pub asks: &'static str,
    /// Varies the lab.
    pub vary: Vary,
    /// Makes its drafts.
    pub drafts: Drafts,
}

/// Every archetype, in a fixed order.
pub const ALL: &[Archetype] = &[
    outcome::ARCHETYPE,
    first_failing_gate::ARCHETYPE,
    diagnose::ARCHETYPE,
    cheapest_fix::ARCHETYPE,
    affected::ARCHETYPE,
    count::ARCHETYPE,
    order_steps::ARCHETYPE,
    which_requirement::ARCHETYPE,
    still_works::ARCHETYPE,
    licence_what_if::ARCHETYPE,
    method_set::ARCHETYPE,
    match_outcomes::ARCHETYPE,
    when::ARCHETYPE,
    same_or_different::ARCHETYPE,
    what_was_lost::ARCHETYPE,
    read_report::ARCHETYPE,
    minimal_evidence::ARCHETYPE,
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
        if self.disputed { None } else { sound::claim_objection(claim, there) }
    }

    /// The runs with one flip, where the flip changes something.
    pub fn flips(&self) -> impl Iterator<Item = (&Edit, Evidence<'_>)> {
        self.edits.iter().filter_map(|edit| Some((edit, self.here.with(edit)?)))
    }

    /// The flips that change something that decides the question. Claims about a second change are asked in these alone:
    /// elsewhere they are as true as here.
    pub fn telling(&self) -> impl Iterator<Item = (&Edit, Evidence<'_>)> {
        self.flips().filter(|(_, there)| !there.alike(&self.here))
    }

    /// Refuses a success that rests on an open assumption.
    ///
    /// # Errors
    /// The step did not succeed, or would not under another value of an open assumption.
    pub fn firm_success(&self) -> Result<(), String> {
        if !self.here.succeeded() {
            return Err("the step does not succeed".to_owned());
        }
        if self.disputed {
            return Ok(());
        }
        match self.rests_on.get_or_init(|| sound::success_rests_on(&self.here)) {
            Some(name) => Err(format!("the success rests on the open assumption {name}")),
            None => Ok(()),
        }
    }

    /// The open assumption on which the rights rest that a person's own licences give; none where disputed rules may be
    /// asked about.
    #[must_use]
    pub fn rights_rest_on(&self, user: UserId) -> Option<&'static str> {
        if self.disputed { None } else { sound::rights_rest_on(&self.here, user) }
    }

    /// The people in question whose ability to reset rests on no open assumption.
    ///
    /// # Errors
    /// Fewer than three are left.
    pub fn firm_people(&self) -> Result<Vec<UserId>, String> {
        let firm = if self.disputed { self.people.clone() } else { sound::firm_people(&self.here, &self.people) };
        if firm.len() < 3 {
            return Err("what people can do rests on open assumptions".to_owned());
        }
        Ok(firm)
    }

    /// Refuses requests whose loss rests on an open assumption, or a rule that is itself open.
    ///
    /// # Errors
    /// Another value of an open assumption loses or keeps another request.
    pub fn firm_redo(&self, lost: &[Claim], kept: &[Claim]) -> Result<(), String> {
        if self.disputed {
            return Ok(());
        }
        let open = lost.iter().flat_map(|claim| claim.reasons(&self.here)).find(|rule| sound::is_open(rule));
        if let Some(rule) = open {
            return Err(format!("the rule {} is {}", rule.id, rule.basis.word()));
        }
        match sound::redo_rests_on(&self.here, lost, kept) {
            Some(name) => Err(format!("what happens rests on the open assumption {name}")),
            None => Ok(()),
        }
    }
}
