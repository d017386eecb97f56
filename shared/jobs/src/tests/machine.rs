//! Random sequences of verbs, from fresh and from stale views, over a table on which much goes wrong.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Step, Word};
use fault::{Disposition, Fault};
use model::{JobId, StageName, Status};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use store::memory::Mishaps;

use super::{Ask, Lab, landed, output, problem, sent};
use crate::{Admitted, AttemptState, End, Head, JobView, License, Settled, Verdict};

/// One verb. Jobs are counted; a run and an attempt are the present ones unless a number is given, and those may be stale.
#[derive(Debug, Clone)]
enum Op {
    Admit {
        job: usize,
        key: u8,
        hold: i64,
    },
    Begin {
        job: usize,
        run: Option<u32>,
    },
    /// Reads a job; what is stale later is this.
    Look {
        job: usize,
    },
    Checkpoint {
        job: usize,
        run: Option<u32>,
        stage: StageName,
        word: Word,
        stale: bool,
    },
    License {
        job: usize,
        stale: bool,
    },
    Conclude {
        job: usize,
        number: Option<u32>,
        verdict: Verdict,
        stale: bool,
    },
    Settle {
        job: usize,
        end: Box<End>,
        stale: bool,
    },
    Sweep {
        job: usize,
    },
    Reap {
        job: usize,
        run: Option<u32>,
    },
    /// The execution ends, whatever the job does.
    Die {
        job: usize,
        run: Option<u32>,
    },
    Advance {
        seconds: u64,
    },
}

const JOBS: usize = 2;

fn op() -> impl Strategy<Value = Op> {
    let job = || 0..JOBS;
    let run = || prop_oneof![6 => Just(None), 1 => (1..4_u32).prop_map(Some)];
    let stages = prop::sample::select(&[StageName::Prepare, StageName::Submit, StageName::Validate][..]);
    let words = prop_oneof![3 => Just("ok"), 1 => Just(crate::RETRY), 1 => Just(crate::FAILOVER)];
    let verdict = prop_oneof![
        3 => (0..150_i64).prop_map(landed),
        1 => Just(Verdict::Refused("no".to_owned())),
        1 => Just(Verdict::Void("dns".to_owned())),
        3 => Just(Verdict::InDoubt),
    ];
    let end = prop_oneof![
        2 => Just(End::Succeeded { outputs: vec![output()] }),
        1 => Just(End::Failed(problem("no"))),
    ];
    prop_oneof![
        2 => (job(), 0..3_u8, 0..120_i64).prop_map(|(job, key, hold)| Op::Admit { job, key, hold }),
        4 => (job(), run()).prop_map(|(job, run)| Op::Begin { job, run }),
        2 => job().prop_map(|job| Op::Look { job }),
        3 => (job(), run(), stages, words, any::<bool>())
            .prop_map(|(job, run, stage, word, stale)| Op::Checkpoint { job, run, stage, word, stale }),
        4 => (job(), any::<bool>()).prop_map(|(job, stale)| Op::License { job, stale }),
        4 => (job(), run(), verdict, any::<bool>())
            .prop_map(|(job, number, verdict, stale)| Op::Conclude { job, number, verdict, stale }),
        1 => (job(), end, any::<bool>()).prop_map(|(job, end, stale)| Op::Settle { job, end: Box::new(end), stale }),
        5 => job().prop_map(|job| Op::Sweep { job }),
        2 => (job(), run()).prop_map(|(job, run)| Op::Reap { job, run }),
        2 => (job(), run()).prop_map(|(job, run)| Op::Die { job, run }),
        3 => prop::sample::select(&[61_u64, 200, 1_000, 90_000][..])
            .prop_map(|seconds| Op::Advance { seconds }),
    ]
}

/// What the verbs did, beside what the table says.
struct Machine {
    lab: Rc<Lab>,
    heads: BTreeMap<JobId, Head>,
    stale: BTreeMap<usize, JobView>,
    granted: BTreeSet<(JobId, u32)>,
    ended: BTreeSet<JobId>,
}

impl Machine {
    fn new(seed: u64) -> Self {
        let lab = Rc::new(Lab::with(Mishaps::seeded(seed, 8, 4, 8)));
        lab.endow(150);
        Self {
            lab,
            heads: BTreeMap::new(),
            stale: BTreeMap::new(),
            granted: BTreeSet::new(),
            ended: BTreeSet::new(),
        }
    }

    fn id(job: usize) -> JobId {
        Ask::job(job as u128).id()
    }

    fn step(&self, job: usize, run: Option<u32>) -> Step {
        let present = self.heads.get(&Self::id(job)).map_or(1, |head| head.run);
        Lab::step(Self::id(job), run.unwrap_or(present))
    }

    async fn view(&self, job: usize, stale: bool) -> Result<JobView, Fault> {
        match self.stale.get(&job).filter(|_| stale) {
            Some(view) => Ok(view.clone()),
            None => self.lab.jobs.view(Self::id(job)).await,
        }
    }

    async fn perform(&mut self, op: &Op) -> Result<(), Fault> {
        let lab = self.lab.clone();
        let jobs = &lab.jobs;
        match op {
            Op::Admit { job, key, hold } => {
                let ask = Ask { hold: *hold, key: format!("k{key}"), ..Ask::job(*job as u128) };
                if self.heads.contains_key(&ask.id()) {
                    return Ok(());
                }
                if let Admitted::New(_) = self.lab.asked(&ask).await? {
                    self.lab.launcher.start(ask.id(), 1).await?;
                }
            }
            Op::Begin { job, run } => drop(jobs.begin(&self.step(*job, *run)).await?),
            Op::Look { job } => drop(self.stale.insert(*job, jobs.view(Self::id(*job)).await?)),
            Op::Checkpoint { job, run, stage, word, stale } => {
                let view = self.view(*job, *stale).await?;
                let landed = view.open_attempt().is_some_and(|open| open.state == AttemptState::Landed);
                // A flow asks for another try only after something landed; all else is a defect, and told as one.
                let word = if *word == crate::RETRY && !landed { "ok" } else { word };
                lab.check_in(&view, &self.step(*job, *run), *stage, word).await?;
            }
            Op::License { job, stale } => {
                let view = self.view(*job, *stale).await?;
                if let License::Granted(number) = jobs.license(&view, &sent()).await? {
                    assert!(self.granted.insert((Self::id(*job), number)), "{number} was granted twice");
                }
            }
            Op::Conclude { job, number, verdict, stale } => {
                let view = self.view(*job, *stale).await?;
                let number = number.or(view.head.att).unwrap_or(1);
                jobs.conclude(&lab.line, &view.head, number, verdict).await?;
            }
            Op::Settle { job, end, stale } => {
                let view = self.view(*job, *stale).await?;
                if jobs.settle(&lab.line, &view, end).await? == Settled::Now {
                    assert!(self.ended.insert(Self::id(*job)), "{job} ended twice");
                }
            }
            Op::Sweep { job } => drop(lab.office.sweep(Self::id(*job)).await?),
            Op::Reap { job, run } => {
                let step = self.step(*job, *run);
                lab.office.reap(step.job, step.run, None).await?;
            }
            Op::Die { job, run } => {
                let step = self.step(*job, *run);
                self.lab.world.flow.end(&format!("{}-{}", step.job, step.run), self.lab.pace.now());
            }
            Op::Advance { seconds } => self.lab.advance(Duration::from_secs(*seconds)),
        }
        Ok(())
    }

    /// What must hold after every verb.
    fn check(&mut self, op: &Op) {
        assert_eq!(testkit::audit(&self.lab.world.table.snapshot()), Vec::<String>::new(), "after {op:?}");
        for job in 0..JOBS {
            let id = Self::id(job);
            let Ok(head) = self.lab.run(self.lab.jobs.head(id)) else {
                assert!(!self.heads.contains_key(&id), "{id} is gone after {op:?}");
                continue;
            };
            if let Some(before) = self.heads.insert(id, head.clone()) {
                let (from, to) = (before.status, head.status);
                assert!(
                    from == to || from.may_become(to) || via_running(from, to),
                    "{from} -> {to} by {op:?}"
                );
                assert!(!from.is_terminal() || before == head, "{id} changed after its end by {op:?}");
                assert!(before.version <= head.version && before.run <= head.run, "{id} went back by {op:?}");
            }
        }
    }
}

/// One verb makes at most one transition, except that a sweep may end what it has put in doubt.
fn via_running(from: Status, to: Status) -> bool {
    from == Status::Queued && to == Status::InDoubt
}

#[test]
fn no_sequence_of_verbs_breaks_an_invariant() {
    // `PROPTEST_CASES=20000` makes a night of it.
    let cases = Config::default().cases.max(2_000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let seen: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let mut runner = TestRunner::new_with_rng(config, rng);
    let begun = [Op::Admit { job: 0, key: 0, hold: 100 }, Op::Begin { job: 0, run: None }];
    let sequences = (any::<u64>(), prop::collection::vec(op(), 8..30))
        .prop_map(move |(seed, ops)| (seed, [begun.to_vec(), ops].concat()));
    let result = runner.run(&sequences, |(seed, ops)| {
        let mut machine = Machine::new(seed);
        for op in &ops {
            let lab = machine.lab.clone();
            let effects = lab.wire.effects();
            if let Err(fault) = lab.run(machine.perform(op)) {
                assert!(fault.disposition() != Disposition::Defect, "{op:?}: {fault:?}");
            }
            // What was not touched is as good as it was.
            if lab.wire.effects() > effects {
                machine.check(op);
            }
        }
        for head in machine.heads.values() {
            *seen.borrow_mut().entry(head.status.word()).or_default() += 1;
        }
        *seen.borrow_mut().entry("attempts").or_default() += u32::try_from(machine.granted.len()).unwrap();
        Ok(())
    });
    result.unwrap();
    // The sequences would prove nothing if they led nowhere.
    let least = [
        ("running", 500),
        ("in_doubt", 50),
        ("succeeded", 200),
        ("failed", 100),
        ("expired", 5),
        ("attempts", 1_000),
    ];
    for (what, least) in least {
        assert!(seen.borrow().get(what).is_some_and(|count| *count >= least), "{what}: {seen:?}");
    }
}
