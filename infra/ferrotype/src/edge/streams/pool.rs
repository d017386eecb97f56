//! The processes of all functions: as many as there are requests at a time, up to a bound; idle ones are used again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::function::Function;
use super::refusal::Refusal;
use super::worker::{Identity, Surroundings, Worker};

/// How much the pool may use, and how long it waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Processes at one time, of all functions together.
    pub(super) processes: usize,
    /// How long a process may take until it asks for work.
    pub(super) start: Duration,
    /// How long a process may take to end its part of a request.
    pub(super) grace: Duration,
    /// How long an idle process is kept.
    pub(super) keep: Duration,
}

impl Limits {
    /// Those of a laptop: a process takes some 10 MB. Lambda gives an environment 10 s to start ("Init phase").
    pub(super) const LAPTOP: Self = Self {
        processes: 64,
        start: Duration::from_secs(10),
        grace: Duration::from_secs(2),
        keep: Duration::from_mins(5),
    };
}

/// The pool.
pub(super) struct Pool {
    /// What its processes are given.
    pub(super) surroundings: Arc<Surroundings>,
    limits: Limits,
    slots: Arc<Semaphore>,
    idle: Mutex<VecDeque<Idle>>,
    closing: watch::Sender<bool>,
}

struct Idle {
    worker: Worker,
    since: Instant,
}

impl Pool {
    /// An empty pool. It looks after its idle processes by itself.
    pub(super) fn new(surroundings: Surroundings, limits: Limits) -> Arc<Self> {
        let pool = Arc::new(Self {
            surroundings: Arc::new(surroundings),
            limits,
            slots: Arc::new(Semaphore::new(limits.processes)),
            idle: Mutex::default(),
            closing: watch::Sender::new(false),
        });
        tokio::spawn(reap(Arc::downgrade(&pool), limits.keep));
        pool
    }

    /// A process that waits for work and runs what the function is now.
    pub(super) async fn checkout(&self, function: &Arc<Function>) -> Result<Worker, Refusal> {
        let missing = || Refusal::Unbuilt(function.program.clone());
        let identity = Identity::now(function).ok_or_else(missing)?;
        if let Some(worker) = self.take_idle(&identity) {
            return Ok(worker);
        }
        let slot = self.slot().await.ok_or(Refusal::Full(self.limits.processes))?;
        let started = Worker::start(identity, &self.surroundings, slot).await;
        let mut worker = started.map_err(|error| Refusal::Broken(format!("{error:#}")))?;
        if worker.is_ready_within(self.limits.start).await {
            return Ok(worker);
        }
        let told = worker.complaint().map(|told| format!("{}: {}", told.kind, told.message));
        Err(Refusal::Broken(
            told.unwrap_or_else(|| "the process did not get as far as asking for work".into()),
        ))
    }

    /// Takes a process back once it asks for work again; one that does not is killed.
    pub(super) async fn give_back(&self, mut worker: Worker) {
        if worker.is_ready_within(self.limits.grace).await && !*self.closing.borrow() {
            self.idle().push_back(Idle { worker, since: Instant::now() });
        }
    }

    /// The one that was used last. Those of an older deploy are killed by the way.
    fn take_idle(&self, wanted: &Identity) -> Option<Worker> {
        let mut idle = self.idle();
        idle.retain(|idle| {
            let same = idle.worker.identity.function.name == wanted.function.name;
            idle.worker.is_ready() && (!same || idle.worker.identity == *wanted)
        });
        let place = idle.iter().rposition(|idle| idle.worker.identity == *wanted)?;
        idle.remove(place).map(|idle| idle.worker)
    }

    /// A free slot; if there is none, that of the process which has been idle for the longest time.
    async fn slot(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            return Some(slot);
        }
        let longest = self.idle().pop_front()?;
        drop(longest);
        tokio::time::timeout(self.limits.grace, Arc::clone(&self.slots).acquire_owned()).await.ok()?.ok()
    }

    /// Kills all processes: what they were writing breaks off.
    pub(super) fn close(&self) {
        self.closing.send_replace(true);
        self.idle().clear();
    }

    /// Waits until the pool is closed.
    pub(super) async fn closed(&self) {
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    /// How many processes serve, and how many wait.
    pub(super) fn census(&self) -> (usize, usize) {
        let (idle, free) = (self.idle().len(), self.slots.available_permits());
        (self.limits.processes.saturating_sub(free).saturating_sub(idle), idle)
    }

    fn idle(&self) -> MutexGuard<'_, VecDeque<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets go of idle processes until the pool is gone.
async fn reap(pool: Weak<Pool>, keep: Duration) {
    loop {
        tokio::time::sleep(keep / 4).await;
        let Some(pool) = pool.upgrade() else { return };
        pool.idle().retain(|idle| {
            let current = Identity::now(&idle.worker.identity.function);
            idle.worker.is_ready()
                && idle.since.elapsed() < keep
                && current.as_ref() == Some(&idle.worker.identity)
        });
    }
}
