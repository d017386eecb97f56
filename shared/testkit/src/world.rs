//! A whole outside world in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::port::{Bucket, Clock, DeadQueue, Flow, Ids, Meter, Queue, Table};
use contract::{DeadQueueName, Grant, Part, Ports, Principal, QueueName, Settings, Workspace};
use model::{Role, Scopes, UserId, WorkspaceId};
use store::memory::{MemoryTable, Mishaps};
use store::{Commit, Store};

use crate::dead_queue::MemoryDeadQueue;
use crate::memory::{FrozenClock, MemoryBucket, MemoryFlow, MemoryQueue, SeededIds, SetMeter};

/// The ports in memory, in their own types so that a test can look behind them.
pub struct World {
    /// The table.
    pub table: Arc<MemoryTable>,
    /// The bucket.
    pub bucket: Arc<MemoryBucket>,
    /// The flow.
    pub flow: Arc<MemoryFlow>,
    /// The queues.
    pub queues: BTreeMap<QueueName, Arc<MemoryQueue>>,
    /// The dead-letter queues.
    pub dead_queues: BTreeMap<DeadQueueName, Arc<MemoryDeadQueue>>,
    /// The clock.
    pub clock: Arc<FrozenClock>,
    /// The ids.
    pub ids: Arc<SeededIds>,
    /// The meter.
    pub meter: Arc<SetMeter>,
    /// The settings.
    pub settings: Arc<Settings>,
}

/// A scope for tests.
#[expect(
    clippy::disallowed_methods,
    reason = "tests stand in for the runtime, which mints scopes from verified callers"
)]
pub(crate) fn scope(id: WorkspaceId) -> Workspace {
    Workspace::mint(id)
}

/// A scope for tests, of the workspace of `seed`.
pub fn workspace(seed: &str) -> Workspace {
    scope(WorkspaceId::derived(seed))
}

/// Ports with which a test looks behind everybody's back.
pub(crate) fn quiet(table: Arc<dyn Table>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Ports {
    Ports { table: Some(table), clock, ids, ..World::new().ports() }
}

/// A caller in the workspace of `seed`, with every scope of `role`.
pub fn principal(seed: &str, role: Role) -> Principal {
    Principal {
        user: UserId::derived(seed),
        workspace: workspace(seed).id(),
        role,
        scopes: Scopes::of(role),
        key: None,
        expires_at: None,
    }
}

impl World {
    /// A world in which nothing goes wrong.
    pub fn new() -> Self {
        Self::with(Mishaps::none())
    }

    /// A world whose table follows a plan of mishaps.
    pub fn with(mishaps: Mishaps) -> Self {
        let clock = Arc::<FrozenClock>::default();
        Self {
            table: Arc::new(MemoryTable::with(mishaps)),
            bucket: Arc::default(),
            flow: Arc::default(),
            queues: QueueName::ALL.into_iter().map(|name| (name, Arc::default())).collect(),
            dead_queues: DeadQueueName::ALL
                .into_iter()
                .map(|name| (name, Arc::new(MemoryDeadQueue::new(clock.clone()))))
                .collect(),
            clock,
            ids: Arc::default(),
            meter: Arc::default(),
            settings: Arc::default(),
        }
    }

    /// The same world with settings, given as pairs; `needs` says which are read.
    #[must_use]
    pub fn with_settings(mut self, needs: &[&[contract::Need]], values: &[(&str, &str)]) -> Self {
        let needs = needs.iter().copied().flatten().copied();
        let lookup = |name: &str| {
            let given = values.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            let other = if name.ends_with("_URL") { "https://sqs.test/queue" } else { "arn:aws:test:::x" };
            given.or_else(|| Some(other.to_owned()))
        };
        self.settings = Arc::new(Settings::read(needs, lookup).expect("test settings are well-formed"));
        self
    }

    /// The ports as a function gets them.
    pub fn ports(&self) -> Ports {
        Ports {
            table: Some(self.table.clone() as Arc<dyn Table>),
            bucket: Some(self.bucket.clone() as Arc<dyn Bucket>),
            render_flow: Some(self.flow.clone() as Arc<dyn Flow>),
            queues: self
                .queues
                .iter()
                .map(|(name, queue)| (*name, queue.clone() as Arc<dyn Queue>))
                .collect(),
            providers: None,
            dead_queues: self
                .dead_queues
                .iter()
                .map(|(name, queue)| (*name, queue.clone() as Arc<dyn DeadQueue>))
                .collect(),
            clock: self.clock.clone() as Arc<dyn Clock>,
            ids: self.ids.clone() as Arc<dyn Ids>,
            meter: self.meter.clone() as Arc<dyn Meter>,
            settings: self.settings.clone(),
        }
    }

    /// A grant without a workspace.
    pub fn outside(&self) -> Grant {
        Grant::outside(self.ports())
    }

    /// A grant for the workspace of `seed`, called by its owner.
    pub fn inside(&self, seed: &str) -> Grant {
        self.called_by(principal(seed, Role::Owner), seed)
    }

    /// A grant for the workspace of `seed`, called by `principal`.
    pub fn called_by(&self, principal: Principal, seed: &str) -> Grant {
        Grant::inside(self.ports(), workspace(seed), Some(principal))
    }

    /// Opens a part in the workspace of `seed`.
    pub fn open<P: Part>(&self, seed: &str) -> P {
        P::open(&self.inside(seed)).expect("every port is there")
    }

    /// Makes changes in the workspace of `seed` that must not be refused.
    pub async fn commit(&self, seed: &str, changes: Vec<store::Change>) {
        let store: Store = self.open(seed);
        let done = store.commit(changes).await.expect("the commit is valid");
        assert_eq!(done, Commit::Done, "the commit is not refused");
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
