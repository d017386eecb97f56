use std::collections::BTreeSet;

use fault::Kind;
use jobs::End;
use media::Asset;
use model::{JobId, StageName, Status};
use serde_json::{Value, json};

use crate::submit::Landed;
use crate::tests::{Studio, Turn, flow, step, token};
use crate::{FAN_OUT, INGEST, VALIDATE};

/// A fan-out of a render, and the messages that ask for its parts.
async fn handed_out(studio: &Studio, count: u32) -> (JobId, Vec<Value>) {
    let job = studio.several(count).await;
    studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap();
    (job, studio.asked_for())
}

async fn keys(studio: &Studio, job: JobId) -> Vec<String> {
    let landed: Landed = studio.view(job).await.result(1, StageName::Submit).unwrap();
    landed.keys
}

#[tokio::test]
async fn each_part_three_times_in_any_order_is_each_picture_once() {
    let mut joined = BTreeSet::new();
    for turn in 0..12 {
        let studio = Studio::new().await;
        let (job, parts) = handed_out(&studio, 4).await;
        let thrice = [&parts[..], &parts[..], &parts[..]].concat();
        for part in Turn(turn).shuffled(thrice) {
            studio.deliver(&part).await.unwrap();
        }
        assert_eq!(studio.run(INGEST, job).await.unwrap().word, "ok");
        let store: store::Store = studio.world.open("a");
        let ingested = studio.left(job, StageName::Ingest).await;
        let outputs = ingested["outputs"].as_array().unwrap();
        let found: Vec<_> = outputs.iter().map(|output| output["key"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found, keys(&studio, job).await, "in order");
        for output in outputs {
            let asset: model::AssetId = output["asset"].as_str().unwrap().parse().unwrap();
            store.get::<Asset>(&Asset::address(asset)).await.unwrap();
        }
        let assets =
            studio.world.table.snapshot().into_keys().filter(|key| key.pk.starts_with("AST#")).count();
        assert_eq!(assets, 4);
        joined.insert(ingested.to_string());
        studio.audit();
    }
    assert_eq!(joined.len(), 1, "whatever the order");
}

#[tokio::test]
async fn a_part_that_is_done_is_not_looked_into_again_and_its_signal_is_repeated() {
    let studio = Studio::new().await;
    let (job, parts) = handed_out(&studio, 2).await;
    studio.deliver(&parts[0]).await.unwrap();
    studio.deliver(&parts[1]).await.unwrap();
    // Whoever would look into it would find that it is no picture any more.
    for key in keys(&studio, job).await {
        studio.world.bucket.corrupt(&key, "gone");
    }
    let before = studio.everything();
    studio.deliver(&parts[0]).await.unwrap();
    assert_eq!((studio.everything(), studio.world.flow.signals().len()), (before, 2));
    studio.audit();
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_given_up_and_the_rest_is_delivered() {
    let studio = Studio::new().await;
    let (job, parts) = handed_out(&studio, 3).await;
    studio.world.bucket.corrupt(&keys(&studio, job).await[1], "<html>502 Bad Gateway</html>");
    for part in &parts {
        studio.deliver(part).await.unwrap();
    }
    assert_eq!(studio.world.flow.signals().len(), 1);
    studio.audit();
    let way = flow().walk(&studio, "Ingest", &step(job, 1)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.outputs.len()), (Status::Succeeded, 2));
    let verdict = studio.left(job, StageName::Validate).await;
    assert_eq!(verdict["errors"], json!(["2 of 3 pictures were made"]));
    // The provider made three, and is paid for three.
    assert_eq!(studio.money().await, [70_000, 0, 30_000]);
    studio.audit();
}

#[tokio::test]
async fn without_any_picture_the_render_fails_with_the_problem_of_a_part_and_costs_nothing() {
    let studio = Studio::new().await;
    let (job, parts) = handed_out(&studio, 2).await;
    for key in keys(&studio, job).await {
        studio.world.bucket.corrupt(&key, "no picture");
    }
    for part in &parts {
        studio.deliver(part).await.unwrap();
    }
    let way = flow().walk(&studio, "Ingest", &step(job, 1)).await;
    assert_eq!(way, ["Ingest", "Fail", "Failed"]);
    let head = studio.jobs().head(job).await.unwrap();
    let problem = head.problem.unwrap();
    assert_eq!((head.status, problem.code.as_str(), problem.status), (Status::Failed, "bad-image", 422));
    assert!(problem.detail.contains("no PNG"), "{problem:?}");
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn a_file_that_went_away_comes_again_and_is_not_given_up() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "count": 2 }), 20_000).await;
    studio.up_to(crate::SUBMIT, job).await;
    let key = |index| {
        media::OutputKey::new(testkit::workspace("a"), job, 1, index, media::key::Format::Png).to_string()
    };
    studio.leave(job, StageName::Submit, "several", json!({ "keys": [key(0), key(1)], "attempt": 1 })).await;
    studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap();
    let before = studio.everything();
    for part in studio.asked_for() {
        assert_eq!(studio.deliver(&part).await.unwrap_err().kind(), Kind::Defect);
    }
    assert_eq!((studio.everything(), studio.world.flow.signals()), (before, vec![]));
    studio.audit();
}

#[tokio::test]
async fn what_nobody_waits_for_is_acknowledged_and_nothing_is_done() {
    let studio = Studio::new().await;
    let (job, parts) = handed_out(&studio, 2).await;
    for part in &parts {
        studio.deliver(part).await.unwrap();
    }
    studio.run(INGEST, job).await.unwrap();
    let silent = async |message: &Value| {
        let (before, signals) = (studio.everything(), studio.world.flow.signals().len());
        studio.deliver(message).await.unwrap();
        assert_eq!((studio.everything(), studio.world.flow.signals().len()), (before, signals), "{message}");
    };
    silent(&parts[0]).await;
    let mut other_run = parts[0].clone();
    other_run["run"] = json!(2);
    silent(&other_run).await;
    studio.run(VALIDATE, job).await.unwrap();
    let view = studio.view(job).await;
    let problem = fault::Fault::new(Kind::Unprocessable, "test", "It did not work.").problem("test");
    studio.jobs().settle(&studio.line(), &view, &End::Failed(problem)).await.unwrap();
    silent(&parts[1]).await;
    studio.audit();
}

#[tokio::test]
async fn a_part_of_a_fan_out_that_was_never_opened_is_a_defect() {
    let studio = Studio::new().await;
    let job = studio.several(2).await;
    let message = json!({ "ws": testkit::workspace("a").id(), "job": job, "run": 1, "try": 1, "part": 1 });
    assert_eq!(studio.deliver(&message).await.unwrap_err().kind(), Kind::Defect);
    studio.audit();
}
