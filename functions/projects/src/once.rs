//! Making a thing once for each idempotency key.

use contract::{Reply, Route};
use fault::Fault;
use http::{HeaderMap, HeaderName};
use model::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::once::IdempotencyRecord;
use store::{Change, Digest, IdempotencyKey, Refused};

/// The client's name for what it wants, and a digest by which another wish under the same name is seen.
pub(crate) struct Intent(Option<(IdempotencyKey, Digest)>);

impl Intent {
    /// What a request to make `wanted` is called.
    pub(crate) fn of(headers: &HeaderMap, wanted: &impl Serialize) -> Result<Self, Fault> {
        let Some(value) = headers.get("idempotency-key") else { return Ok(Self(None)) };
        // A value that is no text is refused like an empty one.
        let key = IdempotencyKey::parse(value.to_str().unwrap_or_default())?;
        let text = serde_json::to_vec(wanted);
        let hash = Digest::of(text.map_err(|error| Fault::defect("a body is no JSON").because(error))?);
        Ok(Self(Some((key, hash))))
    }

    /// Keeps the answer, in the transaction that makes the thing: there is never one without the other. Nothing without a key.
    pub(crate) fn keep<R: Route>(&self, answer: &impl Serialize, now: Time) -> Result<Vec<Change>, Fault> {
        let Some((key, hash)) = &self.0 else { return Ok(Vec::new()) };
        let answer = serde_json::to_value(answer);
        let answer = answer.map_err(|error| Fault::defect("an answer is no JSON").because(error))?;
        let record = IdempotencyRecord::answered(hash, answer, now);
        Ok(vec![Change::put(key.address(R::NAME), &record, IdempotencyRecord::guard(now))?])
    }

    /// The answer that is there under the key.
    pub(crate) fn replay<T: DeserializeOwned>(&self, refused: &Refused) -> Result<T, Fault> {
        let (Some((_, hash)), Some(record)) = (&self.0, refused.record::<IdempotencyRecord>()?) else {
            return Err(Fault::defect("something was refused for no reason that it has"));
        };
        serde_json::from_value(record.replay(hash)?)
            .map_err(|error| Fault::defect("a kept answer changed its form").because(error))
    }
}

/// Says that an answer is one that was given before.
pub(crate) fn replayed<T>(reply: Reply<T>) -> Reply<T> {
    reply.header(HeaderName::from_static("idempotent-replayed"), "true")
}
