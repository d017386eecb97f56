use model::{ChainId, JobId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::json;
use store::memory::Mishaps;
use store::once::IdempotencyRecord;
use store::{Digest, IdempotencyKey};

use super::*;
use crate::tests::lab::Crash;
use crate::tests::{Ask, Lab};

fn project() -> ProjectId {
    Ask::job(1).project
}

fn first() -> ChainId {
    Chain::default_of(project())
}

/// Job `job`, in the default chain.
fn next(job: u128) -> Ask {
    Ask { chain: Some(first()), ..Ask::job(job) }
}

fn chains(lab: &Lab) -> Chains {
    Chains::new(lab.jobs.store.clone())
}

/// Makes a chain of `project`, under an idempotency key.
fn made(lab: &Lab, id: ChainId, project: ProjectId) -> Result<Made, Fault> {
    let key = IdempotencyKey::parse("made")?.address("test");
    let keep = |chain: &Chain| {
        let now = lab.jobs.now();
        let record = IdempotencyRecord::answered(&Digest::of("body"), json!(chain.id), now);
        Ok(vec![Change::put(key.clone(), &record, IdempotencyRecord::guard(now))?])
    };
    lab.run(chains(lab).create(project, id, "Harbour".to_owned(), &keep))
}

fn status(fault: &Fault) -> (u16, Option<String>) {
    let problem = fault.problem("test");
    (problem.status, problem.pointer)
}

fn positions(lab: &Lab) -> Vec<u64> {
    let page = lab.run(lab.jobs.chained(first(), None, 100)).unwrap();
    page.items
        .iter()
        .map(|(member, view)| {
            assert_eq!(
                (view.head.link(), view.head.job),
                (Some(Link { chain: first(), position: member.position }), member.job)
            );
            member.position
        })
        .collect()
}

#[test]
fn the_first_render_of_the_default_chain_makes_it_and_each_has_its_place() {
    let lab = Lab::rich(10_000);
    let before = lab.run(chains(&lab).get(project(), first())).unwrap();
    assert_eq!((before.position, before.chain.name.as_str()), (0, "Default"));
    for job in 1..=3 {
        let effects = lab.wire.effects();
        lab.ask(&next(job)).unwrap();
        assert_eq!(lab.wire.effects() - effects, if job == 1 { 3 } else { 2 }, "a count and a transaction");
        assert_eq!(lab.head(next(job).id()).chain_position, Some(u64::try_from(job).unwrap()));
    }
    let after = lab.run(chains(&lab).get(project(), first())).unwrap();
    assert_eq!((after.position, after.chain), (3, before.chain), "it was there all the time");
    assert_eq!(positions(&lab), [1, 2, 3]);
    lab.audit();
}

#[test]
fn a_chain_that_the_project_does_not_have_is_not_there_and_takes_no_position() {
    let lab = Lab::rich(1_000);
    let elsewhere = ProjectId::derived("elsewhere");
    let other =
        Project { id: elsewhere, ..lab.run(lab.jobs.store.get(&Project::address(project()))).unwrap() };
    lab.commit(vec![Change::create(Project::address(elsewhere), &other).unwrap()]);
    made(&lab, ChainId::derived("theirs"), elsewhere).unwrap();
    let before = lab.world.table.snapshot();
    for chain in [ChainId::derived("theirs"), ChainId::derived("nobody's"), Chain::default_of(elsewhere)] {
        let refused = lab.ask(&Ask { chain: Some(chain), ..Ask::job(1) }).unwrap_err();
        assert_eq!(status(&refused), (404, Some("/chain".to_owned())));
    }
    assert_eq!(lab.world.table.snapshot(), before);
    lab.audit();
}

#[test]
fn a_create_that_is_repeated_keeps_its_position_and_one_that_is_refused_leaves_a_hole() {
    let lab = Lab::rich(1_000);
    lab.slots(2);
    lab.ask(&next(1)).unwrap();
    let before = lab.world.table.snapshot();
    lab.ask(&Ask { key: "k1".to_owned(), ..next(2) }).unwrap();
    assert_eq!(lab.world.table.snapshot(), before, "a repetition takes nothing");
    // Refused by the look: no position. Refused by a guard, because somebody was faster: a hole.
    assert_eq!(status(&lab.ask(&Ask { hold: 5_000, ..next(3) }).unwrap_err()).0, 402);
    let race = lab.race(3, [lab.asked(&next(4)), lab.asked(&next(5))]);
    assert_eq!(race.iter().filter(|answer| answer.is_ok()).count(), 1);
    lab.slots(9);
    lab.ask(&next(6)).unwrap();
    let taken = positions(&lab);
    assert_eq!((taken.len(), taken[0]), (3, 1), "{taken:?}");
    assert!(taken.is_sorted() && taken[2] <= 4, "{taken:?}");
    lab.audit();
}

#[test]
fn many_at_once_get_positions_of_their_own() {
    for seed in 0..8 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 5, 10));
        lab.endow(1_000_000);
        lab.slots(100);
        let asks: Vec<_> = (1..=60).map(next).collect();
        let answers = lab.race(seed, asks.iter().map(|ask| lab.asked(ask)));
        let admitted = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(admitted > 50, "seed {seed}: {admitted}");
        let taken = positions(&lab);
        let before = taken.len();
        let unique: std::collections::BTreeSet<_> = taken.iter().collect();
        assert_eq!((unique.len(), before), (before, admitted), "seed {seed}: {taken:?}");
        assert!(taken.is_sorted() && taken[before - 1] <= 60, "seed {seed}: {taken:?}");
        // Who comes later is behind all of them.
        lab.world.table.plan(Mishaps::none());
        lab.ask(&next(99)).unwrap();
        assert!(lab.head(next(99).id()).chain_position > taken.last().copied(), "seed {seed}");
        lab.audit();
    }
}

#[test]
fn an_admission_that_dies_anywhere_leaves_a_chain_that_holds() {
    for at in 0..3 {
        for after in [false, true] {
            let lab = Lab::rich(1_000);
            lab.wire.crash(Some(Crash { at, after }));
            let _ = lab.ask(&next(1));
            lab.wire.crash(None);
            lab.audit();
            lab.ask(&Ask { key: "k1".to_owned(), ..next(2) }).unwrap();
            assert_eq!(positions(&lab).len(), 1, "at {at}, after {after}");
            lab.audit();
        }
    }
}

#[test]
fn a_chain_is_made_once_for_each_key_and_belongs_to_its_project() {
    let lab = Lab::rich(1_000);
    let (one, two) = (ChainId::derived("one"), ChainId::derived("two"));
    let Made::Done(chain) = made(&lab, one, project()).unwrap() else { panic!("nobody made one before") };
    assert_eq!((chain.id, chain.name.as_str()), (one, "Harbour"));
    let Made::Refused(refused) = made(&lab, two, project()).unwrap() else { panic!("the key was used") };
    let kept: IdempotencyRecord = refused.record().unwrap().unwrap();
    assert_eq!(kept.answer, Some(json!(one)));
    let elsewhere = ProjectId::derived("elsewhere");
    for (project, chain) in [(project(), two), (elsewhere, one), (elsewhere, Chain::default_of(elsewhere))] {
        assert_eq!(status(&lab.run(chains(&lab).get(project, chain)).unwrap_err()).0, 404);
    }
    assert_eq!(status(&lab.run(chains(&lab).list(elsewhere, None, 9)).unwrap_err()).0, 404);
    let listed = lab.run(chains(&lab).list(project(), None, 9)).unwrap();
    assert_eq!(listed.items.iter().map(|chain| chain.id).collect::<Vec<_>>(), [one]);
    lab.ask(&Ask { chain: Some(one), ..Ask::job(1) }).unwrap();
    assert_eq!(lab.head(Ask::job(1).id()).link(), Some(Link { chain: one, position: 1 }));
    lab.audit();
}

#[test]
fn a_change_is_made_to_the_version_that_was_read() {
    let lab = Lab::rich(1_000);
    let session = Session { provider: "acme".to_owned(), id: "s-1".to_owned(), turns: 3 };
    let edit = ChainEdit { name: Some("Dusk".to_owned()), session: Some(Some(session)) };
    let after = lab.run(chains(&lab).change(project(), first(), 1, &edit)).unwrap();
    assert_eq!(after, lab.run(chains(&lab).get(project(), first())).unwrap());
    assert_eq!((after.chain.version, after.chain.name.as_str()), (2, "Dusk"));
    let stale = lab.run(chains(&lab).change(project(), first(), 1, &edit)).unwrap_err();
    assert_eq!(status(&stale).0, 412);
    let without = ChainEdit { name: None, session: Some(None) };
    let after = lab.run(chains(&lab).change(project(), first(), 2, &without)).unwrap();
    assert_eq!((after.chain.session.clone(), after.chain.name.as_str()), (None, "Dusk"));
    assert_eq!(after, lab.run(chains(&lab).get(project(), first())).unwrap());
    lab.audit();
}

/// What the render at `position` learned.
fn lesson(position: u64) -> Memory {
    let job = JobId::from_body(model::JobKind::Render, position.into());
    Memory { hour: Some(format!("hour {position}")), ..Memory::of(job, position) }
}

async fn learn(lab: &Lab, position: u64) -> Result<Remembered, Fault> {
    chains(lab).remember(project(), first(), lesson(position)).await
}

/// A laboratory whose default chain has `many` renders.
fn chained(many: u64) -> Lab {
    let lab = Lab::rich(1_000_000);
    lab.slots(200);
    for job in 1..=many {
        lab.ask(&next(job.into())).unwrap();
    }
    lab
}

#[test]
fn what_is_learned_twice_is_one_version_and_an_older_render_overwrites_nothing() {
    let lab = chained(3);
    assert_eq!(lab.run(chains(&lab).memory(project(), first())).unwrap(), None);
    assert_eq!(lab.run(learn(&lab, 2)).unwrap(), Remembered::Now(1));
    let before = lab.world.table.snapshot();
    assert_eq!(lab.run(learn(&lab, 2)).unwrap(), Remembered::Before(1));
    assert_eq!(lab.run(learn(&lab, 1)).unwrap(), Remembered::Outdated(2));
    assert_eq!(lab.world.table.snapshot(), before);
    assert_eq!(lab.run(learn(&lab, 3)).unwrap(), Remembered::Now(2));
    let latest = lab.run(chains(&lab).memory(project(), first())).unwrap().unwrap();
    assert_eq!(latest, Memory { version: 2, ..lesson(3) });
    assert_eq!(lab.run(chains(&lab).version(first(), 1)).unwrap(), Memory { version: 1, ..lesson(2) });
    assert_eq!(status(&lab.run(chains(&lab).version(first(), 3)).unwrap_err()).0, 404);
    lab.audit();
}

#[test]
fn in_whatever_order_renders_end_the_newest_is_remembered() {
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let runs = prop::collection::vec(1..=12_u64, 1..40);
    TestRunner::new_with_rng(config, rng)
        .run(&(runs, any::<u64>()), |(order, seed)| {
            let lab = chained(12);
            lab.world.table.plan(Mishaps::seeded(seed, 15, 5, 10));
            let answers = lab.race(seed, order.iter().map(|position| learn(&lab, *position)));
            // Whom the table failed comes again, as the flow does.
            lab.world.table.plan(Mishaps::none());
            for (position, answer) in order.iter().zip(&answers) {
                if answer.is_err() {
                    lab.run(learn(&lab, *position)).unwrap();
                }
            }
            let latest = lab.run(chains(&lab).memory(project(), first())).unwrap().unwrap();
            prop_assert_eq!(Some(latest.position), order.iter().copied().max());
            let new = answers.iter().flatten().filter(|answer| matches!(answer, Remembered::Now(_))).count();
            prop_assert!(u64::try_from(new).unwrap() <= latest.version);
            let mut before = 0;
            for number in 1..=latest.version {
                let memory = lab.run(chains(&lab).version(first(), number)).unwrap();
                prop_assert!(memory.position > before);
                before = memory.position;
            }
            lab.audit();
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_longest_memory_is_small() {
    let lab = chained(1);
    let long = |length| Some("🛶".repeat(length));
    let memory = Memory {
        prompt: long(8_000),
        subject: long(8_000),
        setting: long(500),
        hour: long(500),
        mood: long(500),
        style: long(500),
        style_code: long(500),
        palette: vec!["#123456".to_owned(); 100],
        ..lesson(1)
    };
    lab.run(chains(&lab).remember(project(), first(), memory)).unwrap();
    let kept = lab.run(chains(&lab).version(first(), 1)).unwrap();
    assert!(serde_json::to_string(&kept).unwrap().len() < 10 * 1_024);
    assert_eq!((kept.prompt.unwrap().chars().count(), kept.palette.len()), (1_000, 8));
    lab.audit();
}
