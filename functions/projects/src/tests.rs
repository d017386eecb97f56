//! What the tests of this domain share: a workspace with money, and its projects.

use std::time::Duration;

use contract::port::Clock;
use contract::{Function, Step};
use jobs::{Admission, End, Head, Jobs, License, Opened, Output, Place, Price, Project, Sent, Verdict};
use media::key::Format;
use media::{Asset, OutputKey};
use model::{ChainId, GrantId, JobId, JobKind, ProjectId, RenderRequest, UsdMicros, UserId};
use serde_json::{Value, json};
use store::memory::Mishaps;
use store::{Digest, IdempotencyKey, Store};
use testkit::{Answer, Get, Post, World, audit, workspace};

use crate::*;

/// The workspace `a`, with a hundred dollars and its default project.
pub(crate) struct Desk {
    pub(crate) world: World,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with(Mishaps::none()).await
    }

    pub(crate) async fn with(mishaps: Mishaps) -> Self {
        let world = World::with(mishaps);
        let now = world.clock.now();
        let mut changes =
            jobs::wallet::grant(GrantId::derived("a"), UsdMicros::new(100_000_000), now).unwrap().to_vec();
        changes.push(Project::create_default(workspace("a"), now).unwrap());
        changes.push(Project::create_default_wallet(workspace("a")).unwrap());
        world.commit("a", changes).await;
        Self { world }
    }

    /// Sends a body to a route about `project` (nothing when it is empty), as the owner of the workspace of `seed`.
    pub(crate) async fn send(
        &self,
        function: Function,
        seed: &str,
        path: &[(&str, &str)],
        body: Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        Answer::of(function, self.world.inside(seed), Post(path, body, headers)).await
    }

    /// Creates a project that must be taken.
    pub(crate) async fn project(&self, body: Value) -> Value {
        self.world.clock.advance(Duration::from_millis(1));
        let answer = self.send(CREATE, "a", &[], body, &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    /// Creates a project and tells its id.
    pub(crate) async fn spring(&self) -> String {
        self.project(json!({ "name": "Spring" })).await["id"].as_str().unwrap().to_owned()
    }

    /// Calls a route about `project` without a body.
    pub(crate) async fn of(&self, function: Function, project: &str, headers: &[(&str, &str)]) -> Answer {
        Answer::of(function, self.world.inside("a"), Get(&[("project", project)], &[], headers)).await
    }

    pub(crate) async fn shown(&self, project: &str) -> Value {
        let answer = self.of(GET, project, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// Sends a patch of `project` from the version `seen`.
    pub(crate) async fn patch(&self, project: &str, seen: u64, body: Value) -> Answer {
        let tag = format!("\"{seen}\"");
        self.send(CHANGE, "a", &[("project", project)], body, &[("if-match", &tag)]).await
    }

    /// Calls that are made until `answer` is there.
    pub(crate) async fn calls(&self, answer: impl Future<Output = Answer>) -> (Answer, u64) {
        let before = self.world.table.calls();
        let answer = answer.await;
        (answer, self.world.table.calls() - before)
    }

    /// Admits a render of `project` that holds a dollar.
    pub(crate) async fn render(&self, project: &str, number: u128) -> JobId {
        self.chained(project, None, number).await
    }

    /// The same, in a chain.
    pub(crate) async fn chained(&self, project: &str, chain: Option<ChainId>, number: u128) -> JobId {
        let job = JobId::from_body(JobKind::Render, number);
        let price = Price {
            hold: UsdMicros::new(1_000_000),
            min: None,
            likely: None,
            source: "test".to_owned(),
            read_on: "2026-11-20".to_owned(),
        };
        let request: RenderRequest = serde_json::from_value(json!({ "prompt": "a boat" })).unwrap();
        let admission = Admission {
            job,
            user: UserId::derived("a"),
            project: project.parse().unwrap(),
            chain,
            request: serde_json::to_value(request.resolve(7).unwrap()).unwrap(),
            price,
            place: Place::Slot,
            patience: None,
            route: "test",
            key: &IdempotencyKey::parse(&format!("k{number}")).unwrap(),
            hash: &Digest::of("body"),
            answer: &|head: &Head, _: &Value| Ok(json!(head.job)),
            fill: None,
        };
        let jobs: Jobs = self.world.open("a");
        jobs.admit(&admission).await.unwrap();
        job
    }

    /// Ends a render well, with a picture that is registered, at a cost of 40 cents.
    pub(crate) async fn paint(&self, job: JobId) -> Asset {
        let jobs: Jobs = self.world.open("a");
        let Opened::Ours(view) = jobs.begin(&Step::first(job, 1)).await.unwrap() else {
            panic!("it is ours")
        };
        let sent = Sent {
            provider: "acme".to_owned(),
            model: "brush".to_owned(),
            body_sha256: "0".repeat(64),
            r#try: 1,
            patience: Duration::from_mins(1),
            doubt: Duration::from_mins(1),
        };
        let License::Granted(number) = jobs.license(&view, &sent).await.unwrap() else {
            panic!("nobody asks")
        };
        let verdict = Verdict::Landed { result: json!({}), cost: UsdMicros::new(400_000) };
        let head = jobs.head(job).await.unwrap();
        jobs.conclude(&self.world.open("a"), &head, number, &verdict).await.unwrap();
        let key = OutputKey::new(workspace("a"), job, 1, 0, Format::Png);
        let asset = Asset {
            id: key.asset(),
            key: key.to_string(),
            mime: "image/png".to_owned(),
            bytes: 70,
            width: 8,
            height: 8,
            sha256: "0".repeat(64),
            palette: Vec::new(),
            analysis: None,
            job: Some(job),
            upload: None,
            name: None,
            project: None,
            duplicate_of: None,
            created_at: self.world.clock.now(),
            expired_at: None,
            removed_at: None,
        };
        let store: Store = self.world.open("a");
        store.create(Asset::address(asset.id), &asset).await.unwrap();
        let Asset { id, key, mime, bytes, width, height, sha256, .. } = asset.clone();
        let output = Output { asset: id, key, mime, width, height, bytes, sha256 };
        let view = jobs.view(job).await.unwrap();
        jobs.settle(&self.world.open("a"), &view, &End::Succeeded { outputs: vec![output] }).await.unwrap();
        asset
    }

    /// Ends a test: what must hold of every table holds.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(audit(&self.world.table.snapshot()), Vec::<String>::new());
    }
}

/// A rule of `project` that must be taken; tells its id.
pub(crate) async fn rule(desk: &Desk, project: &str, body: Value) -> String {
    let answer = desk.send(CREATE_RULE, "a", &[("project", project)], body, &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["id"].as_str().unwrap().to_owned()
}

/// A chain of `project` that must be taken; tells its id.
pub(crate) async fn chain(desk: &Desk, project: &str, name: &str) -> String {
    let answer = desk.send(CREATE_CHAIN, "a", &[("project", project)], json!({ "name": name }), &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["id"].as_str().unwrap().to_owned()
}

/// Every route about a project, with a body that would do.
fn routes() -> Vec<(Function, Value)> {
    vec![
        (GET, json!(null)),
        (CHANGE, json!({ "name": "Theirs" })),
        (DELETE, json!(null)),
        (ARCHIVE, json!({})),
        (UNARCHIVE, json!({})),
        (LIST_RULES, json!(null)),
        (CREATE_RULE, json!({ "text": "theirs" })),
        (CHANGE_RULE, json!({ "text": "theirs" })),
        (DELETE_RULE, json!(null)),
        (TEST_RULES, json!({ "prompt": "a" })),
        (GET_DRAFT, json!(null)),
        (PUT_DRAFT, json!({ "a": 1 })),
        (CREATE_CHAIN, json!({ "name": "theirs" })),
        (LIST_CHAINS, json!(null)),
        (GET_CHAIN, json!(null)),
        (CHANGE_CHAIN, json!({ "name": "theirs" })),
        (LIST_CHAIN_RENDERS, json!(null)),
        (GET_CHAIN_MEMORY, json!(null)),
    ]
}

#[tokio::test]
async fn a_foreign_project_an_absent_one_and_no_id_at_all_are_the_same() {
    for (function, body) in routes() {
        let desk = Desk::new().await;
        let ours = desk.spring().await;
        let our_rule = rule(&desk, &ours, json!({ "text": "ours" })).await;
        desk.send(PUT_DRAFT, "a", &[("project", &ours)], json!({}), &[("if-none-match", "*")]).await;
        let our_chain = chain(&desk, &ours, "ours").await;
        let before = desk.world.table.snapshot();
        let mut answers = Vec::new();
        let absent = ProjectId::derived("nobody's").to_string();
        for project in [ours.as_str(), &absent, "prj_1", "nonsense", "", "../me", "prj_é#"] {
            let path = [("project", project), ("rule", our_rule.as_str()), ("chain", our_chain.as_str())];
            let grant = desk.world.inside("b");
            let headers = [("if-match", "\"1\"")];
            let answer = if body.is_null() {
                Answer::of(function, grant, Get(&path, &[], &headers)).await
            } else {
                Answer::of(function, grant, Post(&path, body.clone(), &headers)).await
            };
            answers.push((answer.status, answer.body));
        }
        let name = function.spec.name;
        assert_eq!((answers[0].0, &answers[0].1["code"]), (404, &json!("not-found")), "{name}");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{name}: {answers:?}");
        assert_eq!(desk.world.table.snapshot(), before, "{name} changed something");
    }
}

#[test]
fn a_viewer_reads_and_changes_nothing() {
    for function in FUNCTIONS {
        let contract::Trigger::Route(route) = function.spec.trigger else { panic!("routes alone") };
        let contract::Access::Scope(scope) = route.access else { panic!("{} is public", function.spec.name) };
        let reads =
            route.method == contract::http::Method::Get || function.spec.name == "projects-test-rules";
        let least = if reads { model::Role::Viewer } else { model::Role::Editor };
        assert_eq!(scope.least_role(), least, "{}", function.spec.name);
    }
}
