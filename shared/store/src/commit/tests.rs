use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use contract::port::table::{Attr, Key, Value};
use model::Time;

use super::*;
use crate::memory::{MemoryTable, Mishaps};

/// A clock that only sleeping moves.
struct Still(AtomicU64);

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Time {
        Time::from_millis(i64::try_from(self.0.load(Ordering::Relaxed)).unwrap())
    }

    async fn sleep(&self, duration: Duration) {
        self.0.fetch_add(u64::try_from(duration.as_millis()).unwrap().max(1), Ordering::Relaxed);
    }
}

/// Ids and jitter that count.
struct Counting;

/// Shared by all tests: a token that came twice would be taken for a repetition.
static LAST: AtomicU64 = AtomicU64::new(0);

impl Ids for Counting {
    fn fresh(&self, _: Time) -> u128 {
        u128::from(LAST.fetch_add(1, Ordering::Relaxed)) + 1
    }

    fn random(&self, secret: &mut [u8]) {
        secret.fill(200);
    }
}

fn add_one(guard: Guard) -> Vec<Write> {
    let key = Key { pk: "WAL#a".into(), sk: "CREDITS".into() };
    vec![Write::update(key, vec![Edit::Add { attr: Attr("n"), by: 1, start: 0 }], guard)]
}

async fn run(table: &MemoryTable, writes: &[Write]) -> (Result<Commit, Fault>, Time) {
    let clock = Still(AtomicU64::new(0));
    let ids: Arc<dyn Ids> = Arc::new(Counting);
    let result = commit(table, &clock, &ids, writes, Duration::from_secs(4)).await;
    (result, clock.now())
}

fn count(table: &MemoryTable) -> Option<Value> {
    table.snapshot().into_values().next().and_then(|item| item.get("n").cloned())
}

#[tokio::test]
async fn conflicts_are_tried_again() {
    let table = MemoryTable::with(Mishaps::conflicts(5));
    assert_eq!(run(&table, &add_one(Guard::Always)).await.0.unwrap(), Commit::Done);
    assert_eq!((count(&table), table.calls()), (Some(Value::Int(1)), 6));
}

#[tokio::test]
async fn a_lost_answer_is_not_committed_twice() {
    let table = MemoryTable::with(Mishaps::one_lost_answer());
    assert_eq!(run(&table, &add_one(Guard::Always)).await.0.unwrap(), Commit::Done);
    assert_eq!((count(&table), table.calls()), (Some(Value::Int(1)), 2));
}

#[tokio::test]
async fn the_budget_is_time_and_its_end_writes_nothing() {
    let table = MemoryTable::with(Mishaps::conflicts(10_000));
    let (result, end) = run(&table, &add_one(Guard::Always)).await;
    let fault = result.unwrap_err();
    assert_eq!((fault.code(), fault.wait_seconds()), ("contended", Some(1)));
    assert!(end <= Time::from_millis(4_000) && end > Time::from_millis(3_500), "gave up at {end}");
    assert_eq!(count(&table), None);
}

#[tokio::test]
async fn a_refusal_behind_a_conflict_is_not_believed() {
    let reasons = vec![Reason::Fine, Reason::Conflict, Reason::Refused(None)];
    assert_eq!(first_refusal(reasons), None);
    let reasons = vec![Reason::Fine, Reason::Refused(None), Reason::Conflict];
    assert_eq!(first_refusal(reasons).map(|refused| refused.index), Some(1));
}

#[tokio::test]
async fn a_refusal_carries_what_was_there() {
    let table = MemoryTable::new();
    run(&table, &add_one(Guard::Always)).await.0.unwrap();
    let Commit::Refused(refused) = run(&table, &add_one(Guard::Absent)).await.0.unwrap() else {
        panic!("an existing item is not absent");
    };
    assert_eq!(refused.old.unwrap()["n"], Value::Int(1));
    assert_eq!(count(&table), Some(Value::Int(1)));
}

#[tokio::test]
async fn a_key_that_is_written_twice_is_a_defect() {
    let twice = [add_one(Guard::Always), add_one(Guard::Always)].concat();
    assert_eq!(run(&MemoryTable::new(), &twice).await.0.unwrap_err().code(), "internal");
}
