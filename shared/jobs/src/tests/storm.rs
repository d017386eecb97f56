//! Many at once over a table that is in conflict, busy and forgetful.

use contract::port::Clock;
use model::{JobId, Status};
use store::memory::Mishaps;

use super::flow::Flow;
use super::lab::Invocation;
use super::{Ask, Lab};
use crate::{Admitted, QUIET};

/// 200 admissions at once; how many were let in, and the statuses of the refusals.
fn rush(lab: &Lab, seed: u64, users: &[&'static str]) -> (usize, Vec<u16>) {
    let asks: Vec<_> =
        (0..200).map(|job| Ask { user: users[job % users.len()], ..Ask::job(job as u128 + 1) }).collect();
    let answers = lab.race(seed, asks.iter().map(|ask| lab.asked(ask)));
    let (admitted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert!(admitted.iter().all(|answer| matches!(answer, Ok(Admitted::New(_)))));
    let mut statuses: Vec<_> =
        refused.into_iter().map(|fault| fault.unwrap_err().problem("").status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    (admitted.len(), statuses)
}

#[test]
fn slots_for_five_admit_five_of_two_hundred() {
    for seed in 0..5 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 5, 10));
        lab.endow(1_000);
        assert_eq!(rush(&lab, seed, &["ann"]), (5, vec![429]), "seed {seed}");
        let wallet = lab.wallet();
        assert_eq!((wallet.avail.get(), wallet.held.get()), (500, 500));
        lab.audit();
    }
}

#[test]
fn money_for_ten_admits_ten_of_two_hundred() {
    for seed in 5..10 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 5, 10));
        lab.endow(1_000);
        let users = ["ann", "bob", "cy", "dee", "eve", "fay"];
        let (admitted, statuses) = rush(&lab, seed, &users);
        assert_eq!(admitted, 10, "seed {seed}");
        assert!(statuses.iter().all(|status| [402, 429].contains(status)), "{statuses:?}");
        assert_eq!(lab.wallet().avail.get(), 0);
        lab.audit();
    }
}

/// Everything that can be at work for one job at once: each stage twice, a sweeper, a reaper, and the runs that they start.
fn crowd<'a>(lab: &'a Lab, flow: &'a Flow, job: JobId) -> Vec<Invocation<'a, ()>> {
    let mut crowd: Vec<Invocation<'a, ()>> = Vec::new();
    for run in [1, 1, 2, 2, 3] {
        // A flow that fails here is a Lambda that died: somebody takes it up, which is what this is about.
        crowd.push(Box::pin(async move {
            for _ in 0..3 {
                let _ = flow.drive(lab, job, run).await;
                lab.pace.sleep(QUIET).await;
            }
        }));
    }
    crowd.push(Box::pin(async move {
        for run in 1..=2 {
            let _ = lab.office.reap(job, run, None).await;
        }
    }));
    crowd.push(Box::pin(async move {
        for _ in 0..40 {
            let now = lab.pace.now();
            lab.world.flow.names().iter().for_each(|name| lab.world.flow.end(name, now));
            let _ = lab.office.sweep(job).await;
            lab.advance(QUIET);
        }
    }));
    crowd
}

#[test]
fn whatever_comes_between_the_job_ends_once_and_is_paid_once() {
    let mut ends = std::collections::BTreeMap::<&str, u32>::new();
    for seed in 0..300 {
        let lab = Lab::with(Mishaps::seeded(seed, 10, 10, 10));
        lab.endow(1_000);
        let job = lab.admitted();
        lab.run(lab.launcher.start(job, 1)).unwrap();
        let flow = Flow::default();
        lab.race(seed, crowd(&lab, &flow, job));
        let head = lab.head(job);
        assert!(head.status.is_terminal(), "seed {seed}: {head:?}");
        assert!(flow.posts() <= 1, "seed {seed}: asked {} times", flow.posts());
        let spent = if head.status == Status::Succeeded { 40 } else { 0 };
        assert_eq!(lab.wallet().spent.get(), spent, "seed {seed}");
        *ends.entry(head.status.word()).or_default() += 1;
        lab.audit();
    }
    // The storm is no storm if it always ends in one way.
    assert!(ends.len() >= 2, "{ends:?}");
}
