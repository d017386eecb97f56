use super::*;
use serde_json::json;

fn request(body: Value) -> Result<RenderRequest, serde_json::Error> {
    serde_json::from_value(body)
}

#[test]
fn a_prompt_alone_is_a_whole_request() {
    let resolved = request(json!({ "prompt": "a boat" })).unwrap().resolve(9).unwrap();
    assert_eq!(resolved.size, Size { width: 768, height: 768 });
    assert_eq!((resolved.seed, resolved.count.get(), resolved.aspect), (9, 1, Some(Aspect::Square)));
}

#[test]
fn export_words_for_quality_are_read_and_echoed_as_ours() {
    let resolved = request(json!({ "prompt": "a", "quality": "low" })).unwrap().resolve(0).unwrap();
    assert_eq!(serde_json::to_value(resolved.quality).unwrap(), "draft");
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let cases = [
        (json!({ "prompt": "a", "aspect": "7:5" }), "unknown variant"),
        (json!({ "prompt": "a", "count": 5 }), "from 1 to 4"),
        (json!({ "prompt": "a", "count": 1.5 }), "from 1 to 4"),
        (json!({ "prompt": "a", "size": { "width": 16, "height": 512 } }), "from 256 to 2048"),
        (json!({ "prompt": "a", "style": "x".repeat(201) }), "1 to 200 characters"),
        (json!({ "prompt": "a", "references": ["wsp_1"] }), "ast_"),
        (json!({ "prompt": "a", "seed": -1 }), "u64"),
        (json!({ "prompt": "a", "colour": "red" }), "unknown field `colour`"),
        (json!({}), "missing field `prompt`"),
    ];
    for (body, words) in cases {
        let refused = request(body.clone()).expect_err(&body.to_string()).to_string();
        assert!(refused.contains(words), "{body}: {refused}");
    }
}

#[test]
fn fields_that_contradict_each_other_are_refused() {
    let both = json!({ "prompt": "a", "aspect": "1:1", "size": { "width": 512, "height": 512 } });
    assert_eq!(request(both).unwrap().resolve(0), Err(Unresolvable::AspectAndSize));
    let large = json!({ "prompt": "a", "metadata": { "note": "x".repeat(2_048) } });
    assert_eq!(request(large).unwrap().resolve(0).unwrap_err().pointer(), "/metadata");
}

#[test]
fn the_nearest_size_keeps_the_shape_within_the_limits() {
    for ((width, height), expected) in [
        ((1_376, 774), (1_376, 774)),
        ((6_000, 4_000), (2_048, 1_365)),
        ((100, 200), (256, 512)),
        ((64, 64), (256, 256)),
        ((60_000, 10), (2_048, 256)),
        ((10, 2_000), (256, 2_048)),
        ((0, 0), (256, 256)),
    ] {
        let size = Size::nearest(width, height);
        assert_eq!((size.width, size.height), expected, "{width} x {height}");
    }
}
