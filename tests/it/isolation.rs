//! Every route, called by a stranger: what belongs to another workspace is not there.

use contract::http::{Request, Response};
use contract::{Access, BoxFuture, Entry, Grant, Trigger};
use fault::Fault;
use model::Role;
use testkit::{Leave, World, listen, principal};

use crate::repository::functions;

/// A request to `path` in which every placeholder is an id that belongs to somebody else.
fn request(path: &str, foreign: &str) -> Request {
    let names = path.split(['{', '}']).skip(1).step_by(2);
    Request { path: names.map(|name| (name.to_owned(), foreign.to_owned())).collect(), ..Request::default() }
}

/// How a route is called.
type Enter = fn(Grant, Request) -> BoxFuture<Result<Response, Fault>>;

/// Routes whose path names a thing of a workspace: name, entry, path.
fn routes_to_things() -> Vec<(&'static str, Enter, &'static str)> {
    functions()
        .iter()
        .filter_map(|function| match (function.spec.trigger, function.entry) {
            (Trigger::Route(route), Entry::Route(call)) if route.path.contains('{') => {
                Some((function.spec.name, call, route.path))
            }
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn a_foreign_thing_and_an_absent_one_and_no_id_at_all_get_one_answer() {
    let routes = routes_to_things();
    assert!(!routes.is_empty());
    for (name, call, path) in routes {
        let world = World::new();
        let mut answers = Vec::new();
        let foreign = foreign_thing(&world).await;
        let absent = "rnd_00000000000000000000000000";
        for id in [foreign.as_str(), absent, "nonsense", "", "../../etc/passwd", "rnd_%23"] {
            let grant = world.called_by(principal("stranger", Role::Owner), "stranger");
            let fault =
                call(grant, request(path, id)).await.err().unwrap_or_else(|| panic!("{name} shows {id}"));
            answers.push(serde_json::to_string(&fault.problem("same")).expect("a problem is JSON"));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{name}: {answers:?}");
        assert!(answers[0].contains("\"status\":404"), "{name}: {answers:?}");
    }
}

#[tokio::test]
async fn a_stream_of_a_foreign_thing_and_of_an_absent_one_and_of_no_id_at_all_get_one_answer() {
    let streams = functions().into_iter().filter(
        |function| matches!(function.spec.trigger, Trigger::Stream(stream) if stream.path.contains('{')),
    );
    for function in streams {
        let Trigger::Stream(stream) = function.spec.trigger else { continue };
        let world = World::new();
        let foreign = foreign_thing(&world).await;
        let mut answers = Vec::new();
        for id in [foreign.as_str(), "rnd_00000000000000000000000000", "nonsense", "", "../../etc/passwd"] {
            let grant = world.called_by(principal("stranger", Role::Owner), "stranger");
            let (bytes, ended) = listen(function, grant, request(stream.path, id), Leave::AtEnd).await;
            let fault = ended.err().unwrap_or_else(|| panic!("{} shows {id}", function.spec.name));
            assert!(bytes.is_empty(), "{} begins to show {id}", function.spec.name);
            answers.push(serde_json::to_string(&fault.problem("same")).expect("a problem is JSON"));
        }
        answers.dedup();
        assert!(answers.len() == 1 && answers[0].contains("\"status\":404"), "{answers:?}");
    }
}

/// A render of the workspace `owner`.
async fn foreign_thing(world: &World) -> String {
    crate::admitted::render(world, "owner").await.to_string()
}

#[test]
fn public_routes_are_few() {
    let public: Vec<_> = functions()
        .iter()
        .filter(|function| match function.spec.trigger {
            Trigger::Route(route) => route.access == Access::Public,
            Trigger::Stream(stream) => stream.access == Access::Public,
            _ => false,
        })
        .map(|function| function.spec.name)
        .collect();
    assert_eq!(public, ["ops-describe-api", "ops-health"]);
}
