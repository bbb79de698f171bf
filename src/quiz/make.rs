//! Makes a quiz: drafts of every archetype and step, proved one after the other until there are enough.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Ledger, Simulate};
use crate::model::chance::{Chance, Purpose};
use crate::scenario::Scenario;
use crate::scenario::edit::{Edit, candidates};

use super::archetypes::{self, Archetype, Draft, Scene};
use super::facts;
use super::lab::{Evidence, Lab};
use super::lint;
use super::prove::prove;
use super::question::{Choice, Claim, Item, Quiz};
use super::sound;

/// How many questions, where neither the request nor the scenario says.
pub const DEFAULT_COUNT: usize = 10;

/// How many drafts of one archetype are proved before it is given up.
const MOST_TRIES: usize = 120;

/// In how many questions of a quiz the same wrong option may stand, where options are facts.
const MOST_ALIKE: usize = 3;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How many questions.
    pub count: usize,
    /// Archetypes to draw from; empty: all.
    pub archetypes: Vec<String>,
    /// Ids of steps to ask about; empty: any.
    pub about: Vec<String>,
    /// The seed of the quiz.
    pub seed: u64,
    /// How many options a question has.
    pub options: usize,
    /// Ask about disputed and assumed rules as well.
    pub disputed: bool,
    /// The resolved scenario, for the trainer's file.
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
            seed,
            options: 3,
            disputed: false,
            resolved: None,
        }
    }
}

/// A reason for which questions were not made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Dropped {
    /// The archetype.
    pub archetype: String,
    /// Why.
    pub why: String,
    /// How often.
    pub times: usize,
}

/// A quiz, and what stood in the way of more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The quiz.
    pub quiz: Quiz,
    /// Why drafts were dropped, most frequent first.
    pub dropped: Vec<Dropped>,
}

impl Made {
    /// What to say where the quiz holds fewer questions than asked for; none where it is full.
    #[must_use]
    pub fn shortfall(&self) -> Option<String> {
        let (made, asked) = (self.quiz.items.len(), self.quiz.asked);
        if made >= asked {
            return None;
        }
        let reasons =
            self.dropped.iter().take(3).map(|one| format!("{}: {} ({} times)", one.archetype, one.why, one.times));
        let why = reasons.collect::<Vec<_>>().join("; ");
        Some(format!(
            "{made} of {asked} questions could be made; {}",
            if why.is_empty() { "no step to ask about" } else { &why }
        ))
    }
}

/// Makes a quiz; the same arguments give the same bytes.
#[must_use]
pub fn make(simulate: &dyn Simulate, scenario: &Scenario, ledger: &Ledger, request: &Request) -> Made {
    make_in(&Lab::new(simulate, scenario), ledger, request)
}

/// The same in a lab that may have run already, which saves replays where several quizzes are made of it.
#[must_use]
pub fn make_in(lab: &Lab<'_>, ledger: &Ledger, request: &Request) -> Made {
    let scenario = lab.scenario();
    let scenes = Stage::all(lab, request);
    let mut maker = Maker { request, items: Vec::new(), dropped: BTreeMap::new(), rules: BTreeMap::new() };
    let mut queues = maker.queues(&scenes);
    let mut idle = 0;
    let mut turn = 0;
    while !queues.is_empty() && maker.items.len() < request.count && idle < queues.len() {
        let at = turn % queues.len();
        idle = if maker.next(&mut queues[at], &scenes) { 0 } else { idle + 1 };
        turn += 1;
    }
    let mut items = maker.items;
    deal(&mut items, request.seed);
    let rules_date =
        items.iter().flat_map(|item| &item.rules).map(|rule| rule.date).filter(|date| *date != "undated").max();
    let mut dropped: Vec<Dropped> =
        maker.dropped.into_iter().map(|((archetype, why), times)| Dropped { archetype, why, times }).collect();
    dropped.sort_by_key(|one| std::cmp::Reverse(one.times));
    let quiz = Quiz {
        format: "quiz/1",
        title: format!("Questions on: {}", scenario.title),
        scenario: scenario.title.clone(),
        seed: request.seed,
        asked: request.count,
        rules_date: rules_date.unwrap_or("").to_owned(),
        digest: ledger.digest,
        engine: env!("CARGO_PKG_VERSION"),
        items,
        resolved: request.resolved.clone(),
    };
    Made { quiz, dropped }
}

/// One step with its flips.
struct Stage<'a> {
    here: Evidence<'a>,
    edits: Vec<Edit>,
    rests_on: Option<&'static str>,
}

impl<'a> Stage<'a> {
    /// The steps that may be asked about.
    fn all(lab: &'a Lab<'a>, request: &Request) -> Vec<Self> {
        let wanted = |id: Option<&String>| request.about.is_empty() || id.is_some_and(|id| request.about.contains(id));
        let steps = lab.scenario().timeline.iter().enumerate().filter(|(_, step)| wanted(step.id.as_ref()));
        let asked = steps.filter_map(|(n, _)| lab.evidence(n));
        let asked = asked.filter(|here| here.case().is_some() && facts::action(here).is_some());
        asked
            .map(|here| {
                let edits = candidates(lab.scenario(), here.step);
                let rests_on = sound::success_rests_on(&here);
                Self { here, edits, rests_on }
            })
            .collect()
    }

    fn scene(&self, disputed: bool) -> Scene<'_> {
        Scene { here: &self.here, edits: &self.edits, disputed, rests_on: self.rests_on }
    }
}

/// Drafts of one archetype that wait for their proof.
struct Queue {
    archetype: &'static str,
    drafts: Vec<(usize, Draft)>,
    tried: usize,
    yes: usize,
    no: usize,
}

/// What grows while a quiz is made.
struct Maker<'a> {
    request: &'a Request,
    items: Vec<Item>,
    dropped: BTreeMap<(String, String), usize>,
    rules: BTreeMap<&'static str, usize>,
}

impl Maker<'_> {
    fn drop(&mut self, archetype: &str, why: String) {
        *self.dropped.entry((archetype.to_owned(), why)).or_default() += 1;
    }

    fn queues(&mut self, scenes: &[Stage<'_>]) -> Vec<Queue> {
        let asked = self.request.archetypes.clone();
        let wanted = |one: &&Archetype| asked.is_empty() || asked.iter().any(|name| name == one.name);
        let mut queues = Vec::new();
        for archetype in archetypes::ALL.iter().filter(wanted) {
            let mut drafts = Vec::new();
            for (n, stage) in scenes.iter().enumerate() {
                match (archetype.drafts)(&stage.scene(self.request.disputed)) {
                    Ok(made) => drafts.extend(made.into_iter().map(|draft| (n, draft))),
                    Err(why) => self.drop(archetype.name, why),
                }
            }
            Chance::new(self.request.seed, Purpose::Quiz, archetype.name, 0).shuffle(&mut drafts);
            drafts.sort_by_key(|(_, draft)| !promising(&draft.key));
            queues.push(Queue { archetype: archetype.name, drafts, tried: 0, yes: 0, no: 0 });
        }
        queues
    }

    /// Proves drafts of a queue until one becomes an item; false where none is left.
    fn next(&mut self, queue: &mut Queue, scenes: &[Stage<'_>]) -> bool {
        while queue.tried < MOST_TRIES {
            let Some(at) = queue.drafts.iter().position(|(_, draft)| queue.wants(&draft.key)) else { return false };
            let (n, draft) = queue.drafts.remove(at);
            queue.tried += 1;
            let subject = format!("{}/{}", queue.archetype, scenes[n].here.step);
            let mut chance = Chance::new(self.request.seed, Purpose::Quiz, &subject, queue.tried as u64);
            let scene = scenes[n].scene(self.request.disputed);
            match prove(&draft, &scene, self.request.options, &mut chance).and_then(|item| self.accept(item)) {
                Ok(()) => {
                    queue.count(&draft.key);
                    return true;
                }
                Err(why) => self.drop(queue.archetype, why),
            }
        }
        false
    }

    /// Takes an item in, unless the quiz would be worse for it.
    fn accept(&mut self, item: Item) -> Result<(), String> {
        let rule = item.rules.first().map(|rule| rule.id).ok_or("the item rests on no rule")?;
        if self.rules.get(rule).copied().unwrap_or_default() >= 2 {
            return Err(format!("the rule {rule} is asked about twice already"));
        }
        if let Some(finding) = lint::item(&item).into_iter().find(|finding| finding.error) {
            return Err(format!("{}: {}", finding.rule, finding.says));
        }
        if let Some(worn) = item.options.iter().find(|one| self.is_worn(one)) {
            return Err(format!("the wrong option \"{}\" stands in {MOST_ALIKE} questions already", worn.text));
        }
        let likeness = item.likeness();
        if self.items.iter().any(|known| known.likeness() == likeness) {
            return Err("the same question is there already".to_owned());
        }
        self.items.push(item);
        if lint::key_too_often_longest(&self.items) {
            self.items.pop();
            return Err("the key would be the longest option too often".to_owned());
        }
        *self.rules.entry(rule).or_default() += 1;
        Ok(())
    }
}

impl Maker<'_> {
    /// Whether a wrong option that is a fact of the lab has been used often enough.
    fn is_worn(&self, option: &Choice) -> bool {
        let wrong = |one: &&Choice| !one.holds && one.text == option.text;
        let fact = !option.holds && matches!(option.claim, Claim::RequirementOf { .. });
        fact && self.items.iter().flat_map(|item| &item.options).filter(wrong).count() >= MOST_ALIKE
    }
}

impl Queue {
    /// True and false keys take turns, so that they balance.
    fn wants(&self, key: &Claim) -> bool {
        match key {
            Claim::StillWorks { works: true, .. } => self.yes <= self.no,
            Claim::StillWorks { works: false, .. } => self.no <= self.yes,
            _ => true,
        }
    }

    fn count(&mut self, key: &Claim) {
        match key {
            Claim::StillWorks { works: true, .. } => self.yes += 1,
            Claim::StillWorks { works: false, .. } => self.no += 1,
            _ => {}
        }
    }
}

/// Whether a draft is likely to have near misses; these are tried first.
fn promising(key: &Claim) -> bool {
    match key {
        Claim::StillWorks { change, works: true } => change.takes_away().is_some(),
        _ => true,
    }
}

/// Puts each key where a shuffled balanced deck says; yes and no keep their order.
fn deal(items: &mut [Item], seed: u64) {
    let sizes: BTreeSet<usize> = items.iter().filter(|item| !fixed(item)).map(|item| item.options.len()).collect();
    items.iter_mut().filter(|item| fixed(item)).for_each(yes_first);
    for size in sizes {
        let dealt = items.iter_mut().filter(|item| !fixed(item) && item.options.len() == size);
        let dealt: Vec<&mut Item> = dealt.collect();
        let deck = deck(dealt.len(), size, seed);
        for (n, (item, place)) in dealt.into_iter().zip(deck).enumerate() {
            let key = item.options.remove(0);
            Chance::new(seed, Purpose::Quiz, "order", n as u64).shuffle(&mut item.options);
            item.options.insert(place, key);
            item.key = vec![place];
        }
    }
}

/// Whether the options keep their natural order.
pub(super) fn fixed(item: &Item) -> bool {
    item.options.iter().all(|option| matches!(option.claim, Claim::StillWorks { .. }))
}

fn yes_first(item: &mut Item) {
    item.options.sort_by_key(|option| matches!(option.claim, Claim::StillWorks { works: false, .. }));
    item.key = item.options.iter().enumerate().filter(|(_, option)| option.holds).map(|(i, _)| i).collect();
}

/// Positions that balance, shuffled until none stands more than four times in a row.
fn deck(count: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut cards: Vec<usize> = (0..count).map(|n| n % size).collect();
    for nth in 0..100 {
        Chance::new(seed, Purpose::Quiz, "deck", nth).shuffle(&mut cards);
        if lint::longest_run(&cards) <= 4 {
            break;
        }
    }
    cards
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::fake::{Fake, hybrid_lab};
    use crate::quiz::verify::verify;

    fn quiz(seed: u64, edit: impl Fn(&mut Request)) -> Made {
        let scenario = hybrid_lab();
        let mut request = Request::of(&scenario, seed);
        edit(&mut request);
        make(&Fake, &scenario, &Fake.run(&scenario), &request)
    }

    #[test]
    fn every_item_verifies_and_no_lint_errs() {
        for seed in 0..5 {
            let made = quiz(seed, |_| {});
            assert!(made.quiz.items.len() >= 6, "{:?} {:?}", made.quiz.items.len(), made.dropped);
            verify(&Fake, &hybrid_lab(), &made.quiz).expect("every claim is reproduced");
            let errors: Vec<_> = lint::quiz(&made.quiz).into_iter().filter(|one| one.error).collect();
            assert!(errors.is_empty(), "{errors:?}");
            assert!(made.quiz.items.iter().all(|item| lint::disputed(item).is_none()));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(quiz(3, |_| {}).quiz.to_json(), quiz(3, |_| {}).quiz.to_json());
        assert_ne!(quiz(3, |_| {}).quiz.to_json(), quiz(4, |_| {}).quiz.to_json());
    }

    #[test]
    fn the_lessons_own_question_is_made() {
        let made = quiz(1, |request| {
            request.archetypes = vec!["which-requirement".to_owned()];
            request.about = vec!["adele-forgot".to_owned()];
        });
        let found = made.quiz.items.iter().find(|item| {
            item.key_choice().is_some_and(|key| key.text == "The tenant holds Entra ID P1 or P2, alone or in a bundle")
        });
        let item = found.unwrap_or_else(|| panic!("{:?}", made.dropped));
        assert!(item.ask.contains("written back to on-premises AD DS"), "{}", item.ask);
        assert_eq!(item.rules[0].id, "lic-writeback-p1");
    }

    #[test]
    fn a_quiz_that_falls_short_says_why() {
        let made = quiz(1, |request| request.count = 500);
        let said = made.shortfall().expect("500 questions cannot be made");
        assert!(said.contains("of 500 questions could be made"), "{said}");
        assert_eq!(quiz(1, |request| request.count = 1).shortfall(), None);
    }

    #[test]
    fn keys_are_dealt_evenly() {
        for size in 2..=5 {
            let cards = deck(20, size, 11);
            assert!(lint::longest_run(&cards) <= 4);
            assert_eq!(cards.iter().filter(|card| **card == 0).count(), 20_usize.div_ceil(size));
        }
    }
}
