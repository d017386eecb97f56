//! The two guards around a handler: a panic and a deadline both become faults.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use fault::{Fault, Kind};
use model::Time;
use tokio::time::{Instant, timeout_at};

/// How long before the sandbox dies an answer must be out: enough to log, to write the metrics and to post the answer.
const MARGIN: Duration = Duration::from_millis(500);

/// When the answer of one invocation must be out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    instant: Option<Instant>,
    time: Option<Time>,
}

impl Deadline {
    /// The deadline of a sandbox that dies at `dies_at` (milliseconds since the epoch; 0 when nobody said), seen from
    /// `now`.
    pub(crate) fn before(dies_at: u64, now: Time) -> Self {
        let dies_at = i64::try_from(dies_at).unwrap_or(i64::MAX);
        if dies_at == 0 {
            return Self { instant: None, time: None };
        }
        let left = Time::from_millis(dies_at).since(now).saturating_sub(MARGIN);
        Self { instant: Instant::now().checked_add(left), time: Some(now.plus(left)) }
    }

    /// By the environment's clock, for handlers that plan their time.
    pub(crate) const fn time(self) -> Option<Time> {
        self.time
    }
}

/// Runs `work` until it ends, panics or meets the deadline; `work` is dropped in the last two cases.
///
/// Work that computes without ever awaiting cannot be interrupted: this is one thread.
pub(crate) async fn guarded<T>(
    deadline: Deadline,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let work = caught(work);
    let Some(instant) = deadline.instant else { return work.await? };
    match timeout_at(instant, work).await {
        Ok(ended) => ended?,
        Err(_) => Err(late()),
    }
}

fn late() -> Fault {
    let detail = "Time ran out before the answer was ready. Send the same request again.";
    Fault::new(Kind::TimedOut, "deadline", detail).retry_after(1)
}

/// Runs `work`; a panic in it is a `Defect` whose words are for the log alone.
pub(crate) async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Fault> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let outer = INSIDE.replace(true);
        // What a panicked future left behind is never looked at again: it is only dropped.
        let polled = panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        INSIDE.set(outer);
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Fault::defect(WORDS.take().unwrap_or_default()))),
        }
    })
    .await
}

thread_local! {
    /// Whether a panic on this thread will be caught and answered.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// The words of the last panic that will be.
    static WORDS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics speak through the log: in guarded work as part of the fault, elsewhere (another thread) at once.
pub(crate) fn hear_panics() {
    panic::set_hook(Box::new(|info| {
        let words = words(info);
        if INSIDE.get() {
            WORDS.replace(Some(words));
        } else {
            tracing::error!(panic = words, "a thread panicked");
        }
    }));
}

fn words(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    match info.location() {
        Some(place) => format!("panicked at {place}: {message}"),
        None => format!("panicked: {message}"),
    }
}

#[cfg(test)]
mod tests;
