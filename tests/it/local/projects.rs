//! Every route over projects once, each with what it needs.

use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Answer, Api};

/// Makes a project, changes it, gives it rules and a draft, archives it, and deletes it. What each route answered, by its function.
pub(crate) fn walk(api: &Api) -> Vec<(&'static str, Answer)> {
    let created = api.post("/v1/projects", &json!({ "name": "Walk", "budget_usd_micros": 1_000_000 }));
    let this = format!("/v1/projects/{}", id(&created));
    let write = |method: Method, path: &str, tag: &str, body: Value| {
        let header = if tag == "*" { "if-none-match" } else { "if-match" };
        api.send(method, path, &[(header, tag)], Some(body.to_string()))
    };
    let rule = api.post(&format!("{this}/rules"), &json!({ "text": "warm light" }));
    let rule_path = format!("{this}/rules/{}", id(&rule));
    vec![
        ("projects-change", write(Method::PATCH, &this, "\"1\"", json!({ "budget_usd_micros": null }))),
        ("projects-change-rule", write(Method::PATCH, &rule_path, "\"1\"", json!({ "text": "cold light" }))),
        ("projects-list-rules", api.get(&format!("{this}/rules"))),
        ("projects-test-rules", api.post(&format!("{this}/rules/test"), &json!({ "prompt": "a boat" }))),
        ("projects-delete-rule", api.send(Method::DELETE, &rule_path, &[("if-match", "\"2\"")], None)),
        ("projects-put-draft", write(Method::PUT, &format!("{this}/draft"), "*", json!({ "step": 1 }))),
        ("projects-get-draft", api.get(&format!("{this}/draft"))),
        ("projects-archive", api.post(&format!("{this}/archive"), &json!({}))),
        ("projects-unarchive", api.post(&format!("{this}/unarchive"), &json!({}))),
        ("projects-get", api.get(&this)),
        ("projects-list", api.get("/v1/projects")),
        ("projects-delete", api.send(Method::DELETE, &this, &[("if-match", "\"4\"")], None)),
        ("projects-create", created),
        ("projects-create-rule", rule),
    ]
}

fn id(answer: &Answer) -> &str {
    answer.body["id"].as_str().unwrap_or_else(|| panic!("it has an id: {answer:?}"))
}
