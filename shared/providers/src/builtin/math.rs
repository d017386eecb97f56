//! Scalar functions that give the same bits on every machine.
//!
//! The standard library takes `sin`, `exp` and the like from the system's C library, which picks an
//! implementation by processor. These use only operations that IEEE 754 rounds exactly, so that a
//! picture is the same bytes wherever it is painted. Errors stay below 3e-6 relative, far under one
//! level of an eight-bit channel.

use std::f32::consts::{LN_2, LOG2_E, PI, TAU};

/// Linear blend from `a` (t = 0) to `b` (t = 1); `t` is not clamped.
pub(super) fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// `x` limited to 0..=1; not-a-number becomes 0.
#[expect(clippy::manual_clamp, reason = "clamp would pass not-a-number on")]
pub(super) fn unit(x: f32) -> f32 {
    x.max(0.0).min(1.0)
}

/// The largest whole number that is not above `x`, of numbers within an `i32`. Not every processor has an instruction for the
/// standard library's, which is a call there.
pub(super) fn floor(x: f32) -> f32 {
    let whole = x as i32 as f32;
    if whole > x { whole - 1.0 } else { whole }
}

/// Hermite step: 0 below `a`, 1 above `b`, smooth between. Works downwards too when `a > b`.
pub(super) fn smooth(a: f32, b: f32, x: f32) -> f32 {
    let span = b - a;
    if span == 0.0 {
        return if x < a { 0.0 } else { 1.0 };
    }
    let t = unit((x - a) / span);
    t * t * (3.0 - 2.0 * t)
}

/// A bell around `centre` that reaches 1/e at `width` from it.
pub(super) fn bell(centre: f32, width: f32, x: f32) -> f32 {
    let d = (x - centre) / width;
    exp(-d * d)
}

/// e to the power `x`: the power of two is set in the exponent bits, the rest is a Taylor sum.
pub(super) fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let scaled = x.min(80.0) * LOG2_E;
    let whole = floor(scaled + 0.5);
    let r = (scaled - whole) * LN_2;
    let sum = 1.0
        + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0))))));
    let bits = ((whole as i32 + 127) as u32) << 23;
    sum * f32::from_bits(bits)
}

/// Natural logarithm of a positive normal number; anything else gives a large negative value.
pub(super) fn ln(x: f32) -> f32 {
    if x < f32::MIN_POSITIVE {
        return -87.0;
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    if mantissa > std::f32::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    // ln m = 2 artanh((m-1)/(m+1)), whose series converges quickly for m in 0.7..1.42.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let q = s * s;
    let series = 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0)))));
    series + exponent as f32 * LN_2
}

/// `x` to the power `y` for `x >= 0`.
pub(super) fn pow(x: f32, y: f32) -> f32 {
    if x <= 0.0 { 0.0 } else { exp(y * ln(x)) }
}

/// Cube root, also of negative numbers: a guess from the exponent bits, then two of Halley's steps.
pub(super) fn cbrt(x: f32) -> f32 {
    let size = x.abs();
    if size < 1e-18 {
        return 0.0;
    }
    let mut y = f32::from_bits(size.to_bits() / 3 + 0x2a51_37a0);
    for _ in 0..2 {
        let cube = y * y * y;
        y *= (cube + 2.0 * size) / (2.0 * cube + size);
    }
    if x < 0.0 { -y } else { y }
}

/// Sine of an angle in radians, by a Taylor sum after folding into -π/2..=π/2.
pub(super) fn sin(x: f32) -> f32 {
    let turns = floor(x / TAU + 0.5);
    let mut r = x - turns * TAU;
    if r > PI / 2.0 {
        r = PI - r;
    } else if r < -PI / 2.0 {
        r = -PI - r;
    }
    let q = r * r;
    let tail = 1.0 / 120.0 + q * (-1.0 / 5040.0 + q * (1.0 / 362_880.0));
    r * (1.0 + q * (-1.0 / 6.0 + q * tail))
}

/// Cosine of an angle in radians.
pub(super) fn cos(x: f32) -> f32 {
    sin(x + PI / 2.0)
}

#[cfg(test)]
mod tests;
