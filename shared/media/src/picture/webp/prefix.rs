//! Bits and prefix codes of lossless WebP (RFC 9649, sections 3.2 and 3.7.2).

use super::damaged;
use crate::decode::Undecodable;

/// Symbols of a code's lengths, in the order in which their own lengths are written.
const LENGTHS: [usize; 19] = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// The longest code, in bits.
const LONGEST: usize = 15;
/// Bits that the decoder looks up at once, in a table of four bytes an entry.
const LOOK: usize = 10;
/// Bytes that it takes for a symbol with a longer code: two nodes of a tree.
const DEEP: u64 = 32;
/// Bytes that it takes for a code of two symbols.
const PAIR: u64 = 56;
/// What an allocation costs beside its bytes.
const ALLOCATED: u64 = 16;

/// Reads bits, the lowest of a byte first.
pub(super) struct Bits<'a> {
    rest: &'a [u8],
    next: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, next: 0, count: 0 }
    }

    /// Takes a number of `count` bits, 0 to 18.
    pub(super) fn take(&mut self, count: u32) -> Result<usize, Undecodable> {
        while self.count < count {
            let (byte, rest) =
                self.rest.split_first().ok_or_else(|| damaged("it ends before its pixels do"))?;
            self.next |= u64::from(*byte) << self.count;
            self.rest = rest;
            self.count += 8;
        }
        let number = self.next & ((1 << count) - 1);
        self.next >>= count;
        self.count -= count;
        Ok(usize::try_from(number).unwrap_or(0))
    }

    /// Takes a bit.
    pub(super) fn bit(&mut self) -> Result<bool, Undecodable> {
        Ok(self.take(1)? == 1)
    }
}

/// A prefix code: how many symbols have a code of each length, and the symbols in the order of their codes.
#[derive(Debug, Default)]
pub(super) struct Code {
    counts: [u16; LONGEST + 1],
    symbols: Vec<u16>,
}

impl Code {
    /// Reads the code of an alphabet of `size` symbols.
    pub(super) fn read(bits: &mut Bits, size: usize) -> Result<Self, Undecodable> {
        if !bits.bit()? {
            let lengths = lengths(bits, size)?;
            return Self::of(&lengths);
        }
        let two = bits.bit()?;
        let wide = bits.bit()?;
        let first = bits.take(if wide { 8 } else { 1 })?;
        let mut found = vec![first];
        if two {
            found.push(bits.take(8)?);
        }
        if found.iter().any(|symbol| *symbol >= size) {
            return Err(damaged("a code has a symbol that is none"));
        }
        let symbols = found.iter().filter_map(|symbol| u16::try_from(*symbol).ok()).collect();
        let mut code = Self { symbols, ..Self::default() };
        // In the order in which they stand: the decoder gives the first the bit 0, whichever is larger.
        code.counts[1] = if two { 2 } else { 0 };
        Ok(code)
    }

    /// The code in which symbols have these lengths. A code of one symbol has no bits.
    fn of(lengths: &[u8]) -> Result<Self, Undecodable> {
        let mut code = Self::default();
        for length in 1..=LONGEST {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, found)| usize::from(**found) == length)
            {
                code.symbols.push(u16::try_from(symbol).unwrap_or(0));
                code.counts[length] += 1;
            }
        }
        if code.symbols.len() == 1 {
            code.counts = [0; LONGEST + 1];
            return Ok(code);
        }
        let room =
            (1..=LONGEST).map(|length| u32::from(code.counts[length]) << (LONGEST - length)).sum::<u32>();
        if room == 1 << LONGEST { Ok(code) } else { Err(damaged("a code is not complete")) }
    }

    /// Takes a symbol.
    pub(super) fn take(&self, bits: &mut Bits) -> Result<usize, Undecodable> {
        let mut at = 0;
        if self.symbols.len() > 1 {
            let (mut code, mut first) = (0, 0);
            for count in self.counts.iter().skip(1) {
                let count = usize::from(*count);
                code = code << 1 | bits.take(1)?;
                first <<= 1;
                if code < first + count {
                    at += code - first;
                    break;
                }
                at += count;
                first += count;
            }
        }
        self.symbols.get(at).map(|symbol| usize::from(*symbol)).ok_or_else(|| damaged("a code is none"))
    }

    /// The bytes that the decoder takes to look its symbols up.
    pub(super) fn hunger(&self) -> u64 {
        match self.symbols.len() {
            0 | 1 => 0,
            2 => PAIR + 2 * ALLOCATED,
            _ => {
                let longest = self.counts.iter().rposition(|count| *count > 0).unwrap_or(0);
                let deep = self.counts.iter().skip(LOOK + 1).map(|count| u64::from(*count)).sum::<u64>();
                (4 << longest.min(LOOK)) + DEEP * deep + 2 * ALLOCATED
            }
        }
    }
}

/// The lengths of the codes of `size` symbols, which are themselves written in a code.
fn lengths(bits: &mut Bits, size: usize) -> Result<Vec<u8>, Undecodable> {
    let count = 4 + bits.take(4)?;
    let mut first = [0; LENGTHS.len()];
    for place in LENGTHS.iter().take(count) {
        first[*place] = u8::try_from(bits.take(3)?).unwrap_or(0);
    }
    let code = Code::of(&first)?;
    let mut left = size;
    if bits.bit()? {
        let width = 2 + 2 * u32::try_from(bits.take(3)?).unwrap_or(0);
        left = 2 + bits.take(width)?;
    }
    if left > size {
        return Err(damaged("a code has more symbols than there are"));
    }
    let (mut lengths, mut before) = (Vec::with_capacity(size), 8);
    while left > 0 && lengths.len() < size {
        left -= 1;
        let (length, times) = match u8::try_from(code.take(bits)?).unwrap_or(0) {
            16 => (before, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            18 => (0, 11 + bits.take(7)?),
            length => (length, 1),
        };
        if length > 0 {
            before = length;
        }
        lengths.extend(std::iter::repeat_n(length, times));
    }
    if lengths.len() > size { Err(damaged("a code has more symbols than there are")) } else { Ok(lengths) }
}
