//! A laboratory: many invocations over one table, interleaved at every call by a seed, in a time of their own.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use contract::port::table::{Attr, Item, Key, Outcome, Page, Query, TableError, Write};
use contract::port::{Clock, Flow, Table};
use model::{JobId, Time};
use store::Store;
use store::memory::{MemoryTable, Mishaps};
use testkit::World;

use crate::feed::Unfed;
use crate::{Feed, Jobs, Launcher, Line, Office, Polls};

/// One invocation of a function, where those that race are of different kinds.
pub(crate) type Invocation<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The world with jobs over a [`Wire`] and a clock of its own: [`testkit::FrozenClock`] adds up the sleep of all who sleep at
/// one time, which here would use up every budget at once.
pub(crate) struct Lab {
    pub(crate) world: World,
    pub(crate) pace: Arc<Pace>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) jobs: Jobs,
    pub(crate) launcher: Launcher,
    pub(crate) line: Line,
    pub(crate) office: Office,
}

impl Lab {
    pub(crate) fn new() -> Self {
        Self::with(Mishaps::none())
    }

    pub(crate) fn with(mishaps: Mishaps) -> Self {
        let world = World::with(mishaps);
        let pace = Arc::new(Pace::default());
        let wire = Arc::new(Wire {
            table: world.table.clone(),
            pace: pace.clone(),
            effects: AtomicU64::new(0),
            crash: Mutex::new(None),
            lost: Mutex::new((Dice(0), 0)),
        });
        let scope = testkit::workspace("lab");
        let store = Store::new(scope, wire.clone(), pace.clone(), world.ids.clone());
        let launcher = Launcher::new(scope, world.flow.clone() as Arc<dyn Flow>);
        let line = world.open::<Line>("lab");
        let jobs = Jobs::new(store).metered(world.meter.clone());
        let polls = world.open::<Polls>("lab");
        let office = Office { jobs: jobs.clone(), launcher: launcher.clone(), line: line.clone(), polls };
        Self { world, pace, wire, jobs, launcher, line, office }
    }

    /// Runs one invocation to its end.
    pub(crate) fn run<T>(&self, invocation: impl Future<Output = T>) -> T {
        self.race(0, [invocation]).pop().unwrap()
    }

    /// Runs `invocations` side by side. Between any two calls of one, `seed` decides how many of the others' come.
    pub(crate) fn race<F: Future>(
        &self,
        seed: u64,
        invocations: impl IntoIterator<Item = F>,
    ) -> Vec<F::Output> {
        *self.pace.dice.lock().unwrap() = Dice(!seed);
        let mut dice = Dice(seed);
        let mut live: Vec<_> = invocations.into_iter().map(Box::pin).enumerate().collect();
        let mut done = Vec::new();
        while !live.is_empty() {
            self.pace.stirred.store(false, Ordering::Relaxed);
            for _ in 0..live.len() * 2 {
                if !live.is_empty() {
                    let index = dice.below(live.len());
                    self.poll(&mut live, index, &mut done);
                }
            }
            // Whom the dice left out must have a turn before all are taken to be asleep.
            for index in (0..live.len()).rev() {
                if !self.pace.stirred.load(Ordering::Relaxed) {
                    self.poll(&mut live, index, &mut done);
                }
            }
            if !self.pace.stirred.load(Ordering::Relaxed) {
                self.pace.wake();
            }
        }
        done.sort_by_key(|(index, _)| *index);
        done.into_iter().map(|(_, value)| value).collect()
    }

    fn poll<F: Future>(
        &self,
        live: &mut Vec<(usize, Pin<Box<F>>)>,
        index: usize,
        done: &mut Vec<(usize, F::Output)>,
    ) {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(value) = live[index].1.as_mut().poll(&mut context) {
            done.push((live.swap_remove(index).0, value));
            self.pace.stirred.store(true, Ordering::Relaxed);
        }
    }

    /// Ends a test: the spine's invariants hold.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(testkit::audit(&self.world.table.snapshot()), Vec::<String>::new());
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.pace.advance(by);
    }

    pub(crate) fn feed(&self) -> Feed {
        Feed::new(self.jobs.store.clone())
    }

    /// Feeds the news of `jobs`.
    pub(crate) fn sequence(&self, jobs: impl IntoIterator<Item = JobId>) -> Vec<Unfed> {
        let jobs = jobs.into_iter().collect();
        self.run(async { self.feed().sequence(&jobs).await })
    }
}

/// Time that passes only when all sleep.
pub(crate) struct Pace {
    now: AtomicI64,
    stirred: AtomicBool,
    wakes: Mutex<BTreeSet<i64>>,
    dice: Mutex<Dice>,
}

impl Default for Pace {
    fn default() -> Self {
        let start = i64::try_from(testkit::FrozenClock::START).unwrap();
        Self {
            now: AtomicI64::new(start),
            stirred: AtomicBool::new(false),
            wakes: Mutex::default(),
            dice: Mutex::new(Dice(0)),
        }
    }
}

impl Pace {
    pub(crate) fn advance(&self, by: Duration) {
        self.now.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::Relaxed);
    }

    /// Nobody has anything to do: it is the moment at which the first one wakes.
    fn wake(&self) {
        let first = self.wakes.lock().unwrap().pop_first().expect("all sleep and nobody will wake");
        self.wakes.lock().unwrap().clear();
        self.now.fetch_max(first, Ordering::Relaxed);
    }

    /// Lets others come between: for one turn or for a few, so that of two calls side by side either may be the first.
    async fn turn(&self) {
        let mut turns = 1 + self.dice.lock().unwrap().below(3);
        std::future::poll_fn(|_| {
            if turns > 0 {
                turns -= 1;
                self.stirred.store(true, Ordering::Relaxed);
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
    }
}

#[async_trait]
impl Clock for Pace {
    fn now(&self) -> Time {
        Time::from_millis(self.now.load(Ordering::Relaxed))
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.now().plus(duration.max(Duration::from_millis(1))).millis();
        std::future::poll_fn(|_| {
            if self.now.load(Ordering::Relaxed) >= end {
                self.stirred.store(true, Ordering::Relaxed);
                return Poll::Ready(());
            }
            self.wakes.lock().unwrap().insert(end);
            Poll::Pending
        })
        .await;
    }
}

/// The way to the table: others come between any two calls, a batch is not read at one moment (DynamoDB promises that for each
/// item, not for the batch), and an invocation may die at a call.
pub(crate) struct Wire {
    table: Arc<MemoryTable>,
    pace: Arc<Pace>,
    effects: AtomicU64,
    crash: Mutex<Option<Crash>>,
    lost: Mutex<(Dice, usize)>,
}

/// Where an invocation dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Crash {
    /// At which change of the table, counted from 0.
    pub(crate) at: u64,
    /// After it happened, not before.
    pub(crate) after: bool,
}

impl Wire {
    pub(crate) fn effects(&self) -> u64 {
        self.effects.load(Ordering::Relaxed)
    }

    pub(crate) fn crash(&self, crash: Option<Crash>) {
        *self.crash.lock().unwrap() = crash;
    }

    /// From now on, of each hundred single writes so many are lost by the dice of `seed`: half before they are done, half after.
    /// Those in transactions are the table's own [`Mishaps`], because only a transaction is tried again by itself.
    pub(crate) fn lose(&self, seed: u64, percent: usize) {
        *self.lost.lock().unwrap() = (Dice(seed), percent);
    }

    /// Whether this write is lost: before it is done (`Some(false)`) or after.
    fn is_lost(&self) -> Option<bool> {
        let (dice, percent) = &mut *self.lost.lock().unwrap();
        (dice.below(100) < *percent).then(|| dice.below(2) == 1)
    }

    async fn change<T>(
        &self,
        change: impl Future<Output = Result<T, TableError>> + Send,
    ) -> Result<T, TableError> {
        self.pace.turn().await;
        let effect = self.effects.fetch_add(1, Ordering::Relaxed);
        let crash = self.crash.lock().unwrap().filter(|crash| crash.at == effect);
        let died = || Err(TableError::Invalid("the invocation died here".to_owned()));
        match crash {
            Some(Crash { after: false, .. }) => died(),
            Some(Crash { after: true, .. }) => {
                let _ = change.await;
                died()
            }
            None => change.await,
        }
    }
}

#[async_trait]
impl Table for Wire {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let mut found = Vec::new();
        for key in keys {
            self.pace.turn().await;
            found.extend(self.table.get(std::slice::from_ref(key)).await?);
        }
        Ok(found)
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.pace.turn().await;
        self.table.query(query).await
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        let lost = || TableError::Unknown("a write was lost".to_owned());
        match self.is_lost() {
            Some(false) => Err(lost()),
            Some(true) => self.change(self.table.write(write)).await.and(Err(lost())),
            None => self.change(self.table.write(write)).await,
        }
    }

    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError> {
        let lost = || TableError::Unknown("a count was lost".to_owned());
        match self.is_lost() {
            Some(false) => Err(lost()),
            Some(true) => self.change(self.table.count(key, attr)).await.and(Err(lost())),
            None => self.change(self.table.count(key, attr)).await,
        }
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        self.change(self.table.transact(token, writes)).await
    }
}

/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % bound
    }
}
