use std::collections::BTreeMap;

use aws_smithy_http_client::test_util::NeverClient;
use aws_smithy_types::body::SdkBody;

use super::*;
use crate::testing::{NEEDS, answer, cloud, replay, sdk, settings, tally};

fn body() -> Bytes {
    Bytes::from_static(b"pixels")
}

#[tokio::test]
async fn a_put_is_made_only_where_there_is_nothing() {
    let (cloud, http) = replay(vec![answer(200, &[], "")]);
    cloud.ports.bucket.unwrap().put_once("ws/1.png", "image/png", body()).await.unwrap();
    let put = http.actual_requests().next().unwrap();
    assert_eq!(put.method(), "PUT");
    assert!(put.uri().starts_with("https://media.s3.eu-central-1.amazonaws.com/ws/1.png"), "{}", put.uri());
    assert_eq!(put.headers().get("if-none-match"), Some("*"));
    assert_eq!(put.headers().get("content-type"), Some("image/png"));
    assert_eq!(put.body().bytes(), Some(&b"pixels"[..]));
}

#[tokio::test]
async fn an_object_that_is_there_already_is_success() {
    let (cloud, _) = replay(vec![answer(412, &[], "<Error><Code>PreconditionFailed</Code></Error>")]);
    cloud.ports.bucket.unwrap().put_once("k", "image/png", body()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_put_that_meets_another_is_tried_again_and_given_up_in_the_end() {
    let conflict = || answer(409, &[], "<Error><Code>ConditionalRequestConflict</Code></Error>");
    let (cloud, _) = replay(vec![conflict(), conflict(), answer(412, &[], "")]);
    cloud.ports.bucket.clone().unwrap().put_once("k", "image/png", body()).await.unwrap();
    assert_eq!(tally(&cloud.calls(), "S3.PutObject"), (3, 3));

    let (cloud, _) = replay((0..5).map(|_| conflict()).collect());
    let fault = cloud.ports.bucket.clone().unwrap().put_once("k", "image/png", body()).await.unwrap_err();
    assert_eq!(fault.kind(), fault::Kind::Unavailable);
    assert_eq!(tally(&cloud.calls(), "S3.PutObject"), (4, 4));
}

#[tokio::test]
async fn an_object_is_read_whole_and_an_absent_one_is_none() {
    let absent = answer(404, &[], "<Error><Code>NoSuchKey</Code></Error>");
    let (cloud, _) = replay(vec![answer(200, &[("content-length", "6")], "pixels"), absent]);
    let bucket = cloud.ports.bucket.unwrap();
    assert_eq!(bucket.get("k", 6).await.unwrap(), Some(body()));
    assert_eq!(bucket.get("k", 6).await.unwrap(), None);
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_no_absent_object() {
    let (cloud, _) = replay(vec![answer(404, &[], "<Error><Code>NoSuchBucket</Code></Error>")]);
    let fault = cloud.ports.bucket.unwrap().get("k", 6).await.unwrap_err();
    assert!(fault.chain().contains("check that BUCKET_NAME"), "{}", fault.chain());
}

#[tokio::test]
async fn too_large_is_told_before_the_body_and_by_a_body_that_lied() {
    let declared = answer(200, &[("content-length", "7")], SdkBody::taken());
    let undeclared = answer(200, &[], "pixels!");
    let (cloud, _) = replay(vec![declared, undeclared]);
    let bucket = cloud.ports.bucket.unwrap();
    for _ in 0..2 {
        let fault = bucket.get("k", 6).await.unwrap_err();
        assert_eq!((fault.kind(), fault.code()), (fault::Kind::TooLarge, "object-too-large"));
        assert!(fault.detail().contains("at most 6"), "{fault}");
    }
}

#[tokio::test]
async fn a_head_tells_length_and_type() {
    let there = answer(200, &[("content-length", "1234"), ("content-type", "video/mp4")], "");
    let (cloud, _) = replay(vec![there, answer(404, &[], "")]);
    let bucket = cloud.ports.bucket.unwrap();
    let stored = Stored { bytes: 1_234, mime: "video/mp4".to_owned() };
    assert_eq!(bucket.head("k").await.unwrap(), Some(stored));
    assert_eq!(bucket.head("k").await.unwrap(), None);
}

/// Host, path and query of a link.
fn parts(link: &str) -> (String, BTreeMap<String, String>) {
    let (place, query) = link.split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    (place.to_owned(), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

#[tokio::test]
async fn a_link_is_signed_for_its_life_without_the_network() {
    let bucket = cloud(NeverClient::new()).ports.bucket.unwrap();
    let link =
        bucket.link("ws/a b.png", Duration::from_mins(10), Show::Attachment("Bild ü.png")).await.unwrap();
    let (place, query) = parts(&link);
    assert_eq!(place, "https://media.s3.eu-central-1.amazonaws.com/ws/a%20b.png");
    assert_eq!(query["X-Amz-Expires"], "600");
    assert_eq!(query["X-Amz-SignedHeaders"], "host", "a browser sends no other");
    assert!(query["X-Amz-Credential"].starts_with("AKID%2F") && query.contains_key("X-Amz-Signature"));
    let name =
        "attachment%3B%20filename%3D%22Bild%20_.png%22%3B%20filename%2A%3DUTF-8%27%27Bild%2520%25C3%25BC.png";
    assert_eq!(query["response-content-disposition"], name);
    assert!(!link.contains("secret"));

    let plain = bucket.link("k", Duration::from_mins(10), Show::AsItIs).await.unwrap();
    assert!(!parts(&plain).1.contains_key("response-content-disposition"));
}

#[tokio::test]
async fn a_link_of_a_local_cloud_names_the_bucket_in_its_path() {
    let local = sdk(NeverClient::new()).into_builder().endpoint_url("http://localhost:4566").build();
    let bucket = crate::connect::connect_with(&local, NEEDS, settings()).ports.bucket.unwrap();
    let link = bucket.link("k", Duration::from_mins(1), Show::AsItIs).await.unwrap();
    assert_eq!(parts(&link).0, "http://localhost:4566/media/k");
}

#[tokio::test]
async fn a_link_begins_by_the_clock_that_the_bucket_was_handed() {
    struct Stopped;
    #[async_trait]
    impl Clock for Stopped {
        fn now(&self) -> model::Time {
            model::Time::from_millis(1_795_000_000_000)
        }

        async fn sleep(&self, _: Duration) {}
    }
    let client = Client::new(&sdk(NeverClient::new()));
    let bucket = S3Bucket::new(client, "media".to_owned(), Arc::new(Stopped));
    let link = bucket.link("k", Duration::from_mins(1), Show::AsItIs).await.unwrap();
    assert_eq!(parts(&link).1["X-Amz-Date"], "20261118T110640Z");
}

#[tokio::test]
async fn a_link_lives_an_hour_at_most() {
    let bucket = cloud(NeverClient::new()).ports.bucket.unwrap();
    bucket.link("k", Duration::from_hours(1), Show::AsItIs).await.unwrap();
    let fault = bucket.link("k", Duration::from_secs(3_601), Show::AsItIs).await.unwrap_err();
    assert_eq!(fault.kind(), fault::Kind::Defect);
}

#[tokio::test]
async fn an_object_comes_in_pieces_with_the_length_that_is_declared() {
    let (cloud, http) = replay(vec![answer(200, &[("content-length", "6")], "pixels"), answer(200, &[], "")]);
    let bucket = cloud.ports.bucket.unwrap();
    let body = bucket.open("k").await.unwrap().unwrap();
    assert_eq!(body.length, Some(6));
    let chunks: Vec<_> = body.chunks.map(Result::unwrap).collect().await;
    assert_eq!(chunks.concat(), b"pixels");
    assert_eq!(bucket.open("k").await.unwrap().unwrap().length, None);
    assert!(
        http.actual_requests().all(|request| request.headers().get("range").is_none()),
        "one request, for all"
    );
}

#[tokio::test]
async fn an_object_is_deleted_and_one_that_is_not_there_too() {
    // S3 answers 204 whether there was one or not.
    let (cloud, http) =
        replay(vec![answer(204, &[], ""), answer(403, &[], "<Error><Code>AccessDenied</Code></Error>")]);
    let bucket = cloud.ports.bucket.unwrap();
    bucket.delete("ws/1.png").await.unwrap();
    assert_eq!(http.actual_requests().next().unwrap().method(), "DELETE");
    assert!(bucket.delete("ws/1.png").await.is_err());
}

#[tokio::test]
async fn a_put_link_takes_the_pledged_file_and_no_other() {
    let bucket = cloud(NeverClient::new()).ports.bucket.unwrap();
    let pledge = Pledge { bytes: 6, mime: "image/png", sha256: [7; 32] };
    let link = bucket.put_link("uploads/a", Duration::from_mins(15), pledge).await.unwrap();
    let (place, query) = parts(&link.url);
    assert_eq!(place, "https://media.s3.eu-central-1.amazonaws.com/uploads/a");
    assert_eq!(query["X-Amz-Expires"], "900");
    let signed = query["X-Amz-SignedHeaders"].as_str();
    assert_eq!(signed, "content-length%3Bcontent-type%3Bhost%3Bx-amz-checksum-sha256");
    let sent: BTreeMap<_, _> =
        link.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let checksum = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    let wanted =
        [("content-length", "6"), ("content-type", "image/png"), ("x-amz-checksum-sha256", checksum)];
    assert_eq!(sent, BTreeMap::from(wanted));
    assert!(bucket.put_link("k", Duration::from_secs(3_601), pledge).await.is_err());
}
