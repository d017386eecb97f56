use super::*;

#[track_caller]
fn assert_flat(css: &str, expected: &str) {
    let flat = flatten(css).unwrap_or_else(|| panic!("{css} is flat already"));
    assert_eq!((flat.css.as_str(), flat.lost), (expected, false), "{css}");
}

#[test]
fn functions_of_the_plane_stay_as_they_are() {
    for css in
        ["none", "rotate(4deg) translate(10px, 5%)", "matrix(1, 0, 0, 1, 4, 5)", "translateX(4px) scaleY(2)"]
    {
        assert_eq!(flatten(css), None, "{css}");
    }
}

#[test]
fn functions_in_space_become_what_they_look_like() {
    assert_flat("translate3d(10px, 5%, 90px)", "translate(10px, 5%)");
    assert_flat("translateZ(4px)", "none");
    assert_flat("rotateZ(30deg) scale(2)", "rotate(30deg) scale(2)");
    assert_flat("scale3d(2, 3, 4)", "scale(2, 3)");
    assert_flat("translateX(4px) translateZ(0)", "translateX(4px)");
    assert_flat("matrix3d(1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 1, 0, 5, 6, 0, 1)", "matrix(1, 2, 3, 4, 5, 6)");
    assert_flat("rotate3d(0, 0, 0, 1turn)", "none");
}

#[test]
fn a_half_turn_about_an_axis_of_the_plane_is_a_mirror() {
    for (css, function) in [("rotateY(180deg)", "scaleX"), ("rotateX(0.5turn)", "scaleY")] {
        let flat = flatten(css).unwrap();
        let factor =
            flat.css.strip_prefix(function).and_then(|rest| rest.trim_matches(['(', ')']).parse().ok());
        assert!(factor.is_some_and(|factor: f64| (factor + 1.0).abs() < 1e-12), "{flat:?}");
    }
}

#[test]
fn about_the_depth_it_is_a_rotation_of_the_plane() {
    let flat = flatten("rotate3d(0, 0, 2, 90deg)").unwrap();
    let numbers: Vec<f64> = flat
        .css
        .trim_start_matches("matrix(")
        .trim_end_matches(')')
        .split(", ")
        .map(|number| number.parse().unwrap())
        .collect();
    for (number, expected) in numbers.iter().zip([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]) {
        assert!((number - expected).abs() < 1e-12, "{flat:?}");
    }
}

#[test]
fn one_length_moves_along_the_row() {
    assert_eq!(flatten("translate(10px) scale(2)").unwrap().css, "translate(10px, 0) scale(2)");
    assert_eq!(flatten("translate(10px, 5%)"), None);
}

#[test]
fn a_perspective_is_lost_and_said_so() {
    let flat = flatten("perspective(600px) rotateY(60deg)").unwrap();
    assert!(flat.lost && flat.css.starts_with("scaleX(0.5"), "{flat:?}");
}

#[test]
fn what_is_no_transform_is_left_to_the_layout() {
    for css in ["translate3d(", "rotateY(calc(3deg + 4deg))", "rotateX(4px)", "matrix3d(1, 2)", ")rotateZ("] {
        assert_eq!(flatten(css), None, "{css}");
    }
}

/// Where a transform takes a point.
fn taken(css: &str, point: (f64, f64)) -> (f64, f64) {
    css.rsplit_terminator(')').filter(|part| !part.trim().is_empty()).fold(point, |(x, y), function| {
        let (name, arguments) = function.trim().split_once('(').unwrap();
        let numbers: Vec<f64> =
            arguments.split(',').map(|part| part.trim().trim_end_matches("px").parse().unwrap()).collect();
        match name {
            "matrix" => {
                let row = |at: usize| numbers[at] * x + numbers[at + 2] * y + numbers[at + 4];
                (row(0), row(1))
            }
            "translate" => (x + numbers[0], y + numbers[1]),
            other => panic!("{other}"),
        }
    })
}

#[test]
fn turns_inside_of_turns_are_projected_together() {
    let (sin, cos) = (0.5, 0.75_f64.sqrt());
    let close = |css: &str, point, expected: (f64, f64)| {
        let flat = flatten(css).unwrap();
        let found = taken(&flat.css, point);
        assert!(
            (found.0 - expected.0).abs() < 1e-9 && (found.1 - expected.1).abs() < 1e-9,
            "{css}: {flat:?}"
        );
    };
    // Y is turned into depth by what is outside, and back by what is inside.
    close("rotateX(30deg) rotateY(30deg)", (8.0, 4.0), (8.0 * cos, 8.0 * sin * sin + 4.0 * cos));
    close("rotateX(30deg) rotateX(-30deg)", (8.0, 4.0), (8.0, 4.0));
    // A move towards the eye is seen when what is around it is turned.
    close("rotateX(30deg) translateZ(10px)", (8.0, 4.0), (8.0, 4.0 * cos - 10.0 * sin));
    close("rotateX(30deg) translate(3px, 6px) rotateY(0deg)", (8.0, 4.0), (11.0, 10.0 * cos));
    let lost = flatten("perspective(800px) rotateX(30deg) rotateY(30deg)").unwrap();
    assert!(lost.lost && lost.css.starts_with("matrix("), "{lost:?}");
}
