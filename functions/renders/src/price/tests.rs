use model::RenderRequest;
use serde_json::{Value, json};

use super::*;

fn priced(also: &Value) -> Result<Price, Fault> {
    let mut body = json!({ "prompt": "a boat" });
    body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    let request: RenderRequest = serde_json::from_value(body).unwrap();
    price(&request.resolve(7).unwrap())
}

fn held(also: &Value) -> i64 {
    priced(also).unwrap().hold.get()
}

#[test]
fn what_may_be_done_again_is_held_as_often_and_never_above_its_lid() {
    assert_eq!(held(&json!({})), 10_000);
    assert_eq!(held(&json!({ "count": 2, "retry": { "max_attempts": 3 } })), 60_000);
    assert_eq!(held(&json!({ "retry": {} })), 20_000, "twice when nobody says how often");
    assert_eq!(held(&json!({ "retry": { "max_attempts": 5, "max_spend_usd_micros": 25_000 } })), 25_000);
    assert_eq!(held(&json!({ "retry": { "max_attempts": 1, "max_spend_usd_micros": 90_000 } })), 10_000);
    let price = priced(&json!({ "retry": { "max_attempts": 3 } })).unwrap();
    assert_eq!(price.likely.map(UsdMicros::get), Some(10_000), "most renders are painted once");
}

#[test]
fn a_purse_without_room_for_one_attempt_is_refused_with_what_one_costs() {
    let fault = priced(&json!({ "retry": { "max_spend_usd_micros": 9_999 } })).unwrap_err();
    let problem = fault.problem("test");
    assert_eq!(problem.pointer.as_deref(), Some("/retry/max_spend_usd_micros"));
    assert!(problem.detail.contains("10000 micro-USD"), "{}", problem.detail);
}

#[test]
fn a_size_that_no_model_paints_is_refused_with_the_bounds() {
    let fault = priced(&json!({ "size": { "width": 2_048, "height": 256 } })).unwrap_err();
    let problem = fault.problem("test");
    assert_eq!((problem.pointer.as_deref(), problem.code.as_str()), (Some("/size"), "invalid-field"));
    assert_eq!(problem.detail, "No model paints pictures of 2048 x 256 pixels.");
    assert_eq!(problem.allowed, ["256 to 2048 pixels a side, the longer at most 4 times the shorter"]);
}

#[test]
fn more_pictures_than_a_model_makes_are_refused_with_each_number_that_it_makes() {
    let request: RenderRequest = serde_json::from_value(json!({ "prompt": "a boat", "count": 4 })).unwrap();
    let problem = explain(Lack::Count(3), &request.resolve(7).unwrap()).problem("test");
    assert_eq!(problem.pointer.as_deref(), Some("/count"));
    assert_eq!(problem.allowed, ["1", "2", "3"]);
}

#[test]
fn every_aspect_can_be_had_in_every_quality() {
    for quality in ["draft", "standard", "high", "ultra"] {
        for aspect in Aspect::ALL {
            let asked = json!({ "aspect": aspect, "quality": quality });
            assert!(priced(&asked).is_ok(), "{asked}");
        }
    }
}
