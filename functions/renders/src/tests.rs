//! What the tests of this domain share: a workspace with money, and renders in it.

use std::time::Duration;

use contract::port::Clock;
use contract::{Step, Word};
use fault::{Fault, Kind};
use jobs::{End, Head, Jobs, License, Line, Opened, Outcome, Output, Project, Sent, Verdict};
use media::OutputKey;
use media::key::Format;
use model::{AssetId, GrantId, JobId, StageName, UsdMicros};
use serde_json::{Value, json};
use store::Digest;
use store::memory::Mishaps;
use testkit::{Answer, Get, Post, World, audit, workspace};

/// The words that stages of these tests answer.
const WORDS: &[Word] = &["ok", "landed", "accept", jobs::RETRY];

/// The workspace `a`, with money and its default project.
pub(crate) struct Studio {
    pub(crate) world: World,
}

impl Studio {
    /// A studio with a thousand credits.
    pub(crate) async fn rich() -> Self {
        Self::with(World::new(), 10_000_000).await
    }

    /// A studio with so many micro-USD in `world`.
    pub(crate) async fn with(world: World, micros: i64) -> Self {
        let now = world.clock.now();
        let grant = jobs::wallet::grant(GrantId::derived("a"), UsdMicros::new(micros), now);
        let mut changes = grant.unwrap().to_vec();
        changes.push(Project::create_default(workspace("a"), now).unwrap());
        world.commit("a", changes).await;
        Self { world }
    }

    /// A studio whose table has mishaps.
    pub(crate) async fn unlucky(mishaps: Mishaps) -> Self {
        Self::with(World::with(mishaps), 10_000_000).await
    }

    pub(crate) fn jobs(&self) -> Jobs {
        self.world.open("a")
    }

    pub(crate) fn line(&self) -> Line {
        self.world.open("a")
    }

    /// Sends `POST /v1/renders` as the owner of the workspace of `seed`.
    pub(crate) async fn send(&self, seed: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        Answer::of(crate::START, self.world.inside(seed), Post(&[], body.clone(), headers)).await
    }

    pub(crate) async fn start(&self, body: Value) -> Answer {
        self.send("a", &body, &[]).await
    }

    /// Starts a render that must be accepted.
    pub(crate) async fn accepted(&self) -> JobId {
        self.world.clock.advance(Duration::from_millis(1));
        let answer = self.start(json!({ "prompt": "a boat", "seed": 7 })).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        id(&answer)
    }

    /// That nobody learns from `function` whether an id is another's, nobody's or none at all.
    pub(crate) async fn assert_ids_get_one_answer(&self, function: contract::Function) {
        let foreign = self.accepted().await.to_string();
        let mut answers = Vec::new();
        for id in [foreign.as_str(), "rnd_00000000000000000000000000", "rnd_1", "nonsense", "../me", "rnd_é#"]
        {
            answers.push(self.get(function, "b", id, &[], &[]).await);
        }
        assert_eq!((answers[0].status, &answers[0].body["code"]), (404, &json!("not-found")));
        assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
        self.audit();
    }

    /// Calls a GET route about `job` as the owner of the workspace of `seed`.
    pub(crate) async fn get(
        &self,
        function: contract::Function,
        seed: &str,
        path: &str,
        query: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let named = [("id", path)];
        let path: &[_] = if path.is_empty() { &[] } else { &named };
        Answer::of(function, self.world.inside(seed), Get(path, query, headers)).await
    }

    pub(crate) async fn head(&self, job: JobId) -> Head {
        self.jobs().head(job).await.unwrap()
    }

    /// Begins run 1 of `job`.
    pub(crate) async fn begin(&self, job: JobId) -> Step {
        let step = Step::first(job, 1);
        assert!(matches!(self.jobs().begin(&step).await.unwrap(), Opened::Ours(_)));
        step
    }

    /// Leaves the checkpoint of `stage`, which took 20 ms.
    pub(crate) async fn leave(&self, step: &Step, stage: StageName, word: Word, result: Value) {
        self.outcome(step, stage, Outcome::of(word, &result).unwrap()).await;
    }

    /// Leaves the checkpoint of `stage`, which took 20 ms, with all that is in `outcome`.
    pub(crate) async fn outcome(&self, step: &Step, stage: StageName, outcome: Outcome) {
        let began = self.world.clock.now();
        self.world.clock.advance(Duration::from_millis(20));
        let view = self.jobs().view(step.job).await.unwrap();
        self.jobs().checkpoint(&view, step, stage, WORDS, began, outcome).await.unwrap();
    }

    /// Asks a provider for `step`'s picture and concludes with `verdict`.
    pub(crate) async fn ask(&self, step: &Step, verdict: &Verdict) {
        let sent = Sent {
            provider: "builtin".to_owned(),
            model: "sketch".to_owned(),
            body_sha256: Digest::of("body").as_str().to_owned(),
            r#try: 1,
            patience: Duration::from_mins(2),
            doubt: Duration::ZERO,
        };
        let view = self.jobs().view(step.job).await.unwrap();
        let License::Granted(number) = self.jobs().license(&view, &sent).await.unwrap() else {
            panic!("somebody else has asked");
        };
        let head = self.head(step.job).await;
        self.jobs().conclude(&self.line(), &head, number, verdict).await.unwrap();
    }

    /// Takes `job` through its stages to success, each leaving what its function would.
    pub(crate) async fn paint(&self, job: JobId) {
        let step = self.begin(job).await;
        let prompt = json!({ "prompt": "a boat, noon light", "added": ["noon light"] });
        self.leave(&step, StageName::OptimizePrompt, "ok", prompt).await;
        let output = output(job);
        let result = json!({ "keys": [output.key], "attempt": 1 });
        self.ask(&step, &Verdict::Landed { result: result.clone(), cost: UsdMicros::new(10_000) }).await;
        self.leave(&step, StageName::Submit, "landed", result).await;
        let verdict = json!({ "verdict": "accept", "errors": [], "suggestions": [] });
        self.leave(&step, StageName::Validate, "accept", verdict).await;
        self.succeed(job).await;
    }

    /// Ends `job` well, with its one output.
    pub(crate) async fn succeed(&self, job: JobId) {
        self.end(job, &End::Succeeded { outputs: vec![output(job)] }).await;
    }

    /// Ends `job` badly.
    pub(crate) async fn fail(&self, job: JobId) {
        let problem = Fault::new(Kind::Unprocessable, "provider-refused", "It said no.").problem("test");
        self.end(job, &End::Failed(problem)).await;
    }

    async fn end(&self, job: JobId, end: &End) {
        let view = self.jobs().view(job).await.unwrap();
        assert_eq!(self.jobs().settle(&self.line(), &view, end).await.unwrap(), jobs::Settled::Now);
    }

    /// Ends a test: the spine's invariants hold.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(audit(&self.world.table.snapshot()), Vec::<String>::new());
    }
}

/// The one output of `job`.
pub(crate) fn output(job: JobId) -> Output {
    let key = OutputKey::new(workspace("a"), job, 1, 0, Format::Png);
    Output {
        asset: key.asset(),
        key: key.to_string(),
        mime: "image/png".to_owned(),
        width: 768,
        height: 768,
        bytes: 70,
        sha256: "0".repeat(64),
    }
}

/// The id in the body of an answer.
pub(crate) fn id(answer: &Answer) -> JobId {
    answer.body["id"].as_str().and_then(|id| id.parse().ok()).expect("a render has an id")
}

/// An id that names nothing.
pub(crate) fn absent_asset() -> String {
    AssetId::derived("nobody's").to_string()
}
