use super::*;

fn factor(name: &str, attributes: &[(&str, &str)]) -> Option<f64> {
    let attributes =
        attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Lengths::default().factor(&Tag { name: name.to_owned(), attributes, ..Tag::default() })
}

#[track_caller]
fn is_near(found: Option<f64>, wanted: f64) {
    let found = found.unwrap();
    assert!((found - wanted).abs() < 0.01 * wanted, "{found} and {wanted}");
}

#[test]
fn every_shape_has_its_length() {
    let one = ("pathLength", "1");
    is_near(factor("path", &[one, ("d", "M0 0h30v40H0z")]), 140.0);
    is_near(factor("path", &[one, ("d", "M0 0A10 10 0 0 1 20 0 M 50 50 h 5")]), 31.416 + 5.0);
    is_near(factor("line", &[one, ("x2", "30"), ("y2", "40px")]), 50.0);
    is_near(factor("polyline", &[one, ("points", "0,0 30,0 30,40")]), 70.0);
    is_near(factor("polygon", &[one, ("points", "0 0 30 0 30 40")]), 120.0);
    is_near(factor("circle", &[one, ("r", "10")]), 62.83);
    is_near(factor("ellipse", &[one, ("rx", "10"), ("ry", "5")]), 48.44);
    is_near(factor("rect", &[one, ("width", "30"), ("height", "40")]), 140.0);
    is_near(factor("rect", &[one, ("width", "20"), ("height", "20"), ("rx", "10")]), 62.83);
    is_near(factor("line", &[("pathLength", "100"), ("x2", "50")]), 0.5);
}

#[test]
fn what_has_no_length_scales_nothing() {
    assert_eq!(factor("line", &[("x2", "30")]), None);
    assert_eq!(factor("line", &[("pathLength", "1")]), None);
    assert_eq!(factor("line", &[("pathLength", "0"), ("x2", "30")]), None);
    assert_eq!(factor("circle", &[("pathLength", "1"), ("r", "50%")]), None);
    assert_eq!(factor("g", &[("pathLength", "1")]), None);
}

#[test]
fn lists_keep_their_units() {
    assert_eq!(scaled("1, 2.5px  50%", 4.0).as_deref(), Some("4 10px 200%"));
    assert_eq!(scaled("var(--dash)", 4.0), None);
}
