//! The samples of a channel, and the way from coefficients to them.

use super::idct::{self, Block};
use super::plan::{Channel, Plan, Scan, damaged};
use crate::decode::Undecodable;

/// A channel's samples at the size at which it is decoded.
pub(super) struct Plane {
    /// Samples for a block's side: 8, 4, 2 or 1.
    pub(super) n: usize,
    /// Blocks from left to right and from top to bottom, those counted that only fill an MCU.
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Blocks that show something: what a scan of this channel alone goes through (T.81, A.2.2).
    pub(super) shown_columns: usize,
    pub(super) shown_rows: usize,
    /// Blocks of an MCU.
    pub(super) across: usize,
    pub(super) down: usize,
    /// The steps, in the order of the file.
    pub(super) steps: [i32; 64],
    /// Where coefficients go in a block.
    pub(super) places: [u8; 64],
    pub(super) samples: Vec<u8>,
    /// The last coefficient, in the order of the file, without which it cannot be decoded.
    pub(super) reach: u8,
    /// Coefficients that are kept of a block, when scans add to them.
    pub(super) kept: usize,
    pub(super) coefficients: Vec<i16>,
}

impl Plane {
    /// An empty plane for `channel`, decoded at `scale` eighths.
    pub(super) fn new(
        plan: &Plan,
        index: usize,
        channel: &Channel,
        scale: usize,
    ) -> Result<Self, Undecodable> {
        let (across, down) = most(plan);
        let (units_across, units_down) = units(plan);
        let n = size(channel, scale, across, down);
        let steps = channel.steps.ok_or_else(|| damaged("a channel has no table of steps"))?;
        let (columns, rows) = (units_across * channel.across, units_down * channel.down);
        let shown = |length: usize, own: usize, most: usize| (length * own).div_ceil(most).div_ceil(8);
        // Scans of frequencies that are not used are passed over, and so is what they would be kept in.
        let reach = reach(plan, index, n);
        let used = scans_of(plan, index).filter(|scan| scan.first <= reach);
        let kept = used.map(|scan| usize::from(scan.last) + 1).max().unwrap_or(1);
        Ok(Self {
            n,
            columns,
            rows,
            shown_columns: shown(plan.width, channel.across, across),
            shown_rows: shown(plan.height, channel.down, down),
            across: channel.across,
            down: channel.down,
            steps,
            places: idct::places(n),
            samples: Vec::new(),
            reach,
            kept: if plan.progressive { kept } else { 0 },
            coefficients: Vec::new(),
        })
    }

    /// The memory that the plane takes, in bytes.
    pub(super) fn hunger(&self) -> u64 {
        (self.columns * self.rows * (self.n * self.n + 2 * self.kept)) as u64
    }

    /// Takes the memory.
    pub(super) fn allocate(&mut self) {
        let blocks = self.columns * self.rows;
        self.samples = vec![0; blocks * self.n * self.n];
        self.coefficients = vec![0; blocks * self.kept];
    }

    /// Samples between the beginnings of two rows.
    pub(super) fn stride(&self) -> usize {
        self.columns * self.n
    }

    /// Turns coefficients into the samples of the block at `column`, `row`.
    #[inline]
    pub(super) fn paint(&mut self, block: &Block, flat: bool, column: usize, row: usize) {
        let stride = self.stride();
        let at = row * self.n * stride + column * self.n;
        idct::write(self.n, block, flat, self.samples.get_mut(at..).unwrap_or_default(), stride);
    }

    /// Paints all blocks from the coefficients that scans have gathered.
    pub(super) fn paint_all(&mut self) {
        let coefficients = std::mem::take(&mut self.coefficients);
        let mut block: Block = [0; 128];
        for (index, kept) in coefficients.chunks_exact(self.kept.max(1)).enumerate() {
            block[..64].fill(0);
            let mut others = 0;
            for ((coefficient, step), place) in kept.iter().zip(&self.steps).zip(&self.places) {
                let value = i32::from(*coefficient).wrapping_mul(*step);
                block[usize::from(place & 127)] = value;
                others |= value;
                if *place == 0 {
                    others = 0;
                }
            }
            self.paint(&block, others == 0, index % self.columns, index / self.columns);
        }
    }
}

/// The scans that say something of a channel.
fn scans_of<'a>(plan: &'a Plan, index: usize) -> impl Iterator<Item = &'a Scan<'a>> {
    plan.scans.iter().filter(move |scan| scan.parts.iter().any(|part| part.channel == index))
}

/// The last coefficient that is needed for blocks of `n` x `n`. A scan that adds bits to a band has one for each coefficient that is
/// not 0 already (T.81, G.1.2.3): who needs one of them needs what was said before of all of them.
fn reach(plan: &Plan, index: usize, n: usize) -> u8 {
    let mut reach = idct::last_used(n);
    while let Some(scan) =
        scans_of(plan, index).find(|scan| scan.high > 0 && scan.first <= reach && scan.last > reach)
    {
        reach = scan.last;
    }
    reach
}

/// The most blocks of an MCU that a channel has.
pub(super) fn most(plan: &Plan) -> (usize, usize) {
    let across = plan.channels.iter().map(|channel| channel.across).max().unwrap_or(1);
    (across, plan.channels.iter().map(|channel| channel.down).max().unwrap_or(1))
}

/// MCUs from left to right and from top to bottom.
pub(super) fn units(plan: &Plan) -> (usize, usize) {
    let (across, down) = most(plan);
    (plan.width.div_ceil(8 * across), plan.height.div_ceil(8 * down))
}

/// Samples for a block's side of `channel`, when those of the finest channel have `scale`. Coarser channels are decoded larger,
/// as libjpeg does: that is sharper than decoding them small and enlarging them, and saves the enlarging.
fn size(channel: &Channel, scale: usize, across: usize, down: usize) -> usize {
    let mut n = scale;
    while n < 8 && 2 * n * channel.across <= scale * across && 2 * n * channel.down <= scale * down {
        n *= 2;
    }
    n
}
