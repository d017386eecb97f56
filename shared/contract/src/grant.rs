//! What one invocation is handed, and how a handler's `Env` is built from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use fault::Fault;

use crate::port::{Bucket, Clock, DeadQueue, Flow, Ids, Meter, Providers, Queue, Table, meter};
use crate::{DeadQueueName, Need, Principal, QueueName, Settings, System, Workspace};

/// The outside world of one execution environment. A port that the function did not declare is not there.
#[derive(Clone)]
pub struct Ports {
    /// The table.
    pub table: Option<Arc<dyn Table>>,
    /// The media bucket.
    pub bucket: Option<Arc<dyn Bucket>>,
    /// The flow `render`.
    pub render_flow: Option<Arc<dyn Flow>>,
    /// The queues to send to.
    pub queues: BTreeMap<QueueName, Arc<dyn Queue>>,
    /// Who speaks for providers; `None` for the modules of the build, which is what every deployed function has.
    pub providers: Option<Arc<dyn Providers>>,
    /// The dead-letter queues to look into.
    pub dead_queues: BTreeMap<DeadQueueName, Arc<dyn DeadQueue>>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
    /// What the invocation has used.
    pub meter: Arc<dyn Meter>,
    /// The declared settings.
    pub settings: Arc<Settings>,
}

/// What one invocation may touch: the ports, narrowed to a caller or to a reason.
///
/// Handlers never see it. They see the parts that [`Env::open`] makes of it, each of which holds a scope.
#[derive(Clone)]
pub struct Grant {
    ports: Ports,
    workspace: Option<Workspace>,
    principal: Option<Principal>,
    system: Option<System>,
}

impl Grant {
    /// A grant that opens no workspace: for public routes and for the verifier.
    pub fn outside(ports: Ports) -> Self {
        Self { ports, workspace: None, principal: None, system: None }
    }

    /// A grant for one workspace, for a caller (`principal`) or for an envelope of our own (`None`).
    pub fn inside(ports: Ports, workspace: Workspace, principal: Option<Principal>) -> Self {
        Self { ports, workspace: Some(workspace), principal, system: None }
    }

    pub(crate) fn system(mut self, reason: &'static str) -> Self {
        self.system = Some(System::because(reason));
        self
    }

    /// The same ports for one workspace, entered by right of the system.
    #[must_use]
    pub fn narrowed(&self, workspace: Workspace) -> Self {
        Self { workspace: Some(workspace), principal: None, ..self.clone() }
    }

    /// The scope.
    pub fn workspace(&self) -> Result<Workspace, Fault> {
        self.workspace.ok_or_else(|| Fault::defect("this function has no workspace: is its access `Public`?"))
    }

    /// The caller.
    pub fn principal(&self) -> Option<&Principal> {
        self.principal.as_ref()
    }

    /// The table.
    pub fn table(&self) -> Result<Arc<dyn Table>, Fault> {
        self.ports.table.clone().ok_or_else(|| undeclared("Table"))
    }

    /// The bucket.
    pub fn bucket(&self) -> Result<Arc<dyn Bucket>, Fault> {
        self.ports.bucket.clone().ok_or_else(|| undeclared("Bucket"))
    }

    /// The flow `render`.
    pub fn render_flow(&self) -> Result<Arc<dyn Flow>, Fault> {
        self.ports.render_flow.clone().ok_or_else(|| undeclared("RenderFlow"))
    }

    /// A queue to send to.
    pub fn queue(&self, name: QueueName) -> Result<Arc<dyn Queue>, Fault> {
        self.ports.queues.get(&name).cloned().ok_or_else(|| undeclared(&format!("Queue({name:?})")))
    }

    /// Who speaks for providers, if not the modules of the build.
    pub fn providers(&self) -> Option<Arc<dyn Providers>> {
        self.ports.providers.clone()
    }

    /// A dead-letter queue to look into.
    pub fn dead_queue(&self, name: DeadQueueName) -> Result<Arc<dyn DeadQueue>, Fault> {
        self.ports.dead_queues.get(&name).cloned().ok_or_else(|| undeclared(&format!("DeadQueue({name:?})")))
    }

    /// The clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.ports.clock.clone()
    }

    /// Fresh ids.
    pub fn ids(&self) -> Arc<dyn Ids> {
        self.ports.ids.clone()
    }

    /// What the invocation has used.
    pub fn meter(&self) -> Arc<dyn Meter> {
        self.ports.meter.clone()
    }

    /// The same grant with a meter that begins now, for one of several things that an invocation does.
    #[must_use]
    pub fn lapped(mut self) -> Self {
        self.ports.meter = meter::lap(self.ports.meter);
        self
    }

    /// The declared settings.
    pub fn settings(&self) -> &Settings {
        &self.ports.settings
    }
}

fn undeclared(port: &str) -> Fault {
    Fault::defect(format!("this function uses the port `{port}` without declaring it"))
}

/// A scoped thing that a handler may hold: a store, the media of a workspace, a setting.
pub trait Part: Sized + Send + 'static {
    /// What it uses.
    const NEEDS: &'static [Need];

    /// Opens it for one invocation. Fails only when the function is declared wrongly.
    fn open(grant: &Grant) -> Result<Self, Fault>;
}

impl Part for Arc<dyn Clock> {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(grant.clock())
    }
}

impl Part for Arc<dyn Ids> {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(grant.ids())
    }
}

impl Part for Arc<dyn Meter> {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(grant.meter())
    }
}

impl Part for System {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        grant.system.ok_or_else(|| Fault::defect("only a duty has system access"))
    }
}

/// Everything that a handler holds. Written with [`env!`](crate::env).
pub trait Env: Sized + Send + 'static {
    /// What its parts use.
    const NEEDS: &'static [&'static [Need]];

    /// Opens every part.
    fn open(grant: &Grant) -> Result<Self, Fault>;
}

impl Env for () {
    const NEEDS: &'static [&'static [Need]] = &[];

    fn open(_: &Grant) -> Result<Self, Fault> {
        Ok(())
    }
}

/// Declares a handler's `Env`: a struct whose fields are [`Part`]s.
#[macro_export]
macro_rules! env {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$field_doc:meta])* $field:ident: $part:ty),* $(,)? }) => {
        $(#[$doc])*
        $vis struct $name {
            $($(#[$field_doc])* $field: $part,)*
        }

        impl $crate::Env for $name {
            const NEEDS: &'static [&'static [$crate::Need]] = &[$(<$part as $crate::Part>::NEEDS),*];

            fn open(grant: &$crate::Grant) -> Result<Self, ::fault::Fault> {
                Ok(Self { $($field: <$part as $crate::Part>::open(grant)?,)* })
            }
        }
    };
}
