//! How a stream ends before its time.

use std::time::Duration;

use super::gate::{PATH, Stage, Visit, WIDE, chunk, gone, process, refusal};

/// A stream that has begun and of which one chunk has arrived.
async fn begun(stage: &Stage) -> (reqwest::Response, Visit) {
    let (mut answer, mut visit) = stage.open().await;
    visit.say("chunk \"one\"").await;
    assert_eq!(chunk(&mut answer).await.unwrap().unwrap(), "one");
    (answer, visit)
}

#[tokio::test]
async fn a_process_that_dies_while_it_writes_breaks_the_stream_off_and_is_replaced() {
    let stage = Stage::new(WIDE).await;
    let (mut answer, mut visit) = begun(&stage).await;
    let (process, pid) = (visit.process(), visit.pid());
    visit.say("die").await;
    assert!(chunk(&mut answer).await.is_err(), "a stream that broke off looks like one that has ended");
    gone(&process).await;
    stage.logged("signal: 9").await;

    let (_answer, next) = begun(&stage).await;
    assert_ne!(next.pid(), pid);
}

#[tokio::test]
async fn a_process_that_dies_before_it_answers_is_a_502() {
    let stage = Stage::new(WIDE).await;
    let asked = stage.ask(PATH);
    stage.visit().await.say("die").await;
    assert_eq!(refusal(asked.await.unwrap()).await, (502, "function-failed".into()));
}

#[tokio::test]
async fn a_process_that_cannot_start_is_a_502_that_the_log_explains() {
    for (start, why) in [("complain", "Runtime.Bad: no TABLE_NAME"), ("die", "did not get as far")] {
        let stage = Stage::of(WIDE, 60, &[("START", start)]).await;
        assert_eq!(refusal(stage.ask(PATH).await.unwrap()).await, (502, "function-failed".into()));
        stage.logged(why).await;
    }
    let mut stage = Stage::new(WIDE).await;
    stage.deploy(|function| function.program = "/nowhere/thing".into());
    assert_eq!(refusal(stage.ask(PATH).await.unwrap()).await, (502, "function-failed".into()));
    stage.logged("/nowhere/thing is not there").await;
}

#[tokio::test]
async fn a_process_that_died_while_it_was_idle_is_not_the_next_listeners_problem() {
    let stage = Stage::new(WIDE).await;
    let (answer, mut visit) = begun(&stage).await;
    visit.end().await;
    drop(answer);
    stage.rests(1).await;
    let process = visit.process();
    process.stop(Duration::ZERO).await.unwrap();
    begun(&stage).await;
}

#[tokio::test]
async fn an_error_behind_the_last_chunk_breaks_the_stream_off() {
    let stage = Stage::new(WIDE).await;
    let (mut answer, mut visit) = begun(&stage).await;
    visit.say("trailer").await;
    assert!(chunk(&mut answer).await.is_err());
    stage.logged("Runtime.Broken").await;
}

#[tokio::test]
async fn a_listener_who_leaves_closes_the_connection_to_the_function() {
    let stage = Stage::new(WIDE).await;
    let (answer, mut visit) = begun(&stage).await;
    visit.say("listen").await;
    drop(answer);
    assert_eq!(visit.hear().await, "closed");
    // This function asks for work again, so its process is kept.
    stage.rests(1).await;
    let (_answer, next) = begun(&stage).await;
    assert_eq!(next.pid(), visit.pid());
}

#[tokio::test]
async fn a_function_that_goes_on_for_nobody_is_killed() {
    let stage = Stage::new(super::super::pool::Limits { grace: Duration::from_millis(50), ..WIDE }).await;
    let (answer, visit) = begun(&stage).await;
    let process = visit.process();
    drop(answer);
    gone(&process).await;
}

#[tokio::test]
async fn time_that_is_over_ends_the_process_and_all_that_it_started() {
    let stage = Stage::of(WIDE, 1, &[]).await;
    let asked = stage.ask(PATH);
    let mut visit = stage.visit().await;
    visit.say("spawn").await;
    let child = process(visit.hear().await.parse().unwrap());
    assert_eq!(refusal(asked.await.unwrap()).await, (504, "function-timed-out".into()));
    gone(&child).await;
    stage.logged("Task timed out after 1.00 seconds").await;

    let (mut answer, late) = begun(&stage).await;
    let process = late.process();
    assert!(chunk(&mut answer).await.is_err(), "a stream whose time was over looks like one that has ended");
    gone(&process).await;
}
