//! One suite for both engines: what the store relies on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::port::Table;
use contract::port::table::{
    Attr, Edit, Guard, Index, Item, Key, Outcome, Place, Query, Reason, TableError, Value, Write,
};
use model::{Status, Time};
use store::memory::MemoryTable;

use super::cloud::{CLOUD, local};

/// DynamoDB on the local cloud.
pub(crate) fn dynamo() -> Arc<dyn Table> {
    let urls = local("urls", &["--endpoint", &CLOUD.endpoint, "--stack", super::cloud::STACK], "");
    let table = urls["table"].as_str().expect("a table").to_owned();
    let lookup = |_: &str| Some(table.clone());
    let settings = contract::Settings::read([contract::Need::Table], lookup).expect("a name is a setting");
    let connected = cloud::connect_local(&CLOUD.endpoint, [contract::Need::Table], Arc::new(settings));
    connected.ports.table.expect("a table was asked for")
}

/// Runs `suite` on both engines, each with a partition of its own.
fn both<F: Future<Output = ()>>(name: &str, suite: impl Fn(Arc<dyn Table>, String) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let pk = format!("AST#conformance-{name}");
    runtime.block_on(suite(Arc::new(MemoryTable::new()), pk.clone()));
    runtime.block_on(suite(dynamo(), pk));
}

fn key(pk: &str, sk: &str) -> Key {
    Key { pk: pk.to_owned(), sk: sk.to_owned() }
}

fn item(attributes: &[(&str, Value)]) -> Item {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

async fn put(table: &dyn Table, key: &Key, item: &Item) {
    let outcome = table.write(&Write::put(key.clone(), item.clone(), Guard::Always)).await.expect("a put");
    assert_eq!(outcome, Outcome::Done);
}

async fn read(table: &dyn Table, key: &Key) -> Option<Item> {
    table.get(std::slice::from_ref(key)).await.expect("a read").remove(0)
}

#[test]
fn an_item_comes_back_as_it_was_put() {
    both("items", |table, pk| async move {
        let set = Value::Set(BTreeSet::from(["a".to_owned(), "ü".to_owned()]));
        let whole = item(&[
            ("n", Value::Int(i64::MIN)),
            ("m", Value::Int(i64::MAX)),
            ("b", Value::Bool(false)),
            ("s", set),
            ("t", text("")),
        ]);
        put(&*table, &key(&pk, "a"), &whole).await;
        put(&*table, &key(&pk, "b"), &Item::new()).await;
        let read = table.get(&[key(&pk, "b"), key(&pk, "none"), key(&pk, "a")]).await.expect("a read");
        assert_eq!(read, [Some(Item::new()), None, Some(whole)]);
    });
}

#[test]
fn guards_hold_for_what_is_there_and_for_what_is_not() {
    both("guards", |table, pk| async move {
        let full = item(&[
            ("n", Value::Int(5)),
            ("t", text("x")),
            ("status", text("running")),
            ("version", Value::Int(3)),
            ("s", Value::Set(BTreeSet::from(["a".to_owned(), "b".to_owned()]))),
        ]);
        let (n, t, s, none) = (Attr("n"), Attr("t"), Attr("s"), Attr("none"));
        let room = |set, member: &str, cap| Guard::RoomFor { set, member: member.to_owned(), cap };
        let lacks = |set, member: &str| Guard::Lacks { set, member: member.to_owned() };
        // The guard, whether it holds for the full item, whether it holds for no item.
        let cases = [
            (Guard::Always, true, true),
            (Guard::Absent, false, true),
            (Guard::Present, true, false),
            (Guard::Version(3), true, false),
            (Guard::Version(4), false, false),
            (Guard::AtLeast(n, 5), true, false),
            (Guard::AtLeast(n, 6), false, false),
            (Guard::AtLeast(t, 0), false, false),
            (Guard::AtLeast(none, -9), false, false),
            (room(s, "c", 3), true, true),
            (room(s, "c", 2), false, true),
            (room(s, "a", 3), false, true),
            (room(none, "a", 1), true, true),
            (room(none, "a", 0), false, false),
            (lacks(s, "a"), false, true),
            (lacks(s, "c"), true, true),
            (lacks(none, "c"), true, true),
            (Guard::StatusIn(&[Status::Running, Status::Queued]), true, false),
            (Guard::StatusIn(&[Status::Failed]), false, false),
            (Guard::StatusIn(&[]), false, false),
            (Guard::Unset(none), true, true),
            (Guard::Unset(n), false, true),
            (Guard::Is(t, text("x")), true, false),
            (Guard::Is(t, text("y")), false, false),
            (Guard::Is(n, text("5")), false, false),
            (Guard::Before(n, Time::from_millis(6)), true, false),
            (Guard::Before(n, Time::from_millis(5)), false, false),
            (Guard::Any(vec![]), false, false),
            (Guard::All(vec![]), true, true),
            (Guard::Any(vec![Guard::Absent, Guard::AtLeast(n, 5)]), true, true),
            (
                Guard::All(vec![Guard::Present, Guard::Any(vec![Guard::Unset(none), Guard::Version(9)])]),
                true,
                false,
            ),
        ];
        put(&*table, &key(&pk, "full"), &full).await;
        for (number, (guard, holds, holds_absent)) in cases.into_iter().enumerate() {
            let check = |sk: &str| vec![Write::update(key(&pk, sk), Vec::new(), guard.clone())];
            let token = |salt: u128| (u128::from(std::process::id()) << 64) + (number as u128) * 2 + salt;
            let outcome = table.transact(token(0), &check("full")).await.expect("a check");
            let expected = if holds {
                Outcome::Done
            } else {
                Outcome::Canceled(vec![Reason::Refused(Some(full.clone()))])
            };
            assert_eq!(outcome, expected, "{guard:?} of the full item");
            let outcome = table.transact(token(1), &check("none")).await.expect("a check");
            let expected =
                if holds_absent { Outcome::Done } else { Outcome::Canceled(vec![Reason::Refused(None)]) };
            assert_eq!(outcome, expected, "{guard:?} of no item");
        }
    });
}

#[test]
fn edits_change_what_they_name() {
    both("edits", |table, pk| async move {
        let at = key(&pk, "a");
        let insert = |member: &str| Edit::Insert { set: Attr("s"), member: member.to_owned() };
        let remove = |member: &str| Edit::Remove { set: Attr("s"), member: member.to_owned() };
        let steps: Vec<(Vec<Edit>, Item)> = vec![
            (vec![Edit::Add { attr: Attr("n"), by: -3, start: 10 }], item(&[("n", Value::Int(7))])),
            (
                vec![Edit::Add { attr: Attr("n"), by: 1, start: 10 }, insert("a")],
                item(&[("n", Value::Int(8)), ("s", Value::Set(BTreeSet::from(["a".to_owned()])))]),
            ),
            (
                vec![insert("b"), Edit::Unset(Attr("n"))],
                item(&[("s", Value::Set(BTreeSet::from(["a".to_owned(), "b".to_owned()])))]),
            ),
            (vec![remove("a")], item(&[("s", Value::Set(BTreeSet::from(["b".to_owned()])))])),
            (vec![remove("b"), Edit::Set(Attr("t"), text("end"))], item(&[("t", text("end"))])),
            (vec![remove("b"), Edit::Unset(Attr("n"))], item(&[("t", text("end"))])),
        ];
        for (edits, expected) in steps {
            let outcome =
                table.write(&Write::update(at.clone(), edits.clone(), Guard::Always)).await.expect("an edit");
            assert_eq!((outcome, read(&*table, &at).await), (Outcome::Done, Some(expected)), "{edits:?}");
        }
        table.write(&Write::delete(at.clone(), Guard::Present)).await.expect("a delete");
        assert_eq!(read(&*table, &at).await, None);
    });
}

#[test]
fn a_transaction_is_all_or_nothing_and_a_token_works_once() {
    both("transactions", |table, pk| async move {
        let add = |sk: &str, guard| {
            Write::update(key(&pk, sk), vec![Edit::Add { attr: Attr("n"), by: 1, start: 0 }], guard)
        };
        let token = u128::from(std::process::id()) << 65;
        let refused = table
            .transact(token, &[add("a", Guard::Always), add("b", Guard::Present)])
            .await
            .expect("an answer");
        assert_eq!(refused, Outcome::Canceled(vec![Reason::Fine, Reason::Refused(None)]));
        assert_eq!(read(&*table, &key(&pk, "a")).await, None);
        let writes = [add("a", Guard::Always), add("b", Guard::Absent)];
        for _ in 0..2 {
            assert_eq!(table.transact(token + 1, &writes).await.expect("an answer"), Outcome::Done);
        }
        assert_eq!(read(&*table, &key(&pk, "a")).await, Some(item(&[("n", Value::Int(1))])));
        let twice = table.transact(token + 2, &[add("a", Guard::Always), add("a", Guard::Always)]).await;
        assert!(matches!(twice, Err(TableError::Invalid(_))), "{twice:?}");
    });
}

#[test]
fn a_range_is_read_in_order_and_goes_on_where_it_stopped() {
    both("ranges", |table, pk| async move {
        for sk in ["a", "b#1", "b#2", "b#3", "c"] {
            put(&*table, &key(&pk, sk), &item(&[("t", text(sk))])).await;
        }
        let query = |from: Option<&str>, to: Option<&str>, after: Option<&str>, descending, limit| Query {
            pk: pk.clone(),
            index: Index::Table,
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            after: after.map(|sk| Place { sort: sk.to_owned(), key: key(&pk, sk) }),
            descending,
            limit,
        };
        let cases: [(Query, &[&str]); 7] = [
            (query(None, None, None, false, 10), &["a", "b#1", "b#2", "b#3", "c"]),
            (query(None, None, None, true, 2), &["c", "b#3"]),
            (query(Some("b#"), Some("b#~"), None, false, 10), &["b#1", "b#2", "b#3"]),
            (query(Some("b#"), Some("b#~"), Some("b#1"), false, 1), &["b#2"]),
            (query(Some("b#"), Some("b#~"), Some("b#3"), true, 10), &["b#2", "b#1"]),
            (query(Some("b#2"), None, None, false, 10), &["b#2", "b#3", "c"]),
            (query(None, None, Some("c"), false, 10), &[]),
        ];
        for (query, expected) in cases {
            let page = table.query(&query).await.expect("a page");
            let found: Vec<_> = page.items.iter().map(|(key, _)| key.sk.as_str()).collect();
            assert_eq!(found, expected, "{query:?}");
        }
    });
}

#[test]
fn an_index_holds_the_items_that_have_its_keys() {
    both("indexes", |table, pk| async move {
        let shard = pk.replace("AST#", "DUE#");
        for (sk, due) in [("a", Some("0000000000300")), ("b", Some("0000000000100")), ("c", None)] {
            let mut whole = BTreeMap::from([("t".to_owned(), text(sk))]);
            if let Some(due) = due {
                whole.extend(item(&[("gdp", text(&shard)), ("gds", text(due))]));
            }
            put(&*table, &key(&pk, sk), &whole).await;
        }
        let query = Query {
            pk: shard.clone(),
            index: Index::Due,
            from: None,
            to: Some("0000000000200".to_owned()),
            after: None,
            descending: false,
            limit: 10,
        };
        let found = table.query(&query).await.expect("a page").items;
        assert_eq!(found, [(key(&pk, "b"), Item::new())]);
        let all = table.query(&Query { to: None, ..query }).await.expect("a page").items;
        assert_eq!(all.into_iter().map(|(key, _)| key.sk).collect::<Vec<_>>(), ["b", "a"]);
    });
}
