//! Chance that is the same in every run.

use crate::memory::split_mix;

/// Draws that a seed decides.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The draws of `seed`; those of different seeds lie far apart.
    pub fn new(seed: u64) -> Self {
        Self(split_mix(seed))
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(1);
        usize::try_from(split_mix(self.0) >> 33).unwrap_or(0) % bound
    }
}
