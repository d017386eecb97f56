//! The bits of entropy-coded data (ITU-T T.81, F.2.2.5): stuffed zeros left out, up to the next marker.

/// Reads bits, the highest of a byte first.
pub(super) struct Bits<'a> {
    /// What was not taken yet.
    data: &'a [u8],
    /// The next bits, from the highest on. Below `count` bits may already lie some that come later in `data`.
    next: u64,
    /// How many bits of `next` are taken from `data`.
    count: u32,
    /// How many zeros were put behind the end. A decoder that uses one of them has read too far.
    padding: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, next: 0, count: 0, padding: 0 }
    }

    /// Makes sure that 32 bits or more are there: a code and the number behind it.
    #[inline]
    pub(super) fn refill(&mut self) {
        if self.count >= 32 {
            return;
        }
        if let Some(bytes) = self.data.first_chunk::<8>() {
            let word = u64::from_be_bytes(*bytes);
            if !has_ff(word) {
                self.next |= word >> self.count;
                let taken = (63 - self.count) / 8;
                self.data = self.data.get(taken as usize..).unwrap_or_default();
                self.count += taken * 8;
                return;
            }
        }
        self.refill_by_bytes();
    }

    #[cold]
    fn refill_by_bytes(&mut self) {
        while self.count <= 56 {
            let byte = match *self.data {
                [0xff, 0, ref rest @ ..] => {
                    self.data = rest;
                    0xff
                }
                [] | [0xff, ..] => {
                    self.padding += 8;
                    0
                }
                [byte, ref rest @ ..] => {
                    self.data = rest;
                    byte
                }
            };
            self.next |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next `count` bits, 1 to 16, without taking them.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "at most 16 bits are left")]
    pub(super) fn peek(&self, count: u32) -> u32 {
        (self.next >> (64 - count)) as u32
    }

    /// Takes bits that were peeked at.
    #[inline]
    pub(super) fn skip(&mut self, count: u32) {
        self.next <<= count;
        self.count = self.count.wrapping_sub(count);
    }

    /// Takes one bit.
    #[inline]
    pub(super) fn bit(&mut self) -> bool {
        self.refill();
        let bit = self.next >> 63 == 1;
        self.skip(1);
        bit
    }

    /// Takes `count` bits, 0 to 15, as a number.
    #[inline]
    pub(super) fn number(&mut self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        self.refill();
        let number = self.peek(count);
        self.skip(count);
        number
    }

    /// Takes a number of `size` bits, 1 to 15, of which those with a highest bit of 0 are negative (F.2.2.1, EXTEND).
    #[inline]
    pub(super) fn signed(&mut self, size: u32) -> i32 {
        let bits = self.peek(size).cast_signed();
        self.skip(size);
        extend(bits, size)
    }

    /// Whether more was used than there is.
    pub(super) fn is_overrun(&self) -> bool {
        self.padding > self.count
    }

    /// Goes on behind the restart marker `number`; `false` when it is not the next thing.
    pub(super) fn restart(&mut self, number: u8) -> bool {
        // Less than a byte may be left over.
        if self.is_overrun() || self.count - self.padding >= 8 {
            return false;
        }
        let mut data = self.data;
        while let [0xff, 0xff, ..] = data {
            data = data.get(1..).unwrap_or_default();
        }
        match data {
            [0xff, marker, rest @ ..] if *marker == 0xd0 + number => {
                *self = Self::new(rest);
                true
            }
            _ => false,
        }
    }
}

/// What the bits of a number of `size` bits stand for.
#[inline]
pub(super) fn extend(bits: i32, size: u32) -> i32 {
    if bits < 1 << (size - 1) { bits - (1 << size) + 1 } else { bits }
}

/// Whether a byte of the word is 0xff: the inverse has a byte of zero.
#[inline]
pub(in crate::picture) fn has_ff(word: u64) -> bool {
    let inverse = !word;
    inverse.wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 != 0
}
