//! The built-in provider, which remembers what it has painted: a seed is a matter of milliseconds, and a picture is not.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use contract::port::provider::{Answer, Order, Picture, Polled, Wire, Withdrawn};
use contract::port::{Provider, Providers};
use fault::Fault;
use model::UsdMicros;
use providers::builtin::Builtin;

/// What was painted, by the order on the wire: the same order gives the same bytes.
type Painted = BTreeMap<Vec<u8>, (Vec<Picture>, UsdMicros)>;

static PAINTED: LazyLock<Mutex<Painted>> = LazyLock::new(Mutex::default);

/// What the easel has accepted, by the name that it gave: the order, and how many questions come too early; nothing where it was
/// withdrawn.
type Easel = BTreeMap<String, Option<(Wire, usize)>>;

/// The built-in provider, or one that refuses everything. What is ordered from its easel is dry after a few questions; how many, the
/// order decides.
pub(super) struct Painter {
    refuses: bool,
    easel: Arc<Mutex<Easel>>,
}

impl Painter {
    pub(super) fn new(refuses: bool) -> Self {
        Self { refuses, easel: Arc::default() }
    }

    /// Accepts an order for the easel. One that comes again is another: this provider does not know repetitions.
    fn accept(&self, wire: Wire) -> String {
        let mut easel = self.easel.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let id = format!("easel-{}", easel.len());
        let early = usize::from(wire.reference.bytes().fold(0_u8, u8::wrapping_add) % 4);
        easel.insert(id.clone(), Some((wire, early)));
        id
    }
}

impl Providers for Painter {
    fn provider(&self, id: &str) -> Result<Arc<dyn Provider>, Fault> {
        assert_eq!(id, "builtin", "the catalogue has a provider that the simulator does not know");
        Ok(Arc::new(Self { refuses: self.refuses, easel: self.easel.clone() }))
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
        if String::from_utf8_lossy(&wire.body).contains("\"model\":\"easel\"") {
            return Answer::Accepted { id: self.accept(wire) };
        }
        let (pictures, cost) = painted(wire);
        Answer::Done { pictures, cost }
    }

    async fn poll(&self, id: &str, _: Wire) -> Polled {
        let mut easel = self.easel.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (wire, early) = match easel.get_mut(id) {
            Some(Some(ordered)) => (&ordered.0, &mut ordered.1),
            Some(None) => {
                return Polled::Refused { why: "it was withdrawn".to_owned(), cost: UsdMicros::ZERO };
            }
            None => return Polled::Gone(format!("`{id}` was never ordered")),
        };
        if *early > 0 {
            *early -= 1;
            return Polled::Running { again: None };
        }
        let (pictures, cost) = painted(wire.clone());
        Polled::Done { pictures, cost }
    }

    async fn cancel(&self, id: &str) -> Withdrawn {
        let mut easel = self.easel.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(Some((_, 0))) = easel.get(id) {
            return Withdrawn::GoesOn("it is dry".to_owned());
        }
        // Also what was withdrawn before: asked twice, it is asked once.
        easel.insert(id.to_owned(), None);
        Withdrawn::Stopped { cost: UsdMicros::ZERO }
    }
}

/// The pictures of an order, painted the first time.
fn painted(wire: Wire) -> (Vec<Picture>, UsdMicros) {
    let mut painted = PAINTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    painted.entry(wire.body.to_vec()).or_insert_with(|| paint(wire)).clone()
}

/// Paints for real. The painter wants a thread of its own and gets one here, where nobody else waits for it.
fn paint(wire: Wire) -> (Vec<Picture>, UsdMicros) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    match runtime.block_on(Builtin.submit(wire)) {
        Answer::Done { pictures, cost } => (pictures, cost),
        other => panic!("the painter always paints: {other:?}"),
    }
}
