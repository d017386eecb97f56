//! The built-in provider, which remembers what it has painted: a seed is a matter of milliseconds, and a picture is not.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use contract::port::provider::{Answer, Order, Picture, Wire};
use contract::port::{Provider, Providers};
use fault::Fault;
use model::UsdMicros;
use providers::builtin::Builtin;

/// What was painted, by the order on the wire: the same order gives the same bytes.
type Painted = BTreeMap<Vec<u8>, (Vec<Picture>, UsdMicros)>;

static PAINTED: LazyLock<Mutex<Painted>> = LazyLock::new(Mutex::default);

/// The built-in provider, or one that refuses everything.
pub(super) struct Painter {
    pub(super) refuses: bool,
}

impl Providers for Painter {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        assert_eq!(id, "builtin", "the catalogue has a provider that the simulator does not know");
        Ok(Arc::new(Self { refuses: self.refuses }))
    }
}

#[async_trait]
impl Provider for Painter {
    fn lower(&self, order: &Order) -> Result<Wire, Fault> {
        Builtin.lower(order)
    }

    async fn submit(&self, wire: Wire) -> Answer {
        if self.refuses {
            return Answer::Refused("this is not painted here".to_owned());
        }
        let mut painted = PAINTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (pictures, cost) = painted.entry(wire.body.to_vec()).or_insert_with(|| paint(wire)).clone();
        Answer::Done { pictures, cost }
    }
}

/// Paints for real. The painter wants a thread of its own and gets one here, where nobody else waits for it.
fn paint(wire: Wire) -> (Vec<Picture>, UsdMicros) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    match runtime.block_on(Builtin.submit(wire)) {
        Answer::Done { pictures, cost } => (pictures, cost),
        other => panic!("the painter always paints: {other:?}"),
    }
}
