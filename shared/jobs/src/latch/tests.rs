use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use contract::port::{ExecutionState, Flow, Signaled, Started};
use serde_json::json;

use super::*;
use crate::tests::lab::{Crash, Dice, Invocation};
use crate::tests::{Lab, problem};
use crate::{QUIET, Recovery};

mod storm;

/// A fan-out of run 1 into so many parts, with the token `t1`.
fn opened(lab: &Lab, total: u32) -> FanOut {
    let fan_out = FanOut::of(&Lab::step(lab.begun(), 1), StageName::Ingest);
    open(lab, fan_out, total, "t1");
    fan_out
}

fn open(lab: &Lab, fan_out: FanOut, total: u32, token: &str) -> Latch {
    lab.run(lab.jobs.open_latch(fan_out, total, token)).unwrap()
}

fn finish(lab: &Lab, fan_out: FanOut, part: u32) -> Looked {
    lab.run(lab.jobs.finish_part(&lab.launcher, fan_out, part, json!({ "part": part }))).unwrap()
}

fn give_up(lab: &Lab, fan_out: FanOut, part: u32) -> Looked {
    lab.run(lab.jobs.give_up_part(&lab.launcher, fan_out, part, &problem("bad-image"))).unwrap()
}

fn latch(lab: &Lab, fan_out: FanOut) -> Latch {
    lab.run(lab.jobs.latch(fan_out)).unwrap().unwrap()
}

/// What is known of each part: `done`, or the code of its problem.
fn parts(lab: &Lab, fan_out: FanOut) -> Vec<(u32, String)> {
    let parts = lab.run(lab.jobs.parts(fan_out)).unwrap();
    let told = |part: &Part| match (&part.result, &part.problem) {
        (Some(result), None) => {
            assert_eq!(*result, json!({ "part": part.part }));
            "done".to_owned()
        }
        (None, Some(problem)) => problem.code.clone(),
        other => panic!("{other:?}"),
    };
    parts.values().map(|part| (part.part, told(part))).collect()
}

/// The tokens that were signaled, each as often as it was, and what they were told.
fn signals(lab: &Lab) -> Vec<String> {
    let signals = lab.world.flow.signals();
    assert!(signals.iter().all(|(_, output)| output == r#"{"word":"ok","try":1}"#), "{signals:?}");
    signals.into_iter().map(|(token, _)| token).collect()
}

#[test]
fn the_last_part_ends_the_wait_and_no_other() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 3);
    assert_eq!(latch(&lab, fan_out).missing().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!([2, 1].map(|part| finish(&lab, fan_out, part)), [Looked::Waiting; 2]);
    assert_eq!(latch(&lab, fan_out).missing().collect::<Vec<_>>(), [3]);
    assert!(signals(&lab).is_empty());
    assert_eq!(finish(&lab, fan_out, 3), Looked::Full);
    assert_eq!(signals(&lab), ["t1"]);
    assert_eq!(parts(&lab, fan_out), [1, 2, 3].map(|part| (part, "done".to_owned())));
    lab.audit();
}

#[test]
fn a_part_that_is_counted_three_times_is_one_part() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    assert_eq!([1, 1, 1].map(|part| finish(&lab, fan_out, part)), [Looked::Waiting; 3]);
    let before = lab.world.table.snapshot();
    finish(&lab, fan_out, 1);
    assert_eq!(lab.world.table.snapshot(), before);
    lab.audit();
}

#[test]
fn a_part_that_was_given_up_is_waited_for_no_more_and_may_still_be_done() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    assert_eq!((give_up(&lab, fan_out, 1), latch(&lab, fan_out).is_given_up(1)), (Looked::Waiting, true));
    assert_eq!(finish(&lab, fan_out, 2), Looked::Full);
    assert_eq!(parts(&lab, fan_out), [(1, "bad-image".to_owned()), (2, "done".to_owned())]);
    lab.audit();
    assert_eq!(finish(&lab, fan_out, 1), Looked::Full, "its message was sent again");
    let after = latch(&lab, fan_out);
    assert!(after.is_done(1) && !after.is_given_up(1));
    assert_eq!(parts(&lab, fan_out), [1, 2].map(|part| (part, "done".to_owned())));
    lab.audit();
}

#[test]
fn a_part_that_is_done_is_not_given_up() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    finish(&lab, fan_out, 1);
    let before = lab.world.table.snapshot();
    assert_eq!(give_up(&lab, fan_out, 1), Looked::Waiting);
    assert_eq!(lab.world.table.snapshot(), before);
    lab.audit();
}

#[test]
fn who_gives_up_a_part_that_was_kept_and_not_counted_counts_it() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 1);
    let at = lab.wire.effects() + 1;
    lab.wire.crash(Some(Crash { at, after: false }));
    let finished = lab.run(lab.jobs.finish_part(&lab.launcher, fan_out, 1, json!({ "part": 1 })));
    assert!(finished.is_err() && latch(&lab, fan_out).missing().eq([1]));
    lab.wire.crash(None);
    assert_eq!(give_up(&lab, fan_out, 1), Looked::Full);
    assert!(latch(&lab, fan_out).is_done(1));
    assert_eq!((parts(&lab, fan_out), signals(&lab)), (vec![(1, "done".to_owned())], vec!["t1".to_owned()]));
    lab.audit();
}

#[test]
fn what_is_not_a_part_of_anything_is_not_counted() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    let before = lab.world.table.snapshot();
    let never = FanOut { r#try: 2, ..fan_out };
    for (fan_out, part) in [(fan_out, 0), (fan_out, 3), (never, 1)] {
        assert_eq!(
            (finish(&lab, fan_out, part), give_up(&lab, fan_out, part)),
            (Looked::Absent, Looked::Absent)
        );
    }
    assert_eq!(lab.world.table.snapshot(), before);
    let count = |total| lab.run(lab.jobs.open_latch(never, total, "t")).is_err();
    assert!(count(0) && count(MAX_PARTS + 1) && !count(MAX_PARTS));
    assert!(lab.run(lab.jobs.open_latch(fan_out, 3, "t")).is_err(), "it has two");
    lab.audit();
}

#[test]
fn a_stage_that_is_invoked_again_brings_a_new_token_and_loses_no_count() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    finish(&lab, fan_out, 1);
    let again = open(&lab, fan_out, 2, "t2");
    assert_eq!(again.missing().collect::<Vec<_>>(), [2]);
    // The first invocation was only slow: what it writes last does not make anybody forget the token of the second.
    open(&lab, fan_out, 2, "t1");
    finish(&lab, fan_out, 2);
    assert_eq!(signals(&lab), ["t1", "t2"]);
    lab.audit();
}

#[test]
fn a_run_that_was_taken_over_cannot_touch_the_latch_of_the_next() {
    let lab = Lab::rich(1_000);
    let old = opened(&lab, 2);
    finish(&lab, old, 1);
    assert_eq!(lab.run(lab.office.reap(old.job, 1, None)).unwrap(), Recovery::Resumed);
    let new = FanOut { run: 2, ..old };
    assert_eq!(open(&lab, new, 2, "n1").missing().collect::<Vec<_>>(), [2], "what run 1 has done is done");
    let before = latch(&lab, new);
    assert_eq!(give_up(&lab, old, 2), Looked::Full);
    assert_eq!((latch(&lab, new), signals(&lab)), (before, vec!["t1".to_owned()]));
    assert_eq!(finish(&lab, new, 2), Looked::Full);
    assert_eq!(signals(&lab), ["t1", "n1"]);
    assert_eq!(parts(&lab, new), [1, 2].map(|part| (part, "done".to_owned())));
    lab.audit();
}

#[test]
fn a_try_has_a_latch_and_parts_of_its_own() {
    let lab = Lab::rich(1_000);
    let first = opened(&lab, 1);
    finish(&lab, first, 1);
    let second = FanOut { r#try: 2, ..first };
    assert_eq!(open(&lab, second, 1, "t2").missing().collect::<Vec<_>>(), [1]);
    assert_eq!(parts(&lab, second), []);
    assert_eq!(give_up(&lab, second, 1), Looked::Full);
    assert_eq!(parts(&lab, first), [(1, "done".to_owned())]);
    assert_eq!(lab.world.flow.signals().last().unwrap().1, r#"{"word":"ok","try":2}"#);
    lab.audit();
}

#[test]
fn a_full_latch_that_nobody_signaled_is_signaled_by_the_sweeper() {
    let lab = Lab::rich(1_000);
    let fan_out = opened(&lab, 2);
    lab.advance(QUIET);
    finish(&lab, fan_out, 1);
    let sweep = || lab.run(lab.office.sweep(fan_out.job)).unwrap();
    assert_eq!((sweep(), signals(&lab)), (Recovery::AtWork, vec![]), "a part is missing");
    // The worker of the last part dies after the count, and its message never comes again.
    lab.wire.crash(Some(Crash { at: lab.wire.effects() + 1, after: true }));
    let died = lab.run(lab.jobs.finish_part(&lab.launcher, fan_out, 2, json!({ "part": 2 })));
    lab.wire.crash(None);
    assert!(died.is_err() && latch(&lab, fan_out).is_full() && signals(&lab).is_empty());
    assert_eq!((sweep(), signals(&lab)), (Recovery::None, vec![]), "it is not due yet");
    lab.advance(QUIET);
    assert_eq!((sweep(), signals(&lab)), (Recovery::AtWork, vec!["t1".to_owned()]));
    lab.audit();
}
