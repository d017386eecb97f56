//! Gradient noise and its sums. Coordinates are in units of the picture's height, never pixels, so
//! that a picture keeps its forms at every size.

use super::math::floor;

/// A field of noise; fields with different seeds are unrelated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    seed: u32,
}

/// Eight directions of equal length (diagonals scaled by 1/√2).
const DIRECTIONS: [(f32, f32); 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (0.707_106_77, 0.707_106_77),
    (-0.707_106_77, 0.707_106_77),
    (0.707_106_77, -0.707_106_77),
    (-0.707_106_77, -0.707_106_77),
];

impl Noise {
    /// The field with this seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { seed: (seed ^ (seed >> 32)) as u32 }
    }

    /// Perlin's improved gradient noise (2002) in two dimensions, about -1..=1, 0 on the lattice.
    pub(super) fn at(self, x: f32, y: f32) -> f32 {
        let (fx, fy) = (floor(x), floor(y));
        let (dx, dy) = (x - fx, y - fy);
        let (ix, iy) = (fx as i32, fy as i32);
        let (sx, sy) = (fade(dx), fade(dy));
        let (jx, jy) = (ix.wrapping_add(1), iy.wrapping_add(1));
        let (upper, lower) = (self.hash(0, iy), self.hash(0, jy));
        let top = mix(slope(upper, ix, dx, dy), slope(upper, jx, dx - 1.0, dy), sx);
        let bottom = mix(slope(lower, ix, dx, dy - 1.0), slope(lower, jx, dx - 1.0, dy - 1.0), sx);
        mix(top, bottom, sy) * 1.5
    }

    /// Fractal sum: `octaves` layers, each twice as fine and half as strong; about -1..=1.
    pub(super) fn fbm(self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut gain, mut scale, mut total) = (0.0, 0.5, 1.0, 0.0);
        for octave in 0..octaves {
            // A shift by octave hides the lattice that all layers would share at the origin.
            let shift = octave as f32 * 17.31;
            sum += gain * self.at(x * scale + shift, y * scale - shift);
            total += gain;
            gain *= 0.5;
            scale *= 2.03;
        }
        sum / (total + 1e-6) * 1.2
    }

    /// Ridged sum after Musgrave: sharp crests, wide valleys; 0..=1.
    pub(super) fn ridged(self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut gain, mut scale, mut weight, mut total) = (0.0, 0.5, 1.0, 1.0, 0.0);
        for octave in 0..octaves {
            let shift = octave as f32 * 11.7;
            let crest = 1.0 - self.at(x * scale + shift, y * scale + shift).abs().min(1.0);
            let signal = crest * crest * weight;
            weight = (signal * 1.6).min(1.0);
            sum += gain * signal;
            total += gain;
            gain *= 0.5;
            scale *= 2.07;
        }
        sum / (total + 1e-6)
    }

    /// Worley's cells on a jittered lattice: the nearest cell's own two chances (0..1), and how far the
    /// point is from the border to the next cell.
    pub(super) fn cells(self, x: f32, y: f32) -> (f32, f32, f32) {
        let (ix, iy) = (floor(x) as i32, floor(y) as i32);
        let (mut first, mut second, mut owner) = (f32::MAX, f32::MAX, (0.0, 0.0));
        for jy in -1..=1 {
            for jx in -1..=1 {
                let (cx, cy) = (ix.wrapping_add(jx), iy.wrapping_add(jy));
                let hash = self.hash(cx, cy);
                let (ax, ay) = ((hash & 0xffff) as f32 / 65_536.0, (hash >> 16) as f32 / 65_536.0);
                let (dx, dy) = (cx as f32 + ax - x, cy as f32 + ay - y);
                let far = dx * dx + dy * dy;
                if far < first {
                    (second, first, owner) = (first, far, (ax, ay));
                } else if far < second {
                    second = far;
                }
            }
        }
        (owner.0, owner.1, second.sqrt() - first.sqrt())
    }

    /// White noise of a lattice cell, 0..1.
    pub(super) fn cell(self, x: i32, y: i32) -> f32 {
        (self.hash(x, y) >> 8) as f32 / 16_777_216.0
    }

    /// The PCG output permutation over a mixed coordinate (Jarzynski and Olano, "Hash functions for
    /// GPU rendering", 2020).
    fn hash(self, ix: i32, iy: i32) -> u32 {
        let mixed = (ix as u32)
            .wrapping_mul(0x9e37_79b1)
            .wrapping_add((iy as u32).wrapping_mul(0x85eb_ca77))
            .wrapping_add(self.seed.wrapping_mul(0xc2b2_ae3d));
        let state = mixed.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
        (word >> 22) ^ word
    }
}

/// A corner's part: its direction is chosen by the hash of its row, mixed with the column by one more multiplication. Four
/// whole hashes a point would be a third of a picture's time.
fn slope(row: u32, ix: i32, dx: f32, dy: f32) -> f32 {
    let mixed = row ^ (ix as u32).wrapping_mul(0x9e37_79b1);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2c1b_3c6d);
    let (gx, gy) = DIRECTIONS[((mixed ^ (mixed << 13)) >> 29) as usize];
    gx * dx + gy * dy
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}
