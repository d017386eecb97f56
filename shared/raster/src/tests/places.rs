//! Where boxes and text begin, as Chromium rounds them.

use super::{alone, corpus::page, stage};

/// A box at `top` in a page, with `style` and what is in it.
fn at(top: f32, style: &str, inner: &str) -> String {
    page(&format!(
        "<div style='position:absolute;left:30px;top:{top}px;width:120px;height:70px;font-size:24px;{style}'>{inner}</div>"
    ))
}

const CARD: &str = "<div style='width:100px;height:20px;background:#c04'></div>";

#[test]
fn a_box_that_is_scaled_or_turned_begins_on_a_whole_pixel() {
    let stage = stage();
    let inner = [
        CARD,
        "Text",
        "<div style='overflow:hidden;border-radius:9px;width:60px;height:30px'><div style='height:90px;background:teal'></div></div>",
        "<div style='clip-path:circle(20px at 30px 20px)'><div style='height:60px;background:teal'></div></div>",
        "<div style='mask-image:linear-gradient(black,transparent)'><div style='height:60px;background:teal'></div></div>",
        "<div style='filter:blur(2px)'><div style='height:30px;background:teal'></div></div>",
        // Placed in the box with the transform and not in the one that it stands in.
        "<div style='margin:7.3px'><div style='position:absolute;left:9px;top:11px;width:40px;height:20px;background:blue'></div></div>",
    ];
    for turn in ["scale(1.05)", "rotate(4deg)", "scale(0.9) rotate(-7deg)", "skewX(5deg)"] {
        for inner in inner {
            let style = format!("transform:{turn};background:#fff");
            let whole = alone(&stage, &at(20.0, &style, inner));
            for top in [19.5, 20.4] {
                assert!(alone(&stage, &at(top, &style, inner)) == whole, "{top} {turn}: {inner}");
            }
            assert!(alone(&stage, &at(20.5, &style, inner)) != whole, "{turn}: {inner}");
        }
    }
}

#[test]
fn an_axis_that_is_not_scaled_keeps_its_fraction() {
    let stage = stage();
    let of = |top, inner: &str| alone(&stage, &at(top, "transform:scaleX(1.05)", inner));
    // 20.4 and another 0.2 make 20.6: the fraction of the outer box goes on inside of it.
    let inner = |margin: f32| format!("<div style='padding-top:{margin}px'>{CARD}</div>");
    assert!(of(20.4, &inner(0.2)) == of(20.0, &inner(1.0)));
    let of = |top, inner: &str| alone(&stage, &at(top, "transform:scaleY(1.05)", inner));
    assert!(of(20.4, &inner(0.2)) == of(20.0, &inner(0.2)));
}

#[test]
fn a_turn_inside_of_another_begins_on_a_whole_pixel_of_it() {
    let stage = stage();
    let of = |outer: f32, inner: f32| {
        let inner = format!(
            "<div style='margin-left:{inner}px;transform:rotate(30deg);width:50px;background:#fff'>{CARD}</div>"
        );
        alone(&stage, &at(outer, "transform:scale(1.4) rotate(11deg)", &inner))
    };
    let whole = of(20.0, 12.0);
    assert!(of(20.3, 11.6) == whole);
    assert!(of(20.3, 12.6) != whole);
}

#[test]
fn text_stands_on_a_whole_pixel_of_the_box_that_is_moved() {
    let stage = stage();
    for by in ["0px", "0.3px", "0.7px", "1.2px", "-0.4px"] {
        let style = format!("transform:translateY({by})");
        let of = |top: f32, inner: &str| alone(&stage, &at(top, &style, inner));
        assert!(of(20.5, "Text") == of(21.0, "Text"), "{by}");
        assert!(of(20.0, "Text") != of(21.0, "Text"), "{by}");
        // The fraction of a box inside of it, a line's or a centred item's, is rounded with it.
        assert!(of(21.0, "<div style='padding-top:0.4px'>Text</div>") == of(21.0, "Text"), "{by}");
        assert!(of(20.4, "<div style='padding-top:0.2px'>Text</div>") == of(21.0, "Text"), "{by}");
    }
}

#[test]
fn text_in_a_box_that_is_not_transformed_is_rounded_once() {
    let stage = stage();
    let of = |top: f32| alone(&stage, &at(top, "", "Text"));
    assert!(of(20.5) == of(21.0));
    assert!(of(20.4) == of(20.0));
}

#[test]
fn text_that_is_hardly_turned_lies_along_its_line() {
    let stage = stage();
    let of = |by: &str, turn: &str| {
        alone(&stage, &at(20.0, &format!("transform:translateY({by}) rotate({turn})"), "Text"))
    };
    assert!(of("0.3px", "0.0001deg") == of("0px", "0.0001deg"));
    assert!(of("0.3px", "0.5deg") != of("0px", "0.5deg"));
}
