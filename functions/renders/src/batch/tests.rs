use model::project::Settings;
use serde_json::{Value, json};

use super::*;

fn request(body: Value) -> BatchRequest {
    serde_json::from_value(body).unwrap()
}

fn refusal(body: Value) -> (String, String) {
    let fault = request(body).order().unwrap_err();
    let problem = fault.problem("test");
    (problem.pointer.unwrap_or_default(), problem.detail)
}

#[test]
fn every_prompt_is_painted_in_every_combination_the_last_axis_changing_fastest() {
    let order = request(json!({
        "template": { "quality": "draft", "seed": 7 },
        "prompts": ["a hill"],
        "matrix": { "style": ["ink", "oil"], "aspect": ["1:1", "16:9", "9:16"] },
    }))
    .order()
    .unwrap();
    assert_eq!(order.combinations(), 6);
    let told: Vec<_> = (0..6)
        .map(|variant| {
            let body = serde_json::to_value(order.request("a hill", variant).unwrap()).unwrap();
            assert_eq!(
                (&body["prompt"], &body["queue"], &body["seed"]),
                (&json!("a hill"), &json!(true), &json!(7))
            );
            format!("{} {}", body["style"].as_str().unwrap(), body["aspect"].as_str().unwrap())
        })
        .collect();
    let mut all = told.clone();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6, "{told:?}");
}

#[test]
fn a_child_that_is_asked_for_again_is_the_same_request() {
    let order = request(json!({ "prompts": ["a hill"] })).order().unwrap();
    let seeds: Vec<_> = ["bat_1#0", "bat_1#0", "bat_1#1"]
        .map(|child| order.wanted("a hill", 0, child).unwrap().resolve(&Settings::default()).unwrap().seed)
        .to_vec();
    assert_eq!(seeds[0], seeds[1]);
    assert_ne!(seeds[0], seeds[2]);
}

#[test]
fn what_is_wrong_with_a_batch_is_pointed_at() {
    let long: Vec<_> = (0..501).map(|number| format!("hill {number}")).collect();
    let wide: Vec<_> = (0..300).collect();
    for (body, pointer, words) in [
        (json!({ "prompts": [] }), "/prompts", "1 to 500"),
        (json!({ "prompts": long }), "/prompts", "501"),
        (json!({ "prompts": ["a"], "template": { "prompt": "b" } }), "/template/prompt", "`prompts`"),
        (json!({ "prompts": ["a"], "template": { "queue": false } }), "/template/queue", "leave this out"),
        (json!({ "prompts": ["a"], "template": { "project": "prj_x" } }), "/template/project", "beside"),
        (json!({ "prompts": ["a"], "template": { "colour": "red" } }), "/template/colour", "unknown field"),
        (json!({ "prompts": ["a"], "template": { "count": 9 } }), "/template/count", "from 1 to 4"),
        (json!({ "prompts": ["a", "b", "c", "d"], "matrix": { "seed": wide } }), "/matrix", "1200 renders"),
        (
            json!({ "prompts": ["a"], "template": { "size": { "width": 512, "height": 512 } }, "matrix": { "aspect": ["1:1"] } }),
            "/template/size",
            "send one of them",
        ),
    ] {
        let (at, detail) = refusal(body.clone());
        assert_eq!(at, pointer, "{body}: {detail}");
        assert!(detail.contains(words), "{body}: {detail}");
    }
}

#[test]
fn counts_add_up_whatever_became_of_the_children() {
    let record = Record {
        id: BatchId::derived("b"),
        user: model::UserId::derived("a"),
        project: None,
        total: 5,
        each: 1,
        order: json!({}),
        chunks: vec![0],
        created_at: Time::from_millis(0),
        cancel_at: None,
        gdp: None,
        gds: None,
    };
    let problem = |code: &'static str| Fault::new(fault::Kind::Conflict, code, "no").problem("test");
    let child = |index, code| (Child { index, job: None, problem: Some(problem(code)) }, None);
    let family = [child(0, "canceled"), child(1, "credits-exhausted"), child(3, "admission-failed")];
    let page = |cursor: Option<&str>| Batch::of(&record, &family, Page::after(cursor, 2).unwrap());
    let first = page(None);
    let Counts { total, waiting, running, succeeded, failed, canceled, expired } = first.counts;
    assert_eq!([total, waiting, running, succeeded, failed, canceled, expired], [5, 2, 0, 0, 2, 1, 0]);
    assert_eq!((first.items.len(), first.next_cursor.as_deref()), (2, Some("1")));
    let second = page(Some("1"));
    assert_eq!((second.items[0].index, second.next_cursor), (3, None));
    assert!(Page::after(Some("x"), 2).is_err());
}
