use serde_json::{Value, json};

use super::publish;
use crate::edge::Streams;
use crate::project::Project;
use crate::state::StateDir;

/// What the edge is told about a stack with these functions, in a clone that declares these paths.
fn told(deployed: &Value, paths: &Value) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("template.yaml"), "").unwrap();
    std::fs::create_dir(folder.path().join("infra")).unwrap();
    std::fs::write(folder.path().join("infra/streams.json"), paths.to_string()).unwrap();
    let state = StateDir::at(folder.path().join("state"));
    state.prepare().unwrap();
    let deployed = serde_json::from_value(deployed.clone()).unwrap();
    publish(&Project::find(folder.path())?, &state, &deployed, "/bins".as_ref())?;
    Ok(state.read(Streams::FILE)?.unwrap())
}

fn url(mode: &str) -> Value {
    json!({"url": "http://u1.lambda-url.us-east-1.localhost:4566/", "invoke_mode": mode, "timeout": 60, "memory": 256,
           "environment": {"TABLE_NAME": "t"}})
}

#[test]
fn a_function_that_streams_is_told_with_its_path_and_its_program() {
    let deployed =
        json!({"ferrotype-renders-stream": url("RESPONSE_STREAM"), "ferrotype-hook": url("BUFFERED")});
    let told = told(&deployed, &json!({"renders-stream": "/v1/renders/{id}/stream"})).unwrap();
    assert_eq!(
        told,
        json!([{"name": "ferrotype-renders-stream", "path": "/v1/renders/{id}/stream", "program": "/bins/renders-stream",
                "host": "u1.lambda-url.us-east-1.localhost:4566", "timeout": 60, "memory": 256,
                "environment": {"TABLE_NAME": "t"}}])
    );
}

#[test]
fn a_stream_without_a_path_is_refused_with_the_way_to_write_it() {
    let error = told(&json!({"ferrotype-renders-stream": url("RESPONSE_STREAM")}), &json!({})).unwrap_err();
    let failure = error.downcast_ref::<crate::failure::Failure>().unwrap();
    assert!(failure.message.contains("ferrotype-renders-stream"), "{}", failure.message);
    assert!(failure.next.as_ref().unwrap().contains("FERROTYPE_WRITE=1"), "{:?}", failure.next);
}
