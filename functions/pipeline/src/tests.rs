//! What the tests of this domain share, and the tests of the stages as a whole.

use std::time::Duration;

use contract::port::Clock;
use contract::{Function, Grant, Next, Step, Word};
use fault::Fault;
use jobs::{
    Admission, Admitted, Head, JobView, Jobs, Launcher, Line, Office, Outcome, Place, Price, Project,
};
use media::Media;
use model::{GrantId, JobId, JobKind, RenderRequest, StageName, UsdMicros, UserId};
use serde_json::{Value, json};
use store::{Digest, IdempotencyKey};
use testkit::{World, audit, run_stage, workspace};

mod chain;
mod flow;
mod golden;
mod parts;
mod receipt;
mod repeated;
mod waits;

pub(crate) use flow::{failure, flow};
pub(crate) use parts::{Turn, token};

/// The words that stages of these tests answer.
const WORDS: &[Word] = &["ok", "landed", "several", "accepted", "accept"];

/// The workspace `a`, with 100,000 micro-USD and its default project.
pub(crate) struct Studio {
    pub(crate) world: World,
}

impl Studio {
    pub(crate) async fn new() -> Self {
        let world = World::new();
        let now = world.clock.now();
        let grant = jobs::wallet::grant(GrantId::derived("a"), UsdMicros::new(100_000), now);
        let mut changes = grant.unwrap().to_vec();
        changes.push(Project::create_default(workspace("a"), now).unwrap());
        world.commit("a", changes).await;
        Self { world }
    }

    pub(crate) fn jobs(&self) -> Jobs {
        self.world.open("a")
    }

    pub(crate) fn media(&self) -> Media {
        self.world.open("a")
    }

    pub(crate) fn launcher(&self) -> Launcher {
        self.world.open("a")
    }

    pub(crate) fn line(&self) -> Line {
        self.world.open("a")
    }

    pub(crate) fn office(&self) -> Office {
        self.world.open("a")
    }

    /// Admits a small draft of a boat.
    pub(crate) async fn admitted(&self) -> JobId {
        self.asked(json!({})).await
    }

    /// Admits a small draft with the fields of `also` over its own.
    pub(crate) async fn asked(&self, also: Value) -> JobId {
        self.holding(also, 10_000).await
    }

    /// The same, with so many micro-USD held for it.
    pub(crate) async fn holding(&self, also: Value, hold: i64) -> JobId {
        self.admit(also, hold, None).await
    }

    /// Admits a small draft that is given up after `patience`.
    pub(crate) async fn hasty(&self, patience: Duration) -> JobId {
        self.admit(json!({}), 10_000, Some(patience)).await
    }

    async fn admit(&self, also: Value, hold: i64, patience: Option<Duration>) -> JobId {
        let mut body = json!({
            "prompt": "a boat at dusk", "size": { "width": 256, "height": 256 }, "quality": "draft", "seed": 7,
        });
        body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        let request: RenderRequest = serde_json::from_value(body).unwrap();
        let chain = request.chain;
        let request = serde_json::to_value(request.resolve(7).unwrap()).unwrap();
        let job = JobId::from_body(JobKind::Render, contract::port::Ids::fresh(&*self.world.ids, self.now()));
        let answer = |head: &Head, _: &serde_json::Value| Ok(json!(head.job));
        let admission = Admission {
            job,
            user: UserId::derived("a"),
            project: Project::default_of(workspace("a")),
            chain,
            request,
            price: Price {
                hold: UsdMicros::new(hold),
                min: None,
                likely: None,
                source: "https://acme.example/prices".to_owned(),
                read_on: "2026-11-20".to_owned(),
            },
            place: Place::Slot,
            patience,
            route: "renders-start",
            key: &IdempotencyKey::parse(&job.to_string()).unwrap(),
            hash: &Digest::of("body"),
            answer: &answer,
            fill: None,
        };
        assert!(matches!(self.jobs().admit(&admission).await.unwrap(), Admitted::New(_)));
        self.launcher().start(job, 1).await.unwrap();
        job
    }

    pub(crate) fn now(&self) -> model::Time {
        self.world.clock.now()
    }

    /// The scope of an envelope: a workspace and no caller.
    pub(crate) fn grant(&self) -> Grant {
        Grant::inside(self.world.ports(), workspace("a"), None)
    }

    /// Runs a stage in run 1 of `job`.
    pub(crate) async fn run(&self, function: Function, job: JobId) -> Result<Next, Fault> {
        self.step(function, &step(job, 1)).await
    }

    pub(crate) async fn step(&self, function: Function, step: &Step) -> Result<Next, Fault> {
        self.world.clock.advance(Duration::from_millis(10));
        run_stage(function, self.grant(), step).await
    }

    /// A job of which every stage before `function` is done.
    pub(crate) async fn before(&self, function: Function, also: Value) -> JobId {
        let job = self.asked(also).await;
        self.up_to(function, job).await;
        job
    }

    /// Does every stage of `job` before `function`.
    pub(crate) async fn up_to(&self, function: Function, job: JobId) {
        flow().walk_to(self, &flow().start(), &step(job, 1), Some(function)).await;
    }

    /// Leaves the checkpoint of `stage` by hand.
    pub(crate) async fn leave(&self, job: JobId, stage: StageName, word: Word, result: Value) {
        let view = self.view(job).await;
        let outcome = Outcome::of(word, &result).unwrap();
        let next = self.jobs().checkpoint(&view, &step(job, 1), stage, WORDS, self.now(), outcome).await;
        assert_eq!(next.unwrap().word, word);
    }

    pub(crate) async fn view(&self, job: JobId) -> JobView {
        self.jobs().view(job).await.unwrap()
    }

    /// What `stage` left in the first try.
    pub(crate) async fn left(&self, job: JobId, stage: StageName) -> Value {
        self.view(job).await.result(1, stage).unwrap()
    }

    /// The types of the events of `job`.
    pub(crate) async fn events(&self, job: JobId) -> Vec<String> {
        let log = self.jobs().events(job, None, 100).await.unwrap();
        log.items.iter().map(|event| event.r#type.name(job.kind())).collect()
    }

    /// What is left, held and spent.
    pub(crate) async fn money(&self) -> [i64; 3] {
        let wallet = self.jobs().credits().await.unwrap();
        [wallet.avail, wallet.held, wallet.spent].map(UsdMicros::get)
    }

    /// Everything that there is outside: items and objects.
    pub(crate) fn everything(&self) -> (impl PartialEq + std::fmt::Debug + use<>, Vec<String>) {
        (self.world.table.snapshot(), self.world.bucket.keys())
    }

    /// Ends a test: the spine's invariants hold.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(audit(&self.world.table.snapshot()), Vec::<String>::new());
    }
}

/// The first try of `run`.
pub(crate) fn step(job: JobId, run: u32) -> Step {
    Step::first(job, run)
}
