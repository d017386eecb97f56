//! What the tests of this domain share: a workspace, pictures, and somebody who uploads them.

use std::io::Cursor;
use std::time::Duration;

use contract::Part as _;
use image::{ImageFormat, Rgb, RgbImage};
use jobs::{Admission, Admitted, Head, Jobs, Place, Price, Project};
use media::key::{Format, UploadKey};
use media::{Asset, Assets, OutputKey, Upload};
use model::{AssetId, GrantId, JobId, JobKind, UploadId, UsdMicros, UserId};
use serde_json::{Value, json};
use store::{Digest, IdempotencyKey};
use testkit::{Answer, Get, Post, World, perform, workspace};

use crate::retention::Lifetime;
use crate::{COMPLETE_UPLOAD, CREATE_UPLOADS, DELETE, GET, THUMBNAIL};

/// The workspace `a`, with money for renders.
pub(crate) struct Darkroom {
    pub(crate) world: World,
}

/// A picture that no other seed gives.
pub(crate) fn picture(seed: u8, format: ImageFormat) -> Vec<u8> {
    sized(seed, 600, 400, format)
}

pub(crate) fn sized(seed: u8, width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let half = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([200, seed, 30]) } else { Rgb([20, 40, seed]) }
    });
    let mut bytes = Cursor::new(Vec::new());
    half.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What announces a file.
pub(crate) fn file(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "bytes": bytes.len(), "mime": "image/png", "sha256": Digest::of(bytes) .as_str() })
}

impl Darkroom {
    pub(crate) async fn new() -> Self {
        let needs = [Lifetime::NEEDS];
        Self::with(World::new().with_settings(&needs, &[("MEDIA_RETENTION_DAYS", "365")])).await
    }

    async fn with(world: World) -> Self {
        let now = contract::port::Clock::now(world.clock.as_ref());
        let mut changes =
            jobs::wallet::grant(GrantId::derived("a"), UsdMicros::new(1_000_000), now).unwrap().to_vec();
        changes.push(Project::create_default(workspace("a"), now).unwrap());
        world.commit("a", changes).await;
        Self { world }
    }

    pub(crate) fn assets(&self) -> Assets {
        self.world.open("a")
    }

    pub(crate) fn jobs(&self) -> Jobs {
        self.world.open("a")
    }

    pub(crate) async fn announce(&self, body: &Value, headers: &[(&str, &str)]) -> Answer {
        Answer::of(CREATE_UPLOADS, self.world.inside("a"), Post(&[], body.clone(), headers)).await
    }

    /// Announces a file and puts `bytes` in its place, whatever was announced.
    pub(crate) async fn put(&self, file: Value, bytes: impl Into<bytes::Bytes>) -> UploadId {
        let answer = self.announce(&json!({ "files": [file] }), &[]).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let upload = id(&answer.body["uploads"][0]["id"]);
        self.put_again(upload, bytes);
        upload
    }

    pub(crate) fn put_again(&self, upload: UploadId, bytes: impl Into<bytes::Bytes>) {
        self.world.bucket.corrupt(&UploadKey::new(workspace("a"), upload).to_string(), bytes);
    }

    pub(crate) async fn complete(&self, upload: UploadId) -> Answer {
        let path = [("id", upload.to_string())];
        let path = path.each_ref().map(|(name, value)| (*name, value.as_str()));
        Answer::of(COMPLETE_UPLOAD, self.world.inside("a"), Post(&path, json!({}), &[])).await
    }

    /// Uploads a picture to its end, without its smaller versions.
    pub(crate) async fn upload(&self, name: &str, bytes: &[u8]) -> Value {
        let upload = self.put(file(name, bytes), bytes.to_vec()).await;
        let answer = self.complete(upload).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body
    }

    pub(crate) async fn get(&self, asset: &Value) -> Answer {
        self.get_as("a", asset).await
    }

    pub(crate) async fn get_as(&self, seed: &str, asset: &Value) -> Answer {
        Answer::of(GET, self.world.inside(seed), Get(&[("id", asset.as_str().unwrap())], &[], &[])).await
    }

    pub(crate) async fn delete(&self, asset: &Value) -> Answer {
        self.delete_as("a", asset).await
    }

    pub(crate) async fn delete_as(&self, seed: &str, asset: &Value) -> Answer {
        Answer::of(DELETE, self.world.inside(seed), Get(&[("id", asset.as_str().unwrap())], &[], &[])).await
    }

    /// The keys of the objects that assets have.
    pub(crate) fn objects(&self) -> Vec<String> {
        self.lying(["media/", "kept/original/"])
    }

    /// The keys of smaller versions of these.
    pub(crate) fn smaller(&self) -> Vec<String> {
        self.lying(["derived/", "kept/derived/"])
    }

    fn lying(&self, prefixes: [&str; 2]) -> Vec<String> {
        let lies = |key: &String| prefixes.iter().any(|prefix| key.starts_with(prefix));
        self.world.bucket.keys().into_iter().filter(lies).collect()
    }

    /// The bucket's event about an object, as in the sample.
    pub(crate) async fn told_of(&self, key: &str) -> String {
        let mut event: Value =
            serde_json::from_str(include_str!("../../../events/assets-thumbnail/happy.json")).unwrap();
        event["detail"]["object"]["key"] = json!(key);
        let report = perform(THUMBNAIL, self.world.outside(), &event).await.unwrap();
        report["outcome"].as_str().unwrap().to_owned()
    }

    /// Admits a render that follows `references`.
    pub(crate) async fn render(&self, number: u128, references: &Value) -> JobId {
        let job = JobId::from_body(JobKind::Render, (number << 80) | number);
        let admission = Admission {
            job,
            user: UserId::derived("a"),
            project: Project::default_of(workspace("a")),
            chain: None,
            request: json!({ "prompt": "a lighthouse", "references": references }),
            price: Price {
                hold: UsdMicros::new(1_000),
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
            answer: &|head: &Head, _: &Value| Ok(json!({ "id": head.job })),
            fill: None,
        };
        assert!(matches!(self.jobs().admit(&admission).await.unwrap(), Admitted::New(_)));
        job
    }

    /// Ends a render that has not begun.
    pub(crate) async fn end(&self, job: JobId) {
        self.jobs().cancel(&self.world.open("a"), job).await.unwrap();
    }

    /// Registers a picture as an output of `job`.
    pub(crate) async fn output(&self, job: JobId, bytes: &[u8]) -> Asset {
        self.output_at(job, 0, bytes).await
    }

    pub(crate) async fn output_at(&self, job: JobId, index: u32, bytes: &[u8]) -> Asset {
        let key = OutputKey::new(workspace("a"), job, 1, index, Format::Png);
        self.world.bucket.corrupt(&key.to_string(), bytes.to_vec());
        let asset = Asset {
            id: key.asset(),
            key: key.to_string(),
            mime: "image/png".to_owned(),
            bytes: bytes.len() as u64,
            width: 600,
            height: 400,
            sha256: Digest::of(bytes).as_str().to_owned(),
            palette: Vec::new(),
            analysis: None,
            job: Some(job),
            upload: None,
            name: None,
            project: None,
            duplicate_of: None,
            created_at: contract::port::Clock::now(self.world.clock.as_ref()),
            expired_at: None,
            removed_at: None,
        };
        asset.register(&self.world.open("a")).await.unwrap();
        asset
    }

    pub(crate) fn now(&self) -> model::Time {
        contract::port::Clock::now(self.world.clock.as_ref())
    }

    pub(crate) fn later(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// Nothing is wrong between records, contents and the bucket.
    pub(crate) fn audit(&self) {
        let objects = self.world.bucket.keys().into_iter().map(|key| {
            let object = testkit::audit::Object {
                bytes: self.world.bucket.length(&key),
                stored_at: model::Time::from_millis(0),
                sha256: None,
            };
            (key, object)
        });
        let shelf = testkit::audit::Shelf {
            objects: objects.collect(),
            now: contract::port::Clock::now(self.world.clock.as_ref()),
            grace: Duration::ZERO,
        };
        let findings = testkit::audit::audit_with(&self.world.table.snapshot(), &shelf);
        assert!(findings.is_empty(), "{findings:?}");
    }

    /// Whether no record and no object of media is left.
    pub(crate) fn is_bare(&self) -> bool {
        let records = self.world.table.snapshot().into_keys();
        let of_media = |pk: &str| ["AST#", "BLB#"].iter().any(|kind| pk.starts_with(kind));
        self.world.bucket.keys().is_empty() && !records.into_iter().any(|key| of_media(&key.pk))
    }
}

/// An id in a body.
pub(crate) fn id<T: std::str::FromStr>(text: &Value) -> T {
    let text = text.as_str().unwrap_or_else(|| panic!("{text} is no id"));
    text.parse().unwrap_or_else(|_| panic!("{text} is no id"))
}

#[test]
fn an_upload_and_its_asset_are_one_thing_with_two_names() {
    let upload = UploadId::from_body(77);
    assert_eq!(AssetId::from_body(upload.body()).to_string()[4..], upload.to_string()[4..]);
    assert!(Upload::LIFETIME > Duration::from_hours(24), "the bucket forgets before the record does");
}
