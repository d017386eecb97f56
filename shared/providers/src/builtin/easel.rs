//! The painter that answers later: the same pictures as at once, a few seconds after they were ordered.
//!
//! It is for whoever wants to see how a render waits, on a laptop, without an account and without a bill. It remembers nothing: the
//! id that it gives says when the pictures are dry and for which order it was given, and the order comes with each question. So
//! it may be asked anywhere, as often as anybody likes, and paints the same bytes.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contract::port::Clock;
use contract::port::provider::{Answer, Order, Polled, Provider, Wire, Withdrawn};
use fault::Fault;
use model::{Time, UsdMicros};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Builtin;

/// The model that answers later, by its name in the catalogue.
const MODEL: &str = "easel";
/// How long the first picture takes.
const FIRST: Duration = Duration::from_secs(5);
/// How long each other takes.
const OTHER: Duration = Duration::from_secs(2);

/// The sketch engine with both of its models: one answers at once, the other later.
pub struct Atelier {
    clock: Arc<dyn Clock>,
}

/// What has to be known of an order to know when it is done.
#[derive(Deserialize)]
struct Ordered {
    model: String,
    count: u8,
}

impl Atelier {
    /// An atelier whose pictures dry by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }

    /// The id of an order that is given now, if it is one for the easel.
    fn accept(&self, wire: &Wire) -> Option<String> {
        let ordered: Ordered = serde_json::from_slice(&wire.body).ok()?;
        if ordered.model != MODEL {
            return None;
        }
        let others = OTHER * u32::from(ordered.count.saturating_sub(1));
        Some(name(self.clock.now().plus(FIRST + others), wire))
    }

    /// How long the pictures of `id` have to dry; `None` when they are dry.
    fn left(&self, dry: Time) -> Option<Duration> {
        let left = dry.since(self.clock.now());
        (!left.is_zero()).then_some(left)
    }
}

/// The name of an order: when it is dry, and what tells it from others.
fn name(dry: Time, wire: &Wire) -> String {
    let mut digest = Sha256::new();
    digest.update(&wire.body);
    digest.update(&wire.reference);
    let first = digest.finalize().into_iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(byte));
    format!("{MODEL}-{:013}-{first:016x}", dry.millis())
}

/// When the order called `id` is dry; `None` when it is no name of ours.
fn dry(id: &str) -> Option<Time> {
    let (millis, _) = id.strip_prefix(MODEL)?.strip_prefix('-')?.split_once('-')?;
    millis.parse().ok().map(Time::from_millis)
}

#[async_trait]
impl Provider for Atelier {
    fn lower(&self, order: &Order) -> Result<Wire, Fault> {
        Builtin.lower(order)
    }

    async fn submit(&self, wire: Wire) -> Answer {
        match self.accept(&wire) {
            Some(id) => Answer::Accepted { id },
            None => Builtin.submit(wire).await,
        }
    }

    async fn poll(&self, id: &str, wire: Wire) -> Polled {
        let Some(dry) = dry(id).filter(|dry| name(*dry, &wire) == id) else {
            return Polled::Gone(format!("`{id}` was never ordered here"));
        };
        if let Some(left) = self.left(dry) {
            return Polled::Running { again: Some(left) };
        }
        match Builtin.submit(wire).await {
            Answer::Done { pictures, cost } => Polled::Done { pictures, cost },
            Answer::Refused(why) => Polled::Refused { why, cost: UsdMicros::ZERO },
            other => Polled::Unclear(format!("the painter answered {other:?}")),
        }
    }

    async fn cancel(&self, id: &str) -> Withdrawn {
        match dry(id).and_then(|dry| self.left(dry)) {
            Some(_) => Withdrawn::Stopped { cost: UsdMicros::ZERO },
            None => Withdrawn::GoesOn("the pictures are dry".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Size;
    use testkit::FrozenClock;

    use super::*;

    fn order(model: &str) -> Order {
        Order {
            model: model.to_owned(),
            reference: "rnd_1-1".to_owned(),
            prompt: "a boat at noon".to_owned(),
            style: None,
            size: Size { width: 256, height: 256 },
            count: 2,
            seed: 7,
            edit: None,
        }
    }

    fn atelier() -> (Arc<FrozenClock>, Atelier) {
        let clock = Arc::new(FrozenClock::new());
        (clock.clone(), Atelier::new(clock))
    }

    async fn accepted(atelier: &Atelier) -> (String, Wire) {
        let wire = atelier.lower(&order("easel")).unwrap();
        match atelier.submit(wire.clone()).await {
            Answer::Accepted { id } => (id, wire),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn what_answers_later_brings_what_would_have_come_at_once() {
        let (clock, atelier) = atelier();
        let (id, wire) = accepted(&atelier).await;
        let Polled::Running { again: Some(again) } = atelier.poll(&id, wire.clone()).await else {
            panic!("it is not dry yet")
        };
        assert_eq!(again, FIRST + OTHER);
        clock.advance(again);
        let sketch = Builtin.submit(atelier.lower(&order("sketch")).unwrap()).await;
        let Answer::Done { pictures: at_once, cost: price } = sketch else { panic!("it paints at once") };
        for _ in 0..2 {
            let Polled::Done { pictures, cost } = atelier.poll(&id, wire.clone()).await else {
                panic!("it is dry")
            };
            assert_eq!((pictures, cost), (at_once.clone(), price));
        }
    }

    #[tokio::test]
    async fn two_orders_of_one_moment_have_two_names_and_neither_answers_for_the_other() {
        let (_, atelier) = atelier();
        let (one, wire) = accepted(&atelier).await;
        let other = Wire { reference: "rnd_2-1".to_owned(), ..wire };
        let Answer::Accepted { id: two } = atelier.submit(other.clone()).await else { panic!("it waits") };
        assert_ne!(one, two);
        for id in [one.as_str(), "easel-1", "else"] {
            assert!(matches!(atelier.poll(id, other.clone()).await, Polled::Gone(_)), "{id}");
        }
    }

    #[tokio::test]
    async fn it_is_withdrawn_for_nothing_until_it_is_dry() {
        let (clock, atelier) = atelier();
        let (id, _) = accepted(&atelier).await;
        let stopped = atelier.cancel(&id).await;
        assert!(matches!(stopped, Withdrawn::Stopped { cost: UsdMicros::ZERO }), "{stopped:?}");
        clock.advance(FIRST + OTHER);
        assert!(matches!(atelier.cancel(&id).await, Withdrawn::GoesOn(_)));
    }
}
