//! Everything a report says, worked out once from the scenario, the ledger and the rulebook.

mod crowd;
mod funnel;
mod heat;
mod people;
mod reasons;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::trace::{self, Line};
use crate::ledger::{Entry, FaultRecord, Ledger, StepRecord};
use crate::model::ask::{Action, Outcome};
use crate::model::fault::FaultId;
use crate::rules::assumptions::Assumption;
use crate::rules::book::RuleIx;
use crate::rules::terms::Terms;
use crate::rules::{Book, Listener, Rule, catalogue, decide};
use crate::scenario::Scenario;

pub use crowd::{Crowd, Part};
pub use funnel::{Funnel, Stage};
pub use heat::{Cell, Heat, Panel};
pub(in crate::report) use people::against;
pub use people::{Counts, PersonRow};
pub use reasons::{Reason, RuleWords};
pub use summary::Number;

/// Everything a report says.
#[derive(Debug)]
pub struct View<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub ledger: &'a Ledger,
    /// The rules it was run under.
    pub book: &'a Book,
    /// The result in a sentence or two.
    pub verdict: String,
    /// The key numbers.
    pub numbers: Vec<Number>,
    /// Attempts with what became of them, generated people's included.
    pub attempts: Counts,
    /// How far the attempts of named people came.
    pub funnel: Funnel,
    /// Attempts by identity type, licence tier and outcome.
    pub heat: Heat,
    /// Attempts of generated people over the time of the run.
    pub crowd: Crowd,
    /// Why attempts and other steps did not succeed, the most frequent first.
    pub reasons: Vec<Reason>,
    /// Named people, in file order.
    pub people: Vec<PersonRow<'a>>,
    /// Steps, in the order they ended.
    pub steps: Vec<StepView<'a>>,
    /// Failures that were injected, with how often they bit.
    pub faults: &'a [FaultRecord],
    /// Every assumption; those that differ from the default first.
    pub assumptions: Vec<Assumed<'a>>,
    /// What the result rests on.
    pub basis: Basis,
    /// The digest in hexadecimal.
    pub digest: String,
    /// The line that repeats the run from the resolved scenario beside the report.
    pub repeat: String,
}

/// One executed step with what explains it.
#[derive(Debug)]
pub struct StepView<'a> {
    /// The position in the ledger.
    pub position: usize,
    /// A name for links: `step-3`, `step-3-2` for its second repetition.
    pub anchor: String,
    /// What happened.
    pub record: &'a StepRecord,
    /// The decisions it took.
    pub decisions: Vec<&'a Entry>,
    /// The rule that decided, in words.
    pub rule: Option<RuleWords>,
    /// Failures in force at one of its decisions.
    pub faults: Vec<FaultId>,
}

impl StepView<'_> {
    /// The decision that stopped it; none where nothing did.
    #[must_use]
    pub fn stopped_at(&self) -> Option<&Entry> {
        self.decisions.iter().rev().find(|entry| !entry.verdict.passes()).copied()
    }
}

/// An assumption with its value in force.
#[derive(Debug)]
pub struct Assumed<'a> {
    /// The assumption.
    pub assumption: &'static Assumption,
    /// The value in force.
    pub value: &'a str,
}

impl Assumed<'_> {
    /// Whether the scenario set another value than the default.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.value != self.assumption.default
    }
}

/// What a result rests on.
#[derive(Debug)]
pub struct Basis {
    /// Rules in the catalogue.
    pub rules: usize,
    /// Rules that are only described, not executed.
    pub facts: usize,
    /// Rules consulted at least once.
    pub consulted: usize,
    /// Ids of rules that decided a step, in alphabetical order.
    pub decided: BTreeSet<&'static str>,
    /// Rules that could be executed by their kind and are not, with the reason.
    pub not_simulated: Vec<&'static Rule>,
    /// The newest date of a source page.
    pub newest_source: &'static str,
}

impl<'a> View<'a> {
    /// Works everything out.
    #[must_use]
    pub fn new(scenario: &'a Scenario, ledger: &'a Ledger, book: &'a Book) -> Self {
        let steps = steps(scenario, ledger);
        let funnel = Funnel::new(&steps);
        let reasons = reasons::of(scenario, &steps, &ledger.population.generated);
        let mut view = Self {
            scenario,
            ledger,
            book,
            verdict: String::new(),
            numbers: Vec::new(),
            attempts: Counts::attempts(ledger),
            funnel,
            heat: Heat::new(&ledger.population),
            crowd: Crowd::new(&ledger.population.generated),
            reasons,
            people: people::rows(scenario, ledger),
            steps,
            faults: &ledger.faults,
            assumptions: assumptions(scenario),
            basis: basis(ledger, book),
            digest: ledger.digest.to_string(),
            repeat: format!("tenantlab run scenario.yaml --seed {}", ledger.seed),
        };
        view.verdict = summary::verdict(&view);
        view.numbers = summary::numbers(&view);
        view
    }

    /// The rules consulted in a step, in order.
    #[must_use]
    pub fn trace(&self, step: &StepView<'_>) -> Vec<Line> {
        step.decisions.iter().flat_map(|entry| trace::of(self.book, entry)).collect()
    }

    /// How many of the injected failures blocked something.
    #[must_use]
    pub fn bitten(&self) -> usize {
        self.faults.iter().filter(|fault| fault.bit > 0).count()
    }

    /// How many people there are: named, and all.
    #[must_use]
    pub fn heads(&self) -> (usize, usize) {
        (self.scenario.users.len(), self.scenario.people())
    }
}

fn steps<'a>(scenario: &Scenario, ledger: &'a Ledger) -> Vec<StepView<'a>> {
    let mut decisions: BTreeMap<usize, Vec<&Entry>> = BTreeMap::new();
    for entry in &ledger.entries {
        decisions.entry(entry.step).or_default().push(entry);
    }
    let step = |(position, record): (usize, &'a StepRecord)| {
        let decisions = decisions.remove(&position).unwrap_or_default();
        let mut faults: Vec<FaultId> = decisions.iter().flat_map(|entry| entry.case.faults.iter()).collect();
        faults.sort_unstable();
        faults.dedup();
        StepView {
            position,
            anchor: anchor(record),
            record,
            decisions,
            rule: record.rule.and_then(catalogue::find).map(|rule| RuleWords::new(rule, &scenario.assumptions)),
            faults,
        }
    };
    ledger.steps.iter().enumerate().map(step).collect()
}

fn anchor(record: &StepRecord) -> String {
    match record.repetition {
        0 | 1 => format!("step-{}", record.n),
        nth => format!("step-{}-{nth}", record.n),
    }
}

fn assumptions(scenario: &Scenario) -> Vec<Assumed<'_>> {
    let mut all: Vec<Assumed<'_>> =
        scenario.assumptions.iter().map(|(assumption, value)| Assumed { assumption, value }).collect();
    all.sort_by_key(|assumed| !assumed.differs());
    all
}

fn basis(ledger: &Ledger, book: &Book) -> Basis {
    let rules = &catalogue::RULES;
    Basis {
        rules: rules.len(),
        facts: rules.iter().filter(|rule| !rule.is_executable()).count(),
        consulted: consulted(ledger, book),
        decided: ledger.steps.iter().filter_map(|step| step.rule).collect(),
        not_simulated: rules.iter().filter(|rule| !rule.not_simulated.is_empty()).copied().collect(),
        newest_source: catalogue::newest_source(),
    }
}

/// Remembers which rules were consulted.
struct Hearer(BTreeSet<RuleIx>);

impl Listener for Hearer {
    const LISTENS: bool = true;

    fn term(&mut self, rule: RuleIx, _: &Terms, _: &Terms) {
        self.0.insert(rule);
    }

    fn gate(&mut self, rule: RuleIx, _: bool) {
        self.0.insert(rule);
    }

    fn limit(&mut self, rule: RuleIx, _: bool) {
        self.0.insert(rule);
    }

    fn effect(&mut self, rule: RuleIx) {
        self.0.insert(rule);
    }
}

fn consulted(ledger: &Ledger, book: &Book) -> usize {
    let mut hearer = Hearer(BTreeSet::new());
    for entry in &ledger.entries {
        decide(book, &entry.case, &mut hearer);
    }
    hearer.0.len()
}

/// Whether a step is somebody's attempt to reset, change or unlock for themselves, with an outcome.
pub(super) fn is_attempt(record: &StepRecord) -> bool {
    let own = record.operation.is_some_and(|operation| operation != Action::AdminResetPassword);
    own && record.outcome.is_some()
}

/// Whether a step came to nothing.
pub(super) fn came_to_nothing(record: &StepRecord) -> bool {
    matches!(record.outcome, Some(Outcome::Refused | Outcome::Failed))
}
