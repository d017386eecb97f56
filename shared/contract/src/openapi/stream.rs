//! Streams in the API's description. The gateway's body leaves them out: a gateway would hold a stream back until it has ended,
//! so they have Function URLs of their own and are put under the API's origin by what stands before both.

use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use super::{Function, parameters, response, security};
use crate::function::Trigger;
use crate::kind::route::Access;
use crate::kind::stream::StreamSpec;

/// The path and the operation of every stream among `functions`.
pub(super) fn operations(
    functions: &[Function],
    generator: &mut SchemaGenerator,
) -> Vec<(&'static str, Value)> {
    let mut operations = Vec::new();
    for function in functions {
        if let Trigger::Stream(stream) = function.spec.trigger {
            operations.push((stream.path, operation(function, &stream, generator)));
        }
    }
    operations
}

fn operation(function: &Function, stream: &StreamSpec, generator: &mut SchemaGenerator) -> Value {
    let schemas = (stream.schemas)(generator);
    let mut parameters = parameters("path", schemas.path.as_value());
    parameters.extend(super::parameters("query", schemas.query.as_value()));
    parameters.push(json!({
        "name": "Last-Event-ID", "in": "header", "required": false,
        "description": "The id of the last event that came: the stream goes on after it. It counts before the query.",
        "schema": { "type": "string" },
    }));
    let mut responses = Map::new();
    for status in statuses(stream) {
        responses.insert(status.to_string(), answer(status));
    }
    json!({
        "operationId": function.spec.name,
        "summary": function.spec.summary,
        "description": "Server-sent events (HTML standard, section 9.2). A comment comes every 15 s; the stream ends after 55 s \
                        and is taken up again with `Last-Event-ID`. `reset` says that events before its id are gone.",
        "parameters": parameters,
        "responses": responses,
        "security": security(stream.access),
    })
}

fn answer(status: u16) -> Value {
    match status {
        200 => json!({
            "description": "Events as they happen.",
            "content": { "text/event-stream": { "schema": { "type": "string" } } },
        }),
        204 => json!({ "description": "There will never be more: do not come back." }),
        _ => response(status, &Value::Null),
    }
}

/// The statuses that a stream may answer: what it says, and what its access implies.
fn statuses(stream: &StreamSpec) -> Vec<u16> {
    let mut statuses = stream.replies.to_vec();
    statuses.extend([200, 400, 422, 429, 500, 503, 504]);
    if stream.access != Access::Public {
        statuses.extend([401, 403]);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}
