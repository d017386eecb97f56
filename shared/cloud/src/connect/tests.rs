mod counted;

use aws_smithy_http_client::test_util::NeverClient;
use contract::port::table::Key;

use super::*;
use crate::testing::{NEEDS, answer, cloud, replay, sdk, settings};

#[test]
fn a_port_that_was_not_declared_is_not_there() {
    let connected = connect_with(&sdk(NeverClient::new()), [Need::Table, Need::Table], settings());
    assert!(connected.ports.table.is_some());
    assert!(connected.ports.bucket.is_none() && connected.ports.render_flow.is_none());
}

#[test]
fn a_need_without_its_setting_opens_nothing() {
    let connected = connect_with(&sdk(NeverClient::new()), NEEDS, Arc::new(Settings::default()));
    assert!(connected.ports.table.is_none() && connected.ports.bucket.is_none());
}

#[tokio::test]
async fn prewarming_touches_each_endpoint_once_and_ignores_refusals() {
    let (connected, http) = replay(vec![
        answer(400, &[], r#"{"__type":"AccessDeniedException"}"#),
        answer(400, &[], r#"{"__type":"AccessDeniedException"}"#),
        answer(403, &[], ""),
    ]);
    connected.prewarm().await;
    let mut hosts: Vec<_> =
        http.actual_requests().map(|request| request.uri().split('/').nth(2).unwrap().to_owned()).collect();
    hosts.sort();
    assert_eq!(
        hosts,
        [
            "dynamodb.eu-central-1.amazonaws.com",
            "media.s3.eu-central-1.amazonaws.com",
            "states.eu-central-1.amazonaws.com"
        ]
    );
    let attempts: u64 = connected.calls().take().tallies.values().map(|tally| tally.attempts).sum();
    assert_eq!(attempts, 3);
}

#[tokio::test(start_paused = true)]
async fn prewarming_ends_after_two_seconds_with_all_calls_under_way() {
    let never = NeverClient::new();
    let connected = cloud(never.clone());
    let begun = tokio::time::Instant::now();
    connected.prewarm().await;
    assert_eq!(never.num_calls(), 3);
    assert_eq!(begun.elapsed().as_millis() / 100, 20);
}

#[tokio::test(start_paused = true)]
async fn a_silent_table_is_given_up_after_three_tries_in_five_seconds() {
    let never = NeverClient::new();
    let table = cloud(never.clone()).ports.table.unwrap();
    let begun = tokio::time::Instant::now();
    let key = Key { pk: "P".to_owned(), sk: "S".to_owned() };
    assert!(table.get(&[key]).await.is_err());
    assert!(begun.elapsed() <= Duration::from_millis(5_010), "{:?}", begun.elapsed());
    assert!(never.num_calls() >= 2, "{}", never.num_calls());
}

/// Two services made a client for each request, and leaked one each time.
#[tokio::test]
async fn one_connection_serves_every_port_and_every_invocation() {
    let server = counted::Server::start();
    let connected = connect_with(&config::for_local(&server.endpoint), NEEDS, settings());
    connected.prewarm().await;
    let warm = server.connections();
    let key = Key { pk: "P".to_owned(), sk: "S".to_owned() };
    let ports = &connected.ports;
    for _ in 0..50 {
        // Every answer is a refusal; what counts is the way to it.
        assert!(ports.table.as_ref().unwrap().get(std::slice::from_ref(&key)).await.is_err());
        assert!(ports.bucket.as_ref().unwrap().head("media/one").await.is_err());
        assert!(crate::testing::queue(&connected).send("{}", Duration::ZERO).await.is_err());
    }
    assert!(server.requests() >= 150, "{} requests", server.requests());
    // Prewarming asks three endpoints at once, which takes three; after it, nobody opens another.
    assert!(warm <= 3, "{warm} connections after prewarming");
    assert_eq!(server.connections(), warm);
}
