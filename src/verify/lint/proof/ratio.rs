//! Exact fractions, for proofs: nothing is rounded, and what does not fit is given up.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// A fraction in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    above: i128,
    below: i128,
}

impl Ratio {
    pub const ZERO: Ratio = Ratio { above: 0, below: 1 };
    pub const ONE: Ratio = Ratio { above: 1, below: 1 };

    fn of(above: i128, below: i128) -> Option<Ratio> {
        let shared = common(above.unsigned_abs(), below.unsigned_abs());
        let shared = i128::try_from(shared).ok().filter(|shared| *shared != 0)?;
        let sign = below.signum();
        let above = above.checked_div(shared)?.checked_mul(sign)?;
        Some(Ratio { above, below: below.checked_div(shared)?.checked_mul(sign)? })
            .filter(|ratio| ratio.below > 0)
    }

    /// A decimal as the fraction that it is.
    pub fn decimal(number: Decimal) -> Option<Ratio> {
        Ratio::of(number.mantissa(), 10i128.checked_pow(number.scale())?)
    }

    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let left = self.above.checked_mul(other.below)?;
        let right = other.above.checked_mul(self.below)?;
        Ratio::of(left.checked_add(right)?, self.below.checked_mul(other.below)?)
    }

    pub fn times(self, other: Ratio) -> Option<Ratio> {
        Ratio::of(self.above.checked_mul(other.above)?, self.below.checked_mul(other.below)?)
    }

    /// One divided by this; none for zero.
    pub fn inverse(self) -> Option<Ratio> {
        Ratio::of(self.below, self.above)
    }

    pub fn negated(self) -> Ratio {
        Ratio { above: -self.above, ..self }
    }

    pub fn sign(self) -> Ordering {
        self.above.cmp(&0)
    }

    /// The largest whole number that is no larger.
    pub fn floor(self) -> Ratio {
        Ratio { above: self.above.div_euclid(self.below), below: 1 }
    }

    pub fn is_whole(self) -> bool {
        self.below == 1
    }

    /// What makes fractions whole numbers without a common divisor: multiply by it.
    pub fn common_scale(all: impl Iterator<Item = Ratio> + Clone) -> Option<Ratio> {
        let mut below: i128 = 1;
        for ratio in all.clone() {
            let shared = i128::try_from(common(below.unsigned_abs(), ratio.below.unsigned_abs()));
            below = below.checked_div(shared.ok()?)?.checked_mul(ratio.below)?;
        }
        let scale = Ratio { above: below, below: 1 };
        let mut above: u128 = 0;
        for ratio in all {
            above = common(above, ratio.times(scale)?.above.unsigned_abs());
        }
        Ratio::of(below, i128::try_from(above).ok()?)
    }
}

/// The largest common divisor; the other where one is zero.
fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
