//! Makes a quiz: for each archetype the lab is varied by the seed, drafts are made and proved until there are enough.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Extent, Ledger, Simulate};
use crate::model::chance::{Chance, Purpose};
use crate::scenario::Scenario;

use super::archetypes::vary::{Cast, Setting};
use super::archetypes::{self, Archetype, Draft, Scene};
use super::claim::Claim;
use super::facts;
use super::lab::Lab;
use super::lint;
use super::prove::{Making, prove};
use super::question::{Bloom, Choice, Difficulty, Form, Item, Quiz, fixed};
use super::request::Request;

/// How often the lab is varied for one archetype before it is given up, where others can take its place.
const MOST_TRIES: u64 = 8;

/// The same where few archetypes were asked for.
const MOST_TRIES_OF_FEW: u64 = 40;

/// How often it is varied for one question of a variant, before that of the model stands.
const MOST_TRIES_OF_ONE: u64 = 12;

/// How many drafts of one variation are proved before the next is tried.
const MOST_DRAFTS: usize = 4;

/// How many questions of each kind of thinking a quiz of ten holds.
const BLUEPRINT: &[(Bloom, usize)] =
    &[(Bloom::Remember, 2), (Bloom::Understand, 1), (Bloom::Apply, 3), (Bloom::Analyse, 3), (Bloom::Evaluate, 1)];

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
        let (made, asked) = (self.quiz.items.len(), self.quiz.request.count);
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
    let model = request.model.map(|seed| model(lab, &Request { seed, model: None, ..request.clone() }));
    make_like(lab, ledger, request, model.as_ref())
}

/// The questions of which others are variants, before their options are dealt, and what stood in the way of more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    items: Vec<Item>,
    dropped: Vec<Dropped>,
}

/// The model of which a class gets variants.
#[must_use]
pub fn model(lab: &Lab<'_>, request: &Request) -> Model {
    let (items, dropped) = collect(lab, request, tries(request));
    Model { items, dropped }
}

/// A quiz in a lab that may have run already: a variant of a model, or one of its own.
#[must_use]
pub fn make_like(lab: &Lab<'_>, ledger: &Ledger, request: &Request, model: Option<&Model>) -> Made {
    let scenario = lab.scenario();
    let (mut items, dropped) = match model {
        Some(model) => (variant(lab, request, &model.items), model.dropped.clone()),
        None => collect(lab, request, tries(request)),
    };
    deal(&mut items, request.seed);
    let rules_date =
        items.iter().flat_map(|item| &item.rules).map(|rule| rule.date).filter(|date| *date != "undated").max();
    let quiz = Quiz {
        format: "quiz/1",
        title: format!("Questions on: {}", scenario.title),
        scenario: scenario.title.clone(),
        seed: request.seed,
        request: request.clone(),
        rules_date: rules_date.unwrap_or("").to_owned(),
        digest: ledger.digest,
        engine: env!("CARGO_PKG_VERSION"),
        items,
        resolved: request.resolved.clone(),
    };
    Made { quiz, dropped }
}

/// How often the lab is varied for one archetype of a request.
fn tries(request: &Request) -> u64 {
    if (1..=3).contains(&request.archetypes.len()) { MOST_TRIES_OF_FEW } else { MOST_TRIES }
}

/// A variant of a model: in each place a question of the same archetype, rule and difficulty. Where the lab has no other
/// such question, the model's own stands.
fn variant(lab: &Lab<'_>, request: &Request, model: &[Item]) -> Vec<Item> {
    let mut maker = Maker::new(lab, request, MOST_TRIES_OF_ONE);
    maker.take_over(model);
    let mut queues: Vec<Queue> = archetypes::ALL.iter().map(Queue::new).collect();
    for (at, item) in model.iter().enumerate() {
        let queue = queues.iter_mut().find(|queue| queue.archetype.name == item.archetype);
        queue.into_iter().for_each(|queue| maker.replace(at, queue));
    }
    maker.items
}

/// The items of a request, each archetype varied at most so often, with the right options first, and why drafts were
/// dropped, most frequent first.
pub(super) fn collect(lab: &Lab<'_>, request: &Request, tries: u64) -> (Vec<Item>, Vec<Dropped>) {
    let mut maker = Maker::new(lab, request, tries);
    let mut queues = maker.queues();
    while maker.items.len() < request.count {
        let Some(at) = maker.turn(&queues) else { break };
        maker.next(&mut queues[at]);
    }
    let mut dropped: Vec<Dropped> =
        maker.dropped.into_iter().map(|((archetype, why), times)| Dropped { archetype, why, times }).collect();
    dropped.sort_by_key(|one| std::cmp::Reverse(one.times));
    (maker.items, dropped)
}

/// One archetype's turn: how often the lab was varied for it, and what came of it.
struct Queue {
    archetype: &'static Archetype,
    tried: u64,
    made: usize,
    over: bool,
}

impl Queue {
    const fn new(archetype: &'static Archetype) -> Self {
        Self { archetype, tried: 0, made: 0, over: false }
    }
}

/// What a question of a variant shares with the one in its place in the model.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Likeness {
    rule: &'static str,
    difficulty: Difficulty,
}

impl Likeness {
    fn of(item: &Item) -> Option<Self> {
        item.rules.first().map(|rule| Self { rule: rule.id, difficulty: item.difficulty })
    }
}

/// What grows while a quiz is made.
struct Maker<'a> {
    /// What the next question must share with one of a model; none where there is no model.
    like: Option<Likeness>,
    lab: &'a Lab<'a>,
    request: &'a Request,
    tries: u64,
    steps: Vec<usize>,
    items: Vec<Item>,
    dropped: BTreeMap<(String, String), usize>,
    rules: BTreeMap<&'static str, usize>,
}

impl<'a> Maker<'a> {
    fn new(lab: &'a Lab<'a>, request: &'a Request, tries: u64) -> Self {
        let wanted = |id: Option<&String>| request.about.is_empty() || id.is_some_and(|id| request.about.contains(id));
        let steps = lab.scenario().timeline.iter().enumerate().filter(|(_, step)| wanted(step.id.as_ref()));
        let asked = steps.map(|(n, _)| n).filter(|n| {
            lab.evidence(&[], Extent::Step(*n))
                .is_some_and(|here| here.case().is_some() && facts::operation(&here).is_some())
        });
        Self {
            like: None,
            lab,
            request,
            tries,
            steps: asked.collect(),
            items: Vec::new(),
            dropped: BTreeMap::new(),
            rules: BTreeMap::new(),
        }
    }

    fn drop(&mut self, archetype: &str, why: String) {
        *self.dropped.entry((archetype.to_owned(), why)).or_default() += 1;
    }

    fn queues(&self) -> Vec<Queue> {
        let asked = &self.request.archetypes;
        let wanted = |one: &&Archetype| asked.is_empty() || asked.iter().any(|name| name == one.name);
        let mut queues: Vec<Queue> = archetypes::ALL.iter().filter(wanted).map(Queue::new).collect();
        Chance::new(self.request.seed, Purpose::Quiz, "archetypes", 0).shuffle(&mut queues);
        queues
    }

    /// Begins with the questions of a model.
    fn take_over(&mut self, model: &[Item]) {
        self.items = model.to_vec();
        for rule in model.iter().filter_map(|item| item.rules.first()) {
            *self.rules.entry(rule.id).or_default() += 1;
        }
    }

    /// Puts another question like it in the place of one, where the lab has one that fits the rest of the quiz.
    fn replace(&mut self, at: usize, queue: &mut Queue) {
        let kept = self.items.remove(at);
        self.like = Likeness::of(&kept);
        let count = self.like.and_then(|like| self.rules.get_mut(like.rule));
        count.into_iter().for_each(|count| *count -= 1);
        let last = queue.tried + self.tries;
        while queue.tried < last {
            queue.tried += 1;
            if self.attempt(queue).is_ok() {
                let found = self.items.pop().unwrap_or(kept);
                self.items.insert(at, found);
                return;
            }
        }
        let count = self.like.and_then(|like| self.rules.get_mut(like.rule));
        count.into_iter().for_each(|count| *count += 1);
        self.items.insert(at, kept);
    }

    /// Whose turn it is: of the kind of thinking that lacks most, the archetype with fewest questions; none where all
    /// are given up.
    fn turn(&self, queues: &[Queue]) -> Option<usize> {
        let open = queues.iter().enumerate().filter(|(_, queue)| !queue.over);
        let lack = |bloom: Bloom| {
            let share = BLUEPRINT.iter().find(|(one, _)| *one == bloom).map_or(0, |(_, share)| *share);
            let made = self.items.iter().filter(|item| item.bloom == bloom).count();
            // tenths of a question more than the share asks for, so that the greatest lack comes first
            (made * 10) as i64 - (share * self.request.count) as i64
        };
        open.min_by_key(|(n, queue)| (lack(queue.archetype.bloom), queue.made, *n)).map(|(n, _)| n)
    }

    /// Varies the lab for an archetype until a draft becomes an item, or gives it up.
    fn next(&mut self, queue: &mut Queue) {
        while queue.tried < self.tries {
            queue.tried += 1;
            match self.attempt(queue) {
                Ok(()) => {
                    queue.made += 1;
                    return;
                }
                Err(why) => self.drop(queue.archetype.name, why),
            }
        }
        queue.over = true;
    }

    /// One variation of the lab: the first of its drafts that is proved and wanted.
    fn attempt(&mut self, queue: &Queue) -> Result<(), String> {
        let archetype = queue.archetype;
        let lab = self.lab;
        // two labs with one seed are not to be varied alike
        let subject = format!("{} of {}", archetype.name, lab.scenario().title);
        let mut chance = Chance::new(self.request.seed, Purpose::Quiz, &subject, queue.tried);
        // every other try takes the lab as its author wrote it, but not where it was asked about before
        let plain = queue.tried % 2 == 1 && self.request.asked.is_empty() && self.like.is_none();
        let mut cast = Cast { scenario: lab.scenario(), steps: &self.steps, plain, chance: &mut chance };
        let setting = (archetype.vary)(&mut cast).ok_or("the lab has nothing for it")?;
        let scene = scene(lab, &setting, self.request.disputed).ok_or("the varied lab does not run so far")?;
        let mut drafts = (archetype.drafts)(&scene, &setting)?;
        chance.shuffle(&mut drafts);
        drafts.sort_by_key(|draft| !promising(&draft.right[0]));
        drafts.retain(|draft| {
            self.wants(&draft.right[0]) && !self.is_spent(draft, &scene) && self.is_about(draft, &scene)
        });
        let mut last = "its answers would not balance, or its rule is asked about twice already".to_owned();
        for draft in drafts.iter().take(MOST_DRAFTS) {
            let worn = |claim: &Claim| self.worn(claim);
            let making = Making { archetype, options: self.request.options, worn: &worn };
            match prove(draft, &scene, &making, &mut chance).and_then(|item| self.accept(item)) {
                Ok(()) => return Ok(()),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    /// Takes an item in, unless the quiz would be worse for it.
    fn accept(&mut self, item: Item) -> Result<(), String> {
        let rule = item.rules.first().map(|rule| rule.id).ok_or("the item rests on no rule")?;
        if self.like.is_some_and(|like| Likeness::of(&item) != Some(like)) {
            return Err("it is about another rule, or more or less difficult".to_owned());
        }
        let asked = &self.request.rules;
        if !asked.is_empty() && !item.rules.iter().any(|rule| asked.iter().any(|id| id == rule.id)) {
            return Err("it rests on none of the rules asked for".to_owned());
        }
        if asked.is_empty() && self.rules.get(rule).copied().unwrap_or_default() >= 2 {
            return Err(format!("the rule {rule} is asked about twice already"));
        }
        if let Some(finding) = lint::item(&item).into_iter().find(|finding| finding.error || finding.rule == "L12") {
            return Err(format!("{}: {}", finding.rule, finding.says));
        }
        if self.request.asked.contains(&item.id) {
            return Err("the question was asked before".to_owned());
        }
        let likeness = item.likeness();
        if self.items.iter().any(|known| known.likeness() == likeness) {
            return Err("the same question is there already".to_owned());
        }
        self.items.push(item);
        let error =
            lint::key_too_often_longest(&self.items).then(|| "the key would be the longest too often".to_owned());
        if let Some(why) = error.or_else(|| lint::reveals(&self.items)) {
            self.items.pop();
            return Err(why);
        }
        *self.rules.entry(rule).or_default() += 1;
        Ok(())
    }

    /// In how many questions a wrong option stands already.
    fn worn(&self, claim: &Claim) -> usize {
        let text = claim.render();
        let wrong = |one: &&Choice| !one.holds && one.text.eq_ignore_ascii_case(&text);
        self.items.iter().flat_map(|item| &item.options).filter(wrong).count()
    }

    /// Whether the rule that a draft would be about is asked about twice already.
    fn is_spent(&self, draft: &Draft, scene: &Scene<'_>) -> bool {
        let rule = draft.right.iter().find_map(|claim| claim.reason(&scene.here));
        self.request.rules.is_empty()
            && rule.is_some_and(|rule| self.rules.get(rule.id).is_some_and(|times| *times >= 2))
    }

    /// Whether a draft may come to rest on a rule that is asked for: its key's, or where nothing stands against the key,
    /// that of a near miss.
    fn is_about(&self, draft: &Draft, scene: &Scene<'_>) -> bool {
        let rule = draft.right.iter().find_map(|claim| claim.reason(&scene.here));
        // A question about what a page offers is about the method that it does not: see `prove`.
        let of_key = !matches!(draft.right.first(), Some(Claim::Offers { .. }));
        if of_key && self.like.is_some_and(|like| rule.is_some_and(|rule| rule.id != like.rule)) {
            return false;
        }
        let asked = &self.request.rules;
        asked.is_empty() || rule.is_none_or(|rule| asked.iter().any(|id| id == rule.id))
    }

    /// True and false keys take turns, so that they balance.
    fn wants(&self, key: &Claim) -> bool {
        let Claim::StillWorks { works, .. } = key else { return true };
        let said = self.items.iter().filter_map(Item::key_choice).filter_map(|key| match key.claim {
            Claim::StillWorks { works, .. } => Some(works),
            _ => None,
        });
        let said: Vec<bool> = said.collect();
        let same = said.iter().filter(|one| *one == works).count();
        same * 2 <= said.len()
    }
}

/// The scene of a setting; none where the varied lab does not come to the step.
fn scene<'a>(lab: &'a Lab<'a>, setting: &Setting, disputed: bool) -> Option<Scene<'a>> {
    let here = lab.evidence(&setting.base, setting.extent)?;
    if here.step().is_some() && (here.case().is_none() || facts::operation(&here).is_none()) {
        return None;
    }
    let mut edits = setting.flips.clone();
    edits.extend(here.candidates(&setting.people));
    let people = setting.people.clone();
    Some(Scene { here, people, edits, disputed, rests_on: OnceCell::new() })
}

/// Whether a draft is likely to have near misses; these are tried first.
fn promising(key: &Claim) -> bool {
    match key {
        Claim::StillWorks { change, works: true } => change.takes_away().is_some(),
        _ => true,
    }
}

/// Puts each key where a shuffled balanced deck says; yes and no, and numbers, keep their order.
pub(super) fn deal(items: &mut [Item], seed: u64) {
    let single = |item: &Item| item.form == Form::Single;
    let sizes: BTreeSet<usize> = items.iter().filter(|item| single(item)).map(|item| item.options.len()).collect();
    for (n, item) in items.iter_mut().enumerate() {
        arrange(item, &mut Chance::new(seed, Purpose::Quiz, "arrange", n as u64));
    }
    for size in sizes {
        let dealt = items.iter_mut().filter(|item| single(item) && item.options.len() == size);
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

/// Orders the options of a question whose key is not one dealt position.
fn arrange(item: &mut Item, chance: &mut Chance) {
    let rights = item.key.len();
    match item.form {
        Form::TrueFalse => {
            debug_assert!(fixed(item), "yes and no are claims of one kind");
            item.options.sort_by_key(|option| matches!(option.claim, Claim::StillWorks { works: false, .. }));
            item.key = (0..item.options.len()).filter(|i| item.options[*i].holds).collect();
        }
        Form::Multiple | Form::Order | Form::Match => {
            let mut order: Vec<usize> = (0..item.options.len()).collect();
            for _ in 0..10 {
                chance.shuffle(&mut order);
                if !order.is_sorted() {
                    break;
                }
            }
            item.options = order.iter().map(|from| item.options[*from].clone()).collect();
            let place = |right: usize| order.iter().position(|from| *from == right).unwrap_or_default();
            item.key = (0..rights).map(place).collect();
            if item.form == Form::Multiple {
                item.key.sort_unstable();
            }
        }
        Form::Single | Form::Numeric => {}
    }
}

/// Positions that balance, shuffled until none stands more than four times in a row.
fn deck(count: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut cards: Vec<usize> = (0..count).map(|n| n % size).collect();
    for nth in 0..100 {
        Chance::new(seed, Purpose::Quiz, "deck", nth).shuffle(&mut cards);
        part_runs(&mut cards);
        if lint::longest_run(&cards) <= 4 {
            break;
        }
    }
    cards
}

/// Puts the next other card where one would stand for the fifth time in a row: in a large deck no shuffle is without.
fn part_runs(cards: &mut [usize]) {
    for at in 4..cards.len() {
        let same = cards[at];
        if cards[at - 4..at].iter().all(|card| *card == same)
            && let Some(other) = (at + 1..cards.len()).find(|i| cards[*i] != same)
        {
            cards.swap(at, other);
        }
    }
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
        for seed in 0..2 {
            let made = quiz(seed, |request| request.count = 6);
            assert!(made.quiz.items.len() >= 5, "{:?} {:?}", made.quiz.items.len(), made.dropped);
            verify(&Fake, &hybrid_lab(), &made.quiz).expect("every claim is reproduced");
            let errors: Vec<_> = lint::quiz(&made.quiz).into_iter().filter(|one| one.error).collect();
            assert!(errors.is_empty(), "{errors:?}");
            assert!(made.quiz.items.iter().all(|item| lint::disputed(item).is_none()));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(
            quiz(3, |request| request.count = 3).quiz.to_json(),
            quiz(3, |request| request.count = 3).quiz.to_json()
        );
        assert_ne!(
            quiz(3, |request| request.count = 3).quiz.to_json(),
            quiz(4, |request| request.count = 3).quiz.to_json()
        );
    }

    #[test]
    fn variants_are_alike_question_by_question_and_not_the_same() {
        let scenario = hybrid_lab();
        let (lab, ledger) = (Lab::new(&Fake, &scenario), Fake.run(&scenario));
        let request = Request { count: 6, ..Request::of(&scenario, 3) };
        let model = model(&lab, &request);
        let kind = |item: &Item| (item.archetype, item.rules[0].id, item.difficulty);
        let kinds: Vec<_> = model.items.iter().map(kind).collect();
        assert!(kinds.len() >= 5);
        let mut stems = BTreeSet::new();
        for seed in 10..14 {
            let request = Request { seed, model: Some(request.seed), ..request.clone() };
            let made = make_like(&lab, &ledger, &request, Some(&model));
            assert_eq!(made.quiz.items.iter().map(kind).collect::<Vec<_>>(), kinds);
            verify(&Fake, &scenario, &made.quiz).expect("every claim is reproduced");
            let errors: Vec<_> = lint::quiz(&made.quiz).into_iter().filter(|one| one.error).collect();
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(make_in(&lab, &ledger, &request).quiz.to_json(), made.quiz.to_json(), "it says how it was made");
            stems.extend(made.quiz.items.iter().map(|item| item.stem.clone()));
        }
        assert!(stems.len() > kinds.len(), "the learners are not all asked the same");
    }

    #[test]
    fn no_more_runs_are_made_than_the_proofs_need() {
        let scenario = hybrid_lab();
        let lab = Lab::new(&Fake, &scenario);
        let request = Request { count: 3, ..Request::of(&scenario, 3) };
        assert_eq!(make_in(&lab, &Fake.run(&scenario), &request).quiz.items.len(), 3);
        // counted rather than timed, so that it is noticed on any machine where a proof comes to ask for many more
        assert!(lab.runs() < 2_200, "{} runs", lab.runs());
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
        let made = quiz(1, |request| {
            request.count = 500;
            request.archetypes = ["outcome", "first-failing-gate", "when", "count"].map(str::to_owned).to_vec();
        });
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
        assert!((0..20).all(|seed| lint::longest_run(&deck(600, 3, seed)) <= 4), "a deck for a bank");
    }
}
