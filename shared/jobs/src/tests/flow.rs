//! A flow in small: the stages of `render` one after another, each as its function does it.

use std::sync::atomic::{AtomicU32, Ordering};

use contract::Step;
use fault::Fault;
use model::{JobId, StageName};

use super::{Lab, landed, output, sent};
use crate::{AttemptState, End, JobView, License, Opened, Verdict};

/// A flow, and how often its provider was asked.
#[derive(Default)]
pub(crate) struct Flow {
    posts: AtomicU32,
}

const WORK: [StageName; 6] = [
    StageName::Prepare,
    StageName::OptimizePrompt,
    StageName::RouteModel,
    StageName::Submit,
    StageName::Ingest,
    StageName::Validate,
];

impl Flow {
    pub(crate) fn posts(&self) -> u32 {
        self.posts.load(Ordering::Relaxed)
    }

    /// Runs `run` of `job` to its end, or to where it stops.
    pub(crate) async fn drive(&self, lab: &Lab, job: JobId, run: u32) -> Result<(), Fault> {
        let step = Lab::step(job, run);
        let Opened::Ours(_) = lab.jobs.begin(&step).await? else { return Ok(()) };
        for stage in WORK {
            if !self.stage(lab, &step, stage).await? {
                return Ok(());
            }
        }
        if let Opened::Ours(view) = lab.jobs.open(&step).await? {
            lab.jobs.settle(&lab.line, &view, &End::Succeeded { outputs: vec![output()] }).await?;
        }
        Ok(())
    }

    /// One stage; whether the flow goes on.
    pub(crate) async fn stage(&self, lab: &Lab, step: &Step, stage: StageName) -> Result<bool, Fault> {
        let Opened::Ours(view) = lab.jobs.open(step).await? else { return Ok(false) };
        if view.checkpoint(step.r#try, stage).is_some() {
            return Ok(true);
        }
        if stage == StageName::Submit && !self.submit(lab, &view).await? {
            return Ok(false);
        }
        Ok(lab.check_in(&view, step, stage, "ok").await?.word == "ok")
    }

    async fn submit(&self, lab: &Lab, view: &JobView) -> Result<bool, Fault> {
        let attempt = match lab.jobs.license(view, &sent()).await? {
            License::Stop | License::Unwanted => return Ok(false),
            License::Granted(number) => {
                self.posts.fetch_add(1, Ordering::Relaxed);
                let head = lab.jobs.head(view.head.job).await?;
                lab.jobs.conclude(&lab.line, &head, number, &landed(40)).await?
            }
            License::Held(attempt) if attempt.state == AttemptState::Submitting => {
                lab.jobs.conclude(&lab.line, &view.head, attempt.number, &Verdict::InDoubt).await?
            }
            License::Held(attempt) => *attempt,
        };
        Ok(attempt.state == AttemptState::Landed)
    }
}
