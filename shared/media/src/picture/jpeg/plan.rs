//! What a file holds: a frame, tables, and scans with the tables that were in force before each.

use std::ops::RangeInclusive;
use std::rc::Rc;

use super::super::header::Walk;
use super::huffman::Huffman;
use crate::decode::Undecodable;
use crate::key::Format;

/// One channel.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) id: u8,
    /// Blocks of an MCU from left to right and from top to bottom.
    pub(super) across: usize,
    pub(super) down: usize,
    table: usize,
    /// The steps of its coefficients, in the order of the file; what was in force at its first scan.
    pub(super) steps: Option<[i32; 64]>,
    /// How many low bits of each coefficient were not sent yet, once it was sent at all.
    unsent: [Option<u8>; 64],
}

/// A scan.
pub(super) struct Scan<'a> {
    /// The channels, with their tables for the first coefficient and for the others.
    pub(super) parts: Vec<Part>,
    /// The coefficients, in the order of the file.
    pub(super) first: u8,
    pub(super) last: u8,
    /// The bit that was sent before, if any, and the one that is sent now.
    pub(super) high: u8,
    pub(super) low: u8,
    /// MCUs between restarts; 0 for none.
    pub(super) restart: u32,
    /// Its bits.
    pub(super) data: &'a [u8],
}

/// A channel of a scan.
pub(super) struct Part {
    pub(super) channel: usize,
    pub(super) first: Option<Rc<Huffman>>,
    pub(super) others: Option<Rc<Huffman>>,
}

/// The file.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) progressive: bool,
    pub(super) channels: Vec<Channel>,
    pub(super) scans: Vec<Scan<'a>>,
    /// The transform that Adobe's marker names.
    pub(super) adobe: Option<u8>,
    pub(super) jfif: bool,
}

/// Damage.
pub(super) fn damaged(why: &str) -> Undecodable {
    Undecodable::damaged(Format::Jpeg, why)
}

/// The tables in force.
#[derive(Default)]
struct Tables {
    steps: [Option<[i32; 64]>; 4],
    first: [Option<Rc<Huffman>>; 4],
    others: [Option<Rc<Huffman>>; 4],
    restart: u32,
}

impl<'a> Plan<'a> {
    /// Reads all segments. The header has been read before: there is one frame, of a kind that is decoded here.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Undecodable> {
        let mut plan = Self::default();
        let mut tables = Tables::default();
        let mut walk = Walk::new(bytes);
        loop {
            let marker = walk.marker()?;
            match marker {
                0xd9 => break,
                0x01 | 0xd0..=0xd8 => {}
                _ => {
                    let data = walk.segment()?;
                    match marker {
                        0xc0..=0xc2 => {
                            plan.frame(marker, data).ok_or_else(|| damaged("its header is none"))?;
                        }
                        0xc4 => tables.codes(data).ok_or_else(|| damaged("a table of codes is none"))?,
                        0xdb => tables.steps(data).ok_or_else(|| damaged("a table of steps is none"))?,
                        0xdd => {
                            tables.restart =
                                data.first_chunk().map_or(0, |bytes| u16::from_be_bytes(*bytes).into());
                        }
                        0xe0 => plan.jfif |= data.starts_with(b"JFIF\0"),
                        0xee if data.starts_with(b"Adobe") => plan.adobe = data.get(11).copied(),
                        0xda => {
                            let scan = plan.scan(&tables, data, walk.entropy());
                            plan.scans.push(scan.ok_or_else(|| damaged("the header of a scan is none"))?);
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(plan)
    }

    fn frame(&mut self, marker: u8, data: &[u8]) -> Option<()> {
        let &[_, h0, h1, w0, w1, _, ref channels @ ..] = data else { return None };
        self.width = u16::from_be_bytes([w0, w1]).into();
        self.height = u16::from_be_bytes([h0, h1]).into();
        self.progressive = marker == 0xc2;
        for &[id, factors, table] in channels.as_chunks::<3>().0 {
            let (across, down) = (usize::from(factors >> 4), usize::from(factors & 15));
            if table > 3 || self.channels.iter().any(|channel| channel.id == id) {
                return None;
            }
            self.channels.push(Channel {
                id,
                across,
                down,
                table: table.into(),
                steps: None,
                unsent: [None; 64],
            });
        }
        // A single channel's factors say nothing: its blocks stand one after the other (T.81, A.2.2).
        if let [only] = self.channels.as_mut_slice() {
            (only.across, only.down) = (1, 1);
        }
        Some(())
    }

    fn scan(&mut self, tables: &Tables, data: &[u8], entropy: &'a [u8]) -> Option<Scan<'a>> {
        let (count, rest) = data.split_first()?;
        let (selectors, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let &[first, last, bits, ..] = rest else { return None };
        let mut parts = Vec::new();
        for &[id, codes] in selectors.as_chunks::<2>().0 {
            let channel = self.channels.iter().position(|channel| channel.id == id)?;
            if parts.iter().any(|part: &Part| part.channel == channel) {
                return None;
            }
            let known = self.channels.get_mut(channel)?;
            if known.steps.is_none() {
                known.steps = tables.steps.get(known.table).copied().flatten();
            }
            parts.push(Part {
                channel,
                first: tables.first.get(usize::from(codes >> 4))?.clone(),
                others: tables.others.get(usize::from(codes & 15))?.clone(),
            });
        }
        let (first, last, high, low) =
            if self.progressive { (first, last, bits >> 4, bits & 15) } else { (0, 63, 0, 0) };
        let one_or_none = first == 0 || parts.len() == 1;
        let band = if first == 0 && self.progressive { last == 0 } else { first <= last && last < 64 };
        let fits = !parts.is_empty() && one_or_none && band && low <= 13 && (high == 0 || high == low + 1);
        let follows = |part: &Part| {
            let channel = self.channels.get_mut(part.channel)?;
            channel.take_in(usize::from(first)..=usize::from(last), high, low).then_some(())
        };
        fits.then(|| parts.iter().try_for_each(follows)).flatten()?;
        Some(Scan { parts, first, last, high, low, restart: tables.restart, data: entropy })
    }
}

impl Channel {
    /// Notes what a scan sends, if it follows on what was sent before: each coefficient comes once, and then one bit more at a
    /// time (T.81, G.1.1.1.2). libjpeg only warns of the others. Whoever decodes them can be sent over a large picture again and
    /// again, by a few bytes each time.
    fn take_in(&mut self, band: RangeInclusive<usize>, high: u8, low: u8) -> bool {
        let expected = (high > 0).then_some(high);
        let coefficients = self.unsent.get_mut(band).unwrap_or_default();
        let follows = coefficients.iter().all(|unsent| *unsent == expected);
        coefficients.fill(Some(low));
        follows
    }
}

impl Tables {
    fn steps(&mut self, mut data: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = data.split_first() {
            let mut steps = [0; 64];
            data = if kind >> 4 == 0 {
                let (bytes, rest) = rest.split_first_chunk::<64>()?;
                steps = bytes.map(i32::from);
                rest
            } else {
                let (bytes, rest) = rest.split_at_checked(128)?;
                for (step, pair) in steps.iter_mut().zip(bytes.as_chunks::<2>().0) {
                    *step = u16::from_be_bytes(*pair).into();
                }
                rest
            };
            *self.steps.get_mut(usize::from(kind & 15))? = Some(steps);
        }
        Some(())
    }

    fn codes(&mut self, mut data: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = data.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let (symbols, rest) =
                rest.split_at_checked(counts.iter().map(|count| usize::from(*count)).sum())?;
            let table = Rc::new(Huffman::new(counts, symbols)?);
            let tables = match kind >> 4 {
                // The size of the first coefficient; more than 15 bits are never needed.
                0 if symbols.iter().all(|size| *size <= 15) => &mut self.first,
                1 => &mut self.others,
                _ => return None,
            };
            *tables.get_mut(usize::from(kind & 15))? = Some(table);
            data = rest;
        }
        Some(())
    }
}
