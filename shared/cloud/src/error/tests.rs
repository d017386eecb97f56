use aws_sdk_dynamodb::config::SharedCredentialsProvider;
use aws_smithy_http_client::test_util::{NeverClient, ReplayEvent};
use aws_smithy_runtime_api::client::http::HttpClient;

use super::*;
use crate::testing::{answer, broken_network, error, replay, sdk};

/// The error of a `GetItem` over `http`, without repeats.
async fn failure(http: impl HttpClient + 'static) -> CallError {
    of(&sdk(http)).await
}

async fn recorded(answer: ReplayEvent) -> CallError {
    failure(aws_smithy_http_client::test_util::StaticReplayClient::new(vec![answer])).await
}

async fn of(sdk: &aws_config::SdkConfig) -> CallError {
    let config = aws_sdk_dynamodb::config::Builder::from(sdk)
        .retry_config(crate::config::once())
        .timeout_config(crate::config::Patience::DYNAMODB.timeouts());
    let client = aws_sdk_dynamodb::Client::from_conf(config.build());
    let key = aws_sdk_dynamodb::types::AttributeValue::S("k".to_owned());
    let error = client.get_item().table_name("things").key("pk", key).send().await.unwrap_err();
    classify("DynamoDB.GetItem", &error)
}

#[tokio::test]
async fn an_answer_is_told_with_its_code_message_and_request_id() {
    let told = recorded(error(400, "ResourceNotFoundException")).await.to_string();
    assert_eq!(
        told,
        "DynamoDB.GetItem failed with ResourceNotFoundException: told why (request id REQ-1); \
         check that TABLE_NAME names a table of this account and region"
    );
}

#[tokio::test(start_paused = true)]
async fn no_failure_is_told_as_a_bare_service_error() {
    let without_body = recorded(answer(500, &[], "")).await;
    let not_ours = recorded(answer(200, &[], "<html>")).await;
    for (failed, names) in [
        (without_body, "HTTP 500"),
        (not_ours, "HTTP 200"),
        (failure(broken_network()).await, "connection reset by peer"),
        (failure(NeverClient::new()).await, "timeout"),
    ] {
        let told = failed.to_string();
        assert!(told.starts_with("DynamoDB.GetItem failed"), "{told}");
        assert!(told.contains(names), "{told} does not say `{names}`");
        assert!(!["service error", "dispatch failure"].contains(&told.as_str()), "{told}");
        assert_eq!(failed.class, Class::Lost, "{told}");
    }
}

#[tokio::test]
async fn missing_credentials_and_a_missing_region_are_told_with_what_to_set() {
    #[derive(Debug)]
    struct Nobody;
    impl aws_credential_types::provider::ProvideCredentials for Nobody {
        fn provide_credentials<'a>(&'a self) -> aws_credential_types::provider::future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let missing = CredentialsError::not_loaded("environment variable not set");
            aws_credential_types::provider::future::ProvideCredentials::ready(Err(missing))
        }
    }
    let base = sdk(NeverClient::new());
    let nobody = base.to_builder().credentials_provider(SharedCredentialsProvider::new(Nobody)).build();
    let nowhere = base.to_builder().region(None).build();
    let (unknown, lost) = (of(&nobody).await, of(&nowhere).await.to_string());
    // Nothing was sent, so this is no lost answer: repeating it would only hide it.
    assert_eq!(unknown.class, Class::Refused);
    let unknown = unknown.to_string();
    assert!(unknown.contains("environment variable not set; set AWS_ACCESS_KEY_ID"), "{unknown}");
    assert!(lost.contains("Missing Region") && lost.contains("check AWS_REGION"), "{lost}");
}

#[test]
fn codes_decide_before_the_status() {
    for (code, status, class) in [
        ("ThrottlingException", 400, Class::Busy),
        ("ProvisionedThroughputExceededException", 400, Class::Busy),
        ("RequestLimitExceeded", 400, Class::Busy),
        ("TransactionConflictException", 400, Class::Busy),
        ("SlowDown", 503, Class::Busy),
        ("", 429, Class::Busy),
        ("TransactionInProgressException", 400, Class::Lost),
        ("InternalServerError", 500, Class::Lost),
        ("RequestTimeout", 400, Class::Lost),
        ("", 502, Class::Lost),
        ("IdempotentParameterMismatchException", 400, Class::Refused),
        ("ValidationException", 400, Class::Refused),
        ("AccessDeniedException", 400, Class::Refused),
    ] {
        assert_eq!(answered(code, status), class, "{code} {status}");
    }
}

#[tokio::test]
async fn busy_and_lost_are_transient_faults_and_a_refusal_is_a_defect() {
    let transient = recorded(error(400, "ThrottlingException")).await.fault();
    assert_eq!(transient.kind(), fault::Kind::Unavailable);
    let defect = recorded(error(400, "AccessDeniedException")).await.fault();
    assert_eq!(defect.kind(), fault::Kind::Defect);
    assert!(defect.chain().contains("allow this action in the role"), "{}", defect.chain());
    assert!(!defect.to_string().contains("AccessDenied"), "the public text tells nothing of AWS: {defect}");
}

#[tokio::test]
async fn an_object_that_may_not_be_looked_for_is_told_with_the_missing_permission() {
    let (cloud, _) = replay(vec![answer(403, &[], "")]);
    let fault = cloud.ports.bucket.unwrap().head("k").await.unwrap_err();
    assert!(fault.chain().contains("S3.HeadObject failed with HTTP 403"), "{}", fault.chain());
    assert!(fault.chain().contains("s3:ListBucket"), "{}", fault.chain());
}
