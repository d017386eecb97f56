use model::UserId;
use store::memory::Mishaps;

use super::*;
use crate::lane::Lane;
use crate::tests::lab::Invocation;
use crate::tests::{Ask, Lab, problem};
use crate::{Admitted, End, Place};

fn lane() -> UserLane {
    UserLane { lane: Lane::Render, user: UserId::derived("ann") }
}

/// A job that may wait, `priority` before others.
fn patient(job: u128, priority: u32) -> Ask {
    Ask { place: Place::Line { priority }, ..Ask::job(job) }
}

/// A lane of one slot, which job 1 has, and the jobs 2 to `last` behind it.
fn line(last: u128) -> Lab {
    let lab = Lab::rich(10_000);
    lab.slots(1);
    for job in 1..=last {
        lab.ask(&patient(job, 1)).unwrap();
    }
    lab
}

fn waits(lab: &Lab, job: u128) -> bool {
    let head = lab.head(Ask::job(job).id());
    assert_ne!(head.waits.is_some(), head.slot || head.status.is_terminal());
    head.waits.is_some()
}

fn dispatch(lab: &Lab) -> u32 {
    lab.run(lab.jobs.dispatch(&lab.launcher, lane())).unwrap()
}

/// The messages that slots are free since the last look.
fn told(lab: &Lab) -> Vec<serde_json::Value> {
    let queue = &lab.world.queues[&contract::QueueName::Dispatch];
    queue.take().iter().map(|(body, _)| serde_json::from_str(body).unwrap()).collect()
}

#[test]
fn who_may_wait_takes_a_free_slot_and_else_a_place_with_its_money() {
    let lab = line(3);
    assert_eq!([1, 2, 3].map(|job| waits(&lab, job)), [false, true, true]);
    assert_eq!(lab.wallet().held.get(), 300);
    assert_eq!(lab.events(Ask::job(2).id()), ["render.queued"]);
    lab.audit();
}

#[test]
fn a_slot_that_is_free_starts_the_oldest_job() {
    let lab = line(3);
    assert_eq!(dispatch(&lab), 0, "no slot is free");
    lab.settle(Ask::job(1).id(), &End::Failed(problem("no")));
    let message =
        serde_json::json!({ "ws": testkit::workspace("lab").id(), "lane": "render", "usr": lane().user });
    assert_eq!(told(&lab), [message]);
    lab.advance(std::time::Duration::from_secs(5));
    assert_eq!(dispatch(&lab), 1);
    assert_eq!([2, 3].map(|job| waits(&lab, job)), [false, true]);
    let job = Ask::job(2).id();
    assert_eq!(lab.world.flow.names(), [format!("{job}-1")]);
    assert_eq!(lab.events(job), ["render.queued", "render.dispatched"]);
    let log = lab.run(lab.jobs.events(job, None, 10)).unwrap();
    assert_eq!(log.items[1].data, serde_json::json!({ "waited_ms": 5_000 }));
    assert_eq!(dispatch(&lab), 0, "done twice it does nothing");
    lab.audit();
}

#[test]
fn a_lower_priority_number_goes_first() {
    let lab = line(1);
    lab.ask(&patient(2, 2)).unwrap();
    lab.ask(&patient(3, 1)).unwrap();
    lab.settle(Ask::job(1).id(), &End::Failed(problem("no")));
    dispatch(&lab);
    assert_eq!([2, 3].map(|job| waits(&lab, job)), [true, false]);
    lab.audit();
}

#[test]
fn nobody_waits_in_the_line_of_another() {
    let lab = line(2);
    let other = Ask { user: "bob", ..patient(9, 1) };
    lab.ask(&other).unwrap();
    assert!(!waits(&lab, 9), "bob has a slot of his own");
    lab.audit();
}

#[test]
fn the_last_slot_that_goes_to_another_leaves_a_place_in_line() {
    for seed in 0..40 {
        let lab = Lab::with(Mishaps::seeded(seed, 20, 5, 5));
        lab.endow(10_000);
        lab.slots(2);
        let asks: Vec<_> = (1..=6).map(|job| patient(job, 1)).collect();
        let answers = lab.race(seed, asks.iter().map(|ask| lab.asked(ask)));
        assert!(
            answers.iter().all(|answer| matches!(answer, Ok(Admitted::New(_)))),
            "seed {seed}: {answers:?}"
        );
        let waiting = (1..=6).filter(|job| waits(&lab, *job)).count();
        assert_eq!(waiting, 4, "seed {seed}");
        assert_eq!(lab.wallet().held.get(), 600);
        lab.audit();
    }
}

#[test]
fn dispatchers_at_once_fill_the_slots_and_no_more() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 5, 10));
        lab.endow(10_000);
        lab.slots(3);
        for job in 1..=9 {
            lab.ask(&patient(job, 1)).unwrap();
        }
        for job in 1..=2 {
            lab.settle(Ask::job(job).id(), &End::Failed(problem("no")));
        }
        let started = lab.race(seed, (0..4).map(|_| lab.jobs.dispatch(&lab.launcher, lane())));
        assert_eq!(started.into_iter().filter_map(Result::ok).sum::<u32>(), 2, "seed {seed}");
        let running = (3..=9).filter(|job| lab.head(Ask::job(*job).id()).slot).collect::<Vec<_>>();
        assert_eq!(running, [3, 4, 5], "seed {seed}: the oldest");
        lab.audit();
    }
}

#[test]
fn a_slot_that_is_freed_while_somebody_enters_the_line_is_never_lost() {
    for seed in 0..100 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 5, 5));
        lab.endow(10_000);
        lab.slots(1);
        lab.ask(&patient(1, 1)).unwrap();
        let view = lab.view(Ask::job(1).id());
        let end = End::Failed(problem("no"));
        let entering = patient(2, 1);
        let crowd: Vec<Invocation<'_, ()>> = vec![
            Box::pin(async {
                lab.entered(&entering).await.unwrap();
            }),
            Box::pin(async {
                lab.jobs.settle(&lab.line, &view, &end).await.unwrap();
                // What the consumer of the message does.
                lab.jobs.dispatch(&lab.launcher, lane()).await.unwrap();
            }),
        ];
        lab.race(seed, crowd);
        assert!(!waits(&lab, 2), "seed {seed}: it waits beside a free slot");
        lab.audit();
    }
}

#[test]
fn a_place_whose_job_has_ended_is_removed_and_the_next_one_starts() {
    let lab = line(3);
    let two = Ask::job(2).id();
    let place = Change::create(key::waiting(lane(), 1, two), &Waiting { job: two, priority: 1 }).unwrap();
    lab.settle(two, &End::Canceled(problem("canceled")));
    lab.commit(vec![place]);
    lab.settle(Ask::job(1).id(), &End::Failed(problem("no")));
    assert_eq!(dispatch(&lab), 1);
    assert!(!waits(&lab, 3));
    lab.audit();
}

#[test]
fn a_lane_in_use_is_due_and_one_that_is_not_rests() {
    let lab = line(2);
    let due = |lab: &Lab| {
        let item = lab.run(lab.jobs.store.find_all(&[key::lane(lane())])).unwrap().pop().flatten().unwrap();
        item.contains_key("gds")
    };
    assert!(due(&lab));
    // The message that a slot is free is lost: the sweeper finds it.
    lab.settle(Ask::job(1).id(), &End::Failed(problem("no")));
    assert!(lab.run(lab.jobs.sweep_lane(&lab.launcher, lane())).unwrap());
    assert!(!waits(&lab, 2) && due(&lab));
    lab.settle(Ask::job(2).id(), &End::Failed(problem("no")));
    assert!(!lab.run(lab.jobs.sweep_lane(&lab.launcher, lane())).unwrap());
    assert!(!due(&lab), "nobody is left");
    let items = lab.world.table.snapshot();
    assert!(!lab.run(lab.jobs.sweep_lane(&lab.launcher, lane())).unwrap());
    assert_eq!(lab.world.table.snapshot(), items, "done twice it changes nothing");
    lab.audit();
}

#[test]
fn who_enters_while_a_lane_is_put_to_rest_keeps_it_due() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 5, 5));
        lab.endow(10_000);
        lab.ask(&Ask::job(1)).unwrap();
        lab.settle(Ask::job(1).id(), &End::Failed(problem("no")));
        lab.advance(lane::LOOK);
        let ask = Ask::job(2);
        let crowd: Vec<Invocation<'_, ()>> = vec![
            Box::pin(async {
                let _ = lab.asked(&ask).await.unwrap();
            }),
            Box::pin(async {
                lab.jobs.sweep_lane(&lab.launcher, lane()).await.unwrap();
            }),
        ];
        lab.race(seed, crowd);
        let item = lab.run(lab.jobs.store.find_all(&[key::lane(lane())])).unwrap().pop().flatten().unwrap();
        assert!(item.contains_key("gds"), "seed {seed}: a lane in use is not due");
        lab.audit();
    }
}

#[test]
fn the_slot_of_a_job_that_has_ended_is_taken_back_by_the_sweeper() {
    let lab = line(2);
    let gone = Ask::job(1).id();
    lab.settle(gone, &End::Failed(problem("no")));
    let insert = Edit::Insert { set: lane::HOLDERS, member: gone.to_string() };
    lab.commit(vec![Change::update(key::lane(lane()), vec![insert], Guard::Always)]);
    assert_eq!(dispatch(&lab), 0, "the slot is taken by a job that has ended");
    assert!(lab.run(lab.jobs.sweep_lane(&lab.launcher, lane())).unwrap());
    assert!(!waits(&lab, 2));
    lab.audit();
}

#[test]
fn a_job_that_gave_its_slot_back_in_a_doubt_gets_one_again_when_there_is_one() {
    for (slots, seated) in [(2, true), (1, false)] {
        let lab = Lab::rich(1_000);
        lab.slots(slots);
        let job = lab.begun();
        let number = lab.granted(job);
        lab.conclude(job, number, &crate::Verdict::InDoubt);
        assert!(!lab.run(lab.jobs.seat_again(&lab.head(job))).unwrap(), "a doubt holds no slot");
        lab.ask(&Ask::job(2)).unwrap();
        lab.conclude(job, number, &crate::tests::landed(40));
        let head = lab.head(job);
        assert_eq!(lab.run(lab.jobs.seat_again(&head)).unwrap(), seated, "of {slots}");
        assert_eq!(lab.run(lab.jobs.seat_again(&head)).unwrap(), seated, "once more");
        assert_eq!((lab.head(job).slot, lab.head(job).version), (seated, head.version));
        lab.audit();
        lab.succeed(job);
        lab.audit();
    }
}
