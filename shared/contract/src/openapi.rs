//! The API's two documents, written from the route types: OpenAPI 3.1 for people and clients, and the gateway's body, in
//! which each operation has its integration and which so *is* the route table.

use std::collections::BTreeMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::function::{Function, Trigger};
use crate::kind::http::Method;
use crate::kind::route::{Access, RouteSpec};

mod gateway;
mod stream;

pub use gateway::gateway;

/// The description of every route and stream of `functions`, as OpenAPI 3.1.
pub fn document(functions: &[Function], version: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<fault::Problem>();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (function, route) in routes(functions) {
        let operation = operation(function, &route, &mut generator);
        paths.entry(route.path).or_default().insert(verb(route.method), operation);
    }
    for (path, operation) in stream::operations(functions, &mut generator) {
        paths.entry(path).or_default().insert(verb(Method::Get), operation);
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ferrotype",
            "version": version,
            "description": "Prompts, storyboards and scene code become pictures, films and exports in your own account.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "description": "An access key." } },
            "responses": {
                "Problem": {
                    "description": "What is wrong, and what to do (RFC 9457).",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        },
    })
}

/// The routes among `functions`, by path and method.
fn routes(functions: &[Function]) -> Vec<(&Function, RouteSpec)> {
    let mut routes: Vec<_> = functions
        .iter()
        .filter_map(|function| match function.spec.trigger {
            Trigger::Route(route) => Some((function, route)),
            _ => None,
        })
        .collect();
    routes.sort_by_key(|(_, route)| (route.path, route.method));
    routes
}

fn operation(function: &Function, route: &RouteSpec, generator: &mut SchemaGenerator) -> Value {
    let schemas = (route.schemas)(generator);
    let mut parameters = parameters("path", schemas.path.as_value());
    parameters.extend(self::parameters("query", schemas.query.as_value()));
    let mut responses = Map::new();
    for status in statuses(route) {
        responses.insert(status.to_string(), response(status, schemas.output.as_value()));
    }
    let mut operation = json!({
        "operationId": function.spec.name,
        "summary": function.spec.summary,
        "parameters": parameters,
        "responses": responses,
        "security": security(route.access),
    });
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.extend((route.method == Method::Post).then(idempotency_key));
        parameters.extend(route.replies.contains(&412).then(if_match));
    }
    if route.method.has_body() {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schemas.body } } });
    }
    operation
}

/// What a caller has to show.
fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Scope(scope) => json!([{ "key": [scope.word()] }]),
    }
}

/// The statuses that a route may answer: what it says, and what its access and method imply.
fn statuses(route: &RouteSpec) -> Vec<u16> {
    let mut statuses = route.replies.to_vec();
    statuses.extend([422, 429, 500, 503, 504]);
    if route.access != Access::Public {
        statuses.extend([401, 403]);
    }
    if route.method.has_body() {
        statuses.extend([400, 413]);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn response(status: u16, output: &Value) -> Value {
    match status {
        200..=202 => json!({
            "description": match status { 200 => "Done.", 201 => "Created.", _ => "Accepted: under way." },
            "content": { "application/json": { "schema": output } },
        }),
        304 => json!({ "description": "Not changed since the version that you have." }),
        _ => json!({ "$ref": "#/components/responses/Problem" }),
    }
}

/// The properties of an object schema as parameters, in the order of the alphabet, whatever map `serde_json` was built with.
fn parameters(place: &str, schema: &Value) -> Vec<Value> {
    let required = |name: &str| {
        let list = schema["required"].as_array();
        list.is_some_and(|list| list.iter().any(|required| required == name))
    };
    let parameter = |(name, schema): (&String, &Value)| {
        json!({
            "name": name, "in": place, "required": place == "path" || required(name), "schema": schema,
        })
    };
    let properties: BTreeMap<_, _> = schema["properties"].as_object().into_iter().flatten().collect();
    properties.into_iter().map(parameter).collect()
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Your name for this intent: sent again with the same key, the request is answered, not repeated.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
    })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match", "in": "header", "required": false,
        "description": "The ETag of the version that you have read: the change is made to it, and to no other.",
        "schema": { "type": "string", "pattern": "^\"[0-9]+\"$" },
    })
}

/// The methods of a path in lower case, as both documents write them.
fn verb(method: Method) -> String {
    method.word().to_lowercase()
}
