use super::*;

fn part(name: &str, attributes: &[(&str, &str)], style: &[(&str, &str)], children: Vec<Element>) -> Tag {
    let owned = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Tag {
        name: name.to_owned(),
        attributes: owned(attributes),
        style: owned(style),
        children,
        ..Tag::default()
    }
}

#[test]
fn what_the_engine_knows_stays_as_it_is() {
    let style = [("transform", "rotate(45deg)"), ("transform-origin", "center")];
    assert_eq!(placed(&part("rect", &[], &style, vec![])), "");
    assert_eq!(placed(&part("rect", &[("transform", "scale(2)")], &[("fill", "red")], vec![])), "");
}

#[test]
fn properties_and_functions_in_space_are_functions_of_the_plane() {
    let placed = |style: &[(&str, &str)]| placed(&part("g", &[], style, vec![]));
    assert_eq!(
        placed(&[
            ("scale", "0.5 2"),
            ("translate", "10px 5px"),
            ("rotate", "20deg"),
            ("transform", "skewX(3deg)")
        ]),
        "transform:translate(10px, 5px) rotate(20deg) scale(0.5, 2) skewX(3deg);"
    );
    assert_eq!(
        placed(&[("transform", "translate3d(1px, 2px, 0) rotateZ(20deg)")]),
        "transform:translate(1px, 2px) rotate(20deg);"
    );
    assert_eq!(placed(&[("transform", "translate(9px) scale(2)")]), "transform:translate(9px, 0) scale(2);");
    assert_eq!(placed(&[("translate", "9px")]), "transform:translate(9px, 0);");
}

#[test]
fn a_box_of_its_own_is_the_one_around_a_shape() {
    let origin = |name: &str, attributes: &[(&str, &str)], origin: &str, children: Vec<Element>| {
        placed(&part(
            name,
            attributes,
            &[("transform-box", "fill-box"), ("transform-origin", origin)],
            children,
        ))
    };
    let rect = [("x", "10"), ("y", "20"), ("width", "40"), ("height", "20")];
    assert_eq!(origin("rect", &rect, "center", vec![]), "transform-origin:30px 30px;");
    assert_eq!(origin("rect", &rect, "bottom", vec![]), "transform-origin:30px 40px;");
    assert_eq!(origin("rect", &rect, "25% 5px", vec![]), "transform-origin:20px 25px;");
    assert_eq!(
        origin("circle", &[("cx", "9"), ("cy", "8"), ("r", "3")], "center", vec![]),
        "transform-origin:9px 8px;"
    );
    assert_eq!(
        origin("path", &[("d", "M0 0 Q 10 20 20 0")], "50% 50%", vec![]),
        "transform-origin:10px 5px;"
    );
    assert_eq!(
        origin("polygon", &[("points", "0,0 8,2 4,6")], "right top", vec![]),
        "transform-origin:8px 0px;"
    );
    let children = || {
        vec![
            Element::Tag(part("circle", &[("r", "10")], &[], vec![])),
            Element::Tag(part("rect", &rect, &[], vec![])),
        ]
    };
    assert_eq!(origin("g", &[], "center", children()), "transform-origin:20px 15px;");
    let moved = vec![Element::Tag(part("rect", &rect, &[("transform", "scale(2)")], vec![]))];
    assert_eq!(origin("g", &[], "center", moved), "");
}
