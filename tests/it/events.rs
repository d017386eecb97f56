//! The sample events are what their functions read.

use contract::{Function, StageCall, Trigger};
use serde_json::Value;

use crate::repository::{files, functions, read};

fn cases(function: &Function) -> Vec<(String, Value)> {
    let paths = files(&format!("events/{}", function.spec.name), ".json");
    paths
        .into_iter()
        .map(|path| (path.clone(), serde_json::from_str(&read(&path)).expect("an event is JSON")))
        .collect()
}

#[test]
fn a_routes_event_is_a_request_to_it() {
    for function in functions() {
        let Trigger::Route(route) = function.spec.trigger else { continue };
        for (path, event) in cases(&function) {
            assert_eq!(event["version"], "2.0", "{path}");
            assert_eq!(event["routeKey"], format!("{} {}", route.method.word(), route.path), "{path}");
            assert_eq!(event["requestContext"]["http"]["method"], route.method.word(), "{path}");
            for name in route.path.split(['{', '}']).skip(1).step_by(2) {
                assert!(event["pathParameters"][name].is_string(), "{path} has no {name}");
            }
        }
    }
}

#[test]
fn a_streams_event_is_a_request_to_its_url() {
    for function in functions() {
        let Trigger::Stream(stream) = function.spec.trigger else { continue };
        for (path, event) in cases(&function) {
            assert_eq!(
                (&event["version"], &event["routeKey"]),
                (&"2.0".into(), &"$default".into()),
                "{path}"
            );
            let asked = event["rawPath"].as_str().expect("a path").split('/');
            let fits = |(part, asked): (&str, &str)| part == asked || part.starts_with('{');
            assert!(stream.path.split('/').zip(asked).all(fits), "{path}");
        }
    }
}

#[test]
fn a_stages_event_is_an_envelope() {
    for function in functions() {
        if let Trigger::Stage { .. } = function.spec.trigger {
            for (path, event) in cases(&function) {
                serde_json::from_value::<StageCall>(event).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
    }
}
