//! Files that are written from the code are what the code would write.
//!
//! `FERROTYPE_WRITE=1 cargo test -p integration generated` writes them.

use std::collections::BTreeMap;

use contract::{Function, Trigger, openapi};
use serde_json::Value;

use crate::repository::{functions, read, root};

fn check(path: &str, expected: &str) {
    #[expect(clippy::disallowed_methods, reason = "a switch of the developer's, not a setting of a function")]
    let write = std::env::var("FERROTYPE_WRITE").is_ok_and(|value| value == "1");
    if write {
        std::fs::write(root().join(path), expected).expect("the file can be written");
    }
    assert!(
        read(path) == expected,
        "{path} is not what the code says. Write it anew: FERROTYPE_WRITE=1 cargo test -p integration generated"
    );
}

#[test]
fn the_gateways_body_is_the_route_table() {
    check("infra/api.yaml", &openapi::gateway(&functions()));
}

#[test]
fn the_apis_description_is_that_of_the_route_types() {
    let document = openapi::document(&functions(), env!("CARGO_PKG_VERSION"));
    let text = serde_json::to_string_pretty(&sorted(document)).expect("a document is JSON") + "\n";
    check("infra/openapi.json", &text);
}

#[test]
fn the_edges_paths_are_those_of_the_stream_types() {
    check("infra/streams.json", &stream_paths(&functions()));
}

/// `{"renders-stream": "/v1/renders/{id}/stream"}`: what the edge serves itself, because the engine cannot stream.
fn stream_paths(functions: &[Function]) -> String {
    let paths = functions.iter().filter_map(|function| match function.spec.trigger {
        Trigger::Stream(spec) => Some((function.spec.name, spec.path)),
        _ => None,
    });
    let paths: BTreeMap<_, _> = paths.collect();
    serde_json::to_string_pretty(&paths).expect("a map of strings is JSON") + "\n"
}

/// The same document with its keys in the order of the alphabet, whatever map `serde_json` was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> =
                fields.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        value => value,
    }
}
