use std::time::Duration;

use contract::port::Clock;
use store::memory::Mishaps;

use super::*;
use crate::tests::lab::Invocation;
use crate::tests::{Ask, Lab, landed, sent};
use crate::{License, Place, QUIET, Recovery, WAITING};

fn cancel(lab: &Lab, job: JobId) -> Canceled {
    lab.run(lab.jobs.cancel(&lab.line, job)).unwrap()
}

fn code(lab: &Lab, job: JobId) -> String {
    lab.head(job).problem.expect("a bad end has a problem").code
}

/// Everything came back.
fn assert_free(lab: &Lab) {
    let wallet = lab.wallet();
    assert_eq!((wallet.held.get(), wallet.spent.get()), (0, 0));
    lab.audit();
}

#[test]
fn a_job_that_has_not_begun_ends_at_once_and_costs_nothing() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    assert_eq!(cancel(&lab, job), Canceled::Now);
    assert_eq!((lab.head(job).status, code(&lab, job).as_str()), (Status::Canceled, "canceled"));
    assert_eq!(lab.events(job), ["render.queued", "render.canceled"]);
    assert_eq!(cancel(&lab, job), Canceled::Before(Status::Canceled));
    assert!(matches!(lab.begin(job, 1).unwrap(), crate::Opened::Stop), "its flow goes no further");
    assert_free(&lab);
}

#[test]
fn a_job_that_waits_gives_up_its_place() {
    let lab = Lab::rich(1_000);
    lab.slots(1);
    let ask = |job| Ask { place: Place::Line { priority: 1 }, ..Ask::job(job) };
    lab.ask(&ask(1)).unwrap();
    lab.ask(&ask(2)).unwrap();
    assert_eq!(cancel(&lab, ask(2).id()), Canceled::Now);
    assert!(!lab.world.table.snapshot().keys().any(|key| key.pk.starts_with("WAI#")));
    assert_eq!(lab.wallet().held.get(), 100);
    lab.audit();
}

#[test]
fn a_job_at_work_is_told_once_and_ends_before_a_provider_is_asked() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    assert_eq!([cancel(&lab, job), cancel(&lab, job)], [Canceled::Asked, Canceled::Asked]);
    assert_eq!(lab.head(job).wish(lab.pace.now()), Some(Wish::Cancel));
    assert!(matches!(lab.license(job), License::Unwanted));
    let view = lab.view(job);
    assert_eq!(lab.run(lab.jobs.give_way(&lab.line, &view)).unwrap(), Settled::Now);
    let log = ["render.queued", "render.started", "render.cancel_requested", "render.canceled"];
    assert_eq!(lab.events(job), log);
    assert_free(&lab);
}

#[test]
fn what_a_provider_was_asked_for_is_kept_and_wins() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    assert_eq!(cancel(&lab, job), Canceled::Asked);
    assert_eq!(lab.head(job).wish(lab.pace.now()), None);
    lab.conclude(job, number, &landed(40));
    let view = lab.view(job);
    assert_eq!(lab.run(lab.jobs.give_way(&lab.line, &view)).unwrap(), Settled::Before);
    lab.succeed(job);
    assert_eq!((lab.head(job).status, lab.wallet().spent.get()), (Status::Succeeded, 40));
    assert_eq!(cancel(&lab, job), Canceled::Before(Status::Succeeded));
    lab.audit();
}

#[test]
fn whoever_is_first_of_beginning_asking_and_canceling_the_job_ends_once() {
    let mut ends = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 5, 5));
        lab.endow(1_000);
        let job = lab.admitted();
        let crowd: Vec<Invocation<'_, ()>> = vec![
            Box::pin(async {
                lab.jobs.cancel(&lab.line, job).await.unwrap();
            }),
            Box::pin(async {
                lab.jobs.cancel(&lab.line, job).await.unwrap();
            }),
            Box::pin(async {
                let step = Lab::step(job, 1);
                let crate::Opened::Ours(view) = lab.jobs.begin(&step).await.unwrap() else { return };
                match lab.jobs.license(&view, &sent()).await.unwrap() {
                    License::Granted(number) => {
                        let head = lab.jobs.head(job).await.unwrap();
                        lab.jobs.conclude(&lab.line, &head, number, &landed(40)).await.unwrap();
                        let view = lab.jobs.view(job).await.unwrap();
                        let end = End::Succeeded { outputs: vec![crate::tests::output()] };
                        lab.jobs.settle(&lab.line, &view, &end).await.unwrap();
                    }
                    License::Unwanted => {
                        let view = lab.jobs.view(job).await.unwrap();
                        lab.jobs.give_way(&lab.line, &view).await.unwrap();
                    }
                    License::Held(_) | License::Stop => {}
                }
            }),
        ];
        lab.race(seed, crowd);
        let head = lab.head(job);
        assert!(head.status.is_terminal(), "seed {seed}: {head:?}");
        let spent = if head.status == Status::Succeeded { 40 } else { 0 };
        assert_eq!(lab.wallet().spent.get(), spent, "seed {seed}");
        ends.insert((head.status.word(), head.started_at.is_some()));
        lab.audit();
    }
    assert!(ends.len() >= 3, "{ends:?}");
}

/// A job that is given up after ten seconds.
fn hasty(place: Place) -> Ask {
    Ask { patience: Some(Duration::from_secs(10)), place, ..Ask::job(2) }
}

#[test]
fn a_deadline_ends_what_has_not_begun() {
    for place in [Place::Slot, Place::Line { priority: 1 }] {
        let lab = Lab::rich(1_000);
        lab.slots(if place == Place::Slot { 5 } else { 1 });
        lab.ask(&Ask::job(1)).unwrap();
        let ask = hasty(place);
        lab.ask(&ask).unwrap();
        assert_eq!(lab.head(ask.id()).due, Some(lab.pace.now().plus(Duration::from_secs(10))));
        assert_eq!(lab.run(lab.office.sweep(ask.id())).unwrap(), Recovery::None);
        lab.advance(Duration::from_secs(10));
        assert_eq!(lab.run(lab.office.sweep(ask.id())).unwrap(), Recovery::Ended);
        assert_eq!(
            (lab.head(ask.id()).status, code(&lab, ask.id()).as_str()),
            (Status::Expired, "deadline-passed")
        );
        assert_eq!(lab.run(lab.office.sweep(ask.id())).unwrap(), Recovery::None);
        assert_eq!(lab.wallet().held.get(), 100);
        lab.audit();
    }
}

#[test]
fn a_deadline_of_a_job_at_work_is_a_wish_that_ends_it_expired() {
    let lab = Lab::rich(1_000);
    let ask = hasty(Place::Slot);
    lab.ask(&ask).unwrap();
    let job = ask.id();
    lab.run(lab.launcher.start(job, 1)).unwrap();
    lab.begin(job, 1).unwrap();
    lab.advance(Duration::from_secs(10));
    assert_eq!(lab.run(lab.office.sweep(job)).unwrap(), Recovery::AtWork, "its flow sees to it");
    assert_eq!(lab.head(job).due, Some(lab.pace.now().plus(QUIET)), "no reason to look more often");
    assert!(matches!(lab.license(job), License::Unwanted));
    let view = lab.view(job);
    assert_eq!(lab.run(lab.jobs.give_way(&lab.line, &view)).unwrap(), Settled::Now);
    assert_eq!((lab.head(job).status, code(&lab, job).as_str()), (Status::Expired, "deadline-passed"));
    assert_free(&lab);
}

#[test]
fn a_job_that_waits_is_looked_at_by_itself_too() {
    let lab = Lab::rich(1_000);
    lab.slots(1);
    let ask = |job| Ask { place: Place::Line { priority: 1 }, ..Ask::job(job) };
    lab.ask(&ask(1)).unwrap();
    lab.ask(&ask(2)).unwrap();
    lab.settle(ask(1).id(), &End::Canceled(canceled(&lab.head(ask(1).id()))));
    lab.advance(WAITING);
    assert_eq!(lab.run(lab.office.sweep(ask(2).id())).unwrap(), Recovery::Started);
    assert!(lab.head(ask(2).id()).slot);
    assert_eq!(lab.run(lab.office.sweep(ask(2).id())).unwrap(), Recovery::None);
    lab.audit();
}
