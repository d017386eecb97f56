//! Pictures as they go down the pipe, and what an older one lacks of the newest.

use std::collections::VecDeque;

use scene::Rect;

/// More pictures than there are buffers on their way ([`super::writer`]).
const KEPT: usize = 16;

/// A picture as it goes down the pipe, or a buffer that shows an older one.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) bytes: Vec<u8>,
    /// Which of a painter's pictures it is, from 1; 0 where it is none of them.
    pub(super) number: u64,
}

/// Where the pictures changed that a painter wrote last, each after the one before it.
#[derive(Debug, Default)]
pub(super) struct Changes {
    newest: u64,
    areas: VecDeque<Vec<Rect>>,
}

impl Changes {
    /// Notes a picture that is the same as the newest outside of these areas. Says its number.
    pub(super) fn follow(&mut self, areas: &[Rect]) -> u64 {
        if self.areas.len() == KEPT {
            self.areas.pop_front();
        }
        self.areas.push_back(areas.to_vec());
        self.newest += 1;
        self.newest
    }

    /// Notes a picture that follows none. Says its number.
    pub(super) fn begin(&mut self) -> u64 {
        self.areas.clear();
        self.newest += 1;
        self.newest
    }

    /// The areas outside of which a picture is the newest, where that is known.
    pub(super) fn since(&self, number: u64) -> Option<impl Iterator<Item = &Rect>> {
        let later = usize::try_from(self.newest.checked_sub(number)?).ok()?;
        let known = self.areas.len().checked_sub(later)?;
        Some(self.areas.iter().skip(known).flatten())
    }
}

#[cfg(test)]
mod tests;
