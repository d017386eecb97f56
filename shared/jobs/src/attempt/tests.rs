use model::{JobId, StageName};
use store::memory::Mishaps;

use super::*;
use crate::tests::{Lab, landed, problem, sent};
use crate::{End, Recovery, Settled};

/// Sets the wish that the job may end.
fn wish(lab: &Lab, job: JobId) {
    let edit = Edit::Set(head::CANCEL, Value::Int(lab.jobs.now().millis()));
    lab.commit(vec![Change::update(key::head(job), vec![edit], Guard::Present)]);
}

#[test]
fn a_licence_is_an_attempt_an_event_and_a_pointer() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    assert_eq!(lab.granted(job), 1);
    let view = lab.view(job);
    let attempt = view.open_attempt().unwrap();
    assert_eq!((attempt.number, attempt.state), (1, AttemptState::Submitting));
    assert_eq!(attempt.deadline, lab.jobs.now().plus(sent().patience));
    assert_eq!(attempt.doubt_until, attempt.deadline.plus(sent().doubt));
    assert_eq!(view.head.due, Some(lab.jobs.now().plus(crate::QUIET)));
    assert_eq!(lab.events(job).last().unwrap(), "render.submitting");
    lab.audit();
}

#[test]
fn of_many_that_ask_at_once_one_may_send() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 10, 10));
        lab.endow(1_000);
        let job = lab.begun();
        let view = lab.view(job);
        let race = (0..8).map(|_| async { lab.jobs.license(&view, &sent()).await.unwrap() });
        let licenses = lab.race(seed, race);
        let granted = licenses.iter().filter(|license| matches!(license, License::Granted(1))).count();
        let held = licenses.iter().filter(|license| matches!(license, License::Held(_))).count();
        assert_eq!((granted, held), (1, 7), "seed {seed}: {licenses:?}");
        lab.audit();
    }
}

#[test]
fn of_many_whose_view_was_torn_one_may_send() {
    // Head and attempts are read side by side: the head may know of an attempt that the list does not have yet.
    for seed in 0..400 {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let race = (0..4).map(|_| async {
            let view = lab.jobs.view(job).await.unwrap();
            lab.jobs.license(&view, &sent()).await.unwrap()
        });
        let licenses = lab.race(seed, race);
        let granted = licenses.iter().filter(|license| matches!(license, License::Granted(_))).count();
        assert_eq!(granted, 1, "seed {seed}: {licenses:?}");
        lab.audit();
    }
}

#[test]
fn a_verdict_on_an_attempt_that_the_head_does_not_know_is_no_endless_loop() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.commit(vec![Change::update(key::head(job), vec![Edit::Unset(head::ATTEMPT)], Guard::Present)]);
    assert_eq!(lab.conclude(job, number, &landed(40)).state, AttemptState::Submitting);
    assert_ne!(testkit::audit(&lab.world.table.snapshot()), Vec::<String>::new());
}

#[test]
fn what_came_to_nothing_frees_the_next_attempt_and_what_landed_does_not() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    for (number, verdict) in [(1, Verdict::Refused("no".to_owned())), (2, Verdict::Void("dns".to_owned()))] {
        assert_eq!(lab.granted(job), number);
        let stored = lab.conclude(job, number, &verdict);
        assert!(matches!(stored.state, AttemptState::Refused | AttemptState::Void));
        assert_eq!(lab.head(job).att, None);
    }
    assert_eq!(lab.granted(job), 3);
    lab.conclude(job, 3, &landed(40));
    let License::Held(attempt) = lab.license(job) else { panic!("what landed is asked for once") };
    assert_eq!((attempt.number, attempt.state), (3, AttemptState::Landed));
    assert_eq!((attempt.cost.get(), &attempt.result), (40, &json!({ "keys": ["a"] })));
    lab.audit();
}

#[test]
fn the_first_verdict_stays() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(40));
    let head = lab.head(job);
    for late in [landed(70), Verdict::Refused("no".to_owned()), Verdict::InDoubt] {
        let stored = lab.conclude(job, number, &late);
        assert_eq!((stored.state, stored.cost.get()), (AttemptState::Landed, 40));
    }
    assert_eq!(lab.head(job), head);
    lab.audit();
}

#[test]
fn two_verdicts_at_once_are_one_and_both_learn_it() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 10, 20));
        lab.endow(1_000);
        let job = lab.begun();
        let number = lab.granted(job);
        let head = lab.head(job);
        let verdicts = [landed(40), landed(70)];
        let stored = lab
            .race(seed, verdicts.iter().map(|verdict| lab.jobs.conclude(&lab.line, &head, number, verdict)));
        assert_eq!(stored[0].as_ref().unwrap(), stored[1].as_ref().unwrap(), "seed {seed}");
        lab.audit();
    }
}

#[test]
fn a_doubt_gives_the_slot_back_and_keeps_the_hold() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &Verdict::InDoubt);
    let head = lab.head(job);
    assert_eq!((head.status, head.slot, head.att), (Status::InDoubt, false, Some(number)));
    assert_eq!(lab.wallet().held.get(), 100);
    let License::Held(attempt) = lab.license(job) else { panic!("a doubt is never asked again") };
    assert_eq!(attempt.state, AttemptState::InDoubt);
    lab.audit();
}

#[test]
fn whoever_was_taken_for_dead_may_still_bring_the_answer() {
    let answers = [
        (landed(40), AttemptState::Landed, Some(1)),
        (Verdict::Refused("no".to_owned()), AttemptState::Refused, None),
        (Verdict::Void("dns".to_owned()), AttemptState::Void, None),
    ];
    for (verdict, state, open) in answers {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let number = lab.granted(job);
        let asked = lab.head(job);
        // A repeated invocation finds the attempt and must take it for lost, while the first still waits.
        lab.conclude(job, number, &Verdict::InDoubt);
        let stored = lab.run(lab.jobs.conclude(&lab.line, &asked, number, &verdict)).unwrap();
        assert_eq!(stored.state, state);
        let head = lab.head(job);
        assert_eq!((head.status, head.slot, head.att), (Status::Running, false, open));
        lab.audit();
    }
}

#[test]
fn the_answer_wins_over_the_doubt_in_every_order() {
    for seed in 0..100 {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let number = lab.granted(job);
        let head = lab.head(job);
        let verdicts = [Verdict::InDoubt, landed(40)];
        let stored = lab
            .race(seed, verdicts.iter().map(|verdict| lab.jobs.conclude(&lab.line, &head, number, verdict)));
        assert_eq!(stored[1].as_ref().unwrap().state, AttemptState::Landed, "seed {seed}");
        assert_eq!(lab.head(job).status, Status::Running);
        lab.audit();
    }
}

#[test]
fn a_run_that_is_over_gets_neither_licence_nor_the_attempt_of_its_successor() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let old = lab.view(job);
    assert_eq!(lab.run(lab.office.reap(job, 1, None)).unwrap(), Recovery::Resumed);
    let ask_again = || lab.run(lab.jobs.license(&old, &sent())).unwrap();
    assert!(matches!(ask_again(), License::Stop));
    assert_eq!(lab.granted(job), 1, "the second run asks");
    assert!(matches!(ask_again(), License::Stop), "the first would take the attempt for lost");
    lab.audit();
}

#[test]
fn a_run_finds_the_attempt_of_the_one_before() {
    for (verdict, state) in [(None, AttemptState::Submitting), (Some(landed(40)), AttemptState::Landed)] {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let number = lab.granted(job);
        if let Some(verdict) = verdict {
            lab.conclude(job, number, &verdict);
        }
        lab.run(lab.office.reap(job, 1, None)).unwrap();
        let License::Held(attempt) = lab.license(job) else { panic!("never asked again blindly") };
        assert_eq!((attempt.number, attempt.state), (number, state));
        lab.audit();
    }
}

#[test]
fn nobody_asks_for_a_job_whose_end_was_wished_or_came() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let before = lab.view(job);
    wish(&lab, job);
    assert!(matches!(lab.license(job), License::Unwanted));
    let read_before = lab.run(lab.jobs.license(&before, &sent())).unwrap();
    assert!(matches!(read_before, License::Unwanted), "{read_before:?}");
    lab.settle(job, &End::Failed(problem("no")));
    assert!(matches!(lab.license(job), License::Stop));
    lab.audit();
}

#[test]
fn what_lands_after_the_wish_is_kept_and_wins() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    wish(&lab, job);
    assert_eq!(lab.conclude(job, number, &landed(40)).state, AttemptState::Landed);
    assert!(matches!(lab.license(job), License::Held(_)));
    let view = lab.view(job);
    let kept = lab.run(lab.check_in(&view, &Lab::step(job, 1), StageName::Submit, "ok")).unwrap();
    assert_eq!(kept.word, "ok");
    assert_eq!(lab.succeed(job), Settled::Now);
    lab.audit();
}

#[test]
fn what_nobody_heard_of_before_the_end_is_lost_and_stays_so() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    let asked = lab.head(job);
    lab.settle(job, &End::Failed(problem("no")));
    let stored = lab.run(lab.jobs.conclude(&lab.line, &asked, number, &landed(40))).unwrap();
    assert_eq!(stored.state, AttemptState::Lost);
    assert_eq!(lab.head(job).status, Status::Failed);
    lab.audit();
}

#[test]
fn a_cost_below_nothing_is_a_defect() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    let head = lab.head(job);
    let fault = lab.run(lab.jobs.conclude(&lab.line, &head, number, &landed(-1))).unwrap_err();
    assert_eq!(fault.code(), "internal");
    lab.audit();
}
