use proptest::prelude::*;
use tiny_skia::PathBuilder;

use super::*;

fn polygon(points: &[(f32, f32)]) -> Path {
    let mut builder = PathBuilder::new();
    builder.move_to(points[0].0, points[0].1);
    points[1..].iter().for_each(|(x, y)| builder.line_to(*x, *y));
    builder.finish().unwrap()
}

#[test]
fn a_box_covers_what_it_covers() {
    let path = polygon(&[(0.25, 0.5), (2.5, 0.5), (2.5, 2.0), (0.25, 2.0)]);
    assert_eq!(coverage(&path, FillRule::Winding, 4, 3), [96, 128, 64, 0, 191, 255, 128, 0, 0, 0, 0, 0]);
}

#[test]
fn a_slope_covers_its_triangles() {
    let path = polygon(&[(0.0, 0.0), (4.0, 0.0), (0.0, 1.0)]);
    assert_eq!(coverage(&path, FillRule::Winding, 4, 1), [223, 159, 96, 32]);
}

#[test]
fn what_is_wound_twice_is_full_or_a_hole() {
    let ring = |builder: &mut PathBuilder, inset: f32| {
        builder.move_to(inset, inset);
        builder.line_to(6.0 - inset, inset);
        builder.line_to(6.0 - inset, 6.0 - inset);
        builder.line_to(inset, 6.0 - inset);
        builder.close();
    };
    let mut builder = PathBuilder::new();
    ring(&mut builder, 0.0);
    ring(&mut builder, 2.0);
    let path = builder.finish().unwrap();
    assert_eq!(coverage(&path, FillRule::Winding, 6, 6)[2 * 6 + 3], 255);
    assert_eq!(coverage(&path, FillRule::EvenOdd, 6, 6)[2 * 6 + 3], 0);
    assert_eq!(coverage(&path, FillRule::EvenOdd, 6, 6)[6 + 3], 255);
}

#[test]
fn what_lies_beyond_the_grid_is_cut() {
    let path = polygon(&[(-900.0, -70.0), (900.0, -70.0), (900.0, 70.0), (-900.0, 70.0)]);
    assert!(coverage(&path, FillRule::Winding, 30, 20).iter().all(|byte| *byte == 255));
}

proptest! {
    /// A disc has the area that it has, wherever it lies and however its rows are divided.
    #[test]
    fn a_disc_has_its_area(x in 0.0_f32..3.0, y in 0.0_f32..3.0, radius in 0.5_f32..300.0) {
        let side = (2.0 * radius).ceil() as usize + 4;
        let path = PathBuilder::from_circle(x + radius, y + radius, radius).unwrap();
        let sum: f64 = coverage(&path, FillRule::Winding, side, side).iter().map(|byte| f64::from(*byte) / 255.0).sum();
        let area = std::f64::consts::PI * f64::from(radius).powi(2);
        prop_assert!((sum - area).abs() < 0.01 * area + 0.2, "{sum} of {area}");
    }

    /// Two parts that share an edge cover together what they cover as one.
    #[test]
    fn parts_add_up(x in 0.0_f32..20.0, y in 0.0_f32..20.0, far in 0.0_f32..40.0, down in 0.0_f32..40.0) {
        let whole = coverage(&polygon(&[(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)]), FillRule::Winding, 40, 40);
        let cut = [(x, y), (far, down)];
        let one = coverage(&polygon(&[(0.0, 0.0), cut[0], cut[1], (0.0, 40.0)]), FillRule::Winding, 40, 40);
        let other = coverage(
            &polygon(&[(0.0, 0.0), cut[0], cut[1], (0.0, 40.0), (40.0, 40.0), (40.0, 0.0)]), FillRule::Winding, 40, 40,
        );
        prop_assume!(down > y);
        for ((one, other), whole) in one.iter().zip(&other).zip(&whole) {
            let sum = i32::from(*one) + i32::from(*other);
            prop_assert!((sum - i32::from(*whole)).abs() <= 1, "{one} and {other} of {whole}");
        }
    }
}
