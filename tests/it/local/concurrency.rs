//! Money, slots and idempotency when many ask at once.

use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Answer, Api};

/// Sends the same kind of request `times` times at once.
pub(crate) fn at_once(times: usize, send: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let send = &send;
        let asking: Vec<_> = (0..times).map(|number| scope.spawn(move || send(number))).collect();
        asking.into_iter().map(|asked| asked.join().expect("an answer")).collect()
    })
}

fn small(prompt: &str) -> Value {
    json!({ "prompt": prompt, "size": { "width": 256, "height": 256 } })
}

#[test]
fn the_same_key_twice_at_once_is_one_render() {
    let api = Api::user("twice@localhost", 50_000);
    let body = small("once").to_string();
    let send = |_| api.send(Method::POST, "/v1/renders", &[("idempotency-key", "k-1")], Some(body.clone()));
    let answers = at_once(4, send);
    let ids: Vec<_> = answers.iter().map(|answer| (answer.status, answer.body.clone())).collect();
    assert!(ids.iter().all(|id| *id == ids[0] && id.0 == 202), "{ids:?}");
    let other =
        api.send(Method::POST, "/v1/renders", &[("idempotency-key", "k-1")], Some(small("two").to_string()));
    other.assert_problem(422, "idempotency-mismatch");
    let again = api.send(Method::POST, "/v1/renders", &[("idempotency-key", "k-1")], Some(body.clone()));
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, "true"));
    api.end_of(ids[0].1["id"].as_str().expect("an id"));
    assert_eq!(api.all("/v1/renders").len(), 1);
    assert_eq!(api.get("/v1/credits").body["spent_usd_micros"], 10_000);
    api.assert_money_adds_up();
}

#[test]
fn a_sixth_running_render_is_refused_and_told_why() {
    let api = Api::user("six@localhost", 1_000_000);
    // Large pictures, so that the first is still being painted when the last is asked for.
    let large = json!({ "prompt": "a city", "size": { "width": 2048, "height": 2048 } });
    let answers = at_once(9, |_| api.post("/v1/renders", &large));
    let accepted: Vec<_> = answers.iter().filter(|answer| answer.status == 202).collect();
    assert_eq!(accepted.len(), 5, "{answers:?}");
    for refused in answers.iter().filter(|answer| answer.status != 202) {
        refused.assert_problem(429, "slots-taken");
        assert_eq!((&refused.body["limit"]["cap"], &refused.body["limit"]["held"]), (&json!(5), &json!(5)));
        assert!(!refused.header("retry-after").is_empty());
    }
    for answer in accepted {
        assert_eq!(api.end_of(answer.body["id"].as_str().expect("an id"))["status"], "succeeded");
    }
    let freed = api.start("a hill");
    assert_eq!(api.end_of(&freed)["status"], "succeeded");
    api.assert_money_adds_up();
}

#[test]
fn money_for_two_is_two_renders_whoever_asks_first() {
    let api = Api::user("poor@localhost", 25_000);
    let answers = at_once(4, |number| api.post("/v1/renders", &small(&format!("hill {number}"))));
    let accepted: Vec<_> = answers.iter().filter(|answer| answer.status == 202).collect();
    assert_eq!(accepted.len(), 2, "{answers:?}");
    for refused in answers.iter().filter(|answer| answer.status != 202) {
        refused.assert_problem(402, "credits-exhausted");
        let limit = &refused.body["limit"];
        assert_eq!(
            (&limit["level"], &limit["cap"], &limit["needed"]),
            (&json!("workspace"), &json!(25_000), &json!(10_000))
        );
    }
    for answer in &accepted {
        api.end_of(answer.body["id"].as_str().expect("an id"));
    }
    api.post("/v1/renders", &small("one more")).assert_problem(402, "credits-exhausted");
    assert_eq!(api.get("/v1/credits").body["balance_usd_micros"], 5_000);
    api.assert_money_adds_up();
}
