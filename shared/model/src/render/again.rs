//! What may be spent on doing a render again that does not hold what was asked for.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::in_range;
use crate::UsdMicros;

/// The purse of retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// How often a provider is asked at most, the first time included.
    #[serde(default)]
    pub max_attempts: Attempts,
    /// The most that all attempts may cost together, in micro-USD; by default the price times the attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_spend_usd_micros: Option<UsdMicros>,
}

/// How often a provider is asked: 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Attempts(#[schemars(range(min = 1, max = 5))] u8);

impl Attempts {
    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self(2)
    }
}

impl<'de> Deserialize<'de> for Attempts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        in_range(from, 1, 5)
            .and_then(|attempts| u8::try_from(attempts).map_err(serde::de::Error::custom))
            .map(Self)
    }
}
