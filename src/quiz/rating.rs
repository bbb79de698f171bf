//! How hard a question is for a learner: a rating of both, moved by each answer, in whole numbers alone.
//!
//! The model is the logistic one with a single parameter: a learner of rating θ answers a question of difficulty b rightly
//! with probability 1 / (1 + exp(b - θ)). After an answer both move by the same step toward what happened, the learner up
//! and the question down where it was right (Elo's rule). Ratings are in millionths, so that the same answers give the same
//! ratings on every machine.

use super::question::{Bloom, Item};

/// One, in the unit of ratings and probabilities.
pub const ONE: i64 = 1_000_000;

/// How likely a question is to be answered rightly that is practised best.
pub const WANTED: i64 = 750_000;

/// The step after the first answer, and the least that it falls to.
const STEPS: (i64, i64) = (400_000, 50_000);

/// By how much the step falls with each answer.
const FALL: i64 = 10_000;

/// The step after so many answers.
#[must_use]
pub fn step(answers: usize) -> i64 {
    (STEPS.0 - FALL * answers.min(STEPS.0 as usize) as i64).max(STEPS.1)
}

/// The probability of a right answer.
#[must_use]
pub fn probability(learner: i64, difficulty: i64) -> i64 {
    // Beyond ten the probability is nothing or one to the fourth place.
    let apart = (learner - difficulty).clamp(-10 * ONE, 10 * ONE);
    let power = exp(-apart);
    (i128::from(ONE) * SCALE / (SCALE + power)) as i64
}

/// By how much a learner's rating rises and a question's falls after an answer.
#[must_use]
pub fn shift(right: bool, probability: i64, step: i64) -> i64 {
    let came = if right { ONE } else { 0 };
    step * (came - probability) / ONE
}

/// One, in the unit of powers.
const SCALE: i128 = 1_000_000_000_000;

/// e, in the unit of powers.
const E: i128 = 2_718_281_828_459;

/// e to a power in millionths, in the unit of powers.
fn exp(power: i64) -> i128 {
    let (whole, part) = (power.div_euclid(ONE), i128::from(power.rem_euclid(ONE)) * (SCALE / i128::from(ONE)));
    // The series of the part below one: its fifteenth term is below the unit.
    let (mut sum, mut term) = (SCALE, SCALE);
    for n in 1..=15 {
        term = term * part / SCALE / n;
        sum += term;
    }
    (0..whole.abs()).fold(sum, |sum, _| if whole > 0 { sum * E / SCALE } else { sum * SCALE / E })
}

/// How hard a question is before anybody answered one of its kind: what is to be done in the head, and how much there is
/// to weigh. Answers soon outweigh it.
#[must_use]
pub fn expected(item: &Item) -> i64 {
    let level = match item.bloom {
        Bloom::Remember => -2,
        Bloom::Understand => -1,
        Bloom::Apply => 0,
        Bloom::Analyse => 1,
        Bloom::Evaluate => 2,
    };
    let bearing = item.facts.iter().filter(|fact| fact.load_bearing).count() as i64;
    let witnessed = item.options.iter().filter(|one| one.witness.is_some()).count() as i64;
    250_000 * level + 250_000 * item.decoys as i64 + 100_000 * (bearing - 1).max(0) + 100_000 * (witnessed - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_answer_lifts_the_learner_and_eases_the_question_by_the_worked_numbers() {
        let (learner, question) = (0, 500_000);
        let probability = probability(learner, question);
        assert_eq!(probability, 377_540, "0.377541, cut after the sixth place");
        let moved = shift(true, probability, 400_000);
        assert!((learner + moved - 248_984).abs() <= 1 && (question - moved - 251_016).abs() <= 1, "{moved}");
        assert!(shift(false, probability, 400_000) < 0);
    }

    #[test]
    fn probabilities_rise_with_the_rating_and_stay_between_nothing_and_one() {
        assert_eq!(probability(0, 0), 500_000);
        // ln 3 apart, three of four are right.
        assert!((probability(1_098_612, 0) - 750_000).abs() <= 1);
        let all: Vec<i64> = (-40..=40).map(|n| probability(n * 250_000, 0)).collect();
        assert!(all.windows(2).all(|two| two[0] <= two[1]), "{all:?}");
        assert!(all.iter().all(|one| (0..=ONE).contains(one)));
        assert_eq!(probability(i64::MAX / 2, -ONE), probability(10 * ONE, 0));
        for n in -40..=40 {
            let (up, down) = (probability(n * 250_000, 0), probability(-n * 250_000, 0));
            assert!((up + down - ONE).abs() <= 1, "{n}");
        }
    }

    #[test]
    fn steps_fall_and_stay() {
        assert_eq!([step(0), step(10), step(35), step(1_000_000)], [400_000, 300_000, 50_000, 50_000]);
    }
}
