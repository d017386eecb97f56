//! How much memory a lossless WebP takes beside its pixels (RFC 9649, section 3).
//!
//! Each group of prefix codes becomes five tables in the decoder, and a file names as many groups as it likes: in nine megabytes
//! tables of four gigabytes, for a picture of one pixel. How many there are, and how large, is only known when the small
//! pictures before them have been read. So a file is read here up to its first pixel.

use super::damaged;
use super::prefix::{Bits, Code};
use crate::decode::Undecodable;

/// Symbols of green levels and of lengths of copies.
const GREEN: usize = 256 + COPIES;
const COPIES: usize = 24;
/// Symbols of distances.
const DISTANCES: usize = 40;
/// Bytes of a group in the decoder, its tables left out: five heads of 56. They lie in a list that grows by doubling, and while it
/// grows, it is there twice.
const GROUP: u64 = 5 * 56 * 3;
/// Bytes of a pixel.
const PIXEL: u64 = 4;

/// The five codes of a group: green and copies, red, blue, alpha, distances.
struct Group([Code; 5]);

/// Reads a picture up to its first pixel and says how many bytes its decoder takes beside those of the pixels; stops when they
/// are more than `most`.
pub(super) fn hunger(data: &[u8], (width, height): (u32, u32), most: u64) -> Result<u64, Undecodable> {
    let mut walk = Walk { bits: Bits::new(data), taken: 0, most };
    let width = walk.transforms(width, height)?;
    let cache = walk.cache()?;
    let groups = if walk.bits.bit()? { walk.groups(width, height)? } else { 1 };
    for _ in 0..groups {
        walk.group(cache)?;
    }
    Ok(walk.taken)
}

struct Walk<'a> {
    bits: Bits<'a>,
    taken: u64,
    most: u64,
}

impl Walk<'_> {
    /// Counts bytes.
    fn take(&mut self, bytes: u64) -> Result<(), Undecodable> {
        self.taken += bytes;
        if self.taken > self.most { Err(Undecodable::TooHungry { bytes: self.taken }) } else { Ok(()) }
    }

    /// Reads the transforms; the width of what is then coded.
    fn transforms(&mut self, mut width: u32, height: u32) -> Result<u32, Undecodable> {
        let mut seen = [false; 4];
        while self.bits.bit()? {
            let kind = self.bits.take(2)?;
            if std::mem::replace(&mut seen[kind & 3], true) {
                return Err(damaged("it is transformed twice in one way"));
            }
            match kind {
                // By prediction, or by colour: a pixel for each block.
                0 | 1 => {
                    self.blocks(width, height)?;
                }
                2 => {}
                _ => {
                    let colours = u32::try_from(self.bits.take(8)?).unwrap_or(0) + 1;
                    self.picture(colours, 1)?;
                    width = match colours {
                        0..=2 => width.div_ceil(8),
                        3..=4 => width.div_ceil(4),
                        5..=16 => width.div_ceil(2),
                        _ => width,
                    };
                }
            }
        }
        Ok(width)
    }

    /// The bits of a cache of colours.
    fn cache(&mut self) -> Result<usize, Undecodable> {
        if !self.bits.bit()? {
            return Ok(0);
        }
        let bits = self.bits.take(4)?;
        if !(1..=11).contains(&bits) {
            return Err(damaged("its cache of colours has no size"));
        }
        self.take(PIXEL << bits)?;
        Ok(bits)
    }

    /// Reads which block has which group; how many groups there are.
    fn groups(&mut self, width: u32, height: u32) -> Result<usize, Undecodable> {
        let (blocks, last) = self.blocks(width, height)?;
        // What the decoder keeps of it.
        self.take(blocks * 2)?;
        Ok(last + 1)
    }

    /// Reads a group.
    fn group(&mut self, cache: usize) -> Result<Group, Undecodable> {
        let cached = if cache > 0 { 1 << cache } else { 0 };
        let mut group = Group(Default::default());
        for (code, size) in group.0.iter_mut().zip([GREEN + cached, 256, 256, 256, DISTANCES]) {
            *code = Code::read(&mut self.bits, size)?;
            self.take(code.hunger())?;
        }
        self.take(GROUP)?;
        Ok(group)
    }

    /// Reads a picture of a pixel for each block of this picture: how many there are, and the largest.
    fn blocks(&mut self, width: u32, height: u32) -> Result<(u64, usize), Undecodable> {
        let side = 4 << self.bits.take(3)?;
        let (across, down) = (width.div_ceil(side), height.div_ceil(side));
        Ok((u64::from(across) * u64::from(down), self.picture(across, down)?))
    }

    /// Reads a small picture, which has one group; says the largest number that red and green make. Copies and the cache bring
    /// none that was not there, so that nothing of it needs to be kept.
    fn picture(&mut self, width: u32, height: u32) -> Result<usize, Undecodable> {
        let count = u64::from(width) * u64::from(height);
        self.take(count * PIXEL)?;
        let cache = self.cache()?;
        let Group([green, red, blue, alpha, distances]) = self.group(cache)?;
        let (mut done, mut largest) = (0, 0);
        while done < count {
            let symbol = green.take(&mut self.bits)?;
            if symbol < 256 {
                let level = red.take(&mut self.bits)?;
                blue.take(&mut self.bits)?;
                alpha.take(&mut self.bits)?;
                largest = largest.max(level << 8 | symbol);
                done += 1;
            } else if symbol < GREEN {
                done += self.number(symbol - 256)? as u64;
                let distance = distances.take(&mut self.bits)?;
                self.number(distance)?;
            } else {
                done += 1;
            }
        }
        if done > count { Err(damaged("a copy goes beyond the end")) } else { Ok(largest) }
    }

    /// A length or a distance: a symbol, and bits behind it (section 3.6.2.2). Above 0.
    fn number(&mut self, symbol: usize) -> Result<usize, Undecodable> {
        if symbol < 4 {
            return Ok(symbol + 1);
        }
        let bits = (symbol - 2) >> 1;
        let more = self.bits.take(u32::try_from(bits).unwrap_or(0))?;
        Ok(((2 + (symbol & 1)) << bits) + more + 1)
    }
}
