//! What an invocation has used of AWS, as far as it can know while it still runs.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Says what the present invocation has used until now.
pub trait Meter: Send + Sync {
    /// What was used since the invocation began.
    fn usage(&self) -> Usage;
}

/// What was used. It is stored with what a stage leaves, so its names are short and what is nothing is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// SDK calls by `Service.Operation`; the SDK's own repeats of a call are not counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub calls: BTreeMap<String, u64>,
    /// Capacity units of the table for reading.
    #[serde(default, rename = "ru", skip_serializing_if = "Capacity::is_none")]
    pub read: Capacity,
    /// Capacity units of the table for writing.
    #[serde(default, rename = "wu", skip_serializing_if = "Capacity::is_none")]
    pub written: Capacity,
    /// Memory of the function, in MB; 0 when nobody said.
    #[serde(default, rename = "mb")]
    pub memory_mb: u32,
    /// Time since the invocation began, in milliseconds.
    #[serde(default)]
    pub ms: u64,
}

/// Capacity units of DynamoDB, which come in halves: an eventually consistent read of an item is half a unit
/// (DynamoDB developer guide, "DynamoDB read and write operations").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacity {
    halves: u64,
}

impl Capacity {
    /// This many whole units.
    pub const fn units(units: u64) -> Self {
        Self { halves: units.saturating_mul(2) }
    }

    /// This many half units.
    pub const fn halves(halves: u64) -> Self {
        Self { halves }
    }

    /// A number as AWS reports it, rounded up to a half; what is no amount is nothing.
    pub fn reported(units: f64) -> Self {
        let halves = (units * 2.0).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from a float saturates, and below zero or no number is zero"
        )]
        Self::halves(halves as u64)
    }

    /// The number of halves.
    pub const fn in_halves(self) -> u64 {
        self.halves
    }

    /// The number of units.
    pub fn get(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an f64 holds every count up to 2^53 exactly")]
        let halves = self.halves as f64;
        halves / 2.0
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
    const fn is_none(&self) -> bool {
        self.halves == 0
    }
}

impl Add for Capacity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::halves(self.halves.saturating_add(other.halves))
    }
}

impl Sub for Capacity {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::halves(self.halves.saturating_sub(other.halves))
    }
}

impl Serialize for Capacity {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.get())
    }
}

impl<'de> Deserialize<'de> for Capacity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        f64::deserialize(from).map(Self::reported)
    }
}

impl Usage {
    /// What was used after `earlier` was, by the same meter.
    #[must_use]
    pub fn since(mut self, earlier: &Self) -> Self {
        for (name, before) in &earlier.calls {
            if let Some(count) = self.calls.get_mut(name) {
                *count = count.saturating_sub(*before);
            }
        }
        self.calls.retain(|_, count| *count > 0);
        self.read = self.read - earlier.read;
        self.written = self.written - earlier.written;
        self.ms = self.ms.saturating_sub(earlier.ms);
        self
    }

    /// What two invocations of one function used together.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (name, count) in &other.calls {
            *self.calls.entry(name.clone()).or_default() += count;
        }
        self.read = self.read + other.read;
        self.written = self.written + other.written;
        self.memory_mb = self.memory_mb.max(other.memory_mb);
        self.ms = self.ms.saturating_add(other.ms);
        self
    }
}

/// A meter that begins now: for one of several things that an invocation does in turn, such as a job of a sweep. What they do
/// side by side is counted for each of them.
pub fn lap(meter: Arc<dyn Meter>) -> Arc<dyn Meter> {
    struct Lap {
        begun: Usage,
        meter: Arc<dyn Meter>,
    }
    impl Meter for Lap {
        fn usage(&self) -> Usage {
            self.meter.usage().since(&self.begun)
        }
    }
    Arc::new(Lap { begun: meter.usage(), meter })
}

#[cfg(test)]
mod tests;
