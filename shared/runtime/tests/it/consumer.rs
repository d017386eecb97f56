use std::time::Duration;

use serde_json::json;

use super::events::{batch, message};
use super::function::Function;
use super::stage::error;

#[test]
fn only_the_messages_that_failed_come_again() {
    let mut function = Function::start("consumer");
    let mut again = message("work");
    again["first_time"] = json!(false);
    let posted = function.invoke(
        batch(&[
            ("good", again),
            ("panicked", message("panic")),
            ("rejected", message("reject")),
            ("unreadable", json!("no JSON")),
            ("nobody's", json!({ "act": "work" })),
            ("last", message("work")),
        ])
        .to_string(),
    );
    assert!(!posted.is_error());
    let report = posted.json();
    let mut failed: Vec<_> = report["batchItemFailures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["itemIdentifier"].as_str().unwrap())
        .collect();
    failed.sort_unstable();
    assert_eq!(failed, ["nobody's", "panicked", "rejected", "unreadable"]);
    let output = function.stop();
    let failures = output.failures();
    assert_eq!(failures.len(), 4);
    let in_message = |id: &str| {
        let named = |record: &&serde_json::Value| record["spans"][1]["message_id"] == id;
        failures.iter().find(named).unwrap()["code"].clone()
    };
    assert_eq!((in_message("rejected"), in_message("unreadable")), (json!("archived"), json!("payload")));
    let line = &output.metrics()[0];
    assert_eq!((&line["messages"], &line["rejected"], &line["defect"]), (&json!(6), &json!(3), &json!(1)));
}

#[test]
fn a_good_batch_has_no_failures() {
    let mut function = Function::start("consumer");
    let posted = function.invoke(batch(&[("a", message("work")), ("b", message("work"))]).to_string());
    assert_eq!(posted.json(), json!({ "batchItemFailures": [] }));
}

#[test]
fn a_message_without_an_id_sends_back_the_batch() {
    let mut function = Function::start("consumer");
    for id in [json!(null), json!("")] {
        let mut event = batch(&[("a", message("work")), ("b", message("work"))]);
        event["Records"][1]["messageId"] = id;
        let (name, problem) = error(&function.invoke(event.to_string()));
        assert_eq!((name.as_str(), &problem["code"]), ("Rejected", &json!("payload")));
    }
    let output = function.stop();
    assert!(!output.stdout.contains("Probe.Act"), "a message of a refused batch was worked on");
}

#[test]
fn what_is_done_stays_done_when_time_runs_out() {
    let mut function = Function::start("consumer");
    function.invoke(batch(&[]).to_string());
    let event = batch(&[("stuck", message("sleep")), ("a", message("work")), ("b", message("work"))]);
    let posted = function.invoke_with(event.to_string(), Duration::from_millis(1_200));
    assert_eq!(posted.json(), json!({ "batchItemFailures": [{ "itemIdentifier": "stuck" }] }));
    assert_eq!(function.stop().metrics()[1]["transient"], 1);
}

#[test]
fn two_messages_are_worked_on_at_one_time() {
    let mut function = Function::start("consumer");
    let event = batch(&["a", "b", "c", "d"].map(|id| (id, message("meet"))));
    let posted = function.invoke_with(event.to_string(), Duration::from_secs(5));
    assert_eq!(posted.json(), json!({ "batchItemFailures": [] }));
}
