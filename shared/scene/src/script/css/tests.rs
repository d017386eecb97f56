use super::{attribute, kebab, rounded};

#[test]
fn what_settles_is_still_scaled_and_turned() {
    assert_eq!(rounded("scale(0.9999999, 1.0000000001)"), "scale(0.99999, 1.00001)");
    assert_eq!(rounded("scaleX(-0.99999999)"), "scaleX(-0.99999)");
    assert_eq!(rounded("translateY(4.1e-11px) rotate(-3.2e-12deg)"), "translateY(0px) rotate(-0.0001deg)");
    assert_eq!(rounded("scale(1) rotate(0.000000deg)"), "scale(1) rotate(0deg)");
    assert_eq!(rounded("scale(1.000000) translateX(0.99999999px)"), "scale(1) translateX(1px)");
}

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
