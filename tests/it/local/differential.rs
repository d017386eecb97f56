//! Ten thousand random commits to both engines: the same answers, the same items.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::port::Table;
use contract::port::table::{Attr, Edit, Guard, Index, Item, Key, Query, Value, Write};
use model::{Status, Time};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use store::memory::MemoryTable;

use super::conformance::dynamo;

const COMMITS: usize = 10_000;
const PARTITION: &str = "AST#differential";
const NUMBERS: [Attr; 3] = [Attr("n"), Attr("m"), Attr("version")];
const TEXTS: [Attr; 2] = [Attr("t"), Attr("status")];
const SETS: [Attr; 2] = [Attr("s"), Attr("u")];

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![-3..12_i64, Just(i64::MAX / 4), Just(i64::MIN / 4)]
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "ü", "queued", "running", "failed"]).prop_map(str::to_owned)
}

fn any_attr() -> impl Strategy<Value = Attr> {
    prop::sample::select([&NUMBERS[..], &TEXTS[..], &SETS[..], &[Attr("b"), Attr("none")]].concat())
}

/// A value of the type that `attr` always has: an engine may refuse to add to a text, and nothing here does.
fn value_of(attr: Attr) -> BoxedStrategy<Value> {
    if NUMBERS.contains(&attr) {
        number().prop_map(Value::Int).boxed()
    } else if SETS.contains(&attr) {
        btree_set(word(), 1..4).prop_map(Value::Set).boxed()
    } else if TEXTS.contains(&attr) {
        word().prop_map(Value::Text).boxed()
    } else {
        any::<bool>().prop_map(Value::Bool).boxed()
    }
}

fn leaf() -> BoxedStrategy<Guard> {
    let statuses: Vec<&'static [Status]> = vec![Status::OPEN, &[Status::Failed], &[]];
    prop_oneof![
        Just(Guard::Always),
        Just(Guard::Absent),
        Just(Guard::Present),
        Just(Guard::Present),
        (0..4_u64).prop_map(Guard::Version),
        (any_attr(), number()).prop_map(|(attr, least)| Guard::AtLeast(attr, least)),
        (prop::sample::select(SETS.to_vec()), word(), 0..4_usize)
            .prop_map(|(set, member, cap)| Guard::RoomFor { set, member, cap }),
        (prop::sample::select(SETS.to_vec()), word()).prop_map(|(set, member)| Guard::Lacks { set, member }),
        prop::sample::select(statuses).prop_map(Guard::StatusIn),
        any_attr().prop_map(Guard::Unset),
        any_attr().prop_flat_map(|attr| value_of(attr).prop_map(move |value| Guard::Is(attr, value))),
        (any_attr(), 0..12_i64).prop_map(|(attr, at)| Guard::Before(attr, Time::from_millis(at))),
    ]
    .boxed()
}

fn guard() -> impl Strategy<Value = Guard> {
    leaf().prop_recursive(2, 8, 3, |inner| {
        prop_oneof![vec(inner.clone(), 0..3).prop_map(Guard::Any), vec(inner, 0..3).prop_map(Guard::All),]
    })
}

fn whole() -> impl Strategy<Value = Item> {
    let attrs = [&NUMBERS[..], &TEXTS[..], &SETS[..], &[Attr("b")]].concat();
    let pair =
        prop::sample::select(attrs).prop_flat_map(|attr| value_of(attr).prop_map(move |value| (attr, value)));
    vec(pair, 0..5)
        .prop_map(|pairs| pairs.into_iter().map(|(attr, value)| (attr.0.to_owned(), value)).collect())
}

fn edit(attr: Attr) -> BoxedStrategy<Edit> {
    let common = prop_oneof![
        2 => value_of(attr).prop_map(move |value| Edit::Set(attr, value)),
        1 => Just(Edit::Unset(attr)),
    ];
    if NUMBERS.contains(&attr) {
        let add = (-5..6_i64, -5..6_i64).prop_map(move |(by, start)| Edit::Add { attr, by, start });
        prop_oneof![common, add].boxed()
    } else if SETS.contains(&attr) {
        let insert = word().prop_map(move |member| Edit::Insert { set: attr, member });
        let remove = word().prop_map(move |member| Edit::Remove { set: attr, member });
        prop_oneof![common, insert, remove].boxed()
    } else {
        common.boxed()
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let attrs = [&NUMBERS[..], &TEXTS[..], &SETS[..], &[Attr("b")]].concat();
    let several = btree_set(prop::sample::select(attrs), 0..4)
        .prop_flat_map(|attrs: BTreeSet<Attr>| attrs.into_iter().map(edit).collect::<Vec<_>>());
    prop_oneof![
        6 => several,
        2 => whole().prop_map(|item| vec![Edit::Put(item)]),
        1 => Just(vec![Edit::Delete]),
    ]
}

/// One to four writes to different ones of eight items.
fn commit() -> impl Strategy<Value = Vec<Write>> {
    let sk = (0..8_u8).prop_map(|number| format!("k{number}"));
    btree_map(sk, (edits(), guard()), 1..5).prop_map(|writes| {
        let write = |(sk, (edits, guard))| Write { key: Key { pk: PARTITION.to_owned(), sk }, edits, guard };
        writes.into_iter().map(write).collect()
    })
}

async fn state(table: &dyn Table) -> Vec<(Key, Item)> {
    let query = Query {
        pk: PARTITION.to_owned(),
        index: Index::Table,
        from: None,
        to: None,
        after: None,
        descending: false,
        limit: 100,
    };
    table.query(&query).await.expect("a page").items
}

#[test]
fn both_engines_answer_ten_thousand_random_commits_alike() {
    let seed = [7; 32];
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let (memory, dynamo): (Arc<dyn Table>, _) = (Arc::new(MemoryTable::new()), dynamo());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut done = 0;
    runtime.block_on(async {
        for number in 0..COMMITS {
            let writes = commit().new_tree(&mut runner).expect("a commit").current();
            let token = (u128::from(std::process::id()) << 96) + number as u128;
            let expected = memory.transact(token, &writes).await.expect("the memory engine answers");
            let got = dynamo.transact(token, &writes).await;
            let got = got.unwrap_or_else(|error| panic!("commit {number}: {error}: {writes:?}"));
            assert_eq!(got, expected, "commit {number}: {writes:#?}");
            done += usize::from(expected == contract::port::table::Outcome::Done);
            if number % 50 == 0 || number + 1 == COMMITS {
                assert_eq!(
                    state(&*dynamo).await,
                    state(&*memory).await,
                    "after commit {number}: {writes:#?}"
                );
            }
        }
    });
    assert!(
        (COMMITS / 10..COMMITS * 9 / 10).contains(&done),
        "{done} of {COMMITS} commits went through: too few or too many"
    );
}
