use serde_json::json;

use super::*;
use crate::testing::{MACHINE, asked, error, json, replay, tally};

const EXECUTION: &str = "arn:aws:states:eu-central-1:111122223333:execution:render:rnd_1-1";

#[tokio::test]
async fn a_start_names_the_machine_and_the_execution() {
    let (cloud, http) = replay(vec![json(&json!({ "executionArn": EXECUTION, "startDate": 1.5 }))]);
    let started = cloud.ports.render_flow.unwrap().start("rnd_1-1", "{\"run\":1}").await.unwrap();
    assert_eq!(started, Started::Now);
    let expected = json!({ "stateMachineArn": MACHINE, "name": "rnd_1-1", "input": "{\"run\":1}" });
    assert_eq!(asked(&http), [expected]);
}

#[tokio::test(start_paused = true)]
async fn a_name_that_was_started_before_is_success_also_after_a_lost_answer() {
    let (cloud, _) = replay(vec![error(500, "InternalServerError"), error(400, "ExecutionAlreadyExists")]);
    let started = cloud.ports.render_flow.clone().unwrap().start("n", "{}").await.unwrap();
    assert_eq!(started, Started::Before);
    assert_eq!(tally(&cloud.calls(), "SFN.StartExecution"), (1, 2));
}

#[tokio::test]
async fn a_machine_that_is_not_there_is_a_defect_that_names_the_setting() {
    let (cloud, _) = replay(vec![error(400, "StateMachineDoesNotExist")]);
    let fault = cloud.ports.render_flow.unwrap().start("n", "{}").await.unwrap_err();
    assert!(fault.chain().contains("check that RENDER_FLOW_ARN"), "{}", fault.chain());
}

#[tokio::test]
async fn an_execution_is_running_ended_or_absent() {
    let described = |status: &str, stop: Option<f64>| {
        json(&json!({
            "executionArn": EXECUTION, "stateMachineArn": MACHINE, "startDate": 1.5, "status": status, "stopDate": stop
        }))
    };
    let (cloud, http) = replay(vec![
        described("RUNNING", None),
        described("SUCCEEDED", Some(1_795_000_000.25)),
        described("ABORTED", Some(2.0)),
        error(400, "ExecutionDoesNotExist"),
    ]);
    let flow = cloud.ports.render_flow.unwrap();
    for expected in [
        ExecutionState::Running,
        ExecutionState::Ended(Time::from_millis(1_795_000_000_250)),
        ExecutionState::Ended(Time::from_millis(2_000)),
        ExecutionState::Absent,
    ] {
        assert_eq!(flow.describe("rnd_1-1").await.unwrap(), expected);
    }
    assert_eq!(asked(&http)[0]["executionArn"], EXECUTION);
}

#[test]
fn the_arn_of_an_execution_follows_from_its_machine() {
    assert_eq!(execution_arn(MACHINE, "rnd_1-1").unwrap(), EXECUTION);
    assert_eq!(execution_arn(&format!("{MACHINE}:live"), "rnd_1-1").unwrap(), EXECUTION);
    let china = execution_arn("arn:aws-cn:states:cn-north-1:1:stateMachine:m", "n").unwrap();
    assert_eq!(china, "arn:aws-cn:states:cn-north-1:1:execution:m:n");
    let fault = execution_arn("arn:aws:sqs:eu-central-1:1:q", "n").unwrap_err();
    assert!(fault.chain().contains("RENDER_FLOW_ARN is `arn:aws:sqs"), "{}", fault.chain());
}

#[tokio::test]
async fn a_signal_that_nobody_waits_for_any_more_is_late() {
    let (cloud, http) = replay(vec![
        json(&json!({})),
        error(400, "TaskTimedOut"),
        error(400, "TaskDoesNotExist"),
        error(400, "InvalidToken"),
    ]);
    let flow = cloud.ports.render_flow.unwrap();
    assert_eq!(flow.signal("t", "{\"word\":\"ok\"}").await.unwrap(), Signaled::Now);
    for _ in 0..3 {
        assert_eq!(flow.signal("t", "{}").await.unwrap(), Signaled::Late);
    }
    assert_eq!(asked(&http)[0], json!({ "taskToken": "t", "output": "{\"word\":\"ok\"}" }));
}
