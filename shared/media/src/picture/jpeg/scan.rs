//! Decoding scans: which block comes next, and what its bits say (ITU-T T.81, F.2 and G.2).

use super::bits::Bits;
use super::huffman::{Huffman, NoCode};
use super::idct::Block;
use super::plan::{Part, Scan, damaged};
use super::plane::Plane;
use crate::decode::Undecodable;

/// What is carried from block to block.
struct State<'a> {
    bits: Bits<'a>,
    /// The last first coefficient of each channel.
    before: [i32; 4],
    /// Blocks that are still to be left as they are.
    run: u32,
}

/// Decodes a scan into planes.
pub(super) fn decode(scan: &Scan, planes: &mut [Plane], units: (usize, usize)) -> Result<(), Undecodable> {
    let alone = match scan.parts.as_slice() {
        [part] => planes.get(part.channel).map(|plane| (plane.shown_columns, plane.shown_rows)),
        _ => None,
    };
    let (columns, rows) = alone.unwrap_or(units);
    let mut state = State { bits: Bits::new(scan.data), before: [0; 4], run: 0 };
    let (mut left, mut number) = (scan.restart, 0);
    let mut block: Block = [0; 128];
    for y in 0..rows {
        for x in 0..columns {
            if scan.restart > 0 {
                if left == 0 {
                    if !state.bits.restart(number) {
                        return Err(damaged("a restart marker is missing"));
                    }
                    (state.before, state.run, left, number) = ([0; 4], 0, scan.restart, (number + 1) % 8);
                }
                left -= 1;
            }
            for part in &scan.parts {
                let Some(plane) = planes.get_mut(part.channel) else { continue };
                let (across, down) = if alone.is_some() { (1, 1) } else { (plane.across, plane.down) };
                for row in y * down..(y + 1) * down {
                    for column in x * across..(x + 1) * across {
                        decode_block(scan, part, plane, &mut state, &mut block, (column, row))
                            .map_err(|NoCode| damaged("its codes are none of its table's"))?;
                    }
                }
            }
        }
        // libjpeg paints what is missing grey; a picture that is half there is none.
        if state.bits.is_overrun() {
            return Err(damaged("a scan ends before the picture does"));
        }
    }
    Ok(())
}

#[inline]
fn decode_block(
    scan: &Scan,
    part: &Part,
    plane: &mut Plane,
    state: &mut State,
    block: &mut Block,
    (column, row): (usize, usize),
) -> Result<(), NoCode> {
    if plane.kept == 0 {
        let flat = sequential(part, plane, state, block)?;
        plane.paint(block, flat, column, row);
        return Ok(());
    }
    let at = (row * plane.columns + column) * plane.kept;
    let Some(kept) = plane.coefficients.get_mut(at..at + plane.kept) else { return Ok(()) };
    match (scan.first, scan.high) {
        (0, 0) => {
            let table = part.first.as_deref().ok_or(NoCode)?;
            let before = &mut state.before[part.channel & 3];
            *before = before.wrapping_add(table.take(&mut state.bits)?.number);
            store(kept, 0, *before << scan.low);
            Ok(())
        }
        (0, _) => {
            if state.bits.bit()
                && let Some(first) = kept.first_mut()
            {
                *first |= 1 << scan.low;
            }
            Ok(())
        }
        (_, 0) => band(scan, part.others.as_deref().ok_or(NoCode)?, state, kept),
        _ => refine(scan, part.others.as_deref().ok_or(NoCode)?, state, kept),
    }
}

/// All coefficients of a block at once; says whether all but the first are 0.
#[inline]
fn sequential(part: &Part, plane: &Plane, state: &mut State, block: &mut Block) -> Result<bool, NoCode> {
    let (Some(first), Some(others)) = (&part.first, &part.others) else { return Err(NoCode) };
    block[..(plane.n * plane.n) & 127].fill(0);
    let before = &mut state.before[part.channel & 3];
    *before = before.wrapping_add(first.take(&mut state.bits)?.number);
    block[0] = before.wrapping_mul(plane.steps[0]);
    let mut index = 1_usize;
    while index < 64 {
        let symbol = others.take(&mut state.bits)?;
        if symbol.number == 0 {
            if symbol.run < 15 {
                break;
            }
            index += 16;
            continue;
        }
        index += symbol.run as usize;
        if index > 63 {
            return Err(NoCode);
        }
        let value = symbol.number.wrapping_mul(plane.steps[index]);
        block[usize::from(plane.places[index] & 127)] = value;
        index += 1;
    }
    Ok(index == 1)
}

/// The first bits of a band of coefficients (G.1.2.2).
fn band(scan: &Scan, table: &Huffman, state: &mut State, kept: &mut [i16]) -> Result<(), NoCode> {
    if state.run > 0 {
        state.run -= 1;
        return Ok(());
    }
    let mut index = u32::from(scan.first);
    while index <= scan.last.into() {
        let symbol = table.take(&mut state.bits)?;
        if symbol.number == 0 {
            if symbol.run < 15 {
                state.run = (1 << symbol.run) - 1 + state.bits.number(symbol.run);
                break;
            }
            index += 16;
            continue;
        }
        index += symbol.run;
        if index > scan.last.into() {
            return Err(NoCode);
        }
        store(kept, index as usize, symbol.number << scan.low);
        index += 1;
    }
    Ok(())
}

/// One more bit of a band of coefficients (G.1.2.3).
fn refine(scan: &Scan, table: &Huffman, state: &mut State, kept: &mut [i16]) -> Result<(), NoCode> {
    let bit = 1_i16 << scan.low;
    let last = usize::from(scan.last);
    let mut index = usize::from(scan.first);
    if state.run == 0 {
        while index <= last {
            let symbol = table.take(&mut state.bits)?;
            let value = match symbol.number {
                0 if symbol.run < 15 => {
                    state.run = (1 << symbol.run) + state.bits.number(symbol.run);
                    break;
                }
                0 => 0,
                1 => bit,
                -1 => -bit,
                _ => return Err(NoCode),
            };
            index = correct(state, kept, index, last, symbol.run, bit);
            if index <= last && value != 0 {
                store(kept, index, value.into());
            }
            index += 1;
        }
    }
    if state.run > 0 {
        correct(state, kept, index, last, u32::MAX, bit);
        state.run -= 1;
    }
    Ok(())
}

/// Gives each coefficient that is not 0 its next bit, up to the 0 behind `zeros` others; says where that is.
fn correct(state: &mut State, kept: &mut [i16], from: usize, last: usize, mut zeros: u32, bit: i16) -> usize {
    let mut index = from;
    while let Some(coefficient) = kept.get_mut(index).filter(|_| index <= last) {
        if *coefficient == 0 {
            if zeros == 0 {
                break;
            }
            zeros -= 1;
        } else if state.bits.bit() && *coefficient & bit == 0 {
            let more = if *coefficient > 0 { bit } else { -bit };
            *coefficient = coefficient.saturating_add(more);
        }
        index += 1;
    }
    index
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a coefficient of 8-bit samples has 11 bits; more is damage, and looks like it"
)]
fn store(kept: &mut [i16], index: usize, value: i32) {
    if let Some(place) = kept.get_mut(index) {
        *place = value as i16;
    }
}

/// Whether a plane has a use for it.
pub(super) fn is_used(scan: &Scan, planes: &[Plane]) -> bool {
    let mut parts = scan.parts.iter().filter_map(|part| planes.get(part.channel));
    parts.any(|plane| scan.first <= plane.reach)
}
