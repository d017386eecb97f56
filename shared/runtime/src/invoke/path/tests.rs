use super::*;

const TEMPLATE: &str = "/v1/renders/{id}/events";

#[test]
fn placeholders_are_filled_and_decoded() {
    assert_eq!(matched(TEMPLATE, "/v1/renders/a%20b/events").unwrap(), [("id".into(), "a b".into())].into());
    assert!(matched("/v1/events", "/v1/events").unwrap().is_empty());
}

#[test]
fn what_does_not_fit_is_not_found() {
    let paths = [
        "",
        "/",
        "/v1/renders//events",
        "/v1/renders/a",
        "/v1/renders/a/events/",
        "/v1/renders/a/b/events",
        "/v1/renders/%ff/events",
    ];
    for path in paths {
        assert_eq!(matched(TEMPLATE, path).unwrap_err().code(), "not-found", "{path}");
    }
}

#[test]
fn an_encoded_slash_stays_inside_its_placeholder() {
    assert_eq!(matched(TEMPLATE, "/v1/renders/a%2Fb/events").unwrap()["id"], "a/b");
}
