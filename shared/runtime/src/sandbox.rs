//! The execution environment as a meter: what its ports count, its memory, and the time since the invocation began.

use std::sync::{Arc, Mutex, PoisonError};

use contract::port::{Meter, Usage};
use tokio::time::Instant;

/// One execution environment, which works on one invocation at a time.
pub(crate) struct Sandbox {
    ports: Arc<dyn Meter>,
    memory_mb: u32,
    since: Mutex<Instant>,
}

impl Sandbox {
    /// The environment with `memory_mb` whose ports count with `ports`.
    pub(crate) fn around(ports: Arc<dyn Meter>, memory_mb: u32) -> Arc<Self> {
        Arc::new(Self { ports, memory_mb, since: Mutex::new(Instant::now()) })
    }

    /// Begins an invocation, and answers when that was.
    pub(crate) fn begin(&self) -> Instant {
        let now = Instant::now();
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = now;
        now
    }
}

impl Meter for Sandbox {
    fn usage(&self) -> Usage {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        Usage { memory_mb: self.memory_mb, ms, ..self.ports.usage() }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    struct Counted;

    impl Meter for Counted {
        fn usage(&self) -> Usage {
            Usage { calls: [("S3.PutObject".to_owned(), 2)].into(), ..Usage::default() }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_invocation_is_measured_from_its_own_beginning() {
        let sandbox = Sandbox::around(Arc::new(Counted), 256);
        tokio::time::advance(Duration::from_secs(9)).await;
        sandbox.begin();
        tokio::time::advance(Duration::from_micros(12_900)).await;
        assert_eq!(sandbox.usage(), Usage { memory_mb: 256, ms: 12, ..Counted.usage() });
    }
}
