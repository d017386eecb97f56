//! Surroundings in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use contract::port::{Clock, Ids, Meter, Usage};
use contract::{BoxFuture, Grant, Need, Ports, Principal, Settings};
use fault::{Fault, Kind};
use http::HeaderMap;
use model::{Role, Scopes, Time, UserId, WorkspaceId};
use runtime::{Calls, CountCalls, Surroundings, Verify};

/// What was asked of the pretended AWS since it was last read.
static ASKED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// Counts one call.
pub(crate) fn ask(operation: &str) {
    *ASKED.lock().unwrap().entry(operation.to_owned()).or_default() += 1;
}

pub(crate) fn connect(_: &[Need], settings: Arc<Settings>) -> (Surroundings, BoxFuture<()>) {
    let ports = Ports {
        table: None,
        bucket: None,
        render_flow: None,
        providers: None,
        queues: BTreeMap::new(),
        dead_queues: BTreeMap::new(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(NoIds),
        meter: Arc::new(Asked),
        settings,
    };
    let surroundings = Surroundings { ports, verifier: Arc::new(TwoKeys), calls: Arc::new(Asked) };
    (surroundings, Box::pin(async { ask("Probe.Warm") }))
}

struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a deadline of Lambda is a moment of the real clock")]
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Time::from_millis(i64::try_from(since.as_millis()).unwrap())
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending::<()>().await;
    }
}

struct NoIds;

impl Ids for NoIds {
    fn fresh(&self, _: Time) -> u128 {
        0
    }

    fn random(&self, secret: &mut [u8]) {
        secret.fill(0);
    }
}

/// Knows a key that reads and one that writes.
struct TwoKeys;

#[async_trait]
impl Verify for TwoKeys {
    async fn verify(&self, _: &Grant, headers: &HeaderMap) -> Result<Principal, Fault> {
        let shown = headers.get("authorization").and_then(|value| value.to_str().ok());
        let role = match shown {
            Some("Bearer reader-CANARY") => Role::Viewer,
            Some("Bearer writer-CANARY") => Role::Editor,
            _ => return Err(Fault::new(Kind::Unauthenticated, "credential", "Show a key that we know.")),
        };
        Ok(Principal {
            user: UserId::derived("probe"),
            workspace: WorkspaceId::derived("probe"),
            role,
            scopes: Scopes::of(role),
            key: None,
            expires_at: None,
        })
    }
}

struct Asked;

impl CountCalls for Asked {
    fn take(&self) -> Calls {
        let by_name = std::mem::take(&mut *ASKED.lock().unwrap());
        let operations = by_name.values().sum();
        Calls { operations, attempts: operations * 2, by_name, ..Calls::default() }
    }
}

impl Meter for Asked {
    fn usage(&self) -> Usage {
        Usage { calls: ASKED.lock().unwrap().clone(), ..Usage::default() }
    }
}
