//! What passes between a listener and a function.

use serde_json::json;

use super::gate::{PATH, Stage, WIDE, chunk, refusal};

#[tokio::test]
async fn each_chunk_arrives_before_the_next_is_written() {
    let stage = Stage::new(WIDE).await;
    let asked = stage.ask(PATH);
    let mut visit = stage.visit().await;
    visit
        .say(r#"head {"statusCode": 203, "headers": {"Content-Type": "text/event-stream", "x-many": ["1", "2"], "connection": "close"}, "cookies": ["a=1", "b=2"]}"#)
        .await;
    // The head is here before there is any body.
    let mut answer = asked.await.unwrap();
    assert_eq!(answer.status(), 203);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    for (name, expected) in [("x-many", ["1", "2"]), ("set-cookie", ["a=1", "b=2"])] {
        let values: Vec<_> = answer.headers().get_all(name).iter().collect();
        assert_eq!(values, expected);
    }
    // The next word is only said after the chunk before has arrived: a buffer anywhere would stall this for ever.
    for text in ["data: 1\n\n", "data: é\n\n", ": beat\n\n"] {
        visit.say(&format!("chunk {}", json!(text))).await;
        assert_eq!(chunk(&mut answer).await.unwrap().unwrap(), text);
    }
    visit.end().await;
    assert!(chunk(&mut answer).await.unwrap().is_none());
}

#[tokio::test]
async fn the_function_is_given_what_lambda_would_give_it() {
    let stage = Stage::of(WIDE, 60, &[("TABLE_NAME", "t"), ("AWS_REGION", "mine")]).await;
    let request = reqwest::Client::new()
        .get(format!("{}/v1/things/%C3%A9%2F/stream?after=1&x=a%20b+c&x=d&flag", stage.url));
    let request =
        request.header("Last-Event-ID", "rnd_1.7").header("cookie", "a=1; b=2").header("user-agent", "me");
    let asked = tokio::spawn(request.send());
    let mut visit = stage.visit().await;
    let event = &visit.given["event"];
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["rawPath"], "/v1/things/%C3%A9%2F/stream");
    assert_eq!(event["rawQueryString"], "after=1&x=a%20b+c&x=d&flag");
    assert_eq!(event["queryStringParameters"], json!({"after": "1", "x": "a b c,d", "flag": ""}));
    assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
    assert_eq!(event["headers"]["last-event-id"], "rnd_1.7");
    assert_eq!(event["headers"]["host"], "u1.lambda-url.localhost:9");
    assert_eq!(event["headers"]["x-forwarded-for"], "127.0.0.1");
    assert_eq!(event["headers"].get("cookie"), None);
    let http = &event["requestContext"]["http"];
    assert_eq!(
        *http,
        json!({"method": "GET", "path": event["rawPath"], "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "me"})
    );
    assert_eq!(event["isBase64Encoded"], false);
    assert!(event["requestContext"]["timeEpoch"].as_i64().unwrap() > 0);

    let headers = &visit.given["headers"];
    assert_eq!(headers["lambda-runtime-aws-request-id"], event["requestContext"]["requestId"]);
    let left = headers["lambda-runtime-deadline-ms"].as_str().unwrap().parse::<i64>().unwrap()
        - event["requestContext"]["timeEpoch"].as_i64().unwrap();
    assert_eq!(left, 60_000);
    assert!(
        headers["lambda-runtime-invoked-function-arn"]
            .as_str()
            .unwrap()
            .ends_with(":function:ferrotype-thing")
    );
    assert!(headers["lambda-runtime-trace-id"].as_str().unwrap().starts_with("Root=1-"));

    let environment = visit.given["environment"].as_object().unwrap();
    for (name, value) in [
        ("TABLE_NAME", "t"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_LAMBDA_FUNCTION_NAME", "ferrotype-thing"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
    ] {
        assert_eq!(environment[name], value);
    }
    for name in ["HOME", "CARGO_MANIFEST_DIR", "USER"] {
        assert!(!environment.contains_key(name), "{name} is the user's own");
    }
    visit.say("buffered {}").await;
    assert_eq!(asked.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_in_one_piece_works_too() {
    let stage = Stage::new(WIDE).await;
    let cases = [
        (
            r#"{"statusCode": 410, "headers": {"content-type": "application/problem+json"}, "body": "{\"code\": \"x\"}"}"#,
            410,
            "application/problem+json",
            "{\"code\": \"x\"}",
        ),
        (
            r#"{"statusCode": 200, "body": "aGVsbG8=", "isBase64Encoded": true}"#,
            200,
            "application/json",
            "hello",
        ),
        (r#"{"any": ["document"]}"#, 200, "application/json", r#"{"any": ["document"]}"#),
    ];
    for (document, status, kind, body) in cases {
        let asked = stage.ask(PATH);
        let mut visit = stage.visit().await;
        visit.say(&format!("buffered {document}")).await;
        let answer = asked.await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
            (status, kind)
        );
        assert_eq!(answer.text().await.unwrap(), body);
        assert_eq!(visit.hear().await, "202");
    }
}

#[tokio::test]
async fn a_stream_without_a_head_is_a_200_of_its_type() {
    let stage = Stage::new(WIDE).await;
    let asked = stage.ask(PATH);
    let mut visit = stage.visit().await;
    visit.say("plain text/plain").await;
    visit.say("chunk \"as it is\"").await;
    let answer = asked.await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "text/plain")
    );
    visit.end().await;
    assert_eq!(answer.text().await.unwrap(), "as it is");
}

#[tokio::test]
async fn a_failure_is_a_502_and_the_process_goes_on() {
    let stage = Stage::new(WIDE).await;
    let asked = stage.ask(PATH);
    let mut visit = stage.visit().await;
    visit.say("fail the words of a defect").await;
    let answer = asked.await.unwrap();
    assert_eq!(refusal(answer).await, (502, "function-failed".into()));
    assert_eq!(visit.hear().await, "202");
    let log = stage.logged("Defect: the words of a defect").await;
    assert!(log.contains(r#""function":"ferrotype-thing""#), "{log}");

    stage.rests(1).await;
    let (_answer, again) = stage.open().await;
    assert_eq!(again.pid(), visit.pid());
}

#[tokio::test]
async fn what_only_reads_is_a_stream_and_all_else_is_the_apis() {
    let stage = Stage::new(WIDE).await;
    let client = reqwest::Client::new();
    for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"] {
        let answer =
            client.request(method.parse().unwrap(), format!("{}{PATH}", stage.url)).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{method}");
    }
    let answer = reqwest::get(format!("{}{PATH}/more", stage.url)).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), r#"{"message":"Not Found"}"#);
}
