//! The way out of 500 resources: a domain's functions in a nested stack.

use serde_json::{Value, json};

use super::cloud::{bins, engine, local};

#[test]
fn functions_of_a_nested_stack_are_deployed_and_answer() {
    let (mut child, endpoint) = engine("nested", &[]);
    let bins = bins();
    let folder = bins.to_str().expect("a path is text");
    let arguments = [
        "--endpoint",
        &endpoint,
        "--template",
        "tests/nested/template.yaml",
        "--stack",
        "nested",
        "--bins",
        folder,
    ];
    let deployed = local("deploy", &arguments, "");
    assert_eq!(deployed["status"], "CREATE_COMPLETE", "{deployed}");
    for function in ["nested-ops-health", "nested-ops-describe-api"] {
        let name = function.trim_start_matches("nested-");
        let event: Value =
            serde_json::from_str(&crate::repository::read(&format!("events/{name}/happy.json")))
                .expect("JSON");
        let answer = local("invoke", &["--endpoint", &endpoint, function], &event.to_string());
        assert_eq!(answer["payload"]["statusCode"], json!(200), "{answer}");
    }
    let again = local("deploy", &arguments, "");
    assert_eq!(again["changes"], 0, "{again}");
    drop(child.stdin.take());
    assert!(child.wait().expect("the engine ends").success());
}
