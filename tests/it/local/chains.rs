//! Every route over chains once, each with what it needs.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::api::{Answer, Api};
use super::cloud::wait_until;

/// Makes a chain, paints in it, and looks at all of it. What each route answered, by its function.
pub(crate) fn walk(api: &Api) -> Vec<(&'static str, Answer)> {
    let projects = api.get("/v1/projects").body;
    let of = |project: &&serde_json::Value| project["is_default"] == true;
    let project = projects["items"].as_array().expect("a list").iter().find(of).expect("a default project");
    let chains = format!("/v1/projects/{}/chains", project["id"].as_str().expect("an id"));
    let created = api.post(&chains, &json!({ "name": "Walk" }));
    let chain = created.body["id"].as_str().expect("an id").to_owned();
    let this = format!("{chains}/{chain}");
    let size = json!({ "width": 256, "height": 256 });
    let render =
        api.post("/v1/renders", &json!({ "prompt": "a boat at dusk", "size": size, "chain": chain }));
    assert_eq!((render.status, &render.body["chain_position"]), (202, &json!(1)), "{render:?}");
    let id = render.body["id"].as_str().expect("an id");
    let ended = api.end_of(id);
    assert_eq!(ended["status"], "succeeded", "{ended}");
    let mut memory = api.get(&format!("{this}/memory"));
    wait_until("the chain remembers", Duration::from_secs(10), || {
        memory = api.get(&format!("{this}/memory"));
        memory.status == 200
    });
    let renamed = Some(json!({ "name": "Walked" }).to_string());
    vec![
        ("projects-change-chain", api.send(Method::PATCH, &this, &[("if-match", "\"1\"")], renamed)),
        ("projects-create-chain", created),
        ("projects-get-chain", api.get(&this)),
        ("projects-get-chain-memory", memory),
        ("projects-list-chain-renders", api.get(&format!("{this}/renders"))),
        ("projects-list-chains", api.get(&chains)),
    ]
}
