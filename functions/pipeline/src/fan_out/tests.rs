use fault::Kind;
use jobs::End;
use serde_json::{Value, json};

use super::*;
use crate::FAN_OUT;
use crate::tests::{Studio, token};

#[tokio::test]
async fn each_file_is_asked_for_once_and_nobody_is_told_before_it_is_there() {
    let studio = Studio::new().await;
    let job = studio.several(3).await;
    assert_eq!(studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap().word, OK);
    let ws = testkit::workspace("a").id();
    let asked: Vec<Value> = studio.asked_for();
    let expected = [1, 2, 3].map(|part| json!({ "ws": ws, "job": job, "run": 1, "try": 1, "part": part }));
    assert_eq!(asked, expected);
    assert_eq!(studio.world.flow.signals(), []);
    assert!(studio.view(job).await.checkpoint(1, StageName::FanOut).is_none());
    studio.audit();
}

#[tokio::test]
async fn a_repetition_asks_for_what_is_missing_and_all_tokens_are_told() {
    let studio = Studio::new().await;
    let job = studio.several(3).await;
    studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap();
    let parts = studio.asked_for();
    studio.deliver(&parts[1]).await.unwrap();
    studio.step(FAN_OUT, &token(job, 1, "t2")).await.unwrap();
    let again = studio.asked_for();
    assert_eq!(again, [parts[0].clone(), parts[2].clone()]);
    for part in again {
        studio.deliver(&part).await.unwrap();
    }
    let ok = r#"{"word":"ok","try":1}"#;
    assert_eq!(
        studio.world.flow.signals(),
        [("t1", ok), ("t2", ok)].map(|(one, two)| (one.into(), two.into()))
    );
    studio.audit();
}

#[tokio::test]
async fn when_all_parts_have_ended_the_stage_itself_ends_the_wait() {
    let studio = Studio::new().await;
    let job = studio.fanned_out(2).await;
    let before = studio.world.flow.signals().len();
    studio.step(FAN_OUT, &token(job, 1, "late")).await.unwrap();
    assert_eq!(studio.asked_for(), Vec::<Value>::new());
    assert!(studio.world.flow.signals()[before..].iter().any(|(token, _)| token == "late"));
    studio.audit();
}

#[tokio::test]
async fn a_run_that_takes_over_asks_only_for_what_the_dead_one_left() {
    let studio = Studio::new().await;
    let job = studio.several(3).await;
    studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap();
    let parts = studio.asked_for();
    studio.deliver(&parts[2]).await.unwrap();
    studio.office().reap(job, 1, None).await.unwrap();
    studio.step(FAN_OUT, &token(job, 2, "n1")).await.unwrap();
    let asked = studio.asked_for();
    assert_eq!(asked.iter().map(|call| call["part"].clone()).collect::<Vec<_>>(), [1, 2]);
    assert!(asked.iter().all(|call| call["run"] == 2), "{asked:?}");
    let before = studio.everything();
    studio.deliver(&parts[0]).await.unwrap();
    assert_eq!(studio.everything(), before, "a message of the dead run does nothing");
    studio.audit();
}

#[tokio::test]
async fn a_run_that_takes_over_after_the_join_waits_for_nobody() {
    let studio = Studio::new().await;
    let job = studio.fanned_out(2).await;
    studio.run(crate::INGEST, job).await.unwrap();
    studio.office().reap(job, 1, None).await.unwrap();
    let before = studio.everything();
    studio.step(FAN_OUT, &token(job, 2, "n1")).await.unwrap();
    assert_eq!(
        studio.world.flow.signals().last().unwrap(),
        &("n1".into(), r#"{"word":"ok","try":1}"#.into())
    );
    assert_eq!((studio.everything(), studio.asked_for()), (before, Vec::new()));
    studio.audit();
}

#[tokio::test]
async fn a_job_that_has_ended_is_told_to_stop_and_so_is_the_wait() {
    let studio = Studio::new().await;
    let job = studio.several(2).await;
    let view = studio.view(job).await;
    let problem = Fault::new(Kind::TimedOut, "stage-timed-out", "It took too long.").problem("x");
    studio.jobs().settle(&studio.line(), &view, &End::Failed(problem)).await.unwrap();
    let before = studio.everything();
    assert_eq!(studio.step(FAN_OUT, &token(job, 1, "t1")).await.unwrap().word, STOP);
    assert_eq!(studio.world.flow.signals(), [("t1".into(), r#"{"word":"stop","try":1}"#.into())]);
    assert_eq!(studio.everything(), before);
    studio.audit();
}

#[tokio::test]
async fn a_state_without_a_token_would_wait_for_ever_and_is_a_defect() {
    let studio = Studio::new().await;
    let job = studio.several(2).await;
    assert_eq!(studio.run(FAN_OUT, job).await.unwrap_err().kind(), Kind::Defect);
    assert_eq!(studio.asked_for(), Vec::<Value>::new());
    studio.audit();
}
