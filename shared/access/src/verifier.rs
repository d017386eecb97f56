//! From an `Authorization` header to a principal.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contract::{Grant, Part, Principal};
use fault::{Fault, Kind};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use model::Time;
use store::Directory;
use subtle::ConstantTimeEq;

use crate::record::{self, KeyRecord};
use crate::{AccessKey, BadKey, KeyId};

mod shelf;

use shelf::Shelf;

/// After this a revoked key works nowhere any more.
pub const REVOCATION_BOUND: Duration = Duration::from_mins(1);

/// How long an execution environment believes what it read of a key. A revocation names the moment before its commit, which
/// may take 4 s ([`store::Store::BUDGET`]), and two clocks may differ by a second: with those it stays within the bound.
const BELIEVED: Duration = Duration::from_secs(55);

/// How long it believes that there is no such key: enough that a flood of one bad key is no flood of reads.
const BELIEVED_ABSENT: Duration = Duration::from_secs(5);

/// How many keys an execution environment remembers of either sort.
const ROOM: usize = 1_000;

/// Says who calls. One for each execution environment; what it has read it remembers for a while.
pub struct Verifier {
    memory: Mutex<Memory>,
}

/// Known and unknown keys lie apart, so that a flood of invented keys drives out no real one.
struct Memory {
    known: Shelf<KeyRecord>,
    absent: Shelf<()>,
}

impl Verifier {
    /// A verifier that remembers nothing yet.
    pub fn new() -> Self {
        let memory = Memory { known: Shelf::new(BELIEVED, ROOM), absent: Shelf::new(BELIEVED_ABSENT, ROOM) };
        Self { memory: Mutex::new(memory) }
    }

    /// The caller behind `headers`: exactly one `Authorization: Bearer <access key>`. At most one strong read.
    ///
    /// Every refusal is 401 `unauthenticated`. An unknown key, a wrong secret and a revoked key have one answer; only to who has
    /// the secret it is told that a key has expired.
    pub async fn verify(&self, grant: &Grant, headers: &HeaderMap) -> Result<Principal, Fault> {
        let key = AccessKey::parse(bearer(headers)?).map_err(mistyped)?;
        let now = grant.clock().now();
        let record = self.record(grant, key.id(), now).await?;
        admit(&key, record, now)
    }

    async fn record(&self, grant: &Grant, id: KeyId, now: Time) -> Result<Option<KeyRecord>, Fault> {
        {
            let memory = self.memory();
            if let Some(record) = memory.known.get(id, now) {
                return Ok(Some(record.clone()));
            }
            if memory.absent.get(id, now).is_some() {
                return Ok(None);
            }
        }
        let found: Option<KeyRecord> = Directory::open(grant)?.find(&record::key(id)).await?;
        let mut memory = self.memory();
        match &found {
            Some(record) => memory.known.put(id, now, record.clone()),
            None => memory.absent.put(id, now, ()),
        }
        Ok(found)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // A panic elsewhere leaves the memory whole: each change is one insertion.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

/// What follows `Bearer` (RFC 6750, section 2.1; the scheme's case does not matter: RFC 9110, section 11.1).
fn bearer(headers: &HeaderMap) -> Result<&str, Fault> {
    let mut shown = headers.get_all(AUTHORIZATION).iter();
    let (Some(header), None) = (shown.next(), shown.next()) else { return Err(missing()) };
    let (scheme, credential) =
        header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("Bearer") { Ok(credential.trim()) } else { Err(missing()) }
}

/// The caller, when the secret is right and the key may be used.
fn admit(key: &AccessKey, record: Option<KeyRecord>, now: Time) -> Result<Principal, Fault> {
    let record = record.ok_or_else(unknown)?;
    let right = key.digest().as_str().as_bytes().ct_eq(record.secret_sha256.as_bytes());
    if !bool::from(right) || record.revoked_at.is_some() {
        return Err(unknown());
    }
    if record.expires_at.is_some_and(|end| end <= now) {
        return Err(refusal(
            "This access key has expired. Create another, or ask who gave it to you for one.",
        ));
    }
    Ok(Principal {
        user: record.user,
        workspace: record.ws,
        role: record.role,
        scopes: record.scopes,
        key: Some(key.id().to_string()),
        expires_at: record.expires_at,
    })
}

fn missing() -> Fault {
    refusal("Send an access key in exactly one header: `Authorization: Bearer ft_…`.")
}

fn mistyped(error: BadKey) -> Fault {
    let detail =
        "What follows `Bearer` is no access key: part of it is missing or wrong. Copy the whole key again.";
    refusal(detail).because(error)
}

fn unknown() -> Fault {
    refusal(
        "Nobody may call with this access key: it is unknown or revoked. Send another in `Authorization: Bearer ft_…`.",
    )
}

fn refusal(detail: &str) -> Fault {
    Fault::new(Kind::Unauthenticated, "unauthenticated", detail)
}

#[cfg(test)]
mod tests;
