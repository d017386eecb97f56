//! A writer of lossless WebP (RFC 9649, section 3) that is generous with prefix codes.

/// Groups that a picture of one pixel may name.
pub const MOST: usize = 1 << 16;

/// Writes bits, the lowest of a byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    free: usize,
}

impl Bits {
    fn put(&mut self, count: usize, number: usize) -> &mut Self {
        for bit in 0..count {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            *self.bytes.last_mut().unwrap() |= ((number >> bit & 1) as u8) << (8 - self.free);
            self.free -= 1;
        }
        self
    }

    /// A code of one symbol.
    fn one(&mut self, symbol: usize) -> &mut Self {
        self.put(3, 0b101).put(8, symbol)
    }

    /// A code of as many long codes as an alphabet of 280 symbols and a cache of 2,048 has room for: four of 1 to 4 bits, and 2,048
    /// of 15 bits, nearly all of which are repetitions of six.
    fn deep(&mut self) -> &mut Self {
        // Lengths of the codes of lengths, in their order: 17, 18, 0, 1, 2, 3, 4, 5, 16, 6 to 15.
        self.put(1, 0).put(4, 15);
        for length in [0, 0, 0, 4, 4, 4, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2] {
            self.put(3, length);
        }
        // Canonical codes, their highest bit first: 16 is 0, 15 is 10, and 1 to 4 are 1100 to 1111.
        let (again, long) = ((1, 0b0), (2, 0b01));
        let short = [0b0011, 0b1011, 0b0111, 0b1111].map(|code| (4, code));
        let repeats = 341;
        let symbols = short.len() + 2 + repeats;
        self.put(1, 1).put(3, 4).put(10, symbols - 2);
        for (count, code) in short.into_iter().chain([long, long]) {
            self.put(count, code);
        }
        for _ in 0..repeats {
            self.put(again.0, again.1).put(2, 3);
        }
        self
    }
}

/// The pixels of a picture that is one pixel large and has `groups` groups of codes; all of them deep where `deep`.
pub fn pixels(groups: usize, deep: bool) -> Vec<u8> {
    let mut bits = Bits::default();
    // No transform, a cache of 2,048 colours, and a picture of blocks, of which there is one: it has the last group.
    bits.put(1, 0).put(1, 1).put(4, 11).put(1, 1).put(3, 0);
    bits.put(1, 0).one((groups - 1) & 255).one((groups - 1) >> 8).one(0).one(0).one(0);
    for _ in 0..groups {
        if deep {
            bits.deep();
        } else {
            bits.one(1);
        }
        bits.one(2).one(3).one(255).one(0);
    }
    // The pixel itself: in a deep code, the symbol of one bit.
    bits.put(15, 0);
    bits.bytes
}

/// The same as the data of a `VP8L` chunk.
pub fn picture(groups: usize, deep: bool) -> Vec<u8> {
    [&[0x2f, 0, 0, 0, 0][..], &pixels(groups, deep)].concat()
}
