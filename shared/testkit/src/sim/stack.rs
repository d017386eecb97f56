//! What is deployed, and what goes wrong in it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::port::Providers;
use contract::{Function, QueueName};

use super::flow::Machine;

/// A deployed stack.
pub struct Stack {
    /// Every function.
    pub functions: Vec<Function>,
    /// The machine `render`.
    pub machine: Arc<Machine>,
    /// After how long Lambda ends an invocation, by the function's name.
    pub timeouts: BTreeMap<&'static str, Duration>,
    /// How each queue hands out its messages.
    pub queues: BTreeMap<QueueName, Delivering>,
    /// Which created items the stream hands out: how their partition and their sort key begin.
    pub streams: (&'static str, &'static str),
    /// Who speaks for providers.
    pub providers: Arc<dyn Providers>,
}

/// How a queue hands out its messages.
#[derive(Debug, Clone, Copy)]
pub struct Delivering {
    /// How long a message that was handed out is hidden from others.
    pub visibility: Duration,
    /// After how many receives it becomes a dead letter.
    pub max_receives: u32,
    /// The most messages of one invocation.
    pub batch: usize,
    /// The most invocations at one time.
    pub concurrency: usize,
}

/// How often things go wrong, of a thousand times each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    /// A commit is in conflict, refused because the table is busy, or its answer is lost: of a hundred.
    pub commits: [u8; 3],
    /// An effect is where its invocation dies.
    pub crashes: u32,
    /// A call takes seconds.
    pub stalls: u32,
    /// A read or a plain write is refused because the table is busy.
    pub busy: u32,
    /// An execution is ended from outside.
    pub aborts: u32,
    /// A message of the account or of a queue comes twice.
    pub doubled: u32,
    /// A message of the account is lost.
    pub lost: u32,
    /// A provider refuses, cannot be reached, or its answer is lost: each.
    pub providers: u32,
}

impl Trouble {
    /// As bad as a bad day is, and then some: work would not end if much more went wrong.
    pub const SEVERE: Self = Self {
        commits: [8, 3, 6],
        crashes: 12,
        stalls: 15,
        busy: 10,
        aborts: 40,
        doubled: 150,
        lost: 200,
        providers: 40,
    };
}
