use std::time::Duration;

use aws_smithy_http_client::test_util::NeverClient;
use contract::port::table::{Attr, Edit, Guard, Index, Place, Reason, Value};
use serde_json::json;

use crate::config::Patience;
use crate::testing::{answer, asked, broken_network, cloud, error, json, replay, tally};

use super::*;

fn key(sk: &str) -> Key {
    Key { pk: "P".to_owned(), sk: sk.to_owned() }
}

fn item(version: i64) -> Item {
    Item::from([("version".to_owned(), Value::Int(version))])
}

fn wire(sk: &str, version: i64) -> serde_json::Value {
    json!({ "pk": { "S": "P" }, "sk": { "S": sk }, "version": { "N": version.to_string() } })
}

fn range(limit: usize) -> Query {
    let pk = "P".to_owned();
    Query { pk, index: Index::Table, from: None, to: None, after: None, descending: false, limit }
}

fn canceled(reasons: &serde_json::Value) -> aws_smithy_http_client::test_util::ReplayEvent {
    let name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    let body = json!({ "__type": name, "Message": "canceled", "CancellationReasons": reasons });
    answer(400, &[], body.to_string())
}

#[tokio::test]
async fn a_transaction_is_sent_as_a_whole_with_its_token() {
    let (cloud, http) = replay(vec![json(&json!({}))]);
    let writes = [
        Write::create(key("a"), item(1)),
        Write::update(key("b"), vec![Edit::Unset(Attr("due"))], Guard::Version(2)),
        Write::delete(key("c"), Guard::Present),
        Write::update(key("d"), vec![], Guard::Absent),
    ];
    assert_eq!(cloud.ports.table.unwrap().transact(0x2a, &writes).await.unwrap(), Outcome::Done);
    let asked = asked(&http).remove(0);
    assert_eq!(asked["ClientRequestToken"], "0000000000000000000000000000002a");
    let actions = asked["TransactItems"].as_array().unwrap();
    for (action, kind) in actions.iter().zip(["Put", "Update", "Delete", "ConditionCheck"]) {
        assert_eq!(action[kind]["TableName"], "things", "{action}");
        assert_eq!(action[kind]["ReturnValuesOnConditionCheckFailure"], "ALL_OLD", "{action}");
        assert!(action[kind]["ConditionExpression"].is_string(), "{action}");
    }
    assert_eq!(actions[0]["Put"]["Item"], wire("a", 1));
    assert_eq!(actions[1]["Update"]["UpdateExpression"], "REMOVE #due");
    assert_eq!(actions[3]["ConditionCheck"]["Key"], json!({ "pk": { "S": "P" }, "sk": { "S": "d" } }));
}

#[tokio::test]
async fn a_canceled_transaction_tells_what_each_write_had_to_do_with_it() {
    let reasons = json!([
        { "Code": "None" },
        { "Code": "ConditionalCheckFailed", "Item": wire("b", 9), "Message": "The conditional request failed" },
        { "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" },
    ]);
    let (cloud, _) = replay(vec![canceled(&reasons)]);
    let writes = ["a", "b", "c"].map(|sk| Write::create(key(sk), item(1)));
    let outcome = cloud.ports.table.unwrap().transact(1, &writes).await.unwrap();
    let expected = vec![Reason::Fine, Reason::Refused(Some(item(9))), Reason::Conflict];
    assert_eq!(outcome, Outcome::Canceled(expected));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_unknown_and_is_not_repeated_behind_our_back() {
    let writes = [Write::create(key("a"), item(1))];
    for answers in [
        error(500, "InternalServerError"),
        error(400, "TransactionInProgressException"),
        answer(503, &[], "upstream connect error"),
        answer(200, &[], "<html>"),
    ] {
        let (cloud, _) = replay(vec![answers]);
        let lost = cloud.ports.table.clone().unwrap().transact(1, &writes).await;
        assert!(matches!(lost, Err(TableError::Unknown(_))), "{lost:?}");
        assert_eq!(tally(&cloud.calls(), "DynamoDB.TransactWriteItems"), (1, 1));
    }
    let lost = cloud(broken_network()).ports.table.unwrap().transact(1, &writes).await;
    assert!(matches!(lost, Err(TableError::Unknown(_))), "{lost:?}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_transaction_is_unknown_after_two_seconds() {
    let never = NeverClient::new();
    let table = cloud(never.clone()).ports.table.unwrap();
    let begun = tokio::time::Instant::now();
    let lost = table.transact(1, &[Write::create(key("a"), item(1))]).await;
    assert!(matches!(lost, Err(TableError::Unknown(_))), "{lost:?}");
    assert_eq!((never.num_calls(), begun.elapsed().as_millis() / 100), (1, 20));
}

#[tokio::test]
async fn a_busy_table_is_told_at_once_and_a_bug_as_a_bug() {
    let writes = [Write::create(key("a"), item(1))];
    for (code, busy) in [
        ("ThrottlingException", true),
        ("ProvisionedThroughputExceededException", true),
        ("RequestLimitExceeded", true),
        ("IdempotentParameterMismatchException", false),
        ("ValidationException", false),
        ("ResourceNotFoundException", false),
    ] {
        let (cloud, _) = replay(vec![error(400, code)]);
        let failed = cloud.ports.table.unwrap().transact(1, &writes).await.unwrap_err();
        match failed {
            TableError::Throttled => assert!(busy, "{code}"),
            TableError::Invalid(why) => assert!(!busy && why.contains(code), "{code}: {why}"),
            TableError::Unknown(why) => panic!("{code} is not unknown: {why}"),
        }
    }
}

#[tokio::test]
async fn what_the_port_forbids_is_never_sent() {
    let (cloud, http) = replay(vec![]);
    let table = cloud.ports.table.unwrap();
    let twice = [Write::create(key("a"), item(1)), Write::create(key("a"), item(1))];
    assert!(matches!(table.transact(1, &twice).await, Err(TableError::Invalid(_))));
    assert!(matches!(table.transact(1, &[]).await, Err(TableError::Invalid(_))));
    let mixed = Write::update(key("a"), vec![Edit::Delete, Edit::Unset(Attr("x"))], Guard::Always);
    assert!(matches!(table.write(&mixed).await, Err(TableError::Invalid(_))));
    assert_eq!(http.actual_requests().count(), 0);
}

#[tokio::test]
async fn a_refused_single_write_gives_the_item_that_was_there() {
    let refusal = json!({ "__type": "com.amazonaws#ConditionalCheckFailedException", "Item": wire("a", 4) });
    let writes = [
        Write::create(key("a"), item(1)),
        Write::update(key("a"), vec![Edit::Unset(Attr("due"))], Guard::Version(2)),
        Write::delete(key("a"), Guard::Version(2)),
    ];
    for write in writes {
        let (cloud, http) = replay(vec![answer(400, &[], refusal.to_string())]);
        let outcome = cloud.ports.table.unwrap().write(&write).await.unwrap();
        assert_eq!(outcome, Outcome::Canceled(vec![Reason::Refused(Some(item(4)))]));
        assert_eq!(asked(&http)[0]["ReturnValuesOnConditionCheckFailure"], "ALL_OLD");
    }
}

#[tokio::test]
async fn a_single_write_is_not_repeated_by_the_sdk() {
    let (cloud, _) = replay(vec![error(500, "InternalServerError"), json(&json!({}))]);
    let add = Edit::Add { attr: Attr("n"), by: 1, start: 0 };
    let write = Write::update(key("a"), vec![add], Guard::Always);
    let lost = cloud.ports.table.clone().unwrap().write(&write).await;
    assert!(matches!(lost, Err(TableError::Unknown(_))), "a repeat would add twice: {lost:?}");
    assert_eq!(tally(&cloud.calls(), "DynamoDB.UpdateItem"), (1, 1));
}

#[tokio::test]
async fn a_single_write_in_conflict_did_not_happen() {
    let (cloud, _) = replay(vec![error(400, "TransactionConflictException")]);
    let failed = cloud.ports.table.unwrap().write(&Write::create(key("a"), item(1))).await;
    assert!(matches!(failed, Err(TableError::Throttled)), "{failed:?}");
}

#[tokio::test]
async fn a_single_check_is_a_transaction_of_one() {
    let check = Write::update(key("a"), vec![], Guard::Present);
    let (cloud, http) = replay(vec![canceled(&json!([{ "Code": "ConditionalCheckFailed" }]))]);
    let outcome = cloud.ports.table.unwrap().write(&check).await.unwrap();
    assert_eq!(outcome, Outcome::Canceled(vec![Reason::Refused(None)]));
    assert!(asked(&http)[0]["TransactItems"][0]["ConditionCheck"].is_object());

    let (cloud, _) = replay(vec![canceled(&json!([{ "Code": "TransactionConflict" }]))]);
    let failed = cloud.ports.table.unwrap().write(&check).await;
    assert!(matches!(failed, Err(TableError::Throttled)), "`Refused` is the only reason: {failed:?}");
}

#[tokio::test]
async fn one_key_is_read_strongly_by_a_single_call() {
    let (cloud, http) = replay(vec![json(&json!({ "Item": wire("a", 1) }))]);
    let found = cloud.ports.table.clone().unwrap().get(&[key("a"), key("a")]).await.unwrap();
    assert_eq!(found, [Some(item(1)), Some(item(1))]);
    assert_eq!(asked(&http)[0]["ConsistentRead"], true);
    assert_eq!(tally(&cloud.calls(), "DynamoDB.GetItem"), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_batch_keeps_the_order_and_asks_again_for_what_was_left_out() {
    let left =
        json!({ "things": { "Keys": [{ "pk": { "S": "P" }, "sk": { "S": "a" } }], "ConsistentRead": true } });
    let (cloud, http) = replay(vec![
        json(&json!({ "Responses": { "things": [wire("c", 3)] }, "UnprocessedKeys": left })),
        json(&json!({ "Responses": { "things": [wire("a", 1)] } })),
    ]);
    let keys = [key("c"), key("b"), key("a"), key("c")];
    let found = cloud.ports.table.unwrap().get(&keys).await.unwrap();
    assert_eq!(found, [Some(item(3)), None, Some(item(1)), Some(item(3))]);
    let asked = asked(&http);
    let count = |call: usize| asked[call]["RequestItems"]["things"]["Keys"].as_array().unwrap().len();
    assert_eq!((count(0), count(1)), (3, 1), "a key that is named twice is asked for once");
    assert!(asked.iter().all(|call| call["RequestItems"]["things"]["ConsistentRead"] == true));
}

#[tokio::test]
async fn nothing_is_asked_for_no_keys_and_too_many_are_refused() {
    let (cloud, http) = replay(vec![]);
    let table = cloud.ports.table.unwrap();
    assert_eq!(table.get(&[]).await.unwrap(), []);
    let many: Vec<_> = (0..101).map(|n| key(&n.to_string())).collect();
    assert!(matches!(table.get(&many).await, Err(TableError::Invalid(_))));
    assert_eq!(http.actual_requests().count(), 0);
}

#[tokio::test]
async fn a_query_goes_on_until_it_has_enough_and_says_whether_there_is_more() {
    let last = |sk: &str| json!({ "pk": { "S": "P" }, "sk": { "S": sk } });
    let (cloud, http) = replay(vec![
        json(&json!({ "Items": [wire("a", 1)], "LastEvaluatedKey": last("a") })),
        json(&json!({ "Items": [wire("b", 2), wire("c", 3)], "LastEvaluatedKey": last("c") })),
    ]);
    let page = cloud.ports.table.unwrap().query(&range(3)).await.unwrap();
    let found: Vec<_> = page.items.iter().map(|(key, item)| (key.sk.as_str(), item.clone())).collect();
    assert_eq!(found, [("a", item(1)), ("b", item(2)), ("c", item(3))]);
    assert_eq!(page.next, Some(Place { sort: "c".to_owned(), key: key("c") }));
    let asked = asked(&http);
    assert_eq!((&asked[0]["Limit"], &asked[1]["Limit"]), (&json!(3), &json!(2)));
    assert_eq!(asked[1]["ExclusiveStartKey"], last("a"));
    assert_eq!(asked[0]["ConsistentRead"], true);
}

#[tokio::test]
async fn the_last_page_has_no_next() {
    let (cloud, _) = replay(vec![json(&json!({ "Items": [wire("a", 1)] }))]);
    let page = cloud.ports.table.unwrap().query(&range(5)).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
}

#[tokio::test]
async fn an_index_gives_keys_and_places_only() {
    let row = json!({ "pk": { "S": "JOB#w" }, "sk": { "S": "rnd_1" }, "gdp": { "S": "DUE#3" }, "gds": { "S": "07" } });
    let (cloud, http) = replay(vec![json(&json!({ "Items": [row], "LastEvaluatedKey": row }))]);
    let query = Query { pk: "DUE#3".to_owned(), index: Index::Due, to: Some("09".to_owned()), ..range(1) };
    let page = cloud.ports.table.unwrap().query(&query).await.unwrap();
    let job = Key { pk: "JOB#w".to_owned(), sk: "rnd_1".to_owned() };
    assert_eq!(page.items, [(job.clone(), Item::new())]);
    assert_eq!(page.next, Some(Place { sort: "07".to_owned(), key: job }));
    let asked = asked(&http).remove(0);
    assert_eq!((&asked["IndexName"], &asked["ConsistentRead"]), (&json!("due"), &json!(false)));
    assert_eq!(asked["KeyConditionExpression"], "#pk = :pk AND #sk <= :to");
    assert_eq!(asked["ExpressionAttributeNames"], json!({ "#pk": "gdp", "#sk": "gds" }));
    assert!(asked["FilterExpression"].is_null());
}

#[tokio::test]
async fn what_is_read_is_named_as_dynamodb_allows() {
    for (index, name) in
        [(Index::Table, None), (Index::ByProject, Some("by_project")), (Index::Due, Some("due"))]
    {
        let (cloud, http) = replay(vec![json(&json!({ "Items": [] }))]);
        cloud.ports.table.unwrap().query(&Query { index, ..range(1) }).await.unwrap();
        let asked = asked(&http).remove(0);
        assert_eq!(asked["IndexName"].as_str(), name);
        // The API reference of CreateTable: 3 to 255 characters.
        assert!(name.is_none_or(|name| name.len() >= 3));
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_keeps_leaving_keys_out_is_busy() {
    let left = json!({ "things": { "Keys": [{ "pk": { "S": "P" }, "sk": { "S": "a" } }] } });
    let answers = (0..500).map(|_| json(&json!({ "UnprocessedKeys": left }))).collect();
    let (connected, http) = replay(answers);
    let table = DynamoTable::new(
        crate::connect::dynamodb(&crate::testing::sdk(http.clone()), &connected.calls(), Patience::DYNAMODB),
        "things".to_owned(),
        Arc::new(TokioClock(tokio::time::Instant::now())),
    );
    let busy = table.get(&[key("a"), key("b")]).await;
    assert!(matches!(busy, Err(TableError::Throttled)), "{busy:?}");
    assert!(http.actual_requests().count() < 200);
}

/// Tells the paused time of the test.
struct TokioClock(tokio::time::Instant);

#[async_trait]
impl Clock for TokioClock {
    fn now(&self) -> model::Time {
        model::Time::from_millis(1_795_000_000_000).plus(self.0.elapsed())
    }

    #[expect(clippy::disallowed_methods, reason = "the time of this test is paused")]
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
