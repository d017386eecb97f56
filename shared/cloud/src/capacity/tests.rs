use contract::port::Table;
use contract::port::table::{Edit, Guard, Index, Item, Key, Query, Write};
use serde_json::{Value, json};

use crate::testing::{answer, asked, error, json, replay};
use crate::{Connected, Counted};

use super::*;

fn key(sk: &str) -> Key {
    Key { pk: "P".to_owned(), sk: sk.to_owned() }
}

fn writes() -> [Write; 3] {
    ["a", "b", "c"].map(|sk| Write::create(key(sk), Item::new()))
}

fn range() -> Query {
    let pk = "P".to_owned();
    Query { pk, index: Index::Table, from: None, to: None, after: None, descending: false, limit: 9 }
}

fn used(units: f64) -> Value {
    json!({ "TableName": "things", "CapacityUnits": units })
}

fn table(cloud: &Connected) -> std::sync::Arc<dyn Table> {
    cloud.ports.table.clone().unwrap()
}

/// What was used since the last look, as read and written.
fn units(cloud: &Connected) -> (f64, f64) {
    let Counted { read, written, .. } = cloud.calls().take();
    (read.get(), written.get())
}

#[tokio::test]
async fn every_operation_asks_for_its_capacity_and_what_is_reported_is_counted() {
    let one = json(&json!({ "ConsumedCapacity": used(1.5) }));
    let many = json(&json!({ "ConsumedCapacity": [used(6.0), used(2.5)] }));
    let again = || json(&json!({ "ConsumedCapacity": used(1.5) }));
    let batch = json(&json!({ "ConsumedCapacity": [used(6.0), used(2.5)] }));
    let (cloud, http) = replay(vec![one, batch, again(), again(), again(), again(), many]);
    let table = table(&cloud);
    table.get(&[key("a")]).await.unwrap();
    assert_eq!(units(&cloud), (1.5, 0.0));
    table.get(&[key("a"), key("b")]).await.unwrap();
    assert_eq!(units(&cloud), (8.5, 0.0));
    table.query(&range()).await.unwrap();
    assert_eq!(units(&cloud), (1.5, 0.0));
    let edit = Edit::Unset(contract::port::table::Attr("due"));
    let alone = [
        Write::create(key("a"), Item::new()),
        Write::update(key("a"), vec![edit], Guard::Always),
        Write::delete(key("a"), Guard::Always),
    ];
    for write in &alone {
        table.write(write).await.unwrap();
        assert_eq!(units(&cloud), (0.0, 1.5), "{write:?}");
    }
    table.transact(1, &writes()).await.unwrap();
    assert_eq!(units(&cloud), (0.0, 8.5));
    assert!(
        asked(&http).iter().all(|asked| asked["ReturnConsumedCapacity"] == "TOTAL"),
        "{:?}",
        asked(&http)
    );
}

#[tokio::test]
async fn where_nothing_is_reported_the_least_is_counted() {
    let (cloud, _) = replay((0..5).map(|_| json(&json!({}))).collect());
    let table = table(&cloud);
    table.get(&[key("a")]).await.unwrap();
    table.get(&[key("a"), key("b"), key("c")]).await.unwrap();
    table.query(&range()).await.unwrap();
    table.write(&writes()[0]).await.unwrap();
    table.transact(1, &writes()).await.unwrap();
    assert_eq!(units(&cloud), (5.0, 7.0));
}

#[tokio::test]
async fn a_condition_that_did_not_hold_is_paid_for_and_what_was_throttled_is_not() {
    let reasons = json!([{ "Code": "ConditionalCheckFailed" }, { "Code": "None" }, { "Code": "None" }]);
    let name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    let canceled = json!({ "__type": name, "Message": "canceled", "CancellationReasons": reasons });
    let answers = vec![
        error(400, "ConditionalCheckFailedException"),
        answer(400, &[], canceled.to_string()),
        error(400, "ThrottlingException"),
        error(500, "InternalServerError"),
    ];
    let (cloud, _) = replay(answers);
    let table = table(&cloud);
    table.write(&writes()[0]).await.unwrap();
    assert_eq!(units(&cloud), (0.0, 1.0));
    table.transact(1, &writes()).await.unwrap();
    assert_eq!(units(&cloud), (0.0, 6.0));
    for _ in 0..2 {
        table.transact(1, &writes()).await.unwrap_err();
        assert_eq!(units(&cloud), (0.0, 0.0));
    }
}

#[tokio::test]
async fn the_meter_of_the_ports_shows_what_was_counted_and_takes_nothing() {
    let (cloud, _) = replay(vec![json(&json!({ "ConsumedCapacity": used(0.5) }))]);
    table(&cloud).get(&[key("a")]).await.unwrap();
    for _ in 0..2 {
        let usage = cloud.ports.meter.usage();
        assert_eq!(usage.calls, [("DynamoDB.GetItem".to_owned(), 1)].into());
        assert_eq!((usage.read, usage.written), (Capacity::halves(1), Capacity::default()));
    }
}
