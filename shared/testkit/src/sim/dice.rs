//! Chance that a seed decides.

use std::time::Duration;

/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014): the same seed draws the same.
#[derive(Debug, Clone)]
pub struct Dice(u64);

/// What the generator adds to its state for each draw.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// Dice that `seed` decides.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Draw `index` from the seed 0. Every step of the generator can be undone, so no two of the 2^64 draws are the same.
    pub(crate) fn nth(index: u64) -> u64 {
        Self(index.wrapping_mul(STEP)).draw()
    }

    /// The next draw.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        // The high bits: a draw is 64 bits wide and a bound is small, so what the remainder favours is not seen.
        usize::try_from(self.draw() >> 33).unwrap_or(0) % bound
    }

    /// True in so many of a thousand draws.
    pub fn permille(&mut self, times: u32) -> bool {
        self.below(1_000) < times as usize
    }

    /// One of `choices`.
    pub fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A duration from zero up to, and without, `most`, in whole milliseconds.
    pub fn within(&mut self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX).max(1);
        Duration::from_millis(self.draw() % most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draws_are_those_of_the_published_generator() {
        let mut dice = Dice::new(0);
        let draws = [dice.draw(), dice.draw(), dice.draw()];
        assert_eq!(draws, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
    }

    #[test]
    fn a_chance_comes_as_often_as_it_says() {
        let mut dice = Dice::new(1);
        let hits = (0..10_000).filter(|_| dice.permille(250)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
    }
}
