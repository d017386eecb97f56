use super::*;
use crate::tests::{Ask, Lab};
use crate::{End, Place};

fn ask(job: u128) -> Ask {
    Ask { place: Place::Line { priority: 1 }, ..Ask::job(job) }
}

fn position(lab: &Lab, job: u128) -> Option<Position> {
    let head = lab.head(ask(job).id());
    lab.run(lab.jobs.position(&head)).unwrap()
}

#[test]
fn a_place_is_counted_from_the_front_and_timed_by_the_last_jobs() {
    let lab = Lab::rich(10_000);
    lab.slots(2);
    for job in 1..=2 {
        lab.ask(&ask(job)).unwrap();
        lab.begin(ask(job).id(), 1).unwrap();
    }
    for job in 3..=7 {
        lab.ask(&ask(job)).unwrap();
    }
    let places: Vec<_> = (1..=7).map(|job| position(&lab, job).map(|position| position.place)).collect();
    assert_eq!(places, [None, None, Some(1), Some(2), Some(3), Some(4), Some(5)]);
    assert_eq!(position(&lab, 3).unwrap().eta, None, "nothing has ended yet");
    lab.advance(Duration::from_secs(8));
    lab.settle(ask(1).id(), &End::Failed(crate::tests::problem("no")));
    lab.advance(Duration::from_secs(4));
    lab.settle(ask(2).id(), &End::Failed(crate::tests::problem("no")));
    // Ten seconds on average, two at a time.
    let etas: Vec<_> = (3..=7).map(|job| position(&lab, job).unwrap().eta.unwrap().as_secs()).collect();
    assert_eq!(etas, [10, 10, 20, 20, 30]);
    lab.audit();
}

#[test]
fn who_has_left_the_line_has_no_place() {
    let lab = Lab::rich(10_000);
    lab.slots(1);
    lab.ask(&ask(1)).unwrap();
    lab.ask(&ask(2)).unwrap();
    let stale = lab.head(ask(2).id());
    lab.run(lab.jobs.cancel(&lab.line, ask(2).id())).unwrap();
    assert_eq!(lab.run(lab.jobs.position(&stale)).unwrap(), None);
    lab.audit();
}
