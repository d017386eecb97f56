use serde_json::{Value, json};
use testkit::{Answer, Get, World};

use crate::DESCRIBE_API;

async fn document() -> Value {
    let answer = Answer::of(DESCRIBE_API, World::new().outside(), Get(&[], &[], &[])).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    answer.body
}

#[tokio::test]
async fn the_document_is_openapi_and_describes_the_route_that_answers_it() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/v1/openapi.json"]["get"].is_object());
    assert!(document["paths"]["/v1/renders"]["post"]["requestBody"].is_object());
}

/// Every `$ref` of a document.
fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn whatever_the_document_refers_to_is_in_it() {
    let document = document().await;
    let references = references(&document);
    assert!(references.contains(&"#/components/schemas/Problem"), "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        assert_ne!(document.pointer(pointer).unwrap_or(&json!(null)), &json!(null), "{reference}");
    }
}
