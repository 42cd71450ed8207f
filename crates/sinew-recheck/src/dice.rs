//! Numbers that look random and are the same in every run.

use num_bigint::BigUint;

/// A generator after Steele, Lea and Flood (`SplitMix64`). It chooses whom to try and decides nothing.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number below the limit, which is not zero. As even as matters: the remainder of a number 64 bits longer.
    pub(crate) fn below(&mut self, limit: &BigUint) -> BigUint {
        let mut number = BigUint::ZERO;
        for _ in 0..=limit.bits() / 64 + 1 {
            number = (number << 64u32) + self.next();
        }
        number % limit
    }
}
