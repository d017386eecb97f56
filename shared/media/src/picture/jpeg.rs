//! Decoding JPEG (ITU-T T.81) at a half, a quarter or an eighth of its size.
//!
//! No well-kept crate of safe Rust decodes at less than full size: what `image` uses makes every pixel first, in five times the
//! time and ten times the memory (`infra/bench/sharp`). It is the oracle of the tests. Unlike libjpeg, this decoder takes a
//! picture whole or not at all: a scan that ends early, a code that is none or a missing restart marker is damage.

mod bits;
mod huffman;
mod idct;
mod join;
mod plan;
mod plane;
mod scan;

use super::MAX_MEMORY;
use super::canvas::{Canvas, Ink};
use super::header::Header;
use crate::decode::Undecodable;
use plan::Plan;
use plane::Plane;

pub(super) use bits::has_ff;

/// Decodes to at least `side` pixels on the longer side, if there are as many.
pub(super) fn decode(bytes: &[u8], header: &Header, side: u32) -> Result<Canvas, Undecodable> {
    let plan = Plan::read(bytes)?;
    let scale = scale(header.longer(), side);
    let channels = plan.channels.iter().enumerate();
    let planes = channels.map(|(index, channel)| Plane::new(&plan, index, channel, scale));
    let mut planes: Vec<Plane> = planes.collect::<Result<_, _>>()?;
    let pixels = (plan.width * scale).div_ceil(8) * (plan.height * scale).div_ceil(8) * Ink::Cmyk.bytes();
    let hungry = planes.iter().map(Plane::hunger).sum::<u64>() + pixels as u64;
    if hungry > MAX_MEMORY as u64 {
        return Err(Undecodable::TooHungry { bytes: hungry });
    }
    planes.iter_mut().for_each(Plane::allocate);
    for scan in &plan.scans {
        if scan::is_used(scan, &planes) {
            scan::decode(scan, &mut planes, plane::units(&plan))?;
        }
    }
    if plan.progressive {
        planes.iter_mut().for_each(Plane::paint_all);
    }
    Ok(join::join(&plan, &planes, scale))
}

/// Eighths of the size that leave at least `side` pixels.
fn scale(longer: u32, side: u32) -> usize {
    let enough = |scale: &usize| u64::from(longer) * *scale as u64 >= u64::from(side) * 8;
    [1, 2, 4].into_iter().find(enough).unwrap_or(8)
}

#[cfg(test)]
mod tests;
