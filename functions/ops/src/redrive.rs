//! Sending back what nobody could do, once its cause is mended.
//!
//! A message goes to its queue first and is removed from the dead-letter queue then. A crash between the two makes it two
//! messages, never none; every consumer may be told the same twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::port::dead_queue::{DeadLetter, DeadQueue, MOST};
use contract::port::{Clock, Queue};
use contract::{DeadQueueName, Duty, DutyTrigger, Grant, Need, Part, QueueName, env};
use fault::{Fault, Kind};
use jobs::Everywhere;
use serde::{Deserialize, Serialize};

use crate::reap;

/// Redrives one dead-letter queue.
pub struct Redrive;

/// How long it goes on; what is left then is for the next call.
const PATIENCE: Duration = Duration::from_secs(40);

/// How long a message that could not be sent back is out of sight: longer than this function may take, so that it is met
/// once in a call.
const HIDDEN: Duration = Duration::from_mins(1);

env! {
    /// What it holds.
    pub struct Env { everywhere: Everywhere, ways: Ways, clock: Arc<dyn Clock> }
}

/// What is asked.
#[derive(Deserialize)]
pub struct Order {
    queue: Place,
    /// The most messages; absent means all.
    max: Option<u32>,
}

/// Whose dead letters.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Dispatch,
    Children,
    Parts,
    Polls,
    /// Those of duties.
    DeadLetters,
}

impl Place {
    const fn dead(self) -> DeadQueueName {
        match self {
            Self::Dispatch => DeadQueueName::Of(QueueName::Dispatch),
            Self::Children => DeadQueueName::Of(QueueName::Children),
            Self::Parts => DeadQueueName::Of(QueueName::Parts),
            Self::Polls => DeadQueueName::Of(QueueName::Polls),
            Self::DeadLetters => DeadQueueName::Duties,
        }
    }
}

/// What was done.
#[derive(Serialize)]
pub struct Report {
    queue: Place,
    /// Messages that are gone from here: in their queue again, or done again.
    redriven: u32,
    /// `message: code: detail` of each that stays.
    failed: Vec<String>,
    /// About how many are still here, those out of sight included.
    left: u64,
}

impl Duty for Redrive {
    const NAME: &'static str = "ops-redrive";
    const SUMMARY: &'static str = "Send back messages that could not be done.";
    const TRIGGER: DutyTrigger = DutyTrigger::Invoke;
    const REASON: &'static str = "executions whose end could not be told are of every workspace";

    type Env = Env;
    type Input = Order;
    type Output = Report;

    async fn perform(env: Env, order: Order) -> Result<Report, Fault> {
        let Order { queue, max } = order;
        let dead = env.ways.dead(queue.dead())?;
        let most = max.unwrap_or(u32::MAX);
        let until = env.clock.now().plus(PATIENCE);
        let (mut redriven, mut met, mut failed) = (0, 0, Vec::new());
        while met < most && env.clock.now() < until {
            let letters = dead.look(MOST.min(most - met), HIDDEN).await?;
            if letters.is_empty() {
                break;
            }
            for letter in letters {
                met += 1;
                // One that cannot be sent back must not keep the others.
                match redrive(&env, queue.dead(), dead.as_ref(), &letter).await {
                    Ok(()) => redriven += 1,
                    Err(fault) => {
                        tracing::error!(
                            message_id = letter.id,
                            code = fault.code(),
                            chain = fault.chain(),
                            "a dead letter could not be redriven"
                        );
                        failed.push(format!("{}: {fault}", letter.id));
                    }
                }
            }
        }
        Ok(Report { queue, redriven, failed, left: dead.count().await? })
    }
}

async fn redrive(
    env: &Env,
    name: DeadQueueName,
    dead: &dyn DeadQueue,
    letter: &DeadLetter,
) -> Result<(), Fault> {
    match name {
        DeadQueueName::Of(queue) => env.ways.back(queue)?.send(&letter.body, Duration::ZERO).await?,
        DeadQueueName::Duties => do_again(&env.everywhere, &letter.body).await?,
    }
    dead.remove(letter).await
}

/// An event has no queue to go back to, and Lambda does not write down whose it was. So it is done here, as the duty that
/// it was for would have done it.
async fn do_again(everywhere: &Everywhere, body: &str) -> Result<(), Fault> {
    let kind: Kinded = read(body)?;
    match kind.detail_type.as_str() {
        "Step Functions Execution Status Change" => reap::take_up(everywhere, read(body)?).await.map(drop),
        // A tick: the next one did what this one could not.
        "Scheduled Event" => Ok(()),
        other => Err(Fault::new(
            Kind::Unprocessable,
            "unknown-letter",
            format!("No duty takes an event of type `{other}`. Read it, and delete it if nothing needs it."),
        )),
    }
}

/// What every event of EventBridge has (Amazon EventBridge User Guide, "AWS service event metadata").
#[derive(Deserialize)]
struct Kinded {
    #[serde(rename = "detail-type")]
    detail_type: String,
}

fn read<'t, T: Deserialize<'t>>(body: &'t str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|error| {
        Fault::new(Kind::Malformed, "payload", format!("The message is no event of EventBridge: {error}"))
    })
}

/// Every dead-letter queue, and where its messages came from.
pub struct Ways {
    dead: BTreeMap<DeadQueueName, Arc<dyn DeadQueue>>,
    back: BTreeMap<QueueName, Arc<dyn Queue>>,
}

impl Part for Ways {
    const NEEDS: &'static [Need] = &[
        Need::Queue(QueueName::Dispatch),
        Need::Queue(QueueName::Children),
        Need::Queue(QueueName::Parts),
        Need::Queue(QueueName::Polls),
        Need::DeadQueue(DeadQueueName::Of(QueueName::Dispatch)),
        Need::DeadQueue(DeadQueueName::Of(QueueName::Children)),
        Need::DeadQueue(DeadQueueName::Of(QueueName::Parts)),
        Need::DeadQueue(DeadQueueName::Of(QueueName::Polls)),
        Need::DeadQueue(DeadQueueName::Duties),
    ];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let dead = DeadQueueName::ALL.into_iter().map(|name| Ok((name, grant.dead_queue(name)?)));
        let back = QueueName::ALL.into_iter().map(|name| Ok((name, grant.queue(name)?)));
        Ok(Self { dead: dead.collect::<Result<_, Fault>>()?, back: back.collect::<Result<_, Fault>>()? })
    }
}

impl Ways {
    fn dead(&self, name: DeadQueueName) -> Result<Arc<dyn DeadQueue>, Fault> {
        let known = self.dead.get(&name).cloned();
        known.ok_or_else(|| Fault::defect(format!("no way leads to {name:?}")))
    }

    fn back(&self, name: QueueName) -> Result<&dyn Queue, Fault> {
        let known = self.back.get(&name).map(AsRef::as_ref);
        known.ok_or_else(|| Fault::defect(format!("no way leads back to {name:?}")))
    }
}

#[cfg(test)]
mod tests;
