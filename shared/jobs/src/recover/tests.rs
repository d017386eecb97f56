use std::time::Duration;

use contract::port::Clock;
use store::memory::Mishaps;

use super::*;
use crate::tests::lab::Invocation;
use crate::tests::{Lab, landed, output};
use crate::{License, MAX_RUNS, QUIET, START_WITHIN};

fn sweep(lab: &Lab, job: JobId) -> Recovery {
    lab.run(lab.office.sweep(job)).unwrap()
}

fn reap(lab: &Lab, job: JobId, run: u32) -> Recovery {
    lab.run(lab.office.reap(job, run, None)).unwrap()
}

/// Sweeps, and once more: the second time must change nothing.
fn sweep_twice(lab: &Lab, job: JobId) -> Recovery {
    let first = sweep(lab, job);
    let (items, flows) = (lab.world.table.snapshot(), lab.world.flow.names());
    assert_eq!(sweep(lab, job), Recovery::None, "after {first:?}");
    assert_eq!((lab.world.table.snapshot(), lab.world.flow.names()), (items, flows), "after {first:?}");
    lab.audit();
    first
}

fn die(lab: &Lab, job: JobId, run: u32) {
    lab.world.flow.end(&format!("{job}-{run}"), lab.pace.now());
}

#[test]
fn what_is_not_due_is_left_alone() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    lab.advance(START_WITHIN.saturating_sub(Duration::from_millis(1)));
    assert_eq!(sweep_twice(&lab, job), Recovery::None);
    assert!(lab.world.flow.names().is_empty());
}

#[test]
fn a_queued_job_without_an_execution_gets_one() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    lab.advance(START_WITHIN);
    assert_eq!(sweep_twice(&lab, job), Recovery::Started);
    assert_eq!(lab.world.flow.names(), [format!("{job}-1")]);
    let input = lab.world.flow.input(&format!("{job}-1")).unwrap();
    let call: contract::StageCall = serde_json::from_str(&input).unwrap();
    assert_eq!(call.ws, testkit::workspace("lab").id());
    assert_eq!(call.step, Lab::step(job, 1));
    assert_eq!(lab.head(job).due, Some(lab.jobs.now().plus(START_WITHIN)));
}

#[test]
fn a_running_job_with_a_live_execution_is_looked_at_later() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    lab.advance(QUIET);
    let version = lab.head(job).version;
    assert_eq!(sweep_twice(&lab, job), Recovery::AtWork);
    let head = lab.head(job);
    assert_eq!((head.version, head.due), (version, Some(lab.jobs.now().plus(QUIET))));
}

#[test]
fn a_running_job_with_a_dead_execution_gets_a_new_run() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    die(&lab, job, 1);
    lab.advance(QUIET);
    assert_eq!(sweep_twice(&lab, job), Recovery::Resumed);
    assert_eq!(lab.world.flow.names(), [format!("{job}-1"), format!("{job}-2")]);
    let head = lab.head(job);
    assert_eq!((head.run, head.status), (2, Status::Running));
    assert_eq!(lab.events(job).last().unwrap(), "render.resumed");
}

#[test]
fn a_run_whose_start_was_lost_is_started_by_the_next_sweep() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    reap(&lab, job, 1);
    lab.world.flow.forget(&format!("{job}-2"));
    assert_eq!(reap(&lab, job, 1), Recovery::None, "run 1 is no longer the present one");
    lab.advance(START_WITHIN);
    assert_eq!(sweep_twice(&lab, job), Recovery::Started);
    assert!(lab.world.flow.names().contains(&format!("{job}-2")));
}

#[test]
fn what_has_ended_is_left_alone() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    lab.succeed(job);
    die(&lab, job, 1);
    lab.advance(Duration::from_hours(1));
    assert_eq!(sweep_twice(&lab, job), Recovery::None);
    assert_eq!(reap(&lab, job, 1), Recovery::None);
}

#[test]
fn after_the_last_run_the_job_has_failed_and_says_why() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    for run in 1..MAX_RUNS {
        die(&lab, job, run);
        assert_eq!(reap(&lab, job, run), Recovery::Resumed);
        assert_eq!(reap(&lab, job, run), Recovery::None, "told twice");
    }
    let failure = Failure { error: "States.Timeout".to_owned(), cause: String::new() };
    let last = lab.run(lab.office.reap(job, MAX_RUNS, Some(&failure))).unwrap();
    assert_eq!(last, Recovery::Ended);
    let head = lab.head(job);
    let problem = head.problem.unwrap();
    assert_eq!((head.status, problem.code.as_str()), (Status::Failed, "flow-died"));
    assert!(problem.detail.contains("3 times") && problem.detail.contains("States.Timeout"));
    assert_eq!(lab.wallet().avail.get(), 1_000);
    assert_eq!(lab.world.flow.names().len(), 3);
    lab.audit();
}

#[test]
fn of_many_that_reap_one_run_one_starts_the_next() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 10, 10));
        lab.endow(1_000);
        let job = lab.begun();
        let reaped = lab.race(seed, (0..5).map(|_| lab.office.reap(job, 1, None)));
        let resumed = reaped.into_iter().filter(|one| *one.as_ref().unwrap() == Recovery::Resumed);
        assert_eq!(resumed.count(), 1, "seed {seed}");
        assert_eq!(lab.head(job).run, 2);
        lab.audit();
    }
}

#[test]
fn a_success_and_a_reap_at_once_leave_a_success() {
    for seed in 0..100 {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let view = lab.view(job);
        let race: Vec<Invocation<'_, ()>> = vec![
            Box::pin(async {
                let end = End::Succeeded { outputs: vec![output()] };
                assert_eq!(lab.jobs.settle(&lab.line, &view, &end).await.unwrap(), Settled::Now);
            }),
            Box::pin(async {
                lab.office.reap(job, 1, None).await.unwrap();
            }),
        ];
        lab.race(seed, race);
        assert_eq!(lab.head(job).status, Status::Succeeded, "seed {seed}");
        lab.audit();
    }
}

fn in_doubt(lab: &Lab) -> JobId {
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &Verdict::InDoubt);
    job
}

#[test]
fn a_doubt_is_waited_for_and_given_up_at_its_moment() {
    let lab = Lab::rich(1_000);
    let job = in_doubt(&lab);
    let until = lab.view(job).open_attempt().unwrap().doubt_until;
    lab.advance(QUIET);
    assert_eq!(sweep_twice(&lab, job), Recovery::AtWork);
    assert_eq!(lab.head(job).due, Some(until));
    lab.advance(until.since(lab.jobs.now()).saturating_sub(Duration::from_millis(1)));
    assert_eq!(sweep_twice(&lab, job), Recovery::None);
    lab.advance(Duration::from_millis(1));
    assert_eq!(sweep_twice(&lab, job), Recovery::Ended);
    let view = lab.view(job);
    assert_eq!(view.head.status, Status::Expired);
    assert_eq!(view.open_attempt().unwrap().state, AttemptState::Lost);
    assert_eq!(lab.wallet().avail.get(), 1_000);
}

#[test]
fn an_answer_in_the_moment_of_giving_up_is_kept_or_comes_too_late() {
    for seed in 0..200 {
        let lab = Lab::rich(1_000);
        let job = in_doubt(&lab);
        let head = lab.head(job);
        lab.advance(Duration::from_hours(1));
        let verdict = landed(40);
        let race: Vec<Invocation<'_, bool>> = vec![
            Box::pin(async {
                lab.jobs.conclude(&lab.line, &head, 1, &verdict).await.unwrap().state == AttemptState::Landed
            }),
            Box::pin(async { lab.office.sweep(job).await.unwrap() == Recovery::Ended }),
        ];
        let [kept, expired] = lab.race(seed, race)[..] else { panic!("two answers") };
        assert!(kept != expired, "seed {seed}: kept {kept}, expired {expired}");
        lab.audit();
    }
}

#[test]
fn a_job_without_runs_left_waits_for_a_provider_that_may_be_at_work() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    lab.granted(job);
    for run in 1..MAX_RUNS {
        assert_eq!(reap(&lab, job, run), Recovery::Resumed);
    }
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::AtWork);
    assert_eq!(lab.head(job).status, Status::InDoubt);
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::AtWork, "told twice");
    lab.audit();
    lab.advance(Duration::from_hours(1));
    assert_eq!(sweep_twice(&lab, job), Recovery::Ended);
    assert_eq!(lab.head(job).status, Status::Expired);
}

#[test]
fn a_landed_attempt_is_no_reason_to_wait() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(40));
    for run in 1..MAX_RUNS {
        reap(&lab, job, run);
    }
    assert!(matches!(lab.license(job), License::Held(attempt) if attempt.state == AttemptState::Landed));
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::Ended);
    assert_eq!((lab.head(job).status, lab.wallet().spent.get()), (Status::Failed, 0));
    lab.audit();
}

#[test]
fn an_answer_that_comes_when_no_run_is_left_gets_one_more_and_no_second() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    for run in 1..MAX_RUNS {
        assert_eq!(reap(&lab, job, run), Recovery::Resumed);
    }
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::AtWork);
    assert_eq!(lab.head(job).status, Status::InDoubt);
    lab.conclude(job, 1, &landed(40));
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::Resumed);
    assert_eq!((lab.head(job).status, lab.head(job).run), (Status::Running, MAX_RUNS + 1));
    assert_eq!(reap(&lab, job, MAX_RUNS + 1), Recovery::Ended);
    assert_eq!(lab.wallet().spent.get(), 0);
    lab.audit();
}

#[test]
fn a_provider_whose_every_question_fails_is_given_up_although_the_flow_waits() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    lab.run(lab.jobs.wait(job, 1, "token", lab.jobs.now())).unwrap();
    let attempt = lab.view(job).open_attempt().unwrap().clone();
    // Nobody concludes anything: each question breaks off before it has an answer.
    let mut swept = Vec::new();
    while !lab.head(job).status.is_terminal() && lab.jobs.now() <= attempt.doubt_until.plus(QUIET * 2) {
        lab.advance(QUIET);
        let status = lab.head(job).status;
        swept.push((status, sweep_twice(&lab, job)));
    }
    assert!(swept.contains(&(Status::InDoubt, Recovery::AtWork)), "{swept:?}");
    assert_eq!(swept.last(), Some(&(Status::InDoubt, Recovery::Ended)), "{swept:?}");
    let head = lab.head(job);
    let problem = head.problem.unwrap();
    assert_eq!((head.status, problem.code.as_str()), (Status::Expired, "answer-lost"));
    assert!(problem.detail.starts_with("The provider took the request and gave no answer"), "{problem:?}");
    assert_eq!((lab.wallet().avail.get(), lab.wallet().held.get()), (1_000, 0));
    let told = lab.world.flow.signals();
    assert!(told.iter().any(|(token, said)| token == "token" && said.contains("stop")), "{told:?}");
}

#[test]
fn what_was_withdrawn_when_no_run_was_left_is_canceled_and_has_not_failed() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    for run in 1..MAX_RUNS {
        assert_eq!(reap(&lab, job, run), Recovery::Resumed);
    }
    lab.run(lab.jobs.cancel(&lab.line, job)).unwrap();
    let why = "It was withdrawn.".to_owned();
    lab.conclude(job, 1, &Verdict::Declined { why, cost: model::UsdMicros::ZERO });
    assert_eq!(reap(&lab, job, MAX_RUNS), Recovery::Ended);
    assert_eq!(lab.head(job).status, Status::Canceled);
    lab.audit();
}
