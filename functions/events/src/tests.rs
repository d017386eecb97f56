//! What the tests of this domain share: a workspace in which renders live, and the stream of its table.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::port::table::Key;
use contract::{Duty, Grant, Step};
use fault::{Fault, Kind};
use jobs::{Admission, End, Jobs, Opened, Outcome, Place, Price, Project};
use model::{GrantId, JobId, JobKind, StageName, UsdMicros, UserId};
use serde_json::{Value, json};
use store::{Digest, IdempotencyKey};
use testkit::{World, workspace};

use crate::SEQUENCE;

/// The workspace `a`, with money and its default project.
pub(crate) struct Studio {
    pub(crate) world: World,
    told: std::sync::Mutex<BTreeSet<Key>>,
}

impl Studio {
    pub(crate) async fn rich() -> Self {
        let world = World::new();
        let now = contract::port::Clock::now(world.clock.as_ref());
        let grant = jobs::wallet::grant(GrantId::derived("a"), UsdMicros::new(10_000_000), now);
        let mut changes = grant.unwrap().to_vec();
        changes.push(Project::create_default(workspace("a"), now).unwrap());
        world.commit("a", changes).await;
        Self { world, told: std::sync::Mutex::default() }
    }

    fn jobs(&self) -> Jobs {
        self.world.open("a")
    }

    /// Admits render `number`, each of a user of its own: one event.
    pub(crate) async fn admit(&self, number: u128) -> JobId {
        let job = JobId::from_body(JobKind::Render, number);
        let key = IdempotencyKey::parse(&format!("k{number}")).unwrap();
        let answer = |head: &jobs::Head, _: &Value| Ok(json!({ "id": head.job }));
        let admission = Admission {
            job,
            user: UserId::derived(&number.to_string()),
            project: Project::default_of(workspace("a")),
            chain: None,
            request: json!({ "prompt": "a boat" }),
            price: Price {
                hold: UsdMicros::new(100),
                min: None,
                likely: None,
                source: "https://acme.example/prices".to_owned(),
                read_on: "2026-11-20".to_owned(),
            },
            place: Place::Slot,
            patience: None,
            route: "renders-start",
            key: &key,
            hash: &Digest::of("body"),
            answer: &answer,
            fill: None,
        };
        self.jobs().admit(&admission).await.unwrap();
        job
    }

    /// Begins render `number` and leaves its first checkpoint: two events.
    pub(crate) async fn begin(&self, job: JobId) {
        let step = Step::first(job, 1);
        let Opened::Ours(view) = self.jobs().begin(&step).await.unwrap() else { panic!("it is ours") };
        let view = self.jobs().view(view.head.job).await.unwrap();
        let outcome = Outcome::of("ok", &json!({ "words": "a boat, ein Boot, 船" })).unwrap();
        let now = contract::port::Clock::now(self.world.clock.as_ref());
        self.jobs().checkpoint(&view, &step, StageName::Prepare, &["ok"], now, outcome).await.unwrap();
    }

    /// Ends a render: one event.
    pub(crate) async fn fail(&self, job: JobId) {
        let problem = Fault::new(Kind::Unprocessable, "provider-refused", "It said no.").problem("test");
        let view = self.jobs().view(job).await.unwrap();
        self.jobs().settle(&self.world.open("a"), &view, &End::Failed(problem)).await.unwrap();
    }

    /// The records that the table's stream has since the last time.
    pub(crate) fn records(&self) -> Vec<Value> {
        let mut told = self.told.lock().unwrap();
        let new =
            |key: &Key| key.pk.starts_with("RUN#") && key.sk.starts_with("E#") && told.insert(key.clone());
        let keys: Vec<_> = self.world.table.snapshot().into_keys().filter(new).collect();
        drop(told);
        keys.iter().zip(1_u64..).map(|(key, number)| record(&key.pk, &key.sk, number)).collect()
    }

    /// Gives the sequencer a batch.
    pub(crate) async fn sequence(&self, records: &[Value]) -> Result<Value, Fault> {
        testkit::perform(SEQUENCE, self.world.outside(), &json!({ "Records": records })).await
    }

    /// Feeds whatever is new.
    pub(crate) async fn feed(&self) {
        let report = self.sequence(&self.records()).await.unwrap();
        assert_eq!(report, json!({ "batchItemFailures": [] }));
    }

    pub(crate) fn inside(&self, seed: &str) -> Grant {
        self.world.inside(seed)
    }

    pub(crate) fn advance(&self, days: u64) {
        self.world.clock.advance(Duration::from_hours(24 * days));
    }

    /// Ends a test: the spine's invariants hold.
    #[track_caller]
    pub(crate) fn audit(&self) {
        assert_eq!(testkit::audit(&self.world.table.snapshot()), Vec::<String>::new());
    }
}

/// A record of the table's stream, as Lambda hands it on.
pub(crate) fn record(pk: &str, sk: &str, number: u64) -> Value {
    let keys = json!({ "pk": { "S": pk }, "sk": { "S": sk } });
    json!({
        "eventID": format!("event-{number}"), "eventName": "INSERT", "eventVersion": "1.1",
        "eventSource": "aws:dynamodb", "awsRegion": "eu-west-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_176_000, "Keys": keys, "NewImage": keys,
            "SequenceNumber": number.to_string(), "SizeBytes": 200, "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-11-20T12:00:00.000",
    })
}

#[test]
fn the_sequencer_says_why_it_may_enter_everywhere() {
    assert!(!crate::sequence::Sequence::REASON.is_empty());
}
