//! The feed under fire: jobs that go on, a stream that shuffles, repeats and cuts, and sequencers that race and die.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use contract::port::Clock;
use contract::port::table::Key;
use model::JobId;
use store::memory::Mishaps;

use super::flow::Flow;
use super::lab::{Crash, Dice, Invocation};
use super::{Ask, Lab};
use crate::feed::Wanted;
use crate::{Event, feed};

/// The table's stream as an event source mapping reads it: every event is told until a batch with it has succeeded.
struct Stream {
    seen: BTreeSet<Key>,
    waiting: Vec<JobId>,
    dice: Dice,
}

impl Stream {
    fn new(seed: u64) -> Mutex<Self> {
        Mutex::new(Self { seen: BTreeSet::new(), waiting: Vec::new(), dice: Dice(seed) })
    }

    /// Looks for what was written since, and lets it wait: in no order, some of it told twice.
    fn look(&mut self, lab: &Lab) {
        for key in lab.world.table.snapshot().into_keys() {
            if key.pk.starts_with("RUN#") && key.sk.starts_with("E#") && self.seen.insert(key.clone()) {
                let job: JobId = key.pk.rsplit('#').next().unwrap().parse().unwrap();
                let times = 1 + self.dice.below(2);
                (0..times).for_each(|_| self.waiting.insert(self.dice.below(self.waiting.len() + 1), job));
            }
        }
    }

    /// Whether nothing was written since and nothing waits.
    fn is_quiet(&mut self, lab: &Lab) -> bool {
        self.look(lab);
        self.waiting.is_empty()
    }

    /// Takes a batch out of what waits.
    fn batch(&mut self) -> Vec<JobId> {
        let size = self.dice.below(self.waiting.len().min(9) + 1);
        self.waiting.split_off(self.waiting.len() - size)
    }
}

/// One shard's reader: it takes batches until all jobs have ended and nothing waits.
async fn reader(lab: &Lab, stream: &Mutex<Stream>, jobs: &[JobId]) {
    for _ in 0..5_000 {
        stream.lock().unwrap().look(lab);
        let batch = stream.lock().unwrap().batch();
        if !batch.is_empty() {
            let told: BTreeSet<_> = batch.iter().copied().collect();
            let failed: BTreeSet<_> =
                lab.feed().sequence(&told).await.into_iter().flat_map(|unfed| unfed.jobs).collect();
            let again = batch.into_iter().filter(|job| failed.contains(job));
            stream.lock().unwrap().waiting.extend(again);
        }
        let mut ended = true;
        for job in jobs {
            ended &= lab.jobs.head(*job).await.unwrap().status.is_terminal();
        }
        if ended && stream.lock().unwrap().is_quiet(lab) {
            return;
        }
        lab.pace.sleep(Duration::from_millis(100)).await;
    }
    panic!("it never ends");
}

/// A flow that is driven until its job has ended, whatever happens to it.
async fn driver(lab: &Lab, job: JobId) {
    let flow = Flow::default();
    for _ in 0..200 {
        let _ = flow.drive(lab, job, 1).await;
        let head = lab.jobs.head(job).await.unwrap();
        if head.status.is_terminal() {
            return;
        }
        if head.status == model::Status::InDoubt {
            // The doubt's time is over, and a sweeper ends the job.
            lab.advance(Duration::from_mins(11));
            let _ = lab.office.sweep(job).await;
        }
        lab.pace.sleep(Duration::from_millis(200)).await;
    }
    panic!("{job} never ends");
}

fn told(lab: &Lab) -> Vec<Event> {
    let feed = lab.feed();
    assert_eq!(lab.run(feed.find(Wanted::After(0))).unwrap(), feed::Found::At(0));
    lab.run(feed.after(0, 1_000)).unwrap()
}

fn storm(seed: u64) {
    let lab = Lab::with(Mishaps::seeded(seed, 15, 10, 10));
    lab.endow(10_000);
    lab.slots(20);
    let jobs: Vec<_> = (1..=8).map(|job| Ask::job(job).id()).collect();
    // An admission that ran out of time is sent again, under its key.
    (1..=8).map(Ask::job).for_each(|ask| while lab.ask(&ask).is_err() {});
    let stream = Stream::new(seed);
    let mut dice = Dice(seed ^ 0x5eed);
    // One invocation dies, before or after a write of its own.
    let at = lab.wire.effects() + dice.below(120) as u64;
    lab.wire.crash(Some(Crash { at, after: dice.below(2) == 1 }));
    let mut crowd: Vec<Invocation<'_, ()>> = Vec::new();
    for job in &jobs {
        crowd.push(Box::pin(driver(&lab, *job)));
    }
    for _ in 0..2 {
        crowd.push(Box::pin(reader(&lab, &stream, &jobs)));
    }
    lab.race(seed, crowd);
    lab.wire.crash(None);
    let events = told(&lab);
    let mut versions = BTreeMap::<JobId, Vec<u64>>::new();
    for (event, number) in events.iter().zip(1..) {
        assert_eq!(event.id, number.to_string(), "seed {seed}");
        versions.entry(event.subject).or_default().push(event.version);
    }
    for job in jobs {
        let all: Vec<_> = (1..=lab.head(job).version).collect();
        assert_eq!(versions[&job], all, "seed {seed}: {job}");
    }
    lab.audit();
}

#[test]
fn whatever_the_stream_and_the_sequencers_do_each_event_comes_once_and_in_order() {
    (0..40).for_each(storm);
}
