//! Who can reset on every day on which something changes: losses and gains, their rules, fixes, and a plan.

use std::collections::BTreeMap;

use crate::ledger::standing::{Foresee, Judgement, Snapshot};
use crate::model::ask::Code;
use crate::model::key::{SkuId, UserId};
use crate::model::licence::TABLE;
use crate::model::time::{Date, Instant};
use crate::rules::{Book, Case};
use crate::scenario::Scenario;

use super::classes::Classes;
use super::dates::{Turning, turnings};
use super::fix::{Fix, Fixes};
use super::plan::{Action, plan};
use super::tally::{Tally, identity, is_meant};
use crate::model::price::{PRICES, Prices};

/// A forecast.
#[derive(Clone, Debug)]
pub struct Forecast<'a> {
    /// The tenant.
    pub scenario: &'a Scenario,
    /// The days, in order; the first is the start.
    pub days: Vec<Day>,
    /// Everybody who is named, in the order of the file.
    pub people: Vec<Row>,
    /// How many can reset on each day, by kind of group: identity, department, licence, method.
    pub groups: Vec<Breakdown>,
    /// At most five actions.
    pub plan: Vec<Action>,
    /// Whether prices are somebody's own.
    pub own_prices: bool,
}

/// One day.
#[derive(Clone, Debug)]
pub struct Day {
    /// When and why.
    pub turning: Turning,
    /// The figures.
    pub tally: Tally,
    /// Who loses: could on the day before, and cannot.
    pub lost: Vec<UserId>,
    /// Who gains.
    pub gained: Vec<UserId>,
    /// First reasons of everybody who cannot, by reason, code and rule.
    pub refused: BTreeMap<Refusal, usize>,
    /// First reasons of those who lose.
    pub lost_by: BTreeMap<Refusal, usize>,
}

/// A first reason: the word, the code, the rule.
pub type Refusal = (&'static str, Option<Code>, Option<&'static str>);

/// One person.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub user: UserId,
    /// What each day comes to; none where the person does not exist then.
    pub days: Vec<Option<Judgement>>,
    /// The first day, by position, on which somebody who could reset no longer can.
    pub first_loss: Option<usize>,
    /// What would help.
    pub help: Help,
}

/// What would help a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Help {
    /// Nothing has to: a reset succeeds on every day.
    Fine,
    /// These facts.
    Fix(Fix),
    /// No set of up to three facts does it.
    NoFix,
    /// The account is no person's own, or disabled, or a guest's: a reset is not meant for it.
    NotMeant,
}

/// How many of each group can reset on each day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// What the groups are: `identity`, `department`, `licence`, `method`.
    pub by: &'static str,
    /// The groups by name; a person may be in several.
    pub groups: Vec<Group>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name; empty where the export tells none.
    pub name: String,
    /// How many people.
    pub people: usize,
    /// How many of them can reset, by day.
    pub able: Vec<usize>,
}

impl<'a> Forecast<'a> {
    /// Foresees a tenant on every dated change ahead and on the days asked for.
    #[must_use]
    pub fn new(foresee: &dyn Foresee, scenario: &'a Scenario, asked: &[Date], prices: &Prices) -> Self {
        let book = Book::new(&scenario.assumptions);
        let turnings = turnings(scenario, &book, asked);
        let instants: Vec<Instant> = turnings.iter().map(|turning| turning.at).collect();
        let snapshots = foresee.foresee(scenario, &instants);
        let sorted = Sorted::new(scenario, &snapshots);
        let judged: Vec<_> = sorted.of.iter().map(|classes| sorted.classes.judged(classes)).collect();
        let mut people: Vec<Row> = (0..scenario.users.len())
            .map(|i| row(UserId(i as u32), &snapshots, &judged))
            .filter(|row| row.days.iter().any(Option::is_some))
            .collect();
        let days = days(scenario, &book, &turnings, &snapshots, &judged, &people);
        let first = scenario.start.date();
        let fixes = Fixes::new(scenario, &book, prices, first);
        let mut known = BTreeMap::new();
        for row in &mut people {
            row.help = help(scenario, row, &sorted, &fixes, &mut known);
        }
        let last = snapshots.len() - 1;
        let mut refused: BTreeMap<usize, usize> = BTreeMap::new();
        people
            .iter()
            .filter(|row| is_meant(&scenario.users[row.user.index()]))
            .filter(|row| row.days[last].is_some_and(|judgement| !judgement.able))
            .filter_map(|row| sorted.class(row.user, last))
            .for_each(|class| *refused.entry(class).or_default() += 1);
        let refused: Vec<(Case, usize)> =
            refused.into_iter().map(|(class, people)| (sorted.classes.get(class).case, people)).collect();
        let plan = plan(scenario, &fixes, &refused, prices, first);
        let groups = breakdowns(scenario, &people, &snapshots[0]);
        Self { scenario, days, people, groups, plan, own_prices: *prices != *PRICES }
    }

    /// How many people lose on some day.
    #[must_use]
    pub fn losers(&self) -> usize {
        self.people.iter().filter(|row| row.first_loss.is_some()).count()
    }
}

/// The classes of everybody's cases.
struct Sorted<'a> {
    snapshots: &'a [Snapshot],
    classes: Classes,
    /// By day, in the order of its snapshot.
    of: Vec<Vec<usize>>,
}

impl<'a> Sorted<'a> {
    fn new(scenario: &Scenario, snapshots: &'a [Snapshot]) -> Self {
        let mut classes = Classes::new(scenario);
        let of = snapshots.iter().map(|snapshot| classes.sort(snapshot)).collect();
        Self { snapshots, classes, of }
    }

    /// The class of a person on a day.
    fn class(&self, user: UserId, day: usize) -> Option<usize> {
        let people = &self.snapshots[day].people;
        people.binary_search_by_key(&user, |standing| standing.user).ok().map(|at| self.of[day][at])
    }
}

fn row(user: UserId, snapshots: &[Snapshot], judged: &[Vec<(Judgement, Judgement)>]) -> Row {
    let of = |(snapshot, judged): (&Snapshot, &Vec<(Judgement, Judgement)>)| {
        let at = snapshot.people.binary_search_by_key(&user, |standing| standing.user).ok()?;
        Some(judged[at].0)
    };
    let days: Vec<Option<Judgement>> = snapshots.iter().zip(judged).map(of).collect();
    let able = |day: &Option<Judgement>| day.is_some_and(|judgement| judgement.able);
    let first_able = days.iter().position(able);
    let first_loss = first_able.and_then(|from| (from..days.len()).find(|i| !able(&days[*i])));
    Row { user, days, first_loss, help: Help::Fine }
}

fn days(
    scenario: &Scenario,
    book: &Book,
    turnings: &[Turning],
    snapshots: &[Snapshot],
    judged: &[Vec<(Judgement, Judgement)>],
    people: &[Row],
) -> Vec<Day> {
    let able = |row: &Row, i: usize| row.days[i].is_some_and(|judgement| judgement.able);
    let day = |(i, turning): (usize, &Turning)| {
        let mut day = Day {
            turning: turning.clone(),
            tally: Tally::count(scenario, book, &snapshots[i], &judged[i]),
            lost: Vec::new(),
            gained: Vec::new(),
            refused: BTreeMap::new(),
            lost_by: BTreeMap::new(),
        };
        for row in people {
            let before = i.checked_sub(1).map(|before| able(row, before));
            let Some(now) = row.days[i] else { continue };
            let refusal = (now.reason, now.code, now.rule);
            if !now.able {
                *day.refused.entry(refusal).or_default() += 1;
            }
            match before {
                Some(true) if !now.able => {
                    day.lost.push(row.user);
                    *day.lost_by.entry(refusal).or_default() += 1;
                }
                Some(false) if now.able => day.gained.push(row.user),
                _ => {}
            }
        }
        day
    };
    turnings.iter().enumerate().map(day).collect()
}

/// What would help a person; people whose refused days are of the same classes are helped alike.
fn help(
    scenario: &Scenario,
    row: &Row,
    sorted: &Sorted<'_>,
    fixes: &Fixes<'_>,
    known: &mut BTreeMap<Vec<usize>, Help>,
) -> Help {
    let refused = |i: &usize| row.days[*i].is_some_and(|judgement| !judgement.able);
    let refused: Vec<usize> =
        (0..row.days.len()).filter(refused).filter_map(|day| sorted.class(row.user, day)).collect();
    if refused.is_empty() {
        return Help::Fine;
    }
    if !is_meant(&scenario.users[row.user.index()]) {
        return Help::NotMeant;
    }
    if let Some(help) = known.get(&refused) {
        return help.clone();
    }
    let cases: Vec<Case> = refused.iter().map(|class| sorted.classes.get(*class).case).collect();
    let help = fixes.smallest(&cases).map_or(Help::NoFix, Help::Fix);
    known.insert(refused, help.clone());
    help
}

fn breakdowns(scenario: &Scenario, people: &[Row], start: &Snapshot) -> Vec<Breakdown> {
    let held = |user: UserId| -> Vec<SkuId> {
        let at = start.people.binary_search_by_key(&user, |standing| standing.user);
        at.map(|at| start.people[at].held.clone()).unwrap_or_default()
    };
    let one = |name: &str| vec![name.to_owned()];
    let person = |row: &Row| &scenario.users[row.user.index()];
    let licences = |row: &Row| {
        let held: Vec<String> = held(row.user).iter().map(|sku| TABLE.product(*sku).part_number.to_owned()).collect();
        if held.is_empty() { one("") } else { held }
    };
    let methods = |row: &Row| {
        let counts = row.days.iter().flatten().next().map(|judgement| judgement.methods).unwrap_or_default();
        let names: Vec<String> = counts.iter().map(|method| method.word().to_owned()).collect();
        if names.is_empty() { one("") } else { names }
    };
    vec![
        breakdown("identity", people, |row| one(identity(person(row)))),
        breakdown("department", people, |row| one(person(row).department.as_deref().unwrap_or_default())),
        breakdown("licence", people, licences),
        breakdown("method", people, methods),
    ]
}

fn breakdown(by: &'static str, people: &[Row], of: impl Fn(&Row) -> Vec<String>) -> Breakdown {
    let days = people.first().map_or(0, |row| row.days.len());
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for row in people {
        for name in of(row) {
            let group = groups.entry(name.clone()).or_insert_with(|| Group { name, people: 0, able: vec![0; days] });
            group.people += 1;
            for (count, day) in group.able.iter_mut().zip(&row.days) {
                *count += usize::from(day.is_some_and(|judgement| judgement.able));
            }
        }
    }
    Breakdown { by, groups: groups.into_values().collect() }
}
