use serde_json::{Value, json};

use super::*;
use crate::ResolvedRender;

fn settings(body: Value) -> Settings {
    serde_json::from_value(body).unwrap()
}

fn resolved(settings: &Settings, body: Value) -> ResolvedRender {
    settings.fill(serde_json::from_value(body).unwrap()).resolve(1).unwrap()
}

/// One value for each setting that a request can name, and another.
fn fields() -> [(&'static str, Value, Value); 8] {
    [
        ("pipeline", json!("simple"), json!("full")),
        ("refine", json!(true), json!(false)),
        ("skip", json!(["refine", "validate"]), json!([])),
        ("style", json!("ink"), json!("oil")),
        ("aspect", json!("16:9"), json!("1:1")),
        ("quality", json!("draft"), json!("standard")),
        ("seed", json!(7), json!(u64::MAX)),
        ("retry", json!({ "max_attempts": 3 }), json!({ "max_attempts": 1 })),
    ]
}

#[test]
fn what_a_request_leaves_open_is_as_the_project_says() {
    let all: serde_json::Map<_, _> =
        fields().map(|(name, value, _)| (name.to_owned(), value)).into_iter().collect();
    let filled =
        serde_json::to_value(resolved(&settings(all.clone().into()), json!({ "prompt": "a boat" }))).unwrap();
    for (name, value) in all {
        assert_eq!(filled[&name], value, "{name}");
    }
    assert_eq!(filled["size"], json!(Aspect::Landscape16x9.size(Quality::Draft)));
}

#[test]
fn a_requests_own_field_wins_even_when_it_names_the_default() {
    for (name, project, own) in fields() {
        let settings = settings(json!({ name: project }));
        let filled = resolved(&settings, json!({ "prompt": "a boat", name: own.clone() }));
        let alone = resolved(&Settings::default(), json!({ "prompt": "a boat", name: own }));
        assert_eq!(filled, alone, "{name}");
    }
}

#[test]
fn pixels_are_not_contradicted_by_the_projects_shape() {
    let settings = settings(json!({ "aspect": "16:9" }));
    let filled = resolved(&settings, json!({ "prompt": "a", "size": { "width": 300, "height": 400 } }));
    assert_eq!((filled.aspect, filled.size.width), (None, 300));
}

#[test]
fn no_settings_change_nothing() {
    let body = json!({ "prompt": "a boat", "count": 2, "metadata": { "a": 1 } });
    let request: RenderRequest = serde_json::from_value(body).unwrap();
    assert_eq!(Settings::default().fill(request.clone()), request);
    assert!(Settings::default().is_empty() && !settings(json!({ "refine": false })).is_empty());
}

#[test]
fn settings_that_cannot_be_are_refused_in_words() {
    for (body, words) in [
        (json!({ "retention_days": 0 }), "from 1 to 3650"),
        (json!({ "retention_days": 3_651 }), "from 1 to 3650"),
        (json!({ "skip": ["settle"] }), "unknown variant"),
        (json!({ "seed": -1 }), "u64"),
        (json!({ "retry": { "max_attempts": 6 } }), "from 1 to 5"),
        (json!({ "model": "best" }), "unknown field `model`"),
    ] {
        let refused = serde_json::from_value::<Settings>(body.clone()).unwrap_err().to_string();
        assert!(refused.contains(words), "{body}: {refused}");
    }
}

#[test]
fn words_are_trimmed_counted_and_free_of_control_characters() {
    assert_eq!(ProjectName::parse("  Spring  ").unwrap().as_str(), "Spring");
    assert!(ProjectName::parse(&"ü".repeat(255)).is_ok());
    for bad in ["", " \t ", "two\nlines", &"ü".repeat(256)] {
        assert!(ProjectName::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(RuleText::parse("one\ntwo").unwrap().as_str(), "one\ntwo");
    assert!(RuleText::parse(&"x".repeat(2_001)).is_err());
    assert!(Description::parse("a\u{7}b").unwrap_err().contains("U+0007"));
}

#[test]
fn a_rule_for_no_medium_is_no_rule() {
    let read = |body: Value| serde_json::from_value::<Media>(body);
    assert!(read(json!([])).unwrap_err().to_string().contains("at least one"));
    let films = read(json!(["video"])).unwrap();
    assert!(films.include(Medium::Video) && !films.include(Medium::of(Task::Image)));
    assert!(Media::default().include(Medium::Image) && Media::default().is_all());
}
