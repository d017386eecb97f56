//! Functions behind a queue.

use bytes::Bytes;
use fault::Fault;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::decode;
use crate::function::{Entry, Function, Spec, Trigger};
use crate::{BoxFuture, Env, Grant, QueueName};

/// A consumer of messages. Each message carries its workspace in `ws`.
pub trait Consumer: Sized + Send + 'static {
    /// Name of the function.
    const NAME: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// The queue whose messages it takes.
    const QUEUE: QueueName;

    /// What it holds.
    type Env: Env;
    /// What a message says beside `ws`. Fields that it does not know are passed over, so that a new sender and an old
    /// consumer can live side by side.
    type Message: DeserializeOwned + Send;

    /// Does what one message asks. It may come twice, late or out of order. An error sends only this message back.
    fn consume(
        env: Self::Env,
        message: Self::Message,
        receives: u32,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// One message as it arrived.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The JSON document.
    pub body: Bytes,
    /// How often it was received, this time included.
    pub receives: u32,
}

/// The part of a message that says whose it is. Only our roles may send, which is why a scope is minted from it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Envelope {
    /// Which workspace.
    pub ws: model::WorkspaceId,
}

/// Erases a consumer.
pub const fn consumer<C: Consumer>() -> Function {
    Function {
        spec: Spec {
            name: C::NAME,
            summary: C::SUMMARY,
            needs: C::Env::NEEDS,
            trigger: Trigger::Consumer { queue: C::QUEUE },
        },
        entry: Entry::Consumer(enter::<C>),
    }
}

fn enter<C: Consumer>(grant: Grant, delivery: Delivery) -> BoxFuture<Result<(), Fault>> {
    Box::pin(async move {
        let message = decode::payload(&delivery.body)?;
        C::consume(C::Env::open(&grant)?, message, delivery.receives).await
    })
}
