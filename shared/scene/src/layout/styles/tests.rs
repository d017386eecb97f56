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
