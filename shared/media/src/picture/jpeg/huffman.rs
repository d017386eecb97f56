//! Huffman codes (ITU-T T.81, C and F.2.2.3), looked up ten bits at a time, with the number behind a code where it fits.

use super::bits::{Bits, extend};

/// Bits that are looked up at once. Codes are rarely longer.
const LOOK: u32 = 10;

/// A table of codes.
pub(super) struct Huffman {
    /// By the next bits: 0 for a longer code, or an [`Entry`].
    look: Box<[u32; 1 << LOOK]>,
    /// The largest code of each length, above [`LOOK`] bits; -1 where there is none.
    largest: [i32; 17],
    /// What to add to a code of each length to find its symbol.
    offset: [i32; 17],
    symbols: [u8; 256],
}

/// A symbol: zeros before a number, and the number. What stands for no number has a number of 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol {
    pub(super) run: u32,
    pub(super) number: i32,
}

/// A code that no symbol has.
pub(super) struct NoCode;

impl Huffman {
    /// A table from how many codes there are of each length, and their symbols; `None` if that is none.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table =
            Self { look: Box::new([0; 1 << LOOK]), largest: [-1; 17], offset: [0; 17], symbols: [0; 256] };
        table.symbols.get_mut(..symbols.len())?.copy_from_slice(symbols);
        let (mut code, mut index) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            let first = (code, index);
            for _ in 0..*count {
                let symbol = *symbols.get(index)?;
                if code >= 1 << length {
                    return None;
                }
                table.enter(code, length, symbol);
                code += 1;
                index += 1;
            }
            if *count > 0 {
                let slot = length as usize;
                *table.largest.get_mut(slot)? = (code - 1).cast_signed();
                *table.offset.get_mut(slot)? = i32::try_from(first.1).ok()? - first.0.cast_signed();
            }
            code <<= 1;
        }
        Some(table)
    }

    /// Enters a code under all the bits that it may be followed by.
    fn enter(&mut self, code: u32, length: u32, symbol: u8) {
        if length > LOOK {
            return;
        }
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        let free = LOOK - length;
        let start = code << free;
        for rest in 0..1_u32 << free {
            let entry = if size > 0 && size <= free {
                let number = extend((rest >> (free - size)).cast_signed(), size);
                number.cast_unsigned() << 16 | run << 8 | (length + size)
            } else {
                size << 12 | run << 8 | length
            };
            if let Some(slot) = self.look.get_mut((start + rest) as usize) {
                *slot = entry;
            }
        }
    }

    /// Takes a symbol and its number.
    #[inline]
    pub(super) fn take(&self, bits: &mut Bits) -> Result<Symbol, NoCode> {
        bits.refill();
        // The mask is what the index is in any case; with it no bound is checked.
        let entry = self.look[bits.peek(LOOK) as usize & ((1 << LOOK) - 1)];
        if entry == 0 {
            return self.take_long(bits);
        }
        bits.skip(entry & 0xff);
        let run = (entry >> 8) & 15;
        let size = (entry >> 12) & 15;
        let number = if size > 0 { bits.signed(size) } else { entry.cast_signed() >> 16 };
        Ok(Symbol { run, number })
    }

    #[cold]
    fn take_long(&self, bits: &mut Bits) -> Result<Symbol, NoCode> {
        let next = bits.peek(16);
        for length in LOOK + 1..=16 {
            let code = (next >> (16 - length)).cast_signed();
            let slot = length as usize;
            if self.largest.get(slot).is_some_and(|largest| code <= *largest) {
                let index =
                    usize::try_from(code + self.offset.get(slot).ok_or(NoCode)?).map_err(|_| NoCode)?;
                let symbol = *self.symbols.get(index).ok_or(NoCode)?;
                bits.skip(length);
                let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
                let number = if size > 0 { bits.signed(size) } else { 0 };
                return Ok(Symbol { run, number });
            }
        }
        Err(NoCode)
    }
}
