use jobs::{PollCall, Recovery};
use model::Status;

use super::*;
use crate::AWAIT;
use crate::tests::{Studio, token};

/// A render that waits under `t1`, and its first question.
async fn asked(studio: &Studio) -> (model::JobId, PollCall) {
    let job = studio.waiting().await;
    studio.step(AWAIT, &token(job, 1, "t1")).await.unwrap();
    let [question] = studio.questions()[..] else { panic!("one question is asked") };
    (job, question)
}

#[tokio::test]
async fn a_question_leads_to_the_next_until_there_is_an_answer() {
    let studio = Studio::new().await;
    let (job, first) = asked(&studio).await;
    studio.question(first, 1).await.unwrap();
    let [(second, delay)] = studio.delayed_questions()[..] else { panic!("it is not dry yet") };
    assert_eq!(second.poll.n, 2);
    assert!(delay > Duration::from_secs(3), "the provider says how long it takes: {delay:?}");
    studio.world.clock.advance(delay);
    studio.question(second, 1).await.unwrap();
    assert_eq!(studio.questions(), []);
    assert_eq!(studio.told("t1"), ["landed"]);
    let stored = studio.world.bucket.keys();
    assert_eq!(stored.len(), 1);
    // Told again, it stores nothing and asks nobody.
    let before = studio.everything();
    studio.question(second, 2).await.unwrap();
    studio.question(first, 1).await.unwrap();
    assert_eq!((studio.everything(), studio.questions()), (before, vec![]));
    assert_eq!(studio.view(job).await.attempt(1).unwrap().state, AttemptState::Landed);
    studio.audit();
}

#[tokio::test]
async fn a_duplicate_leads_nowhere_and_one_whose_worker_died_leads_on() {
    let studio = Studio::new().await;
    let (_, first) = asked(&studio).await;
    studio.question(first, 1).await.unwrap();
    let [second] = studio.questions()[..] else { panic!("one follows") };
    studio.question(first, 1).await.unwrap();
    assert_eq!(studio.questions(), [], "a duplicate");
    // The worker died after it had counted the question, before it had sent the next: its message comes again.
    studio.question(first, 2).await.unwrap();
    assert_eq!(studio.questions(), [second]);
    studio.audit();
}

#[tokio::test]
async fn what_is_overdue_is_in_doubt_and_asked_for_until_it_comes() {
    let studio = Studio::new().await;
    let job = studio.waiting_for("easel-9999999999999-0").await;
    studio.step(AWAIT, &token(job, 1, "t1")).await.unwrap();
    let [first] = studio.questions()[..] else { panic!("one question is asked") };
    studio.world.clock.advance(Duration::from_mins(3));
    studio.question(first, 1).await.unwrap();
    // The easel never gave this name.
    assert_eq!((studio.told("t1"), studio.questions()), (vec!["in_doubt".to_owned()], vec![]));
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.slot), (Status::InDoubt, false));
    studio.world.clock.advance(Duration::from_mins(3));
    assert_eq!(studio.office().sweep(job).await.unwrap(), Recovery::Ended);
    assert_eq!(studio.jobs().head(job).await.unwrap().status, Status::Expired);
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn a_wish_is_passed_on_and_the_answer_still_wanted() {
    let studio = Studio::new().await;
    let (job, first) = asked(&studio).await;
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    studio.question(first, 1).await.unwrap();
    assert_eq!(studio.told("t1"), ["cancel"]);
    assert_eq!(studio.questions().len(), 1);
    studio.audit();
}

#[tokio::test]
async fn a_wish_that_no_flow_waits_to_hear_is_told_the_provider_by_the_next_question() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    let head = studio.jobs().head(job).await.unwrap();
    studio.jobs().conclude(&studio.line(), &head, 1, &Verdict::Overdue).await.unwrap();
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    let ws = testkit::workspace("a").id();
    let poll = studio.view(job).await.attempt(1).unwrap().next_poll(job);
    studio.question(PollCall { ws, poll }, 1).await.unwrap();
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Canceled, "canceled"));
    assert_eq!(studio.view(job).await.attempt(1).unwrap().state, AttemptState::Refused);
    assert_eq!((studio.money().await, studio.questions()), ([100_000, 0, 0], vec![]));
    studio.audit();
}

#[tokio::test]
async fn a_job_that_has_ended_is_asked_for_no_more() {
    let studio = Studio::new().await;
    let (job, first) = asked(&studio).await;
    let problem = Fault::new(fault::Kind::TimedOut, "late", "It took too long.").problem("x");
    let view = studio.view(job).await;
    studio.jobs().settle(&studio.line(), &view, &jobs::End::Failed(problem)).await.unwrap();
    studio.question(first, 1).await.unwrap();
    assert_eq!((studio.told("t1"), studio.questions()), (vec!["stop".to_owned()], vec![]));
    assert_eq!(studio.view(job).await.attempt(1).unwrap().state, AttemptState::Lost);
    studio.audit();
}

#[tokio::test]
async fn a_message_that_stands_for_nothing_is_a_defect() {
    let studio = Studio::new().await;
    let (_, first) = asked(&studio).await;
    let nothing = PollCall { poll: PollOf { attempt: 9, ..first.poll }, ..first };
    assert_eq!(studio.question(nothing, 1).await.unwrap_err().kind(), fault::Kind::Defect);
    studio.audit();
}
