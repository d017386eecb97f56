use super::*;

#[test]
fn a_local_cloud_is_reached_without_the_environment() {
    let sdk = for_local("http://127.0.0.1:4566");
    assert_eq!(sdk.endpoint_url(), Some("http://127.0.0.1:4566"));
    assert_eq!(sdk.region().map(AsRef::as_ref), Some("us-east-1"));
}

#[test]
fn the_behaviour_is_pinned_and_reads_are_tried_three_times() {
    let sdk = for_local("http://127.0.0.1:4566");
    assert_eq!(sdk.behavior_version(), Some(BehaviorVersion::v2026_01_12()));
    assert_eq!(sdk.retry_config().map(RetryConfig::max_attempts), Some(3));
    assert_eq!(once().max_attempts(), 1);
}

#[test]
fn every_call_ends() {
    for patience in [Patience::DYNAMODB, Patience::S3, Patience::SFN, Patience::SQS] {
        let timeouts = patience.timeouts();
        assert_eq!(timeouts.connect_timeout(), Some(CONNECT));
        let (attempt, operation) = (timeouts.operation_attempt_timeout(), timeouts.operation_timeout());
        assert!(attempt.is_some() && attempt < operation, "{patience:?}");
        assert!(operation <= Some(Duration::from_secs(30)), "{patience:?}");
    }
}
