//! Points in time: whole milliseconds since the Unix epoch, written as RFC 3339 in bodies.

use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in UTC. Comes from the `Clock` port, never from the machine directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The latest moment that can be written: 9999-12-30, a day inside what `jiff` and RFC 3339 can.
    pub const MAX: Self = Self(253_402_128_000_000);

    /// The moment `millis` after the epoch, brought into the years 1970 to 9999.
    pub const fn from_millis(millis: i64) -> Self {
        match millis {
            ..0 => Self(0),
            253_402_128_000_000.. => Self::MAX,
            _ => Self(millis),
        }
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch: the unit of a DynamoDB TTL attribute.
    pub const fn seconds(self) -> i64 {
        self.0 / 1_000
    }

    /// This moment and `by` more.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_add(by))
    }

    /// This moment less `by`.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_sub(by))
    }

    /// How long after `earlier` this is; zero when it is not.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = jiff::Timestamp::from_millisecond(self.0).map_err(|_| fmt::Error)?;
        write!(f, "{moment:.3}")
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let moment: jiff::Timestamp = String::deserialize(from)?.parse().map_err(serde::de::Error::custom)?;
        Ok(Self::from_millis(moment.as_millisecond()))
    }
}

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// Stored form: a number of milliseconds, which guards can compare.
pub mod millis {
    use super::Time;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the milliseconds.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    pub fn serialize<S: Serializer>(time: &Time, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(time.millis())
    }

    /// Reads the milliseconds.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
        i64::deserialize(from).map(Time::from_millis)
    }

    /// The same for a moment that may be missing.
    pub mod option {
        use super::Time;
        use serde::{Deserialize, Deserializer, Serializer};

        /// Writes the milliseconds, or nothing.
        #[expect(clippy::ref_option, reason = "the signature is serde's")]
        pub fn serialize<S: Serializer>(time: &Option<Time>, to: S) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => to.serialize_some(&time.millis()),
                None => to.serialize_none(),
            }
        }

        /// Reads the milliseconds, if they are there.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
            Ok(Option::<i64>::deserialize(from)?.map(Time::from_millis))
        }
    }
}

#[cfg(test)]
mod tests;
