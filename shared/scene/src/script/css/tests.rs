use super::{attribute, kebab, rounded};

#[test]
fn numbers_in_texts_have_four_decimals() {
    assert_eq!(rounded("translate(1.234567px, -0.000001px)"), "translate(1.2346px, -0px)");
    assert_eq!(rounded("scale(1e-7)"), "scale(0)");
    assert_eq!(rounded("#1e3050"), "#1e3050");
    assert_eq!(rounded("url(a1.1234567.png)"), "url(a1.1234567.png)");
}

#[test]
fn names_are_those_of_css_and_svg() {
    assert_eq!(kebab("WebkitTextStroke"), "-webkit-text-stroke");
    assert_eq!(kebab("--myVar"), "--myVar");
    assert_eq!(attribute("strokeWidth"), "stroke-width");
    assert_eq!(attribute("viewBox"), "viewBox");
}
