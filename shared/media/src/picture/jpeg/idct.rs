//! From coefficients to samples, at 8, 4, 2 or 1 samples for a block's side.
//!
//! A block of n x n samples is the n-point inverse DCT of its n x n lowest frequencies: the picture at n/8 of its size, for
//! less work than at full size. With T(x) = F(0) + sqrt(2) * sum of F(k) cos((2x + 1) k pi / 2n) along both axes, the samples
//! are T / 8 for every n (from ITU-T T.81, A.3.3, and the orthonormal DCT).

#![expect(
    clippy::cast_precision_loss,
    reason = "coefficients have at most 16 bits and their sums 20: exact in f32"
)]

/// Coefficients in rows of n, and behind [`LEFT_OUT`] room for those that are not used.
pub(super) type Block = [i32; 128];
/// Where coefficients go that are not used.
pub(super) const LEFT_OUT: u8 = 64;

/// Natural positions of coefficients in the order of the file (T.81, figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Where the coefficients of a file go in a block of `n` x `n`.
pub(super) fn places(n: usize) -> [u8; 64] {
    let side = u8::try_from(n).unwrap_or(8);
    ZIGZAG.map(|place| {
        let (row, column) = (place / 8, place % 8);
        if row < side && column < side { row * side + column } else { LEFT_OUT }
    })
}

/// The last coefficient, in the order of the file, that a block of `n` x `n` uses.
pub(super) const fn last_used(n: usize) -> u8 {
    match n {
        1 => 0,
        2 => 4,
        4 => 24,
        _ => 63,
    }
}

/// Writes a block's samples into rows that are `stride` apart. `flat` says that only the first coefficient is not 0.
#[inline]
pub(super) fn write(n: usize, block: &Block, flat: bool, samples: &mut [u8], stride: usize) {
    if flat || n == 1 {
        let sample = level(block[0] as f32);
        for row in samples.chunks_mut(stride.max(1)).take(n) {
            if let Some(row) = row.get_mut(..n) {
                row.fill(sample);
            }
        }
        return;
    }
    match n {
        2 => two(block, samples, stride),
        4 => four(block, samples, stride),
        _ => eight(block, samples, stride),
    }
}

fn two(block: &Block, samples: &mut [u8], stride: usize) {
    let [a, b, c, d, ..] = *block;
    let (top, bottom) = (a.wrapping_add(c), a.wrapping_sub(c));
    let (right_top, right_bottom) = (b.wrapping_add(d), b.wrapping_sub(d));
    put(samples, 0, [top.wrapping_add(right_top) as f32, top.wrapping_sub(right_top) as f32]);
    put(
        samples,
        stride,
        [bottom.wrapping_add(right_bottom) as f32, bottom.wrapping_sub(right_bottom) as f32],
    );
}

// Once, not in each of its callers: it is long when it is unrolled.
#[inline(never)]
fn four(block: &Block, samples: &mut [u8], stride: usize) {
    let mut rows = [[0_f32; 4]; 4];
    for (row, coefficients) in rows.iter_mut().zip(block.as_chunks::<4>().0) {
        *row = coefficients.map(|coefficient| coefficient as f32);
    }
    let rows = turned(four_point(turned(four_point(rows))));
    for (y, row) in rows.into_iter().enumerate() {
        put(samples, y * stride, row);
    }
}

#[inline(never)]
fn eight(block: &Block, samples: &mut [u8], stride: usize) {
    let mut rows = [[0_f32; 8]; 8];
    for (row, coefficients) in rows.iter_mut().zip(block.as_chunks::<8>().0) {
        *row = coefficients.map(|coefficient| coefficient as f32);
    }
    let rows = turned(eight_point(turned(eight_point(rows))));
    for (y, row) in rows.into_iter().enumerate() {
        put(samples, y * stride, row);
    }
}

#[inline]
fn put<const N: usize>(samples: &mut [u8], at: usize, row: [f32; N]) {
    if let Some(place) = samples.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<N>) {
        *place = row.map(level);
    }
}

/// A sample from its transform: an eighth, around the middle grey.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, which is what is wanted"
)]
fn level(transform: f32) -> u8 {
    // Adding a half and cutting off rounds; below 0 it is cut to 0 in any case.
    (transform * 0.125 + 128.5) as u8
}

#[inline]
fn turned<const N: usize>(rows: [[f32; N]; N]) -> [[f32; N]; N] {
    let mut out = [[0.0; N]; N];
    for (y, row) in rows.iter().enumerate() {
        for (x, value) in row.iter().enumerate() {
            out[x][y] = *value;
        }
    }
    out
}

#[inline]
fn each<const N: usize>(one: [f32; N], other: [f32; N], of: impl Fn(f32, f32) -> f32) -> [f32; N] {
    let mut out = one;
    for (out, other) in out.iter_mut().zip(other) {
        *out = of(*out, other);
    }
    out
}

/// T along the columns, four at a time.
#[inline]
fn four_point([f0, f1, f2, f3]: [[f32; 4]; 4]) -> [[f32; 4]; 4] {
    let (e0, e1) = (each(f0, f2, |a, b| a + b), each(f0, f2, |a, b| a - b));
    let o0 = each(f1, f3, |a, b| SQRT2_COS_PI_8 * a + SQRT2_COS_3PI_8 * b);
    let o1 = each(f1, f3, |a, b| SQRT2_COS_3PI_8 * a - SQRT2_COS_PI_8 * b);
    [
        each(e0, o0, |e, o| e + o),
        each(e1, o1, |e, o| e + o),
        each(e1, o1, |e, o| e - o),
        each(e0, o0, |e, o| e - o),
    ]
}

/// T along the columns, eight at a time: the even frequencies are T of four points.
#[inline]
fn eight_point([f0, f1, f2, f3, f4, f5, f6, f7]: [[f32; 8]; 8]) -> [[f32; 8]; 8] {
    let (s04, d04) = (each(f0, f4, |a, b| a + b), each(f0, f4, |a, b| a - b));
    let s26 = each(f2, f6, |a, b| SQRT2_COS_PI_8 * a + SQRT2_COS_3PI_8 * b);
    let d26 = each(f2, f6, |a, b| SQRT2_COS_3PI_8 * a - SQRT2_COS_PI_8 * b);
    let even = [
        each(s04, s26, |a, b| a + b),
        each(d04, d26, |a, b| a + b),
        each(d04, d26, |a, b| a - b),
        each(s04, s26, |a, b| a - b),
    ];
    let odd = |by: [f32; 4]| {
        let mut out = [0.0; 8];
        for (index, out) in out.iter_mut().enumerate() {
            *out = by[0] * f1[index] + by[1] * f3[index] + by[2] * f5[index] + by[3] * f7[index];
        }
        out
    };
    let odd = [odd([A, B, C, D]), odd([B, -D, -A, -C]), odd([C, -A, D, B]), odd([D, -C, B, -A])];
    let [e0, e1, e2, e3] = even;
    let [o0, o1, o2, o3] = odd;
    let sum = |e, o| each(e, o, |e, o| e + o);
    let difference = |e, o| each(e, o, |e, o| e - o);
    [
        sum(e0, o0),
        sum(e1, o1),
        sum(e2, o2),
        sum(e3, o3),
        difference(e3, o3),
        difference(e2, o2),
        difference(e1, o1),
        difference(e0, o0),
    ]
}

/// sqrt(2) cos(pi / 8)
const SQRT2_COS_PI_8: f32 = 1.306_563;
/// sqrt(2) cos(3 pi / 8)
const SQRT2_COS_3PI_8: f32 = 0.541_196_1;
/// sqrt(2) cos(pi / 16), and of 3, 5 and 7 times the angle.
const A: f32 = 1.387_039_8;
const B: f32 = 1.175_875_6;
const C: f32 = 0.785_694_96;
const D: f32 = 0.275_899_38;
