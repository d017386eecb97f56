use std::time::Duration;

use contract::Next;
use contract::port::Signaled;
use model::Status;

use super::*;
use crate::attempt::External;
use crate::tests::lab::Invocation;
use crate::tests::{Ask, Lab, accepted_as, landed, sent};
use crate::{QUIET, Recovery, Verdict};

fn attempt(lab: &Lab, job: JobId) -> Attempt {
    lab.view(job).attempt(1).unwrap().clone()
}

fn wait(lab: &Lab, job: JobId, token: &str) -> Attempt {
    let at = lab.jobs.now().plus(Duration::from_secs(1));
    lab.run(lab.jobs.wait(job, 1, token, at)).unwrap()
}

/// The questions that somebody has had asked since the last look.
fn questions(lab: &Lab) -> Vec<(u32, Duration)> {
    let sent = lab.world.queues[&contract::QueueName::Polls].take();
    let read = |body: &str| serde_json::from_str::<crate::PollCall>(body).unwrap().poll.n;
    sent.iter().map(|(body, delay)| (read(body), *delay)).collect()
}

#[test]
fn what_was_accepted_is_found_by_the_providers_id_and_waited_for() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let head = lab.head(job);
    assert_eq!((head.status, head.att, head.slot), (Status::Running, Some(1), true));
    assert_eq!(lab.events(job).last().unwrap(), "render.accepted");
    let directory = lab.world.open::<store::Directory>("lab");
    let found: Option<External> = lab.run(directory.find(&key::external("acme", "ext-1"))).unwrap();
    let found = found.unwrap();
    assert_eq!((found.ws, found.job, found.attempt), (testkit::workspace("lab").id(), job, 1));
    let until = attempt(&lab, job).doubt_until.plus(Duration::from_hours(7 * 24));
    assert_eq!(found.ttl, until.seconds(), "it is known while a late answer may come, and not for ever");
    assert_eq!(lab.conclude(job, 1, &accepted_as("ext-2")).asked_as(), Some("ext-1"), "the first stays");
    assert_eq!(lab.conclude(job, 1, &Verdict::InDoubt).state, AttemptState::Accepted, "nobody doubts it");
    lab.audit();
}

#[test]
fn two_that_were_given_one_name_are_a_defect_and_nothing_is_written() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let other = Ask::job(2).id();
    lab.ask(&Ask::job(2)).unwrap();
    lab.begin(other, 1).unwrap();
    let number = lab.granted(other);
    let head = lab.head(other);
    let fault = lab.run(lab.jobs.conclude(&lab.line, &head, number, &accepted_as("ext-1"))).unwrap_err();
    assert_eq!(fault.code(), "internal");
    assert_eq!(lab.head(other), head);
    assert_eq!(attempt(&lab, job).state, AttemptState::Accepted);
    lab.audit();
}

#[test]
fn no_wake_up_is_lost_in_any_order_of_token_and_answer() {
    for seed in 0..200 {
        let lab = Lab::rich(1_000);
        let job = lab.accepted();
        let head = lab.head(job);
        let verdict = landed(40);
        let waits: Invocation<'_, Vec<String>> = Box::pin(async {
            let stored = lab.jobs.wait(job, 1, "t1", lab.jobs.now()).await.unwrap();
            if stored.state == AttemptState::Landed { vec!["t1".to_owned()] } else { Vec::new() }
        });
        let answers: Invocation<'_, Vec<String>> = Box::pin(async {
            let stored = lab.jobs.conclude(&lab.line, &head, 1, &verdict).await.unwrap();
            stored.tokens.into_iter().collect()
        });
        let heard: Vec<_> = lab.race(seed, [waits, answers]).concat();
        assert!(heard.contains(&"t1".to_owned()), "seed {seed}: nobody tells the state that waits");
        lab.audit();
    }
}

#[test]
fn of_many_that_bring_one_question_one_leads_to_the_next() {
    for seed in 0..60 {
        let lab = Lab::rich(1_000);
        let job = lab.accepted();
        let stored = attempt(&lab, job);
        let first = stored.next_poll(job);
        let asked = lab.race(seed, (0..5).map(|_| lab.jobs.asked(&stored, first, lab.jobs.now())));
        assert_eq!(asked.into_iter().filter(|asked| *asked.as_ref().unwrap()).count(), 1, "seed {seed}");
        assert_eq!(attempt(&lab, job).next_poll(job).n, 2);
        lab.audit();
    }
}

#[test]
fn what_is_overdue_gives_its_slot_back_and_its_answer_is_taken_all_the_same() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let stored = lab.conclude(job, 1, &Verdict::Overdue);
    assert_eq!((stored.state, stored.asked_as()), (AttemptState::InDoubt, Some("ext-1")));
    assert_eq!((lab.head(job).status, lab.head(job).slot), (Status::InDoubt, false));
    lab.audit();
    assert_eq!(lab.conclude(job, 1, &accepted_as("ext-3")).asked_as(), Some("ext-1"));
    assert_eq!(lab.conclude(job, 1, &landed(40)).state, AttemptState::Landed);
    assert_eq!(lab.head(job).status, Status::Running);
    lab.succeed(job);
    assert_eq!(lab.wallet().spent.get(), 40);
    lab.audit();
}

#[test]
fn what_a_provider_charges_for_nothing_is_ours_to_pay_and_told() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let declined = Verdict::Declined { why: "withdrawn".to_owned(), cost: model::UsdMicros::new(7) };
    assert_eq!(lab.conclude(job, 1, &declined).state, AttemptState::Refused);
    assert_eq!(lab.head(job).att, None, "another may be asked");
    lab.settle(job, &crate::End::Failed(crate::tests::problem("no")));
    assert_eq!((lab.wallet().spent.get(), lab.wallet().held.get()), (0, 0));
    lab.audit();
}

#[test]
fn a_chain_of_questions_that_is_torn_is_taken_up_by_the_sweeper_and_only_then() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    wait(&lab, job, "t1");
    let sweep = || lab.run(lab.office.sweep(job)).unwrap();
    lab.advance(QUIET);
    let stored = attempt(&lab, job);
    lab.run(lab.jobs.asked(&stored, stored.next_poll(job), lab.jobs.now().plus(QUIET))).unwrap();
    assert_eq!((sweep(), questions(&lab)), (Recovery::AtWork, vec![]), "the next question is on its way");
    lab.advance(QUIET + QUIET);
    assert_eq!((sweep(), questions(&lab)), (Recovery::AtWork, vec![(2, Duration::ZERO)]));
    // The answer came, and whoever brought it died before it could tell.
    lab.conclude(job, 1, &landed(40));
    lab.advance(QUIET);
    assert_eq!((sweep(), questions(&lab)), (Recovery::AtWork, vec![(2, Duration::ZERO)]));
    lab.audit();
}

#[test]
fn a_doubt_is_asked_about_until_it_is_given_up_and_then_nobody_waits() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    wait(&lab, job, "t1");
    lab.advance(sent().patience);
    lab.conclude(job, 1, &Verdict::Overdue);
    lab.advance(QUIET);
    assert_eq!(lab.run(lab.office.sweep(job)).unwrap(), Recovery::AtWork);
    assert_eq!(questions(&lab), [(1, Duration::ZERO)]);
    lab.advance(sent().doubt);
    assert_eq!(lab.run(lab.office.sweep(job)).unwrap(), Recovery::Ended);
    assert_eq!(lab.head(job).status, Status::Expired);
    assert_eq!(attempt(&lab, job).state, AttemptState::Lost);
    let told = lab.world.flow.signals();
    assert_eq!(told, [("t1".to_owned(), r#"{"word":"stop","try":1}"#.to_owned())]);
    lab.audit();
}

#[test]
fn a_wish_is_told_to_those_who_wait_until_the_provider_was_asked() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    wait(&lab, job, "t1");
    let tell = || lab.run(lab.jobs.tell_wish(&lab.launcher, job)).unwrap();
    tell();
    assert_eq!(lab.world.flow.signals().len(), 0, "nobody wishes anything");
    lab.run(lab.jobs.cancel(&lab.line, job)).unwrap();
    tell();
    assert_eq!(lab.world.flow.signals(), [("t1".to_owned(), r#"{"word":"cancel","try":1}"#.to_owned())]);
    lab.run(lab.jobs.goes_on(job, 1)).unwrap();
    tell();
    assert_eq!(lab.world.flow.signals().len(), 1, "it goes on, and was asked once");
    let next = Next { word: "ok", r#try: 1 };
    assert_eq!(lab.run(lab.launcher.signal("t1", next)).unwrap(), Signaled::Late);
    lab.audit();
}

#[test]
fn questions_become_rarer_with_the_time_that_a_provider_has_had() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let attempt = attempt(&lab, job);
    let after = |seconds| attempt.poll_after(attempt.at.plus(Duration::from_secs(seconds)), None).as_secs();
    assert_eq!([0, 8, 80, 2_400, 90_000].map(after), [1, 1, 10, 300, 900]);
    let said = |seconds| attempt.poll_after(attempt.at, Some(Duration::from_secs(seconds))).as_secs();
    assert_eq!([0, 20, 5_000].map(said), [1, 20, 900]);
}
