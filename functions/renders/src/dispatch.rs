//! Starting renders that waited for a slot.

use contract::{Consumer, QueueName, env};
use fault::Fault;
use jobs::{Jobs, Launcher, UserLane};

/// Gives slots that were freed to renders that wait.
pub struct Dispatch;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, launcher: Launcher }
}

impl Consumer for Dispatch {
    const NAME: &'static str = "renders-dispatch";
    const SUMMARY: &'static str = "Start the renders that have waited longest for a slot that was freed.";
    const QUEUE: QueueName = QueueName::Dispatch;

    type Env = Env;
    type Message = UserLane;

    async fn consume(env: Env, lane: UserLane, _: u32) -> Result<(), Fault> {
        env.jobs.dispatch(&env.launcher, lane).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
