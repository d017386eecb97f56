use super::*;

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn what_is_not_supported_is_told_once() {
    let mut styles = Styles::default();
    for value in ["blurry", "blurrier"] {
        styles.style(&[pair("color", "red"), pair("filter", value), pair("nonsense", value)]);
    }
    let warnings: Vec<_> = styles.warnings().into_iter().map(|warning| warning.message).collect();
    assert_eq!(
        warnings,
        [
            "`filter: blurry` is not supported and has no effect.",
            "`nonsense: blurry` is not supported and has no effect."
        ]
    );
    assert_eq!(styles.warnings(), []);
}

#[test]
fn what_a_still_picture_cannot_show_is_not_worth_a_word() {
    let mut styles = Styles::default();
    styles.style(&[
        pair("will-change", "transform"),
        pair("transition", "all 1s nonsense"),
        pair("animation-name", "3"),
    ]);
    assert_eq!(styles.warnings(), []);
}

#[test]
fn a_shorthand_is_its_longhands() {
    let mut styles = Styles::default();
    let one = styles.style(&[pair("margin", "1px 2px 3px 4px")]);
    let same = styles.style(&[
        pair("margin-top", "1px"),
        pair("margin-right", "2px"),
        pair("margin-bottom", "3px"),
        pair("margin-left", "4px"),
    ]);
    assert_eq!(one, same);
}

#[test]
fn functions_that_compare_are_resolved_on_the_canvas() {
    let mut styles = Styles::default();
    styles.set_canvas(Canvas { width: 1_000, height: 500, fps: 30, frames: 1 });
    let made =
        styles.style(&[pair("font-size", "clamp(10px, 5vw, 60px)"), pair("padding", "min(1em, 60px) 3px")]);
    assert_eq!(made, styles.style(&[pair("font-size", "50px"), pair("padding", "50px 3px")]));
    let made = styles.style(&[pair("width", "min(50%, 300px)"), pair("height", "clamp(10px, 20%, 1rem)")]);
    let same = [
        ("width", "50%"),
        ("max-width", "300px"),
        ("height", "20%"),
        ("min-height", "10px"),
        ("max-height", "16px"),
    ];
    assert_eq!(made, styles.style(&same.map(|(name, value)| pair(name, value))));
    assert_eq!(styles.warnings(), []);
}

#[test]
fn what_cannot_be_compared_is_told_once_for_each_property() {
    let mut styles = Styles::default();
    let both =
        [pair("margin-left", "min(5%, 10px)"), pair("width", "min(50%, 300px)"), pair("max-width", "400px")];
    for _ in 0..2 {
        styles.style(&both);
    }
    let warnings: Vec<_> = styles.warnings().into_iter().map(|warning| warning.message).collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].starts_with("`margin-left: min(5%, 10px)` compares"), "{warnings:?}");
}

#[test]
fn what_has_another_way_is_told_with_it() {
    let hint = |name: &str, value: &str| {
        let mut styles = Styles::default();
        styles.style(&[pair(name, value)]);
        let [warning] = styles.warnings().try_into().unwrap_or_else(|all| panic!("{name}: {all:?}"));
        assert_eq!(warning.code, "css-unsupported");
        warning.message
    };
    for (name, value, expected) in [
        ("writing-mode", "vertical-rl", "rotate"),
        ("columns", "2", "grid"),
        ("column-count", "2", "grid"),
        ("perspective", "800px", "from straight ahead"),
        ("transform-style", "preserve-3d", "from straight ahead"),
        ("backface-visibility", "hidden", "opacity"),
        ("zoom", "2", "scale"),
        ("position", "sticky", "no effect"),
        ("rotate", "x 20deg", "no effect"),
    ] {
        let message = hint(name, value);
        assert!(message.contains(expected), "{message}");
    }
    let mut styles = Styles::default();
    let flat = [
        pair("transform-style", "flat"),
        pair("backface-visibility", "visible"),
        pair("perspective", "none"),
    ];
    styles.style(&flat);
    styles.style(&[pair("touch-action", "none"), pair("backdrop-filter", "blur(4px)")]);
    assert_eq!(styles.warnings(), []);
}

#[test]
fn what_names_a_part_of_a_drawing_is_told_and_not_looked_for() {
    let mut styles = Styles::default();
    for name in ["filter", "mask", "clip-path"] {
        let style = styles.style(&[pair(name, "url(#goo)")]);
        assert_eq!(style.declarations.len(), 0, "{name}");
    }
    assert_eq!(styles.warnings().len(), 3);
}
