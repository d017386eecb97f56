//! Messages that come three times, in any order and at once, to workers that die.

use std::collections::BTreeSet;

use super::*;

/// A flow whose first signals never leave: the worker is killed between its count and its signal.
struct Killed {
    flow: Arc<dyn Flow>,
    left: AtomicU32,
}

#[async_trait]
impl Flow for Killed {
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault> {
        self.flow.start(name, input).await
    }

    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
            return Err(Fault::unavailable("the worker was killed"));
        }
        self.flow.signal(token, output).await
    }

    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault> {
        self.flow.describe(name).await
    }
}

fn killed_at_first(lab: &Lab, kills: u32) -> Launcher {
    let flow = lab.world.flow.clone() as Arc<dyn Flow>;
    Launcher::new(testkit::workspace("lab"), Arc::new(Killed { flow, left: AtomicU32::new(kills) }))
}

/// One delivery of the message of `part`, as its consumer takes it: a part that is done is only looked at. It comes again until
/// it is acknowledged, as SQS does; how often the work was done is counted in `work`.
async fn deliver(lab: &Lab, launcher: &Launcher, fan_out: FanOut, part: u32, work: &AtomicU32) {
    for _ in 0..5 {
        let attempt = async {
            let latch = lab.jobs.latch(fan_out).await?.expect("the latch is open");
            if latch.is_done(part) {
                return lab.jobs.look_at_latch(launcher, fan_out).await;
            }
            work.fetch_add(1, Ordering::Relaxed);
            lab.jobs.finish_part(launcher, fan_out, part, json!({ "part": part })).await
        };
        if attempt.await.is_ok() {
            return;
        }
    }
    panic!("part {part} was received five times");
}

#[test]
fn each_part_three_times_and_one_worker_killed_before_its_signal_is_one_join() {
    const PARTS: u32 = 7;
    let mut repaired_after = BTreeSet::new();
    for seed in 0..300 {
        let lab = Lab::rich(1_000);
        let fan_out = opened(&lab, PARTS);
        lab.wire.lose(seed, 10);
        let (launcher, work) = (killed_at_first(&lab, 1), AtomicU32::new(0));
        let (lab, launcher, work) = (&lab, &launcher, &work);
        let deliveries = (0..3 * PARTS).map(|index| deliver(lab, launcher, fan_out, index % PARTS + 1, work));
        lab.race(seed, deliveries);
        lab.wire.lose(seed, 0);
        let joins: BTreeSet<_> = signals(lab).into_iter().collect();
        assert_eq!(joins, BTreeSet::from(["t1".to_owned()]), "seed {seed}");
        assert!(latch(lab, fan_out).is_full(), "seed {seed}");
        assert_eq!(parts(lab, fan_out).len(), 7, "seed {seed}");
        assert!(work.load(Ordering::Relaxed) >= PARTS, "seed {seed}");
        repaired_after.insert(signals(lab).len());
        lab.audit();
    }
    // That the first signal was lost would show nothing if another always followed by itself.
    assert!(repaired_after.len() > 2, "{repaired_after:?}");
}

#[test]
fn any_order_and_number_of_deliveries_leaves_the_same_items() {
    const PARTS: u32 = 4;
    let mut outcomes = BTreeSet::new();
    for seed in 0..200 {
        let lab = Lab::rich(1_000);
        let fan_out = opened(&lab, PARTS);
        lab.wire.lose(seed, 15);
        let (lab, launcher, work) = (&lab, &killed_at_first(&lab, 2), &AtomicU32::new(0));
        let mut dice = Dice(seed);
        let mut crowd: Vec<Invocation<'_, ()>> = Vec::new();
        // Part 4 is given up and never done; the others are done, and one of them is given up as well, before or after.
        for part in 1..PARTS {
            for _ in 0..=dice.below(4) {
                crowd.push(Box::pin(deliver(lab, launcher, fan_out, part, work)));
            }
        }
        for part in [2, PARTS] {
            for _ in 0..=dice.below(3) {
                crowd.push(Box::pin(async move {
                    let why = problem("bad-image");
                    while lab.jobs.give_up_part(launcher, fan_out, part, &why).await.is_err() {}
                }));
            }
        }
        lab.race(seed, crowd);
        lab.wire.lose(seed, 0);
        let items = lab.world.table.snapshot().into_iter().filter(|(key, _)| key.pk.starts_with("RUN#"));
        outcomes.insert(format!("{:?}", items.collect::<Vec<_>>()));
        assert!(signals(lab).contains(&"t1".to_owned()), "seed {seed}");
        lab.audit();
    }
    assert_eq!(outcomes.len(), 1);
    assert!(outcomes.first().unwrap().contains("bad-image"));
}

#[test]
fn a_worker_that_dies_at_any_write_is_repaired_by_the_next_delivery() {
    for at in 0..2 {
        for after in [false, true] {
            let lab = Lab::rich(1_000);
            let fan_out = opened(&lab, 1);
            lab.wire.crash(Some(Crash { at: lab.wire.effects() + at, after }));
            let died = lab.run(lab.jobs.finish_part(&lab.launcher, fan_out, 1, json!({ "part": 1 })));
            assert!(died.is_err() && signals(&lab).is_empty(), "{at} {after}");
            lab.wire.crash(None);
            lab.audit();
            lab.run(deliver(&lab, &lab.launcher, fan_out, 1, &AtomicU32::new(0)));
            assert_eq!(
                (signals(&lab), parts(&lab, fan_out).len()),
                (vec!["t1".to_owned()], 1),
                "{at} {after}"
            );
            lab.audit();
        }
    }
}
