//! Giving up what five receives could not do, so that nobody waits for it for ever.
//!
//! A worker writes down what it sees to be impossible. What fails for another reason, or kills its worker, comes again until
//! its message is dead, and then nobody has written anything down: this duty does, from the message. It removes nothing. A
//! person sees the message, mends the cause and redrives it, and what was given up is done after all.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::port::dead_queue::{DeadLetter, DeadQueue, MOST};
use contract::{DeadQueueName, Duty, DutyTrigger, Grant, Need, Part, QueueName, env};
use fault::{Fault, Kind};
use jobs::batch::{Deed, admission_failed, batch_canceled};
use jobs::latch::PartCall;
use jobs::{Everywhere, FanOut};
use model::{BatchId, StageName, WorkspaceId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Gives up what the dead letters of workers stood for.
pub struct Bury;

/// How long it looks at one queue; what it has not met by then it may meet the next time.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a message is out of sight after a look: longer than the patience, so that it is met once; shorter than two
/// minutes, so that a person who wants to redrive it does not wait long.
const HIDDEN: Duration = Duration::from_secs(30);

env! {
    /// What it holds.
    pub struct Env { everywhere: Everywhere, dead: Dead, clock: Arc<dyn Clock> }
}

/// The schedule's event; nothing in it matters.
#[derive(Deserialize)]
pub struct Tick {}

/// What was done. A message is looked at again each time, until somebody redrives or deletes it.
#[derive(Serialize, Default)]
pub struct Report {
    /// Messages of which nobody waits for what they stood for: it was given up, now or before, or done after all.
    given_up: u32,
    /// `message: code: detail` of each that stands for nothing, and of each that could not be given up.
    failed: Vec<String>,
}

impl Duty for Bury {
    const NAME: &'static str = "ops-bury";
    const SUMMARY: &'static str = "Give up what five receives could not do.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "workers of every workspace may be killed";

    type Env = Env;
    type Input = Tick;
    type Output = Report;

    async fn perform(env: Env, _: Tick) -> Result<Report, Fault> {
        let mut report = Report::default();
        for (name, queue) in &env.dead.queues {
            let until = env.clock.now().plus(PATIENCE);
            // An empty queue costs one look.
            while env.clock.now() < until {
                let letters = queue.look(MOST, HIDDEN).await?;
                if letters.is_empty() {
                    break;
                }
                for letter in letters {
                    let given_up = give_up(&env.everywhere, *name, &letter.body).await;
                    report.add(&letter, given_up);
                }
            }
        }
        Ok(report)
    }
}

impl Report {
    /// One that cannot be given up must not keep the others.
    fn add(&mut self, letter: &DeadLetter, given_up: Result<(), Fault>) {
        match given_up {
            Ok(()) => self.given_up += 1,
            Err(fault) => {
                tracing::error!(
                    message_id = letter.id,
                    code = fault.code(),
                    chain = fault.chain(),
                    "a dead letter could not be given up"
                );
                self.failed.push(format!("{}: {fault}", letter.id));
            }
        }
    }
}

async fn give_up(everywhere: &Everywhere, queue: QueueName, body: &str) -> Result<(), Fault> {
    match queue {
        QueueName::Children => give_up_child(everywhere, body).await,
        QueueName::Parts => give_up_part(everywhere, body).await,
        // Nobody waits for one of these: `ops-sweep` gives free slots on as well, and has providers asked again.
        QueueName::Dispatch | QueueName::Polls => Ok(()),
    }
}

/// Counts a part of a fan-out as failed, unless it is done, and ends the wait if it was the last.
async fn give_up_part(everywhere: &Everywhere, body: &str) -> Result<(), Fault> {
    let PartCall { ws, part: call } = read(body)?;
    let office = everywhere.enter(ws)?;
    let detail = format!("Picture {} could not be looked into on our side.", call.part);
    let problem =
        Fault::new(Kind::Defect, "part-failed", detail).problem(&format!("{}-{}", call.job, call.run));
    let fan_out = FanOut::of(&call.step(), StageName::Ingest);
    office.jobs.give_up_part(&office.launcher, fan_out, call.part, &problem).await.map(drop)
}

/// What `renders-admit-child` is told.
#[derive(Deserialize)]
struct ChildCall {
    ws: WorkspaceId,
    bat: BatchId,
    index: u32,
    #[serde(rename = "do")]
    deed: Deed,
}

/// Writes down why a child of a batch became no job, unless it became one or somebody has written it before.
async fn give_up_child(everywhere: &Everywhere, body: &str) -> Result<(), Fault> {
    let ChildCall { ws, bat, index, deed } = read(body)?;
    let jobs = everywhere.enter(ws)?.jobs;
    // Nothing is written under a batch that is not there.
    if index >= jobs.batch(bat).await?.total {
        return Err(Fault::not_found());
    }
    let problem = match deed {
        Deed::Admit => admission_failed(bat, index),
        Deed::Cancel => batch_canceled(bat),
    };
    jobs.drop_child(bat, index, problem).await
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|error| {
        Fault::new(Kind::Malformed, "payload", format!("The message is none of ours: {error}"))
    })
}

/// The dead-letter queues of workers for whom somebody waits.
pub struct Dead {
    queues: [(QueueName, Arc<dyn DeadQueue>); 2],
}

impl Part for Dead {
    const NEEDS: &'static [Need] = &[
        Need::DeadQueue(DeadQueueName::Of(QueueName::Children)),
        Need::DeadQueue(DeadQueueName::Of(QueueName::Parts)),
    ];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let queue = |name| Ok((name, grant.dead_queue(DeadQueueName::Of(name))?));
        Ok(Self { queues: [queue(QueueName::Children)?, queue(QueueName::Parts)?] })
    }
}

#[cfg(test)]
mod tests;
