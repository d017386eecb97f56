//! Money: whole micro-USD. A credit is a way to show it, never a way to store it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount in millionths of a US dollar. A cent cannot express a picture of $0.002; this can.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct UsdMicros(i64);

impl UsdMicros {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One credit, the unit that people are shown.
    pub const CREDIT: Self = Self(10_000);
    /// The most that one wallet or one grant may hold: a billion dollars. Sums of what a workspace can
    /// hold stay far inside `i64`, which is why the arithmetic below saturates instead of failing.
    pub const MAX: Self = Self(1_000_000_000_000_000);

    /// This many micro-USD.
    pub const fn new(micros: i64) -> Self {
        Self(micros)
    }

    /// The number of micro-USD.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// How many whole and part credits this is, for display: `1234.5`.
    pub fn credits(self) -> Credits {
        Credits(self)
    }
}

impl Add for UsdMicros {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for UsdMicros {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for UsdMicros {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for UsdMicros {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// An amount shown in credits, exactly: no rounding, no trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credits(UsdMicros);

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.0;
        let sign = if micros < 0 { "-" } else { "" };
        let (whole, part) = (micros.unsigned_abs() / 10_000, micros.unsigned_abs() % 10_000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{part:04}").trim_end_matches('0'))
    }
}

impl Serialize for Credits {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_shown_exactly() {
        let shown = |micros| UsdMicros::new(micros).credits().to_string();
        assert_eq!(shown(10_000_000), "1000");
        assert_eq!(shown(2_000), "0.2");
        assert_eq!(shown(-12_345), "-1.2345");
        assert_eq!(shown(0), "0");
    }
}
