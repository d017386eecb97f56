//! What the tests of this domain share: jobs of several workspaces, and what becomes of their executions.

use std::time::Duration;

use contract::port::{Clock, Ids};
use contract::{Function, Step};
use fault::Fault;
use jobs::batch::NewBatch;
use jobs::{Admission, Admitted, Head, Jobs, Launcher, License, Office, Opened, Place, Price, Project, Sent};
use model::{BatchId, GrantId, JobId, JobKind, UsdMicros, UserId};
use serde_json::{Value, json};
use store::{Digest, IdempotencyKey};
use testkit::{World, audit, workspace};

/// A deployment with the workspaces `a` and `b`, each with 1,000,000 micro-USD.
pub(crate) struct Deployment {
    pub(crate) world: World,
}

impl Deployment {
    pub(crate) async fn new() -> Self {
        let deployment = Self { world: World::new() };
        for seed in ["a", "b"] {
            let now = deployment.now();
            let grant = jobs::wallet::grant(GrantId::derived(seed), UsdMicros::new(1_000_000), now);
            let mut changes = grant.unwrap().to_vec();
            changes.push(Project::create_default(workspace(seed), now).unwrap());
            deployment.world.commit(seed, changes).await;
        }
        deployment
    }

    pub(crate) fn now(&self) -> model::Time {
        self.world.clock.now()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    pub(crate) fn jobs(&self, seed: &str) -> Jobs {
        self.world.open(seed)
    }

    pub(crate) fn office(&self, seed: &str) -> Office {
        self.world.open(seed)
    }

    pub(crate) async fn head(&self, job: JobId) -> Head {
        self.jobs("a").head(job).await.unwrap()
    }

    /// Admits a job in the workspace of `seed`; its flow does not start.
    pub(crate) async fn queued(&self, seed: &str) -> JobId {
        let job = JobId::from_body(JobKind::Render, self.world.ids.fresh(self.now()));
        self.admitted(seed, seed, job).await;
        job
    }

    /// Admits a job that may wait, in the workspace of `seed`.
    pub(crate) async fn patient(&self, seed: &str) -> JobId {
        let job = JobId::from_body(JobKind::Render, self.world.ids.fresh(self.now()));
        self.admit(seed, seed, job, Place::Line { priority: 1 }, None).await;
        job
    }

    /// Admits a job that is given up after `patience`.
    pub(crate) async fn hasty(&self, seed: &str, patience: Duration) -> JobId {
        let job = JobId::from_body(JobKind::Render, self.world.ids.fresh(self.now()));
        self.admit(seed, seed, job, Place::Slot, Some(patience)).await;
        job
    }

    /// Accepts a batch of so many prompts and tells nobody.
    pub(crate) async fn batch(&self, seed: &str, prompts: usize) -> BatchId {
        let new = NewBatch {
            id: BatchId::derived(seed),
            user: UserId::derived(seed),
            project: None,
            prompts: vec!["a boat".to_owned(); prompts],
            each: 1,
            order: json!({}),
            route: "renders-start-batch",
            key: &IdempotencyKey::parse("batch").unwrap(),
            hash: &Digest::of("body"),
            answer: &|batch| Ok(json!(batch.id)),
        };
        self.jobs(seed).open_batch(new).await.unwrap().1.id
    }

    /// Admits `job` in the workspace of `seed` for `user`.
    pub(crate) async fn admitted(&self, seed: &str, user: &str, job: JobId) {
        self.admit(seed, user, job, Place::Slot, None).await;
    }

    async fn admit(&self, seed: &str, user: &str, job: JobId, place: Place, patience: Option<Duration>) {
        let answer = |head: &Head, _: &Value| Ok(json!(head.job));
        let admission = Admission {
            job,
            user: UserId::derived(user),
            project: Project::default_of(workspace(seed)),
            chain: None,
            request: json!({ "prompt": "a boat" }),
            price: Price {
                hold: UsdMicros::new(10_000),
                min: None,
                likely: None,
                source: "https://acme.example/prices".to_owned(),
                read_on: "2026-11-20".to_owned(),
            },
            place,
            patience,
            route: "renders-start",
            key: &IdempotencyKey::parse(&job.to_string()).unwrap(),
            hash: &Digest::of("body"),
            answer: &answer,
            fill: None,
        };
        assert!(matches!(self.jobs(seed).admit(&admission).await.unwrap(), Admitted::New(_)));
    }

    /// A job of the workspace `a` whose first run is at work.
    pub(crate) async fn running(&self) -> JobId {
        let job = self.queued("a").await;
        let launcher: Launcher = self.world.open("a");
        launcher.start(job, 1).await.unwrap();
        let step = Step::first(job, 1);
        assert!(matches!(self.jobs("a").begin(&step).await.unwrap(), Opened::Ours(_)));
        job
    }

    /// A provider is asked for `job`, and nothing is heard.
    pub(crate) async fn ask(&self, job: JobId) {
        let sent = Sent {
            provider: "acme".to_owned(),
            model: "brush".to_owned(),
            r#try: 1,
            body_sha256: Digest::of("body").as_str().to_owned(),
            patience: Duration::from_mins(2),
            doubt: Duration::from_mins(10),
        };
        let view = self.jobs("a").view(job).await.unwrap();
        let license = self.jobs("a").license(&view, &sent).await.unwrap();
        assert!(matches!(license, License::Granted(_)), "{license:?}");
    }

    /// The execution of `run` of `job` ends, and the job does not.
    pub(crate) fn die(&self, job: JobId, run: u32) {
        self.world.flow.end(&format!("{job}-{run}"), self.now());
    }

    /// What is left, held and spent in the workspace of `seed`.
    pub(crate) async fn money(&self, seed: &str) -> [i64; 3] {
        let wallet = self.jobs(seed).credits().await.unwrap();
        [wallet.avail, wallet.held, wallet.spent].map(UsdMicros::get)
    }

    pub(crate) async fn perform(&self, duty: Function, event: &Value) -> Result<Value, Fault> {
        testkit::perform(duty, self.world.outside(), event).await
    }

    /// Everything that there is outside: items and executions.
    pub(crate) fn everything(&self) -> (impl PartialEq + std::fmt::Debug + use<>, Vec<String>) {
        (self.world.table.snapshot(), self.world.flow.names())
    }

    /// Ends a test: the spine's invariants hold.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(audit(&self.world.table.snapshot()), Vec::<String>::new());
    }
}
