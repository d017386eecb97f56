//! Every route, called by a stranger: what belongs to another workspace is not there.
//!
//! For each placeholder of a path there is a thing of the kind that it stands for, in the workspace of the owner and in that of the
//! stranger. A path with a placeholder that nobody makes a thing for fails here.

use std::collections::BTreeMap;

use contract::http::{Request, Response};
use contract::{Access, BoxFuture, Entry, Function, Grant, Trigger};
use fault::Fault;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use store::Digest;
use testkit::{Answer, Leave, Post, World, listen};

use crate::repository::{functions, read};

/// How a route is called.
type Enter = fn(Grant, Request) -> BoxFuture<Result<Response, Fault>>;
/// What placeholders stand for, by their names.
type Path = BTreeMap<String, String>;

/// The things of one workspace, by the collection that a path finds them in. Each is made by its route.
struct Things(BTreeMap<&'static str, String>);

impl Things {
    async fn of(world: &World, seed: &str) -> Self {
        let render = crate::admitted::render(world, seed).await.to_string();
        let first = [("if-none-match", "*")];
        let make = async |function: Function, path: &[(&str, &str)], body: Value, at: &str| {
            let answer = Answer::of(function, world.inside(seed), Post(path, body, &first)).await;
            assert!((200..300).contains(&answer.status), "{}: {}", function.spec.name, answer.body);
            answer.body.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let project = make(projects::CREATE, &[], json!({ "name": "Spring" }), "/id").await;
        let within = [("project", project.as_str())];
        let chain = make(projects::CREATE_CHAIN, &within, json!({ "name": "Harbour" }), "/id").await;
        let chains: jobs::Chains = world.open(seed);
        let memory = jobs::Memory::of(render.parse().expect("an id"), 1);
        let remembered =
            chains.remember(project.parse().expect("an id"), chain.parse().expect("an id"), memory);
        remembered.await.expect("a chain remembers");
        let rule = make(projects::CREATE_RULE, &within, json!({ "text": "warm light" }), "/id").await;
        make(projects::PUT_DRAFT, &within, json!({ "step": 1 }), "/step").await;
        let renders = json!({ "prompts": ["a boat"] });
        let batch = make(renders::START_BATCH, &[], renders, "/id").await;
        let key = make(accounts::CREATE_KEY, &[], json!({ "name": "script" }), "/id").await;
        let (upload, asset) = (announced(world, seed).await, announced(world, seed).await);
        let asset = make(assets::COMPLETE_UPLOAD, &[("id", &asset)], json!({}), "/id").await;
        Self(BTreeMap::from([
            ("assets", asset),
            ("batches", batch),
            ("chains", chain),
            ("keys", key),
            ("projects", project),
            ("renders", render),
            ("rules", rule),
            ("uploads", upload),
        ]))
    }

    /// What the placeholder of `collection` in the path of `name` stands for.
    fn get(&self, name: &str, collection: &str) -> String {
        let found = self.0.get(collection).cloned();
        found.unwrap_or_else(|| {
            panic!("{name} names a thing of `{collection}`, and nothing here makes one: add it to `Things`")
        })
    }

    /// What all placeholders of a path stand for.
    fn path(&self, name: &str, path: &str) -> Path {
        placeholders(path).map(|(collection, given)| (given.to_owned(), self.get(name, collection))).collect()
    }
}

/// A file that was announced and put. Each is one of its own: they would share an object otherwise.
async fn announced(world: &World, seed: &str) -> String {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let shade = u8::try_from(world.bucket.keys().len()).expect("there are few");
    let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 90, 30]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    let bytes = bytes.into_inner();
    let sha256 = Digest::of(&bytes);
    let file =
        json!({ "name": "a.png", "bytes": bytes.len(), "mime": "image/png", "sha256": sha256.as_str() });
    let body = json!({ "files": [file] });
    let answer = Answer::of(assets::CREATE_UPLOADS, world.inside(seed), Post(&[], body, &[])).await;
    let upload = answer.body["uploads"][0]["id"].as_str().expect("an upload has an id").to_owned();
    let id = upload.parse().expect("an id");
    let key = media::key::UploadKey::new(testkit::workspace(seed), id);
    world.bucket.corrupt(&key.to_string(), bytes);
    upload
}

/// The placeholders of a path, each with the collection before it.
fn placeholders(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = path.split('/');
    parts
        .clone()
        .zip(parts.skip(1))
        .filter_map(|(collection, part)| Some((collection, part.strip_prefix('{')?.strip_suffix('}')?)))
}

/// Paths that lead to nothing of the stranger's, and how: everything foreign, or one part of it foreign, absent or no id at all
/// within what is the stranger's own.
fn strange(name: &str, path: &str, own: &Things, foreign: &Things) -> Vec<Path> {
    let mut paths = vec![foreign.path(name, path)];
    for (collection, given) in placeholders(path) {
        let theirs = foreign.get(name, collection);
        let (kind, body) = theirs.split_once('_').expect("an id has a prefix");
        let absent = format!("{kind}_{}", "0".repeat(body.len()));
        let other =
            if collection == "keys" { foreign.get(name, "renders") } else { foreign.get(name, "keys") };
        for id in [&theirs, &absent, &other, "nonsense", "", "../../etc/passwd", "rnd_%23"] {
            paths.push(own.path(name, path).into_iter().chain([(given.to_owned(), id.to_owned())]).collect());
        }
    }
    paths
}

/// A request like the function's sample, with which nothing is wrong but what its path may name.
fn request(name: &str, path: Path) -> Request {
    let sample: Value = serde_json::from_str(&read(&format!("events/{name}/happy.json"))).expect("a sample");
    let body = sample["body"].as_str().unwrap_or_default().to_owned();
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static("if-match"), HeaderValue::from_static("\"1\""));
    Request { path, body: body.into(), headers, ..Request::default() }
}

/// A deployment with things of two workspaces.
async fn two_workspaces() -> (World, Things, Things) {
    let world = World::new().with_settings(accounts::CREATE_KEY.spec.needs, &[("STAGE", "dev")]);
    let own = Things::of(&world, "stranger").await;
    world.clock.advance(std::time::Duration::from_secs(1));
    let foreign = Things::of(&world, "owner").await;
    (world, own, foreign)
}

/// Routes whose path names a thing of a workspace: name, entry, path.
fn routes_to_things() -> Vec<(&'static str, Enter, &'static str)> {
    let route = |function: &Function| match (function.spec.trigger, function.entry) {
        (Trigger::Route(route), Entry::Route(call)) if route.path.contains('{') => {
            Some((function.spec.name, call, route.path))
        }
        _ => None,
    };
    functions().iter().filter_map(route).collect()
}

/// One answer to all, and it is that there is nothing: so it tells nothing of what there is.
fn assert_one_404(name: &str, answers: &[(Path, String)]) {
    for (path, answer) in answers {
        assert!(answer.contains("\"status\":404"), "{name} {path:?}: {answer}");
        assert_eq!(*answer, answers[0].1, "{name} {path:?}");
    }
}

fn problem(fault: &Fault) -> String {
    serde_json::to_string(&fault.problem("same")).expect("a problem is JSON")
}

#[tokio::test]
async fn a_foreign_thing_and_an_absent_one_and_no_id_at_all_get_one_answer() {
    let routes = routes_to_things();
    assert!(!routes.is_empty());
    for (name, call, path) in routes {
        let (world, own, foreign) = two_workspaces().await;
        let before = (world.table.snapshot(), world.bucket.keys());
        let mut answers = Vec::new();
        for strange in strange(name, path, &own, &foreign) {
            let answer = call(world.inside("stranger"), request(name, strange.clone())).await;
            let fault = answer.err().unwrap_or_else(|| panic!("{name} shows {strange:?}"));
            answers.push((strange, problem(&fault)));
        }
        assert_one_404(name, &answers);
        assert_eq!((world.table.snapshot(), world.bucket.keys()), before, "{name} does something");

        // It was the stranger, and nothing else of the request.
        let owned = call(world.inside("owner"), request(name, foreign.path(name, path))).await;
        let status = owned.map_or_else(|fault| fault.problem("same").status, |response| response.status);
        assert!(![400, 401, 403, 404, 422, 428].contains(&status), "{name} answers its owner {status}");
    }
}

#[tokio::test]
async fn a_stream_of_a_foreign_thing_and_of_an_absent_one_and_of_no_id_at_all_get_one_answer() {
    let streams = functions().into_iter().filter_map(|function| match function.spec.trigger {
        Trigger::Stream(stream) if stream.path.contains('{') => Some((function, stream.path)),
        _ => None,
    });
    for (function, path) in streams {
        let name = function.spec.name;
        let (world, own, foreign) = two_workspaces().await;
        let mut answers = Vec::new();
        for strange in strange(name, path, &own, &foreign) {
            let asked = request(name, strange.clone());
            let (bytes, ended) = listen(function, world.inside("stranger"), asked, Leave::AtEnd).await;
            let fault = ended.err().unwrap_or_else(|| panic!("{name} shows {strange:?}"));
            assert!(bytes.is_empty(), "{name} begins to show {strange:?}");
            answers.push((strange, problem(&fault)));
        }
        assert_one_404(name, &answers);
        let asked = request(name, foreign.path(name, path));
        let (bytes, _) = listen(function, world.inside("owner"), asked, Leave::After(1)).await;
        assert!(!bytes.is_empty(), "{name} shows its owner nothing");
    }
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
