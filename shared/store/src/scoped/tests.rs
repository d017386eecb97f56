use std::sync::Mutex;

use async_trait::async_trait;
use model::{JobId, JobKind, Time, WorkspaceId};
use serde::Deserialize;

use super::*;
use crate::memory::MemoryTable;

pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) clock: Arc<Frozen>,
    pub(crate) table: Arc<MemoryTable>,
}

pub(crate) struct Frozen(Mutex<Time>);

impl Frozen {
    pub(crate) fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(by);
    }
}

#[async_trait]
impl Clock for Frozen {
    fn now(&self) -> Time {
        *self.0.lock().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}

struct Zeros;

impl Ids for Zeros {
    fn fresh(&self, now: Time) -> u128 {
        u128::try_from(now.millis()).unwrap()
    }

    fn random(&self, secret: &mut [u8]) {
        secret.fill(0);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this crate is below `testkit`, which mints scopes for all other tests"
)]
fn scope(seed: &str) -> Workspace {
    Workspace::mint(WorkspaceId::derived(seed))
}

pub(crate) fn store() -> Fixture {
    let clock = Arc::new(Frozen(Mutex::new(Time::from_millis(1_000_000))));
    let table = Arc::new(MemoryTable::new());
    let store = Store::new(scope("ours"), table.clone(), clock.clone(), Arc::new(Zeros));
    Fixture { store, clock, table }
}

fn neighbour(fixture: &Fixture) -> Store {
    Store::new(scope("theirs"), fixture.table.clone(), fixture.clock.clone(), Arc::new(Zeros))
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    text: String,
    version: u64,
}

fn job(body: u128) -> JobId {
    JobId::from_body(JobKind::Render, body)
}

fn at(body: u128) -> Address {
    Address::new(Kind::AST, SortKey::id(&job(body)))
}

fn note(text: &str) -> Note {
    Note { text: text.to_owned(), version: 1 }
}

#[tokio::test]
async fn a_neighbour_sees_nothing_and_his_answer_is_that_of_absence() {
    let fixture = store();
    assert!(fixture.store.create(at(1), &note("ours")).await.unwrap());
    assert_eq!(fixture.store.get::<Note>(&at(1)).await.unwrap(), note("ours"));
    let theirs = neighbour(&fixture);
    let foreign = theirs.get::<Note>(&at(1)).await.unwrap_err();
    let absent = theirs.get::<Note>(&at(2)).await.unwrap_err();
    assert_eq!(foreign.problem("r"), absent.problem("r"));
    assert!(theirs.list::<Note>(&Range::of(Kind::AST), None, 10).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_change_needs_the_version_that_was_read() {
    let fixture = store();
    fixture.store.create(at(1), &note("a")).await.unwrap();
    let set = |text: &str| vec![Edit::Set(Attr("text"), contract::port::table::Value::Text(text.to_owned()))];
    fixture.store.change(at(1), 1, set("b")).await.unwrap();
    assert_eq!(fixture.store.change(at(1), 1, set("c")).await.unwrap_err().problem("").status, 412);
    assert_eq!(fixture.store.get::<Note>(&at(1)).await.unwrap(), Note { text: "b".to_owned(), version: 2 });
    assert_eq!(fixture.store.change(at(9), 1, set("c")).await.unwrap_err().problem("").status, 404);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let fixture = store();
    for body in 0..7 {
        fixture.store.create(at(body), &note(&body.to_string())).await.unwrap();
    }
    for range in [Range::of(Kind::AST), Range::of(Kind::AST).newest_first()] {
        let mut texts = Vec::new();
        let mut cursor = None;
        let mut pages = 0;
        loop {
            let page = fixture.store.list::<Note>(&range, cursor.as_deref(), 3).await.unwrap();
            texts.extend(page.items.into_iter().map(|note| note.text));
            pages += 1;
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        if range.descending {
            texts.reverse();
        }
        assert_eq!((texts.concat().as_str(), pages), ("0123456", 3));
    }
}

#[tokio::test]
async fn a_range_below_a_prefix_is_only_that() {
    let fixture = store();
    let under = |sort| Address::under(Kind::RUN, job(1), sort);
    for sort in
        [SortKey::word("REQ"), SortKey::word("E").then_number(1, 8), SortKey::word("E").then_number(12, 8)]
    {
        fixture.store.create(under(sort), &note("x")).await.unwrap();
    }
    let events =
        fixture.store.all(&Range::under(Kind::RUN, job(1)).below(&SortKey::word("E"))).await.unwrap();
    assert_eq!(events.into_iter().map(|(sort, _)| sort).collect::<Vec<_>>(), ["E#00000001", "E#00000012"]);
}

#[tokio::test]
async fn what_lies_outside_is_not_read_through_a_scope() {
    let name = crate::KeyName::parse("key_a").unwrap();
    let fault = store().store.find::<Note>(&Address::access_key(&name)).await.unwrap_err();
    assert_eq!(fault.code(), "internal");
}
