//! The verbs with everything that a test does not care about filled in.

use std::time::Duration;

use contract::port::table::{Attr, Edit, Guard, Value};
use contract::{Step, Word};
use fault::{Fault, Kind, Problem};
use model::{AssetId, ChainId, GrantId, JobId, JobKind, ProjectId, StageName, UsdMicros, UserId};
use serde_json::json;
use store::{Change, Commit, Digest, IdempotencyKey};

use super::Lab;
use crate::wallet::{Wallet, grant};
use crate::{
    Admission, Admitted, End, Head, JobView, License, Opened, Outcome, Output, Place, Price, Project, Sent,
    Settled, Verdict, key,
};

/// The words of the stages in these tests.
pub(crate) const WORDS: &[Word] = &["ok", "flag", crate::RETRY, crate::FAILOVER, crate::STOP];

/// What an admission asks for.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) job: u128,
    pub(crate) user: &'static str,
    pub(crate) project: ProjectId,
    pub(crate) chain: Option<ChainId>,
    pub(crate) hold: i64,
    pub(crate) key: String,
    pub(crate) body: &'static str,
    pub(crate) place: Place,
    pub(crate) patience: Option<Duration>,
}

impl Ask {
    /// A job of 100 micro-USD under the key `k<job>`.
    pub(crate) fn job(job: u128) -> Self {
        let project = Project::default_of(testkit::workspace("lab"));
        Self {
            job,
            user: "ann",
            project,
            chain: None,
            hold: 100,
            key: format!("k{job}"),
            body: "body",
            place: Place::Slot,
            patience: None,
        }
    }

    pub(crate) fn id(&self) -> JobId {
        JobId::from_body(JobKind::Render, self.job)
    }
}

pub(crate) fn words() -> &'static [Word] {
    WORDS
}

pub(crate) fn problem(code: &'static str) -> Problem {
    Fault::new(Kind::Unprocessable, code, "It did not work.").problem("test")
}

pub(crate) fn output() -> Output {
    Output {
        asset: AssetId::derived("picture"),
        key: "renders/picture.png".to_owned(),
        mime: "image/png".to_owned(),
        width: 2,
        height: 2,
        bytes: 70,
        sha256: "0".repeat(64),
    }
}

pub(crate) fn sent() -> Sent {
    Sent {
        provider: "acme".to_owned(),
        model: "brush".to_owned(),
        body_sha256: Digest::of("body").as_str().to_owned(),
        r#try: 1,
        patience: Duration::from_mins(2),
        doubt: Duration::from_mins(10),
    }
}

pub(crate) fn accepted_as(id: &str) -> Verdict {
    Verdict::Accepted { provider: "acme".to_owned(), id: id.to_owned() }
}

pub(crate) fn landed(cost: i64) -> Verdict {
    Verdict::Landed { result: json!({ "keys": ["a"] }), cost: UsdMicros::new(cost) }
}

impl Lab {
    /// A laboratory whose workspace has `micros` and its default project.
    pub(crate) fn rich(micros: i64) -> Self {
        let lab = Self::new();
        lab.endow(micros);
        lab
    }

    pub(crate) fn endow(&self, micros: i64) {
        let now = self.jobs.now();
        let mut changes = grant(GrantId::derived("first"), UsdMicros::new(micros), now)
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>();
        changes.push(Project::create_default(testkit::workspace("lab"), now).unwrap());
        self.commit(changes);
    }

    pub(crate) fn commit(&self, changes: Vec<Change>) {
        assert_eq!(self.run(self.jobs.store.commit(changes)).unwrap(), Commit::Done);
    }

    /// Gives the default project a budget of its own.
    pub(crate) fn budget(&self, micros: i64) {
        let amount = UsdMicros::new(micros);
        let wallet = Wallet { cap: amount, avail: amount, ..Wallet::default() };
        let address = key::project_wallet(Ask::job(0).project);
        self.commit(vec![Change::create(address, &wallet).unwrap()]);
    }

    /// Says how many slots the plan gives.
    pub(crate) fn slots(&self, slots: i64) {
        let edit = Edit::Set(Attr("render_slots"), Value::Int(slots));
        self.commit(vec![Change::update(key::plan(), vec![edit], Guard::Always)]);
    }

    pub(crate) async fn asked(&self, ask: &Ask) -> Result<Admitted, Fault> {
        self.admission(ask, false).await
    }

    /// Admits and gets it going.
    pub(crate) async fn entered(&self, ask: &Ask) -> Result<Admitted, Fault> {
        self.admission(ask, true).await
    }

    async fn admission(&self, ask: &Ask, enter: bool) -> Result<Admitted, Fault> {
        let key = IdempotencyKey::parse(&ask.key)?;
        let hash = Digest::of(ask.body);
        let answer = |head: &Head, _: &serde_json::Value| Ok(json!({ "id": head.job }));
        let admission = Admission {
            job: ask.id(),
            user: UserId::derived(ask.user),
            project: ask.project,
            chain: ask.chain,
            request: json!({ "prompt": ask.body }),
            price: Price {
                hold: UsdMicros::new(ask.hold),
                min: None,
                likely: None,
                source: "https://acme.example/prices".to_owned(),
                read_on: "2026-11-20".to_owned(),
            },
            place: ask.place,
            patience: ask.patience,
            route: "renders-start",
            key: &key,
            hash: &hash,
            answer: &answer,
            fill: None,
        };
        if enter {
            return self.jobs.enter(&self.launcher, &admission).await;
        }
        self.jobs.admit(&admission).await
    }

    pub(crate) fn ask(&self, ask: &Ask) -> Result<Admitted, Fault> {
        self.run(self.asked(ask))
    }

    /// Admits job 1 with a hold of 100.
    pub(crate) fn admitted(&self) -> JobId {
        let ask = Ask::job(1);
        assert_eq!(self.ask(&ask).unwrap(), Admitted::New(json!({ "id": ask.id() })));
        ask.id()
    }

    /// Admits job 1 and begins its run.
    pub(crate) fn begun(&self) -> JobId {
        let job = self.admitted();
        self.run(self.launcher.start(job, 1)).unwrap();
        assert!(matches!(self.begin(job, 1).unwrap(), Opened::Ours(_)));
        job
    }

    pub(crate) fn step(job: JobId, run: u32) -> Step {
        Step::first(job, run)
    }

    pub(crate) fn begin(&self, job: JobId, run: u32) -> Result<Opened, Fault> {
        self.run(self.jobs.begin(&Self::step(job, run)))
    }

    pub(crate) fn view(&self, job: JobId) -> JobView {
        self.run(self.jobs.view(job)).unwrap()
    }

    pub(crate) fn head(&self, job: JobId) -> Head {
        self.run(self.jobs.head(job)).unwrap()
    }

    pub(crate) async fn check_in(
        &self,
        view: &JobView,
        step: &Step,
        stage: StageName,
        word: Word,
    ) -> Result<contract::Next, Fault> {
        let outcome = Outcome::of(word, &json!({ "by": word }))?;
        self.jobs.checkpoint(view, step, stage, WORDS, self.jobs.now(), outcome).await
    }

    pub(crate) fn license(&self, job: JobId) -> License {
        let view = self.view(job);
        self.run(self.jobs.license(&view, &sent())).unwrap()
    }

    pub(crate) fn granted(&self, job: JobId) -> u32 {
        match self.license(job) {
            License::Granted(number) => number,
            other => panic!("no licence, but {other:?}"),
        }
    }

    /// Job 1, whose first request its provider has accepted as `ext-1`.
    pub(crate) fn accepted(&self) -> JobId {
        let job = self.begun();
        let number = self.granted(job);
        self.conclude(job, number, &accepted_as("ext-1"));
        job
    }

    pub(crate) fn conclude(&self, job: JobId, number: u32, verdict: &Verdict) -> crate::Attempt {
        let head = self.head(job);
        self.run(self.jobs.conclude(&self.line, &head, number, verdict)).unwrap()
    }

    pub(crate) fn settle(&self, job: JobId, end: &End) -> Settled {
        let view = self.view(job);
        self.run(self.jobs.settle(&self.line, &view, end)).unwrap()
    }

    pub(crate) fn succeed(&self, job: JobId) -> Settled {
        self.settle(job, &End::Succeeded { outputs: vec![output()] })
    }

    pub(crate) fn wallet(&self) -> Wallet {
        self.run(self.jobs.credits()).unwrap()
    }

    pub(crate) fn events(&self, job: JobId) -> Vec<String> {
        let log = self.run(self.jobs.events(job, None, 1_000)).unwrap();
        log.items.iter().map(|event| event.r#type.name(job.kind())).collect()
    }
}
