//! Money that moved, for the tests of this crate.

use std::time::Duration;

use contract::Step;
use fault::{Fault, Kind};
use jobs::{
    Admission, Admitted, End, Head, Jobs, License, Opened, Output, Place, Price, Project, Sent, Verdict,
    wallet,
};
use model::{AssetId, GrantId, JobId, JobKind, UsdMicros, UserId};
use serde_json::json;
use store::{Digest, IdempotencyKey};
use testkit::{World, workspace};

/// What was granted.
pub(crate) const GRANTED: i64 = 100_000;

/// A workspace `a` with money and its default project.
pub(crate) async fn funded() -> World {
    let world = World::new();
    let now = contract::port::Clock::now(world.clock.as_ref());
    let mut changes =
        wallet::grant(GrantId::derived("first"), UsdMicros::new(GRANTED), now).unwrap().to_vec();
    changes.push(Project::create_default(workspace("a"), now).unwrap());
    world.commit("a", changes).await;
    world
}

pub(crate) fn job(number: u128) -> JobId {
    JobId::from_body(JobKind::Render, number)
}

/// A job that holds `micros`.
pub(crate) async fn hold(world: &World, number: u128, micros: i64) {
    let jobs: Jobs = world.open("a");
    let admission = Admission {
        job: job(number),
        user: UserId::derived("a"),
        project: Project::default_of(workspace("a")),
        chain: None,
        request: json!({ "prompt": "a lighthouse" }),
        price: Price {
            hold: UsdMicros::new(micros),
            min: None,
            likely: None,
            source: "test".to_owned(),
            read_on: "2026-11-20".to_owned(),
        },
        place: Place::Slot,
        patience: None,
        route: "test",
        key: &IdempotencyKey::parse(&format!("k{number}")).unwrap(),
        hash: &Digest::of("body"),
        answer: &|head: &Head, _: &serde_json::Value| Ok(json!({ "id": head.job })),
        fill: None,
    };
    assert!(matches!(jobs.admit(&admission).await.unwrap(), Admitted::New(_)));
}

/// A job that held `micros`, of which its one attempt cost `cost`, and that ended well or badly.
pub(crate) async fn ended(world: &World, number: u128, micros: i64, cost: i64, well: bool) {
    hold(world, number, micros).await;
    let jobs: Jobs = world.open("a");
    let step = Step::first(job(number), 1);
    let Opened::Ours(view) = jobs.begin(&step).await.unwrap() else { panic!("the job is ours") };
    let sent = Sent {
        r#try: 1,
        provider: "acme".to_owned(),
        model: "brush".to_owned(),
        body_sha256: "0".repeat(64),
        patience: Duration::from_mins(1),
        doubt: Duration::from_mins(1),
    };
    let License::Granted(attempt) = jobs.license(&view, &sent).await.unwrap() else {
        panic!("nobody else asks")
    };
    let verdict = Verdict::Landed { result: json!({}), cost: UsdMicros::new(cost) };
    let head = jobs.head(job(number)).await.unwrap();
    jobs.conclude(&world.open("a"), &head, attempt, &verdict).await.unwrap();
    let problem = Fault::new(Kind::Unprocessable, "unusable", "It did not work.").problem("test");
    let end = if well { End::Succeeded { outputs: vec![output()] } } else { End::Failed(problem) };
    jobs.settle(&world.open("a"), &jobs.view(job(number)).await.unwrap(), &end).await.unwrap();
}

fn output() -> Output {
    Output {
        asset: AssetId::derived("picture"),
        key: "picture.png".to_owned(),
        mime: "image/png".to_owned(),
        width: 1,
        height: 1,
        bytes: 1,
        sha256: "0".repeat(64),
    }
}
