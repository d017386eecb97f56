//! A flow that dies before or after each change that it makes, and what the sweeper makes of it.

use contract::port::Clock;
use model::{JobId, Status};

use super::flow::Flow;
use super::lab::Crash;
use super::{Lab, sent};
use crate::{QUIET, Recovery};

/// Runs the flow, dying once, and sweeps until the job has ended. Answers after how many sweeps.
fn survive(lab: &Lab, flow: &Flow, job: JobId, crash: Crash) -> u32 {
    lab.wire.crash(Some(crash));
    let died = lab.run(flow.drive(lab, job, 1)).is_err();
    lab.wire.crash(None);
    let mut sweeps = 0;
    while !lab.head(job).status.is_terminal() {
        assert!(died, "a flow that lives ends its job: {crash:?}");
        lab.audit();
        let run = lab.head(job).run;
        lab.world.flow.end(&format!("{job}-{run}"), lab.pace.now());
        lab.advance(QUIET * 2);
        sweeps += 1;
        assert!(sweeps < 9, "{crash:?}: stuck");
        if lab.run(lab.office.sweep(job)).unwrap() == Recovery::Resumed {
            let run = lab.head(job).run;
            lab.run(flow.drive(lab, job, run)).unwrap();
        }
    }
    sweeps
}

#[test]
fn a_flow_that_dies_anywhere_is_taken_up_and_never_pays_twice() {
    let golden = Lab::rich(1_000);
    let job = golden.admitted();
    golden.run(golden.launcher.start(job, 1)).unwrap();
    let first = golden.wire.effects();
    golden.run(Flow::default().drive(&golden, job, 1)).unwrap();
    let last = golden.wire.effects();
    assert_eq!(golden.head(job).status, Status::Succeeded);
    // Begin, six checkpoints, the licence, its end, the settlement, and one refusal: the licence has moved the head on.
    assert_eq!(last - first, 11);
    for at in first..last {
        for after in [false, true] {
            let crash = Crash { at, after };
            let lab = Lab::rich(1_000);
            let job = lab.admitted();
            lab.run(lab.launcher.start(job, 1)).unwrap();
            let flow = Flow::default();
            let sweeps = survive(&lab, &flow, job, crash);
            let status = lab.head(job).status;
            // A flow that dies between the licence and the answer leaves a doubt, which ends by itself; all others go on.
            let doubt = [Crash { at: first + 4, after: true }, Crash { at: first + 5, after: false }];
            if doubt.contains(&crash) {
                assert_eq!(status, Status::Expired, "{crash:?}");
                let open = sent().patience + sent().doubt;
                let looks = open.as_secs().div_ceil((QUIET * 2).as_secs()) + 1;
                assert!(u64::from(sweeps) <= looks, "{crash:?}: {sweeps} sweeps");
            } else {
                assert_eq!(status, Status::Succeeded, "{crash:?}");
                assert!(sweeps <= 1, "{crash:?}: {sweeps} sweeps");
            }
            assert!(flow.posts() <= 1, "{crash:?}: asked {} times", flow.posts());
            let spent = if status == Status::Succeeded { 40 } else { 0 };
            assert_eq!(lab.wallet().spent.get(), spent, "{crash:?}");
            lab.audit();
        }
    }
}
