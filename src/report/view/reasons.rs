//! Why steps did not succeed, by rule, and a rule in the words of a report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Generated;
use crate::model::ask::{Code, Outcome};
use crate::model::fault::FaultId;
use crate::report::words;
use crate::rules::assumptions::{self, Assumptions};
use crate::rules::{Rule, catalogue};
use crate::scenario::Scenario;

use super::{Counts, StepView, came_to_nothing};

/// A rule in the words of a report.
#[derive(Clone, Debug, serde::Serialize)]
pub struct RuleWords {
    /// The id.
    pub id: &'static str,
    /// The topic it stands in.
    pub topic: &'static str,
    /// The situation.
    pub given: &'static str,
    /// What follows.
    pub says: Cow<'static, str>,
    /// What the person sees; empty where nothing is documented.
    pub shows: &'static str,
    /// How firm the source is.
    pub basis: &'static str,
    /// Source pages with their dates.
    pub sources: Vec<String>,
    /// The days on which it holds.
    pub holds: String,
    /// The assumption that governs it.
    pub assumption: Option<AssumedHere>,
}

/// The assumption behind a rule.
#[derive(Clone, Debug, serde::Serialize)]
pub struct AssumedHere {
    /// The name.
    pub name: &'static str,
    /// The value in force.
    pub value: String,
    /// The default.
    pub default: &'static str,
    /// The question it answers.
    pub question: &'static str,
}

impl RuleWords {
    /// The rule under these assumptions.
    #[must_use]
    pub fn new(rule: &'static Rule, values: &Assumptions) -> Self {
        Self {
            id: rule.id,
            topic: catalogue::topic(rule.id).unwrap_or_default(),
            given: rule.given,
            says: rule.words(),
            shows: rule.shows,
            basis: rule.basis.word(),
            sources: rule.sources.iter().map(|source| words::source(source)).collect(),
            holds: words::holds(rule),
            assumption: rule.assumption.and_then(assumptions::find).map(|assumption| AssumedHere {
                name: &assumption.name,
                value: values.get(&assumption.name).to_owned(),
                default: &assumption.default,
                question: &assumption.question,
            }),
        }
    }
}

/// One reason for which steps did not succeed.
#[derive(Debug)]
pub struct Reason {
    /// The rule; none where nothing documented decided.
    pub rule: Option<RuleWords>,
    /// The code shown with it.
    pub code: Option<Code>,
    /// How often, by outcome.
    pub counts: Counts,
    /// Positions of the steps.
    pub steps: Vec<usize>,
    /// Failures in force where it decided.
    pub faults: BTreeSet<FaultId>,
}

impl Reason {
    /// What it says.
    #[must_use]
    pub fn says(&self) -> &str {
        self.rule.as_ref().map_or("no documented rule decides this", |rule| &rule.says)
    }

    /// The ids of the failures in force where it decided, parted by commas; empty where there were none.
    #[must_use]
    pub fn behind(&self) -> String {
        self.faults.iter().map(|fault| fault.kind().id.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The id of the rule.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.rule.as_ref().map_or("no rule", |rule| rule.id)
    }
}

/// Reasons by rule and code, the most frequent first.
pub(super) fn of(scenario: &Scenario, steps: &[StepView<'_>], generated: &Generated) -> Vec<Reason> {
    let mut by_rule: BTreeMap<(Option<&'static str>, Option<Code>), Vec<&StepView<'_>>> = BTreeMap::new();
    for step in steps.iter().filter(|step| came_to_nothing(step.record)) {
        by_rule.entry((step.record.rule, step.record.code)).or_default().push(step);
    }
    let mut of_many: BTreeMap<(Option<&'static str>, Option<Code>), Counts> = BTreeMap::new();
    for (deed, n) in generated.deeds.iter().filter(|(deed, _)| deed.outcome != Outcome::Success) {
        of_many.entry((deed.rule, deed.code)).or_default().add(deed.outcome, *n);
        by_rule.entry((deed.rule, deed.code)).or_default();
    }
    let reason = |((rule, code), steps): ((Option<&'static str>, Option<Code>), Vec<&StepView<'_>>)| Reason {
        rule: rule.and_then(catalogue::find).map(|rule| RuleWords::new(rule, &scenario.assumptions)),
        code,
        counts: Counts::of(steps.iter().map(|step| step.record))
            + of_many.get(&(rule, code)).copied().unwrap_or_default(),
        steps: steps.iter().map(|step| step.position).collect(),
        faults: steps.iter().filter_map(|step| step.stopped_at()).flat_map(|entry| entry.case.faults.iter()).collect(),
    };
    let mut reasons: Vec<Reason> = by_rule.into_iter().map(reason).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.counts.all()));
    reasons
}

/// The outcome of a reason, for a label: `refused`, `failed`, or both.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let refused = words::outcome(Some(Outcome::Refused));
        let failed = words::outcome(Some(Outcome::Failed));
        match (self.counts.refused, self.counts.failed) {
            (_, 0) => f.write_str(refused),
            (0, _) => f.write_str(failed),
            _ => write!(f, "{refused} or {failed}"),
        }
    }
}
