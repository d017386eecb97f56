use proptest::prelude::*;

use super::*;

const MEASURES: Measures = Measures { width: 1_000.0, height: 500.0, em: None };

#[track_caller]
fn text(value: &str) -> String {
    match resolve(value, &MEASURES) {
        Resolved::Text(text) => text,
        other => panic!("{value}: {other:?}"),
    }
}

#[test]
fn what_can_be_compared_is() {
    for (value, expected) in [
        ("min(200px, 300px)", "200px"),
        ("max(10vw, 30px, 2rem)", "100px"),
        ("clamp(10px, 5vw, 60px)", "50px"),
        ("clamp(1rem, 1vh, 60px)", "16px"),
        ("clamp(80px, 1vh, 60px)", "80px"),
        ("calc(min(10px, 20px) + 50% - 2 * 3px)", "calc(50% + 4px)"),
        ("min(10px * 2, 5vmin / 5)", "5px"),
        ("min(1px, 2px) 3px", "1px 3px"),
        ("1px max(1px,2px)", "1px 2px"),
        ("translateX(min(10px, 20px)) rotate(2deg)", "translateX(10px) rotate(2deg)"),
        ("min(10%, 20%)", "10%"),
        ("max(calc(100% - 20px), calc(100% - 10px))", "calc(100% + -10px)"),
        ("max(0px, 5%)", "5%"),
        ("min(20deg, 10deg)", "10deg"),
        ("minmax(min(10px, 20px), 1fr)", "minmax(10px, 1fr)"),
    ] {
        assert_eq!(text(value), expected, "{value}");
    }
}

#[test]
fn what_only_the_layout_knows_stays_between_its_sides() {
    let side = |text: &str| Some(text.to_owned());
    let between = |least, middle: &str, most| Resolved::Between { least, middle: middle.to_owned(), most };
    assert_eq!(resolve("min(50%, 300px)", &MEASURES), between(None, "50%", side("300px")));
    assert_eq!(resolve("max(50%, 10vw)", &MEASURES), between(side("50%"), "100px", None));
    assert_eq!(resolve("clamp(10px, 50%, 1rem)", &MEASURES), between(side("10px"), "50%", side("16px")));
    for value in [
        "translateX(min(50%, 300px))",
        "min(50%, 300px) 2px",
        "min(1em, 20px, 3%)",
        "min(1, 2px)",
        "min(",
        "min()",
    ] {
        assert!(matches!(resolve(value, &MEASURES), Resolved::Unknown | Resolved::Same), "{value}");
    }
}

#[test]
fn letters_that_are_known_are_a_length() {
    let measures = Measures { em: Some(20.0), ..MEASURES };
    assert_eq!(resolve("min(2em, 30px)", &measures), Resolved::Text("30px".to_owned()));
    assert!(matches!(resolve("min(2em, 30px)", &MEASURES), Resolved::Between { .. }));
}

#[test]
fn what_compares_nothing_is_left_alone() {
    for value in ["10px", "calc(100% - 10px)", "minmax(100px, 1fr)", "\"min(1px, 2px)\"", "var(--max)"] {
        assert_eq!(resolve(value, &MEASURES), Resolved::Same, "{value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: proptest::test_runner::RngSeed::Fixed(11), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_borne(value in "(min|max|clamp|calc|\\(|\\)|,| |\\+|-|\\*|/|[0-9]{1,3}|px|%|em|é){0,24}") {
        resolve(&value, &MEASURES);
    }

    #[test]
    fn lengths_are_compared_as_numbers_are(a in -500..500_i32, b in -500..500_i32, c in -500..500_i32) {
        prop_assert_eq!(text(&format!("min({a}px, {b}px, {c}px)")), format!("{}px", a.min(b).min(c)));
        prop_assert_eq!(text(&format!("clamp({a}px, {b}px, {c}px)")), format!("{}px", a.max(b.min(c))));
    }
}
