use contract::port::table::{Attr, Edit, Guard, Key, Outcome, Value as Stored, Write};
use contract::port::{Capacity, Table, Usage};
use jobs::Verdict;
use model::{JobId, StageName, UsdMicros};
use serde_json::{Value, json};
use testkit::{Answer, workspace};

use super::*;
use crate::GET_RECEIPT;
use crate::tests::Studio;

async fn receipt(studio: &Studio, job: JobId) -> Value {
    let before = studio.world.table.calls();
    let answer: Answer = studio.get(GET_RECEIPT, "a", &job.to_string(), &[], &[]).await;
    assert_eq!((answer.status, studio.world.table.calls() - before), (200, GetReceipt::SDK_CALLS.into()));
    answer.body
}

/// A studio in which every invocation measures the same.
async fn measured() -> Studio {
    let studio = Studio::rich().await;
    studio.world.meter.set(Usage {
        calls: [("S3.PutObject".to_owned(), 1)].into(),
        read: Capacity::halves(5),
        written: Capacity::units(4),
        memory_mb: 1_024,
        ms: 975,
    });
    studio
}

#[tokio::test]
async fn a_render_that_ended_well_shows_every_figure() {
    let studio = measured().await;
    let job = studio.accepted().await;
    studio.paint(job).await;
    let mut body = receipt(&studio, job).await;
    let usage = body.as_object_mut().unwrap().remove("usage").unwrap();
    let sources = body["list_prices"]["sources"].take();
    let expected = json!({
        "render": job, "status": "succeeded", "closed": true,
        "estimate": { "min_usd_micros": 10_000, "likely_usd_micros": 10_000, "max_usd_micros": 10_000 },
        "held_usd_micros": 10_000, "charged_usd_micros": 10_000, "released_usd_micros": 0,
        "attempts": [{
            "number": 1, "provider": "builtin", "model": "sketch", "outcome": "landed",
            "reported_cost_usd_micros": 10_000, "booked_usd_micros": 10_000,
        }],
        "own_cost": body["own_cost"],
        "list_prices": { "region": "us-east-1", "read_on": "2026-11-20", "sources": null },
        "price": { "source": "shared/providers/catalogue/builtin.toml", "read_on": "2026-11-20" },
        "entries": [format!("{job}#hold"), format!("{job}#close")],
    });
    assert_eq!(body, expected);
    assert!(
        sources
            .as_array()
            .unwrap()
            .iter()
            .all(|url| url.as_str().unwrap().starts_with("https://aws.amazon.com/"))
    );
    // Admission, three checkpoints and the settlement, a GB-second each: 975 ms, and 25 for what comes after.
    assert_eq!((&usage["gb_seconds"], &usage["read_units"]), (&json!(5.0), &json!(12.5)));
    assert_eq!(
        (&usage["runs"], &usage["invocations"], &usage["unmeasured"]),
        (&json!(1), &json!(5), &json!(0))
    );
    assert_eq!(usage["transitions"], 9);
    let calls = json!({ "DynamoDB.TransactWriteItems": 5, "S3.PutObject": 5, "SFN.StartExecution": 1, "SQS.SendMessage": 1 });
    assert_eq!(usage["sdk_calls"], calls);
    let cost = &body["own_cost"];
    // 5 requests and 5 GB-seconds: 1 + 66.667. 9 transitions of 25. 5 puts of 5. A message of 0.4, rounded up.
    assert_eq!(cost["lambda_usd_micros"], 68);
    assert_eq!(cost["step_functions_usd_micros"], 225);
    assert_eq!((&cost["s3_usd_micros"], &cost["sqs_usd_micros"]), (&json!(25), &json!(1)));
    let written = usage["write_units"].as_f64().unwrap();
    let dynamodb = (12.5 * 0.125 + written * 0.625).ceil();
    assert_eq!(cost["dynamodb_usd_micros"].as_f64(), Some(dynamodb));
    studio.audit();
}

#[tokio::test]
async fn an_open_render_is_not_closed_and_says_what_is_held() {
    let studio = measured().await;
    let job = studio.accepted().await;
    let body = receipt(&studio, job).await;
    assert_eq!((&body["closed"], &body["status"]), (&json!(false), &json!("queued")));
    assert_eq!((&body["held_usd_micros"], &body["charged_usd_micros"]), (&json!(10_000), &json!(0)));
    assert_eq!((&body["released_usd_micros"], &body["attempts"]), (&json!(0), &json!([])));
    assert_eq!(body["entries"], json!([format!("{job}#hold")]));
    assert!(body.get("overrun_usd_micros").is_none());
    studio.audit();
}

#[tokio::test]
async fn a_render_that_failed_is_charged_nothing_and_lists_what_its_attempt_reported() {
    let studio = measured().await;
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    studio.ask(&step, &Verdict::Landed { result: json!({}), cost: UsdMicros::new(7_000) }).await;
    studio.fail(job).await;
    let body = receipt(&studio, job).await;
    assert_eq!((&body["charged_usd_micros"], &body["released_usd_micros"]), (&json!(0), &json!(10_000)));
    let attempt = &body["attempts"][0];
    assert_eq!(
        (&attempt["outcome"], &attempt["reported_cost_usd_micros"]),
        (&json!("landed"), &json!(7_000))
    );
    assert_eq!(attempt["booked_usd_micros"], 0);
    studio.audit();
}

#[tokio::test]
async fn attempts_that_brought_nothing_are_listed_with_what_became_of_them() {
    let studio = measured().await;
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    studio.ask(&step, &Verdict::Void("down".to_owned())).await;
    studio.ask(&step, &Verdict::Refused("no".to_owned())).await;
    studio.ask(&step, &Verdict::InDoubt).await;
    let open = receipt(&studio, job).await;
    assert_eq!((&open["status"], &open["closed"]), (&json!("in_doubt"), &json!(false)));
    studio.fail(job).await;
    let body = receipt(&studio, job).await;
    let attempts = body["attempts"].as_array().unwrap();
    let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["void", "refused", "lost"]);
    for attempt in attempts {
        assert!(attempt.get("reported_cost_usd_micros").is_none(), "{attempt}");
        assert_eq!(attempt["booked_usd_micros"], 0);
    }
    studio.audit();
}

#[tokio::test]
async fn a_charge_above_the_hold_is_told_as_an_overrun() {
    let studio = measured().await;
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    let result = json!({ "keys": [], "attempt": 1 });
    studio.ask(&step, &Verdict::Landed { result: result.clone(), cost: UsdMicros::new(15_000) }).await;
    studio.leave(&step, StageName::Submit, "landed", result).await;
    studio.succeed(job).await;
    let body = receipt(&studio, job).await;
    assert_eq!((&body["charged_usd_micros"], &body["overrun_usd_micros"]), (&json!(15_000), &json!(5_000)));
    assert_eq!(body["released_usd_micros"], -5_000);
    studio.audit();
}

#[tokio::test]
async fn a_render_from_before_the_estimates_has_its_upper_bound_alone() {
    let studio = measured().await;
    let job = studio.accepted().await;
    let price = json!({ "hold": 10_000, "source": "s", "read_on": "2026-01-01" }).to_string();
    let request = Key { pk: format!("RUN#{}#{job}", workspace("a").id()), sk: "REQ".to_owned() };
    let edits = vec![Edit::Set(Attr("price"), Stored::Text(price)), Edit::Unset(Attr("usage"))];
    let outcome = studio.world.table.write(&Write::update(request, edits, Guard::Present)).await.unwrap();
    assert_eq!(outcome, Outcome::Done);
    let body = receipt(&studio, job).await;
    assert_eq!(body["estimate"], json!({ "max_usd_micros": 10_000 }));
    assert_eq!((&body["usage"]["unmeasured"], &body["usage"]["sdk_calls"]), (&json!(1), &json!({})));
    studio.audit();
}

#[tokio::test]
async fn a_foreign_an_absent_and_a_malformed_id_get_one_answer() {
    Studio::rich().await.assert_ids_get_one_answer(GET_RECEIPT).await;
}
