use model::RenderRequest;
use serde::Deserialize;

use super::*;

fn refusal(text: &str) -> (u16, Option<String>, String) {
    let problem = body::<RenderRequest>(text.as_bytes()).unwrap_err().problem("r");
    (problem.status, problem.pointer, problem.detail)
}

#[test]
fn the_pointer_names_the_field() {
    let cases = [
        (r#"{"prompt": ""}"#, "/prompt"),
        (r#"{"prompt": "a", "colour": 1}"#, "/colour"),
        ("{}", "/prompt"),
        ("", "/prompt"),
        (r#"{"prompt": "a", "size": {"width": 512}}"#, "/size/height"),
        (r#"{"prompt": "a", "size": {"width": 512, "height": 512, "depth": 1}}"#, "/size/depth"),
        (r#"{"prompt": "a", "references": ["nope"]}"#, "/references/0"),
        (r#"{"prompt": "a", "aspect": "7:5"}"#, "/aspect"),
        (r#"{"prompt": "a", "prompt": "b"}"#, "/prompt"),
        (r#"{"prompt": "a", "a/b": 1}"#, "/a~1b"),
    ];
    for (text, expected) in cases {
        let (status, pointer, detail) = refusal(text);
        assert_eq!((status, pointer.as_deref()), (422, Some(expected)), "{text}: {detail}");
        assert!(!detail.contains(" at line "), "{detail}");
    }
}

#[test]
fn an_unknown_value_is_answered_with_the_known_ones() {
    let problem = body::<RenderRequest>(br#"{"prompt": "a", "quality": "best"}"#).unwrap_err().problem("r");
    assert_eq!(problem.allowed[..2], ["draft".to_owned(), "low".to_owned()]);
}

#[test]
fn what_is_not_json_is_malformed() {
    for text in ["{", "nope", r#"{"prompt": "a"} {}"#, r#"{"prompt": "a"} x"#] {
        assert_eq!(refusal(text).0, 400, "{text}");
    }
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let deep = format!("{{\"metadata\": {{\"a\": {}", "[".repeat(100_000));
    assert_eq!(refusal(&deep).0, 400);
}

#[test]
fn a_parameter_is_given_once() {
    #[derive(Debug, Deserialize)]
    struct Page {
        #[expect(dead_code, reason = "only whether it is refused matters")]
        limit: String,
    }
    let twice = [("limit".to_owned(), "1".to_owned()), ("limit".to_owned(), "2".to_owned())];
    assert_eq!(query::<Page>(&twice).unwrap_err().problem("r").pointer.as_deref(), Some("/limit"));
}
