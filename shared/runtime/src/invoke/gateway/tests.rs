use serde_json::{Value, json};

use super::*;

fn deadline() -> Deadline {
    Deadline::before(0, model::Time::from_millis(0))
}

fn event(changes: &Value) -> ApiGatewayV2httpRequest {
    let mut event = json!({ "requestContext": { "http": { "method": "GET" } } });
    event.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    serde_json::from_value(event).unwrap()
}

fn read(changes: &Value) -> Result<Request, Fault> {
    request(event(changes), BTreeMap::new(), "r-1", deadline())
}

fn encoded(response: Response) -> Value {
    serde_json::from_str(encode(response).unwrap().get()).unwrap()
}

#[test]
fn a_query_keeps_its_order_its_repetitions_and_its_decoded_values() {
    let request = read(&json!({ "rawQueryString": "b=2&a=x+y&a=%C3%A9%26%2B&flag&empty=" })).unwrap();
    let pairs = [("b", "2"), ("a", "x y"), ("a", "\u{e9}&+"), ("flag", ""), ("empty", "")];
    assert_eq!(request.query, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn cookies_return_to_their_header() {
    let request = read(&json!({ "cookies": ["a=1", "b=2"], "headers": { "x": "y" } })).unwrap();
    assert_eq!(request.headers["cookie"], "a=1; b=2");
    assert_eq!(request.headers["x"], "y");
    assert!(!read(&json!({})).unwrap().headers.contains_key("cookie"));
}

#[test]
fn the_limit_is_on_decoded_bytes() {
    let code = |body: String, encoded: bool| {
        let refused = read(&json!({ "body": body, "isBase64Encoded": encoded })).err();
        refused.map_or_else(String::new, |fault| fault.code().to_owned())
    };
    assert_eq!(code("x".repeat(MAX_BODY_BYTES), false), "");
    assert_eq!(code("x".repeat(MAX_BODY_BYTES + 1), false), "body-too-large");
    assert_eq!(code(STANDARD.encode(vec![0; MAX_BODY_BYTES]), true), "");
    assert_eq!(code(STANDARD.encode(vec![0; MAX_BODY_BYTES + 1]), true), "body-too-large");
    assert_eq!(code("====".to_owned(), true), "body-encoding");
}

#[test]
fn the_length_of_base_64_is_known_without_decoding() {
    for length in 0..9 {
        assert_eq!(decoded_length(&STANDARD.encode(vec![7; length])), length);
    }
}

#[test]
fn a_response_is_text_where_it_can_be_and_keeps_its_cookies_apart() {
    let mut response = Response::json(200, "application/json", b"{}".to_vec());
    for (name, value) in [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("vary", "a"), ("vary", "b")] {
        response.headers.append(name, HeaderValue::from_static(value));
    }
    let expected = json!({
        "statusCode": 200,
        "headers": { "content-type": "application/json", "vary": "a, b" },
        "cookies": ["a=1", "b=2"],
        "body": "{}",
        "isBase64Encoded": false,
    });
    assert_eq!(encoded(response), expected);
    let binary = encoded(Response { status: 200, body: vec![0xff].into(), ..Response::default() });
    assert_eq!((&binary["body"], &binary["isBase64Encoded"]), (&json!("/w=="), &json!(true)));
}

#[test]
fn a_handler_has_the_last_word_on_caching() {
    let control = |headers: &[(&'static str, &'static str)]| {
        let mut response = Response::json(200, "application/json", b"{}".to_vec());
        for (name, value) in headers {
            response.headers.insert(*name, HeaderValue::from_static(value));
        }
        finish(&mut response, "r-1");
        response.headers["cache-control"].to_str().unwrap().to_owned()
    };
    assert_eq!(control(&[]), "no-store");
    assert_eq!(control(&[("etag", "\"1\"")]), "private, no-cache");
    assert_eq!(control(&[("etag", "\"1\""), ("cache-control", "public, max-age=60")]), "public, max-age=60");
}

#[test]
fn only_401_is_a_challenge() {
    let challenged =
        |kind| problem(&Fault::new(kind, "c", "d"), "r-1", true).headers.contains_key("www-authenticate");
    for kind in Kind::ALL {
        assert_eq!(challenged(kind), kind == Kind::Unauthenticated);
    }
}
