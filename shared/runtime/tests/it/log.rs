//! What goes to standard output.

use serde_json::json;

use super::events::{READER, WRITER, batch, message, request, step};
use super::function::{DEPLOYED, Function, Output};

fn requests(level: &[(&str, &str)]) -> Output {
    let mut variables = vec![("TABLE_NAME", "table")];
    variables.extend_from_slice(level);
    let mut function = Function::start_with("route", &variables);
    for act in ["work", "reject", "break", "panic", "busy", "sing"] {
        function.invoke(request(Some(WRITER), act).to_string());
    }
    for key in [None, Some(READER), Some("Bearer other-CANARY")] {
        function.invoke(request(key, "work").to_string());
    }
    function.stop()
}

#[test]
fn no_credential_body_or_query_is_ever_written() {
    let output = requests(&[("AWS_LAMBDA_LOG_LEVEL", "TRACE"), ("RUST_LOG", "trace")]);
    assert!(!output.stdout.contains("CANARY") && !output.stderr.contains("CANARY"), "{}", output.stdout);
    let output = requests(&[("RUST_LOG", "trace,lambda_runtime=trace,hyper=trace")]);
    assert!(!output.stdout.contains("CANARY") && !output.stderr.contains("CANARY"), "{}", output.stdout);
}

#[test]
fn each_invocation_writes_one_line_of_metrics() {
    let output = requests(&[]);
    let lines = output.metrics();
    let codes: Vec<_> = lines.iter().map(|line| line["code"].as_str().unwrap_or("-")).collect();
    let wanted = [
        "-",
        "archived",
        "internal",
        "internal",
        "unavailable",
        "invalid-field",
        "credential",
        "scope",
        "credential",
    ];
    assert_eq!(codes, wanted);
    let statuses: Vec<_> = lines.iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [202, 409, 500, 500, 503, 422, 401, 403, 401]);
    for (index, line) in lines.iter().enumerate() {
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert!(line["_aws"]["Timestamp"].as_i64().unwrap() > 1_700_000_000_000);
        assert_eq!(directive["Namespace"], "Ferrotype");
        assert_eq!((&directive["Dimensions"], &line["function"]), (&json!([["function"]]), &json!(DEPLOYED)));
        let names: Vec<_> = directive["Metrics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|metric| metric["Name"].as_str().unwrap())
            .collect();
        assert!(names.iter().all(|name| line[name].is_number()), "{line}");
        assert_eq!(names.contains(&"cold_start"), index == 0);
        assert_eq!(line["cold_start"], u8::from(index == 0));
        assert!(names.contains(&"defect") && line["duration_ms"].is_number(), "{line}");
        assert_eq!(
            (&line["request_id"], &line["route"]),
            (&json!("gateway-1"), &json!("POST /v1/probes/{id}"))
        );
    }
    assert_eq!(
        (&lines[1]["rejected"], &lines[2]["defect"], &lines[4]["transient"]),
        (&json!(1), &json!(1), &json!(1))
    );
}

#[test]
fn the_calls_of_an_invocation_are_its_own() {
    let output = requests(&[]);
    let line = &output.metrics()[0];
    assert_eq!(line["sdk_calls"], json!({ "Probe.Act": 1 }), "pre-warming is not the first invocation's");
    assert_eq!((&line["sdk_operations"], &line["sdk_attempts"]), (&json!(1), &json!(2)));
    assert_eq!(output.metrics()[6]["sdk_operations"], 0);
}

#[test]
fn each_failure_is_logged_once_with_its_cause_and_place() {
    let output = requests(&[("AWS_LAMBDA_LOG_LEVEL", "DEBUG")]);
    let failures = output.failures();
    let levels: Vec<_> = failures.iter().map(|record| record["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["INFO", "ERROR", "ERROR", "WARN", "INFO", "INFO", "INFO", "INFO"]);
    assert_eq!(output.lines().len(), failures.len() + output.metrics().len(), "{}", output.stdout);
    let rejected = &failures[0];
    assert_eq!((&rejected["kind"], &rejected["code"]), (&json!("Conflict"), &json!("archived")));
    assert_eq!(
        (&rejected["disposition"], &rejected["request_id"]),
        (&json!("Rejected"), &json!("gateway-1"))
    );
    assert!(rejected["location"].as_str().unwrap().contains("functions.rs:"), "{rejected}");
    assert_eq!(rejected["chain"], "It is archived.: the words of a cause");
    let span = &rejected["spans"][0];
    assert_eq!((&span["function"], &span["request_id"]), (&json!(DEPLOYED), &json!("gateway-1")));
    assert!(span["lambda_request_id"].as_str().unwrap().starts_with("lambda-"), "{span}");
    assert_eq!(span["trace"], "Root=1-trace");
}

#[test]
fn the_level_of_lambda_wins_and_metrics_are_always_written() {
    let output = requests(&[("AWS_LAMBDA_LOG_LEVEL", "ERROR"), ("RUST_LOG", "trace")]);
    assert_eq!((output.failures().len(), output.metrics().len()), (2, 9), "{}", output.stdout);
    assert_eq!(output.failures()[0]["spans"][0]["request_id"], "gateway-1");
    let output = requests(&[("AWS_LAMBDA_LOG_LEVEL", "FATAL")]);
    assert_eq!(output.failures().len(), 2);
    let output = requests(&[("RUST_LOG", "warn")]);
    assert_eq!(output.failures().len(), 3);
}

#[test]
fn the_format_can_be_text() {
    let output = requests(&[("AWS_LAMBDA_LOG_FORMAT", "Text")]);
    let words = |line: &&str| line.contains("failed") && line.contains("code=\"archived\"");
    assert_eq!(output.stdout.lines().filter(words).count(), 1, "{}", output.stdout);
}

#[test]
fn rejections_of_work_are_warnings() {
    let mut function = Function::start("stage");
    function.invoke(step(4).to_string());
    function.invoke("garbage");
    let output = function.stop();
    let levels: Vec<_> = output.failures().iter().map(|record| record["level"].clone()).collect();
    assert_eq!(levels, ["WARN", "WARN"]);
    assert_eq!(output.lines().len(), 4, "a failure was logged twice: {}", output.stdout);
    let lines = output.metrics();
    assert_eq!((&lines[0]["request_id"], &lines[1]["code"]), (&json!("lambda-1"), &json!("payload")));
    assert!(lines.iter().all(|line| line.get("status").is_none() && line.get("route").is_none()));
    let mut function = Function::start("consumer");
    function.invoke(batch(&[("a", message("reject"))]).to_string());
    assert_eq!(function.stop().failures()[0]["level"], "WARN");
}
