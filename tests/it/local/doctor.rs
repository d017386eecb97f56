//! The doctor, on a stack that lives.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use contract::port::table::{Attr, Edit, Guard, Key, Write};
use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{CLOUD, STACK, bins, free_port, local, now};
use super::conformance::dynamo;

/// What the doctor answered, and how it ended.
fn doctor(endpoint: &str, arguments: &[&str]) -> (Option<i32>, Value) {
    examine(&CLOUD.endpoint, endpoint, arguments)
}

/// That the whole stack at `endpoint`, which nobody uses, is clean. What was written last may be on its way into the feed.
pub(crate) fn assert_clean(endpoint: &str) {
    let began = now();
    loop {
        let (code, report) = examine(endpoint, endpoint, &[]);
        if code == Some(0) {
            assert!(report["read"]["jobs"].as_u64() > Some(0), "{report}");
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{report}");
    }
}

/// Looks at `endpoint` for the stack of the engine at `cloud`.
fn examine(cloud: &str, endpoint: &str, arguments: &[&str]) -> (Option<i32>, Value) {
    let urls = local("urls", &["--endpoint", cloud, "--stack", STACK], "");
    let mut command = Command::new(bins().join("ferrotype-doctor"));
    command.args(["--json", "--endpoint", endpoint]).args(arguments);
    for name in ["table", "bucket"] {
        command.args([&format!("--{name}"), urls[name].as_str().expect("a name")]);
    }
    let output = command.output().expect("the doctor runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let printed = serde_json::from_slice(&output.stdout);
    (output.status.code(), printed.unwrap_or_else(|error| panic!("{error}: {said}")))
}

fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().unwrap_or_else(|| panic!("no findings: {report}"))
}

/// Changes an item behind everybody's back.
fn overwrite(pk: String, sk: &str, edits: Vec<Edit>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let write = Write::update(Key { pk, sk: sk.to_owned() }, edits, Guard::Present);
    runtime.block_on(dynamo().write(&write)).expect("a write");
}

#[test]
fn a_stack_that_works_is_clean_and_what_is_broken_is_told_with_its_name() {
    let api = Api::user("patient@localhost", 100_000);
    let render = json!({ "prompt": "a", "count": 4, "size": { "width": 256, "height": 256 } });
    let ids =
        [api.post("/v1/renders", &render).body["id"].as_str().expect("an id").to_owned(), api.start("b")];
    for id in &ids {
        assert_eq!(api.end_of(id)["status"], "succeeded");
    }
    let me = api.get("/v1/me").body;
    let workspace = me["workspace"].as_str().unwrap_or_else(|| panic!("{me}"));

    // All of the stack: other tests are at work in it, and some of them write items that belong to nobody.
    let (_, whole) = doctor(&CLOUD.endpoint, &[]);
    let ours = |finding: &&Value| finding["workspace"].as_str().is_some_and(|name| name.starts_with("wsp_"));
    assert_eq!(findings(&whole).iter().find(ours), None, "{whole}");
    assert!(
        whole["read"]["workspaces"].as_u64() > Some(1) && whole["read"]["items"].as_u64() > Some(40),
        "{whole}"
    );

    let (code, clean) = doctor(&CLOUD.endpoint, &["--workspace", workspace]);
    assert_eq!((code, &clean["clean"], &clean["findings"]), (Some(0), &json!(true), &json!([])), "{clean}");
    assert_eq!((&clean["read"]["jobs"], &clean["read"]["objects"]), (&json!(2), &json!(5)), "{clean}");

    let wallet = format!("WAL#{workspace}");
    let one_more = |by| vec![Edit::Add { attr: Attr("held"), by, start: 0 }];
    overwrite(wallet.clone(), "CREDITS", one_more(1));
    let (code, broken) = doctor(&CLOUD.endpoint, &["--workspace", workspace]);
    assert_eq!((code, &broken["clean"]), (Some(1), &json!(false)), "{broken}");
    let names: BTreeSet<_> =
        findings(&broken).iter().filter_map(|found| found["invariant"].as_str()).collect();
    assert_eq!(names, BTreeSet::from(["held-is-open-holds", "wallet-conserves"]), "{broken}");
    let item = json!({ "pk": wallet, "sk": "CREDITS" });
    assert!(findings(&broken).iter().all(|found| found["item"] == item), "{broken}");
    overwrite(wallet, "CREDITS", one_more(-1));

    assert_reads_only(&broken);
}

/// The calls that a reader may make, and no other.
fn assert_reads_only(report: &Value) {
    let made: BTreeSet<_> = report["calls"].as_object().expect("calls").keys().map(String::as_str).collect();
    assert_eq!(made, BTreeSet::from(["DynamoDB.Query", "DynamoDB.Scan", "S3.ListObjectsV2"]), "{report}");
}

#[test]
fn a_stack_that_does_not_answer_is_no_clean_one() {
    let nowhere = format!("http://127.0.0.1:{}", free_port());
    let (code, answer) = doctor(&nowhere, &[]);
    assert_eq!((code, &answer["error"]["exit_code"]), (Some(3), &json!(3)), "{answer}");
}
