//! Puts graded answers into the table that statistics are worked out from: a column a question, or, where each learner
//! has a variant, a column a family of questions.

use std::collections::BTreeMap;

use crate::quiz::grade::{Answers, Class};
use crate::quiz::paper::{Paper, Question};
use crate::quiz::question::Form;
use crate::quiz::response::Response;
use crate::quiz::scoring::{Scoring, worth};
use crate::study::stats::class::{Asked, Mark, Results, Sitting};

/// What a class earned.
///
/// # Errors
/// Answers do not fit what their learner was asked.
pub fn results(class: &Class, sat: &[Answers], scoring: Scoring) -> Result<Results, String> {
    let asked = sat.iter().map(|one| class.asked_of(one)).collect::<Result<Vec<_>, _>>()?;
    let mut gathered = match class {
        Class::One(paper) => Gathered::one(paper),
        Class::Variants(papers) => Gathered::families(papers.values().chain(asked.iter().map(AsRef::as_ref))),
    };
    for (one, paper) in sat.iter().zip(&asked) {
        let many = paper.items.len();
        let fit = one.given.iter().zip(&paper.items).all(|(one, item)| one.as_ref().is_none_or(|one| one.fits(item)));
        if one.given.len() != many || one.asked.len() != many || !fit {
            return Err(format!("the answers of `{}` do not fit the quiz", one.learner));
        }
        gathered.take(paper, one, scoring);
    }
    Ok(gathered.results)
}

/// Columns, and where each question goes.
struct Gathered {
    results: Results,
    /// The columns of families; none where a question's column is its place.
    families: Option<BTreeMap<Family, usize>>,
}

/// What questions of variants share: archetype, rule, and the how-manieth of these in a quiz it is.
type Family = (String, String, usize);

impl Gathered {
    fn one(paper: &Paper) -> Self {
        let results = Results { items: paper.items.iter().map(asked).collect(), learners: Vec::new() };
        Self { results, families: None }
    }

    fn families<'p>(papers: impl Iterator<Item = &'p Paper>) -> Self {
        let mut families: BTreeMap<Family, usize> = papers.flat_map(families_of).map(|family| (family, 0)).collect();
        families.values_mut().enumerate().for_each(|(i, at)| *at = i);
        let item = |(archetype, rule, nth): &Family| {
            let again = if *nth > 0 { format!(" ({})", nth + 1) } else { String::new() };
            let id = format!("{archetype}: {rule}{again}");
            Asked { id, archetype: archetype.clone(), ask: String::new(), rule: rule.clone(), options: Vec::new() }
        };
        let results = Results { items: families.keys().map(item).collect(), learners: Vec::new() };
        Self { results, families: Some(families) }
    }

    fn take(&mut self, paper: &Paper, one: &Answers, scoring: Scoring) {
        let mut marks: Vec<Option<Mark>> = vec![None; self.results.items.len()];
        let places: Vec<usize> = match &self.families {
            None => (0..paper.items.len()).collect(),
            Some(families) => families_of(paper).iter().map(|family| families[family]).collect(),
        };
        for (at, item) in paper.items.iter().enumerate().filter(|(at, _)| one.asked[*at]) {
            let given = one.given[at].as_ref();
            let chosen = match given {
                Some(Response::Options(options)) if self.families.is_none() => Some(options.clone()),
                _ => None,
            };
            marks[places[at]] = Some(Mark { points: worth(item, given, scoring), of: item.points * 100, chosen });
        }
        self.results.learners.push(Sitting { learner: one.learner.clone(), marks });
    }
}

/// The family of each question of a variant.
fn families_of(paper: &Paper) -> Vec<Family> {
    let mut found: Vec<Family> = Vec::new();
    for item in &paper.items {
        let (archetype, rule) = (&item.archetype, rule(item));
        let nth = found.iter().filter(|(one, other, _)| one == archetype && *other == rule).count();
        found.push((archetype.clone(), rule, nth));
    }
    found
}

fn rule(item: &Question) -> String {
    item.rules.first().map(|rule| rule.id.clone()).unwrap_or_default()
}

/// A question as statistics need it; options only where some are chosen from.
fn asked(item: &Question) -> Asked {
    let chosen = matches!(item.form, Form::Single | Form::TrueFalse | Form::Multiple);
    let options = item.options.iter().enumerate().filter(|_| chosen);
    Asked {
        id: item.id.clone(),
        archetype: item.archetype.clone(),
        ask: item.ask.clone(),
        rule: rule(item),
        options: options.map(|(i, one)| (one.text.clone(), item.key.contains(&i))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper::parse(include_str!("../../../tests/data/every-form.json")).expect("the paper reads")
    }

    fn answers(learner: &str, given: Vec<Option<Response>>) -> Answers {
        let asked = vec![true; given.len()];
        Answers { learner: learner.to_owned(), given, asked, drawn: None }
    }

    #[test]
    fn questions_of_variants_meet_in_their_family() {
        let mut other = paper();
        other.items.reverse();
        let class = Class::Variants([("ada".to_owned(), paper()), ("ben".to_owned(), other)].into());
        let mut given = vec![None; 10];
        given[0] = Some(Response::Options(vec![1]));
        let (ada, mut ben) = (answers("ada", given.clone()), answers("ben", vec![None; 10]));
        ben.given[9] = given[0].clone();
        ben.asked[0] = false;
        let found = results(&class, &[ada.clone(), ben], Scoring::Whole).expect("both have a variant");
        assert_eq!(found.learners[0].marks.len(), found.items.len());
        let right = |one: &Sitting| one.marks.iter().position(|mark| mark.as_ref().is_some_and(|mark| mark.points > 0));
        assert_eq!(right(&found.learners[0]), right(&found.learners[1]), "the same question of two variants");
        assert_eq!(found.learners[1].marks.iter().filter(|mark| mark.is_none()).count(), 1, "one was not asked");
        assert!(results(&class, &[answers("eva", Vec::new())], Scoring::Whole).is_err());
        let short = Answers { given: Vec::new(), ..ada };
        assert_eq!(
            results(&class, &[short], Scoring::Whole),
            Err("the answers of `ada` do not fit the quiz".to_owned())
        );
    }
}
