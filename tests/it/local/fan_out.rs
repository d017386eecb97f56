//! A render of several pictures: a message, a worker and a part for each, and one join.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{CLOUD, STACK, local, wait_until};
use super::raw::{aws, messages, url};

static TABLE: LazyLock<String> = LazyLock::new(|| {
    let urls = local("urls", &["--endpoint", &CLOUD.endpoint, "--stack", STACK], "");
    urls["table"].as_str().expect("a stack has a table").to_owned()
});

/// The items under a job whose sort keys begin with `prefix`.
fn under(workspace: &str, job: &str, prefix: &str) -> Vec<Value> {
    let query = json!({
        "TableName": *TABLE, "ConsistentRead": true,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
        "ExpressionAttributeValues": {
            ":pk": { "S": format!("RUN#{workspace}#{job}") }, ":sk": { "S": prefix },
        },
    });
    aws(&CLOUD.endpoint, "DynamoDB_20120810.Query", &query)["Items"].as_array().expect("items").clone()
}

/// That four pictures were made, each once, joined once and paid once.
fn assert_four(api: &Api, id: &str, workspace: &str) {
    let render = api.end_of(id);
    assert_eq!(render["status"], "succeeded", "{render}");
    let outputs = render["outputs"].as_array().expect("outputs");
    let distinct = |field: &str| -> BTreeSet<_> {
        outputs.iter().map(|output| output[field].as_str().expect(field).to_owned()).collect()
    };
    assert_eq!((outputs.len(), distinct("sha256").len()), (4, 4), "{render}");
    let stages: Vec<_> =
        render["stages"].as_array().expect("stages").iter().map(|s| s["name"].clone()).collect();
    let way = ["prepare", "parse-intent", "optimize-prompt", "route-model", "submit", "ingest", "validate"];
    assert_eq!(stages, way);
    let events = api.all(&format!("/v1/renders/{id}/events"));
    let joins = events.iter().filter(|event| event["data"]["stage"] == "ingest").count();
    assert_eq!((joins, &render["version"]), (1, &json!(events.len())));
    let [latch] = &under(workspace, id, "L#")[..] else { panic!("one latch") };
    let done =
        latch["done"]["SS"].as_array().expect("a set").iter().map(|part| part.as_str().expect("a part"));
    assert_eq!(done.collect::<BTreeSet<_>>(), ["000001", "000002", "000003", "000004"].into());
    assert!(latch["failed"].is_null(), "{latch}");
    assert_eq!(under(workspace, id, "P#01#01#ingest#").len(), 4);
    let credits = api.get("/v1/credits").body;
    assert_eq!((&credits["held_usd_micros"], &credits["spent_usd_micros"]), (&json!(0), &json!(40_000)));
    api.assert_money_adds_up();
}

fn workspace(api: &Api) -> String {
    api.get("/v1/me").body["workspace"].as_str().expect("a workspace has an id").to_owned()
}

fn four(api: &Api) -> String {
    let wanted =
        json!({ "prompt": "a harbour at dawn", "count": 4, "quality": "draft", "aspect": "16:9", "seed": 5 });
    let answer = api.post("/v1/renders", &wanted);
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.body["id"].as_str().expect("an id").to_owned()
}

#[test]
fn each_of_four_pictures_is_looked_into_by_a_worker_and_joined_once() {
    let api = Api::user("four@localhost", 100_000);
    let id = four(&api);
    assert_four(&api, &id, &workspace(&api));
    wait_until("every message is acknowledged", Duration::from_secs(20), || {
        messages(&CLOUD.endpoint, "parts") == 0
    });
    assert_eq!(messages(&CLOUD.endpoint, "parts-dead"), 0);
}

#[test]
fn messages_that_come_three_times_are_four_pictures() {
    let api = Api::user("thrice@localhost", 100_000);
    let workspace = workspace(&api);
    let id = four(&api);
    // Not before the latch is there: until then nobody sends a message.
    wait_until("the latch is open", Duration::from_mins(1), || !under(&workspace, &id, "L#").is_empty());
    for part in [4, 3, 2, 1, 1, 2, 3, 4] {
        let message = json!({ "ws": workspace, "job": id, "run": 1, "try": 1, "part": part });
        let message =
            json!({ "QueueUrl": url(&CLOUD.endpoint, "parts"), "MessageBody": message.to_string() });
        aws(&CLOUD.endpoint, "AmazonSQS.SendMessage", &message);
    }
    assert_four(&api, &id, &workspace);
    wait_until("every message is acknowledged", Duration::from_secs(20), || {
        messages(&CLOUD.endpoint, "parts") == 0
    });
    assert_eq!(messages(&CLOUD.endpoint, "parts-dead"), 0);
    assert_four(&api, &id, &workspace);
}
