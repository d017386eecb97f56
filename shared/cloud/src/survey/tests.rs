use contract::port::table::Value;
use model::Time;
use serde_json::json;

use crate::testing::{answer, asked, broken_network, error, json, sdk};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};

use super::*;

fn survey(answers: Vec<ReplayEvent>) -> (Survey, StaticReplayClient) {
    let http = StaticReplayClient::new(answers);
    (Survey::with(&sdk(http.clone()), "things".to_owned(), Some("media".to_owned())), http)
}

fn key(sk: &str) -> Key {
    Key { pk: "P".to_owned(), sk: sk.to_owned() }
}

#[tokio::test]
async fn a_scan_is_strong_and_goes_on_where_it_ended() {
    let wire = |sk: &str| json!({ "pk": { "S": "P" }, "sk": { "S": sk } });
    let item = json!({ "pk": { "S": "P" }, "sk": { "S": "a" }, "n": { "N": "7" } });
    let first = json(&json!({ "Items": [item], "LastEvaluatedKey": wire("a") }));
    let (survey, http) = survey(vec![first, json(&json!({ "Items": [wire("b")] }))]);
    let page = survey.scan(None).await.unwrap();
    assert_eq!(page.next, Some(key("a")));
    assert_eq!(page.rows[0].item.as_ref().unwrap()["n"], Value::Int(7));
    let page = survey.scan(page.next).await.unwrap();
    assert_eq!((page.rows[0].key.clone(), page.next), (key("b"), None));
    let asked = asked(&http);
    assert_eq!((&asked[0]["ConsistentRead"], &asked[0]["ExclusiveStartKey"]), (&json!(true), &json!(null)));
    assert_eq!(asked[1]["ExclusiveStartKey"], wire("a"));
    assert_eq!(survey.calls(), BTreeMap::from([("DynamoDB.Scan".to_owned(), 2)]));
}

#[tokio::test]
async fn an_attribute_that_is_none_of_ours_spoils_its_own_item_alone() {
    let strange = json!({ "pk": { "S": "P" }, "sk": { "S": "a" }, "n": { "N": "1.5" } });
    let good = json!({ "pk": { "S": "P" }, "sk": { "S": "b" } });
    let (survey, http) = survey(vec![json(&json!({ "Items": [strange, good] }))]);
    let page = survey.partition("P", None).await.unwrap();
    assert!(page.rows[0].item.as_ref().is_err_and(|why| why.contains("1.5")), "{page:?}");
    assert!(page.rows[1].item.is_ok());
    let asked = asked(&http).remove(0);
    assert_eq!(
        (&asked["ConsistentRead"], &asked["ExpressionAttributeValues"][":pk"]["S"]),
        (&json!(true), &json!("P"))
    );
}

#[tokio::test]
async fn a_bucket_is_listed_with_lengths_and_moments() {
    let listing = r#"<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>
        <NextContinuationToken>more</NextContinuationToken><Contents><Key>media/w/j/01/0.png</Key>
        <LastModified>2026-11-20T12:00:00.000Z</LastModified><Size>5</Size></Contents></ListBucketResult>"#;
    let folders = r#"<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>
        <CommonPrefixes><Prefix>media/w/</Prefix></CommonPrefixes></ListBucketResult>"#;
    let (survey, _) = survey(vec![answer(200, &[], listing), answer(200, &[], folders)]);
    let page = survey.objects("media/w/", None).await.unwrap();
    let expected = Listed {
        key: "media/w/j/01/0.png".to_owned(),
        bytes: 5,
        stored_at: Time::from_millis(1_795_176_000_000),
    };
    assert_eq!((page.found, page.next.as_deref()), (vec![expected], Some("more")));
    let page = survey.folders("media/", None).await.unwrap();
    assert_eq!((page.found, page.next), (vec!["media/w/".to_owned()], None));
}

#[tokio::test]
async fn without_a_bucket_nothing_is_listed() {
    let survey = Survey::with(&sdk(broken_network()), "things".to_owned(), None);
    assert!(survey.objects("media/", None).await.unwrap().found.is_empty());
    assert!(survey.calls().is_empty());
}

#[tokio::test]
async fn a_table_that_cannot_be_read_says_why_and_gives_no_advice_about_roles() {
    let (survey, _) = survey(vec![error(400, "AccessDeniedException")]);
    let why = survey.scan(None).await.unwrap_err().to_string();
    assert!(why.contains("AccessDeniedException") && why.contains("told why"), "{why}");
    assert!(!why.contains("role of the function"), "{why}");
}
