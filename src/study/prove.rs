//! Tries a claim on every case of the space.

use super::claim::Claim;
use super::space::{Dimension, Point, Space};

/// What came of trying a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// How many cases there are.
    pub cases: usize,
    /// How many cases the condition of the claim is met in; all where it has none.
    pub applies: usize,
    /// How many cases are against it.
    pub against: usize,
    /// The case against it that differs least from a plain one; the first of several.
    pub counter_example: Option<Point>,
}

impl Proof {
    /// Whether the claim holds in every case.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.against == 0
    }
}

/// Tries a claim on every case.
#[must_use]
pub fn prove(claim: &Claim, space: &Space) -> Proof {
    let plain = space.plain();
    let mut proof = Proof { cases: 0, applies: 0, against: 0, counter_example: None };
    let mut least = usize::MAX;
    for point in space.points() {
        proof.cases += 1;
        if !claim.applies(space, point) {
            continue;
        }
        proof.applies += 1;
        if claim.holds(space, point) {
            continue;
        }
        proof.against += 1;
        let distance = distance(plain, point);
        if distance < least {
            (least, proof.counter_example) = (distance, Some(point));
        }
    }
    proof
}

/// In how many facts two cases differ, and by how much where facts have an order.
fn distance(plain: Point, point: Point) -> usize {
    let far = |dimension: &Dimension| {
        let (a, b) = (plain.0[*dimension as usize], point.0[*dimension as usize]);
        100 * usize::from(a != b) + usize::from(a.abs_diff(b))
    };
    Dimension::ALL.iter().map(far).sum()
}
