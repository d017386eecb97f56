//! A render's whole story, from the API alone.

use serde_json::json;

use super::api::Api;

#[test]
fn a_prompt_becomes_a_picture() {
    let api = Api::user("story@localhost", 50_000);
    let wanted = json!({ "prompt": "a boat at noon", "aspect": "16:9", "quality": "draft", "seed": 7, "metadata": { "a": 1 } });
    let accepted = api.post("/v1/renders", &wanted);
    assert_eq!(accepted.status, 202);
    let id = accepted.body["id"].as_str().expect("an id").to_owned();
    assert_eq!(accepted.header("location"), format!("/v1/renders/{id}"));
    api.assert_money_adds_up();

    let render = api.end_of(&id);
    assert_eq!(render["status"], "succeeded", "{render}");
    let stages: Vec<_> =
        render["stages"].as_array().expect("stages").iter().map(|s| s["name"].clone()).collect();
    let way = ["prepare", "parse-intent", "optimize-prompt", "route-model", "submit", "ingest", "validate"];
    assert_eq!(stages, way);
    assert_eq!(render["request"]["metadata"], json!({ "a": 1 }));
    assert!(render["final_prompt"].as_str().is_some_and(|prompt| prompt.starts_with("a boat at noon")));

    let [output] = render["outputs"].as_array().expect("outputs").as_slice() else { panic!("{render}") };
    assert_eq!((&output["width"], &output["height"]), (&json!(928), &json!(522)));
    let file = reqwest::blocking::get(output["url"].as_str().expect("a link")).expect("the link works");
    assert_eq!(file.status(), 200);
    let bytes = file.bytes().expect("a file");
    assert_eq!(bytes.len() as u64, output["bytes"].as_u64().expect("a length"));
    assert_eq!(store::Digest::of(&bytes).as_str(), output["sha256"]);

    let events = api.all(&format!("/v1/renders/{id}/events"));
    let ids: Vec<_> = events.iter().map(|event| event["id"].as_str().expect("an id").to_owned()).collect();
    let dense: Vec<_> = (1..=ids.len()).map(|version| format!("{id}.{version}")).collect();
    assert_eq!(ids, dense);
    assert_eq!(events.last().expect("events")["type"], "render.succeeded");
    assert_eq!(render["version"], events.len());

    let credits = api.get("/v1/credits").body;
    assert_eq!(
        (&credits["balance_usd_micros"], &credits["spent_usd_micros"]),
        (&json!(40_000), &json!(10_000))
    );
    api.assert_money_adds_up();
}

#[test]
fn the_same_seed_gives_the_same_picture_and_each_picture_is_charged() {
    let api = Api::user("seeds@localhost", 100_000);
    let wanted =
        json!({ "prompt": "a hill", "size": { "width": 256, "height": 256 }, "seed": 3, "count": 2 });
    let hashes = |render: &serde_json::Value| -> Vec<String> {
        let outputs = render["outputs"].as_array().expect("outputs");
        outputs.iter().map(|output| output["sha256"].as_str().expect("a hash").to_owned()).collect()
    };
    let start = || api.post("/v1/renders", &wanted).body["id"].as_str().expect("an id").to_owned();
    let (one, two) = (start(), start());
    let (one, two) = (hashes(&api.end_of(&one)), hashes(&api.end_of(&two)));
    assert_eq!(one, two);
    assert_eq!(one.len(), 2);
    assert_ne!(one[0], one[1]);
    assert_eq!(api.get("/v1/credits").body["spent_usd_micros"], 40_000);
}

#[test]
fn a_reference_lends_its_colours() {
    let api = Api::user("reference@localhost", 100_000);
    let first = api.start("a crimson poppy field at noon");
    api.end_of(&first);
    let body = json!({ "prompt": "a house", "references": [first], "size": { "width": 256, "height": 256 } });
    let second = api.post("/v1/renders", &body);
    assert_eq!(second.status, 202, "{second:?}");
    let render = api.end_of(second.body["id"].as_str().expect("an id"));
    assert!(render["final_prompt"].as_str().is_some_and(|prompt| prompt.contains("palette #")), "{render}");
}

#[test]
fn waiting_is_answered_when_the_render_has_ended() {
    let api = Api::user("waiting@localhost", 50_000);
    let body = json!({ "prompt": "a tree", "size": { "width": 256, "height": 256 } }).to_string();
    let answer = api.send(reqwest::Method::POST, "/v1/renders", &[("prefer", "wait=25")], Some(body));
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("succeeded")), "{answer:?}");
}

#[test]
fn lists_go_page_by_page() {
    let api = Api::user("pages@localhost", 100_000);
    let ids: Vec<_> = (0..4)
        .map(|number| {
            let id = api.start(&format!("hill {number}"));
            api.end_of(&id);
            id
        })
        .collect();
    let page = api.get("/v1/renders?limit=3");
    let cursor = page.body["next_cursor"].as_str().expect("more").to_owned();
    let rest = api.get(&format!("/v1/renders?limit=3&cursor={cursor}"));
    assert!(rest.body["next_cursor"].is_null());
    let listed = [&page.body["items"], &rest.body["items"]]
        .map(|items| items.as_array().expect("items").clone())
        .concat();
    let mut listed: Vec<_> =
        listed.iter().map(|render| render["id"].as_str().expect("an id").to_owned()).collect();
    listed.reverse();
    assert_eq!(listed, ids);
}
