//! Events, decoded by the kind of the function that they are for.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use bytes::Bytes;
use contract::kind::decode;
use contract::{Entry, StageCall};
use fault::Fault;

use super::{consumer, duty, route, stage, stream};

/// An event and who takes it.
pub(super) enum Event {
    /// A request through the HTTP API.
    Route(route::Enter, Box<ApiGatewayV2httpRequest>),
    /// A state of a flow.
    Stage(stage::Enter, StageCall),
    /// A batch from a queue.
    Consumer(consumer::Enter, Vec<consumer::Record>),
    /// A request to a streaming Function URL, which has the HTTP API's format.
    Stream(stream::Enter, Box<ApiGatewayV2httpRequest>),
    /// A JSON document.
    Duty(duty::Enter, Bytes),
}

impl Event {
    /// Reads `payload` as what `entry` takes; a fault with the code `payload` when it is something else.
    pub(super) fn read(entry: Entry, payload: Bytes) -> Result<Self, Fault> {
        Ok(match entry {
            Entry::Route(enter) => Self::Route(enter, decode::payload(&payload)?),
            Entry::Stage(enter) => Self::Stage(enter, decode::payload(&payload)?),
            Entry::Consumer(enter) => Self::Consumer(enter, consumer::read(&payload)?),
            Entry::Stream(enter) => Self::Stream(enter, decode::payload(&payload)?),
            Entry::Duty(enter) => Self::Duty(enter, payload),
        })
    }
}
