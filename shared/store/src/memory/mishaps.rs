//! What goes wrong, decided by a seed.

/// One thing that goes wrong with a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mishap {
    /// Nothing.
    None,
    /// Another transaction has the item of the write at `at`, counted round.
    Conflict {
        /// Which write.
        at: usize,
    },
    /// The table is too busy.
    Throttled,
    /// The request never arrives.
    LostBefore,
    /// It is done, and the answer never arrives.
    LostAfter,
}

/// A plan of mishaps: how likely each is, in percent, and the seed that decides.
#[derive(Debug, Clone)]
pub struct Mishaps {
    state: u64,
    conflict: u8,
    throttled: u8,
    lost: u8,
    ahead: Vec<Mishap>,
}

impl Mishaps {
    /// Nothing goes wrong.
    pub const fn none() -> Self {
        Self::seeded(0, 0, 0, 0)
    }

    /// Of each hundred tries so many are in conflict, throttled, or lost (half of those before, half after they
    /// were done).
    pub const fn seeded(seed: u64, conflict: u8, throttled: u8, lost: u8) -> Self {
        Self { state: seed, conflict, throttled, lost, ahead: Vec::new() }
    }

    /// The next `times` tries are in conflict, then nothing goes wrong.
    pub fn conflicts(times: usize) -> Self {
        Self { ahead: vec![Mishap::Conflict { at: 0 }; times], ..Self::none() }
    }

    /// The next try is done and its answer lost, then nothing goes wrong.
    pub fn one_lost_answer() -> Self {
        Self { ahead: vec![Mishap::LostAfter], ..Self::none() }
    }

    /// The next try is done and its answer lost, and so are the answers to the `times` after it; then nothing goes wrong.
    pub fn silence(times: usize) -> Self {
        let mut ahead = vec![Mishap::LostBefore; times];
        ahead.push(Mishap::LostAfter);
        Self { ahead, ..Self::none() }
    }

    /// Whether the answer about what was done before is lost too, as planned by [`Mishaps::silence`].
    pub(super) fn is_silent(&mut self) -> bool {
        self.ahead.pop_if(|next| *next == Mishap::LostBefore).is_some()
    }

    pub(super) fn draw(&mut self) -> Mishap {
        if let Some(next) = self.ahead.pop() {
            return next;
        }
        let roll = self.next() % 100;
        let conflict = u64::from(self.conflict);
        let throttled = conflict + u64::from(self.throttled);
        let lost = throttled + u64::from(self.lost);
        match roll {
            _ if roll < conflict => Mishap::Conflict { at: usize::try_from(self.next() >> 40).unwrap_or(0) },
            _ if roll < throttled => Mishap::Throttled,
            _ if roll < lost && self.next().is_multiple_of(2) => Mishap::LostBefore,
            _ if roll < lost => Mishap::LostAfter,
            _ => Mishap::None,
        }
    }

    /// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
