//! One thread, many tasks, and a time that passes only when all of them wait.
//!
//! Of the tasks that could go on the dice choose one, so a seed is an interleaving. When none can, it is the moment at which the
//! first sleeper wakes: [`FrozenClock`](crate::FrozenClock) adds up the sleep of all who sleep at one time, this clock does not.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use async_trait::async_trait;
use contract::BoxFuture;
use contract::port::Clock;
use model::Time;

use super::dice::Dice;

/// The tasks and the clock of a simulated world.
pub struct Pace {
    state: Mutex<State>,
    ready: Ready,
}

type Ready = Arc<Mutex<Vec<Arc<Alarm>>>>;

struct State {
    now: Time,
    dice: Dice,
    tasks: Vec<Option<Task>>,
    /// Tasks that end by themselves: those that serve as long as the world lasts are not counted.
    at_work: usize,
    sleepers: BTreeMap<(Time, u64), Waker>,
    /// Counts the sleepers, so that those of one moment wake in the order in which they lay down.
    slept: u64,
}

struct Task {
    future: BoxFuture<()>,
    serves: bool,
}

/// Puts a task among those that can go on, once however often it rings.
struct Alarm {
    task: usize,
    rung: AtomicBool,
    ready: Ready,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        if !self.rung.swap(true, Ordering::Relaxed) {
            let ready = self.ready.clone();
            lock(&ready).push(self);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic ends the test; what it left is only looked at to tell what happened.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pace {
    /// A world at the moment at which every test begins, whose interleaving `seed` decides.
    pub fn new(seed: u64) -> Self {
        let start = i64::try_from(crate::FrozenClock::START).unwrap_or(0);
        Self {
            state: Mutex::new(State {
                now: Time::from_millis(start),
                dice: Dice::new(seed),
                tasks: Vec::new(),
                at_work: 0,
                sleepers: BTreeMap::new(),
                slept: 0,
            }),
            ready: Ready::default(),
        }
    }

    /// Throws the dice.
    pub fn roll<T>(&self, throw: impl FnOnce(&mut Dice) -> T) -> T {
        throw(&mut lock(&self.state).dice)
    }

    /// Adds a task that ends by itself.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.add(Box::pin(task), false);
    }

    /// Adds a task that serves as long as the world lasts.
    pub fn serve(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.add(Box::pin(task), true);
    }

    fn add(&self, future: BoxFuture<()>, serves: bool) {
        let mut state = lock(&self.state);
        let alarm = Arc::new(Alarm {
            task: state.tasks.len(),
            rung: AtomicBool::new(false),
            ready: self.ready.clone(),
        });
        state.at_work += usize::from(!serves);
        state.tasks.push(Some(Task { future, serves }));
        drop(state);
        alarm.wake();
    }

    /// How many tasks that end by themselves have not ended.
    pub fn at_work(&self) -> usize {
        lock(&self.state).at_work
    }

    /// Lets time pass until `done` holds, which is asked whenever every task waits. False when that would take longer than
    /// `limit`, or for ever.
    pub fn run_until(&self, limit: Duration, done: impl Fn() -> bool) -> bool {
        let end = self.now().plus(limit);
        loop {
            while self.poll_one() {}
            if done() {
                return true;
            }
            if self.now() > end || !self.wake_first() {
                return false;
            }
        }
    }

    /// Runs `work` to its end beside everything else.
    pub fn block_on<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let result = Arc::new(Mutex::new(None));
        let place = result.clone();
        self.spawn(async move {
            let value = work.await;
            *lock(&place) = Some(value);
        });
        loop {
            if let Some(value) = lock(&result).take() {
                return value;
            }
            assert!(self.poll_one() || self.wake_first(), "everybody waits for something that never comes");
        }
    }

    /// Ends every task where it is. Tasks hold the world that holds them: without this no world is ever freed.
    pub fn stop(&self) {
        let mut state = lock(&self.state);
        let tasks = std::mem::take(&mut state.tasks);
        state.sleepers.clear();
        state.at_work = 0;
        drop(state);
        lock(&self.ready).clear();
        drop(tasks);
    }

    /// Lets one of the tasks that can go on do so, until it waits. False when none can.
    fn poll_one(&self) -> bool {
        let mut ready = lock(&self.ready);
        if ready.is_empty() {
            return false;
        }
        let next = if ready.len() == 1 { 0 } else { self.roll(|dice| dice.below(ready.len())) };
        let alarm = ready.swap_remove(next);
        drop(ready);
        alarm.rung.store(false, Ordering::Relaxed);
        // Taken out while it is at work: it may add others.
        let taken = lock(&self.state).tasks.get_mut(alarm.task).and_then(Option::take);
        let Some(mut task) = taken else { return true };
        let waker = Waker::from(alarm.clone());
        let ended = task.future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        let mut state = lock(&self.state);
        if ended {
            state.at_work -= usize::from(!task.serves);
        } else if let Some(place) = state.tasks.get_mut(alarm.task) {
            *place = Some(task);
        }
        true
    }

    /// It is the moment at which the first sleeper wakes.
    fn wake_first(&self) -> bool {
        let mut state = lock(&self.state);
        let Some(((at, _), _)) = state.sleepers.first_key_value() else { return false };
        state.now = state.now.max(*at);
        let now = (state.now, u64::MAX);
        let later = state.sleepers.split_off(&now);
        let awake = std::mem::replace(&mut state.sleepers, later);
        drop(state);
        awake.into_values().for_each(Waker::wake);
        true
    }

    /// Sleeps until `at`.
    pub fn until(self: &Arc<Self>, at: Time) -> Sleep {
        Sleep { pace: self.clone(), at, bed: None }
    }

    /// Lets others come between, a few of them or none.
    pub async fn turn(&self) {
        let mut turns = self.roll(|dice| dice.below(3));
        std::future::poll_fn(|context| {
            if turns == 0 {
                return Poll::Ready(());
            }
            turns -= 1;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// What `work` answers, or `None` when it has not by `end`; then it is dropped.
    pub async fn by<T>(self: &Arc<Self>, end: Time, work: impl Future<Output = T>) -> Option<T> {
        let mut work = std::pin::pin!(work);
        let mut sleep = self.until(end);
        std::future::poll_fn(|context| {
            if let Poll::Ready(value) = work.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            Pin::new(&mut sleep).poll(context).map(|()| None)
        })
        .await
    }
}

#[async_trait]
impl Clock for Pace {
    fn now(&self) -> Time {
        lock(&self.state).now
    }

    async fn sleep(&self, duration: Duration) {
        let at = self.now().plus(duration.max(Duration::from_millis(1)));
        let mut bed = None;
        std::future::poll_fn(|context| lie_down(self, at, &mut bed, context)).await;
    }
}

/// Sleeps until a moment; dropped before, it leaves nobody to be woken.
pub struct Sleep {
    pace: Arc<Pace>,
    at: Time,
    bed: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { pace, at, bed } = &mut *self;
        lie_down(pace, *at, bed, context)
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(bed) = self.bed {
            lock(&self.pace.state).sleepers.remove(&(self.at, bed));
        }
    }
}

fn lie_down(pace: &Pace, at: Time, bed: &mut Option<u64>, context: &mut Context<'_>) -> Poll<()> {
    let mut state = lock(&pace.state);
    if state.now >= at {
        return Poll::Ready(());
    }
    let number = *bed.get_or_insert_with(|| {
        state.slept += 1;
        state.slept
    });
    state.sleepers.insert((at, number), context.waker().clone());
    Poll::Pending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_sleep_at_one_time_sleep_it_once() {
        let pace = Arc::new(Pace::new(1));
        let start = pace.now();
        for _ in 0..10 {
            let pace = pace.clone();
            let sleeper = pace.clone();
            pace.spawn(async move { sleeper.sleep(Duration::from_secs(4)).await });
        }
        assert!(pace.run_until(Duration::from_mins(1), || pace.at_work() == 0));
        assert_eq!(pace.now().since(start), Duration::from_secs(4));
    }

    #[test]
    fn a_seed_is_an_interleaving() {
        let order = |seed| {
            let (pace, order) = (Arc::new(Pace::new(seed)), Arc::new(Mutex::new(Vec::new())));
            for task in 0..6 {
                let (mine, order) = (pace.clone(), order.clone());
                pace.spawn(async move {
                    mine.turn().await;
                    lock(&order).push(task);
                });
            }
            assert!(pace.run_until(Duration::ZERO, || pace.at_work() == 0));
            lock(&order).clone()
        };
        assert_eq!(order(1), order(1));
        assert!((2..9).any(|seed| order(seed) != order(1)));
    }

    #[test]
    fn what_takes_too_long_is_dropped_and_leaves_no_sleeper() {
        let pace = Arc::new(Pace::new(1));
        let mine = pace.clone();
        let answer = pace.block_on(async move {
            let end = mine.now().plus(Duration::from_secs(1));
            mine.by(end, std::future::pending::<()>()).await
        });
        assert_eq!(answer, None);
        assert!(lock(&pace.state).sleepers.is_empty());
    }
}
