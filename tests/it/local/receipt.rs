//! A receipt against the ledger and the log: what it says was charged, and what it says was used.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{Cloud, STACK, try_local, wait_until};

/// The functions that work on a render, from its admission to its end.
const WORKERS: [&str; 9] = [
    "renders-start",
    "pipeline-prepare",
    "pipeline-parse-intent",
    "pipeline-optimize-prompt",
    "pipeline-route-model",
    "pipeline-submit",
    "pipeline-ingest",
    "pipeline-validate",
    "pipeline-settle",
];

/// The lines of metrics of those functions, in a cloud that has made one render.
fn lines(cloud: &Cloud) -> Vec<Value> {
    let (_, printed, _) = try_local("logs", &["--endpoint", &cloud.endpoint, "--stack", STACK, "--json"], "");
    let deployed = WORKERS.map(|name| json!(format!("{STACK}-{name}")));
    printed
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|event| serde_json::from_str::<Value>(event["message"].as_str()?).ok())
        .filter(|line| line["_aws"].is_object() && deployed.contains(&line["function"]))
        .collect()
}

fn calls(of: &Value) -> impl Iterator<Item = (String, u64)> + '_ {
    let calls = of["sdk_calls"].as_object().into_iter().flatten();
    calls.map(|(name, count)| (name.clone(), count.as_u64().expect("a count")))
}

#[test]
fn the_receipt_of_a_render_agrees_with_the_ledger_and_with_the_log() {
    let cloud = Cloud::start("receipt", &[]);
    let api = Api::at(&cloud.api, Some(cloud.key.clone()));
    let body = json!({ "prompt": "a quiet harbour", "aspect": "16:9", "quality": "draft", "seed": 7 });
    let started = api.post("/v1/renders", &body);
    assert_eq!(started.status, 202, "{started:?}");
    let link = started.body["links"]["receipt"].as_str().expect("a link").to_owned();
    let id = started.body["id"].as_str().expect("an id").to_owned();
    let render = api.end_of(&id);
    assert_eq!(render["status"], "succeeded", "{render}");
    let receipt = api.get(&link);
    assert_eq!(receipt.status, 200, "{receipt:?}");
    let receipt = receipt.body;

    let ledger = api.all("/v1/credits/ledger");
    let entry = |id: &Value| ledger.iter().find(|entry| entry["id"] == *id).expect("an entry of the ledger");
    let entries = receipt["entries"].as_array().expect("entries");
    let [hold, close] = [entry(&entries[0]), entry(&entries[1])];
    assert_eq!((entries.len(), &hold["kind"]), (2, &json!("hold")));
    assert_eq!(receipt["held_usd_micros"], hold["amount_usd_micros"]);
    assert_eq!(receipt["charged_usd_micros"], close["charged_usd_micros"]);
    let booked: i64 = receipt["attempts"]
        .as_array()
        .expect("attempts")
        .iter()
        .map(|attempt| attempt["booked_usd_micros"].as_i64().expect("an amount"))
        .sum();
    assert_eq!(receipt["charged_usd_micros"], booked);
    let sum = ["charged_usd_micros", "released_usd_micros"].map(|part| receipt[part].as_i64().expect(part));
    assert_eq!(receipt["held_usd_micros"], sum.iter().sum::<i64>());

    for part in ["lambda", "step_functions", "dynamodb", "s3", "total"] {
        let cost = receipt["own_cost"][format!("{part}_usd_micros")].as_i64().expect(part);
        assert!(cost > 0, "{part}: {receipt}");
    }

    // The last line is written after the settlement that ends the render.
    let mut log = Vec::new();
    wait_until("every worker is in the log", Duration::from_secs(20), || {
        log = lines(&cloud);
        log.len() >= WORKERS.len()
    });
    assert_eq!(log.len(), WORKERS.len(), "{log:?}");
    let mut logged: BTreeMap<String, u64> = BTreeMap::new();
    for (name, count) in log.iter().flat_map(calls) {
        *logged.entry(name).or_default() += count;
    }
    let usage = &receipt["usage"];
    assert_eq!(calls(usage).collect::<BTreeMap<_, _>>(), logged, "{usage}");
    assert_eq!(usage["invocations"], WORKERS.len());
    // Eight stages with their Choices, and the end.
    assert_eq!(
        (&usage["runs"], &usage["transitions"], &usage["unmeasured"]),
        (&json!(1), &json!(17), &json!(0))
    );

    let of_log = |name: &str| -> f64 { log.iter().filter_map(|line| line[name].as_f64()).sum() };
    let of_receipt = |name: &str| usage[name].as_f64().expect("a number");
    println!("own cost {}\nusage {usage}", receipt["own_cost"]);
    println!("in the log: read {}, written {}", of_log("read_units"), of_log("write_units"));
    assert!((of_receipt("read_units") - of_log("read_units")).abs() < f64::EPSILON, "every read is measured");
    // Of the transactions that keep the measures the formula knows the items, and their lengths nearly.
    let (formula, reported) = (of_receipt("write_units"), of_log("write_units"));
    assert!((formula - reported).abs() <= reported * 0.1, "{formula} of {reported}");
}
