use contract::port::table::{Attr, Edit, Guard};
use contract::port::{Capacity, Usage};
use model::{StageName, UsdMicros};
use store::Change;

use super::*;
use crate::tests::{Ask, Lab, landed, problem};
use crate::{AttemptState, End, Verdict};

/// What an invocation measured: `calls` reads, so many read units, 10 write units, so many milliseconds.
fn usage(calls: u64, read: u64, ms: u64) -> Usage {
    Usage {
        calls: [("DynamoDB.GetItem".to_owned(), calls)].into(),
        read: Capacity::units(read),
        written: Capacity::units(10),
        memory_mb: 256,
        ms,
    }
}

fn receipt(lab: &Lab, job: JobId) -> Receipt {
    lab.run(lab.jobs.receipt(job)).unwrap()
}

/// Leaves the checkpoint of `stage` with what its invocation measured.
fn leave(lab: &Lab, job: JobId, stage: StageName, used: Usage) {
    lab.world.meter.set(used);
    let view = lab.view(job);
    lab.run(lab.check_in(&view, &Lab::step(job, view.head.run), stage, "ok")).unwrap();
}

/// A job whose admission measured 1 ms, whose three stages 2, 4 and 8, and whose end 16.
fn painted(lab: &Lab) -> JobId {
    lab.world.meter.set(usage(1, 1, 1));
    let job = lab.begun();
    leave(lab, job, StageName::Prepare, usage(2, 2, 2));
    lab.world.meter.set(usage(100, 100, 100));
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(40));
    leave(lab, job, StageName::Submit, usage(4, 4, 4));
    leave(lab, job, StageName::Ingest, usage(8, 8, 8));
    lab.world.meter.set(usage(16, 16, 16));
    lab.succeed(job);
    job
}

#[test]
fn a_render_with_known_usage_gives_exactly_the_sums() {
    let lab = Lab::rich(1_000);
    let job = painted(&lab);
    let Receipt { used, .. } = receipt(&lab, job);
    let calls = [
        ("DynamoDB.GetItem".to_owned(), 1 + 2 + 4 + 8 + 16),
        // Admission, three checkpoints, settlement.
        ("DynamoDB.TransactWriteItems".to_owned(), 5),
        ("SFN.StartExecution".to_owned(), 1),
        // That its slot is free.
        ("SQS.SendMessage".to_owned(), 1),
    ];
    assert_eq!(used.calls, calls.into());
    assert_eq!(used.read, Capacity::units(31));
    // Admission: 8 items with two wallets, two indexes. Checkpoint: 3 items and a move in an index. Close: 6 items, one index.
    let transactions = (16 + 2) + 3 * (6 + 2) + (12 + 1);
    assert_eq!(used.written, Capacity::units(5 * 10 + transactions));
    assert_eq!(used.mb_ms, 256 * (31 + 5 * used::AFTER_MS));
    assert!((used.gb_seconds() - 0.039).abs() < f64::EPSILON, "{}", used.gb_seconds());
    // Prepare, submit, ingest and settle; each with its Choice, and the end.
    assert_eq!((used.runs, used.invocations, used.transitions, used.unmeasured), (1, 5, 9, 0));
    lab.audit();
}

#[test]
fn the_ledger_s_side_is_what_the_ledger_says() {
    let lab = Lab::rich(1_000);
    let job = painted(&lab);
    let receipt = receipt(&lab, job);
    let close = receipt.close.as_ref().unwrap();
    assert_eq!((receipt.hold.amount.get(), close.charged.get(), close.released.get()), (100, 40, 60));
    assert_eq!(receipt.booked(1).unwrap().booked_usd_micros.get(), 40);
    assert!(receipt.booked(2).is_none());
    lab.audit();
}

#[test]
fn figures_are_rounded_up_once_and_at_the_end() {
    let cost = |used: &Used| {
        let OwnCost { lambda, step_functions, dynamodb, s3, sqs, total } = OwnCost::of(used);
        [lambda, step_functions, dynamodb, s3, sqs, total].map(UsdMicros::get)
    };
    assert_eq!(cost(&Used::default()), [0; 6]);
    let calls = [("S3.PutObject", 1), ("S3.GetObject", 2), ("SQS.SendMessage", 1), ("DynamoDB.Query", 9)];
    let small = Used {
        // 0.2, 25, 0.0625 + 0.625, 5 + 0.8, 0.4: in all 32.0875.
        invocations: 1,
        transitions: 1,
        read: Capacity::halves(1),
        written: Capacity::units(1),
        calls: calls.map(|(name, count)| (name.to_owned(), count)).into(),
        ..Used::default()
    };
    assert_eq!(cost(&small), [1, 25, 1, 6, 1, 33]);
    // A GB-second is 13.3334 micro-USD, a million of them 13.3334 USD.
    assert_eq!(cost(&Used { mb_ms: 1_024_000, ..Used::default() })[0], 14);
    assert_eq!(cost(&Used { mb_ms: 1_024_000_000_000, ..Used::default() })[0], 13_333_400);
    // One MB-millisecond is next to nothing, and not nothing.
    assert_eq!(cost(&Used { mb_ms: 1, ..Used::default() })[0], 1);
    assert_eq!(
        cost(&Used { read: Capacity::units(u64::MAX), ..Used::default() })[2],
        1_152_921_504_606_846_976
    );
}

#[test]
fn items_from_before_the_measuring_are_read_and_counted_as_unmeasured() {
    let lab = Lab::rich(1_000);
    let job = painted(&lab);
    let forget = |address| {
        lab.commit(vec![Change::update(address, vec![Edit::Unset(Attr("usage"))], Guard::Present)]);
    };
    for stage in [StageName::Prepare, StageName::Submit, StageName::Ingest] {
        forget(key::checkpoint(job, 1, 1, stage));
    }
    forget(key::close(job));
    forget(key::request(job));
    let Receipt { used, close, .. } = receipt(&lab, job);
    assert_eq!((used.unmeasured, used.invocations, used.transitions), (5, 5, 9));
    assert_eq!((used.mb_ms, used.written), (0, Capacity::default()));
    assert_eq!(close.unwrap().charged.get(), 40);
    lab.audit();
}

#[test]
fn an_open_job_has_no_close_and_what_was_used_until_now() {
    let lab = Lab::rich(1_000);
    lab.world.meter.set(usage(1, 1, 1));
    let job = lab.admitted();
    let Receipt { used, close, hold, .. } = receipt(&lab, job);
    assert!(close.is_none());
    assert_eq!((hold.amount.get(), used.runs, used.invocations, used.transitions), (100, 0, 1, 0));
    lab.run(lab.launcher.start(job, 1)).unwrap();
    lab.begin(job, 1).unwrap();
    leave(&lab, job, StageName::Prepare, usage(2, 2, 2));
    let Receipt { used, close, .. } = receipt(&lab, job);
    assert!(close.is_none());
    // Prepare, its Choice, and the stage that is at work.
    assert_eq!((used.runs, used.invocations, used.transitions), (1, 3, 3));
    lab.audit();
}

#[test]
fn what_a_verdict_without_a_checkpoint_used_lies_with_its_attempt() {
    for (verdict, state, items) in [
        (Verdict::Refused("no".to_owned()), AttemptState::Refused, 3),
        (Verdict::Void("down".to_owned()), AttemptState::Void, 3),
        (Verdict::InDoubt, AttemptState::InDoubt, 4),
    ] {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let number = lab.granted(job);
        let before = receipt(&lab, job).used;
        lab.world.meter.set(usage(7, 7, 7));
        lab.conclude(job, number, &verdict);
        let Receipt { used, attempts, .. } = receipt(&lab, job);
        assert_eq!((attempts[0].state, &attempts[0].usage), (state, &Some(Box::new(usage(7, 7, 7)))));
        assert_eq!(used.written, before.written + Capacity::units(10 + 2 * items + 2), "{state:?}");
        lab.settle(job, &End::Failed(problem("refused")));
        // Neither is what its end used.
        assert!(receipt(&lab, job).close.unwrap().usage.is_some());
        lab.audit();
    }
}

#[test]
fn every_question_to_a_provider_is_in_the_receipt_and_the_answer_too() {
    let lab = Lab::rich(1_000);
    let job = lab.accepted();
    let before = receipt(&lab, job).used;
    for n in [1, 2] {
        lab.world.meter.set(usage(3, 3, 30));
        let attempt = lab.view(job).open_attempt().unwrap().clone();
        let poll = attempt.next_poll(job);
        assert_eq!(poll.n, n);
        assert!(lab.run(lab.jobs.asked(&attempt, poll, lab.jobs.now())).unwrap());
    }
    let asked = receipt(&lab, job).used;
    let more = |name: &str| asked.calls[name] - before.calls.get(name).copied().unwrap_or(0);
    let names = ["DynamoDB.GetItem", "DynamoDB.UpdateItem", "SQS.SendMessage"];
    assert_eq!((asked.invocations - before.invocations, names.map(more)), (2, [6, 2, 2]));
    // Each writes the attempt, of one KB, by itself.
    assert_eq!(asked.written, before.written + Capacity::units(2 * 10 + 2));
    assert_eq!(asked.mb_ms - before.mb_ms, 256 * 2 * (30 + used::AFTER_MS));
    lab.world.meter.set(usage(5, 5, 50));
    lab.conclude(job, 1, &landed(40));
    let Used { invocations, transitions, mb_ms, calls, unmeasured, .. } = receipt(&lab, job).used;
    // The question that brought it, and the state that waited with its Choice.
    assert_eq!((invocations - asked.invocations, transitions - asked.transitions), (2, 2));
    assert_eq!(calls["DynamoDB.GetItem"] - asked.calls["DynamoDB.GetItem"], 5);
    assert_eq!((mb_ms - asked.mb_ms, unmeasured), (256 * (50 + used::AFTER_MS), asked.unmeasured));
    lab.audit();
}

#[test]
fn a_run_that_took_over_walks_past_what_was_done() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    leave(&lab, job, StageName::Prepare, usage(2, 2, 2));
    lab.run(lab.office.reap(job, 1, None)).unwrap();
    leave(&lab, job, StageName::OptimizePrompt, usage(2, 2, 2));
    lab.settle(job, &End::Failed(problem("broken")));
    let used = receipt(&lab, job).used;
    // Run 1: prepare and the stage that died. Run 2: both stages, the one that failed, fail and its Choice, the end.
    assert_eq!((used.runs, used.transitions), (2, (2 + 1) + (4 + 4)));
    assert_eq!((used.invocations, used.calls["SFN.StartExecution"]), (1 + 2 + 4, 2));
    lab.audit();
}

#[test]
fn a_long_result_is_paid_by_the_kilobyte() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let before = receipt(&lab, job).used.written;
    let view = lab.view(job);
    let outcome = crate::Outcome::of("ok", &"x".repeat(4_000)).unwrap();
    let step = Lab::step(job, 1);
    let words = crate::tests::words();
    lab.run(lab.jobs.checkpoint(&view, &step, StageName::Prepare, words, lab.jobs.now(), outcome)).unwrap();
    // Five KB instead of one: eight units more than the six of three small items and the two of the index.
    let more = Capacity::units(8 + 6 + 2);
    assert_eq!(receipt(&lab, job).used.written, before + more);
    lab.audit();
}

#[test]
fn a_job_that_is_not_there_is_404() {
    let lab = Lab::rich(1_000);
    assert_eq!(lab.run(lab.jobs.receipt(Ask::job(9).id())).unwrap_err().problem("").status, 404);
}
