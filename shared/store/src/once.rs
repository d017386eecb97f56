//! Doing a thing once for each idempotency key.
//!
//! One conditional put decides everything, and the loser gets the winner's record in the same round trip (the shape is that
//! of Powertools for AWS Lambda, "Idempotency"). Admission of jobs writes the same record inside its own transaction.

use std::time::Duration;

use contract::port::table::{Attr, Guard, Value};
use contract::{Grant, Need, Part};
use fault::{Fault, Kind as FaultKind};
use model::Time;
use model::time::millis;
use serde::{Deserialize, Serialize};

use crate::commit::Change;
use crate::record::nested;
use crate::{Address, Digest, Kind, SortKey, Store};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::from_hours(24);

/// A client's name for one intent: 1 to 255 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads the `Idempotency-Key` header.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits {
            return Ok(Self(text.to_owned()));
        }
        let detail = "`Idempotency-Key` must have 1 to 255 visible ASCII characters.";
        Err(Fault::new(FaultKind::Malformed, "idempotency-key", detail))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the record of this key lies for the route `route`.
    pub fn address(&self, route: &'static str) -> Address {
        Address::new(Kind::IDM, SortKey::word(route).then_id(&Digest::of(&self.0)))
    }
}

/// What is known of an idempotency key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdempotencyRecord {
    /// SHA-256 of the request.
    pub hash: String,
    /// The answer, once there is one.
    #[serde(with = "nested")]
    pub answer: Option<serde_json::Value>,
    /// Until when somebody is at work on it, while there is no answer.
    #[serde(with = "millis")]
    pub lease: Time,
    /// When the key may be used anew. Compared in the guard: DynamoDB's TTL may come days late.
    #[serde(with = "millis")]
    pub exp: Time,
    /// When DynamoDB may remove the item, in seconds.
    pub ttl: i64,
}

impl IdempotencyRecord {
    /// A record of a request that has its answer.
    pub fn answered(hash: &Digest, answer: serde_json::Value, now: Time) -> Self {
        let exp = now.plus(KEPT);
        Self {
            hash: hash.as_str().to_owned(),
            answer: Some(answer),
            lease: now,
            exp,
            ttl: exp.seconds() + 3_600,
        }
    }

    /// Lets a key be taken when nobody has it or its time is over.
    pub fn guard(now: Time) -> Guard {
        Guard::Any(vec![Guard::Absent, Guard::Before(Attr("exp"), now)])
    }

    /// What a key that was taken before says about a request with `hash`.
    pub fn replay(self, hash: &Digest) -> Result<serde_json::Value, Fault> {
        if self.hash != hash.as_str() {
            let detail =
                "This `Idempotency-Key` was used with another request. Use a new key for a new intent.";
            return Err(Fault::new(FaultKind::Unprocessable, "idempotency-mismatch", detail));
        }
        self.answer.ok_or_else(|| {
            let detail =
                "The first request with this `Idempotency-Key` is still at work. Ask again in a moment.";
            Fault::new(FaultKind::Conflict, "idempotency-in-flight", detail).retry_after(1)
        })
    }
}

/// Does things once in a workspace.
#[derive(Clone)]
pub struct Once {
    store: Store,
}

impl Part for Once {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?))
    }
}

/// What became of a request to begin.
#[derive(Debug, PartialEq)]
pub enum Begun {
    /// Nobody did it; it is ours to do until the lease ends.
    Ours,
    /// It was done, with this answer.
    Before(serde_json::Value),
}

impl Once {
    /// Does things once in `store`'s workspace.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Takes `key` for `route`, for at most `lease`: an owner that dies gives it up then. 422 when it was used with another
    /// request, 409 while somebody else is at work on it.
    pub async fn begin(
        &self,
        route: &'static str,
        key: &IdempotencyKey,
        hash: &Digest,
        lease: Duration,
    ) -> Result<Begun, Fault> {
        let now = self.store.clock().now();
        let exp = now.plus(KEPT);
        let record = IdempotencyRecord {
            hash: hash.as_str().to_owned(),
            answer: None,
            lease: now.plus(lease),
            exp,
            ttl: exp.seconds() + 3_600,
        };
        let abandoned = Guard::All(vec![
            Guard::Is(Attr("answer"), Value::Text("null".to_owned())),
            Guard::Before(Attr("lease"), now),
        ]);
        let guard = Guard::Any(vec![IdempotencyRecord::guard(now), abandoned]);
        match self.store.write(Change::put(key.address(route), &record, guard)?).await? {
            None => Ok(Begun::Ours),
            Some(refused) => match refused.record::<IdempotencyRecord>()? {
                Some(record) => record.replay(hash).map(Begun::Before),
                None => Err(Fault::unavailable("an idempotency record went away while it was read")),
            },
        }
    }

    /// Keeps the answer.
    pub async fn finish(
        &self,
        route: &'static str,
        key: &IdempotencyKey,
        hash: &Digest,
        answer: serde_json::Value,
    ) -> Result<(), Fault> {
        let record = IdempotencyRecord::answered(hash, answer, self.store.clock().now());
        self.store.write(Change::put(key.address(route), &record, Guard::Always)?).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
