//! A plan for everybody: a few actions, each time the one that brings back most people. Nothing is claimed of its being
//! the best plan.

use crate::model::time::Date;
use crate::rules::Case;
use crate::scenario::Scenario;

use super::cost::Cost;
use super::fact::Fact;
use super::fix::Fixes;
use crate::model::price::Prices;

/// How many actions a plan has.
pub const MOST: usize = 5;

/// One action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What to do, for everybody whom it helps.
    pub fact: Fact,
    /// How many people can reset once it and those before it are done.
    pub regained: usize,
    /// How many still cannot.
    pub left: usize,
    /// What it costs a month, for everybody who can reset after the whole plan and could not without it.
    pub cost: Cost,
}

/// At most five actions, by people regained per action; two that only help together are taken as a pair.
///
/// `refused` holds the cases of people who cannot reset on the last day, with how many people are in each.
#[must_use]
pub fn plan(
    scenario: &Scenario,
    fixes: &Fixes<'_>,
    refused: &[(Case, usize)],
    prices: &Prices,
    day: Date,
) -> Vec<Action> {
    let facts = Fact::all(scenario);
    let mut done: Vec<Fact> = Vec::new();
    let mut left: Vec<(Case, usize)> = refused.to_vec();
    let mut plan: Vec<Action> = Vec::new();
    let mut helped: Vec<usize> = Vec::new();
    while plan.len() < MOST && !left.is_empty() {
        let open: Vec<Fact> = facts.iter().copied().filter(|fact| !done.contains(fact)).collect();
        let Some(best) = best(&open, &done, &left, fixes, MOST - plan.len(), |fact| fact.cost(prices, day)) else {
            break;
        };
        for fact in best {
            done.push(fact);
            helped.push(0);
            let before = people_in(&left);
            left.retain(|(case, people)| {
                let works = fixes.works(&done, case);
                if works {
                    needed(&done, case, fixes).into_iter().for_each(|at| helped[at] += people);
                }
                !works
            });
            let regained = before - people_in(&left);
            plan.push(Action { fact, regained, left: people_in(&left), cost: fact.cost(prices, day) });
        }
    }
    for (action, people) in plan.iter_mut().zip(helped) {
        action.cost = action.cost.times(if action.fact.is_of_tenant() { 1 } else { people as u64 });
    }
    plan
}

/// Positions of the facts that a case cannot do without, of those done: the later of two that do the same is left out.
fn needed(done: &[Fact], case: &Case, fixes: &Fixes<'_>) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..done.len()).collect();
    for at in (0..done.len()).rev() {
        let without: Vec<usize> = kept.iter().copied().filter(|one| *one != at).collect();
        let facts: Vec<Fact> = without.iter().map(|one| done[*one]).collect();
        if fixes.works(&facts, case) {
            kept = without;
        }
    }
    kept
}

fn people_in<'a>(cases: impl IntoIterator<Item = &'a (Case, usize)>) -> usize {
    cases.into_iter().map(|(_, people)| people).sum()
}

/// The facts, one or two, that bring back most people each; the cheaper, then the first by name, among equals.
fn best(
    open: &[Fact],
    done: &[Fact],
    left: &[(Case, usize)],
    fixes: &Fixes<'_>,
    room: usize,
    cost: impl Fn(&Fact) -> Cost,
) -> Option<Vec<Fact>> {
    let singles = open.iter().map(|fact| vec![*fact]);
    let pairs = open.iter().enumerate().flat_map(|(i, a)| open[i + 1..].iter().map(move |b| vec![*a, *b]));
    let mut best: Option<(usize, Cost, Vec<Fact>)> = None;
    for set in singles.chain(pairs).filter(|set| set.len() <= room) {
        let all: Vec<Fact> = done.iter().chain(&set).copied().collect();
        let regained = people_in(left.iter().filter(|(case, _)| fixes.works(&all, case)));
        // Halves of a pair count half: compare people per two actions.
        let worth = regained * 2 / set.len();
        let price = set.iter().map(&cost).fold(Cost::NONE, Cost::and);
        let better =
            best.as_ref().is_none_or(|(most, cheapest, _)| worth > *most || (worth == *most && price < *cheapest));
        if regained > 0 && better {
            best = Some((worth, price, set));
        }
    }
    best.map(|(_, _, set)| set)
}
