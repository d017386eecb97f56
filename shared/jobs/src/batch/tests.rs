use contract::QueueName;
use model::UserId;
use serde_json::json;
use store::memory::Mishaps;

use super::*;
use crate::Place;
use crate::tests::lab::Invocation;
use crate::tests::{Ask, Lab};

fn id() -> BatchId {
    BatchId::derived("one")
}

fn prompts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("hill {number}")).collect()
}

async fn open(lab: &Lab, prompts: Vec<String>, each: u32) -> Result<(Admitted, Batch), Fault> {
    let new = NewBatch {
        id: id(),
        user: UserId::derived("ann"),
        project: None,
        hash: &Digest::of(prompts.join("\n")),
        prompts,
        each,
        order: json!({ "template": {} }),
        route: "renders-start-batch",
        key: &IdempotencyKey::parse("batch-1").unwrap(),
        answer: &|batch| Ok(json!({ "id": batch.id, "total": batch.total })),
    };
    lab.jobs.open_batch(new).await
}

fn opened(lab: &Lab, count: usize, each: u32) -> Batch {
    lab.run(open(lab, prompts(count), each)).unwrap().1
}

fn handout(lab: &Lab) -> Handout {
    lab.world.open("lab")
}

/// The messages that were sent since the last look: index and deed.
fn told(lab: &Lab) -> Vec<(u64, String)> {
    let queue = lab.world.queues[&QueueName::Children].take();
    let message = |body: &String| {
        let message: serde_json::Value = serde_json::from_str(body).unwrap();
        (message["index"].as_u64().unwrap(), message["do"].as_str().unwrap().to_owned())
    };
    queue.iter().map(|(body, _)| message(body)).collect()
}

fn job(lab: &Lab, number: u128) -> JobId {
    let ask = Ask { place: Place::Line { priority: 2 }, ..Ask::job(number) };
    lab.ask(&ask).unwrap();
    ask.id()
}

#[test]
fn every_child_has_its_prompt_and_its_variant_however_long_the_prompts_are() {
    let lab = Lab::rich(1_000);
    let long: Vec<_> = (0..40).map(|number| format!("{number} {}", "ä".repeat(7_990))).collect();
    let batch = lab.run(open(&lab, long.clone(), 3)).unwrap().1;
    assert_eq!(batch.total, 120);
    assert!(batch.chunks.len() > 10, "{:?}", batch.chunks);
    for index in 0..120 {
        let order = lab.run(lab.jobs.child_order(id(), index)).unwrap();
        assert_eq!((order.prompt.as_str(), order.variant), (long[index as usize / 3].as_str(), index % 3));
    }
    assert_eq!(lab.run(lab.jobs.child_order(id(), 120)).unwrap_err().kind(), Kind::NotFound);
    let largest =
        lab.world.table.snapshot().into_values().map(|item| format!("{item:?}").len()).max().unwrap();
    assert!(largest < 64 * 1_024, "{largest}");
    lab.audit();
}

#[test]
fn a_batch_is_one_batch_however_often_it_is_sent() {
    let lab = Lab::rich(1_000);
    let (first, _) = lab.run(open(&lab, prompts(2), 1)).unwrap();
    let before = lab.world.table.snapshot();
    let (again, _) = lab.run(open(&lab, prompts(2), 1)).unwrap();
    let answer = json!({ "id": id(), "total": 2 });
    assert_eq!((first, again), (Admitted::New(answer.clone()), Admitted::Before(answer)));
    let other = lab.run(open(&lab, prompts(3), 1)).unwrap_err();
    assert_eq!(other.code(), "idempotency-mismatch");
    assert_eq!(lab.world.table.snapshot(), before);
}

#[test]
fn what_became_of_a_child_is_kept_and_a_problem_gives_way_to_a_job() {
    let lab = Lab::rich(10_000);
    opened(&lab, 3, 1);
    let problem = || admission_failed(id(), 0);
    lab.run(lab.jobs.drop_child(id(), 0, problem())).unwrap();
    let one = job(&lab, 1);
    assert_eq!(lab.run(lab.jobs.keep_child(id(), 0, one)).unwrap(), Kept::Yes);
    lab.run(lab.jobs.drop_child(id(), 0, problem())).unwrap();
    let child = lab.run(lab.jobs.child(id(), 0)).unwrap().unwrap();
    assert_eq!((child.job, child.problem), (Some(one), None), "a job is never forgotten");
    let family = lab.run(lab.jobs.family(id())).unwrap();
    assert_eq!(family.len(), 1);
    assert_eq!(family[0].1.as_ref().unwrap().job, one);
    lab.audit();
}

#[test]
fn a_child_that_is_kept_while_its_batch_is_canceled_is_told() {
    for seed in 0..60 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 5, 5));
        lab.endow(10_000);
        opened(&lab, 1, 1);
        let job = job(&lab, 1);
        let crowd: Vec<Invocation<'_, Option<Kept>>> = vec![
            Box::pin(async { Some(lab.jobs.keep_child(id(), 0, job).await.unwrap()) }),
            Box::pin(async {
                lab.jobs.cancel_batch(id()).await.unwrap();
                None
            }),
        ];
        let kept = lab.race(seed, crowd).into_iter().flatten().next().unwrap();
        // Whoever comes second sees the other: either the child knows, or the message of the cancel finds its job.
        let child = lab.run(lab.jobs.child(id(), 0)).unwrap().unwrap();
        assert_eq!(child.job, Some(job), "seed {seed}: {kept:?}");
        lab.audit();
    }
    let lab = Lab::rich(10_000);
    opened(&lab, 1, 1);
    lab.run(lab.jobs.cancel_batch(id())).unwrap();
    let job = job(&lab, 1);
    assert_eq!(lab.run(lab.jobs.keep_child(id(), 0, job)).unwrap(), Kept::Unwanted);
}

#[test]
fn the_sweeper_sends_what_nobody_was_told_and_then_lets_the_batch_be() {
    let lab = Lab::rich(10_000);
    opened(&lab, 3, 1);
    let handout = handout(&lab);
    for (index, number) in [(0, 1), (2, 2)] {
        let job = job(&lab, number);
        lab.run(lab.jobs.keep_child(id(), index, job)).unwrap();
    }
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 1);
    assert_eq!(told(&lab), [(1, "admit".to_owned())]);
    lab.run(lab.jobs.drop_child(id(), 1, admission_failed(id(), 1))).unwrap();
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 0);
    assert!(lab.run(lab.jobs.batch(id())).unwrap().gds.is_none());
    let rested = lab.world.table.snapshot();
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 0);
    assert_eq!((lab.world.table.snapshot(), told(&lab).len()), (rested, 0), "done twice it changes nothing");
    lab.audit();
}

#[test]
fn a_canceled_batch_is_looked_at_until_every_child_was_told() {
    let lab = Lab::rich(10_000);
    let batch = opened(&lab, 2, 1);
    let handout = handout(&lab);
    lab.run(handout.all(&batch, Deed::Cancel)).unwrap();
    assert_eq!(told(&lab), [(0, "cancel".to_owned()), (1, "cancel".to_owned())]);
    let jobs = [job(&lab, 1), job(&lab, 2)];
    for (index, job) in (0..).zip(jobs) {
        lab.run(lab.jobs.keep_child(id(), index, job)).unwrap();
    }
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 0, "nobody wants its end yet");
    lab.run(lab.jobs.cancel_batch(id())).unwrap();
    assert!(lab.run(lab.jobs.batch(id())).unwrap().gds.is_some(), "it is due again");
    lab.run(lab.jobs.cancel(&lab.line, jobs[0])).unwrap();
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 1);
    assert_eq!(told(&lab), [(1, "cancel".to_owned())]);
    lab.run(lab.jobs.cancel(&lab.line, jobs[1])).unwrap();
    assert_eq!(lab.run(handout.sweep(id())).unwrap(), 0);
    lab.audit();
}
