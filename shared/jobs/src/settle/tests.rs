use model::StageName;
use store::memory::Mishaps;

use super::*;
use crate::tests::{Ask, Lab, landed, output, problem};
use crate::{Outcome, RETRY, Recovery, Verdict};

fn success() -> End {
    End::Succeeded { outputs: vec![output()] }
}

fn landed_for(lab: &Lab, cost: i64) -> JobId {
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(cost));
    job
}

fn close(lab: &Lab, job: JobId) -> LedgerEntry {
    lab.run(lab.jobs.store.get(&key::close(job))).unwrap()
}

#[test]
fn a_success_is_charged_what_it_cost_and_the_rest_comes_back() {
    let lab = Lab::rich(1_000);
    lab.budget(500);
    let job = landed_for(&lab, 40);
    assert_eq!(lab.succeed(job), Settled::Now);
    let entry = close(&lab, job);
    assert_eq!((entry.kind, entry.charged.get(), entry.released.get()), (EntryKind::Split, 40, 60));
    assert_eq!(entry.wallets.len(), 2);
    let wallet = lab.wallet();
    assert_eq!((wallet.avail.get(), wallet.held.get(), wallet.spent.get()), (960, 0, 40));
    let head = lab.head(job);
    assert_eq!((head.status, head.slot, head.due, head.progress), (Status::Succeeded, false, None, 1_000));
    assert_eq!(head.outputs, [output()]);
    lab.audit();
}

#[test]
fn a_job_without_an_output_is_charged_nothing_and_its_cost_is_told() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 40);
    lab.settle(job, &End::Failed(problem("blank")));
    let entry = close(&lab, job);
    assert_eq!((entry.kind, entry.charged.get(), entry.released.get()), (EntryKind::Release, 0, 100));
    let [cost] = &entry.attempts[..] else { panic!("one attempt landed") };
    assert_eq!((cost.cost_usd_micros.get(), cost.booked_usd_micros.get()), (40, 0));
    assert_eq!(lab.wallet().avail.get(), 1_000);
    assert_eq!(lab.head(job).problem.unwrap().code, "blank");
    lab.audit();
}

#[test]
fn a_charge_above_the_hold_is_booked_as_it_is() {
    let lab = Lab::rich(120);
    lab.budget(110);
    let job = landed_for(&lab, 150);
    lab.succeed(job);
    let entry = close(&lab, job);
    assert!(entry.overrun && entry.kind == EntryKind::Settle);
    assert_eq!((entry.charged.get(), entry.released.get()), (150, -50));
    let wallet = lab.wallet();
    assert_eq!((wallet.avail.get(), wallet.spent.get()), (-30, 150), "the truth beats the cap");
    assert_eq!(lab.ask(&Ask { hold: 0, ..Ask::job(2) }).unwrap_err().problem("").status, 402);
    lab.audit();
}

#[test]
fn a_charge_of_all_that_was_held_is_no_overrun() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 100);
    lab.succeed(job);
    let entry = close(&lab, job);
    assert!(!entry.overrun && entry.kind == EntryKind::Settle && entry.released == UsdMicros::ZERO);
    lab.audit();
}

#[test]
fn every_attempt_that_landed_is_charged() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 40);
    let view = lab.view(job);
    let step = Lab::step(job, 1);
    lab.run(lab.check_in(&view, &step, StageName::Validate, RETRY)).unwrap();
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(30));
    lab.succeed(job);
    assert_eq!(close(&lab, job).charged.get(), 70);
    lab.audit();
}

#[test]
fn a_second_end_changes_nothing() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 40);
    let stale = lab.view(job);
    lab.succeed(job);
    let after = lab.world.table.snapshot();
    for end in [success(), End::Failed(problem("no")), End::Expired(problem("late"))] {
        assert_eq!(lab.settle(job, &end), Settled::Before);
        assert_eq!(lab.run(lab.jobs.settle(&lab.line, &stale, &end)).unwrap(), Settled::Before);
    }
    assert_eq!(lab.world.table.snapshot(), after);
    lab.audit();
}

#[test]
fn of_many_ends_at_once_there_is_one() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 10, 10));
        lab.endow(1_000);
        let job = landed_for(&lab, 40);
        let view = lab.view(job);
        let ends: Vec<_> =
            (0..6).map(|index| if index % 2 == 0 { success() } else { End::Failed(problem("no")) }).collect();
        let race = lab.race(seed, ends.iter().map(|end| lab.jobs.settle(&lab.line, &view, end)));
        let settled: Vec<_> = race.into_iter().map(Result::unwrap).collect();
        let winner: Vec<_> =
            settled.iter().zip(&ends).filter(|(settled, _)| **settled == Settled::Now).collect();
        let [(_, end)] = winner[..] else { panic!("seed {seed}: {settled:?}") };
        assert_eq!(lab.head(job).status, end.status());
        assert_eq!(lab.wallet().spent.get(), if end.is_success() { 40 } else { 0 });
        lab.audit();
    }
}

#[test]
fn a_success_without_an_output_is_a_defect() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 40);
    let view = lab.view(job);
    let none = End::Succeeded { outputs: Vec::new() };
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &view, &none)).unwrap_err().code(), "internal");
    assert_eq!(lab.head(job).status, Status::Running);
    lab.audit();
}

#[test]
fn a_run_that_is_over_ends_a_job_well_but_not_badly() {
    let lab = Lab::rich(1_000);
    let job = landed_for(&lab, 40);
    let old = lab.view(job);
    assert_eq!(lab.run(lab.office.reap(job, 1, None)).unwrap(), Recovery::Resumed);
    let bad = End::Failed(problem("no"));
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &old, &bad)).unwrap(), Settled::Before);
    assert_eq!(lab.head(job).status, Status::Running, "run 2 goes on");
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &old, &success())).unwrap(), Settled::Now);
    lab.audit();
}

#[test]
fn what_landed_after_the_view_was_read_is_in_the_entry() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    let stale = lab.view(job);
    lab.conclude(job, number, &landed(40));
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &stale, &success())).unwrap(), Settled::Now);
    assert_eq!(close(&lab, job).charged.get(), 40);
    lab.audit();
}

#[test]
fn an_end_that_was_decided_in_doubt_is_dropped_when_the_answer_comes() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &Verdict::InDoubt);
    let doubtful = lab.view(job);
    lab.conclude(job, number, &landed(40));
    let expired = End::Expired(problem("answer-lost"));
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &doubtful, &expired)).unwrap(), Settled::Before);
    assert_eq!(lab.head(job).status, Status::Running);
    lab.audit();
}

#[test]
fn a_wallet_that_is_gone_is_a_defect_and_no_endless_loop() {
    let lab = Lab::rich(1_000);
    lab.budget(500);
    let job = landed_for(&lab, 40);
    lab.commit(vec![Change::delete(key::project_wallet(Ask::job(1).project), Guard::Present)]);
    let view = lab.view(job);
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &view, &success())).unwrap_err().code(), "internal");
    assert_eq!(lab.wallet().held.get(), 100, "nothing was half closed");
    assert_ne!(testkit::audit(&lab.world.table.snapshot()), Vec::<String>::new());
}

/// A job that is made again: what its first try made, for `cost`, is kept.
fn made_again(lab: &Lab, cost: i64) -> JobId {
    let job = landed_for(lab, cost);
    let view = lab.view(job);
    let outcome = Outcome { kept: vec![output()], ..Outcome::of(RETRY, &()).unwrap() };
    let (step, now) = (Lab::step(job, 1), lab.jobs.now());
    let check_in = lab.jobs.checkpoint(&view, &step, StageName::Validate, &[RETRY], now, outcome);
    assert_eq!(lab.run(check_in).unwrap().r#try, 2);
    assert_eq!(lab.head(job).kept, [output()]);
    job
}

#[test]
fn a_bad_end_of_what_is_made_again_is_a_success_with_what_was_made_before() {
    for end in [
        End::Failed(problem("refused")),
        End::Canceled(problem("canceled")),
        End::Expired(problem("deadline-passed")),
    ] {
        let lab = Lab::rich(1_000);
        let job = made_again(&lab, 40);
        lab.settle(job, &end);
        let head = lab.head(job);
        assert_eq!((head.status, head.kept.len(), head.problem), (Status::Succeeded, 0, None), "{end:?}");
        assert_eq!(head.outputs, [output()]);
        let wallet = lab.wallet();
        assert_eq!((wallet.avail.get(), wallet.held.get(), wallet.spent.get()), (960, 0, 40), "{end:?}");
        assert_eq!(lab.events(job).last().unwrap(), "render.succeeded");
        lab.audit();
    }
}

#[test]
fn a_second_try_whose_answer_is_lost_delivers_the_first_and_charges_that_alone() {
    let lab = Lab::rich(1_000);
    let job = made_again(&lab, 40);
    let second = lab.granted(job);
    lab.conclude(job, second, &Verdict::InDoubt);
    lab.advance(std::time::Duration::from_hours(48));
    assert_eq!(lab.run(lab.office.sweep(job)).unwrap(), Recovery::Ended);
    let head = lab.head(job);
    assert_eq!((head.status, head.outputs), (Status::Succeeded, vec![output()]));
    assert_eq!(lab.wallet().spent.get(), 40);
    lab.audit();
}
