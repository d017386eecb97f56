use contract::Next;
use jobs::AttemptState;
use model::{JobId, Status};
use serde_json::json;

use super::*;
use crate::FAIL;
use crate::tests::{Studio, step};

/// Runs the stage with what a Catch would hand it.
async fn fail(studio: &Studio, job: JobId, failure: Option<Failure>) -> Next {
    studio.step(FAIL, &Step { failure, ..step(job, 1) }).await.unwrap()
}

fn caught(error: &str, cause: &str) -> Failure {
    Failure { error: error.to_owned(), cause: cause.to_owned() }
}

async fn problem(studio: &Studio, job: JobId) -> Problem {
    studio.jobs().head(job).await.unwrap().problem.unwrap()
}

#[tokio::test]
async fn our_own_problem_is_passed_on_as_it_is() {
    let studio = Studio::new().await;
    let job = studio.before(crate::SUBMIT, json!({})).await;
    let refusal = Fault::new(Kind::Unprocessable, "provider-refused", "The provider said no.").at("/prompt");
    let sent = refusal.problem("8f2c");
    assert_eq!(fail(&studio, job, Some(crate::tests::failure(&refusal))).await.word, OK);
    assert_eq!(problem(&studio, job).await, sent);
    studio.audit();
}

#[tokio::test]
async fn the_words_of_others_are_never_passed_on() {
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:ferrotype-pipeline-submit";
    let wrapped = |message: &str| json!({ "errorType": "Error", "errorMessage": message }).to_string();
    let timeout = format!("RequestId: 8f2c Error: Task timed out after 120.00 seconds {arn}");
    let cases = [
        ("Sandbox.Timedout", wrapped(&timeout), "stage-timed-out", 504),
        ("States.Timeout", String::new(), "stage-timed-out", 504),
        ("Runtime.ExitError", wrapped(&format!("RequestId: 8f2c signal: killed {arn}")), "stage-failed", 500),
        (
            "Lambda.AccessDeniedException",
            format!("not authorized to perform lambda:InvokeFunction on {arn}"),
            "stage-failed",
            500,
        ),
        (
            "States.TaskFailed",
            wrapped(&json!({ "code": "arn", "detail": arn }).to_string()),
            "stage-failed",
            500,
        ),
        ("States.QueryEvaluationError", "{".to_owned(), "stage-failed", 500),
        ("", "null".to_owned(), "stage-failed", 500),
    ];
    for (error, cause, code, status) in cases {
        let studio = Studio::new().await;
        let job = studio.before(crate::SUBMIT, json!({})).await;
        fail(&studio, job, Some(caught(error, &cause))).await;
        let problem = problem(&studio, job).await;
        assert_eq!((problem.code.as_str(), problem.status), (code, status), "{error}");
        assert_eq!(problem.request_id, format!("{job}-1"), "{error}: support finds the execution by it");
        assert!(problem.detail.contains("Nothing was charged"), "{error}: {}", problem.detail);
        let table = format!("{:?}", studio.world.table.snapshot());
        let leaked = ["arn:aws", "8f2c", "killed"].iter().find(|word| table.contains(**word));
        assert_eq!(leaked, None, "{error}");
        studio.audit();
    }
}

#[tokio::test]
async fn a_word_that_no_choice_knows_fails_the_render_without_a_failure() {
    let studio = Studio::new().await;
    let job = studio.before(crate::VALIDATE, json!({})).await;
    assert_eq!(fail(&studio, job, None).await.word, OK);
    assert_eq!(problem(&studio, job).await.code, "stage-failed");
    assert_eq!(studio.money().await, [100_000, 0, 0], "what it cost us is not charged");
    studio.audit();
}

#[tokio::test]
async fn the_hold_comes_back_and_the_slot_is_free_however_far_it_got() {
    let studio = Studio::new().await;
    // More than there are slots.
    for stage in crate::tests::flow().order().into_iter().chain([FAIL]).take(8) {
        let job = studio.before(stage, json!({})).await;
        assert_eq!(studio.money().await, [90_000, 10_000, 0], "{}", stage.spec.name);
        assert_eq!(fail(&studio, job, None).await.word, OK, "{}", stage.spec.name);
        let head = studio.jobs().head(job).await.unwrap();
        assert_eq!((head.status, head.slot), (Status::Failed, false), "{}", stage.spec.name);
        assert_eq!(studio.money().await, [100_000, 0, 0], "{}", stage.spec.name);
        assert_eq!(studio.events(job).await.last().unwrap(), "render.failed");
        studio.audit();
    }
}

#[tokio::test]
async fn an_attempt_of_which_nothing_was_heard_is_lost_with_its_job() {
    let studio = Studio::new().await;
    let job = studio.before(crate::SUBMIT, json!({})).await;
    let sent = jobs::Sent {
        provider: "builtin".to_owned(),
        model: "sketch".to_owned(),
        body_sha256: store::Digest::of("body").as_str().to_owned(),
        r#try: 1,
        patience: std::time::Duration::from_mins(2),
        doubt: std::time::Duration::ZERO,
    };
    let view = studio.view(job).await;
    studio.jobs().license(&view, &sent).await.unwrap();
    fail(&studio, job, Some(caught("Sandbox.Timedout", ""))).await;
    let states: Vec<_> = studio.view(job).await.attempts().map(|attempt| attempt.state).collect();
    assert_eq!(states, [AttemptState::Lost]);
    studio.audit();
}

#[tokio::test]
async fn a_second_time_it_finds_the_job_ended_and_the_first_reason_stands() {
    let studio = Studio::new().await;
    let job = studio.before(crate::SUBMIT, json!({})).await;
    fail(&studio, job, Some(caught("States.Timeout", ""))).await;
    let before = studio.everything();
    assert_eq!(fail(&studio, job, None).await.word, STOP);
    assert_eq!(studio.everything(), before);
    studio.audit();
}

#[tokio::test]
async fn a_provider_that_is_at_work_is_waited_for_although_a_stage_died() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    assert_eq!(fail(&studio, job, Some(caught("Sandbox.Timedout", ""))).await.word, STOP);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.slot), (Status::InDoubt, false));
    assert_eq!(studio.money().await, [90_000, 10_000, 0]);
    studio.audit();
    studio.answered(job).await;
    studio.office().reap(job, 1, None).await.unwrap();
    let way = crate::tests::flow().walk(&studio, "Prepare", &step(job, 2)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}
